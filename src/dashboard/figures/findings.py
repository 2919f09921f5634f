"""Sentences written from the data: the findings of the summary, the titles of the cards."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from dashboard.domain.french import amount, integer, listing, percent, plural
from dashboard.domain.operation import SEVERAL, UNKNOWN, Decided
from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import CODE_SEPARATOR
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.wording import counted, euros_words, lowered, opened
from dashboard.warehouse.indicators import Dimension, Indicators, of_wave
from dashboard.warehouse.query import Row, untied

LEADERS: Final = 3
NO_VALUE: Final = (UNKNOWN, *SEVERAL)
"""What nobody filled in, and operations of several places: neither comes first."""
FINDING_DIMENSIONS: Final = (Dimension.PRIORITY_AXIS, Dimension.CATEGORY, Dimension.REGION)
"""What `findings` reads beside the key figures in 2014-2020, whose regions are the former ones."""
_LATER_DIMENSIONS: Final = (Dimension.PRIORITY_AXIS, Dimension.CATEGORY, Dimension.REGION_2016)
_UNSTATED: Final = {
    "total_cost": "coût total non renseigné",
    "eu_amount": "montant UE non renseigné",
    "participants": "participants non renseignés",
}
"""In the place of a measure that the extract says of no operation."""


def finding_dimensions(period: str) -> tuple[Dimension, ...]:
    """What `findings` reads beside the key figures, in a programming period: axis, category, region."""
    return FINDING_DIMENSIONS if period <= FORMER else _LATER_DIMENSIONS


def findings(found: Indicators, kind: Decided = Decided.RETAINED) -> list[str]:
    """Three sentences at most: the weight of the counted operations, what they are, where they are.

    Reads the key figures and the breakdowns by axis, category and region; says nothing of what isn't there.
    """
    total = found.total
    if not total["operations"]:
        return []
    verb = "est" if total["operations"] < 2 else "sont"
    sentences = [
        f"{plural(total['operations'], 'opération')} {verb} {kind.several if total['operations'] > 1 else kind.said} sur "
        f"{plural(total['programme_operations'], 'programmée')} ({percent(total['operations_programme_share'])})"
        + euros_words(
            ", pour ",
            total["total_cost"],
            total["eu_amount"],
            of_cost=f" ({percent(total['total_cost_programme_share'])} de celui du programme)",
            joint=", dont ",
        )
        + "."
    ]
    axis = sole_leader(_programme_rows(found.by[Dimension.PRIORITY_AXIS]))
    category = sole_leader(found.by[Dimension.CATEGORY])
    said = []
    if axis:
        said.append(
            f"{_opened(axis, found.period)} réunit {percent(axis['operations_share'])} des opérations {kind.several}{_scope(axis)}"
        )
    if category:
        said.append(
            f"le premier type est «\u202f{plain(category['value'])}\u202f», avec "
            f"{plural(category['operations'], 'opération')} ({percent(category['operations_share'])})"
        )
    if said:
        sentences.append(f"{opened(SEMICOLON.join(said))}.")
    return [*sentences, *filter(None, [concentrated_sentence(found, kind)])]


def concentrated_sentence(found: Indicators, kind: Decided = Decided.RETAINED) -> str:
    """What the first regions concentrate; nothing where they are everything, or tied."""
    regions = of_wave(found.by[finding_dimensions(found.period)[-1]])
    places = untied([row for row in leaders(regions) if "national" not in row["value"]], LEADERS)
    share = sum(row["operations"] for row in places) / found.total["operations"]
    if not places or share >= 1:
        return ""
    names = listing([plain(row["value"]) for row in places])
    verb = "concentre" if len(places) == 1 else "concentrent"
    return f"{names} {verb} {percent(share)} des opérations {kind.several}{_specificity(places, kind)}."


def _opened(row: Row, period: str) -> str:
    if not str(row["code"]).isdecimal():
        return plain(row["label"])
    return opened(f"{words_of(period).the_axis} {plain(row['code'])}")


def _scope(row: Row) -> str:
    """« du PON FSE », after figures of one programme where several stand side by side."""
    return f" du {row['programme']}" if row["value"] != row["code"] else ""


def _specificity(places: Sequence[Row], kind: Decided) -> str:
    programme = sum(row["programme_operations"] for row in places)
    those = sum(row["operations"] for row in places)
    return f", où {percent(those / programme)} des opérations programmées sont {kind.several}" if programme else ""


def leaders(rows: Sequence[Row], measure: str = "operations") -> list[Row]:
    """The values with most of a measure over every wave, what is no single value left out."""
    ranked = [row for row in of_wave(rows) if row["code"] not in NO_VALUE and row[measure]]
    return sorted(ranked, key=lambda row: -row[measure])


def sole_leader(rows: Sequence[Row], measure: str = "operations") -> Row | None:
    """The value that comes first among several; None where it is alone, or tied: being first then says nothing."""
    ranked = leaders(rows, measure)
    return next(iter(untied(ranked, 1, measure)), None) if len(ranked) > 1 else None


def _programme_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows of the programme that counts most: the codes of two programmes are never ranked together."""
    counted_in: Counter[str | None] = Counter()
    for row in of_wave(rows):
        counted_in[row["programme"]] += row["operations"]
    [(first, _)] = counted_in.most_common(1) or [(None, 0)]
    return [row for row in of_wave(rows) if row["programme"] == first]


def leading_title(
    dimension: Dimension,
    rows: Sequence[Row],
    measure: str = "operations",
    kind: Decided = Decided.RETAINED,
    programmes: str = "",
    *,
    period: str = FORMER,
) -> str:
    """A title that states who comes first: « Axe 3 en tête\u202f: 127 opérations retenues sur 197 (64,5 %) ».

    `measure`: operations, total_cost, eu_amount or participants. `programmes`: those that the rows are narrowed to, in words,
    where the selection holds others; a code is compared with those of its own programme. A value that is alone, or several
    at the same level, lead nothing: the title then says what there is.
    """
    of_programme = _programme_rows(rows)
    ranked = leaders(of_programme, measure)
    if not ranked:
        return f"{dimension.label_in(period)}\u202f: {_unranked(of_wave(rows), measure, kind)}"
    first, whole = ranked[0], sum(row[measure] or 0 for row in of_programme)
    scope = f" du {programmes}" if programmes else _scope(first)
    said = _measured(first[measure], measure, kind)
    if len(ranked) == 1 and first[measure] == whole:
        return f"{_short(first, dimension)}\u202f: {said}{scope}"
    against = f"sur {_printed(whole, measure)}{scope} ({percent(first[f'{measure}_share'])})"
    tied = [row for row in ranked if row[measure] == first[measure]]
    if len(tied) == 1:
        return f"{_short(first, dimension)} en tête\u202f: {said} {against}"
    names = (
        listing([_short(row, dimension) for row in tied]) if len(tied) <= LEADERS else f"{integer(len(tied))} valeurs"
    )
    return f"{names} à égalité\u202f: {said} {against} dans chaque cas"


def _unranked(rows: Sequence[Row], measure: str, kind: Decided) -> str:
    """What there is where no value has any of a measure: operations may be counted whose amounts or participants nobody knows."""
    if not any(row["operations"] for row in rows):
        return counted(0, kind)
    known = [row[measure] for row in rows if row[measure] is not None]
    if not known:
        return _UNSTATED[measure]
    whole = sum(known)
    said = _measured(whole, measure, kind)
    several = next((row["code"] for row in rows if row["code"] in SEVERAL and row[measure]), "")
    return f"{lowered(several) or 'non renseigné'} ({said})" if whole else said


def _measured(value: Any, measure: str, kind: Decided) -> str:
    match measure:
        case "operations":
            return kind.operations(value)
        case "participants":
            return plural(value, "participant")
        case _:
            return f"{amount(value)} {'de coût total' if measure == 'total_cost' else 'de montant UE'}"


def _printed(value: Any, measure: str) -> str:
    return integer(value) if measure in ("operations", "participants") else amount(value)


def _short(row: Row, dimension: Dimension) -> str:
    """The name of a value without the words of its code."""
    if row["code"] == row["label"]:
        return plain(row["label"])
    name = plain(row["label"]).split(" – ")[0].removeprefix(f"{row['programme']}{CODE_SEPARATOR}")
    coded = name[:1].isdecimal() or len(name) == 1
    return f"OS {name}" if dimension is Dimension.SPECIFIC_OBJECTIVE and coded else name
