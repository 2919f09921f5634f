"""The sentence that says in words what a figure shows, for screen readers and for the committee's minutes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dashboard.domain.french import is_missing, listing, percent, plural
from dashboard.figures.labels import COLON, SEMICOLON, plain
from dashboard.warehouse.query import Row

MAX_SPOKEN: Final = 8

Printer = Callable[[Any], str]


def ranking(
    subject: str,
    rows: Sequence[Row],
    category: str,
    value: str,
    *,
    text: Printer,
    share: bool = True,
    name: Printer = str,
) -> str:
    """« Opérations retenues par axe : axe 3 en tête avec 69 opérations, soit 65,1 % ; axe 1 : 30, soit 28,3 % ».

    `share=False` for values that don't add up (rates, averages); `name` puts a category into words.
    """
    known = [(row[category], row[value]) for row in rows if not is_missing(row[value])]
    known.sort(key=lambda pair: -pair[1])
    if not known:
        return f"{plain(subject)}{COLON}aucune donnée."
    total = sum(amount for _, amount in known) if share else 0
    parts = []
    for rank, (label, amount) in enumerate(known[:MAX_SPOKEN]):
        joint = " en tête avec " if rank == 0 and len(known) > 1 else COLON
        proportion = f", soit {percent(amount / total)}" if total and len(known) > 1 else ""
        parts.append(f"{plain(name(label))}{joint}{plain(text(amount))}{proportion}")
    hidden = len(known) - MAX_SPOKEN
    if hidden > 0:
        parts.append(f"et {plural(hidden, 'autre ligne')}")
    return _sentence(subject, parts)


def comparison(
    subject: str, rows: Sequence[Row], category: str, values: Mapping[str, str], *, text: Printer, name: Printer = str
) -> str:
    """« Opérations par axe, 2017 et 2019 : axe 1, 12 puis 30 ; axe 3, 40 puis 69 ». `values`: column → its name."""
    if not rows:
        return f"{plain(subject)}{COLON}aucune donnée."
    parts = []
    for row in rows[:MAX_SPOKEN]:
        amounts = " puis ".join(plain(text(row[column])) for column in values)
        parts.append(f"{plain(name(row[category]))}, {amounts}")
    hidden = len(rows) - MAX_SPOKEN
    if hidden > 0:
        parts.append(f"et {plural(hidden, 'autre ligne')}")
    return _sentence(f"{subject}, {listing([plain(label) for label in values.values()])}", parts)


def shares(subject: str, rows: Sequence[Row], category: str, values: Mapping[str, str], *, name: Printer = str) -> str:
    """« Décision par axe : axe 3, retenues 12,0 % et non retenues 88,0 % ; … ». `values`: column → its name."""
    if not rows:
        return f"{plain(subject)}{COLON}aucune donnée."
    parts = []
    for row in rows[:MAX_SPOKEN]:
        amounts = {label: 0.0 if is_missing(row[column]) else float(row[column]) for column, label in values.items()}
        total = sum(amounts.values())
        spoken = [f"{plain(label)} {percent(amount / total)}" for label, amount in amounts.items() if total and amount]
        parts.append(f"{plain(name(row[category]))}, {listing(spoken) if spoken else 'aucune donnée'}")
    hidden = len(rows) - MAX_SPOKEN
    if hidden > 0:
        parts.append(f"et {plural(hidden, 'autre ligne')}")
    return _sentence(subject, parts)


def _sentence(subject: str, parts: list[str]) -> str:
    return f"{plain(subject)}{COLON}{SEMICOLON.join(parts)}."
