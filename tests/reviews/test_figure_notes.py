"""Notes on figures: tied to a figure, a selection and an edition; resolved or withdrawn, never lost."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.selection import Selection
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.figure_notes import LONGEST, NoteState, add_note, close_note, notes_on
from dashboard.reviews.store import read
from dashboard.reviews.tables import FIGURE_NOTE

SELECTION = Selection(regions=("Bretagne", "Lorraine"))
NOTE = {
    "figure": "repartition-axe", "selection": SELECTION, "edition": "Source : extrait du 9 mars 2019",
    "text": "Un porteur\nmanque.", "owner": "alice@exemple.test", "author": "Alice",
    "at": datetime(2026, 11, 30, 22, tzinfo=UTC),
}  # fmt: skip


def test_a_note_stands_on_its_figure_under_its_selection_alone(engine: Engine) -> None:
    first = add_note(engine, **NOTE)
    second = add_note(engine, **NOTE | {"text": "Autre"})
    add_note(engine, **NOTE | {"figure": "carte"})
    found = notes_on(engine, Selection(regions=("Lorraine", "Bretagne")))
    assert [note.id for note in found["repartition-axe"]] == [first, second]
    assert set(found) == {"repartition-axe", "carte"}
    assert found["repartition-axe"][0].signed == "Note du 30 novembre 2026, Alice\u202f: Un porteur manque."
    assert found["repartition-axe"][0].edition == NOTE["edition"]
    assert notes_on(engine, Selection(regions=("Bretagne",))) == {}


def test_a_note_is_settled_by_its_author_or_whoever_answers_for_all(engine: Engine) -> None:
    resolved, withdrawn = add_note(engine, **NOTE), add_note(engine, **NOTE)
    with pytest.raises(InvalidEntry, match="n'est plus là"):
        close_note(engine, resolved, NoteState.RESOLVED, by="bob@exemple.test")
    close_note(engine, resolved, NoteState.RESOLVED, by=NOTE["owner"])
    close_note(engine, withdrawn, NoteState.WITHDRAWN, by="bob@exemple.test", every_note=True)
    assert notes_on(engine, SELECTION) == {}
    for note_id in (resolved, "inconnue"):
        with pytest.raises(InvalidEntry, match="n'est plus là"):
            close_note(engine, note_id, NoteState.WITHDRAWN, by=NOTE["owner"])
    query = select(FIGURE_NOTE.c.state, FIGURE_NOTE.c.actor, FIGURE_NOTE.c.author).order_by(FIGURE_NOTE.c.sequence)
    assert [tuple(row) for row in read(engine, lambda connection: connection.execute(query).all())] == [
        ("posée", NOTE["owner"], "Alice"),
        ("posée", NOTE["owner"], "Alice"),
        ("résolue", NOTE["owner"], "Alice"),
        ("retirée", "bob@exemple.test", "Alice"),
    ]


def test_a_note_without_words_or_too_long_is_refused(engine: Engine) -> None:
    for text in (" \n", "x" * (LONGEST + 1)):
        with pytest.raises(InvalidEntry, match="note"):
            add_note(engine, **NOTE | {"text": text})
    assert notes_on(engine, SELECTION) == {}
