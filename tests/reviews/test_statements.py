"""How often the database is asked: a reviewer waits for it at each answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from dashboard.reviews.campaigns import list_campaigns
from dashboard.reviews.reviewing import desk, save_draft


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements of a block, without those that begin and end transactions."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("begin"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_answer_to_a_question_asks_the_database_eight_times_at_most(engine, create):
    campaign = create(20)
    given = {campaign.grid.questions[0].id: campaign.grid.questions[0].values[0]}
    save_draft(engine, campaign.id, "D1", "Alice", answers={})
    with counted(engine) as statements:
        review = save_draft(engine, campaign.id, "D1", "Alice", answers=given, based_on=1)
        # The page that is drawn again after the answer.
        [shown] = list_campaigns(engine)
        found = desk(engine, shown, "Alice")
    assert review.version == 2
    assert found.progress.drafts["Alice"] == 1
    assert len(statements) <= 8, "\n".join(statements)
