"""Any other list of operations: its columns are mapped to ours by hand, best guesses first."""

from dashboard.ingest.formats import eu_list, full_extract, mdfse_list

NAME = "mapped"
LABEL = "colonnes associées à la main"
KIND = "operations"
HAS_NUMBER = True

HEADERS = {
    field: tuple(
        dict.fromkeys(
            header for source in (full_extract, mdfse_list, eu_list) for header in source.HEADERS.get(field, ())
        )
    )
    for field in full_extract.HEADERS
}
REQUIRED = frozenset({"title", "total_cost", "eu_amount"})

VALID_EXAMPLES: tuple[tuple[str, ...], ...] = ()
INVALID_EXAMPLES = (("Projet", "Budget"),)
