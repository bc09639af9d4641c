"""The hostile behaviours of PORTALS §5 that the simulator can switch on, and when each strikes."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Switch(StrEnum):
    """One behaviour; the value is how it is named in tables."""

    WRAPS = "1 past the end: page 1 again"
    IGNORES_PAGE = "2 the page's number is ignored"
    MOVES = "3 rows come and go while paging"
    BACKDATED = "4 backdated, deep in the list"
    NEW_INSTANCE = "9 instance ids change"
    ALIASES = "11 several addresses for one document"
    REPOSTED = "12 posted again under another number string"
    FOREIGN = "13 a ministry's decision posted"
    REPLACED = "16 other bytes under the old address"
    HTML_FOR_FILE = "17 HTML where a file should be"
    SPARE_NAMES = "20 several files, odd names"
    DRIVE = "21 file on another host"
    IN_VIEWER = "22 file only in a viewer's frame"
    CUT_SHORT = "24 body cut off"
    NOISE = "26 noise on each load"
    SOFT_404 = "27 home page with 200 for a document"
    BLOCKED_200 = "27 “Your request is blocked” with 200"
    DECOMPOSED = "28 text in NFD, doubled spaces"
    MALFORMED = "29 malformed markup"
    MIXED_DATES = "30 mixed date forms"
    CUT_TITLES = "31 titles cut off in lists"
    HUGE = "33 a page of 10 MB"
    RATE_LIMIT = "35 429 with Retry-After"
    ROBOTS_503 = "36 503 on robots.txt"
    ROBOTS_DELAY = "36 Crawl-delay and Disallow in robots.txt"
    COOKIE_GATE = "37 cookie gate"
    FIREWALL = "38 403 page of a firewall"
    RESETS = "40 connection reset"
    RENAMED = "41 host renamed: redirects"
    RETITLED = "26 a title that really changes"
    WITHDRAWN = "42 really withdrawn"
    SHRUNK = "42 a list that suddenly shows little"
    DARK = "42 nothing but errors for nights"
    STALE = "10 first pages from a cache, later ones fresh"
    PLACEHOLDER = "18 a note in the file's place, the file later"
    FORMATS = "23 scans, OLE2, archives, names that lie"
    CHARSETS = "32 header and page name different charsets"
    UNTRUSTED = "39 sent on to a certificate nobody vouches for"


#: Nights on which nothing can be read of the site as a whole.
SHUT = frozenset(
    {
        Switch.ROBOTS_503,
        Switch.COOKIE_GATE,
        Switch.FIREWALL,
        Switch.BLOCKED_200,
        Switch.DARK,
        Switch.UNTRUSTED,
    }
)


#: What befalls single requests and is gone when they are sent again, or another night.
_PASSING = frozenset({Switch.RATE_LIMIT, Switch.RESETS, Switch.CUT_SHORT, Switch.SOFT_404})


@dataclass(frozen=True, slots=True)
class Weather:
    """Which behaviours are on, and on which nights those strike that do not always."""

    on: frozenset[Switch]
    nights: dict[Switch, frozenset[int]]

    def strikes(self, switch: Switch, night: int) -> bool:
        """Whether a behaviour strikes on a night."""
        return switch in self.on and (switch not in self.nights or night in self.nights[switch])

    def shut(self, night: int) -> bool:
        """Whether the site as a whole cannot be read on a night."""
        return any(self.strikes(one, night) for one in SHUT)


def weather(switches: Iterable[Switch], seed: int, nights: int) -> Weather:
    """When the behaviours strike, by seed. Never on the last two nights; the first night is never shut."""
    on = frozenset(switches)
    rng = random.Random(f"weather {seed}")
    struck: dict[Switch, frozenset[int]] = {}
    for one in Switch:
        days = frozenset(rng.sample(range(1, max(2, nights - 2)), min(3, max(1, nights - 3))))
        if one is Switch.DARK:
            begin = rng.randint(1, max(1, nights - 5))
            days = frozenset(range(begin, min(begin + 3, nights - 2)))
        if one in SHUT or one is Switch.IGNORES_PAGE:
            struck[one] = days
        elif one is Switch.SHRUNK:
            begin = rng.randint(8, max(8, nights - 6))
            struck[one] = frozenset(range(begin, min(begin + 4, nights - 2)))
        elif one in _PASSING or one is Switch.STALE:
            struck[one] = days | {0}  # when most is asked for
    return Weather(on, struck)
