"""Whose a decision is: letterhead, authority line, annex, signature, symbol and the place of its day must not contradict."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import ReviewKind
from niemyet.transforms.law.review_kinds import sentence
from tests.support.province import day

PAPER = """\
{head}

Số: {number}

{place}, ngày 02 tháng 5 năm 2025

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND cấp xã

{authority}

QUYẾT ĐỊNH:

Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận: như Điều 1.

{signed}

PHỤ LỤC

(Kèm theo Quyết định số {number} ngày 02 tháng 5 năm 2025 của {of_annex})

| STT | Mã TTHC | Tên thủ tục hành chính |
|---|---|---|
| 1 | 1.000301 | Cấp thẻ người hái chè |
"""
OURS = "ỦY BAN NHÂN DÂN TỈNH HÀ NAM"


def read(
    head: str = OURS,
    *,
    number: str = "77/QĐ-UBND",
    place: str = "Hà Nam",
    authority: str = f"CHỦ TỊCH {OURS}",
    signed: str = "KT. CHỦ TỊCH",
    of_annex: str = "Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    is_dated: bool = True,
) -> Reading:
    made = PAPER.format(
        head=head, number=number, place=place, authority=authority, signed=signed, of_annex=of_annex
    )
    if not is_dated:  # the annex says no day
        made = made.replace(f"{number} ngày 02 tháng 5 năm 2025 của", f"{number} của")
    return read_decision(read_document(made.encode(), "a.md"))


def test_where_all_say_the_same_the_letterhead_names_the_issuer() -> None:
    assert read().issuer_name == OURS
    assert read(place="Phủ Lý", signed=f"TM. {OURS}").issuer_name == OURS


@pytest.mark.parametrize(
    "said",
    [
        {"authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG"},
        {"of_annex": "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"},
        {"signed": "TM. ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG"},
        {"place": "Sóc Trăng"},
    ],
)
def test_where_one_names_another_province_nobody_is_the_issuer(said: dict[str, str]) -> None:
    assert read(**said).issuer_name is None


def test_two_ministries_are_nobody() -> None:
    assert (
        read("BỘ Y TẾ", number="77/QĐ-BXD", place="Hà Nội", authority="BỘ TRƯỞNG BỘ XÂY DỰNG").issuer_name
        is None
    )


def test_a_symbol_of_a_peoples_committee_below_the_letterhead_of_none_is_nobody() -> None:
    assert read("HỘI LÀM VƯỜN", authority="CHỦ TỊCH HỘI LÀM VƯỜN").issuer_name is None


def test_a_letterhead_without_a_place_takes_it_from_where_it_stands() -> None:
    assert read("ỦY BAN NHÂN DÂN TỈNH").issuer_name == OURS
    named = read("ỦY BAN NHÂN DÂN TỈNH", authority="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH")
    assert named.issuer_name == "Ủy ban nhân dân tỉnh Hà Nam"
    assert "issuer_from_annex" in named.flags


def acting(clause: str) -> Reading:
    made = PAPER.format(
        head=OURS, number="77/QĐ-UBND", place="Hà Nam", authority=f"CHỦ TỊCH {OURS}", signed="KT. CHỦ TỊCH",
        of_annex="Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    ).replace("Nơi nhận:", f"{clause}\n\nNơi nhận:")  # fmt: skip
    return read_decision(read_document(made.encode(), "a.md"))


@pytest.mark.parametrize(
    "clause",
    [
        "Điều 3. Bãi bỏ Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND tỉnh Cà Mau.",
        "Điều 3. Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND tỉnh Cà Mau hết hiệu lực thi hành.",
        "Điều 3. Bãi bỏ các Quyết định sau đây của UBND tỉnh Cà Mau:\n\n- Quyết định số 41/QĐ-UBND ngày 07/3/2023.",
        "Điều 3. Bãi bỏ danh mục được Chủ tịch UBND tỉnh Cà Mau công bố tại Quyết định số 41/QĐ-UBND ngày 07/3/2023.",
    ],
)
def test_an_act_knows_whose_decision_it_aims_at(clause: str) -> None:
    assert {one.target.issuer for one in acting(clause).relations} == {"ca-mau"}


@pytest.mark.parametrize(("whose", "asked"), [
    ("UBND tỉnh Cà Mau", True), ("UBND huyện Núi Thành", True), ("UBND tỉnh Hà Nam", False),
    ("UBND tỉnh Ninh Bình", False), ("UBND tỉnh Nam Định", False), ("UBND tỉnh", False),
])  # fmt: skip
def test_a_row_ended_in_a_decision_of_somebody_else_is_asked(whose: str, asked: bool) -> None:
    """Ninh Bình, Nam Định and Hà Nam are one province since 2025-07-01: what one decided the other inherits."""
    read = acting(
        "Điều 3. Bãi bỏ thủ tục “Cấp thẻ người đan lưới” (mã số 1.000302, cấp xã) công bố tại "
        f"Quyết định số 41/QĐ-UBND ngày 07/3/2023 của {whose}."
    )
    row = next(one for one in read.items if one.code == "1.000302")
    assert ("row_doubtful" in row.flags) is asked


@pytest.mark.parametrize("other", ["HÀ TĨNH", "HÀ NỘI", "HÀ GIANG", "NAM ĐỊNH"])
def test_two_provinces_of_like_names_are_two(other: str) -> None:
    kind = "THÀNH PHỐ" if other == "HÀ NỘI" else "TỈNH"
    assert read(authority=f"CHỦ TỊCH ỦY BAN NHÂN DÂN {kind} {other}").issuer_name is None


def test_the_number_of_another_paper_in_a_letterhead_is_asked_about() -> None:
    made = PAPER.format(
        head=OURS, number="77/QĐ-UBND", place="Hà Nam", authority=f"CHỦ TỊCH {OURS}", signed="KT. CHỦ TỊCH",
        of_annex="Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    ).replace("Số: 77/QĐ-UBND", "Số: 77/NQ-HĐND")  # fmt: skip
    found = read_decision(read_document(made.encode(), "a.md"))
    assert "own_number_conflict" in {one.kind.value for one in found.questions}


def test_a_day_that_no_calendar_has_is_not_put_right_by_the_annex() -> None:
    made = PAPER.format(
        head=OURS, number="77/QĐ-UBND", place="Hà Nam", authority=f"CHỦ TỊCH {OURS}", signed="KT. CHỦ TỊCH",
        of_annex="Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    ).replace("Hà Nam, ngày 02 tháng 5", "Hà Nam, ngày 31 tháng 4")  # fmt: skip
    found = read_decision(read_document(made.encode(), "a.md"))
    assert found.signed_on is None
    assert "signed_on_missing" in found.flags
    (asked,) = [one for one in found.questions if one.kind is ReviewKind.SIGNING_DATE_UNKNOWN]
    said = sentence(asked.kind, asked.fields, vi=True)
    assert said == "Ngày ký là ngày nào? Văn bản ghi “ngày 31 tháng 4 năm 2025”, lịch không có ngày này."


def test_a_number_that_a_blank_tears_is_not_its_last_piece() -> None:
    made = PAPER.format(
        head=OURS, number="8 1/QĐ-UBND", place="Hà Nam", authority=f"CHỦ TỊCH {OURS}", signed="KT. CHỦ TỊCH",
        of_annex="Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    ).replace("Quyết định số 8 1/QĐ-UBND", "Quyết định này")  # fmt: skip
    found = read_decision(read_document(made.encode(), "a.md"))
    assert (found.number, "number_missing" in found.flags) == (None, True)


def test_a_signature_below_the_articles_speaks_too() -> None:
    made = PAPER.format(
        head=OURS, number="77/QĐ-UBND", place="Hà Nam", authority=f"CHỦ TỊCH {OURS}",
        signed="TM. ỦY BAN NHÂN DÂN TỈNH HÀ GIANG", of_annex="Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
    ).replace("Nơi nhận: như Điều 1.\n\n", "")  # fmt: skip
    assert read_decision(read_document(made.encode(), "a.md")).issuer_name is None


def test_of_two_days_in_a_letterhead_the_one_counts_that_the_annex_says_else_none() -> None:
    two = "Hà Nam, ngày 11 tháng 5 năm 2025\n\nHà Nam"
    assert read(place=two).signed_on == day("2025-05-02")
    without = read(place=two, is_dated=False)
    assert without.signed_on is None
    assert "signed_on_missing" in without.flags
    assert ReviewKind.SIGNING_DATE_UNKNOWN not in {one.kind for one in without.questions}, "nothing to quote"


def test_who_made_a_copy_is_not_who_decided() -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    office = ("UBND TỈNH HÀ NAM\nSỞ TƯ PHÁP", "Số: 9/SY-STP", motto, "Hà Nam, ngày 20 tháng 5 năm 2025")
    found = read("\n\n".join((*office, "SAO Y BẢN CHÍNH", motto, OURS)))
    assert (found.issuer_name, found.number, found.signed_on) == (OURS, 77, day("2025-05-02"))
