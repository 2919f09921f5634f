"""The words of the synthetic operations, drawn from the fragments of themes.toml, innovations.toml and mentions.toml."""

import re
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from dashboard.demo.sources import read_list

_THEMES = read_list("themes")
ENTRIES: list[dict[str, Any]] = read_list("innovations")["entry"]
_MENTIONS = read_list("mentions")

THEMES: dict[str, dict[str, Any]] = {theme["id"]: theme for theme in _THEMES["theme"]}
NAMED_BY_VOCABULARY: list[dict[str, str]] = _MENTIONS["names"]
"""Beneficiaries whose name alone holds a word of the vocabulary, and what their operation is about."""

_PASSING_FIELDS = {"description": 64, "actions": 14, "title": 9, "call_for_projects": 7, "outcome": 6}
_UPPERCASE_SHARE = 0.1
_DATED_SHARE = 0.3


@dataclass(slots=True)
class Text:
    """What an operation says of itself."""

    title: str
    description: str
    actions: str
    call_for_projects: str | None
    outcome: str | None


def typeset(text: str) -> str:
    """French spacing: a narrow no-break space before double punctuation and inside guillemets."""
    spaced = re.sub(r" (?=[;:!?»])", "\u202f", text)
    return re.sub(r"« ", "«\u202f", spaced)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Subject:
    """What stays the same from the title of an operation to its last action: a public, a trade, a place, a length."""

    slots: dict[str, str]
    year: int
    call_year: int

    def fill(self, fragment: str) -> str:
        """The fragment with its slots filled."""
        return fragment.format_map(self.slots)


def subject(random: Random, national: bool, start: date, end: date, programmed: date) -> Subject:
    """Draws what an operation carried out from `start` to `end` is about."""
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    durations = [words for months, words in _THEMES["durations"].items() if int(months) <= length]
    slots = {name: random.choice(values) for name, values in _THEMES["slots"].items()}
    where: dict[str, str] = random.choice(_THEMES["where_national" if national else "where"])
    return Subject({**slots, **where, "duree": random.choice(durations)}, start.year, programmed.year)


def _actions(random: Random, about: Subject, fragments: list[str]) -> str:
    listed = [about.fill(fragment) for fragment in random.sample(fragments, random.choice([2, 3, 3, 4]))]
    if random.random() < 0.4:
        return " ".join(f"Action {number} : {text}." for number, text in enumerate(listed, 1))
    return _sentence(" ; ".join(listed)) + "."


def _title(random: Random, about: Subject, fragment: str) -> str:
    title = about.fill(fragment)
    if random.random() < _DATED_SHARE:
        title = f"{title} - {about.year}"
    return title.upper() if random.random() < _UPPERCASE_SHARE else title


def _call(random: Random, about: Subject, os_code: str) -> str | None:
    return random.choice(_THEMES["calls"][os_code]).format(year=about.call_year) if random.random() < 0.7 else None


def theme_for(random: Random, os_code: str, national: bool) -> dict[str, Any]:
    """What an ordinary operation of this objective is about."""
    fitting = [
        theme for theme in THEMES.values() if os_code in theme["codes"] and (not national or "national_kinds" in theme)
    ]
    return random.choices(fitting, weights=[theme.get("weight", 1) for theme in fitting])[0]


def entry_for(random: Random, os_code: str, category: str, national: bool) -> dict[str, Any]:
    """What a retained operation of this objective and category is about."""
    fitting = [entry for entry in ENTRIES if os_code in entry["codes"] and entry["category"] == category]
    return random.choice([entry for entry in fitting if not national or "national_kinds" in entry] or fitting)


def ordinary(random: Random, theme: dict[str, Any], os_code: str, about: Subject, has_outcome: bool) -> Text:
    """The text of an operation that holds no word of the identification vocabulary."""
    added = _THEMES[theme.get("adds", "persons")]
    sentences = [random.choice(theme["contexts"]), random.choice(theme["aims"])]
    if random.random() < 0.5:
        sentences.append(random.choice(added["partners"]))
    if random.random() < 0.15:
        sentences.append(random.choice(added["signals"]))
    return Text(
        title=_title(random, about, random.choice(theme["titles"])),
        description=" ".join(about.fill(sentence) for sentence in sentences),
        actions=_actions(random, about, theme["actions"]),
        call_for_projects=_call(random, about, os_code),
        outcome=random.choice(_THEMES["outcomes"][theme["outcomes"]]) if has_outcome else None,
    )


def mention(random: Random, text: Text, theme: dict[str, Any], about: Subject) -> None:
    """Adds to an ordinary text a word of the vocabulary used in passing, in one of its fields."""
    passing = _MENTIONS["passing"]
    where = random.choices(list(_PASSING_FIELDS), weights=list(_PASSING_FIELDS.values()))[0]
    if where == "description":
        group = next(
            (name for name, codes in passing["subjects"].items() if set(codes) & set(theme["codes"])), "anyone"
        )
        text.description = f"{text.description} {random.choice(passing[group])}"
        return
    added = random.choice(passing[where])
    if where == "actions":
        text.actions = f"{text.actions} {_sentence(added)}."
    elif where == "title":
        text.title = added.format(title=text.title)
    elif where == "outcome":
        text.outcome = f"{text.outcome} {added}" if text.outcome else added
    else:
        text.call_for_projects = added.format(year=about.call_year)


class Projects:
    """The retained operations' projects: one comes back only when all of its entry have been told."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._waiting: dict[int, list[dict[str, str]]] = {}

    def of(self, entry: dict[str, Any]) -> dict[str, str]:
        """The next project of an entry."""
        waiting = self._waiting.setdefault(ENTRIES.index(entry), [])
        if not waiting:
            waiting += self._random.sample(entry["projects"], len(entry["projects"]))
        return waiting.pop()


def innovative(
    random: Random, entry: dict[str, Any], project: dict[str, str], os_code: str, about: Subject, in_words: bool
) -> Text:
    """The text of a retained operation; `in_words` when it must hold the vocabulary by which it is found."""
    sentences = [about.fill(project["need"]), about.fill(project["answer"])]
    if in_words:
        sentences += random.sample(_MENTIONS["retained"], random.choice([1, 1, 2]))
    sentences.append(random.choice(_MENTIONS["criteria"]))
    return Text(
        title=_title(random, about, project["title"]),
        description=" ".join(sentences),
        actions=_actions(random, about, entry["actions"]),
        call_for_projects=_call(random, about, os_code),
        outcome=None,
    )
