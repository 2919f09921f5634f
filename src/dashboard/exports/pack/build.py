"""Builds the pack: each section that is asked for, from the indicator functions that draw the screen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import duckdb
import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import listing, plural
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.exports.listing import OPERATION_KINDS
from dashboard.exports.pack.annexed import annexed_figures
from dashboard.exports.pack.answers import survey_section
from dashboard.exports.pack.breakdowns import (
    axis_section,
    category_section,
    iej_section,
    managing_body_section,
    programme_section,
)
from dashboard.exports.pack.compared import compared_section
from dashboard.exports.pack.content import Choice, Pack, Paragraph, Progress, Screen, Section, SectionKey, sections_of
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.detail import detail
from dashboard.exports.pack.editions import editions_section
from dashboard.exports.pack.fiches import emblematic_section
from dashboard.exports.pack.limits import limits_section, recall_of
from dashboard.exports.pack.method import campaigns_of, grid_in_use, perimeter_section, with_another_lexicon
from dashboard.exports.pack.money import money_section, priority_6_section
from dashboard.exports.pack.narrative import narrative
from dashboard.exports.pack.overview import funnel_section, key_figures_section
from dashboard.exports.pack.places import region_section
from dashboard.exports.pack.reporting import reporting_section
from dashboard.exports.pack.reviewed import review_frame
from dashboard.figures.labels import plain
from dashboard.identification.identify import Identification
from dashboard.reviews.campaigns import list_campaigns
from dashboard.warehouse.build import warehouse_name
from dashboard.warehouse.indicators import Compared
from dashboard.warehouse.listing import Column, export_columns, operations_frame
from dashboard.warehouse.state import Publication, State

SECTION_TITLES: Final[Mapping[SectionKey, str]] = {
    SectionKey.PERIMETER: "Périmètre et méthode",
    SectionKey.FUNNEL: "Repérage",
    SectionKey.KEY_FIGURES: "Chiffres clés",
    SectionKey.COMPARED: "Comparaison",
    SectionKey.EDITIONS: "Ce qui a changé",
    SectionKey.AXIS_OBJECTIVE: "Axe et objectif spécifique",
    SectionKey.PROGRAMME: "Part du programme",
    SectionKey.MONEY: "Dotations",
    SectionKey.PRIORITY_6: "Priorité 6",
    SectionKey.CATEGORY: "Type d'opération",
    SectionKey.REGION: "Répartition régionale",
    SectionKey.MANAGING_BODY: "Type de gestionnaire",
    SectionKey.SURVEY: "Enquête",
    SectionKey.IEJ: "IEJ",
    SectionKey.EMBLEMATIC: "Opérations emblématiques",
    SectionKey.REPORTING: "Ce que demande le règlement",
    SectionKey.LIMITS: "Limites de la méthode",
}
"""Short names, for whoever chooses sections before they are built."""

_FIRST: Final = (
    Column.NUM_DOSSIER, Column.TITLE, Column.BENEFICIARY, Column.WAVE, Column.PROGRAMME, Column.OS_CODE, Column.REGION,
    Column.CATEGORY, Column.TOTAL_COST, Column.EU_AMOUNT, Column.PROVENANCE, Column.SYNTHETIC_FIELDS,
)  # fmt: skip
"""What a list on paper shows, what isn't real included."""


def section_title(key: SectionKey, period: str) -> str:
    """The short name of a section in the words of a programming period."""
    later = {
        SectionKey.AXIS_OBJECTIVE: "Priorité et objectif spécifique",
        SectionKey.EMBLEMATIC: "Opérations en fiche",
    }
    return SECTION_TITLES[key] if period == FORMER else later.get(key, SECTION_TITLES[key])


def operation_columns(period: str) -> dict[str, ColumnFormat]:
    """How the columns of the list of operations read."""
    return {
        column.value: ColumnFormat(column.label_in(period), OPERATION_KINDS.get(column, Kind.TEXT))
        for column in dict.fromkeys((*_FIRST, *export_columns(period)))
    }


def build_pack(
    state: State,
    publication: Publication,
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    *,
    engine: Engine | None = None,
    chosen: Sequence[str] = (),
    compared: Compared | None = None,
    other: Selection | None = None,
    only: Collection[SectionKey] | None = None,
    choice: Choice | None = None,
    operations: bool = True,
    reviews: bool = False,
    named: bool = False,
    identification: Identification | None = None,
    progress: Progress | None = None,
) -> Pack:
    """The pack of a selection of a publication.

    `only` names the sections to build: what is not shown is not computed; `choice` says which of them each document shows. `chosen` are the numbers of the operations to open
    as fiches, `compared` the waves to compare, the newest two by default, `other` the selection
    to compare this one with. `operations=False` leaves the list of operations out; `reviews` adds what reviewers answered (from `engine`),
    with their names only if `named`. `identification` spares the search where the caller has one of the same warehouse.
    """
    served = sections_of(selection.period, compared=other is not None)
    wanted = [key for key in served if only is None or key in only]
    context = Context(state, publication, connection, selection, wanted, tuple(chosen), compared, other, identification)
    tell = progress or _silently
    sections = []
    for rank, key in enumerate(wanted):
        tell(rank / (len(wanted) + 1), section_title(key, selection.period))
        sections.append(_sections(engine)[key](context))
    viewed = tuple(_viewed(context, screen, engine) for screen in (choice.views if choice else ()))
    tell(len(wanted) / (len(wanted) + 1), "Liste des opérations")
    listed = operations_frame(connection, selection.counted) if operations else pd.DataFrame()
    # Every campaign's reviews, published or not; those of the demonstration leave with its extract.
    reviewed = list_campaigns(engine, demonstration=context.origin.demonstration) if reviews and engine else []
    answers, answer_columns = (
        review_frame(engine, reviewed, connection, selection, named=named) if reviews else (pd.DataFrame(), {})
    )
    origin = context.origin
    tell(1.0, "Contenu prêt")
    return Pack(
        title=f"Opérations socialement innovantes, {selection.period}",
        selection=selection,
        filters=selection.in_words(),
        source=origin.source,
        extracted_on=origin.extracted_on,
        demonstration=origin.demonstration,
        versions=_versions(context, engine),
        sections=tuple(sections),
        operations=listed,
        operation_columns=operation_columns(selection.period),
        reviews=answers,
        review_columns=answer_columns,
        empty=not context.total["programme_operations"],
        choice=choice or Choice(),
        made_from=_made_from(context, engine),
        annexed=annexed_figures(context, choice.operations if choice else 0),
        narrative=narrative(context) if only is None else (),
        detail=detail(context) if only is None else (),
        edition=origin.edition,
        other=other,
        viewed=viewed,
        recall=recall_of(context, engine),
    )


def _viewed(context: Context, screen: Screen, engine: Engine | None) -> Section:
    """The section that a view of a set becomes, under the name of the view and its own filters."""
    if screen.section is None:
        return Section(SectionKey.LIMITS, screen.name, screen.refusal, empty=True)
    own = Context(
        context.state,
        context.publication,
        context.connection,
        screen.selection,
        [screen.section],
        compared=context.compared,
        other=screen.other,
        known=context.identification if screen.section is SectionKey.FUNNEL else context.known,
    )
    section = _sections(engine)[screen.section](own)
    return replace(section, title=screen.name, filters=screen.selection.in_words())


def narrative_of(
    state: State,
    publication: Publication,
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    compared: Compared | None = None,
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """The opening of the report and what a longer text goes on with, without the rest of the pack."""
    context = Context(state, publication, connection, selection, sections_of(selection.period), compared=compared)
    return narrative(context), detail(context)


def _made_from(context: Context, engine: Engine | None) -> dict[str, str]:
    lexicon, campaigns = context.lexicon, campaigns_of(context, engine)
    named = listing([f"«\u202f{plain(campaign.name)}\u202f»" for campaign in campaigns])
    day = context.origin.extracted_on
    return {
        "Fichiers": listing([plain(name) for name in context.origin.sha256]) or "aucun",
        **({"Édition de la liste" if context.origin.edition else "Extraction": day} if day else {}),
        "Lexique": plural(len(lexicon.searched), "expression cherchée", "expressions cherchées"),
        "Campagnes d'évaluation": named or "aucune n'est publiée",
        "Filtres": context.selection.in_words(),
    }


def _sections(engine: Engine | None) -> dict[SectionKey, Callable[[Context], Section]]:
    return {
        SectionKey.PERIMETER: partial(perimeter_section, engine=engine),
        SectionKey.FUNNEL: funnel_section,
        SectionKey.KEY_FIGURES: key_figures_section,
        SectionKey.COMPARED: compared_section,
        SectionKey.EDITIONS: editions_section,
        SectionKey.AXIS_OBJECTIVE: axis_section,
        SectionKey.PROGRAMME: programme_section,
        SectionKey.MONEY: money_section,
        SectionKey.PRIORITY_6: priority_6_section,
        SectionKey.CATEGORY: category_section,
        SectionKey.REGION: region_section,
        SectionKey.MANAGING_BODY: managing_body_section,
        SectionKey.SURVEY: survey_section,
        SectionKey.IEJ: iej_section,
        SectionKey.EMBLEMATIC: partial(emblematic_section, engine=engine),
        SectionKey.REPORTING: reporting_section,
        SectionKey.LIMITS: partial(limits_section, engine=engine),
    }


def _versions(context: Context, engine: Engine | None) -> dict[str, str]:
    campaigns = campaigns_of(context, engine)
    grid = grid_in_use(campaigns)
    recorded = [
        f"{campaign.lexicon_hash} («\u202f{campaign.name}\u202f»)"
        for campaign in with_another_lexicon(context, campaigns)
    ]
    try:
        application = version("dashboard")
    except PackageNotFoundError:
        application = "inconnue"
    found = {
        "Application": application,
        # The warehouse's own name also tells when its files were imported: the same figures would have other versions.
        "Référentiels et calculs": warehouse_name(()).removesuffix(".duckdb").removeprefix("warehouse-"),
        "Lexique": "\u202f; ".join([context.lexicon.version, *recorded]),
        "Grille": f"{grid.id}, version {grid.version} ({grid.version_hash[:12]})" if grid else "aucune",
    }
    return found | {f"Fichier {name}": f"sha256 {digest}" for name, digest in context.origin.sha256.items()}


def _silently(share: float, words: str) -> None:
    del share, words
