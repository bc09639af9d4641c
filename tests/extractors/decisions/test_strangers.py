"""Shapes of decisions that offices published and that no case of the project foresaw; the words are the project's own."""

from datetime import date

import pytest

from niemyet.extractors.decisions.heading_patterns import article_count, sentence_case
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.words import Action, DecisionKind, Level, RelationType, ReviewKind
from niemyet.transforms.language.citations import parse_number
from tests.support.papers import Grid, paper, read_as, to_markdown

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


LIST = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.008401", "Đo đạc thửa đất"]])
NEW = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Đo đạc cấp xã"
PUBLISHES = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã."
IN_FORCE = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def test_a_motto_broken_before_the_country_is_no_part_of_the_issuer() -> None:
    blocks = paper(NEW, [PUBLISHES, IN_FORCE], ["DANH MỤC", LIST])
    blocks[0] = Grid(
        [
            ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM"],
            ["Số: 412/QĐ-UBND", "An Bình, ngày 05 tháng 7 năm 2022"],
        ],
        header_rows=0,
    )
    blocks[3] = "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"
    assert read_as("html", blocks).issuer_name == "UBND tỉnh An Bình"


def test_the_country_below_a_bank_is_part_of_its_name() -> None:
    blocks = paper(NEW, [PUBLISHES, IN_FORCE], number="412/QĐ-NHCT", issuer="NGÂN HÀNG CÔNG TRÁI\nVIỆT NAM")
    blocks[3] = "THỐNG ĐỐC"
    assert read_as("html", blocks).issuer_name == "NGÂN HÀNG CÔNG TRÁI VIỆT NAM"


def test_a_copy_without_its_title_keeps_the_issuer_of_the_authority_line() -> None:
    blocks = paper(NEW, ["Điều 1. Ban hành Quy chế phối hợp công bố thủ tục hành chính.", IN_FORCE])
    blocks[0] = Grid(
        [
            ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["Số: 412/QĐ-UBND", "An Bình, ngày 05 tháng 7 năm 2022"],
        ],
        header_rows=0,
    )
    reading = read_as("html", [blocks[0], *blocks[3:]])
    assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"


def test_rules_for_the_work_with_procedures_lack_no_annex() -> None:
    title = "Về việc ban hành Quy chế phối hợp trong việc công bố, công khai thủ tục hành chính"
    first = "Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp trong việc công bố thủ tục hành chính."
    reading = read_as("html", paper(title, [first, IN_FORCE]))
    assert (reading.kind, reading.questions) == (DecisionKind.OTHER, ())


def test_counts_in_parentheses_that_add_up_are_the_parts_of_the_count() -> None:
    assert article_count("danh muc 04 thu tuc hanh chinh (01 tthc cap tinh, 03 tthc cap xa)") == 4
    assert article_count("02 thu tuc hanh chinh moi, 03 thu tuc hanh chinh bai bo") == 5


def test_a_list_within_the_management_of_an_office_is_for_the_whole_ground() -> None:
    title = (
        NEW.upper() + ", THUỘC PHẠM VI QUẢN LÝ CỦA SỞ XÂY DỰNG TỈNH AN BÌNH; ÁP DỤNG ĐỐI VỚI PHƯƠNG TIỆN ĐO"
    )
    grid = Grid(
        [["STT", "Mã TTHC", "Tên thủ tục hành chính", "Trang"], ["1", "1.008401", "Đo đạc thửa đất", "12"]]
    )
    assert read_as("html", paper(title, [PUBLISHES, IN_FORCE], ["DANH MỤC", grid])).questions == ()
    local = read_as(
        "html", paper(f"{NEW}, áp dụng tại phường Tân An", [PUBLISHES, IN_FORCE], ["DANH MỤC", LIST])
    )
    assert [one.kind for one in local.questions] == [ReviewKind.GROUND_UNCLEAR]


def test_the_part_with_the_list_of_an_earlier_decision_is_replaced() -> None:
    articles = [
        PUBLISHES,
        f"{IN_FORCE[:-1]} và thay thế phần danh mục tại Quyết định số: 15/QĐ-UBND ngày 06/5/2021.",
    ]
    reading = read_as("html", paper(NEW, articles, ["DANH MỤC", LIST]))
    assert [(one.type, one.target.number) for one in reading.relations] == [(RelationType.REPLACES_PART, 15)]


def test_an_attached_list_that_nobody_read_is_missed_though_an_article_ends_rows() -> None:
    articles = [
        PUBLISHES,
        "Điều 2. Bãi bỏ thủ tục số thứ tự 4 mục I ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 06/5/2021.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    lost = read_as("html", paper(NEW, articles, ["DANH MỤC", "|", "1", "|", "Đo đạc thửa đất", "|"]))
    assert ReviewKind.ANNEX_MISSING in {one.kind for one in lost.questions}
    whole = read_as("html", paper(NEW, articles, ["DANH MỤC", LIST]))
    assert ReviewKind.ANNEX_MISSING not in {one.kind for one in whole.questions}


def test_rows_that_are_amended_and_rows_that_are_ended_share_one_citation() -> None:
    articles = [
        PUBLISHES,
        f"{IN_FORCE}",
        "Điều 3. Sửa đổi, bổ sung thủ tục hành chính số 12, 13 tại mục B và bãi bỏ thủ tục hành chính số 14 tại mục B "
        "ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 06/5/2021.",
    ]
    reading = read_as("html", paper(NEW, articles, ["DANH MỤC", LIST]))
    assert [(one.type, one.scope) for one in reading.relations] == [
        (RelationType.AMENDS, "thủ tục hành chính số 12, 13 tại mục B"),
        (RelationType.REPEALS_ROW, "thủ tục hành chính số 14 tại mục B"),
    ]
    assert reading.questions == ()


def test_a_table_of_html_within_markdown_is_a_table() -> None:
    blocks = paper(NEW, [PUBLISHES, IN_FORCE], ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"])
    written = (
        to_markdown(blocks)
        + (
            "\n\n<table><tr><td>STT</td><td>Mã TTHC</td><td>Tên thủ tục hành chính</td></tr>\n"
            "<tr><td>A</td><td colspan=2>Cấp xã</td></tr><tr><td>1</td><td>1.008401</td><td>Đo đạc thửa đất</td></tr></table>\n"
        ).encode()
    )
    reading = read_decision(read_document(written, "bai.md"))
    assert [(one.part, one.code, one.levels) for one in reading.items] == [
        ("A", "1.008401", (Level.COMMUNE,))
    ]


def _ended(rows: str) -> list[str]:
    clause = f"Điều 3. Bãi bỏ nội dung tại {rows} ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 06/5/2021."
    reading = read_as("html", paper(NEW, [PUBLISHES, IN_FORCE, clause], ["DANH MỤC", LIST]))
    return [item.name for item in reading.items if item.action is Action.ABOLISH]


def test_rows_of_two_sections_are_rows_each_with_its_own_address() -> None:
    assert _ended("số thứ tự 1, 2 mục I, phần A và số thứ tự 4 mục II, phần B Phụ lục I") == [
        "nội dung tại số thứ tự 1 mục I, phần A Phụ lục I",
        "nội dung tại số thứ tự 2 mục I, phần A Phụ lục I",
        "số thứ tự 4 mục II, phần B Phụ lục I",
    ]


def test_rows_that_may_be_of_one_section_are_not_taken_apart() -> None:
    assert _ended("số thứ tự 1 và số thứ tự 4 mục II") == ["nội dung tại số thứ tự 1 và số thứ tự 4 mục II"]


@pytest.mark.parametrize("rows", [
    "các số thứ tự 3, 5-7", "số thứ tự 3, 5 đến 7", "STT 3; 5–7", "số thứ tự 3 và từ 5 đến 7",
    "số thứ tự 3, số thứ tự 5, số thứ tự 6 và 7",
])  # fmt: skip
def test_every_row_of_a_list_ends(rows: str) -> None:
    ended = _ended(f"{rows} Phụ lục I")
    assert [name.removesuffix(" Phụ lục I").rpartition(" ")[2] for name in ended] == ["3", "5", "6", "7"]


def test_the_numbers_of_rows_begin_at_no_day_and_what_is_stated_is_no_condition() -> None:
    rows = "các thủ tục nêu tại số thứ tự 1-3 Phụ lục"
    clause = f"Điều 3. Bãi bỏ {rows} kèm theo Quyết định số 15/QĐ-UBND ngày 06/5/2021."
    reading = read_as("html", paper(NEW, [PUBLISHES, IN_FORCE, clause], ["DANH MỤC", LIST]))
    ended = [item for item in reading.items if item.action is Action.ABOLISH]
    assert len(ended) == 3
    assert not any("row_doubtful" in item.flags for item in ended)


def test_a_number_that_no_list_of_rows_has_read_is_asked_about() -> None:
    clause = "Điều 3. Bãi bỏ các thủ tục số thứ tự 3 cùng với 9 Phụ lục I kèm theo Quyết định số 15/QĐ-UBND ngày 06/5/2021."
    reading = read_as("html", paper(NEW, [PUBLISHES, IN_FORCE, clause], ["DANH MỤC", LIST]))
    (ended,) = [item for item in reading.items if item.action is Action.ABOLISH]
    assert "row_doubtful" in ended.flags


def test_a_marked_list_within_an_article_ends_no_articles() -> None:
    articles = [
        "Điều 1. Công bố 01 thủ tục hành chính mới ban hành cấp xã lĩnh vực Đo đạc, gồm:",
        "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
        "1. Đo đạc thửa đất (mã số 1.008401).",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày 20 tháng 7 năm 2022.",
    ]
    assert read_as("html", paper(NEW, articles)).effective_on == date(2022, 7, 20)
