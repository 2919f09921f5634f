"""The guide of whoever hosts the application: each of its commands is run here, by another test, or says that it isn't."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from dashboard.cli import app as cli
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.reviews.tables import AUDIT
from dashboard.warehouse.state import State
from tests.conftest import WriteList
from tests.reviews import conftest as reviews
from tests.reviews import postgresql
from tests.reviews.test_copies import everything

postgresql_url, postgresql_database = reviews.postgresql_url, reviews.postgresql_database

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines() if line.strip()
]
MARK = "# non exécuté ici"
DASHBOARD = ".venv/bin/python -m dashboard "
INTO_POSTGRESQL = 'DASHBOARD_REVIEWS_URL="$BASE" '

ELSEWHERE = {
    "python3 -m venv .venv": "tests/test_scripts.py::test_packages_are_installed_under_the_constraints_and_again_when_these_change",
    ".venv/bin/python -m pip install -r requirements.txt -c constraints.txt": "tests/test_scripts.py::test_packages_are_installed_under_the_constraints_and_again_when_these_change",
    "curl --fail http://127.0.0.1:8501/pret": "tests/hosting/test_serving.py::test_secrets_mended_while_the_process_runs_open_it",
    "curl --fail http://127.0.0.1:8501/sante": "tests/hosting/test_serving.py::test_mistake_written_while_the_process_runs_closes_it",
    'curl --fail --header "Authorization: Bearer $DASHBOARD_METRICS_TOKEN" http://127.0.0.1:8501/_stcore/metrics': "tests/hosting/test_middleware.py::test_metrics_ask_for_their_token",
}
"""Command → the test that asks the same."""


def test_each_command_is_run_somewhere_or_says_that_it_is_not():
    assert len(COMMANDS) > 20
    left = [line for line in COMMANDS if MARK not in line and DASHBOARD not in line and line not in ELSEWHERE]
    assert left == []
    for command, where in ELSEWHERE.items():
        assert command in COMMANDS
        path, name = where.split("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), command


def test_commands_of_the_dashboard_do_what_the_guide_says(
    tmp_path: Path,
    state: State,
    mdfse_file: WriteList,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
):
    """In their order, the machine's folders being under the test's own, and what is moved away there too."""
    run_import(state, ImportRequest(mdfse_file([{}]), wave="2019", by="Anne"))
    open_store(state.root / FILE_NAME).dispose()
    for folder in ("backups/dashboard", "lib", "tmp"):
        (tmp_path / "var" / folder).mkdir(parents=True)
    monkeypatch.setenv("DASHBOARD_STATE", str(state.root))
    done = []
    for line in COMMANDS:
        words = [part.replace("/var/", f"{tmp_path}/var/") for part in shlex.split(line.partition("#")[0])]
        if words[:2] == ["sudo", "mv"] and Path(words[2]).exists():
            shutil.move(*words[2:])
        if MARK in line or DASHBOARD not in line:
            continue
        variables, _, arguments = line.partition(DASHBOARD)
        assert variables in ("", "DASHBOARD_REVIEWS_URL= ", INTO_POSTGRESQL), line
        if variables == INTO_POSTGRESQL:
            if postgresql.missing():
                # What was moved away comes back: the lines that follow want it.
                shutil.move(tmp_path / "var/lib/dashboard.sqlite", tmp_path / "var/lib/dashboard")
                continue
            database = request.getfixturevalue("postgresql_database")
            monkeypatch.setenv("DASHBOARD_REVIEWS_URL", database)
        code = cli.run(words[len(shlex.split(variables + DASHBOARD)) :])
        out, err = capfd.readouterr()
        assert code == 0, (line, err)
        if variables == INTO_POSTGRESQL:
            carried, left = everything(database), everything(str(state.root / FILE_NAME))
            assert carried.pop(AUDIT.name)[:-1] == left.pop(AUDIT.name)
            assert carried == left
            monkeypatch.delenv("DASHBOARD_REVIEWS_URL")
        done.append((arguments.split()[0], out))
    assert {name for name, _ in done} == {"imports", "backup", "restore", "audit", "revoke"}
    assert all("liste.csv" in out for name, out in done if name == "imports")
    for name in ("lib/dashboard", "tmp/essai"):
        assert State(tmp_path / "var" / name).current() == state.current(), name
    assert any("sauvegarde;2026-03-16.zip" in out for name, out in done if name == "audit")


def test_each_variable_of_the_code_has_its_line():
    named = set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r'"(DASHBOARD_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {name for name in named if name.startswith("DASHBOARD_")} == read


def test_typography_is_that_of_french():
    """Outside of code: narrow no-break spaces inside quotation marks and before high punctuation."""
    words = re.sub(r"```.*?```|`[^`\n]*`|\]\([^)]*\)", "", GUIDE, flags=re.DOTALL)
    assert re.findall(r"[ \u00a0][:;?!»]|«[^\u202f]|[^\u202f]»", words) == []
