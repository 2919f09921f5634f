"""The unit of amounts: what the header says, else the cells above the headers or the sheet's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from dashboard.domain.french import integer, plural, quoted
from dashboard.domain.text import normalised, unaccented
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers import SHEET_STEP, RawTable
from dashboard.ingest.reading import AMOUNTS, CENT, Unit
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

UNIT_WORDS: dict[Unit, str] = {
    1: "euros", 1_000: "milliers d'euros", 1_000_000: "millions d'euros", 1_000_000_000: "milliards d'euros", CENT: "centimes d'euro",
}  # fmt: skip
VALUES: dict[str, Unit] = {
    "euros": 1, "milliers": 1_000, "millions": 1_000_000, "centimes": CENT, "milliards": 1_000_000_000,
}  # fmt: skip
NAMES = {unit: name for name, unit in VALUES.items()}
CHOICES = tuple(Choice(value, f"en {UNIT_WORDS[unit]}") for value, unit in list(VALUES.items())[:4])

# Over `unaccented`: no case, no accents.
_UNITS: tuple[tuple[Unit, str], ...] = (
    # « arrondis, sans centimes » says euros.
    (CENT, r"\b(?:en|unites? ?:) (?:euro-?)?(?:centimes?|cents?)\b|\((?:euro-?)?(?:centimes?|cents)(?: d'euros?)?\)"),
    (1_000_000_000, r"\b(?:md|mds|mrd)s? ?(?:€|d'euros?\b|euros?\b)|\bmilliards?\b"),
    (1_000_000, r"\bm ?(?:€|euros?\b|eur\b)|\bmeur\b|\bmillions?\b|\beur ?m\b|\bmio\b"),
    (1_000, r"\bk ?(?:€|euros?\b|eur\b)|\bkeur\b|\bmilliers?\b|\bkilo-?euros?\b|\bthousands?\b|\beur ?k\b|€ ?k\b|\b000s? ?(?:€|euros?\b|eur\b)|'000\b|(?:€|\beur) ?'?000s?\b"),
    (1, r"€|\beuros?\b|\beur\b"),
)  # fmt: skip
# Words for other money than the euro, over `unaccented`: in the header of an amount, and after « en » in a title.
_MONEY = (
    r"usd|chf|gbp|pln|czk|huf|ron|bgn|sek|dkk|nok|xpf|f ?cfp|dollars?|francs?(?: (?:cfp|pacifique|suisses?))?|livres? sterling|zlotys?|couronnes?"
    r"|forints?"
)
_OTHER_MONEY = re.compile(rf"\b(?:{_MONEY})\b|[$£]")
_IN_OTHER_MONEY = re.compile(rf"\ben (?:{_MONEY})\b")
_MONEY_HEADER = re.compile(r"(?:code )?(?:devise|monnaie|currency)(?: code)?")

# « doté de 150 M€ » is an amount, not the unit of a column.
_AMOUNT = re.compile(
    r"(?<!\d)(?!000\b)\d[\d .,]*(?:k|m|md|mds|milliers?|millions?|milliards?)? ?(?:d'|de )?(?:€|euros?\b|eur\b)"
)


def unit_of(text: str) -> Unit | None:
    """The euros that one stands for, where a text names a unit of amounts; None where it names none."""
    folded = _AMOUNT.sub(" ", unaccented(text).replace("\u2019", "'"))
    return next((unit for unit, pattern in _UNITS if re.search(pattern, folded)), None)


def _stated_around(table: RawTable) -> tuple[Unit, str] | None:
    """The unit that a text above the headers, or the sheet's name, gives to every amount; not « euros », which changes nothing."""
    texts: Sequence[str] = (*table.titles, table.sheet or "")
    return next(((unit, text) for text in texts if (unit := unit_of(text)) and unit != 1), None)


def _refuse_other_money(connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match) -> None:
    """Raises UnreadableFile where a header, a title or a column of currencies says that amounts aren't in euros."""
    headers = [table.headers[match.columns[name]] for name in AMOUNTS if name in match.columns]
    stated = [
        *(text for text in headers if _OTHER_MONEY.search(unaccented(text))),
        *(text for text in (*table.titles, table.sheet or "") if _IN_OTHER_MONEY.search(unaccented(text))),
    ]
    if stated:
        raise UnreadableFile(
            f"{quoted(stated[0].strip()[:80])} dit que les montants ne sont pas en euros\u202f: convertissez-les, dites-le dans l'en-tête, puis "
            "importez de nouveau."
        )
    for position, header in enumerate(table.headers):
        if not _MONEY_HEADER.fullmatch(normalised(header)):
            continue
        row = connection.execute(fill(sql("other_money"), cell=f"c{position}")).fetchone()
        if row:
            raise UnreadableFile(
                f"La colonne {quoted(header)} dit {quoted(row[1][:40])} à la ligne {integer(row[0] % SHEET_STEP)}\u202f: seuls des montants en euros "
                "sont lus, convertissez les autres ou retirez leurs lignes, puis importez de nouveau."
            )


def _refuse_mixed_units(table: RawTable) -> None:
    """Raises UnreadableFile where the titles or names of sheets read together give them different units."""
    stated = [
        next((unit for text in (name, *titles) if (unit := unit_of(text)) not in (None, 1)), 1)
        for name, titles in zip(table.sheets_read, table.titles_by_sheet, strict=False)
    ]
    if len(set(stated)) > 1:
        odd = next(name for name, unit in zip(table.sheets_read, stated, strict=True) if unit != 1)
        raise UnreadableFile(
            f"La feuille {quoted(odd)} ne donne pas ses montants dans l'unité des autres\u202f: importez chaque feuille à part."
        )


@dataclass(slots=True)
class Units:
    """Field of an amount → the euros that one stands for, those of its cells that say « € », and the fields that say nothing."""

    of_column: dict[str, Unit] = field(default_factory=dict)
    of_signs: dict[str, Unit] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)


def units(connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match, verdicts: Verdicts) -> Units:
    """The units of the amounts of `mapped`. Doubt: `unite.<field>`, where each cell of a column in thousands says « € ».

    Raises UnreadableFile where sheets differ, or say another money.
    """
    _refuse_other_money(connection, table, match)
    _refuse_mixed_units(table)
    around = _stated_around(table)
    found = Units()
    for name in AMOUNTS:
        if name not in match.columns:
            continue
        header = table.headers[match.columns[name]]
        stated = unit_of(header)
        if stated and stated != 1:
            said = f"{quoted(header)} est en {UNIT_WORDS[stated]}, dit l'en-tête\u202f: {_applied(stated)}."
        elif stated is None and around:
            stated = around[0]
            said = f"{quoted(header)} est en {UNIT_WORDS[stated]}, dit {quoted(around[1].strip()[:80])}\u202f: {_applied(stated)}."
        else:
            said = ""
        key = f"unite.{name}"
        if said and stated:
            value = NAMES[stated]
            signs, figures, sample = connection.execute(fill(sql("euro_signs"), cell=f"raw_{name}")).fetchone() or (
                0,
                0,
                "",
            )
            if signs and signs == figures:
                given = verdicts.settle(key, _contradiction(header, stated, signs, sample), between(value))
                found.of_column[name] = found.of_signs[name] = VALUES[given]
                continue
            found.of_column[name] = VALUES[verdicts.prove(key, value, said, CHOICES)]
            if signs and found.of_column[name] != 1:
                says, read = ("dit", "elle est lue") if signs == 1 else ("disent", "elles sont lues")
                verdicts.tell(
                    f"{plural(signs, 'cellule')} de {quoted(header)} {says} «\u202f€\u202f» ({quoted(sample.strip())})\u202f: "
                    f"{read} en euros.",
                    0,
                )
        elif verdicts.answers.get(key) in {choice.value for choice in CHOICES}:
            found.of_column[name] = VALUES[
                verdicts.settle(
                    key,
                    f"{quoted(header)} ne dit pas son unité\u202f: en quelle unité sont ses montants\u202f?",
                    CHOICES,
                )
            ]
        else:
            found.of_column[name] = 1
            if stated is None:
                found.silent.add(name)
    return found


def _applied(unit: Unit) -> str:
    return f"chaque montant est {'divisé par 100' if unit == CENT else f'multiplié par {integer(int(unit))}'}"


def _contradiction(header: str, stated: Unit, signs: int, sample: str) -> str:
    cells = "sa cellule dit" if signs == 1 else f"ses {integer(signs)} cellules disent"
    return (
        f"{quoted(header)} serait en {UNIT_WORDS[stated]}, mais {cells} «\u202f€\u202f» ({quoted(sample.strip())})\u202f: "
        "en quelle unité sont les montants\u202f?"
    )


def between(value: str) -> tuple[Choice, ...]:
    """Euros, or the unit that the file says."""
    return tuple(Choice(name, f"en {UNIT_WORDS[VALUES[name]]}") for name in ("euros", value))
