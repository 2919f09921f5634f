"""How far the reviewers of a campaign agree, as tables: line by line, then apart by the origin of the operations."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.figures.figure import Figure
from dashboard.reviews.agreement import Agreement, OriginAgreement
from dashboard.warehouse.query import Row

REPORT_COLUMNS: Final = {
    "label": ColumnFormat("Ce qui est comparé"),
    "part": ColumnFormat("Portée"),
    "units": ColumnFormat("Comparaisons", Kind.INTEGER),
    "identical": ColumnFormat("Réponses identiques", Kind.PERCENT, digits=0),
    "alpha": ColumnFormat("Alpha", Kind.DECIMAL, digits=2),
    "uncertainty": ColumnFormat("Intervalle de l'alpha"),
    "kappa": ColumnFormat("Kappa pondéré", Kind.DECIMAL, digits=2),
    **columns_of("reading"),
}
ORIGIN_COLUMNS: Final = {
    "origin": ColumnFormat("Entrée dans la campagne"),
    "operations": ColumnFormat("Doubles lectures", Kind.INTEGER),
    "prevalence": ColumnFormat("Avis «\u202fretenue\u202f»", Kind.PERCENT, digits=0),
    "positive": ColumnFormat("Accord sur «\u202fretenue\u202f»", Kind.PERCENT, digits=0),
    "negative": ColumnFormat("Accord sur «\u202fnon retenue\u202f»", Kind.PERCENT, digits=0),
    "alpha": ColumnFormat("Alpha", Kind.DECIMAL, digits=2),
    "uncertainty": ColumnFormat("Intervalle à 95\u202f%"),
}
SPECIFIC: Final = (
    "Accord sur «\u202fretenue\u202f»\u202f: parmi les avis «\u202fretenue\u202f», part de ceux que l'autre lecture confirme "
    "(Cicchetti et Feinstein, 1990)\u202f; de même pour «\u202fnon retenue\u202f». Un alpha bas peut tenir à un avis très rare. Ces groupes ne "
    "sont pas composés de la même façon\u202f: l'accord de l'un ne dit rien de l'autre, ni dans quel sens il s'en écarterait."
)


def report_rows(report: Sequence[Agreement]) -> tuple[Row, ...]:
    """One row per line of `reviews.agreement.agreement`, for `REPORT_COLUMNS`."""
    return tuple({name: getattr(line, name) for name in REPORT_COLUMNS} | {"part": str(line.part)} for line in report)


def origin_rows(found: Sequence[OriginAgreement]) -> tuple[Row, ...]:
    """One row per origin, for `ORIGIN_COLUMNS`."""
    return tuple(
        {name: getattr(line, name) for name in ORIGIN_COLUMNS} | {"origin": line.origin.value} for line in found
    )


def table(key: str, title: str, rows: Sequence[Row], columns: dict[str, ColumnFormat]) -> Figure:
    """A table without a drawing, for documents."""
    return Figure(key=key, title=title, caption=title, sentence=title, rows=tuple(rows), columns=columns)
