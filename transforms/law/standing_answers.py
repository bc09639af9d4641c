"""Which answers stand, and on what: the last one to each question, found by what was meant where its id has moved.

An answer keeps what it is about: kind, decision, rows with code, name and place, documents. So it holds when a question is
reworded, when a better reader tells the row's section otherwise, and when another copy of the document wins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import Fields, Meant, PartMeant, Resolution, RowMeant
from niemyet.model.tables import DecisionItem, FieldRow, Review
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key
from niemyet.transforms.law.one_doubt import BY_ROW
from niemyet.transforms.law.questions import field_of, review_id
from niemyet.transforms.law.review_kinds import KINDS, Does


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that stands: its question, the rows of it that it is for, the local day from which it is known."""

    review: Review
    answer: str
    since: date
    order: tuple[object, ...]
    rows: tuple[str, ...]
    said: Resolution

    @property
    def checked(self) -> bool:
        """Whether it was checked when it was given: then it may name what is none of the candidates."""
        return self.said.meant is not None and not self.said.is_former

    @property
    def name(self) -> tuple[object, ...]:
        """Tells it from every other answer."""
        return (self.review.review_id, *self.order)


def meant_by(
    review: Review, items: Mapping[str, DecisionItem], only: Sequence[str] | None = None, answer: str = ""
) -> Meant:
    """What an answer to a question is about. `only`: the rows of a section that it is for, where not for all.

    `answer`: as it is kept; rows that it names are kept with their code, name and place too.
    """
    names = only if only is not None else rows_of_review(review)
    told_apart = KINDS[review.kind].told_apart
    parts = tuple(
        PartMeant(
            one.review_id,
            tuple(_row_meant(items[name]) for name in (one.item_id or "",) if name in items),
            _about(one.fields, told_apart),
        )
        for one in review.asked or ()
        if only is None or one.item_id in only
    )
    return Meant(
        kind=review.kind,
        decision_id=review.decision_id,
        rows=tuple(_row_meant(items[name]) for name in names if name in items),
        documents=review.documents or (),
        about=_about(review.fields or (), told_apart),
        chosen=only is not None,
        parts=parts,
        answered=tuple(_row_meant(items[name]) for name in answer.split(_ROWS) if name in items),
    )


def _about(said: Iterable[FieldRow], told_apart: Sequence[str]) -> Fields:
    known = {one.name: one.value for one in said}
    return tuple((name, known.get(name) or "") for name in told_apart)


#: Between the rows that an answer names.
_ROWS = "; "


def rows_of_review(review: Review) -> tuple[str, ...]:
    """The rows that a question is about: those of a section, or the one."""
    return review.items or ((review.item_id,) if review.item_id else ())


def _row_meant(item: DecisionItem) -> RowMeant:
    return RowMeant(
        item.item_id, item.code, key(item.name), item.sha256, item.page, item.table_no, item.row_no
    )


def readdressed(resolutions: Iterable[Resolution], items: Iterable[DecisionItem]) -> tuple[Resolution, ...]:
    """Answers with the ids that what they mean bears now."""
    rows = Rows(items)
    return tuple(_readdressed(said, rows) for said in resolutions)


class Rows:
    """The rows of today, found by what was meant."""

    def __init__(self, items: Iterable[DecisionItem]) -> None:
        self.by_id = {item.item_id: item for item in items}
        self._of_decision: dict[str, list[DecisionItem]] = {}
        self._of_document: dict[str, list[DecisionItem]] = {}
        for item in self.by_id.values():
            self._of_decision.setdefault(item.decision_id, []).append(item)
            self._of_document.setdefault(item.sha256, []).append(item)

    def find(self, row: RowMeant, decision_id: str | None) -> DecisionItem | None:
        """The one row that is meant: by its id, else by code, name or place; None where none or several fit."""
        if row.item_id in self.by_id:
            return self.by_id[row.item_id]
        near = self._of_decision.get(decision_id or "") or self._of_document.get(row.sha256, [])
        for fits in (
            lambda item: row.code is not None and item.code == row.code,
            lambda item: bool(row.name_key) and key(item.name) == row.name_key,
            lambda item: row.row_no is not None and _place(item) == _place(row),
        ):
            found = [item for item in near if fits(item)]
            if len(found) == 1:
                return found[0]
        return None


def _place(row: RowMeant | DecisionItem) -> tuple[object, ...]:
    return (row.sha256, row.page, row.table_no, row.row_no)


def _naming_todays_rows(said: Resolution, rows: Rows) -> Resolution:
    """The answer with the ids that the rows which it names bear now."""
    today = {
        row.item_id: item.item_id
        for row in (said.meant.answered if said.meant is not None else ())
        if (item := rows.find(row, row.item_id.partition("#")[0])) is not None
    }
    named = (today.get(name, name) for name in said.resolution.split(_ROWS))
    return replace(said, resolution=_ROWS.join(named)) if today else said


def _readdressed(told: Resolution, rows: Rows) -> Resolution:
    said = _naming_todays_rows(told, rows)
    meant = said.meant
    if meant is None or not meant.rows or meant.kind not in KINDS:
        return said
    found = [rows.find(row, meant.decision_id) for row in meant.rows]
    held = [(row, item) for row, item in zip(meant.rows, found, strict=True) if item is not None]
    if not held or (all(row.item_id == item.item_id for row, item in held) and not said.is_former):
        return said
    moved = replace(meant, rows=tuple(replace(row, item_id=item.item_id) for row, item in held))
    if KINDS[meant.kind].does in BY_ROW:
        return replace(said, meant=moved)
    first = held[0][1]
    about = (value or None for _, value in meant.about)
    named = review_id(KINDS[meant.kind].kind, first.decision_id, first.item_id, *about)
    return replace(said, review_id=named, meant=replace(moved, decision_id=first.decision_id))


def standing(reviews: Iterable[Review], resolutions: Iterable[Resolution]) -> list[Told]:
    """The answers that stand, in the order in which they were given: for each question, or each of its rows, the last."""
    asked = {one.review_id: one for one in reviews}
    by_doubt: dict[tuple[str, str | None], list[Review]] = {}
    for one in asked.values():
        if KINDS[one.kind].does in BY_ROW:
            by_doubt.setdefault((one.kind, one.decision_id), []).append(one)
    last: dict[tuple[str, str], tuple[Resolution, Review]] = {}
    for said in sorted(resolutions, key=lambda one: (one.resolved_at, one.resolution)):
        for review, rows in _addressed(said, asked, by_doubt):
            for row in rows or ("",):
                last[review.review_id, row] = (said, review)
    found: dict[tuple[object, ...], Told] = {}
    for (name, row), (said, review) in last.items():
        if said.reopened:
            continue
        order = (said.resolved_at, name, said.resolution)
        rows = (row,) if row else ()
        told = Told(review, said.resolution.strip(), local_day(said.resolved_at), order, rows, said)
        before = found.get(told.name)
        found[told.name] = replace(told, rows=(*before.rows, *rows)) if before else told
    return sorted(found.values(), key=lambda one: str(one.order))


def _addressed(
    said: Resolution,
    asked: Mapping[str, Review],
    by_doubt: Mapping[tuple[str, str | None], Sequence[Review]],
) -> Iterable[tuple[Review, tuple[str, ...]]]:
    """The questions that an answer is to, each with the rows that it is for."""
    meant = said.meant
    own = asked.get(said.review_id)
    wanted = {row.item_id for row in meant.rows} if meant is not None else set()
    if own is not None:
        rows = rows_of_review(own)
        if meant is not None and meant.chosen:
            rows = tuple(row for row in rows if row in wanted)
            if not rows:
                return
        elif meant is not None and meant.rows and KINDS[own.kind].does is Does.AIMS_END:
            rows = tuple(
                row for row in rows if row in wanted
            )  # what is asked with them since is another code
        yield own, rows
    if meant is None or meant.kind not in KINDS:
        return
    if KINDS[meant.kind].does not in BY_ROW:
        if own is None:
            yield from _of_the_same(meant, asked.values(), is_former=said.is_former)
        return
    for other in by_doubt.get((meant.kind, meant.decision_id), ()):
        rows = tuple(row for row in rows_of_review(other) if row in wanted)
        if rows and other is not own and _is_alike(other, meant):
            yield other, rows


def _says(review: Review, name: str, value: str) -> bool:
    """Whether a field is the same, is not known, or names several things of which it is one."""
    said = field_of(review, name)
    return said in {None, value} or (name == "target" and value in (said or "").split("; "))


def _is_alike(review: Review, meant: Meant) -> bool:
    """Whether fields that tell questions on one row apart are no others, as the level of an abolition."""
    if KINDS[meant.kind].does is not Does.AIMS_END:
        return True
    about = {name: value for name, value in meant.about if value}
    levels = [set((text or "").split(", ")) for text in (about.pop("level", ""), field_of(review, "level"))]
    return bool(levels[0] & levels[1]) and all(
        field_of(review, name) in {None, value} for name, value in about.items()
    )


def _of_the_same(
    meant: Meant, asked: Iterable[Review], *, is_former: bool
) -> Iterable[tuple[Review, tuple[str, ...]]]:
    """The one question of that kind on the same decision, row or document, where its id has moved."""
    entry, rows = KINDS[meant.kind], {row.item_id for row in meant.rows}
    about = {name: value for name, value in meant.about if value}
    found = [
        one
        for one in asked
        if (KINDS[one.kind].family or one.kind) == (entry.family or entry.kind)
        and KINDS[one.kind].takes is entry.takes
        and (_is_same_subject(one, meant, rows) or (is_former and _is_now_of_a_row(one, meant)))
        and all(_says(one, name, value) for name, value in about.items())
    ]
    # What was asked once for all procedures of a decision is asked for each today: the answer was to all of them.
    if len(found) == 1 or (is_former and not meant.rows and about):
        yield from ((one, rows_of_review(one)) for one in found)


def _is_same_subject(review: Review, meant: Meant, rows: set[str]) -> bool:
    if meant.documents:
        return bool(set(meant.documents) & set(review.documents or ()))
    return review.decision_id == meant.decision_id and set(rows_of_review(review)) == rows


def _is_now_of_a_row(review: Review, meant: Meant) -> bool:
    """A question that was asked of the decision for all its procedures, and is asked of each row today."""
    return not meant.rows and bool(meant.about) and review.decision_id == meant.decision_id


def is_settled(review: Review, told: Sequence[Told]) -> bool:
    """Whether the answers that stand leave nothing of a question open."""
    rows = set(rows_of_review(review))
    return bool(told) and rows <= {row for one in told for row in one.rows}
