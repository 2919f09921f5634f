"""The presentation: which slides, in which order, which one is shown, full screen or not. All of it stands in the URL."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack, section_title
from dashboard.exports.pack.content import (
    SECTIONS_BY_SLUG,
    SLUGS,
    Choice,
    Pack,
    SectionKey,
    sections_of,
    usual_slides,
)
from dashboard.exports.pack.remarks import annotated
from dashboard.figures.wording import lowered
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.comite.slides import slide_html
from dashboard.ui.comparison import chosen_comparison
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_notes import current_notes
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.static_files import script, style_sheet
from dashboard.warehouse.indicators import Compared

SLIDE_KEY: Final = "diapo"
ORDER_KEY: Final = "diapos"
FULL_KEY: Final = "plein-ecran"
_ORDER: Final = "_slides"
_AT: Final = "_slide"

SLIDE_STYLE: Final = style_sheet("comite/slides.css")
FULL_STYLE: Final = style_sheet("comite/full_screen.css")
_KEYS_SCRIPT: Final = script("comite/keys.js")


def chosen_slides() -> tuple[SectionKey, ...]:
    """The slides of the period that this visit chose, in order, else those of the address, else the usual ones."""
    period = current_selection().period
    wanted = [
        SECTIONS_BY_SLUG[slug] for slug in st.query_params.get(ORDER_KEY, "").split(",") if slug in SECTIONS_BY_SLUG
    ]
    if wanted and _ORDER not in st.session_state:
        st.session_state[_ORDER] = tuple(dict.fromkeys(wanted))
    served = sections_of(period)
    chosen: tuple[SectionKey, ...] = st.session_state.get(_ORDER, ())
    return tuple(key for key in chosen if key in served) or usual_slides(period)


def write_choice(chosen: Sequence[SectionKey]) -> None:
    """Keeps the chosen slides in the address, where they are not the usual ones: a copied link opens the same."""
    if tuple(chosen) == usual_slides(current_selection().period):
        st.query_params.pop(ORDER_KEY, None)
    else:
        st.query_params[ORDER_KEY] = ",".join(SLUGS[key] for key in chosen)


def shown_slides(pack: Pack, chosen: Sequence[SectionKey]) -> tuple[SectionKey, ...]:
    """The chosen slides that have something to show; the one that an address names stays, and says why it is empty."""
    named = _named()
    held = {section.key for section in replace(pack, choice=Choice(slides=tuple(chosen))).slides}
    return tuple(key for key in chosen if key in held or key is named) or tuple(chosen[:1])


def _named() -> SectionKey | None:
    at: SectionKey | None = st.session_state.get(_AT) or SECTIONS_BY_SLUG.get(st.query_params.get(SLIDE_KEY, ""))
    return at


def full_screen() -> bool:
    """Whether the slide stands alone on the page."""
    return st.query_params.get(FULL_KEY) == "oui"


def current_slide(shown: Sequence[SectionKey]) -> SectionKey:
    """The slide of the address, else the first one."""
    at = _named()
    slide = at if at is not None and at in shown else shown[0]
    st.session_state[_AT] = slide
    st.query_params[SLIDE_KEY] = SLUGS[slide]
    return slide


def whole_pack() -> Pack:
    """Every section for the filters in use, built once: the slides then turn at once. Notes on figures are those of this run."""
    warehouse, lexicon = current_warehouse(), current_lexicon(state())
    pack = _pack(warehouse.publication.warehouse, lexicon.version, current_selection(), chosen_comparison())
    return annotated(pack, current_notes())


def draw_slide(pack: Pack, slide: SectionKey, shown: Sequence[SectionKey], *, full: bool) -> None:
    """Draws one slide."""
    section = pack.section(slide)
    if section is not None:
        rank = tuple(shown).index(slide) + 1
        st.html(slide_html(pack, section, rank, len(shown), heading="h1" if full else "h2"))


@st.cache_data(max_entries=20, show_spinner="Préparation des diapositives…")
def _pack(warehouse: str, lexicon: str, selection: Selection, compared: Compared | None) -> Pack:
    del warehouse, lexicon
    found = current_warehouse()
    try:
        engine = open_reviews()
    except ReviewsError:
        engine = None  # the slide of the method then says nothing of the campaigns
    return build_pack(
        state(),
        found.publication,
        found.connection,
        selection,
        engine=engine,
        compared=compared,
        operations=False,
        identification=identification_by(current_lexicon(state())),
    )


def draw_controls(slide: SectionKey, chosen: Sequence[SectionKey], *, full: bool) -> None:
    """Draws the buttons that go from slide to slide.

    On a full screen, page keys turn the slides as a remote control does, and so do the keys of `keys.js`; the buttons show
    under the pointer and at the keyboard's focus alone.
    """
    rank = tuple(chosen).index(slide)
    back, forward = ("PageUp", "PageDown") if full else ("Alt+P", "Alt+N")
    with st.container(horizontal=True, vertical_alignment="center", key="diapo-commandes"):
        st.button(
            "Précédente",
            icon=":material/arrow_back:",
            on_click=_show,
            args=(chosen[max(rank - 1, 0)],),
            disabled=rank == 0,
            shortcut=back,
            key="diapo-precedente",
        )
        st.button(
            "Suivante",
            icon=":material/arrow_forward:",
            on_click=_show,
            args=(chosen[min(rank + 1, len(chosen) - 1)],),
            disabled=rank == len(chosen) - 1,
            shortcut=forward,
            key="diapo-suivante",
        )
        if full:
            for label, key, target in (("Première", "premiere", chosen[0]), ("Dernière", "derniere", chosen[-1])):
                st.button(literal(label), on_click=_show, args=(target,), type="tertiary", key=f"diapo-{key}")
            st.button(
                "Quitter",
                icon=":material/fullscreen_exit:",
                on_click=_fill,
                args=(False,),
                shortcut="Esc",
                key="diapo-quitter",
            )
        else:
            st.button(
                "Plein écran",
                icon=":material/fullscreen:",
                type="primary",
                on_click=_fill,
                args=(True,),
                key="diapo-plein",
            )


def draw_keys() -> None:
    """Listens to the keys that Streamlit's shortcuts can't hold: arrows, Space, Home and End."""
    with st.container(key="chrome-diapositives"):
        st.html(_KEYS_SCRIPT, unsafe_allow_javascript=True)


def _show(slide: SectionKey) -> None:
    st.session_state[_AT] = slide


def _fill(full: bool) -> None:
    if full:
        st.query_params[FULL_KEY] = "oui"
    else:
        st.query_params.pop(FULL_KEY, None)


def draw_choice(pack: Pack, chosen: Sequence[SectionKey]) -> None:
    """Draws the list of the slides: each is shown or not, and moves up or down; one with nothing to show says why."""
    period = current_selection().period
    listed = [*chosen, *(key for key in sections_of(period) if key not in chosen)]
    figures = pack.section(SectionKey.KEY_FIGURES)
    # The slide of the key figures says at length why nothing is counted.
    uncounted = figures.message if figures is not None and figures.empty else ""
    none = f"aucune opération n'est {pack.selection.kind.said} dans cette sélection"
    reasons = {
        section.key: none if section.message == uncounted else lowered(section.message)
        for section in pack.sections
        if section.empty
    }
    for rank, key in enumerate(listed):
        shown = key in chosen
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.checkbox(
                literal(f"{rank + 1}. {section_title(key, period)}" if shown else section_title(key, period)),
                value=shown,
                key=f"diapo-{key}-{shown}-{rank}",
                disabled=shown and len(chosen) == 1,
                on_change=_toggle,
                args=(key,),
                width=340,
            )
            for label, icon, step in (
                ("Monter", ":material/arrow_upward:", -1),
                ("Descendre", ":material/arrow_downward:", 1),
            ):
                st.button(
                    literal(label),
                    icon=icon,
                    type="tertiary",
                    key=f"diapo-{label}-{key}",
                    disabled=not shown or not 0 <= rank + step < len(chosen),
                    on_click=_move,
                    args=(key, step),
                    help=f"{literal(label)} «\u202f{literal(section_title(key, period))}\u202f»",
                )
            if key in reasons:
                st.caption(f"Rien à montrer\u202f: {literal(reasons[key])}")


def _toggle(key: SectionKey) -> None:
    chosen = chosen_slides()
    st.session_state[_ORDER] = tuple(item for item in chosen if item is not key) if key in chosen else (*chosen, key)


def _move(key: SectionKey, step: int) -> None:
    chosen = list(chosen_slides())
    rank = chosen.index(key)
    chosen[rank], chosen[rank + step] = chosen[rank + step], chosen[rank]
    st.session_state[_ORDER] = tuple(chosen)
