"""Kinds of decisions from their titles: DOMAIN §2.4, its table and its traps."""

import csv

import pytest

from niemyet.model.words import DecisionKind as Kind
from niemyet.transforms.law.kinds import kind_of_title
from tests.support.realdata import real


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Về việc công bố danh mục TTHC mới ban hành lĩnh vực Chăn nuôi", Kind.PUBLIC_LIST),
        ("V/v công bố Danh mục thủ tục hành chính bị bãi bỏ", Kind.PUBLIC_LIST),
        ("QUYẾT ĐỊNH\nVề việc công bó thủ tục hành chính sửa đối", Kind.PUBLIC_LIST),
        ("Bãi bỏ thủ tục hành chính lĩnh vực Du lịch", Kind.PUBLIC_LIST),
        ("Công bố danh mục nhóm thủ tục hành chính liên thông điện tử gồm: A; B", Kind.PUBLIC_LIST),
        ("Công bố thủ tục hành chính đặc thù thuộc thẩm quyền của tỉnh", Kind.PUBLIC_FULL),
        ("Công bố danh mục thủ tục hành chính chuẩn hoá của Sở Xây dựng", Kind.NORMALISED),
        ("Về việc công bố lại danh mục TTHC của Sở Tư pháp", Kind.NORMALISED),
        ("Công bố danh mục TTHC liên quan đến doanh nghiệp thực hiện trực tuyến", Kind.SUBSET),
        ("Công bố danh mục TTHC tiếp nhận qua dịch vụ bưu chính công ích", Kind.SUBSET),
        ("Công bố danh mục TTHC thực hiện phi địa giới hành chính", Kind.SUBSET),
        ("Công bố danh mục TTHC mới ban hành và được cung cấp trực tuyến toàn trình", Kind.PUBLIC_LIST),
        ("Công bố danh mục nhóm TTHC liên thông điện tử bị thay thế", Kind.REPLACEMENT_GROUP),
        ("Đính chính Quyết định số 12/QĐ-UBND về công bố danh mục thủ tục hành chính", Kind.CORRECTION),
        ("Công bố thủ tục hành chính nội bộ giữa các cơ quan hành chính nhà nước", Kind.INTERNAL),
        ("Công bố Danh mục TTHC nội bộ trong hệ thống hành chính nhà nước", Kind.INTERNAL),
        ("Công bố danh mục thủ tục hành chính và thủ tục hành chính nội bộ lĩnh vực Nội vụ", Kind.MIXED),
        ("Phê duyệt quy trình nội bộ giải quyết thủ tục hành chính", Kind.PROCESS),
        ("Phê duyệt quy trình nội bộ giải quyết TTHC đã được công bố tại Quyết định số 5/QĐ-UBND", Kind.PROCESS),
        ("Về việc phê duyệt quy trình điện tử giải quyết thủ tục hành chính", Kind.PROCESS),
        ("Công bố danh mục TTHC sửa đổi và phê duyệt quy trình nội bộ giải quyết TTHC", Kind.MIXED),
        ("Công bố Danh mục và Quy trình nội bộ thủ tục hành chính sửa đổi, bổ sung", Kind.MIXED),
        ("Đính chính thời gian giải quyết TTHC và phê duyệt quy trình nội bộ", Kind.MIXED),
        ("Công bố danh mục TTHC và phê duyệt nội dung tái cấu trúc, chuẩn hoá quy trình", Kind.MIXED),
        ("Về việc ủy quyền giải quyết thủ tục hành chính", Kind.DELEGATION),
        ("Ban hành Quy chế phối hợp trong việc công bố, công khai thủ tục hành chính", Kind.OTHER),
        ("Ban hành Kế hoạch kiểm soát thủ tục hành chính năm 2026", Kind.OTHER),
        ("Thông qua phương án đơn giản hóa thủ tục hành chính", Kind.OTHER),
        ("Phê duyệt quy hoạch sử dụng đất", Kind.OTHER),
        ("Quyết định số 12/QĐ-UBND ngày 3/4/2026 của UBND tỉnh ban hành Kế hoạch rà soát thủ tục hành chính", Kind.OTHER),
        ("Công khai Quyết định số: 12/QĐ-UBND ngày 3/4/2026 của UBND tỉnh về việc công bố danh mục TTHC", Kind.PUBLIC_LIST),
        ("", Kind.OTHER),
        (None, Kind.OTHER),
    ],
)  # fmt: skip
def test_kinds(title, expected):
    assert kind_of_title(title, "QĐ-UBND") is expected


def test_a_ministrys_symbol_decides_whatever_the_title_says():
    assert kind_of_title("Cấp giấy phép hoạt động", "QĐ-BYT") is Kind.MINISTRY
    assert kind_of_title("Công bố thủ tục hành chính nội bộ", "QĐ-BTP") is Kind.MINISTRY
    assert kind_of_title("Công bố danh mục thủ tục hành chính", None) is Kind.PUBLIC_LIST


@pytest.mark.realdata
def test_real_titles():
    with real("haiphong/decisions_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["title"]]
    kinds = {row["decisionNo"]: kind_of_title(row["title"], "QĐ-UBND") for row in rows}
    assert kinds["3537/QĐ-UBND"] is Kind.INTERNAL
    assert kinds["3582/QĐ-UBND"] is Kind.REPLACEMENT_GROUP
    assert kinds["3626/QĐ-UBND"] is Kind.NORMALISED
    public = {Kind.PUBLIC_LIST, Kind.NORMALISED, Kind.REPLACEMENT_GROUP, Kind.MIXED}
    assert all(kinds[row["decisionNo"]] in public for row in rows if row["classification"] == "public_tthc")
