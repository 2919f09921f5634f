"""Rebuilds the templates that documents are written on when an office gives none: `python scripts/build_templates.py`."""

import io
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from dashboard.exports.report.archive import rearchived
from dashboard.exports.report.template_file import write_template
from dashboard.exports.slides.drawing import Box
from dashboard.exports.slides.ooxml import LANGUAGE
from dashboard.exports.slides.template import KICKER
from dashboard.exports.slides.template import SHIPPED as SLIDES
from dashboard.figures.palette import AXES, BLUE_FRANCE, CATEGORICAL, INK, INK_SOFT, PAPER

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
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
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


if __name__ == "__main__":
    SLIDES.write_bytes(slides_template())
    write_template()
