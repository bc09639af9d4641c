"""While a release is made nothing is searched for cycles: so there may be none that only a search would find."""

import gc
import subprocess
import sys
from datetime import date

from niemyet.model.in_memory import set_aside_by_step
from niemyet.model.records import Policy
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import build_boards
from niemyet.transforms.work.updates import compute_work
from tests.support.province import DECISIONS, ITEMS, QUANG_NAM, UNITS

TODAY = date(2024, 6, 3)


def consolidated() -> int:
    folded = fold_history(DECISIONS, ITEMS, QUANG_NAM, TODAY, date(2030, 1, 1))
    spans = unit_spans(UNITS, QUANG_NAM)
    boards = build_boards(folded.procedures, spans)
    work = compute_work(
        procedures=folded.procedures,
        spans=spans,
        decisions=DECISIONS,
        items=ITEMS,
        misprints=folded.misprints,
        listings=(),
        confirmations=(),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=TODAY,
    ).rows
    return len(boards) + len(work)


def test_consolidation_leaves_no_cycles_behind() -> None:
    """In a process of its own: threads of other tests leave cycles behind too."""
    program = """
import gc
from tests.flows.test_in_memory import consolidated
assert consolidated()  # once, so that what is kept for good is there
gc.collect()
gc.disable()
assert consolidated()
print(gc.collect())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n", "objects that name each other wait for a search that is held off"


def test_what_a_step_leaves_is_set_aside_until_the_run_ends() -> None:
    before = gc.get_freeze_count()
    with set_aside_by_step() as set_aside:
        kept = [[number] for number in range(10)]
        set_aside()
        assert gc.get_freeze_count() > before + len(kept)
    assert gc.get_freeze_count() == 0
