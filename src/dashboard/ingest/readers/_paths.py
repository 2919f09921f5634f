"""Paths that libraries take for what they are."""

import shutil
from contextlib import suppress
from pathlib import Path


def plain_path(path: Path, scratch: Path) -> Path:
    """A path that DuckDB doesn't take for a pattern: `export [1].csv` would match nothing."""
    absolute = path.absolute()
    return _alias(absolute, scratch / "source") if any(sign in str(absolute) for sign in "*?[") else absolute


def path_with_suffix(path: Path, scratch: Path, suffix: str) -> Path:
    """A path with the suffix that its content deserves, for a library that trusts suffixes."""
    return path if path.suffix.lower() == suffix else _alias(path.absolute(), scratch / f"source{suffix}")


def _alias(path: Path, alias: Path) -> Path:
    if not alias.exists():
        # Some systems reserve links to administrators.
        with suppress(OSError):
            alias.symlink_to(path)
        if not alias.exists():
            shutil.copyfile(path, alias)
    return alias
