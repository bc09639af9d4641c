"""The configured sources and what is known of them."""

from datetime import date

import click

from niemyet.flows.ui import Ui, common


@click.group()
def sources() -> None:
    """Các nguồn đã cấu hình và tình trạng.

    Ví dụ: niemyet sources list
    """


@sources.command("list")
@common
def list_sources(ui: Ui) -> None:
    """Mỗi nguồn: loại, địa chỉ, lần đọc gần nhất, lần đọc trọn gần nhất.

    Ví dụ: niemyet sources list
    """
    from niemyet.model.words import Outcome
    from niemyet.storage.lake import CrawlRow
    from niemyet.transforms.language.dates import local_day

    crawls = ui.folder().lake.read("crawls", CrawlRow)
    rows = []
    for source in ui.settings().sources:
        mine = [row for row in crawls if row.source_id == source.id]
        whole: list[date] = [local_day(row.crawled_at) for row in mine if row.outcome is Outcome.COMPLETE]
        rows.append(
            {
                "id": source.id,
                "kind": source.kind,
                "url": source.url or source.path,
                "last": local_day(mine[-1].crawled_at) if mine else None,
                "outcome": mine[-1].outcome.value if mine else ui.say("chưa đọc", "never read"),
                "last_complete": max(whole, default=None),
                "rows": mine[-1].rows if mine else None,
                "reason": mine[-1].reason if mine else None,
            }
        )
    headings = {
        "id": ui.say("Nguồn", "Source"),
        "kind": ui.say("Loại", "Kind"),
        "outcome": ui.say("Lần gần nhất", "Last crawl"),
        "last": ui.say("Ngày", "On"),
        "last_complete": ui.say("Đọc trọn", "Last complete"),
        "rows": ui.say("Dòng", "Rows"),
        "url": ui.say("Địa chỉ", "Address"),
    }
    ui.print_rows(rows, shown=headings)
    if ui.format == "table":
        for row in rows:
            if row["reason"]:
                click.echo(f"{row['id']}: {row['reason']}")


@sources.command("check")
@click.option("--source", "source_id", default=None, help="Chỉ nguồn này / only this source.")
@common
def check_sources(ui: Ui, source_id: str | None) -> None:
    """Mỗi nguồn hôm nay có còn đọc được không: robots.txt, trang danh sách, một văn bản. Không ghi nhận gì.

    Ví dụ: niemyet sources check
    """
    from niemyet.extractors.fetching.politeness import Politeness
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.probing import check
    from niemyet.model.words import Outcome

    settings = ui.settings()
    wanted = [settings.source(source_id)] if source_id else list(settings.sources)
    clock = SystemClock()
    politeness = Politeness(clock)
    rows = []
    for source in wanted:
        found = check(source, clock, politeness)
        rows.append(
            {
                "id": source.id,
                "kind": source.kind,
                "outcome": found.outcome.value,
                "rows": found.rows,
                "example": found.number,
                "reason": found.reason,
                "url": source.url or source.path,
            }
        )
    headings = {
        "id": ui.say("Nguồn", "Source"),
        "kind": ui.say("Loại", "Kind"),
        "outcome": ui.say("Đọc được", "Readable"),
        "rows": ui.say("Dòng ở trang đầu", "Rows on page 1"),
        "example": ui.say("Ví dụ", "Example"),
        "reason": ui.say("Vì sao", "Reason"),
    }
    words = {"complete": ui.say("✓ được", "✓ yes"), "incomplete": ui.say("một phần", "in part"), "dark": "✗"}
    if ui.format == "table":
        ui.print_rows([row | {"outcome": words[str(row["outcome"])]} for row in rows], shown=headings)
    else:
        ui.print_rows(rows)
    bad = [row for row in rows if row["outcome"] != Outcome.COMPLETE.value]
    ui.tell(
        f"{len(rows)} nguồn, {len(bad)} nguồn cần xem lại.",
        f"{len(rows)} sources, {len(bad)} need a look.",
    )
    if bad:
        click.get_current_context().exit(3)


@sources.command("probe")
@click.argument("url")
@click.option("--id", "source_id", default=None, help="Tên nguồn / id of the source.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    help="Máy chủ khác được phép gọi / another host that may be called.",
)
@click.option(
    "--contact", default=None, help="Liên hệ ghi vào User-Agent / contact for the User-Agent (mailto:…)."
)
@common
def probe_source(
    ui: Ui, url: str, source_id: str | None, hosts: tuple[str, ...], contact: str | None
) -> None:
    """Xem một địa chỉ: thuộc loại cổng nào, cấu hình ra sao, sẽ đọc được gì. Không ghi nhận gì.

    Ví dụ: niemyet sources probe https://stp.example.gov.vn/van-ban/
    """
    from niemyet.extractors.portals.probing import as_toml, id_of
    from niemyet.extractors.settings import FetchSettings
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.probing import probe
    from niemyet.model.errors import UsageError

    if not url.startswith(("http://", "https://")):
        raise UsageError(
            f"{url}: expected an address that begins with http:// or https://.",
            vi=f"{url}: cần địa chỉ bắt đầu bằng http:// hoặc https://.",
        )
    if contact is None and not ui.config.exists():
        raise UsageError(
            f"no configuration at {ui.config}: name a contact for the User-Agent with --contact mailto:…",
            vi=f"không có cấu hình {ui.config}: hãy ghi liên hệ cho User-Agent bằng --contact mailto:…",
        )
    fetch = FetchSettings(contact=contact) if contact else ui.settings().fetch
    found = probe(
        url, source_id=source_id or id_of(url), fetch=fetch, clock=SystemClock(), allowed_hosts=hosts
    )
    page = found.proposal.page
    if ui.format == "table":
        click.echo(as_toml(found.proposal.settings))
        click.echo()
    rows = [
        {"key": one.key, "number": one.number, "signed_on": one.signed_on, "title": one.title, "url": one.url}
        for one in page.entries
    ]
    shown = {
        "number": ui.say("Số ký hiệu", "Number"),
        "signed_on": ui.say("Ngày ban hành", "Signed"),
        "title": ui.say("Trích yếu", "Title"),
    }
    ui.print_rows(rows[:10] if ui.format == "table" else rows, shown=shown if ui.format == "table" else None)
    if found.proposal.guessed:
        ui.tell(
            "Loại cổng chưa biết: bộ chọn trên là đề xuất, hãy so với trang thật trước khi dùng.",
            "No known family: the selectors are a proposal; compare the preview with the page.",
        )
    more = (
        ui.say("còn trang sau", "more pages")
        if page.following
        else ui.say("không thấy trang sau", "no next page")
    )
    ui.tell(f"{len(page.entries)} dòng ở trang đầu, {more}.", f"{len(page.entries)} rows on page 1, {more}.")
    if found.detail is None:
        ui.tell(f"Trang văn bản đầu tiên: {found.reason}", f"First document: {found.reason}")
        click.get_current_context().exit(3)
    files = ", ".join(one.name or one.url for one in found.detail.files) or ui.say("không có", "none")
    number = found.detail.number or found.entry.number or ui.say("(chỉ có trong tệp)", "(in the file only)")
    ui.tell(
        f"Văn bản đầu tiên: {number}; {found.detail.title or ''}; tệp: {files}",
        f"First document: {number}; {found.detail.title or ''}; files: {files}",
    )
