"""The work of 1,000 communes × 300 procedures: nothing reported, one report, a second channel at every commune.

Processor seconds, in turn with the same work without a report, or with one channel: the least, and the ratios turn by turn.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from statistics import median

from benchmarks.goals import judged
from benchmarks.measure import Beside, Line, in_turn, own_peak_mb, spread
from niemyet.model.records import Confirmation, Policy, Province
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Unit
from niemyet.model.words import Action, Channel, DecisionKind, EffectSource, Level, UnitKind
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.updates import compute_work

UNITS, CODES = 1_000, 300
DAY = date(2022, 3, 1)
PROVINCE = Province("quang-nam", "Tỉnh Quảng Nam")


def measure(turns: int = 3) -> list[Line]:
    """One `done`, and two channels, beside the same work without them."""
    first = next(iter(_work((), ())))
    said = Confirmation(
        first.update_id, DAY, "Lan", datetime(2022, 3, 1, 3, tzinfo=UTC),
        first.unit_id, first.code, first.kind, first.channel, first.decision_id,
    )  # fmt: skip
    one, two = _listings((Channel.COUNTER,)), _listings((Channel.COUNTER, Channel.PORTAL))
    reported = in_turn(turns, lambda: _work((), (said,)), lambda: _work((), ()))
    both = in_turn(turns, lambda: _work(two, ()), lambda: _work(one, ()))
    return [
        _line("one report in 1,000 communes × 300", reported, "without", "done"),
        _line("two channels seen at 1,000 communes × 300", both, "with one"),
        Line("peak memory of this process", f"{own_peak_mb():.0f} MB", "", ""),
    ]


def _line(what: str, beside: Beside, other: str, goal: str = "") -> Line:
    costs = [1 / ratio for ratio in beside.ratios]
    told = judged(goal, median(costs)) if goal else ""
    return Line(what, f"{beside.ours:.2f} s", f"{beside.peer:.2f} s {other}", spread(costs), told)


def _work(listings: tuple[Listing, ...], confirmations: tuple[Confirmation, ...]) -> Sequence[ListingUpdate]:
    decision, items, units = _DECISION, _ITEMS, _UNITS
    folded = fold_history((decision,), items, PROVINCE, DAY, DAY)
    return compute_work(
        procedures=folded.procedures,
        spans=unit_spans(units, PROVINCE),
        decisions=(decision,),
        items=items,
        misprints=folded.misprints,
        listings=listings,
        confirmations=confirmations,
        province=PROVINCE,
        policy=Policy(),
        as_of=DAY,
    ).rows.in_order


def _listings(channels: tuple[Channel, ...]) -> tuple[Listing, ...]:
    """Every commune shows every procedure rightly but one in a hundred."""
    return tuple(
        Listing(
            unit.unit_id,
            channel,
            DAY,
            item.code,
            item.code,
            item.name,
            "7/QĐ-UBND",
            None,
            None,
            "5" * 64,
            row,
        )
        for number, unit in enumerate(_UNITS)
        for channel in channels
        for row, item in enumerate(_ITEMS, start=1)
        if (number + row) % 100
    )


_DECISION = Decision(
    decision_id="quang-nam/7-QD-UBND/2022-01-10",
    issuer_id="quang-nam",
    number=7,
    symbol="QĐ-UBND",
    number_text="7/QĐ-UBND",
    signed_on=date(2022, 1, 10),
    effective_on=date(2022, 1, 10),
    effective_until=None,
    effect_source=EffectSource.SIGNING_CLAUSE,
    title="Về việc công bố danh mục thủ tục hành chính",
    kind=DecisionKind.PUBLIC_LIST,
    sectors=(),
    basis_decisions=(),
    relations=(),
    published_on=None,
    received_at=datetime(2022, 1, 12, 3, tzinfo=UTC),
    copies=(),
    declared_items=None,
    extracted_items=CODES,
    flags=(),
    needs_review=False,
)
_ITEMS = tuple(
    DecisionItem(
        item_id=f"{_DECISION.decision_id}#1.{number:06d}",
        decision_id=_DECISION.decision_id,
        action=Action.NEW,
        code=f"1.{number:06d}",
        code_text=f"1.{number:06d}",
        code_repaired=False,
        replaces=(),
        name=f"Cấp giấy phép loại {number}",
        levels=(Level.COMMUNE,),
        reception_levels=(),
        sector="Hộ tịch",
        time_legal=None,
        time_local="03 ngày",
        place=None,
        fee=None,
        legal_basis=None,
        agency=None,
        online_level=None,
        by_post=None,
        note=None,
        effective_on=None,
        effective_until=None,
        part="A",
        row_no=str(number),
        sha256="0" * 64,
        page=1,
        table_no=1,
        raw_text=f"{number} | 1.{number:06d}",
        flags=(),
    )
    for number in range(1, CODES + 1)
)
_UNITS = tuple(
    Unit(
        unit_id=f"xa-{number:04d}",
        kind=UnitKind.COMMUNE,
        level=Level.COMMUNE,
        name=f"Xã số {number}",
        gso_code=None,
        agency_id=None,
        parent_unit_id=None,
        province_id="quang-nam",
        valid_from=None,
        valid_until=None,
    )
    for number in range(1, UNITS + 1)
)
