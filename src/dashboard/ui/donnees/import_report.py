"""The report of an import, and the files that go with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import pandas as pd
import streamlit as st

from dashboard.domain.french import euros, integer
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.ingest.formats import FORMAT_BY_NAME
from dashboard.ingest.rules import RULES
from dashboard.ui.figure_card import XLSX_TYPE
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.database import open_database

FLAGGED_ROWS: Final = 50


def draw_report(import_id: str) -> None:
    """Draws what an import did: counts that add up, broken rules, notes, downloads."""
    manifest = state().manifest(import_id)
    folder = state().imports / import_id
    st.markdown(f"### Rapport\u202f: {literal(manifest['file_name'])}")
    st.caption(
        literal(
            f"{FORMAT_BY_NAME[manifest['format']].LABEL} · mode {manifest['mode']} · {_waves(manifest)} · sha256 {manifest['sha256'][:16]}…"
        )
    )
    cells = st.columns(4)
    words = (
        ("Lignes lues", "read"),
        ("Acceptées", "accepted"),
        ("Laissées de côté", "left_aside"),
        ("Rejetées", "rejected"),
    )
    for cell, (label, name) in zip(cells, words, strict=True):
        cell.metric(literal(label), integer(manifest[name]), border=True)
    if manifest["kind"] == "operations":
        st.markdown(
            f"Coût total accepté\u202f: **{euros(manifest['total_cost'])}**, montant UE\u202f: **{euros(manifest['eu_amount'])}**."
        )
    for note in manifest["notes"]:
        st.info(literal(note), icon=":material/info:")
    _rules(manifest)
    _flagged(manifest, folder / "flagged.parquet")
    _downloads(manifest, folder)


def _waves(manifest: Mapping[str, Any]) -> str:
    if not manifest["waves"]:
        return "sans vague"
    return "vague " + ", ".join(f"{wave} ({integer(count)})" for wave, count in manifest["waves"].items())


def _rules(manifest: Mapping[str, Any]) -> None:
    rows = [
        {"Effet": effect, "Règle": RULES[name].label if name in RULES else name, "Lignes": count}
        for effect, counts in (("rejetées", manifest["errors"]), ("signalées", manifest["warnings"]))
        for name, count in counts.items()
    ] + [
        {"Effet": "laissées de côté", "Règle": reason, "Lignes": count}
        for reason, count in manifest["left_aside_reasons"].items()
    ]
    if manifest["malformed"]:
        rows.append({"Effet": "rejetées", "Règle": "ligne mal formée", "Lignes": len(manifest["malformed"])})
    if rows:
        html_table(
            pd.DataFrame(rows)[["Règle", "Effet", "Lignes"]],
            key=f"regles-{manifest['id']}",
            alternative="Lignes par règle",
        )
    else:
        st.success("Aucune ligne rejetée ni signalée.", icon=":material/check:")


def _flagged(manifest: Mapping[str, Any], path: Path) -> None:
    """The first rows whose place is to be looked at, with the cell as it stood; the file holds them all."""
    if not path.exists():
        return
    rows = read_table(path)
    shown = "" if len(rows) <= FLAGGED_ROWS else f", les {integer(FLAGGED_ROWS)} premiers"
    with st.expander(literal(f"Lieux à vérifier ({integer(len(rows))}{shown})")):
        html_table(rows.head(FLAGGED_ROWS), key=f"lieux-{manifest['id']}", alternative="Lieux à vérifier")


def read_table(path: Path) -> pd.DataFrame:
    """One of an import's Parquet files."""
    with open_database() as connection:
        return cast(pd.DataFrame, connection.read_parquet(str(path)).df())


def _downloads(manifest: Mapping[str, Any], folder: Path) -> None:
    files = (
        ("rejected", "Lignes rejetées", manifest["rejected"]),
        ("left_aside", "Lignes laissées de côté", manifest["left_aside"]),
        ("changes", "Montants modifiés", manifest["changed_amounts"]),
        ("flagged", "Lieux à vérifier", True),
    )
    with st.container(horizontal=True):
        for name, label, count in files:
            if count and (folder / f"{name}.parquet").exists():
                _download(name, label, manifest, folder / f"{name}.parquet")


def _download(name: str, label: str, manifest: Mapping[str, Any], path: Path) -> None:
    def as_csv() -> bytes:
        return csv_bytes(read_table(path))

    def as_xlsx() -> bytes:
        return xlsx_bytes({label: read_table(path)}, about={"Fichier": manifest["file_name"]})

    for kind, build, mime in (("csv", as_csv, "text/csv"), ("xlsx", as_xlsx, XLSX_TYPE)):
        st.download_button(
            literal(f"{label} ({kind.upper()})"),
            build,
            file_name=f"{name}-{manifest['id']}.{kind}",
            mime=mime,
            on_click="ignore",
            icon=":material/download:",
            key=f"{kind}-{name}-{manifest['id']}",
        )
