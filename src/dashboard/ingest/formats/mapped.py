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
REQUIRED = frozenset({"title", "total_cost"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES: tuple[tuple[str, ...], ...] = ()
INVALID_EXAMPLES = (("Projet", "Budget"),)
