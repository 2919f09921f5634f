from dashboard.charts import needs
from dashboard.charts.needs import NeedBar

from .drawn import drawn

need_bars = drawn(needs.need_bars)

LOANS = NeedBar("Micro-crédit <b>", 0.2, "au plus 20,0\u202f%", "20 000 sur au moins 100 000", open_ended=True)
MEALS = NeedBar("Repas", 1.5, "150,0\u202f%", "150 sur 100", open_ended=False)


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def test_reached_part_is_drawn_over_the_whole_need():
    figure = need_bars([LOANS])
    drawn = traces(figure)
    assert list(drawn["Besoin, au moins"].x) == [1.0]
    assert list(drawn["Atteint"].x) == [0.2]
    assert list(drawn["Atteint"].y) == list(drawn["Besoin, au moins"].y)
    assert figure.layout.xaxis.range == (0, 1.0)


def test_only_a_need_that_may_be_larger_is_hatched():
    drawn = traces(need_bars([MEALS, LOANS]))
    assert drawn["Besoin, au moins"].marker.pattern.shape == "/"
    assert drawn["Besoin"].marker.pattern.shape is None
    assert len(drawn["Besoin"].y) == len(drawn["Besoin, au moins"].y) == 1


def test_need_that_is_exceeded_stays_in_the_figure():
    figure = need_bars([MEALS, LOANS])
    assert figure.layout.xaxis.range == (0, 1.5)
    places = {note.text: note.x for note in figure.layout.annotations}
    assert places["150,0\u202f%"] == 1.0
    assert places["au plus 20,0\u202f%"] == 1 / 1.5


def test_words_of_people_print_letter_for_letter():
    figure = need_bars([LOANS])
    assert any("&lt;b&gt;" in note.text for note in figure.layout.annotations)
    assert "&lt;b&gt;" in traces(figure)["Atteint"].hovertext[0]


def test_no_row_is_an_empty_figure():
    assert [list(trace.x) for trace in need_bars([]).data] == [[]]
