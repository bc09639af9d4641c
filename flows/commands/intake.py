"""What people hand in: decisions as files, observed listings, reports of work done."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.runs import finish
from flows.ui import DAY, ProgressLine, Ui, common
from model.errors import UsageError
from model.words import Channel

if TYPE_CHECKING:
    from flows.pipeline import Night
    from flows.prefect_engine import Step

VIET_NAM = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh has no summer time

publish_option = click.option("--no-publish", is_flag=True, help="Chỉ ghi nhận, chưa công bố / record only.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--received", type=DAY, default=None, help="Ngày thực nhận, cho hộp thư cũ / when they really arrived."
)
@click.option(
    "--source",
    "source_id",
    default="ingest",
    show_default=True,
    help="Nguồn ghi nhận / source they count for.",
)
@publish_option
@common
def ingest(ui: Ui, files: tuple[Path, ...], received: date | None, source_id: str, no_publish: bool) -> None:
    """Nhận quyết định dưới dạng tệp: giữ nguyên bản, đọc, hợp nhất, công bố.

    Ví dụ: niemyet ingest 512-QD-UBND.docx --received 2022-03-08
    """
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise UsageError(
            f"no such file: {', '.join(missing)}. Check the path.",
            vi=f"không có tệp: {', '.join(missing)}. Hãy kiểm tra đường dẫn.",
        )
    night = _night(ui, "ingest", {"files": [path.name for path in files], "received": received})
    if received and received > night.today:
        raise UsageError(
            f"--received {received} is in the future (today is {night.today}).",
            vi=f"--received {received} ở tương lai (hôm nay là {night.today}).",
        )
    received_at = local_noon(received) if received else night.started_at
    steps = [
        _step("take in", lambda: night.take_in(files, source_id=source_id, received_at=received_at)),
        _step("read", night.read_new),
    ]
    _go(ui, night, steps, no_publish=no_publish, before=lambda: _tell_what_was_read(ui, night, files))


@click.command()
@click.argument("unit")
@click.argument("what")
@click.option("--channel", type=click.Choice([each.value for each in Channel]), default=None,
              help="Nơi niêm yết; mặc định: portal cho địa chỉ web, counter cho tệp.")  # fmt: skip
@click.option(
    "--on", "on", type=DAY, default=None, help="Ngày quan sát; mặc định hôm nay / day of the observation."
)
@publish_option
@common
def observe(ui: Ui, unit: str, what: str, channel: str | None, on: date | None, no_publish: bool) -> None:
    """Ghi lại danh mục mà đơn vị UNIT đang niêm yết, từ tệp (XLSX, CSV, HTML) hoặc địa chỉ web.

    Ví dụ: niemyet observe nui-thanh so-theo-doi.xlsx --channel counter --on 2022-12-30
    """
    from flows.config import ListingSource

    night = _night(ui, "observe", {"unit": unit, "what": what, "on": on})
    night.settings.require_unit(unit)
    is_url = what.startswith(("http://", "https://"))
    if not is_url and not Path(what).is_file():
        raise UsageError(
            f"{what}: expected a file or an http(s) address, found neither.",
            vi=f"{what}: cần một tệp hoặc địa chỉ http(s), không tìm thấy.",
        )
    listing = ListingSource(
        unit,
        Channel(channel) if channel else Channel.PORTAL if is_url else Channel.COUNTER,
        what if is_url else None,
        None if is_url else Path(what),
    )

    def look() -> None:
        rows = night.observe(listing, on or night.today)
        ui.tell(f"{unit}: đọc được {rows} dòng niêm yết.", f"{unit}: {rows} rows of the listing were read.")

    _go(ui, night, [_step("observe", look)], no_publish=no_publish)


@click.command()
@click.argument("updates", nargs=-1, required=True, metavar="UPDATE...")
@click.option(
    "--on", "on", type=DAY, default=None, help="Ngày làm xong; mặc định hôm nay / day of completion."
)
@click.option("--by", "by", default=None, metavar="NAME", help="Người báo / who reports.")
@publish_option
@common
def done(ui: Ui, updates: tuple[str, ...], on: date | None, by: str | None, no_publish: bool) -> None:
    """Báo việc đã làm xong. Chỉ ghi thêm, không sửa ghi chép cũ.

    Ví dụ: niemyet done 3f2a91c0b7de --by "Nguyễn Thị A"
    """
    from storage.lake import ConfirmationRow

    night = _night(ui, "done", {"updates": list(updates), "on": on, "by": by})
    known = set(ui.release().table("listing_updates", ["update_id"]).column(0).to_pylist())
    unknown = [update for update in updates if update not in known]
    if unknown:
        raise UsageError(
            f"no work with id {', '.join(unknown)}. The ids stand in `niemyet updates --format csv`.",
            vi=f"không có việc mang mã {', '.join(unknown)}. Mã việc có trong `niemyet updates --format csv`.",
        )
    rows = [
        ConfirmationRow(night.run_id, update, on or night.today, by, night.started_at) for update in updates
    ]
    step = _step("confirm", lambda: night.folder.lake.append("confirmations", night.run_id, rows))
    _go(ui, night, [step], no_publish=no_publish)


def local_noon(day: date) -> datetime:
    """An instant that is surely inside a local day."""
    return datetime.combine(day, time(12), VIET_NAM).astimezone(UTC)


def _night(ui: Ui, command: str, asked: dict[str, object]) -> "Night":
    from flows.clock import SystemClock
    from flows.pipeline import Night

    return Night(
        ui.settings(), ui.folder(), SystemClock(), command=command, asked=asked, progress=ProgressLine()
    )


def _step(name: str, run: object) -> "Step":
    from flows.prefect_engine import Step

    assert callable(run)
    return Step(name, run)


def _go(ui: Ui, night: "Night", steps: "Sequence[Step]", *, no_publish: bool, before: object = None) -> None:
    """Run the steps, publish unless told not to, and leave with the exit status (RULINGS 25)."""
    from flows.engine import run_plain
    from storage.files import only_writer

    with only_writer(night.folder.root):
        result = night.go([*steps, *([] if no_publish else [_step("publish", night.publish)])], run_plain)
    ProgressLine().clear()
    if callable(before):
        before()
    finish(ui, result)


def _tell_what_was_read(ui: Ui, night: "Night", files: Sequence[Path]) -> None:
    """One line per file: what it is, or why it could not be read."""
    from hashlib import sha256

    from model.records import Reading
    from storage.codec import load
    from storage.lake import ReadingRow

    read = {row.sha256: row for row in night.folder.lake.read("readings", ReadingRow)}
    for path in files:
        row = read.get(sha256(path.read_bytes()).hexdigest())
        if row is None or row.reading is None:
            why = (row.error if row else None) or "—"
            night.result.problems.append(why if why.startswith(path.name) else f"{path.name}: {why}")
            continue
        reading = load(Reading, row.reading)
        number = reading.number_text or ui.say("không đọc được số", "no number read")
        flags = f" [{', '.join(reading.flags)}]" if reading.flags else ""
        ui.tell(
            f"{path.name}: {number}, {reading.signed_on or '—'}, {reading.kind.value}, {len(reading.items)} dòng{flags}",
            f"{path.name}: {number}, {reading.signed_on or '—'}, {reading.kind.value}, {len(reading.items)} items{flags}",
        )
