"""The scripts that install packages, with a Python that only writes down what it is asked."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.ui.navigation import SECTIONS

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "scripts"

PYTHON = """#!/bin/sh
echo "$@" >>"$ASKED"
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip freeze"*) cat "$FROZEN" ;;
esac
"""


class Installation:
    """A folder with the scripts and empty requirements, all of long ago."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = folder / "asked"
        self.constraints = folder / "constraints.txt"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.python = folder / "python"
        self.python.write_text(PYTHON, encoding="utf-8")
        self.python.chmod(0o755)
        shutil.copytree(SCRIPTS, folder / "scripts")
        for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt", "pyproject.toml"):
            (folder / name).touch()
            os.utime(folder / name, (1, 1))

    def run(self, command: str, frozen: str = "") -> subprocess.CompletedProcess[str]:
        (self.folder / "frozen").write_text(frozen, encoding="utf-8")
        environment = {
            **os.environ, "PYTHON": str(self.python), "ASKED": str(self.asked), "FROZEN": str(self.folder / "frozen"),
            "TMPDIR": str(self.temporary),
        }  # fmt: skip
        return subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def installs(self) -> list[str]:
        return [line for line in self.asked.read_text(encoding="utf-8").splitlines() if " install " in line]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_packages_are_installed_under_the_constraints_and_again_when_these_change(installation, file):
    assert installation.run(f"source scripts/environment.sh {file}").returncode == 0
    [first] = installation.installs()
    assert first.endswith(f"-r {file} -c constraints.txt")
    assert installation.run(f"source scripts/environment.sh {file}").returncode == 0
    assert len(installation.installs()) == 1
    changes = dict.fromkeys([file, "requirements.txt", "constraints.txt", "pyproject.toml"])
    for count, changed in enumerate(changes, start=2):
        os.utime(installation.folder / ".venv" / f".installed-{file}", (2, 2))
        os.utime(installation.folder / changed, (3, 3))
        assert installation.run(f"source scripts/environment.sh {file}").returncode == 0
        assert len(installation.installs()) == count, changed
        os.utime(installation.folder / changed, (1, 1))


def test_constraints_are_renewed_from_an_environment_that_leaves_nothing(installation):
    done = installation.run("scripts/renew-constraints", "Zeta==1.0\nalpha==2.0.post1\nBeta_b==3\n")
    assert (done.returncode, done.stderr) == (0, "")
    comment, *pins = installation.constraints.read_text(encoding="utf-8").splitlines()
    assert comment.startswith("# ")
    assert pins == ["alpha==2.0.post1", "Beta_b==3", "Zeta==1.0"]
    [install] = installation.installs()
    assert install.endswith("-r requirements-dev.txt")
    assert list(installation.temporary.iterdir()) == []


@pytest.mark.parametrize(
    "line", ["local @ file:///somewhere/local.whl", "-e git+https://example.org/a#egg=a", "# Editable"]
)
def test_a_package_that_others_cannot_install_leaves_the_constraints_as_they_were(installation, line):
    installation.constraints.write_text("alpha==1.0\n", encoding="utf-8")
    done = installation.run("scripts/renew-constraints", f"alpha==2.0\n{line}\n")
    assert done.returncode == 1
    assert line in done.stderr
    assert "unchanged" in done.stderr
    assert installation.constraints.read_text(encoding="utf-8") == "alpha==1.0\n"


def test_each_picture_of_the_guide_is_retaken_and_each_retaken_one_is_shown():
    spec = importlib.util.spec_from_file_location("build_pictures", SCRIPTS / "build_pictures.py")
    assert spec
    assert spec.loader
    builder = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    shown = {
        name
        for path in texts
        for name in re.findall(r"\]\((?:docs/)?images/([\w-]+)\.png\)", path.read_text(encoding="utf-8"))
    }
    assert shown == {*builder.PICTURES} == {path.stem for path in (ROOT / "docs" / "images").iterdir()}
    heavy = {path.name for path in (ROOT / "docs" / "images").iterdir() if path.stat().st_size > builder.HEAVIEST}
    assert heavy == set()
    addresses = {entry.address for entries in SECTIONS.values() for entry in entries}
    assert {picture.page for picture in builder.PICTURES.values()} <= addresses
