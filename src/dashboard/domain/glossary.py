"""The words of the figures, defined once: pages, their helps and every document take them from here."""

from collections.abc import Mapping
from typing import Final

from dashboard.domain.managing_bodies import CODES
from dashboard.domain.periods import FORMER, words_of

DEFINITIONS: Final[Mapping[str, str]] = {
    "Opération": "Un dossier de l'extrait, désigné par son numéro. L'assistance technique est laissée de côté.",
    "Opération programmée": "Opération que gardent les filtres, quelle que soit la décision prise sur elle.",
    "Opération retenue": "Opération jugée socialement innovante, par une campagne d'évaluation ou par une décision importée.",
    "Coût total": "Montant programmé, en euros\u202f: ni dépensé, ni certifié.",
    "Montant UE": "Part du coût total programmée sur les fonds de l'Union européenne, en euros.",
    "Taux UE": "Montant UE rapporté au coût total.",
    "Part": "Part de la ligne dans l'ensemble des opérations retenues de la même vague.",
    "Part du programme": "Opérations retenues rapportées aux opérations programmées de la même ligne et de la même vague.",
    "Participants entrés": "Participants dont l'entrée est constatée. Un effectif inconnu reste vide, il ne vaut pas zéro.",
    "Vague": "Période d'analyse, d'après la date de programmation de l'opération\u202f; «\u202fhors vague\u202f»\u202f: cette date n'est dans aucune.",
    "Région": "En 2014-2020, région d'avant 2016 ou département et région d'outre-mer\u202f; «\u202fVolet national du FSE\u202f» à part.",
    "Type de gestionnaire": "Lu dans le nom du service gestionnaire\u202f: AGD, OI CD, OI PLIE, autre OI, national. " + CODES,
    "Indice de spécificité": "Part d'une région dans les opérations retenues, rapportée à sa part des opérations programmées\u202f: "
    "au-dessus de 1, elle en retient plus que son poids.",
}  # fmt: skip

HELPS: Final[Mapping[str, str]] = {
    "Dotation à engager": "Ce que les opérations peuvent engager\u202f: la dotation sans l'assistance technique.",
    "Programmé (UE)": "Montant UE des opérations, en euros\u202f: ni dépensé, ni certifié.",
    "Reste à engager": "Dotation à engager moins montant UE programmé\u202f; négatif où le programmé la dépasse.",
    "Part engagée": "Montant UE programmé rapporté à la dotation à engager.",
    "Nouvelles": "Opérations de la seconde édition que la première n'avait pas.",
    "Parties": "Opérations de la première édition que la seconde n'a plus.",
    "Modifiées": "Opérations des deux éditions dont au moins un champ diffère.",
    "Écart de coût total": "Coût total de la seconde édition moins celui de la première, toutes opérations comprises.",
    "Écart de montant UE": "Montant UE de la seconde édition moins celui de la première, toutes opérations comprises.",
}
"""Labels of one page's tiles, which its help defines; the glossary of pages and documents leaves them out."""


def definitions_of(period: str) -> Mapping[str, str]:
    """The same in the words of a programming period."""
    if period == FORMER:
        return DEFINITIONS
    wave = words_of(period).wave
    later = {
        "Part": f"Part de la ligne dans l'ensemble des opérations retenues de la même {wave}.",
        "Part du programme": f"Opérations retenues rapportées aux opérations programmées de la même ligne et de la même {wave}.",
        "Indice de spécificité": f"{DEFINITIONS['Indice de spécificité']} Ce que plusieurs régions partagent n'y compte pas.",
        "Région": "L'une des dix-huit régions actuelles\u202f; une opération sur plusieurs régions compte une fois dans les totaux.",
    }
    found = {label: later.get(label, words) for label, words in DEFINITIONS.items() if label != "Vague"}
    return {
        **found,
        wave.capitalize(): "Année de la première convention\u202f; sans cette date, l'opération est à part.",
    }


def help_of(label: str, period: str) -> str | None:
    """What a label means, for the help beside it: « Opérations retenues » is defined as « Opération retenue »; None where nothing does."""
    known = definitions_of(period)
    alone = " ".join(word.removesuffix("s") for word in label.split())
    return known.get(label) or HELPS.get(label) or next((words for name, words in known.items() if name == alone), None)
