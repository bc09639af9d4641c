"""One polite HTTP client for everything that is fetched: raw first, one host at a time, nothing evaded.

Every exchange, also a failed one and robots.txt, is handed to the archive before anything reads it.
What a page says is data: only hosts that the configuration names are called, redirects are followed
by hand, and a challenge is a reason to stop (CONTRACT §5.5, §5.7; PORTALS §5 nos. 33 to 41).
"""

import hashlib
import ipaddress
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.model.errors import FetchError, UsageError
from niemyet.model.records import Archive, Clock, Exchange
from niemyet.model.words import FetchOutcome

if TYPE_CHECKING:
    import httpx
    from protego import Protego

Expect = Literal["html", "json", "file", "any", "robots"]

AGENT = "niemyet"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
MAX_REDIRECTS = 8
MAX_RETRY_AFTER = 900.0  # seconds; a host that asks for more is left alone for this run
MAX_BACK_OFF = 60.0
BREAKER = 5  # failed requests in a row after which a host is left alone for this run
ROBOTS_LIMIT = 500 * 1024  # bytes that are parsed (RFC 9309 §2.5)
_RETRIED_STATUS = frozenset({408, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


# ---- what comes back -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that is in raw/: addresses, status, headers (lower-case names), body, its SHA-256."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sha256: str

    @property
    def text(self) -> str:
        """The body as text; see `decode`."""
        return decode(self.body, self.headers.get("content-type", ""))

    @property
    def filename(self) -> str | None:
        """The file name that the server states, without any path; None when it states none."""
        return _stated_filename(self.headers.get("content-disposition", ""))


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a body. UTF-8 wins when the bytes are valid UTF-8: header and meta often disagree.

    Otherwise the header's charset, then the page's own, then windows-1258; never an error.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    header = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    meta = re.search(rb"charset=[\"']?([\w.:-]+)", body[:4096], re.IGNORECASE)
    names = [header.group(1) if header else "", meta.group(1).decode("ascii") if meta else ""]
    for name in names:
        text = _decoded(body, name)
        if text is not None:
            return text
    # A page that says UTF-8 and is not quite: one broken byte must not turn it all into another charset.
    if any(name.lower().replace("-", "") == "utf8" for name in names):
        return body.decode("utf-8", "replace")
    return body.decode("windows-1258", "replace")


def request_key(method: str, url: str, request_body: str | None) -> str:
    """What makes two requests the same one, for taking up an interrupted job."""
    return f"{method} {url}\n{request_body or ''}"


# ---- politeness, shared by all clients of a run -----------------------------------------------------


class _Host:
    """What one host was asked and has told; guarded by its own lock."""

    def __init__(self, at_once: int, now: datetime) -> None:
        self.turns = threading.BoundedSemaphore(max(1, at_once))
        self.lock = threading.Lock()
        self.free_at = now
        self.longest = 0.0
        self.failures = 0


class Politeness:
    """The pause per host and the robots.txt answers, over all clients and workers of one run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Rules] = {}
        self._asking: dict[str, threading.Lock] = {}

    @contextmanager
    def turn(self, host: str, pause: float, at_once: int) -> Iterator[None]:
        """Wait for this host's turn: `pause` seconds after the last answer, at most `at_once` together."""
        state = self._host(host, at_once)
        with state.turns:
            wait = self._reserve(state, pause)
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                self._hold(state, pause)

    def hold(self, host: str, seconds: float) -> None:
        """Nobody calls the host for so long (Retry-After)."""
        self._hold(self._host(host, 1), seconds)

    def leave(self, host: str) -> None:
        """Nobody calls the host again in this run."""
        state = self._host(host, 1)
        with state.lock:
            state.failures = max(state.failures, BREAKER)

    def is_left(self, host: str) -> bool:
        """Whether the host is left alone for this run: it asked for that, or failed too often in a row."""
        return self._host(host, 1).failures >= BREAKER

    def count(self, host: str, *, failed: bool) -> None:
        """Note how a request ended."""
        state = self._host(host, 1)
        with state.lock:
            state.failures = state.failures + 1 if failed else 0

    @contextmanager
    def rules_of(self, origin: str) -> Iterator[dict[str, "_Rules"]]:
        """The known robots.txt answers, while nobody else may be asking for this origin's."""
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:
            yield self._rules

    def _host(self, host: str, at_once: int) -> _Host:
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = _Host(at_once, self._clock.now())
            return self._hosts[host]

    def _reserve(self, state: _Host, pause: float) -> float:
        with state.lock:
            now = self._clock.now()
            # A clock that was set back must not turn a pause of seconds into one of hours.
            wait = min((state.free_at - now).total_seconds(), state.longest)
            start = now + timedelta(seconds=max(0.0, wait))
            state.free_at = start + timedelta(seconds=pause)
            state.longest = pause + max(0.0, wait)
            return max(0.0, wait)

    def _hold(self, state: _Host, seconds: float) -> None:
        with state.lock:
            until = self._clock.now() + timedelta(seconds=seconds)
            state.free_at = max(state.free_at, until)
            state.longest = max(state.longest, seconds)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What an origin's robots.txt allows. `refusal` says why nothing may be read today."""

    parsed: "Protego | None" = None
    refusal: str | None = None
    refusal_vi: str | None = None

    def allows(self, url: str) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))

    def pause(self) -> float:
        if self.parsed is None:
            return 0.0
        delay = float(self.parsed.crawl_delay(AGENT) or 0.0)
        rate = self.parsed.request_rate(AGENT)
        return max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)


# ---- where the client may go ------------------------------------------------------------------------


class Bounds:
    """The addresses that the configuration allows: the source's host, `allowed_hosts`, their ports."""

    def __init__(
        self, url: str | None, allowed_hosts: Collection[str], allow_private: Collection[str]
    ) -> None:
        home = urlsplit(url or "")
        self._home = (home.hostname or "").lower()
        self._ports = {80, 443, _port(url)} if url else {80, 443}
        self._exact: set[str] = {self._home} if self._home else set()
        self._under: list[str] = []
        self._trusted = {host.lower() for host in allow_private} | self._exact
        for entry in allowed_hosts:
            host, _, port = entry.lower().strip().partition(":")
            if port.isdigit():
                self._ports.add(int(port))
            if host.startswith("*."):
                self._under.append(host[1:])
                continue
            self._exact.add(host)
            if _literal(host) is not None:
                self._trusted.add(host)

    def refuse(self, url: str) -> str | None:
        """Why the address may not be called; None when it may."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https") or not host:
            return "only http and https addresses are read"
        if host not in self._exact and not any(host.endswith(under) for under in self._under):
            return f"host “{host}” is not in the source's url or its allowed_hosts"
        if _port(url) not in self._ports:
            return f"port {_port(url)} is not in the source's url or its allowed_hosts"
        if host not in self._trusted and _leads_inside(host):
            return f"“{host}” leads to a private address; name it in [fetch] allow_private if that is meant"
        return None


@dataclass(frozen=True, slots=True)
class _Request:
    """One hop of what is asked, and what the answer should be."""

    method: str
    url: str
    body: str | None
    expect: Expect
    name: str | None = None

    @property
    def key(self) -> str:
        return request_key(self.method, self.url, self.body)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def led_to(self, url: str, status: int | None) -> "_Request":
        """The next hop; 301 to 303 turn a POST into a GET, as browsers do."""
        if status in (301, 302, 303):
            return replace(self, method="GET", url=url, body=None)
        return replace(self, url=url)


# ---- the client -------------------------------------------------------------------------------------


class Client:
    """Fetches for one source within one run. Safe to use from several threads."""

    def __init__(
        self,
        settings: FetchSettings,
        archive: Archive,
        clock: Clock,
        run_id: str,
        source_id: str,
        *,
        politeness: Politeness,
        url: str | None = None,
        allowed_hosts: Collection[str] = (),
        replay: Mapping[str, Exchange] | None = None,
    ) -> None:
        """`url` and `allowed_hosts` bound where it may go; without them it goes nowhere.

        `replay`: request_key → exchange of the same unfinished job; such a request is not sent again.
        """
        self.settings = settings
        self.archive = archive
        self.clock = clock
        self.run_id = run_id
        self.source_id = source_id
        self._politeness = politeness
        self._bounds = Bounds(url, allowed_hosts, settings.allow_private)
        self._replay = dict(replay or {})
        self._http: httpx.Client | None = None
        self._opening = threading.Lock()
        self._began = clock.now()

    @classmethod
    def of(
        cls,
        source: SourceSettings,
        archive: Archive,
        clock: Clock,
        run_id: str,
        *,
        politeness: Politeness,
        replay: Mapping[str, Exchange] | None = None,
    ) -> "Client":
        """The client of a source, bounded by its configuration."""
        return cls(
            source.fetch,
            archive,
            clock,
            run_id,
            source.id,
            politeness=politeness,
            url=source.url,
            allowed_hosts=source.allowed_hosts,
            replay=replay,
        )

    def get(self, url: str, *, expect: Expect = "html", name: str | None = None) -> Response:
        """GET an address. `name`: the file's announced name, for `expect="file"`.

        Raises FetchError with `outcome` (a FetchOutcome) when it does not bring what was expected.
        """
        return self._fetch(_Request("GET", normal(url), None, expect, name), url)

    def post(self, url: str, form: Mapping[str, str], *, expect: Expect = "html") -> Response:
        """POST a form, URL-encoded as UTF-8. Raises as `get`."""
        return self._fetch(_Request("POST", normal(url), urlencode(form), expect), url)

    def refuses(self, url: str) -> str | None:
        """Why the configuration does not allow an address; None when it does."""
        return self._bounds.refuse(normal(url))

    def keep_file(self, address: str, data: bytes) -> str:
        """Store a file that came without a request; gives its SHA-256."""
        return self.archive.keep(
            Exchange(
                run_id=self.run_id,
                source_id=self.source_id,
                method="FILE",
                url=address,
                request_body=None,
                requested_at=self.clock.now(),
                final_url=address,
                status=None,
                headers=(),
                body=data,
                elapsed_ms=0,
                outcome=FetchOutcome.OK,
            )
        )

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- one request, its redirects and retries ----

    def _fetch(self, request: _Request, url: str) -> Response:
        seen = set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            self._check_bounds(request)
            pause = self._check_robots(request) if request.expect != "robots" else 0.0
            exchange, sha256 = self._ask(request, pause)
            if exchange.outcome is not FetchOutcome.OK:
                raise _as_error(exchange)
            target = _redirect_target(exchange)
            if target is None:
                return _as_response(url, exchange, sha256)
            seen.add(request.key)
            request = request.led_to(target, exchange.status)
            if request.key in seen:
                break
        raise FetchError(
            f"{url}: redirected in a circle, or more than {MAX_REDIRECTS} times, last to {request.url}",
            url=url,
            outcome=FetchOutcome.HTTP_ERROR,
            vi=f"{url}: bị chuyển hướng lòng vòng hoặc quá {MAX_REDIRECTS} lần, lần cuối tới {request.url}",
        )

    def _ask(self, request: _Request, pause: float) -> tuple[Exchange, str]:
        """One hop, tried again where that can help; every try is kept."""
        earlier = self._replay.get(request.key)
        if earlier is not None and earlier.outcome is FetchOutcome.OK and request.expect != "robots":
            return earlier, hashlib.sha256(earlier.body).hexdigest()
        host = request.host
        if self._politeness.is_left(host):
            raise FetchError(
                f"{request.url}: not asked, {host} is left alone for the rest of this run"
                " (it failed too often in a row or asked for a long pause); try again later",
                url=request.url,
                outcome=FetchOutcome.UNREACHABLE,
                vi=f"{request.url}: không hỏi nữa, {host} đã lỗi nhiều lần liên tiếp hoặc yêu cầu nghỉ lâu"
                " trong lượt chạy này; thử lại sau",
            )
        if self._is_late():
            raise FetchError(
                f"{request.url}: not asked, {self.source_id} has used up its {self.settings.source_deadline:.0f} s"
                " of this run (source_deadline in [fetch]); the next run goes on",
                url=request.url,
                outcome=FetchOutcome.TIMEOUT,
                vi=f"{request.url}: không hỏi nữa, nguồn đã dùng hết {self.settings.source_deadline:.0f} giây của"
                " lượt chạy này (source_deadline trong [fetch]); lượt sau đọc tiếp",
            )
        wait = max(pause, self.settings.seconds_between_requests)
        for attempt in range(self.settings.retries + 1):
            with self._politeness.turn(host, wait, self.settings.max_concurrency_per_host):
                sent = self._send(request)
            sha256 = self.archive.keep(sent.exchange)
            delay = _delay(sent, attempt, wait, self.clock.now())
            if delay is None or self._is_late():
                break
            if delay > MAX_RETRY_AFTER:
                self._politeness.leave(host)
                break
            if sent.retry_after is not None or attempt < self.settings.retries:
                self._politeness.hold(host, delay)
        self._politeness.count(host, failed=sent.host_failed)
        return sent.exchange, sha256

    def _is_late(self) -> bool:
        """Whether the source's time in this run is used up."""
        return (self.clock.now() - self._began).total_seconds() > self.settings.source_deadline

    def _send(self, request: _Request) -> "_Sent":
        """One try: send, read within size and time, say what came of it. Raises nothing of the network."""
        import httpx

        requested_at = self.clock.now()
        got = _Got()
        outcome, error, again = FetchOutcome.OK, None, False
        try:
            self._receive(got, request, requested_at)
        except _StoppedError as stop:
            outcome, error, again = stop.outcome, stop.reason, stop.again
        except httpx.TimeoutException as late:
            outcome, error, again = FetchOutcome.TIMEOUT, f"timeout: {type(late).__name__}", True
        except (httpx.RemoteProtocolError, httpx.ReadError) as cut:
            broken = got.status is not None
            outcome = FetchOutcome.TRUNCATED if broken else FetchOutcome.UNREACHABLE
            error, again = f"connection broke: {cut}", True
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as failed:
            trust = _trust_failure(failed)
            error = f"certificate not trusted: {trust}" if trust else f"{type(failed).__name__}: {failed}"
            outcome = FetchOutcome.UNREACHABLE
            again = trust is None and isinstance(failed, httpx.TransportError)
        if outcome is FetchOutcome.OK:
            outcome, error = _judge(got, request)
            again = got.status in _RETRIED_STATUS and outcome is not FetchOutcome.CHALLENGE
        exchange = Exchange(
            run_id=self.run_id,
            source_id=self.source_id,
            method=request.method,
            url=request.url,
            request_body=request.body,
            requested_at=requested_at,
            final_url=request.url,
            status=got.status,
            headers=got.headers,
            body=got.body,
            elapsed_ms=round((self.clock.now() - requested_at).total_seconds() * 1000),
            outcome=outcome,
            error=error,
        )
        return _Sent(exchange, again, got.header("retry-after"))

    def _receive(self, got: "_Got", request: _Request, began: datetime) -> None:
        limit = self.settings.max_response_mb * 1024 * 1024
        headers = {} if request.body is None else {"Content-Type": FORM}
        with self._open().stream(
            request.method, request.url, content=request.body, headers=headers
        ) as answer:
            got.status = answer.status_code
            got.headers = tuple((key.lower(), value) for key, value in answer.headers.multi_items())
            declared = answer.headers.get("content-length", "")
            if declared.isdigit() and int(declared) > limit:
                raise _StoppedError(FetchOutcome.TOO_LARGE, f"{declared} bytes announced, {limit} allowed")
            unpack = _Unpacker(answer.headers.get("content-encoding", ""), limit)
            for chunk in answer.iter_raw():
                got.add(unpack.feed(chunk))
                if got.length > limit:
                    raise _StoppedError(FetchOutcome.TOO_LARGE, f"more than {limit} bytes")
                if (self.clock.now() - began).total_seconds() > self.settings.total_timeout:
                    raise _StoppedError(
                        FetchOutcome.TIMEOUT, f"not done after {self.settings.total_timeout} s", again=True
                    )
            if not unpack.whole:
                raise _StoppedError(FetchOutcome.TRUNCATED, "the compressed body ends early", again=True)

    def _open(self) -> "httpx.Client":
        import httpx

        with self._opening:
            if self._http is None:
                self._http = httpx.Client(
                    headers={
                        "User-Agent": user_agent(self.settings.contact),
                        "Accept": "*/*",
                        "Accept-Language": "vi,en;q=0.5",
                        "Accept-Encoding": "gzip",
                        "Cache-Control": "no-cache",
                    },
                    timeout=httpx.Timeout(
                        self.settings.read_timeout, connect=self.settings.connect_timeout, pool=None
                    ),
                    follow_redirects=False,
                    trust_env=False,
                    verify=_trusted(self.settings.ca_bundle),
                )
            return self._http

    # ---- permission ----

    def _check_bounds(self, request: _Request) -> None:
        reason = self._bounds.refuse(request.url)
        if reason is not None:
            raise self._refusal(
                request,
                f"not called, {reason}",
                f"không gọi vì cấu hình không cho phép địa chỉ này ({reason})",
            )

    def _check_robots(self, request: _Request) -> float:
        """Refuse what robots.txt refuses; give the pause in seconds that it asks for."""
        if not self.settings.obey_robots:
            return 0.0
        rules = self._rules(request.url)
        if rules.refusal is not None:
            raise self._refusal(
                request, f"not read today, {rules.refusal}", f"hôm nay không đọc, {rules.refusal_vi}"
            )
        if not rules.allows(request.url):
            raise self._refusal(
                request,
                "robots.txt of the site does not allow reading this address",
                "robots.txt của cổng không cho đọc địa chỉ này",
            )
        return rules.pause()

    def _refusal(self, request: _Request, reason: str, reason_vi: str) -> FetchError:
        """What was not sent is on record too."""
        self.archive.keep(
            Exchange(
                run_id=self.run_id,
                source_id=self.source_id,
                method=request.method,
                url=request.url,
                request_body=request.body,
                requested_at=self.clock.now(),
                final_url=request.url,
                status=None,
                headers=(),
                body=b"",
                elapsed_ms=0,
                outcome=FetchOutcome.DISALLOWED,
                error=reason,
            )
        )
        return FetchError(
            f"{request.url}: {reason}",
            url=request.url,
            outcome=FetchOutcome.DISALLOWED,
            vi=f"{request.url}: {reason_vi}",
        )

    def _rules(self, url: str) -> _Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        with self._politeness.rules_of(origin) as rules:
            if origin not in rules:
                rules[origin] = self._ask_rules(f"{origin}/robots.txt")
            return rules[origin]

    def _ask_rules(self, url: str) -> _Rules:
        """RFC 9309 §2.3.1: 4xx allows all, 5xx and silence allow nothing; HTML is no robots.txt."""
        from protego import Protego

        try:
            answer = self._fetch(_Request("GET", url, None, "robots"), url)
        except FetchError as error:
            status = error.status
            if status is not None and 400 <= status < 500 and error.outcome == FetchOutcome.HTTP_ERROR:
                return _Rules()
            return _Rules(
                refusal=f"its robots.txt could not be had ({error})",
                refusal_vi=f"không lấy được robots.txt của cổng ({error.message('vi')})",
            )
        text = decode(answer.body[:ROBOTS_LIMIT], answer.headers.get("content-type", ""))
        return _Rules(parsed=Protego.parse(text.lstrip("\ufeff")))


# ---- one try, as it comes in ------------------------------------------------------------------------


class _StoppedError(Exception):
    """The client itself stopped reading an answer."""

    def __init__(self, outcome: FetchOutcome, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.again = again


class _Got:
    """What has arrived so far."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.length = 0
        self._chunks: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self.length += len(chunk)

    @property
    def body(self) -> bytes:
        return b"".join(self._chunks)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class _Sent:
    """One kept try, and whether another one may help."""

    exchange: Exchange
    again: bool
    retry_after: str | None

    @property
    def host_failed(self) -> bool:
        """The host as such did not do its work; a missing page does not count."""
        status = self.exchange.status
        return status is None or status >= 500 or status == 429 or self.exchange.outcome in _BROKEN


_BROKEN = frozenset({FetchOutcome.TIMEOUT, FetchOutcome.TRUNCATED, FetchOutcome.CHALLENGE})


class _Unpacker:
    """Undoes gzip and deflate within a limit, and knows whether the end was reached."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise _StoppedError(FetchOutcome.NOT_THE_PAGE, f"content encoding “{name}” was not asked for")
        self._limit = limit
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32) if name.endswith(("gzip", "deflate")) else None
        self._fed = False

    def feed(self, chunk: bytes) -> bytes:
        self._fed = self._fed or bool(chunk)
        if self._zlib is None:
            return chunk
        try:
            # One byte over the limit is enough to know that it is over.
            return self._zlib.decompress(chunk, self._limit + 1)
        except zlib.error as broken:
            raise _StoppedError(
                FetchOutcome.TRUNCATED, f"compressed body is broken: {broken}", again=True
            ) from None

    @property
    def whole(self) -> bool:
        return self._zlib is None or self._zlib.eof or not self._fed


def _judge(got: _Got, request: _Request) -> tuple[FetchOutcome, str | None]:
    """What a whole answer is, from its status and first bytes."""
    status = got.status or 0
    if is_challenge(got.body, got.headers):
        return FetchOutcome.CHALLENGE, "the site answers with a challenge for browsers"
    if status == 429:
        return FetchOutcome.RATE_LIMITED, "429 too many requests"
    if status in _REDIRECTS and got.header("location"):
        return FetchOutcome.OK, None
    if not 200 <= status < 300:
        return FetchOutcome.HTTP_ERROR, f"status {status}"
    reason = _unlike(got, request)
    return (FetchOutcome.NOT_THE_PAGE, reason) if reason else (FetchOutcome.OK, None)


def _unlike(got: _Got, request: _Request) -> str | None:
    """Why the body is not of the expected sort; None when it may be."""
    expect = request.expect
    if expect == "robots":
        return "an HTML page instead of robots.txt" if _is_html(got) else None
    if not got.body.strip():
        return "empty body"
    if expect == "json" and got.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{"):
        return "not JSON"
    if expect == "html" and got.body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "a file instead of a page"
    if expect == "file" and _is_html(got) and not _may_be_html(got, request):
        return "an HTML page instead of the file"
    return None


def _is_html(got: _Got) -> bool:
    start = got.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:300].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return True
    stated = (got.header("content-type") or "").lower()
    return stated.startswith("text/html") and start.startswith(b"<")


def _may_be_html(got: _Got, request: _Request) -> bool:
    """A decision may be published as an HTML file; then its name says so."""
    stated = _stated_filename(got.header("content-disposition") or "") or ""
    names = (stated, request.name or "", urlsplit(request.url).path)
    return any(one.lower().endswith((".html", ".htm", ".xhtml")) for one in names)


def is_challenge(body: bytes, headers: Collection[tuple[str, str]] = ()) -> bool:
    """A cookie gate or a browser check instead of content (PORTALS §5 no. 37). Never answered."""
    if any(key == "cf-mitigated" and "challenge" in value.lower() for key, value in headers):
        return True
    if len(body) > 8192:
        return False
    low = body.lower()
    if b"document.cookie" not in low:
        return False
    return re.search(rb"location\s*\.\s*(reload|replace|href)|location\s*=", low) is not None


# ---- small helpers ----------------------------------------------------------------------------------


def user_agent(contact: str) -> str:
    """`niemyet/<version> (+contact)`, in ASCII whatever the contact is."""
    try:
        version = metadata.version(AGENT)
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{AGENT}/{version} (+{quote(contact.strip(), safe=':/@+?=&.,-_~#%')})"


def normal(url: str) -> str:
    """The address as it is sent: no fragment, spaces and letters beyond ASCII percent-encoded."""
    parts = urlsplit(url.strip())
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return urlunsplit((parts.scheme.lower(), parts.netloc, path, query, ""))


def _delay(sent: _Sent, attempt: int, wait: float, now: datetime) -> float | None:
    """Seconds before the next try; None when there is nothing to try again."""
    if not sent.again:
        return None
    asked = _retry_after(sent.retry_after, now)
    return asked if asked is not None else min(max(wait, 1.0) * 2.0**attempt, MAX_BACK_OFF)


def _retry_after(value: str | None, now: datetime) -> float | None:
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _redirect_target(exchange: Exchange) -> str | None:
    if exchange.status not in _REDIRECTS:
        return None
    location = next((value for key, value in exchange.headers if key == "location"), "")
    # Header bytes beyond ASCII arrive as Latin-1; addresses with Vietnamese in them are UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    return normal(urljoin(exchange.url, location))


def _as_response(url: str, exchange: Exchange, sha256: str) -> Response:
    return Response(url, exchange.url, exchange.status or 0, dict(exchange.headers), exchange.body, sha256)


_SAID = {
    FetchOutcome.HTTP_ERROR: "cổng trả lời lỗi {status}",
    FetchOutcome.RATE_LIMITED: "cổng từ chối vì gọi quá nhiều (429); để lần chạy sau",
    FetchOutcome.CHALLENGE: "cổng đòi kiểm tra trình duyệt; chương trình dừng lại, không vượt qua",
    FetchOutcome.NOT_THE_PAGE: "cổng trả về nội dung khác với trang đã hỏi ({error})",
    FetchOutcome.TIMEOUT: "cổng không trả lời kịp",
    FetchOutcome.UNREACHABLE: "không kết nối được với cổng ({error})",
    FetchOutcome.TOO_LARGE: "nội dung lớn hơn mức cho phép (max_response_mb)",
    FetchOutcome.TRUNCATED: "nội dung bị đứt giữa chừng",
}


def _as_error(exchange: Exchange) -> FetchError:
    said = _SAID[exchange.outcome].format(status=exchange.status, error=exchange.error)
    hint = "; set ca_bundle in [fetch] if the site's chain is incomplete" if _distrusted(exchange) else ""
    return FetchError(
        f"{exchange.url}: {exchange.error}{hint}",
        url=exchange.url,
        outcome=exchange.outcome,
        status=exchange.status,
        vi=f"{exchange.url}: {said}",
    )


def _distrusted(exchange: Exchange) -> bool:
    return (exchange.error or "").startswith("certificate not trusted")


@lru_cache(maxsize=8)
def _trusted(bundle: str | None) -> ssl.SSLContext:
    """The usual certificates, and those of a file beside them: a chain that a site serves incompletely.

    Raises UsageError when the file cannot be read. Certificates are always checked.
    """
    import httpx

    context = httpx.create_ssl_context()
    if bundle is not None:
        try:
            context.load_verify_locations(cafile=bundle)
        except OSError as error:  # an SSLError is one too
            raise UsageError(
                f"ca_bundle: “{bundle}” is no file of certificates (PEM): {error}",
                vi=f"ca_bundle: “{bundle}” không phải tệp chứng thư (PEM): {error}",
            ) from error
    return context


def _trust_failure(error: BaseException) -> str | None:
    """The certificate's fault behind an error, when that is what it is."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        cause = cause.__cause__ or cause.__context__
    return "CERTIFICATE_VERIFY_FAILED" if "CERTIFICATE_VERIFY_FAILED" in str(error) else None


def _stated_filename(disposition: str) -> str | None:
    from urllib.parse import unquote

    star = re.search(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename\s*=\s*(?:"([^"]*)"|([^;]+))', disposition, re.IGNORECASE)
    if star:
        name = unquote(star.group(2).strip().strip('"'), encoding=_codec(star.group(1)), errors="replace")
    elif plain:
        name = (plain.group(1) or plain.group(2) or "").strip()
        with suppress(UnicodeError):
            name = name.encode("latin-1").decode("utf-8")
    else:
        return None
    return name.replace("\\", "/").rsplit("/", 1)[-1] or None


def _codec(name: str) -> str:
    import codecs

    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def _decoded(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name) if name else None
    except (LookupError, UnicodeDecodeError):
        return None


def _port(url: str | None) -> int:
    parts = urlsplit(url or "")
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return 0


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _leads_inside(host: str) -> bool:
    """Whether any address of the host is not on the public network. Unknown names lead nowhere."""
    literal = _literal(host)
    if literal is not None:
        return not literal.is_global
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found)
