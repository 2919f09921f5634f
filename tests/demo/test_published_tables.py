"""Every printed cell of tables 2 to 5 and of the IEJ table comes out of the rows, but where the note contradicts itself."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest

from .conftest import REFERENCE, read_csv

ANOMALIES = {
    ("table4", "2019 axe 3", "ops"): "69",
    ("table4", "2019 axe 3", "cost_meur"): "21.4",
    ("table4", "2019 axe 3 OS 1", "ops"): "31",
    ("table4", "total all", "ops"): "197",
}
"""A1, A2 and A3 of note_anomalies.csv: what the other tables imply."""

Group = dict[str, object]
MEASURES = ("ops", "cost", "eu", "participants", "entered")


@pytest.fixture(scope="module")
def groups(extract: duckdb.DuckDBPyConnection) -> list[Group]:
    result = extract.execute(
        """
        select wave, fund, os_code, retained, category, count(*) as ops, sum(total_cost) as cost, sum(eu_amount) as eu,
               coalesce(sum(participants_entered), 0) as participants, count(participants_entered) as entered
        from row group by all
        """
    )
    names = [column[0] for column in result.description]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


class Sums:
    def __init__(self, groups: list[Group]) -> None:
        self._groups = groups

    def __call__(self, **wanted: object) -> dict[str, Decimal]:
        kept = [g for g in self._groups if all(self._is(g, name, value) for name, value in wanted.items())]
        return {name: Decimal(sum(Decimal(str(g[name])) for g in kept)) for name in MEASURES}

    @staticmethod
    def _is(group: Group, name: str, value: object) -> bool:
        if value in ("total", "all"):
            return True
        if name == "os":
            return str(group["os_code"]).startswith(str(value))
        return group[name] == value


@pytest.fixture(scope="module")
def sums(groups: list[Group]) -> Sums:
    return Sums(groups)


def printed_like(value: Decimal, published: str) -> str:
    digits = len(published.partition(".")[2])
    return str(value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def millions(value: Decimal) -> Decimal:
    return value / 1_000_000


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    return part * 100 / whole


def table2(sums: Sums, row: dict[str, str]) -> dict[str, Decimal]:
    all_rows = sums(wave=row["wave"], fund=row["pon"])
    return {
        "operations": all_rows["ops"],
        "eu_amount_meur": millions(all_rows["eu"]),
        "total_cost_meur": millions(all_rows["cost"]),
    }


def table3(sums: Sums, row: dict[str, str]) -> dict[str, Decimal]:
    code = row["row"].removeprefix("axe ")
    cells = {}
    for wave in ("2019", "2017", "total"):
        mine, whole = sums(wave=wave, fund="FSE", retained=True, os=code), sums(wave=wave, fund="FSE", retained=True)
        cells |= {
            f"ops_{wave}": mine["ops"],
            f"ops_{wave}_pct": ratio(mine["ops"], whole["ops"]),
            f"cost_{wave}_meur": millions(mine["cost"]),
            f"cost_{wave}_pct": ratio(mine["cost"], whole["cost"]),
        }
    return cells


def table4(sums: Sums, row: dict[str, str]) -> dict[str, Decimal]:
    code = row["row"].replace("axe 3 OS ", "391").removeprefix("axe ")
    programme = sums(wave=row["wave"], fund="FSE", os=code)
    mine = sums(wave=row["wave"], fund="FSE", os=code, retained=True)
    missing = Decimal("NaN") if mine["entered"] == 0 else None
    return {
        "participants": missing or mine["participants"],
        "participants_pct": missing or ratio(mine["participants"], programme["participants"]),
        "ops": mine["ops"],
        "ops_pct": ratio(mine["ops"], programme["ops"]),
        "eu_meur": millions(mine["eu"]),
        "eu_pct": ratio(mine["eu"], programme["eu"]),
        "cost_meur": millions(mine["cost"]),
        "cost_pct": ratio(mine["cost"], programme["cost"]),
        "programme_participants": programme["participants"],
        "programme_ops": programme["ops"],
        "programme_eu_meur": millions(programme["eu"]),
        "programme_cost_meur": millions(programme["cost"]),
    }


def table5(sums: Sums, row: dict[str, str]) -> dict[str, Decimal]:
    cells = {}
    for wave in ("2019", "total"):
        mine = sums(wave=wave, fund="FSE", retained=True, category=row["category"])
        whole = sums(wave=wave, fund="FSE", retained=True)
        cells |= {
            f"ops_{wave}": mine["ops"],
            f"ops_{wave}_pct": ratio(mine["ops"], whole["ops"]),
            f"cost_{wave}_meur": millions(mine["cost"]),
            f"cost_{wave}_pct": ratio(mine["cost"], whole["cost"]),
        }
    return cells


def iej(sums: Sums, row: dict[str, str]) -> dict[str, Decimal]:
    programme, mine = sums(wave=row["wave"], fund="IEJ"), sums(wave=row["wave"], fund="IEJ", retained=True)
    return {
        "ops": mine["ops"],
        "ops_pct": ratio(mine["ops"], programme["ops"]),
        "eu_meur": millions(mine["eu"]),
        "eu_pct": ratio(mine["eu"], programme["eu"]),
        "cost_meur": millions(mine["cost"]),
        "cost_pct": ratio(mine["cost"], programme["cost"]),
        "programme_ops": programme["ops"],
        "programme_eu_meur": millions(programme["eu"]),
        "programme_cost_meur": millions(programme["cost"]),
    }


TABLES: dict[str, tuple[Callable[[Sums, dict[str, str]], dict[str, Decimal]], tuple[str, ...]]] = {
    "table2": (table2, ("pon", "wave")),
    "table3": (table3, ("row",)),
    "table4": (table4, ("wave", "row")),
    "table5": (table5, ("category",)),
    "iej": (iej, ("wave",)),
}


def printed_cells() -> list[tuple[str, dict[str, str], str]]:
    return [
        (table, row, column)
        for table, (_, keys) in TABLES.items()
        for row in read_csv(REFERENCE / f"published_{table}.csv")
        for column in row
        if column not in keys
    ]


CELLS = printed_cells()


def name_of(table: str, row: dict[str, str]) -> str:
    return " ".join(row[key] for key in TABLES[table][1])


@pytest.mark.parametrize("table", TABLES)
def test_printed_cells_are_recomputed(sums: Sums, table: str) -> None:
    wrong = []
    for _, row, column in (cell for cell in CELLS if cell[0] == table):
        recomputed = TABLES[table][0](sums, row)[column]
        expected = ANOMALIES.get((table, name_of(table, row), column), row[column])
        if expected == "":
            equal = recomputed.is_nan() or recomputed == 0
        else:
            equal = printed_like(recomputed, expected) == expected
        if not equal:
            wrong.append((name_of(table, row), column, expected, recomputed))
    assert wrong == []


def test_all_the_cells_are_compared() -> None:
    assert len(CELLS) == 9 * 3 + 15 * 12 + 12 * 12 + 6 * 6 + 3 * 9


def test_anomalies_are_differences_that_the_note_explains(reference: Path) -> None:
    published = {(t, name_of(t, r), c): r[c] for t, r, c in CELLS}
    assert all(published[cell] != implied for cell, implied in ANOMALIES.items())
    explained = {
        row["id"] for row in read_csv(reference / "note_anomalies.csv") if row["where"].startswith("tableau 4")
    }
    assert explained == {"A1", "A2", "A3"}


def test_cells_of_the_calibration_are_exact_to_the_cent(sums: Sums, reference: Path) -> None:
    for row in read_csv(reference / "calibration_retained.csv"):
        found = sums(wave=row["wave"], fund="FSE", retained=True, os_code=row["os_code"], category=row["category"])
        assert found["ops"] == int(row["operations"]), row
        assert (found["cost"], found["eu"]) == (Decimal(row["total_cost_eur"]), Decimal(row["eu_amount_eur"])), row


def test_programme_cells_stay_within_their_printed_rounding(sums: Sums, reference: Path) -> None:
    for row in read_csv(reference / "calibration_programme.csv"):
        code = "" if row["pon"] == "IEJ" else row["os_code"] or row["axis"]
        found = sums(wave=row["wave"], fund=row["pon"], os=code)
        assert found["ops"] == int(row["operations"]), row
        assert printed_like(millions(found["cost"]), "0.0") == row["total_cost_meur"], row
        assert printed_like(millions(found["eu"]), "0.0") == row["eu_amount_meur"], row
        if row["participants"]:
            assert found["participants"] == int(row["participants"]), row
