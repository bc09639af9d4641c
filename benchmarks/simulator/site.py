"""One simulated portal: a skin over a store, in some weather, with a log of what was asked and what could be read."""

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from urllib.parse import urlsplit
from zlib import crc32

from benchmarks.simulator.skins import Look, Skin, Slice
from benchmarks.simulator.store import Document, Store
from benchmarks.simulator.switches import Switch, Weather
from benchmarks.simulator.untrusted import UntrustedServer
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


#: Of the demo's list of some five pages; the portals that were measured cache four of theirs (PORTALS §2H).
STALE_PAGES = 2
_NOT_CACHED = 2  # came after the cache was filled on the first night
#: (header, charset in the page, what it is really written in) (PORTALS §5 no. 32).
_CHARSETS = (
    ("text/html; charset=ISO-8859-1", "utf-8", "utf-8"),
    ("text/html; charset=utf-8", "windows-1258", "utf-8"),
    ("text/html", "", "utf-8-sig"),
    ("text/html; charset=windows-1258", "utf-8", "cp1258"),
    ("text/html", "", "utf-8"),
)


def _written(text: str, codec: str) -> bytes:
    """Bytes of a text; the Vietnamese code page writes its tones as signs of their own."""
    if codec != "cp1258":
        return text.encode(codec)
    parts = []
    for sign in unicodedata.normalize("NFC", text):
        try:
            parts.append(sign.encode(codec))
        except UnicodeEncodeError:
            parts.append(_apart(sign).encode(codec, "xmlcharrefreplace"))
    return b"".join(parts)


def _apart(sign: str) -> str:
    """A vowel and its tone apart, the vowel's own mark kept: ế → ê and the acute."""
    signs = unicodedata.normalize("NFD", sign)
    tones = [one for one in signs if one in _TONES]
    return unicodedata.normalize("NFC", "".join(one for one in signs if one not in _TONES)) + "".join(tones)


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


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

    def __init__(
        self, skin: Skin, store: Store, weather: Weather, clock: Clock, host: str = "127.0.0.1"
    ) -> None:
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
        self._server = LoopbackServer(self._respond, host=host)
        self._untrusted = UntrustedServer()

    def __enter__(self) -> "SimulatedPortal":
        self._server.__enter__()
        if Switch.UNTRUSTED in self.weather.on:
            self._untrusted.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._untrusted.__exit__()
        self._server.__exit__(None, None, None)

    @property
    def base(self) -> str:
        """Address without a slash at the end."""
        return self._server.url

    @property
    def allowed(self) -> str:
        """What the `[[source]]` says of hosts that this portal sends its guests to."""
        return f'allowed_hosts = ["{self._untrusted.host}"]\n' if Switch.UNTRUSTED in self.weather.on else ""

    @property
    def trusted(self) -> int:
        """How many guests believed the certificate that nobody vouches for."""
        return self._untrusted.trusted

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
            return self._shut(asked) or self._limited(now) or self._answer(asked)

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

    def _shut(self, asked: ServedRequest) -> Reply | None:
        if self._strikes(Switch.UNTRUSTED):
            self.log.struck[Switch.UNTRUSTED] += 1
            return Reply(
                b"", status=301, headers={"Location": f"https://{self._untrusted.host}{asked.target}"}
            )
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
        if self._strikes(Switch.STALE) and page <= STALE_PAGES:
            self.log.struck[Switch.STALE] += 1
            documents = self._cached()
        size = self.skin.page_size
        pages = max(1, -(-len(documents) // size))
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
        part = Slice(documents[(page - 1) * size : page * size], page, pages, len(documents))
        return self._page(self.skin.listed(part, self._look()), page)

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
        shown = self.skin.shown(one, self._look())
        if Switch.HUGE in self.weather.on and number % 11 == 0:
            self.log.struck[Switch.HUGE] += 1
            shown += f"<!-- {'x' * _HUGE} -->"
        return self._page(shown, number)

    def _page(self, text: str, number: int) -> Reply:
        """A page as the portal writes it: in UTF-8, or so that what it is written in has to be found out."""
        if Switch.CHARSETS not in self.weather.on:
            return Reply(text.encode())
        self.log.struck[Switch.CHARSETS] += 1
        media, meta, codec = _CHARSETS[number % len(_CHARSETS)]
        told = re.sub(r"<meta charset=[^>]*>", f"<meta charset='{meta}'>" if meta else "", text, count=1)
        return Reply(_written(told, codec), media)

    def _cached(self) -> list[Document]:
        """What the cache of the first pages holds: the list as it was before the newest came."""
        if self.night:
            return self.store.on(self.night - 1)
        return self.store.on(0)[_NOT_CACHED:]

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
