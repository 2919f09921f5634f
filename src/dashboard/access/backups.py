"""One file with everything that an installation can't make again, and an installation made from that file.

The file is a ZIP: `sauvegarde.json` (what it is, the size and SHA-256 of each other member), `etat/…` (the state folder but
for the warehouse, which is built again from the imports), `evaluations.sqlite` or `evaluations.dump` (the reviews).
The digests find out damage; whoever also rewrites the manifest isn't found out: it isn't a signature.
"""

import hashlib
import json
import logging
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

import duckdb

from dashboard.domain.archives import Archive, Limits, ZipError, opened
from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.reviews.carrying import carry_over
from dashboard.reviews.copies import (
    Kind,
    check_copy,
    copy_database,
    kind_of,
    put_back,
    refuse_occupied,
    sqlite_file,
)
from dashboard.reviews.store import FILE_NAME, refuse_newer
from dashboard.warehouse.build import build_warehouse, ensure_current
from dashboard.warehouse.state import Publication, State, StateError

logger = logging.getLogger(__name__)

FORMAT: Final = "sauvegarde/1"
MANIFEST: Final = "sauvegarde.json"
STATE: Final = "etat"
REVIEWS: Final = {Kind.SQLITE: "evaluations.sqlite", Kind.POSTGRESQL: "evaluations.dump"}
LEFT_OUT: Final = frozenset({"warehouse", "uploads", "demonstration", "lock", "campaign-decisions.lock"})
"""What stands at the top of the state folder and can be made again, or passes."""

_ANY: Final = 1 << 50
LIMITS: Final = Limits(packed=_ANY, unpacked=_ANY, parts=1_000_000, ratio=2_000, documents=False)
"""Deflate packs a thousand times at most: beyond, the directory lies. What it unpacks to is compared with the free space."""
_LARGEST_MANIFEST: Final = 1 << 28
_CHUNK: Final = 1 << 20
_PACKED: Final = frozenset({".parquet", ".xlsx", ".ods", ".zip", ".gz", ".dump"})
"""Compressed already."""


class BackupError(Exception):
    """A backup can't be written, or can't be restored; the message is a French sentence. What was there is unchanged."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    created_at: str
    publication: int | None
    imports: int
    reviews: Kind | None
    """None where nobody has opened the reviews yet."""
    size: int
    """Bytes."""


def write_backup(state: State, location: str | Path, target: Path) -> Backup:
    """Writes a new file with the state folder and the reviews, reads it back, then gives it its name.

    What was confirmed before the call is in it. Imports wait meanwhile, reviewers don't. Raises BackupError, StateError or
    ReviewsError; then no file is left.
    """
    target = target.expanduser().absolute()
    _refuse_target(state, target)
    _refuse_nothing(state)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with _disk(target.parent):
            with open(temporary, "xb", opener=_for_the_owner) as stream:
                manifest = _write(state, location, stream, target.parent)
                stream.flush()
                os.fsync(stream.fileno())
            with temporary.open("rb") as written, _archive(written) as archive:
                _check(archive)
            # Another backup to the same name may have ended meanwhile.
            _refuse_taken(target)
            temporary.replace(target)
            _sync_folder(target.parent)
            return _backup(manifest, target.stat().st_size)
    finally:
        temporary.unlink(missing_ok=True)


def restore_backup(source: Path, state: State, location: str | Path) -> Backup:
    """Makes an installation from a backup, where there is none: all of it, or nothing.

    Reviews kept in SQLite may go to PostgreSQL, for an office that grows; a copy of PostgreSQL wants PostgreSQL.
    Every digest is checked before anything is written, and the warehouse is built before the folder gets its name. Raises
    BackupError, StateError or ReviewsError.
    """
    with _disk(state.root.parent), _read(source) as stream, _archive(stream) as archive:
        manifest = _check(archive)
        _refuse_occupied(state)
        kind = Kind(manifest["reviews"]) if manifest["reviews"] else None
        if kind:
            _refuse_smaller_database(kind, location)
            refuse_newer(manifest["schema"])
            refuse_occupied(location)
        state.root.parent.mkdir(parents=True, exist_ok=True)
        if sum(map(archive.size, archive.names)) > shutil.disk_usage(state.root.parent).free:
            raise BackupError(
                f"Le disque n'a pas la place de cette sauvegarde{NARROW_SPACE}: libérez-en, puis réessayez."
            )
        staged = state.root.with_name(f".{state.root.name}.{secrets.token_hex(4)}")
        staged.mkdir(mode=0o700)
        try:
            copy = _unpack(archive, staged)
            _build(State(staged))
            if kind:
                check_copy(copy, kind, manifest["schema"])
                file = sqlite_file(location)
                if file and file.is_relative_to(state.root):
                    # Inside the folder: it gets its name with it, in the same step.
                    inner = staged / file.relative_to(state.root)
                    inner.parent.mkdir(parents=True, exist_ok=True)
                    copy.replace(inner)
                else:
                    if kind is kind_of(location):
                        put_back(copy, location, manifest["schema"])
                    else:
                        carry_over(copy, str(location))
                    copy.unlink()
            (staged / "lock").unlink(missing_ok=True)
            staged.replace(state.root)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        _sync_folder(state.root.parent)
        return _backup(manifest, source.stat().st_size)


def _write(state: State, location: str | Path, stream: IO[bytes], beside: Path) -> dict[str, Any]:
    members: dict[str, dict[str, Any]] = {}
    with state.exclusive(), zipfile.ZipFile(stream, "w") as package:
        # One that was lost is said today, rather than the day of the restoration.
        current = _current_with_imports(state)
        own = sqlite_file(location)
        for path in _kept(state, own):
            name = PurePosixPath(STATE, *path.relative_to(state.root).parts)
            members[str(name)] = _add(package, str(name), path)
        kind, schema = None, None
        # After the imports: what they take from the reviews (the decisions of a frozen campaign) is there already.
        if own is None or own.exists():
            kind = kind_of(location)
            with tempfile.TemporaryDirectory(dir=beside, prefix=".") as folder:
                copy = Path(folder) / REVIEWS[kind]
                schema = copy_database(location, copy)
                members[copy.name] = _add(package, copy.name, copy)
        manifest = {
            "format": FORMAT,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "publication": current.number if current else None,
            "imports": len(current.imports) if current else 0,
            "reviews": kind,
            "schema": schema,
            "members": members,
        }
        package.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _kept(state: State, reviews: Path | None) -> Iterator[Path]:
    """Every file of the state folder that goes in, in order. Names that begin with a dot are half-written."""
    for folder, folders, files in os.walk(state.root, followlinks=True):
        at_top = Path(folder) == state.root
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (at_top and name in LEFT_OUT))
        for name in sorted(files):
            path = Path(folder) / name
            passing = name.startswith(".") or (at_top and name in LEFT_OUT)
            database = reviews is not None and path.parent == reviews.parent and name.startswith(reviews.name)
            if not (passing or database or (at_top and name.startswith(FILE_NAME))):
                yield path


def _add(package: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    """Copies a file into the archive; its size and its digest."""
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as read, package.open(entry, "w") as written:
        while chunk := read.read(_CHUNK):
            written.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return {"size": size, "sha256": digest.hexdigest()}


def _check(archive: Archive) -> dict[str, Any]:
    """The manifest of an archive whose every member is as it was written. Raises BackupError."""
    try:
        if MANIFEST not in archive.names or archive.size(MANIFEST) > _LARGEST_MANIFEST:
            raise BackupError(
                f"Ce fichier n'est pas une sauvegarde{NARROW_SPACE}: choisissez celui que {quoted('backup')} a écrit."
            )
        manifest = dict(json.loads(archive.read(MANIFEST)))
        if manifest["format"] != FORMAT:
            raise BackupError(
                f"Cette sauvegarde est au format {quoted(ascii(str(manifest['format'])[:40])[1:-1])}, que cette version ne sait pas lire."
            )
        _check_facts(manifest)
        members = manifest["members"]
        names = set(archive.names) - {MANIFEST}
        reviews = REVIEWS[Kind(manifest["reviews"])] if manifest["reviews"] else None
        for name in sorted(names | set(members)):
            if name not in names or name not in members or not (_belongs(name) or name == reviews):
                raise _damaged(name)
            digest = hashlib.sha256()
            for chunk in archive.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != members[name]["sha256"]:
                raise _damaged(name)
        if reviews and reviews not in names:
            raise _damaged(reviews)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(MANIFEST) from error
    return manifest


def _check_facts(manifest: dict[str, Any]) -> None:
    """Raises ValueError or TypeError where something that is told or relied on later isn't of its kind."""
    datetime.fromisoformat(manifest["created_at"])
    numbers = manifest["imports"], manifest["publication"] or 0
    if not all(isinstance(number, int) for number in numbers) or not isinstance(manifest["schema"] or "", str):
        raise TypeError(numbers)


def _belongs(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        len(parts) > 1
        and parts[0] == STATE
        and parts[1] not in LEFT_OUT
        and not parts[1].startswith(FILE_NAME)
        and not any(part.startswith(".") for part in parts)
    )


def _unpack(archive: Archive, folder: Path) -> Path:
    """Writes the members of a checked archive; where the copy of the reviews is, whether there is one or not."""
    copy = folder / ".evaluations"
    for name in archive.names:
        if name == MANIFEST:
            continue
        target = copy if name in REVIEWS.values() else folder.joinpath(*PurePosixPath(name).parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as written:
            for chunk in archive.chunks(name):
                written.write(chunk)
            written.flush()
            os.fsync(written.fileno())
    return copy


def _build(state: State) -> None:
    """The warehouse, which also reads every active import back. Raises BackupError."""
    state.prepare()
    try:
        current = _current_with_imports(state)
    except StateError as error:
        raise _damaged(state.pointer.name) from error
    try:
        with state.disk_errors():
            if current:
                build_warehouse(state, current.imports)
                # Another version of the product builds it otherwise: it is then published anew, as after an upgrade.
                ensure_current(state)
    except StateError as error:
        raise BackupError(
            f"L'entrepôt n'a pas pu être écrit sur ce disque{NARROW_SPACE}: rien n'a été gardé, vérifiez les droits et la place libre."
        ) from error
    except duckdb.Error as error:
        logger.error("The warehouse: %s", " ".join(str(error).split()))  # noqa: TRY400 - which file, which is enough
        raise BackupError(
            f"Un import de cette sauvegarde ne peut pas être relu{NARROW_SPACE}: rien n'a été écrit, prenez-en une autre."
        ) from error


def _current_with_imports(state: State) -> Publication | None:
    """The current publication. Raises StateError where one of its imports is lost."""
    current = state.current()
    for import_id in current.imports if current else ():
        state.manifest(import_id)
    return current


def _refuse_target(state: State, target: Path) -> None:
    if not target.parent.is_dir():
        raise BackupError(
            f"Le dossier {quoted(str(target.parent))} n'existe pas{NARROW_SPACE}: créez-le ou choisissez-en un autre."
        )
    _refuse_taken(target)
    if target.resolve().is_relative_to(state.root.resolve()):
        raise BackupError(
            f"Une sauvegarde dans le dossier de travail se perdrait avec lui{NARROW_SPACE}: écrivez-la ailleurs, sur un autre disque."
        )


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise BackupError(f"{quoted(str(target))} existe déjà{NARROW_SPACE}: donnez un autre nom à la sauvegarde.")


def _refuse_nothing(state: State) -> None:
    """A folder that is misspelt, or a variable that cron doesn't know, would make empty backups for months."""
    if next(_kept(state, None), None) is None:
        raise BackupError(
            f"Le dossier de travail {quoted(str(state.root))} est vide ou n'existe pas{NARROW_SPACE}: il n'y a rien à sauvegarder, "
            "vérifiez --state ou DASHBOARD_STATE."
        )


def _refuse_occupied(state: State) -> None:
    if state.root.is_mount():
        raise BackupError(
            f"{quoted(str(state.root))} est un point de montage{NARROW_SPACE}: restaurez dans un dossier placé dessous, que vous "
            "donnerez avec DASHBOARD_STATE."
        )
    if state.root.exists() and (not state.root.is_dir() or any(state.root.iterdir())):
        raise BackupError(
            f"Le dossier de travail {quoted(str(state.root))} n'est pas vide{NARROW_SPACE}: restaurez dans un dossier vide, ou qui "
            "n'existe pas encore."
        )


def _refuse_smaller_database(kind: Kind, location: str | Path) -> None:
    """What `pg_dump` wrote, a server alone can read."""
    if kind is Kind.POSTGRESQL and kind_of(location) is Kind.SQLITE:
        raise BackupError(
            "Cette sauvegarde tient les évaluations de PostgreSQL, et c'est SQLite qui est configuré"
            f"{NARROW_SPACE}: donnez l'adresse d'une base PostgreSQL vide par DASHBOARD_REVIEWS_URL."
        )


@contextmanager
def _archive(stream: IO[bytes]) -> Iterator[Archive]:
    try:
        with opened(stream, LIMITS) as archive:
            yield archive
    except ZipError as error:
        raise BackupError(
            f"Le fichier de cette sauvegarde {error}{NARROW_SPACE}: rien n'a été écrit, prenez-en une autre."
        ) from error


@contextmanager
def _read(source: Path) -> Iterator[IO[bytes]]:
    refusal = BackupError(f"{quoted(str(source))} ne peut pas être lu{NARROW_SPACE}: vérifiez le nom et les droits.")
    try:
        if source.exists() and not source.is_file():
            raise refusal  # a device has no end
        stream = source.expanduser().open("rb")
    except OSError as error:
        raise refusal from error
    with stream:
        yield stream


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise BackupError(
            f"{quoted(str(where))} ne peut pas être lu ou écrit{NARROW_SPACE}: rien n'a été gardé, vérifiez les droits et la place libre."
        ) from error


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _backup(manifest: dict[str, Any], size: int) -> Backup:
    kind = Kind(manifest["reviews"]) if manifest["reviews"] else None
    return Backup(manifest["created_at"], manifest["publication"], manifest["imports"], kind, size)


def _damaged(name: str) -> BackupError:
    return BackupError(
        f"Cette sauvegarde est abîmée ou modifiée ({quoted(name)}){NARROW_SPACE}: rien n'a été écrit, prenez-en une autre."
    )
