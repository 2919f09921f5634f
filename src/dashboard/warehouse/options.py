"""What each filter can be set to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.selection import CODE_SEPARATOR, Filter, Holds
from dashboard.domain.text import normalised

LABEL_SEPARATOR: Final = " – "
"""Between a code and its words."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The values present in the warehouse for one programming period, by field of the selection.

    `periods` lists every period. `labels` gives the words shown for a value: field → value → label, which starts with the
    value itself when it is a code (« PON FSE · 3911 – … ») or ends with it (« Conseil départemental (OI CD) »): a link holding the
    code alone still works.
    """

    periods: tuple[str, ...] = ()
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Any, ...]:
        """The values of one filter."""
        return self.values.get(name, ())

    def label(self, name: str, value: object) -> str:
        """The words for one value of one filter."""
        return self.labels.get(name, {}).get(str(value), str(value))

    def named(self, one: Filter, spelling: str, programmes: Sequence[str] = ()) -> Any:
        """The value that a link or a command names by its label, by itself or by its code; None where there is none.

        Case and accents count only where they tell two values apart. A code alone is that of the chosen `programmes`, else of
        the first programme that has it, the main ones coming first: links kept from before codes had programmes still open.
        """
        values = self.of(one.field)
        names: list[Callable[[Any], str]] = [self.labeller(one.field), str]
        if one.coded:
            names.append(lambda value: str(value).partition(LABEL_SEPARATOR)[0])
        if one.holds is Holds.CODES:
            values = tuple(sorted(values, key=lambda value: value.partition(CODE_SEPARATOR)[0] not in programmes))
            names += [lambda value: value.rpartition(CODE_SEPARATOR)[2]]
        for written in (str, normalised):
            for name in names:
                for value in values:
                    if written(name(value)) == written(spelling) != "":
                        return value
        return None

    def labeller(self, name: str) -> Callable[[object], str]:
        """The same, as a function of the value alone."""
        words = self.labels.get(name, {})
        return lambda value: words.get(str(value), str(value))
