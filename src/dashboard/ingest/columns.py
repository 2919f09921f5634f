"""Recognises a file by its headers and says which of its columns is which field."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum
from functools import lru_cache

from dashboard.domain.french import listing, quoted
from dashboard.domain.operation import FIELD_BY_NAME, Kind
from dashboard.domain.text import normalised
from dashboard.ingest.doubts import Finding
from dashboard.ingest.errors import NoMatchingColumn
from dashboard.ingest.formats import FORMAT_BY_NAME, FORMATS, SourceFormat, completions, mapped

CLOSE_ENOUGH = 0.72
LONGEST_HEADER = 300
"""A longer one is a sentence: likeness to the known headers would take seconds to tell, and mean nothing."""

_FIGURES = frozenset(
    name for name, known in FIELD_BY_NAME.items() if known.kind in {Kind.AMOUNT, Kind.RATE, Kind.DATE, Kind.COUNT}
)
"""Fields whose columns may differ however near their headers are: each column that claims one counts."""


def _keys(headers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {normalised(header): name for name, known in reversed(list(headers.items())) for header in reversed(known)}


_FALLBACK_KEYS = {source.NAME: _keys(source.FALLBACKS) for source in FORMATS}
_KEYS = {source.NAME: _FALLBACK_KEYS[source.NAME] | _keys(source.HEADERS) for source in FORMATS}


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised file: its format and the position of the column that holds each field.

    `rivals`: for each field that several columns claim, their positions, the chosen one first. `notes`: what the headers
    themselves settled between such columns.
    """

    source: SourceFormat
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()


class KnownHeaders:
    """What the readers ask of the headers that the formats know."""

    def score(self, cells: Sequence[str]) -> int:
        """How many cells look like headers of one same format: the score by which the header row is found."""
        forms = [_forms(cell) for cell in cells if cell]
        return max(len({claim[0] for claim in map(_claim_of(known), forms) if claim}) for known in _KEYS)

    def fields(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        """The field of each cell in the format that knows the most of them, None where it knows none."""
        best = max((_read(cells, name) for name in _KEYS), key=lambda read: len(read.columns))
        by_position = {position: name for name, position in best.columns.items()}
        return tuple(by_position.get(position) for position in range(len(cells)))

    def is_table(self, cells: Sequence[str]) -> bool:
        """Whether the cells are headers enough for a format: rows below them can be read."""
        return recognise(cells) is not None


KNOWN_HEADERS = KnownHeaders()


_AROUND = re.compile(r"^\(?\d{1,2}[.)] (?=\D)|[\s¹²³⁰⁴-⁹*†‡]+$")
"""A number before a header, and the signs that call notes after it."""
_REPEATED = re.compile(r" \(\d{1,2}\)$")
_PARENTHESES = re.compile(r"\([^)]*(?:\)|$)|\[[^]]*(?:\]|$)|€|%")
_MONEY = r"(?:(?:k|m) ?(?:euros?|eur)|(?:milliers?|millions?)(?: d| de)?(?: euros?| eur)?|ke|me|euros?|eur)"
_UNIT = re.compile(
    rf" (?:(?:en |exprimee?s? en )?(?:{_MONEY}|k|m)(?: (?:ttc|ht))?|(?:en )?(?:pourcentage|pour cent|pourcent)|en|ue eur"
    r"|ttc|ht|jj mm aaaa|aaaa mm jj)$"
)
_DONE = re.compile(r"\b(?:realisee?s?|payee?s?|certifiee?s?|declaree?s?|justifiee?s?|versee?s?)\b")
_PLANNED = re.compile(
    r"\b(?:tel(?:le)?s? que |tel(?:le)?s? qu )?(?:programmee?s?|conventionnee?s?|previsionnel(?:le)?s?|prevue?s?)\b"
)
_PARTS = re.compile(r"\s+[-–—/|>]\s+|\n")
_NAMES = frozenset({"nom", "intitule", "libelle"})
_ENGLISH = re.compile(
    r"\b(?:of|the|name|start|end|amount|costs?|rate|country|fields?|summary|zip|city|beneficiary|expenditure|postcode|funds?"
    r"|location|objective|achievements|allocated)\b"
)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to read a header: its key, how far it is from the header as it stands, and whether it says what was done."""

    key: str
    distance: int
    done: bool = False
    figures_only: bool = False


@lru_cache(maxsize=4096)
def _forms(header: str) -> tuple[_Form, ...]:
    """The keys under which a header may be known, the surest first; rows repeat their cells while the headers are looked for."""
    # Figures and dates are nobody's header.
    return tuple(_every_form(header)) if any(map(str.isalpha, header)) else ()


def _every_form(header: str) -> Iterator[_Form]:
    # The readers number a header that comes twice.
    header = _AROUND.sub("", html.unescape(_REPEATED.sub("", header.strip())))
    # Descriptions are long, and many: none is read to its end.
    if len(header) > LONGEST_HEADER:
        return
    whole = normalised(header)
    if not whole:
        return
    yield _Form(whole, 0)
    done = bool(_DONE.search(whole))
    yield from _near_forms(header, 1, done)
    *upper, last = (part for part in _PARTS.split(header) if part.strip()) if _PARTS.search(header) else (header,)
    if not upper:
        return
    # « Fonds - Funds » translates, « Bénéficiaire – Nom » and « Programmé – Coût total » head two rows.
    # « Coût total – Programmé » says in its lower row what was done and what was not.
    states = not _DONE.sub("", _PLANNED.sub("", _bare(last))).strip()
    if states or _ENGLISH.search(normalised(last)) or _bare(last) in _NAMES:
        yield _Form(normalised(upper[-1]), 3, done)
        yield from _near_forms(upper[-1], 3, done)
    yield _Form(normalised(last), 3, done)
    yield from _near_forms(last, 3, done)


def _near_forms(header: str, distance: int, done: bool) -> Iterator[_Form]:
    bare = _bare(header)
    yield _Form(bare, distance, done)
    for cleared in (_PLANNED.sub(" ", bare), _DONE.sub(" ", _PLANNED.sub(" ", bare))):
        key = _without_unit(" ".join(cleared.split()))
        if key and key != bare:
            yield _Form(key, distance + 1, done, figures_only=True)


def _bare(header: str) -> str:
    """The key without what is said in parentheses, closed or not, nor the unit: « Coût total (en k€) », « Mont_UE en euros »."""
    return _without_unit(normalised(_PARENTHESES.sub(" ", header)))


def _without_unit(key: str) -> str:
    while (shorter := _UNIT.sub("", key)) != key:
        key = shorter
    return key


def _claim_of(source_name: str) -> "_Claimer":
    return _Claimer(_KEYS[source_name])


@dataclass(frozen=True, slots=True)
class _Claimer:
    """Says which field a header claims in a format, and by which of its forms."""

    known: Mapping[str, str]

    def __call__(self, forms: Iterable[_Form]) -> tuple[str, _Form] | None:
        for form in forms:
            name = self.known.get(form.key)
            if name is not None and (name in _FIGURES or not form.figures_only):
                return name, form
        return None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the headers of a row are in one format."""

    columns: Mapping[str, int]
    rivals: Mapping[str, tuple[int, ...]]
    notes: tuple[Finding, ...]


def _read(headers: Sequence[str], source_name: str) -> _Read:
    claims: dict[str, list[tuple[int, _Form]]] = {}
    claim = _claim_of(source_name)
    for position, header in enumerate(headers):
        if found := claim(_forms(header)):
            claims.setdefault(found[0], []).append((position, found[1]))
    columns: dict[str, int] = {}
    rivals: dict[str, tuple[int, ...]] = {}
    notes: list[Finding] = []
    for name, claimed in claims.items():
        kept = _best(claimed, name, source_name)
        planned = [(position, form) for position, form in kept if not form.done]
        if name in _FIGURES and len(planned) < len(kept):
            done = [headers[position] for position, form in kept if form.done]
            notes.append(_said_of_done(name, [headers[position] for position, _ in planned], done))
            kept = planned or kept
        columns[name] = kept[0][0]
        if len(kept) > 1:
            rivals[name] = tuple(position for position, _ in kept)
    return _Read(columns, rivals, tuple(notes))


def _best(claimed: list[tuple[int, _Form]], name: str, source_name: str) -> list[tuple[int, _Form]]:
    """The columns that may hold a field: those of its own headers, the nearest first, or else one that only serves for want of them."""
    fallbacks = _FALLBACK_KEYS[source_name]
    own = [found for found in claimed if fallbacks.get(found[1].key) != name]
    if not own:
        return claimed[:1]
    nearest = min(form.distance for _, form in own)
    if name not in _FIGURES:
        own = [found for found in own if found[1].distance == nearest]
    return sorted(own, key=lambda found: found[1].distance)


def _said_of_done(name: str, planned: list[str], done: list[str]) -> Finding:
    label = FIELD_BY_NAME[name].label
    given = listing([quoted(header) for header in done])
    if planned:
        return Finding(
            f"{label}\u202f: la colonne {quoted(planned[0])} est lue, et {given} laissée de côté, car elle dit ce qui a été "
            "réalisé, payé ou déclaré, non ce qui a été programmé."
            if len(done) == 1
            else f"{label}\u202f: la colonne {quoted(planned[0])} est lue, et {given} laissées de côté, car elles disent ce qui "
            "a été réalisé, payé ou déclaré, non ce qui a été programmé.",
            0,
        )
    return Finding(
        f"{label}\u202f: le fichier ne donne que {given}, qui dit ce qui a été réalisé, payé ou déclaré, non ce qui a été programmé.",
        0,
    )


def recognise(headers: Sequence[str]) -> Match | None:
    """The format that a header row belongs to, or None where the columns have to be mapped by hand."""
    best: Match | None = None
    for source in FORMATS:
        if source.NAME in (mapped.NAME, completions.NAME):
            continue
        match = _match(headers, source)
        if match and (best is None or len(match.columns) > len(best.columns)):
            best = match
    if best is None and (match := completing(headers)) and not completions.OF_A_LIST & match.columns.keys():
        return match
    return best


def fields_known(headers: Sequence[str], source_name: str) -> frozenset[str]:
    """The fields that the headers give in one format, whether or not the file is of it."""
    return frozenset(_read(headers, source_name).columns)


def completing(headers: Sequence[str]) -> Match | None:
    """The columns of a header row read as a table that completes operations, or None where it can't be one."""
    return _match(headers, FORMAT_BY_NAME[completions.NAME])


def _match(headers: Sequence[str], source: SourceFormat) -> Match | None:
    read = _read(headers, source.NAME)
    if missing_fields(source, read.columns):
        return None
    return Match(source, read.columns, _extra(headers, read.columns.values()), read.rivals, read.notes)


def missing_fields(source: SourceFormat, given: Iterable[str]) -> tuple[frozenset[str], ...]:
    """What a format still asks for, sorted: sets of fields of which one has to be given. Empty where nothing is missing."""
    fields = frozenset(given)
    asked = [*(frozenset({name}) for name in source.REQUIRED), *source.ONE_OF]
    return tuple(sorted((names for names in asked if not names & fields), key=sorted))


def _extra(headers: Sequence[str], used: Iterable[int]) -> tuple[str, ...]:
    kept = set(used)
    return tuple(header for position, header in enumerate(headers) if position not in kept)


def map_by_hand(headers: Sequence[str], mapping: Mapping[str, str], source_name: str = "mapped") -> Match:
    """Applies a mapping field → header of the file, on top of what is recognised.

    Raises NoMatchingColumn where a field or a header doesn't exist, or a required field stays without a column.
    """
    source = FORMAT_BY_NAME[source_name]
    # A list may hold more than its format knows: « Résumé » beside the columns of MDFSE.
    given = mapped.HEADERS if source.KIND == mapped.KIND else source.HEADERS
    positions = {normalised(header): position for position, header in reversed(list(enumerate(headers)))}
    read = _read(headers, source_name)
    columns = dict(read.columns)
    for name, header in mapping.items():
        if name not in given:
            known = ", ".join(given)
            raise NoMatchingColumn(f"Le champ «\u202f{name}\u202f» n'existe pas\u202f: choisissez parmi {known}.")
        if not header:
            columns.pop(name, None)
            continue
        if normalised(header) not in positions:
            raise NoMatchingColumn(
                f"La colonne «\u202f{header}\u202f» demandée pour «\u202f{name}\u202f» n'est pas dans le fichier. Ses colonnes sont\u202f: {', '.join(headers)}."
            )
        columns[name] = positions[normalised(header)]
    figures = {columns[name]: name for name in ("total_cost", "eu_amount", "eu_rate") if name in columns}
    for name in ("total_cost", "eu_amount", "eu_rate"):
        if name in columns and (other := figures[columns[name]]) != name:
            raise NoMatchingColumn(
                f"La colonne {quoted(headers[columns[name]])} est associée à la fois à {quoted(name)} et à {quoted(other)}\u202f: "
                "donnez à chacun la sienne."
            )
    if missing := missing_fields(source, columns):
        if source.NAME == completions.NAME:
            raise NoMatchingColumn(
                "Un complément d'opérations donne leur numéro et au moins un autre de leurs champs\u202f: associez-les sur la page "
                f"Imports, ou avec --map champ=Colonne. Colonnes lues\u202f: {', '.join(headers)}."
            )
        raise NoMatchingColumn(
            f"Aucune colonne n'est associée à {', '.join(' ou '.join(sorted(names)) for names in missing)}\u202f: "
            "associez-les sur la page Imports, ou avec --map champ=Colonne."
        )
    rivals = {name: positions for name, positions in read.rivals.items() if name not in mapping}
    return Match(source, columns, _extra(headers, columns.values()), rivals, () if mapping else read.notes)


class ContentKind(StrEnum):
    """What the values of a column look like."""

    AMOUNT = "montants"
    RATE = "taux"
    DATE = "dates"
    CODE = "codes"
    POSTCODE = "codes postaux"
    COUNT = "nombres entiers"
    TEXT = "textes"
    EMPTY = "colonne vide"


_WORDS = frozenset({ContentKind.TEXT, ContentKind.CODE})
_CONTENTS: Mapping[Kind, frozenset[ContentKind]] = {
    Kind.TEXT: _WORDS | {ContentKind.COUNT},
    Kind.LONG_TEXT: frozenset({ContentKind.TEXT}),
    Kind.CODE: _WORDS | {ContentKind.COUNT},
    # A cost of five figures looks like a postcode, a day that a spreadsheet counts too; whole costs of one length, like codes.
    Kind.AMOUNT: frozenset({ContentKind.AMOUNT, ContentKind.COUNT, ContentKind.POSTCODE, ContentKind.CODE}),
    Kind.COUNT: frozenset({ContentKind.COUNT, ContentKind.AMOUNT}),
    Kind.RATE: frozenset({ContentKind.RATE, ContentKind.COUNT}),
    Kind.DATE: frozenset({ContentKind.DATE, ContentKind.POSTCODE}),
}
_CONTENTS_OF_FIELD: Mapping[str, frozenset[ContentKind]] = {
    "num_dossier": _WORDS | {ContentKind.COUNT, ContentKind.AMOUNT, ContentKind.POSTCODE},
    "title": frozenset({ContentKind.TEXT}),
    "beneficiary": frozenset({ContentKind.TEXT}),
    "beneficiary_postcode": frozenset({ContentKind.POSTCODE}),
    "wave": _WORDS | {ContentKind.COUNT, ContentKind.AMOUNT},
}
SURE = 0.9
_BY_WORD, _ONE_WORD = 0.75, 0.85


@dataclass(frozen=True, slots=True)
class Guess:
    """A column proposed for a field: its header, and how near it is to what the field usually is, from 0 to 1."""

    header: str
    share: float

    @property
    def sure(self) -> bool:
        """Whether the header is a known one, or nearly, and its values are of the field's kind."""
        return self.share >= SURE


def guess(headers: Sequence[str], kinds: Sequence[ContentKind] = ()) -> dict[str, Guess]:
    """The best guess of the column for each field of a file that no format recognises; each column serves once.

    `kinds`: what the values of each column look like; none where they aren't known. Values of another kind rule a column out.
    """
    candidates = sorted(
        (
            (likeness, name, position)
            for position, header in enumerate(headers)
            if len(header) <= LONGEST_HEADER
            for name, likeness in _likenesses(header).items()
            if not kinds or kinds[position] in _contents(name)
        ),
        key=lambda candidate: (-candidate[0], candidate[2]),
    )
    guessed: dict[str, Guess] = {}
    taken: set[int] = set()
    for likeness, name, position in candidates:
        if name not in guessed and position not in taken:
            guessed[name] = Guess(headers[position], round(likeness, 2))
            taken.add(position)
    return guessed


def _contents(name: str) -> frozenset[ContentKind]:
    return _CONTENTS_OF_FIELD.get(name) or _CONTENTS[FIELD_BY_NAME[name].kind]


_RATES = frozenset({"taux", "pourcentage", "pourcent", "rate"})
_AMOUNTS = frozenset(name for name, known in FIELD_BY_NAME.items() if known.kind == Kind.AMOUNT)
_FIELD_KEYS: Mapping[str, tuple[str, ...]] = {
    name: tuple(key for key, known in _KEYS["mapped"].items() if known == name) for name in mapped.HEADERS
}


def _likenesses(header: str) -> dict[str, float]:
    """Each field that a header may be for, with how near it is to the headers known for it."""
    key = _bare(header)
    if not key:
        return {}
    near = {name: likeness for name, keys in _FIELD_KEYS.items() if (likeness := _likeness(key, keys)) >= CLOSE_ENOUGH}
    words = set(key.split())
    for name, known in mapped.WORDS.items():
        if words & known:
            near[name] = max(near.get(name, 0), _ONE_WORD if words <= known else _BY_WORD)
    if claim := _claim_of("mapped")(_forms(header)):
        near[claim[0]] = 1 - 0.02 * claim[1].distance - 0.05 * (claim[1].key in _FALLBACK_KEYS["mapped"])
    if "%" in header or set(normalised(header).split()) & _RATES:
        # « Montant FSE (taux) » holds no euros.
        near = {name: likeness for name, likeness in near.items() if name not in _AMOUNTS}
    return near


def _likeness(key: str, known: Sequence[str]) -> float:
    nearest = get_close_matches(key, known, 1, CLOSE_ENOUGH)
    ratio = SequenceMatcher(None, nearest[0], key).ratio() if nearest else 0.0
    words = set(key.split())
    # A known header that holds every word of this one, and more.
    return max(ratio, 0.8 if any(words <= set(other.split()) for other in known if len(other) > 3) else 0.0)
