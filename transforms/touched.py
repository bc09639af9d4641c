"""What new decisions make of the law before them: the part that they touch is folded, the rest stays as it was.

Nothing of the fold is written a second time. The rows that new decisions reach (`law.slices`) are folded twice by the functions
that fold everything: as they stood before, which must come to the rows of the release before, and with what is new. Where the
two differ the law changes. What reaches further than can be told is not guessed at: then everything is folded.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from niemyet.model.item_rows import ItemRows
from niemyet.model.law_rows import LaidOver, LawRows
from niemyet.model.records import Posting, Province, Received
from niemyet.model.tables import (
    Decision,
    DecisionItem,
    Notice,
    Procedure,
    ProcedureHistory,
    Review,
    SheetText,
)
from niemyet.model.words import DecisionKind, Level, RelationType, ReviewKind, ReviewState
from niemyet.transforms.language.citations import number_of_id
from niemyet.transforms.language.text import key
from niemyet.transforms.law.alike import AlikeNames, KnownVersion, Versions, one_slip
from niemyet.transforms.law.events import is_foreign
from niemyet.transforms.law.grouping import UNKNOWN_ISSUER
from niemyet.transforms.law.history import Folded, Others, fold_history, unshown_names
from niemyet.transforms.law.identity import Identified, identify
from niemyet.transforms.law.law_reviews import FOLD_FLAGS
from niemyet.transforms.law.offered import ChangedNames, names_of_codes
from niemyet.transforms.law.plausible import NEAR_NUMBERS, judge_dates, judged_with
from niemyet.transforms.law.questions import notice_of
from niemyet.transforms.law.resolutions import ROWS_MISSING
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.slices import LinkedRows, Slice
from niemyet.transforms.law.source_doubts import source_doubts
from niemyet.transforms.law.together import put_together
from niemyet.transforms.work.sheets import in_order, sheet_texts


class ReachesFurtherError(Exception):
    """What is new may change more than can be told from what it touches: everything is folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTables:
    """The tables of the law that a night has as a whole: the others are longer."""

    decisions: tuple[Decision, ...]
    reviews: tuple[Review, ...]
    notices: tuple[Notice, ...]
    sheets: tuple[SheetText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawBefore(LawTables):
    """The law of the release before, folded of decisions and answers: no list was taken as evidence."""

    law: LawRows  # items and versions
    history: Callable[[Collection[str]], Sequence[ProcedureHistory]]  # rows of some codes, in their order
    misprints: tuple[tuple[str, str], ...]
    as_of: date
    knowledge_day: date
    unshown_names: tuple[tuple[str, str], ...]  # see `law.history.unshown_names`
    told: frozenset[str] = (
        frozenset()
    )  # decisions of which people's answers speak; what they come to stays as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched(LawTables):
    """The law with what is new, and what of it is another."""

    codes: frozenset[str]
    items: tuple[DecisionItem, ...]  # those that are new or say something else
    procedures: tuple[Procedure, ...]  # versions of the touched codes
    history: tuple[ProcedureHistory, ...]  # of the touched codes
    procedures_before: tuple[Procedure, ...]  # the versions of these in the release before
    history_before: tuple[ProcedureHistory, ...]  # likewise
    misprints: tuple[tuple[str, str], ...]
    unshown_names: tuple[tuple[str, str], ...]

    def over(self, before: LawRows) -> LaidOver:
        """All of the law, with what of it is as it was before."""
        return LaidOver(before, self.decisions, self.codes, self.items, self.procedures)


def touched(
    before: LawBefore,
    postings: Sequence[Posting],
    received: Sequence[Received],
    turning: Iterable[str],
    *,
    province: Province,
    as_of: date,
    knowledge_day: date,
) -> Touched:
    """The law of a day with what came since the release before.

    Args:
        before: the law of that release.
        postings: those that came since; none of them nor of their documents was there before.
        received: documents, likewise.
        turning: codes of which a day on which something begins or ends has passed since.
        province: whose law it is.
        as_of: the day to speak for, of the same year.
        knowledge_day: the local day on which it is known.

    Raises:
        ReachesFurtherError: everything must be folded.
    """
    new = _identified(before, postings, received, province)
    return laid_beside(before, new, turning, province=province, as_of=as_of, knowledge_day=knowledge_day)


def laid_beside(
    before: LawBefore,
    new: Identified,
    turning: Iterable[str],
    *,
    province: Province,
    as_of: date,
    knowledge_day: date,
) -> Touched:
    """The same with new decisions that are made already: under their right numbers and days, and with their questions.

    Raises:
        ReachesFurtherError: everything must be folded.
    """
    _check_decisions(before, new, province)
    _check_relations(before, new)
    _check_told(before, new)
    items = _WithNew(before.law.item_rows, new.items)
    rows = LinkedRows((*before.decisions, *new.decisions), items, province)
    for decision in new.decisions:
        if rows.cited_by.get(decision.decision_id):
            _refuse("an earlier row cites a new decision")
    part = Slice(rows)
    part.add_codes(turning)
    for decision in new.decisions:
        part.add_decision(decision.decision_id)
        for relation in decision.relations:
            for target in rows.index.meant(relation.target_decision_id):
                part.add_acted_on(target.decision_id)
    return _Laying(before, new, rows, part, province, as_of, knowledge_day).laid()


def _refuse(why: str) -> None:
    raise ReachesFurtherError(why)


# ---- what is new -------------------------------------------------------------------------------------------------------

#: Kinds that speak of what they leave out, or of each other: of what reaches further than their own rows.
_SPEAKS_OF_OTHERS = frozenset({DecisionKind.NORMALISED, DecisionKind.SUBSET, DecisionKind.ADOPTED})
#: Relations that give a decision another number or day: who cites it may mean another one then.
_RENAMING = frozenset({RelationType.RENUMBERS, RelationType.REDATES})
#: What is said of several postings of one decision, or where some of it is lacking: of them others may tell more.
_UNSURE = frozenset(
    {"same_number_different_content", "title_mismatch", "no_document", "document_not_read", "file_lost"}
)


def _identified(
    before: LawBefore, postings: Sequence[Posting], received: Sequence[Received], province: Province
) -> Identified:
    """The new decisions, their rows and questions, as they are made beside the old ones."""
    found = identify(postings, received, province, before.decisions)
    if any(one.kind == ReviewKind.GROUND_UNCLEAR for one in found.reviews):
        _refuse("a new decision holds on a part of the ground")
    if next(source_doubts(postings, found.decisions), None) is not None:
        _refuse("something of a new posting was not had")
    if any(one.kind == ReviewKind.SOURCE_WITHOUT_DOCUMENTS for one in before.reviews):
        _refuse("of a source no document was had yet")
    by_place = {(copy.source_id, copy.url) for one in before.decisions for copy in one.copies}
    if any((copy.source_id, copy.url) in by_place for one in found.decisions for copy in one.copies):
        _refuse("a new decision lies at the address of an earlier one")
    return _with_judged_dates(before, found, province)


def _check_decisions(before: LawBefore, found: Identified, province: Province) -> None:
    known = {one.decision_id for one in before.decisions}
    # Of whom nobody knows whose it is, it may be that of any.
    numbers = {_number_of(one) for one in before.decisions if one.issuer_id != UNKNOWN_ISSUER}
    nobodys = {_number_of(one)[1:] for one in before.decisions if one.issuer_id == UNKNOWN_ISSUER}
    first = min((one.signed_on for one in before.decisions if one.signed_on is not None), default=None)
    for one in found.decisions:
        if one.number is None or one.signed_on is None or one.issuer_id == UNKNOWN_ISSUER:
            _refuse("a new decision has no number, day or issuer")
            continue
        if one.kind in _SPEAKS_OF_OTHERS and not is_foreign(one, province):
            _refuse("a new decision speaks of what it leaves out")
        if not _UNSURE.isdisjoint(one.flags):
            _refuse("a new decision is not known for certain")
        issuer, number, _ = own = _number_of(one)
        if (
            one.decision_id in known
            or {own, (issuer, number, None)} & numbers
            or {own[1:], (number, None)} & nobodys
        ):
            _refuse("a new decision bears the number of an earlier one")
        if first is None or one.signed_on.year < first.year:
            _refuse("a new decision is older than the calendar")
    if len({one.number for one in found.decisions}) < len(found.decisions):
        _refuse("two new decisions bear one number")


def _number_of(one: Decision) -> tuple[str, int | None, int | None]:
    return one.issuer_id, one.number, one.signed_on.year if one.signed_on is not None else None


def _with_judged_dates(before: LawBefore, found: Identified, province: Province) -> Identified:
    """With the questions about unlikely days; none may come up, or go, about an earlier decision beside the new ones."""
    beside = judged_with(found.decisions, before.decisions)
    old = {one.decision_id for one in beside}
    _, doubted = judge_dates(beside, (), province)
    decisions, asked = judge_dates((*beside, *found.decisions), found.items, province)
    of_old = [one for one in asked if one.decision_id in old]
    if [one.review_id for one in of_old] != [one.review_id for one in doubted]:
        _refuse("a new decision makes an earlier day unlikely, or likely")
    own = [one for one in asked if one.decision_id not in old]
    return replace(found, decisions=decisions[len(beside) :], reviews=(*found.reviews, *own))


def _check_relations(before: LawBefore, new: Identified) -> None:
    """No number or day may be put right, and no earlier decision may mean a new one, or nearly."""
    for one in (*before.decisions, *new.decisions):
        if any(relation.type in _RENAMING for relation in one.relations):
            _refuse("the number or day of a decision is put right")
    days: defaultdict[int, list[date]] = defaultdict(list)
    for one in new.decisions:
        if one.number is not None and one.signed_on is not None:
            days[one.number].append(one.signed_on)
    for decision in before.decisions:
        for relation in decision.relations:
            number, day = number_of_id(relation.target_decision_id)
            if any(day is None or _may_be_meant(day, signed) for signed in days.get(number or -1, ())):
                _refuse("an earlier decision may mean a new one")


def _check_told(before: LawBefore, new: Identified) -> None:
    """What answers have made of a decision comes after its number and day were compared with others: near it nothing may come."""
    told = [one.number for one in before.decisions if one.decision_id in before.told]
    numbers = [one.number for one in new.decisions]
    numbers += [
        number_of_id(relation.target_decision_id)[0] for one in new.decisions for relation in one.relations
    ]
    if any(number is None for number in (*told, *(numbers if told else ()))):
        _refuse("an answer speaks of a decision without a number, or a new decision of one")
    if any(abs((number or 0) - (other or 0)) <= NEAR_NUMBERS for number in numbers for other in told):
        _refuse("a decision of which an answer speaks is near a new one")


def _may_be_meant(named: date, signed: date) -> bool:
    """Whether a day may be a slip for another, see `citing.DecisionIndex.near`; a little wider."""
    return (
        abs((signed - named).days) <= 2 * _NEAR_DAYS
        or (signed.day, signed.month) == (named.day, named.month)
        or (signed.day, signed.year) == (named.day, named.year)
        or (signed.month, signed.day, signed.year) == (named.day, named.month, named.year)
    )


#: A month; `citing` looks for slips within 30 days. Chosen, not measured: wider only folds everything more often.
_NEAR_DAYS = 31


# ---- laying it over ----------------------------------------------------------------------------------------------------

#: Questions that the fold asks of the procedures that a row means; those of whole decisions no later decision changes.
_OF_CHAINS = frozenset(
    {
        ReviewKind.NAME_UNCLEAR,
        ReviewKind.REFERENCE_ROW_UNCLEAR,
        ReviewKind.REFERENCE_NOT_RECEIVED,
        ReviewKind.REFERENCE_NOT_IN_FORCE,
        ReviewKind.LEVEL_NOT_HELD,
        ReviewKind.CORRECTION_PENDING,
        ReviewKind.NOT_IN_FORCE,
        ReviewKind.REPLACED_NOT_IN_FORCE,
        ReviewKind.LEVEL_ADDED,
        ReviewKind.LEVEL_ENDED,
        ReviewKind.VOID_LEVEL,
        ReviewKind.AMENDED_AFTER_END,
        ReviewKind.SAME_DECISION,
        ReviewKind.OVERTAKEN,
        ReviewKind.SAME_NAME,
        ReviewKind.CODE_AND_NAME,
        ReviewKind.REVERT,
        ReviewKind.NOTHING_SUSPENDED,
        ReviewKind.ORPHANED,
        ReviewKind.CORRECTION_ANNULLED,
        ReviewKind.SUSPENDED,
        ReviewKind.ACT_TOO_LATE,
    }
)
#: Rounds in which rows are taken in after a fold has shown that they are touched; then everything is folded. Chosen, not
#: measured.
_ROUNDS = 5
#: Codes, and rows, up to which a part is folded however large it is, and the share of all beyond which all of it costs no
#: more: a part is folded twice, and held against what was there. Chosen; a part of 28 % of the rows took twice as long as all.
_FEW, _SHARE = 300, 4


def _bare(item: DecisionItem) -> DecisionItem:
    """A row as it was before the fold."""
    if not item.flags or FOLD_FLAGS.isdisjoint(item.flags):
        return item
    return replace(item, flags=tuple(flag for flag in item.flags if flag not in FOLD_FLAGS))


class _WithNew(ItemRows):
    """Rows as they were before the fold, and new ones after them; what was made once stays."""

    def __init__(self, before: ItemRows, new: Sequence[DecisionItem]) -> None:
        self._before, self._new = before, new
        self._made = dict(enumerate(new, start=len(before)))

    def __len__(self) -> int:
        return len(self._before) + len(self._new)

    def column(self, name: str) -> Sequence[Any]:
        """See ItemRows; flags also those of the fold."""
        return [*self._before.column(name), *(getattr(one, name) for one in self._new)]

    def at(self, places: Iterable[int]) -> list[DecisionItem]:
        """See ItemRows."""
        wanted = list(places)
        lacking = [place for place in wanted if place not in self._made]
        self._made |= zip(lacking, map(_bare, self._before.at(lacking)), strict=True)
        return [self._made[place] for place in wanted]


@dataclass(slots=True)
class _Laying:
    before: LawBefore
    new: Identified
    rows: LinkedRows
    part: Slice
    province: Province
    as_of: date
    knowledge_day: date
    _others: tuple[int, AlikeNames] | None = None  # names beside so many codes, which only grow
    _versions: tuple[int, Versions] | None = None  # likewise
    _own: tuple[int, list[Procedure]] | None = None  # of so many codes, which only grow
    _flags: Sequence[tuple[str, ...]] | None = None

    def laid(self) -> Touched:
        """The law with what is new laid over it."""
        for _ in range(_ROUNDS):
            self._check_size()
            self._check_told()
            was, now = self._fold_before(), self._fold_now()
            self._check_before(was)
            size = len(self.part.places)
            changed = self._changed(was, now)
            for decision_id in changed:
                self.part.add_decision(decision_id)
            self._take_in_near(now)
            self._take_in_alike(was, now)
            if len(self.part.places) == size:
                self._check_lists(now)
                return self._assembled(was, now, changed)
        raise ReachesFurtherError("what is touched touches more and more")

    def _check_told(self) -> None:
        """What answers have made of its rows is known day by day, which the tables do not say."""
        if any(self.rows.decision_of[place] in self.before.told for place in self.part.places):
            _refuse("an answer speaks of a decision that is touched")

    def _check_size(self) -> None:
        of_codes = len(self.part.codes), len(self.rows.by_code)
        of_rows = len(self.part.places), len(self.rows.items)  # a few codes may have most of them
        if any(count > _FEW and count * _SHARE > known for count, known in (of_codes, of_rows)):
            _refuse("a large part of all procedures is touched")

    # ---- the two folds ----

    def _fold_before(self) -> Folded:
        old = {one.decision_id for one in self.before.decisions}
        items = [one for one in self.part.items() if one.decision_id in old]
        return fold_history(
            self.before.decisions,
            items,
            self.province,
            self.before.as_of,
            self.before.knowledge_day,
            beside=self._beside(),
        )

    def _fold_now(self) -> Folded:
        return fold_history(
            (*self.before.decisions, *self.new.decisions),
            self.part.items(),
            self.province,
            self.as_of,
            self.knowledge_day,
            beside=self._beside(),
        )

    def _beside(self) -> Others:
        return Others(self._names_beside, self._versions_beside)

    def _versions_beside(self) -> Versions:
        """What is known of the versions of the procedures beside the part."""
        if self._versions is None or self._versions[0] != len(self.part.codes):
            found: defaultdict[tuple[str, Level], list[KnownVersion]] = defaultdict(list)
            for code, level, name, valid_from, valid_until in self.before.law.versions():
                if code not in self.part.codes:
                    found[code, level].append(KnownVersion(name, valid_from, valid_until))
            self._versions = (len(self.part.codes), found)
        return self._versions[1]

    def _names_beside(self) -> AlikeNames:
        """The names with which the procedures beside the part open."""
        if self._others is None or self._others[0] != len(self.part.codes):
            found = AlikeNames()
            for name, code in dict.fromkeys(self._names_before()):
                if code not in self.part.codes:
                    found.add(name, code)
            self._others = (len(self.part.codes), found)
        return self._others[1]

    def _names_before(self) -> Iterator[tuple[str, str]]:
        """The names with which procedures opened in the release before, and their codes."""
        yield from ((name, code) for code, _, name, _, _ in self.before.law.versions())
        yield from self.before.unshown_names

    # ---- what else is touched ----

    def _take_in_alike(self, was: Folded, now: Folded) -> None:
        """Rows of which nobody knows what they mean are offered what is most alike: those that may be offered another now."""
        changed = ChangedNames(was.names - now.names, now.names - was.names)
        if not changed:
            return
        asked: dict[int, tuple[str, tuple[str, ...]]] = {}
        for place, shown in self._unclear():
            if self._is_spoken_of(self.rows.decision_of[place]):
                self.part.add_rows([place])  # its name may be another than the printed one
            else:
                asked[place] = self.rows.names[place], shown
        if not asked:
            return
        wanted = {code for _, shown in asked.values() for code in shown}
        borne = names_of_codes(each for each in self._names_before() if each[1] in wanted)
        may = {each: changed.may_show_another(*each, borne) for each in {*asked.values()}}
        self.part.add_rows(place for place, each in asked.items() if may[each])

    def _unclear(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Rows that a question about their name asks about, and the codes that it shows."""
        asked = {
            item_id: review.candidates
            for review in self.before.reviews
            if review.kind == ReviewKind.NAME_UNCLEAR
            for item_id in (review.item_id, *(review.items or ()))
        }
        for place, item_id in enumerate(self.rows.items.column("item_id")):
            if item_id in asked:
                yield place, asked[item_id]

    def _take_in_near(self, now: Folded) -> None:
        """Rows that found nothing in force, where what is one slip away from their code now holds on their day, or no longer."""
        turned = _Turned(self._own_procedures(), now.procedures)
        found_none = [
            place
            for place, flags in enumerate(self._flags_before)
            if "not_in_force" in flags and place not in self.part.places
        ]
        for place, item in zip(found_none, self.rows.items.at(found_none), strict=True):
            decision = self.rows.decisions[item.decision_id]
            if self._is_spoken_of(item.decision_id):
                self.part.add_rows([place])  # its code or day may be another than the printed one
                continue
            day = item.effective_on or decision.effective_on
            codes = None if item.code is None else (item.code, *item.replaces)
            if day is not None and turned.near(codes, day):
                self.part.add_rows([place])

    def _is_spoken_of(self, decision_id: str) -> bool:
        """Whether another decision, or a row of one, says something of a decision."""
        return decision_id in self.rows.cited_by or decision_id in self.rows.acted_on

    def _check_lists(self, now: Folded) -> None:
        """What a standardised list leaves out may not be another now."""
        own = self._own_procedures()
        for decision in self.before.decisions:
            if decision.kind is not DecisionKind.NORMALISED or decision.effective_on is None:
                continue
            was = _holding(own, decision.effective_on)
            if was != _holding(now.procedures, decision.effective_on):
                _refuse("what a standardised list leaves out may be another")

    # ---- what was there ----

    def _own_procedures(self) -> list[Procedure]:
        if self._own is None or self._own[0] != len(self.part.codes):
            self._own = (len(self.part.codes), list(self.before.law.procedures_of(self.part.codes)))
        return self._own[1]

    @property
    def _flags_before(self) -> Sequence[tuple[str, ...]]:
        """What each row of the release before bears, by its place."""
        if self._flags is None:
            self._flags = self.before.law.item_rows.column("flags")
        return self._flags

    def _check_before(self, was: Folded) -> None:
        """The part as it stood must come to what the release before says of it: else something else bears on it too."""
        if self._own_procedures() != list(was.procedures):
            _refuse("the part alone comes to other versions than the release before")
        if list(self.before.history(self.part.codes)) != list(was.history):
            _refuse("the part alone comes to another history than the release before")
        flags = self._flags_before
        places = [place for place in self.part.places if place < len(flags)]
        for place, bare in zip(places, self.rows.items.at(places), strict=True):
            if flags[place] != _flags_of(bare, was):
                _refuse("the part alone comes to other flags than the release before")

    # ---- questions ----

    def _changed(self, was: Folded, now: Folded) -> list[str]:
        """Earlier decisions about which other questions are asked now than before."""
        old, new = _by_decision(was.reviews), _by_decision(now.reviews)
        mine = {one.decision_id for one in self.new.decisions}
        return sorted(name for name in {*old, *new} - mine if old.get(name) != new.get(name))

    def _assembled(self, was: Folded, now: Folded, changed: Collection[str]) -> Touched:
        mine = {one.decision_id for one in self.new.decisions}
        self._check_asked(was, changed)
        again = {*changed}
        from_fold = [one for one in now.reviews if one.decision_id in again and one.kind in _OF_CHAINS]
        asked_before = {(one.kind, one.decision_id, one.item_id) for one in self.new.reviews}
        from_fold += [
            one
            for one in now.reviews
            if one.decision_id in mine and (one.kind, one.decision_id, one.item_id) not in asked_before
        ]
        if any(one.decision_id is None for one in (*was.reviews, *now.reviews)):
            _refuse("something is asked of all decisions together")
        said = (*self.new.reviews, *from_fold)
        reviews = [one for one in self.before.reviews if not _is_of(one, again)]
        reviews += put_together({one.review_id: one for one in said if KINDS[one.kind].asks}.values())
        notices = [one for one in self.before.notices if not _is_of(one, again)]
        notices += {one.review_id: notice_of(one) for one in said if not KINDS[one.kind].asks}.values()
        reviews.sort(key=attrgetter("review_id"))
        return Touched(
            codes=frozenset(self.part.codes),
            decisions=self._decisions_now(reviews),
            items=self._items_now(now),
            procedures=now.procedures,
            history=tuple(now.history),
            procedures_before=tuple(was.procedures),
            history_before=tuple(was.history),
            reviews=tuple(reviews),
            notices=tuple(sorted(notices, key=attrgetter("notice_id"))),
            sheets=self._sheets_now(now),
            misprints=tuple(sorted({*self.before.misprints} - {*was.misprints} | {*now.misprints})),
            unshown_names=self._unshown_now(now),
        )

    def _unshown_now(self, now: Folded) -> tuple[tuple[str, str], ...]:
        own = unshown_names(now.names, now.procedures)
        others = (each for each in self.before.unshown_names if each[1] not in self.part.codes)
        return tuple(sorted((*others, *own)))

    def _check_asked(self, was: Folded, changed: Collection[str]) -> None:
        """Of decisions about which other questions are asked now, those of before must be those of the release before."""
        for decision_id in changed:
            known = [one for one in was.reviews if one.decision_id == decision_id and one.kind in _OF_CHAINS]
            asked = put_together(one for one in known if KINDS[one.kind].asks)
            stood = [one for one in self.before.reviews if _is_of(one, {decision_id})]
            if list(asked) != sorted(stood, key=attrgetter("review_id")):
                _refuse("the part alone comes to other questions than the release before")
            told = sorted(one.review_id for one in known if not KINDS[one.kind].asks)
            if told != sorted(one.notice_id for one in self.before.notices if _is_of(one, {decision_id})):
                _refuse("the part alone comes to other notices than the release before")

    # ---- rows ----

    def _items_now(self, now: Folded) -> tuple[DecisionItem, ...]:
        """Rows that are new or bear other flags, in the order of their ids."""
        flags, places = self._flags_before, list(self.part.places)
        found = []
        for place, bare in zip(places, self.rows.items.at(places), strict=True):
            own = _flags_of(bare, now)
            if place >= len(flags) or own != flags[place]:
                found.append(bare if own == bare.flags else replace(bare, flags=own))
        return tuple(sorted(found, key=attrgetter("item_id")))

    def _decisions_now(self, reviews: Iterable[Review]) -> tuple[Decision, ...]:
        asked = {
            named
            for one in reviews
            if one.state is ReviewState.OPEN
            for named in (one.decision_id, *one.candidates)
        }
        found = []
        for one in sorted((*self.before.decisions, *self.new.decisions), key=attrgetter("decision_id")):
            needs = one.decision_id in asked or ROWS_MISSING in one.flags
            found.append(one if one.needs_review == needs else replace(one, needs_review=needs))
        return tuple(found)

    def _sheets_now(self, now: Folded) -> tuple[SheetText, ...]:
        items = {one.item_id: one for one in self.part.items()}
        made = sheet_texts((), now.procedures, items, self.as_of)
        return in_order((*(one for one in self.before.sheets if one.code not in self.part.codes), *made))


def _flags_of(item: DecisionItem, folded: Folded) -> tuple[str, ...]:
    found = folded.item_flags.get(item.item_id)
    return item.flags if found is None else tuple(sorted({*item.flags, *found}))


def _is_of(one: Review | Notice, decisions: Collection[str]) -> bool:
    return one.decision_id in decisions and one.kind in _OF_CHAINS


def _by_decision(reviews: Iterable[Review]) -> dict[str, dict[str, Review]]:
    found: defaultdict[str, dict[str, Review]] = defaultdict(dict)
    for one in reviews:
        if one.decision_id is not None and one.kind in _OF_CHAINS:
            found[one.decision_id][one.review_id] = one
    return found


_Stretch = tuple[date, date | None]
_Stretches = defaultdict[tuple[str, Level], set[_Stretch]]


class _Turned:
    """Codes, and the time for which one holds at a level and did not before, or did and does not."""

    def __init__(self, was: Iterable[Procedure], now: Iterable[Procedure]) -> None:
        old, new = _stretches(was), _stretches(now)
        self._of: list[tuple[str, list[_Stretch]]] = []
        for chain in sorted(old.keys() | new.keys()):
            if old.get(chain) != new.get(chain):
                turned = _turned(old.get(chain, set()), new.get(chain, set()))
                if turned:
                    self._of.append((chain[0], turned))

    def near(self, codes: Collection[str] | None, day: date) -> bool:
        """Whether one has turned on a day; of those one slip from some codes, where given."""
        return any(
            _covered(turned, day) and (codes is None or any(one_slip(code, own) for own in codes))
            for code, turned in self._of
        )


def _stretches(procedures: Iterable[Procedure]) -> _Stretches:
    found: _Stretches = defaultdict(set)
    for one in procedures:
        found[one.code, one.level].add((one.valid_from, one.valid_until))
    return found


def _turned(was: Collection[_Stretch], now: Collection[_Stretch]) -> list[_Stretch]:
    """The time that only one of two covers."""
    days = sorted({day for each in (*was, *now) for day in each if day is not None})
    return [
        (since, until)
        for since, until in zip(days, [*days[1:], None], strict=True)
        if _covered(was, since) != _covered(now, since)
    ]


def _covered(stretches: Iterable[_Stretch], day: date) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in stretches)


def _holding(procedures: Iterable[Procedure], day: date) -> set[tuple[str, Level, str, str]]:
    """What of some procedures holds on a day, as standardised lists look at it."""
    return {
        (one.code, one.level, key(one.sector or ""), one.opened_by.partition("#")[0])
        for one in procedures
        if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)
    }
