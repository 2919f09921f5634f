"""« Écosystème »: the funds side by side, the initiatives as a list, and figures of the national context."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.context import Ecosystem
from dashboard.domain.context_rows import NATIONWIDE, ContextIndicator, Fund, Initiative
from dashboard.domain.french import amount, listing, plural
from dashboard.domain.text import french_order
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.palette import MAIN
from dashboard.ui.context import NO_FILTER
from dashboard.ui.figure_card import card
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import TERRITORIES
from dashboard.ui.page import section
from dashboard.warehouse.query import Row

LEVER_KEY: Final = "levier"
DEPARTMENT_KEY: Final = "departement"
KIND_KEY: Final = "nature"

INITIATIVE_COLUMNS: Final = {
    "name": COLUMNS["title"],
    **columns_of("where"),
    "detail": ColumnFormat("En bref"),
    "lever": ColumnFormat("Levier"),
    "kind": COLUMNS["nature"],
    **columns_of("source"),
}
FUND_COLUMNS: Final = {
    "name": ColumnFormat("Fonds"),
    "amount": ColumnFormat("Montant annoncé", Kind.SHORT_AMOUNT, digits=0),
    "manager": ColumnFormat("Qui le gère"),
    "detail": ColumnFormat("Ce qu'il finance"),
    **columns_of("source"),
}
EACH_LINE: Final = "Source\u202f: celle de chaque ligne (note de 2019 et documents du dossier de l'analyse)"


def draw_funds(words: Ecosystem, funds: Sequence[Fund]) -> None:
    """The funds whose amount is known, compared; the others listed apart."""
    section("Les fonds")
    rows: list[Row] = [
        {
            "name": fund.name,
            "amount": None if fund.amount is None else float(fund.amount),
            "manager": fund.manager,
            "detail": fund.detail,
            "source": words.source(fund.source),
        }
        for fund in funds
    ]
    known = tuple(sorted((row for row in rows if row["amount"] is not None), key=lambda row: -row["amount"]))
    series = (Series(FUND_COLUMNS["amount"].label, "amount", MAIN),)
    figure = Figure(
        key="fonds",
        title=_funds_title(known),
        caption="Montants annoncés des fonds",
        sentence=ranking(
            "Montants annoncés des fonds", known, "name", "amount", text=FUND_COLUMNS["amount"].printed, share=False
        ),
        rows=known,
        columns=FUND_COLUMNS,
        note=" ".join(
            [
                "Montants annoncés à des dates différentes, objectifs compris\u202f: ils ne s'additionnent pas.",
                *words.fund_anomalies,
            ]
        ),
        chart=Chart(ChartKind.BARS, known, "name", series, Kind.SHORT_AMOUNT, 0),
    )
    card(figure, source=_sources(known), filters=NO_FILTER, empty="Aucun fonds de la liste n'a de montant connu.")
    unknown = tuple(row for row in rows if row["amount"] is None)
    if unknown:
        figure = Figure(
            key="fonds-sans-montant",
            title=f"{plural(len(unknown), 'autre fonds', 'autres fonds')} ou appels à projets, sans montant publié",
            caption="Fonds sans montant publié",
            sentence="Fonds et appels à projets sans montant publié.",
            rows=unknown,
            columns={name: column for name, column in FUND_COLUMNS.items() if name != "amount"},
        )
        card(figure, source=_sources(unknown), filters=NO_FILTER)


def _sources(rows: Sequence[Row]) -> str:
    return f"Source\u202f: {listing(list(dict.fromkeys(row['source'] for row in rows)))}"


def _funds_title(known: Sequence[Row]) -> str:
    if not known:
        return "Montants des fonds"
    top = [row["name"] for row in known if row["amount"] == known[0]["amount"]]
    said = amount(known[0]["amount"], 0)
    if len(top) == 1:
        return f"{top[0]} est le mieux doté\u202f: {said}"
    return f"Les mieux dotés annoncent {said} chacun\u202f: {listing(top)}"


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
    figure = Figure(
        key="initiatives",
        title=_initiatives_title(shown, initiatives),
        caption="Initiatives et dispositifs",
        sentence=f"Liste de {plural(len(shown), 'initiative ou dispositif', 'initiatives et dispositifs')}.",
        rows=tuple(_row(words, initiative) for initiative in shown),
        columns=INITIATIVE_COLUMNS,
        note=f"{plural(unlevered, 'initiative')} sans levier\u202f: ce sont des projets menés, pas des façons d'en aider d'autres."
        if unlevered
        else None,
    )
    card(
        figure,
        source=EACH_LINE,
        filters=" · ".join(chosen) or NO_FILTER,
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
    places = sorted(
        {place for initiative in initiatives for place in initiative.places} - {NATIONWIDE}, key=french_order
    )
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
    figure = Figure(
        key="contexte",
        title="Ce que la note dit du contexte national",
        caption="Contexte national",
        sentence="Indicateurs du contexte national, avec leur période.",
        rows=tuple(
            {
                "name": indicator.name,
                "value": indicator.value,
                "period": indicator.period,
                "source": words.source(indicator.source),
            }
            for indicator in indicators
        ),
        columns={"name": ColumnFormat("Indicateur"), **columns_of("value", "period", "source")},
        note=f"{plural(undated, 'indicateur')} sur {len(indicators)} sans période précisée\u202f: à ne pas citer sans la chercher."
        if undated
        else None,
    )
    card(figure, source=EACH_LINE, filters=NO_FILTER)
