"""Many people at once, over Streamlit's own websocket protocol: each opens Répartition and changes a filter now and then.

Beside it, in the same run, the bare page with the same navigation, filters and cards. The time of a change goes from the message
that asks for it to the one that ends the run: what the server takes, without the browser. Visitors are in this process,
on the same cores as the servers.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from benchmarks.data import write_public_list
from benchmarks.start import Served, serving
from tests.browser.websocket import UNHURRIED
from tests.hosting.server import Server
from tests.hosting.session import Browser, Tab

PAGE, FILTER = "repartition", "region"
SATURATING = 8
"""Sessions that never pause, for each process: enough that it is never idle."""
SELECTIONS, REPEATS = 10, 3_000
"""What comes again and again, and how often."""
LIST_ROWS = 16_625
ALONE_PAUSE = 2.0
"""Nobody disturbs one session alone: it needs no thirty seconds between two changes."""
LIST_NAME = "20260316_liste_operations_conventionnees.csv"


@dataclass(slots=True)
class Crowd:
    """What the visitors of one server waited for, in seconds, and what went wrong."""

    opened: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """Milliseconds: the middle and the slowest twentieth of the changes."""
        return {
            "median": median(self.changed) * 1000, "p95": _p95(self.changed) * 1000, "changes": len(self.changed),
            "opened": _p95(self.opened) * 1000, "errors": self.errors,
        }  # fmt: skip


class Visitor:
    """One tab."""

    def __init__(self, address: str, page: str) -> None:
        self._address, self._page, self._page_hash = address, page, ""
        self._known: dict[str, ForwardMsg] = {}
        self._filter: Any = None
        self._state: WidgetState | None = None

    async def __aenter__(self) -> "Visitor":
        stream = f"{self._address.replace('http', 'ws', 1)}/_stcore/stream"
        self._socket = await connect(stream, subprotocols=["streamlit"], max_size=None, **UNHURRIED)  # type: ignore[arg-type]
        return self

    async def __aexit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        await self._socket.close()

    def choose(self, chance: random.Random) -> None:
        """One to three regions, at the next run."""
        options = list(self._filter.options)
        self._state = WidgetState(id=self._filter.id)
        self._state.string_array_value.data.extend(chance.sample(options, chance.randint(1, 3)))

    async def run(self) -> float:
        """Seconds that a run took. Raises RuntimeError where the page shows an exception."""
        message = BackMsg()
        asked = message.rerun_script
        asked.page_name, asked.page_script_hash = "" if self._page_hash else self._page, self._page_hash
        asked.context_info.url = f"{self._address}/{self._page}"
        asked.cached_message_hashes.extend(self._known)
        if self._state:
            asked.widget_states.widgets.append(self._state)
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            content = await self._socket.recv(decode=False)
            said = ForwardMsg.FromString(content)
            kind = said.WhichOneof("type")
            if kind == "ref_hash":
                said = self._known[said.ref_hash]
                kind = said.WhichOneof("type")
            elif said.metadata.cacheable and said.hash:
                self._known[said.hash] = said
            if kind == "new_session":
                self._page_hash = said.new_session.page_script_hash
            elif kind == "navigation":
                self._page_hash = said.navigation.page_script_hash or self._page_hash
            elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                self._look_at(said.delta.new_element)
            elif kind == "script_finished":
                return time.perf_counter() - start

    def _look_at(self, element: Any) -> None:
        what = element.WhichOneof("type")
        if what == "exception":
            raise RuntimeError(element.exception.message)
        if what == "multiselect" and element.multiselect.id.endswith(f"-{FILTER}"):
            self._filter = element.multiselect


def measure(folder: str, counts: str, pause: str, seconds: str, memory_seconds: str) -> dict[str, Any]:
    """Each number of sessions at the product and at the bare page, turn by turn; runs a second; memory; what others wait for.

    `folder`: a new state folder. `counts`: numbers of sessions, by commas. The rest are seconds.
    """
    state, sessions = Path(folder), [int(count) for count in counts.split(",")]
    path = state.parent / LIST_NAME
    write_public_list(path, path.with_suffix(".xlsx"), LIST_ROWS)
    with ExitStack() as stack:
        product, other = (stack.enter_context(serving("app.py", state)) for _ in range(2))
        bare = stack.enter_context(serving("benchmarks/bare_page.py", state))
        for place, page in ((product, PAGE), (other, PAGE), (bare, "")):
            asyncio.run(_crowd(place, page, 1, 1, 2))
        turns = [
            {"sessions": count, **{
                name: asyncio.run(_crowd(place, page, count, float(pause), float(seconds))).summary()
                for name, place, page in (("ours", product, PAGE), ("bare", bare, ""))
            }}
            for count in sessions
        ]  # fmt: skip
        memory = asyncio.run(_remember(product, max(sessions), float(pause), float(memory_seconds)))
        repeated = asyncio.run(_repeat(product))
        busy = float(seconds) / 3
        saturated = [
            {"label": label, **asyncio.run(_saturate(places, page, busy))}
            for label, places, page in (("bare page", [bare], ""), ("one process", [product], PAGE), ("two processes", [product, other], PAGE))
        ]  # fmt: skip
        waiting = [_beside(product, state, label, work) for label, work in WORKS.items()]
    return {"turns": turns, "memory": memory, "repeated": repeated, "saturated": saturated, "waiting": waiting}


async def _crowd(place: Served, page: str, count: int, pause: float, seconds: float) -> Crowd:
    """That many people, each changing the filter every `pause` seconds or so; changes count once everybody is there."""
    crowd, chance = Crowd(), random.Random(count)
    pause = ALONE_PAUSE if count == 1 else pause
    there = asyncio.Barrier(count)

    async def person(rank: int) -> None:
        own = random.Random(chance.random())
        async with Visitor(place.address, page) as visitor:
            # One after the other, as people come.
            await asyncio.sleep(rank * 0.3)
            crowd.opened.append(await visitor.run())
            await there.wait()
            end = time.monotonic() + seconds
            await asyncio.sleep(own.uniform(0, pause))
            while time.monotonic() < end:
                visitor.choose(own)
                crowd.changed.append(await visitor.run())
                await asyncio.sleep(pause * own.uniform(0.8, 1.2))

    await _all(count, person, crowd, there)
    return crowd


async def _all(count: int, person: Callable[[int], Awaitable[None]], crowd: Crowd, there: asyncio.Barrier) -> None:
    async def safely(rank: int) -> None:
        try:
            await person(rank)
        except Exception as error:  # counted, whatever it is
            crowd.errors.append(f"{type(error).__name__}: {error}")
            await there.abort()

    await asyncio.gather(*(safely(rank) for rank in range(count)))


async def _saturate(places: list[Served], page: str, seconds: float) -> dict[str, Any]:
    """Runs a second of sessions that never pause, and the processor time of a run."""
    crowd, there = Crowd(), asyncio.Barrier(SATURATING * len(places))
    used: list[float] = []

    async def person(rank: int) -> None:
        own, place = random.Random(rank), places[rank % len(places)]
        async with Visitor(place.address, page) as visitor:
            await visitor.run()
            await there.wait()
            if rank == 0:
                used.append(sum(place.processor() for place in places))
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                visitor.choose(own)
                crowd.changed.append(await visitor.run())

    await _all(SATURATING * len(places), person, crowd, there)
    spent = sum(place.processor() for place in places) - used[0]
    runs = len(crowd.changed)
    return {"rate": runs / seconds, "processor": spent / runs * 1000, "errors": crowd.errors}


async def _remember(place: Served, count: int, pause: float, seconds: float) -> dict[str, Any]:
    """Memory once everybody has changed a filter, then each tenth of the time."""
    crowd = asyncio.create_task(_crowd(place, PAGE, count, pause, seconds + pause))
    await asyncio.sleep(count * 0.3 + pause)
    seen = []
    for _ in range(11):
        seen.append(place.memory())
        await asyncio.sleep(seconds / 10)
    return {"seen": seen, "seconds": seconds, "errors": (await crowd).errors}


async def _repeat(place: Served) -> dict[str, Any]:
    """Memory while few selections come again and again: nothing new to remember, so what grows is lost."""
    crowd, there, seen = Crowd(), asyncio.Barrier(SATURATING), [0.0]

    async def person(rank: int) -> None:
        own = random.Random(rank)
        async with Visitor(place.address, PAGE) as visitor:
            await visitor.run()
            for selection in range(SELECTIONS):
                visitor.choose(random.Random(selection))
                await visitor.run()
            await there.wait()
            seen[0] = place.memory()
            while len(crowd.changed) < REPEATS:
                visitor.choose(random.Random(own.randrange(SELECTIONS)))
                crowd.changed.append(await visitor.run())
                if len(crowd.changed) % (REPEATS // 10) == 0:
                    seen.append(place.memory())

    await _all(SATURATING, person, crowd, there)
    return {"seen": seen, "changes": REPEATS, "selections": SELECTIONS, "errors": crowd.errors}


def _beside(place: Served, state: Path, label: str, work: Callable[[Tab, Browser, Path], None]) -> dict[str, Any]:
    """What changing a filter takes in one session while another does a long work, and what it takes alone."""

    async def both() -> tuple[list[float], list[float], float]:
        async with Visitor(place.address, PAGE) as visitor:
            await visitor.run()
            own, alone, disturbed = random.Random(label), [], []

            async def change(into: list[float]) -> None:
                visitor.choose(own)
                into.append(await visitor.run())
                await asyncio.sleep(0.2)

            for _ in range(12):
                await change(alone)
            start = time.monotonic()
            working = asyncio.create_task(asyncio.to_thread(_work, place, state, work))
            while not working.done():
                await change(disturbed)
            await working
            return alone, disturbed, time.monotonic() - start

    alone, disturbed, took = asyncio.run(both())
    return {
        "label": label, "alone": median(alone) * 1000, "median": median(disturbed) * 1000,
        "worst": max(disturbed) * 1000, "seconds": took, "changes": len(disturbed),
    }  # fmt: skip


def _work(place: Served, state: Path, work: Callable[[Tab, Browser, Path], None]) -> None:
    log = state / "unused"
    server = Server(place.port, state, log, log, place.process, place.address, "")
    browser = Browser(server)
    with browser.tab() as tab:
        work(tab, browser, state)


def _pack(tab: Tab, _browser: Browser, _state: Path) -> None:
    tab.leave_for("exports").run().click("Préparer le dossier complet")


def _import(tab: Tab, browser: Browser, state: Path) -> None:
    path = state.parent / LIST_NAME
    tab.leave_for("imports").run().attach(browser, "fichier", LIST_NAME, path.read_bytes()).run()
    tab.click("Importer")


WORKS = {"the whole pack is built": _pack, "16 625 operations are imported": _import}
"""The import comes last: it takes the demonstration away."""


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
