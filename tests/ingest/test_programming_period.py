"""A synthetic extract of the FSE+ national programme: it imports, filters and counts, and never mixes with 2014-2020."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.domain.selection import Selection
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.listing import count, operations
from dashboard.warehouse.options_query import filter_options, periods
from dashboard.warehouse.state import State
from dashboard.warehouse.tables import table
from tests.conftest import WriteList

HEADER = (
    "num_dossier;Libellé_po;Priorité;OT;PI;OS;Région;Service gestionnaire;Lib_opé;Lib_org;Coût total;Montant UE;Fonds\n"
)
PROGRAMME = "Programme national FSE+ « Emploi – Inclusion – Jeunesse – Compétences »"

# However the specific objective is written, and in whichever column: the code that it stands for, None outside the nomenclature.
WRITTEN = [
    (("1", "4", "h", ""), "14h"), (("1", "4", "4.h", ""), "14h"), (("1", "", "4.h", ""), "14h"), (("1", "", "h", ""), "14h"),
    (("1", "", "H", ""), "14h"), (("1", "", "ESO4.8", ""), "14h"), (("1", "4", "8", ""), "14h"), (("Priorité 1", "", "ESO 4.8", ""), "14h"),
    (("1", "", "", "h"), "14h"), (("1", "", "", "4.h"), "14h"), (("1", "", "", "ESO4.8"), "14h"), (("1", "", "", "14h"), "14h"),
    (("1", "4", "4.h", "ESO4.8"), "14h"), (("1", "4", "h) Inclusion active", ""), "14h"), (("1 - Insertion", "4", "ESO4.8 - Inclusion", ""), "14h"),
    (("1", "4", "4(h)", ""), "14h"), (("1", "", "ESO4.12", ""), "14l"), (("2", "", "ESO4.1", ""), "24a"), (("2", "4", "f", ""), "24f"),
    (("4", "4", "d", ""), "44d"), (("4", "4", "i", ""), "44i"), (("5", "", "ESO4.13", ""), "54m"), (("6", "4", "h", ""), "64h"), (("7", "4", "k", ""), "74k"),
    (("6", "4", "l", ""), "64l"), (("9", "4", "h", ""), "94h"),
]  # fmt: skip
OUTSIDE = {"44i", "64l", "94h"}


@pytest.fixture
def both_periods(state: State, tmp_path: Path, mdfse_file: WriteList) -> State:
    path = tmp_path / "fse_plus.csv"
    lines = [
        f"{rank};{PROGRAMME};{';'.join(cells)};Bretagne;DREETS Bretagne;Projet {rank};Association fictive;1000;600;FSE+\n"
        for rank, (cells, _) in enumerate(WRITTEN)
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": "3"}, {"num_dossier": "900"}]), wave="2019"))
    report = run_import(state, ImportRequest(path, wave="2024"))
    assert report.manifest["accepted"] == len(WRITTEN) == report.manifest["read"]
    assert report.manifest["warnings"]["outside_nomenclature"] == len(OUTSIDE)
    assert "unknown_programme" not in report.manifest["warnings"]
    return state


def opened(state: State) -> duckdb.DuckDBPyConnection:
    current = state.current()
    assert current is not None
    return connect(state, current)


def test_every_spelling_resolves_to_the_code_of_the_reference(both_periods: State) -> None:
    query = "select os_code, period, programme, fund from operation where wave = '2024' order by num_dossier::integer"
    with opened(both_periods) as connection:
        found = connection.execute(query).fetchall()
        reference = {
            code
            for (code,) in connection.execute("select os_code from nomenclature where period = '2021-2027'").fetchall()
        }
    assert [row[0] for row in found] == [code for _, code in WRITTEN]
    assert {row[1:] for row in found} == {("2021-2027", "PN FSE+", "FSE+")}
    assert {code for _, code in WRITTEN} - reference == OUTSIDE


def test_a_code_outside_the_nomenclature_is_flagged_and_kept(both_periods: State) -> None:
    query = "select os_code from operation where list_contains(warnings, 'outside_nomenclature:specific_objective')"
    with opened(both_periods) as connection:
        assert {code for (code,) in connection.execute(query).fetchall()} == OUTSIDE


def test_the_two_periods_never_mix(both_periods: State) -> None:
    with opened(both_periods) as connection:
        assert periods(connection) == ("2014-2020", "2021-2027")
        old, new = Selection(period="2014-2020"), Selection(period="2021-2027")
        assert (count(connection, old), count(connection, new)) == (2, len(WRITTEN))
        assert filter_options(connection, "2021-2027").of("axes") == tuple(
            f"PN FSE+ · {code}" for code in (1, 2, 4, 5, 6, 7, 9)
        )
        assert filter_options(connection, "2014-2020").of("axes") == ("PON FSE · 3",)
        assert list(operations(connection, old)["programme"].unique()) == ["PON FSE"]


def test_filters_count_within_the_period(both_periods: State) -> None:
    def counted(**filters: Any) -> int:
        with opened(both_periods) as connection:
            return count(connection, Selection(period="2021-2027", **filters))

    assert counted(axes=("PN FSE+ · 1",)) == 17
    assert counted(specific_objectives=("PN FSE+ · 14h",)) == 16
    assert counted(investment_priorities=("PN FSE+ · 4.h",)) == 18
    assert counted(programmes=("PN FSE+",), regions=("Bretagne",)) == len(WRITTEN)
    assert counted(waves=("2019",)) == 0


def test_figures_and_tables_of_the_period(both_periods: State) -> None:
    with opened(both_periods) as connection:
        rows = table(connection, Selection(period="2021-2027"), "2").rows
        figures = pd.DataFrame(indicators(connection, Selection(period="2021-2027")).whole)
    assert [row["operations"] for row in rows if row["pon"] == "all"][-1] == len(WRITTEN)
    assert figures is not None


def test_roman_numerals_of_2014_are_not_letters_of_2021(state: State, mdfse_file: WriteList) -> None:
    run_import(state, ImportRequest(mdfse_file([{"PI": "9.i"}, {"num_dossier": "2", "PI": "iv"}])))
    with opened(state) as connection:
        assert connection.execute("select os_code from operation order by 1").fetchall() == [("3911",), ("3941",)]
