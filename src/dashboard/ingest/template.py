"""The templates to fill in: one sheet for the rows, one that explains each column."""

import io
from collections.abc import Collection, Sequence

import xlsxwriter

from dashboard.domain.operation import COMPLETED_FIELDS, FIELDS, Field, Kind
from dashboard.domain.survey import FIELDS as SURVEY_FIELDS
from dashboard.ingest.formats import completions, full_extract, survey

_EXAMPLES = {
    Kind.TEXT: "texte",
    Kind.LONG_TEXT: "texte, sans limite de longueur",
    Kind.CODE: "nombre, par exemple 3",
    Kind.COUNT: "nombre entier, par exemple 120",
    Kind.AMOUNT: "montant en euros, par exemple 238778,48",
    Kind.DATE: "date, par exemple 31/12/2018",
}


_COMPLETION_NOTES = (
    "Gardez les seules colonnes que vous renseignez. Une cellule vide ne change rien ; une cellule remplie complète ou corrige le champ de l'opération qui porte ce numéro.",
    "Aucune opération n'est remplacée ni ajoutée. Un numéro encore inconnu attend qu'un extrait l'apporte.",
    "Pour corriger un intitulé, un coût total ou un montant UE, ajoutez sa colonne et choisissez « Compléter des opérations existantes » à l'import.",
    "Les en-têtes d'un extrait MDFSE+ ne sont pas publics : ceux de ce modèle sont reconnus, ceux des listes publiées aussi ; les autres s'associent à la main.",
)


def template_workbook() -> bytes:
    """The full extract's as an XLSX file: « Opérations » (headers only) and « Mode d'emploi » (what each column holds)."""
    return _workbook("Opérations", [field for field in FIELDS if field.in_template], full_extract.REQUIRED)


def survey_template() -> bytes:
    """The survey's as an XLSX file: « Réponses » (headers only) and « Mode d'emploi » (what each column holds)."""
    return _workbook("Réponses", SURVEY_FIELDS, survey.REQUIRED)


def completion_template() -> bytes:
    """That of what completes operations as an XLSX file: « Compléments » (headers only) and « Mode d'emploi », which ends with its rules.

    It leaves out what a list of operations requires: a file with these columns would be read as one.
    """
    fields = [
        field
        for field in FIELDS
        if field.name in {"num_dossier", "first_agreement_date"}
        or (field.in_template and field.name in COMPLETED_FIELDS and field.name not in completions.OF_A_LIST)
    ]
    return _workbook("Compléments", fields, completions.REQUIRED, _COMPLETION_NOTES)


def _workbook(name: str, fields: Sequence[Field], required: Collection[str], notes: Sequence[str] = ()) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        heading = workbook.add_format(
            {"bold": True, "bg_color": "#000091", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        formats = {
            Kind.AMOUNT: workbook.add_format({"num_format": "#,##0.00 €"}),
            Kind.DATE: workbook.add_format({"num_format": "dd/mm/yyyy"}),
            Kind.TEXT: workbook.add_format({"num_format": "@"}),
        }
        sheet = workbook.add_worksheet(name)
        for column, field in enumerate(fields):
            sheet.write_string(0, column, field.label, heading)
            sheet.set_column(column, column, max(14, len(field.label) + 2), formats.get(field.kind))
        sheet.freeze_panes(1, 1)
        guide = workbook.add_worksheet("Mode d'emploi")
        for column, (label, width) in enumerate(
            (("Colonne", 30), ("Contenu", 34), ("Explication", 70), ("Obligatoire", 14))
        ):
            guide.write_string(0, column, label, heading)
            guide.set_column(column, column, width, wrapped)
        for row, field in enumerate(fields, start=1):
            guide.write_string(row, 0, field.label)
            guide.write_string(row, 1, _EXAMPLES[field.kind])
            guide.write_string(row, 2, field.explanation)
            guide.write_string(row, 3, "oui" if field.name in required else "non")
        for row, note in enumerate(notes, start=len(fields) + 2):
            guide.write_string(row, 0, note)
        guide.freeze_panes(1, 0)
    return buffer.getvalue()
