"""Levels that end or change, and the ground of provinces that merge."""

from collections.abc import Callable
from typing import Any

from benchmarks.stories.play import CITY, NEW, OLD
from benchmarks.stories.rows import two_levels
from benchmarks.stories.stage import Stage, Stories, story
from benchmarks.stories.story import Asked, Hangs, Procedure, Story, Told, World
from benchmarks.stories.writing import Row, Section, Writer, cited, hangs, of, section


def leveled(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]
    base = of(10, a, b, c)

    def told(
        name: str, rule: str, boards: list[Hangs], *papers: Callable[[Writer], Told], asked: Asked = Asked.NOT
    ) -> Story:
        w = s.writer(name)
        return story(name, rule, *(write(w) for write in papers), boards=boards, asked=asked)

    def both(w: Writer) -> Told:
        return two_levels(w, (a, b), (b, c))

    def first(w: Writer) -> Told:
        return s.base(w.story)

    def by(
        *sections: Section, number: int = 20, signed: str = "2022-05-01", **words: Any
    ) -> Callable[[Writer], Told]:
        return lambda w: w.published(number, signed, *sections, **words)

    yield told(
        "level: from district to commune",
        "15",
        [
            hangs("2025-06-30", of(10, a, b), "h"),
            hangs("2025-07-01", {}, "h"),
            hangs("2025-07-01", of(20, a) | of(10, b, c)),
        ],
        both,
        by(section("amend", "x", a), signed="2025-07-01"),
        asked=Asked.MAY,
    )
    yield told(
        "level: the district ends",
        "15",
        [hangs("2025-07-01", {}, "h"), hangs("2025-07-01", {})],
        by(section("new", "h", a, b), number=10, signed="2022-03-01"),
        asked=Asked.MUST,
    )
    yield told(
        "level: moved by abolition and publication",
        "14",
        [
            hangs("2025-06-30", of(10, a), "h"),
            hangs("2025-07-01", of(20, a)),
            hangs("2025-07-01", of(10, b), "t"),
        ],
        by(section("new", "h", a), section("new", "t", b), number=10, signed="2022-03-01"),
        by(section("abolish", "h", a), section("new", "x", a), signed="2025-06-20", effect="2025-07-01"),
    )
    yield told(
        "level: abolished at one",
        "4",
        [hangs("2022-05-02", of(10, a), "h"), hangs("2022-05-02", of(10, b, c))],
        both,
        by(section("abolish", "h", b)),
        asked=Asked.MAY,
    )
    yield told(
        "level: replaced at one",
        "4",
        [hangs("2022-05-02", of(10, a, b), "h"), hangs("2022-05-02", of(20, f) | of(10, c))],
        both,
        by(section("replace", "x", Row(f, old=b))),
        asked=Asked.MAY,
    )
    yield told(
        "level: amended at another",
        "3",
        [hangs("2022-05-02", of(20, a), "h"), hangs("2022-05-02", base)],
        first,
        by(section("amend", "h", a)),
        asked=Asked.MUST,
    )
    yield told(
        "level: new at the district after its end",
        "15",
        [hangs("2025-08-02", {}, "h"), hangs("2025-08-02", base)],
        first,
        by(section("new", "h", f), signed="2025-08-01"),
        asked=Asked.MUST,
    )
    yield told(
        "level: for wards alone",
        "43",
        [hangs("2022-05-02", base)],
        first,
        by(section("new", "x", f), more=("Quyết định này chỉ áp dụng đối với các phường.",)),
        asked=Asked.MUST,
    )
    yield told(
        "level: wards in the title",
        "30",
        [hangs("2022-05-02", base | of(20, f))],
        first,
        by(
            section("new", "x", f),
            title="Về việc công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND phường",
        ),
        asked=Asked.MAY,
    )


def merged(s: Stage) -> Stories:
    a, b, c = s.all[:3]
    ab = of(10, a, b)

    def told(
        name: str,
        rule: str,
        boards: list[Hangs],
        *papers: Callable[[Writer, Writer], Told],
        asked: Asked = Asked.NOT,
    ) -> Story:
        old, city = Writer(s.seed, name), Writer(s.seed, f"{name} (city)", "Đà Nẵng", True)
        return story(
            name,
            rule,
            *(write(old, city) for write in papers),
            boards=boards,
            asked=asked,
            world=World.MERGED,
        )

    def old(*what: Procedure) -> Callable[[Writer, Writer], Told]:
        return lambda w, _: w.published(10, "2022-03-01", section("new", "x", *what))

    def city(
        *what: Procedure, act: str = "new", number: int = 10, signed: str = "2022-03-01"
    ) -> Callable[[Writer, Writer], Told]:
        return lambda _, w: w.published(number, signed, section(act, "x", *what))

    def row(whose: str) -> Callable[[Writer, Writer], Told]:
        return lambda _, w: w.acts(
            99,
            "2025-08-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính số thứ tự 1 tại Phụ lục ban hành kèm theo {cited(10, '2022-03-01', whose)}.",
        )

    yield told(
        "merged: each on its ground",
        "43",
        [
            hangs("2025-06-30", ab, OLD),
            hangs("2025-07-02", ab, OLD),
            hangs("2025-07-02", ab, NEW),
            hangs("2025-07-02", of(10, c), CITY),
        ],
        old(a, b),
        city(c),
        asked=Asked.MAY,
    )
    yield told(
        "merged: the successor amends",
        "43",
        [hangs("2025-08-02", of(99, a) | of(10, b), OLD), hangs("2025-08-02", of(99, a), CITY)],
        old(a, b),
        city(a),
        city(a, act="amend", number=99, signed="2025-08-01"),
        asked=Asked.MAY,
    )
    yield told(
        "merged: the successor abolishes",
        "43",
        [hangs("2025-08-02", of(10, b), OLD), hangs("2025-08-02", of(10, b), CITY)],
        old(a, b),
        city(a, b),
        city(a, act="abolish", number=99, signed="2025-08-01"),
        asked=Asked.MAY,
    )
    yield told(
        "merged: a row of the predecessor's",
        "11, 43",
        [hangs("2025-08-02", of(10, b), OLD), hangs("2025-08-02", ab, CITY)],
        old(a, b),
        city(a, b),
        row(" của Chủ tịch UBND tỉnh Quảng Nam"),
        asked=Asked.MAY,
    )
    yield told(
        "merged: a row of nobody knows whose",
        "11, 43",
        [hangs("2025-08-02", ab, OLD), hangs("2025-08-02", ab, CITY)],
        old(a, b),
        city(a, b),
        row(""),
        asked=Asked.MUST,
    )
    yield told(
        "merged: signed before, in effect after",
        "16",
        [hangs("2025-07-15", ab, OLD), hangs("2025-08-02", of(10, b), OLD)],
        old(a, b),
        lambda w, _: w.published(30, "2025-06-20", section("abolish", "x", a), effect="2025-08-01"),
        asked=Asked.MAY,
    )
    yield told(
        "merged: from district to commune",
        "15, 43",
        [hangs("2025-07-02", of(50, a) | of(10, b), OLD), hangs("2025-07-02", of(50, a), CITY)],
        lambda w, _: w.published(10, "2022-03-01", section("new", "h", a), section("new", "x", b)),
        city(a, number=50, signed="2025-07-01"),
        asked=Asked.MAY,
    )
