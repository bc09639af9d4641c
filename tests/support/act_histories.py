"""Random histories in which decisions act on decisions and on the time of single procedures, as hypothesis strategies.

The histories of `histories.py`, grown by what docs/acts.md names: each decision may annul, withdraw, suspend, restore,
postpone, extend or put right the day of an earlier one, wholly, for a named row, or but for one; and may suspend or restore
single procedures.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from niemyet.model.tables import Decision, DecisionItem, RelationRow
from niemyet.model.words import Action, DecisionKind, RelationType
from tests.support.histories import CODES, FIRST, LAST, History, _row, histories

ACTS = (
    *(RelationType.REPEALS_DOC, RelationType.WITHDRAWS, RelationType.REPLACES_DOC, RelationType.SUSPENDS),
    *(RelationType.SUSPENDS, RelationType.RESTORES, RelationType.POSTPONES, RelationType.POSTPONES),
    *(RelationType.EXTENDS, RelationType.CORRECTS),
)
ANNULLING = frozenset({RelationType.REPEALS_DOC, RelationType.WITHDRAWS, RelationType.REPLACES_DOC})
_DAYS = st.integers(0, (LAST - FIRST).days + 5).map(lambda passed: FIRST + timedelta(days=passed))


@st.composite
def act_histories(draw: st.DrawFn, most: int = 8) -> History:
    """A history whose later decisions act on earlier ones."""
    history = draw(histories(most=most))
    decisions: list[Decision] = []
    items = list(history.items)
    for place, one in enumerate(history.decisions):
        decision = one
        if place:
            acts = [_relation(draw, one, draw(st.sampled_from(history.decisions[:place])), items)
                    for _ in range(draw(st.integers(0, 2)))]  # fmt: skip
            decision = replace(one, relations=tuple(acts))
            items += _pauses(draw, decision)
        decisions.append(decision)
    return History(tuple(decisions), tuple(items), history.meant)


def _relation(draw: st.DrawFn, actor: Decision, target: Decision, items: list[DecisionItem]) -> RelationRow:
    kind = draw(st.sampled_from(ACTS))
    if {actor.kind, target.kind} == {DecisionKind.SUBSET} and kind in ANNULLING:
        kind = (
            RelationType.SUSPENDS
        )  # a reception list that replaces another: tests/transforms/law/test_reception.py
    since: date | None = None
    until: date | None = None
    if target.effective_until is not None and draw(st.booleans()):
        later = target.effective_until + timedelta(days=draw(st.integers(1, 10)))
        return RelationRow(RelationType.EXTENDS, target.decision_id, None, None, later)
    if kind in {RelationType.POSTPONES, RelationType.CORRECTS}:
        since = draw(_DAYS)  # the day that the target is given
    elif kind is RelationType.EXTENDS:
        until = draw(_DAYS)
    else:
        since = draw(st.one_of(st.none(), _DAYS))
        if kind is RelationType.SUSPENDS and draw(st.booleans()):
            until = (since or actor.effective_on or LAST) + timedelta(days=draw(st.integers(1, 12)))
    scope = None
    rows = [one for one in items if one.decision_id == target.decision_id and one.code]
    if rows and kind not in {RelationType.POSTPONES, RelationType.CORRECTS} and draw(st.integers(0, 3)) == 0:
        scope = draw(st.sampled_from(["thủ tục mã ", "trừ thủ tục mã "])) + (
            draw(st.sampled_from(rows)).code or ""
        )
    return RelationRow(kind, target.decision_id, scope, since, until)


def _pauses(draw: st.DrawFn, decision: Decision) -> list[DecisionItem]:
    found = []
    for number in range(7, 7 + draw(st.sampled_from([0, 0, 0, 1, 2]))):
        action = draw(st.sampled_from([Action.SUSPEND, Action.SUSPEND, Action.RESTORE]))
        code = draw(st.sampled_from(CODES))
        row = _row(draw, decision, number, action, code, replaces=(), reception_levels=())
        levels = row.levels if draw(st.booleans()) else ()
        until = row.effective_until if action is Action.SUSPEND else None
        found.append(replace(row, levels=levels, effective_until=until))
    return found
