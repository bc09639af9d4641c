"""Night after night: what is worked out anew with what is carried on is what all of it comes to."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.model.carried import is_carried
from niemyet.model.records import Confirmation, Policy
from niemyet.model.tables import Listing, ListingUpdate
from niemyet.model.words import Channel, UnitKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.made_from import MadeFrom
from niemyet.transforms.work.updates import Start, WorkedOut, compute_work
from tests.support.histories import FIRST, LAST, History, _instant, histories
from tests.support.province import QUANG_NAM
from tests.support.province import unit as unit_of
from tests.transforms.work.test_common_work import END, _reported, _row
from tests.transforms.work.test_common_work import UNITS as PLAIN_UNITS

#: One of them gets another name while it works.
UNITS = (
    *PLAIN_UNITS,
    unit_of("tam-my", UnitKind.COMMUNE, "Tam Mỹ", until="2025-07-01"),
    unit_of("tam-my", UnitKind.COMMUNE, "Tam Mỹ Đông", since="2025-07-01"),
)


class Nights:
    """A province of which more is known each night."""

    def __init__(self, history: History, rng: random.Random) -> None:
        self.history, self.rng = history, rng
        #: What is known in the end: sheets may name what has not been received yet.
        self.published = fold_history(history.decisions, history.items, QUANG_NAM, LAST, END).procedures
        self.listings: list[Listing] = []
        self.said: list[Confirmation] = []
        self.shown: dict[tuple[str, Channel], list[Listing]] = {}
        self.rows: Sequence[ListingUpdate] = ()
        self.made_from: MadeFrom | None = None
        self.carried = self.all = 0

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
        whole = list(compute_work(spans=unit_spans(UNITS, QUANG_NAM), **known).rows)
        work: WorkedOut = compute_work(
            spans=unit_spans(UNITS, QUANG_NAM), start=Start("the same", self.made_from), **known
        )
        on = self.made_from.on if self.made_from is not None else day
        carried = [row for row in self.rows if is_carried(row, on, work.anew)]
        if work.keeps_superseded:
            assert all(row in carried for row in self.rows if row.superseded_on is not None)
            assert all(row.superseded_on is None for row in work.rows)
        self.carried += len(carried)
        self.all += len(whole)
        both = sorted([*carried, *work.rows], key=lambda row: (row.unit_id, row.code or "", row.update_id))
        assert both == whole, _first_difference(both, whole, carried)
        self.rows, self.made_from = whole, work.made_from

    def look(self, day: date) -> None:
        """Some channels are looked at; most show what they showed."""
        procedures = self.published
        for unit in UNITS:
            for channel in Channel:
                place = (unit.unit_id, channel)
                if not procedures or self.rng.random() < 0.5:
                    continue
                if place not in self.shown or self.rng.random() < 0.12:
                    self.shown[place] = [
                        _row(self.rng, unit.unit_id, channel, day, number, one, self.rng.choice(procedures))
                        for number, one in enumerate(procedures, start=1)
                        if self.rng.random() < 0.7
                    ]
                file = f"{self.rng.getrandbits(256):064x}"
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


def test_every_night_comes_to_what_all_of_it_comes_to() -> None:
    carried, rows = [], []

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

    run()
    assert sum(carried) > sum(rows) / 10, "it would show nothing if nothing were carried on"
