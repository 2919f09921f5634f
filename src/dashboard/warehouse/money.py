"""Allocations beside what is programmed: what is left to commit, by programme, priority and region, and the pace year by year.

An allocation is known of a programme and a fund, and of some priorities: it can't be shared by the other filters, which the
comparison ignores (`comparable`). Amounts are exact decimals until the last step; a missing allocation stays missing, and so do
the remaining amount and the share that would come from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import CURRENT, place_name, words_of
from dashboard.domain.selection import FILTERS, Selection
from dashboard.domain.text import french_order
from dashboard.warehouse.query import Row, all_rows, rate

NO_PRIORITY = "Priorité non renseignée"
"""The row of the operations of the national programme whose priority no source says."""


@dataclass(frozen=True, slots=True)
class Money:
    """The money of one selection.

    Rows hold `operations`, `without_amount` (operations whose EU amount nobody knows), `eu_amount` (programmed), `available` (the
    allocation that operations may commit), `remaining` = available - programmed, negative beyond it, and `share` = programmed /
    available. `programmes`: one row per programme, with `programme`, `allocation`, `technical_assistance`, `source`, `dated`,
    `note` and `file_name`. `priorities`: those of the national programme, with `priority` and `label`, then `NO_PRIORITY` where
    operations have none. `regions`: one row per region with `region`, `programme` (the regional one) and `national_eu_amount`.
    `years`: oldest first, with `year` and `cumulated`; `undated`: what no year holds.
    """

    programmes: tuple[Row, ...]
    priorities: tuple[Row, ...]
    regions: tuple[Row, ...]
    years: tuple[Row, ...]
    undated: Row
    total: Row
    national: str


def comparable(selection: Selection) -> Selection:
    """The selection by the filters that an allocation knows: period and programme."""
    return Selection(period=selection.period, programmes=selection.programmes)


def ignored_filters(selection: Selection) -> tuple[str, ...]:
    """« Région\u202f: Bretagne »: the active filters that the comparison leaves out."""
    return tuple(
        f"{one.label}\u202f: {', '.join(texts)}"
        for one in FILTERS
        if one.field not in ("period", "programmes") and (texts := selection.texts(one))
    )


def money(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Money:
    """Allocations and programmed EU amounts of a selection, which should be a `comparable` one: two statements."""
    words = words_of(selection.period)
    places = [
        row
        for row in all_rows(connection, "allocations", period=selection.period, fund=words.fund)
        if not selection.programmes or row["programme"] in selection.programmes
    ]
    spent = all_rows(connection, "money", selection)
    by_programme = [row for row in spent if row["level"] == "programme"]
    known = [row for row in places if row["priority"] is None]
    programmes = [
        _beside(place, [row for row in by_programme if row["programme"] == place["programme"]]) for place in known
    ]
    named = {row["programme"] for row in known}
    programmes += [
        _beside({**_NO_PLACE, "programme": row["programme"]}, [row])
        for row in sorted(by_programme, key=lambda row: french_order(row["programme"]))
        if row["programme"] not in named
    ]
    national = [row for row in spent if row["programme"] == words.national_programme]
    dated = [row for row in spent if row["level"] == "year"]
    total = _total(programmes)
    return Money(
        programmes=tuple(programmes),
        priorities=_priorities(
            [row for row in places if row["programme"] == words.national_programme and row["priority"] is not None],
            [row for row in national if row["level"] == "priority"],
        ),
        regions=_regions(programmes, [row for row in national if row["level"] == "region"]),
        years=_years(dated, total),
        undated=_beside({"year": None}, [row for row in dated if row["year"] is None]),
        total=total,
        national=words.national_programme,
    )


_NO_PLACE: Row = dict.fromkeys(
    ("region_2016", "eu_amount", "technical_assistance", "available", "source", "dated", "note", "file_name")
)


def _beside(place: Row, spent: Sequence[Row]) -> Row:
    """A place with what is programmed in it."""
    row: Row = {
        **{name: value for name, value in place.items() if name != "eu_amount"},
        "allocation": place.get("eu_amount"),
        "available": place.get("available"),
        "operations": sum(row["operations"] for row in spent),
        "without_amount": sum(row["without_amount"] for row in spent),
        "eu_amount": _sum(row["eu_amount"] for row in spent),
    }
    return _compared(row)


def _compared(row: Row) -> Row:
    available, programmed = row["available"], row["eu_amount"]
    known = available is not None and programmed is not None
    row["remaining"] = available - programmed if known else None
    row["share"] = rate(programmed, available) if known else None
    for name in ("allocation", "technical_assistance", "available", "eu_amount", "remaining"):
        if row.get(name) is not None:
            row[name] = float(row[name])
    return row


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known: no operation costs nothing, operations whose amounts nobody knows have none."""
    given = list(amounts)
    known = [amount for amount in given if amount is not None]
    return sum(known, Decimal(0)) if known or not given else None


def _total(programmes: Sequence[Row]) -> Row:
    """Every programme together; no allocation where one of them programmes money and has none known."""
    counted = [row for row in programmes if row["available"] is not None or row["operations"]]
    whole = all(row["available"] is not None for row in counted) and bool(counted)
    return _compared(
        {
            "programme": "Ensemble",
            "allocation": _sum(map(_decimal, (row["allocation"] for row in counted))) if whole else None,
            "available": _sum(map(_decimal, (row["available"] for row in counted))) if whole else None,
            "operations": sum(row["operations"] for row in counted),
            "without_amount": sum(row["without_amount"] for row in counted),
            "eu_amount": _sum(_decimal(row["eu_amount"]) for row in counted),
        }
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _priorities(places: Sequence[Row], spent: Sequence[Row]) -> tuple[Row, ...]:
    by_priority = {row["priority"]: row for row in spent}
    named = {place["priority"] for place in places}
    others = [
        {**_NO_PLACE, "priority": priority, "label": None}
        for priority in sorted(priority for priority in by_priority if priority is not None and priority not in named)
    ]
    rows = [
        {
            **_beside(place, [by_priority[place["priority"]]] if place["priority"] in by_priority else []),
            "label": _label(place),
        }
        for place in (*places, *others)
    ]
    if None in by_priority:
        rows.append({**_beside({**_NO_PLACE, "priority": None}, [by_priority[None]]), "label": NO_PRIORITY})
    return tuple(rows)


def _label(place: Row) -> str:
    return f"Priorité {place['priority']}" + (f" – {place['label']}" if place["label"] else "")


def _regions(programmes: Sequence[Row], national: Sequence[Row]) -> tuple[Row, ...]:
    """Regions in French order, then what names none; those of a regional programme, and those of the national one's operations."""
    own = {row["region_2016"]: row for row in programmes if row["region_2016"]}
    beside = {row["region_2016"] or UNKNOWN: _sum([row["eu_amount"]]) for row in national}
    nothing = {
        **_NO_PLACE,
        "programme": None,
        "operations": None,
        "without_amount": 0,
        "remaining": None,
        "share": None,
    }
    found = []
    for region in sorted({*own, *beside}, key=lambda name: (name not in own, name == UNKNOWN, french_order(name))):
        amount = beside.get(region, Decimal(0))
        found.append(
            {
                **own.get(region, nothing),
                "region": place_name(region, CURRENT),
                "national_eu_amount": None if amount is None else float(amount),
            }
        )
    return tuple(found) if own else ()


def _years(spent: Sequence[Row], total: Row) -> tuple[Row, ...]:
    """Each year from the first agreement to the last, those without any included."""
    years = sorted({row["year"] for row in spent if row["year"] is not None})
    rows: list[Row] = []
    cumulated = Decimal(0)
    for year in range(years[0], years[-1] + 1) if years else ():
        of_year = [row for row in spent if row["year"] == year]
        amount = _sum(row["eu_amount"] for row in of_year)
        cumulated += amount or 0
        rows.append(
            {
                "year": str(year),
                "operations": sum(row["operations"] for row in of_year),
                "without_amount": sum(row["without_amount"] for row in of_year),
                "eu_amount": None if amount is None else float(amount),
                "cumulated": float(cumulated),
                "share": rate(cumulated, _decimal(total["available"])),
            }
        )
    return tuple(rows)
