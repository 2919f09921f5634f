"""What each filter can be set to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The values present in the warehouse for one programming period, by field of the selection.

    `periods` lists every period. `labels` gives the words shown for a value: field → str(value) → label, which starts
    with the value itself when it is a code (« 3911 – … »), so that a link holding the code alone still works.
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

    def labeller(self, name: str) -> Callable[[object], str]:
        """The same, as a function of the value alone."""
        words = self.labels.get(name, {})
        return lambda value: words.get(str(value), str(value))
