"""A made-up decision and the items that must be read from it; fixed by its seed.

The truth is written first (`plans`, then the items), the paper from it. Where an axis makes the truth undecidable,
the item says which of its fields must be asked about; their values are then not compared.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.truth import words
from benchmarks.truth.annexes import Annexes
from benchmarks.truth.columns import Item
from benchmarks.truth.headings import Titles, titled
from benchmarks.truth.items import draw_leaves
from benchmarks.truth.paper import Block, Grid, Line, Paper, Turn, row
from benchmarks.truth.plans import B, Plan, draw_plan
from niemyet.model.words import Action, DecisionKind, Level


@dataclass(frozen=True, slots=True)
class Expected:
    """One item as it must be read. Fields in `asked` must be flagged or asked about; they are not compared."""

    action: Action
    code: str | None
    levels: tuple[Level, ...]
    sector: str | None
    replaces: tuple[str, ...]
    name: str
    asked: frozenset[str] = frozenset()
    rest: tuple[tuple[str, str | None], ...] = ()  # other columns as printed, told beside the accuracy
    effective_on: date | None = None  # of its own
    axes: tuple[tuple[str, str], ...] = ()  # of this row


@dataclass(frozen=True, slots=True)
class Case:
    """A decision, its items in reading order, and the facts of its head."""

    seed: int
    paper: Paper
    expected: tuple[Expected, ...]
    number: int
    signed_on: date
    effective_on: date
    kind: DecisionKind
    flags: tuple[str, ...]  # that the reading of the whole must carry
    axes: dict[str, str]
    xlsx: str  # whole: text and annex on one sheet; annex: a sheet for each annex, nothing else
    nfd: bool = False
    legacy: bool = False  # typed in .VnTime, where the format knows fonts
    kerning: str = "none"  # narrow, wide: spaces inside syllables of a PDF
    landscape: bool = field(default=False)


def make_case(seed: int) -> Case:
    """The case of a seed: always the same."""
    rng = Random(f"niemyet truth {seed}")
    plan = draw_plan(rng)
    axes: dict[str, str] = {}
    leaves = draw_leaves(rng, plan)
    actions = tuple(action for action in plan.actions if any(leaf.action is action for leaf in leaves))
    levels = tuple(group for group in plan.levels if any(leaf.levels == group for leaf in leaves))
    titles = titled(rng, plan, actions, levels)
    annexes = Annexes(rng, plan, titles, axes)
    blocks = annexes.write(leaves)
    items = [item for leaf in leaves for item in leaf.items]
    by_article = _abolished_by_article(rng, plan, titles, items)
    clause, effective_on = _effect(rng, plan, items, annexes)
    in_sections = {"action", "level", "sector"} <= set(plan.sections)
    told_in_annex = in_sections or (plan.annex_title == "full" and not plan.annexes)
    alone = told_in_annex and by_article is None and not annexes.needs_articles
    form = plan.xlsx if alone else "whole"
    paper = (*_decision(rng, plan, titles, items, by_article, clause), Turn(plan.landscape), *blocks)
    expected = [_expected(item) for item in items]
    if by_article is not None:
        expected.append(_expected(by_article))
    return Case(
        seed=seed,
        paper=paper,
        expected=tuple(expected),
        number=plan.number,
        signed_on=plan.signed_on,
        effective_on=effective_on,
        kind=plan.kind,
        flags=("control_total_mismatch",) if annexes.wrong_counter else (),
        axes=axes | _axes(plan, form, annexes.wrong_counter),
        xlsx=form,
        nfd=plan.unicode == "NFD",
        legacy=plan.legacy,
        kerning=plan.kerning,
        landscape=plan.landscape,
    )


def _axes(plan: Plan, xlsx: str, wrong_counter: bool) -> dict[str, str]:
    title_levels = "in a section" if "level" in plan.sections else plan.level_said
    counters = "wrong" if wrong_counter else "absent" if plan.counters == "wrong" else plan.counters
    return {
        "kind": plan.kind.value,
        "nesting": " > ".join(plan.nesting) or "title only",
        "annexes": "several" if plan.annexes else "one",
        "headings": "rows"
        if not plan.outer
        else "lines"
        if plan.outer == len(plan.nesting)
        else "lines and rows",
        "numbering": " ".join(plan.numbering).strip() or "none",
        "mark sign": plan.mark_sign.strip() or "space",
        "heading words": "TTHC" if plan.abbreviated else "in full",
        "level headings": "short" if plan.short_levels else "in full",
        "counter cell": "apart" if plan.counter_cell and plan.counters != "absent" else "none",
        "labels": "wrapped" if plan.wrapped_labels else "on one line",
        "title lines": str(plan.title_lines),
        "annex name": plan.annex_name,
        "annex order": plan.annex_order,
        "heading shape": plan.heading_shape,
        "heading case": plan.heading_case,
        "sector heading": plan.sector_heading,
        "counters": counters,
        "header": plan.header,
        "header repeat": plan.header_repeat,
        "level said": title_levels,
        "code form": plan.code_form,
        "size": plan.size,
        "page": "landscape" if plan.landscape else "upright",
        "unicode": plan.unicode,
        "font": ".VnTime" if plan.legacy else "Unicode",
        "kerning": plan.kerning,
        "number": "printed" if plan.number_printed else "in the annex only",
        "effect": plan.effect,
        "annex title": plan.annex_title,
        "stt": plan.stt,
        "last rows": plan.last_rows,
        "xlsx": xlsx,
        "processes": "annexed" if plan.process_annex else "none",
    }


def _expected(item: Item) -> Expected:
    told = ("time_legal", "time_local", "place", "fee", "legal_basis", "agency")
    printed = item.printed
    held = {
        "time_legal": printed.get("time_legal"),
        "time_local": printed.get("time_local", printed.get("time")),
        "place": printed.get("place"),
        "fee": printed.get("fee"),
        "legal_basis": item.basis_in_name or printed.get("basis"),
        "agency": printed.get("agency"),
    }
    if item.more_times is not None:
        held["note"] = item.more_times  # of the second case, under its label (RULINGS 35)
    return Expected(
        action=item.action,
        code=item.code,
        levels=item.levels,
        sector=item.sector,
        replaces=item.replaces,
        name=item.name,
        asked=frozenset(item.asked),
        rest=tuple((name, held[name] or None) for name in told),
        effective_on=item.effective_on,
        axes=tuple(sorted(item.axes.items())),
    )


# ---- the decision before its annex -------------------------------------------------------------------------


def _decision(
    rng: Random, plan: Plan, titles: Titles, items: list[Item], by_article: Item | None, clause: str
) -> list[Block]:
    kind, name = plan.province
    issuer = f"ỦY BAN NHÂN DÂN\n{kind} {name.upper()}"
    signed = plan.signed_on
    if plan.number_printed:
        number, day = (
            f"Số: {plan.number}/QĐ-UBND",
            f"{name}, ngày {signed:%d} tháng {signed.month} năm {signed.year}",
        )
    else:
        number, day = "Số:          /QĐ-UBND", f"{name}, ngày       tháng {signed.month} năm {signed.year}"
    processes = " và phê duyệt quy trình nội bộ giải quyết thủ tục hành chính" if plan.process_annex else ""
    title = f"Về việc công bố Danh mục {titles.matter}{processes}"
    ministry, letters = plan.ministry
    before = signed - timedelta(days=rng.randint(5, 40))
    head = Grid(
        (
            row(
                f"{issuer}\n-------",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------",
            ),
            row(number, day),
        ),
        (45, 55),
        ruled=False,
    )
    under_pen = Grid(
        (
            row(
                "Nơi nhận:\n- Như Điều 4;\n- Cục Kiểm soát TTHC;\n- Lưu: VT, KSTT.",
                f"KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\n{rng.choice(words.PEOPLE)}",
            ),
        ),
        (50, 50),
        ruled=False,
    )
    who = f"{issuer.replace(chr(10), ' ')}"
    return [
        head,
        Line("QUYẾT ĐỊNH", bold=True, align="center"),
        *(Line(text, bold=True, align="center") for text in _broken(title, plan.title_lines)),
        Line(f"CHỦ TỊCH {who}", bold=True, align="center"),
        Line("Căn cứ Luật Tổ chức chính quyền địa phương;", align="justify"),
        Line(
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;",
            align="justify",
        ),
        Line(
            f"Căn cứ Quyết định số {rng.randint(20, 3000)}/QĐ-{letters} ngày {before:%d/%m/%Y} của Bộ trưởng {ministry} về việc "
            "công bố thủ tục hành chính ban hành mới, được sửa đổi, bổ sung và bị bãi bỏ;",
            align="justify",
        ),
        Line(
            f"Theo đề nghị của {plan.department} tại Tờ trình số {rng.randint(5, 400)}/TTr-SVN ngày {before:%d/%m/%Y}.",
            align="justify",
        ),
        Line("QUYẾT ĐỊNH:", bold=True, align="center"),
        *(Line(text, align="justify") for text in _articles(rng, plan, titles, items, by_article, clause)),
        under_pen,
    ]


def _broken(text: str, lines: int) -> list[str]:
    """A title on so many lines of about one length."""
    words_of = text.split(" ")
    size = -(-len(words_of) // lines)
    return [" ".join(words_of[place : place + size]) for place in range(0, len(words_of), size)]


def _articles(
    rng: Random, plan: Plan, titles: Titles, items: list[Item], by_article: Item | None, clause: str
) -> list[str]:
    count = f"{len(items):02d} " if rng.random() < 0.4 and plan.counters != "wrong" else ""
    first = f"Công bố kèm theo Quyết định này Danh mục {count}{titles.matter}."
    texts = [first]
    if by_article is not None:
        earlier = plan.signed_on - timedelta(days=rng.randint(200, 1_500))
        texts.append(
            f"Bãi bỏ thủ tục “{by_article.name}” được công bố tại Quyết định số {rng.randint(10, 3_000)}/QĐ-UBND ngày "
            f"{earlier:%d/%m/%Y} của Chủ tịch Ủy ban nhân dân tỉnh."
        )
    if clause:
        texts.append(clause)
    texts.append(
        f"Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc {plan.department}, Chủ tịch Ủy ban nhân dân các xã, phường và tổ "
        "chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )
    return [f"Điều {number}. {text}" for number, text in enumerate(texts, start=1)]


def _abolished_by_article(rng: Random, plan: Plan, titles: Titles, items: list[Item]) -> Item | None:
    """A procedure that an article abolishes by its name alone (W6)."""
    if not plan.by_article:
        return None
    taken = {item.name for item in items}
    name = next(
        one
        for _ in range(100)
        if (one := words.name_of(rng, rng.choice(plan.sectors), trap="plain", year=plan.signed_on.year))
        not in taken
    )
    known = titles.levels or ()
    item = Item(B, known, None, name.removeprefix("Thủ tục "), None, axes={"row": "sentence of an article"})
    if not known:
        item.asked.add("levels")
    return item


def _effect(rng: Random, plan: Plan, items: list[Item], annexes: Annexes) -> tuple[str, date]:
    """The clause, and the day; rows with a day of their own get it."""
    signed = plan.signed_on
    later = signed + timedelta(days=rng.randint(5, 90))
    force = "Quyết định này có hiệu lực thi hành"
    if plan.effect == "none":
        return "", signed
    if plan.effect == "day":
        form = rng.choice((f"{later:%d/%m/%Y}", f"{later.day:02d} tháng {later.month:02d} năm {later.year}"))
        return f"{force} kể từ ngày {form}.", later
    if plan.effect == "until":
        end = later + timedelta(days=rng.randint(100, 500))
        return f"{force} từ ngày {later:%d/%m/%Y} đến hết ngày {end:%d/%m/%Y}.", later
    codes = [item.code for item in items]
    alone = [item for item in items if item.code and codes.count(item.code) == 1 and not item.asked]
    if plan.effect == "rows" and alone:
        own, day = rng.choice(alone), signed + timedelta(days=rng.randint(100, 400))
        own.effective_on = day
        own.axes["own effect"] = "in an article"
        annexes.needs_articles = True
        return (
            f"{force} kể từ ngày ký; riêng thủ tục hành chính có mã số {own.code} có hiệu lực từ ngày {day:%d/%m/%Y}.",
            signed,
        )
    return rng.choice((f"{force} kể từ ngày ký.", f"{force} kể từ ngày ký ban hành.")), signed
