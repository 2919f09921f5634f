"""The sections on money: for 2021-2027 alone, with the figures of the pages, in every document."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from python_calamine import CalamineWorkbook

from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import CURRENT_ONLY, Pack, SectionKey
from dashboard.exports.pack.workbook import workbook_bytes
from dashboard.exports.report.document import report_bytes
from dashboard.exports.slides.deck import slides_bytes
from dashboard.figures.money import programmes_figure
from dashboard.figures.priority_6 import NONE_INSIDE, actions_figure, innovation_figure
from dashboard.warehouse.build import connect
from dashboard.warehouse.money import money
from dashboard.warehouse.priority_6 import priority_6
from dashboard.warehouse.state import State
from tests.exports.pack.conftest import Build, built
from tests.fse_plus import import_extract, import_list, retain

CURRENT = Selection(period="2021-2027")


@pytest.fixture(scope="module")
def completed(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("completed")
    state = import_list(State(folder / "state"), folder)
    import_extract(state, folder)
    return retain(state, folder, "3", "11", "13")


@pytest.fixture(scope="module")
def pack(completed: State) -> Pack:
    return built(completed, CURRENT)


def test_2014_2020_has_none_of_them(pack_of: Build) -> None:
    assert not {section.key for section in pack_of().sections} & CURRENT_ONLY


def test_they_show_the_figures_of_the_pages(completed: State, pack: Pack) -> None:
    current = completed.current()
    assert current is not None
    with connect(completed, current) as connection:
        spent, found = money(connection, CURRENT), priority_6(connection, CURRENT)
    expected = (programmes_figure(spent), actions_figure(found), innovation_figure(found, None))
    for figure in expected:
        [shown] = [one for one in pack.figures if one.key == figure.key]
        assert replace(shown, columns={}, sums=(), parts={}) == replace(figure, columns={}), figure.key
    section = pack.section(SectionKey.MONEY)
    assert section is not None
    assert section.message.startswith("18,0\u202fM€ programmés sur 6,41\u202fMd€ à engager")
    assert [figure.key for figure in section.figures] == [
        "dotations_programmes", "dotations_priorites", "dotations_regions", "dotations_rythme",
    ]  # fmt: skip
    [programmes] = [figure for figure in section.figures if figure.key == "dotations_programmes"]
    assert programmes.parts, "the total of the workbook is a formula"


def test_ignored_filters_are_said(completed: State) -> None:
    section = built(completed, CURRENT.narrowed(search="projet"), only={SectionKey.MONEY}).section(SectionKey.MONEY)
    assert section is not None
    assert "Recherche\u202f: projet" in section.paragraphs[0]


def test_without_any_priority_the_section_says_how_to_complete(state: State, tmp_path: Path) -> None:
    section = built(import_list(state, tmp_path), CURRENT, only={SectionKey.PRIORITY_6}).section(SectionKey.PRIORITY_6)
    assert section is not None
    assert section.paragraphs == (NONE_INSIDE,)
    assert [figure.key for figure in section.figures] == ["innovation_hors_priorite_6"]


def test_every_document_holds_them(pack: Pack) -> None:
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(pack))).sheet_names
    assert {"Dotations, programmes", "Dotations, rythme", "Priorité 6, actions", "Innovation hors priorité 6"} <= set(
        sheets
    )
    slides = Presentation(io.BytesIO(slides_bytes(pack))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides if slide.shapes.title is not None]
    assert any("à engager" in title for title in titles)
    report = Document(io.BytesIO(report_bytes(pack)))
    assert any("Dotations et reste à engager" in paragraph.text for paragraph in report.paragraphs)
