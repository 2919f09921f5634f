"""The styles that the report uses, found in any template by their names, or taken from ours."""

from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE

TEMPLATE: Final = Path(__file__).with_name("template.docx")
"""Ours; `scripts/build_templates.py` says what its styles look like."""


class Role(StrEnum):
    """What a paragraph or a table is in the report: the name of its style, as Word writes it."""

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


_ALIASES: Final = {Role.TITLE: "Titre1", Role.SECTION: "Titre2", Role.BOX_TITLE: "Titre3", Role.CAPTION: "Lgende"}
"""What a French Word calls these styles in its files, whatever name it shows."""


def install(document: Document) -> Mapping[Role, Any]:
    """The style of each role in this document. One that the document lacks is added to it, as ours is."""
    styles: Any = document.styles
    named = {(style.type, style.element.name_val.casefold()): style for style in reversed(list(styles)) if style.name}
    known = {style.style_id: style for style in styles}
    resolved: dict[Role, Any] = {}
    for role, ours in _ours().items():
        identifiers = (ours.style_id, _ALIASES.get(role, ours.style_id))
        held = (known[name] for name in identifiers if name in known and known[name].type == ours.type)
        resolved[role] = named.get((ours.type, role.casefold())) or next(held, None) or _added(styles, ours, resolved)
    return resolved


@cache
def _ours() -> Mapping[Role, Any]:
    """The styles of our template, each after the one that it is based on."""
    found = {style.element.name_val: style for style in docx.Document(str(TEMPLATE)).styles}
    return {role: found[role.value] for role in Role}


def _added(styles: Any, ours: Any, resolved: Mapping[Role, Any]) -> Any:
    """A copy of our style, upon what this document has for its base."""
    element = deepcopy(ours.element)
    styles.element.append(element)
    added = next(style for style in styles if style.element is element)
    if any(other.style_id == added.style_id for other in styles if other.element is not element):
        added.style_id = f"{added.style_id}Rapport"
    if ours.base_style is not None and ours.type is WD_STYLE_TYPE.PARAGRAPH:
        added.base_style = resolved[Role(ours.base_style.element.name_val)]
    return added
