"""Numbers, citations, issuers and keys of decisions: DOMAIN §2.1, §3.3; PORTALS §4."""

import json
from datetime import date

import pytest

from niemyet.model.records import Citation
from niemyet.transforms.language.citations import (
    decision_id,
    find_citations,
    issuer_id,
    ministry_of,
    parse_number,
)
from tests.support.realdata import real


@pytest.mark.parametrize(
    ("text", "number", "symbol", "signed_on"),
    [
        ("3218/QĐ-UBND", 3218, "QĐ-UBND", None),
        ("01082/QĐ-UBND", 1082, "QĐ-UBND", None),
        ("512 /QĐ-UBND", 512, "QĐ-UBND", None),
        ("512/ QĐ – UBND", 512, "QĐ-UBND", None),
        ("512/QĐ–UBND", 512, "QĐ-UBND", None),
        ("512/QÐ-UBND", 512, "QĐ-UBND", None),
        ("512/QD-UBND", 512, "QĐ-UBND", None),
        ("512/qđ-ubnd", 512, "QĐ-UBND", None),
        ("512/QĐUBND", 512, "QĐ-UBND", None),
        ("QÐ-UBND", None, "QĐ-UBND", None),
        ("Số:      /QĐ-UBND", None, "QĐ-UBND", None),
        ("128/2025/QĐ-UBND", 128, "2025/QĐ-UBND", None),
        ("513/QĐ-TTPVHCC", 513, "QĐ-TTPVHCC", None),
        ("2972/QĐ-BNN-CN", 2972, "QĐ-BNN-CN", None),
        ("3152/QĐ-BTP", 3152, "QĐ-BTP", None),
        ("2193/QĐ-UBND.", 2193, "QĐ-UBND", None),
        ("2226/QĐ-UBND ngày 04/12/2025", 2226, "QĐ-UBND", date(2025, 12, 4)),
        ("02204/QĐ-UBND", 2204, "QĐ-UBND", None),
        ("Số: 3218/QĐ-UBND | Tỉnh A, ngày 18 tháng 11 năm 2024", 3218, "QĐ-UBND", None),
        ("20/2020/QĐ-TTg", 20, "2020/QĐ-TTg", None),
        ("2851 QĐ-UBND", 2851, "QĐ-UBND", None),
        ("Số ký hiệu 1351/QĐ-UBND ngày    tháng 7 năm 2022", 1351, "QĐ-UBND", None),
    ],
)
def test_own_numbers(text, number, symbol, signed_on):
    found = parse_number(text)
    assert found is not None
    assert (found.number, found.symbol, found.signed_on) == (number, symbol, signed_on)


@pytest.mark.parametrize("text", ["", "61/2018/NĐ-CP", "Quyết định", "05/7/2022", "44/2025/TT-BYT"])
def test_what_is_no_number_of_a_decision(text):
    assert parse_number(text) is None


def cited(number, day, symbol="QĐ-UBND"):
    text = f"{number}/{symbol}" if symbol else str(number)
    return Citation(number, symbol, text, day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quyết định số 3600/QĐ-UBND ngày 15/12/2021", (cited(3600, date(2021, 12, 15)),)),
        (
            "các Quyết định: Số 2196/QĐ-UBND ngày 28/12/2021, số 1741/QĐ-UBND ngày 14/11/2019, số 501/QĐ-UBND "
            "ngày 01 tháng 4 năm 2020 của Chủ tịch UBND tỉnh",
            (cited(2196, date(2021, 12, 28)), cited(1741, date(2019, 11, 14)), cited(501, date(2020, 4, 1))),
        ),
        (
            "số 44/QĐ-UBND ngày    tháng 7 năm 2022, số 45/QĐ-UBND, ký ngày 1/2/2022",
            (cited(44, None), cited(45, date(2022, 2, 1))),
        ),
        ("Quyết định số 12/QĐ-UBND của Chủ tịch UBND tỉnh ngày 3/4/2020", (cited(12, date(2020, 4, 3)),)),
        ("Quyết định số 12/QĐ-UBND. Quyết định này có hiệu lực từ ngày 3/4/2020", (cited(12, None),)),
        ("Quyết định số 830 ngày 22/3/2024", (cited(830, date(2024, 3, 22), None),)),
        ("Quyết định số 2972/QĐ-BNN-CN ngày 29/8/2024", (cited(2972, date(2024, 8, 29), "QĐ-BNN-CN"),)),
        (
            "Quyết định 12/QĐ-UBND ngyaf 17/7/2026 và 12/QĐ-UBND ngày 17/7/2026",
            (cited(12, date(2026, 7, 17)),),
        ),
        ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", ()),
    ],
)
def test_citations(text, expected):
    assert find_citations(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UBND tỉnh Quảng Nam", "quang-nam"),
        ("Ủy ban nhân dân tỉnh Quảng Nam", "quang-nam"),
        ("UỶ BAN NHÂN DÂN\nTỈNH QUẢNG NAM\n-------", "quang-nam"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", "quang-nam"),
        ("KT. Chủ tịch UBND tỉnh Quảng Nam", "quang-nam"),
        ("Văn phòng UBND tỉnh Thanh Hóa", "thanh-hoa"),
        ("Quảng Nam", "quang-nam"),
        ("Tỉnh Quảng Nam", "quang-nam"),
        ("UBND  Thành phố  Đà Nẵng", "da-nang"),
        ("UBND TP Đà Nẵng", "da-nang"),
        ("Chủ tịch UBND T.P Đà Nẵng", "da-nang"),
        ("UBND TP.HCM", "ho-chi-minh"),
        ("UBND Thành phố Hồ Chí Minh", "ho-chi-minh"),
        ("Thành phố Huế", "hue"),
        ("UBND tỉnh Thừa Thiên Huế", "hue"),
        ("UBND tỉnh Thừa Thiên - Huế", "hue"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("Trung tâm Phục vụ hành chính công thành phố Hà Nội", "ha-noi"),
        ("TTPVHCC thành phố Hà Nội", "ha-noi"),
        ("Giám đốc Trung tâm Phục vụ hành chính công thành phố Hà Nội", "ha-noi"),
        ("Bộ Y tế", "bo-y-te"),
        ("Bộ trưởng Bộ Y tế", "bo-y-te"),
        ("Bộ Khoa học  và  Công nghệ", "bo-khoa-hoc-va-cong-nghe"),
        ("Văn phòng Chính phủ", "van-phong-chinh-phu"),
        ("Ngân hàng Nhà nước", "ngan-hang-nha-nuoc-viet-nam"),
        ("UBND huyện Núi Thành", "huyen-nui-thanh"),
        ("UBND xã Núi Thành", "xa-nui-thanh"),
        ("Sở Y tế", "so-y-te"),
    ],
)
def test_issuers(name, expected):
    assert issuer_id(name) == expected


def test_no_issuer_is_not_a_default():
    with pytest.raises(ValueError, match="issuer"):
        issuer_id(" -- ")


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("QĐ-BYT", "bo-y-te"),
        ("QĐ-BKHCN", "bo-khoa-hoc-va-cong-nghe"),
        ("QĐ-BNN-CN", "bo-nong-nghiep-va-phat-trien-nong-thon"),
        ("QĐ-LĐTBXH", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("QĐ-TTg", "thu-tuong-chinh-phu"),
        ("2020/QĐ-TTg", "thu-tuong-chinh-phu"),
        ("QĐ-BMOI", "bo-moi"),
        ("QĐ-UBND", None),
        ("QĐ-VP", None),
        ("QĐ-TTPVHCC", None),
        ("QĐ-BQLKKT", None),
        ("QĐ", None),
    ],
)
def test_ministries(symbol, expected):
    assert ministry_of(symbol) == expected


def test_ministry_by_symbol_and_by_name_is_one():
    for symbol, name in (("QĐ-BKHCN", "Bộ Khoa học  và  Công nghệ"), ("QĐ-BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch"),
                         ("QĐ-NHNN", "Ngân hàng Nhà nước Việt Nam"), ("QĐ-BCT", "Bộ Công thương"),
                         ("QĐ-TTCP", "Thanh tra Chính phủ"), ("QĐ-BDTTG", "Bộ Dân tộc và Tôn giáo"),
                         ("QĐ-BNNMT", "Bộ Nông nghiệp và Môi trường"), ("QĐ-BTC", "Bộ Tài chính")):  # fmt: skip
        assert ministry_of(symbol) == issuer_id(name)


def test_keys():
    assert decision_id("quang-nam", 512, "QĐ-UBND", date(2022, 3, 4)) == "quang-nam/512-QD-UBND/2022-03-04"
    assert decision_id("bo-y-te", 7, "QĐ-BYT", None) == "bo-y-te/7-QD-BYT/khong-ngay"
    assert decision_id("quang-nam", None, "QĐ-UBND", None) == "quang-nam/khong-so-QD-UBND/khong-ngay"
    assert decision_id("quang-nam", None, None, None) == "quang-nam/khong-so/khong-ngay"
    assert decision_id("a", 128, "2025/QĐ-UBND", date(2025, 1, 2)) == "a/128-2025-QD-UBND/2025-01-02"


@pytest.mark.realdata
def test_the_real_list_of_fifty():
    folder = "national-2025-12/thutuc.dichvucong.gov.vn/p/home/dvc-tthc-quyet-dinh-cong-bo"
    rows = json.loads(
        real(f"{folder}/decision_publishment_advanced_search_service_v2.json").read_text(encoding="utf-8")
    )
    numbers = [parse_number(row["CODE"]) for row in rows]
    assert len(numbers) == 50
    assert all(found and found.number for found in numbers)
    symbols = [found.symbol for found in numbers if found]
    assert {symbol: symbols.count(symbol) for symbol in sorted(set(symbols), key=str)} == {
        "QĐ-BKHCN": 2,
        "QĐ-BTC": 1,
        "QĐ-BYT": 2,
        "QĐ-TTPVHCC": 1,
        "QĐ-UBND": 43,
        "QĐ-VP": 1,
    }
    assert [found.signed_on for found in numbers if found and found.signed_on] == [date(2025, 12, 4)]
    agencies = json.loads(real(f"{folder}/get_list_agency_service_v2.json").read_text(encoding="utf-8"))
    ids = [issuer_id(agency["AGENCY_NAME"]) for agency in agencies]
    assert len(set(ids)) == 56  # Văn phòng Chính phủ stands twice
    assert all(part.isalnum() and part.isascii() for id_ in ids for part in id_.split("-"))
