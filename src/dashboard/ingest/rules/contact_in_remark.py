"""Kept and flagged: a remark speaks of the programme, not of a person to reach."""

LEVEL = "warning"
KIND = "survey"
LABEL = "coordonnées dans l'observation"
MESSAGE = "L'observation semble contenir une adresse électronique ou un téléphone\u202f: retirez-les du fichier, puis importez de nouveau."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "remark": r"regexp_matches(remark, '[\w.+-]+@[\w-]+\.\w|\b0[1-9](?:[ .-]?\d\d){4}\b')",
}
VALID_EXAMPLES = (
    {"remark": "Le dossier 201700001 a demandé 18 mois."},
    {"remark": ""},
)
INVALID_EXAMPLES = (
    {"remark": "Écrire à service@exemple.fr"},
    {"remark": "Appeler le 01 23 45 67 89."},
)
