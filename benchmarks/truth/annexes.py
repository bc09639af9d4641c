"""Annexes written out: headings between tables or as rows of them, tables of any column set, what stands around them."""

from dataclasses import dataclass
from random import Random

from benchmarks.truth.columns import Columns, Item, columns_of, header, item_rows, section_row, wrapped
from benchmarks.truth.headings import ACTED, COUNTERS, ROMANS, Headings, Titles, level_words
from benchmarks.truth.items import Leaf
from benchmarks.truth.paper import At, Block, Grid, Line, Row, Turn, row
from benchmarks.truth.plans import A, B, N, Plan, R, pick
from benchmarks.truth.printing import print_codes, print_numbers, print_rows
from niemyet.model.words import Action

_MERGED = ("place", "fee", "basis", "agency", "sector", "published")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A heading that opens before a leaf."""

    leaf: int
    depth: int
    dimension: str
    value: object
    count: int


class Annexes:
    """Writes the annexes of one decision, and completes its items with what the writing makes of them."""

    def __init__(self, rng: Random, plan: Plan, titles: Titles, axes: dict[str, str]) -> None:
        self.wrong_counter = False
        self._rng = rng
        self._plan = plan
        self._titles = titles
        self._headings = Headings(rng, plan, titles.named, axes)
        self._axes = axes
        self._asked_levels: set[int] = set()  # leaves
        self._columns: Columns | None = None
        self._sets: dict[frozenset[Action], Columns] = {}
        self._number = 0
        self._articles = False

    @property
    def needs_articles(self) -> bool:
        """Whether an annex alone does not hold the whole truth."""
        return self._articles or self._headings.needs_articles

    @needs_articles.setter
    def needs_articles(self, value: bool) -> None:
        self._articles = value

    def write(self, leaves: list[Leaf]) -> list[Block]:
        """The annexes as blocks."""
        plan, opened = self._plan, self._opened(leaves)
        wrong = self._wrong(opened)
        for leaf in leaves:
            self._settle(leaf)
        blocks: list[Block] = []
        if not plan.annexes:
            blocks += self._annex_opening(
                None, self._title(), len([i for leaf in leaves for i in leaf.items])
            )
        table: list[int] = []
        for number in range(len(leaves)):
            before = [one for one in opened if one.leaf == number and one.depth < plan.outer]
            if before and table:
                blocks += self._table(leaves, table, opened, wrong)
                table = []
            for one in before:
                blocks += self._between(one, leaves, wrong=one is wrong)
            table.append(number)
        blocks += self._table(leaves, table, opened, wrong)
        blocks += self._after(leaves)
        self._ask_for_levels(leaves)
        return blocks

    # ---- headings ----------------------------------------------------------------------------------------

    def _opened(self, leaves: list[Leaf]) -> list[_Opened]:
        out: list[_Opened] = []
        nesting = self._plan.nesting
        paths = [tuple(leaf.value(name) for name in nesting) for leaf in leaves]
        for number, path in enumerate(paths):
            for depth, name in enumerate(nesting):
                if number and paths[number - 1][: depth + 1] == path[: depth + 1]:
                    continue
                below = [
                    leaf
                    for leaf, other in zip(leaves, paths, strict=True)
                    if other[: depth + 1] == path[: depth + 1]
                ]
                count = sum(len(leaf.items) for leaf in below)
                out.append(_Opened(number, depth, name, path[depth], count))
        return out

    def _wrong(self, opened: list[_Opened]) -> _Opened | None:
        if self._plan.counters != "wrong":
            return None
        marked = [one for one in opened if not (self._plan.annexes and one.depth == 0)]
        if not marked:
            return None
        self.wrong_counter = True
        return self._rng.choice(marked)

    def _counter(self, one: _Opened, *, wrong: bool) -> str:
        counters = self._plan.counters
        if counters == "absent" or (counters == "some" and one.depth):
            return ""
        count = max(1, one.count + self._rng.choice((-1, 1, 2))) if wrong else one.count
        if wrong and count == one.count:
            count += 1
        return self._rng.choice(COUNTERS).format(count)

    def _heading(
        self, one: _Opened, leaves: list[Leaf], *, in_table: bool, wrong: bool
    ) -> tuple[str, str, str]:
        """Mark, words and counter; notes the leaves whose levels nobody can tell."""
        mark = self._headings.mark(one.depth - self._plan.annexes)
        text, asked = self._headings.said(
            one.dimension, one.value, in_table=in_table, mark=mark, depth=one.depth
        )
        if asked:
            self._ask(one, leaves)
        return mark, text, self._counter(one, wrong=wrong)

    def _sign(self, mark: str) -> str:
        """What stands between mark and words; a part is never "PHẦN I/"."""
        return (
            ". " if mark.startswith("PHẦN") and self._plan.mark_sign in {"/ ", ") "} else self._plan.mark_sign
        )

    def _ask(self, one: _Opened, leaves: list[Leaf]) -> None:
        path = [leaves[one.leaf].value(name) for name in self._plan.nesting[: one.depth + 1]]
        for number, leaf in enumerate(leaves):
            if [leaf.value(name) for name in self._plan.nesting[: one.depth + 1]] == path:
                self._asked_levels.add(number)

    def _between(self, one: _Opened, leaves: list[Leaf], *, wrong: bool) -> list[Block]:
        if self._plan.annexes and one.depth == 0:
            self._headings.restart()
            place = sum(1 for other in leaves[: one.leaf] if other.value(one.dimension) != one.value)
            number = len({str(other.value(one.dimension)) for other in leaves[: one.leaf]}) if place else 0
            title = self._annex_title(one)
            opening: list[Block] = [] if number == 0 else [Turn(self._plan.landscape)]
            return [*opening, *self._annex_opening(ROMANS[number], title, one.count)]
        mark, text, counter = self._heading(one, leaves, in_table=False, wrong=wrong)
        shown = f"{mark}{self._sign(mark)}{text}" if mark else text
        return [Line(f"{shown} {counter}".rstrip(), bold=True)]

    def _annex_title(self, one: _Opened) -> str:
        if one.dimension == "action+level":
            assert isinstance(one.value, tuple)
            action, levels = one.value
            shared = "dùng chung " if len(levels) > 1 else ""
            told = f"{ACTED[action][0]} {shared}{level_words(levels, city=self._plan.city)}"
            words_of = f"Danh mục thủ tục hành chính {told}"
        elif one.dimension == "action":
            assert isinstance(one.value, Action)
            words_of = f"Danh mục thủ tục hành chính {ACTED[one.value][0]}"
        else:
            assert isinstance(one.value, tuple)
            shared = "dùng chung " if len(one.value) > 1 else ""
            words_of = f"Danh mục thủ tục hành chính {shared}{level_words(one.value, city=self._plan.city)}"
        rest = self._titles.matter.partition(" thuộc ")[2]
        return words_of + (f" thuộc {rest}" if rest.startswith("phạm vi") else "")

    def _title(self) -> str:
        matter = self._titles.matter if self._plan.annex_title == "full" else "thủ tục hành chính"
        return f"Danh mục {matter}"

    def _annex_opening(self, number: str | None, title: str, count: int) -> list[Block]:
        plan = self._plan
        kind, name = plan.province
        signed = plan.signed_on
        named, _, numeral = plan.annex_name.rpartition(" ")
        if number:
            place = ROMANS.index(number) + 1
            opens = f"{named} { ({'I': number, '1': str(place)}.get(numeral, f'{place:02d}')) }"
        else:
            opens = named.removesuffix(" SỐ")
        head = Line(opens, bold=True, align="center", opens_annex=True)
        shown = title.upper()
        if plan.counters == "all" and self._rng.random() < 0.3:
            shown += f" ({count:02d} TTHC)"
        belongs = Line(
            f"({self._rng.choice(('Kèm', 'Kèm', 'Ban hành kèm'))} theo Quyết định số {plan.number}/QĐ-UBND ngày {signed:%d} "
            f"tháng {signed.month} năm {signed.year} của Chủ tịch Ủy ban nhân dân {kind.lower()} {name})",
            align="center",
        )
        titles = [Line(text, bold=True, align="center") for text in self._title_lines(shown)]
        return [head, belongs, *titles] if plan.annex_order == "decision first" else [head, *titles, belongs]

    def _title_lines(self, shown: str) -> list[str]:
        """A title on one line or two; the second begins where people break it."""
        if "(" in shown or self._rng.random() < 0.4:
            return [shown]
        for between in self._rng.sample((" THUỘC ", " HÀNH CHÍNH "), 2):
            first, found, rest = shown.partition(between)
            if found and rest:
                stays, goes = ("", "THUỘC ") if between == " THUỘC " else (" HÀNH CHÍNH", "")
                return [first + stays, goes + rest]
        return [shown]

    # ---- what the writing makes of the items -----------------------------------------------------------------

    def _settle(self, leaf: Leaf) -> None:
        plan = self._plan
        told = plan.sector_said and len(plan.sectors) == 1
        known = "sector" in plan.sections or told
        for item in leaf.items:
            item.axes["level"] = "shared" if len(leaf.levels) > 1 else leaf.levels[0].value
            item.axes["action"] = leaf.action.value
            if not known:
                item.sector = None
            if plan.level_column:
                item.axes["level"] = "in a column"
            elif "level" not in plan.sections:
                item.levels = self._titles.levels or ()
                if self._titles.levels is None:
                    item.asked.add("levels")

    def _ask_for_levels(self, leaves: list[Leaf]) -> None:
        for number in sorted(self._asked_levels):
            for item in leaves[number].items:
                item.asked.add("levels")

    # ---- tables ------------------------------------------------------------------------------------------------

    def _table(
        self, leaves: list[Leaf], numbers: list[int], opened: list[_Opened], wrong: _Opened | None
    ) -> list[Block]:
        rng, plan = self._rng, self._plan
        held = [leaves[number] for number in numbers]
        before = self._columns
        columns = self._chosen(frozenset(leaf.action for leaf in held))
        goes_on = (
            before is not None
            and before == columns
            and plan.numbering[0]
            and rng.random() < 0.3
            and not plan.annexes
        )
        if goes_on and before is not None:
            columns = before
        self._columns = columns
        head = [] if goes_on else header(columns, numbered=plan.header == "with number row")
        body: list[tuple[Row, ...]] = []  # rows that must not be parted by a repeated header
        for number, leaf in zip(numbers, held, strict=True):
            for one in opened:
                if one.leaf == number and one.depth >= plan.outer:
                    mark, text, counter = self._heading(one, leaves, in_table=True, wrong=one is wrong)
                    signed = (mark, self._sign(mark))
                    body.append(
                        (
                            section_row(
                                columns, plan.heading_shape, signed, text, counter, apart=plan.counter_cell
                            ),
                        )
                    )
            body += self._leaf_rows(columns, leaf)
        if plan.last_rows == "total" and numbers[-1] == len(leaves) - 1:
            body.append((self._total(columns, leaves),))
        if plan.last_rows == "footnote" and numbers[-1] == len(leaves) - 1:
            text = "(*) Thủ tục được tiếp nhận tại Trung tâm Phục vụ hành chính công cấp xã."
            body.append(((At(text, across=len(columns.columns)),),))
        rows = [*head, *self._with_repeats(head, body)]
        return [Grid(tuple(rows), columns.widths, len(head), repeats=plan.header_repeat == "marked")]

    def _total(self, columns: Columns, leaves: list[Leaf]) -> Row:
        text = f"Tổng cộng: {sum(len(leaf.items) for leaf in leaves)} TTHC"
        return (At(text, across=len(columns.columns), bold=True),)

    def _chosen(self, actions: frozenset[Action]) -> Columns:
        """One decision lays out all tables of one kind alike."""
        if actions not in self._sets:
            drawn = self._drawn(actions)
            self._sets[actions] = wrapped(drawn) if self._plan.wrapped_labels else drawn
        return self._sets[actions]

    def _drawn(self, actions: frozenset[Action]) -> Columns:
        rng, plan = self._rng, self._plan
        in_name = plan.code_form.startswith("in name")
        common = (("C1", 12), ("C2", 36), ("C2 one time", 22), ("C3", 14), ("C4", 16))
        weights = {
            frozenset({A}): (*common, ("C5", 35)),
            frozenset({B}): (("C6", 60), ("C7", 25), ("C2 one time", 15)),
            frozenset({R}): (("C8 columns", 30), ("C8 grouped", 30), ("C8 inline", 25), ("C2 one time", 15)),
        }.get(actions, common)
        set_id = pick(rng, weights)
        while plan.level_column and set_id.startswith("C8"):
            set_id = pick(rng, (*weights, ("C2 one time", 10)))
        noted = (R in actions and not set_id.startswith("C8")) or (actions <= {N, A} and rng.random() < 0.1)
        return columns_of(
            rng,
            set_id,
            one_level=plan.header == "one level",
            code_in_name=in_name,
            noted=noted,
            with_level=plan.level_column,
        )

    def _leaf_rows(self, columns: Columns, leaf: Leaf) -> list[tuple[Row, ...]]:
        rng, plan = self._rng, self._plan
        if plan.stt != "runs on":
            self._number = 0
        out: list[tuple[Row, ...]] = []
        items = leaf.items
        for item in items:
            self._number += 1 if not (item.axes.get("stt") == "printed twice" and self._number) else 0
            item.axes["columns"] = columns.id
            if columns.holds("sector"):
                item.sector = leaf.sector
            print_codes(rng, plan, columns, item)
            print_numbers(rng, plan, columns, item, self._number)
            print_rows(rng, columns, item, replaced_said=rng.random() < 0.85)
            item.printed = {name: text for name, text in item.printed.items() if columns.holds(name)}
        if rng.random() < 0.02:
            out.append((tuple(At("") for _ in columns.columns),))  # a row left empty
        place = 0
        while place < len(items):
            run = self._run(columns, items[place:])
            out.append(
                tuple(
                    line
                    for number, item in enumerate(items[place : place + run.length])
                    for line in item_rows(columns, item, run.cells_of(number))
                )
            )
            place += run.length
        return out

    def _run(self, columns: Columns, items: list[Item]) -> "_Run":
        """How many of the next items share a merged cell, and which."""
        rng = self._rng
        free = 0
        for item in items:
            if item.more_times or item.carried or item.basis_in_name:
                break
            free += 1
        fields = [name for name in _MERGED if columns.holds(name)]
        if free < 2 or not fields or rng.random() > 0.3:
            return _Run(1, {})
        length = rng.randint(2, min(free, 4))
        chosen = rng.sample(fields, rng.randint(1, min(2, len(fields))))
        for item in items[:length]:
            for name in chosen:
                item.printed[name] = items[0].printed[name]
            item.axes["merged"] = "down"
        return _Run(length, {name: At(items[0].printed[name], down=length) for name in chosen})

    def _with_repeats(self, head: list[Row], body: list[tuple[Row, ...]]) -> list[Row]:
        rows: list[Row] = []
        every, since = self._rng.randint(3, 8), 0
        for part in body:
            if self._plan.header_repeat == "explicit" and head and since >= every:
                rows += head
                since = 0
            rows += part
            since += len(part)
        return rows

    # ---- after the tables -----------------------------------------------------------------------------------

    def _after(self, leaves: list[Leaf]) -> list[Block]:
        blocks: list[Block] = []
        if self._plan.last_rows == "note":
            blocks.append(
                Line("Ghi chú: (*) Thủ tục tiếp nhận tại Bộ phận Một cửa cấp xã, giải quyết tại cấp tỉnh.")
            )
        if self._plan.process_annex:
            blocks += self._processes(leaves)
        return blocks

    def _processes(self, leaves: list[Leaf]) -> list[Block]:
        """An annex of internal processes: its tables name procedures and codes, and list none."""
        item = leaves[0].items[0]
        steps = [
            row("STT", "Tên thủ tục hành chính", "Mã TTHC", "Các bước thực hiện", "Thời gian"),
            row("1", item.name, item.code or "", "Bước 1: tiếp nhận hồ sơ", "0,5 ngày"),
            row("2", item.name, item.code or "", "Bước 2: thẩm định hồ sơ", "02 ngày"),
        ]
        number = len({str(leaf.value(self._plan.nesting[0])) for leaf in leaves}) if self._plan.annexes else 1
        return [
            Turn(self._plan.landscape),
            Line(f"PHỤ LỤC {ROMANS[number]}", bold=True, align="center", opens_annex=True),
            Line("QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", bold=True, align="center"),
            Line("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", bold=True),
            Grid(tuple(steps), (5, 30, 12, 30, 12), 1),
        ]


@dataclass(frozen=True, slots=True)
class _Run:
    """Items that share merged cells, from the first on."""

    length: int
    cells: dict[str, At]

    def cells_of(self, number: int) -> dict[str, At | None]:
        """For the first item the cells, for the others only that they reach down."""
        return {name: cell if number == 0 else None for name, cell in self.cells.items()}
