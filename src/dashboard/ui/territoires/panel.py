"""What stands beside the map: the figures of the chosen region, its services, its operations."""

from collections.abc import Sequence

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of, counted_column
from dashboard.domain.french import decimal, integer, percent, plural
from dashboard.domain.periods import place_name as place_in_words
from dashboard.domain.selection import BY_COLUMN, Selection
from dashboard.figures.lacking import lacking_sentence
from dashboard.figures.maps_findings import apart_sentences, concentration_sentence, shared_sentence
from dashboard.figures.wording import euros_words
from dashboard.ui.data import cached
from dashboard.ui.links import name_link, name_links, operation_link, operations_link
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.ui.territoires.places import place_name, region_link, whole_country
from dashboard.warehouse.indicators import Dimension, Indicators, indicators, of_wave, said_columns
from dashboard.warehouse.listing import Column, operations
from dashboard.warehouse.query import Row, rate
from dashboard.warehouse.territories import Level, TerritoryFigures, concentration, territories

SERVICES = 5
OPERATIONS = 5
SMALLEST_FIRST = (Level.DEPARTMENT, Level.REGION, Level.REGION_2016)


def draw_country_panel(selection: Selection, figures: TerritoryFigures, *, counting: bool) -> None:
    """Concentration where anything is counted, and what no territory can show."""
    with st.container(border=True, key="carte-a-cote", gap="small"):
        if counting:
            st.markdown("### Concentration")
            sentence = concentration_sentence(concentration(figures), figures.level, kind=selection.kind)
            st.markdown(literal(sentence))
        apart = apart_sentences(figures, kind=selection.kind)
        st.markdown("### Hors carte")
        for text in apart:
            st.markdown(literal(text))
        if not apart:
            st.markdown("Toutes les opérations de la sélection ont un territoire.")


def draw_region_panel(selection: Selection) -> None:
    """The chosen territory: key figures, services, first operations, and a link to its page where it is one region."""
    name = place_name(selection)
    total = cached(indicators, selection, (Dimension.MANAGING_BODY,)).total
    kind = selection.kind
    with st.container(border=True, key="carte-region", gap="small"):
        st.markdown(f"### {literal(name)}")
        if not total["programme_operations"]:
            st.markdown("Aucune opération programmée sur ce territoire pour les autres filtres.")
            return
        st.markdown(
            f"**{literal(kind.operations(total['operations']))}** sur "
            f"{plural(total['programme_operations'], 'programmée')} ({percent(total['operations_programme_share'])})"
            f"{literal(euros_words(', ', total['total_cost'], total['eu_amount'], joint=', dont '))}. "
            f"Indice de spécificité\u202f: {decimal(specificity(selection), 2)}."
        )
        draw_shared(selection)
        if len([*selection.regions, *selection.regions_2016]) == 1:
            st.markdown(f"[Ouvrir la page de la région]({region_link(selection)})")
        st.markdown("#### Services gestionnaires")
        draw_services(selection, SERVICES, key="panneau-services-serre")
        st.markdown(f"#### Opérations {literal(kind.several)}")
        draw_operations(selection, total["operations"], OPERATIONS, key="panneau-operations-serre", named=False)


def draw_shared(selection: Selection) -> None:
    """What the one region that the filters name shares with others, where it shares anything."""
    if len(named := [*selection.regions, *selection.regions_2016]) != 1:
        return
    level = Level.REGION if selection.regions else Level.REGION_2016
    figures: TerritoryFigures = cached(territories, whole_country(selection), level)
    for row in figures.of_wave():
        if row["name"] == named[0] and (said := shared_sentence(row, level, kind=selection.kind)):
            st.markdown(literal(said))


def specificity(selection: Selection) -> float | None:
    """The index of the places that the filters keep, as the table of territories counts it: what several share is in none of them."""
    own = own_operations(selection)
    whole = cached(indicators, whole_country(selection)).total
    return rate(own["operations"] * whole["programme_operations"], own["programme_operations"] * whole["operations"])


def own_operations(selection: Selection) -> Row:
    """`operations` and `programme_operations` of the places that the filters keep, without those that several places share.

    Every share of a territory goes by them: an operation counts once, so the shares of all territories make a whole. The figures
    are those of the map, asked for once; the smallest division that the filters name is the one that counts.
    """
    level = next((one for one in SMALLEST_FIRST if getattr(selection, BY_COLUMN[one].field)), None)
    if level is None:
        found: Indicators = cached(indicators, selection)
        return found.total
    field = BY_COLUMN[level].field
    figures: TerritoryFigures = cached(territories, selection.narrowed(**{field: ()}), level)
    named = {place_in_words(place, selection.period) for place in getattr(selection, field)}
    key = "code" if level is Level.DEPARTMENT else "name"
    rows = [row for row in (*figures.of_wave(), *figures.apart_in()) if named & {row[key] or row["name"]}]
    return {name: sum(row[name] for row in rows) for name in ("operations", "programme_operations")}


def services_of(selection: Selection) -> list[Row]:
    """The managing bodies of a selection, those with the most counted operations first."""
    rows = of_wave(cached(indicators, selection, (Dimension.MANAGING_BODY,)).by[Dimension.MANAGING_BODY])
    return sorted(rows, key=lambda row: (-row["operations"], -row["programme_operations"]))


def draw_services(selection: Selection, limit: int, *, key: str) -> None:
    """The first managing bodies, and how many others there are; one sentence where no source says them."""
    if not cached(said_columns, selection.period)[Dimension.MANAGING_BODY]:
        st.markdown(literal(lacking_sentence(Dimension.MANAGING_BODY, selection.period)))
        return
    rows = services_of(selection)
    columns = {
        "label": ColumnFormat("Service"),
        "operations": counted_column(selection.kind, short=True),
        "programme_operations": COLUMNS["programmed"],
    }
    html_table(
        rows[:limit],
        columns,
        key=key,
        alternative="Services gestionnaires de la sélection",
        links=service_links(rows[:limit], selection),
    )
    if len(rows) > limit:
        st.caption(f"et {plural(len(rows) - limit, 'autre service', 'autres services')}")


def service_links(rows: Sequence[Row], selection: Selection) -> dict[str, list[str | None]]:
    """A service's name opens its operations of the selection, its number of counted ones those."""
    return {
        "label": [name_link("managing_body", row["code"], selection) for row in rows],
        "operations": [name_link("managing_body", row["code"], selection.counted) for row in rows],
    }


def draw_operations(selection: Selection, total: int, limit: int, *, key: str, named: bool = True) -> None:
    """The counted operations that cost most, each a link to its page, and a link to all of them; `total`: how many they are,
    `named`: with their porteurs."""
    counted = selection.counted
    columns = (Column.TITLE, Column.BENEFICIARY, Column.TOTAL_COST, Column.NUM_DOSSIER, Column.WAVE)
    frame = cached(operations, counted, Column.TOTAL_COST, True, limit, 0, columns)
    if frame.empty:
        st.markdown("Aucune dans la sélection.")
        return
    addresses = [operation_link(str(row.num_dossier), str(row.wave), counted) for row in frame.itertuples()]
    shown = columns_of("title", *(["beneficiary"] if named else []), "total_cost")
    links = {"title": addresses} | name_links(("beneficiary",), frame.to_dict("records"), counted)
    html_table(frame, shown, key=key, alternative="Opérations de la sélection", links=links)
    if total > limit:
        st.markdown(f"[Voir les {integer(total)} opérations]({operations_link(counted)})")
