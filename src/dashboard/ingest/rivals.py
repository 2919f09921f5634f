"""Two columns for one field: which one is it? Asked with what each holds, unless they hold the same."""

from dataclasses import replace

import duckdb

from dashboard.domain.french import euros, integer, listing, plural, quoted
from dashboard.domain.operation import FIELD_BY_NAME, Kind
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.readers import RawTable
from dashboard.ingest.reading import Unit
from dashboard.ingest.sql_text import sql
from dashboard.ingest.units import unit_of
from dashboard.warehouse.sql_files import fill

_SAMPLE_LENGTH = 40


def settle_rivals(connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match, verdicts: Verdicts) -> Match:
    """The match with one column for each field. Doubts: `colonne.<field>`, whose values are headers of the file."""
    columns = dict(match.columns)
    for field, positions in match.rivals.items():
        label = FIELD_BY_NAME[field].label if field in FIELD_BY_NAME else field
        filled = [position for position in positions if _cells(connection, position)]
        if len(filled) < 2:
            columns[field] = (filled or list(positions))[0]
            continue
        if all(_same(connection, table, field, filled[0], other) for other in filled[1:]):
            columns[field] = filled[0]
            kept, *others = [quoted(table.headers[position]) for position in filled]
            verdicts.tell(
                f"{kept} est lu pour {quoted(label)}\u202f; "
                f"{listing(others)} {'contient' if len(others) == 1 else 'contiennent'} les mêmes valeurs."
            )
            continue
        choices = tuple(
            Choice(
                table.headers[position], quoted(table.headers[position]), _outcome(connection, table, field, position)
            )
            for position in filled
        )
        chosen = verdicts.settle(
            f"colonne.{field}",
            f"{plural(len(filled), 'colonne')} du fichier {'peut' if len(filled) == 1 else 'peuvent'} être {quoted(label)}\u202f: laquelle faut-il lire\u202f?",
            choices,
        )
        columns[field] = table.headers.index(chosen)
    used = set(columns.values())
    extra = tuple(header for position, header in enumerate(table.headers) if position not in used)
    return replace(match, columns=columns, extra=extra)


def _cells(connection: duckdb.DuckDBPyConnection, position: int) -> int:
    return int((connection.execute(f"select count(c{position}) from raw").fetchone() or (0,))[0])  # noqa: S608


def _same(connection: duckdb.DuckDBPyConnection, table: RawTable, field: str, one: int, other: int) -> bool:
    row = connection.execute(fill(sql("columns_differ"), one=f"c{one}", other=f"c{other}")).fetchone()
    if row and _is_amount(field):
        units = {"unit": _unit(table, one), "other_unit": _unit(table, other)}
        row = connection.execute(fill(sql("amounts_differ"), one=f"c{one}", other=f"c{other}"), units).fetchone()
    return not (row and row[0])


def _is_amount(field: str) -> bool:
    return field in FIELD_BY_NAME and FIELD_BY_NAME[field].kind == Kind.AMOUNT


def _unit(table: RawTable, position: int) -> Unit:
    return unit_of(table.headers[position]) or 1


def _outcome(connection: duckdb.DuckDBPyConnection, table: RawTable, field: str, position: int) -> str:
    """« 3 cellules, 2 700,00 € en tout », or the first values of a text."""
    cells, total, samples = connection.execute(
        fill(sql("column_outcome"), cell=f"c{position}"), {"length": _SAMPLE_LENGTH, "unit": _unit(table, position)}
    ).fetchone() or (0, None, [])
    if _is_amount(field) and total is not None:
        return f"{plural(cells, 'cellule')}, {euros(float(total))} en tout"
    return f"{integer(cells)} cellules, par exemple {' · '.join(samples)}" if samples else plural(cells, "cellule")
