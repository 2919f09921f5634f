"""The presentation: which slides, in which order, which one is shown, full screen or not. All of it stands in the URL."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack, section_title
from dashboard.exports.pack.content import Pack, SectionKey, sections_of
from dashboard.exports.pack.remarks import annotated
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.comite.slides import slide_html
from dashboard.ui.comparison import chosen_comparison
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_notes import current_notes
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.static_files import style_sheet
from dashboard.warehouse.indicators import Compared, indicators

SLIDE_KEY: Final = "diapo"
ORDER_KEY: Final = "diapos"
FULL_KEY: Final = "plein-ecran"
_ORDER: Final = "_slides"
_AT: Final = "_slide"

SLUGS: Final = {
    SectionKey.PERIMETER: "perimetre",
    SectionKey.FUNNEL: "entonnoir",
    SectionKey.KEY_FIGURES: "chiffres-cles",
    SectionKey.EDITIONS: "ce-qui-a-change",
    SectionKey.AXIS_OBJECTIVE: "axes",
    SectionKey.MONEY: "dotations",
    SectionKey.PRIORITY_6: "priorite-6",
    SectionKey.CATEGORY: "types",
    SectionKey.REGION: "regions",
    SectionKey.MANAGING_BODY: "gestionnaires",
    SectionKey.SURVEY: "enquete",
    SectionKey.EMBLEMATIC: "operations",
    SectionKey.LIMITS: "limites",
    SectionKey.PROGRAMME: "programme",
    SectionKey.IEJ: "iej",
}
"""Name of each slide in the URL, in the order of the presentation; the last two stay out until they are chosen."""

KEYS: Final = {slug: key for key, slug in SLUGS.items()}
LEFT_OUT: Final = tuple(SLUGS)[-2:]
COUNTED: Final = frozenset(
    {
        SectionKey.AXIS_OBJECTIVE,
        SectionKey.CATEGORY,
        SectionKey.REGION,
        SectionKey.MANAGING_BODY,
        SectionKey.EMBLEMATIC,
    }
)
"""Slides that have nothing to show where no operation is counted."""

SLIDE_STYLE: Final = style_sheet("comite/slides.css")
FULL_STYLE: Final = style_sheet("comite/full_screen.css")


def slides() -> tuple[SectionKey, ...]:
    """The chosen slides of the period, in order: those of this visit, else those of the URL, else the usual ones."""
    wanted = [KEYS[slug] for slug in st.query_params.get(ORDER_KEY, "").split(",") if slug in KEYS]
    if wanted and _ORDER not in st.session_state:
        st.session_state[_ORDER] = tuple(dict.fromkeys(wanted))
    served = _served()
    chosen: tuple[SectionKey, ...] = st.session_state.get(_ORDER, ())
    return tuple(key for key in chosen if key in served) or default_slides()


def _served() -> tuple[SectionKey, ...]:
    """The slides that the period has."""
    return tuple(key for key in sections_of(current_selection().period) if key in SLUGS)


def default_slides() -> tuple[SectionKey, ...]:
    """The usual slides; where nothing is counted, the one of the key figures says so for those that would repeat it.

    The one that an address names is there all the same.
    """
    usual = tuple(key for key in _served() if key not in LEFT_OUT)
    if cached(indicators, current_selection()).total["operations"]:
        return usual
    named = KEYS.get(st.query_params.get(SLIDE_KEY, ""))
    return tuple(key for key in usual if key not in COUNTED or key is named)


def full_screen() -> bool:
    """Whether the slide stands alone on the page."""
    return st.query_params.get(FULL_KEY) == "oui"


def current_slide(chosen: Sequence[SectionKey]) -> SectionKey:
    """The slide of the URL, else the first one."""
    at: SectionKey | None = st.session_state.get(_AT) or KEYS.get(st.query_params.get(SLIDE_KEY, ""))
    slide = at if at is not None and at in chosen else chosen[0]
    _write_url(slide, chosen)
    return slide


def _write_url(slide: SectionKey, chosen: Sequence[SectionKey]) -> None:
    st.session_state[_AT] = slide
    st.query_params[SLIDE_KEY] = SLUGS[slide]
    if tuple(chosen) == default_slides():
        st.query_params.pop(ORDER_KEY, None)
    else:
        st.query_params[ORDER_KEY] = ",".join(SLUGS[key] for key in chosen)


def draw_slide(slide: SectionKey, chosen: Sequence[SectionKey], *, full: bool) -> None:
    """Draws one slide for the filters in use."""
    warehouse, lexicon = current_warehouse(), current_lexicon(state())
    pack = _slide_pack(
        warehouse.publication.warehouse, lexicon.version, slide, current_selection(), chosen_comparison()
    )
    pack = annotated(pack, current_notes())
    rank = tuple(chosen).index(slide) + 1
    st.html(slide_html(pack, pack.sections[0], rank, len(chosen), heading="h1" if full else "h2"))


@st.cache_data(max_entries=60, show_spinner="Préparation de la diapositive…")
def _slide_pack(
    warehouse: str, lexicon: str, slide: SectionKey, selection: Selection, compared: Compared | None
) -> Pack:
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
        only={slide},
        operations=False,
        identification=identification_by(current_lexicon(state())),
    )


def draw_controls(slide: SectionKey, chosen: Sequence[SectionKey], *, full: bool) -> None:
    """Draws the buttons that go from slide to slide. Page keys turn the slides on a full screen, as a remote control does."""
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


def _show(slide: SectionKey) -> None:
    st.session_state[_AT] = slide


def _fill(full: bool) -> None:
    if full:
        st.query_params[FULL_KEY] = "oui"
    else:
        st.query_params.pop(FULL_KEY, None)


def draw_choice(chosen: Sequence[SectionKey]) -> None:
    """Draws the list of the slides: each is shown or not, and moves up or down."""
    period = current_selection().period
    listed = [*chosen, *(key for key in _served() if key not in chosen)]
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


def _toggle(key: SectionKey) -> None:
    chosen = slides()
    st.session_state[_ORDER] = tuple(item for item in chosen if item is not key) if key in chosen else (*chosen, key)


def _move(key: SectionKey, step: int) -> None:
    chosen = list(slides())
    rank = chosen.index(key)
    chosen[rank], chosen[rank + step] = chosen[rank + step], chosen[rank]
    st.session_state[_ORDER] = tuple(chosen)
