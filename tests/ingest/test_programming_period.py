"""A synthetic extract of the FSE+ national programme: it imports, filters and counts, and never mixes with 2014-2020."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.domain.selection import Selection
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ingest.staging import Staged, match_columns, read_raw, stage, staging_connection
from dashboard.warehouse.build import connect
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.listing import count, operations
from dashboard.warehouse.options_query import filter_options, periods
from dashboard.warehouse.sql_files import fill, sql
from dashboard.warehouse.state import State
from dashboard.warehouse.tables import table
from tests.conftest import WriteList

HEADER = (
    "num_dossier;Libellé_po;Priorité;OT;PI;OS;Région;Service gestionnaire;Lib_opé;Lib_org;Coût total;Montant UE;Fonds\n"
)
PROGRAMME = "Programme national FSE+ « Emploi – Inclusion – Jeunesse – Compétences »"

# However the specific objective is written, and in whichever column: the code that it stands for, None outside the nomenclature.
WRITTEN = [
    (("1", "4", "h", ""), "1h"), (("1", "4", "4.h", ""), "1h"), (("1", "", "4.h", ""), "1h"), (("1", "", "h", ""), "1h"),
    (("1", "", "H", ""), "1h"), (("1", "", "ESO4.8", ""), "1h"), (("1", "4", "8", ""), "1h"), (("Priorité 1", "", "ESO 4.8", ""), "1h"),
    (("1", "", "", "h"), "1h"), (("1", "", "", "4.h"), "1h"), (("1", "", "", "ESO4.8"), "1h"), (("1", "", "", "14h"), "1h"),
    (("1", "4", "4.h", "ESO4.8"), "1h"), (("1", "4", "h) Inclusion active", ""), "1h"), (("1 - Insertion", "4", "ESO4.8 - Inclusion", ""), "1h"),
    (("1", "4", "4(h)", ""), "1h"), (("1", "", "ESO4.12", ""), "1l"), (("2", "", "ESO4.1", ""), "2a"), (("2", "4", "f", ""), "2f"),
    (("4", "4", "d", ""), "4d"), (("4", "4", "i", ""), "4i"), (("5", "", "ESO4.13", ""), "5m"), (("6", "4", "h", ""), "6h"), (("7", "4", "k", ""), "7k"),
    (("P6 Innovation sociale", "4", "h", ""), "6h"), (("priorité 7 défis", "4", "k", ""), "7k"), (("6", "4", "l", ""), "6l"), (("9", "4", "h", ""), "9h"),
]  # fmt: skip
OUTSIDE = {"4i", "6l", "9h"}


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
    assert counted(specific_objectives=("PN FSE+ · 1h",)) == 16
    assert counted(investment_priorities=("PN FSE+ · 4.h",)) == 19
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


def test_earlier_programmes_never_enter_a_later_period(state: State, mdfse_file: WriteList) -> None:
    """The label decides, then the year in which the operation ended where the label states no period."""
    old, late = "31/12/2010", "31/12/2017"
    cases = {
        ("Programme opérationnel national FSE 2007-2013 Compétitivité régionale et emploi", late): "2007-2013",
        ("PO national FSE 2007/2013", late): "2007-2013",
        ("PO FSE compétitivité régionale et emploi", late): "2007-2013",
        ("2007FR052PO001", late): "2007-2013",
        ("FSE objectif 3", late): "2000-2006",
        ("EQUAL", late): "2000-2006",
        ("DOCUP 2000-2006", late): "2000-2006",
        ("Programme Opérationnel National FSE", old): "2007-2013",
        ("Programme Opérationnel National FSE", "31/12/2005"): "2000-2006",
        ("Programme Opérationnel National FSE", late): "2014-2020",
        # The label states a period, or the fund began in 2014: the date is a slip.
        ("Programme Opérationnel National FSE 2014-2020", old): "2014-2020",
        ("2014FR05SFOP001", old): "2014-2020",
        ("Programme opérationnel national IEJ", old): "2014-2020",
        (PROGRAMME + " 2021-2027", old): "2021-2027",
        ("PO FEDER-FSE Bretagne 2014-2020, suite de 2007-2013", late): "2014-2020",
    }
    rows = [
        {"num_dossier": str(number), "Libellé_po": label, "Date début réalisation": "", "Date fin réalisation": end}
        for number, (label, end) in enumerate(cases)
    ]
    with staging_connection() as connection:
        table = read_raw(connection, mdfse_file(rows))
        connection.execute("create table known_numbers (num_dossier varchar, wave varchar)")
        stage(connection, Staged(table, match_columns(table)))
        derived = fill(sql("derived"), rows="parsed")
        found = connection.execute(f"select period from ({derived}) order by line").fetchall()
    assert {case: period for case, (period,) in zip(cases, found, strict=True)} == cases
