"""What an office gives as a template leaves with the document: no macro, nothing that calls another machine by itself."""

import io
import re
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml.parser import parse_xml
from lxml import etree

from dashboard.exports.errors import TemplateError
from dashboard.exports.office_template import LIMITS, read_template
from dashboard.exports.report import report_bytes
from dashboard.exports.report.styles import TEMPLATE
from dashboard.exports.slides import slides_bytes
from dashboard.exports.slides.template import SHIPPED
from tests.bombs import PARAGRAPH, SHAPE, grown, lying, packed, parts_of
from tests.exports.report.conftest import pack_of

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LAYOUT = "ppt/slideLayouts/slideLayout1.xml"
LAYOUT_RELS = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
SETTINGS = "word/settings.xml"
SETTINGS_RELS = "word/_rels/settings.xml.rels"
PACK = pack_of()
WRITERS = {"pptx": (SHIPPED, slides_bytes), "docx": (TEMPLATE, report_bytes)}


def link(rank: int, kind: str, target: str, mode: str = "External") -> str:
    return f'<Relationship Id="out{rank}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def rels(*links: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>'.encode()


def with_links(parts: dict[str, bytes], name: str, *links: str) -> None:
    end = b"</Relationships>"
    parts[name] = parts.get(name, rels()).replace(end, "".join(links).encode() + end)


def outside(content: bytes) -> list[str]:
    """Where the relationships of every part lead, outside the file."""
    links = [
        link for name, part in parts_of(content).items() if name.endswith(".rels") for link in etree.fromstring(part)
    ]
    return sorted(link.get("Target") for link in links if link.get("TargetMode") or "://" in link.get("Target"))


@pytest.fixture
def given(tmp_path: Path):
    def write(kind: str, parts: dict[str, bytes] | bytes) -> Path:
        path = tmp_path / f"modèle.{kind}"
        path.write_bytes(parts if isinstance(parts, bytes) else packed(parts))
        return path

    return write


def calling_slides() -> dict[str, bytes]:
    """A presentation that goes for a picture, a film and a page, by itself, under the pointer and at a click."""
    parts = parts_of(SHIPPED)
    with_links(
        parts, LAYOUT_RELS,
        link(1, "image", "http://exemple.fr/pixel.png"), link(2, "hyperlink", "https://exemple.fr/"),
        link(3, "hyperlink", "file://serveur/partage/a.exe"), link(4, "video", "\\\\serveur\\film.mp4"),
        link(5, "image", "http://exemple.fr/b.png", "Internal"), link(6, "hyperlink", "MAILTO:a@exemple.fr"),
    )  # fmt: skip
    shapes = (
        f'<p:pic {R}><p:nvPicPr><p:cNvPr id="90" name="a"><a:hlinkClick r:id="out2"/><a:hlinkHover r:id="out2"/></p:cNvPr>'
        '<p:cNvPicPr/><p:nvPr><a:videoFile r:link="out4"/></p:nvPr></p:nvPicPr><p:blipFill><a:blip r:link="out1"/>'
        "</p:blipFill><p:spPr/></p:pic>"
        f'<p:sp {R}><p:nvSpPr><p:cNvPr id="91" name="b"><a:hlinkClick r:id="out3"/></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        '<p:spPr><a:blipFill><a:blip r:embed="out5"/></a:blipFill></p:spPr></p:sp>'
    )
    parts[LAYOUT] = parts[LAYOUT].replace(b"</p:spTree>", shapes.encode() + b"</p:spTree>")
    return parts


def test_slides_call_nobody_and_keep_what_is_clicked(given) -> None:
    path = given("pptx", calling_slides())
    template = read_template(path)
    assert template.links == 5
    assert template.note == (
        "5 liens extérieurs du modèle «\u202fmodèle.pptx\u202f» ont été retirés\u202f: "
        "le document n'ira rien chercher ailleurs."
    )
    content = slides_bytes(PACK, template=path)
    assert outside(content) == ["MAILTO:a@exemple.fr", "https://exemple.fr/"]
    layout = next(
        part for name, part in parts_of(content).items() if b"out2" in part and not name.endswith(".rels")
    ).decode()
    assert re.findall(r"out\d", layout) == ["out2"]
    assert not re.findall("hlinkHover|videoFile", layout)
    assert layout.count("a:blip/>") == 2
    assert pptx.Presentation(io.BytesIO(content)).slides


FIELD = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
SPELT = '<w:r><w:instrText xml:space="preserve">{0}</w:instrText></w:r>'


def field(*pieces: str) -> str:
    spelt = "".join(piece if piece.startswith("<") else SPELT.format(piece) for piece in pieces)
    return f"{FIELD.format('begin')}{spelt}{FIELD.format('separate')}<w:r><w:t>vu</w:t></w:r>{FIELD.format('end')}"


def calling_report(given) -> tuple[Path, bytes]:
    """A Word document whose head, settings and old drawings go for something elsewhere."""
    document = docx.Document()
    head = document.sections[0].header
    fields = [
        field("INCLUDE", 'PICTURE "http://exemple.fr/pixel.png" \\d'),
        field(" PAGE "),
        field(" IF ", field(" DDEAUTO cmd a "), ' = 1 "a" "b"'),
        field(' HYPERLINK "\\\\\\\\serveur\\a" '),
        field(' HYPERLINK "https://exemple.fr/link" '),
        '<w:fldSimple w:instr="includetext &quot;http://exemple.fr/a.docx&quot;"><w:r><w:t>vu</w:t></w:r></w:fldSimple>',
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:imagedata src="http://exemple.fr/c.png" o:href="file://serveur/d.png" o:title="logo"/></v:shape></w:pict></w:r>',
        '<w:hyperlink r:id="out2"><w:r><w:t>charte</w:t></w:r></w:hyperlink><w:altChunk r:id="out3"/>',
    ]
    head._element.append(parse_xml(f"<w:p {W} {R}>{''.join(fields)}</w:p>"))
    out = io.BytesIO()
    document.save(out)
    parts = parts_of(out.getvalue())
    head_rels = "word/_rels/header1.xml.rels"
    with_links(parts, head_rels, link(2, "hyperlink", "file://serveur/a"), link(3, "aFChunk", "chunk.html", "Internal"))
    parts["word/chunk.html"] = b"<html><img src='http://exemple.fr/e.png'/></html>"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"<Override", b'<Default Extension="html" ContentType="text/html"/><Override', 1
    )
    with_links(parts, SETTINGS_RELS, link(1, "attachedTemplate", "http://exemple.fr/charte.dotm"))
    added = f'<w:attachedTemplate {R} r:id="out1"/><w:mailMerge><w:connectString w:val="Source=serveur"/></w:mailMerge>'
    parts[SETTINGS] = re.sub(rb"(<w:settings[^>]*>)", rb"\1" + added.encode(), parts[SETTINGS])
    return given("docx", parts), parts["word/header1.xml"]


def test_a_report_calls_nobody_and_keeps_its_fields(given) -> None:
    path, before = calling_report(given)
    template = read_template(path)
    assert template.links == 3 + 4 + 2 + 1
    content = report_bytes(PACK, template=path)
    assert outside(content) == []
    written = parts_of(content)
    assert not [name for name in written if "chunk" in name]
    everything = b"".join(part for name, part in written.items() if name.endswith((".xml", ".rels"))).decode()
    for word in (
        "INCLUDE",
        "DDEAUTO",
        "includetext",
        "serveur",
        "pixel",
        "attachedTemplate",
        "mailMerge",
        "out1",
        "out2",
    ):
        assert word not in everything
    head = written["word/header1.xml"].decode()
    assert "https://exemple.fr/link" in head
    assert " PAGE " in head
    assert "charte" in head
    assert head.count("vu") == before.decode().count("vu")
    assert docx.Document(io.BytesIO(content)).sections[0].header.paragraphs


@pytest.mark.parametrize("kind", WRITERS)
def test_what_calls_nobody_is_left_as_it_is(given, kind: str) -> None:
    shipped, _ = WRITERS[kind]
    path = given(kind, parts_of(shipped))
    template = read_template(path)
    assert (template.links, template.note) == (0, "")
    assert parts_of(template.content) == parts_of(shipped)


def typed(parts: dict[str, bytes], name: str, kind: str, content: bytes = b"a") -> dict[str, bytes]:
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    return {**parts, name: content, "[Content_Types].xml": types.replace("</Types>", override).encode()}


OBJECTS = "contient un objet incorporé ou un contrôle ActiveX"
MACROS = "contient des macros ou un complément"
RUNNING = {
    "macros": (lambda parts: typed(parts, "ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject"), MACROS),
    "presentation with macros": (
        lambda parts: {
            **parts,
            "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                b"openxmlformats-officedocument.presentationml.presentation.main",
                b"ms-powerpoint.presentation.macroEnabled.main",
            ),
        },
        MACROS,
    ),
    "macros by relationship": (
        lambda parts: {**parts, LAYOUT_RELS: parts[LAYOUT_RELS].replace(b"/slideMaster\"", b"/vbaProject\"")}, MACROS),
    "add-in": (lambda parts: typed(parts, "ppt/a.xml", "application/vnd.ms-office.webextension+xml", b"<a/>"), MACROS),
    "control": (lambda parts: typed(parts, "ppt/activeX/a.xml", "application/vnd.ms-office.activeX+xml", b"<a/>"), OBJECTS),
    "object": (
        lambda parts: typed(parts, "ppt/embeddings/a.bin", "application/vnd.openxmlformats-officedocument.oleObject"),
        OBJECTS,
    ),
    "linked object": (
        lambda parts: {**parts, LAYOUT_RELS: rels(link(1, "oleObject", "http://exemple.fr/a.xlsx"))}, OBJECTS),
    "embedded workbook": (
        lambda parts: {
            **parts,
            "ppt/embeddings/a.xlsx": b"PK",
            LAYOUT_RELS: rels(f'<Relationship Id="a" Type="{OFFICE}/package" Target="../embeddings/a.xlsx"/>'),
        },
        OBJECTS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNNING)
def test_what_runs_is_refused_with_what_to_do(given, name: str) -> None:
    change, said = RUNNING[name]
    path = given("pptx", change(parts_of(SHIPPED)))
    with pytest.raises(TemplateError, match=f"^Le modèle «\u202fmodèle.pptx\u202f» {said}.*à nouveau\\.$"):
        slides_bytes(PACK, template=path)


def test_the_workbook_of_a_chart_is_data(given) -> None:
    """What a presentation that became a template holds on its slides."""
    deck = pptx.Presentation()
    data = pptx.chart.data.CategoryChartData()
    data.categories, _ = ["a", "b"], data.add_series("s", (1, 2))
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_chart(pptx.enum.chart.XL_CHART_TYPE.PIE, 0, 0, 3_000_000, 3_000_000, data)
    out = io.BytesIO()
    deck.save(out)
    assert read_template(given("pptx", out.getvalue())).links == 0


SENTENCE = (
    r"^Le modèle «\u202fmodèle\.\w+\u202f» {0}\u202f: par sécurité il n'a pas été ouvert\u202f; allégez-le, ou .*\.$"
)
BODY = "word/document.xml"


@pytest.mark.parametrize("kind", WRITERS)
def test_a_template_that_would_fill_the_memory_is_refused_with_its_figures(given, kind: str) -> None:
    shipped, write = WRITERS[kind]
    part, before, filling = (LAYOUT, b"</p:spTree>", SHAPE) if kind == "pptx" else (BODY, b"<w:sectPr", PARAGRAPH)
    for size, said in (
        (7_000_000, r"contient un élément XML de 7,\d\u202fMo \(6,0\u202fMo au plus\)"),
        (30_000_000, r"occuperait 30,\d\u202fMo une fois décompressé, soit \d+ fois sa taille \(100 fois au plus\)"),
        (70_000_000, r"occuperait 70,\d\u202fMo une fois décompressé \(64,0\u202fMo au plus\)"),
    ):
        bomb = grown(shipped, part, before, filling, size // len(filling))
        assert len(bomb) < 500_000
        with pytest.raises(TemplateError, match=SENTENCE.format(said)):
            write(PACK, template=given(kind, bomb))


@pytest.mark.parametrize("kind", WRITERS)
def test_a_template_that_lies_is_no_template(given, kind: str) -> None:
    shipped, write = WRITERS[kind]
    part = LAYOUT if kind == "pptx" else BODY
    liar = lying(packed({**parts_of(shipped), part: bytes(30_000_000)}), part, 100)
    with pytest.raises(TemplateError, match=r"^Le modèle .* (n'est pas une présentation|ne peut pas servir).*\.$"):
        write(PACK, template=given(kind, liar))


@pytest.mark.parametrize("kind", WRITERS)
def test_entities_of_a_template_are_refused(given, kind: str) -> None:
    shipped, write = WRITERS[kind]
    part = LAYOUT if kind == "pptx" else BODY
    declared = re.sub(
        rb"(<\w+:(?:sldLayout|document) )", rb'<!DOCTYPE a [<!ENTITY b "c">]>\1', parts_of(shipped)[part], count=1
    )
    with pytest.raises(TemplateError, match=SENTENCE.format("contient un élément XML qui déclare une DTD")):
        write(PACK, template=given(kind, {**parts_of(shipped), part: declared}))


def test_a_file_too_heavy_is_refused_without_being_read(given) -> None:
    with pytest.raises(TemplateError, match=SENTENCE.format(r"pèse 32,0\u202fMo \(32,0\u202fMo au plus\)")):
        read_template(given("pptx", bytes(LIMITS.packed + 1)))


def test_parts_that_hang_on_one_another_by_the_thousand_are_no_template(given) -> None:
    """The library follows them one within the other."""
    parts = parts_of(SHIPPED)
    with_links(parts, LAYOUT_RELS, f'<Relationship Id="next" Type="{OFFICE}/image" Target="/ppt/media/0.png"/>')
    for rank in range(1_200):
        parts[f"ppt/media/{rank}.png"] = b"a"
        parts[f"ppt/media/_rels/{rank}.png.rels"] = rels(
            f'<Relationship Id="a" Type="{OFFICE}/image" Target="/ppt/media/{rank + 1}.png"/>'
        )
    parts["ppt/media/1200.png"] = b"a"
    types = b'<Default Extension="png" ContentType="image/png"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types)
    with pytest.raises(TemplateError, match="n'est pas une présentation PowerPoint lisible"):
        slides_bytes(PACK, template=given("pptx", parts))
