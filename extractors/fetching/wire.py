"""The connections under the client: to addresses that were checked, and never longer than the request may take.

A timeout of each read alone bounds nothing: headers, 103 answers and chunk extensions can trickle a byte at a time. And a
name that was checked may lead elsewhere when it is asked again; so the connection goes to an address that was checked.
"""

import http.cookiejar
import ssl
import threading
import time
import typing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpcore
import httpx

from niemyet.extractors.fetching.bounds import Bounds


class Deadline:
    """Until when the request of this thread must be done; a request runs in the thread that asked for it."""

    def __init__(self) -> None:
        self._until = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Everything on the wire ends in so many seconds."""
        self._until.at = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until.at = None

    def left(self, wanted: float | None) -> float | None:
        """The time that one step may take. Raises httpcore.ReadTimeout when none is left."""
        at = getattr(self._until, "at", None)
        if at is None:
            return wanted
        left = float(at - time.monotonic())
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is used up")
        return left if wanted is None else min(wanted, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is held to the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Resolves once, checks each address, connects to one of those."""

    def __init__(self, bounds: Bounds, deadline: Deadline) -> None:
        self._bounds = bounds
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = self._bounds.addresses(host, port)
        refused = [one for one in found if not self._bounds.admits(host, one)]
        if refused:
            raise httpcore.ConnectError(f"{host} leads to a private address ({refused[0]}); not called")
        failed: Exception = httpcore.ConnectError(f"{host}: no address is known for this name")
        for address in found:
            try:
                left = self._deadline.left(timeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return _Stream(stream, self._deadline)
        raise failed


class _AsciiCookies(http.cookiejar.DefaultCookiePolicy):
    """Headers are ASCII: one cookie beyond it would make every later request of the session impossible."""

    def set_ok(self, cookie: http.cookiejar.Cookie, request: typing.Any) -> bool:
        return _is_plain(cookie) and super().set_ok(cookie, request)


def _is_plain(cookie: http.cookiejar.Cookie) -> bool:
    words = (cookie.name, cookie.value or "", cookie.path, cookie.domain)
    return all(word.isascii() and word.isprintable() for word in words)


class _Unfollowing(httpx.Client):
    """httpx works out the next request even where nothing is followed, and raises on a Location that is no address (0.28)."""

    def _build_redirect_request(self, request: httpx.Request, response: httpx.Response) -> httpx.Request:
        del response
        return request


def opened(
    bounds: Bounds,
    deadline: Deadline,
    *,
    trust: ssl.SSLContext,
    headers: dict[str, str],
    timeout: httpx.Timeout,
) -> httpx.Client:
    """A client of HTTP on guarded connections; it follows nothing, and reads nothing of the environment."""
    transport = httpx.HTTPTransport(verify=trust, trust_env=False)
    # httpx has no parameter for this (0.28); a test watches that connections go through here.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=trust, network_backend=_Network(bounds, deadline), max_keepalive_connections=20
    )
    return _Unfollowing(
        transport=transport,
        headers=headers,
        timeout=timeout,
        cookies=http.cookiejar.CookieJar(_AsciiCookies()),
        follow_redirects=False,
        trust_env=False,
    )
