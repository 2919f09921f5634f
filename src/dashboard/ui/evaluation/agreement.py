"""Accord: what alpha says of a campaign, line by line, then the operations that divide its reviewers."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role
from dashboard.charts.scores import agreement_bars, agreement_in_words
from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import decimal, integer, listing, long_date, percent, plural
from dashboard.domain.grid import UNANSWERED, Grid, Question, QuestionKind
from dashboard.figures.agreement import ORIGIN_COLUMNS, REPORT_COLUMNS, SPECIFIC, origin_rows, report_rows
from dashboard.figures.figure import Figure
from dashboard.reviews.agreement import (
    DRAWS,
    FEWEST,
    RELIABLE,
    TENTATIVE,
    Agreement,
    Part,
    read_twice,
)
from dashboard.reviews.model import Campaign, Verdict
from dashboard.reviews.origins import Origin
from dashboard.reviews.scores import VERDICT
from dashboard.ui.access import may
from dashboard.ui.campaign_scores import (
    agreement_by_origin_of,
    agreement_of,
    answers_of,
    disagreements_of,
    operations_of,
)
from dashboard.ui.data import current_selection
from dashboard.ui.figure_card import card
from dashboard.ui.links import operation_links
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.query import records

SHOWN: Final = 10
Given = dict[tuple[str, str], dict[str, object]]
"""(num_dossier, question) → reviewer → answer"""

FIXED_POPULATION: Final = "Population de la campagne"
VERDICT_WORDS: Final = {Verdict.RETAINED: "retenue", Verdict.REJECTED: "non retenue", Verdict.UNSURE: "avis incertain"}
DISAGREEMENT_COLUMNS: Final = {
    "title": COLUMNS["operation"],
    **columns_of("beneficiary"),
    "distance": ColumnFormat("Écart moyen", Kind.PERCENT, digits=0),
    "widest": ColumnFormat("Question la plus disputée"),
}
READING: Final = (
    f"Alpha de Krippendorff\u202f: 1 quand toutes les réponses sont identiques, 0 quand elles ne se ressemblent pas plus que des "
    f"réponses données au hasard. Repères usuels\u202f: {decimal(RELIABLE)} pour conclure, {decimal(TENTATIVE, 3)} pour conclure "
    "avec prudence. Une comparaison est une question qui a reçu deux réponses sur la même opération. L'intervalle à 95\u202f% vient "
    f"d'opérations retirées au sort {integer(DRAWS)} fois, à partir de {FEWEST} doubles lectures."
)


def source_of(campaign: Campaign) -> str:
    """Where the figures of a campaign come from, for the cards."""
    when = f"figée le {long_date(campaign.frozen_at.date())}" if campaign.frozen_at else "encore ouverte"
    return f"Source\u202f: évaluations de la campagne «\u202f{campaign.name}\u202f», {when}"


def agreement_or_stop(engine: Engine, campaign: Campaign) -> list[Agreement]:
    """The agreement on reviews that are all in; where nothing was answered twice, the page stops with a sentence."""
    report = agreement_of(engine, campaign)
    if not any(line.units for line in report):
        st.info(
            "Aucune question n'a reçu deux réponses sur la même opération\u202f: il n'y a rien à comparer.",
            icon=":material/info:",
        )
        st.stop()
    return report


def answers_shown(engine: Engine, campaign: Campaign) -> pd.DataFrame:
    """The answers of a campaign, with the reviewers' names for the data manager alone."""
    return answers_of(engine, campaign, anonymised=not may(Role.DATA_MANAGER))


def finding(report: Sequence[Agreement]) -> str:
    """The title of the card: what the verdict says, then how many criteria agree well enough (questions without scales)."""
    verdict = next((line for line in report if line.part is Part.VERDICT), None)
    parts = []
    if verdict is not None and verdict.alpha is not None:
        parts.append(f"{_strength(verdict.alpha)} sur l'avis (alpha de {decimal(verdict.alpha, 2)})")
    for part, word in ((Part.CRITERION, "critère"), (Part.QUESTION, "question")):
        measured = [line for line in report if line.part is part and line.alpha is not None]
        if measured:
            firm = sum((line.alpha or 0.0) >= TENTATIVE for line in measured)
            among = (
                f"les {plural(firm, word)}"
                if firm == len(measured) > 1
                else f"{integer(firm)} {word} sur {len(measured)}"
            )
            parts.append(f"au moins moyen sur {among}")
            break
    return f"Accord {listing(parts)}" if parts else "Accord non mesurable\u202f: les réponses sont toutes identiques"


def _strength(alpha: float) -> str:
    return "solide" if alpha >= RELIABLE else "moyen" if alpha >= TENTATIVE else "insuffisant"


def draw_report(campaign: Campaign, report: list[Agreement], answers: pd.DataFrame) -> None:
    """What alpha says of the opinion in a sentence, then the card with every question."""
    operations = answers["num_dossier"].nunique()
    main = next((line for line in report if line.part is Part.VERDICT), None) or report[0]
    about = "l'avis" if main.part is Part.VERDICT else f"«\u202f{main.label}\u202f»"
    same = (
        ""
        if main.identical is None
        else f"**{percent(main.identical, 0)} de réponses identiques sur {literal(about)}.** "
    )
    st.markdown(f"{same}{literal(main.reading)} {literal(_uncertain(main))}")
    # The questions stand in the table: the picture is read at one glance.
    drawn = [line for line in report if line.part is not Part.QUESTION]
    if not any(line.part is Part.CRITERION for line in drawn):
        drawn = report
    figure = Figure(
        key="accord",
        title=finding(report),
        caption="Accord entre évaluateurs",
        sentence=agreement_in_words(report),
        rows=report_rows(report),
        columns=REPORT_COLUMNS,
        note=f"{READING} Le tableau donne chaque question." if drawn != report else READING,
    )
    card(
        figure,
        picture=lambda: agreement_bars(drawn),
        source=f"{source_of(campaign)}, {plural(operations, 'opération évaluée', 'opérations évaluées')}",
        filters=FIXED_POPULATION,
    )


def _uncertain(line: Agreement) -> str:
    """« Intervalle à 95 % : de 0,61 à 0,80, sur 226 doubles lectures. »"""
    double = plural(line.operations, "double lecture", "doubles lectures")
    if line.interval is None:
        return f"{double}\u202f: {line.uncertainty}."
    return f"Intervalle à 95\u202f%\u202f: {line.uncertainty}, sur {double}."


def draw_double_readings(engine: Engine, campaign: Campaign, answers: pd.DataFrame) -> None:
    """How many operations were read twice without seeing one another's answers; then the verdicts, apart by origin."""
    double = read_twice(answers)
    share = percent(double / campaign.operations, 0) if campaign.operations else "–"
    st.markdown(
        f"**{integer(double)} sur {plural(campaign.operations, 'opération')}** ({literal(share)}) "
        f"{'a reçu' if double < 2 else 'ont reçu'} au moins deux lectures en double aveugle\u202f: chacun a répondu sans voir les autres."
    )
    found = agreement_by_origin_of(engine, campaign) if campaign.grid.decides else []
    if not found:
        return
    html_table(
        origin_rows(found),
        ORIGIN_COLUMNS,
        key="accord-par-origine",
        alternative="Accord sur l'avis, selon l'origine des opérations",
    )
    if not any(line.origin is Origin.RANDOM for line in found):
        st.markdown(
            "Aucune opération tirée au hasard n'a encore reçu deux lectures\u202f: l'accord sur celles que le repérage écarte n'est pas mesuré."
        )
    st.caption(literal(SPECIFIC))


def disagreements_or_stop(engine: Engine, campaign: Campaign, report: Sequence[Agreement]) -> pd.DataFrame:
    """The operations on which reviewers differ, widest gap first; without any, the page stops with a sentence."""
    if not any(line.part is Part.CRITERION and line.units for line in report):
        st.info(
            "Aucune question à échelle n'a reçu deux réponses\u202f: l'écart entre évaluateurs ne se mesure pas.",
            icon=":material/info:",
        )
        st.stop()
    found = disagreements_of(engine, campaign)
    found = found[(found["distance"].fillna(0) > 0) | found["verdicts_differ"]]
    if found.empty:
        st.info("Aucune opération ne divise les évaluateurs.", icon=":material/handshake:")
        st.stop()
    return found


def draw_disagreements(engine: Engine, campaign: Campaign, answers: pd.DataFrame, found: pd.DataFrame) -> None:
    """The card of the widest gaps, each with what its reviewers answered to the question that divides them most."""
    shown = found.head(SHOWN).merge(operations_of(engine, campaign), on="num_dossier", how="left")
    shown, columns = _with_answers(campaign.grid, _by_question(answers, list(shown["num_dossier"])), shown)
    differ = int(found["verdicts_differ"].sum()) if campaign.grid.decides else len(found)
    kind = "avis" if campaign.grid.decides else "réponses"
    rows = tuple(records(shown))
    figure = Figure(
        key="desaccords",
        title=f"{plural(differ, 'opération')} sur {integer(answers['num_dossier'].nunique())} "
        f"{'reçoit' if differ < 2 else 'reçoivent'} des {kind} {'différents' if kind == 'avis' else 'différentes'}",
        caption="Opérations qui divisent les évaluateurs",
        sentence=f"{rows[0]['title']} divise le plus, avec un écart moyen de {percent(rows[0]['distance'], 0)} de l'échelle.",
        rows=rows,
        columns=columns,
        note="Écart moyen\u202f: distance entre la réponse la plus haute et la plus basse, en part de l'échelle, sur les questions "
        f"comparées. {_kept(len(found))}",
    )
    card(
        figure,
        source=source_of(campaign),
        filters=FIXED_POPULATION,
        links=lambda: {"title": operation_links(rows, current_selection())},
    )


def _kept(found: int) -> str:
    return f"Les {SHOWN} plus grands écarts sont montrés." if found > SHOWN else ""


def _with_answers(grid: Grid, given: Given, shown: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, ColumnFormat]]:
    """Adds the question that divides each operation most, and what each of its reviewers answered to it and concluded."""
    questions = [_widest(grid, given, str(number)) for number in shown["num_dossier"]]
    said = [
        _each_said(grid, given, str(number), question)
        for number, question in zip(shown["num_dossier"], questions, strict=True)
    ]
    shown = shown.assign(widest=pd.Series([question.text if question else None for question in questions], dtype="str"))
    columns = dict(DISAGREEMENT_COLUMNS)
    for rank in range(max(map(len, said))):
        name = f"review-{rank}"
        shown[name] = pd.Series([words[rank] if rank < len(words) else None for words in said], dtype="str")
        columns[name] = ColumnFormat(f"Évaluation {rank + 1}")
    return shown, columns


def _by_question(answers: pd.DataFrame, numbers: Sequence[str]) -> Given:
    """The answers to these operations, « non renseigné » left out."""
    given: Given = {}
    for row in answers[answers["num_dossier"].isin(numbers) & answers["value"].notna()].itertuples():
        given.setdefault((str(row.num_dossier), str(row.question)), {})[str(row.reviewer)] = row.value
    return given


def _widest(grid: Grid, given: Given, number: str) -> Question | None:
    """The question whose answers stand furthest apart."""
    widest, found = 0.0, None
    for question in grid.questions:
        if question.kind is not QuestionKind.SCALE:
            continue
        levels = [int(str(value)) for value in given.get((number, question.id), {}).values()]
        gap = (max(levels) - min(levels)) / question.top if levels else 0.0
        if gap > widest:
            widest, found = gap, question
    return found


def _each_said(grid: Grid, given: Given, number: str, question: Question | None) -> list[str]:
    """« Évaluateur 1 : 2 sur 3, retenue », reviewer by reviewer."""
    levels = given.get((number, question.id), {}) if question else {}
    verdicts = given.get((number, VERDICT), {}) if grid.decides else {}
    words = []
    for who in dict.fromkeys((*verdicts, *levels)):
        level = f"{levels[who]}\u00a0sur\u00a0{question.top}" if question and who in levels else None
        verdict = VERDICT_WORDS[Verdict(str(verdicts[who]))] if who in verdicts else None
        words.append(f"{who}\u202f: {', '.join(part for part in (level, verdict) if part)}")
    return words


@st.fragment
def draw_answers(engine: Engine, campaign: Campaign, answers: pd.DataFrame, found: pd.DataFrame) -> None:
    """Every answer to one of those operations, chosen from a list."""
    grid = campaign.grid
    shown = found.head(SHOWN).merge(operations_of(engine, campaign), on="num_dossier", how="left")
    titles = {str(row.num_dossier): f"{row.title} ({row.num_dossier})" for row in shown.itertuples()}
    number = st.selectbox(
        "Lire toutes les réponses à une opération",
        list(titles),
        format_func=lambda key: titles[key],
        key="desaccord-lu",
        width=620,
    )
    if number not in titles:
        return
    given = _by_question(answers, [number])
    reviewers = list(dict.fromkeys(answers.loc[answers["num_dossier"] == number, "reviewer"]))
    asked = [(question.text, question.id) for question in grid.questions]
    rows = [
        (text, *(_said(grid, name, given.get((number, name), {}).get(who)) for who in reviewers))
        for text, name in ([("Avis", VERDICT)] if grid.decides else []) + asked
    ]
    places = [f"reviewer-{rank}" for rank in range(len(reviewers))]
    columns = {"question": COLUMNS["question"]} | {
        place: ColumnFormat(who) for place, who in zip(places, reviewers, strict=True)
    }
    table = pd.DataFrame(rows, columns=["question", *places])
    html_table(table, columns, key="reponses", alternative=f"Réponses sur {titles[number]}")


def _said(grid: Grid, name: str, value: object) -> str:
    if value is None:
        return UNANSWERED
    if name == VERDICT:
        return VERDICT_WORDS[Verdict(str(value))]
    question = grid.question(name)
    if question.kind is QuestionKind.SCALE:
        level = int(str(value))
        return f"{level} sur {question.top} – {question.label_of(level)}"
    return question.label_of(str(value))
