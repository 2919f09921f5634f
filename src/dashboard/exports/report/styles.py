"""The styles that the report uses, found in any template by their built-in names, or added to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from dashboard.exports.report.wordml import NAMESPACES
from dashboard.figures.palette import BLUE_FRANCE, INK_SOFT
from dashboard.figures.palette import SEQUENTIAL as BLUES


class Role(StrEnum):
    """What a paragraph or a table is in the report."""

    BODY = "Normal"
    TITLE = "heading 1"
    SECTION = "heading 2"
    BOX_TITLE = "heading 3"
    CAPTION = "caption"
    HEAD_MENTION = "Mention d'en-tête"
    FOOT_MENTION = "Mention de pied de page"
    MESSAGE = "Message clé"
    FINDING = "Constat"
    WARNING = "Avertissement"
    NOTE = "Source et lecture"
    PICTURE = "Illustration"
    CELL = "Texte de tableau"
    HEAD_CELL = "En-tête de tableau"
    LANDMARK = "Repère d'encadré"
    BOX_TEXT = "Texte d'encadré"
    TABLE = "Tableau du rapport"
    BOX = "Encadré du rapport"


@dataclass(frozen=True, slots=True)
class Style:
    """A style as Word writes it: `properties` follow its name, its base and its priority."""

    identifier: str
    properties: str
    base: Role | None = Role.BODY
    table: bool = False
    aliases: tuple[str, ...] = ()


_BLUE: Final = BLUE_FRANCE[1:]
_SOFT: Final = INK_SOFT[1:]
_PALE: Final = BLUES[0][1:]
_RULE: Final = BLUES[1][1:]


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spaced(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _heading(level: int, size: int, before: int, after: int) -> str:
    return (
        f'<w:pPr><w:keepNext/><w:keepLines/>{_spaced(before, after, 252)}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:color w:val="{_BLUE}"/>{_size(size)}</w:rPr>'
    )


def _side(name: str, size: int, colour: str, space: int = 0) -> str:
    return f'<w:{name} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


_SOFT_LINES: Final = f'<w:pPr>{_spaced(0, 40, 240)}</w:pPr><w:rPr><w:color w:val="{_SOFT}"/>{_size(16)}</w:rPr>'

STYLES: Final[Mapping[Role, Style]] = {
    Role.BODY: Style("Normal", f"<w:pPr>{_spaced(0, 120, 264)}</w:pPr>", base=None),
    Role.TITLE: Style("Heading1", _heading(1, 36, 0, 160), aliases=("Titre1",)),
    Role.SECTION: Style("Heading2", _heading(2, 27, 360, 120), aliases=("Titre2",)),
    Role.BOX_TITLE: Style("Heading3", _heading(3, 22, 280, 100), aliases=("Titre3",)),
    Role.CAPTION: Style(
        "Caption",
        f"<w:pPr><w:keepNext/><w:keepLines/>{_spaced(160, 80, 240)}</w:pPr>"
        f'<w:rPr><w:b/><w:bCs/><w:color w:val="{_SOFT}"/>{_size(18)}</w:rPr>',
        aliases=("Lgende",),
    ),
    Role.HEAD_MENTION: Style("MentionEnTete", _SOFT_LINES),
    Role.FOOT_MENTION: Style("MentionPied", _SOFT_LINES),
    Role.MESSAGE: Style(
        "MessageCle",
        f"<w:pPr><w:keepLines/><w:pBdr>{_side('left', 24, _BLUE, 8)}</w:pBdr>{_spaced(60, 160, 264)}"
        '<w:ind w:left="227"/></w:pPr>'
        f"<w:rPr>{_size(22)}</w:rPr>",
    ),
    Role.FINDING: Style("Constat", f"<w:pPr><w:keepNext/><w:keepLines/>{_spaced(240, 80, 264)}</w:pPr>"),
    Role.WARNING: Style(
        "Avertissement",
        f"<w:pPr><w:keepLines/><w:pBdr>{_side('left', 24, 'B34000', 8)}</w:pBdr>{_spaced(60, 160, 264)}"
        '<w:ind w:left="227"/></w:pPr>',
    ),
    Role.NOTE: Style(
        "SourceEtLecture",
        f'<w:pPr><w:keepLines/>{_spaced(40, 40, 240)}</w:pPr><w:rPr><w:color w:val="{_SOFT}"/>{_size(16)}</w:rPr>',
    ),
    Role.PICTURE: Style("Illustration", f"<w:pPr>{_spaced(0, 120, 240)}</w:pPr>"),
    Role.CELL: Style("TexteDeTableau", f"<w:pPr>{_spaced(30, 30, 240)}</w:pPr><w:rPr>{_size(18)}</w:rPr>"),
    Role.HEAD_CELL: Style(
        "EnTeteDeTableau",
        '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr>',
        base=Role.CELL,
    ),
    Role.LANDMARK: Style(
        "RepereEncadre",
        f'<w:pPr><w:tabs><w:tab w:val="left" w:pos="2381"/></w:tabs>{_spaced(0, 40, 240)}'
        f'<w:ind w:left="2381" w:hanging="2381"/></w:pPr><w:rPr>{_size(19)}</w:rPr>',
    ),
    Role.BOX_TEXT: Style("TexteEncadre", f"<w:pPr>{_spaced(0, 80, 254)}</w:pPr><w:rPr>{_size(19)}</w:rPr>"),
    Role.TABLE: Style(
        "TableauDuRapport",
        f"<w:tblPr><w:tblBorders>{_side('top', 8, _BLUE)}{_side('bottom', 8, _BLUE)}{_side('insideH', 4, _RULE)}"
        "</w:tblBorders>"
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        base=None,
        table=True,
    ),
    Role.BOX: Style(
        "EncadreDuRapport",
        f"<w:tblPr><w:tblBorders>{''.join(_side(name, 6, BLUES[3][1:]) for name in ('top', 'left', 'bottom', 'right'))}"
        "</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="113" w:type="dxa"/><w:left w:w="170" w:type="dxa"/>'
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F5F5FE"/></w:tcPr>',
        base=None,
        table=True,
    ),
}

HEAD_FILL: Final = _BLUE
TOTAL_FILL: Final = _PALE
SUBTOTAL_FILL: Final = "F5F5FE"
TOTAL_RULE: Final = _BLUE
_BUILT_IN: Final = {Role.BODY, Role.TITLE, Role.SECTION, Role.BOX_TITLE, Role.CAPTION}


def style_xml(role: Role, identifier: str, base: str | None) -> str:
    """The definition of a style, under an identifier and upon a base that the document knows."""
    style = STYLES[role]
    kind = "table" if style.table else "paragraph"
    attributes = ' w:default="1"' if role is Role.BODY else "" if role in _BUILT_IN else ' w:customStyle="1"'
    based = f"<w:basedOn w:val={quoteattr(base)}/>" if base else ""
    return (
        f"<w:style {NAMESPACES} w:type={quoteattr(kind)}{attributes} w:styleId={quoteattr(identifier)}>"
        f"<w:name w:val={quoteattr(role.value)}/>{based}<w:qFormat/>{style.properties}</w:style>"
    )


def install(document: Document) -> Mapping[Role, str]:
    """Role → identifier of its style in this document. A style that the document lacks is added to it, as ours is."""
    found = document.styles.element
    known: dict[tuple[str, str], str] = {}
    taken: dict[str, str] = {}
    for element in found.findall(qn("w:style")):
        identifier, kind = element.get(qn("w:styleId")), element.get(qn("w:type"), "paragraph")
        name = element.find(qn("w:name"))
        if identifier:
            taken[identifier] = kind
            if name is not None:
                known.setdefault((kind, str(name.get(qn("w:val"))).casefold()), identifier)
    resolved: dict[Role, str] = {}
    for role, style in STYLES.items():
        kind = "table" if style.table else "paragraph"
        identifiers = (item for item in (style.identifier, *style.aliases) if taken.get(item) == kind)
        identifier = known.get((kind, role.value.casefold())) or next(identifiers, None)
        if identifier is None:
            identifier = style.identifier if style.identifier not in taken else f"{style.identifier}Rapport"
            found.append(parse_xml(style_xml(role, identifier, resolved[style.base] if style.base else None)))
        resolved[role] = identifier
    return resolved
