"""Whether this process can serve: asked by whoever watches it, each time anew."""

import secrets

import duckdb
from sqlalchemy import select

from dashboard.access.rules import Mode
from dashboard.domain.selection import Selection
from dashboard.exports.pack.origin import origin_of
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.store import open_engine, read
from dashboard.reviews.tables import REVOCATION
from dashboard.ui.data import NOT_DEMONSTRATION
from dashboard.ui.installation import reviews_location, rules, state, store
from dashboard.warehouse.database import open_database
from dashboard.warehouse.state import State, StateError


def reasons() -> list[str]:
    """Why this process can't serve, as French sentences; empty where it can. Never raises."""
    folder = state()
    problem = rules().problem
    found = [problem, _not_writable(folder), _no_warehouse(folder), None if problem else _no_reviews()]
    return [reason for reason in found if reason]


def _not_writable(folder: State) -> str | None:
    probe = folder.root / f".pret.{secrets.token_hex(4)}"
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return f"Le dossier de travail «\u202f{folder.root}\u202f» n'accepte pas d'écriture\u202f: vérifiez les droits et la place libre."
    return None


def _no_warehouse(folder: State) -> str | None:
    try:
        current = folder.current()
        if current is None:
            return "Aucun extrait n'est encore publié."
        with open_database(folder.warehouses / current.warehouse, read_only=True) as connection:
            demonstration = origin_of(folder, current, connection, Selection()).demonstration
    except StateError as error:
        return str(error)
    except (duckdb.Error, OSError):
        return "L'entrepôt des opérations ne s'ouvre pas\u202f: relancez l'application, qui le reconstruit."
    return NOT_DEMONSTRATION if rules().mode is Mode.DEMO and not demonstration else None


def _no_reviews() -> str | None:
    try:
        store()
        # A connection of its own: those in use may still read a file that is no longer there.
        engine = open_engine(reviews_location())
        try:
            read(engine, lambda connection: connection.execute(select(REVOCATION.c.sequence).limit(1)).first())
        finally:
            engine.dispose()
    except ReviewsError as error:
        return str(error)
    return None
