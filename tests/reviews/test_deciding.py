from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.reviews.archive import export_campaign
from dashboard.reviews.campaigns import (
    add_operations,
    freeze,
    get_campaign,
    get_operations,
    list_campaigns,
    withdraw_campaign,
)
from dashboard.reviews.deciding import DECISION_COLUMNS, arbitrate, conflicts, decisions
from dashboard.reviews.errors import (
    AlreadyAnswered,
    ArbitrationRefused,
    FrozenCampaign,
    InvalidCampaign,
    InvalidReview,
    NotFrozen,
    PendingOperations,
    SubmissionReused,
)
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.reviews.reviewing import queue, release, reviews_visible_to, save_draft, submit, undo
from dashboard.reviews.scores import VERDICT, answers, criterion_scores
from dashboard.reviews.trace import remark, trace
from tests.reviews.conftest import CreateCampaign, population
from tests.reviews.test_reviewing import accept


def both(engine: Engine, campaign: Campaign, operation: str, first: str, second: str, **changes: object) -> None:
    accept(engine, campaign, operation, "Alice", verdict=first, comment="un" if first == second else "", **changes)
    accept(engine, campaign, operation, "Bob", verdict=second, **changes)


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ("retenue", "retenue", ()),
        ("non", "non", ()),
        ("retenue", "non", ("avis différents",)),
        ("non", "incertaine", ("avis différents", "avis incertain")),
        ("incertaine", "incertaine", ("avis incertain",)),
    ],
)
def test_reviews_that_do_not_agree_on_something_are_in_conflict(
    engine: Engine, campaign: Campaign, first: str, second: str, reasons: tuple[str, ...]
) -> None:
    both(engine, campaign, "D1", first, second)
    assert [conflict.reasons for conflict in conflicts(engine, campaign.id)] == ([reasons] if reasons else [])
    assert len(decisions(engine, campaign.id)) == (0 if reasons else 1)


def test_retained_with_two_categories_is_a_conflict(engine: Engine, campaign: Campaign) -> None:
    accept(engine, campaign, "D1", "Alice", category="Démarches")
    assert conflicts(engine, campaign.id) == []
    accept(engine, campaign, "D1", "Bob", category="Territoires")
    (conflict,) = conflicts(engine, campaign.id)
    assert conflict.reasons == ("types d'opération différents",)
    assert [review.category for review in conflict.reviews] == ["Démarches", "Territoires"]


def test_the_most_divided_come_first(engine: Engine, campaign: Campaign) -> None:
    one, other = (question.id for question in campaign.grid.questions[:2])
    for operation, second, answers_given in (
        ("D1", "incertaine", {one: 3, other: 3}),
        ("D2", "non", {one: 1, other: 0}),
        ("D3", "non", {one: 2}),
    ):
        accept(engine, campaign, operation, "Alice", answers={one: 0, other: 0})
        accept(engine, campaign, operation, "Bob", verdict=second, answers=answers_given)
    top = campaign.grid.question(one).top
    found = conflicts(engine, campaign.id)
    assert [conflict.operation.num_dossier for conflict in found] == ["D3", "D2", "D1"]
    assert [conflict.gaps for conflict in found[:2]] == [{one: 2 / top}, {one: 1 / top, other: 0}]


def test_a_campaign_is_withdrawn_while_nobody_has_answered(engine: Engine, create: CreateCampaign) -> None:
    mistake, answered = create(2), create(2, name="Répondue")
    save_draft(engine, answered.id, "D1", "Alice", answers={})
    release(engine, answered.id, "D1", "Alice")
    with pytest.raises(AlreadyAnswered, match="déjà répondu"):
        withdraw_campaign(engine, answered.id, by="Gérard")
    for _ in range(2):
        closed = withdraw_campaign(engine, mistake.id, by="Gérard", submission_id="un clic")
        assert (closed.withdrawn, closed.frozen_by) == (True, "Gérard")
    assert [campaign.id for campaign in list_campaigns(engine)] == [answered.id]
    assert {campaign.id for campaign in list_campaigns(engine, withdrawn=True)} == {mistake.id, answered.id}
    for act in (
        lambda: save_draft(engine, mistake.id, "D1", "Alice", answers={}),
        lambda: freeze(engine, mistake.id, by="Gérard", allow_pending=True),
        lambda: withdraw_campaign(engine, mistake.id, by="Gérard"),
    ):
        with pytest.raises(FrozenCampaign, match="retirée"):
            act()
    with pytest.raises(NotFrozen):
        export_campaign(engine, mistake.id)


def test_a_third_person_decides_with_a_reason(engine: Engine, campaign: Campaign) -> None:
    both(engine, campaign, "D1", "retenue", "non")
    for arbiter, reason, message in [
        ("Alice", "m", "autre personne"),
        ("Bob", "m", "autre personne"),
        ("Chloé", " ", "motif manque"),
    ]:
        with pytest.raises(ArbitrationRefused, match=message):
            arbitrate(engine, campaign.id, "D1", arbiter, retained=False, reason=reason)
    with pytest.raises(InvalidReview, match="type d'opération manque"):
        arbitrate(engine, campaign.id, "D1", "Chloé", retained=True, reason="m")
    arbitrate(engine, campaign.id, "D1", "Chloé", retained=True, category="Territoires", reason="Le besoin est établi.")
    (row,) = decisions(engine, campaign.id).to_dict("records")
    assert (row["retained"], row["category"], row["reason"], row["basis"], row["decided_by"]) == (
        True, "Territoires", "Le besoin est établi.", "arbitrage", "Chloé",
    )  # fmt: skip
    assert row["source"] == "campagne «\u202fVague 2019\u202f»"
    assert conflicts(engine, campaign.id) == []
    assert len(conflicts(engine, campaign.id, resolved=True)) == 1
    assert {str(item.place) for item in queue(engine, campaign.id, "Alice") if item.version} == {"fait"}


def test_an_arbitration_may_be_corrected_and_clicked_twice(engine: Engine, campaign: Campaign) -> None:
    both(engine, campaign, "D1", "retenue", "non")
    first = arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="a", submission_id="x")
    second = arbitrate(engine, campaign.id, "D1", "Chloé", retained=True, category="Démarches", reason="b")
    assert arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="a", submission_id="x") == first
    with pytest.raises(SubmissionReused):
        arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="c", submission_id="x")
    assert (first.version, second.version) == (1, 2)
    assert decisions(engine, campaign.id)["reason"].tolist() == ["b"]


def test_nothing_is_arbitrated_without_a_conflict(engine: Engine, campaign: Campaign) -> None:
    accept(engine, campaign, "D1", "Alice")
    with pytest.raises(ArbitrationRefused, match="pas toutes soumises"):
        arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="m")
    accept(engine, campaign, "D1", "Bob")
    with pytest.raises(ArbitrationRefused, match="concordent"):
        arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="m")


def test_whoever_withdrew_a_review_does_not_arbitrate_it(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(reviewers=["Alice", "Bob", "Chloé"])
    accept(engine, campaign, "D1", "Chloé")
    release(engine, campaign.id, "D1", "Chloé")
    both(engine, campaign, "D1", "retenue", "non")
    with pytest.raises(ArbitrationRefused, match="autre personne"):
        arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="m")


def test_decisions_follow_the_population_and_hide_names_on_request(engine: Engine, campaign: Campaign) -> None:
    both(engine, campaign, "D3", "non", "non")
    both(engine, campaign, "D1", "retenue", "retenue")
    both(engine, campaign, "D2", "retenue", "non")
    arbitrate(engine, campaign.id, "D2", "Chloé", retained=False, reason="Rien de neuf.")
    frame = decisions(engine, campaign.id)
    assert tuple(frame.columns) == DECISION_COLUMNS
    assert frame["num_dossier"].tolist() == ["D1", "D2", "D3"]
    assert frame["retained"].tolist() == [True, False, False]
    assert frame["category"].isna().tolist() == [False, True, True]
    assert frame["reason"].tolist() == [
        "2 évaluations concordantes\u202f: un", "Rien de neuf.", "2 évaluations concordantes\u202f: un",
    ]  # fmt: skip
    assert frame["decided_by"].tolist() == ["Alice, Bob", "Chloé", "Alice, Bob"]
    assert decisions(engine, campaign.id, anonymised=True)["decided_by"].tolist() == [
        "Évaluateur 1, Évaluateur 2", "Arbitre 1", "Évaluateur 1, Évaluateur 2",
    ]  # fmt: skip
    assert str(frame["decided_at"].dtype).endswith("UTC]")


def test_no_decision_yet_is_an_empty_frame(engine: Engine, campaign: Campaign) -> None:
    frame = decisions(engine, campaign.id)
    assert frame.empty
    assert (tuple(frame.columns), str(frame["retained"].dtype)) == (DECISION_COLUMNS, "bool")


def test_a_frozen_campaign_takes_nothing_more(engine: Engine, campaign: Campaign) -> None:
    both(engine, campaign, "D1", "retenue", "retenue")
    both(engine, campaign, "D2", "retenue", "non")
    save_draft(engine, campaign.id, "D3", "Alice", answers={"intensite": 1})
    with pytest.raises(PendingOperations, match="2 opérations attendent"):
        freeze(engine, campaign.id, by="Gérard")
    before = decisions(engine, campaign.id)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    frozen = freeze(engine, campaign.id, by="Gérard", allow_pending=True, submission_id="gel", at=at)
    assert (frozen.frozen, frozen.frozen_at, frozen.frozen_by) == (True, at, "Gérard")
    assert freeze(engine, campaign.id, by="Gérard", allow_pending=True, submission_id="gel") == frozen
    writes = [
        lambda: accept(engine, campaign, "D3", "Alice"),
        lambda: save_draft(engine, campaign.id, "D3", "Alice", answers={}),
        lambda: undo(engine, campaign.id, "D3", "Alice"),
        lambda: arbitrate(engine, campaign.id, "D2", "Chloé", retained=False, reason="m"),
        lambda: remark(engine, campaign.id, "Chloé", "trop tard"),
        lambda: add_operations(engine, campaign.id, population(9)),
        lambda: freeze(engine, campaign.id, by="Gérard", allow_pending=True),
    ]
    for write in writes:
        with pytest.raises(FrozenCampaign, match="figée depuis le 1er mars 2026"):
            write()
    pd.testing.assert_frame_equal(decisions(engine, campaign.id), before)
    assert [review.reviewer for review in reviews_visible_to(engine, campaign.id, "D3", "Bob")] == []
    assert {item.operation.num_dossier for item in queue(engine, campaign.id, "Bob")} == {"D1", "D2"}


def test_the_trace_tells_who_did_what_and_nothing_too_early(engine: Engine, campaign: Campaign) -> None:
    save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 1}, verdict="non")
    accept(engine, campaign, "D1", "Alice", comment="solide")
    remark(engine, campaign.id, "Alice", "à relire", num_dossier="D1")
    remark(engine, campaign.id, "Alice", "générale")
    assert [entry.detail for entry in trace(engine, campaign.id, "D1")] == ["évaluation soumise"]
    assert [entry.detail for entry in trace(engine, campaign.id, "D1", reader="Alice")] == [
        "évaluation soumise\u202f: retenue (Démarches) «\u202fsolide\u202f»", "remarque «\u202fà relire\u202f»",
    ]  # fmt: skip
    accept(engine, campaign, "D1", "Bob", verdict="non")
    arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="Trop tôt.")
    freeze(engine, campaign.id, by="Gérard", allow_pending=True)
    entries = trace(engine, campaign.id, "D1", reader="Bob")
    assert [(entry.actor, entry.detail) for entry in entries] == [
        ("Alice", "évaluation soumise\u202f: retenue (Démarches) «\u202fsolide\u202f»"),
        ("Alice", "remarque «\u202fà relire\u202f»"),
        ("Bob", "évaluation soumise\u202f: non retenue"),
        ("Chloé", "arbitrage\u202f: non retenue «\u202fTrop tôt.\u202f»"),
        ("Gérard", "campagne figée\u202f: non retenue"),
    ]
    assert [entry.sequence for entry in entries] == sorted(entry.sequence for entry in entries)
    assert [entry.actor for entry in trace(engine, campaign.id, "D1", anonymised=True)] == [
        "Évaluateur 1", "Évaluateur 1", "Évaluateur 2", "Arbitre 1", "Gestionnaire",
    ]  # fmt: skip


def test_answers_and_scores_come_from_complete_operations_only(engine: Engine, campaign: Campaign) -> None:
    given = {"besoin_identifie": 3, "reponse_distincte": 0, "intensite": 3}
    accept(engine, campaign, "D1", "Alice", answers=given)
    assert answers(engine, campaign.id).empty
    assert criterion_scores(engine, campaign.id).empty
    accept(engine, campaign, "D1", "Bob", answers={"besoin_identifie": 0}, verdict="non")
    accept(engine, campaign, "D2", "Bob")
    frame = answers(engine, campaign.id, anonymised=True)
    assert set(frame["num_dossier"]) == {"D1"}
    assert set(frame["reviewer"]) == {"Évaluateur 1", "Évaluateur 2"}
    assert len(frame) == 2 * (8 + 1)
    assert frame[frame["question"] == VERDICT]["value"].tolist() == ["retenue", "non"]
    scores = criterion_scores(engine, campaign.id)
    assert scores.columns.tolist() == ["besoin", "experimentation", "implication", "effets"]
    assert scores.loc["D1", "besoin"] == (50 + 0) / 2
    assert scores.loc["D1", "experimentation"] == 100
    assert scores.loc["D1", ["implication", "effets"]].isna().all()


def test_campaigns_are_created_once_and_listed(engine: Engine, create: CreateCampaign) -> None:
    first = create(campaign_id="demo", name=" Première ", demonstration=True, description="Essai")
    assert create(campaign_id="demo", name="Première", operations=9) == first
    second = create(name="Seconde")
    assert [campaign.name for campaign in list_campaigns(engine)] == ["Première", "Seconde"]
    assert get_campaign(engine, "demo") == first
    assert (first.demonstration, first.description, first.operations, first.extracts) == (True, "Essai", 3, ("0" * 64,))
    assert first.grid.text == second.grid.text
    assert first.lexicon_text.startswith("critère")
    with pytest.raises(InvalidCampaign, match="déjà cet identifiant"):
        create(campaign_id="demo", name="Autre")


def test_operations_join_an_open_campaign(engine: Engine, campaign: Campaign) -> None:
    assert add_operations(engine, campaign.id, population(5).assign(origin="audit de rappel")) == 2
    found = get_operations(engine, campaign.id)
    assert [(operation.num_dossier, operation.origin) for operation in found] == [
        ("D1", ""), ("D2", ""), ("D3", ""), ("D4", "audit de rappel"), ("D5", "audit de rappel"),
    ]  # fmt: skip
    assert len({operation.texts_hash for operation in found}) == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "pas de nom"),
        ({"reviewers": ["Alice", "Alice "]}, "au moins autant d.évaluateurs, 1 est nommé"),
        ({"rule": DecisionRule(reviews_needed=0)}, "règle"),
        ({"operations": population(2).drop(columns="wave")}, "la colonne «\u202fwave\u202f»"),
        ({"operations": pd.concat([population(2)] * 2)}, "«\u202fD1\u202f» est deux fois"),
        ({"operations": population(2).assign(num_dossier=["D1", None])}, "pas de numéro"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(
    engine: Engine, create: CreateCampaign, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidCampaign, match=message):
        create(**changes)
    assert list_campaigns(engine) == []


def test_a_missing_title_is_no_word(engine: Engine, create: CreateCampaign) -> None:
    create(operations=population(1).assign(title=float("nan"), beneficiary=None), campaign_id="c")
    (operation,) = get_operations(engine, "c")
    assert (operation.title, operation.beneficiary) == ("", "")


def test_submission_of_a_verdict_keeps_no_stray_category(engine: Engine, campaign: Campaign) -> None:
    sent = submit(engine, campaign.id, "D1", "Alice", answers={}, verdict="non", category="Démarches")
    assert sent.category is None
