"""The words of the « Repères » pages and of the accessibility statement, as the files of `data/reference/context/` hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.context_file import ContextError, Table, read_csv, read_toml
from dashboard.domain.french import NARROW_SPACE

FOLDER = "context"


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that a definition rests on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled paragraph; `references` are those that it rests on."""

    title: str
    text: str
    references: tuple[Reference, ...] = ()


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
    """What the page « Définitions » says beside the grid and the categories."""

    definitions: tuple[Passage, ...]
    grid: str
    criteria: str
    criteria_references: tuple[Reference, ...]
    cautions: str
    categories: str
    placements: tuple[Placement, ...]
    findings: tuple[Passage, ...]
    findings_source: str
    findings_figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Actors that do the same thing: name → what it does."""

    title: str
    text: str
    actors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lever:
    """A way of helping social innovation; `covers` are the words of the lists that come under it."""

    name: str
    text: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """What the page « Écosystème » says beside its lists."""

    groups: tuple[Group, ...]
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


@dataclass(frozen=True, slots=True)
class Effects:
    """What the page « Besoins et effets » says around its figures."""

    coverage: str
    leverage: str
    inputs: Mapping[str, str]
    limits: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The accessibility statement."""

    state: tuple[str, ...]
    tested: tuple[Passage, ...]
    untested: tuple[Passage, ...]
    leftovers: tuple[Passage, ...]
    ways_round: tuple[Passage, ...]
    report: str
    appeal: str


def load_definitions(reference: Path) -> Definitions:
    """The words of « Définitions »; ContextError when a file can't be used."""
    top = read_toml(reference / FOLDER / "definitions.toml").only(
        "references", "definitions", "criteria", "categories", "placements", "findings", "iej"
    )
    references = {}
    for table in top.tables("references"):
        table.only("id", "title", "url")
        references[table.text("id")] = Reference(table.text("title"), _address(table, "url"))
    [criteria] = top.tables("criteria")
    [iej] = top.tables("iej")
    criteria.only("grid", "text", "references", "cautions")
    iej.only("source", "figures")
    labels = _labels(reference)
    return Definitions(
        definitions=tuple(_passage(table, references) for table in top.tables("definitions")),
        grid=criteria.text("grid"),
        criteria=criteria.text("text"),
        criteria_references=_cited(criteria, references),
        cautions=criteria.text("cautions"),
        categories=top.text("categories"),
        placements=tuple(_placement(table, labels) for table in top.tables("placements")),
        findings=tuple(_passage(table, references) for table in top.tables("findings")),
        findings_source=iej.text("source"),
        findings_figures=_figures(reference, iej),
    )


def load_ecosystem(reference: Path) -> Ecosystem:
    """The words of « Écosystème »; ContextError when the file can't be used."""
    top = read_toml(reference / FOLDER / "ecosystem.toml").only(
        "groups", "levers", "scheme_kind", "sources", "fund_anomalies"
    )
    groups = [table.only("title", "text", "actors") for table in top.tables("groups")]
    levers = [table.only("name", "text", "covers") for table in top.tables("levers")]
    return Ecosystem(
        groups=tuple(Group(table.text("title"), table.text("text"), table.words("actors")) for table in groups),
        levers=tuple(Lever(table.text("name"), table.text("text"), table.texts("covers")) for table in levers),
        scheme_kind=top.text("scheme_kind"),
        sources=top.words("sources"),
        fund_anomalies=_explained(reference, top),
    )


def load_effects(reference: Path) -> Effects:
    """The words of « Besoins et effets »; ContextError when the file can't be used."""
    top = read_toml(reference / FOLDER / "effects.toml").only("coverage", "leverage", "inputs", "limits")
    inputs = top.words("inputs")
    for name in ("value", "cost", "attribution"):
        if name not in inputs:
            raise top.problem(f"inputs.{name}", "cette clé manque")
    return Effects(
        top.text("coverage"), top.text("leverage"), inputs, tuple(_passage(table, {}) for table in top.tables("limits"))
    )


def load_statement(reference: Path) -> Statement:
    """The accessibility statement; ContextError when the file can't be used."""
    parts = ("tested", "untested", "leftovers", "ways_round")
    top = read_toml(reference / FOLDER / "accessibility.toml").only("state", *parts, "report", "appeal")
    tested, untested, leftovers, ways_round = (
        tuple(_passage(table, {}) for table in top.tables(part)) for part in parts
    )
    return Statement(
        state=top.texts("state"),
        tested=tested,
        untested=untested,
        leftovers=leftovers,
        ways_round=ways_round,
        report=top.text("report"),
        appeal=top.text("appeal"),
    )


def _passage(table: Table, references: Mapping[str, Reference]) -> Passage:
    table.only("title", "text", *(("references",) if references else ()))
    return Passage(table.text("title"), table.text("text"), _cited(table, references))


def _cited(table: Table, references: Mapping[str, Reference]) -> tuple[Reference, ...]:
    cited = table.texts("references") if "references" in table else ()
    for name in cited:
        if name not in references:
            raise table.problem("references", f"«{NARROW_SPACE}{name}{NARROW_SPACE}» n'est l'id d'aucune référence")
    return tuple(references[name] for name in cited)


def _address(table: Table, key: str) -> str:
    address = table.text(key)
    if not address.startswith(("https://", "http://")):
        raise table.problem(key, "une adresse qui commence par https:// est attendue")
    return address


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


__all__ = [
    "ContextError", "Definitions", "Ecosystem", "Effects", "Group", "Lever", "Passage", "Placement", "Reference",
    "Statement", "load_definitions", "load_ecosystem", "load_effects", "load_statement",
]  # fmt: skip
