"""Lists that are text: "1. Đăng ký … (mã 1.001193)", in an annex or in an article that publishes procedures.

A line is a row where its number, its one code and its name can be told apart; any other stays a line, and is asked about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.layout import Article
from niemyet.transforms.language.codes import Code, find_codes, split_code_name
from niemyet.transforms.language.codes_in_names import codes_out_of
from niemyet.transforms.language.text import clean, fold

_NUMBER_BEFORE_CODE = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?=\d[.,]\s?\d)")
_MARK = re.compile(r"(?:(?P<number>\d{1,3}(?:\.\d{1,2}(?!\d))*|[a-zđ])[.)]|[-–+•*])\s*(?=\S)")
#: "1.001193 - Đăng ký khai sinh": a code says as well as a number that a row begins.
_BEGINS_WITH_CODE = re.compile(r"[1-9]\.\d{6}(?:\.[\dHG.]+)?\s*[-–—:,.]?\s+\w{2}")
_LONGEST_ROW = 500  # letters; chosen, not measured
_IN_BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]*)[)\]]")
_WORDS_OF_CODES = re.compile(
    r"\b(?:co|ma|so|la|tthc|thu tuc|hanh chinh|ho so|dinh danh|quoc gia|cua|tren|cong|dvc)\b|[\s,;:–-]"
)
#: "1. Thủ tục: Đăng ký khai sinh", "Tên TTHC: …": the label is no part of the name.
_LABEL_OF_NAME = re.compile(
    r"^(?:tên )?(?:thủ tục(?: hành chính)?|TTHC)\s*(?::\s*(?=\S)|(?=[“\"]))", re.IGNORECASE
)
#: A name that stands in quotes as a whole.
_QUOTED_NAME = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_VALUE = re.compile(r"(?:[-–+•*]|[a-zđ][.)]|\d{1,2}[.)])?\s*(?P<label>[^:.;]{2,60}):\s*(?P<value>\S.*)")
#: A time between a name and what follows it: the cells of a row that ran into one line.
_TIME_WITHIN = re.compile(r"\S \d{1,3} (?:ngày|giờ)(?: làm việc)?\b", re.IGNORECASE)
_LEVEL = r"(?:trung uong|tinh|thanh pho|huyen|quan|thi xa|xa|phuong|dac khu|co so)"
#: Levels and nothing that is said of them: "cấp xã", "thẩm quyền của UBND cấp huyện, cấp xã"; not "cấp xã không thực hiện".
_LEVELS_ALONE = re.compile(
    r"(?:(?:thuoc|thuc hien tai|do) )?(?:tham quyen )?(?:giai quyet )?(?:cua )?(?:(?:tthc|thu tuc(?: hanh chinh)?) )?"
    rf"(?:(?:ubnd|uy ban nhan dan) )?cap {_LEVEL}(?:(?:, ?| ?/ ?| va | hoac )(?:(?:ubnd |uy ban nhan dan )?cap )?{_LEVEL})*"
    r"(?: (?:giai quyet|thuc hien))?"
)


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row that is a line of text; `levels` are the words beside its code that name its levels."""

    number: str | None
    code: Code
    name: str
    levels: str | None = None


def labelled_value(text: str) -> tuple[str, str] | None:
    """Label and value of a line that says one thing of the row above it: "Thời hạn giải quyết: 05 ngày làm việc"."""
    found = _VALUE.fullmatch(text)
    return (found["label"].strip(), found["value"].strip()) if found and not find_codes(text) else None


def holds_a_time(name: str) -> bool:
    """Whether a time stands within the name of a row."""
    return _TIME_WITHIN.search(name) is not None


def ends_with_a_cell(name: str, raw: str) -> bool:
    """Whether the name of a row goes on behind a tab, where its line sets its cells apart by tabs."""
    before, tab, last = raw.strip().rpartition("\t")
    shown = clean(last)
    return bool(tab and before.strip() and shown) and name != shown and name.endswith(shown)


_CODE_ALONE = re.compile(r"[\s(\[]*(?:(?:có )?mã|số)\b[^.;]{0,40}:?\s*", re.IGNORECASE)


def is_code_alone(text: str) -> bool:
    """Whether a line holds the code of the line before and nothing else: "Mã TTHC: 1.001193"."""
    codes = find_codes(text)
    if len(codes) != 1:
        return False
    before, _, after = text.partition(codes[0].text)
    return not after.strip(" .;,)]") and (
        not before.strip(" ([") or _CODE_ALONE.fullmatch(before) is not None
    )


def mark_of(text: str) -> re.Match[str] | None:
    """The mark of a point of a list: "1.", "a)", "-", "2. 1.001193"."""
    return _NUMBER_BEFORE_CODE.match(text) or _MARK.match(text)


def listed_row(text: str) -> TextRow | None:
    """The row that a line is; None where code and name cannot be told apart, or nothing marks it as a row."""
    begins = _BEGINS_WITH_CODE.match(text) is not None
    mark = None if begins else mark_of(text)
    if (mark is None and not begins) or len(text) > _LONGEST_ROW or acts_on_procedures(text):
        return None
    number = mark["number"] if mark else None
    rest = clean(text[mark.end() :]) if mark else clean(text)
    codes = find_codes(rest)
    if len({code.base for code in codes}) > 1:
        return None
    rest = _LABEL_OF_NAME.sub("", rest)
    code, name = split_code_name(rest)
    if code is not None and not find_codes(name):
        return TextRow(number, code, name) if name else None
    if not codes:
        return None
    code = codes[0]
    at = rest.find(code.text)
    bracket = next((one for one in _IN_BRACKETS.finditer(rest) if one.start() < at < one.end()), None)
    end = bracket.end() if bracket else at + len(code.text)
    behind = rest[end:].strip(" .;,/–-:()")
    if behind and not _are_levels(behind):
        return None  # something more is said of the procedure, or its name goes on
    if bracket is None:
        name = _unquoted(codes_out_of(rest[:end])[0])
        return TextRow(number, code, name, behind or None) if name else None
    beside = _beside_code(bracket["inside"], code)
    name = _unquoted(rest[: bracket.start()].strip(" -–,;:"))
    if beside is None or not name or (beside and behind):
        return None
    return TextRow(number, code, name, beside or behind or None)


def _are_levels(text: str) -> bool:
    folded = fold(text)
    return _LEVELS_ALONE.fullmatch(folded) is not None and bool(levels_named(folded))


def _unquoted(name: str) -> str:
    quoted = _QUOTED_NAME.fullmatch(name)
    return quoted[1].strip() if quoted else name


def _beside_code(inside: str, code: Code) -> str | None:
    """What stands in the parentheses of a code beside it: levels, or nothing; None for anything else."""
    rest = re.sub(r"\s*\b(?:có )?mã\b.*$", "", inside.replace(code.text, " "), flags=re.IGNORECASE).strip(
        " ,;:–-"
    )
    folded = fold(rest)
    if not _WORDS_OF_CODES.sub("", folded):
        return ""
    return rest if _are_levels(rest) else None


# ---- lists in articles -----------------------------------------------------------------------------------------

#: An article with a list of its own: "Công bố 03 thủ tục hành chính …, gồm:", "Bãi bỏ các thủ tục hành chính sau:".
_PUBLISHES = re.compile(
    r"(?:nay |thong nhat |quyet dinh )?(?:cong bo|ban hanh moi|sua doi,? bo sung"
    r"|(?:bai bo|huy bo)(?= (?:cac |nhung |danh muc |\d{1,3} |[a-z]+ ?\(\d{1,3}\) )*(?:thu tuc|tthc)))\b"
)
_OF_PROCEDURES = re.compile(r"\b(?:thu tuc|tthc)\b")
#: What else the same sentence does, or the decision that it speaks of: it is no opening of a list.
_ACTS_TOO = re.compile(
    r"\b(?:quyet dinh|qd) (?:so )?\d|\btu (?:ngay )?\d|\btru\b"
    r"|(?:[;,]|\bva|\bdong thoi) (?:bai bo|huy bo|thay the|thu hoi|dinh chinh) (?:cac |\d{1,3} )?(?:thu tuc|tthc|quyet dinh)\b"
)
_ENDS_LIST = re.compile(
    r"(?:bai bo|huy bo|thay the|thu hoi|dinh chinh|giao|quyet dinh nay|cac noi dung|chanh van phong|van phong)\b"
)
#: A point that does something to procedures, or says what is not done, rather than naming one. "Tiếp tục hưởng trợ cấp
#: thất nghiệp" and "Giao đất" are names.
_ACT_ON_PROCEDURES = re.compile(
    r"(?:(?:dong thoi|ngoai ra|nay|kem theo do|ghi chu|luu y|chu thich)[ ,:]*)*"
    r"(?:(?:bai bo|huy bo|thay the|sua doi(?:,? bo sung)?|bo sung|thu hoi|dinh chinh|(?:tam )?(?:dung|ngung)|dinh chi|khoi phuc"
    r"|giu nguyen|gia han|keo dai|niem yet|cong khai)(?: hieu luc| viec thuc hien| thuc hien)?(?: noi dung)?"
    r" (?:cua |doi voi )?(?:cac |\d{1,3} )?(?:thu tuc|tthc|quyet dinh (?:so|nay)|khoan \d|dieu \d)\b"
    r"|(?:khong|chua)(?: duoc| bi| phai)? (?:bai bo|huy bo|thay the|sua doi|thuc hien|ap dung|cong bo|thu hoi|con)\b"
    r"|van (?:con|giu|tiep tuc|thuc hien|ap dung|co hieu luc)\b"
    r"|(?:rieng|ngoai tru|tru|doi voi) (?:cac |\d{1,3} )?(?:thu tuc|tthc)\b"
    r"|tiep tuc (?:thuc hien|ap dung|giu|co hieu luc|niem yet)\b)"
)
_TAIL = re.compile(
    r",?\s*(?:(?:bao )?gồm(?: có)?|như sau|sau đây|sau|cụ thể(?: là| như sau)?|là)*\s*:\s*$", re.IGNORECASE
)
_INLINE = re.compile(r":\s+(?=(?:1[.)]|a\))\s)")
#: Where the names of an unnumbered list in one sentence begin: "Bãi bỏ 03 thủ tục hành chính …, gồm: A (1.001193); B …".
_UNNUMBERED = re.compile(r"\b(?:gồm|như sau|sau đây|sau|là)\s*:\s+(?!(?:1[.)]|a\))\s)", re.IGNORECASE)
#: What may stand between the code of one procedure and the name of the next.
_NEXT = re.compile(r"\s*[)\]]?\s*(?:[;,.]|\bvà\b|$)(?:\s*\bvà\b)?\s*", re.IGNORECASE)


@dataclass(slots=True)
class ArticleList:
    """A list in an article: its opening words, its points as they stand."""

    article: int
    label: str
    opening: str
    count: int | None
    points: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The opening without what leads over to its points."""
        return _TAIL.sub("", self.opening)


def points_apart(articles: Sequence[Article]) -> list[Article]:
    """The articles, a list within a paragraph parted into its points: "…: 1. A (mã …); 2. B (mã …)"."""
    return [Article(article.number, list(_flat(article.paragraphs))) for article in articles]


def lists_in(articles: Sequence[Article]) -> tuple[ArticleList, ...]:
    """The lists that articles publish in their own text, in reading order; one without any code is none."""
    found: list[ArticleList] = []
    for article in articles:
        current: ArticleList | None = None
        for paragraph in article.paragraphs:
            mark = _MARK.match(paragraph)
            bare = paragraph[mark.end() :] if mark else paragraph
            if _is_opening(bare):
                current = ArticleList(article.number, article.label, bare, _counted(fold(bare)))
                found.append(current)
            elif (
                current is not None
                and is_code_alone(paragraph)
                and current.points
                and not find_codes(current.points[-1])
            ):
                current.points[-1] = f"{current.points[-1].rstrip(' ;.,')} ({paragraph.strip(' ;.,()')})"
            elif current is not None and _ends(bare, listed=mark is not None):
                current = None
            elif current is not None:
                current.points.append(paragraph)
    return tuple(one for one in found if any(find_codes(point) for point in one.points))


def acts_on_procedures(text: str) -> bool:
    """Whether a point may as well do something as name a procedure: "Bãi bỏ thủ tục … (mã …)"."""
    mark = _MARK.match(text)
    return _ACT_ON_PROCEDURES.match(fold(text[mark.end() :] if mark else text)) is not None


def _counted(folded: str) -> int | None:
    found = re.search(r"(?<![\d/.,])(\d{1,3})(?: ?\([^()]{1,40}\))? ?(?:tthc|thu tuc)\b", folded)
    return int(found[1]) if found else None


def _is_opening(text: str) -> bool:
    folded = fold(text)
    return (
        folded.rstrip().endswith(":")
        and _PUBLISHES.match(folded) is not None
        and _OF_PROCEDURES.search(folded) is not None
        and _ACTS_TOO.search(folded) is None
        and not find_codes(text)
    )


def _ends(bare: str, *, listed: bool) -> bool:
    """Whether a paragraph is no point of the list any more."""
    folded = fold(bare)
    if find_codes(bare):
        return False
    opens = bare.rstrip().endswith(":")
    if _ENDS_LIST.match(folded) and not (opens and listed and not _ACT_ON_PROCEDURES.match(folded)):
        return True
    return not listed and not opens


def _flat(paragraphs: Sequence[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        by_codes = _by_codes(paragraph)
        if by_codes:
            yield from by_codes
            continue
        begun = _INLINE.search(paragraph)
        head = paragraph[: begun.end()].strip() if begun else paragraph
        mark = _MARK.match(head)
        opens = begun is not None and _is_opening(head[mark.end() :] if mark else head)
        if begun is None or not opens or not find_codes(paragraph[begun.end() :]):
            yield paragraph
            continue
        yield head
        yield from _points(paragraph[begun.end() :])


def _by_codes(paragraph: str) -> list[str]:
    """The opening and the points of a list in one sentence, which the codes behind the names part; empty for any other.

    A name may hold ";": only a code ends one. Where the opening counts other than the codes do, such a point stays
    without a mark, so that it is asked about.
    """
    begun = _UNNUMBERED.search(paragraph)
    if begun is None or not _is_opening(head := paragraph[: begun.end()].strip()):
        return []
    points: list[str] = []
    rest = paragraph[begun.end() :]
    codes = find_codes(rest)
    start = 0
    for code in codes:
        end = rest.find(code.text, start) + len(code.text)
        after = _NEXT.match(rest, end)
        if after is None or end < start:
            return []  # something more is said of a procedure
        points.append(rest[start : after.end()].strip(" ;,.").removesuffix(" và").strip(" ;,."))
        start = after.end()
    if len(points) < 2 or rest[start:].strip():
        return []
    counted = _counted(fold(head))
    marks = ["- " if counted == len(points) or ";" not in point else "" for point in points]
    return [head, *(mark + point for mark, point in zip(marks, points, strict=True))]


def _points(text: str) -> Iterator[str]:
    """Points of a list in their order; only the next number, after a mark that ends a point, begins one."""
    lettered = text.startswith("a)")
    start, number = 0, 1
    while True:
        # Letters of the line, by definition.
        following = f"{'abcdeghiklmn'[number]})" if lettered and number < 12 else f"{number + 1}"
        wanted = rf"[;.,]\s+(?={re.escape(following)}{'' if lettered else '[.)]'}\s)"
        after = re.compile(wanted).search(text, start)
        if after is None:
            yield text[start:].strip()
            return
        yield text[start : after.start()].strip()
        start, number = after.end(), number + 1
