"""Évaluer, Arbitrage: declared name, drafts, blindness, disagreement, a third person's decision."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.demo.campaigns import install_campaigns
from dashboard.domain.french import decimal
from dashboard.domain.grid import UNANSWERED, Answer
from dashboard.reviews.campaigns import create_campaign, get_campaign, get_operations
from dashboard.reviews.deciding import decisions
from dashboard.reviews.inputs import POPULATION_COLUMNS
from dashboard.reviews.model import DecisionRule, Status, Verdict
from dashboard.reviews.reviewing import own_review, save_draft, submit
from tests.access.configured import AUTH, login
from tests.pages.conftest import Opened, run, said, tables
from tests.pages.declared import MAIN_SCRIPT
from tests.pages.reviewing import (
    ARBITRATION,
    FROZEN,
    OPEN,
    REVIEW,
    SECOND_READING,
    answer,
    at_hand,
    declared,
    desk,
    engine_of,
    field,
    press,
    review,
)
from tests.patience import PATIENCE


def test_a_name_is_asked_for_before_anything_is_shown_of_the_queue(opened: Opened, own_state):
    app = opened(own_state, REVIEW, campagne=OPEN)
    assert [widget.key for widget in app.text_input if widget.key == "nom-declare"]
    assert not app.selectbox(key="campagne").disabled
    assert [box.key for box in app.selectbox if box.key == "file-operation"] == []
    app = declared(app, "   ")
    assert any("Le nom est vide" in text for text in said(app))
    app = declared(app, "  Zoé   Martin ")
    assert any("nom déclaré «\u202fZoé Martin\u202f»" in text and "non vérifié" in text for text in said(app))
    assert at_hand(app)


def test_each_answer_is_a_draft_that_a_new_visit_finds_again(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    answer(app, "essai_ajustement", 2)
    answer(app, "commentaire", "À relire.")
    kept = own_review(engine_of(own_state), OPEN, number, "Anne")
    assert kept is not None
    assert (kept.status, kept.answers["essai_ajustement"], kept.comment) == (Status.DRAFT, 2, "À relire.")
    again = desk(opened, own_state, "Anne", operation=number)
    assert at_hand(again) == number
    assert field(again, "essai_ajustement").value == 2
    assert field(again, "besoin_identifie").value is None
    assert field(again, "commentaire").value == "À relire."


def test_going_away_and_back_loses_nothing(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    answer(app, "intensite", 3)
    press(app, "Suivante")
    assert at_hand(app) != number
    assert field(app, "intensite").value is None
    press(app, "Précédente")
    assert at_hand(app) == number
    assert field(app, "intensite").value == 3


def test_a_review_without_opinion_is_refused_and_stays_on_screen(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    answer(app, "besoin_identifie", 1)
    press(app, "Soumettre")
    assert any("L'avis manque" in text for text in said(app))
    assert at_hand(app) == number
    assert field(app, "besoin_identifie").value == 1


def test_what_is_answered_is_counted_and_scored_as_one_goes(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")

    def shown() -> str:
        [found] = [block.proto.body for block in app.get("html") if 'class="verdict-essai"' in block.proto.body]
        return re.sub(r"<[^>]+>", " ", found)

    def first_left() -> str | None:
        held = [re.search(r'data-question="evaluation-\d+-(\w+)"', block.proto.body) for block in app.get("html")]
        return next((found[1] for found in held if found), None)

    grid = get_campaign(engine_of(own_state), OPEN).grid
    assert all(field(app, question.id).value is None for question in grid.questions)
    assert "0/8" in shown()
    assert "sur 100" not in shown()
    given: dict[str, Answer] = {}
    for question, level in zip(grid.questions[:3], (3, 1, 0), strict=True):
        assert first_left() == question.id
        answer(app, question.id, level)
        given[question.id] = level
        assert f"{len(given)}/8" in shown()
        assert f"{decimal(grid.score(given))}  sur 100" in shown()
        for place, score in enumerate(grid.criterion_scores(given).values(), start=1):
            assert f"{place}\u202f: {'–' if score is None else decimal(score)}" in shown()
    # Taken back, an answer is none: the questions that nothing was said of come before it.
    answer(app, grid.questions[0].id, UNANSWERED)
    kept = own_review(engine_of(own_state), OPEN, at_hand(app), "Anne")
    assert kept is not None
    assert kept.answers[grid.questions[0].id] is None
    assert "2/8" in shown()
    assert first_left() == grid.questions[3].id
    for question in grid.questions:
        answer(app, question.id, 1)
    assert "8/8" in shown()
    assert first_left() is None


def test_submitting_leads_to_the_next_operation_and_can_be_taken_back(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    review(app, Verdict.REJECTED)
    assert at_hand(app) != number
    engine = engine_of(own_state)
    submitted = own_review(engine, OPEN, number, "Anne")
    assert submitted is not None
    assert submitted.status is Status.SUBMITTED
    press(app, "Annuler l'envoi")
    assert at_hand(app) == number
    taken_back = own_review(engine, OPEN, number, "Anne")
    assert taken_back is not None
    assert (taken_back.status, taken_back.verdict) == (Status.DRAFT, Verdict.REJECTED)
    assert field(app, "avis").value is Verdict.REJECTED


def test_nobody_sees_a_review_before_all_are_submitted(opened: Opened, own_state):
    first = desk(opened, own_state, "Anne")
    number = at_hand(first)
    review(first, Verdict.RETAINED, comment="Secret d'Anne", category=0)
    second = desk(opened, own_state, "Bob", operation=number)
    assert at_hand(second) == number
    answer(second, "besoin_identifie", 0)
    everything = " ".join([*said(second), *(str(table) for table in tables(second))])
    assert "Secret d'Anne" not in everything
    assert "Anne" not in everything
    review(second, Verdict.REJECTED, comment="Avis de Bob", level=0)
    shown = desk(opened, own_state, "Bob", operation=number)
    [table] = tables(shown)
    assert list(table.columns) == ["Anne", "Bob (vous)"]
    assert table.loc["Commentaire"].tolist() == ["Secret d'Anne", "Avis de Bob"]
    assert any("ne s'accordent pas" in text for text in said(shown))
    assert [button.label for button in shown.button if button.label == "Soumettre"] == []


def test_a_third_person_settles_a_disagreement_with_a_reason(opened: Opened, own_state):
    for name, verdict, category in (("Anne", Verdict.RETAINED, 0), ("Bob", Verdict.UNSURE, None)):
        app = desk(opened, own_state, name)
        number = at_hand(app)
        review(app, verdict, category=category)
    third = desk(opened, own_state, "Bob", ARBITRATION)
    assert any("Vous avez évalué cette opération" in text for text in said(third))
    assert [button.label for button in third.button if button.label == "Trancher"] == []
    third = desk(opened, own_state, "Chloé", ARBITRATION)
    press(third, "Trancher")
    assert any("Choisissez une décision" in text for text in said(third))
    [decision] = [widget for widget in third.radio if widget.label == "Décision"]
    decision.set_value(True)
    press(third, "Trancher")
    assert decisions(engine_of(own_state), OPEN).empty
    [reason] = [widget for widget in third.text_area if widget.label == "Motif"]
    reason.input("Le besoin est établi.")
    press(third, "Trancher")
    [row] = decisions(engine_of(own_state), OPEN).to_dict("records")
    assert (row["num_dossier"], row["retained"], row["decided_by"]) == (number, True, "Chloé")
    assert "Le besoin est établi." in row["reason"]
    assert any("0 désaccord à arbitrer" in text for text in said(third))


def test_two_windows_of_one_reviewer_never_overwrite_each_other(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    answer(app, "besoin_identifie", 1)
    save_draft(engine_of(own_state), OPEN, number, "Anne", answers={"besoin_identifie": 3})
    answer(app, "intensite", 2)
    assert any("depuis une autre fenêtre" in text for text in said(app))
    press(app, "Recharger la version enregistrée")
    assert field(app, "besoin_identifie").value == 3
    assert field(app, "intensite").value is None
    answer(app, "intensite", 2)
    kept = own_review(engine_of(own_state), OPEN, number, "Anne")
    assert kept is not None
    assert (kept.answers["besoin_identifie"], kept.answers["intensite"]) == (3, 2)


def test_leaving_an_operation_gives_the_place_to_somebody_else(opened: Opened, own_state):
    engine = engine_of(own_state)
    app = desk(opened, own_state, "Anne")
    number = at_hand(app)
    answer(app, "besoin_identifie", 1)
    press(app, "Laisser cette opération à quelqu'un d'autre")
    assert own_review(engine, OPEN, number, "Anne") is None or (
        own_review(engine, OPEN, number, "Anne").status is Status.WITHDRAWN  # type: ignore[union-attr]
    )
    for name in ("Bob", "Chloé"):
        submit(engine, OPEN, number, name, answers={}, verdict=Verdict.REJECTED)
    assert len(decisions(engine, OPEN)) == 1


def test_reviewer_enrolled_in_capitals_is_whoever_logs_in_with_the_address(configured, own_state, monkeypatch):
    engine = engine_of(own_state)
    install_campaigns(engine, own_state)
    operation = get_operations(engine, OPEN)[0]
    create_campaign(
        engine,
        name="Adresses",
        grid=get_campaign(engine, OPEN).grid,
        lexicon_hash="",
        lexicon_text="",
        extracts=[],
        operations=pd.DataFrame([{name: getattr(operation, name) for name in POPULATION_COLUMNS}]),
        reviewers=["Eval1@Exemple.test"],
        by="essai",
        rule=DecisionRule(reviews_needed=1),
        campaign_id="adresses",
    )
    configured(f'{AUTH}[roles]\n"évaluateur" = ["eval1@exemple.test"]\n')
    monkeypatch.setenv("DASHBOARD_STATE", str(own_state.root))
    app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
    app.user = login("EVAL1@exemple.test")
    app.query_params["campagne"] = "adresses"
    run(app)
    run(app.switch_page(REVIEW))
    assert at_hand(app) == operation.num_dossier
    answer(app, "commentaire", "Lu.")
    kept = own_review(engine, "adresses", operation.num_dossier, "Eval1@Exemple.test")
    assert kept is not None
    assert kept.comment == "Lu."


def test_shortcuts_stand_on_the_buttons_and_can_be_switched_off(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")

    def shortcuts() -> dict[str, str]:
        return {button.label: button.proto.shortcut for button in app.button if button.proto.shortcut}

    assert shortcuts() == {
        "Soumettre": "ctrl+enter",
        "Précédente": "alt+p",
        "Suivante": "alt+n",
        "Annuler l'envoi": "alt+u",
    }
    app.toggle(key="raccourcis").set_value(False)
    run(app)
    assert shortcuts() == {}


def test_signals_are_highlighted_with_their_criterion_and_nothing_of_an_extract_is_markup(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    found = []
    for _ in range(12):
        found += [element.value for element in app.markdown if element.value.startswith("Signaux dans le texte")]
        press(app, "Suivante")
    assert found
    assert all("-background[" in words for words in found)


def test_a_second_reading_asks_for_no_opinion(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne", campaign=SECOND_READING)
    assert [widget.label for widget in app.radio if widget.label == "Avis"] == []
    number = at_hand(app)
    press(app, "Soumettre")
    assert any("Répondez à une question" in text for text in said(app))
    answer(app, "phase", "diffusion")
    press(app, "Soumettre")
    kept = own_review(engine_of(own_state), SECOND_READING, number, "Anne")
    assert kept is not None
    assert (kept.status, kept.answers["phase"], kept.verdict) == (Status.SUBMITTED, "diffusion", None)


def test_whoever_is_not_a_reviewer_is_told_so(opened: Opened, own_state):
    engine = engine_of(own_state)
    opened(own_state, REVIEW)
    frozen = get_campaign(engine, FROZEN)
    rows = [vars_of(operation) for operation in get_operations(engine, OPEN)[:2]]
    closed = create_campaign(
        engine, name="Fermée", grid=frozen.grid, lexicon_hash="", lexicon_text="", extracts=[],
        operations=pd.DataFrame(rows), reviewers=["Anne", "Bob"], by="essai", rule=DecisionRule(),
    )  # fmt: skip
    app = desk(opened, own_state, "Zoé", campaign=closed.id)
    assert any("pas parmi les évaluateurs" in text for text in said(app))
    assert [box.key for box in app.selectbox if box.key == "file-operation"] == []


def vars_of(operation: object) -> dict[str, object]:
    return {name: getattr(operation, name) for name in ("num_dossier", "wave", "title", "beneficiary")}


@pytest.mark.parametrize("page", [REVIEW, ARBITRATION])
def test_a_store_that_cannot_be_opened_is_one_sentence(opened: Opened, own_state, page, monkeypatch):
    monkeypatch.setenv("DASHBOARD_REVIEWS_URL", "mysql://nowhere/reviews")
    app = opened(own_state, page)
    [error] = app.error
    assert "peut être SQLite ou PostgreSQL" in error.value
