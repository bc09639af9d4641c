"""Whole decisions: annulled, suspended, postponed, limited in time."""

from collections.abc import Callable
from typing import Any

from benchmarks.stories.corrections import corrects_name
from benchmarks.stories.stage import AT, C10, SIGNED, Stage, Stories, story
from benchmarks.stories.story import Asked, Hangs, Procedure, Story, Told
from benchmarks.stories.writing import Row, Writer, cited, hangs, of, section


def annulled(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]
    base = of(10, a, b, c)
    amended = of(20, a) | of(10, b, c)

    def annuls(
        w: Writer,
        words: str,
        number: int = 20,
        signed: str = "2022-05-01",
        on: str = "2022-06-01",
        no: int = 30,
    ) -> Told:
        return w.acts(
            no, on, f"bãi bỏ Quyết định số {number}/QĐ-UBND", f"{words.format(cited(number, signed))}."
        )

    def one(
        name: str,
        second: Callable[[Writer], Told],
        words: str,
        boards: list[Hangs],
        asked: Asked,
        rule: str = "39",
    ) -> Story:
        w = s.writer(name)
        return story(name, rule, s.base(name), second(w), annuls(w, words), boards=boards, asked=asked)

    def amends(w: Writer) -> Told:
        return w.published(20, "2022-05-01", section("amend", "x", Row(a, "02 ngày làm việc")))

    def abolishes(w: Writer) -> Told:
        return w.published(20, "2022-05-01", section("abolish", "x", a))

    off = of(10, b, c)
    yield one(
        "annulled: an abolition",
        abolishes,
        "Bãi bỏ {0}",
        [hangs("2022-04-30", base), hangs("2022-05-02", off), hangs("2022-06-02", off)],
        Asked.MUST,
    )
    both = [hangs("2022-05-15", amended, known="2022-05-20"), hangs("2022-05-15", base)]
    yield one(
        "annulled: from the day of its making",
        amends,
        "Hủy bỏ {0} kể từ ngày ban hành Quyết định số 20/QĐ-UBND",
        both,
        Asked.MAY,
    )
    yield one("annulled: from its first day", amends, "Hủy bỏ {0} kể từ ngày 01/5/2022", both, Asked.MAY)
    yield one(
        "annulled: from a day to come",
        amends,
        "Hủy bỏ {0} kể từ ngày 01/8/2022",
        [hangs("2022-07-15", amended)],
        Asked.MUST,
    )
    yield one(
        "annulled: withdrawn as void",
        amends,
        "Thu hồi {0} do ban hành không đúng thẩm quyền. Quyết định số 20/QĐ-UBND không có giá trị kể từ ngày ký",
        [hangs("2022-05-15", amended, known="2022-05-20")],
        Asked.MUST,
    )
    yield one(
        "annulled: from the beginning",
        amends,
        "Hủy bỏ hiệu lực từ đầu đối với {0}",
        [hangs("2022-05-15", amended, known="2022-05-20")],
        Asked.MUST,
    )
    yield one(
        "annulled: a replacement",
        lambda w: w.published(20, "2022-05-01", section("replace", "x", Row(f, old=a))),
        "Bãi bỏ {0}",
        [hangs("2022-06-02", of(10, b, c) | of(20, f))],
        Asked.MUST,
    )

    name = "annulled: the annulment before its day"
    w = s.writer(name)
    first = w.acts(20, "2022-05-01", f"bãi bỏ Quyết định số {AT}", f"Bãi bỏ {C10}.", effect="2022-08-01")
    yield story(name, "39", s.base(name), first, annuls(w, "Bãi bỏ {0}"), boards=[hangs("2022-08-02", base)])
    name = "annulled: what replaces all, before its day"
    w = s.writer(name)
    second = w.published(
        20,
        "2022-05-01",
        section("amend", "x", a),
        clause=f"Quyết định này có hiệu lực thi hành kể từ ngày 01/8/2022 và thay thế {C10}.",
    )
    yield story(
        name,
        "10, 39",
        s.base(name),
        second,
        annuls(w, "Bãi bỏ {0}"),
        boards=[hangs("2022-08-02", amended, known="2022-05-10"), hangs("2022-08-02", base)],
        asked=Asked.MAY,
    )
    name = "annulled: before it began, by one that replaces it"
    w = s.writer(name)
    late = w.published(10, "2022-06-01", section("new", "x", a, b), effect="2022-07-01")
    later = w.published(
        20, "2022-06-10", section("new", "x", b, c), clause=f"{SIGNED} và thay thế {cited(10, '2022-06-01')}."
    )
    yield story(
        name,
        "39",
        late,
        later,
        boards=[hangs("2022-07-02", of(10, a, b), known="2022-06-05"), hangs("2022-07-02", of(20, b, c))],
    )
    name = "annulled: a correction"
    w = s.writer(name)
    corrects = corrects_name(w, 20, "2022-04-01", c, "Xác nhận nghề gốm Một")
    yield story(
        name,
        "42",
        s.base(name),
        corrects,
        annuls(w, "Hủy bỏ {0}", 20, "2022-04-01", "2022-05-01"),
        boards=[
            hangs("2022-06-01", base, known="2022-04-15", names=[Procedure(c.code, "Xác nhận nghề gốm Một")])
        ],
        asked=Asked.MAY,
    )


def paused(s: Stage) -> Stories:
    a, b, c = s.all[:3]
    base, off = of(10, a, b, c), of(10, b, c)

    def pauses(w: Writer, number: int, on: str, since: str, until: str = "") -> Told:
        ends = f" đến hết ngày {until}" if until else ""
        return w.acts(
            number,
            on,
            "tạm dừng tiếp nhận thủ tục hành chính",
            f"Tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) từ ngày {since}{ends}.",
        )

    def annuls(w: Writer, on: str, signed: str) -> Told:
        return w.acts(30, on, "bãi bỏ Quyết định số 20/QĐ-UBND", f"Bãi bỏ {cited(20, signed)}.")

    name = "paused: and taken up again"
    w = s.writer(name)
    again = w.acts(
        30,
        "2022-06-10",
        "khôi phục tiếp nhận thủ tục hành chính",
        f"Khôi phục việc tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) kể từ ngày 15/6/2022.",
    )
    yield story(
        name,
        "40",
        s.base(name),
        pauses(w, 20, "2022-05-25", "01/6/2022", "30/6/2022"),
        again,
        boards=[
            hangs("2022-05-31", base),
            hangs("2022-06-05", off),
            hangs("2022-06-20", off, known="2022-06-05"),
            hangs("2022-06-20", base),
            hangs("2022-07-02", base, known="2022-06-01"),
        ],
    )
    name = "paused: a whole decision, restored"
    w = s.writer(name)
    first = w.acts(
        20,
        "2022-05-25",
        "tạm ngưng hiệu lực Quyết định số 10/QĐ-UBND",
        f"Tạm ngưng hiệu lực thi hành {C10} kể từ ngày 01/6/2022.",
    )
    second = w.acts(
        30,
        "2022-07-20",
        "khôi phục hiệu lực Quyết định số 10/QĐ-UBND",
        f"Khôi phục hiệu lực thi hành {C10} kể từ ngày 01/8/2022.",
    )
    yield story(
        name,
        "40",
        s.base(name),
        first,
        second,
        boards=[
            hangs("2022-05-31", base),
            hangs("2022-06-05", {}),
            hangs("2022-08-02", {}, known="2022-07-01"),
            hangs("2022-08-02", base),
        ],
        asked=Asked.MAY,
    )
    name = "paused: by a decision annulled later"
    w = s.writer(name)
    yield story(
        name,
        "39, 40",
        s.base(name),
        pauses(w, 20, "2022-05-25", "01/6/2022"),
        annuls(w, "2022-07-10", "2022-05-25"),
        boards=[
            hangs("2022-06-05", off),
            hangs("2022-07-11", off, known="2022-06-10"),
            hangs("2022-07-11", base),
        ],
        asked=Asked.MAY,
    )
    name = "paused: by a decision annulled before"
    w = s.writer(name)
    yield story(
        name,
        "39",
        s.base(name),
        pauses(w, 20, "2022-05-20", "01/7/2022"),
        annuls(w, "2022-06-10", "2022-05-20"),
        boards=[hangs("2022-07-05", base)],
    )
    name = "paused: abolished meanwhile"
    w = s.writer(name)
    yield story(
        name,
        "40",
        s.base(name),
        pauses(w, 20, "2022-05-25", "01/6/2022", "31/8/2022"),
        w.published(30, "2022-07-01", section("abolish", "x", a)),
        boards=[hangs("2022-06-05", off), hangs("2022-09-02", off)],
    )
    name = "paused: amended meanwhile"
    w = s.writer(name)
    yield story(
        name,
        "40",
        s.base(name),
        pauses(w, 20, "2022-05-25", "01/6/2022", "31/8/2022"),
        w.published(30, "2022-07-01", section("amend", "x", a)),
        boards=[hangs("2022-06-05", off), hangs("2022-07-05", off), hangs("2022-09-02", off | of(30, a))],
        asked=Asked.MAY,
    )
    name = "paused: longer"
    w = s.writer(name)
    longer = w.acts(
        30,
        "2022-06-20",
        "kéo dài thời gian tạm dừng",
        f"Kéo dài thời gian tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) đến hết ngày 31/7/2022.",
    )
    yield story(
        name,
        "40",
        s.base(name),
        pauses(w, 20, "2022-05-01", "01/6/2022", "30/6/2022"),
        longer,
        boards=[hangs("2022-07-15", off)],
    )
    name = "paused: taken back before it begins"
    w = s.writer(name)
    back = w.acts(
        30,
        "2022-05-20",
        "bãi bỏ việc tạm dừng",
        f"Bãi bỏ việc tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) tại {cited(20, '2022-05-01', '')}.",
    )
    yield story(
        name,
        "39",
        s.base(name),
        pauses(w, 20, "2022-05-01", "01/6/2022", "30/6/2022"),
        back,
        boards=[hangs("2022-06-15", base)],
    )
    name = "paused: until further notice, before it began"
    w = s.writer(name)
    late = w.published(10, "2022-06-01", section("new", "x", a, b), effect="2022-07-01")
    rests = w.acts(
        20,
        "2022-06-15",
        "ngưng hiệu lực",
        f"Ngưng hiệu lực thi hành {cited(10, '2022-06-01')} cho đến khi có quyết định mới.",
    )
    yield story(name, "40", late, rests, boards=[hangs("2022-07-02", {})], asked=Asked.MAY)


def postponed(s: Stage) -> Stories:
    a, b, c = s.all[:3]
    both, base, off = of(10, a, b), of(10, a, b, c), of(10, b, c)

    def late(w: Writer) -> Told:
        return w.published(10, "2022-06-01", section("new", "x", a, b), effect="2022-07-01")

    def moves(w: Writer, number: int, on: str, to: str, target: int = 10, signed: str = "2022-06-01") -> Told:
        return w.acts(
            number,
            on,
            f"lùi thời điểm có hiệu lực của Quyết định số {target}/QĐ-UBND",
            f"Lùi thời điểm có hiệu lực thi hành của {cited(target, signed)} đến ngày {to}.",
        )

    name = "postponed: in time"
    w = s.writer(name)
    yield story(
        name,
        "40",
        late(w),
        moves(w, 20, "2022-06-15", "01/9/2022"),
        boards=[
            hangs("2022-07-02", both, known="2022-06-10"),
            hangs("2022-07-02", {}),
            hangs("2022-09-01", both),
        ],
    )
    name = "postponed: too late"
    w = s.writer(name)
    yield story(
        name,
        "40",
        late(w),
        moves(w, 20, "2022-07-15", "01/9/2022"),
        boards=[hangs("2022-07-20", both)],
        asked=Asked.MAY,
    )
    name = "postponed: twice"
    w = s.writer(name)
    yield story(
        name,
        "40",
        late(w),
        moves(w, 20, "2022-06-15", "01/9/2022"),
        moves(w, 30, "2022-08-15", "01/11/2022"),
        boards=[
            hangs("2022-09-02", both, known="2022-08-01"),
            hangs("2022-09-02", {}),
            hangs("2022-11-01", both),
        ],
    )
    name = "postponed: an abolition"
    w = s.writer(name)
    ends = w.published(20, "2022-05-01", section("abolish", "x", a), effect="2022-07-01")
    yield story(
        name,
        "40",
        s.base(name),
        ends,
        moves(w, 30, "2022-06-15", "01/9/2022", 20, "2022-05-01"),
        boards=[
            hangs("2022-07-02", off, known="2022-06-01"),
            hangs("2022-07-02", base),
            hangs("2022-09-01", off),
        ],
    )
    name = "postponed: and the postponement annulled"
    w = s.writer(name)
    annuls = w.acts(30, "2022-06-20", "bãi bỏ Quyết định số 20/QĐ-UBND", f"Bãi bỏ {cited(20, '2022-06-10')}.")
    yield story(
        name,
        "39, 40",
        late(w),
        moves(w, 20, "2022-06-10", "01/9/2022"),
        annuls,
        boards=[
            hangs("2022-07-02", {}, known="2022-06-15"),
            hangs("2022-07-02", both),
        ],
    )


def limited(s: Stage) -> Stories:
    a, b, c = s.all[:3]
    base, off, by20 = of(10, a, b, c), of(10, b, c), of(20, a) | of(10, b, c)

    def limits(w: Writer) -> Told:
        return w.published(
            20,
            "2022-04-01",
            section("amend", "x", Row(a, "01 ngày làm việc")),
            effect="2022-04-01",
            until="2022-12-31",
        )

    def extends(w: Writer, number: int, on: str, to: str) -> Told:
        return w.acts(
            number,
            on,
            "kéo dài thời hạn hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Kéo dài thời hạn hiệu lực của {cited(20, '2022-04-01')} đến hết ngày {to}.",
        )

    def one(
        name: str, rule: str, boards: list[Hangs], *then: Callable[[Writer], Told], asked: Asked = Asked.MAY
    ) -> Story:
        w = s.writer(name)
        return story(
            name, rule, s.base(name), limits(w), *(write(w) for write in then), boards=boards, asked=asked
        )

    def by(act: str, **words: Any) -> Callable[[Writer], Told]:
        return lambda w: w.published(30, "2022-06-01", section(act, "x", a), **words)

    yield one(
        "limited: extended",
        "13, 40",
        [
            hangs("2023-01-01", base, known="2022-12-01"),
            hangs("2023-01-01", by20),
            hangs("2023-07-01", base),
        ],
        lambda w: extends(w, 30, "2022-12-10", "30/6/2023"),
    )
    yield one(
        "limited: extended twice",
        "40",
        [
            hangs("2023-07-02", base, known="2023-02-01"),
            hangs("2023-07-02", by20),
            hangs("2024-01-01", base),
        ],
        lambda w: extends(w, 30, "2022-12-10", "30/6/2023"),
        lambda w: extends(w, 40, "2023-06-10", "31/12/2023"),
    )
    yield one(
        "limited: extended after its end",
        "40",
        [
            hangs("2023-01-15", base),
            hangs("2023-02-02", by20),
            hangs("2023-07-01", base),
        ],
        lambda w: extends(w, 30, "2023-02-01", "30/6/2023"),
    )
    yield one(
        "limited: the extension annulled before",
        "39, 40",
        [
            hangs("2023-01-15", by20, known="2022-10-20"),
            hangs("2023-01-15", base),
        ],
        lambda w: extends(w, 30, "2022-10-10", "30/6/2023"),
        lambda w: w.acts(
            40, "2022-11-10", "bãi bỏ Quyết định số 30/QĐ-UBND", f"Bãi bỏ {cited(30, '2022-10-10')}."
        ),
    )
    yield one(
        "limited: amended meanwhile",
        "13, 14",
        [
            hangs("2022-05-02", by20),
            hangs("2022-07-02", off | of(30, a)),
            hangs("2023-01-02", off | of(30, a)),
        ],
        by("amend"),
    )
    yield one(
        "limited: abolished meanwhile",
        "13",
        [
            hangs("2022-05-02", by20),
            hangs("2022-07-02", off),
            hangs("2023-01-02", off),
        ],
        by("abolish"),
    )
    yield one(
        "limited: within a limit",
        "13",
        [
            hangs("2022-07-02", off | of(30, a)),
            hangs("2022-09-02", by20),
            hangs("2023-01-02", base),
        ],
        by("amend", effect="2022-06-01", until="2022-08-31"),
    )
    yield one(
        "limited: an earlier end",
        "40",
        [hangs("2022-09-15", by20), hangs("2022-10-02", base)],
        lambda w: w.acts(
            30,
            "2022-06-01",
            "rút ngắn thời hạn hiệu lực",
            f"Điều chỉnh thời hạn hiệu lực của {cited(20, '2022-04-01')} đến hết ngày 30/9/2022.",
        ),
    )
    name = "limited: new, amended without a limit"
    w = s.writer(name)
    first = s.base(name, a, b, effect="2022-03-01", until="2022-12-31")
    yield story(
        name,
        "13",
        first,
        w.published(20, "2022-06-01", section("amend", "x", a)),
        boards=[
            hangs("2022-12-31", of(20, a) | of(10, b)),
            hangs("2023-01-01", of(20, a)),
        ],
        asked=Asked.MAY,
    )
    name = "limited: the words of its end struck"
    w = s.writer(name)
    struck = w.acts(
        20,
        "2022-06-01",
        "bãi bỏ quy định về thời hạn",
        f"Bãi bỏ cụm từ “đến hết ngày 31/12/2022” tại Điều 2 {C10}.",
    )
    yield story(
        name,
        "42",
        s.base(name, a, b, effect="2022-03-01", until="2022-12-31"),
        struck,
        boards=[],
        asked=Asked.MUST,
    )
