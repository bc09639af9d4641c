"""The configured sources and what is known of them."""

from datetime import date

import click

from flows.ui import Ui, common


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
    from model.words import Outcome
    from storage.lake import CrawlRow
    from transforms.dates import local_day

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
