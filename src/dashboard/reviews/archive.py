"""A frozen campaign as one ZIP that gives the same campaign back: CSV tables, the grid, the lexicon, a manifest.

The same campaign gives the same bytes anywhere: members in a fixed order, without dates, and stored rather than
compressed, because compressed bytes depend on the version of the compression library. The manifest's digests find out a
change made by accident or by hand in a member; whoever also rewrites the manifest isn't found out: it isn't a signature.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Connection, Engine, Integer, Table, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from dashboard.domain.acts import Act, Caller
from dashboard.domain.archives import DamagedZipError, Limits, OversizedZipError, opened, zipped
from dashboard.domain.french import NARROW_SPACE, integer, quoted
from dashboard.domain.grid_file import GridError, parse_grid
from dashboard.reviews import audit, journal
from dashboard.reviews.deciding import current_decisions
from dashboard.reviews.errors import ArchiveError, NotFrozen
from dashboard.reviews.model import Campaign, DecisionRule, canonical
from dashboard.reviews.names import Names
from dashboard.reviews.standing import standings
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import (
    ARBITRATION,
    CAMPAIGN,
    DECISION,
    EVENT,
    FREEZE,
    OPERATION,
    REMARK,
    REVIEW,
    REVIEWER,
)

FORMAT = "campagne-evaluation/1"
MANIFEST = "manifeste.json"
CAMPAIGN_MEMBER, GRID_MEMBER, LEXICON_MEMBER = "campagne.json", "grille.toml", "lexique.csv"

TABLES: dict[str, Table] = {
    "operations.csv": OPERATION,
    "evaluateurs.csv": REVIEWER,
    "evenements.csv": EVENT,
    "evaluations.csv": REVIEW,
    "arbitrages.csv": ARBITRATION,
    "remarques.csv": REMARK,
    "decisions.csv": DECISION,
    "gel.csv": FREEZE,
}
"""Member → table, in the order of import: the freeze comes last, it closes the campaign."""

PEOPLE = {"reviewer", "actor", "arbiter"}

LIMITS = Limits(
    # An operation takes 1.4 kB with two reviews and what happened to them: fourteen thousand take twenty megabytes.
    packed=32_000_000,
    unpacked=32_000_000,
    # Which members there are is checked once they are read.
    parts=100,
    ratio=100,
)
MOST_LINES = 500_000
"""Lines of all the tables: a short line takes fifty times its size once it is a row."""
LARGEST_TEXT = 1_000_000
"""Bytes of a member that isn't a table: grid, lexicon, manifest."""

_DAMAGED = f"L'archive a été modifiée ou abîmée{NARROW_SPACE}: {{what}}. Demandez-en une nouvelle à la personne qui l'a produite."


def export_campaign(engine: Engine, campaign_id: str, *, anonymised: bool = False) -> bytes:
    """The archive of a frozen campaign. With `anonymised`, roles and numbers stand for the persons' names.

    What people wrote in comments and reasons is kept as it is.
    """

    def work(connection: Connection) -> bytes:
        campaign = journal.campaign(connection, campaign_id)
        if not campaign.frozen or campaign.withdrawn:
            raise NotFrozen(f"Cette campagne est encore ouverte{NARROW_SPACE}: figez-la avant de l'exporter.")
        names = Names(campaign, journal.arbitrations(connection, campaign_id), anonymised=anonymised)
        row = dict(connection.execute(select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id)).mappings().one())
        members = {GRID_MEMBER: row.pop("grid_text").encode(), LEXICON_MEMBER: row.pop("lexicon_text").encode()}
        members[CAMPAIGN_MEMBER] = _pretty({**row, "created_by": names.of(row["created_by"])})
        for name, table in TABLES.items():
            members[name] = _csv(connection, table, campaign_id, names.of)
        return _zip(members)

    return read(engine, work)


def import_campaign(engine: Engine, archive: bytes, *, caller: Caller | None = None) -> Campaign:
    """Gives back the campaign of an archive, frozen as it was; in the journal too, for a `caller`.

    The same archive twice does nothing more.

    ArchiveError, with the member at fault, when it isn't exactly what was exported.
    """
    members = _unzip(archive)
    row = _campaign_row(members)
    tables = {name: (table, _rows(name, members[name], table, row["id"])) for name, table in TABLES.items()}

    def work(connection: Connection) -> Campaign:
        existing = journal.campaigns(connection, row["id"])
        if existing:
            if not _same(connection, row, members):
                raise ArchiveError(
                    "Cette campagne existe déjà ici avec un autre contenu, l'archive n'a pas été importée."
                )
            return existing[0]
        connection.execute(insert(CAMPAIGN).values(row))
        for table, rows in tables.values():
            journal.insert_rows(connection, table, rows)
        campaign = journal.campaign(connection, row["id"])
        # Reads every word back: a value that the product doesn't know would otherwise show up later, on a page.
        standings(connection, campaign)
        current_decisions(connection, campaign)
        if not campaign.frozen:
            raise _damaged("la campagne n'y est pas figée")
        if caller:
            audit.append(connection, caller, Act.IMPORT, f"campagne {quoted(campaign.name)}")
        return campaign

    try:
        try:
            return write(engine, work)
        except IntegrityError:
            # Someone may have imported it between our look and our insertions: the second look finds it.
            return write(engine, work)
    except (IntegrityError, DataError, ValueError, KeyError) as error:
        raise _damaged("ses tables se contredisent") from error


def _same(connection: Connection, row: dict[str, Any], members: dict[str, bytes]) -> bool:
    found = connection.execute(select(CAMPAIGN).where(CAMPAIGN.c.id == row["id"])).mappings().one()
    return dict(found) == row and all(
        _csv(connection, table, row["id"], str) == members[name] for name, table in TABLES.items()
    )


def _zip(members: dict[str, bytes]) -> bytes:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "sha256": {name: hashlib.sha256(members[name]).hexdigest() for name in sorted(members)},
    }
    manifest["empreinte"] = _seal(manifest)
    return zipped(sorted({**members, MANIFEST: _pretty(manifest)}.items()), compressed=False)


def _unzip(archive: bytes) -> dict[str, bytes]:
    try:
        members = _members(archive)
    except OversizedZipError as error:
        raise ArchiveError(
            f"Ce fichier {error}{NARROW_SPACE}: par sécurité, il n'a pas été lu{NARROW_SPACE}; choisissez le fichier ZIP exporté."
        ) from error
    except DamagedZipError as error:
        raise ArchiveError(
            f"Ce fichier n'est pas une archive de campagne lisible{NARROW_SPACE}: choisissez le fichier ZIP exporté."
        ) from error
    manifest = _manifest(members.pop(MANIFEST, b""))
    expected = manifest["sha256"]
    wanted = {*TABLES, CAMPAIGN_MEMBER, GRID_MEMBER, LEXICON_MEMBER}
    for name in sorted(wanted | set(members) | set(expected)):
        if name not in members:
            raise _damaged(f"{quoted(name)} manque")
        if name not in expected or name not in wanted:
            raise _damaged(f"{quoted(name)} n'y était pas")
        if hashlib.sha256(members[name]).hexdigest() != expected[name]:
            raise _damaged(f"{quoted(name)} n'est plus le même")
    return members


def _members(archive: bytes) -> dict[str, bytes]:
    """The members by name. Raises ZipError, before anything is built from them, for more than a campaign holds."""
    with opened(io.BytesIO(archive), LIMITS) as file:
        if any(file.size(name) > LARGEST_TEXT for name in set(file.names) - TABLES.keys()):
            raise OversizedZipError("contient une grille, un lexique ou un manifeste démesurés")
        members = {name: file.read(name) for name in file.names}
    lines = sum(members.get(name, b"").count(end) for name in TABLES for end in (b"\n", b"\r"))
    if lines > MOST_LINES:
        raise OversizedZipError(f"compte {integer(lines)} lignes ({integer(MOST_LINES)} au plus)")
    return members


def _manifest(content: bytes) -> dict[str, Any]:
    if not content:
        raise ArchiveError(f"Ce fichier n'est pas une archive de campagne{NARROW_SPACE}: il n'a pas de manifeste.")
    try:
        manifest = json.loads(content)
        found, seal = manifest["format"], manifest.pop("empreinte")
        if not all(isinstance(value, str) for value in manifest["sha256"].values()) or seal != _seal(manifest):
            raise _damaged(f"{quoted(MANIFEST)} n'est plus le même")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise _damaged(f"{quoted(MANIFEST)} est illisible") from error
    if found != FORMAT:
        raise ArchiveError(
            f"Cette archive est au format {quoted(str(found))}, que cette version du tableau de bord ne sait pas lire."
        )
    return dict(manifest)


def _seal(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(manifest).encode()).hexdigest()


def _campaign_row(members: dict[str, bytes]) -> dict[str, Any]:
    try:
        row = json.loads(members[CAMPAIGN_MEMBER])
        row |= {"grid_text": members[GRID_MEMBER].decode(), "lexicon_text": members[LEXICON_MEMBER].decode()}
        if set(row) != set(CAMPAIGN.columns.keys()):
            raise _damaged(f"{quoted(CAMPAIGN_MEMBER)} n'a pas les champs attendus")
        DecisionRule.from_json(row["rule"])
        grid = parse_grid(row["grid_text"], GRID_MEMBER)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        what = str(error) if isinstance(error, GridError) else f"{quoted(CAMPAIGN_MEMBER)} est illisible"
        raise _damaged(what.removesuffix(".")) from error
    if grid.version_hash != row["grid_hash"]:
        raise _damaged(f"{quoted(GRID_MEMBER)} n'est pas la grille de la campagne")
    return dict(row)


def _csv(connection: Connection, table: Table, campaign_id: str, name_of: Callable[[str], str]) -> bytes:
    columns = [column.name for column in table.columns if column.name != "campaign_id"]
    order = [column for column in table.columns if column.name in {"position", "sequence", "num_dossier"}]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    query = select(table).where(table.c.campaign_id == campaign_id).order_by(*order)
    # Sorted here as well: databases don't all order text alike.
    for row in sorted(
        connection.execute(query).mappings(), key=lambda row: [_sortable(row[column.name]) for column in order]
    ):
        writer.writerow([_written(name, row[name], name_of) for name in columns])
    return text.getvalue().encode()


def _sortable(value: object) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, str(value or ""))


def _written(column: str, value: Any, name_of: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if column in PEOPLE:
        return name_of(value)
    if column == "decided_by":
        return canonical([name_of(person) for person in json.loads(value)])
    return str(int(value)) if isinstance(value, bool) else str(value)


def _rows(name: str, content: bytes, table: Table, campaign_id: str) -> list[dict[str, Any]]:
    try:
        reader = csv.reader(io.StringIO(content.decode(), newline=""), delimiter=";", strict=True)
        columns = next(reader)
        if columns != [column.name for column in table.columns if column.name != "campaign_id"]:
            raise _damaged(f"{quoted(name)} n'a pas les colonnes attendues")
        return [
            {"campaign_id": campaign_id}
            | {column: _read(table, column, cell) for column, cell in zip(columns, line, strict=True)}
            for line in reader
        ]
    except (ValueError, StopIteration, csv.Error) as error:
        raise _damaged(f"{quoted(name)} est illisible") from error


def _read(table: Table, column: str, cell: str) -> Any:
    kind = table.c[column]
    if not cell and kind.nullable:
        return None
    if isinstance(kind.type, Boolean):
        return bool(int(cell))
    return int(cell) if isinstance(kind.type, Integer) else cell


def _pretty(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def _damaged(what: str) -> ArchiveError:
    return ArchiveError(_DAMAGED.format(what=what))
