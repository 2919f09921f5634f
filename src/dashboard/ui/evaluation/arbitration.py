"""Arbitration: the reviews that disagree side by side, and the decision of a third person with its reason."""

import uuid
from collections.abc import Sequence
from typing import Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import NARROW_SPACE, listing, plural, quoted
from dashboard.domain.grid import Grid
from dashboard.reviews.deciding import arbitrate, conflicts
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, Conflict
from dashboard.ui.evaluation.grid_form import draw_cautions
from dashboard.ui.evaluation.review_desk import draw_opening
from dashboard.ui.evaluation.review_form import VERDICTS
from dashboard.ui.evaluation.shown_reviews import draw_differences
from dashboard.ui.links import NUMBER_KEY
from dashboard.ui.markdown import literal

_SAID: Final = "_said_by_arbiter"
_CHOSEN: Final = "arbitrage-operation"
_OUTCOMES: Final = {True: "Retenue", False: "Non retenue"}


def draw_said() -> None:
    """The decision that was just recorded."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.success(literal(said), icon=":material/check_circle:")


def conflicts_or_stop(engine: Engine, campaign: Campaign) -> list[Conflict]:
    """The conflicts of the campaign, unsettled ones first, then the most divided; without any, the page stops with a sentence."""
    found = conflicts(engine, campaign.id, resolved=True)
    if not found:
        st.info("Aucun désaccord dans cette campagne.", icon=":material/handshake:")
        st.stop()
    return sorted(found, key=lambda conflict: conflict.arbitration is not None)


def draw_waiting(found: Sequence[Conflict]) -> None:
    """How many wait, in two short lines."""
    waiting = sum(conflict.arbitration is None for conflict in found)
    st.markdown(
        f"**{plural(waiting, 'désaccord')} à arbitrer**  \n{plural(len(found) - waiting, 'déjà tranché', 'déjà tranchés')}",
        width="content",
    )


def choose_conflict(found: Sequence[Conflict]) -> Conflict:
    """The conflict chosen among these."""
    every = {conflict.operation.num_dossier: conflict for conflict in found}
    if st.session_state.get(_CHOSEN) not in every:
        wanted = st.query_params.get(NUMBER_KEY, "")
        st.session_state[_CHOSEN] = wanted if wanted in every else next(iter(every))
    chosen = st.selectbox(
        "Désaccord",
        list(every),
        format_func=lambda number: _label(every[number]),
        key=_CHOSEN,
        label_visibility="collapsed",
    )
    st.query_params[NUMBER_KEY] = chosen
    return every[chosen]


def _label(conflict: Conflict) -> str:
    title = conflict.operation.title or conflict.operation.num_dossier
    short = title if len(title) <= 90 else f"{title[:89].rstrip()}…"
    return f"{'tranché' if conflict.arbitration else 'à arbitrer'} · {short}"


def draw_differing_reviews(campaign: Campaign, conflict: Conflict, arbiter: str) -> None:
    """What the reviews disagree on in one line, then the answers that differ."""
    draw_opening(conflict.operation.num_dossier)
    st.markdown(literal(divided(campaign.grid, conflict)))
    draw_differences(campaign, conflict.reviews, arbiter, key="desaccord")


def divided(grid: Grid, conflict: Conflict) -> str:
    """Why the reviews are divided: « Avis différents (Retenue, Non retenue) · plus grand écart, 3 contre 0 : « … » »."""
    reasons = listing(conflict.reasons)
    opinions = ", ".join(VERDICTS[review.verdict] for review in conflict.reviews if review.verdict)
    said = [f"{reasons[0].upper()}{reasons[1:]} ({opinions})"]
    widest = max(conflict.gaps, key=lambda name: conflict.gaps[name], default=None)
    if widest and conflict.gaps[widest]:
        answers = [review.answers.get(widest) for review in conflict.reviews]
        levels = sorted((int(answer) for answer in answers if answer is not None), reverse=True)
        said.append(
            f"plus grand écart, {levels[0]} contre {levels[-1]}{NARROW_SPACE}: {quoted(grid.question(widest).text)}"
        )
    return " · ".join(said)


def draw_decision(engine: Engine, campaign: Campaign, conflict: Conflict, arbiter: str) -> None:
    """The decision that stands, then the form that gives or corrects it, for an arbiter who didn't review the operation."""
    _draw_standing(conflict)
    if campaign.frozen:
        st.caption("La campagne est figée\u202f: ses arbitrages ne changent plus.")
    elif arbiter in {review.reviewer for review in conflict.reviews}:
        st.warning(
            "Vous avez évalué cette opération\u202f: une autre personne doit l'arbitrer.",
            icon=":material/person_off:",
        )
    else:
        _draw_form(engine, campaign, conflict, arbiter)


def _draw_standing(conflict: Conflict) -> None:
    given = conflict.arbitration
    if given is None:
        return
    kind = f" ({given.category})" if given.category else ""
    st.info(
        f"{_OUTCOMES[given.retained]}{literal(kind)} par arbitrage\u202f: «\u202f{literal(given.reason)}\u202f»",
        icon=":material/gavel:",
    )


def _draw_form(engine: Engine, campaign: Campaign, conflict: Conflict, arbiter: str) -> None:
    number = conflict.operation.num_dossier
    given = conflict.arbitration
    draw_cautions(campaign.grid)
    key = f"arbitrage-{campaign.id}-{number}-{given.version if given else 0}"
    # Made with the form: a second press on its button repeats the same decision.
    submission_id = st.session_state.setdefault(f"{key}-envoi", uuid.uuid4().hex)
    with st.form(key, border=False):
        retained = st.radio(
            "Décision",
            list(_OUTCOMES),
            format_func=_OUTCOMES.__getitem__,
            index=None,
            horizontal=True,
            key=f"{key}-decision",
        )
        category = None
        if campaign.rule.categories:
            category = st.selectbox(
                "Type d'opération (si elle est retenue)",
                campaign.rule.categories,
                index=_common_category(campaign, conflict),
                placeholder="Choisir un type",
                key=f"{key}-categorie",
            )
            if (common := _common_category(campaign, conflict)) is not None:
                st.caption(
                    f"Proposé\u202f: «\u202f{literal(campaign.rule.categories[common])}\u202f», seul type que citent les évaluations."
                )
        reason = st.text_area("Motif", max_chars=5000, height=96, key=f"{key}-motif")
        label = "Corriger la décision" if given else "Trancher"
        asked = st.form_submit_button(literal(label), type="primary", icon=":material/gavel:", shortcut="Ctrl+Enter")
    if not asked:
        return
    if retained is None:
        st.warning("Choisissez une décision\u202f: retenue ou non retenue.", icon=":material/warning:")
        return
    try:
        arbitrate(
            engine,
            campaign.id,
            number,
            arbiter,
            retained=retained,
            category=category if retained else None,
            reason=reason,
            submission_id=submission_id,
        )
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.session_state[_SAID] = f"Décision enregistrée\u202f: «\u202f{conflict.operation.title or number}\u202f»."
    st.session_state.pop(_CHOSEN, None)
    st.query_params.pop(NUMBER_KEY, None)
    st.rerun()


def _common_category(campaign: Campaign, conflict: Conflict) -> int | None:
    """The place of the one category that the reviews name, where they name only one."""
    named = {review.category for review in conflict.reviews if review.category in campaign.rule.categories}
    return campaign.rule.categories.index(str(named.pop())) if len(named) == 1 else None
