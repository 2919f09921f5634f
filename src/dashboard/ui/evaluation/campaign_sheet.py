"""A campaign on screen: what its result depends on, how far it is, what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

import duckdb
import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role, address_of
from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.domain.french import integer, listing, long_date, percent, plural
from dashboard.exports.documents import Document
from dashboard.ingest.campaign_decisions import publish_decisions, published_campaigns
from dashboard.ingest.errors import IngestError
from dashboard.reviews.archive import export_campaign
from dashboard.reviews.campaigns import (
    add_reviewer,
    freeze,
    get_operations,
    list_campaigns,
    pending_operations,
    withdraw_campaign,
)
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, Progress
from dashboard.reviews.reviewing import progress
from dashboard.ui.access import for_role, may, person
from dashboard.ui.data import cached, current_warehouse, known_periods
from dashboard.ui.downloads import draw_named_download
from dashboard.ui.installation import caller, state
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.ui.page_memory import keep_for_page
from dashboard.ui.tables import html_table
from dashboard.warehouse.options_query import periods_of_numbers
from dashboard.warehouse.query import Row
from dashboard.warehouse.state import StateError

_SAID = "_said_by_publication"
PERIOD = "Programmation"
_REFUSED = "_refused_to_campaign"
OVERVIEW = {
    name: ColumnFormat(
        name, Kind.INTEGER if name in ("Opérations", "Évaluées", "Désaccords", "Décidées") else Kind.TEXT
    )
    for name in ("Campagne", PERIOD, "Grille", "État", "Opérations", "Évaluées", "Désaccords", "Décidées")
}
"""Without the programming period where the warehouse holds one alone."""
SETTINGS = {"label": ColumnFormat("Élément"), **columns_of("value")}
PEOPLE = {
    **columns_of("reviewer"),
    "submitted": ColumnFormat("Évaluations soumises", Kind.INTEGER),
    "drafts": ColumnFormat("Brouillons", Kind.INTEGER),
}


def campaign_rows(engine: Engine, campaigns: list[Campaign]) -> list[Row]:
    """One row per campaign, newest first, as the overview prints it."""
    rows = []
    for campaign in reversed(campaigns):
        found = progress(engine, campaign.id)
        rows.append(
            {
                "Campagne": campaign.name,
                PERIOD: listing(_periods_of(engine, campaign)),
                "Grille": campaign.grid.title,
                "État": f"figée le {day(campaign.frozen_at)}" if campaign.frozen_at else "ouverte",
                "Opérations": found.operations,
                "Évaluées": found.reviewed,
                "Désaccords": found.conflicts,
                "Décidées": found.decided if campaign.grid.decides else None,
            }
        )
    return rows


def overview_columns() -> dict[str, ColumnFormat]:
    """What the overview shows: the programming period of each campaign only where it tells two apart."""
    return {name: column for name, column in OVERVIEW.items() if name != PERIOD or len(known_periods()) > 1}


def _periods_of(engine: Engine, campaign: Campaign) -> list[str]:
    numbers = tuple(operation.num_dossier for operation in get_operations(engine, campaign.id))
    return sorted(cached(periods_of_numbers, numbers))


def day(moment: datetime) -> str:
    """A moment as the day that it was here."""
    return f"{moment.astimezone():%d/%m/%Y}"


def draw_standing(campaign: Campaign, found: Progress) -> None:
    """What the campaign is about, and how far it is."""
    if campaign.description:
        st.markdown(literal(campaign.description))
    with st.container(horizontal=True, key="chiffres-cles"):
        st.metric("Opérations", integer(found.operations), border=True)
        share = f" ({percent(found.reviewed / found.operations)})" if found.operations else ""
        st.metric("Entièrement évaluées", literal(f"{integer(found.reviewed)}{share}"), border=True)
        st.metric("Désaccords à arbitrer", integer(found.conflicts), border=True)
        if campaign.grid.decides:
            st.metric("Décidées", integer(found.decided), border=True)


def draw_reviewers(engine: Engine, campaign: Campaign, found: Progress) -> None:
    """What each reviewer has given; the data manager adds one while the campaign is open."""
    st.markdown("### Évaluateurs")
    _draw_people(campaign, found)
    if may(Role.DATA_MANAGER) and not campaign.frozen:
        _draw_new_reviewer(engine, campaign)


def draw_settings(campaign: Campaign) -> None:
    """What the result of the campaign depends on."""
    st.markdown("### Ce dont le résultat dépend")
    html_table(
        [{"label": label, "value": value} for label, value in _settings(campaign)],
        SETTINGS,
        key="reglages",
        alternative="Réglages de la campagne",
    )


def _draw_people(campaign: Campaign, found: Progress) -> None:
    if not campaign.reviewers:
        st.markdown("Personne n'a encore évalué\u202f: la campagne est ouverte à qui déclare un nom.")
        return
    named = may(Role.DATA_MANAGER)
    rows = [
        {
            "reviewer": name if named else f"Évaluateur {rank}",
            "submitted": found.submitted.get(name, 0),
            "drafts": found.drafts.get(name, 0),
        }
        for rank, name in enumerate(campaign.reviewers, start=1)
    ]
    html_table(rows, PEOPLE, key="evaluateurs", alternative="Avancement par évaluateur")


def _settings(campaign: Campaign) -> list[tuple[str, str]]:
    rule = campaign.rule
    words = plural(rule.reviews_needed, "évaluation par opération", "évaluations par opération")
    if rule.open_to_all:
        words += ", ouverte à toute personne qui déclare un nom"
    creator = campaign.created_by if may(Role.DATA_MANAGER) else "le gestionnaire de données"
    rows = [
        ("Grille", f"{campaign.grid.title}, version {campaign.grid.version}"),
        ("Lexique", "gardé avec la campagne" if campaign.lexicon_text else "non renseigné"),
        ("Extraits", plural(len(campaign.extracts), "fichier") if campaign.extracts else "non renseignés"),
        ("Population", plural(campaign.operations, "opération")),
        ("Règle de décision", words),
        ("Ouverte le", f"{day(campaign.created_at)} par {creator}"),
    ]
    if campaign.frozen_at:
        rows.append(("Figée le", day(campaign.frozen_at)))
    return rows


def _draw_new_reviewer(engine: Engine, campaign: Campaign) -> None:
    with st.form("nouvel-evaluateur", clear_on_submit=True, border=False):
        name = st.text_input("Ajouter un évaluateur", max_chars=80)
        asked = st.form_submit_button("Ajouter", icon=":material/person_add:")
    if asked:
        try:
            add_reviewer(engine, campaign.id, address_of(name) or name)
        except ReviewsError as error:
            st.error(literal(error), icon=":material/error:")
        else:
            st.rerun()


def draw_freezing(engine: Engine, campaign: Campaign, found: Progress) -> None:
    """What ends an open campaign: the button, then what follows from it and the button that does it."""
    st.markdown("### Figer la campagne")
    st.markdown(
        "Une campagne figée ne change plus\u202f: ses décisions sont arrêtées, elle s'exporte et ses décisions peuvent "
        "alimenter les indicateurs."
    )
    allow = st.checkbox("Laisser sans décision les opérations qui ne sont pas terminées", key=f"figer-{campaign.id}")
    done = found.decided if campaign.grid.decides else found.reviewed
    pending = found.operations - done
    if not _asked("Figer définitivement", ":material/lock:", f"figer-demande-{campaign.id}"):
        return
    if pending and not allow:
        st.warning(literal(pending_operations(pending)), icon=":material/pending:")
        return
    if campaign.grid.decides:
        what = (
            plural(done, "décision est arrêtée", "décisions sont arrêtées") if done else "Aucune décision n'est prise"
        )
    else:
        what = plural(done, "lecture est arrêtée", "lectures sont arrêtées") if done else "Aucune opération n'est relue"
    follows = [f"{what}\u202f; plus personne ne peut évaluer, arbitrer ni corriger."]
    if pending:
        follows.append(
            f"{plural(pending, 'opération reste', 'opérations restent')} sans décision, et les brouillons n'y comptent pas."
            if campaign.grid.decides
            else f"{plural(pending, 'opération reste', 'opérations restent')} sans lecture complète."
        )
    follows += [
        "La campagne s'exporte, et ses décisions peuvent être publiées."
        if campaign.grid.decides
        else "La campagne s'exporte.",
        "Rien ne permet de revenir en arrière.",
    ]
    _draw_sure(
        f"Figer «\u202f{campaign.name}\u202f»\u202f?",
        follows,
        "Oui, figer",
        _freeze,
        (engine, campaign.id, allow),
        campaign.id,
    )


def draw_withdrawal(engine: Engine, campaign: Campaign, found: Progress) -> None:
    """What takes back a campaign opened by mistake, as long as nobody has answered; nothing after that."""
    if any(found.submitted.values()) or any(found.drafts.values()):
        return
    st.markdown("### Retirer la campagne")
    st.markdown("Ouverte par erreur, une campagne se retire tant que personne n'a répondu.")
    if not _asked("Retirer cette campagne", ":material/delete:", f"retirer-demande-{campaign.id}"):
        return
    follows = [
        "Elle quitte les listes et les files\u202f; plus personne ne peut y répondre.",
        "Son retrait est inscrit avec votre nom et la date, et ne se reprend pas\u202f: il faudrait en ouvrir une autre.",
    ]
    title = f"Retirer «\u202f{campaign.name}\u202f»\u202f?"
    _draw_sure(title, follows, "Oui, retirer", _withdraw, (engine, campaign.id), campaign.id)


def draw_withdrawn(engine: Engine) -> None:
    """The campaigns that were taken back, by whom and when; nothing where there is none."""
    for campaign in list_campaigns(engine, demonstration=current_warehouse().demonstration, withdrawn=True):
        if campaign.withdrawn and campaign.frozen_at:
            st.caption(
                f"Campagne retirée\u202f: «\u202f{literal(campaign.name)}\u202f», le {day(campaign.frozen_at)} par "
                f"{literal(campaign.frozen_by or '')}."
            )


def draw_said() -> None:
    """Why what was asked for a moment ago isn't done."""
    said = st.session_state.pop(_REFUSED, "")
    if said:
        st.error(literal(said), icon=":material/error:")


def _asked(label: str, icon: str, key: str) -> bool:
    """Draws a button; whether it was pressed since the page was opened, and not answered « Annuler »."""
    keep_for_page(key)
    if st.button(literal(label), icon=icon, key=f"{key}-bouton"):
        st.session_state[key] = True
    return bool(st.session_state.get(key))


def _draw_sure(
    title: str, follows: list[str], sure: str, action: Callable[..., None], given: tuple[object, ...], campaign_id: str
) -> None:
    with st.container(border=True):
        st.markdown(f"**{literal(title)}**")
        st.markdown("\n".join(f"- {literal(line)}" for line in follows))
        with st.container(horizontal=True):
            st.button(literal(sure), type="primary", on_click=action, args=given, key=f"{sure}-{campaign_id}")
            st.button("Annuler", on_click=_forget, args=(campaign_id,), key=f"annuler-{sure}-{campaign_id}")


def _forget(campaign_id: str) -> None:
    for name in ("figer", "retirer"):
        st.session_state.pop(f"{name}-demande-{campaign_id}", None)


@for_role(Role.DATA_MANAGER)
def _freeze(engine: Engine, campaign_id: str, allow: bool) -> None:
    try:
        freeze(engine, campaign_id, by=person(), allow_pending=allow, caller=caller())
    except ReviewsError as error:
        st.session_state[_REFUSED] = str(error)
    _forget(campaign_id)


@for_role(Role.DATA_MANAGER)
def _withdraw(engine: Engine, campaign_id: str) -> None:
    try:
        withdraw_campaign(engine, campaign_id, by=person(), caller=caller())
    except ReviewsError as error:
        st.session_state[_REFUSED] = str(error)
    _forget(campaign_id)


def draw_publication(engine: Engine, campaign: Campaign) -> None:
    """Draws whether the decisions of a frozen campaign feed the indicators, and the button that makes them."""
    if not campaign.grid.decides:
        return
    st.markdown("### Indicateurs")
    for sentence in st.session_state.pop(_SAID, ()):
        st.success(literal(sentence), icon=":material/check_circle:")
    published = published_campaigns(state(), engine).get(campaign.id)
    if published:
        st.markdown(
            with_links(
                "Les décisions alimentent les indicateurs, les cartes et les exports depuis le "
                f"{long_date(published.at.astimezone().date())}. La page Imports permet de les retirer."
            )
        )
        return
    st.markdown(
        with_links(
            "Les décisions de cette campagne n'alimentent pas les indicateurs. Publiées, elles l'emportent sur les décisions "
            "antérieures des mêmes opérations\u202f; la page Imports permet de revenir en arrière."
        )
    )
    if st.button("Publier les décisions", type="primary", icon=":material/publish:"):
        try:
            report = publish_decisions(state(), engine, campaign.id, by=person())
        except (ReviewsError, IngestError, StateError) as error:
            st.error(literal(error), icon=":material/error:")
            return
        st.session_state[_SAID] = report.sentences()
        st.rerun()


def draw_report(engine: Engine, campaign: Campaign) -> None:
    """The one-page report, without names for everybody, with names for the data manager."""
    st.markdown("### Rapport d'une page")
    st.markdown(
        "Le protocole fixé avant la lecture, le chemin des opérations programmées aux retenues, l'accord, les arbitrages et leurs "
        "motifs, la stabilité."
    )
    warehouse = current_warehouse()
    with st.container(horizontal=True):
        for label, kind, mime in _REPORTS:
            st.download_button(
                literal(f"Rapport en {label}"),
                partial(_report, engine, campaign.id, warehouse.connection, kind, named=False),
                file_name=f"campagne-{campaign.id[:12]}-rapport.{kind}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"rapport-{kind}-{campaign.id}",
            )
        draw_named_download(
            "Rapport avec les noms",
            partial(_report, engine, campaign.id, warehouse.connection, "docx", named=True),
            file_name=f"campagne-{campaign.id[:12]}-rapport-noms.docx",
            mime=Document.REPORT.mime,
            key=f"rapport-noms-{campaign.id}",
        )


_REPORTS: Final = (("PDF", "pdf", Document.PDF.mime), ("Word", "docx", Document.REPORT.mime))


def _report(
    engine: Engine, campaign_id: str, connection: duckdb.DuckDBPyConnection, kind: str, *, named: bool
) -> bytes:
    # Its libraries take most of a second, which the page doesn't owe.
    from dashboard.exports.campaign_report import campaign_report, docx_bytes, pdf_bytes  # noqa: PLC0415

    report = campaign_report(engine, campaign_id, connection, named=named)
    return pdf_bytes(report) if kind == "pdf" else docx_bytes(report)


def draw_archive(engine: Engine, campaign: Campaign) -> None:
    """A frozen campaign as one file, with the reviewers' names or without."""
    st.markdown("### Archive")
    st.markdown(
        "Un seul fichier ZIP\u202f: tables, grille, lexique et manifeste. Réimporté, il redonne la même campagne."
    )
    with st.container(horizontal=True):
        draw_named_download(
            "Archive complète",
            partial(export_campaign, engine, campaign.id, anonymised=False),
            file_name=f"campagne-{campaign.id[:12]}.zip",
            mime="application/zip",
            key=f"archive-complete-{campaign.id}",
        )
        st.download_button(
            "Archive sans les noms",
            partial(export_campaign, engine, campaign.id, anonymised=True),
            file_name=f"campagne-{campaign.id[:12]}-sans-noms.zip",
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
        )
