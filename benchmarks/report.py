"""The figures of a run: printed as they come, then written with the machine they were measured on."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import streamlit

REACHED, MISSED = "atteint", "non atteint"
WHOLE = ("MiB", "errors")
"""The units without decimals."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. `ours` and `theirs` are milliseconds, or in another `unit`; a target bounds the ratio, or the figure in that unit."""

    label: str
    ours: float
    theirs: float | None = None
    target: float | None = None
    of: str = "ratio"
    note: str = ""
    unit: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def verdict(self) -> str:
        """Whether the target is reached; empty without a target."""
        if self.target is None:
            return ""
        figure = self.ratio if self.of == "ratio" else self.ours
        bound = f"≤ {self.target:g} ×" if self.of == "ratio" else f"≤ {self.target:g} {self.of}"
        return f"{bound}: {REACHED if figure is not None and figure <= self.target else MISSED}"

    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        theirs = self._printed(self.theirs) if self.theirs else ""
        return (
            self.label,
            self._printed(self.ours),
            theirs,
            f"{self.ratio:.2f}" if self.ratio else "",
            self.verdict,
            self.note,
        )

    def _printed(self, value: float) -> str:
        unit = self.unit or ("ms" if self.of == "ratio" else self.of)
        return f"{value:,.{0 if unit in WHOLE else 1}f} {unit}".replace(",", " ")


@dataclass(slots=True)
class Report:
    """The lines of a run, by section."""

    sections: dict[str, list[Line]] = field(default_factory=dict)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def add(self, section: str, line: Line) -> None:
        """Keeps a line, and prints it at once."""
        if section not in self.sections:
            print(f"\n{section}")
        self.sections.setdefault(section, []).append(line)
        label, ours, theirs, ratio, verdict, note = line.cells()
        print(f"  {label:<46}{ours:>14}{theirs:>14}{ratio:>7}  {verdict}  {note}".rstrip(), flush=True)

    def markdown(self, introduction: str) -> str:
        """The whole run, for the documentation."""
        parts = [introduction.strip(), "", f"{machine()} · load before the run: {self.load:.1f}", ""]
        for section, lines in self.sections.items():
            parts += [f"## {section}", "", "| | ours | beside | ratio | target | |", "|---|--:|--:|--:|---|---|"]
            parts += [f"| {' | '.join(line.cells())} |" for line in lines]
            parts.append("")
        return "\n".join(parts)


def machine() -> str:
    """What the figures depend on, without the host's name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d} · {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {_processor()} · "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, Streamlit {streamlit.__version__}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
