"""The demonstration's pack, hand-made packs, and readers of what a Word document says."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import Pack
from dashboard.exports.report import report_bytes
from dashboard.figures.figure import Chart, ChartKind, Figure, Series

NARROW = "\u202f"
COLUMNS = {"label": ColumnFormat("Libellé"), "value": ColumnFormat("Valeur", Kind.INTEGER)}


@pytest.fixture(scope="session")
def whole_file(whole_pack):
    """Its report, as bytes."""
    return report_bytes(whole_pack)


@pytest.fixture(scope="session")
def report(whole_file):
    """Its report, read again."""
    return opened(whole_file)


def opened(content):
    """The document that these bytes hold."""
    return docx.Document(io.BytesIO(content))


def pack_of(*sections, **changes):
    """A pack of these sections, of a real extract."""
    pack = Pack(
        title="Opérations socialement innovantes",
        selection=Selection(),
        filters=f"Programmation{NARROW}: 2014-2020",
        source=f"Source{NARROW}: liste.csv, extrait du 9 mars 2019",
        extracted_on="9 mars 2019",
        demonstration=False,
        versions={"Application": "1"},
        sections=sections,
    )
    return replace(pack, **changes)


def figure_of(pairs, **changes):
    """A figure of one column of counts, drawn and listed."""
    listed = tuple({"label": label, "value": value} for label, value in pairs)
    figure = Figure(
        key="figure",
        title="Un constat",
        caption="Une figure",
        sentence=f"Comptes par libellé{NARROW}: en mots.",
        rows=listed,
        columns=COLUMNS,
        chart=Chart(ChartKind.BARS, listed, "label", (Series("Valeur", "value", "#000091"),)),
    )
    return replace(figure, **changes)


def level_of(paragraph):
    """The level of a heading, 0 for other paragraphs."""
    name = paragraph.style.name
    return int(name.removeprefix("Heading ")) if name.startswith("Heading ") else 0


def headings_of(document):
    """Level and words of every heading."""
    return [(level_of(p), p.text) for p in document.paragraphs if level_of(p)]


def figures_tables(document):
    """The tables that have a header: boxes have none."""
    return [table for table in document.tables if header_rows(table)]


def header_rows(table):
    """How many rows are repeated on each page."""
    return sum(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table._tbl.tr_lst)


def cells_of(table):
    """The words of the rows under the header."""
    return [
        ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]
        for row in table._tbl.tr_lst[header_rows(table) :]
    ]


def header_words(table):
    """Every word of the header."""
    return " ".join(text.text or "" for row in table._tbl.tr_lst[: header_rows(table)] for text in row.iter(qn("w:t")))


def instructions(document):
    """The instructions of every field of the body."""
    return [found.text.strip() for found in document.element.body.iter(qn("w:instrText"))]


def texts_of(document):
    """Every paragraph, in tables, headers, footers and text alternatives too."""
    section = document.sections[0]
    roots = (document.element.body, section.header._element, section.footer._element)
    found = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for root in roots for p in root.iter(qn("w:p"))]
    found += [described.get("descr") or "" for described in document.element.body.iter(qn("wp:docPr"))]
    found += [
        d.get(qn("w:val"))
        for name in ("w:tblCaption", "w:tblDescription")
        for d in document.element.body.iter(qn(name))
    ]
    return [text for text in found if text]
