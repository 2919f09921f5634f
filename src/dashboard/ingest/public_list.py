"""What is particular to the public list of 2021-2027: columns that come and go, and the date of each edition."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import duckdb

from dashboard.domain.french import integer, listing, long_date, plural, quoted
from dashboard.domain.text import normalised, unaccented
from dashboard.ingest.columns import Match, fields_known, recognise
from dashboard.ingest.doubts import Answers, Choice, Doubt, Finding, Verdicts, ask
from dashboard.ingest.formats import completions, list_2021_2027
from dashboard.ingest.readers import SHEET_HEADER, RawTable
from dashboard.ingest.reading import LAST_YEAR
from dashboard.ingest.sql_text import sql

EDITION_KEY: Final = "edition"
"""The answer that gives the date: `--assume edition=2026-03-16`."""

KEPT_DAY, OTHER_DAY = "garder", "autre"

_FIRST_YEAR: Final = 2021
_ALIKE: Final = 0.6
_NEARLY_ALL: Final = 15
_WITHOUT: Final[Mapping[str, str]] = {
    "programme_cci": "le programme se lit du libellé",
    "programme": "le programme se lit du code CCI",
    "title": "les opérations n'ont pas d'intitulé",
    "description": "le repérage ne lit que les intitulés et les porteurs",
    "beneficiary": "les porteurs ne sont pas nommés",
    "region": "le lieu se lit des autres colonnes",
    "department": "le lieu se lit des autres colonnes",
    "zone": "le lieu se lit des autres colonnes",
    "operation_postcode": "le lieu se lit des autres colonnes",
    "beneficiary_postcode": "le lieu se lit des autres colonnes",
    "specific_objective": "l'objectif spécifique se lit de «\u202fObjectif spécifique (Code et libellé)\u202f»",
    "eu_amount": "le montant UE est le taux × le coût total",
    "eu_rate": "le montant UE n'est comparé à aucun taux",
    "first_agreement_date": "aucune opération n'a d'année de convention",
}
"""What a missing column changes; nothing is said of the others."""

_MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_DAYS: Final = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<gap>[-_. ]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<gap>[-_. /])(?P<month>\d{1,2})(?P=gap)(?P<year>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d\d)(?P<month>\d\d)(?P<year>20\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:er)?[-_ ]*(?P<month>{'|'.join(_MONTHS)})[-_ ]*(?P<year>20\d\d)(?!\d)"),
)


_MOST_TOLD, _SHOWN = 30, 3
"""New columns that are told one by one, and those named of more."""


def tell_columns(table: RawTable, match: Match, verdicts: Verdicts) -> None:
    """Names the columns that the file lacks, those that its format doesn't know and those that changed names."""
    known = list_2021_2027.PUBLISHED
    read = recognise(table.headers) if match.source.NAME == completions.NAME else None
    if read and read.source.NAME == list_2021_2027.NAME:
        verdicts.tell(
            f"Ce fichier a les colonnes de la {list_2021_2027.LABEL}, mais il complète des opérations\u202f: ses valeurs l'emporteront aussi sur "
            "les prochaines éditions. Si c'est une édition, importez-la en mode «\u202fremplacer\u202f».",
            0,
        )
        return
    if match.source.NAME != list_2021_2027.NAME:
        found = fields_known(table.headers, list_2021_2027.NAME)
        lacking = [known[name][0] for name in sorted(list_2021_2027.REQUIRED - found)]
        if match.source.KIND == list_2021_2027.KIND and len(found) >= _NEARLY_ALL and lacking:
            verdicts.tell(
                f"Ce fichier ressemble à la {list_2021_2027.LABEL}, mais il lui manque {listing([quoted(header) for header in lacking])}\u202f: "
                f"il est lu comme «\u202f{match.source.LABEL}\u202f», vérifiez-le avant de l'importer.",
                0,
            )
        return
    missing = {name: headers[0] for name, headers in known.items() if name not in match.columns}
    by_words = {normalised(header): name for name, header in missing.items()}
    # The reader adds the name of the sheet.
    extra = [header for header in match.extra if header != SHEET_HEADER or len(table.sheets_read) < 2]
    if len(extra) > _MOST_TOLD:
        verdicts.tell(
            f"{plural(len(extra), 'colonne')} ne sont pas de ce format ({listing([quoted(header) for header in extra[:_SHOWN]])}…)\u202f: elles ne sont "
            "pas lues, leurs cellules sont gardées à part.",
            1,
        )
        extra = []
    for header in extra:
        near = get_close_matches(normalised(header), by_words, n=1, cutoff=_ALIKE)
        said = (
            f"elle ressemble à {quoted(missing[by_words[near[0]]])}, qui manque, associez-la si c'est elle"
            if near
            else "elle n'est pas lue, ses cellules sont gardées à part"
        )
        verdicts.tell(f"La colonne {quoted(header)} est nouvelle dans ce format\u202f: {said}.", 1)
    for name, header in missing.items():
        effect = f"\u202f: {_WITHOUT[name]}" if name in _WITHOUT else ""
        verdicts.tell(f"La colonne {quoted(header)} manque{effect}.", 1)
    for name, position in match.columns.items():
        header = table.headers[position]
        if name in known and normalised(header) != normalised(known[name][0]):
            verdicts.tell(f"La colonne {quoted(known[name][0])} s'appelle ici {quoted(header)}.", 2)


def tell_late_agreements(connection: duckdb.DuckDBPyConnection, edition: date, header: str, verdicts: Verdicts) -> None:
    """Says how many agreements of `parsed` are later than the edition that lists them."""
    [(count, last)] = connection.execute(sql("late_agreements"), {"day": edition}).fetchall()
    if count:
        noun = "date est postérieure" if count == 1 else "dates sont postérieures"
        verdicts.tell(
            f"{quoted(header)}\u202f: {integer(count)} {noun} à l'édition du {long_date(edition)}, jusqu'au {long_date(last)}, vérifiez-les.",
            0,
        )


def edition_date(
    file_name: str, table: RawTable, given: date | None, answers: Answers
) -> tuple[date | None, tuple[Finding, ...]]:
    """The day of an edition and what tells it: the day given, else the name of the file, of its sheet, or its titles.

    None where nothing gives it, or where they give several. A given day that the file contradicts is told.
    """
    if given is None:
        given = _of_answer(answers.get(EDITION_KEY, ""))
    day, said = given, "date donnée"
    for source, days in _days_of(file_name, table).items():
        if len(days) != 1:
            continue
        [found] = days
        if day is None:
            day, said = found, f"dit {source}"
        elif found != day:
            said = (
                f"Édition du {long_date(day)}, {said}, alors que {source} dit le {long_date(found)}\u202f: vérifiez-la."
            )
            return day, (_told(said, day, 0),)
    return (None, ()) if day is None else (day, (_told(f"Édition du {long_date(day)}, {said}.", day),))


def odd_day(
    day: date, today: date, answers: Answers, *, is_list: bool
) -> tuple[date | None, tuple[Finding, ...], tuple[Doubt, ...]]:
    """The day of an extract, with what is said or asked of one that can't be, None where somebody answered that it isn't.

    A day after `today` is asked about, and for the list one before its programming period. An answer is about that day alone.
    """
    if day > today:
        said = f"Ce fichier serait du {long_date(day)}, après aujourd'hui, {long_date(today)}"
    elif is_list and day.year < _FIRST_YEAR:
        said = f"Cette édition serait du {long_date(day)}, avant le début de la programmation 2021-2027"
    else:
        return day, (), ()
    choices = (
        Choice(KEPT_DAY, "oui, garder cette date"),
        Choice(OTHER_DAY, "non, la donner dans «\u202fDate de l'extrait\u202f», ou avec --extract-date"),
    )
    value, doubt, finding = ask(
        answers, f"{EDITION_KEY}.{day.isoformat()}", f"{said}\u202f: est-ce bien sa date\u202f?", choices
    )
    return None if value == OTHER_DAY else day, (finding,) if finding else (), (doubt,) if doubt else ()


def undated(file_name: str, table: RawTable) -> str:
    """Why an edition has no date, and how to give it, in one sentence."""
    why = "Ni le nom du fichier ni celui de la feuille ne dit de quel jour est cette édition de la liste"
    give = "donnez-le"
    for source, days in _days_of(file_name, table).items():
        if len(days) == 1:
            why = f"{source.capitalize()} dit le {long_date(*days)}, qui n'est pas le jour de cette édition de la liste"
            break
        if len(days) > 1:
            dates = listing([long_date(day) for day in sorted(days)])
            why = f"{source.capitalize()} porte plusieurs dates, {dates}, sans dire laquelle est celle de cette édition de la liste"
            give = "donnez-la"
            break
    return f"{why}, qui remplace la précédente\u202f: {give} dans «\u202fDate de l'extrait\u202f», ou avec --extract-date aaaa-mm-jj."


def _days_of(file_name: str, table: RawTable) -> dict[str, set[date]]:
    """What may tell the day of an edition, the surest first, with the days that it holds."""
    texts = {
        "le nom du fichier": (Path(file_name).stem,),
        "le nom de la feuille": tuple(name for name in (table.sheet, *table.sheets_read) if name),
        "le titre du tableau": table.titles,
    }
    return {source: {day for text in each for day in days_in(text)} for source, each in texts.items()}


def _told(text: str, day: date, weight: int = 1) -> Finding:
    return Finding(text, weight, EDITION_KEY, day.isoformat())


def _of_answer(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return next(days_in(text), None)


def days_in(text: str) -> Iterator[date]:
    """The days that a name holds: « 20260316 », « 2026-03-16 », « 16-03-2026 », « 16032026 », « 16 mars 2026 »."""
    folded = unaccented(text).lower()
    for pattern in _DAYS:
        for found in pattern.finditer(folded):
            month = found["month"]
            try:
                day = date(
                    int(found["year"]), int(month) if month.isdigit() else _MONTHS.index(month) + 1, int(found["day"])
                )
            except ValueError:
                continue
            if _FIRST_YEAR <= day.year <= LAST_YEAR:
                yield day
