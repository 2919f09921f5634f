"""The pages as navigation declares them, and the script that declares them."""

from pathlib import Path

from dashboard.ui.navigation import FOLDER, SECTIONS

MAIN_SCRIPT = str(Path(__file__).parents[2] / "src" / "dashboard" / "ui" / "main.py")


def page_path(script: str) -> str:
    """What AppTest takes to switch to a page."""
    return str(FOLDER / script)


def declared_pages() -> list[dict[str, str]]:
    """`path`, `title` and `url_path` of each page, in order."""
    return [
        {"path": str(entry.path), "title": entry.title, "url_path": entry.address}
        for entries in SECTIONS.values()
        for entry in entries
    ]
