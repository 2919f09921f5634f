"""« Couverture du besoin »: the needs that the sources state, those that people add, and how to withdraw one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role
from dashboard.charts.needs import NeedBar, need_bars
from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of
from dashboard.domain.context import Ecosystem
from dashboard.domain.context_effects import Coverage, EntryError, parse_number
from dashboard.domain.context_rows import Need
from dashboard.domain.french import long_date, plural
from dashboard.figures.alternative import MAX_SPOKEN
from dashboard.figures.figure import Figure
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.need_rows import add_need, need_rows, withdraw_need
from dashboard.ui.access import for_role, may, person
from dashboard.ui.context import NO_FILTER, draw_prose
from dashboard.ui.figure_card import card
from dashboard.ui.installation import login_required
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.ui.reviews_store import open_reviews, reviewer_identity
from dashboard.warehouse.query import records

PART: Final = "Couverture du besoin"
"""The heading of effects.md that is printed here."""
STATED: Final = "dossier de l'analyse"
ADDED: Final = "ajoutée ici"
READING: Final = (
    "La barre pleine est ce qui est atteint, le cadre est le besoin. Un cadre hachuré est un besoin minimum\u202f: la part est alors "
    "un plafond («\u202fau plus\u202f»), la part réelle peut être plus petite."
)
SHOWN: Final = {
    "initiative": ColumnFormat("Initiative"),
    "reached": ColumnFormat("Atteint"),
    "need": ColumnFormat("Besoin"),
    "share": ColumnFormat("Part couverte"),
    "missing": ColumnFormat("Reste à atteindre"),
    **columns_of("source"),
    "origin": COLUMNS["line"],
}
_DONE: Final = "_need_done"
_FORM: Final = "_need_form"
_REFUSED: Final = "_need_refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the figure. `row_id` names a row that somebody added."""

    initiative: str
    coverage: Coverage
    source: str
    origin: str
    row_id: str = ""
    author: str = ""


def draw_needs(prose: Mapping[str, str], stated: Sequence[Need], sources: Ecosystem) -> None:
    """The figure, then what lets people add a row and withdraw theirs."""
    section(PART)
    draw_prose(prose[PART])
    lines = [Line(need.initiative, need.coverage, sources.source(need.source), STATED) for need in stated]
    try:
        engine = open_reviews()
        added = _added(engine)
    except ReviewsError as error:
        st.warning(
            literal(f"Les lignes ajoutées ici ne peuvent pas être lues\u202f: {error}"), icon=":material/warning:"
        )
        _draw_card(lines)
        return
    _draw_card([*lines, *added])
    if may(Role.REVIEWER) or may(Role.DATA_MANAGER):
        _draw_form(engine)
        _draw_withdrawals(engine, added)
    else:
        st.caption(
            "Ajouter une ligne demande le rôle «\u202févaluateur\u202f» ou «\u202fgestionnaire de données\u202f»."
        )


def _added(engine: Engine) -> list[Line]:
    named = may(Role.DATA_MANAGER)
    return [
        Line(
            row["initiative"],
            Coverage(
                Decimal(str(row["reached"])), Decimal(str(row["need"])), row["unit"], bool(row["need_is_minimum"])
            ),
            row["source"],
            f"{ADDED} le {long_date(row['created_at'].date())}" + (f" par {row['author']}" if named else ""),
            row["row_id"],
            row["author"],
        )
        for row in records(need_rows(engine))
    ]


def _draw_card(lines: Sequence[Line]) -> None:
    ranked = sorted(lines, key=lambda line: line.coverage.share, reverse=True)
    added = sum(bool(line.row_id) for line in ranked)
    figure = Figure(
        key="couverture-du-besoin",
        title=_title(ranked),
        caption=PART,
        sentence=_spoken(ranked),
        rows=tuple(
            {
                "initiative": line.initiative,
                "reached": line.coverage.reached_words,
                "need": line.coverage.need_words,
                "share": line.coverage.share_words,
                "missing": line.coverage.missing_words,
                "source": line.source,
                "origin": line.origin,
            }
            for line in ranked
        ),
        columns=SHOWN,
        note=READING,
    )
    card(
        figure,
        picture=lambda: need_bars([_bar(line) for line in ranked]),
        source=f"Source\u202f: {STATED}"
        + (f" et {plural(added, 'ligne ajoutée', 'lignes ajoutées')} ici par des utilisateurs" if added else ""),
        filters=NO_FILTER,
        empty="Aucun besoin n'est encore chiffré. Ajoutez une ligne ci-dessous.",
    )


def _bar(line: Line) -> NeedBar:
    return NeedBar(
        f"{line.initiative} ({ADDED})" if line.row_id else line.initiative,
        float(line.coverage.share),
        line.coverage.share_words,
        f"{line.coverage.reached_words} sur {line.coverage.need_words}",
        line.coverage.need_is_minimum,
    )


def _spoken(ranked: Sequence[Line]) -> str:
    parts = [
        f"{line.initiative}, {line.coverage.share_words}, soit {line.coverage.reached_words} sur {line.coverage.need_words}"
        for line in ranked[:MAX_SPOKEN]
    ]
    if len(ranked) > MAX_SPOKEN:
        parts.append(f"et {plural(len(ranked) - MAX_SPOKEN, 'autre ligne')}")
    return "Part du besoin couverte\u202f: " + "\u202f; ".join(parts) + "."


def _title(ranked: Sequence[Line]) -> str:
    if not ranked:
        return "Couverture du besoin"
    first = ranked[0]
    lead = "" if len(ranked) == 1 else ", la part la plus haute"
    return f"{first.initiative}\u202f: {first.coverage.share_words} du besoin{lead}"


def _author() -> str:
    return reviewer_identity().name if login_required() else person()


def _draw_form(engine: Engine) -> None:
    if words := st.session_state.pop(_DONE, None):
        st.toast(literal(words))
    number = st.session_state.setdefault(_FORM, 0)
    with st.form(f"besoin-{number}"):
        st.markdown("### Ajouter une ligne")
        st.caption("Elle s'ajoute pour tous les utilisateurs, marquée comme telle, et peut être retirée.")
        initiative = st.text_input("Initiative", max_chars=200, key=f"besoin-initiative-{number}")
        left, right = st.columns(2)
        with left:
            reached = st.text_input("Nombre atteint", max_chars=30, key=f"besoin-atteint-{number}")
            unit = st.text_input("Unité (prêts par an, stages…)", max_chars=100, key=f"besoin-unite-{number}")
        with right:
            need = st.text_input("Besoin total", max_chars=30, key=f"besoin-total-{number}")
            source = st.text_input("Source", max_chars=300, key=f"besoin-source-{number}")
        minimum = st.checkbox("Le besoin est d'«\u202fau moins\u202f» ce nombre", key=f"besoin-minimum-{number}")
        sent = st.form_submit_button("Ajouter la ligne", type="primary", icon=":material/add:")
    if sent:
        _add(engine, initiative, reached, need, unit, minimum, source)


def _add(engine: Engine, initiative: str, reached: str, need: str, unit: str, minimum: bool, source: str) -> None:
    try:
        add_need(
            engine,
            initiative=initiative,
            reached=float(parse_number(reached, "Nombre atteint")),
            need=float(parse_number(need, "Besoin total")),
            unit=unit,
            need_is_minimum=minimum,
            source=source,
            by=_author(),
        )
    except (EntryError, ReviewsError) as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.session_state[_FORM] += 1
    st.session_state[_DONE] = "Ligne ajoutée."
    st.rerun()


def _draw_withdrawals(engine: Engine, added: Sequence[Line]) -> None:
    """People withdraw their own rows; the data manager any."""
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(literal(refused), icon=":material/error:")
    author = _author()
    for line in added:
        if may(Role.DATA_MANAGER) or line.author == author:
            st.button(
                f"Retirer «\u202f{literal(line.initiative)}\u202f»",
                on_click=_withdraw,
                args=(engine, line.row_id, author),
                icon=":material/delete:",
                type="tertiary",
                key=f"retirer-{line.row_id}",
            )


@for_role(Role.REVIEWER, Role.DATA_MANAGER)
def _withdraw(engine: Engine, row_id: str, author: str) -> None:
    try:
        withdraw_need(engine, row_id, by=author)
    except ReviewsError as error:
        st.session_state[_REFUSED] = str(error)
    else:
        st.session_state[_DONE] = "Ligne retirée."
