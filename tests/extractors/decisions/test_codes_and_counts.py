"""One code at two names, counts without a word of what they count, results of a publication that are annulled: asked."""

import pytest

from niemyet.extractors.decisions.codes_twice import codes_at_two_names
from niemyet.extractors.decisions.heading_patterns import is_tally
from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = (
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Làng nghề."
)
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
LABELS: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]


def listed(*rows: list[str | At], above: str = "DANH MỤC", lines: tuple[str, ...] = ()) -> Reading:
    return read_as("html", paper(TITLE, [FIRST, SIGNED], [above, *lines, Grid([LABELS, *rows])]))


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


ONE: list[str | At] = ["1", "1.000601", "Cấp thẻ thợ dệt chiếu"]
TWO: list[str | At] = ["2", "1.000602", "Công nhận làng nghề"]


def test_one_code_at_two_names_is_asked_about_on_both_rows() -> None:
    reading = listed(ONE, ["2", "1.000601", "Công nhận làng nghề"])
    assert kinds(reading) == {ReviewKind.ROW_DOUBTFUL}
    assert ["code_twice" in item.flags for item in reading.items] == [True, True]


def test_names_that_only_begin_alike_are_two() -> None:
    one: list[str | At] = ["1", "1.000601", "Cấp phép dệt chiếu hoa văn mềm"]
    reading = listed(one, ["2", "1.000601", "Cấp phép dệt chiếu hoa văn sợi đay"])
    assert ["code_twice" in item.flags for item in reading.items] == [True, True]


def test_the_rows_of_one_code_are_told_by_their_places() -> None:
    rows = listed(ONE, TWO, ["3", "1.000601", "Xét tặng danh hiệu nghệ nhân"]).items
    assert list(codes_at_two_names(rows)) == [0, 2]


@pytest.mark.parametrize(
    "row",
    [
        ["2", "1.000601", "Cấp thẻ thợ dệt chiếu (trường hợp cấp lại)"],
        ["2", "1.000601", "Cấp thẻ thợ dệt chiếu"],
        TWO,
    ],
)
def test_cases_of_one_procedure_may_share_its_code(row: list[str | At]) -> None:
    assert "code_twice" not in {flag for item in listed(ONE, row).items for flag in item.flags}


def test_one_code_may_bear_another_name_for_another_act() -> None:
    rows: tuple[list[str | At], ...] = (
        [At("I. Thủ tục hành chính được sửa đổi, bổ sung", 3)],
        ONE,
        [At("II. Thủ tục hành chính bị bãi bỏ", 3)],
        ["1", "1.000601", "Công nhận làng nghề"],
    )
    assert not any("code_twice" in item.flags for item in listed(*rows).items)


@pytest.mark.parametrize("count", ["Số lượng: 05", "(Số lượng: 05)", "Tổng số lượng: 05"])
def test_a_bare_quantity_above_the_list_counts_it(count: str) -> None:
    assert ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(listed(ONE, TWO, lines=(count,)))
    assert not listed(ONE, TWO, lines=(count.replace("05", "02"),)).questions


@pytest.mark.parametrize("tally", ["Cộng: 05", "Cộng: 05 thủ tục"])
def test_a_bare_sum_below_the_list_counts_it(tally: str) -> None:
    assert ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(listed(ONE, TWO, [At(tally, 3)]))
    assert not listed(ONE, TWO, [At(tally.replace("05", "02"), 3)]).questions


@pytest.mark.parametrize(
    ("text", "tallies"),
    [
        ("Cộng: 05", True),
        ("CỘNG: 05 TTHC", True),
        ("Phụ lục trên gồm 05 thủ tục", True),
        ("PHỤ LỤC TRÊN: 05 TTHC", True),
        ("BẢNG NÀY GỒM 05 THỦ TỤC", True),
        ("CÔNG CHỨNG (05 thủ tục)", False),
        ("Công chức, viên chức 03 TTHC", False),
        ("HỘ TỊCH: 05", False),
    ],
)
def test_a_sum_is_told_from_a_field_that_begins_alike(text: str, tallies: bool) -> None:
    """“Cộng” and “Công chứng” are one word without marks."""
    assert is_tally(text) is tallies


def test_a_field_with_its_count_below_another_heads_its_rows() -> None:
    found = listed([At("LĨNH VỰC HỘ TỊCH", 3)], ONE, [At("CÔNG CHỨNG (01 thủ tục)", 3)], TWO)
    assert "control_total_mismatch" not in found.flags
    assert [item.sector and item.sector.lower() for item in found.items][1] != "hộ tịch"


def test_a_quantity_in_a_heading_counts_its_rows() -> None:
    heading: list[str | At] = [At("I. LĨNH VỰC LÀNG NGHỀ (Số lượng: 05)", 3)]
    assert ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(listed(heading, ONE, TWO))


@pytest.mark.parametrize(
    "said",
    [
        "Hủy kết quả công bố thủ tục “Công nhận làng nghề” (mã số 1.000602).",
        "Hủy kết quả công bố thủ tục “Công nhận làng nghề”.",
    ],
)
def test_a_publication_that_is_annulled_is_asked_about(said: str) -> None:
    title = "Về việc hủy kết quả công bố thủ tục hành chính lĩnh vực Làng nghề"
    reading = read_as("html", paper(title, [f"Điều 1. {said}", SIGNED], []))
    assert not reading.items
    assert {ReviewKind.LEFT_OVER_TEXT, ReviewKind.LEFT_OVER_CODE} & kinds(reading)


def test_results_of_the_work_with_procedures_are_no_list() -> None:
    title = "Về việc phê duyệt kết quả rà soát thủ tục hành chính năm 2022"
    reading = read_as("html", paper(title, ["Điều 1. Phê duyệt kết quả rà soát.", SIGNED], []))
    assert not reading.questions


@pytest.mark.parametrize(
    ("values", "twice"),
    [(("05 ngày", "Không"), True), (("02 ngày", "8.000 đồng"), True), (("02 ngày", "Không"), False)],
)
def test_one_procedure_with_two_values_is_asked_about(values: tuple[str, str], twice: bool) -> None:
    labels = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí, lệ phí"]
    rows = [
        ["1", "1.000601", "Cấp thẻ thợ dệt", "02 ngày", "Không"],
        ["2", "1.000601", "Cấp thẻ thợ dệt", *values],
    ]
    whose = "thuộc thẩm quyền giải quyết của UBND cấp xã"
    blocks = paper(
        f"Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung {whose}",
        [
            f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được sửa đổi, bổ sung {whose}.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        ],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG", Grid([labels, *rows])],
    )
    reading = read_as("html", blocks)
    assert ["values_twice" in item.flags for item in reading.items] == [twice, twice]
    assert bool(reading.questions) is twice


@pytest.mark.parametrize("note", ["SĐBS", "SĐ, BS", "Sửa đổi, BS"])
def test_a_note_may_say_what_is_done_in_short(note: str) -> None:
    labels = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Ghi chú"]
    whose = "thuộc thẩm quyền giải quyết của UBND cấp xã"
    blocks = paper(
        f"Về việc công bố Danh mục thủ tục hành chính mới ban hành, sửa đổi, bổ sung {whose}",
        [
            f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành, sửa đổi, bổ sung {whose}.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        ],
        ["DANH MỤC", Grid([labels, ["1", "1.000601", "Cấp thẻ thợ dệt", note]])],
    )
    reading = read_as("html", blocks)
    assert [item.action for item in reading.items] == [Action.AMEND]
    assert reading.questions == ()
