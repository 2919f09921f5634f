"""What changed from one edition of the public list to another: the card of Synthèse, the page, an operation that left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboard.domain.french import integer, long_date, plural
from dashboard.domain.periods import CURRENT
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import CHANGES as CHANGES_FIGURE
from dashboard.exports.by_address import SINCE, UNTIL
from dashboard.exports.text import shortened
from dashboard.exports.workbook import csv_bytes
from dashboard.figures.editions import (
    AMENDED_COLUMNS,
    CHANGE_COLUMNS,
    KIND_WORDS,
    LISTED_COLUMNS,
    MEASURE_COLUMNS,
    READING,
    amended_rows,
    change_rows,
    key_figures_figure,
    left_sentence,
    programme_figure,
    since_sentence,
    tiles,
    too_few_sentence,
)
from dashboard.figures.wording import opened
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import card, data_address
from dashboard.ui.indicateurs.operation_sheet import (
    draw_decision,
    draw_landmarks,
    draw_origin,
    draw_reviews,
    draw_texts,
)
from dashboard.ui.installation import state
from dashboard.ui.invented import draw_if_invented
from dashboard.ui.links import data_link, name_link, name_links, operation_link
from dashboard.ui.markdown import label_help, literal
from dashboard.ui.named_pages import with_links
from dashboard.ui.navigation import CHANGES
from dashboard.ui.page import page_title, section
from dashboard.ui.tables import html_table
from dashboard.warehouse.editions import AMENDED, GONE, NEW, Comparison, Edition, changes, comparable, compare, editions
from dashboard.warehouse.query import Row
from dashboard.warehouse.state import Publication

WHOLE_LIST: Final = "Toute la liste 2021-2027, sans filtre"
LONGEST_TEXT: Final = 240
"""Characters of a text that a table shows: the file has it whole."""


def draw_edition_card() -> None:
    """On Synthèse: what the edition in place changes, with the way to its page; nothing where there are not two of them."""
    if current_selection().period != CURRENT:
        return
    standing = _standing(current_warehouse().publication.warehouse, current_warehouse().publication)
    if len(standing) < 2:
        return
    before, after = standing[-2:]
    with st.container(border=True, key="carte-edition", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{literal(since_sentence(cached(compare, before, after), before))}** {literal(WHOLE_LIST)}.",
            width="stretch",
        )
        st.page_link(CHANGES.path, label=CHANGES.title, icon=f":material/{CHANGES.icon}:", width="content")


@st.cache_data(max_entries=20, show_spinner=False)
def _standing(warehouse: str, _publication: Publication) -> tuple[Edition, ...]:
    del warehouse
    return editions(state(), _publication.imports)


def draw_choice() -> tuple[Edition, Edition]:
    """Draws which two editions are compared, the last two unless asked otherwise; ends the page where there are not two."""
    found = comparable(state(), current_warehouse().publication)
    if len(found) < 2:
        st.info(with_links(too_few_sentence(found)), icon=":material/info:")
        st.stop()
    by_label = _labels(found)
    labels = list(by_label)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = st.selectbox(
            "Depuis l'édition", labels, index=len(labels) - 2, key="depuis", bind="query-params", width=320
        )
        after = st.selectbox(
            "Jusqu'à l'édition", labels, index=len(labels) - 1, key="jusqua", bind="query-params", width=320
        )
    if before == after:
        st.info("Choisissez deux éditions différentes.", icon=":material/info:")
        st.stop()
    return by_label[before], by_label[after]


def _labels(found: Sequence[Edition]) -> Mapping[str, Edition]:
    """« 16 mars 2026 », told apart where two editions have the same day, and said where it was taken back."""
    names = [
        f"{'' if one.dated else 'importée le '}{long_date(one.day)}{'' if one.active else ', retirée'}" for one in found
    ]
    several = Counter(names)
    ranks: Counter[str] = Counter()
    labels = {}
    for name, one in zip(names, found, strict=True):
        ranks[name] += 1
        labels[f"{name}, n°\u202f{ranks[name]}" if several[name] > 1 else name] = one
    return labels


def draw_tiles(found: Comparison) -> None:
    """Draws what came, left and was amended, and the euros that it makes."""
    with st.container(horizontal=True, key="chiffres-cles"):
        for label, figure in tiles(found):
            st.metric(literal(label), literal(figure), border=True, help=label_help(label, CURRENT))
    st.caption(literal(READING))


def draw_effect(found: Comparison, before: Edition, after: Edition) -> None:
    """Draws the effect on each key figure, then on the one that is chosen, programme by programme."""
    source = current_warehouse().source
    figure = key_figures_figure(found, before, after)
    card(figure, source=source, filters=WHOLE_LIST, data=_address(figure.key, before, after))
    measure = st.segmented_control(
        "Par programme",
        list(MEASURE_COLUMNS),
        format_func=lambda name: MEASURE_COLUMNS[name].label,
        default="eu_amount",
        required=True,
        key="mesure-edition",
        bind="query-params",
    )
    figure = programme_figure(found, measure or "eu_amount", before, after)
    whole = Selection(period=CURRENT)
    programmes = [row["label"] for row in figure.rows]
    if figure.total:
        programmes[-1] = None
    card(
        figure,
        source=source,
        filters=WHOLE_LIST,
        links=lambda: {"label": [name_link("programme", name, whole) for name in programmes]},
        data=_address(figure.key, before, after),
    )


def _address(figure: str, before: Edition, after: Edition) -> str:
    """The last two editions follow those to come; others are named."""
    last = _standing(current_warehouse().publication.warehouse, current_warehouse().publication)[-2:]
    return data_link(figure, None, {} if (before, after) == last else {SINCE: before.key, UNTIL: after.key})


def draw_changes(found: Comparison, before: Edition, after: Edition) -> None:
    """Draws the three lists, each operation linked to its fiche, and the file of every change."""
    if not found.changed:
        st.info("Les deux éditions disent la même chose des opérations suivies.", icon=":material/check:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _download(before, after)
        data_address(_address(CHANGES_FIGURE, before, after))
    tabs = st.tabs(
        [literal(f"{word} ({integer(found.counts[kind])})") for kind, word in KIND_WORDS.items()],
        key="changements",
        bind="query-params",
    )
    for tab, kind in zip(tabs, KIND_WORDS, strict=True):
        if tab.open:
            with tab:
                _draw_kind(found, kind)


def _draw_kind(found: Comparison, kind: str) -> None:
    rows, count = found.listed[kind], found.counts[kind]
    words = {NEW: "nouvelle opération", GONE: "opération partie", AMENDED: "opération modifiée"}
    several = {NEW: "nouvelles opérations", GONE: "opérations parties", AMENDED: "opérations modifiées"}
    if not rows:
        st.markdown(f"Aucune {literal(words[kind])}.")
        return
    shown = plural(count, words[kind], several[kind])
    if count > len(rows):
        shown += f", dont les {integer(len(rows))} qui déplacent le plus d'euros\u202f; le fichier CSV les donne toutes"
    st.markdown(f"{literal(shown)}.")
    printed, columns = (
        ([_short(row) for row in amended_rows(rows)], AMENDED_COLUMNS)
        if kind == AMENDED
        else (list(rows), LISTED_COLUMNS)
    )
    selection = current_selection()
    links: dict[str, list[str | None]] = {
        "title": [operation_link(str(row["num_dossier"]), str(row["wave"]), selection) for row in printed],
        **name_links([name for name in ("beneficiary", "programme") if name in columns], printed, selection),
    }
    html_table(
        [row | {"title": row["title"] or "Sans intitulé"} for row in printed],
        columns,
        key=f"editions-{KIND_WORDS[kind].lower()}",
        alternative=opened(several[kind]),
        links=links,
    )


def _short(row: Row) -> Row:
    return row | {side: shortened(row[side], LONGEST_TEXT) if row[side] else row[side] for side in ("before", "after")}


def _download(before: Edition, after: Edition) -> None:
    # The click is answered outside of any session.
    connection = current_warehouse().connection

    def every_change() -> bytes:
        return csv_bytes(change_rows(changes(connection, before, after)), CHANGE_COLUMNS)

    st.download_button(
        "Tous les changements (CSV)",
        every_change,
        file_name=f"changements-{before.day:%Y%m%d}-{after.day:%Y%m%d}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        help="Une ligne par opération et par champ\u202f: avant, après, écart en euros",
    )


def draw_departed(record: Mapping[str, Any]) -> None:
    """Draws the fiche of an operation that left the list: since when, its last known version, its decision, its reviews."""
    page_title(record["title"] or record["beneficiary"] or "Opération sans intitulé", record["beneficiary"])
    st.warning(literal(left_sentence(record)), icon=":material/logout:")
    draw_if_invented(record)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_texts(record)
        draw_decision(record)
    with right:
        section("Repères")
        draw_landmarks(record)
    draw_origin(record)
    section("Trace")
    draw_reviews(record)
