"""The parts of the page Dotations: what is left to commit, the cards, where the allocations come from, an office's own."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import amount, listing, percent, plural, quoted
from dashboard.domain.operation import UNDATED, UNKNOWN
from dashboard.domain.periods import CURRENT
from dashboard.domain.selection import Selection, code_of
from dashboard.figures.figure import Figure
from dashboard.figures.money import (
    MONEY,
    SOURCES,
    pace_figure,
    priorities_figure,
    programmes_figure,
    regions_figure,
    sources_rows,
)
from dashboard.figures.wording import opened
from dashboard.ingest.allocations import LABELS, MOST_ROWS, import_allocations, withdraw_allocations
from dashboard.ingest.errors import IngestError
from dashboard.ui.access import for_role, may, person
from dashboard.ui.data import cached, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.indicateurs.key_figures import linked_label
from dashboard.ui.installation import state
from dashboard.ui.links import data_link, name_links, operations_link
from dashboard.ui.markdown import label_help, literal
from dashboard.ui.page import section
from dashboard.ui.page_memory import page_memory
from dashboard.ui.tables import Links, html_table
from dashboard.ui.uploads import OnDisk, uploader
from dashboard.warehouse.allocations import AllocationFile, allocation_files, files_in_force
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.money import Money, comparable, ignored_filters, money
from dashboard.warehouse.query import Row
from dashboard.warehouse.state import StateError

NO_REGION: Final = (
    "La dotation par région est celle des programmes régionaux, que le filtre sur le programme écarte\u202f; le programme national n'a pas "
    "ici de dotation par région."
)
LARGEST: Final = 5
"""Megabytes of a file of allocations."""
FILE_TYPES: Final = ("csv", "tsv", "txt", "xls", "xlsx", "ods")
_SAID: Final = "_allocations_said"
_SENT: Final = "_allocations_sent"


def money_of(selection: Selection) -> Money:
    """The allocations and what is programmed, by the filters that an allocation knows; says which ones it ignores."""
    if ignored := ignored_filters(selection):
        st.caption(
            literal(
                f"Une dotation ne se partage pas selon ces filtres, que la page ignore\u202f: {' · '.join(ignored)}. Elle garde la "
                "programmation et le programme."
            )
        )
    return cached(money, comparable(selection))


def draw_tiles(found: Money, selection: Selection) -> None:
    """What may be committed, what is programmed, what is left, the share."""
    total, kept = found.total, comparable(selection)
    cells = (("available", amount), ("eu_amount", amount), ("remaining", amount), ("share", percent))
    with st.container(horizontal=True, key="chiffres-cles"):
        for name, printed in cells:
            label = MONEY[name].label
            st.metric(
                linked_label(label, kept, name) if name == "eu_amount" else literal(label),
                literal(printed(total[name])),
                border=True,
                help=label_help(label, CURRENT),
            )


def draw_cards(found: Money, selection: Selection) -> None:
    """By programme, by priority of the national programme, by region, year by year."""
    kept = comparable(selection)

    known = {row["programme"] for row in found.programmes}

    def of_programme(row: Row) -> Selection:
        return kept.narrowed(programmes=(row["programme"],)) if row["programme"] in known else kept

    def of_priority(row: Row) -> Selection:
        return kept.narrowed(axes=(code_of(found.national, row["priority"] or UNKNOWN),))

    _card(programmes_figure(found), kept, of_programme, names="programme")
    if found.priorities:
        _card(priorities_figure(found), kept, of_priority)
    if found.regions:
        _card(regions_figure(found), kept, of_programme, names="region")
    else:
        st.markdown(literal(NO_REGION))
    _card(pace_figure(found), kept, partial(_of_year, kept))


def _of_year(kept: Selection, row: Row) -> Selection | None:
    """The operations of a year, or of those without a date; None where people's own analysis periods part them otherwise."""
    wave = UNDATED if row["year"] == opened(UNDATED) else row["year"]
    counts = {one["wave"]: one["programme_operations"] for one in cached(indicators, kept).whole}
    return kept.narrowed(waves=(wave,)) if counts.get(wave) == row["operations"] else None


def _card(figure: Figure, kept: Selection, of_row: Callable[[Row], Selection | None], names: str = "") -> None:
    """`of_row`: the selection whose operations a row counts; `names`: the column whose names open what they name."""

    def links() -> Links:
        chosen = [of_row(row) if row["operations"] else None for row in figure.rows]
        counted = [None if one is None else operations_link(one) for one in chosen]
        return {"operations": counted, **(name_links((names,), figure.rows, kept) if names else {})}

    card(
        figure,
        links=links,
        source=current_warehouse().source,
        filters=selection_caption(kept),
        data=data_link(figure.key, kept),
    )


def draw_sources(found: Money) -> None:
    """Where each allocation was read."""
    section("D'où viennent les dotations")
    rows = sources_rows(found)
    if not rows:
        st.markdown("Aucune dotation n'est connue pour ces programmes.")
        return
    html_table(rows, SOURCES, key="sources-des-dotations", alternative="D'où viennent les dotations")


def draw_own_allocations() -> None:
    """For the data manager: a file to send, those in force, and the way to take one back."""
    if not may(Role.DATA_MANAGER):
        return
    section("Dotations de votre service")
    if said := st.session_state.pop(_SAID, None):
        kind, words = said
        {"error": st.error, "warning": st.warning}.get(kind, st.success)(literal(words))
    st.markdown(
        literal(
            f"Un fichier aux colonnes {listing([quoted(label) for label in LABELS.values()])}, une ligne par dotation du FSE+, "
            f"{MOST_ROWS} au plus. La priorité reste vide pour un programme entier. Le montant est ce que les opérations peuvent engager, "
            "sans assistance technique. Chaque ligne remplace la dotation connue du même programme et de la même priorité."
        )
    )
    given = uploader(
        f"Fichier de dotations (CSV, XLS, XLSX ou ODS, {LARGEST}\u202fMo au plus)",
        Role.DATA_MANAGER,
        types=FILE_TYPES,
        key="fichier-de-dotations",
        megabytes=LARGEST,
    )
    if given:
        sent = page_memory(_SENT)
        if given[0].file_id not in sent:
            sent.clear()
            sent[given[0].file_id] = OnDisk(given[0])
        st.button(
            "Importer ces dotations",
            type="primary",
            on_click=_import,
            args=(sent[given[0].file_id],),
            icon=":material/upload_file:",
            key="importer-les-dotations",
        )
    _draw_in_force()


def _draw_in_force() -> None:
    try:
        files = list(reversed(files_in_force(allocation_files(state()))))
    except StateError as error:
        st.error(literal(error), icon=":material/error:")
        return
    if not files:
        st.markdown("Aucun fichier de dotations n'est en vigueur.")
        return
    columns = {
        "file": ColumnFormat("Fichier"),
        "rows": ColumnFormat("Dotations", Kind.INTEGER),
        "by": ColumnFormat("Par"),
        "at": ColumnFormat("Le"),
    }
    html_table(
        [{"file": file.file_name, "rows": len(file.rows), "by": file.by, "at": _day(file)} for file in files],
        columns,
        key="fichiers-de-dotations",
        alternative="Fichiers de dotations en vigueur",
    )
    for file in files:
        st.button(
            literal(f"Retirer {quoted(file.file_name)} du {_day(file)}"),
            on_click=_withdraw,
            args=(file,),
            icon=":material/undo:",
            key=f"retirer-dotations-{file.id}",
        )


def _day(file: AllocationFile) -> str:
    return datetime.fromisoformat(file.at).astimezone().strftime("%d/%m/%Y")


@for_role(Role.DATA_MANAGER)
def _import(sent: OnDisk) -> None:
    try:
        kept = import_allocations(state(), sent.path, by=person())
    except (IngestError, StateError) as error:
        st.session_state[_SAID] = ("error", str(error))
        return
    count = plural(len(kept.file.rows), "dotation importée", "dotations importées")
    said = " ".join((f"{count} de {quoted(kept.file.file_name)}.", *kept.doubts))
    st.session_state[_SAID] = ("warning" if kept.doubts else "success", said)


@for_role(Role.DATA_MANAGER)
def _withdraw(file: AllocationFile) -> None:
    try:
        withdraw_allocations(state(), file.id, by=person())
    except (IngestError, StateError) as error:
        st.session_state[_SAID] = ("error", str(error))
        return
    st.session_state[_SAID] = (
        "success",
        f"{quoted(file.file_name)} est retiré\u202f: les dotations d'avant reviennent.",
    )
