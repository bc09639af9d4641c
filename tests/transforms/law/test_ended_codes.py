"""A sentence that ends a code without a level ends it where it is in force, as one that ends a name does (RULINGS 9)."""

import pytest

from niemyet.model.words import Level
from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Story, acting, listing, paper

BY_CODE = "Bãi bỏ thủ tục hành chính mã số {}."


def ended(*papers: object) -> Story:
    return Story((NEW, *papers))  # type: ignore[arg-type]


@pytest.mark.parametrize("named", [A[0], f"{A[0]} ({A[1]})", f"{A[0]} tại {CITED}"])
def test_it_ends_where_it_is_in_force(named: str) -> None:
    story = ended(acting(120, "2022-03-01", BY_CODE.format(named)))
    assert story.board("2022-02-28") == BOTH
    assert set(story.board("2022-03-01")) == {B[0]}
    assert story.state().reviews == ()


def test_it_ends_at_every_level_that_holds_it() -> None:
    wider = paper(
        115, "2022-02-01", "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới.",
        section="BAN HÀNH MỚI", rows=(A,), after=("II. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN", (A,)),
    )  # fmt: skip
    story = ended(wider, acting(120, "2022-03-01", BY_CODE.format(A[0])))
    ends = {
        (one.level, str(one.valid_until))
        for one in story.state().procedures
        if one.code == A[0] and one.version == 2
    }
    assert {level for level, _ in ends} <= {Level.COMMUNE, Level.DISTRICT}
    assert all(one.valid_until is not None for one in story.state().procedures if one.code == A[0])


def test_what_no_level_holds_is_asked_about_and_may_be_answered() -> None:
    later = listing(130, "2022-05-01", "BAN HÀNH MỚI", ("1.000109", "Cấp thẻ nuôi dế"))
    story = ended(later, acting(120, "2022-03-01", BY_CODE.format("1.000109")))
    (asked,) = story.asked("level_not_held")
    assert set(story.board("2022-06-01")) == {*BOTH, "1.000109"}
    assert asked.candidates == ("ministry", "province", "district", "commune")
    told = story.answered("level_not_held", "commune")
    assert told.asked("level_not_held") == []


def test_the_name_of_another_procedure_beside_the_code_is_asked_about() -> None:
    story = ended(acting(120, "2022-03-01", BY_CODE.format(f"{A[0]} ({B[1]})")))
    assert story.board("2022-06-01") == BOTH
    assert story.asked("level_not_held")


def test_the_order_of_arrival_means_nothing() -> None:
    end = acting(120, "2022-03-01", BY_CODE.format(A[0]))
    assert Story((end, NEW)).board("2022-04-01") == Story((NEW, end)).board("2022-04-01")
