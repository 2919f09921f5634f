"""The rules that tell the type from the name are reference rows."""

LEVEL = "warning"
KIND = "operations"
LABEL = "type de gestionnaire inconnu"
MESSAGE = (
    "Le nom du service ne dit pas de quel type de gestionnaire il s'agit\u202f: complétez les règles de référence."
)
NEEDS: frozenset[str] = frozenset({"managing_body"})
PREDICATES = {
    "managing_body": "managing_body is not null and managing_body_type = 'Non renseigné'",
}
VALID_EXAMPLES = (
    {"managing_body": "Conseil départemental de l'Oise"},
    {"managing_body": ""},
)
INVALID_EXAMPLES = ({"managing_body": "Service Zzyzx"},)
