"""What people noted on figures, in each document: on the slide of its section, whichever figure of it is shown, and once."""

import io
from collections import Counter
from dataclasses import replace

import docx
from pptx import Presentation

from dashboard.exports.pack.content import Choice, SectionKey
from dashboard.exports.pack.slide import shown_of
from dashboard.exports.pdf.document import _slide
from dashboard.exports.report.document import report_bytes
from dashboard.exports.slides.deck import slides_bytes
from tests.exports.slides.test_deck import texts_of

NOTED = (SectionKey.PERIMETER, SectionKey.AXIS_OBJECTIVE, SectionKey.REGION)


def _noted(section, words):
    *others, last = section.figures
    return replace(section, figures=(*others, replace(last, remarks=(words,))))


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
