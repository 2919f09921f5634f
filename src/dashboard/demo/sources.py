"""Where the generator finds what it draws from: reference CSV files, its own lists, and reproducible random streams."""

import csv
import tomllib
from pathlib import Path
from random import Random
from typing import Any

_SEED = "demonstration extract, first edition"


def stream(purpose: str) -> Random:
    """A random stream of its own for each purpose, so that rewording a text moves no amount."""
    return Random(f"{_SEED}: {purpose}")  # noqa: S311


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a reference file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_list(name: str) -> dict[str, Any]:
    """One of the generator's own TOML lists."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
