"""The whole pack as one ZIP: the three documents, the CSV of every table, and a manifest to replay it.

The same warehouse, filters and versions give the same CSVs and the same manifest, byte for byte; the documents carry their
date of creation, so they are left out of the manifest's digests.
"""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.archives import zipped
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import ALL, SLUGS, Choice, Pack, SectionKey
from dashboard.exports.pack.headings import marked, with_units
from dashboard.exports.workbook import csv_bytes
from dashboard.figures.figure import Figure

FORMAT: Final = "dossier-comite/1"
MANIFEST: Final = "manifest.json"


def archive_bytes(pack: Pack, documents: Mapping[str, bytes], *, chosen: Sequence[str] = ()) -> bytes:
    """The ZIP of a pack and of its documents (name → content).

    `chosen`: the operations asked for as fiches, which the manifest repeats.
    """
    csvs = csv_members(pack)
    members = {**documents, **csvs, MANIFEST: manifest(pack, csvs, chosen)}
    return zipped(members.items())


def csv_members(pack: Pack) -> dict[str, bytes]:
    """The CSV of every table, then of the operations and of the reviews where the pack has them."""
    found = {f"csv/{rank:02d}_{figure.key}.csv": _csv_of(figure) for rank, figure in enumerate(pack.figures, 1)}
    if len(pack.operation_columns):
        found["csv/operations.csv"] = csv_bytes(pack.operations, with_units(pack.operation_columns))
    if len(pack.review_columns):
        found["csv/evaluations.csv"] = csv_bytes(pack.reviews, with_units(pack.review_columns))
    return found


def _csv_of(figure: Figure) -> bytes:
    rows, columns = marked(figure)
    return csv_bytes(rows, with_units(columns))


def manifest(pack: Pack, csvs: Mapping[str, bytes], chosen: Sequence[str] = ()) -> bytes:
    """What the pack rests on, the command that makes it again, and the digest of each CSV."""
    record = {
        "format": FORMAT,
        "title": pack.title,
        "source": pack.source,
        "extracted_on": pack.extracted_on,
        "demonstration": pack.demonstration,
        "filters": pack.selection.to_query(),
        "filters_in_words": pack.filters,
        "operations": list(chosen),
        "sections": [section.key.value for section in pack.sections],
        "choice": {
            "slides": [SLUGS[key] for key in pack.choice.slides],
            "views": [screen.name for screen in pack.choice.views],
            "report": [SLUGS[key] for key in pack.choice.report],
            "annexes": pack.choice.annexes,
            "fiches": pack.choice.fiches,
            "operations": pack.choice.operations,
        },
        "versions": dict(pack.versions),
        **({"recall": pack.recall} if pack.recall else {}),
        "compared_with": pack.other.to_query() if pack.other else None,
        "replay": replay_command(pack.selection, chosen, pack.choice, pack.other),
        "csv": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in csvs.items()
        },
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def replay_command(
    selection: Selection, chosen: Sequence[str] = (), choice: Choice | None = None, other: Selection | None = None
) -> str:
    """The command line that makes the same pack from the same state folder."""
    words = ["python", "-m", "dashboard", "export", "zip", "--out", "dossier.zip", *selection.to_flags()]
    shown = choice or Choice()
    if other is not None:
        words += [f"--compare-with={key}={value}" for key, values in other.to_query().items() for value in values]
    if shown.view_set:
        words.append(f"--views={shown.view_set}")
    if shown.slides:
        words.append(f"--sections={_slugs(shown.slides)}")
    if shown.report != shown.slides:
        words.append(f"--report-sections={_slugs(shown.report) or ALL}")
    words += [
        flag for flag, given in (("--annexes", shown.annexes), ("--fiches", shown.fiches and not chosen)) if given
    ]
    if shown.operations:
        words.append(f"--listed={shown.operations}")
    return shlex.join([*words, *(f"--operation={number}" for number in chosen)])


def _slugs(keys: Sequence[SectionKey]) -> str:
    return ",".join(SLUGS[key] for key in keys)
