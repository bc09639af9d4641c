"""How the fold grows with its past: `python -m benchmarks growth [--counts 200,400,800]`.

One territory of the made-up country (`country_world.py`) with what real use has in every decision: a row without a code that
bears nobody's name, one that bears a name nearly, and an abolition of what was never received. Twice the decisions may cost
twice the time, not four times. Processor seconds, the quickest of three.
"""

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from benchmarks.country_world import DAY, DECISIONS, END, OLD_PROVINCES, Territory, territory
from benchmarks.measure import Line, machine
from niemyet.model.tables import DecisionItem
from niemyet.model.words import Action, Level
from niemyet.reports.text_table import text_table
from niemyet.transforms.law.history import fold_history


def main(arguments: Sequence[str]) -> None:
    """Measure each count and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks growth")
    parser.add_argument("--counts", default="200,400,800", help="of decisions")
    options = parser.parse_args(arguments)
    print(machine())
    lines = [
        [f"{decisions:,}", f"{questions:,}", f"{seconds:.2f}", f"{seconds / decisions * 1e3:.2f}", grown]
        for decisions, questions, seconds, grown in _grown(map(int, options.counts.split(",")))
    ]
    columns = ["decisions", "questions", "s", "ms/decision", "of what grows evenly"]
    print(text_table(lines, columns, room=140))


def measure(counts: Sequence[int]) -> list[Line]:
    """The same as lines of the page of figures."""
    return [
        Line(
            f"fold of {decisions:,} decisions, {questions:,} questions",
            f"{seconds:.2f} s",
            "twice the past: 1.00" if grown else "",
            grown,
        )
        for decisions, questions, seconds, grown in _grown(counts)
    ]


def _grown(counts: Iterable[int]) -> Iterator[tuple[int, int, float, str]]:
    """Decisions, questions, seconds, and what they are of what grows evenly from the count before."""
    before: tuple[int, float] | None = None
    for count in counts:
        decisions, questions, seconds = _measured(count)
        grown = "" if before is None else f"{(seconds / before[1]) / (decisions / before[0]):.2f}×"
        before = decisions, seconds
        yield decisions, questions, seconds, grown


def _measured(count: int) -> tuple[int, int, float]:
    facts = territory(0, count * OLD_PROVINCES / DECISIONS)
    items = with_doubts(facts)
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        folded = fold_history(facts.decisions, items, facts.province, DAY, END)
        seconds.append(time.process_time() - begun)
    return len(facts.decisions), len(folded.asked), min(seconds)


def with_doubts(facts: Territory) -> list[DecisionItem]:
    """The rows of a territory, and three doubtful ones in each decision."""
    rng = random.Random(f"doubts/{facts.number}")
    rows: dict[str, list[DecisionItem]] = {}
    for item in facts.items:
        rows.setdefault(item.decision_id, []).append(item)
    return [
        item
        for own in rows.values()
        for item in (*own, *_doubtful(rng, own[rng.randrange(len(own))], len(own)))
    ]


def _doubtful(rng: random.Random, like: DecisionItem, last: int) -> tuple[DecisionItem, ...]:
    words = like.name.split()
    rng.shuffle(words)
    nearly, nobody = " ".join(words[: len(words) - 2]), f"Việc khác số {rng.randrange(10**6)}"
    unseen = f"{rng.choice('123')}.9{rng.randrange(10**5):05d}"
    told = (
        (Action.AMEND, None, nearly, (Level.COMMUNE,)),
        (Action.ABOLISH, None, nobody, (Level.DISTRICT,)),
        (Action.ABOLISH, unseen, f"Thủ tục đã cũ {unseen}", like.levels),
    )
    return tuple(
        replace(
            like,
            item_id=f"{like.decision_id}#A/I/{last + place}",
            action=action,
            code=code,
            code_text=code,
            replaces=(),
            name=name,
            levels=levels,
            row_no=str(last + place),
        )
        for place, (action, code, name, levels) in enumerate(told, start=1)
    )
