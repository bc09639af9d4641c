"""Shapes of decisions that offices published and that no case of the project foresaw; the words are the project's own."""

from niemyet.extractors.decisions.heading_patterns import sentence_case
from niemyet.model.words import Action, Level, RelationType
from niemyet.transforms.language.citations import parse_number
from tests.support.papers import Grid, paper, read_as

TITLE = "Về việc công bố thủ tục hành chính mới và thủ tục hành chính bị bãi bỏ lĩnh vực Đo đạc"
FIRST = "Điều 1. Công bố kèm theo Quyết định này thủ tục hành chính mới và thủ tục hành chính bị bãi bỏ."


def test_an_opening_that_names_a_part_holds_for_each_decision_below_it() -> None:
    articles = [
        FIRST,
        "Điều 2. Bãi bỏ các nội dung về thủ tục đo đạc đã được công bố tại các Quyết định:",
        "- Quyết định số 11/QĐ-UBND ngày 04/5/2021 của Chủ tịch Ủy ban nhân dân tỉnh;",
        "- Quyết định số 12/QĐ-UBND ngày 05/5/2021 của Chủ tịch Ủy ban nhân dân tỉnh.",
        "Điều 3. Bãi bỏ toàn bộ các Quyết định sau:",
        "- Quyết định số 13/QĐ-UBND ngày 06/5/2021 của Chủ tịch Ủy ban nhân dân tỉnh.",
        "Điều 4. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    reading = read_as("html", paper(TITLE, articles, []))
    assert [(one.type, one.target.number, one.scope) for one in reading.relations] == [
        (RelationType.REPEALS_PART, 11, "các nội dung về thủ tục đo đạc"),
        (RelationType.REPEALS_PART, 12, "các nội dung về thủ tục đo đạc"),
        (RelationType.REPEALS_DOC, 13, None),
    ]


def test_a_part_in_capitals_begins_the_annex_without_a_caption() -> None:
    articles = [FIRST, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "Điều 3. Các sở thi hành."]
    annex = [
        "PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "1. Thủ tục hành chính mới",
        Grid(
            [
                ["STT", "Mã TTHC", "Tên thủ tục hành chính"],
                ["B", "Cấp xã", ""],
                ["1", "1.008401", "Đo đạc thửa đất"],
            ]
        ),
        "2. Thủ tục hành chính bị bãi bỏ",
        Grid(
            [
                ["STT", "Số hồ sơ TTHC", "Tên thủ tục hành chính", "Cơ chế giải quyết"],
                ["A", "Cấp tỉnh", "", ""],
                ["1", "1.008402", "Cấp phép đo đạc", "Một cửa liên thông"],
            ]
        ),
    ]
    reading = read_as("html", [*paper(TITLE, articles)[:-1], *annex])  # no signature between them
    assert [(one.part, one.action, one.code, one.levels) for one in reading.items] == [
        ("I/1/B", Action.NEW, "1.008401", (Level.COMMUNE,)),
        ("I/2/A", Action.ABOLISH, "1.008402", (Level.PROVINCE,)),
    ]
    assert reading.questions == ()


def test_the_number_of_a_department_belongs_to_the_symbol() -> None:
    read = parse_number("5123/QĐ-BCA-C06 ngày 18/8/2026")
    assert read is not None
    assert read.number_text == "5123/QĐ-BCA-C06"


def test_the_name_of_the_country_keeps_its_capitals() -> None:
    assert sentence_case("ĐẦU TƯ TẠI VIỆT NAM") == "Đầu tư tại Việt Nam"
