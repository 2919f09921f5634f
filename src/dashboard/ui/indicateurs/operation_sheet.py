"""The fiche of one operation, in the manner of the note's boxes: landmarks, description, why it is innovative."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.french import euros, integer, is_missing, long_date, percent
from dashboard.domain.operation import FIELD_BY_NAME, SYNTHETIC_PROVENANCE, UNKNOWN
from dashboard.ingest.rules import RULES
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table

SYNTHETIC = "valeur synthétique, absente de la note"
DEDUCED = "déduit, la note ne l'imprime pas"
TEXTS = ("description", "actions", "outcome")


def draw_operation(record: Mapping[str, Any]) -> None:
    """Draws the fiche of a record of `warehouse.listing.operation`."""
    if record["retained"]:
        st.badge(
            literal(f"Retenue – {record['category']}" if record["category"] != UNKNOWN else "Retenue"),
            icon=":material/check_circle:",
            color="blue",
        )
    elif record["decision"]:
        st.badge("Non retenue", color="gray")
    if record["technical_assistance"]:
        st.info("Assistance technique\u202f: cette opération est gardée, mais hors de toute analyse.")
    if _invented(record):
        st.info(
            "Opération synthétique du jeu de démonstration\u202f: son porteur, ses textes et toutes ses valeurs sont inventés.",
            icon=":material/science:",
        )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _texts(record)
        _decision(record)
    with right:
        st.markdown("## Repères")
        html_table(
            pd.DataFrame(_landmarks(record), columns=["Repère", "Valeur"]),
            key="reperes",
            alternative="Repères de l'opération",
        )
    _origin(record)


def _texts(record: Mapping[str, Any]) -> None:
    found = [name for name in TEXTS if record[name]]
    for name in found:
        st.markdown(f"## {FIELD_BY_NAME[name].label}")
        for paragraph in str(record[name]).split("\n"):
            if paragraph.strip():
                st.markdown(literal(paragraph))
    if not found:
        st.markdown("## Description")
        st.markdown("L'extrait ne décrit pas cette opération.")


def _decision(record: Mapping[str, Any]) -> None:
    st.markdown("## Pourquoi cette opération est innovante" if record["retained"] else "## Décision")
    if not record["decision"]:
        st.markdown("Aucune décision n'est enregistrée sur cette opération.")
        return
    st.markdown(literal(record["decision_reason"] or "Le motif n'est pas renseigné."))
    st.caption(f"Source de la décision\u202f: {literal(record['decision_source'] or UNKNOWN.lower())}")


def _landmarks(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    total, eu = record["total_cost"], record["eu_amount"]
    rate = percent(eu / total) if total and eu is not None else None
    dates = [long_date(record[name]) for name in ("start_date", "end_date") if not is_missing(record[name])]
    rows = [
        ("num_dossier", "Numéro de dossier", record["num_dossier"]),
        ("beneficiary", "Porteur", record["beneficiary"]),
        ("beneficiary_type", "Type de porteur", record["beneficiary_type"]),
        ("recipient_type", "Type de bénéficiaire", record["recipient_type"]),
        ("region", "Région", record["region"]),
        ("department", "Département", record["department"]),
        ("managing_body", "Service gestionnaire", record["managing_body"]),
        ("managing_body", "Type de gestionnaire", record["managing_body_type"]),
        ("programme", "Programme et vague", f"{record['programme']}, vague {record['wave']}"),
        ("os_code", "Objectif spécifique", record["os_code"]),
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
        (label, _marked(name, str(value), record)) for name, label, value in rows if value not in (None, "", UNKNOWN)
    ]


def _marked(name: str, value: str, record: Mapping[str, Any]) -> str:
    """The value, with what the product invented or deduced said beside it; once for all where everything is invented."""
    if _invented(record):
        return value
    if name in record["synthetic"]:
        return f"{value} ({SYNTHETIC})"
    if name in record["deduced"] or (name == "os_code" and "os_code" in record["deduced"]):
        return f"{value} ({DEDUCED})"
    return value


def _invented(record: Mapping[str, Any]) -> bool:
    return str(record["provenance"]) == SYNTHETIC_PROVENANCE


def _origin(record: Mapping[str, Any]) -> None:
    names = list(dict.fromkeys(str(warning).split(":")[0] for warning in record["warnings"] or ()))
    if names:
        st.markdown("## À vérifier")
        for name in names:
            st.markdown(f"- {literal(RULES[name].message if name in RULES else name)}")
    parts = [f"Extrait\u202f: {record['file_name']}, ligne {integer(record['line'])}"]
    if record["provenance"]:
        parts.append(f"Provenance\u202f: {record['provenance']}")
    st.caption(literal(" · ".join(parts)))
