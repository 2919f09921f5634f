"""Essayer la grille: by its address, answer by answer, against the grid's own formula; and nothing is written."""

import logging
import re
import sqlite3

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.french import decimal, integer, ordinal
from dashboard.domain.grid import UNANSWERED, Grid
from dashboard.reviews.campaigns import get_campaign
from dashboard.reviews.scores import criterion_scores
from dashboard.reviews.store import FILE_NAME
from dashboard.reviews.trial import Trial
from dashboard.ui import identification
from dashboard.ui.campaign_scores import DEFAULT_RULE
from dashboard.ui.identification import MISSES, UNMEASURED
from dashboard.warehouse.state import State
from tests.access.configured import AUTH, ROLES, login
from tests.conftest import MDFSE_ROW
from tests.pages.campaigns import grid_named, scored_campaign
from tests.pages.conftest import OPERATION, Opened, query, run, said, tables, title
from tests.pages.declared import page_path
from tests.pages.reviewing import ARBITRATION, FROZEN, desk, engine_of

TRIAL = page_path("evaluation/essayer.py")
CSESS = grid_named("csess")
NUMBER = MDFSE_ROW["num_dossier"]
JUDGED = {NUMBER: (("Alice", (3, 3, 0, 0), "non"), ("Bob", (3, 3, 0, 0), "non"))}
EVEN = {"besoin": 25, "experimentation": 25, "implication": 25, "effets": 25}


def in_summary(app: AppTest) -> str:
    """The verdict at the foot of the window, as text."""
    [found] = [block.proto.body for block in app.get("html") if 'class="verdict-essai"' in block.proto.body]
    return re.sub(r"<[^>]+>", " ", found).replace("  ", " ")


def answers_of(app: AppTest, grid: Grid = CSESS) -> dict[str, int | None]:
    held = {question.id: app.radio(key=f"essai-{grid.id}-{question.id}").value for question in grid.questions}
    return {name: None if value == UNANSWERED else value for name, value in held.items()}


def weights_of(app: AppTest, grid: Grid = CSESS) -> dict[str, int]:
    return {
        criterion.id: app.slider(key=f"poids-essai-{grid.id}-{criterion.id}").value
        for criterion in grid.scored_criteria
    }


def trial_of(app: AppTest) -> Trial:
    return Trial(CSESS, answers_of(app), weights_of(app), DEFAULT_RULE)


def shows(app: AppTest, trial: Trial) -> None:
    """The page prints what the grid's formula gives."""
    summary, texts = in_summary(app), "\n".join(said(app))
    if trial.score is None:
        assert "Résultat" in texts
        assert "sur 100" not in summary
        return
    assert f"{decimal(trial.score)} sur 100" in summary, trial
    assert ("Non retenue" in summary, "Retenue" in summary) == (not trial.retained, bool(trial.retained)), trial
    for place, score in enumerate(CSESS.criterion_scores(trial.answers).values(), start=1):
        assert f"{place}\u202f: {decimal(score)}" in summary, trial
    assert ("provisoire" in summary) == trial.provisional
    if trial.provisional:
        low, high = trial.possible or (0, 0)
        assert f"il ira de {decimal(low)} à {decimal(high)}" in texts, trial
    for tip in trial.tips:
        assert f"«\u202f{tip.question.text}\u202f»\u202f: {tip.level}" in texts, tip
    assert (trial.reading or "") in texts


# The address


def test_an_address_opens_the_same_answers_weights_and_verdict(opened: Opened, demonstration: State):
    [(number, wave)] = query(demonstration, "select num_dossier, wave from operation where retained order by 1 limit 1")
    for answers, weights in (
        ("3.2.1.-.2.1.2.0", "25.25.40.10"),
        ("0.0.0.0.0.0.0.0", "100.0.0.0"),
        ("3.3.3.3.3.3.3.3", "0.0.0.1"),
        ("-.-.-.-.-.-.3.-", "50.50.50.0"),
        ("1.2.1.2.1.2.1.2", ".".join("0000")),
    ):
        asked = {
            "operation": number,
            "vague-operation": wave,
            "grille": "csess.1",
            "reponses": answers,
            "poids": weights,
        }
        app = opened(demonstration, TRIAL, **{name.replace("-", "_"): value for name, value in asked.items()})
        given = [None if item == "-" else int(item) for item in answers.split(".")]
        assert list(answers_of(app).values()) == given, answers
        assert list(weights_of(app).values()) == [int(item) for item in weights.split(".")], weights
        assert {name: app.query_params[name] for name in asked} == asked
        assert [text for text in said(app) if "ignorée" in text] == []
        shows(app, trial_of(app))


def test_a_silly_address_is_said_in_one_sentence_and_leaves_the_page_whole(opened: Opened, demonstration: State):
    for asked in (
        {"grille": "inconnue"},
        {"grille": "lecture.1"},
        {"grille": "csess.0", "reponses": "1.1.1.1.1.1.1.1"},
        {"reponses": "1.2.3"},
        {"reponses": "<script>alert(1)</script>"},
        {"reponses": "9.-1.x.²....", "poids": "1e9.nan.-.101", "grille": "csess.1"},
        {"poids": "' or 1=1 --"},
        {"reponses": "1." * 20_000},
        {"operation": "inconnue"},
        {"operation": "*gras* [lien](http://ailleurs.example) <b>", "vague_operation": "2019"},
        {"operation": "@"},
        {"operation": "\x00'; drop table operation"},
    ):
        app = opened(demonstration, TRIAL, **asked)
        spoken = [re.sub(r"\\(.)", r"\1", element.value) for element in app.warning]
        assert len(spoken) == 1, (asked, spoken)
        assert spoken[0].endswith("."), spoken
        assert title(app) == "Essayer la grille"
        assert len(app.radio) == len(CSESS.questions), asked
        assert set(answers_of(app).values()) <= {None, *range(4)}, asked
        kept = {name: value for name, value in app.query_params.items() if name in asked or name == "vague-operation"}
        assert kept in ({}, {"grille": "csess.1"}), (asked, kept)


def test_a_wave_without_a_number_names_no_operation(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL, vague_operation="2019")
    assert [warning.value for warning in app.warning] == []
    assert "vague-operation" not in app.query_params


def test_the_filters_of_the_address_stay(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL, region="Bretagne", reponses="1.-.-.-.-.-.-.-", grille="csess.1")
    app.radio(key="essai-csess-intensite").set_value(2)
    run(app)
    assert (app.query_params["region"], app.query_params["reponses"]) == ("Bretagne", "1.-.-.2.-.-.-.-")
    assert app.multiselect(key="region").value == ["Bretagne"]


# Answers and weights


def test_each_answer_and_each_weight_counts_at_once(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL)
    assert "Aucune réponse" in in_summary(app)
    for rank, question in enumerate(CSESS.questions):
        for level in (question.top, rank % 4):
            app.radio(key=f"essai-csess-{question.id}").set_value(level)
            run(app)
            assert answers_of(app)[question.id] == level
            assert app.query_params["reponses"].split(".")[rank] == str(level)
            shows(app, trial_of(app))
    for rank, criterion in enumerate(CSESS.scored_criteria):
        app.slider(key=f"poids-essai-csess-{criterion.id}").set_value(90 - rank)
        run(app)
        assert app.query_params["poids"].split(".")[rank] == str(90 - rank)
        shows(app, trial_of(app))
    [reset] = [button for button in app.button if button.label == "Poids de la grille"]
    reset.click()
    run(app)
    assert weights_of(app) == EVEN
    assert "poids" not in app.query_params
    app.button(key="essai-effacer").click()
    run(app)
    assert set(answers_of(app).values()) == {None}
    assert "reponses" not in app.query_params


def test_the_table_of_the_card_adds_up(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL, grille="csess.1", reponses="3.2.-.-.2.1.2.0", poids="25.25.40.10")
    app.segmented_control(key="vue-essai").set_value("Tableau")
    table = next(table for table in tables(run(app)) if "Points apportés" in table.columns)
    assert list(table.index) == [*(criterion.title for criterion in CSESS.criteria), "Ensemble"]
    assert list(table["Score sur 100"]) == ["83,3", "–", "50,0", "33,3", "58,9"]
    assert list(table["Poids"]) == ["33,3\u202f%", "–", "53,3\u202f%", "13,3\u202f%", "100,0\u202f%"]


def test_cautions_stand_before_the_result_and_before_an_arbitration(
    opened: Opened, demonstration: State, own_state: State
):
    texts = said(opened(demonstration, TRIAL))
    [cautions] = [rank for rank, text in enumerate(texts) if all(one in text for one in CSESS.cautions)]
    assert cautions < texts.index("## Résultat")
    assert len(CSESS.cautions) == 5
    scored_campaign(engine_of(own_state), campaign_id="conflit")
    app = desk(opened, own_state, "Chloé", ARBITRATION, "conflit")
    assert any(all(one in text for one in CSESS.cautions) for text in said(app))


# The operation


def test_an_operation_is_one_click_from_its_fiche(opened: Opened, demonstration: State):
    [(number, wave)] = query(demonstration, "select num_dossier, wave from operation where retained order by 1 limit 1")
    fiche = opened(demonstration, OPERATION, operation=number, vague_operation=wave)
    [link] = [link for link in fiche.get("page_link") if link.proto.label == "Essayer la grille"]
    assert link.proto.query_string == f"operation={number}&vague-operation={wave}"


def test_without_an_operation_some_are_proposed_and_choosing_one_starts_without_answers(
    opened: Opened, demonstration: State
):
    app = opened(demonstration, TRIAL, grille="csess.1", reponses="1.1.-.-.-.-.-.-", poids="10.20.30.40")
    assert "## Sans opération" in said(app)
    proposed = [button for button in app.button if str(button.key).startswith("essai-propose-")]
    assert len(proposed) == 5
    option = str(proposed[0].key).removeprefix("essai-propose-")
    proposed[0].click()
    run(app)
    assert app.query_params["operation"] == option.split("@")[0]
    assert set(answers_of(app).values()) == {None}
    assert list(weights_of(app).values()) == [10, 20, 30, 40]
    app.radio(key="essai-csess-intensite").set_value(2)
    run(app)
    app.selectbox(key="essai-operation").set_value(None)
    run(app)
    assert "operation" not in app.query_params
    assert set(answers_of(app).values()) == {None}


def test_the_list_has_the_retained_operations_first_then_the_identified_ones(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL)
    labels = app.selectbox(key="essai-operation").options
    kinds = [label.split(" · ")[0] for label in labels]
    assert kinds == sorted(kinds, reverse=True)
    assert (
        kinds.count("Retenue")
        == query(demonstration, "select count(*) from operation where retained and period = '2014-2020'")[0][0]
    )
    assert kinds.count("Repérée") > 100


def test_any_operation_is_found_by_its_number(opened: Opened, demonstration: State):
    listed = " ".join(opened(demonstration, TRIAL).selectbox(key="essai-operation").options)
    rows = query(demonstration, "select num_dossier, wave, title from operation where not retained order by 1 desc")
    number, wave, name = next(row for row in rows if row[0] not in listed)
    app = opened(demonstration, TRIAL, operation=number)
    assert (app.query_params["operation"], app.query_params["vague-operation"]) == (number, wave)
    assert any(name in text and text.startswith("## [") for text in said(app))
    assert any("Opération synthétique" in text for text in said(app))
    assert app.selectbox(key="essai-operation").options[0].startswith(f"{name} · ")


def test_a_text_of_one_s_own_shows_its_signals_and_what_the_lexicon_may_miss(
    opened: Opened, demonstration: State, monkeypatch: pytest.MonkeyPatch
):
    app = opened(demonstration, TRIAL)
    assert not any(MISSES in text for text in said(app)), "nothing was read yet"
    app.text_area(key="essai-texte").input("Un diagnostic partagé.\nDes <b>mots</b> & *co*.")
    [send] = [button for button in app.button if button.label == "Voir les signaux"]
    send.click()
    texts = said(run(app))
    assert "## Votre texte" in texts
    assert any("blue-background" in text and "diagnostic partagé" in text for text in texts)
    assert "Des <b>mots</b> & *co*." in texts
    assert not any("diagnostic" in str(value) for value in app.query_params.values())
    [warned] = [text for text in texts if MISSES in text]
    assert UNMEASURED in warned
    assert "(reperage?periode=2014-2020&vue=Audit+du+rappel)" in warned
    measured = "Rappel au jugement des évaluateurs\u202f: au moins 80\u202f%."
    monkeypatch.setattr(identification, "recall_said", lambda *_, **__: measured)
    [warned] = [text for text in said(run(app)) if MISSES in text]
    assert measured in warned
    assert UNMEASURED not in warned


# The campaign


def test_the_rank_is_that_among_the_last_frozen_campaign(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL, grille="csess.1", reponses="2.2.1.1.2.1.2.1", poids="40.25.25.10")
    trial = trial_of(app)
    engine = engine_of(demonstration)
    names = list(EVEN)
    others = []
    for row in criterion_scores(engine, FROZEN)[names].itertuples(index=False):
        known = [(trial.weights[name], score) for name, score in zip(names, row, strict=True) if score == score]
        others.append(sum(weight * score for weight, score in known) / sum(weight for weight, _ in known))
    rank = 1 + sum(score > (trial.score or 0) + 1e-9 for score in others)
    level = sum(abs(score - (trial.score or 0)) <= 1e-9 for score in others)
    texts = said(app)
    [placed] = [text for text in texts if "se placerait" in text]
    assert f"{ordinal(rank)} sur {integer(len(others) + 1)}" in placed
    assert ("à égalité" in placed) == bool(level)
    assert get_campaign(engine, FROZEN).name in placed
    assert any("Campagne de démonstration" in text for text in texts)
    assert ordinal(rank) in in_summary(app)


def test_an_operation_that_the_campaign_judged_is_compared_with_the_others(opened: Opened, bare: State, engine):
    asked = {"operation": NUMBER, "vague_operation": "2019", "grille": "csess.1", "reponses": "3.3.3.3.3.3.3.3"}
    assert any("Aucune campagne n'est encore figée" in text for text in said(opened(bare, TRIAL, **asked)))
    scored_campaign(engine, reviews=JUDGED)
    assert not any("lui a donné" in text for text in said(opened(bare, TRIAL, **asked))), "an open campaign stays blind"
    scored_campaign(engine, campaign_id="figee", reviews=JUDGED, frozen=True, day=1)
    texts = said(opened(bare, TRIAL, **asked))
    assert any("se placerait 1re sur 1 parmi" in text for text in texts)
    assert any("lui a donné 50,0 sur 100" in text and "ne l'a pas retenue" in text for text in texts)
    elsewhere = said(opened(bare, TRIAL, grille="deux-criteres.1", reponses="3.3.3"))
    assert any("Aucune campagne figée n'a utilisé cette grille" in text for text in elsewhere)


def test_a_grid_of_retained_operations_gives_a_score_without_a_verdict(opened: Opened, demonstration: State):
    app = opened(demonstration, TRIAL, grille="essaimage.1", reponses=".".join(["3"] * 13))
    texts = said(app)
    assert any("elle ne donne pas de verdict" in text for text in texts)
    assert "### Ce qui ferait basculer ce verdict" not in texts
    assert "etenue" not in in_summary(app)
    assert [name for name in app.selectbox(key="essai-grille").options if "lecture" in name] == []


def test_the_page_works_without_the_store(opened: Opened, bare: State, caplog):
    (bare.root / FILE_NAME).write_text("ceci n'est pas une base", encoding="utf-8")
    with caplog.at_level(logging.WARNING, logger="dashboard.ui.reviews_store"):
        app = opened(bare, TRIAL, grille="csess.1", reponses="3.3.3.3.3.3.3.3")
    assert any("ne répond pas" in text for text in said(app))
    assert "100,0 sur 100" in in_summary(app)


def test_a_page_on_an_empty_extract_is_never_empty(opened: Opened, empty: State):
    app = opened(empty, TRIAL, operation="201493079")
    assert any("Aucune opération" in element.value for element in app.warning)
    assert len(app.radio) == len(CSESS.questions)


# Nothing is written, everyone may look


def test_nothing_is_stored(opened: Opened, own_state: State):
    app = opened(own_state, TRIAL)
    before = contents(own_state)
    for question in CSESS.questions:
        app.radio(key=f"essai-csess-{question.id}").set_value(3)
        run(app)
    app.slider(key="poids-essai-csess-effets").set_value(80)
    run(app)
    run(app.switch_page(OPERATION))
    assert contents(own_state) == before
    held = ("_essai", "essai-operation", "essai-csess-intensite", "poids-essai-csess-effets")
    assert [name for name in held if name in app.session_state] == []


def contents(state: State) -> tuple[list[str], list[str]]:
    """Every file of the state, and every row of the store."""
    files = sorted(str(path.relative_to(state.root)) for path in state.root.rglob("*") if path.is_file())
    with sqlite3.connect(state.root / FILE_NAME) as connection:
        return [name for name in files if not name.startswith(FILE_NAME)], list(connection.iterdump())


def test_a_reader_may_try(opened: Opened, demonstration: State, configured, monkeypatch: pytest.MonkeyPatch):
    configured(AUTH + ROLES)
    monkeypatch.setattr("dashboard.ui.access.claims", login)
    app = opened(demonstration, TRIAL, grille="csess.1", reponses="3.3.3.3.3.3.3.3")
    assert title(app) == "Essayer la grille"
    assert "100,0 sur 100" in in_summary(app)
