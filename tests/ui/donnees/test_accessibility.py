"""The accessibility statement claims nothing that the code contradicts."""

import ast
from pathlib import Path

from dashboard.ui.page import STYLE
from dashboard.warehouse.build import REFERENCE_FOLDER

SOURCE = Path(__file__).parents[3] / "src" / "dashboard"
STATEMENT = (REFERENCE_FOLDER / "context" / "accessibility.md").read_text(encoding="utf-8")
CANVAS = {"dataframe", "data_editor"}


def test_no_table_is_a_canvas():
    """What `st.dataframe` draws is out of reach of assistive technology, and the statement says that there is none."""
    drawn = [
        f"{path.name}: {node.func.attr}"
        for folder in ("ui", "pages")
        for path in sorted((SOURCE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CANVAS
        and ast.unparse(node.func.value) == "st"
    ]  # fmt: skip
    assert drawn == []
    assert "aucun tableau n'est dessiné en image" in STATEMENT


def test_focus_is_drawn_on_links_and_buttons():
    assert ":focus-visible" in STYLE
    assert "outline: none" not in STYLE


def test_statement_names_what_was_not_tried():
    untested = STATEMENT.split("## Ce qui ne l'a pas été")[1].split("##")[0]
    for title in ("Lecteurs d'écran", "Autres navigateurs", "Documents téléchargés"):
        assert f"- **{title}**" in untested
