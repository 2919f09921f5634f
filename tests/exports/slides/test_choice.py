"""Which slides a deck holds: ten to twelve by default, those chosen, none that has nothing to show."""

import re
from dataclasses import replace

import pytest

from dashboard.domain.periods import CURRENT, FORMER
from dashboard.domain.selection import Selection
from dashboard.exports.documents import Document, slide_notes
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import SLUGS, Choice, Section, SectionKey, sections_of, usual_slides
from dashboard.exports.slides import slides_bytes
from dashboard.exports.text import one_line
from tests.exports.slides.conftest import figure_of, opened, pack_of, texts_of


@pytest.fixture(scope="module")
def later_pack(demonstration):
    """The pack of 2021-2027, as a committee gets it."""
    return build_pack(*demonstration, Selection(CURRENT), operations=False)


def titles_of(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides][1:]


def test_a_committee_gets_ten_to_twelve_slides_in_the_order_of_the_screen(whole_pack, later_pack):
    for pack in (replace(whole_pack, choice=Choice()), later_pack):
        deck = opened(slides_bytes(pack))
        assert 10 <= len(deck.slides) <= 12
        messages = [one_line(pack.section(key).message).rstrip(".") for key in usual_slides(pack.selection.period)]
        assert titles_of(deck) == messages
        words = " ".join(text for slide in deck.slides for text in texts_of(slide))
        assert not re.search(r"\b[0-9a-f]{12,}\b", words), "a digest"
        assert "e tableau donne" not in words


def test_an_edition_is_not_said_to_be_an_extraction(whole_pack, later_pack):
    assert whole_pack.extraction == "Extraction de référence\u202f: 9 mars 2019"
    assert later_pack.extraction == "Édition\u202f: 16 mars 2026"


def test_no_table_lists_programmes_of_which_nothing_is_said(later_pack):
    deck = opened(slides_bytes(replace(later_pack, choice=Choice(annexes=True))))
    words = [text for slide in deck.slides for text in texts_of(slide)]
    assert not any(re.match(r"PR .* · Non renseigné", text) for text in words)
    assert any("17 programmes dont aucun import ne dit la priorité" in text for text in words)
    assert "PN FSE+ et 17 autres programmes" in " ".join(words)


def test_the_slides_are_those_chosen_in_their_order(whole_pack):
    wanted = (SectionKey.REGION, SectionKey.IEJ, SectionKey.KEY_FIGURES)
    deck = opened(slides_bytes(replace(whole_pack, choice=Choice(slides=wanted))))
    assert titles_of(deck) == [one_line(whole_pack.section(key).message).rstrip(".") for key in wanted]


def test_fiches_and_annexes_come_when_they_are_asked_for(whole_pack):
    sheets = whole_pack.section(SectionKey.EMBLEMATIC).sheets
    usual, with_fiches = (
        opened(slides_bytes(replace(whole_pack, choice=choice))) for choice in (Choice(), Choice(fiches=True))
    )
    assert titles_of(with_fiches) == [*titles_of(usual), *(one_line(sheet.title) for sheet in sheets)]


def test_a_section_with_nothing_to_show_has_no_slide_and_says_why():
    full = Section(SectionKey.CATEGORY, "Types", "Message.", figures=(figure_of([("a", 1.0)]),))
    survey = Section(SectionKey.SURVEY, "Enquête", "Aucune enquête n'est chargée.", empty=True)
    pack = pack_of(full, survey, choice=Choice(annexes=True, fiches=True))
    assert pack.slides == (full,)
    said = ["«\u202fEnquête\u202f» n'a pas d'écran\u202f: aucune enquête n'est chargée."]
    assert slide_notes(pack, Document.SLIDES) == said
    assert slide_notes(pack, Document.WORKBOOK) == []
    assert "Aucune enquête" not in " ".join(titles_of(opened(slides_bytes(pack))))
    alone = opened(slides_bytes(pack_of(survey)))
    assert titles_of(alone) == ["Aucune enquête n'est chargée"]


def test_a_chart_too_long_for_its_slide_goes_on_in_the_annexes():
    figure = figure_of([(f"Ligne {rank}", float(rank)) for rank in range(40)])
    section = Section(SectionKey.CATEGORY, "Types", "Message.", figures=(figure,))
    short, whole = (
        opened(slides_bytes(pack_of(section, choice=choice))) for choice in (Choice(), Choice(annexes=True))
    )
    drawn = [
        [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart] for deck in (short, whole)
    ]
    assert len(drawn[0]) == 1
    assert "premières lignes sur 40" in " ".join(texts_of(short.slides[1]))
    labels = [label for chart in drawn[1] for label in chart.plots[0].categories]
    assert labels == [f"Ligne {rank}" for rank in range(40)]


def test_every_section_has_one_name_for_the_address_and_the_terminal():
    assert set(SLUGS) == set(SectionKey)
    assert len(set(SLUGS.values())) == len(SLUGS)
    for period in (FORMER, CURRENT):
        assert set(usual_slides(period)) <= set(sections_of(period))
