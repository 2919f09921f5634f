"""The report of a campaign as one page of PDF. The words go to Typst as data: nothing in them can be markup."""

from pathlib import Path
from typing import Any, Final

from dashboard.exports.campaign_report.content import CampaignReport
from dashboard.exports.campaign_report.flow import flow_picture
from dashboard.exports.pdf.typesetting import LETTERS, typeset
from dashboard.exports.slides.tables import grid_of
from dashboard.figures.figure import Figure

_LAYOUT: Final = Path(__file__).with_name("page.typ")
_LONG: Final = 40
"""Letters from which the words of a column may fold."""


def pdf_bytes(report: CampaignReport) -> bytes:
    """The PDF; the same report gives the same bytes."""
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
        "flow": {"svg": flow_picture(report.steps).svg(LETTERS)},
    }
    return typeset(_LAYOUT, "report", said)


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
