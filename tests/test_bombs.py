"""What it costs to refuse a file that would fill the memory, measured on a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.exports.report.styles import TEMPLATE
from dashboard.exports.slides.template import SHIPPED
from tests.bombs import PARAGRAPH, SHAPE, grown, lying, packed, parts_of

MOST = 60
"""Megabytes above what the process holds once it has read an honest file of each kind."""

MEASURE = """
import json, sys, tempfile
from pathlib import Path
from dashboard.exports.errors import ExportError
from dashboard.exports.report.template import opened
from dashboard.exports.slides.template import open_template
from dashboard.ingest.errors import IngestError
from dashboard.ingest.preview import look_at
from dashboard.reviews.archive import import_campaign
from dashboard.reviews.errors import ReviewsError
from dashboard.warehouse.state import State

def held(line):
    return int(next(text.split()[1] for text in open("/proc/self/status") if text.startswith(line))) // 1000

state = State(Path(tempfile.mkdtemp()))
readers = {
    "pptx": open_template,
    "docx": opened,
    "zip": lambda path: import_campaign(None, path.read_bytes()),
    "xlsx": lambda path: look_at(state, path, state.root / path.name),
    "ods": lambda path: look_at(state, path, state.root / path.name),
}
before, *bombs = [Path(name) for name in sys.argv[1:]]
open_template(None), opened(None), look_at(state, before, state.root / "before")
costs = {}
for path in bombs:
    # The peak only rises: what the ones before took counts for the next, and none may take much.
    start = held("VmRSS")
    try:
        readers[path.suffix[1:]](path)
    except (ExportError, IngestError, ReviewsError) as error:
        costs[path.name] = held("VmHWM") - start
print(json.dumps(costs))
"""


SHEET = "xl/worksheets/sheet1.xml"


def honest(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["num_dossier", "titre"])
        sheet.write_row(1, 0, ["1", "a"])
    return path


def bombs(workbook: Path) -> dict[str, bytes]:
    """Files that would each take from a hundred megabytes to two gigabytes."""
    liar = bytes(60_000_000)
    sharing = grown(workbook, SHEET, b"</sheetData>", b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>', 20_000)
    repeated = (
        b'<a><table:table-row table:number-rows-repeated="20000"><table:table-cell table:number-columns-repeated="30" '
        b'office:value-type="string"><p>' + b"x" * 2_000 + b"</p></table:table-cell></table:table-row></a>"
    )
    return {
        "formes.pptx": grown(SHIPPED, "ppt/slideLayouts/slideLayout1.xml", b"</p:spTree>", SHAPE, 200_000),
        "paragraphes.docx": grown(TEMPLATE, "word/document.xml", b"<w:sectPr", PARAGRAPH, 500_000),
        "menteur.pptx": lying(packed({**parts_of(SHIPPED), "ppt/presentation.xml": liar}), "ppt/presentation.xml", 100),
        "menteur.docx": lying(packed({**parts_of(TEMPLATE), "word/document.xml": liar}), "word/document.xml", 100),
        "campagne.zip": packed({"manifeste.json": b" " * 60_000_000}),
        "menteuse.zip": lying(packed({"manifeste.json": b" " * 60_000_000}), "manifeste.json", 100),
        "cellules.xlsx": grown(workbook, SHEET, b"</sheetData>", b"<row><c><v>1</v></c><c><v>1</v></c></row>", 800_000),
        "textes.xlsx": grown(sharing, "xl/sharedStrings.xml", b"num_dossier", b"x" * 32_000, 1),
        "coin.xlsx": grown(workbook, SHEET, b"</sheetData>", b'<row><c r="BK1048576"><v>1</v></c></row>', 1),
        "lignes.ods": packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": repeated}),
    }


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says the peak of a process's memory")
def test_refusing_a_bomb_costs_next_to_nothing(tmp_path: Path) -> None:
    workbook = honest(tmp_path / "honnête.xlsx")
    files = bombs(workbook)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert max(map(len, files.values())) < 300_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, workbook, *(tmp_path / name for name in files)], capture_output=True, check=True
    )
    costs = json.loads(done.stdout)
    assert costs.keys() == files.keys()
    assert {name: cost for name, cost in costs.items() if cost > MOST} == {}
