"""The section « Périmètre et méthode »: what was searched, how operations were found, evaluated and counted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Engine

from dashboard.domain.columns import in_documents
from dashboard.domain.french import amount, integer, listing, long_date, plural
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grids
from dashboard.domain.operation import NO_WAVES
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.drawing import note_table
from dashboard.exports.queries import rows_of
from dashboard.figures.figure import Figure
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.programmed import programmed_figure
from dashboard.figures.wording import COMPUTED, euros_words
from dashboard.identification.funnel import undecided
from dashboard.identification.identify import known_actors
from dashboard.ingest.campaign_decisions import published_campaigns
from dashboard.reviews.campaigns import get_operations, list_campaigns
from dashboard.reviews.model import Campaign
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.indicators import Dimension, indicators
from dashboard.warehouse.options_query import periods_of_numbers

TITLE: Final = "Périmètre et méthode"
MOST_SOURCES: Final = 3
MOST_PROGRAMMES: Final = 4
"""Programmes that a sentence names; of more it says how many."""


def perimeter_section(context: Context, engine: Engine | None) -> Section:
    """Programmes, waves, identification, grid, campaigns, decisions; table 2."""
    total = context.total
    if not total["programme_operations"]:
        return Section(SectionKey.PERIMETER, TITLE, NOTHING_SELECTED, empty=True)
    campaigns = campaigns_of(context, engine)
    message = (
        f"{plural(total['programme_operations'], 'opération programmée', 'opérations programmées')}"
        f"{euros_words(' pour ', total['programme_total_cost'])}, hors assistance technique"
    )
    paragraphs = [_perimeter(context), *_waves(context), _search(context, campaigns), _judgement(context, campaigns)]
    highlights = (
        Highlight("Opérations programmées", integer(total["programme_operations"])),
        Highlight("Coût total", amount(total["programme_total_cost"])),
        Highlight("Montant UE", amount(total["programme_eu_amount"])),
    )
    return Section(
        SectionKey.PERIMETER,
        TITLE,
        f"{message}.",
        tuple(text for text in paragraphs if text),
        (_table_2(context, message) if context.selection.period == FORMER else _programmes(context),),
        highlights=highlights,
        source_note="Le périmètre compte tout ce que les filtres gardent, quelle que soit la décision prise sur l'opération.",
    )


def _table_2(context: Context, message: str) -> Figure:
    return note_table(context, "2", title=message, sentence=f"{message}.")


def _programmes(context: Context) -> Figure:
    everything = indicators(
        context.connection, undecided(context.selection), (Dimension.PROGRAMME,), retained_only=False
    )
    figure = programmed_figure(everything, Dimension.PROGRAMME)
    return replace(figure, columns=in_documents(figure.columns), source_note=f"{COMPUTED} (page Synthèse).")


def _perimeter(context: Context) -> str:
    programmes = [name for name in dict.fromkeys(row["pon"] for row in context.table("2").rows) if name != "all"]
    aside = context.coverage["technical_assistance"]
    sentence = f"Le périmètre couvre la programmation {plain(context.selection.period)}"
    if programmes:
        named = [
            plain(name if " " in name or context.selection.period != FORMER else f"PON {name}") for name in programmes
        ]
        shown = named if len(named) <= MOST_PROGRAMMES else [*named[:1], f"{integer(len(named) - 1)} autres programmes"]
        sentence += f" ({listing(shown)})"
    excluded = plural(aside, "opération")
    words = f" ({excluded})" if aside else ""
    return (
        f"{sentence}. L'assistance technique est laissée de côté{words}\u202f: elle finance la gestion des programmes. "
        f"Filtres\u202f: {context.selection.in_words()}."
    )


def _waves(context: Context) -> list[str]:
    if context.selection.period != FORMER:
        return _years(context)
    known = {str(row["wave"]): row for row in context.wave_dates}
    said = [_wave_words(wave, known.get(wave)) for wave in reversed(context.found.waves) if wave not in NO_WAVES]
    sentences = [f"{'Vagues' if len(said) > 1 else 'Vague'} d'analyse\u202f: {SEMICOLON.join(said)}."] if said else []
    outside = context.coverage["outside_waves"]
    if outside:
        verbs = ("ne relève", "n'entre") if outside == 1 else ("ne relèvent", "n'entrent")
        sentences.append(
            f"{plural(outside, 'opération')} {verbs[0]} d'aucune vague et {verbs[1]} pas dans les comparaisons."
        )
    return sentences


def _years(context: Context) -> list[str]:
    named = [plain(wave) for wave in reversed(context.found.waves) if wave not in NO_WAVES]
    heading = (context.words.wave_s if len(named) > 1 else context.words.wave).capitalize()
    sentences = [f"{heading}\u202f: {listing(named)}."] if named else []
    outside = context.coverage["outside_waves"]
    if outside:
        verbs = ("n'a", "n'entre") if outside == 1 else ("n'ont", "n'entrent")
        words = plural(outside, "opération")
        sentences.append(f"{words} {verbs[0]} pas d'{context.words.wave} et {verbs[1]} pas dans les comparaisons.")
    return sentences


def _wave_words(wave: str, row: dict[str, Any] | None) -> str:
    if row is None:
        return plain(wave)
    parts = []
    if row["programmed_from"]:
        parts.append(f"du {long_date(row['programmed_from'])}")
    if row["programmed_to"]:
        parts.append(f"{'au' if parts else 'jusqu' + chr(39) + 'au'} {long_date(row['programmed_to'])}")
    extracted = f", extraite le {long_date(row['extracted_on'])}" if row["extracted_on"] else ""
    when = f", opérations programmées {' '.join(parts)}" if parts else ""
    return f"{plain(wave)}{when}{extracted}"


def _search(context: Context, campaigns: Sequence[Campaign]) -> str:
    lexicon, sources = context.lexicon, context.identification.sources
    former = context.selection.period == FORMER
    others = [
        (plural(len([actor for actor in known_actors(lexicon, sources) if actor.active]), "nom d'acteur", "noms d'acteurs"), bool(sources.actors)),
        ("les porteurs déjà retenus", True),
        # Both are lists of numbers of 2014-2020.
        ("les opérations signalées par l'enquête", bool(sources.survey) and former),
        ("la liste de l'évaluation de l'IEJ", bool(sources.iej_evaluation) and former),
    ]  # fmt: skip
    return (
        f"Repérage\u202f: {plural(len(lexicon.searched), 'expression')} du lexique "
        "cherchées sans tenir compte des majuscules, des accents ni de la ponctuation dans l'intitulé, le porteur, "
        "l'appel à projets et les textes de chaque opération. S'y ajoutent "
        f"{listing([words for words, present in others if present])}."
        + "".join(
            f" Les opérations de la campagne «\u202f{plain(campaign.name)}\u202f» l'ont été avec une autre version du lexique."
            for campaign in with_another_lexicon(context, campaigns)
        )
    )


def _judgement(context: Context, campaigns: Sequence[Campaign]) -> str:
    grid = grid_in_use(campaigns)
    sentences = []
    if grid is not None:
        titles = listing([f"«\u202f{plain(criterion.title)}\u202f»" for criterion in grid.criteria])
        sentences.append(
            f"Jugement\u202f: grille «\u202f{plain(grid.title)}\u202f» (version {plain(grid.version)}), "
            f"{plural(len(grid.criteria), 'critère')}\u202f: {titles}."
        )
    for campaign in campaigns:
        needed = campaign.rule.reviews_needed
        sentences.append(
            f"La campagne «\u202f{plain(campaign.name)}\u202f» a porté sur {plural(campaign.operations, 'opération')}\u202f: "
            f"{plural(needed, 'évaluation concordante', 'évaluations concordantes')} à l'aveugle décident, un désaccord passe "
            "à l'arbitrage d'un tiers."
        )
    found = rows_of(context.connection, "decision_sources", context.selection)
    if found:
        said = [f"{plain(row['given_source'])} ({integer(row['operations'])})" for row in found[:MOST_SOURCES]]
        if len(found) > MOST_SOURCES:
            said.append(f"d'autres sources ({integer(sum(row['operations'] for row in found[MOST_SOURCES:]))})")
        sentences.append(f"Les décisions proviennent de\u202f: {SEMICOLON.join(said)}.")
    else:
        sentences.append("Aucune décision n'est enregistrée sur ces opérations.")
    return " ".join(sentences)


def campaigns_of(context: Context, engine: Engine | None) -> list[Campaign]:
    """The campaigns whose decisions the publication holds, oldest first: neither those taken back nor those of a demonstration
    that has left, nor those that only held operations of another programming period; none without a store."""
    if engine is None:
        return []
    published = published_campaigns(context.state, engine, context.publication)
    return [
        campaign
        for campaign in list_campaigns(engine)
        if campaign.id in published and _of_this_period(context, engine, campaign)
    ]


def _of_this_period(context: Context, engine: Engine, campaign: Campaign) -> bool:
    numbers = [operation.num_dossier for operation in get_operations(engine, campaign.id)]
    held = periods_of_numbers(context.connection, numbers)
    return not held or context.selection.period in held


def with_another_lexicon(context: Context, campaigns: Sequence[Campaign]) -> list[Campaign]:
    """The campaigns whose operations another version of the lexicon than the current one identified."""
    return [campaign for campaign in campaigns if campaign.lexicon_hash not in ("", context.lexicon.version)]


def grid_in_use(campaigns: Sequence[Campaign]) -> Grid | None:
    """The grid of the latest of the published campaigns, else the shipped grid of four criteria."""
    if campaigns:
        return max(campaigns, key=lambda campaign: campaign.created_at).grid
    return load_grids(REFERENCE_FOLDER / "grids")[0].get("csess")
