"""A page named in a sentence opens from there, whichever sentence it is."""

import ast
from pathlib import Path

import pytest

from dashboard.domain.periods import CURRENT
from dashboard.domain.selection import Selection
from dashboard.ui import named_pages
from dashboard.ui.named_pages import _NAMED, with_links

SOURCE = Path(__file__).parents[2]


def test_only_pages_are_links_and_the_rest_prints_letter_for_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_pages, "current_selection", lambda: Selection(period=CURRENT, search="eau"))
    asked = "?periode=2021-2027&q=eau"
    cases = {
        "Voir la page Imports.": f"Voir la [page Imports](imports{asked}).",
        "la page Opérations emblématiques": f"la [page Opérations emblématiques](emblematiques{asked})",
        "la liste de la page Opérations *": f"la liste de la [page Opérations](operations{asked}) \\*",
        "la page Importsation, la page 4, Imports": "la page Importsation, la page 4, Imports",
    }
    assert {words: with_links(words) for words in cases} == cases


def test_no_sentence_of_a_screen_names_a_page_without_opening_it() -> None:
    """Sentences written in `ui` and `pages`: each that names a page goes through `with_links`, or is a name for such a call."""
    folders = (SOURCE / "src" / "dashboard" / "ui", SOURCE / "pages")
    wrong: list[str] = []
    for path in sorted(one for folder in folders for one in folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and isinstance(node.body[0], ast.Expr)
        }
        linked = {
            id(inside)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and ast.unparse(call.func) in ("with_links", "choose_campaign", "choose_evaluated")
            for inside in ast.walk(call)
        }
        constants = {
            id(inside): target.id
            for node in tree.body
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
            for inside in ast.walk(node.value)
        }
        opened = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) in linked}
        # What is computed before: `said = NOTHING_LOADED if … else …; with_links(said)`.
        opened |= {
            inside.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and {ast.unparse(one) for one in node.targets} & opened
            for inside in ast.walk(node.value)
            if isinstance(inside, ast.Name)
        }
        wrong += [
            f"{path.name}:{node.lineno}: {node.value[:60]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAMED.search(node.value)
            and not {id(node)} & (linked | docs) and constants.get(id(node)) not in opened
        ]  # fmt: skip
    assert wrong == []
