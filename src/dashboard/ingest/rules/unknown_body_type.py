"""Kept: the answer counts overall, under no type."""

LEVEL = "warning"
KIND = "survey"
LABEL = "type de gestionnaire inconnu"
MESSAGE = "Ce type de gestionnaire n'est pas reconnu\u202f: la réponse compte dans l'ensemble, sous «\u202fNon renseigné\u202f»."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "body_type": "survey_type = 'Non renseigné'",
}
VALID_EXAMPLES = (
    {"body_type": "AGD"},
    {"body_type": "oi cd"},
    {"body_type": "Conseil départemental"},
    {"body_type": "PLIE (pivot)"},
    {"body_type": "OI PLIE"},
    {"body_type": "Autre OI"},
)
INVALID_EXAMPLES = (
    {"body_type": "Ministère"},
    {"body_type": ""},
)
