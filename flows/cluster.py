"""Extraction past one machine: the same batches on a Dask cluster, through Prefect's task runner.

A batch is a pure function of the raw archive and its tasks: run twice, it gives the same, so that a lost worker costs
its batch and nothing else. Every worker reads the archive itself (a shared folder, or a bucket), in a process of its own that
stays for the next batch, under the same limits as at home; it must be allowed to (DASK_DISTRIBUTED__WORKER__DAEMON=false).
What no worker is there to read is read at home.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from niemyet.flows.extraction import Extracted, Task, extract_all, extract_in, reading_processes
from niemyet.flows.prefect_engine import DRAIN_SECONDS, let_go, prepare_prefect
from niemyet.model.errors import UsageError
from niemyet.model.extras import Extra, lack_of
from niemyet.model.messages import msg
from niemyet.model.records import Limits

if TYPE_CHECKING:
    from pebble import ProcessPool

Thing = TypeVar("Thing")

log = logging.getLogger("niemyet")

#: Documents: a batch takes seconds, not minutes, so that little is lost with a worker; chosen, not measured.
BATCH = 50
# Batches that are handed in together; what they gave is noted in the lake before the next ones; chosen, not measured:
_WAVE = 40
#: Looks in a row that find no worker, and the seconds between two: one that was restarted is back by then. Chosen, not measured.
_LOOKS, _LOOK_SECONDS = 6, 10.0
_ROUNDS = 3  # tries of a batch whose worker was lost; chosen, not measured


def extract_on_cluster(
    raw: str, tasks: Sequence[Task], limits: Limits, address: str, *, batch: int = BATCH
) -> Iterator[Extracted]:
    """Read documents on the cluster at `address`, in the order of the tasks. `raw`: address of the raw archive.

    Raises:
        UsageError: nothing answers at the address, or what the cluster needs is not installed.
    """
    waves = _cut(_cut(tasks, batch), _WAVE)
    is_read = True  # as far as we know
    try:
        for wave in waves:
            found: dict[int, list[Extracted]] = {}
            if is_read:
                found, is_read = _run(raw, wave, limits, address)
            for place, one in enumerate(wave):
                yield from found.get(place) or extract_all(raw, one, limits)
    finally:
        let_go(DRAIN_SECONDS)  # a server that has died meanwhile would hold this process at its end


def _cut(things: Sequence[Thing], size: int) -> list[Sequence[Thing]]:
    return [things[start : start + size] for start in range(0, len(things), size)]


#: Reading processes of this worker that wait for a batch, by what they may take. A worker of several threads has several.
_waiting: list[tuple[Limits, "ProcessPool"]] = []


def extract_batch(raw: str, tasks: Sequence[Task], limits: Limits) -> list[Extracted]:
    """One batch, where it is called: one document after the other, in a process that may be stopped."""
    alone = replace(limits, workers=1)
    pool = _taken(alone)
    try:
        found = list(extract_in(pool, raw, tasks, alone))
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    _waiting.append((alone, pool))
    return found


def _taken(limits: Limits) -> "ProcessPool":
    """A process that waits, or a new one; those of other limits or of no use any more are let go."""
    while _waiting:
        own, pool = _waiting.pop()
        if own == limits and pool.active:
            return pool
        pool.stop()  # type: ignore[no-untyped-call]
    return reading_processes(limits, 1)


def _run(
    raw: str, wave: Sequence[Sequence[Task]], limits: Limits, address: str
) -> tuple[dict[int, list[Extracted]], bool]:
    """What came of each batch, and whether anybody reads there; of a batch that no worker could end in three rounds, nothing."""
    found: dict[int, list[Extracted]] = {}
    for _ in range(_ROUNDS):
        left = [place for place in range(len(wave)) if place not in found]
        if not left:
            break
        for place, result in zip(
            left, _submit(raw, [wave[place] for place in left], limits, address), strict=True
        ):
            if isinstance(result, list):
                found[place] = result
            elif isinstance(result, _NobodyReadsError):
                told = msg(
                    "[cluster] dask = {address!r}: no worker is there; documents are read at home.",
                    address=address,
                )
                log.warning("%s", told)
                return found, False
            else:
                log.warning("batch %s of the cluster: %s", place, result)
    return found, True


def _submit(raw: str, batches: Sequence[Sequence[Task]], limits: Limits, address: str) -> list[Any]:
    """One flow with a task a batch; a result, or the exception in its place."""
    if not os.environ.get("PREFECT_API_URL", "").strip():
        raise UsageError(
            msg(
                "[cluster]: PREFECT_API_URL is not set; scheduler, workers and this process must "
                "know one Prefect server (docs/operations.md, “A cluster”)."
            ),
        )
    lack = lack_of(Extra.CLUSTER)
    if lack is not None:
        raise UsageError(lack)
    # This process has its own log; Prefect's copy of it belongs to whoever shows the run (flows/prefect_watcher.py).
    os.environ.setdefault("PREFECT_LOGGING_TO_API_ENABLED", "false")
    prepare_prefect()
    try:
        from prefect import flow, task
        from prefect.cache_policies import NO_CACHE
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise UsageError(
            msg("[cluster]: {error}; install what it needs: pip install 'niemyet[cluster]'.", error=error),
        ) from error

    report = task(name="extract batch", retries=2, cache_policy=NO_CACHE, persist_result=False)(extract_batch)

    @flow(
        name="niemyet-extract",
        flow_run_name=f"extract {sum(map(len, batches))} documents",
        task_runner=DaskTaskRunner(address=address),  # type: ignore[arg-type]  # of a generic future
        validate_parameters=False,
        persist_result=False,
    )
    def whole() -> list[Any]:
        return _came_of([report.submit(raw, list(batch), limits) for batch in batches])

    try:
        return list(whole())
    except (OSError, TimeoutError) as error:
        raise UsageError(
            msg(
                "[cluster] dask = {address!r}: no scheduler answers there ({error}). Start one, or "
                "take the line out.",
                address=address,
                error=error,
            ),
        ) from error


class _NobodyReadsError(Exception):
    """The scheduler has no worker."""


def _came_of(futures: Sequence[Any]) -> list[Any]:
    """What came of each batch, or the exception in its place; those that wait for workers which never come are given up."""
    found: list[Any] = []
    looks = 0
    for future in futures:
        while looks < _LOOKS:
            try:
                found.append(future.result(timeout=_LOOK_SECONDS, raise_on_failure=False))
                looks = 0
                break
            except TimeoutError:
                looks = 0 if future.wrapped_future.client.nthreads() else looks + 1
        else:
            found.append(_NobodyReadsError())
    return found
