"""The report on one run, for the operator who looks at it in the morning: what came of it, and what is to be done. Pure.

Markdown, and rows of a table; both in the operator's language. What is to be done is said as commands that can be copied.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from niemyet.model.messages import Message, Spoken, Words, day_words, msg, number_words
from niemyet.model.retelling import retold
from niemyet.model.words import Outcome
from niemyet.reports.kind_words import kind_word
from niemyet.reports.words import OUTCOMES

#: Rows of one list: a screen; the commands beside them show all; chosen, not measured.
MOST_ROWS = 30
#: An address that ends no link and no cell of Markdown.
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]|\\\"`]+")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How a source, or a unit's listing, was read. `whole_on`: when it was read whole last; `reason`: as it is kept."""

    source: str
    outcome: Outcome
    pages: int
    rows: int
    news: int | None
    reason: str
    whole_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision that came with this run."""

    number: str
    signed_on: date | None
    title: str
    rows: int
    url: str | None
    needs_review: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """Open questions of one kind, and how many of them are of this run."""

    kind: str
    open: int
    new: int


@dataclass(frozen=True, slots=True)
class NightReport:
    """What a run did. `ending`: a word of flows.engine.Ending. `told`: how it ended, in a sentence."""

    ending: str
    told: Words
    sources: Sequence[SourceLine] = ()
    decisions: Sequence[DecisionLine] = ()
    questions: Sequence[KindLine] = ()
    work_open: int = 0
    work_overdue: int = 0
    problems: Sequence[Words] = ()
    release: str | None = None  # where the newest release is
    is_published: bool = False
    board: str | None = None  # address of the public notice board
    seconds: Mapping[str, float] = field(default_factory=dict)  # step → how long it took

    @property
    def is_over_in_order(self) -> bool:
        """Whether the run came to its end; then all that is told here was looked up."""
        return self.ending not in ("failed", "stopped")


def night_page(title: str, report: NightReport, lang: str) -> str:
    """The report as Markdown."""
    parts = [f"# {_plain(title)}", f"**{_plain(_said(report.told, lang))}**"]
    parts += _section(msg("What to do"), _numbered(_to_do(report, lang)), lang)
    if report.is_over_in_order:
        parts += _section(msg("Sources"), _sources(report, lang), lang)
        parts += _section(msg("New decisions"), _decisions(report, lang), lang)
        parts += _section(msg("Open questions"), _questions(report, lang), lang)
        parts += _section(msg("Release"), _release(report, lang), lang)
    if report.seconds:
        rows = [
            {
                msg("Step").text(lang): _plain(step),
                msg("Seconds").text(lang): number_words(seconds, lang, ".1f"),
            }
            for step, seconds in report.seconds.items()
        ]
        parts += _section(msg("Time"), _table(rows, lang), lang)
    return "\n\n".join(parts) + "\n"


def source_rows(report: NightReport, lang: str) -> list[dict[str, str]]:
    """A row for each source, those that need a look first; listings of units only where they need one."""
    ordered = sorted(report.sources, key=lambda line: (line.outcome is Outcome.COMPLETE, line.source))
    return [
        {
            msg("Source").text(lang): line.source,
            msg("Result").text(lang): OUTCOMES[line.outcome].text(lang),
            msg("Pages").text(lang): str(line.pages),
            msg("Rows").text(lang): str(line.rows),
            msg("New or changed").text(lang): "" if line.news is None else str(line.news),
            msg("Last complete").text(lang): day_words(line.whole_on, lang) if line.whole_on else "",
            msg("Reason").text(lang): retold(line.reason, lang),
        }
        for line in ordered
    ]


def _to_do(report: NightReport, lang: str) -> Iterable[str]:
    """What a person has to do, the most urgent first; nothing is an answer too."""
    if not report.is_over_in_order:
        yield _step(
            msg("Nothing was published; readers see the release before. Mend what the reason names, then:"),
            "niemyet nightly",
            lang,
        )
        yield _step(msg("What is installed, and whether the data folder is whole:"), "niemyet doctor", lang)
        return
    found = [
        *_about_sources(report, lang),
        *(_plain(_said(problem, lang)) for problem in report.problems),
        *_about_questions(report, lang),
    ]
    yield from found or [_said(msg("Nothing: no source is missing, no question is new."), lang)]


def _about_sources(report: NightReport, lang: str) -> Iterable[str]:
    for line in report.sources:
        if line.outcome is Outcome.COMPLETE:
            continue
        reason = retold(line.reason, lang).rstrip(". ") or OUTCOMES[line.outcome].text(lang)
        told = (
            msg(
                "Source {source} is dark: {reason}. What it said before stays.",
                source=line.source,
                reason=reason,
            )
            if line.outcome is Outcome.DARK
            else msg("Source {source} was not read whole: {reason}.", source=line.source, reason=reason)
        )
        command = (
            "niemyet sources list" if line.news is None else f"niemyet sources check --source {line.source}"
        )
        yield _step(told, command, lang)


def _about_questions(report: NightReport, lang: str) -> Iterable[str]:
    new = sum(line.new for line in report.questions)
    if new:
        yield _step(
            msg("{count} new questions for a person; the same in a browser: `niemyet desk`.", count=new),
            "niemyet review list",
            lang,
        )


def _sources(report: NightReport, lang: str) -> str:
    """The table without its reasons, which stand above, and without empty columns: a page has room for few."""
    reason = msg("Reason").text(lang)
    rows = source_rows(report, lang)
    names = [name for name in (rows[0] if rows else ()) if name != reason and any(row[name] for row in rows)]
    return _table([{name: _cell(row[name]) for name in names} for row in rows], lang)


def _decisions(report: NightReport, lang: str) -> str:
    if not report.decisions:
        return _said(msg("None."), lang)
    rows = [
        {
            msg("Number").text(lang): _linked(line.number, line.url),
            msg("Signed").text(lang): day_words(line.signed_on, lang) if line.signed_on else "",
            msg("Rows").text(lang): str(line.rows),
            msg("Has a question").text(lang): _said(msg("yes"), lang) if line.needs_review else "",
            msg("Title").text(lang): _cell(line.title),
        }
        for line in report.decisions
    ]
    return _table(rows, lang)


def _questions(report: NightReport, lang: str) -> str:
    if not report.questions:
        return _said(msg("None."), lang)
    rows = [
        {
            msg("Question").text(lang): _cell(kind_word(line.kind, lang)),
            msg("Open").text(lang): str(line.open),
            msg("New this night").text(lang): str(line.new) if line.new else "",
        }
        for line in report.questions
    ]
    return _table(rows, lang)


def _release(report: NightReport, lang: str) -> str:
    lines = [
        _said(
            msg("Published: {address}", address=report.release)
            if report.is_published
            else msg("Nothing new; the release stays."),
            lang,
        ),
        _said(
            msg(
                "{count} pieces of work are open, {late} of them overdue: {command}",
                count=report.work_open,
                late=report.work_overdue,
                command="`niemyet updates`",
            ),
            lang,
        ),
    ]
    if report.board:
        lines.append(_said(msg("Public notice board: {address}", address=f"<{report.board}>"), lang))
    return "\n".join(f"- {line}" for line in lines)


def _step(told: Message, command: str, lang: str) -> str:
    # By four: the width of "10. ", below which a fence would end the list.
    return f"{_plain(told.text(lang))}\n\n    ```sh\n    {command}\n    ```"


def _numbered(steps: Iterable[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _section(heading: Message, body: str, lang: str) -> list[str]:
    return [f"## {heading.text(lang)}", body]


def _table(rows: Sequence[Mapping[str, str]], lang: str) -> str:
    """Rows with the same headings, their cells ready, as a table in Markdown; what it leaves out is said below it."""
    if not rows:
        return "–"
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([row[name] for name in names] for row in rows[:MOST_ROWS])]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + _left_out(len(rows), lang)


def _left_out(count: int, lang: str) -> str:
    if count <= MOST_ROWS:
        return ""
    return "\n\n" + _said(msg("… and {count} more.", count=count - MOST_ROWS), lang)


def _linked(text: str, url: str | None) -> str:
    """A link in a cell, where the address can stand in one."""
    return f"[{_cell(text)}]({url})" if url and _ADDRESS.fullmatch(url) else _cell(text)


def _cell(text: str) -> str:
    """In one cell: what portals and papers print may hold bars, and ends of lines."""
    return " ".join(_plain(text).split()).replace("|", "\\|")


def _plain(text: str) -> str:
    """Text that came from elsewhere is no HTML and no link: a title may hold a tag."""
    return re.sub(r"([\[\]])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))


def _said(words: Words, lang: str) -> str:
    return words.text(lang) if isinstance(words, Spoken) else words
