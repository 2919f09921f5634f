"""The first valid row with a number stands; the following ones are set aside."""

LEVEL = "error"
KIND = "operations"
LABEL = "numéro en double"
MESSAGE = "Ce numéro de dossier figure déjà plus haut dans le fichier."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "num_dossier": "first_line < line",
}
AMONG_VALID_ROWS = True
VALID_EXAMPLES = ({"num_dossier": "jamais vu"},)
INVALID_EXAMPLES = ({"num_dossier": "déjà vu"},)
