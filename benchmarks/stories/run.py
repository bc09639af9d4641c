"""Decisions that act on decisions: read, folded, and the boards held against what must hang.

python -m benchmarks stories                        all stories, seed 0: other procedures and heads with each seed
python -m benchmarks stories --set crossed --seeds 5
python -m benchmarks stories --show "annulled: an abolition"    the papers are left in /tmp/stories
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.measure import machine
from benchmarks.stories import chained, crossed, told
from benchmarks.stories.known import KNOWN
from benchmarks.stories.play import Differs, Played, play
from benchmarks.stories.story import Hangs, Story
from benchmarks.strangers.run import OUTCOMES
from benchmarks.strangers.writers import to_html
from niemyet.reports.text_table import text_table
from niemyet.transforms.law.review_kinds import KINDS

SETS: dict[str, Callable[[int], Iterator[Story]]] = {
    "told": told.stories,
    "crossed": crossed.crossings,
    "chained": chained.chained,
}
SHOWN = Path("/tmp/stories")


def main(arguments: Sequence[str] | None = None) -> None:
    """Tell, play, print."""
    options = _options(arguments)
    if options.show:
        show(play(_named(options.show, options.seed)))
        return
    print(machine())
    names = tuple(SETS) if options.set == "all" else (options.set,)
    played = {name: _played(name, options) for name in names}
    if not any(played.values()):
        raise SystemExit(_no_such(options.only, options.seed))
    print(report(played, listed=options.listed))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks stories", description=__doc__.split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--set", choices=("all", *SETS), default="all")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--seeds", type=int, default=1, help="so many of them")
    parser.add_argument("--only", default="", help="stories whose name holds this")
    parser.add_argument("--listed", type=int, default=40, help="so many that are not right are printed")
    parser.add_argument("--show", metavar="NAME")
    return parser.parse_args(arguments)


def _played(name: str, options: argparse.Namespace) -> list[Played]:
    seeds = range(options.seed, options.seed + options.seeds)
    return [play(story) for seed in seeds for story in SETS[name](seed) if options.only in story.name]


def _named(called: str, seed: int) -> Story:
    for tell in SETS.values():
        for story in tell(seed):
            if story.name == called:
                return story
    raise SystemExit(_no_such(called, seed))


def _no_such(called: str, seed: int) -> str:
    every = [story.name for tell in SETS.values() for story in tell(seed)]
    near = [name for name in every if called.split(":", maxsplit=1)[0] in name][:12] or every[:12]
    return f"no story {called!r}; {len(every)} are there, for example: {'; '.join(near)}"


# ---- telling ---------------------------------------------------------------------------------------------------


def report(played: dict[str, list[Played]], *, listed: int) -> str:
    """The table by set, and the stories that are silent or asked about."""
    heads = [
        "stories",
        "count",
        "boards",
        *(f"{word} %" if word != "silent" else "SILENT %" for word in OUTCOMES),
    ]
    rows = [
        [name, str(len(ones)), str(sum(len(one.story.boards) for one in ones)), *_shares(ones)]
        for name, ones in played.items()
    ]
    every = [one for ones in played.values() for one in ones]
    silent = [one for one in every if one.outcome == "silent"]
    asked = [one for one in every if one.outcome in {"asked", "doubted"}]
    told_of = [line for one in (*silent, *asked) for line in _lines(one)]
    return "\n\n".join(
        [text_table(rows, heads, room=160), "\n".join([f"silent: {len(silent)}", *told_of[:listed]])]
    )


def _shares(played: Sequence[Played]) -> list[str]:
    counts = Counter(one.outcome for one in played)
    return [f"{100 * counts[word] / max(1, len(played)):.1f}" for word in OUTCOMES]


def _lines(one: Played) -> Iterator[str]:
    word = one.outcome.upper() if one.outcome == "silent" else one.outcome
    known = (
        f" | known: {KNOWN[one.story.name]}" if one.outcome == "silent" and one.story.name in KNOWN else ""
    )
    yield f"  {word} {one.story.name} (RULINGS {one.story.rule}): asked {', '.join(one.asked) or 'nothing'}{known}"
    for differs in one.differs[:3]:
        yield f"      {_told_of(differs)}"
    for says in one.unheard:
        yield f"      no question took “{says.answer}” ({says.kind}) on {says.on}"
    for differs in one.missed[:3]:
        yield f"      after the answers: {_told_of(differs)}"


def _told_of(differs: Differs) -> str:
    return f"{_where(differs.wanted)}: {_rows(differs.wanted.rows)} → {_rows(differs.got)} {', '.join(differs.names)}"


def _where(wanted: Hangs) -> str:
    return f"{wanted.unit} on {wanted.on}{f', known {wanted.known}' if wanted.known else ''}"


def _rows(rows: Sequence[tuple[str, int | None]]) -> str:
    return " ".join(f"{code}@{number or '*'}" for code, number in rows) or "nothing"


def show(one: Played) -> None:
    """Everything about one story; its papers are left in /tmp/stories."""
    SHOWN.mkdir(exist_ok=True)
    name = re.sub(r"[^\w]+", "-", one.story.name).strip("-")
    for place, paper in enumerate(one.story.papers, 1):
        path = SHOWN / f"{name}.{place}.{paper.number}.html"
        path.write_bytes(to_html(paper.paper))
        print(f"{path}: signed {paper.paper.signed_on}, received {paper.received}")
    for wanted in one.story.boards:
        print(f"must hang at {_where(wanted)}: {_rows(wanted.rows)}")
    for review in one.state.reviews:
        if KINDS[review.kind].asks:
            print(f"question {review.kind}: {review.question[:200]}")
    for decision in one.state.decisions:
        print(
            f"{decision.decision_id} {decision.kind} from {decision.effective_on} until {decision.effective_until}"
        )
    print("\n".join(_lines(one)))
