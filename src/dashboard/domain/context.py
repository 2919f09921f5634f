"""The files of `data/reference/context/`: the prose of « Repères » and of the accessibility statement, and what goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.context_file import Table, read_csv, read_toml
from dashboard.domain.french import NARROW_SPACE

FOLDER = "context"


@dataclass(frozen=True, slots=True)
class Placement:
    """What a part of a programme has to do with social innovation. `label` is the one of the nomenclature."""

    period: str
    programme: str
    part: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the page « Définitions » shows beside its prose; `findings_figures` are cited under the findings."""

    grid: str
    placements: tuple[Placement, ...]
    findings_source: str
    findings_figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A way of helping social innovation; `covers` are the words of the lists that come under it."""

    name: str
    text: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """What the page « Écosystème » needs to read its lists."""

    levers: tuple[Lever, ...]
    scheme_kind: str
    sources: Mapping[str, str]
    fund_anomalies: tuple[str, ...]

    def lever_of(self, *words: str) -> str:
        """The lever that one of these words comes under, empty where none does."""
        return next((lever.name for lever in self.levers if set(words) & set(lever.covers)), "")

    def source(self, codes: str) -> str:
        """« 000, 001 » in words; a code that isn't listed stays as it is."""
        return ", ".join(self.sources.get(code.strip(), code.strip()) for code in codes.split(","))


def load_definitions(reference: Path) -> Definitions:
    """What « Définitions » shows beside its prose; ContextError when a file can't be used."""
    top = read_toml(reference / FOLDER / "definitions.toml").only("grid", "placements", "iej")
    iej = top.table("iej").only("source", "figures")
    labels = _labels(reference)
    return Definitions(
        grid=top.text("grid"),
        placements=tuple(_placement(table, labels) for table in top.tables("placements")),
        findings_source=iej.text("source"),
        findings_figures=_figures(reference, iej),
    )


def load_ecosystem(reference: Path) -> Ecosystem:
    """The levers and the words of the lists of « Écosystème »; ContextError when the file can't be used."""
    top = read_toml(reference / FOLDER / "ecosystem.toml").only("levers", "scheme_kind", "sources", "fund_anomalies")
    levers = [table.only("name", "text", "covers") for table in top.tables("levers")]
    return Ecosystem(
        levers=tuple(Lever(table.text("name"), table.text("text"), table.texts("covers")) for table in levers),
        scheme_kind=top.text("scheme_kind"),
        sources=top.words("sources"),
        fund_anomalies=_explained(reference, top),
    )


def _labels(reference: Path) -> dict[tuple[str, str, str, str], str]:
    rows = read_csv(reference / "nomenclature.csv", "period", "programme", "priority_axis", "os_code", "label")
    return {
        (row.raw("period"), row.raw("programme"), row.raw("priority_axis"), row.raw("os_code")): row.text("label")
        for row in rows
    }


def _placement(table: Table, labels: Mapping[tuple[str, str, str, str], str]) -> Placement:
    table.only("period", "programme", "axis", "os_code", "part", "text")
    key = (table.text("period"), table.text("programme"), str(table.number("axis")), table.optional("os_code"))
    if key not in labels:
        raise table.problem("os_code" if key[3] else "axis", "nomenclature.csv n'a pas cette ligne")
    return Placement(key[0], key[1], table.text("part"), labels[key], table.text("text"))


def _figures(reference: Path, iej: Table) -> tuple[str, ...]:
    rows = read_csv(reference / "note_key_figures.csv", "figure", "value", "unit", "where")
    known = {row.raw("figure"): row for row in rows}
    printed = []
    for name in iej.texts("figures"):
        if name not in known:
            raise iej.problem("figures", f"note_key_figures.csv n'a pas «{NARROW_SPACE}{name}{NARROW_SPACE}»")
        row = known[name]
        printed.append(f"{name}{NARROW_SPACE}: {row.text('value')} ({row.text('where')} de la note)")
    return tuple(printed)


def _explained(reference: Path, top: Table) -> tuple[str, ...]:
    rows = read_csv(reference / "note_anomalies.csv", "id", "published", "expected", "explanation")
    known = {row.raw("id"): row for row in rows}
    wanted: Sequence[str] = top.texts("fund_anomalies") if "fund_anomalies" in top else ()
    for name in wanted:
        if name not in known:
            raise top.problem("fund_anomalies", f"note_anomalies.csv n'a pas l'anomalie {name}")
    return tuple(
        f"La note écrit «{NARROW_SPACE}{known[name].text('published')}{NARROW_SPACE}» "
        f"({known[name].text('expected')}){NARROW_SPACE}: {_small(known[name].text('explanation'))}"
        for name in wanted
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
