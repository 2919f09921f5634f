"""What a terminal prints: the rows of a command, the report of an import."""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import typer

from dashboard.domain.french import decimal, integer, plural, quoted

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.ingest.doubts import Doubt
    from dashboard.ingest.importer import Report
    from dashboard.warehouse.tables import NoteTable

FLAGGED_ROWS: Final = 20


def print_csv(frame: "pd.DataFrame") -> None:
    """Semicolons, decimal points, blank where nothing is known, as the published files; no text can start a formula."""
    from dashboard.exports.workbook import harmless_cells

    harmless_cells(frame).to_csv(sys.stdout, sep=";", index=False, lineterminator="\n")


def print_table_csv(found: "NoteTable") -> None:
    """The same of a table of the note."""
    from dashboard.exports.text import harmless

    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(map(harmless, found.columns))
    # These files have always given decimals to a whole column that has some and no blank cell: `2.0` beside `65.1`.
    decimals = {name for name in found.columns if {type(row[name]) for row in found.rows} == {int, float}}
    for row in found.rows:
        values = [float(row[name]) if name in decimals else row[name] for name in found.columns]
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in values])


def show_progress(stage: str, rows: int) -> None:
    """Rewrites the same line of the terminal."""
    typer.echo(f"\r{stage}\u202f: {plural(rows, 'ligne')}   ", err=True, nl=False)


def doubts_json(doubts: "Sequence[Doubt]") -> str:
    """The questions that a file leaves open, with the answers they wait for."""
    return json.dumps({"doubts": [asdict(doubt) for doubt in doubts]}, ensure_ascii=False, indent=2)


def report_text(report: "Report") -> str:
    """What an import did, in a few lines."""
    from dashboard.ingest.rules import RULES

    manifest = report.manifest
    lines = [
        f"{manifest['file_name']}\u202f: {plural(manifest['read'], 'ligne lue', 'lignes lues')} = "
        f"{plural(manifest['accepted'], 'acceptée')} + {plural(manifest['left_aside'], 'laissée')} de côté + "
        f"{plural(manifest['rejected'], 'rejetée')}."
    ]
    if manifest["kind"] == "operations":
        lines.append(
            f"Coût total {decimal(manifest['total_cost'], 2)} €, montant UE {decimal(manifest['eu_amount'], 2)} €."
        )
    for title, counts in (("Rejets", manifest["errors"]), ("Avertissements", manifest["warnings"])):
        lines += [f"{title}\u202f:"] if counts else []
        lines += [f"  {RULES[name].label}\u202f: {integer(count)}" for name, count in counts.items()]
    lines += _flagged(report)
    lines += [f"  {reason}\u202f: {integer(count)}" for reason, count in manifest["left_aside_reasons"].items()]
    lines += [f"– {note}" for note in manifest["notes"]]
    return "\n".join(lines)


def _flagged(report: "Report") -> list[str]:
    """The first rows whose place is to be looked at: line, column, value, what is said of it."""
    rows = report.flagged()
    lines = [
        f"  ligne {integer(line)}, {header}\u202f: {quoted(value)}. {said}"
        for line, header, value, said in rows[:FLAGGED_ROWS]
    ]
    more = len(rows) - FLAGGED_ROWS
    return [*lines, f"  … et {plural(more, 'autre ligne')}, sur la page Imports"] if more > 0 else lines
