"""Analysis periods: what can stand, what is refused and why, and where each operation falls."""

import json
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.operation import NO_WAVES
from dashboard.warehouse.build import connect, ensure_current, load_reference, publish, warehouse_name
from dashboard.warehouse.options_query import filter_options, known_waves
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.sql_files import sql
from dashboard.warehouse.state import State, StateError
from dashboard.warehouse.waves import (
    FILE,
    LONGEST_LABEL,
    LONGEST_NAME,
    Wave,
    WaveRow,
    problem_of,
    rows_in_force,
    set_waves_of,
    wave_rows,
    waves_of,
    write_rows,
)

PERIOD = "2021-2027"
AT = "2026-11-30T10:00:00+00:00"


def wave(name: str, begins: str = "", ends: str = "", label: str = "Une période", period: str = PERIOD) -> Wave:
    days = [date.fromisoformat(day) if day else None for day in (begins, ends)]
    return Wave(period, name, label, *days)


REFUSED = (
    ([], "au moins une période"),
    ([wave("")], "n'a pas de nom"),
    ([wave("2021", label="")], "« 2021 » n'a pas de libellé"),
    ([wave("", label="")], "ni nom ni libellé"),
    ([wave("?!")], "« ?! » ne se lit pas"),
    ([wave("2021\n2022")], "ne se lit pas"),
    ([wave("2021\ud800")], "ne se lit pas"),
    ([wave("2021", label="Année\u202e")], "Le libellé « Année\ufffd » ne se lit pas"),
    ([wave("2" * (LONGEST_NAME + 1))], f"{LONGEST_NAME} signes au plus"),
    ([wave("2021", label="a" * (LONGEST_LABEL + 1))], f"{LONGEST_LABEL} signes au plus"),
    *(([wave(name)], "est réservé") for name in (*NO_WAVES, TOTAL, "Hors Vague", "TOTAL", "Ensemble")),
    ([wave("2021", "1021-01-01")], "du 1er janvier 1021"),
    (
        [wave("2021", "2021-06-01", "2021-05-31")],
        "« 2021 » commence le 1er juin 2021, après sa fin, le 31 mai 2021",
    ),
    ([wave("2021", "2021-01-01", "2021-06-30"), wave("2021", "2021-07-01")], "même nom, « 2021 » et « 2021 »"),
    ([wave("2021 a", "2021-01-01", "2021-06-30"), wave("2021-A", "2021-07-01")], "même nom, « 2021 a » et « 2021-A »"),
    ([wave("2021"), wave("2022", "2022-01-01")], "« 2021 » n'a ni début ni fin"),
    (
        [wave("2021", "2021-01-01", "2022-01-01"), wave("2022", "2022-01-01", "2022-12-31")],
        "« 2021 » (du 1er janvier 2021 au 1er janvier 2022) et « 2022 » (du 1er janvier 2022 au 31 décembre 2022) se chevauchent",
    ),
    ([wave("2021", "", "2022-06-30"), wave("2022", "2022-01-01")], "se chevauchent"),
    ([wave("b", "", "2022-06-30"), wave("a", "2022-07-01")], "« a » se rangerait avant « b »"),
    ([wave(f"{year}", f"{year}-01-01", f"{year}-12-31") for year in range(2001, 2060)], "trop nombreuses"),
)


def test_what_can_not_stand_is_refused_in_one_sentence() -> None:
    for waves, said in REFUSED:
        problem = problem_of(waves).replace("\u202f", " ")
        assert said in problem, (waves, problem)
        assert problem.endswith(".")
        assert problem.count(". ") == 0


def test_what_stands() -> None:
    for waves in (
        [wave("2021")],
        [wave("2021", "", "2021-12-31"), wave("2022", "2022-01-01")],
        [wave("2023", "2023-01-01"), wave("2021", "", "2021-12-31")],
        [wave("2021", "2021-01-01", "2021-01-01"), wave("2022", "2021-01-02", "2021-01-02")],
    ):
        assert problem_of(waves) == "", waves


days = st.dates(date(2020, 1, 1), date(2021, 12, 31))


@given(st.lists(st.tuples(days, st.integers(0, 400)), min_size=1, max_size=5))
@settings(max_examples=60)
def test_periods_overlap_where_a_day_lies_in_two(spans: list[tuple[date, int]]) -> None:
    spans = sorted(spans)
    waves = [
        wave(f"p{rank}", str(begins), str(begins + timedelta(length))) for rank, (begins, length) in enumerate(spans)
    ]
    twice = any(sum(one.first <= day <= one.last for one in waves) > 1 for day in {one.first for one in waves})
    assert ("se chevauchent" in problem_of(waves)) is twice


def test_shipped_periods_can_stand() -> None:
    with duckdb.connect() as connection:
        load_reference(connection)
        for period in ("2014-2020", PERIOD):
            shipped = waves_of(connection, period)
            assert shipped
            assert problem_of(shipped) == ""
            assert {one.period for one in shipped} == {period}


def test_the_last_row_stands_and_an_empty_one_goes_back(state: State) -> None:
    first, second = (wave("2021"),), (wave("2021", "", "2021-12-31"), wave("2022", "2022-01-01"))
    former = (wave("2014", period="2014-2020"),)
    rows = (
        WaveRow(PERIOD, first, "Ada\u2028Lovelace", AT),
        WaveRow("2014-2020", former, "Bob", AT),
        WaveRow(PERIOD, second, "Anne", AT),
    )
    state.prepare()
    assert wave_rows(state) == ()
    write_rows(state, rows)
    assert wave_rows(state) == rows
    assert rows_in_force(rows) == {PERIOD: rows[2], "2014-2020": rows[1]}
    assert set_waves_of(rows) == (*former, *second)
    assert set_waves_of((*rows, WaveRow(PERIOD, (), "Bob", AT))) == former


def test_a_damaged_file_is_said(state: State) -> None:
    state.prepare()
    for content in (
        "{",
        '{"period": "2021-2027"}',
        '{"period": "x", "waves": [{"wave": "a"}], "by": "", "at": ""}',
        "[]",
        "3",
    ):
        (state.root / FILE).write_text(content, encoding="utf-8")
        with pytest.raises(StateError, match="abîmé"):
            wave_rows(state)


def test_the_name_of_a_warehouse_holds_its_periods() -> None:
    one, other = wave("2021"), wave("2021", "2021-01-01")
    names = {warehouse_name(()), warehouse_name((), waves=[one]), warehouse_name((), waves=[other])}
    assert len(names) == 3
    assert warehouse_name((), waves=[one]) == warehouse_name((), waves=[wave("2021")])


def import_of(state: State, rows: list[dict[str, Any]], *, old: bool = False) -> None:
    """An import of hand-written rows; an `old` one doesn't say whether their wave was given."""
    folder = state.imports / "operations"
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        load_reference(connection)
        left_out = "position, mode, source" + (", wave_is_given" if old else "")
        connection.execute(f"create table row as select * exclude ({left_out}) from ({sql('no_rows')})")
        for row in rows:
            values = {"import_id": "operations", "line": 2, "warnings": [], "search_text": ""} | row
            names = ", ".join(values)
            connection.execute(f"insert into row ({names}) values ({', '.join(f'${name}' for name in values)})", values)
        connection.execute(f"copy row to '{folder / 'operations'}.parquet' (format parquet)")
    manifest = {
        "id": "operations", "kind": "operations", "format": "mdfse_list", "mode": "remplacer", "file_name": "liste.csv",
        "extract_date": None, "imported_at": "2026-03-10T08:00:00", "demonstration": False,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


FSE_PLUS = {"programme_label": "PN FSE+", "fund": "FSE+", "wave_is_given": False, "wave": "à l'import"}
FORMER = {
    "programme_label": "Programme Opérationnel National FSE",
    "fund": "FSE",
    "wave_is_given": False,
    "wave": "à l'import",
}
ROWS: list[dict[str, Any]] = [
    {"num_dossier": "a", "first_agreement_date": date(2023, 5, 1), "programming_date": date(2022, 1, 1), **FSE_PLUS},
    {"num_dossier": "b", "programming_date": date(2022, 12, 31), **FSE_PLUS},
    {"num_dossier": "c", **FSE_PLUS},
    {"num_dossier": "d", "first_agreement_date": date(2035, 1, 1), **FSE_PLUS},
    {"num_dossier": "e", "first_agreement_date": date(2023, 5, 1), **FSE_PLUS, "wave": "donnée", "wave_is_given": True},
    {"num_dossier": "f", "first_agreement_date": date(2023, 5, 1), **FSE_PLUS, "wave": "d'avant", "wave_is_given": None},
    {"num_dossier": "g", "programming_date": date(2017, 3, 4), **FORMER},
    {"num_dossier": "h", "programming_date": date(2017, 3, 5), **FORMER},
    {"num_dossier": "i", **FORMER},
]  # fmt: skip


def waves_by_number(state: State) -> dict[str, str]:
    current = ensure_current(state)
    with connect(state, current) as connection:
        return dict(connection.execute("select num_dossier, wave from operation").fetchall())


def test_operations_fall_in_the_period_that_holds_their_date(state: State) -> None:
    state.prepare()
    import_of(state, ROWS)
    publish(state, ("operations",), by="essai", action="essai")
    shipped = waves_by_number(state)
    assert shipped == {
        "a": "2023", "b": "2022", "c": "sans date de convention", "d": "hors vague", "e": "donnée", "f": "d'avant",
        "g": "2017", "h": "2019", "i": "hors vague",
    }  # fmt: skip
    set_by_people = (
        WaveRow(PERIOD, (wave("1 avant", "", "2022-12-31"), wave("2 après", "2023-01-01")), "Anne", AT),
        WaveRow("2014-2020", (wave("tout", period="2014-2020"),), "Anne", AT),
    )
    write_rows(state, set_by_people)
    assert waves_by_number(state) == {
        "a": "2 après", "b": "1 avant", "c": "sans date de convention", "d": "2 après", "e": "donnée", "f": "d'avant",
        "g": "tout", "h": "tout", "i": "hors vague",
    }  # fmt: skip
    write_rows(state, (*set_by_people, *(WaveRow(row.period, (), "Bob", AT) for row in set_by_people)))
    assert waves_by_number(state) == shipped


def test_imports_that_do_not_say_it_keep_their_waves(state: State) -> None:
    state.prepare()
    rows = [{name: value for name, value in row.items() if name != "wave_is_given"} for row in ROWS]
    import_of(state, rows, old=True)
    publish(state, ("operations",), by="essai", action="essai")
    expected = {row["num_dossier"]: row["wave"] for row in ROWS}
    assert waves_by_number(state) == expected
    write_rows(state, (WaveRow(PERIOD, (wave("tout"),), "Anne", AT),))
    assert waves_by_number(state) == expected


def test_an_import_can_name_the_periods_that_have_begun(state: State) -> None:
    state.prepare()
    import_of(state, ROWS)
    publish(state, ("operations",), by="essai", action="essai")
    write_rows(
        state, (WaveRow(PERIOD, (wave("1 avant", "", "2022-12-31"), wave("2 plus tard", "2099-01-01")), "Anne", AT),)
    )
    with connect(state, ensure_current(state)) as connection:
        named = known_waves(connection)
    assert {"2017", "2019", "1 avant", "donnée"} <= {*named}
    assert "2 plus tard" not in named


def test_no_shipped_period_is_named_before_it_begins() -> None:
    with duckdb.connect() as connection:
        load_reference(connection)
        connection.execute("create table operation (wave varchar)")
        begun = connection.execute(
            "select wave from wave_reference where programmed_from is null or programmed_from <= current_date"
        )
        assert {*known_waves(connection)} == {row[0] for row in begun.fetchall()}


def test_a_label_that_says_more_than_its_name_stands_in_the_filter(state: State) -> None:
    state.prepare()
    import_of(state, ROWS)
    publish(state, ("operations",), by="essai", action="essai")
    chosen = (
        wave("1", "", "2022-12-31", label="Avant la révision"),
        wave("2", "2023-01-01", label="2, après la révision"),
    )
    write_rows(state, (WaveRow(PERIOD, chosen, "Anne", AT),))
    with connect(state, ensure_current(state)) as connection:
        options, former = filter_options(connection, PERIOD), filter_options(connection, "2014-2020")
    assert options.label("waves", "1") == "1 – Avant la révision"
    assert options.label("waves", "2") == "2"
    assert [former.label("waves", name) for name in former.of("waves")] == ["2019", "2017", "hors vague"]
