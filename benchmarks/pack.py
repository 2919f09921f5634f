"""The committee pack, part by part: its content, each document, and the whole of it from the first query to the ZIP."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from dashboard.domain.selection import Selection
from dashboard.exports.documents import Document, document_bytes
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Pack
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State

REPEATS = 3
WHOLE = 15_000
"""Milliseconds that the whole pack may take."""


def measure(folder: str) -> list[dict[str, Any]]:
    """Milliseconds on the clock and of processor, median; the first run, which also imports libraries, is left out."""
    state = State(Path(folder))
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:

        def content() -> Pack:
            return build_pack(state, current, connection, Selection())

        pack = content()
        document_bytes(pack, Document.ARCHIVE)
        parts: dict[str, Callable[[], object]] = {"pack, content": content}
        parts |= {
            f"pack, {document.value} from its content": lambda document=document: document_bytes(pack, document)
            for document in (Document.SLIDES, Document.REPORT, Document.WORKBOOK)
        }
        parts["pack, content and zip"] = lambda: document_bytes(content(), Document.ARCHIVE)
        return [
            _measured(label, part, WHOLE if label == "pack, content and zip" else None) for label, part in parts.items()
        ]


def _measured(label: str, part: Callable[[], object], target: int | None) -> dict[str, Any]:
    clock, processor = [], []
    for _ in range(REPEATS):
        start, busy = time.perf_counter(), time.process_time()
        part()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return {"label": label, "ours": median(clock) * 1000, "processor": median(processor) * 1000, "target": target}
