"""A map read back from its drawing: what a browser would make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True)
class Territory:
    """One territory: its colour, its shape, what it says, what it opens."""

    fill: str
    shape: str
    said: str
    address: str | None


@dataclass(frozen=True)
class DrawnMap:
    """`values` are the figures printed on it, `marks` what each says, `hatched` and `chosen` the shapes set off."""

    alternative: str
    territories: Mapping[str, Territory]
    values: tuple[str, ...]
    marks: tuple[str, ...]
    hatched: tuple[str, ...]
    chosen: tuple[str, ...]
    size: int


def read_map(drawing: str) -> DrawnMap:
    """The drawing, alone or in its HTML. Two drawings of a territory are one: they say the same."""
    source = drawing[drawing.index("<svg") : drawing.index("</svg>") + len("</svg>")]
    root = ElementTree.fromstring(source)  # noqa: S314 - our own drawing

    def of(name: str) -> list[ElementTree.Element]:
        return [found for found in root.iter() if found.get("class") == name]

    return DrawnMap(
        root.attrib["aria-label"],
        {
            found.attrib["data-code"]: Territory(
                found[0].attrib["fill"], found[0].attrib["d"], found.attrib["aria-label"], found.get("href")
            )
            for found in of("territoire")
        },
        tuple(str(found.text) for found in of("valeur")),
        tuple(found.attrib["aria-label"] for found in of("repere")),
        tuple(found.attrib["d"] for found in of("hachures")),
        tuple(found.attrib["d"] for found in of("choisi")),
        len(source.encode()),
    )
