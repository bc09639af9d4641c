"""Who is signed in: sessions in memory, the word that each form must carry, and a brake on guessing."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from niemyet.flows.desk.users import User

COOKIE = "niemyet-desk"
#: A working day and an evening: who comes back the next morning signs in again; chosen, not measured.
_LASTS = 12 * 3600.0
#: So many wrong passwords for a name or from an address, then a pause that doubles up to a quarter of an hour.
#: Chosen, not measured.
_FREE_TRIES = 5
_REMEMBERED = 10_000  # names and addresses: whoever makes them up fills no memory; chosen, not measured
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 900.0  # seconds; chosen, not measured


@dataclass(slots=True)
class Session:
    """One signed-in browser."""

    user: User
    until: float
    word: str = field(default_factory=secrets.token_urlsafe)  # of its forms
    told: list[str] = field(default_factory=list)  # shown on the next page, once


class Sessions:
    """Sessions by the secret in their cookie. They end with the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, Session] = {}
        self._lock = threading.Lock()

    def open(self, user: User) -> str:
        """Sign in; gives the cookie's value."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._held = {name: one for name, one in self._held.items() if one.until > self._clock()}
            self._held[key] = Session(user, self._clock() + _LASTS)
        return key

    def get(self, key: str | None) -> Session | None:
        """The session of a cookie, while it lasts."""
        session = self._held.get(key or "")
        return session if session is not None and session.until > self._clock() else None

    def close(self, key: str | None) -> None:
        """Sign out."""
        with self._lock:
            self._held.pop(key or "", None)


def is_own_form(session: Session, word: str) -> bool:
    """Whether a form came from a page of this session (and not from another site's)."""
    return hmac.compare_digest(session.word.encode(), word.encode())


class Brake:
    """Slows down guessing, by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[int, float]] = {}

    def pause(self, *who: str) -> float:
        """Seconds until the next try is listened to."""
        return max([0.0, *(self._failed[one][1] - self._clock() for one in who if one in self._failed)])

    def failed(self, *who: str) -> None:
        """Count a wrong password."""
        for one in who:
            count = self._failed.get(one, (0, 0.0))[0] + 1
            over = count - _FREE_TRIES
            wait = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**over) if over >= 0 else 0.0
            self._failed.pop(one, None)  # the latest stand last
            self._failed[one] = (count, self._clock() + wait)
        while len(self._failed) > _REMEMBERED:
            self._failed.pop(next(iter(self._failed)))

    def passed(self, *who: str) -> None:
        """Forget the wrong ones."""
        for one in who:
            self._failed.pop(one, None)
