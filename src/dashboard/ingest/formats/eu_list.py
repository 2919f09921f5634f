"""The list of operations of regulation (EU) 1303/2013, annex XII, as published for FEDER and FSE together.

The annex asks for no operation number; the lists drawn from Synergie give one, that several rows may share.
"""

NAME = "eu_list"
LABEL = "liste européenne des opérations"
KIND = "operations"
HAS_NUMBER = False

HEADERS = {
    "num_dossier": (
        "numéro opération",
        "numéro de l'opération",
        "n° opération",
        "n° de l'opération",
        "code opération",
        "num_dossier",
        "numéro de dossier",
        "numéro dossier",
        "n° dossier",
    ),
    "programme": ("Programme", "intitulé du programme", "programme - programme name", "libellé programme"),
    "title": (
        "Intitulé du projet - operation name",
        "intitulé du projet",
        "nom de l'opération",
        "operation name",
        "intitulé de l'opération - operation name",
        "intitulé de l'opération",
        "libellé de l'opération",
        "libellé du projet",
        "nom du projet",
        "titre de l'opération",
    ),
    "beneficiary": (
        "Nom du bénéficiaire - beneficiary name",
        "nom du bénéficiaire",
        "beneficiary name",
        "bénéficiaire",
        "nom bénéficiaire",
    ),
    "beneficiary_postcode": (
        "Code postal du bénéficiaire",
        "code postal du bénéficiaire - beneficiary postcode",
        "code postal",
        "code postal de l'opération",
        "code postal - operation postcode",
    ),
    "start_date": (
        "Date de début de l'opération - operation start date",
        "date de début de l'opération",
        "date de début",
        "date début opération",
        "operation start date",
    ),
    "end_date": (
        "Date de fin de l'opération - operation end date",
        "date de fin de l'opération",
        "operation end date",
        "date de fin",
        "date fin opération",
    ),
    "total_cost": (
        "Total dépenses éligibles",
        "total des dépenses éligibles",
        "total dépenses éligibles - total eligible expenditure",
        "total eligible expenditure",
        "total des dépenses éligibles programmées",
        "total dépenses éligibles programmées",
        "dépenses éligibles",
        "dépenses totales éligibles",
        "montant total des dépenses éligibles",
        "coût total éligible",
        "coût total éligible programmé",
    ),
    "eu_amount": (
        "Montant UE programmé - Union co-financing rate",
        "montant UE programmé",
        "montant UE",
        "montant programmé UE",
        "montant de l'aide UE",
        "union co-financing rate",
    ),
    "country": ("Pays - Country", "pays", "country"),
    "programming_date": ("Date de programmation", "date programmation"),
    "intervention_category": (
        "Catégorie d'intervention - category of intervention",
        "catégorie d'intervention",
        "category of intervention",
    ),
    "fund": ("Fonds", "fonds - fund"),
    "description": ("Résumé de l'opération - operation summary", "résumé de l'opération", "operation summary"),
    "region": ("région", "région de l'opération", "localisation - région"),
    "department": ("département", "département de l'opération"),
    "priority_axis": ("axe", "axe prioritaire", "priorité"),
    "thematic_objective": ("objectif thématique", "OT"),
    "investment_priority": ("priorité d'investissement", "PI"),
    "specific_objective": ("objectif spécifique", "OS"),
    "managing_body": ("service gestionnaire", "service instructeur"),
}
REQUIRED = frozenset({"beneficiary", "total_cost", "eu_amount"})

VALID_EXAMPLES = (
    (
        "Programme", "Intitulé du projet - operation name", "Nom du bénéficiaire - beneficiary name", "Code postal du bénéficiaire",
        "Date de début de l'opération - operation start date", "Date de fin de l'opération - operation end date",
        "Total dépenses éligibles", "Montant UE programmé - Union co-financing rate", "Pays - Country", "Date de programmation",
        "Catégorie d'intervention - category of intervention", "Fonds",
    ),
    (
        "Fonds", "Libellé programme", "Numéro Opération", "Nom du bénéficiaire", "Total des dépenses éligibles programmées",
        "Montant UE programmé", "Date de programmation", "Région de l'opération", "Département de l’opération",
    ),
    ("TOTAL DEPENSES ELIGIBLES", "intitulé du projet – operation name", "Nom du bénéficiaire", "montant ue programmé"),
)  # fmt: skip
INVALID_EXAMPLES = (("Programme", "Pays - Country"), ("Intitulé du projet", "Nom du bénéficiaire"))
