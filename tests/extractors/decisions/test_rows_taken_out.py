"""Words in or below a row by which it is taken out of its list; names and levels that stand beside each other without a sign."""

from collections.abc import Sequence

import pytest

from niemyet.extractors.decisions.beside_values import says_below_name
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.decisions.row_notes import is_taken_out, may_be_remark
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level, ReviewKind
from tests.support.papers import At, Grid, paper, to_docx

HEAD = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Ghi chú"]
TITLE = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Nghề gốm cấp xã"
LIST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành lĩnh vực Nghề gốm cấp xã."
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."


def read(*annex: str | Grid, title: str = TITLE, first: str = LIST) -> Reading:
    return read_decision(
        read_document(to_docx(paper(title, [first, SIGNING], ["PHỤ LỤC", *annex])), "a.docx")
    )


def doubted(reading: Reading) -> list[str | None]:
    return [item.code for item in reading.items if "row_doubtful" in item.flags]


def listed(
    name: str = "Nung lò đứng", time: str = "05 ngày", note: str = "", below: Sequence[list[str | At]] = ()
) -> Reading:
    rows: list[list[str | At]] = [
        ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày", ""],
        ["2", "2.400002", name, time, note],
        *below,
        ["3", "2.400003", "Vẽ men lam", "05 ngày", ""],
    ]
    return read("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", Grid([HEAD, *rows]))


REMARKS = [
    *("Dòng này đã bỏ", "(đã bãi bỏ)", "không áp dụng", "huỷ", "bỏ dòng này", "gạch bỏ", "rút lại", "đã loại"),
    *("không tính dòng này", "thôi không công bố", "không lấy", "bỏ đi", "dừng từ nay", "miễn công bố"),
]  # fmt: skip


@pytest.mark.parametrize("remark", REMARKS)
def test_words_that_take_a_row_out_are_asked_about_wherever_they_stand(remark: str) -> None:
    alone: list[str | At] = ["", "", remark, "", ""]
    for reading in (
        listed(name=f"Nung lò đứng\n{remark}"),
        listed(time=remark),
        listed(below=[alone]),
        listed(below=[[At(remark, across=5)]]),
    ):
        assert "2.400002" in doubted(reading), reading.questions
        others = [item for item in reading.items if item.code != "2.400002"]
        assert all(item.action is Action.NEW or "action_unknown" in item.flags for item in others)
    noted = listed(note=remark)
    assert any(one.item == 1 for one in noted.questions)


@pytest.mark.parametrize(
    "name",
    [
        "Sửa đổi, bổ sung,\nhủy bỏ hợp đồng thuê lò",
        "Thu hồi thẻ thợ\nbị mất",
        "Xóa đăng ký\nlò nung",
        "Cấp lại thẻ khi thay đổi,\nhủy",
        "Dừng trợ cấp thợ gốm\nhằng tháng",
    ],
)
def test_a_name_that_goes_on_in_another_line_is_a_name(name: str) -> None:
    assert doubted(listed(name=name)) == []


def test_headings_are_no_remarks() -> None:
    for heading in (
        "Bãi bỏ",
        "THỦ TỤC HÀNH CHÍNH BỊ HUỶ BỎ",
        "a) THỦ TỤC HÀNH CHÍNH CHẤM DỨT THỰC HIỆN",
        "Nghề gốm",
    ):
        assert not may_be_remark(heading)
    assert may_be_remark("(đã bãi bỏ)")
    assert may_be_remark("Bỏ TTHC này")
    assert is_taken_out("xin rút")
    assert not is_taken_out("hủy bỏ hợp đồng")
    assert says_below_name("Nung lò đứng\nxin rút") == "xin rút"
    assert says_below_name("xin rút") is None


@pytest.mark.parametrize(
    "note",
    [
        *("Ghi nhầm", "Giữ lại", "Vẫn làm tại cấp xã", "Rút khỏi danh mục bãi bỏ", "Bãi bỏ một phần", "Khôi phục lại"),
        *("Hoãn bãi bỏ", "Tạm giữ", "còn hiệu lực", "Chưa áp dụng", "đưa ra khỏi phụ lục", "Bỏ dòng này"),
    ],
)  # fmt: skip
def test_an_abolished_row_whose_note_lets_it_go_on_is_asked_about(note: str) -> None:
    grid = Grid([HEAD, ["1", "2.400001", "Vẽ men lam", "05 ngày", note]])
    reading = read("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", grid)
    assert doubted(reading) == ["2.400001"]


@pytest.mark.parametrize(
    "note", ["Không còn hiệu lực", "Không phù hợp", "Trùng với thủ tục số 3", "Không phát sinh"]
)
def test_why_a_row_is_abolished_asks_nothing(note: str) -> None:
    grid = Grid([HEAD, ["1", "2.400001", "Vẽ men lam", "05 ngày", note]])
    assert doubted(read("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", grid)) == []


def test_names_that_a_semicolon_parts_are_two_also_without_words_with_which_names_begin() -> None:
    assert doubted(listed(name="Khai thác đất sét; Tặng kỷ niệm chương nghề")) == ["2.400002"]
    head = ["STT", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
    uncoded = Grid([head, ["1", "Cấp thẻ thợ gốm; Đổi thẻ thợ gốm", "05 ngày"]])
    (item,) = read("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", uncoded).items
    assert "two_names" in item.flags
    assert doubted(listed(name="Cấp thẻ thợ gốm; Đổi thẻ thợ gốm")) == []  # one code is one procedure


@pytest.mark.parametrize("within", [False, True])
def test_a_heading_of_a_level_right_above_one_of_another_says_neither_of_the_rows(within: bool) -> None:
    heads: list[str] = ["Thủ tục hành chính cấp tỉnh", "Thủ tục hành chính cấp xã"]
    rows: list[list[str | At]] = [["1", "2.400001", "Vẽ men lam", "05 ngày", ""]]
    title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Nghề gốm"
    first = f"Điều 1. Công bố kèm theo Quyết định này {title[20:]}."
    inside = [[At(head, across=5)] for head in heads]
    annex = [Grid([HEAD, *inside, *rows])] if within else [*heads, Grid([HEAD, *rows])]
    reading = read("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", *annex, title=title, first=first)
    assert [item.levels for item in reading.items] == [()]
    assert any(one.kind is ReviewKind.LEVEL_UNKNOWN for one in reading.questions)
    sector = read(
        *("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", "Thủ tục hành chính cấp xã", "Lĩnh vực Nghề gốm"),
        Grid([HEAD, *rows]),
        title=title,
        first=first,
    )
    assert [item.levels for item in sector.items] == [(Level.COMMUNE,)]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Riêng thủ tục số 2 không thực hiện tại cấp xã.", True),
        ("Bỏ dòng 2.", True),
        ("Số 2: chuyển về UBND cấp huyện.", True),
        ("Thực hiện theo mục 2 của hướng dẫn này.", False),
    ],
)
def test_a_line_below_the_list_that_takes_out_a_row_by_its_number_is_asked_about(
    line: str, asked: bool
) -> None:
    rows: list[list[str | At]] = [["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày", ""]]
    reading = read("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", Grid([HEAD, *rows]), line)
    assert any(one.kind is ReviewKind.LEFT_OVER_NOTE for one in reading.questions) is asked


def test_a_heading_of_an_act_right_above_one_of_another_says_neither_of_the_rows() -> None:
    rows: list[list[str | At]] = [["1", "2.400001", "Vẽ men lam", "05 ngày", ""]]
    title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành và bị bãi bỏ lĩnh vực Nghề gốm cấp xã"
    first = f"Điều 1. Công bố kèm theo Quyết định này {title[20:]}."
    heads = ["Thủ tục hành chính mới ban hành", "Thủ tục hành chính bị bãi bỏ"]
    (item,) = read(*heads, Grid([HEAD, *rows]), title=title, first=first).items
    assert item.action is Action.LIST
    assert "action_unknown" in item.flags
    apart = read(heads[0], Grid([HEAD, *rows]), heads[1], Grid([HEAD, *rows]), title=title, first=first)
    assert [one.action for one in apart.items] == [Action.NEW, Action.ABOLISH]
