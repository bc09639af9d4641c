"""What a crawl has proven, held against what earlier ones proved (CONTRACT §5.3; PORTALS §5 nos. 15, 42).

A list that suddenly shows far less than before is not believed, whatever it says of itself; and a document is
withdrawn only when two lists, each proven whole, no longer show it.
"""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from niemyet.model.records import CrawlProof, Window
from niemyet.model.words import Outcome

#: A list that shows less than this share of what the last whole crawl of its kind saw is not taken as whole.
#: Chosen, not measured.
LEAST_SHARE = 0.7
#: Shorter lists say nothing by a share; chosen, not measured.
_FROM = 5
#: Windows that begin further apart than this hold too different decisions to be compared; chosen, not measured.
_NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One crawl of a source: when, over which signing dates, how it ended, which documents its list showed."""

    on: date
    window: Window
    outcome: Outcome
    seen: frozenset[str]
    #: Of a whole list: what a night's window on that day would have shown. None: nobody noted it.
    recent: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of the documents that the last comparable whole crawl saw were seen again."""

    seen_again: int
    expected: int

    @property
    def is_enough(self) -> bool:
        """Whether the list can be as whole as it was."""
        return self.expected < _FROM or self.seen_again >= LEAST_SHARE * self.expected


def overlap_with_last(seen: Collection[str], window: Window, earlier: Sequence[Sighting]) -> Overlap | None:
    """Against the newest whole crawl over the same kind of window; None when there is none to compare with.

    A night's window is held against the newest sweep too, of which only what such a window shows counts: the first night
    after a sweep has no other to be held against. Where no crawl was ever whole, what the fullest of those saw that were
    not must be there.
    """
    for one in sorted(earlier, key=lambda row: row.on, reverse=True):
        if one.outcome is not Outcome.COMPLETE:
            continue
        if _comparable(one.window, window):
            return _overlap(one.seen, seen)
        if one.recent and _is_sweep(one.window) and window.until is None and window.since is not None:
            return _overlap(one.recent, seen)
    if any(one.outcome is Outcome.COMPLETE for one in earlier):
        return None
    parts = [one.seen for one in earlier if _comparable(one.window, window)]
    return _overlap(max(parts, key=len), seen) if parts else None


def emptied(rows: int, before: int | None) -> Overlap | None:
    """Of a folder into which people drop files and out of which they file them: what is gone was had, so nothing is compared but
    an empty folder with what lay there before: perhaps a share is not mounted. `before`: files of the last whole crawl."""
    return Overlap(0, before) if not rows and before else None


def _overlap(expected: AbstractSet[str], seen: Collection[str]) -> Overlap:
    return Overlap(len(expected & set(seen)), len(expected))


def _comparable(one: Window, other: Window) -> bool:
    if one.until is not None or other.until is not None:
        return False  # a backfill's range is asked for once
    if one.since is None or other.since is None:
        return one.since is other.since
    return abs(one.since - other.since) <= _NEAR


def held_against(
    proof: CrawlProof, overlap: Overlap | None, *, source_id: str, accepted: str | None = None
) -> CrawlProof:
    """The proof, no longer complete where the list shows far less than before and nobody has accepted that."""
    if proof.outcome is not Outcome.COMPLETE or overlap is None or overlap.is_enough or accepted:
        return proof
    return replace(
        proof,
        outcome=Outcome.INCOMPLETE,
        reason=(
            f"danh sách chỉ còn {overlap.seen_again} trong {overlap.expected} văn bản đã thấy ở lần đọc trước; "
            f"nếu đúng như vậy, chạy lại với --accept-count {source_id}=LÝ-DO"
        ),
    )


def withdrawn(sightings: Iterable[Sighting]) -> dict[str, date]:
    """Documents that two whole lists in a row no longer show, and since which day (the first of these).

    Only sweeps of the whole list count; an incomplete or dark one between them proves nothing and hides nothing.
    """
    whole = sorted(
        (one for one in sightings if one.outcome is Outcome.COMPLETE and _is_sweep(one.window)),
        key=lambda one: one.on,
    )
    if len(whole) < 3:  # a median of two is none; chosen, not measured
        return {}
    *before, first, second = whole
    ever: AbstractSet[str] = frozenset().union(*(one.seen for one in before))
    return {key: _since(key, whole) for key in sorted(ever - first.seen - second.seen)}


def _since(key: str, whole: Sequence[Sighting]) -> date:
    """The first sweep after the last one that showed it."""
    last = max(place for place, one in enumerate(whole) if key in one.seen)
    return whole[last + 1].on


def _is_sweep(window: Window) -> bool:
    return window.since is None and window.until is None
