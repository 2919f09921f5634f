"""Every page under 2021-2027, on the public list alone, and what the menu shows in each period."""

import re
import shutil
from collections import Counter
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import CURRENT, FORMER, NATIONAL_STRAND
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ui.navigation import SECTIONS
from dashboard.warehouse.state import State
from tests.pages.conftest import (
    BREAKDOWN,
    SYNTHESIS,
    TITLES,
    Opened,
    metrics,
    run,
    said,
    tables,
    title,
    unlinked,
    write_csv,
)
from tests.pages.declared import page_path
from tests.public_list import FILE, write_public_list

TERRITORIES = page_path("territoires/territoires.py")
REGION = page_path("territoires/region.py")
CAMPAIGNS = page_path("evaluation/campagnes.py")
SURVEY = page_path("territoires/enquete.py")
PRESENTATION = page_path("comite/presentation.py")
OF_THE_NOTE = {str(entry.path): entry for entries in SECTIONS.values() for entry in entries if entry.period == FORMER}
SPEAKS_OF_BOTH = {
    page_path("reperes/definitions.py"),
    page_path("donnees/accessibilite.py"),
    page_path("donnees/periodes.py"),
}
"""Pages about every programming period at once, or about the tool « axe »."""
INTERNAL_WORDS = re.compile(
    r"\b(graines?|hash|seed|None|NaN|label|pièce \d+|version [0-9a-f]{6,}|\d{4}-\d{2}-\d{2})\b|\b[a-z]+_[a-z_]+\b"
)
"""What only we say: names of the code, days as machines write them."""
FORMER_WORDS = re.compile(r"\b(vagues?|axes?)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    """The public list alone, nothing decided."""
    folder = tmp_path_factory.mktemp("listed")
    state = State(folder / "state")
    run_import(state, ImportRequest(write_public_list(folder), file_name=FILE))
    return state


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, one_row: State) -> State:
    """The same with a third of its operations retained, of no stated category, beside one operation of 2014-2020."""
    folder = tmp_path_factory.mktemp("decided")
    state = State(shutil.copytree(one_row.root, folder / "state"))
    run_import(state, ImportRequest(write_public_list(folder), file_name=FILE))
    rows = [{"num_dossier": f"2026{rank:05d}", "retained": "oui"} for rank in range(1, 37, 3)]
    run_import(state, ImportRequest(write_csv(folder / "decisions.csv", ("num_dossier", "retained"), rows)))
    return state


@pytest.fixture(scope="module")
def completed(tmp_path_factory: pytest.TempPathFactory, decided: State) -> State:
    """The same, with the priority and the manager of most operations."""
    folder = tmp_path_factory.mktemp("completed")
    state = State(folder / "state")
    shutil.copytree(decided.root, state.root)
    known = [
        {
            "num_dossier": f"2026{rank:05d}",
            "Priorité": "1" if rank % 2 else "6",
            "Service gestionnaire": "Conseil départemental du Nord",
        }
        for rank in range(1, 20)
    ]
    run_import(state, ImportRequest(write_csv(folder / "complement.csv", tuple(known[0]), known)))
    return state


def every_word(app: AppTest) -> list[str]:
    """What people read: texts, labels and options of widgets, headings and cells of tables, alternatives of charts."""
    widgets: list[Any] = [
        *app.selectbox, *app.multiselect, *app.toggle, *app.text_input, *app.button, *app.checkbox, *app.number_input, *app.expander,
    ]  # fmt: skip
    options = [str(option) for one in (*app.selectbox, *app.multiselect) for option in one.options]
    tables = [str(text) for table in app.table for text in (*table.value.columns, *table.value.to_numpy().ravel())]
    charts = [chart.proto.alt for chart in app.get("plotly_chart")]
    html = [
        re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", one.proto.body, flags=re.DOTALL)
        for one in app.get("html")
    ]
    texts = [*said(app), *(one.label for one in widgets), *options, *tables, *charts, *html, *metrics(app)]
    # Links without their addresses, a map without its shapes.
    return [re.sub(r"<[^>]+>", " ", unlinked(text)) for text in texts]


def test_no_page_of_2021_2027_speaks_the_words_of_the_note(opened: Opened, listed: State, completed: State) -> None:
    wrong: dict[tuple[str, ...], list[str]] = {}
    for state in (listed, completed):
        for page in TITLES:
            app = opened(state, page, periode=CURRENT)
            assert title(app) == TITLES[page], page
            assert [error.value for error in app.error] == [], page
            if found := [text[:120] for text in every_word(app) if INTERNAL_WORDS.search(text)]:
                wrong[state.root.parent.name, page, "internal"] = found[:3]
            if page in SPEAKS_OF_BOTH:
                continue
            if found := [text[:80] for text in every_word(app) if FORMER_WORDS.search(text)]:
                wrong[state.root.parent.name, page] = found[:3]
    assert wrong == {}


def test_every_page_of_2014_2020_opens_beside_the_other_period(opened: Opened, decided: State) -> None:
    for page in TITLES:
        app = opened(decided, page, periode=FORMER)
        assert title(app) == TITLES[page]
        assert [error.value for error in app.error] == [], page
        assert [text[:120] for text in every_word(app) if INTERNAL_WORDS.search(text)] == [], page
    words = " ".join(every_word(opened(decided, BREAKDOWN, periode=FORMER)))
    assert "Vague" in words
    assert "Axe" in words
    assert "Année de convention" not in words


def test_the_menu_shows_the_pages_of_the_period() -> None:
    every = [entry for entries in SECTIONS.values() for entry in entries]
    hidden = {period: {entry.title for entry in every if not entry.shown_in(period)} for period in (FORMER, CURRENT)}
    assert hidden[CURRENT] - hidden[FORMER] == {"Tableaux de la note", "Opérations emblématiques", "Concordance"}
    assert hidden[FORMER] - hidden[CURRENT] == {entry.title for entry in every if entry.period == CURRENT}


def test_a_page_of_the_note_says_its_period_and_leads_there(opened: Opened, listed: State, decided: State) -> None:
    for page in OF_THE_NOTE:
        alone = opened(listed, page, periode=CURRENT)
        [sentence] = [text for text in said(alone) if "n'existe que pour" in text]
        assert "2014-2020" in sentence
        assert not [one for one in alone.button if one.key == "passer-a-la-programmation"], "no such operations to see"
        app = opened(decided, page, periode=CURRENT)
        app.button(key="passer-a-la-programmation").click()
        assert not [text for text in said(run(app)) if "n'existe que pour" in text]


def test_what_no_source_says_is_a_sentence_and_not_a_bar(opened: Opened, decided: State) -> None:
    for page in (SYNTHESIS, BREAKDOWN):
        app = opened(decided, page, periode=CURRENT)
        words = " ".join(said(app))
        assert "La liste publique ne dit pas la priorité, et aucun import ne l'a complétée." in words, page
        assert "compléter des opérations" in words, page
        assert "(imports?periode=2021-2027)" in words, page
        bars = [chart.proto.alt for chart in app.get("plotly_chart") if UNKNOWN in chart.proto.alt]
        assert bars == [], page
        assert "Participants entrés" not in metrics(app)
    app = opened(decided, BREAKDOWN, periode=CURRENT)
    assert "Participants entrés" not in app.button_group[0].options
    app = opened(decided, REGION, periode=CURRENT, region2016="Bretagne")
    assert "La liste publique ne dit pas le service gestionnaire, et aucun import ne l'a complété." in " ".join(
        said(app)
    )


def test_filters_that_the_list_says_nothing_of_are_not_drawn(opened: Opened, listed: State) -> None:
    app = opened(listed, SYNTHESIS, periode=CURRENT, gestionnaire=UNKNOWN)
    drawn = {one.key for one in app.multiselect}
    assert {"vague", "programme", "region2016", "os"} <= drawn
    assert not {"axe", "pi", "gestionnaire"} & drawn
    assert any("Valeur ignorée" in text for text in said(app)), "a link that names one says that it is left aside"


def test_objectives_go_by_letter_in_every_programme(opened: Opened, decided: State) -> None:
    app = opened(decided, BREAKDOWN, periode=CURRENT)
    [alternative] = [
        chart.proto.alt for chart in app.get("plotly_chart") if "par objectif spécifique" in chart.proto.alt
    ]
    assert "a – " in alternative
    assert " · a – " not in alternative


def test_nothing_counted_offers_no_choice_and_says_what_to_do(opened: Opened, listed: State) -> None:
    app = opened(listed, BREAKDOWN, periode=CURRENT)
    assert [one.label for one in app.get("button_group")] == []
    words = " ".join(said(app))
    assert "aucune examinée" in words
    assert "elle se remplit dès que des décisions sur celles-ci sont publiées ou importées" in words


def test_each_dimension_is_offered_once(opened: Opened, demonstration: State, decided: State) -> None:
    for state, period in ((demonstration, FORMER), (decided, CURRENT)):
        app = opened(state, BREAKDOWN, periode=period)
        elements: list[Any] = [*app.get("button_group")]
        [pills] = [one for one in elements if one.label == "Répartir par"]
        assert len({*pills.options}) == len(pills.options), period


def test_what_the_page_says_of_all_its_cards_no_card_repeats(opened: Opened, demonstration: State) -> None:
    app = opened(demonstration, BREAKDOWN, periode=CURRENT)
    sentences = [one.value for one in app.markdown if not one.value.startswith("#")]
    assert any("les années de convention dans chaque tableau" in text for text in sentences)
    said_often = Counter(part for text in sentences for part in re.split(r"(?<=\.) ", text))
    assert [part for part, times in said_often.items() if times > 2] == []


def test_the_demonstration_compares_the_last_two_finished_years_and_keeps_old_links(
    opened: Opened, demonstration: State
) -> None:
    app = opened(demonstration, SYNTHESIS, periode=CURRENT)
    assert [app.selectbox(key=f"{key}-choix").value for key in ("comparer", "avec")] == ["2025", "2024"]
    app = opened(demonstration, SYNTHESIS, periode=CURRENT, region2016=NATIONAL_STRAND)
    assert app.multiselect(key="region2016").value == [NATIONAL_STRAND]
    assert "Volet national" in app.multiselect(key="region2016").options
    assert "Région\u202f: Volet national" in " ".join(said(app))
    assert not any("Valeur ignorée" in text for text in said(app))


def test_one_click_keeps_the_national_programme_alone(opened: Opened, demonstration: State) -> None:
    app = opened(demonstration, SYNTHESIS, periode=CURRENT)
    assert "Tous les programmes du FSE+, national et régionaux." in said(app)
    for label, chosen in (("Programme national seul", ["PN FSE+"]), ("Tous les programmes", [])):
        button = app.button(key="programme-national-seul")
        assert button.label == label
        button.click()
        assert run(app).multiselect(key="programme").value == chosen
    assert not [one for one in opened(demonstration, SYNTHESIS).button if one.key == "programme-national-seul"]


def test_the_overview_says_the_period_of_each_campaign(opened: Opened, demonstration: State, listed: State) -> None:
    [overview] = [
        table for table in tables(opened(demonstration, CAMPAIGNS, periode=CURRENT)) if "État" in table.columns
    ]
    assert set(overview["Programmation"]) == {FORMER}
    assert not [
        table for table in tables(opened(listed, CAMPAIGNS, periode=CURRENT)) if "Programmation" in table.columns
    ]


def level_of(app: AppTest) -> str:
    """The division of the map that is chosen."""
    elements: list[Any] = [one for one in app.get("button_group") if getattr(one, "key", "") == "niveau"]
    [control] = elements
    return str(control.value if isinstance(control.value, str) else control.value[0])


def test_territories_start_with_the_regions_of_the_period(opened: Opened, decided: State) -> None:
    assert level_of(opened(decided, TERRITORIES, periode=FORMER)) == "region"
    app = opened(decided, TERRITORIES, periode=CURRENT)
    assert level_of(app) == "region_2016"
    app.selectbox(key="periode").set_value(FORMER)
    assert level_of(run(app)) == "region", "another period, its own regions"


def test_the_survey_page_says_that_the_period_has_none_and_how_to_import_one(opened: Opened, listed: State) -> None:
    words = " ".join(said(opened(listed, SURVEY, periode=CURRENT)))
    assert "Le FSE+ a-t-il permis" in words
    assert (
        "Aucune enquête de cette programmation n'est chargée. Importez-en une sur la [page Imports](imports?periode=2021-2027)"
        in words
    )


def test_a_presentation_without_decisions_says_its_sentence_once(opened: Opened, listed: State) -> None:
    app = opened(listed, PRESENTATION, periode=CURRENT)
    slides = 0
    while True:
        slides += "aucune examinée" in " ".join(every_word(app))
        following = app.button(key="diapo-suivante")
        if following.disabled:
            break
        following.click()
        run(app)
    assert slides == 1
