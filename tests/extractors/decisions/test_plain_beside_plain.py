"""What a page says plainly beside other things: two columns of codes, codes of old and new names, cells through headers."""

import pytest

from niemyet.extractors.decisions.columns import Column, column_of, told_apart
from niemyet.extractors.decisions.row_notes import is_taken_out_behind
from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Lò gốm"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Lò gốm."
SECOND = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
NEW = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ"
AMENDED = "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG CẤP XÃ"
REPLACED = "DANH MỤC THỦ TỤC HÀNH CHÍNH THAY THẾ CẤP XÃ"


def listed(*rows: list[str | At], caption: str = NEW, header_rows: int = 1) -> Reading:
    grid = Grid([list(row) for row in rows], header_rows=header_rows)
    return read_as("docx", paper(TITLE, [FIRST, SECOND], [caption, grid]))


@pytest.mark.parametrize(
    ("nation", "province"),
    [
        ("Mã quốc gia", "Mã của tỉnh"),
        ("Mã số TTHC quốc gia", "Mã số của tỉnh"),
        ("Mã TTHC", "Mã TTHC của tỉnh"),
        ("Mã trên CSDL quốc gia", "Mã trên hệ thống của tỉnh"),
        ("Mã quốc gia", "Mã thành phố"),
    ],
)
def test_the_code_of_the_nation_is_the_code_and_that_of_the_province_is_kept(
    nation: str, province: str
) -> None:
    read = listed(
        ["STT", nation, province, "Tên thủ tục hành chính"],
        ["1", "1.000501", "LG-01", "Cấp thẻ thợ gốm"],
        ["2", "1.000502", "LG-02", "Đổi thẻ thợ gốm"],
    )
    assert [(one.code, one.note) for one in read.items] == [
        ("1.000501", f"{province}: LG-01"),
        ("1.000502", f"{province}: LG-02"),
    ]
    assert read.questions == ()


def test_the_same_below_one_label() -> None:
    read = listed(
        [At("STT", down=2), At("Mã TTHC", across=2), At("Tên thủ tục hành chính", down=2)],
        ["Mã của tỉnh", "Mã quốc gia"],
        ["1", "LG-01", "1.000501", "Cấp thẻ thợ gốm"],
        header_rows=2,
    )
    assert [one.code for one in read.items] == ["1.000501"]
    assert read.questions == ()


def test_a_code_that_stands_only_where_the_province_has_its_own_is_asked_about() -> None:
    read = listed(
        ["STT", "Mã quốc gia", "Mã của tỉnh", "Tên thủ tục hành chính"],
        ["1", "", "2.000777", "Cấp thẻ thợ gốm"],
        ["2", "1.000502", "", "Đổi thẻ thợ gốm"],
        ["3", "", "LG-03", "Xác nhận lò gốm"],
    )
    assert [one.code for one in read.items] == [None, "1.000502", None]
    assert [(one.kind, one.item, one.candidates) for one in read.questions] == [
        (ReviewKind.CODE_UNCLEAR, 0, ("2.000777",))
    ]


def test_a_code_of_the_province_alone_is_a_code_and_two_that_say_nothing_are_none() -> None:
    alone = ("STT", "Mã TTHC của tỉnh", "Tên TTHC")
    columns = tuple(map(column_of, alone))
    assert told_apart(columns, alone)[0] == (Column.NUMBER, Column.CODE, Column.NAME)
    labels = ("STT", "Mã TTHC", "Mã thủ tục", "Tên TTHC")
    assert told_apart(tuple(map(column_of, labels)), labels)[1] == (1, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tên TTHC cũ", "Tên TTHC mới"),
        ("TTHC cũ (mã)", "TTHC mới (mã)"),
        ("Tên thủ tục hành chính cũ (mã TTHC)", "Tên thủ tục hành chính mới (mã TTHC)"),
        ("Tên TTHC được thay thế (mã số)", "Tên TTHC thay thế (mã số)"),
    ],
)
def test_old_and_new_names_with_their_codes_say_what_is_replaced(old: str, new: str) -> None:
    read = listed(
        ["STT", old, new],
        ["1", "Cấp thẻ thợ gốm (1.000501)", "Cấp giấy thợ gốm (1.000601)"],
        caption=REPLACED,
    )
    (item,) = read.items
    assert (item.action, item.name, item.code) == (Action.REPLACE, "Cấp giấy thợ gốm", "1.000601")
    assert item.replaces == ("1.000501",)
    assert read.questions == ()


def test_an_amendment_whose_old_name_bears_another_code_is_asked_about() -> None:
    read = listed(
        ["STT", "Tên TTHC cũ", "Tên TTHC mới"],
        ["1", "Cấp thẻ thợ gốm (1.000501)", "Cấp giấy thợ gốm (1.000601)"],
        ["2", "Đổi thẻ thợ gốm (1.000502)", "Đổi giấy thợ gốm (1.000502)"],
        caption=AMENDED,
    )
    assert [one.code for one in read.items] == ["1.000601", "1.000502"]
    assert [(one.kind, one.item, one.candidates) for one in read.questions] == [
        (ReviewKind.REPLACED_UNKNOWN, 0, ("1.000501",))
    ]


@pytest.mark.parametrize("end", ["huỷ", "HUỶ", "Hủy", "đã huỷ", "bỏ", "bị hủy", "xoá", "gạch", "tạm dừng"])
def test_a_word_behind_a_name_that_takes_its_row_out_is_asked_about(end: str) -> None:
    read = listed(["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.000501", f"Cấp thẻ thợ gốm {end}"])
    assert [(one.kind, dict(one.fields)["why"]) for one in read.questions] == [
        (ReviewKind.ROW_DOUBTFUL, "name_acts")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Cấp lại giấy phép do bị mất, cháy, rách, nát hoặc bị tiêu hủy",
        "Xác nhận phế liệu phải thiêu huỷ",
        "Cấp phép cho công trình phải phá bỏ",
        "Cấp lại thẻ khi thay đổi, hủy",
        "Đăng ký thay đổi hoặc xoá",
    ],
)
def test_a_name_may_end_on_what_is_done_to_its_object(name: str) -> None:
    assert not is_taken_out_behind(name)


BASIS = "Nghị định số 12/2024/NĐ-CP ngày 05/02/2024"
LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Căn cứ pháp lý", "Phí"]


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_cell_that_reaches_down_through_a_repeated_header_is_no_label(form: str) -> None:
    rows: list[list[str | At]] = [
        [*LABELS],
        ["1", "1.000501", "Cấp thẻ thợ gốm", At(BASIS, down=4), "Không"],
        ["2", "1.000502", "Đổi thẻ thợ gốm", "Không"],
        [*LABELS[:3], "Phí"],
        ["3", "1.000503", "Xác nhận lò gốm", "50.000 đồng"],
        ["4", "1.000504", "Cấp lại thẻ thợ gốm", "Luật Lò gốm", "Không"],
    ]
    read = read_as(form, paper(TITLE, [FIRST, SECOND], [NEW, Grid(rows)]))
    assert [one.legal_basis for one in read.items] == [BASIS, BASIS, BASIS, "Luật Lò gốm"]
    assert [one.fee for one in read.items] == ["Không", "Không", "50.000 đồng", "Không"]
    assert read.questions == ()


def test_another_header_below_such_a_cell_is_a_header_of_its_own() -> None:
    rows: list[list[str | At]] = [
        [*LABELS],
        ["1", "1.000501", "Cấp thẻ thợ gốm", At(BASIS, down=2), "Không"],
        [*LABELS[:3], "Thời hạn giải quyết"],
        ["2", "1.000502", "Đổi thẻ thợ gốm", "", "05 ngày"],
    ]
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], [NEW, Grid(rows)]))
    assert [(one.fee, one.time_local) for one in read.items] == [("Không", None), (None, "05 ngày")]
