"""The tables: every published cell on the demonstration extract, and the same layout for any other selection."""

import csv
import io
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.selection import Selection
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.cells import column_label, count, millions, percent, rounded, wave_in
from dashboard.warehouse.listing import count as count_operations
from dashboard.warehouse.tables import (
    TABLES,
    NoteTable,
    exact_table,
    programmes_shown,
    table,
    to_json_text,
    to_markdown_text,
)

from .conftest import FSE, build

PUBLISHED = {name: f"published_{'iej' if name == 'iej' else f'table{name}'}.csv" for name in TABLES}


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_texts(found: NoteTable) -> list[dict[str, str]]:
    """The rows as a file prints them."""
    return [{name: "" if row[name] is None else str(row[name]) for name in found.columns} for row in found.rows]


def printed(connection: duckdb.DuckDBPyConnection, name: str, **filters: Any) -> list[dict[str, str]]:
    return as_texts(table(connection, Selection(**filters), name))


def by(rows: list[dict[str, str]], *keys: str) -> dict[str, dict[str, str]]:
    return {" ".join(row[key] for key in keys): row for row in rows}


def anomalies(name: str) -> dict[tuple[str, str], str]:
    rows = read((REFERENCE_FOLDER / "concordance_anomalies.csv").read_text(encoding="utf-8"))
    return {(row["row"], row["column"]): row["expected"] for row in rows if row["table"] == name}


@pytest.mark.parametrize("name", TABLES)
def test_every_published_cell_comes_out_of_the_rows_but_the_anomalies_of_the_note(
    demonstration: duckdb.DuckDBPyConnection, name: str
) -> None:
    published = (REFERENCE_FOLDER / PUBLISHED[name]).read_text(encoding="utf-8")
    found = table(demonstration, Selection(), name)
    assert ";".join(found.columns) == published.splitlines()[0]
    known, used = anomalies(name), set()
    expected = read(published)
    for row in expected:
        for column in row:
            cell = (f"{row.get('wave')} {row.get('row')}", column)
            if cell in known:
                row[column] = known[cell]
                used.add(cell)
    assert as_texts(found) == expected
    assert used == set(known)


@pytest.mark.parametrize("name", TABLES)
def test_what_is_printed_is_the_exact_figure_rounded(demonstration: duckdb.DuckDBPyConnection, name: str) -> None:
    selection = Selection(regions=("Bretagne", "Picardie", "Lorraine"))
    short, exact = (make(demonstration, selection, name) for make in (table, exact_table))
    assert len(short.rows) == len(exact.rows) > 1
    for column, exact_column in zip(short.columns, exact.columns, strict=True):
        factor = {"meur": Decimal("1e-6"), "pct": Decimal(100)}.get(column.rpartition("_")[2], Decimal(1))
        for row, exact_row in zip(short.rows, exact.rows, strict=True):
            shown, value = row[column], exact_row[exact_column]
            if shown is None:
                assert not value
            elif not isinstance(shown, str):
                unit = Decimal("0.1") if "." in str(shown) else Decimal(1)
                scaled = Decimal(repr(float(value))) * factor
                assert Decimal(str(shown)) == scaled.quantize(unit, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("name", TABLES)
def test_each_row_knows_the_operations_that_it_counts(demonstration: duckdb.DuckDBPyConnection, name: str) -> None:
    selection = Selection(regions=("Bretagne", "Île-de-France"))
    found = table(demonstration, selection, name)
    columns = [column for column in found.columns if column == "operations" or column.split("_")[0] == "ops"]
    columns = [column for column in columns if not column.endswith("_pct")]
    assert columns
    for row, chosen in zip(found.rows, found.selections, strict=True):
        for column in columns:
            assert chosen is not None
            wave = wave_in(column)
            listed = count_operations(demonstration, chosen.narrowed(waves=(wave,)) if wave else chosen)
            assert listed == (row[column] or 0), (row, column)


def test_table_2_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    rows = printed(small, "2")
    assert [f"{row['pon']} {row['wave']} {row['operations']}" for row in rows] == [
        "IEJ 2019 1", "IEJ total 1",
        "FSE 2017 2", "FSE 2019 4", "FSE hors vague 1", "FSE total 7",
        "all 2017 2", "all 2019 5", "all hors vague 1", "all total 8",
    ]  # fmt: skip
    assert {row["operations"] for row in printed(small, "2", decision=Decided.RETAINED, waves=("2017",))} == {"1"}


def test_table_3_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    rows = by(printed(small, "3"), "row")
    assert list(rows) == ["axe 1", "1811", "axe 2", "2851", "axe 3", "3911", "total"]
    assert list(rows["total"])[:9] == [
        "row", "ops_2019", "ops_2019_pct", "ops_2017", "ops_2017_pct", "ops_hors_vague", "ops_hors_vague_pct",
        "ops_total", "ops_total_pct",
    ]  # fmt: skip
    axis = rows["axe 1"]
    assert (axis["ops_2019"], axis["ops_2019_pct"], axis["cost_2019_pct"]) == ("1", "50.0", "25.0")
    assert (axis["ops_2017"], axis["ops_2017_pct"], axis["cost_2017_meur"]) == ("", "0.0", "0.0")
    assert (rows["axe 3"]["ops_total"], rows["axe 3"]["ops_total_pct"]) == ("2", "50.0")


def test_table_4_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    rows = by(printed(small, "4"), "wave", "row")
    assert list(rows) == [
        "2019 all", "2019 axe 1", "2019 axe 3", "2019 axe 3 OS 1", "2019 axe 3 OS 2",
        "2017 all", "2017 axe 3", "hors vague all", "hors vague axe 2", "total all",
    ]  # fmt: skip
    assert (rows["2019 axe 1"]["participants"], rows["2019 axe 1"]["participants_pct"]) == ("10", "100.0")
    assert (rows["2019 axe 3"]["participants"], rows["2019 axe 3"]["programme_participants"]) == ("", "")
    assert (rows["2019 axe 3 OS 2"]["ops"], rows["2019 axe 3 OS 2"]["ops_pct"]) == ("0", "0")
    assert (rows["2017 all"]["participants_pct"], rows["2017 all"]["cost_pct"]) == ("40.0", "67")
    assert rows["total all"]["ops_pct"] == "57.1"


def test_table_5_and_iej_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    rows = by(printed(small, "5"), "category")
    assert len(rows) == 5 + 2
    assert list(rows)[-2:] == ["Non renseigné", "total"]
    assert (rows["Innovation sociale territoriale"]["ops_2019"], rows["total"]["ops_total"]) == ("1", "4")
    assert rows["Évaluation de l'impact social"]["ops_total"] == "0"
    assert rows["Innovation sociale territoriale"]["cost_total_pct"] == "21"
    iej = by(printed(small, "iej"), "wave")
    assert list(iej) == ["2019", "total"]
    assert (iej["2019"]["ops"], iej["2019"]["programme_ops"], iej["2019"]["ops_pct"]) == ("1", "1", "100.0")


def test_other_periods_and_programmes_fall_back_sensibly(small: duckdb.DuckDBPyConnection) -> None:
    later = by(printed(small, "4", period="2021-2027"), "wave", "row")
    assert list(later) == ["2023 all", "2023 priorité 6", "2023 priorité 6 OS 6h", "total all"]
    assert [row["row"] for row in printed(small, "3", period="2021-2027")] == ["priorité 6", "6h", "total"]
    assert printed(small, "2", period="2021-2027")[0]["pon"] == "PN FSE+"
    assert printed(small, "iej", period="2021-2027") == []
    reunion = Selection(regions=("La Réunion",))
    assert programmes_shown(small, reunion, "3") == ("PON IEJ",)
    assert [row["row"] for row in printed(small, "3", regions=("La Réunion",))] == ["axe 1", "182", "total"]
    assert programmes_shown(small, Selection(programmes=("PON FSE",)), "iej") == ()
    assert printed(small, "iej", programmes=("PON FSE",)) == []


def test_axes_of_two_programmes_stay_apart(small: duckdb.DuckDBPyConnection) -> None:
    rows = by(printed(small, "3", programmes=("PON FSE", "PON IEJ"), waves=("2019",)), "row")
    assert list(rows) == [
        "PON IEJ, axe 1", "PON IEJ, 182", "PON FSE, axe 1", "PON FSE, 1811", "PON FSE, axe 3", "PON FSE, 3911", "total",
    ]  # fmt: skip
    assert rows["total"]["ops_total"] == "3"


def test_numbers_that_dont_tell_objectives_apart_give_way_to_codes(tmp_path: Path) -> None:
    rows = [
        {"num_dossier": str(rank), "codes": codes, "title": "x", "total_cost": "1", "eu_amount": "1"}
        for rank, codes in enumerate(
            [(3, "9", "9.1", "1"), (3, "9", "9.4", "1"), (3, "9", "9.1", ""), (None, "", "", "")]
        )
    ]
    with build(tmp_path, rows, [("0", True, None), ("3", True, None)]) as connection:
        labels = [row["row"] for row in printed(connection, "4")][:-1]
        assert labels == [
            "all", "axe 3", "axe non renseigné", "axe 3 OS 391", "axe 3 OS 3911", "axe 3 OS 3941",
        ]  # fmt: skip
        assert [row["row"] for row in printed(connection, "3")] == [
            "axe 3", "3911", "axe non renseigné", "axe non renseigné OS non renseigné", "total",
        ]  # fmt: skip
        selection = table(connection, Selection(), "3").selections[2]
        assert selection
        assert selection.axes == (f"PON FSE · {UNKNOWN}",)
        assert count_operations(connection, selection) == 1


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_selection_has_columns_and_no_rows(
    small: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection, name: str
) -> None:
    for connection, selection in ((empty, Selection()), (small, Selection(regions=("Atlantide",)))):
        found = table(connection, selection, name)
        assert found.rows == exact_table(connection, selection, name).rows == ()
        assert len(found.columns) > 4
        assert to_json_text(found) == "[]"
        assert len(to_markdown_text(found).splitlines()) == 2


def test_a_selection_without_retained_operations_still_has_its_total(small: duckdb.DuckDBPyConnection) -> None:
    rows = printed(small, "3", regions=("Picardie",))
    assert [(row["row"], row["ops_total"], row["ops_total_pct"], row["cost_total_meur"]) for row in rows] == [
        ("total", "0", "", "0.0")
    ]


def test_amounts_that_nobody_knows_are_blank(tmp_path: Path) -> None:
    rows = [{"num_dossier": "1", "codes": (3, "9", "9.1", "1"), "title": "x", "programme_label": FSE}]
    with build(tmp_path, rows, [("1", True, None)]) as connection:
        row = printed(connection, "4")[0]
        assert (row["ops"], row["cost_meur"], row["cost_pct"], row["participants"]) == ("1", "", "", "")
        assert printed(connection, "2")[0]["eu_amount_meur"] == ""


def test_the_texts_say_the_same(small: duckdb.DuckDBPyConnection) -> None:
    found = table(small, Selection(), "4")
    rows = json.loads(to_json_text(found))
    assert rows[0]["ops"] == 2
    assert rows[0]["ops_pct"] == 50.0
    assert rows[2]["participants"] is None
    markdown = to_markdown_text(found).splitlines()
    assert len(markdown) == len(found.rows) + 2
    assert markdown[0].startswith("| Vague | Axe, objectif spécifique | Participants entrés |")
    assert markdown[1].startswith("| --- | --- | ---: |")
    assert [cell.strip() for cell in markdown[2].strip("|").split("|")] == list(as_texts(found)[0].values())


@pytest.mark.parametrize(
    ("name", "label", "wave"),
    [
        ("ops_2019", "Opérations 2019", "2019"),
        ("ops_2019_pct", "Opérations 2019 (%)", "2019"),
        ("cost_hors_vague_meur", "Coût total hors vague (M€)", "hors vague"),
        ("cost_total_eur", "Coût total toutes vagues (€)", None),
        ("eu_amount_meur", "Montant UE (M€)", None),
        ("total_cost_eur", "Coût total (€)", None),
        ("eu_share", "Montant UE (%)", None),
        ("programme_participants", "Participants entrés du programme", None),
        ("programme_cost_meur", "Coût total du programme (M€)", None),
        ("pon", "Programme", None),
    ],
)
def test_column_headings(name: str, label: str, wave: str | None) -> None:
    assert column_label(name) == label
    assert wave_in(name) == wave


def test_headings_follow_the_period() -> None:
    later = {
        "wave": "Année de convention",
        "row": "Priorité, objectif spécifique",
        "cost_total_eur": "Coût total toutes années (€)",
    }
    assert {name: column_label(name, "2021-2027") for name in later} == later


def test_every_column_has_a_heading_of_its_own(demonstration: duckdb.DuckDBPyConnection) -> None:
    for make in (table, exact_table):
        for name in TABLES:
            columns = list(make(demonstration, Selection(), name).columns)
            headings = [column_label(column) for column in columns]
            assert len(set(headings)) == len(columns)
            assert not set(headings) & set(columns)


def test_rounding_goes_away_from_zero() -> None:
    assert rounded(Decimal("2.25"), 1) == 2.3
    assert rounded(Decimal("-2.25"), 1) == -2.3
    assert rounded(Decimal("0.5"), 0) == 1
    assert percent(29, 200, 0).printed() == 15
    assert percent(1, 0).printed() is None
    assert millions(2_250_000.0).printed() == 2.3
    assert count(0, blank=True).printed() is None
    assert count(0).printed() == 0


@given(st.integers(0, 10**13))
def test_millions_are_rounded_from_the_exact_cents(cents: int) -> None:
    exact = (Decimal(cents) / 10**8).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    assert millions(cents / 100).printed() == float(exact)
