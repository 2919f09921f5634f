"""The workbook of the pack: « Lisez-moi », the findings, a sheet per table, the operations, the reviews where allowed."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard.domain.columns import ColumnFormat
from dashboard.domain.french import integer, is_missing
from dashboard.domain.glossary import definitions_of
from dashboard.exports.pack.content import Pack, Progress
from dashboard.exports.pack.headings import distinct, marked
from dashboard.exports.text import legal
from dashboard.exports.workbook import (
    OPTIONS,
    README_SHEET,
    Rows,
    Styles,
    shaped,
    sheet_name,
    slices,
    width,
    write_cell,
)
from dashboard.figures.figure import Figure
from dashboard.figures.labels import plain

FINDINGS_SHEET: Final = "Constats"
OPERATIONS_SHEET: Final = "Opérations"
REVIEWS_SHEET: Final = "Évaluations"
NAMES: Final[Mapping[str, str]] = {
    "tableau_2": "Tableau 2", "tableau_3": "Tableau 3", "tableau_4": "Tableau 4", "tableau_5": "Tableau 5",
    "tableau_iej": "IEJ", "entonnoir": "Entonnoir", "sources_reperage": "Sources du repérage",
    "chiffres_cles": "Chiffres clés", "evolution": "Évolution", "os_code": "Objectifs spécifiques", "regions": "Régions",
    "regions_specificite": "Spécificité des régions", "managing_body_type": "Types de gestionnaire",
    "priority_axis": "Priorités", "programme": "Programmes", "programme_programme": "Périmètre", "category": "Types d'opération",
    "demandes_du_reglement": "Demandes du règlement",
    "edition_chiffres_cles": "Ce qui a changé", "edition_programmes_eu_amount": "Changements, programmes",
    "edition_operations": "Changements, opérations",
    "dotations_programmes": "Dotations, programmes", "dotations_priorites": "Dotations, priorités",
    "dotations_regions": "Dotations, régions", "dotations_rythme": "Dotations, rythme", "priorite_6_actions": "Priorité 6, actions",
    "innovation_hors_priorite_6": "Innovation hors priorité 6", "priorite_6_regions": "Priorité 6, régions",
    "priorite_6_gestionnaires": "Priorité 6, gestionnaires",
    "enquete_reponses": "Enquête, réponses", "enquete_themes": "Enquête, thèmes",
}  # fmt: skip
A4: Final = 9
LABELS, TEXTS, NARROW = 36, 110, 14
"""Widths, in characters: labels and texts of « Lisez-moi », and what a heading may take by itself."""
LINE: Final = 15
"""Points."""
PRINTED_COLUMNS: Final = 12
"""Columns of a long list that go on paper; the others are for the screen."""
MOST_MENTIONED: Final = 110
"""Characters of the filters in a footer, which Excel limits to 255 in all; « Lisez-moi » has them whole."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The total rows of a table, the rows that each adds up, and the columns where it does."""

    rows: Mapping[int, Sequence[int]]
    columns: frozenset[str]


def workbook_bytes(pack: Pack, progress: Progress | None = None) -> bytes:
    """The pack as a workbook. Totals are formulas that carry their value; no text of an extract becomes one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": legal(pack.title), "comments": legal(" · ".join(pack.mentions))})
        styles = Styles(book)
        taken = {name.casefold() for name in (README_SHEET, FINDINGS_SHEET, OPERATIONS_SHEET, REVIEWS_SHEET)}
        figures = [figure for figure in pack.figures if not figure.empty]
        names = {figure.key: sheet_name(NAMES.get(figure.key, figure.caption), taken) for figure in figures}
        _texts(_sheet(book, pack, README_SHEET, "Lisez-moi"), _about(pack, names, figures), styles)
        _texts(_sheet(book, pack, FINDINGS_SHEET, "Constats"), _findings(pack), styles)
        for rank, figure in enumerate(figures):
            if progress is not None:
                progress(rank / (len(figures) + 1), f"Classeur\u202f: {names[figure.key]}")
            sheet = _sheet(book, pack, names[figure.key], figure.caption)
            rows, columns = marked(figure)
            _table(sheet, rows, columns, styles, Totals(figure.parts, frozenset(figure.sums)), total=figure.total)
        if len(pack.operation_columns):
            _listed(book, pack, (OPERATIONS_SHEET, "Opérations"), pack.operations, pack.operation_columns, styles)
        if len(pack.review_columns):
            _listed(book, pack, (REVIEWS_SHEET, "Évaluations"), pack.reviews, pack.review_columns, styles)
    if progress is not None:
        progress(1.0, "Classeur prêt")
    return out.getvalue()


def _listed(
    book: Any,
    pack: Pack,
    names: tuple[str, str],
    frame: pd.DataFrame,
    columns: Mapping[str, ColumnFormat],
    styles: Styles,
) -> None:
    """A list, which goes on in another sheet where one is too short."""
    taken: set[str] = set()
    for part in slices(frame):
        sheet = _sheet(book, pack, sheet_name(names[0], taken), names[1])
        _table(sheet, part, columns, styles, Totals({}, frozenset()), total=False)
        sheet.print_area(0, 0, len(part), min(len(columns), PRINTED_COLUMNS) - 1)


def _sheet(book: Any, pack: Pack, name: str, title: str) -> Any:
    """A sheet that prints on A4 landscape with its title above, the filters and the date of the extract below."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_printable(title, MOST_MENTIONED)}&R{'Jeu de démonstration' if pack.demonstration else ''}")
    dated = next((mention for mention in pack.mentions if mention.startswith("Extraction")), "")
    sheet.set_footer(f"&L{_printable(pack.filters, MOST_MENTIONED)}&R{_printable(dated, 60)} · &P/&N")
    return sheet


def _printable(text: str, longest: int) -> str:
    """Text of a header: `&` starts a code there, so it is doubled; a leading digit would be read as a size."""
    kept = plain(legal(text))
    kept = f"{kept[: longest - 1]}…" if len(kept) > longest else kept
    return f"{' ' if kept[:1].isdigit() else ''}{kept.replace('&', '&&')}"


def _about(pack: Pack, names: Mapping[str, str], figures: Sequence[Figure]) -> list[tuple[str, str]]:
    rows = [
        ("Contenu", pack.title),
        ("Source", pack.source.removeprefix("Source\u202f: ")),
        ("Extraction", pack.extracted_on or "date inconnue"),
        ("Filtres", pack.filters),
        ("Opérations listées", integer(len(pack.operations))),
    ]
    if pack.demonstration:
        rows.append(
            (
                "Jeu de démonstration",
                "Les valeurs synthétiques sont signalées dans les listes, opération par opération.",
            )
        )
    if pack.empty:
        rows.append(("Sélection vide", "Aucune opération ne correspond aux filtres\u202f: les tableaux sont absents."))
    rows += [("", ""), ("Feuilles", ""), (FINDINGS_SHEET, "Le constat et la lecture de chaque partie.")]
    rows += [(names[figure.key], _described(figure)) for figure in figures]
    rows += [
        ("", ""),
        ("Versions", ""),
        *pack.versions.items(),
        ("", ""),
        ("Définitions", ""),
        *definitions_of(pack.selection.period).items(),
    ]
    return rows


def _described(figure: Figure) -> str:
    parts = (figure.caption, f"{figure.title}.", figure.notes, figure.synthetic, figure.source_note)
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _findings(pack: Pack) -> list[tuple[str, str]]:
    rows = []
    for section in pack.sections:
        rows.append((section.title, section.message))
        rows += [("", text) for text in (*section.paragraphs, *section.remarks)]
    return rows


def _texts(sheet: Any, rows: Sequence[tuple[str, str]], styles: Styles) -> None:
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 1, TEXTS)
    for line, (label, text) in enumerate(rows):
        sheet.set_row(line, LINE * max(_lines(label, LABELS), _lines(text, TEXTS)))
        sheet.write_string(line, 0, legal(label), styles.bold)
        sheet.write_string(line, 1, legal(text), styles.wrapped)


def _table(
    sheet: Any, rows: Rows, columns: Mapping[str, ColumnFormat], styles: Styles, totals: Totals, *, total: bool
) -> None:
    shown, formats = shaped(rows, distinct(columns))
    names = [str(name) for name in shown.columns]
    widths = [_width(shown.iloc[:, index], column) for index, column in enumerate(formats)]
    sheet.set_row(
        0, LINE * max((_lines(column.label, wide) for column, wide in zip(formats, widths, strict=True)), default=1)
    )
    for index, column in enumerate(formats):
        sheet.set_column(index, index, widths[index])
        header = styles.header_right if column.numeric else styles.header
        sheet.write_string(0, index, legal(column.label), header)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    # The total stays out of the filter, which would sort it among the rows.
    last = len(shown) - (1 if total and len(shown) > 1 else 0)
    sheet.autofilter(0, 0, last, max(len(formats) - 1, 0))
    for row, values in enumerate(shown.itertuples(index=False, name=None)):
        strong = total and row == len(shown) - 1
        for index, (value, column) in enumerate(zip(values, formats, strict=True)):
            if row in totals.rows and names[index] in totals.columns and not is_missing(value):
                formula = _sum([part + 1 for part in totals.rows[row]], index)
                sheet.write_formula(row + 1, index, formula, styles.of(column, strong=strong), _number(value))
            else:
                write_cell(sheet, row + 1, index, value, column, styles, strong=strong)


def _width(values: "pd.Series[Any]", column: ColumnFormat) -> float:
    """Wide enough for the values and for the longest word of the heading, which goes on below."""
    words = max((len(word) for word in column.label.split(" ")), default=0)
    printed = width(values, ColumnFormat("", column.kind, column.digits, column.signed))
    return max(printed, words + 3, min(len(column.label) + 3, NARROW))


def _lines(text: str, wide: float) -> int:
    """How many lines a text takes in a column, a little more rather than less: words don't fill their lines."""
    return sum(ceil((len(part) + 1) / (wide * 0.92)) for part in text.split("\n")) or 1


def _sum(lines: Sequence[int], index: int) -> str:
    """`=SUM(B2:B4)` where the lines follow one another, else `=SUM(B2,B6)`."""
    cells = [xl_rowcol_to_cell(line, index) for line in lines]
    follow = len(lines) > 1 and list(lines) == list(range(lines[0], lines[-1] + 1))
    return f"=SUM({cells[0]}:{cells[-1]})" if follow else f"=SUM({','.join(cells)})"


def _number(value: Any) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
