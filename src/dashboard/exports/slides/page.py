"""One slide being written: its title, its shapes, its footer, its number and what the speaker reads."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from dashboard.exports.slides.markup import (
    LANGUAGE,
    NAMESPACES,
    Box,
    Run,
    Style,
    attribute,
    element,
    paragraph,
    shape,
    text_body,
    transform,
)
from dashboard.exports.slides.template import Layout, Template
from dashboard.exports.slides.text import Fitted, cleaned, cut_to, fitted, lines_of, width_of
from dashboard.figures.palette import BLUE_FRANCE, INK_SOFT

TITLE_SIZES: Final = (28.0, 26.0, 24.0)
COVER_SIZES: Final = (40.0, 36.0, 32.0, 28.0)
FOOTER_SIZES: Final = (12.0, 11.0, 10.0)
TITLE_LINE: Final = 1.1
USUAL_LINES: Final = 2
"""Lines of title that the content always leaves free, so that it starts at the same height on most slides."""
FULL_TITLE: Final = "Titre complet"
_SEPARATOR: Final = " · "
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Page:
    """A slide of one of the two layouts. What doesn't fit is cut there and kept whole in the notes."""

    def __init__(self, template: Template, layout: Layout) -> None:
        self.layout = layout
        self.slide = template.presentation.slides.add_slide(layout.layout)
        self.notes: list[str] = []
        self._spare = 0.0
        self._size = Box(0, 0, template.presentation.slide_width / 12_700, template.presentation.slide_height / 12_700)
        self._next = 1 + max(int(found) for found in self.slide.shapes._spTree.xpath("//@id") if found.isdigit())

    @staticmethod
    def body_under(layout: Layout, title: str) -> Box:
        """Where the content of a slide of that title would go."""
        found = _title_fit(title, "", layout.title.width - 15, layout.title.height, TITLE_SIZES)
        return layout.body.below(-_spare(found, layout))

    @property
    def body(self) -> Box:
        """Where the content goes, once the title is written."""
        place = self.layout.body
        return place.below(-self._spare) if self._spare else place

    def number(self) -> int:
        """An identifier that no shape of this slide has yet."""
        self._next += 1
        return self._next - 1

    def numbers(self, count: int) -> range:
        """Several of them."""
        first, self._next = self._next, self._next + count
        return range(first, self._next)

    def add(self, xml: str) -> None:
        """Puts a shape in front of the others."""
        self.slide.shapes._spTree.append(element(xml if "xmlns:p=" in xml[:400] else _rooted(xml)))

    def text(self, box: Box, paragraphs: Iterable[str], name: str, *, anchor: str = "t") -> None:
        """A box of text."""
        self.add(shape(self.number(), name, box, paragraphs="".join(paragraphs), anchor=anchor))

    def rectangle(self, box: Box, name: str, *, fill: str | None = None, line: str | None = None) -> None:
        """A rectangle that only decorates."""
        self.add(shape(self.number(), name, box, fill=fill, line=line))

    def title(
        self,
        words: str,
        *,
        sizes: Sequence[float] = TITLE_SIZES,
        kicker: str = "",
        suffix: str = "",
        usual_lines: int = USUAL_LINES,
    ) -> None:
        """The title, shrunk then cut; `suffix` (« (2/3) ») is never cut. Layouts without a title are given one.

        `usual_lines` are kept for it even when it needs fewer.
        """
        box = self.layout.title
        end = f" {suffix}" if suffix else ""
        room = box.width - (15 if self.layout.own_title else 0)
        found = _title_fit(words, end, room, box.height, sizes)
        self._spare = _spare(found, self.layout, usual_lines)
        if found.cut:
            self.notes.append(f"{FULL_TITLE}\u202f: {cleaned(words)}")
        runs = [(found.text, Style(found.size, bold=True))]
        if end:
            runs.append((end, Style(found.size)))
        written = paragraph(*runs, line=TITLE_LINE)
        placeholder = self.slide.shapes.title
        if placeholder is None:
            self.text(box, [written], "Titre", anchor="ctr")
        else:
            moved = not self.layout.own_title or self._spare > 0
            _fill(placeholder._element, written, box=replace(box, height=box.height - self._spare) if moved else None)
            placeholder.name = "Titre"
        if self.layout.kicker is not None and kicker:
            words = cut_to(cleaned(kicker), self.layout.title.width, 1, 16, bold=True)
            self._placeholder(self.layout.kicker, [paragraph((words, Style(16, bold=True)))])

    def subtitle(self, paragraphs: Sequence[str]) -> bool:
        """Fills the second place of a cover; False where the layout has none."""
        return self.layout.subtitle is not None and self._placeholder(self.layout.subtitle, paragraphs)

    def subtitle_box(self) -> Box | None:
        """Where that place is."""
        for found in self.slide.placeholders:
            if found.placeholder_format.idx == self.layout.subtitle and found.width:
                return Box(*(value / 12_700 for value in (found.left, found.top, found.width, found.height)))
        return None

    def describe(self, drawn: Any, name: str, description: str) -> None:
        """Names a chart or a table, and says in words what it shows."""
        properties = drawn._element.xpath(".//p:cNvPr")[0]
        properties.set("name", cleaned(name))
        properties.set("descr", cleaned(description))

    def finish(self, mentions: Sequence[str], position: int, *, badge: bool) -> None:
        """Footer (`badge`: its last mention stands out), number and notes; places of the layout that nothing fills are left out."""
        for found in list(self.slide.placeholders):
            if not cleaned(found.text_frame.text if found.has_text_frame else ""):
                found._element.getparent().remove(found._element)
        self._footer(mentions, badge=badge)
        self._number(position)
        self._write_notes()

    def _placeholder(self, index: int, paragraphs: Sequence[str]) -> bool:
        for found in self.slide.placeholders:
            if found.placeholder_format.idx == index:
                _fill(found._element, "".join(paragraphs))
                return True
        return False

    def _footer(self, mentions: Sequence[str], *, badge: bool) -> None:
        box, own = self.layout.footer, self.layout.own_footer
        words, size = _footer_words(mentions, box.width, box.height)
        if own and words != list(mentions):
            left = min(self.layout.title.left, box.left)
            wider = Box(left, box.top, max(self.layout.number.left - 8, box.right) - left, box.height)
            if wider.width > box.width:
                box, own = wider, False
                words, size = _footer_words(mentions, box.width, box.height)
        if words != list(mentions):
            self.notes.append(f"Filtres\u202f: {cleaned(mentions[0])}")
        runs: list[Run] = []
        for rank, mention in enumerate(words):
            last = badge and rank == len(words) - 1
            style = Style(size, bold=last, colour=BLUE_FRANCE if last else INK_SOFT)
            runs.append((f"{_SEPARATOR if rank else ''}{mention}", style))
        self.add(self._furniture("ftr", "Pied de page", paragraph(*runs), None if own else box))

    def _number(self, position: int) -> None:
        field = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            f'<a:rPr lang="{LANGUAGE}" sz="1200"/><a:t>{position}</a:t></a:fld>'
        )
        box = None if self.layout.own_number else self.layout.number
        self.add(self._furniture("sldNum", "Numéro de diapositive", f'<a:p><a:pPr algn="r"/>{field}</a:p>', box))

    def _furniture(self, kind: str, name: str, paragraphs: str, box: Box | None) -> str:
        """A placeholder of the layout, at its place unless `box` says another."""
        held = self.layout.layout._element.xpath(f'.//p:ph[@type="{kind}"]')
        index = f' idx="{held[0].get("idx")}"' if held and held[0].get("idx") else ""
        link = f'<p:nvPr><p:ph type="{kind}" sz="quarter"{index}/></p:nvPr>' if held else "<p:nvPr/>"
        place = f'{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
        body = text_body(paragraphs, anchor="ctr") if box else _inherited(paragraphs)
        return _rooted(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.number()}" name={attribute(name)}/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>{link}</p:nvSpPr><p:spPr>{place}</p:spPr>{body}</p:sp>'
        )

    def _write_notes(self) -> None:
        frame = self.slide.notes_slide.notes_text_frame
        if frame is None:
            return
        lines = [paragraph((words, Style(12)), exact=False, after=4) for words in dict.fromkeys(self.notes) if words]
        body = frame._txBody
        for old in body.findall(f"{_A}p"):
            body.remove(old)
        body.extend(element(f"<a:lstStyle {NAMESPACES}>{''.join(lines)}</a:lstStyle>"))


def _rooted(xml: str) -> str:
    end = xml.index(">")
    head = xml[: end - 1] if xml[end - 1] == "/" else xml[:end]
    return f"{head} {NAMESPACES}{xml[len(head) :]}"


def _inherited(paragraphs: str) -> str:
    return f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody>"


def _fill(place: Any, paragraphs: str, box: Box | None = None) -> None:
    """Writes in a placeholder, at its own place unless `box` says another."""
    old = place.find(f"{_P}txBody")
    new = element(_rooted(_inherited(paragraphs)))
    place.replace(old, new)
    if box is not None:
        properties = place.find(f"{_P}spPr")
        properties.insert(0, element(_rooted(transform(box))))


def _spare(title: Fitted, layout: Layout, usual_lines: int = USUAL_LINES) -> float:
    """What a title leaves free of its place, when it starts at the top of it."""
    used = max(title.lines, usual_lines) * title.size * TITLE_LINE
    return max(layout.title.height - used, 0) if layout.title_on_top else 0


def _title_fit(words: str, end: str, width: float, height: float, sizes: Sequence[float]) -> Fitted:
    """`end` takes its part of the last line."""
    whole = fitted(words + end, width, height, sizes, bold=True, line=TITLE_LINE)
    if not whole.cut:
        return Fitted(cleaned(words), whole.size, whole.lines)
    size = sizes[-1]
    room = max(1, int((height + 0.5) / (size * TITLE_LINE)))
    reserved = "\u00a0" * (1 + int(width_of(end, size, bold=True) / width_of("\u00a0", size, bold=True))) if end else ""
    text = cleaned(words)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines_of(f"{text[:middle].rstrip()}…{reserved}", width, size, bold=True) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return Fitted(text[:low].rstrip(" ,;:") + "…", size, room, cut=True)


def _footer_words(mentions: Sequence[str], width: float, height: float) -> tuple[list[str], float]:
    """The mentions at the size at which they fit; else the first one (the filters) is cut, never the others."""
    words = [cleaned(mention) for mention in mentions]
    for size in FOOTER_SIZES:
        room = max(1, int((height + 4) / (size * 1.2)))
        if lines_of(_SEPARATOR.join(words), width - 16, size, bold=True) <= room:
            return words, size
    size = FOOTER_SIZES[-1]
    room = max(1, int((height + 4) / (size * 1.2)))
    rest = width_of(_SEPARATOR.join(["", *words[1:]]), size, bold=True)
    first = cut_to(words[0], max(room * (width - 16) - rest, 40), 1, size, bold=True) if words else ""
    return [first, *words[1:]], size
