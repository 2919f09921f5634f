"""The reviewer's desk: what the review led to, and what can be done with it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, Place, QueueItem, Status
from dashboard.reviews.reviewing import release, reviews_visible_to, submit, undo
from dashboard.ui.access import for_role
from dashboard.ui.evaluation.review_form import Form, current_form, discard_form, draw_refused
from dashboard.ui.evaluation.review_queue import go_to, neighbour, next_to_do
from dashboard.ui.evaluation.shown_reviews import draw_reviews
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.ui.static_files import script, style_sheet

SHORTCUTS: Final = {"submit": "Ctrl+Enter", "next": "Alt+N", "back": "Alt+P", "undo": "Alt+U"}
"""With a modifier, so that they work beside a text area; none is a browser's own or Streamlit's (C, R)."""
DESK_STYLE: Final = style_sheet("evaluation/desk.css")
_LAST: Final = "_last_submission"
_SAID: Final = "_said_by_desk"


@dataclass(frozen=True, slots=True)
class Submission:
    """A review just submitted, which its author may still take back."""

    campaign_id: str
    num_dossier: str
    title: str
    reviewer: str


def draw_opening(number: str) -> None:
    """The script of the keys, which also opens another operation than before at its top."""
    with st.container(key="chrome-raccourcis"):
        st.html(script("evaluation/shortcuts.js", operation=number), unsafe_allow_javascript=True)


def _draw_said() -> None:
    kind, words = st.session_state.pop(_SAID, (None, None))
    if kind == "error":
        st.error(literal(words), icon=":material/error:")
    elif kind:
        st.success(literal(words), icon=":material/check_circle:")


def form_to_fill(engine: Engine, campaign: Campaign, item: QueueItem, reviewer: str) -> Form | None:
    """The form of the current operation; None once its review is submitted."""
    waits = item.place in (Place.TO_DO, Place.DRAFT)
    return current_form(engine, campaign, item.operation, reviewer) if waits else None


def draw_given(engine: Engine, campaign: Campaign, item: QueueItem, reviewer: str) -> None:
    """The reviews that a submitted form led to, for those who may see them."""
    reviews = reviews_visible_to(engine, campaign.id, item.operation.num_dossier, reviewer)
    submitted = [review for review in reviews if review.status is Status.SUBMITTED]
    st.markdown("## Votre évaluation est soumise")
    if item.place is Place.CONFLICT:
        st.warning(
            with_links(
                "Les évaluations ne s'accordent pas\u202f: une troisième personne tranchera sur la page Arbitrage."
            ),
            icon=":material/gavel:",
        )
    elif len(submitted) < campaign.rule.reviews_needed:
        missing = campaign.rule.reviews_needed - len(submitted)
        others = f"encore au moins {plural(missing, 'évaluation')}" if len(submitted) == 1 else "une évaluation"
        st.info(
            f"Il manque {literal(others)}\u202f: jusque-là personne ne voit la vôtre, et vous pouvez l'annuler pour la reprendre.",
            icon=":material/visibility_off:",
        )
    draw_reviews(campaign, submitted, reviewer, key="evaluations")


def draw_actions(
    engine: Engine, campaign: Campaign, item: QueueItem, queue: Sequence[QueueItem], reviewer: str, form: Form | None
) -> None:
    """How far the review is and what can be done with it: submit it, go to another operation, take it back, leave it."""
    number = item.operation.num_dossier
    draw_opening(number)
    keyed = bool(st.session_state.get("_shortcuts", True))

    def shortcut(action: str) -> str | None:
        return SHORTCUTS[action] if keyed else None

    bar = st.container(key=f"actions-evaluation{'-raccourcis' if keyed else ''}", gap="xsmall")
    with bar:
        _draw_said()
        if form:
            draw_refused(form)
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="avancement-evaluation"):
                st.html(form.summary())
                if left := form.unanswered():
                    st.html(_first_question(form.key(left[0])), width="content")
    with bar, st.container(horizontal=True, gap="small"):
        if form:
            st.button(
                "Soumettre",
                type="primary",
                icon=":material/send:",
                on_click=_submit,
                args=(engine, form, queue, uuid.uuid4().hex),
                shortcut=shortcut("submit"),
                # Of this form alone: a second press is for this operation, or for nothing.
                key=form.key("soumettre"),
            )
        st.button(
            "Précédente",
            icon=":material/arrow_back:",
            on_click=go_to,
            args=(neighbour(queue, number, -1),),
            disabled=len(queue) < 2,
            shortcut=shortcut("back"),
            key="evaluation-precedente",
        )
        st.button(
            "Suivante",
            icon=":material/arrow_forward:",
            on_click=go_to,
            args=(neighbour(queue, number, 1),),
            disabled=len(queue) < 2,
            shortcut=shortcut("next"),
            key="evaluation-suivante",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        last: Submission | None = st.session_state.get(_LAST)
        taken_back = _to_undo(campaign, item, reviewer, last)
        st.button(
            "Annuler l'envoi",
            icon=":material/undo:",
            on_click=_undo,
            args=(engine, taken_back, uuid.uuid4().hex),
            disabled=taken_back is None,
            shortcut=shortcut("undo"),
            key="evaluation-annuler",
            type="tertiary",
            help=f"Reprend en brouillon l'évaluation de «\u202f{literal(taken_back.title)}\u202f»"
            if taken_back
            else None,
        )
        chosen = st.toggle(
            "Raccourcis clavier",
            value=keyed,
            key="raccourcis",
            help="Chaque bouton montre le sien, et un chiffre répond à la question en cours. Éteignez-les s'ils gênent votre "
            "lecteur d'écran ou votre navigateur.",
        )
        if chosen != keyed:
            st.session_state["_shortcuts"] = chosen
            st.rerun()
        if form and form.status is Status.DRAFT:
            st.button(
                "Laisser cette opération à quelqu'un d'autre",
                type="tertiary",
                icon=":material/person_remove:",
                on_click=_release,
                args=(engine, form, queue, uuid.uuid4().hex),
                key=form.key("laisser"),
            )


def _first_question(key: str) -> str:
    """The button that goes to a question, in HTML: the page's script does the moving."""
    return (
        f'<button type="button" class="aller-question" data-question="{escape(key)}">'
        "Aller à la première question sans réponse</button>"
    )


def _to_undo(campaign: Campaign, item: QueueItem, reviewer: str, last: Submission | None) -> Submission | None:
    """What « annuler l'envoi » takes back: the current review if it is submitted, else the last one sent."""
    operation = item.operation
    if item.place is Place.DONE:
        return Submission(campaign.id, operation.num_dossier, operation.title, reviewer)
    return last if last and (last.campaign_id, last.reviewer) == (campaign.id, reviewer) else None


@for_role(Role.REVIEWER)
def _submit(engine: Engine, form: Form, queue: Sequence[QueueItem], submission_id: str) -> None:
    operation = form.operation
    if not form.campaign.grid.decides and len(form.unanswered()) == len(form.campaign.grid.questions):
        # Without an opinion to ask for, a second press would submit the next operation empty.
        _say("error", "Répondez à une question au moins avant de soumettre.")
        return
    try:
        submit(
            engine,
            form.campaign.id,
            operation.num_dossier,
            form.reviewer,
            submission_id=submission_id,
            based_on=form.version,
            **form.content(),
        )
    except ReviewsError as error:
        _say("error", str(error))
        return
    title = operation.title or operation.num_dossier
    st.session_state[_LAST] = Submission(form.campaign.id, operation.num_dossier, title, form.reviewer)
    _say("success", f"Évaluation soumise\u202f: «\u202f{title}\u202f».")
    discard_form()
    go_to(next_to_do(queue, operation.num_dossier))


@for_role(Role.REVIEWER)
def _undo(engine: Engine, submission: Submission, submission_id: str) -> None:
    try:
        undo(engine, submission.campaign_id, submission.num_dossier, submission.reviewer, submission_id=submission_id)
    except ReviewsError as error:
        _say("error", str(error))
    else:
        _say("success", f"Envoi annulé\u202f: «\u202f{submission.title}\u202f» est de nouveau un brouillon.")
        discard_form()
        go_to(submission.num_dossier)
    st.session_state.pop(_LAST, None)


@for_role(Role.REVIEWER)
def _release(engine: Engine, form: Form, queue: Sequence[QueueItem], submission_id: str) -> None:
    try:
        release(engine, form.campaign.id, form.operation.num_dossier, form.reviewer, submission_id=submission_id)
    except ReviewsError as error:
        _say("error", str(error))
        return
    _say("success", "Votre place sur cette opération est laissée à quelqu'un d'autre.")
    discard_form()
    go_to(next_to_do(queue, form.operation.num_dossier))


def _say(kind: str, words: str) -> None:
    st.session_state[_SAID] = (kind, words)
