from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from dashboard.reviews.archive import export_campaign
from dashboard.reviews.building import ArbitrationRow, ReviewRow, fill_campaign
from dashboard.reviews.deciding import decisions
from dashboard.reviews.errors import (
    ArbitrationRefused,
    InvalidCampaign,
    InvalidReview,
    NotAReviewer,
    PendingOperations,
    ReviewsError,
    UnknownOperation,
)
from dashboard.reviews.model import Campaign, Verdict
from dashboard.reviews.reviewing import progress
from dashboard.reviews.trace import trace
from tests.reviews.conftest import CreateCampaign

AT = datetime(2019, 6, 3, 9, tzinfo=UTC)


def review(operation: str, person: str, verdict: str, category: str | None = None) -> ReviewRow:
    return ReviewRow(operation, person, {"intensite": 2}, Verdict(verdict), category, "", AT)


ROWS = [
    review("D1", "Alice", "retenue", "Démarches"),
    review("D1", "Bob", "retenue", "Démarches"),
    review("D2", "Alice", "retenue", "Démarches"),
    review("D2", "Bob", "non"),
    review("D3", "Bob", "non"),
    review("D3", "Alice", "non"),
]
SETTLED = [ArbitrationRow("D2", "Chloé", True, "Territoires", "Le besoin est établi.", AT)]
EXPECTED = {"D1": (True, "Démarches"), "D2": (True, "Territoires"), "D3": (False, None)}


def test_rows_make_a_frozen_campaign_with_the_expected_decisions(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(campaign_id="demo", demonstration=True, at=AT)
    filled = fill_campaign(engine, "demo", ROWS, SETTLED, expected=EXPECTED, frozen_by="Gérard", frozen_at=AT)
    assert (filled.frozen_at, filled.frozen_by, filled.created_at) == (AT, "Gérard", AT)
    frame = decisions(engine, campaign.id)
    found = dict(zip(frame["num_dossier"], zip(frame["retained"], frame["category"], strict=True), strict=True))
    assert {number: (kept, kind if kept else None) for number, (kept, kind) in found.items()} == EXPECTED
    assert [entry.actor for entry in trace(engine, "demo", "D2")] == ["Alice", "Bob", "Chloé", "Gérard"]
    archive = export_campaign(engine, "demo")
    again = fill_campaign(engine, "demo", ROWS[:2], frozen_by="Autre")
    assert again == filled
    assert export_campaign(engine, "demo") == archive


def test_an_open_campaign_may_be_begun(engine: Engine, campaign: Campaign) -> None:
    assert not fill_campaign(engine, campaign.id, ROWS[:3]).frozen
    assert progress(engine, campaign.id).submitted == {"Alice": 2, "Bob": 1}


@pytest.mark.parametrize(
    ("rows", "settled", "expected", "error"),
    [
        (ROWS, SETTLED, {**EXPECTED, "D3": (True, "Démarches")}, InvalidCampaign),
        (ROWS, SETTLED, {"D1": EXPECTED["D1"]}, InvalidCampaign),
        (ROWS, [], None, PendingOperations),
        (ROWS, [replace(SETTLED[0], arbiter="Alice")], None, ArbitrationRefused),
        (ROWS, [replace(SETTLED[0], num_dossier="D1")], None, ArbitrationRefused),
        (ROWS, [replace(SETTLED[0], reason=" ")], None, ArbitrationRefused),
        (ROWS, [replace(SETTLED[0], category=None)], None, InvalidReview),
        ([*ROWS, ROWS[0]], SETTLED, None, InvalidCampaign),
        ([replace(ROWS[0], reviewer="Zoé")], [], None, NotAReviewer),
        ([replace(ROWS[0], num_dossier="D9")], [], None, UnknownOperation),
        ([replace(ROWS[0], answers={"intensite": 9})], [], None, InvalidReview),
    ],
)
def test_rows_that_break_a_rule_leave_nothing_behind(
    engine: Engine,
    campaign: Campaign,
    rows: list[ReviewRow],
    settled: list[ArbitrationRow],
    expected,
    error: type[ReviewsError],
) -> None:
    with pytest.raises(error):
        fill_campaign(engine, campaign.id, rows, settled, expected=expected, frozen_by="Gérard")
    assert sum(progress(engine, campaign.id).submitted.values()) == 0
