"""The report of an import, before and after it is published, and the files that go with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import pandas as pd
import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind
from dashboard.domain.french import integer, plural
from dashboard.exports.text import shortened
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.figures.editions import EFFECT_COLUMNS
from dashboard.ingest.formats import FORMAT_BY_NAME
from dashboard.ingest.importer import corrections
from dashboard.ingest.report import (
    broken_rules,
    columns,
    completed_in_words,
    completed_rows,
    field_label,
    findings,
    found_totals,
    happened,
    programme_rows,
    unread_columns,
    value_in_words,
    waves_in_words,
)
from dashboard.ui.figure_card import XLSX_TYPE
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.database import open_database

FLAGGED_ROWS: Final = 50
LONGEST_VALUE: Final = 200

Manifest = Mapping[str, Any]
Change = Callable[[Mapping[str, Any]], None]
"""Draws what lets a person change what was found."""

_PROGRAMMES: Final = {
    "programme": ColumnFormat("Programme"),
    "fund": ColumnFormat("Fonds"),
    "operations": COLUMNS["operations"],
    # To the cent: people compare them with their own sums.
    "total_cost": replace(COLUMNS["total_cost"], kind=Kind.EUROS, digits=2),
    "eu_amount": replace(COLUMNS["eu_amount"], kind=Kind.EUROS, digits=2),
}
_TOTALS: Final = {
    "label": ColumnFormat("Total du fichier"),
    "line": COLUMNS["line"],
    "field": ColumnFormat("Champ"),
    "stated": ColumnFormat("Dans le fichier", Kind.EUROS),
    "summed": ColumnFormat("Somme des lignes", Kind.EUROS),
    "verdict": ColumnFormat("Vérification"),
}
_COLUMNS: Final = {
    "header": ColumnFormat("Colonne"),
    "label": ColumnFormat("Lue comme"),
    "share": ColumnFormat("Remplie à"),
}
_COMPLETED: Final = {
    "label": ColumnFormat("Champ"),
    "filled": ColumnFormat("Champs vides remplis", Kind.INTEGER),
    "corrected": ColumnFormat("Valeurs corrigées", Kind.INTEGER),
    "confirmed": ColumnFormat("Valeurs confirmées", Kind.INTEGER),
}
_CORRECTIONS: Final = {
    "num_dossier": ColumnFormat("Numéro de dossier"),
    "field": ColumnFormat("Champ"),
    "before": ColumnFormat("Avant"),
    "after": ColumnFormat("Après"),
}
_RULES: Final = {
    "rule": ColumnFormat("Règle"),
    "effect": ColumnFormat("Effet"),
    "rows": ColumnFormat("Lignes", Kind.INTEGER),
}


def draw_report(import_id: str) -> None:
    """Draws what an import did."""
    manifest = state().manifest(import_id)
    st.markdown(f"### Rapport\u202f: {literal(manifest['file_name'])}")
    said = (
        FORMAT_BY_NAME[manifest["format"]].LABEL,
        f"mode {manifest['mode']}",
        waves_in_words(manifest),
        f"sha256 {manifest['sha256'][:16]}…",
    )
    st.caption(literal(" · ".join(filter(None, said))))
    draw_counts(manifest)
    draw_details(manifest, state().imports / import_id)


def draw_counts(manifest: Manifest, *, published: bool = True, change: Change | None = None) -> None:
    """Draws the counts, which add up, and what was found in the file, in decreasing importance."""
    st.markdown(f"**{literal(happened(manifest, published=published))}**")
    words = (
        ("Lignes lues", "read"),
        ("Acceptées", "accepted"),
        ("Laissées de côté", "left_aside"),
        ("Rejetées", "rejected"),
    )
    with st.container(horizontal=True, key="chiffres-cles"):
        for label, name in words:
            st.metric(literal(label), integer(manifest[name]), border=True)
    for said in completed_in_words(manifest):
        st.markdown(literal(said))
    _findings(manifest, change)


def draw_details(manifest: Manifest, folder: Path) -> None:
    """Draws the effect of an edition, the totals, the columns, the broken rules, and the files of the folder to download."""
    _edition(manifest)
    _totals(manifest)
    _completed(manifest, folder)
    _columns(manifest)
    _rules(manifest)
    _flagged(manifest, folder / "flagged.parquet")
    _downloads(manifest, folder)


def _findings(manifest: Manifest, change: Change | None) -> None:
    # A key that several columns share is changed once, for them all.
    offered: set[str] = set()

    def draw(found: Mapping[str, Any]) -> None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{':material/info:' if found['weight'] == 0 else '–'} {literal(found['text'])}", width="stretch"
            )
            key = found.get("key", "")
            if change and found.get("choices") and key not in offered:
                offered.add(key)
                change(found)

    for found in findings(manifest, 0, 1):
        draw(found)
    if details := findings(manifest, 2):
        with st.expander(f"Détails de lecture ({integer(len(details))})"):
            for found in details:
                draw(found)


def _edition(manifest: Manifest) -> None:
    """What an edition of the public list does to the key figures of each programme, against the one in place before it."""
    if changed := manifest.get("edition_changes"):
        with st.expander("Effet sur les chiffres clés, par programme"):
            html_table(
                changed["effect"],
                EFFECT_COLUMNS,
                key=f"edition-{manifest['id']}",
                alternative="Effet de l'édition sur les chiffres clés de chaque programme",
                total=len(changed["effect"]) > 1,
            )


def _totals(manifest: Manifest) -> None:
    """The accepted euros by programme and fund, then the totals that the file gives beside the sums of its rows."""
    if programmes := programme_rows(manifest):
        html_table(
            programmes,
            _PROGRAMMES,
            key=f"programmes-{manifest['id']}",
            alternative="Lignes acceptées, par programme et par fonds",
            total=len(programmes) > 1,
        )
    if totals := found_totals(manifest):
        html_table(
            [{name: getattr(total, name) for name in _TOTALS} for total in totals],
            _TOTALS,
            key=f"totaux-{manifest['id']}",
            alternative="Totaux trouvés dans le fichier, comparés à la somme de ses lignes",
        )


def _completed(manifest: Manifest, folder: Path) -> None:
    """What completions do to each field, and the first values that they contradict; the file holds them all."""
    if rows := completed_rows(manifest):
        html_table(rows, _COMPLETED, key=f"complements-{manifest['id']}", alternative="Champs complétés")
    found = corrections(folder)
    if not found:
        return
    shown = "" if len(found) <= FLAGGED_ROWS else f", les {integer(FLAGGED_ROWS)} premières"
    with st.expander(literal(f"Valeurs corrigées ({integer(len(found))}{shown})")):
        html_table(
            [
                row
                | {"field": field_label(row["field"])}
                | {
                    name: shortened(value_in_words(row["field"], row[name]), LONGEST_VALUE)
                    for name in ("before", "after")
                }
                for row in found[:FLAGGED_ROWS]
            ],
            _CORRECTIONS,
            key=f"corrections-{manifest['id']}",
            alternative="Valeurs que le fichier corrige",
        )


def _columns(manifest: Manifest) -> None:
    kept, dropped = columns(manifest)
    if said := unread_columns(manifest):
        st.info(literal(said), icon=":material/visibility_off:")
    if not (kept or dropped):
        return
    counts = f"{plural(len(kept), 'lue')}, {plural(len(dropped), 'non lue', 'non lues')}"
    with st.expander(literal(f"Colonnes du fichier ({counts})")):
        html_table(
            [
                {"header": one.header, "label": one.label or "non lue, gardée à part", "share": one.filled}
                for one in (*dropped, *kept)
            ],
            _COLUMNS,
            key=f"colonnes-{manifest['id']}",
            alternative="Colonnes du fichier",
        )


def _rules(manifest: Manifest) -> None:
    rows = [dict(zip(_RULES, row, strict=True)) for row in broken_rules(manifest)]
    if rows:
        html_table(rows, _RULES, key=f"regles-{manifest['id']}", alternative="Lignes par règle")
    else:
        st.success("Aucune ligne rejetée ni signalée.", icon=":material/check:")


def _flagged(manifest: Manifest, path: Path) -> None:
    """The first rows whose place is to be looked at, with the cell as it stood; the file holds them all."""
    if not path.exists():
        return
    rows = read_table(path)
    label = _flagged_label(manifest)
    first = "premiers" if label.startswith("Lieux") else "premières"
    shown = "" if len(rows) <= FLAGGED_ROWS else f", les {integer(FLAGGED_ROWS)} {first}"
    with st.expander(literal(f"{label} ({integer(len(rows))}{shown})")):
        html_table(rows.head(FLAGGED_ROWS), key=f"lieux-{manifest['id']}", alternative=label)


def _flagged_label(manifest: Manifest) -> str:
    return "Cellules à vérifier" if manifest["kind"] == "completions" else "Lieux à vérifier"


def read_table(path: Path) -> pd.DataFrame:
    """One of an import's Parquet files."""
    with open_database() as connection:
        return cast(pd.DataFrame, connection.read_parquet(str(path)).df())


def _downloads(manifest: Manifest, folder: Path) -> None:
    files = (
        ("rejected", "Lignes rejetées", manifest["rejected"]),
        ("left_aside", "Lignes laissées de côté", manifest["left_aside"]),
        ("changes", "Montants modifiés", manifest["changed_amounts"]),
        ("corrections", "Valeurs corrigées", bool(corrections(folder))),
        ("flagged", _flagged_label(manifest), True),
    )
    with st.container(horizontal=True):
        for name, label, count in files:
            if count and (folder / f"{name}.parquet").exists():
                _download(name, label, manifest, folder / f"{name}.parquet")


def _download(name: str, label: str, manifest: Manifest, path: Path) -> None:
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
