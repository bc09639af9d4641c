"""Mending a damaged data folder."""

import sys
from pathlib import Path

import click

from niemyet.flows.ui import Ui, common
from niemyet.model.errors import StorageError


@click.command()
@click.option(
    "--from",
    "copy",
    default=None,
    metavar="DIR",
    help="Bản sao lưu của thư mục dữ liệu, hoặc s3://… / a backup of the data folder, or s3://….",
)
@click.option("--yes", is_flag=True, help="Làm thật; không có thì chỉ liệt kê / do it; without it only list.")
@common
def repair(ui: Ui, copy: str | None, yes: bool) -> None:
    """Sửa thư mục dữ liệu bị hỏng: từ bản sao lưu, từ raw/, từ bản công bố. Không có --yes thì chỉ liệt kê.

    Ví dụ: niemyet repair --from /sao-luu/data --yes
    """
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.repairing import mend_all, plan
    from niemyet.storage.folder import DataFolder

    folder = ui.folder()
    if not folder.exists():
        raise StorageError(
            f"nothing in {ui.data}. Name the data folder with --data.",
            vi=f"{ui.data} chưa có gì. Hãy chỉ ra thư mục dữ liệu bằng --data.",
        )
    source = DataFolder(copy if "://" in copy else Path(copy)) if copy is not None else None
    if source is not None and not source.exists():
        raise StorageError(
            f"nothing in {copy}. Name a copy of the data folder with --from.",
            vi=f"{copy} chưa có gì. Hãy chỉ ra bản sao của thư mục dữ liệu bằng --from.",
        )
    now = SystemClock().now()
    if yes:
        with folder.only_writer():
            mends = mend_all(folder, source, now)
    else:
        mends = plan(folder, source, now)
    ui.print_rows(
        [{"file": one.name, "how": one.how.value, "what": one.consequence(ui.lang)} for one in mends],
        shown={
            "file": ui.say("Tệp", "File"),
            "how": ui.say("Cách sửa", "How"),
            "what": ui.say("Nghĩa là", "That is"),
        },
    )
    ui.tell(
        f"{len(mends)} chỗ {'đã sửa' if yes else 'sẽ sửa (thêm --yes)'}.",
        f"{len(mends)} {'mended' if yes else 'would be mended (add --yes)'}.",
    )
    sys.exit(1 if mends and not yes else 0)
