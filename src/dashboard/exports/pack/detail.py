"""What a long text goes on with after the narrative: further values of each breakdown, then operations with their bearers.

Nothing is added to reach a length: a text stops where the figures do.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from dashboard.domain.french import amount, is_missing, plural
from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import FORMER, place_name
from dashboard.exports.pack.content import Paragraph, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.narrative import MOST_NAMED
from dashboard.exports.queries import rows_of
from dashboard.exports.text import one_line, shortened
from dashboard.figures.findings import finding_dimensions, leaders
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.wording import opened
from dashboard.warehouse.indicators import Dimension
from dashboard.warehouse.query import Row
from dashboard.warehouse.territories import FRAGILE_BELOW

MOST_QUOTED: Final = 6
"""Operations of an axis or a priority that are quoted."""
MOST_VALUES: Final = 8
_LONGEST_TITLE: Final = 130
_LONGEST_NAME: Final = 70


def detail(context: Context) -> tuple[Paragraph, ...]:
    """Its paragraphs; none where nothing is counted."""
    if context.total["operations"] < FRAGILE_BELOW:
        return ()
    region = finding_dimensions(context.selection.period)[-1]
    found, main = context.found, context.found_in_main
    former = context.selection.period == FORMER
    scope = f" du {context.narrowed_to}" if context.narrowed_to else ""
    types = main if former else found
    said = (
        (SectionKey.REGION, _further(found.by.get(region, ()), "Les régions suivantes comptent"), region),
        (
            SectionKey.AXIS_OBJECTIVE,
            _further(
                (main if former else found).by.get(Dimension.SPECIFIC_OBJECTIVE, ()),
                "Les objectifs spécifiques suivants comptent",
            ),
            Dimension.SPECIFIC_OBJECTIVE,
        ),
        (
            SectionKey.CATEGORY,
            _costs(context, types.by.get(Dimension.CATEGORY, ()), "type", scope if former else ""),
            Dimension.CATEGORY,
        ),
        (
            SectionKey.MANAGING_BODY,
            _costs(context, found.by.get(Dimension.MANAGING_BODY_TYPE, ()), "type de gestionnaire", ""),
            Dimension.MANAGING_BODY_TYPE,
        ),
        (
            SectionKey.AXIS_OBJECTIVE,
            _participants(context, main.by.get(Dimension.PRIORITY_AXIS, ()), scope),
            Dimension.PRIORITY_AXIS,
        ),
    )
    kept = tuple(Paragraph(key, (text,), dimension) for key, text, dimension in said if text)
    return (*kept, *_operations(context))


def _further(rows: Sequence[Row], opening: str) -> str:
    """The values after those that the narrative names."""
    ranked = [row for row in leaders(rows) if "national" not in row["value"]][MOST_NAMED:]
    named = [row for row in ranked if row["operations"] >= FRAGILE_BELOW][:MOST_VALUES]
    said = [f"{plain(row['label'])}, {plural(row['operations'], 'opération')}" for row in named]
    return f"{opening}\u202f: {SEMICOLON.join(said)}." if len(said) > 1 else ""


def _costs(context: Context, rows: Sequence[Row], noun: str, scope: str) -> str:
    """What each value weighs in euros, and in what is programmed where the figures say it."""
    named = [row for row in leaders(rows) if row["operations"] >= FRAGILE_BELOW and not is_missing(row["total_cost"])]
    said = [
        f"{plain(row['label'])}, {amount(row['total_cost'])}"
        + ("" if is_missing(row["eu_amount"]) else f" dont {amount(row['eu_amount'])} de l'Union européenne")
        for row in named[:MOST_VALUES]
    ]
    heading = f"Coût total des opérations {context.kind.several}{scope} par {noun}"
    return f"{heading}\u202f: {SEMICOLON.join(said)}." if len(said) > 1 else ""


def _participants(context: Context, rows: Sequence[Row], scope: str) -> str:
    if not context.said_columns["participants_entered"]:
        return ""
    named = leaders(rows, "participants")
    said = [f"{plain(row['label'])}, {plural(row['participants'], 'participant')}" for row in named[:MOST_VALUES]]
    heading = f"Participants entrés dans les opérations {context.kind.several}{scope}, par {context.words.axis}"
    return f"{heading}\u202f: {SEMICOLON.join(said)}." if len(said) > 1 else ""


def _operations(context: Context) -> list[Paragraph]:
    """The costliest operations of each axis or priority, one sentence each: the title, who bears it, where, what it costs."""
    rows = rows_of(context.connection, "annexed", context.selection, most=MOST_QUOTED, unknown=UNKNOWN)
    found = []
    for (programme, axis), group in groupby(rows, key=lambda row: (row["programme"], row["axis"])):
        quoted = [_quoted(context, row) for row in group if row["title"] and row["beneficiary"]]
        if not quoted or axis == UNKNOWN:
            continue
        opening = f"{opened(context.words.the_axis)} {plain(axis)} du {plain(programme)} compte notamment {quoted[0]}."
        found.append(Paragraph(SectionKey.EMBLEMATIC, (opening, *(f"S'y ajoute {text}." for text in quoted[1:]))))
    return found


def _quoted(context: Context, row: Row) -> str:
    former = context.selection.period == FORMER
    place = place_name(row["region"] if former else row["region_2016"], context.selection.period)
    known = "" if is_missing(row["total_cost"]) else f"{amount(row['total_cost'])} de coût total"
    facts = [text for text in (plain(place) if place else "", known) if text]
    title, bearer = _unquoted(row["title"], _LONGEST_TITLE), _unquoted(row["beneficiary"], _LONGEST_NAME)
    said = f" ({', '.join(facts)})" if facts else ""
    return f"«\u202f{title}\u202f», portée par «\u202f{bearer}\u202f»{said}"


def _unquoted(text: str, longest: int) -> str:
    """The words without quotation marks of their own: they stand inside others."""
    return shortened(one_line(plain(text).replace("«", " ").replace("»", " ")), longest)
