"""The innovation priority: which action its operations say, where they stand, and what is found elsewhere."""

from pathlib import Path

import pytest

from dashboard.domain.selection import Selection
from dashboard.warehouse.build import connect
from dashboard.warehouse.priority_6 import UNDETERMINED, Place, Priority6, over_priorities, priority_6
from dashboard.warehouse.state import State
from tests.fse_plus import EXTRACT, import_extract, import_list, retain

CURRENT = Selection(period="2021-2027")


def found(state: State, selection: Selection = CURRENT) -> Priority6:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return priority_6(connection, selection)


@pytest.fixture
def extracted(state: State, tmp_path: Path) -> State:
    import_list(state, tmp_path)
    import_extract(state, tmp_path)
    return retain(state, tmp_path, "3", "11", "13", "15")


def test_operations_stand_inside_elsewhere_or_where_nobody_knows(extracted: State) -> None:
    whole = found(extracted).whole
    assert {place: (row["programme_operations"], row["operations"]) for place, row in whole.items()} == {
        Place.INSIDE: (3, 1),
        Place.ELSEWHERE: (2, 2),
        Place.UNKNOWN: (3, 1),
    }
    assert whole[Place.INSIDE]["programme_eu_amount"] == 1900.05
    assert whole[Place.ELSEWHERE]["eu_amount"] == 18_000_600.10


def test_words_tell_the_action(extracted: State) -> None:
    """The priority's own title tells nothing, and words of both actions tell none."""
    rows = {row["value"]: row["programme_operations"] for row in found(extracted).actions}
    assert rows == {"Écosystème": 1, "Essaimage": 1, UNDETERMINED: 1}


def test_the_call_for_projects_speaks_before_the_title_and_the_title_before_the_texts(
    state: State, tmp_path: Path
) -> None:
    cases = [
        ("Action 1 - écosystème", "Essaimage d'un dispositif", "Écosystème"),
        ("Essaimage et écosystème", "Changement d'échelle d'un lieu", "Essaimage"),
        ("", "Programme national d'accompagnement de l'innovation", "Écosystème"),
        ("", "Un lieu", UNDETERMINED),
        ("", "Mise à l'échelle du dispositif", "Essaimage"),
        ("L'innovation sociale et de l'essaimage des dispositifs innovants", "Un lieu", UNDETERMINED),
    ]
    rows = [
        {
            **EXTRACT[1],
            "num_dossier": str(rank),
            "Appel à projets": call,
            "Lib_opé": title,
            "Service gestionnaire": f"CD {rank}",
        }
        for rank, (call, title, _) in enumerate(cases)
    ]
    import_extract(state, tmp_path, rows)
    expected = [action for *_, action in cases]
    shown = {row["value"]: row["programme_operations"] for row in found(state).actions}
    assert shown == {action: expected.count(action) for action in expected}


def test_sums_by_action_region_and_body_are_those_of_the_whole(extracted: State) -> None:
    shown = found(extracted)
    inside = shown.whole[Place.INSIDE]
    assert sum(row["programme_operations"] for row in shown.actions) == inside["programme_operations"]
    assert round(sum(row["programme_eu_amount"] for row in shown.actions), 2) == inside["programme_eu_amount"]
    for rows in (shown.regions, shown.bodies):
        for place in Place:
            kept = sum(row[f"{place}_operations"] for row in rows)
            assert kept == shown.whole[place]["operations"], place
    assert {row["value"]: row["inside_programme_operations"] for row in shown.regions} == {"Bretagne": 2, "Corse": 1}


def test_the_list_alone_knows_no_priority(state: State, tmp_path: Path) -> None:
    shown = found(import_list(state, tmp_path))
    assert shown.whole[Place.INSIDE]["programme_operations"] == 0
    assert shown.actions == ()
    assert shown.whole[Place.UNKNOWN]["programme_operations"] == 2
    assert shown.whole[Place.ELSEWHERE]["programme_operations"] == 1


def test_filters_restrict_it_except_those_on_priorities_and_decisions(extracted: State) -> None:
    selection = Selection(period="2021-2027", axes=("PN FSE+ · 1",), regions_2016=("Corse",), categories=("x",))
    assert over_priorities(selection) == Selection(period="2021-2027", regions_2016=("Corse",))
    assert found(extracted, over_priorities(selection)).whole[Place.INSIDE]["programme_operations"] == 1
