"""Every change that a page offers, asked for by everybody else: nothing changes."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from dashboard.domain.acts import Act
from dashboard.reviews.archive import export_campaign
from dashboard.reviews.campaigns import get_operations
from dashboard.reviews.model import Verdict
from dashboard.reviews.reviewing import submit
from dashboard.reviews.store import open_store
from dashboard.ui.installation import OWN_MACHINE
from dashboard.ui.navigation import SECTIONS
from tests.access.configured import login
from tests.hosting.actions import Action, actions, harmless, journal, snapshot
from tests.hosting.server import Server, rewrite, without_roles
from tests.hosting.session import Browser, Tab
from tests.pages.campaigns import REVIEWS, scored_campaign


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The archive of a frozen campaign from elsewhere."""
    engine = open_store(tmp_path / "ailleurs.sqlite")
    scored_campaign(engine, campaign_id="venue-d-ailleurs", reviews={"D1": REVIEWS["D1"]}, frozen=True)
    path = tmp_path / "campagne.zip"
    path.write_bytes(export_campaign(engine, "venue-d-ailleurs"))
    engine.dispose()
    return path


@pytest.fixture
def tabs(people: Mapping[str, Browser]) -> Iterator[Mapping[str, Tab]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(browser.tab()) for name, browser in people.items()}


def every_screen() -> list[tuple[str, str]]:
    """Each page, with the tabs that hold buttons open."""
    tabs = {"reperage": ("vue=Atelier+du+lexique", "vue=Audit+du+rappel"), "enquete": ("volet=Coder+une+observation",)}
    pages = [entry.address for entries in SECTIONS.values() for entry in entries]
    return [(page, query) for page in pages for query in ("", *tabs.get(page, ()))]


def disagree(state: Path) -> None:
    """Two reviews that an arbiter has to settle."""
    engine = open_store(state / "reviews.sqlite")
    number = get_operations(engine, "demonstration-ouverte")[-1].num_dossier
    for name, verdict in (("Anne", Verdict.REJECTED), ("Bob", Verdict.UNSURE)):
        submit(engine, "demonstration-ouverte", number, name, answers={}, verdict=verdict)
    engine.dispose()


def test_what_a_page_changes_is_refused_to_everybody_else(
    server: Server, people: Mapping[str, Browser], tabs: Mapping[str, Tab], archive: Path, roles: Path
):
    """The click of each other person, then that of the right one after their role was taken away, then their own."""
    disagree(server.state)
    before = last_row(server.state)
    configured = roles.read_text(encoding="utf-8")
    for action in actions(archive):
        wrong = []
        own, browser = tabs[action.may[0]], people[action.may[0]]
        sent = lead_up(own, action, browser)
        kept = snapshot(server.state)
        for name, tab in tabs.items():
            if name not in action.may:
                tab.leave_for(action.page).widgets.update(own.widgets)
                tab.run(action.query).run(triggers=sent)
                wrong += [f"{name}: {action.label}"] if snapshot(server.state) != kept else []
        rewrite(roles, without_roles(configured))
        kept = snapshot(server.state)
        own.run(triggers=sent)
        wrong += [f"{action.may[0]}, no longer: {action.label}"] if snapshot(server.state) != kept else []
        assert wrong == []
        rewrite(roles, configured)
        sent = lead_up(own, action, browser)
        kept, last = snapshot(server.state), last_row(server.state)
        own.run(triggers=sent)
        after = snapshot(server.state)
        assert after != kept, f"nothing is done by {action.label}: {own.text()}"
        who = f"{action.may[0]}@exemple.test"
        left = [row[1:4] for row in journal(server.state, last)]
        assert left == ([(who, OWN_MACHINE, action.leaves)] if action.leaves else []), action.label
        # Whatever the list of actions says: no publication, purge or freezing goes without its row.
        assert bool(left) or watched(after) == watched(kept), action.label
    refused = {row[1] for row in journal(server.state, before) if row[3] == Act.REFUSAL}
    assert refused == {f"{name}@exemple.test" for name in people if name != "personne"}


def last_row(state: Path) -> int:
    return max((row[0] for row in journal(state)), default=0)


def watched(kept: dict[str, object]) -> dict[str, object]:
    """What the journal is about, in what an installation keeps."""
    return {
        name: value
        for name, value in kept.items()
        if name == "freeze_event" or name.startswith(("publications/", "imports/", "current.json"))
    }


def lead_up(tab: Tab, action: Action, browser: Browser) -> list[str]:
    """Opens the page, sets its widgets; what the click sends."""
    tab.leave_for(action.page).run(action.query)
    return list(action.lead(tab, browser))


def test_every_button_of_every_page_is_tried_or_changes_nothing(server: Server, archive: Path):
    """Whoever adds a button says here which of the two it is."""
    tried = [action.label for action in actions(archive)]
    unknown = set()
    with Browser(server).sign_in(login("toutes@exemple.test")).tab() as tab:
        for page, query in every_screen():
            tab.leave_for(page).run(query)
            if page == "imports":
                tab.put("onglet", "Historique").run()
            for shown in tab.of("button"):
                label = re.sub(r"\\(.)", r"\1", shown.label)
                if not harmless(label) and not any(re.match(known, label) for known in tried):
                    unknown.add(f"{page}: {label}")
    assert unknown == set()
