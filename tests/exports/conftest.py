"""The demonstration and its pack, built once for every document."""

import pytest

from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A state folder with the demonstration, its publication and its connection."""
    state = State(tmp_path_factory.mktemp("exports") / "state")
    publication = open_state(state)
    with connect(state, publication) as connection:
        yield state, publication, connection


@pytest.fixture(scope="session")
def whole_pack(demonstration):
    """The pack of the whole period."""
    return build_pack(*demonstration, Selection(), operations=False)
