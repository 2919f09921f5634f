"""The recall audit: what a bound costs, the protocol that is written before anything is read, and what its readings say."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import COLUMNS, columns_of, wave_heading
from dashboard.domain.french import decimal, integer, long_date, percent, plural
from dashboard.figures.recall import price_figure
from dashboard.identification.audit import (
    DEFAULT_SEED,
    RISK,
    TARGET,
    Standing,
    audited,
    cuts,
    recall_sentence,
    retained_so_far,
    standing,
)
from dashboard.identification.identify import Identification
from dashboard.identification.recall import readings_needed
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.judged import Judged
from dashboard.reviews.protocols import MOST_LOOKS, Key, Protocol, last_protocol, protocols, write_protocol
from dashboard.ui.access import may, person
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.reperage.reading_next import current_ranking, known_judged
from dashboard.ui.reperage.sending import draw_sending
from dashboard.ui.reviews_store import open_reviews, reviews_if_open
from dashboard.ui.tables import html_table
from dashboard.warehouse.query import run

LISTED: Final = 20
RISKS: Final = (0.01, 0.05, 0.1)
TARGETS: Final = (0.7, 0.8, 0.9, 0.95)
RANKED_SENT: Final = 100


def draw_audit(identification: Identification) -> None:
    """Draws the protocols of the programming period, the price of a bound, and the form that writes a protocol."""
    st.markdown(
        "Le repérage peut manquer des opérations. Un protocole, écrit d'avance, fixe combien on en lit au hasard parmi celles que rien "
        "ne repère et que personne n'a jugées\u202f: leur lecture dit, à un risque donné, quelle part des opérations à retenir l'est au moins, "
        "au jugement des évaluateurs."
    )
    decisions = known_judged()
    known = _known()
    if known:
        _draw_protocol(identification, known, decisions)
    selection = current_selection().narrowed(decision=None, categories=())
    keys = audited(current_warehouse().connection, identification, selection, decisions)
    if not keys:
        st.info(
            "Sous ces filtres, toutes les opérations sont repérées ou jugées\u202f: il n'y a rien à tirer au hasard."
        )
        return
    kept = len(retained_so_far(current_warehouse().connection, identification, selection, decisions)[0])
    card(
        price_figure(kept, len(keys), RISK),
        source=current_warehouse().source,
        filters=selection_caption(selection),
        empty="Rien n'est encore retenu sous ces filtres\u202f: aucun nombre de lectures ne borne alors le rappel.",
    )
    if may(Role.DATA_MANAGER):
        _draw_form(identification, keys, kept)


def _known() -> list[Protocol]:
    engine = reviews_if_open()
    if engine is None:
        return []
    try:
        return _protocols(
            engine.url.render_as_string(hide_password=True), last_protocol(engine), current_selection().period
        )
    except ReviewsError:
        return []


@st.cache_data(max_entries=10, show_spinner=False)
def _protocols(store: str, last: int, period: str) -> list[Protocol]:
    del store, last
    engine = reviews_if_open()
    return protocols(engine, period) if engine is not None else []


def _chosen(known: Sequence[Protocol]) -> Protocol:
    """The protocol to show: the newest of the same selection first, the others by choice."""
    selection = current_selection().narrowed(decision=None, categories=())
    if len(known) == 1:
        return known[0]
    same, other = ([one for one in reversed(known) if (one.selection == selection) is kept] for kept in (True, False))
    by_id = {protocol.id: protocol for protocol in (*same, *other)}
    chosen = st.selectbox(
        f"Protocole (sur {integer(len(known))} écrits, aucun ne s'efface)",
        list(by_id),
        format_func=lambda name: (
            f"{long_date(by_id[name].written_at.date())} – {integer(by_id[name].size)} lectures au hasard – "
            f"{by_id[name].selection.in_words()}"
        ),
        key="protocole",
    )
    return by_id[chosen]


def _draw_protocol(identification: Identification, known: Sequence[Protocol], decisions: Judged) -> None:
    protocol = _chosen(known)
    earlier = [one.id for one in known if one.selection == protocol.selection].index(protocol.id)
    found = standing(current_warehouse().connection, identification, protocol, decisions)
    with st.container(border=True, key="carte-protocole"):
        finding, _, rest = recall_sentence(found, earlier=earlier).partition(". ")
        st.markdown(f"### {literal(finding)}")
        if rest:
            st.markdown(literal(rest))
        _draw_terms(protocol)
        st.progress(
            found.decided / protocol.size,
            text=f"Phase au hasard\u202f: {plural(found.decided, 'opération lue', 'opérations lues')} sur {integer(protocol.size)}",
        )
        numbers = {number for number, _ in decisions}
        left = [key for key in protocol.in_order() if key[0] not in numbers]
        if left:
            _draw_next(left, protocol)
        if found.sampled:
            _draw_ranked(found, decisions)


def _draw_terms(protocol: Protocol) -> None:
    looks = [integer(sum(protocol.read_by(look))) for look in range(1, protocol.looks + 1)]
    shared = (
        f"bornes calculées après {', '.join(looks)} lectures, et à aucun autre moment\u202f; le risque de {percent(protocol.risk, 0)} "
        "est partagé entre elles"
        if protocol.looks > 1
        else f"une seule borne, après {plural(protocol.size, 'lecture')}, au risque de {percent(protocol.risk, 0)}"
    )
    strata = ", ".join(
        f"{cut.label} ({integer(cut.sample)} sur {integer(cut.population)})" for cut in protocol.strata if cut.label
    )
    terms = [
        f"Écrit par {protocol.author} le {long_date(protocol.written_at.date())}",
        protocol.selection.in_words(),
        f"{plural(protocol.size, 'opération tirée', 'opérations tirées')} parmi {integer(len(protocol.population))}, tirage n°\u202f{protocol.seed}",
        shared,
        f"strates\u202f: {strata}\u202f; leurs bornes s'additionnent, ce qui est prudent" if strata else "",
        f"ordre de lecture figé {protocol.ranking[:8]}"
        if protocol.ranking
        else "pas encore de classement\u202f: ordre des numéros",
        f"lexique {protocol.lexicon_version[:8]}",
    ]
    st.caption(literal(". ".join(text[0].upper() + text[1:] for text in terms if text) + "."))


def _draw_next(left: Sequence[Key], protocol: Protocol) -> None:
    """The next operations of the sample to read, and the button that sends all of them to a campaign."""
    shown = pd.DataFrame(left[:LISTED], columns=["num_dossier", "wave"], dtype="str")
    names = run(current_warehouse().connection, "names_of", numbers=shown["num_dossier"].tolist())
    shown = shown.merge(names, on=["num_dossier", "wave"], how="left")
    selection = current_selection()
    html_table(
        shown,
        {
            "num_dossier": COLUMNS["operation"],
            "wave": wave_heading(selection.period),
            **columns_of("title", "beneficiary"),
        },
        key="echantillon",
        alternative="Les prochaines opérations du tirage à lire",
        links={"num_dossier": [operation_link(*key, selection) for key in left[:LISTED]]},
    )
    if len(left) > LISTED:
        st.caption(f"Les {integer(LISTED)} prochaines, sur {integer(len(left))} qui restent à lire.")
    draw_sending(
        lambda count: pd.DataFrame(left[:count], columns=["num_dossier", "wave"], dtype="str"),
        of=len(left),
        mark=protocol.mark,
        label=lambda _: "Envoyer dans la file d'évaluation",
        key="audit",
    )


def _draw_ranked(found: Standing, decisions: Judged) -> None:
    """What may be read after the random phase, in the frozen order, and its stopping test."""
    protocol = found.protocol
    st.markdown("### Ensuite, dans l'ordre du classement figé")
    st.markdown(
        "Lire encore peut trouver des opérations et relever le rappel affirmé\u202f; la borne de ce qui manque, elle, ne vient que de la "
        "phase au hasard. Le test d'arrêt (Buscar, Callaghan et Müller-Hansen 2020) est une heuristique\u202f: il traite ces lectures "
        "comme si elles étaient tirées au hasard."
    )
    if found.stopping is None:
        st.markdown("Aucune lecture dans cet ordre n'a encore commencé.")
    else:
        advice = "il suggère d'arrêter" if found.stopping < protocol.risk else "il suggère de continuer"
        st.markdown(
            f"{plural(found.ranked, 'opération lue', 'opérations lues')} dans cet ordre. Test d'arrêt pour un rappel de "
            f"{percent(protocol.target, 0)}\u202f: p\u202f=\u202f{decimal(found.stopping, 3)}, {literal(advice)}."
        )
    drawn, numbers = set(protocol.in_order()), {number for number, _ in decisions}
    left = [key for key in protocol.population if key not in drawn and key[0] not in numbers]
    if left:
        draw_sending(
            lambda count: pd.DataFrame(left[:count], columns=["num_dossier", "wave"], dtype="str"),
            of=len(left),
            count=RANKED_SENT,
            mark=protocol.ranked_mark,
            label=lambda count: "Envoyer la suivante" if count == 1 else f"Envoyer les {integer(count)} suivantes",
            key="audit-rang",
        )


def _draw_form(identification: Identification, keys: Sequence[Key], kept: int) -> None:
    """The form that writes a protocol down."""
    needed = readings_needed(kept, len(keys), TARGET, RISK)
    with (
        st.expander("Écrire un protocole", icon=":material/edit_document:"),
        st.form("protocole", border=False, enter_to_submit=False),
    ):
        st.markdown(
            "Ce que vous fixez ici est gardé tel quel, avec la population, l'ordre du classement et le lexique d'aujourd'hui\u202f: rien ne "
            "s'efface ni ne se corrige, et un second protocole n'efface pas le premier."
        )
        with st.container(horizontal=True):
            size = st.number_input(
                "Lectures au hasard", 1, len(keys), min(needed or 300, len(keys)), key="protocole-taille", width=200
            )
            risk = st.selectbox(
                "Risque",
                RISKS,
                index=RISKS.index(RISK),
                format_func=lambda value: percent(value, 0),
                key="protocole-risque",
                width=120,
            )
            target = st.selectbox(
                "Rappel visé",
                TARGETS,
                index=TARGETS.index(TARGET),
                format_func=lambda value: percent(value, 0),
                key="protocole-rappel",
                width=140,
            )
            looks = st.number_input("Nombre de bornes", 1, MOST_LOOKS, 1, key="protocole-etapes", width=160)
            seed = st.number_input("Tirage n°", 0, 999_999, DEFAULT_SEED, key="protocole-tirage", width=160)
        by_rank = st.checkbox(
            "Tirer à part le dixième le mieux classé (deux strates, borne plus prudente)", key="protocole-strates"
        )
        asked = st.form_submit_button("Écrire le protocole", type="primary")
    if asked:
        _write(identification, int(size), float(risk), float(target), int(looks), int(seed), by_rank=by_rank)


def _write(
    identification: Identification, size: int, risk: float, target: float, looks: int, seed: int, *, by_rank: bool
) -> None:
    selection = current_selection().narrowed(decision=None, categories=())
    ranking = current_ranking()
    if by_rank and not len(ranking.rows):
        st.error(
            "Rien n'est encore classé\u202f: décochez les strates, ou attendez dix décisions de chaque sorte.",
            icon=":material/error:",
        )
        return
    keys = audited(current_warehouse().connection, identification, selection, known_judged(), ranking)
    try:
        write_protocol(
            open_reviews(),
            selection=selection,
            warehouse=current_warehouse().publication.warehouse,
            lexicon_version=identification.lexicon.version,
            ranking=ranking.fingerprint,
            risk=risk,
            target=target,
            looks=looks,
            seed=seed,
            strata=cuts(len(keys), size, by_rank=by_rank),
            population=keys,
            by=person(),
        )
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.rerun()
