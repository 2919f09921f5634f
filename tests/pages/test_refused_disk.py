"""What a disk or a configuration refuses is one French sentence on the page, wherever it happens."""

from tests.pages.conftest import PERSONAL_DATA, Opened, run


def errors(app):
    assert not app.exception
    return [error.value.replace("\\", "") for error in app.error]


def test_purge_that_the_disk_refuses_is_a_sentence_and_deletes_nothing(opened: Opened, own_state):
    app = opened(own_state, PERSONAL_DATA)
    app.checkbox(key="purge-certaine").check()
    run(app)
    originals = sorted(own_state.imports.glob("[!.]*/original*"))
    assert originals
    (own_state.root / "lock").unlink(missing_ok=True)
    (own_state.root / "lock").mkdir()
    next(button for button in app.button if button.label.endswith("d'origine")).click()
    run(app)
    [said] = errors(app)
    assert "ne peut pas être lu ou écrit" in said
    assert sorted(own_state.imports.glob("[!.]*/original*")) == originals


def test_secrets_that_cannot_be_read_are_a_sentence_on_the_page(opened: Opened, own_state, configured, monkeypatch):
    configured("[connections\n")
    monkeypatch.setenv("DASHBOARD_AUTH", "local")
    app = opened(own_state, PERSONAL_DATA)
    [said] = errors(app)
    assert "illisible" in said
