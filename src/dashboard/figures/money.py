"""Allocations beside what is programmed: by programme, priority and region, and the pace year by year."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import amount, listing, percent, plural
from dashboard.domain.operation import UNDATED
from dashboard.figures.alternative import ranking
from dashboard.figures.breakdown import MAX_ROWS
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.palette import MAIN
from dashboard.figures.wording import left_to_the_table, opened
from dashboard.warehouse.money import NO_PRIORITY, Money
from dashboard.warehouse.query import Row

BEYOND: Final = "#A94645"
"""The bar of what is programmed beyond its allocation; the share printed beside it says so as well."""
LIGHT_BLUE: Final = "#8585F6"
COMPLETE: Final = "La liste publique ne dit pas la priorité\u202f: un import «\u202fcompléter des opérations\u202f» l'ajoute, numéro par numéro."
PERIMETER: Final = (
    "Dotation à engager\u202f: la dotation sans son assistance technique, que les opérations ne programment pas. "
    "Programmé\u202f: le montant UE de toutes les opérations, quelle que soit la décision."
)
BARS: Final = "Les barres disent la part de la dotation à engager qui est programmée."
ADD_ONE: Final = "un gestionnaire de données peut l'ajouter au bas de la page Dotations."

MONEY: Final[Mapping[str, ColumnFormat]] = {
    "allocation": ColumnFormat("Dotation", Kind.AMOUNT),
    "available": ColumnFormat("Dotation à engager", Kind.AMOUNT),
    "eu_amount": ColumnFormat("Programmé (UE)", Kind.AMOUNT),
    "remaining": ColumnFormat("Reste à engager", Kind.AMOUNT),
    "share": ColumnFormat("Part engagée", Kind.PERCENT),
    **columns_of("operations"),
}


def programmes_figure(found: Money) -> Figure:
    """Each programme's allocation, what is programmed and what is left, in the order of the reference; the total last."""
    rows = _counted(found.programmes)
    several = len(rows) > 1
    return Figure(
        key="dotations_programmes",
        title=_title(found.total, rows),
        caption="Dotation et montant UE programmé par programme",
        sentence=_shares_sentence("Part engagée par programme", rows, "programme"),
        rows=(*rows, {**found.total, "origin": ""}) if several else rows,
        columns={"programme": ColumnFormat("Programme"), **MONEY, "origin": COLUMNS["source"]},
        total=several,
        note=_notes(
            BARS,
            PERIMETER,
            _hidden(rows),
            _beyond(rows, "programme"),
            _unknown(rows, "programme"),
            _without_amount(rows),
        ),
        chart=_shares_chart(rows, "programme"),
    )


def priorities_figure(found: Money) -> Figure:
    """The priorities of the national programme; what is programmed without a known priority stands in a row of its own."""
    rows = tuple({**row, "origin": _origin(row)} for row in found.priorities)
    unknown = next((row for row in rows if row["label"] == NO_PRIORITY), None)
    whole = [row for row in rows if row["operations"]]
    return Figure(
        key="dotations_priorites",
        title=_priorities_title(found, rows, unknown),
        caption=f"Dotation et montant UE programmé par priorité ({found.national})",
        sentence=ranking(
            f"Montant UE programmé par priorité du {found.national}",
            whole,
            "label",
            "eu_amount",
            text=amount,
            name=plain,
        ),
        rows=rows,
        columns={"label": ColumnFormat("Priorité"), **MONEY, "origin": COLUMNS["source"]},
        note=_notes(
            f"{amount(unknown['eu_amount'])} sont programmés sans priorité connue\u202f: le reste à engager de chaque priorité est un "
            f"maximum. {COMPLETE}"
            if unknown
            else "",
            _beyond(rows, "label"),
            _unknown_priorities(rows),
            _without_amount(rows),
        ),
        # A single bar of what is not filled in would say nothing.
        chart=None if whole == [unknown] else _amounts_chart(whole, "label"),
    )


def regions_figure(found: Money) -> Figure:
    """The regional programme of each region, and what the national one programmes there, which has no regional allocation here."""
    rows = found.regions
    return Figure(
        key="dotations_regions",
        title="Programmes régionaux\u202f: "
        + _title(_whole_of(rows), [row for row in rows if row["available"] is not None]),
        caption="Dotation et montant UE programmé par région",
        sentence=_shares_sentence("Part engagée des programmes régionaux", rows, "region"),
        rows=rows,
        columns={
            "region": COLUMNS["region"],
            "programme": ColumnFormat("Programme régional"),
            **{name: column for name, column in MONEY.items() if name != "allocation"},
            "national_eu_amount": ColumnFormat(f"{found.national} programmé dans la région (UE)", Kind.AMOUNT),
        },
        note=_notes(
            BARS,
            f"Le {found.national} n'a pas ici de dotation par région\u202f: son montant est dit à côté, sans reste à engager.",
            _hidden(rows),
            _beyond(rows, "region"),
        ),
        chart=_shares_chart(rows, "region"),
    )


def pace_figure(found: Money) -> Figure:
    """The EU amount programmed by year of agreement, and cumulated; what no date places is a row of its own."""
    undated = found.undated
    rows = found.years
    if undated["operations"]:
        apart = {**undated, "year": opened(UNDATED), "cumulated": None, "share": None}
        rows = (*rows, {name: apart[name] for name in (rows[0] if rows else apart)})
    series = (
        Series("Programmé dans l'année", "eu_amount", LIGHT_BLUE),
        Series("Cumulé", "cumulated", MAIN),
    )
    drawn = found.years[-MAX_ROWS:]
    return Figure(
        key="dotations_rythme",
        title=_pace_title(found),
        caption="Montant UE programmé par année de convention",
        sentence=ranking(
            "Montant UE programmé par année de convention", drawn, "year", "eu_amount", text=amount, name=plain
        ),
        rows=rows,
        columns={
            "year": ColumnFormat("Année de convention"),
            "operations": MONEY["operations"],
            "eu_amount": MONEY["eu_amount"],
            "cumulated": ColumnFormat("Cumulé (UE)", Kind.AMOUNT),
            "share": ColumnFormat("Cumul, part de la dotation à engager", Kind.PERCENT),
        },
        note=_undated_sentence(undated) or None,
        chart=Chart(ChartKind.GROUPED_BARS, drawn, "year", series, Kind.SHORT_AMOUNT) if drawn else None,
    )


def sources_rows(found: Money) -> tuple[Row, ...]:
    """The documents that the allocations in use were read in: `source`, `dated`, `origin`, `places`, `note` where it is of one place."""
    places = [
        *({**row, "place": row["programme"]} for row in found.programmes),
        *(
            {**row, "place": f"{found.national}, priorité {row['priority']}"}
            for row in found.priorities
            if row["priority"]
        ),
    ]
    read: dict[tuple[str, ...], list[Row]] = {}
    for row in places:
        if row["allocation"] is not None:
            read.setdefault((row["source"], row["dated"], _origin(row)), []).append(row)
    return tuple(
        {
            "source": source,
            "dated": dated,
            "origin": origin,
            "places": listing([plain(row["place"]) for row in rows]),
            "note": rows[0]["note"] if len(rows) == 1 else None,
        }
        for (source, dated, origin), rows in read.items()
    )


SOURCES: Final[Mapping[str, ColumnFormat]] = {
    "source": COLUMNS["source"],
    "dated": ColumnFormat("Du", Kind.DATE),
    "origin": ColumnFormat("Origine"),
    "places": ColumnFormat("Dotations"),
    "note": ColumnFormat("Remarque"),
}


def _origin(row: Row) -> str:
    if row["allocation"] is None:
        return ""
    return f"Importée\u202f: {plain(row['file_name'])}" if row["file_name"] else "Référentiel"


def _counted(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple({**row, "origin": _origin(row)} for row in rows if row["available"] is not None or row["operations"])


def _whole_of(rows: Sequence[Row]) -> Row:
    """What the rows of known allocation add up to."""
    known = [row for row in rows if row["available"] is not None]
    available = round(sum(row["available"] for row in known), 2)
    programmed = round(sum(row["eu_amount"] or 0 for row in known), 2)
    return {
        "available": available or None,
        "eu_amount": programmed,
        "share": programmed / available if available else None,
    }


def _title(total: Row, rows: Sequence[Row]) -> str:
    """« 63,1 M€ programmés sur 6,41 Md€ à engager (1,0 %) », then who goes beyond."""
    said = f"{amount(total['eu_amount'])} programmés"
    if total["available"] is None:
        return f"{said}, dotation inconnue"
    beyond = sum(1 for row in rows if _is_beyond(row))
    suffix = f"{SEMICOLON}{plural(beyond, 'dotation dépassée', 'dotations dépassées')}" if beyond else ""
    return f"{said} sur {amount(total['available'])} à engager ({percent(total['share'])}){suffix}"


def _priorities_title(found: Money, rows: Sequence[Row], unknown: Row | None) -> str:
    if unknown and not any(row["operations"] for row in rows if row is not unknown):
        return f"{found.national}\u202f: aucune opération ne dit sa priorité"
    first = max((row for row in rows if row is not unknown), key=lambda row: row["eu_amount"] or 0, default=None)
    if first is None or not first["eu_amount"]:
        return f"{found.national}\u202f: rien de programmé"
    return f"{found.national}\u202f: {amount(first['eu_amount'])} programmés sur la priorité {first['priority']}"


def _pace_title(found: Money) -> str:
    if not found.years:
        return "Aucune opération n'a de date de convention"
    last = found.years[-1]
    share = f", {percent(last['share'])} de la dotation à engager" if last["share"] is not None else ""
    # The last year is seldom over at the date of the edition, and the undated may be most of the money.
    dated = " par les opérations datées" if found.undated["operations"] else ""
    return f"{amount(last['cumulated'])} programmés jusqu'en {last['year']}{dated}{share}"


def _undated_sentence(undated: Row) -> str:
    count = undated["operations"]
    if not count:
        return ""
    verb = "n'a pas de date de convention" if count == 1 else "n'ont pas de date de convention"
    return (
        f"{plural(count, 'opération')} ({amount(undated['eu_amount'])}) {verb}\u202f: leur montant n'est dans aucune année ni dans le cumul."
        if count > 1
        else f"{plural(count, 'opération')} ({amount(undated['eu_amount'])}) {verb}\u202f: son montant n'est dans aucune année ni dans le cumul."
    )


def _is_beyond(row: Row) -> bool:
    return row["remaining"] is not None and row["remaining"] < 0


def _beyond(rows: Sequence[Row], name: str) -> str:
    """« PR Corse dépasse sa dotation de 1,2 M€ (109,8 %). »."""
    said = [
        f"{plain(row[name])} dépasse sa dotation de {amount(-row['remaining'])} ({percent(row['share'])})"
        for row in rows
        if _is_beyond(row)
    ]
    return f"{SEMICOLON.join(said)}." if said else ""


def _unknown(rows: Sequence[Row], name: str) -> str:
    named = [plain(row[name]) for row in rows if row["available"] is None]
    if not named:
        return ""
    return f"Dotation inconnue ici\u202f: {listing(named)}\u202f; {ADD_ONE}"


def _unknown_priorities(rows: Sequence[Row]) -> str:
    named = [str(row["priority"]) for row in rows if row["priority"] and row["available"] is None]
    if not named:
        return ""
    noun = "de la priorité" if len(named) == 1 else "des priorités"
    return f"La dotation {noun} {listing(named)} n'est pas connue ici\u202f; {ADD_ONE}"


def _without_amount(rows: Sequence[Row]) -> str:
    count = sum(row["without_amount"] for row in rows)
    if not count:
        return ""
    verb = "n'a pas de montant UE connu" if count == 1 else "n'ont pas de montant UE connu"
    return f"{plural(count, 'opération')} {verb}\u202f: le programmé est un minimum."


def _notes(*sentences: str) -> str | None:
    return " ".join(sentence for sentence in sentences if sentence) or None


def _ranked(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted((row for row in rows if row["share"]), key=lambda row: -row["share"]))


def _shares_sentence(subject: str, rows: Sequence[Row], name: str) -> str:
    said = ranking(subject, _ranked(rows), name, "share", text=percent, share=False, name=plain)
    return f"{said} {_hidden(rows)}".rstrip()


def _hidden(rows: Sequence[Row]) -> str:
    """What the chart of shares, which draws the highest ones, says of the others."""
    return left_to_the_table(len(_ranked(rows)) - MAX_ROWS)


def _shares_chart(rows: Sequence[Row], name: str) -> Chart | None:
    shown = _ranked(rows)[:MAX_ROWS]
    if not shown:
        return None
    colours = tuple(BEYOND if _is_beyond(row) else MAIN for row in shown)
    return Chart(ChartKind.BARS, shown, name, (Series("Part engagée", "share", MAIN),), Kind.PERCENT, colours=colours)


def _amounts_chart(rows: Sequence[Row], name: str) -> Chart | None:
    if not rows:
        return None
    series = (Series("Programmé (UE)", "eu_amount", MAIN), Series("Dotation à engager", "available", LIGHT_BLUE))
    kind = ChartKind.GROUPED_BARS if any(row["available"] is not None for row in rows) else ChartKind.BARS
    return Chart(
        kind, tuple(rows)[:MAX_ROWS], name, series[: 2 if kind is ChartKind.GROUPED_BARS else 1], Kind.SHORT_AMOUNT
    )
