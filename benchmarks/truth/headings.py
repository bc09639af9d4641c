"""Titles, headings of sections and their marks, in the wordings of the field (DOMAIN §2.3)."""

from dataclasses import dataclass, field
from random import Random

from benchmarks.truth.plans import LIST, A, B, D, Levels, M, N, P, Plan, R, X, pick
from niemyet.model.words import Action, DecisionKind

ACTED = {
    N: ("ban hành mới", "mới ban hành", "ban hành mới"),
    A: ("được sửa đổi, bổ sung", "sửa đổi, bổ sung", "được sửa đổi"),
    R: ("được thay thế", "bị thay thế", "thay thế"),
    B: ("bị bãi bỏ", "bãi bỏ", "bị hủy bỏ", "hủy bỏ, bãi bỏ"),
    LIST: ("",),
}
_TYPOS = (
    ("sửa đổi", "sửa đồi"), ("bổ sung", "bổ xung"), ("thay thế", "thay thể"), ("bãi bỏ", "bải bỏ"),
    ("ban hành mới", "ban hành mơi"), ("mới ban hành", "mơi ban hành"), ("hủy bỏ", "hũy bỏ"),
)  # fmt: skip
_LETTERS = "ABCDĐEGHKLMNOPQR"  # as people count: without F, and without I, which is a number
ROMANS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII",
)  # fmt: skip


def level_words(levels: Levels, *, city: bool) -> str:
    """ "cấp bộ, cấp tỉnh, cấp xã"."""
    names = {M: "cấp bộ", P: "cấp thành phố" if city else "cấp tỉnh", D: "cấp huyện", X: "cấp xã"}
    return ", ".join(names[level] for level in levels)


def holder(levels: Levels, department: str) -> str:
    """Who holds procedures of these levels: "Sở Văn nghệ, Ủy ban nhân dân cấp xã"."""
    names = {M: "các bộ", P: department, D: "Ủy ban nhân dân cấp huyện", X: "Ủy ban nhân dân cấp xã"}
    return ", ".join(names[level] for level in levels)


def mistyped(text: str, rng: Random) -> str:
    """One cue word of a heading with a slip of the keys; the text as it is where it has none."""
    found = [(right, wrong) for right, wrong in _TYPOS if right in text]
    if not found:
        return text
    return text.replace(*rng.choice(found), 1)


@dataclass(slots=True)
class Titles:
    """What title, Điều 1 and the annex say of the whole list, and what that proves."""

    matter: str  # "thủ tục hành chính ban hành mới lĩnh vực … thuộc …"
    levels: Levels | None  # of rows below no section of a level; None: nothing says it
    named: Levels  # every level that is named, for "dùng chung" without a list


def titled(rng: Random, plan: Plan, actions: tuple[Action, ...], levels: tuple[Levels, ...]) -> Titles:
    """The matter of the decision in words. What stands in no section stands here, unless the plan leaves it out."""
    words = ["thủ tục hành chính"]
    if plan.kind is DecisionKind.NORMALISED:
        words.append("chuẩn hóa")
    elif plan.kind is DecisionKind.SUBSET:
        words.append(
            rng.choice(
                ("thực hiện trực tuyến toàn trình", "tiếp nhận, trả kết quả qua dịch vụ bưu chính công ích")
            )
        )
    else:
        acted = [rng.choice(ACTED[action][:2]) for action in actions]
        words.append(
            " và ".join((", ".join(acted[:-1]), acted[-1]))
            if len(acted) > 1 and rng.random() < 0.5
            else ", ".join(acted)
        )
    if plan.sector_said and len(plan.sectors) == 1:
        words.append(rng.choice(("trong lĩnh vực", "lĩnh vực")) + f" {plan.sectors[0]}")
    everything = tuple(dict.fromkeys(level for group in levels for level in group))
    of_function = f"thuộc phạm vi chức năng quản lý của {plan.department}"
    if "level" in plan.sections:
        if plan.level_said == "authority" and len(everything) > 1 and M not in everything:
            words.append(f"thuộc thẩm quyền giải quyết của {holder(everything, plan.department)}")
            return Titles(" ".join(words), None, everything)
        words.append(of_function)
        return Titles(" ".join(words), None, ())
    (only,) = levels
    if plan.level_said in {"nowhere", "column"}:
        words.append(of_function)
        return Titles(" ".join(words), None, ())
    if plan.level_said == "plain":
        words.append(level_words(only, city=plan.city))
    else:
        words.append(f"thuộc thẩm quyền giải quyết của {holder(only, plan.department)}")
    return Titles(" ".join(words), only, only)


@dataclass(slots=True)
class Headings:
    """Writes headings one after the other; marks count up below each parent."""

    rng: Random
    plan: Plan
    named: Levels  # levels that title and Điều 1 name
    axes: dict[str, str]
    needs_articles: bool = False
    _opening: str | None = None
    _counts: list[int] = field(default_factory=lambda: [0] * 4)
    _marks: list[str] = field(default_factory=lambda: [""] * 4)

    def restart(self) -> None:
        """A new annex begins: marks count from the first again."""
        self._counts = [0] * 4

    def mark(self, depth: int) -> str:
        """The next mark of a depth."""
        self._counts[depth] += 1
        self._counts[depth + 1 :] = [0] * (3 - depth)
        number, form = self._counts[depth], self.plan.numbering[min(depth, 2)]
        parent = self._marks[depth - 1] if depth else ""
        made = {
            "": "", "A": _LETTERS[number - 1], "I": ROMANS[number - 1], "1": str(number),
            "PHẦN I": f"PHẦN {ROMANS[number - 1]}", "A1": f"{parent}{number}",
        }.get(form, f"{parent}.{number}")  # fmt: skip
        self._marks[depth] = made
        return made

    def said(
        self, dimension: str, value: object, *, in_table: bool, mark: str, depth: int
    ) -> tuple[str, bool]:
        """The words of a heading without mark and counter, and whether its levels must be asked about."""
        if dimension == "action":
            return self._cased(self._action(value, titled=bool(mark) or depth == 0)), False
        if dimension == "action+level":
            assert isinstance(value, tuple)
            action, levels = value
            shared = "dùng chung " if len(levels) > 1 else ""
            text = f"{self._action(action, titled=bool(mark) or depth == 0)} {shared}{level_words(levels, city=self.plan.city)}"
            return self._cased(text), False
        if dimension == "level":
            text, asked = self._level(value)
            return self._cased(text), asked
        return self._sector(str(value), in_table=in_table, mark=mark), False

    def _cased(self, text: str) -> str:
        if self.plan.abbreviated:
            text = text.replace("thủ tục hành chính", "TTHC")
        return text.upper() if self.plan.heading_case == "capitals" else text[0].upper() + text[1:]

    def _action(self, action: object, *, titled: bool) -> str:
        assert isinstance(action, Action)
        if self._opening is None or self.rng.random() < 0.05:  # people write all of them alike, or nearly
            self._opening = self.rng.choice(
                ("thủ tục hành chính", "danh mục thủ tục hành chính", "thủ tục hành chính")
            )
        opening = self._opening if titled else "thủ tục hành chính"
        text = f"{opening} {self.rng.choice(ACTED[action])}"
        if self.plan.action_typo and "cue" not in self.axes:
            wrong = mistyped(text, self.rng)
            if wrong != text:
                self.axes["cue"] = "mistyped"
            return wrong
        return text

    def _level(self, levels: object) -> tuple[str, bool]:
        assert isinstance(levels, tuple)
        words = level_words(levels, city=self.plan.city)
        if len(levels) == 1 and self.plan.short_levels:
            return words, False
        if len(levels) == 1:
            told = self.rng.choice(
                (
                    f"thủ tục hành chính {words}", f"thủ tục hành chính {words}",
                    f"thủ tục hành chính thuộc thẩm quyền giải quyết của {holder(levels, self.plan.department)}",
                    f"thủ tục hành chính thực hiện tại {words}" if levels == (X,) else f"thủ tục hành chính {words}",
                )
            )  # fmt: skip
            return told, False
        form = pick(self.rng, (("parentheses", 70), ("plain", 18), ("without list", 12)))
        self.axes["shared"] = form
        if form == "parentheses":
            sharing = self.rng.choice(("dùng chung", "áp dụng chung"))
            return f"thủ tục hành chính {sharing} ({words})", False
        if form == "plain":
            return f"thủ tục hành chính dùng chung {words}", False
        self.needs_articles = True
        return "thủ tục hành chính dùng chung", self.named != levels

    def _sector(self, sector: str, *, in_table: bool, mark: str) -> str:
        bare = self.plan.sector_heading == "bare" and in_table and mark.isalpha()
        if bare:
            return self._cased(sector)
        if self.plan.sector_heading == "Lĩnh vực:":
            return (
                f"Lĩnh vực: {sector}"
                if self.plan.heading_case == "sentence"
                else f"LĨNH VỰC: {sector.upper()}"
            )
        return self._cased(f"lĩnh vực {sector if self.plan.heading_case == 'sentence' else sector.lower()}")


COUNTERS = (
    "({:02d} TTHC)", "({:02d} TTHC)", "({} TTHC)", "({:02d} thủ tục)", "({:02d} thủ tục hành chính)", "(gồm {:02d} TTHC)",
)  # fmt: skip
