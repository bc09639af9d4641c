"""A row keeps what it says on its way from the reader to the table."""

from dataclasses import fields, replace
from datetime import date

from niemyet.model.tables import DecisionItem, ReadItem
from niemyet.model.words import Action, Level
from niemyet.transforms.law.items import READ, decided, of_decision
from tests.support.province import decision

ROW = ReadItem(
    action=Action.NEW, name="Đăng ký thử", code="1.700001", code_text="1.700001.H47", code_repaired=False, replaces=("1.7",),
    levels=(Level.COMMUNE,), reception_levels=(Level.PROVINCE,), sector="Hộ tịch", part="A/I", row_no="3", raw_text="3 | …",
    time_legal="5", time_local="3", place="UBND xã", fee="Không", legal_basis="Luật", agency="UBND", by_post=True, note="x",
    effective_on=date(2022, 1, 2), effective_until=date(2023, 1, 2), page=4, table_no=2, flags=("a",),
)  # fmt: skip


def test_a_kept_row_says_what_was_read_and_whose_it_is() -> None:
    kept = decided(ROW, item_id="d#1", decision_id="d", sha256="f" * 64)
    assert {name: getattr(kept, name) for name in READ} == {name: getattr(ROW, name) for name in READ}
    assert {one.name for one in fields(DecisionItem)} == {*READ, "item_id", "decision_id", "sha256"}
    assert isinstance(kept, ReadItem)


def test_what_a_row_has_from_its_decision_takes_the_place_of_what_it_says() -> None:
    kept = decided(ROW, item_id="d#1", decision_id="d", sha256="f" * 64, effective_until=None)
    assert (kept.effective_on, kept.effective_until) == (date(2022, 1, 2), None)


def test_a_row_has_the_days_of_its_decision_where_it_states_none() -> None:
    held = decision(11, "2024-01-08", "2024-01-09", until="2025-01-09")
    own = of_decision(ROW, held, "d#1", "f" * 64)
    assert own == decided(ROW, item_id="d#1", decision_id=held.decision_id, sha256="f" * 64)
    silent = of_decision(replace(ROW, effective_on=None, effective_until=None), held, "d#1", "f" * 64)
    assert (silent.effective_on, silent.effective_until) == (held.effective_on, held.effective_until)
    assert replace(silent, effective_on=ROW.effective_on, effective_until=ROW.effective_until) == own
