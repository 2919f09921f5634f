"""Regional programmes are many: they're kept under their own label."""

LEVEL = "warning"
KIND = "operations"
LABEL = "programme inconnu"
MESSAGE = "Ce programme n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé."
NEEDS: frozenset[str] = frozenset({"programme"})
PREDICATES = {
    "programme": "not programme_known",
}
VALID_EXAMPLES = ({"programme": "Programme Opérationnel National FSE"},)
INVALID_EXAMPLES = (
    {"programme": "PO régional de nulle part"},
    {"programme": ""},
)
