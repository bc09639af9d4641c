"""What hangs and was never on the board: taken down only where a decision has ended it, else asked."""

from collections.abc import Iterable, Sequence
from datetime import date

from niemyet.model.tables import DecisionItem, Listing, Procedure
from niemyet.model.words import Channel, UpdateKind, UpdateState
from niemyet.transforms.language.codes import is_misprint
from niemyet.transforms.language.text import key
from niemyet.transforms.law.questions import decision_text, levels_text
from niemyet.transforms.work.channel_verdicts import open_finding
from niemyet.transforms.work.findings import Finding, WorkContext, reported, together
from niemyet.transforms.work.listing_judgement import CHANNEL_NAMES, Seen
from niemyet.transforms.work.transitions import Profile, Transition
from niemyet.transforms.work.work_rows import WorkDraft, as_draft


def strangers_of(
    unit_id: str, profile: Profile, seen: Sequence[Seen], context: WorkContext
) -> Iterable[WorkDraft]:
    """Posted, but never on this board: taken down only where a decision has ended it, else asked."""
    found: dict[str, list[tuple[Channel, Finding]]] = {}
    for view in seen:
        for strange in _strange(profile, view, context):
            said = reported(unit_id, strange.transition, (view.channel,), context)
            settled = said is not None and said.done_on is not None and said.done_on >= view.day
            finding = said if said is not None and settled else strange
            same = f"{finding.transition.identity}|{finding.state is UpdateState.DONE}"
            found.setdefault(same, []).append((view.channel, finding))
    for findings in found.values():
        if len(findings) == len(seen) > 1:
            yield as_draft(together([finding for _, finding in findings]), None, context)
            continue
        for channel, finding in findings:
            yield as_draft(finding, channel, context)


def _strange(profile: Profile, view: Seen, context: WorkContext) -> Iterable[Finding]:
    where = CHANNEL_NAMES[view.channel]
    for code in sorted(view.posted):
        if code in profile.codes:
            continue
        row = view.posted[code][0]
        ended = context.endings.get(code)
        if ended is not None:
            yield _ended_elsewhere(ended, row, view, context, profile.span.valid_from)
            continue
        levels = context.levels.get(code)
        abolition = context.abolished.get(code)
        if levels is None and abolition is not None:
            decision = context.evidence.decision_of(abolition.item_id)
            why = (
                f"Niêm yết {where} mã {code}: {decision_text(decision)} bãi bỏ thủ tục này, nhưng chưa nhận được "
                "quyết định nào công bố nó. Nếu đúng, hãy gỡ"
            )
            yield _question(code, row, why, view, context, abolition)
            continue
        if levels is None:
            why = f"Niêm yết {where} mã {code} không có trong quyết định nào đã nhận"
        elif levels:
            why = f"Niêm yết {where} thủ tục thuộc {levels_text(levels)}, không thuộc đơn vị này"
        else:
            why = f"Niêm yết {where} thủ tục không còn cấp nào thực hiện"
        yield _question(code, row, why, view, context)
    for rows in _by_name(view.unmatched):
        why = f"Niêm yết {where} thủ tục không có mã và không trùng tên với thủ tục nào của đơn vị"
        if is_misprint(text := rows[0].code_text or ""):
            why = (
                f"Niêm yết {where} thủ tục ghi mã “{text}”, không phải mã thủ tục, và không trùng tên với thủ tục nào "
                "của đơn vị"
            )
        why += f" ({len(rows)} dòng cùng tên)" if len(rows) > 1 else ""
        yield _question(None, rows[0], why, view, context)
    for rows in view.ambiguous.values():
        why = f"Niêm yết {where} {len(rows)} dòng không có mã, trùng tên với nhiều thủ tục của đơn vị"
        yield _question(None, rows[0], why, view, context)


def _by_name(rows: Iterable[Listing]) -> list[list[Listing]]:
    """Rows that say the same name, together: one question for all of them."""
    groups: dict[str, list[Listing]] = {}
    for row in rows:
        groups.setdefault(key(row.name), []).append(row)
    return list(groups.values())


def _ended_elsewhere(
    ended: Procedure, row: Listing, view: Seen, context: WorkContext, opened: date | None
) -> Finding:
    """Never this unit's, but a decision has ended it everywhere: nobody may still post it.

    `opened`: the unit's first day; nothing is due of it before.
    """
    item_id = ended.closed_by or ended.opened_by
    decision = context.evidence.decision_of(item_id)
    since = max(ended.valid_until or ended.valid_from, opened or date.min)
    received_on = context.evidence.received(item_id)
    one = Transition(
        kind=UpdateKind.REMOVE,
        code=ended.code,
        effective_on=since,
        received_on=received_on,
        due_on=context.evidence.due(received_on, since),
        procedure=None,
        name=ended.name,
        sector=ended.sector,
        item_id=item_id,
        decision_id=decision.decision_id,
        reason=f"Đã hết hiệu lực theo {decision_text(decision)}; vẫn còn niêm yết {CHANNEL_NAMES[view.channel]}",
        identity=f"{ended.code}|{decision.decision_id}|elsewhere",
        former=f"{ended.code}|{item_id}|elsewhere",
    )
    return open_finding(UpdateKind.REMOVE, one, one.reason, view, context, row=row)


def _question(
    code: str | None,
    row: Listing,
    why: str,
    view: Seen,
    context: WorkContext,
    item: DecisionItem | None = None,
) -> Finding:
    one = Transition(
        kind=UpdateKind.REVIEW,
        code=code or "",
        effective_on=view.day,
        received_on=view.day,
        due_on=view.day,
        procedure=None,
        name=row.name,
        sector=None,
        item_id=item.item_id if item else None,
        decision_id=item.decision_id if item else None,
        reason=why,
        identity=f"seen|{code or key(row.name)}",
    )
    return open_finding(UpdateKind.REVIEW, one, why, view, context, row=row, to_do=False)
