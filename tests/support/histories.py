"""Random histories of one province around the end of its districts, as hypothesis strategies.

A history is a handful of decisions with rows of every action; what its sentences refer to is kept beside the text
(`meant`), for the model that does not read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, OnlineLevel
from niemyet.transforms.language.citations import decision_id
from niemyet.transforms.language.dates import HO_CHI_MINH
from niemyet.transforms.law.questions import day_text
from tests.support.oracle import Meant

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
FIRST, LAST = date(2025, 6, 18), date(2025, 7, 14)

CODES = ("1.000001", "1.000002", "1.000003", "2.000001", "2.000002")
#: Two procedures bear one name, one is like another but for a word: nothing may be merged by likeness.
NAMES = {
    "1.000001": "Đăng ký khai sinh",
    "1.000002": "Đăng ký lại khai sinh",
    "1.000003": "Cấp giấy phép xây dựng",
    "2.000001": "Cấp giấy phép xây dựng",
    "2.000002": "Xác nhận nơi cư trú",
}
LEVELS = ((X,), (H,), (T,), (H, X), (T, X), (X,))
SECTORS = (None, "Hộ tịch", "Xây dựng")


@dataclass(frozen=True)
class History:
    """Decisions with their rows, and what the sentences among them mean."""

    decisions: tuple[Decision, ...]
    items: tuple[DecisionItem, ...]
    meant: dict[str, Meant]

    def received_on(self) -> list[date]:
        """Local days on which something arrived, in order."""
        return sorted({one.received_at.astimezone(HO_CHI_MINH).date() for one in self.decisions})

    def __repr__(self) -> str:
        """Short enough to read when a property fails."""
        lines = []
        for one in self.decisions:
            lines.append(
                f"{one.decision_id} {one.kind} eff {one.effective_on}..{one.effective_until} "
                f"rec {one.received_at.astimezone(HO_CHI_MINH):%m-%d}"
            )
            for item in self.items:
                if item.decision_id == one.decision_id:
                    own = f"{item.effective_on or ''}..{item.effective_until or ''}"
                    lines.append(
                        f"    {item.part}/{item.row_no} {item.action} {item.code} {item.name!r} "
                        f"{[each.value[0] for each in item.levels]} for {item.replaces} "
                        f"rec {[each.value[0] for each in item.reception_levels]} {own} "
                        f"{item.time_local} {self.meant.get(item.item_id, '')}"
                    )
        return "\n" + "\n".join(lines)


def _instant(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HO_CHI_MINH)


_DAYS = st.integers(0, (LAST - FIRST).days).map(lambda passed: FIRST + timedelta(days=passed))
_KINDS = st.sampled_from(
    [DecisionKind.PUBLIC_LIST] * 8
    + [DecisionKind.NORMALISED, DecisionKind.MIXED, DecisionKind.SUBSET, DecisionKind.CORRECTION] * 2
    + [DecisionKind.INTERNAL, DecisionKind.PUBLIC_FULL, DecisionKind.REPLACEMENT_GROUP]
)
_ISSUERS = st.sampled_from(["quang-nam"] * 6 + ["da-nang"] * 2 + ["binh-dinh"])
_ACTIONS = st.sampled_from(
    [Action.NEW] * 3 + [Action.AMEND] * 4 + [Action.ABOLISH] * 4 + [Action.REPLACE] * 3 + [Action.LIST]
)
_CODES = st.sampled_from(CODES)
_LEVELS = st.sampled_from(LEVELS)


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> History:
    """Between two and `most` decisions, the first of them a list that puts most procedures in force."""
    apart = draw(st.sampled_from([1, 10, 10]))  # where neighbours' days tell nothing, no date is doubted
    drawn = [_base(draw)]
    drawn += [_decision(draw, number * apart) for number in range(2, draw(st.integers(2, most)) + 1)]
    items: list[DecisionItem] = []
    meant: dict[str, Meant] = {}
    for decision in drawn:
        for item, reference in _rows(draw, decision, drawn, items):
            items.append(item)
            if reference is not None:
                meant[item.item_id] = reference
    return History(tuple(drawn), tuple(items), meant)


def _base(draw: st.DrawFn) -> Decision:
    signed = FIRST - timedelta(days=30)
    received = draw(st.sampled_from([signed, FIRST, LAST]))
    return _made("quang-nam", 1, signed, signed, None, received, 8, DecisionKind.PUBLIC_LIST)


def _decision(draw: st.DrawFn, number: int) -> Decision:
    signed = draw(_DAYS)
    effective = draw(st.sampled_from([signed, signed, signed])) if draw(st.booleans()) else draw(_DAYS)
    until = None
    if draw(st.integers(0, 5)) == 0:
        until = effective + timedelta(days=draw(st.integers(1, 8)))
    received = max(
        signed, draw(st.sampled_from([signed, draw(_DAYS)]))
    )  # signed after it came is asked about
    effective = max(effective, signed - timedelta(days=31))  # earlier is asked about (RULINGS 38)
    kind = draw(_KINDS)
    if kind is DecisionKind.CORRECTION:
        effective, until = signed, None
    return _made(draw(_ISSUERS), number, signed, effective, until, received, draw(st.integers(0, 23)), kind)


def _made(
    issuer: str,
    number: int,
    signed: date,
    effective: date,
    until: date | None,
    received: date,
    hour: int,
    kind: DecisionKind,
) -> Decision:
    return Decision(
        decision_id=decision_id(issuer, number, "QĐ-UBND", signed),
        issuer_id=issuer,
        number=number,
        symbol="QĐ-UBND",
        number_text=f"{number}/QĐ-UBND",
        signed_on=signed,
        effective_on=effective,
        effective_until=until,
        effect_source=EffectSource.EXPLICIT,
        title="Về việc công bố danh mục thủ tục hành chính",
        kind=kind,
        sectors=(),
        basis_decisions=(),
        relations=(),
        published_on=None,
        received_at=_instant(received, hour),
        copies=(),
        declared_items=None,
        extracted_items=0,
        flags=("foreign_issuer",) if issuer == "binh-dinh" else (),
        needs_review=False,
    )


def _rows(
    draw: st.DrawFn, decision: Decision, decisions: list[Decision], before: list[DecisionItem]
) -> list[tuple[DecisionItem, Meant | None]]:
    if decision.number == 1:
        codes = draw(st.lists(_CODES, min_size=2, max_size=4, unique=True))
        return [
            (_row(draw, decision, number, Action.NEW, code), None) for number, code in enumerate(codes, 1)
        ]
    rows: list[tuple[DecisionItem, Meant | None]] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        if decision.kind is DecisionKind.CORRECTION:
            rows += _correction(draw, decision, number, decisions, before)
            continue
        action = draw(_ACTIONS)
        if decision.kind is DecisionKind.NORMALISED:
            action = draw(st.sampled_from([Action.LIST, Action.NEW, Action.AMEND, Action.ABOLISH]))
        if action in {Action.ABOLISH, Action.AMEND, Action.LIST} and draw(st.integers(0, 2)) == 0:
            rows.append(_reference(draw, decision, number, action, decisions, before))
            continue
        code = draw(st.sampled_from([*CODES, *CODES, None])) if action is Action.NEW else draw(_CODES)
        rows.append((_row(draw, decision, number, action, code), None))
    return rows


def _row(
    draw: st.DrawFn, decision: Decision, number: int, action: Action, code: str | None, **more: Any
) -> DecisionItem:
    part = draw(st.sampled_from(["A/I", "A/I", "A/I/2", "A/II", "B/I"]))
    name = NAMES[code] if code else draw(st.sampled_from(sorted(set(NAMES.values()))))
    if action is Action.AMEND and draw(st.integers(0, 3)) == 0:
        name = f"{name} (đã sửa)"
    replaces: tuple[str, ...] = ()
    if action is Action.REPLACE:
        replaces = tuple(draw(st.lists(_CODES, min_size=1, max_size=2, unique=True)))
    since, until = None, None
    if draw(st.integers(0, 7)) == 0:
        since = draw(_DAYS)
    if draw(st.integers(0, 9)) == 0:
        until = (since or decision.effective_on or LAST) + timedelta(days=draw(st.integers(1, 6)))
    values: dict[str, Any] = {
        "item_id": f"{decision.decision_id}#{part}/{number}",
        "decision_id": decision.decision_id,
        "action": action,
        "code": code,
        "code_text": code,
        "code_repaired": False,
        "replaces": replaces,
        "name": name,
        "levels": draw(_LEVELS),
        "reception_levels": draw(st.sampled_from([(), (), (), (X,), (H,)])),
        "sector": draw(st.sampled_from(SECTORS)),
        "time_legal": None,
        "time_local": draw(st.sampled_from([None, "03 ngày", "05 ngày"])),
        "place": None,
        "fee": draw(st.sampled_from([None, None, "Không"])),
        "legal_basis": None,
        "agency": None,
        "online_level": draw(st.sampled_from([None, None, OnlineLevel.FULL, OnlineLevel.PARTIAL])),
        "by_post": draw(st.sampled_from([None, None, True, False])),
        "note": None,
        "effective_on": since,
        "effective_until": until,
        "part": part,
        "row_no": str(number),
        "sha256": "0" * 64,
        "page": 1,
        "table_no": 1,
        "raw_text": f"{number} | {code or ''} | {name}",
        "flags": (),
    }
    made = DecisionItem(**{**values, **more})
    # As readers give it: a level that holds a procedure is none of those that only receive it.
    only = tuple(level for level in made.reception_levels if level not in made.levels)
    return replace(made, reception_levels=only)


def _reference(
    draw: st.DrawFn,
    decision: Decision,
    number: int,
    action: Action,
    decisions: list[Decision],
    before: list[DecisionItem],
) -> tuple[DecisionItem, Meant]:
    """A row that names a procedure without its code: by name, by name and decision, or by the row of an annex."""
    name = draw(st.sampled_from(sorted(set(NAMES.values()))))
    levels = draw(st.sampled_from([(X,), (H,), (), (T, X)]))
    rows = [item for item in before if item.decision_id != decision.decision_id]
    way = draw(st.sampled_from(["name", "cited", "row"])) if rows else "name"
    row = _row(draw, decision, number, action, None, name=name, levels=levels)
    if way == "name":
        return row, Meant()
    aimed = draw(st.sampled_from(rows))
    cited = next(one for one in decisions if one.decision_id == aimed.decision_id)
    quoted = f"Quyết định số {cited.number_text} ngày {day_text(cited.signed_on or FIRST)}"
    if way == "cited":
        name = draw(st.sampled_from([aimed.name, name]))
        text = f"Thủ tục “{name}” được công bố tại {quoted}"
        return _with(row, name=name, raw_text=text), Meant(cited.decision_id)
    part = "/".join((aimed.part or "A/I").split("/")[:2])
    mark, section = part.split("/")
    text = f"Thủ tục số thứ tự {aimed.row_no} mục {section} phần {mark} Phụ lục kèm theo {quoted}"
    return _with(row, name="", raw_text=text), Meant(cited.decision_id, (part, aimed.row_no or ""))


def _correction(
    draw: st.DrawFn,
    decision: Decision,
    number: int,
    decisions: list[Decision],
    before: list[DecisionItem],
) -> list[tuple[DecisionItem, Meant]]:
    """A sentence that puts a code, a name or a time of an earlier row right."""
    rows = [
        item
        for item in before
        if item.decision_id != decision.decision_id and item.code and item.action is not Action.CORRECT
    ]
    if not rows:
        return []
    aimed = draw(st.sampled_from(rows))
    cited = next(one for one in decisions if one.decision_id == aimed.decision_id)
    what = draw(st.sampled_from(["code", "time", "name"]))
    more: dict[str, Any] = {"code": aimed.code, "replaces": (), "name": "", "time_local": None, "fee": None}
    if what == "code":
        more |= {"code": draw(_CODES), "replaces": (aimed.code,)}
    elif what == "time":
        more |= {"time_local": draw(st.sampled_from(["01 ngày", "09 ngày"]))}
    else:
        more |= {"code": None, "name": aimed.name, "fee": "10.000 đồng"}
    row = _row(draw, decision, number, Action.CORRECT, None)
    text = f"Đính chính Quyết định số {cited.number_text} ngày {day_text(cited.signed_on or FIRST)}"
    plain = {"levels": (), "reception_levels": (), "online_level": None, "by_post": None, "sector": None}
    row = _with(row, **plain, **more, effective_on=None, effective_until=None, raw_text=text)
    return [(row, Meant(cited.decision_id))]


def _with(item: DecisionItem, **columns: Any) -> DecisionItem:
    return replace(item, **columns)
