"""Whatever reviewers do, in whatever order: nobody sees too early, nothing disappears."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dashboard.domain.grid_file import load_grid
from dashboard.reviews import journal
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.deciding import arbitrate, conflicts, decisions
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import DecisionRule, Review, Status
from dashboard.reviews.reviewing import progress, queue, release, reviews_visible_to, save_draft, submit, undo
from dashboard.reviews.scores import answers
from dashboard.reviews.store import open_store, read
from dashboard.reviews.trace import trace
from tests.reviews.conftest import GRIDS, population

GRID = load_grid(GRIDS / "csess.toml")
PEOPLE = ("Alice", "Bob", "Chloé")
OPERATIONS = ("D1", "D2")

people, operations = st.sampled_from(PEOPLE), st.sampled_from(OPERATIONS)
levels = st.sampled_from([None, 0, 3])
verdicts = st.sampled_from(["retenue", "non", "incertaine"])


class Reviewing(RuleBasedStateMachine):
    """Three reviewers, two operations, two reviews each."""

    template: Path

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.engine = open_store(shutil.copy(self.template, self.folder / "reviews.sqlite"))
        self.campaign = create_campaign(
            self.engine, name="Essai", grid=GRID, lexicon_hash="", lexicon_text="", extracts=[],
            operations=population(2), reviewers=PEOPLE, by="Gérard", rule=DecisionRule(),
        ).id  # fmt: skip
        self.written: list[Review] = []

    def attempt(self, call, *arguments: object, **named: object) -> None:
        try:
            done = call(self.engine, self.campaign, *arguments, **named)
        except ReviewsError:
            return
        if isinstance(done, Review) and done not in self.written:
            self.written.append(done)

    @rule(operation=operations, person=people, level=levels)
    def draft(self, operation: str, person: str, level: int | None) -> None:
        self.attempt(save_draft, operation, person, answers={"intensite": level})

    @rule(operation=operations, person=people, level=levels, verdict=verdicts)
    def send(self, operation: str, person: str, level: int | None, verdict: str) -> None:
        self.attempt(submit, operation, person, answers={"intensite": level}, verdict=verdict)

    @rule(operation=operations, person=people)
    def take_back(self, operation: str, person: str) -> None:
        self.attempt(undo, operation, person)

    @rule(operation=operations, person=people)
    def leave(self, operation: str, person: str) -> None:
        self.attempt(release, operation, person)

    @rule(operation=operations, person=people, retained=st.booleans())
    def settle(self, operation: str, person: str, retained: bool) -> None:
        self.attempt(arbitrate, operation, person, retained=retained, reason="Motif")

    @invariant()
    def every_row_is_kept_as_it_was(self) -> None:
        stored = read(self.engine, lambda connection: journal.reviews(connection, self.campaign, every_version=True))
        assert stored == self.written
        for person in PEOPLE:
            for operation in OPERATIONS:
                versions = [
                    review.version for review in stored if (review.reviewer, review.num_dossier) == (person, operation)
                ]
                assert versions == list(range(1, len(versions) + 1))

    @invariant()
    def blindness_holds(self) -> None:
        decided = set(decisions(self.engine, self.campaign)["num_dossier"])
        in_conflict = {
            conflict.operation.num_dossier for conflict in conflicts(self.engine, self.campaign, resolved=True)
        }
        scored = set(answers(self.engine, self.campaign)["num_dossier"])
        for operation in OPERATIONS:
            latest = {review.reviewer: review for review in self.written if review.num_dossier == operation}
            sent = [person for person in PEOPLE if person in latest and latest[person].status is Status.SUBMITTED]
            active = [person for person in PEOPLE if person in latest and latest[person].status is not Status.WITHDRAWN]
            assert len(active) <= 2
            complete = len(sent) == 2
            for reader in (*PEOPLE, "Zoé"):
                seen = [review.reviewer for review in reviews_visible_to(self.engine, self.campaign, operation, reader)]
                assert seen == (sent if complete else [person for person in active if person == reader])
                told = trace(self.engine, self.campaign, operation, reader=reader)
                leaks = [entry for entry in told if entry.actor != reader and ":" in entry.detail]
                assert complete or not leaks
            assert (operation in scored) == complete
            assert complete or operation not in decided | in_conflict

    @invariant()
    def counts_agree(self) -> None:
        found = progress(self.engine, self.campaign)
        assert found.decided == len(decisions(self.engine, self.campaign))
        assert found.conflicts == len(conflicts(self.engine, self.campaign))
        assert found.reviewed == found.decided + found.conflicts
        for person in PEOPLE:
            done = [item for item in queue(self.engine, self.campaign, person) if item.place in {"fait", "désaccord"}]
            assert len(done) == found.submitted[person]

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            shutil.rmtree(self.folder)


@pytest.mark.parametrize("steps", [12])
def test_any_order_of_actions(migrated_sqlite: Path, steps: int) -> None:
    Reviewing.template = migrated_sqlite
    run_state_machine_as_test(Reviewing, settings=settings(max_examples=15, stateful_step_count=steps))
