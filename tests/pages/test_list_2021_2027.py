"""The pages on the public list of 2021-2027: shared operations, types of intervention and high rates where they are, nowhere else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.listing import Column
from dashboard.warehouse.state import State
from tests.ingest.test_list_2021_2027 import written
from tests.pages.conftest import OPERATION, OPERATIONS, Opened, run, said, tables, unlinked, write_csv
from tests.pages.declared import page_path

TERRITORIES = page_path("territoires/territoires.py")
REGION = page_path("territoires/region.py")
PERIOD = {"periode": "2021-2027"}
TYPE = "140 – Soutien à l'adéquation"
SENTENCE = "Dont 1 opération retenue partagée avec d'autres régions, comptée ici en entier : à parts égales, 475 € de montant UE."


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Three retained operations: one of two regions, one of two types, one at a high rate."""
    folder = tmp_path_factory.mktemp("list")
    state = State(folder / "state")
    rows = [
        {"region": "53/Bretagne | 28/Normandie", "eu_amount": "950.0", "eu_rate": "0.95"},
        {"region": "53/Bretagne", "intervention_category": "140 - Soutien à l'adéquation | 153 - Parcours"},
        {"region": "53/Bretagne", "eu_amount": "950.0", "eu_rate": "0.95"},
    ]
    run_import(state, ImportRequest(written(folder, rows)))
    decisions = [{"num_dossier": f"F{rank:04}", "retained": "oui"} for rank in range(3)]
    run_import(state, ImportRequest(write_csv(Path(folder / "decisions.csv"), ("num_dossier", "retained"), decisions)))
    return state


def words(app: AppTest) -> str:
    return "\n".join(said(app)).replace("\u202f", " ").replace("\u00a0", " ").replace("\\", "")


def test_territories_show_what_they_share(opened: Opened, listed: State) -> None:
    app = opened(listed, TERRITORIES, **PERIOD, niveau="Régions actuelles")
    [key] = [key for control in app.segmented_control if (key := str(control.key)).startswith("vue-carte-")]
    app.segmented_control(key=key).set_value("Tableau")
    run(app)
    [table] = [table for table in tables(app) if "Partagées avec d'autres" in table.columns]
    shared = {name.split("]")[0].lstrip("["): cell for name, cell in table["Partagées avec d'autres"].items()}
    assert (shared["Bretagne"], shared["Normandie"], shared["Corse"]) == ("1", "1", "0")
    assert "une convention, car rien ne dit ce qui revient à chacun" in words(app)
    for page in (TERRITORIES, REGION):
        assert SENTENCE in words(opened(listed, page, **PERIOD, region2016="Bretagne")), page


def test_the_former_period_shows_nothing_of_it(opened: Opened, demonstration: State) -> None:
    app = opened(demonstration, TERRITORIES, region="Bretagne")
    assert "partagée" not in words(app)
    assert "intervention" not in [widget.key for widget in app.multiselect]
    app = opened(demonstration, OPERATIONS)
    offered = app.multiselect(key="colonnes").options
    assert not {"Taux élevé, à vérifier", "Type d'intervention", "Régions partagées, à parts égales"} & set(offered)


def test_the_list_filters_and_sorts(opened: Opened, listed: State) -> None:
    app = opened(listed, OPERATIONS, **PERIOD, intervention=TYPE)
    assert "3 opérations" in words(app)
    app.multiselect(key="intervention").set_value(["153 – Parcours"])
    run(app)
    assert "1 opération" in words(app)
    app.multiselect(key="colonnes-2021-2027").set_value([Column.TITLE, Column.HIGH_RATE])
    assert list(tables(run(app))[0].columns) == ["Taux élevé, à vérifier"]


def test_the_fiche_says_shares_types_and_ceilings(opened: Opened, listed: State) -> None:
    def landmarks(number: str) -> tuple[dict[str, str], str]:
        app = opened(listed, OPERATION, **PERIOD, operation=number)
        [table] = [table for table in tables(app) if "Valeur" in table.columns]
        return {str(name): str(value) for name, value in table["Valeur"].items()}, words(app)

    first, text = landmarks("F0000")
    bretagne, normandie = (
        f"[{name}](region?periode=2021-2027&region2016={name}) (1/2)" for name in ("Bretagne", "Normandie")
    )
    assert first["Région"] == f"{bretagne}, {normandie}"
    assert "Taux élevé" not in text
    second, _ = landmarks("F0001")
    assert second["Type d'intervention"] == f"{TYPE} ; 153 – Parcours"
    third, text = landmarks("F0002")
    assert unlinked(third["Région"]) == "Bretagne"
    assert "le plafond de sa région est de 60 %" in text
    assert "Les plafonds s'imposent à la priorité, non à l'opération" in text
