"""The filters as options of a command, and the selection that they make."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import typer

from dashboard.cli.usage import bad_value
from dashboard.domain.french import listing, quoted
from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, Filter, Holds, Selection, filters_of

if TYPE_CHECKING:
    import duckdb

    from dashboard.warehouse.options import FilterOptions

Given = Mapping[str, Any]
"""Field of the selection → what a command line gives it."""

_DECISION: Final = BY_FIELD["decision"]
_TYPES: Final[Mapping[Holds, tuple[Any, Any]]] = {
    Holds.PERIOD: (str | None, None),
    Holds.TEXTS: (list[str] | None, None),
    Holds.CODES: (list[str] | None, None),
    Holds.DECISION: (bool, False),
    Holds.WORDS: (str, ""),
}
"""The type and the default of an option."""


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option per filter in the place of its parameter `filters`, a `Given`.

    typer makes options of a signature: this one is written from the table of filters.
    """

    @wraps(command)
    def filtered(**arguments: Any) -> None:
        decisions = [kind for kind in Decided if arguments.pop(kind.name)]
        given = {one.field: arguments.pop(one.field) for one in FILTERS if one.holds is not Holds.DECISION}
        if len(decisions) > 1:
            asked = (flag for kind, flag in zip(Decided, _DECISION.flags, strict=True) if kind in decisions)
            raise bad_value(f"{listing(list(asked))} s'excluent\u202f: n'en gardez qu'une.")
        command(filters={**given, _DECISION.field: decisions[0] if decisions else None}, **arguments)

    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        parameters += _options() if parameter.name == "filters" else [parameter]
    vars(filtered)["__signature__"] = inspect.Signature(parameters)
    return filtered


def _options() -> Iterator[inspect.Parameter]:
    """One option per filter, and one for each state of a decision."""
    for one in FILTERS:
        kind, default = _TYPES[one.holds]
        if one.holds is Holds.DECISION:
            for decided, flag in zip(Decided, one.flags, strict=True):
                yield _option(
                    decided.name, kind, default, flag, f"Les opérations {decided.several} (défaut\u202f: toutes)."
                )
        else:
            yield _option(one.field, kind, default, one.flag, one.help or f"{one.label}, répétable.")


def _option(name: str, kind: Any, default: Any, flag: str, help_: str) -> inspect.Parameter:
    option = typer.Option(default, flag, help=help_)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option, annotation=kind)


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
    for one in filters_of(period):
        if one.several and one.field in values:
            programmes = values.get("programmes", ())
            values[one.field] = tuple(
                _known(connection, one, value, present, programmes) for value in values[one.field]
            )
    return Selection(**values)


def _present_periods(connection: "duckdb.DuckDBPyConnection") -> tuple[str, ...]:
    from dashboard.warehouse.options_query import periods

    return periods(connection) or ("2014-2020",)


def _periods(connection: "duckdb.DuckDBPyConnection") -> list[str]:
    from dashboard.warehouse.options_query import periods

    reference = connection.execute("select distinct period from programme_reference").fetchall()
    return sorted({*periods(connection), *(row[0] for row in reference)})


def _known(
    connection: "duckdb.DuckDBPyConnection",
    one: Filter,
    value: str,
    present: "FilterOptions",
    programmes: Sequence[str],
) -> object:
    from dashboard.warehouse.options_query import place_named

    found = present.named(one, value, programmes)
    if found is None:
        # A place without any operation is a place all the same: the answer is then empty, not an error.
        found = place_named(connection, one.field, value)
    if found is None:
        choices = (
            f"choisissez {_choices([str(each) for each in present.of(one.field)])}"
            if present.of(one.field)
            else "l'extrait n'en contient aucune valeur"
        )
        raise bad_value(f"{one.named} {quoted(value)} n'est pas dans l'extrait\u202f: {choices}.")
    return found


def _choices(values: Sequence[str]) -> str:
    return listing(list(values)).replace(" et ", " ou ") if len(values) == 2 else ", ".join(values)
