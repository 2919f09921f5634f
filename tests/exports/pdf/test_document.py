"""The PDF of the pack and its one page, read again by pdftotext."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Choice, OperationSheet, Section, SectionKey
from dashboard.exports.pdf import essential_bytes, pdf_bytes
from tests.exports.slides.conftest import HOSTILE, LONG, figure_of, pack_of, sheet_of

MARKUP = '#read("/etc/passwd") $x$ *gras* @ref <etiquette> = titre // fin \\u{1F600} [crochet] "guillemets"'


def pages_of(content, folder):
    """The words of each page, on single spaces."""
    if shutil.which("pdftotext") is None:
        pytest.skip("programme absent\u202f: pdftotext")
    path = folder / "dossier.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout.decode()
    return [re.sub(r"\s+", " ", page) for page in read.split("\f")[:-1]]


def test_the_essential_is_one_page_with_its_filters_and_its_date(whole_pack, tmp_path):
    [page] = pages_of(essential_bytes(whole_pack), tmp_path)
    for mention in whole_pack.mentions:
        assert mention.replace("\u202f", " ") in page
    key = whole_pack.section(SectionKey.KEY_FIGURES)
    for highlight in key.highlights:
        assert highlight.value.replace("\u202f", " ") in page
    assert "213 opérations sont retenues" in page
    assert "Picardie en tête" in page


def test_the_pdf_has_a_page_per_slide_and_every_page_says_filters_and_date(whole_pack, tmp_path):
    pack = replace(whole_pack, choice=Choice())
    pages = pages_of(pdf_bytes(pack), tmp_path)
    assert len(pages) == 1 + len(pack.slides)
    for page in pages:
        for mention in pack.mentions:
            assert mention.replace("\u202f", " ") in page
    whole = pages_of(pdf_bytes(whole_pack), tmp_path)
    assert len(whole) > len(pages) + 5
    assert any("Ce dont ce dossier est fait" in page for page in whole)
    assert any("La Cellule Emploi" in page and "Pourquoi elle est innovante" in page for page in whole[len(pages) :])


def test_the_same_pack_gives_the_same_bytes_and_a_pdf_that_screen_readers_follow(whole_pack):
    content = essential_bytes(whole_pack)
    assert essential_bytes(whole_pack) == content
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content


def test_words_of_an_extract_are_never_markup(tmp_path):
    for text in (MARKUP, HOSTILE, LONG):
        sheet = OperationSheet(text, text, text, ((text, text),), ((text, text),), (text,))
        pack = pack_of(
            Section(SectionKey.PERIMETER, text, text, (text, text)),
            Section(SectionKey.CATEGORY, text, text, (text,), (figure_of([(text, 3.0), ("=1+1", None)], title=text),)),
            Section(SectionKey.EMBLEMATIC, text, text, sheets=(sheet, sheet_of(text))),
            filters=text,
            title=text,
        )
        pages = pages_of(pdf_bytes(pack), tmp_path)
        assert len(pages) >= 5
        if text is MARKUP:
            assert '#read("/etc/passwd") $x$ *gras* @ref' in pages[-2]


def test_an_empty_selection_says_so_on_one_page(demonstration, tmp_path):
    pack = build_pack(*demonstration, Selection(search="introuvable zzzz"), operations=False)
    [page] = pages_of(pdf_bytes(pack), tmp_path)
    assert "Aucune opération" in page
    assert "introuvable" in page
