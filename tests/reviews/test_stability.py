import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.grid import Grid
from dashboard.reviews.stability import (
    DEFINITION,
    ROBUST_FROM,
    Rule,
    Threshold,
    Top,
    draw_weights,
    ranking,
    sentence,
    stability,
    weighted_scores,
)

CRITERIA = ["a", "b", "c"]
EQUAL = dict.fromkeys(CRITERIA, 1.0)


def frame(rows: list[list[float]]) -> pd.DataFrame:
    index = pd.Index([f"D{number}" for number in range(1, len(rows) + 1)], name="num_dossier", dtype="str")
    return pd.DataFrame(rows, index=index, columns=CRITERIA, dtype="float64")


values = st.lists(
    st.lists(st.one_of(st.just(math.nan), st.integers(0, 12).map(lambda level: level * 100 / 12)), min_size=3, max_size=3),
    min_size=1, max_size=12,
)  # fmt: skip
weightings = st.lists(st.integers(1, 20), min_size=3, max_size=3).map(
    lambda drawn: dict(zip(CRITERIA, map(float, drawn), strict=True))
)
rules = st.one_of(st.integers(1, 99).map(lambda score: Threshold(float(score))), st.integers(1, 6).map(Top))


def test_scores_are_the_grid_s(grid: Grid) -> None:
    given_answers = {"besoin_identifie": 3, "intensite": 1, "essai_ajustement": 2, "gouvernance": None, "retombees": 0}
    criteria = grid.criterion_scores(given_answers)
    weights = {"besoin": 10.0, "experimentation": 40.0, "implication": 30.0, "effets": 20.0}
    scores = pd.DataFrame([criteria], index=pd.Index(["D1"], name="num_dossier"), dtype="float64")
    assert ranking(scores, weights)["score"].tolist() == [pytest.approx(grid.score(given_answers, weights))]


def test_ranking_follows_the_weights_and_shares_ranks() -> None:
    scores = frame([[0, 50, 100], [100, 50, 0], [50, 50, 50], [math.nan] * 3])
    equal = ranking(scores, EQUAL)
    assert equal["rank"].tolist()[:3] == [1, 1, 1]
    assert pd.isna(equal["rank"].tolist()[3])
    assert ranking(scores, {"a": 3, "b": 1, "c": 0})["num_dossier"].tolist() == ["D2", "D3", "D1", "D4"]


def test_weightings_are_seeded_and_centred() -> None:
    drawn = draw_weights(np.array([1.0, 1.0, 2.0]))
    assert drawn.shape == (10_000, 3)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert (drawn == draw_weights(np.array([5.0, 1.0, 2.0]))).all()
    assert (drawn != draw_weights(np.array([1.0, 1.0, 2.0]), seed=1)).any()
    assert np.allclose(drawn.mean(axis=0), 1 / 3, atol=0.01)
    tight = draw_weights(np.array([1.0, 1.0, 2.0]), concentration=100)
    assert np.allclose(tight.mean(axis=0), [0.25, 0.25, 0.5], atol=0.01)
    assert tight.std() < drawn.std()


def test_an_operation_above_the_threshold_everywhere_is_robust() -> None:
    found = stability(frame([[60, 70, 80], [10, 20, 30], [0, 100, 50], [math.nan] * 3]), EQUAL, Threshold(50))
    assert found["share_retained"].tolist()[:2] == [1.0, 0.0]
    assert found["outcome"].tolist() == ["robuste", "robuste", "fragile", "robuste"]
    assert found["retained"].tolist() == [True, False, True, False]
    assert found["flip_criterion"].isna().tolist() == [True, True, False, True]
    # Half of the weightings favour b over a: the score is 50 + 50 × (weight of b - weight of a).
    assert found["share_retained"].tolist()[2] == pytest.approx(0.5, abs=0.02)


def test_the_share_is_that_of_the_simplex() -> None:
    """Score 100 × weight of a: above 50 for one weighting in four, the area of the small triangle."""
    found = stability(frame([[100, 0, 0]]), EQUAL, Threshold(50))
    assert found["share_retained"].tolist() == [pytest.approx(0.25, abs=0.015)]
    assert found["flip_criterion"].tolist() == ["a"]
    assert found["flip_from"].tolist() == [pytest.approx(1 / 3)]
    assert found["flip_to"].tolist() == [pytest.approx(0.5)]


def test_the_first_places_are_given_and_ties_enter_together() -> None:
    scores = frame([[90, 0, 0], [0, 80, 0], [0, 0, 70], [0, 0, 70]])
    assert stability(scores, EQUAL, Top(1))["retained"].tolist() == [True, False, False, False]
    assert stability(scores, EQUAL, Top(3))["retained"].tolist() == [True, True, True, True]
    assert stability(scores, EQUAL, Top(9))["retained"].all()
    assert not stability(scores, EQUAL, Top(0))["retained"].any()
    found = stability(scores, EQUAL, Top(1))
    assert found["flip_criterion"].tolist()[1] == "b"
    # D2 catches up with D1 when 80·p = 90·(1 - p) / 2, that is p = 0.36.
    assert found["flip_to"].tolist()[1] == pytest.approx(0.36, abs=0.005)


@settings(max_examples=60)
@given(values, weightings, rules)
def test_a_flip_flips(rows: list[list[float]], weights: dict[str, float], rule: Rule) -> None:
    scores = frame(rows)
    found = stability(scores, weights, rule, draws=50)
    shares = np.array(list(weights.values())) / sum(weights.values())
    for position, row in enumerate(found.to_dict("records")):
        if not isinstance(row["flip_criterion"], str):
            continue
        criterion = CRITERIA.index(row["flip_criterion"])
        assert row["flip_from"] == pytest.approx(shares[criterion])
        outcomes = set()
        # A threshold is met at the share given, and passed just beyond it.
        for share in np.clip([row["flip_to"] - 1e-6, row["flip_to"], row["flip_to"] + 1e-6], 0, 1):
            changed = shares * (1 - share) / (1 - shares[criterion])
            changed[criterion] = share
            outcomes.add(bool(rule.retained(weighted_scores(scores.to_numpy(), changed[None, :]))[0, position]))
        assert (not row["retained"]) in outcomes


@settings(max_examples=60)
@given(values, weightings, st.integers(1, 99), st.sampled_from(CRITERIA), st.floats(0.001, 0.999))
def test_no_smaller_change_flips(
    rows: list[list[float]], weights: dict[str, float], threshold: int, criterion: str, share: float
) -> None:
    scores, rule = frame(rows), Threshold(threshold + 0.123)
    found = stability(scores, weights, rule, draws=10)
    shares = np.array(list(weights.values())) / sum(weights.values())
    position = CRITERIA.index(criterion)
    changed = shares * (1 - share) / (1 - shares[position])
    changed[position] = share
    now = rule.retained(weighted_scores(scores.to_numpy(), changed[None, :]))[0]
    distance = (found["flip_to"] - found["flip_from"]).abs().fillna(math.inf)
    closer = abs(share - shares[position]) < distance - 1e-6
    assert (found["retained"].to_numpy() == now)[closer.to_numpy()].all()


@settings(max_examples=30)
@given(values, weightings, rules)
def test_chunks_do_not_show(rows: list[list[float]], weights: dict[str, float], rule: Rule) -> None:
    scores = frame(rows)
    drawn = draw_weights(np.array(list(weights.values())), draws=5000)
    whole = rule.retained(weighted_scores(scores.to_numpy(), drawn)).mean(axis=0)
    assert stability(scores, weights, rule, draws=5000)["share_retained"].tolist() == pytest.approx(whole.tolist())


def test_a_row_is_told_in_french() -> None:
    found = stability(frame([[100, 0, 0], [60, 70, 80]]), EQUAL, Threshold(50))
    labels = {"a": "Besoin", "b": "Essai", "c": "Effets"}
    fragile, robust = (sentence(row, labels) for row in found.to_dict("records"))
    assert fragile.startswith("Non retenue dans 7")
    assert "Elle bascule si le poids de «\u202fBesoin\u202f» passe de 33,3\u202f% à 50,0\u202f%." in fragile
    assert (
        robust
        == "Retenue dans 100\u202f% des pondérations essayées\u202f: robuste. Aucun changement d'un seul poids ne la fait basculer."
    )


def test_the_fate_that_holds_is_the_one_told_and_no_rounding_makes_it_robust() -> None:
    row = {"outcome": "robuste", "flip_criterion": None}
    for retained, share, said in (
        (False, 0.07, "Non retenue dans 93\u202f%"),
        (True, 0.93, "Retenue dans 93\u202f%"),
        (True, 0.8996, "Retenue dans 89\u202f%"),
        (False, 0.1004, "Non retenue dans 89\u202f%"),
        (True, 0.9999, "Retenue dans 99\u202f%"),
        (True, 0.9, "Retenue dans 90\u202f%"),
    ):
        told = sentence({**row, "retained": retained, "share_retained": share}, {})
        assert told.startswith(f"{said} des pondérations essayées"), (retained, share, told)


def test_the_guide_gives_the_same_definition() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide-utilisateur.md").read_text(encoding="utf-8")
    assert f"{ROBUST_FROM:.0%}" == "90%"
    assert " ".join(DEFINITION.split()) in " ".join(guide.replace("\u202f", " ").split())


def test_a_score_at_the_very_threshold_is_told_without_a_change_from_a_share_to_itself() -> None:
    [row] = stability(frame([[50, 60, 40]]), EQUAL, Threshold(50)).to_dict("records")
    said = sentence({str(name): value for name, value in row.items()}, dict.fromkeys(CRITERIA, "Critère"))
    assert "à la limite" in said
    assert "passe de" not in said


def test_no_operation_is_an_empty_frame() -> None:
    assert stability(frame([]), EQUAL, Top(3)).empty
    assert stability(frame([]), EQUAL, Threshold(50)).empty
