import pytest
from PIL import ImageFont

from dashboard.exports.slides.fitting import cut_to, fitted, lines_of, width_of
from tests.exports.slides.conftest import HOSTILE, LONG

FRENCH = "Accompagner vers l'emploi les publics très éloignés\u202f: 1\u202f704,0\u202fM€ de coût total (23,6\u202f%)"


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_never_below_those_of_the_font(bold):
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    try:
        font = ImageFont.truetype(name, 100)
    except OSError:
        pytest.skip(f"police absente\u202f: {name}")
    for text in (
        FRENCH,
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "abcdefghijklmnopqrstuvwxyz 0123456789",
        "Œuvre, cœur, ÉÀÇ – « … »",
    ):
        assert font.getlength(text) <= width_of(text, 100, bold=bold) <= font.getlength(text) * 1.25


def test_lines_break_at_spaces_and_inside_words_too_wide():
    width = width_of("mot mot", 10) + 0.1
    assert lines_of("mot mot", width, 10) == 1
    assert lines_of("mot mot mot", width, 10) == 2
    assert lines_of("m" * 100, width_of("m" * 30, 10) + 0.1, 10) == 4
    assert lines_of("", width, 10) == 1


def test_fitted_takes_the_largest_size_that_holds():
    assert fitted("court", 500, 40, (28, 24)).size == 28
    words = "mot " * 40
    found = fitted(words, 700, 62, (28, 26, 24, 12))
    assert (found.size, found.cut) == (12, False)
    assert found.lines * found.size * 1.2 <= 62


@pytest.mark.parametrize("text", [LONG, HOSTILE * 10, "m" * 600, "👩‍👩‍👧 " * 300])
def test_what_does_not_hold_is_cut_with_an_ellipsis(text):
    found = fitted(text, 400, 60, (28, 24))
    assert found.cut
    assert found.text.endswith("…")
    assert lines_of(found.text, 400, 24) <= 2
    assert len(found.text) > 8


def test_cut_leaves_short_text_alone():
    assert cut_to("court", 100, 1, 12) == "court"
    assert cut_to("un deux trois quatre cinq", width_of("un deux trois quat…", 12) + 0.1, 1, 12) == "un deux trois…"
