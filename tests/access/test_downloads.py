"""Links that work once, five minutes, for one person."""

from dashboard.access.downloads import MOST, SECONDS, Download, Links
from dashboard.access.roles import Role

FILE = Download("archive.zip", "application/zip", Role.DATA_MANAGER, lambda: b"PK")


def test_link_works_once():
    links = Links()
    token = links.offer("a@x.fr", FILE)
    assert links.take(token, "a@x.fr") is FILE
    assert links.take(token, "a@x.fr") is None


def test_link_belongs_to_its_person_and_ends_at_anothers_attempt():
    links = Links()
    token = links.offer("a@x.fr", FILE)
    assert links.take(token, "b@x.fr") is None
    assert links.take(token, "a@x.fr") is None
    assert links.take("inconnu", "a@x.fr") is None


def test_link_ends_after_five_minutes():
    now = [0.0]
    links = Links(clock=lambda: now[0])
    early, late = links.offer("a", FILE), links.offer("a", FILE)
    now[0] = SECONDS - 1
    assert links.take(early, "a") is FILE
    now[0] = SECONDS
    assert links.take(late, "a") is None
    assert SECONDS == 300


def test_links_that_nobody_takes_do_not_pile_up():
    links = Links()
    first = links.offer("a", FILE)
    tokens = [links.offer("a", FILE) for _ in range(MOST)]
    assert links.take(first, "a") is None
    assert links.take(tokens[-1], "a") is FILE
    assert len(set(tokens)) == MOST
