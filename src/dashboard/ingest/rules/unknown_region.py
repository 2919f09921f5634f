"""The operation counts, placed by something else or not at all."""

LEVEL = "warning"
KIND = "operations"
LABEL = "région inconnue"
MESSAGE = (
    "Cette région n'est pas reconnue\u202f: le programme, le service ou le code postal place l'opération, sinon rien."
)
NEEDS: frozenset[str] = frozenset({"region"})
PREDICATES = {
    "region": "raw_region is not null and location_source <> 'région'",
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
