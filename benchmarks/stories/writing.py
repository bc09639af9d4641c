"""Decisions of stories in words: what they publish, what they do to others, how they are cited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.stories.story import Hangs, Procedure, Told
from benchmarks.strangers import words
from benchmarks.strangers.cases import Said, Wanted
from benchmarks.strangers.framed import framed
from benchmarks.strangers.paper import Block, Cell, Grid, Line
from benchmarks.strangers.printing import short

SECTOR = "Công Thương"
LEVELS = {"t": "province", "h": "district", "x": "commune"}
SAID = {
    "new": "mới ban hành", "amend": "được sửa đổi, bổ sung", "replace": "được thay thế", "abolish": "bị bãi bỏ",
}  # fmt: skip
_HEADS = {
    "list": ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí"),
    "abolish": ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Tên VBQPPL quy định việc bãi bỏ"),
    "replace": (
        "STT", "Mã TTHC được thay thế", "Tên TTHC được thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế",
        "Thời hạn giải quyết",
    ),
}  # fmt: skip
_TIME, _PLACE = "05 ngày làm việc", "Bộ phận Một cửa"
_MARKS = "ABCDEFGH"


@dataclass(frozen=True)
class Row:
    """A row of an annex; `old`: what it replaces, by codes and names as they are printed."""

    procedure: Procedure
    time: str = _TIME
    old: Procedure | None = None


@dataclass(frozen=True)
class Section:
    """Rows of one act at one level (`t`, `h`, `x`), under a heading of their own or one that is given."""

    act: str
    level: str
    rows: tuple[Row, ...]
    headings: tuple[str, ...] = ()


def section(act: str, level: str, *rows: Procedure | Row, headings: tuple[str, ...] = ()) -> Section:
    """Rows may be given as the procedures alone."""
    return Section(act, level, tuple(row if isinstance(row, Row) else Row(row) for row in rows), headings)


def day(text: str) -> date:
    """2022-05-01 as a day."""
    return date.fromisoformat(text)


def cited(number: int, signed: str, place: str = " của Chủ tịch UBND tỉnh") -> str:
    """As another decision names it."""
    return f"Quyết định số {number}/QĐ-UBND ngày {short(day(signed))}{place}"


@dataclass(frozen=True)
class Writer:
    """Writes the decisions of one story; heads and layouts are drawn by seed and story."""

    seed: int
    story: str
    province: str = "Quảng Nam"
    city: bool = False

    def published(
        self,
        number: int,
        signed: str,
        *sections: Section,
        effect: str | None = None,
        until: str | None = None,
        clause: str | None = None,
        more: Sequence[str] = (),
        title: str | None = None,
        received: str | None = None,
    ) -> Told:
        """A decision with an annex; `clause`: its effect in other words."""
        said = ", ".join(dict.fromkeys(SAID[one.act] for one in sections))
        levels = ", ".join(dict.fromkeys(words.LEVELS[LEVELS[one.level]] for one in sections))
        what = f"Danh mục thủ tục hành chính {said} lĩnh vực {SECTOR} thuộc thẩm quyền giải quyết của UBND {levels}"
        blocks = [block for number, one in enumerate(sections) for block in _annex(one, _MARKS[number])]
        begins = "ký" if effect is None else short(day(effect))
        ends = f" đến hết ngày {short(day(until))}" if until else ""
        usual = f"Quyết định này có hiệu lực thi hành kể từ ngày {begins}{ends}."
        return self._told(
            number, signed, received, blocks,
            Said(
                title or f"Về việc công bố {what}", f"Công bố kèm theo Quyết định này {what}.", clause or usual,
                tuple(more), (what.upper(),),
            ),
        )  # fmt: skip

    def acts(
        self,
        number: int,
        signed: str,
        title: str,
        *articles: str,
        effect: str | None = None,
        clause: str | None = None,
        received: str | None = None,
    ) -> Told:
        """A decision of articles alone; `clause` "" says nothing of its effect."""
        begins = "ký" if effect is None else short(day(effect))
        usual = f"Quyết định này có hiệu lực thi hành kể từ ngày {begins}."
        first, *more = articles
        said = Said(f"Về việc {title}", first, usual if clause is None else clause, tuple(more))
        return self._told(number, signed, received, [], said)

    def _told(
        self, number: int, signed: str, received: str | None, blocks: Sequence[Block], said: Said
    ) -> Told:
        """The articles stand in the order in which they are given: the effect behind all of them where there is no annex."""
        if not blocks:
            said = replace(said, more=(*said.more, said.effect or ""), effect="")
        name = f"{self.story} {number} {signed}"
        nothing = [Wanted("new", ("commune",), SECTOR, "", None, None, None)]
        paper = framed(
            name, self.seed, nothing, blocks, said=said, signed=day(signed), number=number,
            place=(self.province, self.city), axes={"issuer": "ỦY BAN two lines", "symbol": "QĐ-UBND"},
        )  # fmt: skip
        return Told(paper, day(received or signed))


def _annex(one: Section, mark: str) -> list[Block]:
    level = words.LEVELS[LEVELS[one.level]].upper()
    usual = f"{mark}. THỦ TỤC HÀNH CHÍNH {SAID[one.act].upper()} {level}"
    return [*(Line(text, bold=True) for text in one.headings or (usual,)), _grid(one)]


def _grid(one: Section) -> Grid:
    head = _HEADS.get(one.act, _HEADS["list"])
    rows = [tuple(Cell(text, bold=True) for text in head)]
    for number, row in enumerate(one.rows, 1):
        rows.append(tuple(Cell(text) for text in (str(number), *_cells(one.act, row))))
    return Grid(tuple(rows), len(head), 1, (2, 5, 12, 5, 6, 4)[: len(head)])


def _cells(act: str, row: Row) -> tuple[str, ...]:
    own = (row.procedure.code, row.procedure.name)
    if act == "abolish":
        return (*own, "Nghị định số 02/2022/NĐ-CP")
    if act == "replace":
        old = row.old or row.procedure
        return (old.code, old.name, *own, row.time)
    return (*own, row.time, _PLACE, "Không")


# ---- what must hang --------------------------------------------------------------------------------------------

Rows = dict[str, int | None]


def of(number: int | None, *procedures: Procedure) -> Rows:
    """These hang by this decision (None: by any)."""
    return {one.code or one.name: number for one in procedures}


def hangs(
    on: str, rows: Rows, unit: str = "x", known: str | None = None, names: Iterable[Procedure] = ()
) -> Hangs:
    """What must hang on a day."""
    return Hangs(unit, day(on), tuple(sorted(rows.items())), day(known) if known else None, tuple(names))


def cast(seed: int, count: int) -> tuple[Procedure, ...]:
    """The procedures of all stories of a seed: codes in order, so that rows can be counted, and names of one matter each."""
    rng = Random(f"story cast {seed}")
    names = words.names(rng, count, traps=False)
    return tuple(Procedure(f"1.77{place:04d}", name) for place, name in enumerate(names, 1))
