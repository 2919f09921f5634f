"""A cell of places is read as what it says: by a table of spellings, by every way of writing each département, by any text."""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.domain.text import unaccented
from dashboard.ingest.importer import ImportRequest, Report, run_import
from dashboard.warehouse.build import REFERENCE_FOLDER, connect, load_reference
from dashboard.warehouse.indicators import Dimension, indicators, of_wave
from dashboard.warehouse.listing import Column, count, operations
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.sql_files import fill, sql
from dashboard.warehouse.state import State
from dashboard.warehouse.territories import Level, territories

SPELLINGS = Path(__file__).parent / "places.csv"
PARIS = "75001"
"""The postcode of every bearer: it places an operation whose other cells say nothing."""


def spellings() -> list[dict[str, str]]:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def departments() -> list[dict[str, str]]:
    with (REFERENCE_FOLDER / "departments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def imported(state: State, cells: Sequence[tuple[str, str]], folder: Path) -> Report:
    """Imports one invented operation for each pair of a département's and a region's cell."""
    path = folder / "lieux.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            [
                "Numéro de dossier",
                "Intitulé de l'opération",
                "Coût total",
                "Montant UE",
                "Description",
                "Département",
                "Région",
                "Code postal du porteur",
            ]
        )
        for rank, (department, region) in enumerate(cells):
            writer.writerow(
                [f"2019{rank:05}", f"Atelier fictif {rank}", "100", "50", "Texte fictif", department, region, PARIS]
            )
    return run_import(state, ImportRequest(path=path, wave="2019"))


def test_cells_are_read_as_what_they_say(state: State, tmp_path: Path) -> None:
    table = spellings()
    report = imported(state, [(line["departement"], line["region"]) for line in table], tmp_path)
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        found = connection.execute(
            "select coalesce(departments, [department]), region, region_2016, list_transform(warnings, lambda one: split_part(one, ':', 1))"
            " from operation order by num_dossier"
        ).fetchall()
    wrong = [
        (line, row)
        for line, row in zip(table, found, strict=True)
        if row
        != (
            line["departements"].split() or [None],
            line["region_avant_2016"],
            line["region_actuelle"],
            [line["signale"]] if line["signale"] else [],
        )
    ]
    assert wrong == []
    named = {(line, header, value) for line, header, value, _ in report.flagged()}
    assert named == {
        (
            rank,
            "Région" if line["signale"] == "unknown_region" else "Département",
            line["region" if line["signale"] == "unknown_region" else "departement"],
        )
        for rank, line in enumerate(table, start=2)
        if line["signale"] not in ("", "several_places")
    }


def test_the_report_gives_both_readings(state: State, tmp_path: Path) -> None:
    report = imported(state, [("058/Doubs", ""), ("058/Nièvre", "28/Normandie"), ("Nièvre", "")], tmp_path)
    (first, _, value, doubt), (second, _, _, conflict) = report.flagged()
    assert (first, second, value) == (2, 3, "058/Doubs")
    assert "Le code dit Nièvre (58), le nom dit Doubs (25)." in doubt
    assert (
        "La région dit «\u202f28/Normandie\u202f», le département dit «\u202fNièvre (58), Bourgogne-Franche-Comté\u202f»."
        in conflict
    )


def test_several_places_count_once_and_are_found_under_each(state: State, tmp_path: Path) -> None:
    imported(
        state,
        [("058/Nièvre | 025/Doubs", ""), ("Nièvre", ""), ("", "Bretagne | Normandie"), ("", "Bretagne")],
        tmp_path,
    )
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        everything = Selection(decision=Decided.UNEXAMINED)
        by = indicators(connection, everything, (Dimension.DEPARTMENT,), retained_only=False)
        assert {row["code"]: row["operations"] for row in of_wave(by.by[Dimension.DEPARTMENT])} == {
            "Plusieurs départements": 1, "58": 1, "Non renseigné": 2,
        }  # fmt: skip
        assert by.total["operations"] == 4
        for level, apart in (
            (Level.DEPARTMENT, "Plusieurs départements"),
            (Level.REGION, "Plusieurs régions"),
            (Level.REGION_2016, "Plusieurs régions"),
        ):
            figures = territories(connection, everything, level)
            [row] = [row for row in figures.apart_in() if row["kind"] == "plusieurs"]
            assert row["name"] == apart
            assert row["programme_operations"] == (2 if level is Level.REGION else 1)
            both = (*figures.of_wave(), *figures.apart_in())
            assert sum(row["programme_operations"] for row in both) == 4
        kept = {
            "departments": {"58": 2, "25": 1, "14": 0, "Plusieurs départements": 1, "Non renseigné": 2},
            "regions": {"Bretagne": 2, "Bourgogne": 2, "Franche-Comté": 1, "Plusieurs régions": 2},
            "regions_2016": {"Bretagne": 2, "Normandie": 1, "Bourgogne-Franche-Comté": 2, "Plusieurs régions": 1},
        }
        for field, expected in kept.items():
            assert {value: count(connection, Selection(**{field: (value,)})) for value in expected} == expected
            offered = filter_options(connection, "2014-2020").of(field)
            assert {value for value, found in expected.items() if found} == set(offered)
        listed = operations(connection, Selection(), columns=[Column.DEPARTMENT, Column.REGION, Column.REGION_2016])
        assert listed.fillna("").values.tolist() == [
            ["25 ; 58", "Bourgogne ; Franche-Comté", "Bourgogne-Franche-Comté"],
            ["58", "Bourgogne", "Bourgogne-Franche-Comté"],
            ["", "Bretagne", "Bretagne ; Normandie"],
            ["", "Bretagne", "Bretagne"],
        ]


@pytest.fixture(scope="module")
def reading() -> Iterator[Callable[[Sequence[str]], list[tuple[Any, ...]]]]:
    """Reads cells of départements by the warehouse's own SQL: the list of codes, unknown, contradictory."""
    with duckdb.connect() as connection:
        load_reference(connection)
        connection.execute(f"create table template as {sql('no_rows')}")

        def read(cells: Sequence[str]) -> list[tuple[Any, ...]]:
            connection.execute("create or replace table cell as from template")
            connection.executemany(
                "insert into cell (line, department_label, beneficiary_postcode) values ($1, $2, $3)",
                [[line, text, PARIS] for line, text in enumerate(cells)],
            )
            derived = fill(sql("derived"), rows="cell")
            return connection.execute(
                f"select coalesce(departments, case when department is null then [] else [department] end), unknown_department, department_reading is not null from ({derived}) order by line"
            ).fetchall()

        yield read


FORMS = (
    "{code}", "{code:0>3}", "{bare}", "{name}", "{code:0>3}/{name}", "{code}/{name}", "{code} - {name}", "{code} – {name}", "{name} ({code})",
    "{name}, {code}", "D{code}", "Dpt {code}", "Département : {name}", "{bare} {spaced}", "{spaced}", "{glued}",
)  # fmt: skip


def written(form: str, line: dict[str, str]) -> str:
    spaced = line["name"].replace("-", " ").replace("'", " ")
    return form.format(**line, bare=line["code"].lstrip("0"), spaced=spaced, glued=spaced.replace(" ", ""))


LETTERS: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, unaccented, lambda text: f"  {text} ")


def test_every_department_is_read_in_every_form(reading: Callable[[Sequence[str]], list[tuple[Any, ...]]]) -> None:
    wanted = [
        (letters(written(form, line)), line["code"]) for line in departments() for form in FORMS for letters in LETTERS
    ]
    found = reading([text for text, _ in wanted])
    assert [(text, row) for (text, code), row in zip(wanted, found, strict=True) if row != ([code], False, False)] == []


def test_several_departments_are_all_read_and_two_that_disagree_never_are(
    reading: Callable[[Sequence[str]], list[tuple[Any, ...]]],
) -> None:
    chance = random.Random(58)  # noqa: S311
    known = departments()
    several, doubts = [], []
    for _ in range(400):
        chosen = chance.sample(known, chance.randint(2, 6))
        form = chance.choice([form for form in FORMS if ", " not in form])
        several.append(
            (
                chance.choice((" | ", " ; ", ", ", "|")).join(written(form, line) for line in chosen),
                sorted(line["code"] for line in chosen),
            )
        )
        one, other = chosen[:2]
        doubts.append(chance.choice(("{}/{}", "{} - {}", "{1} ({0})", "{}, {}")).format(one["code"], other["name"]))
    assert [
        (text, row)
        for (text, codes), row in zip(several, reading([text for text, _ in several]), strict=True)
        if row != (codes, False, False)
    ] == []
    assert [(text, row) for text, row in zip(doubts, reading(doubts), strict=True) if row != ([], False, True)] == []


@settings(max_examples=40)
@given(
    cells=st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
        | st.from_regex(r"\A[0-9ABD ,.;|/-]{1,8}\Z"),
        min_size=1,
        max_size=40,
    )
)
def test_any_text_gives_known_departments_or_says_that_it_doesnt(
    reading: Callable[[Sequence[str]], list[tuple[Any, ...]]], cells: list[str]
) -> None:
    known = {line["code"] for line in departments()}
    for text, (codes, unknown, doubt) in zip(cells, reading(cells), strict=True):
        assert set(codes) <= known, text
        assert not (codes and (unknown or doubt)), text
        assert codes or unknown or doubt, text
