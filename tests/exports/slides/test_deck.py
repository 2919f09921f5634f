"""The slides of the demonstration, read again with python-pptx."""

import re
from decimal import Decimal

import pytest

from dashboard.domain.columns import is_missing
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.slides import slides_bytes
from dashboard.exports.slides.charts import drawn_values
from dashboard.exports.slides.tables import grid_of
from dashboard.exports.text import one_line
from dashboard.warehouse.cells import KEYS
from dashboard.warehouse.tables import TABLES, exact_table
from tests.exports.conftest import WHOLE
from tests.exports.slides.conftest import (
    FURNITURE,
    box_of,
    charts_of,
    figure_of,
    footer_of,
    opened,
    pack_of,
    shapes_of,
    tables_of,
    texts_of,
)

_FIGURE = re.compile(r"[−+]?[\d\u202f]+(?:,\d+)?")


def joined(tables, keys):
    """One table out of its slides: rows that follow one another, then columns beside the first ones."""
    groups = []
    for table in tables:
        if groups and groups[-1][0] == table[0]:
            groups[-1] += table[1:]
        else:
            groups.append(list(table))
    return [row + [cell for group in groups[1:] for cell in group[rank][keys:]] for rank, row in enumerate(groups[0])]


def turned(table):
    return [list(column) for column in zip(*table, strict=True)]


def test_every_figure_of_every_chart_is_the_packs(deck, whole_pack):
    drawn = [figure for figure in whole_pack.figures if figure.chart]
    assert len(drawn) >= 9
    for figure in drawn:
        charts = charts_of(deck, figure)
        labels = [label for chart in charts for label in chart.plots[0].categories]
        assert labels == [one_line(str(row[figure.chart.category])) for row in figure.chart.rows]
        for rank, expected in enumerate(drawn_values(figure.chart)):
            values = [value for chart in charts for value in chart.plots[0].series[rank].values]
            assert values == pytest.approx(expected, nan_ok=True)
        assert not is_missing(figure.chart.rows[0][figure.chart.series[0].column])


def test_every_cell_of_every_table_is_the_packs(deck, whole_pack):
    for figure in whole_pack.figures:
        grid = grid_of(figure)
        expected = [list(grid.headers), *(list(row) for row in grid.rows)]
        tables = tables_of(deck, figure.caption)
        found = joined(tables, min(grid.keys, 2))
        if found[0] != expected[0]:
            found = turned(found)
            found[0] = ["%" if header.endswith(", en\u202f%") else header for header in found[0]]
        assert found == expected, figure.key


SCALES = {"k€": Decimal("1e-3"), "M€": Decimal("1e-6"), "Md€": Decimal("1e-9"), "%": Decimal(100)}


@pytest.mark.parametrize("name", TABLES)
def test_tables_print_what_the_command_line_computes(deck, whole_pack, demonstration, name):
    exact = exact_table(demonstration[2], Selection(), name)
    figure = next(figure for figure in whole_pack.figures if figure.key == f"tableau_{name}")
    read = joined(tables_of(deck, figure.caption), min(grid_of(figure).keys, 2))
    rows = (read if read[0] == list(grid_of(figure).headers) else turned(read))[1:]
    compared = 0
    for row, values in zip(rows, exact.rows, strict=True):
        for cell, column in zip(row, exact.columns, strict=True):
            if column in KEYS:
                continue
            if values[column] is None:
                assert cell == "–"
                continue
            printed = Decimal(_FIGURE.search(cell).group().replace("\u202f", "").replace(",", "."))
            scale = SCALES.get(cell.rpartition("\u202f")[2], Decimal(1))
            half_unit = Decimal(5).scaleb(printed.as_tuple().exponent - 1)
            assert abs(printed - Decimal(str(values[column])) * scale) <= half_unit * Decimal("1.000001")
            compared += 1
    assert compared >= len(exact.rows)


def test_charts_keep_their_workbook(deck, whole_pack):
    for figure in whole_pack.figures:
        for chart in charts_of(deck, figure) if figure.chart else ():
            assert chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"
            assert chart._chartSpace.xpath("./c:externalData")
            assert chart._chartSpace.xpath("./c:lang/@val") == ["fr-FR"]


def test_each_section_says_its_message_on_a_slide(deck, whole_pack):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    for section in whole_pack.sections:
        message = one_line(section.message).rstrip(".")
        assert any(title.startswith(message) for title in titles), section.key
    for sheet in whole_pack.section(SectionKey.EMBLEMATIC).sheets:
        assert one_line(sheet.title) in titles


def test_the_cover_says_the_perimeter(deck, whole_pack):
    words = " ".join(texts_of(deck.slides[0]))
    for expected in (whole_pack.title, whole_pack.filters, whole_pack.extracted_on, "Jeu de démonstration"):
        assert one_line(expected) in words


def test_a_day_of_import_is_not_said_to_be_that_of_the_extraction():
    deck = opened(slides_bytes(pack_of(demonstration=False, extracted_on="importée le 30 mars 2026")))
    cover = deck.slides[0]
    for said in (" ".join(texts_of(cover)), cover.notes_slide.notes_text_frame.text):
        assert "Extraction\u202f: importée le 30 mars 2026" in said
        assert "Extraction du" not in said


def test_every_slide_has_a_footer_a_number_and_notes(deck, whole_pack):
    for rank, slide in enumerate(deck.slides, start=1):
        footer = footer_of(slide).text_frame.text
        for mention in whole_pack.mentions:
            assert one_line(mention) in footer
        number = next(shape for shape in slide.shapes if shape.name == "Numéro de diapositive")
        assert number._element.xpath(".//a:fld/@type") == ["slidenum"]
        assert number.text_frame.text == str(rank)
        notes = slide.notes_slide.notes_text_frame.text
        assert "Source" in notes
        assert "Filtres" in notes


def test_notes_of_a_figure_say_source_method_and_text_alternative(deck, whole_pack):
    section = whole_pack.section(SectionKey.REGION)
    for figure in section.figures:
        notes = [
            slide.notes_slide.notes_text_frame.text for slide in deck.slides
            if any(shape.name == one_line(figure.caption) for shape in slide.shapes)
        ]  # fmt: skip
        assert len(notes) >= 2
        for text in notes:
            for part in (section.source_note, figure.source_note, figure.sentence, whole_pack.source):
                assert one_line(part).rstrip(".") in text


def test_demonstration_is_not_said_of_a_real_extract():
    deck = opened(slides_bytes(pack_of(Section(SectionKey.LIMITS, "Limites", "Un message."), demonstration=False)))
    for slide in deck.slides:
        assert "démonstration" not in " ".join([*texts_of(slide), slide.notes_slide.notes_text_frame.text])


def test_shapes_stay_inside_the_slide_and_off_the_footer(deck):
    width, height = deck.slide_width / 12_700, deck.slide_height / 12_700
    for rank, slide in enumerate(deck.slides, start=1):
        foot = box_of(footer_of(slide))[1]
        for shape in slide.shapes:
            left, top, right, bottom = box_of(shape)
            assert left >= 0, (rank, shape.name)
            assert top >= 0, (rank, shape.name)
            assert right <= width + 0.5, (rank, shape.name)
            assert bottom <= (height if shape.name in FURNITURE else foot) + 0.5, (rank, shape.name)


def test_content_shapes_do_not_overlap(deck):
    for rank, slide in enumerate(deck.slides, start=1):
        texts = [shape for shape in shapes_of(slide) if shape.has_text_frame and shape.text_frame.text]
        drawn = [shape for shape in shapes_of(slide) if shape.has_chart or shape.has_table or shape.shape_type == 6]
        for place, text in enumerate(texts):
            for other in [*drawn, *texts[place + 1 :]]:
                assert not overlap(box_of(text), box_of(other)), (rank, text.name, other.name)


def overlap(one, other, slack=1.0):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > slack and high > slack


def test_charts_tables_and_maps_have_an_alternative_text(deck):
    seen = 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 6:
                assert len(shape._element.xpath(".//p:cNvPr/@descr")[0]) > 10, shape.name
                seen += 1
    assert seen > 30


def test_shapes_of_a_slide_have_numbers_of_their_own(deck):
    for slide in deck.slides:
        numbers = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


def test_every_run_is_in_french(deck):
    for slide in deck.slides:
        assert set(slide.shapes._spTree.xpath(".//a:rPr/@lang")) == {"fr-FR"}
        assert set(slide.notes_slide.notes_text_frame._txBody.xpath(".//a:rPr/@lang")) == {"fr-FR"}


def test_typography_keeps_narrow_spaces(deck):
    for slide in deck.slides:
        for text in [*texts_of(slide), slide.notes_slide.notes_text_frame.text]:
            assert not re.search(r"[ \u00a0][;:!?»](?:\s|$)|[ \u00a0]%|« |(?<=[^\s\u202f])[;!?](?=\s)", text), text


def test_parts_name_every_slide_once(deck):
    listed = deck.part._element.xpath(".//*[local-name()='section']//*[local-name()='sldId']/@id")
    assert [int(number) for number in listed] == [slide.slide_id for slide in deck.slides]


def test_body_type_is_read_from_afar(deck, whole_pack):
    """Titles of 28 points (24 for the longest), words of 16 at least; tables and maps have types of their own."""
    for slide in deck.slides:
        for size in slide.shapes.title._element.xpath(".//a:rPr/@sz"):
            assert int(size) >= 2400
        for shape in shapes_of(slide):
            if shape.name == "Texte":
                assert min(int(size) for size in shape._element.xpath(".//a:rPr/@sz")) >= 1600


def test_empty_selection_says_so(demonstration):
    nothing = Selection(search="introuvable zzzz")
    pack = build_pack(*demonstration, nothing, operations=False)
    deck = opened(slides_bytes(pack))
    assert pack.empty
    assert len(deck.slides) == 2
    assert "Aucune opération" in deck.slides[1].shapes.title.text_frame.text
    assert "introuvable" in footer_of(deck.slides[1]).text_frame.text


def test_pack_without_section_says_so():
    deck = opened(slides_bytes(pack_of()))
    assert len(deck.slides) == 2
    assert "Aucune opération" in deck.slides[1].shapes.title.text_frame.text


def test_one_operation_is_a_whole_document(demonstration):
    number = (
        demonstration[2]
        .execute("select num_dossier from operation where retained and period = '2014-2020' limit 1")
        .fetchone()[0]
    )
    one = Selection(search=number)
    pack = build_pack(*demonstration, one, operations=False, choice=WHOLE)
    deck = opened(slides_bytes(pack))
    assert not pack.empty
    assert len(deck.slides) > len(pack.sections)
    for figure in pack.figures:
        for chart in charts_of(deck, figure) if figure.chart else ():
            assert chart.plots[0].categories


def test_section_without_figures_keeps_its_message():
    deck = opened(slides_bytes(pack_of(Section(SectionKey.IEJ, "IEJ", "Aucune opération IEJ.", empty=True))))
    assert [slide.shapes.title.text_frame.text for slide in deck.slides][1:] == ["Aucune opération IEJ"]


def test_progress_goes_to_the_end():
    told = []
    section = Section(SectionKey.CATEGORY, "Types", "Message", figures=(figure_of([("a", 1.0)]),))
    slides_bytes(pack_of(section), progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "Types" in [words for _, words in told]


def test_same_pack_same_bytes(whole_pack, whole_file):
    assert slides_bytes(whole_pack) == whole_file
