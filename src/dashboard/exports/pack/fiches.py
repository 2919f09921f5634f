"""The section on emblematic operations: fiches in the manner of the note's boxes, what isn't real said beside each value."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from dashboard.domain.french import euros, integer, is_missing, listing, long_date, percent, plural
from dashboard.domain.operation import FIELD_BY_NAME, SYNTHETIC_PROVENANCE, UNKNOWN, Decided
from dashboard.domain.periods import FORMER, place_name, words_of
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import OperationSheet, Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.method import campaigns_of
from dashboard.exports.queries import rows_of
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.reviews.scores import criterion_scores
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.listing import operation

TITLE: Final = "Opérations emblématiques"
LATER_TITLE: Final = "Opérations en fiche"
"""The note calls its boxes emblematic: later periods have none."""
SYNTHETIC: Final = "valeur synthétique, absente de la note"
DEDUCED: Final = "déduit, la note ne l'imprime pas"
INVENTED: Final = (
    "Opération synthétique du jeu de démonstration\u202f: son porteur, ses textes et toutes ses valeurs sont inventés."
)
MOST: Final = 6
TEXTS: Final = ("description", "actions", "outcome")


NO_REASON: Final = "Aucun critère, score ou motif n'est enregistré pour cette opération."

Scored = Mapping[str, list[str]]
"""Number of an operation → what each published campaign that scored it found, one line each."""


def emblematic_section(context: Context, engine: Engine | None = None) -> Section:
    """The chosen operations; else those of the note's boxes; else the largest of each category."""
    title = TITLE if context.selection.period == FORMER else LATER_TITLE
    if not context.total["programme_operations"]:
        return Section(SectionKey.EMBLEMATIC, title, NOTHING_SELECTED, empty=True)
    found, message = _found(context)
    scored = _scored(context, engine, [row["num_dossier"] for row in found])
    sheets = tuple(sheet for row in found if (sheet := sheet_of(context, row["num_dossier"], row["wave"], scored)))
    missing = [number for number in context.chosen if number not in {row["num_dossier"] for row in found}]
    paragraphs = (_missing(missing),) if missing else ()
    if not sheets:
        return Section(
            SectionKey.EMBLEMATIC,
            title,
            "Aucune opération à présenter en fiche dans cette sélection.",
            paragraphs,
            empty=True,
        )
    return Section(
        SectionKey.EMBLEMATIC,
        title,
        message,
        paragraphs,
        sheets=sheets,
        source_note="Textes et montants de l'extrait\u202f; ce qui est synthétique ou déduit est dit à côté de la valeur.",
    )


def _found(context: Context) -> tuple[list[dict[str, Any]], str]:
    boxes = note_boxes()
    found = rows_of(
        context.connection,
        "emblematic",
        context.selection,
        chosen=list(context.chosen),
        titles=[box["title"] for box in boxes],
        beneficiaries=[box["beneficiary"] for box in boxes],
    )
    if context.chosen:
        return found, f"{plural(len(found), 'opération choisie', 'opérations choisies')} pour illustrer les chiffres."
    if found:
        return found, f"{plural(len(found), 'opération')} que la note présente en encadré."
    largest = rows_of(context.connection, "largest", context.selection, most=MOST)
    return largest, "À défaut de choix, l'opération au coût total le plus élevé de chaque type."


def _missing(numbers: list[str]) -> str:
    named = listing([plain(number) for number in numbers])
    if len(numbers) == 1:
        return f"L'opération {named} n'est pas dans la sélection\u202f: sa fiche manque."
    return f"Les opérations {named} ne sont pas dans la sélection\u202f: leurs fiches manquent."


def _scored(context: Context, engine: Engine | None, numbers: Sequence[str]) -> Scored:
    """The scores of the operations by criterion, from the published campaigns, oldest first."""
    found: dict[str, list[str]] = {}
    if engine is None or not numbers:
        return found
    for campaign in campaigns_of(context, engine):
        titles = {criterion.id: criterion.title for criterion in campaign.grid.scored_criteria}
        scores = criterion_scores(engine, campaign.id)
        for number in set(numbers) & set(scores.index):
            row = {
                name: float(value)
                for name, value in zip(scores.columns, scores.loc[[number]].to_numpy()[0], strict=True)
            }
            said = [f"{plain(titles[name])} {integer(score)}" for name, score in row.items() if not is_missing(score)]
            if said:
                line = (
                    f"Critères, sur 100 (campagne «\u202f{plain(campaign.name)}\u202f»)\u202f: {SEMICOLON.join(said)}."
                )
                found.setdefault(number, []).append(line)
    return found


def sheet_of(
    context: Context, num_dossier: str, wave: str | None = None, scored: Scored | None = None
) -> OperationSheet | None:
    """The fiche of one operation, None where the warehouse doesn't hold it."""
    record = operation(context.connection, num_dossier, wave)
    if record is None:
        return None
    invented = record["provenance"] == SYNTHETIC_PROVENANCE
    box = next((box for box in note_boxes() if _same(box, record)), None) if not invented else None
    return OperationSheet(
        title=plain(record["title"] or "Sans intitulé"),
        beneficiary=plain(record["beneficiary"] or UNKNOWN),
        place=_place(record, box),
        landmarks=tuple(_landmarks(record, invented)),
        paragraphs=tuple(_paragraphs(record, (scored or {}).get(str(record["num_dossier"]), []))),
        marks=tuple(_marks(record, box, invented)),
        num_dossier=str(record["num_dossier"]),
    )


def _place(record: Mapping[str, Any], box: Mapping[str, str] | None) -> str:
    # The public list names present regions: several former ones may be one of them.
    known = place_name(record["region"] if record["period"] == FORMER else record["region_2016"], record["period"])
    region = known if known != UNKNOWN else ""
    place = box["location"] if box else ""
    if not place or not region or _unaccented(place) == _unaccented(region):
        return plain(region or place or UNKNOWN)
    return f"{plain(place)}, {plain(region)}"


def _landmarks(record: Mapping[str, Any], invented: bool) -> list[tuple[str, str]]:
    words = words_of(record["period"])
    total, eu = record["total_cost"], record["eu_amount"]
    dates = [long_date(record[name]) for name in ("start_date", "end_date") if not is_missing(record[name])]
    rows = [
        ("num_dossier", "Numéro de dossier", record["num_dossier"]),
        ("programme", f"Programme et {words.wave}", f"{record['programme']}, {words.wave_name(plain(record['wave']))}"),
        ("os_code", "Objectif spécifique", record["os_code"]),
        ("category", "Type d'opération", record["category"]),
        ("managing_body", "Service gestionnaire", record["managing_body"]),
        ("recipient_type", "Type de bénéficiaire", record["recipient_type"]),
        ("programming_date", "Programmée le", _day(record["programming_date"])),
        ("start_date", "Réalisation", " – ".join(dates)),
        ("total_cost", "Coût total", None if total is None else euros(total)),
        ("eu_amount", "Montant UE", None if eu is None else euros(eu)),
        ("eu_amount", "Taux UE", percent(eu / total) if total and eu is not None else None),
        ("participants_planned", "Participants prévus", _count(record["participants_planned"])),
        ("participants_entered", "Participants entrés", _count(record["participants_entered"])),
    ]
    return [
        (label, _marked(name, plain(value), record, invented))
        for name, label, value in rows
        if value not in (None, "", UNKNOWN)
    ]


def _marked(name: str, value: str, record: Mapping[str, Any], invented: bool) -> str:
    if invented:
        return value
    if name in record["synthetic"]:
        return f"{value} ({SYNTHETIC})"
    return f"{value} ({DEDUCED})" if name in record["deduced"] else value


def _paragraphs(record: Mapping[str, Any], scored: list[str]) -> list[tuple[str, str]]:
    found = [(FIELD_BY_NAME[name].label, _lines(record[name])) for name in TEXTS if record[name]]
    if not found:
        found = [("Description", "L'extrait ne décrit pas cette opération.")]
    # A decision whose source is where the operation comes from says who named it, not why it was retained.
    named_only = record["decision_source"] == record["provenance"]
    reason = "" if named_only else _lines(record["decision_reason"] or "")
    said = "\n".join([*([reason] if reason else []), *scored]) or NO_REASON
    if record["retained"]:
        found.append(("Pourquoi elle est innovante", said))
    elif record["decision"] == Decided.NOT_RETAINED:
        found.append((f"Décision\u202f: {Decided.NOT_RETAINED}", said))
    return found


def _marks(record: Mapping[str, Any], box: Mapping[str, str] | None, invented: bool) -> list[str]:
    if invented:
        return [INVENTED]
    marks = []
    if record["amounts_are_synthetic"]:
        marks.append("Montants synthétiques\u202f: la note ne les imprime pas.")
    elif box and box["amounts"]:
        marks.append(f"Montants {plain(box['amounts'])}, imprimés dans la note ({plain(box['source'])}).")
    if box and box["anomaly"]:
        marks.append(plain(box["anomaly"]))
    return marks


def _lines(text: object) -> str:
    return "\n".join(line for part in str(text).splitlines() if (line := plain(part)))


def _day(value: Any) -> str | None:
    return None if is_missing(value) else long_date(value)


def _count(value: Any) -> str | None:
    return None if value is None else integer(value)


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)).casefold()


def _same(box: Mapping[str, str], record: Mapping[str, Any]) -> bool:
    given = (str(record["title"]).casefold(), str(record["beneficiary"]).casefold())
    return given == (box["title"].casefold(), box["beneficiary"].casefold())


@cache
def note_boxes(folder: Path = REFERENCE_FOLDER) -> tuple[dict[str, str], ...]:
    """The boxes of the note, in its order."""
    with (folder / "note_project_sheets.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))
