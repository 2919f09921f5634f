"""Takes the pictures of the guide again: `python -m scripts.build_pictures`, or a few of them by name. Needs Chromium.

A server of its own shows the demonstration, in a new state folder.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Screen, chromium, serving

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
HEAVIEST: Final = 130_000
"""Bytes of a picture."""
LATER: Final = {"periode": "2021-2027"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page by its address, what follows it, the size of the window; `name`: that of the reviewer who looks."""

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


def take(screen: Screen, name: str, picture: Picture) -> int:
    """Writes one picture; its size in bytes."""
    screen.sized({"width": picture.width, "height": picture.height})
    if picture.name:
        screen.named(picture.name)
    screen.open(picture.page, **picture.query)
    # Where nothing answers to the mouse.
    screen.page.mouse.move(picture.width - 2, picture.height - 2)
    screen.page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
    return (FOLDER / f"{name}.png").stat().st_size


def main(asked: list[str]) -> int:
    """Takes the pictures asked for, all of them without a name; 1 where one is too heavy or unknown."""
    if unknown := [name for name in asked if name not in PICTURES]:
        sys.stderr.write(f"no such picture: {', '.join(unknown)}\n")
        return 1
    heavy = []
    with tempfile.TemporaryDirectory() as folder:
        variables = {"DASHBOARD_STATE": f"{folder}/state", "DASHBOARD_AUTH": "local", "LOGNAME": "camille"}
        for command in JOURNAL:
            given = [sys.executable, "-m", "dashboard", *command]
            subprocess.run(given, cwd=folder, env=os.environ | variables, check=True, stdout=subprocess.DEVNULL)
        with serving(Path(folder), **variables) as address, sync_playwright() as player:
            browser = player.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
            for name in asked or PICTURES:
                # A visitor of its own each: what somebody typed or chose for one shows in no other.
                context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
                size = take(Screen(context, address), name, PICTURES[name])
                context.close()
                sys.stdout.write(f"{name}: {size} bytes\n")
                heavy += [name] if size > HEAVIEST else []
            browser.close()
    if heavy:
        sys.stderr.write(f"over {HEAVIEST} bytes: {', '.join(heavy)}\n")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
