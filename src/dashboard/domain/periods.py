"""What the words of the screen are in each programming period: 2014-2020 has waves and axes, 2021-2027 years of agreement and priorities."""

from dataclasses import dataclass
from typing import Final

from dashboard.domain.operation import NO_WAVES

FORMER: Final = "2014-2020"
CURRENT: Final = "2021-2027"


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The nouns of one programming period, in lower case; `_s` holds the plural.

    `every_wave`: all the waves together. `source`: what operations come from when nothing else completes it. `innovation_priority`:
    the code of the priority that the national programme gives to social innovation, empty where it has none.
    """

    fund: str
    national_programme: str
    wave: str
    wave_s: str
    every_wave: str
    axis: str
    axis_s: str
    source: str
    innovation_priority: str

    @property
    def the_wave(self) -> str:
        """« la vague », « l'année de convention »."""
        return the(self.wave)

    @property
    def the_axis(self) -> str:
        """« l'axe », « la priorité »."""
        return the(self.axis)

    def wave_name(self, wave: str) -> str:
        """« vague 2019 », « 2024 »; what is no wave, or has a name of its own, is called by it."""
        return f"{self.wave} {wave}" if self.wave == "vague" and wave[:1].isdecimal() else wave

    def wave_in_full(self, wave: str) -> str:
        """The same where no heading says what it is: « vague 2019 », « année de convention 2024 »."""
        return wave if wave in NO_WAVES or not wave[:1].isdecimal() else f"{self.wave} {wave}"


NATIONAL_STRAND: Final = "Volet national du FSE"
"""What stands for the region of an operation of the whole country, in every period."""

_WORDS: Final = {
    FORMER: PeriodWords(
        fund="FSE",
        national_programme="PON FSE",
        wave="vague",
        wave_s="vagues",
        every_wave="toutes vagues",
        axis="axe",
        axis_s="axes",
        source="l'extrait",
        innovation_priority="",
    ),
    CURRENT: PeriodWords(
        fund="FSE+",
        national_programme="PN FSE+",
        wave="année de convention",
        wave_s="années de convention",
        every_wave="toutes années",
        axis="priorité",
        axis_s="priorités",
        source="la liste publique",
        innovation_priority="6",
    ),
}


def told_by_number(period: str) -> bool:
    """Whether the number alone says which operation it is: years of agreement change from one edition to the next, waves don't."""
    return period > FORMER


def words_of(period: str) -> PeriodWords:
    """The words of a period; those of 2021-2027 serve any later one."""
    return _WORDS[FORMER] if period <= FORMER else _WORDS[CURRENT]


def the(noun: str) -> str:
    """The noun of a period with its article, which always elides or is feminine: « l'axe », « la priorité »."""
    return f"l'{noun}" if noun[0] in "aeiouéê" else f"la {noun}"


def place_name(place: str, period: str) -> str:
    """The place as a period says it: the national strand of 2021-2027 isn't the FSE's. Other places keep their name."""
    return "Volet national" if place == NATIONAL_STRAND and period > FORMER else place
