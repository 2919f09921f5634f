"""What a campaign's reviews say, read once per state of the campaign and shared by every session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.grid import Grid
from dashboard.reviews import scores
from dashboard.reviews.agreement import Agreement, OriginAgreement, agreement, agreement_by_origin, most_disagreeing
from dashboard.reviews.campaigns import get_operations
from dashboard.reviews.deciding import decisions
from dashboard.reviews.model import Campaign
from dashboard.reviews.origins import origin_of
from dashboard.reviews.reviewing import progress
from dashboard.reviews.stability import DEFAULT_RULE, SEED, Rule, sentence, stability
from dashboard.reviews.versions import last_events

Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Weighting:
    """What the stability of a campaign is worked out with; `concentration` as in `reviews.stability`."""

    weights: tuple[tuple[str, float], ...]
    rule: Rule = DEFAULT_RULE
    seed: int = SEED
    concentration: float | None = None


def default_weighting(grid: Grid) -> Weighting:
    """The grid's own weights, at the default threshold."""
    return Weighting(tuple((criterion.id, criterion.weight) for criterion in grid.scored_criteria))


def key_of(engine: Engine, campaign: Campaign, last: Mapping[str, int] | None = None) -> Key:
    """What the reading of a campaign depends on: its database, its last event, its size. `last` saves a query."""
    events = last_events(engine) if last is None else last
    return (
        engine.url.render_as_string(hide_password=True),
        campaign.id,
        events.get(campaign.id, 0),
        campaign.operations,
    )


def evaluated(engine: Engine, campaigns: Sequence[Campaign]) -> frozenset[str]:
    """The ids of the campaigns that have at least one operation whose reviews may be shown."""
    last = last_events(engine)
    return frozenset(
        campaign.id for campaign in campaigns if _evaluated(key_of(engine, campaign, last), _engine=engine)
    )


def answers_of(engine: Engine, campaign: Campaign, *, anonymised: bool) -> pd.DataFrame:
    """`reviews.scores.answers` of a campaign."""
    return _answers(key_of(engine, campaign), anonymised, _engine=engine)


def agreement_of(engine: Engine, campaign: Campaign) -> list[Agreement]:
    """`reviews.agreement.agreement` of a campaign."""
    return _agreement(key_of(engine, campaign), _engine=engine, _grid=campaign.grid)


def agreement_by_origin_of(engine: Engine, campaign: Campaign) -> list[OriginAgreement]:
    """`reviews.agreement.agreement_by_origin` of a campaign."""
    return _agreement_by_origin(key_of(engine, campaign), _engine=engine)


def disagreements_of(engine: Engine, campaign: Campaign) -> pd.DataFrame:
    """`reviews.agreement.most_disagreeing` of a campaign, every operation."""
    return _disagreements(key_of(engine, campaign), _engine=engine, _grid=campaign.grid)


def scores_of(engine: Engine, campaign: Campaign, key: Key | None = None) -> pd.DataFrame:
    """`reviews.scores.criterion_scores` of a campaign, without the operations that have no score at all."""
    return _scores(key or key_of(engine, campaign), _engine=engine)


def operations_of(engine: Engine, campaign: Campaign, key: Key | None = None) -> pd.DataFrame:
    """The population: num_dossier, wave, title, beneficiary."""
    return _operations(key or key_of(engine, campaign), _engine=engine)


def submitted_reviews(engine: Engine, campaign: Campaign) -> int:
    """How many reviews of a campaign are submitted."""
    return _submitted(key_of(engine, campaign), _engine=engine)


def decided_by(engine: Engine, campaign: Campaign) -> dict[str, bool]:
    """num_dossier → whether the campaign retains it, for the operations that it has decided."""
    return _decided(key_of(engine, campaign), _engine=engine)


def stability_of(engine: Engine, campaign: Campaign, weighting: Weighting, key: Key | None = None) -> pd.DataFrame:
    """`reviews.stability.stability` of the operations that have a score."""
    return _stability(key or key_of(engine, campaign), weighting, _engine=engine)


def readings(rows: pd.DataFrame, grid: Grid) -> list[str]:
    """What each row of `stability_of` means, in French."""
    labels = {criterion.id: criterion.title for criterion in grid.scored_criteria}
    return [
        sentence(dict(zip(rows.columns, values, strict=True)), labels)
        for values in rows.itertuples(index=False, name=None)
    ]


@st.cache_data(max_entries=200, show_spinner=False)
def _evaluated(key: Key, *, _engine: Engine) -> bool:
    return not _answers(key, True, _engine=_engine).empty


@st.cache_data(max_entries=40, show_spinner=False)
def _answers(key: Key, anonymised: bool, *, _engine: Engine) -> pd.DataFrame:
    return scores.answers(_engine, key[1], anonymised=anonymised)


@st.cache_data(max_entries=40, show_spinner=False)
def _agreement(key: Key, *, _engine: Engine, _grid: Grid) -> list[Agreement]:
    return agreement(_grid, _answers(key, True, _engine=_engine))


@st.cache_data(max_entries=40, show_spinner=False)
def _agreement_by_origin(key: Key, *, _engine: Engine) -> list[OriginAgreement]:
    origins = {item.num_dossier: origin_of(item.origin) for item in get_operations(_engine, key[1])}
    return agreement_by_origin(_answers(key, True, _engine=_engine), origins)


@st.cache_data(max_entries=40, show_spinner=False)
def _disagreements(key: Key, *, _engine: Engine, _grid: Grid) -> pd.DataFrame:
    return most_disagreeing(_grid, _answers(key, True, _engine=_engine))


@st.cache_data(max_entries=40, show_spinner=False)
def _scores(key: Key, *, _engine: Engine) -> pd.DataFrame:
    return scores.criterion_scores(_engine, key[1]).dropna(how="all")


@st.cache_data(max_entries=40, show_spinner=False)
def _operations(key: Key, *, _engine: Engine) -> pd.DataFrame:
    rows = [(item.num_dossier, item.wave, item.title, item.beneficiary) for item in get_operations(_engine, key[1])]
    return pd.DataFrame(rows, columns=["num_dossier", "wave", "title", "beneficiary"], dtype="str")


@st.cache_data(max_entries=200, show_spinner=False)
def _submitted(key: Key, *, _engine: Engine) -> int:
    return sum(progress(_engine, key[1]).submitted.values())


@st.cache_data(max_entries=40, show_spinner=False)
def _decided(key: Key, *, _engine: Engine) -> dict[str, bool]:
    found = decisions(_engine, key[1])
    return {str(number): bool(kept) for number, kept in zip(found["num_dossier"], found["retained"], strict=True)}


@st.cache_data(max_entries=200, show_spinner=False)
def _stability(key: Key, weighting: Weighting, *, _engine: Engine) -> pd.DataFrame:
    return stability(
        _scores(key, _engine=_engine),
        dict(weighting.weights),
        weighting.rule,
        seed=weighting.seed,
        concentration=weighting.concentration,
    )
