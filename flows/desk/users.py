"""Who may use the desk: a file of users with their role, units and password (kept as scrypt, RFC 7914)."""

import base64
import hashlib
import hmac
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.storage.files import write_atomic

#: scrypt with N = 2^15, r = 8, p = 1: 32 MB and a tenth of a second, as OWASP's password storage sheet asks at least.
_COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
#: NIST SP 800-63B-4 §3.1.1.2 asks for at least 8 characters where something else guards too; the rate limit does.
SHORTEST = 8


class Role(StrEnum):
    """What a user may do."""

    READER = "reader"  # look
    CLERK = "clerk"  # report work and observations of the own units
    OFFICER = "officer"  # all of that for every unit, answer questions, hand in decisions


@dataclass(frozen=True, slots=True)
class User:
    """One user. `units`: of a clerk; others have all."""

    name: str
    role: Role
    units: tuple[str, ...] = ()
    password: str = ""  # scrypt:<salt>:<hash>, both base64

    def may_report(self, unit_id: str) -> bool:
        """Whether work of a unit may be reported."""
        return self.role is Role.OFFICER or (self.role is Role.CLERK and unit_id in self.units)

    @property
    def may_decide(self) -> bool:
        """Whether questions may be answered and decisions handed in."""
        return self.role is Role.OFFICER


def hashed(password: str, salt: bytes | None = None) -> str:
    """A password as it is kept."""
    grain = salt if salt is not None else os.urandom(16)
    key = hashlib.scrypt(password.encode(), salt=grain, **_COST)
    return f"scrypt:{base64.b64encode(grain).decode()}:{base64.b64encode(key).decode()}"


#: What the password of an unknown name is held against: an answer takes as long as for a known one. No password is kept so;
#: working out one that is would cost every start 0.1 s and 32 MB.
_NOBODY = f"scrypt:{base64.b64encode(bytes(16)).decode()}:{base64.b64encode(bytes(64)).decode()}"


#: Passwords that are checked at once: each takes 32 MB, and anybody may send one.
_AT_ONCE = threading.Semaphore(2)


class Users:
    """The file of users; read anew when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> Mapping[str, User]:
        """Users by name.

        Raises:
            UsageError: the file is not what `niemyet desk-user` writes.
        """
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            users = [
                User(str(one["name"]), Role(one["role"]), tuple(one["units"]), str(one["password"]))
                for one in held["users"]
            ]
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                msg(
                    "{path}: no file of users as `niemyet desk-user` writes it ({error}).",
                    path=self.path,
                    error=error,
                )
            ) from error
        return {user.name: user for user in users}

    def keep(self, user: User) -> None:
        """Add a user, or put one in the place of one of the same name."""
        self._write({**self.all(), user.name: user})

    def remove(self, name: str) -> None:
        """Remove a user.

        Raises:
            UsageError: there is none of that name.
        """
        users = dict(self.all())
        if name not in users:
            raise UsageError(msg("no user {name} in {path}.", name=name, path=self.path))
        del users[name]
        self._write(users)

    def still(self, user: User) -> User | None:
        """Who signed in, as the file has it now; None when removed, or when the password was changed meanwhile."""
        now = self.all().get(user.name)
        return now if now is not None and hmac.compare_digest(now.password, user.password) else None

    def known(self, name: str, password: str) -> User | None:
        """The user of a name and password, or None; takes as long for one as for the other."""
        user = self.all().get(name)
        salt, _, kept = (user.password if user else _NOBODY).removeprefix("scrypt:").partition(":")
        with _AT_ONCE:
            found = hashed(password, base64.b64decode(salt)).rpartition(":")[2]
        fits = hmac.compare_digest(found.encode(), kept.encode())
        return user if user is not None and fits else None

    def _write(self, users: Mapping[str, User]) -> None:
        rows = [
            {"name": one.name, "role": one.role.value, "units": list(one.units), "password": one.password}
            for one in (users[name] for name in sorted(users))
        ]
        write_atomic(self.path, json.dumps({"users": rows}, ensure_ascii=False, indent=1).encode(), 0o600)


def with_password(user: User, password: str) -> User:
    """The user with a password.

    Raises:
        UsageError: it is too short.
    """
    if len(password) < SHORTEST:
        raise UsageError(msg("a password needs at least {least} characters.", least=SHORTEST))
    return replace(user, password=hashed(password))
