"""The list of operations of regulation (EU) 1303/2013, annex XII, as published for FEDER and FSE together."""

NAME = "eu_list"
LABEL = "liste européenne des opérations"
KIND = "operations"
HAS_NUMBER = False

HEADERS = {
    "programme": ("Programme", "intitulé du programme", "programme - programme name", "libellé programme"),
    "title": (
        "Intitulé du projet - operation name",
        "intitulé du projet",
        "nom de l'opération",
        "operation name",
        "intitulé de l'opération - operation name",
    ),
    "beneficiary": ("Nom du bénéficiaire - beneficiary name", "nom du bénéficiaire", "beneficiary name"),
    "beneficiary_postcode": (
        "Code postal du bénéficiaire",
        "code postal du bénéficiaire - beneficiary postcode",
        "code postal",
    ),
    "start_date": (
        "Date de début de l'opération - operation start date",
        "date de début de l'opération",
        "operation start date",
    ),
    "end_date": ("Date de fin de l'opération - operation end date", "date de fin de l'opération", "operation end date"),
    "total_cost": (
        "Total dépenses éligibles",
        "total des dépenses éligibles",
        "total dépenses éligibles - total eligible expenditure",
        "total eligible expenditure",
        "total des dépenses éligibles programmées",
    ),
    "eu_amount": (
        "Montant UE programmé - Union co-financing rate",
        "montant UE programmé",
        "montant UE",
        "union co-financing rate",
    ),
    "country": ("Pays - Country", "pays", "country"),
    "programming_date": ("Date de programmation",),
    "intervention_category": (
        "Catégorie d'intervention - category of intervention",
        "catégorie d'intervention",
        "category of intervention",
    ),
    "fund": ("Fonds", "fonds - fund"),
    "description": ("Résumé de l'opération - operation summary", "résumé de l'opération", "operation summary"),
    "region": ("région", "région de l'opération"),
    "department": ("département", "département de l'opération"),
}
REQUIRED = frozenset({"title", "beneficiary", "total_cost", "eu_amount"})

VALID_EXAMPLES = (
    (
        "Programme", "Intitulé du projet - operation name", "Nom du bénéficiaire - beneficiary name", "Code postal du bénéficiaire",
        "Date de début de l'opération - operation start date", "Date de fin de l'opération - operation end date",
        "Total dépenses éligibles", "Montant UE programmé - Union co-financing rate", "Pays - Country", "Date de programmation",
        "Catégorie d'intervention - category of intervention", "Fonds",
    ),
    ("TOTAL DEPENSES ELIGIBLES", "intitulé du projet – operation name", "Nom du bénéficiaire", "montant ue programmé"),
)  # fmt: skip
INVALID_EXAMPLES = (("Programme", "Pays - Country"), ("Intitulé du projet", "Nom du bénéficiaire"))
