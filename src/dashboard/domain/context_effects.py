"""Two computations that people redo by hand: how far a need is covered, and what one euro yields."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from dashboard.domain.french import NARROW_SPACE, decimal, euros, integer, percent

_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009]+")
_LARGEST: Final = Decimal(10) ** 15
_CENT: Final = Decimal("0.01")


class EntryError(ValueError):
    """What someone typed can't be used; the message is a French sentence."""


def parse_number(text: str, what: str) -> Decimal:
    """« 1 250 000,50 » → 1250000.50. Euros and percent signs may follow; EntryError names the field."""
    bare = _SPACES.sub("", text).rstrip("€%").replace(",", ".")
    try:
        number = Decimal(bare) if re.fullmatch(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", bare, re.ASCII) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise EntryError(
            f"{what}{NARROW_SPACE}: «{NARROW_SPACE}{text.strip()}{NARROW_SPACE}» n'est pas un nombre. "
            f"Écrivez par exemple 12{NARROW_SPACE}500 ou 12{NARROW_SPACE}500,50."
        )
    if number < 0:
        raise EntryError(f"{what}{NARROW_SPACE}: un nombre négatif n'a pas de sens ici.")
    if number >= _LARGEST:
        raise EntryError(f"{what}{NARROW_SPACE}: ce nombre est trop grand, vérifiez les zéros.")
    return number


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an initiative reaches of a need. Where the need is only known to be « au moins » N, the share is a ceiling."""

    reached: Decimal
    need: Decimal
    unit: str
    need_is_minimum: bool

    @property
    def share(self) -> Decimal:
        """Reached over need; the highest that the share can be where the need is a minimum."""
        return self.reached / self.need

    @property
    def share_words(self) -> str:
        """« au plus 20,0 % »: a larger need would make it smaller, never larger."""
        return f"au plus {percent(self.share)}" if self.need_is_minimum and self.reached else percent(self.share)

    @property
    def need_words(self) -> str:
        """« au moins 100 000 prêts par an »."""
        return f"{'au moins ' if self.need_is_minimum else ''}{number_words(self.need)} {self.unit}"

    @property
    def reached_words(self) -> str:
        """« 20 000 prêts par an »."""
        return f"{number_words(self.reached)} {self.unit}"

    @property
    def missing_words(self) -> str:
        """What is left to reach: « au moins 80 000 prêts par an »."""
        rest = self.need - self.reached
        if rest > 0:
            return f"{'au moins ' if self.need_is_minimum else ''}{number_words(rest)} {self.unit}"
        return "inconnu, le besoin peut être plus grand" if self.need_is_minimum else "rien"


@dataclass(frozen=True, slots=True)
class Leverage:
    """What one euro put into an action yields, for the part of the value that the action can claim."""

    value: Decimal
    cost: Decimal
    attribution: Decimal

    @classmethod
    def of(cls, value: Decimal, cost: Decimal, attribution: Decimal) -> "Leverage":
        """`attribution` is a percentage. EntryError where the three don't make a ratio."""
        if not cost:
            raise EntryError(f"Coût{NARROW_SPACE}: sans coût, aucun effet levier ne se calcule. Indiquez un montant.")
        if attribution > 100:
            raise EntryError(
                f"Part attribuée à l'action{NARROW_SPACE}: elle ne dépasse pas 100{NARROW_SPACE}% de la valeur constatée."
            )
        return cls(value, cost, attribution)

    @property
    def attributed(self) -> Decimal:
        """The value that is due to the action."""
        return self.value * self.attribution / 100

    @property
    def per_euro(self) -> Decimal:
        """Euros of value for one euro of cost."""
        return self.attributed / self.cost

    @property
    def words(self) -> str:
        """« 1 € investi = 2,40 € de valeur générée »; a ratio that would print as zero without being one says so."""
        small = 0 < self.per_euro < _CENT
        yielded = f"moins de {euros(_CENT)}" if small else euros(self.per_euro)
        return f"1{NARROW_SPACE}€ investi = {yielded} de valeur générée"

    @property
    def computation(self) -> str:
        """The line of arithmetic, to be checked by hand."""
        share = f"{number_words(self.attribution)}{NARROW_SPACE}%"
        return f"{euros(self.value)} × {share} ÷ {euros(self.cost)}"


def number_words(number: Decimal) -> str:
    """Without decimals where there are none."""
    return integer(number) if number == number.to_integral_value() else decimal(number, 2)
