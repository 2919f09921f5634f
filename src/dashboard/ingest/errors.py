"""What can stop an import. Every message is one French sentence, ready to show.

    IngestError
    ├── UnreadableFile        missing, damaged, or refused by the system
    │   └── ProtectedFile     needs a password
    ├── UnsupportedFile       a kind of file that is not a table (PDF, image, web page…)
    ├── EmptyFile             nothing in it, or headers without any row
    ├── SuspiciousArchive     would unpack to an unreasonable size
    ├── SheetNotFound         the workbook has no sheet of that name
    ├── NoMatchingColumn      none of the headers is known
    ├── UndatedEdition        a list whose editions replace each other, without its date
    ├── MisplacedWave         a wave that the file's programming period contradicts
    ├── DoubtfulFile          can be read in two ways, and nobody said which
    ├── NothingKept           every row is rejected or left aside
    ├── PersonalData          columns that describe persons
    ├── LabelsRefused         labels that can't be merged or separated
    ├── WavesRefused          analysis periods that can't stand
    ├── AllocationsRefused    allocations that can't be kept or taken back
    └── PublicationError      checked rows that could not be published

The library's own exception, where there is one, stays reachable as `__cause__`.
"""

from dashboard.ingest.doubts import Doubt

# Names say what is wrong with the file, as the messages do: « Error » after each would add nothing.
# ruff: noqa: N818


class IngestError(Exception):
    """An import that cannot go on; `str()` says what happened, where and what to do, in French."""


class UnreadableFile(IngestError):
    """The file is missing, damaged, or cannot be opened."""


class ProtectedFile(UnreadableFile):
    """The file is encrypted."""


class UnsupportedFile(IngestError):
    """The content is of a kind that holds no table we can read."""


class EmptyFile(IngestError):
    """There is no row to import."""


class SuspiciousArchive(IngestError):
    """Unpacking the file would take an unreasonable amount of memory."""


class SheetNotFound(IngestError):
    """The workbook has no sheet of the requested name."""


class NoMatchingColumn(IngestError):
    """None of the file's headers is known."""


class DoubtfulFile(IngestError):
    """The file can be read in two ways; `doubts` are the questions to answer."""

    def __init__(self, message: str, doubts: tuple[Doubt, ...]) -> None:
        super().__init__(message)
        self.doubts = doubts


class UndatedEdition(IngestError):
    """Nothing says of which day the edition of a list is."""


class MisplacedWave(IngestError):
    """A wave was given to operations that can't be of it."""


class NothingKept(IngestError):
    """No row of the file would be kept."""


class PersonalData(IngestError):
    """The file holds columns that describe persons."""


class LabelsRefused(IngestError):
    """The labels can't be merged or separated as asked."""


class WavesRefused(IngestError):
    """The analysis periods can't stand, or would cut decisions from their operations."""


class AllocationsRefused(IngestError):
    """The allocations can't be kept or taken back as asked."""


class PublicationError(IngestError):
    """The checked rows could not be published."""
