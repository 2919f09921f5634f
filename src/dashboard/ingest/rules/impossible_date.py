"""Years such as 1900 or 2099 are placeholders: the date stands as missing."""

LEVEL = "warning"
KIND = "operations"
LABEL = "date impossible"
MESSAGE = "Cette date est illisible ou impossible\u202f: elle est tenue pour manquante."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "start_date": "raw_start_date is not null and start_date is null",
    "end_date": "raw_end_date is not null and end_date is null",
    "programming_date": "raw_programming_date is not null and programming_date is null",
}
VALID_EXAMPLES = (
    {"start_date": "31/12/2018"},
    {"end_date": "2018-12-31"},
    {"programming_date": "43465"},
    {"programming_date": "1er février 2018"},
    {"start_date": "2018-12-31T00:00:00+01:00"},
    {"start_date": ""},
)
INVALID_EXAMPLES = (
    {"start_date": "01/01/1900"},
    {"end_date": "31/12/2099"},
    {"programming_date": "31/02/2018"},
    {"start_date": "bientôt"},
)
