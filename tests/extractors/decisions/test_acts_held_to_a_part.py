"""An act on a decision that words behind the decision hold to a part: never an act on the whole."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import RelationType, ReviewKind
from tests.support.papers import paper, read_as

A = "Quyết định số 10/QĐ-UBND ngày 02/01/2022 của Chủ tịch UBND tỉnh"
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def acting(words: str) -> Reading:
    return read_as("docx", paper("Về việc xử lý quyết định", [f"Điều 1. {words.format(A)}", SIGNED]))


@pytest.mark.parametrize(
    ("words", "kind", "scope"),
    [
        ("Bãi bỏ {} đối với thủ tục số 4.", RelationType.REPEALS_PART, "thủ tục số 4"),
        ("Thu hồi {} do ban hành nhầm đối với thủ tục số 4.", RelationType.REPEALS_PART, "thủ tục số 4"),
        ("Thay thế {} đối với các thủ tục cấp xã.", RelationType.REPLACES_PART, "các thủ tục cấp xã"),
        ("Bãi bỏ {} (phần thủ tục cấp xã).", RelationType.REPEALS_PART, "phần thủ tục cấp xã"),
        ("Đình chỉ thi hành {} đối với cấp xã.", RelationType.SUSPENDS, "cấp xã"),
        ("Tạm ngưng {} tại các xã miền núi.", RelationType.SUSPENDS, "các xã miền núi"),
        ("Bãi bỏ {}, giữ lại thủ tục số 1.", RelationType.REPEALS_DOC, "giữ lại thủ tục số 1"),
    ],
)
def test_what_stands_behind_the_decision_is_its_part(words: str, kind: RelationType, scope: str) -> None:
    (one,) = acting(words).relations
    assert (one.type, one.scope) == (kind, scope)


def test_a_beginning_that_moves_for_a_part_is_asked_about() -> None:
    reading = acting("Lùi thời điểm có hiệu lực của {} đối với cấp xã đến ngày 01/9/2022.")
    assert not reading.relations
    assert ReviewKind.LEFT_OVER_TEXT in {one.kind for one in reading.questions}


@pytest.mark.parametrize(
    "words",
    [
        "Bãi bỏ {}.",
        "Bãi bỏ {} về việc công bố Danh mục thủ tục hành chính đối với cấp xã.",
        "Bãi bỏ {} và Quyết định số 11/QĐ-UBND ngày 03/01/2022.",
    ],
)
def test_the_title_of_a_decision_holds_no_act_to_a_part(words: str) -> None:
    found = acting(words).relations
    assert found
    assert {(one.type, one.scope) for one in found} == {(RelationType.REPEALS_DOC, None)}


@pytest.mark.parametrize(
    "part",
    [
        "khoản 1 Điều 1 và thủ tục số 1 mục II Danh mục kèm theo",
        "thủ tục số 1 mục II và Phụ lục III kèm theo",
        "số thứ tự 1 mục I và mục II Danh mục kèm theo",
    ],
)
def test_a_part_that_is_named_beside_a_row_is_asked_about(part: str) -> None:
    reading = acting(f"Bãi bỏ {part} {{}}.")
    assert [one.flags[-1] for one in reading.items] == ["row_doubtful"]
    assert {one.kind for one in reading.questions} == {ReviewKind.LEFT_OVER_TEXT, ReviewKind.ROW_DOUBTFUL}


@pytest.mark.parametrize(
    "part",
    [
        "số thứ tự 1 mục I và số thứ tự 4 mục II Danh mục kèm theo",
        "số thứ tự 3 và 4 mục II Phụ lục I kèm theo",
        "thủ tục số thứ tự 3 tại khoản 2 Điều 1",
    ],
)
def test_the_address_of_a_row_is_no_part_beside_it(part: str) -> None:
    reading = acting(f"Bãi bỏ {part} {{}}.")
    assert reading.items
    assert not reading.questions
