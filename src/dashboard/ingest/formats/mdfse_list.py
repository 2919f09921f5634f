"""The list of operations that MDFSE publishes for PON FSE and PON IEJ."""

from dashboard.ingest.formats._amounts import EU_AMOUNT, EU_RATE, TOTAL_COST

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
        "n° de dossier",
        "n° de dossier MDFSE",
    ),
    "programme": ("Libellé_po", "libellé du programme", "programme opérationnel", "lib_po"),
    "priority_axis": ("AXE", "axe prioritaire", "priorité"),
    "thematic_objective": ("OT", "objectif thématique"),
    "investment_priority": ("PI", "priorité d'investissement"),
    "specific_objective": ("OS", "objectif spécifique"),
    "region": ("Region_adm", "région administrative", "région"),
    "managing_body": ("Service_gest", "service gestionnaire"),
    "title": ("Lib_opé", "libellé de l'opération", "intitulé de l'opération", "libellé opération", "intitulé", "titre"),
    "beneficiary": ("Lib_org", "libellé de l'organisme", "organisme", "libellé organisme", "porteur"),
    "participants_planned": (
        "Nombre de participants prévisionnels",
        "nb participants prévisionnels",
        "participants prévisionnels",
    ),
    "total_cost": TOTAL_COST,
    "eu_amount": EU_AMOUNT,
    "eu_rate": EU_RATE,
    "start_date": ("Date début réalisation", "date de début de réalisation", "date de début", "début"),
    "end_date": ("Date fin réalisation", "date de fin de réalisation", "date de fin", "fin"),
    "fund": ("Fonds",),
}
FALLBACKS = {"fund": ("code fonds", "libellé fonds")}
REQUIRED = frozenset({"num_dossier", "title", "total_cost"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES = (
    (
        "num_dossier", "Libellé_po", "AXE", "OT", "PI", "OS", "Region_adm", "Service_gest", "Lib_opé", "Lib_org",
        "Nombre de participants prévisionnels", "Dépenses totales", "Mont_UE", "Date début réalisation", "Date fin réalisation",
    ),
    ("MONT_UE", "depenses  totales", "LIB_OPE", "Lib_org", "NUM_DOSSIER", "colonne de plus", "Fonds"),
)  # fmt: skip
INVALID_EXAMPLES = (("num_dossier", "Lib_opé"), ("Projet", "Budget"))
