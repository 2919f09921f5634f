"""The pages as navigation declares them, read from its text: a page object only exists inside a running app."""

import ast
from pathlib import Path

NAVIGATION = Path(__file__).parents[2] / "src" / "dashboard" / "ui" / "navigation.py"


def declared_pages() -> list[dict[str, str]]:
    """`path`, `title` and `url_path` of each page, in order."""
    tree = ast.parse(NAVIGATION.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def text(node: ast.expr) -> str:
        return str(constants[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node))

    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page"]
    calls.sort(key=lambda call: call.lineno)
    return [
        {"path": text(call.args[0])}
        | {word.arg: text(word.value) for word in call.keywords if word.arg in ("title", "url_path")}
        for call in calls
    ]
