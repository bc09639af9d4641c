"""What is told to people of a night by mail or to another program: new work, sources, questions. Pure; sending is elsewhere.

An event has keys, what it is about; a receiver is told of a key once. Texts are in Vietnamese: they go to an office.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from niemyet.model.words import OPEN_WORK, NewsKind, Outcome, UpdateState
from niemyet.reports.office import day_text
from niemyet.reports.words import OUTCOMES
from niemyet.reports.work_text import KINDS

Row = Mapping[str, Any]

#: Lines of one message: a screen; the desk and the work list have all of them; chosen, not measured.
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class News:
    """One message. `keys`: what it tells, each told once to a receiver."""

    about: NewsKind
    keys: tuple[str, ...]
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Night:
    """What a release and the lake say that can be told.

    `work`: rows of listing_updates; `units`, `decisions`: id → as people name it; `outcomes`: source → how its last
    crawl ended and why; `questions`: id of an open question → its sentence.
    """

    work: Sequence[Row]
    units: Mapping[str, str]
    decisions: Mapping[str, str]
    outcomes: Mapping[str, tuple[Outcome, str]]
    questions: Mapping[str, str]


def events_of(
    night: Night, known: Collection[str], outcomes_told: Mapping[str, str], units: Collection[str]
) -> list[News]:
    """What a receiver has not been told: work by decision, then sources, then questions.

    `known`: keys already told. `outcomes_told`: source → outcome that was told last. `units`: only their work; all if empty.
    """
    return [
        *_work(night, known, units),
        *_sources(night, outcomes_told),
        *_questions(night, known),
    ]


def keys_of(night: Night) -> list[str]:
    """Every key of work and questions that a night could tell: what a new receiver is not bothered with."""
    return [*(_work_key(row) for row in night.work if row["state"] in OPEN_WORK), *night.questions]


def welcome(night: Night, units: Collection[str]) -> News:
    """The first message to a receiver: where things stand, and that only news follows."""
    mine = [row for row in night.work if row["state"] in OPEN_WORK and (not units or row["unit_id"] in units)]
    late = sum(row["state"] == UpdateState.OVERDUE for row in mine)
    return News(
        NewsKind.WORK,
        (),
        "niemyet bắt đầu báo tin",
        (
            f"Hiện có {len(mine)} việc chưa xong, trong đó {late} việc quá hạn; {len(night.questions)} câu hỏi đang chờ.",
            "Từ nay chỉ báo những gì mới.",
        ),
    )


def failure(unit: str, host: str, at: str, log: Sequence[str]) -> News:
    """That a service of the machine failed, with what its log said last. `at`: the instant; each failure is told."""
    told = log or (f"Chưa có nhật ký; xem trên máy: journalctl -u {unit}",)
    return News(
        NewsKind.FAILURE,
        (f"failure {unit} {host} {at}",),
        f"{unit} trên máy {host} không chạy xong",
        (
            "Bản công bố gần nhất vẫn giữ nguyên. Xem dòng cuối, sửa rồi chạy lại lệnh đó; niemyet doctor cho biết thêm.",
            *told,
        ),
    )


def _work_key(row: Row) -> str:
    return str(row["update_id"])


def _work(night: Night, known: Collection[str], units: Collection[str]) -> Iterable[News]:
    by_decision: defaultdict[str, list[Row]] = defaultdict(list)
    for row in night.work:
        wanted = row["state"] in OPEN_WORK and (not units or row["unit_id"] in units)
        if wanted and _work_key(row) not in known:
            by_decision[row["decision_id"] or ""].append(row)
    for decision_id, rows in sorted(by_decision.items()):
        ordered = sorted(
            rows, key=lambda row: (row["unit_id"], str(row["due_on"]), row["kind"], row["code"] or "")
        )
        order = night.decisions.get(decision_id, decision_id)
        count = len({row["unit_id"] for row in rows})
        title = f"{len(rows)} việc mới tại {count} đơn vị" + (f" theo Quyết định số {order}" if order else "")
        yield News(NewsKind.WORK, tuple(map(_work_key, ordered)), title, _cut(_work_lines(ordered, night)))


def _work_lines(rows: Sequence[Row], night: Night) -> list[str]:
    lines: list[str] = []
    unit = None
    for row in rows:
        if row["unit_id"] != unit:
            unit = row["unit_id"]
            lines.append(f"{night.units.get(unit, unit)}:")
        old = f" (thay cho {', '.join(row['replaces_codes'])})" if row["replaces_codes"] else ""
        due = f", hạn {day_text(row['due_on'])}" if row["due_on"] else ""
        effect = f", hiệu lực {day_text(row['effective_on'])}" if row["effective_on"] else ""
        lines.append(
            f"  {KINDS[row['kind']][0]}: {row['code'] or ''} {row['name']}{old}{effect}{due}".rstrip()
        )
    return lines


def _sources(night: Night, told: Mapping[str, str]) -> Iterable[News]:
    for source, (outcome, reason) in sorted(night.outcomes.items()):
        if told.get(source, Outcome.COMPLETE.value) == outcome.value:
            continue
        named = OUTCOMES[outcome].text("vi")
        yield News(
            NewsKind.SOURCE,
            (source_key(source, outcome),),
            f"Nguồn {source}: {named}",
            tuple(filter(None, (reason,))),
        )


def source_key(source: str, outcome: Outcome) -> str:
    """What is kept of a source that was told about: the last one says what a receiver knows."""
    return f"source {source} {outcome.value}"


def source_told(key: str) -> tuple[str, str] | None:
    """Source and outcome of such a key; None of another key."""
    if not key.startswith("source "):
        return None
    source, _, outcome = key.removeprefix("source ").rpartition(" ")
    return source, outcome


def _questions(night: Night, known: Collection[str]) -> Iterable[News]:
    new = {review: text for review, text in sorted(night.questions.items()) if review not in known}
    if new:
        lines = [f"  {text}" for text in new.values()]
        yield News(NewsKind.QUESTIONS, tuple(new), f"{len(new)} câu hỏi mới cần người trả lời", _cut(lines))


def _cut(lines: Sequence[str]) -> tuple[str, ...]:
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[:MOST_LINES], f"… và {len(lines) - MOST_LINES} dòng nữa.")
