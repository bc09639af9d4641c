"""What a decision leaves out of an act, in a list of decisions as well; whose amendments it only tells of; what goes on."""

import pytest

from niemyet.extractors.decisions.heading_patterns import sector_named
from niemyet.model.records import Reading
from niemyet.model.words import Level, RelationType, ReviewKind
from tests.support.papers import Grid, paper, read_as

EFFECT = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
ENDS = "Bãi bỏ một số Quyết định công bố thủ tục hành chính"
FIRST = "1. Quyết định số 511/QĐ-UBND ngày 02/3/2021 về việc công bố thủ tục hành chính lĩnh vực Muối;"
OPENS = "Điều 1. Bãi bỏ các Quyết định sau đây của Chủ tịch UBND tỉnh:"


def said(*articles: str) -> Reading:
    return read_as("html", paper(ENDS, [*articles, EFFECT], []))


def repealed(reading: Reading) -> dict[int | None, str | None]:
    ended = [one for one in reading.relations if one.type is RelationType.REPEALS_DOC]
    return {one.target.number: one.scope for one in ended}


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


@pytest.mark.parametrize(
    ("point", "scope"),
    [
        (
            "2. Quyết định số 512/QĐ-UBND ngày 03/3/2021 về việc công bố thủ tục lĩnh vực Gốm (trừ thủ tục Nung gốm);",
            "trừ thủ tục Nung gốm",
        ),
        (
            "2. Quyết định số 512/QĐ-UBND ngày 03/3/2021, không bao gồm Phụ lục II;",
            "không bao gồm Phụ lục II",
        ),
        ("2. Quyết định số 512/QĐ-UBND ngày 03/3/2021.", None),
    ],
)
def test_a_point_of_a_list_leaves_out_what_it_says(point: str, scope: str | None) -> None:
    assert repealed(said(OPENS, FIRST, point)) == {511: None, 512: scope}


def test_what_the_opening_leaves_out_is_left_out_of_each() -> None:
    opens = "Điều 1. Bãi bỏ các Quyết định sau đây, trừ các thủ tục hành chính cấp xã:"
    found = repealed(
        said(
            opens,
            "1. Quyết định số 511/QĐ-UBND ngày 02/3/2021;",
            "2. Quyết định số 512/QĐ-UBND ngày 03/3/2021.",
        )
    )
    assert found == dict.fromkeys((511, 512), "trừ các thủ tục hành chính cấp xã")


@pytest.mark.parametrize(
    "told",
    [
        " (đã được sửa đổi, bổ sung tại Quyết định số 512/QĐ-UBND ngày 03/3/2021)",
        " được sửa đổi bởi Quyết định số 512/QĐ-UBND ngày 03/3/2021",
    ],
)
def test_a_decision_that_once_amended_it_does_not_end_and_is_asked_about(told: str) -> None:
    found = said(f"Điều 1. Bãi bỏ Quyết định số 511/QĐ-UBND ngày 02/3/2021{told}.")
    assert repealed(found) == {511: None}
    assert ReviewKind.SCOPE_UNKNOWN in kinds(found)


@pytest.mark.parametrize(
    "goes_on",
    [
        "Các thủ tục hành chính cấp xã kèm theo Quyết định này tiếp tục thực hiện.",
        "Riêng thủ tục Nung gốm vẫn còn hiệu lực.",
        "Danh mục thủ tục lĩnh vực Gốm tiếp tục được niêm yết.",
    ],
)
def test_beside_a_decision_that_ends_what_goes_on_is_asked_about(goes_on: str) -> None:
    ends = "Điều 1. Bãi bỏ Quyết định số 511/QĐ-UBND ngày 02/3/2021 của Chủ tịch UBND tỉnh."
    assert ReviewKind.LEFT_OVER_TEXT in kinds(said(ends, goes_on))
    course = (
        "Hồ sơ đã tiếp nhận trước ngày Quyết định này có hiệu lực thì tiếp tục giải quyết theo quy định cũ."
    )
    assert not said(ends, course).questions


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("lĩnh vực Công chứng đã công bố tại Quyết định số 77/QĐ-UBND", "Công chứng"),
        ("lĩnh vực An toàn thực phẩm quy định tại Nghị định số 46/2026/NĐ-CP", "An toàn thực phẩm"),
        ("lĩnh vực Đấu thầu theo quy định của pháp luật", "Đấu thầu"),
        ("lĩnh vực Hộ tịch chuyển thẩm quyền giải quyết từ cấp huyện về cấp xã", "Hộ tịch"),
        ("lĩnh vực Vật liệu đá xây dựng", "Vật liệu đá xây dựng"),
        ("lĩnh vực Đầu tư tại Việt Nam", "Đầu tư tại Việt Nam"),
    ],
)
def test_a_sector_ends_where_more_is_said_of_its_list(text: str, sector: str) -> None:
    assert sector_named(text) == sector


def levels_of(*cells: str) -> list[tuple[Level, ...]]:
    rows = [
        [str(place), f"1.00770{place}", f"Cấp thẻ số {place}", cell] for place, cell in enumerate(cells, 1)
    ]
    grid = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính", "Cấp thực hiện"], *rows])
    article = "Điều 1. Công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND cấp xã."
    reading = read_as(
        "html", paper("Công bố thủ tục hành chính mới ban hành", [article, EFFECT], ["DANH MỤC", grid])
    )
    asked = {one.item for one in reading.questions if one.kind is ReviewKind.LEVEL_UNKNOWN}
    assert asked == {place for place, one in enumerate(reading.items) if not one.levels}
    return [one.levels for one in reading.items]


def test_letters_of_a_column_of_levels_are_levels_and_what_nobody_knows_is_asked() -> None:
    both = (Level.PROVINCE, Level.COMMUNE)
    assert levels_of("T, X", "Xã/Tỉnh", "T", "", "cấp xã, phường") == [
        both,
        both,
        (Level.PROVINCE,),
        (Level.COMMUNE,),
        (Level.COMMUNE,),
    ]
    assert levels_of("X", "Cả hai cấp", "Tỉnh ủy quyền cho xã", "02 cấp") == [(), (), (), ()]


@pytest.mark.parametrize(
    ("behind", "levels"),
    [
        (" – cấp huyện", (Level.DISTRICT,)),
        (" (cấp huyện, cấp xã)", (Level.DISTRICT, Level.COMMUNE)),
        (" do UBND cấp xã thực hiện", (Level.COMMUNE,)),
        (" cấp xã không thực hiện", None),
        (" – cấp xã, trừ xã đảo", None),
    ],
)
def test_levels_behind_the_code_of_a_point(behind: str, levels: tuple[Level, ...] | None) -> None:
    opens = "Điều 1. Công bố bãi bỏ các thủ tục hành chính lĩnh vực Gốm, gồm:"
    found = said(opens, f"1. Nung gốm (mã số 1.004442){behind};", "2. Vẽ gốm (mã số 1.004443).")
    of_code = {one.code: one.levels for one in found.items}
    assert of_code.get("1.004442") == levels
    assert (ReviewKind.LEFT_OVER_CODE in kinds(found)) is (levels is None)
