"""The opening of the report in continuous sentences: level, what moved and where, objectives, participants, types and territories.

Every word follows from a figure of the pack; where a figure is missing, its sentence is.
"""

from collections.abc import Sequence
from typing import Any, Final

from dashboard.domain.french import amount, integer, is_missing, listing, percent, plural
from dashboard.exports.pack.context import Context
from dashboard.figures.findings import findings, sole_leader
from dashboard.figures.labels import plain
from dashboard.figures.wording import opened, the_wave, undated_words
from dashboard.warehouse.indicators import Dimension, change_between_waves
from dashboard.warehouse.query import Row

MOST_NAMED: Final = 3


def narrative(context: Context) -> tuple[str, ...]:
    """Its paragraphs; none where nothing is counted."""
    if not context.total["operations"]:
        return ()
    level, *others = findings(context.found, context.kind) or [""]
    said = (level, _movement(context), _objective(context), _participants(context), " ".join(others))
    return tuple(text for text in said if text)


def _movement(context: Context) -> str:
    change = change_between_waves(context.found, context.compared)
    if change is None:
        return ""
    period, wave, before = context.selection.period, change["wave"], change["wave_before"]
    same = change["operations"] == change["operations_before"]
    moved = f"restent {integer(change['operations'])}" if same else f"passent {_passage(change, 'operations', integer)}"
    sentences = [
        f"De {the_wave(period, before)} à {the_wave(period, wave)}, les opérations {context.kind.several} {moved}, et leur part du programme {_passage(change, 'operations_programme_share', percent)}."
    ]
    if not is_missing(change["total_cost"]) and not is_missing(change["total_cost_before"]):
        sentences.append(f"Leur coût total passe {_passage(change, 'total_cost', amount)}.")
    by = context.found_in_main.by
    scope = f" ({context.narrowed_to})" if context.narrowed_to else ""
    for dimension, heading in (
        (Dimension.PRIORITY_AXIS, f"Par {context.words.axis}"),
        (Dimension.SPECIFIC_OBJECTIVE, "Par objectif spécifique"),
    ):
        sentences.append(_where(by.get(dimension, ()), wave, before, f"{heading}{scope}"))
    sentences.append(undated_words(change, context.kind))
    return " ".join(text for text in sentences if text)


def _passage(change: Row, name: str, printed: Any) -> str:
    return f"de {printed(change[f'{name}_before'])} à {printed(change[name])}"


def _where(rows: Sequence[Row], wave: str, before: str, heading: str) -> str:
    """« Par axe, le nombre augmente pour axe 3 (de 58 à 69)… et diminue pour axe 1 (de 25 à 24). »: the largest moves first."""
    then = {row["value"]: row["operations"] for row in rows if row["wave"] == before}
    moved = [
        (row["operations"] - then.get(row["value"], 0), row, then.get(row["value"], 0))
        for row in rows
        if row["wave"] == wave
    ]
    parts = []
    for verb, sign in (("augmente", 1), ("diminue", -1)):
        named = sorted((one for one in moved if one[0] * sign > 0), key=lambda one: -abs(one[0]))[:MOST_NAMED]
        if named:
            said = [f"{_short(row)} (de {integer(past)} à {integer(row['operations'])})" for _, row, past in named]
            parts.append(f"{verb} surtout pour {listing(said)}" if len(named) > 1 else f"{verb} pour {said[0]}")
    return f"{heading}, le nombre {' et '.join(parts)}." if parts else ""


def _objective(context: Context) -> str:
    """The first objective, beside its weight in what is programmed."""
    found = context.found_in_main
    first, total = sole_leader(found.by.get(Dimension.SPECIFIC_OBJECTIVE, ())), found.total
    if first is None or not total["operations"]:
        return ""
    scope = f" du {context.narrowed_to}" if context.narrowed_to else ""
    return (
        f"L'objectif spécifique {_short(first)} réunit {percent(first['operations'] / total['operations'])} des opérations "
        f"{context.kind.several}{scope}, contre {percent(first['programme_operations'] / total['programme_operations'])} des opérations "
        "programmées."
    )


def _short(row: Row) -> str:
    return f"«\u202f{plain(row['label'])}\u202f»"


def _participants(context: Context) -> str:
    total = context.total
    if not context.said_columns["participants_entered"] or is_missing(total["participants"]):
        return ""
    words = opened(plural(total["participants"], "participant entré est compté", "participants entrés sont comptés"))
    return f"{words}\u202f; {percent(total['operations_with_participants_share'])} des opérations {context.kind.several} en ont au moins un."
