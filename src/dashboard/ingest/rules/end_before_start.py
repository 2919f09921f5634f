"""Kept: the two dates are shown as the file gives them."""

LEVEL = "warning"
KIND = "operations"
LABEL = "fin avant début"
MESSAGE = "La date de fin précède la date de début."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "end_date": "end_date < start_date",
}
VALID_EXAMPLES = ({"start_date": "01/01/2018", "end_date": "01/01/2018"},)
INVALID_EXAMPLES = ({"start_date": "02/01/2018", "end_date": "01/01/2018"},)
