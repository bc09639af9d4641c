"""What is read of one row, part by part: each says its own thing of the row's cells, and nothing of the rest."""

from datetime import date

import pytest

from niemyet.extractors.decisions.agencies import agency_levels_on, holders, resolvers
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.glued_remarks import Where
from niemyet.extractors.decisions.reception_places import receivers
from niemyet.extractors.decisions.row_actions import action_of_row, ends_by_action, own_action
from niemyet.extractors.decisions.row_changes import take_changes
from niemyet.extractors.decisions.row_codes import about_codes
from niemyet.extractors.decisions.row_doubts import why_unread
from niemyet.extractors.decisions.row_drafts import Context, Draft, cells_of_values
from niemyet.extractors.decisions.row_effects import effect_of_row
from niemyet.extractors.decisions.row_levels import levels_of_row
from niemyet.extractors.decisions.row_names import Named, named_alone, named_as_ended, named_in_pair
from niemyet.extractors.decisions.row_replacements import is_replaced, replaced_by_note, replaces_beside
from niemyet.extractors.decisions.row_ways import ways_of_row
from niemyet.model.words import Action, Level, OnlineLevel, ReviewKind

SIGNED = date(2024, 5, 10)


def draft(action: Action | None = Action.NEW, heading: str = "", /, **values: str) -> Draft:
    above = Context(action, (), levels_stated=False, sector=None, part=None, heading=heading)
    return Draft(above, 1, 1, {Column[name.upper()]: [text] for name, text in values.items()})


def test_a_name_and_its_code() -> None:
    named = named_alone(draft(code="1.004269", name="Cấp thẻ nuôi ong"))
    assert (named.name, named.code_text, named.candidates) == ("Cấp thẻ nuôi ong", "1.004269", ())
    several = named_alone(draft(code="1.004269; 2.000321", name="Cấp thẻ nuôi ong"))
    assert (several.code, several.candidates) == (None, ("1.004269", "2.000321"))


def test_of_a_pair_the_new_one_is_named_and_of_an_end_the_old_one() -> None:
    pair = {"old_code": "1.004269", "new_code": "1.013337", "old_name": "Cấp thẻ", "new_name": "Cấp giấy"}
    new, old = named_in_pair(draft(**pair)), named_as_ended(draft(**pair))
    assert (new.name, new.code_text, new.replaces) == ("Cấp giấy", "1.013337", ("1.004269",))
    assert (old.name, old.code_text) == ("Cấp thẻ", "1.004269")


def test_a_row_s_own_action_is_stronger_than_its_heading_and_both_are_asked_about() -> None:
    row = draft(Action.NEW, "TTHC mới", action="Bãi bỏ")
    assert own_action(row).action is Action.ABOLISH
    assert ends_by_action(row)
    action, flags, asked = action_of_row(row, named_alone(row), pairs=False)
    assert (action, flags) == (Action.ABOLISH, ["action_contradicted"])
    assert [one.kind for one in asked] == [ReviewKind.ACTION_CONTRADICTED]


def test_what_a_row_replaces_may_stand_in_its_note_or_behind_its_name() -> None:
    noted = draft(Action.REPLACE, name="Cấp thẻ", note="Thay thế TTHC có mã số 1.004269")
    assert replaced_by_note(noted, named_alone(noted)) == ("1.004269",)
    beside = draft(name="Cấp thẻ (thay thế thủ tục Đổi thẻ)")
    assert replaces_beside(beside, named_alone(beside))
    assert is_replaced(draft(Action.REPLACE, "Thủ tục hành chính bị thay thế", name="Cấp thẻ"))
    assert not is_replaced(draft(Action.REPLACE, "Thủ tục hành chính được thay thế", name="Cấp thẻ"))


def test_a_value_that_only_the_words_of_a_change_give() -> None:
    row = draft(Action.AMEND, name="Cấp thẻ", change="Sửa đổi thời hạn giải quyết: 02 ngày làm việc")
    take_changes(row)
    assert row.read(Column.TIME) == "02 ngày làm việc"
    other = draft(Action.AMEND, name="Cấp thẻ", change="Giảm còn 02 ngày làm việc")
    take_changes(other)
    assert other.wrong == ["change_says"]


def test_why_a_row_cannot_count() -> None:
    row = draft(name="Cấp thẻ nuôi ong (đã bãi bỏ)", place="Không tiếp nhận")
    found = why_unread(row, named_alone(row), Action.NEW, effect_of_row(row), (Level.PROVINCE,))
    assert found == ["name_acts", "place_denied", "cell_acts"]


def test_the_days_of_a_row() -> None:
    assert effect_of_row(draft(effect="01/07/2024")).begins == date(2024, 7, 1)
    assert effect_of_row(draft(effect_last="30/06/2024")).until == date(2024, 7, 1)


def test_what_is_asked_about_codes() -> None:
    row = draft(code="1.0042", name="Cấp thẻ")
    flags, asked = about_codes(row, named_alone(row))
    assert (flags, asked[0].kind) == (["no_code", "code_unclear"], ReviewKind.CODE_UNCLEAR)
    flags, asked = about_codes(row, Named("Cấp thẻ", None, None, candidates=("1.004269", "2.000321")))
    assert (flags, asked[0].candidates) == (["several_codes"], ("1.004269", "2.000321"))


@pytest.mark.parametrize(
    ("values", "levels", "flags"),
    [
        ({"level": "Tỉnh, xã"}, (Level.PROVINCE, Level.COMMUNE), []),
        ({"agency": "Sở Y tế"}, (Level.PROVINCE,), ["level_from_agency"]),
        ({}, (), ["level_unknown"]),
    ],
)
def test_the_levels_of_a_row(values: dict[str, str], levels: tuple[Level, ...], flags: list[str]) -> None:
    row = draft(name="Cấp thẻ", **values)
    found, said, asked = levels_of_row(row, named_alone(row), Action.NEW, SIGNED)
    assert (found, said, bool(asked)) == (levels, flags, not levels)


def test_who_resolves_and_who_holds_by_a_note() -> None:
    assert resolvers("Do Sở Công Thương giải quyết") == (Level.PROVINCE,)
    assert holders("TTHC cấp xã") == (Level.COMMUNE,)
    assert agency_levels_on("Phòng Kinh tế", date(2025, 7, 1)) == (Level.COMMUNE,)
    assert agency_levels_on("Phòng Kinh tế", date(2025, 6, 30)) == (Level.DISTRICT,)


def test_who_receives_by_the_place_and_the_heading() -> None:
    place = "Trung tâm Phục vụ hành chính công tỉnh"
    assert receivers(place, (Level.COMMUNE,), ()) == (Level.PROVINCE,)
    assert receivers(place, (), (Level.COMMUNE,)) == (Level.PROVINCE, Level.COMMUNE)


def test_the_ways_of_a_row() -> None:
    assert ways_of_row(draft(online_full="x", post="x"), SIGNED) == (OnlineLevel.FULL, True, [])
    both = draft(online_full="x", online_partial="x")
    assert ways_of_row(both, SIGNED) == (None, None, ["online_level_conflict"])


def test_the_cells_behind_whose_values_a_remark_may_stand() -> None:
    row = draft(time="05 ngày", note="tạm dừng", fee="Không")
    assert cells_of_values(row) == [(Where.TIME, "05 ngày"), (Where.FEE, "Không")]
