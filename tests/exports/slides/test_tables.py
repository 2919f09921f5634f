import pytest

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.exports.slides.page import Page
from dashboard.exports.slides.tables import COMFORTABLE, Grid, RowKind, add_table, grid_of, paged
from dashboard.exports.slides.template import open_template
from tests.exports.slides.conftest import LONG, figure_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def grid(rows, columns, label="Libellé de la ligne"):
    headers = ("Libellé", *(f"Opérations {rank}" for rank in range(columns)))
    body = tuple((f"{label} {row}", *("1\u202f234,5" for _ in range(columns))) for row in range(rows))
    kinds = (*[RowKind.PLAIN] * (rows - 1), RowKind.TOTAL)
    return Grid(headers, body, (False, *(True for _ in range(columns))), kinds)


def test_a_small_table_is_set_in_large_type_on_one_slide():
    [sheet] = paged(grid(5, 3), 872, 340, 14)
    assert sheet.size == COMFORTABLE[0]
    assert sheet.height <= 340
    assert sum(sheet.widths) <= 872.1


@pytest.mark.parametrize(("rows", "columns"), [(40, 3), (13, 12), (60, 20), (200, 2)])
def test_every_cell_is_on_one_slide_under_its_header(rows, columns):
    whole = grid(rows, columns)
    sheets = paged(whole, 872, 340, 12)
    assert len(sheets) > 1
    for sheet in sheets:
        assert sheet.height <= 340.1
        assert sum(sheet.widths) <= 872.1
        assert sheet.size >= 12
        assert sheet.grid.headers[0] == "Libellé"
    cells = sum(len(sheet.grid.rows) * (len(sheet.grid.headers) - 1) for sheet in sheets)
    assert cells == rows * columns


def test_continued_rows_are_shared_evenly_and_the_total_closes_the_last_slide():
    sheets = paged(grid(21, 3), 872, 340, 16)
    lengths = [len(sheet.grid.rows) for sheet in sheets]
    assert max(lengths) - min(lengths) <= 1
    assert [sheet.grid.kinds[-1] is RowKind.TOTAL for sheet in sheets] == [False] * (len(sheets) - 1) + [True]


def test_a_share_follows_its_figure_on_the_same_slide():
    headers = ("Axe", *(name for rank in range(9) for name in (f"Participants entrés {rank}", "%")))
    row = ("Axe 1", *("720\u202f332" for _ in headers[1:]))
    whole = Grid(headers, (row,) * 9, (False, *[True] * 18), (RowKind.PLAIN,) * 9)
    sheets = paged(whole, 872, 340, 14)
    assert len(sheets) > 1
    assert all(sheet.grid.headers[1] != "%" for sheet in sheets)


def test_a_table_of_few_rows_and_many_columns_is_turned():
    [sheet] = paged(grid(2, 9), 872, 340, 14)
    assert sheet.grid.headers == ("Libellé", "Libellé de la ligne 0", "Libellé de la ligne 1")
    assert len(sheet.grid.rows) == 9


def test_a_long_cell_is_cut_and_said_to_be():
    [sheet, *_] = paged(grid(1, 2, label=LONG), 400, 340, 14)
    assert sheet.cut
    assert sheet.grid.rows[0][0].endswith("…")


def test_figures_stand_to_the_right_under_a_marked_header():
    figure = figure_of([("a", 1.0), ("b", None), ("Total", 1.0)], total=True, chart=None)
    [sheet] = paged(grid_of(figure), 872, 340, 14)
    template = open_template()
    table = add_table(Page(template, template.message), sheet, "Nom", "En mots")._element
    assert table.xpath(".//a:tblPr/@firstRow") == ["1"]
    assert table.xpath(".//a:tblPr/@lastRow") == ["1"]
    rows = table.findall(f".//{A}tr")
    assert len(rows) == 4
    for row in rows:
        assert [cell.xpath(".//a:pPr/@algn")[0] for cell in row.findall(f"{A}tc")] == ["l", "r"]
    assert rows[2].xpath(".//a:t/text()") == ["b", "–"]
    assert rows[3].xpath(".//a:rPr/@b") == ["1", "1"]
    assert table.xpath(".//p:cNvPr/@descr") == ["En mots"]


def test_subtotals_are_the_rows_that_add_up_others():
    rows = ({"nom": "a", "n": 1}, {"nom": "b", "n": 2}, {"nom": "a et b", "n": 3})
    columns = {"nom": ColumnFormat("Nom"), "n": ColumnFormat("Nombre", Kind.INTEGER)}
    figure = figure_of([("x", 1.0)], rows=rows, columns=columns, parts={2: (0, 1)})
    assert grid_of(figure).kinds == (RowKind.PLAIN, RowKind.PLAIN, RowKind.SUBTOTAL)
