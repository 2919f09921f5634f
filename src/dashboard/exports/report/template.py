"""The template: ours or an office's, emptied of its text, with the head and the foot of every page."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Twips

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.errors import TemplateError
from dashboard.exports.office_template import read_template
from dashboard.exports.pack.content import Pack
from dashboard.exports.report.ooxml import LANGUAGE, add_field, forget_dates, holds_something, remove
from dashboard.exports.report.styles import TEMPLATE, Role
from dashboard.exports.report.writing import BOLD, add_paragraph, add_text, add_words
from dashboard.exports.text import one_line, shortened

DEMONSTRATION: Final = "Jeu de démonstration"
_LONGEST_FILTERS: Final = 600
_LONGEST_TITLE: Final = 90
_LONGEST_SOURCE: Final = 200
_LONGEST_PROPERTY: Final = 240
"""Fifteen characters under what the format allows."""
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
    forget_dates(core)


def add_mentions(document: Document, pack: Pack, styles: Mapping[Role, Any], width: int) -> None:
    """What every page carries, after what the template prints there: title, filters, extract, demonstration, number."""
    page = document.sections[-1]
    heads, feet = [page.header], [page.footer]
    if page.different_first_page_header_footer:
        heads.append(page.first_page_header)
        feet.append(page.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        heads.append(page.even_page_header)
        feet.append(page.even_page_footer)
    for head in heads:
        style = styles[Role.HEAD_MENTION]
        _clear(head, style)
        titled = _tabbed(head, style, width)
        add_words(titled, shortened(one_line(pack.title), _LONGEST_TITLE), BOLD)
        if pack.demonstration:
            titled.add_run().add_tab()
            add_words(titled, DEMONSTRATION, BOLD)
        add_text(head, style, shortened(one_line(pack.filters), _LONGEST_FILTERS))
    said = shortened(one_line(" · ".join(text for text in (pack.source, _extraction(pack)) if text)), _LONGEST_SOURCE)
    for foot in feet:
        style = styles[Role.FOOT_MENTION]
        _clear(foot, style)
        line = _tabbed(foot, style, width)
        add_words(line, said)
        line.add_run().add_tab()
        for words, field in (("Page ", "PAGE"), (" sur ", "NUMPAGES")):
            add_words(line, words)
            add_field(line, field, "1")


def _tabbed(part: Any, style: Any, width: int) -> Any:
    """A paragraph whose end stands on the right of the page."""
    added = add_paragraph(part, style)
    added.paragraph_format.tab_stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT)
    return added


def _clear(part: Any, style: Any) -> None:
    """Empty paragraphs leave, and the mentions of a report that became a template; what an office prints there stays."""
    for found in part.paragraphs:
        if found.style.style_id == style.style_id or not holds_something(found):
            remove(found)


def _extraction(pack: Pack) -> str:
    """The date of the extract, unless the source already says it."""
    return "" if pack.extracted_on in pack.source else pack.extraction


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
