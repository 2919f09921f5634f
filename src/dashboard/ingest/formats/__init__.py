"""The source formats: one module each, with the same names. Adding a format is adding a module to `FORMATS`.

Each module gives `NAME` (code), `LABEL` (interface), `KIND` (`operations`, `completions`, `decisions` or `survey`), `HEADERS` (field → the
headers it goes under, any spelling of case, accents, apostrophes and spaces), `FALLBACKS` (field → the headers that serve
where no other gives the field), `REQUIRED` (fields without which a file isn't of this format), `ONE_OF` (sets of fields of
which one at least is required), `HAS_NUMBER` (whether rows carry their own operation number), and the header rows
`VALID_EXAMPLES` and `INVALID_EXAMPLES` that the tests walk.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.ingest.formats import (
    article_49,
    completions,
    decisions,
    eu_list,
    full_extract,
    kohesio,
    list_2021_2027,
    mapped,
    mdfse_list,
    survey,
)


class SourceFormat(Protocol):
    """What a format module offers."""

    NAME: str
    LABEL: str
    KIND: str
    HEADERS: Mapping[str, Sequence[str]]
    FALLBACKS: Mapping[str, Sequence[str]]
    REQUIRED: frozenset[str]
    ONE_OF: Sequence[frozenset[str]]
    HAS_NUMBER: bool


# The order of recognition: the most demanding first, what completes where no other is recognised, and the mapping by hand last.
FORMATS: tuple[SourceFormat, ...] = (  # type: ignore[assignment]
    full_extract, mdfse_list, list_2021_2027, kohesio, article_49, eu_list, decisions, survey, completions, mapped,
)  # fmt: skip

FORMAT_BY_NAME: dict[str, SourceFormat] = {source_format.NAME: source_format for source_format in FORMATS}
