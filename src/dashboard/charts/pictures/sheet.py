"""A sheet measured in points, from the top left corner, that matplotlib turns into a PNG or an SVG: same content, same bytes."""

import io
import re
import textwrap
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from PIL import Image

from dashboard.figures.palette import INK, INK_SOFT, PAPER

DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_COLOURS: Final = 128
_REMEMBERED: Final = 2000
PRINTED: Final = 8.5
"""The usual type of a picture that is printed; every other length follows from the type."""
MARK: Final = 0.82
"""Type of the mark at the foot, over the usual one."""
MARK_HEIGHT: Final = 1.65
"""Height of its line, over the usual type."""
_SHORTEST_LINE: Final = 4
_MANY: Final = 1 << 15
_PACKED: Final = np.array([1 << 16, 1 << 8, 1], dtype=np.int32)
_SPACES: Final = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]")
"""Every space but those that French keeps unbroken."""
FONTS: Final = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
"""The fonts that matplotlib carries, « DejaVu Sans » among them: the same picture wherever it is drawn."""
_FILES: Final = {False: FONTS / "DejaVuSans.ttf", True: FONTS / "DejaVuSans-Bold.ttf"}
_SVG: Final[Any] = {"svg.fonttype": "none", "svg.hashsalt": "dashboard"}
"""Words stay words: a screen has letters of its own, narrower than those they were measured with; names of its parts depend
on nothing else."""
_ONE_AT_A_TIME: Final = Lock()
"""matplotlib isn't made for threads, and two people may ask for a report at once."""


class Sheet:
    """A white sheet of `width` × `height` points, with `mark` at its foot in a line of its own below them."""

    def __init__(self, width: float, height: float, *, size: float = PRINTED, mark: str = "") -> None:
        if mark:
            height += MARK_HEIGHT * size
        self._figure = Figure(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self.width, self.height = width, height
        if mark:
            line = folded(mark, width, MARK * size, 1)[0]
            self.write(2, height - MARK_HEIGHT * size / 2, line, size=MARK * size, colour=INK_SOFT)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, *, hatched: bool = False) -> None:
        """A filled rectangle; `hatched` where there is no data."""
        self._axes.add_artist(_laid(Rectangle((x, y), width, height), colour, hatched=hatched))

    def outline(self, points: Outline, colour: str, edge: str, *, hatched: bool = False, line: float = 0.5) -> None:
        """A filled shape with its border."""
        self._axes.add_artist(_laid(PathPatch(points), colour, hatched=hatched, edge=edge, line=line))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str = INK,
        bold: bool = False,
        across: str = "left",
        down: str = "center",
    ) -> None:
        """A line of text, letter for letter."""
        self._axes.text(
            x, y, drawable(text, bold=bold), fontproperties=_letters(size, bold=bold), color=colour,
            horizontalalignment=across, verticalalignment="center_baseline" if down == "center" else down, parse_math=False,
        )  # fmt: skip

    def png(self) -> bytes:
        """The sheet at 200 dots per inch, in a palette."""
        with _ONE_AT_A_TIME:
            drawn = io.BytesIO()
            self._figure.savefig(drawn, format="raw", dpi=DOTS_PER_INCH, facecolor=PAPER)
            size = tuple(int(side) for side in self._figure.canvas.get_renderer().get_canvas_width_height())  # type: ignore[attr-defined]
        picture = Image.frombytes("RGBA", (size[0], size[1]), drawn.getvalue()).convert("RGB")
        packed = io.BytesIO()
        _reduced(picture).save(packed, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), compress_level=6)
        return packed.getvalue()

    def svg(self, letters: str = "Arial") -> str:
        """The sheet as shapes, sharp at any size, its words in the letters of that name."""
        drawn = io.StringIO()
        with _ONE_AT_A_TIME, matplotlib.rc_context({**_SVG, "font.sans-serif": [letters]}):
            self._figure.savefig(drawn, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
        return drawn.getvalue()


def drawable(text: str, *, bold: bool = False) -> str:
    """The text on one line, without the signs that the font lacks or that turn the direction of others."""
    known = _signs(bold)
    line = " ".join(part for part in _SPACES.split(text) if part)
    return "".join(sign for sign in line if ord(sign) in known and unicodedata.category(sign) != "Cf")


@lru_cache(_REMEMBERED)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide that line is printed, in points."""
    said = drawable(text, bold=bold)
    dots, _, _ = _ruler().get_text_width_height_descent(said, _letters(size, bold=bold), ismath=False)
    return float(dots) * _POINTS_PER_INCH / DOTS_PER_INCH


def _letters(size: float, *, bold: bool) -> FontProperties:
    return FontProperties(fname=_FILES[bold], size=size, weight="bold" if bold else "normal")


@cache
def _ruler() -> Any:
    measuring: Any = RendererAgg  # its parameters have no types
    return measuring(1, 1, DOTS_PER_INCH)


def folded(text: str, width: float, size: float, lines: int) -> list[str]:
    """The text on as few lines as that width allows, about as long as each other; cut with an ellipsis after the last."""
    whole = drawable(text)
    total = text_width(whole, size)
    if total <= width:
        return [whole]
    fitting = max(int(len(whole) * width / total), _SHORTEST_LINE)
    parts = textwrap.wrap(whole, fitting) or [""]
    while fitting > _SHORTEST_LINE and any(text_width(part, size) > width for part in parts):
        fitting -= 1
        parts = textwrap.wrap(whole, fitting)
    if len(parts) > lines:
        last = parts[lines - 1][: max(fitting - 1, 1)].rstrip()
        while len(last) > 1 and text_width(f"{last}…", size) > width:
            last = last[:-1].rstrip()
        return [*parts[: lines - 1], f"{last}…"]
    while fitting > _SHORTEST_LINE and len(evener := textwrap.wrap(whole, fitting - 1)) == len(parts):
        fitting, parts = fitting - 1, evener
    return parts


@cache
def _signs(bold: bool) -> frozenset[int]:
    """The signs that the font has."""
    return frozenset(_font(bold=bold).get_charmap())


def _font(*, bold: bool) -> FT2Font:
    return get_font(str(_FILES[bold]))


def _reduced(picture: Image.Image) -> Image.Image:
    """The picture in a palette of its most frequent colours, the others taking the nearest.

    Averages, which is what Pillow offers, would betray a legend and the white of the page.
    """
    found = sorted(picture.getcolors(_MANY) or (), reverse=True)
    if not found:
        return picture
    colours = np.array([colour for _, colour in found], dtype=np.int32)
    kept = colours[:_COLOURS]
    nearest = ((colours[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    places = np.zeros(1 << 24, dtype=np.uint8)
    places[colours @ _PACKED] = nearest
    reduced = Image.fromarray(places[np.asarray(picture, dtype=np.int32) @ _PACKED])
    reduced.putpalette(kept.astype(np.uint8).tobytes())
    return reduced


def _laid(patch: Any, colour: str, *, hatched: bool, edge: str = "none", line: float = 0.0) -> Any:
    patch.set(facecolor=colour, edgecolor=edge, linewidth=line, joinstyle="round")
    if hatched:
        patch.set(hatch="////", hatchcolor="#8A8A8A", hatch_linewidth=0.6)
    return patch
