"""The templates to fill in: one sheet for the rows, one that explains each column."""

import io
from collections.abc import Collection, Sequence

import xlsxwriter

from dashboard.domain.operation import FIELDS, Field, Kind
from dashboard.domain.survey import FIELDS as SURVEY_FIELDS
from dashboard.ingest.formats import full_extract, survey

_EXAMPLES = {
    Kind.TEXT: "texte",
    Kind.LONG_TEXT: "texte, sans limite de longueur",
    Kind.CODE: "nombre, par exemple 3",
    Kind.COUNT: "nombre entier, par exemple 120",
    Kind.AMOUNT: "montant en euros, par exemple 238778,48",
    Kind.DATE: "date, par exemple 31/12/2018",
}


def template_workbook() -> bytes:
    """The full extract's as an XLSX file: « Opérations » (headers only) and « Mode d'emploi » (what each column holds)."""
    return _workbook("Opérations", [field for field in FIELDS if field.in_template], full_extract.REQUIRED)


def survey_template() -> bytes:
    """The survey's as an XLSX file: « Réponses » (headers only) and « Mode d'emploi » (what each column holds)."""
    return _workbook("Réponses", SURVEY_FIELDS, survey.REQUIRED)


def _workbook(name: str, fields: Sequence[Field], required: Collection[str]) -> bytes:
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
        guide.freeze_panes(1, 0)
    return buffer.getvalue()
