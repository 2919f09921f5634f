"""Two selections side by side: how an address says the second one, and how each is called beside the other."""

from typing import Final

from dashboard.domain.periods import place_name
from dashboard.domain.selection import PLACES, Selection, filters_of

PREFIX: Final = "avec."
"""Before the key of each filter of the second selection: « avec.region=Bretagne »."""
COUNTRY: Final = "France entière"
WHOLE: Final = "Ensemble"


def compared_query(other: Selection) -> dict[str, list[str]]:
    """What an address holds of the second selection; its period always stands there."""
    return {f"{PREFIX}{key}": values for key, values in other.to_query().items()}


def side_names(one: Selection, other: Selection) -> tuple[str, str]:
    """What tells each from the other: « Bretagne » and « France entière », « OI CD » and « OI PLIE », « 2019 » and « Ensemble »."""
    differing = [found for found in filters_of(one.period) if one.texts(found) != other.texts(found)]
    nothing = COUNTRY if {found.field for found in differing} <= {*PLACES} else WHOLE

    def named(side: Selection) -> str:
        said = [
            place_name(text, side.period) if found.field in PLACES else text
            for found in differing
            for text in side.texts(found)
        ]
        return " · ".join(said) or nothing

    return named(one), named(other)
