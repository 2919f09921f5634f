import shutil
import subprocess

import pytest
from PIL import Image

from dashboard.exports.pack.content import OperationSheet, Section, SectionKey
from dashboard.exports.report import report_bytes

from .conftest import figure_of, pack_of

NEEDED = ("soffice", "pdftoppm", "pdftotext")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
LONG = "Ateliers 🌍 مشروع الابتكار d'insertion par l'activité " * 12

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


def pages_of(content, folder):
    """The pages as LibreOffice lays them out: their pictures and their words."""
    (folder / "rapport.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "rapport.docx")],
        capture_output=True, check=True,
    )  # fmt: skip
    subprocess.run(
        ["pdftoppm", "-r", "40", "-gray", "-png", str(folder / "rapport.pdf"), str(folder / "page")], check=True
    )
    words = subprocess.run(
        ["pdftotext", "-layout", str(folder / "rapport.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    return [read(path) for path in sorted(folder.glob("page-*.png"))], words


def read(path):
    with Image.open(path) as page:
        return page.convert("L")


def ink(page):
    """The part of the page, head and foot aside, that isn't white."""
    body = page.crop((0, page.height // 8, page.width, page.height * 9 // 10))
    return sum(body.histogram()[:200]) / (body.width * body.height)


def test_no_page_is_blank_and_words_arrive(whole_pack, whole_file, tmp_path):
    pages, words = pages_of(whole_file, tmp_path)
    assert 8 <= len(pages) <= 30
    assert [rank for rank, page in enumerate(pages, start=1) if ink(page) < 0.002] == []
    assert "Error" not in words
    assert "Erreur" not in words
    assert words.count("Jeu de démonstration") >= len(pages)
    assert f"Page {len(pages)} sur {len(pages)}" in words
    for section in whole_pack.sections:
        assert section.title in words


def test_long_emoji_and_right_to_left_titles_keep_the_layout(tmp_path):
    sheet = OperationSheet(LONG, LONG, LONG, (("Repère", LONG),), (("Description", LONG),), (LONG,))
    sections = (
        Section(SectionKey.CATEGORY, LONG, LONG, figures=(figure_of([(LONG, 2), ("x" * 600, 1)], title=LONG),)),
        Section(SectionKey.EMBLEMATIC, "Fiches", "M.", sheets=(sheet,)),
    )
    pages, words = pages_of(report_bytes(pack_of(*sections, title=LONG, filters=LONG)), tmp_path)
    assert all(ink(page) > 0.002 for page in pages)
    assert len(pages) <= 6
    assert "Encadré 1" in words
