"""The report section: the pack as a Word document, made to be pasted into a longer one."""

from collections.abc import Callable
from pathlib import Path

from dashboard.exports.pack.content import Pack


def report_bytes(
    pack: Pack, *, template: Path | None = None, progress: Callable[[float, str], None] | None = None
) -> bytes:
    """The report section of a pack; the same pack gives the same bytes. Raises TemplateError for a useless template."""
    # What draws the figures takes half a second to load: only those who ask for a report wait for it.
    from dashboard.exports.report.document import written  # noqa: PLC0415

    return written(pack, template, progress or _silently)


def _silently(share: float, words: str) -> None:
    del share, words
