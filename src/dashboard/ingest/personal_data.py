"""Refuses files that seem to describe persons: the product holds operations and organisations only."""

import html
import re
from collections.abc import Sequence

import duckdb

from dashboard.domain.text import normalised
from dashboard.ingest.errors import PersonalData
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

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
    (re.compile(r"\bprenoms?\b|\bfirst ?names?\b|\bgiven ?names?\b"), "prénom"),
    (re.compile(rf"\bnom (?:de famille|patronymique|d usage|marital|de jeune fille)\b|\bnoms? {_OF}{_PERSON}\b|\bsurnames?\b|\blast ?names?\b|\bfamily ?names?\b|^civilite(?: du| de la| des|$)"), "nom de personne"),
    (re.compile(rf"\b(?:sexe|genre|age|nationalite|adresse|situation familiale|identifiant|handicap) {_OF}(?:participante?|salariee?|stagiaire|personne)\b"), "participant"),
)  # fmt: skip
# Words that also stand in sentences: the values under them may show that they are about nobody.
CONTACT_HEADERS = (
    (re.compile(r"\be ?mails?\b|\bmails?\b|\bmels?\b|\bcourriels?\b|\badresses? electroniques?\b"), "adresse électronique"),
    (re.compile(r"\btelephones?\b|\btel\b(?! (?:que?|qu)\b)|^portables?$|\b(?:numero|num|no|n) (?:de )?(?:portable|mobile|gsm)\b|^mobiles?$|\bphone\b"), "téléphone"),
)  # fmt: skip
_LONGEST_NAME = 6
"""A header of more words is a sentence: « Actions de relance par mail et téléphone auprès des publics »."""

_NAMED_BENEFICIARY = re.compile(
    r"^noms?(?: ou raison sociale)?(?: et| ou)? prenoms?(?: ou raison sociale)?(?: du| des| de la| de l)? (?:beneficiaires?|porteurs?)$"
)
"""Published lists name the beneficiaries who are natural persons: docs/adr/0016-natural-persons-as-beneficiaries.md."""
_NUMBERS = re.compile(r"\b(?:numero|num|no|n|code|siren|siret|identifiant|id|reference|ref|dossiers?|operations?)\b")
_EMAIL, _PHONE, _SOCIAL_SECURITY = "adresse électronique", "téléphone", "numéro de sécurité sociale"
SHARE = 0.2
FEW_CELLS = 5
SHARE_IN_TEXT = 0.01
PLAIN_SHARE = 0.95


def refuse_personal_data(connection: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> None:
    """Raises PersonalData where a header of `raw` names a person's own data, or the values of a column are such data.

    Names of beneficiaries go through: the lists that the regulations have published name them, natural persons included.
    """
    for position, header in enumerate(headers):
        if kind := _kind_of_header(header, PERSONAL_HEADERS):
            raise PersonalData(_message(header, kind))
        if (kind := _kind_of_contact(header)) and not _is_plain(connection, position):
            raise PersonalData(_message(header, kind))
    for header, kind in zip(headers, _kinds_of_values(connection, headers), strict=True):
        if kind:
            raise PersonalData(_message(header, kind))


def _kind_of_header(header: str, known: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    key = _NAMED_BENEFICIARY.sub("", normalised(html.unescape(header)))
    return next((kind for pattern, kind in known if pattern.search(key)), None)


def _kind_of_contact(header: str) -> str | None:
    return _kind_of_header(header, CONTACT_HEADERS) if len(normalised(header).split()) <= _LONGEST_NAME else None


def _is_plain(connection: duckdb.DuckDBPyConnection, position: int) -> bool:
    """Whether nearly all the values of a column are plainly of no person, or it has none."""
    row = connection.execute(fill(sql("plain_values"), column=f"c{position}")).fetchone()
    return row is not None and row[1] >= PLAIN_SHARE * row[0]


def _kinds_of_values(connection: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> list[str | None]:
    """The kind of personal data that each column holds by its values, all of them read, None where it holds none."""
    signs = [fill(sql("personal_signs"), column=f"c{position}") for position in range(len(headers))]
    counted = ", ".join(f"count(c{position}), count(*) filter ({sign})" for position, sign in enumerate(signs))
    row = connection.execute(f"select {counted} from raw").fetchone() or ()  # noqa: S608 - generated names
    kinds: list[str | None] = []
    for position, header in enumerate(headers):
        filled, signed = row[2 * position : 2 * position + 2]
        query = fill(sql("personal_values"), column=f"c{position}", signs=signs[position])
        found = connection.execute(query).fetchone() if signed else None
        kinds.append(_kind_of_values(header, filled, *found) if found else None)
    return kinds


def _kind_of_values(
    header: str, filled: int, emails: int, emails_in_text: int, phones: int, bare_phones: int, social_security: int
) -> str | None:
    # Ten figures in a row are a telephone number, unless the header says that the column numbers something.
    if not _NUMBERS.search(normalised(header)):
        phones += bare_phones
    many = SHARE * filled
    if emails >= min(many, FEW_CELLS) and emails:
        return _EMAIL
    # An organisation's own address (contact@…) is none; a long list may quote a person once or twice in its descriptions.
    if emails_in_text >= max(FEW_CELLS, SHARE_IN_TEXT * filled):
        return _EMAIL
    if phones >= many and phones:
        return _PHONE
    if social_security >= many and social_security:
        return _SOCIAL_SECURITY
    return None


def _message(header: str, kind: str) -> str:
    return (
        f"Le fichier est refusé\u202f: la colonne «\u202f{header}\u202f» semble contenir des données personnelles ({kind}). "
        "Retirez-la de l'extrait, puis importez de nouveau."
    )
