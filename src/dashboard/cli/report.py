"""What a terminal prints: the rows of a command, the report of an import."""

import csv
import json
import shlex
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import typer

from dashboard.domain.french import decimal, euros, integer, plural, quoted

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.ingest.doubts import Doubt
    from dashboard.ingest.importer import Report
    from dashboard.warehouse.tables import NoteTable

FLAGGED_ROWS: Final = 20
LONGEST_VALUE: Final = 80
_EFFECTS: Final = {"rejetées": "Rejets", "signalées": "Avertissements", "laissées de côté": "Laissées de côté"}
"""What happened to rows, and the title under which the rules are printed."""


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


def doubts_text(doubts: "Sequence[Doubt]") -> str:
    """The questions that a file leaves open: one a line, then under each the answers that it waits for and what they give."""
    lines = [
        "Le fichier se lit de plusieurs façons, rien n'est importé. Relancez la commande avec une réponse par question."
    ]
    for doubt in doubts:
        lines.append(doubt.question)
        lines += [
            f"  --assume {shlex.quote(f'{doubt.key}={choice.value}')}\u202f: {choice.label}"
            + (f", {choice.outcome}" if choice.outcome else "")
            for choice in doubt.choices
        ]
    return "\n".join(map(_plain, lines))


def report_text(report: "Report") -> str:
    """What an import did, in the order of the screen: counts, findings, totals, columns, rules."""
    from dashboard.ingest.report import broken_rules, completed_in_words, findings, unread_columns, waves_in_words

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
    if waves := waves_in_words(manifest):
        lines.append(f"{waves[0].upper()}{waves[1:]}.")
    lines += completed_in_words(manifest)
    lines += _corrections(report)
    lines += [f"– {found['text']}" for found in findings(manifest, 0, 1, 2)]
    lines += _totals(manifest)
    if unread := unread_columns(manifest):
        lines.append(unread)
    rules = broken_rules(manifest)
    for effect, title in _EFFECTS.items():
        counts = [(rule, count) for rule, said, count in rules if said == effect]
        lines += [f"{title}\u202f:"] if counts else []
        lines += [f"  {rule}\u202f: {integer(count)}" for rule, count in counts]
        if effect == "signalées":
            lines += _flagged(report)
    return "\n".join(map(_plain, lines))


def _totals(manifest: Mapping[str, Any]) -> list[str]:
    """The accepted euros by programme and fund, then the totals that the file gives beside the sums of its rows."""
    from dashboard.ingest.report import found_totals, programme_rows

    programmes = [
        f"  {', '.join(filter(None, (row['programme'], row['fund'])))}\u202f: {plural(row['operations'], 'opération')}, "
        f"coût total {euros(row['total_cost'])}, montant UE {euros(row['eu_amount'])}"
        for row in programme_rows(manifest)
    ]
    totals = [
        f"  ligne {integer(total.line)}, {quoted(total.label)}, {total.field}\u202f: {euros(total.stated)} dans le fichier, "
        f"{euros(total.summed)} dans ses lignes, {total.verdict}"
        for total in found_totals(manifest)
    ]
    return [
        *(["Par programme et par fonds\u202f:"] if programmes else []),
        *programmes,
        *(["Totaux du fichier\u202f:"] if totals else []),
        *totals,
    ]


def _corrections(report: "Report") -> list[str]:
    """The first values that completions contradict: number, field, before and after."""
    from dashboard.exports.text import shortened
    from dashboard.ingest.report import field_label, value_in_words

    rows = report.corrections()
    lines = [
        f"  {row['num_dossier']}, {field_label(row['field'])}\u202f: "
        + " → ".join(
            quoted(shortened(value_in_words(row["field"], row[name]), LONGEST_VALUE)) for name in ("before", "after")
        )
        for row in rows[:FLAGGED_ROWS]
    ]
    more = len(rows) - FLAGGED_ROWS
    return (
        [*lines, f"  … et {plural(more, 'autre correction', 'autres corrections')}, sur la page Imports"]
        if more > 0
        else lines
    )


def _plain(line: str) -> str:
    """A line without the control characters that a file could hold: a terminal would obey them."""
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in line)


def _flagged(report: "Report") -> list[str]:
    """The first rows whose place is to be looked at: line, column, value, what is said of it."""
    rows = report.flagged()
    lines = [
        f"  ligne {integer(line)}, {header}\u202f: {quoted(value)}. {said}"
        for line, header, value, said in rows[:FLAGGED_ROWS]
    ]
    more = len(rows) - FLAGGED_ROWS
    return [*lines, f"  … et {plural(more, 'autre ligne')}, sur la page Imports"] if more > 0 else lines
