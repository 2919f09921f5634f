"""Roles: everyone has every one without authentication; with it, nobody has one that the secrets don't give."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.demo.install import open_state
from dashboard.ui.access import LOCAL_NOTICE, Role
from dashboard.warehouse.state import State

ROOT = Path(__file__).parents[2]
IMPORTS = "src/dashboard/pages/donnees/imports.py"
PERSONAL_DATA = "src/dashboard/pages/donnees/donnees_personnelles.py"
AUTH = {"client_id": "essai", "client_secret": "essai", "redirect_uri": "https://exemple.test/oauth2callback"}
READER = "lectrice@exemple.test"
MANAGER = "gestionnaire@exemple.test"
ROLES = {"lecteur": ["*"], "gestionnaire de données": [f" {MANAGER.upper()} "]}


def roles_app() -> None:
    """Prints what the person at the screen may do."""
    import streamlit as st

    from dashboard.ui.access import Role as Roles
    from dashboard.ui.access import may, person, require_login, roles

    require_login()
    st.text(", ".join(sorted(roles())))
    st.text(person())
    st.text(" ".join(role.name for role in Roles if may(role)))


@pytest.fixture(scope="module")
def shared_state(tmp_path_factory: pytest.TempPathFactory) -> State:
    state = State(tmp_path_factory.mktemp("access") / "state")
    open_state(state)
    return state


def who(email: str | None, name: str = "") -> dict[str, object]:
    return {"is_logged_in": True, "email": email, "name": name} if email else {"is_logged_in": False}


def rights(user: dict[str, object], secrets: dict[str, object]) -> AppTest:
    app = AppTest.from_function(roles_app, default_timeout=30)
    app.secrets = secrets
    app.user = user
    app.run()
    assert not app.exception
    return app


def whole_app(monkeypatch, state, user, page=None) -> AppTest:
    monkeypatch.setenv("DASHBOARD_STATE", str(state.root))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.secrets = {"auth": AUTH, "roles": ROLES}
    app.user = user
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [element.value for kind in (app.markdown, app.caption, app.error) for element in kind]


def test_without_authentication_everyone_has_every_role():
    given, person, allowed = (text.value for text in rights({"email": "test@exemple.test"}, {}).text)
    assert given == ", ".join(sorted(Role))
    assert person == "utilisateur local"
    assert allowed.split() == [role.name for role in Role]


@pytest.mark.parametrize(
    ("email", "roles", "expected"),
    [
        (READER, ROLES, {Role.READER}),
        (MANAGER, ROLES, {Role.READER, Role.DATA_MANAGER}),
        (MANAGER.upper(), ROLES, {Role.READER, Role.DATA_MANAGER}),
        (READER, {"arbitre": [READER], "évaluateur": [MANAGER]}, {Role.ARBITER}),
    ],
)
def test_secrets_give_the_roles(email, roles, expected):
    user = {"is_logged_in": True, "email": email}
    given = rights(user, {"auth": AUTH, "roles": roles}).text[0].value
    assert given == ", ".join(sorted(expected))


@pytest.mark.parametrize(
    ("email", "roles"),
    [
        (READER, None),
        (READER, {}),
        (READER, {"arbitre": [MANAGER]}),
        (READER, {"administrateur": [READER]}),
        ("", {"arbitre": [""]}),
    ],
)
def test_account_without_a_role_is_stopped(email, roles):
    app = rights({"is_logged_in": True, "email": email}, {"auth": AUTH} | ({} if roles is None else {"roles": roles}))
    assert app.text.len == 0
    assert "aucun rôle" in app.error[0].value
    assert [button.label for button in app.button] == ["Se déconnecter"]


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (who(READER, "Camille Fictive"), "Camille Fictive"),
        (who(READER), READER),
        ({"is_logged_in": True}, "utilisateur connecté"),
    ],
)
def test_actions_are_recorded_under_the_name_of_the_account(user, name):
    assert rights(user, {"auth": AUTH, "roles": ROLES}).text[1].value == name


def test_nobody_logged_in_sees_a_login_button_and_no_figure(monkeypatch, shared_state):
    app = whole_app(monkeypatch, shared_state, who(None))
    assert [button.label for button in app.button] == ["Se connecter"]
    assert app.metric.len == 0
    assert app.multiselect.len == 0
    assert app.table.len == 0


def test_login_starts_at_the_click(monkeypatch, shared_state):
    started = []
    monkeypatch.setattr("streamlit.login", lambda *arguments: started.append(arguments))
    app = whole_app(monkeypatch, shared_state, who(None))
    assert started == []
    app.button[0].click()
    app.run()
    assert started == [()]


def test_reader_sees_the_figures_and_who_is_connected(monkeypatch, shared_state):
    app = whole_app(monkeypatch, shared_state, who(READER, "Camille Fictive"))
    assert app.metric.len == 5
    assert any("Camille Fictive" in text for text in texts(app))
    assert LOCAL_NOTICE not in texts(app)
    assert "Se déconnecter" in [button.label for button in app.button]


def test_reader_cannot_import(monkeypatch, shared_state):
    app = whole_app(monkeypatch, shared_state, who(READER), IMPORTS)
    assert "gestionnaire de données" in app.error[0].value
    assert app.file_uploader.len == 0
    assert app.tabs.len == 0
    assert [button.label for button in app.button] == ["Réinitialiser", "Se déconnecter"]


def test_reader_reads_what_is_kept_but_cannot_purge(monkeypatch, shared_state):
    app = whole_app(monkeypatch, shared_state, who(READER), PERSONAL_DATA)
    assert app.table.len == 1
    assert app.checkbox.len == 0
    assert not any("Supprimer" in button.label for button in app.button)


def test_data_manager_imports_and_purges(monkeypatch, shared_state):
    app = whole_app(monkeypatch, shared_state, who(MANAGER), IMPORTS)
    assert app.error.len == 0
    assert app.file_uploader.len == 1
    app.switch_page(PERSONAL_DATA).run()
    assert any("Supprimer" in button.label for button in app.button)


def test_local_app_says_that_it_is_open(monkeypatch, shared_state):
    monkeypatch.setenv("DASHBOARD_STATE", str(shared_state.root))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert LOCAL_NOTICE in texts(app)
    assert not {"Se connecter", "Se déconnecter"} & {button.label for button in app.button}


def test_account_without_a_role_sees_no_figure(monkeypatch, shared_state):
    monkeypatch.setenv("DASHBOARD_STATE", str(shared_state.root))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.secrets = {"auth": AUTH, "roles": {"gestionnaire de données": [MANAGER]}}
    app.user = who("inconnue@exemple.test")
    app.run()
    assert not app.exception
    assert "aucun rôle" in app.error[0].value
    assert app.metric.len == 0
    assert app.multiselect.len == 0
