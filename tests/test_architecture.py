"""The rules of the house that no tool checks by itself."""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app
from vulture import Vulture

from dashboard.demo.install import ABOUT_THEM, DEMONSTRATION_FOLDER
from dashboard.demo.install import OPERATIONS as EXTRACTS
from dashboard.domain.columns import COLUMNS
from dashboard.warehouse.build import REFERENCE_FILES, REFERENCE_FOLDER
from tests.pages.declared import declared_pages

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dashboard"
PAGE_FILES = sorted((ROOT / "pages").glob("*/[!_]*.py"))
MODULES = sorted(SOURCE.rglob("*.py"))
DRAWING = [ROOT / "app.py", *PAGE_FILES, *sorted((SOURCE / "ui").rglob("*.py"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
CODE_SUFFIXES = {".py", ".sql", ".toml", ".md", ".txt", ".csv", ".sh", ".json", ".cfg", ".yml", ".yaml", ""}

USED_FROM_OUTSIDE = {
    # Commands of the terminal: typer takes them by their decorator.
    "import_file", "print_table", "demo", "revoke",
    # What python-pptx calls to write the workbook behind a chart.
    "_open_worksheet", "_workbook_writer",
}  # fmt: skip

SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b"
    r"|\bcreate\s+(or\s+replace\s+)?(temp\w*\s+)?(table|view|macro)\b|\b(group|order)\s+by\b|\bread_(csv|parquet)\(",
    re.IGNORECASE | re.DOTALL,
)
"""Statements and their most telling pieces; French sentences of the interface don't match."""

# Written in two halves, so that this file may be searched like the others.
FOREIGN = {
    "the folder beside the repository": re.compile(r"\.\./" + "shared"),
    "a path of someone's machine": re.compile(r"(?<![\w.:-])/(?:" + "work|root|home" + r")/\w"),
    "the host of a package registry": re.compile("pypi" + r"\.org|python" + r"hosted\.org|registry\.npm" + "js|--index" + "-url"),
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def repository_files() -> list[Path]:
    """The files that belong to the repository, committed or about to be."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("without git nothing tells the repository's files from what running it leaves behind")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts_of(path: Path) -> Iterator[str]:
    """The string literals of a module, its documentation aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value


def test_streamlit_finds_the_application_and_its_main_script():
    """Streamlit reads app.py without running it: an application that it doesn't find is served as a bare script."""
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")
    calls = [node for node in ast.walk(ast.parse((ROOT / "app.py").read_text("utf-8"))) if isinstance(node, ast.Call)]
    made = next(call for call in calls if ast.unparse(call.func) == "st.App")
    assert ast.literal_eval(made.args[0]) == "src/dashboard/ui/main.py"
    assert {word.arg for word in made.keywords} == {"lifespan", "routes", "middleware"}


def test_no_page_stands_where_streamlit_serves_it_without_access_control():
    """docs/adr/0001: Streamlit's own `pages` folder is the one beside its main script."""
    assert not (SOURCE / "ui" / "pages").exists()
    assert list((ROOT / "pages").glob("*.py")) == []


def test_navigation_and_page_files_name_the_same_pages():
    assert sorted(Path(page["path"]) for page in declared_pages()) == PAGE_FILES


def test_nothing_is_defined_that_nothing_uses():
    """What only its tests use is dead: it goes with them."""
    seen = Vulture()
    seen.scavenge(
        [str(ROOT / name) for name in ("src", "pages", "app.py", "scripts/build_demo.py", "scripts/build_templates.py")]
    )
    unused = {item.name for item in seen.get_unused_code() if item.typ in {"function", "method", "property", "class"}}
    assert unused == USED_FROM_OUTSIDE


def test_pages_and_their_parts_hold_no_sql():
    found = [(named(path), text) for path in DRAWING for text in texts_of(path) if SQL.search(text)]
    found += [
        (named(path), node.func.attr)
        for path in DRAWING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "executemany", "sql"}
    ]  # fmt: skip
    assert found == []


def test_the_sql_that_is_looked_for_would_be_found():
    sentences = ("select a from b", "DELETE FROM t", "create or replace table x as", "read_csv('x')")
    assert all(SQL.search(text) for text in sentences)
    assert not SQL.search("Sélectionnez une vague, puis créez un import depuis la page Imports")


@pytest.mark.parametrize("what", FOREIGN)
def test_repository_speaks_of_the_product_alone(what):
    found = []
    for path in repository_files():
        if path.suffix in CODE_SUFFIXES:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{named(path)}: {match[0]}" for match in FOREIGN[what].finditer(text)]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_packages_are_pinned_to_one_version(name):
    wanted = [
        line.strip()
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    included = [line for line in wanted if line.startswith("-")]
    pinned = [line for line in wanted if not line.startswith("-")]
    expected = {"requirements.txt": ["-e ."], "requirements-dev.txt": ["-r requirements.txt", "-e .[postgresql]"]}
    assert included == expected[name]
    assert [
        line for line in pinned if not re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*", line)
    ] == []
    assert len({line.split("==")[0].lower() for line in pinned}) == len(pinned) > 0


def test_what_the_code_reads_is_shipped():
    assert [name for name in REFERENCE_FILES if not (REFERENCE_FOLDER / f"{name}.csv").is_file()] == []
    assert [name for name in (*EXTRACTS, *ABOUT_THEM) if not (DEMONSTRATION_FOLDER / name).is_file()] == []
    assert (ROOT / "data" / "icon.png").is_file()


def test_reference_files_that_modules_name_exist():
    shipped = {path.name for path in (ROOT / "data").rglob("*.csv")}
    named_by_code = {
        text
        for path in MODULES
        if "reference" in (code := path.read_text(encoding="utf-8")).lower() and ".csv" in code
        for text in texts_of(path)
        if re.fullmatch(r"[a-z0-9_]+\.csv", text)
    }
    assert named_by_code
    assert named_by_code - shipped == set()


def test_every_query_is_run_by_some_module():
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    queries = sorted(SOURCE.rglob("sql/*.sql"))
    assert queries
    assert [named(path) for path in queries if f'"{path.stem}"' not in code] == []


def test_import_contracts_cover_every_package():
    packages = {f"dashboard.{path.parent.name}" for path in SOURCE.glob("*/__init__.py")}
    layers = next(contract for contract in CONTRACTS if contract["type"] == "layers")["layers"]
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    sections = {f"pages.{path.parent.name}" for path in (ROOT / "pages").glob("*/__init__.py")}
    assert placed == packages | sections
    without_streamlit = next(contract for contract in CONTRACTS if contract.get("forbidden_modules") == ["streamlit"])[
        "source_modules"
    ]
    assert set(without_streamlit) == packages - {"dashboard.ui", "dashboard.hosting"}
    assert any(contract.get("source_modules") == ["dashboard.domain"] for contract in CONTRACTS)


def test_checks_run_the_linter_the_types_and_the_contracts():
    check = (ROOT / "scripts" / "check").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(tool in check for tool in ("ruff format --check", "ruff check", "mypy", "lint-imports"))
    assert "scripts/check" in ci
    assert "E2E=1" in ci


def test_a_column_of_the_table_of_columns_is_written_nowhere_else() -> None:
    labels = [column.label for column in COLUMNS.values()]
    assert len(labels) == len(set(labels))
    table = SOURCE / "domain" / "columns.py"
    again = [
        f"{named(path)}:{node.lineno}: {node.args[0].value}"
        for path in MODULES
        if path != table
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ColumnFormat"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value in labels
    ]
    assert again == []
