"""Decisions taken elsewhere: which operations are retained, of which type, and why.

A decision that names its wave is about the operation of that wave alone; without one, it holds wherever the number stands.
"""

NAME = "decisions"
LABEL = "fichier de décisions"
KIND = "decisions"
HAS_NUMBER = True

HEADERS = {
    "num_dossier": (
        "num_dossier",
        "numéro de dossier",
        "numéro dossier",
        "n° dossier",
        "numéro d'opération",
        "numéro de l'opération",
        "operation number",
    ),
    "wave": ("wave", "vague", "wave label"),
    "retained": ("retained", "retenue", "retenu", "retenue (oui/non)", "décision", "opération retenue"),
    "category": ("category", "catégorie", "type d'opération", "type"),
    "reason": ("reason", "motif", "justification", "raison"),
    "source": ("source", "origine", "origine de la décision"),
}
FALLBACKS: dict[str, tuple[str, ...]] = {}
REQUIRED = frozenset({"num_dossier", "retained"})
ONE_OF: tuple[frozenset[str], ...] = ()

VALID_EXAMPLES = (
    ("num_dossier", "retained", "category", "reason", "source"),
    ("num_dossier", "wave", "retained", "category", "reason", "source"),
    ("Numéro de dossier", "Vague", "Retenue"),
    ("Numéro de dossier", "RETENUE", "Catégorie", "Motif", "Source"),
)
INVALID_EXAMPLES = (("num_dossier", "motif"), ("retenue", "catégorie"))
