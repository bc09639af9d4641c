"""`niemyet adopt` from the command line: a list is checked, foretold, kept, shown row by row, replaced, taken back."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError
from niemyet.reports.office import Office
from niemyet.reports.office_papers import posting_list
from niemyet.reports.posting_list import to_docx
from niemyet.storage.lake_rows import AdoptionRow
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision

DAY = "2022-12-01"
OWN = (("1.001193", "Đăng ký khai sinh"), ("1.300001", "Đăng ký khai tử"), ("1.300002", "Đăng ký kết hôn"))


def sheet(
    *rows: tuple[str, ...], head: tuple[str, ...] = ("STT", "Mã TTHC", "Tên thủ tục hành chính")
) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    for place, row in enumerate([head, *((str(number), *row) for number, row in enumerate(rows, start=1))]):
        page.write_row(place, 0, row)
    book.close()
    return stream.getvalue()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """One decision was received: it publishes 1.001193 and 2.000815 at the commune level."""
    built = build_house(tmp_path / "nhà")
    built.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(built.settings, built.folder, built.clock)
    return built


def run(house: House, *words: str, code: int | None = None) -> str:
    result = CliRunner().invoke(niemyet, [*words, *house.options])
    if isinstance(result.exception, NiemyetError):
        assert code == 2 or code is None, result.exception
        return f"refused: {result.exception.message('vi')}"
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert code is None or result.exit_code == code, result.output
    return result.output


def adopt(house: House, path: Path, *words: str) -> str:
    return run(
        house, "adopt", str(path), "--day", DAY, "--source", "Sổ niêm yết xã B", "--unit", "xa-b", *words
    )


def board(house: House, *words: str) -> dict[str, str]:
    result = CliRunner().invoke(niemyet, ["board", "xa-b", "--format", "json", *words, *house.options])
    assert result.exit_code == 0, result.output
    return {row["code"]: row["proof"] for row in json.loads(result.stdout)}


def lists(house: House) -> list[AdoptionRow]:
    return house.folder.lake.read("adoptions", AdoptionRow)


def test_a_list_is_foretold_kept_shown_replaced_and_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # a narrower table parts its words
    path = house.drop("so.xlsx", sheet(*OWN))
    assert board(house) == {"1.001193": "decision", "2.000815": "decision"}

    told = adopt(house, path, "--dry-run")
    assert "2 được lấy theo danh mục này" in told
    assert "1 đã có quyết định" in told
    assert "xa-b: bảng +2 −0" in told
    assert lists(house) == []
    assert board(house) == {"1.001193": "decision", "2.000815": "decision"}

    kept = adopt(house, path, "--by", "Lan")
    assert "xa-b: bảng +2 −0" in kept
    whole = {"1.001193": "decision", "2.000815": "decision", "1.300001": "adopted", "1.300002": "adopted"}
    assert board(house) == whole
    assert "đã được chấp nhận" in adopt(house, path)
    assert len(lists(house)) == 1
    assert board(house, "--as-of", "2022-11-30") == {"1.001193": "decision", "2.000815": "decision"}

    shown = run(house, "board", "xa-b", code=0)
    assert "danh mục" in shown
    why = run(house, "explain", "1.300001", code=0)
    assert "Danh mục “Sổ niêm yết xã B” ngày 01/12/2022" in why
    assert "so.xlsx" in why
    work = json.loads(
        CliRunner().invoke(niemyet, ["updates", "--unit", "xa-b", "--format", "json", *house.options]).stdout
    )
    assert {row["code"]: row["proof"] for row in work}["1.300001"] == "adopted"
    said = run(house, "log", code=0)
    assert "chấp nhận danh mục" in said
    assert "Lan" in said

    paper = house.drop("2.md", decision(2, "20/12/2022", rows=(("1.300001", "Đăng ký khai tử"),)))
    run(house, "ingest", str(paper))
    assert board(house) == {**whole, "1.300001": "decision"}
    release = house.folder.releases.latest()
    assert release is not None
    procedures = {
        (row["code"], row["proof"]): row["valid_until"] for row in release.table("procedures").to_pylist()
    }
    assert str(procedures["1.300001", "adopted"]) == "2022-12-20"
    assert [check.name for check in verify(house.folder) if not check.passed] == []

    back = run(house, "adopt", "--withdraw", str(path), "--by", "Minh")
    assert "Rút lại so.xlsx" in back or "so.xlsx" in back
    assert board(house) == {"1.001193": "decision", "2.000815": "decision", "1.300001": "decision"}
    assert "rút lại danh mục đã chấp nhận" in run(house, "log", "--format", "json", code=0)
    assert "tìm thấy 0" in run(house, "adopt", "--withdraw", str(path))
    adopt(house, path)
    assert board(house) == {**whole, "1.300001": "decision"}


def test_a_release_with_lists_is_made_again_byte_for_byte(house: House) -> None:
    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    assert "0" in run(house, "verify", "--rebuild", code=0)


def test_exports_say_the_degree_of_proof_row_by_row(house: House, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    out = tmp_path / "viec.xlsx"
    run(house, "export", "xa-b", "--to", "xlsx", "--out", str(out), code=0)
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "Mã việc" in row)
    proofs = {row[head.index("Mã")]: row[head.index("Mức chứng minh")] for row in rows}
    assert (proofs["1.300001"], proofs["2.000815"]) == ("danh mục", "quyết định")
    page = tmp_path / "viec.html"
    run(house, "export", "xa-b", "--to", "html", "--out", str(page), code=0)
    assert "danh mục “Sổ niêm yết xã B”" in page.read_text()
    listed = tmp_path / "niem-yet.docx"
    run(house, "export", "xa-b", "--to", "docx", "--out", str(listed), code=0)
    refused = adopt(house, listed)
    assert refused.startswith("refused:")
    assert "chính niemyet lập" in refused


def test_what_only_hangs_is_said_to_be_only_seen(house: House) -> None:
    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    hangs = house.drop("treo.xlsx", sheet(*OWN, ("1.300009", "Cấp phép xây dựng")))
    run(house, "observe", "xa-b", str(hangs), "--channel", "counter", "--on", "2022-12-02")
    assert board(house)["1.300001"] == "adopted"
    assert "1.300009" not in board(house)
    assert board(house, "--seen")["1.300009"] == "observed"
    result = CliRunner().invoke(niemyet, ["updates", "--unit", "xa-b", "--format", "json", *house.options])
    work = {row["code"]: (row["kind"], row["proof"]) for row in json.loads(result.stdout)}
    assert work["1.300009"] == ("review", "observed")


def test_lists_in_other_forms_say_levels_and_sectors(house: House) -> None:
    rows = (("1.400001", "Thủ tục một", "Hộ tịch", "Cấp xã"), ("1.400002", "Thủ tục hai", "Hộ tịch", "Cấp bộ"),
            ("1.400003", "Thủ tục ba", "Đất đai", "Cấp tỉnh, Cấp xã"))  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("ma_thu_tuc", "ten_thu_tuc", "linh_vuc", "cap_thuc_hien"))
    writer.writerows(rows)
    rows_without = (
        text.getvalue() + "1.400004,Thủ tục bốn,Đất đai,không rõ\n1.400005,Thủ tục năm,Đất đai,Cấp bộ\n"
    )
    path = house.drop("quoc-gia.csv", rows_without)
    assert "cả cơ sở dữ liệu" in adopt(house, path)
    told = run(house, "adopt", str(path), "--day", DAY, "--source", "CSDL quốc gia")
    assert "2 của bộ, ngành" in told
    assert "1 không rõ cấp" in told
    assert board(house) == {
        "1.001193": "decision", "2.000815": "decision", "1.400001": "adopted", "1.400003": "adopted"
    }  # fmt: skip
    release = house.folder.releases.latest()
    assert release is not None
    found = {(row["code"], row["level"], row["sector"]) for row in release.table("procedures").to_pylist()}
    assert ("1.400003", "province", "Đất đai") in found
    html = (
        "<table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr><tr><td colspan=3>LĨNH VỰC NUÔI CON NUÔI</td></tr>"
        "<tr><td>1</td><td>1.400009</td><td>Thủ tục chín</td></tr></table>"
    )
    adopt(house, house.drop("so.html", html))
    release = house.folder.releases.latest()
    assert release is not None
    sectors = {row["code"]: row["sector"] for row in release.table("procedures").to_pylist()}
    assert sectors["1.400009"] == "NUÔI CON NUÔI"


@pytest.mark.parametrize(
    ("name", "data", "words", "why"),
    [
        ("rong.xlsx", b"", (), "tệp rỗng"),
        ("trang.xlsx", sheet(), (), "không thấy danh sách"),
        ("khong-ma.xlsx", sheet(("", "Đăng ký khai tử"), ("", "Đăng ký kết hôn")), (), "không phải danh mục thủ tục có mã"),
        ("lap.xlsx", sheet(*(("1.300001", f"Tên {n}") for n in range(9))), (), "1 mã khác nhau"),
        ("viec.xlsx", sheet(("1.300001", "Tên"), head=("STT", "Mã", "Tên thủ tục", "Việc", "Nội dung thay đổi", "Hạn")),
         (), "niemyet"),
        ("boards.csv", b"unit_id,code,procedure_id,version,scope,item_id,name\nxa-b,1.300001,q/1,1,authority,i,Ten\n",
         (), "chính niemyet lập"),
        ("niem-yet.docx",
         to_docx([{"code": "1.300001", "name": "Đăng ký khai tử", "sector": "Hộ tịch", "decision": "1/QĐ-UBND",
                   "proof": "quyết định"}], unit_name="Xã B", as_of=datetime(2022, 12, 1, tzinfo=UTC).date()),
         (), "chính niemyet lập"),
        ("danh-muc.docx",
         posting_list([{"code": "1.300001", "name": "Đăng ký khai tử", "sector": "Hộ tịch", "decision": "1/QĐ-UBND",
                        "proof": "decision", "scope": "authority", "time": "", "place": "", "fee": "", "legal_basis": "",
                        "agency": ""}], office=Office("Xã B"), as_of=datetime(2022, 12, 1, tzinfo=UTC).date()),
         (), "chính niemyet lập"),
        ("so.xlsx", sheet(*OWN), ("--day", "2032-01-01"), "cần ngày mà danh mục phản ánh"),
        ("so.xlsx", sheet(*OWN), ("--unit", "khong-co"), "khong-co"),
        ("1.md", decision(1, "10/01/2022").encode(), (), "đã nhận là văn bản"),
    ],
)  # fmt: skip
def test_what_proves_nothing_is_refused_by_name_and_nothing_is_kept(
    house: House, name: str, data: bytes, words: tuple[str, ...], why: str
) -> None:
    before = house.folder.releases.all()
    told = adopt(house, house.drop(name, data), *words)
    assert told.startswith("refused:"), told
    assert why in told
    assert lists(house) == []
    assert house.folder.releases.all() == before


def test_a_list_without_levels_needs_a_unit_or_a_level(house: House) -> None:
    path = house.drop("so.xlsx", sheet(*OWN))
    told = run(house, "adopt", str(path), "--day", DAY, "--source", "Danh mục chuẩn hóa")
    assert "--unit" in told
    assert "--level" in told
    assert "refused" in run(house, "adopt", str(path), "--source", "x")
    run(house, "adopt", str(path), "--day", DAY, "--source", "Danh mục chuẩn hóa", "--level", "commune")
    assert board(house)["1.300001"] == "adopted"


def test_two_lists_that_differ_are_asked_about_and_an_answer_is_taken_back(house: House) -> None:
    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    other = house.drop("chuan-hoa.xlsx", sheet(*OWN[:2]))
    run(house, "adopt", str(other), "--day", "2022-12-05", "--source", "Chuẩn hóa", "--level", "commune")
    release = house.folder.releases.latest()
    assert release is not None
    (asked,) = [row for row in release.table("reviews").to_pylist() if row["kind"] == "adopted_not_listed"]
    assert asked["candidates"] == ["1.300002"]
    run(house, "review", "resolve", asked["review_id"], "1.300002", "--by", "Lan")
    assert "1.300002" not in board(house)
    run(house, "review", "reopen", asked["review_id"])
    assert board(house)["1.300002"] == "adopted"


def test_the_gap_after_a_list_is_taken_back_is_no_loss_of_a_release(house: House) -> None:
    many = tuple((f"1.5{number:05}", f"Thủ tục số {number}") for number in range(60))
    path = house.drop("so.xlsx", sheet(*many))
    adopt(house, path)
    assert len(board(house)) == 62
    told = run(house, "adopt", "--withdraw", "so.xlsx")
    assert "refused" not in told
    assert len(board(house)) == 2


def test_the_report_tells_apart_what_no_decision_proves(house: House) -> None:
    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    words = ["report", "--from", "2022-01-01", "--to", "2022-12-31", "--format", "json", *house.options]
    rows = json.loads(CliRunner().invoke(niemyet, words).stdout)
    held = {(row["figure"], row["level"]): row["value"] for row in rows}
    assert str(held["TTHC thuộc thẩm quyền", "cấp xã"]) == "4"
    assert str(held["trong đó theo danh mục, chưa có quyết định", "cấp xã"]) == "2"


def _proofs(house: House, unit: str) -> set[str]:
    result = CliRunner().invoke(niemyet, ["board", unit, "--format", "json", *house.options])
    return {row["proof"] for row in json.loads(result.stdout)}


def test_a_unit_that_leaves_the_configuration_or_is_renamed_keeps_its_inventory(house: House) -> None:
    adopt(house, house.drop("so.xlsx", sheet(*OWN)))
    path = house.root / "niemyet.toml"
    config = path.read_text(encoding="utf-8")
    path.write_text(config[: config.index("[[unit]]", config.index("huyen-a"))], encoding="utf-8")
    run(house, "reprocess")
    assert _proofs(house, "xa-b") == {"decision", "adopted"}
    renamed = config.replace('id = "xa-b"', 'id = "xa-moi"') + '\n[[rename]]\nfrom = "xa-b"\nto = "xa-moi"\n'
    path.write_text(renamed, encoding="utf-8")
    run(house, "reprocess")
    assert _proofs(house, "xa-moi") == {"decision", "adopted"}


# ---- real lists ------------------------------------------------------------------------------------------------------


@pytest.mark.realdata
def test_a_real_communes_inventory_is_adopted_row_by_row(house: House) -> None:
    from tests.support.realdata import real

    path = real("listings/xa_vinh_bao_2026-09_board.csv")
    asked = ["--day", "2026-09-30", "--source", "Sổ niêm yết xã Vĩnh Bảo", "--unit", "xa-b"]
    result = CliRunner().invoke(
        niemyet, ["adopt", str(path), *asked, "--dry-run", "--format", "json", *house.options]
    )
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert len(rows) == 293
    # Two of the house's own decision are real codes that this commune posts too.
    assert Counter(row["standing"] for row in rows) == {"adopted": 253, "decision": 2, "not_posted": 38}
    run(house, "adopt", str(path), *asked)
    assert Counter(board(house, "--as-of", "2026-09-30").values()) == {"adopted": 253, "decision": 2}


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("procedures/national_2026-07.csv", 1601),
        ("procedures/danh-sach-tthc-BoXayDung.xlsx", 155),
        ("procedures/danh-sach-tthc-BoTuPhap.xlsx", 132),
    ],
)
def test_real_national_lists_are_taken_for_the_levels_that_they_state(
    house: House, name: str, taken: int
) -> None:
    from niemyet.extractors.adopted_lists import read_adopted
    from tests.support.realdata import real

    path = real(name)
    found = read_adopted(path.read_bytes(), path.name, datetime(2026, 7, 1, tzinfo=UTC).date())
    assert len(found.with_levels_only().rows) == taken
    asked = [
        "adopt",
        str(path),
        "--day",
        "2026-07-01",
        "--source",
        "CSDL quốc gia",
        "--dry-run",
        "--format",
        "json",
    ]
    result = CliRunner().invoke(niemyet, [*asked, *house.options])
    counts = Counter(row["standing"] for row in json.loads(result.stdout))
    assert counts["adopted"] + counts["decision"] == taken
    assert "cả cơ sở dữ liệu" in adopt(house, path)


def test_why_other_units_change_is_said(house: House) -> None:
    path = house.drop("so.xlsx", sheet(*OWN))
    assert "Đơn vị khác cũng thay đổi" not in adopt(house, path, "--dry-run")
    config = house.root / "niemyet.toml"
    more = '\n[[unit]]\nid = "xa-moi"\nkind = "commune"\nname = "UBND xã Mới"\n'
    config.write_text(config.read_text(encoding="utf-8") + more, encoding="utf-8")
    told = adopt(house, path, "--dry-run")
    assert "xa-moi: bảng +2 −0" in told
    assert "Đơn vị khác cũng thay đổi: sổ của một đơn vị là bằng chứng" in told


def test_a_board_of_a_day_before_all_that_is_known_is_not_called_empty(house: House) -> None:
    early = run(house, "board", "xa-b", "--as-of", "2020-01-01", code=0)
    assert "chưa biết ngày 01/01/2020 phải niêm yết gì" in early
    assert "từ ngày 10/01/2022" in early
    assert "0 thủ tục" not in early
    unknown = run(house, "board", "xa-b", "--as-of", "2022-02-01", "--known", "2020-01-01", code=0)
    assert "chưa nhận văn bản nào" in unknown
