"""Facts are written and read again without Arrow's functions on columns: a crawl needs none of them."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pytest

from niemyet.storage import computing

_CODE = """
import sys
from datetime import UTC, date, datetime
from niemyet.extractors.fetching import client, wire
from niemyet.model.words import Outcome
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import CrawlRow
lake = Lake(sys.argv[1])
at = datetime(2026, 11, 29, 1, 2, 3, 4, UTC)
row = CrawlRow("r1", "cong", at, date(2026, 1, 1), None, Outcome.DARK, 1, 2, None, ("a",), None)
lake.append("crawls", "r1", [row])
lake.append("crawls", "r1", [row])
assert Lake(sys.argv[1]).read("crawls", CrawlRow) == [row, row]
print([one for one in ("pyarrow.compute", "pandas", "rich", "pygments", "click") if one in sys.modules])
"""


def test_a_crawl_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _CODE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"


def test_the_functions_are_arrow_s_own() -> None:
    assert computing.equal is pyarrow.compute.equal
    assert computing.sum(pa.array([1, 2])).as_py() == 3
    with pytest.raises(AttributeError):
        _ = computing.no_such_function
