"""A question is looked at again wherever what it shows may be another, and seldom elsewhere."""

from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.transforms.law.alike import most_alike
from niemyet.transforms.law.offered import ChangedNames, names_of_codes

_EXAMPLES = settings(max_examples=400, deadline=None)
_WORDS = ["cấp", "giấy", "phép", "đổi", "lại", "thẻ", "xã"]
_NAMES = st.lists(st.sampled_from(_WORDS), max_size=5).map(" ".join)
_NAMED = st.tuples(_NAMES, st.sampled_from("abcdefgh"))
_SOME = st.frozensets(_NAMED, max_size=12)


@_EXAMPLES
@given(_NAMES, _SOME, st.frozensets(_NAMED, max_size=2), st.frozensets(_NAMED, max_size=2), st.data())
def test_where_it_says_no_the_same_codes_are_shown(
    wanted: str,
    stay: frozenset[tuple[str, str]],
    gone: frozenset[tuple[str, str]],
    come: frozenset[tuple[str, str]],
    data: st.DataObject,
) -> None:
    gone, come = gone - stay, come - stay
    shown = _shown(wanted, stay | gone)
    known = data.draw(st.frozensets(st.sampled_from(sorted(stay | gone)))) if stay | gone else frozenset()
    if not ChangedNames(gone, come - gone).may_show_another(wanted, shown, names_of_codes(known - gone)):
        assert _shown(wanted, stay | (come - gone)) == shown


def _shown(wanted: str, named: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    return most_alike(wanted, ((code, name) for name, code in named))


_FULL = ("a", "b", "c", "d", "e")
_BORNE = names_of_codes(("cấp lại giấy phép", code) for code in _FULL)


def test_what_stands_behind_five_that_are_shown_changes_nothing() -> None:
    farther = ChangedNames((), [("cấp lại thẻ", "0")])
    nearer = ChangedNames((), [("cấp lại giấy phép", "0")])
    as_near = ChangedNames((), [("cấp lại giấy phép", "f")])
    assert not farther.may_show_another("cấp lại giấy phép", _FULL, _BORNE)
    assert nearer.may_show_another("cấp lại giấy phép", _FULL, _BORNE)
    assert not as_near.may_show_another("cấp lại giấy phép", _FULL, _BORNE)
    # Before the last that is shown, behind the others.
    last_less = {**_BORNE, "e": {"cấp lại thẻ"}}
    assert farther.may_show_another("cấp lại giấy phép", _FULL, last_less)
    # Of whose names nothing is known may stand behind anything that is alike.
    assert farther.may_show_another("cấp lại giấy phép", _FULL, {})
    # Fewer than five are shown: anything alike comes to stand beside them.
    assert farther.may_show_another("cấp lại giấy phép", _FULL[:4], _BORNE)


def test_what_is_gone_counts_where_it_was_shown() -> None:
    gone = ChangedNames([("cấp lại giấy phép", "a")], ())
    assert gone.may_show_another("cấp lại giấy phép", _FULL, _BORNE)
    assert not gone.may_show_another("cấp lại giấy phép", ("b", "c", "d", "e", "f"), _BORNE)
    assert not ChangedNames((), ())
