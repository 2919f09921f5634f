"""Why an operation is in a campaign: drawn at random, found, suggested, or chosen. The population keeps it as words."""

from enum import StrEnum
from typing import Final


class Origin(StrEnum):
    """The ways into a campaign; the values are the words of the interface."""

    RANDOM = "Tirées au hasard (audit du rappel)"
    IDENTIFIED = "Repérées par le texte, les noms ou une source"
    SUGGESTED = "Envoyées depuis «\u202fÀ lire ensuite\u202f»"
    CHOSEN = "Choisies autrement"


_DRAWN: Final = ("audit du rappel", "audit de rappel")
_SUGGESTED: Final = "à lire ensuite"
_CHOSEN: Final = ("", "sélection par les filtres")


def origin_of(words: str) -> Origin:
    """The way into the campaign that the population's own words tell, as `identification` writes them.

    A draw only ever sends what nothing identifies, so its words stand alone; a suggestion may be found by a source as well.
    """
    said = words.strip().casefold()
    if said.startswith(_DRAWN):
        return Origin.RANDOM
    if _SUGGESTED in said:
        return Origin.SUGGESTED
    return Origin.CHOSEN if said in _CHOSEN else Origin.IDENTIFIED
