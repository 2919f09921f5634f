"""Amounts and participants of every draft, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dashboard.demo import amounts, participants
from dashboard.demo.cells import ProgrammeCell, programme_cells, retained_cells, retained_participants
from dashboard.demo.population import Draft
from dashboard.demo.sources import stream
from dashboard.demo.stories import Story

_CEILINGS = {"FSE": 7500, "IEJ": 9189}
_SPREAD_RETAINED, _SPREAD_PROGRAMME = 0.6, 0.85
_FOLLOWING_PERSONS = ("1811", "1831", "11011", "3911", "3912", "182")

_RETAINED_WITH_PARTICIPANTS = {
    ("2019", "1"): 5, ("2019", "2"): 1, ("2019", "3911"): 16, ("2019", "3913"): 4, ("2017", "1"): 8, ("2017", "3"): 15,
}  # fmt: skip
"""Retained operations with participants entered: 26 of 106 and 23 of 91, the note's quarter."""


@dataclass(slots=True)
class Figures:
    """Cents and heads of one operation."""

    total_cost: int = 0
    eu_amount: int = 0
    participants_planned: int | None = None
    participants_entered: int | None = None


class _Ledger:
    def __init__(self, drafts: Sequence[Draft], stories: Sequence[Story | None]) -> None:
        self.drafts, self.stories = drafts, stories
        self.figures = [Figures() for _ in drafts]
        self._random = stream("amounts")

    def fill(self, members: list[int], total_cost: int, eu_amount: int, spread: float) -> None:
        """Gives the members amounts that sum to these, around those that the note prints."""
        printed_cost = {i: c for i in members if (n := self.drafts[i].note) and (c := n.total_cost) is not None}
        printed_eu = {i: e for i in members if (n := self.drafts[i].note) and (e := n.eu_amount) is not None}
        free = [i for i in members if i not in printed_cost]
        drawn = []
        if free:
            weights = [amounts.lognormal_weight(self._random, spread, self._scale(i)) for i in free]
            drawn = amounts.total_costs(total_cost - sum(printed_cost.values()), weights)
        costs = printed_cost | dict(zip(free, drawn, strict=True))
        free = [i for i in members if i not in printed_eu]
        ceiling = _CEILINGS[self.drafts[members[0]].pon]
        rest = eu_amount - sum(printed_eu.values())
        drawn = amounts.eu_amounts([costs[i] for i in free], rest, self._random, ceiling) if free else []
        eu = printed_eu | dict(zip(free, drawn, strict=True))
        for index in members:
            self.figures[index].total_cost, self.figures[index].eu_amount = costs[index], eu[index]
        if sum(costs.values()) != total_cost or sum(eu.values()) != eu_amount:
            raise ValueError(f"the printed amounts of {len(members)} operations exceed their cell")

    def _scale(self, index: int) -> float:
        story = self.stories[index]
        return story.beneficiary.scale if story else 1.0


def _fill_amounts(ledger: _Ledger, reference: Path) -> None:
    drafts = ledger.drafts
    retained = retained_cells(reference)
    for cell in retained:
        key = (cell.wave, cell.pon, cell.category)
        members = [
            i
            for i, d in enumerate(drafts)
            if d.retained and (d.wave, d.pon, d.category) == key and (d.pon == "IEJ" or d.os_code == cell.os_code)
        ]
        ledger.fill(members, cell.total_cost, cell.eu_amount, _SPREAD_RETAINED)
    for whole in programme_cells(reference):
        inside = [cell for cell in retained if whole.holds(cell.wave, cell.pon, cell.os_code)]
        members = [i for i, d in enumerate(drafts) if not d.retained and whole.holds(d.wave, d.pon, d.os_code)]
        ledger.fill(
            members,
            whole.total_cost - sum(cell.total_cost for cell in inside),
            whole.eu_amount - sum(cell.eu_amount for cell in inside),
            _SPREAD_PROGRAMME,
        )


def _enter(ledger: _Ledger, members: list[int], total: int, random: Random) -> None:
    costs = [ledger.figures[i].total_cost for i in members]
    for index, count in zip(members, participants.entered(total, costs, random), strict=True):
        ledger.figures[index].participants_entered = count


def _fill_entered(ledger: _Ledger, reference: Path) -> None:
    random = stream("participants entered")
    drafts, stories = ledger.drafts, ledger.stories
    for (wave, code), total in retained_participants(reference).items():
        fitting = [
            i
            for i, d in enumerate(drafts)
            if d.retained and not d.note and (d.wave, d.pon) == (wave, "FSE") and d.os_code.startswith(code)
        ]
        fitting.sort(key=lambda i: (drafts[i].os_code not in _FOLLOWING_PERSONS, i))
        _enter(ledger, fitting[: _RETAINED_WITH_PARTICIPANTS[wave, code]], total, random)
    for cell in programme_cells(reference):
        inside = [i for i, d in enumerate(drafts) if cell.holds(d.wave, d.pon, d.os_code)]
        counted = [
            i for i in inside if (s := stories[i]) and not drafts[i].retained and random.random() < s.participants_share
        ]
        if cell.participants is None:
            for i in counted:
                cost = ledger.figures[i].total_cost / 100
                ledger.figures[i].participants_entered = max(6, round(cost / random.uniform(1_400, 2_800)))
        else:
            _enter(ledger, counted, _left(cell, ledger, inside), random)


def _left(cell: ProgrammeCell, ledger: _Ledger, inside: list[int]) -> int:
    return (cell.participants or 0) - sum(ledger.figures[i].participants_entered or 0 for i in inside)


def _fill_planned(ledger: _Ledger) -> None:
    random = stream("participants planned")
    for draft, story, figures in zip(ledger.drafts, ledger.stories, ledger.figures, strict=True):
        drawn = random.random()
        if draft.note:
            figures.participants_planned = draft.note.participants_planned
            continue
        share = (
            0.5 if draft.retained and draft.os_code in _FOLLOWING_PERSONS else story.participants_share if story else 0
        )
        if figures.participants_entered is not None or drawn < share:
            figures.participants_planned = participants.planned(
                random, figures.participants_entered, figures.total_cost
            )


def compute(reference: Path, drafts: Sequence[Draft], stories: Sequence[Story | None]) -> list[Figures]:
    """The figures of each draft, in their order; every cell of the calibration is met exactly."""
    ledger = _Ledger(drafts, stories)
    _fill_amounts(ledger, reference)
    _fill_entered(ledger, reference)
    _fill_planned(ledger)
    return ledger.figures
