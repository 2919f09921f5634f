"""What people noted on figures, in each document: on the slide of its section, whichever figure of it is shown, and once."""

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import docx
import openpyxl
from pptx import Presentation

from dashboard.exports.pack.content import Choice, SectionKey
from dashboard.exports.pack.remarks import _SECTIONS, annotated
from dashboard.exports.pack.slide import remarks_of, shown_of
from dashboard.exports.pack.workbook import workbook_bytes
from dashboard.exports.pdf.document import _slide
from dashboard.exports.report.document import report_bytes
from dashboard.exports.slides.deck import slides_bytes
from dashboard.reviews.figure_notes import FigureNote
from dashboard.warehouse.territories import Level
from tests.exports.slides.test_deck import texts_of

NOTED = (SectionKey.PERIMETER, SectionKey.AXIS_OBJECTIVE, SectionKey.REGION)


def _noted(section, words):
    *others, last = section.figures
    return replace(section, figures=(*others, replace(last, remarks=(words,))))


def test_a_note_on_a_figure_that_only_pages_draw_stands_with_its_subject(whole_pack):
    """Maps go by their level on the pages, and 2014-2020 has the tables of the note in the place of two breakdowns."""
    expected = {
        "carte-region": SectionKey.REGION, "carte-department": SectionKey.REGION, "category": SectionKey.CATEGORY,
        "services": SectionKey.MANAGING_BODY, "effet-inconnu": SectionKey.KEY_FIGURES, "tableau_2": SectionKey.PERIMETER,
    }  # fmt: skip
    assert {f"carte-{level}" for level in Level} <= set(_SECTIONS)
    when = datetime(2026, 11, 30, tzinfo=UTC)

    def note(key, edition=whole_pack.source):
        return FigureNote(key, f"Remarque sur {key} & <b>relue</b>.", edition, "a", "Alice", when)

    notes = {key: (note(key), note(f"ancienne de {key}", "Source : autre")) for key in expected}
    pack = replace(annotated(whole_pack, notes), choice=Choice())
    slides = [" ".join(texts_of(slide)) for slide in Presentation(io.BytesIO(slides_bytes(pack))).slides]
    report = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(report_bytes(pack))).paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(pack)), read_only=True)
    sheets = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "ancienne" not in " ".join((*slides, report, sheets)), "written on other data"
    for key, section in expected.items():
        words = note(key).signed
        assert [one.key for one in pack.sections if words in remarks_of(one)] == [section], key
        page = _slide(pack.section(section))["shown"]
        assert words in " ".join([*page["lines"], page["note"]]), key
        assert Counter(words in slide for slide in slides)[True] == 1, key
        assert report.count(words) == 1, key
        assert sheets.count(words) == 1, key
    hollow = replace(
        whole_pack, sections=tuple(replace(one, empty=one.key is SectionKey.REGION) for one in whole_pack.sections)
    )
    moved = annotated(hollow, {"carte-region": notes["carte-region"]})
    assert [one.key for one in moved.sections if one.remarks] == [SectionKey.KEY_FIGURES], (
        "an empty section has no slide"
    )


def test_notes_stand_on_the_slide_of_their_section_and_under_their_figure_in_the_report(whole_pack):
    """The last figure of each section is noted: most slides show another one."""
    said = {key: f"Note de {key.value} & <b>relue</b>." for key in NOTED}
    noted = {key: _noted(whole_pack.section(key), words) for key, words in said.items()}
    sections = tuple(noted.get(section.key, section) for section in whole_pack.sections)
    pack = replace(whole_pack, sections=sections, choice=Choice())
    slides = [" ".join(texts_of(slide)) for slide in Presentation(io.BytesIO(slides_bytes(pack))).slides]
    report = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(report_bytes(pack))).paragraphs)
    for section in pack.sections:
        if section.key in NOTED:
            words = said[section.key]
            shown = shown_of(section)
            assert words in (*shown.lines, *(shown.figure.remarks if shown.figure else ()))
            page = _slide(section)["shown"]
            assert words in " ".join([*page["lines"], page["note"]])
            assert Counter(words in slide for slide in slides)[True] == 1
            assert report.count(words) == 1
