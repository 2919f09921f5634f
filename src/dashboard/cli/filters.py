"""The filters as options of a command, and the selection that they make."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import typer

from dashboard.cli.usage import bad_value
from dashboard.domain.french import listing, quoted
from dashboard.domain.selection import FILTERS, Filter, Holds, Selection
from dashboard.domain.text import normalised

if TYPE_CHECKING:
    import duckdb

Given = Mapping[str, Any]
"""Field of the selection → what a command line gives it."""

_TYPES: Final[Mapping[Holds, tuple[Any, Any]]] = {
    Holds.PERIOD: (str | None, None),
    Holds.TEXTS: (list[str] | None, None),
    Holds.NUMBERS: (list[int] | None, None),
    Holds.DECISION: (bool | None, None),
    Holds.WORDS: (str, ""),
}
"""The type and the default of an option."""


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option per filter in the place of its parameter `filters`, a `Given`.

    typer makes options of a signature: this one is written from the table of filters.
    """

    @wraps(command)
    def filtered(**arguments: Any) -> None:
        command(filters={one.field: arguments.pop(one.field) for one in FILTERS}, **arguments)

    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        parameters += map(_option, FILTERS) if parameter.name == "filters" else [parameter]
    vars(filtered)["__signature__"] = inspect.Signature(parameters)
    return filtered


def _option(one: Filter) -> inspect.Parameter:
    kind, default = _TYPES[one.holds]
    return inspect.Parameter(
        one.field,
        inspect.Parameter.KEYWORD_ONLY,
        default=typer.Option(default, one.flag, help=one.help or f"{one.label}, répétable."),
        annotation=kind,
    )


def build_selection(connection: "duckdb.DuckDBPyConnection", filters: Given) -> Selection:
    """The selection of a command's options; values go by any spelling of case and accents, places by any known name.

    Raises typer.BadParameter, in one French sentence, where a value is nowhere in the warehouse.
    """
    from dashboard.warehouse.options_query import filter_options

    values: dict[str, Any] = {
        field: tuple(value) if isinstance(value, list) else value
        for field, value in filters.items()
        if value not in (None, [])
    }
    known_periods = _periods(connection)
    period = values.setdefault("period", _present_periods(connection)[0])
    if period not in known_periods:
        raise bad_value(f"la programmation {quoted(period)} n'existe pas\u202f: choisissez {_choices(known_periods)}.")
    present = filter_options(connection, period)
    for one in FILTERS:
        if one.several and one.field in values:
            known = {normalised(str(value)): value for value in present.of(one.field)}
            values[one.field] = tuple(_known(connection, one, value, known) for value in values[one.field])
    return Selection(**values)


def _present_periods(connection: "duckdb.DuckDBPyConnection") -> tuple[str, ...]:
    from dashboard.warehouse.options_query import periods

    return periods(connection) or ("2014-2020",)


def _periods(connection: "duckdb.DuckDBPyConnection") -> list[str]:
    from dashboard.warehouse.options_query import periods

    reference = connection.execute("select distinct period from programme_reference").fetchall()
    return sorted({*periods(connection), *(row[0] for row in reference)})


def _known(connection: "duckdb.DuckDBPyConnection", one: Filter, value: object, known: Mapping[str, object]) -> object:
    from dashboard.warehouse.options_query import place_named

    found = known.get(normalised(str(value)))
    if found is None:
        # A place without any operation is a place all the same: the answer is then empty, not an error.
        found = place_named(connection, one.field, str(value))
    if found is None:
        choices = (
            f"choisissez {_choices([str(each) for each in known.values()])}"
            if known
            else "l'extrait n'en contient aucune valeur"
        )
        raise bad_value(f"{one.named} {quoted(str(value))} n'est pas dans l'extrait\u202f: {choices}.")
    return found


def _choices(values: Sequence[str]) -> str:
    return listing(list(values)).replace(" et ", " ou ") if len(values) == 2 else ", ".join(values)
