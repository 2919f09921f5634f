"""DrawingML written by hand: text, boxes and outlines.

python-pptx opens the file, the charts and the notes; its objects are too slow for tables of hundreds of cells and maps of a
hundred shapes, and it can't say the language of a run. Lengths are points, as people think of slides.
"""

from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml

from dashboard.exports.slides.text import LINE, cleaned

EMU: Final = 12_700
LANGUAGE: Final = "fr-FR"
NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height

    def below(self, used: float) -> "Box":
        """What is left once `used` points are taken from its top."""
        return replace(self, top=self.top + used, height=max(self.height - used, 0))

    def columns(self, left_share: float, gap: float) -> tuple["Box", "Box"]:
        """Two columns, the left one taking `left_share` of the width."""
        width = (self.width - gap) * left_share
        return replace(self, width=width), replace(self, left=self.left + width + gap, width=self.width - width - gap)

    def inside(self, margin: float) -> "Box":
        """The same place less a margin on each side."""
        return Box(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks. Without a colour it takes the one of its place."""

    size: float
    bold: bool = False
    italic: bool = False
    colour: str | None = None


Run = tuple[str, Style]


def emu(points: float) -> int:
    """Points in the unit of the files."""
    return round(points * EMU)


def element(xml: str | bytes) -> Any:
    """The element that this text describes."""
    return parse_xml(xml)


def serialised(node: Any) -> bytes:
    """An element as the text of a part."""
    return bytes(serialize_part_xml(node))


def attribute(text: str) -> str:
    """Text as a quoted attribute."""
    return quoteattr(cleaned(text))


def solid(colour: str) -> str:
    """A plain fill of that colour (`#RRGGBB`)."""
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'


def run(text: str, style: Style) -> str:
    """A run of text, in French."""
    bold, italic = (' b="1"' if style.bold else ""), (' i="1"' if style.italic else "")
    fill = solid(style.colour) if style.colour else ""
    return (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{round(style.size * 100)}"{bold}{italic} dirty="0">{fill}</a:rPr>'
        f"<a:t>{escape(cleaned_edges(text))}</a:t></a:r>"
    )


def paragraph(
    *runs: Run, align: str = "l", before: float = 0, after: float = 0, line: float = LINE, exact: bool = True
) -> str:
    """A paragraph whose lines have a fixed height, whatever fonts its characters come from."""
    size = max((style.size for _, style in runs), default=12)
    runs = tuple((text, style) for text, style in runs if text)
    spacing = f'<a:lnSpc><a:spcPts val="{round(size * line * 100)}"/></a:lnSpc>' if exact else ""
    return (
        f'<a:p><a:pPr marL="0" indent="0" algn="{align}" rtl="0">{spacing}'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft><a:buNone/></a:pPr>'
        f"{''.join(run(text, style) for text, style in runs)}"
        f'<a:endParaRPr lang="{LANGUAGE}" sz="{round(size * 100)}" dirty="0"/></a:p>'
    )


def cleaned_edges(text: str) -> str:
    """`cleaned`, with the spaces at both ends that separate a run from its neighbours."""
    words = cleaned(text)
    before = " " if text[:1] == " " and words else ""
    after = " " if text[-1:] == " " and words else ""
    return f"{before}{words}{after}"


def text_body(paragraphs: str, *, anchor: str = "t", tag: str = "p:txBody", wrap: bool = True) -> str:
    """Text without inner margins that keeps the size it was measured at."""
    return (
        f'<{tag}><a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0"'
        f' anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs or "<a:p/>"}</{tag}>'
    )


def transform(box: Box, tag: str = "a:xfrm") -> str:
    """Where a shape stands."""
    return (
        f'<{tag}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></{tag}>'
    )


def line_of(colour: str | None, width: float) -> str:
    """An outline, or none."""
    return f'<a:ln w="{emu(width)}">{solid(colour)}</a:ln>' if colour else "<a:ln><a:noFill/></a:ln>"


def shape(
    number: int,
    name: str,
    box: Box,
    *,
    geometry: str = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>',
    fill: str | None = None,
    line: str | None = None,
    line_width: float = 0.75,
    paragraphs: str = "",
    anchor: str = "t",
    description: str = "",
    wrap: bool = True,
) -> str:
    """A shape without style, thus without shadow: a box of text, a rectangle, an outline."""
    words = f" descr={attribute(description)}" if description else ""
    kind = ' txBox="1"' if paragraphs and not fill and not line else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}{words}/><p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{transform(box)}{geometry}{solid(fill) if fill else '<a:noFill/>'}{line_of(line, line_width)}</p:spPr>"
        f"{text_body(paragraphs, anchor=anchor, wrap=wrap)}</p:sp>"
    )


def group(number: int, name: str, box: Box, shapes: str, description: str) -> str:
    """Shapes that move together and are read as one picture."""
    place = (
        f'<a:off x="{emu(box.left)}" y="{emu(box.top)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
        f'<a:chOff x="{emu(box.left)}" y="{emu(box.top)}"/><a:chExt cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    )
    return (
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{number}" name={attribute(name)} descr={attribute(description)}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
    )
