"""The views that people keep: a page with its address, for themselves or for all, pinned by whom wants it at hand."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, and_, false, func, insert, or_, select

from dashboard.domain.french import NARROW_SPACE, integer
from dashboard.domain.selection import Selection
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.inputs import clean_name, clean_text
from dashboard.reviews.model import canonical, moment_of, timestamp
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import SAVED_VIEW, VIEW_PIN

LONGEST = 120
LONGEST_QUERY = 8_000

Query = Mapping[str, Sequence[str]]
"""What an address holds after its question mark."""


@dataclass(frozen=True, slots=True)
class View:
    """A view that stands. `page` is an address inside the application; `pinned` is said of the account that reads it."""

    id: str
    name: str
    page: str
    query: Query
    shared: bool
    owner: str
    author: str
    saved_at: datetime
    pinned: bool

    @property
    def selection(self) -> Selection:
        """Its filters."""
        return Selection.from_query(self.query)


def save_view(
    engine: Engine,
    *,
    name: str,
    page: str,
    query: Query,
    shared: bool,
    owner: str,
    author: str,
    at: datetime | None = None,
) -> str:
    """Keeps a view, pinned for its owner, and gives its id. Raises InvalidEntry for a name that is missing or too long."""
    words = " ".join(clean_text(name).split())
    if not words or len(words) > LONGEST:
        raise InvalidEntry(f"Le nom de la vue manque ou dépasse {LONGEST} caractères{NARROW_SPACE}: changez-le.")
    address = canonical({key: list(values) for key, values in query.items()})
    if len(address) > LONGEST_QUERY:
        raise InvalidEntry(
            f"L'adresse de cette vue dépasse {integer(LONGEST_QUERY)} caractères{NARROW_SPACE}: choisissez moins de valeurs."
        )
    view_id, moment = str(uuid.uuid4()), timestamp(at or datetime.now(UTC))
    row = {
        "view_id": view_id,
        "name": words,
        "page": page,
        "query": address,
        "shared": shared,
        "owner": owner,
        "author": clean_name(author),
        "actor": owner,
        "created_at": moment,
        "withdrawn": False,
    }

    def work(connection: Connection) -> None:
        connection.execute(insert(SAVED_VIEW).values(row))
        _pin(connection, view_id, owner, pinned=True, moment=moment)

    write(engine, work)
    return view_id


def withdraw_view(
    engine: Engine, view_id: str, *, by: str, every_shared: bool = False, at: datetime | None = None
) -> None:
    """Withdraws a view of the account `by`, or anybody's shared one where `every_shared`; its rows stay.

    Raises InvalidEntry where it no longer stands or belongs to somebody else.
    """
    moment = timestamp(at or datetime.now(UTC))

    def work(connection: Connection) -> None:
        last = select(SAVED_VIEW).where(SAVED_VIEW.c.view_id == view_id).order_by(SAVED_VIEW.c.sequence.desc()).limit(1)
        standing = connection.execute(last).mappings().one_or_none()
        allowed = standing is not None and (standing["owner"] == by or (every_shared and standing["shared"]))
        if standing is None or standing["withdrawn"] or not allowed:
            raise _gone()
        kept = {name: value for name, value in standing.items() if name != "sequence"}
        changed = {"actor": by, "created_at": moment, "withdrawn": True}
        connection.execute(insert(SAVED_VIEW).values(kept | changed))

    write(engine, work)


def pin_view(engine: Engine, view_id: str, *, account: str, pinned: bool, at: datetime | None = None) -> None:
    """Puts a view at hand for an account, or takes it away from there. Raises InvalidEntry where the account doesn't see it."""
    moment = timestamp(at or datetime.now(UTC))
    if view_id not in {view.id for view in views_of(engine, account)}:
        raise _gone()
    write(engine, lambda connection: _pin(connection, view_id, account, pinned=pinned, moment=moment))


def views_of(engine: Engine, account: str) -> list[View]:
    """The views that an account sees, its own and the shared ones, oldest first, in one statement."""
    later, later_pin = SAVED_VIEW.alias(), VIEW_PIN.alias()
    newest_pin = ~(
        select(later_pin.c.sequence)
        .where(
            later_pin.c.view_id == VIEW_PIN.c.view_id,
            later_pin.c.account == VIEW_PIN.c.account,
            later_pin.c.sequence > VIEW_PIN.c.sequence,
        )
        .exists()
    )
    query = (
        select(SAVED_VIEW, func.coalesce(VIEW_PIN.c.pinned, false()).label("pinned"))
        .outerjoin_from(
            SAVED_VIEW,
            VIEW_PIN,
            and_(VIEW_PIN.c.view_id == SAVED_VIEW.c.view_id, VIEW_PIN.c.account == account, newest_pin),
        )
        .where(
            ~SAVED_VIEW.c.withdrawn,
            or_(SAVED_VIEW.c.shared, SAVED_VIEW.c.owner == account),
            ~select(later.c.sequence)
            .where(later.c.view_id == SAVED_VIEW.c.view_id, later.c.sequence > SAVED_VIEW.c.sequence)
            .exists(),
        )
        .order_by(SAVED_VIEW.c.sequence)
    )
    rows = read(engine, lambda connection: connection.execute(query).mappings().all())
    return [
        View(
            row["view_id"],
            row["name"],
            row["page"],
            json.loads(row["query"]),
            row["shared"],
            row["owner"],
            row["author"],
            moment_of(row["created_at"]),
            bool(row["pinned"]),
        )
        for row in rows
    ]


def _pin(connection: Connection, view_id: str, account: str, *, pinned: bool, moment: str) -> None:
    row = {"view_id": view_id, "account": account, "pinned": pinned, "created_at": moment}
    connection.execute(insert(VIEW_PIN).values(row))


def _gone() -> InvalidEntry:
    return InvalidEntry(f"Cette vue n'est plus là, ou n'est pas la vôtre{NARROW_SPACE}: rechargez la page.")
