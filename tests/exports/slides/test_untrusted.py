"""Titles of 600 characters, emoji, right-to-left text and control characters don't break a layout."""

import pytest
from PIL import ImageFont

from dashboard.exports.slides import slides_bytes
from dashboard.exports.text import one_line
from tests.exports.slides.conftest import FURNITURE, HOSTILE, LONG, box_of, footer_of, opened, texts_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture
def hostile(hostile_pack):
    return opened(slides_bytes(hostile_pack))


def test_nothing_leaves_the_slide_or_covers_the_footer(hostile):
    for rank, slide in enumerate(hostile.slides, start=1):
        for shape in slide.shapes:
            left, top, right, bottom = box_of(shape)
            assert min(left, top) >= 0
            assert right <= 960.5
            limit = 540 if shape.name in FURNITURE else box_of(footer_of(slide))[1]
            assert bottom <= limit + 0.5, (rank, shape.name)


def test_what_is_cut_is_whole_in_the_notes(hostile):
    whole = one_line(LONG)
    assert len(whole) >= 600
    for slide in list(hostile.slides)[1:]:
        shown = slide.shapes.title.text_frame.text
        if shown.startswith(whole[: len(one_line(HOSTILE)) + 10]):
            assert "…" in shown
            assert whole in slide.notes_slide.notes_text_frame.text
    shown = [text for slide in hostile.slides for text in texts_of(slide)]
    assert any(text.endswith("…") for text in shown)


def test_footers_keep_the_date_and_the_demonstration(hostile):
    for slide in hostile.slides:
        words = footer_of(slide).text_frame.text
        assert words.endswith("9 mars 2019 · Jeu de démonstration")
        assert "…" in words


def test_no_control_or_direction_character_is_left(hostile):
    for slide in hostile.slides:
        words = "".join([*texts_of(slide), slide.notes_slide.notes_text_frame.text.replace("\n", "")])
        assert not set(words) & set("\x00\x0b\u2028\u202e")
    everything = "".join(text for slide in hostile.slides for text in texts_of(slide))
    assert "🌍" in everything
    assert "مشروع" in everything


def faces(bold):
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    try:
        return ImageFont.truetype(name, 100)
    except OSError:
        pytest.skip(f"police absente\u202f: {name}")


def height_of(paragraph, width):
    """Height of a paragraph as a renderer lays it out, with the widths of a real font."""
    runs = paragraph.findall(f"{A}r")
    if not runs:
        return 0, 0
    size = max(int(run.find(f"{A}rPr").get("sz")) for run in runs) / 100
    lines, used = 1, 0.0
    for run in runs:
        font = faces(run.find(f"{A}rPr").get("b") == "1")
        for word in (run.findtext(f"{A}t") or "").split(" "):
            length = font.getlength(word) * size / 100
            space = font.getlength(" ") * size / 100 if used else 0
            if used and used + space + length > width:
                lines, used = lines + 1, length
            else:
                used += space + length
    properties = paragraph.find(f"{A}pPr")
    line = int(properties.find(f"{A}lnSpc/{A}spcPts").get("val")) / 100
    around = [int(properties.find(f"{A}{name}/{A}spcPts").get("val")) / 100 for name in ("spcBef", "spcAft")]
    return lines * line + around[0], around[1]


def text_height(place, width):
    """Height of all the paragraphs of a place; the space after the last one doesn't count."""
    found = [height_of(paragraph, width) for paragraph in place.iter(f"{A}p")]
    return sum(height + after for height, after in found) - found[-1][1] if found else 0


@pytest.mark.parametrize("source", ["hostile", "deck"])
def test_text_holds_in_its_box(source, request):
    for rank, slide in enumerate(request.getfixturevalue(source).slides, start=1):
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.name == "Numéro de diapositive":
                continue
            width = shape.width / 12_700
            needed = text_height(shape._element, width)
            assert needed <= shape.height / 12_700 + 1.5, (rank, shape.name, shape.text_frame.text[:60])


@pytest.mark.parametrize("source", ["hostile", "deck"])
def test_rows_of_tables_are_as_high_as_their_words(source, request):
    seen = 0
    for rank, slide in enumerate(request.getfixturevalue(source).slides, start=1):
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            widths = [column.width / 12_700 - 12 for column in shape.table.columns]
            for row in shape.table.rows:
                for cell, width in zip(row.cells, widths, strict=True):
                    needed = text_height(cell._tc, width)
                    margins = (cell.margin_top + cell.margin_bottom) / 12_700
                    assert needed + margins <= row.height / 12_700 + 0.1, (rank, cell.text_frame.text[:60])
                    for empty in cell._tc.xpath(".//a:p[not(a:r)]"):
                        [size] = empty.xpath("./a:endParaRPr/@sz")
                        assert int(size) / 100 * 1.2 + margins <= row.height / 12_700 + 0.1
                    seen += 1
    assert seen


def test_hostile_text_is_the_same_once_read_again(hostile):
    words = [text for slide in hostile.slides for text in texts_of(slide)]
    assert any(one_line(HOSTILE)[:60] in text for text in words)
