"""What the product promises depends on a few settings that nobody would notice missing."""

import tomllib
from pathlib import Path

import pytest
import streamlit.config

from dashboard.figures.palette import BLUE_FRANCE, CATEGORICAL, contrast

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def flattened(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def test_streamlit_knows_every_option():
    def known(option: str) -> bool:
        section, _, name = option.rpartition(".")
        return bool({option, name} & streamlit.config.get_options_for_section(section).keys())

    assert [option for option, _ in flattened(CONFIG) if not known(option)] == []


def test_product_stays_local_and_discreet():
    assert CONFIG["server"]["address"] == "localhost"
    assert CONFIG["server"]["enableAgentApi"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["server"]["maxUploadSize"] == 200


def test_no_setting_reaches_another_host():
    assert not [name for name, value in flattened(CONFIG) if "http" in str(value)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_links_reach_aa_in_both_schemes(scheme):
    theme = CONFIG["theme"][scheme]
    for background in (
        theme["backgroundColor"],
        theme["secondaryBackgroundColor"],
        theme["sidebar"]["backgroundColor"],
    ):
        assert contrast(theme["textColor"], background) >= 4.5
        assert contrast(theme["linkColor"], background) >= 4.5


def test_alerts_are_readable():
    theme = CONFIG["theme"]["light"]
    for colour in ("red", "orange", "yellow", "green", "blue", "gray"):
        assert contrast(theme[f"{colour}TextColor"], theme[f"{colour}BackgroundColor"]) >= 4.5


def test_base_font_is_readable_from_the_back_of_the_room():
    assert CONFIG["theme"]["baseFontSize"] >= 16


def test_streamlit_and_the_charts_share_their_colours():
    assert CONFIG["theme"]["light"]["primaryColor"] == BLUE_FRANCE
    assert CONFIG["theme"]["chartCategoricalColors"][:7] == list(CATEGORICAL[:7])
