"""`ingest --explain` and `--render`: a look at what is read from a file, that records nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path / "nhà")


def ingest(house: House, *given: str) -> Result:
    return CliRunner().invoke(niemyet, ["ingest", *house.options, *given])


def test_explaining_a_file_tells_what_each_row_became_and_records_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # a narrower table parts its words
    path = house.root / "3600.md"
    path.write_text(decision(3600, "15/12/2021"))
    result = ingest(house, "--explain", str(path))
    assert result.exit_code == 0, result.output
    assert "Số, ký hiệu: 3600/QĐ-UBND" in result.output
    assert "Số dòng: văn bản nói / đọc được: — / 2" in result.output
    assert "công bố mới · 1.001193 · cấp xã" in result.output
    assert not (house.root / "data").exists()


def test_explained_rows_as_json(house: House) -> None:
    path = house.root / "3600.md"
    path.write_text(decision(3600, "15/12/2021"))
    result = CliRunner().invoke(
        niemyet,
        ["ingest", *house.options, "--explain", "--format", "json", str(path)],
        catch_exceptions=False,
    )
    rows = json.loads(result.stdout)
    items = [row for row in rows if row["code"]]
    assert [(row["action"], row["code"], row["levels"], row["sector"]) for row in items] == [
        ("new", "1.001193", ["commune"], "Hộ tịch"),
        ("new", "2.000815", ["commune"], "Hộ tịch"),
    ]
    assert [row["meaning"] for row in rows if row["table"] == items[0]["table"]] == [
        "tiêu đề cột",
        "đề mục",
        "đề mục",
        "thủ tục",
        "thủ tục",
    ]


def test_explained_rows_show_their_own_days_time_fee_and_note(house: House) -> None:
    path = house.root / "3600.md"
    table = "| STT | Mã TTHC | Tên thủ tục | Thời hạn | Phí, lệ phí | Ngày có hiệu lực | Ghi chú |"
    row = "| 1 | 1.001193 | Đăng ký khai sinh | 03 ngày | Không | 01/02/2022 | Bản giấy |"
    path.write_text(
        decision(3600, "15/12/2021", rows=()) + f"\n{table}\n|---|---|---|---|---|---|---|\n{row}\n"
    )
    told = ingest(house, "--explain", str(path)).output
    shown = " ".join(told.split())
    for words in ("hiệu lực từ 01/02/2022", "thời hạn: 03 ngày", "phí: Không", "ghi chú: Bản giấy"):
        assert words in shown, told
    (item,) = [
        one
        for one in json.loads(ingest(house, "--explain", "--format", "json", str(path)).stdout)
        if one["code"]
    ]
    assert (item["effective_on"], item["effective_until"]) == ("2022-02-01", None)
    assert (item["time_local"], item["fee"], item["note"]) == ("03 ngày", "Không", "Bản giấy")


def test_a_page_is_written_for_formats_without_pages(house: House, tmp_path: Path) -> None:
    path = house.root / "3600 <b>.md"
    path.write_text(decision(3600, "15/12/2021"))
    result = ingest(house, "--render", str(tmp_path / "hình"), str(path))
    assert result.exit_code == 0, result.output
    picture, page = sorted((tmp_path / "hình").iterdir(), key=lambda one: one.suffix, reverse=True)
    assert picture.read_bytes().startswith(b"\x89PNG")
    written = page.read_text()
    assert page.suffix == ".html"
    assert "3600 &lt;b&gt;.md" in written
    assert 'class="item"' in written
    assert "1.001193" in written


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.pdf", b"", "rỗng"),
        ("loi.docx", b"PK\x03\x04 cut", "cắt cụt"),
        ("cho.doc", "Đang cập nhật file đính kèm".encode(), "giữ chỗ"),
    ],
)
def test_what_cannot_be_read_is_said_with_exit_1(house: House, name: str, content: bytes, said: str) -> None:
    path = house.root / name
    path.write_bytes(content)
    result = ingest(house, "--explain", str(path))
    assert result.exit_code == 1
    assert name in result.stderr
    assert said in result.stderr


def test_a_missing_file_is_wrong_usage(house: House) -> None:
    result = ingest(house, "--explain", "không-có.pdf")
    assert isinstance(result.exception, UsageError)
