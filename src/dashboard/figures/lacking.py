"""What a figure says instead of one « Non renseigné » bar, where nothing that was imported says the column."""

from typing import Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.domain.periods import FORMER, words_of
from dashboard.warehouse.indicators import Dimension

_NAMED: Final = {
    Dimension.PRIORITY_AXIS: "",
    Dimension.INVESTMENT_PRIORITY: "la priorité d'investissement",
    Dimension.SPECIFIC_OBJECTIVE: "l'objectif spécifique",
    Dimension.INTERVENTION_TYPE: "le type d'intervention",
    Dimension.REGION: "la région",
    Dimension.REGION_2016: "la région",
    Dimension.DEPARTMENT: "le département",
    Dimension.MANAGING_BODY: "le service gestionnaire",
    Dimension.MANAGING_BODY_TYPE: "le service gestionnaire",
    Dimension.BENEFICIARY_TYPE: "le type de porteur",
    Dimension.RECIPIENT_TYPE: "le type de bénéficiaire",
    Dimension.PROGRAMME: "le programme",
    Dimension.WAVE: "la date",
}
_NEVER_LISTED: Final = {
    Dimension.PRIORITY_AXIS,
    Dimension.MANAGING_BODY,
    Dimension.MANAGING_BODY_TYPE,
    Dimension.BENEFICIARY_TYPE,
    Dimension.RECIPIENT_TYPE,
}
"""What the public list of 2021-2027 has no column for."""
NO_CATEGORY: Final = "Aucune décision ne dit le type d'opération."
NO_PARTICIPANTS: Final = "Aucun import ne dit le nombre de participants entrés."
COMPLETE: Final = f"Un import «{NARROW_SPACE}compléter des opérations{NARROW_SPACE}» (numéro de l'opération et colonnes connues) l'ajoute."
DECIDE: Final = "Un fichier de décisions ou une campagne d'évaluation l'ajoute."


def lacking_sentence(dimension: Dimension, period: str) -> str:
    """« La liste publique ne dit pas la priorité, et aucun import ne l'a complétée. », of the operations of a period."""
    if dimension is Dimension.CATEGORY:
        return NO_CATEGORY
    words = words_of(period)
    named = (
        words.the_axis if dimension is Dimension.PRIORITY_AXIS else _NAMED.get(dimension, dimension.label_in(period))
    )
    if period == FORMER or dimension not in _NEVER_LISTED:
        return f"Aucun import ne dit {named} des opérations de cette programmation."
    feminine = "e" if dimension is Dimension.PRIORITY_AXIS else ""
    return f"La liste publique ne dit pas {named}, et aucun import ne l'a complété{feminine}."


def how_to_complete(dimension: Dimension) -> str:
    """What adds what is lacking."""
    return DECIDE if dimension is Dimension.CATEGORY else COMPLETE
