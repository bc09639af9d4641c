"""Corrections: of codes, names, levels, days, of corrections."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.stories.stage import ANNEX, AT, C10, Stage, Stories, story
from benchmarks.stories.story import Asked, Hangs, Procedure, Story, Told
from benchmarks.stories.writing import Row, Writer, cited, day, hangs, of, section


def corrects(
    w: Writer,
    number: int,
    signed: str,
    text: str,
    title: str = f"đính chính Quyết định số {AT}",
    **words: Any,
) -> Told:
    return w.acts(number, signed, title, text, clause="", **words)


def corrects_name(w: Writer, number: int, signed: str, what: Procedure, to: str, **words: Any) -> Told:
    return corrects(
        w,
        number,
        signed,
        f"Đính chính tên thủ tục hành chính mã số {what.code} tại {ANNEX}: từ “{what.name}” thành “{to}”.",
        **words,
    )


def corrected(s: Stage) -> Stories:
    a, b, c, f = *s.all[:3], s.all[4]
    right, righter = Procedure("1.770933", c.name), Procedure("1.770934", c.name)
    one, two = Procedure(c.code, "Xác nhận nghề gốm Một"), Procedure(c.code, "Xác nhận nghề gốm Hai")
    base, ab = of(10, a, b, c), of(10, a, b)
    row3 = f"Đính chính mã thủ tục hành chính tại số thứ tự 3 {ANNEX}: từ “{c.code}” thành “{right.code}”."

    def told(
        name: str,
        boards: list[Hangs],
        *then: Callable[[Writer], Told],
        asked: Asked = Asked.NOT,
        rule: str = "8",
    ) -> Story:
        w = s.writer(name)
        return story(name, rule, s.base(name), *(write(w) for write in then), boards=boards, asked=asked)

    yield told(
        "corrected: a code",
        [hangs("2022-03-15", base, known="2022-03-15"), hangs("2022-03-15", ab | of(10, right))],
        lambda w: corrects(w, 20, "2022-04-01", row3),
    )
    yield told(
        "corrected: a name",
        [
            hangs("2022-03-15", base, known="2022-03-15", names=[c]),
            hangs("2022-03-15", base, names=[one]),
        ],
        lambda w: corrects_name(w, 20, "2022-04-01", c, one.name),
    )
    yield told(
        "corrected: the correction",
        [
            hangs("2022-03-15", ab | of(10, right), known="2022-04-15"),
            hangs("2022-03-15", ab | of(10, righter)),
        ],
        lambda w: corrects(w, 20, "2022-04-01", row3),
        lambda w: corrects(
            w,
            30,
            "2022-05-01",
            f"Đính chính mã thủ tục hành chính tại Điều 1 {cited(20, '2022-04-01')}: từ “{right.code}” thành “{righter.code}”.",
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/4/2022",
        ),
        rule="42",
    )
    yield told(
        "corrected: two names, the later first",
        [hangs("2022-03-15", base, names=[two])],
        lambda w: corrects_name(w, 30, "2022-05-01", c, two.name),
        lambda w: corrects_name(w, 20, "2022-04-01", c, one.name, received="2022-06-01"),
        rule="42",
    )
    yield told(
        "corrected: then abolished by the right name",
        [hangs("2022-06-02", ab)],
        lambda w: corrects_name(w, 20, "2022-04-01", c, one.name),
        lambda w: w.acts(
            30,
            "2022-06-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{one.name}” được công bố tại {C10}.",
        ),
        rule="9",
    )
    yield told(
        "corrected: then abolished by the misprint",
        [hangs("2022-06-02", ab)],
        lambda w: corrects_name(w, 20, "2022-04-01", c, one.name),
        lambda w: w.acts(
            30,
            "2022-06-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính “{c.name}” được công bố tại {C10}.",
        ),
        rule="9",
    )
    yield told(
        "corrected: what is superseded",
        [
            hangs("2022-03-15", base, names=[one]),
            hangs("2022-05-15", ab | of(20, c), names=[two]),
        ],
        lambda w: w.published(20, "2022-05-01", section("amend", "x", two)),
        lambda w: corrects_name(w, 30, "2022-06-01", c, one.name),
    )
    yield told(
        "corrected: the day of an abolition",
        [hangs("2022-07-02", base), hangs("2022-08-01", of(10, b, c))],
        lambda w: w.published(20, "2022-05-01", section("abolish", "x", a), effect="2022-07-01"),
        lambda w: corrects(
            w,
            30,
            "2022-06-01",
            f"Đính chính ngày có hiệu lực tại Điều 2 {cited(20, '2022-05-01')}: từ “01/7/2022” thành “01/8/2022”.",
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/5/2022",
        ),
    )
    yield told(
        "corrected: the old code of a replacement",
        [
            hangs("2022-05-15", base | of(20, f), known="2022-05-20"),
            hangs("2022-05-15", of(10, b, c) | of(20, f)),
        ],
        lambda w: w.published(
            20, "2022-05-01", section("replace", "x", Row(f, old=Procedure("1.770931", a.name)))
        ),
        lambda w: corrects(
            w,
            30,
            "2022-06-01",
            f"Đính chính mã thủ tục hành chính được thay thế tại số thứ tự 1 Phụ lục kèm theo {cited(20, '2022-05-01', '')}: từ “1.770931” thành “{a.code}”.",
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/5/2022",
        ),
        rule="5, 8",
    )
    at20 = f"tại số thứ tự 1 Phụ lục kèm theo {cited(20, '2022-05-01', '')}"
    yield told(
        "corrected: the wrong one was abolished",
        [
            hangs("2022-05-15", of(10, b, c), known="2022-05-20"),
            hangs("2022-05-15", of(10, a, c)),
        ],
        lambda w: w.published(20, "2022-05-01", section("abolish", "x", a)),
        lambda w: corrects(
            w,
            30,
            "2022-06-01",
            f"Đính chính mã thủ tục hành chính {at20}: từ “{a.code}” thành “{b.code}”.\nĐính chính tên thủ tục hành chính {at20}: từ “{a.name}” thành “{b.name}”.",
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/5/2022",
        ),
    )
    yield told(
        "corrected: codes change places",
        [hangs("2022-04-02", of(None, a, b, c))],
        lambda w: corrects(
            w,
            20,
            "2022-04-01",
            f"Đính chính số thứ tự 2 và số thứ tự 3 Phụ lục kèm theo {C10}: mã “{b.code}” thành “{c.code}”, mã “{c.code}” thành “{b.code}”.",
        ),
        asked=Asked.MAY,
    )
    yield told(
        "corrected: the number of the decision",
        [hangs("2022-05-02", of(None, a, b, c)), hangs("2022-06-02", of(None, a, c))],
        lambda w: w.acts(
            20,
            "2022-04-01",
            "đính chính số của Quyết định",
            f"Đính chính số của {C10}: từ “Số: 10/QĐ-UBND” thành “Số: 101/QĐ-UBND”.",
            clause="",
        ),
        lambda w: w.acts(
            30,
            "2022-06-01",
            "bãi bỏ thủ tục hành chính",
            f"Bãi bỏ thủ tục hành chính số thứ tự 2 tại Phụ lục ban hành kèm theo {cited(101, '2022-03-01')}.",
        ),
        rule="8",
    )
    name = "corrected: before what it corrects has come"
    w = s.writer(name)
    late = replace(s.base(name), received=day("2022-06-01"))
    yield story(
        name,
        "8, 9",
        corrects(w, 20, "2022-04-01", row3),
        late,
        boards=[hangs("2022-03-15", ab | of(10, right))],
    )
    for name, before, after, level, rest in (
        ("corrected: a level", "cấp huyện", "cấp xã", "h", True),
        ("corrected: to two levels", "cấp xã", "cấp huyện, cấp xã", "x", False),
    ):
        w = s.writer(name)
        first = w.published(10, "2022-03-01", section("new", level, a, b))
        text = f"Đính chính cấp thực hiện của thủ tục hành chính mã số {a.code} tại {ANNEX}: từ “{before}” thành “{after}”."
        boards = [
            hangs("2022-03-15", of(10, b) if rest else of(10, a), "h"),
            hangs("2022-03-15", of(10, a) if rest else ab),
        ]
        yield story(name, "8", first, corrects(w, 20, "2022-04-01", text), boards=boards, asked=Asked.MAY)
    name = "corrected: a day of effect"
    w = s.writer(name)
    text = f"Đính chính ngày có hiệu lực tại Điều 2 {C10}: từ “01/5/2022” thành “15/5/2022”."
    yield story(
        name,
        "8",
        s.base(name, a, effect="2022-05-01"),
        corrects(w, 20, "2022-04-01", text),
        boards=[
            hangs("2022-05-02", of(10, a), known="2022-03-20"),
            hangs("2022-05-02", {}),
            hangs("2022-05-15", of(10, a)),
        ],
    )
