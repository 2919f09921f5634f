import io
import zipfile

import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.exports.errors import ExportError, TemplateError
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.slides import slides_bytes
from dashboard.exports.slides.template import SHIPPED, open_template
from scripts.build_templates import slides_template
from tests.exports.slides.conftest import (
    box_of,
    figure_of,
    footer_of,
    opened,
    pack_of,
    sheet_of,
    texts_of,
)

SECTIONS = (
    Section(SectionKey.CATEGORY, "Types", "Un message.", ("Une phrase.",), (figure_of([("a", 1.0), ("b", 2.0)]),)),
    Section(SectionKey.EMBLEMATIC, "Fiches", "Une fiche.", sheets=(sheet_of("Un texte court"),)),
)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps/core")}


def test_the_shipped_template_is_the_one_that_the_script_writes():
    assert parts(slides_template()) == parts(SHIPPED.read_bytes())


def test_the_shipped_template_is_wide_and_names_its_layouts():
    presentation = Presentation(str(SHIPPED))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert [layout.name for layout in presentation.slide_layouts] == ["Titre", "Message"]


@pytest.fixture
def office(tmp_path):
    """Templates of offices: PowerPoint's own, one with slides, one without a title, one with a title over all the slide."""

    def write(kind):
        presentation = Presentation()
        if kind == "large":
            presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
        if kind == "slides":
            for layout in presentation.slide_layouts:
                presentation.slides.add_slide(layout)
        if kind in {"blank", "huge"}:
            for layout in list(presentation.slide_layouts):
                if layout.name != ("Blank" if kind == "blank" else "Title Only"):
                    presentation.slide_layouts.remove(layout)
        if kind == "huge":
            title = presentation.slide_layouts[0].placeholders[0]
            title.left, title.top, title.width, title.height = 0, 0, Inches(10), Inches(7)
        if kind == "bare":
            for layout in presentation.slide_layouts:
                for placeholder in list(layout.placeholders):
                    if placeholder.placeholder_format.type in (13, 15):
                        placeholder._element.getparent().remove(placeholder._element)
        path = tmp_path / f"{kind}.pptx"
        presentation.save(str(path))
        return path

    return write


@pytest.mark.parametrize("kind", ["ordinary", "large", "slides", "blank", "huge", "bare"])
def test_any_reasonable_template_gives_whole_slides(office, kind):
    pack = pack_of(*SECTIONS)
    deck = opened(slides_bytes(pack, template=office(kind)))
    assert len(deck.slides) == len(opened(slides_bytes(pack)).slides)
    height = deck.slide_height / 12_700
    for slide in deck.slides:
        footer = footer_of(slide)
        assert "Jeu de démonstration" in footer.text_frame.text
        assert "9 mars 2019" in footer.text_frame.text
        for shape in slide.shapes:
            left, top, right, bottom = box_of(shape)
            assert min(left, top) >= 0, (kind, shape.name)
            assert right <= deck.slide_width / 12_700 + 0.5, (kind, shape.name)
            assert bottom <= height + 0.5, (kind, shape.name)
            if shape.name not in {"Pied de page", "Numéro de diapositive"}:
                assert bottom <= box_of(footer)[1] + 0.5, (kind, shape.name)
    words = [text for slide in deck.slides for text in texts_of(slide)]
    assert "Un message" in words


def test_titles_are_placeholders_where_the_template_has_them(office):
    deck = opened(slides_bytes(pack_of(*SECTIONS), template=office("ordinary")))
    assert all(slide.shapes.title is not None for slide in deck.slides)
    assert not [shape for slide in deck.slides for shape in slide.placeholders if not shape.text_frame.text]


def test_a_potx_is_read_as_the_presentation_it_holds(office, tmp_path):
    path = tmp_path / "modele.potx"
    with zipfile.ZipFile(office("ordinary")) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
                assert b"template.main" in content
            target.writestr(name, content)
    assert len(opened(slides_bytes(pack_of(*SECTIONS), template=path)).slides) > 2


@pytest.mark.parametrize(
    "content",
    [b"", b"pas une presentation", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7"],
    ids=["empty", "text", "empty zip", "pdf"],
)
def test_a_broken_template_is_one_french_sentence(tmp_path, content):
    path = tmp_path / "modele.pptx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"^Le modèle «\u202fmodele\.pptx\u202f» n'est pas une présentation .*\.$"):
        open_template(path)


def test_other_files_of_an_office_are_no_template(tmp_path):
    import docx

    path = tmp_path / "note.pptx"
    docx.Document().save(str(path))
    with pytest.raises(ExportError, match="n'est pas une présentation PowerPoint"):
        open_template(path)
    corrupt = tmp_path / "corrompu.pptx"
    with zipfile.ZipFile(SHIPPED) as source, zipfile.ZipFile(corrupt, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<casse" if name == "ppt/presentation.xml" else source.read(name))
    with pytest.raises(ExportError, match="n'est pas une présentation PowerPoint"):
        open_template(corrupt)


def test_a_missing_template_is_one_french_sentence(tmp_path):
    with pytest.raises(TemplateError, match=r"^Le modèle «\u202fabsent\.pptx\u202f» ne peut pas être lu"):
        open_template(tmp_path / "absent.pptx")


def test_a_template_without_layouts_says_so(office, tmp_path):
    presentation = Presentation(str(office("blank")))
    presentation.slide_layouts.remove(presentation.slide_layouts[0])
    path = tmp_path / "vide.pptx"
    presentation.save(str(path))
    with pytest.raises(TemplateError, match="n'a aucune disposition"):
        open_template(path)
