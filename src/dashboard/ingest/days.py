"""How the dates of a file are written: order of day and month, first day of serial numbers, time zone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import duckdb

from dashboard.domain.french import integer, plural, quoted, short_date
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.reading import FIRST_DAYS, FIRST_YEAR, LAST_YEAR, Reading
from dashboard.ingest.sql_text import sql

ORDERS = (
    Choice("jour-mois", "le jour vient d'abord (31/12/2017)"),
    Choice("mois-jour", "le mois vient d'abord (12/31/2017)"),
)
COUNTS = (
    Choice("1900", "depuis 1900, l'usage d'Excel sous Windows"),
    Choice("1904", "depuis 1904, l'usage d'anciens Excel pour Mac"),
)


def read_days(
    connection: duckdb.DuckDBPyConnection, headers: dict[str, str], counts_from_1904: bool | None, verdicts: Verdicts
) -> Reading:
    """Builds `day_text` from `mapped`, and gives a reading of its dates alone. Doubts: `dates` and `jours`."""
    connection.execute(sql("day_texts"))
    cursor = connection.execute(sql("day_profile"), {"first_year": FIRST_YEAR, "last_year": LAST_YEAR})
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Reading(
        month_first=_month_first(rows, headers, verdicts),
        first_day=_first_day(rows, headers, counts_from_1904, verdicts),
        is_utc=_is_utc(rows, headers, verdicts),
    )


def _month_first(rows: list[dict[str, Any]], headers: dict[str, str], verdicts: Verdicts) -> bool:
    day_first, month_first, open_order = (
        sum(row[name] for row in rows) for name in ("day_first", "month_first", "open_order")
    )
    if not (day_first or month_first or open_order):
        return False
    if month_first and not day_first:
        row = next(row for row in rows if row["month_first"])
        turned = sum(row["iso_open"] for row in rows if row["month_first"])
        written = sum(row["iso"] for row in rows if row["month_first"])
        said = (
            f"Les dates sont écrites à l'américaine, le mois d'abord\u202f: {plural(month_first, 'cellule')} "
            f"{'le prouve' if month_first == 1 else 'le prouvent'} ({quoted(row['month_first_sample'])} dans {quoted(headers[row['field']])})."
        )
        if written and turned == written:
            said += (
                f" {plural(written, 'autre date', 'autres dates')} de la même colonne, dont le jour ne dépasse jamais 12, "
                "ont peut-être été retournées par un tableur\u202f: vérifiez-les."
            )
        return verdicts.prove("dates", "mois-jour", said, ORDERS) == "mois-jour"
    if day_first and not month_first:
        return _kept_order(verdicts)
    sample = next((row for row in rows if row["open_order"]), None)
    if sample is None:
        verdicts.tell(
            "Des dates sont écrites le jour d'abord, d'autres le mois d'abord\u202f: chacune se lit d'elle-même.", 1
        )
        return False
    if not month_first and (hint := _order_in_headers(headers)):
        return verdicts.prove("dates", hint[0], hint[1], ORDERS, 1) == "mois-jour"
    why = "aucune autre date ne tranche" if not month_first else "d'autres dates du fichier prouvent l'un et l'autre"
    question = (
        f"{plural(open_order, 'date')} comme {quoted(sample['open_sample'])} ({quoted(headers[sample['field']])}) "
        f"{'se lit' if open_order == 1 else 'se lisent'} de deux façons et {why}\u202f: qu'est-ce qui vient d'abord\u202f?"
    )
    return verdicts.settle("dates", question, ORDERS) == "mois-jour"


def _kept_order(verdicts: Verdicts) -> bool:
    """The French order, which is not worth a word unless somebody asks for the other."""
    if "dates" not in verdicts.answers:
        return False
    return verdicts.prove("dates", "jour-mois", "Le jour vient d'abord dans les dates.", ORDERS) == "mois-jour"


def _order_in_headers(headers: dict[str, str]) -> tuple[str, str] | None:
    """The order that a header says, and the sentence that tells it."""
    for value, signs, first in (
        ("jour-mois", ("jj/mm", "dd/mm"), "le jour"),
        ("mois-jour", ("mm/jj", "mm/dd"), "le mois"),
    ):
        header = next((header for header in headers.values() if any(sign in header.lower() for sign in signs)), None)
        if header:
            return value, f"Dans les dates, {first} vient d'abord, dit l'en-tête {quoted(header)}."
    return None


def _first_day(
    rows: list[dict[str, Any]], headers: dict[str, str], counts_from_1904: bool | None, verdicts: Verdicts
) -> date:
    numbered = [row for row in rows if row["numbers"]]
    if not numbered:
        return FIRST_DAYS["1900"]
    first = numbered[0]
    numbers = sum(row["numbers"] for row in numbered)
    readings = {
        name: tuple(short_date(day + timedelta(days=first[key])) for key in ("least_number", "most_number"))
        for name, day in FIRST_DAYS.items()
    }
    said = f"{plural(numbers, 'date')} de {quoted(headers[first['field']])} {'est un numéro' if numbers == 1 else 'sont des numéros'} de jour"
    choices = tuple(
        Choice(choice.value, choice.label, f"du {readings[choice.value][0]} au {readings[choice.value][1]}")
        for choice in COUNTS
    )
    if counts_from_1904 is not None:
        value = "1904" if counts_from_1904 else "1900"
        said += f", que le classeur compte depuis {value}\u202f: du {readings[value][0]} au {readings[value][1]}."
        return FIRST_DAYS[verdicts.prove("jours", value, said, choices, 1)]
    written = [day for row in rows for day in (row["first_written"], row["last_written"]) if day]
    plausible = [name for name, day in FIRST_DAYS.items() if all(_among(row, day, written) for row in numbered)]
    if len(plausible) == 1:
        value = plausible[0]
        said += f"\u202f: {'compté' if numbers == 1 else 'comptés'} depuis {value}, {'il donne le ' + readings[value][0] if numbers == 1 else f'ils vont du {readings[value][0]} au {readings[value][1]}'}, comme les autres dates du fichier."
        return FIRST_DAYS[verdicts.prove("jours", value, said, choices, 1)]
    return FIRST_DAYS[
        verdicts.settle(
            "jours",
            f"{said}\u202f: depuis quand {'est-il compté' if numbers == 1 else 'sont-ils comptés'}\u202f?",
            choices,
        )
    ]


def _among(row: dict[str, Any], day: date, written: Sequence[date]) -> bool:
    """Whether the numbered days of a column, counted from a day, lie among the written dates of the file, to a year."""
    if not written:
        return True
    year = timedelta(days=366)
    least, most = day + timedelta(days=row["least_number"]), day + timedelta(days=row["most_number"])
    return min(written) - year <= least and most <= max(written) + year


def _is_utc(rows: list[dict[str, Any]], headers: dict[str, str], verdicts: Verdicts) -> bool:
    hours, midnights = (sum(row[name] for row in rows) for name in ("hours", "paris_midnights"))
    if not hours or hours != midnights:
        return False
    row = next(row for row in rows if row["hours"])
    verdicts.tell(
        f"Les {integer(hours)} heures de {quoted(headers[row['field']])} sont toutes celles de minuit à Paris, écrites à l'heure universelle\u202f: "
        "chaque date est celle du jour à Paris."
        if hours > 1
        else f"L'heure de {quoted(headers[row['field']])} est celle de minuit à Paris, écrite à l'heure universelle\u202f: la date est celle du jour à Paris.",
        1,
    )
    return True
