"""« Ce qui a changé », its card on Synthèse, the fiche of an operation that left, and reviews that follow their operation."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.warehouse.state import State
from tests.editions import JULY, MARCH, NOVEMBER, operation, publish_decisions, publish_edition
from tests.pages.campaigns import ALL, scored_campaign
from tests.pages.conftest import IMPORTS, OPERATION, OPERATIONS, SYNTHESIS, Opened, metrics, run, said, tables, title
from tests.pages.declared import page_path
from tests.pages.reviewing import desk, engine_of

CHANGES = page_path("indicateurs/changements.py")
PERIOD = "2021-2027"

FIRST = [
    operation("1", title="Atelier <b>un</b>", total_cost="2000.00"),
    operation("2", title="Atelier deux", first_agreement_date=""),
    operation("3", title="Atelier *trois*"),
]
SECOND = [
    operation("1", title="Atelier un, avenant", total_cost="3500.00"),
    operation("2", title="Atelier deux"),
    operation("4", title="Atelier quatre"),
]
THIRD = [*SECOND[1:], operation("5", title="Atelier cinq")]


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], State]:
    """The state after one, two or three editions, each built once."""
    built: dict[int, State] = {}

    def of(count: int) -> State:
        if count not in built:
            folder = tmp_path_factory.mktemp(f"editions-{count}")
            state = State(folder / "state")
            if count > 1:
                shutil.copytree(of(count - 1).root, state.root)
            rows, day = ((FIRST, MARCH), (SECOND, JULY), (THIRD, NOVEMBER))[count - 1]
            publish_edition(state, folder, rows, day)
            if count == 1:
                publish_decisions(state, folder, [("2", "sans date de convention", "oui"), ("3", "2024", "oui")])
            built[count] = state
        return built[count]

    return of


def table_of(app: AppTest, column: str) -> Any:
    [found] = [table for table in tables(app) if column in [*table.columns, table.index.name]]
    return found.reset_index()


def test_without_two_editions_the_page_says_why(
    opened: Opened, demonstration: State, edited: Callable[[int], State]
) -> None:
    app = opened(demonstration, CHANGES)
    assert (title(app), [one.value for one in app.error]) == ("Ce qui a changé", [])
    assert any("2021-2027" in text for text in said(app))
    assert "Nouvelles" not in metrics(app)
    app = opened(edited(1), CHANGES, programmation=PERIOD)
    assert any("Une seule édition" in text and "16 mars 2026" in text for text in said(app))
    assert not any("Depuis l'édition" in text for text in said(opened(edited(1), SYNTHESIS, programmation=PERIOD)))


def test_two_editions_are_compared(opened: Opened, edited: Callable[[int], State]) -> None:
    app = opened(edited(2), CHANGES, programmation=PERIOD)
    shown = metrics(app)
    assert [shown[label] for label in ("Nouvelles", "Parties", "Modifiées")] == ["1", "1", "2"]
    assert shown["Écart de coût total"].lstrip("\u2060") == "+1,5\u202fk€"
    figures = table_of(app, "Chiffre clé").set_index("Chiffre clé")
    assert list(figures.columns) == ["Édition du 16 mars 2026", "Édition du 1er juillet 2026", "Écart"]
    assert list(figures.loc["Opérations"]) == ["3", "3", "0"]
    assert list(figures.loc["Opérations retenues"]) == ["2", "1", "\u22121"]
    new = table_of(app, "Porteur")
    [link] = new["Intitulé"]
    assert link.startswith("[Atelier quatre](operation?operation=4&")
    app.session_state["changements"] = "Modifiées (2)"
    amended = table_of(run(app), "Champ")
    told = sorted(
        (row["Numéro"], row["Champ"], row["Avant"], row["Après"], row["Écart"]) for row in amended.to_dict("records")
    )
    assert [row[:2] for row in told] == [
        ("1", "Coût total"), ("1", "Intitulé de l'opération"), ("1", "Montant UE"), ("2", "Date de première convention"),
    ]  # fmt: skip
    assert told[0][2:] == ("2\u202f000,00\u202f€", "3\u202f500,00\u202f€", "+1\u202f500,00\u202f€")
    assert told[3][3] == "01/02/2024"


def test_any_two_of_three_editions_by_the_address(opened: Opened, edited: Callable[[int], State]) -> None:
    app = opened(edited(3), CHANGES, programmation=PERIOD)
    assert [app.selectbox(key=key).value for key in ("depuis", "jusqua")] == ["1er juillet 2026", "2 novembre 2026"]
    app.selectbox(key="depuis").set_value("16 mars 2026")
    shown = metrics(run(app))
    assert [shown[label] for label in ("Nouvelles", "Parties", "Modifiées")] == ["2", "2", "1"]
    asked = opened(edited(3), CHANGES, programmation=PERIOD, depuis="16 mars 2026")
    assert metrics(asked) == shown
    app.selectbox(key="jusqua").set_value("16 mars 2026")
    assert any("deux éditions différentes" in text for text in said(run(app)))


def test_synthesis_says_it_in_one_line(opened: Opened, edited: Callable[[int], State]) -> None:
    texts = said(opened(edited(2), SYNTHESIS, programmation=PERIOD))
    [line] = [text for text in texts if "Depuis l'édition" in text]
    assert (
        "Depuis l'édition du 16 mars 2026\u202f: 1 nouvelle, 1 partie, 2 modifiées\u202f; coût total +1,5\u202fk€"
        in line
    )


def test_the_report_and_the_history_name_editions(opened: Opened, edited: Callable[[int], State]) -> None:
    state = edited(2)
    current = state.current()
    assert current is not None
    app = opened(state, IMPORTS)
    app.session_state["_import_report"] = current.imports[-1]
    texts = said(run(app))
    assert any(
        "Par rapport à l'édition du 16 mars 2026\u202f: 1 nouvelle, 1 partie, 2 modifiées" in text for text in texts
    )
    effect = table_of(app, "Coût total, écart").set_index("Programme")
    assert effect.loc["Ensemble", "Opérations, écart"] == "0"
    app.session_state["onglet"] = "Historique"
    history = table_of(run(app), "Empreinte")
    assert list(history["Édition du"]) == ["01/07/2026", "–", "16/03/2026"]
    [earlier] = [box for box in app.selectbox if box.label == "Publication antérieure"]
    assert any("édition du 16 mars 2026" in option for option in earlier.options)


def test_an_operation_that_left_has_its_fiche_and_stands_in_no_list(
    opened: Opened, edited: Callable[[int], State]
) -> None:
    app = opened(edited(3), OPERATION, programmation=PERIOD, operation="3")
    texts = said(app)
    assert title(app) == "Atelier *trois*"
    assert any(
        "n'est plus dans la liste depuis l'édition du 1er juillet 2026" in text and "édition du 16 mars 2026" in text
        for text in texts
    )
    assert "## Pourquoi cette opération est innovante" in texts
    assert any(text == "Aucune campagne n'a porté sur cette opération." for text in texts)
    listed = table_of(opened(edited(3), OPERATIONS, programmation=PERIOD), "Porteur")
    assert sorted(text.split("]")[0] for text in listed["Intitulé de l'opération"]) == [
        "[Atelier cinq",
        "[Atelier deux",
        "[Atelier quatre",
    ]
    app = opened(edited(3), OPERATION, programmation=PERIOD, operation="33")
    assert title(app) == "Opération introuvable"


def test_reviews_follow_an_operation_whose_year_changed(opened: Opened, tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    publish_edition(state, tmp_path, FIRST)
    engine = engine_of(state)
    reviews = dict.fromkeys(("1", "2", "3"), (("Alice", ALL, "retenue"), ("Bob", ALL, "retenue")))
    # The campaign took them in another wave: « 2019 » stands for the year that they had.
    campaign = scored_campaign(engine, reviews=reviews, frozen=True)
    publish_edition(state, tmp_path, SECOND, JULY)
    for number in ("2", "3"):
        texts = said(opened(state, OPERATION, programmation=PERIOD, operation=number))
        assert any(campaign.name in text for text in texts), number
        assert not any("Aucune campagne" in text for text in texts)
    app = opened(state, OPERATIONS, programmation=PERIOD, colonnes="Stabilité")
    assert title(app) == "Opérations"
    engine.dispose()


def test_the_desk_finds_an_operation_in_its_new_year_and_one_that_left(opened: Opened, tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    publish_edition(state, tmp_path, FIRST)
    engine = engine_of(state)
    scored_campaign(engine, reviews=dict.fromkeys(("2", "3"), (("Alice", ALL, "retenue"),)))
    publish_edition(state, tmp_path, SECOND, JULY)
    for number, gone in (("2", False), ("3", True)):
        texts = said(desk(opened, state, "Bob", campaign="essai", programmation=PERIOD, operation=number))
        assert not any("ne contiennent plus cette opération" in text for text in texts), texts
        assert any("n'est plus dans la liste depuis" in text for text in texts) is gone
    engine.dispose()
