import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm

from dashboard.exports.errors import ExportError
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.report import report_bytes
from dashboard.exports.report.styles import TEMPLATE
from scripts.build_templates import report_template

from .conftest import figure_of, figures_tables, headings_of, opened, pack_of, texts_of

PACK = pack_of(
    Section(SectionKey.CATEGORY, "Par type", "Un message.", figures=(figure_of([("a", 1), ("b", 2)]),)),
    demonstration=True,
)


@pytest.fixture
def office(tmp_path):
    """A template as an office would make one: a logo line in the head, a sample text, other margins."""
    document = docx.Document()
    document.add_heading("Titre d'exemple", 1)
    document.add_paragraph("Texte d'exemple")
    section = document.sections[0]
    section.header.paragraphs[0].text = "MINISTÈRE"
    section.left_margin = section.right_margin = Cm(4)
    path = tmp_path / "modele.docx"
    document.save(path)
    return path


def heads(document):
    return [p.text for p in document.sections[0].header.paragraphs]


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_shipped_template_is_the_one_that_the_script_writes():
    assert parts(report_template()) == parts(TEMPLATE.read_bytes())


def test_the_shipped_template_holds_no_text_and_names_its_styles_as_word_does():
    document = docx.Document(str(TEMPLATE))
    assert [p.text for p in document.paragraphs] == [""]
    names = {style.name for style in document.styles}
    assert {"Heading 1", "Heading 2", "Heading 3", "Caption", "Normal"} <= names


def test_an_office_keeps_its_head_its_margins_and_its_styles(office):
    before = {style.name for style in docx.Document(str(office)).styles}
    document = opened(report_bytes(PACK, template=office))
    assert heads(document)[0] == "MINISTÈRE"
    assert any(PACK.filters in text for text in heads(document))
    assert "Texte d'exemple" not in texts_of(document)
    assert [words for _, words in headings_of(document)] == [PACK.title, "Par type"]
    names = [style.name for style in document.styles]
    assert before <= set(names)
    assert names.count("Heading 1") == names.count("Caption") == 1
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    [table] = figures_tables(document)
    assert abs(sum(column.width for column in table.columns) - width) < Cm(0.1)
    assert abs(document.inline_shapes[0].width - width) < Cm(0.1)


def test_the_text_is_french_whatever_the_template_was_written_in(office):
    document = opened(report_bytes(PACK, template=office))
    languages = {found.get(qn("w:val")) for found in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    assert document.core_properties.author == ""


def test_first_and_even_pages_carry_the_mentions_too(office):
    document = docx.Document(str(office))
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    document.save(str(office))
    section = opened(report_bytes(PACK, template=office)).sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert any("Jeu de démonstration" in p.text for p in head.paragraphs)


def test_a_report_that_became_a_template_loses_its_mentions(tmp_path):
    path = tmp_path / "ancien.docx"
    path.write_bytes(report_bytes(pack_of(filters="Vague\u202f: 2017")))
    document = opened(report_bytes(PACK, template=path))
    assert not any("2017" in text for text in heads(document))
    assert len(heads(document)) == 2


def test_a_word_template_does_as_well_as_a_document(office, tmp_path):
    path = tmp_path / "modele.dotx"
    with zipfile.ZipFile(office) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"document.main+xml", b"template.main+xml"))
    assert heads(opened(report_bytes(PACK, template=path)))[0] == "MINISTÈRE"


def archive_of(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"du texte",
        b"PK\x03\x04 coup\xe9",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64,
        archive_of(**{"[Content_Types].xml": b"<Types", "word/document.xml": b"<w"}),
        archive_of(**{"a.txt": b"a"}),
        None,
    ],
    ids=["empty", "text", "cut", "encrypted", "broken xml", "other archive", "missing"],
)
def test_a_useless_template_is_refused_in_one_french_sentence(tmp_path, content):
    path = tmp_path / "modèle.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExportError) as refused:
        report_bytes(PACK, template=path)
    sentence = str(refused.value)
    assert sentence.startswith("Le modèle «\u202fmodèle.docx\u202f» ne peut pas servir\u202f:")
    assert sentence.count(".\u202f") == 0
    assert sentence.endswith(".")
