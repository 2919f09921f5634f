"""Roles on screen: everyone has every one on their own machine; elsewhere nobody has one that the secrets don't give."""

from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard.access import entry
from dashboard.access.roles import Role
from dashboard.demo.install import open_state
from dashboard.ui.access import DEMO_NOTICE, DEMO_REFUSAL, LOCAL_NOTICE
from dashboard.warehouse.state import State
from tests.access.configured import AUTH, MANAGER, READER, ROLES, login
from tests.conftest import Configure
from tests.pages.declared import MAIN_SCRIPT, page_path
from tests.patience import PATIENCE

IMPORTS = page_path("donnees/imports.py")
PERSONAL_DATA = page_path("donnees/donnees_personnelles.py")


def roles_app() -> None:
    """Prints what the person at the screen may do."""
    import streamlit as st

    from dashboard.access.roles import Role as Roles
    from dashboard.ui.access import may, person, require_entry, roles

    require_entry()
    st.text(", ".join(sorted(roles())))
    st.text(person())
    st.text(" ".join(role.name for role in Roles if may(role)))


def interrupted_app() -> None:
    """Prints, before anything is checked again, what a callback may do after a run that another interrupted."""
    from pathlib import Path

    import streamlit as st
    from streamlit import config
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    from dashboard.ui.access import leave, require_entry, roles

    if "seen" in st.session_state:
        st.text(f"{len(roles())} rôle")
        return
    st.session_state["seen"] = True
    require_entry()
    Path(config.get_option("secrets.files")[0]).write_text("[auth", encoding="utf-8")
    get_script_run_ctx().script_requests.request_rerun(RerunData())  # type: ignore[union-attr]
    leave()


@pytest.fixture(scope="module")
def shared_state(tmp_path_factory: pytest.TempPathFactory) -> State:
    state = State(tmp_path_factory.mktemp("access") / "state")
    open_state(state)
    return state


@pytest.fixture
def configure(configured: Configure, monkeypatch: pytest.MonkeyPatch, shared_state: State) -> Configure:
    """Writes the secrets of an app that has the demonstration extract."""
    monkeypatch.setenv("DASHBOARD_STATE", str(shared_state.root))
    return configured


def rights(user: dict[str, Any]) -> AppTest:
    app = AppTest.from_function(roles_app, default_timeout=PATIENCE)
    app.user = user
    app.run()
    assert not app.exception
    return app


def whole_app(user: dict[str, Any], page: str | None = None) -> AppTest:
    app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
    app.user = user
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [element.value for kind in (app.markdown, app.caption, app.error) for element in kind]


def test_without_authentication_everyone_has_every_role():
    given, person, allowed = (text.value for text in rights({"email": "test@exemple.test"}).text)
    assert given == ", ".join(sorted(Role))
    assert person == "utilisateur local"
    assert allowed.split() == [role.name for role in Role]


@pytest.mark.parametrize(
    ("email", "roles", "expected"),
    [
        (READER, ROLES, {Role.READER}),
        (MANAGER, ROLES, {Role.READER, Role.DATA_MANAGER}),
        (MANAGER.upper(), ROLES, {Role.READER, Role.DATA_MANAGER}),
        (
            READER,
            f'[roles]\n"arbitre" = ["{READER}"]\n"évaluateur" = ["{MANAGER}"]\n',
            {Role.ARBITER},
        ),
    ],
)
def test_secrets_give_the_roles(configure, email, roles, expected):
    configure(AUTH + roles)
    assert rights(login(email)).text[0].value == ", ".join(sorted(expected))


@pytest.mark.parametrize(
    "roles", [f'"arbitre" = ["{MANAGER}"]', f'"administrateur" = ["{READER}"]\n"arbitre" = ["{MANAGER}"]']
)
def test_account_without_a_role_is_stopped(configure, roles):
    configure(f"{AUTH}[roles]\n{roles}\n")
    app = rights(login())
    assert app.text.len == 0
    assert "aucun rôle" in app.error[0].value
    assert [button.label for button in app.button] == ["Se déconnecter"]


@pytest.mark.parametrize("roles", ["", "[roles]\n", '[roles]\n"arbitre" = [""]\n', "[Roles]\n", "[roles\n"])
def test_configuration_that_gives_no_role_opens_nothing(configure, roles):
    configure(AUTH + roles)
    app = rights(login(MANAGER))
    assert app.text.len == 0
    assert "mal configuré" in app.error[0].value
    assert app.button.len == 0


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (login(READER, name="Camille Fictive"), "Camille Fictive"),
        (login(READER), READER),
    ],
)
def test_actions_are_recorded_under_the_name_of_the_account(configure, user, name):
    configure()
    assert rights(user).text[1].value == name


def test_nobody_logged_in_sees_a_login_button_and_no_figure(configure):
    configure()
    app = whole_app({"is_logged_in": False})
    assert [button.label for button in app.button] == ["Se connecter"]
    assert app.metric.len == 0
    assert app.multiselect.len == 0
    assert app.table.len == 0


def test_login_starts_at_the_click(configure, monkeypatch):
    configure()
    started = []
    monkeypatch.setattr("streamlit.login", lambda *arguments: started.append(arguments))
    app = whole_app({"is_logged_in": False})
    assert started == []
    app.button[0].click()
    app.run()
    assert started == [()]


def test_each_provider_has_its_button(configure):
    shared, own = AUTH.split("client_id")
    configure(f"{shared}[auth.un]\nclient_id{own}[auth.deux]\nclient_id{own}{ROLES}")
    app = whole_app({"is_logged_in": False})
    assert [button.label for button in app.button] == ["Se connecter avec un", "Se connecter avec deux"]


def test_reader_sees_the_figures_and_who_is_connected(configure):
    configure()
    app = whole_app(login(READER, name="Camille Fictive"))
    assert app.metric.len == 5
    assert any("Camille Fictive" in text for text in texts(app))
    assert LOCAL_NOTICE not in texts(app)
    assert "Se déconnecter" in [button.label for button in app.button]


def test_reader_cannot_import(configure):
    configure()
    app = whole_app(login(), IMPORTS)
    assert "gestionnaire de données" in app.error[0].value
    assert app.file_uploader.len == 0
    assert app.tabs.len == 0
    assert [button.label for button in app.button] == ["Se déconnecter", "Réinitialiser"]


def test_reader_reads_what_is_kept_but_cannot_purge(configure):
    configure()
    app = whole_app(login(), PERSONAL_DATA)
    assert app.table.len == 1
    assert app.checkbox.len == 0
    assert not any("Supprimer" in button.label for button in app.button)


def test_data_manager_imports_and_purges(configure):
    configure()
    app = whole_app(login(MANAGER), IMPORTS)
    assert app.error.len == 0
    assert app.file_uploader.len == 1
    app.switch_page(PERSONAL_DATA).run()
    assert any("Supprimer" in button.label for button in app.button)


def test_local_app_says_that_it_is_open(monkeypatch, shared_state):
    monkeypatch.setenv("DASHBOARD_STATE", str(shared_state.root))
    app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE).run()
    assert LOCAL_NOTICE in texts(app)
    assert not {"Se connecter", "Se déconnecter"} & {button.label for button in app.button}


def test_account_without_a_role_sees_no_figure(configure):
    configure(f'{AUTH}[roles]\n"gestionnaire de données" = ["{MANAGER}"]\n')
    app = whole_app(login("inconnue@exemple.test"))
    assert "aucun rôle" in app.error[0].value
    assert app.metric.len == 0
    assert app.multiselect.len == 0


def test_mistake_written_while_the_app_runs_closes_it(configure):
    """Seen: `[auth` written into the file gave an anonymous visitor the import form two seconds later."""
    secrets = configure()
    app = whole_app(login(MANAGER), IMPORTS)
    assert app.file_uploader.len == 1
    for content in ("[auth", "", "\ufeff" + AUTH + ROLES):
        secrets.write_text(content, encoding="utf-8")
        app.run()
        assert not app.exception
        assert "mal configuré" in app.error[0].value, content
        assert (app.file_uploader.len, app.button.len, app.metric.len) == (0, 0, 0), content


def test_roles_of_an_interrupted_run_are_not_those_of_the_next(configure):
    """Seen: whatever touches the session's state may end the run, the clean-up of the roles included."""
    configure()
    app = AppTest.from_function(interrupted_app, default_timeout=30)
    app.user = login(MANAGER)
    app.run()
    assert not app.exception
    assert [text.value for text in app.text] == ["0 rôle"]


def test_main_script_alone_refuses_where_a_login_is_required(configure, monkeypatch):
    configure()
    monkeypatch.setattr(entry, "_ENTERED", set())
    app = whole_app(login(MANAGER))
    assert "streamlit run app.py" in app.error[0].value.replace("\\", "")
    assert (app.metric.len, app.button.len) == (0, 0)


def test_headers_that_pass_for_a_person_close_the_app(configure):
    configure()
    config._set_option("server.trustedUserHeaders", {"X-User": "email"}, "test")
    try:
        app = whole_app(login(MANAGER))
    finally:
        config._set_option("server.trustedUserHeaders", {}, "test")
    assert "trustedUserHeaders" in app.error[0].value
    assert app.metric.len == 0


def test_login_that_was_ended_or_is_too_old_asks_for_another(configure):
    from dashboard.access.logins import end_login
    from dashboard.ui.installation import store

    configure(AUTH + ROLES + "[access]\nsession_hours = 1\n")
    mine = login(MANAGER, nonce="fermee")
    app = whole_app(mine)
    assert app.metric.len == 5
    end_login(store(), mine)
    app.run()
    assert "fermée" in app.error[0].value
    assert [button.label for button in app.button] == ["Se connecter"]
    assert app.metric.len == 0
    old = whole_app(login(MANAGER, iat=login()["iat"] - 3700))
    assert "durée maximale" in old.error[0].value
    assert old.metric.len == 0


def test_demonstration_is_read_only_and_has_its_own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_AUTH", "demo")
    monkeypatch.setenv("DASHBOARD_STATE", str(tmp_path / "state"))
    app = whole_app({})
    assert DEMO_NOTICE in texts(app)
    assert app.metric.len == 5
    app.switch_page(IMPORTS).run()
    assert DEMO_REFUSAL in [one.value for one in app.info]
    assert app.file_uploader.len == 0
    app.switch_page(page_path("comite/exports.py")).run()
    assert app.file_uploader.len == 0
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == ["demonstration"]


def test_demonstration_never_shows_a_real_extract(monkeypatch, tmp_path, mdfse_file):
    from dashboard.ingest.importer import ImportRequest, run_import

    root = tmp_path / "state"
    run_import(State(root / "demonstration"), ImportRequest(mdfse_file([{}]), wave="2019"))
    monkeypatch.setenv("DASHBOARD_AUTH", "demo")
    monkeypatch.setenv("DASHBOARD_STATE", str(root))
    app = whole_app({})
    assert "extrait réel" in app.error[0].value
    assert app.metric.len == 0
