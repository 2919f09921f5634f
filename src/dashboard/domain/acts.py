"""What the journal keeps: acts that change what everybody sees or let names out, and who did them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Act(StrEnum):
    """What was done, as the journal says it."""

    IMPORT = "import"
    PUBLICATION = "publication"
    PURGE = "purge"
    FREEZE = "clôture de campagne"
    NAMED_EXPORT = "export nominatif"
    REFUSAL = "refus"
    BACKUP = "sauvegarde"
    RESTORATION = "restauration"
    ARCHIVING = "archivage du journal"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, and from where: an e-mail address and an IP address, where there are."""

    account: str
    address: str


TERMINAL: Final = "terminal"
"""The address of whoever works on the machine itself."""

Witness = Callable[[Act, str], None]
"""Writes down an act, with what it is about, before it is done. Where that fails, nothing is done."""
