"""Places, paragraphs and shapes as this deck writes them: points, fixed line heights, French. python-pptx draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from dashboard.exports.slides.fitting import LINE
from dashboard.exports.slides.ooxml import describe, keep_height
from dashboard.exports.text import kept_ends, one_line

EMU: Final = 12_700

_colour_of: Any = RGBColor
"""python-pptx leaves this method without types."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, shape: Any) -> "Box":
        """Where a shape stands."""
        return cls(*(value / EMU for value in (shape.left, shape.top, shape.width, shape.height)))

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in the unit of the files."""
        return emu(self.left), emu(self.top), emu(self.width), emu(self.height)

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs of text; `line` is the height of a line over the size of its type, whatever fonts its characters come from."""

    runs: tuple[Run, ...]
    align: PP_ALIGN = PP_ALIGN.LEFT
    before: float = 0
    after: float = 0
    line: float = LINE


def paragraph(
    text: str, style: Style, *, align: PP_ALIGN = PP_ALIGN.LEFT, before: float = 0, after: float = 0
) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph(((text, style),), align, before, after)


def emu(points: float) -> int:
    """Points in the unit of the files."""
    return round(points * EMU)


def rgb(colour: str) -> Any:
    """The colour `#RRGGBB`."""
    return _colour_of.from_string(colour.removeprefix("#").upper())


def fill(format_: Any, colour: str) -> None:
    """A plain fill of that colour."""
    format_.solid()
    format_.fore_color.rgb = rgb(colour)


def place(shape: Any, box: Box) -> None:
    """Moves a shape."""
    shape.left, shape.top, shape.width, shape.height = box.emu


def write(frame: Any, paragraphs: Iterable[Paragraph]) -> None:
    """Writes in a frame that keeps its own margins and anchor, instead of what is there."""
    frame.clear()
    for rank, wanted in enumerate(paragraphs):
        added = frame.add_paragraph() if rank else frame.paragraphs[0]
        added.alignment = wanted.align
        size = max(style.size for _, style in wanted.runs)
        added.line_spacing = Pt(round(size * wanted.line, 2))
        added.space_before, added.space_after = Pt(wanted.before), Pt(wanted.after)
        said = [(text, style) for text, style in wanted.runs if text]
        for text, style in said:
            _add_run(added, text, style)
        if not said:
            keep_height(added, size)


def write_alone(
    frame: Any, paragraphs: Iterable[Paragraph], *, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP, wrap: bool = True
) -> None:
    """Writes in a frame without margins, whose text keeps the size that it was measured at."""
    write(frame, paragraphs)
    frame.margin_left = frame.margin_top = frame.margin_right = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = wrap, MSO_AUTO_SIZE.NONE, anchor


def _add_run(added: Any, text: str, style: Style) -> None:
    run = added.add_run()
    run.text = kept_ends(text)
    font = run.font
    font.size, font.language_id = Pt(style.size), MSO_LANGUAGE_ID.FRENCH
    if style.bold:
        font.bold = True
    if style.italic:
        font.italic = True
    if style.colour:
        font.color.rgb = rgb(style.colour)


def add_text(
    shapes: Any,
    box: Box,
    paragraphs: Iterable[Paragraph],
    name: str,
    *,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    wrap: bool = True,
) -> Any:
    """A box of text."""
    shape = shapes.add_textbox(*box.emu)
    shape.name = one_line(name)
    write_alone(shape.text_frame, paragraphs, anchor=anchor, wrap=wrap)
    return shape


def add_rectangle(shapes: Any, box: Box, name: str, *, colour: str | None = None, line: str | None = None) -> Any:
    """A rectangle."""
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.name = one_line(name)
    dress(shape, colour, line)
    return shape


def dress(shape: Any, colour: str | None, line: str | None) -> None:
    """Fill and outline, or none; never a shadow."""
    if colour:
        fill(shape.fill, colour)
    else:
        shape.fill.background()
    if line:
        shape.line.color.rgb, shape.line.width = rgb(line), Pt(0.5)
    else:
        shape.line.fill.background()
    shape.shadow.inherit = False


def add_group(shapes: Any, parts: Sequence[Any], name: str, description: str) -> Any:
    """Shapes that move together and are read as one picture."""
    group = shapes.add_group_shape(parts)
    describe(group, name, description)
    return group
