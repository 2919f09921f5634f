"""What the note and its sources name, by place: its operations, départements' support schemes, initiatives."""

import csv
from pathlib import Path
from typing import Final

from dashboard.domain.text import normalised
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.query import Row

NOTE: Final = "note"
SCHEME: Final = "dispositif"
INITIATIVE: Final = "initiative"

COLUMNS: Final = ("kind", "name", "beneficiary", "place", "department", "region", "detail")


def named_places(folder: Path = REFERENCE_FOLDER) -> list[Row]:
    """One row per thing and département; nationwide ones and those of the national strand have neither place.

    Columns: `kind`, `name`, `beneficiary`, `place` in words, `department` (code, missing where only the region is known),
    `region` (former region or DROM, missing for nationwide things), `detail`.
    """
    departments = {row["code"]: row for row in _read(folder / "departments.csv")}
    regions = {
        normalised(row["region"]): row["region"] for row in _read(folder / "regions.csv") if row["kind"] != "national"
    }
    rows = [*_note(folder, regions), *_schemes(folder), *_initiatives(folder)]
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return [
        {**row, "region": departments[code]["region"] if (code := row["department"]) else row["region"]}
        for row in found
    ]


def _note(folder: Path, regions: dict[str, str]) -> list[tuple[str | None, ...]]:
    places = {_identity(row): row for row in _read(folder / "note_places.csv")}
    rows: list[tuple[str | None, ...]] = []
    for row in _read(folder / "note_operations.csv"):
        region = regions.get(normalised(row["region"]))
        place = places.get(_identity(row))
        where = place["place"] if place else region or row["region"]
        department = place["department"] if place else None
        rows.append((NOTE, row["title"], row["beneficiary"], where, department, region, row["summary"]))
    return rows


def _schemes(folder: Path) -> list[tuple[str | None, ...]]:
    return [
        (SCHEME, row["scheme"], None, row["department_or_region"], code, None, row["detail"])
        for row in _read(folder / "support_schemes.csv")
        for code in row["departments"].split(",")
    ]


def _initiatives(folder: Path) -> list[tuple[str | None, ...]]:
    return [
        (INITIATIVE, row["name"], row["beneficiary"] or None, row["place"], code or None, None, row["figures"])
        for row in _read(folder / "initiatives.csv")
        for code in row["departments"].split(",")
    ]


def _identity(row: dict[str, str]) -> tuple[str, str]:
    return row["title"], row["beneficiary"]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
