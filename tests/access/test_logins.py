"""Logins: what they open, for how long, and how they end."""

import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.access.logins import Refusal, account_of, admit, end_login, end_logins_of, login_of
from dashboard.access.roles import Role
from dashboard.access.rules import Mode, Rules
from dashboard.reviews.store import open_store
from tests.access.configured import MANAGER, READER, login

RULES = Rules(
    Mode.REQUIRED,
    roles={Role.READER: frozenset({"*"}), Role.DATA_MANAGER: frozenset({MANAGER})},
    groups={Role.ARBITER: frozenset({"comite"})},
    session_hours=2,
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_store(tmp_path_factory.mktemp("logins") / "reviews.sqlite")


def refusal(claims: dict[str, object], engine: Engine | None, rules: Rules = RULES) -> Refusal | None:
    found = admit(rules, claims, engine)
    assert bool(found.roles) == (found.refusal is None)
    return found.refusal


def test_modes_without_login(engine):
    assert admit(Rules(Mode.LOCAL), {}, None).roles == frozenset(Role)
    assert admit(Rules(Mode.DEMO), {}, None).roles == {Role.READER}
    assert admit(Rules(Mode.LOCAL, "illisible."), login(), engine).roles == frozenset()
    assert admit(Rules(Mode.REQUIRED, "illisible."), login(MANAGER), engine).roles == frozenset()


def test_roles_come_by_address_by_group_and_for_everyone(engine):
    assert admit(RULES, login(), engine).roles == {Role.READER}
    assert admit(RULES, login(MANAGER.upper()), engine).roles == {Role.READER, Role.DATA_MANAGER}
    for groups in (["autre", "comite"], "comite"):
        assert admit(RULES, login(groups=groups), engine).roles == {Role.READER, Role.ARBITER}, groups
    for groups in (["Comite"], ["comite "], [["comite"]], {"comite": 1}, 3, None):
        assert Role.ARBITER not in admit(RULES, login(groups=groups), engine).roles, groups


def test_address_that_the_provider_did_not_verify_has_no_role(engine):
    accepting = Rules(Mode.REQUIRED, roles=RULES.roles, unverified_addresses=True)
    for said in (False, "false", 0, "yes", 1.5):
        assert refusal(login(MANAGER, email_verified=said), engine, accepting) is Refusal.UNVERIFIED, said
    assert refusal(login(MANAGER, email_verified=None), engine) is Refusal.UNVERIFIED
    assert refusal(login(MANAGER, email_verified=None), engine, accepting) is None
    assert refusal(login(MANAGER, email_verified="true"), engine) is None
    for email in (None, "", "\u212alaus@exemple.test"):
        assert refusal(login(email), engine, accepting) is Refusal.UNVERIFIED, email


def test_nobody_logged_in_or_without_the_database_comes_in(engine):
    for claims in ({}, {"is_logged_in": False}, login() | {"is_logged_in": "oui"}):
        assert refusal(claims, engine) is Refusal.UNKNOWN
    assert refusal(login(MANAGER), None) is Refusal.UNKNOWN


def test_login_lasts_as_long_as_configured(engine):
    now = int(time.time())
    assert refusal(login(iat=now - 3600), engine) is None
    for made_at in (now - 2 * 3600 - 5, now + 3600, None, "hier", True):
        assert refusal(login(iat=made_at), engine) is Refusal.EXPIRED, made_at


def test_account_without_a_role(engine):
    given = Rules(Mode.REQUIRED, roles={Role.ARBITER: frozenset({MANAGER})})
    assert refusal(login(), engine, given) is Refusal.NO_ROLE


def test_ended_login_is_over_and_another_of_the_same_person_is_not(engine):
    first, second = login(nonce="un"), login(nonce="deux")
    assert login_of(first) != login_of(second)
    end_login(engine, first)
    assert refusal(first, engine) is Refusal.REVOKED
    assert refusal(second, engine) is None


def test_every_login_of_an_address_can_be_ended(engine):
    person = "parti@exemple.test"
    before = login(person, iat=int(time.time()) - 60)
    assert refusal(before, engine) is None
    end_logins_of(engine, " Parti@Exemple.test")
    assert refusal(before, engine) is Refusal.REVOKED
    assert refusal(login(person, iat=int(time.time()) + 60), engine) is None
    assert refusal(login("reste@exemple.test"), engine) is None
    with pytest.raises(ValueError, match="parti"):
        end_logins_of(engine, "parti")


def test_revocations_are_kept_by_every_process(engine, tmp_path: Path):
    """Another process reads the same database."""
    claims = login("ailleurs@exemple.test")
    end_login(engine, claims)
    again = open_store(Path(str(engine.url.database)))
    assert refusal(claims, again) is Refusal.REVOKED


def test_account_tells_people_apart():
    assert account_of(RULES, login(READER.upper())) == READER
    assert account_of(RULES, login(None, sub="a")) != account_of(RULES, login(None, sub="b"))
    assert account_of(Rules(Mode.LOCAL), {}) == "utilisateur local"
