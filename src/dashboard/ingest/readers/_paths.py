"""Paths that DuckDB takes literally."""

import shutil
from contextlib import suppress
from pathlib import Path


def plain_path(path: Path, scratch: Path) -> Path:
    """A path that DuckDB doesn't take for a pattern: `export [1].csv` would match nothing."""
    absolute = path.absolute()
    if not any(sign in str(absolute) for sign in "*?["):
        return absolute
    alias = scratch / "source"
    if not alias.exists():
        with suppress(OSError):
            alias.symlink_to(absolute)
        if not alias.exists():
            shutil.copyfile(absolute, alias)
    return alias
