"""Without its code a structure can't be told from the others, nor its remark coded."""

LEVEL = "error"
KIND = "survey"
LABEL = "répondant manquant"
MESSAGE = "Le code du répondant manque."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "respondent": "respondent is null",
}
VALID_EXAMPLES = ({"respondent": "Structure 12"},)
INVALID_EXAMPLES = (
    {"respondent": ""},
    {"respondent": " - "},
)
