"""A whole double-blind review with the keyboard alone, in two windows at once, then the arbitration of a third person."""

import re
from contextlib import ExitStack
from dataclasses import asdict

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, expect

from dashboard.demo.campaigns import install_campaigns
from dashboard.reviews.campaigns import create_campaign, get_operations, list_campaigns
from dashboard.reviews.store import default_location, open_store
from dashboard.warehouse.state import State
from tests.browser.conftest import Screen, screen_of
from tests.browser.keyboard import focused, press, tab_to


@pytest.fixture
def campaign(own_server: tuple[str, State], request: pytest.FixtureRequest) -> str:
    """The open campaign of the demonstration, as nobody has touched it, under an identifier of the test's own."""
    engine = open_store(default_location(own_server[1].root))
    install_campaigns(engine, own_server[1])
    [model] = [campaign for campaign in list_campaigns(engine) if campaign.id == "demonstration-ouverte"]
    operations = pd.DataFrame(map(asdict, get_operations(engine, model.id)))
    own = create_campaign(
        engine, campaign_id=request.node.name.replace("_", "-"), name=f"{model.name} {request.node.name}",
        demonstration=True, grid=model.grid, lexicon_hash=model.lexicon_hash, lexicon_text=model.lexicon_text,
        extracts=model.extracts, operations=operations, reviewers=(), by=model.created_by, rule=model.rule,
        at=model.created_at,
    )  # fmt: skip
    engine.dispose()
    return own.id


def at_hand(screen: Screen, number: str, *, left: bool = False) -> None:
    """Waits until an operation is at hand, or with `left` until another one is."""
    sign = "!==" if left else "==="
    screen.page.wait_for_function(
        f"number => new URLSearchParams(location.search).get('operation') {sign} number", arg=number
    )
    screen.settled()


def declare(screen: Screen, name: str) -> None:
    tab_to(screen, "Votre nom")
    screen.page.keyboard.type(name)
    press(screen, "Enter")
    expect(acting_as(screen, name)).to_be_visible()


def acting_as(screen: Screen, name: str) -> Locator:
    """The button that says under which name one acts."""
    return screen.page.get_by_test_id("stPopover").get_by_role("button", name=name)


def forget_name(screen: Screen, name: str) -> None:
    acting_as(screen, name).click()
    screen.page.get_by_role("button", name="Changer de nom").click()
    expect(screen.page.get_by_role("textbox", name="Votre nom")).to_be_visible()


def fill(screen: Screen, level: str, verdict: int, comment: str, *, opinion_last: bool = False) -> None:
    """Answers the first question, gives an opinion (its place in the list) and a comment, then submits from the last of them."""
    tab_to(screen, "0 –")
    press(screen, "Space", *(["ArrowDown"] * int(level)))
    assert focused(screen).startswith(f"{level} –")
    if opinion_last:
        tab_to(screen, "Commentaire")
        screen.page.keyboard.type(comment)
        tab_to(screen, "Avis", "Shift+Tab")
        press(screen, f"Digit{verdict + 1}", "Control+Enter")
        return
    tab_to(screen, "Avis")
    press(screen, "Space", *(["ArrowRight"] * verdict))
    tab_to(screen, "Commentaire")
    screen.page.keyboard.type(comment)
    press(screen, "Control+Enter")


def test_two_reviewers_then_an_arbiter_with_the_keyboard_alone(
    browser: Browser, own_server: tuple[str, State], campaign: str
):
    with ExitStack() as windows:
        first, second = (windows.enter_context(screen_of(browser, own_server[0])) for _ in range(2))
        first.open("evaluer", campagne=campaign)
        declare(first, "Anne")
        [number] = first.query()["operation"]
        second.open("evaluer", campagne=campaign, operation=number)
        declare(second, "Bob")
        at_hand(second, number)

        fill(first, "2", 2, "Ce que pense Anne")
        expect(first.page.get_by_text("Évaluation soumise")).to_be_visible()
        at_hand(first, number, left=True)
        press(second, "Alt+n")
        at_hand(second, number, left=True)
        press(second, "Alt+p")
        at_hand(second, number)
        assert "Ce que pense Anne" not in second.page.content()
        queue = second.page.get_by_role("combobox", name="Opération", exact=True)
        expect(queue).to_have_value(re.compile("· à faire, déjà lue ·"))

        fill(second, "1", 1, "Ce que pense Bob", opinion_last=True)
        expect(second.page.get_by_text("Évaluation soumise")).to_be_visible()
        second.open("evaluer", campagne=campaign, operation=number)
        expect(second.page.get_by_text("Ce que pense Anne")).to_be_visible()
        expect(second.page.get_by_text("une troisième personne tranchera")).to_be_visible()

        third = windows.enter_context(screen_of(browser, own_server[0]))
        third.open("arbitrage", campagne=campaign)
        declare(third, "Chloé")
        expect(third.page.get_by_text("1 désaccord à arbitrer")).to_be_visible()
        for said in ("Ce que pense Anne", "Ce que pense Bob"):
            expect(third.page.get_by_text(said)).to_be_visible()
        tab_to(third, "Décision")
        press(third, "ArrowRight")
        tab_to(third, "Motif")
        third.page.keyboard.type("La méthode est connue ailleurs.")
        press(third, "Control+Enter")
        # What stays on the page: the toast « Décision enregistrée » may be gone before a slow machine is asked for it.
        expect(third.page.get_by_text("Non retenue par arbitrage")).to_be_visible()
        expect(third.page.get_by_text("0 désaccord à arbitrer")).to_be_visible()

        third.open("accord", campagne=campaign)
        expect(third.page.get_by_text("1 double lecture : trop peu pour un intervalle")).to_be_visible()
        third.open("campagnes", campagne=campaign)
        reports = []
        for _ in range(2):
            with third.page.expect_download() as given:
                third.page.get_by_role("button", name="Rapport en PDF").click()
            reports.append(given.value.path().read_bytes())
        assert reports[0].startswith(b"%PDF-")
        assert reports[0] == reports[1]


def test_what_is_being_typed_survives_a_shortcut(browser: Browser, own_server: tuple[str, State], campaign: str):
    with screen_of(browser, own_server[0]) as screen:
        screen.open("evaluer", campagne=campaign)
        declare(screen, "Anne")
        [number] = screen.query()["operation"]
        tab_to(screen, "Commentaire")
        screen.page.keyboard.type("Phrase à peine finie")
        press(screen, "Alt+n")
        at_hand(screen, number, left=True)
        press(screen, "Alt+p")
        at_hand(screen, number)
        expect(screen.page.get_by_role("textbox", name="Commentaire")).to_have_value("Phrase à peine finie")

        # Digits answer, what lacks is said in sight of the button, and the next operation opens at its top.
        page, progress = screen.page, screen.page.locator(".st-key-avancement-evaluation")
        page.evaluate("document.activeElement.blur()")
        press(screen, "Digit2", "Digit3")
        expect(progress).to_contain_text("1/8")
        assert focused(screen).startswith("3 –")
        for answered in range(2, 9):
            tab_to(screen, "Aller à la première question sans réponse")
            press(screen, "Enter", "Numpad1")
            expect(progress).to_contain_text(f"{answered}/8")
        page.get_by_text("Retenue", exact=True).click()
        press(screen, "Control+Enter")
        expect(page.get_by_text("Le type d'opération manque")).to_be_in_viewport()
        at_hand(screen, number)
        press(screen, "Digit2", "Control+Enter")
        at_hand(screen, number, left=True)
        expect(page.get_by_text("Évaluation soumise")).to_be_in_viewport()
        expect(page.get_by_role("heading", name="Évaluer")).to_be_in_viewport()
        assert page.locator(".st-key-lecture-operation h2").bounding_box()["y"] < 300


def test_the_declared_name_outlives_a_link_followed(browser: Browser, own_server: tuple[str, State], campaign: str):
    with screen_of(browser, own_server[0]) as screen:
        screen.open("evaluer", campagne=campaign)
        declare(screen, "Anne d'Été ; <b>")
        screen.open("arbitrage", campagne="demonstration-2019")
        acting_as(screen, "Anne d'Été").click()
        expect(screen.page.get_by_text("nom déclaré")).to_contain_text("Anne d'Été ; <b>")
        acting_as(screen, "Anne d'Été").click()
        forget_name(screen, "Anne d'Été")
        screen.settled()
        screen.open("evaluer", campagne=campaign)
        expect(screen.page.get_by_role("textbox", name="Votre nom")).to_be_visible()


def test_double_clicks_are_one_submission_and_one_decision(
    browser: Browser, own_server: tuple[str, State], campaign: str
):
    with screen_of(browser, own_server[0]) as screen:
        screen.open("evaluer", campagne=campaign)
        declare(screen, "Anne")
        [number] = screen.query()["operation"]
        for name, verdict in (("Anne", "Non retenue"), ("Bob", "Incertaine")):
            if name == "Bob":
                forget_name(screen, "Anne")
                declare(screen, name)
                screen.open("evaluer", campagne=campaign, operation=number)
                at_hand(screen, number)
            screen.page.get_by_text(verdict, exact=True).click()
            screen.settled()
            screen.page.get_by_role("button", name="Soumettre").dblclick()
            at_hand(screen, number, left=True)
            expect(screen.page.get_by_text("vous avez soumis 1 évaluation")).to_be_visible()
            assert screen.page.get_by_test_id("stAlert").filter(has_text="manque").count() == 0
        screen.open("arbitrage", campagne=campaign)
        forget_name(screen, "Bob")
        declare(screen, "Chloé")
        screen.page.get_by_text("Non retenue", exact=True).last.click()
        screen.page.get_by_role("textbox", name="Motif").fill("Connu ailleurs.")
        screen.page.get_by_role("button", name="Trancher").dblclick()
        expect(screen.page.get_by_text("Décision enregistrée")).to_be_visible()
        screen.settled()
        expect(screen.page.get_by_text("0 désaccord à arbitrer")).to_be_visible()
