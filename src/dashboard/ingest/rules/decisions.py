"""What a row of a list of decisions is checked for."""

from dashboard.ingest.rules.rule import Rule

DECISIONS = (
    Rule("contact_in_reason", "warning", "coordonnées dans le motif",
         "Le motif contient une adresse électronique ou un téléphone, qui est masqué\u202f: retirez-le du fichier, puis importez de nouveau.",
         {"reason": "is_masked(reason)"}),
    # A decision is about one operation.
    Rule("decision_without_number", "error", "numéro manquant",
         "Le numéro de dossier manque.",
         {"num_dossier": "num_dossier is null"}),
    # The first valid decision on a number stands, or on a number and a wave.
    Rule("duplicate_decision", "error", "décision en double",
         "Une décision sur ce numéro figure déjà plus haut dans le fichier.",
         {"num_dossier": "first_line < line"}, among_valid_rows=True),
    Rule("lost_decision_number", "error", "numéro abrégé par un tableur",
         "Un tableur n'a gardé que les premiers chiffres de ce numéro, le reste est perdu : reprenez l'extrait d'origine.",
         {"num_dossier": "number_is_lost"}),
    Rule("unknown_category", "warning", "type d'opération inconnu",
         "Ce type d'opération n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé.",
         {"category": "category is not null and not known_category"}),
    # Kept: the decision applies as soon as an import brings the number, in the wave that the decision names if it does.
    Rule("unknown_operation", "warning", "opération inconnue",
         "Aucune opération importée ne porte ce numéro\u202f: la décision est gardée et s'appliquera dès qu'il arrivera.",
         {"num_dossier": "not known_number"}),
    # Retained or not: nothing is guessed.
    Rule("unreadable_decision", "error", "décision illisible",
         "La décision ne se lit pas\u202f: «\u202foui\u202f» ou «\u202fnon\u202f» est attendu.",
         {"retained": "retained is null"}),
)  # fmt: skip
