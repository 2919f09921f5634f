"""The way from the programmed operations to the retained ones: a box per step, what leaves it on the right, what joins it on the left.

After the flow diagram of PRISMA 2020 (Page, M. J. et al., BMJ 2021;372:n71), where records are counted at each step.
"""

from collections.abc import Sequence
from typing import Final

from matplotlib.path import Path as Outline

from dashboard.charts.pictures import Sheet
from dashboard.charts.pictures.sheet import folded
from dashboard.domain.french import integer
from dashboard.exports.campaign_report.content import FlowStep
from dashboard.figures.palette import BLUE_FRANCE, INK, INK_SOFT, PAPER

WIDTH: Final = 300.0
SIZE: Final = 8.5
_MAIN: Final = 178.0
_SIDE: Final = 106.0
_LINE: Final = 10.5
_PAD: Final = 5.0
_GAP: Final = 12.0
_PALE: Final = "#F5F5FE"


def flow_picture(steps: Sequence[FlowStep]) -> Sheet:
    """The drawing, of a width of `WIDTH` points; its height follows from the steps."""
    lines = [folded(step.label, _MAIN - 2 * _PAD, SIZE, 3) for step in steps]
    joined = [
        [line for words, count in step.joined if count for line in _counted(f"+ {integer(count)} {words}", _MAIN)]
        for step in steps
    ]
    sides = [
        [line for words, count in step.aside if count for line in _counted(f"{integer(count)} {words}", _SIDE)]
        for step in steps
    ]
    heights = [
        max((len(main) + len(more) + 1) * _LINE, len(side) * _LINE) + 2 * _PAD
        for main, more, side in zip(lines, joined, sides, strict=True)
    ]
    sheet = Sheet(WIDTH, sum(heights) + _GAP * (len(steps) - 1) + 2, size=SIZE)
    top = 1.0
    for rank, (step, height) in enumerate(zip(steps, heights, strict=True)):
        _box(sheet, 1, top, _MAIN, height, edge=BLUE_FRANCE, fill=_PALE)
        sheet.write(
            1 + _PAD, top + _PAD + _LINE / 2, integer(step.operations), size=SIZE + 2, bold=True, colour=BLUE_FRANCE
        )
        for place, words in enumerate([*lines[rank], *joined[rank]], start=1):
            soft = place > len(lines[rank])
            sheet.write(
                1 + _PAD, top + _PAD + (place + 0.6) * _LINE, words, size=SIZE, colour=INK_SOFT if soft else INK
            )
        if sides[rank]:
            left, middle, tall = WIDTH - _SIDE - 1, top + height / 2, len(sides[rank]) * _LINE + _PAD
            _box(sheet, left, middle - tall / 2, _SIDE, tall, edge="#929292", fill=PAPER)
            for place, words in enumerate(sides[rank]):
                sheet.write(
                    left + _PAD,
                    middle + (place - (len(sides[rank]) - 1) / 2) * _LINE,
                    words,
                    size=SIZE - 0.5,
                    colour=INK,
                )
            sheet.rectangle(1 + _MAIN, middle - 0.4, left - 1 - _MAIN, 0.8, "#929292")
        top += height
        if rank < len(steps) - 1:
            _arrow(sheet, 1 + _MAIN / 2, top, _GAP)
        top += _GAP
    return sheet


def _counted(words: str, width: float) -> list[str]:
    return folded(words, width - 2 * _PAD, SIZE, 2)


def _box(sheet: Sheet, x: float, y: float, width: float, height: float, *, edge: str, fill: str) -> None:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    sheet.outline(Outline(corners, closed=True), fill, edge, line=0.8)


def _arrow(sheet: Sheet, x: float, y: float, length: float) -> None:
    sheet.rectangle(x - 0.4, y, 0.8, length - 4, BLUE_FRANCE)
    tip = [(x - 3, y + length - 5), (x + 3, y + length - 5), (x, y + length - 0.5), (x - 3, y + length - 5)]
    sheet.outline(Outline(tip, closed=True), BLUE_FRANCE, BLUE_FRANCE)
