"""What each filter can be set to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The values present in the warehouse for one programming period, one field per field of the selection.

    `periods` lists every period. `labels` gives the words shown for a value: field → str(value) → label, which starts
    with the value itself when it is a code (« 3911 – … »), so that a link holding the code alone still works.
    """

    periods: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    axes: tuple[int, ...] = ()
    investment_priorities: tuple[str, ...] = ()
    specific_objectives: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    regions_2016: tuple[str, ...] = ()
    managing_body_types: tuple[str, ...] = ()
    beneficiary_types: tuple[str, ...] = ()
    recipient_types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, name: str, value: object) -> str:
        """The words for one value of one filter."""
        return self.labels.get(name, {}).get(str(value), str(value))

    def labeller(self, name: str) -> Callable[[object], str]:
        """The same, as a function of the value alone."""
        words = self.labels.get(name, {})
        return lambda value: words.get(str(value), str(value))
