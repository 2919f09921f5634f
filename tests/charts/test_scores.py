from dashboard.charts.scores import (
    NOT_MEASURED,
    agreement_bars,
    agreement_in_words,
    criterion_bars,
    ranking_bars,
    ranking_in_words,
    share_bars,
    shares_in_words,
)
from dashboard.figures.palette import INK, MAIN, OTHERS, PAPER
from dashboard.reviews.agreement import RELIABLE, TENTATIVE, Agreement, Part


def line(part, label, alpha):
    return Agreement(part=part, id=label, label=label, units=4, identical=0.5, alpha=alpha, kappa=alpha)


REPORT = [
    line(Part.VERDICT, "Avis", 0.9),
    line(Part.CRITERION, "Besoin <b>", 0.7),
    line(Part.QUESTION, "Le besoin est-il nommé\u202f?", -0.2),
    line(Part.QUESTION, "La réponse est-elle nouvelle\u202f?", None),
]
RANKED = [
    {"label": "1. Atelier", "score": 80.0, "retained": True, "share_retained": 0.55},
    {"label": "2. Atelier", "score": 62.5, "retained": True, "share_retained": 0.485},
    {"label": "3. Parcours & suite", "score": 12.0, "retained": False, "share_retained": 0.2},
]


def test_a_criterion_is_drawn_out_of_100_and_nothing_where_nothing_is_answered():
    rows = [{"criterion": "Besoin <b>", "score": 12.5}, {"criterion": "Effets", "score": None}]
    figure = criterion_bars(rows)
    assert list(figure.layout.xaxis.range) == [0, 100]
    assert list(figure.data[0].x) == [12.5, None]
    assert list(figure.data[0].text) == ["12,5", "sans réponse"]


def test_alpha_is_printed_on_every_bar_and_said_where_it_has_no_value():
    figure = agreement_bars(REPORT)
    assert list(figure.data[0].text) == ["0,90", "0,70", "\u22120,20", NOT_MEASURED]
    assert list(figure.data[0].x) == [0.9, 0.7, -0.2, 0.0]
    assert figure.layout.xaxis.range[0] < -0.2


def test_both_references_cross_every_bar_and_are_named():
    figure = agreement_bars(REPORT)
    assert [shape.x0 for shape in figure.layout.shapes] == [TENTATIVE] * 4 + [RELIABLE] * 4
    assert [shape.x0 == shape.x1 for shape in figure.layout.shapes] == [True] * 8
    names = [note.text for note in figure.layout.annotations if note.xref == "x"]
    assert ["0,667" in names[0], "0,8" in names[1]] == [True, True]


def test_a_mark_shows_on_its_bar_and_beside_it():
    colours = [shape.line.color for shape in agreement_bars(REPORT).layout.shapes]
    assert colours[:4] == [PAPER, PAPER, INK, INK]
    assert colours[4:] == [PAPER, INK, INK, INK]


def test_criteria_stand_out_from_their_questions_and_labels_stay_text():
    figure = agreement_bars(REPORT)
    labels = [note.text for note in figure.layout.annotations if note.xref != "x"] or list(figure.layout.yaxis.ticktext)
    assert [label.startswith("<b>") for label in labels] == [True, True, False, False]
    assert "Besoin &lt;b&gt;" in labels[1]
    colours = figure.data[0].marker.color
    assert colours[0] == colours[1] != colours[2] == colours[3]


def test_agreement_is_said_with_the_question_that_agrees_least():
    said = agreement_in_words(REPORT)
    assert "Avis 0,90" in said
    assert "question la moins consensuelle, Le besoin est-il nommé\u202f? \u22120,20" in said
    assert agreement_in_words(REPORT[3:]).endswith(f"{NOT_MEASURED}.")
    assert agreement_in_words([]) == "Accord non mesurable."


def test_two_operations_of_one_name_keep_their_own_outcome():
    rows = [{**row, "label": "Atelier"} for row in RANKED]
    figure = ranking_bars(rows, threshold=50)
    assert list(figure.data[0].marker.color) == [MAIN, MAIN, OTHERS]
    assert list(figure.data[0].text) == ["80,0 – retenue", "62,5 – retenue", "12,0 – non retenue"]
    assert list(figure.data[0].x) == [80.0, 62.5, 12.0]


def test_the_threshold_is_drawn_where_there_is_one():
    drawn = ranking_bars(RANKED, threshold=50)
    assert {shape.x0 for shape in drawn.layout.shapes} == {50}
    assert [note.text for note in drawn.layout.annotations if note.xref == "x"] == ["seuil de 50"]
    assert not ranking_bars(RANKED, threshold=None).layout.shapes


def test_a_value_stands_away_from_a_mark_near_the_foot_of_the_bars():
    assert ranking_bars(RANKED, threshold=50).data[0].insidetextanchor == "start"
    assert ranking_bars(RANKED, threshold=10).data[0].insidetextanchor == "end"


def test_shares_are_whole_percents_of_the_weightings():
    figure = share_bars(RANKED)
    assert list(figure.data[0].text) == ["55\u202f% – retenue", "49\u202f% – retenue", "20\u202f% – non retenue"]
    assert list(figure.layout.xaxis.range) == [0, 1]


def test_rankings_are_said_in_words():
    assert ranking_in_words("Scores", RANKED) == (
        "Scores\u202f: 1. Atelier, 80,0, retenue\u202f; 2. Atelier, 62,5, retenue\u202f; 3. Parcours & suite, 12,0, non retenue."
    )
    assert shares_in_words("Parts", RANKED[:1]) == "Parts\u202f: 1. Atelier, 55\u202f%."
    assert shares_in_words("Parts", []) == "Parts\u202f: aucune opération."
    assert ranking_in_words("Scores", RANKED * 4).endswith("et 4 autres opérations.")
