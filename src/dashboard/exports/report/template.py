"""The template: ours or an office's, emptied of its text, with the head and the foot of every page."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.section import Section as PageSection

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.errors import TemplateError
from dashboard.exports.office_template import read_template
from dashboard.exports.pack.content import Pack
from dashboard.exports.report.styles import Role
from dashboard.exports.report.template_file import TEMPLATE
from dashboard.exports.report.text import one_line, shortened
from dashboard.exports.report.wordml import BOLD, NAMESPACES, field, paragraph, run, tab

LANGUAGE: Final = "fr-FR"
DEMONSTRATION: Final = "Jeu de démonstration"
_LONGEST_FILTERS: Final = 600
_LONGEST_TITLE: Final = 90
_LONGEST_SOURCE: Final = 200
_LONGEST_PROPERTY: Final = 240
"""Fifteen characters under what the format allows."""
_HOLDS_SOMETHING: Final = ".//w:t | .//w:drawing | .//w:pict | .//w:fldSimple | .//w:instrText | .//w:object"
_USUAL_WIDTH: Final = 9298
_LEAST_WIDTH: Final = 4000


def opened(template: Path | None) -> Document:
    """An empty document that has the styles, the pages and the logo of the template. Raises TemplateError."""
    path = template or TEMPLATE
    try:
        document = docx.Document(io.BytesIO(read_template(path).content))
        _emptied(document)
    except TemplateError:
        raise
    except Exception as error:  # whatever the file lacks, the person who gave it needs one sentence
        raise TemplateError(
            f"Le modèle «{NARROW_SPACE}{one_line(path.name)}{NARROW_SPACE}» ne peut pas servir{NARROW_SPACE}: "
            "donnez un document Word (.docx ou .dotx) lisible, sans mot de passe."
        ) from error
    return document


def text_width(document: Document) -> int:
    """The width of the text of a page, in twentieths of a point."""
    page = document.sections[-1]
    sides = (page.page_width, page.left_margin, page.right_margin, page.gutter)
    if any(side is None for side in sides):
        return _USUAL_WIDTH
    whole, left, right, gutter = (int(side or 0) for side in sides)
    return max((whole - left - right - gutter) // 635, _LEAST_WIDTH)


def state_properties(document: Document, pack: Pack) -> None:
    """Title and language; no author, no date: the document says what it shows, not who ran the program or when."""
    core = document.core_properties
    core.title, core.language = shortened(one_line(pack.title), _LONGEST_PROPERTY), LANGUAGE
    core.subject = "Innovation sociale" + (
        f"{NARROW_SPACE}: rapport annuel de mise en œuvre, partie B, point 14.5"
        if pack.selection.period == "2014-2020"
        else ""
    )
    core.keywords = shortened(one_line(" · ".join(pack.mentions)), _LONGEST_PROPERTY)
    core.author, core.last_modified_by, core.comments, core.category = "", "", "", ""
    core.revision = 1
    for name in ("dcterms:created", "dcterms:modified", "cp:lastPrinted"):
        for element in core._element.findall(qn(name)):
            core._element.remove(element)


def speak_french(document: Document) -> None:
    """The language of the whole text, whatever the template was written in."""
    styles = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    if styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is None:
        defaults = _child(styles, "w:docDefaults", first=True)
        properties = _child(_child(defaults, "w:rPrDefault", first=True), "w:rPr")
        properties.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{LANGUAGE}"/>'))


def add_mentions(document: Document, pack: Pack, styles: Mapping[Role, str], width: int) -> None:
    """What every page carries, after what the template prints there: title, filters, extract, demonstration, number."""
    page = document.sections[-1]
    heads, feet = [page.header], [page.footer]
    if page.different_first_page_header_footer:
        heads.append(page.first_page_header)
        feet.append(page.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        heads.append(page.even_page_header)
        feet.append(page.even_page_footer)
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    filters = shortened(one_line(pack.filters), _LONGEST_FILTERS)
    marked = tab() + run(DEMONSTRATION, BOLD) if pack.demonstration else ""
    numbered = f"{run('Page ')}{field('PAGE', '1')}{run(' sur ')}{field('NUMPAGES', '1')}"
    for head in heads:
        style = styles[Role.HEAD_MENTION]
        titled = paragraph(style, run(shortened(one_line(pack.title), _LONGEST_TITLE), BOLD) + marked, tabs=stop)
        _written(head._element, style, titled + paragraph(style, run(filters), reads=filters))
    said = shortened(one_line(" · ".join(text for text in (pack.source, _extraction(pack)) if text)), _LONGEST_SOURCE)
    for foot in feet:
        style = styles[Role.FOOT_MENTION]
        _written(foot._element, style, paragraph(style, run(said) + tab() + numbered, tabs=stop))


def _extraction(pack: Pack) -> str:
    """The date of the extract, unless the source already says it."""
    if pack.extracted_on in pack.source:
        return ""
    return next((text for text in pack.mentions if text.startswith("Extraction")), "")


def _emptied(document: Document) -> None:
    body = document.element.body
    body.clear_content()
    properties = body.get_or_add_sectPr()
    for columns in properties.findall(qn("w:cols")):
        properties.remove(columns)
    for page in document.sections:
        _linked_parts(page)


def _linked_parts(page: PageSection) -> None:
    """Fails now, not halfway, if a head or a foot can't be read."""
    for part in (page.header, page.footer):
        if not part.is_linked_to_previous:
            part.paragraphs  # noqa: B018


def _written(element: Any, style: str, content: str) -> None:
    """The content after what is there; empty paragraphs leave first, and the mentions of a report that became a template."""
    for found in element.findall(qn("w:p")):
        stale = found.pPr is not None and found.pPr.style == style
        if stale or not found.xpath(_HOLDS_SOMETHING):
            element.remove(found)
    for part in parse_xml(f"<w:hdr {NAMESPACES}>{content}</w:hdr>"):
        element.append(part)


def _child(parent: Any, name: str, *, first: bool = False) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.insert(0, found) if first else parent.append(found)
    return found
