"""A scripted decision as blocks: paragraphs and tables, the same for DOCX and HTML.

Layouts follow DOMAIN §2.1 and §2.3: two nestings, the column sets C1 to C6 and C8, two-level headers with merged
cells, section rows over the whole width, merged place columns, counters in the headings.
"""

import random
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from niemyet.demo.names import LEVEL_WORDS, sector_named
from niemyet.demo.records import PaperRow, ScriptedDecision, long_date, short_date
from niemyet.demo.truth import DISTRICTS_END
from niemyet.model.words import Action, DecisionKind, EffectSource, Level


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    style: str = ""  # center, bold, or both parted by a space


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table; a merged one reaches over `colspan` columns and `rowspan` rows."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class Grid:
    """A table; a row leaves out the places that a cell of an earlier row reaches into."""

    rows: list[list[TableCell]] = field(default_factory=list)
    header_rows: int = 0
    width: int = 0
    borders: bool = True


Block = Text | Grid
_Key = TypeVar("_Key", bound=Hashable)

_ACTION_TITLES = {
    Action.NEW: "mới ban hành",
    Action.AMEND: "được sửa đổi, bổ sung",
    Action.REPLACE: "được thay thế",
    Action.ABOLISH: "bị bãi bỏ",
    Action.LIST: "chuẩn hóa",
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ISSUER_LINES = {
    "quang-nam": ("TỈNH QUẢNG NAM", "Quảng Nam"),
    "da-nang": ("THÀNH PHỐ ĐÀ NẴNG", "Đà Nẵng"),
    "binh-dinh": ("TỈNH BÌNH ĐỊNH", "Bình Định"),
}
_SIGNERS = ("Trần Minh Khôi", "Lê Quang Hạnh", "Phan Thị Diệu Lan", "Võ Đình Tường")


def blocks_of(decision: ScriptedDecision) -> tuple[Block, ...]:
    """The whole document, in reading order."""
    return (*_head(decision), *_articles(decision), *_signature(decision), *_annexes(decision))


# ---- before the annex -------------------------------------------------------------------------------


def _authority(decision: ScriptedDecision) -> tuple[str, str, str]:
    """Left heading, authority line, place of signing."""
    if decision.kind is DecisionKind.MINISTRY:
        name = decision.issuer_name.upper()
        return name, f"BỘ TRƯỞNG {name}" if name.startswith("BỘ") else f"TỔNG {name}", "Hà Nội"
    line, place = _ISSUER_LINES[decision.issuer_id]
    return f"ỦY BAN NHÂN DÂN\n{line}", f"CHỦ TỊCH ỦY BAN NHÂN DÂN {line}", place


def _head(decision: ScriptedDecision) -> Iterator[Block]:
    left, authority, place = _authority(decision)
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------"
    yield Grid(
        rows=[
            [TableCell(f"{left}\n-------"), TableCell(right)],
            [
                TableCell(f"Số: {decision.number_text}"),
                TableCell(f"{place}, {long_date(decision.signed_on)}"),
            ],
        ],
        width=2,
        borders=False,
    )
    yield Text("QUYẾT ĐỊNH", "center bold")
    yield Text(decision.title, "center bold")
    yield Text(authority, "center bold")
    law = "16/6/2025" if decision.signed_on >= DISTRICTS_END else "19/6/2015"
    yield Text(f"Căn cứ Luật Tổ chức chính quyền địa phương ngày {law};")
    yield Text(
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính và các Nghị "
        "định sửa đổi, bổ sung;"
    )
    yield Text("Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31/10/2017 của Văn phòng Chính phủ;")
    for line in decision.basis:
        yield Text(line)
    proposer = _proposer(decision)
    number = 20 + decision.number % 300
    yield Text(
        f"Theo đề nghị của {proposer} tại Tờ trình số {number}/TTr-S ngày {short_date(decision.signed_on)}."
    )
    yield Text("QUYẾT ĐỊNH:", "center bold")


def _proposer(decision: ScriptedDecision) -> str:
    if not decision.sectors:
        return (
            "Chánh Văn phòng UBND tỉnh"
            if decision.issuer_id != "da-nang"
            else "Chánh Văn phòng UBND thành phố"
        )
    return f"Giám đốc {sector_named(decision.sectors[0]).department}"


def _articles(decision: ScriptedDecision) -> Iterator[Block]:
    for article in decision.articles:
        yield Text(article)
    yield Text(
        "Điều 2. Văn phòng Ủy ban nhân dân và các cơ quan, đơn vị liên quan cập nhật dữ liệu, công khai trên Cổng thông "
        "tin điện tử và tổ chức niêm yết tại nơi tiếp nhận, giải quyết thủ tục hành chính."
    )
    number = 3
    if decision.effect_source is not EffectSource.DEFAULT_SIGNED:
        yield Text(f"Điều {number}. {decision.effect_clause}")
        number += 1
    yield Text(
        f"Điều {number}. Chánh Văn phòng, {_proposer(decision)}, thủ trưởng các cơ quan, đơn vị và các tổ chức, cá nhân "
        "có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )


def _signature(decision: ScriptedDecision) -> Iterator[Block]:
    signer = _SIGNERS[decision.number % len(_SIGNERS)]
    role = (
        "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG"
        if decision.kind is DecisionKind.MINISTRY
        else "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    )
    yield Grid(
        rows=[
            [
                TableCell("Nơi nhận:\n- Như trên;\n- Cục KSTTHC (VPCP);\n- Lưu: VT, KSTTHC."),
                TableCell(f"{role}\n\n{signer}"),
            ]
        ],
        width=2,
        borders=False,
    )


# ---- the annex --------------------------------------------------------------------------------------


def _annexes(decision: ScriptedDecision) -> Iterator[Block]:
    if decision.annex == "none":
        return
    two = decision.annex == "both"
    if decision.annex in ("annex", "both"):
        yield from _annex_title(decision, "PHỤ LỤC I" if two else "PHỤ LỤC", _annex_subject(decision))
        yield from _lists(decision)
    if decision.annex == "subset":
        yield from _annex_title(
            decision, "PHỤ LỤC", "Danh mục thủ tục hành chính thực hiện trực tuyến toàn trình"
        )
        yield _online_table(decision)
    if decision.annex in ("process", "both"):
        subject = "Quy trình nội bộ giải quyết thủ tục hành chính"
        yield from _annex_title(decision, "PHỤ LỤC II" if two else "PHỤ LỤC", subject)
        yield _process_table(decision)
    if decision.annex == "internal":
        subject = "Danh mục thủ tục hành chính nội bộ trong hệ thống hành chính nhà nước"
        yield from _annex_title(decision, "PHỤ LỤC", subject)
        yield _internal_table(decision)


def _annex_subject(decision: ScriptedDecision) -> str:
    title = decision.title.removeprefix("Về việc công bố ").removeprefix("Về việc phê duyệt ")
    return title[0].upper() + title[1:]


def _annex_title(decision: ScriptedDecision, word: str, subject: str) -> Iterator[Block]:
    yield Text(word, "center bold")
    yield Text(subject.upper(), "center bold")
    who = decision.issuer_name.replace("UBND", "Chủ tịch UBND")
    yield Text(
        f"(Kèm theo Quyết định số {decision.number_text} {long_date(decision.signed_on)} của {who})",
        "center",
    )


def _groups(lines: Sequence[PaperRow], key: Callable[[PaperRow], _Key]) -> list[tuple[_Key, list[PaperRow]]]:
    found: dict[_Key, list[PaperRow]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return list(found.items())


def _level_order(pair: tuple[tuple[Level, ...], list[PaperRow]]) -> tuple[int, ...]:
    return (len(pair[0]) > 1, *(list(Level).index(level) for level in pair[0]))


def _by_level(lines: Sequence[PaperRow]) -> list[tuple[tuple[Level, ...], list[PaperRow]]]:
    return sorted(_groups(lines, lambda line: line.levels), key=_level_order)


def _count(lines: Sequence[PaperRow]) -> str:
    return f"({len(lines):02d} TTHC)"


def _level_title(levels: tuple[Level, ...], lines: Sequence[PaperRow]) -> str:
    if len(levels) > 1:
        return f"THỦ TỤC HÀNH CHÍNH DÙNG CHUNG ({', '.join(LEVEL_WORDS[level].upper() for level in levels)})"
    return f"THỦ TỤC HÀNH CHÍNH {LEVEL_WORDS[levels[0]].upper()} {_count(lines)}"


def _lists(decision: ScriptedDecision) -> Iterator[Block]:
    if decision.layout.nesting == "action":
        yield from _action_first(decision)
    elif _one_table(decision):
        yield _level_first_table(decision)
    else:
        yield from _level_first(decision)


def _one_table(decision: ScriptedDecision) -> bool:
    same = all(line.action in (Action.NEW, Action.AMEND) for line in decision.lines)
    return same and not decision.layout.amended


def _action_first(decision: ScriptedDecision) -> Iterator[Block]:
    """Action as a paragraph, level and sector as rows of its table; STT runs through a level."""
    for position, (action, lines) in enumerate(_groups(decision.lines, lambda line: line.action)):
        letter = "ABCDE"[position]
        yield Text(
            f"{letter}. DANH MỤC THỦ TỤC HÀNH CHÍNH {_ACTION_TITLES[action].upper()} {_count(lines)}", "bold"
        )
        grid = _new_grid(decision, action)
        for roman, (levels, at_level) in zip(_ROMAN, _by_level(lines), strict=False):
            _section(grid, f"{roman}. {_level_title(levels, at_level)}")
            serial = 0
            for sector, rows in _groups(at_level, lambda line: line.sector):
                _section(grid, f"Lĩnh vực {sector}")
                _add_rows(grid, decision, rows, serial)
                serial += len(rows)
        yield grid


def _level_first(decision: ScriptedDecision) -> Iterator[Block]:
    """Level, sector and action as paragraphs, a table for each action; STT starts anew."""
    for letter, (levels, at_level) in zip("ABCDE", _by_level(decision.lines), strict=False):
        yield Text(f"{letter}. {_level_title(levels, at_level)}", "bold")
        for roman, (sector, in_sector) in zip(
            _ROMAN, _groups(at_level, lambda line: line.sector), strict=False
        ):
            yield Text(f"{roman}. LĨNH VỰC {sector.upper()} {_count(in_sector)}", "bold")
            for number, (action, rows) in enumerate(_groups(in_sector, lambda line: line.action), start=1):
                yield Text(f"{number}. Thủ tục hành chính {_ACTION_TITLES[action]} {_count(rows)}", "bold")
                grid = _new_grid(decision, action)
                _add_rows(grid, decision, rows, 0)
                yield grid


def _level_first_table(decision: ScriptedDecision) -> Grid:
    """Level, sector and action as rows of one table, their marks in the STT column."""
    grid = _new_grid(decision, Action.NEW)
    for letter, (levels, at_level) in zip("ABCDE", _by_level(decision.lines), strict=False):
        _marked_section(grid, letter, _level_title(levels, at_level))
        for roman, (sector, in_sector) in zip(
            _ROMAN, _groups(at_level, lambda line: line.sector), strict=False
        ):
            _marked_section(grid, roman, f"LĨNH VỰC {sector.upper()} {_count(in_sector)}")
            for number, (action, rows) in enumerate(_groups(in_sector, lambda line: line.action), start=1):
                title = f"Thủ tục hành chính {_ACTION_TITLES[action]} {_count(rows)}"
                _marked_section(grid, f"{roman}.{number}", title)
                _add_rows(grid, decision, rows, 0)
    return grid


# ---- columns ----------------------------------------------------------------------------------------

_Header = tuple[tuple[str, tuple[str, ...]], ...]

_TIME_CUT = ("Thời hạn giải quyết", ("Theo quy định", "Sau cắt giảm"))
_REST = (("Địa điểm thực hiện", ()), ("Phí, lệ phí", ()), ("Căn cứ pháp lý", ()))
_CODE_NAME = (("STT", ()), ("Mã TTHC", ()), ("Tên thủ tục hành chính", ()))
_HEADERS: dict[str, _Header] = {
    "C1": (
        ("Số TT", ()),
        ("Tên TTHC", ()),
        ("Thời hạn giải quyết", ()),
        *_REST,
        ("Cơ quan thực hiện", ()),
    ),
    "C2": (*_CODE_NAME, _TIME_CUT, *_REST),
    "C3": (*_CODE_NAME, _TIME_CUT, *_REST, ("Dịch vụ công trực tuyến", ("Toàn trình", "Một phần"))),
    "C4": (*_CODE_NAME, ("Thời hạn giải quyết", ()), _REST[0], ("Cách thức thực hiện", ()), *_REST[1:]),
    "C5": (
        *_CODE_NAME,
        ("Tên VBQPPL quy định nội dung sửa đổi, bổ sung", ()),
        ("Nội dung sửa đổi, bổ sung", ()),
        ("Ghi chú", ()),
    ),
    "C6": (*_CODE_NAME, ("Tên VBQPPL quy định việc bãi bỏ TTHC", ())),
    "pairs": (
        ("STT", ()),
        ("Mã TTHC bị thay thế", ()),
        ("Tên TTHC bị thay thế", ()),
        ("Mã TTHC thay thế", ()),
        ("Tên TTHC thay thế", ()),
        ("Thời hạn giải quyết", ()),
        *_REST,
    ),
    "grouped": (
        ("STT", ()),
        ("Thủ tục hành chính bị thay thế", ("Mã TTHC", "Tên TTHC")),
        ("Thủ tục hành chính thay thế", ("Mã TTHC", "Tên TTHC")),
        ("Thời hạn giải quyết", ()),
        *_REST,
    ),
    "inline": (
        ("STT", ()),
        ("Thủ tục hành chính bị thay thế", ()),
        ("Thủ tục hành chính thay thế", ()),
        ("Thời hạn giải quyết", ()),
        *_REST,
    ),
}


def _columns_for(decision: ScriptedDecision, action: Action) -> str:
    if action is Action.ABOLISH:
        return "C6"
    if action is Action.REPLACE:
        return decision.layout.replaced
    if action is Action.AMEND and decision.layout.amended:
        return decision.layout.amended
    return decision.layout.columns


def _new_grid(decision: ScriptedDecision, action: Action) -> Grid:
    header = _HEADERS[_columns_for(decision, action)]
    two = any(subs for _, subs in header)
    first = [
        TableCell(name, colspan=max(1, len(subs)), rowspan=1 if subs or not two else 2)
        for name, subs in header
    ]
    rows = [first]
    if two:
        rows.append([TableCell(sub) for _, subs in header for sub in subs])
    width = sum(max(1, len(subs)) for _, subs in header)
    return Grid(rows=rows, header_rows=len(rows), width=width)


def _section(grid: Grid, text: str) -> None:
    grid.rows.append([TableCell(text, colspan=grid.width)])


def _marked_section(grid: Grid, mark: str, text: str) -> None:
    grid.rows.append([TableCell(mark), TableCell(text, colspan=grid.width - 1)])


def _add_rows(grid: Grid, decision: ScriptedDecision, lines: Sequence[PaperRow], serial: int) -> None:
    rows = [_row(decision, line, serial + n) for n, line in enumerate(lines, start=1)]
    if decision.layout.merged and len(lines) > 1:
        column = next((n for n, box in enumerate(rows[0]) if box.text and box.text == lines[0].place), None)
        if column is not None and len({line.place for line in lines}) == 1:
            rows = [_merged(row, column, len(rows) if n == 0 else 0) for n, row in enumerate(rows)]
    grid.rows += rows


def _merged(row: list[TableCell], column: int, height: int) -> list[TableCell]:
    if height:
        return [TableCell(box.text, rowspan=height) if n == column else box for n, box in enumerate(row)]
    return [box for n, box in enumerate(row) if n != column]


def _row(decision: ScriptedDecision, line: PaperRow, serial: int) -> list[TableCell]:
    columns = _columns_for(decision, line.action)
    texts = _ROWS[columns](decision, line)
    return [TableCell(str(serial)), *(TableCell(text) for text in texts)]


def _code(decision: ScriptedDecision, line: PaperRow) -> str:
    """The code as it is printed: with the agency's suffix in some decisions, damaged in a few province-level rows."""
    code = line.code or ""
    if decision.layout.suffix:
        return f"{code}.000.00.00.{'H17' if decision.issuer_id == 'da-nang' else 'H47'}"
    if line.levels == (Level.PROVINCE,) and decision.note == "base":
        roll = random.Random(f"damage/{decision.key}/{code}").random()
        if roll < 0.03:
            return code.replace(".", ". ")
        if roll < 0.06:
            return f"{code[:-1]}\n{code[-1]}"
    return code


def _c1(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    name = f"{line.name} (Mã TTHC: {_code(decision, line)})"
    return [name, line.time_local, line.place, line.fee, line.basis, line.agency]


def _c2(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    return [
        _code(decision, line),
        line.name,
        line.time_legal,
        line.time_local,
        line.place,
        line.fee,
        line.basis,
    ]


def _c3(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    return [*_c2(decision, line), "x" if line.online_full else "", "" if line.online_full else "x"]


def _c4(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    ways = "Trực tiếp; dịch vụ bưu chính công ích" + ("; trực tuyến" if line.online_full else "")
    return [_code(decision, line), line.name, line.time_local, line.place, ways, line.fee, line.basis]


def _c5(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    parts = ("Thành phần hồ sơ", "Thời hạn giải quyết", "Phí, lệ phí", "Mẫu đơn, tờ khai")
    part = parts[sum(map(ord, line.name)) % len(parts)]
    return [_code(decision, line), line.name, line.basis, part, ""]


def _c6(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    return [_code(decision, line), line.name, line.basis]


def _pairs(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    rest = [line.time_local, line.place, line.fee, line.basis]
    return [line.old_code or "", line.old_name or "", _code(decision, line), line.name, *rest]


def _inline(decision: ScriptedDecision, line: PaperRow) -> list[str]:
    rest = [line.time_local, line.place, line.fee, line.basis]
    return [f"{line.old_code} {line.old_name}", f"{line.name} (Mã TTHC: {_code(decision, line)})", *rest]


_ROWS: dict[str, Callable[[ScriptedDecision, PaperRow], list[str]]] = {
    "C1": _c1,
    "C2": _c2,
    "C3": _c3,
    "C4": _c4,
    "C5": _c5,
    "C6": _c6,
    "pairs": _pairs,
    "grouped": _pairs,
    "inline": _inline,
}


# ---- other annexes ----------------------------------------------------------------------------------


def _online_table(decision: ScriptedDecision) -> Grid:
    head = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Mức độ dịch vụ công trực tuyến")
    grid = Grid(rows=[[TableCell(text) for text in head]], header_rows=1, width=len(head))
    _section(grid, f"I. THỦ TỤC HÀNH CHÍNH CẤP TỈNH {_count(decision.lines)}")
    for serial, line in enumerate(decision.lines, start=1):
        texts = (str(serial), line.code or "", line.name, line.sector, "Toàn trình")
        grid.rows.append([TableCell(text) for text in texts])
    return grid


def _process_table(decision: ScriptedDecision) -> Grid:
    head = (
        "STT",
        "Mã TTHC",
        "Tên quy trình",
        "Trình tự các bước thực hiện",
        "Trách nhiệm xử lý",
        "Thời gian",
    )
    grid = Grid(rows=[[TableCell(text) for text in head]], header_rows=1, width=len(head))
    steps = (
        ("Bước 1: tiếp nhận hồ sơ", "Công chức một cửa", "0,5 ngày"),
        ("Bước 2: thẩm tra, giải quyết", "Phòng chuyên môn", "02 ngày"),
        ("Bước 3: ký, trả kết quả", "Lãnh đạo cơ quan", "0,5 ngày"),
    )
    for serial, line in enumerate(decision.lines, start=1):
        first = [
            TableCell(str(serial), rowspan=3),
            TableCell(line.code or "", rowspan=3),
            TableCell(line.name, rowspan=3),
        ]
        for n, step in enumerate(steps):
            grid.rows.append([*(first if n == 0 else []), *(TableCell(text) for text in step)])
    return grid


def _internal_table(decision: ScriptedDecision) -> Grid:
    head = ("STT", "Tên thủ tục hành chính nội bộ", "Lĩnh vực", "Cơ quan thực hiện")
    names = (
        "Phê duyệt kế hoạch thanh tra hằng năm của cơ quan chuyên môn",
        "Thẩm định chủ trương mua sắm tài sản công của đơn vị trực thuộc",
        "Điều động công chức giữa các cơ quan thuộc Ủy ban nhân dân",
        "Thông qua quy chế phối hợp giữa các cơ quan hành chính",
    )
    sectors = ("Thanh tra", "Tài chính", "Tổ chức bộ máy", "Văn phòng")
    grid = Grid(rows=[[TableCell(text) for text in head]], header_rows=1, width=len(head))
    for serial, (name, sector) in enumerate(zip(names, sectors, strict=True), start=1):
        agency = "Sở, ban, ngành" if (serial + decision.number) % 2 else "Văn phòng UBND"
        grid.rows.append([TableCell(str(serial)), TableCell(name), TableCell(sector), TableCell(agency)])
    return grid
