"""Whether the application around the main script runs: without it there is no middleware, and no login can be ended."""

from typing import Final

_ENTERED: Final[set[str]] = set()


def enter_application() -> None:
    """Said once by the application's start-up."""
    _ENTERED.add("application")


def through_application() -> bool:
    """Whether this process was started through app.py."""
    return bool(_ENTERED)
