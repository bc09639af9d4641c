"""What the desk's pages show: rows of the newest release, counted and ordered. Nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from niemyet.flows.asked_about import (
    AskedDocument,
    Offer,
    documents_asked_about,
    offers,
    place_words,
    review_of,
    rows_asked_about,
)
from niemyet.flows.commands.queries import require_unit, unit_names
from niemyet.flows.commands.said import said_rows
from niemyet.flows.commands.show import unit_sheet
from niemyet.flows.reporting import unpublished
from niemyet.flows.row_pictures import PrintedRow
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Box
from niemyet.model.tables import Review
from niemyet.model.words import DoneKnownBy, ReviewState, UpdateState
from niemyet.reports.kind_words import kind_word, said_as
from niemyet.reports.outlook import LateWeek, MissingDecision, late_by_week, missing_decisions
from niemyet.reports.work_list import WorkSheet
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.dates import HO_CHI_MINH
from niemyet.transforms.language.text import clean
from niemyet.transforms.law.answer_choices import takes_several
from niemyet.transforms.law.answers import accepted_by, effect_of
from niemyet.transforms.law.questions import parse_picture
from niemyet.transforms.law.review_kinds import KINDS, sentence_of
from niemyet.transforms.work.lateness import Lateness, Looks, done_lateness, looks_on

if TYPE_CHECKING:
    from niemyet.storage.release import Release

Row = Mapping[str, Any]
#: States that stand in the columns of the overview, in the order in which an officer looks at them.
SHOWN = (UpdateState.OVERDUE, UpdateState.DUE, UpdateState.UNOBSERVED, UpdateState.PLANNED, UpdateState.DONE)

#: Papers that a unit's page offers, as `export --paper` calls them.
PAPERS = ("list", "notice", "slip")
#: Lines of the log that are shown; `niemyet log` has all; chosen, not measured.
_MOST_SAID = 500
#: Weeks of the trend: a quarter, the period of the report (docs/field.md §7.3).
WEEKS = 13


@dataclass(frozen=True, slots=True)
class UnitOverview:
    """A unit in the overview: its open work by state, and how late the latest piece is."""

    unit_id: str
    name: str
    counts: Mapping[str, int]
    days_late: int

    @property
    def is_right(self) -> bool:
        """Something is known of it, and nothing is late, due or never looked at: where nothing is known, nothing is claimed."""
        return any(self.counts.values()) and not any(self.counts.get(one.value) for one in SHOWN[:3])


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, in words."""

    review_id: str
    kind: str
    kind_word: str
    decision_id: str | None
    decision: str
    text: str
    takes: str
    does: str
    has_picture: bool
    is_open: bool
    answer: str | None
    by: str | None
    printed: tuple[
        tuple[str, str], ...
    ] = ()  # the rows that it is about, as the document says them, and where
    offers: tuple[Offer, ...] = ()
    takes_several: bool = False
    documents: tuple[AskedDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """What a question's picture shows: a part of a page, or a row that is to be found on it."""

    sha256: str
    page: int
    box: Box | None = None
    rows: tuple[PrintedRow, ...] = ()


def overview(ui: Ui, only: Iterable[str] | None = None) -> list[UnitOverview]:
    """Units that are there today with their work, the latest first. `only`: these units."""
    release = ui.release()
    names = unit_names(ui)
    wanted = None if only is None else set(only)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    late: defaultdict[str, int] = defaultdict(int)
    work = release.table("listing_updates", ["unit_id", "state", "days_overdue"])
    for unit, state, days in zip(*(column.to_pylist() for column in work.columns), strict=True):
        counts[unit][state] += 1
        late[unit] = max(late[unit], days)
    today = release.as_of
    for before, after in _reports_not_counted(ui, today):
        counts[before["unit_id"]][before["state"]] -= 1
        counts[before["unit_id"]][after["state"]] += 1
    alive = {
        row["unit_id"]
        for row in release.table("units").to_pylist()
        if (row["valid_from"] is None or row["valid_from"] <= today)
        and (row["valid_until"] is None or today < row["valid_until"])
    }
    lines = [
        UnitOverview(unit, names[unit], dict(counts[unit]), late[unit])
        for unit in sorted(alive | {one for one in counts if not _is_settled(counts[one])})
        if wanted is None or unit in wanted
    ]
    return sorted(
        lines,
        key=lambda line: (
            -line.days_late,
            -line.counts.get("due", 0),
            collation_key(line.name),
            line.unit_id,
        ),
    )


def _reports_not_counted(ui: Ui, today: date) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Work that a report changes which no release counts yet: as published, and as reported."""
    waiting = unpublished(ui.folder(), ui.release())
    ids = sorted({one.update_id for one in waiting})
    columns = ["update_id", "unit_id", "state", "due_on"]
    rows = ui.release().find("listing_updates", "update_id", ids, columns) if ids else []
    return zip(rows, _with_reports(rows, waiting, today), strict=True)


def late_weeks(ui: Ui, only: Iterable[str] | None = None) -> list[LateWeek]:
    """Lateness at the end of the last weeks. `only`: of these units."""
    release = ui.release()
    wanted = None if only is None else set(only)
    held = release.schema("listing_updates").names
    # Releases before tables 1.7 do not say what a day is known by.
    columns = [name for name in ("unit_id", "state", "due_on", "done_on", "done_known_by") if name in held]
    work = release.table("listing_updates", columns).to_pylist()
    rows = [row for row in work if wanted is None or row["unit_id"] in wanted]
    sheets = release.table("listings", ["unit_id", "observed_on"])
    looks = looks_on(zip(*(column.to_pylist() for column in sheets.columns), strict=True))
    return late_by_week([_as_it_was_seen(row, looks) for row in rows], release.as_of, WEEKS)


def _as_it_was_seen(row: dict[str, Any], looks: Looks) -> dict[str, Any]:
    """Work that a first look found done may have been done long before: nobody had looked, and it is not counted as late."""
    due, done, known_by = row["due_on"], row["done_on"], row.get("done_known_by")
    if due is None or done is None:
        return row
    told = done_lateness(
        due, done, looks.get(row["unit_id"], ()), DoneKnownBy(known_by) if known_by else None
    )
    return row | {"state": UpdateState.UNOBSERVED.value} if told is Lateness.UNOBSERVED else row


def missing(ui: Ui) -> list[MissingDecision]:
    """Decisions that received ones act on and that nobody handed in."""
    return missing_decisions(
        ui.release().table("decisions", ["decision_id", "number_text", "relations"]).to_pylist()
    )


def _is_settled(counts: Mapping[str, int]) -> bool:
    return not any(counts.get(one.value) for one in SHOWN[:4])


def unit_work(ui: Ui, unit_id: str) -> WorkSheet:
    """The work of a unit with what was done, as the clerk's sheet has it.

    Raises:
        UsageError: there is no such unit.
    """
    require_unit(ui, unit_id)
    release = ui.release()
    rows = release.table("listing_updates", filters=[("unit_id", "=", unit_id)]).to_pylist()
    rows = _with_reports(rows, unpublished(ui.folder(), release), release.as_of)
    return unit_sheet(ui, unit_id, rows, release.as_of, closed=True)


def _with_reports(
    rows: Sequence[dict[str, Any]], waiting: Iterable[ConfirmationRow], today: date
) -> list[dict[str, Any]]:
    """The rows with reports that no release counts yet; the last one of a piece of work holds."""
    said = {one.update_id: one for one in sorted(waiting, key=lambda one: one.said_at)}
    return [
        _reported(row, said[row["update_id"]], today) if row["update_id"] in said else row for row in rows
    ]


def _reported(row: dict[str, Any], said: ConfirmationRow, today: date) -> dict[str, Any]:
    if not said.withdrawn:
        return row | {"state": UpdateState.DONE.value, "done_on": said.done_on, "done_by": said.done_by}
    if row["state"] != UpdateState.DONE.value:
        return row
    late = row["due_on"] is not None and row["due_on"] < today
    state = UpdateState.OVERDUE if late else UpdateState.DUE
    return row | {"state": state.value, "done_on": None, "done_by": None}


def questions(
    ui: Ui, *, kind: str | None = None, decision: str | None = None, everything: bool = False
) -> list[QuestionView]:
    """Open questions (or all) of a kind and a decision, decision by decision."""
    release = ui.release()
    numbers = {
        row["decision_id"]: row["number_text"]
        for row in release.table("decisions", ["decision_id", "number_text"]).to_pylist()
    }
    found = [
        _question(row, numbers, ui.lang)
        for row in release.table("reviews").to_pylist()
        if (everything or row["state"] == ReviewState.OPEN.value)
        and kind in {None, row["kind"]}
        and decision in {None, row["decision_id"]}
    ]
    return sorted(found, key=lambda one: (one.decision_id or "~", one.kind, one.review_id))


def question(ui: Ui, review_id: str) -> QuestionView:
    """A question, with the rows and documents that it is about and what each answer on offer means.

    Raises:
        UsageError: there is none of that id.
    """
    release = ui.release()
    review = _review(release, review_id)
    wanted = [("decision_id", "=", review.decision_id)]
    numbers = {
        one["decision_id"]: one["number_text"]
        for one in release.table("decisions", ["decision_id", "number_text"], filters=wanted).to_pylist()
    }
    found = _question(asdict(review), numbers, ui.lang)
    items = rows_asked_about(release, review)
    return replace(
        found,
        has_picture=found.has_picture or any(item["page"] is not None for item in items),
        printed=tuple((clean(item["raw_text"]), place_words(item, ui.lang)) for item in items),
        offers=offers(release, [review], ui.lang, partial(unit_names, ui))[review_id],
        takes_several=takes_several(review.kind) and len(review.candidates) > 1,
        documents=tuple(documents_asked_about(release, review)),
    )


def document(ui: Ui, review_id: str, sha256: str) -> AskedDocument | None:
    """A document of a question by its hash; None where the question is not about it."""
    release = ui.release()
    found = documents_asked_about(release, _review(release, review_id))
    return next((one for one in found if one.sha256 == sha256), None)


def picture_place(ui: Ui, review_id: str) -> PicturePlace | None:
    """What there is to see of a question: the part of a page that it names, else the rows that it is about."""
    release = ui.release()
    review = _review(release, review_id)
    named = parse_picture(review.picture or "")
    if named is not None:
        return PicturePlace(*named)
    items = [item for item in rows_asked_about(release, review) if item["page"] is not None]
    if not items:
        return None
    first = items[0]
    mine = tuple(PrintedRow.of(item) for item in items if item["sha256"] == first["sha256"])
    return PicturePlace(first["sha256"], first["page"], rows=mine)


def _review(release: "Release", review_id: str) -> Review:
    found = review_of(release, review_id)
    if found is None:
        raise UsageError(
            msg(
                "no question with id {review_id}. The ids stand in `niemyet review list`.",
                review_id=review_id,
            )
        )
    return found


def log(ui: Ui) -> list[dict[str, Any]]:
    """Who said what, the last first; what it is about in words, with the page where it can be looked at or taken back."""
    rows = sorted(said_rows(ui), key=lambda row: row["at"], reverse=True)[:_MOST_SAID]
    release, names = ui.release(), unit_names(ui)
    about = [row["about"] for row in rows]
    asked = release.table("reviews", filters=[("review_id", "in", about)]).to_pylist() if about else []
    work = release.table("listing_updates", filters=[("update_id", "in", about)]).to_pylist() if about else []
    told = {
        **{one["review_id"]: (sentence_of(one, vi=ui.lang == "vi") or one["question"], f"/review/{quote(one['review_id'])}")
           for one in asked},
        **{one["update_id"]: (f"{names.get(one['unit_id'], one['unit_id'])}: {one['code'] or ''} {one['name'] or ''}".strip(),
                              f"/u/{quote(one['unit_id'])}") for one in work},
    }  # fmt: skip
    for seen in about:  # a unit, and where it was looked at: `tam-hai tại quầy`
        unit_id, _, where = seen.partition(" ")
        if unit_id in names:
            told.setdefault(seen, (f"{names[unit_id]} {where}".strip(), f"/u/{quote(unit_id)}"))
    kinds = {one["review_id"]: one["kind"] for one in asked}
    return [
        row
        | {
            "at": f"{row['at'].astimezone(HO_CHI_MINH):%d/%m/%Y %H:%M}",
            "words": told.get(row["about"], (row["about"], None))[0],
            "href": told.get(row["about"], ("", None))[1],
            "said": said_as(kinds[row["about"]], row["said"], ui.lang)
            if row["about"] in kinds and row["said"]
            else row["said"],
        }
        for row in rows
    ]


def beside(asked: Sequence[QuestionView], review_id: str) -> tuple[str | None, str | None]:
    """The open questions before and after one, in the order of the list."""
    ids = [one.review_id for one in asked]
    if review_id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(review_id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def _question(row: Row, numbers: Mapping[str, str | None], lang: str) -> QuestionView:
    entry = KINDS[row["kind"]]
    takes_vi, takes_en = accepted_by(row)
    return QuestionView(
        row["review_id"],
        row["kind"],
        kind_word(row["kind"], lang),
        row["decision_id"],
        numbers.get(row["decision_id"]) or row["decision_id"] or "",
        sentence_of(row, vi=lang == "vi") or row["question"],
        takes_vi if lang == "vi" else takes_en,
        effect_of(entry)[0 if lang == "vi" else 1],
        bool(row["picture"]),
        row["state"] == ReviewState.OPEN.value,
        row["resolution"],
        row["resolved_by"],
    )
