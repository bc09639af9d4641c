"""The province of the nights' benchmark has what real use has; a plain one has none of it."""

import re
from pathlib import Path

import pytest

from benchmarks.nights_province import PLAIN, Habits, Province, _lag
from niemyet.flows.config import load


def province(root: Path, habits: Habits, days: int = 60) -> str:
    """All decisions of its first days, as they lie in the inbox by then."""
    made = Province(root, units=3, most=10, seed=0, habits=habits)
    for number in range(1, days + 1):
        made.day(number)
    return "".join(path.read_text() for path in sorted((root / "inbox").iterdir()))


def test_clerks_hang_on_two_channels_and_papers_lack_codes(tmp_path: Path) -> None:
    papers = province(tmp_path / "p", Habits(no_code=0.3, unknown=0.3, past=0.3))
    assert re.search(r"<td>\d</td><td></td><td>Thủ tục", papers)
    assert {"4.", "3.", "1."} <= {code[:2] for code in re.findall(r"<td>(\d\.\d{6})</td>", papers)}
    assert len(load(tmp_path / "p" / "niemyet.toml").listings) == 6
    assert len(list((tmp_path / "p" / "listings").iterdir())) == 6


def test_a_plain_province_has_none_of_it(tmp_path: Path) -> None:
    papers = province(tmp_path / "p", PLAIN)
    assert "<td></td>" not in papers
    assert {code[:2] for code in re.findall(r"<td>(\d\.\d{6})</td>", papers)} == {"1."}
    assert len(list((tmp_path / "p" / "listings").iterdir())) == 3


@pytest.mark.parametrize(
    ("chance", "days"), [(0.0, 1), (0.49, 7), (0.5, 21), (0.69, 60), (0.7, None), (0.99, None)]
)
def test_what_is_done_soon_late_or_never(chance: float, days: int | None) -> None:
    assert _lag(chance, soon=0.5, late=0.2) == days
