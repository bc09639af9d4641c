"""How the fold grows with its past: `python -m benchmarks growth [--counts 200,400,800]`.

One territory of the made-up country (`country_world.py`) with what real use has in every decision: a row without a code that
bears nobody's name, one that bears a name nearly, and an abolition of what was never received. Twice the decisions may cost
twice the time, not four times. Processor seconds, the counts in turn: the least, and the ratios turn by turn.
"""

import argparse
import gc
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from benchmarks.country_world import DAY, DECISIONS, END, OLD_PROVINCES, Territory, territory
from benchmarks.goals import judged
from benchmarks.measure import Line, machine, own_peak_mb, spread
from niemyet.model.in_memory import kept_in_memory
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
        [
            f"{decisions:,}",
            f"{questions:,}",
            f"{seconds:.2f}",
            f"{seconds / decisions * 1e3:.2f}",
            spread(grown) if grown else "",
        ]
        for decisions, questions, seconds, grown in _grown([int(each) for each in options.counts.split(",")])
    ]
    columns = ["decisions", "questions", "s", "ms/decision", "of what grows evenly"]
    print(text_table(lines, columns, room=140))


def measure(counts: Sequence[int], turns: int = 3) -> list[Line]:
    """The same as lines of the page of figures; the last one is judged."""
    found = _grown(counts, turns)
    lines = [
        Line(
            f"fold of {decisions:,} decisions, {questions:,} questions",
            f"{seconds:.2f} s",
            "evenly: 1.00" if grown else "",
            spread(grown) if grown else "",
            judged("growth", median(grown)) if grown and decisions == found[-1][0] else "",
        )
        for decisions, questions, seconds, grown in found
    ]
    return [*lines, Line("peak memory of this process", f"{own_peak_mb():.0f} MB", "", "")]


def _grown(counts: Sequence[int], turns: int = 3) -> list[tuple[int, int, float, list[float]]]:
    """Decisions, questions, least seconds, and turn by turn what they are of what grows evenly from the count before."""
    facts = [territory(0, count * OLD_PROVINCES / DECISIONS) for count in counts]
    folds = [_Fold(one, with_doubts(one)) for one in facts]
    for fold in folds:
        fold.seconds.clear()  # the first one of each only warmed up
    for _ in range(turns):
        for fold in folds:
            fold.once()
    found = []
    for place, fold in enumerate(folds):
        before = folds[place - 1] if place else None
        grown = (
            []
            if before is None
            else [
                (mine / other) / (fold.decisions / before.decisions)
                for mine, other in zip(fold.seconds, before.seconds, strict=True)
            ]
        )
        found.append((fold.decisions, fold.questions, min(fold.seconds), grown))
    return found


class _Fold:
    """One territory, folded as often as it is asked for."""

    def __init__(self, facts: Territory, items: Sequence[DecisionItem]) -> None:
        self._facts, self._items = facts, items
        self.decisions, self.seconds = len(facts.decisions), list[float]()
        self.questions = self.once()

    def once(self) -> int:
        """Fold; gives the questions."""
        gc.collect()
        with kept_in_memory():  # as a run folds
            begun = time.process_time()
            folded = fold_history(self._facts.decisions, self._items, self._facts.province, DAY, END)
            self.seconds.append(time.process_time() - begun)
        return len(folded.asked)


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
