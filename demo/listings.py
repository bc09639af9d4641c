"""What the units have posted: right but for what the author planted, and the truth about that.

Planted, each in its own way: ended but still posted, new but missing, a former version, a decision that never spoke
of the procedure, one that does not exist, the code of a replaced procedure, a misprinted code. Two codes
are glued to their names: that is no work.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from niemyet.demo.records import Held, Planted, PostedListing, PostedRow, ScriptedDecision, short_date
from niemyet.demo.truth import Holdings, fold, misprints_of
from niemyet.demo.units import ListingPlan
from niemyet.model.words import Action, UpdateKind


@dataclass(frozen=True, slots=True)
class Wish:
    """How many of each kind are planted in one listing, and which codes must be among them."""

    remove: int = 2
    post: int = 2
    former: int = 2
    stranger: int = 1
    nobody: int = 0
    misprint: int = 0
    swap: int = 1
    glued: int = 2
    forced: tuple[str, ...] = ()


WISHES: dict[str, Wish] = {
    "nui-thanh": Wish(remove=3, swap=2, nobody=1, misprint=1, forced=("2.000720", "3.000154", "1.012568")),
    "tam-xuan-1": Wish(forced=("1.000775", "1.001193")),
    "nui-thanh-tt": Wish(post=1, former=1, forced=("2.002409",)),
    "xa-nui-thanh": Wish(post=3, stranger=2, nobody=1, forced=("1.002407",)),
    "tam-xuan": Wish(),
}
_KINDS = list(UpdateKind)


@dataclass(slots=True)
class _Plants:
    """What is planted in one listing, while it is being chosen."""

    rows: dict[str, PostedRow]
    used: set[str] = field(default_factory=set)
    planted: list[Planted] = field(default_factory=list)


def posted(plan: ListingPlan, decisions: Sequence[ScriptedDecision], day: date) -> PostedListing | None:
    """The listing as it hangs on a day; None where the page is not there yet.

    Up to the snapshot day it is kept right; from that day on it is the planted one, and nobody touches it again.
    """
    if plan.first_day and day < plan.first_day:
        return None
    if day < plan.snapshot:
        rows = _rows(fold(decisions, day, day).at(plan.level))
        return _listing(plan, rows.values(), day, plan.heading)
    rows = _plant(plan, decisions).rows
    return _listing(plan, rows.values(), plan.snapshot, plan.heading)


def planted(plan: ListingPlan, decisions: Sequence[ScriptedDecision], day: date) -> tuple[Planted, ...]:
    """What is wrong with the listing on its snapshot day or the day after.

    Raises ValueError for later days: the truth is told for the days of the demo only.
    """
    if day < plan.snapshot:
        return ()
    if day > plan.snapshot + timedelta(days=1):
        raise ValueError(
            f"{plan.unit_id}: expected a day up to {plan.snapshot + timedelta(days=1)}, found {day}; "
            "what a page that nobody tends is lacking is not told for later days."
        )
    found = [*_plant(plan, decisions).planted, *_natural(plan, decisions, day)]
    return tuple(sorted(found, key=lambda each: (_KINDS.index(each.kind), each.code or "")))


def _listing(plan: ListingPlan, rows: Iterable[PostedRow], stand: date, heading: str) -> PostedListing:
    ordered = sorted(rows, key=lambda row: (row.sector, row.code))
    return PostedListing(plan.unit_id, plan.channel, heading, tuple(ordered), stand)


def _rows(held: dict[str, Held]) -> dict[str, PostedRow]:
    return {code: _row(each) for code, each in held.items()}


def _row(held: Held) -> PostedRow:
    decision = held.decision
    return PostedRow(
        code=held.code,
        name=held.name,
        sector=held.sector,
        decision_text=decision.cited,
        posted_on=max(decision.readable_from, decision.effective_on),
    )


def _natural(plan: ListingPlan, decisions: Sequence[ScriptedDecision], day: date) -> list[Planted]:
    """What the decisions since the snapshot have changed."""
    before = fold(decisions, plan.snapshot, plan.snapshot).at(plan.level)
    after = fold(decisions, day, day).at(plan.level)
    swapped = {
        line.old_code: code
        for code, held in after.items()
        if code not in before and held.opened is Action.REPLACE
        for line in held.decision.lines
        if line.code == code and line.old_code in before
    }
    found = [
        Planted(UpdateKind.SWAP, new, (old,), natural=True)
        for old, new in swapped.items()
        if old and old not in after
    ]
    put_up = set(swapped.values())
    found += [
        Planted(UpdateKind.POST, code, natural=True)
        for code in after
        if code not in before and code not in put_up
    ]
    found += [
        Planted(UpdateKind.REMOVE, code, natural=True)
        for code in before
        if code not in after and code not in swapped
    ]
    found += [
        Planted(UpdateKind.REPLACE_SHEET, code, natural=True)
        for code in after
        if code in before and after[code].decision is not before[code].decision
    ]
    return found


def _plant(plan: ListingPlan, decisions: Sequence[ScriptedDecision]) -> _Plants:
    wish = WISHES[plan.unit_id]
    rng = random.Random(f"planted/{plan.unit_id}")
    day = plan.snapshot
    holdings = fold(decisions, day, day)
    plants = _Plants(_rows(holdings.at(plan.level)), used=_restless(decisions, day))
    _plant_misprints(plants, decisions, plan, wish, rng)
    _plant_ended(plants, plan, holdings, wish, rng)
    _plant_swaps(plants, plan, holdings, wish, rng)
    _plant_missing(plants, plan, holdings, wish, rng)
    _plant_former(plants, plan, holdings, wish, rng)
    _plant_numbers(plants, decisions, holdings, plan, wish, rng)
    _glue(plants, wish, rng)
    return plants


def _restless(decisions: Sequence[ScriptedDecision], day: date) -> set[str]:
    """Codes that change in the next night or later by what is readable then: nothing is planted in them."""
    soon = day + timedelta(days=1)
    return {
        code
        for decision in decisions
        if decision.readable_from <= soon and (decision.readable_from > day or decision.effective_on > day)
        for line in decision.lines
        for code in (line.true_code, line.old_code)
        if code
    }


def _choose(
    candidates: Iterable[str], plants: _Plants, wish: Wish, count: int, rng: random.Random
) -> list[str]:
    free = sorted({code for code in candidates if code not in plants.used})
    forced = [code for code in free if code in wish.forced][:count]
    others = [code for code in free if code not in wish.forced]
    chosen = forced + rng.sample(others, k=min(count - len(forced), len(others)))
    if len(chosen) < count:
        raise ValueError(f"expected {count} places to plant, found {len(chosen)}")
    plants.used.update(chosen)
    return sorted(chosen)


def _plant_misprints(
    plants: _Plants, decisions: Sequence[ScriptedDecision], plan: ListingPlan, wish: Wish, rng: random.Random
) -> None:
    """The sheet still bears the code that a correction has put right."""
    readable = [each for each in decisions if each.readable_from <= plan.snapshot]
    wrong_of = {right: wrong for wrong, right in misprints_of(readable).items() if right in plants.rows}
    for code in _choose(wrong_of, plants, wish, wish.misprint, rng):
        plants.rows[wrong_of[code]] = replace(plants.rows.pop(code), code=wrong_of[code])
        plants.used.add(wrong_of[code])
        plants.planted.append(Planted(UpdateKind.FIX_SHEET, code, (wrong_of[code],)))


def _plant_ended(
    plants: _Plants, plan: ListingPlan, holdings: Holdings, wish: Wish, rng: random.Random
) -> None:
    gone = {
        each.held.code: each.held
        for each in holdings.ended
        if each.held.level is plan.level
        and each.action is Action.ABOLISH
        and not each.held.reception_only
        and each.held.code not in plants.rows
    }
    for code in _choose(gone, plants, wish, wish.remove, rng):
        plants.rows[code] = _row(gone[code])
        plants.planted.append(Planted(UpdateKind.REMOVE, code))


def _plant_swaps(
    plants: _Plants, plan: ListingPlan, holdings: Holdings, wish: Wish, rng: random.Random
) -> None:
    """The replaced code still hangs where the new one should."""
    pairs = {
        each.successor: each.held
        for each in holdings.ended
        if each.held.level is plan.level
        and each.successor in plants.rows
        and (
            plan.first_day is None or each.ended_on > plan.first_day
        )  # else the unit opened with the new one
        and each.held.code not in plants.used
        and len(holdings.versions[(str(each.successor), plan.level)]) == 1
    }
    for code in _choose((c for c in pairs if c), plants, wish, wish.swap, rng):
        old = pairs[code]
        del plants.rows[code]
        plants.rows[old.code] = _row(old)
        plants.used.add(old.code)
        plants.planted.append(Planted(UpdateKind.SWAP, code, (old.code,)))


def _plant_missing(
    plants: _Plants, plan: ListingPlan, holdings: Holdings, wish: Wish, rng: random.Random
) -> None:
    recent = plan.snapshot - timedelta(days=270)
    new = [
        code
        for code, held in holdings.at(plan.level).items()
        if code in wish.forced or (held.opened is Action.NEW and held.decision.effective_on >= recent)
    ]
    single = [code for code in new if len(holdings.versions[(code, plan.level)]) == 1]
    for code in _choose(single, plants, wish, wish.post, rng):
        del plants.rows[code]
        plants.planted.append(Planted(UpdateKind.POST, code))


def _plant_former(
    plants: _Plants, plan: ListingPlan, holdings: Holdings, wish: Wish, rng: random.Random
) -> None:
    """The sheet of the version before hangs: its decision, its name. One has changed its name, if there is one."""
    former = {
        code: holdings.versions[(code, plan.level)][-2]
        for code, held in holdings.at(plan.level).items()
        if held.opened is Action.AMEND
        and not held.reception_only
        and len(holdings.versions[(code, plan.level)]) > 1
        and not holdings.versions[(code, plan.level)][-2].reception_only
    }
    renamed = [
        code for code in sorted(former) if former[code].name != plants.rows.get(code, _row(former[code])).name
    ]
    first = renamed[:1] if not any(code in wish.forced for code in former) else []
    rest = replace(wish, forced=(*wish.forced, *first))
    for code in _choose(former, plants, rest, wish.former, rng):
        plants.rows[code] = _row(former[code])
        plants.planted.append(Planted(UpdateKind.REPLACE_SHEET, code))


def _plant_numbers(
    plants: _Plants,
    decisions: Sequence[ScriptedDecision],
    holdings: Holdings,
    plan: ListingPlan,
    wish: Wish,
    rng: random.Random,
) -> None:
    """The sheet names the wrong decision: one that never spoke of the procedure, or one that does not exist.

    The first is proven wrong; the second may be one that has not been received, so a person must look.
    """
    held = {code: each for code, each in holdings.at(plan.level).items() if code in plants.rows}
    for code in _choose(held, plants, wish, wish.stranger, rng):
        wrong = _stranger(code, held[code].decision, decisions, plan.snapshot)
        plants.rows[code] = replace(plants.rows[code], decision_text=wrong.cited)
        plants.planted.append(Planted(UpdateKind.REPLACE_SHEET, code))
    taken = {(each.number, each.signed_on.year) for each in decisions}
    twisted = {code: number for code, each in held.items() if (number := _twisted(each.decision, taken))}
    for code in _choose(twisted, plants, wish, wish.nobody, rng):
        decision = held[code].decision
        text = f"{twisted[code]}/{decision.symbol} ngày {short_date(decision.signed_on)}"
        plants.rows[code] = replace(plants.rows[code], decision_text=text)
        plants.planted.append(Planted(UpdateKind.REVIEW, code))


def _stranger(
    code: str, right: ScriptedDecision, decisions: Sequence[ScriptedDecision], day: date
) -> ScriptedDecision:
    """The public decision signed nearest to the right one that has no line about the code."""
    others = [
        each
        for each in decisions
        if each.readable_from <= day
        and each.note == "ordinary"
        and each.issuer_id == right.issuer_id
        and not any(code in (line.true_code, line.old_code) for line in each.lines)
    ]
    return min(others, key=lambda each: (abs(each.signed_on - right.signed_on), each.number))


def _twisted(decision: ScriptedDecision, taken: set[tuple[int, int]]) -> int | None:
    digits = str(decision.number)
    for place in range(len(digits) - 1):
        number = int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        if number != decision.number and number > 99 and (number, decision.signed_on.year) not in taken:
            return number
    return None


def _glue(plants: _Plants, wish: Wish, rng: random.Random) -> None:
    """Code and name in one cell: it hangs as it should, there is nothing to do."""
    free = sorted(code for code in plants.rows if code not in plants.used)
    for code in rng.sample(free, k=wish.glued):
        plants.rows[code] = replace(plants.rows[code], glued=True)
