"""The report of a campaign as one page of PDF. The words go to Typst as data: nothing in them can be markup."""

import json
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboard.charts.pictures import FONTS, drawable
from dashboard.exports.campaign_report.content import CampaignReport
from dashboard.exports.campaign_report.flow import flow_picture
from dashboard.exports.slides.tables import grid_of
from dashboard.exports.text import one_line
from dashboard.figures.figure import Figure

_LAYOUT: Final = Path(__file__).with_name("page.typ")
LETTERS: Final = "DejaVu Sans"
STANDARD: Final = "ua-1"
_LONG: Final = 40
"""Letters from which the words of a column may fold."""


def pdf_bytes(report: CampaignReport) -> bytes:
    """The PDF; the same report gives the same bytes."""
    # Its library weighs 80 MB in memory: only a PDF loads it.
    import typst  # noqa: PLC0415

    said = {
        "title": report.title,
        "state": report.state,
        "badge": "Campagne de démonstration\u202f: évaluations fabriquées" if report.demonstration else "",
        "protocol": [list(line) for line in report.protocol],
        "alt": report.sentence,
        "flow-note": report.flow_note,
        "recall": report.recall,
        "agreement": _table(report.agreement),
        "by-origin": _table(report.by_origin),
        "agreement-note": report.agreement_note,
        "arbitrations": _table(report.arbitrations),
        "arbitrations-note": report.arbitrations_note,
        "stability": report.stability,
        "positives": _table(report.positives),
        "positives-note": report.positives_note,
    }
    told = _readable(said) | {"flow": flow_picture(report.steps).svg(LETTERS)}
    compiled = partial(
        typst.compile,
        str(_LAYOUT),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
        timestamp=0,
    )
    try:
        content = compiled(pdf_standards=STANDARD)
    except typst.TypstError:
        # As in the pack's: signs piled on one another have no letter of their own, which PDF/UA refuses.
        content = compiled()
    if not isinstance(content, bytes):
        raise TypeError("typst gave no PDF")
    return content


def _table(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    grid = grid_of(figure)
    return {
        "title": figure.title,
        "headers": list(grid.headers),
        "rows": [list(row) for row in grid.rows],
        "right": list(grid.numeric),
        "long": [max((len(row[rank]) for row in grid.rows), default=0) > _LONG for rank in range(len(grid.headers))],
    }


def _readable(told: Any) -> Any:
    """The same without the signs that the letters lack: PDF/UA refuses a page that holds one."""
    if isinstance(told, dict):
        return {name: _readable(words) for name, words in told.items()}
    if isinstance(told, list):
        return [_readable(one) for one in told]
    return drawable(drawable(one_line(told)), bold=True) if isinstance(told, str) else told
