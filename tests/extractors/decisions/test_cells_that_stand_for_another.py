"""Ditto marks take the value above where it is proven, and are asked about where not; time and fee in each other's column."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from tests.support.papers import At, Grid, paper, to_docx

TITLE = "Về việc công bố Danh mục thủ tục hành chính mới ban hành cấp xã lĩnh vực Nghề gốm"
ARTICLES = [
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
]
HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí, lệ phí"]


def read(*rows: list[str | At]) -> Reading:
    annex = ["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", Grid([HEAD, *rows])]
    return read_decision(read_document(to_docx(paper(TITLE, ARTICLES, annex)), "a.docx"))


FIRST: list[str | At] = ["1", "2.600001", "Nung bát thuê", "05 ngày", "Không"]


@pytest.mark.parametrize("mark", ['"', "“", "Như trên", "nt", "-nt-", "//", "(như trên)", "Tương tự"])
def test_a_ditto_mark_takes_the_value_of_the_row_above(mark: str) -> None:
    reading = read(
        FIRST, ["2", "2.600002", "Nung đĩa thuê", mark, mark], ["3", "2.600003", "Nung chum", mark, "Không"]
    )
    assert [(item.time_local, item.fee) for item in reading.items] == [("05 ngày", "Không")] * 3
    assert not reading.questions


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "2.600001", "Nung bát thuê", "Như trên", "Không"]],  # nothing stands above
        [
            FIRST,
            [At("I. LĨNH VỰC GỐM", across=5)],
            ["1", "2.600002", "Nung đĩa", '"', "Không"],
        ],  # another section
        [FIRST, ["2", "2.600002", "Nung đĩa thuê", "Như thủ tục số 1", "Không"]],
        [FIRST, ["2", "2.600002", '"', "05 ngày", "Không"]],  # a name
        [
            ["1", "2.600001", "Nung bát", "50.000 đồng", "Không"],
            ["2", "2.600002", "Nung đĩa", "05 ngày", '"'],
        ],  # a doubtful row
    ],
)
def test_a_ditto_mark_that_is_not_proven_is_asked_about(rows: list[list[str | At]]) -> None:
    reading = read(*rows)
    assert "ditto" in reading.items[-1].flags
    assert {question.kind for question in reading.questions} == {"row_doubtful"}


@pytest.mark.parametrize(
    ("time", "fee"), [("8.000 đồng/bản", "03 ngày làm việc"), ("Không", "05 ngày"), ("50.000đ", "")]
)
def test_time_and_fee_in_each_other_s_column_are_asked_about(time: str, fee: str) -> None:
    reading = read(["1", "2.600001", "Nung bát thuê", time, fee])
    assert reading.items[0].flags == ("row_doubtful", "time_is_money")


@pytest.mark.parametrize(
    ("time", "fee"),
    [("05 ngày (nộp 8.000 đồng trong 02 ngày)", "8.000 đồng/ngày"), ("Trả ngay", "Không"), ("02 ngày", "")],
)
def test_time_and_fee_in_their_own_columns_are_not(time: str, fee: str) -> None:
    assert read(["1", "2.600001", "Nung bát thuê", time, fee]).items[0].flags == ()
