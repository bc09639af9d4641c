"""What is looked up as alike is what comparing with everything would find."""

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.model.words import Action, Level
from niemyet.transforms.language.text import key
from niemyet.transforms.law.alike import AlikeNames, NearCodes, Slips, most_alike, one_slip
from niemyet.transforms.law.events import events_of, first_known
from niemyet.transforms.law.timeline import Segment, Timeline
from tests.support.province import X, decision, item

A = decision(11, "2024-01-08", "2024-01-09")
_EXAMPLES = settings(max_examples=150, deadline=None, derandomize=True, database=None)

#: Few signs and few words, so that much is alike.
_CODES = st.lists(st.text("12.", min_size=0, max_size=5), max_size=25)
_CODE = st.text("12", min_size=2, max_size=4)
#: Among them such as begin alike, longer than what is compared of them at first.
_BORNE = st.sampled_from([*"abđ", *(f"1.00000{number}" for number in range(9)), "1.000", "2.000000"])
_NAMES = st.lists(
    st.sampled_from(["cấp", "giấy", "phép", "đổi", "lại", "thẻ", "xã", "huyện", "đất"]), max_size=7
).map(" ".join)


@_EXAMPLES
@given(_CODES, st.text("12.", max_size=5))
def test_codes_one_slip_away_are_those_of_which_comparing_says_so(codes: list[str], wanted: str) -> None:
    slips, found = Slips(codes), {one for one in codes if one_slip(one, wanted)}
    # Made up at first, looked up in an index once many were asked for.
    assert all(slips.of(wanted) == found for _ in range(len(codes) + 2))


def test_a_slip_is_one_sign_or_two_neighbours() -> None:
    found = Slips(["1.001193", "1.001139", "1.001913", "1.001194", "1.00119", "2.001194", "1.009113"])
    assert found.of("1.001193") == {"1.001139", "1.001913", "1.001194"}


@_EXAMPLES
@given(st.lists(st.tuples(_NAMES, _BORNE), max_size=40), st.lists(_NAMES, max_size=5))
def test_names_most_alike_are_those_of_which_comparing_says_so(
    borne: list[tuple[str, str]], wanted: list[str]
) -> None:
    index = AlikeNames()
    for known, (name, code) in enumerate(borne):
        index.add(name, code)
        for each in wanted:
            assert index.most_alike(each) == most_alike(each, _pairs(borne[: known + 1]))


def _pairs(borne: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(code, name) for name, code in borne}


def test_as_alike_is_told_by_code_and_no_more_than_five_are_shown() -> None:
    index = AlikeNames()
    for number in reversed(range(9)):
        index.add(f"Cấp giấy phép loại {number}", f"1.{number}")
    index.add("Cấp giấy phép", "3.0")
    assert index.most_alike("Cấp giấy phép loại") == ("1.0", "1.1", "1.2", "1.3", "1.4")
    assert index.most_alike("Cấp giấy phép") == ("3.0", "1.0", "1.1", "1.2", "1.3")


@_EXAMPLES
@given(st.dictionaries(_CODE, _NAMES, max_size=20), _CODE, _NAMES)
def test_near_codes_bear_the_name_or_are_one_slip_away(borne: dict[str, str], code: str, name: str) -> None:
    segments = {(one, X): opened(one, named) for one, named in borne.items()}
    near = NearCodes(segments)
    same = {one for one, named in borne.items() if name and key(named) == key(name)}
    assert near.at(X, code, name) == ({one for one in borne if one_slip(one, code)}, same)
    assert near.at(Level.PROVINCE, code, name) == (set(), set())


@_EXAMPLES
@given(st.dictionaries(_CODE, _NAMES, max_size=20), _CODE, _NAMES, st.sampled_from([-1, 0, 5]))
def test_of_near_codes_those_in_force_on_the_day_are_told_with_whether_they_bear_the_name(
    borne: dict[str, str], code: str, name: str, days: int
) -> None:
    near = NearCodes({(one, X): opened(one, named) for one, named in borne.items()})
    assert A.effective_on is not None
    day = A.effective_on + timedelta(days=days)
    slips, same = near.at(X, code, name)
    expected = [(one not in same, one) for one in slips | same] if days >= 0 else []
    assert sorted(near.in_force(X, code, name, day)) == sorted(expected)


def opened(code: str, name: str) -> tuple[Segment, ...]:
    return Timeline(events_of(first_known(item(A, Action.NEW, code, X, name=name), A))).versions()
