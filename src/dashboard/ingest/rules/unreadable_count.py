"""The count stands as missing, which isn't 0."""

LEVEL = "warning"
KIND = "operations"
LABEL = "nombre de participants illisible"
MESSAGE = "Ce nombre de participants ne se lit pas\u202f: il est tenu pour manquant."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "participants_planned": "raw_participants_planned is not null and participants_planned is null",
    "participants_entered": "raw_participants_entered is not null and participants_entered is null",
}
VALID_EXAMPLES = (
    {"participants_planned": "1 200"},
    {"participants_entered": "0"},
    {"participants_planned": ""},
)
INVALID_EXAMPLES = (
    {"participants_planned": "env. 50"},
    {"participants_entered": "-4"},
)
