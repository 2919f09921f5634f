"""« Écosystème »: the funds side by side, the initiatives as a list, and figures of the national context."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.charts.bars import horizontal_bars
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.context import Ecosystem
from dashboard.domain.context_rows import NATIONWIDE, ContextIndicator, Fund, Initiative
from dashboard.domain.french import listing, millions, plural
from dashboard.figures.alternative import ranking
from dashboard.ui.context import NO_FILTER
from dashboard.ui.figure_card import figure_card
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import TERRITORIES
from dashboard.ui.page import section
from dashboard.warehouse.query import records

LEVER_KEY: Final = "levier"
DEPARTMENT_KEY: Final = "departement"
KIND_KEY: Final = "nature"

INITIATIVE_COLUMNS: Final = {
    "name": ColumnFormat("Intitulé"),
    "where": ColumnFormat("Où"),
    "detail": ColumnFormat("En bref"),
    "lever": ColumnFormat("Levier"),
    "kind": ColumnFormat("Nature"),
    "source": ColumnFormat("Source"),
}
FUND_COLUMNS: Final = {
    "name": ColumnFormat("Fonds"),
    "amount": ColumnFormat("Montant annoncé", Kind.MILLIONS, digits=0),
    "manager": ColumnFormat("Qui le gère"),
    "detail": ColumnFormat("Ce qu'il finance"),
    "source": ColumnFormat("Source"),
}


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


def draw_initiatives(words: Ecosystem, initiatives: Sequence[Initiative]) -> None:
    """What the levers are, the filters of the list, the list."""
    section("Initiatives et dispositifs des départements")
    with st.expander("Les leviers, en une phrase"):
        st.markdown("\n".join(f"- **{literal(lever.name)}**\u202f: {literal(lever.text)}" for lever in words.levers))
    st.page_link(TERRITORIES.path, label="Les voir sur une carte (bouton Repères)", icon=":material/map:")
    levers, departments, kinds = _choices(words, initiatives)
    shown = [
        initiative
        for initiative in initiatives
        if (not levers or initiative.lever in levers)
        and (not departments or set(initiative.places) & set(departments))
        and (not kinds or initiative.kind in kinds)
    ]
    chosen = [
        f"{label}\u202f: {', '.join(values)}"
        for label, values in (("Levier", levers), ("Département", departments), ("Nature", kinds))
        if values
    ]
    unlevered = sum(not initiative.lever for initiative in shown)
    figure_card(
        "initiatives",
        title=_initiatives_title(shown, initiatives),
        figure=None,
        table=pd.DataFrame([_row(words, initiative) for initiative in shown], columns=list(INITIATIVE_COLUMNS)),
        columns=INITIATIVE_COLUMNS,
        alternative=f"Liste de {plural(len(shown), 'initiative ou dispositif', 'initiatives et dispositifs')}.",
        source="Source\u202f: celle de chaque ligne (note de 2019 et pièces numérotées du dossier de l'analyse)",
        filters=" · ".join(chosen) or NO_FILTER,
        note=f"{plural(unlevered, 'initiative')} sans levier\u202f: ce sont des projets menés, pas des façons d'en aider d'autres."
        if unlevered
        else None,
        empty="Rien ne répond à ces trois choix à la fois. Retirez-en un.",
    )


def _choices(words: Ecosystem, initiatives: Sequence[Initiative]) -> tuple[list[str], list[str], list[str]]:
    levers = st.pills(
        "Levier",
        [lever.name for lever in words.levers],
        format_func=literal,
        selection_mode="multi",
        key=LEVER_KEY,
        bind="query-params",
    )
    left, right = st.columns(2)
    places = sorted({place for initiative in initiatives for place in initiative.places} - {NATIONWIDE})
    with left:
        departments = st.multiselect(
            "Département", [NATIONWIDE, *places], placeholder="Tous", key=DEPARTMENT_KEY, bind="query-params"
        )
    with right:
        kinds = st.multiselect(
            "Nature",
            list(dict.fromkeys(initiative.kind for initiative in initiatives)),
            placeholder="Toutes",
            key=KIND_KEY,
            bind="query-params",
        )
    return list(levers), departments, kinds


def _row(words: Ecosystem, initiative: Initiative) -> dict[str, str | None]:
    known = ", ".join(place for place in initiative.departments if not place.startswith(f"{initiative.place} ("))
    where = f"{initiative.place} – {known}" if known else (initiative.departments or (initiative.place,))[0]
    told = [f"Porté par {initiative.beneficiary}" if initiative.beneficiary else "", initiative.year, initiative.detail]
    return {
        "name": initiative.name,
        "lever": initiative.lever or None,
        "kind": initiative.kind,
        "where": NATIONWIDE if where == "France" else where,
        "detail": ". ".join(part for part in told if part) or None,
        "source": words.source(initiative.source),
    }


def _initiatives_title(shown: Sequence[Initiative], initiatives: Sequence[Initiative]) -> str:
    count = plural(len(shown), "initiative ou dispositif", "initiatives et dispositifs")
    return count if len(shown) == len(initiatives) else f"{count} sur {len(initiatives)}"


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
