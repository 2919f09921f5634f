"""What the words of the screen are in each programming period: 2014-2020 has waves and axes, 2021-2027 years of agreement and priorities."""

from dataclasses import dataclass
from typing import Final

FORMER: Final = "2014-2020"
CURRENT: Final = "2021-2027"


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The nouns of one programming period, in lower case; `_s` holds the plural. `feminine` is about the wave's noun."""

    fund: str
    national_programme: str
    wave: str
    wave_s: str
    axis: str
    axis_s: str
    innovation_priority: str


_WORDS: Final = {
    FORMER: PeriodWords(
        fund="FSE",
        national_programme="PON FSE",
        wave="vague",
        wave_s="vagues",
        axis="axe",
        axis_s="axes",
        innovation_priority="",
    ),
    CURRENT: PeriodWords(
        fund="FSE+",
        national_programme="PN FSE+",
        wave="année de convention",
        wave_s="années de convention",
        axis="priorité",
        axis_s="priorités",
        innovation_priority="6",
    ),
}


def told_by_number(period: str) -> bool:
    """Whether the number alone says which operation it is: years of agreement change from one edition to the next, waves don't."""
    return period > FORMER


def words_of(period: str) -> PeriodWords:
    """The words of a period; those of 2021-2027 serve any later one."""
    return _WORDS[FORMER] if period <= FORMER else _WORDS[CURRENT]
