"""The first valid decision on a number stands, or on a number and a wave."""

LEVEL = "error"
KIND = "decisions"
LABEL = "décision en double"
MESSAGE = "Une décision sur ce numéro figure déjà plus haut dans le fichier."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "num_dossier": "first_line < line",
}
AMONG_VALID_ROWS = True
VALID_EXAMPLES = ({"num_dossier": "jamais vu"}, {"num_dossier": "déjà vu", "wave": "2019"})
INVALID_EXAMPLES = ({"num_dossier": "déjà vu"},)
