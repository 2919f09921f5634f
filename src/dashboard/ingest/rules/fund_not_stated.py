"""The programme may still tell the fund."""

LEVEL = "warning"
KIND = "operations"
LABEL = "fonds non précisé"
MESSAGE = "Le fonds n'est pas précisé, ou la cellule en nomme plusieurs\u202f: la ligne est gardée."
NEEDS: frozenset[str] = frozenset({"fund"})
PREDICATES = {
    "fund": "raw_fund is null or stated_fund is null",
}
VALID_EXAMPLES = (
    {"fund": "FSE"},
    {"fund": "IEJ"},
    {"fund": "F.S.E."},
    {"fund": "FEDER"},
)
INVALID_EXAMPLES = ({"fund": ""}, {"fund": "FEDER-FSE"}, {"fund": "-"})
