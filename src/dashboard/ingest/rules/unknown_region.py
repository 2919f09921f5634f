"""The operation counts, but no map can place it."""

LEVEL = "warning"
KIND = "operations"
LABEL = "région inconnue"
MESSAGE = "Cette région n'est pas reconnue\u202f: l'opération compte, mais n'est placée dans aucune région."
NEEDS: frozenset[str] = frozenset({"region"})
PREDICATES = {
    "region": "raw_region is not null and region_2016 = 'Non renseigné'",
}
VALID_EXAMPLES = (
    {"region": "Ile-de-France"},
    {"region": "Centre"},
    {"region": "Réunion"},
    {"region": "Saint-Martin"},
    {"region": "Hauts-de-France"},
    {"region": ""},
)
INVALID_EXAMPLES = ({"region": "Atlantide", "managing_body": "DIRECCTE"},)
