"""« Définitions »: what the texts call social innovation, how it is recognised, and where it sits in the programmes."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from dashboard.domain.columns import ColumnFormat, columns_of
from dashboard.domain.context import Definitions
from dashboard.domain.context_file import read_csv
from dashboard.domain.french import integer, plural
from dashboard.domain.glossary import definitions_of
from dashboard.domain.grid import Criterion, Grid
from dashboard.domain.grid_file import GridError, load_grid
from dashboard.domain.selection import Selection
from dashboard.figures.figure import Figure
from dashboard.ui.context import NO_FILTER, draw_prose, prose_cards, text_cards
from dashboard.ui.figure_card import card
from dashboard.ui.links import operations_link
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.warehouse.build import REFERENCE_FOLDER

PARTS: Final = (
    "Ce que disent les textes",
    "Critères",
    "Référence des critères",
    "Précautions",
    "Types d'opération",
    "Ce que l'évaluation de l'IEJ en retient",
)
"""The headings of definitions.md."""
Prose = Mapping[str, str]


def draw_texts(prose: Prose) -> None:
    """What each text says, in our words, with the text itself a click away."""
    section("Ce que disent les textes")
    st.caption(
        "Résumés rédigés pour cette application\u202f: seul le texte cité fait foi. Son lien ouvre un nouvel onglet."
    )
    prose_cards(prose["Ce que disent les textes"], columns=2, key="definition")


def draw_criteria(words: Definitions, prose: Prose) -> None:
    """The criteria and the cautions of the reviewers' grid, read from the grid itself."""
    try:
        grid = load_grid(REFERENCE_FOLDER / "grids" / f"{words.grid}.toml")
    except GridError as error:
        st.error(literal(error), icon=":material/error:")
        return
    section(f"{plural(len(grid.criteria), 'critère')} pour la reconnaître")
    draw_prose(prose["Critères"])
    text_cards([partial(_draw_criterion, criterion) for criterion in grid.criteria], columns=2, key="critere")
    draw_prose(prose["Référence des critères"])
    if grid.cautions:
        _draw_cautions(prose, grid)


def draw_categories(prose: Prose) -> None:
    """The types of operation, each opening the retained operations of that type."""
    rows = read_csv(REFERENCE_FOLDER / "categories.csv", "category", "definition")
    section(f"{plural(len(rows), 'type')} d'opération")
    draw_prose(prose["Types d'opération"])
    names = [row.raw("category") for row in rows]
    figure = Figure(
        key="reperes-types",
        title="Le type dit ce que l'opération apporte d'abord",
        caption="Types d'opération",
        sentence="Types d'opération et leur définition.",
        rows=tuple({"category": row.raw("category"), "definition": row.text("definition")} for row in rows),
        columns={"category": ColumnFormat("Type d'opération"), "definition": ColumnFormat("Ce qu'il réunit")},
        note="Le nom d'un type ouvre ses opérations retenues.",
    )
    card(
        figure,
        source="Source\u202f: typologie du tableau 5 de la note de 2019, définitions de l'application",
        filters=NO_FILTER,
        links=lambda: {"category": [operations_link(Selection(categories=(name,)).counted) for name in names]},
    )


def draw_placements(words: Definitions) -> None:
    """Where social innovation sits in each programme."""
    section("Sa place dans les programmes")
    figure = Figure(
        key="reperes-programmes",
        title="Dans le FSE et l'IEJ, elle traverse les axes\u202f; le FSE+ lui donne une priorité",
        caption="L'innovation sociale dans les programmes",
        sentence="Place de l'innovation sociale dans les programmes.",
        rows=tuple(
            {
                "programme": placement.programme,
                "period": _years(placement.period),
                "where": placement.part,
                "label": placement.label,
                "text": placement.text,
            }
            for placement in words.placements
        ),
        columns={
            "programme": ColumnFormat("Programme"),
            **columns_of("period", "where"),
            "label": ColumnFormat("Intitulé abrégé"),
            "text": ColumnFormat("Lien avec l'innovation sociale"),
        },
    )
    card(
        figure,
        source="Source\u202f: nomenclature des programmes, lecture de l'application",
        filters=NO_FILTER,
    )


def _years(period: str) -> str:
    # A word joiner keeps both years on one line.
    return period.replace("-", "\u2013\u2060")


def draw_glossary(period: str) -> None:
    """The words of the figures, as the helps beside them and the documents say them."""
    section("Les mots des chiffres")
    rows = tuple({"word": word, "meaning": meaning} for word, meaning in definitions_of(period).items())
    figure = Figure(
        key="reperes-mots",
        title="Ce que compte chaque chiffre",
        caption="Les mots des chiffres",
        sentence="Les mots des chiffres et ce qu'ils veulent dire.",
        rows=rows,
        columns={"word": ColumnFormat("Mot"), "meaning": ColumnFormat("Ce qu'il veut dire")},
    )
    card(figure, source="Source\u202f: définitions de l'application", filters=NO_FILTER)


def draw_findings(words: Definitions, prose: Prose) -> None:
    """What the evaluation of the IEJ found about social innovation."""
    section("Ce que l'évaluation de l'IEJ en retient")
    prose_cards(prose["Ce que l'évaluation de l'IEJ en retient"], columns=3, key="constat")
    st.caption(literal(f"Source\u202f: {words.findings_source} {' · '.join(words.findings_figures)}."))


def _draw_criterion(criterion: Criterion) -> None:
    st.markdown(f"### {literal(criterion.title)}")
    if criterion.help:
        st.markdown(literal(criterion.help))
    st.markdown("\n".join(f"- {literal(question.text)}" for question in criterion.questions))


def _draw_cautions(prose: Prose, grid: Grid) -> None:
    section(plural(len(grid.cautions), "précaution"))
    draw_prose(prose["Précautions"])
    st.markdown(
        "\n".join(f"{integer(rank)}. {literal(caution)}" for rank, caution in enumerate(grid.cautions, start=1))
    )
