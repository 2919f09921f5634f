"""« Écosystème »: who informs, finances and accompanies, the funds side by side, and figures of the national context."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts.bars import horizontal_bars
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.context import Ecosystem, Group
from dashboard.domain.context_rows import ContextIndicator, Fund
from dashboard.domain.french import listing, millions, plural
from dashboard.figures.alternative import ranking
from dashboard.ui.context import NO_FILTER, text_cards
from dashboard.ui.figure_card import figure_card
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.warehouse.query import records

FUND_COLUMNS = {
    "name": ColumnFormat("Fonds"),
    "amount": ColumnFormat("Montant annoncé", Kind.MILLIONS, digits=0),
    "manager": ColumnFormat("Qui le gère"),
    "detail": ColumnFormat("Ce qu'il finance"),
    "source": ColumnFormat("Source"),
}


def draw_groups(words: Ecosystem) -> None:
    """One card per role."""
    section("Qui fait quoi")
    text_cards([partial(_draw_group, group) for group in words.groups], columns=3, key="role")


def _draw_group(group: Group) -> None:
    st.markdown(f"### {literal(group.title)}")
    st.markdown(literal(group.text))
    st.markdown("\n".join(f"- **{literal(name)}**\u202f: {literal(what)}" for name, what in group.actors.items()))


def draw_funds(words: Ecosystem, funds: Sequence[Fund]) -> None:
    """The funds whose amount is known, compared; the others listed apart."""
    section("Les fonds")
    frame = pd.DataFrame([
        {"name": fund.name, "amount": fund.amount, "manager": fund.manager, "detail": fund.detail,
         "source": words.source(fund.source)}
        for fund in funds
    ], columns=list(FUND_COLUMNS))  # fmt: skip
    known = frame[frame["amount"].notna()].assign(amount=lambda rows: rows["amount"].astype(float))
    known = known.sort_values("amount", ascending=False, kind="stable")
    figure_card(
        "fonds",
        title=_funds_title(known),
        figure=lambda: horizontal_bars(records(known), "name", "amount", text=lambda amount: millions(amount, 0)),
        table=known,
        columns=FUND_COLUMNS,
        alternative=lambda: ranking(
            "Montants annoncés des fonds",
            records(known),
            "name",
            "amount",
            text=lambda amount: millions(amount, 0),
            share=False,
        ),
        source=f"Source\u202f: {listing(list(dict.fromkeys(known['source'])))}",
        filters=NO_FILTER,
        note=" ".join(
            [
                "Montants annoncés à des dates différentes, objectifs compris\u202f: ils ne s'additionnent pas.",
                *words.fund_anomalies,
            ]
        ),
        empty="Aucun fonds de la liste n'a de montant connu.",
    )
    unknown = frame[frame["amount"].isna()]
    if len(unknown):
        figure_card(
            "fonds-sans-montant",
            title=f"{plural(len(unknown), 'autre fonds', 'autres fonds')} ou appels à projets, sans montant publié",
            figure=None,
            table=unknown,
            columns={name: column for name, column in FUND_COLUMNS.items() if name != "amount"},
            alternative="Fonds et appels à projets sans montant publié.",
            source=f"Source\u202f: {listing(list(dict.fromkeys(unknown['source'])))}",
            filters=NO_FILTER,
        )


def _funds_title(known: pd.DataFrame) -> str:
    if known.empty:
        return "Montants des fonds"
    top = known[known["amount"] == known["amount"].max()]
    amount = millions(top["amount"].iloc[0], 0)
    if len(top) == 1:
        return f"{top['name'].iloc[0]} est le mieux doté\u202f: {amount}"
    return f"Les mieux dotés annoncent {amount} chacun\u202f: {listing(list(top['name']))}"


def draw_indicators(words: Ecosystem, indicators: Sequence[ContextIndicator]) -> None:
    """Figures of the national context. Their bases differ, so a table says more than bars."""
    section("Le contexte en chiffres")
    undated = sum(indicator.period.startswith("période") for indicator in indicators)
    figure_card(
        "contexte",
        title="Ce que la note dit du contexte national",
        figure=None,
        table=pd.DataFrame([
            {"name": indicator.name, "value": indicator.value, "period": indicator.period,
             "source": words.source(indicator.source)}
            for indicator in indicators
        ]),
        columns={
            "name": ColumnFormat("Indicateur"),
            "value": ColumnFormat("Valeur"),
            "period": ColumnFormat("Période"),
            "source": ColumnFormat("Source"),
        },
        alternative="Indicateurs du contexte national, avec leur période.",
        source="Source\u202f: celle de chaque ligne (note de 2019 et pièces numérotées du dossier de l'analyse)",
        filters=NO_FILTER,
        note=f"{plural(undated, 'indicateur')} sur {len(indicators)} sans période précisée\u202f: à ne pas citer sans la chercher."
        if undated
        else None,
    )  # fmt: skip
