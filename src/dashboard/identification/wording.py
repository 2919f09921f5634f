"""Makes an id of plain words."""

from dashboard.identification.normal_text import normalise


def identifier_of(label: str) -> str:
    """An id for a new expression: « Jardin partagé » → `jardin_partage`."""
    return normalise(label).text.replace(" ", "_")
