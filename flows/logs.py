"""The log of a command: one line an event, with its instant (UTC), level, event and named values; as text or as JSON.

Whatever is logged anywhere goes the same road: masked, on one line, to standard error (warnings, or more with `--verbose`)
and to the file of `--log-file`. Events are words of `LogEvent` and values with names, never prose; what was told to a person
is an event too, so that the file alone tells the whole story.
"""

import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.messages import msg
from niemyet.model.system_words import system_reason

if TYPE_CHECKING:
    from niemyet.flows.config import Settings
    from niemyet.storage.masking import Mask

log = logging.getLogger("niemyet")


class LogEvent(StrEnum):
    """What a line of the log tells."""

    COMMAND_BEGUN = "command_begun"
    COMMAND_ENDED = "command_ended"
    COMMAND_FAILED = "command_failed"
    RUN_BEGUN = "run_begun"
    RUN_ENDED = "run_ended"
    STEP_BEGUN = "step_begun"
    STEP_ENDED = "step_ended"
    STEP_FAILED = "step_failed"
    SOURCE_READ = "source_read"
    TOLD = "told"
    """A sentence that stood on standard error."""
    NOTED = "noted"
    """Whatever else was logged: a gap, a fault of one document, a warning of a library."""


class LogFormat(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class LogNote:
    """An event with its values; as a text `step_ended step="crawl so-tu-phap" seconds=3.2`."""

    event: LogEvent
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.event.value, *_pairs(self.values)])


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What the command line says of the log."""

    verbose: int = 0
    quiet: bool = False
    file: Path | None = None
    config: Path | None = None
    """Whose secrets are kept."""
    format: LogFormat = LogFormat.TEXT
    is_needed: bool = True
    """Whether a log file that cannot be written stops the command."""

    @property
    def level(self) -> int:
        """From which level on standard error is told."""
        return (logging.WARNING, logging.INFO, logging.DEBUG)[min(self.verbose, 2)]

    def words(self) -> list[str]:
        """The same options for a command that runs elsewhere."""
        found = ["--verbose"] * self.verbose + ["--quiet"] * self.quiet + ["--log-format", self.format.value]
        return found if self.file is None else [*found, "--log-file", str(self.file.absolute())]


def note(event: LogEvent, level: int = logging.INFO, **values: object) -> None:
    """Log an event; values that are None are left out."""
    if log.isEnabledFor(level):
        log.log(level, LogNote(event, {name: value for name, value in values.items() if value is not None}))


@contextmanager
def logged(command: str, options: LogOptions) -> Iterator[None]:
    """The block's log goes where the options say; its beginning and its end, however it ends, are in it.

    A command that runs inside another one logs where that one does.

    Raises:
        UsageError: the log file cannot be written; nothing of the block has run.
    """
    root = logging.getLogger()
    if any(isinstance(handler, _LogHandler) for handler in root.handlers):
        yield
        return
    handlers = _handlers(options)
    before = log.level
    for handler in handlers:
        root.addHandler(handler)
    log.setLevel(min(handler.level for handler in handlers))  # of others' loggers warnings are enough
    try:
        with _told_apart(command):
            yield
    finally:
        log.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def keep_secret(settings: "Settings") -> None:
    """From here on the log keeps silent what this configuration keeps secret too."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _LogHandler):
            handler.lines.settings = settings


@contextmanager
def _told_apart(command: str) -> Iterator[None]:
    """Begun, ended with a status, or failed with the reason."""
    begun = time.monotonic()
    note(LogEvent.COMMAND_BEGUN, command=command)
    try:
        yield
    except SystemExit as leaving:
        _note_end(command, leaving.code, begun)
        raise
    except NiemyetError as error:
        status = 2 if isinstance(error, UsageError) else 1
        note(LogEvent.COMMAND_FAILED, logging.ERROR, command=command, status=status, reason=str(error))
        raise
    except OSError as error:
        reason = f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
        note(LogEvent.COMMAND_FAILED, logging.ERROR, command=command, status=1, reason=reason)
        raise
    except KeyboardInterrupt:
        note(LogEvent.COMMAND_FAILED, logging.ERROR, command=command, reason="interrupted")
        raise
    except Exception as error:
        told = {"command": command, "status": 1, "reason": f"{type(error).__name__}: {error}"}
        log.error(LogNote(LogEvent.COMMAND_FAILED, told), exc_info=True)
        raise
    _note_end(command, 0, begun)


def _note_end(command: str, code: object, begun: float) -> None:
    status = code if isinstance(code, int) else int(code is not None)
    seconds = round(time.monotonic() - begun, 3)
    level = logging.ERROR if status in (1, 2) else logging.INFO
    note(LogEvent.COMMAND_ENDED, level, command=command, status=status, seconds=seconds)


class _Lines(logging.Formatter):
    """Makes the line of a record: masked, without a character that ends it or moves a cursor."""

    def __init__(self, written: LogFormat, config: Path | None) -> None:
        super().__init__()
        self._written = written
        self._config = config
        self._settings: Settings | None = None
        self._mask: Mask | None = None

    @property
    def settings(self) -> "Settings | None":
        """The configuration whose secrets are known."""
        return self._settings

    @settings.setter
    def settings(self, settings: "Settings") -> None:
        self._settings, self._mask = settings, None

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told = self._told(record)
        line = _as_json(told) if self._written is LogFormat.JSON else _as_text(told)
        return _CONTROLS.sub(_escaped, line)

    def _told(self, record: logging.LogRecord) -> dict[str, object]:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, object] = {"at": at.replace("+00:00", "Z"), "level": record.levelname.lower()}
        if isinstance(record.msg, LogNote):
            told |= {"event": record.msg.event.value, "pid": record.process} | self._safe(record.msg.values)
        else:
            text = self._masked(text_of(record))
            told |= {
                "event": LogEvent.NOTED.value,
                "pid": record.process,
                "logger": record.name,
                "text": text,
            }
        if record.exc_info:
            told["trace"] = self._masked(self.formatException(record.exc_info))
        return told

    def _safe(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self._masked(value) if isinstance(value, str) else value for name, value in values.items()
        }

    def _masked(self, text: str) -> str:
        if self._mask is None:
            from niemyet.flows.kept_secret import mask_for

            self._mask = mask_for(self._settings, file=self._config)
        return self._mask(text)


def text_of(record: logging.LogRecord) -> str:
    """What a record says; of one whose pattern and values do not fit together (a library's fault) both as they are."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError, IndexError):
        return f"{record.msg} {record.args}"


#: Ends of lines of any kind, what moves a terminal's cursor, what turns the direction of writing round.
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _as_json(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _as_text(told: Mapping[str, object]) -> str:
    at, level, event, *rest = told.items()
    return " ".join([str(at[1]), str(level[1]).upper(), str(event[1]), *_pairs(dict(rest))])


_BARE = re.compile(r"[\w.:/+@-]+", re.ASCII)


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    """`name=value`; what is no single word stands as JSON would write it."""
    for name, value in values.items():
        bare = isinstance(value, str) and _BARE.fullmatch(value)
        yield f"{name}={value if bare else json.dumps(value, ensure_ascii=False, default=str)}"


class _LogHandler(logging.Handler):
    """Takes records to one place. A place that fails is told once: no command fails for its log."""

    def __init__(
        self,
        place: "_Stderr | _LogFile",
        level: int,
        options: LogOptions,
        *,
        leaves: frozenset[LogEvent] = frozenset(),
    ) -> None:
        """`leaves`: events that are not written, because a sentence for people stands there already."""
        super().__init__(level)
        self.lines = _Lines(options.format, options.config)
        self._place = place
        self._leaves = leaves
        self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if isinstance(record.msg, LogNote) and record.msg.event in self._leaves:
            return
        try:
            self._place.write(self.lines.format(record))
        except (OSError, ValueError) as error:  # ValueError: standard error was closed
            if not self._failed:
                with suppress(OSError, ValueError):
                    why = getattr(error, "strerror", None) or error
                    sys.stderr.write(f"{self._place.name}: {why}\n")
            self._failed = True

    def close(self) -> None:
        """Let go of the place."""
        self._place.close()
        super().close()


class _Stderr:
    """Standard error, whatever it is at the moment."""

    name = "stderr"

    def write(self, line: str) -> None:
        """A line."""
        sys.stderr.write(line + "\n")

    def close(self) -> None:
        """It is not ours."""


class _LogFile:
    """A file that is appended to, a line a write: several processes may share it. One that was moved away is begun anew.

    Raises:
        OSError: it cannot be opened for writing.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._file = self._opened()

    def write(self, line: str) -> None:
        """A line, whole; first of all look whether the file is still the one of that name (logrotate moves it)."""
        if self._is_moved():
            os.close(self._file)
            self._file = self._opened()
        os.write(self._file, (line + "\n").encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Close it."""
        os.close(self._file)

    def _opened(self) -> int:
        # Its owner alone reads it: it names decisions and people. Without O_NONBLOCK a pipe nobody reads would hold the night.
        return os.open(
            self.name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o600
        )

    def _is_moved(self) -> bool:
        held = os.fstat(self._file)
        try:
            named = Path(self.name).stat()
        except FileNotFoundError:
            return True
        return (held.st_dev, held.st_ino) != (named.st_dev, named.st_ino)


def _handlers(options: LogOptions) -> list[Any]:
    level = logging.ERROR if options.quiet else options.level
    # Without `--verbose` whoever waits has read the sentence of each event; with it, what was told is not said twice.
    leaves = frozenset({LogEvent.TOLD} if options.verbose else LogEvent)
    found = [_LogHandler(_Stderr(), level, options, leaves=leaves)]
    if options.file is None:
        return found
    try:
        place = _LogFile(options.file)
    except OSError as error:
        wrong = msg(
            "--log-file {path}: cannot be written ({why}). Name a file in a folder of your own, or make it writable.",
            path=options.file,
            why=system_reason(error),
        )
        if options.is_needed:
            raise UsageError(wrong) from error
        sys.stderr.write(f"{wrong}\n")
        return found
    file_level = min(logging.INFO, options.level)
    return [*found, _LogHandler(place, file_level, options)]
