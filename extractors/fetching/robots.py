"""What an origin's robots.txt allows, by RFC 9309; whatever stands in it, it costs no more than that origin."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from niemyet.model.messages import Message, msg

if TYPE_CHECKING:
    from protego import Protego

AGENT = "niemyet"
ROBOTS_LIMIT = 500 * 1024  # bytes that are parsed (RFC 9309 §2.5)
#: Seconds; a host that asks for more between two requests cannot be read within a night and is left alone.
#: Chosen, not measured.
LONGEST_PAUSE = 900.0
#: What a parser may meet in a file that anybody writes: numbers beyond any range, addresses that are none.
_UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin's robots.txt allows. `refusal` says why nothing may be read today."""

    parsed: "Protego | None" = None
    refusal: Message | None = None

    def allows(self, url: str) -> bool:
        """Whether an address may be read; what cannot be judged may not."""
        try:
            return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))
        except _UNREADABLE:
            return False

    def pause(self) -> float:
        """The seconds between requests that it asks for; infinite where it asks for no number of this world."""
        if self.parsed is None:
            return 0.0
        try:
            delay = float(self.parsed.crawl_delay(AGENT) or 0.0)
            rate = self.parsed.request_rate(AGENT)
            pause = max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)
        except _UNREADABLE:
            return math.inf
        return math.inf if math.isnan(pause) else max(0.0, pause)


def rules_in(text: str) -> Rules:
    """The rules of a robots.txt. One that cannot be read allows nothing today; one that asks for too long a pause neither."""
    from protego import Protego

    try:
        rules = Rules(Protego.parse(text.lstrip("\ufeff")))
    except _UNREADABLE as error:
        return Rules(
            refusal=msg(
                "its robots.txt cannot be read ({kind}: {error})", kind=type(error).__name__, error=error
            )
        )
    pause = rules.pause()
    if pause > LONGEST_PAUSE:
        return Rules(
            refusal=msg(
                "its robots.txt asks for {pause:.0f} s between requests, more than {most:.0f} s",
                pause=pause,
                most=LONGEST_PAUSE,
            )
        )
    return rules
