"""Fees that resolutions of people's councils set, as dated facts with their paper.

The council of a province sets fees (Luật Phí và lệ phí 97/2015/QH13, Đ.21 khoản 1), and changes them without any decision on
procedures. Such a list says what a sheet shows from its day on, until another one speaks of the same code or it ends; it
never opens, ends or amends a procedure, and what it leaves out keeps what stood before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import FeeList, FeeRow, Resolution, fields
from niemyet.model.tables import Procedure, Review, SheetText
from niemyet.model.words import ReviewKind, SheetComponent, SheetWitness
from niemyet.transforms.language.text import key
from niemyet.transforms.law.answers import NONE
from niemyet.transforms.law.questions import ask
from niemyet.transforms.law.standing_answers import standing
from niemyet.transforms.work.sheets import text_hash


@dataclass(frozen=True, slots=True)
class Fees:
    """All facts, in the order of code and day; and what nobody can aim at a procedure."""

    facts: tuple[SheetText, ...] = ()
    reviews: tuple[Review, ...] = ()

    def on(self, day: date) -> dict[str, SheetText]:
        """Code → what holds on a day."""
        return {
            one.code: one
            for one in self.facts
            if (one.since or day) <= day and (one.valid_until is None or day < one.valid_until)
        }


def standing_fee_lists(lists: Iterable[FeeList]) -> tuple[FeeList, ...]:
    """Those that were handed in and not taken back since, each once."""
    last: dict[tuple[object, ...], FeeList] = {}
    for one in sorted(lists, key=lambda said: (said.said_at, said.withdrawn)):
        last[one.sha256, one.paper, one.effective_on] = one
    return tuple(
        sorted(
            (one for one in last.values() if not one.withdrawn),
            key=lambda one: (one.effective_on, one.paper, one.sha256),
        )
    )


def fees_of(
    lists: Iterable[FeeList], procedures: Sequence[Procedure], resolutions: Iterable[Resolution]
) -> Fees:
    """The facts of all lists that stand. A row that fits no procedure, or several, is asked about and says nothing."""
    told = standing_fee_lists(lists)
    if not told:
        return Fees()
    names = _Names.of(procedures)
    asked = {
        (place, row): review
        for place, one in enumerate(told)
        for row in one.rows
        if (review := names.doubt(one, row)) is not None
    }
    answers = {one.review.review_id: one.answer for one in standing(asked.values(), resolutions)}
    found: dict[str, list[SheetText]] = defaultdict(list)
    for place, one in enumerate(told):
        rows: dict[str, list[FeeRow]] = defaultdict(list)
        for row in one.rows:
            review = asked.get((place, row))
            codes = names.codes(one, row) if review is None else _said(answers.get(review.review_id))
            for code in codes:
                rows[code].append(row)
        for code, meant in rows.items():
            found[code].append(_fact(code, one, meant))
    facts = [fact for code in sorted(found) for fact in _one_after_the_other(found[code])]
    return Fees(tuple(facts), tuple(sorted(asked.values(), key=lambda one: one.review_id)))


def _said(answer: str | None) -> tuple[str, ...]:
    """The codes of an answer; none where nobody has answered, or none was meant."""
    return tuple(answer.split(", ")) if answer and answer != NONE else ()


def _fact(code: str, one: FeeList, rows: Sequence[FeeRow]) -> SheetText:
    lines = [f"{row.conditions}: {row.fee}" if row.conditions else row.fee for row in rows]
    text = "\n".join(dict.fromkeys(lines))
    return SheetText(
        code=code,
        component=SheetComponent.FEE,
        witness=SheetWitness.RESOLUTION,
        level=None,
        version=1,
        text=text,
        content=text_hash(text),
        since=one.effective_on,
        valid_until=one.effective_until,
        item_id=None,
        key=None,
        sha256=one.sha256,
        paper=one.paper,
        page=rows[0].page,
        row_no=rows[0].row_no,
    )


def _one_after_the_other(facts: Sequence[SheetText]) -> Iterator[SheetText]:
    """Each ends where the next begins; an end of its own that comes earlier stays."""
    for place, one in enumerate(facts):
        later = [other.since for other in facts[place + 1 :] if other.since != one.since]
        ends = [day for day in (one.valid_until, *later[:1]) if day is not None]
        yield replace(one, version=place + 1, valid_until=min(ends, default=None))


@dataclass(frozen=True, slots=True)
class _Names:
    """Which procedures bear a name, and until when."""

    by_name: Mapping[str, Sequence[tuple[str, date | None]]]

    @classmethod
    def of(cls, procedures: Iterable[Procedure]) -> "_Names":
        found: dict[str, list[tuple[str, date | None]]] = defaultdict(list)
        for row in procedures:
            found[key(row.name)].append((row.code, row.valid_until))
        return cls(found)

    def codes(self, one: FeeList, row: FeeRow) -> tuple[str, ...]:
        """The procedure that a row without a doubt means."""
        return (row.code,) if row.code is not None else tuple(self._named(one, row))

    def doubt(self, one: FeeList, row: FeeRow) -> Review | None:
        """The question about a row whose name fits none or several, or fits another code than the printed one."""
        fitting = self._named(one, row)
        if row.code is None and len(fitting) == 1:
            return None
        if row.code is not None and (not fitting or row.code in fitting):
            return None  # what is not in force (yet) has its fee from its own first day on
        return ask(
            ReviewKind.FEE_UNCLEAR,
            fields(
                paper=one.paper,
                name=row.name or row.code,
                fee=row.fee,
                row=row.row_no,
                page=row.page,
                count=len(fitting),
                code=row.code,
                content=one.sha256,
            ),
            candidates=[*([row.code] if row.code else []), *fitting],
        )

    def _named(self, one: FeeList, row: FeeRow) -> list[str]:
        """Codes whose procedure bears the name on the day of the fees or later."""
        held = self.by_name.get(key(row.name), ()) if row.name else ()
        return sorted({code for code, until in held if until is None or until > one.effective_on})
