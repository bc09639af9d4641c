"""What Điều 1 says of the annexes and counts: parts of one sentence, lines that name an annex, processes beside a list."""

import pytest

from niemyet.extractors.decisions.columns import Column, column_of
from niemyet.extractors.decisions.heading_patterns import article_count
from niemyet.extractors.decisions.said_of_procedures import says_of_procedures
from niemyet.model.records import Reading
from niemyet.model.words import Action, DecisionKind, Level, RelationType
from niemyet.transforms.language.text import fold
from niemyet.transforms.law.kinds import kind_of_title
from tests.support.papers import Grid, paper, read_as

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
EFFECT = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Công bố Danh mục 02 thủ tục hành chính mới (Phụ lục I) và phê duyệt quy trình nội bộ giải quyết 02 thủ tục"
            " (Phụ lục II)",
            2,
        ),
        ("Công bố Danh mục và phê duyệt quy trình nội bộ giải quyết 12 thủ tục hành chính", 12),
        ("Phê duyệt 03 quy trình điện tử giải quyết 03 thủ tục; công bố 05 thủ tục hành chính mới", 5),
        (
            "Công bố Danh mục, gồm: - Cấp tỉnh (01 thủ tục sửa đổi; 01 thủ tục bãi bỏ). - Cấp xã (01 thủ tục sửa đổi).",
            3,
        ),
        (
            "Công bố danh mục 05 thủ tục hành chính, gồm: 02 thủ tục mới, 01 thủ tục sửa đổi, 02 thủ tục bãi bỏ",
            5,
        ),
        ("Công bố 01 thủ tục hành chính cấp tỉnh, gồm cả 02 thủ tục cấp xã", 3),
        ("Công bố 04 thủ tục hành chính (01 TTHC cấp tỉnh, 03 TTHC cấp xã)", 4),
        ("Công bố 04 thủ tục hành chính (Phụ lục I) (01 TTHC cấp tỉnh, 03 TTHC cấp xã)", 4),
    ],
)
def test_counts_of_an_article(text: str, count: int) -> None:
    assert article_count(fold(text)) == count


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Phụ lục I: Danh mục thủ tục hành chính cấp tỉnh (02 thủ tục sửa đổi, bổ sung; 01 thủ tục bãi bỏ).",
            False,
        ),
        ("- Phụ lục 02. Thủ tục hành chính cấp xã (03 thủ tục thay thế).", False),
        ("Phụ lục I: Các thủ tục hành chính trả về cấp tỉnh.", True),
        ("Phụ lục I: thủ tục hành chính cấp tỉnh sẽ bãi bỏ sau khi sắp xếp.", True),
    ],
)
def test_a_line_that_only_names_an_annex_says_nothing_of_its_procedures(text: str, says: bool) -> None:
    assert says_of_procedures(text) is says


def test_an_office_that_tidies_up_ends_nothing() -> None:
    reading = _read(
        f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {WHOSE}",
        [
            f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành {WHOSE}.",
            "Rà soát, gỡ bỏ các thủ tục hành chính đã bị bãi bỏ trên Cổng dịch vụ công.",
        ],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"])],
    )
    assert reading.questions == ()


@pytest.mark.parametrize(
    ("heads", "acts"),
    [
        ((["PHỤ LỤC I"], ["PHỤ LỤC II"]), [Action.NEW, Action.ABOLISH]),
        (
            (
                ["PHỤ LỤC I", "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"],
                ["PHỤ LỤC II", "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"],
            ),
            [Action.NEW, Action.ABOLISH],
        ),
        # The two annexes have changed places: which of the two is wrong is for a person to say.
        (
            (
                ["PHỤ LỤC I", "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"],
                ["PHỤ LỤC II", "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"],
            ),
            [None, None],
        ),
        (
            (["PHỤ LỤC I. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"], ["PHỤ LỤC II. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"]),
            [None, None],
        ),
    ],
)
def test_an_annex_whose_title_says_another_act_than_article_one_is_asked_about(
    heads: tuple[list[str], list[str]], acts: list[Action | None]
) -> None:
    whose = f"Danh mục thủ tục hành chính mới ban hành và bị bãi bỏ {WHOSE}"
    article = (
        "Điều 1. Công bố kèm theo Quyết định này Danh mục 01 thủ tục hành chính mới ban hành (Phụ lục I), "
        f"01 thủ tục hành chính bị bãi bỏ (Phụ lục II) {WHOSE}."
    )
    rows = (["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"], ["1", "1.008402", "Cắm mốc thửa đất", ""])
    annexes = [part for head, row in zip(heads, rows, strict=True) for part in (*head, _list(row))]
    reading = _read(f"Về việc công bố {whose}", [article], annexes)
    asked = ["action_unknown" in one.flags for one in reading.items]
    assert [None if unsure else one.action for one, unsure in zip(reading.items, asked, strict=True)] == acts


def _list(*rows: list[str]) -> Grid:
    return Grid([LABELS, *rows])


def _read(title: str, first: list[str], annex: list[str | Grid]) -> Reading:
    return read_as("html", paper(title, [*first, EFFECT], annex))


def test_annexes_with_their_counts_are_named_line_by_line() -> None:
    reading = _read(
        "Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung, bị bãi bỏ lĩnh vực Đo đạc",
        [
            "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được sửa đổi, bổ sung, bị bãi bỏ, gồm:",
            "- Phụ lục I: Danh mục thủ tục hành chính cấp tỉnh (01 thủ tục sửa đổi, bổ sung; 01 thủ tục bãi bỏ).",
            "- Phụ lục II: Danh mục thủ tục hành chính cấp xã (01 thủ tục sửa đổi, bổ sung).",
        ],
        [
            "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
            "I. Thủ tục hành chính được sửa đổi, bổ sung",
            _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"]),
            "II. Thủ tục hành chính bị bãi bỏ",
            _list(["1", "1.008402", "Cắm mốc thửa đất", ""]),
            "PHỤ LỤC II",
            "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ",
            "I. Thủ tục hành chính được sửa đổi, bổ sung",
            _list(["1", "1.008403", "Trích đo thửa đất", "03 ngày"]),
        ],
    )
    assert [(one.action, one.levels) for one in reading.items] == [
        (Action.AMEND, (Level.PROVINCE,)),
        (Action.ABOLISH, (Level.PROVINCE,)),
        (Action.AMEND, (Level.COMMUNE,)),
    ]
    assert reading.questions == ()


def test_two_annexes_joined_by_and_each_have_their_act() -> None:
    whose = " thuộc thẩm quyền giải quyết của UBND cấp xã"
    articles = [
        "Điều 1. Công bố kèm theo Quyết định này 01 thủ tục hành chính mới ban hành (Phụ lục 1) và 01 thủ tục hành chính"
        f" bị bãi bỏ (Phụ lục 2) lĩnh vực Đo đạc{whose}.",
        EFFECT,
    ]
    annexes = [
        "PHỤ LỤC 1",
        _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"]),
        "PHỤ LỤC 2",
        _list(["1", "1.008402", "Cắm mốc thửa đất", ""]),
    ]
    reading = read_as(
        "html",
        [*paper(f"Về việc công bố Danh mục thủ tục hành chính lĩnh vực Đo đạc{whose}", articles), *annexes],
    )
    assert [one.action for one in reading.items] == [Action.NEW, Action.ABOLISH]
    assert reading.questions == ()


def test_a_decision_that_only_annuls_decisions_lacks_no_annex() -> None:
    reading = _read(
        "Về việc bãi bỏ các Quyết định công bố Danh mục thủ tục hành chính",
        [
            "Điều 1. Bãi bỏ toàn bộ các Quyết định sau đây của Chủ tịch Ủy ban nhân dân tỉnh:",
            "1. Quyết định số 311/QĐ-UBND ngày 24/02/2020 về việc công bố Danh mục thủ tục hành chính lĩnh vực Đo đạc.",
            "2. Quyết định số 1290/QĐ-UBND ngày 15/6/2021 về việc công bố thủ tục hành chính mới lĩnh vực Bản đồ.",
        ],
        [],
    )
    assert [(one.type, one.target.number) for one in reading.relations] == [
        (RelationType.REPEALS_DOC, 311),
        (RelationType.REPEALS_DOC, 1290),
    ]
    assert reading.questions == ()


WHOSE = "lĩnh vực Đo đạc thuộc thẩm quyền giải quyết của UBND cấp xã"


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        ("2. Bãi bỏ 02 thủ tục hành chính tại Phụ lục II.", False),
        ("2. Bãi bỏ các thủ tục hành chính tại Phụ lục II kèm theo Quyết định này.", False),
        ("2. Bãi bỏ 03 thủ tục hành chính tại Phụ lục II.", True),
        ("2. Bãi bỏ 02 thủ tục hành chính đối với hộ nghèo tại Phụ lục II.", True),
    ],
)
def test_points_of_article_one_that_do_what_the_annexes_say(second: str, asked: bool) -> None:
    articles = [
        "Điều 1. Công bố kèm theo Quyết định này:",
        "1. Ban hành mới 01 thủ tục hành chính tại Phụ lục I.",
        second,
        EFFECT,
    ]
    annexes = [
        "PHỤ LỤC I",
        _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"]),
        "PHỤ LỤC II",
        _list(["1", "1.008402", "Cắm mốc thửa đất", ""], ["2", "1.008403", "Trích đo thửa đất", ""]),
    ]
    title = f"Về việc công bố Danh mục thủ tục hành chính mới ban hành, bị bãi bỏ {WHOSE}"
    reading = read_as("html", [*paper(title, articles), *annexes])
    assert [one.action for one in reading.items] == [Action.NEW, Action.ABOLISH, Action.ABOLISH]
    assert bool(reading.questions) is asked


@pytest.mark.parametrize(("more", "asked"), [("", False), (", thay thế thủ tục số 3", True)])
def test_procedures_that_are_added_to_the_list_of_another_decision(more: str, asked: bool) -> None:
    reading = _read(
        "Về việc bổ sung Danh mục thủ tục hành chính ban hành kèm theo Quyết định số 55/QĐ-UBND ngày 09/01/2024",
        [
            f"Điều 1. Bổ sung 01 thủ tục hành chính {WHOSE} vào Danh mục ban hành kèm theo Quyết định số 55/QĐ-UBND ngày"
            f" 09/01/2024 của Chủ tịch Ủy ban nhân dân tỉnh{more} (Phụ lục kèm theo)."
        ],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC BỔ SUNG", _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"])],
    )
    assert [(one.action, one.levels) for one in reading.items][:1] == [(Action.NEW, (Level.COMMUNE,))]
    assert bool(reading.questions) is asked


def test_who_receives_is_no_level_against_who_holds_the_list() -> None:
    whose = (
        "thuộc thẩm quyền giải quyết của Sở Xây dựng tiếp nhận tại Trung tâm Phục vụ hành chính công cấp xã"
    )
    reading = _read(
        f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {whose}",
        [f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành {whose}."],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", _list(["1", "1.008401", "Đo vẽ thửa đất", "05 ngày"])],
    )
    assert [one.levels for one in reading.items] == [(Level.PROVINCE,)]
    assert reading.questions == ()


def test_a_list_of_online_services_is_a_subset() -> None:
    title = "Phê duyệt Danh mục dịch vụ công trực tuyến toàn trình, một phần thuộc thẩm quyền giải quyết của Sở Xây dựng"
    assert kind_of_title(title, "QĐ-UBND") is DecisionKind.SUBSET
    assert kind_of_title("Phê duyệt Danh mục dịch vụ công sử dụng ngân sách", "QĐ-UBND") is DecisionKind.OTHER


def test_where_an_ended_procedure_was_published_may_be_a_row_and_a_decision() -> None:
    assert column_of("Số thứ tự và Quyết định công bố") is Column.PUBLISHED_IN
    assert column_of("STT tại Quyết định đã công bố") is Column.PUBLISHED_IN
    assert column_of("Số thứ tự") is Column.NUMBER
