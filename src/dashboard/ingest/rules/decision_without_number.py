"""A decision is about one operation."""

LEVEL = "error"
KIND = "decisions"
LABEL = "numéro manquant"
MESSAGE = "Le numéro de dossier manque."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "num_dossier": "num_dossier is null",
}
VALID_EXAMPLES = ({"num_dossier": "201700123"},)
INVALID_EXAMPLES = ({"num_dossier": " "},)
