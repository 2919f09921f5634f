"""Style sheets and scripts: what they ask for, what the code gives them."""

import re
from pathlib import Path

from dashboard import ui
from dashboard.ui.static_files import script, style_sheet

UI = Path(ui.__file__).parent


def test_chrome_asks_nothing_of_the_network():
    sources = [path for path in UI.rglob("*") if path.suffix in {".css", ".js"}]
    assert {"page.css", "french.js"} <= {path.name for path in sources}
    asking = re.compile(r"https?://|//[a-z]+\.|url\(|@import|fetch\(|import\(")
    assert [path.name for path in sources if asking.search(path.read_text(encoding="utf-8"))] == []


def test_style_sheets_survive_the_cleaning_of_the_page():
    """The browser's side of `st.html` drops a style sheet in which something looks like a tag."""
    assert [path.name for path in UI.rglob("*.css") if "<" in path.read_text(encoding="utf-8")] == []


def test_style_sheets_take_their_values_from_the_code():
    sheet = style_sheet("styles/page.css", blue_france="#000091", other_value="480px")
    assert sheet.startswith("<style>:root { --blue-france: #000091;--other-value: 480px; }")
    given = {
        "page.css": {"blue-france"},
        "path.css": {"blue-france"},
        "slides.css": {"blue-france"},
        "cards.css": {"blue-france"},
    }
    for path in UI.rglob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)\)", path.read_text(encoding="utf-8")))
        assert used == given.get(path.name, set()), path.name


def test_scripts_take_their_values_as_data():
    written = script("scripts/reviewer_name.js", cookie="evaluateur", name='"><b>')
    assert written.startswith('<script data-cookie="evaluateur" data-name="&quot;&gt;&lt;b&gt;">')
    assert written.endswith("</script>")
