"""The national catalogue as a workbook: downloaded by somebody, or exported by the service; one table, one drift."""

from pathlib import Path

import pytest
import xlsxwriter

from niemyet.demo.national import Formality, National, exported
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import Catalogued, Drift
from niemyet.model.words import DriftKind, Level
from tests.support.house import House, build_house, decision

LISTED = [
    Formality("1.001193", "Đăng ký khai sinh"),
    Formality("2.000815", "Chứng thực bản sao", is_province=True),
    Formality("1.000999", "Thủ tục chưa ai công bố"),
]


def built(root: Path, source: str) -> House:
    made = build_house(
        root / "nhà",
        more=f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\n{source}\nseconds_between_requests = 0.0\n',
    )
    made.drop("512.md", decision(512, "04/03/2022"))
    made.at("2022-12-01T13:00:00")
    return made


def night(house: House) -> tuple[str, dict[str, Catalogued]]:
    result = run_nightly(house.settings, house.folder, house.clock)
    release = house.folder.releases.latest()
    assert release is not None
    return result.proofs["quoc-gia"].outcome, {one.code: one for one in release.rows("catalogue", Catalogued)}


def gaps(house: House) -> set[tuple[str, DriftKind]]:
    release = house.folder.releases.latest()
    assert release is not None
    return {(one.code, one.kind) for one in release.rows("drift", Drift)}


EXPECTED = {("2.000815", DriftKind.NAME_DIFFERS), ("1.000999", DriftKind.NO_DECISION)}


def test_the_services_own_export_is_held_against_the_total_of_its_list(tmp_path: Path) -> None:
    with National(LISTED) as service:
        house = built(tmp_path, f'url = "{service.url}"\nagency_id = "H47"\nlist = {{ form = "xlsx" }}')
        outcome, found = night(house)
        assert outcome == "complete"
        assert {code: one.name for code, one in found.items()} == {one.code: one.name for one in LISTED}
        assert found["2.000815"].levels == (Level.PROVINCE, Level.COMMUNE)
        assert not found["1.001193"].fees
        assert gaps(house) == EXPECTED
        before = len(house.folder.lake.receipts())
        house.at("2022-12-02T13:00:00")
        assert night(house)[0] == "complete"
        assert len(house.folder.lake.receipts()) == before, "the same rows are no news"
        service.exports_at_most = 2
        house.at("2022-12-03T13:00:00")
        assert night(house)[0] == "incomplete", "a workbook that was cut off does not say so: the total does"


def test_a_workbook_that_somebody_downloads_is_read_each_night_and_a_missing_one_says_so(
    tmp_path: Path,
) -> None:
    house = built(tmp_path, 'path = "danh-sach-tthc.xlsx"')
    assert night(house)[0] == "dark"
    path = house.root / "danh-sach-tthc.xlsx"
    path.write_bytes(exported(LISTED))
    house.at("2022-12-02T13:00:00")
    assert night(house)[0] == "complete"
    assert gaps(house) == EXPECTED
    path.write_bytes(
        exported([*LISTED[:1], Formality("2.000815", "Chứng thực bản sao từ bản chính"), *LISTED[2:]])
    )
    house.at("2022-12-03T13:00:00")
    assert night(house)[0] == "complete"
    assert gaps(house) == {("1.000999", DriftKind.NO_DECISION)}, "what it says now counts"


@pytest.mark.parametrize(
    ("state", "is_open"), [("Công khai", True), ("Hết hiệu lực", False), ("Đang rà soát", None)]
)
def test_codes_as_numbers_states_and_rows_without_a_code(
    tmp_path: Path, state: str, is_open: bool | None
) -> None:
    house = built(tmp_path, 'path = "cu.xlsx"')
    with xlsxwriter.Workbook(house.root / "cu.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "DANH SÁCH")
        sheet.write_row(1, 0, ("Mã TTHC", "Tên TTHC", "Cấp thực hiện", "Tình trạng", "QĐ Công bố"))
        sheet.write_row(2, 0, (1.00119, "Đăng ký giám hộ", "Cấp xã", state, "QĐ/0001-BTP"))
        sheet.write_row(3, 0, ("", "Thủ tục không mã", "Cấp xã", "Công khai", "77/QĐ-BTP"))
        sheet.write_row(4, 0, ("1.000999", "Thủ tục khác", "Cấp xã", "Công khai", "77/QĐ-BTP"))
    outcome, found = night(house)
    assert outcome == "incomplete", "a row without a code is a hole, not the end"
    assert found["1.000999"].decision_text == "77/QĐ-BTP"
    if is_open is None:
        assert "1.001190" not in found, "a state that nobody has named yet has no default"
        return
    assert found["1.001190"].is_placeholder
    assert (("1.001190", DriftKind.NO_DECISION) in gaps(house)) is is_open
