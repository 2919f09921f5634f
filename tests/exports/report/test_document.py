import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.report import report_bytes
from dashboard.exports.report.document import MADE_FROM
from dashboard.exports.text import one_line

from .conftest import (
    NARROW,
    cells_of,
    figure_of,
    figures_tables,
    header_rows,
    header_words,
    headings_of,
    instructions,
    opened,
    pack_of,
    texts_of,
)

EMPTY = f"Aucune opération ne correspond à ces filtres{NARROW}: élargissez la sélection."
UNITS = {Kind.EUROS: "€", Kind.PERCENT: "%"}
AMOUNTS = ("€", "k€", "M€", "Md€")


def printed_of(figure):
    rows = figure.rows
    columns = {name: column for name, column in figure.columns.items() if name in rows[0]}
    return list(columns.values()), [
        [one_line(column.printed(row[name])) for name, column in columns.items()] for row in rows
    ]


def test_every_figure_of_every_table_is_the_packs(whole_pack, report):
    tables = figures_tables(report)
    drawn = [figure for figure in whole_pack.figures if not figure.empty]
    assert len(tables) == len(drawn) > 10
    for figure, table in zip(drawn, tables, strict=True):
        formats, expected = printed_of(figure)
        found = cells_of(table)
        if len(found) != len(expected):
            turned = [list(row) for row in zip(*expected, strict=True)]
            assert [row[1:] for row in found] == turned[1:]
            continue
        units = [
            next((unit for unit in AMOUNTS if any(row[rank].endswith(f"{NARROW}{unit}") for row in expected)), "")
            if column.kind is Kind.SHORT_AMOUNT
            and len({row[rank].rpartition(NARROW)[2] for row in expected} - {"€", "–"}) == 1
            else UNITS.get(column.kind, "")
            for rank, column in enumerate(formats)
        ]
        bare = [
            [cell.removesuffix(f"{NARROW}{unit}") for cell, unit in zip(row, units, strict=True)] for row in expected
        ]
        assert found in (expected, bare), figure.key
        if found != expected:
            words = header_words(table)
            assert all(unit in words for unit in units)


def test_headings_follow_the_sections_without_skipping_a_level(whole_pack, report):
    found = headings_of(report)
    assert found[0] == (1, whole_pack.title)
    titles = [section.title for section in whole_pack.sections]
    assert [words for level, words in found if level == 2] == [*titles, MADE_FROM]
    levels = [level for level, _ in found]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    sheets = [sheet for section in whole_pack.sections for sheet in section.sheets]
    boxes = [words for level, words in found if level == 3]
    assert boxes == [f"Encadré {rank} – {one_line(sheet.title)}" for rank, sheet in enumerate(sheets, start=1)]


def test_a_report_section_has_neither_cover_nor_contents(report):
    assert report.paragraphs[0].text == "Opérations socialement innovantes, 2014-2020"
    assert not any("TOC" in text for text in instructions(report))
    assert not list(report.element.body.iter(qn("w:lastRenderedPageBreak"), qn("w:br")))


def test_each_picture_says_in_words_what_it_shows(whole_pack, report):
    described = [found.get("descr") for found in report.element.body.iter(qn("wp:docPr"))]
    drawn = [figure.sentence for figure in whole_pack.figures if figure.chart or figure.map]
    assert described == drawn
    assert len(report.inline_shapes) == len(drawn)


def test_each_table_has_a_caption_a_description_and_a_repeated_header(whole_pack, report):
    drawn = [figure for figure in whole_pack.figures if not figure.empty]
    for figure, table in zip(drawn, figures_tables(report), strict=True):
        before = table._tbl.getprevious()
        assert before.pPr.style == "Caption"
        assert "".join(t.text for t in before.iter(qn("w:t"))).startswith("Tableau ")
        assert header_rows(table) in (1, 2)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == figure.sentence
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)


def test_captions_are_numbered_by_word_and_referred_to(report):
    fields = instructions(report)
    for label in ("Tableau", "Figure", "Encadré"):
        assert any(field.startswith(f"SEQ {label} ") for field in fields)
    captions = [p.text for p in report.paragraphs if p.style.style_id == "Caption"]
    for label in ("Tableau", "Figure"):
        numbers = [int(text.split()[1]) for text in captions if text.startswith(label)]
        assert numbers == list(range(1, len(numbers) + 1))
    marks = {found.get(qn("w:name")) for found in report.element.body.iter(qn("w:bookmarkStart"))}
    pointed = [field.split()[1] for field in fields if field.startswith("REF ")]
    assert pointed
    assert set(pointed) <= marks


def test_a_section_left_out_leaves_its_numbers_to_nobody(whole_pack, report):
    kept = tuple(section.key for section in whole_pack.sections if section.key is not SectionKey.KEY_FIGURES)
    document = opened(report_bytes(replace(whole_pack, choice=replace(whole_pack.choice, report=kept))))
    whole, rest = (
        [p.text for p in found.paragraphs if p.style.style_id == "Caption" and not p.text.startswith("Encadré")]
        for found in (report, document)
    )
    assert set(rest) < set(whole)
    assert len(whole) - len(rest) == 3
    # Word renumbers by itself: after the gap, a field says where to go on.
    restarts = [field for field in instructions(document) if "\\r" in field]
    assert [field.split()[1] for field in restarts] == ["Figure", "Tableau"]
    assert "Parties laissées de côté\u202f: «\u202fChiffres clés\u202f»." in texts_of(document)
    assert not any("\\r" in field for field in instructions(report))


def test_the_report_names_what_it_was_made_from(report):
    words = " ".join(texts_of(report))
    for expected in ("operations.parquet", "9 mars 2019", "10 expressions cherchées", "Programmation\u202f: 2014-2020"):
        assert expected in words


def test_tables_of_the_note_keep_their_number_beside_the_documents_own(report):
    captions = [p.text for p in report.paragraphs if p.style.style_id == "Caption"]
    for number in "2345":
        assert sum(text.endswith(f"tableau {number} de la note)") for text in captions) == 1
    assert not any(re.match(r"\w+ \d+ – Tableau", text) for text in captions)


def test_figures_stand_on_the_right_and_totals_apart():
    figure = figure_of([("a", 1), ("b", 2), ("Ensemble", 3)], chart=None, total=True, parts={2: (0, 1)})
    document = opened(report_bytes(pack_of(Section(SectionKey.CATEGORY, "Type", "Un message.", figures=(figure,)))))
    [found] = figures_tables(document)
    for row in found.rows:
        assert row.cells[1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
        assert row.cells[0].paragraphs[0].alignment is None
    fills = [row.cells[0]._tc.tcPr.find(qn("w:shd")) is not None for row in found.rows[1:]]
    bold = [bool(row.cells[1].paragraphs[0].runs[0].bold) for row in found.rows[1:]]
    assert fills == bold == [False, False, True]


def test_sums_along_the_way_are_bold_too(whole_pack, report):
    rank = [figure.key for figure in whole_pack.figures if not figure.empty].index("tableau_3")
    bold = [bool(row.cells[0].paragraphs[0].runs[0].bold) for row in figures_tables(report)[rank].rows[2:]]
    figure = next(figure for figure in whole_pack.figures if figure.key == "tableau_3")
    assert [row for row, strong in enumerate(bold) if strong] == sorted(figure.parts)


def test_a_missing_figure_is_a_dash_and_never_zero():
    figure = figure_of([("a", None), ("b", 0)])
    document = opened(report_bytes(pack_of(Section(SectionKey.CATEGORY, "Type", "M.", figures=(figure,)))))
    assert cells_of(figures_tables(document)[0]) == [["a", "–"], ["b", "0"]]


def test_a_few_rows_of_many_figures_stand_upright():
    names = [f"m{rank}" for rank in range(7)]
    rows = tuple(dict(zip(("vague", *names), (wave, *range(7)), strict=True)) for wave in ("2017", "Ensemble"))
    columns = {"vague": ColumnFormat("Vague"), **{name: ColumnFormat(name, Kind.INTEGER) for name in names}}
    columns["m1"] = ColumnFormat("%", Kind.PERCENT)
    figure = figure_of([], rows=rows, columns=columns, chart=None, total=True)
    document = opened(report_bytes(pack_of(Section(SectionKey.IEJ, "IEJ", "M.", figures=(figure,)))))
    [found] = figures_tables(document)
    assert header_words(found) == "Indicateur Vague 2017 Ensemble"
    assert cells_of(found)[:2] == [["m0", "0", "0"], ["m0 (%)", f"100,0{NARROW}%", f"100,0{NARROW}%"]]


def test_language_and_properties(report):
    defaults = report.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "fr-FR"
    core = report.core_properties
    assert (core.title, core.language, core.author, core.last_modified_by) == (
        "Opérations socialement innovantes, 2014-2020", "fr-FR", "", "",
    )  # fmt: skip
    assert core.created is core.modified is None
    assert "14.5" in core.subject


def test_every_page_carries_filters_extract_and_demonstration(whole_pack, report):
    section = report.sections[0]
    head = "\n".join(p.text for p in section.header.paragraphs)
    foot = "\n".join(p.text for p in section.footer.paragraphs)
    assert whole_pack.filters in head
    assert "Jeu de démonstration" in head
    assert whole_pack.extracted_on in foot
    numbers = [found.text.strip() for found in section.footer._element.iter(qn("w:instrText"))]
    assert numbers == ["PAGE", "NUMPAGES"]


def test_the_date_of_the_extract_is_in_the_foot_once():
    for source in ("Source\u202f: liste.csv, extrait du 9 mars 2019", "Source\u202f: liste.csv"):
        foot = opened(report_bytes(pack_of(source=source))).sections[0].footer.paragraphs[0].text
        assert foot.count("9 mars 2019") == 1
        assert source in foot


def test_a_real_extract_is_never_called_a_demonstration():
    document = opened(
        report_bytes(pack_of(Section(SectionKey.FUNNEL, "Repérage", "M.", figures=(figure_of([("a", 1)]),))))
    )
    assert not any("démonstration" in text for text in texts_of(document))
    assert any("extrait du 9 mars 2019" in text for text in texts_of(document))


def test_what_is_not_real_is_said_under_its_table(whole_pack, report):
    survey = whole_pack.section(SectionKey.SURVEY)
    marks = [text for text in texts_of(report) if survey.figures[0].synthetic in text]
    assert len(marks) == len(survey.figures)
    for sheet in whole_pack.section(SectionKey.EMBLEMATIC).sheets:
        assert all(one_line(mark) in texts_of(report) for mark in sheet.marks)


def test_french_typography_everywhere(report):
    texts = texts_of(report)
    assert len(texts) > 500
    wrong = [text for text in texts if re.search(r"(?<![\u202f(])[;:!?»]|(?<=.)(?<![\u202f(])%|«(?!\u202f)", text)]
    assert wrong == []
    assert not [text for text in texts if "  " in text or text != text.strip()]


def test_spaces_typed_in_an_extract_become_narrow():
    section = Section(SectionKey.LIMITS, "Limites", "Un message.", ("Sens : « oui » ; 3 % ! Voir http://exemple.fr",))
    texts = texts_of(opened(report_bytes(pack_of(section))))
    assert f"Sens{NARROW}: «{NARROW}oui{NARROW}»{NARROW}; 3{NARROW}%{NARROW}! Voir http://exemple.fr" in texts


def test_a_message_that_the_figure_repeats_is_said_once():
    figure = figure_of([("a", 1)], title="Axe 3 en tête")
    section = Section(SectionKey.AXIS_OBJECTIVE, "Axe", "Axe 3 en tête (PON FSE).", figures=(figure,))
    texts = texts_of(opened(report_bytes(pack_of(section))))
    assert [text for text in texts if "Axe 3 en tête" in text] == [
        "Axe 3 en tête (PON FSE). Voir la figure 1 et le tableau 1."
    ]


def test_highlights_are_said_where_no_figure_holds_them():
    shown = (Highlight("Opérations retenues", "9", "+2"),)
    alone = Section(SectionKey.KEY_FIGURES, "Chiffres clés", "M.", highlights=shown)
    assert f"Opérations retenues{NARROW}: 9 (+2)" in texts_of(opened(report_bytes(pack_of(alone))))
    beside = replace(alone, figures=(figure_of([("a", 1)]),))
    assert not any("(+2)" in text for text in texts_of(opened(report_bytes(pack_of(beside)))))


def test_an_empty_selection_is_said_once_and_draws_nothing():
    sections = [Section(key, key.value, EMPTY, empty=True) for key in SectionKey]
    document = opened(report_bytes(pack_of(*sections, empty=True)))
    texts = texts_of(document)
    assert texts.count(EMPTY) == 1
    assert [words for level, words in headings_of(document) if level == 2] == [SectionKey.PERIMETER.value]
    alike = next(text for text in texts if text.startswith("Sont vides"))
    assert all(key.value in alike for key in list(SectionKey)[1:])
    assert not document.tables
    assert not document.inline_shapes


def test_the_demonstrations_empty_selection_is_a_correct_document(demonstration):
    pack = build_pack(*demonstration, Selection(search="aucune opération ne porte ces mots"), operations=False)
    assert pack.empty
    document = opened(report_bytes(pack))
    assert sum(text.startswith("Aucune opération ne correspond") for text in texts_of(document)) == 1
    assert "aucune opération ne porte ces mots" in document.sections[0].header.paragraphs[-1].text


def test_one_operation_is_a_correct_document(demonstration):
    pack = build_pack(*demonstration, Selection(search="La Cellule Emploi"), operations=False)
    document = opened(report_bytes(pack))
    assert any("1 opération" in text for text in texts_of(document))
    assert "Encadré 1 – La Cellule Emploi" in [words for _, words in headings_of(document)]
    assert len(document.inline_shapes) == sum(bool(f.map) or bool(f.chart) for f in pack.figures if not f.empty)


def test_no_section_at_all_is_said():
    assert NOTHING_SELECTED in texts_of(opened(report_bytes(pack_of())))


def test_a_figure_without_rows_is_a_sentence():
    figure = figure_of([], sentence="Aucune réponse.")
    document = opened(report_bytes(pack_of(Section(SectionKey.SURVEY, "Enquête", "M.", figures=(figure,)))))
    assert "Aucune réponse." in texts_of(document)
    assert not document.tables


def test_the_same_pack_gives_the_same_bytes_in_another_process(whole_pack, whole_file, tmp_path):
    (tmp_path / "pack").write_bytes(pickle.dumps(whole_pack))
    script = (
        "import hashlib, pickle, sys; from dashboard.exports.report import report_bytes;"
        "print(hashlib.sha256(report_bytes(pickle.load(open(sys.argv[1], 'rb')))).hexdigest())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "pack")],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == sha256(whole_file).hexdigest()


def test_progress_goes_up_to_the_end(whole_pack):
    told = []
    report_bytes(whole_pack, progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(words for _, words in told)


@pytest.mark.parametrize("period", ["2014-2020", "2021-2027"])
def test_the_point_of_the_annual_report_is_named_for_its_own_period_only(period):
    core = opened(report_bytes(pack_of(selection=Selection(period=period)))).core_properties
    assert ("14.5" in core.subject) is (period == "2014-2020")
