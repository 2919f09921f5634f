"""Any other list of operations: its columns are mapped to ours by hand, best guesses first."""

from dashboard.ingest.formats import eu_list, full_extract, kohesio, mdfse_list

NAME = "mapped"
LABEL = "colonnes associées à la main"
KIND = "operations"
HAS_NUMBER = True

_SOURCES = (full_extract, mdfse_list, eu_list, kohesio)
HEADERS = {
    field: tuple(dict.fromkeys(header for source in _SOURCES for header in source.HEADERS.get(field, ())))
    for field in full_extract.HEADERS
}
FALLBACKS = {
    field: tuple(dict.fromkeys(header for source in _SOURCES for header in source.FALLBACKS.get(field, ())))
    for field in full_extract.HEADERS
}
WORDS = {
    "num_dossier": frozenset({"ref", "reference", "identifiant", "id", "dossier", "numero"}),
    "title": frozenset({"projet", "intitule", "titre", "action", "operation"}),
    "beneficiary": frozenset({"porteur", "beneficiaire", "structure", "organisme", "association", "raison"}),
    "total_cost": frozenset({"budget", "cout", "depenses", "total"}),
    "eu_amount": frozenset({"aide", "subvention", "ue", "fse", "europe", "europeen", "europeenne", "union"}),
    "eu_rate": frozenset({"taux", "pourcentage", "rate"}),
    "start_date": frozenset({"debut", "demarrage", "commencement"}),
    "end_date": frozenset({"fin", "achevement", "cloture"}),
    "programming_date": frozenset({"programmation", "convention", "conventionnement", "comite", "crpe"}),
    "description": frozenset({"description", "resume", "objectif", "objectifs", "descriptif", "presentation"}),
    "region": frozenset({"region", "territoire"}),
    "beneficiary_postcode": frozenset({"cp", "postal"}),
    "participants_planned": frozenset({"participants"}),
    "wave": frozenset({"vague", "millesime", "annee"}),
}
"""Words that hint at a field in a header that no format knows. They only weigh in a guess, and never against the values."""
REQUIRED = frozenset({"title", "total_cost"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES: tuple[tuple[str, ...], ...] = ()
INVALID_EXAMPLES = (("Projet", "Budget"),)
