import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.ui.figure_card import CHART, TABLE
from dashboard.ui.markdown import literal
from tests.patience import PATIENCE
from tests.ui.apps import card_app


@pytest.fixture
def app():
    app = AppTest.from_function(card_app, default_timeout=PATIENCE).run()
    assert not app.exception
    return app


def test_chart_is_open_first_and_described(app):
    [chart] = app.get("plotly_chart")
    assert chart.proto.alt == "Axe 3 en tête."
    assert '"locale": "fr"' in chart.proto.config


def test_closed_view_is_not_computed(app):
    assert app.session_state["drawn"] == ["chart"]
    app.session_state["drawn"] = []
    app.segmented_control(key="vue-par-axe").set_value(TABLE).run()
    assert not app.exception
    assert app.session_state["drawn"] == []
    assert app.get("plotly_chart") == []
    app.segmented_control(key="vue-par-axe").set_value(CHART).run()
    assert app.session_state["drawn"] == ["chart"]


def test_table_twin_holds_the_same_figures_in_french(app):
    app.segmented_control(key="vue-par-axe").set_value(TABLE).run()
    table = app.table[0].value
    assert table.index.tolist() == ["Axe 1", "Axe \\*3\\*"]
    assert table["Opérations"].tolist() == ["30", "1\u202f069"]


def test_texts_print_letter_for_letter(app):
    written = [element.value for element in (*app.markdown, *app.caption)]
    assert "### L'axe 3 \\*domine\\*" in written
    assert app.segmented_control(key="vue-par-axe").label == "Affichage\u202f: L'axe 3 \\*domine\\*"
    assert any("extrait \\[MDFSE\\]" in text and "Vague : 2019" in text for text in written)


def test_empty_card_says_how_to_widen_and_draws_nothing(app):
    assert any(element.value == literal(NOTHING_SELECTED) for element in app.markdown)
    assert {button.key for button in app.get("download_button")} == {
        "csv-par-axe", "xlsx-par-axe", "csv-seul", "xlsx-seul",
    }  # fmt: skip
    assert [control.key for control in app.segmented_control] == ["vue-par-axe"]


def test_card_without_figure_shows_its_table_and_note(app):
    assert len(app.table) == 1
    assert any(element.value == "Note" for element in app.markdown)


def test_downloads_are_named_after_the_card_and_wait_for_the_click(app):
    csv = next(button for button in app.get("download_button") if button.key == "csv-par-axe")
    assert csv.proto.deferred_file_id
    assert csv.proto.help == "Télécharger «\u202fL'axe 3 \\*domine\\*\u202f» au format CSV"
