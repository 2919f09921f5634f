"""Words put into paragraphs of Word: on one line, each in its look, right-to-left passages marked as such."""

from dataclasses import dataclass
from typing import Any, Final

from docx.shared import Pt, RGBColor

from dashboard.exports.report.ooxml import read_from_right
from dashboard.exports.text import kept_ends, passages, reads_right_to_left


@dataclass(frozen=True, slots=True)
class Look:
    """How words differ from their paragraph; `size` in half-points, `colour` as `RRGGBB`."""

    bold: bool = False
    italic: bool = False
    colour: str = ""
    size: int = 0


PLAIN: Final = Look()
BOLD: Final = Look(bold=True)
ITALIC: Final = Look(italic=True)


def add_paragraph(container: Any, style: Any, *, keep_next: bool = False) -> Any:
    """An empty paragraph at the end of a document, a cell, a header."""
    added = container.add_paragraph(style=style)
    if keep_next:
        added.paragraph_format.keep_with_next = True
    return added


def add_words(paragraph: Any, text: object, look: Look = PLAIN) -> None:
    """The words at the end of a paragraph."""
    for part, turned in passages(kept_ends(text)):
        font = paragraph.add_run(part).font
        if look.bold:
            font.bold = font.cs_bold = True
        if look.italic:
            font.italic = font.cs_italic = True
        if look.colour:
            font.color.rgb = RGBColor.from_string(look.colour)
        if look.size:
            font.size = Pt(look.size / 2)
        if turned:
            font.rtl = True


def add_text(container: Any, style: Any, text: object, look: Look = PLAIN, *, keep_next: bool = False) -> Any:
    """A paragraph of such words, which starts on the side that they are read from."""
    added = add_paragraph(container, style, keep_next=keep_next)
    if reads_right_to_left(str(text)):
        read_from_right(added)
    add_words(added, text, look)
    return added
