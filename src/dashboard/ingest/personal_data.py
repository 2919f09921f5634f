"""Refuses files that seem to describe persons: the product holds operations and organisations only."""

import re
from collections.abc import Sequence

import duckdb

from dashboard.ingest.columns import header_key
from dashboard.ingest.errors import PersonalData

PERSONAL_HEADERS = (
    (re.compile(r"\b(date|lieu|annee|pays|nom|commune) de naissance\b|\bnaissance\b|\bne e? le\b"), "naissance"),
    (re.compile(r"\bnir\b|\bsecurite sociale\b|\bnumero insee\b|\bnum secu\b|\bn secu\b"), "numéro de sécurité sociale"),
    (re.compile(r"\be ?mail\b|\bmail\b|\bcourriel\b|\badresse electronique\b"), "adresse électronique"),
    (re.compile(r"\bprenoms?\b|\bfirst ?name\b"), "prénom"),
    (re.compile(r"\bnom de famille\b|\bnom (du|de la|des) (participant|participante|participants|salarie|stagiaire)\b|\bnom d usage\b|\bsurname\b|\blast ?name\b"), "nom de personne"),
    (re.compile(r"\btelephone\b|\bnumero de portable\b|\bmobile\b"), "téléphone"),
)  # fmt: skip
PERSONAL_VALUES = (
    (r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", "adresse électronique"),
    (r"^[12] ?\d{2} ?(0[1-9]|1[0-2]|[2-9]\d) ?(\d{2}|2[ABab]) ?\d{3} ?\d{3}( ?\d{2})$", "numéro de sécurité sociale"),
)
SAMPLE_ROWS = 2000
SHARE = 0.2


def refuse_personal_data(connection: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> None:
    """Raises PersonalData where a header of `raw`, or a fifth of a column's first values, looks personal."""
    for header in headers:
        for pattern, kind in PERSONAL_HEADERS:
            if pattern.search(header_key(header)):
                raise PersonalData(_message(header, kind))
    for position, header in enumerate(headers):
        column = f"c{position}"
        for pattern_text, kind in PERSONAL_VALUES:
            share = connection.execute(
                f"select avg(regexp_matches(trim({column}), $pattern)::integer) from"  # noqa: S608 - a generated name
                f" (select {column} from raw where {column} is not null limit {SAMPLE_ROWS})",
                {"pattern": pattern_text},
            ).fetchone()
            if share and share[0] is not None and share[0] >= SHARE:
                raise PersonalData(_message(header, kind))


def _message(header: str, kind: str) -> str:
    return (
        f"Le fichier est refusé\u202f: la colonne « {header} » semble contenir des données personnelles ({kind}). "
        "Retirez-la de l'extrait, puis importez de nouveau."
    )
