"""The demonstration and its pack, built once for every document."""

import pytest

from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Choice
from dashboard.warehouse.build import connect

WHOLE = Choice(annexes=True, fiches=True)
"""Everything that slides and PDF can hold."""


@pytest.fixture(scope="session")
def demonstration(demonstration_state):
    """A state folder with the demonstration, its publication and its connection."""
    publication = open_state(demonstration_state)
    with connect(demonstration_state, publication) as connection:
        yield demonstration_state, publication, connection


@pytest.fixture(scope="session")
def whole_pack(demonstration):
    """The pack of the whole period."""
    return build_pack(*demonstration, Selection(), operations=False, choice=WHOLE)
