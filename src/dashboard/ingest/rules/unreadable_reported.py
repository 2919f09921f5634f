"""Kept: an operation that is told without its number can't be found."""

LEVEL = "warning"
KIND = "survey"
LABEL = "opération signalée sans numéro"
MESSAGE = "Aucun numéro de dossier ne se lit dans cette cellule."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "reported": "not says_nothing(raw_reported) and len(reported) = 0",
}
VALID_EXAMPLES = (
    {"reported": "201700001"},
    {"reported": "201\u202f700\u202f001 ; 201700002.0"},
    {"reported": ""},
)
INVALID_EXAMPLES = ({"reported": "le chantier de la vallée"},)
