"""Kept under its own label."""

LEVEL = "warning"
KIND = "decisions"
LABEL = "type d'opération inconnu"
MESSAGE = "Ce type d'opération n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "category": "category is not null and not known_category",
}
VALID_EXAMPLES = (
    {"category": "Innovation sociale territoriale"},
    {"category": ""},
)
INVALID_EXAMPLES = ({"category": "Divers"},)
