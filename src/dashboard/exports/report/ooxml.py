"""What python-docx has no words for, as XML: nothing else in the report is written by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

LANGUAGE: Final = "fr-FR"
_HOLDS_SOMETHING: Final = ".//w:t | .//w:drawing | .//w:pict | .//w:fldSimple | .//w:instrText | .//w:object"
_AFTER_BORDERS: Final = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_AFTER_DIRECTION: Final = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap",
    "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
)  # fmt: skip
"""What follows in the file: Word calls damaged a file whose properties are in another order."""


def made(name: str, /, **attributes: object) -> Any:
    """An element of WordprocessingML and its attributes."""
    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), str(value))
    return element


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with the result that it shows until someone updates it. Never give it words of an extract."""
    for kind in ("begin", "instruction", "separate", "result", "end"):
        run = paragraph.add_run(shown if kind == "result" else "")
        if kind == "instruction":
            run._r.append(made("instrText"))
            run._r[-1].text = f" {instruction} "
        elif kind != "result":
            run._r.append(made("fldChar", fldCharType=kind))


@contextmanager
def bookmark(paragraph: Any, number: int, name: str) -> Iterator[None]:
    """Names what is added to a paragraph meanwhile, so that a cross-reference can point at it."""
    paragraph._p.append(made("bookmarkStart", id=number, name=name))
    yield
    paragraph._p.append(made("bookmarkEnd", id=number))


def describe_picture(shape: Any, name: str, description: str) -> None:
    """The text alternative of a picture, and no room around it: LibreOffice takes an eighth of an inch where none is said."""
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")
    properties = shape._inline.docPr
    properties.set("name", name)
    properties.set("descr", description)


def describe_table(table: Any, name: str, description: str) -> None:
    """The text alternative of a table."""
    table._tblPr.append(made("tblCaption", val=name))
    table._tblPr.append(made("tblDescription", val=description))


def fix_width(table: Any, width: int) -> None:
    """The width of a table in twentieths of a point; python-docx only sets those of its columns."""
    for old in table._tblPr.findall(qn("w:tblW")):
        table._tblPr.replace(old, made("tblW", w=width, type="dxa"))


def set_margins(table: Any, margin: int) -> None:
    """The room left on both sides of the words of every cell, in twentieths of a point."""
    margins = made("tblCellMar")
    for side in ("left", "right"):
        margins.append(made(side, w=margin, type="dxa"))
    table._tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def look_at(table: Any, *, header: bool) -> None:
    """Which parts of a table are what: its first row is a header, or nothing is."""
    for old in table._tblPr.findall(qn("w:tblLook")):
        parts = {"lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        look = made("tblLook", val="0620" if header else "0600", firstRow=int(header), **parts)
        table._tblPr.replace(old, look)


def keep_whole(row: Any) -> None:
    """A row that no page cuts in two."""
    row._tr.get_or_add_trPr().append(made("cantSplit"))


def repeat(row: Any) -> None:
    """A row that heads the table on every page."""
    row._tr.get_or_add_trPr().append(made("tblHeader"))


def shade(cell: Any, colour: str) -> None:
    """The fill of a cell (`RRGGBB`)."""
    shading = made("shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().insert_element_before(shading, *_AFTER_BORDERS[1:])


def rule(cell: Any, side: str, size: int, colour: str) -> None:
    """A line on one side of a cell, in eighths of a point."""
    borders = made("tcBorders")
    borders.append(made(side, val="single", sz=size, space=0, color=colour))
    cell._tc.get_or_add_tcPr().insert_element_before(borders, *_AFTER_BORDERS)


def empty(cell: Any) -> Any:
    """A cell without the paragraph that it comes with."""
    cell._tc.clear_content()
    return cell


def set_mark_size(paragraph: Any, half_points: int) -> None:
    """The size of the end of a paragraph: it decides how high its last line is, even beside smaller words."""
    properties = made("rPr")
    properties.append(made("sz", val=half_points))
    properties.append(made("szCs", val=half_points))
    paragraph._p.get_or_add_pPr().insert_element_before(properties, "w:sectPr", "w:pPrChange")


def read_from_right(paragraph: Any) -> None:
    """A paragraph that starts on the right, as its words do."""
    paragraph._p.get_or_add_pPr().insert_element_before(made("bidi"), *_AFTER_DIRECTION)


def holds_something(paragraph: Any) -> bool:
    """Whether a paragraph shows anything: words, but also a picture, a field or a drawing."""
    return bool(paragraph._p.xpath(_HOLDS_SOMETHING))


def remove(item: Any) -> None:
    """Takes a paragraph out: python-docx only adds."""
    item._element.getparent().remove(item._element)


def speak_french(document: Any) -> None:
    """The language of the whole text, whatever the template was written in."""
    styles = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    if styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is None:
        defaults = _child(styles, "w:docDefaults", first=True)
        properties = _child(_child(defaults, "w:rPrDefault", first=True), "w:rPr")
        properties.append(made("lang", val=LANGUAGE))


def forget_dates(properties: Any) -> None:
    """No date of creation, of change or of printing: the same content gives the same file."""
    for name in ("dcterms:created", "dcterms:modified", "cp:lastPrinted"):
        for element in properties._element.findall(qn(name)):
            properties._element.remove(element)


def _child(parent: BaseOxmlElement, name: str, *, first: bool = False) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.insert(0, found) if first else parent.append(found)
    return found
