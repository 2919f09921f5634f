from dashboard.reviews.campaigns import freeze
from dashboard.reviews.reviewing import save_draft, submit
from dashboard.reviews.versions import last_events


def test_every_event_moves_its_campaign_and_no_other(engine, create):
    first, second = create(campaign_id="a"), create(campaign_id="b")
    assert last_events(engine) == {}
    save_draft(engine, first.id, "D1", "Alice", answers={"intensite": 1})
    assert last_events(engine) == {"a": 1}
    submit(engine, second.id, "D1", "Alice", answers={"intensite": 1}, verdict="retenue", category="Démarches")
    submit(engine, first.id, "D1", "Alice", answers={"intensite": 2}, verdict="non")
    assert last_events(engine) == {"a": 2, "b": 1}
    freeze(engine, first.id, by="Gérard", allow_pending=True)
    assert last_events(engine) == {"a": 3, "b": 1}
