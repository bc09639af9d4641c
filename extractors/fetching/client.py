"""One polite HTTP client for everything that is fetched: raw first, a host asked by one at a time, nothing evaded.

Every exchange, also a failed one and robots.txt, is handed to the archive before anything reads it.
What a page says is data: only hosts that the configuration names are called, redirects are followed
by hand, and a challenge is a reason to stop (CONTRACT §5.5, §5.7; PORTALS §5 nos. 33 to 41).
"""

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from niemyet.extractors.fetching.addresses import joined, normal, place_of
from niemyet.extractors.fetching.bounds import NO_ADDRESS, Bounds
from niemyet.extractors.fetching.credentials import NO_CREDENTIALS, Credentials
from niemyet.extractors.fetching.decoding import Unpacker, decode, stated_filename
from niemyet.extractors.fetching.judging import REDIRECTS, Expect, Got, Request, is_cut_off, judge
from niemyet.extractors.fetching.politeness import Politeness, TooLongError
from niemyet.extractors.fetching.robots import AGENT, LONGEST_PAUSE, ROBOTS_LIMIT, Rules, rules_in
from niemyet.extractors.fetching.stopping import StoppedError
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.model.errors import FetchError, UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.records import Archive, Clock, Exchange
from niemyet.model.words import FetchOutcome

if TYPE_CHECKING:
    from niemyet.extractors.fetching.wire import Deadline, Wire

JSON = "application/json; charset=UTF-8"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_MB = 1 << 20  # bytes, by definition
MAX_REDIRECTS = (
    8  # browsers follow 20; a portal's chain over a renamed host and https has 3 (PORTALS §5 no. 41)
)
MAX_BACK_OFF = (
    60.0  # seconds: four tries then end within the pause that a real 429 asked for (PORTALS §5 no. 35)
)
_RETRIED_STATUS = frozenset({408, 429, 500, 502, 503, 504})


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
        return stated_filename(self.headers.get("content-disposition", ""))


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
        credentials: Credentials = NO_CREDENTIALS,
    ) -> None:
        """`url` and `allowed_hosts` bound where it may go; without them it goes nowhere.

        `credentials`: what is added to requests of their origin and kept nowhere.

        `replay`: request_key → exchange of the same unfinished job; such a request is not sent again.
        """
        self.settings = settings
        self.archive = archive
        self.clock = clock
        self.run_id = run_id
        self.source_id = source_id
        self._politeness = politeness
        self._bounds = Bounds(url, allowed_hosts, settings.allow_private)
        self._credentials = credentials
        self._replay = dict(replay or {})
        self._wire: Wire | None = None
        self._deadline: Deadline | None = None
        self._opening = threading.Lock()
        self._began = clock.now()
        self._taken = 0  # bytes of all answers so far

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
            credentials=source.credentials,
        )

    def get(self, url: str, *, expect: Expect = "html", name: str | None = None) -> Response:
        """GET an address. `name`: the file's announced name, for `expect="file"`.

        Raises FetchError with `outcome` (a FetchOutcome) when it does not bring what was expected.
        """
        return self._fetch(Request("GET", _sendable(url), None, expect, name), url)

    def post(self, url: str, form: Mapping[str, str], *, expect: Expect = "html") -> Response:
        """POST a form, URL-encoded as UTF-8. Raises as `get`."""
        return self._fetch(Request("POST", _sendable(url), urlencode(form, errors="replace"), expect), url)

    def post_json(self, url: str, body: Mapping[str, object]) -> Response:
        """POST a JSON object and expect JSON. Raises as `get`."""
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        return self._fetch(Request("POST", _sendable(url), text, "json", media=JSON), url)

    def post_for_file(self, url: str, body: Mapping[str, object], *, name: str) -> Response:
        """POST a JSON object and expect a file. Raises as `get`."""
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        return self._fetch(Request("POST", _sendable(url), text, "file", name, media=JSON), url)

    def refuses(self, url: str) -> Message | None:
        """Why the configuration does not allow an address; None when it does."""
        address = normal(url)
        return msg("not an address") if address is None else self._bounds.refuse(address)

    def pause(self, url: str) -> float:
        """Seconds between two requests to an address's host: the configuration's, or what robots.txt asks for if longer."""
        rules = self._rules(url) if self.settings.obey_robots else None
        return max(self.settings.seconds_between_requests, rules.pause() if rules is not None else 0.0)

    def ask_rules(self, url: str) -> None:
        """Ask for the robots.txt that the first request for an address would ask for; none where that would ask for none."""
        address = _sendable(url)
        if self.settings.obey_robots and self._bounds.refuse(address) is None:
            self._rules(address)

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
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- one request, its redirects and retries ----

    def _fetch(self, request: Request, url: str) -> Response:
        seen = set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            self._check_bounds(request)
            pause = self._check_robots(request) if request.expect != "robots" else 0.0
            exchange, sha256 = self._ask(request, pause)
            if exchange.outcome is not FetchOutcome.OK:
                raise _as_error(exchange)
            if exchange.status not in REDIRECTS:
                return _as_response(url, exchange, sha256)
            target = _redirect_target(exchange)
            seen.add(request.key)
            request = request.led_to(target, exchange.status)
            if request.key in seen:
                break
        raise FetchError(
            msg(
                "{url}: redirected in a circle, or more than {MAX_REDIRECTS} times, last to {last}",
                url=url,
                MAX_REDIRECTS=MAX_REDIRECTS,
                last=request.url,
            ),
            url=url,
            outcome=FetchOutcome.HTTP_ERROR,
        )

    def _ask(self, request: Request, pause: float) -> tuple[Exchange, str]:
        """One hop, tried again where that can help; every try is kept."""
        earlier = self._replay.get(request.key)
        if earlier is not None and earlier.outcome is FetchOutcome.OK and request.expect != "robots":
            return earlier, hashlib.sha256(earlier.body).hexdigest()
        host = request.host
        if self._politeness.is_left(host):
            raise FetchError(
                msg(
                    "{url}: not asked, {host} is left alone for the rest of this run (it failed too "
                    "often in a row or asked for a long pause); try again later",
                    url=request.url,
                    host=host,
                ),
                url=request.url,
                outcome=FetchOutcome.UNREACHABLE,
            )
        if self._time_left() <= 0:
            raise self._late(request)
        if self._taken > self.settings.max_source_mb * _MB:
            raise self._sated(request)
        wait = max(pause, self.settings.seconds_between_requests)
        for attempt in range(self.settings.retries + 1):
            try:
                with self._politeness.turn(
                    host, wait, self.settings.max_concurrency_per_host, self._time_left()
                ):
                    sent = self._send(request)
            except TooLongError:
                raise self._late(request) from None
            sha256 = self.archive.keep(sent.exchange)
            self._taken += len(sent.exchange.body)
            delay = _delay(sent, attempt, wait, self.clock.now())
            if delay is None:
                break
            if delay > LONGEST_PAUSE:
                self._politeness.leave(host)
                break
            if delay > self._time_left():
                break
            if sent.retry_after is not None or attempt < self.settings.retries:
                self._politeness.hold(host, delay)
        self._politeness.count(host, failed=sent.host_failed)
        return sent.exchange, sha256

    def _time_left(self) -> float:
        """Seconds that the source has left in this run."""
        return self.settings.source_deadline - (self.clock.now() - self._began).total_seconds()

    def _late(self, request: Request) -> FetchError:
        limit = f"{self.settings.source_deadline:.0f}"
        return FetchError(
            msg(
                "{url}: not asked, the source has used up its {limit} s of this run (source_deadline in "
                "[fetch]); the next run goes on",
                url=request.url,
                limit=limit,
            ),
            url=request.url,
            outcome=FetchOutcome.TIMEOUT,
        )

    def _sated(self, request: Request) -> FetchError:
        return FetchError(
            msg(
                "{url}: not asked, the source has sent its {limit} MB of this run (max_source_mb in [fetch]); "
                "the next run goes on",
                url=request.url,
                limit=self.settings.max_source_mb,
            ),
            url=request.url,
            outcome=FetchOutcome.TIMEOUT,
        )

    def _send(self, request: Request) -> "_Sent":
        """One try: send, read within size and time, say what came of it. Raises nothing of the network."""
        import httpx

        requested_at = self.clock.now()
        got = Got()
        outcome, error, again = FetchOutcome.OK, None, False
        try:
            self._receive(got, request, requested_at)
        except StoppedError as stop:
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
            outcome, error = judge(got, request)
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
            headers=tuple((name, self._shown(name, value)) for name, value in got.headers),
            body=self._credentials.masked_bytes(got.body),
            elapsed_ms=round((self.clock.now() - requested_at).total_seconds() * 1000),
            outcome=outcome,
            error=self._credentials.masked(error) if error else error,
        )
        return _Sent(exchange, again, got.header("retry-after"))

    def _shown(self, name: str, value: str) -> str:
        """A header as it is kept: a cookie is as good as a password while it lives."""
        if name == "set-cookie":
            return re.sub(r"=[^;]*", "=***", value, count=1)
        return self._credentials.masked(value)

    def _receive(self, got: "Got", request: Request, began: datetime) -> None:
        limit = self.settings.max_response_mb * _MB
        headers = self._credentials.headers(request.url)
        if request.body is not None:
            headers["Content-Type"] = request.media or FORM
        address = self._credentials.sent(request.url)
        wire, deadline = self._open()
        allowed = min(self.settings.total_timeout, max(self._time_left(), 1.0))
        with (
            deadline.within(allowed),
            wire.asked(request.method, address, _sent(request.body), headers) as answer,
        ):
            got.status = answer.status_code
            got.headers = tuple((key.lower(), value) for key, value in answer.headers.multi_items())
            declared = answer.headers.get("content-length", "")
            if _is_number(declared) and int(declared) > limit:
                raise StoppedError(FetchOutcome.TOO_LARGE, f"{declared} bytes announced, {limit} allowed")
            unpack = Unpacker(answer.headers.get("content-encoding", ""), limit)
            for chunk in wire.body_of(answer):
                got.add(unpack.feed(chunk))
                if got.length > limit:
                    raise StoppedError(FetchOutcome.TOO_LARGE, f"more than {limit} bytes")
                if (self.clock.now() - began).total_seconds() > self.settings.total_timeout:
                    raise StoppedError(
                        FetchOutcome.TIMEOUT, f"not done after {self.settings.total_timeout} s", again=True
                    )
            got.add(unpack.rest())
            if not unpack.whole:
                raise StoppedError(FetchOutcome.TRUNCATED, "the compressed body ends early", again=True)
            if is_cut_off(got):
                raise StoppedError(FetchOutcome.TRUNCATED, "the page ends before its end", again=True)

    def _open(self) -> "tuple[Wire, Deadline]":
        import httpx

        from niemyet.extractors.fetching.wire import Deadline, Wire

        with self._opening:
            if self._wire is None or self._deadline is None:
                trust = partial(_trusted, self.settings.ca_bundle)
                if self.settings.ca_bundle is not None:
                    trust()  # a file that cannot be read is said before anything is asked
                self._deadline = Deadline()
                self._wire = Wire(
                    self._bounds,
                    self._deadline,
                    trust=trust,
                    headers={
                        "Accept": "*/*",
                        "Accept-Encoding": "gzip",
                        "Connection": "keep-alive",
                        "User-Agent": user_agent(self.settings.contact),
                        "Accept-Language": "vi,en;q=0.5",
                        "Cache-Control": "no-cache",
                    },
                    timeout=httpx.Timeout(
                        self.settings.read_timeout, connect=self.settings.connect_timeout, pool=None
                    ),
                )
            return self._wire, self._deadline

    # ---- permission ----

    def _check_bounds(self, request: Request) -> None:
        reason = self._bounds.refuse(request.url)
        if reason is not None:
            raise self._refusal(
                request,
                msg("not called, the configuration does not allow this address ({why})", why=reason),
            )

    def _check_robots(self, request: Request) -> float:
        """Refuse what robots.txt refuses; give the pause in seconds that it asks for."""
        if not self.settings.obey_robots:
            return 0.0
        rules = self._rules(request.url)
        if rules.refusal is not None:
            raise self._refusal(request, msg("not read today, {why}", why=rules.refusal))
        if not rules.allows(request.url):
            raise self._refusal(
                request,
                msg("robots.txt of the site does not allow reading this address"),
            )
        return rules.pause()

    def _refusal(self, request: Request, reason: Message) -> FetchError:
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
                error=str(reason),
            )
        )
        return FetchError(
            msg("{where}: {error}", where=request.url, error=reason),
            url=request.url,
            outcome=FetchOutcome.DISALLOWED,
        )

    def _rules(self, url: str) -> Rules:
        place = place_of(url)
        assert place is not None, "within bounds"
        origin = place.origin
        with self._politeness.rules_of(origin) as rules:
            if origin not in rules:
                rules[origin] = self._ask_rules(f"{origin}/robots.txt")
            return rules[origin]

    def _ask_rules(self, url: str) -> Rules:
        """RFC 9309 §2.3.1: 4xx allows all, 5xx and silence allow nothing; HTML is no robots.txt."""
        try:
            answer = self._fetch(Request("GET", url, None, "robots"), url)
        except FetchError as error:
            status = error.status
            if status is not None and 400 <= status < 500 and error.outcome == FetchOutcome.HTTP_ERROR:
                return Rules()
            return Rules(refusal=msg("its robots.txt could not be had ({error})", error=error))
        return rules_in(decode(answer.body[:ROBOTS_LIMIT], answer.headers.get("content-type", "")))


def _sent(body: str | None) -> bytes | None:
    return None if body is None else body.encode("utf-8", "replace")


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


# ---- small helpers ----------------------------------------------------------------------------------


def user_agent(contact: str) -> str:
    """`niemyet/<version> (+contact)`, in ASCII whatever the contact is."""
    from importlib import metadata  # not before a request: with what it imports, 10 ms

    try:
        version = metadata.version(AGENT)
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{AGENT}/{version} (+{quote(contact.strip(), safe=':/@+?=&.,-_~#%')})"


def _delay(sent: _Sent, attempt: int, wait: float, now: datetime) -> float | None:
    """Seconds before the next try; None when there is nothing to try again."""
    if not sent.again:
        return None
    asked = _retry_after(sent.retry_after, now)
    return asked if asked is not None else min(max(wait, 1.0) * 2.0**attempt, MAX_BACK_OFF)


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110 §10.2.3); None for what is neither seconds nor a date."""
    if value is None:
        return None
    if _is_number(value.strip()):
        return float(value)
    try:
        when = parsedate_to_datetime(value)
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())
    except (ValueError, TypeError, LookupError, OverflowError):
        return None


def _is_number(text: str) -> bool:
    """Digits of ASCII, and no more than a number of bytes or seconds can have: “²” is a digit to Python, and no number."""
    return re.fullmatch(r"[0-9]{1,18}", text) is not None


def _sendable(url: str) -> str:
    address = normal(url)
    if address is None:
        raise FetchError(
            msg("{url}: not an address", url=url),
            url=url,
            outcome=FetchOutcome.DISALLOWED,
        )
    return address


def _redirect_target(exchange: Exchange) -> str:
    """Where an answer sends to. Raises FetchError when that is no address."""
    location = next((value for key, value in exchange.headers if key == "location"), "")
    # Header bytes beyond ASCII arrive as Latin-1; addresses with Vietnamese in them are UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    target = joined(exchange.url, location)
    address = normal(target) if target is not None else None
    if address is None:
        raise FetchError(
            msg(
                "{url}: redirected to what is no address: {location!r}",
                url=exchange.url,
                location=location[:200],
            ),
            url=exchange.url,
            outcome=FetchOutcome.NOT_THE_PAGE,
            status=exchange.status,
        )
    return address


def _as_response(url: str, exchange: Exchange, sha256: str) -> Response:
    return Response(url, exchange.url, exchange.status or 0, dict(exchange.headers), exchange.body, sha256)


def _as_error(exchange: Exchange) -> FetchError:
    return FetchError(
        msg("{where}: {error}", where=exchange.url, error=_why(exchange)),
        url=exchange.url,
        outcome=exchange.outcome,
        status=exchange.status,
    )


def _why(exchange: Exchange) -> Message:
    """What came of it in words for clerks; the wire's own words stand in the log of exchanges."""
    error = exchange.error
    if _distrusted(exchange):
        return msg(
            "no connection with the portal ({error}); set ca_bundle in [fetch] if the site's chain is incomplete",
            error=error,
        )
    match exchange.outcome:
        case FetchOutcome.HTTP_ERROR:
            return msg("the portal answers with error {status}", status=exchange.status)
        case FetchOutcome.RATE_LIMITED:
            return msg("the portal refuses, it was called too often (429); left for the next run")
        case FetchOutcome.CHALLENGE:
            return msg(
                "the portal asks to check the browser; the program stops here and does not get round it"
            )
        case FetchOutcome.NOT_THE_PAGE:
            return msg(
                "the portal gives something else than the page that was asked for ({error})", error=error
            )
        case FetchOutcome.TIMEOUT:
            return msg("the portal does not answer in time")
        case FetchOutcome.TOO_LARGE:
            return msg("the content is larger than allowed (max_response_mb)")
        case FetchOutcome.TRUNCATED:
            return msg("the content breaks off midway")
        case _ if (error or "").endswith(NO_ADDRESS):
            return msg(
                "no connection with the portal: the name of the host is not known; compare `url`, or the network"
            )
        case _:
            return msg("no connection with the portal ({error})", error=error)


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
                msg(
                    "ca_bundle: “{bundle}” is no file of certificates (PEM): {error}",
                    bundle=bundle,
                    error=error,
                ),
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
