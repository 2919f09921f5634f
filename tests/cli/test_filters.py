"""The options of the four commands are the filters of the table, and what they give is what the interface gives."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import typer
import typer.main
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cli import app as cli
from dashboard.cli.filters import Given, build_selection, with_filters
from dashboard.demo.install import open_state
from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, Selection
from dashboard.warehouse.build import connect
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.state import State

COMMANDS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def connection(demonstration_state: State) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(demonstration_state, open_state(demonstration_state)) as opened:
        yield opened


def asked(connection: duckdb.DuckDBPyConnection, *flags: str) -> Selection:
    """The selection of a command that is given these options."""
    found: list[Selection] = []
    app = typer.Typer()

    @app.command()
    @with_filters
    def command(filters: Given) -> None:
        found.append(build_selection(connection, filters))

    app(flags, standalone_mode=False)
    return found[0]


@pytest.mark.parametrize("name", ["table", "operations", "identify", "rank", "export"])
def test_four_commands_take_the_filters_of_the_table_in_its_order(name: str) -> None:
    options = ["/".join((*option.opts, *option.secondary_opts)) for option in COMMANDS[name].params]
    first = options.index(FILTERS[0].flag)
    wanted = [flag for one in FILTERS for flag in one.flags]
    assert options[first : first + len(wanted) + 1] == [*wanted, "--state"]


def test_a_command_keeps_its_name_its_sentence_and_its_other_options() -> None:
    @with_filters
    def command(name: str, *, filters: Given, state: Path | None = None) -> None:
        """Does it."""
        assert filters == {**dict.fromkeys(BY_FIELD, 3), "decision": Decided.UNEXAMINED}
        assert (name, state) == ("a", None)

    assert (command.__name__, command.__doc__) == ("command", "Does it.")
    decisions = [kind.name for kind in Decided]
    others = [name for name in BY_FIELD if name != "decision"]
    assert set(inspect.signature(command).parameters) == {"name", *others, *decisions, "state"}
    given = {**dict.fromkeys(others, 3), **dict.fromkeys(decisions, False), "UNEXAMINED": True}
    command(name="a", state=None, **given)


def test_two_decisions_exclude_each_other(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        asked(connection, "--retained", "--not-examined")
    assert refused.value.message == "--retained et --not-examined s'excluent\u202f: n'en gardez qu'une."


def test_nothing_asked_is_the_first_period(connection: duckdb.DuckDBPyConnection) -> None:
    assert asked(connection) == Selection()


def test_any_selection_comes_back_from_its_options(connection: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(connection, "2014-2020")
    fields: dict[str, Any] = {
        name: st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)
        for name, values in options.values.items()
    }
    fields["decision"] = st.sampled_from([None, *Decided])
    fields["search"] = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
    assert set(fields) | {"period"} == set(BY_FIELD)

    @settings(max_examples=30)
    @given(st.builds(Selection, **fields))
    def comes_back(selection: Selection) -> None:
        assert asked(connection, *selection.to_flags()) == selection

    comes_back()


@pytest.mark.parametrize(
    ("flag", "spelling", "field", "value"),
    [
        ("--department", "29", "departments", "29"),
        ("--department", "finistère", "departments", "29"),
        ("--department", "2a", "departments", "2A"),
        ("--department", "1", "departments", "01"),
        ("--department", "cote d or", "departments", "21"),
        ("--department", "non renseigne", "departments", "Non renseigné"),
        ("--region", "ile de france", "regions", "Île-de-France"),
        ("--region-2016", "HAUTS DE FRANCE", "regions_2016", "Hauts-de-France"),
        ("--axis", "3", "axes", "PON FSE · 3"),
        ("--axis", "pon iej · 1", "axes", "PON IEJ · 1"),
    ],
)
def test_values_go_by_any_spelling(
    connection: duckdb.DuckDBPyConnection, flag: str, spelling: str, field: str, value: object
) -> None:
    assert getattr(asked(connection, flag, spelling), field) == (value,)


def test_each_unknown_value_is_refused_in_one_sentence_with_its_article(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for one in FILTERS:
        if one.several:
            with pytest.raises(typer.BadParameter) as refused:
                build_selection(connection, {one.field: ["Zorglub"]})
            message = refused.value.message
            assert message.startswith(f"{one.named} «\u202f"), message
            assert "» n'est pas dans l'extrait\u202f: choisissez " in message
            assert message.endswith(".")
