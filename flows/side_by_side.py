"""Sources and listings on different hosts are asked side by side; what they have shown is recorded one after the other.

A lane is a thread: the sources that may meet at one host, in their order, so that no host is asked by two at once and each has
its pause. Lanes only ask, and hand what comes to the archive. The steps of the run take what a source has shown in the order
of the configuration and record it; so the lake, the release and the report are those of a run that asks one after the other.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import chain
from typing import TypeVar

from niemyet.extractors.fetching.addresses import place_of
from niemyet.extractors.fetching.bounds import Bounds, Resolve, resolved
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.crawling import Crawl, Crawled, fetch, prepared, record
from niemyet.flows.engine import Engine, Step
from niemyet.flows.extraction import warm_readers
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import StorageError
from niemyet.model.records import Archive, Clock, Exchange, Window

Shown = TypeVar("Shown")

_TELL_AGAIN = 0.5  # seconds between two looks at how far the source of a step is; chosen, not measured


@dataclass(frozen=True, slots=True)
class _Asking:
    """A source that is asked in a lane: how far it is, and in the end what it has shown."""

    job: Crawl
    found: Future[Crawled]
    had: list[int]  # how many postings so far, last of all


class SideBySide:
    """The crawls of one run. `crawl` is what a step calls; the lanes begin with the first one."""

    def __init__(
        self,
        run: RunContext,
        sources: Sequence[SourceSettings],
        window: Callable[[str], Window],
        *,
        again: bool = False,
        resolve: Resolve = resolved,
    ) -> None:
        """`window`: of a source, asked when it begins. `again`: fetch also what the lists show unchanged."""
        self._run = run
        self._sources = {source.id: source for source in sources}
        self._window = window
        self._again = again
        self._resolve = resolve
        self._asking: dict[str, _Asking] | None = None
        self._gate = _Gate(run.folder.raw, run.clock)

    def crawl(self, source_id: str) -> None:
        """Let a source be asked, and record what it has shown. Raises what ended it: a fault of this machine."""
        if self._asking is None:
            self._asking = self._begun()
        asking = self._asking.pop(source_id, None)  # what it has shown is not held beyond its step
        if asking is None:
            job = self._prepared(self._sources[source_id])
            found = fetch(
                self._run, job, self._run.folder.raw, self._run.clock, lambda had: self._tell(source_id, had)
            )
        else:
            job, found = asking.job, self._awaited(source_id, asking)
        record(self._run, job, found)
        if self._run.result.news.get(source_id):
            warm_readers()  # what it brought is read once the other sources and the listings have been looked at

    def engine(self, engine: Engine) -> Engine:
        """The engine, after which no lane asks anything any more, however the steps ended."""

        def run(name: str, steps: Sequence[Step]) -> None:
            with self._ended_after():
                engine(name, steps)

        return run

    @contextmanager
    def _ended_after(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._gate.shut()
            # What the lanes have handed over is written before another process may write; the run ends for its own reason.
            with suppress(StorageError):
                self._run.folder.raw.settle()

    def _begun(self) -> dict[str, _Asking]:
        """The lanes, begun; none where all sources have to be asked one after the other."""
        asked_at = [source for source in self._sources.values() if source.url is not None]
        at_once = min(len(asked_at), self._run.settings.fetch.hosts_at_once)
        lanes = lanes_of(asked_at, self._resolve) if at_once > 1 else []
        if len(lanes) < 2:
            return {}
        asked = [[_Asking(self._prepared(one), Future(), [0]) for one in lane] for lane in lanes]
        waiting = deque(asked)
        for number in range(min(at_once, len(lanes))):
            thread = threading.Thread(target=self._ask, args=(waiting,), name=f"lane-{number}", daemon=True)
            thread.start()
        return {one.job.source.id: one for lane in asked for one in lane}

    def _prepared(self, source: SourceSettings) -> Crawl:
        return prepared(self._run, source, self._window(source.id), again=self._again)

    def _ask(self, waiting: "deque[list[_Asking]]") -> None:
        """Lanes, one after the other, as long as there are any. Runs in a thread."""
        # What could not be written was told to the source whose answers it was, before it handed anything over.
        with suppress(_RunEnded, IndexError, StorageError), self._run.folder.raw.gathering():
            while True:
                for one in waiting.popleft():
                    self._ask_one(one)

    def _ask_one(self, one: _Asking) -> None:
        def tell(had: int) -> None:
            one.had[-1] = had

        try:
            found = fetch(self._run, one.job, self._gate, self._gate, tell)
            self._run.folder.raw.settle()
            one.found.set_result(found)
        except BaseException as error:  # raised where the step waits for it
            one.found.set_exception(error)
            if isinstance(error, _RunEnded):
                raise

    def _awaited(self, source_id: str, asking: _Asking) -> Crawled:
        while True:
            try:
                return asking.found.result(_TELL_AGAIN)
            except NotYetError:
                if asking.found.done():
                    raise
                self._tell(source_id, asking.had[-1])

    def _tell(self, source_id: str, had: int) -> None:
        self._run.progress(f"crawl {source_id}", had, None)


@contextmanager
def looked_at(
    run: RunContext,
    urls: Sequence[Sequence[str]],
    ask: Callable[[int, Archive, Clock], Shown],
    resolve: Resolve = resolved,
) -> Iterator[Sequence[Callable[[], Shown]]]:
    """Listings, looked at in lanes: for each, in their order, what gives what it showed, or raises why it did not.

    `urls`: of each listing those that it names. `ask`: looks at the one of a number. One without an address is looked
    at when it is asked for, as all are where they have to be one after the other. After the block nothing is asked.
    """
    here = [partial(ask, number, run.folder.raw, run.clock) for number in range(len(urls))]
    lanes = lanes_of_listings(urls, resolve) if run.settings.fetch.hosts_at_once > 1 else []
    if len(lanes) < 2:
        yield here
        return
    gate = _Gate(run.folder.raw, run.clock)
    found: dict[int, Future[Shown]] = {number: Future() for lane in lanes for number in lane}
    waiting = deque(lanes)

    def go() -> None:
        with suppress(_RunEnded, IndexError, StorageError), run.folder.raw.gathering():
            while True:
                for number in waiting.popleft():
                    _tell_of(found[number], partial(ask, number, gate, gate))

    for number in range(min(run.settings.fetch.hosts_at_once, len(lanes))):
        threading.Thread(target=go, name=f"listings-{number}", daemon=True).start()
    try:
        yield [found[number].result if number in found else alone for number, alone in enumerate(here)]
    finally:
        gate.shut()
        with suppress(StorageError):  # told to whoever records what follows from it
            run.folder.raw.settle()


def _tell_of(found: "Future[Shown]", ask: Callable[[], Shown]) -> None:
    """Raises _RunEnded once the run is over."""
    try:
        found.set_result(ask())
    except BaseException as error:  # raised where it is waited for
        found.set_exception(error)
        if isinstance(error, _RunEnded):
            raise


def lanes_of_listings(urls: Sequence[Iterable[str]], resolve: Resolve) -> list[list[int]]:
    """Which listings may not be looked at side by side: their addresses have one host, or hosts that are one machine.

    A listing goes nowhere but to the hosts that it names, so each is told by those alone: a country has 6,642 listings,
    which cannot be held against each other in pairs.
    """
    machines = cache(lambda host, port: frozenset({host, *resolve(host, port)}))
    lane_of: dict[str, list[int]] = {}  # of a host or an address
    for number, named in enumerate(urls):
        places = [place for url in named if (place := place_of(url)) is not None]
        reached = {one for place in places for one in machines(place.host, place.port)}
        met = {id(lane_of[one]): lane_of[one] for one in reached if one in lane_of}
        lane = next(iter(met.values()), [])
        if len(met) > 1:
            lane = sorted(chain.from_iterable(met.values()))
            lane_of.update({one: lane for one, held in lane_of.items() if id(held) in met})
        lane.append(number)
        lane_of.update(dict.fromkeys(reached, lane))
    return sorted({id(lane): lane for lane in lane_of.values()}.values())


def lanes_of(sources: Sequence[SourceSettings], resolve: Resolve = resolved) -> list[list[SourceSettings]]:
    """Sources that may be asked side by side, those of a lane not: they may call one host, or their hosts are one machine.

    Each lane in the order of the sources, the lanes in the order of their first.
    """
    lanes: list[list[_Reach]] = []
    for place, source in enumerate(sources):
        reach = _reach(place, source, resolve)
        met = [lane for lane in lanes if any(reach.meets(one) for one in lane)]
        lanes = [lane for lane in lanes if lane not in met]
        lanes.append(sorted([*(one for lane in met for one in lane), reach], key=lambda one: one.place))
    lanes.sort(key=lambda lane: lane[0].place)
    return [[one.source for one in lane] for lane in lanes]


@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """Where a source may go: the hosts that it may call, and the addresses that its own host has now."""

    place: int
    source: SourceSettings
    bounds: Bounds
    addresses: frozenset[str]

    def meets(self, other: "_Reach") -> bool:
        return self.bounds.meets(other.bounds) or bool(self.addresses & other.addresses)


def _reach(place: int, source: SourceSettings, resolve: Resolve) -> _Reach:
    bounds = Bounds(source.url, source.allowed_hosts, source.fetch.allow_private, resolve)
    home = place_of(source.url or "")
    addresses = bounds.addresses(home.host, home.port) if home is not None else ()
    return _Reach(place, source, bounds, frozenset(addresses))


class _RunEnded(BaseException):
    """The run is over; nothing on the way takes this for a fault of a source."""


class _Gate:
    """The archive and the clock of the lanes, until the run is over: then neither is there for a lane that still goes on."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive = archive
        self._clock = clock
        self._keeping = threading.Lock()
        self._is_shut = False

    def keep(self, exchange: Exchange) -> str:
        """See Archive. Raises _RunEnded; what is under way when the gate shuts is kept before it is shut."""
        with self._keeping:
            self._refuse_when_shut()
            return self._archive.keep(exchange)

    def now(self) -> datetime:
        """See Clock. It is looked at before each request, so nothing is asked after the run."""
        self._refuse_when_shut()
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """See Clock."""
        self._clock.sleep(seconds)

    def shut(self) -> None:
        """From here on nothing is kept and nothing begun."""
        with self._keeping:
            self._is_shut = True

    def _refuse_when_shut(self) -> None:
        if self._is_shut:
            raise _RunEnded
