"""Lists that come back or are taken as evidence: a ticked sheet, an adopted list, the page of a listing; and settings."""

import io
import re
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from niemyet.extractors.adopted_lists import AdoptedSheet, LeftOut, read_adopted
from niemyet.extractors.fetching.credentials import NO_CREDENTIALS
from niemyet.extractors.listing_pages import offered
from niemyet.extractors.reader_versions import READERS
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.extractors.work_sheets import read_work_sheet
from niemyet.model.errors import DocumentError, NoListingError
from niemyet.model.records import AdoptedRow
from niemyet.model.words import Level

# ---- the ticked sheet ------------------------------------------------------------------------------


def book(*sheets: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for rows in sheets:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    made.close()
    return out.getvalue()


HEAD = ["STT", "Mã việc", "Đã làm", "Ngày", "Người", "Ghi chú của xã"]
ID = "0123456789abcdef"


@pytest.mark.parametrize(("tick", "read"), [
    ("x", True), ("X.", True), ("✓", True), (1, True), (True, True), ("Đã làm", True), ("ĐÃ XONG", True), ("Xong", True),
    ("", False), (0, False), ("chưa", False), ("Không", False), (False, False), ("-", False),
    ("mai làm", None), ("?", None), (2, None),
])  # fmt: skip
def test_a_tick_is_a_tick_a_blank_is_none_and_anything_else_is_asked(tick: Any, read: bool | None) -> None:
    rows = read_work_sheet(book([["Việc của xã"], HEAD, [1, ID, tick, "", "", ""]]))
    assert rows is not None
    assert [row.ticked for row in rows] == [read]


@pytest.mark.parametrize(("day", "read", "text"), [
    ("28/02/2026", date(2026, 2, 28), ""), (date(2026, 2, 28), date(2026, 2, 28), ""), ("", None, ""),
    ("31/02/2026", None, "31/02/2026"), ("hôm qua", None, "hôm qua"),
])  # fmt: skip
def test_a_day_is_read_or_kept_as_it_stands(day: Any, read: date | None, text: str) -> None:
    (row,) = read_work_sheet(book([HEAD, [1, ID, "x", day, " Chị  Lan ", "đã báo"]])) or ()
    assert (row.done_on, row.day_text, row.done_by) == (read, text, "Chị Lan")
    assert row.own == (("Ghi chú của xã", "đã báo"),)
    assert row.row == 2


def test_both_sheets_and_both_languages_are_read_and_a_tick_beside_no_id_is_kept_to_be_told() -> None:
    english = [
        ["Work ID", "Ticked", "Day", "By"],
        [ID, "yes", "", ""],
        ["tổng", "x", "", ""],
        ["tổng", "", "", ""],
        ["", "", "", ""],
    ]
    rows = read_work_sheet(book([HEAD, [1, ID, "x", "", "", ""]], english))
    assert rows is not None
    assert [(row.update_id, row.ticked, row.done_by) for row in rows] == [
        (ID, True, None), (ID, True, None), ("tổng", True, None),
    ]  # fmt: skip


def test_what_carries_no_ids_is_no_work_list() -> None:
    assert read_work_sheet(b"") is None
    assert read_work_sheet(b"PK\x03\x04 cut") is None
    assert read_work_sheet(book([["STT", "Mã TTHC", "Tên"], [1, "1.000001", "x"]])) is None
    assert read_work_sheet(book([HEAD])) == (), "a list of which nothing is left is still one"


# ---- evidence of a day -----------------------------------------------------------------------------

DAY = date(2026, 1, 1)


def listed(*rows: str, head: str = "STT,Mã TTHC,Tên thủ tục,Cấp thực hiện,Lĩnh vực") -> bytes:
    return "\n".join([head, *rows]).encode()


def adopt(*rows: str, day: date = DAY, **how: str) -> AdoptedSheet:
    return read_adopted(listed(*rows, **how), "sổ.csv", day)


PLAIN = tuple(f"{n},1.{n:06d},Thủ tục số {n},Cấp xã,Hộ tịch" for n in range(1, 6))


def test_rows_of_a_list_are_evidence_with_their_codes_and_levels() -> None:
    sheet = adopt(*PLAIN)
    assert [row.code for row in sheet.rows] == [f"1.{n:06d}" for n in range(1, 6)]
    assert {row.levels for row in sheet.rows} == {(Level.COMMUNE,)}
    assert sheet.states_levels
    assert not sheet.is_of_all_levels
    assert sheet.left_out == ()


def test_the_district_is_no_level_from_the_day_of_its_end() -> None:
    row = "9,1.000009,Thủ tục chín,Cấp huyện,Hộ tịch"
    assert adopt(*PLAIN, row, day=date(2025, 6, 30)).rows[-1].levels == (Level.DISTRICT,)
    assert [why for _, why in adopt(*PLAIN, row, day=date(2025, 7, 1)).left_out] == [LeftOut.OTHER_LEVEL]


def test_what_is_a_ministrys_or_without_a_code_is_left_out_with_the_reason() -> None:
    sheet = adopt(*PLAIN, "9,1.000009,Thủ tục chín,Cấp Bộ,Hộ tịch", "10,,Thủ tục mười,Cấp xã,Hộ tịch")
    assert [(row.name, why) for row, why in sheet.left_out] == [
        ("Thủ tục chín", LeftOut.OTHER_LEVEL),
        ("Thủ tục mười", LeftOut.NO_CODE),
    ]
    assert sheet.is_of_all_levels


def test_where_nothing_else_says_the_level_rows_without_one_are_left_out() -> None:
    bare = AdoptedRow("1", "1.000001", "1.000001", "Tên", None, (), None)
    held = AdoptedRow("2", "1.000002", "1.000002", "Tên", None, (Level.COMMUNE,), None)
    sheet = AdoptedSheet((bare, held), ()).with_levels_only()
    assert sheet.rows == (held,)
    assert sheet.left_out == ((bare, LeftOut.NO_LEVEL),)


@pytest.mark.parametrize("rows", [
    [f"{n},,Thủ tục {n},Cấp xã,x" for n in range(1, 6)],
    [f"{n},1.000001,Thủ tục {n},Cấp xã,x" for n in range(1, 6)],
    [f"{n},1.{n:06d},Thủ tục {n},Cấp Bộ,x" for n in range(1, 6)],
])  # fmt: skip
def test_a_list_that_proves_nothing_is_refused_by_name(rows: list[str]) -> None:
    with pytest.raises(NoListingError, match=re.escape("sổ.csv")):
        adopt(*rows)


def test_niemyets_own_table_is_no_evidence() -> None:
    with pytest.raises(NoListingError, match="niemyet"):
        read_adopted(
            listed("xa-a,1.000001,x,y,z", head="unit_id,code,procedure_id,version,item_id"), "boards.csv", DAY
        )


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", "chỉ là một câu".encode()])
def test_what_is_no_list_says_so(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read_adopted(data, "x.txt", DAY)


# ---- the page of a listing -------------------------------------------------------------------------


def test_files_of_the_article_are_offered_and_those_of_the_frame_are_not() -> None:
    page = """<html><head><base href="https://xa.example/goc/"></head><body><nav><a href=/menu.pdf>menu</a></nav><article>
      <a href="ds.pdf">Danh mục</a><a href="ds.pdf">lần nữa</a><a href="https://drive.google.com/d/1">Thư mục</a>
      <a href="https://drive.google.com/d/2">Thư mục hai</a><a href="/khac">trang khác</a></article>
      <aside><a href=/ben.docx>bên</a></aside></body></html>"""
    found = offered(page.encode(), "text/html; charset=utf-8", "https://xa.example/bai/1")
    own = [file.url for file in found.files if "drive.google.com" not in file.url]
    assert own == ["https://xa.example/goc/ds.pdf"]
    assert len(found.elsewhere) == 1, "one link for each host"
    assert "drive.google.com" in found.elsewhere[0]


def test_a_page_without_an_article_is_looked_at_whole_and_an_empty_one_offers_nothing() -> None:
    found = offered(
        b"<p><a href=/a.xlsx>a</a></p><footer><a href=/b.xlsx>b</a></footer>",
        "text/html",
        "https://xa.example/",
    )
    assert [file.url for file in found.files] == ["https://xa.example/a.xlsx"]
    assert offered(b"", "text/html", "https://xa.example/") == type(found)((), ())


# ---- settings, versions ----------------------------------------------------------------------------


def test_a_source_asks_politely_unless_it_is_told_otherwise() -> None:
    fetch = FetchSettings("mailto:a@example.vn")
    assert fetch.obey_robots
    assert fetch.max_concurrency_per_host == 1
    assert fetch.seconds_between_requests >= 1
    assert fetch.allow_private == ()
    settings = SourceSettings("a", "html", fetch)
    assert (settings.allowed_hosts, settings.trust_end, settings.credentials) == ((), False, NO_CREDENTIALS)
    assert settings.list is not SourceSettings("b", "html", fetch).list


def test_each_family_of_readers_has_a_version_and_a_digest_where_the_corpus_shows_it() -> None:
    assert all(
        version >= 1 and re.fullmatch(r"|[0-9a-f]{16}", digest) for version, digest in READERS.values()
    )
    assert {family for family, (_, digest) in READERS.items() if not digest} == {
        "doc",
        "scan",
        "other",
        "portals",
    }
