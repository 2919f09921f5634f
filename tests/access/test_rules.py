"""The rules of access: what opens, and everything that must open nothing."""

from pathlib import Path

import pytest

from dashboard.access.roles import Role
from dashboard.access.rules import Mode, Watch, read_rules
from tests.access.configured import AUTH, MANAGER, ROLES

REVIEWS = '[connections.reviews]\nurl = "postgresql://localhost/avis"\n'

MISTAKES = {
    "section without its end": "[auth\n" + AUTH.split("\n", 1)[1] + ROLES,
    "byte order mark": "\ufeff" + AUTH + ROLES,
    "capital": AUTH.replace("[auth]", "[Auth]") + ROLES,
    "letters exchanged": AUTH.replace("[auth]", "[atuh]") + ROLES,
    "accent": AUTH + ROLES.replace("[roles]", "[rôles]"),
    "singular": AUTH + ROLES.replace("[roles]", "[role]"),
    "blank": AUTH.replace("[auth]", '["auth "]') + ROLES,
    "other alphabet": AUTH.replace("[auth]", '["\u0430uth"]') + ROLES,
    "long name": AUTH.replace("[auth]", "[authentication]") + ROLES,
    "in another section": AUTH.replace("[auth]", "[streamlit.auth]"),
    "provider under any name": AUTH.replace("[auth]", "[sso]"),
    "section twice": AUTH + AUTH + ROLES,
    "value instead of a section": 'auth = "oui"\n',
    "no roles": AUTH,
    "roles alone": ROLES,
    "empty roles": AUTH + "[roles]\n",
    "unknown role alone": AUTH + '[roles]\n"administrateur" = ["a@exemple.test"]\n',
    "role without anybody": AUTH + '[roles]\n"lecteur" = []\n',
    "address instead of a list": AUTH + '[roles]\n"lecteur" = "*"\n',
    "address that is none": AUTH + '[roles]\n"lecteur" = ["\u212alaus"]\n',
    "no cookie secret": AUTH.replace("cookie_secret", "# cookie_secret") + ROLES,
    "empty client": AUTH.replace('client_id = "essai"', 'client_id = ""') + ROLES,
    "address of return cut": AUTH.replace("/oauth2callback", "/") + ROLES,
    "unknown option": AUTH + ROLES + "[access]\nsession_hour = 2\n",
    "session without end": AUTH + ROLES + "[access]\nsession_hours = 0\n",
    "text for a number": AUTH + ROLES + '[access]\nsession_hours = "8"\n',
}


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / "secrets.toml"


def test_without_configuration_or_with_the_reviews_database_alone_the_app_is_local(secrets):
    assert read_rules([secrets], None).mode is Mode.LOCAL
    for content in ("", REVIEWS, '[accessibility]\ncontact = "a@exemple.test"\n' + REVIEWS, '[meteo]\ncle = "x"\n'):
        secrets.write_text(content, encoding="utf-8")
        found = read_rules([secrets], None)
        assert (found.mode, found.problem) == (Mode.LOCAL, None), content


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_opens_nothing(secrets, mistake):
    secrets.write_text(MISTAKES[mistake] + "\n" + REVIEWS, encoding="utf-8")
    for declared in (None, "required"):
        found = read_rules([secrets], declared)
        assert found.mode is Mode.REQUIRED
        assert found.problem
        assert found.problem.endswith(".")
        assert not found.roles


def test_file_that_is_no_text_opens_nothing(secrets):
    for content in ((AUTH + ROLES).encode("utf-16"), b"\xff\xfe[", "é".encode("latin-1")):
        secrets.write_bytes(content)
        assert "UTF-8" in str(read_rules([secrets], None).problem)


def test_folder_or_unreadable_file_opens_nothing(secrets):
    secrets.mkdir()
    assert "dossier" in str(read_rules([secrets], None).problem)


def test_required_without_a_file_opens_nothing(secrets):
    found = read_rules([secrets], "required")
    assert (found.mode, found.roles) == (Mode.REQUIRED, {})
    assert "secrets.toml" in str(found.problem)


@pytest.mark.parametrize("declared", ["", " ", "Local", "requis", "none", "false", "0"])
def test_unknown_mode_opens_nothing(secrets, declared):
    found = read_rules([secrets], declared)
    assert found.mode is Mode.REQUIRED
    assert "DASHBOARD_AUTH" in str(found.problem)


def test_configuration_in_two_files_opens_nothing(secrets, tmp_path):
    other = tmp_path / "autre.toml"
    secrets.write_text(AUTH, encoding="utf-8")
    other.write_text(ROLES, encoding="utf-8")
    assert read_rules([secrets, other], None).problem is None
    other.write_text(AUTH + ROLES, encoding="utf-8")
    assert "deux fichiers" in str(read_rules([secrets, other], None).problem)


def test_roles_providers_and_options_are_read(secrets):
    secrets.write_text(
        AUTH + ROLES + '"arbitre" = ["groupe:comite", "a@exemple.test"]\n'
        '[access]\nsession_hours = 2.5\nunverified_addresses = true\ngroups_claim = "roles"\n',
        encoding="utf-8",
    )  # fmt: skip
    found = read_rules([secrets], None)
    assert (found.mode, found.problem, found.providers) == (Mode.REQUIRED, None, ())
    assert found.roles[Role.DATA_MANAGER] == {MANAGER}
    assert found.roles[Role.READER] == {"*"}
    assert (found.roles[Role.ARBITER], found.groups[Role.ARBITER]) == ({"a@exemple.test"}, {"comite"})
    assert (found.session_hours, found.unverified_addresses, found.groups_claim) == (2.5, True, "roles")
    assert not found.secure


def test_cookie_secret_that_can_be_guessed_is_said_in_the_log(secrets, caplog):
    for secret, warned in (("un-secret-assez-long-pour-signer-des-essais", False), ("tableau-de-bord-2026", True)):
        secrets.write_text(
            AUTH.replace("un-secret-assez-long-pour-signer-des-essais", secret) + ROLES, encoding="utf-8"
        )
        assert read_rules([secrets], None).problem is None
        assert ("cookie_secret" in caplog.text) is warned
        assert secret not in caplog.text


def test_named_providers_are_read(secrets):
    shared, own = AUTH.split("client_id")
    secrets.write_text(f"{shared}[auth.proconnect]\nclient_id{own}{ROLES}", encoding="utf-8")
    assert read_rules([secrets], None).providers == ("proconnect",)
    secrets.write_text(f"{shared}[auth.proconnect]\n{ROLES}", encoding="utf-8")
    assert "[auth.proconnect]" in str(read_rules([secrets], None).problem)


def test_local_and_demonstration_can_be_asked_for(secrets):
    secrets.write_text(AUTH + ROLES, encoding="utf-8")
    assert read_rules([secrets], "local").mode is Mode.LOCAL
    assert read_rules([secrets], "demo").mode is Mode.DEMO


def test_what_is_written_while_the_app_runs_counts_and_never_opens_more(secrets):
    """Seen: `[auth` written into the file gave an anonymous visitor the import form two seconds later."""
    watch = Watch([secrets], None)
    assert watch.rules().mode is Mode.LOCAL
    secrets.write_text(AUTH + ROLES, encoding="utf-8")
    assert watch.rules().problem is None
    assert watch.rules().mode is Mode.REQUIRED
    for content in ("[auth", REVIEWS, ""):
        secrets.write_text(content, encoding="utf-8")
        assert watch.rules().mode is Mode.REQUIRED, content
        assert watch.rules().problem, content
    secrets.unlink()
    assert watch.rules().problem
    secrets.write_text(AUTH + ROLES, encoding="utf-8")
    assert (watch.rules().mode, watch.rules().problem) == (Mode.REQUIRED, None)
