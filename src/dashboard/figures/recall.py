"""The price of a bound of recall."""

from typing import Final

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, percent, plural
from dashboard.figures.figure import Figure
from dashboard.identification.recall import readings_needed
from dashboard.warehouse.query import Row

TARGETS: Final = (0.5, 0.7, 0.8, 0.9, 0.95)


def price_figure(found: int, population: int, risk: float) -> Figure:
    """How many random readings each recall asks for, were none of them retained, with `found` retained elsewhere."""
    rows: list[Row] = []
    for target in TARGETS:
        needed = readings_needed(found, population, target, risk)
        if needed is not None:
            rows.append({"recall": percent(target, 0), "readings": needed, "share": needed / population})
    caption = "Lectures au hasard qu'il faut pour affirmer un rappel"
    title, sentence = caption, f"{caption}\u202f: rien n'est encore retenu."
    if rows:
        aimed = next(row for row in rows if row["recall"] == percent(0.8, 0))
        title = (
            f"Affirmer un rappel d'au moins {percent(0.8, 0)} demande "
            f"{plural(aimed['readings'], 'lecture au hasard', 'lectures au hasard')}, si aucune n'est retenue"
        )
        sentence = f"{caption}\u202f: " + ", ".join(f"{row['recall']} {integer(row['readings'])}" for row in rows) + "."
    return Figure(
        key="prix_rappel",
        title=title,
        caption=caption,
        sentence=sentence,
        rows=tuple(rows),
        columns={
            "recall": ColumnFormat("Rappel d'au moins"),
            "readings": ColumnFormat("Lectures au hasard", Kind.INTEGER),
            "share": ColumnFormat("Part des opérations non repérées", Kind.PERCENT),
        },
        note=(
            f"Avec {plural(found, 'opération retenue', 'opérations retenues')}, {plural(population, 'opération')} que rien ne repère et que "
            f"personne n'a jugées, au risque de {percent(risk, 0)}. Chaque opération retenue dans le tirage en demande davantage."
        ),
        source_note="Loi hypergéométrique, borne exacte d'un seul côté (page Repérage).",
    )
