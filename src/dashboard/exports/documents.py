"""The documents of the pack by their kind: what each is called, what it needs, and its bytes."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dashboard.exports.pack.content import Pack, Progress
    from dashboard.exports.pack.pasted import Pasted


class Document(StrEnum):
    """What a pack can be written as."""

    SLIDES = "pptx"
    REPORT = "docx"
    WORKBOOK = "xlsx"
    PDF = "pdf"
    ESSENTIAL = "essentiel"
    TEXT = "texte"
    ARCHIVE = "zip"

    @property
    def extension(self) -> str:
        """The end of its file's name."""
        return {Document.ESSENTIAL: "pdf", Document.TEXT: "txt"}.get(self, self.value)

    @property
    def label(self) -> str:
        """The words of the interface."""
        return _LABELS[self]

    @property
    def file_name(self) -> str:
        """What the file is called unless told otherwise."""
        return f"{_NAMES[self]}.{self.extension}"

    @property
    def mime(self) -> str:
        """The media type."""
        return _MIMES[self]


_LABELS: Final = {
    Document.SLIDES: "Diaporama",
    Document.REPORT: "Section de rapport",
    Document.WORKBOOK: "Classeur",
    Document.PDF: "PDF à distribuer",
    Document.ESSENTIAL: "L'essentiel en une page",
    Document.TEXT: "Texte à coller",
    Document.ARCHIVE: "Dossier complet",
}
_NAMES: Final = {
    Document.SLIDES: "presentation",
    Document.REPORT: "rapport",
    Document.WORKBOOK: "tableaux",
    Document.PDF: "dossier",
    Document.ESSENTIAL: "essentiel",
    Document.TEXT: "texte",
    Document.ARCHIVE: "dossier-comite",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_MIMES: Final = {
    Document.SLIDES: f"{_OFFICE}.presentationml.presentation",
    Document.REPORT: f"{_OFFICE}.wordprocessingml.document",
    Document.WORKBOOK: f"{_OFFICE}.spreadsheetml.sheet",
    Document.PDF: "application/pdf",
    Document.ESSENTIAL: "application/pdf",
    Document.TEXT: "text/plain; charset=utf-8",
    Document.ARCHIVE: "application/zip",
}
_SHARES: Final = (
    (Document.SLIDES, 0.0, 0.35),
    (Document.REPORT, 0.35, 0.7),
    (Document.WORKBOOK, 0.7, 0.8),
    (Document.PDF, 0.8, 0.95),
    (Document.ESSENTIAL, 0.95, 1.0),
)
"""The documents of an archive, and the part of its time that each takes."""


def document_bytes(
    pack: "Pack",
    document: Document,
    *,
    slides_template: Path | None = None,
    report_template: Path | None = None,
    chosen: Sequence[str] = (),
    length: int = 0,
    progress: "Progress | None" = None,
) -> bytes:
    """The bytes of one document of the pack; the archive holds all the others but the text to paste, of `length` characters at most.

    Raises TemplateError for a template that can't be used. `chosen` only goes to the archive's manifest: the pack has its
    fiches already.
    """
    if document is Document.ARCHIVE:
        files = {
            part.file_name: document_bytes(
                pack,
                part,
                slides_template=slides_template,
                report_template=report_template,
                progress=_within(progress, start, end),
            )
            for part, start, end in _SHARES
        }
        return _archive()(pack, files, chosen=chosen)
    if document is Document.TEXT:
        return _pasted()(pack.narrative, pack.selection, length, pack.detail).text.encode()
    if document is Document.WORKBOOK:
        return _workbook()(pack, progress)
    if document in (Document.PDF, Document.ESSENTIAL):
        return _pdf(document)(pack, progress)
    if document is Document.SLIDES:
        return _slides()(pack, template=slides_template, progress=progress)
    return _report()(pack, template=report_template, progress=progress)


def slide_notes(pack: "Pack", document: Document) -> list[str]:
    """The sections asked for that have no slide in the document, and why, one sentence each."""
    if pack.empty or document not in (Document.SLIDES, Document.PDF, Document.ARCHIVE):
        return []
    from dashboard.figures.wording import lowered  # noqa: PLC0415 - the help of a command loads no library of the work

    return [
        f"«\u202f{section.title}\u202f» n'a pas d'écran\u202f: {lowered(section.message)}"
        for section in pack.without_slide
    ]


def template_notes(
    document: Document, *, slides_template: Path | None = None, report_template: Path | None = None
) -> list[str]:
    """What was taken out of the templates that a document is written on, one sentence each. Raises TemplateError."""
    # As the writers below: few commands have a template to read.
    from dashboard.exports.office_template import read_template  # noqa: PLC0415

    given = {Document.SLIDES: slides_template, Document.REPORT: report_template}
    used = [path for kind, path in given.items() if path is not None and document in (kind, Document.ARCHIVE)]
    return [note for path in used if (note := read_template(path).note)]


# Writers are imported when they are called: their libraries take most of a second, which no other command or page owes.
def _slides() -> Callable[..., bytes]:
    from dashboard.exports.slides import slides_bytes  # noqa: PLC0415

    return slides_bytes


def _report() -> Callable[..., bytes]:
    from dashboard.exports.report import report_bytes  # noqa: PLC0415

    return report_bytes


def _workbook() -> Callable[..., bytes]:
    from dashboard.exports.pack.workbook import workbook_bytes  # noqa: PLC0415

    return workbook_bytes


def _pasted() -> "Callable[..., Pasted]":
    from dashboard.exports.pack.pasted import pasted  # noqa: PLC0415

    return pasted


def _pdf(document: Document) -> Callable[..., bytes]:
    from dashboard.exports.pdf import essential_bytes, pdf_bytes  # noqa: PLC0415

    return pdf_bytes if document is Document.PDF else essential_bytes


def _archive() -> Callable[..., bytes]:
    from dashboard.exports.pack.archive import archive_bytes  # noqa: PLC0415

    return archive_bytes


def _within(progress: "Progress | None", start: float, end: float) -> "Progress | None":
    if progress is None:
        return None
    return lambda share, words: progress(start + (end - start) * share, words)
