"""Night after night: what is worked out anew with what is carried on is what all of it comes to."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.model.carried import Anew, is_carried
from niemyet.model.law_rows import LawInMemory
from niemyet.model.records import Confirmation, Policy
from niemyet.model.report_rows import ReportsInMemory
from niemyet.model.tables import Listing, ListingUpdate, Suspension
from niemyet.model.words import Action, Channel, Level, Proof, UnitKind
from niemyet.storage.aged_work import aged, units_by_words
from niemyet.storage.schemas import from_arrow, table_schema, to_arrow
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.asked_codes import asked_codes
from niemyet.transforms.work.made_from import MadeFrom, MoreIsAskedError, _all_of_version, _in_bytes, _plain
from niemyet.transforms.work.updates import Start, WorkedOut, compute_work, looks_of
from tests.support.histories import FIRST, LAST, History, _instant, histories
from tests.support.province import QUANG_NAM, decision, item
from tests.support.province import unit as unit_of
from tests.transforms.work.test_common_work import END, _reported, _row
from tests.transforms.work.test_common_work import UNITS as PLAIN_UNITS

#: One of them gets another name while it works.
UNITS = (
    *PLAIN_UNITS,
    unit_of("tam-my", UnitKind.COMMUNE, "Tam Mỹ", until="2025-07-01"),
    unit_of("tam-my", UnitKind.COMMUNE, "Tam Mỹ Đông", since="2025-07-01"),
)


def _long_settled() -> History:
    """Procedures of years ago, of which nothing is heard any more: boards hold hundreds of such."""
    opened = decision(11, "2021-03-01", "2021-03-02")
    changed = decision(22, "2022-03-01", "2022-03-02")
    items = [
        item(opened, Action.NEW, f"8.0000{number:02d}", *Level, row=number, name=f"Thủ tục cũ {number}")
        for number in range(1, 15)
    ]
    items += [
        item(changed, Action.AMEND, "8.000001", *Level, row=1, name="Thủ tục cũ 1"),
        item(changed, Action.ABOLISH, "8.000002", *Level, row=2, name="Thủ tục cũ 2"),
        item(
            changed, Action.REPLACE, "8.000020", *Level, row=3, name="Thủ tục cũ 20", replaces=("8.000003",)
        ),
    ]
    return History((opened, changed), tuple(items), {})


class Nights:
    """A province of which more is known each night."""

    def __init__(self, history: History, rng: random.Random) -> None:
        old = _long_settled()
        self.history = History((*old.decisions, *history.decisions), (*old.items, *history.items), {})
        self.rng = rng
        self.units = rng.choice([UNITS, PLAIN_UNITS, PLAIN_UNITS[:-1]])
        self.law = LawInMemory((), (), ())
        self.asked = self.of_few_codes = 0
        #: What is known in the end: sheets may name what has not been received yet.
        every = fold_history(self.history.decisions, self.history.items, QUANG_NAM, LAST, END).procedures
        self.published = [one for one in every if not one.code.startswith("8.")]
        self.old = [one for one in every if one.code.startswith("8.") and one.valid_until is None]
        self.listings: list[Listing] = []
        self.said: list[Confirmation] = []
        self.shown: dict[tuple[str, Channel], list[Listing]] = {}
        self.files: dict[tuple[str, Channel], str] = {}
        self.rows: Sequence[ListingUpdate] = ()
        self.made_from: MadeFrom | None = None
        self.carried = self.all = self.stayed = 0

    def night(self, day: date) -> None:
        decisions = [one for one in self.history.decisions if local_day(one.received_at) <= day]
        ids = {one.decision_id for one in decisions}
        items = [one for one in self.history.items if one.decision_id in ids]
        folded = fold_history(decisions, items, QUANG_NAM, day, END)
        self.look(day)
        self.report(day)
        known = {
            "procedures": folded.procedures,
            "decisions": decisions,
            "items": items,
            "misprints": folded.misprints,
            "listings": tuple(self.listings),
            "confirmations": tuple(self.said),
            "province": QUANG_NAM,
            "policy": Policy(),
            "as_of": day,
        }
        spans = unit_spans(self.units, QUANG_NAM)
        whole = list(compute_work(spans=spans, **known).rows)
        work: WorkedOut = compute_work(spans=spans, start=Start("the same", self.made_from), **known)
        on = self.made_from.on if self.made_from is not None else day
        carried = of_today([row for row in self.rows if is_carried(row, on, work.anew)], on, day, work.anew)
        if work.keeps_superseded:
            assert all(row in carried for row in self.rows if row.superseded_on is not None)
        grown = {(unit_id, code) for unit_id, one in work.anew.items() for code in one.grown}
        self.stayed += sum((row.unit_id, row.code) in grown for row in carried)
        self.carried += len(carried)
        self.all += len(whole)
        both = sorted([*carried, *work.rows], key=lambda row: (row.unit_id, row.code or "", row.update_id))
        assert both == whole, _first_difference(both, whole, carried)
        law = LawInMemory(decisions, items, folded.procedures)
        if self.made_from is not None:
            self.ask(law, known, work)
        self.law = law
        self.rows, self.made_from = whole, work.made_from

    def ask(self, law: LawInMemory, known: dict[str, Any], work: WorkedOut) -> None:
        """The same of the codes alone of which something may be another than before."""
        day, before, misprints = known["as_of"], self.made_from, known["misprints"]
        assert before is not None
        spans = unit_spans(self.units, QUANG_NAM)
        looks, reports = looks_of(known["listings"], day), ReportsInMemory(known["confirmations"])
        touched = _touched(self.law, law, before.on, day)
        asked = asked_codes(before, law, touched, misprints, spans, looks, reports, day)
        if asked is None:
            return
        part = law.of(asked)
        few = known | {"procedures": part.procedures, "items": part.items}
        self.asked += 1
        try:
            found = compute_work(spans=spans, start=Start("the same", before, asked=asked), **few)
        except MoreIsAskedError:
            return
        assert list(found.rows) == list(work.rows), _first_difference(found.rows, work.rows, ())
        assert found.anew == work.anew
        assert found.made_from == work.made_from
        self.of_few_codes += len(part.procedures) < len(law.procedures)

    def look(self, day: date) -> None:
        """Some channels are looked at; most show what they showed."""
        procedures = self.published
        for unit in self.units:
            for channel in Channel:
                place = (unit.unit_id, channel)
                if not procedures or self.rng.random() < 0.5:
                    continue
                if place not in self.shown or self.rng.random() < 0.12:
                    self.shown[place] = [
                        _row(self.rng, unit.unit_id, channel, day, number, one, self.rng.choice(procedures))
                        for number, one in enumerate(procedures, start=1)
                        if self.rng.random() < 0.7
                    ] + [
                        replace(
                            _row(_Rightly(), unit.unit_id, channel, day, number, one, one), decision_text=None
                        )
                        for number, one in enumerate(self.old, start=1000)
                        if one.level is UNIT_LEVEL[unit.kind] and self.rng.random() < 0.97
                    ]
                    self.files[place] = f"{self.rng.getrandbits(256):064x}"
                if self.rng.random() < 0.1:  # other bytes that say the same
                    self.files[place] = f"{self.rng.getrandbits(256):064x}"
                file = self.files[place]
                self.listings += [replace(row, observed_on=day, sha256=file) for row in self.shown[place]]

    def report(self, day: date) -> None:
        """Some work is reported, for today, for days past and to come; some reports are taken back."""
        for row in self.rows:
            if self.rng.random() < 0.02:
                said = _reported(self.rng, row)
                at = _instant(day, self.rng.randrange(20))
                done_on = day + timedelta(days=self.rng.choice([-3, -1, 0, 0, 0, 2]))
                self.said.append(replace(said, said_at=at, done_on=done_on))
        if self.said and self.rng.random() < 0.2:
            taken = self.rng.choice(self.said)
            self.said.append(replace(taken, withdrawn=True, said_at=_instant(day, 21)))


def of_today(
    rows: Sequence[ListingUpdate], since: date, day: date, anew: Mapping[str, Anew]
) -> list[ListingUpdate]:
    """Rows that are carried on, as they stand today."""
    table = to_arrow(rows, table_schema("listing_updates"))
    return from_arrow(aged(table, since, day, units_by_words(anew)), ListingUpdate)


UNIT_LEVEL = {
    UnitKind.PROVINCE_CENTER: Level.PROVINCE, UnitKind.DISTRICT: Level.DISTRICT, UnitKind.COMMUNE: Level.COMMUNE,
}  # fmt: skip


class _Rightly(random.Random):
    """Always the first there is to choose: a sheet as it must be."""

    def choice(self, seq: Any) -> Any:
        return seq[0]


def _touched(before: LawInMemory, law: LawInMemory, since: date, day: date) -> set[str]:
    """Codes of which the law is another than it was, or of which one of its days has passed."""
    was, now = _by_code(before), _by_code(law)
    found = {code for code in was.keys() | now.keys() if was.get(code) != now.get(code)}
    return found | law.with_a_day(since, day)


def _by_code(law: LawInMemory) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for one in (*law.procedures, *law.items):
        if one.code is not None:
            found.setdefault(one.code, []).append(one)
    return found


def _first_difference(
    both: Sequence[ListingUpdate], whole: Sequence[ListingUpdate], carried: Sequence[ListingUpdate]
) -> str:
    for mine, right in zip_longest(both, whole):
        if mine != right:
            where = "carried" if mine in carried else "anew"
            if mine is None or right is None or mine.update_id != right.update_id:
                return f"{where}: {mine}\nright: {right}"
            told = [
                (name, getattr(mine, name), getattr(right, name))
                for name in ListingUpdate.__dataclass_fields__
                if getattr(mine, name) != getattr(right, name)
            ]
            return f"{where} {right.unit_id} {right.code} {right.kind} {right.channel} {right.state}: {told}"
    return "the same"


@pytest.mark.long
def test_every_night_comes_to_what_all_of_it_comes_to() -> None:
    carried, rows, asked, few, stayed = [], [], [], [], []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(histories(), st.integers(0, 1 << 30))
    def run(history: History, seed: int) -> None:
        rng = random.Random(seed)
        nights = Nights(history, rng)
        day = FIRST + timedelta(days=rng.randrange(5))
        while day <= LAST + timedelta(days=3):
            nights.night(day)
            day += timedelta(days=rng.choice([1, 1, 1, 2, 5]))
        carried.append(nights.carried)
        rows.append(nights.all)
        asked.append(nights.asked)
        few.append(nights.of_few_codes)
        stayed.append(nights.stayed)

    run()
    assert sum(asked) > 100, "nor if all of the law were always read"
    assert sum(stayed) > 20, "nor if a new transition always touched those before it"
    assert sum(few) > 20, "nor if all codes were always asked for"
    assert sum(carried) > sum(rows) / 10, "it would show nothing if nothing were carried on"


def test_an_opening_list_that_is_due_later_than_before_is_worked_out_whole() -> None:
    first = decision(11, "2025-06-01", "2025-06-10", effective="2025-07-01")
    late = decision(22, "2025-06-20", "2025-07-04", effective="2025-07-01")
    items = [
        item(first, Action.NEW, "8.000001", Level.COMMUNE),
        item(late, Action.NEW, "8.000002", Level.COMMUNE),
    ]
    spans = unit_spans([unit_of("xa-1", UnitKind.COMMUNE, "Xã 1", since="2025-07-01")], QUANG_NAM)

    def work(day: date, before: MadeFrom | None, *, asked: frozenset[str] | None = None) -> WorkedOut:
        decisions = [one for one in (first, late) if local_day(one.received_at) <= day]
        rows = [one for one in items if one.decision_id in {each.decision_id for each in decisions}]
        folded = fold_history(decisions, rows, QUANG_NAM, day, END)
        return compute_work(
            procedures=[one for one in folded.procedures if asked is None or one.code in asked],
            decisions=decisions,
            items=[one for one in rows if asked is None or one.code in asked],
            misprints=(),
            listings=(),
            confirmations=(),
            province=QUANG_NAM,
            policy=Policy(),
            as_of=day,
            spans=spans,
            start=Start("the same", before, asked=asked),
        )

    before = work(date(2025, 7, 3), None).made_from
    dues = {row.code: row.due_on for row in work(date(2025, 7, 4), before).rows}
    assert dues["8.000001"] == dues["8.000002"] == date(2025, 7, 11), (
        "they are one list, and both are worked out anew"
    )
    with pytest.raises(MoreIsAskedError):
        work(date(2025, 7, 4), before, asked=frozenset({"8.000002"}))


def test_what_is_asked_for_beyond_the_codes_that_are_there_is_told() -> None:
    opened = decision(11, "2025-06-01", "2025-06-10")
    rows = [item(opened, Action.NEW, f"8.00000{one}", Level.COMMUNE, row=one) for one in (1, 2)]
    spans = unit_spans([unit_of("xa-1", UnitKind.COMMUNE, "Xã 1")], QUANG_NAM)
    day = date(2025, 7, 3)
    versions = fold_history([opened], rows, QUANG_NAM, day, END).procedures
    told: dict[str, Any] = {
        "decisions": [opened], "misprints": (), "listings": (), "confirmations": (), "province": QUANG_NAM,
        "policy": Policy(), "spans": spans,
    }  # fmt: skip
    whole = compute_work(procedures=versions, items=rows, as_of=day, start=Start("the same", None), **told)
    few = {"procedures": versions[:1], "items": rows[:1], "as_of": day + timedelta(days=1), **told}
    asked = frozenset({"8.000001"})
    with pytest.raises(MoreIsAskedError):
        compute_work(start=Start("another program", whole.made_from, asked=asked), **few)
    with pytest.raises(MoreIsAskedError):
        compute_work(start=Start("the same", None, asked=asked), **few)
    carried = compute_work(start=Start("the same", whole.made_from, asked=asked), **few)
    assert carried.made_from is not None
    assert carried.made_from.plans == whole.made_from.plans


def test_a_sheet_without_a_code_may_be_of_what_ended_long_ago_once_its_procedure_has_ended_too() -> None:
    """Until then it was of the one procedure of its name in force; then of either, and nobody can tell which hangs."""
    opened = decision(11, "2022-06-01", "2022-06-10")
    ended = decision(22, "2023-06-01", "2023-06-10")
    tonight = decision(33, "2025-07-03", "2025-07-03")
    name, other = "Xác nhận nơi cư trú", "8.000009"
    rows = [
        item(opened, Action.NEW, "8.000001", Level.COMMUNE, name=name),
        item(opened, Action.NEW, "8.000002", Level.COMMUNE, row=2, name=name),
        item(opened, Action.NEW, other, Level.COMMUNE, row=3),
        item(ended, Action.ABOLISH, "8.000001", Level.COMMUNE, name=name),
        item(tonight, Action.ABOLISH, "8.000002", Level.COMMUNE, name=name),
    ]
    unit = unit_of("xa-1", UnitKind.COMMUNE, "Xã 1")
    spans = unit_spans([unit], QUANG_NAM)
    listing = Listing(
        "xa-1", Channel.COUNTER, date(2025, 7, 1), None, None, name, None, None, None, "f" * 64, 1
    )
    work = {}
    before = None
    for day in (date(2025, 7, 2), date(2025, 7, 3)):
        decisions = [one for one in (opened, ended, tonight) if local_day(one.received_at) <= day]
        items = [one for one in rows if one.decision_id in {each.decision_id for each in decisions}]
        law = LawInMemory(decisions, items, fold_history(decisions, items, QUANG_NAM, day, END).procedures)
        told: dict[str, Any] = {
            "decisions": decisions, "misprints": (), "listings": [listing], "confirmations": (), "province": QUANG_NAM,
            "policy": Policy(), "spans": spans, "as_of": day,
        }  # fmt: skip
        whole = compute_work(procedures=law.procedures, items=items, start=Start("the same", before), **told)
        if before is not None:
            looks = looks_of([listing], day)
            asked = asked_codes(before, law, {"8.000002"}, (), spans, looks, ReportsInMemory(()), day)
            assert asked is not None
            assert asked == {"8.000001", "8.000002"}, "the last, not posted and overdue, is one day older"
            few = law.procedures_of(asked)
            work = {
                "whole": whole.rows,
                "few": compute_work(
                    procedures=few, items=items, start=Start("the same", before, asked=asked), **told
                ).rows,
            }
        before = whole.made_from
    assert list(work["few"]) == list(work["whole"])
    assert any("trùng tên với nhiều thủ tục" in row.reason for row in work["whole"])


def test_a_version_is_told_apart_by_each_of_its_columns() -> None:
    opened, day = decision(11, "2024-03-01", "2024-03-02"), date(2024, 6, 1)
    rows = [item(opened, Action.NEW, "1.000001", Level.COMMUNE)]
    (one, *_) = fold_history([opened], rows, QUANG_NAM, day, day).procedures
    off = (Suspension(opened.decision_id, day, None),)
    others: dict[str, tuple[object, ...]] = {
        "version": (7,), "level": (Level.PROVINCE,), "fee": ("", "None"), "by_post": (True, False),
        "reception_levels": ((Level.COMMUNE,), (Level.PROVINCE,)), "valid_until": (day, day + timedelta(days=1)),
        "successor_codes": (("1",), ("1", "2")), "suspensions": (off, ()), "proof": (None, Proof.ADOPTED), "ground": ("da-nang",),
    }  # fmt: skip
    versions = [one, *(replace(one, **{name: value}) for name, said in others.items() for value in said)]  # type: ignore[arg-type]
    told = [_in_bytes(map(_plain, _all_of_version(version))) for version in versions]
    assert len(set(told)) == len(told)
    assert told[0] == _in_bytes(map(_plain, _all_of_version(replace(one, name="".join(list(one.name))))))
