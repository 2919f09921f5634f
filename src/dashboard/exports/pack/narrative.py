"""The opening of the report in continuous sentences: level, what moved and where, objectives, participants, types, territories.

Every word follows from a figure of the pack; where a figure is missing, or counts too little to say anything, its sentence is missing.
"""

from collections.abc import Sequence
from typing import Any, Final

from dashboard.domain.french import amount, integer, is_missing, listing, percent, plural
from dashboard.domain.periods import FORMER
from dashboard.exports.pack.content import Paragraph, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.findings import concentrated_sentence, finding_dimensions, findings, leaders, sole_leader
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.wording import opened, the_wave, undated_words
from dashboard.warehouse.indicators import Dimension, change_between_waves, of_wave
from dashboard.warehouse.money import comparable, ignored_filters, money
from dashboard.warehouse.priority_6 import Place, over_priorities, priority_6
from dashboard.warehouse.query import Row, untied
from dashboard.warehouse.territories import FRAGILE_BELOW

MOST_NAMED: Final = 3
INNOVATION: Final = "6"
"""The priority of the FSE+ for social innovation."""


def narrative(context: Context) -> tuple[Paragraph, ...]:
    """Its paragraphs, each sentence of less weight than the one before; none where nothing is counted."""
    if not context.total["operations"]:
        return ()
    change = change_between_waves(context.found, context.compared, context.unfinished)
    named: set[str] = set()
    objectives = tuple(_objectives(context))
    said = (
        (SectionKey.KEY_FIGURES, _level(context)),
        (SectionKey.KEY_FIGURES, _movement(context, change)),
        (SectionKey.AXIS_OBJECTIVE, _moved(context, change, named)),
        (SectionKey.AXIS_OBJECTIVE, _axes(context, named)),
        (SectionKey.AXIS_OBJECTIVE, objectives),
        (SectionKey.MONEY, _allocations(context)),
        (SectionKey.PRIORITY_6, _priority_6(context)),
        (SectionKey.KEY_FIGURES, _participants(context)),
        (SectionKey.CATEGORY, _types(context)),
        (SectionKey.REGION, _territories(context)),
        (SectionKey.MANAGING_BODY, _managing_bodies(context)),
    )
    kept = ((key, tuple(text for text in sentences if text)) for key, sentences in said)
    return tuple(
        Paragraph(key, sentences, Dimension.SPECIFIC_OBJECTIVE if sentences == objectives else None)
        for key, sentences in kept
        if sentences
    )


def _level(context: Context) -> list[str]:
    total = context.total
    rate = "" if is_missing(total["eu_rate"]) else f"L'Union européenne finance {percent(total['eu_rate'])} de ce coût."
    return [*findings(context.found, context.kind)[:1], rate]


def _movement(context: Context, change: Row | None) -> list[str]:
    if change is None:
        return []
    period, wave, before = context.selection.period, change["wave"], change["wave_before"]
    then, now = change["operations_before"], change["operations"]
    counts = f"de {the_wave(period, before)} à {the_wave(period, wave)}"
    if max(then, now) < FRAGILE_BELOW:
        return [_few(context, change), undated_words(change, context.kind)]
    moved = f"restent au nombre de {integer(now)}" if now == then else f"passent de {integer(then)} à {integer(now)}"
    share, cost = _passage(change, "operations_programme_share", percent), _passage(change, "total_cost", amount)
    return [
        f"{opened(counts)}, les opérations {context.kind.several} {moved}"
        + (f"\u202f; leur part du programme {share}." if share else "."),
        f"Leur coût total {cost}." if cost else "",
        undated_words(change, context.kind),
    ]


def _moved(context: Context, change: Row | None, said: set[str]) -> list[str]:
    """Where the number rises and falls, from one wave or year of agreement to the next."""
    if change is None:
        return []
    former = context.selection.period == FORMER  # Objectives of the FSE+ go by letter, the same in every programme.
    by = context.found_in_main.by
    scope = f", au sein du {context.narrowed_to}" if context.narrowed_to else ""
    axes = by.get(Dimension.PRIORITY_AXIS, ())
    objectives = (by if former else context.found.by).get(Dimension.SPECIFIC_OBJECTIVE, ())
    return [
        _where(context, axes, change, f"Par {context.words.axis}{scope}", said),
        _where(context, objectives, change, f"Par objectif spécifique{scope if former else ''}"),
    ]


def _few(context: Context, change: Row) -> str:
    """Too few to speak of a movement: what there is, and no more."""
    period = context.selection.period
    then, now = (
        f"{plural(change[name], 'opération')} {context.kind.several if change[name] > 1 else context.kind.said}"
        if change[name]
        else f"aucune opération {context.kind.said}"
        for name in ("operations_before", "operations")
    )
    return opened(
        f"{then} dans {the_wave(period, change['wave_before'])}, {now} dans {the_wave(period, change['wave'])}\u202f: "
        "c'est trop peu pour parler d'une évolution."
    )


def _passage(change: Row, name: str, printed: Any) -> str:
    """« passe de 38,2 M€ à 41,0 M€ », « reste de 1,4 % »; nothing where one of the two is unknown."""
    then, now = change[f"{name}_before"], change[name]
    if is_missing(then) or is_missing(now):
        return ""
    return f"reste à {printed(now)}" if printed(then) == printed(now) else f"passe de {printed(then)} à {printed(now)}"


def _where(context: Context, rows: Sequence[Row], change: Row, heading: str, known: set[str] | None = None) -> str:
    """« Par axe, progresse l'axe 3… (de 58 à 69) ; recule l'axe 1… (de 25 à 24). »: the largest moves first.

    A value that counts too few operations in both waves moves nothing.
    """
    then, now = (
        {row["value"]: row["operations"] for row in of_wave(rows, change[name])} for name in ("wave_before", "wave")
    )
    held = [
        (row, then.get(row["value"], 0), now.get(row["value"], 0))
        for row in leaders(rows)
        if max(then.get(row["value"], 0), now.get(row["value"], 0)) >= FRAGILE_BELOW
    ]
    parts = []
    for one, several, sign in (("progresse", "progressent", 1), ("recule", "reculent", -1)):
        moved = [
            {"row": row, "before": before, "after": after, "operations": (after - before) * sign}
            for row, before, after in held
            if (after - before) * sign > 0
        ]
        ranked = sorted(moved, key=lambda move: -move["operations"])
        if named := untied(ranked, MOST_NAMED):
            said = [
                f"{_named(context, move['row'], known)} (de {integer(move['before'])} à {integer(move['after'])})"
                for move in named
            ]
            verb = one if len(named) == 1 else several
            parts.append(f"{verb}{' surtout' if len(ranked) > len(named) else ''} {listing(said)}")
    return f"{heading}, {SEMICOLON.join(parts)}." if parts else ""


def _axes(context: Context, said: set[str]) -> list[str]:
    """How the axes share out the counted operations, and where they weigh most in what is programmed."""
    rows = context.found_in_main.by.get(Dimension.PRIORITY_AXIS, ())
    ranked = leaders(rows)
    if len(ranked) < 2 or context.found_in_main.total["operations"] < FRAGILE_BELOW:
        return []
    named = untied(ranked, MOST_NAMED)
    kind = context.kind
    sentences = []
    if named:
        first, *others = named
        lead = (
            f"{opened(_named(context, first, said))} réunit {percent(first['operations_share'])} des opérations {kind.several}"
            f"{_scope(context)} ({integer(first['operations'])})"
        )
        after = [
            f"{_named(context, row, said)} en réunit {percent(row['operations_share'])} ({integer(row['operations'])})"
            for row in others
        ]
        sentences.append(f"{SEMICOLON.join([lead, *after])}.")
    weighed = [row for row in ranked if row["operations"] >= FRAGILE_BELOW and row["programme_operations"]]
    most = max(weighed, key=lambda row: row["operations_programme_share"], default=None)
    if most is not None and len(weighed) > 1:
        sentences.append(
            f"Rapportées à ce qui est programmé, elles pèsent le plus dans {_named(context, most, said)}\u202f: "
            f"{percent(most['operations_programme_share'])} des opérations programmées y sont {kind.several}."
        )
    return sentences


def _objectives(context: Context) -> list[str]:
    """The first objective, beside its weight in what is programmed, then those that come next."""
    former = context.selection.period == FORMER  # Objectives of the FSE+ go by letter, the same in every programme.
    found, scope = (context.found_in_main, _scope(context)) if former else (context.found, "")
    rows = found.by.get(Dimension.SPECIFIC_OBJECTIVE, ())
    first, total, kind = sole_leader(rows), found.total, context.kind
    if first is None or total["operations"] < FRAGILE_BELOW:
        return []
    sentences = [
        f"L'objectif spécifique {_quoted(first)} réunit {percent(first['operations'] / total['operations'])} des opérations "
        f"{kind.several}{scope}, contre {percent(first['programme_operations'] / total['programme_operations'])} des opérations "
        "programmées."
    ]
    others = [row for row in leaders(rows)[1:] if row["operations"] >= FRAGILE_BELOW]
    if named := untied(others, MOST_NAMED - 1):
        verb = "Vient" if len(named) == 1 else "Viennent"
        said = [f"{_quoted(row)} ({plural(row['operations'], 'opération')})" for row in named]
        sentences.append(f"{verb} ensuite {listing(said)}.")
    return sentences


def _allocations(context: Context) -> list[str]:
    """What the programmes may commit and what is programmed of it: an allocation isn't shared out by other filters."""
    if context.selection.period == FORMER or ignored_filters(context.selection):
        return []
    found = money(context.connection, comparable(context.selection))
    sixth = next((row for row in found.priorities if str(row["priority"]) == INNOVATION), None)
    of_sixth = f"La {context.words.axis} {INNOVATION}"
    return [
        _committed(found.total, "Les programmes"),
        _committed(sixth, of_sixth, "dispose") if sixth is not None else "",
    ]


def _committed(row: Row, who: str, verb: str = "disposent") -> str:
    if not row["available"] or is_missing(row["available"]) or is_missing(row["eu_amount"]):
        return ""
    left = (
        f"il reste {amount(row['remaining'])} à engager"
        if row["remaining"] >= 0
        else "le programmé dépasse la dotation"
    )
    return (
        f"{who} {verb} d'une dotation à engager de {amount(row['available'])}, dont {amount(row['eu_amount'])} sont programmés "
        f"({percent(row['share'])})\u202f: {left}."
    )


def _priority_6(context: Context) -> list[str]:
    """What the priority of social innovation holds, and the innovation that is elsewhere."""
    selection = context.selection
    if selection.period == FORMER or over_priorities(selection) != selection:
        return []
    whole = priority_6(context.connection, selection).whole
    inside, elsewhere = whole[Place.INSIDE], whole[Place.ELSEWHERE]
    if not inside["programme_operations"]:
        return []
    programmed = plural(inside["programme_operations"], "opération programmée", "opérations programmées")
    apart = plural(elsewhere["operations"], "opération retenue relève", "opérations retenues relèvent")
    return [
        f"La {context.words.axis} {INNOVATION} compte {programmed}, dont {integer(inside['operations'])} "
        f"{context.kind.several if inside['operations'] > 1 else context.kind.said}"
        + (f"\u202f; {apart} d'autres {context.words.axis}s." if elsewhere["operations"] else ".")
    ]


def _participants(context: Context) -> list[str]:
    total = context.total
    if not context.said_columns["participants_entered"] or is_missing(total["participants"]):
        return []
    if not total["participants"]:
        return [f"Aucun participant entré n'est compté dans les opérations {context.kind.several}."]
    words = opened(plural(total["participants"], "participant entré est compté", "participants entrés sont comptés"))
    share = percent(total["operations_with_participants_share"])
    of_them = f"{share} des opérations {context.kind.several} en ont au moins un"
    return [f"{words}\u202f; {of_them}." if total["operations"] >= FRAGILE_BELOW else f"{words}."]


def _types(context: Context) -> list[str]:
    former = context.selection.period == FORMER  # Table 5 of the note counts the programmes of its own tables alone.
    rows = (context.found_in_main if former else context.found).by.get(Dimension.CATEGORY, ())
    scope = _scope(context) if former else ""
    opening = f"Par type, les opérations {context.kind.several}{scope} relèvent d'abord de"
    return [_shared_out(rows, opening)]


def _managing_bodies(context: Context) -> list[str]:
    rows = context.found.by.get(Dimension.MANAGING_BODY_TYPE, ())
    return [_shared_out(rows, "Par type de gestionnaire, le plus grand nombre relève de")]


def _shared_out(rows: Sequence[Row], opening: str) -> str:
    """Who comes first and who next; nothing where one value is alone, tied with another or counts too little."""
    first, ranked = sole_leader(rows), leaders(rows)
    if first is None or first["operations"] < FRAGILE_BELOW:
        return ""
    named = [row for row in untied(ranked, MOST_NAMED) if row["operations"] >= FRAGILE_BELOW] or [first]
    said = [
        f"{_quoted(row)} ({plural(row['operations'], 'opération')}, {percent(row['operations_share'])})"
        for row in named
    ]
    verb = "vient" if len(said) == 2 else "viennent"
    after = f"{SEMICOLON}{verb} ensuite {listing(said[1:])}" if said[1:] else ""
    return f"{opening} {said[0]}{after}."


def _territories(context: Context) -> list[str]:
    """What the first regions concentrate, then what each counts."""
    dimension = finding_dimensions(context.selection.period)[-1]
    rows = [row for row in leaders(context.found.by.get(dimension, ())) if "national" not in row["value"]]
    named = untied(rows, MOST_NAMED)
    if not named or named[-1]["operations"] < FRAGILE_BELOW:
        return []
    said = [f"{plain(row['value'])}, {plural(row['operations'], 'opération')}" for row in named]
    concentrated = concentrated_sentence(context.found, context.kind)
    return [concentrated, f"Dans le détail\u202f: {SEMICOLON.join(said)}." if concentrated and len(said) > 1 else ""]


def _scope(context: Context) -> str:
    return f" du {context.narrowed_to}" if context.narrowed_to else ""


def _named(context: Context, row: Row, known: set[str] | None) -> str:
    """« l'axe 3 « Promouvoir… » », then « l'axe 3 » where it is `known`; the quoted label where no number of an axis is meant."""
    if known is not None and str(row["code"]).isdecimal() and row["value"] == row["code"]:
        short = f"{context.words.the_axis} {row['code']}"
        words = plain(row["label"]).partition(" – ")[2]
        first = row["code"] not in known
        known.add(row["code"])
        return f"{short} «\u202f{words}\u202f»" if words and first else short
    return _quoted(row)


def _quoted(row: Row) -> str:
    return f"«\u202f{plain(row['label'])}\u202f»"
