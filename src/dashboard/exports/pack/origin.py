"""Where the figures come from: the active extracts in words, their date, their digests, the versions behind the work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.domain.french import listing, long_date
from dashboard.domain.selection import Selection
from dashboard.exports.queries import rows_of
from dashboard.warehouse.editions import EDITION_FORMAT, editions
from dashboard.warehouse.state import Publication, State

NO_EXTRACT = "Aucun extrait n'est chargé"


@dataclass(frozen=True, slots=True)
class Origin:
    """The active extracts of operations, and whether they are the demonstration's."""

    source: str
    extracted_on: str
    demonstration: bool
    sha256: Mapping[str, str]
    """Name of the file of each active import → its digest."""
    edition: bool = False
    """Whether the newest of the operations come from an edition of the public list."""


def origin_of(
    state: State, publication: Publication, connection: duckdb.DuckDBPyConnection, selection: Selection
) -> Origin:
    """The origin of the operations of the selection's programming period, in the words of the screen; of all where it has none."""
    manifests = [state.manifest(import_id) for import_id in publication.imports]
    # An edition that a later one replaced holds none of the operations any more.
    replaced = {import_id for one in editions(state, publication.imports)[:-1] for import_id in one.imports}
    operations = [one for one in manifests if one["kind"] == "operations" and one["id"] not in replaced]
    digests = {str(manifest["file_name"]): str(manifest["sha256"]) for manifest in manifests}
    if not operations:
        return Origin(NO_EXTRACT, "", False, digests)
    held = {row["import_id"] for row in rows_of(connection, "imports_of_period", selection)}
    completing = [str(one["file_name"]) for one in manifests if one["kind"] == "completions" and one["id"] in held]
    operations = [manifest for manifest in operations if manifest["id"] in held] or operations
    if any(manifest["demonstration"] for manifest in operations):
        day, stated = _calibration_day(connection, selection), ""
        if editions_held := [one for one in operations if one["format"] == EDITION_FORMAT]:
            day = long_date(date.fromisoformat(max(one["extract_date"] for one in editions_held)))
            stated = f", liste synthétique, édition du {day}"
        elif day:
            stated = f", calé sur l'extraction MDFSE du {day}"
        return Origin(f"Source\u202f: jeu de démonstration{stated}", day, True, digests, bool(editions_held))
    names = listing(list(dict.fromkeys(str(manifest["file_name"]) for manifest in operations)))
    latest = max(str(manifest["extract_date"] or manifest["imported_at"][:10]) for manifest in operations)
    day = long_date(date.fromisoformat(latest))
    known = all(manifest["extract_date"] for manifest in operations)
    edition = all(one["format"] == EDITION_FORMAT for one in operations)
    words = f"{'édition' if edition else 'extrait'} du {day}" if known else f"importé le {day}"
    if completing:
        words += f", {'complétée' if edition and known else 'complété'} par {listing(list(dict.fromkeys(completing)))}"
    return Origin(f"Source\u202f: {names}, {words}", day if known else f"importée le {day}", False, digests, edition)


def _calibration_day(connection: duckdb.DuckDBPyConnection, selection: Selection) -> str:
    """The day of the extraction that the demonstration reproduces: that of the newest published wave."""
    days = [row["extracted_on"] for row in rows_of(connection, "wave_dates", selection) if row["extracted_on"]]
    return long_date(max(days)) if days else ""
