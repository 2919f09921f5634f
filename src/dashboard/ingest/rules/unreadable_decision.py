"""Retained or not: nothing is guessed."""

LEVEL = "error"
KIND = "decisions"
LABEL = "décision illisible"
MESSAGE = "La décision ne se lit pas\u202f: «\u202foui\u202f» ou «\u202fnon\u202f» est attendu."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "retained": "retained is null",
}
VALID_EXAMPLES = (
    {"retained": "oui"},
    {"retained": "Non"},
    {"retained": "retenue"},
)
INVALID_EXAMPLES = (
    {"retained": ""},
    {"retained": "peut-être"},
)
