"""Mappings made by hand and answers given, kept by the headers they were made for."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from dashboard.domain.text import normalised
from dashboard.ingest.doubts import Answers
from dashboard.ingest.public_list import EDITION_KEY
from dashboard.warehouse.state import State, write_atomically

_ANSWERS = "answers:"
"""Before the signature of the headers, in the same file as the mappings."""


def _signature(headers: Sequence[str]) -> str:
    return hashlib.sha256("|".join(sorted(normalised(header) for header in headers)).encode()).hexdigest()


def _saved(state: State) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads((state.root / "mappings.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        # A convenience only: without it, the columns are mapped again.
        return {}


def saved_mapping(state: State, headers: Sequence[str]) -> dict[str, str]:
    """The mapping last used for these headers, in any order; empty where there is none."""
    return _saved(state).get(_signature(headers), {})


def save_mapping(state: State, headers: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Keeps a mapping for the next file with the same headers."""
    _save(state, _signature(headers), mapping)


def saved_answers(state: State, headers: Sequence[str]) -> dict[str, str]:
    """The answers last given to the doubts of a file with these headers, in any order; empty where there is none."""
    return _saved(state).get(_ANSWERS + _signature(headers), {})


def save_answers(state: State, headers: Sequence[str], answers: Answers) -> None:
    """Keeps the answers given to the doubts of a file for the next one with the same headers, but what is said of its date."""
    lasting = {key: value for key, value in answers.items() if key.partition(".")[0] != EDITION_KEY}
    _save(state, _ANSWERS + _signature(headers), lasting)


def _save(state: State, key: str, kept: Mapping[str, str]) -> None:
    with state.exclusive():
        saved = _saved(state) | {key: dict(kept)}
        write_atomically(state.root / "mappings.json", json.dumps(saved, ensure_ascii=False, indent=2))
