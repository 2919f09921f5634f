"""The product's own template, with the qualitative fields that MDFSE can export."""

from dashboard.domain.operation import FIELDS

NAME = "full_extract"
LABEL = "extrait complet"
KIND = "operations"
HAS_NUMBER = True

_OTHER_HEADERS = {
    "num_dossier": ("numéro dossier", "n° dossier"),
    "programme": ("libellé du programme", "Libellé_po"),
    "title": ("titre de l'opération", "Lib_opé"),
    "actions": ("contenu des actions",),
    "call_for_projects": ("appel à projets",),
    "participants_entered": ("participants réalisés", "participants entrés", "nombre de participants réalisés"),
    "total_cost": ("coût total programmé", "dépenses totales"),
    "eu_amount": ("montant UE programmé", "Mont_UE"),
    "start_date": ("date de début", "date début réalisation"),
    "end_date": ("date de fin", "date fin réalisation"),
    "beneficiary": ("organisme porteur", "Lib_org"),
    "priority_axis": ("axe prioritaire", "priorité"),
    "thematic_objective": ("OT",),
    "investment_priority": ("PI",),
    "specific_objective": ("OS",),
    "region": ("Region_adm",),
    "managing_body": ("Service_gest",),
    "participants_planned": ("Nombre de participants prévisionnels",),
    "outcome": ("bilan d'exécution",),
}
HEADERS = {field.name: (field.label, field.name, *_OTHER_HEADERS.get(field.name, ())) for field in FIELDS} | {
    "wave": ("wave", "vague")
}
REQUIRED = frozenset({"num_dossier", "title", "total_cost", "eu_amount", "description"})

VALID_EXAMPLES = (
    tuple(field.label for field in FIELDS if field.in_template),
    tuple(field.name for field in FIELDS),
    ("N° dossier", "Titre de l’opération", "COUT TOTAL", "Montant  UE", "description"),
)
INVALID_EXAMPLES = (("Numéro de dossier", "Description"), ("num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE"))
