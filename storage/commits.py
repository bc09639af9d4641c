"""The chain of notes: which files there were at each publication, with their sizes and hashes.

    lake/commits/00000007.json   what was added since the note before, and that note's place in the chain
    lake/head.json               the newest note and its place in the chain, so that a lost last note is seen
    lake/manifest.json           all notes up to one of them, folded, so that no run reads thousands of notes

A note's link is the hash over the link before it and its own bytes: a note that is changed, cut or lost breaks the
chain at its number. Notes of earlier versions are bare lists of names; the first note of this form seals them too.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from niemyet.model.errors import StorageError
from niemyet.model.messages import Message, msg
from niemyet.storage.object_store import MissingObjectError, ObjectStore

#: Notes after the folded ones that a run may have to read: a month of nights with two notes each; chosen, not measured.
_FOLDED_EVERY = 64
_START = "0" * 64
_HEAD = "head.json"
_FOLDED = "manifest.json"
_LAKE = "lake/"


@dataclass(frozen=True, slots=True)
class Seal:
    """What was noted of a file; without hash and size where only an earlier version has noted it."""

    note: int  # the first that names it
    sha256: str | None = None
    size: int | None = None


def seal_of(data: bytes) -> tuple[int, str]:
    """Size and hash, as a note has them."""
    return len(data), sha256(data).hexdigest()


@dataclass(slots=True)
class _Chain:
    """All notes up to one, folded."""

    last: int  # number of the last note, -1 before the first
    link: str
    seals: dict[str, Seal]
    chained: int = 0  # notes of this form among them


class Commits:
    """The notes of one lake. Names are relative to the data folder: `lake/readings/…`, `raw/exchanges/…`."""

    def __init__(self, place: ObjectStore) -> None:
        self._place = place
        self._chain: _Chain | None = None

    def numbers(self) -> list[int]:
        """The notes that are there."""
        found = []
        for name in self._place.names("commits"):
            stem = name.removeprefix("commits/").removesuffix(".json")
            if stem.isdecimal():
                found.append(int(stem))
        return sorted(found)

    def seals(self) -> Mapping[str, Seal]:
        """File → what was noted of it. Raises StorageError where the chain is broken."""
        return self._read().seals

    def last(self) -> str | None:
        """The newest note's name."""
        chain = self._read()
        return None if chain.last < 0 else _name(chain.last)

    def at(self, note: str) -> frozenset[str]:
        """Names of the appends that were there when a note was made, relative to the lake."""
        if not note.isdecimal() or int(note) > self._read().last:
            raise _broken(f"{self._place.address}/commits/{note}.json", msg("it is missing"))
        until = int(note)
        return frozenset(
            name.removeprefix(_LAKE)
            for name, seal in self.seals().items()
            if seal.note <= until and name.startswith(_LAKE)
        )

    def add(
        self, files: Mapping[str, tuple[int, str]], gone: Iterable[str] = (), *, why: str | None = None
    ) -> str:
        """Note files by name, size and hash; `gone`: files that were set aside and are no longer held to be there.

        `why`: what was done to files that were noted before with other bytes.
        """
        chain = self._read()
        number = chain.last + 1
        note: dict[str, Any] = {
            "format": 2,
            "parent": chain.link,
            "files": {name: list(files[name]) for name in sorted(files)},
        }
        left = sorted(gone)
        if left:
            note["gone"] = left
        if why is not None:
            note["why"] = why
        data = json.dumps(note, indent=0).encode()
        self._place.create(f"commits/{_name(number)}.json", data)  # of two that hold the same turn, one
        _fold(chain, number, data, f"{self._place.address}/commits/{_name(number)}.json")
        head = {"note": number, "link": chain.link}
        self._place.write(_HEAD, json.dumps(head).encode())
        if number % _FOLDED_EVERY == _FOLDED_EVERY - 1:
            self.fold()
        return _name(number)

    def fold(self) -> None:
        """Write what all notes say together, so that the next run need not read them."""
        chain = self._read()
        folded = {
            "note": chain.last,
            "link": chain.link,
            "chained": chain.chained,
            "files": {
                name: [seal.note, seal.size, seal.sha256] for name, seal in sorted(chain.seals.items())
            },
        }
        self._place.write(_FOLDED, json.dumps(folded, indent=0).encode())

    def forget(self) -> None:
        """Read anew what another process may have written."""
        self._chain = None

    def problems(self) -> list[StorageError]:
        """What is wrong with the chain, from its first note on, whatever is folded."""
        try:
            head = self._head()
            chain = self._folded_up(_Chain(-1, _START, {}))
            self._check_head(chain, head)
            folded = self._folded()
        except StorageError as error:
            return [error]
        if folded is not None and folded.last <= chain.last:
            part = self._folded_up(_Chain(-1, _START, {}), until=folded.last)
            if (part.link, part.seals) != (folded.link, folded.seals):
                return [
                    StorageError(
                        msg(
                            "{where}: not what the notes in commits/ give",
                            where=f"{self._place.address}/{_FOLDED}",
                        )
                    )
                ]
        return []

    def restart(self, files: Mapping[str, tuple[int, str]]) -> None:
        """Begin the chain anew over the files that are there; the old notes must have been set aside."""
        self._place.delete(_HEAD)
        self._place.delete(_FOLDED)
        self.forget()
        self.add(files)

    # ---- reading ----

    def _read(self) -> _Chain:
        if self._chain is None:
            head = self._head()  # first: whoever writes meanwhile writes a note before the head that names it
            folded = self._folded() or _Chain(-1, _START, {})
            chain = self._folded_up(folded)
            self._check_head(chain, head)
            self._chain = chain
        return self._chain

    def _folded_up(self, chain: _Chain, until: int | None = None) -> _Chain:
        there = [one for one in self.numbers() if until is None or one <= until]
        for number in range(chain.last + 1, max(there, default=-1) + 1):
            where = f"{self._place.address}/commits/{_name(number)}.json"
            try:
                data = self._place.read(f"commits/{_name(number)}.json")
            except MissingObjectError:
                raise _broken(where, msg("it is missing, a later one is there")) from None
            _fold(chain, number, data, where)
        return chain

    def _folded(self) -> _Chain | None:
        try:
            data = self._place.read(_FOLDED)
        except MissingObjectError:
            return None
        try:
            held = json.loads(data)
            seals = {name: Seal(note, digest, size) for name, (note, size, digest) in held["files"].items()}
            return _Chain(int(held["note"]), str(held["link"]), seals, int(held["chained"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken(
                f"{self._place.address}/{_FOLDED}", msg("it is garbled ({error})", error=error)
            ) from error

    def _head(self) -> bytes | None:
        try:
            return self._place.read(_HEAD)
        except MissingObjectError:
            return None

    def _check_head(self, chain: _Chain, head: bytes | None) -> None:
        """The head is written right after its note: it may be behind the notes that were read after it, never ahead."""
        where = f"{self._place.address}/{_HEAD}"
        if head is None:
            if chain.chained > 1 and self._head() is None:
                raise _broken(where, msg("it is missing"))
            return
        try:
            held = json.loads(head)
            note, link = int(held["note"]), str(held["link"])
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(where, msg("it is garbled ({error})", error=error)) from error
        if note > chain.last:
            raise _broken(
                f"{self._place.address}/commits/{_name(note)}.json", msg("the last note is missing")
            )
        if note == chain.last and link != chain.link:
            raise _broken(
                f"{self._place.address}/commits/{_name(note)}.json", msg("it is not the note that was made")
            )


def _fold(chain: _Chain, number: int, data: bytes, where: str) -> None:
    """Take a note into what is folded."""
    try:
        note = json.loads(data)
        if isinstance(note, list):
            files: dict[str, Any] = {_LAKE + str(name): (None, None) for name in note}
            gone: list[str] = []
        else:
            files, gone = dict(note["files"]), list(note.get("gone", ()))
            if note["parent"] != chain.link:
                raise _broken(
                    where, msg("it does not follow from the notes before it; one of them was changed")
                )
            chain.chained += 1
        for name, (size, digest) in files.items():
            known = chain.seals.get(name)
            chain.seals[name] = Seal(known.note if known else number, digest, size)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(where, msg("it is garbled ({error})", error=error)) from error
    for name in gone:
        chain.seals.pop(name, None)
    chain.last = number
    chain.link = sha256(chain.link.encode() + data).hexdigest()


def _name(number: int) -> str:
    return f"{number:08d}"


def _broken(where: str, what: Message) -> StorageError:
    return StorageError(
        msg(
            "{where}: {what}. It holds which facts there were when releases were made. Put it "
            "back from a backup, or run `niemyet repair` (it only lists; --yes mends).",
            where=where,
            what=what,
        ),
    )
