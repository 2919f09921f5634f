"""One section of the pack as one screen: its message large, one figure or a few lines under it, what it rests on below."""

import base64
from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard.charts.pictures import Sheet, chart_picture, map_picture
from dashboard.domain.text import french_order
from dashboard.exports.pack.content import Highlight, OperationSheet, Pack, Section
from dashboard.exports.pack.slide import shown_of
from dashboard.figures.figure import Chart, Figure, MapPicture

MOST_SHEETS: Final = 6
MOST_LEADERS: Final = 5
WIDTH: Final = 560.0
HEIGHT: Final = 185.0
MAP_WIDTH: Final = 330.0
"""A picture in points, ten of them to an `em` of the slide: what it takes of the screen."""
TYPES: Final = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
MAP_TYPE: Final = 10.0
NARROW: Final = 290.0
NARROW_TYPE: Final = 10.0
CAUTION: Final = "*"
"""Opens the note that a mark of the figure refers to: the others explain columns that a slide doesn't show."""


def slide_html(pack: Pack, section: Section, rank: int, total: int, *, heading: str) -> str:
    """The slide as HTML. `heading` is the level of its title, `h1` where it is the only thing on the page."""
    mentions = " · ".join(escape(mention) for mention in pack.mentions_of(section))
    title = section.message or section.title
    size = " diapo-long" if len(title) > 95 else ""
    return (
        f'<section class="diapo" aria-label="Diapositive {rank} sur {total}">'
        f'<p class="diapo-rubrique">{escape(section.title)}</p>'
        f'<{heading} class="diapo-titre{size}">{escape(title)}</{heading}>'
        f'<div class="diapo-corps">{_body(section)}</div>'
        f'<p class="diapo-pied"><span>{mentions}</span><span>{rank}\u202f/\u202f{total}</span></p></section>'
    )


def _body(section: Section) -> str:
    if section.empty:
        return "".join(f"<p>{escape(text)}</p>" for text in section.paragraphs)
    if section.sheets:
        return _sheets(section.sheets)
    shown = shown_of(section)
    parts = [_highlights(shown.highlights)] if shown.highlights else []
    parts += [_drawn(shown.figure)] if shown.figure else []
    return "".join([*parts, _lines(shown.lines)])


def _drawn(figure: Figure) -> str:
    marked = figure.chart is not None and figure.note is not None and figure.note.startswith(CAUTION)
    said = [figure.synthetic or "", figure.note or "" if marked else "", *figure.remarks]
    note = "".join(f'<p class="diapo-note">{escape(text)}</p>' for text in said if text)
    if figure.map:
        picture = _image(map_picture(figure.map, MAP_WIDTH, size=MAP_TYPE), figure.sentence)
        return f'<div class="diapo-deux">{picture}<div>{_beside(figure.map)}{note}</div></div>'
    return f"{_chart(figure.chart, figure.sentence) if figure.chart else ''}{note}"


def _chart(chart: Chart, sentence: str) -> str:
    """The chart for a screen and, in a column, for a telephone: the style sheet shows the one or the other."""
    wide, narrow = _fitting(chart), chart_picture(chart, NARROW, size=NARROW_TYPE)
    if wide is None or narrow is None:
        return ""
    return _image(wide, sentence, "diapo-large") + _image(narrow, sentence, "diapo-etroite")


def _fitting(chart: Chart) -> Sheet | None:
    """The picture in the largest type that leaves it on the screen."""
    for size in TYPES:
        drawn = chart_picture(chart, WIDTH, size=size)
        if drawn is None or drawn.height <= HEIGHT:
            break
    return drawn


def _image(drawn: Sheet, sentence: str, place: str = "") -> str:
    """The picture within its own address: Streamlit takes drawings out of a page, not images."""
    content = base64.b64encode(drawn.svg().encode()).decode()
    return f'<img class="diapo-image {place}" alt="{escape(sentence)}" src="data:image/svg+xml;base64,{content}">'


def _beside(picture: MapPicture) -> str:
    """The territories that come first, and what no shape can show."""
    leaders = sorted(
        (area for area in picture.areas if area.value), key=lambda area: (-(area.value or 0), french_order(area.name))
    )[:MOST_LEADERS]
    first = "".join(f"<li>{escape(area.name)}<b>{escape(area.printed)}</b></li>" for area in leaders)
    return f'<ol class="diapo-tete">{first}</ol>' + "".join(f"<p>{escape(text)}</p>" for text in picture.apart)


def _highlights(highlights: Sequence[Highlight]) -> str:
    items = "".join(
        f"<div><dt>{escape(item.label)}</dt><dd>{escape(item.value)}</dd>"
        f"{f'<p>{escape(item.change)}</p>' if item.change else ''}</div>"
        for item in highlights
    )
    return f'<dl class="diapo-chiffres">{items}</dl>'


def _lines(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<ul class="diapo-lignes">{items}</ul>' if items else ""


def _sheets(sheets: Sequence[OperationSheet]) -> str:
    cards = "".join(_card(sheet) for sheet in sheets[:MOST_SHEETS])
    more = len(sheets) - MOST_SHEETS
    note = f'<p class="diapo-note">{more} autres fiches dans les documents du comité.</p>' if more > 1 else ""
    return f'<div class="diapo-fiches">{cards}</div>{note}'


def _card(sheet: OperationSheet) -> str:
    facts = dict(sheet.landmarks)
    amount = facts.get("Coût total", "")
    lines = [sheet.beneficiary, sheet.place, f"Coût total\u202f: {amount}" if amount else ""]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f"<article><strong>{escape(sheet.title)}</strong>{said}</article>"
