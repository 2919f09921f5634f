"""The code of a specific objective: axis, thematic objective, investment priority and objective, without dots."""

import re
from typing import NamedTuple

# No fund has a thematic objective 1 on its own here, so a leading 1 followed by 0 to 3 is always a two-digit objective.
_CODE = re.compile(r"(?P<axis>[1-9])(?P<objective>1[0-3]|0|[2-9])(?P<priority>[0-9]|[a-m])(?P<specific>[0-9]{0,2})")


class SplitCode(NamedTuple):
    """The parts of a code, written as the warehouse writes them."""

    priority_axis: int
    thematic_objective: str
    investment_priority: str
    specific_objective: str


def _text(value: object) -> str:
    return "" if value is None else str(value).strip().lower()


def os_code(
    axis: int | str | None,
    thematic_objective: int | str | None,
    investment_priority: int | str | None,
    specific_objective: int | str | None,
) -> str:
    """`3, 9, "9.1", 1` → `3911`; the priority may be written `1` or `9.1`. Empty where axis or priority is missing."""
    objective, _, priority = _text(investment_priority).rpartition(".")
    objective = _text(thematic_objective) or objective
    if not (_text(axis) and objective and priority):
        return ""
    return f"{_text(axis)}{objective}{priority}{_text(specific_objective)}"


def split_os_code(code: str) -> SplitCode | None:
    """`3911` → `(3, "9", "9.1", "1")`, `182` → `(1, "8", "8.2", "")`, `14h` → `(1, "4", "4.h", "")`, else None."""
    match = _CODE.fullmatch(_text(code))
    if match is None:
        return None
    objective, priority = match["objective"], match["priority"]
    return SplitCode(int(match["axis"]), objective, f"{objective}.{priority}", match["specific"])
