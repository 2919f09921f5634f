"""An edition replaces the list before it; what is said to have changed is what was changed; decisions follow by number."""

import json
import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.ingest.history import go_back, withdraw
from dashboard.ingest.importer import ImportRequest, rehearse, run_import
from dashboard.warehouse.build import connect, ensure_current
from dashboard.warehouse.editions import (
    AMENDED,
    GONE,
    LISTED,
    MEASURES,
    NEW,
    changes,
    comparable,
    compare,
    departed,
    editions,
)
from dashboard.warehouse.listing import operation as record_of
from dashboard.warehouse.state import Publication, State
from tests.conftest import MDFSE_ROW, WriteList
from tests.editions import (
    JULY,
    MARCH,
    NOVEMBER,
    operation,
    operations,
    publish_decisions,
    publish_edition,
    write_edition,
)

TEXTS = ("title", "beneficiary", "description", "zone", "operation_postcode", "intervention_category", "end_date")
VALUES = {"end_date": "2026-06-30", "operation_postcode": "45000"}


def current(state: State) -> Publication:
    found = state.current()
    assert found is not None
    return found


def opened(state: State) -> duckdb.DuckDBPyConnection:
    return connect(state, current(state))


def rows(state: State, query: str) -> list[tuple[Any, ...]]:
    with opened(state) as connection:
        return connection.execute(query).fetchall()


def test_an_edition_changed_at_random_gives_exactly_the_changes_made(state: State, tmp_path: Path) -> None:
    chance = random.Random(13)  # noqa: S311
    before = operations(80)
    publish_edition(state, tmp_path, before, MARCH)
    for rank in range(4):
        gone = {row["num_dossier"] for row in before if chance.random() < 0.1}
        after = [dict(row) for row in before if row["num_dossier"] not in gone]
        made: dict[tuple[str, str], tuple[str, str]] = {}
        for row in after:
            if chance.random() < 0.7:
                continue
            for field in chance.sample(TEXTS, chance.randrange(1, 4)):
                value = VALUES.get(field, f"{row[field]} {rank}")
                if value != row[field]:
                    made[row["num_dossier"], field] = (row[field], value)
                    row[field] = value
            if chance.random() < 0.5:
                cost = f"{chance.randrange(1000, 900000)}.00"
                amount = f"{float(cost) * 0.6:.2f}"
                made[row["num_dossier"], "total_cost"] = (row["total_cost"], cost)
                made[row["num_dossier"], "eu_amount"] = (row["eu_amount"], amount)
                row |= {"total_cost": cost, "eu_amount": amount}
        new = [operation(f"{90000 + 100 * rank + one:08}-1", total_cost="5000.50") for one in range(rank)]
        after += new
        chance.shuffle(after)
        publish_edition(state, tmp_path, after, JULY + timedelta(days=30 * rank))
        first, second = editions(state, current(state).imports)[-2:]
        with opened(state) as connection:
            found, every = compare(connection, first, second), changes(connection, first, second)
        assert found.counts == {NEW: len(new), GONE: len(gone), AMENDED: len({number for number, _ in made})}
        said = {
            (row["num_dossier"], row["field"]): (row["before"], row["after"])
            for row in every
            if row["presence"] == AMENDED
        }
        assert said == made
        assert {row["num_dossier"] for row in every if row["presence"] == GONE} == gone
        assert {row["num_dossier"] for row in every if row["presence"] == NEW} == {row["num_dossier"] for row in new}
        for measure in ("total_cost", "eu_amount"):
            sums = [sum(Decimal(row[measure]) for row in part) for part in (before, after)]
            moved = sum(row["difference"] for row in every if row["field"] == measure)
            assert moved == sums[1] - sums[0] == found.total[f"{measure}_difference"]
            assert [found.total[f"{measure}_{side}"] for side in ("before", "after")] == sums
        assert found.total["operations_after"] == len(after)
        for measure in MEASURES:
            parts = [row[f"{measure}_difference"] for row in found.effect[:-1]]
            assert sum(parts) == found.total[f"{measure}_difference"]
        before = after


def test_spaces_and_apostrophes_are_no_change_and_a_column_left_out_is_told(state: State, tmp_path: Path) -> None:
    first = [operation("1", title="L'atelier  du lundi", zone=""), operation("2", zone="")]
    second = [operation("1", title="L’atelier du\u202flundi "), operation("2", title="Autre")]
    publish_edition(state, tmp_path, first, MARCH)
    report = publish_edition(state, tmp_path, second, JULY)
    with opened(state) as connection:
        found = compare(connection, *editions(state, current(state).imports))
    assert [(row["num_dossier"], [one["field"] for one in row["changes"]]) for row in found.listed[AMENDED]] == [
        ("2", ["title"])
    ]
    assert found.unread == ("zone",)
    assert any("ne sont pas comparés\u202f: Zone." in text for text in report.manifest["notes"])


def test_the_newest_edition_replaces_the_whole_list_whatever_the_years(state: State, tmp_path: Path) -> None:
    years = ("2023-05-01", "2024-05-01", "")
    publish_edition(state, tmp_path, [operation(str(rank), first_agreement_date=day) for rank, day in enumerate(years)])
    # A year and a programme that the new edition doesn't hold go too.
    publish_edition(state, tmp_path, [operation("0", first_agreement_date="2025-05-01"), operation("9")], JULY)
    assert rows(state, "select num_dossier, wave from operation order by all") == [("0", "2025"), ("9", "2024")]
    assert rows(state, "select num_dossier from departed_operation order by all") == [("1",), ("2",)]
    # An operation that comes back hasn't left.
    publish_edition(state, tmp_path, [operation("1")], NOVEMBER)
    assert rows(state, "select num_dossier from departed_operation order by all") == [("0",), ("2",), ("9",)]


def test_what_completes_an_edition_belongs_to_it(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1"), operation("2")])
    publish_edition(state, tmp_path / "plus", [operation("2", title="Déjà là"), operation("3")], mode="compléter")
    assert rows(state, "select num_dossier, title from operation order by all") == [
        ("1", "Atelier fictif"), ("2", "Atelier fictif"), ("3", "Atelier fictif"),
    ]  # fmt: skip
    report = publish_edition(state, tmp_path, [operation("1"), operation("2"), operation("3")], JULY)
    assert [len(one.imports) for one in editions(state, current(state).imports)] == [2, 1]
    changed = report.manifest["edition_changes"]
    assert (changed["new"], changed["gone"], changed["amended"]) == (0, 0, 0)
    assert report.manifest["notes"][0] == "Par rapport à l'édition du 16 mars 2026\u202f: aucun changement."


def test_a_part_of_the_list_and_numbers_of_other_operations_are_told(state: State, tmp_path: Path) -> None:
    whole = [operation(str(rank)) for rank in range(40)]
    publish_edition(state, tmp_path, whole)
    part = publish_edition(state, tmp_path / "part", whole[:20], JULY).manifest["notes"]
    assert any(note.startswith("20 des 40 opérations") and "«\u202fcompléter\u202f»" in note for note in part)
    # Another title alone, or another case, is the same operation.
    others = [operation("0", title="Tout autre", beneficiary="Une autre"), operation("1", title="Tout autre")]
    others += [operation("2", title="ATELIER FICTIF", beneficiary=whole[2]["beneficiary"].upper())]
    reused = publish_edition(state, tmp_path / "other", [*others, *whole[3:19]], JULY).manifest["notes"]
    assert any(note.startswith("1 numéro porte un autre intitulé et un autre porteur") for note in reused)
    assert not any("n'y sont plus" in note for note in reused)


def test_a_cumulative_import_of_the_list_loses_nothing(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1", first_agreement_date="2023-05-01"), operation("2")])
    report = publish_edition(state, tmp_path, [operation("1"), operation("2")], JULY, mode="cumulatif")
    assert report.manifest["left_aside"] == 0
    assert rows(state, "select num_dossier from operation order by all") == [("1",), ("2",)]


def test_a_decision_follows_its_operation_when_its_year_changes(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1", first_agreement_date=""), operation("2"), operation("3")])
    undated = "sans date de convention"
    report = publish_decisions(state, tmp_path, [("1", undated, "oui"), ("2", "2024", "oui"), ("3", "", "non")])
    assert report.manifest["warnings"] == {}
    publish_edition(state, tmp_path, [operation("1"), operation("2", first_agreement_date="2025-02-01")], JULY)
    query = "select num_dossier, wave, decision from operation order by all"
    assert rows(state, query) == [("1", "2024", "retenue"), ("2", "2025", "retenue")]
    assert rows(state, "select num_dossier, decision from departed_operation") == [("3", "non retenue")]
    # The newest decision wins, whatever year it names; a year of before is no unknown operation.
    report = publish_decisions(state, tmp_path, [("1", undated, "non"), ("2", "", "non")])
    assert report.manifest["warnings"] == {}
    assert [decision for *_, decision in rows(state, query)] == ["non retenue", "non retenue"]
    publish_decisions(state, tmp_path, [("2", "2024", "oui")])
    assert [decision for *_, decision in rows(state, query)] == ["non retenue", "retenue"]


def test_a_decision_on_a_wave_of_before_is_about_another_operation(
    state: State, tmp_path: Path, mdfse_file: WriteList
) -> None:
    run_import(state, ImportRequest(mdfse_file([MDFSE_ROW]), wave="2019"))
    publish_edition(state, tmp_path, [operation(MDFSE_ROW["num_dossier"])])
    publish_decisions(state, tmp_path, [(MDFSE_ROW["num_dossier"], "2019", "oui")])
    query = "select wave, decision from operation order by all"
    assert rows(state, query) == [("2019", "retenue"), ("2024", "non examinée")]
    publish_decisions(state, tmp_path, [(MDFSE_ROW["num_dossier"], "2024", "non")])
    assert rows(state, query) == [("2019", "retenue"), ("2024", "non retenue")]


def test_retained_operations_are_counted_with_the_decisions_of_today(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1"), operation("2"), operation("3")])
    publish_decisions(state, tmp_path, [("1", "", "oui"), ("2", "2024", "oui"), ("4", "", "oui")])
    second = [operation("1", total_cost="1500.00"), operation("3"), operation("4", total_cost="70.00")]
    report = publish_edition(state, tmp_path, second, JULY)
    total = report.manifest["edition_changes"]["effect"][-1]
    assert (total["retained_before"], total["retained_after"]) == (2, 2)
    assert (total["retained_total_cost_before"], total["retained_total_cost_after"]) == (2000, 1570)
    assert total["retained_total_cost_difference"] == -430
    json.dumps(report.summary()["edition_changes"])


def test_the_rehearsal_says_the_same_and_changes_nothing(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1"), operation("2")], JULY)
    path = write_edition(tmp_path / "avant.csv", [operation("2", title="Autre"), operation("3")])
    for rank, day in enumerate((MARCH, NOVEMBER)):
        request = ImportRequest(path, extract_date=day)
        seen = rehearse(state, request, tmp_path / f"essai-{rank}").manifest
        assert len(current(state).imports) == 1
        said = seen["edition_changes"]
        assert (said["new"], said["gone"], said["amended"], said["older"]) == (1, 1, 1, day == MARCH)
        older = [text for text in seen["notes"] if "plus ancienne que l'édition du 1er juillet 2026" in text]
        assert len(older) == (day == MARCH)
    report = run_import(state, ImportRequest(path, extract_date=MARCH))
    assert report.manifest["edition_changes"]["older"]
    # Going back is deliberate: the older edition is in place.
    assert rows(state, "select num_dossier from operation order by all") == [("2",), ("3",)]
    assert [one.named for one in editions(state, current(state).imports)][-1] == "édition du 16 mars 2026"


def test_an_operation_that_left_keeps_its_trace(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1"), operation("2", title="Titre de mars")])
    publish_decisions(state, tmp_path, [("2", "2024", "oui")])
    publish_edition(state, tmp_path, [operation("1"), operation("2", title="Titre de juillet")], JULY)
    publish_edition(state, tmp_path, [operation("1")], NOVEMBER)
    with opened(state) as connection:
        assert record_of(connection, "2") is None
        left = departed(connection, "2")
        assert departed(connection, "1") is None
        present = record_of(connection, "1")
    assert left is not None
    assert present is not None
    assert {*present} - {"waves"} <= {*left}, "its fiche is drawn by the parts of the others"
    assert (left["title"], left["decision"], left["total_cost"]) == ("Titre de juillet", "retenue", Decimal("1000.00"))
    assert (left["extract_date"], left["left_extract_date"]) == (JULY, NOVEMBER)


def test_one_click_goes_back_to_an_edition(state: State, tmp_path: Path) -> None:
    publish_edition(state, tmp_path, [operation("1"), operation("2")])
    second = publish_edition(state, tmp_path, [operation("1", title="Autre")], JULY)
    publish_decisions(state, tmp_path, [("2", "2024", "oui")])
    query = "select num_dossier, title, decision from operation order by all"
    first = [("1", "Atelier fictif", "non examinée"), ("2", "Atelier fictif", "retenue")]
    # Withdrawn, the edition before it stands again, with the decisions made since.
    withdraw(state, second.manifest["id"], by="essai")
    assert rows(state, query) == first
    assert rows(state, "select count(*) from departed_operation") == [(0,)]
    assert [(one.day, one.active) for one in comparable(state, current(state))] == [(JULY, False), (MARCH, True)]
    # The history names editions by their date.
    actions = {publication.number: publication.action for publication in state.history()}
    [number] = [number for number, action in actions.items() if "édition du 16 mars 2026" in action]
    go_back(state, number, by="essai")
    assert [row[0] for row in rows(state, query)] == ["1", "2"]


def test_every_other_source_replaces_as_before(state: State, mdfse_file: WriteList) -> None:
    numbers = [{"num_dossier": number} for number in ("1", "2")]
    run_import(state, ImportRequest(mdfse_file(numbers), wave="2019"))
    run_import(state, ImportRequest(mdfse_file(numbers[:1]), wave="2017"))
    assert rows(state, "select wave, num_dossier from operation order by all") == [
        ("2017", "1"),
        ("2019", "1"),
        ("2019", "2"),
    ]
    run_import(state, ImportRequest(mdfse_file(numbers[:1]), wave="2019"))
    assert rows(state, "select wave, num_dossier from operation order by all") == [("2017", "1"), ("2019", "1")]
    assert rows(state, "select count(*) from departed_operation") == [(0,)]


@pytest.mark.parametrize("count", [LISTED + 5])
def test_a_comparison_names_the_operations_that_move_most(state: State, tmp_path: Path, count: int) -> None:
    publish_edition(state, tmp_path, [operation("0")])
    publish_edition(state, tmp_path, [operation(str(rank), total_cost=f"{1000 + rank}") for rank in range(count)], JULY)
    with opened(state) as connection:
        first, second = editions(state, ensure_current(state).imports)
        found, every = compare(connection, first, second), changes(connection, first, second)
    assert found.counts[NEW] == count - 1
    assert len(found.listed[NEW]) == LISTED
    costs = [row["total_cost"] for row in found.listed[NEW]]
    assert costs == sorted(costs, reverse=True)
    assert Counter(row["field"] for row in every) == {"total_cost": count - 1, "eu_amount": count - 1}
