"""Column sets C1-C8 of annexes (DOMAIN §2.3) with the labels in use, and how rows of procedures are laid into them."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from benchmarks.truth.paper import At, Row, row
from niemyet.model.words import Action, Level


@dataclass(slots=True)
class Item:
    """One procedure of a made-up annex, as it is and as it is printed."""

    action: Action
    levels: tuple[Level, ...]
    sector: str | None
    name: str
    code: str | None
    printed: dict[str, str] = field(default_factory=dict)  # field of a column → text
    replaces: tuple[str, ...] = ()
    asked: set[str] = field(default_factory=set)
    effective_on: date | None = None
    axes: dict[str, str] = field(default_factory=dict)
    more_times: str | None = None  # a second case of the same procedure, on a row below the merged name
    basis_in_name: str | None = None  # the legal basis that runs into the name
    carried: str | None = None  # the rest of a name that stands on a row of its own


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, its label, the label above a group of columns, its share of the page."""

    field: str
    label: str
    width: float
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """A column set, by its id in DOMAIN §2.3."""

    id: str
    columns: tuple[Column, ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """Shares of the page."""
        return tuple(one.width for one in self.columns)

    def place(self, wanted: str) -> int | None:
        """Where a field stands."""
        return next((number for number, one in enumerate(self.columns) if one.field == wanted), None)

    def holds(self, wanted: str) -> bool:
        """Whether a field has a column."""
        return self.place(wanted) is not None


_LABELS: dict[str, tuple[tuple[str, ...], float]] = {
    "stt": (("STT", "Số TT", "TT", "STT"), 5.5),
    "code": (("Mã TTHC", "Mã số TTHC", "Mã số", "Mã thủ tục hành chính"), 10),
    "name": (("Tên TTHC", "Tên thủ tục hành chính", "Tên thủ tục", "Tên thủ tục hành chính (TTHC)"), 24),
    "time": (("Thời hạn giải quyết", "Thời gian giải quyết"), 12),
    "place": (("Địa điểm thực hiện", "Địa điểm thực hiện", "Nơi tiếp nhận"), 17),
    "fee": (("Phí, lệ phí", "Phí, lệ phí (nếu có)", "Phí/lệ phí"), 11),
    "basis": (("Căn cứ pháp lý", "Căn cứ pháp lý"), 24),
    "agency": (("Cơ quan thực hiện", "Cơ quan giải quyết"), 11),
    "method": (("Cách thức thực hiện", "Hình thức thực hiện"), 13),
    "note": (("Ghi chú",), 12),
    "change": (("Nội dung sửa đổi, bổ sung", "Nội dung được sửa đổi"), 16),
    "sector": (("Lĩnh vực", "Tên lĩnh vực"), 12),
    "level": (("Cấp thực hiện", "Cấp giải quyết", "Cấp thực hiện TTHC"), 9),
    "published": (("Quyết định công bố TTHC", "Quyết định đã công bố"), 14),
}
_AMENDING = "Tên VBQPPL quy định nội dung sửa đổi, bổ sung"
_ABOLISHING = (
    "Tên VBQPPL quy định việc bãi bỏ TTHC",
    "Tên văn bản quy phạm pháp luật quy định việc bãi bỏ thủ tục hành chính",
)
_SETS = {
    "C1": ("stt", "name", "time", "place", "fee", "basis", "agency"),
    "C2": ("stt", "code", "name", "times", "place", "fee", "basis"),
    "C2 one time": ("stt", "code", "name", "time", "place", "fee", "basis"),
    "C3": ("stt", "code", "name", "times", "online", "place", "fee", "basis"),
    "C4": ("stt", "code", "name", "time", "place", "method", "fee", "basis"),
    "C5": ("stt", "code", "name", "amending", "change", "note"),
    "C6": ("stt", "code", "name", "abolishing"),
    "C7": ("stt", "code", "name", "abolishing", "sector", "agency", "published"),
}
_TIMES_ABOVE = ("Thời hạn giải quyết", "Thời gian giải quyết")
_OLD = ("được thay thế", "bị thay thế")


def columns_of(
    rng: Random,
    set_id: str,
    *,
    one_level: bool,
    code_in_name: bool = False,
    noted: bool = False,
    with_level: bool = False,
) -> Columns:
    """A column set with labels drawn. `code_in_name` leaves out the column of codes; notes and levels add theirs."""
    if set_id.startswith("C8"):
        return _replacing(rng, set_id, one_level=one_level)
    out: list[Column] = []
    for wanted in _SETS[set_id]:
        if wanted == "code" and code_in_name:
            continue
        out += _drawn(rng, wanted, one_level=one_level)
    if code_in_name:
        place = next(number for number, one in enumerate(out) if one.field == "name")
        label = rng.choice((out[place].label, "Tên TTHC (Mã số TTHC)"))
        out[place] = Column("name", label, out[place].width + 4)
    if with_level:
        out += _drawn(rng, "level", one_level=one_level)
    if noted and not any(one.field == "note" for one in out):
        out += _drawn(rng, "note", one_level=one_level)
    elif set_id == "C2 one time" and not code_in_name and rng.random() < 0.2:
        out[1], out[2] = out[2], out[1]  # the code after the name
    return Columns(set_id, tuple(out))


def _drawn(rng: Random, wanted: str, *, one_level: bool) -> list[Column]:
    if wanted == "times":
        above = rng.choice(_TIMES_ABOVE)
        parts = (
            ("time_legal", "Theo quy định"),
            ("time_local", rng.choice(("Sau cắt giảm", "Sau khi cắt giảm"))),
        )
        if one_level:
            return [Column(name, f"{above} {label.lower()}", 12) for name, label in parts]
        return [Column(name, label, 12, above) for name, label in parts]
    if wanted == "online":
        labels = (("online_full", "Toàn trình"), ("online_partial", "Một phần"))
        if one_level:
            return [Column(name, f"Dịch vụ công {label.lower()}", 8) for name, label in labels]
        return [Column(name, label, 8, "Dịch vụ công") for name, label in labels]
    if wanted == "amending":
        return [Column("basis", _AMENDING, 24)]
    if wanted == "abolishing":
        return [Column("basis", rng.choice(_ABOLISHING), 28)]
    labels_of, width = _LABELS[wanted]
    return [Column(wanted, rng.choice(labels_of), width)]


def _replacing(rng: Random, set_id: str, *, one_level: bool) -> Columns:
    """C8: old and new procedure in one row, in separate columns, under two groups, or the new code in its name."""
    old, (stt,), rest = rng.choice(_OLD), _drawn(rng, "stt", one_level=True), []
    for wanted in ("time", "place", "basis"):
        rest += _drawn(rng, wanted, one_level=True)
    if set_id == "C8 inline":
        pair = [Column("old", f"TTHC {old}", 22), Column("new", "TTHC thay thế", 24)]
    elif set_id == "C8 grouped" and not one_level:
        above_old, above_new = f"TTHC {old}", "TTHC thay thế"
        pair = [
            Column("old_code", "Mã TTHC", 9, above_old), Column("old_name", "Tên TTHC", 18, above_old),
            Column("new_code", "Mã TTHC", 9, above_new), Column("new_name", "Tên TTHC", 20, above_new),
        ]  # fmt: skip
    else:
        pair = [
            Column("old_code", f"Mã TTHC {old}", 9), Column("old_name", f"Tên TTHC {old}", 18),
            Column("new_code", "Mã TTHC thay thế", 9), Column("new_name", "Tên TTHC thay thế", 20),
        ]  # fmt: skip
    return Columns(set_id, (stt, *pair, *rest))


def wrapped(columns: Columns) -> Columns:
    """The same with a line break in each label of several words."""
    return replace(
        columns, columns=tuple(replace(one, label=one.label.replace(" ", "\n", 1)) for one in columns.columns)
    )


def header(columns: Columns, *, numbered: bool) -> list[Row]:
    """Header rows: one or two levels by the groups of the set, and a row that numbers the columns if wanted."""
    if any(one.above for one in columns.columns):
        top: list[At] = []
        under: list[At] = []
        for one in columns.columns:
            if one.above is None:
                top.append(_head(one.label, down=2))
                continue
            under.append(_head(one.label))
            if top and top[-1].down == 1 and top[-1].text == one.above:
                top[-1] = _head(one.above, across=top[-1].across + 1)
            else:
                top.append(_head(one.above))
        rows = [tuple(top), tuple(under)]
    else:
        rows = [tuple(_head(one.label) for one in columns.columns)]
    if numbered:
        rows.append(tuple(At(f"({place})", centred=True) for place in range(1, len(columns.columns) + 1)))
    return rows


def _head(label: str, across: int = 1, down: int = 1) -> At:
    return At(label, across=across, down=down, bold=True, centred=True)


def item_rows(columns: Columns, item: Item, merged: dict[str, At | None]) -> list[Row]:
    """The rows of one item. `merged` gives for a field the cell that begins here, or None where one reaches down."""
    cells: list[str | At] = []
    twice = item.more_times is not None
    for one in columns.columns:
        if one.field in merged:
            above = merged[one.field]
            if above is not None:
                cells.append(above)
            continue
        text = item.printed.get(one.field, "")
        alone = twice and one.field not in {"time", "time_local"}
        cells.append(At(text, down=2 if alone else 1, centred=one.field in {"stt", "code"}))
    rows = [row(*cells)]
    if item.more_times is not None:
        rows.append(row(item.more_times))
    if item.carried is not None:
        rows.append(row(*(item.carried if one.field == "name" else "" for one in columns.columns)))
    return rows


def section_row(
    columns: Columns, shape: str, mark: tuple[str, str], text: str, counter: str, *, apart: bool
) -> Row:
    """A section row: its mark in a cell of its own, all in one merged cell, or without any merge.

    `mark` is the mark and the sign after it; `apart` puts the counter into the last cell.
    """
    width = len(columns.columns)
    sign, after = mark
    if shape == "whole row" or not sign or sign.startswith("PHẦN"):
        shown = f"{sign}{after}{text}" if sign else text
        return (At(f"{shown} {counter}".rstrip(), across=width, bold=True),)
    stands = At(f"{sign}{after.rstrip() if after in {'. ', ') ', '/ '} else ''}", bold=True, centred=True)
    if apart and counter and shape == "mark cell" and width > 4:
        return (stands, At(text, across=width - 2, bold=True), At(counter.strip("()"), bold=True))
    whole = At(f"{text} {counter}".rstrip(), bold=True)
    if shape == "name cell":
        place = columns.place("name")
        place = columns.place("new_name") if place is None else place
        if place is not None:
            return tuple(
                stands if number == 0 else whole if number == place else At("") for number in range(width)
            )
    return (stands, replace(whole, across=width - 1))
