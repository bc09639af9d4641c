"""What people's answers to reviews change: exactly what was asked, from the day of the answer on, nothing else.

What each kind of question takes and what its answer does stands in `review_kinds`; answers are read there into one form
before they are kept. An answer from before that check which is none of what the question takes is kept with its question
and changes nothing. The last answer to a question counts, while the question stands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from niemyet.model.records import Province, Resolution, fields
from niemyet.model.tables import Decision, DecisionItem, Procedure, ReadItem, RelationRow, Review
from niemyet.model.words import Action, DecisionKind, Level, Proof, RelationType, ReviewKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.answers import (
    ALL,
    NONE,
    OF_DECISION,
    parse_action,
    parse_codes,
    parse_column,
    parse_day,
    parse_decision,
    parse_heading,
    parse_levels,
    parse_overlooked,
    parse_pairs,
)
from niemyet.transforms.law.corrections import FIELD_FLAG, Chosen
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    BY_ANSWER,
    DISTRICT_END,
    EVERYWHERE,
    ON_GROUND,
    ON_UNITS,
    KnownItem,
    effect_of,
    speaks_for_all,
)
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.law.items import decided
from niemyet.transforms.law.law_reviews import Asked
from niemyet.transforms.law.questions import ask, field_of
from niemyet.transforms.law.references import ends_everywhere
from niemyet.transforms.law.review_kinds import KINDS, Does
from niemyet.transforms.law.standing_answers import Told, standing

#: The flag that an answer leaves on what it changed.
ANSWERED = "answered"
#: The flag of a decision of which a person said that rows are missing; it needs a person until it is read whole.
ROWS_MISSING = "rows_missing"

_Change = Callable[[DecisionItem, Decision], tuple[DecisionItem, Decision]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was received, folded with what people answered."""

    decisions: tuple[Decision, ...]
    items: tuple[DecisionItem, ...]
    folded: Folded
    reviews: tuple[Review, ...]  # those of the fold that stand, and those that were answered
    told_on: Mapping[str, date]  # items that act only since an answer, and since when


@dataclass(frozen=True, slots=True)
class _Acting:
    """An answer with what it is about, and what was in force before it."""

    asked: Asked
    told: Told
    before: tuple[Procedure, ...]


@dataclass(frozen=True, slots=True)
class _Twin:
    """A procedure of which a row speaks beside its own: the same in all but code and name."""

    row: str
    code: str
    name: str | None  # of its own, where the row prints one for each code
    since: date


@dataclass(slots=True)
class _Changes:
    """Everything that answers come to in one round."""

    decisions_by_id: Mapping[str, Decision]
    items_by_id: Mapping[str, DecisionItem]
    rows: dict[str, list[tuple[Told, _Change]]] = field(default_factory=dict)
    decisions: dict[str, list[tuple[Told, _Change]]] = field(default_factory=dict)
    added: dict[str, tuple[Told, DecisionItem]] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)  # by row that an answer made: the row asked about
    gone: dict[str, list[tuple[Told, date]]] = field(
        default_factory=dict
    )  # by row: what stood before returns
    twins: dict[str, "_Twin"] = field(default_factory=dict)
    chosen: dict[str, Chosen] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)  # decisions of which a person said that rows are missing

    def row_of(self, told: Told) -> DecisionItem | None:
        """The row that a question stands on."""
        return self.items_by_id.get(told.review.item_id or "")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is folded, and for when."""

    decisions: Sequence[Decision]
    items: Sequence[DecisionItem]
    province: Province
    as_of: date
    knowledge_day: date
    resolutions: Sequence[Resolution]


def fold_answered(
    decisions: Sequence[Decision],
    items: Sequence[DecisionItem],
    reviews: Iterable[Review],
    province: Province,
    as_of: date,
    knowledge_day: date,
    resolutions: Sequence[Resolution],
) -> Answered:
    """Fold what was received with what people answered to the questions of reading and folding.

    `reviews`: the questions asked before the fold. An answer may settle one question and raise another, which may
    have its answer too: the fold is done anew until no answer is left out.
    """
    if not resolutions:
        folded = fold_history(decisions, items, province, as_of, knowledge_day)
        return Answered(tuple(decisions), tuple(items), folded, folded.reviews, {})
    facts = _Facts(decisions, items, province, as_of, knowledge_day, resolutions)
    by_decision = {one.decision_id: one for one in decisions}
    stood = {one.review_id: _asked_of(one, by_decision) for one in reviews}
    before = frozenset(stood)
    stood |= {one.review.review_id: one for one in _asked_formerly(facts)}
    acting = {
        one.name: _Acting(stood[one.review.review_id], one, ())
        for one in standing((each.review for each in stood.values()), resolutions)
        if _is_acting(one.review)
        and KINDS[one.review.kind].does is not Does.ENDS_CODES  # what is held is known then
    }
    while True:
        found = _round(facts, acting.values())
        stands = {one.review.review_id: one for one in found.folded.asked}
        stood |= stands
        told = {one.name: one for one in standing((each.review for each in stood.values()), resolutions)}
        more = {
            name: _Acting(stood[one.review.review_id], one, found.folded.procedures)
            for name, one in told.items()
            if name not in acting and _is_acting(one.review)
        }
        if not more:
            break
        acting |= more
    answered = {one.review.review_id for one in told.values()}
    kept = [
        one.review
        for name, one in sorted(stood.items())
        if name in stands or (name in answered and name not in before)
    ]
    meant = {
        one.review.item_id: one.since
        for one in told.values()
        if one.review.item_id is not None
        and KINDS[one.review.kind].does is Does.AIMS_REFERENCE
        and one.answer != NONE
        and (one.checked or one.answer in one.review.candidates)
    }
    return replace(found, reviews=tuple(kept), told_on={**meant, **found.told_on})


def _asked_formerly(facts: _Facts) -> Iterator[Asked]:
    """Which level a sentence means that ends a code without one, as it was asked before it ended where that is in force."""
    answered = {one.review_id for one in facts.resolutions}
    by_id = {one.decision_id: one for one in facts.decisions}
    for item in facts.items:
        if ends_everywhere(item):
            decision = by_id[item.decision_id]
            review = ask(
                ReviewKind.LEVEL_UNKNOWN,
                fields(name=item.name),
                decision=decision,
                item=item,
                candidates=Level,
            )
            if review.review_id in answered:
                yield Asked(review, on=decision.effective_on)


def _asked_of(review: Review, decisions: Mapping[str, Decision]) -> Asked:
    """A question asked before the fold, with what its answer acts on."""
    decision = decisions.get(review.decision_id or "")
    return Asked(review, on=decision.effective_on if decision else None)


def _is_acting(review: Review) -> bool:
    """Whether an answer to such a question may change something here."""
    does = KINDS[
        review.kind
    ].does  # references are resolved by `transforms.law.references`, documents before the fold
    return does in {*_OF_ROWS, *_OF_DECISIONS, *_OF_THE_FOLD, Does.AIMS_CORRECTION}


# ---- one round -----------------------------------------------------------------------------------------------


def _round(facts: _Facts, acting: Iterable[_Acting]) -> Answered:
    by_id = {one.decision_id: one for one in facts.decisions}
    changes = _Changes(by_id, {one.item_id: one for one in facts.items})
    for one in sorted(acting, key=lambda each: str(each.told.order)):
        _collect(changes, one)
    newest = {**by_id}
    for decision_id, own in changes.decisions.items():
        newest[decision_id] = _decision_as_told(by_id[decision_id], own)
    wordings: dict[str, Sequence[KnownItem]] = {}
    for item in facts.items:
        own = [*changes.rows.get(item.item_id, ()), *changes.decisions.get(item.decision_id, ())]
        if own:
            wordings[item.item_id] = _worded(item, by_id[item.decision_id], own)
    for item_id, (told, made) in list(changes.added.items()):
        decision = newest[made.decision_id]
        item = replace(made, effective_on=made.effective_on or decision.effective_on)
        changes.added[item_id] = (told, item)
        since = max(told.since, local_day(decision.received_at))
        # What a person says ends nothing of itself, though the decision's own effect may.
        # Nor does it matter what kind the decision is: one that only repeals another is no list.
        ordering = replace(
            decision,
            effective_until=None,
            kind=decision.kind if decision.kind in BINDING_KINDS else DecisionKind.PUBLIC_LIST,
        )
        wordings[item.item_id] = _as_long_as_its_row(changes, KnownItem(item, ordering, since))
    for item_id, twin in changes.twins.items():
        wordings[item_id] = tuple(_twins(item_id, twin, wordings[twin.row]))
    items = [wordings[one.item_id][-1].item if one.item_id in wordings else one for one in facts.items]
    items += [item for _, item in changes.added.values()]
    items += [wordings[item_id][-1].item for item_id in changes.twins]
    folded = fold_history(
        tuple(newest.values()),
        items,
        facts.province,
        facts.as_of,
        facts.knowledge_day,
        resolutions=_last(facts.resolutions),
        wordings=wordings,
        chosen=changes.chosen,
    )
    told_on = {
        item_id: known[-1].known_from
        for item_id, known in wordings.items()
        if known[-1].known_from > local_day(known[-1].decision.received_at)
    }
    marked = tuple(_lacking(one) if one.decision_id in changes.lacking else one for one in newest.values())
    return Answered(marked, tuple(items), folded, (), told_on)


def _as_long_as_its_row(changes: _Changes, made: KnownItem) -> tuple[KnownItem, ...]:
    """What an answer made of a row goes with that row, from the day on which what stood before returns."""
    row = changes.items_by_id.get(changes.made_of.get(made.item.item_id, ""))
    if row is None or row.decision_id != made.item.decision_id:
        return (made,)
    known = [made]
    for told, day in changes.gone.get(row.item_id, ()):
        since, last = max(made.known_from, told.since), known[-1]
        begins, until = effect_of(last.item, last.decision)
        if begins is None or not begins < day < (until or date.max):
            continue
        if since > last.known_from:
            last.known_until = since
            known.append(last := replace(last, known_from=since, known_until=None))
        last.item = replace(last.item, effective_until=day)
    return tuple(known)


def _twins(item_id: str, twin: _Twin, wordings: Iterable[KnownItem]) -> Iterator[KnownItem]:
    """A row over knowledge time as it speaks of another of its procedures, from the answer on."""
    for known in wordings:
        if known.known_until is None or known.known_until > twin.since:
            name = twin.name or known.item.name
            item = replace(known.item, item_id=item_id, code=twin.code, code_text=twin.code, name=name)
            yield replace(known, item=item, known_from=max(known.known_from, twin.since))


def _lacking(decision: Decision) -> Decision:
    return replace(decision, flags=tuple(sorted({*decision.flags, ROWS_MISSING})))


def _last(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """The last word on each question; what was taken back is not among them."""
    last = {
        one.review_id: one for one in sorted(resolutions, key=lambda one: (one.resolved_at, one.resolution))
    }
    return tuple(last[name] for name in sorted(last) if not last[name].reopened)


def _worded(
    item: DecisionItem, decision: Decision, changes: Sequence[tuple[Told, _Change]]
) -> tuple[KnownItem, ...]:
    """A row over knowledge time: as received, and anew from each day on which an answer changed it."""
    received = local_day(decision.received_at)
    ordered = sorted(changes, key=lambda pair: str(pair[0].order))
    days = sorted({received, *(max(received, told.since) for told, _ in ordered)})
    known: list[KnownItem] = []
    for day, until in zip(days, [*days[1:], None], strict=True):
        row, order = item, decision
        for told, change in ordered:
            if told.since <= day:
                row, order = change(row, order)
        if known and (known[-1].item, known[-1].decision) == (row, order):
            known[-1] = KnownItem(row, order, known[-1].known_from, until)
        else:
            known.append(KnownItem(row, order, day, until))
    return tuple(known)


def _decision_as_told(decision: Decision, changes: Sequence[tuple[Told, _Change]]) -> Decision:
    """The decision itself as known last; rows are changed by `_worded`."""
    for _, change in sorted(changes, key=lambda pair: str(pair[0].order)):
        _, decision = change(_NO_ROW, decision)
    return decision


# ---- answers to questions of reading ---------------------------------------------------------------------------


def _collect(changes: _Changes, one: _Acting) -> None:
    """Note what one answer changes."""
    told, review = one.told, one.told.review
    does = KINDS[review.kind].does
    decision_id = review.decision_id or ""
    if does in _OF_ROWS:
        change = _OF_ROWS[does](told)
        for item_id in told.rows:
            if change is not None and item_id in changes.items_by_id:
                changes.rows.setdefault(item_id, []).append((told, change))
    elif does in _OF_DECISIONS and decision_id in changes.decisions_by_id:
        change = _OF_DECISIONS[does](told)
        if change is not None:
            changes.decisions.setdefault(decision_id, []).append((told, change))
    elif does is Does.AIMS_CORRECTION and told.answer in review.candidates:
        changes.chosen[review.item_id or ""] = Chosen(told.answer, told.since)
    elif does in _OF_THE_FOLD:
        _OF_THE_FOLD[does](changes, one)


def _row(settled: tuple[str, ...] = (), **columns: object) -> _Change:
    """Columns put into a row; the flags that are settled go, and the row says that a person answered."""

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        flags = tuple(sorted({*(flag for flag in item.flags if flag not in settled), ANSWERED}))
        return replace(item, flags=flags, **columns), decision  # type: ignore[arg-type]

    return change


def _action(told: Told) -> _Change | None:
    action = parse_action(told.answer)
    settled = ("action_unknown", "action_contradicted", "abolish_words")
    return _row(settled, action=action) if action else None


def _level(told: Told) -> _Change | None:
    levels = parse_levels(told.answer)
    return _row(("level_unknown", "level_contradicted"), levels=levels) if levels else None


def _kept_row(told: Told) -> _Change | None:
    """A row that is struck, hidden, uncomputed or overlapped counts, or does not (RULINGS 37)."""
    return _row(("row_doubtful",)) if told.answer == "valid" else None


_CODE_FLAGS = ("several_codes", "code_unclear", "no_code", "ocr_doubt")


def _code(told: Told) -> _Change | None:
    codes = parse_codes(told.answer)
    if codes is None or len(codes) != 1:
        return None
    if (field_of(told.review, "column") or "").startswith(
        "old"
    ):  # the code of what is replaced, not the row's own
        return _replacing(codes)
    settled = (*_CODE_FLAGS, "row_doubtful") if field_of(told.review, "why") else _CODE_FLAGS
    return _row(settled, code=codes[0])


def _codes(changes: _Changes, one: _Acting) -> None:
    """The codes that a row bears: its own, and of each other procedure a row like it."""
    codes, row = parse_codes(one.told.answer), changes.row_of(one.told)
    if not codes or row is None:
        return
    settled = (*_CODE_FLAGS, "row_doubtful") if field_of(one.told.review, "why") else _CODE_FLAGS
    printed = [code for code in one.told.review.candidates if parse_codes(code)]
    names = [name.strip() for name in row.name.split(";")]
    of_each = dict(zip(printed, names, strict=True)) if len(codes) > 1 and len(names) == len(printed) else {}
    named: dict[str, object] = {"name": of_each[codes[0]]} if codes[0] in of_each else {}
    changes.rows.setdefault(row.item_id, []).append((one.told, _row(settled, code=codes[0], **named)))
    since = max(one.told.since, local_day(changes.decisions_by_id[row.decision_id].received_at))
    for code in codes[1:]:
        twin = _Twin(row.item_id, code, of_each.get(code), since)
        changes.twins[_answer_id(one.told, code)] = twin


def _name(told: Told) -> _Change | None:
    return _row((), name=told.answer) if told.answer else None


def _heading(told: Told) -> _Change | None:
    """An action, levels, or both, for the rows below a heading: each row takes what it does not have surely."""
    said = parse_heading(told.answer)
    if said is None:
        return None
    action, levels = said

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        columns: dict[str, object] = {}
        if action is not None and "action_unknown" in item.flags:
            columns["action"] = action
        if levels and "level_unknown" in item.flags:
            columns["levels"] = levels
        settled = [
            flag
            for flag, name in (("action_unknown", "action"), ("level_unknown", "levels"))
            if name in columns
        ]
        return _row(tuple(settled), **columns)(item, decision) if columns else (item, decision)

    return change


def _column(told: Told) -> _Change | None:
    said = parse_column(told.answer)
    if said is None:
        return None
    column, value = said
    if column in OF_DECISION:
        return None  # it is the decision that is put right (`renamed`)
    if column == "levels":
        return _levels_corrected(parse_levels(value) or ())
    return _row(("correction_unclear",), **{column: value})


def _levels_corrected(levels: tuple[Level, ...]) -> _Change:
    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        row, decision = _row(("correction_unclear",), levels=levels)(item, decision)
        return replace(row, flags=tuple(sorted({*row.flags, f"{FIELD_FLAG}level"}))), decision

    return change


def _replaced(told: Told) -> _Change | None:
    codes = parse_codes(told.answer)
    return None if codes is None else _replacing(codes)


def _replacing(codes: tuple[str, ...]) -> _Change:
    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        row = _row(("replaced_unknown", "replaced_unclear"))(item, decision)[0]
        return replace(row, replaces=tuple(dict.fromkeys((*item.replaces, *codes)))), decision

    return change


def _same_name(told: Told) -> _Change | None:
    codes = parse_codes(told.answer)
    if not codes or len(codes) != 1 or not (told.checked or told.answer in told.review.candidates):
        return None
    return _row(code=codes[0])


_OF_ROWS: dict[Does, Callable[[Told], _Change | None]] = {
    Does.SETS_ACTION: _action,
    Does.SETS_LEVELS: _level,
    Does.KEEPS_ROW: _kept_row,
    Does.SETS_HEADING: _heading,
    Does.SETS_CODE: _code,
    Does.SETS_NAME: _name,
    Does.SETS_COLUMN: _column,
    Does.ADDS_REPLACED: _replaced,
    Does.IS_SAME: _same_name,
}


def _effect(told: Told) -> _Change | None:
    """The day for what had none, or only the day of signing; rows with a day of their own keep it."""
    day = parse_day(told.answer)
    if day is None:
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        before = decision.effective_on
        order = replace(decision, effective_on=day)
        own = item.effective_on if item.effective_on not in {None, before} else None
        return replace(item, effective_on=own or day), order

    return change


def _end_of_effect(told: Told) -> _Change | None:
    """The last day with effect of a decision whose end none could date; rows with an end of their own keep it."""
    day = parse_day(told.answer)
    if day is None:
        return None
    return lambda item, decision: (item, replace(decision, effective_until=day + timedelta(days=1)))


def _without_flag(*settled: str) -> _Change:
    """A decision that waited for a person acts; so do its rows."""

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        kept = tuple(flag for flag in decision.flags if flag not in settled)
        own = tuple(flag for flag in item.flags if flag not in settled)
        return replace(item, flags=own), replace(decision, flags=kept)

    return change


def _issued(told: Told) -> _Change | None:
    return _without_flag("draft") if told.answer == "issued" else None


def _ground(told: Told) -> _Change | None:
    if told.answer in {NONE, "everywhere"}:
        return _without_flag("ground_unclear") if told.answer == "everywhere" else None
    units = ",".join(one.strip() for one in told.answer.split(","))

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        flags = {*decision.flags, f"{ON_UNITS}{units}"} - {"ground_unclear"}
        return item, replace(decision, flags=tuple(sorted(flags)))

    return change


def _effect_of_undated(told: Told) -> _Change | None:
    """The day for rows that have none; a decision that has one keeps it."""
    day = parse_day(told.answer)
    if day is None:
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        order = decision if decision.effective_on else replace(decision, effective_on=day)
        return replace(item, effective_on=item.effective_on or decision.effective_on or day), order

    return change


def _kind(told: Told) -> _Change | None:
    if told.answer not in {kind.value for kind in DecisionKind}:
        return None
    kind = DecisionKind(told.answer)
    return lambda item, decision: (item, replace(decision, kind=kind))


def _issuer(told: Told) -> _Change | None:
    if not told.checked and told.answer not in told.review.candidates:
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        flags = tuple(flag for flag in decision.flags if flag not in {"foreign_issuer", "issuer_unknown"})
        return item, replace(decision, issuer_id=told.answer, flags=flags)

    return change


# ---- answers to questions of the fold ----------------------------------------------------------------------------


def _moved(changes: _Changes, one: _Acting) -> None:
    if one.told.answer == "moved" and one.asked.code is not None:
        _end(changes, one, {one.asked.code: one.asked.levels})


def _row_dates(changes: _Changes, one: _Acting) -> None:
    """Rows that have the effect of their own which a clause gave to rows that could not be told."""
    names, _, day = one.told.answer.partition(": ")
    review = one.told.review
    since = parse_day(day or field_of(review, "on") or "")
    until = parse_day(field_of(review, "until") or "")
    if since is None:
        return
    columns: dict[str, object] = {"effective_on": since}
    if until is not None:
        columns["effective_until"] = until
    for name in names.split("; "):
        if name in changes.items_by_id:
            changes.rows.setdefault(name, []).append((one.told, _row((), **columns)))


def _overlooked(changes: _Changes, one: _Acting) -> None:
    """Rows that a person read where the program read none; they act with the decision, on its day."""
    decision = changes.decisions_by_id.get(one.told.review.decision_id or "")
    if decision is None:
        return
    if one.told.answer == "missing":
        changes.lacking.add(decision.decision_id)
        return
    for row in parse_overlooked(one.told.answer) or ():
        made = _made(decision, one.told, row.code, row.levels, None, row.name)
        _add(changes, one.told, replace(made, action=row.action))


def _excepted(changes: _Changes, one: _Acting) -> None:
    """The rows that an article leaves out; all others of the list count."""
    left_out = set(one.told.answer.split("; "))
    decision_id = one.told.review.decision_id
    for item in changes.items_by_id.values():
        if item.decision_id == decision_id and "exception_unclear" in item.flags:
            settled = () if item.item_id in left_out else ("exception_unclear",)
            changes.rows.setdefault(item.item_id, []).append((one.told, _row(settled)))


def _meant(changes: _Changes, one: _Acting) -> None:
    """Another code than the printed one was meant; of several rows, of those that the answer or its rows name."""
    pairs, codes = parse_pairs(one.told.answer), parse_codes(one.told.answer)
    ending: dict[str, tuple[set[Level], str]] = {}
    for row in (changes.items_by_id.get(name) for name in one.told.rows):
        if row is None:
            continue
        level = one.asked.level or (row.levels[0] if len(row.levels) == 1 else None)
        if level is None:
            continue
        printed = one.asked.code or row.code
        meant = (pairs or {}).get(printed or "") or (codes[0] if codes and len(codes) == 1 else None)
        if meant is None or meant == printed:
            continue
        if one.told.review.kind == ReviewKind.REPLACED_NOT_IN_FORCE:
            changes.rows.setdefault(row.item_id, []).append((one.told, _replacing((meant,))))
        else:
            ending.setdefault(meant, (set(), row.name))[0].add(level)
    for code, (levels, name) in sorted(ending.items()):
        _end(changes, one, {code: tuple(each for each in Level if each in levels)}, name=name)


def _instead_of_district(changes: _Changes, one: _Acting) -> None:
    levels, row = parse_levels(one.told.answer), changes.row_of(one.told)
    if levels and Level.DISTRICT not in levels and row is not None:
        wanted = set(levels)
        _relevel(changes, one.told, row, lambda own: (own | wanted) - {Level.DISTRICT})


def _taken_up(changes: _Changes, one: _Acting) -> None:
    """What the district held goes on at another level, as it stood (RULINGS 15)."""
    levels, row, code = parse_levels(one.told.answer), changes.row_of(one.told), one.asked.code
    if not levels or Level.DISTRICT in levels or row is None or code is None:
        return
    stood = [each for each in one.before if each.code == code and each.level is Level.DISTRICT]
    last = max(stood, key=lambda each: each.version)
    taken_up = replace(
        row,
        item_id=_answer_id(one.told, code),
        action=Action.LIST,
        code=code,
        name=last.name,
        sector=last.sector,
        time_local=last.time_local,
        fee=last.fee,
        online_level=last.online_level,
        by_post=last.by_post,
        levels=levels,
        replaces=(),
        effective_on=DISTRICT_END,
        raw_text=f"{row.raw_text}; {_said(one.told)}",
    )
    _add(changes, one.told, taken_up)


def _not_back(changes: _Changes, one: _Acting) -> None:
    row, level = changes.row_of(one.told), one.asked.level
    if one.told.answer == "ended" and row is not None and level is not None:
        _relevel(changes, one.told, row, lambda own: own - {level})


def _one_row(changes: _Changes, one: _Acting) -> None:
    """The other rows do not act on that code at that level; what else they do stays."""
    level = one.asked.level
    if one.told.answer not in one.asked.rows or level is None:
        return
    for name in one.asked.rows:
        row = changes.items_by_id.get(name)
        if row is None or name == one.told.answer:
            continue
        if row.code == one.asked.code and not row.replaces:
            _relevel(changes, one.told, row, lambda own: own - {level})
        elif row.code != one.asked.code and row.levels == (level,):
            rest = tuple(code for code in row.replaces if code != one.asked.code)
            changes.rows.setdefault(name, []).append((one.told, _row(replaces=rest)))


def _ended(changes: _Changes, one: _Acting) -> None:
    """Procedures that end with a decision that did not name them, at all levels that hold them.

    Of a part of an earlier decision they end at the levels of its rows, and at those that the words name; a row of it that
    ends or suspends a procedure does so no longer.
    """
    offered = one.asked.codes
    every = one.told.answer.lower() == ALL
    codes = (offered or one.told.review.candidates) if every else parse_codes(one.told.answer)
    if not codes or not (one.told.checked or every or not offered or set(codes) <= set(offered)):
        return
    ended: dict[str, tuple[Level, ...]] = {}
    for code in codes:
        rows = [row for name in one.asked.rows if (row := changes.items_by_id.get(name)) and row.code == code]
        published = [row for row in rows if row.action not in _ENDS_OR_PAUSES]
        if rows and not published:
            for row in rows:
                changes.rows.setdefault(row.item_id, []).append((one.told, _no_longer(one.asked.on)))
            continue
        levels = {level for row in published for level in row.levels} or set(Level)
        levels &= set(one.asked.levels) or set(Level)
        ended[code] = tuple(level for level in _holding(one, code) if level in levels)
    _end(changes, one, ended)


def _no_longer(day: date | None) -> _Change:
    """A row acts until a day; what falls away before its effect never does."""

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        since = item.effective_on or decision.effective_on
        if day is None or since is None or day <= since:
            return replace(item, flags=tuple(sorted({*item.flags, "row_doubtful", ANSWERED}))), decision
        return _row((), effective_until=day)(item, decision)

    return change


#: Rows that are no procedure: where they fall away, what they did does.
_ENDS_OR_PAUSES = frozenset({Action.ABOLISH, Action.SUSPEND, Action.CORRECT})


def _expired(changes: _Changes, one: _Acting) -> None:
    day, decision_id = one.asked.on, one.told.review.decision_id or ""
    if day is None or decision_id not in changes.decisions_by_id:
        return
    if one.told.answer == "ended":
        _end(changes, one, {code: _holding(one, code) for code in one.asked.codes})
    # Of a correction nothing ends: where nothing comes back, what it put right stays.
    if one.told.answer == "stays" or (one.told.answer == "ended" and not one.asked.codes):
        for name in one.asked.rows:
            changes.rows.setdefault(name, []).append((one.told, _without_end(day)))


def _not_adopted(changes: _Changes, one: _Acting) -> None:
    """Rows of a list that are not taken as in force; where a decision moved them, only from its effect on."""
    codes = one.asked.codes if one.told.answer.lower() == "all" else parse_codes(one.told.answer) or ()
    for name in one.asked.rows:
        row = changes.items_by_id.get(name)
        if row is None or row.code not in codes:
            continue
        moved = min(
            (
                each.valid_from
                for each in one.before
                if each.code == row.code and each.level not in row.levels and each.proof is Proof.DECISION
            ),
            default=date.min,
        )
        later = row.effective_on is not None and moved > row.effective_on
        change = _row((), effective_until=moved) if later else _void
        changes.rows.setdefault(name, []).append((one.told, change))


def _void(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
    return replace(item, flags=tuple(sorted({*item.flags, "adopted_void", ANSWERED}))), decision


def _orphaned(changes: _Changes, one: _Acting) -> None:
    """A procedure of an annulled decision ends, or what stood before the decision returns, from the act's day on."""
    code, day = one.asked.code, one.asked.on
    if code is None or day is None:
        return
    if one.told.answer == "end":
        _end(changes, one, {code: _holding(one, code)})
    elif one.told.answer == "before":
        for name in one.asked.rows:
            changes.rows.setdefault(name, []).append((one.told, _row((), effective_until=day)))
            changes.gone.setdefault(name, []).append((one.told, day))
            row = changes.items_by_id.get(name)
            if one.asked.until is not None and row is not None:
                again = replace(
                    row,
                    item_id=_answer_id(one.told, code, row.decision_id),
                    effective_on=one.asked.until,
                )
                _add(changes, one.told, again)


def _uncorrected(changes: _Changes, one: _Acting) -> None:
    """What an annulled correction put right is said as before from the act's day on."""
    if one.told.answer == "before" and one.asked.on is not None:  # a day of effect: `decision_acts`
        for name in one.asked.rows:
            changes.rows.setdefault(name, []).append((one.told, _no_longer(one.asked.on)))


def _dated_act(told: Told) -> _Change | None:
    """The day of an act that could not be read; of an extension it is the last day."""
    day = parse_day(told.answer)
    target = field_of(told.review, "target") or ""
    if day is None:
        return None

    def dated(relation: RelationRow) -> RelationRow:
        if not relation.undated:
            return relation
        if relation.type is RelationType.EXTENDS:
            return replace(relation, effective_until=day + timedelta(days=1), undated=None)
        return replace(relation, effective_on=day, undated=None)

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        return item, replace(decision, relations=tuple(dated(one) for one in decision.relations))

    return change if target else None


def _on_all_ground(told: Told) -> _Change | None:
    """What was signed before the merger holds on all ground, said by a person."""
    if told.answer != "everywhere":
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        return item, replace(decision, flags=tuple(sorted({*decision.flags, EVERYWHERE})))

    return change


def _aimed(told: Told) -> _Change | None:
    """The decision that an act means, by number and day among those that were received."""
    named = parse_decision(told.answer)
    target = field_of(told.review, "target")
    if named is None:
        return None
    number, day = named[0].partition("/")[0], named[1].isoformat()
    meant = [one for one in told.review.candidates if f"/{number}-" in one and one.endswith(f"/{day}")]
    if len(meant) != 1:
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        relations = tuple(
            replace(one, target_decision_id=meant[0]) if one.target_decision_id == target else one
            for one in decision.relations
        )
        return item, replace(decision, relations=relations)

    return change


def _in_their_place(told: Told) -> _Change | None:
    """A later reception list that stands for earlier ones, said by a person: an act as if the list had said it."""
    if told.answer != "replaces":
        return None
    earlier = (field_of(told.review, "earlier") or "").split("; ")
    acts = tuple(RelationRow(RelationType.REPLACES_DOC, one, None, None, None) for one in earlier if one)

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        return item, replace(decision, relations=(*decision.relations, *acts))

    return change


def _signed(told: Told) -> _Change | None:
    """The day of signing, said by a person: the decision acts; effect from signing is from that day."""
    day = parse_day(told.answer)
    if day is None:
        return None

    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        before = decision.signed_on
        moved = decision.effective_on == before and decision.effective_on is not None
        flags = tuple(flag for flag in decision.flags if flag != "date_implausible")
        order = replace(
            decision, signed_on=day, flags=flags, effective_on=day if moved else decision.effective_on
        )
        own = day if moved and item.effective_on == before else item.effective_on
        return replace(item, effective_on=own), order

    return change


def _without_end(day: date) -> _Change:
    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        until = None if decision.effective_until == day else decision.effective_until
        own = None if item.effective_until == day else item.effective_until
        return replace(item, effective_until=own), replace(decision, effective_until=until)

    return change


_OF_DECISIONS: dict[Does, Callable[[Told], _Change | None]] = {
    Does.SETS_EFFECT: _effect,
    Does.SETS_END: _end_of_effect,
    Does.SETS_GROUND: _ground,
    Does.CONFIRMS_ISSUED: _issued,
    Does.DATES_UNDATED: _effect_of_undated,
    Does.SETS_KIND: _kind,
    Does.SETS_ISSUER: _issuer,
    Does.DATES_ACT: _dated_act,
    Does.CONFIRMS_DATE: _signed,
    Does.REPLACES_LISTS: _in_their_place,
    Does.AIMS_ACT: _aimed,
    Does.SETS_MERGED: _on_all_ground,
}

_OF_THE_FOLD: dict[Does, Callable[[_Changes, _Acting], None]] = {
    Does.ENDS_ELSEWHERE: _moved,
    Does.SETS_CODES: _codes,
    Does.AIMS_END: _meant,
    Does.AIMS_REPLACEMENT: _meant,
    Does.LEAVES_DISTRICT: _instead_of_district,
    Does.GOES_ON: _taken_up,
    Does.STAYS_ENDED: _not_back,
    Does.ONE_ROW_ACTS: _one_row,
    Does.ENDS_CODES: _ended,
    Does.SETTLES_EXPIRY: _expired,
    Does.SETTLES_ORPHAN: _orphaned,
    Does.SETTLES_CORRECTION: _uncorrected,
    Does.DATES_ROWS: _row_dates,
    Does.ADDS_ROWS: _overlooked,
    Does.VOIDS_ADOPTED: _not_adopted,
    Does.EXCEPTS_ROWS: _excepted,
}


def _holding(one: _Acting, code: str) -> tuple[Level, ...]:
    """Levels that held a procedure, before the answer, on the day from which it has effect."""
    day = one.asked.on
    held = {
        row.level
        for row in one.before
        if row.code == code
        and day is not None
        and row.valid_from <= day
        and (row.valid_until is None or day < row.valid_until)
    }
    return tuple(level for level in Level if level in held)


def _relevel(
    changes: _Changes, told: Told, row: DecisionItem, levels: Callable[[set[Level]], set[Level]]
) -> None:
    def change(item: DecisionItem, decision: Decision) -> tuple[DecisionItem, Decision]:
        wanted = levels(set(item.levels))
        return _row(levels=tuple(level for level in Level if level in wanted))(item, decision)

    changes.rows.setdefault(row.item_id, []).append((told, change))


def _end(changes: _Changes, one: _Acting, codes: Mapping[str, tuple[Level, ...]], name: str = "") -> None:
    """Rows that end procedures by a person's word, on the order of the decision that was asked about."""
    decision = changes.decisions_by_id.get(one.told.review.decision_id or "")
    if decision is None or one.asked.on is None:
        return
    names = {row.code: row.name for row in one.before}
    ground = _former_ground(changes, one, decision)
    for code, levels in sorted(codes.items()):
        if levels:
            made = _made(decision, one.told, code, levels, one.asked.on, name or names.get(code, ""))
            _add(changes, one.told, replace(made, effective_until=one.asked.until, flags=ground))


def _former_ground(changes: _Changes, one: _Acting, decision: Decision) -> tuple[str, ...]:
    """What ends of a decision of before the merger ends on its ground alone (RULINGS 43), as a flag."""
    issuers = {
        cited.issuer_id
        for name in one.asked.rows
        if (row := changes.items_by_id.get(name)) is not None
        and (cited := changes.decisions_by_id[row.decision_id]).decision_id != decision.decision_id
        and cited.signed_on is not None
        and not speaks_for_all(cited, cited.effective_on or cited.signed_on, DISTRICT_END)
    }
    return (f"{ON_GROUND}{issuers.pop()}",) if len(issuers) == 1 else ()


def _said(told: Told) -> str:
    return f"{told.review.question} → {told.answer}"


def _add(changes: _Changes, told: Told, item: DecisionItem) -> None:
    item = replace(item, flags=tuple(sorted({*item.flags, ANSWERED})))
    changes.added[item.item_id] = (told, item)
    if told.review.item_id is not None:
        changes.made_of[item.item_id] = told.review.item_id


def _answer_id(told: Told, code: str, of: str | None = None) -> str:
    return f"{of or told.review.decision_id}{BY_ANSWER}{told.review.review_id.partition(':')[2]}/{code}"


def _made(
    decision: Decision, told: Told, code: str, levels: tuple[Level, ...], on: date | None, name: str
) -> DecisionItem:
    return replace(
        _NO_ROW,
        item_id=_answer_id(told, code),
        decision_id=decision.decision_id,
        code=code,
        code_text=code,
        name=name,
        levels=levels,
        effective_on=on,
        sha256=min((copy.sha256 for copy in decision.copies), default=_NO_DOCUMENT),
        raw_text=_said(told),
    )


#: What stands in the place of a document where an answer is all that proves a row.
_NO_DOCUMENT = "0" * 64
_NO_ROW = decided(
    ReadItem(
        action=Action.ABOLISH,
        name="",
        code=None,
        code_text=None,
        code_repaired=False,
        replaces=(),
        levels=(),
        reception_levels=(),
        sector=None,
        part="trả lời",
        row_no=None,
        raw_text="",
    ),
    item_id="",
    decision_id="",
    sha256=_NO_DOCUMENT,
)
