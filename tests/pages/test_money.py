"""The pages Dotations and Priorité 6: on the list alone, with priorities, on nothing; an office's own allocations on the page."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.warehouse.state import State
from tests.conftest import MDFSE_ROW
from tests.fse_plus import import_extract, import_list, retain, write_allocations
from tests.pages.conftest import OPERATIONS, Opened, metrics, number, opens_as_many, run, said, tables, unlinked
from tests.pages.conftest import listed as listed_by
from tests.pages.declared import page_path
from tests.pages.test_statements import MOST, choose

ALLOCATIONS = page_path("indicateurs/dotations.py")
PRIORITY = page_path("indicateurs/priorite6.py")
PERIOD = {"periode": "2021-2027"}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("listed")
    return import_list(State(folder / "state"), folder)


@pytest.fixture(scope="module")
def completed(tmp_path_factory: pytest.TempPathFactory, listed: State) -> State:
    folder = tmp_path_factory.mktemp("completed")
    state = State(shutil.copytree(listed.root, folder / "state"))
    import_extract(state, folder)
    return retain(state, folder, "3", "11", "13")


def text_of(app: AppTest) -> str:
    return "\n".join(said(app)).replace("\u202f", " ")


def table_with(app: AppTest, column: str) -> Any:
    """The table whose rows are headed by that column."""
    found = next(table for table in tables(app) if table.index.name == column)
    return found.rename(index=lambda name: unlinked(name).replace("\\", ""))


def show_tables(app: AppTest) -> AppTest:
    """Opens the table of each card."""
    for control in app.segmented_control:
        if "Tableau" in control.options:
            control.set_value("Tableau")
    return run(app)


def test_allocations_on_the_list_alone(opened: Opened, listed: State) -> None:
    app = show_tables(opened(listed, ALLOCATIONS, **PERIOD))
    shown = metrics(app)
    assert shown["Programmé (UE)"] == "18,0\u202fM€"
    assert shown["Dotation à engager"] == "6,41\u202fMd€"
    words = text_of(app)
    assert "18,0 M€ programmés jusqu'en 2025 par les opérations datées" in words
    assert "PR Corse dépasse sa dotation de 5,8 M€ (147,8 %)" in words
    assert "aucune opération ne dit sa priorité" in words
    assert not any("non renseignée" in chart.proto.alt for chart in app.get("plotly_chart")), (
        "no bar of what nobody says"
    )
    assert "« compléter des opérations »" in words
    assert "1 opération (200 €) n'a pas de date de convention" in words
    priorities = table_with(app, "Priorité")
    assert priorities.loc["Priorité non renseignée", "Reste à engager"] == "–"
    assert priorities.loc["Priorité non renseignée", "Programmé (UE)"] == "800\u202f€"
    named = [name for name in priorities.index if name.startswith("Priorité 1 ")]
    assert priorities.loc[named[0], "Dotation à engager"] == "–"
    assert table_with(app, "Source").index[0].startswith("Accord de partenariat 2021-2027")


def test_remaining_amounts_on_screen_add_up(opened: Opened, completed: State) -> None:
    app = show_tables(opened(completed, ALLOCATIONS, **PERIOD))
    checked = 0
    for name in ("Programme", "Priorité", "Région"):
        for _, row in table_with(app, name).iterrows():
            if row["Reste à engager"] != "–":
                left = number(row["Programmé (UE)"]) + number(row["Reste à engager"])
                assert abs(left - number(row["Dotation à engager"])) <= 1, row
                checked += 1
    assert checked > 30
    assert "2 opérations (" not in text_of(app)


def test_each_number_opens_as_many_operations(opened: Opened, completed: State) -> None:
    app = show_tables(opened(completed, ALLOCATIONS, **PERIOD, region="Bretagne"))
    cells = {
        cell for table in tables(app) for cell in table.astype("str").to_numpy().ravel() if "](operations?" in cell
    }
    cells = {cell for cell in cells if number(cell)}
    assert len(cells) >= 4
    for cell in cells:
        asked = parse_qs(cell.partition("?")[2].removesuffix(")"))
        found = opened(completed, OPERATIONS, **{name: values[-1] for name, values in asked.items()})
        assert listed_by(found) == number(cell), cell


def test_each_year_of_agreement_opens_its_operations(opened: Opened, completed: State) -> None:
    app = show_tables(opened(completed, ALLOCATIONS, **PERIOD))
    years = table_with(app, "Année de convention")["Opérations"]
    linked = {year: "](operations?" in cell for year, cell in years.items()}
    assert linked == {year: number(cell) > 0 for year, cell in years.items()}
    assert {"2023", "2024", "2025", "Sans date de convention"} <= {year for year, link in linked.items() if link}
    assert opens_as_many(completed, app) >= 8


def test_filters_that_an_allocation_ignores_are_said_and_change_nothing(opened: Opened, completed: State) -> None:
    before = metrics(opened(completed, ALLOCATIONS, **PERIOD))
    app = opened(completed, ALLOCATIONS, **PERIOD, q="projet")
    assert metrics(app) == before
    assert "que la page ignore : Recherche : projet" in text_of(app)
    narrowed = opened(completed, ALLOCATIONS, **PERIOD, programme="PR Corse")
    assert metrics(narrowed)["Dotation à engager"] == "12,2\u202fM€"
    assert "que la page ignore" not in text_of(narrowed)


def test_the_priority_with_its_operations(opened: Opened, completed: State) -> None:
    app = show_tables(opened(completed, PRIORITY, **PERIOD))
    actions = table_with(app, "Action")
    inside = "[3](operations?periode=2021-2027&axe=PN+FSE%2B+%C2%B7+6)"
    assert actions["Opérations"].to_dict() == {
        "Écosystème": "1",
        "Essaimage": "1",
        "Non déterminée": "1",
        "Ensemble": inside,
    }
    where = table_with(app, "Où")
    assert unlinked(where.loc["Hors priorité 6", "Opérations retenues"]) == "2"
    assert "](operations?" in where.loc["Hors priorité 6", "Opérations programmées"]
    assert opens_as_many(completed, app) >= 6
    assert where.loc["Priorité 6", "Opérations programmées"] == inside
    assert listed_by(opened(completed, page_path("indicateurs/operations.py"), **PERIOD, axe="PN FSE+ · 6")) == 3
    regions = next(table for table in tables(app) if table.index.name == "Région")
    for name, count in regions["Opérations de la priorité 6"].items():
        assert name.startswith("[") == ("Non renseigné" not in name), name
        assert ("axe=PN" in count) == (count != "0"), name
    for name, count in regions["Retenues hors priorité 6"].items():
        assert ("axe=" in count) == (count != "0"), name
    assert "2014-2020" not in where.index
    assert "2 opérations retenues hors priorité 6, pour 18,0 M€ de montant UE" in text_of(app)
    assert "3 opérations dans la priorité 6, 2 opérations retenues ailleurs, par région" in text_of(app)


def test_the_priority_on_the_list_alone_says_how_to_complete(opened: Opened, listed: State, completed: State) -> None:
    words = text_of(opened(listed, PRIORITY, **PERIOD))
    assert "Aucune opération de la sélection ne porte la priorité 6 du PN FSE+" in words
    assert "« compléter des opérations »" in words
    assert "Aucune opération retenue hors priorité 6" in words
    assert "par région" not in words, "no empty card"


def test_2014_2020_stands_beside_with_its_limits(opened: Opened, bare: State, tmp_path: Path) -> None:
    """`bare` holds one operation of 2014-2020, which is retained here."""
    import_extract(bare, tmp_path)
    retain(bare, tmp_path, MDFSE_ROW["num_dossier"])
    app = show_tables(opened(bare, PRIORITY, **PERIOD))
    former = table_with(app, "Où").loc["2014-2020"]
    assert (unlinked(former["Opérations retenues"]), former["Montant UE des retenues"]) == ("1", "500\u202f€")
    assert "2014-2020 est dit à titre de repère" in text_of(app)
    other = opened(bare, ALLOCATIONS)
    assert "Cette page n'existe que pour la programmation 2021-2027." in text_of(other)


def test_both_pages_without_any_extract(opened: Opened, empty: State) -> None:
    for page in (ALLOCATIONS, PRIORITY):
        words = "Cette page n'existe que pour la programmation 2021-2027. Aucun import n'en est actif."
        assert words in text_of(opened(empty, page)), page


def test_a_filter_asks_few_questions(opened: Opened, completed: State, statements: list[str]) -> None:
    for page in (ALLOCATIONS, PRIORITY):
        app = opened(completed, page, **PERIOD)
        statements.clear()
        choose(app, "programme", "PR Corse")
        assert len(statements) <= MOST, (page, [text.splitlines()[0] for text in statements])


def test_an_office_sends_its_allocations_and_takes_them_back(opened: Opened, tmp_path: Path) -> None:
    state = import_list(State(tmp_path / "state"), tmp_path)
    app = opened(state, ALLOCATIONS, **PERIOD)
    assert "Aucun fichier de dotations n'est en vigueur." in said(app)
    sent = write_allocations(tmp_path / "plan [1].csv", "PR Corse;;FSE+;20000000;Décision;12/03/2025")
    app.file_uploader(key="fichier-de-dotations").upload(sent.name, sent.read_bytes(), "text/csv")
    run(app)
    app.button(key="importer-les-dotations").click()
    run(app)
    assert "1 dotation importée de « plan [1].csv »." in text_of(app)
    corsica = table_with(show_tables(app), "Programme").loc["PR Corse"]
    assert corsica["Dotation à engager"] == "20\u202f000\u202f000\u202f€"
    assert corsica["Reste à engager"] == "2\u202f000\u202f000\u202f€"
    [withdraw] = [button for button in app.button if str(button.key).startswith("retirer-dotations-")]
    withdraw.click()
    run(app)
    assert "les dotations d'avant reviennent" in text_of(app)
    assert "Aucun fichier de dotations n'est en vigueur." in said(app)


def test_a_refused_file_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    state = import_list(State(tmp_path / "state"), tmp_path)
    before = state.current()
    app = opened(state, ALLOCATIONS, **PERIOD)
    sent = write_allocations(tmp_path / "plan.csv", "PR Atlantide;;FSE+;2;Décision;12/03/2025")
    app.file_uploader(key="fichier-de-dotations").upload(sent.name, sent.read_bytes(), "text/csv")
    run(app)
    app.button(key="importer-les-dotations").click()
    run(app)
    assert "Ligne 2 : le programme « PR Atlantide » n'est pas connu" in text_of(app)
    assert state.current() == before
