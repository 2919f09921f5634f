"""How a login ends: in other tabs, in other processes, by age, and what nobody can make up."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.access.configured import login
from tests.hosting.actions import snapshot
from tests.hosting.server import ROOT, SIGNING_WORDS, Provider, Server, environment
from tests.hosting.session import USER_COOKIE, Browser

MANAGER = "gestionnaire@exemple.test"


def reads(browser: Browser) -> int:
    """403 where files are refused to a browser, 404 where it may ask for one that doesn't exist."""
    return browser.get(f"{browser.server.base}/media/inconnu").status_code


def test_logging_out_ends_the_other_tabs_here_and_in_another_process(
    server: Server, second: Server, provider: Provider
):
    browser = Browser(server).log_in("lectrice")
    elsewhere, again = browser.at(second), Browser(server).log_in("lectrice")
    with browser.tab() as first, browser.tab() as other, elsewhere.tab() as far:
        for tab in (other, far):
            assert tab.run().of("metric")
        assert (reads(browser), reads(elsewhere)) == (404, 404)
        leaving = first.run().click("Se déconnecter").redirect
        kept = browser.at(server)
        left = browser.get(leaving)
        assert left.status_code == 302
        assert left.headers["location"].startswith(f"http://localhost:{provider.port}/oauth2/end_session?")
        assert USER_COOKIE not in browser.cookies
        for tab in (other, far):
            assert "Votre session a été fermée" in tab.run().text()
            assert tab.of("metric") == []
            assert tab.buttons().keys() == {"Se connecter"}
    assert (reads(kept), reads(kept.at(second)), reads(browser)) == (403, 403, 403)
    with again.tab() as tab:
        assert tab.run().of("metric")
    assert reads(again) == 404


def test_the_terminal_ends_every_login_of_an_address(server: Server, provider: Provider):
    """Whatever the provider's clock says."""
    found = []
    for ahead in (0, 100, -100):
        provider.enrol("partante", email="partante@exemple.test", email_verified=True, iat=int(time.time()) + ahead)
        found.append(Browser(server).log_in("partante"))
    assert [reads(browser) for browser in found] == [404] * 3
    command = [sys.executable, "-m", "dashboard", "revoke", " Partante@Exemple.test"]
    subprocess.run(command, cwd=ROOT, env=environment(server.state), check=True, capture_output=True)
    ended_at = int(time.time())
    assert [reads(browser) for browser in found] == [403] * 3
    with found[0].tab() as tab:
        assert "Votre session a été fermée" in tab.run().text()
    while int(time.time()) == ended_at:
        time.sleep(0.05)  # a revocation is dated to the second
    assert reads(Browser(server).log_in("partante")) == 404


def test_old_and_made_up_logins_open_nothing(server: Server, people: Mapping[str, Browser]):
    now = int(time.time())
    cases = {
        "fresh": (login(MANAGER, iat=now), True),
        "too old": (login(MANAGER, iat=now - 10 * 3600 - 60), False),
        "from the future": (login(MANAGER, iat=now + 3600), False),
        "without a date": (login(MANAGER, iat=None), False),
    }
    for name, (claims, opens) in cases.items():
        browser = Browser(server).sign_in(claims)
        with browser.tab("imports") as tab:
            assert ("# Imports" in tab.run().text()) == opens, name
        assert (reads(browser) == 404) == opens, name
    content = json.dumps(login(MANAGER, iat=now) | {"origin": server.origin, "provider": "default"})
    tokens = people["gestionnaire"].cookies["_streamlit_user_tokens"]
    forged = {
        "another secret": create_signed_value("un-autre-secret-assez-long", USER_COOKIE, content).decode(),
        "another cookie's signature": create_signed_value(SIGNING_WORDS, "_streamlit_session", content).decode(),
        "the cookie of the tokens": tokens,
        "another application": create_signed_value(SIGNING_WORDS, USER_COOKIE, content.replace("localhost", "exemple.test")).decode(),
        "no application": create_signed_value(SIGNING_WORDS, USER_COOKIE, json.dumps(login(MANAGER, iat=now))).decode(),
        "no login": create_signed_value(SIGNING_WORDS, USER_COOKIE, json.dumps([1])).decode(),
        "not signed": content.replace(" ", ""),
        "nothing": "",
    }  # fmt: skip
    for name, cookie in forged.items():
        browser = Browser(server)
        browser.cookies[USER_COOKIE] = cookie
        with browser.tab("imports") as tab:
            assert tab.run().buttons().keys() == {"Se connecter"}, name
        assert reads(browser) == 403, name


def test_a_tab_whose_login_ended_draws_no_part_of_a_page_again(server: Server, provider: Provider):
    """A part that Streamlit runs by itself never goes through the main script."""
    for resumed in (False, True):
        browser = Browser(server).log_in("lectrice")
        with browser.tab("repartition") as tab:
            tab.run()
            [fragment, *_] = tab.fragments
            assert tab.run(fragment=fragment).of("markdown")
            session = tab.session
            if not resumed:
                browser.at(server).get("/auth/logout")
                tab.run(fragment=fragment)
                assert "Votre session a été fermée" in tab.text()
        if resumed:
            browser.at(server).get("/auth/logout")
            with browser.tab("repartition", resume=session) as tab:
                tab.run(fragment=fragment)
                assert "Votre session a été fermée" in tab.text()
                assert tab.of("plotly_chart") == []


def test_click_of_somebody_whose_login_has_ended_does_nothing(server: Server):
    """The page was drawn before; the callbacks of its buttons run before the page is drawn again."""
    browser = Browser(server).sign_in(login(MANAGER, nonce="deux onglets"))
    with browser.tab("imports") as tab:
        pressed = tab.run().put("onglet", "Historique").run().buttons()["Revenir au jeu de démonstration"]
        browser.at(server).get("/auth/logout")
        kept = snapshot(server.state)
        assert "Votre session a été fermée" in tab.run(triggers=[pressed]).text()
        assert snapshot(server.state) == kept
