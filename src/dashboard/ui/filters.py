"""The shared filters: drawn by the main script on every run, so that they hold across pages and live in the URL."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Final, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.domain.french import NARROW_SPACE, integer
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import (
    BY_FIELD,
    CODE_SEPARATOR,
    FILTERS,
    MAX_SEARCH_LENGTH,
    Filter,
    Holds,
    Selection,
    filters_of,
)
from dashboard.ui.markdown import label_help, literal
from dashboard.warehouse.options import LABEL_SEPARATOR, FilterOptions

DECISIONS: Final = {kind.several: kind for kind in Decided}

_PERIOD: Final = BY_FIELD["period"]
_DECISION: Final = BY_FIELD["decision"]
_FORMER_DECISIONS: Final = {"non retenues": Decided.NOT_RETAINED}
"""Words that links hold from before operations that nobody examined were told apart."""
PERIOD_WIDTH: Final = 150
_STATE: Final = "_filtres"
_DRAWN: Final = "_filtres_affiches"


@dataclass(slots=True)
class _Reading:
    """What was said about the URL, kept until the selection changes.

    `written`: the widgets were just written to, and the URL of this run is older than they are.
    """

    dead: list[str] = field(default_factory=list)
    said_with: Selection | None = None
    pending: dict[str, list[Any]] = field(default_factory=dict)
    written: bool = False

    def note(self, dead: Sequence[str]) -> None:
        """Adds to what was found in this run, replaces what was said before."""
        self.dead = [*([] if self.said_with else self.dead), *dead]
        self.said_with = None


def render_filters(
    options: FilterOptions | Callable[[str], FilterOptions],
    default_period: str = "2014-2020",
    period_place: DeltaGenerator | None = None,
) -> Selection:
    """Draws the filters in the sidebar and returns the selection that they describe.

    `period_place`: where the programming period is chosen, which the menu and every page follow; among the filters without it.
    `options` gives the values of a period; a callable is asked for the default period first, to know which periods
    there are, then for the chosen one. Values of the URL that no longer exist are reported above the page.
    """
    load = options if callable(options) else lambda _period: options
    first = load(default_period)
    fallback = default_period if default_period in first.periods or not first.periods else first.periods[0]
    periods = (fallback, *(period for period in first.periods if period != fallback))
    with st.sidebar:
        heading = st.container(horizontal=True, vertical_alignment="center", key="filtres-entete")
        with period_place or nullcontext():
            period = _draw_period(periods)
        available = first if period == default_period else load(period)
        reading = _read_url(available, period)
        selection = _draw(available, period)
        st.session_state[_DRAWN] = True
        with heading:
            st.markdown("## Filtres")
            st.button(
                "Réinitialiser",
                on_click=apply_filters,
                args=(Selection(period=fallback),),
                disabled=selection == Selection(period=fallback) and not reading.dead,
                icon=":material/restart_alt:",
                type="tertiary",
                help="Réinitialiser les filtres",
                key="filtres-reinitialiser",
            )
    if reading.pending:
        st.rerun()
    _report(reading, selection)
    return selection


def chosen_period(known: Sequence[str]) -> str:
    """The programming period that this run is about, before the filters are drawn: the menu follows it.

    `known`: those that have operations, the default one first.
    """
    key = _PERIOD.key
    wanted = st.session_state.get(key) or next(iter(st.query_params.get_all(key)[-1:]), "")
    return wanted if wanted in known else next(iter(known), FORMER)


def selection_caption(selection: Selection, options: FilterOptions | None = None) -> str:
    """The active filters as one line, in the words of the options: « Programmation : 2014-2020 · Vague : 2019 »."""
    described = selection.active()
    if options is not None:
        for one in filters_of(selection.period):
            if one.several and (value := getattr(selection, one.field)):
                described[one.label] = ", ".join(options.label(one.field, item) for item in value)
    return " · ".join(f"{label}{NARROW_SPACE}: {value}" for label, value in described.items())


def _draw_period(periods: Sequence[str]) -> str:
    """The first period is the default one."""
    key = _PERIOD.key
    unreadable = [value for value in st.query_params.get_all(key)[-1:] if value not in periods]
    if unreadable:
        _reading().note([_described(_PERIOD, unreadable[0])])
    if len(periods) == 1:
        if unreadable:
            del st.query_params[key]
        return periods[0]
    return st.selectbox(
        literal(_PERIOD.label),
        periods,
        key=key,
        bind="query-params",
        filter_mode=None,
        label_visibility="collapsed",
        width=PERIOD_WIDTH,
    )


def _draw(available: FilterOptions, period: str) -> Selection:
    drawn = [one for one in filters_of(period) if one.field != _PERIOD.field and _offered(one, available, period)]
    chosen: dict[str, Any] = {one.field: _draw_one(one, available, period) for one in drawn if not one.folded}
    folded = sorted((one for one in drawn if one.folded), key=lambda one: one.field != _DECISION.field)
    active = sum(_is_set(one, available) for one in folded)
    with st.expander(f"Autres filtres ({integer(active)})" if active else "Autres filtres", key="filtres-autres"):
        chosen |= {one.field: _draw_one(one, available, period) for one in folded}
    return Selection(period=period, **chosen)


def _offered(one: Filter, available: FilterOptions, period: str) -> bool:
    """Whether a filter is worth drawing: the public list of 2021-2027 says nothing of some of them, which would offer one value."""
    if period == FORMER or not one.several:
        return True
    return not one.former and any(
        str(value).rpartition(CODE_SEPARATOR)[2] != UNKNOWN for value in available.of(one.field)
    )


def _current(one: Filter) -> list[Any]:
    """What a widget is about to hold: its state, or the URL the first time it is drawn."""
    if one.key not in st.session_state:
        return st.query_params.get_all(one.key)
    value = st.session_state[one.key]
    return value if isinstance(value, list) else [value]


def _is_set(one: Filter, available: FilterOptions) -> bool:
    values = DECISIONS if one.field == _DECISION.field else available.of(one.field)
    return any(item in values or item in map(available.labeller(one.field), values) for item in _current(one))


def _draw_one(one: Filter, available: FilterOptions, period: str) -> Any:
    """Draws the widget of a filter and returns the value of its field."""
    if one.holds is Holds.WORDS:
        words = st.text_input(
            literal(one.label),
            key=one.key,
            bind="query-params",
            max_chars=MAX_SEARCH_LENGTH,
            placeholder="Intitulé, porteur, numéro…",
            icon=":material/search:",
        )
        return (words or "").strip()[:MAX_SEARCH_LENGTH]
    if one.holds is Holds.DECISION:
        decision = st.selectbox(
            literal(one.label),
            list(DECISIONS),
            index=None,
            key=one.key,
            bind="query-params",
            placeholder=one.everything,
            filter_mode=None,
        )
        return DECISIONS.get(decision or "")
    values = available.of(one.field)
    if one.optional and not set(values) - {UNKNOWN}:
        # No widget would drop what the address holds.
        st.query_params.pop(one.key, None)
        return ()
    return tuple(
        st.multiselect(
            literal(one.short_label or one.label),
            values,
            format_func=available.labeller(one.field),
            key=one.key,
            bind="query-params",
            placeholder=one.everything if values else "Aucune valeur",
            filter_mode="contains",
            select_all=False,
            help=label_help(one.label, period),
        )
    )


def _read_url(available: FilterOptions, period: str) -> _Reading:
    """Before the widgets drop them in silence: notes the values that don't exist, understands codes without words."""
    reading = _reading()
    if reading.written or reading.pending:
        for name, values in reading.pending.items():
            st.session_state[BY_FIELD[name].key] = values
        reading.written, reading.pending = False, {}
        return reading
    dead: list[str] = []
    known: dict[str, list[Any]] = {}
    chosen = BY_FIELD["programmes"]
    programmes = [available.named(chosen, item) for item in st.query_params.get_all(chosen.key)]
    for one in filters_of(period):
        if not one.several:
            continue
        given = [value for value in st.query_params.get_all(one.key) if value]
        if not given:
            continue
        if not _offered(one, available, period):
            dead += [_described(one, item) for item in given]
            del st.query_params[one.key]
            continue
        by_words = {available.label(one.field, value) for value in available.of(one.field)}
        found = [_named(available, one, item, programmes) for item in given]
        dead += [_described(one, item) for item, value in zip(given, found, strict=True) if value is None]
        if any(item not in by_words for item in given):
            known[one.field] = list(dict.fromkeys(value for value in found if value is not None))
    decision = st.query_params.get_all(_DECISION.key)[-1:]
    if not st.session_state.get(_DRAWN) and decision and decision[0] in _FORMER_DECISIONS:
        st.query_params[_DECISION.key] = _FORMER_DECISIONS[decision[0]].several
        st.rerun()
    dead += [_described(_DECISION, value) for value in decision if value and value not in DECISIONS]
    if dead:
        reading.note(dead)
    if known:
        _adopt(known, available, reading)
    return reading


def _named(available: FilterOptions, one: Filter, item: str, programmes: Sequence[str]) -> Any:
    """The value that an address names; the words that followed its code may have changed since."""
    whole = available.named(one, item, programmes)
    return available.named(one, item.split(LABEL_SEPARATOR, maxsplit=1)[0], programmes) if whole is None else whole


def _adopt(known: dict[str, list[Any]], available: FilterOptions, reading: _Reading) -> None:
    """Gives the widgets what they would not have understood by themselves.

    The first time, a widget takes its value from the URL and from nowhere else: the URL is put right before. Later on
    the URL belongs to the widgets and only their state can be written, in the next run: in one that comes from the
    browser's history, the URL wins over it.
    """
    if st.session_state.get(_DRAWN):
        reading.pending = known
        return
    for name, values in known.items():
        st.query_params[BY_FIELD[name].key] = [available.label(name, value) for value in values]
    st.rerun()


def apply_filters(selection: Selection) -> None:
    """Sets every filter. For callbacks (`on_click=apply_filters`): once the widgets are drawn, it is too late.

    `st.page_link(query_params=…)` can't do it: Streamlit adds the values to those in place instead of replacing them.
    """
    for one in FILTERS:
        value = getattr(selection, one.field)
        if one is _DECISION:
            st.session_state[one.key] = None if value is None else value.several
        elif one is not _PERIOD or one.key in st.session_state:
            st.session_state[one.key] = list(value) if one.several else value
    st.session_state[_STATE] = _Reading(written=True)


def _reading() -> _Reading:
    return cast(_Reading, st.session_state.setdefault(_STATE, _Reading()))


def _report(reading: _Reading, selection: Selection) -> None:
    if not reading.dead:
        return
    if reading.said_with is None:
        reading.said_with = selection
    elif reading.said_with != selection:
        st.session_state.pop(_STATE, None)
        return
    ignored = f"{NARROW_SPACE}; ".join(dict.fromkeys(reading.dead))
    word = "Valeur ignorée" if len(set(reading.dead)) == 1 else "Valeurs ignorées"
    st.warning(f"{literal(word)}{NARROW_SPACE}: {literal(ignored)}.", icon=":material/link_off:")


def _described(one: Filter, value: str) -> str:
    return f"{one.label[0].lower()}{one.label[1:]} «{NARROW_SPACE}{value[:80]}{NARROW_SPACE}»"
