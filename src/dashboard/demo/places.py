"""Regions, départements, postcodes and managing bodies of the synthetic rows."""

from collections import Counter
from collections.abc import Mapping
from random import Random

from dashboard.demo.amounts import share_out
from dashboard.demo.sources import read_list
from dashboard.domain.text import normalised

NATIONAL = "Volet national du FSE"
_TERRITORIAL_AUTHORITIES = ("972", "973")
"""Départements whose authority is no longer a conseil départemental."""
_HEAD_OFFICES = ("75", "75", "75", "93", "92", "69", "59", "33", "31", "35", "67")

_PLACES = read_list("places")
REGIONS: tuple[str, ...] = tuple(_PLACES["regions"])
DEPARTMENTS: dict[str, dict[str, str]] = _PLACES["departments"]


def canonical_region(name: str) -> str:
    """The official spelling of a region's name."""
    return next(region for region in REGIONS if normalised(region) == normalised(name))


def region_quotas(rows: int) -> Counter[str]:
    """How many of so many rows each region has, as in the real list."""
    weights = _PLACES["regions"]
    return Counter(dict(zip(weights, share_out(rows, list(weights.values())), strict=True)))


def spread(rows: int, weighting: str, taken: Mapping[str, int], among: Counter[str] | None = None) -> list[str]:
    """Regions for so many rows, each given to the region furthest below its weight, those already taken counted in."""
    weights: dict[str, int] = _PLACES[weighting]
    held = Counter(taken)
    given: list[str] = []
    for _ in range(rows):
        open_regions = [region for region in weights if among is None or among[region] > given.count(region)]
        chosen = max(open_regions, key=lambda region: (weights[region] / (held[region] + 1), region))
        held[chosen] += 1
        given.append(chosen)
    return given


def department(random: Random, region: str) -> str | None:
    """A département of the region; an operation of the national strand has none."""
    return None if region == NATIONAL else random.choice(list(DEPARTMENTS[region]))


def postcode(random: Random, code: str | None) -> str:
    """A postcode that can exist in the département."""
    code = code or random.choice(_HEAD_OFFICES)
    if code == "75":
        return f"750{random.randint(1, 20):02d}"
    if code == "2A":
        return random.choice(["20000", "20090", "20100", "20110", "20137", "20140", "20166"])
    if code == "2B":
        return random.choice(["20200", "20220", "20230", "20250", "20260", "20290", "20600"])
    if len(code) == 3:
        return f"{code}{random.randrange(0, 90, 10):02d}"
    return f"{code}{random.choice([0, 0, 0, *range(100, 400, 10)]):03d}"


def managing_body(random: Random, kind: str, os_code: str, region: str, code: str | None) -> str:
    """The service that manages an operation, worded as such services are."""
    bodies: dict[str, list[str]] = _PLACES["bodies"]
    if region == NATIONAL or code is None:
        return random.choice(bodies["national"])
    overseas = len(code) == 3
    shares: dict[str, int] = _PLACES["managers"].get(os_code) or _PLACES["managers"][os_code[0]]
    body_type = random.choices(list(shares), weights=list(shares.values()))[0]
    if kind == "departement":
        body_type = "OI CD"
    elif kind == "plie" and random.random() < 0.7:
        body_type = "OI PLIE"
    if body_type == "AGD" and overseas:
        body_type = "AGD DROM"
    if body_type == "OI CD" and code in _TERRITORIAL_AUTHORITIES:
        body_type = "OI CD DROM"
    if body_type == "OI PLIE" and overseas:
        body_type = "AGD DROM"
    if body_type == "autre OI" and os_code.startswith("3"):
        body_type = "autre OI 3"
    return random.choice(bodies[body_type]).format(region=region, of=DEPARTMENTS[region][code])
