"""What Streamlit reads as Markdown or HTML is written in the code, or goes through what prints it letter for letter."""

import ast
import inspect
from collections.abc import Iterator

import pytest
import streamlit as st

from tests.test_architecture import DRAWING, named

MARKDOWN = {"body", "label", "help", "text", "title", "caption", "captions", "tabs"}
"""Parameters that are Markdown in every function of Streamlit that has them."""
ALSO_MARKDOWN = {
    "metric": {"value", "delta", "delta_description"},
    "radio": {"options"},
    "pills": {"options"},
    "segmented_control": {"options"},
}
HARMLESS = {
    "literal",
    # These print figures and dates.
    "integer", "decimal", "percent", "amount", "euros", "plural", "long_date", "day",
    # These give an address, percent-encoded.
    "operation_link", "operations_link", "page_link", "region_link", "view_link", "urlencode",
    # These give Markdown whose words went through `literal`.
    "_as_written", "badge_of", "highlighted", "highlighted_text", "label_help", "landmarks_of", "linked_label", "named_text", "with_links",
}  # fmt: skip
HARMLESS_IN_HTML = {"escape", "quote", "slide_html", "_legend", "script", "style_sheet"}
ALLOWED = {
    ("context.py", "block"): "Markdown by contract, of a file that is shipped",
    ("leverage.py", "prose[NAMES[name]]"): "Markdown by contract, of a file that is shipped",
    ("navigation.py", "entry.title"): "a table of the code",
    ("path.py", "items"): "links, figures and words of the code",
    ("page.py", "details"): "Markdown by contract, written in the code",
    ("grid_form.py", "partial(_option, question)"): "each option goes through `literal` there",
    ("trial.py", "_verdict(trial)"): "figures and words of the code",
    ("trial.py", "_summary(trial, rank)"): "figures and words of the code",
    ("reviewed_operation.py", "listing(shown)"): "badges, by `badge_of`",
    ("identified_list.py", "filter(None, parts)"): "names and words that go through `named_text` or `literal` there",
    ("pasted.py", "source.address"): "an address, percent-encoded",
    ("agreement.py", "same"): "a figure, and a question that goes through `literal` there",
    ("review_desk.py", "_first_question(form.key(left[0]))"): "words of the code, and a key that is escaped there",
    ("review_desk.py", "form.summary()"): "figures and words of the code",
    ("operation_list.py", "said"): "figures and words of the code",
    ("operation_list.py", "to(wanted, words)"): "words of the code, and an address that is percent-encoded",
    ("lexicon_workshop.py", "_change(listed.get(item.id), item)"): "each text goes through `literal` there",
    ("lexicon_workshop.py", "made"): "drawn as code, letter for letter",
    ("lexicon_workshop.py", "mark"): "words of the code",
    ("reviews_store.py", "words"): "Markdown by contract, written in the code",
    ("territory_map.py", "panel.drawing"): "HTML by contract, each name escaped where it is drawn",
}
"""(file, expression) → why it may stand bare."""
WRITES_ANYTHING = {"write", "write_stream", "echo", "help", "exception"}
DRAWS_CELLS = {"table", "dataframe", "data_editor"}


def read_as_text(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that Streamlit reads as Markdown or HTML."""
    name = called(call)
    if not callable(getattr(st, name, None)):
        return
    given = dict(zip(inspect.signature(getattr(st, name)).parameters, call.args, strict=False))
    given |= {item.arg: item.value for item in call.keywords if item.arg}
    if "options" in given and "format_func" in given:
        given["options"] = given["format_func"]
    wanted = MARKDOWN | ALSO_MARKDOWN.get(name, set())
    yield from (value for parameter, value in given.items() if parameter in wanted)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def bare_parts(node: ast.AST, harmless: set[str]) -> Iterator[ast.AST]:
    """The parts of a text that aren't written in the code and went through no harmless function."""
    match node:
        case ast.Constant():
            pass
        case ast.Name(id=name) if name in harmless:
            pass  # as a format_func
        case ast.Name() | ast.Attribute() | ast.Subscript() if of_the_code(node):
            pass
        case ast.Call(func=ast.Name(id=name)) if name in harmless:
            pass
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from bare_parts(part, harmless)
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            yield from bare_parts(one, harmless)
            yield from bare_parts(other, harmless)
        case (
            ast.FormattedValue(value=part)
            | ast.Lambda(body=part)
            | ast.GeneratorExp(elt=part)
            | ast.ListComp(elt=part)
            | ast.Call(func=ast.Name(id="list") | ast.Attribute(value=ast.Constant(), attr="join"), args=[part])
        ):
            yield from bare_parts(part, harmless)
        case _:
            yield node


def of_the_code(node: ast.AST) -> bool:
    """Whether it belongs to a constant or an enumeration: what is read from outside starts with a small letter."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name) and node.id.lstrip("_")[:1].isupper()


def bare_texts(source: str, file: str) -> set[tuple[str, str]]:
    """What a module hands to Streamlit as it came."""
    return {
        (file, ast.unparse(part))
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        for text in read_as_text(call)
        for part in bare_parts(text, HARMLESS_IN_HTML if called(call) == "html" else HARMLESS)
    }


def test_no_text_from_people_is_handed_over_bare():
    bare = {named(path): bare_texts(path.read_text(encoding="utf-8"), path.name) - ALLOWED.keys() for path in DRAWING}
    assert {name: found for name, found in bare.items() if found} == {}


def test_what_is_allowed_is_still_there():
    found = {bare for path in DRAWING for bare in bare_texts(path.read_text(encoding="utf-8"), path.name)}
    assert ALLOWED.keys() <= found


def test_tables_are_drawn_in_one_place_and_nothing_draws_whatever_it_is_given():
    drawing: dict[str, set[str]] = {}
    for path in DRAWING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("st."):
                drawing.setdefault(called(node), set()).add(path.name)
    assert drawing.keys().isdisjoint(WRITES_ANYTHING)
    assert {name for name in drawing if name in DRAWS_CELLS} == {"table"}
    assert drawing["table"] == {"tables.py"}


@pytest.mark.parametrize(
    ("call", "bare"),
    [
        ('st.segmented_control(f"Affichage\\u202f: {title}", views)', {"title", "views"}),
        ("st.segmented_control(literal(title), views, format_func=literal)", set()),
        ("left.metric(LABELS[name], integer(value), help=row.name)", {"row.name"}),
        ('st.markdown("\\n".join(f"- {word}" for word in words))', {"word"}),
        ("st.pills('Statut', words, format_func=lambda word: word.label)", {"word.label"}),
        ("st.radio('Avis', list(VERDICTS), captions=[said for said in found])", {"said"}),
        ("st.error(str(error) or 'Erreur')", {"str(error)"}),
        ("st.html(f'<p>{literal(said)}</p>' + STYLE)", {"literal(said)"}),
        ("st.html(f'<p>{escape(said)}</p>')", set()),
        ("st.selectbox('Opération', titles)", set()),
    ],
)
def test_bare_text_would_be_found(call, bare):
    assert {expression for _, expression in bare_texts(call, "x.py")} == bare
