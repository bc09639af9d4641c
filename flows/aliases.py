"""Ids of questions as they were before they rested on what is meant (tables up to 1.2), and what each of them meant.

An answer of that time knows its question by an id made of a wording and of a row's place in the annex. What such an id
meant stands in the releases that bear it; it is looked up there once and kept in the lake (`aliases`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from niemyet.model.records import Meant, RowMeant
from niemyet.model.tables import DecisionItem, Review
from niemyet.model.words import ReviewKind
from niemyet.storage.codec import dump
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import AliasRow, ReadingRow
from niemyet.transforms.language.text import key
from niemyet.transforms.law.former_ids import former_review_id
from niemyet.transforms.law.review_kinds import KINDS, Subject

#: Schema version of the first tables whose ids rest on what is meant; docs/contract.md tells the versions.
_STABLE = (1, 3)
#: Kinds that were called otherwise where they asked which procedure a row without a code means.
_RENAMED = {
    "row_unclear": ReviewKind.REFERENCE_ROW_UNCLEAR,
    "cited_not_received": ReviewKind.REFERENCE_NOT_RECEIVED,
    "not_in_force": ReviewKind.REFERENCE_NOT_IN_FORCE,
}


def former_ids(folder: DataFolder, run_id: str) -> list[AliasRow]:
    """What every id of questions in releases of that time meant; nothing where it is kept already, or none is there."""
    if folder.lake.read("aliases", AliasRow):
        return []
    documents: set[str] | None = None
    found: set[tuple[str, str]] = set()
    for name in folder.releases.all():
        release = folder.releases.open(name)
        if tuple(map(int, release.manifest["schema_version"].split("."))) >= _STABLE:
            break  # they stand in the order in which they were made: no program makes older tables than the one before
        if documents is None:
            documents = {row.sha256 for row in folder.lake.read("readings", ReadingRow)}
        rows = {row.item_id: row for row in release.rows("decision_items", DecisionItem)}
        decisions = release.table("decisions", ["decision_id", "effective_until"]).to_pylist()
        for review in release.rows("reviews", Review):
            found |= {(review.review_id, dump(meant)) for meant in _meant(review, rows, documents, decisions)}
    return [AliasRow(run_id, review_id, meant) for review_id, meant in sorted(found)]


def _meant(
    review: Review,
    rows: Mapping[str, DecisionItem],
    documents: set[str],
    decisions: Sequence[Mapping[str, Any]],
) -> Iterator[Meant]:
    """What a question was about; one for each procedure where it asked of several at once."""
    family = review.review_id.partition(":")[0]
    kind = _RENAMED.get(review.kind, review.kind) if family == "reference" else review.kind
    if kind not in KINDS:
        return
    entry = KINDS[kind]
    row = rows.get(review.item_id or "")
    of_rows = (_row(row),) if row is not None else ()
    if kind == ReviewKind.ORPHANED:
        named = (one["decision_id"] for one in decisions)
        target = next((one for one in named if former_review_id(review, one)), "")
        for code in review.candidates:
            yield Meant(kind, review.decision_id, about=(("code", code), ("target_id", target)))
    elif kind == ReviewKind.REVERT:
        ends = {one["effective_until"] for one in decisions} | {one.effective_until for one in rows.values()}
        days = sorted(day.isoformat() for day in ends if day is not None)
        until = next((day for day in days if former_review_id(review, day)), "")
        yield Meant(kind, review.decision_id, about=(("until", until),))
    elif entry.subject is Subject.DOCUMENT:
        shas = tuple(sorted(sha for sha in documents if former_review_id(review, sha)))
        yield Meant(kind, review.decision_id, documents=shas)
    else:
        yield Meant(kind, review.decision_id, of_rows)


def _row(item: DecisionItem) -> RowMeant:
    return RowMeant(
        item.item_id, item.code, key(item.name), item.sha256, item.page, item.table_no, item.row_no
    )
