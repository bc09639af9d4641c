"""A decision for some units only: on the boards of those that the table proves, else asked with who may be meant (RULINGS 49)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from niemyet.model.records import Policy, Received, Resolution
from niemyet.model.tables import Review, Unit, UnitSuccession
from niemyet.model.words import ReviewState, SuccessionKind, UnitKind
from niemyet.reports.chain_text import _where
from niemyet.transforms.consolidate import Facts, State, consolidate
from tests.support.province import day, unit
from tests.transforms.law.test_acts import NEW, QUANG_NAM, A, B, paper


def commune(
    unit_id: str, name: str, above: str, *, since: str | None = None, until: str | None = None
) -> Unit:
    return replace(unit(unit_id, UnitKind.COMMUNE, name, since=since, until=until), parent_unit_id=above)


UNITS = (
    unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm Phục vụ hành chính công tỉnh"),
    unit("huyen-k", UnitKind.DISTRICT, "Huyện Kỳ Lam"),
    unit("huyen-x", UnitKind.DISTRICT, "Huyện Xà Bang"),
    commune("xa-b", "Xã Bến Đò", "huyen-k", until="2023-07-01"),
    commune("xa-c", "Xã Cù Lao", "huyen-k", until="2023-07-01"),
    commune("xa-d", "Xã Đá Dựng", "huyen-x"),
    commune("xa-bc", "Xã Bến Cù", "huyen-k", since="2023-07-01"),
)
MERGER = tuple(
    UnitSuccession(one, "xa-bc", SuccessionKind.MERGE, day("2023-07-01")) for one in ("xa-b", "xa-c")
)
QUICK, SLOW = "02 ngày", "05 ngày làm việc"


def amending(text: str, title: str = "công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung") -> Received:
    article = f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được sửa đổi, bổ sung. {text}"
    return paper(
        130, "2022-05-01", article, section="ĐƯỢC SỬA ĐỔI, BỔ SUNG", rows=(A,), time=QUICK, title=title
    )


def state(*papers: Received, said: tuple[Resolution, ...] = ()) -> State:
    return consolidate(
        Facts(received=papers, units=UNITS, successions=MERGER, resolutions=said),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=day("2022-06-01"),
        knowledge=datetime(2024, 1, 1, 3, tzinfo=UTC),
    )


def quick(found: State, on: str = "2022-06-01") -> set[str]:
    """Units whose board has the amended time; all others have what stood before."""
    times = {(one.procedure_id, one.version): one.time_local for one in found.procedures}
    shown = {
        one.unit_id: times[one.procedure_id, one.version]
        for one in found.boards
        if one.code == A[0]
        and one.valid_from <= day(on)
        and (one.valid_until is None or day(on) < one.valid_until)
    }
    assert set(shown.values()) <= {QUICK, SLOW}
    return {unit_id for unit_id, time in shown.items() if time == QUICK}


def asked(found: State) -> list[Review]:
    return [one for one in found.reviews if one.kind == "ground_unclear" and one.state is ReviewState.OPEN]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Danh mục này chỉ áp dụng tại xã Bến Đò, xã Cù Lao và xã Đá Dựng.", {"xa-b", "xa-c", "xa-d"}),
        ("Thí điểm tại xã Đá Dựng.", {"xa-d"}),
        ("Chỉ thực hiện tại các xã Bến Đò, Cù Lao.", {"xa-b", "xa-c"}),
        ("Quyết định này chỉ áp dụng trên địa bàn các xã thuộc huyện Kỳ Lam.", {"xa-b", "xa-c"}),
        ("Quyết định này chỉ thực hiện trên địa bàn huyện Xà Bang (cũ).", {"xa-d"}),
    ],
)
def test_units_that_the_table_proves_have_it_on_their_boards_and_no_others(
    text: str, units: set[str]
) -> None:
    found = state(NEW, amending(text))
    assert quick(found) == units
    assert asked(found) == []
    assert {one.code for one in found.boards} == {A[0], B[0]}


def test_what_the_units_became_has_it_where_all_of_it_was_named() -> None:
    both = state(NEW, amending("Chỉ thực hiện tại các xã Bến Đò, Cù Lao."))
    assert quick(both, "2023-08-01") == {"xa-bc"}
    half = state(NEW, amending("Thí điểm tại xã Cù Lao."))
    assert quick(half) == set(), "Xã Bến Cù is made of it and of another: whether it holds there nobody says"
    assert "xa-c" in asked(half)[0].candidates


def test_a_title_may_say_it() -> None:
    title = "công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung thực hiện thí điểm tại xã Bến Đò, xã Cù Lao"
    assert quick(state(NEW, amending("Danh mục kèm theo.", title))) == {"xa-b", "xa-c"}


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ áp dụng đối với các xã đảo.",
        "Chỉ áp dụng tại xã Bến Đò và một số thôn của xã Cù Lao.",
        "Danh mục này không áp dụng tại xã Bến Đò.",
        "Thủ tục số 1 chỉ áp dụng tại xã Bến Đò.",
        "Danh mục này áp dụng trên địa bàn tỉnh, trừ xã Bến Đò.",
        "Danh mục này chỉ áp dụng tại xã Gò Nổi.",
        "Thí điểm tại xã Cù Lao đến hết ngày 31/12/2022.",
    ],
)
def test_what_is_not_proven_is_asked_and_on_no_board(text: str) -> None:
    found = state(NEW, amending(text))
    assert quick(found) == set()
    assert len(asked(found)) == 1


def test_the_answer_names_the_units_and_may_be_taken_back() -> None:
    papers = (NEW, amending("Chỉ áp dụng tại xã Bến Đò và một số thôn của xã Cù Lao."))
    (review,) = asked(state(*papers))
    assert review.candidates == ("everywhere", "none", "huyen-k", "tam", "xa-b", "xa-bc", "xa-c")
    at = datetime(2023, 1, 1, tzinfo=UTC)
    told = Resolution(review.review_id, "tam, xa-b", "Lan", at)
    assert quick(state(*papers, said=(told,))) == {"xa-b"}
    assert quick(state(*papers, said=(replace(told, resolution="everywhere"),))) == {"xa-b", "xa-c", "xa-d"}
    back = replace(told, reopened=True, resolved_at=datetime(2023, 2, 1, tzinfo=UTC))
    assert quick(state(*papers, said=(told, back))) == set()


def test_versions_say_for_which_units_they_hold() -> None:
    found = state(NEW, amending("Thí điểm tại xã Đá Dựng."))
    rows = {(one.time_local, one.only_units, one.not_units) for one in found.procedures if one.code == A[0]}
    named = ("huyen-x", "tam", "xa-d")
    assert rows == {(SLOW, None, named), (SLOW, named, None), (QUICK, named, None)}
    assert _where({"only_units": named}, vi=True) == ", chỉ tại huyen-x, tam, xa-d"
    work = {
        (one.unit_id, one.kind.value)
        for one in found.listing_updates
        if one.effective_on == day("2022-05-01")
    }
    assert work == {("xa-d", "replace_sheet")}
