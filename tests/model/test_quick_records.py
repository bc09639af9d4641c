"""A record that is made quickly is the record that the dataclass would have made."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from niemyet.extractors.decisions.annex_records import HeadingText, RowPlace
from niemyet.extractors.decisions.plain_rows import PlainRow
from niemyet.extractors.decisions.row_drafts import Context
from niemyet.model.quick_records import made_quickly
from niemyet.model.records import Accounted, Cell, Paragraph, Row, TracedRow
from niemyet.model.tables import (
    Board,
    CopyRow,
    Decision,
    DecisionItem,
    FieldRow,
    ListingUpdate,
    Procedure,
    ProcedureHistory,
    ReadItem,
    RelationRow,
    Review,
)

QUICK = (
    *(Accounted, Cell, Context, HeadingText, Paragraph, PlainRow, ReadItem, Row, RowPlace, TracedRow),
    *(Board, CopyRow, Decision, DecisionItem, FieldRow, ListingUpdate, Procedure, ProcedureHistory),
    *(RelationRow, Review),
)


@dataclass(frozen=True, slots=True)
class Hive:
    """A record as dataclasses make it."""

    bees: int
    queen: str | None = None
    frames: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class QuickHive:
    """The same, made quickly."""

    bees: int
    queen: str | None = None
    frames: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHive:
    """Its fields are told by name."""

    bees: int
    queen: str | None = None


@dataclass(frozen=True, slots=True)
class HiveInOrchard(Hive):
    """One that extends another, as dataclasses make it."""

    trees: int = 0


@made_quickly
@dataclass(frozen=True, slots=True)
class QuickHiveInOrchard(Hive):
    """The same, made quickly."""

    trees: int = 0


def test_signature_values_and_names_are_those_of_the_dataclass() -> None:
    assert inspect.signature(QuickHive) == inspect.signature(Hive)
    for told in ((3,), (3, "a"), (3, None, ("x",))):
        made, usual = QuickHive(*told), Hive(*told)
        assert [getattr(made, one.name) for one in fields(made)] == [
            getattr(usual, one.name) for one in fields(usual)
        ]
        assert repr(made) == f"Quick{usual!r}"
    assert type(QuickHive(3)) is QuickHive
    with pytest.raises(TypeError):
        NamedHive(3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        QuickHive()  # type: ignore[call-arg]


def test_nothing_changes_a_record() -> None:
    made = QuickHive(3)
    with pytest.raises(FrozenInstanceError):
        made.bees = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.bees
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        made.honey = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("made", [NamedHive(bees=3), Cell("a", "b"), Row((Cell("a", "b"),), 2)])
def test_records_are_equal_copied_and_sent_as_others(made: Cell | Row | NamedHive) -> None:
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert hash(again) == hash(made)
    assert copy.deepcopy(made) == made
    assert replace(made) == made


@pytest.mark.parametrize("cls", QUICK)
def test_each_field_of_each_quick_record_is_its_own(cls: type) -> None:
    values = {one.name: object() for one in fields(cls)}
    made = cls(**values)
    assert {name: getattr(made, name) for name in values} == values


def test_a_class_that_extends_another_is_made_quickly_and_stays_as_closed() -> None:
    assert inspect.signature(QuickHiveInOrchard) == inspect.signature(HiveInOrchard)
    made, usual = QuickHiveInOrchard(3, "a", trees=2), HiveInOrchard(3, "a", trees=2)
    assert type(made) is QuickHiveInOrchard
    assert repr(made) == f"Quick{usual!r}"
    assert replace(made, bees=4) == QuickHiveInOrchard(4, "a", (), 2)
    for name in ("bees", "trees"):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, 4)
        with pytest.raises(FrozenInstanceError):
            delattr(made, name)


def test_a_class_that_extends_a_quick_one_is_made_in_its_own_way() -> None:
    @dataclass(frozen=True, slots=True)
    class Kept(QuickHive):
        keeper: str = ""

    made = Kept(3, keeper="b")
    assert (made.bees, made.keeper, type(made)) == (3, "b", Kept)


def test_a_class_with_more_to_do_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Filled:
        frames: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class Loose:
        bees: int = 0

    with pytest.raises(AssertionError):
        made_quickly(Filled)
    with pytest.raises(AssertionError):
        made_quickly(Loose)
