"""What python-pptx has no words for, as XML: nothing else in these slides is written by hand."""

import uuid
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from dashboard.exports.text import one_line

LANGUAGE: Final = "fr-FR"
_BARE_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style that PowerPoint calls « Aucun style, aucune grille »."""
_SPACE: Final = uuid.UUID("7d0f7f0a-2f4b-5d5e-9a53-8f1d9b0c6a11")
_LIST: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def describe(shape: Any, name: str, description: str) -> None:
    """Names a shape, and says in words what it shows: python-pptx reads no alternative text and writes none."""
    shape.name = one_line(name)
    shape._element._nvXxPr.cNvPr.set("descr", one_line(description))


def remove(shape: Any) -> None:
    """Takes a shape off its slide: python-pptx only adds."""
    shape._element.getparent().remove(shape._element)


def without_bullets(frame: Any) -> None:
    """No bullet, and no indent for one: the places of an office's template may have them."""
    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", "0")
        properties.set("indent", "0")
        properties.insert_element_before(parse_xml(f"<a:buNone {nsdecls('a')}/>"), "a:tabLst", "a:defRPr", "a:extLst")


def keep_height(paragraph: Any, size: float) -> None:
    """The type of a paragraph without words: a cell left empty would be as high as 18 points, PowerPoint's usual type."""
    end = f'<a:endParaRPr {nsdecls("a")} lang="{LANGUAGE}" sz="{round(size * 100)}"/>'
    paragraph._p.append(parse_xml(end))


def add_slide_number(paragraph: Any, position: int) -> None:
    """The number of the slide, as a field that follows its slide."""
    field = (
        f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}" sz="1200"/><a:t>{position}</a:t></a:fld>'
    )
    paragraph._p.append(parse_xml(field))


def bare(table: Any) -> None:
    """A table without the colours and the lines of PowerPoint's usual style."""
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _BARE_TABLE


def rule_below(cell: Any, colour: str, width: int) -> None:
    """A line under a cell: python-pptx has no borders. To be drawn before the fill, which follows it in the file."""
    line = f'<a:lnB {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(line))


def speak_french(chart: Any) -> None:
    """The language of a chart, which decides how its figures are printed, and square corners, which it would round."""
    space = chart._chartSpace
    for place, (name, value) in enumerate((("lang", LANGUAGE), ("roundedCorners", "0")), start=1):
        space.insert(place, parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))
    for style in space.iter(qn("a:defRPr"), qn("a:endParaRPr")):
        style.set("lang", LANGUAGE)


def place_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Where the bars stand, in shares of the chart: left to themselves, offices cut the names of the rows."""
    area = chart._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    places = "".join(
        f'<c:{name} val="{value:.4f}"/>' for name, value in zip("xywh", (left, top, width, height), strict=True)
    )
    layout = (
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{places}</c:manualLayout></c:layout>"
    )
    area.insert(0, parse_xml(layout))


def list_parts(presentation: Any, parts: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Names the parts of the deck beside its slides, each with their identifiers; those that a template listed are forgotten."""
    listed = "".join(_part(rank, name, numbers) for rank, (name, numbers) in enumerate(parts) if numbers)
    root = presentation.part._element
    for old in root.xpath(f'./p:extLst/p:ext[@uri="{_LIST}"]'):
        old.getparent().remove(old)
    extensions = parse_xml(
        f'<p:extLst {nsdecls("p")}><p:ext uri="{_LIST}">'
        f'<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{listed}</p14:sectionLst>'
        "</p:ext></p:extLst>"
    )
    held = root.xpath("./p:extLst")
    if held:
        held[0].append(extensions[0])
    else:
        root.append(extensions)


def _part(rank: int, name: str, numbers: Sequence[int]) -> str:
    slides = "".join(f'<p14:sldId id="{number}"/>' for number in numbers)
    identifier = str(uuid.uuid5(_SPACE, f"{rank} {name}")).upper()
    return f'<p14:section name={quoteattr(one_line(name))} id="{{{identifier}}}"><p14:sldIdLst>{slides}</p14:sldIdLst></p14:section>'
