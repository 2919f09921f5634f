"""The slides opened by LibreOffice: as many pages as slides, none blank, figures printed in French."""

import shutil
import subprocess

import pytest
from PIL import Image

from dashboard.exports.slides import slides_bytes
from tests.exports.slides.conftest import opened

PROGRAMS = ("soffice", "pdftoppm", "pdftotext")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"programme absent\u202f: {', '.join(MISSING)}")


def rendered(content, folder):
    """The PDF that LibreOffice makes of the slides."""
    path = folder / "pack.pptx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".pdf")


def inked(pdf, folder):
    """The share of dark pixels of each page, its edges left out (footer and rule)."""
    subprocess.run(["pdftoppm", "-png", "-r", "30", str(pdf), str(folder / "page")], check=True)
    shares = []
    for path in sorted(folder.glob("page-*.png")):
        with Image.open(path) as image:
            grey = image.convert("L")
            body = grey.crop((int(grey.width * 0.06), int(grey.height * 0.08), grey.width, int(grey.height * 0.92)))
            histogram = body.histogram()
            shares.append(sum(histogram[:128]) / sum(histogram))
    return shares


def test_every_slide_is_a_page_and_none_is_blank(whole_file, tmp_path):
    pdf = rendered(whole_file, tmp_path)
    shares = inked(pdf, tmp_path)
    assert len(shares) == len(opened(whole_file).slides)
    assert min(shares) > 0.004
    words = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    text = words.stdout.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert "13 489" in text
    assert "32,4 M€" in text
    assert "3,7 %" in text


def test_hostile_text_opens_too(hostile_pack, tmp_path):
    content = slides_bytes(hostile_pack)
    shares = inked(rendered(content, tmp_path), tmp_path)
    assert len(shares) == len(opened(content).slides)
    assert min(shares) > 0.004
