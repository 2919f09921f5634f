"""Fonts, separators and the toolbar of every chart."""

from dashboard.charts import theme

from .drawn import drawn


def test_toolbar_offers_the_picture_alone_and_speaks_french():
    config = theme.plotly_config("par-axe")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"]["filename"] == "par-axe"
    french = config["locales"][config["locale"]]
    assert french["dictionary"]["Download plot as a PNG"].startswith("Télécharger")
    assert (french["format"]["decimal"], french["format"]["thousands"]) == (",", "\u202f")


def test_themed_figure_keeps_the_base_and_takes_the_changes():
    figure = drawn(theme.themed)([{"type": "bar", "x": [1]}], {"margin": {"t": 50}, "height": 99})
    assert (figure.layout.margin.t, figure.layout.margin.l, figure.layout.height) == (50, 0, 99)
    assert figure.layout.separators == ",\u202f"
    assert theme.base_layout()["margin"]["t"] == 8
