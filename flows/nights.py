"""Nights of a data folder, as who looks from outside sees them: one that was missed, one that began and did not end."""

from collections.abc import Iterable
from datetime import timedelta

from niemyet.model.tables import Run
from niemyet.storage.folder import DataFolder

#: A backfill by hand is no night: it must not hide that the schedule has missed one.
NIGHT = "nightly"
#: A night that is run each day has been missed when the last one ended so long ago: one day, and half of one for the time that
#: it takes. Chosen, not measured.
MISSED = timedelta(hours=36)


def last_night(runs: Iterable[Run]) -> Run | None:
    """The night that ended last; None where none has."""
    return max((run for run in runs if run.command == NIGHT), key=lambda run: run.finished_at, default=None)


def begun_night(folder: DataFolder, last: Run | None) -> str | None:
    """The night that began after the last one that ended, and is not over: it is going on, or it failed or was killed.

    A night notes itself before anything else (`execute`), so one that died before its first source is known too.
    """
    noted = folder.unfinished(NIGHT)
    return noted if noted is not None and (last is None or noted > last.run_id) else None
