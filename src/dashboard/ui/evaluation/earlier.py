"""What was decided before on a nearly identical operation of the same bearer: read beside the present one, never applied."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboard.domain.french import long_date, plural
from dashboard.domain.operation import FIELD_BY_NAME, UNKNOWN
from dashboard.domain.periods import words_of
from dashboard.identification.renewals import Passage, differences, earlier_decisions, renewals, renewed_with
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.links import operation_link
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import Row

_AROUND: Final = 8
"""Words kept on each side of a difference."""


def draw_earlier(record: Mapping[str, Any] | None) -> None:
    """Draws, folded, the newest decision on another operation of the same project; nothing where there is none."""
    if record is None:
        return
    others = renewed_with(cached(renewals), str(record["num_dossier"]), str(record["wave"]))
    found = earlier_decisions(current_warehouse().connection, others) if len(others) else []
    if not found:
        return
    folded = st.expander(
        literal(f"Une opération presque identique a déjà été jugée\u202f: {found[0]['decision']}"),
        icon=":material/history:",
        key=f"anterieure-{record['num_dossier']}",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            _draw(found, record)


def _draw(found: Sequence[Row], record: Mapping[str, Any]) -> None:
    for earlier in found:
        _draw_decision(earlier)
    st.caption(
        "Même porteur, intitulé et texte presque identiques. Rien n'est rempli ni décidé à votre place\u202f: "
        "l'opération que vous lisez peut différer sur ce qui compte."
    )
    changed = differences(found[0], record)
    if not changed:
        st.markdown("Les textes sont les mêmes, mot pour mot.")
        return
    st.caption("Barré\u202f: dans l'opération déjà jugée seulement. En gras\u202f: dans celle-ci seulement.")
    for name, passages in changed.items():
        st.markdown(f"**{FIELD_BY_NAME[name].label}**\u202f: {highlighted(passages)}")


def _draw_decision(earlier: Row) -> None:
    title = earlier["title"] or earlier["num_dossier"]
    period = current_selection().period
    kind = f", {earlier['category']}" if earlier["category"] not in (None, UNKNOWN) else ""
    why = f"Motif\u202f: «\u202f{earlier['decision_reason']}\u202f»" if earlier["decision_reason"] else ""
    source = f", {earlier['decision_source']}" if earlier["decision_source"] else ""
    st.markdown(
        f"**{literal(earlier['decision'].capitalize())}**{literal(kind)}, décision publiée le {long_date(earlier['decided_on'])}"
        f"{literal(source)}\u202f: [{literal(title)}]({operation_link(earlier['num_dossier'], earlier['wave'], current_selection())}), {literal(words_of(period).wave_in_full(earlier['wave']))}, "
        f"dossier {literal(earlier['num_dossier'])}. {literal(why)}"
    )


def highlighted(passages: Sequence[Passage]) -> str:
    """Passages in Markdown: struck through where only the earlier one has them, bold where only the present one has; never colour alone."""
    return " ".join(_painted(passage) for passage in passages)


def _painted(passage: Passage) -> str:
    if passage.earlier and passage.present:
        words = passage.words.split()
        hidden = len(words) - 2 * _AROUND
        if hidden <= 0:
            return literal(passage.words)
        left_out = f" *[… {plural(hidden, 'mot')} …]* "
        return literal(" ".join(words[:_AROUND])) + left_out + literal(" ".join(words[-_AROUND:]))
    if passage.earlier:
        return f":red-background[~~{literal(passage.words)}~~]"
    return f":green-background[**{literal(passage.words)}**]"
