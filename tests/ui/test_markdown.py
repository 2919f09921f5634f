import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.markdown import literal


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**gras**", "\\*\\*gras\\*\\*"),
        ("[lien](https://x.fr)", "\\[lien\\](https:\u2060//x.fr)"),
        ("![x](http://x.fr/a.png)", "\\!\\[x\\](http:\u2060//x.fr/a.png)"),
        (":red[rouge] :material/home:", ":\u2060red\\[rouge\\] :\u2060material/home:\u2060"),
        (":material_home:", ":\u2060material\\_home:\u2060"),
        (":streamlit: :smile:", ":\u2060streamlit: :\u2060smile:\u2060"),
        ("$x^2$", "\\$x\\^2\\$"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("www.exemple.fr _WWW.exemple.fr", "www\u2060.exemple.fr \\_WWW\u2060.exemple.fr"),
        ("a@exemple.fr a@-b.fr", "a@\u2060exemple.fr a@\u2060-b.fr"),
        ("a -> b -- c >= d", "a -\u2060\\> b -\u2060- c \\>\u2060= d"),
        ("    code", "code"),
        ("# titre\n- liste", "\\# titre - liste"),
        ("- liste", "\u2060- liste"),
        ("1. liste", "\u20601. liste"),
        ("===", "\u2060==="),
    ],
)
def test_markdown_is_disarmed(text, escaped):
    assert literal(text) == escaped


@given(st.text())
def test_no_special_character_is_left_bare(text):
    bare = f"{literal(text)} ".replace("\\\\", "")
    for index, char in enumerate(bare):
        if char in "*_`[]<>$#|~{}&!":
            assert bare[index - 1] == "\\"
        if char in ":@":
            assert bare[index + 1] == "\u2060" or bare[index + 1].isspace()


@given(st.text(alphabet="abcéœ '’«»\u202f0123456789"))
def test_ordinary_words_are_untouched(text):
    assert literal(text) == text.strip()


def test_screen_readers_are_given_labels_without_backslashes():
    label = "Sous-préfecture (2019)\u202f: 38,2\u202fM€, soit 12 h 30 à Aix-en-Provence. Note n° 2 «\u202fx\u202f» + 1 = 3 ?"
    assert literal(label) == label
