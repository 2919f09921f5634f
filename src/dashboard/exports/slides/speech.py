"""What the speaker reads under each slide: source, method, how the figures are computed, what the picture shows."""

from typing import Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.pack.content import Pack, Section
from dashboard.figures.figure import Figure

COLON: Final = f"{NARROW_SPACE}: "
SECTION_BREAK: Final = f"{NARROW_SPACE}; "


def source_lines(pack: Pack) -> list[str]:
    """Where the figures come from, on which date, under which filters."""
    dated = f" Extraction du {pack.extracted_on}." if pack.extracted_on else ""
    lines = [f"{sourced(pack.source)}.{dated}", f"Filtres{COLON}{pack.filters}."]
    return [*lines, "Jeu de démonstration."] if pack.demonstration else lines


def section_lines(pack: Pack, section: Section) -> list[str]:
    """The message of a section and its method."""
    lines = [f"Message{COLON}{section.message}", *source_lines(pack)]
    return [*lines, f"Méthode{COLON}{section.source_note}"] if section.source_note else lines


def figure_lines(figure: Figure) -> list[str]:
    """How a figure is computed and read, and what it shows in words."""
    told = (
        ("Figure", figure.caption),
        ("Constat", figure.title),
        ("Calcul", figure.source_note),
        ("Lecture", figure.note or ""),
        ("Données synthétiques", figure.synthetic or ""),
        ("Équivalent textuel", figure.sentence),
    )
    return [f"{label}{COLON}{words}" for label, words in told if words]


def version_line(pack: Pack) -> str:
    """What it takes to compute the same figures again."""
    return f"Versions{COLON}" + SECTION_BREAK.join(f"{name} {words}" for name, words in pack.versions.items()) + "."


def sourced(source: str) -> str:
    """The source, said to be one, without its full stop."""
    words = source.rstrip(".")
    return words if words.startswith("Source") else f"Source{COLON}{words}"
