"""The configured sources and what is known of them."""

from datetime import date
from typing import Any

import click

from niemyet.flows.spoken import Group
from niemyet.flows.ui import Ui, common
from niemyet.model.messages import msg
from niemyet.model.retelling import retold


@click.group(cls=Group)
def sources() -> None:
    """The configured sources and their state.

    Example: niemyet sources list
    """


@sources.command("list")
@common
def list_sources(ui: Ui) -> None:
    """Each source: kind, address, last crawl, last complete crawl.

    Example: niemyet sources list
    """
    from niemyet.reports.words import OUTCOMES

    rows = source_rows(ui)
    headings = {
        "id": ui.say(msg("Source")),
        "kind": ui.say(msg("Kind")),
        "outcome": ui.say(msg("Last crawl")),
        "last": ui.say(msg("On")),
        "last_complete": ui.say(msg("Last complete")),
        "rows": ui.say(msg("Rows")),
        "url": ui.say(msg("Address")),
    }
    told = {one.value: ui.say(words) for one, words in OUTCOMES.items()}
    if ui.format != "table":
        ui.print_rows(rows)
        return
    ui.print_rows(
        [row | {"outcome": told.get(str(row["outcome"]), row["outcome"])} for row in rows], shown=headings
    )
    for row in rows:
        if row["reason"]:
            click.echo(f"{row['id']}: {row['reason']}")


def source_rows(ui: Ui) -> list[dict[str, Any]]:
    """Each configured source as it was read last: `id`, `kind`, `url`, `last`, `outcome`, `last_complete`, `rows`, `reason`."""
    from niemyet.model.words import Outcome
    from niemyet.storage.lake_rows import CrawlRow
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
                "outcome": mine[-1].outcome.value if mine else ui.say(msg("never read")),
                "last_complete": max(whole, default=None),
                "rows": mine[-1].rows if mine else None,
                "reason": retold(mine[-1].reason or "", ui.lang) or None if mine else None,
            }
        )
    return rows


@sources.command("check")
@click.option("--source", "source_id", default=None, help="Only this source.")
@common
def check_sources(ui: Ui, source_id: str | None) -> None:
    """Whether each source can be read today: robots.txt, list page, one document. Nothing is recorded.

    Example: niemyet sources check
    """
    from niemyet.extractors.fetching.politeness import Politeness
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.page_process import PageProcess
    from niemyet.flows.probing import check
    from niemyet.model.words import Outcome

    settings = ui.settings()
    wanted = [settings.source(source_id)] if source_id else list(settings.sources)
    clock = SystemClock()
    politeness = Politeness(clock)
    rows = []
    with PageProcess(settings.limits) as pages:
        for source in wanted:
            found = check(source, clock, politeness, pages)
            rows.append(
                {
                    "id": source.id,
                    "kind": source.kind,
                    "outcome": found.outcome.value,
                    "rows": found.rows,
                    "example": found.number,
                    "reason": found.reason and ui.words(found.reason),
                    "url": source.url or source.path,
                }
            )
    headings = {
        "id": ui.say(msg("Source")),
        "kind": ui.say(msg("Kind")),
        "outcome": ui.say(msg("Readable")),
        "rows": ui.say(msg("Rows on page 1")),
        "example": ui.say(msg("Example")),
        "reason": ui.say(msg("Reason")),
    }
    words = {"complete": ui.say(msg("✓ yes")), "incomplete": ui.say(msg("in part")), "dark": "✗"}
    if ui.format == "table":
        ui.print_rows([row | {"outcome": words[str(row["outcome"])]} for row in rows], shown=headings)
    else:
        ui.print_rows(rows)
    bad = [row for row in rows if row["outcome"] != Outcome.COMPLETE.value]
    ui.tell(
        msg("{count} sources, {count_2} need a look.", count=len(rows), count_2=len(bad)),
    )
    if bad:
        click.get_current_context().exit(3)


@sources.command("probe")
@click.argument("url")
@click.option("--id", "source_id", default=None, help="Id of the source.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    help="Another host that may be called.",
)
@click.option("--contact", default=None, help="Contact for the User-Agent (mailto:…).")
@common
def probe_source(
    ui: Ui, url: str, source_id: str | None, hosts: tuple[str, ...], contact: str | None
) -> None:
    """Look at an address: its kind of portal, its configuration, what would be read. Nothing is recorded.

    Example: niemyet sources probe https://stp.example.gov.vn/van-ban/
    """
    from niemyet.extractors.portals.probing import as_toml, id_of
    from niemyet.extractors.settings import FetchSettings
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.contacting import read_contact
    from niemyet.flows.page_process import PageProcess
    from niemyet.flows.probing import probe
    from niemyet.model.errors import UsageError
    from niemyet.model.records import Limits

    if not url.startswith(("http://", "https://")):
        raise UsageError(
            msg("{url}: expected an address that begins with http:// or https://.", url=url),
        )
    if contact is None and not ui.config.exists():
        raise UsageError(
            msg(
                "no configuration at {config}: name a contact for the User-Agent with --contact mailto:…",
                config=ui.config,
            ),
        )
    fetch = FetchSettings(contact=read_contact(contact)) if contact is not None else ui.settings().fetch
    with PageProcess(Limits()) as pages:
        found = probe(
            url,
            source_id=source_id or id_of(url),
            fetch=fetch,
            clock=SystemClock(),
            allowed_hosts=hosts,
            apart=pages,
        )
    page, looked = found.proposal.page, found.looked
    if ui.format == "table":
        click.echo(as_toml(found.proposal.settings))
        click.echo()
    rows = [
        {"key": one.key, "number": one.number, "signed_on": one.signed_on, "title": one.title, "url": one.url}
        for one in page.entries
    ]
    shown = {
        "number": ui.say(msg("Number")),
        "signed_on": ui.say(msg("Issued")),
        "title": ui.say(msg("Title")),
    }
    ui.print_rows(rows[:10] if ui.format == "table" else rows, shown=shown if ui.format == "table" else None)
    if found.proposal.guessed:
        ui.tell(
            msg("No known family: the selectors are a proposal; compare the preview with the page."),
        )
    more = ui.say(msg("more pages")) if page.following else ui.say(msg("no next page"))
    ui.tell(msg("{count} rows on page 1, {more}.", count=len(page.entries), more=more))
    if looked.following is not None:
        ui.tell(
            msg("Page 2 was read too: {count} rows, other ones.", count=len(looked.following.entries))
            if not looked.is_repeated
            else msg("Page 2 was read too: {count} rows.", count=len(looked.following.entries))
        )
    if found.pages is None and page.following:
        ui.tell(
            msg(
                "To compare with the portal: it shows no count of pages; at least {about} documents.",
                about=found.about,
            )
        )
    else:
        ui.tell(
            msg(
                "To compare with the portal: {rows} on page 1, {pages} pages: about {about} documents.",
                rows=len(page.entries),
                pages=found.pages or 1,
                about=found.about,
            )
        )
    if found.proposal.left_out:
        ui.tell(
            msg(
                "{count} links beside these rows speak of documents too and are left out.",
                count=found.proposal.left_out,
            )
        )
    hours, minutes = divmod(round(found.backfill_seconds / 60), 60)
    ui.tell(
        msg(
            "With {pause:.0f} s between requests a first read takes about {hours} h {minutes} min.",
            pause=looked.pause,
            hours=hours,
            minutes=minutes,
        )
    )
    for one in looked.seen:
        files = ", ".join(file.name or file.url for file in one.detail.files) or ui.say(msg("none"))
        ui.tell(
            msg(
                "Document: {number}; {title}; files: {files}",
                number=one.detail.number or one.seen.entry.number or ui.say(msg("(in the file only)")),
                title=one.detail.title or one.seen.entry.title or "",
                files=files,
            ),
        )
    for warning in found.warnings:
        ui.tell(msg("⚠ {warning}", warning=warning))
    for reason in looked.failures:
        ui.tell(msg("Not read: {reason}", reason=reason))
    if not looked.seen:
        click.get_current_context().exit(3)
