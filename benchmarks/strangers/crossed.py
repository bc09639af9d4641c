"""Layouts crossed with what makes a row doubtful, where it stands, and what the list does.

Each layout meets each look at each place, and each place of a remark; the remark itself, the procedures, the act and the
looks of the head are drawn by the seed, so that further seeds cross further pairs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from random import Random

from benchmarks.strangers.cases import Case, Said, Wanted
from benchmarks.strangers.framed import framed, rows_of
from benchmarks.strangers.layouts import UNTIMED, Entry, Layout, count_of, laid_out
from benchmarks.strangers.paper import Block, Line, Look, Part, Parts
from benchmarks.strangers.remarks import BELOW_THE_LIST, GOES_ON, HARMLESS, TAKEN_OUT
from benchmarks.strangers.writers import SHOWS, TELLS


class Field(StrEnum):
    """What of an entry is drawn otherwise."""

    NAME = "name"
    CODE = "code"
    LABEL = "label"
    WHOLE = "whole"


class Where(StrEnum):
    """Where a remark stands."""

    BEHIND = "behind the name"
    BRACKETS = "in brackets"
    OWN_LINE = "in a line of the name"
    AFTER_CODE = "behind the code"
    FOR_TIME = "in place of the time"
    NOTE = "as a note"
    ROW = "in a row below"
    ACROSS = "across a row below"
    POINTED = "when pointed at"
    FOOTNOTE = "in a footnote"
    NUMBERED = "below the list"


class Kind(StrEnum):
    """What a remark does to its row."""

    ASKS = "asks"
    ENDS = "ends"
    BEGINS = "begins"
    NOTHING = "nothing"


#: What is wanted of looks that draw an entry otherwise than the others: RULINGS 37, "asked, not applied".
_LOOKS = tuple(look for look in Look if look not in {Look.PLAIN, Look.RAISED})
_TYPED = frozenset({"text", "markdown"})
_TWO_NAMES = "hai tên trong một ô"
#: Of other matters than any that `words` has.
_SECOND_NAMES = (
    "Tặng kỷ niệm chương ngành Lưu trữ", "Cấp thẻ hướng dẫn viên du lịch", "Xếp hạng di tích lịch sử", "Đổi bằng lái tàu hỏa",
)  # fmt: skip
_END, _BEGIN = date(2026, 1, 1), date(2026, 7, 1)


def crossings(seed: int) -> Iterator[tuple[Case, frozenset[str]]]:
    """Every crossing of a seed, with the formats that can show it."""
    for layout in Layout:
        yield _plain(layout, seed), frozenset(SHOWS)
        yield _two_names(layout, seed), frozenset(SHOWS)
        for look in _LOOKS:
            forms = frozenset(form for form, looks in SHOWS.items() if look in looks)
            for field in Field:
                yield _drawn(layout, look, field, seed), forms
        for where in Where:
            if where is Where.FOR_TIME and layout in UNTIMED:
                continue
            forms = TELLS if where is Where.POINTED else frozenset(SHOWS)
            forms -= _TYPED if where is Where.FOOTNOTE else frozenset()
            for kind in _kinds(where):
                yield _remarked(layout, where, kind, seed), forms


def _kinds(where: Where) -> tuple[Kind, ...]:
    """A date is said where notes are; a harmless word only as a note (elsewhere it would be a part of the name)."""
    return tuple(Kind) if where is Where.NOTE else (Kind.ASKS,)


# ---- one case --------------------------------------------------------------------------------------------------


def _case(
    name: str,
    seed: int,
    layout: Layout,
    wanted: list[Wanted],
    blocks: list[Block],
    words: dict[str, str],
) -> Case:
    replaced = words.get("act") == "replaced"
    said = Said(
        f"Về việc công bố Danh mục thủ tục hành chính bị thay thế lĩnh vực {wanted[0].sector}",
        f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính bị thay thế lĩnh vực {wanted[0].sector} "
        "thuộc thẩm quyền giải quyết của UBND cấp xã.",
        caption=("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ",),
    )
    return framed(
        name, seed, wanted, blocks, axes={"layout": layout.value, **words}, said=said if replaced else None
    )


def _start(
    name: str, seed: int, layout: Layout, acts: tuple[str, ...]
) -> tuple[Random, str, list[Wanted], int]:
    """The draw, the act, the rows, and which of them is the doubtful one."""
    rng = Random(f"stranger crossing {seed} {name}")
    act = rng.choice(acts)
    action = "abolish" if act == "replaced" else act
    rows = rows_of(rng, count_of(layout), action=action, times=layout not in UNTIMED, sector="Chăn nuôi")
    return rng, act, rows, rng.randrange(len(rows))


def _entries(rows: list[Wanted]) -> list[Entry]:
    return [
        Entry((Part(str(number)),), (Part(row.code or ""),), (Part(row.name),), (Part(row.time or ""),))
        for number, row in enumerate(rows, 1)
    ]


def _plain(layout: Layout, seed: int) -> Case:
    name = f"{layout.value}/plain"
    _, act, rows, _ = _start(name, seed, layout, ("new", "amend", "abolish", "replaced"))
    return _case(name, seed, layout, rows, laid_out(layout, _entries(rows)), {"act": act})


def _two_names(layout: Layout, seed: int) -> Case:
    """A cell with the names of two procedures: nobody knows whose the code is."""
    name = f"{layout.value}/two names"
    rng, act, rows, place = _start(name, seed, layout, ("new", "amend"))
    entries = _entries(rows)
    both = f"{rows[place].name}; {rng.choice(_SECOND_NAMES)}"
    entries[place] = replace(entries[place], name=(Part(both),))
    rows[place] = replace(rows[place], asks=_TWO_NAMES)
    return _case(name, seed, layout, rows, laid_out(layout, entries), {"act": act, "doubt": "two names"})


def _drawn(layout: Layout, look: Look, field: Field, seed: int) -> Case:
    name = f"{layout.value}/{look.value}/{field.value}"
    _, act, rows, place = _start(name, seed, layout, ("new", "amend", "abolish"))
    entries = _entries(rows)
    entries[place] = _as(entries[place], look, field)
    rows[place] = replace(rows[place], asks=look.value, struck=look is Look.HIDDEN)
    return _case(
        name, seed, layout, rows, laid_out(layout, entries),
        {"act": act, "doubt": look.value, "where": field.value},
    )  # fmt: skip


def _as(entry: Entry, look: Look, field: Field) -> Entry:
    def drawn(parts: Parts) -> Parts:
        return tuple(replace(part, look=look) for part in parts)

    if field is Field.NAME:
        return replace(entry, name=drawn(entry.name))
    if field is Field.CODE:
        return replace(entry, code=drawn(entry.code))
    if field is Field.LABEL:
        return replace(entry, label=look)
    return replace(entry, label=look, code=drawn(entry.code), name=drawn(entry.name), time=drawn(entry.time))


# ---- remarks ---------------------------------------------------------------------------------------------------


def _remarked(layout: Layout, where: Where, kind: Kind, seed: int) -> Case:
    base = f"{layout.value}/{where.value}/{kind.value}"
    acts = ("new", "amend") if kind is Kind.ENDS else ("new", "amend", "abolish", "replaced")
    rng, act, rows, place = _start(base, seed, layout, acts)
    words = _words(rng, kind, where, rows[place].action)
    words = words.format(_shown_number(layout, place, len(rows)))
    name = f"{base}/{words[:24]}"
    rows[place] = _meant(rows[place], kind, words, where)
    entries = _entries(rows)
    entries[place] = _with(entries[place], where, words, rng)
    if where is Where.NOTE:
        entries = [replace(one, note=one.note or (Part(""),)) for one in entries]
    blocks = laid_out(layout, entries)
    if where is Where.FOOTNOTE:
        blocks.append(Line(f"(1) {words}.", parts=(Part("(1)", Look.RAISED), Part(f" {words}."))))
    if where is Where.NUMBERED:
        blocks.append(Line(words))
    return _case(name, seed, layout, rows, blocks, {"act": act, "doubt": kind.value, "where": where.value})


def _shown_number(layout: Layout, place: int, count: int) -> str:
    if layout is Layout.DOWNWARDS:
        return str(count - place)
    if layout is Layout.GROUPED:
        return f"{place // 2 + 1}.{place % 2 + 1}"
    return str(place + 1)


def _words(rng: Random, kind: Kind, where: Where, action: str) -> str:
    if kind is Kind.ENDS:
        return rng.choice(("Bãi bỏ từ 01/01/2026", "Thực hiện đến hết ngày 31/12/2025"))
    if kind is Kind.BEGINS:
        return rng.choice(
            ("Bãi bỏ từ 01/7/2026",) if action == "abolish" else ("Thực hiện từ ngày 01/7/2026",)
        )
    if kind is Kind.NOTHING:
        return rng.choice(HARMLESS)
    if where is Where.NUMBERED:
        return rng.choice(BELOW_THE_LIST)
    return rng.choice(GOES_ON if action == "abolish" else TAKEN_OUT)


def _meant(row: Wanted, kind: Kind, words: str, where: Where) -> Wanted:
    """What the row comes to by the remark: a day of its own (RULINGS 22), or a question."""
    row = replace(row, time=None) if where is Where.FOR_TIME else row
    if kind is Kind.ENDS:
        return replace(row, effective_until=_END)
    if kind is Kind.BEGINS:
        return replace(row, effective_on=_BEGIN)
    return row if kind is Kind.NOTHING else replace(row, asks=words, said=words)


def _with(entry: Entry, where: Where, words: str, rng: Random) -> Entry:
    name, told = entry.name, entry.name[0]
    behind = rng.choice((" - {0}", ", {0}", " [{0}]")).format(words)
    after = rng.choice((" {0}", " ({0})", " - {0}")).format(words)
    return {
        Where.BEHIND: lambda: replace(entry, name=(*name, Part(behind))),
        Where.BRACKETS: lambda: replace(entry, name=(*name, Part(f" ({words.strip('()')})"))),
        Where.OWN_LINE: lambda: replace(entry, name=(*name, Part(f"\n{words}"))),
        Where.AFTER_CODE: lambda: replace(entry, code=(*entry.code, Part(after))),
        Where.FOR_TIME: lambda: replace(entry, time=(Part(words),)),
        Where.NOTE: lambda: replace(entry, note=(Part(words),)),
        Where.ROW: lambda: replace(entry, below=words),
        Where.ACROSS: lambda: replace(entry, below=words, across=True),
        Where.POINTED: lambda: replace(entry, name=(replace(told, told=words),)),
        Where.FOOTNOTE: lambda: replace(entry, name=(*name, Part("(1)", Look.RAISED))),
        Where.NUMBERED: lambda: entry,
    }[where]()
