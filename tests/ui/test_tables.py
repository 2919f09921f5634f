import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.ui.page import STYLE
from dashboard.ui.tables import printable
from tests.patience import PATIENCE


def table_app():
    import pandas as pd

    from dashboard.domain.columns import ColumnFormat, Kind
    from dashboard.ui.tables import html_table

    frame = pd.DataFrame({"axe": ["Axe 1", "Total"], "porteur": ["x", "y"], "n": [1, 2]})
    columns = {
        "axe": ColumnFormat("Axe"),
        "porteur": ColumnFormat("Porteur"),
        "n": ColumnFormat("Nombre", Kind.INTEGER),
    }
    html_table(frame, columns, key="essai", alternative="Essai", total=True)


def test_a_figure_opens_what_it_counts_and_a_zero_nothing():
    rows = [{"r": "Bretagne", "n": 2}, {"r": "Corse", "n": 0}]
    columns = {"r": ColumnFormat("Région"), "n": ColumnFormat("Nombre", Kind.INTEGER)}
    printed = printable(rows, columns, links={"n": ["/deux", "/zero"]})
    assert printed["Nombre"].tolist() == ["[2](/deux)", "0"]


def test_printable_table_is_text_in_french():
    frame = pd.DataFrame({"r": ["A_b*"], "p": [0.5], "n": [None]})
    columns = {
        "r": ColumnFormat("Région"),
        "p": ColumnFormat("Part", Kind.PERCENT),
        "n": ColumnFormat("N", Kind.INTEGER),
    }
    printed = printable(frame, columns)
    assert printed.to_dict("records") == [{"Région": "A\\_b\\*", "Part": "50,0\u202f%", "N": "–"}]


def test_columns_with_the_same_label_are_both_kept():
    columns = {"a": ColumnFormat("N", Kind.INTEGER), "b": ColumnFormat("N", Kind.INTEGER)}
    assert printable(pd.DataFrame({"a": [1], "b": [2]}), columns).iloc[0].tolist() == ["1", "2"]


def test_empty_frame_is_printable():
    assert list(printable(pd.DataFrame({"a": []}), {"a": ColumnFormat("A")}).columns) == ["A"]


def test_first_column_heads_the_rows_and_figures_are_marked_for_the_style_sheet():
    app = AppTest.from_function(table_app, default_timeout=PATIENCE).run()
    assert not app.exception
    table = app.table[0]
    assert table.value.index.tolist() == ["Axe 1", "Total"]
    assert table.proto.alt == "Essai"
    [container] = [child for child in app.main.children.values() if child.type == "flex_container"]
    assert container.proto.id.endswith("tableau-essai-avec-total-d3-")


@pytest.mark.parametrize("rank", [1, 7, 15])
def test_style_sheet_aligns_every_marked_column(rank):
    assert f'[class*="-d{rank}-"] tr>:nth-child({rank})' in STYLE
