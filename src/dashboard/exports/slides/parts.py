"""The parts of the deck, as PowerPoint lists them beside its slides."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from dashboard.exports.slides.markup import NAMESPACES, attribute, element

_SPACE: Final = uuid.UUID("7d0f7f0a-2f4b-5d5e-9a53-8f1d9b0c6a11")
_LIST: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def list_parts(presentation: Any, parts: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Names the parts, each with the identifiers of its slides; those that a template listed are forgotten."""
    listed = "".join(_part(rank, name, numbers) for rank, (name, numbers) in enumerate(parts) if numbers)
    root = presentation.part._element
    for old in root.xpath(f'./p:extLst/p:ext[@uri="{_LIST}"]'):
        old.getparent().remove(old)
    extensions = element(
        f'<p:extLst {NAMESPACES}><p:ext uri="{_LIST}">'
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
    return (
        f'<p14:section name={attribute(name)} id="{{{identifier}}}"><p14:sldIdLst>{slides}</p14:sldIdLst></p14:section>'
    )
