"""Essayer la grille with the keyboard alone, from a fiche, then by its address in another window."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Screen, screen_of
from tests.browser.keyboard import focused, press, tab_to

NUMBER = "201493079"
FIRST = "Le besoin social non ou mal satisfait est-il identifié"


def verdict(screen: Screen) -> str:
    return screen.page.locator(".verdict-essai").inner_text()


def test_the_grid_is_tried_with_the_keyboard_then_by_its_address(browser: Browser, server: str):
    with screen_of(browser, server) as first, screen_of(browser, server) as second:
        first.open("operation", operation=NUMBER, vague_operation="2017", axe="1")
        tab_to(first, "Essayer la grille")
        first.page.keyboard.press("Enter")
        expect(first.page.locator("h1")).to_have_text("Essayer la grille")
        first.settled()
        asked = first.query()
        assert (asked["operation"], asked["vague-operation"]) == ([NUMBER], ["2017"])
        assert [value.split(" – ")[0] for value in asked["axe"]] == ["PON FSE · 1"], "the filters follow"
        assert "Aucune réponse" in verdict(first)

        tab_to(first, FIRST)
        # In one breath: an answer that comes before the last one is drawn isn't lost.
        for key in ("Space", "ArrowDown", "ArrowDown", "ArrowDown"):
            first.page.keyboard.press(key)
        first.settled()
        assert focused(first).startswith("3 –")
        assert first.query()["reponses"] == ["3.-.-.-.-.-.-.-"]
        tab_to(first, "La réponse se distingue-t-elle")
        press(first, "Space")
        assert first.query()["reponses"] == ["3.0.-.-.-.-.-.-"]
        assert verdict(first).startswith("50,0 sur 100 Retenue")
        tab_to(first, "L'action se déploie-t-elle")
        press(first, "Space")
        assert verdict(first).startswith("25,0 sur 100 Non retenue")
        tab_to(first, "Dimension expérimentale et prise de risque")
        press(first, "Home")
        assert first.query()["poids"] == ["25.0.25.25"]
        assert verdict(first).startswith("50,0 sur 100 Retenue")
        expect(first.page.get_by_text("La nouveauté se juge sur place")).to_be_visible()

        second.page.goto(first.page.url)
        second.ready()
        assert verdict(second) == verdict(first)
        assert second.page.url == first.page.url
        chosen = second.page.get_by_role("radiogroup", name=FIRST).get_by_role("radio", checked=True)
        expect(chosen).to_have_accessible_name(re.compile("^3 – "))

        # What is clicked there is undone by going back.
        second.page.get_by_role("button", name="Effacer les réponses").click()
        second.settled()
        assert "reponses" not in second.query()
        second.page.go_back()
        second.settled()
        assert verdict(second) == verdict(first)


def test_a_pasted_text_then_an_answer(screen: Screen):
    screen.open("essayer", reponses="9<b>.2", poids="javascript:alert(1)", operation="<img src=x onerror=alert(1)>")
    expect(screen.page.get_by_text("Valeurs ignorées dans l'adresse")).to_be_visible()
    assert {"operation", "reponses", "poids"}.isdisjoint(screen.query())
    screen.page.get_by_role("textbox", name="Texte d'un projet").fill("Un *besoin social* mal couvert, <b>ici</b>.")
    screen.page.get_by_role("radiogroup", name=FIRST).get_by_text("Un besoin est évoqué").click()
    screen.settled()
    assert verdict(screen).startswith("33,3 sur 100 Non retenue")
    assert screen.query()["reponses"] == ["1.-.-.-.-.-.-.-"]
    screen.page.get_by_role("button", name="Voir les signaux").click()
    screen.settled()
    expect(screen.page.get_by_role("heading", name="Votre texte")).to_be_visible()
    assert "*besoin social*" in screen.text()
    assert verdict(screen).startswith("33,3 sur 100 Non retenue")
    tab_to(screen, "Opération", "Shift+Tab")
    screen.page.keyboard.type(NUMBER)
    press(screen, "Enter")
    assert screen.query()["operation"] == [NUMBER]
    assert "Aucune réponse" in verdict(screen)
    press(screen, "Escape")
    tab_to(screen, "Opération", "Shift+Tab")
    screen.page.keyboard.press("Control+a")
    screen.page.keyboard.type("000")
    press(screen, "Enter")
    expect(screen.page.get_by_text("ne porte le numéro «\u202f000\u202f»")).to_be_visible()
