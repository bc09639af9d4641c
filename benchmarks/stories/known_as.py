"""By which code or name a procedure is known, at which levels, and who published it besides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.stories.deep import Write, annuls, postpones, rows, suspends
from benchmarks.stories.play import CITY, NEW, OLD
from benchmarks.stories.stage import C10, SIGNED, Stage, Stories, story, tale
from benchmarks.stories.story import Asked, Handed, Hangs, Procedure, Says, Story, Told, World
from benchmarks.stories.writing import Row, Writer, cited, day, hangs, of, section


def _nameless(one: Procedure) -> Procedure:
    """The same without a code."""
    return Procedure("", one.name)


def _ends_by_name(
    number: int, on: str, *what: Procedure, where: str = f" được công bố tại {C10}", level: str = ""
) -> Write:
    names = ", ".join(f"“{one.name}”" for one in what)
    text = f"Bãi bỏ thủ tục hành chính {names}{level}{where}."
    return lambda w: w.acts(number, on, "bãi bỏ thủ tục hành chính", text)


def codes(s: Stage) -> Stories:
    a, b, c, f, g = *s.all[:3], s.all[4], s.all[5]
    base, bc = of(10, a, b, c), of(10, b, c)
    n, m = _nameless(s.all[6]), _nameless(s.all[7])

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "9",
        **more: Any,
    ) -> Story:
        return tale(s, f"codes: {name}", rule, *then, boards=boards, asked=asked, **more)

    new = rows("new", 20, "2022-05-01", n)
    coded = Procedure("1.779001", n.name)
    yield told(
        "none, abolished by its name",
        [hangs("2022-05-02", base | of(20, n)), hangs("2022-06-02", base)],
        new,
        _ends_by_name(30, "2022-06-01", n, where=f" được công bố tại {cited(20, '2022-05-01')}"),
    )
    yield told(
        "none, amended by its name",
        [hangs("2022-06-02", base | of(30, n))],
        new,
        rows("amend", 30, "2022-06-01", n),
    )
    yield told(
        "none, abolished in a list", [hangs("2022-06-02", base)], new, rows("abolish", 30, "2022-06-01", n)
    )
    yield told(
        "none, then listed with a code",
        [hangs("2022-05-15", base | of(20, n))],
        new,
        rows("amend", 30, "2022-06-01", coded),
        asked=Asked.MUST,
        says=[Says("same_name", coded.code, day("2022-06-10"))],
        after=[hangs("2022-05-15", base | of(20, coded)), hangs("2022-06-02", base | of(30, coded))],
    )
    yield told(
        "none, then abolished with a code",
        [hangs("2022-05-15", base | of(20, n))],
        new,
        rows("abolish", 30, "2022-06-01", coded),
        asked=Asked.MUST,
    )
    yield told(
        "none, replaced by one with a code",
        [hangs("2022-06-02", base | of(30, f))],
        new,
        rows("replace", 30, "2022-06-01", Row(f, old=n)),
    )
    yield told(
        "none, twice, one of them abolished",
        [hangs("2022-06-02", base | of(20, m))],
        rows("new", 20, "2022-05-01", n, m),
        rows("abolish", 30, "2022-06-01", n),
    )
    yield told(
        "none, and its decision annulled before it began",
        [hangs("2022-09-02", base)],
        rows("new", 20, "2022-05-01", n, effect="2022-08-01"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        rule="39",
    )
    yield told(
        "abolished by a code that was replaced",
        [hangs("2022-05-15", bc | of(20, f)), hangs("2022-06-02", bc | of(20, f))],
        rows("replace", 20, "2022-05-01", Row(f, old=a)),
        rows("abolish", 30, "2022-06-01", a),
        asked=Asked.MUST,
        rule="7",
    )
    yield told(
        "abolished under its former code and its new name",
        [hangs("2022-06-02", bc | of(20, f))],
        rows("replace", 20, "2022-05-01", Row(f, old=a)),
        rows("abolish", 30, "2022-06-01", Procedure(a.code, f.name)),
        asked=Asked.MUST,
        rule="7",
    )
    yield told(
        "amended under its former code",
        [hangs("2022-05-15", bc | of(20, f))],
        rows("replace", 20, "2022-05-01", Row(f, old=a)),
        rows("amend", 30, "2022-06-01", Procedure(a.code, f.name)),
        asked=Asked.MUST,
        rule="2",
    )
    yield told(
        "amended under a code that nobody knows and its own name",
        [hangs("2022-04-15", base)],
        rows("amend", 20, "2022-05-01", Procedure("1.770010", a.name)),
        asked=Asked.MUST,
    )
    yield told(
        "abolished under a code that nobody knows and its own name",
        [hangs("2022-05-02", base)],
        rows("abolish", 20, "2022-05-01", Procedure("1.770010", a.name)),
        asked=Asked.MUST,
        rule="7",
        says=[Says("not_in_force", a.code, day("2022-05-10"))],
        after=[hangs("2022-05-02", bc)],
    )
    yield told(
        "abolished under the code of another",
        [hangs("2022-05-02", base)],
        rows("abolish", 20, "2022-05-01", Procedure(b.code, a.name)),
        asked=Asked.MUST,
        says=[Says("code_and_name", a.code, day("2022-05-10"))],
        after=[hangs("2022-05-02", bc)],
    )
    yield told(
        "replaced, its old code that of another",
        [hangs("2022-04-15", base)],
        rows("replace", 20, "2022-05-01", Row(f, old=Procedure(b.code, a.name))),
        asked=Asked.MUST,
    )
    used = Procedure(a.code, g.name)
    yield told(
        "used again for another",
        [hangs("2022-05-15", bc), hangs("2022-06-02", bc | of(30, used), names=[used])],
        rows("abolish", 20, "2022-05-01", a),
        rows("new", 30, "2022-06-01", used),
    )
    yield told(
        "used again, then abolished by the former name",
        [hangs("2022-07-02", bc | of(30, used))],
        rows("abolish", 20, "2022-05-01", a),
        rows("new", 30, "2022-06-01", used),
        _ends_by_name(40, "2022-07-01", a),
        asked=Asked.MUST,
    )
    yield told(
        "used again while the first is in force",
        [hangs("2022-04-15", base)],
        rows("new", 20, "2022-05-01", used),
        asked=Asked.MUST,
    )
    yield told(
        "misprinted, put right, abolished by the misprint",
        [hangs("2022-05-02", of(10, a, b, Procedure("1.770933", c.name)))],
        lambda w: w.acts(
            20,
            "2022-04-01",
            "đính chính Quyết định số 10/QĐ-UBND",
            f"Đính chính mã thủ tục hành chính tại số thứ tự 3 Phụ lục ban hành kèm theo {C10}: từ “{c.code}” thành “1.770933”.",
            clause="",
        ),
        rows("abolish", 30, "2022-06-01", c),
        rule="8",
        asked=Asked.MAY,
    )
    yield told(
        "misprinted, abolished by the misprint, put right then",
        [hangs("2022-05-02", of(10, a, b, Procedure("1.770933", c.name))), hangs("2022-06-02", of(10, a, b))],
        rows("abolish", 20, "2022-06-01", c),
        lambda w: w.acts(
            30,
            "2022-07-01",
            "đính chính Quyết định số 10/QĐ-UBND",
            f"Đính chính mã thủ tục hành chính tại số thứ tự 3 Phụ lục ban hành kèm theo {C10}: từ “{c.code}” thành “1.770933”.",
            clause="",
        ),
        rule="8",
        asked=Asked.MAY,
    )


def twice(s: Stage) -> Stories:
    """Published by two decisions, of which one goes; files that come twice."""
    a, b, c, f = *s.all[:3], s.all[4]
    base, bc = of(10, a, b, c), of(10, b, c)

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "6, 10, 39",
        **more: Any,
    ) -> Story:
        return tale(s, f"twice: {name}", rule, *then, boards=boards, asked=asked, **more)

    again = rows("new", 20, "2022-05-01", a)
    yield told(
        "the first is annulled",
        [hangs("2022-06-02", bc | of(20, a))],
        again,
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-05-15", bc | of(20, a)), hangs("2022-06-02", of(20, a))],
    )
    yield told(
        "the second is annulled",
        [hangs("2022-06-02", bc | of(20, a))],
        again,
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2022-06-10"))],
        after=[hangs("2022-05-15", bc | of(20, a)), hangs("2022-06-02", base)],
    )
    yield told(
        "both are annulled",
        [hangs("2022-07-02", bc | of(20, a))],
        again,
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        annuls(40, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-07-10"))],
        after=[hangs("2022-06-15", of(20, a)), hangs("2022-07-02", {})],
    )
    yield told(
        "both are annulled, and before is said",
        [hangs("2022-07-02", bc | of(20, a))],
        again,
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        annuls(40, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MUST,
        says=[
            Says("orphaned", "end", day("2022-06-10")),
            Says("orphaned", "before", day("2022-07-10")),
            Says("orphaned", "end", day("2022-07-11")),
        ],
        after=[hangs("2022-06-15", of(20, a)), hangs("2022-07-02", {})],
    )
    yield told(
        "the second before it begins",
        [hangs("2022-08-02", base)],
        rows("new", 20, "2022-05-01", a, effect="2022-08-01"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
    )
    yield told(
        "the first, before the second begins",
        [hangs("2022-06-02", base), hangs("2022-08-02", bc | of(20, a))],
        rows("new", 20, "2022-05-01", a, effect="2022-08-01"),
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-06-02", {}), hangs("2022-08-02", of(20, a))],
    )
    yield told(
        "the first, by a whole list that takes one of them",
        [hangs("2022-06-02", of(30, b) | of(20, a) | of(10, c))],
        again,
        lambda w: w.published(
            30, "2022-06-01", section("new", "x", b), clause=f"{SIGNED} và thay thế {C10}."
        ),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-06-02", of(30, b) | of(20, a))],
    )
    yield told(
        "an abolition twice, of which one is annulled",
        [hangs("2022-07-02", bc)],
        rows("abolish", 20, "2022-05-01", a),
        rows("abolish", 30, "2022-06-01", a),
        annuls(40, "2022-07-01", 30, "2022-06-01"),
        asked=Asked.MAY,
    )
    yield told(
        "an abolition twice, and the first annulled with an answer",
        [hangs("2022-07-02", bc)],
        rows("abolish", 20, "2022-05-01", a),
        rows("abolish", 30, "2022-06-01", a),
        annuls(40, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MAY,
    )
    yield told(
        "an abolition twice, the first to be annulled before it begins",
        [hangs("2022-07-02", base, known="2022-06-15"), hangs("2022-09-02", bc)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-08-01"),
        rows("abolish", 30, "2022-06-01", a, effect="2022-09-01"),
        annuls(40, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MAY,
    )
    yield told(
        "orphaned, ended, then published again",
        [hangs("2022-06-02", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        rows("new", 40, "2022-09-01", a),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-06-15", {}), hangs("2022-09-02", of(40, a))],
    )
    yield told(
        "orphaned, answered when it was published again",
        [hangs("2022-06-02", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        rows("new", 40, "2022-09-01", a),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-09-10"))],
        after=[hangs("2022-06-15", {}), hangs("2022-09-02", of(40, a))],
    )
    yield told(
        "orphaned, kept, then abolished",
        [hangs("2022-09-02", bc)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        rows("abolish", 40, "2022-09-01", a),
        asked=Asked.MUST,
        says=[Says("orphaned", "keep", day("2022-06-10"))],
        after=[hangs("2022-06-15", base), hangs("2022-09-02", bc)],
    )
    yield told(
        "orphaned, ended, then abolished as well",
        [hangs("2022-09-02", bc)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        rows("abolish", 40, "2022-09-01", a),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-06-15", {}), hangs("2022-09-02", {})],
    )
    yield told(
        "orphaned, ended, then amended",
        [hangs("2022-09-02", bc | of(40, a))],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        rows("amend", 40, "2022-09-01", a),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-06-15", {}), hangs("2022-09-02", of(40, a))],
    )
    yield told(
        "orphaned, one answer and then the other",
        [hangs("2022-06-02", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        asked=Asked.MUST,
        says=[
            Says("orphaned", "end", day("2022-06-10")),
            Says("orphaned", "keep", day("2022-06-20"), again=True),
        ],
        after=[hangs("2022-06-15", {}, known="2022-06-15"), hangs("2022-06-15", base)],
    )
    yield told(
        "orphaned, an answer that is taken back",
        [hangs("2022-06-02", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2022-06-10"), back=day("2022-06-20"))],
        after=[hangs("2022-06-15", {}, known="2022-06-15"), hangs("2022-06-25", base)],
    )
    yield told(
        "orphaned, answered before the annulment is annulled",
        [hangs("2022-06-15", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01", since=" kể từ ngày 01/8/2022"),
        annuls(40, "2022-07-01", 30, "2022-06-01"),
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-08-02", {}, known="2022-06-15"), hangs("2022-08-02", base)],
        asked=Asked.MAY,
    )
    yield told(
        "orphaned, answered before the annulment is postponed",
        [hangs("2022-06-15", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01", since=" kể từ ngày 01/8/2022"),
        postpones(40, "2022-07-01", 30, "2022-06-01", "01/10/2022"),
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[hangs("2022-08-02", {}, known="2022-06-15")],
        asked=Asked.MUST,
    )
    yield told(
        "orphaned, answered before a correction moves the annulment",
        [hangs("2022-06-15", base)],
        annuls(30, "2022-06-01", 10, "2022-03-01", effect="2022-08-01"),
        lambda w: w.acts(
            40,
            "2022-07-01",
            "đính chính Quyết định số 30/QĐ-UBND",
            f"Đính chính ngày có hiệu lực tại Điều 2 {cited(30, '2022-06-01')}: từ “01/8/2022” thành “01/10/2022”.",
            clause="",
        ),
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[
            hangs("2022-08-02", {}, known="2022-06-15"),
            hangs("2022-08-02", base),
            hangs("2022-10-02", {}),
        ],
        asked=Asked.MUST,
    )
    yield told(
        "a day that was answered before the text itself says another",
        [hangs("2022-07-02", base)],
        rows(
            "amend",
            20,
            "2022-05-01",
            a,
            clause="Quyết định này có hiệu lực thi hành theo ngày có hiệu lực của Nghị định số 12/2022/NĐ-CP.",
        ),
        lambda w: w.acts(
            30,
            "2022-06-01",
            "đính chính Quyết định số 20/QĐ-UBND",
            f"Đính chính ngày có hiệu lực tại Điều 2 {cited(20, '2022-05-01')}: từ “theo ngày có hiệu lực của Nghị định số 12/2022/NĐ-CP” thành “01/8/2022”.",
            clause="",
        ),
        says=[Says("effect_indirect", "2022-07-01", day("2022-05-10"))],
        after=[hangs("2022-07-02", bc | of(20, a), known="2022-05-20"), hangs("2022-08-02", bc | of(20, a))],
        asked=Asked.MAY,
        rule="8, 38",
    )

    # ---- one decision in two files
    name = "twice: two contents of one number"
    w = s.writer(name)
    other = replace(w.published(10, "2022-03-01", section("new", "x", a, b, f)), received=day("2022-04-01"))
    both = [hangs("2022-03-15", base, known="2022-03-20")]
    yield story(name, "16", s.base(name), other, boards=both, asked=Asked.MUST)
    yield story(
        f"{name}, the second taken back",
        "16",
        s.base(name),
        other,
        asked=Asked.MAY,
        boards=[*both, hangs("2022-05-15", base)],
        handed=[Handed(1, day("2022-05-01"))],
    )
    yield story(
        f"{name}, the first taken back",
        "16",
        s.base(name),
        other,
        asked=Asked.MAY,
        boards=[*both, hangs("2022-05-15", of(10, a, b, f))],
        handed=[Handed(0, day("2022-05-01"))],
    )
    yield story(
        f"{name}, the second taken back and handed in again",
        "16",
        s.base(name),
        other,
        asked=Asked.MUST,
        boards=[*both, hangs("2022-05-15", base, known="2022-05-15")],
        handed=[Handed(1, day("2022-05-01")), Handed(1, day("2022-06-01"), again=True)],
    )
    yield story(
        f"{name}, the second is said to be right",
        "16",
        s.base(name),
        other,
        asked=Asked.MUST,
        boards=both,
        says=[Says("copies_differ", "file 2", day("2022-04-10"))],
        after=[hangs("2022-05-15", of(10, a, b, f))],
    )
    yield story(
        f"{name}, the second is right and is taken back",
        "16",
        s.base(name),
        other,
        asked=Asked.MAY,
        boards=both,
        says=[Says("copies_differ", "file 2", day("2022-04-10"))],
        after=[hangs("2022-05-15", of(10, a, b, f), known="2022-04-20"), hangs("2022-05-15", base)],
        handed=[Handed(1, day("2022-05-01"))],
    )
    third = w.published(20, "2022-05-01", section("abolish", "x", f))
    yield story(
        f"{name}, then what only one has is abolished",
        "7, 16",
        s.base(name),
        other,
        third,
        asked=Asked.MUST,
        boards=both,
        says=[Says("copies_differ", "file 2", day("2022-04-10"))],
        after=[hangs("2022-04-15", of(10, a, b, f)), hangs("2022-05-15", of(10, a, b))],
    )
    name = "twice: the annulment is taken back"
    w = s.writer(name)
    late = rows("abolish", 20, "2022-05-01", a, effect="2022-08-01")(w)
    ends = annuls(30, "2022-06-01", 20, "2022-05-01")(w)
    yield story(
        name,
        "39",
        s.base(name),
        late,
        ends,
        boards=[hangs("2022-08-02", base, known="2022-06-15"), hangs("2022-08-02", bc)],
        handed=[Handed(2, day("2022-07-01"))],
        asked=Asked.MAY,
    )
    yield story(
        f"{name}, and handed in again",
        "39",
        s.base(name),
        late,
        ends,
        boards=[hangs("2022-08-02", bc, known="2022-07-15"), hangs("2022-08-02", base)],
        handed=[Handed(2, day("2022-07-01")), Handed(2, day("2022-07-20"), again=True)],
        asked=Asked.MAY,
    )


def parts(s: Stage) -> Stories:
    """Parts that no address names, and answers that say which."""
    a, b, c, e = s.all[:4]
    base = of(10, a, b, c)

    def told(
        name: str,
        text: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MUST,
        first: Told | None = None,
        **more: Any,
    ) -> Story:
        full = f"part: {name}"
        w = s.writer(full)
        act = w.acts(20, "2022-05-01", "bãi bỏ một số nội dung", text)
        return story(
            full,
            "10, 39",
            first or s.base(full),
            act,
            *(write(w) for write in then),
            boards=list(boards),
            asked=asked,
            **more,
        )

    def sectors(name: str) -> Told:
        w = s.writer(f"part: {name}")
        return w.published(
            10,
            "2022-03-01",
            section(
                "new",
                "x",
                a,
                b,
                headings=("A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", "I. LĨNH VỰC CÔNG THƯƠNG"),
            ),
            section("new", "x", c, e, headings=("II. LĨNH VỰC VĂN HÓA",)),
        )

    all4, com = of(10, a, b, c, e), of(10, a, b)
    for name, words, reaches in (
        ("what concerns a sector", f"Bãi bỏ các nội dung liên quan đến lĩnh vực Văn hóa tại {C10}.", "all"),
        (
            "what concerns a sector, by codes",
            f"Bãi bỏ các nội dung liên quan đến lĩnh vực Văn hóa tại {C10}.",
            f"{c.code}, {e.code}",
        ),
        (
            "the procedures of a sector",
            f"Bãi bỏ các thủ tục hành chính thuộc lĩnh vực Văn hóa ban hành kèm theo {C10}.",
            "all",
        ),
        ("a section", f"Bãi bỏ mục II Phụ lục ban hành kèm theo {C10}.", "all"),
    ):
        yield told(
            name,
            words,
            [hangs("2022-05-02", all4)],
            first=sectors(name),
            says=[Says("partial_repeal", reaches, day("2022-05-10"))],
            after=[hangs("2022-04-15", all4), hangs("2022-05-02", com)],
        )
    name = "what concerns a sector, then published again"
    yield told(
        name,
        f"Bãi bỏ các nội dung liên quan đến lĩnh vực Văn hóa tại {C10}.",
        [hangs("2022-05-02", all4)],
        rows("new", 30, "2022-07-01", c),
        first=sectors(name),
        says=[Says("partial_repeal", f"{c.code}, {e.code}", day("2022-08-10"))],
        after=[hangs("2022-05-02", com), hangs("2022-07-02", com | of(30, c))],
    )
    name = "what concerns a sector, when one had been amended by another"
    w = s.writer(f"part: {name}")
    yield story(
        f"part: {name}",
        "10",
        sectors(name),
        rows("amend", 15, "2022-04-01", c)(w),
        w.acts(
            20,
            "2022-05-01",
            "bãi bỏ một số nội dung",
            f"Bãi bỏ các thủ tục hành chính thuộc lĩnh vực Văn hóa ban hành kèm theo {C10}.",
        ),
        boards=[hangs("2022-05-02", com | of(15, c) | of(10, e))],
        asked=Asked.MUST,
    )
    name = "what concerns a sector, its act annulled"
    yield told(
        name,
        f"Bãi bỏ các thủ tục hành chính thuộc lĩnh vực Văn hóa ban hành kèm theo {C10} kể từ ngày 01/8/2022.",
        [hangs("2022-08-02", all4)],
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        first=sectors(name),
        asked=Asked.MAY,
    )
    name = "what concerns a sector, answered, its act annulled in time"
    yield told(
        name,
        f"Bãi bỏ các thủ tục hành chính thuộc lĩnh vực Văn hóa ban hành kèm theo {C10} kể từ ngày 01/8/2022.",
        [hangs("2022-07-02", all4)],
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        first=sectors(name),
        asked=Asked.MAY,
        says=[Says("partial_repeal", "all", day("2022-05-10"))],
        after=[hangs("2022-08-02", com, known="2022-05-20"), hangs("2022-08-02", all4)],
    )
    yield told(
        "rows, the act annulled later",
        f"Bãi bỏ các thủ tục hành chính số thứ tự 1, 2 Phụ lục kèm theo {C10}.",
        [hangs("2022-05-15", of(10, c))],
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        says=[Says("orphaned", "before", day("2022-07-10"))],
        after=[hangs("2022-06-15", of(10, c)), hangs("2022-07-02", base)],
    )
    yield told(
        "rows, the act annulled in time",
        f"Bãi bỏ các thủ tục hành chính số thứ tự 1, 2 Phụ lục kèm theo {C10} kể từ ngày 01/8/2022.",
        [hangs("2022-08-02", of(10, c), known="2022-06-01"), hangs("2022-08-02", base)],
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MAY,
    )
    yield told(
        "rows, the act postponed",
        f"Bãi bỏ các thủ tục hành chính số thứ tự 1, 2 Phụ lục kèm theo {C10} kể từ ngày 01/8/2022.",
        [hangs("2022-08-02", of(10, c), known="2022-06-01")],
        postpones(30, "2022-07-01", 20, "2022-05-01", "01/10/2022"),
        asked=Asked.MAY,
    )
    yield told(
        "rows, the act suspended",
        f"Bãi bỏ các thủ tục hành chính số thứ tự 1, 2 Phụ lục kèm theo {C10}.",
        [hangs("2022-05-15", of(10, c))],
        suspends(30, "2022-06-01", 20, "2022-05-01", "15/6/2022"),
        asked=Asked.MUST,
    )
    yield told(
        "an annex of one, and the whole after it",
        f"Bãi bỏ thủ tục hành chính số thứ tự 1 Phụ lục kèm theo {C10}.",
        [hangs("2022-05-15", of(10, b, c)), hangs("2022-06-02", of(10, b, c))],
        annuls(30, "2022-06-01", 10, "2022-03-01"),
        says=[Says("orphaned", "before", day("2022-06-10"))],
        asked=Asked.MUST,
        after=[hangs("2022-05-15", of(10, b, c)), hangs("2022-06-02", {})],
    )
    yield told(
        "as far as it is contrary",
        f"Bãi bỏ những nội dung trái với Quyết định này tại {C10}.",
        [hangs("2022-05-02", base)],
    )
    yield told(
        "all but what another decision has changed",
        f"Bãi bỏ {C10}, trừ các nội dung đã được sửa đổi tại {cited(15, '2022-04-01')}.",
        [hangs("2022-05-02", base)],
    )


def more_levels(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]

    def told(
        name: str,
        boards: Sequence[Hangs],
        *papers: Write,
        asked: Asked = Asked.MAY,
        rule: str = "3, 4",
        **more: Any,
    ) -> Story:
        full = f"levels: {name}"
        w = s.writer(full)
        return story(full, rule, *(write(w) for write in papers), boards=list(boards), asked=asked, **more)

    def first(w: Writer) -> Told:
        return w.published(
            10, "2022-03-01", section("new", "t", a, b), section("new", "h", a, c), section("new", "x", a, b)
        )

    def at(
        unit: str,
        on: str,
        *what: Procedure,
        number: int = 10,
        more: dict[str, int | None] | None = None,
        known: str | None = None,
    ) -> Hangs:
        return hangs(on, of(number, *what) | (more or {}), unit, known)

    ends = rows("abolish", 20, "2022-05-01", a)
    yield told(
        "abolished at the commune alone",
        [at("x", "2022-05-02", b), at("t", "2022-05-02", a, b), at("h", "2022-05-02", a, c)],
        first,
        ends,
    )
    yield told(
        "abolished at the commune, new there again, the list annulled",
        [at("x", "2022-05-15", b), at("x", "2022-07-02", b, more=of(30, a)), at("t", "2022-07-02", a, b)],
        first,
        ends,
        rows("new", 30, "2022-06-01", a),
        annuls(40, "2022-07-01", 30, "2022-06-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2022-07-10"))],
        after=[at("x", "2022-07-02", b), at("t", "2022-07-02", a, b)],
    )
    yield told(
        "abolished at the commune, the abolition annulled",
        [at("x", "2022-05-15", b), at("t", "2022-07-02", a, b)],
        first,
        ends,
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2022-07-10"))],
        after=[at("x", "2022-07-02", a, b), at("h", "2022-07-02", a, c), at("t", "2022-07-02", a, b)],
    )
    yield told(
        "abolished by a sentence without a level, after one was abolished",
        [at("x", "2022-06-02", b), at("t", "2022-06-02", b), at("h", "2022-06-02", c)],
        first,
        ends,
        lambda w: w.acts(
            30,
            "2022-06-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{a.name}” (mã {a.code}).",
        ),
    )
    yield told(
        "amended where it was abolished",
        [at("x", "2022-06-02", b, more=of(30, a)), at("t", "2022-06-02", a, b)],
        first,
        ends,
        rows("amend", 30, "2022-06-01", a),
        asked=Asked.MUST,
        rule="2",
    )
    yield told(
        "amended where it was abolished, and that is said to be nothing",
        [at("t", "2022-06-02", a, b)],
        first,
        ends,
        rows("amend", 30, "2022-06-01", a),
        asked=Asked.MUST,
        rule="2",
        says=[Says("amended_after_end", "ended", day("2022-06-10"))],
        after=[at("x", "2022-06-02", b), at("t", "2022-06-02", a, b)],
    )
    moves = rows("new", 20, "2025-06-20", a, c, effect="2025-07-01")
    yield told(
        "from district to commune, known late",
        [
            at("h", "2025-06-30", a, c),
            at("x", "2025-07-02", a, b, known="2025-07-10"),
            at("x", "2025-07-02", b, more=of(20, a, c)),
        ],
        first,
        rows("new", 20, "2025-06-20", a, c, effect="2025-07-01", received="2025-08-01"),
        rule="15, 23",
    )
    yield told(
        "from district to commune, and that annulled before its day",
        [at("x", "2025-07-02", a, b), at("h", "2025-07-02")],
        first,
        moves,
        annuls(30, "2025-06-25", 20, "2025-06-20"),
        asked=Asked.MUST,
        rule="15, 39",
    )
    yield told(
        "from district to commune, and that annulled later",
        [at("x", "2025-09-02", b, more=of(20, a, c))],
        first,
        moves,
        annuls(30, "2025-09-01", 20, "2025-06-20"),
        asked=Asked.MUST,
        rule="15, 39",
        says=[Says("orphaned", "before", day("2025-09-10"))],
        after=[
            at("x", "2025-08-02", b, more=of(20, a, c)),
            at("x", "2025-09-02", a, b),
            at("h", "2025-09-02"),
        ],
    )
    yield told(
        "from district to commune, and that postponed",
        [at("h", "2025-07-02"), at("x", "2025-07-02", a, b), at("x", "2025-09-02", b, more=of(20, a, c))],
        first,
        moves,
        postpones(30, "2025-06-25", 20, "2025-06-20", "01/9/2025"),
        rule="15, 40",
    )
    yield told(
        "said to go on at the commune, then published there",
        [at("x", "2025-07-15", a, b)],
        first,
        rows("new", 30, "2025-09-01", c),
        asked=Asked.MAY,
        rule="15",
        says=[Says("void_level", "commune", day("2025-07-10"), about=(c.code,))],
        after=[at("x", "2025-08-02", a, b, c), at("x", "2025-09-02", a, b, more=of(30, c))],
    )
    yield told(
        "said to go on at the commune, then abolished at the district",
        [at("x", "2025-07-15", a, b)],
        first,
        rows("abolish", 30, "2025-09-01", c, level="h"),
        asked=Asked.MUST,
        rule="15",
        says=[Says("void_level", "commune", day("2025-07-10"), about=(c.code,))],
        after=[at("x", "2025-08-02", a, b, c)],
    )
    yield told(
        "a level that is added later",
        [
            at("x", "2022-05-02", a, b),
            at("h", "2022-05-02", a, c, more=of(20, b)),
            at("t", "2022-05-02", a, b),
        ],
        first,
        rows("new", 20, "2022-05-01", b, level="h"),
        asked=Asked.MUST,
    )
    yield told(
        "a level that is added later, as a move",
        [at("t", "2022-05-02", a, b)],
        first,
        rows("new", 20, "2022-05-01", b, level="h"),
        asked=Asked.MUST,
        says=[Says("level_added", "moved", day("2022-05-10"))],
        after=[
            at("x", "2022-05-02", a),
            at("t", "2022-05-02", a),
            at("h", "2022-05-02", a, c, more=of(20, b)),
        ],
    )
    yield told(
        "a level that is added as a move by one that is annulled",
        [at("t", "2022-05-02", a, b)],
        first,
        rows("new", 20, "2022-05-01", b, level="h"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        asked=Asked.MUST,
        says=[Says("level_added", "moved", day("2022-05-10")), Says("orphaned", "before", day("2022-06-10"))],
        after=[
            at("x", "2022-05-02", a),
            at("x", "2022-06-02", a, b),
            at("t", "2022-06-02", a, b),
            at("h", "2022-06-02", a, c),
        ],
    )
    yield told(
        "replaced at the commune, the new one abolished everywhere",
        [at("x", "2022-06-02", b), at("t", "2022-06-02", a, b)],
        first,
        rows("replace", 20, "2022-05-01", Row(f, old=a)),
        lambda w: w.acts(
            30,
            "2022-06-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{f.name}” (mã {f.code}).",
        ),
    )
    yield told(
        "new and abolished at two levels by one that is annulled in time",
        [at("h", "2022-08-02", a, c), at("x", "2022-08-02", a, b)],
        first,
        lambda w: w.published(
            20, "2022-05-01", section("abolish", "h", c), section("new", "x", c), effect="2022-08-01"
        ),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        rule="39",
    )
    yield told(
        "new and abolished at two levels by one that is annulled later",
        [at("h", "2022-05-15", a), at("x", "2022-05-15", a, b, more=of(20, c))],
        first,
        lambda w: w.published(20, "2022-05-01", section("abolish", "h", c), section("new", "x", c)),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        rule="39",
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2022-06-10"))],
        after=[at("h", "2022-06-02", a, c), at("x", "2022-06-02", a, b)],
    )


def merged_more(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]

    def told(
        name: str,
        boards: Sequence[Hangs],
        *papers: Callable[[Writer, Writer], Told],
        asked: Asked = Asked.MAY,
        rule: str = "43",
        **more: Any,
    ) -> Story:
        full = f"merged more: {name}"
        old, city = Writer(s.seed, full), Writer(s.seed, f"{full} (city)", "Đà Nẵng", True)
        return story(
            full,
            rule,
            *(write(old, city) for write in papers),
            boards=list(boards),
            asked=asked,
            world=World.MERGED,
            **more,
        )

    def old(write: Write) -> Callable[[Writer, Writer], Told]:
        return lambda w, _: write(w)

    def city(write: Write) -> Callable[[Writer, Writer], Told]:
        return lambda _, w: write(w)

    mine, theirs = old(rows("new", 10, "2022-03-01", a, b)), city(rows("new", 10, "2022-03-01", a, c))
    whose = " của Chủ tịch UBND tỉnh Quảng Nam"
    yield told(
        "both published it, one abolished it",
        [
            hangs("2024-06-15", of(10, b), OLD),
            hangs("2025-07-02", of(10, b), OLD),
            hangs("2025-07-02", of(10, b), NEW),
            hangs("2025-07-02", of(10, a, c), CITY),
        ],
        mine,
        theirs,
        old(rows("abolish", 20, "2024-06-01", a)),
    )
    yield told(
        "the whole decision of one of them",
        [hangs("2025-08-02", of(10, a, b), OLD), hangs("2025-08-02", of(10, a, c), CITY)],
        mine,
        theirs,
        lambda _, w: w.acts(99, "2025-08-01", "bãi bỏ", f"Bãi bỏ {cited(10, '2022-03-01', whose)}."),
        asked=Asked.MUST,
        says=[Says("orphaned", "end", day("2025-08-10"))],
        after=[
            hangs("2025-08-02", {}, OLD),
            hangs("2025-08-02", {}, NEW),
            hangs("2025-08-02", of(10, a, c), CITY),
        ],
    )
    yield told(
        "the whole decision of nobody knows whom",
        [hangs("2025-08-02", of(10, a, b), OLD), hangs("2025-08-02", of(10, a, c), CITY)],
        mine,
        theirs,
        lambda _, w: w.acts(99, "2025-08-01", "bãi bỏ", f"Bãi bỏ {cited(10, '2022-03-01', '')}."),
        asked=Asked.MUST,
    )
    everywhere = city(
        lambda w: w.published(
            99,
            "2025-08-01",
            section("new", "x", a, b, f),
            title="Về việc công bố Danh mục thủ tục hành chính chuẩn hóa lĩnh vực Công Thương thuộc thẩm quyền giải quyết của UBND cấp xã trên địa bàn thành phố",
        )
    )
    yield told(
        "a list that standardises both",
        [
            hangs("2025-08-02", of(None, a, b, f), OLD),
            hangs("2025-08-02", of(None, a, b, f) | of(10, c), CITY),
        ],
        mine,
        theirs,
        everywhere,
    )
    yield told(
        "a list for both, postponed",
        [
            hangs("2025-09-02", of(10, a, b), OLD),
            hangs("2025-09-02", of(10, a, c), CITY),
            hangs("2025-10-02", of(99, a) | of(10, b), OLD),
            hangs("2025-10-02", of(99, a) | of(10, c), CITY),
        ],
        mine,
        theirs,
        city(rows("new", 99, "2025-08-01", a, effect="2025-09-01")),
        city(postpones(100, "2025-08-20", 99, "2025-08-01", "01/10/2025")),
    )
    yield told(
        "a list for both, annulled in time",
        [hangs("2025-09-02", of(10, a, b), OLD), hangs("2025-09-02", of(10, a, c), CITY)],
        mine,
        theirs,
        city(rows("new", 99, "2025-08-01", a, effect="2025-09-01")),
        city(annuls(100, "2025-08-20", 99, "2025-08-01")),
    )
    yield told(
        "a list for both, annulled later",
        [hangs("2025-08-15", of(99, a) | of(10, b), OLD), hangs("2025-08-15", of(99, a) | of(10, c), CITY)],
        mine,
        theirs,
        city(rows("new", 99, "2025-08-01", a)),
        city(annuls(100, "2025-09-01", 99, "2025-08-01")),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2025-09-10"))],
        after=[
            hangs("2025-08-15", of(99, a) | of(10, b), OLD),
            hangs("2025-09-02", of(10, a, b), OLD),
            hangs("2025-09-02", of(10, a, c), CITY),
        ],
    )
    yield told(
        "a list for both, for a time",
        [
            hangs("2025-08-15", of(99, a) | of(10, b), OLD),
            hangs("2026-01-02", of(10, a, b), OLD),
            hangs("2026-01-02", of(10, a, c), CITY),
        ],
        mine,
        theirs,
        city(rows("new", 99, "2025-08-01", a, effect="2025-08-01", until="2025-12-31")),
        rule="13, 43",
    )
    yield told(
        "what only one of them had is abolished by its name",
        [hangs("2025-08-02", of(10, a), OLD), hangs("2025-08-02", of(10, a, c), CITY)],
        mine,
        theirs,
        lambda _, w: w.acts(
            99,
            "2025-08-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{b.name}” được công bố tại {cited(10, '2022-03-01', whose)}.",
        ),
    )
    yield told(
        "what both had is abolished by its name in one's decision",
        [hangs("2025-08-02", of(10, b), OLD), hangs("2025-08-02", of(10, a, c), CITY)],
        mine,
        theirs,
        lambda _, w: w.acts(
            99,
            "2025-08-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{a.name}” được công bố tại {cited(10, '2022-03-01', whose)}.",
        ),
    )
    yield told(
        "one's abolition is annulled by the city",
        [hangs("2025-08-02", of(10, b), OLD), hangs("2025-08-02", of(10, a, c), CITY)],
        mine,
        theirs,
        old(rows("abolish", 20, "2024-06-01", a)),
        lambda _, w: w.acts(99, "2025-08-01", "bãi bỏ", f"Bãi bỏ {cited(20, '2024-06-01', whose)}."),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2025-08-10"))],
        after=[
            hangs("2025-07-15", of(10, b), OLD),
            hangs("2025-08-02", of(10, a, b), OLD),
            hangs("2025-08-02", of(10, a, c), CITY),
        ],
    )
    yield told(
        "one's abolition to come is annulled by the city",
        [hangs("2025-09-02", of(10, a, b), OLD), hangs("2025-09-02", of(10, a, c), CITY)],
        mine,
        theirs,
        old(rows("abolish", 20, "2025-06-20", a, effect="2025-09-01")),
        lambda _, w: w.acts(99, "2025-08-01", "bãi bỏ", f"Bãi bỏ {cited(20, '2025-06-20', whose)}."),
    )
    yield told(
        "one suspended it before, the city goes on",
        [
            hangs("2025-06-15", of(10, b), OLD),
            hangs("2025-07-02", of(10, b), OLD),
            hangs("2025-07-02", of(10, a, c), CITY),
            hangs("2025-10-02", of(10, a, b), OLD),
        ],
        mine,
        theirs,
        old(
            lambda w: w.acts(
                20,
                "2025-06-01",
                "tạm dừng tiếp nhận thủ tục hành chính",
                f"Tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) từ ngày 01/6/2025 đến hết ngày 30/9/2025.",
            )
        ),
        rule="40, 43",
    )
    yield told(
        "the city suspends it",
        [
            hangs("2025-08-15", of(10, b), OLD),
            hangs("2025-08-15", of(10, c), CITY),
            hangs("2025-10-02", of(10, a, b), OLD),
        ],
        mine,
        theirs,
        city(
            lambda w: w.acts(
                20,
                "2025-08-01",
                "tạm dừng tiếp nhận thủ tục hành chính",
                f"Tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) từ ngày 01/8/2025 đến hết ngày 30/9/2025.",
            )
        ),
        rule="40, 43",
    )
    yield told(
        "one's correction comes after the merger",
        [hangs("2025-09-02", of(10, a, Procedure("1.770933", b.name)), OLD)],
        mine,
        theirs,
        lambda _, w: w.acts(
            99,
            "2025-08-01",
            "đính chính Quyết định số 10/QĐ-UBND",
            f"Đính chính mã thủ tục hành chính tại số thứ tự 2 Phụ lục ban hành kèm theo {cited(10, '2022-03-01', whose)}: từ “{b.code}” thành “1.770933”.",
            clause="",
        ),
        rule="8, 43",
    )
    yield told(
        "the city abolishes what one published with effect later",
        [hangs("2025-08-15", of(10, a, c), CITY), hangs("2025-10-02", of(10, a, b), OLD)],
        mine,
        theirs,
        old(rows("new", 20, "2025-06-20", f, effect="2025-10-01")),
        city(rows("abolish", 99, "2025-08-01", f)),
        rule="12, 43",
    )
