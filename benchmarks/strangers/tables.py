"""The annex: headings, columns, rows, or paragraphs in their place."""

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from benchmarks.strangers import words
from benchmarks.strangers.paper import Block, Cell, Grid, Line
from benchmarks.strangers.properties import visible_ranks

if TYPE_CHECKING:
    from benchmarks.strangers.cases import Case, Group, Wanted

Column = tuple[str, str, str]  # what it holds; the words over it; those of the group over it, or ""
_HEADERS = {
    "no": ("STT", "TT", "STT", "Số TT"),
    "code": ("Mã TTHC", "Mã số", "MÃ TTHC", "Mã số hồ sơ TTHC"),
    "name": ("Tên thủ tục hành chính", "Tên TTHC", "TÊN THỦ TỤC HÀNH CHÍNH", "Thủ tục"),
    "time": ("Thời hạn giải quyết", "TGGQ", "THỜI HẠN GIẢI QUYẾT", "Thời gian thực hiện"),
    "place": ("Địa điểm thực hiện", "Địa điểm", "ĐỊA ĐIỂM THỰC HIỆN", "Nơi tiếp nhận"),
    "fee": ("Phí, lệ phí", "Phí/LP", "PHÍ, LỆ PHÍ", "Phí, lệ phí (nếu có)"),
    "basis": ("Căn cứ pháp lý", "CCPL", "CĂN CỨ PHÁP LÝ", "Cơ sở pháp lý"),
    "note": ("Ghi chú", "GC", "GHI CHÚ", "Ghi chú"),
    "action": ("Nội dung công bố", "Tình trạng", "HÌNH THỨC CÔNG BỐ", "Loại công bố"),
    "level": ("Cấp thực hiện", "Cấp TH", "CẤP THỰC HIỆN", "Cấp giải quyết"),
    "agency": ("Cơ quan thực hiện", "CQ thực hiện", "CƠ QUAN THỰC HIỆN", "Cơ quan giải quyết"),
    "sector": ("Lĩnh vực", "Lĩnh vực", "LĨNH VỰC", "Lĩnh vực"),
}
_SHARES = {"no": 2, "code": 5, "name": 12, "old": 9, "basis": 8, "place": 7}
_TIMES = {
    "one": (("time", "", ""),),
    "legal, after": (("legal", "Theo quy định", "time"), ("time", "Sau cắt giảm", "time")),
    "legal, cut, after": (
        ("legal", "Theo quy định", "time"), ("cut", "Cắt giảm", "time"), ("time", "Sau cắt giảm", "time"),
    ),
    "direct, online": (("time", "Trực tiếp", "time"), ("online time", "Trực tuyến", "time")),
}  # fmt: skip


def annex(case: "Case", rng: Random) -> list[Block]:
    """All that stands below the caption."""
    form = case.axes["annex"]
    if form == "paragraphs":
        return list(_paragraphs(case, case.groups))
    groups = case.groups
    if form == "table and paragraphs":
        groups = tuple(group for group in case.groups if group.action != "abolish")
    blocks = list(_grids(case, groups, rng))
    if form == "table and paragraphs":
        rest = tuple(group for group in case.groups if group.action == "abolish")
        blocks += _paragraphs(case, rest)
    return blocks


# ---- headings --------------------------------------------------------------------------------------------------


def _ranks(case: "Case") -> list[str]:
    return visible_ranks(case.axes)


def _value(group: "Group", rank: str) -> str:
    return {"action": group.action, "level": "+".join(group.levels), "sector": group.sector}[rank]


def _text(case: "Case", group: "Group", rank: str) -> str:
    from benchmarks.strangers.printing import action_words

    if rank == "action":
        what = "Danh mục TTHC" if case.axes["action words"] == "other order" else "Thủ tục hành chính"
        return f"{what} {action_words(case, group.action)}".upper()
    if rank == "sector":
        return f"Lĩnh vực {group.sector}" if case.seed % 2 else f"LĨNH VỰC {group.sector.upper()}"
    named = [words.LEVELS[level] for level in group.levels]
    if len(named) > 1 and case.axes["shared level"] == "dùng chung":
        return f"THỦ TỤC HÀNH CHÍNH DÙNG CHUNG ({', '.join(named).upper()})"
    if case.seed % 3 == 0:
        holders = ", ".join(f"UBND {one}" for one in named)
        return f"Thủ tục hành chính thuộc thẩm quyền giải quyết của {holders}"
    return f"THỦ TỤC HÀNH CHÍNH {', '.join(named).upper()}"


def _mark(case: "Case", depth: int, number: int) -> str:
    letters, romans = "ABCDEFGH"[number - 1], words.ROMAN[number - 1]
    return {
        "A I 1": (f"{letters}.", f"{romans}.", f"{number}."),
        "I 1 a": (f"{romans}.", f"{number}.", f"{'abcdefgh'[number - 1]})"),
        "Phần": (f"Phần {romans}.", f"Mục {number}.", ""),
        "none": ("", "", ""),
        "A. B.": (f"{letters}.", "", ""),
    }[case.axes["marks"]][depth]


def headings(case: "Case", groups: "tuple[Group, ...]") -> Iterator[tuple[list[tuple[str, str]], "Group"]]:
    """For every group the headings (mark, words) that stand over it and not over the one before it."""
    ranks = _ranks(case)
    before: list[str] = []
    numbers = [0] * len(ranks)
    for group in groups:
        values = [_value(group, rank) for rank in ranks]
        changed = next((n for n, value in enumerate(values) if before[n : n + 1] != [value]), len(ranks))
        shown = []
        for depth in range(changed, len(ranks)):
            numbers[depth] += 1
            numbers[depth + 1 :] = [0] * (len(ranks) - depth - 1)
            inside = [g for g in groups if [_value(g, r) for r in ranks[: depth + 1]] == values[: depth + 1]]
            shown.append(
                (_mark(case, depth, numbers[depth]), _text(case, group, ranks[depth]) + _count(case, inside))
            )
        before = values
        yield shown, group


def _count(case: "Case", groups: "list[Group]") -> str:
    count = sum(len(group.items) for group in groups)
    if case.axes["heading count"] == "none" or any(item.struck for item in case.wanted):
        return ""
    if case.axes["row per level"] != "none":
        return ""
    return f" ({count:02d} TTHC)" if case.axes["heading count"] == "(02 TTHC)" else f" - {count:02d} thủ tục"


def last_top_mark(case: "Case") -> str:
    """How an article names the last section of the highest rank."""
    if not _ranks(case):
        return "Phụ lục"
    tops = [shown[0][0] for shown, _ in headings(case, case.groups) if len(shown) == len(_ranks(case))]
    mark = tops[-1].rstrip(".")
    if mark.startswith("Phần"):
        return f"{mark} Phụ lục kèm theo"
    lettered = mark in "ABCDEFGH" and case.axes["marks"] != "I 1 a"
    return f"{'phần' if lettered else 'mục'} {mark} Phụ lục kèm theo"


# ---- paragraphs ------------------------------------------------------------------------------------------------


def _paragraphs(case: "Case", groups: "tuple[Group, ...]") -> Iterator[Block]:
    if case.axes["annex"] == "table and paragraphs":
        yield Line("PHỤ LỤC II", bold=True, centred=True)
        yield Line("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", bold=True, centred=True)
    for shown, group in headings(case, groups):
        for mark, text in shown:
            yield Line(f"{mark} {text}".strip(), bold=True)
        if case.axes["annex"] == "table and paragraphs" and case.axes["level by"] in {
            "marks",
            "agency",
            "column",
        }:
            yield Line(f"Thủ tục hành chính {words.LEVELS[group.levels[0]]}", bold=True)
        for number, item in enumerate(group.items, 1):
            yield Line(f"{number}. {name_with_code(case, item)}")


def name_with_code(case: "Case", item: "Wanted") -> str:
    """Name and code as they stand together, where the code has no column."""
    form = (
        case.axes["code"] if case.axes["code"] not in {"column", "long suffix", "missing"} else "(Mã TTHC: …)"
    )
    name, code = item.name, item.code
    return {
        "(Mã TTHC: …)": f"{name} (Mã TTHC: {code})",
        "dash": f"{name} - {code}",
        "new line": f"{name}\nMã TTHC: {code}",
        "semicolon": f"{name}; mã số {code}",
        "slash": f"{name}/{code}",
        "before the name": f"{code} - {name}",
    }[form]


# ---- tables ----------------------------------------------------------------------------------------------------


def _columns(case: "Case") -> list[Column]:
    axes = case.axes
    column = axes["code"] in {"column", "long suffix"}
    names: list[Column] = [("name", "", "")]
    if axes["names"] != "one":
        names = [("old", "Tên cũ", "name"), ("name", "Tên mới", "name")]
    found: list[Column] = [("no", "", "")]
    if axes["action by"] == "left cell":
        found.insert(0, ("action", "", ""))
    if axes["sectors"] == "column":
        found.append(("sector", "", ""))
    code: list[Column] = [("code", "", "")] if column and axes["column order"] != "code last" else []
    found += [*names, *code] if axes["column order"] == "name first" else [*code, *names]
    found += _TIMES[axes["times"]]
    if axes["place column"] == "yes":
        found.append(("place", "", ""))
    if axes["fee"] != "no column":
        found += (
            [("fee", "Trực tiếp", "fee"), ("online fee", "Trực tuyến", "fee")]
            if axes["fee"] != "one"
            else [("fee", "", "")]
        )
    if axes["basis column"] == "yes":
        found.append(("basis", "", ""))
    found += {
        "marks": [
            ("level:province", "Tỉnh", "level"),
            ("level:district", "Huyện", "level"),
            ("level:commune", "Xã", "level"),
        ],
        "agency": [("agency", "", "")],
        "column": [("level", "", "")],
    }.get(axes["level by"], [])
    if axes["action by"] == "column":
        found.append(("action", "", ""))
    if column and axes["column order"] == "code last":
        found.append(("code", "", ""))
    if axes["action by"] == "note" or axes["note column"] == "yes":
        found.append(("note", "", ""))
    return found


def _own_columns(case: "Case", action: str) -> list[Column]:
    if action == "abolish" and case.axes["abolished columns"] == "own table":
        held = [
            c
            for c in _columns(case)
            if c[0] in {"no", "code", "name", "level", "agency"} or c[0].startswith("level:")
        ]
        return [*held, ("basis", "Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính", "")]
    return _columns(case)


def _head(case: "Case", columns: list[Column]) -> list[tuple[Cell, ...]]:
    form = ("full", "short", "capitals", "other").index(case.axes["header words"])

    def over(key: str) -> str:
        return _HEADERS[key][form]

    grouped = [c for c in columns if c[2]]
    if not grouped:
        return [tuple(Cell(own or over(key), bold=True) for key, own, _ in columns)]
    two = case.axes["header levels"] == "two" or any(key.startswith("level:") for key, _, _ in columns)
    if not two:
        return [
            tuple(
                Cell(f"{over(group)} {own.lower()}" if group else own or over(key), bold=True)
                for key, own, group in columns
            )
        ]
    top, below, place = [], [], 0
    while place < len(columns):
        key, own, group = columns[place]
        across = sum(c[2] == group for c in columns) if group else 1
        if not group:
            top.append(Cell(own or over(key), down=2, bold=True))
        else:
            top.append(Cell(over(group), across=across, bold=True))
            below += [Cell(c[1], bold=True) for c in columns[place : place + across]]
        place += across
    return [tuple(top), tuple(below)]


def _grids(case: "Case", groups: "tuple[Group, ...]", rng: Random) -> Iterator[Block]:
    apart = case.axes["heading place"] == "paragraph"
    rows: list[tuple[Cell, ...]] = []
    columns = _own_columns(case, groups[0].action)
    head = _head(case, columns)
    number = 0
    every = list(headings(case, groups))
    for place, (shown, group) in enumerate(every):
        own = _own_columns(case, group.action)
        if rows and ((apart and shown) or own != columns):
            yield _grid(case, head, columns, rows)
            rows = []
        columns, head = own, _head(case, own)
        if apart or (own != _columns(case) and not rows):
            yield from (Line(f"{mark} {text}".strip(), bold=True) for mark, text in shown)
        else:
            rows += [_heading_row(case, mark, text, len(columns)) for mark, text in shown]
        if shown and case.axes["row numbers"] != "through":
            number = 0
        if case.axes["header repeated"] == "yes" and place == len(every) - 1 and len(every) > 1:
            rows += head
        rows += _rows(case, group, columns, number, rng)
        number += len({item.name for item in group.items})
        if case.axes["empty rows"] == "yes" and place == 0:
            rows.append(tuple(Cell("") for _ in columns))
    total = sum(len({i.name for i in g.items if not i.struck}) for g in groups)
    if case.axes["tally"] == "last row":
        rows.append((Cell("Tổng cộng", 2, bold=True), Cell(f"{total:02d} TTHC", len(columns) - 2, bold=True)))
    yield _grid(case, head, columns, rows)
    if case.axes["tally"] == "line below":
        yield Line(f"Tổng số TTHC công bố: {total:02d}")
    starred = [item for group in groups for item in group.items if item.star]
    if starred:
        from benchmarks.strangers.printing import short

        mark = "(*)" if case.axes["note"] == "star" else "(1)"
        yield Line(f"{mark} Thủ tục này có hiệu lực kể từ ngày {short(case.later)}.")


def _grid(
    case: "Case", head: list[tuple[Cell, ...]], columns: list[Column], rows: list[tuple[Cell, ...]]
) -> Grid:
    numbers = []
    if case.axes["column numbers"] == "yes":
        numbers = [tuple(Cell(f"({n})") for n in range(1, len(columns) + 1))]
    widths = tuple(_SHARES.get(key, 4) for key, _, _ in columns)
    return Grid((*head, *numbers, *rows), len(columns), len(head), widths)


def _heading_row(case: "Case", mark: str, text: str, width: int) -> tuple[Cell, ...]:
    whole = f"{mark} {text}".strip()
    place = case.axes["heading place"]
    if place == "first cell" and width > 2:
        return (Cell("", bold=True), Cell(whole, bold=True), *(Cell("") for _ in range(width - 2)))
    if place == "mark and text":
        return (Cell(mark.rstrip("."), bold=True), Cell(text, width - 1, bold=True))
    return (Cell(whole, width, bold=True),)


def _rows(
    case: "Case", group: "Group", columns: list[Column], before: int, rng: Random
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    drawn = {
        key: rng.choice(values)
        for key, values in (("fee", words.FEES), ("place", words.PLACES), ("basis", words.BASES))
    }
    items, number = group.items, before
    for place, item in enumerate(items):
        again = place > 0 and items[place - 1].name == item.name
        pair = place + 1 < len(items) and items[place + 1].name == item.name
        number += 0 if again else 1
        cells = []
        for key, _, _ in columns:
            merged = case.axes["row per level"] == "merged" and key in {"no", "code", "name", "old"}
            if merged and again:
                continue
            down = 2 if merged and pair else 1
            whole = key == "action" and case.axes["action by"] == "left cell"
            whole = whole or (case.axes["merged down"] == key and len(items) > 1)
            if whole and place:
                continue
            text = _cell(case, item, key, number, drawn)
            automatic = key == "no" and case.axes["row numbers"] == "automatic"
            cells.append(Cell(text, 1, len(items) if whole else down, struck=item.struck, numbered=automatic))
        rows.append(tuple(cells))
    return rows


def _cell(case: "Case", item: "Wanted", key: str, number: int, drawn: dict[str, str]) -> str:
    if key == "no":
        form = {"missing": "", "automatic": "", "01": f"{number:02d}", "dotted": f"{number}."}
        return form.get(case.axes["row numbers"], str(number))
    if key == "name":
        with_code = item.code is not None and case.axes["code"] not in {"column", "long suffix"}
        name = name_with_code(case, item) if with_code else item.name
        return f"{name} {'(*)' if case.axes['note'] == 'star' else '(1)'}" if item.star else name
    if key.startswith("level:"):
        return "x" if key.removeprefix("level:") in item.levels else ""
    if key in {"legal", "cut", "online time"}:
        return (
            {"legal": "25 ngày làm việc", "cut": "01 ngày", "online time": "02 ngày"}[key]
            if item.time
            else ""
        )
    if key == "action" or (key == "note" and case.axes["action by"] == "note"):
        from benchmarks.strangers.printing import action_words

        said = action_words(case, item.action)
        return said[0].upper() + said[1:]
    code = item.code or ""
    return {
        "code": f"{code}.000.00.00.H47" if case.axes["code"] == "long suffix" else code,
        "old": item.old_name or "",
        "time": item.time or "",
        "level": ", ".join(words.LEVELS[level].capitalize() for level in item.levels),
        "agency": "; ".join(words.HOLDERS[level] for level in item.levels),
        "sector": item.sector,
        "online fee": "Miễn phí",
        "note": "",
        **drawn,
    }[key]


# ---- what is no list -------------------------------------------------------------------------------------------


def process_form(case: "Case") -> list[Block]:
    """A process behind the list, with a table of steps; it publishes nothing."""
    steps = (
        ("Bước 1", "Tiếp nhận hồ sơ", "Công chức một cửa", "0,5 ngày"),
        ("Bước 2", "Thẩm định", "Chuyên viên", "03 ngày"),
    )
    head = tuple(
        Cell(text, bold=True) for text in ("TT", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian")
    )
    rows = [tuple(Cell(text) for text in step) for step in steps]
    return [
        Line("PHẦN II. QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", bold=True, centred=True),
        Line(f"1. Quy trình giải quyết thủ tục: {case.wanted[0].name}"),
        Grid((head, *rows), 4, 1, (3, 8, 6, 4)),
    ]
