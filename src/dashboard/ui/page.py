"""What stands around every page: style sheet, language, badge of the demonstration extract, filters, titles."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.domain.periods import FORMER
from dashboard.figures.palette import BLUE_FRANCE
from dashboard.ui.access import NAME, draw_person
from dashboard.ui.data import Warehouse, cached, current_selection, known_periods, remember_selection
from dashboard.ui.figure_notes import read_notes
from dashboard.ui.filters import render_filters, selection_caption
from dashboard.ui.links import FIRST_PAGE
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import SECTIONS, Entry, entry_at
from dashboard.ui.page_memory import current_page
from dashboard.ui.saved_views import draw_views
from dashboard.ui.static_files import script, style_sheet
from dashboard.warehouse.options_query import filter_options

NO_PANEL: Final = style_sheet("styles/no_panel.css")
STYLE: Final = style_sheet(
    "styles/page.css", "styles/cards.css", "styles/tables.css", "styles/print.css", blue_france=BLUE_FRANCE
)
SCRIPT: Final = script(
    "scripts/french.js",
    "scripts/tables.js",
    "scripts/links.js",
    "scripts/maps.js",
    pages=" ".join(entry.address for entries in SECTIONS.values() for entry in entries if entry.address != FIRST_PAGE),
)
BADGE: Final = "Jeu de démonstration"
BADGE_DETAILS: Final = """
*2014-2020*

**Réel\u202f:** les totaux des tableaux 2 à 5 de la note, que le jeu retrouve, et l'intitulé, le porteur, la région et le service des
46 opérations que la note cite.

**Synthétique\u202f:** toutes les autres opérations, leurs porteurs et leurs textes. Pour les opérations citées, les montants que la note
n'imprime pas sont synthétiques aussi\u202f: leur fiche le dit à côté de chacun.

*2021-2027*

**Réel\u202f:** la forme de la liste publique du 16 mars 2026 (colonnes, part de chaque fonds, cellules remplies), les programmes et leurs
dotations.

**Synthétique\u202f:** toutes les opérations des deux éditions, numérotées SYN, ce qui les complète et les décisions.

Le badge disparaît dès qu'un extrait réel est importé.
"""


def apply_chrome() -> None:
    """Style sheet, `lang="fr"` and French words for Streamlit's own. Once per run, in the main script, before anything else."""
    st.html(STYLE)
    with st.container(key="chrome"):
        st.html(SCRIPT, unsafe_allow_javascript=True)


def draw_frame(warehouse: Warehouse, entry: Entry) -> None:
    """Draws the line above the title and the filters, and keeps the selection for the page.

    The filters are drawn in every run, or Streamlit would forget what they hold; where they act on nothing their panel is hidden.
    """
    if not entry.filtered:
        st.html(NO_PANEL)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bandeau"):
        st.markdown(f"**{NAME}**", width="content")
        period = st.container(width="content", key="bandeau-programmation")
        if warehouse.demonstration:
            demo_badge(BADGE, BADGE_DETAILS)
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="bandeau-droite"
        ):
            draw_person()
            copy_link_button()
            views = st.container(horizontal=True, gap="small", width="content", key="bandeau-vues")
    default = next(iter(known_periods()), FORMER)
    remember_selection(render_filters(lambda period: cached(filter_options, period), default, period))
    draw_views(views, entry)
    read_notes(entry)


def copy_link_button() -> None:
    """The button that copies the address of the screen, filters included. The page's script does the copying."""
    st.html(
        '<button type="button" class="copier-lien" data-fait="Lien copié" data-echec="Copiez l\'adresse dans la barre du navigateur">'
        "Copier le lien</button>",
        width="content",
    )


def page_title(title: str, lead: str | None = None) -> DeltaGenerator:
    """The page's only first-level heading, its name in the browser, one sentence and, where they act, the active filters.

    Returns the line of the filters, for what the page puts beside them.
    """
    st.set_page_config(page_title=f"{title} – {NAME}")
    st.markdown(f"# {literal(title)}")
    if lead:
        st.markdown(literal(lead))
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    if entry_at(current_page()).filtered:
        line.caption(literal(selection_caption(current_selection())), width="content")
    return line


def section(title: str, about: str | None = None) -> None:
    """A second-level heading, with the help that says what it is `about`; the titles of figure cards come under it."""
    st.markdown(f"## {literal(title)}", help=None if about is None else literal(about))


def demo_badge(text: str, details: str | None = None) -> None:
    """The permanent badge of the demonstration extract; `details` (Markdown) opens from it."""
    if details is None:
        st.badge(literal(text), icon=":material/info:", color="blue")
        return
    with st.popover(literal(text), icon=":material/info:", key="insigne-demonstration"):
        st.markdown(details)
