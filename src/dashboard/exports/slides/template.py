"""The template that the slides are written on: ours, or the one of an office, whatever its layouts are called."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from dashboard.domain.archives import DamagedZipError
from dashboard.exports.errors import TemplateError
from dashboard.exports.office_template import read_template
from dashboard.exports.slides.drawing import EMU, Box

SHIPPED: Final = Path(__file__).parent / "template.pptx"
KICKER: Final = "Rubrique"
"""What our template calls the place over the title."""
COVER_NAMES: Final = frozenset({"titre", "diapositive de titre", "couverture", "title", "title slide"})
MESSAGE_NAMES: Final = frozenset({"message", "titre seul", "title only"})
"""What offices call the two layouts that the slides need, in lower case."""
TITLES: Final = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE})

_FURNITURE: Final = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER})
_GAP: Final = 10.0
_LOWEST_TITLE: Final = 0.45
"""A title that ends below this share of the slide leaves no room for a figure: it is moved up."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout and the places it gives: its title, its footer, its number, and what is left for the content.

    `own_title` is False where the layout has no title of its own, or one that leaves no room below; the same goes for the
    footer and the number.
    """

    layout: Any
    title: Box
    body: Box
    footer: Box
    number: Box
    own_title: bool
    own_footer: bool
    own_number: bool
    title_on_top: bool
    """Whether the title starts at the top of its place, so that a short one leaves its lower lines free."""
    kicker: int | None
    subtitle: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """An open presentation without slides, the layout of its cover and the one of every other slide."""

    presentation: Any
    cover: Layout
    message: Layout


def open_template(path: Path | None = None) -> Template:
    """Opens a template and leaves its slides out. Raises TemplateError with a sentence for whoever chose the file."""
    name = f"«\u202f{path.name}\u202f»" if path else "livré avec l'application"
    try:
        presentation = Presentation(io.BytesIO(_shipped() if path is None else read_template(path).content))
        layouts = list(presentation.slide_layouts)
        _drop_slides(presentation)
    except OSError as error:
        raise TemplateError(f"Le modèle {name} ne peut pas être lu\u202f: vérifiez le chemin et les droits.") from error
    except (
        DamagedZipError,
        PythonPptxError,
        RecursionError,  # parts that hang on one another by the thousand
        SyntaxError,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
    ) as error:
        raise TemplateError(
            f"Le modèle {name} n'est pas une présentation PowerPoint lisible (.pptx ou .potx)."
        ) from error
    if not layouts:
        raise TemplateError(f"Le modèle {name} n'a aucune disposition de diapositive.")
    size = Box(0, 0, (presentation.slide_width or 0) / EMU, (presentation.slide_height or 0) / EMU)
    message = _message_layout(layouts)
    return Template(presentation, _read(_cover_layout(layouts) or message, size), _read(message, size))


@cache
def _shipped() -> bytes:
    return SHIPPED.read_bytes()


def _drop_slides(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    for slide in list(listed):
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)


def _cover_layout(layouts: Iterable[Any]) -> Any | None:
    """The layout of a title slide: by the type of its title, else by its name."""
    listed = list(layouts)
    typed = (layout for layout in listed if _kinds(layout) & {PP_PLACEHOLDER.CENTER_TITLE})
    named = (layout for layout in listed if layout.name.strip().casefold() in COVER_NAMES)
    return next(typed, None) or next(named, None)


def _message_layout(layouts: Iterable[Any]) -> Any:
    """The layout of a title over free space: by its name, its type, else the one with a title and least else."""
    listed = list(layouts)
    named = (layout for layout in listed if layout.name.strip().casefold() in MESSAGE_NAMES)
    typed = (layout for layout in listed if layout._element.get("type") == "titleOnly")
    plainest = sorted(
        listed,
        key=lambda layout: (
            not _kinds(layout) & {PP_PLACEHOLDER.TITLE},
            not _kinds(layout) & TITLES,
            len([item for item in layout.placeholders if item.placeholder_format.type not in _FURNITURE]),
        ),
    )
    return next(named, None) or next(typed, None) or plainest[0]


def _kinds(layout: Any) -> set[Any]:
    return {item.placeholder_format.type for item in layout.placeholders}


def _read(layout: Any, size: Box) -> Layout:
    """The places of a layout; where it doesn't give one, a share of the slide stands for it."""
    margin = size.width * 0.045
    held = {item.placeholder_format.type: item for item in reversed(list(layout.placeholders))}
    title = next((place for kind in TITLES if (place := _place(held.get(kind), size))), None)
    covers = PP_PLACEHOLDER.CENTER_TITLE in held
    own_title = title is not None and (covers or title.bottom <= size.height * _LOWEST_TITLE)
    if title is None or not own_title:
        title = Box(margin, size.height * 0.06, size.width - 2 * margin, size.height * 0.16)
    footer = _at_the_foot(_place(held.get(PP_PLACEHOLDER.FOOTER), size), size)
    number = _at_the_foot(_place(held.get(PP_PLACEHOLDER.SLIDE_NUMBER), size), size)
    height = 20.0
    foot = size.height - height - 10
    number_box = number or Box(size.width - margin - 60, footer.top if footer else foot, 60, height)
    footer_box = footer or Box(margin, number_box.top, number_box.left - 2 * margin, height)
    top = title.bottom + _GAP
    bottom = min(footer_box.top, number_box.top) - _GAP
    left = max(title.left, margin / 2)
    body = Box(left, top, min(title.right, size.width - margin / 2) - left, bottom - top)
    return Layout(
        layout,
        replace(title),
        body,
        footer_box,
        number_box,
        own_title=own_title,
        own_footer=footer is not None,
        own_number=number is not None,
        title_on_top=own_title and _anchor(held) == "t",
        kicker=_index(item for item in layout.placeholders if item.name == KICKER),
        subtitle=_index(
            item
            for item in layout.placeholders
            if item.placeholder_format.type in {PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY} and item.name != KICKER
        ),
    )


def _anchor(held: Any) -> str | None:
    title = next(held[kind] for kind in TITLES if kind in held)
    found = title._element.xpath("./p:txBody/a:bodyPr/@anchor")
    return str(found[0]) if found else None


def _index(found: Iterable[Any]) -> int | None:
    return next((int(item.placeholder_format.idx) for item in found), None)


def _place(placeholder: Any | None, size: Box) -> Box | None:
    """Where a placeholder stands, None where it says nothing or lies outside the slide."""
    if placeholder is None or placeholder.width is None or placeholder.left is None:
        return None
    box = Box.of(placeholder)
    inside = box.left >= 0 and box.top >= 0 and box.right <= size.width + 1 and box.bottom <= size.height + 1
    return box if inside and box.width > 20 and box.height > 5 else None


def _at_the_foot(box: Box | None, size: Box) -> Box | None:
    return box if box is not None and box.top > size.height * 0.8 else None
