"""Sentences written from the data: the findings of the summary, the titles of the cards."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.french import integer, listing, millions, percent, plural
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.figures.labels import plain
from dashboard.figures.wording import counted
from dashboard.warehouse.indicators import Dimension, Indicators, of_wave
from dashboard.warehouse.query import Row

LEADERS: Final = 3
FINDING_DIMENSIONS: Final = (Dimension.PRIORITY_AXIS, Dimension.CATEGORY, Dimension.REGION)
"""What `findings` reads beside the key figures."""


def findings(found: Indicators, kind: Decided = Decided.RETAINED) -> list[str]:
    """Three sentences at most: the weight of the counted operations, what they are, where they are.

    Reads the key figures and the breakdowns by axis, category and region; says nothing of what isn't there.
    """
    total = found.total
    if not total["operations"]:
        return []
    verb = "est" if total["operations"] < 2 else "sont"
    sentences = [
        f"{plural(total['operations'], 'opération')} {verb} {kind.several if total['operations'] > 1 else kind} sur "
        f"{plural(total['programme_operations'], 'programmée')} ({percent(total['operations_programme_share'])}), pour "
        f"{millions(total['total_cost'])} de coût total ({percent(total['total_cost_programme_share'])} de celui du programme), "
        f"dont {millions(total['eu_amount'])} de l'Union européenne."
    ]
    axis, category = (leaders(found.by[dimension], 1) for dimension in (Dimension.PRIORITY_AXIS, Dimension.CATEGORY))
    if axis:
        sentence = f"{_opened(axis[0])} réunit {percent(axis[0]['operations_share'])} des opérations {kind.several}"
        if category:
            first = category[0]
            sentence += (
                f"\u202f; le premier type est «\u202f{plain(first['value'])}\u202f», avec "
                f"{plural(first['operations'], 'opération')} ({percent(first['operations_share'])})"
            )
        sentences.append(f"{sentence}.")
    places = [row for row in leaders(found.by[Dimension.REGION], LEADERS + 1) if "national" not in row["value"]][
        :LEADERS
    ]
    if places:
        share = sum(row["operations"] for row in places) / total["operations"]
        names = listing([plain(row["value"]) for row in places])
        verb = "concentre" if len(places) == 1 else "concentrent"
        sentences.append(f"{names} {verb} {percent(share)} des opérations {kind.several}{_specificity(places, kind)}.")
    return sentences


def _opened(row: Row) -> str:
    programme = f" du {row['programme']}" if row["value"] != row["code"] else ""
    return f"L'axe {plain(row['code'])}{programme}" if str(row["code"]).isdecimal() else plain(row["label"])


def _specificity(places: Sequence[Row], kind: Decided) -> str:
    programme = sum(row["programme_operations"] for row in places)
    those = sum(row["operations"] for row in places)
    return f", où {percent(those / programme)} des opérations programmées sont {kind.several}" if programme else ""


def leaders(rows: Sequence[Row], count: int, measure: str = "operations") -> list[Row]:
    """The values with most of a measure over every wave, what nobody filled in left out."""
    ranked = [row for row in of_wave(rows) if row["value"] != UNKNOWN and row[measure]]
    return sorted(ranked, key=lambda row: -row[measure])[:count]


def leading_title(
    dimension: Dimension, rows: Sequence[Row], measure: str = "operations", kind: Decided = Decided.RETAINED
) -> str:
    """A title that states who comes first: « Axe 3 en tête\u202f: 127 opérations retenues sur 197 (64,5 %) ».

    `measure`: operations, total_cost, eu_amount or participants.
    """
    whole = sum(row[measure] or 0 for row in of_wave(rows))
    first = next(iter(leaders(rows, 1, measure)), None)
    if first is None:
        unknown = f"non renseigné ({counted(whole, kind)})" if measure == "operations" and whole else counted(0, kind)
        return f"{dimension.label}\u202f: {unknown}"
    amount, share = first[measure], percent(first[f"{measure}_share"])
    if measure == "operations":
        said = f"{kind.operations(amount)} sur {integer(whole)}"
    elif measure == "participants":
        said = f"{plural(amount, 'participant')} sur {integer(whole)}"
    else:
        words = "de coût total" if measure == "total_cost" else "de montant UE"
        said = f"{millions(amount)} {words} sur {millions(whole)}"
    return f"{_short(first, dimension)} en tête\u202f: {said} ({share})"


def _short(row: Row, dimension: Dimension) -> str:
    """The name of a value without the words of its code."""
    if row["code"] == row["label"]:
        return plain(row["label"])
    name = plain(row["label"]).split(" – ")[0]
    return f"OS {name}" if dimension is Dimension.SPECIFIC_OBJECTIVE and name[:1].isdecimal() else name
