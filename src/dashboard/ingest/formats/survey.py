"""The survey of managing bodies: what each structure answers, reports and remarks."""

from dashboard.domain.survey import FIELDS

NAME = "survey"
LABEL = "enquête auprès des gestionnaires"
KIND = "survey"
HAS_NUMBER = True

_OTHER_HEADERS = {
    "respondent": (
        "identifiant du répondant",
        "identifiant de la structure",
        "code répondant",
        "code de la structure",
        "n° répondant",
        "numéro du répondant",
        "structure répondante",
        "ID de la réponse",
        "réponse n°",
    ),
    "body_type": ("type de structure", "type d'organisme", "type de répondant", "managing_body_type", "statut du gestionnaire"),
    "region": ("region", "région administrative"),
    "answer": (
        "réponse à la question",
        "Le FSE a-t-il permis de favoriser l'émergence d'innovation(s) sociale(s)\u202f?",
        "Le FSE a-t-il permis de favoriser l'émergence d'innovations sociales\u202f?",
        "émergence d'innovation sociale",
    ),
    "reported": ("opérations citées", "numéros de dossier signalés", "opérations innovantes signalées", "numéros de dossier"),
    "remark": ("remarque", "observations", "remarques", "observation ou recommandation", "commentaire", "commentaires"),
    "themes": ("thème", "thèmes de l'observation"),
    "wave": ("vague d'enquête",),
}  # fmt: skip
HEADERS = {field.name: (field.label, field.name, *_OTHER_HEADERS[field.name]) for field in FIELDS}
FALLBACKS: dict[str, tuple[str, ...]] = {}
REQUIRED = frozenset({"body_type", "answer"})
ONE_OF: tuple[frozenset[str], ...] = ()

VALID_EXAMPLES = (
    tuple(field.label for field in FIELDS),
    tuple(field.name for field in FIELDS),
    ("TYPE DE STRUCTURE", "Le FSE a-t-il permis de favoriser l’émergence d’innovation(s) sociale(s) ?", "colonne de plus"),
)  # fmt: skip
INVALID_EXAMPLES = (("Répondant", "Réponse"), ("num_dossier", "retenue", "Région"))
