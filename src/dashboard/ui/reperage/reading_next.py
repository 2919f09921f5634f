"""« À lire ensuite »: the ranking of what nobody judged, its reasons, and the way of its first operations to a campaign."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import decimal, integer, percent, plural
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.domain.periods import words_of
from dashboard.identification.evidence import Evidence, find_evidence
from dashboard.identification.ranking import (
    FEWEST,
    READ_FIELDS,
    Ranking,
    Replay,
    TooMany,
    rank,
    ranked_page,
    reasons,
    replay_of,
)
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.judged import Judged, judged
from dashboard.reviews.model import Campaign, canonical
from dashboard.reviews.versions import last_events
from dashboard.ui.access import may
from dashboard.ui.campaign_scores import Key, decided_by, key_of, operations_of
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.identified_list import highlighted
from dashboard.ui.links import operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.reperage.sending import draw_sending
from dashboard.ui.reviews_store import known_campaigns, reviews_if_open
from dashboard.warehouse.query import Row

PAGE_ROWS: Final = 20
MOST_SENT: Final = 500
SUGGESTED: Final = "à lire ensuite"
"""Begins the origin of the operations sent from here: `reviews.origins` reads it."""
MOST_SENTENCES: Final = 3
MOST_REPLAYED: Final = 3_000


def known_judged() -> Judged:
    """What the campaigns that pages speak of have decided; nothing where the store can't be opened."""
    engine = reviews_if_open()
    if engine is None:
        return {}
    try:
        last = last_events(engine)
        campaigns = [campaign for campaign in known_campaigns(engine) if campaign.grid.decides]
        keys = tuple(key_of(engine, campaign, last) for campaign in campaigns)
        return _judged(keys, _campaigns=campaigns)
    except ReviewsError:
        return {}


@st.cache_data(max_entries=20, show_spinner=False)
def _judged(keys: tuple[Key, ...], *, _campaigns: Sequence[Campaign]) -> Judged:
    del keys
    engine = reviews_if_open()
    return judged(engine, _campaigns) if engine is not None else {}


def current_ranking() -> Ranking:
    """The ranking of the programming period, learnt again when a decision changes. Where there is too much, the page stops."""
    decisions = known_judged()
    version = hashlib.sha256(canonical(sorted([*key, kept] for key, kept in decisions.items())).encode()).hexdigest()
    try:
        return _ranked(
            current_warehouse().publication.warehouse, version, current_selection().period, _judged=decisions
        )
    except TooMany as error:
        st.info(literal(error), icon=":material/info:")
        st.stop()


@st.cache_data(max_entries=6, show_spinner="Lecture des textes…")
def _ranked(warehouse: str, version: str, period: str, *, _judged: Judged) -> Ranking:
    # Data, not a resource: it counts in the limit of the cache, for a megabyte with 14 000 operations.
    del warehouse, version
    return rank(current_warehouse().connection, period, _judged)


def draw_reading_next() -> None:
    """Draws what was learnt from, one page of the ranking, and the button that sends its first operations to be read."""
    ranking = current_ranking()
    learnt = (
        f"{plural(ranking.retained, 'opération retenue', 'opérations retenues')} et "
        f"{plural(ranking.rejected, 'opération non retenue', 'opérations non retenues')}"
    )
    if not ranking.taught:
        st.info(
            f"Le classement s'apprend des décisions\u202f: il en faut au moins {integer(FEWEST)} de chaque sorte, et il y a "
            f"{literal(learnt)}. Il apparaîtra ici quand les évaluations avanceront.",
            icon=":material/school:",
        )
        return
    st.markdown(
        f"Ordre appris de {literal(learnt)}. Il propose quoi lire et ne décide de rien\u202f: il s'apprend à nouveau à chaque décision."
    )
    queued = _queued()
    rest = ranking.rows[~ranking.rows["num_dossier"].isin(queued)]
    hidden = len(ranking.rows) - len(rest)
    ranking = replace(ranking, rows=rest)
    page = int(st.session_state.get(_PAGE, 1))
    rows = _page(ranking, page)
    if not rows and page > 1:
        page = st.session_state[_PAGE] = 1
        rows = _page(ranking, page)
    if not rows:
        st.info(
            "Rien à classer sous ces filtres\u202f: toutes les opérations y sont jugées ou déjà en file, ou leurs textes n'ont pas de mots communs.",
            icon=":material/filter_alt_off:",
        )
        return
    total = int(rows[0]["ranked_in_all"])
    _draw_sending(ranking, total)
    words = plural(total, "opération que personne n'a jugée", "opérations que personne n'a jugées")
    st.markdown(f"### {literal(words)}")
    pages = -(-total // PAGE_ROWS)
    if hidden:
        st.caption(
            f"{plural(hidden, 'autre attend déjà', 'autres attendent déjà')} dans la file d'une campagne ouverte, tous filtres confondus."
        )
    if pages > 1:
        st.number_input(f"Page (sur {integer(pages)})", 1, pages, key=_PAGE, width=180)
    for row in rows:
        _draw_operation(ranking, row)


_PAGE: Final = "a-lire-page"


def _queued() -> set[str]:
    """The numbers that stand in the queue of an open campaign: they needn't be proposed again."""
    engine = reviews_if_open()
    if engine is None:
        return set()
    try:
        open_ones = [one for one in known_campaigns(engine) if one.grid.decides and not one.frozen]
        return {number for campaign in open_ones for number in operations_of(engine, campaign)["num_dossier"]}
    except ReviewsError:
        return set()


def _page(ranking: Ranking, page: int) -> list[Row]:
    first = (page - 1) * PAGE_ROWS
    return ranked_page(current_warehouse().connection, ranking, current_selection(), first=first, count=PAGE_ROWS)


def _draw_sending(ranking: Ranking, total: int) -> None:
    if not may(Role.DATA_MANAGER):
        return
    with st.container(border=True):
        draw_sending(
            lambda count: _first(ranking, count),
            of=min(MOST_SENT, total),
            count=PAGE_ROWS,
            mark=f"{SUGGESTED}, ordre {ranking.fingerprint[:8]}",
            label=lambda count: "Envoyer la première" if count == 1 else f"Envoyer les {integer(count)} premières",
            key="a-lire",
        )
        st.caption(
            "Elles entrent dans la file d'évaluation de la campagne, à la suite, avec la mention «\u202fà lire ensuite\u202f»\u202f: "
            "leurs lectures ne se confondent pas avec celles d'un tirage au hasard."
        )


def _first(ranking: Ranking, count: int) -> pd.DataFrame:
    rows = ranked_page(current_warehouse().connection, ranking, current_selection(), count=count)
    return pd.DataFrame(
        [(row["num_dossier"], row["wave"]) for row in rows], columns=["num_dossier", "wave"], dtype="str"
    )


def _draw_operation(ranking: Ranking, row: Row) -> None:
    why = reasons(ranking, row)
    found = find_evidence({field: row[field] for field in READ_FIELDS}, why)
    selection = current_selection()
    with st.container(border=True, gap="small"):
        name = row["title"] or row["beneficiary"] or row["num_dossier"]
        st.markdown(
            f"**{integer(row['place'])}. [{literal(name)}]({operation_link(row['num_dossier'], row['wave'], selection)})**"
        )
        parts = (row["beneficiary"], row["region"], words_of(selection.period).wave_in_full(row["wave"]))
        st.caption(literal(" · ".join(str(part) for part in parts if part)))
        if not found:
            st.markdown("Aucun de ses mots ne la rapproche des opérations retenues.")
        for sentence in _heaviest(found, [reason.id for reason in why]):
            st.markdown(f"- {literal(FIELD_BY_NAME[sentence.field].label)}\u202f: {highlighted(sentence)}")


def _heaviest(found: Sequence[Evidence], order: Sequence[str]) -> list[Evidence]:
    """The sentences that hold the heaviest words not seen in another one yet, a few at most, in the order of the text."""
    kept: list[Evidence] = []
    for name in order:
        holding = [sentence for sentence in found if any(span.expression.id == name for span in sentence.spans)]
        if holding and len(kept) < MOST_SENTENCES and not any(sentence in kept for sentence in holding):
            kept.append(holding[0])
    return sorted(kept, key=found.index)


def draw_replays() -> None:
    """Draws what this order would have saved in each frozen campaign on real operations; nothing where there is none."""
    engine = reviews_if_open()
    if engine is None:
        return
    try:
        frozen = [
            campaign
            for campaign in known_campaigns(engine)
            if campaign.frozen and campaign.grid.decides and not campaign.demonstration
        ]
        found = [
            (
                campaign,
                _replayed(
                    current_warehouse().publication.warehouse,
                    key_of(engine, campaign),
                    current_selection().period,
                    _campaign=campaign,
                ),
            )
            for campaign in frozen
        ]
    except ReviewsError:
        return
    measured = [(campaign, replay) for campaign, replay in found if replay is not None]
    if not measured:
        return
    with st.expander("Ce que cet ordre aurait épargné dans une campagne figée"):
        for campaign, replay in measured:
            st.markdown(f"- {literal(campaign.name)}\u202f: {literal(replay_words(replay))}")
        st.caption(
            "Chaque campagne est relue dans cet ordre, ses décisions rejouées à mesure (WSS@95, Cohen et al. 2006). Elle ne porte "
            "que sur des opérations déjà choisies\u202f: la mesure ne dit rien de celles que personne n'a lues."
        )


def replay_words(replay: Replay) -> str:
    """What a replay says, in one sentence."""
    gain = (
        f"{percent(replay.saved)} de lectures épargnées par rapport au hasard"
        if replay.saved > 0
        else "aucune lecture épargnée par rapport au hasard"
    )
    return (
        f"{percent(replay.target, 0)} des {integer(replay.retained)} retenues étaient trouvées après {decimal(replay.read, 0)} lectures sur "
        f"{integer(replay.population)}, en moyenne de {integer(replay.orders)} ordres de départ\u202f: {gain}."
    )


@st.cache_data(max_entries=40, show_spinner="Relecture des campagnes…")
def _replayed(warehouse: str, key: Key, period: str, *, _campaign: Campaign) -> Replay | None:
    del warehouse, key
    engine = reviews_if_open()
    if engine is None or _campaign.operations > MOST_REPLAYED:
        return None
    return replay_of(current_warehouse().connection, period, decided_by(engine, _campaign))
