"""Page chrome: the style sheet, the document's language, the title of a page and the demonstration badge."""

from typing import Final

import streamlit as st

from dashboard.figures.palette import BLUE_FRANCE
from dashboard.ui.markdown import literal
from dashboard.ui.static_files import script, style_sheet

STYLE: Final = style_sheet("styles/page.css", "styles/cards.css", "styles/tables.css", blue_france=BLUE_FRANCE)
SCRIPT: Final = script("scripts/french.js", "scripts/tables.js", "scripts/links.js")


def apply_chrome() -> None:
    """Style sheet, `lang="fr"` and French words for Streamlit's own. Once per run, in the main script, before anything else."""
    st.html(STYLE)
    with st.container(key="chrome"):
        st.html(SCRIPT, unsafe_allow_javascript=True)


def copy_link_button() -> None:
    """The button that copies the address of the screen, filters included. The page's script does the copying."""
    st.html(
        '<button type="button" class="copier-lien" data-fait="Lien copié" data-echec="Copiez l\'adresse dans la barre du navigateur">'
        "Copier le lien de cet écran</button>",
        width="content",
    )


def page_title(title: str, lead: str | None = None) -> None:
    """The page's only first-level heading, with one sentence under it."""
    st.markdown(f"# {literal(title)}")
    if lead:
        st.markdown(literal(lead))


def section(title: str) -> None:
    """A second-level heading; the titles of figure cards come under it."""
    st.markdown(f"## {literal(title)}")


def demo_badge(text: str, details: str | None = None) -> None:
    """The permanent badge of the demonstration extract; `details` (Markdown) opens from it."""
    if details is None:
        st.badge(literal(text), icon=":material/info:", color="blue")
        return
    with st.popover(literal(text), icon=":material/info:", key="insigne-demonstration"):
        st.markdown(details)
