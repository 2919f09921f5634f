"""Kept: the answer counts everywhere but by region."""

LEVEL = "warning"
KIND = "survey"
LABEL = "région inconnue"
MESSAGE = "Cette région n'est pas reconnue\u202f: la réponse compte sous «\u202fNon renseigné\u202f»."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "region": "region_label is not null and region_2016 = 'Non renseigné'",
}
VALID_EXAMPLES = (
    {"region": "ILE DE FRANCE"},
    {"region": "32 - Hauts de France"},
    {"region": "Réunion"},
    {"region": ""},
)
INVALID_EXAMPLES = ({"region": "Atlantide"},)
