"""What an edition of the public list changes, said by its import before and after it is published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from dashboard.domain.french import integer, long_date
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.ingest.doubts import Finding
from dashboard.warehouse.build import connect
from dashboard.warehouse.editions import (
    AMENDED,
    COMPLETING,
    EDITION_FORMAT,
    GONE,
    NEW,
    Comparison,
    compare,
    edition_of,
    editions,
)
from dashboard.warehouse.state import State

MANY: Final = 10
MUCH: Final = 0.2
"""Operations that left, and their share of the edition before, from which the file may be a part of the list."""


def edition_changes(state: State, imports: Sequence[str], manifest: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """What the manifest of an edition says of its changes against the one in place, `imports` being those that stay.

    `path`: its rows. Nothing where the import is no edition, or the first one. Gives `edition_changes` (counts, effect on the key
    figures, in euros), and the findings with what they say of it.
    """
    current = state.current()
    if manifest["format"] != EDITION_FORMAT or manifest["mode"] == COMPLETING or not manifest["accepted"]:
        return {}
    standing = editions(state, imports)
    if current is None or not standing or not (state.warehouses / current.warehouse).exists():
        return {}
    before, after = standing[-1], edition_of(state, manifest, active=True, path=path)
    with connect(state, current) as connection:
        found = compare(connection, before, after)
    older = before.dated and after.dated and after.day < before.day
    said = [Finding(f"Par rapport à l'{before.named}\u202f: {found.in_words}.", 0)]
    if older:
        said.insert(
            0,
            Finding(
                f"Cette {after.named} est plus ancienne que l'édition du {long_date(before.day)}, qu'elle remplace\u202f: "
                "vérifiez que vous voulez revenir en arrière.",
                0,
            ),
        )
    said.extend(_doubtful(found))
    if found.unread:
        names = ", ".join(FIELD_BY_NAME[name].label for name in found.unread)
        said.append(
            Finding(f"Une seule des deux éditions donne ces champs, qui ne sont pas comparés\u202f: {names}.", 1)
        )
    findings = [asdict(one) for one in said] + list(manifest["findings"])
    changes = {
        "before": {"import": before.key, "date": before.day.isoformat() if before.dated else None},
        "older": older,
        "new": found.counts[NEW],
        "gone": found.counts[GONE],
        "amended": found.counts[AMENDED],
        "effect": [{name: _plain(value) for name, value in row.items()} for row in found.effect],
        "unread": list(found.unread),
    }
    return {"edition_changes": changes, "findings": findings, "notes": [one["text"] for one in findings]}


def _doubtful(found: Comparison) -> Iterator[Finding]:
    """What looks less like an edition than like a part of one, or like other numbers."""
    before, gone = found.total["operations_before"], found.counts[GONE]
    if gone >= MANY and gone >= before * MUCH:
        yield Finding(
            f"{integer(gone)} des {integer(before)} opérations de l'édition précédente n'y sont plus\u202f: si ce fichier n'est qu'une partie de "
            "la liste, importez-le en mode «\u202fcompléter\u202f».",
            0,
        )
    if found.reused:
        noun = "numéro porte" if found.reused == 1 else "numéros portent"
        yield Finding(
            f"{integer(found.reused)} {noun} un autre intitulé et un autre porteur que dans l'édition précédente\u202f: les décisions et les "
            "évaluations suivent le numéro, vérifiez qu'il s'agit des mêmes opérations.",
            0,
        )


def action_of(manifest: Mapping[str, Any]) -> str:
    """What the history of publications calls an import: an edition by its date."""
    edition = ""
    if manifest["format"] == EDITION_FORMAT and manifest["extract_date"] and manifest["mode"] != COMPLETING:
        edition = f", édition du {long_date(manifest['extract_date'])}"
    return f"import de {manifest['file_name']}{edition} ({manifest['mode']})"


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
