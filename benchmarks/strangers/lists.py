"""Papers of a kind each, in every format that can show them: headings, columns, codes, days, articles."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.strangers import words
from benchmarks.strangers.cases import Case, Said, Wanted
from benchmarks.strangers.framed import framed, rows_of
from benchmarks.strangers.paper import Block, Cell, Grid, Line, Look, Part, cell

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí, lệ phí")
#: No level is said outside of the list.
BY_LIST = {"level by": "heading"}


@dataclass(frozen=True)
class Draft:
    """The draw of one paper."""

    name: str
    seed: int

    @property
    def rng(self) -> Random:
        return Random(f"stranger paper {self.seed} {self.name}")

    def rows(
        self, count: int, action: str = "new", level: str = "commune", *, times: bool = True
    ) -> list[Wanted]:
        return rows_of(self.rng, count, action=action, level=level, times=times, sector="Thư viện")

    def case(self, wanted: Sequence[Wanted], *blocks: Block, **words: object) -> Case:
        return framed(self.name, self.seed, wanted, blocks, **words)  # type: ignore[arg-type]


Maker = Callable[[Draft], Case]
MAKERS: dict[str, Maker] = {}


def paper(name: str) -> Callable[[Maker], Maker]:
    """A paper of this name."""

    def kept(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return kept


def lists(seed: int) -> Iterator[Case]:
    """All of them."""
    for name, make in MAKERS.items():
        yield make(Draft(name, seed))


# ---- tables ----------------------------------------------------------------------------------------------------


def grid(head: Sequence[str | Cell], *rows: Sequence[str | Cell], heads: int = 1) -> Grid:
    """A table; the first row is its header."""
    whole = [tuple(_cell(one, bold=True) for one in head), *(tuple(map(_cell, row)) for row in rows)]
    columns = max(sum(one.across for one in row) for row in whole)
    return Grid(tuple(whole), columns, heads, (2, 5, 12, *(5,) * columns)[:columns])


def _cell(one: str | Cell, *, bold: bool = False) -> Cell:
    return Cell(one, bold=bold) if isinstance(one, str) else one


def row(number: int | str, one: Wanted, fee: str = "Không") -> tuple[str, ...]:
    """A row of the usual five columns."""
    return (str(number), one.code or "", one.name, one.time or "", fee)


def usual(rows: Sequence[Wanted], *more: Sequence[str | Cell]) -> Grid:
    """The usual list."""
    return grid(HEAD, *(row(number, one) for number, one in enumerate(rows, 1)), *more)


def across(text: str, columns: int = len(HEAD)) -> tuple[Cell, ...]:
    return (Cell(text, columns, bold=True),)


def asking(rows: Sequence[Wanted], words: str, *places: int) -> list[Wanted]:
    """Those at the places (all, if none is given) are to be asked about, by these words of the page."""
    return [
        replace(one, asks=words, said=words) if not places or place in places else one
        for place, one in enumerate(rows)
    ]


# ---- headings --------------------------------------------------------------------------------------------------


def _two_headings(name: str, headings: tuple[str, ...], *, in_rows: bool) -> None:
    @paper(name)
    def make(d: Draft) -> Case:
        rows = asking(d.rows(2), headings[0])
        if in_rows:
            whole = [across(text) for text in headings]
            table = grid(HEAD, *whole, *(row(number, one) for number, one in enumerate(rows, 1)))
            return d.case(rows, table, axes=BY_LIST)
        return d.case(rows, *map(Line, headings), usual(rows), axes=BY_LIST)


_two_headings(
    "two levels in a row", ("Thủ tục hành chính cấp tỉnh", "Thủ tục hành chính cấp xã"), in_rows=False
)
_two_headings("two levels in a row, capitals", ("CẤP TỈNH", "CẤP XÃ"), in_rows=False)
_two_headings("two levels in a row, of the table", ("CẤP TỈNH", "CẤP XÃ"), in_rows=True)
_two_headings(
    "two levels and sectors in a row",
    ("CẤP TỈNH", "Lĩnh vực Thư viện", "CẤP XÃ", "Lĩnh vực Lưu trữ"),
    in_rows=False,
)
_two_headings(
    "two acts in a row", ("Thủ tục hành chính mới ban hành", "Thủ tục hành chính bị bãi bỏ"), in_rows=False
)


@paper("marked levels, the first one empty")
def _marked(d: Draft) -> Case:
    rows = d.rows(2)
    return d.case(rows, Line("I. CẤP TỈNH"), Line("II. CẤP XÃ"), usual(rows), axes=BY_LIST)


@paper("a level and a sector in a row")
def _level_and_sector(d: Draft) -> Case:
    rows = d.rows(2, level="province")
    return d.case(rows, Line("CẤP TỈNH"), Line("Lĩnh vực Thư viện"), usual(rows), axes=BY_LIST)


@paper("acts within levels")
def _acts_within(d: Draft) -> Case:
    a, b, c = d.rows(3, level="province")
    wanted = [a, replace(b, action="amend"), replace(c, action="amend", levels=("commune",))]
    table = grid(
        HEAD, across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH"), across("I. Mới ban hành"), row(1, a),
        across("II. Được sửa đổi, bổ sung"), row(1, b), across("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"),
        across("I. Được sửa đổi, bổ sung"), row(1, c),
    )  # fmt: skip
    return d.case(wanted, table, axes=BY_LIST)


@paper("an act that the second level does not repeat")
def _lost_act(d: Draft) -> Case:
    a, b, c = d.rows(3, level="province")
    amended = replace(d.rows(4)[3], action="amend", levels=("commune",))
    lost = replace(c, levels=("commune",), asks="B. THỦ TỤC HÀNH CHÍNH CẤP XÃ")
    table = grid(
        HEAD, across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH"), across("I. Mới ban hành"), row(1, a), row(2, b),
        across("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"), row(1, c), across("C. THỦ TỤC SỬA ĐỔI, BỔ SUNG CẤP XÃ"), row(1, amended),
    )  # fmt: skip
    return d.case([a, b, lost, amended], table, axes=BY_LIST)


@paper("letters as numbers, sectors as letters")
def _letters(d: Draft) -> Case:
    a, b, c = d.rows(3)
    table = grid(
        HEAD, ("A", Cell("GIÁO DỤC MẦM NON", 4)), row("a", a), row("b", b), ("B", Cell("GIÁO DỤC TIỂU HỌC", 4)), row("a", c),
    )  # fmt: skip
    return d.case([a, b, c], table)


def _annexes(d: Draft, order: Sequence[int], *, titled: bool) -> Case:
    rows = [*d.rows(2), *(replace(one, action="amend") for one in d.rows(3)[2:])]
    rows += [replace(one, action="abolish", time=None) for one in d.rows(5)[3:]]
    parts = (("MỚI BAN HÀNH", rows[:2]), ("ĐƯỢC SỬA ĐỔI, BỔ SUNG", rows[2:3]), ("BỊ BÃI BỎ", rows[3:]))
    blocks: list[Block] = []
    for number, place in enumerate(order):
        title, own = parts[place]
        blocks.append(Line(f"PHỤ LỤC {words.ROMAN[number]}", bold=True))
        blocks += [Line(f"DANH MỤC THỦ TỤC HÀNH CHÍNH {title}", bold=True)] if titled else []
        gone = ("STT", "Mã TTHC", "Tên TTHC", "Tên VBQPPL quy định bãi bỏ")
        short = [
            (f"{n}", one.code or "", one.name, "Nghị định số 93/2020/NĐ-CP") for n, one in enumerate(own, 1)
        ]
        blocks.append(grid(gone, *short) if place == 2 else usual(own))
    first = (
        "Công bố kèm theo Quyết định này danh mục 05 thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã, gồm: 02 thủ tục "
        "mới ban hành (Phụ lục I), 01 thủ tục được sửa đổi, bổ sung (Phụ lục II), 02 thủ tục bị bãi bỏ (Phụ lục III)."
    )
    if list(order) != [0, 1, 2]:
        rows = [one if one.action == "amend" else replace(one, asks="swapped") for one in rows]
    return d.case(rows, *blocks, said=Said(first=first), axes={"annex word": "none", "caption": "none"})


@paper("annexes with titles, counted in Điều 1")
def _annexes_titled(d: Draft) -> Case:
    return _annexes(d, (0, 1, 2), titled=True)


@paper("annexes without titles, counted in Điều 1")
def _annexes_untitled(d: Draft) -> Case:
    return _annexes(d, (0, 1, 2), titled=False)


@paper("annexes with the titles of others")
def _annexes_swapped(d: Draft) -> Case:
    return _annexes(d, (2, 1, 0), titled=True)


# ---- columns ---------------------------------------------------------------------------------------------------


@paper("old and new side by side")
def _old_new(d: Draft) -> Case:
    olds = d.rows(5, "replace")
    a, b, c = (replace(one, time=None) for one in olds[:3])
    x, y = olds[3:]
    wanted = [replace(one, replaces=(old.code or "",)) for one, old in ((a, x), (b, y), (c, y))]
    head = (
        Cell("STT", down=2),
        Cell("Thủ tục hành chính bị thay thế", 2),
        Cell("Thủ tục hành chính thay thế", 2),
    )
    names = ("Mã TTHC", "Tên TTHC") * 2
    table = grid(
        head, names, ("1", x.code or "", x.name, a.code or "", a.name),
        ("2", Cell(y.code or "", down=2), Cell(y.name, down=2), b.code or "", b.name), ("3", c.code or "", c.name), heads=2,
    )  # fmt: skip
    title = "Về việc công bố Danh mục thủ tục hành chính được thay thế lĩnh vực Thư viện"
    first = "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được thay thế thuộc thẩm quyền giải quyết của UBND cấp xã."
    said = Said(title, first, caption=("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ",))
    return d.case(wanted, table, said=said, axes={"header": "two"})


@paper("level in a column, one left out")
def _level_column(d: Draft) -> Case:
    rows = [replace(one, levels=levels) for one, levels in zip(
        d.rows(4, "amend"), (("district",), ("commune",), ("province",), ()), strict=True)]  # fmt: skip
    shown = ("Huyện", "Xã", "Sở", "")
    rows[3] = replace(rows[3], asks="no level")
    table = grid((*HEAD[:4], "Cấp giải quyết"), *(
        (*row(n, one)[:4], level) for n, (one, level) in enumerate(zip(rows, shown, strict=True), 1)
    ))  # fmt: skip
    return d.case(rows, table, axes=BY_LIST, signed=date(2022, 6, 15))


@paper("level by marks, one without")
def _level_marks(d: Draft) -> Case:
    levels: tuple[tuple[str, ...], ...] = (("province",), ("commune", "district"), ())
    rows = [replace(one, levels=own, time=None) for one, own in zip(d.rows(3), levels, strict=True)]
    rows[2] = replace(rows[2], asks="no level")
    marks = (("x", "", ""), ("", "X", "X"), ("", "", ""))
    table = grid((*HEAD[:3], "Cấp tỉnh", "Cấp huyện", "Cấp xã"), *(
        (*row(n, one)[:3], *own) for n, (one, own) in enumerate(zip(rows, marks, strict=True), 1)
    ))  # fmt: skip
    return d.case(rows, table, axes=BY_LIST, signed=date(2022, 6, 15))


@paper("what is done in a column, in short")
def _status(d: Draft) -> Case:
    rows = d.rows(3)
    shown = {"Mới": "new", "SĐBS": "amend", "Bãi bỏ": "abolish"}
    wanted = [replace(one, action=action) for one, action in zip(rows, shown.values(), strict=True)]
    table = grid(
        (*HEAD[:4], "Tình trạng"),
        *((*row(n, one)[:4], word) for n, (one, word) in enumerate(zip(rows, shown, strict=True), 1)),
    )
    return d.case(wanted, table, axes={"title": "sector only"})


@paper("who resolves it, against the level")
def _agency(d: Draft) -> Case:
    rows = asking(d.rows(3, level="province"), "UBND cấp xã", 1)
    holders = ("Sở Văn hóa", "UBND cấp xã", "Chủ tịch UBND tỉnh")
    table = grid((*HEAD[:4], "Cơ quan giải quyết"), *(
        (*row(n, one)[:4], holder) for n, (one, holder) in enumerate(zip(rows, holders, strict=True), 1)
    ))  # fmt: skip
    return d.case(rows, table)


@paper("a header printed again in a merged row")
def _repeated(d: Draft) -> Case:
    a, b, c = d.rows(3, "amend")
    table = grid(
        (*HEAD, "Căn cứ pháp lý"), (*row(1, a), Cell("Luật Thư viện 2019", down=3)), HEAD, row(2, b), (*row(3, c), "Luật Thư viện 2019"),
    )  # fmt: skip
    return d.case([a, b, c], table)


@paper("a name that goes on below the header of the next page")
def _goes_on(d: Draft) -> Case:
    a, b = d.rows(2)
    whole = replace(a, name=f"{a.name} đối với tàu cá có chiều dài lớn nhất từ 06 mét trở lên")
    rest = whole.name.removeprefix(a.name).strip()
    return d.case([whole, b], grid(HEAD, row(1, a), HEAD, ("", "", rest, "", ""), row(2, b)))


@paper("two lists one beside the other, with an empty column between")
def _blocks(d: Draft) -> Case:
    rows = [replace(one, time=None) for one in d.rows(4)]
    short = [
        row(n, one)[:3] for n, one in zip((1, 3, 2, 4), (rows[0], rows[2], rows[1], rows[3]), strict=True)
    ]
    table = grid((*HEAD[:3], "", *HEAD[:3]), (*short[0], "", *short[1]), (*short[2], "", *short[3]))
    return d.case(rows, table)


@paper("what takes its place beside what is abolished")
def _successors(d: Draft) -> Case:
    a, b = (replace(one, time=None) for one in d.rows(2, "abolish"))
    next_one = d.rows(3)[2]
    wanted = [replace(a, asks="successor"), b]
    table = grid(
        (*HEAD[:3], "Lý do", "TTHC thay thế"), (*row(1, a)[:3], "Trùng", f"{next_one.code} {next_one.name}"),
        (*row(2, b)[:3], "Không còn phù hợp", ""),
    )  # fmt: skip
    return d.case(wanted, table)


# ---- codes -----------------------------------------------------------------------------------------------------


def _coded(name: str, change: Callable[[str], str], *, asks: bool, repaired: bool = True) -> None:
    """The code of the second row is printed otherwise: the same code, or a question."""

    @paper(name)
    def make(d: Draft) -> Case:
        rows = d.rows(3)
        shown = replace(rows[1], code=change(rows[1].code or ""))
        wanted = [rows[0], replace(rows[1], asks=shown.code, said=shown.code) if asks else rows[1], rows[2]]
        if not repaired:
            wanted[1] = replace(wanted[1], code=None)
        return d.case(wanted, usual([rows[0], shown, rows[2]]))


_coded("code: l for 1", lambda code: f"l{code[1:]}" if code.startswith("1") else code, asks=False)
_coded("code: O for 0", lambda code: f"{code[:2]}{code[2:].replace('0', 'O', 1)}", asks=False)
_coded("code: a blank in it", lambda code: f"{code[:5]} {code[5:]}", asks=False)
_coded("code: a blank before its point", lambda code: f"{code[0]} {code[1:]}", asks=False)
_coded("code: a comma", lambda code: code.replace(".", ","), asks=False)
_coded("code: over two lines", lambda code: f"{code[:6]}\n{code[6:]}", asks=False)
_coded("code: a zero-width blank", lambda code: f"{code[:5]}\u200b{code[5:]}", asks=False)
_coded("code: a semicolon behind it", lambda code: f"{code};", asks=False)
_coded("code: its label before it", lambda code: f"Mã số:{code}", asks=False)
_coded("code: the ministry behind it", lambda code: f"{code}/BVHTTDL", asks=False)
_coded("code: the province behind it", lambda code: f"{code}.H44", asks=False)
_coded(
    "code: long, with O", lambda code: f"{code[:-1]}{code[-1].replace('0', 'O')}.000.00.00.H44", asks=False
)
_coded("code: a digit short", lambda code: code[:-1], asks=True, repaired=False)
_coded("code: a digit more", lambda code: f"{code}9", asks=True, repaired=False)
_coded("code: a letter", lambda code: f"{code[:4]}Z{code[5:]}", asks=True, repaired=False)
_coded("code: no point", lambda code: code.replace(".", ""), asks=True, repaired=False)
_coded("code: a zero before it", lambda code: f"0{code}", asks=True, repaired=False)
_coded("code: two of them", lambda code: f"{code} (1.990199.H44)", asks=True, repaired=False)
_coded("code: said to be none", lambda code: "Chưa có mã", asks=False, repaired=False)


@paper("code: of another in the name")
def _code_in_name(d: Draft) -> Case:
    rows = d.rows(3)
    shown = replace(rows[1], name=f"{rows[1].name} (thay thế mã 1.210001)")
    wanted = [rows[0], replace(rows[1], asks="1.210001"), rows[2]]
    return d.case(wanted, usual([rows[0], shown, rows[2]]))


@paper("code: twice, of other names")
def _twice(d: Draft) -> Case:
    rows = d.rows(3)
    again = replace(rows[2], code=rows[0].code)
    wanted = [replace(rows[0], asks="twice"), rows[1], replace(again, asks="twice")]
    return d.case(wanted, usual([rows[0], rows[1], again]))


@paper("code: before the name in a list of lines")
def _lines(d: Draft) -> Case:
    rows = d.rows(3, times=False)
    return d.case(rows, *(Line(f"{n}. {one.code} - {one.name}") for n, one in enumerate(rows, 1)))


@paper("code: in the column of numbers")
def _in_numbers(d: Draft) -> Case:
    rows = d.rows(3)
    table = grid(
        ("STT", "Tên TTHC", "Thời hạn"),
        *((f"{n}. {one.code}", one.name, one.time or "") for n, one in enumerate(rows, 1)),
    )
    return d.case(rows, table)


@paper("words struck within a name and a code")
def _struck_words(d: Draft) -> Case:
    a, b, c = d.rows(3)
    old = Part("1.990104", Look.STRUCK)
    name = cell(
        Part(b.name.split(" ")[0] + " "),
        Part("tạm thời", Look.STRUCK),
        Part(" "),
        Part(b.name.split(" ", 1)[1]),
    )
    table = grid(
        HEAD, row(1, a), ("2", b.code or "", name, b.time or "", "Không"),
        ("3", cell(old, Part(f" {c.code}")), c.name, c.time or "", "Không"),
    )  # fmt: skip
    wanted = [a, replace(b, asks="struck words"), replace(c, asks="struck words")]
    return d.case(wanted, table)


# ---- counts and days -------------------------------------------------------------------------------------------


def _count(name: str, shown: str) -> None:
    @paper(name)
    def make(d: Draft) -> Case:
        rows = d.rows(3)
        first = f"Công bố kèm theo Quyết định này {shown} thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND cấp xã."
        return d.case(rows, usual(rows), said=Said(first=first), must_ask="3")


_count("a count of more, in digits", "14")
_count("a count of more, in words", "bốn")


@paper("a sum of more below the list")
def _sum(d: Draft) -> Case:
    rows = d.rows(3)
    return d.case(rows, usual(rows, ("", "", Cell("Tổng cộng: 05 thủ tục", 3))), must_ask="5")


@paper("days of sections in an article")
def _section_days(d: Draft) -> Case:
    rows = d.rows(3)
    wanted = [
        replace(one, effective_on=on)
        for one, on in zip(rows, (date(2026, 7, 1), *(date(2026, 10, 1),) * 2), strict=True)
    ]
    effect = (
        "Hiệu lực thi hành: các thủ tục tại mục I Phụ lục có hiệu lực từ ngày 01 tháng 7 năm 2026; các thủ tục tại mục II Phụ lục "
        "có hiệu lực từ ngày 01 tháng 10 năm 2026."
    )
    table = grid(
        HEAD, ("I", Cell("Lĩnh vực Thư viện", 4)), row(1, rows[0]), ("II", Cell("Lĩnh vực Lưu trữ", 4)), row(1, rows[1]), row(2, rows[2]),
    )  # fmt: skip
    return d.case(wanted, table, said=Said(effect=effect), signed=date(2026, 6, 12))


@paper("days of a sector in an article")
def _sector_days(d: Draft) -> Case:
    rows = d.rows(2)
    wanted = [rows[0], replace(rows[1], effective_on=date(2026, 10, 1))]
    effect = "Quyết định này có hiệu lực kể từ ngày ký, trừ nhóm thủ tục lĩnh vực Lưu trữ có hiệu lực từ ngày 01 tháng 10 năm 2026."
    table = grid(
        HEAD,
        ("I", Cell("Lĩnh vực Thư viện", 4)),
        row(1, rows[0]),
        ("II", Cell("Lĩnh vực Lưu trữ", 4)),
        row(1, rows[1]),
    )
    return d.case(wanted, table, said=Said(effect=effect), signed=date(2026, 6, 12))


@paper("days of rows in an article")
def _row_days(d: Draft) -> Case:
    rows = d.rows(3)
    wanted = [
        replace(rows[0], effective_on=date(2026, 7, 1)), replace(rows[1], effective_on=date(2027, 1, 1)),
        replace(rows[2], effective_on=date(2026, 7, 1), effective_until=date(2028, 1, 1)),
    ]  # fmt: skip
    effect = (
        "Quyết định này có hiệu lực từ ngày 01/7/2026. Thủ tục số 2 Phụ lục có hiệu lực từ ngày 01/01/2027; thủ tục số 3 chỉ áp dụng "
        "đến hết ngày 31/12/2027."
    )
    return d.case(wanted, usual(rows), said=Said(effect=effect), signed=date(2026, 6, 12))


@paper("days of rows in notes below")
def _note_days(d: Draft) -> Case:
    rows = d.rows(2)
    table = grid(HEAD, *(
        (f"{n}", one.code or "", cell(Part(one.name), Part(f"({n})", Look.RAISED)), one.time or "", "Không") for n, one in enumerate(rows, 1)
    ))  # fmt: skip
    wanted = [
        replace(rows[0], effective_on=date(2026, 8, 1)),
        replace(rows[1], effective_until=date(2027, 1, 1)),
    ]
    notes = ("(1) Có hiệu lực từ ngày 01/8/2026.", "(2) Thủ tục này bị bãi bỏ từ ngày 01/01/2027.")
    return d.case(wanted, table, *map(Line, notes), signed=date(2026, 6, 12))


@paper("days of rows in a column")
def _column_days(d: Draft) -> Case:
    rows = d.rows(3)
    shown = ("01/7/2026", "01/10/2026", "Quý IV/2026")
    wanted = [
        replace(rows[0], effective_on=date(2026, 7, 1)), replace(rows[1], effective_on=date(2026, 10, 1)),
        replace(rows[2], asks=shown[2], said=shown[2]),
    ]  # fmt: skip
    table = grid(
        (*HEAD[:4], "Ngày có hiệu lực"),
        *((*row(n, one)[:4], on) for n, (one, on) in enumerate(zip(rows, shown, strict=True), 1)),
    )
    return d.case(wanted, table, signed=date(2026, 6, 12))


@paper("a time in which a row applies")
def _applies(d: Draft) -> Case:
    rows = d.rows(3)
    wanted = [
        replace(
            rows[0], effective_on=date(2026, 7, 1), effective_until=date(2027, 7, 1), said="Thời gian áp dụng"
        ),
        *rows[1:],
    ]
    shown = ("Từ 01/7/2026 đến 30/6/2027", "Thường xuyên", "Thường xuyên")
    table = grid(
        (*HEAD[:4], "Thời gian áp dụng"),
        *((*row(n, one)[:4], on) for n, (one, on) in enumerate(zip(rows, shown, strict=True), 1)),
    )
    return d.case(wanted, table, signed=date(2026, 6, 12))


# ---- articles --------------------------------------------------------------------------------------------------

_CITED = "Quyết định số 512/QĐ-UBND ngày 04/3/2021"


def _article(name: str, text: str, *acts: tuple[str, int], asks: str | None = None) -> None:
    """A list with an article that does something else."""

    @paper(f"article: {name}")
    def make(d: Draft) -> Case:
        rows = d.rows(3)
        return d.case(rows, usual(rows), said=Said(more=(text,)), acts=acts, must_ask=asks)


_article(
    "an annex ends",
    f"Bãi bỏ Phụ lục II ban hành kèm theo {_CITED} của Chủ tịch Ủy ban nhân dân tỉnh.",
    ("repeals_part", 512),
)
_article(
    "an annex in place of another",
    f"Thay thế Phụ lục I {_CITED} bằng Phụ lục ban hành kèm theo Quyết định này.",
    ("replaces_part", 512),
)
_article("a decision rests", f"Ngưng hiệu lực thi hành {_CITED} đến hết ngày 31/12/2027.", ("suspends", 512))
_article("the rest goes on", f"Giữ nguyên hiệu lực các thủ tục còn lại của {_CITED}.")
_article("a decision ends", f"Bãi bỏ {_CITED} của Chủ tịch Ủy ban nhân dân tỉnh.", ("repeals_doc", 512))
_article(
    "not published again",
    f"Không công bố lại thủ tục “Đăng cai giải đấu” tại {_CITED}.",
    asks="Đăng cai giải đấu",
)
_article(
    "a code is struck", "Loại bỏ thủ tục có mã số 1.419001 ra khỏi danh mục đã công bố.", asks="1.419001"
)
_article(
    "another level",
    "Thủ tục “Đăng cai giải đấu” (mã 1.419002) từ nay do Ủy ban nhân dân cấp huyện giải quyết.",
    asks="1.419002",
)
_article(
    "a shorter time", "Thời hạn giải quyết thủ tục mã số 1.419003 giảm còn 03 ngày làm việc.", asks="1.419003"
)
_article("another code", "Mã số thủ tục 1.419004 được đổi thành 1.419005.", asks="1.419004")


# ---- what a clerk must not be asked ------------------------------------------------------------------------------


@paper("names that sound like acts")
def _sound_like(d: Draft) -> Case:
    rows = d.rows(7)
    names = (
        "Chứng thực việc sửa đổi, bổ sung, hủy bỏ hợp đồng", "Thu hồi thẻ bị mất", "Xóa đăng ký thường trú", "Tạm dừng hoạt động cơ sở",
        "Rút hồ sơ", "Dừng trợ cấp xã hội hằng tháng", "Đăng ký thừa kế",
    )  # fmt: skip
    wanted = [replace(one, name=name) for one, name in zip(rows, names, strict=True)]
    return d.case(wanted, usual(wanted))


@paper("forty rows")
def _forty(d: Draft) -> Case:
    rows = d.rows(40)
    return d.case(rows, usual(rows))
