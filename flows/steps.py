"""The steps of a run as whoever watches it reads them: their names, their tags, what came of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from niemyet.flows.counts import UNITS_LOOKED_AT
from niemyet.flows.engine import Ending, Step, StepEnd
from niemyet.flows.run_context import RunContext, RunResult
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.retelling import retold
from niemyet.model.words import Outcome
from niemyet.reports.words import OUTCOMES

#: Of units, before their ids: the proof of a listing is named so.
_LISTING = "unit:"
NAMED = 3  # sources and units that are named in one sentence; the report has all; chosen, not measured
_ENDINGS = {
    Outcome.COMPLETE: Ending.DONE,
    Outcome.INCOMPLETE: Ending.SOURCE_INCOMPLETE,
    Outcome.DARK: Ending.SOURCE_DARK,
}


def crawling_step(run: RunContext, source_id: str, call: Callable[[], object]) -> Step:
    """Fetch from one source."""
    return Step(
        f"crawl {source_id}",
        call,
        title=msg("Fetch from {source}", source=source_id),
        tags=(f"source:{source_id}",),
        came_of=partial(_crawled, run.result, source_id),
    )


def observing_step(run: RunContext, call: Callable[[], object]) -> Step:
    """Look at what the units show."""
    return Step(
        "observe", call, title=msg("Look at the units' listings"), came_of=partial(_observed, run.result)
    )


def reading_step(run: RunContext, call: Callable[[], object]) -> Step:
    """Read what came."""
    return Step("read", call, title=msg("Read documents"), came_of=partial(_read, run.result))


def publishing_step(run: RunContext, call: Callable[[], object]) -> Step:
    """Consolidate everything known."""
    return Step(
        "publish", call, title=msg("Consolidate and publish"), came_of=partial(_published, run.result)
    )


def checking_step(run: RunContext, call: Callable[[], object]) -> Step:
    """Hold what was carried on against what everything comes to."""
    return Step("check", call, title=msg("Check what was carried on"), came_of=partial(_checked, run.result))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sentence of the lake, which is kept in one language."""

    kept: str

    def text(self, lang: str) -> str:
        """The sentence in a language, as far as it is known."""
        return retold(self.kept, lang)


def _crawled(result: RunResult, source_id: str) -> StepEnd:
    proof = result.proofs[source_id]
    counts = msg(
        "{rows} rows on {pages} pages, {news} new or changed",
        rows=proof.rows,
        pages=proof.pages,
        news=result.news.get(source_id, 0),
    )
    if proof.outcome is Outcome.COMPLETE:
        return StepEnd(Ending.DONE, counts)
    reason: Words = _Kept(proof.reason) if proof.reason else OUTCOMES[proof.outcome]
    return StepEnd(_ENDINGS[proof.outcome], Messages((reason, counts), "; "))


def _observed(result: RunResult) -> StepEnd:
    listings = {
        name.removeprefix(_LISTING): proof.outcome
        for name, proof in sorted(result.proofs.items())
        if name.startswith(_LISTING) and proof.outcome is not Outcome.COMPLETE
    }
    total = result.counts.get(UNITS_LOOKED_AT, 0)
    whole = total - len(listings)
    parts: list[Words] = [msg("{count} of {total} units' listings read whole", count=whole, total=total)]
    worst = Ending.DONE
    for outcome in (Outcome.INCOMPLETE, Outcome.DARK):
        names = [name for name, one in listings.items() if one is outcome]
        if names:
            worst = _ENDINGS[outcome]
            parts.append(missing(outcome, names))
    return StepEnd(worst, Messages(tuple(parts), "; "))


def missing(outcome: Outcome, names: Sequence[str]) -> Message:
    """Sources or units that are dark, or were not read whole; the first of them by name."""
    told = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    if outcome is Outcome.DARK:
        return msg("dark: {names}", names=told)
    return msg("not read whole: {names}", names=told)


def _read(result: RunResult) -> StepEnd:
    count = result.counts.get
    return StepEnd(
        Ending.DONE,
        msg(
            "{documents} documents and {postings} pages read",
            documents=count("documents_read", 0),
            postings=count("postings_read", 0),
        ),
    )


def _published(result: RunResult) -> StepEnd:
    told: Words = (
        msg("Published: {address}", address=result.release.address)
        if result.release
        else msg("Nothing new; the release stays.")
    )
    if not result.new_reviews:
        return StepEnd(Ending.DONE, told)
    asked = msg("{count} new questions", count=len(result.new_reviews))
    return StepEnd(Ending.NEEDS_PERSON, Messages((told, asked), "; "))


def _checked(result: RunResult) -> StepEnd:
    wrong = result.carried_wrongly
    if wrong is None:
        return StepEnd(Ending.DONE, msg("Not due: it is done once a week."))
    if not wrong:
        return StepEnd(Ending.DONE, msg("The release is what everything comes to."))
    told = msg("Wrong, and published anew: {tables}", tables=", ".join(wrong))
    return StepEnd(Ending.NEEDS_PERSON, told)
