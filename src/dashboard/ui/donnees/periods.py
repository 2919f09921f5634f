"""The analysis periods that a person edits: a row of fields each, what they would change, publication, the way back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.domain.french import integer, plural
from dashboard.domain.operation import NO_WAVES
from dashboard.domain.periods import CURRENT, FORMER
from dashboard.figures.wording import the_wave
from dashboard.ingest.errors import IngestError
from dashboard.ingest.waves import Effect, restore_waves, set_waves, try_waves
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import person
from dashboard.ui.data import cached, current_selection
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.page_memory import page_memory
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.tables import html_table
from dashboard.warehouse.options_query import periods
from dashboard.warehouse.state import StateError
from dashboard.warehouse.waves import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_LABEL,
    LONGEST_NAME,
    Wave,
    WaveRow,
    in_order,
    rows_in_force,
    wave_rows,
    waves_of,
)

WIDTHS: Final = (3, 5, 3, 3, 3, 3)
DATES: Final = {"programmed_from": "Du", "programmed_to": "Au", "extracted_on": "Extrait du"}
HELPS: Final = {
    "Nom": "Le nom court, que portent les filtres, les adresses et les fichiers importés\u202f: 2019, par exemple.",
    "Libellé": "La même période en toutes lettres, dans les documents.",
    "Du": "Premier jour de la période, compris.",
    "Au": "Dernier jour de la période, compris.",
    "Extrait du": "Jour de l'extrait qui a clos la période\u202f: les documents datent les chiffres par lui.",
}
_SAID: Final = "_periods_said"
_MEMORY: Final = "_periods"


def choose_period() -> str:
    """The programming period whose analysis periods are edited: that of the filters first."""
    known = sorted({FORMER, CURRENT, *cached(periods)})
    return st.selectbox(
        "Programmation à découper",
        known,
        index=known.index(current_selection().period),
        key="periodes-programmation",
        width=240,
        filter_mode=None,
    )


def draw_editor(period: str) -> None:
    """Draws the periods as fields, what they would change once asked, and the buttons that publish them or go back."""
    if said := st.session_state.pop(_SAID, None):
        kind, words = said
        (st.error if kind == "error" else st.success)(literal(words))
    try:
        standing = rows_in_force(wave_rows(state())).get(period)
    except StateError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.markdown(literal(_origin(standing)))
    draft = _draw_fields(period)
    st.caption(
        "Une date laissée vide ne limite pas la période. Une période que nomment des décisions ou une campagne garde son nom et leurs "
        "opérations\u202f: ce qui les en séparerait est refusé. Les enquêtes gardent celle que leur import a donnée."
    )
    memory = page_memory(_MEMORY)
    with st.container(horizontal=True):
        if st.button("Ajouter une période", icon=":material/add:", key="periodes-ajouter"):
            memory[period, "added"] = memory.get((period, "added"), 0) + 1
            st.rerun()
        asked = st.button("Voir ce qui changerait", icon=":material/visibility:", key="periodes-essayer")
        if standing and st.button(
            "Rétablir les périodes livrées", icon=":material/restart_alt:", key="periodes-retablir"
        ):
            _act(period, None)
    if asked:
        memory[period, "tried"] = (draft, _tried(period, draft))
    tried_draft, effect = memory.get((period, "tried"), (None, None))
    ready = effect if tried_draft == draft else None
    if ready is not None:
        _draw_effect(period, draft, ready)
    if st.button(
        "Publier ces périodes",
        type="primary",
        disabled=ready is None,
        icon=":material/publish:",
        key="periodes-publier",
        help="D'abord, regardez ce qui changerait." if ready is None else None,
    ):
        _act(period, draft)


def _origin(standing: WaveRow | None) -> str:
    if standing is None:
        return "Ces périodes sont celles qui sont livrées avec l'application."
    return f"Ces périodes ont été définies par {standing.by} le {_day(standing.at)}."


def _draw_fields(period: str) -> tuple[Wave, ...]:
    """One row of fields for each period in force, and for each one added; the periods that they describe, without those struck out."""
    memory = page_memory(_MEMORY)
    edition = memory.get((period, "edition"), 0)
    shown = [*cached(waves_of, period), *(Wave(period, "", "") for _ in range(memory.get((period, "added"), 0)))]
    found = []
    for rank, wave in enumerate(shown, start=1):
        key = f"periode-{period}-{edition}-{rank}"
        with st.container(key=f"{key}-ligne"):
            found.append(_draw_row(wave, rank, key))
    return in_order(wave for wave in found if wave is not None and wave != Wave(period, "", ""))


def _draw_row(wave: Wave, rank: int, key: str) -> Wave | None:
    """The fields of one period, named by their rank where their own words are hidden; None where it is struck out."""
    # Editions of the public list give their own day.
    dates = {field: words for field, words in DATES.items() if wave.period <= FORMER or field != "extracted_on"}
    columns = st.columns((*WIDTHS[:2], *WIDTHS[2 : 2 + len(dates)], WIDTHS[-1]), vertical_alignment="bottom")
    visible: Any = "visible" if rank == 1 else "collapsed"

    def named(words: str) -> str:
        return words if rank == 1 else f"{words}, période {rank}"

    name = columns[0].text_input(
        literal(named("Nom")),
        wave.wave,
        max_chars=LONGEST_NAME,
        key=f"{key}-nom",
        label_visibility=visible,
        help=HELPS["Nom"] if rank == 1 else None,
    )
    label = columns[1].text_input(
        literal(named("Libellé")),
        wave.label,
        max_chars=LONGEST_LABEL,
        key=f"{key}-libelle",
        label_visibility=visible,
        help=HELPS["Libellé"] if rank == 1 else None,
    )
    days = {
        field: columns[place].date_input(
            literal(named(words)),
            getattr(wave, field),
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="DD/MM/YYYY",
            key=f"{key}-{field}",
            label_visibility=visible,
            help=HELPS[words] if rank == 1 else None,
        )
        for place, (field, words) in enumerate(dates.items(), start=2)
    }
    struck = columns[-1].checkbox(
        literal(f"Retirer {name}" if name else f"Retirer la période {rank}"), key=f"{key}-retirer"
    )
    return None if struck else replace(wave, wave=" ".join(name.split()), label=" ".join(label.split()), **days)


def _tried(period: str, draft: Sequence[Wave]) -> Effect | None:
    try:
        with st.spinner("Calcul de l'effet sur les opérations…"):
            return try_waves(state(), open_reviews(), period, draft)
    except (IngestError, StateError, ReviewsError) as error:
        st.error(literal(error), icon=":material/error:")
        return None


def _act(period: str, draft: Sequence[Wave] | None) -> None:
    """Publishes the periods, or the shipped ones where there are none, and draws the page anew."""
    try:
        if draft is None:
            restore_waves(state(), open_reviews(), period, by=person())
        else:
            set_waves(state(), open_reviews(), period, draft, by=person())
    except (IngestError, StateError, ReviewsError) as error:
        st.session_state[_SAID] = ("error", str(error))
        st.rerun()
    memory = page_memory(_MEMORY)
    edition = memory.get((period, "edition"), 0) + 1
    memory.clear()
    memory[period, "edition"] = edition
    st.session_state[_SAID] = (
        "success",
        f"Les périodes livrées de {period} sont rétablies."
        if draft is None
        else f"{plural(len(draft), 'période est publiée', 'périodes sont publiées')} pour {period}.",
    )
    st.rerun()


def _draw_effect(period: str, draft: Sequence[Wave], effect: Effect) -> None:
    """The operations of each period, before and after, and what the periods can't change."""
    st.markdown("### Ce qui changerait")
    described = {wave.wave: wave for wave in draft}
    gone = sorted(set(effect.operations) - set(described) - set(NO_WAVES))
    order = [*gone, *described, *NO_WAVES]
    rows = []
    for name in order:
        before, after = effect.operations.get(name, (0, 0))
        if before or after:
            rows.append(
                {
                    "Période": name,
                    "Dates": described[name].in_words if name in described else "",
                    "Opérations avant": integer(before),
                    "Opérations après": integer(after),
                }
            )
    if rows:
        html_table(
            pd.DataFrame(rows), key=f"periodes-effet-{period}", alternative="Opérations par période, avant et après"
        )
    st.markdown(literal(_said_of(period, effect)))


def _said_of(period: str, effect: Effect) -> str:
    said = []
    if not effect.dated:
        said.append("Aucune opération n'a sa période par sa date\u202f: celles-ci vaudront pour les prochains imports.")
    if effect.given:
        verb = "garde" if effect.given == 1 else "gardent"
        said.append(
            f"{plural(effect.given, 'opération')} {verb} {the_wave(period)} que l'import a donnée, quelle que soit sa date."
        )
    return " ".join(said)


def draw_history() -> None:
    """Draws who set which periods and when, newest first."""
    try:
        rows = list(reversed(wave_rows(state())))
    except StateError as error:
        st.error(literal(error), icon=":material/error:")
        return
    if not rows:
        st.markdown("Les périodes livrées n'ont jamais été changées.")
        return
    html_table(
        pd.DataFrame([_row(row) for row in rows]),
        key="periodes-historique",
        alternative="Historique des périodes d'analyse",
    )


def _row(row: WaveRow) -> dict[str, str]:
    said = "\u202f; ".join(f"{wave.wave}, {wave.in_words}" for wave in row.waves) or "périodes livrées"
    return {"Programmation": row.period, "Périodes": said, "Par": row.by, "Le": _day(row.at)}


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y à %H\u202fh\u202f%M")
