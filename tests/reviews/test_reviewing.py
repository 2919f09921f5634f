import pytest
from sqlalchemy import Engine

from dashboard.domain.grid_file import load_grid
from dashboard.reviews import reviewing
from dashboard.reviews.campaigns import add_reviewer, get_campaign
from dashboard.reviews.errors import (
    InvalidReview,
    NoPlaceLeft,
    NotAReviewer,
    ReviewClosed,
    StaleReview,
    SubmissionReused,
    UnknownCampaign,
    UnknownOperation,
)
from dashboard.reviews.model import Campaign, DecisionRule, Place, Review, Status, Verdict
from dashboard.reviews.reviewing import (
    own_review,
    progress,
    queue,
    release,
    reviews_visible_to,
    save_draft,
    submit,
    undo,
)
from tests.reviews.conftest import GRIDS, CreateCampaign

ANSWERS = {"besoin_identifie": 2, "intensite": None, "retombees": 0}


def accept(engine: Engine, campaign: Campaign, operation: str, reviewer: str, **changes: object) -> Review:
    given = {"answers": ANSWERS, "verdict": "retenue", "category": "Démarches", **changes}
    return submit(engine, campaign.id, operation, reviewer, **given)  # type: ignore[arg-type]


def places(engine: Engine, campaign: Campaign, reviewer: str) -> dict[str, str]:
    return {item.operation.num_dossier: str(item.place) for item in queue(engine, campaign.id, reviewer)}


def authors(engine: Engine, campaign: Campaign, operation: str, reader: str) -> list[str]:
    return [review.reviewer for review in reviews_visible_to(engine, campaign.id, operation, reader)]


def test_a_review_goes_from_draft_to_submitted_and_back(engine: Engine, campaign: Campaign) -> None:
    draft = save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 1}, comment="  à voir ")
    assert (draft.version, draft.status, draft.comment, draft.verdict) == (1, Status.DRAFT, "à voir", None)
    sent = accept(engine, campaign, "D1", "Alice")
    assert (sent.version, sent.status, sent.verdict, sent.category) == (
        2,
        Status.SUBMITTED,
        Verdict.RETAINED,
        "Démarches",
    )
    assert sent.answers["besoin_identifie"] == 2
    assert sent.answers["essai_ajustement"] is None
    assert sent.grid_hash == campaign.grid_hash
    back = undo(engine, campaign.id, "D1", "Alice")
    assert (back.version, back.status, back.answers) == (3, Status.DRAFT, sent.answers)
    assert own_review(engine, campaign.id, "D1", "Alice") == back
    assert back.created_at.tzinfo is not None


def test_nobody_sees_another_s_review_before_both_are_submitted(engine: Engine, campaign: Campaign) -> None:
    save_draft(engine, campaign.id, "D1", "Alice", answers=ANSWERS)
    assert authors(engine, campaign, "D1", "Alice") == ["Alice"]
    assert authors(engine, campaign, "D1", "Bob") == []
    accept(engine, campaign, "D1", "Alice")
    assert authors(engine, campaign, "D1", "Bob") == []
    assert authors(engine, campaign, "D1", "Chloé") == []
    save_draft(engine, campaign.id, "D1", "Bob", answers=ANSWERS)
    assert authors(engine, campaign, "D1", "Bob") == ["Bob"]
    assert authors(engine, campaign, "D1", "Alice") == ["Alice"]
    accept(engine, campaign, "D1", "Bob")
    for reader in ("Alice", "Bob", "Chloé"):
        assert authors(engine, campaign, "D1", reader) == ["Alice", "Bob"]
    assert authors(engine, campaign, "D2", "Alice") == []


def test_once_everyone_can_see_no_review_changes(engine: Engine, campaign: Campaign) -> None:
    accept(engine, campaign, "D1", "Alice")
    accept(engine, campaign, "D1", "Bob")
    for change in (undo, release):
        with pytest.raises(ReviewClosed, match="seul un arbitrage"):
            change(engine, campaign.id, "D1", "Alice")
    with pytest.raises(ReviewClosed, match="seul un arbitrage"):
        accept(engine, campaign, "D1", "Bob", verdict="non")
    with pytest.raises(ReviewClosed, match="seul un arbitrage"):
        save_draft(engine, campaign.id, "D1", "Bob", answers={})


def test_a_submitted_review_may_be_corrected_while_blind(engine: Engine, campaign: Campaign) -> None:
    accept(engine, campaign, "D1", "Alice")
    corrected = accept(engine, campaign, "D1", "Alice", verdict="non")
    assert (corrected.version, corrected.verdict, corrected.category) == (2, Verdict.REJECTED, None)


def test_a_late_automatic_save_never_takes_a_submission_back(engine: Engine, campaign: Campaign) -> None:
    sent = accept(engine, campaign, "D1", "Alice")
    with pytest.raises(ReviewClosed, match="annulez l'envoi"):
        save_draft(engine, campaign.id, "D1", "Alice", answers=ANSWERS)
    assert own_review(engine, campaign.id, "D1", "Alice") == sent


def test_the_same_content_is_written_once(engine: Engine, campaign: Campaign) -> None:
    first = save_draft(engine, campaign.id, "D1", "Alice", answers=ANSWERS)
    assert save_draft(engine, campaign.id, "D1", "Alice", answers=dict(reversed(ANSWERS.items()))) == first
    sent = accept(engine, campaign, "D1", "Alice")
    assert accept(engine, campaign, "D1", "Alice") == sent


def test_a_double_click_gives_the_first_row_back(engine: Engine, campaign: Campaign) -> None:
    first = accept(engine, campaign, "D1", "Alice", submission_id="clic-1")
    undo(engine, campaign.id, "D1", "Alice")
    assert accept(engine, campaign, "D1", "Alice", submission_id="clic-1") == first
    latest = own_review(engine, campaign.id, "D1", "Alice")
    assert latest is not None
    assert (latest.version, latest.status) == (2, Status.DRAFT)


@pytest.mark.parametrize("other", [{"verdict": "non"}, {"comment": "autre"}, {"operation": "D2"}, {"reviewer": "Bob"}])
def test_a_submission_number_never_hides_another_content(
    engine: Engine, campaign: Campaign, other: dict[str, str]
) -> None:
    accept(engine, campaign, "D1", "Alice", submission_id="clic-1")
    with pytest.raises(SubmissionReused):
        accept(engine, campaign, **{"operation": "D1", "reviewer": "Alice", "submission_id": "clic-1", **other})


def test_a_form_filled_from_an_older_version_is_told(engine: Engine, campaign: Campaign) -> None:
    first = save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 1}, based_on=0)
    save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 2}, based_on=first.version)
    with pytest.raises(StaleReview, match="autre fenêtre"):
        save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 3}, based_on=first.version)
    latest = own_review(engine, campaign.id, "D1", "Alice")
    assert latest is not None
    assert latest.answers["intensite"] == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": None}, "avis manque"),
        ({"verdict": "peut-être"}, "n'existe pas"),
        ({"category": None}, "type d'opération manque"),
        ({"category": "Autre"}, "n'existe pas dans cette campagne"),
        ({"answers": {"intensite": 7}}, "un niveau de 0 à 3"),
        ({"answers": {"inconnue": 1}}, "n'a pas de question"),
        ({"comment": "x" * 20_001}, "20\u202f000 caractères"),
        ({"reviewer": "  "}, "nom déclaré"),
    ],
)
def test_a_review_that_lacks_something_is_refused(
    engine: Engine, campaign: Campaign, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidReview, match=message):
        accept(engine, campaign, **{"operation": "D1", "reviewer": "Alice", **changes})
    assert own_review(engine, campaign.id, "D1", "Alice") is None


def test_everything_may_be_unanswered(engine: Engine, campaign: Campaign) -> None:
    assert set(accept(engine, campaign, "D1", "Alice", answers={}, verdict="incertaine").answers.values()) == {None}


def test_characters_that_databases_refuse_are_dropped(engine: Engine, campaign: Campaign) -> None:
    sent = accept(engine, campaign, "D1", "Alice", comment="un\x00 é \ud800mot 😀\r\nfin")
    assert sent.comment == "un é mot 😀\r\nfin"


def test_names_have_one_spelling(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(reviewers=["  Éloïse   Martin ", "E\u0301loi\u0308se Martin", "Bob"])
    assert campaign.reviewers == ("Éloïse Martin", "Bob")


def test_strangers_and_unknown_things_are_refused(engine: Engine, campaign: Campaign) -> None:
    with pytest.raises(NotAReviewer, match="Zoé"):
        accept(engine, campaign, "D1", "Zoé")
    with pytest.raises(NotAReviewer):
        queue(engine, campaign.id, "Zoé")
    with pytest.raises(UnknownOperation, match="D9"):
        accept(engine, campaign, "D9", "Alice")
    with pytest.raises(UnknownCampaign):
        queue(engine, "ailleurs", "Alice")
    with pytest.raises(UnknownCampaign):
        reviewing.submit(engine, "ailleurs", "D1", "Alice", answers={}, verdict="non")


def test_a_campaign_open_to_all_enrols_whoever_reviews(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(reviewers=[], rule=DecisionRule(open_to_all=True))
    assert len(queue(engine, campaign.id, "Visiteur")) == 3
    accept(engine, campaign, "D1", "Visiteur")
    assert get_campaign(engine, campaign.id).reviewers == ("Visiteur",)


def test_an_operation_takes_as_many_reviewers_as_the_rule_asks(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(reviewers=["Alice", "Bob", "Chloé"])
    save_draft(engine, campaign.id, "D1", "Alice", answers=ANSWERS)
    accept(engine, campaign, "D1", "Bob")
    assert places(engine, campaign, "Chloé") == {"D2": "à faire", "D3": "à faire"}
    with pytest.raises(NoPlaceLeft):
        accept(engine, campaign, "D1", "Chloé")
    assert release(engine, campaign.id, "D1", "Alice").status is Status.WITHDRAWN
    accept(engine, campaign, "D1", "Chloé")
    assert authors(engine, campaign, "D1", "Bob") == ["Bob", "Chloé"]
    assert authors(engine, campaign, "D1", "Alice") == ["Bob", "Chloé"]
    assert places(engine, campaign, "Alice") == {"D2": "à faire", "D3": "à faire"}


def test_the_queue_says_where_each_operation_stands(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(operations=5)
    save_draft(engine, campaign.id, "D2", "Alice", answers=ANSWERS)
    accept(engine, campaign, "D3", "Alice")
    for reviewer, verdict in (("Alice", "retenue"), ("Bob", "non")):
        accept(engine, campaign, "D4", reviewer, verdict=verdict)
        accept(engine, campaign, "D5", reviewer)
    assert places(engine, campaign, "Alice") == {
        "D1": "à faire", "D2": "brouillon", "D3": "fait", "D4": "désaccord", "D5": "fait",
    }  # fmt: skip
    assert places(engine, campaign, "Bob") == {
        "D1": "à faire", "D2": "à faire", "D3": "à faire", "D4": "désaccord", "D5": "fait",
    }  # fmt: skip
    assert [item.version for item in queue(engine, campaign.id, "Alice")] == [0, 1, 1, 1, 1]
    found = progress(engine, campaign.id)
    assert (found.operations, found.reviewed, found.conflicts, found.decided) == (5, 2, 1, 1)
    assert found.submitted == {"Alice": 3, "Bob": 2}
    assert found.drafts == {"Alice": 1, "Bob": 0}


def test_one_review_may_be_enough(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(rule=DecisionRule(reviews_needed=1))
    accept(engine, campaign, "D1", "Alice", category=None)
    assert authors(engine, campaign, "D1", "Bob") == ["Alice"]
    with pytest.raises(NoPlaceLeft):
        accept(engine, campaign, "D1", "Bob")
    assert undo(engine, campaign.id, "D1", "Alice").status is Status.DRAFT


def test_a_second_reading_has_no_verdict(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(grid=load_grid(GRIDS / "lecture.toml"), rule=DecisionRule(reviews_needed=1))
    read = submit(engine, campaign.id, "D1", "Alice", answers={"fonction_soutien": "ecosysteme"})
    assert (read.verdict, read.answers["fonction_soutien"]) == (None, "ecosysteme")
    with pytest.raises(InvalidReview, match="n'appelle pas d'avis"):
        submit(engine, campaign.id, "D2", "Alice", answers={}, verdict="retenue")
    assert places(engine, campaign, "Alice") == {"D1": Place.DONE, "D2": Place.TO_DO, "D3": Place.TO_DO}


def test_undo_needs_something_to_undo(engine: Engine, campaign: Campaign) -> None:
    for prepare in (lambda: None, lambda: save_draft(engine, campaign.id, "D1", "Alice", answers=ANSWERS)):
        prepare()
        with pytest.raises(InvalidReview, match="rien à annuler"):
            undo(engine, campaign.id, "D1", "Alice")


def test_a_reviewer_may_be_added(engine: Engine, campaign: Campaign) -> None:
    assert add_reviewer(engine, campaign.id, " Chloé ").reviewers == ("Alice", "Bob", "Chloé")
    assert add_reviewer(engine, campaign.id, "Chloé").reviewers == ("Alice", "Bob", "Chloé")
    accept(engine, campaign, "D1", "Chloé")
