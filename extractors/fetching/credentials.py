"""What a configured address keeps secret: put in when it is sent, taken out before anything is kept (docs/security.md).

The address that the rest of niemyet sees has no name and password, and `${NAME}` where its query names a variable of
the environment. So no table, log, question or export can hold the value.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from niemyet.extractors.fetching.addresses import place_of

#: A variable of the environment, also as an address spells it.
_VARIABLE = re.compile(r"(?:\$|%24)(?:\{|%7B)([A-Za-z_][A-Za-z0-9_]*)(?:\}|%7D)", re.IGNORECASE)
#: Shorter values stand in any text by chance: they are masked as a value of a query only; chosen, not measured.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of one address: its origin, `name:password`, and the values of the variables in its query."""

    origin: str | None = None
    user: str | None = None
    values: tuple[tuple[str, str], ...] = ()

    def sent(self, url: str) -> str:
        """The address as it goes over the wire; another origin is told nothing."""
        if not self.values or not self._is_own(url):
            return url
        values = dict(self.values)

        def value_of(found: re.Match[str]) -> str:
            value = values.get(found[1])
            return found[0] if value is None else quote(value, safe="")

        return _VARIABLE.sub(value_of, url)

    def headers(self, url: str) -> dict[str, str]:
        """`Authorization` for an address of the own origin (RFC 7617)."""
        if self.user is None or not self._is_own(url):
            return {}
        return {"Authorization": "Basic " + base64.b64encode(self.user.encode()).decode("ascii")}

    def masked(self, text: str) -> str:
        """A text without any of it: an address, a header, a message."""
        for pattern, shown in _spellings(self):
            text = re.sub(pattern, shown, text)
        return text

    def masked_bytes(self, data: bytes) -> bytes:
        """A body without any of it; the very same bytes where it holds none."""
        for pattern, shown in _spellings(self):
            data = re.sub(pattern.encode(), shown.encode(), data)
        return data

    def _is_own(self, url: str) -> bool:
        place = place_of(url)
        return place is not None and place.origin == self.origin


NO_CREDENTIALS = Credentials()


@lru_cache(maxsize=64)  # asked for each header and body of a night, of a handful of addresses
def _spellings(credentials: Credentials) -> tuple[tuple[str, str], ...]:
    """Pattern → what is shown instead, the longest first: one value may hold another."""
    secrets = [(value, f"${{{name}}}") for name, value in credentials.values if value]
    if credentials.user is not None:
        secrets += [(part, "***") for part in {credentials.user, credentials.user.partition(":")[2]} if part]
        secrets.append(
            (base64.b64encode(credentials.user.encode()).decode("ascii"), "***")
        )  # a page that shows requests
    spelt = {(spelling, shown) for secret, shown in secrets for spelling in _spelt(secret)}
    longest = sorted(spelt, key=lambda pair: (-len(pair[0]), pair))
    patterns = [
        (
            re.escape(spelling) if len(spelling) >= _TELLING else rf"(?<==){re.escape(spelling)}(?![\w%])",
            shown,
        )
        for spelling, shown in longest
    ]
    if credentials.user is not None:
        patterns.insert(0, (r"(?<=://)" + re.escape(credentials.user) + "@", ""))
    return tuple(patterns)


_HEX = re.compile(r"%[0-9A-F]{2}")


def _spelt(secret: str) -> set[str]:
    """A secret as addresses, pages and JSON write it, which is how a portal prints back what it was asked."""
    quoted = {quote(secret, safe=""), quote(secret, safe=":"), quote(secret)}
    lower = {_HEX.sub(lambda found: found[0].lower(), one) for one in quoted}
    escaped = json.dumps(secret)[1:-1]
    return {
        secret, *quoted, *lower, quote(quote(secret, safe=""), safe=""), escape(secret), escape(secret, quote=False),
        escaped, escaped.replace("/", "\\/"), json.dumps(secret, ensure_ascii=False)[1:-1],
    }  # fmt: skip


def set_apart(url: str, environment: Mapping[str, str]) -> tuple[str, Credentials]:
    """An address of the configuration → the address that may be shown, and what it keeps secret.

    Raises:
        KeyError: the environment lacks a variable that the query names.
    """
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    shown = urlunsplit(parts._replace(netloc=host)) if at else url
    place = place_of(shown)
    values = {name: environment[name] for name in _VARIABLE.findall(parts.query)}
    if not at and not values:
        return url, NO_CREDENTIALS
    origin = place.origin if place is not None else None
    return shown, Credentials(origin, unquote(user) if at else None, tuple(sorted(values.items())))
