"""Pieces of WordprocessingML: runs, fields, paragraphs and pictures, as XML text whose words are always escaped."""

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dashboard.exports.report.text import one_line, passages, reads_right_to_left

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
EMU_PER_TWIP: Final = 635


@dataclass(frozen=True, slots=True)
class Look:
    """How a run differs from its paragraph; `size` in half-points, `colour` as `RRGGBB`."""

    bold: bool = False
    italic: bool = False
    colour: str = ""
    size: int = 0


PLAIN: Final = Look()
BOLD: Final = Look(bold=True)
ITALIC: Final = Look(italic=True)


def run(text: object, look: Look = PLAIN) -> str:
    """The words on one line, right-to-left passages marked as such."""
    return "".join(
        f'<w:r>{_properties(look, turned)}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part, turned in passages(_kept_ends(text))
    )


def field(instruction: str, shown: str, look: Look = PLAIN) -> str:
    """A field of Word with the result that it shows until someone updates it. Never give it words of an extract."""
    properties = _properties(look, turned=False)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{properties}<w:t>{escape(shown)}</w:t></w:r>"
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def tab() -> str:
    """A tabulation."""
    return "<w:r><w:tab/></w:r>"


def bookmark(number: int, name: str, content: str) -> str:
    """The content under a name that a cross-reference can point at."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(
    style: str,
    content: str,
    *,
    keep_next: bool = False,
    tabs: str = "",
    align: str = "",
    reads: object = "",
    mark: int = 0,
) -> str:
    """A paragraph of that style.

    `reads`: the words that decide on which side it starts, where an extract gives them. `mark`: the size of its end, in
    half-points, which decides how high it is without words.
    """
    properties = (
        f"<w:pStyle w:val={quoteattr(style)}/>"
        + ("<w:keepNext/>" if keep_next else "")
        + tabs
        + ("<w:bidi/>" if reads and reads_right_to_left(str(reads)) else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + _properties(Look(size=mark), turned=False)
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def words(style: str, text: object, look: Look = PLAIN, *, keep_next: bool = False) -> str:
    """A paragraph of plain words."""
    return paragraph(style, run(text, look), keep_next=keep_next, reads=text)


def picture(number: int, relation: str, size: tuple[int, int], name: str, alternative: str) -> str:
    """A picture in the line, `size` in twentieths of a point, with its text alternative."""
    width, height = (side * EMU_PER_TWIP for side in size)
    described = f'id="{number}" name={quoteattr(one_line(name))} descr={quoteattr(one_line(alternative))}'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {described}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill><a:blip r:embed={quoteattr(relation)}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _kept_ends(text: object) -> str:
    """One line that keeps the spaces at its ends: they part it from the runs beside it."""
    given = str(text)
    line = one_line(given)
    return f"{' ' if given[:1] == ' ' and line else ''}{line}{' ' if given[-1:] == ' ' and line else ''}"


def _properties(look: Look, turned: bool) -> str:
    inside = (
        ("<w:b/><w:bCs/>" if look.bold else "")
        + ("<w:i/><w:iCs/>" if look.italic else "")
        + (f'<w:color w:val="{look.colour}"/>' if look.colour else "")
        + (f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>' if look.size else "")
        + ('<w:rtl/><w:lang w:bidi="ar-SA"/>' if turned else "")
    )
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""
