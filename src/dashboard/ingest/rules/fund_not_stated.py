"""The programme may still tell the fund."""

LEVEL = "warning"
KIND = "operations"
LABEL = "fonds non précisé"
MESSAGE = "Le fonds n'est pas précisé."
NEEDS: frozenset[str] = frozenset({"fund"})
PREDICATES = {
    "fund": "raw_fund is null or stated_fund is null",
}
VALID_EXAMPLES = (
    {"fund": "FSE"},
    {"fund": "IEJ"},
)
INVALID_EXAMPLES = ({"fund": ""},)
