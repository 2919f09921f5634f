"""Stabilité: the weights and the rule, the ranking under them, what the campaign decided, what depends on the weights."""

from typing import Any, Final

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from dashboard.charts.scores import ranking_bars, ranking_in_words, share_bars, shares_in_words
from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import decimal, integer, percent, plural
from dashboard.figures.figure import Figure
from dashboard.reviews.model import Campaign
from dashboard.reviews.stability import DEFAULT_RULE, DEFINITION, DRAWS, SEED, Outcome, Rule, Threshold, Top
from dashboard.ui.campaign_scores import (
    Weighting,
    decided_by,
    operations_of,
    readings,
    scores_of,
    stability_of,
)
from dashboard.ui.data import current_selection
from dashboard.ui.evaluation.agreement import FIXED_POPULATION, source_of
from dashboard.ui.evaluation.weights import draw_weights
from dashboard.ui.figure_card import card
from dashboard.ui.links import operation_links
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import records

BY_THRESHOLD: Final = "Seuil de score"
BY_PLACES: Final = "Nombre de places"
SPREADS: Final[dict[str, float | None]] = {
    "Toutes les pondérations, à égalité": None,
    "Assez proches des poids choisis": 20.0,
    "Très proches des poids choisis": 100.0,
}
"""In words → the concentration of the draw. With four equal weights, each moves by some 9 points, then by some 4."""
BARS: Final = 12
FRAGILE_BARS: Final = 6
FIRST: Final = "Les premières"
LIMIT: Final = "Autour de la limite"
RETAINED: Final = {True: "retenue", False: "non retenue"}
RANKING_COLUMNS: Final = {
    "rank": ColumnFormat("Rang", Kind.INTEGER),
    "title": COLUMNS["operation"],
    **columns_of("beneficiary"),
    "score": ColumnFormat("Score", Kind.DECIMAL),
    "by_rule": ColumnFormat("Selon\u00a0la\u00a0règle"),
    "by_campaign": ColumnFormat("Selon\u00a0la\u00a0campagne"),
    **columns_of("outcome"),
}
SHARE_COLUMNS: Final = {
    "title": COLUMNS["operation"],
    "share_retained": ColumnFormat("Pondérations qui la retiennent", Kind.PERCENT),
    **columns_of("outcome"),
    "sentence": COLUMNS["reading"],
}
DIFFERENCE_COLUMNS: Final = {
    name: RANKING_COLUMNS[name] for name in ("title", "beneficiary", "score", "by_rule", "by_campaign")
}
METHOD: Final = f"""
**Score.** Chaque évaluation donne à chaque critère une note de 0 à 100\u202f; la moyenne des évaluations, pesée par les curseurs, fait le
score de l'opération. Un critère sans réponse ne compte pas\u202f: les autres se partagent son poids.

**Pondérations essayées.** {integer(DRAWS)} jeux de poids sont tirés au hasard (loi de Dirichlet), toujours les mêmes pour un numéro de tirage. La règle
est appliquée à chacun\u202f: {DEFINITION}.

**Bascule.** Le plus petit changement d'un seul poids qui change le sort de l'opération, les autres poids gardant leurs proportions.

**Limites.** Seuls les poids varient\u202f: ni les réponses des évaluateurs, ni le seuil ne sont remis en cause. Une opération robuste peut
avoir été mal évaluée, et la campagne décide sur l'avis des évaluateurs, pas sur ce score.
"""


def scores_or_stop(engine: Engine, campaign: Campaign) -> pd.DataFrame:
    """The scores of the criteria, operation by operation; without any, the page stops with a sentence."""
    scores = scores_of(engine, campaign)
    if scores.empty:
        st.info(
            "Les évaluations de cette campagne ne répondent à aucune question à échelle\u202f: il n'y a pas de score à classer.",
            icon=":material/info:",
        )
        st.stop()
    return scores


def choose_weighting(engine: Engine, campaign: Campaign, scores: pd.DataFrame) -> Weighting:
    """Draws the settings and gives them."""
    decided = decided_by(engine, campaign)
    places = sum(decided.get(str(number), False) for number in scores.index)
    left, right = st.columns([3, 2], gap="large")
    with left:
        weights = draw_weights(campaign.grid, campaign.id)
    with right:
        rule = _draw_rule(campaign, places, len(scores))
        seed, concentration = _draw_draw(campaign)
    return Weighting(tuple((name, float(weight)) for name, weight in weights.items()), rule, seed, concentration)


def stop_without_weights(weighting: Weighting) -> None:
    """Where nothing weighs, the page stops with a sentence."""
    if not any(weight for _, weight in weighting.weights):
        st.warning(
            "Tous les poids sont à zéro\u202f: aucun score ne peut être calculé. Montez au moins un curseur.",
            icon=":material/balance:",
        )
        st.stop()


def _draw_rule(campaign: Campaign, places: int, scored: int) -> Rule:
    st.markdown("## Règle de décision")
    mode = st.segmented_control(
        "Règle de décision",
        (BY_THRESHOLD, BY_PLACES),
        default=BY_THRESHOLD,
        required=True,
        key=f"regle-{campaign.id}",
        label_visibility="collapsed",
    )
    if mode == BY_PLACES:
        number = st.number_input(
            "Retenir les premières opérations, jusqu'à la place",
            1,
            scored,
            min(max(places, 1), scored),
            key=f"places-{campaign.id}",
            help="Par défaut, autant que la campagne en a retenu. Les ex æquo de la dernière place entrent ensemble.",
        )
        return Top(int(number))
    return Threshold(
        float(st.slider("Retenir à partir du score", 0, 100, int(DEFAULT_RULE.score), key=f"seuil-{campaign.id}"))
    )


def _draw_draw(campaign: Campaign) -> tuple[int, float | None]:
    spread = st.selectbox(
        f"Pondérations essayées ({integer(DRAWS)} tirages)", list(SPREADS), key=f"tirage-{campaign.id}"
    )
    seed = st.number_input(
        "Numéro du tirage",
        0,
        999_999,
        SEED,
        key=f"graine-{campaign.id}",
        help="Le même numéro tire toujours les mêmes pondérations.",
    )
    return int(seed), SPREADS[spread or next(iter(SPREADS))]


def stability_under(engine: Engine, campaign: Campaign, weighting: Weighting) -> pd.DataFrame:
    """The rows of `stability` by rank, with the operations' names and the words of the interface."""
    rows, decided = stability_of(engine, campaign, weighting), decided_by(engine, campaign)
    table = rows.merge(operations_of(engine, campaign), on="num_dossier", how="left").sort_values(
        ["rank", "num_dossier"], na_position="last", ignore_index=True
    )
    table["label"] = [
        f"{'–' if pd.isna(rank) else integer(rank)}. {title}"
        for rank, title in zip(table["rank"], table["title"], strict=True)
    ]
    table["by_rule"] = [RETAINED[bool(kept)] for kept in table["retained"]]
    known = [decided.get(str(number)) for number in table["num_dossier"]]
    table["by_campaign"] = pd.Series([None if kept is None else RETAINED[kept] for kept in known], dtype="str")
    table["sentence"] = readings(table, campaign.grid)
    return table


def draw_summary(campaign: Campaign, results: pd.DataFrame) -> None:
    """How many are robust and fragile, retained and not: one sentence."""
    robust = results["outcome"] == str(Outcome.ROBUST)
    kept = results["retained"].astype(bool)
    both, only = int((robust & kept).sum()), int((robust & ~kept).sum())
    fragile, fragile_kept = int((~robust).sum()), int((~robust & kept).sum())
    st.markdown(
        f"**{plural(both + only, 'opération garde son sort', 'opérations gardent leur sort')} sous presque toutes les pondérations** "
        f"({plural(both, 'retenue')}, {plural(only, 'non retenue', 'non retenues')})\u202f; "
        + (
            f"{plural(fragile, 'autre est fragile', 'autres sont fragiles')}, dont {plural(fragile_kept, 'retenue')}."
            if fragile
            else "aucune n'est fragile."
        )
    )
    missing = campaign.operations - len(results)
    if missing:
        verb = "n'a" if missing < 2 else "n'ont"
        st.caption(
            f"{plural(missing, 'opération')} de la campagne {literal(verb)} pas de score\u202f: hors de ce calcul."
        )


def draw_ranking(campaign: Campaign, weighting: Weighting, results: pd.DataFrame) -> None:
    """The card of the scores, first ones or around the limit."""
    view = st.segmented_control(
        "Opérations du graphique", (FIRST, LIMIT), default=LIMIT, required=True, key=f"barres-{campaign.id}"
    )
    shown = records(around_limit(results) if view == LIMIT else results.head(BARS))
    threshold = weighting.rule.score if isinstance(weighting.rule, Threshold) else None
    kept = int(results["retained"].sum())
    figure = Figure(
        key="classement",
        title=f"{plural(kept, 'opération retenue', 'opérations retenues')} sur {integer(len(results))} {_rule_in_words(weighting.rule)}",
        caption="Classement des opérations",
        sentence=ranking_in_words("Scores sur 100", shown),
        rows=tuple(records(results)),
        columns=RANKING_COLUMNS,
        note=f"Le graphique montre {plural(len(shown), 'opération')}\u202f; le tableau les donne toutes, avec la décision de la campagne.",
    )
    _card(figure, campaign, picture=lambda: ranking_bars(shown, threshold=threshold))


def _card(figure: Figure, campaign: Campaign, **drawn: Any) -> None:
    """The card of operations of a campaign, each name a link to its fiche."""
    given = {"source": source_of(campaign), "filters": FIXED_POPULATION} | drawn
    card(figure, links=lambda: {"title": operation_links(figure.rows, current_selection())}, **given)


def around_limit(results: pd.DataFrame) -> pd.DataFrame:
    """As many bars as the figure holds, half of them on each side of the last retained operation where there are enough."""
    kept = int(results["retained"].sum())
    start = max(0, min(kept - BARS // 2 - 1, len(results) - BARS))
    return results.iloc[start : start + BARS]


def _rule_in_words(rule: Rule) -> str:
    if isinstance(rule, Threshold):
        return f"avec un score d'au moins {decimal(rule.score, 0)}"
    return f"pour {plural(rule.places, 'place')}"


def draw_comparison(engine: Engine, campaign: Campaign, results: pd.DataFrame) -> None:
    """The card of the operations that the rule and the campaign decide differently; nothing before the campaign decides."""
    if not decided_by(engine, campaign):
        return
    known = results[results["by_campaign"].notna()]
    same = known["by_rule"] == known["by_campaign"]
    kept = known["by_rule"] == RETAINED[True]
    different = known[~same]
    share = percent(same.mean()) if len(known) else ""
    figure = Figure(
        key="regle-et-campagne",
        title=f"La règle et la campagne concordent sur {integer(same.sum())} des {plural(len(known), 'opération décidée', 'opérations décidées')} ({share})",
        caption="La règle et la campagne",
        sentence=f"{plural(len(different), 'opération')} où la règle et la campagne diffèrent.",
        rows=tuple(records(different)),
        columns=DIFFERENCE_COLUMNS,
        note=f"Retenues par les deux\u202f: {integer((same & kept).sum())}\u202f; par aucune\u202f: {integer((same & ~kept).sum())}\u202f; "
        f"par la règle seule\u202f: {integer((~same & kept).sum())}\u202f; par la campagne seule\u202f: {integer((~same & ~kept).sum())}. "
        "Le tableau donne celles où elles diffèrent.",
    )
    _card(
        figure,
        campaign,
        empty="Aucune opération ne les sépare\u202f: la règle retient exactement celles que la campagne a retenues.",
    )


def draw_shares(campaign: Campaign, results: pd.DataFrame) -> None:
    """The card of the share of the weightings that retains each operation."""
    ordered = results.assign(_gap=(results["share_retained"] - 0.5).abs()).sort_values("_gap", kind="stable")
    fragile = ordered[ordered["outcome"] == str(Outcome.FRAGILE)]
    uncertain = records(fragile.head(FRAGILE_BARS))
    robust = len(results) - len(fragile)
    figure = Figure(
        key="stabilite",
        title=f"{plural(robust, 'opération robuste', 'opérations robustes')} sur {integer(len(results))}, "
        f"{plural(len(fragile), 'fragile')}",
        caption="Stabilité des décisions",
        sentence=shares_in_words("Pondérations qui retiennent les opérations les plus fragiles", uncertain),
        rows=tuple(records(ordered)),
        columns=SHARE_COLUMNS,
        note="Part des pondérations essayées qui retiennent chaque opération, des plus incertaines aux moins "
        "incertaines. Le tableau dit, pour chacune, ce qui la ferait basculer."
        if uncertain
        else "Aucune opération n'est fragile avec ces réglages.",
    )
    _card(
        figure,
        campaign,
        picture=(lambda: share_bars(uncertain)) if uncertain else None,
        source=f"{source_of(campaign)}, {integer(DRAWS)} pondérations tirées",
    )


def draw_method() -> None:
    """What is worked out, and what it doesn't say."""
    with st.expander("Ce qui est calculé, et ses limites", icon=":material/help:"):
        st.markdown(METHOD)
