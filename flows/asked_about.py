"""What a question is about, looked up in a release: the rows as printed, the documents, and what each answer on offer means.

A code or an id tells nobody anything: beside each stands the name that it has, and the decision by which.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from niemyet.model.messages import msg
from niemyet.model.tables import Review
from niemyet.model.words import DecisionKind, Level
from niemyet.reports.kind_words import UnitNames, said_as
from niemyet.reports.words import LEVELS
from niemyet.storage.schemas import from_arrow
from niemyet.transforms.language.text import clean
from niemyet.transforms.law.answer_choices import choices
from niemyet.transforms.law.sentences import render

if TYPE_CHECKING:
    from niemyet.storage.release import Release

Row = Mapping[str, Any]
#: Rows that a question shows: a screen of them; chosen, not measured.
_MOST_ROWS = 12
#: Letters of a printed row in a cell of the sheet, which holds 32,767: half a screen; chosen, not measured.
_MOST_PRINTED = 500
#: What stands between the parts of what an answer means; no answer has it.
BETWEEN = " · "
#: Digits of a hash that tell documents apart for people; chosen, not measured: an answer takes six.
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer on offer: as it is kept, as a person says it, and what it means; empty where the word says it."""

    value: str
    said: str
    means: str = ""

    @property
    def line(self) -> str:
        """Both in one line, as lists and sheets have it; who copies it into an answer has answered."""
        return f"{self.said}: {self.means}" if self.means else self.said


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document that a question is about, by its hash and the name it came under."""

    sha256: str
    name: str


def offers(
    release: "Release", reviews: Iterable[Review], lang: str, units: UnitNames = dict
) -> dict[str, tuple[Offer, ...]]:
    """The answers on offer, by question. `units`: gives the names of units by their ids."""
    on_offer = {one.review_id: (one, choices(one)) for one in reviews}
    known = _ReleaseWords(release, {value for _, values in on_offer.values() for value in values}, lang)
    found = {}
    for name, (review, values) in on_offer.items():
        said = {value: known.said(value) or said_as(review.kind, value, lang, units) for value in values}
        counts = Counter(said.values())
        found[name] = tuple(
            Offer(value, said[value] if counts[said[value]] == 1 else value, known.meaning(value))
            for value in values
        )
    return found


def review_of(release: "Release", review_id: str) -> Review | None:
    """A question or answered question by its id; None where there is none."""
    rows = from_arrow(release.table("reviews", filters=[("review_id", "=", review_id)]), Review)
    return rows[0] if rows else None


def rows_asked_about(release: "Release", review: Review) -> list[Row]:
    """The rows of annexes that a question is about, in its order; of many the first."""
    wanted = ([review.item_id] if review.item_id else list(review.items or ()))[:_MOST_ROWS]
    if not wanted:
        return []
    found = release.table("decision_items", filters=[("item_id", "in", wanted)]).to_pylist()
    return sorted(found, key=lambda item: wanted.index(item["item_id"]))


def printed_rows(release: "Release", reviews: Iterable[Review], lang: str) -> dict[str, str]:
    """The rows that questions are about, as printed and with their places, one a line; by question."""
    asked = {
        one.review_id: ([one.item_id] if one.item_id else list(one.items or ()))[:_MOST_ROWS]
        for one in reviews
    }
    every = sorted({item for items in asked.values() for item in items})
    items = {row["item_id"]: row for row in _rows(release, "decision_items", "item_id", every)}
    return {
        name: "\n".join(_printed(items[one], lang) for one in wanted if one in items)
        for name, wanted in asked.items()
    }


def _printed(item: Row, lang: str) -> str:
    place, text = place_words(item, lang), clean(item["raw_text"])
    if len(text) > _MOST_PRINTED:
        text = f"{text[:_MOST_PRINTED]}…"
    return text + (f" ({place})" if place else "")


def documents_asked_about(release: "Release", review: Review) -> list[AskedDocument]:
    """The documents of the decision that a question is about, and those it names itself, each once."""
    wanted = [("decision_id", "=", review.decision_id)]
    decisions = (
        release.table("decisions", ["copies"], filters=wanted).to_pylist() if review.decision_id else []
    )
    named: dict[str, str] = {}
    for copy in (copy for row in decisions for copy in row["copies"]):
        named.setdefault(copy["sha256"], _file_name(copy["url"]) or copy["sha256"][:_HASH_SHOWN])
    for sha in review.documents or ():
        named.setdefault(sha, sha[:_HASH_SHOWN])
    return [AskedDocument(sha, name) for sha, name in named.items()]


def place_words(item: Row, lang: str) -> str:
    """Where a row stands: “trang 3, bảng 2, phần A/I, dòng 4”."""
    told = (
        (item["page"], msg("page {number}", number=item["page"])),
        (item["table_no"], msg("table {number}", number=item["table_no"])),
        (item["part"], msg("part {part}", part=item["part"])),
        (item["row_no"], msg("row {number}", number=item["row_no"])),
    )
    return ", ".join(words.text(lang) for value, words in told if value)


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name


class _ReleaseWords:
    """What a release says of codes, rows, decisions and documents; of each table only their rows are read."""

    def __init__(self, release: "Release", names: Iterable[str], lang: str) -> None:
        wanted = sorted(set(names))
        self._lang = lang
        self._as_of = release.as_of
        self._versions = _by(_rows(release, "procedures", "code", wanted), "code")
        openers = {row["opened_by"] for rows in self._versions.values() for row in rows}
        strange = [name for name in wanted if name not in self._versions]
        self._of_code = _by(_rows(release, "decision_items", "code", strange), "code")
        items = _rows(release, "decision_items", "item_id", sorted({*wanted, *openers}))
        self._items = {row["item_id"]: row for row in items}
        self._offered = set(wanted)
        mentioned = {
            row["decision_id"] for row in [*items, *(row for rows in self._of_code.values() for row in rows)]
        }
        decisions = _rows(release, "decisions", "decision_id", sorted({*wanted, *mentioned}))
        self._decisions = {row["decision_id"]: row for row in decisions}

    def said(self, value: str) -> str | None:
        """What a person may write for an id: the address of a row, the number and day of a decision. None: what it is."""
        if (item := self._items.get(value)) is not None:
            return f"{item['part']}/{item['row_no']}" if item["part"] and item["row_no"] else item["code"]
        decision = self._decisions.get(value)
        return self._cited(value) if decision is not None and decision["number_text"] else None

    def meaning(self, value: str) -> str:
        """What a value is, in words."""
        if value in self._versions:
            return self._procedure(self._versions[value])
        if value in self._of_code:
            return self._row(self._of_code[value][0], with_code=False)
        if value in self._items:
            return self._row(self._items[value], with_code=True)
        if value in self._decisions:
            return clean(self._decisions[value]["title"] or "")
        return ""

    def _procedure(self, versions: Sequence[Row]) -> str:
        """Its newest name, who holds it, by which decision, and since when it is over."""
        newest = max(versions, key=lambda row: (row["valid_from"], row["version"]))
        same = [row for row in versions if row["valid_from"] == newest["valid_from"]]
        held = {row["level"] for row in same}
        levels = [LEVELS[level][0 if self._lang == "vi" else 1] for level in Level if level in held]
        opener = self._items.get(newest["opened_by"])
        until: date | None = newest["valid_until"]
        over = until if until is not None and until <= self._as_of else None
        return BETWEEN.join(
            filter(
                None,
                (
                    newest["name"],
                    ", ".join(levels),
                    self._cited(opener["decision_id"]) if opener else "",
                    msg("ended on {day}", day=over).text(self._lang) if over else "",
                ),
            )
        )

    def _row(self, item: Row, *, with_code: bool) -> str:
        code = item["code"] if with_code else None
        where = place_words(item, self._lang)
        return BETWEEN.join(filter(None, (code, item["name"], where, self._cited(item["decision_id"]))))

    def _cited(self, decision_id: str) -> str:
        row = self._decisions.get(decision_id)
        if row is None:
            return decision_id
        if row["kind"] == DecisionKind.ADOPTED:
            return msg("list “{title}” of {day}", title=row["title"], day=row["effective_on"]).text(
                self._lang
            )
        if not row["number_text"]:
            return decision_id
        cited = f"{row['number_text']}|{row['signed_on'] or ''}"
        return render("{cited:decision}", {"cited": cited}, vi=self._lang == "vi")


def _rows(release: "Release", table: str, column: str, wanted: Sequence[str]) -> list[Row]:
    found: list[Row] = release.table(table, filters=[(column, "in", wanted)]).to_pylist() if wanted else []
    return found


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return dict(found)
