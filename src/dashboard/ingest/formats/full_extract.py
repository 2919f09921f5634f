"""The product's own template, with the qualitative fields that MDFSE can export."""

from dashboard.domain.operation import FIELD_BY_NAME, FIELDS
from dashboard.ingest.formats._amounts import EU_AMOUNT, EU_RATE, TOTAL_COST

NAME = "full_extract"
LABEL = "extrait complet"
KIND = "operations"
HAS_NUMBER = True

_OTHER_HEADERS = {
    "num_dossier": ("numéro dossier", "n° dossier", "n° de dossier"),
    "programme": ("libellé du programme", "Libellé_po"),
    "title": ("titre de l'opération", "Lib_opé", "intitulé"),
    "actions": ("contenu des actions",),
    "call_for_projects": ("appel à projets",),
    "participants_entered": ("participants réalisés", "participants entrés", "nombre de participants réalisés"),
    "total_cost": TOTAL_COST,
    "eu_amount": EU_AMOUNT,
    "eu_rate": EU_RATE,
    "start_date": ("date de début", "date début réalisation", "début"),
    "end_date": ("date de fin", "date fin réalisation", "fin"),
    "beneficiary": ("organisme porteur", "Lib_org", "organisme"),
    "priority_axis": ("axe prioritaire", "priorité"),
    "thematic_objective": ("OT",),
    "investment_priority": ("PI",),
    "specific_objective": ("OS",),
    "region": ("Region_adm",),
    "managing_body": ("Service_gest",),
    "participants_planned": ("Nombre de participants prévisionnels",),
    "outcome": ("bilan d'exécution",),
}
HEADERS = {
    field.name: (field.label, field.name, *_OTHER_HEADERS.get(field.name, ()))
    for field in (*FIELDS, FIELD_BY_NAME["eu_rate"])
} | {"wave": ("wave", "vague")}
FALLBACKS: dict[str, tuple[str, ...]] = {"fund": ("code fonds", "libellé fonds")}
REQUIRED = frozenset({"num_dossier", "title", "total_cost", "description"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES = (
    tuple(field.label for field in FIELDS if field.in_template),
    tuple(field.name for field in FIELDS),
    ("N° dossier", "Titre de l’opération", "COUT TOTAL", "Montant  UE", "description"),
)
INVALID_EXAMPLES = (("Numéro de dossier", "Description"), ("num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE"))
