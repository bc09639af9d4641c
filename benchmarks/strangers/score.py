"""What a reading got right, what it asked about, and what it got wrong without a word."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from benchmarks.strangers.cases import Case, Wanted
from niemyet.model.records import Question, Reading
from niemyet.model.tables import DecisionItem, ReadItem
from niemyet.model.words import ReviewKind
from niemyet.transforms.law.one_doubt import one_doubt_each
from niemyet.transforms.law.review_kinds import sentence

#: What a clerk acts on: wrong without a word, it puts a wrong sheet on the board.
GRAVE = frozenset(
    {
        "missing", "phantom", "code", "action", "levels", "effect", "until", "replaces", "must be asked", "decision", "act",
    }
)  # fmt: skip
#: `left_over_text` is not among those of a missed row: it counts where it speaks of that row, not of somebody's address.
#: A question of the whole document, and the fields that it leaves open for each row. Others are no word on a row.
_OPENS: dict[str, frozenset[str]] = {
    "action": frozenset(
        {"action_unknown", "action_contradicted", "abolish_words", "left_over_heading", "ocr_heading", "body_missing"}
    ),
    "levels": frozenset(
        {"level_unknown", "level_contradicted", "left_over_heading", "ocr_heading", "body_missing", "scope_unknown"}
    ),
    "effect": frozenset(
        {
            "row_effect_unclear", "effect_unstated", "no_effect_clause", "effect_indirect", "effect_unknown", "ocr_effect",
            "left_over_date", "left_over_note", "date_implausible", "body_missing", "signing_date_unknown", "own_date_conflict",
            "ocr_signed_on",
        }
    ),
    "decision": frozenset(
        {
            "issuer_unknown", "number_unknown", "signing_date_unknown", "own_number_conflict", "own_date_conflict",
            "not_a_decision", "kind_unclear", "ocr_number", "ocr_signed_on", "body_missing",
        }
    ),
    "missing": frozenset(
        {
            "left_over_table", "left_over_heading", "left_over_picture", "left_over_list", "left_over_count", "row_doubtful",
            "row_unread", "table_unread", "header_unresolved", "control_total_mismatch", "not_a_decision", "ocr_row",
            "kind_unclear", "annex_missing",
        }
    ),
    "time": frozenset({"left_over_column"}),
    "name": frozenset({"left_over_column"}),
}  # fmt: skip


@dataclass(frozen=True)
class Miss:
    """One thing that is not as it is printed. `asked`: a question covers it."""

    field: str
    wanted: str
    got: str
    asked: bool
    name: str = ""

    @property
    def grave(self) -> bool:
        return self.field in GRAVE


@dataclass(frozen=True)
class Score:
    """`outcomes`: one of right, doubted (right, yet asked about), asked, silent for each procedure that is printed.

    `questions`: those that a person gets.
    """

    seed: int
    form: str
    axes: dict[str, str]
    outcomes: tuple[str, ...]
    misses: tuple[Miss, ...]
    questions: int
    kinds: tuple[str, ...]
    error: str | None = None
    name: str = ""

    @property
    def called(self) -> str:
        """By what it is asked for: its name, or its seed."""
        return self.name or str(self.seed)

    @property
    def silent(self) -> list[Miss]:
        return [miss for miss in self.misses if not miss.asked]


def squeezed(text: str) -> str:
    """A name without what its setting puts in: spaces, marks at its end, forms of letters."""
    text = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[\s\W_]+", "", re.sub(r"\s*\((?:\*|1)\)\s*$", "", text))


def score(case: Case, form: str, reading: Reading) -> Score:
    """The reading beside the truth; a second decision in the file is judged as well."""
    outcomes, misses = _one(case, reading)
    readings = [reading]
    if case.second is not None:
        other = next((one for one in reading.others if one.number == case.second.number), None)
        if other is None:
            asked = any(q.kind in _OPENS["decision"] | _OPENS["missing"] for q in reading.questions)
            misses.append(Miss("decision", f"a second one, {case.second.number}", "not found", asked))
            outcomes += ["asked" if asked else "silent"] * len(case.second.wanted)
        else:
            readings.append(other)
            more, wrong = _one(case.second, other)
            outcomes += more
            misses += wrong
    questions = [question for one in readings for question in one.questions]
    kinds = tuple(sorted({str(question.kind) for question in questions}))
    count = sum(_asked(one) for one in readings)
    return Score(case.seed, form, case.axes, tuple(outcomes), tuple(misses), count, kinds, name=case.name)


def _asked(reading: Reading) -> int:
    """Questions that a person gets: what a section leaves open for all its rows is one (`one_doubt_each`)."""
    rows = cast("Sequence[DecisionItem]", reading.items)  # only their parts and flags are looked at
    grouped, alone = one_doubt_each(reading.questions, rows)
    return len(grouped) + len(alone)


def _one(case: Case, reading: Reading) -> tuple[list[str], list[Miss]]:
    misses = list(_decision(case, reading))
    left = list(enumerate(reading.items))
    outcomes = []
    for wanted in case.wanted:
        place = _match(wanted, left)
        if place is None:
            found = [] if wanted.struck else [_missing(wanted, reading)]
            if wanted.asks:
                found = [_must_ask(wanted, reading, None)]
            doubted = False
        else:
            number, item = left.pop(place)
            found = list(_item(case, wanted, number, item, reading))
            doubted = any(not _is_ruled(one, wanted) for one in _questions_of(number, item, reading))
        found = [miss for miss in found if not (miss.asked and wanted.asks)]  # to ask is right there
        doubted = doubted and not wanted.asks
        misses += found
        if any(not miss.asked for miss in found):
            outcomes.append("silent")
        elif found:
            outcomes.append("asked")
        else:
            outcomes.append("doubted" if doubted else "right")
    for number, item in left:
        asked = bool(_questions_of(number, item, reading))
        misses.append(Miss("phantom", "", f"{item.code} {item.action}", asked, item.name[:60]))
    return outcomes, misses


def _is_ruled(question: Question, wanted: Wanted) -> bool:
    """Whether a ruling says in so many words that this is asked, whatever is read: RULINGS 29, "“Hết hiệu lực thi hành”,
    “không còn thực hiện” …: `abolish`, flagged `abolish_words`, asked once when the decision's title does not say that it
    abolishes". What is read of the row is held against the truth all the same."""
    return question.kind == ReviewKind.ABOLISH_WORDS and wanted.action == "abolish"


def _decision(case: Case, reading: Reading) -> Iterable[Miss]:
    kinds = {str(question.kind) for question in reading.questions}
    asked = bool(kinds & _OPENS["decision"])
    if reading.number != case.number:
        yield Miss("decision", f"number {case.number}", str(reading.number), asked)
    if reading.signed_on != case.signed_on:
        yield Miss("decision", f"signed {case.signed_on}", str(reading.signed_on), asked)
    if squeezed(case.province) not in squeezed(reading.issuer_name or ""):
        yield Miss("decision", f"issuer {case.province}", str(reading.issuer_name), asked)
    if str(reading.kind) not in {"public_list", "mixed", "public_full", "subset", "normalised"}:
        yield Miss("decision", "kind of a public list", str(reading.kind), asked)
    until = case.effective_until  # half-open: the day after the last one
    if reading.effective_until != until:
        yield Miss("effect", f"until {until}", str(reading.effective_until), bool(kinds & _OPENS["effect"]))
    if case.must_ask is not None and not any(_quotes(q, case.must_ask) for q in reading.questions):
        yield Miss("must be asked", case.must_ask, "nothing asked", asked=False)
    yield from _acts(case, reading)


def _acts(case: Case, reading: Reading) -> Iterable[Miss]:
    """What it does to other decisions; a question that names the number covers one that is missing."""
    if case.acts is None:
        return
    got = {(str(one.type), one.target.number) for one in reading.relations}
    for act in sorted(set(case.acts) - got):
        asked = any(_quotes(question, str(act[1])) for question in reading.questions)
        yield Miss("act", f"{act[0]} {act[1]}", ", ".join(f"{a} {n}" for a, n in sorted(got, key=str)), asked)
    for kind, number in sorted(got - set(case.acts), key=str):
        asked = any(_quotes(question, str(number)) for question in reading.questions)
        yield Miss("act", "", f"{kind} {number}", asked)


def _match(wanted: Wanted, left: list[tuple[int, ReadItem]]) -> int | None:
    """The place of the row that was read for this procedure: by code and level, by code, by name."""
    name = squeezed(wanted.name)

    def rank(item: ReadItem) -> int:
        if wanted.code is not None and item.code == wanted.code:
            return 0 if set(map(str, item.levels)) == set(wanted.levels) else 1
        if wanted.code is not None and item.code is not None:
            return 9
        if squeezed(item.name) == name:
            return 2 if set(map(str, item.levels)) == set(wanted.levels) else 3
        return 4 if len(name) > 12 and name in squeezed(item.name) else 9

    best = min(((rank(item), place) for place, (_, item) in enumerate(left)), default=(9, 0))
    return best[1] if best[0] < 9 else None


def _missing(wanted: Wanted, reading: Reading) -> Miss:
    said = [
        question for question in reading.questions
        if question.kind in _OPENS["missing"] or _speaks_of(question, wanted)
    ]  # fmt: skip
    return Miss("missing", f"{wanted.code} {wanted.action}", "", bool(said), wanted.name)


def _quotes(question: Question, words: str) -> bool:
    """Whether a question shows these words of the page."""
    return squeezed(words) in squeezed(f"{sentence(question.kind, question.fields)} {question.fields}")


def _speaks_of(question: Question, wanted: Wanted) -> bool:
    text = f"{sentence(question.kind, question.fields)} {question.fields} {question.candidates}"
    if (wanted.code is not None and wanted.code in text) or squeezed(wanted.name) in squeezed(text):
        return True
    return wanted.said is not None and _quotes(question, wanted.said)


def _must_ask(wanted: Wanted, reading: Reading, item: tuple[int, ReadItem] | None) -> Miss:
    if item is None:
        asked = any(_speaks_of(q, wanted) or q.kind in _OPENS["missing"] for q in reading.questions)
    else:
        asked = bool(_questions_of(*item, reading)) or any(_speaks_of(q, wanted) for q in reading.questions)
        if wanted.asks == "contradiction":
            asked = asked or any(q.kind == ReviewKind.ACTION_CONTRADICTED for q in reading.questions)
    return Miss("must be asked", str(wanted.asks), "nothing asked" if not asked else "", asked, wanted.name)


def _questions_of(number: int, item: ReadItem, reading: Reading) -> list[Question]:
    """Those of the row, and those of the section that it stands in."""
    part = item.part or ""
    return [
        question for question in reading.questions
        if question.item == number
        or (question.section is not None and question.item is None and part.startswith(question.section))
    ]  # fmt: skip


def _item(case: Case, wanted: Wanted, number: int, item: ReadItem, reading: Reading) -> Iterable[Miss]:
    if wanted.asks:
        yield _must_ask(wanted, reading, (number, item))
        return
    own = bool(_questions_of(number, item, reading)) or any(_speaks_of(q, wanted) for q in reading.questions)
    whole = {str(q.kind) for q in reading.questions if q.item is None and q.section is None}
    effect = item.effective_on or reading.effective_on
    pairs = (
        ("code", wanted.code, item.code),
        ("action", wanted.action, str(item.action)),
        ("levels", ", ".join(sorted(wanted.levels)), ", ".join(sorted(map(str, item.levels)))),
        ("effect", wanted.effective_on, effect),
        ("name", squeezed(wanted.name), squeezed(item.name)),
        ("time", squeezed(wanted.time or ""), squeezed(item.time_local or "")),
        ("until", wanted.effective_until, item.effective_until),
        ("replaces", ", ".join(sorted(wanted.replaces)), ", ".join(sorted(item.replaces))),
    )
    for field, want, got in pairs:
        if want != got:
            asked = own or bool(whole & _OPENS.get(field, frozenset()))
            yield Miss(field, str(want), str(got), asked, wanted.name)
