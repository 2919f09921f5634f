"""Kept under its own label."""

LEVEL = "warning"
KIND = "survey"
LABEL = "thème inconnu"
MESSAGE = "Ce thème n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "themes": "unknown_themes > 0",
}
VALID_EXAMPLES = (
    {"themes": "REGLES DE GESTION ; Préfinancement"},
    {"themes": ""},
)
INVALID_EXAMPLES = ({"themes": "Règles de gestion ; Météo"},)
