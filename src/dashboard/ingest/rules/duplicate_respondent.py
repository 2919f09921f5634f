"""A structure answers once; its first valid answer stands."""

LEVEL = "error"
KIND = "survey"
LABEL = "répondant en double"
MESSAGE = "Une réponse de cette structure figure déjà plus haut dans le fichier, pour la même vague."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "respondent": "first_line < line",
}
AMONG_VALID_ROWS = True
VALID_EXAMPLES = (
    {"respondent": "jamais vu"},
    {"respondent": "déjà vu", "wave": "2023"},
)
INVALID_EXAMPLES = ({"respondent": "déjà vu"},)
