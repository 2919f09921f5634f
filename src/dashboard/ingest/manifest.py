"""What an import says about itself: the counts, sums and notes of its report, taken from the staged rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import duckdb

from dashboard.domain.french import plural
from dashboard.domain.operation import COMPLETED_FIELDS
from dashboard.domain.periods import told_by_number
from dashboard.ingest.doubts import Finding
from dashboard.ingest.readers import SHEET_STEP
from dashboard.ingest.sql_text import sql
from dashboard.ingest.staging import Staged

ROWS = "judged anti join left_aside on left_aside.line = judged.line"
ACCEPTED = f"{ROWS} where len(errors) = 0"
REJECTED = f"{ROWS} where len(errors) > 0"


def describe(connection: duckdb.DuckDBPyConnection, staged: Staged) -> dict[str, Any]:
    """The part of a manifest that the file decides. Call once `judged`, `left_aside` and `changes` are there."""
    table, source = staged.table, staged.match.source
    left_aside, rejected, accepted = connection.execute(sql("summary")).fetchone() or (0, 0, 0)
    manifest: dict[str, Any] = {
        "kind": source.KIND,
        "format": source.NAME,
        "sheet": table.sheet,
        "extra_columns": list(staged.match.extra),
        "read": table.rows + len(table.malformed),
        "accepted": accepted,
        "left_aside": left_aside,
        "rejected": rejected + len(table.malformed),
        "malformed": [
            {"line": row.line % SHEET_STEP, "text": row.text, "reason": row.reason} for row in table.malformed
        ],
        "wave": None,
        "waves": {},
        "programmes": {},
        "total_cost": 0.0,
        "eu_amount": 0.0,
        "changed_amounts": 0,
        "warnings": _broken_rules(connection, "warnings", ACCEPTED),
        "errors": _broken_rules(connection, "errors", REJECTED),
        "left_aside_reasons": _counted(connection, "select reason, count(*) from left_aside group by all order by all"),
        "totals": list(staged.totals),
        "by_programme": [],
        "columns": _columns(connection, staged),
        "completed": None,
    }
    findings = list(staged.findings)
    if source.KIND == "survey":
        manifest |= _waves(connection)
    if source.KIND == "completions":
        manifest["completed"] = _completed(connection)
    if source.KIND == "operations":
        manifest |= _operations(connection)
        neighbours = _neighbour_notes(connection, staged, manifest["periods"])
        findings += [Finding(note, 1) for note in (*neighbours, *_twin_notes(connection, staged))]
    findings.sort(key=lambda found: found.weight)
    return manifest | {
        "findings": [asdict(found) for found in findings],
        "notes": [found.text for found in findings],
    }


def _columns(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[dict[str, Any]]:
    """Each column of the file: its header, the field that it is read for (None: kept apart), how many of its cells are filled."""
    counts = ", ".join(f"count(c{position})" for position in range(len(staged.table.headers)))
    filled = connection.execute(f"select {counts} from raw").fetchone() or ()  # noqa: S608
    fields = {position: field for field, position in staged.match.columns.items()}
    return [
        {"header": header, "field": fields.get(position), "filled": filled[position]}
        for position, header in enumerate(staged.table.headers)
    ]


def _operations(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    total_cost, eu_amount, periods = connection.execute(
        "select coalesce(sum(total_cost), 0), coalesce(sum(eu_amount), 0), coalesce(list_sort(list(distinct period)), []) "  # noqa: S608
        f"from {ACCEPTED}"
    ).fetchone() or (0, 0, [])
    return _waves(connection) | {
        "periods": periods,
        "programmes": _counted(connection, f"select programme, count(*) from {ACCEPTED} group by all order by all"),  # noqa: S608
        "total_cost": float(total_cost),
        "eu_amount": float(eu_amount),
        "by_programme": _by_programme(connection),
        "changed_amounts": (connection.execute("select count(*) from changes").fetchone() or (0,))[0],
    }


def _by_programme(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The accepted rows of each programme and fund: how many, and their euros."""
    rows = connection.execute(
        f"select programme, fund, count(*), coalesce(sum(total_cost), 0), coalesce(sum(eu_amount), 0) from {ACCEPTED}"  # noqa: S608
        " group by all order by all"
    ).fetchall()
    return [
        {"programme": programme, "fund": fund, "operations": count, "total_cost": float(cost), "eu_amount": float(eu)}
        for programme, fund, count, cost, eu in rows
    ]


def _completed(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """On how many published operations completions bear, how many of their numbers stand in no extract, and what they do to each field.

    By field, in the order of the fields: how many empty ones they `filled`, how many they `corrected`, how many they `confirmed`.
    """
    operations, unknown = connection.execute(sql("completed_operations")).fetchone() or (0, 0)
    fields = {row[0]: row[1:] for row in connection.execute(sql("compared_fields")).fetchall()}
    return {
        "operations": operations,
        "unknown": unknown,
        "by_field": [
            {"field": name, **dict(zip(("filled", "corrected", "confirmed"), fields[name], strict=True))}
            for name in COMPLETED_FIELDS
            if name in fields
        ],
    }


def _waves(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    waves = _counted(connection, f"select wave, count(*) from {ACCEPTED} group by all order by all")  # noqa: S608
    return {"wave": next(iter(waves)) if len(waves) == 1 else None, "waves": waves}


def _broken_rules(connection: duckdb.DuckDBPyConnection, level: str, rows: str) -> dict[str, int]:
    """Rule → how many rows break it, whichever of its fields is to blame."""
    rules = f"select distinct line, split_part(unnest({level}), ':', 1) as rule from {rows}"  # noqa: S608
    return _counted(connection, f"select rule, count(*) from ({rules}) group by all order by all")  # noqa: S608


def _counted(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in connection.execute(query).fetchall()}


def _neighbour_notes(connection: duckdb.DuckDBPyConnection, staged: Staged, periods: Sequence[str]) -> list[str]:
    row = connection.execute(sql("neighbours"), {"source": staged.match.source.NAME}).fetchone()
    elsewhere, other_source, waves = row or (0, 0, None)
    notes = []
    if elsewhere:
        notes.append(
            f"{plural(elsewhere, 'numéro figure', 'numéros figurent')} déjà dans une autre vague ({waves})\u202f: "
            f"{'il y compte' if elsewhere == 1 else 'ils y comptent'} aussi. "
            "Si la liste est cumulative, importez-la en mode «\u202fcumulatif\u202f»."
        )
    if other_source:
        there = "là" if all(map(told_by_number, periods)) else "dans la même vague"
        notes.append(
            f"{plural(other_source, 'numéro était', 'numéros étaient')} déjà {there} par une autre source\u202f: "
            f"la version de ce fichier {'le' if other_source == 1 else 'les'} remplace, aucune opération ne compte deux fois."
        )
    return notes


def _twin_notes(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[str]:
    has_column = "num_dossier" in staged.match.columns
    if staged.match.source.HAS_NUMBER and has_column:
        return []
    exact, amounts = connection.execute(sql("twins")).fetchone() or (0, 0)
    if has_column:
        return [_shared_numbers(exact + amounts)] if exact + amounts else []
    notes = ["Ce fichier n'a pas de numéro d'opération\u202f: une clé stable est construite à partir du contenu."]
    if exact:
        notes.append(
            f"{plural(exact, 'ligne a', 'lignes ont')} une jumelle identique en tout point\u202f: elles sont toutes gardées."
        )
    if amounts:
        notes.append(
            f"{plural(amounts, 'ligne ne diffère', 'lignes ne diffèrent')} d'une autre que par les montants\u202f: toutes sont gardées."
        )
    return notes


def _shared_numbers(rows: int) -> str:
    return (
        f"{plural(rows, 'ligne partage son', 'lignes partagent leur')} numéro d'opération avec une autre\u202f: "
        "toutes sont gardées, avec un rang après le numéro."
    )
