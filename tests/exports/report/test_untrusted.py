import pytest
from docx.oxml.ns import qn

from dashboard.domain.columns import ColumnFormat
from dashboard.exports.pack.content import OperationSheet, Section, SectionKey
from dashboard.exports.report import report_bytes
from dashboard.exports.text import one_line

from .conftest import COLUMNS, cells_of, figure_of, figures_tables, headings_of, instructions, opened, pack_of, texts_of

RTL = "مشروع الابتكار الاجتماعي"
HOSTILE = [
    "=1+1",
    "{ PAGE } http://exemple.fr \\* MERGEFORMAT",
    '{ HYPERLINK "http://exemple.fr" }',
    "<w:r/> & ]]> \"'",
    "\x00\x0b\x1f\ufffe\u202e fin",
    "🌍👩‍👩‍👧",
    RTL,
    "x" * 600,
]
KNOWN = ("SEQ ", "REF _Ref_")


def sheet(title, text):
    return OperationSheet(title, text, text, (("Repère", text),), (("Description", f"{text}\n{text}"),), (text,))


def report_on(text):
    figure = figure_of([(text, 3), ("b", 1)], title=text, caption=text, sentence=text, note=text,
                       columns={**COLUMNS, "label": ColumnFormat(text)})  # fmt: skip
    sections = (
        Section(SectionKey.CATEGORY, text, text, (text,), (figure,)),
        Section(SectionKey.EMBLEMATIC, text, text, sheets=(sheet(text, text),)),
    )
    return opened(report_bytes(pack_of(*sections, title=text, filters=text, source=text, versions={text: text})))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_field_a_link_or_markup(text):
    document = report_on(text)
    assert all(field.startswith(KNOWN) for field in instructions(document))
    assert not list(document.element.body.iter(qn("w:hyperlink"), qn("w:fldSimple")))
    assert not [rel for rel in document.part.rels.values() if rel.is_external]
    assert cells_of(figures_tables(document)[0])[0] == [one_line(text), "3"]
    assert one_line(text) in texts_of(document)


def test_a_long_title_is_cut_in_the_heading_and_whole_in_the_box():
    title = "Ateliers d'insertion " * 40
    document = report_on(title)
    [heading] = [words for level, words in headings_of(document) if level == 3]
    assert len(heading) < 180
    assert heading.endswith("…")
    box = document.tables[-1]
    assert box.cell(0, 0).paragraphs[0].text == one_line(title)
    assert len(document.core_properties.title) < 255


def test_right_to_left_words_are_marked_and_start_on_their_side():
    document = opened(
        report_bytes(pack_of(Section(SectionKey.EMBLEMATIC, "Fiches", "M.", sheets=(sheet("Titre", RTL),))))
    )
    inside = document.tables[0].cell(0, 0).paragraphs
    described = [p for p in inside if p.text == RTL]
    assert described
    for paragraph in described:
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
        assert all(run.font.rtl for run in paragraph.runs)
    labelled = next(p for p in inside if p.text.startswith("Repère"))
    assert labelled._p.pPr.find(qn("w:bidi")) is None
    assert [bool(run.font.rtl) for run in labelled.runs if run.text.strip()] == [False, True]
