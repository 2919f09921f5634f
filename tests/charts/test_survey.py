"""Figures of the survey: every share has its base, and synthetic answers are said inside the picture."""

import pandas as pd
import pytest

from dashboard.charts import survey
from dashboard.charts.bars import charted
from dashboard.charts.survey import FEW_COLOUR, marked
from dashboard.domain.survey import Polarity
from dashboard.figures import survey as figures
from dashboard.figures.palette import PAPER, contrast
from dashboard.figures.survey import ANSWER_COLOURS, ANSWER_LABELS, POLARITY_COLOURS, base_label
from dashboard.warehouse.query import records

from .drawn import drawn

beside_figure = drawn(survey.beside_figure, rows=True)
regions_bars = drawn(survey.regions_bars, rows=True)


def described(frame):
    return charted(figures.answers_figure(records(frame), synthetic=False, fund="FSE").chart)


answers_figure = drawn(described)

ANSWERS = pd.DataFrame(
    {
        "value": ["Ensemble", "PLIE pivot", "Mairie <b>"],
        "base": [92, 8, 0],
        "yes": [45, 6, 0],
        "no": [21, 1, 0],
        "no_opinion": [26, 1, 0],
        "no_answer": [2, 0, 1],
        "yes_share": pd.Series([45 / 92, 6 / 8, None], dtype="object"),
        "few": [False, True, True],
    }
)
BESIDE = pd.DataFrame(
    {
        "value": ["AGD", "OI PLIE", "autre OI"],
        "base": [15, 8, 0],
        "yes_share": pd.Series([0.4, 0.75, None], dtype="object"),
        "few": [False, True, True],
        "operations": [2570, 0, 10],
        "retained": [35, 0, 0],
        "retained_share": pd.Series([35 / 2570, None, 0.0], dtype="object"),
    }
)


def labels(figure):
    return [note.text.replace("\u00a0", " ") for note in figure.layout.annotations]


def test_a_label_gives_the_base_the_non_response_and_the_caution():
    assert base_label("AGD", 15, 0) == "AGD, n\u00a0=\u00a015"
    assert base_label("PLIE", 9, 2) == "PLIE, n\u00a0=\u00a09, 2\u00a0non-réponses\u00a0*"


def test_answers_are_shares_of_those_that_answered():
    figure = answers_figure(ANSWERS)
    assert [trace.name for trace in figure.data] == list(ANSWER_LABELS.values())
    assert [trace.x[0] for trace in figure.data] == pytest.approx([45 / 92, 21 / 92, 26 / 92])
    assert [trace.x[2] for trace in figure.data] == [0, 0, 0]
    assert list(figure.data[0].text) == ["49\u202f%", "75\u202f%", ""]
    assert labels(figure) == [
        "Ensemble, n = 92, 2 non-réponses",
        "PLIE pivot, n = 8 *",
        "Mairie &lt;b&gt;, n = 0, 1 non-réponse *",
    ]
    assert "45 structures" in figure.data[0].hovertext[0]


def test_regions_are_counts_with_their_non_response():
    figure = regions_bars(ANSWERS)
    assert [trace.x[0] for trace in figure.data] == [45, 21, 26, 2]
    assert list(figure.data[3].text) == ["2", "", "1"]
    assert list(figure.layout.xaxis.range or ()) == []


def test_a_theme_says_what_it_speaks_of():
    themes = pd.DataFrame(
        {"theme": ["Préfinancement", "Météo"], "polarity": ["recommandation", "Non renseigné"], "structures": [1, 3]}
    )
    figure = drawn(charted)(figures.themes_figure(records(themes.assign(summary="")), 4, synthetic=False).chart)
    assert list(figure.layout.yaxis.ticktext) == ["Météo (Non renseigné)", "Préfinancement<br>(recommandation)"]
    assert figure.data[0].marker.color[1] == POLARITY_COLOURS["recommandation"]


def test_survey_and_portfolio_stand_one_above_the_other_each_on_its_scale():
    figure = beside_figure(BESIDE)
    said, managed = figure.data
    assert [text.replace("\u00a0", " ") for text in said.text] == [
        "40\u202f% (n = 15)",
        "75\u202f% (n = 8*)",
        "aucune réponse",
    ]
    assert list(managed.text) == ["1,4\u202f% (35 sur 2\u202f570)", "aucune opération", "0,0\u202f% (0 sur 10)"]
    assert list(said.marker.color) == [ANSWER_COLOURS["yes"], FEW_COLOUR, FEW_COLOUR]
    assert said.xaxis != managed.xaxis
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert figure.layout.xaxis.range[1] == 0.75
    assert len(labels(figure)) == 2


def test_one_row_and_nothing_retained_still_draw():
    figure = beside_figure(BESIDE.iloc[2:])
    assert figure.layout.xaxis2.range[1] > 0


def test_words_under_a_figure_stay_in_its_picture():
    plain = answers_figure(ANSWERS)
    height, bottom = plain.layout.height, plain.layout.margin.b
    figure = drawn(marked)(described(ANSWERS), "Réponses <synthétiques>")
    [note] = [note for note in figure.layout.annotations if "synth" in note.text]
    assert note.text == "<i>Réponses &lt;synthétiques&gt;</i>"
    assert figure.layout.margin.b - bottom == figure.layout.height - height > 0
    assert note.yshift < 0


def test_marks_are_seen_on_paper_and_no_polarity_lacks_its_colour():
    assert set(POLARITY_COLOURS) == set(Polarity)
    tints = [*POLARITY_COLOURS.values(), *(tint for name, tint in ANSWER_COLOURS.items() if name != "no_answer")]
    assert min(contrast(tint, PAPER) for tint in tints) >= 3
