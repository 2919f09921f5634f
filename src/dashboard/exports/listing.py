"""How the columns of a list of operations read, on screen and in a document."""

from collections.abc import Mapping
from typing import Final

from dashboard.domain.columns import Kind
from dashboard.warehouse.listing import Column

OPERATION_KINDS: Final[Mapping[str, Kind]] = {
    Column.TOTAL_COST: Kind.EUROS,
    Column.EU_AMOUNT: Kind.EUROS,
    Column.EU_RATE: Kind.PERCENT,
    Column.PARTICIPANTS_PLANNED: Kind.INTEGER,
    Column.PARTICIPANTS_ENTERED: Kind.INTEGER,
    Column.START_DATE: Kind.DATE,
    Column.END_DATE: Kind.DATE,
    Column.PROGRAMMING_DATE: Kind.DATE,
}
"""The columns that aren't text."""
