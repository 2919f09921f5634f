"""The versions of the lexicon that users keep, in the state folder.

Layout of `DASHBOARD_STATE`, beside the imports::

    lexicons/<version>.json    one file per version ever kept, never edited
    lexicon.json               the pointer to the current one; without it, the shipped lexicon is
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dashboard.domain.french import quoted
from dashboard.domain.lexicon import Lexicon, LexiconError, from_record
from dashboard.identification.sources import shipped_lexicon
from dashboard.warehouse.state import State, StateError, write_atomically

_DAMAGED: Final = (ValueError, KeyError, TypeError, AttributeError, LexiconError)


def current_lexicon(state: State) -> Lexicon:
    """The lexicon in use. Raises StateError where its file is missing or damaged."""
    pointer = _pointer(state)
    try:
        version = str(json.loads(pointer.read_text(encoding="utf-8"))["version"])
    except FileNotFoundError:
        return shipped_lexicon()
    except _DAMAGED as error:
        raise StateError(
            f"Le fichier {quoted(str(pointer))} est abîmé\u202f: supprimez-le pour revenir au lexique livré avec l'application."
        ) from error
    return lexicon_version(state, version)


def lexicon_version(state: State, version: str) -> Lexicon:
    """One version, kept or shipped. Raises StateError where there is no such file, or a damaged one."""
    path = _folder(state) / f"{version}.json"
    try:
        lexicon = from_record(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        if version == shipped_lexicon().version:
            return shipped_lexicon()
        raise StateError(f"La version {quoted(version)} du lexique n'est pas dans le dossier de travail.") from error
    except _DAMAGED as error:
        raise StateError(
            f"Le fichier {quoted(str(path))} est abîmé\u202f: choisissez une autre version du lexique."
        ) from error
    if lexicon.version != version:
        raise StateError(
            f"Le fichier {quoted(str(path))} a été modifié\u202f: choisissez une autre version du lexique."
        )
    return lexicon


def lexicon_versions(state: State) -> list[Lexicon]:
    """Every version, newest first, the shipped one last; an unreadable file is passed over."""
    found = []
    for path in _folder(state).glob("*.json"):
        try:
            found.append(lexicon_version(state, path.stem))
        except StateError:
            continue
    shipped = shipped_lexicon()
    kept = sorted((lexicon for lexicon in found if lexicon.version != shipped.version), key=lambda item: item.date)
    return [*reversed(kept), shipped]


def keep_lexicon(state: State, lexicon: Lexicon, *, by: str, comment: str = "") -> Lexicon:
    """Keeps a lexicon as a version of today by this author, makes it the current one, and returns it.

    A lexicon that searches like a version already kept becomes that version again, with its own author and date.
    """
    with state.exclusive():
        known = {version.version: version for version in lexicon_versions(state)}
        new = Lexicon(lexicon.expressions, author=by, date=_now(), comment=comment)
        kept = known.get(lexicon.version, new)
        # The shipped lexicon is written too: the next release may ship another one.
        if not (_folder(state) / f"{kept.version}.json").exists() or kept is new:
            _folder(state).mkdir(exist_ok=True)
            write_atomically(_folder(state) / f"{kept.version}.json", _json(kept.to_record()))
        write_atomically(_pointer(state), _json({"version": kept.version, "set_by": by, "set_at": _now()}))
    return kept


def _folder(state: State) -> Path:
    return state.root / "lexicons"


def _pointer(state: State) -> Path:
    return state.root / "lexicon.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)
