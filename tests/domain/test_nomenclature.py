import pytest

from dashboard.domain.nomenclature import os_code, split_os_code

CODES = {
    "3911": (3, "9", "9.1", "1"),
    "11011": (1, "10", "10.1", "1"),
    "1101": (1, "10", "10.1", ""),
    "51311": (5, "13", "13.1", "1"),
    "182": (1, "8", "8.2", ""),
    "1821": (1, "8", "8.2", "1"),
    "4001": (4, "0", "0.0", "1"),
    "39114": (3, "9", "9.1", "14"),
    "14h": (1, "4", "4.h", ""),
}


@pytest.mark.parametrize(("code", "parts"), CODES.items())
def test_a_code_splits_into_its_parts_and_back(code: str, parts: tuple[int, str, str, str]) -> None:
    assert split_os_code(code) == parts
    assert os_code(*parts) == code


@pytest.mark.parametrize(
    ("axis", "objective", "priority", "specific"),
    [
        (3, 9, 1, 1),
        ("3", "9", "1", "1"),
        ("3", "9", "9.1", "1"),
        (" 3 ", "9", " 9.1", "1 "),
        (3, None, "9.1", 1),
    ],
)
def test_the_priority_may_carry_its_thematic_objective(
    axis: int | str, objective: int | str | None, priority: int | str, specific: int | str
) -> None:
    assert os_code(axis, objective, priority, specific) == "3911"


def test_the_letter_of_a_fse_plus_objective_is_written_small() -> None:
    assert os_code(6, 4, "4.H", None) == "64h"
    assert split_os_code("64H") == (6, "4", "4.h", "")


@pytest.mark.parametrize(
    "parts", [(None, "9", "1", "1"), ("3", "9", "", "1"), ("3", None, None, None), (3, None, 1, 1), ("", "", "", "")]
)
def test_no_code_without_axis_objective_and_priority(parts: tuple[int | str | None, ...]) -> None:
    assert os_code(*parts) == ""


@pytest.mark.parametrize("code", ["", "3", "39", "0911", "3.9.1.1", "391123", "abc", "14z", "1411h"])
def test_an_unreadable_code_is_told_from_a_readable_one(code: str) -> None:
    assert split_os_code(code) is None
