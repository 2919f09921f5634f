import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.markdown import literal


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**gras**", "\\*\\*gras\\*\\*"),
        ("[lien](https://x.fr)", "\\[lien\\]\\(https\u2060\\://x\\.fr\\)".replace("https\u2060", "http\u2060s")),
        (":red[rouge] :material/home:", "\\:red\\[rouge\\] \\:material/home\\:"),
        ("$x^2$", "\\$x\\^2\\$"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("www.exemple.fr", "www\u2060\\.exemple\\.fr"),
        ("a@exemple.fr", "a@\u2060exemple\\.fr"),
        ("    code", "code"),
        ("# titre\n- liste", "\\# titre \\- liste"),
    ],
)
def test_markdown_is_disarmed(text, escaped):
    assert literal(text) == escaped


@given(st.text())
def test_no_special_character_is_left_bare(text):
    bare = literal(text).replace("\\\\", "")
    for index, char in enumerate(bare):
        if char in "*_`[]<>$#|~:":
            assert bare[index - 1] == "\\"


@given(st.text(alphabet="abcéœ '’«»\u202f0123456789"))
def test_ordinary_words_are_untouched(text):
    assert literal(text) == text.strip()
