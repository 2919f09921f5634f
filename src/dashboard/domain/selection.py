"""The filters, each declared once, and the selection that they make: every page, indicator, export and command shares it.

Widgets, addresses, captions, options of the terminal and the values offered follow from `FILTERS`. Two things are written
out beside it, and tests hold them to the table: the typed fields of `Selection`, the conditions of `selection.sql`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from typing import Any, Final

from dashboard.domain.managing_bodies import type_in_words
from dashboard.domain.operation import Decided
from dashboard.domain.periods import CURRENT, FORMER, place_name, words_of

MAX_SEARCH_LENGTH = 200
NOTHING_SELECTED: Final = (
    "Aucune opération ne correspond à ces filtres\u202f: élargissez la sélection ou réinitialisez-la."
)
"""What stands instead of a figure, on a screen as in a document."""

CODE_SEPARATOR: Final = " · "


def code_of(programme: str, code: str) -> str:
    """`PON FSE · 3911`: the same code in another programme is another one (ADR 4), so filters hold both."""
    return f"{programme}{CODE_SEPARATOR}{code}"


class Gender(StrEnum):
    """The article that French puts before the name of a filter."""

    FEMININE = "la"
    MASCULINE = "le"


class Holds(Enum):
    """What a filter is set to."""

    PERIOD = "one text, always"
    TEXTS = "any number of texts"
    CODES = "any number of codes, each of its programme"
    DECISION = "one of the three states of a decision, or any"
    WORDS = "words to search"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    `field`: of the selection. `column`: of `operation`. `key`: of the widget and of the URL. `flag`: of the terminal.
    `folded`: under « Autres filtres ». `optional`: left out of the panel where no operation says anything of it. `coded`: its texts open
    with a code that names them, as « 140 – Soutien… ». `blank`: what the column leaves empty can be asked for, as « Non renseigné ».
    `former`: only 2014-2020 has such values. Labels and folds are those of 2014-2020: `filters_of` gives any period's.
    """

    field: str
    column: str
    key: str
    flag: str
    label: str
    gender: Gender
    holds: Holds = Holds.TEXTS
    folded: bool = False
    optional: bool = False
    coded: bool = False
    blank: bool = False
    former: bool = False
    short_label: str = ""
    help: str = ""

    @property
    def several(self) -> bool:
        """Whether it holds any number of values, picked among those present."""
        return self.holds in (Holds.TEXTS, Holds.CODES)

    @property
    def flags(self) -> tuple[str, ...]:
        """Its options of the terminal: one, or one for each state of a decision."""
        return tuple(self.flag.split("/"))

    @property
    def named(self) -> str:
        """Its name in a sentence: « la vague », « l'axe », « la région »."""
        words = self.label.partition(" (")[0]
        words = words[0].lower() + words[1:]
        return f"l'{words}" if words[0] in "aeiouéê" else f"{self.gender} {words}"

    @property
    def everything(self) -> str:
        """What its widget says while nothing is chosen."""
        return "Toutes" if self.gender is Gender.FEMININE else "Tous"


_F, _M = Gender.FEMININE, Gender.MASCULINE

FILTERS: Final = (
    Filter("period", "period", "periode", "--period", "Programmation", _F, Holds.PERIOD, help="Programmation, par exemple 2014-2020."),
    Filter("waves", "wave", "vague", "--wave", "Vague", _F, help="Vague (2014-2020) ou année de convention (2021-2027), répétable."),
    Filter("programmes", "programme", "programme", "--programme", "Programme", _M, help="Programme, répétable\u202f: «\u202fPON FSE\u202f», «\u202fPN FSE+\u202f»…"),
    Filter("axes", "priority_axis", "axe", "--axis", "Axe", _M, Holds.CODES, help="Axe (2014-2020) ou priorité (2021-2027), répétable\u202f: 3, ou «\u202fPON IEJ · 1\u202f» pour l'axe d'un autre programme que le principal."),
    Filter("investment_priorities", "investment_priority", "pi", "--pi", "Priorité d'investissement", _F, Holds.CODES, folded=True, former=True, help="Priorité d'investissement, répétable\u202f: 9.1."),
    Filter("specific_objectives", "os_code", "os", "--os", "Objectif spécifique", _M, Holds.CODES, folded=True, help="Objectif spécifique, répétable\u202f: 3911."),
    Filter("intervention_types", "intervention_type", "intervention", "--intervention-type", "Type d'intervention", _M, folded=True, optional=True, coded=True, blank=True, help="Type d'intervention, répétable\u202f: 140, ou son libellé entier."),
    Filter("regions", "region", "region", "--region", "Région (anciennes régions et DROM)", _F, short_label="Région (avant 2016 et DROM)", help="Ancienne région ou DROM, répétable."),
    Filter("regions_2016", "region_2016", "region2016", "--region-2016", "Région (depuis 2016)", _F, folded=True, help="Région depuis 2016, répétable."),
    Filter("departments", "department", "dept", "--department", "Département", _M, folded=True, blank=True, help="Département, répétable\u202f: 29 ou Finistère."),
    Filter("managing_body_types", "managing_body_type", "gestionnaire", "--managing-body-type", "Type de gestionnaire", _M),
    Filter("managing_bodies", "managing_body", "service", "--managing-body", "Service gestionnaire", _M, folded=True, blank=True, help="Service gestionnaire, répétable, tel que l'extrait le nomme."),
    Filter("beneficiary_types", "beneficiary_type", "porteur", "--beneficiary-type", "Type de porteur", _M, folded=True),
    Filter("recipient_types", "recipient_type", "beneficiaire", "--recipient-type", "Type de bénéficiaire", _M, folded=True),
    Filter("categories", "category", "categorie", "--category", "Type d'opération", _M, folded=True),
    Filter("decision", "decision", "retenue", "--retained/--not-retained/--not-examined", "Décision", _F, Holds.DECISION, folded=True),
    Filter("search", "search_text", "q", "--search", "Recherche", _F, Holds.WORDS, help="Mots à trouver, sans tenir compte des accents ni de l'ordre."),
)  # fmt: skip
"""In the order of captions, addresses and options of the terminal; the side panel keeps it too."""

_LATER: Final[dict[str, dict[str, Any]]] = {
    "waves": {"label": words_of(CURRENT).wave.capitalize()},
    "axes": {"label": words_of(CURRENT).axis.capitalize(), "gender": _F},
    "regions": {"label": "Ancienne région", "short_label": "", "folded": True},
    "regions_2016": {"label": "Région", "folded": False},
}
"""What changes in a filter from 2021-2027 on: its words, and whether it is folded."""
_LATER_FILTERS: Final = tuple(replace(one, **_LATER.get(one.field, {})) for one in FILTERS)


def filters_of(period: str) -> tuple[Filter, ...]:
    """The filters in the words of a programming period; their fields, keys and flags are the same in all of them."""
    return FILTERS if period <= FORMER else _LATER_FILTERS


BY_FIELD: Final = {one.field: one for one in FILTERS}
BY_COLUMN: Final = {one.column: one for one in FILTERS}

PLACES: Final = ("regions", "regions_2016", "departments")
"""The filters that say where: maps lift them to show the whole country."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which operations count. An empty tuple means « no restriction »; the period is always one."""

    period: str = "2014-2020"
    waves: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    investment_priorities: tuple[str, ...] = ()
    specific_objectives: tuple[str, ...] = ()
    intervention_types: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    regions_2016: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    managing_body_types: tuple[str, ...] = ()
    managing_bodies: tuple[str, ...] = ()
    beneficiary_types: tuple[str, ...] = ()
    recipient_types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    decision: Decided | None = None
    search: str = ""

    @property
    def kind(self) -> Decided:
        """Which operations its figures count: those whose decision it asks for, else the retained ones."""
        return self.decision or Decided.RETAINED

    @property
    def counted(self) -> "Selection":
        """The selection of the operations that its figures count."""
        return self.narrowed(decision=self.kind)

    def parameters(self) -> dict[str, Any]:
        """The named parameters of `selection.sql`: a list, a value, or None where nothing is restricted."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: (list(value) or None) if isinstance(value, tuple) else (None if value == "" else value)
            for name, value in values.items()
        }

    def texts(self, one: Filter) -> list[str]:
        """The values of a filter as the interface writes them, none where it restricts nothing."""
        value = getattr(self, one.field)
        if value is None or value == "":
            return []
        if one.holds is Holds.DECISION:
            return [Decided(value).several]
        return [str(item) for item in value] if one.several else [value]

    def to_query(self) -> dict[str, list[str]]:
        """The URL parameters that rebuild this selection; unrestricted filters are left out."""
        return {one.key: texts for one in FILTERS if (texts := self.texts(one))}

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> "Selection":
        """What `to_query` wrote: values as they stand there, whatever else the address holds left aside."""
        given: dict[str, Any] = {}
        for one in FILTERS:
            values = tuple(query.get(one.key, ()))
            if one.several:
                given[one.field] = values
            elif values:
                given[one.field] = values[-1]
        decision = given.get("decision")
        return cls(**given | {"decision": next((kind for kind in Decided if kind.several == decision), None)})

    def to_flags(self) -> list[str]:
        """The options of the terminal that rebuild this selection."""
        flags: list[str] = []
        for one in FILTERS:
            if one.holds is not Holds.DECISION:
                flags += [f"{one.flag}={text}" for text in self.texts(one)]
            elif self.decision is not None:
                flags.append(one.flags[list(Decided).index(self.decision)])
        return flags

    def narrowed(self, **changes: Any) -> "Selection":
        """A copy with some filters changed."""
        return replace(self, **changes)

    def active(self) -> dict[str, str]:
        """Label → value in words of each filter that restricts the selection, the period always among them."""
        return {
            one.label: ", ".join(self._in_words(one, text) for text in texts)
            for one in filters_of(self.period)
            if (texts := self.texts(one))
        }

    def _in_words(self, one: Filter, text: str) -> str:
        if one.field in PLACES:
            return place_name(text, self.period)
        return type_in_words(text) if one.field == "managing_body_types" else text

    def in_words(self) -> str:
        """The active filters as one line, for captions and exports."""
        return " · ".join(f"{label}\u202f: {value}" for label, value in self.active().items())

    def places(self) -> tuple[str, ...]:
        """The regions and départements that the filters name."""
        return tuple(place for field in PLACES for place in getattr(self, field))
