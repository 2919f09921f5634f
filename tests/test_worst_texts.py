"""What reads files and texts of unknown origin takes time in proportion to them, whatever they hold.

Each text below is the worst for one reader: hours, where every place of it is tried from every other place.
"""

import io
from collections.abc import Callable, Mapping
from typing import Final

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Kind
from dashboard.exports.text import clean
from dashboard.identification.evidence import find_evidence, find_spans, segments
from dashboard.ingest.columns import KNOWN_HEADERS, guess
from dashboard.ingest.readers import _xlsx_guard as guard
from dashboard.ingest.readers._records import records
from dashboard.ingest.readers._table import is_number
from tests import processor_time

LENGTH: Final = 200_000
SECONDS: Final = 30
"""Together the texts take about four seconds of a processor."""

INNOVATION = Expression("innovation", Kind.IDENTIFICATION, "", "innovation", "innovations?", TEXT_FIELDS)


def _filled(piece: str) -> str:
    return piece * (LENGTH // len(piece))


def _evidence(text: str) -> object:
    return [found.segments for found in find_evidence({"title": text}, [INNOVATION])]


def _records(text: str) -> object:
    return sum(1 for _ in records(io.StringIO(text), ";", 3))


def _widest(text: str) -> object:
    return max(map(guard._column_number, guard._references(text.encode())[0]), default=0)


WORST: Final[Mapping[str, Callable[[], object]]] = {
    "spaces between two sentences": lambda: _evidence(f"innovation{_filled(' ')}innovation"),
    "evidence in many sentences": lambda: _evidence(_filled("innovation. ")),
    "evidence in one long sentence": lambda: _evidence(_filled("innovation ")),
    "highlights in one text": lambda: segments(
        _filled("innovation "), find_spans(_filled("innovation "), [INNOVATION])
    ),
    "spaces in a document": lambda: clean(_filled(" ")),
    "cells of a sheet that are never closed": lambda: _widest(_filled("<c ")),
    "rows of a sheet that are never closed": lambda: _widest("<c>" + _filled("<row ")),
    "a column with a very long name": lambda: _widest('<c r="' + 3 * _filled("Z") + '1">'),
    "a number that ends in words": lambda: is_number("1" + _filled(" ") + "x"),
    "parentheses that are never closed": lambda: KNOWN_HEADERS.score([_filled("("), _filled("[")]),
    "a page as a header": lambda: guess([_filled("montant ")]),
    "quotes in the middle of cells": lambda: _records(_filled('"a"b;')),
    "quotes that are never closed": lambda: _records(_filled('"a;')),
    "lines that are all irregular": lambda: _records(_filled('a;"b"c;d;e\n')),
}


def read_every_text() -> None:
    """Run in a process of its own."""
    for name, read in WORST.items():
        print(name, flush=True)
        read()


def test_no_text_keeps_a_processor_busy() -> None:
    code, printed = processor_time.run(__name__, read_every_text.__name__, seconds=SECONDS)
    assert (code, printed.splitlines()) == (0, list(WORST)), "the last text named is the one that never ended"
