"""Kept: the decision applies as soon as an import brings the number, in the wave that the decision names if it does."""

LEVEL = "warning"
KIND = "decisions"
LABEL = "opération inconnue"
MESSAGE = (
    "Aucune opération importée ne porte ce numéro\u202f: la décision est gardée et s'appliquera dès qu'il arrivera."
)
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "num_dossier": "not known_number",
}
VALID_EXAMPLES = ({"num_dossier": "déjà importé"}, {"num_dossier": "déjà importé", "wave": " 2019 "})
INVALID_EXAMPLES = ({"num_dossier": "jamais importé"}, {"num_dossier": "déjà importé", "wave": "2017"})
