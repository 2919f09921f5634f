"""Rebuilds the templates that documents are written on when an office gives none: `python scripts/build_templates.py`."""

import io
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from dashboard.domain.archives import zipped
from dashboard.exports.rearchived import rearchived
from dashboard.exports.report.ooxml import made
from dashboard.exports.report.styles import TEMPLATE as REPORT
from dashboard.exports.report.styles import Role
from dashboard.exports.slides.drawing import Box, emu
from dashboard.exports.slides.ooxml import LANGUAGE
from dashboard.exports.slides.template import KICKER
from dashboard.exports.slides.template import SHIPPED as SLIDES
from dashboard.figures.palette import AXES, BLUE_FRANCE, CATEGORICAL, INK, INK_SOFT, PAPER, SEQUENTIAL

NAMESPACES = nsdecls("a", "p", "r")
WIDTH = 960.0
HEIGHT = 540.0
MARGIN = 44.0
FONT = "Arial"
TITLE_SIZE = 28
TITLE_LAYOUT = "Titre"
MESSAGE_LAYOUT = "Message"

RULE = "#DDDDDD"
INNER = WIDTH - 2 * MARGIN
KICKER_BOX = Box(MARGIN, 24, INNER, 20)
TITLE_BOX = Box(MARGIN, 46, INNER, 94)
FOOTER_BOX = Box(MARGIN, 507, INNER - 70, 18)
NUMBER_BOX = Box(WIDTH - MARGIN - 60, 507, 60, 18)
COVER_TITLE_BOX = Box(104, 120, 780, 130)
COVER_TEXT_BOX = Box(104, 272, 780, 190)
THEME_COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": BLUE_FRANCE, "lt2": "#F5F5FE",
    "accent1": BLUE_FRANCE, "accent2": CATEGORICAL[1], "accent3": CATEGORICAL[2], "accent4": CATEGORICAL[3],
    "accent5": CATEGORICAL[4], "accent6": AXES["2"], "hlink": BLUE_FRANCE, "folHlink": CATEGORICAL[3],
}  # fmt: skip
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def slides_template() -> bytes:
    """The 16:9 template: one master, a cover and a layout whose title is the message of the slide."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(emu(WIDTH)), Emu(emu(HEIGHT))
    layouts = presentation.slide_layouts
    by_type = {layout._element.get("type"): layout for layout in layouts}
    for kind, layout in by_type.items():
        if kind not in {"title", "titleOnly"}:
            layouts.remove(layout)
    master = presentation.slide_master
    paint(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    replace_shapes(
        master._element,
        [
            placeholder(2, "Titre", 'type="title"', TITLE_BOX, "Titre de la diapositive", anchor="t"),
            placeholder(3, "Texte", 'type="body" idx="1"', Box(MARGIN, 150, INNER, 340), "Texte"),
            footer(4, 'type="ftr" sz="quarter" idx="3"'),
            number(5, 'type="sldNum" sz="quarter" idx="4"'),
        ],
    )
    text_styles(master._element)
    cover = by_type["title"]
    cover.name = TITLE_LAYOUT
    replace_shapes(
        cover._element,
        [
            rectangle(7, Box(0, 0, 44, HEIGHT), BLUE_FRANCE),
            placeholder(
                2, "Titre", 'type="ctrTitle"', COVER_TITLE_BOX, "Titre", anchor="b",
                levels=level_style(40, BLUE_FRANCE, bold=True),
            ),
            placeholder(
                3, "Sous-titre", 'type="subTitle" idx="1"', COVER_TEXT_BOX, "Sous-titre", levels=level_style(20, INK)
            ),
            footer(5, 'type="ftr" sz="quarter" idx="11"', Box(104, 507, WIDTH - 104 - MARGIN - 70, 18)),
            number(6, 'type="sldNum" sz="quarter" idx="12"'),
        ],
    )  # fmt: skip
    message = by_type["titleOnly"]
    message.name = MESSAGE_LAYOUT
    replace_shapes(
        message._element,
        [
            rectangle(7, Box(0, 24, 8, 90), BLUE_FRANCE),
            rectangle(8, Box(MARGIN, 500, INNER, 0.75), RULE),
            placeholder(2, "Titre", 'type="title"', TITLE_BOX, "Message de la diapositive", anchor="t"),
            placeholder(
                3, KICKER, 'type="body" sz="quarter" idx="13"', KICKER_BOX, "Rubrique", anchor="ctr",
                levels=level_style(16, BLUE_FRANCE, bold=True),
            ),
            footer(5, 'type="ftr" sz="quarter" idx="11"'),
            number(6, 'type="sldNum" sz="quarter" idx="12"'),
        ],
    )  # fmt: skip
    drop_parts(presentation.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    drop_parts(presentation.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    drop_parts(presentation.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    presentation.core_properties.title = "Modèle de présentation"
    presentation.core_properties.author = presentation.core_properties.comments = ""
    presentation.core_properties.last_modified_by = ""
    presentation.core_properties.language = LANGUAGE
    out = io.BytesIO()
    presentation.save(out)
    return rearchived(out.getvalue())


def drop_parts(source: Any, kind: str) -> None:
    """Leaves out what the file that this one starts from knew about another computer."""
    relations = source._rels
    for number in [number for number, relation in relations.items() if relation.reltype == kind]:
        relations.pop(number)


def paint(theme: Any) -> None:
    root = parse_xml(theme.blob)
    root.set("name", "Tableau de bord")
    for name, colour in THEME_COLOURS.items():
        slot = root.find(f".//{A}clrScheme/{A}{name}")
        slot[:] = [parse_xml(f'<a:srgbClr {NAMESPACES} val="{colour[1:]}"/>')]
    for family in ("majorFont", "minorFont"):
        root.find(f".//{A}{family}/{A}latin").set("typeface", FONT)
    styles = root.find(f".//{A}effectStyleLst")
    for style in styles:
        style[:] = [parse_xml(f"<a:effectLst {NAMESPACES}/>")]
    theme._blob = serialize_part_xml(root)


def replace_shapes(holder: Any, shapes: list[str]) -> None:
    tree = holder.find(f"{P}cSld/{P}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    for xml in shapes:
        tree.append(parse_xml(xml.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1)))


def text_styles(master: Any) -> None:
    """Titles in bold ink, to the left; body text without bullets."""
    styles = master.find(f"{P}txStyles")
    for name, level in (
        ("titleStyle", level_style(TITLE_SIZE, INK, bold=True, family="mj")),
        ("bodyStyle", level_style(20, INK)),
    ):
        style = styles.find(f"{P}{name}")
        style[:] = list(parse_xml(f"<a:lstStyle {NAMESPACES}>{level}</a:lstStyle>"))


def level_style(size: int, colour: str, *, bold: bool = False, family: str = "mn", align: str = "l") -> str:
    weight = ' b="1"' if bold else ' b="0"'
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}" rtl="0"><a:lnSpc><a:spcPct val="110000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size * 100}"{weight} kern="1200">'
        f'{solid(colour)}<a:latin typeface="+{family}-lt"/><a:ea typeface="+{family}-ea"/><a:cs typeface="+{family}-cs"/>'
        "</a:defRPr></a:lvl1pPr>"
    )


def placeholder(
    number: int, name: str, kind: str, box: Box, prompt: str, *, anchor: str = "t", levels: str = "", content: str = ""
) -> str:
    words = content or f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{prompt}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{transform(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{words}</a:p></p:txBody></p:sp>"
    )


def footer(number: int, kind: str, box: Box = FOOTER_BOX) -> str:
    return placeholder(
        number, "Pied de page", kind, box, "Pied de page", anchor="ctr", levels=level_style(12, INK_SOFT)
    )


def number(number: int, kind: str) -> str:
    field = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}"/><a:t>‹N°›</a:t></a:fld>'
    )
    levels = level_style(12, INK_SOFT, align="r")
    return placeholder(
        number, "Numéro de diapositive", kind, NUMBER_BOX, "", anchor="ctr", levels=levels, content=field
    )


def transform(box: Box) -> str:
    left, top, width, height = box.emu
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def rectangle(number: int, box: Box, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid(colour)}<a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="fr-FR"/></a:p></p:txBody></p:sp>'
    )


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BUILT_IN = {Role.BODY, Role.TITLE, Role.SECTION, Role.BOX_TITLE, Role.CAPTION}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = f'xmlns:r="{OFFICE}"'
EMPTY_DOCUMENT = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    ),
    "docProps/core.xml": (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
    ),
    # Declared here, relationships have the same prefix whichever other library is loaded: the same content, the same bytes.
    "word/document.xml": f"<w:document {W} {R}><w:body><w:p/><w:sectPr/></w:body></w:document>",
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/>'
        "</Relationships>"
    ),
    "word/styles.xml": (
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK[1:]}"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    ),
    "word/settings.xml": (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="fr-FR" w:bidi="ar-SA"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    ),
}
"""The one of python-docx brings two hundred styles, a page of another size and the settings of an older Word."""


def report_template() -> bytes:
    """The document: A4, every style of the report, no text."""
    parts = (
        (name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
        for name, xml in EMPTY_DOCUMENT.items()
    )
    document = docx.Document(io.BytesIO(zipped((name, xml.encode()) for name, xml in parts)))
    document.core_properties.title, document.core_properties.language = "Modèle de la section de rapport", LANGUAGE
    page = document.sections[0]
    page.page_width, page.page_height = Twips(11906), Twips(16838)
    page.left_margin = page.right_margin = Twips(1304)
    page.top_margin, page.bottom_margin = Twips(1531), Twips(1361)
    page.header_distance, page.footer_distance, page.gutter = Twips(624), Twips(567), Twips(0)
    add_styles(document.styles)
    out = io.BytesIO()
    document.save(out)
    return rearchived(out.getvalue())


def add_styles(styles: Any) -> None:
    """Sizes and spaces in points."""
    normal = words(styles, Role.BODY, "Normal", None, after=6, line=1.1)
    normal.element.set(qn("w:default"), "1")
    for role, level, size, before, after in (
        (Role.TITLE, 1, 18, 0, 8), (Role.SECTION, 2, 13.5, 18, 6), (Role.BOX_TITLE, 3, 11, 14, 5),
    ):  # fmt: skip
        heading = words(
            styles, role, f"Heading{level}", normal, size=size, bold=True, colour=BLUE_FRANCE, before=before, after=after,
            line=1.05, together=True,
        )  # fmt: skip
        heading.element.get_or_add_pPr().append(made("outlineLvl", val=level - 1))
    words(
        styles,
        Role.CAPTION,
        "Caption",
        normal,
        size=9,
        bold=True,
        colour=INK_SOFT,
        before=8,
        after=4,
        line=1.0,
        together=True,
    )
    for role, identifier in ((Role.HEAD_MENTION, "MentionEnTete"), (Role.FOOT_MENTION, "MentionPied")):
        words(styles, role, identifier, normal, size=8, colour=INK_SOFT, before=0, after=2, line=1.0)
    words(styles, Role.MESSAGE, "MessageCle", normal, size=11, before=3, after=8, line=1.1, bar=BLUE_FRANCE)
    words(styles, Role.FINDING, "Constat", normal, before=12, after=4, line=1.1, together=True)
    words(styles, Role.WARNING, "Avertissement", normal, before=3, after=8, line=1.1, bar="#B34000")
    note = words(styles, Role.NOTE, "SourceEtLecture", normal, size=8, colour=INK_SOFT, before=2, after=2, line=1.0)
    note.paragraph_format.keep_together = True
    words(styles, Role.PICTURE, "Illustration", normal, before=0, after=6, line=1.0)
    cell = words(styles, Role.CELL, "TexteDeTableau", normal, size=9, before=1.5, after=1.5, line=1.0)
    head = words(styles, Role.HEAD_CELL, "EnTeteDeTableau", cell, bold=True, colour=PAPER)
    head.paragraph_format.keep_with_next = True
    landmark = words(
        styles, Role.LANDMARK, "RepereEncadre", normal, size=9.5, before=0, after=2, line=1.0
    ).paragraph_format
    landmark.left_indent, landmark.first_line_indent = Twips(2381), Twips(-2381)
    landmark.tab_stops.add_tab_stop(Twips(2381))
    words(styles, Role.BOX_TEXT, "TexteEncadre", normal, size=9.5, before=0, after=4, line=254 / 240)
    rules = {"top": (8, BLUE_FRANCE), "bottom": (8, BLUE_FRANCE), "insideH": (4, SEQUENTIAL[1])}
    table(styles, Role.TABLE, "TableauDuRapport", rules, {"left": 70, "right": 70})
    frame = dict.fromkeys(("top", "left", "bottom", "right"), (6, SEQUENTIAL[3]))
    box = table(styles, Role.BOX, "EncadreDuRapport", frame, {"top": 113, "left": 170, "bottom": 57, "right": 170})
    cells = made("tcPr")
    cells.append(made("shd", val="clear", color="auto", fill="F5F5FE"))
    box.element.append(cells)


def words(
    styles: Any, role: Role, identifier: str, base: Any, *, size: float = 0, bold: bool = False, colour: str = "",
    before: float | None = None, after: float | None = None, line: float | None = None, together: bool = False, bar: str = "",
) -> Any:  # fmt: skip
    """A style of paragraph. `together`: it stays whole and with what follows; `bar`: a rule of that colour to its left."""
    style = named(styles, role, identifier, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = base
    look, font = style.paragraph_format, style.font
    if bar:
        borders = made("pBdr")
        borders.append(made("left", val="single", sz=24, space=8, color=bar[1:]))
        style.element.get_or_add_pPr().append(borders)
        look.keep_together, look.left_indent = True, Twips(227)
    if together:
        look.keep_with_next = look.keep_together = True
    for side, space in (("space_before", before), ("space_after", after)):
        if space is not None or (base is None and side == "space_before"):
            setattr(look, side, Pt(space or 0))
    if line is not None:
        look.line_spacing = line
    if bold:
        font.bold = font.cs_bold = True
    if colour:
        font.color.rgb = RGBColor.from_string(colour[1:])
    if size:
        font.size = Pt(size)
        style.element.rPr.find(qn("w:sz")).addnext(made("szCs", val=round(2 * size)))
    return style


def table(
    styles: Any, role: Role, identifier: str, rules: Mapping[str, tuple[int, str]], margins: Mapping[str, int]
) -> Any:
    """A style of table: python-docx neither draws lines nor leaves room in one."""
    style = named(styles, role, identifier, WD_STYLE_TYPE.TABLE)
    properties, borders, room = made("tblPr"), made("tblBorders"), made("tblCellMar")
    for side, (size, colour) in rules.items():
        borders.append(made(side, val="single", sz=size, space=0, color=colour[1:]))
    for side, margin in margins.items():
        room.append(made(side, w=margin, type="dxa"))
    properties.extend((borders, room))
    style.element.append(properties)
    return style


def named(styles: Any, role: Role, identifier: str, kind: WD_STYLE_TYPE) -> Any:
    style = styles.add_style(role.value, kind, builtin=role in BUILT_IN)
    style.style_id = identifier
    style.quick_style = True
    return style


if __name__ == "__main__":
    SLIDES.write_bytes(slides_template())
    REPORT.write_bytes(report_template())
