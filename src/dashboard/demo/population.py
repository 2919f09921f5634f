"""Who stands in the extract: one draft per operation, with its objective, its decision and its region."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dashboard.demo import places
from dashboard.demo.amounts import share_out
from dashboard.demo.cells import IEJ_CODE, ProgrammeCell, RetainedCell, programme_cells, retained_cells
from dashboard.demo.note import NoteOperation, note_operations
from dashboard.demo.sources import read_csv, stream
from dashboard.demo.texts import NAMED_BY_VOCABULARY, THEMES

_OS_SHARES = {
    "1": {"1811": 48, "1831": 18, "1832": 6, "1871": 12, "11011": 16},
    "2": {"2851": 36, "2852": 16, "2853": 30, "2854": 6, "2861": 12},
    "3": {"3911": 83, "3912": 10, "3913": 7},
}
"""Shares of the objectives where the calibration stops at the axis: invented, but the retained operations fit inside."""

_MENTIONED = {("2017", "FSE"): 124, ("2017", "IEJ"): 8, ("2019", "IEJ"): 3}
"""Operations found but not retained; in FSE 2019 their number follows from the note's 224 preidentified operations."""

_EASILY_NATIONAL = ("1832", "1871", "2851", "2852", "2853", "2854", "2861", "3913")


@dataclass(slots=True)
class Draft:
    """One operation before it has a text and amounts."""

    wave: str
    pon: str
    os_code: str
    retained: bool
    category: str = ""
    note: NoteOperation | None = None
    region: str = ""
    mentioned: bool = False
    named_by_vocabulary: int | None = None

    @property
    def axis(self) -> str:
        """The priority axis."""
        return self.os_code[0]


def _retained_drafts(cell: RetainedCell, named: list[NoteOperation]) -> list[Draft]:
    mine = [n for n in named if (n.wave, n.pon) == (cell.wave, cell.pon) and _fits(n, cell)]
    drafts = [Draft(n.wave, n.pon, n.os_code, True, cell.category, note=n) for n in mine]
    if len(drafts) > cell.operations:
        raise ValueError(f"more named operations than {cell}")
    return drafts + [
        Draft(cell.wave, cell.pon, cell.os_code, True, cell.category) for _ in range(cell.operations - len(drafts))
    ]


def _fits(operation: NoteOperation, cell: RetainedCell) -> bool:
    return cell.pon == "IEJ" or (operation.os_code, operation.category) == (cell.os_code, cell.category)


def _others(cell: ProgrammeCell, retained: list[Draft]) -> list[Draft]:
    mine = [draft for draft in retained if cell.holds(draft.wave, draft.pon, draft.os_code)]
    if cell.pon == "IEJ" or cell.os_code:
        code = IEJ_CODE if cell.pon == "IEJ" else cell.os_code
        return [Draft(cell.wave, cell.pon, code, False) for _ in range(cell.operations - len(mine))]
    shares = _OS_SHARES[cell.axis]
    drafts = []
    for code, rows in zip(shares, share_out(cell.operations, list(shares.values())), strict=True):
        taken = sum(draft.os_code == code for draft in mine)
        drafts += [Draft(cell.wave, cell.pon, code, False) for _ in range(rows - taken)]
    return drafts


def _choose_mentioned(reference: Path, drafts: list[Draft]) -> None:
    """Marks the operations that the identification finds and nobody retains."""
    random = stream("mentions")
    funnel = {row["step"]: int(row["operations"]) for row in read_csv(reference / "published_funnel_2019.csv")}
    found_in_2019 = funnel["preidentified FSE"] - funnel["retained FSE"]
    in_2019 = [draft for draft in drafts if (draft.wave, draft.pon, draft.retained) == ("2019", "FSE", False)]
    for index, named in enumerate(NAMED_BY_VOCABULARY):
        codes = THEMES[named["theme"]]["codes"]
        fitting = [d for d in in_2019 if d.os_code in codes and d.region != places.NATIONAL and not d.mentioned]
        chosen = random.choice(fitting)
        chosen.mentioned, chosen.named_by_vocabulary = True, index
    quotas = {**_MENTIONED, ("2019", "FSE"): found_in_2019 - len(NAMED_BY_VOCABULARY)}
    for (wave, pon), quota in quotas.items():
        fitting = [d for d in drafts if (d.wave, d.pon) == (wave, pon) and not d.retained and not d.mentioned]
        for draft in _sample_leaning_to_structures(random, fitting, quota):
            draft.mentioned = True


def _sample_leaning_to_structures(random: Random, drafts: list[Draft], rows: int) -> list[Draft]:
    """Words of the vocabulary come up more often where structures and entrepreneurs are supported than in case work."""
    keyed = [(random.random() ** (1.0 if draft.os_code in ("3911", "1811") else 0.3), draft) for draft in drafts]
    return [draft for _, draft in sorted(keyed, key=lambda pair: -pair[0])[:rows]]


def _place(drafts: list[Draft]) -> None:
    """Gives each draft its region: the note's own, then the retained, the IEJ, and the others to fill the real counts."""
    random = stream("regions")
    left = places.region_quotas(len(drafts))
    for draft in drafts:
        if draft.note:
            draft.region = places.canonical_region(draft.note.region)
    left.subtract(Counter(draft.region for draft in drafts if draft.note))
    for wave in ("2017", "2019"):
        retained = [draft for draft in drafts if draft.retained and draft.wave == wave]
        synthetic = [draft for draft in retained if not draft.note]
        regions = places.spread(len(synthetic), "retained", Counter(draft.region for draft in retained if draft.note))
        left.subtract(regions)
        random.shuffle(regions)
        for draft, region in zip(synthetic, regions, strict=True):
            draft.region = region
    iej = [draft for draft in drafts if draft.pon == "IEJ" and not draft.region]
    regions = places.spread(len(iej), "iej", {}, among=left)
    left.subtract(regions)
    random.shuffle(regions)
    for draft, region in zip(iej, regions, strict=True):
        draft.region = region
    fitting = [draft for draft in drafts if not draft.region and draft.os_code in _EASILY_NATIONAL]
    for draft in random.sample(fitting, left.pop(places.NATIONAL)):
        draft.region = places.NATIONAL
    remaining = list(left.elements())
    random.shuffle(remaining)
    for draft, region in zip([draft for draft in drafts if not draft.region], remaining, strict=True):
        draft.region = region


def populate(reference: Path) -> list[Draft]:
    """The drafts of all the operations, retained ones first, in a stable order."""
    named = note_operations(reference)
    retained = [draft for cell in retained_cells(reference) for draft in _retained_drafts(cell, named)]
    placed = sum(draft.note is not None for draft in retained)
    if placed != len(named):
        raise ValueError(f"{len(named) - placed} named operations fit no calibration cell")
    drafts = retained + [draft for cell in programme_cells(reference) for draft in _others(cell, retained)]
    _place(drafts)
    _choose_mentioned(reference, drafts)
    return drafts
