"""Real lists of procedures and of what units post: no merge by name, no false rename, suffix forms are one code."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import pytest

from niemyet.extractors.listings import FLAG_LOCAL_CODE, FLAG_RECORD_IN_NAME, read_listing
from niemyet.model.records import Policy, Province
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Unit
from niemyet.model.words import Action, Channel, ProcedureState, UnitKind, UpdateKind, UpdateState
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.text import clean, key
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.updates import compute_work
from tests.support.province import X, decision, item
from tests.support.realdata import real

pytestmark = pytest.mark.realdata

TODAY = date(2026, 8, 1)
DA_NANG = Province("da-nang", "Thành phố Đà Nẵng")
OPEN = {UpdateState.DUE, UpdateState.OVERDUE}
COMMUNE = Unit("xa-a", UnitKind.COMMUNE, X, "Xã A", None, None, None, "da-nang", None, None)


@cache
def _renamed() -> Mapping[str, dict[str, str]]:
    """Code → month → name that the national list bore then; two or three of 2025-08, 2025-12, 2026-07."""
    found = json.loads(real("procedures/name_changes_2025_2026.json").read_text(encoding="utf-8"))
    return {
        code: {month: clean(name) for month, name in sorted(names.items())} for code, names in found.items()
    }


@cache
def _same_names() -> Mapping[str, tuple[str, ...]]:
    found = json.loads(real("procedures/same_name_many_codes.json").read_text(encoding="utf-8"))
    return {name: tuple(codes) for name, codes in found.items()}


def _rows(
    of: Decision, action: Action, names: Mapping[str, str], part: str = "A/I"
) -> tuple[DecisionItem, ...]:
    return tuple(
        item(of, action, code, X, row=place, part=part, name=name)
        for place, (code, name) in enumerate(sorted(names.items()), start=1)
    )


def _work(
    folded: Folded,
    decisions: Iterable[Decision],
    items: Iterable[DecisionItem],
    posted: Iterable[tuple[str | None, str]],
    as_of: date = TODAY,
) -> tuple[ListingUpdate, ...]:
    """The work of one commune that posts these codes and names."""
    listings = [
        Listing("xa-a", Channel.COUNTER, as_of, code, code, name, None, None, "bang.xlsx", "0" * 64, place)
        for place, (code, name) in enumerate(posted, start=1)
    ]
    return compute_work(
        procedures=folded.procedures,
        spans=unit_spans((COMMUNE,), DA_NANG),
        decisions=decisions,
        items=items,
        misprints=folded.misprints,
        listings=listings,
        confirmations=(),
        province=DA_NANG,
        policy=Policy(),
        as_of=as_of,
    ).rows


# ---- names that change, names that several codes bear --------------------------------------------------------


def test_a_new_name_is_a_new_version_of_the_same_code() -> None:
    decisions, items = [], []
    for number, month in enumerate(("2025-08", "2025-12", "2026-07"), start=1):
        publishes = decision(number, f"{month}-10", f"{month}-11", issuer="da-nang")
        names = {code: each[month] for code, each in _renamed().items() if month in each}
        new = {code: name for code, name in names.items() if next(iter(_renamed()[code])) == month}
        later = {code: name for code, name in names.items() if code not in new}
        decisions.append(publishes)
        items += [*_rows(publishes, Action.NEW, new), *_rows(publishes, Action.AMEND, later, part="B/I")]
    folded = fold_history(decisions, items, DA_NANG, TODAY, TODAY)
    assert len(_renamed()) == 225
    assert Counter(one.code for one in folded.procedures) == {
        code: len(each) for code, each in _renamed().items()
    }
    newest = {code: list(each.values())[-1] for code, each in _renamed().items()}
    assert {one.code: one.name for one in folded.procedures if one.valid_until is None} == newest
    assert all(one.successor_codes == () for one in folded.procedures)
    assert folded.reviews == ()
    before = {code: list(each.values())[-2] for code, each in _renamed().items()}
    changed = {code for code in newest if key(before[code]) != key(newest[code])}
    print(f"225 codes: {len(changed)} with another name, {225 - len(changed)} written otherwise only")

    # Under the old name: the sheet is old, because the name says so. Written otherwise only: nothing to do.
    shown_old = [one for one in _work(folded, decisions, items, sorted(before.items())) if one.state in OPEN]
    assert {one.code for one in shown_old} == changed
    assert {one.kind for one in shown_old} == {UpdateKind.REPLACE_SHEET}
    assert not [one for one in _work(folded, decisions, items, sorted(newest.items())) if one.state in OPEN]


def test_codes_that_share_a_name_stay_apart() -> None:
    publishes = decision(10, "2022-01-05", "2022-01-06", issuer="da-nang")
    names = {code: name.capitalize() for name, codes in _same_names().items() for code in codes}
    items = _rows(publishes, Action.NEW, names)
    folded = fold_history((publishes,), items, DA_NANG, TODAY, TODAY)
    assert len(_same_names()) == 105
    assert Counter(one.code for one in folded.procedures) == dict.fromkeys(names, 1)
    assert not [one for one in _work(folded, (publishes,), items, sorted(names.items())) if one.state in OPEN]
    # Half of them hung: what is missing is posted, the twin of the same name is left alone.
    half = {codes[0]: names[codes[0]] for codes in _same_names().values()}
    found = [one for one in _work(folded, (publishes,), items, sorted(half.items())) if one.state in OPEN]
    assert {one.code for one in found} == set(names) - set(half)
    assert {one.kind for one in found} == {UpdateKind.POST}


def test_a_name_alone_never_chooses_among_several_codes() -> None:
    publishes, abolishes = (
        decision(10, "2022-01-05", "2022-01-06", issuer="da-nang"),
        decision(20, "2024-05-06", "2024-05-07", issuer="da-nang"),
    )
    names = {code: name.capitalize() for name, codes in _same_names().items() for code in codes}
    said = [
        item(abolishes, Action.ABOLISH, None, X, row=place, name=name.capitalize())
        for place, name in enumerate(sorted(_same_names()), start=1)
    ]
    items = (*_rows(publishes, Action.NEW, names), *said)
    folded = fold_history((publishes, abolishes), items, DA_NANG, TODAY, TODAY)
    assert {one.state for one in folded.procedures} == {ProcedureState.IN_FORCE}
    asked = {one.item_id: set(one.candidates) for one in folded.reviews}
    assert set(asked) == {one.item_id for one in said}
    for row, (_, codes) in zip(said, sorted(_same_names().items()), strict=True):
        assert {each for one in asked[row.item_id] for each in codes if each in one} == set(codes)


# ---- what the city posts ------------------------------------------------------------------------------------


def test_the_citys_own_list_loads_with_what_is_real_in_it() -> None:
    source = real("procedures/da_nang_2025-06.jsonl")
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    rows = read_listing(source.read_bytes(), source.name)
    assert len(rows) == len(records) == 174
    numbered = [row for row, one in zip(rows, records, strict=True) if "/QĐ" in (one["so_qd"] or "")]
    dated = [
        row
        for row, one in zip(rows, records, strict=True)
        if any(sign.isdecimal() for sign in one["ngay_hieu_luc"] or "")
    ]
    # The two columns of the file, without “(Chưa có thông tin)” and “[Chưa có]”.
    assert (len(numbered), len(dated)) == (87, 97)
    assert all(row.decision_text and "QĐ-UBND" in row.decision_text for row in numbered)
    assert all(row.effective_on is not None for row in dated)
    # Told beside them by the labels of a record that was pasted into the name or the code.
    assert sum(row.decision_text is not None for row in rows) == 159
    assert sum(row.effective_on is not None for row in rows) == 113
    assert sum(FLAG_RECORD_IN_NAME in row.flags for row in rows) == 81
    local = {row.code_text: row.name for row in rows if FLAG_LOCAL_CODE in row.flags}
    assert sorted(filter(None, local)) == ["DNG-288122_1", "QLKTN001", "QLKTN002", "QLKTN003"]
    assert all(row.code is None for row in rows if FLAG_LOCAL_CODE in row.flags)
    assert not [row.name for row in rows if "Mã thủ tục" in row.name or "Lĩnh vực:" in row.name]
    unknown = {row.code for row in rows if row.code} - _national()
    print(
        f"174 rows; {len(local)} local codes; {len(unknown)} of {174 - len(local)} codes are not national ones"
    )


@cache
def _national() -> frozenset[str]:
    with real("procedures/national_2026-07.csv").open(encoding="utf-8-sig", newline="") as file:
        return frozenset(row["ma_thu_tuc"] for row in csv.DictReader(file))


# ---- suffix forms -------------------------------------------------------------------------------------------


def test_a_code_is_the_same_with_the_long_the_short_and_no_suffix() -> None:
    source = real("listings/xa_cat_ngan_2026-07.json")
    rows = read_listing(source.read_bytes(), source.name)
    forms = Counter(_form(row.code_text or "") for row in rows)
    print(f"{len(rows)} rows posted: {dict(sorted(forms.items()))}")
    assert len(rows) == 60
    assert set(forms) >= {".000.00.00.H41", ".H41"}
    codes = [row.code for row in rows if row.code is not None]
    names = {row.code: row.name for row in rows if row.code is not None}
    absent, foreign = sorted(set(codes))[:3], ("9.000001", "9.000002")
    publishes = decision(10, "2022-01-05", "2022-01-06", issuer="da-nang")
    # The board: what they post but for three, two that they do not post; each under its bare base code.
    board = {code: name for code, name in names.items() if code not in absent}
    board |= {code: f"Thủ tục thử {code}" for code in foreign}
    items = _rows(publishes, Action.NEW, board)
    folded = fold_history((publishes,), items, DA_NANG, TODAY, TODAY)
    found = _work(folded, (publishes,), items, [(row.code, row.name) for row in rows])
    todo = {(one.kind, one.code) for one in found if one.state in OPEN}
    expected = {(UpdateKind.POST, code) for code in foreign} | {(UpdateKind.REVIEW, code) for code in absent}
    assert {one for one in todo if one[1] is not None} == expected
    # And a board whose codes are printed with a suffix is the same board.
    for suffix in (".000.00.00.H41", ".H41", ""):
        assert {_base(code + suffix) for code in codes} == set(codes)


def _base(text: str) -> str | None:
    code = parse_code(text)
    return code.base if code else None


def _form(text: str) -> str:
    code = parse_code(text)
    return "" if code is None else text.removeprefix(code.base)
