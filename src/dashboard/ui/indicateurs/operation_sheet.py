"""The fiche of one operation, laid out like the note's boxes: description, why it is innovative, landmarks, trace."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.french import euros, integer, is_missing, long_date, percent, quoted
from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.managing_bodies import type_in_words
from dashboard.domain.operation import FIELD_BY_NAME, UNKNOWN, Decided
from dashboard.domain.periods import FORMER, place_name, told_by_number, words_of
from dashboard.domain.selection import Selection
from dashboard.exports.text import shortened
from dashboard.figures.maps_findings import shares_in_words
from dashboard.figures.wording import opened
from dashboard.identification.evidence import find_evidence
from dashboard.identification.identify import Identification
from dashboard.identification.lexicons import current_lexicon
from dashboard.ingest.report import value_in_words
from dashboard.ingest.rules import RULES
from dashboard.reviews.campaigns import campaigns_with
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, TraceEntry
from dashboard.reviews.trace import trace
from dashboard.ui.access import may
from dashboard.ui.data import current_warehouse
from dashboard.ui.identification import identification_by
from dashboard.ui.identified_list import highlighted
from dashboard.ui.indicateurs.robustness import draw_robustness
from dashboard.ui.installation import state
from dashboard.ui.invented import draw_if_invented, invented
from dashboard.ui.links import named_text
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.tables import html_table

logger = logging.getLogger(__name__)

SYNTHETIC = "valeur synthétique, absente de la note"
DEDUCED = "déduit, la note ne l'imprime pas"
TRACE = {
    "moment": ColumnFormat("Quand"),
    "actor": ColumnFormat("Qui"),
    "detail": ColumnFormat("Quoi, et pourquoi"),
}
TEXTS = ("description", "actions", "outcome")
SEVERAL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "os_code": ("priority_axis", "specific_objective"),
    "start_date": ("start_date", "end_date"),
}
"""Landmark → the fields of the extract that it shows, where it isn't the one of its name."""
DEDUCED_ROWS = ("Type de gestionnaire", "Taux UE")
"""Landmarks that the product works out."""
NAMED: Mapping[str, str] = {
    "Porteur": "beneficiary",
    "Type de porteur": "beneficiary_type",
    "Type de bénéficiaire": "recipient_type",
    "Département": "department",
    "Service gestionnaire": "managing_body",
    "Type de gestionnaire": "managing_body_type",
}
"""Landmark → the column of what it opens."""
UNLISTED = (
    "title", "beneficiary_postcode", "operation_postcode", "zone", "first_agreement_date", "intervention_category", "country",
)  # fmt: skip
"""Fields that may be completed and are no landmark."""
LONGEST_BEFORE = 200


Record = Mapping[str, Any]
"""An operation as `warehouse.listing.operation` gives it."""


def draw_status(record: Record) -> None:
    """Whether it is retained, and what sets it apart: technical assistance, made up."""
    if record["retained"]:
        st.badge(
            literal(f"Retenue – {record['category']}" if record["category"] != UNKNOWN else "Retenue"),
            icon=":material/check_circle:",
            color="blue",
        )
    else:
        st.badge(literal(opened(record["decision"])), color="gray")
    if record["technical_assistance"]:
        st.info("Assistance technique\u202f: cette opération est gardée, mais hors de toute analyse.")
    draw_if_invented(record)


def draw_texts(record: Record) -> None:
    """What the extract says of the operation, in its own words."""
    found = [name for name in TEXTS if record[name]]
    for name in found:
        st.markdown(f"## {FIELD_BY_NAME[name].label}")
        for paragraph in str(record[name]).split("\n"):
            if paragraph.strip():
                st.markdown(literal(paragraph))
        if said := completed_by(record, name):
            st.caption(literal(opened(said)))
    if not found:
        st.markdown("## Description")
        st.markdown("L'extrait ne décrit pas cette opération.")


def draw_decision(record: Record) -> None:
    """What was decided, why, and by whom."""
    st.markdown("## Pourquoi cette opération est innovante" if record["retained"] else "## Décision")
    if record["decision"] == Decided.UNEXAMINED:
        st.markdown("Aucune décision n'est enregistrée sur cette opération.")
        return
    st.markdown(literal(record["decision_reason"] or "Le motif n'est pas renseigné."))
    st.caption(f"Source de la décision\u202f: {literal(record['decision_source'] or UNKNOWN.lower())}")


def draw_landmarks(record: Record) -> None:
    """The table of places, dates and amounts."""
    found = _landmarks(record)
    html_table(
        pd.DataFrame([(label, value) for label, value, _ in found], columns=["Repère", "Valeur"]),
        key="reperes",
        alternative="Repères de l'opération",
        written={"Valeur": [_linked(label, value, record) for label, value, _ in found]},
        after={"Valeur": [said for *_, said in found]},
    )


def _landmarks(record: Record) -> list[tuple[str, str, str]]:
    """Label, value and what is said of it."""
    words = words_of(record["period"])
    total, eu = record["total_cost"], record["eu_amount"]
    rate = percent(eu / total) if total and eu is not None else None
    dates = [long_date(record[name]) for name in ("start_date", "end_date") if not is_missing(record[name])]
    rows = [
        ("num_dossier", "Numéro de dossier", record["num_dossier"]),
        ("beneficiary", "Porteur", record["beneficiary"]),
        ("beneficiary_type", "Type de porteur", record["beneficiary_type"]),
        ("recipient_type", "Type de bénéficiaire", record["recipient_type"]),
        ("region", "Région", shares_in_words(_regions(record)[1])),
        ("department", "Département", " ; ".join(record["departments"] or ()) or record["department"]),
        ("managing_body", "Service gestionnaire", record["managing_body"]),
        ("managing_body", "Type de gestionnaire", type_in_words(record["managing_body_type"])),
        ("programme", f"Programme et {words.wave}", f"{record['programme']}, {words.wave_name(record['wave'])}"),
        ("os_code", "Objectif spécifique", record["os_code"]),
        (
            "intervention_category",
            "Type d'intervention",
            " ; ".join(record["intervention_types"] or ()) or record["intervention_type"],
        ),
        ("call_for_projects", "Appel à projets", record["call_for_projects"]),
        (
            "programming_date",
            "Programmée le",
            None if is_missing(record["programming_date"]) else long_date(record["programming_date"]),
        ),
        ("start_date", "Réalisation", " – ".join(dates) or None),
        ("total_cost", "Coût total", None if total is None else euros(total)),
        ("eu_amount", "Montant UE", None if eu is None else euros(eu)),
        ("eu_amount", "Taux UE", rate),
        (
            "participants_planned",
            "Participants prévus",
            None if record["participants_planned"] is None else integer(record["participants_planned"]),
        ),
        (
            "participants_entered",
            "Participants entrés",
            None if record["participants_entered"] is None else integer(record["participants_entered"]),
        ),
    ]
    return [
        (
            label,
            str(value),
            " ".join(filter(None, (_mark(name, label, record), _origin(name, label, record)))),
        )
        for name, label, value in rows
        if value not in (None, "", UNKNOWN)
    ]


def _linked(label: str, value: str, record: Record) -> str:
    """A landmark in Markdown: what it names opens among the operations of the period, each of several places by itself."""
    everything = Selection(period=record["period"])
    if label == "Région":
        column, places = _regions(record)
        share = f" (1/{len(places)})" if len(places) > 1 else ""
        return ", ".join(named_text(column, place, everything) + share for place in places)
    if label == "Département" and record["departments"]:
        return " ; ".join(named_text("department", code, everything) for code in record["departments"])
    column = NAMED.get(label, "")
    return named_text(column, record[column], everything, value) if column else literal(value)


def _regions(record: Record) -> tuple[str, Sequence[str]]:
    """The regions of an operation and the column that they belong to: former ones in 2014-2020 where they are all known, present ones otherwise."""
    former, present = record["regions"] or (), record["regions_2016"] or ()
    if record["period"] <= FORMER and len(former) >= max(2, len(present)):
        return "region", former
    if present:
        return "region_2016", present
    column = "region" if record["period"] <= FORMER else "region_2016"
    return column, (place_name(record[column], record["period"]),)


def _origin(name: str, label: str, record: Record) -> str:
    """What the extract wrote where the label was merged into another one."""
    original = (record["original_labels"] or {}).get(name)
    return f"(libellé d'origine\u202f: {original})" if original and label == FIELD_BY_NAME[name].label else ""


def completed_by(record: Record, *names: str) -> str:
    """« complété par « tableau.xlsx », importé le 3 mars 2026 », and what the extract said where it was corrected; "" where it wasn't."""
    said = []
    for cell in record["completions"] or ():
        if cell["field"] in names:
            axis = cell["field"] == "priority_axis"
            field = words_of(record["period"]).axis.capitalize() if axis else FIELD_BY_NAME[cell["field"]].label
            verb = "complété" if cell["before"] is None else "corrigé"
            subject = f"{field}\u202f: {verb}" if len(names) > 1 else verb
            before = (
                ""
                if cell["before"] is None
                else f"\u202f; l'extrait disait {quoted(shortened(value_in_words(cell['field'], cell['before']), LONGEST_BEFORE))}"
            )
            said.append(
                f"{subject} par {quoted(cell['file_name'])}, importé le {long_date(cell['imported_at'].date())}{before}"
            )
    return "\u202f; ".join(said)


def _mark(name: str, label: str, record: Record) -> str:
    """What follows a value: what completed it, or « synthétique » or « déduit » where the product made it.

    Nothing is marked as made up where the whole operation is.
    """
    fields = () if label in DEDUCED_ROWS else SEVERAL_FIELDS.get(name, (name,))
    if said := completed_by(record, *fields):
        return f"({said})"
    if invented(record):
        return ""
    if name in record["synthetic"]:
        return f"({SYNTHETIC})"
    return f"({DEDUCED})" if name in record["deduced"] else ""


def draw_origin(record: Record) -> None:
    """What the import warned of, and where the row comes from."""
    names = list(dict.fromkeys(str(warning).split(":")[0] for warning in record["warnings"] or ()))
    if names or record["high_rate"]:
        st.markdown("## À vérifier")
        if record["high_rate"]:
            st.markdown(f"- {literal(_high_rate(record))}")
        for name in names:
            st.markdown(f"- {literal(RULES[name].message if name in RULES else name)}")
    parts = [f"Extrait\u202f: {record['file_name']}, ligne {integer(record['line'])}"]
    parts += [f"{FIELD_BY_NAME[name].label}\u202f: {said}" for name in UNLISTED if (said := completed_by(record, name))]
    if record["provenance"]:
        parts.append(f"Provenance\u202f: {record['provenance']}")
    st.caption(literal(" · ".join(parts)))


def _high_rate(record: Record) -> str:
    rate, ceiling = percent(record["eu_amount"] / record["total_cost"]), percent(record["rate_ceiling"], 0)
    return (
        f"Taux élevé, à vérifier\u202f: l'Union européenne paie {rate} de l'opération, alors que le plafond de sa région est de {ceiling} dans le "
        "programme national. Les plafonds s'imposent à la priorité, non à l'opération\u202f: un taux plus haut n'est qu'un indice, il ne dit pas "
        "que l'opération est innovante."
    )


def draw_trace(record: Record) -> None:
    """What found the operation, who scored it and when, who decided and why. Without the store of reviews, what found it still shows."""
    _draw_finding(identification_by(current_lexicon(state())), record)
    draw_reviews(record)


def draw_reviews(record: Record) -> None:
    """Who scored the operation and when, who decided and why, campaign by campaign, and how far its score depends on the weights."""
    number, wave, period = str(record["num_dossier"]), str(record["wave"]), str(record["period"])
    held = None if told_by_number(period) else wave
    try:
        engine = open_reviews()
        named = may(Role.DATA_MANAGER)
        traces = [
            (campaign, trace(engine, campaign.id, number, anonymised=not named))
            for campaign in campaigns_with(engine, number, held, demonstration=current_warehouse().demonstration)
        ]
    except ReviewsError as error:
        logger.warning("No trace of the reviews of %s: %s", number, error)
        st.caption(literal(error))
        return
    for campaign, entries in traces:
        _draw_campaign(campaign, entries)
    if not traces:
        st.markdown("Aucune campagne n'a porté sur cette opération.")
    draw_robustness(number, wave, period)


def _draw_finding(identification: Identification, record: Record) -> None:
    found = identification.provenance
    mine = found[(found["num_dossier"] == record["num_dossier"]) & (found["wave"] == record["wave"])]
    if mine.empty:
        st.markdown("**Repérage** – ni une expression du lexique ni une autre source ne mène à cette opération.")
        return
    pairs = zip(mine["provenance"].astype(str), mine["detail"].astype(str), strict=True)
    said = [f"{provenance} ({detail})" if detail else provenance for provenance, detail in pairs]
    st.markdown(f"**Repérage** – trouvée par\u202f: {literal(', '.join(said))}.")
    for evidence in find_evidence(
        {name: record[name] for name in TEXT_FIELDS}, identification.expressions, identification.exclusions
    ):
        st.markdown(f"- {literal(FIELD_BY_NAME[evidence.field].label)}\u202f: {highlighted(evidence)}")


def _draw_campaign(campaign: Campaign, entries: list[TraceEntry]) -> None:
    made_up = ", évaluations fabriquées pour la démonstration" if campaign.demonstration and campaign.frozen else ""
    st.markdown(f"**{literal(campaign.name)}** – grille «\u202f{literal(campaign.grid.title)}\u202f»{literal(made_up)}")
    if not entries:
        st.markdown("Personne ne l'a encore évaluée dans cette campagne.")
        return
    frame = pd.DataFrame(
        {
            "moment": [f"{entry.at.astimezone():%d/%m/%Y à %H:%M}" for entry in entries],
            "actor": [entry.actor for entry in entries],
            "detail": [entry.detail for entry in entries],
        }
    )
    html_table(frame, TRACE, key=f"trace-{campaign.id[:24]}", alternative=f"Trace dans {campaign.name}")
