"""The reviewer's form: each question with its anchors, the opinion, the category, the comment. It saves as one goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role
from dashboard.domain.french import decimal, integer
from dashboard.reviews.errors import ReviewsError, StaleReview
from dashboard.reviews.model import Campaign, Operation, Review, Status, Verdict
from dashboard.reviews.reviewing import own_review, save_draft
from dashboard.ui.access import for_role
from dashboard.ui.evaluation.grid_form import answer_of, draw_cautions, draw_criterion, score_of_each
from dashboard.ui.markdown import literal

VERDICTS: Final = {Verdict.RETAINED: "Retenue", Verdict.REJECTED: "Non retenue", Verdict.UNSURE: "Incertaine"}
_FORM: Final = "_review_form"


@dataclass(slots=True)
class Form:
    """A form filled from a version of a review. `number` keeps its widgets apart from those of earlier forms."""

    campaign: Campaign
    operation: Operation
    reviewer: str
    number: int
    version: int
    status: Status | None = None
    error: str = ""
    stale: bool = False
    saved_at: datetime | None = None

    def key(self, part: str) -> str:
        """The session key of one widget."""
        return f"evaluation-{self.number}-{part}"

    def content(self) -> dict[str, Any]:
        """What the widgets hold, as `save_draft` and `submit` take it."""
        grid, given = self.campaign.grid, st.session_state
        answers = {question.id: answer_of(given.get(self.key(question.id))) for question in grid.questions}
        verdict = given.get(self.key("avis")) if grid.decides else None
        retained = verdict is Verdict.RETAINED
        return {
            "answers": answers,
            "verdict": verdict,
            "category": given.get(self.key("categorie")) if retained else None,
            "comment": given.get(self.key("commentaire")) or "",
        }

    def unanswered(self) -> list[str]:
        """The questions without an answer: those that nothing was said of, then those set back to « non renseigné »."""
        given = st.session_state
        missing = [name for name, answer in self.content()["answers"].items() if answer is None]
        return sorted(missing, key=lambda name: given.get(self.key(name)) is not None)

    def summary(self) -> str:
        """How many questions are answered and what the answers score, in all and by criterion, as HTML."""
        grid, answers = self.campaign.grid, self.content()["answers"]
        questions = len(grid.questions)
        lines = [f"<strong>{integer(questions - len(self.unanswered()))}/{integer(questions)}</strong> questions"]
        if grid.scored_criteria:
            score, scores = grid.score(answers), grid.criterion_scores(answers)
            lines[0] += " · score " + ("–" if score is None else f"<strong>{decimal(score)}</strong> sur 100")
            places = enumerate((criterion.id for criterion in grid.criteria), start=1)
            lines.append(score_of_each((place, scores[name]) for place, name in places if name in scores))
        return f'<div role="status" class="verdict-essai">{"".join(f"<p>{line}</p>" for line in lines)}</div>'


def current_form(engine: Engine, campaign: Campaign, operation: Operation, reviewer: str) -> Form:
    """The form of this operation: the one in use, or a new one filled from the reviewer's latest version."""
    form: Form | None = st.session_state.get(_FORM)
    same = form and (form.campaign.id, form.operation.num_dossier, form.reviewer) == (
        campaign.id,
        operation.num_dossier,
        reviewer,
    )
    if form is None or not same or form.key("commentaire") not in st.session_state:
        review = own_review(engine, campaign.id, operation.num_dossier, reviewer)
        number = form.number + 1 if form else 1
        form = Form(campaign, operation, reviewer, number, review.version if review else 0)
        _fill(form, review)
        st.session_state[_FORM] = form
    return form


def discard_form() -> None:
    """Forgets the form in use: the next one is filled from what is saved."""
    form: Form | None = st.session_state.get(_FORM)
    if form:
        st.session_state.pop(form.key("commentaire"), None)


def _fill(form: Form, review: Review | None) -> None:
    given = review.answers if review else {}
    for question in form.campaign.grid.questions:
        st.session_state[form.key(question.id)] = given.get(question.id)
    st.session_state[form.key("avis")] = review.verdict if review else None
    st.session_state[form.key("categorie")] = review.category if review else None
    st.session_state[form.key("commentaire")] = review.comment if review else ""
    if review:
        form.status, form.saved_at = review.status, review.created_at


def draw_form(engine: Engine, form: Form, found: Mapping[str, Sequence[str]]) -> None:
    """Draws the questions. `found` gives, per criterion, the words of the texts that signal it."""
    # No fragment: Streamlit would lose the press of a button outside it that follows a text area.
    with st.container(key="grille-evaluation"):
        _draw_questions(engine, form, found)


def _draw_questions(engine: Engine, form: Form, found: Mapping[str, Sequence[str]]) -> None:
    grid = form.campaign.grid
    save: dict[str, Any] = {"on_change": _save, "args": (engine, form)}
    for rank, criterion in enumerate(grid.criteria):
        draw_criterion(rank, criterion, found.get(criterion.id, ()), form.key, **save)
    st.markdown("## Conclusion" if grid.decides else "## Commentaire")
    draw_cautions(grid)
    if grid.decides:
        st.radio(
            "Avis",
            list(VERDICTS),
            format_func=VERDICTS.__getitem__,
            index=None,
            key=form.key("avis"),
            horizontal=True,
            **save,
        )
        categories = form.campaign.rule.categories
        retained = st.session_state[form.key("avis")] is Verdict.RETAINED
        if categories and retained:
            st.selectbox(
                "Type d'opération",
                categories,
                index=None,
                placeholder="Choisir un type",
                key=form.key("categorie"),
                **save,
            )
    st.text_area(
        "Commentaire (facultatif)",
        key=form.key("commentaire"),
        height=96,
        max_chars=5000,
        help="Ce qui fonde votre avis. Il sera lu par les autres évaluateurs et l'arbitre une fois toutes les évaluations soumises.",
        **save,
    )
    _draw_saved(form)


@for_role(Role.REVIEWER)
def _save(engine: Engine, form: Form) -> None:
    try:
        review = save_draft(
            engine,
            form.campaign.id,
            form.operation.num_dossier,
            form.reviewer,
            based_on=form.version,
            **form.content(),
        )
    except ReviewsError as error:
        form.error, form.stale = str(error), isinstance(error, StaleReview)
    else:
        form.version, form.status, form.saved_at, form.error = review.version, review.status, review.created_at, ""


def draw_refused(form: Form) -> None:
    """Why the last answer isn't saved, and what can be done; nothing where it is."""
    if form.error:
        st.error(literal(form.error), icon=":material/error:")
        if form.stale and st.button("Recharger la version enregistrée", icon=":material/refresh:"):
            discard_form()
            st.rerun()


def _draw_saved(form: Form) -> None:
    if form.error:
        return
    if form.saved_at is None:
        said = "Rien n'est encore enregistré\u202f: chaque réponse le sera dès qu'elle est donnée."
    else:
        said = f"Brouillon enregistré à {form.saved_at.astimezone():%H\u202fh\u202f%M}."
    # A live region, so that a screen reader says it without the focus leaving the question.
    st.html(f'<p role="status" class="statut-brouillon">{escape(said)}</p>')
