"""What stands beside a list and is none: a table of contents; and forms of codes and labels of older papers."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from tests.support.papers import At, Grid, Paper, paper, read_as

WHOSE = "lĩnh vực Làng nghề thuộc thẩm quyền giải quyết của UBND cấp xã"
EFFECT = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def _read(annex: Paper, act: str = "được sửa đổi, bổ sung") -> Reading:
    first = f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {act} {WHOSE}."
    title = f"Về việc công bố Danh mục thủ tục hành chính {act} {WHOSE}"
    return read_as(
        "docx", paper(title, [first, EFFECT], [f"DANH MỤC THỦ TỤC HÀNH CHÍNH {act.upper()}", *annex])
    )


LIST = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.000601", "Cấp thẻ thợ dệt chiếu"]])


@pytest.mark.parametrize(
    "labels", [["STT", "Nội dung", "Trang"], ["TT", "Tên", "Số trang"], ["", "Mục lục", "Trang số"]]
)
def test_a_table_of_contents_heads_nothing(labels: list[str]) -> None:
    contents = Grid([labels, ["1", "Danh mục thủ tục hành chính", "1"], ["2", "Nội dung cụ thể", "5"]])
    reading = _read(["MỤC LỤC", contents, "I. DANH MỤC THỦ TỤC HÀNH CHÍNH", LIST])
    assert [(one.code, one.action) for one in reading.items] == [("1.000601", Action.AMEND)]
    assert reading.questions == ()


@pytest.mark.parametrize("leader", [" ........ ", "\t", "…… "])
def test_lines_of_contents_head_nothing(leader: str) -> None:
    contents = [
        f"1. Danh mục thủ tục hành chính{leader}1",
        f"2. Nội dung cụ thể của thủ tục hành chính{leader}5",
    ]
    reading = _read(["MỤC LỤC", *contents, "I. DANH MỤC THỦ TỤC HÀNH CHÍNH", LIST])
    assert [(one.code, one.action) for one in reading.items] == [("1.000601", Action.AMEND)]
    assert reading.questions == ()


def test_a_list_with_a_column_of_pages_is_a_list() -> None:
    listed = Grid([["STT", "Nội dung", "Trang"], ["1", "Cấp thẻ thợ dệt chiếu (1.000601)", "3"]])
    reading = _read([listed])
    assert reading.questions != ()


@pytest.mark.parametrize(
    ("code", "asked"), [("BNN-288349", False), ("B-BNN-288349-TT", False), ("BNN-1000601", True)]
)
def test_codes_of_ministries_before_codes_of_the_nation(code: str, asked: bool) -> None:
    grid = Grid([["STT", "Số hồ sơ TTHC", "Tên thủ tục hành chính"], ["1", code, "Cấp thẻ thợ dệt chiếu"]])
    reading = _read([grid], act="bị bãi bỏ")
    assert [(one.code, one.code_text) for one in reading.items] == [(None, code)]
    assert (ReviewKind.CODE_UNCLEAR in {one.kind for one in reading.questions}) is asked


def test_a_column_of_names_with_their_sectors_above_them() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Lĩnh vực/Tên TTHC", "Thời hạn giải quyết"],
            ["I", "", "Dệt chiếu", ""],
            ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày"],
        ]
    )
    reading = _read([grid])
    assert [(one.name, one.sector) for one in reading.items] == [("Cấp thẻ thợ dệt chiếu", "Dệt chiếu")]
    assert reading.questions == ()


def test_one_label_above_codes_and_names() -> None:
    grid = Grid(
        [
            [At("STT", down=2), At("Thủ tục hành chính", across=2), At("Thời hạn giải quyết", down=2)],
            ["Mã số", "Tên gọi"],
            ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày"],
        ],
        header_rows=2,
    )
    reading = _read([grid])
    assert [(one.code, one.name, one.time_local) for one in reading.items] == [
        ("1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày")
    ]
    assert reading.questions == ()


def test_the_process_of_a_procedure_is_of_no_account() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", "Quy trình số"],
            ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "QT-01/LN"],
        ]
    )
    reading = _read([grid])
    assert [one.code for one in reading.items] == ["1.000601"]
    assert reading.questions == ()


def test_a_place_that_names_another_who_resolves_is_asked_about() -> None:
    labels = ["STT", "Mã TTHC", "Tên TTHC", "Địa điểm thực hiện"]
    place = "- Tiếp nhận: Trung tâm hành chính công cấp xã;\n- Cơ quan giải quyết: Sở Tư pháp"
    reading = _read([Grid([labels, ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", place]])])
    assert [one.kind for one in reading.questions] == [ReviewKind.LEVEL_CONTRADICTED]
