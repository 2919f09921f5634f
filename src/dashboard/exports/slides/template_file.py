"""The template that ships with the product: `python -m dashboard.exports.slides.template_file FILE` writes it again."""

import sys
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from dashboard.exports.slides.markup import (
    LANGUAGE,
    NAMESPACES,
    Box,
    attribute,
    element,
    line_of,
    serialised,
    solid,
    transform,
)
from dashboard.figures.palette import AXES, BLUE_FRANCE, CATEGORICAL, INK, INK_SOFT, PAPER

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
MARGIN: Final = 44.0
FONT: Final = "Arial"
TITLE_SIZE: Final = 28
TITLE_LAYOUT: Final = "Titre"
MESSAGE_LAYOUT: Final = "Message"
KICKER: Final = "Rubrique"
COVER_NAMES: Final = frozenset({"titre", "diapositive de titre", "couverture", "title", "title slide"})
MESSAGE_NAMES: Final = frozenset({"message", "titre seul", "title only"})
"""What offices call the two layouts that the slides need, in lower case."""

_RULE: Final = "#DDDDDD"
_INNER: Final = WIDTH - 2 * MARGIN
_KICKER_BOX: Final = Box(MARGIN, 24, _INNER, 20)
_TITLE_BOX: Final = Box(MARGIN, 46, _INNER, 94)
_FOOTER_BOX: Final = Box(MARGIN, 507, _INNER - 70, 18)
_NUMBER_BOX: Final = Box(WIDTH - MARGIN - 60, 507, 60, 18)
_COVER_TITLE_BOX: Final = Box(104, 120, 780, 130)
_COVER_TEXT_BOX: Final = Box(104, 272, 780, 190)
_THEME_COLOURS: Final = {
    "dk1": INK, "lt1": PAPER, "dk2": BLUE_FRANCE, "lt2": "#F5F5FE",
    "accent1": BLUE_FRANCE, "accent2": CATEGORICAL[1], "accent3": CATEGORICAL[2], "accent4": CATEGORICAL[3],
    "accent5": CATEGORICAL[4], "accent6": AXES["2"], "hlink": BLUE_FRANCE, "folHlink": CATEGORICAL[3],
}  # fmt: skip
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def write_template(path: Path) -> None:
    """Writes the 16:9 template: one master, a cover and a layout whose title is the message of the slide."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = presentation.slide_layouts
    by_type = {layout._element.get("type"): layout for layout in layouts}
    for kind, layout in by_type.items():
        if kind not in {"title", "titleOnly"}:
            layouts.remove(layout)
    master = presentation.slide_master
    _paint(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    _replace_shapes(
        master._element,
        [
            _placeholder(2, "Titre", 'type="title"', _TITLE_BOX, "Titre de la diapositive", anchor="t"),
            _placeholder(3, "Texte", 'type="body" idx="1"', Box(MARGIN, 150, _INNER, 340), "Texte"),
            _footer(4, 'type="ftr" sz="quarter" idx="3"'),
            _number(5, 'type="sldNum" sz="quarter" idx="4"'),
        ],
    )
    _text_styles(master._element)
    cover = by_type["title"]
    cover.name = TITLE_LAYOUT
    _replace_shapes(
        cover._element,
        [
            _rectangle(7, Box(0, 0, 44, HEIGHT), BLUE_FRANCE),
            _placeholder(
                2, "Titre", 'type="ctrTitle"', _COVER_TITLE_BOX, "Titre", anchor="b",
                levels=_levels(40, BLUE_FRANCE, bold=True),
            ),
            _placeholder(
                3, "Sous-titre", 'type="subTitle" idx="1"', _COVER_TEXT_BOX, "Sous-titre", levels=_levels(20, INK)
            ),
            _footer(5, 'type="ftr" sz="quarter" idx="11"', Box(104, 507, WIDTH - 104 - MARGIN - 70, 18)),
            _number(6, 'type="sldNum" sz="quarter" idx="12"'),
        ],
    )  # fmt: skip
    message = by_type["titleOnly"]
    message.name = MESSAGE_LAYOUT
    _replace_shapes(
        message._element,
        [
            _rectangle(7, Box(0, 24, 8, 90), BLUE_FRANCE),
            _rectangle(8, Box(MARGIN, 500, _INNER, 0.75), _RULE),
            _placeholder(2, "Titre", 'type="title"', _TITLE_BOX, "Message de la diapositive", anchor="t"),
            _placeholder(
                3, KICKER, 'type="body" sz="quarter" idx="13"', _KICKER_BOX, "Rubrique", anchor="ctr",
                levels=_levels(16, BLUE_FRANCE, bold=True),
            ),
            _footer(5, 'type="ftr" sz="quarter" idx="11"'),
            _number(6, 'type="sldNum" sz="quarter" idx="12"'),
        ],
    )  # fmt: skip
    _drop_parts(presentation.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    _drop_parts(presentation.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop_parts(presentation.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    presentation.core_properties.title = "Modèle de présentation"
    presentation.core_properties.author = presentation.core_properties.comments = ""
    presentation.core_properties.last_modified_by = ""
    presentation.core_properties.language = LANGUAGE
    presentation.save(str(path))


def _drop_parts(source: Any, kind: str) -> None:
    """Leaves out what the file that this one starts from knew about another computer."""
    relations = source._rels
    for number in [number for number, relation in relations.items() if relation.reltype == kind]:
        relations.pop(number)


def _paint(theme: Any) -> None:
    root = element(theme.blob)
    root.set("name", "Tableau de bord")
    for name, colour in _THEME_COLOURS.items():
        slot = root.find(f".//{_A}clrScheme/{_A}{name}")
        slot[:] = [element(f'<a:srgbClr {NAMESPACES} val="{colour[1:]}"/>')]
    for family in ("majorFont", "minorFont"):
        root.find(f".//{_A}{family}/{_A}latin").set("typeface", FONT)
    styles = root.find(f".//{_A}effectStyleLst")
    for style in styles:
        style[:] = [element(f"<a:effectLst {NAMESPACES}/>")]
    theme._blob = serialised(root)


def _replace_shapes(holder: Any, shapes: list[str]) -> None:
    tree = holder.find(f"{_P}cSld/{_P}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    for xml in shapes:
        tree.append(element(xml.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1)))


def _text_styles(master: Any) -> None:
    """Titles in bold ink, to the left; body text without bullets."""
    styles = master.find(f"{_P}txStyles")
    for name, level in (
        ("titleStyle", _levels(TITLE_SIZE, INK, bold=True, family="mj")),
        ("bodyStyle", _levels(20, INK)),
    ):
        style = styles.find(f"{_P}{name}")
        style[:] = list(element(f"<a:lstStyle {NAMESPACES}>{level}</a:lstStyle>"))


def _levels(size: int, colour: str, *, bold: bool = False, family: str = "mn", align: str = "l") -> str:
    weight = ' b="1"' if bold else ' b="0"'
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}" rtl="0"><a:lnSpc><a:spcPct val="110000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size * 100}"{weight} kern="1200">'
        f'{solid(colour)}<a:latin typeface="+{family}-lt"/><a:ea typeface="+{family}-ea"/><a:cs typeface="+{family}-cs"/>'
        "</a:defRPr></a:lvl1pPr>"
    )


def _placeholder(
    number: int, name: str, kind: str, box: Box, prompt: str, *, anchor: str = "t", levels: str = "", content: str = ""
) -> str:
    words = content or f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{prompt}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{transform(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _footer(number: int, kind: str, box: Box = _FOOTER_BOX) -> str:
    return _placeholder(number, "Pied de page", kind, box, "Pied de page", anchor="ctr", levels=_levels(12, INK_SOFT))


def _number(number: int, kind: str) -> str:
    field = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}"/><a:t>‹N°›</a:t></a:fld>'
    )
    levels = _levels(12, INK_SOFT, align="r")
    return _placeholder(
        number, "Numéro de diapositive", kind, _NUMBER_BOX, "", anchor="ctr", levels=levels, content=field
    )


def _rectangle(number: int, box: Box, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid(colour)}{line_of(None, 0)}</p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="fr-FR"/></a:p></p:txBody></p:sp>'
    )


if __name__ == "__main__":
    write_template(Path(sys.argv[1]))
