"""What a process answers when its configuration is wrong, and what it answers behind a proxy."""

import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.hosting.conftest import Closed
from tests.hosting.server import PATIENCE, Server, rewrite
from tests.hosting.session import Browser


def test_process_started_with_unreadable_secrets_opens_nothing(started_closed: tuple[Server, Closed]):
    _, found = started_closed
    assert "L'accès est mal configuré" in found.page
    assert "illisible" in found.page
    assert "# Imports" not in found.page
    assert found.buttons == frozenset()
    assert (found.login.status_code, found.login.headers["location"]) == (302, "/fse/")
    assert found.media.status_code == 403
    assert (found.alive.status_code, found.alive.json()) == (200, {"vivant": True})
    assert found.ready.status_code == 503
    assert any("illisible" in reason for reason in found.ready.json()["raisons"])


def test_secrets_mended_while_the_process_runs_open_it(second: Server):
    assert second.get("/fse/pret").json() == {"pret": True, "raisons": []}
    with Browser(second).tab() as tab:
        assert tab.run().buttons().keys() == {"Se connecter"}


def test_mistake_written_while_the_process_runs_closes_it(server: Server, people: Mapping[str, Browser], roles: Path):
    """Seen: an anonymous visitor had the import form two seconds later."""
    with people["personne"].tab("imports") as anonymous, people["gestionnaire"].tab("imports") as manager:
        anonymous.run()
        assert manager.run().of("file_uploader")
        rewrite(roles, "[auth")
        for tab in (anonymous, manager):
            assert "L'accès est mal configuré" in tab.run().text()
            assert (tab.of("file_uploader"), tab.of("button"), tab.of("metric")) == ([], [], [])
    assert people["gestionnaire"].get("/media/inconnu").status_code == 403
    assert server.get("/pret").status_code == 503
    assert "illisible" in server.get("/pret").json()["raisons"][0]
    assert server.get("/sante").status_code == 200


def test_cookies_go_by_tls_alone_where_people_come_by_it(second: Server):
    """The proxy ends TLS: the process itself hears plain HTTP."""
    before, plain = second.secrets.read_text(encoding="utf-8"), second.origin
    second.origin = plain.replace("http:", "https:")
    try:
        rewrite(second.secrets, before.replace(f'"{plain}', f'"{second.origin}'))
        browser = Browser(second)
        _wait_for_the_login_to_follow(browser)
        asked = browser.get(
            browser.press_login("repartition", "vague=2019"), Referer=f"{second.origin}/fse/repartition?vague=2019"
        )
        landed = browser.answer_provider(asked, "lectrice")
        assert landed.headers["location"] == "/fse/repartition?vague=2019"
        with browser.tab() as tab:
            assert "Connecté\u202f: Lectrice" in tab.run().text()
        left = browser.get("/fse/auth/logout")
        for answer in (second.get("/fse/_stcore/health"), asked, landed, left):
            cookies = answer.headers.get_list("set-cookie")
            assert cookies
            assert [line for line in cookies if "; secure" not in line.lower()] == []
    finally:
        rewrite(second.secrets, before)
        second.origin = plain
        _wait_for_the_login_to_follow(Browser(second))


def _wait_for_the_login_to_follow(browser: Browser) -> None:
    """Streamlit looks at its secrets every few seconds."""
    deadline = time.monotonic() + PATIENCE
    wanted = httpx.QueryParams({"redirect_uri": f"{browser.server.origin}/fse/oauth2callback"})
    while str(wanted) not in browser.get(browser.press_login()).headers["location"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
