import pandas as pd

from dashboard.charts import bars
from dashboard.domain.french import amount, integer
from dashboard.figures.palette import MAIN, UNKNOWN

from .drawn import drawn

horizontal_bars = drawn(bars.horizontal_bars, rows=True)
grouped_bars = drawn(bars.grouped_bars, rows=True)
stacked_count_bars = drawn(bars.stacked_count_bars, rows=True)
stacked_share_bars = drawn(bars.stacked_share_bars, rows=True)

AXES = pd.DataFrame({"axe": ["Axe 1", "Axe 2", "Axe 3"], "n": [30, 7, 69]})
REGIONS = pd.DataFrame({"region": [f"Région {rank}" for rank in range(12)], "n": range(12, 0, -1)})


def rows_of(figure):
    """Label → printed text, in the order in which the eye meets them."""
    labels = [note.text for note in figure.layout.annotations] or list(figure.layout.yaxis.ticktext)
    return dict(zip(labels, figure.data[0].text, strict=True))


def test_longest_bar_comes_first_with_its_printed_value():
    figure = horizontal_bars(AXES, "axe", "n", text=integer)
    assert list(rows_of(figure).items()) == [("Axe 3", "69"), ("Axe 1", "30"), ("Axe 2", "7")]
    assert list(figure.data[0].x) == [69, 30, 7]
    first, last = figure.data[0].y[0], figure.data[0].y[-1]
    top_of_axis = figure.layout.yaxis.range[1]
    assert abs(first - top_of_axis) < abs(last - top_of_axis)


def test_order_of_the_rows_can_be_kept():
    figure = horizontal_bars(AXES, "axe", "n", text=integer, ordered=False)
    assert list(rows_of(figure)) == ["Axe 1", "Axe 2", "Axe 3"]


def test_printed_texts_follow_their_row_when_bars_are_sorted():
    figure = horizontal_bars(AXES, "axe", "n", text=["trente", "sept", "soixante-neuf"])
    assert rows_of(figure) == {"Axe 3": "soixante-neuf", "Axe 1": "trente", "Axe 2": "sept"}


def test_figures_are_printed_in_french():
    frame = pd.DataFrame({"axe": ["Axe 3"], "ct": [38_200_000.0]})
    assert rows_of(horizontal_bars(frame, "axe", "ct", text=amount)) == {"Axe 3": "38,2\u202fM€"}


def test_unknown_closes_the_list_whatever_its_size():
    frame = pd.DataFrame({"region": ["Non renseigné", "Bretagne"], "n": [50, 2]})
    assert list(rows_of(horizontal_bars(frame, "region", "n", text=integer))) == ["Bretagne", "Non renseigné"]


def test_each_category_takes_its_own_colour():
    figure = horizontal_bars(AXES, "axe", "n", text=integer, colour={"Axe 3": "#000091", "Axe 1": "#009081"})
    assert list(figure.data[0].marker.color) == ["#000091", "#009081", UNKNOWN]
    assert set(horizontal_bars(AXES, "axe", "n", text=integer).data[0].marker.color) == {MAIN}


def test_words_of_the_extract_are_never_rendered_as_html():
    frame = pd.DataFrame({"porteur": ["<b>Asso</b> <a href='x'>&co</a>"], "n": [1]})
    figure = horizontal_bars(frame, "porteur", "n", text=lambda _: "<i>1</i>")
    label, text = next(iter(rows_of(figure).items()))
    assert "<" not in label.replace("<br>", "")
    assert "&lt;b&gt;Asso&lt;/b&gt;" in label
    assert text == "&lt;i&gt;1&lt;/i&gt;"
    assert "&lt;b&gt;Asso" in figure.data[0].hovertext[0]


def test_numeric_looking_categories_stay_rows():
    frame = pd.DataFrame({"vague": ["2019", "2017"], "n": [1, 2]})
    figure = horizontal_bars(frame, "vague", "n", text=integer)
    assert list(figure.layout.yaxis.ticktext) == ["2017", "2019"]
    assert all(-0.5 < position < 1.5 for position in figure.data[0].y)


def test_missing_value_has_a_dash_and_no_bar():
    frame = pd.DataFrame({"axe": ["Axe 1", "Axe 2"], "n": [3.0, None]})
    figure = horizontal_bars(frame, "axe", "n", text=integer)
    assert rows_of(figure) == {"Axe 1": "3", "Axe 2": "–"}
    assert list(figure.data[0].x) == [3, None]


def test_height_follows_the_number_of_rows():
    short, long = (horizontal_bars(frame, frame.columns[0], "n", text=integer) for frame in (AXES, REGIONS))
    per_row = (long.layout.height - short.layout.height) / (len(REGIONS) - len(AXES))
    assert 30 <= per_row <= 60


def test_long_names_go_above_their_bar_whole():
    name = "Nouvelle forme de coopération entre les acteurs d'un même territoire"
    figure = horizontal_bars(pd.DataFrame({"type": [name, "Ingénierie"], "n": [2, 1]}), "type", "n", text=integer)
    assert figure.layout.yaxis.visible is False
    assert figure.layout.annotations[0].text.replace("<br>", " ") == name
    assert all(note.y < bar for note, bar in zip(figure.layout.annotations, figure.data[0].y, strict=True)), (
        "the axis runs downwards: a label above has the smaller position"
    )


def test_endless_name_is_cut():
    figure = horizontal_bars(pd.DataFrame({"type": ["mot " * 60], "n": [2]}), "type", "n", text=integer)
    assert figure.layout.annotations[0].text.endswith("…")
    assert len(figure.layout.annotations[0].text) < 150


def test_waves_stand_side_by_side_in_the_order_of_the_legend():
    frame = pd.DataFrame({"axe": ["Axe 1", "Axe 3"], "w17": [22, 52], "w19": [30, 69]})
    figure = grouped_bars(
        frame, "axe", {"w17": "2017", "w19": "2019"}, text=integer, colours={"w17": "#7C8FC4", "w19": MAIN}
    )
    assert [trace.name for trace in figure.data] == ["2017", "2019"]
    assert [list(trace.text) for trace in figure.data] == [["22", "52"], ["30", "69"]]
    assert [trace.marker.color for trace in figure.data] == ["#7C8FC4", MAIN]
    upper, lower = (trace.y[0] for trace in figure.data)
    assert lower - upper >= figure.data[0].width, "bars of a row touch without covering each other"
    assert figure.layout.showlegend


def test_shares_make_a_hundred_percent_and_small_ones_keep_silent():
    frame = pd.DataFrame({"axe": ["Axe 1", "Axe 2"], "AGD": [95, 0], "OI CD": [5, 0]})
    figure = stacked_share_bars(frame, "axe", {"AGD": "AGD", "OI CD": "OI CD"}, text=integer, colours={"AGD": MAIN})
    assert [sum(parts) for parts in zip(*(trace.x for trace in figure.data), strict=True)] == [1, 0]
    assert list(figure.data[0].text) == ["95\u202f%", ""]
    assert list(figure.data[1].text) == ["", ""]
    assert "5,0\u202f% (5)" in figure.data[1].hovertext[0]
    assert figure.data[0].insidetextfont.color == "#FFFFFF"


def test_empty_frames_make_a_figure_all_the_same():
    empty = AXES.iloc[:0]
    assert len(horizontal_bars(empty, "axe", "n", text=integer).data[0].x) == 0
    assert grouped_bars(empty, "axe", {"n": "2019"}, text=integer, colours={}).layout.height > 0
    assert stacked_share_bars(empty, "axe", {"n": "2019"}, text=integer, colours={}).layout.height > 0


def test_counts_are_stacked_as_they_are_and_an_empty_part_prints_nothing():
    frame = pd.DataFrame({"région": ["Bretagne", "Corse"], "oui": [3, 0], "non": [1, 2]})
    figure = stacked_count_bars(frame, "région", {"oui": "Oui", "non": "Non"}, text=integer, colours={"oui": MAIN})
    assert [list(trace.x) for trace in figure.data] == [[3, 0], [1, 2]]
    assert [list(trace.text) for trace in figure.data] == [["3", ""], ["1", "2"]]
    assert figure.layout.barmode == "stack"
    assert figure.data[1].marker.color == UNKNOWN


def test_names_of_the_rows_may_be_put_above():
    frame = pd.DataFrame({"axe": ["A"], "x": [1], "y": [1]})
    beside, above = (
        stacked_share_bars(frame, "axe", {"x": "X", "y": "Y"}, text=integer, colours={}, above=above)
        for above in (False, True)
    )
    assert [note.text for note in above.layout.annotations] == ["A"]
    assert not beside.layout.annotations


def test_a_word_too_long_for_its_line_breaks_at_its_hyphen():
    frame = pd.DataFrame({"région": ["Bourgogne-Franche-Comté", "Île-de-France"], "n": [2, 1]})
    figure = horizontal_bars(frame, "région", "n", text=integer)
    assert list(rows_of(figure)) == ["Bourgogne-Franche-<br>Comté", "Île-de-France"]
