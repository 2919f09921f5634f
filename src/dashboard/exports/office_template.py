"""The template of an office, PowerPoint or Word: measured before it is parsed, without macros, without calls to elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from dashboard.domain.archives import Limits, OversizedZipError, opened, zipped
from dashboard.domain.french import plural, quoted
from dashboard.exports.errors import TemplateError
from dashboard.exports.office_links import elements, parsed, take_out_links

LIMITS: Final = Limits(
    # A charter with its photographs weighs twenty megabytes, and pictures are compressed already.
    packed=32_000_000,
    unpacked=64_000_000,
    # Sixty layouts and the slides of an example with their notes, drawings and relationships.
    parts=3_000,
    ratio=100,
    # A tree of objects takes ten to forty times its text. The heaviest parts, themes and old reports, stay under five megabytes.
    xml=12_000_000,
    xml_part=6_000_000,
)

_TYPES: Final = "[Content_Types].xml"
_AS_DOCUMENT: Final = {
    b"presentationml.template.main+xml": b"presentationml.presentation.main+xml",
    b"wordprocessingml.template.main+xml": b"wordprocessingml.document.main+xml",
}
"""A template (.potx, .dotx) differs from a document by one word, and libraries read documents."""
_MACROS: Final = ("macroenabled", "vbaproject", "webextension")
_OBJECTS: Final = ("activex", "oleobject", "control")


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """A template that can be parsed, and handed out within a document."""

    name: str
    content: bytes
    links: int
    """How many links to elsewhere were taken out."""

    @property
    def note(self) -> str:
        """What to tell whoever gave it; empty where nothing was taken out."""
        if not self.links:
            return ""
        removed = "a été retiré" if self.links == 1 else "ont été retirés"
        return (
            f"{plural(self.links, 'lien extérieur', 'liens extérieurs')} du modèle {quoted(self.name)} {removed}\u202f: "
            "le document n'ira rien chercher ailleurs."
        )


def read_template(path: Path) -> OfficeTemplate:
    """The template of an office, rebuilt part by part.

    Raises TemplateError for one beyond LIMITS or with macros or objects that run; DamagedZipError, SyntaxError, KeyError or
    OSError for what isn't an Office file: whoever reads it knows which kind of file to ask for.
    """
    named = f"Le modèle {quoted(path.name)}"
    try:
        with path.open("rb") as stream, opened(stream, LIMITS) as archive:
            parts = {name: archive.read(name) for name in archive.names}
    except OversizedZipError as error:
        raise TemplateError(
            f"{named} {error}\u202f: par sécurité il n'a pas été ouvert\u202f; allégez-le, ou enregistrez-le à nouveau depuis "
            "PowerPoint ou Word."
        ) from error
    kinds = _kinds(parts)
    if _any_of(_MACROS, kinds):
        raise TemplateError(
            f"{named} contient des macros ou un complément, dont on ne peut pas savoir ce qu'ils font\u202f: enregistrez-le "
            "sans eux (.pptx, .potx, .docx ou .dotx), puis donnez-le à nouveau."
        )
    if _any_of(_OBJECTS, kinds):
        raise TemplateError(
            f"{named} contient un objet incorporé ou un contrôle ActiveX\u202f: remplacez-le par une image ou supprimez-le, "
            "puis donnez le modèle à nouveau."
        )
    links = take_out_links(parts)
    for as_template, as_document in _AS_DOCUMENT.items():
        parts[_TYPES] = parts[_TYPES].replace(as_template, as_document)
    return OfficeTemplate(path.name, zipped(parts.items(), compressed=False), links)


def _any_of(words: Iterable[str], kinds: Iterable[str]) -> bool:
    return any(word in kind for kind in kinds for word in words)


def _kinds(parts: Mapping[str, bytes]) -> set[str]:
    """What the parts say that they are, in lower case: their content types, and why other parts name them."""
    types = list(elements(parsed(parts[_TYPES])))
    by_extension = {item.get("Extension", "").lower(): item.get("ContentType", "").lower() for item in types}
    by_name = {item.get("PartName", "").lower(): item.get("ContentType", "").lower() for item in types}
    kinds = {
        by_name.get(f"/{name.lower()}", by_extension.get(PurePosixPath(name).suffix[1:].lower(), "")) for name in parts
    }
    for name in parts:
        if name.lower().endswith(".rels"):
            reasons = {link.get("Type", "").rpartition("/")[2].lower() for link in elements(parsed(parts[name]))}
            # The workbook of a chart is data; elsewhere, a package is another document with its own program.
            kinds |= {"oleobject" if kind == "package" and "/charts/" not in name else kind for kind in reasons}
    return kinds
