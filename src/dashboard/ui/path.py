"""The way from an extract to the committee, in five steps, with what is done of each."""

from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import integer, plural
from dashboard.domain.selection import Selection
from dashboard.figures.programmed import identified_words
from dashboard.identification.funnel import IDENTIFIED
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.campaign_scores import submitted_reviews
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.identification import identification_by, step_counts
from dashboard.ui.installation import state
from dashboard.ui.links import page_link
from dashboard.ui.reviews_store import known_campaigns, reviews_if_open
from dashboard.ui.static_files import style_sheet
from dashboard.warehouse.indicators import indicators

STYLE: Final = style_sheet("styles/path.css")
NO_CAMPAIGN: Final = "aucune campagne"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page where it is done, what is done of it, whether that is enough for the next one."""

    title: str
    address: str
    said: str
    done: bool


def examined_in_period() -> int:
    """How many operations of the period carry a decision, whatever the other filters select."""
    return int(cached(indicators, _whole_period()).total["examined_operations"])


def draw_path() -> None:
    """The five steps as links, the next one marked; one line once decisions are published. Nothing over the demonstration."""
    if current_warehouse().demonstration:
        return
    examined = examined_in_period()
    if examined:
        st.markdown(
            f"{plural(examined, 'décision est publiée', 'décisions sont publiées')}\u202f: la "
            f"[présentation]({page_link('presentation', current_selection())}) est prête."
        )
        return
    steps = _steps()
    following = next((step for step in steps if not step.done), None)
    st.html(STYLE)
    items = "".join(_item(rank, step, following=step is following) for rank, step in enumerate(steps, start=1))
    st.html(f'<nav aria-label="De l\'extrait au comité"><ol class="parcours">{items}</ol></nav>')


def _item(rank: int, step: Step, *, following: bool) -> str:
    standing = "Étape suivante" if following else "Fait" if step.done else "À venir"
    current = ' aria-current="step"' if following else ""
    link = escape(page_link(step.address, current_selection()))
    return f'<li{current}><a href="{link}">{rank}. {step.title}</a><span><strong>{standing}</strong> – {step.said}</span></li>'


def _steps() -> tuple[Step, ...]:
    programmed = cached(indicators, _whole_period()).total["programme_operations"]
    counts = step_counts(identification_by(current_lexicon(state())), _whole_period())
    evaluation, evaluated = _evaluation()
    return (
        Step("Importer", "imports", _imported(programmed), bool(programmed)),
        Step("Repérer", "reperage", identified_words(counts), any(counts[step] for step in IDENTIFIED)),
        Step("Évaluer", "campagnes", evaluation, evaluated),
        Step("Publier", "campagnes", "aucune décision publiée", done=False),
        Step("Présenter", "presentation", "après la publication", done=False),
    )


def _whole_period() -> Selection:
    return Selection(period=current_selection().period)


def _imported(programmed: int) -> str:
    kinds = [state().manifest(import_id)["kind"] for import_id in current_warehouse().publication.imports]
    extracts = kinds.count("operations")
    return f"{plural(extracts, 'extrait')}, {plural(programmed, 'opération')}" if extracts else "aucun extrait"


def _evaluation() -> tuple[str, bool]:
    """What the campaigns that decide have come to, and whether one of them is frozen: its decisions can be published."""
    engine = reviews_if_open()
    try:
        return _campaigns_words(engine) if engine else (NO_CAMPAIGN, False)
    except ReviewsError:
        return NO_CAMPAIGN, False


def _campaigns_words(engine: Engine) -> tuple[str, bool]:
    deciding = [campaign for campaign in known_campaigns(engine) if campaign.grid.decides]
    running = [campaign for campaign in deciding if not campaign.frozen]
    frozen = len(deciding) - len(running)
    said = []
    if running:
        given = sum(submitted_reviews(engine, campaign) for campaign in running)
        wanted = sum(campaign.operations * campaign.rule.reviews_needed for campaign in running)
        opened = plural(len(running), "campagne ouverte", "campagnes ouvertes")
        said.append(f"{opened}, {plural(given, 'évaluation')} sur {integer(wanted)}")
    if frozen:
        said.append(plural(frozen, "campagne figée", "campagnes figées"))
    return ", ".join(said) or NO_CAMPAIGN, bool(frozen)
