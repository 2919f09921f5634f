"""Kept: an import may bring the operation later."""

LEVEL = "warning"
KIND = "survey"
LABEL = "opération signalée inconnue"
MESSAGE = "Aucune opération importée ne porte l'un de ces numéros\u202f: il est gardé tel quel."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "reported": "unknown_reported > 0",
}
VALID_EXAMPLES = (
    {"reported": "201700777"},
    {"reported": ""},
)
INVALID_EXAMPLES = ({"reported": "201700777 ; 201799999"},)
