"""Roles, and the addresses that they are given to."""

import re
from enum import StrEnum
from typing import Final

GROUP: Final = "groupe:"
"""Before the name of a group of the identity provider, in the lists of `[roles]`."""

EVERYONE: Final = "*"
"""Stands for whoever is logged in."""

_ADDRESS: Final = re.compile(r"[!-?A-~]+@[!-?A-~]+")


class Role(StrEnum):
    """What a person may do."""

    READER = "lecteur"
    REVIEWER = "évaluateur"
    ARBITER = "arbitre"
    DATA_MANAGER = "gestionnaire de données"


def address_of(text: object) -> str | None:
    """The e-mail address as it is compared everywhere: ASCII, lower case, without blanks around; None where it is no address.

    Other signs are refused rather than folded: some capitals of other alphabets fold to an ASCII letter (U+212A to k), and
    the mail of the one doesn't reach the other.
    """
    found = text.strip(" \t\r\n") if isinstance(text, str) else ""
    return found.lower() if _ADDRESS.fullmatch(found) else None


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same address, or the same text where they are no addresses."""
    return (address_of(one) or one) == (address_of(other) or other)
