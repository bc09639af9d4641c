"""Acts on acts: annulled, restored, corrected in their turn, and days of effect that move more than once."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.stories.corrections import corrects, corrects_name
from benchmarks.stories.stage import ANNEX, Stage, Stories, tale
from benchmarks.stories.story import Asked, Hangs, Procedure, Says, Story, Told
from benchmarks.stories.writing import Row, Writer, cited, day, hangs, of, section

Write = Callable[[Writer], Told]


def annuls(
    number: int, on: str, target: int, signed: str, verb: str = "Bãi bỏ", since: str = "", **words: Any
) -> Write:
    """Decision `number` of a day annuls a whole decision."""
    title = f"{verb.lower()} Quyết định số {target}/QĐ-UBND"
    return lambda w: w.acts(number, on, title, f"{verb} {cited(target, signed)}{since}.", **words)


def restores(number: int, on: str, target: int, signed: str, since: str = "", **words: Any) -> Write:
    """The same for “khôi phục hiệu lực”."""
    title = f"khôi phục hiệu lực Quyết định số {target}/QĐ-UBND"
    text = f"Khôi phục hiệu lực thi hành {cited(target, signed)}{since}."
    return lambda w: w.acts(number, on, title, text, **words)


def postpones(number: int, on: str, target: int, signed: str, to: str, **words: Any) -> Write:
    """The same for a day of effect that is put off."""
    title = f"lùi thời điểm có hiệu lực của Quyết định số {target}/QĐ-UBND"
    text = f"Lùi thời điểm có hiệu lực thi hành của {cited(target, signed)} đến ngày {to}."
    return lambda w: w.acts(number, on, title, text, **words)


def corrects_day(
    number: int, on: str, target: int, signed: str, wrong: str, right: str, **words: Any
) -> Write:
    """The same for a day of effect that is put right."""
    text = f"Đính chính ngày có hiệu lực tại Điều 2 {cited(target, signed)}: từ “{wrong}” thành “{right}”."
    title = f"đính chính Quyết định số {target}/QĐ-UBND"
    return lambda w: corrects(w, number, on, text, title, **words)


def rows(act: str, number: int, on: str, *what: Procedure | Row, level: str = "x", **words: Any) -> Write:
    """An annex of one section."""
    return lambda w: w.published(number, on, section(act, level, *what), **words)


def suspends(
    number: int, on: str, target: int, signed: str, since: str, until: str = "", **words: Any
) -> Write:
    """A whole decision rests."""
    ends = f" đến hết ngày {until}" if until else ""
    text = f"Tạm ngưng hiệu lực thi hành {cited(target, signed)} từ ngày {since}{ends}."
    return lambda w: w.acts(number, on, f"tạm ngưng hiệu lực Quyết định số {target}/QĐ-UBND", text, **words)


def undone(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]
    base, off, by20 = of(10, a, b, c), of(10, b, c), of(20, a) | of(10, b, c)
    amends, abolishes = rows("amend", 20, "2022-05-01", a), rows("abolish", 20, "2022-05-01", a)
    one = Procedure(c.code, "Xác nhận nghề gốm Một")

    def named(w: Writer) -> Told:
        return corrects_name(w, 20, "2022-04-01", c, one.name)

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "39",
        **more: Any,
    ) -> Story:
        return tale(s, f"undone: {name}", rule, *then, boards=boards, asked=asked, **more)

    yield told(
        "the annulment of an amendment, later",
        [hangs("2022-05-15", by20)],
        amends,
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        annuls(40, "2022-08-01", 30, "2022-06-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2023-01-01"))],
        after=[hangs("2022-05-15", by20), hangs("2022-07-01", base), hangs("2022-08-02", by20)],
    )
    yield told(
        "the annulment of an abolition, later",
        [hangs("2022-05-15", off)],
        abolishes,
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        annuls(40, "2022-08-01", 30, "2022-06-01"),
        asked=Asked.MUST,
        says=[Says("orphaned", "before", day("2023-01-01"))],
        after=[hangs("2022-05-15", off), hangs("2022-07-01", base), hangs("2022-08-02", off)],
    )
    yield told(
        "an amendment annulled, answered, restored",
        [hangs("2022-05-15", by20)],
        amends,
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        restores(40, "2022-08-01", 20, "2022-05-01"),
        says=[Says("orphaned", "before", day("2022-06-10"))],
        after=[
            hangs("2022-05-15", by20),
            hangs("2022-07-01", base),
            hangs("2022-09-01", base, known="2022-07-01"),
            hangs("2022-08-02", by20),
        ],
        rule="39, 40",
    )
    yield told(
        "a list annulled, ended by the answer, restored",
        [hangs("2022-05-15", base | of(20, f))],
        rows("new", 20, "2022-05-01", f),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        restores(40, "2022-08-01", 20, "2022-05-01"),
        says=[Says("orphaned", "end", day("2022-06-10"))],
        after=[
            hangs("2022-05-15", base | of(20, f)),
            hangs("2022-07-01", base),
            hangs("2022-09-01", base, known="2022-07-01"),
            hangs("2022-08-02", base | of(20, f)),
        ],
        rule="39, 40",
    )
    yield told(
        "a list annulled, restored, annulled again",
        [hangs("2022-05-15", base | of(20, f))],
        rows("new", 20, "2022-05-01", f),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        restores(40, "2022-08-01", 20, "2022-05-01"),
        annuls(50, "2022-10-01", 20, "2022-05-01"),
        says=[Says("orphaned", "end", day("2023-06-10"))],
        after=[hangs("2022-07-01", base), hangs("2022-09-01", base | of(20, f)), hangs("2022-10-02", base)],
        asked=Asked.MUST,
        rule="39, 40",
    )
    yield told(
        "what never began, restored, and the restoration annulled before its day",
        [
            hangs("2022-09-02", base, known="2022-06-15"),
            hangs("2022-09-02", base | of(20, f), known="2022-07-15"),
            hangs("2022-10-02", base),
        ],
        rows("new", 20, "2022-05-01", f, effect="2022-09-01"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        restores(40, "2022-07-01", 20, "2022-05-01", " kể từ ngày 01/9/2022"),
        annuls(50, "2022-08-01", 40, "2022-07-01"),
        rule="39, 40",
    )
    yield told(
        "a suspension whose restoration is annulled before its day",
        [
            hangs("2022-06-15", {}),
            hangs("2022-09-02", base, known="2022-07-15"),
            hangs("2022-09-02", {}),
        ],
        suspends(20, "2022-05-25", 10, "2022-03-01", "01/6/2022"),
        restores(30, "2022-07-01", 10, "2022-03-01", " kể từ ngày 01/9/2022"),
        annuls(40, "2022-08-01", 30, "2022-07-01"),
        rule="39, 40",
    )
    yield told(
        "a suspension that is postponed, too late and in time",
        [hangs("2022-06-15", base), hangs("2022-08-02", {})],
        suspends(20, "2022-05-25", 10, "2022-03-01", "01/6/2022"),
        lambda w: w.acts(
            30,
            "2022-05-28",
            "lùi thời điểm có hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Lùi thời điểm tạm ngưng tại {cited(20, '2022-05-25')} đến ngày 01/8/2022.",
        ),
        rule="40",
    )
    # ---- corrections that are undone
    yield told(
        "a correction annulled, answered, restored",
        [hangs("2022-05-15", base, names=[one])],
        named,
        annuls(30, "2022-06-01", 20, "2022-04-01", "Hủy bỏ"),
        restores(40, "2022-08-01", 20, "2022-04-01"),
        says=[Says("correction_annulled", "before", day("2022-06-10"))],
        after=[
            hangs("2022-05-15", base, names=[one]),
            hangs("2022-07-01", base, names=[c]),
            hangs("2022-09-01", base, known="2022-07-01", names=[c]),
            hangs("2022-08-02", base, names=[one]),
        ],
        rule="39, 40, 42",
    )
    yield told(
        "a correction annulled, and the annulment too",
        [hangs("2022-05-15", base, names=[one])],
        named,
        annuls(30, "2022-06-01", 20, "2022-04-01", "Hủy bỏ"),
        annuls(40, "2022-08-01", 30, "2022-06-01"),
        says=[Says("correction_annulled", "before", day("2022-06-10"))],
        after=[hangs("2022-07-01", base, names=[c]), hangs("2022-08-02", base, names=[one])],
        rule="39, 42",
    )
    yield told(
        "a correction of a code annulled, answered, restored",
        [hangs("2022-05-15", of(10, a, b, Procedure("1.770933", c.name)))],
        lambda w: corrects(
            w,
            20,
            "2022-04-01",
            f"Đính chính mã thủ tục hành chính tại số thứ tự 3 {ANNEX}: từ “{c.code}” thành “1.770933”.",
        ),
        annuls(30, "2022-06-01", 20, "2022-04-01", "Hủy bỏ"),
        restores(40, "2022-08-01", 20, "2022-04-01"),
        says=[Says("correction_annulled", "before", day("2022-06-10"))],
        after=[
            hangs("2022-07-01", base),
            hangs("2022-08-02", of(10, a, b, Procedure("1.770933", c.name))),
        ],
        rule="39, 40, 42",
    )
    yield told(
        "a corrected day, annulled between both",
        [],
        rows("abolish", 20, "2022-05-01", a, effect="2022-09-01"),
        corrects_day(30, "2022-05-10", 20, "2022-05-01", "01/9/2022", "01/7/2022"),
        annuls(40, "2022-08-01", 30, "2022-05-10", "Hủy bỏ"),
        asked=Asked.MUST,
        rule="8, 42",
    )
    yield told(
        "a corrected day, annulled before both",
        [hangs("2022-07-15", base), hangs("2022-09-02", off)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-09-01"),
        corrects_day(30, "2022-05-10", 20, "2022-05-01", "01/9/2022", "01/7/2022"),
        annuls(40, "2022-06-01", 30, "2022-05-10", "Hủy bỏ"),
        rule="8, 42",
    )
    yield told(
        "a corrected day of what was postponed",
        [hangs("2022-07-15", base), hangs("2022-10-02", off)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-07-01"),
        corrects_day(30, "2022-05-10", 20, "2022-05-01", "01/7/2022", "01/8/2022"),
        postpones(40, "2022-06-01", 20, "2022-05-01", "01/10/2022"),
        rule="8, 40",
    )
    yield told(
        "a postponed one whose printed day is put right later",
        [hangs("2022-08-15", base), hangs("2022-10-02", off)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-07-01"),
        postpones(30, "2022-05-10", 20, "2022-05-01", "01/10/2022"),
        corrects_day(40, "2022-06-01", 20, "2022-05-01", "01/7/2022", "01/8/2022"),
        rule="8, 40",
    )


def acts_corrected(s: Stage) -> Stories:
    """Acts that are themselves put right."""
    a, b, c, f = *s.all[:3], s.all[4]
    base, off = of(10, a, b, c), of(10, b, c)
    later = rows("abolish", 20, "2022-05-01", a, effect="2022-09-01")

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "8",
        **more: Any,
    ) -> Story:
        return tale(s, f"acts corrected: {name}", rule, *then, boards=boards, asked=asked, **more)

    def wrong(w: Writer) -> Told:
        return w.acts(30, "2022-06-01", "bãi bỏ Quyết định", f"Bãi bỏ {cited(25, '2022-05-01')}.")

    def right(w: Writer) -> Told:
        text = f"Đính chính Điều 1 {cited(30, '2022-06-01')}: từ “Quyết định số 25/QĐ-UBND” thành “Quyết định số 20/QĐ-UBND”."
        return corrects(w, 40, "2022-06-15", text, "đính chính Quyết định số 30/QĐ-UBND ngày 01/6/2022")

    yield told("the decision that is annulled", [], later, wrong, right, asked=Asked.MUST)
    yield told(
        "the day of an annulment, past the effect of its target",
        [hangs("2022-09-15", base, known="2022-06-10"), hangs("2022-09-15", off)],
        later,
        annuls(30, "2022-06-01", 20, "2022-05-01", effect="2022-08-01"),
        corrects_day(40, "2022-06-15", 30, "2022-06-01", "01/8/2022", "01/10/2022"),
        asked=Asked.MUST,
    )
    yield told(
        "the day of an annulment, before the effect of its target",
        [hangs("2022-09-15", off, known="2022-06-10"), hangs("2022-09-15", base)],
        later,
        annuls(30, "2022-06-01", 20, "2022-05-01", effect="2022-10-01"),
        corrects_day(40, "2022-06-15", 30, "2022-06-01", "01/10/2022", "01/8/2022"),
    )
    yield told(
        "the day to which a postponement moves",
        [hangs("2022-10-15", off, known="2022-06-10"), hangs("2022-10-15", base), hangs("2022-12-02", off)],
        later,
        postpones(30, "2022-06-01", 20, "2022-05-01", "01/10/2022"),
        lambda w: corrects(
            w,
            40,
            "2022-06-15",
            f"Đính chính Điều 1 {cited(30, '2022-06-01')}: từ “đến ngày 01/10/2022” thành “đến ngày 01/12/2022”.",
            "đính chính Quyết định số 30/QĐ-UBND ngày 01/6/2022",
        ),
    )
    yield told(
        "the number of the decision that acts",
        [hangs("2022-09-15", base)],
        later,
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        lambda w: w.acts(
            40,
            "2022-06-15",
            "đính chính số của Quyết định",
            f"Đính chính số của {cited(30, '2022-06-01')}: từ “Số: 30/QĐ-UBND” thành “Số: 31/QĐ-UBND”.",
            clause="",
        ),
    )
    yield told(
        "the acting decision annulled under its right number",
        [hangs("2022-09-15", base, known="2022-06-20"), hangs("2022-09-15", off)],
        later,
        annuls(30, "2022-06-01", 20, "2022-05-01", effect="2022-08-01"),
        lambda w: w.acts(
            40,
            "2022-06-15",
            "đính chính số của Quyết định",
            f"Đính chính số của {cited(30, '2022-06-01')}: từ “Số: 30/QĐ-UBND” thành “Số: 31/QĐ-UBND”.",
            clause="",
        ),
        annuls(50, "2022-07-01", 31, "2022-06-01"),
    )
    yield told(
        "the row of an abolition, and the correction annulled in time",
        [hangs("2022-09-15", of(10, a, c), known="2022-06-10"), hangs("2022-09-15", off)],
        later,
        lambda w: corrects(
            w,
            30,
            "2022-06-01",
            f"Đính chính mã thủ tục hành chính tại số thứ tự 1 Phụ lục kèm theo {cited(20, '2022-05-01', '')}: từ “{a.code}” thành “{b.code}”.\n"
            f"Đính chính tên thủ tục hành chính tại số thứ tự 1 Phụ lục kèm theo {cited(20, '2022-05-01', '')}: từ “{a.name}” thành “{b.name}”.",
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/5/2022",
            received="2022-06-02",
        ),
        annuls(
            40, "2022-07-01", 30, "2022-06-01", "Hủy bỏ", ", kể từ ngày ban hành Quyết định số 30/QĐ-UBND"
        ),
        rule="39, 42",
    )
    yield told(
        "amended by one that an annulled decision replaced",
        [hangs("2022-10-02", of(40, a) | of(10, b, c))],
        rows("replace", 20, "2022-05-01", Row(f, old=a), effect="2022-09-01"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        rows("amend", 40, "2022-10-01", a),
    )


def days(s: Stage) -> Stories:
    """Days of effect in other words, and that move more than once."""
    a, b, c = s.all[:3]
    base, by20, off = of(10, a, b, c), of(20, a) | of(10, b, c), of(10, b, c)

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "38",
        **more: Any,
    ) -> Story:
        return tale(s, f"days: {name}", rule, *then, boards=boards, asked=asked, **more)

    def clause(text: str) -> Write:
        return rows("amend", 20, "2022-05-01", a, clause=f"Quyết định này có hiệu lực thi hành {text}.")

    yield told(
        "after 45 days",
        [hangs("2022-05-15", base)],
        clause("sau 45 ngày kể từ ngày ký"),
        says=[Says(kind, "2022-06-15", day("2022-05-10")) for kind in ("effect_indirect",)],
        after=[hangs("2022-06-14", base), hangs("2022-06-15", by20)],
        asked=Asked.MUST,
    )
    yield told("from its signing and issuing", [hangs("2022-05-02", by20)], clause("kể từ ngày ký ban hành"))
    yield told(
        "with another text",
        [hangs("2022-08-01", base)],
        clause("kể từ ngày Nghị quyết số 12/2022/NQ-HĐND của Hội đồng nhân dân tỉnh có hiệu lực thi hành"),
        says=[Says("effect_indirect", "2022-07-01", day("2022-06-10"))],
        after=[hangs("2022-06-30", base), hangs("2022-07-01", by20)],
        asked=Asked.MUST,
    )
    yield told(
        "with another text, then annulled before anybody knew its day",
        [hangs("2022-08-01", base)],
        clause("kể từ ngày Nghị quyết số 12/2022/NQ-HĐND của Hội đồng nhân dân tỉnh có hiệu lực thi hành"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        asked=Asked.MAY,
    )
    yield told(
        "with another text, answered, then annulled before it",
        [hangs("2022-08-01", base)],
        clause("kể từ ngày Nghị quyết số 12/2022/NQ-HĐND của Hội đồng nhân dân tỉnh có hiệu lực thi hành"),
        annuls(30, "2022-06-01", 20, "2022-05-01"),
        says=[Says("effect_indirect", "2022-07-01", day("2022-05-10"))],
        after=[hangs("2022-07-02", by20, known="2022-05-20"), hangs("2022-07-02", base)],
        asked=Asked.MAY,
    )
    yield told(
        "a month before it was signed",
        [hangs("2022-03-20", base)],
        rows("amend", 20, "2022-05-01", a, effect="2022-03-10"),
        asked=Asked.MUST,
    )
    late = rows("amend", 20, "2022-05-01", a, effect="2022-07-01")
    first = postpones(30, "2022-05-20", 20, "2022-05-01", "01/9/2022")
    second = postpones(40, "2022-08-01", 20, "2022-05-01", "01/11/2022")
    yield told(
        "postponed twice, the second annulled",
        [hangs("2022-09-15", base, known="2022-08-10"), hangs("2022-08-30", base), hangs("2022-09-02", by20)],
        late,
        first,
        second,
        annuls(50, "2022-08-15", 40, "2022-08-01"),
        rule="39, 40",
    )
    yield told(
        "postponed twice, the first annulled",
        [hangs("2022-09-15", base), hangs("2022-11-02", by20)],
        late,
        first,
        second,
        annuls(50, "2022-08-15", 30, "2022-05-20"),
        rule="39, 40",
    )
    yield told(
        "postponed twice, the second received first",
        [hangs("2022-08-15", base), hangs("2022-10-15", base), hangs("2022-11-02", by20)],
        late,
        second,
        postpones(30, "2022-05-20", 20, "2022-05-01", "01/9/2022", received="2022-12-01"),
        rule="23, 40",
    )
    yield told(
        "postponed, then brought forward",
        [hangs("2022-07-15", base), hangs("2022-08-16", by20)],
        late,
        first,
        lambda w: w.acts(
            40,
            "2022-08-01",
            "điều chỉnh thời điểm có hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Điều chỉnh thời điểm có hiệu lực thi hành của {cited(20, '2022-05-01')} từ ngày 15/8/2022.",
        ),
        rule="40",
    )
    yield told(
        "postponed to a day that a condition sets",
        [hangs("2022-08-01", by20)],
        late,
        lambda w: w.acts(
            30,
            "2022-05-20",
            "lùi thời điểm có hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Lùi thời điểm có hiệu lực thi hành của {cited(20, '2022-05-01')} cho đến khi Nghị quyết mới có hiệu lực.",
        ),
        says=[Says("act_date_unclear", "2022-10-01", day("2022-06-10"))],
        after=[hangs("2022-08-01", base), hangs("2022-10-02", by20)],
        asked=Asked.MUST,
        rule="40",
    )
    yield told(
        "an annulment after 15 days",
        [],
        rows("abolish", 20, "2022-05-01", a, effect="2022-07-01"),
        annuls(30, "2022-06-20", 20, "2022-05-01", since=" sau 15 ngày kể từ ngày ký"),
        asked=Asked.MUST,
        rule="39",
    )
    yield told(
        "an annulment of the day itself",
        [hangs("2022-07-02", base)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-07-01"),
        annuls(30, "2022-07-01", 20, "2022-05-01"),
        rule="39",
    )
    yield told(
        "an annulment received after the day it holds from",
        [hangs("2022-07-15", off, known="2022-07-20"), hangs("2022-07-15", base)],
        rows("abolish", 20, "2022-05-01", a, effect="2022-07-01"),
        annuls(30, "2022-06-20", 20, "2022-05-01", received="2022-08-01"),
        rule="23, 39",
    )


def stretches(s: Stage) -> Stories:
    """Limited times: extended, cut, over while they rest."""
    a, b, c, f = *s.all[:3], s.all[4]
    base, off, by20 = of(10, a, b, c), of(10, b, c), of(20, a) | of(10, b, c)
    limited = rows("amend", 20, "2022-04-01", a, effect="2022-04-01", until="2022-12-31")

    def told(
        name: str,
        boards: Sequence[Hangs],
        *then: Write,
        asked: Asked = Asked.MAY,
        rule: str = "13, 40",
        **more: Any,
    ) -> Story:
        return tale(s, f"stretch: {name}", rule, *then, boards=boards, asked=asked, **more)

    def extends(number: int, on: str, to: str, **words: Any) -> Write:
        title = "kéo dài thời hạn hiệu lực của Quyết định số 20/QĐ-UBND"
        text = f"Kéo dài thời hạn hiệu lực của {cited(20, '2022-04-01')} đến hết ngày {to}."
        return lambda w: w.acts(number, on, title, text, **words)

    yield told(
        "extended, the extension annulled after the first end",
        [
            hangs("2023-02-01", by20, known="2023-02-10"),
            hangs("2023-02-01", by20),
            hangs("2023-04-02", by20, known="2023-02-10"),
            hangs("2023-04-02", base),
        ],
        limited,
        extends(30, "2022-12-01", "30/6/2023"),
        annuls(40, "2023-03-01", 30, "2022-12-01"),
        rule="39, 40",
    )
    yield told(
        "extended twice, the second annulled in time",
        [hangs("2023-05-01", by20), hangs("2023-07-15", base)],
        limited,
        extends(30, "2022-12-01", "30/6/2023"),
        extends(40, "2023-05-01", "31/12/2023"),
        annuls(50, "2023-06-01", 40, "2023-05-01"),
        rule="39, 40",
    )
    yield told(
        "extended, known after it was over",
        [
            hangs("2023-02-01", base, known="2023-02-10"),
            hangs("2023-02-01", by20),
            hangs("2023-07-02", base),
        ],
        limited,
        extends(30, "2022-12-01", "30/6/2023", received="2023-03-01"),
        rule="23, 40",
    )
    yield told(
        "extended before what it extends has come",
        [hangs("2023-02-01", by20), hangs("2023-07-02", base)],
        extends(30, "2022-12-01", "30/6/2023"),
        rows("amend", 20, "2022-04-01", a, effect="2022-04-01", until="2022-12-31", received="2023-01-10"),
        rule="23, 40",
    )
    yield told(
        "what is new, over while it rests",
        [
            hangs("2022-09-15", base | of(20, f)),
            hangs("2022-11-15", base),
            hangs("2023-02-15", base),
            hangs("2023-04-02", base),
        ],
        rows("new", 20, "2022-04-01", f, effect="2022-04-01", until="2022-12-31"),
        suspends(30, "2022-09-20", 20, "2022-04-01", "01/10/2022", "31/3/2023"),
    )
    yield told(
        "what is new, over while it rests, extended meanwhile",
        [hangs("2022-11-15", base), hangs("2023-02-15", base), hangs("2023-04-02", base | of(20, f))],
        rows("new", 20, "2022-04-01", f, effect="2022-04-01", until="2022-12-31"),
        suspends(30, "2022-09-20", 20, "2022-04-01", "01/10/2022", "31/3/2023"),
        extends(40, "2022-12-01", "30/6/2023"),
    )
    yield told(
        "its base abolished meanwhile by its old decision's own row",
        [hangs("2022-07-02", off), hangs("2023-01-02", off)],
        limited,
        lambda w: w.acts(
            30,
            "2022-06-15",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{a.name}” (mã {a.code}) cấp xã.",
        ),
        rule="13",
    )
    yield told(
        "its base amended meanwhile, for good and from before",
        [hangs("2022-07-02", of(30, a) | off), hangs("2023-01-02", of(30, a) | off)],
        limited,
        rows("amend", 30, "2022-06-01", a, received="2023-02-01"),
        rule="13, 14",
    )
    yield told(
        "annulled before its end",
        [hangs("2022-07-15", by20)],
        limited,
        annuls(30, "2022-07-01", 20, "2022-04-01"),
        says=[Says("orphaned", "before", day("2022-07-10"))],
        after=[hangs("2022-06-15", by20), hangs("2022-07-15", base), hangs("2023-01-02", base)],
        asked=Asked.MUST,
        rule="13, 39",
    )
    yield told(
        "annulled before its end, kept",
        [hangs("2022-07-15", by20)],
        limited,
        annuls(30, "2022-07-01", 20, "2022-04-01"),
        says=[Says("orphaned", "keep", day("2022-07-10"))],
        after=[hangs("2022-07-15", by20), hangs("2023-01-02", base)],
        asked=Asked.MUST,
        rule="13, 39",
    )
    yield told(
        "an abolition for a time",
        [hangs("2022-07-02", off), hangs("2023-01-02", base)],
        rows("abolish", 20, "2022-04-01", a, effect="2022-04-01", until="2022-12-31"),
        asked=Asked.MAY,
        rule="13",
    )
    yield told(
        "said to be over for good",
        [hangs("2023-01-02", base)],
        limited,
        says=[Says("revert", "ended", day("2023-01-05"))],
        after=[hangs("2022-07-02", by20), hangs("2023-01-10", off)],
        asked=Asked.MUST,
        rule="13",
    )
    yield told(
        "said to stay, then abolished",
        [hangs("2023-01-02", base)],
        limited,
        rows("abolish", 30, "2023-03-01", a),
        says=[Says("revert", "stays", day("2023-01-05"))],
        after=[hangs("2023-01-10", by20), hangs("2023-03-02", off)],
        asked=Asked.MAY,
        rule="13",
    )
    yield told(
        "a replacement for a time, its new one amended meanwhile",
        [hangs("2022-07-02", off | of(30, f)), hangs("2023-01-02", base | of(30, f))],
        rows("replace", 20, "2022-04-01", Row(f, old=a), effect="2022-04-01", until="2022-12-31"),
        rows("amend", 30, "2022-06-01", f),
        rule="13",
        asked=Asked.MUST,
    )
    yield told(
        "cut short for a part of it, by its own words",
        [],
        limited,
        lambda w: w.acts(
            30,
            "2022-06-01",
            "sửa đổi Quyết định số 20/QĐ-UBND",
            f"Sửa đổi Điều 2 {cited(20, '2022-04-01')} như sau: “Quyết định này có hiệu lực từ ngày 01/4/2022 đến hết ngày 30/9/2022”.",
        ),
        asked=Asked.MUST,
    )
    yield told(
        "restored after its end",
        [hangs("2023-01-15", base)],
        limited,
        restores(30, "2023-02-01", 20, "2022-04-01"),
        asked=Asked.MAY,
    )
