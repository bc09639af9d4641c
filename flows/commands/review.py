"""Questions of the pipeline, and people's answers."""

import difflib
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.manual_input import new_run, publish_option, record_and_publish, tell_units
from niemyet.flows.spoken import Group, language_of
from niemyet.flows.ui import Ui, cell, common, pasted_id
from niemyet.model.errors import UsageError
from niemyet.model.messages import Both, msg
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.transforms.language.dates import given_day

if TYPE_CHECKING:
    from niemyet.flows.answering import Answer, Desk, RefusedAnswer
    from niemyet.flows.run_context import RunContext
    from niemyet.transforms.answer_effects import AnswerEffects
    from niemyet.transforms.law.called_decisions import CalledDecision


class KindOfQuestion(click.Choice):  # type: ignore[type-arg]
    """A kind, by its word of the model, as lists show it, or as ids begin; several kinds may have ids that begin alike."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The words of the model."""
        from niemyet.reports.kind_words import KINDS, kinds_of

        if kinds := kinds_of(value):
            return kinds
        lang = language_of(ctx)
        called = {kind.value: KINDS[kind].text(lang) for kind in ReviewKind}
        near = difflib.get_close_matches(
            value, [*called, *called.values()], n=_NEAR_KINDS
        )  # its own cutoff: 0.6
        named = {kind: name for kind, name in called.items() if not near or kind in near or name in near}
        words = ", ".join(f"{name} ({kind})" for kind, name in named.items())
        told = (
            msg("{value!r} is no kind of question; nearest: {words}", value=value, words=words)
            if near
            else msg("{value!r} is no kind of question; the kinds are: {words}", value=value, words=words)
        )
        return self.fail(told.text(lang), param, ctx)


_NEAR_KINDS = 5  # a line or two; chosen, not measured


kind_option = click.option(
    "--kind", type=KindOfQuestion([kind.value for kind in ReviewKind]), default=None, metavar="KIND",
    help="Only this kind of question.",
)  # fmt: skip
decision_option = click.option(
    "--decision",
    default=None,
    metavar="ID|NUMBER",
    help="Only this decision, by its id or its number as people write it.",
)
about_option = click.option(
    "--about",
    default=None,
    metavar="NAME",
    help="Only what concerns this procedure or unit: code, id or name.",
)
section_option = click.option(
    "--section", default=None, metavar="SECTION", help="Only this section of the annex, such as A/I."
)
by_option = click.option("--by", "by", default=None, metavar="NAME", help="Who answers.")
even_so_option = click.option(
    "--even-so",
    is_flag=True,
    help="Accept a value outside the candidates too.",
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Only say what would change.")


@click.group(cls=Group)
def review() -> None:
    """What is not decided without a person: look (list), answer (resolve, import), take back (reopen).

    Example: niemyet review list
    """


@review.command("list")
@kind_option
@decision_option
@about_option
@click.option("--all", "everything", is_flag=True, help="Answered ones too.")
@common
def list_reviews(
    ui: Ui, kind: frozenset[str] | None, decision: str | None, about: str | None, everything: bool
) -> None:
    """The open questions.

    Example: niemyet review list --kind not_yet_read

    Example: niemyet review list --about "Đăng ký khai sinh"
    """
    rows = _chosen(ui, kind, decision, about, everything=everything)
    ui.print_rows(
        [_in_words(_said(row, "question", ui), ui) for row in rows],
        shown={
            "review_id": ui.say(msg("Id")),
            "kind": ui.say(msg("Kind")),
            "decision_id": ui.say(msg("Decision")),
            "question": ui.say(msg("Question")),
            "candidates": ui.say(msg("Candidates")),
        },
    )
    notices = ui.release().table("notices").num_rows
    ui.tell(
        msg(
            "{count} questions. Besides {notices} notices: niemyet review notices",
            count=len(rows),
            notices=notices,
        )
        if notices
        else msg("{count} questions.", count=len(rows))
    )


@review.command("notices")
@kind_option
@common
def notices(ui: Ui, kind: frozenset[str] | None) -> None:
    """What is worth knowing and needs no answer.

    Example: niemyet review notices --kind file_lost
    """
    rows = [row for row in ui.release().table("notices").to_pylist() if kind is None or row["kind"] in kind]
    ui.print_rows(
        [_in_words(_said(row, "text", ui), ui) for row in rows],
        shown={
            "kind": ui.say(msg("Kind")),
            "decision_id": ui.say(msg("Decision")),
            "text": ui.say(msg("Text")),
        },
    )
    ui.tell(msg("{count} notices.", count=len(rows)))


#: Columns of `reviews` as a person calls them.
_LABELS = {
    "review_id": msg("Id"),
    "kind": msg("Kind"),
    "decision_id": msg("Decision"),
    "item_id": msg("Row"),
    "question": msg("Question"),
    "candidates": msg("Candidates"),
    "picture": msg("Picture"),
    "state": msg("State"),
    "resolution": msg("Answer"),
    "resolved_by": msg("Answered by"),
    "resolved_at": msg("Answered at"),
    "items": msg("Rows concerned"),
    "documents": msg("Documents"),
}


def _chosen(
    ui: Ui, kind: frozenset[str] | None, decision: str | None, about: str | None, *, everything: bool
) -> list[dict[str, Any]]:
    """The release's questions of a kind, a decision, a procedure or unit."""
    rows = ui.release().table("reviews").to_pylist()
    meant = None if decision is None else _meant_decision(ui, decision, rows)
    wanted = None if about is None else _questions_about(ui, about)
    return [
        row
        for row in rows
        if (everything or row["state"] == "open")
        and (kind is None or row["kind"] in kind)
        and (meant is None or _is_of(row, meant))
        and (wanted is None or row["review_id"] in wanted)
    ]


def _questions_about(ui: Ui, about: str) -> set[str]:
    """Ids of the questions about a procedure or a unit."""
    from niemyet.flows.concerned import questions_about
    from niemyet.flows.meant import check_known, subject_of_release

    subject = subject_of_release(ui, about)
    found = questions_about(ui.release(), subject)
    if not found:
        check_known(ui, subject)
    return found


def _meant_decision(ui: Ui, wanted: str, reviews: list[dict[str, Any]]) -> "CalledDecision":
    """The decision of the release that is meant, or one that a question names and that was not received."""
    from niemyet.flows.meant import the_decision
    from niemyet.transforms.law.called_decisions import CalledDecision

    columns = ["decision_id", "number_text", "signed_on"]
    received = [CalledDecision(**row) for row in ui.release().table("decisions", columns).to_pylist()]
    printed = {(one.number_text, one.signed_on) for one in received}
    named = {_named(row) for row in reviews} - {None}
    others = [CalledDecision(None, *one) for one in named if one is not None and one not in printed]
    return the_decision(ui, wanted, [*received, *others])


def _named(row: dict[str, Any]) -> tuple[str, date | None] | None:
    """Number and day of the decision that a question speaks of."""
    found = next((one["value"] for one in row.get("fields") or () if one["name"] == "decision"), None)
    if not found:
        return None
    number, _, day = found.partition("|")
    return number, given_day(day)


def _is_of(row: dict[str, Any], decision: "CalledDecision") -> bool:
    if decision.decision_id is not None and row["decision_id"] == decision.decision_id:
        return True
    named = _named(row)
    return (
        named is not None
        and named[0] == decision.number_text
        and (None in (named[1], decision.signed_on) or named[1] == decision.signed_on)
    )


def _said(row: dict[str, Any], column: str, ui: Ui) -> dict[str, Any]:
    """A row with its sentence in the reader's language."""
    from niemyet.transforms.law.review_kinds import sentence_of

    said = sentence_of(row, vi=ui.lang == "vi")
    return row if said is None else row | {column: said}


def _in_words(row: dict[str, Any], ui: Ui) -> dict[str, Any]:
    """A row for people: kind, candidates and answer in words; other formats keep the words of the model."""
    return _worded(row, ui) if ui.format == "table" else row


def _worded(row: dict[str, Any], ui: Ui) -> dict[str, Any]:
    from niemyet.flows.commands.queries import unit_names
    from niemyet.reports.kind_words import REVIEW_STATES, kind_word, said_as

    lang, units = ui.lang, partial(unit_names, ui)
    kind, answer = row["kind"], row.get("resolution")
    words: dict[str, Any] = {
        "kind": kind_word(kind, lang),
        "candidates": [said_as(kind, one, lang, units) for one in row["candidates"]],
    }
    if "state" in row:
        words["state"] = REVIEW_STATES[ReviewState(row["state"])].text(lang)
    return row | words | ({"resolution": said_as(kind, answer, lang, units)} if answer else {})


@review.command("show")
@click.argument("review_id")
@click.option(
    "--picture",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Write the picture cut from the document's page to this PNG file.",
)
@common
def show(ui: Ui, review_id: str, picture: Path | None) -> None:
    """A question, the answers it takes, and the picture of the place that it is about.

    Example: niemyet review show ocr_code:5c1d9e0f2a34 --picture o.png
    """
    from niemyet.transforms.law.questions import parse_picture

    review_id = pasted_id(review_id)
    rows = [row for row in ui.release().table("reviews").to_pylist() if row["review_id"] == review_id]
    if not rows:
        raise _unknown(review_id)
    if ui.format == "table":
        click.echo("\n".join(_told(rows[0], ui)))
    else:
        ui.print_rows(rows)
    place = parse_picture(rows[0]["picture"] or "")
    if picture is None:
        return
    if place is None:
        raise UsageError(
            msg(
                "the question {review_id} is about no place on a page; there is no picture of it.",
                review_id=review_id,
            ),
        )
    from niemyet.flows.beside import require_folder
    from niemyet.flows.explaining import crop
    from niemyet.model.records import Limits
    from niemyet.storage.files import write_atomic

    require_folder(picture)
    limits = ui.settings().limits if ui.config.is_file() else Limits()
    sha256, page, box = place
    write_atomic(picture, crop(ui.folder().raw.get(sha256), page, box, limits))
    ui.tell(msg("Wrote {picture} (page {page}).", picture=picture, page=page))


def _told(row: dict[str, Any], ui: Ui) -> Iterator[str]:
    """A question line by line: what it is about as printed, what each answer on offer means, how it is answered."""
    from niemyet.flows.asked_about import (
        documents_asked_about,
        offers,
        place_words,
        review_of,
        rows_asked_about,
    )
    from niemyet.flows.commands.queries import unit_names
    from niemyet.transforms.language.text import clean

    release = ui.release()
    review = review_of(release, row["review_id"])
    assert review is not None, "its row was found"
    on_offer = offers(release, [review], ui.lang, partial(unit_names, ui))[review.review_id]
    told = _in_words(_said(row, "question", ui), ui)
    for name, label in _LABELS.items():
        if name == "candidates":
            for item in rows_asked_about(release, review):
                place = place_words(item, ui.lang)
                printed = msg("Printed: “{text}” ({place})", text=clean(item["raw_text"]), place=place)
                yield ui.say(printed if place else msg("Printed: “{text}”", text=clean(item["raw_text"])))
            if on_offer:
                yield f"{ui.say(label)}:"
            for offer in on_offer:
                yield f"  • {offer.line}"
        elif name == "documents":
            if named := [f"{one.name} ({one.sha256[:12]})" for one in documents_asked_about(release, review)]:
                yield f"{ui.say(label)}: {cell(named, lang=ui.lang)}"
        elif told.get(name):
            yield f"{ui.say(label)}: {cell(told[name], lang=ui.lang)}"
    for takes, value in _accepts(row, ui).items():
        yield f"{takes}: {value}"
    if review.state is ReviewState.OPEN and on_offer:
        example = f"niemyet review resolve {shlex.quote(review.review_id)} {shlex.quote(on_offer[0].said)}"
        yield ui.say(msg("answer so: {command}", command=example))


def _accepts(row: dict[str, Any], ui: Ui) -> dict[str, str]:
    """What a question takes and what its answer does."""
    from niemyet.transforms.law.answers import accepted_by, effect_of
    from niemyet.transforms.law.review_kinds import KINDS

    entry = KINDS.get(row["kind"])
    if entry is None:
        return {}
    vi, en = accepted_by(row)
    return {
        ui.say(msg("takes")): ui.words(Both(en, vi)),
        ui.say(msg("does")): ui.words(Both(*reversed(effect_of(entry)))),
    }


@review.command("resolve")
@click.argument("words", nargs=-1, required=True, metavar="[REVIEW_ID] ANSWER")
@kind_option
@decision_option
@section_option
@by_option
@even_so_option
@dry_run_option
@publish_option
@common
def resolve(
    ui: Ui,
    words: tuple[str, ...],
    kind: frozenset[str] | None,
    decision: str | None,
    section: str | None,
    by: str | None,
    even_so: bool,
    dry_run: bool,
    no_publish: bool,
) -> None:
    """Answer a question, or every open one of a kind, decision or section. Records are added, never changed.

    Example: niemyet review resolve level_unknown:5c1d9e0f2a34b6d7 "cấp xã" --by "Trần Văn B"

    Example: niemyet review resolve --kind level_unknown --decision 745/QĐ-UBND "cấp xã" --dry-run
    """
    if len(words) > 2 or (len(words) == 1 and kind is None and decision is None):
        raise UsageError(
            msg("expected REVIEW_ID ANSWER, or ANSWER with --kind or --decision."),
        )
    kinds = sorted(kind) if kind else None
    run, desk = _desk(
        ui, {"words": list(words), "kind": kinds, "decision": decision, "section": section, "by": by}
    )
    if len(words) == 2:
        asked = [desk.question(pasted_id(words[0]))]
        if section is not None and not desk.rows_in(asked[0], section):
            raise UsageError(
                msg("the question has no rows in section {section}.", section=section),
            )
    else:
        asked = desk.select(kind, _decision_of(ui, desk, decision), section)
    if not asked:
        raise UsageError(msg("no open question is selected."))
    checked = [desk.check(one, words[-1], even_so=even_so, section=section) for one in asked]
    _keep(ui, run, desk, checked, by=by, dry_run=dry_run, no_publish=no_publish)


def _decision_of(ui: Ui, desk: "Desk", wanted: str | None) -> str | None:
    """The key of the decision that is meant, or its number where it was not received."""
    from niemyet.flows.meant import the_decision
    from niemyet.transforms.law.called_decisions import CalledDecision

    if wanted is None:
        return None
    known = [
        CalledDecision(one.decision_id, one.number_text, one.signed_on) for one in desk.decisions.values()
    ]
    return the_decision(ui, wanted, known).decision_id


@review.command("reopen")
@click.argument("review_id")
@by_option
@dry_run_option
@publish_option
@common
def reopen(ui: Ui, review_id: str, by: str | None, dry_run: bool, no_publish: bool) -> None:
    """Take an answer back: the question is open again. It is a new record; the old answer stays in the log.

    Example: niemyet review reopen level_unknown:5c1d9e0f2a34b6d7 --by "Trần Văn B"
    """
    review_id = pasted_id(review_id)
    run, desk = _desk(ui, {"review": review_id, "by": by})
    taken_back = desk.reopen(desk.question(review_id))
    _keep(ui, run, desk, [taken_back], by=by, dry_run=dry_run, no_publish=no_publish)


@review.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx")
@kind_option
@decision_option
@about_option
@common
def export(ui: Ui, path: Path, kind: frozenset[str] | None, decision: str | None, about: str | None) -> None:
    """Write the open questions to an XLSX sheet with a column for answers, to be read by `review import`.

    Example: niemyet review export cau-hoi.xlsx
    """
    from niemyet.flows.beside import beside_others, require_folder
    from niemyet.reports.question_sheet import question_sheet
    from niemyet.storage.files import write_atomic
    from niemyet.transforms.law.answers import accepted_by

    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            msg(
                "{path}: the sheet of questions is XLSX; name a file that ends so, e.g. {better}.",
                path=path,
                better=path.with_suffix(".xlsx"),
            )
        )
    require_folder(path)
    chosen = _chosen(ui, kind, decision, about, everything=False)
    wanted = {row["review_id"] for row in chosen}
    on_offer, printed, named = _offers(ui, wanted), _printed(ui, wanted), _decisions_named(ui)
    rows = [
        _worded(_said(row, "question", ui), ui)
        | {
            "accepted": ui.words(Both(*reversed(accepted_by(row)))),
            "candidates": on_offer[row["review_id"]],
            "printed": printed[row["review_id"]],
            "decision": named.get(row["decision_id"], row["decision_id"]),
        }
        for row in chosen
    ]
    sheet = question_sheet(rows, ui.lang)
    free = beside_others(path, sheet)
    if free != path:
        ui.tell(msg("{path} is there already and may hold answers; it stays as it is.", path=path))
    write_atomic(free, sheet)
    ui.tell(msg("Wrote {path}: {count} questions.", path=free, count=len(rows)))


def _printed(ui: Ui, wanted: Collection[str]) -> dict[str, str]:
    """The rows that questions are about, as printed, by question."""
    from niemyet.flows.asked_about import printed_rows
    from niemyet.model.tables import Review

    release = ui.release()
    reviews = [one for one in release.rows("reviews", Review) if one.review_id in wanted]
    return printed_rows(release, reviews, ui.lang)


def _decisions_named(ui: Ui) -> dict[str, str]:
    """Decisions as people name them, by id."""
    from niemyet.flows.commands.queries import named_decision

    return {
        row["decision_id"]: named_decision(row, ui.lang)
        for row in ui.release().table("decisions").to_pylist()
    }


def _offers(ui: Ui, wanted: Collection[str]) -> dict[str, str]:
    """The answers on offer, one a line with what it means, by question."""
    from niemyet.flows.asked_about import offers
    from niemyet.flows.commands.queries import unit_names
    from niemyet.model.tables import Review

    release = ui.release()
    reviews = [one for one in release.rows("reviews", Review) if one.review_id in wanted]
    return {
        name: "\n".join(one.line for one in found)
        for name, found in offers(release, reviews, ui.lang, partial(unit_names, ui)).items()
    }


@review.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@by_option
@even_so_option
@dry_run_option
@publish_option
@common
def import_answers(
    ui: Ui, path: Path, by: str | None, even_so: bool, dry_run: bool, no_publish: bool
) -> None:
    """Read a filled-in sheet. Every row is checked first; with one wrong row none is recorded.

    Example: niemyet review import cau-hoi.xlsx --by "Trần Văn B"
    """
    from niemyet.flows.answer_sheet import read_sheet
    from niemyet.flows.answering import RefusedAnswer
    from niemyet.flows.extraction import apart

    told = apart(read_sheet, path, limits=ui.settings().limits)
    run, desk = _desk(ui, {"sheet": path.name, "by": by})
    checked: list[Answer | RefusedAnswer] = [
        *told.refused,
        *(desk.conflicts(told.answers) if not even_so else ()),
    ]
    for review_id, said in told.answers.items():
        checked.append(desk.try_check(review_id, said, even_so=even_so))
    if not checked:
        raise UsageError(
            msg("{path}: no row has an answer. Fill in the column “Trả lời”.", path=path.name),
        )
    checked = [_placed(one, told.rows) if isinstance(one, RefusedAnswer) else one for one in checked]
    if told.unanswered:
        ui.tell(
            msg(
                "{count} questions of the sheet have no answer; they stay as they are.", count=told.unanswered
            )
        )
    _keep(ui, run, desk, checked, by=by, dry_run=dry_run, no_publish=no_publish)


def _placed(refused: "RefusedAnswer", rows: Mapping[str, int]) -> "RefusedAnswer":
    """A refusal with the row of the sheet, which a person finds sooner than an id."""
    row = rows.get(refused.review_id)
    return (
        refused
        if row is None
        else replace(refused, told=msg("row {row}: {error}", row=row, error=refused.told))
    )


# ---- what the commands share -----------------------------------------------------------------------------------


def _desk(ui: Ui, asked: dict[str, object]) -> "tuple[RunContext, Desk]":
    from niemyet.flows.answering import Desk

    run = new_run(ui, "review", {name: value for name, value in asked.items() if value is not None})
    return run, Desk(run)


def _keep(
    ui: Ui,
    run: "RunContext",
    desk: "Desk",
    checked: "Sequence[Answer | RefusedAnswer]",
    *,
    by: str | None,
    dry_run: bool,
    no_publish: bool,
) -> None:
    """Keep the answers, or refuse them all for one that is wrong; say what they change."""
    from niemyet.flows.answering import none_refused

    answers = none_refused(checked)
    for before in desk.said_before(answers):
        ui.tell(before)
    effects = desk.effects(answers, by)
    _tell_effects(ui, effects, would=dry_run)
    if dry_run:
        ui.tell(msg("Nothing was recorded (--dry-run)."))
        return
    rows = desk.rows(answers, by)
    steps = {"resolve": partial(run.append, "resolutions", rows)}
    left = desk.open_questions - effects.answered + effects.opened
    tell = partial(_tell_recorded, ui, answers, left)
    record_and_publish(ui, run, steps, no_publish=no_publish, fact=("resolutions", rows), tell=tell)


_NAMED = 5  # answers that are named, the rest is counted; chosen, not measured


def _tell_recorded(ui: Ui, answers: "Sequence[Answer]", left: int) -> None:
    """What stands on record now, and where to go on."""
    from niemyet.flows.commands.queries import unit_names
    from niemyet.reports.kind_words import said_as

    units = partial(unit_names, ui)
    for one in answers[:_NAMED]:
        said = said_as(one.review.kind, one.value, ui.lang, units)
        name = one.review.review_id
        ui.tell(
            msg("Taken back for {review_id}: {answer}.", review_id=name, answer=said)
            if one.reopened
            else msg("Recorded for {review_id}: {answer}.", review_id=name, answer=said)
        )
    if len(answers) > _NAMED:
        ui.tell(msg("… and for {count} more questions.", count=len(answers) - _NAMED))
    ui.tell(
        msg(
            "Next: {count} questions are open (niemyet review list); the work that follows: niemyet updates",
            count=left,
        )
        if left > 0
        else msg("Next: no question is open; the work that follows: niemyet updates")
    )


def _tell_effects(ui: Ui, effects: "AnswerEffects", *, would: bool) -> None:
    head = msg("Would change") if would else msg("Changes")
    if effects.is_nothing:
        ui.tell(msg("{head}: no board, procedure or work.", head=head))
    else:
        ui.tell(
            msg(
                "{head}: {count} procedures ({names}).",
                head=head,
                count=len(effects.procedures),
                names=_few(effects.procedures),
            )
        )
    tell_units(ui, effects.units)
    if effects.decisions:
        ui.tell(msg("  decisions: {names}", names=_few(effects.decisions)))
    ui.tell(
        msg("Questions: {answered} settled, {opened} new.", answered=effects.answered, opened=effects.opened),
    )


def _few(names: "Sequence[str]") -> str:
    # A line of names stays a line; chosen, not measured.
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")


def _unknown(review_id: str) -> UsageError:
    return UsageError(
        msg("no question with id {review_id}. The ids stand in `niemyet review list`.", review_id=review_id),
    )
