"""Documents are read in processes of their own: what a parser does with a hostile file costs that file only.

Time and memory are held from outside the parser: a process over its time is killed, its address space is bounded.
"""

import logging
import os
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from typing import TYPE_CHECKING, TypeVar

from niemyet.model.errors import DocumentError, NiemyetError
from niemyet.model.messages import Message, msg
from niemyet.model.records import Limits, Reading
from niemyet.model.words import ReadFault

if TYPE_CHECKING:
    from pebble import ProcessPool

    from niemyet.storage.raw import RawArchive

Value = TypeVar("Value")

log = logging.getLogger("niemyet")

_MB = 1 << 20  # bytes, by definition
_GRACE = 60  # seconds of processor time past the limit; chosen, not measured


@dataclass(frozen=True, slots=True)
class Task:
    """A stored document to read; its name only serves the messages."""

    sha256: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive held: a document that is in raw/ now, or why there is none, in Vietnamese as the lake keeps it."""

    path: str
    sha256: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of a document: its reading, or what was unpacked from it, or why it could not be read."""

    task: Task
    reading: Reading | None = None
    error: str | None = None
    fault: ReadFault | None = None  # why it is tried or asked for again by itself
    members: tuple[Unpacked, ...] = ()
    family: str | None = (
        None  # of readers, see extractors/documents/families.py; None: the process ended before that
    )


def extract_all(raw: str, tasks: Iterable[Task], limits: Limits) -> Iterator[Extracted]:
    """Read documents on all cores, in the order of the tasks. `raw`: the folder of the raw archive."""
    waiting = list(tasks)
    if not waiting:
        return
    with reading_processes(limits, len(waiting)) as pool:
        yield from extract_in(pool, raw, waiting, limits)


def reading_processes(limits: Limits, most: int) -> "ProcessPool":
    """Processes for so many documents at the most, that may be stopped one by one; a context."""
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=max(1, min(limits.workers or os.cpu_count() or 1, most)),
        initializer=confine,
        initargs=(limits.max_memory_mb, environment_of_the_store()),
        context=context(),
    )


def extract_in(pool: "ProcessPool", raw: str, tasks: Sequence[Task], limits: Limits) -> Iterator[Extracted]:
    """Read documents in processes that are there, in the order of the tasks."""
    futures: list[Future[Extracted]] = [
        pool.schedule(extract, args=(raw, task, limits), timeout=limits.max_seconds) for task in tasks
    ]
    try:
        for task, future in zip(tasks, futures, strict=True):
            yield _outcome(task, future, limits)
    finally:
        for future in futures:
            future.cancel()


def apart(function: Callable[..., Value], *given: object, limits: Limits) -> Value:
    """Call a function in a process of its own, under the same limits.

    Raises:
        DocumentError: what the function raised, or that it took too long or too much.
    """
    with reading_processes(limits, 1) as pool:
        future: Future[Value] = pool.schedule(function, args=given, timeout=limits.max_seconds)
        problem = future.exception()
    if problem is None:
        return future.result()
    if isinstance(problem, NiemyetError):
        raise problem
    raise DocumentError(_told(problem, limits)) from problem


def each_apart(
    function: Callable[..., Value], calls: Iterable[tuple[object, ...]], *, limits: Limits
) -> Iterator[Value | NiemyetError]:
    """The same for each of many calls, on all cores, in their order; what fails costs that call only."""
    waiting = list(calls)
    if not waiting:
        return
    with reading_processes(limits, len(waiting)) as pool:
        futures: list[Future[Value]] = [
            pool.schedule(function, args=given, timeout=limits.max_seconds) for given in waiting
        ]
        try:
            for future in futures:
                problem = future.exception()
                if problem is None:
                    yield future.result()
                else:
                    yield (
                        problem
                        if isinstance(problem, NiemyetError)
                        else DocumentError(_told(problem, limits))
                    )
        finally:
            for future in futures:
                future.cancel()


def extract(raw: str, task: Task, limits: Limits) -> Extracted:
    """Read one stored document, or unpack one stored archive into raw/. Runs in a process of its own."""
    from niemyet.extractors.decisions.reading import read_decision
    from niemyet.extractors.documents.archives import is_archive
    from niemyet.extractors.documents.families import family_of
    from niemyet.flows.text_time import read_in_time
    from niemyet.storage.raw import RawArchive

    bound_time(limits)
    archive = RawArchive(raw)
    data = archive.get(task.sha256)
    family = None
    try:
        family = family_of(data)
        if is_archive(data):
            return Extracted(task, members=_unpack(archive, data, task.name, limits), family=family)
        document, reading = read_in_time(data, task.name, limits, read_decision)
        return Extracted(task, reading=reading, family=family_of(data, document))
    except DocumentError as error:
        return Extracted(task, error=error.message("vi"), fault=error.fault, family=family)
    except MemoryError:
        return Extracted(task, error=over_memory(limits).text("vi"), family=family)


def _unpack(archive: "RawArchive", data: bytes, name: str | None, limits: Limits) -> tuple[Unpacked, ...]:
    from niemyet.extractors.documents.archives import open_archive

    opened = open_archive(data, name, limits)
    held = [Unpacked(member.path, archive.put(member.data)) for member in opened.members]
    lost = [one for one in opened.skipped if one.is_missed]
    return (*held, *(Unpacked(one.path, None, one.reason.text("vi")) for one in lost))


def _outcome(task: Task, future: "Future[Extracted]", limits: Limits) -> Extracted:
    """What a process handed back; one that was killed, died or failed costs its document only."""
    from niemyet.model.errors import StorageError

    problem = future.exception()
    if problem is None:
        return future.result()
    if isinstance(problem, StorageError):
        raise problem
    log.warning("%s (%s): %r", task.name, task.sha256[:12], problem)
    return Extracted(
        task,
        error=msg("{where}: {error}", where=task.name or task.sha256[:12], error=_told(problem, limits)).text(
            "vi"
        ),
    )


def _told(problem: BaseException, limits: Limits) -> Message:
    """Why a reading process gave nothing, and what a person can do."""
    from pebble import ProcessExpired

    if isinstance(problem, TookTooLong):
        why = msg(
            "reading took more than {most} seconds and was stopped (limits.max_seconds).",
            most=limits.max_seconds,
        )
    elif isinstance(problem, ProcessExpired):
        why = msg(
            "the reader stopped at once (status {status}), perhaps because {why}",
            status=problem.exitcode,
            why=over_memory(limits),
        )
    elif isinstance(problem, MemoryError):
        why = over_memory(limits)
    else:
        why = msg("the reader failed ({kind}: {error}).", kind=type(problem).__name__, error=str(problem))
    return msg("{why} Open the file and enter it by hand if it is needed.", why=why)


def over_memory(limits: Limits) -> Message:
    """What a process says that asked for more memory than a reading may take."""
    return msg("more than {most} MB of memory are needed (limits.max_memory_mb).", most=limits.max_memory_mb)


def environment_of_the_store() -> dict[str, str]:
    """What the environment says of the store; the server that starts the processes may be older than that."""
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


def confine(max_memory_mb: int, keys: Mapping[str, str]) -> None:
    """What a reading process may take; recognition and linear algebra keep to one core each."""
    os.environ.update(keys)
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = max_memory_mb * _MB
    resource.setrlimit(
        resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_time(limits: Limits) -> None:
    """The watcher may be killed before the watched: then this process still ends by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + limits.max_seconds + _GRACE
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(
        resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard)
    )


def warm_readers() -> None:
    """Let the server of the reading processes load its readers (0.8 s of another core); waits for nothing."""
    context()
    ensure_running()


def context() -> ForkServerContext:
    """Children of a clean server process: a fork of a process with threads may hang."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["niemyet.flows.reader_server"])
    return context
