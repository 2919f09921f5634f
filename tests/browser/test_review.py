"""A whole double-blind review with the keyboard alone, in two windows at once, then the arbitration of a third person."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.warehouse.state import State
from tests.browser.conftest import Screen, screen_of, serving
from tests.browser.keyboard import focused, press, tab_to

CAMPAIGN = "demonstration-ouverte"


@pytest.fixture
def own_server(browser: Browser, own_state: State, tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path) as address:
        yield address


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
    expect(screen.page.get_by_text(f"«\u202f{name}\u202f»")).to_be_visible()


def fill(screen: Screen, level: str, verdict: int, comment: str) -> None:
    """Answers the first question, gives an opinion (its place in the list) and a comment, then submits."""
    tab_to(screen, "Non renseigné")
    press(screen, "ArrowDown", *(["ArrowDown"] * int(level)))
    assert focused(screen).startswith(f"{level} –")
    tab_to(screen, "Avis")
    press(screen, "Space", *(["ArrowRight"] * verdict))
    tab_to(screen, "Commentaire")
    screen.page.keyboard.type(comment)
    press(screen, "Control+Enter")


def test_two_reviewers_then_an_arbiter_with_the_keyboard_alone(browser: Browser, own_server: str):
    with ExitStack() as windows:
        first, second = (windows.enter_context(screen_of(browser, own_server)) for _ in range(2))
        first.open("evaluer", campagne=CAMPAIGN)
        declare(first, "Anne")
        [number] = first.query()["operation"]
        second.open("evaluer", campagne=CAMPAIGN, operation=number)
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

        fill(second, "1", 1, "Ce que pense Bob")
        expect(second.page.get_by_text("Évaluation soumise")).to_be_visible()
        second.open("evaluer", campagne=CAMPAIGN, operation=number)
        expect(second.page.get_by_text("Ce que pense Anne")).to_be_visible()
        expect(second.page.get_by_text("une troisième personne tranchera")).to_be_visible()

        third = windows.enter_context(screen_of(browser, own_server))
        third.open("arbitrage", campagne=CAMPAIGN)
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


def test_what_is_being_typed_survives_a_shortcut(browser: Browser, own_server: str):
    with screen_of(browser, own_server) as screen:
        screen.open("evaluer", campagne=CAMPAIGN)
        declare(screen, "Anne")
        [number] = screen.query()["operation"]
        tab_to(screen, "Commentaire")
        screen.page.keyboard.type("Phrase à peine finie")
        press(screen, "Alt+n")
        at_hand(screen, number, left=True)
        press(screen, "Alt+p")
        at_hand(screen, number)
        expect(screen.page.get_by_role("textbox", name="Commentaire")).to_have_value("Phrase à peine finie")


def test_the_declared_name_outlives_a_link_followed(browser: Browser, own_server: str):
    with screen_of(browser, own_server) as screen:
        screen.open("evaluer", campagne=CAMPAIGN)
        declare(screen, "Anne d'Été ; <b>")
        screen.open("arbitrage", campagne="demonstration-2019")
        expect(screen.page.get_by_text("nom déclaré")).to_contain_text("Anne d'Été ; <b>")
        screen.page.get_by_role("button", name="Changer de nom").click()
        expect(screen.page.get_by_role("textbox", name="Votre nom")).to_be_visible()
        screen.settled()
        screen.open("evaluer", campagne=CAMPAIGN)
        expect(screen.page.get_by_role("textbox", name="Votre nom")).to_be_visible()


def test_double_clicks_are_one_submission_and_one_decision(browser: Browser, own_server: str):
    with screen_of(browser, own_server) as screen:
        screen.open("evaluer", campagne=CAMPAIGN)
        declare(screen, "Anne")
        [number] = screen.query()["operation"]
        for name, verdict in (("Anne", "Non retenue"), ("Bob", "Incertaine")):
            if name == "Bob":
                screen.page.get_by_role("button", name="Changer de nom").click()
                declare(screen, name)
                screen.open("evaluer", campagne=CAMPAIGN, operation=number)
                at_hand(screen, number)
            screen.page.get_by_text(verdict, exact=True).click()
            screen.settled()
            screen.page.get_by_role("button", name="Soumettre").dblclick()
            at_hand(screen, number, left=True)
            expect(screen.page.get_by_text("vous avez soumis 1 évaluation")).to_be_visible()
            assert screen.page.get_by_test_id("stAlert").filter(has_text="manque").count() == 0
        screen.open("arbitrage", campagne=CAMPAIGN)
        screen.page.get_by_role("button", name="Changer de nom").click()
        declare(screen, "Chloé")
        screen.page.get_by_text("Non retenue", exact=True).last.click()
        screen.page.get_by_role("textbox", name="Motif").fill("Connu ailleurs.")
        screen.page.get_by_role("button", name="Trancher").dblclick()
        expect(screen.page.get_by_text("Décision enregistrée")).to_be_visible()
        screen.settled()
        expect(screen.page.get_by_text("0 désaccord à arbitrer")).to_be_visible()
