"""What people hand in: decisions as files, observed listings, reports of work done."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.handing_in import local_noon, new_night, publish_option, record_and_publish
from flows.ui import DAY, Ui, common
from model.errors import UsageError
from model.words import Channel

if TYPE_CHECKING:
    from flows.night import Night


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
    from flows.crawling import take_in
    from flows.reading import read_new

    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise UsageError(
            f"no such file: {', '.join(missing)}. Check the path.",
            vi=f"không có tệp: {', '.join(missing)}. Hãy kiểm tra đường dẫn.",
        )
    night = new_night(ui, "ingest", {"files": [path.name for path in files], "received": received})
    if received and received > night.today:
        raise UsageError(
            f"--received {received} is in the future (today is {night.today}).",
            vi=f"--received {received} ở tương lai (hôm nay là {night.today}).",
        )
    received_at = local_noon(received) if received else night.started_at
    steps = {
        "take in": partial(take_in, night, files, source_id=source_id, received_at=received_at),
        "read": partial(read_new, night),
    }
    tell = partial(_tell_what_was_read, ui, night, files)
    record_and_publish(ui, night, steps, no_publish=no_publish, tell=tell)


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
    from flows.observing import observe as observe_listing

    night = new_night(ui, "observe", {"unit": unit, "what": what, "on": on})
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
        rows = observe_listing(night, listing, on or night.today)
        ui.tell(f"{unit}: đọc được {rows} dòng niêm yết.", f"{unit}: {rows} rows of the listing were read.")

    record_and_publish(ui, night, {"observe": look}, no_publish=no_publish)


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

    night = new_night(ui, "done", {"updates": list(updates), "on": on, "by": by})
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
    record_and_publish(
        ui, night, {"confirm": partial(night.append, "confirmations", rows)}, no_publish=no_publish
    )


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
