"""Rows of an earlier list by "số 05, 06 mục II", and what offices are told of procedures that are over, whichever they are."""

import pytest

from niemyet.model.words import Action
from tests.support.papers import paper, read_as

TITLE = "Về việc bãi bỏ thủ tục hành chính lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
SIGNED = "Điều 3. Quyết định này có hiệu lực kể từ ngày ký."
CITED = "Quyết định số 211/QĐ-UBND ngày 14/3/2021 của Chủ tịch UBND tỉnh"


@pytest.mark.parametrize("rows", ["05, 06", "5 và 6"])
def test_each_row_that_is_named_ends(rows: str) -> None:
    said = f"Điều 1. Bãi bỏ thủ tục hành chính số {rows} mục II Phụ lục tại {CITED}."
    reading = read_as("html", paper(TITLE, [said, SIGNED], []))
    assert [item.action for item in reading.items] == [Action.ABOLISH] * 2
    assert [item.name.split(" mục")[0] for item in reading.items] == [
        "thủ tục hành chính số 5",
        "thủ tục hành chính số 6",
    ]


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        (
            "UBND các xã niêm yết công khai và gỡ bỏ các thủ tục hành chính hết hiệu lực tại Bộ phận Một cửa.",
            False,
        ),
        ("UBND các xã niêm yết công khai; thủ tục “Cấp thẻ thợ dệt chiếu” hết hiệu lực.", True),
    ],
)
def test_to_take_down_whatever_is_over_is_a_task(task: str, asked: bool) -> None:
    said = f"Điều 1. Bãi bỏ thủ tục hành chính số thứ tự 5 mục II Phụ lục tại {CITED}."
    reading = read_as("html", paper(TITLE, [said, f"Điều 2. {task}", SIGNED], []))
    assert bool(reading.questions) is asked


def test_the_name_of_one_code_begins_behind_the_colon() -> None:
    said = (
        "Điều 1. Bãi bỏ 01 thủ tục hành chính lĩnh vực Làng nghề: Cấp thẻ thợ dệt chiếu (1.000601) "
        "thuộc thẩm quyền giải quyết của UBND cấp xã."
    )
    (item,) = read_as("html", paper(TITLE, [said, SIGNED], [])).items
    assert (item.name, item.code) == ("Cấp thẻ thợ dệt chiếu", "1.000601")
