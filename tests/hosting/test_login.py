"""The login at a real provider: where one lands, what each person may see, what of the provider's words counts."""

from collections.abc import Mapping
from pathlib import Path

from tests.hosting.conftest import ROLES
from tests.hosting.server import Provider, Server, configuration, rewrite
from tests.hosting.session import Browser

REFUSAL = "Cette page est réservée au rôle"
RESERVED = {
    "imports": {"gestionnaire"},
    "evaluer": {"evaluatrice"},
    "arbitrage": {"arbitre"},
    "synthese": {"lectrice", "evaluatrice", "arbitre", "gestionnaire"},
}
"""Page → who may open it."""


def test_one_lands_on_the_page_that_one_came_by(server: Server, provider: Provider):
    browser = Browser(server)
    pressed = browser.press_login("repartition", "vague=2019")
    asked = browser.get(pressed, Referer=f"{server.origin}/repartition?vague=2019&axe=3")
    landed = browser.answer_provider(asked, "lectrice")
    assert (landed.status_code, landed.headers["location"]) == (302, "/repartition?vague=2019&axe=3")
    assert "retour" not in browser.cookies
    with browser.tab("repartition") as tab:
        assert "# Répartition" in tab.run("vague=2019").text()
        assert "Connecté\u202f: Lectrice" in tab.text()


def test_one_never_lands_on_another_host(server: Server, provider: Provider):
    here, browser = server.origin, Browser(server)
    for referer in ("http://exemple.test/repartition", f"{here}//exemple.test/", f"{here}///exemple.test/", f"{here}/\\exemple.test/",
                    f"{here}.exemple.test/", f"{here}@exemple.test/", "javascript:alert(1)", "", f"{here}/" + "a" * 3000):  # fmt: skip
        assert browser.get(browser.press_login(), Referer=referer).status_code == 302
        assert "retour" not in browser.cookies, referer
    for cookie in ("http://exemple.test/", "//exemple.test/", "///exemple.test/", "/\\exemple.test/", "/\t/exemple.test/", "exemple.test",
                   "javascript:alert(1)"):  # fmt: skip
        browser = Browser(server)
        asked = browser.get(browser.press_login(), Referer=f"{here}/repartition")
        browser.cookies["retour"] = cookie
        landed = browser.answer_provider(asked, "lectrice")
        assert (landed.status_code, landed.headers["location"]) == (302, "/"), cookie


def test_each_page_opens_to_its_roles(people: Mapping[str, Browser]):
    for name, browser in people.items():
        for page, allowed in RESERVED.items():
            with browser.tab(page) as tab:
                text = tab.run().text()
                if name == "personne":
                    assert tab.buttons().keys() == {"Se connecter"}, page
                    assert tab.of("metric") == []
                else:
                    assert (REFUSAL in text) != (name in allowed), (name, page)
                    assert f"Connecté\u202f: {name.capitalize()}" in text


def test_roles_go_to_verified_addresses_and_to_groups(server: Server, provider: Provider, roles: Path):
    def opened(page: str, **claims: object) -> str:
        provider.enrol("essai", **claims)
        with Browser(server).log_in("essai").tab(page) as tab:
            return tab.run().text()

    manager = "klaus@exemple.test"
    assert "# Imports" in opened("imports", email=manager.upper(), email_verified=True)
    assert REFUSAL not in opened("imports", email=manager, email_verified=True)
    for claims in ({"email_verified": False}, {"email_verified": "false"}, {}):
        text = opened("imports", email=manager, **claims)
        assert "n'a pas vérifié votre adresse" in text, claims
        assert "# Imports" not in text, claims
    assert "n'a pas vérifié votre adresse" in opened("imports", email="\u212alaus@exemple.test", email_verified=True)
    person = {"email": "membre@exemple.test", "email_verified": True}
    assert REFUSAL in opened("arbitrage", **person)
    assert REFUSAL in opened("arbitrage", **person, groups=["Comite", "autre"])
    assert REFUSAL not in opened("arbitrage", **person, groups=["autre", "comite"])
    rewrite(roles, configuration(server.origin, provider, '"arbitre" = ["arbitre@exemple.test"]'))
    text = opened("synthese", **person)
    assert "aucun rôle" in text
    assert "# Synthèse" not in text
    accepting = configuration(server.origin, provider, ROLES, access="unverified_addresses = true")
    rewrite(roles, accepting)
    assert REFUSAL not in opened("imports", email=manager)
    assert "n'a pas vérifié votre adresse" in opened("imports", email=manager, email_verified=False)


def test_an_address_that_only_userinfo_gives_counts_where_userinfo_can_be_trusted(server: Server, provider: Provider):
    said = {"email": "gestionnaire@exemple.test", "email_verified": True}
    trusted = {"json": True, "jwt": True, "another key": False, "another subject": False, "list": False, "error": False}
    for kind, counts in trusted.items():
        provider.enrol(f"agent-{kind}", userinfo={"as": kind, "claims": said})
        with Browser(server).log_in(f"agent-{kind}").tab("imports") as tab:
            text = tab.run().text()
        assert ("# Imports" in text) == counts, kind
        assert ("n'a pas vérifié votre adresse" in text) != counts, kind
    provider.enrol(
        "agent-usurpe",
        userinfo={"as": "json", "claims": said | {"sub": "agent-usurpe", "iat": 0, "origin": "http://exemple.test"}},
    )
    with Browser(server).log_in("agent-usurpe").tab("imports") as tab:
        assert "# Imports" in tab.run().text()
