"""The page Périodes d'analyse, and the comparison of any two periods that it leads to."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State
from dashboard.warehouse.waves import wave_rows
from tests.dated import dated_list, decided_list
from tests.pages.conftest import SYNTHESIS, Opened, metrics, query, run, said, tables, unlinked
from tests.pages.declared import page_path

PERIODS = page_path("donnees/periodes.py")
PRESENTATION = page_path("comite/presentation.py")
UNDATED = "sans date de convention"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Six operations of 2021-2027, one of them without a date, four retained: read only."""
    folder = tmp_path_factory.mktemp("listed")
    state = State(folder / "state")
    run_import(state, ImportRequest(dated_list(folder / "liste.csv")))
    decisions = {"n1": "2022", "n3": "2023", "n4": "2024", "n6": "2023", "n5": UNDATED}
    run_import(state, ImportRequest(decided_list(folder / "decisions.csv", decisions)))
    return state


@pytest.fixture
def undecided(tmp_path: Path) -> State:
    """The same without a decision, to write in."""
    state = State(tmp_path / "state")
    run_import(state, ImportRequest(dated_list(tmp_path / "liste.csv")))
    return state


def press(app: AppTest, name: str) -> AppTest:
    app.button(key=f"periodes-{name}").click()
    return run(app)


def fields(app: AppTest, edition: int = 0) -> list[str]:
    """The names in the fields, from top to bottom."""
    return [
        str(field.value)
        for field in app.text_input
        if field.label.startswith("Nom") and f"-{edition}-" in str(field.key)
    ]


def waves(state: State) -> dict[str, int]:
    return dict(query(state, "select wave, count(*) from operation group by wave"))


def test_periods_are_edited_seen_published_and_restored(opened: Opened, undecided: State) -> None:
    app = opened(undecided, PERIODS)
    assert "Ces périodes sont celles qui sont livrées avec l'application." in said(app)
    assert fields(app) == [str(year) for year in range(2021, 2030)]
    assert app.button(key="periodes-publier").disabled
    assert "periodes-retablir" not in {button.key for button in app.button}
    app.text_input(key="periode-2021-2027-0-2-nom").set_value(" 2022-2023 ")
    app.date_input(key="periode-2021-2027-0-2-programmed_to").set_value(date(2023, 12, 31))
    app.checkbox(key="periode-2021-2027-0-3-retirer").check()
    press(app, "essayer")
    assert waves(undecided) == {"2022": 2, "2023": 2, "2024": 1, UNDATED: 1}
    [effect] = [table for table in tables(app) if "Opérations après" in table.columns]
    assert effect.reset_index().to_numpy().tolist() == [
        ["2022", "", "2", "0"],
        ["2023", "", "2", "0"],
        ["2022-2023", "du 1er janvier 2022 au 31 décembre 2023", "0", "4"],
        ["2024", "du 1er janvier 2024 au 31 décembre 2024", "1", "1"],
        [UNDATED, "", "1", "1"],
    ]
    press(app, "publier")
    assert "8 périodes sont publiées pour 2021-2027." in said(app)
    assert waves(undecided) == {"2022-2023": 4, "2024": 1, UNDATED: 1}
    assert fields(app, 1)[:3] == ["2021", "2022-2023", "2024"]
    assert any(text.startswith("Ces périodes ont été définies par") for text in said(app))
    press(app, "retablir")
    assert "Les périodes livrées de 2021-2027 sont rétablies." in said(app)
    assert waves(undecided) == {"2022": 2, "2023": 2, "2024": 1, UNDATED: 1}
    [history] = [table for table in tables(app) if "Périodes" in table.columns]
    assert history.reset_index()["Périodes"].tolist()[0] == "périodes livrées"
    assert len(history) == 2


def test_a_period_is_added_and_a_blank_one_is_none(opened: Opened, undecided: State) -> None:
    app = press(press(opened(undecided, PERIODS), "ajouter"), "ajouter")
    app.text_input(key="periode-2021-2027-0-10-nom").set_value("2019")
    app.text_input(key="periode-2021-2027-0-10-libelle").set_value("Avant tout")
    app.date_input(key="periode-2021-2027-0-10-programmed_to").set_value(date(2020, 12, 31))
    press(app, "essayer")
    [refused] = [element.value for element in app.error]
    assert "ne contient aucune opération" in refused.replace("\\", "")
    assert app.button(key="periodes-publier").disabled
    app.date_input(key="periode-2021-2027-0-2-programmed_from").set_value(date(2022, 12, 1))
    app.date_input(key="periode-2021-2027-0-10-programmed_to").set_value(date(2022, 6, 30))
    app.checkbox(key="periode-2021-2027-0-1-retirer").check()
    press(press(app, "essayer"), "publier")
    assert waves(undecided) == {"2019": 1, "2022": 1, "2023": 2, "2024": 1, UNDATED: 1}


def test_what_was_seen_is_what_is_published(opened: Opened, undecided: State) -> None:
    app = opened(undecided, PERIODS)
    app.text_input(key="periode-2021-2027-0-2-nom").set_value("2022 bis")
    press(app, "essayer")
    assert not app.button(key="periodes-publier").disabled
    app.text_input(key="periode-2021-2027-0-2-nom").set_value("2022 ter")
    run(app)
    assert app.button(key="periodes-publier").disabled
    assert wave_rows(undecided) == ()


def test_decisions_of_2021_2027_follow_the_new_name(opened: Opened, listed: State) -> None:
    app = opened(listed, PERIODS)
    app.text_input(key="periode-2021-2027-0-2-nom").set_value("2022 bis")
    press(app, "essayer")
    assert not any("perdrait sa décision" in text for text in said(app))


def test_the_periods_of_2014_2020_are_waves_given_by_the_extract(opened: Opened, demonstration: State) -> None:
    app = opened(demonstration, PERIODS)
    assert fields(app) == ["2017", "2019"]


def compared(app: AppTest) -> tuple[str, ...]:
    return tuple(str(box.value) for box in app.selectbox if str(box.key).endswith("-choix"))


def addressed(app: AppTest) -> list[str]:
    found = [app.query_params.get(key, "") for key in ("comparer", "avec")]
    return [value[-1] if isinstance(value, list) else value for value in found]


def test_any_two_periods_are_compared_and_the_choice_is_kept(opened: Opened, listed: State) -> None:
    app = opened(listed, SYNTHESIS)
    assert compared(app) == ("2024", "2023")
    assert "comparer" not in app.query_params
    [first] = [metric for metric in app.metric if unlinked(metric.label) == "Opérations retenues"]
    assert first.delta == "2024\u202f: 1 (−1)"
    [caption] = [text for text in said(app) if text.startswith("Chaque chiffre")]
    assert "l'année de convention 2024 et son écart avec l'année de convention 2023" in caption
    assert "1 opération programmée sans date de convention, dont 1 retenue, reste hors de cette comparaison." in caption
    app.selectbox(key="avec-choix").set_value("2022")
    run(app)
    assert addressed(app) == ["2024", "2022"]
    [first] = [metric for metric in app.metric if unlinked(metric.label) == "Opérations retenues"]
    assert first.delta == "2024\u202f: 1 (0)"
    app.selectbox(key="comparer-choix").set_value("2022")
    run(app)
    assert compared(app) == ("2022", "2024")
    run(app.switch_page(PRESENTATION))
    assert addressed(app) == ["2022", "2024"]
    run(app.switch_page(SYNTHESIS))
    assert compared(app) == ("2022", "2024")


def test_an_address_says_what_is_compared(opened: Opened, listed: State) -> None:
    app = opened(listed, SYNTHESIS, comparer="2022", avec="2023")
    assert compared(app) == ("2022", "2023")
    for dead in ({"comparer": "2022"}, {"comparer": "1999", "avec": "2022"}, {"comparer": UNDATED, "avec": "2022"}):
        assert compared(opened(listed, SYNTHESIS, **dead)) == ("2024", "2023"), dead
    narrowed = opened(listed, SYNTHESIS, comparer="2024", avec="2022", vague=["2022", "2023"])
    assert compared(narrowed) == ()
    [first] = [metric for metric in narrowed.metric if unlinked(metric.label) == "Opérations retenues"]
    assert first.delta == "2023\u202f: 2 (+1)"


def test_two_waves_leave_nothing_to_choose(opened: Opened, demonstration: State) -> None:
    app = opened(demonstration, SYNTHESIS)
    assert compared(app) == ()
    assert any("dessous, la vague 2019 et son écart avec la vague 2017" in text for text in said(app))
    assert not any("hors de cette comparaison" in text for text in said(app))
    assert metrics(app)


def test_the_slides_compare_what_was_chosen(opened: Opened, listed: State) -> None:
    address = {"diapo": "chiffres-cles", "comparer": "2024", "avec": "2022"}
    app = opened(listed, PRESENTATION, **address)
    shown = " ".join(element.proto.body for element in app.get("html"))
    assert "2024\u202f: 1 (0 par rapport à 2022)" in shown
