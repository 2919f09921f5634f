"""The pack as pages of A4 on their side: « l'essentiel », then a page per chosen section, the fiches and annexes asked for.

The words go to Typst as data that `pack.typ` lays out: nothing in them can be markup. Pictures are the vector drawings of the
screen, tagged with their text alternative; same pack, same bytes.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.charts.pictures import Sheet, chart_picture, map_picture
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import OperationSheet, Pack, Progress, Section, SectionKey
from dashboard.exports.pack.slide import Shown, first_sentence, lead_of, shown_of
from dashboard.exports.pack.words import pictured, tabled
from dashboard.exports.pdf.typesetting import LETTERS, typeset
from dashboard.exports.slides.tables import Grid, RowKind, grid_of
from dashboard.exports.text import one_line, paragraphs, shortened
from dashboard.figures.figure import Chart, Figure

_LAYOUT: Final = Path(__file__).with_name("pack.typ")
MOST_SENTENCES: Final = 3
_TYPES: Final = (16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0)
"""The type of a drawing is the largest that holds, in points."""
_WHOLE: Final = (750.0, 330.0)
_BESIDE: Final = (510.0, 330.0)
_HALF: Final = (365.0, 225.0)
_ANNEXED: Final = (560.0, 320.0)
"""Width and height of the place of a drawing, in points."""
_MAP_TYPE: Final = 10.0
_MAP_RATIO: Final = 0.7
"""Height of a map over its width, or nearly."""
_LONGEST_TITLE: Final = 220
_LONGEST_LINE: Final = 400
_LONGEST_CELL: Final = 160
_MANY_COLUMNS: Final = 8
_LISTED_TYPE: Final = 11.0
_MOST_LISTED: Final = 12
_FOLDED: Final = 40
_LETTER: Final = 0.0009
"""Width of a letter over its type, as a part of the page."""
_DRAWN_FIRST: Final = (SectionKey.AXIS_OBJECTIVE, SectionKey.CATEGORY, SectionKey.MANAGING_BODY, SectionKey.PERIMETER)

Page = dict[str, Any]


def pdf_bytes(pack: Pack, progress: Progress | None = None) -> bytes:
    """The PDF of a pack."""
    tell = progress or _silently
    pages = [essential(pack)]
    sections = () if pack.empty and not pack.choice.views else pack.slides
    steps = len(sections) + 3
    for rank, section in enumerate(sections, start=1):
        tell(rank / steps, section.title)
        pages.append({**_slide(section), "filters": _line(section.filters or pack.filters)})
    if not pack.empty and pack.choice.fiches:
        pages += [_fiche(section, sheet) for section in pack.sections for sheet in section.sheets]
    if not pack.empty and pack.choice.annexes:
        tell((steps - 2) / steps, "Annexes")
        pages += [page for section in pack.sections if not section.empty for page in _annexes(section, pack)]
        pages.append(_origin(pack))
    pages += [_listed(figure) for figure in pack.annexed]
    tell((steps - 1) / steps, "Mise en page")
    content = _printed(pack, pages)
    tell(1.0, "PDF prêt")
    return content


def essential_bytes(pack: Pack, progress: Progress | None = None) -> bytes:
    """The one page for the members, as a PDF."""
    content = _printed(pack, [essential(pack)])
    (progress or _silently)(1.0, "Page prête")
    return content


def essential(pack: Pack) -> Page:
    """Key figures, one chart, one map, three sentences."""
    key = pack.section(SectionKey.KEY_FIGURES)
    region = pack.section(SectionKey.REGION)
    charted = (pack.section(key) for key in _DRAWN_FIRST)
    leads = [lead for section in charted if section is not None and not section.empty and (lead := lead_of(section))]
    mapped = lead_of(region) if region is not None and not region.empty else None
    drawn = [_drawing(figure, _HALF) for figure in (*leads[:1], *([mapped] if mapped else []))]
    said = key.paragraphs if key is not None else ()
    counted = key is not None and not key.empty
    message = key.message if key is not None and key.empty else NOTHING_SELECTED if pack.empty else ""
    return {
        "kind": "essential",
        "shown": {
            "title": _title(pack.title),
            "message": _line(message),
            "highlights": _numbers(key.highlights if counted and key is not None else ()),
            "drawings": [one for one in drawn if one],
            "sentences": [_line(text) for text in said[:MOST_SENTENCES]],
            "source": _line(pack.source),
        },
    }


def _slide(section: Section) -> Page:
    shown = _of(section)
    words = [first_sentence(text) for text in _own(section, shown.figure)] if shown.figure else shown.lines
    drawing = _drawing(shown.figure, _BESIDE if words else _WHOLE) if shown.figure else None
    table = None
    if section.sheets:
        rows = tuple((one_line(s.title), one_line(s.beneficiary), one_line(s.place)) for s in section.sheets)
        grid = Grid(("Opération", "Porteur", "Lieu"), rows, (False,) * 3, (RowKind.PLAIN,) * len(rows))
        table = _table(grid, _LISTED_TYPE if len(rows) <= _MOST_LISTED else None)
    elif drawing is None and not shown.lines:
        figure = next((one for one in section.figures if not one.empty), None)
        table = _table(grid_of(figure)) if figure else None
    return {
        "kind": "slide",
        "shown": {
            "kicker": _line(section.title),
            "title": _title(section.message),
            "highlights": _numbers(shown.highlights),
            "drawing": drawing,
            "lines": [_line(text) for text in words],
            "table": table,
            "note": drawing["note"] if drawing else "",
        },
    }


def _of(section: Section) -> Shown:
    shown = shown_of(section)
    return Shown((), shown.figure, ()) if shown.figure and not shown.lines else shown


def _own(section: Section, figure: Figure | None) -> Iterable[str]:
    said = {text for one in section.figures if one.map for text in one.map.apart}
    said |= {figure.sentence} if figure else set()
    return [text for text in section.paragraphs if text not in said]


def _fiche(section: Section, sheet: OperationSheet) -> Page:
    return {
        "kind": "fiche",
        "shown": {
            "kicker": _line(section.title),
            "title": _title(sheet.title),
            "who": _line(" · ".join(words for words in (sheet.beneficiary, sheet.place) if words)),
            "landmarks": [[_line(label), _line(words)] for label, words in sheet.landmarks],
            "paragraphs": [[_line(label), paragraphs(text)] for label, text in sheet.paragraphs],
            "marks": [_line(mark) for mark in sheet.marks],
        },
    }


def _annexes(section: Section, pack: Pack) -> Iterable[Page]:
    """What the page of a section leaves out: its whole texts, its other figures, its tables."""
    lead = _of(section).figure if section in pack.slides else None
    whole = section in pack.slides and all(first_sentence(text) == text for text in section.paragraphs)
    if section.paragraphs and not whole:
        yield _annex(section, section.message, texts=[line for text in section.paragraphs for line in paragraphs(text)])
    for figure in section.figures:
        if figure.empty:
            continue
        drawing = None if figure is lead else _drawing(figure, _ANNEXED)
        if drawing:
            yield _annex(section, figure.title, drawing=drawing, note=drawing["note"])
        table = tabled(figure)
        note = " ".join(one_line(text) for text in (table.notes, table.synthetic) if text)
        yield _annex(section, figure.caption, table=_table(grid_of(table)), note=note)


def _listed(figure: Figure) -> Page:
    """A page of the annexed lists of operations."""
    shown: Page = {
        "kicker": "Annexe · Les opérations",
        "title": _title(figure.caption),
        "paragraphs": [],
        "drawing": None,
        "table": _table(grid_of(figure)),
        "note": "",
    }
    return {"kind": "annex", "shown": shown}


def _annex(
    section: Section,
    title: str,
    *,
    texts: Sequence[str] = (),
    drawing: dict[str, Any] | None = None,
    table: dict[str, Any] | None = None,
    note: str = "",
) -> Page:
    shown = {
        "kicker": f"Annexe · {_line(section.title)}",
        "title": _title(title),
        "paragraphs": list(texts),
        "drawing": drawing,
        "table": table,
        "note": note,
    }
    return {"kind": "annex", "shown": shown}


def _origin(pack: Pack) -> Page:
    return {"kind": "origin", "shown": [[label, one_line(words)] for label, words in pack.made_from.items()]}


def _numbers(highlights: Iterable[Any]) -> list[dict[str, str]]:
    return [{"label": _line(h.label), "value": _line(h.value), "change": _line(h.change)} for h in highlights]


def _drawing(figure: Figure, place: tuple[float, float]) -> dict[str, Any] | None:
    drawn = map_picture(figure.map, place[1] / _MAP_RATIO, size=_MAP_TYPE) if figure.map else None
    if drawn is None and figure.chart is not None:
        drawn = _fitting(figure.chart, *place)
    if drawn is None:
        return None
    notes = (*(figure.map.apart if figure.map else ()), pictured(figure).notes, figure.synthetic)
    return {
        "svg": drawn.svg(LETTERS),
        "alt": one_line(figure.sentence or figure.title),
        "title": shortened(one_line(figure.title), _LONGEST_TITLE),
        "caption": shortened(one_line(figure.caption), _LONGEST_TITLE),
        "note": " ".join(one_line(text) for text in notes if text),
        "height": drawn.height,
        "ratio": drawn.width / drawn.height,
    }


def _fitting(chart: Chart, width: float, height: float) -> Sheet | None:
    """The picture in the largest type that leaves it in its place."""
    for size in _TYPES:
        drawn = chart_picture(chart, width, size=size)
        if drawn is None or drawn.height <= height:
            break
    return drawn


def _table(grid: Grid, type_size: float | None = None) -> dict[str, Any]:
    size = type_size or (8.5 if len(grid.headers) <= _MANY_COLUMNS else 7)
    widths = [_width(column) for column in zip(grid.headers, *grid.rows, strict=True)]
    return {
        "headers": list(grid.headers),
        "rows": [[shortened(cell, _LONGEST_CELL) for cell in row] for row in grid.rows],
        "right": list(grid.numeric),
        "strong": [rank for rank, kind in enumerate(grid.kinds) if kind is not RowKind.PLAIN],
        "size": size,
        "widths": widths,
        "width": min(sum(widths) * size * _LETTER, 1.0),
    }


def _width(cells: Sequence[str]) -> int:
    """What a column needs, in letters: its longest word, and its cells up to a length at which they are folded."""
    return max(max(map(len, cells[0].split()), default=1), *(min(len(cell), _FOLDED) for cell in cells[1:]), 3) + 3


def _title(words: str) -> str:
    said = shortened(one_line(words), _LONGEST_TITLE)
    return said[:-1] if said.endswith(".") and ". " not in said else said


def _line(words: str) -> str:
    return shortened(one_line(words), _LONGEST_LINE)


def _printed(pack: Pack, pages: Sequence[Page]) -> bytes:
    badge = pack.mentions[-1] if pack.demonstration else ""
    told = {
        "filters": _line(pack.filters),
        "title": one_line(pack.title),
        "mentions": [_line(mention) for mention in pack.mentions if mention not in (badge, pack.filters)],
        "badge": badge,
        "pages": list(pages),
    }
    return typeset(_LAYOUT, "pack", told)


def _silently(share: float, words: str) -> None:
    del share, words
