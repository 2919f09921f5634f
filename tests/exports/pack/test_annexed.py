"""The annexed lists: a chosen number of counted operations of each axis, in the report and in the PDF's pages."""

import io
import re

from docx import Document
from docx.enum.section import WD_ORIENT

from dashboard.domain.selection import Selection
from dashboard.exports.pack.archive import replay_command
from dashboard.exports.pack.content import Choice
from dashboard.exports.report import report_bytes
from tests.exports.pack.conftest import built


def test_each_axis_lists_its_costliest_operations_as_many_as_asked_for(demonstration, pack_of):
    whole = pack_of().operations
    pack = built(demonstration, choice=Choice(operations=3), only=())
    for figure in pack.annexed:
        axis, programme = re.match(r"Axe (\d) du (PON \w+)", figure.caption).groups()
        of_axis = whole[(whole["programme"] == programme) & (whole["priority_axis"].astype("str") == axis)]
        numbers = [row["num_dossier"] for row in figure.rows]
        costs = of_axis.set_index("num_dossier")["total_cost"].astype(float)
        assert len(numbers) == min(3, len(set(of_axis["num_dossier"])))
        assert costs[numbers].min() >= costs.drop(numbers).max() or len(costs) == len(numbers)
        assert all(row["beneficiary"] and row["region"] and len(row["description"]) <= 151 for row in figure.rows)
    report = Document(io.BytesIO(report_bytes(pack)))
    texts = [one.text for one in report.paragraphs]
    assert [page.orientation for page in report.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert "Annexe\u202f: les opérations" in texts
    assert all(any(figure.caption in text for text in texts) for figure in pack.annexed)
    assert len(pack.annexed) == 5
    assert "--listed=3" in replay_command(Selection(), (), pack.choice)


def test_nothing_is_listed_unless_asked_for(demonstration, pack_of):
    assert pack_of().annexed == ()
    nothing = Selection(search="aucun mot pareil")
    assert built(demonstration, nothing, choice=Choice(operations=3), only=()).annexed == ()
    later = built(demonstration, Selection(period="2021-2027"), choice=Choice(operations=2), only=()).annexed
    assert any(figure.caption.startswith("Priorité 6 du PN FSE+") for figure in later)
