"""A map in a card: drawn only while its tab is open, described, with a legend that can't turn into HTML."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.figure_card import MAP, TABLE
from tests.maps import read_map
from tests.patience import PATIENCE


def map_app() -> None:
    """One card with a map of two waves."""
    import streamlit as st

    from dashboard.charts.maps import LegendEntry, MapFigure, MapPanel, Sign
    from dashboard.charts.maps_drawing import DrawnTerritory, map_drawing
    from dashboard.charts.maps_geometry import outlines
    from dashboard.domain.columns import ColumnFormat
    from dashboard.figures.figure import Figure
    from dashboard.ui.figure_card import MAP, card
    from dashboard.warehouse.territories import Level

    drawn = st.session_state.setdefault("drawn", [])

    def figure() -> MapFigure:
        drawn.append("map")
        shapes = [
            DrawnTerritory(outline, "#000091", "1", "Une <b>ligne</b>", True, False, "territoires?region=A&niveau=B")
            for outline in outlines(Level.REGION)[:3]
        ]
        panels = tuple(
            MapPanel(f"Vague *{wave}*", "", map_drawing(Level.REGION, shapes, [], f"Carte de {wave}."))
            for wave in (2017, 2019)
        )
        legend = (LegendEntry(Sign.COLOUR, "<b>1 à 3</b>", "#000091"), LegendEntry(Sign.MARK, "Note", "#A94645", "N"))
        return MapFigure(panels, "Opérations", legend)

    described = Figure(
        key="regions",
        title="Carte",
        caption="Carte",
        sentence="Corse en tête.",
        rows=({"name": "Corse"},),
        columns={"name": ColumnFormat("Région")},
    )
    card(
        described,
        picture=figure,
        source="Source",
        filters="Vague : 2019",
        links=lambda: {"name": ["territoires?region=Corse"]},
        view=MAP,
    )


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_function(map_app, default_timeout=PATIENCE).run()
    assert not app.exception
    return app


def test_each_map_is_described_and_its_territories_are_links(app: AppTest) -> None:
    maps = [read_map(element.value) for element in app.markdown if "<svg" in element.value]
    assert [one.alternative for one in maps] == ["Carte de 2017.", "Carte de 2019."]
    for one in maps:
        assert {found.address for found in one.territories.values()} == {"territoires?region=A&niveau=B"}
        assert all(found.said.endswith("\nUne <b>ligne</b>") for found in one.territories.values())
    assert any("Vague \\*2017\\*" in element.value for element in app.markdown)


def test_legend_escapes_its_words(app: AppTest) -> None:
    [legend] = [
        element.proto.body
        for element in app.get("html")
        if "legende" in element.proto.body and "<ul" in element.proto.body
    ]
    assert "&lt;b&gt;1 à 3&lt;/b&gt;" in legend
    assert ">N</i>" in legend


def test_closed_map_is_not_drawn_and_its_table_links_to_the_same_filter(app: AppTest) -> None:
    control = app.segmented_control(key="vue-regions")
    assert [option.content for option in control.proto.options] == [MAP, TABLE]
    app.session_state["drawn"] = []
    control.set_value(TABLE).run()
    assert not app.exception
    assert app.session_state["drawn"] == []
    assert app.table[0].value.index.tolist() == ["[Corse](territoires?region=Corse)"]
