"""A table that completes operations already imported: their number, and any other field that it knows.

It replaces no operation and adds none. The headers of an MDFSE+ extract aren't public: those of the template are known, with all
those of the lists, and others are mapped by hand.
"""

from dashboard.domain.operation import COMPLETED_FIELDS
from dashboard.ingest.formats import list_2021_2027, mapped

NAME = "completions"
LABEL = "complément d'opérations"
KIND = "completions"
HAS_NUMBER = True

HEADERS = {
    field: (*mapped.HEADERS[field], *list_2021_2027.HEADERS.get(field, ()))
    for field in ("num_dossier", *COMPLETED_FIELDS)
}
HEADERS["num_dossier"] += ("Numéro",)
FALLBACKS = {field: headers for field, headers in mapped.FALLBACKS.items() if field in HEADERS}
REQUIRED = frozenset({"num_dossier"})
ONE_OF = (frozenset(COMPLETED_FIELDS),)
OF_A_LIST = mapped.REQUIRED.union(*mapped.ONE_OF)
"""A file that gives one of them may be a list of operations: it completes only where the person says so."""

VALID_EXAMPLES = (
    ("Numéro de dossier", "Axe", "Service gestionnaire"),
    ("Numéro", "Priorité", "Service gestionnaire"),
    ("Numéro Opération", "Priorité", "Appel à projets", "Observations"),
    ("num_dossier", "Description", "Contenu des actions", "Bilan", "Participants entrés"),
)
INVALID_EXAMPLES = (
    ("Numéro de dossier", "Observations"),
    ("Axe", "Service gestionnaire"),
    ("Numéro de dossier", "Axe", "Intitulé de l'opération"),
    ("Numéro de dossier", "Axe", "Coût total"),
)
