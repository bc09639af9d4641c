"""The text of a configuration: what makes it no TOML, in words for who wrote it, and on which line a key stands.

Values are never shown: an address may hold a password.
"""

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.system_words import system_reason

#: Location of a value: names of keys and, in lists, numbers.
Place = tuple[int | str, ...]

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]#]*?)\s*(\]\]?)")
_NAME = r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'"""
_KEY = re.compile(rf"\s*((?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*)\s*=")
#: What opens a text, or a remark: a text of several lines, a whole one on this line, the rest of the line.
_OPENS = re.compile(r"""\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")
#: Where a text of several lines ends; up to two marks before its last three are the text's own (TOML 1.0, String).
_ENDS = {'"""': re.compile(r'(?:\\.|[^\\])*?"{3,5}'), "'''": re.compile(r".*?'{3,5}")}


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a file.

    Raises:
        UsageError: it is not there or may not be read; it is no text in UTF-8, or no TOML: the line and what was expected there.
    """
    require_file(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _closed(file, error) from error
    text = _decoded(file, data)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        number, why = _why(text, str(error))
        raise _no_toml(file, number, why) from error


def require_file(file: Path) -> None:
    """That a configuration is there.

    Raises:
        UsageError: it is not, or its folder may not be looked into.
    """
    try:
        there, is_folder = file.is_file(), file.is_dir()
    except OSError as error:
        raise _closed(file, error) from error
    if is_folder:
        raise UsageError(
            msg(
                "{file} is a folder; expected a configuration. Name the file in it: --config {inside}",
                file=file,
                inside=shlex.quote(str(file / "niemyet.toml")),
            )
        )
    if not there:
        raise UsageError(
            msg(
                "configuration {file} not found. Begin one with {command}, or name one with --config FILE (docs/operations.md).",
                file=file,
                command=begin_command(file),
            )
        )


def begin_command(file: Path) -> str:
    """The command that writes a configuration at that place, for a province to be filled in."""
    beside = file.resolve() == Path("niemyet.toml").resolve()
    return "niemyet init PROVINCE" + ("" if beside else f" --out {shlex.quote(str(file))}")


def _closed(file: Path, error: OSError) -> UsageError:
    return UsageError(
        msg(
            "configuration {file} cannot be read: {why}. Give it to the user that niemyet runs as.",
            file=file,
            why=system_reason(error),
        )
    )


def line_of(text: str, place: Place) -> int | None:
    """The line on which a key stands, or, where it is not there, the header of its table; None where neither is."""
    best, depth = None, 0
    for number, at in _places(text):
        common = _common(at, place)
        whole = common == min(len(at), len(place))
        if whole and common > depth:
            best, depth = number, common
    return best


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """Each header and key of a file with its line; what stands in a text of several lines is neither."""
    table: Place = ()
    last: dict[Place, int] = {}  # of lists of tables, the number of the one that is being written
    mark = ""
    for number, line in enumerate(text.splitlines(), start=1):
        within, mark = bool(mark), _left_open(line, mark)
        if within:
            continue
        if header := _HEADER.match(line):
            names = _names(header[2])
            table = _under(names[:-1], last)
            if header[1] == "[[":
                last[*table, *names[-1:]] = last.get((*table, *names[-1:]), -1) + 1
            table = _under(names, last)
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_names(key[1]))


def _names(dotted: str) -> list[str]:
    """The parts of a name like `source.list` or `list."user-agent"`."""
    return [part.strip("\"'") for part in re.findall(_NAME, dotted)]


def _under(names: list[str], last: dict[Place, int]) -> Place:
    """A table's place: in a list of tables it is in the newest one."""
    place: Place = ()
    for name in names:
        place = (*place, name)
        if place in last:
            place = (*place, last[place])
    return place


def _left_open(line: str, mark: str) -> str:
    """The marks of a text of several lines that is open at the end of a line; `mark`: of the one open at its beginning."""
    at = 0
    while True:
        if mark:
            end = _ENDS[mark].match(line, at)
            if end is None:
                return mark
            at = end.end()
        opens = _OPENS.search(line, at)
        if opens is None:
            return ""
        mark = opens[0] if opens[0] in _ENDS else ""
        at = opens.end()


def _common(one: Place, other: Place) -> int:
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


# ---- bytes ---------------------------------------------------------------------------------------------


def _decoded(file: Path, data: bytes) -> str:
    """The text; the mark that Notepad puts before UTF-8 is no part of it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_toml(
            file, 1, msg("expected a text in UTF-8, found UTF-16 (Notepad: “Unicode”). {save}", save=_save())
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise _no_toml(
            file, 1, msg("expected a plain text, found a document of a word processor. {save}", save=_save())
        )
    if b"\x00" in data:
        number = data[: data.index(b"\x00")].count(b"\n") + 1
        raise _no_toml(
            file,
            number,
            msg("expected a text in UTF-8, found signs that no text has (UTF-16?). {save}", save=_save()),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data[: error.start].count(b"\n") + 1
        raise _no_toml(
            file,
            number,
            msg(
                "expected a text in UTF-8, found a letter of another encoding (TCVN3, VNI, 1258?). {save}",
                save=_save(),
            ),
        ) from error


def _save() -> Message:
    return msg("Open it in Notepad and choose Save as, Encoding: UTF-8.")


def _no_toml(file: Path, number: int, why: Words) -> UsageError:
    return UsageError(msg("{file}, line {number}: {why}", file=file, number=number, why=why))


# ---- what is wrong with a line ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """The line at which reading stopped, and what the reader said of it."""

    text: str
    said: str
    column: int

    @property
    def key(self) -> str:
        """What stands before the first `=` or `:`."""
        return re.split(r"[=:]", self.text, maxsplit=1)[0].strip()

    @property
    def value(self) -> str:
        """What stands after it, without a remark."""
        parts = re.split(r"[=:]", self.text, maxsplit=1)
        return re.sub(r"\s#.*", "", parts[1]).strip() if len(parts) > 1 else ""


def _why(text: str, said: str) -> tuple[int, Words]:
    """The line where reading stopped, and what was expected there."""
    lines = text.splitlines() or [""]
    at = _AT.search(said)
    number = min(int(at[1]), len(lines)) if at else len(lines)
    if "twice" in said or "overwrite" in said or "mutate" in said or "redefine" in said:
        return _twice(lines, number)
    if "Unclosed array" in said or "Unterminated" in said:
        number = _begun_on(text, number)
    line = _Line(lines[number - 1].strip(), said, int(at[2]) if at else 0)
    for rule in _RULES:
        why = rule(line)
        if why is not None:
            return number, why
    if line.key and line.value:
        return number, msg(
            "{key}: the value cannot be understood. Expected one text in quotation marks, one number, true, false, a day or a "
            "list, and after it at most a remark that begins with #.",
            key=line.key,
        )
    return number, msg("this line cannot be understood. Expected a table like [fetch], or key = value.")


def _twice(lines: list[str], number: int) -> tuple[int, Words]:
    line = lines[number - 1]
    header = _HEADER.match(line)
    if header is None:
        return number, msg(
            "the key {key} stands twice in this table. Leave one of them.", key=_Line(line, "", 0).key
        )
    first = next(
        (n for n, one in enumerate(lines[: number - 1], start=1)
         if (found := _HEADER.match(one)) and found[2] == header[2]), number,
    )  # fmt: skip
    return number, msg(
        "the table {name} stands on line {first} already. Put the keys of both into one; where there may be several "
        "(source, unit, notify), each begins with two brackets: [[{name}]].",
        name=header[2],
        first=first,
    )


def _begun_on(text: str, number: int) -> int:
    """The last line up to one that begins a key."""
    lines = text.splitlines()
    return max(
        (at for at, _ in _places(text) if at <= number and not _HEADER.match(lines[at - 1])), default=number
    )


def _json(line: _Line) -> Words | None:
    if not line.text.startswith("{"):
        return None
    return msg("expected TOML (key = value), found JSON. docs/niemyet.example.toml shows how it looks.")


def _header(line: _Line) -> Words | None:
    if not line.text.startswith("["):
        return None
    bare = line.text.strip("[] \t")
    if not bare.isascii() or " " in bare.partition("#")[0].strip(' ]"'):
        return msg("expected the name of a table in English letters, like [province] or [[unit]].")
    return msg(
        "expected {right} at the end of the table's name.", right="]]" if line.text.startswith("[[") else "]"
    )


def _colon(line: _Line) -> Words | None:
    found = re.match(r"([\w-]+)\s*:", line.text)
    return msg("expected = between {key} and its value, found a colon.", key=found[1]) if found else None


def _key_name(line: _Line) -> Words | None:
    name = line.key
    if "=" not in line.text or re.fullmatch(r"[A-Za-z0-9_.-]+|\"[^\"]*\"|'[^']*'", name):
        return None
    return msg("expected a key in English letters without spaces, found {key!r}.", key=name)


def _no_equals(line: _Line) -> Words | None:
    if "=" in line.text:
        return None
    return msg("expected key = value; there is no = on this line. A remark begins with #.")


def _curly(line: _Line) -> Words | None:
    found = re.search("[“”‘’„«»]", line.value[:1])
    if found is None:
        return None
    return msg('{key}: expected straight quotation marks ("), found {found}.', key=line.key, found=found[0])


def _nothing(line: _Line) -> Words | None:
    return msg("{key}: the value is missing.", key=line.key) if not line.value else None


def _backslash(line: _Line) -> Words | None:
    if "\\" not in line.value or line.value.startswith("'"):
        return None
    return msg(
        '{key}: a \\ means something else between these quotation marks. Write the path with /, as in "C:/thu/inbox", '
        "or between single ones: 'C:\\thu\\inbox'.",
        key=line.key,
    )


def _yes(line: _Line) -> Words | None:
    if line.value.lower() not in {"true", "false", "yes", "no", "on", "off", "có", "không", "đúng", "sai"}:
        return None
    return msg(
        "{key}: expected true or false in small letters, found {found}.", key=line.key, found=line.value
    )


def _day(line: _Line) -> Words | None:
    if re.fullmatch(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", line.value) is None:
        return None
    return msg("{key}: expected a day like 2025-07-01, found {found}.", key=line.key, found=line.value)


def _number(line: _Line) -> Words | None:
    if re.fullmatch(r"[+-]?[\d.,_]+", line.value) is None:
        return None
    return msg("{key}: expected a number like 5 or 2.5, found {found}.", key=line.key, found=line.value)


def _list(line: _Line) -> Words | None:
    if "Unclosed array" not in line.said:
        return None
    return msg(
        "{key}: expected a comma between the values of the list, and ] after the last one.", key=line.key
    )


def _table_in_line(line: _Line) -> Words | None:
    if "{" not in line.value:
        return None
    return msg(
        "{key}: expected {{ key = value, key = value }} on one line, without a comma after the last one.",
        key=line.key,
    )


def _open_text(line: _Line) -> Words | None:
    mark = line.value[:1]
    if mark not in {'"', "'"}:
        return None
    if line.value[:3] in _ENDS:
        return msg(
            "{key}: the text does not end: expected {mark} after its last line.",
            key=line.key,
            mark=line.value[:3],
        )
    if line.value.count(mark) % 2:
        return msg("{key}: the text does not end: expected {mark} on the same line.", key=line.key, mark=mark)
    return msg("{key}: expected nothing after the text but a remark that begins with #.", key=line.key)


def _bare(line: _Line) -> Words | None:
    if re.match(r"[^\W\d]|[/~.$]", line.value) is None:
        return None
    return msg('{key}: expected a text in quotation marks, like {key} = "…".', key=line.key)


#: In this order: what says most first.
_RULES: tuple[Callable[[_Line], Words | None], ...] = (
    _json, _header, _colon, _no_equals, _key_name, _curly, _nothing, _table_in_line, _list, _backslash, _yes, _day, _number,
    _open_text, _bare,
)  # fmt: skip


# ---- all that is wrong with values -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where in the file, and what is said of it."""

    place: Place
    told: Message


def wrong_config(file: Path, wrong: Sequence[Wrong]) -> UsageError:
    """All that is wrong, each with its line where that can be told, and where every key is explained."""
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    lines = []
    for one in wrong:
        number = line_of(text, one.place)
        if number is None:
            lines.append(msg("  {file}: {line}", file=file, line=one.told))
        else:
            lines.append(msg("  {file}, line {number}: {line}", file=file, number=number, line=one.told))
    return UsageError(
        msg(
            "The configuration is wrong:\n{lines}\nEvery key with its meaning: docs/niemyet.example.toml",
            lines=Messages(tuple(lines), "\n"),
        )
    )
