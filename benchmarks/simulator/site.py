"""One simulated portal: a skin over a store, in some weather, with a log of what was asked and what could be read."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from urllib.parse import urlsplit
from zlib import crc32

from benchmarks.simulator.skins import PAGE, Look, Skin, Slice
from benchmarks.simulator.store import Document, Store
from benchmarks.simulator.switches import Switch, Weather
from niemyet.demo.serving import LoopbackServer, Reply, ServedRequest
from niemyet.model.records import Clock

_GATE = '<script>document.cookie="D1N=9f2c"+"; path=/";window.location.reload(true);</script>'
_FIREWALL = (
    "<html><head><title>Access Denied</title></head><body>Request unsuccessful. Incident 771</body></html>"
)
_BLOCKED = "<html><head><title>User Error</title></head><body>Your request is blocked</body></html>"
_HOME = "<html><head><title>Trang chủ</title></head><body><h1>Cổng thông tin điện tử</h1><p>Tin tức</p></body></html>"
_HUGE = 10_000_000
_LIMIT, _WITHIN = 25, 60.0  # requests in so many seconds, before 429


@dataclass(slots=True)
class Log:
    """What happened: when each request came, and what was answered to it."""

    at: list[datetime] = field(default_factory=list)
    disallowed: list[str] = field(default_factory=list)
    lost: set[tuple[int, str]] = field(
        default_factory=set
    )  # (document, file) that could not be had when asked
    troubled: set[int] = field(default_factory=set)  # nights on which something failed that may work tomorrow
    requests: Counter[int] = field(default_factory=Counter)  # by night
    struck: Counter[str] = field(default_factory=Counter)  # how often something went wrong, by behaviour


class SimulatedPortal:
    """The server, as a context manager. Set `night` before each night."""

    def __init__(self, skin: Skin, store: Store, weather: Weather, clock: Clock) -> None:
        self.skin = skin
        self.store = store
        self.weather = weather
        self.clock = clock
        self.night = 0
        self.log = Log()
        self.paths: Counter[str] = Counter()  # how often each was asked for, robots.txt aside
        self._loads = itertools.count(1)
        self._lists = Counter[int]()
        self._refused_until = 0.0
        self._struck: set[str] = set()
        self._lock = Lock()
        self._server = LoopbackServer(self._respond)

    def __enter__(self) -> "SimulatedPortal":
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__(None, None, None)

    @property
    def base(self) -> str:
        """Address without a slash at the end."""
        return self._server.url

    @property
    def url(self) -> str:
        """The list's first page."""
        return self.base + self.skin.path

    # ---- answering ----

    def _respond(self, asked: ServedRequest) -> Reply:
        with self._lock:
            self.log.requests[self.night] += 1
            if urlsplit(asked.target).path == "/robots.txt":
                return self._robots()
            self.paths[asked.target] += 1
            now = self.clock.now()
            self.log.at.append(now)
            if asked.path.startswith("/quan-tri"):
                self.log.disallowed.append(asked.path)
            return self._shut() or self._limited(now) or self._answer(asked)

    def _strikes(self, switch: Switch) -> bool:
        return self.weather.strikes(switch, self.night)

    def _once(self, switch: Switch, what: str) -> bool:
        """Whether a behaviour hits this address now: on its nights, the first time that it is asked for."""
        key = f"{switch}|{self.night}|{what}"
        if not self._strikes(switch) or key in self._struck or crc32(what.encode()) % 3:
            return False
        self._struck.add(key)
        self.log.struck[switch] += 1
        return True

    def _robots(self) -> Reply:
        if self._strikes(Switch.ROBOTS_503) or self._strikes(Switch.DARK):
            self.log.struck[Switch.ROBOTS_503] += 1
            return Reply(b"unavailable", status=503)
        delay = "Crawl-delay: 5\n" if self._strikes(Switch.ROBOTS_DELAY) else ""
        return Reply(f"User-agent: *\nDisallow: /quan-tri/\n{delay}".encode(), "text/plain")

    def _shut(self) -> Reply | None:
        if self._strikes(Switch.DARK):
            self.log.struck[Switch.DARK] += 1
            return Reply(b"<html><body>Service Unavailable</body></html>", status=503)
        if self._strikes(Switch.COOKIE_GATE):
            self.log.struck[Switch.COOKIE_GATE] += 1
            return Reply(_GATE.encode())
        if self._strikes(Switch.FIREWALL):
            self.log.struck[Switch.FIREWALL] += 1
            return Reply(_FIREWALL.encode(), status=403)
        if self._strikes(Switch.BLOCKED_200):
            self.log.struck[Switch.BLOCKED_200] += 1
            return Reply(_BLOCKED.encode())
        return None

    def _limited(self, now: datetime) -> Reply | None:
        if not self._strikes(Switch.RATE_LIMIT):
            return None
        recent = [one for one in self.log.at if 0 <= (now - one).total_seconds() < _WITHIN]
        if len(recent) <= _LIMIT and len(self.log.at) % 9:
            return None
        self.log.struck[Switch.RATE_LIMIT] += 1
        return Reply("Hãy đợi".encode(), status=429, headers={"Retry-After": "60"})

    def _answer(self, asked: ServedRequest) -> Reply:
        if asked.path.startswith("/tep/"):
            return self._file(asked.path)
        number = self.skin.document_of(asked)
        if number is not None:
            return self._document(asked, number)
        page = self.skin.page_of(asked)
        if page is not None:
            return self._list(asked, page)
        if asked.path == "/":
            return Reply(_HOME.encode())
        return Reply(b"<html><body>404</body></html>", status=404)

    def _look(self) -> Look:
        return Look(self.weather.on, self.night, next(self._loads), self.base)

    def _list(self, asked: ServedRequest, page: int) -> Reply:
        documents = self.store.on(self.night, self._lists[self.night])
        if self._strikes(Switch.SHRUNK):
            self.log.struck[Switch.SHRUNK] += 1
            documents = documents[:6]
        self._lists[self.night] += 1
        pages = max(1, -(-len(documents) // PAGE))
        if page > pages or page < 1:
            self.log.struck[Switch.WRAPS] += 1
            if Switch.WRAPS not in self.weather.on:
                return Reply(b"<html><body>404</body></html>", status=404)
            if self.skin.kind == "nukeviet-laws":
                return Reply(b"", status=301, headers={"Location": self.skin.path})
            page = 1
        if page > 1 and self._strikes(Switch.IGNORES_PAGE):
            self.log.struck[Switch.IGNORES_PAGE] += 1
            page = 1
        if self._once(Switch.RESETS, f"list {page}"):
            return Reply(b"x" * 9000, cut=200)
        part = Slice(documents[(page - 1) * PAGE : page * PAGE], page, pages, len(documents))
        return Reply(self.skin.listed(part, self._look()).encode())

    def _document(self, asked: ServedRequest, number: int) -> Reply:
        one = self.store.document(number)
        if one is None or not one.readable(self.night):
            return Reply(b"<html><body>404</body></html>", status=404)
        if self._once(Switch.SOFT_404, str(number)):
            self.log.troubled.add(self.night)
            return Reply(_HOME.encode())
        if self._once(Switch.RESETS, str(number)):
            return Reply(b"x" * 9000, cut=200)
        if Switch.RENAMED in self.weather.on and "moi" not in asked.query:
            sign = "&" if "?" in asked.target else "?"
            return Reply(b"", status=301, headers={"Location": f"{asked.target}{sign}moi=1"})
        shown = self.skin.shown(one, self._look()).encode()
        if Switch.HUGE in self.weather.on and number % 11 == 0:
            self.log.struck[Switch.HUGE] += 1
            shown += b"<!-- " + b"x" * _HUGE + b" -->"
        return Reply(shown)

    def _file(self, path: str) -> Reply:
        _, _, number, place, _ = path.split("/", 4)
        one = self.store.document(int(number))
        if one is None or not one.readable(self.night):
            return Reply(b"<html><body>404</body></html>", status=404)
        return self._attached(one, int(place))

    def _attached(self, one: Document, place: int) -> Reply:
        file = one.files[place]
        html_instead = Switch.HTML_FOR_FILE in self.weather.on and (one.id + place) % 11 == 0
        if file.lost or html_instead:
            self.log.lost.add((one.id, file.name))
            self.log.struck[Switch.HTML_FOR_FILE] += 1
            status = 404 if file.lost and not html_instead else 200
            return Reply(_HOME.encode(), status=status)
        data = one.bytes_on(self.night, place)
        if self._once(Switch.CUT_SHORT, f"{one.id} {place}"):
            return Reply(data, "application/pdf", cut=300)
        if data != file.data:
            self.log.struck[Switch.REPLACED] += 1
        return Reply(data, "application/pdf")
