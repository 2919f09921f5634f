"""Recognises a file by its headers and says which of its columns is which field."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dashboard.domain.text import normalised
from dashboard.ingest.errors import NoMatchingColumn
from dashboard.ingest.formats import FORMAT_BY_NAME, FORMATS, SourceFormat

CLOSE_ENOUGH = 0.72
LONGEST_HEADER = 300
"""A longer one is a sentence: likeness to the known headers would take seconds to tell, and mean nothing."""


_KEYS = {
    source.NAME: {
        normalised(header): field
        for field, headers in reversed(list(source.HEADERS.items()))
        for header in reversed(headers)
    }
    for source in FORMATS
}


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised file: its format and the position of the column that holds each field."""

    source: SourceFormat
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    rivals: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    notes: tuple[str, ...] = ()


class KnownHeaders:
    """What the readers ask of the headers that the formats know."""

    def score(self, cells: Sequence[str]) -> int:
        """How many cells look like headers of one same format: the score by which the header row is found."""
        keys = {key for cell in cells if cell for key in (normalised(cell), _bare_key(cell))}
        return max(len({known[key] for key in keys if key in known}) for known in _KEYS.values())

    def fields(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        """The field of each cell in the format that knows the most of them, None where it knows none."""
        best: Mapping[str, int] = max((_columns(cells, known) for known in _KEYS.values()), key=len)
        by_position = {position: field for field, position in best.items()}
        return tuple(by_position.get(position) for position in range(len(cells)))

    def is_table(self, cells: Sequence[str]) -> bool:
        """Whether the cells are headers enough for a format: rows below them can be read."""
        return recognise(cells) is not None


KNOWN_HEADERS = KnownHeaders()


_UNIT = re.compile(r" (?:en )?(?:euros?|eur|ue eur|ttc|jj mm aaaa|aaaa mm jj)$")


def _bare_key(header: str) -> str:
    """The key without what is said in parentheses, closed or not, nor the unit: « Coût total (en €) », « Mont_UE en euros »."""
    return _UNIT.sub("", normalised(re.sub(r"\([^)]*(?:\)|$)|\[[^]]*(?:\]|$)", " ", header)).removesuffix(" en"))


def _columns(headers: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    # A header that is known as it stands comes before one that is known but for its unit.
    for key_of in (normalised, _bare_key):
        for position, header in enumerate(headers):
            field = known.get(key_of(header))
            if field is not None and position not in columns.values():
                columns.setdefault(field, position)
    return columns


def recognise(headers: Sequence[str]) -> Match | None:
    """The format that a header row belongs to, or None where the columns have to be mapped by hand."""
    best: Match | None = None
    for source in FORMATS:
        if source.NAME == "mapped":
            continue
        columns = _columns(headers, _KEYS[source.NAME])
        if columns.keys() >= source.REQUIRED and (best is None or len(columns) > len(best.columns)):
            best = Match(source, columns, _extra(headers, columns.values()))
    return best


def _extra(headers: Sequence[str], used: Iterable[int]) -> tuple[str, ...]:
    kept = set(used)
    return tuple(header for position, header in enumerate(headers) if position not in kept)


def map_by_hand(headers: Sequence[str], mapping: Mapping[str, str], source_name: str = "mapped") -> Match:
    """Applies a mapping field → header of the file, on top of what is recognised.

    Raises NoMatchingColumn where a field or a header doesn't exist, or a required field stays without a column.
    """
    source = FORMAT_BY_NAME[source_name]
    by_key = {normalised(header): position for position, header in reversed(list(enumerate(headers)))}
    columns = _columns(headers, _KEYS[source_name])
    for field, header in mapping.items():
        if field not in source.HEADERS:
            known = ", ".join(source.HEADERS)
            raise NoMatchingColumn(f"Le champ «\u202f{field}\u202f» n'existe pas\u202f: choisissez parmi {known}.")
        if not header:
            columns.pop(field, None)
            continue
        if normalised(header) not in by_key:
            raise NoMatchingColumn(
                f"La colonne «\u202f{header}\u202f» demandée pour «\u202f{field}\u202f» n'est pas dans le fichier. Ses colonnes sont\u202f: {', '.join(headers)}."
            )
        columns[field] = by_key[normalised(header)]
    missing = sorted(source.REQUIRED - columns.keys())
    if missing:
        raise NoMatchingColumn(
            f"Aucune colonne n'est associée à {', '.join(missing)}\u202f: "
            "associez-les sur la page Imports, ou avec --map champ=Colonne."
        )
    return Match(source, columns, _extra(headers, columns.values()))


def guess(headers: Sequence[str]) -> dict[str, str]:
    """The best guess of the header for each field of a file that no format recognises; each header serves once."""
    candidates = sorted(
        (
            (_likeness(normalised(header), keys), field, header)
            for header in headers
            if len(header) <= LONGEST_HEADER
            for field, keys in _field_keys().items()
        ),
        reverse=True,
    )
    guessed: dict[str, str] = {}
    for likeness, field, header in candidates:
        if likeness >= CLOSE_ENOUGH and field not in guessed and header not in guessed.values():
            guessed[field] = header
    return guessed


def _field_keys() -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for key, field in _KEYS["mapped"].items():
        fields.setdefault(field, []).append(key)
    return fields


def _likeness(key: str, known: Sequence[str]) -> float:
    words = set(key.split())
    ratios = [SequenceMatcher(None, key, other).ratio() for other in known]
    shared = [len(words & set(other.split())) / max(len(words), 1) for other in known if len(other) > 3]
    return max(*ratios, *(0.9 * share for share in shared if share == 1), 0.0) if key else 0.0
