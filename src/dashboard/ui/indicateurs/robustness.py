"""« Robuste » or « fragile »: whether an operation's score would stand under other weights, for the list and the fiche.

The scores are those of the latest frozen campaign that scored the operation, else of the latest campaign with all its
reviews of it; under the weights of its own grid and the default threshold. Where the store can't be opened nothing is said:
these two places show much else.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import decimal
from dashboard.domain.periods import told_by_number
from dashboard.figures.wording import opened
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign
from dashboard.reviews.stability import DEFAULT_RULE, DEFINITION, Outcome
from dashboard.reviews.versions import last_events
from dashboard.ui.campaign_choice import CAMPAIGN_KEY
from dashboard.ui.campaign_scores import (
    Key,
    default_weighting,
    key_of,
    operations_of,
    readings,
    scores_of,
    stability_of,
)
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import known_campaigns, reviews_if_open

LOG = logging.getLogger(__name__)
OperationKey = tuple[str, str]
"""num_dossier, wave; `ANY_WAVE` where the number alone says which operation it is."""
ANY_WAVE = ""


class Robustness(NamedTuple):
    """How far the score of an operation depends on the weights, and in which campaign.

    A tuple: the cache reads thousands of them back at once, which takes five times longer with a dataclass.
    """

    outcome: Outcome
    sentence: str
    score: float
    campaign_id: str
    campaign_name: str


def robustness(engine: Engine, campaigns: Sequence[Campaign]) -> dict[OperationKey, Robustness]:
    """Every operation that one of these campaigns scored. Only campaigns that decide and have scales are read."""
    suited = [campaign for campaign in campaigns if campaign.grid.decides and campaign.grid.scored_criteria]
    last = last_events(engine) if suited else {}
    found: dict[OperationKey, Robustness] = {}
    for campaign in sorted(suited, key=_priority):
        found.update(_of_campaign(key_of(engine, campaign, last), _engine=engine, _campaign=campaign))
    return found


def robustness_found(period: str) -> Mapping[OperationKey, Robustness]:
    """`robustness` over the store's campaigns, for the operations of a period; nothing, and a line in the log, where it can't be read."""
    try:
        engine = reviews_if_open()
        found = robustness(engine, known_campaigns(engine)) if engine else {}
    except ReviewsError as error:
        LOG.warning("Robustness left out: %s", error)
        return {}
    return {(number, ANY_WAVE): known for (number, _), known in found.items()} if told_by_number(period) else found


def robustness_column(frame: pd.DataFrame, found: Mapping[OperationKey, Robustness]) -> "pd.Series[str]":
    """The outcome of each row of a frame that has `num_dossier` and `wave`, missing where nothing is known."""
    pairs = zip(frame["num_dossier"].astype("str"), frame["wave"].astype("str"), strict=True)
    known = [found.get(pair) or found.get((pair[0], ANY_WAVE)) for pair in pairs]
    outcomes = [str(one.outcome) if one else None for one in known]
    return pd.Series(outcomes, index=frame.index, dtype="str")


def draw_robustness(num_dossier: str, wave: str, period: str) -> None:
    """On the fiche: the outcome, what it means and where it comes from; nothing where no campaign scored the operation."""
    known = robustness_found(period).get((num_dossier, ANY_WAVE if told_by_number(period) else wave))
    if known is None:
        return
    st.markdown("## Stabilité")
    if known.outcome is Outcome.ROBUST:
        st.badge("Robuste", icon=":material/verified:", color="blue")
    else:
        st.badge("Fragile", icon=":material/balance:", color="orange")
    st.markdown(literal(known.sentence))
    st.caption(
        f"{literal(opened(DEFINITION))}. Campagne «\u202f{literal(known.campaign_name)}\u202f»\u202f: score de {decimal(known.score)} sur 100 avec les poids "
        f"de la grille\u202f; ici, «\u202fretenue\u202f» veut dire {decimal(DEFAULT_RULE.score, 0)} au moins. "
        f"[Essayer d'autres poids](stabilite?{urlencode({CAMPAIGN_KEY: known.campaign_id})})"
    )


def _priority(campaign: Campaign) -> tuple[bool, str]:
    return campaign.frozen, (campaign.frozen_at or campaign.created_at).isoformat()


@st.cache_data(max_entries=20, show_spinner=False)
def _of_campaign(key: Key, *, _engine: Engine, _campaign: Campaign) -> Mapping[OperationKey, Robustness]:
    if scores_of(_engine, _campaign, key).empty:
        return {}
    operations = operations_of(_engine, _campaign, key)
    waves = dict(zip(operations["num_dossier"], operations["wave"], strict=True))
    rows = stability_of(_engine, _campaign, default_weighting(_campaign.grid), key)
    columns = (rows[name] for name in ("num_dossier", "outcome", "score"))
    return {
        (str(number), str(waves[number])): Robustness(
            Outcome(outcome), said, float(score), _campaign.id, _campaign.name
        )
        for number, outcome, score, said in zip(*columns, readings(rows, _campaign.grid), strict=True)
        if not pd.isna(score)
    }
