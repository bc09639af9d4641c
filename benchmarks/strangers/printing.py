"""What is printed of a case: head, articles, annex."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from benchmarks.strangers import tables, words
from benchmarks.strangers.paper import Block, Letterhead, Line, PageBreak

if TYPE_CHECKING:
    from benchmarks.strangers.cases import Case

_PERSON = "Nguyễn Văn Mẫu"


def printed(case: "Case", rng: Random, list_of: Sequence[Block] | None = None) -> tuple[list[Block], int]:
    """All blocks, and with which one the annex begins. `list_of`: what stands in the annex, if it is made already."""
    body = [*_head(case, rng), *_articles(case), *_signature(case)]
    if list_of is not None:
        return [*body, *([PageBreak(), *_caption(case), *list_of] if list_of else ())], len(body)
    if case.axes["annex"] == "in articles":
        return body, len(body)
    annex: list[Block] = [PageBreak(), *_caption(case), *tables.annex(case, rng)]
    if case.axes["process forms"] == "behind":
        annex += tables.process_form(case)
    return [*body, *annex], len(body)


# ---- the head ------------------------------------------------------------------------------------------------


def _issuer(case: "Case") -> tuple[str, ...]:
    name = case.place.upper()
    return {
        "ỦY BAN two lines": ("ỦY BAN NHÂN DÂN", name),
        "UỶ BAN two lines": ("UỶ BAN NHÂN DÂN", name),
        "UBND": (f"UBND {name}",),
        "one line": (f"ỦY BAN NHÂN DÂN {name}",),
        "chairman": ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN", name),
        "centre": (f"UBND {name}", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
    }[case.axes["issuer"]]


def _motto(case: "Case") -> tuple[str, ...]:
    return {
        "plain": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        "wrapped": ("CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        "hoà": ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
        "dashes": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------"),
    }[case.axes["motto"]]


def symbol(case: "Case") -> str:
    return "QĐ-TTPVHCC" if case.axes["issuer"] == "centre" else case.axes["symbol"]


def _number(case: "Case") -> str:
    return {
        "colon": f"Số: {case.number}/{symbol(case)}",
        "no colon": f"Số {case.number}/{symbol(case)}",
        "space before slash": f"Số: {case.number} /{symbol(case)}",
        "leading zero": f"Số: 0{case.number}/{symbol(case)}",
        "tight": f"Số:{case.number}/{symbol(case)}",
    }[case.axes["number"]]


def in_words(day: date) -> str:
    """ "ngày 05 tháng 7 năm 2022": days and months below 10, months below 3 with a zero, as the rules of drafting want."""
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if day.month < 3 else (
        f"ngày {day.day:02d} tháng {day.month} năm {day.year}"
    )  # fmt: skip


def short(day: date) -> str:
    return (
        f"{day.day:02d}/{day.month}/{day.year}"
        if day.month > 2
        else f"{day.day:02d}/{day.month:02d}/{day.year}"
    )


def _dated(case: "Case") -> str:
    day = case.signed_on
    return (
        f"{case.province}, "
        + {
            "words": in_words(day),
            "slashes": f"ngày {short(day)}",
            "no leading zeros": f"ngày {day.day} tháng {day.month} năm {day.year}",
            "two spaces": in_words(day).replace(" tháng", "  tháng"),
        }[case.axes["date"]]
    )


def _head(case: "Case", rng: Random) -> list[Block]:
    form = case.axes["letterhead"]
    basis = [
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành chính;",
    ]
    if case.axes["basis"] != "short":
        basis.append(
            "Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31/10/2017 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ hướng dẫn nghiệp vụ;"
        )
    if case.axes["basis"] == "cites ministry list":
        basis.append(
            f"Căn cứ Quyết định số {rng.randint(100, 999)}/QĐ-BTP ngày 02/01/{case.signed_on.year - 1} của Bộ trưởng Bộ Tư pháp "
            "về việc công bố thủ tục hành chính mới ban hành, bị bãi bỏ;"
        )
    order = {
        "QUYẾT ĐỊNH:": "QUYẾT ĐỊNH:",
        "spaced letters": "Q U Y Ế T  Đ Ị N H :",
        "QUYẾT ĐỊNH": "QUYẾT ĐỊNH",
    }
    chief = (
        "GIÁM ĐỐC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
        if case.axes["issuer"] == "centre"
        else "CHỦ TỊCH ỦY BAN NHÂN DÂN"
    )
    return [
        Letterhead((*_issuer(case), _number(case)), (*_motto(case), _dated(case)), form),
        Line("QUYẾT ĐỊNH", bold=True, centred=True),
        Line(_title(case), bold=True, centred=True),
        Line(f"{chief} {case.place.upper()}", bold=True, centred=True),
        *map(Line, basis),
        Line("Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh."),
        Line(order[case.axes["order"]], bold=True, centred=True),
    ]


def action_words(case: "Case", action: str) -> str:
    choices = words.ACTIONS[action][case.axes["action words"]]
    return choices[case.seed % len(choices)]


def _subject(case: "Case") -> str:
    """What is published, in words: "Danh mục thủ tục hành chính mới ban hành, bị bãi bỏ"."""
    actions = list(dict.fromkeys(group.action for group in case.groups))
    said = ", ".join(words.ACTIONS[action]["usual"][0] for action in actions)
    if case.axes["contradiction"] != "none":
        said = words.ACTIONS["amend"]["usual"][0]
    first = "Danh mục thủ tục hành chính" if case.axes["title"] != "procedures" else "thủ tục hành chính"
    return first if case.axes["title"] == "sector only" else f"{first} {said}"


def _levels(case: "Case") -> str:
    held = list(
        dict.fromkeys(level for group in case.groups for item in group.items for level in item.levels)
    )
    return ", ".join(f"UBND {words.LEVELS[level]}" for level in held)


def _title(case: "Case") -> str:
    prefix = {
        "Về việc": "Về việc công bố",
        "V/v": "V/v công bố",
        "none": "Công bố",
        "capitals": "Về việc công bố",
    }
    if case.said.title is not None:
        said = case.said.title.removeprefix("Về việc công bố ")
        whole = said if said == case.said.title else f"{prefix[case.axes['title prefix']]} {said}"
        return whole.upper() if case.axes["title prefix"] == "capitals" else whole
    text = f"{prefix[case.axes['title prefix']]} {_subject(case)}"
    text += f" lĩnh vực {case.groups[0].sector}" if case.axes["title"] == "sector only" else ""
    if case.axes["title"] == "list and process":
        text += " và phê duyệt quy trình nội bộ giải quyết thủ tục hành chính"
    if case.axes["title says levels"] == "yes" or case.axes["level by"] == "title":
        text += f" thuộc thẩm quyền giải quyết của {_levels(case)}"
    text += f" trên địa bàn {case.place}"
    return text.upper() if case.axes["title prefix"] == "capitals" else text


# ---- the articles ----------------------------------------------------------------------------------------------


def _articles(case: "Case") -> list[Block]:
    texts = _first_articles(case) if case.said.first is None else [case.said.first]
    texts.append("Văn phòng Ủy ban nhân dân tỉnh cập nhật, công khai các thủ tục hành chính theo quy định.")
    effect = " ".join(part for part in (_effect(case), _earlier(case)) if part)
    effect = effect if case.said.effect is None else case.said.effect
    texts += [text for text in (effect, *case.said.more) if text]
    texts.append(
        "Thủ trưởng các cơ quan, đơn vị, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )
    lines: list[Block] = []
    for number, text in enumerate(texts, 1):
        first, *rest = text.split("\n")
        if case.axes["article"] == "own title line":
            lines.append(
                Line(
                    f"Điều {number}. {'Nội dung công bố' if number == 1 else 'Tổ chức thực hiện'}", bold=True
                )
            )
            lines.append(Line(first))
        else:
            mark = case.axes["article"].replace("1", str(number))
            lines.append(Line(f"{mark} {first}"))
        lines += map(Line, rest)
    return lines


def _counted(case: "Case", count: int) -> str:
    if case.axes["article count"] == "none":
        return ""
    shown = f"{count:02d}"
    return (
        shown if case.axes["article count"] == "digits" or count > 12 else f"{words.COUNTS[count]} ({shown})"
    )


def _first_articles(case: "Case") -> list[str]:
    if case.axes["annex"] == "in articles":
        return _lists_in_articles(case)
    live = [item for item in case.wanted if not item.struck]
    count = (
        _counted(case, len(live))
        if case.axes["row per level"] == "none" and len(live) == len(case.wanted)
        else ""
    )
    what = _subject(case)
    text = f"Công bố kèm theo Quyết định này {what}"
    if count:
        text = f"Công bố kèm theo Quyết định này {count} {what.removeprefix('Danh mục ')}"
    if case.axes["level by"] in {"article", "title"} or case.axes["title says levels"] == "yes":
        text += f" thuộc thẩm quyền giải quyết của {_levels(case)}"
    return [f"{text} trên địa bàn {case.place} (có Phụ lục kèm theo)."]


def _lists_in_articles(case: "Case") -> list[str]:
    texts = []
    for group in case.groups:
        holders = ", ".join(f"UBND {words.LEVELS[level]}" for level in group.levels)
        said = words.ACTIONS[group.action]["usual"][0]
        opening = f"Công bố {_counted(case, len(group.items))} thủ tục hành chính {said}".replace("  ", " ")
        text = f"{opening} thuộc thẩm quyền giải quyết của {holders}, lĩnh vực {group.sector}, gồm:"
        rows = [f"{n}. {tables.name_with_code(case, item)}" for n, item in enumerate(group.items, 1)]
        texts.append("\n".join((text, *rows)))
    return texts


def _effect(case: "Case") -> str:
    own, later = "Quyết định này có hiệu lực", case.later
    explicit = case.effective_on or case.signed_on
    first = next((item.code for item in case.wanted if item.code), "")
    return {
        "signing": f"{own} thi hành kể từ ngày ký.",
        "explicit": f"{own} thi hành kể từ ngày {short(explicit)}.",
        "explicit long": f"{own} từ {in_words(explicit)}.",
        "until": f"{own} từ ngày {short(explicit)} đến hết ngày 28/02/{case.signed_on.year + 2}.",
        "applied from": f"Quyết định này được áp dụng kể từ ngày {short(explicit)}.",
        "none": "",
        "indirect": f"{own} theo ngày có hiệu lực của Nghị định số 118/2025/NĐ-CP.",
        "section own": f"{own} kể từ ngày ký; riêng các thủ tục tại "
        f"{tables.last_top_mark(case)} có hiệu lực từ ngày {short(later)}.",
        "row own": f"{own} kể từ ngày ký; riêng thủ tục có mã {first} có hiệu lực từ ngày {short(later)}.",
    }[case.axes["effect"]]


def _earlier(case: "Case") -> str:
    year = case.signed_on.year - 1
    cited = f"Quyết định số 4711/QĐ-UBND ngày 15/4/{year} của Chủ tịch UBND tỉnh"
    return {
        "none": "",
        "replaced": f"Quyết định này thay thế {cited}.",
        "content of it": f"Bãi bỏ nội dung đã công bố tại {cited}.",
        "rest unchanged": f"Các nội dung khác tại {cited} không thay đổi.",
    }[case.axes["earlier decision"]]


def _signature(case: "Case") -> list[Block]:
    left = ("Nơi nhận:", "- Như Điều 4;", "- Cục Kiểm soát TTHC;", "- Lưu: VT, KSTT.")
    right = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", _PERSON)
    if case.axes["signature"] == "table":
        return [Letterhead(left, right, "table")]
    if case.axes["signature"] == "lines":
        return [*map(Line, left), *(Line(text, centred=True) for text in right if text)]
    return []


def _caption(case: "Case") -> list[Block]:
    day = case.signed_on
    named = f"Quyết định số {case.number}/{symbol(case)} ngày {short(day)} của Chủ tịch UBND {case.place}"
    captions = {
        "Kèm theo": f"(Kèm theo {named})",
        "Ban hành kèm theo": f"(Ban hành kèm theo {named})",
        "none": "",
        "number only": f"(Kèm theo Quyết định số {case.number}/{symbol(case)} của Chủ tịch UBND {case.place})",
    }
    word = {"Phần I": "PHẦN I", "none": "", "DANH MỤC": ""}.get(
        case.axes["annex word"], case.axes["annex word"]
    )
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH" if case.axes["contradiction"] != "none" else _subject(case).upper()
    if not title.startswith("DANH MỤC"):
        title = f"DANH MỤC {title}"
    lines = [word, title, captions[case.axes["caption"]]]
    if case.said.caption is not None:
        lines = [word, *case.said.caption, captions[case.axes["caption"]]]
    return [Line(text, bold=True, centred=True) for text in lines if text]
