"""Step "check": once a week the newest release is held against the same made from nothing.

Night after night a release carries on what nothing has changed (`flows/carrying.py`, `flows/touching.py`). A mistake in what is
told to be unchanged would stay for good; so it is found within a week, said, and the right release published.
"""

import logging
from datetime import date, timedelta

from niemyet.flows.carrying import note_whole, whole_on
from niemyet.flows.program import code_hash, made_by
from niemyet.flows.publishing import publish
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release, is_of_one_program

log = logging.getLogger("niemyet")

#: Chosen, not measured: a mistake in what is carried on is found within a week.
EVERY = timedelta(days=7)


def check(run: RunContext) -> None:
    """Hold the newest release against the same made from nothing, where that is due; where it is another, publish that.

    Raises:
        ReleaseRefusedError: the right release differs further from the one before than the checks allow.
    """
    if not is_due(run.folder, run.today):
        return
    release = run.folder.releases.latest()
    if release is None or not _is_ours(release):
        return
    try:
        run.result.carried_wrongly = wrong = _differing(run.folder, release)
    except StorageError as error:
        log.warning("%s", error)  # what cannot be made again proves nothing: one that can takes its place
        publish(run, anew=True)
        return
    if wrong:
        run.result.problems.append(
            msg(
                "{tables}: what was carried on is not what everything comes to. A right release is published now; please "
                "report this with the folder's datapackage.json.",
                tables=", ".join(wrong),
            )
        )
        publish(run, anew=True)
    note_whole(run.folder, run.today)


def is_due(folder: DataFolder, day: date) -> bool:
    """Whether nobody knows that a release of the last days is what everything comes to."""
    last = whole_on(folder)
    return last is None or not last <= day < last + EVERY


def _is_ours(release: Release) -> bool:
    """Whether it was made by this program: of another's nothing is ever carried on, and it may rightly have made it otherwise."""
    return is_of_one_program(release.manifest, {"version": made_by(), "code": code_hash()})


def _differing(folder: DataFolder, release: Release) -> tuple[str, ...]:
    from niemyet.flows.rebuilding import differing  # most nights hold nothing against anything

    return tuple(one.table for one in differing(folder, release))
