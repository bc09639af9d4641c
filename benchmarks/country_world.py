"""A made-up country for measuring: decisions, rows, units and what was seen posted, in the size of the real one.

63 territories, each the land of one province until 2025-07-01 and part of one of 34 afterwards. A territory has
its own province's decisions and, from the merger on, its successor's; both are what one data folder holds. The
numbers behind `SIZE`: 23,039 decisions since 2010 with 25 rows each, 10,600 then 3,321 communes, 700 districts,
114 procedures on a commune's board and 261 on a district's. The same seed gives the same country.

The story is told twice: as decisions and rows, and as `truth`, kept by a dictionary while the decisions are made
up in the order of their effect: what hangs on 2025-06-30, and what is planted wrong in the observed listings. The past is not
whole: some procedures are amended whose publication was never received, some abolished that never were seen.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem, Listing, Unit
from niemyet.model.words import Action, Channel, DecisionKind, EffectSource, Level, UnitKind

START = date(2010, 1, 1)
MERGER = date(2025, 7, 1)
DAY = date(2025, 6, 30)  # the day that the work is computed for: the last with all units of before
END = date(2026, 11, 23)  # what was received until then is known

OLD_PROVINCES, NEW_PROVINCES = 63, 34
DECISIONS, ROWS = 23_039, 25
OLD_COMMUNES, NEW_COMMUNES, DISTRICTS = 10_600, 3_321, 700
_SHARE_AFTER = 0.085  # of the decisions: those of the 17 months after the merger

P, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
#: Codes by the levels that hold them. A tenth is abolished at any time, so 114 of 125 hang at a commune.
_CATALOGUE: tuple[tuple[tuple[Level, ...], int], ...] = (((P,), 1_500), ((H,), 254), ((X,), 92), ((H, X), 33))

_DOUBTFUL = 0.5  # of the decisions have a row that leaves a question; chosen: most real ones have some
_BEFORE_THE_PAST = 0.05  # of the procedures were published by what was never received; chosen
_LATE = 0.03  # decisions that arrive weeks or months after later ones
_MISSING, _STALE, _MISNAMED, _LEFTOVER = 0.010, 0.010, 0.003, 0.005  # of the rows of a board


@dataclass(slots=True)
class Territory:
    """Everything one data folder holds, and what is true of it on `DAY`."""

    number: int
    province: Province
    decisions: list[Decision] = field(default_factory=list)
    items: list[DecisionItem] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    wrong: set[tuple[str, str]] = field(default_factory=set)  # unit and code that were planted wrong


@dataclass(slots=True)
class _Hanging:
    """What the story knows of a code: by which decisions in turn, and under which name."""

    names: list[str]
    decisions: list[Decision]
    live: bool = True


def successor_of(number: int) -> int:
    """The province after the merger that an old one belongs to."""
    return number % NEW_PROVINCES


@lru_cache(maxsize=1)
def catalogue() -> dict[str, tuple[Level, ...]]:
    """Codes of the whole country, with the levels that hold them before the merger."""
    rng = random.Random(63)
    numbers = rng.sample(range(1_000, 13_000), sum(count for _, count in _CATALOGUE))
    codes = [f"{1 + number % 3}.{number:06d}" for number in numbers]
    levels = [held for held, count in _CATALOGUE for _ in range(count)]
    return dict(zip(codes, levels, strict=True))


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """A name for each code, of the length that real ones have."""
    rng = random.Random(64)
    return {code: f"{' '.join(rng.choice(part) for part in _WORDS)} nhóm {code}" for code in catalogue()}


_WORDS = (
    ("Đăng ký", "Cấp", "Cấp lại", "Gia hạn", "Thu hồi", "Xác nhận", "Phê duyệt", "Điều chỉnh", "Công nhận"),
    ("giấy phép", "giấy chứng nhận", "hồ sơ", "quyết định", "thông báo", "văn bản", "chứng chỉ"),
    ("hoạt động", "kinh doanh", "hành nghề", "đầu tư", "sử dụng", "khai thác", "bảo trợ", "hỗ trợ"),
    ("đất đai", "giáo dục", "y tế", "văn hóa", "nông nghiệp", "xây dựng", "hộ tịch", "lao động"),
    ("đối với cá nhân", "đối với tổ chức", "đối với hộ gia đình", "đối với doanh nghiệp", "có yếu tố nước ngoài"),
    ("thuộc thẩm quyền", "theo quy định", "trong trường hợp đặc biệt", "lần đầu", "trên địa bàn"),
)  # fmt: skip


def territory(number: int, share: float = 1.0, *, seed: int = 0) -> Territory:
    """One territory; `share` of the decisions of the real country, at the same number of units."""
    rng = random.Random(f"{seed}/{number}")
    old, new = f"tinh-{number:02d}", f"moi-{successor_of(number):02d}"
    found = Territory(number, Province(old, old, successor_id=new, successor_on=MERGER))
    story: dict[str, _Hanging] = {}
    before = round(DECISIONS * share * (1 - _SHARE_AFTER) / OLD_PROVINCES)
    _tell(found, rng, old, (START, MERGER), before, story, catalogue())
    found.units = list(_units(number, old, new))
    found.listings = list(_seen(found, rng, story))
    # The successor's decisions are the same in each of its territories.
    again = random.Random(f"{seed}/{new}")
    after = round(DECISIONS * share * _SHARE_AFTER / NEW_PROVINCES)
    moved = {
        code: tuple(dict.fromkeys(X if one is H else one for one in held))
        for code, held in catalogue().items()
    }
    _tell(found, again, new, (MERGER, END), after, {}, moved)
    return found


def _tell(
    found: Territory,
    rng: random.Random,
    issuer: str,
    between: tuple[date, date],
    count: int,
    story: dict[str, _Hanging],
    levels: dict[str, tuple[Level, ...]],
) -> None:
    """Decisions of one issuer, each with a day of effect of its own; first the whole catalogue, then changes."""
    unpublished = list(levels)
    rng.shuffle(unpublished)
    span = (between[1] - between[0]).days
    for place, passed in enumerate(sorted(rng.sample(range(span), min(count, span)))):
        day = between[0] + timedelta(days=passed)
        decision = _decision(rng, issuer, place + 1, day)
        found.decisions.append(decision)
        used: set[str] = set()
        row = 0
        while row < ROWS:
            code = unpublished.pop() if unpublished else rng.choice(_codes())
            if code in used:
                continue
            used.add(code)
            row += 1
            found.items.append(_change(rng, decision, row, code, levels, story, used))
        if rng.random() < _DOUBTFUL:
            found.items.append(_doubtful(rng, decision, row + 1))


def _doubtful(rng: random.Random, decision: Decision, row: int) -> DecisionItem:
    """A row that changes nothing and leaves a question: without a code, or abolishing what was never received."""
    code = rng.choice(_codes())
    words = names()[code].split()
    if rng.random() < 0.5:
        return _item(decision, row, Action.AMEND, None, catalogue()[code], " ".join(words[:-2]))
    unseen = f"{rng.choice('123')}.9{rng.randrange(10**5):05d}"
    return _item(decision, row, Action.ABOLISH, unseen, catalogue()[code], f"Thủ tục đã cũ {unseen}")


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(catalogue())


def _change(
    rng: random.Random,
    decision: Decision,
    row: int,
    code: str,
    levels: dict[str, tuple[Level, ...]],
    story: dict[str, _Hanging],
    used: set[str],
) -> DecisionItem:
    """What a row does to a code, told to the story as well."""
    held = story.get(code)
    if held is not None and held.live:
        if rng.random() < 0.09:
            held.live = False
            return _item(decision, row, Action.ABOLISH, code, levels[code], held.names[-1])
        name = f"{names()[code]}, sửa đổi lần {len(held.names)}" if rng.random() < 0.2 else held.names[-1]
        held.names.append(name)
        held.decisions.append(decision)
        return _item(decision, row, Action.AMEND, code, levels[code], name)
    replaced = _replaced(rng, code, levels, story, used) if held is not None and rng.random() < 0.4 else None
    story[code] = _Hanging([*(held.names if held else ()), names()[code]], [decision])
    if replaced is None:
        action = Action.AMEND if held is None and rng.random() < _BEFORE_THE_PAST else Action.NEW
        return _item(decision, row, action, code, levels[code], names()[code])
    story[replaced].live = False
    used.add(replaced)
    return _item(decision, row, Action.REPLACE, code, levels[code], names()[code], replaces=(replaced,))


def _replaced(
    rng: random.Random,
    code: str,
    levels: dict[str, tuple[Level, ...]],
    story: dict[str, _Hanging],
    used: set[str],
) -> str | None:
    """Another code of the same levels that the new one takes the place of."""
    for _ in range(5):
        other = rng.choice(_codes())
        if other != code and other not in used and levels[other] == levels[code]:
            return other if other in story and story[other].live else None
    return None


def _decision(rng: random.Random, issuer: str, number: int, day: date) -> Decision:
    delay = rng.randrange(10, 400) if rng.random() < _LATE else rng.randrange(4)
    received = min(day + timedelta(days=delay), END)
    return Decision(
        decision_id=f"{issuer}/{number}-QD-UBND/{day}",
        issuer_id=issuer,
        number=number,
        symbol="QĐ-UBND",
        number_text=f"{number}/QĐ-UBND",
        signed_on=day,
        effective_on=day,
        effective_until=None,
        effect_source=EffectSource.EXPLICIT,
        title="Về việc công bố danh mục thủ tục hành chính",
        kind=DecisionKind.PUBLIC_LIST,
        sectors=(),
        basis_decisions=(),
        relations=(),
        published_on=None,
        received_at=datetime(received.year, received.month, received.day, 5, tzinfo=UTC),
        copies=(),
        declared_items=ROWS,
        extracted_items=ROWS,
        flags=(),
        needs_review=False,
    )


def _item(
    decision: Decision,
    row: int,
    action: Action,
    code: str | None,
    levels: tuple[Level, ...],
    name: str,
    replaces: tuple[str, ...] = (),
) -> DecisionItem:
    return DecisionItem(
        item_id=f"{decision.decision_id}#A/I/{row}",
        decision_id=decision.decision_id,
        action=action,
        code=code,
        code_text=code,
        code_repaired=False,
        replaces=replaces,
        name=name,
        levels=levels,
        reception_levels=(),
        sector=_SECTORS[int((code or "00")[-2:]) % len(_SECTORS)],
        time_legal=None,
        time_local=f"{1 + row % 20:02d} ngày làm việc",
        place=None,
        fee=None,
        legal_basis=None,
        agency=None,
        online_level=None,
        by_post=None,
        note=None,
        effective_on=None,
        effective_until=None,
        part="A/I",
        row_no=str(row),
        sha256="0" * 64,
        page=1,
        table_no=1,
        raw_text=f"{row} | {code} | {name}",
        flags=(),
    )


_SECTORS = tuple(f"Lĩnh vực {number}" for number in range(30))


def _units(number: int, old: str, new: str) -> Iterator[Unit]:
    yield _unit(f"{old}/trung-tam", UnitKind.PROVINCE_CENTER, P, old, None, MERGER)
    if number == successor_of(number):
        yield _unit(f"{new}/trung-tam", UnitKind.PROVINCE_CENTER, P, new, MERGER, None)
    for place in range(_part(DISTRICTS, number)):
        yield _unit(f"{old}/huyen-{place:03d}", UnitKind.DISTRICT, H, old, None, MERGER)
    for place in range(_part(OLD_COMMUNES, number)):
        yield _unit(f"{old}/xa-{place:03d}", UnitKind.COMMUNE, X, old, None, MERGER)
    for place in range(_part(NEW_COMMUNES, number)):
        if place < 2:  # as Tam Hải: the same commune under another parent
            yield _unit(f"{old}/xa-{place:03d}", UnitKind.COMMUNE, X, new, MERGER, None)
        else:
            yield _unit(f"{new}/{old}/xa-{place:03d}", UnitKind.COMMUNE, X, new, MERGER, None)


def _part(total: int, number: int) -> int:
    """This territory's share of a whole, so that all shares make the whole."""
    return total * (number + 1) // OLD_PROVINCES - total * number // OLD_PROVINCES


def _unit(
    unit_id: str, kind: UnitKind, level: Level, of: str, since: date | None, until: date | None
) -> Unit:
    return Unit(
        unit_id=unit_id,
        kind=kind,
        level=level,
        name=f"Đơn vị {unit_id.rpartition('/')[2]}",
        gso_code=None,
        agency_id=None,
        parent_unit_id=f"{of}/trung-tam" if kind is UnitKind.COMMUNE else None,
        province_id=of,
        valid_from=since,
        valid_until=until,
    )


def _seen(found: Territory, rng: random.Random, story: dict[str, _Hanging]) -> Iterator[Listing]:
    """What every unit shows on `DAY`, with some of it wrong."""
    boards = {
        level: [(code, held) for code, held in sorted(story.items()) if level in catalogue()[code]]
        for level in (P, H, X)
    }
    for unit in found.units:
        if unit.valid_from is not None:
            continue
        digest = f"{rng.getrandbits(256):064x}"
        row = 0
        for code, held in boards[unit.level]:
            shown = _sheet(found, rng, unit.unit_id, code, held)
            if shown is not None:
                row += 1
                yield _listing(unit.unit_id, row, code, shown[0], shown[1], digest)


def _sheet(
    found: Territory, rng: random.Random, unit_id: str, code: str, held: _Hanging
) -> tuple[str, Decision] | None:
    """Name and decision on the sheet of one code; None where nothing hangs."""
    name, decision = held.names[-1], held.decisions[-1]
    chance = rng.random()
    if not held.live:
        if chance >= _LEFTOVER * 10:  # a tenth of the codes is not live
            return None
        found.wrong.add((unit_id, code))
    elif chance < _MISSING:
        found.wrong.add((unit_id, code))
        return None
    elif chance < _MISSING + _STALE and len(held.decisions) > 1:
        found.wrong.add((unit_id, code))
        decision = held.decisions[-2]
    elif chance > 1 - _MISNAMED:
        found.wrong.add((unit_id, code))
        name = f"{name} tại địa phương khác"
    return name, decision


def _listing(unit_id: str, row: int, code: str, name: str, decision: Decision, digest: str) -> Listing:
    signed = decision.signed_on
    assert signed is not None
    return Listing(
        unit_id=unit_id,
        channel=Channel.COUNTER,
        observed_on=DAY,
        code=code,
        code_text=code,
        name=name,
        decision_text=f"{decision.number_text} ngày {signed:%d/%m/%Y}",
        posted_on=None,
        url=None,
        sha256=digest,
        row_no=row,
    )
