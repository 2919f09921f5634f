"""Sentences written from the data: the findings of the summary, the titles of the cards."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.domain.french import integer, listing, millions, percent, plural
from dashboard.domain.operation import UNKNOWN
from dashboard.figures.labels import plain
from dashboard.warehouse.query import TOTAL

LEADERS = 3


def total_row(frame: pd.DataFrame) -> Any:
    """The row of a key-figures frame that counts every wave."""
    return next(frame[frame["wave"] == TOTAL].itertuples())


def findings(
    figures: pd.DataFrame,
    axes: pd.DataFrame,
    categories: pd.DataFrame,
    regions: pd.DataFrame,
    *,
    retained: bool = True,
) -> list[str]:
    """Three sentences at most: the weight of the counted operations, what they are, where they are.

    Takes `key_figures` and the breakdowns by axis, category and region; says nothing of what isn't there. `retained`
    says whether the counted operations are the retained ones or the others.
    """
    total = total_row(figures)
    if not total.operations:
        return []
    kind = "retenues" if retained else "non retenues"
    verb = "est" if total.operations < 2 else "sont"
    sentences = [
        f"{plural(total.operations, 'opération')} {verb} {kind if total.operations > 1 else kind[:-1]} sur "
        f"{plural(total.programme_operations, 'programmée')} ({percent(total.operations_programme_share)}), pour "
        f"{millions(total.total_cost)} de coût total ({percent(total.total_cost_programme_share)} de celui du programme), "
        f"dont {millions(total.eu_amount)} de l'Union européenne."
    ]
    axis, category = _leaders(axes, 1), _leaders(categories, 1)
    if axis:
        sentence = f"{_opened(axis[0])} réunit {percent(axis[0].operations_share)} des opérations {kind}"
        if category:
            first = category[0]
            sentence += (
                f"\u202f; le premier type est «\u202f{plain(first.value)}\u202f», avec "
                f"{plural(first.operations, 'opération')} ({percent(first.operations_share)})"
            )
        sentences.append(f"{sentence}.")
    places = [row for row in _leaders(regions, LEADERS + 1) if "national" not in row.value][:LEADERS]
    if places:
        share = sum(row.operations for row in places) / total.operations
        names = listing([plain(row.value) for row in places])
        verb = "concentre" if len(places) == 1 else "concentrent"
        sentences.append(f"{names} {verb} {percent(share)} des opérations {kind}{_specificity(places, kind)}.")
    return sentences


def _opened(row: Any) -> str:
    programme = f" du {row.programme}" if row.value != row.code else ""
    return f"L'axe {plain(row.code)}{programme}" if str(row.code).isdecimal() else plain(row.label)


def _specificity(places: Sequence[Any], kind: str) -> str:
    programme = sum(row.programme_operations for row in places)
    counted = sum(row.operations for row in places)
    return f", où {percent(counted / programme)} des opérations programmées sont {kind}" if programme else ""


def _leaders(frame: pd.DataFrame, count: int, measure: str = "operations") -> list[Any]:
    rows = frame[(frame["wave"] == TOTAL) & (frame["value"] != UNKNOWN) & (frame[measure].fillna(0) > 0)]
    return list(rows.sort_values(measure, ascending=False, kind="stable").head(count).itertuples())


def leading_title(subject: str, frame: pd.DataFrame, measure: str = "operations", *, retained: bool = True) -> str:
    """A title that states who comes first: « Axe 3 en tête\u202f: 127 opérations retenues sur 197 (64,5 %) ».

    `measure`: operations, total_cost, eu_amount or participants.
    """
    kind = "retenue" if retained else "non retenue"
    rows = _leaders(frame, 1, measure)
    if not rows:
        return f"{subject}\u202f: aucune opération {kind}"
    first = rows[0]
    amount, share = getattr(first, measure), getattr(first, f"{measure}_share")
    whole = frame.loc[frame["wave"] == TOTAL, measure].sum()
    if measure == "operations":
        words = f"opérations {kind}s" if retained else "opérations non retenues"
        said = f"{plural(amount, f'opération {kind}', words)} sur {integer(whole)}"
    elif measure == "participants":
        said = f"{plural(amount, 'participant')} sur {integer(whole)}"
    else:
        words = "de coût total" if measure == "total_cost" else "de montant UE"
        said = f"{millions(amount)} {words} sur {millions(whole)}"
    return f"{_short(first)} en tête\u202f: {said} ({percent(share)})"


def _short(row: Any) -> str:
    """The name of a value without the words of its code."""
    return plain(row.label).split(" – ")[0] if row.code != row.label else plain(row.label)
