"""One catalogue for everything that a person reads: English in the code, the other languages in `data/<lang>.po`.

The catalogue is gettext's own text format, read as it stands: no compiled file to make, so a wheel, an editable install
and a checkout speak alike. Reading it takes about a millisecond, once, and only when a translation is asked for.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

#: What is kept as given, because a language may write it its own way; anything else becomes text at once.
_KEPT = (str, int, float, date, list, tuple)


class _Day(date):
    """A day in Vietnamese words where its place names no form."""

    def __format__(self, form: str) -> str:
        return super().__format__(form or "%d/%m/%Y")


class _Figure(float):
    """A figure in Vietnamese signs, in whatever form its place asks for."""

    def __format__(self, form: str) -> str:
        return number_words(float(self), "vi", form)


def _said(value: object, lang: str) -> object:
    if isinstance(value, Spoken):
        return value.text(lang)
    if lang == "vi" and isinstance(value, float):
        return _Figure(value)
    if lang == "vi" and isinstance(value, date) and not isinstance(value, datetime):
        return _Day(value.year, value.month, value.day)
    return value


@runtime_checkable
class Spoken(Protocol):
    """What is said in a language when the language is known."""

    def text(self, lang: str) -> str:
        """The sentence in a language (`vi` or `en`)."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence before it is said in a language: the English pattern and what is filled in."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """The sentence in a language (`vi` or `en`); English where the catalogue does not know it."""
        said = {name: _said(value, lang) for name, value in self.values.items()}
        return translated(self.msgid, lang).format(**said)

    def __str__(self) -> str:
        return self.text("en")


#: What may be named in a message: a name as it stands, or something that each language calls its own way.
Words = Spoken | str


@dataclass(frozen=True, slots=True)
class Messages:
    """Several messages in one sentence, each in its language."""

    parts: tuple[Words, ...]
    between: str = ", "

    def text(self, lang: str) -> str:
        """All of them, one after the other."""
        return self.between.join(part if isinstance(part, str) else part.text(lang) for part in self.parts)

    def __str__(self) -> str:
        return self.text("en")


def day_words(day: date, lang: str) -> str:
    """A day as a language writes it: 31/12/2022, 2022-12-31."""
    return f"{day:%d/%m/%Y}" if lang == "vi" else day.isoformat()


_SIGNS = str.maketrans(".,", ",.")


def number_words(number: float, lang: str, form: str = "") -> str:
    """A figure as a language writes it, in a form of `format`: 1.234,5 for `,.1f` in Vietnamese, 1,234.5 in English."""
    said = format(number, form)
    return said.translate(_SIGNS) if lang == "vi" else said


@dataclass(frozen=True, slots=True)
class Both:
    """A text that is made in both languages elsewhere: the sentences of questions and of what they take."""

    en: str
    vi: str

    def text(self, lang: str) -> str:
        """The one in a language."""
        return self.vi if lang == "vi" else self.en

    def __str__(self) -> str:
        return self.en


def msg(msgid: str, /, **values: object) -> Message:
    """A message: its English text with named places, as `str.format` has them, and their values.

    A value may be a message itself, or an error that was raised with one. The text is a literal, so that the test finds it
    and looks for its translation.
    """
    return Message(msgid, {name: _kept(value) for name, value in values.items()})


def _kept(value: object) -> object:
    if isinstance(value, Exception):
        told = getattr(value, "told", None)
        return told if isinstance(told, Spoken) else str(value)
    return value if isinstance(value, (*_KEPT, Spoken)) else str(value)


def translated(msgid: str, lang: str) -> str:
    """The pattern in a language, its places not yet filled in."""
    return msgid if lang == "en" else catalogue(lang).get(msgid, msgid)


@functools.cache
def catalogue(lang: str) -> Mapping[str, str]:
    """English → translation, without entries that are empty or marked fuzzy; empty for a language nobody wrote."""
    file = Path(__file__).parent / "data" / f"{lang}.po"
    return read_po(file.read_text(encoding="utf-8")) if file.is_file() else {}


def read_po(text: str) -> dict[str, str]:
    """The entries of a catalogue: `msgid` and `msgstr` over one or more lines, comments, nothing in the plural.

    A `msgid` begins an entry, also without an empty line before it: two branches may have written at the same place.
    """
    found: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    part, fuzzy, marked = "", False, False

    def keep() -> None:
        if parts["msgid"] and parts["msgstr"] and not fuzzy:
            found[parts["msgid"]] = parts["msgstr"]

    for line in text.splitlines():
        if line.startswith("#"):
            marked = marked or (line.startswith("#,") and "fuzzy" in line)
            continue
        word, _, rest = line.partition(" ")
        if word == "msgid":
            keep()
            parts = {"msgid": "", "msgstr": ""}
            fuzzy, marked = marked, False
        if word in parts:
            part = word
        if part and line.strip():
            parts[part] += _unquoted((rest if word in parts else line).strip())
    keep()
    return found


def _unquoted(literal: str) -> str:
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), inner)
