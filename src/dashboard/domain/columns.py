"""How a column reads: the label and the kind of value that the table on screen and the exported file share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from dashboard.domain import french
from dashboard.domain.operation import Decided
from dashboard.domain.periods import words_of


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "texte"
    INTEGER = "entier"
    DECIMAL = "décimal"
    EUROS = "euros"
    AMOUNT = "montant"
    """Euros, whole on a screen and in a file, shortened in a document."""
    SHORT_AMOUNT = "montant abrégé"
    """Euros in the unit of each value (k€, M€, Md€); a file holds whole euros."""
    PERCENT = "pourcentage"
    DATE = "date"


_DIGITS = {Kind.DECIMAL: 1, Kind.EUROS: 2, Kind.SHORT_AMOUNT: 1, Kind.PERCENT: 1}


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """Label and kind of a column; `digits` after the decimal comma; `signed` prints `+` before an increase.

    `figures`: text that holds figures of several kinds, already printed.
    """

    label: str
    kind: Kind = Kind.TEXT
    digits: int | None = None
    signed: bool = False
    figures: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the values are figures."""
        return self.kind not in {Kind.TEXT, Kind.DATE}

    @property
    def on_the_right(self) -> bool:
        """Whether the column is aligned to the right, as figures are."""
        return self.numeric or self.figures

    @property
    def decimals(self) -> int:
        """Digits after the decimal comma."""
        return _DIGITS.get(self.kind, 0) if self.digits is None else self.digits

    def printed(self, value: Any) -> str:
        """The value as people read it; a missing one is a dash, in words too."""
        if is_missing(value):
            return french.MISSING
        match self.kind:
            case Kind.INTEGER | Kind.DECIMAL:
                text = french.decimal(value, self.decimals)
            case Kind.EUROS | Kind.AMOUNT:
                text = french.euros(value, self.decimals)
            case Kind.SHORT_AMOUNT:
                text = french.amount(value, self.decimals)
            case Kind.PERCENT:
                text = french.percent(value, self.decimals)
            case Kind.DATE:
                return french.short_date(value) if isinstance(value, date) else str(value)
            case _:
                return plain_text(value)
        return french.signed(text) if self.signed else text


COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    # what a row is
    "title": ColumnFormat("Intitulé"),
    "operation": ColumnFormat("Opération"),
    "beneficiary": ColumnFormat("Porteur"),
    "region": ColumnFormat("Région"),
    "department": ColumnFormat("Département"),
    "managing_body": ColumnFormat("Service gestionnaire"),
    "managing_body_type": ColumnFormat("Type de gestionnaire"),
    "structure": ColumnFormat("Structure"),
    "reviewer": ColumnFormat("Évaluateur"),
    "question": ColumnFormat("Question"),
    "answer": ColumnFormat("Réponse"),
    "themes": ColumnFormat("Thèmes"),
    "nature": ColumnFormat("Nature"),
    "period": ColumnFormat("Période"),
    "where": ColumnFormat("Où"),
    "mark": ColumnFormat("Repère"),
    "line": ColumnFormat("Ligne"),
    # what is counted
    "operations": ColumnFormat("Opérations", Kind.INTEGER),
    "programme_operations": ColumnFormat("Opérations programmées", Kind.INTEGER),
    "programmed": ColumnFormat("Programmées", Kind.INTEGER),
    "share": ColumnFormat("Part", Kind.PERCENT),
    "operations_programme_share": ColumnFormat("Part du programme", Kind.PERCENT),
    "specificity": ColumnFormat("Indice de spécificité", Kind.DECIMAL, 2),
    "total_cost": ColumnFormat("Coût total", Kind.AMOUNT),
    "eu_amount": ColumnFormat("Montant UE", Kind.AMOUNT),
    "eu_rate": ColumnFormat("Taux UE", Kind.PERCENT),
    "participants": ColumnFormat("Participants entrés", Kind.INTEGER),
    "structures": ColumnFormat("Structures", Kind.INTEGER),
    "base": ColumnFormat("Base (n)", Kind.INTEGER),
    "yes": ColumnFormat("Oui", Kind.INTEGER),
    "yes_share": ColumnFormat("Oui, part de la base", Kind.PERCENT),
    "value": ColumnFormat("Valeur"),
    # what is said of it
    "published": ColumnFormat("Publié"),
    "status": ColumnFormat("Statut"),
    "outcome": ColumnFormat("Stabilité"),
    "reading": ColumnFormat("Lecture"),
    "explanation": ColumnFormat("Explication"),
    "caution": ColumnFormat("Prudence"),
    "source": ColumnFormat("Source"),
    "origin": ColumnFormat("Données"),
}
"""The columns that several tables share. A table whose data calls one otherwise takes it by its key here."""


def columns_of(*keys: str) -> dict[str, ColumnFormat]:
    """Several columns of `COLUMNS`, in this order."""
    return {key: COLUMNS[key] for key in keys}


def counted_column(kind: Decided, wave: str = "", *, short: bool = False) -> ColumnFormat:
    """« Opérations retenues », « Opérations non examinées 2019 »; « Retenues » beside « Programmées »."""
    label = kind.several.capitalize() if short else f"Opérations {kind.several}"
    return ColumnFormat(f"{label} {wave}".rstrip(), Kind.INTEGER)


def wave_heading(period: str) -> ColumnFormat:
    """« Vague », « Année de convention »: the column that names the wave of each row."""
    return ColumnFormat(words_of(period).wave.capitalize())


def wave_column(column: ColumnFormat, label: str, wave: str, period: str) -> ColumnFormat:
    """« Coût total, vague 2019 », « Coût total, 2024 »: the column `label` of one wave, printed as `column` is."""
    return replace(column, label=f"{label}, {words_of(period).wave_name(wave)}")


def change_columns(column: ColumnFormat) -> tuple[ColumnFormat, ColumnFormat]:
    """What a column has gained between two waves: the difference, and « Coût total, variation »."""
    return replace(column, signed=True), ColumnFormat(f"{column.label}, variation", Kind.PERCENT, signed=True)


def plain_text(value: Any) -> str:
    """Text of a value that isn't a figure: lists are joined, booleans are said."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "tolist"):
        value = value.tolist()
    return " ; ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def is_missing(value: Any) -> bool:
    """Whether a cell says nothing, an infinite ratio included; a list is never missing, even empty."""
    return not isinstance(value, list | tuple) and not getattr(value, "ndim", 0) and french.is_missing(value)


def in_documents(columns: Mapping[str, ColumnFormat]) -> dict[str, ColumnFormat]:
    """The same columns as a document prints them: amounts in the unit of each."""
    return {
        name: replace(column, kind=Kind.SHORT_AMOUNT) if column.kind is Kind.AMOUNT else column
        for name, column in columns.items()
    }
