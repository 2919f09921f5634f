"""Typst: words that go to a layout as data, so that nothing in them can be markup; the same words, the same bytes."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboard.charts.pictures import FONTS, drawable
from dashboard.exports.text import one_line

LETTERS: Final = "DejaVu Sans"
STANDARD: Final = "ua-1"
"""PDF/UA: titles, tables, languages and text alternatives that a screen reader finds."""


def typeset(layout: Path, name: str, told: Mapping[str, Any]) -> bytes:
    """The PDF of a `.typ` layout that reads `told` as JSON under `name`. What stands under « svg » is a picture."""
    # Its library weighs 80 MB in memory: only a PDF loads it.
    import typst  # noqa: PLC0415

    compiled = partial(
        typst.compile,
        str(layout),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(_readable(told), ensure_ascii=False)},
        timestamp=0,
    )
    try:
        content = compiled(pdf_standards=STANDARD)
    except typst.TypstError:
        # Signs piled on one another have no letter of their own, which PDF/UA refuses: the page is tagged all the same.
        content = compiled()
    if not isinstance(content, bytes):
        raise TypeError("typst gave no PDF")
    return content


def _readable(told: Any) -> Any:
    """The same without the signs that the letters lack: PDF/UA refuses a page that holds one. Pictures have left them out already."""
    if isinstance(told, Mapping):
        return {name: words if name == "svg" else _readable(words) for name, words in told.items()}
    if isinstance(told, list):
        return [_readable(one) for one in told]
    return drawable(drawable(one_line(told)), bold=True) if isinstance(told, str) else told
