"""Mending a damaged data folder."""

import sys
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import StorageError
from niemyet.model.messages import msg

if TYPE_CHECKING:
    from niemyet.storage.folder import DataFolder


@click.command(cls=Command)
@click.option(
    "--from",
    "copy",
    default=None,
    metavar="DIR",
    help="A backup of the data folder, or s3://….",
)
@click.option("--yes", is_flag=True, help="Do it; without this option it is only listed.")
@common
def repair(ui: Ui, copy: str | None, yes: bool) -> None:
    """Mend a damaged data folder from a backup, raw/ or a release; only listed without --yes.

    Example: niemyet repair --from /sao-luu/data --yes
    """
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.old_secrets import mask_of
    from niemyet.flows.repairing import HOW_WORDS, mend_all, plan
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.raw import no_archive

    folder = ui.folder()
    if not folder.exists():
        raise StorageError(
            msg("nothing in {data}. Name the data folder with --data.", data=ui.data),
        )
    source = DataFolder(copy) if copy is not None else None
    if source is not None and not source.exists():
        raise StorageError(
            msg("nothing in {copy}. Name a copy of the data folder with --from.", copy=copy),
        )
    now = SystemClock().now()
    mask = mask_of(ui.settings_if_any())
    if _lacks_archive(folder):
        ui.warn(no_archive(folder.raw.address).told)
    if yes:
        with folder.only_writer():
            mends = mend_all(folder, source, now, mask)
    else:
        mends = plan(folder, source, now, mask)
    ui.print_rows(
        [
            {
                "file": one.name,
                "how": one.how.value,
                "what": ui.say(one.consequence),
                "how_in_words": ui.say(HOW_WORDS[one.how]),
            }
            for one in mends
        ],
        shown={
            "file": ui.say(msg("File")),
            "how_in_words": ui.say(msg("How it is mended")),
            "what": ui.say(msg("That is")),
        },
    )
    if not mends:
        ui.tell(msg("Nothing is to be mended."))
    elif yes:
        ui.tell(msg("{count} mended.", count=len(mends)))
    else:
        ui.tell(msg("{count} would be mended (add --yes).", count=len(mends)))
    sys.exit(1 if mends and not yes else 0)


def _lacks_archive(folder: "DataFolder") -> bool:
    """A disk that is not mounted is no damage, and what is set aside would be missed: told before anything is."""
    from niemyet.storage.damage import DamagedPart, damages

    if not folder.raw.is_empty:
        return False
    # With a damaged chain nothing says whether there was an archive; then too it is told.
    return any(one.part in {DamagedPart.LOG, DamagedPart.CHAIN} for one in damages(folder, whole=False))
