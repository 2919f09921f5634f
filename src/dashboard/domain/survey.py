"""The survey of managing bodies: who answers, what they may answer, and the words the interface uses for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.domain.operation import UNKNOWN, Field, Kind

_QUESTION: Final = (
    "Le {} a-t-il permis de favoriser l'émergence d'innovation(s) sociale(s)\u202f?"  # as the survey of 2019 put it
)
FEW: Final = 10
"""Under this many answers to the question, a share is read with caution."""


def question_of(fund: str) -> str:
    """What managing bodies are asked of a fund, « FSE » or « FSE+ »."""
    return _QUESTION.format(fund)


class BodyType(StrEnum):
    """The survey's own five types of managing body, in the order of the interface."""

    AGD = "AGD"
    OI_CD = "OI CD"
    PLIE_PIVOT = "PLIE pivot"
    PLIE = "PLIE"
    OTHER_OI = "autre OI"

    @property
    def managing_body_type(self) -> str:
        """The type under which the operations of such a body stand."""
        return "OI PLIE" if self in PLIES else self.value


PLIES: Final = (BodyType.PLIE_PIVOT, BodyType.PLIE)


class Answer(StrEnum):
    """What a structure answers to the question. No answer at all is none of these: it is missing."""

    YES = "oui"
    NO = "non"
    NO_OPINION = "ne se prononce pas"


NO_ANSWER: Final = "non-réponse"


class Polarity(StrEnum):
    """What a theme is about."""

    BRAKE = "frein"
    FINDING = "constat"
    RECOMMENDATION = "recommandation"
    PROSPECT = "perspective"


@dataclass(frozen=True, slots=True)
class Respondent:
    """One structure that was sent the survey, as the warehouse keeps it."""

    respondent: str
    body_type: str
    region: str
    answer: Answer | None
    reported: tuple[str, ...]
    remark: str
    themes: tuple[str, ...]

    @property
    def managing_body_type(self) -> str:
        """The type of the operations that it manages."""
        known = {kind.value: kind for kind in BodyType}
        return known[self.body_type].managing_body_type if self.body_type in known else UNKNOWN


FIELDS: Final[tuple[Field, ...]] = (
    Field("respondent", "Répondant", Kind.TEXT, "Code ou nom de la structure, unique dans le fichier\u202f; jamais une personne."),
    Field("body_type", "Type de gestionnaire", Kind.TEXT, "AGD, OI CD, PLIE pivot, PLIE ou autre OI."),
    Field("region", "Région", Kind.TEXT, "Région actuelle, ancienne région ou DROM."),
    Field("answer", "Réponse", Kind.TEXT, "oui, non ou ne se prononce pas\u202f; vide si la structure n'a pas répondu à la question."),
    Field("reported", "Opérations signalées", Kind.TEXT, "Numéros de dossier, séparés par des points-virgules."),
    Field("remark", "Observation", Kind.LONG_TEXT, "Observation ou recommandation, sans nom de personne."),
    Field("themes", "Thèmes", Kind.TEXT, "Thèmes de l'observation, séparés par des points-virgules."),
    Field("wave", "Vague", Kind.TEXT, "Vague d'analyse que l'enquête accompagne, par exemple 2019."),
)  # fmt: skip
"""The columns of a survey file."""
