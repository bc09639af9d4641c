"""Paper by Nghị định 30/2020/NĐ-CP: its parts, its measures, and how LibreOffice prints it."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pypdfium2
import pytest
from docx.oxml.ns import qn

from niemyet.extractors.listings import read_listing
from niemyet.model.errors import NoListingError
from niemyet.reports.office import BLANK, Office
from niemyet.reports.office_papers import (
    MARK,
    posting_changes,
    posting_list,
    posting_notice,
    procedure_sheet,
    removal_slip,
)
from tests.support.realdata import real
from tests.support.refusals import refused

DAY = date(2026, 1, 5)
KNOWN = Office(
    issuer="Trung tâm Phục vụ hành chính công xã Thử", superior="Ủy ban nhân dân xã Thử", place="Xã Thử",
    symbol="TB-TTPVHCC", title="Giám đốc", signer="Lê Thị Thử", recipients=("UBND xã",), complaints="Hộp thư số 1",
)  # fmt: skip
BARE = Office(issuer="UBND xã Thử")


def row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "code": f"1.{number:06d}", "name": f"Cấp giấy xác nhận cho hộ gia đình, cá nhân có nhà ở loại {number}",
        "sector": "Đất đai", "scope": "authority", "time": "05 ngày làm việc", "place": "Bộ phận Một cửa", "fee": "Không",
        "legal_basis": "Nghị định số 1/2024/NĐ-CP", "agency": "UBND cấp xã", "decision": "9/QĐ-UBND ngày 04/03/2025",
        "proof": "decision", "effective_on": date(2026, 1, 2), "change": "thời hạn", "way": "trực tiếp tại nơi tiếp nhận",
    } | more  # fmt: skip


ROWS = [row(number) for number in range(1, 41)]
PAPERS: dict[str, Callable[..., bytes]] = {
    "list": posting_list,
    "notice": posting_notice,
    "slip": removal_slip,
    "changes": lambda rows, *, office, as_of: posting_changes(
        {"Niêm yết mới": rows}, office=office, since=date(2025, 7, 1), as_of=as_of
    ),
    "sheet": lambda rows, *, office, as_of: procedure_sheet(
        min(rows, key=itemgetter("code")), office=office, as_of=as_of, link="https://a.example/u/b"
    ),
}

#: Those of many rows.
LISTS = {name: make for name, make in PAPERS.items() if name != "sheet"}


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """Every paragraph of the paper, in tables too."""
    return [
        "".join(part.text or "" for part in one.iter(qn("w:t")))
        for one in opened(data).element.body.iter(qn("w:p"))
    ]


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_margins_font_language_and_page_numbers_are_those_of_the_decree(make: Callable[..., bytes]) -> None:
    data = make(ROWS, office=KNOWN, as_of=DAY)
    paper = opened(data)
    for section in paper.sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
        assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
    assert paper.sections[0].different_first_page_header_footer
    assert " PAGE " in "".join(paper.sections[0].header._element.itertext())
    package = zipfile.ZipFile(io.BytesIO(data))
    styles = package.read("word/styles.xml").decode()
    assert set(re.findall(r'w:lang [^>]*w:val="([^"]+)"', styles)) == {"vi-VN"}
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', " ".join(re.findall(r"<w:rFonts[^>]*>", styles)))) == {
        "Times New Roman"
    }  # fmt: skip
    tables = [one for one in paper.tables if one.rows[0].cells[0].text in {"STT", "Nội dung"}]
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(line._tr.trPr.find(qn("w:cantSplit")) is not None for line in table.rows)
    assert tables


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_what_the_configuration_says_stands_there_and_the_rest_is_blank(make: Callable[..., bytes]) -> None:
    said = texts(make(ROWS, office=KNOWN, as_of=DAY))
    for words in (
        "ỦY BAN NHÂN DÂN XÃ THỬ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ THỬ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số:         /TB-TTPVHCC", "Xã Thử, ngày 05 tháng 01 năm 2026", "GIÁM ĐỐC",
        "Lê Thị Thử", "Nơi nhận:", "- UBND xã;", "- Lưu: VT.",
    ):  # fmt: skip
        assert words in said
    bare = texts(make(ROWS, office=BARE, as_of=DAY))
    assert bare.count(BLANK) >= 3, "superior body, office and name of the signer"
    assert not {"GIÁM ĐỐC", "Lê Thị Thử"} & set(bare)


def test_the_list_has_the_columns_that_the_law_asks_for_and_marks_what_is_only_received() -> None:
    rows = [
        row(2), row(1, sector="Hộ tịch"), row(3, scope="reception_only"), row(4, sector=None),
        row(5, sector="Chứng thực", proof="adopted", decision="Danh mục “Sổ” ngày 01/01/2025", place=None),
    ]  # fmt: skip
    paper = opened(posting_list(rows, office=KNOWN, as_of=DAY))
    table = next(one for one in paper.tables if one.rows[0].cells[0].text == "STT")
    cells = [[cell.text for cell in line.cells] for line in table.rows]
    assert cells[0] == [
        "STT", "Mã số", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí", "Căn cứ pháp lý",
        "Cơ quan thực hiện", "Quyết định công bố",
    ]  # fmt: skip
    assert [line[0] for line in cells[1:] if line[0] == line[1]] == [
        "Lĩnh vực Chứng thực (1)", "Lĩnh vực Đất đai (2)", "Lĩnh vực Hộ tịch (1)", "Lĩnh vực Chưa rõ lĩnh vực (1)",
    ]  # fmt: skip
    assert [line[0] for line in cells[1:] if line[0] != line[1]] == ["1", "2", "3", "4", "5"]
    assert cells[2][4] == "", "what the decision does not say is left blank"
    assert cells[2][8] == "Danh mục “Sổ” ngày 01/01/2025 (mức chứng minh: danh mục)"
    assert [line[2] for line in cells if line[2].endswith("(chỉ tiếp nhận)")] == [
        f"{row(3)['name']} (chỉ tiếp nhận)"
    ]
    said = texts(posting_list(rows, office=KNOWN, as_of=DAY))
    assert "Phản ánh, kiến nghị về quy định hành chính gửi về: Hộp thư số 1" in said


def test_days_have_one_form_besides_the_letterhead() -> None:
    for make in PAPERS.values():
        said = "\n".join(texts(make(ROWS, office=KNOWN, as_of=DAY)))
        days = re.findall(r"\d{1,2}/\d{1,2}/\d{4}", said)
        assert days
        assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", day) for day in days)
        assert len(re.findall(r"ngày \d\d tháng \d\d? năm \d{4}", said)) == 1


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_the_same_rows_give_the_same_bytes_in_any_order(make: Callable[..., bytes]) -> None:
    assert make(ROWS, office=KNOWN, as_of=DAY) == make(ROWS[::-1], office=KNOWN, as_of=DAY)


def test_a_text_that_no_document_may_hold_is_left_out_of_it() -> None:
    hostile = [row(1, name="Tên\x00 có\x0b <w:p/> & \ud800 dấu", fee="\ufffe=1+1")]
    said = texts(posting_list(hostile, office=KNOWN, as_of=DAY))
    assert "Tên có <w:p/> &  dấu" in said


@pytest.mark.parametrize("make", LISTS.values(), ids=LISTS)
def test_our_own_paper_is_never_taken_for_what_hangs(make: Callable[..., bytes]) -> None:
    with refused(NoListingError, "danh mục phải niêm yết do niemyet lập"):
        read_listing(make(ROWS, office=KNOWN, as_of=DAY), "bang.docx")


def test_a_unit_s_own_list_on_paper_is_still_read() -> None:
    own = docx.Document()
    own.add_paragraph("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐANG NIÊM YẾT")
    table = own.add_table(rows=2, cols=3)
    for place, text in enumerate(
        ("STT", "Mã TTHC", "Tên thủ tục hành chính", "1", "1.000001", "Đăng ký khai sinh")
    ):
        table.rows[place // 3].cells[place % 3].text = text
    stream = io.BytesIO()
    own.save(stream)
    assert [each.code for each in read_listing(stream.getvalue(), "so.docx")] == ["1.000001"]


# ---- printed -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pypdfium2.PdfDocument]:
    """All papers as PDF, by one start of LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("libreoffice is not installed: apt-get install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("paper")
    files = []
    for name, make in PAPERS.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(make(ROWS, office=KNOWN, as_of=DAY))
    words = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    subprocess.run([*words, str(folder), *map(str, files)], check=True, capture_output=True, timeout=400)
    return {file.stem: pypdfium2.PdfDocument(file.with_suffix(".pdf")) for file in files}


def page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    return str(document[number].get_textpage().get_text_bounded())


@pytest.mark.parametrize("name", LISTS)
def test_printed_pages_keep_their_margins_numbers_and_headings(
    printed: dict[str, pypdfium2.PdfDocument], name: str, tmp_path: Path
) -> None:
    document = printed[name]
    assert len(document) > 1
    for number, page in enumerate(document):
        picture = page.render(scale=1, grayscale=True).to_numpy().squeeze() < 128
        wide, high = page.get_size()
        columns, lines = picture.any(axis=0).nonzero()[0], picture.any(axis=1).nonzero()[0]
        # Ink, not frames: a table's rule lies a millimetre outside the text that it holds.
        assert columns[0] / 72 * 25.4 >= 30 - 2, f"page {number + 1}: left"
        assert (wide - columns[-1]) / 72 * 25.4 >= 15 - 2, f"page {number + 1}: right"
        assert (high - lines[-1]) / 72 * 25.4 >= 20 - 2, f"page {number + 1}: bottom"
        first = page_text(document, number).split()[0]
        assert (first == str(number + 1)) is (number > 0), (
            "numbers stand above the text, but not on the first page"
        )
    assert all("STT" in page_text(document, number) for number in range(1, len(document) - 1))


def blocks(picture: Any, top: float, bottom: float) -> list[tuple[float, float]]:
    """Left and right ends of what is printed in a band of a page, in parts of its width; specks are no blocks."""
    high, wide = picture.shape
    inked = np.flatnonzero(picture[int(top * high) : int(bottom * high)].sum(axis=0) >= 2)
    parts = np.split(inked, np.flatnonzero(np.diff(inked) > 0.04 * wide) + 1)
    return [
        (part[0] / wide, part[-1] / wide) for part in parts if len(part) and part[-1] - part[0] > 0.05 * wide
    ]


def middle(block: tuple[float, float]) -> float:
    return (block[0] + block[1]) / 2


def inked(document: pypdfium2.PdfDocument) -> Any:
    return document[0].render(scale=2, grayscale=True).to_numpy().squeeze() < 128


def found_at(document: pypdfium2.PdfDocument, words: str) -> tuple[float, float, float]:
    """Left, right and top end of a line of the first page, in parts of the page."""
    page = document[0]
    (wide, high), text = page.get_size(), page.get_textpage()
    at, count = text.search(words).get_next()
    boxes = [text.get_charbox(number) for number in range(at, at + count)]
    return min(box[0] for box in boxes) / wide, max(box[2] for box in boxes) / wide, 1 - boxes[0][3] / high


def test_number_and_place_stand_on_one_line(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    for name, document in printed.items():
        number, place = found_at(document, "Số:"), found_at(document, "Xã Thử, ngày 05")
        assert number[2] == pytest.approx(place[2], abs=0.003), name


@pytest.mark.realdata
def test_the_letterhead_stands_where_a_real_paper_has_it(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    """The Government's own paper of 2025, a scan: blocks by their middles, within 3 % of the page's width (6 mm)."""
    paper = inked(pypdfium2.PdfDocument(real("decisions/66.9-NQ-CP-2025.signed.pdf")))
    body, country = blocks(paper, 0.095, 0.11)
    (motto,) = blocks(paper, 0.11, 0.125)
    number, place = blocks(paper, 0.14, 0.155)
    (kind,) = [one for one in blocks(paper, 0.2, 0.215) if one[0] > 0.3]  # a stamp stands at its left
    ours = printed["notice"]
    for real_block, words in (
        (country, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (motto, "Độc lập - Tự do - Hạnh phúc"),
        (body, "ỦY BAN NHÂN DÂN XÃ THỬ"),
        (number, "Số:         /TB-TTPVHCC"),
        (place, "Xã Thử, ngày 05 tháng 01 năm 2026"),
        (kind, "THÔNG BÁO"),
    ):
        assert middle(found_at(ours, words)[:2]) == pytest.approx(middle(real_block), abs=0.03), words
    assert country[1] - country[0] == pytest.approx(0.43, abs=0.03), "the real one, 12 or 13 pt"
    left, right, _ = found_at(ours, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert right - left == pytest.approx(country[1] - country[0], abs=0.04), (
        "and ours: the same size of letters"
    )


def test_no_row_is_split_over_two_pages(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    for document in printed.values():
        for number in range(len(document)):
            found = re.findall(r"loại\s+(\d+)", page_text(document, number))
            codes = re.findall(r"1\.(\d{6})", page_text(document, number))
            assert sorted(map(int, found)) == sorted(map(int, codes))


def test_the_mark_of_our_list_survives_printing(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    last = "".join(page_text(printed["list"], number) for number in range(len(printed["list"])))
    assert MARK in " ".join(last.split())


def test_a_sheet_says_what_decisions_state_and_leaves_out_what_they_do_not() -> None:
    bare = row(7, fee="", place=None, code="X:abc", way="")
    said = texts(procedure_sheet(bare, office=KNOWN, as_of=DAY, link=None))
    assert "Thời hạn giải quyết" in said
    assert {"Phí, lệ phí", "Địa điểm thực hiện", "Mã số", "Cách thức thực hiện", "X:abc"}.isdisjoint(said)
    linked = procedure_sheet(bare, office=KNOWN, as_of=DAY, link="https://a.example/u/b/c.html")
    assert "https://a.example/u/b/c.html" in texts(linked)
    assert [name for name in zipfile.ZipFile(io.BytesIO(linked)).namelist() if name.endswith(".png")]


def test_changes_stand_under_their_headings_and_empty_ones_say_nothing() -> None:
    groups = {"Niêm yết mới": [row(1), row(2)], "Thay nội dung": [], "Gỡ bỏ": [row(3)]}
    said = texts(posting_changes(groups, office=KNOWN, since=date(2025, 7, 1), as_of=DAY))
    assert "(Từ bản ngày 01/07/2025 đến bản ngày 05/01/2026: 3 thủ tục)" in said
    assert {"Niêm yết mới (2)", "Gỡ bỏ (1)"} <= set(said)
    assert not [one for one in said if one.startswith("Thay nội dung")]
    assert "Không có thay đổi." in texts(posting_changes({}, office=KNOWN, since=DAY, as_of=DAY))
