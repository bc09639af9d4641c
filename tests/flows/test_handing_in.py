"""What a unit or a clerk hands in: believed as a source is, checked before it is kept, taken back as a new fact."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.extractors.work_sheets import read_work_sheet
from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError, ReleaseRefusedError, UsageError
from niemyet.model.tables import Listing, ListingUpdate, Review
from niemyet.model.words import UpdateState
from niemyet.storage.lake_rows import ConfirmationRow, ObservedRow, WorkNoteRow
from niemyet.storage.release import Release
from tests.support.house import House, add_a_unit, build_house, decision, lose_a_unit
from tests.support.office_clerk import edited_in_libreoffice, saved_by_libreoffice

ROWS = tuple((f"1.2{number:05d}", f"Cấp giấy phép loại {number}") for number in range(1, 21))


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    assert told(house, "nightly").exit_code in {0, 3}
    return house


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended, as `main` tells it."""

    exit_code: int
    text: str


def told(house: House, *words: str) -> Told:
    result = CliRunner().invoke(niemyet, [*words, *house.options])
    error = result.exception
    if isinstance(error, NiemyetError):
        return Told(2 if isinstance(error, UsageError) else 1, error.message("vi"))
    return Told(result.exit_code, result.output)


def latest(house: House) -> Release:
    release = house.folder.releases.latest()
    assert release is not None
    return release


def listing(house: House, name: str, rows: tuple[tuple[str, str], ...]) -> str:
    path = house.root / name
    lines = ["STT;Mã TTHC;Tên thủ tục", *(f"{n};{code};{text}" for n, (code, text) in enumerate(rows, 1))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def unit_of(house: House) -> str:
    return next(iter({row.unit_id for row in latest(house).rows("listing_updates", ListingUpdate)}))


def posted(house: House, unit: str) -> int:
    rows = [row for row in latest(house).rows("listings", Listing) if row.unit_id == unit]
    last = max((row.observed_on for row in rows), default=None)
    return sum(row.observed_on == last for row in rows)


def test_a_list_that_shrank_is_not_believed_until_a_person_says_why(house: House) -> None:
    unit = unit_of(house)
    assert told(house, "observe", unit, listing(house, "a.csv", ROWS), "--on", "2022-02-01").exit_code in {
        0,
        3,
    }
    small = listing(house, "b.csv", ROWS[:3])
    refused = told(house, "observe", unit, small, "--on", "2022-02-02")
    assert refused.exit_code == 3
    assert "--accept-count" in refused.text
    assert posted(house, unit) == 20
    (asked,) = shrunk(house)
    assert "3 dòng, lần trước 20 dòng" in asked.question
    right = told(house, "observe", unit, small, "--on", "2022-02-02", "--accept-count", "phòng đóng cửa")
    assert right.exit_code in {0, 3}
    assert posted(house, unit) == 3
    back = told(house, "observe", unit, "--withdraw", "--on", "2022-02-02")
    assert back.exit_code in {0, 3}
    assert posted(house, unit) == 20
    assert told(house, "observe", unit, "--withdraw", "--on", "2020-01-01").exit_code == 2


def shrunk(house: House) -> list[Review]:
    return [one for one in latest(house).rows("reviews", Review) if one.kind == "listing_shrank"]


def test_one_question_asks_whether_a_list_that_shrank_is_right(house: House) -> None:
    unit = unit_of(house)
    small, other = listing(house, "b.csv", ROWS[:3]), listing(house, "c.csv", ROWS[:4])
    for path, on in ((listing(house, "a.csv", ROWS), 1), (small, 2), (small, 3)):
        assert told(house, "observe", unit, path, "--on", f"2022-02-0{on}").exit_code in {0, 3}
    (asked,) = shrunk(house)
    assert asked.state == "open", "the same list again is the same doubt"
    assert told(house, "review", "resolve", asked.review_id, "sai").exit_code in {0, 3}
    assert posted(house, unit) == 20
    said = told(house, "review", "resolve", asked.review_id, "đúng", "--by", "Lan")
    assert said.exit_code in {0, 3}
    assert posted(house, unit) == 3
    assert told(house, "observe", unit, other, "--on", "2022-02-04").exit_code in {0, 3}
    assert posted(house, unit) == 4, "held against what a person believed, not against the 20"
    assert shrunk(house) == [], "a look that counts came after it"
    assert told(house, "verify", "--rebuild").exit_code == 0


def test_a_night_believes_no_list_that_shrank_and_keeps_its_rows_once(tmp_path: Path) -> None:
    pages = [f'{{ channel = "{channel}", path = "{channel}.csv" }}' for channel in ("counter", "portal")]
    house = build_house(tmp_path / "nhà", huyen_listing=f"listings = [{', '.join(pages)}]")
    house.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    for channel in ("counter", "portal"):
        listing(house, f"{channel}.csv", ROWS)
    assert run_nightly(house.settings, house.folder, house.at("2022-02-01T13:00").clock).release is not None
    for night in (2, 3):  # both channels show the same three rows
        for channel in ("counter", "portal"):
            listing(house, f"{channel}.csv", ROWS[:3])
        done = run_nightly(house.settings, house.folder, house.at(f"2022-02-0{night}T13:00").clock)
        assert done.release is not None, "each is doubted, and the night goes on"
        assert posted(house, "huyen-a") == 40
        assert len(shrunk(house)) == 2
    kept = Counter((row.content, row.row_no) for row in house.folder.lake.read("observed_rows", ObservedRow))
    assert sorted(kept.values()) == [1] * 23


def test_rows_of_one_name_without_codes_stop_nobody(house: House) -> None:
    unit = unit_of(house)
    twice = listing(house, "c.csv", (*ROWS, ("", "Xác nhận việc lạ"), ("", "Xác nhận  việc lạ")))
    found = told(house, "observe", unit, twice, "--on", "2022-02-01")
    assert found.exit_code in {0, 3}, found.text
    asked = [
        row for row in latest(house).rows("listing_updates", ListingUpdate) if row.name.startswith("Xác nhận")
    ]
    assert len(asked) == 1
    assert "2 dòng" in asked[0].reason
    without = listing(house, "d.csv", tuple(("", name) for _, name in ROWS) * 2)
    assert told(house, "observe", unit, without, "--on", "2022-02-03").exit_code in {0, 3}


def test_a_report_is_checked_and_taken_back(house: House) -> None:
    unit = unit_of(house)
    work = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    first = work[0]
    assert first.state is UpdateState.UNOBSERVED
    wrong = told(house, "done", first.update_id[:-1] + "x")
    assert wrong.exit_code == 2
    assert first.update_id in wrong.text
    assert told(house, "done", first.update_id, "--on", "2999-01-01").exit_code == 2
    assert told(house, "done", first.update_id, "--on", "1999-01-01").exit_code in {0, 2, 3}
    assert told(house, "done", first.update_id, "--undo").exit_code in {0, 2, 3}
    before = state_of(house, first.update_id)
    assert told(house, "done", first.update_id, "--by", "Hoa").exit_code in {0, 3}
    assert state_of(house, first.update_id) is UpdateState.DONE
    assert told(house, "done", first.update_id, "--undo", "--by", "Hoa").exit_code in {0, 3}
    assert state_of(house, first.update_id) is before


def test_what_was_said_already_is_not_said_again(house: House) -> None:
    unit = unit_of(house)
    work = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    one = work[0].update_id
    nothing = told(house, "done", one, "--undo")
    assert nothing.exit_code == 2, nothing.text
    assert told(house, "done", one, "--by", "Hoa").exit_code in {0, 3}
    kept = len(house.folder.lake.read("confirmations", ConfirmationRow))
    again = told(house, "done", one, "--by", "Hoa")
    assert (again.exit_code, "Hoa đã báo làm xong" in again.text) == (0, True), again.text
    assert len(house.folder.lake.read("confirmations", ConfirmationRow)) == kept
    assert told(house, "done", one, "--undo").exit_code in {0, 3}
    assert told(house, "done", one, "--undo").exit_code == 2, "it is taken back already"
    assert told(house, "done", one, "--by", "Hoa").exit_code in {0, 3}, "and may be reported anew"
    assert state_of(house, one) is UpdateState.DONE


def test_ticks_for_another_unit_are_refused_row_by_row(house: House, tmp_path: Path) -> None:
    unit, other = unit_of(house), "huyen-a"
    sent, back = tmp_path / "viec.xlsx", tmp_path / "viec-ve.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(sent)).exit_code == 0
    ticked(sent, back, {0: ("x", "của xã")})
    found = told(house, "observe", other, str(back))
    assert found.exit_code == 2, found.text
    assert f"là việc của {unit}, không phải của {other}" in found.text
    assert not house.folder.lake.read("confirmations", ConfirmationRow)
    assert not house.folder.lake.read("work_notes", WorkNoteRow)


def test_a_tick_that_is_merged_over_rows_is_each_rows(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "gộp.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 3, "Việc phải làm")
        page.write_row(1, 0, ["Mã việc", "Đã làm", "Ngày", "Người"])
        for place in range(3):
            page.write(2 + place, 0, f"{place:016x}")
        page.merge_range(2, 1, 3, 1, "x")
        page.merge_range(2, 3, 4, 3, "Chị Hoa")
    rows = read_work_sheet(path.read_bytes())
    assert rows is not None
    assert [(row.ticked, row.done_by) for row in rows] == [
        (True, "Chị Hoa"),
        (True, "Chị Hoa"),
        (False, "Chị Hoa"),
    ]


def test_a_tick_beside_no_id_is_told_and_a_heading_is_none(house: House, tmp_path: Path) -> None:
    import xlsxwriter

    heads = ["Việc", "Mã việc", "Đã làm", "Ghi chú"]
    rows = [
        heads,
        ["Phải làm (2)", "", "x", ""],
        ["Gỡ", "", "xong", "đã gỡ"],
        heads,
        ["Gỡ", "8e92a88", "x", ""],
    ]
    path = tmp_path / "viec.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for place, row in enumerate([*rows, ["Sắp tới (1)", "", "", ""]]):
            page.write_row(place, 0, row)
    found = told(house, "observe", unit_of(house), str(path))
    assert found.exit_code == 2, found.text
    assert found.text.count("cột “Mã việc” để trống") == 2
    assert "không có việc mang mã 8e92a88" in found.text
    assert "3 dòng chưa nhận" in found.text


def test_a_ticked_list_is_not_written_over_by_name(house: House, tmp_path: Path) -> None:
    unit, sheet = unit_of(house), tmp_path / "viec.xlsx"
    for _ in range(2):  # an untouched one is
        assert told(house, "export", unit, "--to", "xlsx", "--out", str(sheet)).exit_code == 0
    ticked(sheet, sheet, {0: ("x", "")})
    kept = sheet.read_bytes()
    again = told(house, "export", unit, "--to", "xlsx", "--out", str(sheet))
    assert (again.exit_code, "đã có dấu đánh" in again.text, "viec-2.xlsx" in again.text) == (0, True, True)
    assert sheet.read_bytes() == kept
    assert sorted(path.name for path in tmp_path.glob("viec*")) == ["viec-2.xlsx", "viec.xlsx"]


def test_a_decision_of_another_province_is_told(house: House, tmp_path: Path) -> None:
    for issuer, tells in (("QUẢNG NGÃI", True), ("QUẢNG NAM", False)):
        path = tmp_path / f"{issuer.split()[1]}.md"
        path.write_text(decision(77, "10/02/2022", issuer=issuer), encoding="utf-8")
        found = told(house, "ingest", str(path))
        assert (found.exit_code == 3, "không làm thay đổi bảng nào ở đây" in found.text) == (tells, tells), (
            found.text
        )


def test_what_is_refused_does_not_count_where_a_report_waits(house: House) -> None:
    add_a_unit(house)
    big(house)
    lose_a_unit(house)
    first = next(iter(latest(house).rows("listing_updates", ListingUpdate)))
    before = listed(house)
    assert told(house, "done", first.update_id, "--by", "Hoa").exit_code == 0
    refused = told(house, "ingest", "--withdraw", str(house.root / "inbox" / "1.md"), "--by", "Hoa")
    assert refused.exit_code == 1, refused.text
    assert listed(house) == before - {first.update_id}, "latest leads to what was there"
    assert told(house, "compact").exit_code == 0
    assert listed(house) == before - {first.update_id}


def test_a_reason_is_a_reason(house: House) -> None:
    unit = unit_of(house)
    found = told(house, "observe", unit, listing(house, "a.csv", ROWS), "--accept-count", "  ")
    assert (found.exit_code, "cần ghi lý do" in found.text) == (2, True), found.text
    assert posted(house, unit) == 0


def state_of(house: House, update_id: str) -> UpdateState:
    return next(
        row.state
        for row in latest(house).rows("listing_updates", ListingUpdate)
        if row.update_id == update_id
    )


def test_a_unit_that_left_the_configuration_stays_with_what_was_seen(house: House) -> None:
    unit = unit_of(house)
    assert told(house, "observe", unit, listing(house, "a.csv", ROWS), "--on", "2022-02-01").exit_code in {
        0,
        3,
    }
    config = house.root / "niemyet.toml"
    text = config.read_text(encoding="utf-8")
    assert unit in text
    config.write_text(text.replace(f'"{unit}"', '"ten-moi"'), encoding="utf-8")
    found = told(house, "nightly")
    assert found.exit_code in {0, 3}, found.text
    assert posted(house, unit) == 20


def test_a_day_or_a_name_without_a_tick_is_told(house: House, tmp_path: Path) -> None:
    unit = unit_of(house)
    sent, back = tmp_path / "viec.xlsx", tmp_path / "viec-ve.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(sent)).exit_code == 0
    ticked(sent, back, {0: ("x", "")}, days={1: "01/02/2022"}, names={2: "Chị Ba"})
    found = told(house, "observe", unit, str(back))
    assert found.exit_code == 3, found.text
    assert found.text.count("chưa đánh dấu") == 2
    work = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    assert sum(row.state is UpdateState.DONE for row in work) == 1


def test_what_a_tick_and_a_day_look_like_is_said_where_they_are_refused(house: House, tmp_path: Path) -> None:
    unit = unit_of(house)
    sent, back = tmp_path / "viec.xlsx", tmp_path / "viec-ve.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(sent)).exit_code == 0
    ticked(sent, back, {0: ("x", ""), 1: ("rồi ạ", "")}, days={0: "02/28/2022"})
    found = told(house, "observe", unit, str(back))
    assert (
        "như 28/11/2026 (ngày/tháng/năm), đang ghi “02/28/2022”. Hãy sửa ô ấy rồi nộp lại bảng." in found.text
    )
    assert (
        "cần dấu (x, v, ✓, 1, có, xong, đã làm) hoặc để trống. Hãy sửa ô ấy rồi nộp lại bảng." in found.text
    )


def test_a_procedure_s_code_is_no_piece_of_work(house: House) -> None:
    found = told(house, "done", "1.001193", "--by", "Hoa")
    assert found.exit_code == 2
    assert "1.001193 là mã thủ tục; mỗi việc có mã riêng" in found.text
    assert "niemyet updates --unit ĐƠN-VỊ" in found.text


def test_a_sheet_of_questions_is_no_listing(house: House, tmp_path: Path) -> None:
    sheet = tmp_path / "câu hỏi.xlsx"
    assert told(house, "review", "export", str(sheet)).exit_code == 0
    found = told(house, "observe", unit_of(house), str(sheet))
    assert found.exit_code == 2
    assert f"Để nhận câu trả lời: `niemyet review import '{sheet}'`." in found.text


def test_what_is_recorded_and_not_published_is_not_said_to_be_nothing_new(house: House) -> None:
    path = listing(house, "so.csv", (("1.001193", "Đăng ký khai sinh"),))
    found = told(house, "observe", unit_of(house), path, "--no-publish")
    assert "Không có gì mới" not in found.text
    assert found.text.count("Đã ghi; lượt chạy có công bố kế tiếp sẽ tính đến.") == 1
    assert "1 dòng niêm yết" in found.text.split("Đã ghi;")[0], "what was read is said first"


def ticked(
    path: Path,
    out: Path,
    edits: dict[int, tuple[str, str]],
    days: dict[int, str] | None = None,
    names: dict[int, str] | None = None,
) -> None:
    """The exported sheet as a clerk saves it: ticks, a person, and a column of her own; row → (tick, own text)."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Việc")
    head = next(place for place, row in enumerate(cells) if "Mã việc" in row)
    heads = list(cells[head])
    lines = [place for place, row in enumerate(cells) if place > head and row[heads.index("Mã việc")]]
    for place, row in enumerate(cells):
        for column, value in enumerate(row):
            page.write(place, column, f"{value:%d/%m/%Y}" if hasattr(value, "year") else value)
        if place == head:
            page.write(place, len(row), "Ghi chú của xã")
        elif place in lines and lines.index(place) in edits:
            tick, own = edits[lines.index(place)]
            page.write(place, heads.index("Đã làm"), tick)
            page.write(place, len(row), own)
        for heading, told_there in (("Ngày", days or {}), ("Người", names or {})):
            if place in lines and lines.index(place) in told_there:
                page.write(place, heads.index(heading), told_there[lines.index(place)])
    book.close()


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_work_list_that_comes_back_is_reports_and_never_a_listing(
    house: House, form: str, tmp_path: Path
) -> None:
    unit = unit_of(house)
    sent, back = tmp_path / "viec.xlsx", tmp_path / "viec-ve.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(sent)).exit_code == 0
    ticked(sent, back, {0: ("x", "treo ở cửa"), 1: ("sắp", ""), 2: ("", "chờ mẫu mới")})
    if form == "ods":
        back = saved_by_libreoffice(back, "ods", tmp_path / "ods")
    found = told(house, "observe", unit, str(back))
    assert found.exit_code == 3, found.text
    assert posted(house, unit) == 0, "it is no listing"
    work = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    assert sum(row.state is UpdateState.DONE for row in work) == 1
    again = tmp_path / "lan-hai.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(again)).exit_code == 0
    assert "chờ mẫu mới" in text_of(again)
    assert told(house, "observe", unit, str(back)).exit_code == 2, "nothing new, and one row still wrong"


def test_a_work_list_without_its_ids_is_no_listing_either(house: House, tmp_path: Path) -> None:
    unit = unit_of(house)
    page, rows = tmp_path / "viec.html", tmp_path / "viec.csv"
    assert told(house, "export", unit, "--to", "html", "--out", str(page)).exit_code == 0
    rows.write_text(told(house, "updates", "--unit", unit, "--format", "csv").text, "utf-8")
    for path in (page, rows):
        found = told(house, "observe", unit, str(path))
        assert found.exit_code == 1, found.text
        assert "danh sách việc phải làm" in found.text
    assert posted(house, unit) == 0


def text_of(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return "\n".join(str(cell) for row in rows for cell in row)


def big(house: House) -> None:
    """So many procedures that a publication is no matter of an instant."""
    rows = tuple((f"1.6{number:05d}", f"Cấp giấy xác nhận loại {number}") for number in range(1, 900))
    house.drop("lon.md", decision(7, "11/01/2022", rows=rows))
    assert told(house, "nightly").exit_code in {0, 3}


def listed(house: House, *words: str) -> set[str]:
    found = CliRunner().invoke(niemyet, ["updates", *words, "--format", "csv", *house.options])
    assert found.exit_code == 0, found.output
    return {line.partition(",")[0] for line in found.stdout.splitlines()[1:]}


def test_a_report_is_recorded_at_once_and_published_with_the_next_run(house: House) -> None:
    big(house)
    first = next(iter(latest(house).rows("listing_updates", ListingUpdate)))
    before = latest(house).release_id
    for step in ("done", "taken back"):
        words = ["--by", "Hoa"] if step == "done" else ["--undo"]
        with house.folder.only_writer():  # a night is going on: nobody waits for it
            said = told(house, "done", first.update_id, *words)
        assert (said.exit_code, "niemyet nightly" in said.text) == (0, True), said.text
        assert latest(house).release_id == before
        assert (first.update_id in listed(house, "--state", "done")) == (step == "done")
        assert (first.update_id in listed(house)) == (step == "taken back")
    told(house, "done", first.update_id, "--by", "Hoa")
    assert "Hoa" in told(house, "log").text
    assert told(house, "reprocess").exit_code in {0, 3}
    assert latest(house).release_id > before
    assert state_of(house, first.update_id) is UpdateState.DONE
    assert told(house, "done", first.update_id, "--undo", "--publish").exit_code in {0, 3}
    assert state_of(house, first.update_id) is first.state


def test_what_done_needs_is_found_in_one_column(house: House) -> None:
    release = latest(house)
    rows = release.rows("listing_updates", ListingUpdate)
    wanted = [row.update_id for row in rows[::2]]
    for some in (wanted[:1], wanted[:3], wanted):
        found = release.find("listing_updates", "update_id", some, ["update_id", "unit_id"])
        assert [row["update_id"] for row in found] == some
    assert release.find("listing_updates", "update_id", ["x"], ["update_id"]) == []


def test_an_id_of_an_earlier_list_still_means_its_work(house: House) -> None:
    """A look at one channel parts work by channel; the list in the clerk's hand bears the ids of before."""
    unit = unit_of(house)
    held = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    found = told(house, "observe", unit, listing(house, "quay.csv", ROWS[:12]), "--on", "2022-02-01")
    assert found.exit_code in {0, 3}
    now = {row.update_id: row for row in latest(house).rows("listing_updates", ListingUpdate)}
    old = next(row for row in held if row.update_id not in now and row.code == ROWS[15][0])
    said = told(house, "done", old.update_id, "--on", "2022-02-05", "--by", "Hoa", "--publish")
    assert said.exit_code in {0, 3}, said.text
    done = [
        row
        for row in latest(house).rows("listing_updates", ListingUpdate)
        if row.unit_id == unit and row.state is UpdateState.DONE and row.done_by == "Hoa"
    ]
    assert [row.code for row in done] == [old.code]
    assert told(house, "observe", unit, "--withdraw", "--on", "2022-02-01").exit_code in {0, 3}
    assert state_of(house, old.update_id) is UpdateState.DONE, (
        "the report holds when the channels are one again"
    )


def configured(house: House, old: str, new: str, *, rename: bool) -> None:
    path = house.root / "niemyet.toml"
    text = path.read_text(encoding="utf-8").replace(f'id = "{old}"', f'id = "{new}"')
    more = f'\n[[rename]]\nfrom = "{old}"\nto = "{new}"\n' if rename else ""
    path.write_text(text + more, encoding="utf-8")


def work_of(house: House, unit: str) -> dict[str, tuple[str | None, UpdateState, str | None]]:
    return {
        row.update_id: (row.code, row.state, row.done_by)
        for row in latest(house).rows("listing_updates", ListingUpdate)
        if row.unit_id == unit
    }


def test_a_unit_that_the_configuration_renames_keeps_its_ids_looks_and_reports(house: House) -> None:
    assert told(house, "observe", "xa-b", listing(house, "quay.csv", ROWS[:15])).exit_code in {0, 3}
    first = next(row for row in work_of(house, "xa-b").items() if row[1][0] == ROWS[17][0])
    assert told(house, "done", first[0], "--by", "Hoa").exit_code in {0, 3}
    before = work_of(house, "xa-b")
    assert before[first[0]][1:] == (UpdateState.DONE, "Hoa")

    configured(house, "xa-b", "xa-moi", rename=True)
    assert told(house, "reprocess").exit_code in {0, 3}
    assert work_of(house, "xa-b") == {}
    assert work_of(house, "xa-moi") == before
    assert "xa-b" not in latest(house).table("units", ["unit_id"]).column(0).to_pylist()
    assert posted(house, "xa-moi") == 15
    small = told(house, "observe", "xa-moi", listing(house, "it.csv", ROWS[:3]))
    assert "--accept-count" in small.text, "what was seen before is known under the new id"
    assert told(house, "done", first[0], "--undo").exit_code in {0, 3}
    assert work_of(house, "xa-moi")[first[0]][1] is not UpdateState.DONE
    assert told(house, "observe", "xa-moi", "--withdraw").exit_code in {0, 3}
    assert posted(house, "xa-moi") == 0
    assert told(house, "verify", "--rebuild").exit_code == 0


def test_a_rename_names_an_id_of_before_and_a_unit_of_today(house: House) -> None:
    path = house.root / "niemyet.toml"
    text = path.read_text(encoding="utf-8")
    for before, today, named in (("xa-b", "huyen-a", "rename[0].from"), ("xa-cu", "xa-la", "rename[0].to")):
        path.write_text(f'{text}\n[[rename]]\nfrom = "{before}"\nto = "{today}"\n', encoding="utf-8")
        wrong = told(house, "reprocess")
        assert (wrong.exit_code, named in wrong.text) == (2, True), wrong.text


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_work_list_is_opened_ticked_and_saved_in_libreoffice(
    house: House, form: str, tmp_path: Path
) -> None:
    unit = unit_of(house)
    sent = tmp_path / "viec.xlsx"
    assert told(house, "export", unit, "--to", "xlsx", "--out", str(sent)).exit_code == 0
    first, second, third = sorted(work_of(house, unit))[:3]
    typed = {
        first: {"Đã làm": "x", "Ngày": "2022-02-28", "Người": "Chị Hoa"},
        second: {"Đã làm": "✓"},
        third: {"Đã làm": "x", "Ngày": "hôm qua"},
    }
    back = edited_in_libreoffice(sent, form, tmp_path, "Mã việc", typed)
    found = told(house, "observe", unit, str(back), "--on", "2022-03-01")
    assert found.exit_code == 3, found.text
    assert "hôm qua" in found.text
    done = {
        row.update_id: (row.done_on, row.done_by)
        for row in latest(house).rows("listing_updates", ListingUpdate)
        if row.state is UpdateState.DONE
    }
    assert done == {first: (date(2022, 2, 28), "Chị Hoa"), second: (date(2022, 3, 1), None)}
    assert posted(house, unit) == 0


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_sheet_of_questions_is_opened_filled_in_and_saved_in_libreoffice(
    house: House, form: str, tmp_path: Path
) -> None:
    house.drop("9.md", decision(9, "10/02/2022", rows=(("1.990001", "Cấp thẻ lạ"),)).replace(
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.", "Điều 2. Giao các cơ quan thực hiện."))  # fmt: skip
    assert told(house, "nightly").exit_code in {0, 3}
    sent = tmp_path / "hoi.xlsx"
    assert told(house, "review", "export", str(sent)).exit_code == 0
    (asked,) = [one.review_id for one in latest(house).rows("reviews", Review)]
    back = edited_in_libreoffice(sent, form, tmp_path, "Mã câu hỏi", {asked: {"Trả lời": "15/02/2022"}})
    assert told(house, "review", "import", str(back), "--by", "Lan").exit_code in {0, 3}
    (answered,) = latest(house).rows("reviews", Review)
    assert (answered.state, answered.resolution, answered.resolved_by) == ("resolved", "2022-02-15", "Lan")


def _dated(house: House, name: str, days: tuple[str, ...], codes: dict[int, str] | None = None) -> str:
    """A listing with the day of each sheet; `codes`: by row, other codes than are published."""
    path = house.root / name
    lines = ["STT;Mã TTHC;Tên thủ tục;Ngày niêm yết"]
    for number, ((code, text), day) in enumerate(zip(ROWS, days, strict=False), start=1):
        lines.append(f"{number};{(codes or {}).get(number, code)};{text};{day}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_what_a_listing_says_that_cannot_be_is_told_once(house: House) -> None:
    unit = unit_of(house)
    file = _dated(house, "a.csv", ("31/02/2022", "x", "05/03/2022", "01/02/2022", ""), {5: "1.20000"})
    found = told(house, "observe", unit, file, "--on", "2022-02-10")
    assert found.exit_code == 3
    said = " ".join(found.text.split())
    assert "tại quầy" in said
    assert "dòng 1 (1.200001 Cấp giấy phép loại 1): chỗ ghi ngày không phải là một ngày có thật" in said
    assert "dòng 2 (1.200002 Cấp giấy phép loại 2): chỗ ghi ngày" in said
    assert (
        "dòng 3 (1.200003 Cấp giấy phép loại 3): ngày niêm yết 05/03/2022 sau ngày quan sát (10/02/2022)"
        in said
    )
    assert "dòng 4" not in said
    assert "dòng 5 (? Cấp giấy phép loại 5): “1.20000” không phải mã thủ tục" in said
    assert posted(house, unit) == 5, "the rows count"
    right = _dated(house, "b.csv", ("01/02/2022",) * 5)
    assert "không thể đúng" not in told(house, "observe", unit, right, "--on", "2022-02-11").text


def test_what_was_read_is_told_where_the_release_is_refused(house: House, tmp_path: Path) -> None:
    add_a_unit(house)
    big(house)
    lose_a_unit(house)
    refused = told(house, "ingest", "--withdraw", str(house.root / "inbox" / "1.md"), "--by", "Hoa")
    assert "không được công bố" in refused.text
    here, there = tmp_path / "78.md", tmp_path / "79.md"
    here.write_text(decision(78, "10/02/2022"), encoding="utf-8")
    there.write_text(decision(79, "10/02/2022", issuer="QUẢNG NGÃI"), encoding="utf-8")
    again = CliRunner().invoke(niemyet, ["ingest", str(here), str(there), *house.options])
    assert isinstance(again.exception, ReleaseRefusedError)
    assert "78.md: 78/QĐ-UBND" in again.output
    assert "79.md: do" in again.output
