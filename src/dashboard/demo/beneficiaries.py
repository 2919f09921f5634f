"""The imaginary organisations that carry the synthetic operations."""

from dataclasses import dataclass
from random import Random

from dashboard.demo import places
from dashboard.demo.sources import read_list

_NAMES = read_list("names")
_SIGNS: dict[str, list[str]] = _NAMES["signs"]
_PLACES: dict[str, list[str]] = _NAMES["places"]
KINDS: dict[str, dict[str, object]] = {kind["id"]: kind for kind in _NAMES["kind"]}

_ATTEMPTS = 40
_OFTEN_KNOWN = 0.66


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """One imaginary organisation and where it has its seat."""

    name: str
    kind: str
    region: str
    department: str | None
    postcode: str

    @property
    def beneficiary_type(self) -> str:
        """Its legal nature."""
        return str(KINDS[self.kind]["beneficiary_type"])

    @property
    def recipient_type(self) -> str:
        """The kind of structure it is."""
        return str(KINDS[self.kind]["recipient_type"])

    @property
    def scale(self) -> float:
        """How its operations weigh beside the others'."""
        return float(str(KINDS[self.kind]["scale"]))


def _sign(random: Random) -> str:
    gender, article = random.choice([("masculine", "Le"), ("feminine", "La")])
    noun = random.choice(_SIGNS[gender])
    return f"{article} {noun} {random.choice(_SIGNS[f'{gender}_epithets'] + _SIGNS['complements'])}"


def _place(random: Random) -> str:
    if random.random() < 0.3:
        return f"des {random.choice(_PLACES['numbers'])}-{random.choice(_PLACES['features'])}"
    name = random.choice(_PLACES["beginnings"]) + random.choice(_PLACES["endings"])
    return f"de {name}{random.choice(_PLACES['suffixes'])}"


class Register:
    """Every organisation named so far. Most operations go to one already known in their region."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names: set[str] = set()
        self._known: dict[tuple[str, str], list[Beneficiary]] = {}

    def carrier(self, region: str, kind: str) -> Beneficiary:
        """An organisation of this kind in the region, known or new."""
        known = self._known.setdefault((region, kind), [])
        one_each = kind == "departement" and len(known) >= len(places.DEPARTMENTS.get(region, ()))
        if known and (one_each or self._random.random() < _OFTEN_KNOWN):
            return self._random.choice(known)
        found = self.newcomer(region, kind)
        known.append(found)
        return found

    def newcomer(self, region: str, kind: str, name: str | None = None) -> Beneficiary:
        """An organisation that carries no other operation unless it is asked to."""
        code = places.department(self._random, region)
        name = name or self._new_name(kind)
        self._names.add(name)
        return Beneficiary(name, kind, region, code, places.postcode(self._random, code))

    def _new_name(self, kind: str) -> str:
        patterns = [str(pattern) for pattern in _as_list(KINDS[kind]["names"])]
        name = ""
        for _ in range(_ATTEMPTS):
            pattern = self._random.choice(patterns)
            name = pattern.format(sign=_sign(self._random), place=_place(self._random))
            if name not in self._names:
                return name
        number = next(n for n in range(2, 1000) if f"{name} n°\u00a0{n}" not in self._names)
        return f"{name} n°\u00a0{number}"


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
