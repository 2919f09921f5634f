"""The presentation: which slides, in which order, which one is shown, full screen or not. All of it stands in the URL."""

from collections.abc import Mapping, Sequence
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
    Screen,
    Section,
    SectionKey,
    sections_of,
    usual_slides,
)
from dashboard.exports.pack.remarks import annotated
from dashboard.exports.pack.viewed import SET_KEY, is_set, screens_of
from dashboard.figures.wording import lowered
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.comite.slides import slide_html
from dashboard.ui.comparison import chosen_comparison
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_notes import current_notes
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.links import page_link
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import VIEWS
from dashboard.ui.reviews_store import audit_version, open_reviews
from dashboard.ui.saved_views import known_views
from dashboard.ui.static_files import script, style_sheet
from dashboard.ui.two_selections import second_selection
from dashboard.warehouse.indicators import Compared

SLIDE_KEY: Final = "diapo"
ORDER_KEY: Final = "diapos"
FULL_KEY: Final = "plein-ecran"
_ORDER: Final = "_slides"
_AT: Final = "_slide"
_SET: Final = "_view_set"
_ORDER_READ, _SET_READ = "_slides_read", "_view_set_read"
"""What this visit last wrote of both in the address."""
_MODEL: Final = "Celui du modèle"
_VIEW: Final = "vue-"

SLIDE_STYLE: Final = style_sheet("comite/slides.css")
FULL_STYLE: Final = style_sheet("comite/full_screen.css")
_KEYS_SCRIPT: Final = script("comite/keys.js")


def chosen_slides() -> tuple[SectionKey, ...]:
    """The slides of the period that this visit chose, in order, else those of the address, else the usual ones."""
    period = current_selection().period
    given = st.query_params.get(ORDER_KEY, "")
    wanted = [SECTIONS_BY_SLUG[slug] for slug in given.split(",") if slug in SECTIONS_BY_SLUG]
    # An address that this visit didn't write was opened: it wins over what was chosen before.
    if wanted and given != st.session_state.get(_ORDER_READ):
        st.session_state[_ORDER] = tuple(dict.fromkeys(wanted))
    compared = second_selection() is not None
    served = sections_of(period, compared=compared)
    chosen: tuple[SectionKey, ...] = st.session_state.get(_ORDER, ())
    return tuple(key for key in chosen if key in served) or usual_slides(period, compared=compared)


def chosen_set() -> tuple[str, ...]:
    """The views that order the slides of this visit, else those of the address; none for the order of the model."""
    given = tuple(st.query_params.get_all(SET_KEY))
    if given and given != st.session_state.get(_SET_READ):
        st.session_state[_SET] = given
    chosen: tuple[str, ...] = st.session_state.get(_SET, ())
    if chosen:
        st.query_params[SET_KEY] = list(chosen)
    else:
        st.query_params.pop(SET_KEY, None)
    st.session_state[_SET_READ] = chosen
    return chosen


def chosen_screens() -> tuple[Screen, ...]:
    """What the views of the chosen set become in a presentation of the period."""
    identifiers = chosen_set()
    return screens_of(identifiers, known_views(), current_selection().period) if identifiers else ()


def write_choice(chosen: Sequence[SectionKey]) -> None:
    """Keeps the chosen slides in the address, where they are not the usual ones: a copied link opens the same."""
    if tuple(chosen) == usual_slides(current_selection().period, compared=second_selection() is not None):
        st.query_params.pop(ORDER_KEY, None)
    else:
        st.query_params[ORDER_KEY] = ",".join(SLUGS[key] for key in chosen)
    st.session_state[_ORDER_READ] = st.query_params.get(ORDER_KEY, "")


def shown_slides(pack: Pack, chosen: Sequence[SectionKey]) -> dict[str, Section]:
    """The slides that have something to show, by their name in the address; the one that an address names stays, and says why it is empty.

    Those of a set of views stand in the place of the chosen ones.
    """
    if pack.choice.views:
        viewed = {f"{_VIEW}{rank}": section for rank, section in enumerate(pack.viewed, start=1)}
        return {name: one for name, one in viewed.items() if not one.empty} or dict(list(viewed.items())[:1])
    named = _named()
    held = {section.key for section in replace(pack, choice=Choice(slides=tuple(chosen))).slides}
    keys = [key for key in chosen if key in held or SLUGS[key] == named] or chosen[:1]
    return {SLUGS[key]: section for key in keys if (section := pack.section(key)) is not None}


def _named() -> str:
    return st.session_state.get(_AT) or st.query_params.get(SLIDE_KEY, "")


def full_screen() -> bool:
    """Whether the slide stands alone on the page."""
    return st.query_params.get(FULL_KEY) == "oui"


def current_slide(shown: Sequence[str]) -> str:
    """The slide of the address, else the first one."""
    at = _named()
    slide = at if at in shown else shown[0]
    st.session_state[_AT] = slide
    st.query_params[SLIDE_KEY] = slide
    return slide


def whole_pack() -> Pack:
    """Every section for the filters in use, built once: the slides then turn at once. Notes on figures are those of this run."""
    warehouse, lexicon = current_warehouse(), current_lexicon(state())
    pack = _pack(
        warehouse.publication.warehouse,
        lexicon.version,
        current_selection(),
        chosen_comparison(),
        second_selection(),
        chosen_screens(),
        audit_version(),
    )
    return annotated(pack, current_notes())


def draw_slide(pack: Pack, slide: str, shown: Mapping[str, Section], *, full: bool) -> None:
    """Draws one slide."""
    rank = tuple(shown).index(slide) + 1
    st.html(slide_html(pack, shown[slide], rank, len(shown), heading="h1" if full else "h2"))


@st.cache_data(max_entries=20, show_spinner="Préparation des diapositives…")
def _pack(
    warehouse: str,
    lexicon: str,
    selection: Selection,
    compared: Compared | None,
    other: Selection | None,
    screens: tuple[Screen, ...],
    audit: str,
) -> Pack:
    del warehouse, lexicon, audit
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
        other=other,
        choice=Choice(views=screens),
        operations=False,
        identification=identification_by(current_lexicon(state())),
    )


def draw_controls(slide: str, chosen: Sequence[str], *, full: bool) -> None:
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


def _show(slide: str) -> None:
    st.session_state[_AT] = slide


def _fill(full: bool) -> None:
    if full:
        st.query_params[FULL_KEY] = "oui"
    else:
        st.query_params.pop(FULL_KEY, None)


def draw_order() -> None:
    """Draws the choice between the order of the model and the sets of views of the period, where there is one."""
    chosen, period = chosen_set(), current_selection().period
    sets = {tuple(view.query[SET_KEY]): view.name for view in known_views() if is_set(view)}
    sets = {one: name for one, name in sets.items() if one == chosen or _of_period(one, period)}
    if not sets and not chosen:
        return
    offered = {(): _MODEL, **({chosen: "Les vues de l'adresse"} if chosen else {}), **sets}
    st.session_state[f"{_SET}-choix"] = chosen
    st.selectbox(
        "Ordre",
        list(offered),
        format_func=offered.__getitem__,
        key=f"{_SET}-choix",
        on_change=_order,
        width=420,
        filter_mode=None,
        help="Un jeu de vues se compose sur Mes vues\u202f: chaque vue devient un écran, avec ses propres filtres.",
    )


def _of_period(identifiers: Sequence[str], period: str) -> bool:
    return any(screen.section is not None for screen in screens_of(identifiers, known_views(), period))


def _order() -> None:
    st.session_state[_SET] = tuple(st.session_state[f"{_SET}-choix"])
    st.session_state[_AT] = ""


def draw_set(pack: Pack) -> None:
    """Draws the views of the set in their order; one without a slide says why."""
    for rank, section in enumerate(pack.viewed, start=1):
        why = f"\u202f: pas d'écran, {lowered(section.message)}" if section.empty else ""
        st.markdown(literal(f"{rank}. {section.title}{why}"))
    st.markdown(
        f"L'ordre est celui du jeu\u202f: [Mes vues]({page_link(VIEWS.address, current_selection())}) en compose d'autres."
    )


def draw_choice(pack: Pack, chosen: Sequence[SectionKey]) -> None:
    """Draws the list of the slides: each is shown or not, and moves up or down; one with nothing to show says why."""
    period = current_selection().period
    served = sections_of(period, compared=pack.other is not None)
    listed = [*chosen, *(key for key in served if key not in chosen)]
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
