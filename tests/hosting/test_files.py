"""Files over the network: who may send some, and who gets those with names in them."""

import html
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import httpx

from dashboard.domain.acts import Act
from dashboard.ui.installation import OWN_MACHINE
from tests.hosting.actions import journal
from tests.hosting.server import Server, rewrite, without_roles
from tests.hosting.session import XSRF_COOKIE, Browser, Tab

FROZEN = "campagne=demonstration-2019"
ARCHIVE = "Archive complète"


def send(browser: Browser, session: str, size: int = 10) -> httpx.Response:
    """Sends a file to a session, as its page would."""
    given = {"file": ("liste.csv", b"a" * size, "text/csv")}
    headers = {"X-Xsrftoken": browser.cookies[XSRF_COOKIE]}
    return browser.request(
        "PUT", f"{browser.server.base}/_stcore/upload_file/{session}/fichier", files=given, headers=headers
    )


def test_only_a_page_that_takes_files_from_its_person_is_sent_any(people: Mapping[str, Browser]):
    for name, browser in people.items():
        for page in ("imports", "synthese", "donnees-personnelles"):
            with browser.tab(page) as tab:
                accepted = name == "gestionnaire" and page == "imports"
                assert send(browser, tab.run().session).status_code == (204 if accepted else 403), (name, page)
    manager = people["gestionnaire"]
    with manager.tab("imports") as tab:
        tab.run()
        for name, browser in people.items():
            if name != "gestionnaire":
                assert send(browser, "inconnue").status_code == 403, name
        assert send(people["personne"], tab.session).status_code == 403
        assert send(manager, tab.session).status_code == 204
        tab.leave_for("synthese").run()
        assert send(manager, tab.session).status_code == 403


def test_the_named_archive_goes_once_to_the_person_who_asked(server: Server, people: Mapping[str, Browser]):
    manager, before = people["gestionnaire"], len(journal(server.state))
    with manager.tab("campagnes") as tab:
        first, second, third = (link_of(tab.run(FROZEN).click(ARCHIVE)) for _ in range(3))
        said = tab.received
    assert len({first, second, third}) == 3
    given = manager.get(first)
    assert given.status_code == 200
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''campagne-")
    assert given.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        assert archive.testzip() is None
    assert manager.get(first).status_code == 410
    assert people["personne"].get(second).status_code == 403
    for name in ("lectrice", "arbitre"):
        answer = people[name].get(second)
        assert (answer.status_code, "préparez le fichier" in answer.text) == (410, True), name
    assert manager.get(second).status_code == 410
    # The server trusts what a proxy on this machine says of where people are.
    assert manager.get(third, **{"X-Forwarded-For": "192.0.2.7"}).status_code == 200
    went = [row[1:] for row in journal(server.state) if row[3] == Act.NAMED_EXPORT]
    assert len(journal(server.state)) - before == 2, "a link that gives nothing leaves nothing"
    assert went[-2:] == [
        ("gestionnaire@exemple.test", address, Act.NAMED_EXPORT, "campagne-demonstratio.zip")
        for address in (OWN_MACHINE, "192.0.2.7")
    ]
    offered = {path.decode() for path in re.findall(rb"/media/[\w.-]+", said)}
    kinds = {path: manager.get(path).headers["content-type"] for path in offered}
    assert [path for path, kind in kinds.items() if "zip" in kind] == []


def test_a_link_opens_nothing_once_its_person_has_lost_the_role(
    server: Server, people: Mapping[str, Browser], roles: Path
):
    manager, configured = people["gestionnaire"], roles.read_text(encoding="utf-8")
    with manager.tab("campagnes") as tab:
        link = link_of(tab.run(FROZEN).click(ARCHIVE))
    before = len(journal(server.state))
    rewrite(roles, without_roles(configured))
    assert manager.get(link).status_code == 410
    rewrite(roles, configured)
    assert manager.get(link).status_code == 410, "it was used, for nothing"
    assert [row[1:] for row in journal(server.state)[before:]] == [(
        "gestionnaire@exemple.test", OWN_MACHINE, Act.REFUSAL,
        "fichier réservé au rôle «\u202fgestionnaire de données\u202f» (campagne-demonstratio.zip)",
    )]  # fmt: skip


def link_of(tab: Tab) -> str:
    """The link that the click made."""
    [link] = [button.url for button in tab.of("link_button") if "telechargement" in button.url]
    return f"/{link}"


def test_pages_of_others_show_no_named_archive(people: Mapping[str, Browser]):
    for name in ("lectrice", "evaluatrice", "arbitre"):
        with people[name].tab("campagnes") as tab:
            assert ARCHIVE not in tab.run(FROZEN).buttons(), name
            assert [button.label for button in tab.of("download_button")] == ["Rapport en PDF", "Rapport en Word"], name


def test_the_address_of_a_figure_gives_its_csv_to_whoever_may_see_the_pages(people: Mapping[str, Browser]):
    reader = people["lectrice"]
    with reader.tab("repartition") as tab:
        tab.run("region=Bretagne")
        addresses = re.findall(r'class="copier-lien" href="([^"]+)"', "\n".join(found.body for found in tab.of("html")))
    assert len(addresses) >= 4
    for address in addresses:
        answer = reader.get(f"/{html.unescape(address)}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), address
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.content.decode("utf-8-sig").count("\n") > 1
    refused = people["personne"].get(f"/{html.unescape(addresses[0])}")
    assert (refused.status_code, "Connectez-vous" in refused.text) == (403, True)
    for address, status in (("region.csv?region=Atlantide", 400), ("region.csv?x=1", 400), ("nulle.csv", 404)):
        answer = reader.get(f"/donnees/{address}")
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store"), address
        assert answer.text.endswith(".")
        assert "\n" not in answer.text
