"""Addresses as pages write them: made absolute, spelt in one way, or known to be none. Nothing here raises on a page's word."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
#: What may stand around an address in an attribute, and within it where a page was wrapped (WHATWG URL, §4.4).
_AROUND = "".join(map(chr, range(0x21)))
_WITHIN = re.compile(r"[\t\n\r]")


Given = ParamSpec("Given")
Told = TypeVar("Told")
#: Addresses whose answers are remembered: each of a page's links is looked at some ten times, and a pager's are on the next page
#: again. Chosen, not measured.
_REMEMBERED = 1024
#: Characters of an address that is remembered; a page may write megabytes into one (`data:`). Servers refuse longer ones
#: (RFC 9110, 4.1 asks for 8,000 at the least).
_LONGEST = 8_000


def remembered(function: Callable[Given, Told]) -> Callable[Given, Told]:
    """The same function of addresses, which answers at once what it was asked before."""
    kept = lru_cache(maxsize=_REMEMBERED)(function)

    @wraps(function)
    def answered(*given: Given.args, **named: Given.kwargs) -> Told:
        short = sum(len(one) for one in given if isinstance(one, str)) <= _LONGEST
        return kept(*given) if short and not named else function(*given, **named)

    return answered


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an address leads: scheme, host (lower case), port, and the name and password it carries."""

    scheme: str
    host: str
    port: int
    credentials: str | None

    @property
    def origin(self) -> str:
        """Scheme, host, and the port where it is not the scheme's own: what a robots.txt speaks for (RFC 9309 §2.3)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def parts_of(url: str) -> SplitResult | None:
    """The parts of an address; None for one that is none: `http://[::1`, a port of letters, a host that NFKC forbids."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
        if parts.hostname and not parts.hostname.isascii():
            parts.hostname.encode("idna")
    except ValueError:  # a UnicodeError is one too
        return None
    return parts


@remembered
def place_of(url: str) -> Endpoint | None:
    """Where an http or https address leads; None for anything else."""
    parts = parts_of(url)
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    credentials = parts.netloc.rpartition("@")[0] or None
    port = parts.port if parts.port is not None else _DEFAULT_PORTS[parts.scheme]
    return Endpoint(parts.scheme, parts.hostname.lower(), port, credentials)


def is_address(text: str) -> bool:
    """Whether a text that a person wrote is an http(s) address that can be asked, whole: no blank, no sign that nobody sees.

    Libraries take line breaks and tabs out of an address before they read it; in a file of a person they are a mistake.
    """
    place = place_of(text)
    return place is not None and place.port != 0 and " " not in text and text.isprintable()


@remembered
def joined(base: str, link: str) -> str | None:
    """A page's link as an absolute address; None when it is none.

    Read as browsers read it: a backslash before the query is a slash, line breaks and tabs within are nothing.
    """
    link = _WITHIN.sub("", link.strip(_AROUND))
    before, mark, after = _cut(link)
    try:
        found = urljoin(base, before.replace("\\", "/") + mark + after)
    except ValueError:
        return None
    return found if parts_of(found) is not None else None


@remembered
def normal(url: str) -> str | None:
    """The address as it is sent: no fragment, spaces and letters beyond ASCII percent-encoded; None when it is none."""
    parts = parts_of(url.strip(_AROUND))
    if parts is None:
        return None
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    return urlunsplit((parts.scheme.lower(), parts.netloc, path, query, ""))


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, when it is one."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _cut(link: str) -> tuple[str, str, str]:
    """What stands before the query or fragment, its mark, and the rest."""
    found = re.search(r"[?#]", link)
    return (link[: found.start()], found.group(), link[found.end() :]) if found else (link, "", "")
