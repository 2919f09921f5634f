"""Calendars of the synthetic operations: programmed inside their wave, carried out around that day."""

import calendar
from datetime import date, timedelta
from random import Random

_PROGRAMMED = {
    "2017": (date(2014, 11, 3), date(2017, 3, 3)),
    "2019": (date(2017, 3, 6), date(2018, 12, 31)),
}
"""Working days only: 4 March 2017, where the waves part, was a Saturday."""

_MONTHS = {6: 6, 12: 55, 18: 9, 24: 15, 36: 15}
_LATE_IN_THE_YEAR = 10
_NOTICE = timedelta(days=10)
"""An operation that is over cannot be programmed any more."""

_ROUNDS = 3


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def programming_date(random: Random, wave: str) -> date:
    """A working day of the wave; committees sit more often at the end of the year, and seldom at the very beginning."""
    first, last = _PROGRAMMED[wave]
    day = first
    for _ in range(_ROUNDS):
        day = first + timedelta(days=int(random.triangular(0, (last - first).days, (last - first).days * 0.7)))
        if day.month >= _LATE_IN_THE_YEAR:
            break
    return max(first, day - timedelta(days=max(0, day.weekday() - 4)))


def realisation(random: Random, programmed: date) -> tuple[date, date]:
    """Start and end: most operations run over calendar years, often begun before they are programmed."""
    drawn = random.random()
    if drawn < 0.7:
        start = date(programmed.year + (1 if programmed.month == 12 and drawn < 0.2 else 0), 1, 1)
    elif drawn < 0.85:
        start = date(programmed.year - (1 if programmed.month < 9 else 0), 9, 1)
    else:
        start = _add_months(programmed.replace(day=1), random.randint(-9, 2))
    start = max(start, date(2014, 1, 1))
    lengths = {
        months: weight for months, weight in _MONTHS.items() if _add_months(start, months) > programmed + _NOTICE
    }
    months = random.choices(list(lengths), weights=list(lengths.values()))[0]
    return start, _add_months(start, months) - timedelta(days=1)
