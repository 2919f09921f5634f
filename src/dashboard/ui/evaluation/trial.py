"""Essayer la grille: one operation or none, the questions, the weights, and at once what they lead to. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.charts.scores import criterion_bars
from dashboard.domain.french import (
    MISSING,
    NARROW_SPACE,
    decimal,
    integer,
    is_missing,
    long_date,
    ordinal,
    plural,
    quoted,
)
from dashboard.domain.grid import Grid
from dashboard.domain.lexicon import Expression
from dashboard.domain.operation import Decided
from dashboard.domain.periods import told_by_number, words_of
from dashboard.domain.selection import Selection
from dashboard.figures.trial import trial_figure
from dashboard.identification.identify import Identification
from dashboard.identification.lexicons import current_lexicon
from dashboard.identification.sources import shipped_sources
from dashboard.identification.tables import identified_operations
from dashboard.reviews.model import Campaign
from dashboard.reviews.stability import DEFAULT_RULE
from dashboard.reviews.trial import Rank, Tip, Trial, last_frozen, rank_among, scores_under
from dashboard.ui.campaign_choice import draw_demonstration_notice
from dashboard.ui.campaign_scores import decided_by, operations_of, scores_of
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.evaluation.grid_form import (
    answer_of,
    available_grids,
    draw_cautions,
    draw_criterion,
    score_of_each,
)
from dashboard.ui.evaluation.reviewed_operation import (
    draw_legend,
    draw_signalled_text,
    draw_signalled_texts,
    found_by_criterion,
    landmarks_of,
    texts_of_record,
)
from dashboard.ui.evaluation.trial_address import (
    ANSWERS_KEY,
    GRID_KEY,
    WEIGHTS_KEY,
    ignored,
    read_address,
    write_address,
)
from dashboard.ui.evaluation.weights import draw_weights, weight_keys
from dashboard.ui.figure_card import card
from dashboard.ui.identification import draw_recall, identification_by
from dashboard.ui.installation import state
from dashboard.ui.invented import draw_if_invented
from dashboard.ui.links import NUMBER_KEY, WAVE_KEY, operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.ui.page_memory import keep_for_page, page_memory
from dashboard.ui.reviews_store import known_campaigns, reviews_if_open
from dashboard.warehouse.listing import Column, operation, operations_frame
from dashboard.warehouse.query import records

Record = Mapping[str, Any]
"""An operation as `warehouse.listing.operation` gives it."""
Found = Mapping[str, Sequence[str]]
"""Criterion → the words of the texts that signal it."""

ADDRESS: Final = (GRID_KEY, NUMBER_KEY, WAVE_KEY, ANSWERS_KEY, WEIGHTS_KEY)
LONGEST_LIST: Final = 500
LONGEST_TEXT: Final = 20_000
PROPOSED: Final = 5
SHOWN_TITLE: Final = 90
OUTCOMES: Final = {True: "Retenue", False: "Non retenue"}
_GRID: Final = "essai-grille"
_OPERATION: Final = "essai-operation"
_TEXT: Final = "essai-texte"
_MEMORY: Final = "_essai"
_WAVE_MARK: Final = "@"


def grids_or_stop() -> dict[str, Grid]:
    """The grids that give scores, those that end with a verdict first; without any, the page stops with a sentence."""
    grids, errors = available_grids()
    for error in errors:
        st.warning(literal(error), icon=":material/warning:")
    scoring = [grid for grid in grids.values() if grid.scored_criteria]
    if not scoring:
        st.error("Aucune grille ne donne de score\u202f: corrigez les fichiers de grilles.", icon=":material/error:")
        st.stop()
    return {grid.id: grid for grid in sorted(scoring, key=lambda grid: not grid.decides)}


# The address


def adopt_address(grids: Mapping[str, Grid]) -> None:
    """Gives the widgets what the address asks for, unless this page wrote it: a link, or a step back in the browser.

    What the address says in vain is said once, and leaves it.
    """
    given = {name: st.query_params.get(name, "") for name in ADDRESS}
    memory = page_memory(_MEMORY)
    if memory.get("address") == given:
        return
    asked = read_address(given, grids)
    st.session_state[_GRID] = asked.grid.id
    for question, answer in asked.answers.items():
        st.session_state[_question_key(asked.grid, question)] = answer
    for criterion, key in weight_keys(asked.grid, _trial_name(asked.grid)).items():
        st.session_state[key] = asked.weights[criterion]
    number, wave = given[NUMBER_KEY], given[WAVE_KEY]
    st.session_state[_OPERATION] = f"{number}{_WAVE_MARK}{wave}" if number and wave else number or None
    memory["address"] = given
    if asked.dropped:
        st.warning(literal(ignored(asked.dropped)), icon=":material/link_off:")


def _keep_address(grid: Grid, record: Record | None, trial: Trial, weights: Mapping[str, int]) -> None:
    """Makes the address of the page that of what it shows; the filters' own part stays."""
    shown = dict.fromkeys(ADDRESS, "") | write_address(grid, trial.answers, weights)
    if record is not None:
        shown |= {NUMBER_KEY: str(record["num_dossier"]), WAVE_KEY: str(record["wave"])}
    page_memory(_MEMORY)["address"] = shown
    for name in ADDRESS:
        if not shown[name] and name in st.query_params:
            del st.query_params[name]
    if any(value != st.query_params.get(name, "") for name, value in shown.items()):
        # Together: each writing is a step in the browser's history.
        st.query_params.update({name: value for name, value in shown.items() if value})


def _trial_name(grid: Grid) -> str:
    return f"essai-{grid.id}"


def _question_key(grid: Grid, question: str) -> str:
    return f"{_trial_name(grid)}-{question}"


# What is tried


def choose_grid(grids: Mapping[str, Grid]) -> Grid:
    """The grid to try."""
    chosen = st.selectbox("Grille", list(grids), format_func=lambda name: grids[name].title, key=_GRID)
    grid = grids[chosen or next(iter(grids))]
    questions = (_question_key(grid, question.id) for question in grid.questions)
    keep_for_page(_GRID, _OPERATION, *questions, *weight_keys(grid, _trial_name(grid)).values())
    return grid


def choose_operation(grid: Grid) -> Record | None:
    """The operation to try it on: of the list, or any other by its number; None without one."""
    listed = dict(_listed_operations())
    asked = st.session_state.get(_OPERATION)
    record = _record_of(asked) if asked else None
    if asked and record is None:
        number = asked.rpartition(_WAVE_MARK)[0] or asked
        st.warning(
            f"Aucune opération de l'extrait actif ne porte le numéro {literal(quoted(number[:SHOWN_TITLE]))}\u202f: "
            "choisissez-en une dans la liste.",
            icon=":material/search_off:",
        )
    current = _option_of(record) if record else None
    if record and current not in listed:
        listed = {str(current): _label(record), **listed}
    if asked != current:
        st.session_state[_OPERATION] = current
    st.selectbox(
        "Opération",
        list(listed),
        index=None,
        format_func=lambda option: listed.get(option, option),
        placeholder="Mots de l'intitulé, porteur ou numéro de dossier",
        help="Les opérations retenues puis repérées, selon les filtres. Une autre s'obtient par son numéro entier, ou "
        "depuis sa fiche.",
        accept_new_options=True,
        filter_mode="contains",
        on_change=_clear_answers,
        args=(grid,),
        key=_OPERATION,
    )
    return record


def _record_of(option: str) -> Record | None:
    number, _, wave = option.rpartition(_WAVE_MARK)
    exact = cached(operation, number, wave) if number else None
    return exact or cached(operation, number or option)


def _option_of(record: Record) -> str:
    return f"{record['num_dossier']}{_WAVE_MARK}{record['wave']}"


def _label(record: Record) -> str:
    beneficiary = MISSING if is_missing(record["beneficiary"]) else str(record["beneficiary"])
    title = beneficiary if is_missing(record["title"]) else str(record["title"])
    short = title if len(title) <= SHOWN_TITLE else f"{title[: SHOWN_TITLE - 1].rstrip()}…"
    wave = words_of(current_selection().period).wave_in_full(record["wave"])
    return f"{short} · {beneficiary} · {record['num_dossier']}, {wave}"


def _clear_answers(grid: Grid) -> None:
    """Answers are about one text: another one starts without."""
    for question in grid.questions:
        st.session_state[_question_key(grid, question.id)] = None


def _propose(grid: Grid, option: str) -> None:
    st.session_state[_OPERATION] = option
    _clear_answers(grid)


def _listed_operations() -> Mapping[str, str]:
    """Option → label: the retained operations of the filters, then the identified ones."""
    lexicon = current_lexicon(state())
    return _listed(
        current_warehouse().publication.warehouse,
        lexicon.version,
        shipped_sources().version,
        current_selection(),
        _identification=identification_by(lexicon),
    )


@st.cache_data(max_entries=20, show_spinner=False)
def _listed(
    warehouse: str, lexicon: str, sources: str, selection: Selection, *, _identification: Identification
) -> Mapping[str, str]:
    del warehouse, lexicon, sources
    connection = current_warehouse().connection
    columns = (Column.NUM_DOSSIER, Column.WAVE, Column.TITLE, Column.BENEFICIARY, Column.RETAINED)
    kept = operations_frame(connection, selection.narrowed(decision=Decided.RETAINED), columns)
    found = identified_operations(connection, _identification, selection)[list(kept.columns)]
    every = pd.concat([kept, found[~found["retained"].astype(bool)]]).head(LONGEST_LIST)
    return {_option_of(row): f"{'Retenue' if row['retained'] else 'Repérée'} · {_label(row)}" for row in records(every)}


def draw_subject(grid: Grid, record: Record | None) -> Found:
    """Draws the text to judge, its signals highlighted; gives the words that signal each criterion."""
    signals = current_lexicon(state()).signals
    if record is None:
        return _draw_own_text(grid, signals)
    name = record["title"] or record["beneficiary"] or record["num_dossier"]
    st.markdown(f"## [{literal(name)}]({operation_link(record['num_dossier'], record['wave'], current_selection())})")
    st.caption(landmarks_of(record))
    draw_if_invented(record)
    return draw_signalled_texts(texts_of_record(record), signals, grid)


def _draw_own_text(grid: Grid, signals: Sequence[Expression]) -> Found:
    section("Sans opération")
    st.markdown(
        "Choisissez une opération dans la liste, prenez l'une de celles-ci, ou répondez sur un projet de votre choix."
    )
    with st.container(gap=None):
        for option, label in list(_listed_operations().items())[:PROPOSED]:
            st.button(
                literal(label.rsplit(" · ", 2)[0]),
                on_click=_propose,
                args=(grid, option),
                type="tertiary",
                icon=":material/arrow_forward:",
                key=f"essai-propose-{option}",
            )
    # A form: left by a click on an answer, a text area alone would make that click miss.
    with st.form("essai-projet", border=False):
        text = st.text_area(
            "Texte d'un projet (facultatif)",
            key=_TEXT,
            height=160,
            max_chars=LONGEST_TEXT,
            help="Pour y voir les signaux de chaque critère. Ce texte n'est ni enregistré, ni mis dans l'adresse.",
        )
        st.form_submit_button("Voir les signaux", icon=":material/ink_highlighter:")
    if not text or not text.strip():
        return {}
    section("Votre texte")
    draw_signalled_text(text, signals, grid)
    found = found_by_criterion({"description": text}, signals)
    if found:
        draw_legend(found, grid)
    else:
        st.caption("Aucune expression du lexique ne signale un critère dans ce texte.")
    draw_recall(identification_by(current_lexicon(state())))
    return found


# What it is compared with


@dataclass(frozen=True, slots=True)
class Reference:
    """The operations that a frozen campaign scored, by number, and what it made of the operation that is tried.

    `own` is that operation's number where the campaign scored it. Without a campaign, `missing` says why.
    """

    missing: str = ""
    campaign: Campaign | None = None
    scores: pd.DataFrame | None = None
    own: str | None = None
    kept: bool | None = None


def reference_of(grid: Grid, record: Record | None) -> Reference:
    """What the score is compared with: the campaign frozen last on this grid. Frozen, it is open to every reader."""
    engine = reviews_if_open()
    if engine is None:
        return Reference(
            "La base des évaluations ne répond pas\u202f: le rang parmi les opérations d'une campagne manque."
        )
    campaigns = known_campaigns(engine)
    campaign = last_frozen(campaigns, grid)
    if campaign is None:
        frozen = any(found.frozen for found in campaigns)
        return Reference(
            "Aucune campagne figée n'a utilisé cette grille, dans cette version\u202f: il n'y a pas de rang à donner."
            if frozen
            else "Aucune campagne n'est encore figée\u202f: il n'y a pas de rang à donner."
        )
    scores = scores_of(engine, campaign)
    if scores.empty:
        return Reference(f"La campagne {quoted(campaign.name)} n'a pas de score\u202f: il n'y a pas de rang à donner.")
    own = None
    if record is not None:
        population = operations_of(engine, campaign)
        waves = dict(zip(population["num_dossier"], population["wave"], strict=True))
        number = str(record["num_dossier"])
        same = number in waves and (waves[number] == str(record["wave"]) or told_by_number(record["period"]))
        own = number if same and number in scores.index else None
    return Reference("", campaign, scores, own, decided_by(engine, campaign).get(own) if own else None)


# Answers, weights, results


@st.fragment
def try_grid(grid: Grid, record: Record | None, found: Found, reference: Reference) -> None:
    """The questions, the weights and what they lead to: an answer draws this part again and leaves the rest alone."""
    for question in grid.questions:
        st.session_state.setdefault(_question_key(grid, question.id), None)
    for place, criterion in enumerate(grid.criteria):
        draw_criterion(place, criterion, found.get(criterion.id, ()), lambda name: _question_key(grid, name))
    st.button(
        "Effacer les réponses",
        on_click=_clear_answers,
        args=(grid,),
        icon=":material/ink_eraser:",
        type="tertiary",
        key="essai-effacer",
    )
    weights = draw_weights(grid, _trial_name(grid))
    answers = {
        question.id: answer_of(st.session_state[_question_key(grid, question.id)]) for question in grid.questions
    }
    trial = Trial(grid, answers, weights, DEFAULT_RULE)
    rank = _rank(trial, reference)
    draw_cautions(grid)
    section("Résultat")
    _draw_result(trial, reference, rank)
    with st.container(key="verdict-essai"):
        st.html(_summary(trial, rank))
    _keep_address(grid, record, trial, weights)


def _rank(trial: Trial, reference: Reference) -> Rank | None:
    score = trial.score
    if score is None or reference.scores is None:
        return None
    others = scores_under(reference.scores, trial.weights)
    return rank_among(score, others.drop(index=reference.own) if reference.own else others)


def _draw_result(trial: Trial, reference: Reference, rank: Rank | None) -> None:
    if trial.score is None:
        st.markdown(literal(_without_score(trial)))
        return
    st.markdown(_verdict(trial))
    figure = trial_figure(trial)
    card(
        figure,
        source=f"{trial.grid.title}, version {trial.grid.version}",
        filters="Réponses et poids de cet écran, qui ne sont pas enregistrés",
        picture=lambda: criterion_bars(figure.rows[:-1]),
    )
    if trial.retained is not None:
        st.markdown("### Ce qui ferait basculer ce verdict")
        _draw_tips(trial, trial.retained)
    st.markdown("### Parmi les opérations déjà évaluées")
    _draw_rank(trial, reference, rank)


def _without_score(trial: Trial) -> str:
    if not any(trial.weights.values()):
        return (
            f"Tous les poids sont à zéro{NARROW_SPACE}: aucun score ne peut être calculé. Montez au moins un curseur."
        )
    if trial.answered:
        return f"Les critères qui ont une réponse ont un poids nul{NARROW_SPACE}: il n'y a pas encore de score."
    return f"Aucune réponse{NARROW_SPACE}: répondez à une question pour avoir un score."


def _verdict(trial: Trial) -> str:
    """The verdict in words, and how far it may still change."""
    score, threshold = f"**{decimal(trial.score)} sur 100**", decimal(trial.rule.score, 0)
    if trial.retained is None:
        said = [
            f"Score de {score}. Cette grille relit des opérations déjà retenues\u202f: elle ne donne pas de verdict."
        ]
    elif trial.retained:
        said = [f"Score de {score}, au moins égal au seuil de {threshold}\u202f: l'opération serait **retenue**."]
    else:
        said = [f"Score de {score}, sous le seuil de {threshold}\u202f: l'opération ne serait **pas retenue**."]
    if trial.provisional and (possible := trial.possible):
        low, high = possible
        said.append(
            f"Il est provisoire\u202f: {_given(trial)}. Selon celles qui manquent, il ira de {decimal(low)} à {decimal(high)}."
        )
        if trial.retained is not None and trial.settled:
            said.append("Aucune d'elles ne peut plus changer ce verdict.")
    if trial.retained is not None:
        said.append(
            "Une campagne décide sur l'avis des évaluateurs\u202f: ce score les éclaire, il ne les remplace pas."
        )
    return " ".join(said)


def _given(trial: Trial) -> str:
    return f"{plural(trial.answered, 'réponse')} sur {integer(len(trial.scales))}"


def _draw_tips(trial: Trial, retained: bool) -> None:
    if trial.tips:
        effect = "l'écarter" if retained else "la faire retenir"
        st.markdown(f"**Une réponse** – l'une de celles-ci suffirait à {literal(effect)}\u202f:")
        st.markdown("\n".join(f"- {literal(_tip(tip, retained))}" for tip in trial.tips))
    else:
        st.markdown("**Une réponse** – aucune autre réponse à une seule question ne changerait ce verdict.")
    if trial.reading:
        st.markdown(f"**Les poids** – {literal(trial.reading)}")


def _tip(tip: Tip, retained: bool) -> str:
    last = 0 if retained else tip.question.top
    beyond = "" if tip.level == last else " ou moins" if retained else " ou plus"
    instead = "sans réponse à présent" if tip.answer is None else f"au lieu de {tip.answer}"
    return f"{quoted(tip.question.text)}{NARROW_SPACE}: {integer(tip.level)}{beyond}, {instead}"


def _draw_rank(trial: Trial, reference: Reference, rank: Rank | None) -> None:
    campaign = reference.campaign
    if campaign is None or rank is None:
        st.markdown(literal(reference.missing))
        return
    level = f", à égalité avec {plural(rank.equal, 'autre')}," if rank.equal else ""
    st.markdown(
        literal(
            f"Avec ces réponses et ces poids, l'opération se placerait {ordinal(rank.rank)} sur {integer(rank.among)}{level} "
            f"parmi celles de la campagne {quoted(campaign.name)}, figée le {long_date(campaign.frozen_at)}."
        )
    )
    given = None
    if reference.own and reference.scores is not None:
        given = scores_under(reference.scores, trial.weights)[reference.own]
    if not is_missing(given):
        decided = "" if reference.kept is None else " et l'a retenue" if reference.kept else " et ne l'a pas retenue"
        st.markdown(
            literal(
                f"Cette campagne lui a donné {decimal(given)} sur 100 avec les mêmes poids{decided}\u202f; son évaluation est "
                "mise à part pour ce rang."
            )
        )
    draw_demonstration_notice(campaign)


def _summary(trial: Trial, rank: Rank | None) -> str:
    """The verdict in two lines, which stays at the foot of the window; a live region, so that a screen reader says it."""
    if trial.score is None:
        lines = [escape(_without_score(trial))]
    else:
        score = f"<strong>{decimal(trial.score)}</strong> sur 100"
        if trial.retained is not None:
            score += f' <span class="{"retenue" if trial.retained else ""}">{OUTCOMES[trial.retained]}</span>'
        said = [f"{ordinal(rank.rank)} sur {integer(rank.among)}"] if rank else []
        said += [f"provisoire, {_given(trial)}"] if trial.provisional else []
        parts = score_of_each((place, part.score) for place, part in enumerate(trial.parts, start=1))
        lines = [f"{score} {' · '.join(said)}", parts]
    return f'<div role="status" class="verdict-essai">{"".join(f"<p>{line}</p>" for line in lines)}</div>'
