"""What rows and sentences do, and how they are named."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.stories.stage import C10, SIGNED, Stage, Stories, story
from benchmarks.stories.story import Asked, Hangs, Procedure, Story, Told
from benchmarks.stories.writing import Row, Writer, cited, day, hangs, of, section


def replaced(s: Stage) -> Stories:
    a, b, c, f, g = *s.all[:3], s.all[4], s.all[5]
    base, bc = of(10, a, b, c), of(10, b, c)

    def told(
        name: str,
        boards: list[Hangs],
        *then: Callable[[Writer], Told],
        asked: Asked = Asked.NOT,
        rule: str = "18",
    ) -> Story:
        w = s.writer(name)
        return story(name, rule, s.base(name), *(write(w) for write in then), boards=boards, asked=asked)

    def rows(
        *rows: Row, number: int = 20, signed: str = "2022-05-01", **words: Any
    ) -> Callable[[Writer], Told]:
        return lambda w: w.published(number, signed, section("replace", "x", *rows), **words)

    def both(x: Procedure, y: Procedure) -> Procedure:
        return Procedure(f"{x.code}; {y.code}", f"{x.name}; {y.name}")

    many = [hangs("2022-05-02", of(10, c) | of(20, f))]
    yield told("replaced: two by one, in a cell", many, rows(Row(f, old=both(a, b))))
    yield told("replaced: two by one, in two rows", many, rows(Row(f, old=a), Row(f, old=b)))
    parts = [hangs("2022-05-02", bc | of(20, f, g))]
    yield told("replaced: one by two, in two rows", parts, rows(Row(f, old=a), Row(g, old=a)))
    yield told("replaced: one by two, in a cell", parts, rows(Row(both(f, g), old=a)))
    chain = [hangs("2022-05-02", bc | of(20, f)), hangs("2022-06-02", bc | of(30, g))]
    later = rows(Row(g, old=f), number=30, signed="2022-06-01")
    yield told("replaced: and again", chain, rows(Row(f, old=a)), later)
    yield told(
        "replaced: and again, the middle late",
        [
            hangs("2022-06-02", base | of(30, g), known="2022-06-10"),
            hangs("2022-06-02", bc | of(30, g)),
        ],
        later,
        rows(Row(f, old=a), received="2022-07-01"),
        rule="5, 18",
    )
    yield told(
        "replaced: back to the first",
        [hangs("2022-05-02", bc | of(20, f)), hangs("2022-06-02", bc | of(30, a))],
        rows(Row(f, old=a)),
        rows(Row(a, old=f), number=30, signed="2022-06-01"),
    )
    yield told(
        "replaced: by each other",
        [hangs("2022-05-02", of(20, a, b) | of(10, c))],
        rows(Row(b, old=a), Row(a, old=b)),
        asked=Asked.MAY,
    )
    yield told(
        "replaced: then the old one amended",
        [hangs("2022-06-02", bc | of(30, a) | of(20, f))],
        rows(Row(f, old=a)),
        lambda w: w.published(30, "2022-06-01", section("amend", "x", a)),
        asked=Asked.MUST,
        rule="2",
    )
    yield told(
        "replaced: at a level where it is not",
        [hangs("2022-05-02", of(20, f), "h"), hangs("2022-05-02", base)],
        lambda w: w.published(20, "2022-05-01", section("replace", "h", Row(f, old=a))),
        asked=Asked.MUST,
        rule="5",
    )


def again(s: Stage) -> Stories:
    """Amended, abolished, new: what comes late, early, twice, or of what is not there."""
    a, b, c, f = *s.all[:3], s.all[4]
    base, bc = of(10, a, b, c), of(10, b, c)

    def told(
        name: str, rule: str, boards: list[Hangs], *then: Callable[[Writer], Told], asked: Asked = Asked.NOT
    ) -> Story:
        w = s.writer(name)
        return story(name, rule, s.base(name), *(write(w) for write in then), boards=boards, asked=asked)

    def by(act: str, number: int, signed: str, *what: Procedure, **words: Any) -> Callable[[Writer], Told]:
        return lambda w: w.published(number, signed, section(act, "x", *(what or (a,))), **words)

    name = "again: amended, never received"
    w = s.writer(name)
    yield story(
        name,
        "2",
        by("amend", 20, "2022-05-01", f)(w),
        boards=[hangs("2022-04-30", {}), hangs("2022-05-02", of(20, f))],
        asked=Asked.MAY,
    )
    yield told(
        "again: new after its end",
        "6",
        [hangs("2022-05-02", bc), hangs("2022-09-01", bc | of(30, a))],
        by("abolish", 20, "2022-05-01"),
        by("new", 30, "2022-09-01"),
    )
    same = Procedure(f.code, a.name)
    yield told(
        "again: the name under a new code",
        "9",
        [hangs("2022-05-02", bc | of(20, f))],
        lambda w: w.published(20, "2022-05-01", section("new", "x", same), section("abolish", "x", a)),
    )
    yield told(
        "again: the name under a new code beside the old one",
        "9",
        [hangs("2022-05-02", base | of(20, f))],
        by("new", 20, "2022-05-01", same),
        asked=Asked.MAY,
    )
    yield told(
        "again: an amendment that comes late",
        "14, 23",
        [
            hangs("2022-05-15", base, known="2022-06-15"),
            hangs("2022-05-15", bc | of(20, a)),
            hangs("2022-06-02", bc | of(30, a)),
        ],
        by("amend", 30, "2022-06-01"),
        by("amend", 20, "2022-05-01", received="2022-07-01"),
    )
    yield told(
        "again: an abolition that comes late",
        "14",
        [
            hangs("2022-06-01", base, known="2022-09-15"),
            hangs("2022-06-01", bc),
            hangs("2022-09-02", bc | of(30, a)),
        ],
        by("new", 30, "2022-09-01"),
        by("abolish", 20, "2022-05-01", received="2022-10-01"),
    )
    yield told(
        "again: two of one day",
        "14",
        [hangs("2022-05-02", bc | of(21, a))],
        by("amend", 21, "2022-05-01"),
        by("amend", 20, "2022-05-01"),
    )
    yield told(
        "again: abolished, and new the same day",
        "14",
        [hangs("2022-05-02", bc | of(21, a))],
        by("abolish", 20, "2022-05-01"),
        by("new", 21, "2022-05-01"),
    )
    yield told(
        "again: amended, and abolished the same day",
        "14",
        [hangs("2022-05-02", bc)],
        by("amend", 20, "2022-05-01"),
        by("abolish", 21, "2022-05-01"),
    )
    yield told(
        "again: in effect before it was signed",
        "23, 38",
        [
            hangs("2022-04-26", base, known="2022-04-30"),
            hangs("2022-04-26", bc | of(20, a)),
        ],
        by("amend", 20, "2022-05-01", effect="2022-04-25"),
    )
    yield told(
        "again: signed earlier, in effect later",
        "14",
        [hangs("2022-05-12", bc | of(21, a)), hangs("2022-07-02", bc | of(20, a))],
        by("amend", 20, "2022-05-01", effect="2022-07-01"),
        by("amend", 21, "2022-05-10"),
    )
    yield told(
        "again: amended after its end",
        "2",
        [hangs("2022-07-02", bc), hangs("2022-08-02", bc | of(30, a))],
        by("abolish", 20, "2022-05-01", effect="2022-07-01"),
        by("amend", 30, "2022-06-01", effect="2022-08-01"),
        asked=Asked.MUST,
    )
    yield told(
        "again: amended and abolished in one",
        "14",
        [hangs("2022-05-02", bc | of(20, a))],
        lambda w: w.published(20, "2022-05-01", section("amend", "x", a), section("abolish", "x", a)),
        asked=Asked.MUST,
    )
    name = "again: abolished before it begins"
    w = s.writer(name)
    late = w.published(10, "2022-05-01", section("new", "x", a, b), effect="2022-07-01")
    yield story(
        name,
        "12",
        late,
        by("abolish", 20, "2022-06-01")(w),
        boards=[hangs("2022-07-02", of(10, a, b), known="2022-05-15"), hangs("2022-07-02", of(10, b))],
    )
    name = "again: the abolition comes first"
    w = s.writer(name)
    yield story(
        name,
        "7, 23",
        by("abolish", 20, "2022-05-01")(w),
        replace(s.base(name), received=day("2022-06-01")),
        boards=[hangs("2022-04-15", base), hangs("2022-06-02", bc)],
    )
    yield told(
        "again: a row with a day of its own",
        "38",
        [hangs("2022-05-02", bc | of(20, a)), hangs("2022-09-01", of(20, a, b) | of(10, c))],
        by(
            "amend",
            20,
            "2022-05-01",
            a,
            b,
            clause=f"{SIGNED}; riêng thủ tục hành chính số 2 có hiệu lực từ ngày 01/9/2022.",
        ),
    )
    yield told(
        "again: provisions to the contrary",
        "10",
        [hangs("2022-05-02", base | of(20, f))],
        by("new", 20, "2022-05-01", f, more=("Các quy định trước đây trái với Quyết định này đều bãi bỏ.",)),
    )


def cited_otherwise(s: Stage) -> Stories:
    a, b, c, p, q = *s.all[:3], s.all[20], s.all[21]
    base, ac = of(10, a, b, c), of(10, a, c)

    def row(w: Writer, where: str) -> Told:
        return w.acts(
            20,
            "2022-05-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính số thứ tự 2 tại Phụ lục ban hành kèm theo {where}.",
        )

    def told(
        name: str, words: str, boards: list[Hangs], asked: Asked, *before: Callable[[Writer], Told]
    ) -> Story:
        w = s.writer(name)
        return story(
            name,
            "9, 11",
            *(write(w) for write in before),
            s.base(name),
            row(w, words),
            boards=boards,
            asked=asked,
        )

    chief = " của Chủ tịch UBND tỉnh"
    yield told("cited: another number", cited(100, "2022-03-01"), [hangs("2022-05-02", base)], Asked.MUST)
    yield told("cited: another year", cited(10, "2021-03-01"), [hangs("2022-05-02", base)], Asked.MUST)
    yield told(
        "cited: without a day, one fits",
        f"Quyết định số 10/QĐ-UBND{chief}",
        [hangs("2022-05-02", ac)],
        Asked.MAY,
    )
    yield told(
        "cited: without a day, two fit",
        f"Quyết định số 10/QĐ-UBND{chief}",
        [hangs("2022-05-02", base | of(10, p, q))],
        Asked.MUST,
        lambda w: w.published(10, "2021-03-02", section("new", "x", p, q)),
    )
    name = "cited: the same number of another province"
    w, other = s.writer(name), Writer(s.seed, name, "Đà Nẵng", True)
    foreign = other.published(10, "2022-03-01", section("new", "x", p))
    act = w.acts(
        20,
        "2022-05-01",
        "bãi bỏ Quyết định",
        f"Bãi bỏ {cited(10, '2022-03-01', ' của Chủ tịch UBND thành phố Đà Nẵng')}.",
    )
    yield story(name, "16", s.base(name), foreign, act, boards=[hangs("2022-05-02", base)], asked=Asked.MAY)
    name = "cited: another province abolishes"
    other = Writer(s.seed, name, "Nghệ An")
    yield story(
        name,
        "16",
        s.base(name),
        other.published(20, "2022-05-01", section("abolish", "x", a)),
        boards=[hangs("2022-05-02", base)],
        asked=Asked.MAY,
    )
    name = "cited: day and month changed, as a whole"
    w = s.writer(name)
    swapped = w.published(
        20, "2022-05-01", section("amend", "x", a), clause=f"{SIGNED} và thay thế {cited(10, '2022-01-03')}."
    )
    yield story(
        name,
        "10",
        s.base(name),
        swapped,
        boards=[hangs("2022-05-02", of(20, a) | of(10, b, c))],
        asked=Asked.MUST,
    )
    name = "cited: by its year"
    w = s.writer(name)
    year = w.acts(
        20,
        "2022-05-01",
        "bãi bỏ",
        "Bãi bỏ Quyết định số 10/QĐ-UBND của Chủ tịch UBND tỉnh ban hành năm 2022.",
    )
    yield story(name, "10", s.base(name), year, boards=[hangs("2022-05-02", base)], asked=Asked.MUST)
    name = "cited: all procedures of two decisions"
    w = s.writer(name)
    all_of = w.acts(
        20,
        "2022-05-01",
        "bãi bỏ",
        f"Bãi bỏ các thủ tục hành chính nêu tại {cited(10, '2022-03-01', '')}, {cited(11, '2022-03-05')}.",
    )
    yield story(name, "10", s.base(name), all_of, boards=[hangs("2022-05-02", base)], asked=Asked.MUST)
    renamed = Procedure(a.code, f"{a.name} theo mùa vụ")
    name = "cited: by its former name"
    w = s.writer(name)
    by_name = w.acts(
        30,
        "2022-06-01",
        "bãi bỏ thủ tục hành chính",
        f"Bãi bỏ thủ tục hành chính “{a.name}” được công bố tại {C10}.",
    )
    yield story(
        name,
        "9",
        s.base(name),
        w.published(20, "2022-05-01", section("amend", "x", renamed)),
        by_name,
        boards=[hangs("2022-05-02", of(20, a) | of(10, b, c)), hangs("2022-06-02", of(10, b, c))],
    )
    name = "cited: by a name that two bear"
    w = s.writer(name)
    by_name = w.acts(
        30,
        "2022-06-01",
        "bãi bỏ thủ tục hành chính",
        f"Bãi bỏ thủ tục hành chính “{a.name}” được công bố tại {C10}.",
    )
    yield story(
        name,
        "9",
        s.base(name, a, Procedure(b.code, a.name), c),
        by_name,
        boards=[hangs("2022-06-02", base)],
        asked=Asked.MUST,
    )


def in_part(s: Stage) -> Stories:
    a, b, c, e, f, p, q = *s.all[:5], s.all[20], s.all[21]
    eight = s.all[:8]
    name = "in part: an annex"
    w = s.writer(name)
    first = _two_annexes(w, eight, (p, q))
    act = w.acts(
        20, "2022-05-01", "bãi bỏ một số thủ tục hành chính", f"Bãi bỏ Phụ lục II ban hành kèm theo {C10}."
    )
    yield story(
        name,
        "10",
        first,
        act,
        boards=[hangs("2022-03-02", of(10, *eight, p, q)), hangs("2022-05-02", of(10, *eight))],
    )
    name = "in part: rows of an annex"
    w = s.writer(name)
    act = w.acts(
        20,
        "2022-05-01",
        "bãi bỏ một số thủ tục hành chính",
        f"Bãi bỏ các thủ tục hành chính có số thứ tự 3, 5-7 tại Phụ lục I ban hành kèm theo {C10}.",
    )
    left = [one for place, one in enumerate(eight, 1) if place not in {3, 5, 6, 7}]
    yield story(
        name, "11", _two_annexes(w, eight, (p, q)), act, boards=[hangs("2022-05-02", of(10, *left, p, q))]
    )
    name = "in part: a level"
    w = s.writer(name)
    act = w.acts(
        20,
        "2022-05-01",
        "bãi bỏ một số thủ tục hành chính",
        f"Bãi bỏ Danh mục thủ tục hành chính cấp huyện ban hành kèm theo {C10}.",
    )
    yield story(
        name,
        "10",
        two_levels(w, (a, b), (b, c)),
        act,
        boards=[
            hangs("2022-03-02", of(10, a, b), "h"),
            hangs("2022-05-02", of(10, b, c)),
        ],
        asked=Asked.MUST,
    )
    name = "in part: all but a section"
    w = s.writer(name)
    first = w.published(
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
    act = w.published(
        20, "2022-05-01", section("amend", "x", a), clause=f"{SIGNED} và thay thế {C10}, trừ mục II Phụ lục."
    )
    yield story(
        name, "10", first, act, boards=[hangs("2022-05-02", of(20, a) | of(10, b, c, e))], asked=Asked.MUST
    )
    name = "in part: all listed again"
    w = s.writer(name)
    act = w.published(20, "2022-05-01", section("amend", "x", a, b, c), clause=f"{SIGNED} và thay thế {C10}.")
    yield story(name, "10", s.base(name), act, boards=[hangs("2022-05-02", of(20, a, b, c))])
    name = "in part: one is left alone"
    w = s.writer(name)
    between = w.published(15, "2022-04-01", section("amend", "x", b))
    act = w.published(20, "2022-05-01", section("amend", "x", a), clause=f"{SIGNED} và thay thế {C10}.")
    yield story(
        name,
        "10",
        s.base(name),
        between,
        act,
        boards=[hangs("2022-05-02", of(20, a) | of(15, b) | of(10, c))],
        asked=Asked.MUST,
    )
    name = "in part: a point of an article"
    w = s.writer(name)
    second = w.published(11, "2022-03-05", section("new", "x", e, f))
    third = w.acts(
        12,
        "2022-03-08",
        "bãi bỏ thủ tục hành chính",
        f"1. Tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}).\n2. Bãi bỏ thủ tục hành chính “{f.name}” (mã {f.code}).",
        effect="2022-07-01",
    )
    fourth = w.published(
        20,
        "2022-05-01",
        section("amend", "x", a, b, c, e),
        clause=f"{SIGNED} và thay thế {C10}, {cited(11, '2022-03-05', '')}; bãi bỏ khoản 2 Điều 1 {cited(12, '2022-03-08', '')}.",
    )
    rest = of(20, b, c, e)
    yield story(
        name,
        "10",
        s.base(name),
        second,
        third,
        fourth,
        boards=[
            hangs("2022-05-02", rest | of(20, a) | of(11, f)),
            hangs("2022-07-02", rest | of(11, f)),
        ],
        asked=Asked.MUST,
    )
    for name, effect, boards, asked in (
        (
            "in part: the row of an abolition that is done",
            None,
            [hangs("2022-05-02", of(10, b, c))],
            Asked.MUST,
        ),
        (
            "in part: the row of an abolition to come",
            "2022-07-01",
            [hangs("2022-07-02", of(10, a, b, c))],
            Asked.NOT,
        ),
    ):
        w = s.writer(name)
        first = w.published(20, "2022-05-01", section("abolish", "x", a), effect=effect)
        act = w.acts(
            30,
            "2022-06-01",
            "sửa đổi Quyết định số 20/QĐ-UBND",
            f"Bãi bỏ số thứ tự 1 Phụ lục ban hành kèm theo {cited(20, '2022-05-01')}.",
        )
        yield story(name, "39, 41", s.base(name), first, act, boards=boards, asked=asked)


def _two_annexes(w: Writer, first: tuple[Procedure, ...], second: tuple[Procedure, ...]) -> Told:
    return w.published(
        10,
        "2022-03-01",
        section(
            "new", "x", *first, headings=("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ")
        ),
        section(
            "new",
            "x",
            *second,
            headings=("PHỤ LỤC II", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ LĨNH VỰC NÔNG NGHIỆP"),
        ),
    )


def two_levels(w: Writer, district: tuple[Procedure, ...], commune: tuple[Procedure, ...]) -> Told:
    return w.published(10, "2022-03-01", section("new", "h", *district), section("new", "x", *commune))


#: Ways to name rows of an annex of eight, and which ones they are.
ROWS = (
    ("các thủ tục hành chính có số thứ tự 3, 5 đến 7 tại Phụ lục ban hành kèm theo", (3, 5, 6, 7)),
    ("các thủ tục hành chính từ số thứ tự 5 đến số thứ tự 7 tại Phụ lục ban hành kèm theo", (5, 6, 7)),
    ("các thủ tục hành chính STT: 3, 5–7 Phụ lục ban hành kèm theo", (3, 5, 6, 7)),
    ("các thủ tục hành chính STT 3; 5-7 tại Phụ lục kèm theo", (3, 5, 6, 7)),
    ("các thủ tục hành chính số thứ tự 1-3 tại Phụ lục kèm theo", (1, 2, 3)),
    ("các thủ tục hành chính số thứ tự 3 và từ 5 đến 7 tại Phụ lục kèm theo", (3, 5, 6, 7)),
    ("các thủ tục hành chính số 3, số 5 và số 7 mục A Phụ lục kèm theo", (3, 5, 7)),
    ("các thủ tục hành chính có số thứ tự 3, 5, 6, 7 tại Phụ lục kèm theo", (3, 5, 6, 7)),
    ("04 thủ tục hành chính (số thứ tự: 3, 5 - 7) tại Phụ lục kèm theo", (3, 5, 6, 7)),
    (
        "thủ tục hành chính số thứ tự 1, thủ tục hành chính số thứ tự 4 và thủ tục hành chính số thứ tự 8 tại Phụ lục kèm theo",
        (1, 4, 8),
    ),
    ("thủ tục hành chính tại số thứ tự thứ 2 Phụ lục kèm theo", (2,)),
    ("thủ tục hành chính tại dòng số 2 Phụ lục kèm theo", (2,)),
    ("các thủ tục hành chính nêu tại các số thứ tự 2, 4 và 6 Mục A Phụ lục kèm theo", (2, 4, 6)),
    ("toàn bộ các thủ tục hành chính tại Mục A Phụ lục kèm theo", (1, 2, 3, 4, 5, 6, 7, 8)),
    ("các thủ tục hành chính có số thứ tự 2 và số thứ tự từ 6 đến 8 tại Phụ lục kèm theo", (2, 6, 7, 8)),
    ("các thủ tục hành chính có số thứ tự lẻ tại Phụ lục kèm theo", (1, 3, 5, 7)),
    ("các thủ tục hành chính số thứ tự 2, 3 (trừ số thứ tự 3) tại Phụ lục kèm theo", (2,)),
    ("thủ tục hành chính cuối cùng tại Phụ lục kèm theo", (8,)),
)


def named_rows(s: Stage) -> Stories:
    eight = s.all[:8]
    for number, (words, places) in enumerate(ROWS, 1):
        name = f"rows {number}: {words[:40]}"
        w = s.writer(name)
        act = w.acts(20, "2022-05-01", "bãi bỏ một số thủ tục hành chính", f"Bãi bỏ {words} {C10}.")
        left = [one for place, one in enumerate(eight, 1) if place not in places]
        yield story(name, "11", s.base(name, *eight), act, boards=[hangs("2022-05-02", of(10, *left))])


def sentences(s: Stage) -> Stories:
    a, b, c, e = s.all[:4]
    base = of(10, a, b, c)

    def told(
        name: str,
        rule: str,
        text: str,
        boards: list[Hangs],
        asked: Asked = Asked.NOT,
        effect: str | None = None,
        *,
        first: Told | None = None,
    ) -> Story:
        w = s.writer(name)
        return story(
            name,
            rule,
            first or s.base(name),
            w.acts(20, "2022-05-01", "bãi bỏ một số thủ tục hành chính", text, effect=effect),
            boards=boards,
            asked=asked,
        )

    four = "sentence: codes alone"
    yield told(
        four,
        "9",
        f"Bãi bỏ các thủ tục hành chính cấp xã có mã số: {a.code}, {b.code} và {e.code}.",
        [hangs("2022-05-02", of(10, c))],
        first=s.base(four, a, b, c, e),
    )
    two = "sentence: at one of two levels"
    yield told(
        two,
        "4",
        f"Bãi bỏ thủ tục hành chính “{b.name}” (mã số {b.code}) cấp huyện.",
        [hangs("2022-05-02", of(10, a), "h"), hangs("2022-05-02", of(10, b, c))],
        Asked.MAY,
        first=two_levels(s.writer(two), (a, b), (b, c)),
    )
    yield told(
        "sentence: with a day of its own",
        "38",
        f"Bãi bỏ thủ tục hành chính “{a.name}” (mã {a.code}) thuộc thẩm quyền của UBND cấp xã kể từ ngày 01/8/2022.",
        [hangs("2022-07-30", base), hangs("2022-08-01", of(10, b, c))],
    )
    yield told(
        "sentence: points of a list",
        "9",
        f"Bãi bỏ các thủ tục hành chính sau đây:\n1. Thủ tục hành chính “{a.name}” (mã số {a.code}), cấp xã.\n2. Thủ tục hành chính “{b.name}” (mã số {b.code}), cấp xã.",
        [hangs("2022-06-30", base), hangs("2022-07-01", of(10, c))],
        effect="2022-07-01",
    )
    yield told(
        "sentence: another time",
        "42",
        f"Sửa đổi thời hạn giải quyết của thủ tục hành chính “{a.name}” (mã {a.code}) tại {C10}: từ “05 ngày làm việc” thành “03 ngày làm việc”.",
        [hangs("2022-05-02", of(20, a) | of(10, b, c))],
    )
    yield told(
        "sentence: in wards alone",
        "43",
        f"Bãi bỏ thủ tục hành chính “{a.name}” (mã {a.code}) cấp xã tại các phường.",
        [hangs("2022-05-02", base)],
        Asked.MUST,
    )
