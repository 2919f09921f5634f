import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.agreement import CASES, coverage
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.reviews.agreement import (
    Part,
    agreement,
    agreement_by_origin,
    bootstrap_interval,
    disagreement_weights,
    in_words,
    interpret,
    krippendorff_alpha,
    most_disagreeing,
    read_twice,
    weighted_kappa,
)
from dashboard.reviews.origins import Origin, origin_of
from dashboard.reviews.scores import VERDICT
from tests.reviews.conftest import GRIDS

NA = math.nan

# Krippendorff, K. (2011), « Computing Krippendorff's Alpha-Reliability », section D: 4 observers, 12 units, 5 values, missing data.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
        [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
    ]
)  # fmt: skip

# Cohen, J. (1968), table 1: 200 cases, three diagnoses, with his own disagreement weights.
COHEN_SHARES = np.array([[44, 7, 9], [5, 20, 5], [1, 3, 6]]) * 2
COHEN_WEIGHTS = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], dtype=float)

# Agresti, A. (1990), Categorical Data Analysis, table 2.10, distributed as SexualFun with R's vcd: 91 couples, four levels.
COUPLES = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])


def pairs(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.indices(table.shape)
    return np.repeat(rows.ravel(), table.ravel()).astype(float), np.repeat(columns.ravel(), table.ravel()).astype(float)


@pytest.mark.parametrize(("ordinal", "published"), [(True, 0.815), (False, 0.743)])
def test_alpha_of_krippendorff_s_own_example(ordinal: bool, published: float) -> None:
    alpha = krippendorff_alpha(OBSERVERS, ordinal=ordinal)
    assert alpha is not None
    assert round(alpha, 3) == published


def alpha_pair_by_pair(ratings: np.ndarray, ordinal: bool) -> float | None:
    """The definition, 1 - observed / expected disagreement, one ordered pair of answers at a time."""
    units = [[value for value in unit if not math.isnan(value)] for unit in ratings.T.tolist()]
    units = [unit for unit in units if len(unit) > 1]
    everything = [value for unit in units for value in unit]

    def disagreement(one: float, other: float) -> float:
        if one == other or not ordinal:
            return float(one != other)
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in everything)
        return (between - (everything.count(low) + everything.count(high)) / 2) ** 2

    expected = sum(disagreement(one, other) for one, other in permutations(everything, 2))
    if expected == 0:
        return None
    observed = sum(disagreement(one, other) / (len(unit) - 1) for unit in units for one, other in permutations(unit, 2))
    return 1 - observed / len(everything) / (expected / (len(everything) * (len(everything) - 1)))


ratings_with_gaps = arrays(
    float, st.tuples(st.integers(1, 5), st.integers(0, 6)), elements=st.sampled_from([NA, 0.0, 1.0, 2.0, 3.0])
)


@given(ratings_with_gaps, st.booleans())
def test_alpha_is_its_definition_pair_by_pair(ratings: np.ndarray, ordinal: bool) -> None:
    naive = alpha_pair_by_pair(ratings, ordinal)
    alpha = krippendorff_alpha(ratings, ordinal=ordinal)
    assert alpha is None if naive is None else alpha == pytest.approx(naive, abs=1e-12)


def test_weighted_kappa_of_cohen_s_own_example() -> None:
    first, second = pairs(COHEN_SHARES)
    assert len(first) == 200
    assert round(weighted_kappa(first, second, COHEN_WEIGHTS) or 0, 3) == 0.348
    assert round(weighted_kappa(first, second, disagreement_weights(3, ordinal=False)) or 0, 3) == 0.492


def test_kappas_that_r_prints_for_agresti_s_couples() -> None:
    first, second = pairs(COUPLES)
    assert len(first) == 91
    assert round(weighted_kappa(first, second, disagreement_weights(4, ordinal=False)) or 0, 4) == 0.1293
    equal_spacing = np.sqrt(disagreement_weights(4))
    assert round(weighted_kappa(first, second, equal_spacing) or 0, 4) == 0.2374


levels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@given(levels)
def test_quadratic_kappa_is_the_concordance_of_the_two_series(drawn: list[tuple[int, int]]) -> None:
    """The identity of Fleiss and Cohen (1973): 2·cov / (var + var + (gap of the means)²)."""
    one, other = np.array(drawn, dtype=float).T
    spread = one.var() + other.var() + (one.mean() - other.mean()) ** 2
    kappa = weighted_kappa(one, other, disagreement_weights(4))
    if spread == 0:
        assert kappa is None
        return
    covariance = ((one - one.mean()) * (other - other.mean())).mean()
    assert kappa == pytest.approx(2 * covariance / spread)


@given(levels)
def test_what_one_reviewer_left_unanswered_counts_for_nothing(drawn: list[tuple[int, int]]) -> None:
    one, other = np.array(drawn, dtype=float).T
    longer, shorter = np.append(one, [3.0, NA, NA]), np.append(other, [NA, 0.0, NA])
    weights = disagreement_weights(4)
    assert weighted_kappa(longer, shorter, weights) == weighted_kappa(one, other, weights)
    assert krippendorff_alpha(np.array([longer, shorter])) == krippendorff_alpha(np.array([one, other]))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30).filter(lambda drawn: len(set(drawn)) > 1))
def test_full_agreement_is_one(drawn: list[int]) -> None:
    same = np.array([drawn, drawn], dtype=float)
    assert krippendorff_alpha(same) == pytest.approx(1)
    assert weighted_kappa(same[0], same[1], disagreement_weights(4)) == pytest.approx(1)


def test_nothing_to_tell_apart_has_no_coefficient() -> None:
    same = np.full((2, 5), 2.0)
    assert krippendorff_alpha(same) is None
    assert weighted_kappa(same[0], same[1], disagreement_weights(4)) is None
    assert weighted_kappa(np.array([1.0, NA]), np.array([NA, 2.0]), disagreement_weights(4)) is None


@pytest.mark.parametrize("ordinal", [True, False])
@pytest.mark.parametrize(
    "ratings",
    [
        [[0.0, 1.0, 3.0]], [[2.0, 2.0], [2.0, 2.0]], [[2.0, NA], [2.0, 3.0]], [[1.0, NA], [NA, 2.0]], [[NA], [NA]], [[], []],
    ],
    ids=["one reviewer", "one value", "the other value alone in its unit", "no pair", "no answer", "no unit"],
)  # fmt: skip
def test_alpha_has_nothing_to_say(ratings: list[list[float]], ordinal: bool) -> None:
    assert krippendorff_alpha(np.array(ratings), ordinal=ordinal) is None


@pytest.mark.parametrize("ordinal", [True, False])
def test_alpha_of_one_unit_that_disagrees_is_what_chance_gives(ordinal: bool) -> None:
    assert krippendorff_alpha(np.array([[0.0], [3.0]]), ordinal=ordinal) == 0


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (0.8, "accord solide"), (0.7999, "accord moyen"), (0.667, "accord moyen"), (0.6669, "accord insuffisant"),
        (0.0, "au hasard"), (-0.4, "au hasard"), (None, "toutes les réponses sont identiques"),
    ],
)  # fmt: skip
def test_a_value_is_read_in_one_sentence(alpha: float | None, words: str) -> None:
    sentence = interpret(alpha, 12)
    assert words in sentence
    assert sentence.count(".") == 1
    assert " :" not in sentence
    assert "aucune question" in interpret(None, 0)


def long(grid: Grid, given_answers: dict[tuple[str, str], dict[str, object]]) -> pd.DataFrame:
    rows = [
        (operation, reviewer, question, answer.get(question))
        for (operation, reviewer), answer in given_answers.items()
        for question in [*(item.id for item in grid.questions), *([VERDICT] if grid.decides else [])]
    ]
    return pd.DataFrame(rows, columns=["num_dossier", "reviewer", "question", "value"]).astype({"value": "object"})


def test_the_report_covers_the_verdict_each_criterion_and_each_question(grid: Grid) -> None:
    full = {question.id: 0 for question in grid.questions}
    frame = long(
        grid,
        {
            ("D1", "A"): {**full, "besoin_identifie": 3, VERDICT: "retenue"},
            ("D1", "B"): {**full, "besoin_identifie": 3, VERDICT: "retenue"},
            ("D2", "A"): {**full, "besoin_identifie": 1, VERDICT: "non"},
            ("D2", "B"): {**full, "besoin_identifie": None, "reponse_distincte": 3, VERDICT: "incertaine"},
            ("D3", "A"): {**full, VERDICT: "non"},
            ("D3", "B"): {**full, VERDICT: "non"},
        },
    )
    report = {line.id: line for line in agreement(grid, frame)}
    assert list(report)[:4] == [VERDICT, "besoin", "besoin_identifie", "reponse_distincte"]
    assert len(report) == 1 + 4 + 8
    question, criterion = report["besoin_identifie"], report["besoin"]
    assert (question.part, question.units, question.identical, question.alpha, question.kappa) == (
        Part.QUESTION, 2, 1.0, 1.0, 1.0,
    )  # fmt: skip
    assert (criterion.part, criterion.units, criterion.identical) == (Part.CRITERION, 5, 0.8)
    assert criterion.alpha is not None
    assert criterion.alpha < 1
    assert (report[VERDICT].units, report[VERDICT].identical) == (3, pytest.approx(2 / 3))
    assert report["effets"].alpha is None
    assert "identiques" in report["effets"].reading


def test_a_choice_is_compared_without_order() -> None:
    grid = load_grid(GRIDS / "lecture.toml")
    frame = long(
        grid,
        {
            ("D1", "A"): {"phase": "emergence"}, ("D1", "B"): {"phase": "evaluation"},
            ("D2", "A"): {"phase": "diffusion"}, ("D2", "B"): {"phase": "diffusion"},
        },
    )  # fmt: skip
    report = {line.id: line for line in agreement(grid, frame)}
    assert VERDICT not in report
    assert set(report) == {"fonction_soutien", "type_changement", "phase"}
    near = frame.replace({"value": {"evaluation": "experimentation"}})
    assert {line.id: line.alpha for line in agreement(grid, near)} == {line.id: line.alpha for line in report.values()}
    assert report["type_changement"].reading.endswith("deux réponses.")


def test_several_reviewers_share_the_operations(grid: Grid) -> None:
    frame = long(
        grid,
        {
            ("D1", "A"): {"intensite": 0}, ("D1", "B"): {"intensite": 0},
            ("D2", "A"): {"intensite": 3}, ("D2", "B"): {"intensite": 3},
            ("D3", "B"): {"intensite": 0}, ("D3", "C"): {"intensite": 3},
        },
    )  # fmt: skip
    line = next(line for line in agreement(grid, frame) if line.id == "intensite")
    # A with B agree fully on two operations (1); B with C share one, where they are as far as chance would have it (0).
    assert line.kappa == pytest.approx((2 * 1 + 1 * 0) / 3)
    assert line.units == 3


def test_the_operations_that_disagree_most_come_first(grid: Grid) -> None:
    frame = long(
        grid,
        {
            ("D1", "A"): {"intensite": 1, "retombees": 1, VERDICT: "non"},
            ("D1", "B"): {"intensite": 1, "retombees": 2, VERDICT: "retenue"},
            ("D2", "A"): {"intensite": 0, "retombees": 3}, ("D2", "B"): {"intensite": 3, "retombees": None},
            ("D3", "A"): {"intensite": 2}, ("D3", "B"): {"retombees": 2},
        },
    )  # fmt: skip
    found = most_disagreeing(grid, frame)
    assert found["num_dossier"].tolist() == ["D2", "D1", "D3"]
    assert found["distance"].tolist()[:2] == [1.0, pytest.approx(1 / 6)]
    assert math.isnan(found["distance"].tolist()[2])
    assert found["compared"].tolist() == [1, 2, 0]
    assert found["verdicts_differ"].tolist() == [False, True, False]
    assert len(most_disagreeing(grid, frame, 1)) == 1


def test_no_answer_at_all_is_a_report_without_figures(grid: Grid) -> None:
    frame = long(grid, {})
    assert {line.units for line in agreement(grid, frame)} == {0}
    assert most_disagreeing(grid, frame).empty


def test_a_grid_of_choices_alone_has_no_distance_but_is_listed() -> None:
    grid = load_grid(GRIDS / "lecture.toml")
    answers = pd.DataFrame(
        [("D1", "A", "phase", "diffusion"), ("D1", "B", "phase", "emergence")],
        columns=["num_dossier", "reviewer", "question", "value"],
    )
    [row] = most_disagreeing(grid, answers).to_dict("records")
    assert row["num_dossier"] == "D1"
    assert pd.isna(row["distance"])


def test_an_interval_is_what_drawing_whole_operations_again_gives() -> None:
    random = np.random.default_rng(5)
    worth = random.integers(0, 4, 60)
    questions = [np.clip(worth + random.integers(-1, 2, (2, 60)), 0, 3).astype(float) for _ in range(2)]
    questions[0][1, :10] = NA
    alpha = krippendorff_alpha(np.hstack(questions))
    found = bootstrap_interval(questions, 4)
    assert found == bootstrap_interval(questions, 4)
    drawn = []
    for _ in range(1500):
        again = random.integers(0, 60, 60)
        drawn.append(krippendorff_alpha(np.hstack([matrix[:, again] for matrix in questions])))
    assert found == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.03)
    assert found[0] < alpha < found[1]
    # Two questions on one operation are one reading: as many answers on as many operations would say more than they do.
    assert bootstrap_interval([matrix[:, :29] for matrix in questions], 4) is None
    assert bootstrap_interval([np.full((2, 60), 2.0)], 4) is None
    assert in_words(found, 60).startswith("de 0,")
    assert in_words(None, 29) == "trop peu pour un intervalle"
    assert "semblables" in in_words(None, 60)


def test_the_intervals_hold_the_true_value_about_as_often_as_published() -> None:
    for case in CASES:
        held, width, given = coverage(case, 50, 40)
        assert held >= 0.85, case.label
        assert given == 1.0
        assert 0.1 < width < 0.8


def test_random_and_targeted_rows_are_told_apart_each_with_its_own_agreement() -> None:
    table = {"retenue": (8, 2), "non": (1, 19)}
    answers, origins = [], {}
    for first, (retained, rejected) in table.items():
        for second, times in (("retenue", retained), ("non", rejected)):
            for _ in range(times):
                number = f"D{len(origins)}"
                origins[number] = origin_of("expression (innovation sociale)")
                answers += [(number, "A", VERDICT, first), (number, "B", VERDICT, second)]
    for rank in range(3):
        origins[f"H{rank}"] = origin_of("audit du rappel, tirage n° 2019")
        answers += [(f"H{rank}", who, VERDICT, "non") for who in "AB"]
    answers.append(("seule", "A", VERDICT, "retenue"))
    origins["seule"] = Origin.SUGGESTED
    frame = pd.DataFrame(answers, columns=["num_dossier", "reviewer", "question", "value"])
    random, identified = agreement_by_origin(frame, origins)
    # Cicchetti and Feinstein: 2a / (2a + b + c) and 2d / (2d + b + c).
    assert (identified.origin, identified.operations) == (Origin.IDENTIFIED, 30)
    assert identified.positive == pytest.approx(16 / 19)
    assert identified.negative == pytest.approx(38 / 41)
    assert identified.prevalence == pytest.approx(19 / 60)
    assert identified.interval is not None
    assert identified.interval[0] < identified.alpha < identified.interval[1]
    assert (random.origin, random.operations, random.prevalence, random.positive, random.negative) == (
        Origin.RANDOM, 3, 0.0, None, 1.0,
    )  # fmt: skip
    assert random.uncertainty == "trop peu pour un intervalle"
    assert read_twice(frame) == 33
    said = {
        "": Origin.CHOSEN,
        "sélection par les filtres": Origin.CHOSEN,
        "enquête": Origin.IDENTIFIED,
        "À lire ensuite, rang 3": Origin.SUGGESTED,
    }
    assert {words: origin_of(words) for words in said} == said
