"""The operation that a reviewer reads: where it stands, and its texts with the signals of each criterion highlighted."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import streamlit as st

from dashboard.domain.french import euros, listing
from dashboard.domain.grid import Grid
from dashboard.domain.lexicon import TEXT_FIELDS, Expression, LexiconError, parse_lexicon
from dashboard.domain.operation import FIELD_BY_NAME, UNKNOWN
from dashboard.domain.periods import FORMER, place_name, told_by_number, words_of
from dashboard.domain.selection import Selection
from dashboard.figures.editions import left_sentence
from dashboard.identification.evidence import Segment, find_spans, segments
from dashboard.identification.population import hash_of
from dashboard.reviews.model import Campaign, Operation
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.links import named_text, operation_link
from dashboard.ui.markdown import literal
from dashboard.warehouse.editions import departed
from dashboard.warehouse.query import first_row

COLOURS: Final = ("blue", "orange", "green", "violet")
"""Background of each criterion's signals, in the order of the grid; its number stands beside, so colour never says it alone."""
MARKS: Final = "¹²³⁴⁵⁶⁷⁸⁹"


def signals_of(campaign: Campaign) -> tuple[Expression, ...]:
    """The signals of the campaign's own lexicon; none where it holds no readable one."""
    return _signals(campaign.lexicon_text)


@st.cache_data(max_entries=16, show_spinner=False)
def _signals(lexicon: str) -> tuple[Expression, ...]:
    try:
        return parse_lexicon(lexicon, "lexique").signals
    except LexiconError:
        return ()


def record_of(operation: Operation) -> dict[str, Any] | None:
    """The operation in the current warehouse; None where the active extracts don't hold it.

    In 2021-2027 it is found in whatever wave it stands now, or as the last edition of the list that held it had it.
    """
    connection, number = current_warehouse().connection, operation.num_dossier
    exact = first_row(connection, "operation_record", num_dossier=number, wave=operation.wave)
    if exact is not None:
        return exact
    moved = first_row(connection, "operation_record", num_dossier=number, wave=None)
    if moved is not None:
        return moved if told_by_number(moved["period"]) else None
    return departed(connection, number)


def texts_of_record(record: Mapping[str, Any]) -> dict[str, str]:
    """The texts that a reviewer reads, field by field, without the empty ones."""
    return {name: str(record[name]) for name in TEXT_FIELDS if record[name]}


def found_by_criterion(texts: Mapping[str, str], signals: Sequence[Expression]) -> dict[str, list[str]]:
    """Criterion → the words of the texts that signal it, as written, each once."""
    found: dict[str, dict[str, str]] = {}
    for text in texts.values():
        for span in find_spans(text, signals):
            words = text[span.start : span.end]
            found.setdefault(span.expression.criterion, {}).setdefault(words.casefold(), words)
    return {criterion: list(words.values()) for criterion, words in found.items()}


def draw_operation_to_review(
    operation: Operation, record: Mapping[str, Any] | None, campaign: Campaign
) -> dict[str, list[str]]:
    """Draws the operation's landmarks and its texts; gives the words that signal each criterion."""
    st.markdown(
        f"## [{literal(operation.title or operation.beneficiary or operation.num_dossier)}]"
        f"({operation_link(operation.num_dossier, operation.wave, current_selection())})"
    )
    if record is None:
        wave = words_of(current_selection().period).wave_in_full(operation.wave)
        st.caption(literal(f"{operation.beneficiary} · {wave} · dossier {operation.num_dossier}"))
        st.warning(
            "Les extraits actifs ne contiennent plus cette opération\u202f: ses textes ne peuvent pas être affichés.",
            icon=":material/warning:",
        )
        return {}
    st.caption(landmarks_of(record))
    if operation.origin:
        st.caption(f"Dans la campagne au titre de\u202f: {literal(operation.origin)}")
    if "left_imported_at" in record:
        st.warning(literal(left_sentence(record)), icon=":material/logout:")
    texts = texts_of_record(record)
    if operation.texts_hash != hash_of(record):
        st.warning(
            "Les textes de cette opération ont changé depuis son entrée dans la campagne.", icon=":material/history:"
        )
    return draw_signalled_texts(texts, signals_of(campaign), campaign.grid)


def draw_signalled_texts(texts: Mapping[str, str], signals: Sequence[Expression], grid: Grid) -> dict[str, list[str]]:
    """Draws the texts of an operation, by field, its signals highlighted; gives the words that signal each criterion."""
    for name, text in texts.items():
        if name not in ("title", "beneficiary"):
            st.markdown(f"### {FIELD_BY_NAME[name].label}")
            draw_signalled_text(text, signals, grid)
    if not set(texts) - {"title", "beneficiary"}:
        st.markdown("L'extrait ne décrit pas cette opération\u202f: seuls son intitulé et son porteur sont connus.")
    found = found_by_criterion(texts, signals)
    draw_legend(found, grid)
    return found


def draw_signalled_text(text: str, signals: Sequence[Expression], grid: Grid) -> None:
    """Draws one text, paragraph by paragraph, its signals highlighted."""
    for paragraph in text.split("\n"):
        if paragraph.strip():
            st.markdown(highlighted_text(paragraph, signals, grid))


def landmarks_of(record: Mapping[str, Any]) -> str:
    """Who carries the operation, where, under which number: one line of Markdown, whose names open what they name."""
    total, period = record["total_cost"], record["period"]
    everything = Selection(period=period)
    region = "region" if period == FORMER else "region_2016"
    named = [("beneficiary", ""), (region, place_name(record[region], period)), ("managing_body", "")]
    parts = [
        *(
            named_text(column, record[column], everything, words)
            for column, words in named
            if record[column] != UNKNOWN
        ),
        f"OS {literal(record['os_code'])}" if record["os_code"] else "",
        f"coût total {euros(total)}" if total is not None else "",
        literal(words_of(period).wave_in_full(record["wave"])),
        f"dossier {literal(record['num_dossier'])}",
    ]
    return " · ".join(part for part in parts if part)


def highlighted_text(text: str, signals: Sequence[Expression], grid: Grid) -> str:
    """A text in Markdown: the signals of the grid's criteria highlighted and numbered, everything else letter for letter."""
    order = {criterion.id: rank for rank, criterion in enumerate(grid.criteria)}
    known = [signal for signal in signals if signal.criterion in order]
    pieces = segments(text, find_spans(text, known))
    return "".join(
        _painted("".join(piece.text for piece in run), ranks)
        for ranks, run in groupby(pieces, key=lambda piece: _ranks(piece, order))
    )


def _ranks(piece: Segment, order: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted({order[expression.criterion] for expression in piece.expressions}))


def _painted(text: str, ranks: tuple[int, ...]) -> str:
    inner = text.strip()
    if not inner:
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    if not ranks:
        return f"{before}{literal(inner)}{after}"
    marks = "".join(MARKS[rank] for rank in ranks if rank < len(MARKS))
    return f"{before}:{_colour(ranks[0])}-background[**{literal(inner)}{marks}**]{after}"


def _colour(rank: int) -> str:
    return COLOURS[rank % len(COLOURS)]


def badge_of(rank: int, text: str) -> str:
    """A short text on a criterion's background, in Markdown."""
    return f":{_colour(rank)}-background[{literal(text)}]"


def draw_legend(found: Mapping[str, Sequence[str]], grid: Grid) -> None:
    """Which colour and number stand for which criterion; nothing where no criterion is signalled."""
    shown = [
        badge_of(rank, f"{rank + 1} {criterion.title}")
        for rank, criterion in enumerate(grid.criteria)
        if criterion.id in found
    ]
    if shown:
        st.markdown("Signaux surlignés\u202f: " + listing(shown))
        st.caption("Un signal attire l'œil sur un mot du critère, il ne vaut pas réponse.")
