"""The source formats: one module each, with the same names. Adding a format is adding a module to `FORMATS`.

Each module gives `NAME` (code), `LABEL` (interface), `KIND` (`operations`, `decisions` or `survey`), `HEADERS` (field → the
headers it goes under, any spelling of case, accents, apostrophes and spaces), `REQUIRED` (fields without which a file
isn't of this format), `HAS_NUMBER` (whether rows carry their own operation number), and the header rows
`VALID_EXAMPLES` and `INVALID_EXAMPLES` that the tests walk.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.ingest.formats import decisions, eu_list, full_extract, mapped, mdfse_list, survey


class SourceFormat(Protocol):
    """What a format module offers."""

    NAME: str
    LABEL: str
    KIND: str
    HEADERS: Mapping[str, Sequence[str]]
    REQUIRED: frozenset[str]
    HAS_NUMBER: bool


# The order of recognition: the most demanding first, and the mapping by hand last.
FORMATS: tuple[SourceFormat, ...] = (full_extract, mdfse_list, eu_list, decisions, survey, mapped)  # type: ignore[assignment]

FORMAT_BY_NAME: dict[str, SourceFormat] = {source_format.NAME: source_format for source_format in FORMATS}
