"""The annex XII column is headed « Montant UE programmé » and « Union co-financing rate » at once: some lists take the second."""

LEVEL = "warning"
KIND = "operations"
LABEL = "taux à la place du montant UE"
MESSAGE = "La colonne du montant UE donne un taux\u202f: le montant est calculé à partir du coût total."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "eu_amount": "ends_with(trim(raw_eu_amount), '%') and eu_amount is not null",
}
VALID_EXAMPLES = ({"eu_amount": "50"},)
INVALID_EXAMPLES = (
    {"eu_amount": "50 %"},
    {"eu_amount": "33,33%"},
)
