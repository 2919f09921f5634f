"""Takes the pictures of the guide again: `python scripts/build_pictures.py`, or a few of them by name. Needs Chromium.

A server of its own shows the demonstration, in a new state folder.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "docs" / "images"
HEAVIEST: Final = 130_000
"""Bytes of a picture."""
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)
PATIENCE: Final = 240_000
"""Milliseconds that a page may take on a machine that works for others too."""
LATER: Final = {"periode": "2021-2027"}
STILL: Final = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const busy = app?.dataset.testScriptState !== "notRunning"
        || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stSpinner"]');
    const text = app?.innerText ?? "";
    const looks = busy || text !== window.lastText ? 0 : window.looks + 1;
    window.lastText = text;
    window.looks = looks;
    return looks > 15;
}"""
"""Nothing has moved for fifteen looks."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page by its address, what follows it, the size of the window; `name`: what a reviewer types to come in."""

    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    width: int = 1440
    height: int = 900
    name: str = ""


PICTURES: Final = {
    "synthese": Picture("synthese"),
    "synthese-2021-2027": Picture("synthese", LATER),
    "repartition": Picture("repartition"),
    "comparaison": Picture("synthese", {"region": "Bretagne", "avec.periode": "2014-2020"}),
    "fiche": Picture("operation", {"operation": "201891961", "vague-operation": "2019"}),
    "ce-qui-a-change": Picture("ce-qui-a-change", LATER),
    "dotations": Picture("dotations", LATER),
    "priorite-6": Picture("priorite-6", LATER),
    "imports": Picture("imports", height=560),
    "periodes": Picture("periodes", height=800),
    "journal": Picture("journal", height=680),
    "reperage": Picture("reperage"),
    "a-lire-ensuite": Picture("a-lire-ensuite"),
    "evaluer": Picture("evaluer", width=1200, height=640, name="Camille"),
    "accord": Picture("accord"),
    "territoires": Picture("territoires", height=780),
    "territoires-cote-a-cote": Picture("territoires", LATER | {"cote-a-cote": "true"}, height=800),
    "presentation": Picture("presentation"),
}


JOURNAL: Final = (("imports", "--back-to", "1"), ("backup", "sauvegarde.tar"))
"""Commands that the journal keeps: a new installation has nothing to show there."""


@contextmanager
def serving(state: Path) -> Iterator[str]:
    """A server of the demonstration on a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    variables = os.environ | {"DASHBOARD_STATE": str(state / "state"), "DASHBOARD_AUTH": "local", "LOGNAME": "camille"}
    for command in JOURNAL:
        subprocess.run(
            [sys.executable, "-m", "dashboard", *command],
            cwd=state,
            env=variables,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except (URLError, OSError):
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def take(page: Page, address: str, name: str, picture: Picture) -> int:
    """Writes one picture; its size in bytes."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(f"{address}/{picture.page}" + (f"?{urlencode(picture.query)}" if picture.query else ""))
    _wait(page)
    if picture.name:
        page.get_by_label("Votre nom").fill(picture.name)
        entry = page.get_by_role("button", name="Continuer")
        entry.click()
        entry.wait_for(state="hidden")
        _wait(page)
    # Where nothing answers to the mouse.
    page.mouse.move(picture.width - 2, picture.height - 2)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
    return (FOLDER / f"{name}.png").stat().st_size


def _wait(page: Page) -> None:
    page.evaluate("window.looks = 0")
    page.wait_for_function(STILL, polling=100)


def main(asked: list[str]) -> int:
    """Takes the pictures asked for, all of them without a name; 1 where one is too heavy or unknown."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if unknown := [name for name in asked if name not in PICTURES]:
        sys.stderr.write(f"no such picture: {', '.join(unknown)}\n")
        return 1
    heavy = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name in asked or PICTURES:
            # A visitor of its own each: what somebody typed or chose for one shows in no other.
            context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
            context.set_default_timeout(PATIENCE)
            size = take(context.new_page(), address, name, PICTURES[name])
            context.close()
            sys.stdout.write(f"{name}: {size} bytes\n")
            heavy += [name] if size > HEAVIEST else []
        browser.close()
    if heavy:
        sys.stderr.write(f"over {HEAVIEST} bytes: {', '.join(heavy)}\n")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
