"""The demonstration's pack, hand-made packs, and readers of what the slides say."""

import io
from dataclasses import replace

import pytest
from pptx import Presentation

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import OperationSheet, Pack, Section, SectionKey
from dashboard.exports.slides import slides_bytes
from dashboard.exports.text import one_line
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from tests.exports.conftest import WHOLE

HOSTILE = (
    "Ateliers\u202e inversés 🌍👩‍👩‍👧 مشروع الابتكار الاجتماعي \x00\x0b\u2028 Z"
    + "a\u0301\u0302\u0303\u0304\u0305" * 8
    + " "
)
LONG = (HOSTILE + "parcours d'accompagnement socioprofessionnel renforcé ") * 8


@pytest.fixture(scope="session")
def whole_file(whole_pack):
    """Its slides, as bytes."""
    return slides_bytes(whole_pack)


@pytest.fixture(scope="session")
def deck(whole_file):
    """Its slides, read again."""
    return opened(whole_file)


@pytest.fixture
def hostile_pack():
    """A pack whose every text is as long and as odd as an extract can make it."""
    return pack_of(
        Section(SectionKey.PERIMETER, LONG, LONG, (LONG, LONG), source_note=LONG),
        Section(SectionKey.CATEGORY, LONG, LONG, (LONG,), (figure_of([(LONG, 3.0), ("=1+1", None)], title=LONG),)),
        Section(SectionKey.EMBLEMATIC, LONG, LONG, sheets=(sheet_of(LONG), sheet_of(HOSTILE))),
        filters=LONG,
        title=LONG,
    )


def pack_of(*sections, **changes):
    """A pack of these sections."""
    pack = Pack(
        title="Opérations socialement innovantes",
        selection=Selection(),
        filters="Programmation\u202f: 2014-2020",
        source="extraction MDFSE",
        extracted_on="9 mars 2019",
        demonstration=True,
        versions={"Application": "1"},
        sections=sections,
        choice=WHOLE,
    )
    return replace(pack, **changes)


def figure_of(pairs, *, kind=ChartKind.BARS, title="Un constat", **changes):
    """A figure of one column of figures, drawn and listed."""
    listed = tuple({"label": label, "value": value} for label, value in pairs)
    figure = Figure(
        key="figure",
        title=title,
        caption="Une figure",
        sentence=f"En mots{chr(0x202F)}: {title}",
        rows=listed,
        columns={"label": ColumnFormat("Libellé"), "value": ColumnFormat("Valeur", Kind.DECIMAL)},
        chart=Chart(kind, listed, "label", (Series("Valeur", "value", "#000091"),), Kind.DECIMAL),
        source_note="Comptées ligne à ligne.",
    )
    return replace(figure, **changes)


def sheet_of(text):
    """A fiche where every word is `text`."""
    return OperationSheet(
        text, text, text, tuple((text[:40], text) for _ in range(14)), ((text, text),) * 3, (text, text)
    )


def opened(content):
    """The presentation that these bytes hold."""
    return Presentation(io.BytesIO(content))


def shapes_of(slide):
    """The shapes of a slide that show something, without its footer and its number."""
    return [shape for shape in slide.shapes if shape.name not in FURNITURE]


FURNITURE = {"Pied de page", "Numéro de diapositive"}


def box_of(shape):
    """Left, top, right and bottom, in points."""
    return tuple(
        value / 12_700 for value in (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
    )


def footer_of(slide):
    """The shape of the footer."""
    return next(shape for shape in slide.shapes if shape.name == "Pied de page")


def texts_of(slide):
    """Every text that a slide shows, tables and groups included."""
    found = []
    for node in slide.shapes._spTree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        found.append(
            "".join(run.text or "" for run in node.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
        )
    return [text for text in found if text]


def charts_of(deck, figure):
    """The charts of a figure, in order."""
    return [
        shape.chart for slide in deck.slides for shape in slide.shapes
        if shape.has_chart and shape.name == one_line(figure.caption)
    ]  # fmt: skip


def tables_of(deck, caption):
    """The tables of that name, as rows of text, in order."""
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for slide in deck.slides for shape in slide.shapes
        if shape.has_table and shape.name == one_line(caption)
    ]  # fmt: skip
