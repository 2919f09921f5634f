"""The selection: the filters that every page, indicator, export and command shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

MAX_SEARCH_LENGTH = 200

QUERY_KEYS: dict[str, str] = {
    "period": "periode",
    "waves": "vague",
    "programmes": "programme",
    "axes": "axe",
    "investment_priorities": "pi",
    "specific_objectives": "os",
    "regions": "region",
    "regions_2016": "region2016",
    "managing_body_types": "gestionnaire",
    "beneficiary_types": "porteur",
    "recipient_types": "beneficiaire",
    "categories": "categorie",
    "retained": "retenue",
    "search": "q",
}
"""Field of the selection → name of its widget and of its parameter in the URL."""

LABELS: dict[str, str] = {
    "period": "Programmation",
    "waves": "Vague",
    "programmes": "Programme",
    "axes": "Axe",
    "investment_priorities": "Priorité d'investissement",
    "specific_objectives": "Objectif spécifique",
    "regions": "Région (anciennes régions et DROM)",
    "regions_2016": "Région (depuis 2016)",
    "managing_body_types": "Type de gestionnaire",
    "beneficiary_types": "Type de porteur",
    "recipient_types": "Type de bénéficiaire",
    "categories": "Type d'opération",
    "retained": "Décision",
    "search": "Recherche",
}

RETAINED_LABELS: dict[bool, str] = {True: "retenues", False: "non retenues"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which operations count. An empty tuple means « no restriction »; the period is always one."""

    period: str = "2014-2020"
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
    retained: bool | None = None
    search: str = ""

    def parameters(self) -> dict[str, Any]:
        """The named parameters of `selection.sql`: a list, a value, or None where nothing is restricted."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: (list(value) or None) if isinstance(value, tuple) else (None if value == "" else value)
            for name, value in values.items()
        }

    def to_query(self) -> dict[str, list[str]]:
        """The URL parameters that rebuild this selection; unrestricted filters are left out."""
        query: dict[str, list[str]] = {}
        for name, key in QUERY_KEYS.items():
            value = getattr(self, name)
            if name == "retained":
                if value is not None:
                    query[key] = [RETAINED_LABELS[value]]
            elif isinstance(value, tuple):
                if value:
                    query[key] = [str(item) for item in value]
            elif value:
                query[key] = [value]
        return query

    def narrowed(self, **changes: Any) -> "Selection":
        """A copy with some filters changed."""
        return replace(self, **changes)

    def active(self) -> dict[str, str]:
        """Label → value in words of each filter that restricts the selection, the period always among them."""
        described = {LABELS["period"]: self.period}
        for name, label in LABELS.items():
            value = getattr(self, name)
            if name == "period" or value in ((), None, ""):
                continue
            if name == "retained":
                described[label] = RETAINED_LABELS[value]
            else:
                described[label] = ", ".join(str(item) for item in value) if isinstance(value, tuple) else value
        return described

    def in_words(self) -> str:
        """The active filters as one line, for captions and exports."""
        return " · ".join(f"{label}\u202f: {value}" for label, value in self.active().items())


def from_query(query: Mapping[str, Sequence[str]], period: str = "2014-2020") -> Selection:
    """The selection that URL parameters describe. Unknown keys and unreadable axes are ignored."""
    values: dict[str, Any] = {"period": period}
    for name, key in QUERY_KEYS.items():
        given = [item for item in query.get(key, ()) if item]
        if not given:
            continue
        if name in {"period", "search"}:
            values[name] = given[0][:MAX_SEARCH_LENGTH]
        elif name == "retained":
            values[name] = {label: flag for flag, label in RETAINED_LABELS.items()}.get(given[0])
        elif name == "axes":
            values[name] = tuple(int(item) for item in given if item.isdecimal())
        else:
            values[name] = tuple(given)
    return Selection(**values)
