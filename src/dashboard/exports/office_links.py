"""What makes an office program call another machine by itself: found in the parts of a template, and taken out."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from dashboard.domain.archives import is_xml

_CLICKED: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[\\/]{2}", re.IGNORECASE)
"""An address with a scheme, or one of another machine: what a part of the same file never is."""
_FETCHING: Final = re.compile(
    r"\s*(?:(?:INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD)\b|HYPERLINK\b.*(?:file:|\\\\))",
    re.IGNORECASE | re.DOTALL,
)
"""Fields of Word that go and get a picture, a text or a table, and links to another machine's files."""
_NO_FIELD: Final = ' QUOTE "" '
"""A field that shows nothing and asks nobody."""
_LINKING: Final = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
_VML: Final = "urn:schemas-microsoft-com:vml"
_ADDRESSES: Final = ("src", f"{{{_OFFICE}}}href", f"{{{_OFFICE}}}althref")
_HOVERED: Final = {"hlinkHover", "hlinkMouseOver"}
_MEANT_WITHOUT_LINK: Final = {"blip", "fill", "hyperlink", "imagedata", "media", "saveThroughXslt", "stroke", "svgBlip"}
"""Elements that keep a meaning without what they link to; the others leave with it."""


def parsed(content: bytes) -> Any:
    """The root element of an XML part; nothing is fetched, no entity is replaced. Raises SyntaxError."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def elements(root: Any) -> Iterator[Any]:
    """Every element of a part, comments left out."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def take_out_links(parts: dict[str, bytes]) -> int:
    """Takes the links to elsewhere out of the parts (name → content) and says how many there were. Raises SyntaxError.

    What a person clicks (web and mail addresses) stays.
    """
    removed = 0
    gone: dict[str, set[str]] = {}
    clicked: dict[str, set[str]] = {}
    for name in [name for name in parts if name.endswith(".rels")]:
        root = parsed(parts[name])
        source = _source_of(name)
        gone[source], clicked[source] = _sort_out(root)
        removed += len(gone[source])
        if gone[source]:
            parts[name] = _written(root)
    for name, content in parts.items():
        if name.endswith(".rels") or not is_xml(content):
            continue
        root = parsed(content)
        by_itself = (
            _unlink_hovered(root, clicked.get(name, set()))
            + _forget_mailing(root)
            + _forget_addresses(root)
            + _quieten_fields(root)
        )
        if by_itself + _unlink(root, gone.get(name, set())):
            parts[name] = _written(root)
        removed += by_itself
    return removed


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _source_of(rels: str) -> str:
    """`ppt/slides/_rels/slide1.xml.rels` → `ppt/slides/slide1.xml`."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _sort_out(root: Any) -> tuple[set[str], set[str]]:
    """Takes out the relationships that lead elsewhere: (their identifiers, those of the addresses that stay)."""
    gone, clicked = set(), set()
    for link in list(elements(root))[1:]:
        target, kind = link.get("Target", "").strip(), link.get("Type", "").rpartition("/")[2]
        outside = link.get("TargetMode", "Internal") != "Internal" or _ELSEWHERE.match(target)
        if outside and kind == "hyperlink" and _CLICKED.match(target):
            clicked.add(link.get("Id", ""))
        elif outside or kind == "aFChunk":
            # A chunk in another format, a web page say, would be read by the program with all that it links to.
            gone.add(link.get("Id", ""))
            root.remove(link)
    return gone, clicked


def _pointers(element: Any) -> list[str]:
    """The attributes that name a relationship."""
    return [name for name in element.attrib if name == f"{{{_OFFICE}}}relid" or etree.QName(name).namespace in _LINKING]


def _unlink(root: Any, gone: set[str]) -> int:
    """Takes out what pointed at relationships that are gone: Office calls a file damaged that points at nothing."""
    found = [(element, name) for element in elements(root) for name in _pointers(element) if element.get(name) in gone]
    for element, name in found:
        if _local(element) in _MEANT_WITHOUT_LINK:
            del element.attrib[name]
        else:
            _remove(element)
    return len(found)


def _unlink_hovered(root: Any, clicked: set[str]) -> int:
    """Takes out the addresses that are followed as soon as the pointer passes over them."""
    found = [
        element
        for element in elements(root)
        if _local(element) in _HOVERED and any(element.get(name) in clicked for name in _pointers(element))
    ]
    for element in found:
        _remove(element)
    return len(found)


def _forget_mailing(root: Any) -> int:
    """Takes out the source of a mailing: Word looks for it when it opens the document."""
    found = [element for element in elements(root) if _local(element) == "mailMerge"]
    for element in found:
        _remove(element)
    return len(found)


def _forget_addresses(root: Any) -> int:
    """Takes the addresses of pictures out of old drawings, which name them without a relationship."""
    found = [
        (element, name)
        for element in elements(root)
        if etree.QName(element).namespace == _VML
        for name in _ADDRESSES
        if _ELSEWHERE.match(element.get(name, "").strip())
    ]
    for element, name in found:
        del element.attrib[name]
    return len(found)


def _quieten_fields(root: Any) -> int:
    found = [field for field in _fields(root) if _FETCHING.match("".join(map(_instruction, field)))]
    for first, *others in found:
        if _local(first) == "fldSimple":
            first.set(_own(first, "instr"), _NO_FIELD)
        else:
            first.text = _NO_FIELD
        for piece in others:
            piece.text = ""
    return len(found)


def _fields(root: Any) -> Iterator[list[Any]]:
    """The pieces that spell the instruction of each field: Word cuts them anywhere, and puts fields in fields."""
    open_fields: list[list[Any]] = [[]]
    for element in elements(root):
        match _local(element), element.get(_own(element, "fldCharType")):
            case "fldSimple", _:
                yield [element]
            case "instrText", _:
                open_fields[-1].append(element)
            case "fldChar", "begin":
                open_fields.append([])
            case "fldChar", "end" if len(open_fields) > 1:
                yield open_fields.pop()
    yield from open_fields


def _instruction(piece: Any) -> str:
    return str(piece.get(_own(piece, "instr")) or piece.text or "")


def _own(element: Any, name: str) -> str:
    """An attribute in the namespace of its element, as Word writes them."""
    return f"{{{etree.QName(element).namespace}}}{name}"


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
