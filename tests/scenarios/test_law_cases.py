"""The handed cases of the law, where they are: papers in, the commune's board on a day, what is asked."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Policy, Province, Received
from niemyet.model.words import UnitKind
from niemyet.transforms.consolidate import Facts, consolidate
from tests.support.province import day, unit

CASES = Path(__file__).parents[3] / "shared" / "cases" / "law"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not CASES.exists(), reason=f"the handed cases are not here: {CASES}"),
]


def _received(path: Path) -> Received:
    data = path.read_bytes()
    reading = read_decision(read_document(data, path.name))
    assert reading.signed_on is not None
    signed = reading.signed_on
    at = datetime(signed.year, signed.month, signed.day, 3, tzinfo=UTC)
    return Received(sha256(data).hexdigest(), "hop-thu", path.name, at, reading)


@pytest.mark.parametrize(
    ("case", "on", "codes", "asked"),
    [
        ("w1-s03", "2027-02-01", set(), set()),
        ("w1-s05", "2026-05-01", {"1.505001"}, {"orphaned"}),
        ("w1-s06", "2026-06-01", set(), {"suspended"}),
        ("w1-s06", "2027-01-01", {"1.506001", "1.506002"}, {"suspended"}),
        ("w1-s07", "2026-06-01", set(), {"suspended"}),
        ("w1-s18", "2026-06-01", {"1.518003", "1.518009"}, set()),
        ("w1-s25", "2027-02-28", {"1.525001"}, {"revert"}),
        ("w1-s25", "2027-03-01", set(), {"revert"}),
        ("w1-s26", "2026-11-30", set(), set()),
        ("w1-s26", "2026-12-01", {"1.526001"}, set()),
        ("w1-s40", "2026-06-01", {"1.540001"}, {"orphaned"}),
        ("w3-s04", "2026-06-01", {"3.704001"}, set()),
        ("w3-s13", "2027-02-28", set(), set()),
        ("w3-s13", "2027-03-01", {"3.713001"}, set()),
        ("w3-s22", "2026-06-01", {"3.722001", "3.722002"}, {"code_and_name"}),
        ("w3-s26", "2026-12-31", {"3.726001", "3.726002", "3.726003"}, {"orphaned"}),
    ],
)
def test_a_handed_case(case: str, on: str, codes: set[str], asked: set[str]) -> None:
    papers = tuple(_received(path) for path in sorted(CASES.glob(f"{case}*.docx")))
    units = (unit("xa-m", UnitKind.COMMUNE, "Xã M", province="hai-phong"),)
    state = consolidate(
        Facts(received=papers, units=units),
        province=Province("hai-phong", "Thành phố Hải Phòng"),
        policy=Policy(),
        as_of=day("2026-06-01"),
        knowledge=datetime(2028, 1, 1, tzinfo=UTC),
    )
    rows = [row for row in state.boards if row.valid_from <= day(on) < (row.valid_until or day("2099-01-01"))]
    assert {row.code for row in rows} == codes
    assert {one.kind.value for one in state.reviews} == asked
