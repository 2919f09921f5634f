"""The calibration cells: how many operations, how many cents and how many participants each group of rows adds up to."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from dashboard.demo.sources import read_csv

_CENTS_PER_MILLION = 100_000_000

IEJ_CODE = "182"
"""The code that the note prints for the youth employment initiative: it stops at the investment priority."""

_EU_SHIFTS = {
    ("2019", "FSE", "1", ""): "0.01",
    ("2019", "FSE", "2", ""): "0.01",
    ("2019", "FSE", "3", "3911"): "-0.02",
    ("2019", "FSE", "3", "3912"): "-0.02",
    ("2019", "FSE", "3", "3913"): "-0.02",
    ("2017", "FSE", "1", ""): "0.02",
    ("2017", "FSE", "2", ""): "0.02",
    ("2017", "FSE", "3", ""): "0.02",
    ("2017", "IEJ", "1", IEJ_CODE): "-0.03",
}
_COST_SHIFTS = {
    ("2019", "FSE", "3", "3911"): "-0.03",
    ("2017", "FSE", "3", ""): "-0.04",
}
"""In M€, what each printed cell is moved by, within its own rounding, so that every printed margin comes out of the sum:
added as printed, the axes of 2017 give 976.5 where table 2 has 976.6, and the two waves 1762.0 where it has 1761.9."""


@dataclass(frozen=True, slots=True)
class RetainedCell:
    """The retained operations of one wave, specific objective and category."""

    wave: str
    pon: str
    os_code: str
    category: str
    operations: int
    total_cost: int
    eu_amount: int


@dataclass(frozen=True, slots=True)
class ProgrammeCell:
    """All the operations of one wave, programme and axis, or specific objective where the note gives it."""

    wave: str
    pon: str
    axis: str
    os_code: str
    operations: int
    total_cost: int
    eu_amount: int
    participants: int | None

    def holds(self, wave: str, pon: str, os_code: str) -> bool:
        """Whether an operation with this code counts in the cell; the youth initiative is one cell whatever the code."""
        if (wave, pon) != (self.wave, self.pon):
            return False
        return pon == "IEJ" or (os_code == self.os_code if self.os_code else os_code.startswith(self.axis))


def _cents(millions: str, shift: str = "0") -> int:
    return int((Decimal(millions) + Decimal(shift)) * _CENTS_PER_MILLION)


def retained_cells(reference: Path) -> list[RetainedCell]:
    """The cells of tables 3 to 5, then one per wave for the youth employment initiative, which has no categories."""
    fse = [
        RetainedCell(
            row["wave"], "FSE", row["os_code"], row["category"], int(row["operations"]),
            int(row["total_cost_eur"]) * 100, int(row["eu_amount_eur"]) * 100,
        )
        for row in read_csv(reference / "calibration_retained.csv")
    ]  # fmt: skip
    iej = [
        RetainedCell(
            row["wave"], "IEJ", IEJ_CODE, "", int(row["ops"]), _cents(row["cost_meur"]), _cents(row["eu_meur"])
        )
        for row in read_csv(reference / "published_iej.csv")
        if row["wave"] != "total"
    ]
    return fse + iej


def programme_cells(reference: Path) -> list[ProgrammeCell]:
    """The cells of tables 2 and 4."""
    cells = []
    for row in read_csv(reference / "calibration_programme.csv"):
        key = (row["wave"], row["pon"], row["axis"], row["os_code"])
        cells.append(
            ProgrammeCell(
                *key,
                operations=int(row["operations"]),
                total_cost=_cents(row["total_cost_meur"], _COST_SHIFTS.get(key, "0")),
                eu_amount=_cents(row["eu_amount_meur"], _EU_SHIFTS.get(key, "0")),
                participants=int(row["participants"]) if row["participants"] else None,
            )
        )
    return cells


def retained_participants(reference: Path) -> dict[tuple[str, str], int]:
    """(wave, beginning of the code) → participants entered by retained operations; a group without figure is absent."""
    groups = {"axe 1": "1", "axe 2": "2", "axe 3": "3"} | {f"axe 3 OS {n}": f"391{n}" for n in (1, 2, 3)}
    rows = read_csv(reference / "published_table4.csv")
    detailed = {row["wave"] for row in rows if " OS " in row["row"]}
    return {
        (row["wave"], groups[row["row"]]): int(row["participants"])
        for row in rows
        if row["row"] in groups and row["participants"] and not (row["row"] == "axe 3" and row["wave"] in detailed)
    }
