"""The second generator: its truth is printed, its axes are many, and what it writes is read without a silent mistake."""

import pytest

from benchmarks.strangers.cases import make_case
from benchmarks.strangers.paper import Grid, Line
from benchmarks.strangers.properties import AXES, draw
from benchmarks.strangers.run import WRITERS, judged

#: Documents whose kinds the reader knows; `python -m benchmarks strangers` judges hundreds.
FEW = (0, 2, 5, 8, 11, 21)


def _texts(seed: int) -> str:
    case = make_case(seed)
    parts = [block.text for block in case.blocks if isinstance(block, Line)]
    parts += [
        cell.text for block in case.blocks if isinstance(block, Grid) for row in block.rows for cell in row
    ]
    return "\n".join(parts)


def test_there_are_many_axes_and_every_value_is_drawn():
    assert len(AXES) >= 40
    drawn = {pair for seed in range(1500) for pair in draw(seed).items()}
    assert drawn >= {(axis, value) for axis, values in AXES.items() for value in values}


@pytest.mark.parametrize("seed", range(60))
def test_all_that_is_wanted_is_printed(seed):
    text = _texts(seed)
    for item in make_case(seed).wanted:
        assert item.name in text
        assert item.code is None or item.code in text


def test_a_seed_is_the_same_document_every_time():
    assert make_case(7) == make_case(7)
    assert WRITERS["html"](make_case(7)) == WRITERS["html"](make_case(7))


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("seed", FEW)
def test_nothing_grave_is_silent(seed, form):
    case = make_case(seed)
    found = judged(case, form, WRITERS[form](case))
    assert found.error is None
    assert [miss for miss in found.silent if miss.grave] == []
