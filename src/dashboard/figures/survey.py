"""The survey of managing bodies as figures: answers by type, answers by region, themes of the remarks.

A share never goes without its base, nor a small base without its mark; synthetic answers say so.
"""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import NARROW_SPACE, integer, percent, plural
from dashboard.domain.survey import FEW, Polarity
from dashboard.figures.alternative import ranking, shares
from dashboard.figures.breakdown import MAX_ROWS
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.labels import plain
from dashboard.figures.palette import BLUE_FRANCE, INK_SOFT, MAIN
from dashboard.figures.wording import left_to_the_table
from dashboard.warehouse.query import Row

NBSP: Final = "\u00a0"
ANSWER_LABELS: Final = {"yes": "Oui", "no": "Non", "no_opinion": "Ne se prononce pas"}
ANSWER_COLOURS: Final = {"yes": BLUE_FRANCE, "no": "#CE614A", "no_opinion": "#929292", "no_answer": "#DDDDDD"}
POLARITY_COLOURS: Final = {
    Polarity.BRAKE.value: "#CE614A",
    Polarity.FINDING.value: "#417DC4",
    Polarity.RECOMMENDATION.value: "#009081",
    Polarity.PROSPECT.value: "#6E445A",
}
CAUTION: Final = f"* Moins de {FEW} réponses{NARROW_SPACE}: à lire avec prudence."
SYNTHETIC: Final = "Réponses synthétiques (démonstration)"
SYNTHETIC_NOTE: Final = (
    "Réponses synthétiques\u202f: elles sont construites pour retrouver les chiffres publiés de l'enquête de 2019 et ne disent "
    "rien d'une structure réelle."
)
COUNTS: Final = {
    "respondents": COLUMNS["structures"],
    "no_answer": ColumnFormat("Non-réponses", Kind.INTEGER),
    "base": COLUMNS["base"],
    "yes": COLUMNS["yes"],
    "no": ColumnFormat("Non", Kind.INTEGER),
    "no_opinion": ColumnFormat("Ne se prononce pas", Kind.INTEGER),
    "yes_share": COLUMNS["yes_share"],
    "no_share": ColumnFormat("Non, part de la base", Kind.PERCENT),
    "no_opinion_share": ColumnFormat("Ne se prononce pas, part de la base", Kind.PERCENT),
    "caution": COLUMNS["caution"],
}


def base_label(name: str, base: int, no_answer: int) -> str:
    """« PLIE pivot, n = 8 * » : a share never goes without its base, nor a small base without its mark."""
    parts = [name, f"n{NBSP}={NBSP}{integer(base)}"]
    if no_answer:
        parts.append(plural(no_answer, "non-réponse").replace(" ", NBSP))
    return ", ".join(parts) + (f"{NBSP}*" if base < FEW else "")


def answers_figure(rows: Sequence[Row], *, synthetic: bool, fund: str) -> Figure:
    """What the structures answered, overall and by type of managing body."""
    caption = "Réponses par type de gestionnaire"
    table = _cautious(rows)
    drawn = tuple({**row, "label": base_label(row["value"], row["base"], row["no_answer"])} for row in table)
    series = tuple(Series(label, answer, ANSWER_COLOURS[answer]) for answer, label in ANSWER_LABELS.items())
    reading = "Parts calculées sur les structures qui ont répondu à la question (n)."
    few = any(row["few"] for row in rows)
    return Figure(
        key="enquete_reponses",
        title=_answers_title(rows),
        caption=f"Le {fund} a-t-il favorisé l'innovation sociale\u202f? {caption}",
        sentence=shares(caption, [{**row, "value": _spoken(row)} for row in rows], "value", ANSWER_LABELS),
        rows=table,
        columns={"value": COLUMNS["managing_body_type"], **COUNTS},
        note=f"{reading} {CAUTION}" if few else reading,
        synthetic=SYNTHETIC if synthetic else None,
        chart=Chart(ChartKind.STACKED_SHARES, drawn, "label", series, unit="structure") if rows else None,
        source_note="Calculé par la même fonction que la page Enquête.",
    )


def _answers_title(rows: Sequence[Row]) -> str:
    if not rows:
        return "Réponses à la question"
    whole = rows[0]
    if not whole["base"]:
        return "Aucune structure n'a répondu à la question"
    yes = plural(whole["yes"], "structure dit oui", "structures disent oui")
    share = "" if whole["few"] else f" ({percent(whole['yes_share'], 0)})"
    said = f"{yes} sur {integer(whole['base'])}{share}"
    doubt = whole["no_opinion"]
    return f"{said}, {plural(doubt, 'ne se prononce pas', 'ne se prononcent pas')}" if doubt else said


def _spoken(row: Row) -> str:
    return f"{row['value']} (base {integer(row['base'])}{', prudence' if row['few'] else ''})"


def regions_figure(rows: Sequence[Row], *, synthetic: bool) -> Figure:
    """How many structures of each region gave each answer, the whole first."""
    regions = rows[1:]
    enough = sum(not row["few"] for row in regions)
    return Figure(
        key="enquete_regions",
        title=f"{plural(enough, 'région compte', 'régions comptent')} au moins {FEW} réponses, sur {len(regions)}",
        caption="Réponses par région",
        sentence=ranking("Structures par région", regions, "value", "respondents", text=_structures),
        rows=_cautious(rows),
        columns={"value": ColumnFormat("Région (depuis 2016)"), **COUNTS},
        note="Le graphique compte des structures\u202f: la plupart des bases sont trop petites pour des parts.",
        synthetic=SYNTHETIC if synthetic else None,
    )


def _cautious(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple({**row, "caution": f"moins de {FEW} réponses" if row["few"] else ""} for row in rows)


def _structures(count: int) -> str:
    return plural(count, "structure")


def themes_figure(
    rows: Sequence[Row], observations: int, *, synthetic: bool, nouns: str = "thèmes", key: str = "themes"
) -> Figure:
    """How many structures cite each theme, among those that made a remark; `nouns` says what these themes are."""
    ranked = sorted(rows, key=lambda row: -row["structures"])
    drawn = tuple({**row, "label": f"{row['theme']} ({row['polarity']})"} for row in ranked[:MAX_ROWS])
    title = f"{nouns[0].upper()}{nouns[1:]}"
    if ranked and ranked[0]["structures"]:
        first = ranked[0]
        title = f"«\u202f{plain(first['theme'])}\u202f» en tête des {nouns}\u202f: {_structures(first['structures'])} sur {observations}"
    base = plural(observations, "structure qui a", "structures qui ont")
    note = f"Base\u202f: {base} formulé une observation\u202f; une structure peut citer plusieurs thèmes."
    return Figure(
        key=f"enquete_{key}",
        title=title,
        caption="Thèmes des observations",
        sentence=ranking(f"Structures par thème, {nouns}" if nouns != "thèmes" else "Structures par thème", ranked, "theme", "structures", text=_structures, share=False),
        rows=tuple(rows),
        columns={
            "theme": ColumnFormat("Thème"),
            "polarity": COLUMNS["nature"],
            **columns_of("structures"),
            "summary": ColumnFormat("Ce que disent les structures"),
        },
        note=f"{note} {left_to_the_table(len(ranked) - MAX_ROWS)}".rstrip(),
        synthetic=SYNTHETIC if synthetic else None,
        chart=Chart(
            ChartKind.BARS,
            drawn,
            "label",
            (Series("Structures", "structures", MAIN),),
            colours=tuple(POLARITY_COLOURS.get(row["polarity"], INK_SOFT) for row in drawn),
        )
        if drawn
        else None,
        source_note="Thèmes du fichier de l'enquête, comptés par structure.",
    )  # fmt: skip
