"""Decisions may name the wave they are about; the newest import wins on each operation, and the narrower one within a file."""

from itertools import product
from pathlib import Path

import duckdb

from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect, publish
from dashboard.warehouse.state import State
from tests.conftest import WriteList

WAVES = ("2017", "2019")
CONTENTS: tuple[tuple[str | None, ...], ...] = ((), (None,), ("2017",), ("2019",), (None, "2019"))
"""What one file may say of a number: nothing, something in any wave (None), in one wave, or both."""

HISTORIES = list(product(CONTENTS, repeat=3))


def expected(history: tuple[tuple[str | None, ...], ...], wave: str) -> str | None:
    """Read forwards, one import after the other: each decision that applies replaces what stood."""
    standing = None
    for rank, content in enumerate(history):
        applying = [named for named in content if named in (None, wave)]
        if applying:
            standing = f"import {rank}, {max(named or '' for named in applying) or 'any'}"
    return standing


def write(path: Path, rank: int) -> Path:
    lines = [
        f"{number};{wave or ''};oui;import {rank}, {wave or 'any'}"
        for number, history in enumerate(HISTORIES, 1)
        for wave in history[rank]
    ]
    path.write_text("\n".join(["num_dossier;vague;retenue;source", *lines]) + "\n", encoding="utf-8")
    return path


def sources(state: State) -> dict[tuple[int, str], str | None]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        found = connection.execute("select num_dossier::integer, wave, decision_source from operation").fetchall()
    return {(number, wave): source for number, wave, source in found}


def test_every_order_of_imports(state: State, mdfse_file: WriteList, tmp_path: Path) -> None:
    for wave in WAVES:
        path = mdfse_file([{"num_dossier": str(number)} for number in range(1, len(HISTORIES) + 1)])
        run_import(state, ImportRequest(path, wave=wave))
    for rank in range(3):
        report = run_import(state, ImportRequest(write(tmp_path / f"{rank}.csv", rank)))
        assert (report.manifest["rejected"], report.manifest["warnings"]) == (0, {})
    assert sources(state) == {
        (number, wave): expected(history, wave) for number, history in enumerate(HISTORIES, 1) for wave in WAVES
    }


def test_each_operation_still_counts_once(state: State, mdfse_file: WriteList, tmp_path: Path) -> None:
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": "1"}]), wave="2019"))
    path = tmp_path / "decisions.csv"
    path.write_text("num_dossier;vague;retenue\n1;;non\n1;2019;oui\n1;2017;non\n1;2019;non\n", encoding="utf-8")
    report = run_import(state, ImportRequest(path))
    assert report.manifest["errors"] == {"duplicate_decision": 1}
    assert report.manifest["warnings"] == {"unknown_operation": 1}
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        assert connection.execute("select num_dossier, wave, decision from operation").fetchall() == [
            ("1", "2019", "retenue")
        ]


def test_imports_made_before_decisions_named_their_wave_still_count(
    state: State, mdfse_file: WriteList, tmp_path: Path
) -> None:
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": "1"}, {"num_dossier": "2"}]), wave="2019"))
    for name, line in (("old", "1;oui;ancien"), ("new", "2;oui;nouveau")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"num_dossier;retenue;source\n{line}\n", encoding="utf-8")
        run_import(state, ImportRequest(path))
    current = state.current()
    assert current is not None
    old = state.imports / current.imports[1] / "decisions.parquet"
    assert state.manifest(current.imports[1])["file_name"] == "old.csv"
    with duckdb.connect() as connection:
        connection.execute(f"create table old as select * exclude (wave) from '{old}'")
        connection.execute(f"copy old to '{old}' (format parquet)")
    for imports in (current.imports[:2], current.imports):
        # A warehouse is built once for the same imports.
        for path in state.warehouses.glob("*.duckdb"):
            path.unlink()
        with state.exclusive():
            publish(state, imports, by="—", action="reconstruction")
        assert sources(state) == {(1, "2019"): "ancien", (2, "2019"): "nouveau" if len(imports) == 3 else None}
