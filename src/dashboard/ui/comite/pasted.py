"""« Texte à coller »: written on request, edited on the page, counted, copied, each number with the page that holds it."""

from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from dashboard.domain.french import integer, plural
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import narrative_of
from dashboard.exports.pack.content import Paragraph
from dashboard.exports.pack.pasted import LENGTHS, Pasted, pasted
from dashboard.figures.labels import SEMICOLON
from dashboard.ui.comparison import chosen_comparison
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.page_memory import keep_for_page, page_memory
from dashboard.ui.static_files import script
from dashboard.warehouse.indicators import Compared

_LENGTH: Final = "texte-longueur"
_COPY: Final = script("comite/copy.js")
_BUTTON: Final = (
    '<button type="button" class="copier-texte" data-fait="Texte copié" '
    'data-echec="Sélectionnez le texte et copiez-le">Copier le texte</button>'
)
_HEIGHT: Final = 320


@dataclass(frozen=True, slots=True)
class _Asked:
    warehouse: str
    selection: Selection
    compared: Compared | None


def draw_pasted() -> None:
    """The length, the button that writes the text, the text to edit and copy, where its numbers are read."""
    with st.container(border=True, key="document-texte"):
        st.markdown("### Texte à coller")
        st.markdown(
            "Le texte suivi de la section de rapport, sans mise en forme, pour un formulaire qui compte les caractères\u202f: "
            "relisez-le et modifiez-le avant de le copier."
        )
        length = st.segmented_control(
            "Longueur, en caractères",
            LENGTHS,
            default=LENGTHS[1],
            format_func=integer,
            required=True,
            key=_LENGTH,
            bind="query-params",
        )
        known: dict[_Asked, tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]] = page_memory("_pasted_narratives")
        warehouse = current_warehouse()
        asked = _Asked(warehouse.publication.warehouse, current_selection(), chosen_comparison())
        if st.button("Écrire le texte", icon=":material/edit_note:", key="texte-ecrire"):
            known.clear()
            known[asked] = narrative_of(
                state(), warehouse.publication, warehouse.connection, asked.selection, asked.compared
            )
        if asked in known:
            said, further = known[asked]
            _draw_text(pasted(said, asked.selection, length, further), length)


def _draw_text(found: Pasted, length: int) -> None:
    if not found.text:
        st.info("Rien à dire de cette sélection\u202f: élargissez les filtres.", icon=":material/filter_alt_off:")
        return
    key = f"texte-a-coller-{hash((found.text, length))}"
    keep_for_page(key)
    edited = st.text_area(f"Texte, {integer(length)} caractères au plus", found.text, height=_HEIGHT, key=key)
    over = max(len(edited) - length, 0)
    said = f"{plural(len(edited), 'caractère')} sur {integer(length)}{_too_long(over)}"
    # The script counts again at each letter; the sentence is right without it too, once the text is left.
    st.html(f'<p class="texte-compte" role="status" data-longueur="{escape(str(length))}">{escape(said)}</p>')
    # Apart from the sentence, which changes as the text is left: the press that leaves it is not lost.
    st.html(_BUTTON)
    st.html(_COPY, unsafe_allow_javascript=True)
    st.markdown(
        "**Où lire chaque chiffre**\n\n"
        + "\n".join(
            [
                f"- {literal(SEMICOLON.join(source.numbers))}\u202f: [{literal(source.page)}]({source.address})"
                for source in found.sources
            ]
        )
    )


def _too_long(over: int) -> str:
    return f"\u202f: {plural(over, 'caractère')} de trop" if over else ""
