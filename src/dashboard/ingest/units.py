"""The unit of amounts: what the header says, else the cells above the headers or the sheet's name."""

import re
from collections.abc import Sequence

from dashboard.domain.french import integer, quoted
from dashboard.domain.text import unaccented
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers import RawTable
from dashboard.ingest.reading import AMOUNTS

UNIT_WORDS = {1: "euros", 1_000: "milliers d'euros", 1_000_000: "millions d'euros", 1_000_000_000: "milliards d'euros"}
VALUES = {"euros": 1, "milliers": 1_000, "millions": 1_000_000, "milliards": 1_000_000_000}
CHOICES = tuple(Choice(value, f"en {UNIT_WORDS[unit]}") for value, unit in list(VALUES.items())[:3])

# Over `unaccented`: no case, no accents.
_UNITS = (
    (1_000_000_000, r"\b(?:md|mds|mrd)s? ?(?:€|d'euros?\b|euros?\b)|\bmilliards?\b"),
    (1_000_000, r"\bm ?(?:€|euros?\b|eur\b)|\bmeur\b|\bmillions?\b|\beur ?m\b|\bmio\b"),
    (1_000, r"\bk ?(?:€|euros?\b|eur\b)|\bkeur\b|\bmilliers?\b|\bkilo-?euros?\b|\bthousands?\b|\beur ?k\b|€ ?k\b|\b000s? ?(?:€|euros?\b|eur\b)|'000\b|(?:€|\beur) ?'?000s?\b"),
    (1, r"€|\beuros?\b|\beur\b"),
)  # fmt: skip
# « doté de 150 M€ » is an amount, not the unit of a column.
_AMOUNT = re.compile(
    r"(?<!\d)(?!000\b)\d[\d .,]*(?:k|m|md|mds|milliers?|millions?|milliards?)? ?(?:d'|de )?(?:€|euros?\b|eur\b)"
)


def unit_of(text: str) -> int | None:
    """The euros that one stands for, where a text names a unit of amounts; None where it names none."""
    folded = _AMOUNT.sub(" ", unaccented(text).replace("\u2019", "'"))
    return next((unit for unit, pattern in _UNITS if re.search(pattern, folded)), None)


def _stated_around(table: RawTable) -> tuple[int, str] | None:
    """The unit that a text above the headers, or the sheet's name, gives to every amount; not « euros », which changes nothing."""
    texts: Sequence[str] = (*table.titles, table.sheet or "")
    return next(((unit, text) for text in texts if (unit := unit_of(text)) and unit > 1), None)


def _refuse_mixed_units(table: RawTable) -> None:
    """Raises UnreadableFile where the titles or names of sheets read together give them different units."""
    stated = [
        max((unit_of(text) or 1 for text in (name, *titles)), default=1)
        for name, titles in zip(table.sheets_read, table.titles_by_sheet, strict=False)
    ]
    if len(set(stated)) > 1:
        odd = next(name for name, unit in zip(table.sheets_read, stated, strict=True) if unit > 1)
        raise UnreadableFile(
            f"La feuille {quoted(odd)} ne donne pas ses montants dans l'unité des autres\u202f: importez chaque feuille à part."
        )


def units(table: RawTable, match: Match, verdicts: Verdicts) -> tuple[dict[str, int], frozenset[str]]:
    """Field → its unit, and the fields of which the file says nothing. Raises UnreadableFile where sheets differ."""
    _refuse_mixed_units(table)
    around = _stated_around(table)
    found: dict[str, int] = {}
    silent = set()
    for field in AMOUNTS:
        if field not in match.columns:
            continue
        header = table.headers[match.columns[field]]
        stated = unit_of(header)
        if stated and stated > 1:
            said = f"{quoted(header)} est en {UNIT_WORDS[stated]}, dit l'en-tête\u202f: chaque montant est multiplié par {integer(stated)}."
        elif stated is None and around:
            stated = around[0]
            said = f"{quoted(header)} est en {UNIT_WORDS[stated]}, dit {quoted(around[1].strip()[:80])}\u202f: chaque montant est multiplié par {integer(stated)}."
        else:
            said = ""
        key = f"unite.{field}"
        if said and stated:
            value = next(name for name, unit in VALUES.items() if unit == stated)
            found[field] = VALUES[verdicts.prove(key, value, said, CHOICES)]
        elif verdicts.answers.get(key) in VALUES:
            given = verdicts.answers[key]
            found[field] = VALUES[given]
            verdicts.prove(key, "euros", f"{quoted(header)} ne dit pas son unité.", CHOICES)
        else:
            found[field] = 1
            if stated is None:
                silent.add(field)
    return found, frozenset(silent)
