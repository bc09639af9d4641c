"""People's answers on their way into the lake: checked against the questions of now, told what they change, kept.

An answer that is wrong is refused as a whole with what is accepted; nothing is kept of it and an earlier answer stays.
"""

import difflib
import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from niemyet.flows.asked_about import BETWEEN, offers
from niemyet.flows.facts import Inputs, gather
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import UsageError
from niemyet.model.messages import Both, Message, Messages, msg
from niemyet.model.records import Meant, Resolution
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import ReviewState
from niemyet.reports.kind_words import said_as
from niemyet.storage.codec import dump, load
from niemyet.storage.lake_rows import AliasRow, ResolutionRow
from niemyet.transforms.answer_effects import AnswerEffects, effects_between
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import clean, is_said
from niemyet.transforms.law.answers import Days, NamedRow, Refused, read_answer
from niemyet.transforms.law.one_doubt import is_below
from niemyet.transforms.law.review_kinds import KINDS, Takes
from niemyet.transforms.law.standing_answers import meant_by, readdressed, rows_of_review, standing
from niemyet.transforms.units.country import bare_name


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer to one question."""

    review: Review
    value: str
    meant: Meant
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """An answer that was refused."""

    review_id: str
    told: Message


def _in_words(answered: Review) -> Both:
    """What was answered, as a person reads it."""
    kind, value = answered.kind, answered.resolution or ""
    return Both(said_as(kind, value, "en"), said_as(kind, value, "vi"))


def none_refused(checked: Iterable[Answer | RefusedAnswer]) -> list[Answer]:
    """The answers, where every one of them is one.

    Raises:
        UsageError: one is not; it says for each what is accepted.
    """
    found = list(checked)
    refused = tuple(one.told for one in found if isinstance(one, RefusedAnswer))
    if refused:
        raise UsageError(msg("{refused}\nNothing was recorded.", refused=Messages(refused, "\n")))
    return [one for one in found if isinstance(one, Answer)]


class Desk:
    """The questions of now, and what answers to them would change."""

    def __init__(self, run: RunContext) -> None:
        self.run = run
        self._inputs = Inputs.of(run.settings)
        self._facts = gather(run.folder.lake, self._inputs)
        self.state = self._state(self._facts)
        self.reviews = {one.review_id: one for one in self.state.reviews}
        self.items: dict[str, DecisionItem] = {one.item_id: one for one in self.state.decision_items}
        self.decisions: dict[str, Decision] = {one.decision_id: one for one in self.state.decisions}
        self._rows: dict[str, list[NamedRow]] = {}
        for item in self.state.decision_items:
            row = NamedRow(item.item_id, item.code, item.name, item.part, item.row_no)
            self._rows.setdefault(item.decision_id, []).append(row)

    @property
    def open_questions(self) -> int:
        """How many wait for an answer."""
        return sum(one.state is ReviewState.OPEN for one in self.state.reviews)

    def question(self, review_id: str) -> Review:
        """A question by its id.

        Raises:
            UsageError: there is none; the nearest is named.
        """
        if review_id in self.reviews:
            return self.reviews[review_id]
        if (whole := self._asked_with(review_id)) is not None:
            return whole
        if len(today := self._of_former(review_id)) == 1:
            return today[0]
        if today:
            raise UsageError(
                msg(
                    "what {review_id} asked is asked one by one today: {ids}.",
                    review_id=review_id,
                    ids=", ".join(one.review_id for one in today),
                )
            )
        near = difflib.get_close_matches(review_id, self.reviews, n=1, cutoff=0.5)
        if not near:
            raise UsageError(
                msg(
                    "no question with id {review_id}. The ids stand in `niemyet review list`.",
                    review_id=review_id,
                )
            )
        raise UsageError(
            msg(
                "no question with id {review_id}. The ids stand in `niemyet review list`. Nearest: {near}.",
                review_id=review_id,
                near=near[0],
            )
        )

    def _asked_with(self, review_id: str) -> Review | None:
        """A question that is asked with others as one, for itself."""
        for whole in self.reviews.values():
            own = tuple(one for one in whole.asked or () if one.review_id == review_id)
            if own:
                items = tuple(one.item_id for one in own if one.item_id)
                return replace(whole, asked=own, items=items)
        return None

    def _of_former(self, review_id: str) -> list[Review]:
        """The questions of today that an id of before meant."""
        meant = [
            load(Meant, row.meant)
            for row in self.run.folder.lake.read("aliases", AliasRow)
            if row.review_id == review_id
        ]
        said = [Resolution(review_id, "", None, self.run.started_at, one, is_former=True) for one in meant]
        told = standing(self.state.reviews, readdressed(said, self.items.values()))
        found = {one.review.review_id: one.review for one in told}
        return list((found | self._parted(review_id)).values())

    def _parted(self, review_id: str) -> dict[str, Review]:
        """What was asked as one, and since an answer for some of its rows is asked row by row."""
        parts = {
            part.review_id
            for one in self._facts.resolutions
            if one.review_id == review_id and one.meant is not None
            for part in one.meant.parts
        }
        return {name: self.reviews[name] for name in sorted(parts) if name in self.reviews}

    def select(
        self,
        kinds: Container[str] | None,
        decision: str | None,
        section: str | None,
        *,
        everything: bool = False,
    ) -> list[Review]:
        """Open questions of some kinds, a decision (its id, or number as printed) and a section."""
        return [
            one
            for one in self.state.reviews
            if (everything or one.state is ReviewState.OPEN)
            and (kinds is None or one.kind in kinds)
            and (decision is None or self._is_of(one, decision))
            and (section is None or self.rows_in(one, section))
        ]

    def _is_of(self, review: Review, decision: str) -> bool:
        found = self.decisions.get(review.decision_id or "")
        return review.decision_id == decision or (found is not None and found.number_text == decision)

    def rows_in(self, review: Review, section: str) -> tuple[str, ...]:
        """The rows of a question that stand in a section."""
        return tuple(
            name
            for name in rows_of_review(review)
            if name in self.items and is_below(self.items[name].part, section)
        )

    def check(
        self, review: Review, said: str, *, even_so: bool = False, section: str | None = None
    ) -> Answer | RefusedAnswer:
        """The answer as it is kept, or why it is refused."""
        rows = self._rows.get(review.decision_id or "") or []
        candidates = [self.items[name] for name in review.candidates if name in self.items]
        known = {row.item_id for row in rows}
        rows = [*rows, *(NamedRow(one.item_id, one.code, one.name, one.part, one.row_no) for one in candidates
                         if one.item_id not in known)]  # fmt: skip
        meant = self._with_unit_ids(review, self._without_meanings(review, said))
        value = read_answer(review, meant, rows, self._days(review), even_so=even_so)
        if isinstance(value, Refused):
            return RefusedAnswer(
                review.review_id,
                msg(
                    "{review_id}: “{said}” is no answer: {why}.",
                    review_id=review.review_id,
                    said=said,
                    why=Both(value.en, value.vi),
                ),
            )
        only = self.rows_in(review, section) if section else None
        if only is not None and set(only) == set(rows_of_review(review)):
            only = None
        return Answer(review, value, meant_by(review, self.items, only, value))

    def _without_meanings(self, review: Review, said: str) -> str:
        """An answer of which lines are copied from those on offer, by what is kept of each; any other as it is."""
        release = self.run.folder.releases.latest()
        if BETWEEN not in said or release is None:
            return said
        lines = {
            clean(one.line): one.value
            for lang in ("vi", "en")
            for one in offers(release, [review], lang)[review.review_id]
        }
        parts = [clean(line) for line in said.splitlines() if line.strip()]
        return ", ".join(lines[part] for part in parts) if all(part in lines for part in parts) else said

    def _with_unit_ids(self, review: Review, said: str) -> str:
        """An answer that names units as people call them, with their ids; of any other question as it is."""
        if KINDS[review.kind].takes is not Takes.GROUND:
            return said
        return ", ".join(self._unit_id(part.strip(), review.candidates) for part in re.split(r"[,;]", said))

    def _unit_id(self, said: str, offered: Collection[str]) -> str:
        named = {
            unit.unit_id
            for unit in self._inputs.units
            if unit.unit_id in offered
            and any(
                is_said(said, name)
                for name in (unit.name, unit.name.removeprefix("UBND "), bare_name(unit.name))
            )
        }
        return named.pop() if len(named) == 1 else said

    def _days(self, review: Review) -> Days:
        decision = self.decisions.get(review.decision_id or "")
        if decision is None:
            return Days(received_on=self.run.today)
        return Days(decision.signed_on, local_day(decision.received_at))

    def said_before(self, answers: Iterable[Answer]) -> list[Message]:
        """Answers that others take the place of: who said what and when; they stay on record."""
        return [
            msg(
                "{review_id}: {by} answered “{before}” on {on}; that answer stays in the log.",
                review_id=one.review.review_id,
                by=one.review.resolved_by or msg("somebody without a name"),
                before=_in_words(one.review),
                on=local_day(one.review.resolved_at) if one.review.resolved_at else "?",
            )
            for one in answers
            if one.review.state is ReviewState.RESOLVED
        ]

    def try_check(self, review_id: str, said: str, *, even_so: bool = False) -> Answer | RefusedAnswer:
        """Like `check`, for an id of a sheet, which may be of no question today."""
        try:
            return self.check(self.question(review_id), said, even_so=even_so)
        except UsageError as error:
            gone = msg(
                "{error} Where the question is gone since the sheet was made, it needs no answer: take its row out.",
                error=error,
            )
            return RefusedAnswer(review_id, gone)

    def conflicts(self, told: Mapping[str, str]) -> list[RefusedAnswer]:
        """Questions that somebody has answered otherwise since the sheet went out."""
        found = []
        for review_id, said in told.items():
            review = self.reviews.get(review_id)
            if review is None or review.state is ReviewState.OPEN:
                continue
            checked = self.check(review, said, even_so=True)
            if isinstance(checked, Answer) and checked.value != review.resolution:
                who = review.resolved_by or "?"
                found.append(
                    RefusedAnswer(
                        review_id,
                        msg(
                            "{review_id}: answered “{answer}” by {who}, the sheet says “{said}”.",
                            review_id=review_id,
                            answer=review.resolution,
                            who=who,
                            said=said,
                        ),
                    )
                )
        return found

    def reopen(self, review: Review) -> Answer:
        """That the answer to a question is taken back.

        Raises:
            UsageError: it has none.
        """
        if review.state is ReviewState.OPEN and not self._has_answer(review):
            raise UsageError(
                msg(
                    "the question {review_id} is open; there is no answer to take back.",
                    review_id=review.review_id,
                ),
            )
        return Answer(review, review.resolution or "", meant_by(review, self.items), reopened=True)

    def _has_answer(self, review: Review) -> bool:
        asked = {review.review_id, *(one.review_id for one in review.asked or ())}
        said = sorted(self._facts.resolutions, key=lambda one: one.resolved_at)
        last = {one.review_id: one for one in said if one.review_id in asked}
        return any(not one.reopened for one in last.values())

    def rows(self, answers: Iterable[Answer], by: str | None) -> list[ResolutionRow]:
        """The answers as rows of the lake."""
        return [
            ResolutionRow(
                self.run.run_id,
                one.review.review_id,
                one.value,
                by,
                self.run.started_at,
                one.review.kind,
                one.review.decision_id,
                dump(one.meant),
                one.reopened or None,
            )
            for one in answers
        ]

    def effects(self, answers: Sequence[Answer], by: str | None) -> AnswerEffects:
        """What the answers change, boards, procedures and work; nothing is kept."""
        said = tuple(_resolution(one, by, self.run.started_at) for one in answers)
        facts = replace(self._facts, resolutions=(*self._facts.resolutions, *said))
        return effects_between(self.state, self._state(facts))

    def _state(self, facts: Facts) -> State:
        return consolidate(
            facts,
            province=self._inputs.province,
            policy=self._inputs.policy,
            as_of=self.run.today,
            knowledge=self.run.started_at,
        )


def _resolution(answer: Answer, by: str | None, at: datetime) -> Resolution:
    return Resolution(answer.review.review_id, answer.value, by, at, answer.meant, answer.reopened)
