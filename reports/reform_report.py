"""The figures of the yearly reform report and the indicators of DOMAIN §7.3, as rows that people and programs read."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from niemyet.model.tables import (
    Board,
    Decision,
    DecisionItem,
    Listing,
    ListingUpdate,
    Procedure,
    Review,
    Unit,
)
from niemyet.model.words import Level, Proof
from niemyet.reports.no_figure import NOT_AVAILABLE, figure_text
from niemyet.reports.words import LEVELS
from niemyet.transforms.work.boards import count_on
from niemyet.transforms.work.indicators import (
    announced_share,
    board_accuracy,
    changes_between,
    explicit_effect,
    held_on,
    made_public_in_time,
    median_exposed_days,
    open_reviews,
    posted_in_time,
)
from niemyet.transforms.work.score import Sightings


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables that the figures are made from, all for one day."""

    decisions: Sequence[Decision]
    decision_items: Sequence[DecisionItem]
    procedures: Sequence[Procedure]
    boards: Sequence[Board]
    listings: Sequence[Listing]
    listing_updates: Sequence[ListingUpdate]
    reviews: Sequence[Review]
    units: Sequence[Unit]


Row = dict[str, str | int | None]


def figure_rows(
    tables: Figures,
    first: date,
    last: date,
    *,
    unit: str | None = None,
    national: AbstractSet[str] = frozenset(),
    looks: AbstractSet[date] = frozenset(),
    lang: str = "vi",
) -> list[Row]:
    """Totals at the counters on `last`, changes and indicators from `first` to `last`, both included.

    `unit`: totals and work of this unit alone. `national`: sources that are the national database (indicator 1.2),
    `looks`: days on which it was looked at.
    Columns: figure, level, unit_id, name, value, note. An indicator with an empty denominator is “N/A”,
    in Vietnamese “không có số liệu”.
    """
    vi = lang == "vi"
    rows = [*_totals(tables, last, unit, vi=vi)]
    if unit is None:
        rows += _held(tables, last, vi=vi)
        rows += _changed(tables, first, last, vi=vi)
    seen = Sightings.of(tables.decisions, national, looks)
    indicators = _indicators(tables, first, last, unit, seen, vi=vi)
    rows += [{**row, "value": figure_text(row["value"], lang)} for row in indicators]
    return rows


def indicator_rows(
    tables: Figures,
    first: date,
    last: date,
    *,
    national: AbstractSet[str] = frozenset(),
    looks: AbstractSet[date] = frozenset(),
    lang: str = "vi",
) -> list[Row]:
    """The indicators of a period alone, of the whole province."""
    seen = Sightings.of(tables.decisions, national, looks)
    return [*_indicators(tables, first, last, None, seen, vi=lang == "vi")]


def _row(
    figure: str,
    value: str | int,
    *,
    level: str | None = None,
    unit_id: str | None = None,
    name: str | None = None,
    note: str = "",
) -> Row:
    return {
        "figure": figure,
        "level": level,
        "unit_id": unit_id,
        "name": name,
        "value": value,
        "note": note,
    }


def _totals(tables: Figures, day: date, unit: str | None, *, vi: bool) -> Iterator[Row]:
    """How many procedures each unit must have posted."""
    alive = {
        one.unit_id: one
        for one in sorted(tables.units, key=lambda one: (one.unit_id, one.valid_from or date.min))
        if (one.valid_from is None or one.valid_from <= day)
        and (one.valid_until is None or day < one.valid_until)
    }
    counted = count_on(tables.boards, day)
    figure = "TTHC phải niêm yết" if vi else "procedures to post"
    for unit_id, number in sorted(counted.items()):
        if unit in (None, unit_id) and unit_id in alive:
            one = alive[unit_id]
            yield _row(figure, number, level=LEVELS[one.level][not vi], unit_id=unit_id, name=one.name)


def _held(tables: Figures, day: date, *, vi: bool) -> Iterator[Row]:
    figure = "TTHC thuộc thẩm quyền" if vi else "procedures held"
    for level, number in held_on(tables.procedures, day).items():
        if level is not Level.MINISTRY or number:
            yield _row(figure, number, level=LEVELS[level][not vi])
    # What no decision proves is told apart: an official total rests on decisions (RULINGS 45).
    by_list = held_on((one for one in tables.procedures if one.proof is Proof.ADOPTED), day)
    told = "trong đó theo danh mục, chưa có quyết định" if vi else "of these by an adopted list, no decision"
    for level, number in by_list.items():
        if number:
            yield _row(told, number, level=LEVELS[level][not vi])


def _changed(tables: Figures, first: date, last: date, *, vi: bool) -> Iterator[Row]:
    names = (
        ("công bố mới", "sửa đổi, bổ sung", "thay thế", "bãi bỏ")
        if vi
        else ("new", "amended", "replaced", "abolished")
    )
    for one in changes_between(tables.procedures, tables.decision_items, first, last + timedelta(days=1)):
        numbers = (one.new, one.amended, one.replaced, one.abolished)
        if one.level is Level.MINISTRY and not any(numbers):
            continue
        for name, number in zip(names, numbers, strict=True):
            yield _row(
                f"trong kỳ: {name}" if vi else f"in the period: {name}",
                number,
                level=LEVELS[one.level][not vi],
            )


def _indicators(
    tables: Figures, first: date, last: date, unit: str | None, seen: Sightings, *, vi: bool
) -> Iterator[Row]:
    until = last + timedelta(days=1)
    updates = [one for one in tables.listing_updates if unit in (None, one.unit_id)]
    boards = [one for one in tables.boards if unit in (None, one.unit_id)]
    listings = [one for one in tables.listings if unit in (None, one.unit_id)]
    if unit is None:
        yield from _of_the_province(tables, first, until, seen, vi=vi)
    accuracy = board_accuracy(boards, updates, listings, last)
    yield _row(
        "bảng niêm yết đúng" if vi else "boards right",
        accuracy.text,
        note=(f"{accuracy.part}/{accuracy.of} tờ, ở các đơn vị đã quan sát" if vi
              else f"{accuracy.part} of {accuracy.of} sheets, of units that were seen"),
    )  # fmt: skip
    on_time = posted_in_time(updates, first, until, listings)
    yield _row(
        "niêm yết đúng hạn" if vi else "posted in time",
        on_time.text,
        note=(f"{on_time.part}/{on_time.of} việc có hạn trong kỳ" if vi
              else f"{on_time.part} of {on_time.of} updates due in the period"),
    )  # fmt: skip
    exposed = median_exposed_days(updates, first, until)
    yield _row(
        "số ngày niêm yết sai (trung vị)" if vi else "days exposed (median)",
        NOT_AVAILABLE if exposed is None else f"{exposed:g}",
    )


def _of_the_province(
    tables: Figures, first: date, until: date, seen: Sightings, *, vi: bool
) -> Iterator[Row]:
    announced = announced_share(tables, first, until)
    yield _row(
        "1.1 công bố đúng hạn" if vi else "1.1 announced in time",
        announced.text,
        note=(f"{len(announced.on_time)}/{len(announced.counted)} TTHC; chỉ tính khi đã nhận căn cứ" if vi
              else f"{len(announced.on_time)} of {len(announced.counted)}; only where the basis was received"),
    )  # fmt: skip
    shown = seen.settled(tables.decisions)
    public = made_public_in_time(tables, shown, first, until)
    yield _row(
        "1.2 công khai đúng hạn" if vi else "1.2 made public in time",
        public.text,
        note=(f"{len(public.on_time)}/{len(public.counted)} TTHC; chỉ tính khi đã xem CSDLQG đúng lúc" if vi
              else f"{len(public.on_time)} of {len(public.counted)}; only where the database was looked at in time"),
    )  # fmt: skip
    yield _row(
        "1.3 đủ bộ phận tạo thành" if vi else "1.3 complete in its parts",
        NOT_AVAILABLE,
        note="cần nội dung TTHC trên CSDLQG" if vi else "needs the contents in the national database",
    )
    explicit = explicit_effect(tables.decisions, first, until)
    yield _row(
        "quyết định ghi rõ ngày hiệu lực" if vi else "decisions with a stated effect",
        explicit.text,
        note=f"{explicit.part}/{explicit.of}",
    )
    yield _row("câu hỏi chờ xem xét" if vi else "open reviews", open_reviews(tables.reviews))
