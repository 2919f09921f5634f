"""Notes that people leave on figures: dated, signed, tied to a figure, a selection and an edition of the list."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from dashboard.domain.french import NARROW_SPACE, long_date
from dashboard.domain.selection import Selection
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.inputs import clean_name, clean_text
from dashboard.reviews.model import canonical, moment_of, timestamp
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import FIGURE_NOTE

LONGEST = 500


class NoteState(StrEnum):
    """Where a note stands; documents carry the first kind only, screens fold the others."""

    OPEN = "posée"
    RESOLVED = "résolue"
    WITHDRAWN = "retirée"


@dataclass(frozen=True, slots=True)
class FigureNote:
    """A note. `edition` says in words which data its author had under the eyes; `closed_at`: when it was resolved or withdrawn,
    `closed_by`: the account that did it."""

    id: str
    text: str
    edition: str
    owner: str
    author: str
    created_at: datetime
    state: NoteState = NoteState.OPEN
    closed_at: datetime | None = None
    closed_by: str = ""

    @property
    def closing(self) -> str:
        """« résolue le 1er décembre 2026 par son auteur »; "" for a note that stands. Only its author and data managers close one."""
        if self.closed_at is None:
            return ""
        who = "par son auteur" if self.closed_by == self.owner else "par un gestionnaire de données"
        return f"{self.state} le {long_date(self.closed_at.date())} {who}"

    @property
    def signed(self) -> str:
        """« Note du 30 novembre 2026, Alice : … », as it reads under a figure."""
        return f"Note du {long_date(self.created_at.date())}, {self.author}{NARROW_SPACE}: {self.text}"


def add_note(
    engine: Engine,
    *,
    figure: str,
    selection: Selection,
    edition: str,
    text: str,
    owner: str,
    author: str,
    at: datetime | None = None,
) -> str:
    """Leaves a note on a figure (its key) and gives its id. Raises InvalidEntry for a text that is missing or too long."""
    words = " ".join(clean_text(text).split())
    if not words or len(words) > LONGEST:
        raise InvalidEntry(f"La note est vide ou dépasse {LONGEST} caractères{NARROW_SPACE}: reprenez-la.")
    row = {
        "note_id": str(uuid.uuid4()),
        "figure": figure,
        "selection": _digest(selection),
        "query": canonical(selection.to_query()),
        "edition": edition,
        "text": words,
        "owner": owner,
        "author": clean_name(author),
        "actor": owner,
        "created_at": timestamp(at or datetime.now(UTC)),
        "state": NoteState.OPEN,
    }
    write(engine, lambda connection: connection.execute(insert(FIGURE_NOTE).values(row)))
    return str(row["note_id"])


def close_note(
    engine: Engine, note_id: str, state: NoteState, *, by: str, every_note: bool = False, at: datetime | None = None
) -> None:
    """Says that a note of the account `by`, or anybody's where `every_note`, is resolved or withdrawn; its rows stay.

    Raises InvalidEntry where it no longer stands or belongs to somebody else.
    """
    moment = timestamp(at or datetime.now(UTC))

    def work(connection: Connection) -> None:
        last = (
            select(FIGURE_NOTE).where(FIGURE_NOTE.c.note_id == note_id).order_by(FIGURE_NOTE.c.sequence.desc()).limit(1)
        )
        standing = connection.execute(last).mappings().one_or_none()
        allowed = standing is not None and (every_note or standing["owner"] == by)
        if standing is None or standing["state"] != NoteState.OPEN or not allowed:
            raise InvalidEntry(f"Cette note n'est plus là, ou n'est pas la vôtre{NARROW_SPACE}: rechargez la page.")
        kept = {name: value for name, value in standing.items() if name != "sequence"}
        connection.execute(insert(FIGURE_NOTE).values(kept | {"actor": by, "created_at": moment, "state": state}))

    write(engine, work)


def notes_on(engine: Engine, selection: Selection) -> Mapping[str, tuple[FigureNote, ...]]:
    """The notes that stand on the figures of a selection, by figure key, oldest first, in one statement."""
    return standing(every_note_on(engine, selection))


def standing(notes: Mapping[str, tuple[FigureNote, ...]]) -> Mapping[str, tuple[FigureNote, ...]]:
    """Those of the notes that are neither resolved nor withdrawn; no figure without any."""
    kept = {figure: tuple(note for note in given if note.state is NoteState.OPEN) for figure, given in notes.items()}
    return {figure: given for figure, given in kept.items() if given}


def every_note_on(engine: Engine, selection: Selection) -> Mapping[str, tuple[FigureNote, ...]]:
    """The notes on the figures of a selection, closed ones too, by figure key, oldest first, in one statement."""
    query = select(FIGURE_NOTE).where(FIGURE_NOTE.c.selection == _digest(selection)).order_by(FIGURE_NOTE.c.sequence)
    written: dict[str, list[RowMapping]] = {}
    for row in read(engine, lambda connection: connection.execute(query).mappings().all()):
        written.setdefault(row["note_id"], []).append(row)
    found: dict[str, tuple[FigureNote, ...]] = {}
    for first, last in ((rows[0], rows[-1]) for rows in written.values()):
        state = NoteState(last["state"])
        note = FigureNote(
            first["note_id"],
            first["text"],
            first["edition"],
            first["owner"],
            first["author"],
            moment_of(first["created_at"]),
            state,
            None if state is NoteState.OPEN else moment_of(last["created_at"]),
            last["actor"],
        )
        found[first["figure"]] = (*found.get(first["figure"], ()), note)
    return found


def _digest(selection: Selection) -> str:
    """The same for the same filters, in whatever order their values were picked."""
    filters = {key: sorted(values) for key, values in selection.to_query().items()}
    return hashlib.sha256(canonical(filters).encode()).hexdigest()
