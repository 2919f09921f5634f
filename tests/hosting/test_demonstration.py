"""The public demonstration, from anywhere; and what `/pret` says of a process whose folder goes wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from dashboard.ui.access import DEMO_NOTICE
from tests.hosting.actions import harmless, snapshot
from tests.hosting.server import Server, serving
from tests.hosting.session import Browser
from tests.hosting.test_actions import every_screen

NOTHING_KEPT = "essai-projet"
"""The form of a page whose texts stay in the session."""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("demonstration")
    with serving(folder, folder / "state", mode="demo") as found:
        yield found


def test_anybody_reads_it_and_nobody_writes(demonstration: Server):
    elsewhere = {"Host": "essai.exemple.test", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    assert demonstration.get("/", **elsewhere).status_code == 200
    demonstration.origin = "https://essai.exemple.test"
    kept = snapshot(demonstration.state / "demonstration")
    browser = Browser(demonstration)
    with browser.tab() as tab:
        for page, query in every_screen():
            tab.leave_for(page).run(query)
            assert [shown.label for shown in tab.of("button") if not harmless(shown.label)] == [], page
            forms = [form.form_id for form in tab.of("form") if form.form_id != NOTHING_KEPT]
            assert (forms, tab.of("file_uploader")) == ([], []), page
            assert DEMO_NOTICE in "".join(tab.text()), page
            assert "demandez-le à l'administrateur" not in "".join(tab.text()), page
        sent = browser.request("PUT", f"/_stcore/upload_file/{tab.session}/fichier", content=b"a")
        assert sent.status_code == 403
    assert snapshot(demonstration.state / "demonstration") == kept
    assert [path.name for path in demonstration.state.iterdir()] == ["demonstration"]


def test_readiness_says_what_is_wrong_and_when_it_is_right_again(demonstration: Server, tmp_path: Path):
    folder = demonstration.state / "demonstration"

    @contextmanager
    def replaced(path: Path, content: bytes) -> Iterator[httpx.Response]:
        # SQLite's own files go with a database: it reads what they hold first.
        aside = [(found, found.rename(tmp_path / found.name)) for found in path.parent.glob(f"{path.name}*")]
        path.write_bytes(content)
        yield demonstration.get("/pret")
        for found in path.parent.glob(f"{path.name}*"):
            found.unlink()
        for found, kept in aside:
            kept.rename(found)

    assert demonstration.get("/pret").json() == {"pret": True, "raisons": []}
    for path, content, said in (
        (folder / "current.json", b"{", "est abîmé"),
        (folder, b"", "n'accepte pas d'écriture"),
        (folder / "reviews.sqlite", os.urandom(8192), "base des évaluations"),
    ):
        with replaced(path, content) as answer:
            assert answer.status_code == 503, path
            assert answer.json()["pret"] is False, path
            assert any(said in reason for reason in answer.json()["raisons"]), (path, answer.text)
            assert demonstration.get("/sante").status_code == 200
        assert demonstration.get("/pret").json() == {"pret": True, "raisons": []}, path
