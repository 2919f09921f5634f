"""The list of operations that MDFSE publishes for PON FSE and PON IEJ."""

NAME = "mdfse_list"
LABEL = "liste MDFSE"
KIND = "operations"
HAS_NUMBER = True

HEADERS = {
    "num_dossier": (
        "num_dossier",
        "numéro dossier",
        "n° dossier",
        "numéro de dossier",
        "numéro du dossier",
        "n° de dossier MDFSE",
    ),
    "programme": ("Libellé_po", "libellé du programme", "programme opérationnel", "lib_po"),
    "priority_axis": ("AXE", "axe prioritaire", "priorité"),
    "thematic_objective": ("OT", "objectif thématique"),
    "investment_priority": ("PI", "priorité d'investissement"),
    "specific_objective": ("OS", "objectif spécifique"),
    "region": ("Region_adm", "région administrative", "région"),
    "managing_body": ("Service_gest", "service gestionnaire"),
    "title": ("Lib_opé", "libellé de l'opération", "intitulé de l'opération", "libellé opération"),
    "beneficiary": ("Lib_org", "libellé de l'organisme", "organisme", "libellé organisme", "porteur"),
    "participants_planned": (
        "Nombre de participants prévisionnels",
        "nb participants prévisionnels",
        "participants prévisionnels",
    ),
    "total_cost": ("Dépenses totales", "coût total", "dépenses totales programmées"),
    "eu_amount": ("Mont_UE", "montant UE", "montant UE programmé"),
    "start_date": ("Date début réalisation", "date de début de réalisation"),
    "end_date": ("Date fin réalisation", "date de fin de réalisation"),
    "fund": ("Fonds",),
}
REQUIRED = frozenset({"num_dossier", "title", "total_cost", "eu_amount"})

VALID_EXAMPLES = (
    (
        "num_dossier", "Libellé_po", "AXE", "OT", "PI", "OS", "Region_adm", "Service_gest", "Lib_opé", "Lib_org",
        "Nombre de participants prévisionnels", "Dépenses totales", "Mont_UE", "Date début réalisation", "Date fin réalisation",
    ),
    ("MONT_UE", "depenses  totales", "LIB_OPE", "Lib_org", "NUM_DOSSIER", "colonne de plus", "Fonds"),
)  # fmt: skip
INVALID_EXAMPLES = (("num_dossier", "Lib_opé"), ("Projet", "Budget"))
