"""Which sessions may send files, and how large: those whose page draws an uploader for a person who may use it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(slots=True)
class _Grant:
    page: str
    before: int = 0
    """Bytes that the last run of the page accepted: an upload may arrive while the next run has not drawn the uploader yet."""
    now: int = 0


class Uploaders:
    """The uploaders on screen, by session. Safe to call from any thread."""

    def __init__(self) -> None:
        self._grants: dict[str, _Grant] = {}
        self._lock = threading.Lock()

    def begin(self, session: str, page: str) -> None:
        """Said at the start of each run of a page: what an earlier page accepted is accepted no more."""
        with self._lock:
            grant = self._grants.setdefault(session, _Grant(page))
            grant.before, grant.now = (max(grant.now, 0), 0) if grant.page == page else (0, 0)
            grant.page = page

    def accept(self, session: str, size: int) -> None:
        """Said where an uploader is drawn that takes files of `size` bytes at most."""
        with self._lock:
            if grant := self._grants.get(session):
                grant.now = max(grant.now, size)

    def forget(self, session: str) -> None:
        """Said where the person at the screen may do nothing."""
        with self._lock:
            self._grants.pop(session, None)

    def largest(self, session: str) -> int:
        """How many bytes a file of this session may have: 0 where it may send none."""
        with self._lock:
            grant = self._grants.get(session)
            return max(grant.before, grant.now) if grant else 0

    def keep(self, is_alive: Callable[[str], bool]) -> None:
        """Forgets the sessions that are over."""
        with self._lock:
            self._grants = {session: grant for session, grant in self._grants.items() if is_alive(session)}


UPLOADERS: Final = Uploaders()
"""Those of this process: a session lives in one."""
