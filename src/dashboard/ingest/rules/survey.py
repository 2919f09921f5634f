"""What an answer to the survey is checked for."""

from dashboard.ingest.rules.rule import Rule

SURVEY = (
    # Masked and flagged: a remark speaks of the programme, not of a person to reach.
    Rule("contact_in_remark", "warning", "coordonnées dans l'observation",
         "L'observation semble contenir une adresse électronique ou un téléphone, qui est masqué\u202f: retirez-le du fichier, puis importez de nouveau.",
         {"remark": "is_masked(remark)"}),
    # A structure answers once; its first valid answer stands.
    Rule("duplicate_respondent", "error", "répondant en double",
         "Une réponse de cette structure figure déjà plus haut dans le fichier, pour la même vague.",
         {"respondent": "first_line < line"}, among_valid_rows=True),
    # Kept: a structure that skips the question is counted apart, never as a no.
    Rule("missing_answer", "warning", "sans réponse à la question",
         "La structure n'a pas répondu à la question\u202f: elle compte comme non-réponse, hors de la base des parts.",
         {"answer": "answer is null and says_no_answer(raw_answer)"}),
    # Without its code a structure can't be told from the others, nor its remark coded.
    Rule("missing_respondent", "error", "répondant manquant",
         "Le code du répondant manque.",
         {"respondent": "respondent is null"}),
    # Kept: the answer counts overall, under no type.
    Rule("unknown_body_type", "warning", "type de gestionnaire inconnu",
         "Ce type de gestionnaire n'est pas reconnu\u202f: la réponse compte dans l'ensemble, sous «\u202fNon renseigné\u202f».",
         {"body_type": "survey_type = 'Non renseigné'"}),
    # Kept: an import may bring the operation later.
    Rule("unknown_reported_operation", "warning", "opération signalée inconnue",
         "Aucune opération importée ne porte l'un de ces numéros\u202f: il est gardé tel quel.",
         {"reported": "unknown_reported > 0"}),
    # Kept: the answer counts everywhere but by region.
    Rule("unknown_survey_region", "warning", "région inconnue",
         "Cette région n'est pas reconnue\u202f: la réponse compte sous «\u202fNon renseigné\u202f».",
         {"region": "region_label is not null and region_2016 = 'Non renseigné'"}),
    Rule("unknown_theme", "warning", "thème inconnu",
         "Ce thème n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé.",
         {"themes": "unknown_themes > 0"}),
    # Yes, no or no opinion: nothing is guessed.
    Rule("unreadable_answer", "error", "réponse illisible",
         "La réponse ne se lit pas\u202f: «\u202foui\u202f», «\u202fnon\u202f», «\u202fne se prononce pas\u202f» ou rien est attendu.",
         {"answer": "answer is null and not says_no_answer(raw_answer)"}),
    # Kept: an operation that is told without its number can't be found.
    Rule("unreadable_reported", "warning", "opération signalée sans numéro",
         "Aucun numéro de dossier ne se lit dans cette cellule.",
         {"reported": "not says_nothing(raw_reported) and len(reported) = 0"}),
)  # fmt: skip
