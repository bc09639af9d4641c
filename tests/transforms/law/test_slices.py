"""Rows are taken in until none of them shares a code, a name or a cited decision with a row outside."""

from niemyet.model.item_rows import ItemsInMemory
from niemyet.model.tables import DecisionItem
from niemyet.model.words import Action, Level
from niemyet.transforms.law.slices import LinkedRows, Slice
from tests.support.province import QUANG_NAM, decision, item

X = Level.COMMUNE
ONE, TWO, THREE = (decision(n, f"2022-0{n}-10", f"2022-0{n}-10") for n in (1, 2, 3))
BIRTH = item(ONE, Action.NEW, "1.001193", X, row=1)
COPY = item(ONE, Action.NEW, "2.000815", X, row=2)
GRANT = item(ONE, Action.NEW, "1.002407", X, row=3)


def with_codes(*rows: DecisionItem, codes: tuple[str, ...]) -> Slice:
    part = Slice(LinkedRows([ONE, TWO, THREE], ItemsInMemory([BIRTH, COPY, GRANT, *rows]), QUANG_NAM))
    part.add_codes(codes)
    return part


def test_rows_of_one_code_and_the_codes_of_one_row_belong_together() -> None:
    swap = item(TWO, Action.REPLACE, "5.000001", X, replaces=("2.000815",))
    after = item(THREE, Action.ABOLISH, "5.000001", X)
    part = with_codes(swap, after, codes=("2.000815",))
    assert part.items() == [COPY, swap, after]
    assert part.codes == {"2.000815", "5.000001"}


def test_rows_of_one_name_belong_together() -> None:
    named = item(TWO, Action.NEW, "5.000001", X, name=COPY.name.upper())
    assert with_codes(named, codes=("5.000001",)).items() == [COPY, named]
    bare = item(TWO, Action.ABOLISH, None, X, name=COPY.name)
    assert with_codes(bare, codes=("2.000815",)).items() == [COPY, bare]


def test_a_row_that_cites_a_decision_belongs_to_all_rows_of_it() -> None:
    cites = item(
        TWO, Action.ABOLISH, None, X, name="Thủ tục nào đó",
        raw_text="Bãi bỏ thủ tục tại Quyết định số 1/QĐ-UBND ngày 10/01/2022",
    )  # fmt: skip
    assert with_codes(cites, codes=("2.000815",)).items() == [BIRTH, COPY, GRANT, cites]


def test_a_correction_belongs_to_all_rows_of_the_decision_that_it_cites() -> None:
    right = item(
        TWO, Action.CORRECT, "2.000816", X, name="",
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 10/01/2022: mã số 2.000816",
    )  # fmt: skip
    assert with_codes(right, codes=("2.000816",)).items() == [BIRTH, COPY, GRANT, right]
    assert with_codes(right, codes=("1.002407",)).items() == [BIRTH, COPY, GRANT, right]


def test_what_shares_nothing_stays_outside() -> None:
    other = item(TWO, Action.NEW, "5.000001", X)
    assert with_codes(other, codes=("5.000001", "9.000009")).items() == [other]
