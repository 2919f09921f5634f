"""The state folder: where imports, warehouses and the pointer live, and how they are replaced without loss.

Layout of `DASHBOARD_STATE`::

    imports/<import id>/manifest.json        one immutable folder per import
    imports/<import id>/operations.parquet   accepted rows (or decisions.parquet)
    warehouse/warehouse-<hash>.duckdb        rebuilt from the active imports, opened read-only
    publications/<number>.json               every set of active imports that was ever current
    current.json                             the pointer: replaced in one step, never edited
    lock                                     one writer at a time, across processes
"""

import errno
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import duckdb
from filelock import FileLock, Timeout

from dashboard.domain.acts import Act, Witness
from dashboard.domain.text import is_readable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row")

logger = logging.getLogger(__name__)

LOCK_SECONDS = 600
NOBODY: Final = "—"
"""Who publishes where the application does it by itself: a new folder opened, a warehouse built again."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SAY_FULL: Final = ("No space left", "File too large", "Disk quota exceeded", "max_temp_directory_size")
"""DuckDB gives the system's words alone."""


class StateError(Exception):
    """The state folder can't be used; the message is a French sentence for the user."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One set of active imports, oldest first, and the warehouse built from them."""

    number: int
    published_at: str
    by: str
    action: str
    imports: tuple[str, ...]
    warehouse: str


class State:
    """One state folder. Reading needs no lock; writing takes `exclusive()`.

    `witness` is told of each publication and purge before it is done.
    """

    def __init__(self, root: Path, witness: Witness | None = None) -> None:
        self.root = root
        self.witness: Witness = witness or (lambda _act, _subject: None)
        self.imports = root / "imports"
        self.warehouses = root / "warehouse"
        self.publications = root / "publications"
        self.pointer = root / "current.json"

    @classmethod
    def at(cls, folder: str) -> "State":
        """The folder that a person named. Raises StateError where that can't name one."""
        if not folder.strip() or "\0" in folder or not is_readable(folder):
            raise StateError(
                "Le nom du dossier de travail est vide ou illisible\u202f: indiquez un dossier avec --state ou DASHBOARD_STATE."
            )
        try:
            return cls(Path(folder).expanduser().resolve())
        except (OSError, RuntimeError) as error:
            raise StateError(
                f"Le dossier de travail «\u202f{folder}\u202f» n'existe pas et ne peut pas être créé\u202f: vérifiez son nom."
            ) from error

    @classmethod
    def default(cls) -> "State":
        """The folder named by `DASHBOARD_STATE`, else `./state`. Raises StateError where the variable names none."""
        return cls.at(os.environ.get("DASHBOARD_STATE", "state"))

    def prepare(self) -> None:
        """Creates the folders; raises StateError where the disk refuses."""
        try:
            for folder in (self.imports, self.warehouses, self.publications):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(
                f"Le dossier de travail «\u202f{self.root}\u202f» ne peut pas être créé\u202f: vérifiez la place libre et les droits "
                "d'écriture, ou indiquez-en un autre avec DASHBOARD_STATE."
            ) from error

    @contextmanager
    def exclusive(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Holds the inter-process lock. The system frees it when a process dies.

        Raises StateError where it isn't free within that time, and where the disk refuses what is done under it.
        """
        self.prepare()
        try:
            with self.disk_errors(), FileLock(self.root / "lock", timeout=seconds):
                yield
        except Timeout as error:
            raise StateError(
                "Une autre importation, ou une sauvegarde, est en cours depuis plus de dix minutes\u202f: attendez qu'elle se termine, puis réessayez."
            ) from error

    @contextmanager
    def disk_errors(self) -> Iterator[None]:
        """Says in one French sentence that the disk is full, or that this folder can't be read or written."""
        try:
            yield
        except Timeout:
            raise  # a lock's, which is an OSError too
        except (OSError, duckdb.Error) as error:
            full = getattr(error, "errno", None) in _FULL or any(sign in str(error) for sign in _SAY_FULL)
            # DuckDB says that the disk is full in errors of any kind; its other errors are not the disk's.
            if not full and not (isinstance(error, OSError | duckdb.IOException) and self._is_about(error)):
                raise
            raise StateError(
                f"Le disque de «\u202f{self.root}\u202f» est plein\u202f: rien n'a changé, libérez de la place, puis réessayez."
                if full
                else f"Le dossier de travail «\u202f{self.root}\u202f» ne peut pas être lu ou écrit\u202f: rien n'a changé, vérifiez "
                "les droits et la place libre, puis réessayez."
            ) from error

    def _is_about(self, error: Exception) -> bool:
        """Whether an error may come from this folder: one that names no file may."""
        names = [name for name in (getattr(error, "filename", None), getattr(error, "filename2", None)) if name]
        return not names or any(Path(os.fsdecode(name)).is_relative_to(self.root) for name in names)

    def sweep(self) -> None:
        """Removes what processes that died left half-written, unless somebody is writing just now.

        Everything of that kind has a name that begins with a dot, and its writer holds the lock until it is done.
        """
        try:
            with self.exclusive(seconds=0):
                for folder in (self.root, self.imports, self.warehouses, self.publications, self.root / "lexicons"):
                    for left in folder.glob(".*.*" if folder == self.root else ".*"):
                        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        except StateError:
            logger.info("Nothing swept: the folder is being written, or can't be")

    def current(self) -> Publication | None:
        """The publication that the pointer names, or None before the first one. Raises StateError where it can't be read."""
        try:
            with self.disk_errors():
                if not self.pointer.exists():
                    return None
                return _publication(json.loads(self.pointer.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            raise StateError(
                f"Le fichier «\u202f{self.pointer}\u202f» est abîmé\u202f: remettez le dernier fichier de «\u202f{self.publications}\u202f» à sa place."
            ) from error

    def history(self) -> list[Publication]:
        """Every publication, newest first; a damaged record is passed over. Raises StateError where one can't be read."""
        found = []
        for path in sorted(self.publications.glob("*.json"), reverse=True):
            try:
                with self.disk_errors():
                    found.append(_publication(json.loads(path.read_text(encoding="utf-8"))))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def publish(
        self, imports: tuple[str, ...], warehouse: str, *, by: str, action: str, act: Act = Act.PUBLICATION
    ) -> Publication:
        """Records a publication and moves the pointer to it. Call inside `exclusive()`."""
        last = max((int(path.stem) for path in self.publications.glob("[0-9]*.json")), default=0)
        publication = Publication(
            number=last + 1,
            published_at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=by,
            action=action,
            imports=imports,
            warehouse=warehouse,
        )
        if by != NOBODY:
            self.witness(act, f"publication n°\u202f{publication.number}, {action}")
        text = json.dumps(asdict(publication), ensure_ascii=False, indent=2)
        record = self.publications / f"{publication.number:06d}.json"
        try:
            write_atomically(record, text)
            write_atomically(self.pointer, text)
        except OSError:
            record.unlink(missing_ok=True)
            raise
        return publication

    def manifest(self, import_id: str) -> dict[str, Any]:
        """What is recorded about one import. Raises StateError where its folder was lost."""
        try:
            return dict(json.loads((self.imports / import_id / "manifest.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError) as error:
            raise StateError(
                f"L'import «\u202f{import_id}\u202f» manque dans «\u202f{self.imports}\u202f» ou y est abîmé\u202f: remettez son "
                "dossier, ou revenez au jeu de démonstration avec «\u202fpython -m dashboard demo\u202f»."
            ) from error

    def manifests(self) -> list[dict[str, Any]]:
        """The manifests of every import kept in the folder, newest first."""
        paths = sorted(self.imports.glob("[!.]*/manifest.json"), reverse=True)
        return [dict(json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def _publication(record: dict[str, Any]) -> Publication:
    return Publication(**{**record, "imports": tuple(record["imports"])})


def read_lines(path: Path, parse: Callable[[dict[str, Any]], Row], otherwise: str) -> tuple[Row, ...]:
    """The rows of a file of JSON lines, oldest first; none where there is no file.

    Raises StateError where it is damaged; `otherwise` is the end of its sentence: what deleting the file does.
    """
    try:
        # Not splitlines: JSON leaves the line ends of other alphabets as they are, in a person's name too.
        return tuple(parse(json.loads(line)) for line in path.read_text(encoding="utf-8").split("\n") if line)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StateError(
            f"Le fichier «\u202f{path}\u202f» est abîmé\u202f: remettez-en une sauvegarde, ou supprimez-le pour {otherwise}."
        ) from error


def write_lines(path: Path, rows: Iterable["DataclassInstance"]) -> None:
    """Writes a whole file of JSON lines in one step; dates as ISO."""
    lines = (json.dumps(asdict(row), ensure_ascii=False, default=str) for row in rows)
    write_atomically(path, "".join(f"{line}\n" for line in lines))


@contextmanager
def kept_if_published(
    write: Callable[["State", Sequence[Row]], None], state: "State", before: Sequence[Row], after: Sequence[Row]
) -> Iterator[None]:
    """Writes lines for the publication that follows: where it fails, those before are written back."""
    write(state, after)
    try:
        yield
    except BaseException:
        write(state, before)
        raise


def write_atomically(path: Path, text: str) -> None:
    """Writes a file in one step: readers see the old text or the new one, never a half."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
