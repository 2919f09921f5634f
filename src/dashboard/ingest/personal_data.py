"""Refuses files that seem to describe persons: the product holds operations and organisations only."""

import re
from collections.abc import Sequence

import duckdb

from dashboard.domain.text import normalised
from dashboard.ingest.errors import PersonalData

_PERSON = (
    r"(?:participante?s?|salariee?s?|stagiaires?|agents?|contacts?|referente?s?|responsables?|representante?s?|signataires?"
    r"|interlocut(?:eur|rice)s?|repondante?s?|eleves?|apprentie?s?|demandeurs? d emploi|personnes?|usagers?)"
)
_OF = r"(?:(?:du|de la|de l|des|de) )?"

# Over `normalised`: no case, no accents, no punctuation. Each names a person's own data, so that « Organisme de sécurité
# sociale », « Mobilité », « Nombre de naissances » or a SIRET, which describe organisations and operations, go through.
PERSONAL_HEADERS = (
    (re.compile(r"\b(?:date|lieu|annee|jour|pays|nom|commune|ville|departement|code postal) (?:de )?naiss(?:ance)?\b|^naissance$|\bne e? le\b|\bnee? le\b|\bddn\b|\bbirth ?(?:date|day|place|name)\b|\b(?:date|place|year) of birth\b"), "naissance"),
    (re.compile(r"\bnir\b|\bnss\b|\b(?:numero|num|no|n|code) (?:de |d )?(?:assure )?(?:securite sociale|secu)\b|^securite sociale$|\b(?:numero|num|no|n) insee\b(?! (?:de la |de l |du |des )?(?:commune|ville|etablissement|entreprise|organisme|region|departement))|\bidentification au repertoire\b|\bsocial security n"), "numéro de sécurité sociale"),
    (re.compile(r"\be ?mails?\b|\bmails?\b|\bmels?\b|\bcourriels?\b|\badresses? electroniques?\b"), "adresse électronique"),
    (re.compile(r"\bprenoms?\b|\bfirst ?names?\b|\bgiven ?names?\b"), "prénom"),
    (re.compile(rf"\bnom (?:de famille|patronymique|d usage|marital|de jeune fille)\b|\bnoms? {_OF}{_PERSON}\b|\bsurnames?\b|\blast ?names?\b|\bfamily ?names?\b|^civilite(?: du| de la| des|$)"), "nom de personne"),
    (re.compile(r"\btelephones?\b|\btel\b|^portables?$|\b(?:numero|num|no|n) (?:de )?(?:portable|mobile|gsm)\b|^mobiles?$|\bphone\b"), "téléphone"),
    (re.compile(rf"\b(?:sexe|genre|age|nationalite|adresse|situation familiale|identifiant|handicap) {_OF}(?:participante?|salariee?|stagiaire|personne)\b"), "participant"),
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
            if pattern.search(normalised(header)):
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
        f"Le fichier est refusé\u202f: la colonne «\u202f{header}\u202f» semble contenir des données personnelles ({kind}). "
        "Retirez-la de l'extrait, puis importez de nouveau."
    )
