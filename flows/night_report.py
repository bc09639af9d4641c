"""What is to be told of a run that has ended, looked up in its result, the lake and the newest release."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from niemyet.flows.config import Settings
from niemyet.flows.engine import Ending
from niemyet.flows.run_context import RunResult
from niemyet.flows.steps import NAMED, missing
from niemyet.model.messages import Messages, Words, msg
from niemyet.model.words import OPEN_WORK, Outcome, ReviewState, UpdateState
from niemyet.reports.night_page import DecisionLine, KindLine, NightReport, SourceLine
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow
from niemyet.storage.release import Release
from niemyet.transforms.language.dates import local_day


def report_of(settings: Settings, folder: DataFolder, result: RunResult) -> NightReport:
    """The report on a run that came to its end."""
    release = result.release or folder.releases.latest()
    work = release.table("listing_updates", ["state"]).column(0).to_pylist() if release else []
    return NightReport(
        ending_of(result),
        sentence_of(result),
        sources=tuple(_sources(settings, folder, result)),
        decisions=tuple(_decisions(release, result)) if release and result.release else (),
        questions=tuple(_questions(release, result)) if release else (),
        work_open=sum(state in OPEN_WORK for state in work),
        work_overdue=sum(state == UpdateState.OVERDUE for state in work),
        problems=tuple(result.problems),
        release=release.address if release else None,
        is_published=result.release is not None,
        board=settings.address,
        seconds=result.durations,
    )


def ending_of(result: RunResult) -> Ending:
    """How a run that published, or had nothing to publish, ended; DONE exactly where its exit status is 0."""
    outcomes = {proof.outcome for proof in result.proofs.values()}
    if Outcome.DARK in outcomes:
        return Ending.SOURCE_DARK
    if Outcome.INCOMPLETE in outcomes:
        return Ending.SOURCE_INCOMPLETE
    return Ending.DONE if result.exit_status == 0 else Ending.NEEDS_PERSON


def sentence_of(result: RunResult) -> Words:
    """How a run ended, in a sentence: it stands beside the state wherever runs are listed."""
    parts: list[Words] = [msg("Published") if result.release else msg("Nothing new")]
    for outcome in (Outcome.DARK, Outcome.INCOMPLETE):
        names = [name for name, proof in sorted(result.proofs.items()) if proof.outcome is outcome]
        if names:
            parts.append(missing(outcome, names))
    if result.new_reviews:
        parts.append(msg("{count} new questions", count=len(result.new_reviews)))
    parts += result.problems[:NAMED]
    if len(parts) == 1:
        parts.append(msg("nobody is needed"))
    return Messages(tuple(parts), "; ")


def _sources(settings: Settings, folder: DataFolder, result: RunResult) -> Iterable[SourceLine]:
    """Each configured source that was read, and each listing that was not read whole."""
    configured = {source.id for source in settings.sources}
    shown = {
        name: proof
        for name, proof in result.proofs.items()
        if name in configured or proof.outcome is not Outcome.COMPLETE
    }
    whole: dict[str, date] = {}
    if any(proof.outcome is not Outcome.COMPLETE for proof in shown.values()):
        for row in folder.lake.read("crawls", CrawlRow):
            if row.source_id in shown and row.outcome is Outcome.COMPLETE:
                whole[row.source_id] = local_day(row.crawled_at)
    for name, proof in sorted(shown.items()):
        news = result.news.get(name, 0) if name in configured else None
        told_on = None if proof.outcome is Outcome.COMPLETE else whole.get(name)
        yield SourceLine(name, proof.outcome, proof.pages, proof.rows, news, proof.reason or "", told_on)


def _decisions(release: Release, result: RunResult) -> Iterable[DecisionLine]:
    """Decisions whose first copy came with this run, the newest first."""
    columns = [
        "number_text", "signed_on", "title", "extracted_items", "received_at", "copies", "needs_review", "decision_id",
    ]  # fmt: skip
    rows = release.table("decisions", columns).to_pylist()
    new = [row for row in rows if row["received_at"] == result.started_at]
    for row in sorted(new, key=lambda row: (row["signed_on"] or date.min, row["decision_id"]), reverse=True):
        yield DecisionLine(
            row["number_text"] or row["decision_id"],
            row["signed_on"],
            row["title"] or "",
            row["extracted_items"],
            _page_of(row),
            row["needs_review"],
        )


def _page_of(row: dict[str, Any]) -> str | None:
    """Where a portal shows it; None for what came as a file."""
    urls = (copy["url"] for copy in row["copies"] or ())
    return next((url for url in urls if url and url.startswith(("http://", "https://"))), None)


def _questions(release: Release, result: RunResult) -> Iterable[KindLine]:
    rows = release.table("reviews", ["review_id", "kind", "state"]).to_pylist()
    still = [row for row in rows if row["state"] == ReviewState.OPEN.value]
    new = set(result.new_reviews)
    count = Counter(row["kind"] for row in still)
    of_this_run = Counter(row["kind"] for row in still if row["review_id"] in new)
    for kind, number in sorted(count.items(), key=lambda pair: (-of_this_run[pair[0]], -pair[1], pair[0])):
        yield KindLine(kind, number, of_this_run[kind])
