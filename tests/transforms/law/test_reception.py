"""Who only receives: lists regardless of boundary, and rows that print who receives and not who holds (RULINGS 17, 30)."""

from datetime import UTC, date, datetime

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Policy, Received, Resolution
from niemyet.model.words import Scope, UnitKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.work.boards import board_on
from niemyet.transforms.work.indicators import held_on
from tests.support.province import QUANG_NAM, T, X, day, unit

UNITS = (
    unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm"),
    unit("xa", UnitKind.COMMUNE, "Xã"),
)
TEXT = """| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
|---|---|
| Số: {number}/QĐ-UBND | Quảng Nam, ngày {day:02} tháng {month:02} năm {year} |

QUYẾT ĐỊNH

Về việc {title}

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM

QUYẾT ĐỊNH:

Điều 1. {article}

Điều 2. Quyết định này có hiệu lực thi hành {effect}.

PHỤ LỤC

{section}

| STT | Mã TTHC | Tên thủ tục hành chính{head} |
|---|---|---|{line}
{rows}
"""
PERMIT, CARD = ("1.000301", "Cấp phép đò ngang"), ("1.000302", "Cấp thẻ người chèo đò")
WITHOUT_BOUNDARY = "công bố Danh mục thủ tục hành chính tiếp nhận không phụ thuộc vào địa giới hành chính"


def paper(
    number: int,
    signed: str,
    title: str,
    *rows: tuple[str, str],
    section: str = "",
    place: str | None = None,
    article: str = "Công bố kèm theo Quyết định này danh mục thủ tục hành chính.",
    effect: str = "kể từ ngày ký",
) -> Received:
    on = date.fromisoformat(signed)
    cells = f" {place} |" if place else ""
    text = TEXT.format(
        number=number, day=on.day, month=on.month, year=on.year, title=title, article=article, effect=effect,
        section=section, head=" | Địa điểm thực hiện" if place else "", line="---|" if place else "",
        rows="\n".join(f"| {place_no} | {code} | {name} |{cells}" for place_no, (code, name) in enumerate(rows, 1)),
    )  # fmt: skip
    at = datetime(on.year, on.month, on.day, 5, tzinfo=UTC)
    reading = read_decision(read_document(text.encode(), f"{number}.md"))
    return Received(f"{number:064d}", "hop-thu", f"{number}.md", at, reading)


def state(*received: Received, answers: tuple[Resolution, ...] = ()) -> State:
    return consolidate(
        Facts(received=received, units=UNITS, resolutions=answers),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=date(2024, 6, 1),
        knowledge=datetime(2024, 6, 1, tzinfo=UTC),
    )


def board(found: State, on: str, unit_id: str = "xa") -> dict[str, Scope]:
    return {one.code: one.scope for one in board_on(found.boards, unit_id, day(on))}


BASE = paper(
    101, "2024-01-05", "công bố Danh mục thủ tục hành chính mới ban hành", PERMIT, CARD,
    section="A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH\n\nI. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        {"title": f"{WITHOUT_BOUNDARY} tại Trung tâm Phục vụ hành chính công cấp xã"},
        {"title": WITHOUT_BOUNDARY, "place": "TTPVHCC tỉnh; TTPVHCC cấp xã"},
        {
            "title": WITHOUT_BOUNDARY,
            "article": "Công bố Danh mục thủ tục hành chính được tiếp nhận không phụ thuộc địa giới hành chính tại Trung tâm "
            "Phục vụ hành chính công cấp xã.",
        },
    ],
)
def test_a_reception_list_opens_the_receivers_boards_from_its_effect(words: dict[str, str]) -> None:
    listed = paper(102, "2024-02-05", words.pop("title"), PERMIT, effect="từ ngày 01/3/2024", **words)  # type: ignore[arg-type]
    assert listed.reading is not None
    assert listed.reading.kind == "subset"
    assert [one.kind for one in listed.reading.questions] == []
    found = state(BASE, listed)
    assert board(found, "2024-02-29") == {}
    assert board(found, "2024-03-01") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    assert board(found, "2024-03-01", "tam") == {PERMIT[0]: Scope.AUTHORITY, CARD[0]: Scope.AUTHORITY}
    assert board(state(listed), "2024-03-01") == {}, "a list of what is received publishes nothing"


def test_a_later_list_in_its_place_ends_what_it_does_not_have() -> None:
    where = " tại Trung tâm Phục vụ hành chính công cấp xã"
    first = paper(102, "2024-02-05", WITHOUT_BOUNDARY + where, PERMIT, CARD)
    beside = paper(103, "2024-04-05", WITHOUT_BOUNDARY + where, CARD)
    instead = paper(
        104, "2024-04-05", WITHOUT_BOUNDARY + where, CARD,
        effect="kể từ ngày ký và thay thế Quyết định số 102/QĐ-UBND ngày 05/02/2024 của Chủ tịch UBND tỉnh Quảng Nam",
    )  # fmt: skip
    both = {PERMIT[0]: Scope.RECEPTION_ONLY, CARD[0]: Scope.RECEPTION_ONLY}
    assert board(state(BASE, first, beside), "2024-05-01") == both, "absence ends nothing"
    found = state(BASE, first, instead)
    assert board(found, "2024-04-04") == both
    assert board(found, "2024-04-05") == {CARD[0]: Scope.RECEPTION_ONLY}
    assert board(found, "2024-05-01", "tam") == {PERMIT[0]: Scope.AUTHORITY, CARD[0]: Scope.AUTHORITY}
    removed = [one for one in found.listing_updates if one.kind == "remove"]
    assert [(one.unit_id, one.code, one.effective_on) for one in removed] == [
        ("xa", PERMIT[0], day("2024-04-05"))
    ]
    assert "orphaned" not in {one.kind for one in found.reviews}


def test_a_later_list_that_does_not_say_it_stands_for_the_first_is_asked_once() -> None:
    where = " tại Trung tâm Phục vụ hành chính công cấp xã"
    first = paper(102, "2024-02-05", WITHOUT_BOUNDARY + where, PERMIT, CARD)
    beside = paper(103, "2024-04-05", WITHOUT_BOUNDARY + where, CARD)
    asked = [one for one in state(BASE, first, beside).reviews if one.kind == "reception_list"]
    assert [(one.decision_id.rpartition("/")[2], one.candidates) for one in asked if one.decision_id] == [
        ("2024-04-05", ("replaces", "beside"))
    ]
    assert PERMIT[0] in asked[0].question

    def said(answer: str) -> State:
        told = Resolution(asked[0].review_id, answer, "Lan", datetime(2024, 5, 1, tzinfo=UTC))
        return state(BASE, first, beside, answers=(told,))

    assert board(said("replaces"), "2024-04-04") == {
        PERMIT[0]: Scope.RECEPTION_ONLY,
        CARD[0]: Scope.RECEPTION_ONLY,
    }
    assert board(said("replaces"), "2024-04-05") == {CARD[0]: Scope.RECEPTION_ONLY}
    assert board(said("replaces"), "2024-04-05", "tam") == {
        PERMIT[0]: Scope.AUTHORITY,
        CARD[0]: Scope.AUTHORITY,
    }
    assert board(said("beside"), "2024-04-05") == board(state(BASE, first, beside), "2024-04-05")
    assert all(one.state == "resolved" for one in said("beside").reviews if one.kind == "reception_list")


def test_lists_that_have_all_of_the_earlier_or_end_it_ask_nothing() -> None:
    where = " tại Trung tâm Phục vụ hành chính công cấp xã"
    first = paper(102, "2024-02-05", WITHOUT_BOUNDARY + where, PERMIT)
    more = paper(103, "2024-04-05", WITHOUT_BOUNDARY + where, PERMIT, CARD)
    instead = paper(
        104, "2024-06-01", WITHOUT_BOUNDARY + where, CARD,
        effect="kể từ ngày ký và thay thế Quyết định số 103/QĐ-UBND ngày 05/4/2024, Quyết định số 102/QĐ-UBND ngày 05/02/2024",
    )  # fmt: skip
    for papers in ((BASE, first, more), (BASE, first, more, instead)):
        assert "reception_list" not in {one.kind for one in state(*papers).reviews}


BARE = paper(
    110, "2024-02-05", "công bố Danh mục thủ tục hành chính mới ban hành", PERMIT,
    section="A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", place="TTPVHCC tỉnh; TTPVHCC cấp xã",
)  # fmt: skip


def test_a_row_of_unknown_level_with_a_printed_reception_is_on_the_receivers_boards_and_asked() -> None:
    found = state(BARE)
    assert board(found, "2024-03-01") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    assert board(found, "2024-03-01", "tam") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    assert set(held_on(found.procedures, date(2024, 3, 1)).values()) == {0}, "nobody is known to hold it"
    (asked,) = [one for one in found.reviews if one.kind == "level_unknown"]
    said = Resolution(asked.review_id, "province", None, datetime(2024, 3, 1, tzinfo=UTC))
    after = state(BARE, answers=(said,))
    assert board(after, "2024-03-01") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    assert board(after, "2024-03-01", "tam") == {PERMIT[0]: Scope.AUTHORITY}


def test_who_holds_it_stands_above_who_only_receives_it() -> None:
    amended = paper(
        111, "2024-04-05", "công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung", PERMIT,
        section="A. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG\n\nI. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
        place="TTPVHCC tỉnh; TTPVHCC cấp xã",
    )  # fmt: skip
    found = state(BARE, amended)
    assert board(found, "2024-04-05", "tam") == {PERMIT[0]: Scope.AUTHORITY}
    assert board(found, "2024-04-05") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    ended = paper(
        112, "2024-05-05", "công bố Danh mục thủ tục hành chính bị bãi bỏ", PERMIT,
        section="A. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ\n\nI. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
    )  # fmt: skip
    for known in ((BARE, ended), (BARE, amended, ended)):
        assert board(state(*known), "2024-05-05") == {}, "ended wherever it stands"


def test_it_is_received_where_a_former_row_holds_it() -> None:
    found = state(BASE, BARE)
    assert board(found, "2024-03-01") == {PERMIT[0]: Scope.RECEPTION_ONLY}
    assert board(found, "2024-03-01", "tam") == {PERMIT[0]: Scope.AUTHORITY, CARD[0]: Scope.AUTHORITY}
    assert {(one.code, one.level) for one in found.procedures if one.level is X} == {(PERMIT[0], X)}
    assert T in {one.level for one in found.procedures}
