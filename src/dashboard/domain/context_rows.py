"""The rows of the « Repères » pages: funds, context indicators, initiatives and schemes, needs, emblematic operations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from dashboard.domain.context import Ecosystem
from dashboard.domain.context_effects import Coverage, number_words
from dashboard.domain.context_file import ContextError, Row, read_csv
from dashboard.domain.french import NARROW_SPACE, decimal, long_date
from dashboard.domain.text import normalised

NATIONWIDE: Final = "France entière"
NO_PERIOD: Final = "période non précisée"


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund for social innovation; `amount` in euros, None where no source gives one."""

    name: str
    amount: Decimal | None
    manager: str
    detail: str
    source: str


@dataclass(frozen=True, slots=True)
class ContextIndicator:
    """One figure of the national context."""

    name: str
    value: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative, or a département's scheme. Without départements it is nationwide."""

    name: str
    kind: str
    lever: str
    beneficiary: str
    place: str
    departments: tuple[str, ...]
    year: str
    detail: str
    source: str

    @property
    def places(self) -> tuple[str, ...]:
        """What the filter of départements knows it by."""
        return self.departments or (NATIONWIDE,)


@dataclass(frozen=True, slots=True)
class Need:
    """What an initiative reaches of a need."""

    initiative: str
    coverage: Coverage
    source: str


@dataclass(frozen=True, slots=True)
class Emblematic:
    """What the note prints of an emblematic operation; `title` and `beneficiary` letter for letter, to find it by."""

    source: str
    title: str
    beneficiary: str
    category: str
    summary: str
    total_cost: Decimal | None
    eu_amount: Decimal | None
    amounts: str
    anomaly: str
    landmarks: Mapping[str, str] = field(default_factory=dict)


def load_funds(reference: Path) -> list[Fund]:
    """The funds, in the order of the file; ContextError when it can't be used."""
    rows = read_csv(reference / "funding.csv", "fund", "amount_meur", "manager", "detail", "source")
    return [
        Fund(
            row.required("fund"),
            None if (amount := row.number("amount_meur")) is None else amount * 1_000_000,
            row.text("manager"),
            row.text("detail"),
            row.raw("source"),
        )
        for row in rows
    ]


def load_indicators(reference: Path) -> list[ContextIndicator]:
    """The figures of the context, each with its unit; ContextError when the file can't be used."""
    rows = read_csv(reference / "context_indicators.csv", "indicator", "value", "unit", "period", "source")
    return [
        ContextIndicator(
            row.required("indicator"),
            f"{_as_written(row.known_number('value'))}{NARROW_SPACE}{row.required('unit')}",
            NO_PERIOD if row.raw("period") in {"", "non précisée"} else row.text("period"),
            row.raw("source"),
        )
        for row in rows
    ]


def _as_written(value: Decimal) -> str:
    return decimal(value, max(-int(value.as_tuple().exponent), 0))


def load_initiatives(reference: Path, ecosystem: Ecosystem) -> list[Initiative]:
    """The départements' schemes, then the initiatives, each under its lever; ContextError when a file can't be used."""
    names = {row.raw("code"): row.raw("name") for row in read_csv(reference / "departments.csv", "code", "name")}
    return [*_schemes(reference, ecosystem, names), *_initiatives(reference, ecosystem, names)]


def _schemes(reference: Path, ecosystem: Ecosystem, names: Mapping[str, str]) -> list[Initiative]:
    rows = read_csv(
        reference / "support_schemes.csv",
        "scheme", "department_or_region", "departments", "lever", "year", "detail", "source",
    )  # fmt: skip
    found = []
    for row in rows:
        lever = ecosystem.lever_of(row.raw("lever"))
        if not lever:
            raise row.problem(
                "lever", f"aucun levier de ecosystem.toml ne couvre {row.raw('lever') or 'une case vide'}"
            )
        found.append(
            Initiative(
                row.required("scheme"), ecosystem.scheme_kind, lever, "", row.text("department_or_region"),
                _departments(row, names), row.raw("year").replace("-", "\u2013"), row.text("detail"), row.raw("source"),
            )
        )  # fmt: skip
    return found


def _initiatives(reference: Path, ecosystem: Ecosystem, names: Mapping[str, str]) -> list[Initiative]:
    rows = read_csv(
        reference / "initiatives.csv", "name", "beneficiary", "place", "departments", "kind", "figures", "source"
    )
    return [
        Initiative(
            row.required("name"), row.required("kind"), ecosystem.lever_of(row.raw("kind")), row.text("beneficiary"),
            row.text("place"), _departments(row, names), "", row.text("figures"), row.raw("source"),
        )
        for row in rows
    ]  # fmt: skip


def _departments(row: Row, names: Mapping[str, str]) -> tuple[str, ...]:
    codes = [code.strip() for code in row.raw("departments").split(",") if code.strip()]
    for code in codes:
        if code not in names:
            raise row.problem("departments", f"{code} n'est pas un code de département")
    return tuple(f"{names[code]} ({code})" for code in codes)


def load_needs(reference: Path) -> list[Need]:
    """The needs that the sources state; ContextError when the file can't be used."""
    rows = read_csv(
        reference / "need_coverage.csv", "initiative", "reached", "need", "unit", "need_is_minimum", "source"
    )
    needs = []
    for row in rows:
        need = row.known_number("need")
        if not need:
            raise row.problem("need", "le besoin doit être plus grand que zéro")
        coverage = Coverage(row.known_number("reached"), need, row.required("unit"), row.yes("need_is_minimum"))
        needs.append(Need(row.required("initiative"), coverage, row.raw("source")))
    return needs


def load_emblematic(reference: Path) -> list[Emblematic]:
    """The operations that the note sets in a box, in its order; ContextError when a file can't be used."""
    operations = {
        (row.raw("source"), row.raw("title")): row
        for row in read_csv(reference / "note_operations.csv", "source", "title", "category", "summary")
    }
    regions = {
        normalised(row.raw("region")): row.raw("region") for row in read_csv(reference / "regions.csv", "region")
    }
    rows = read_csv(
        reference / "note_project_sheets.csv",
        "source", "title", "beneficiary", "location", "region", "managing_body", "beneficiary_type", "recipient_type",
        "date", "total_cost_eur", "eu_amount_eur", "amounts", "actions", "participants_planned", "outcome", "anomaly",
    )  # fmt: skip
    return [_emblematic(row, operations, regions) for row in rows]


def _emblematic(row: Row, operations: Mapping[tuple[str, str], Row], regions: Mapping[str, str]) -> Emblematic:
    named = operations.get((row.raw("source"), row.raw("title")))
    if named is None:
        raise row.problem("title", "note_operations.csv n'a pas cette opération")
    planned = row.number("participants_planned")
    region = regions.get(normalised(row.raw("region")), row.text("region"))
    place = row.text("location")
    landmarks = {
        "Type de porteur": row.text("beneficiary_type"),
        "Type de bénéficiaire": row.text("recipient_type"),
        "Lieu": "" if normalised(place) == normalised(region) else place,
        "Région": region,
        "Service gestionnaire": row.text("managing_body"),
        "Programmée le" if len(row.raw("date")) == len("2017-12-14") else "Réalisation": _day(row),
        "Participants prévisionnels": "" if planned is None else number_words(planned),
    }
    return Emblematic(
        source=row.required("source"),
        title=row.raw("title"),
        beneficiary=row.raw("beneficiary"),
        category=named.text("category"),
        summary=named.text("summary"),
        total_cost=row.number("total_cost_eur"),
        eu_amount=row.number("eu_amount_eur"),
        amounts=row.text("amounts"),
        anomaly=row.text("anomaly"),
        landmarks={label: value for label, value in (landmarks | {"Résultat": row.text("outcome")}).items() if value},
    )


def _day(row: Row) -> str:
    text = row.raw("date")
    if len(text) != len("2017-12-14"):
        return text.replace("/", "\u2013")
    try:
        return long_date(date.fromisoformat(text))
    except ValueError as error:
        raise row.problem("date", f"{text} n'est pas une date") from error


__all__ = [
    "NATIONWIDE", "ContextError", "ContextIndicator", "Emblematic", "Fund", "Initiative", "Need",
    "load_emblematic", "load_funds", "load_indicators", "load_initiatives", "load_needs",
]  # fmt: skip
