"""Links that work once, for five minutes, and for one person: files with people's names in them go by no other way."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.access.roles import Role

SECONDS: Final = 300
MOST: Final = 200
"""How many links may wait at once; the oldest gives way."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is made when it is fetched."""

    file_name: str
    mime: str
    role: Role
    """What its person must still be when fetching it."""
    build: Callable[[], bytes]


class Links:
    """The links that wait to be used, in this process. Safe to call from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._waiting: dict[str, tuple[str, float, Download]] = {}
        self._clock = clock
        self._lock = threading.Lock()

    def offer(self, person: str, download: Download) -> str:
        """The secret part of a link that gives `download` once to `person`."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._drop_old()
            while len(self._waiting) >= MOST:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[token] = (person, self._clock() + SECONDS, download)
        return token

    def take(self, token: str, person: str) -> Download | None:
        """What the link gives, the first time and to its person; None otherwise. Another person's attempt ends the link."""
        with self._lock:
            self._drop_old()
            owner, _, download = self._waiting.pop(token, (None, 0.0, None))
        return download if owner == person else None

    def _drop_old(self) -> None:
        now = self._clock()
        self._waiting = {token: kept for token, kept in self._waiting.items() if kept[1] > now}


LINKS: Final = Links()
