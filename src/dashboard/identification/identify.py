"""Identification: a pure function of the warehouse, the lexicon and the other sources."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Lexicon
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.identification.matching import HIT_COLUMNS, find_hits
from dashboard.identification.queries import query
from dashboard.identification.sources import Sources, shipped_sources

NEARLY_SAME: Final = 0.15
"""Two titles are nearly the same when so small a share of the longer one has to be retyped to get the other."""


class Provenance(StrEnum):
    """The sources that lead to an operation, in the order of the note; the values are the words of the interface."""

    EXPRESSION = "expression"
    ACTOR = "acteur"
    CARRIER = "porteur déjà retenu"
    SURVEY = "enquête"
    IEJ_EVALUATION = "évaluation IEJ"
    NOTE = "citée par la note"


@dataclass(frozen=True, slots=True)
class Identification:
    """What leads to which operation.

    `hits`: num_dossier, wave, kind, expression_id, field. `provenance`: num_dossier, wave, provenance, detail.
    `operations`: num_dossier, wave, preidentified, in_survey, in_iej_evaluation, name_only.
    `reported`: origin, num_dossier, basis, wave, fund, status, one row per number that the survey or the evaluation reported.
    """

    lexicon: Lexicon
    sources: Sources
    hits: pd.DataFrame
    provenance: pd.DataFrame
    operations: pd.DataFrame
    reported: pd.DataFrame

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions and actors that were looked for."""
        return searched(self.lexicon, self.sources)

    @property
    def exclusions(self) -> tuple[Expression, ...]:
        """The words that were passed over."""
        return self.lexicon.exclusions


def searched(lexicon: Lexicon, sources: Sources) -> tuple[Expression, ...]:
    """What an identification looks for: the active expressions of the lexicon, then the active actors."""
    return (*lexicon.searched, *(actor for actor in known_actors(lexicon, sources) if actor.active))


def known_actors(lexicon: Lexicon, sources: Sources) -> tuple[Expression, ...]:
    """The actors of the sources as the lexicon has them, then those that it adds."""
    own = {actor.id: actor for actor in lexicon.actors}
    return (*(own.pop(actor.id, actor) for actor in sources.actors), *own.values())


def identify(
    connection: duckdb.DuckDBPyConnection,
    lexicon: Lexicon,
    sources: Sources | None = None,
    *,
    known: Identification | None = None,
) -> Identification:
    """The identified operations of the whole warehouse, and what leads to each; without sources, by the shipped ones.

    The same warehouse, `lexicon.version` and `sources.version` always give the same rows. `known` saves time: another
    identification of the same warehouse by the same sources, whose results are taken up where the lexicon hasn't changed.
    """
    given = shipped_sources() if sources is None else sources
    if known is not None and known.sources != given:
        known = None
    expressions = searched(lexicon, given)
    hits = _hits(connection, lexicon, expressions, known)
    reported = (
        query(connection, "reported_numbers", frames={"reported": given.reported()})
        if known is None
        else known.reported
    )
    provenance = query(
        connection,
        "provenance",
        frames={"hit": hits, "other": _other_provenance(connection, reported, known)},
        kinds=[expression.kind.value for expression in expressions],
        ids=[expression.id for expression in expressions],
        labels=[expression.label for expression in expressions],
        fields=list(TEXT_FIELDS),
        field_labels=[FIELD_BY_NAME[name].label.lower() for name in TEXT_FIELDS],
        order=[item.value for item in Provenance],
    )
    operations = query(connection, "identified", frames={"hit": hits, "source": provenance})
    return Identification(lexicon, given, hits, provenance, operations, reported)


def _hits(
    connection: duckdb.DuckDBPyConnection,
    lexicon: Lexicon,
    expressions: tuple[Expression, ...],
    known: Identification | None,
) -> pd.DataFrame:
    if known is None or known.exclusions != lexicon.exclusions:
        return find_hits(connection, expressions, exclusions=lexicon.exclusions)
    unchanged = {_searched_as(expression) for expression in known.expressions} & set(map(_searched_as, expressions))
    still = pd.MultiIndex.from_tuples([(kind, name) for kind, name, *_ in unchanged] or [("", "")])
    kept = known.hits[pd.MultiIndex.from_frame(known.hits[["kind", "expression_id"]]).isin(still)]
    added = find_hits(
        connection,
        [item for item in expressions if _searched_as(item) not in unchanged],
        exclusions=lexicon.exclusions,
    )
    return pd.concat([kept, added]).sort_values(list(HIT_COLUMNS), ignore_index=True)


def _searched_as(expression: Expression) -> tuple[str, str, str, frozenset[str]]:
    return expression.kind.value, expression.id, expression.pattern, frozenset(expression.fields)


def _other_provenance(
    connection: duckdb.DuckDBPyConnection, reported: pd.DataFrame, known: Identification | None
) -> pd.DataFrame:
    if known is not None:
        return known.provenance[~known.provenance["provenance"].isin([Provenance.EXPRESSION, Provenance.ACTOR])]
    return query(connection, "other_provenance", frames={"reported_number": reported}, nearly_same=NEARLY_SAME)
