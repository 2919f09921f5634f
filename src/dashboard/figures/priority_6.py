"""The priority of social innovation: its operations by action, region and manager, beside the innovation found elsewhere."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind
from dashboard.domain.french import amount, integer, plural
from dashboard.domain.periods import CURRENT, FORMER, words_of
from dashboard.figures.alternative import comparison, ranking
from dashboard.figures.breakdown import MAX_ROWS
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.labels import plain
from dashboard.figures.money import COMPLETE
from dashboard.figures.palette import MAIN
from dashboard.figures.wording import left_to_the_table, opened
from dashboard.warehouse.priority_6 import UNDETERMINED, Place, Priority6
from dashboard.warehouse.query import Row, rate

NAME: Final = f"priorité {words_of(CURRENT).innovation_priority}"
OUTSIDE: Final = "#009081"
NONE_INSIDE: Final = (
    f"Aucune opération de la sélection ne porte la {NAME} du {words_of(CURRENT).national_programme}. {COMPLETE}"
)
ACTIONS_READ: Final = (
    "L'action est lue dans l'appel à projets, sinon dans l'intitulé, sinon dans la description, d'après une liste de mots "
    f"que l'installation peut changer\u202f; «\u202f{UNDETERMINED}\u202f» quand ils ne disent aucune action, ou les deux."
)
FORMER_LIMITS: Final = (
    f"{FORMER} est dit à titre de repère\u202f: ses programmes n'avaient pas de priorité dédiée, leurs taux UE et leurs objectifs étaient "
    "autres, les montants sont en euros courants, et la part dépend de ce qui a été examiné. Les filtres ne s'y appliquent pas."
)

_LABELS: Final = {
    Place.INSIDE: f"P{NAME[1:]}",
    Place.ELSEWHERE: f"Hors {NAME}",
    Place.UNKNOWN: "Priorité non renseignée",
}


def innovation_figure(found: Priority6, former: Row | None) -> Figure:
    """Retained operations inside the priority, outside it, where nobody knows, and in 2014-2020.

    `former`: the key figures of 2014-2020 (`Indicators.total`), None where no extract of it is active.
    """
    rows = [
        {**found.whole[place], "label": label}
        for place, label in _LABELS.items()
        if place is not Place.UNKNOWN or found.whole[place]["programme_operations"]
    ]
    if former is not None:
        rows.append({**former, "label": FORMER})
    shown = tuple({**row, "kept": rate(row["operations"], row["programme_operations"])} for row in rows)
    drawn = tuple(row for row in shown if row["operations"])
    return Figure(
        key="innovation_hors_priorite_6",
        title=_innovation_title(found),
        caption=f"Opérations retenues dans la {NAME} et ailleurs",
        sentence=ranking("Opérations retenues", drawn, "label", "operations", text=integer, share=False, name=plain),
        rows=shown,
        columns={
            "label": COLUMNS["where"],
            "programme_operations": COLUMNS["programme_operations"],
            "programme_eu_amount": ColumnFormat("Montant UE programmé", Kind.AMOUNT),
            "operations": ColumnFormat("Opérations retenues", Kind.INTEGER),
            "total_cost": ColumnFormat("Coût total des retenues", Kind.AMOUNT),
            "eu_amount": ColumnFormat("Montant UE des retenues", Kind.AMOUNT),
            "kept": ColumnFormat("Part retenue", Kind.PERCENT),
        },
        note=" ".join(
            filter(
                None,
                (
                    f"Hors {NAME}\u202f: opérations retenues d'après la grille, dans les autres priorités et les autres programmes.",
                    COMPLETE if found.whole[Place.UNKNOWN]["programme_operations"] else "",
                    FORMER_LIMITS if former is not None else "",
                ),
            )
        ),
        chart=Chart(ChartKind.BARS, drawn, "label", (Series("Opérations retenues", "operations", MAIN),))
        if drawn
        else None,
    )


def _innovation_title(found: Priority6) -> str:
    outside = found.whole[Place.ELSEWHERE]
    unknown = found.whole[Place.UNKNOWN]["operations"]
    if outside["operations"]:
        said = plural(outside["operations"], "opération retenue", "opérations retenues")
        return f"{said} hors {NAME}, pour {amount(outside['eu_amount'])} de montant UE"
    if unknown:
        verb = "dont aucune source ne dit la priorité"
        return f"{plural(unknown, 'opération retenue', 'opérations retenues')} {verb}"
    return f"Aucune opération retenue hors {NAME}"


def actions_figure(found: Priority6) -> Figure:
    """The operations of the priority by action."""
    inside = found.whole[Place.INSIDE]
    rows = tuple(
        {**row, "share": rate(row["programme_eu_amount"], inside["programme_eu_amount"])} for row in found.actions
    )
    several = len(rows) > 1
    total = {**inside, "value": "Ensemble", "share": 1.0 if inside["programme_eu_amount"] else None}
    return Figure(
        key="priorite_6_actions",
        title=f"{plural(inside['programme_operations'], 'opération')} dans la {NAME}, pour "
        f"{amount(inside['programme_eu_amount'])} de montant UE",
        caption=f"Opérations de la {NAME} par action",
        sentence=ranking(
            f"Montant UE de la {NAME} par action", rows, "value", "programme_eu_amount", text=amount, name=plain
        ),
        rows=(*rows, total) if several else rows,
        columns={
            "value": ColumnFormat("Action"),
            "programme_operations": COLUMNS["operations"],
            "programme_total_cost": COLUMNS["total_cost"],
            "programme_eu_amount": COLUMNS["eu_amount"],
            "share": ColumnFormat("Part du montant UE", Kind.PERCENT),
        },
        total=several,
        note=ACTIONS_READ,
        chart=Chart(
            ChartKind.BARS,
            rows,
            "value",
            (Series(COLUMNS["eu_amount"].label, "programme_eu_amount", MAIN),),
            Kind.SHORT_AMOUNT,
        )
        if rows
        else None,
    )


def regions_figure(found: Priority6) -> Figure:
    """The priority and the innovation found outside it, by region."""
    return _beside(found, found.regions, "priorite_6_regions", "région", COLUMNS["region"])


def bodies_figure(found: Priority6) -> Figure:
    """The priority and the innovation found outside it, by type of managing body."""
    return _beside(
        found, found.bodies, "priorite_6_gestionnaires", "type de gestionnaire", COLUMNS["managing_body_type"]
    )


def _beside(found: Priority6, rows: Sequence[Row], key: str, by: str, heading: ColumnFormat) -> Figure:
    inside, outside, unknown = (f"{place}_{{}}" for place in Place)
    doubtful = any(row[unknown.format("operations")] for row in rows)
    columns = {
        "value": heading,
        inside.format("programme_operations"): ColumnFormat(f"Opérations de la {NAME}", Kind.INTEGER),
        inside.format("programme_eu_amount"): ColumnFormat(f"Montant UE de la {NAME}", Kind.AMOUNT),
        outside.format("operations"): ColumnFormat(f"Retenues hors {NAME}", Kind.INTEGER),
        outside.format("eu_amount"): ColumnFormat("Montant UE de ces retenues", Kind.AMOUNT),
    }
    if doubtful:
        columns[unknown.format("operations")] = ColumnFormat("Retenues, priorité non renseignée", Kind.INTEGER)
    series = [
        Series(f"Opérations de la {NAME}", inside.format("programme_operations"), MAIN),
        Series(f"Retenues hors {NAME}", outside.format("operations"), OUTSIDE),
    ]
    if doubtful:
        series.append(Series("Retenues, priorité non renseignée", unknown.format("operations"), "#B7860B"))
    kept = [one for one in series if any(row[one.column] for row in rows)]
    drawn = tuple(rows[:MAX_ROWS])
    return Figure(
        key=key,
        title=_beside_title(found, by),
        caption=f"La {NAME} et l'innovation retenue ailleurs, par {by}",
        sentence=comparison(
            f"La {NAME} et ailleurs, par {by}",
            drawn,
            "value",
            {one.column: one.label for one in kept},
            text=integer,
            name=plain,
        ).replace(" puis ", " et ")
        if kept
        else f"Aucune opération par {by}.",
        rows=tuple(rows),
        columns=columns,
        note=left_to_the_table(len(rows) - MAX_ROWS) or None,
        chart=Chart(ChartKind.GROUPED_BARS if len(kept) > 1 else ChartKind.BARS, drawn, "value", tuple(kept))
        if kept
        else None,
    )


def _beside_title(found: Priority6, by: str) -> str:
    inside = found.whole[Place.INSIDE]["programme_operations"]
    outside, unknown = found.whole[Place.ELSEWHERE]["operations"], found.whole[Place.UNKNOWN]["operations"]
    elsewhere = plural(outside, "opération retenue", "opérations retenues") if outside else "aucune opération retenue"
    if unknown:
        # Some of them may belong to the priority: they are not counted outside it.
        elsewhere = f"{elsewhere} ailleurs et {integer(unknown)} sans priorité connue"
    elif inside:
        elsewhere = f"{elsewhere} ailleurs"
    if not inside:
        return f"{opened(elsewhere)}, aucune opération connue de la {NAME}, par {by}"
    return f"{plural(inside, 'opération')} dans la {NAME}, {elsewhere}, par {by}"
