"""Who issued a decision, its number, its day: from its own letterhead only.

Never from a căn cứ line, a cited decision, a page's first heading or a source line (DOMAIN §2.1, §9 traps 5 and 6).
The annex repeats number and day ("Kèm theo Quyết định số …"): it confirms, and stands in for a number that was
stamped on paper only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import chain, islice

from niemyet.extractors.decisions.layout import Layout, each_line_of, is_capitals, lines_of
from niemyet.model.records import Citation, Question, Table, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.citations import find_citations, issuer_id, parse_any_number, parse_number
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import fold, slug
from niemyet.transforms.units.country import provinces

_MOTTO = re.compile(
    r"cong ?hoa ?xa ?hoi(?: ?chu ?nghia(?: ?viet ?nam)?)?|^chu ?nghia(?: ?viet ?nam)?"
    r"|doc ?lap ?[-–—]? ?tu ?do ?[-–—]? ?hanh ?phuc|[-–—_*=]{3,}"
)
_ISSUER = re.compile(
    r"(?:uy ban nhan dan|ubnd|bo|trung tam|van phong|so|thanh tra|ngan hang|bao hiem|ban|tong cuc|cuc|chinh phu|thu tuong)\b"
)
_BELOW = re.compile(
    r"(?P<above>(?:UBND|[ỦU][ỶY] BAN NHÂN DÂN) (?:TỈNH|THÀNH PHỐ|TP\.?) .+?)"
    r" (?P<own>(?:VĂN PHÒNG|SỞ|TRUNG TÂM|BAN|THANH TRA|CHI CỤC)(?: .*)?)"
)
_SIGNER = re.compile(
    r"(?:QUYỀN |Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG) (?=\S)"
)
_BELONGS = re.compile(r"(?:^|\()\s*(?:ban hanh )?kem theo (?:quyet dinh|qd)(?! nay)\b")
_NUMBER_LINE = re.compile(r"s[o0]\s*[:.]?\s*[\d/.…_ ]|.*/ ?q[dđ]\b")
#: What may stand between letterhead and list of an annex in a file of its own.
_NOT_OF_ISSUER = re.compile(
    r"phu luc\b|phu bieu\b|danh muc\b|\(?kem theo\b|quyet dinh\b|phan [ivx\d]|bieu \d"
)
_TITLE_OPENING = re.compile(r"(?:V[ềỀ] [Vv][iI][ệỆ][cC]|V/[vV])\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What the letterhead, the title block and the annex's own line say."""

    issuer_name: str | None
    number: int | None
    symbol: str | None
    number_text: str | None
    signed_on: date | None
    title: str | None
    flags: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def read_header(layout: Layout) -> Header:
    """Read the header and compare it with the "(Kèm theo Quyết định số …)" of the annexes."""
    pieces = _letterhead(layout.letterhead)
    numbered = [piece for piece in pieces if _is_number(piece) and not _TORN_NUMBER.search(fold(piece))]
    own = _own_number(numbered)
    signed_on = _signed_on(pieces)
    belongings = list(_belongings(layout))
    said = belongings[0] if belongings else None
    flags: list[str] = []
    foreign: Citation | None = None  # the number of a paper that is no decision, where a decision's should be
    if said and said.number is not None and (own is None or own.number is None):
        flags.append("number_from_annex")
        foreign = _number_of_another_paper(numbered) if own is None else None
        own = Citation(
            said.number, said.symbol or (own.symbol if own else None), said.number_text, said.signed_on
        )
    elif own is None or own.number is None:
        flags.append("number_missing")
    days_above = _days(pieces)
    several = len(days_above) > 1
    if several:  # the one that the annex says, else a person
        signed_on = said.signed_on if said and said.signed_on in days_above else None
    impossible = _impossible_day(pieces)
    if signed_on is None and said and said.signed_on and not (several or impossible):
        flags.append("signed_on_from_annex")
        signed_on = said.signed_on
    elif signed_on is None:
        flags.append("signed_on_missing")
    questions = _conflicts(own, signed_on, said, flags)
    if signed_on is None and impossible is not None:
        questions += (Question(ReviewKind.SIGNING_DATE_UNKNOWN, fields(text=impossible)),)
    if foreign is not None and said is not None:
        questions += (_two_numbers(foreign, said),)
    others = {one.number: one for one in belongings if said and one.number not in {None, said.number}}
    for other in others.values():  # a second annex that is another decision's
        questions += _conflicts(own, None, other, flags)
    days = {
        one.signed_on: one
        for one in belongings
        if said and one.number == said.number and one.signed_on not in {None, signed_on, said.signed_on}
    }
    for other in days.values():  # a later annex that gives this decision another day
        questions += _conflicts(own, signed_on, other, flags)
    issuer = _issuer(pieces, layout.authority)
    bare = issuer is None and layout.authority is None
    if (bare or (issuer and fold(issuer) in _BARE)) and (of_annex := _issuer_of_annex(layout)) is not None:
        issuer = of_annex
        flags.append("issuer_from_annex")
    elif issuer is not None and _is_contradicted(issuer, own.symbol if own else None, pieces, layout):
        issuer = None  # whose it is, is a person's to say
    return Header(
        issuer_name=issuer,
        number=own.number if own else None,
        symbol=own.symbol if own else None,
        number_text=own.number_text if own and own.number is not None else None,
        signed_on=signed_on,
        title=_title(layout.title),
        flags=tuple(flags),
        questions=questions,
    )


def _own_number(numbered: Sequence[str]) -> Citation | None:
    """The number of a decision in the first line that has one; none of a letter ("Số: 77/UBND-NC"), whichever it is about."""
    for piece in numbered:
        own = parse_number(piece)
        if own is not None:
            return own
        if _number_of_another_paper([piece]) is not None:
            return None
    return None


def _signed_on(pieces: list[str]) -> date | None:
    """The day in the letterhead; a page may break its line in the middle."""
    for place, piece in enumerate(pieces):
        if re.search(r"\bng\w{1,4}\b", fold(piece)):
            day = parse_date(piece) or parse_date(" ".join(pieces[place : place + 2]))
            if day is not None:
                return day
    return None


#: A line that is nothing but a place and a day: "Quảng Nam, ngày 12 tháng 3 năm 2024".
_PLACE_AND_DAY = re.compile(r"[^\d,]{2,40}, ?ngay \d{1,2} thang \d{1,2} nam \d{4}")


def _days(pieces: list[str]) -> frozenset[date]:
    """The days of the lines that say where and when, each once."""
    lines = (piece for piece in pieces if _PLACE_AND_DAY.fullmatch(fold(piece).strip(" .")))
    return frozenset(day for line in lines if (day := parse_date(line)) is not None)


#: Above it stands who made the copy, below it the decision.
_COPIED = re.compile(r"(?:ban )?(?:sao y|sao luc|trich sao)\b(?! (?:noi gui|kem))")


def _letterhead(lines: list[str]) -> list[str]:
    """Lines from the issuer's name on, without mottos and rules; what a page put before them is left out."""
    copied = next((place for place, line in enumerate(lines) if _COPIED.match(fold(line))), None)
    if copied is not None and any(_MOTTO.search(fold(line)) for line in lines[copied + 1 :]):
        lines = lines[copied + 1 :]
    start = next((place for place, line in enumerate(lines) if _MOTTO.search(fold(line))), None)
    if start is None:
        start = next((place for place, line in enumerate(lines) if _is_number(line)), 0)
    first = start
    for place in range(max(0, start - 3), start):
        if _ISSUER.match(fold(lines[place])) and is_capitals(lines[place]):
            first = place
            break
    pieces = []
    for place in range(first, len(lines)):
        line, folded = lines[place], fold(lines[place])
        if folded == "viet nam" and place and fold(lines[place - 1]).endswith("chu nghia"):
            continue  # of the motto; below "NGÂN HÀNG NHÀ NƯỚC" it is the issuer's
        if len(folded) != len(line):
            pieces.append(line)
            continue
        last, kept = 0, []
        for found in _MOTTO.finditer(folded):
            kept.append(line[last : found.start()])
            last = found.end()
        kept.append(line[last:])
        pieces += [piece for part in kept if (piece := part.strip(" -–—_*=|\t"))]
    return pieces


def _is_number(piece: str) -> bool:
    if piece[:2].lower() == "sở":  # an office; without its mark it is the word of a number
        return False
    folded = fold(piece)  # "V/v đính chính Quyết định số 77/QĐ-UBND": what a letter is about
    return _NUMBER_LINE.match(folded) is not None and not folded.startswith(("v/v", "ve viec"))


def _issuer(pieces: list[str], authority: str | None) -> str | None:
    """The lines in capitals before the number; where they name no place, the authority line without its office."""
    name: list[str] = []
    for piece in pieces:
        if (
            _is_number(piece)
            or "ngày" in piece
            or not is_capitals(piece)
            or any(sign.isdigit() for sign in piece)
            or _NOT_OF_ISSUER.match(fold(piece))
        ):
            break
        name.append(piece)
    joined = _SIGNER.sub("", " ".join(name), count=1)
    said = _SIGNER.sub("", authority, count=1) if authority else None
    if said and _is_torn(joined, said):
        return said
    if said and _names_another_place(joined, said):
        return None  # whose it is, is a person's to say
    below = _BELOW.fullmatch(joined)
    if below:  # first line: the body above; second line: the one that issues
        return f"{below['own']} {below['above']}"
    if joined and _ISSUER.match(fold(joined)):
        return said if fold(joined) in _BARE and said else joined
    return said


#: Letterheads that do not say whose they are.
_BARE = frozenset(
    {
        *("uy ban nhan dan", "ubnd", "bo", "trung tam phuc vu hanh chinh cong"),
        *("uy ban nhan dan tinh", "ubnd tinh", "uy ban nhan dan thanh pho", "ubnd thanh pho"),
    }
)
_PLACE = re.compile(r"\b(?:tinh|thanh pho|tp\.?) (?P<name>[a-z][a-z -]+)$")
_ALIKE = 0.6  # share of letters by which two spellings are of one place ("Đắc Lắc", "Đắk Lắk"); chosen, not measured


def _names_another_place(joined: str, said: str) -> bool:
    """Whether letterhead and authority line name two provinces: a paper that was made from another's, or a misreading."""
    one, other = _PLACE.search(fold(joined).strip()), _PLACE.search(fold(said).strip())
    if one is None and other is None:
        one, other = _MINISTRY.fullmatch(fold(joined).strip()), _MINISTRY.fullmatch(fold(said).strip())
    return one is not None and other is not None and _differ(one["name"], other["name"])


def _differ(one: str, other: str) -> bool:
    """Whether two names are of two places or bodies, and not one in two spellings or lengths.

    Two provinces are two, however alike they are written: Hà Nam and Hà Tĩnh, Tiền Giang and Kiên Giang.
    """
    ids = {issuer_id(one), issuer_id(other)}
    if len(ids) == 2 and ids <= set(provinces()):
        return True
    if one in other or other in one:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() < _ALIKE


_MINISTRY = re.compile(r"bo (?P<name>[a-z, -]+)")
#: "TM. ỦY BAN NHÂN DÂN TỈNH GIA LAI" above a signature.
_SIGNED_FOR = re.compile(
    r"(?:tm|kt)\. ?(?P<who>(?:chu tich )?(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho) [a-z -]+)$"
)
_PLACE_OF_DAY = re.compile(r"(?:tinh |thanh pho |tp\.? ?)?(?P<name>[a-z][a-z -]*), ?ngay\b")
_SIGNATURE_LINES = 40  # lines behind the articles among which a signature stands; chosen, not measured


def _is_contradicted(issuer: str, symbol: str | None, pieces: list[str], layout: Layout) -> bool:
    """Whether something else of the paper says that another province, or another body, issued it.

    Its annex ("… của Chủ tịch UBND tỉnh …"), the signature, the place of its day where that is another province, and a
    symbol of a people's committee below the letterhead of none.
    """
    folded = fold(issuer)
    if (
        symbol
        and symbol.upper().endswith("UBND")
        and not re.search(r"\b(?:ubnd|uy ban nhan dan|tinh|thanh pho)\b", folded)
    ):
        return True
    of_annex = _issuer_of_annex(layout)
    if of_annex and _names_another_place(issuer, of_annex):
        return True
    own = _PLACE.search(folded.strip())
    if own is None:
        return False
    lines = chain(
        layout.articles[-1].paragraphs if layout.articles else (),  # where no "Nơi nhận" ends the articles
        (line for block in layout.annex[:_SIGNATURE_LINES] for line in each_line_of(block)),
    )
    behind = [line for line in islice(lines, _SIGNATURE_LINES) if "." in line]  # as after its "TM", "KT"
    signed = (found["who"] for line in behind if (found := _SIGNED_FOR.search(fold(line).strip())))
    if any(_names_another_place(issuer, who) for who in signed):
        return True
    known = provinces()
    places = (found["name"] for piece in pieces if (found := _PLACE_OF_DAY.match(fold(piece).strip())))
    return slug(own["name"]) in known and any(
        slug(place) in known and _differ(own["name"], place.strip()) for place in places
    )


#: Words of the motto, which stands beside the issuer and may run into it where both are wrapped.
_MOTTO_WORDS = frozenset(
    ["cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam", "doc", "lap", "tu", "do", "hanh", "phuc"]
)


def _is_torn(joined: str, said: str) -> bool:
    """Whether a letterhead is the issuer of the authority line with words of a wrapped motto between its own."""
    words, wanted = re.findall(r"\w+", fold(joined)), re.findall(r"\w+", fold(said))
    rest = iter(words)
    if words == wanted or not all(word in rest for word in wanted):
        return False
    extra = list(words)
    for word in wanted:
        extra.remove(word)
    return bool(extra) and set(extra) <= _MOTTO_WORDS


def _title(lines: list[str]) -> str | None:
    """The trích yếu without "Về việc"."""
    joined = " ".join(lines).strip(" .:-–")
    return joined or None


def title_matter(title: str) -> str:
    """A title without its "Về việc"."""
    return _TITLE_OPENING.sub("", title, count=1)


def belonging(layout: Layout) -> Citation | None:
    """The decision that the first annex says it belongs to."""
    return next(_belongings(layout), None)


def _belongings(layout: Layout) -> Iterator[Citation]:
    """The decisions that the annexes say they belong to, in their order."""
    for said in _belonging_lines(layout):
        yield find_citations(said)[0]


def _belonging_lines(layout: Layout) -> Iterator[str]:
    """The words "Kèm theo Quyết định số … ngày … của …" of the annexes, to the end of their parenthesis."""
    lines = [
        line
        for block in layout.annex
        if not (isinstance(block, Table) and len(block.rows) > _ROWS_OF_A_FRAME)
        for line in lines_of(block)
    ]
    for place, line in enumerate(lines):
        found = _BELONGS.search(fold(line))
        if found is None or not find_citations(line[found.start() :]):
            continue
        said = line[found.start() :]
        for more in lines[place + 1 : place + 3]:
            if ")" in said or not said.startswith("("):
                break
            said = f"{said} {more}"
        yield said


_ROWS_OF_A_FRAME = 2  # rows of a table that only places lines on the page; chosen, not measured


#: Whose decision an annex in a file of its own belongs to: "… của Chủ tịch UBND tỉnh Quảng Nam)" (RULINGS 36).
_OF_WHOM = re.compile(
    r"\bcủa\s+(?:(?:Chủ tịch|Giám đốc|Bộ trưởng)\s+)?(?P<who>(?:UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân|Trung tâm phục vụ"
    r"|Bộ)\b[^();]{2,100}?)\s*[).;]*\s*$",
    re.IGNORECASE,
)


def _issuer_of_annex(layout: Layout) -> str | None:
    """The issuer by the line with which the annex says where it belongs; a paper with a letterhead says it itself."""
    line = next(_belonging_lines(layout), None)
    found = _OF_WHOM.search(line) if line is not None else None
    return found["who"].strip() if found else None


def _two_numbers(own: Citation, said: Citation) -> Question:
    names = (own.number_text, said.number_text)
    return Question(ReviewKind.OWN_NUMBER_CONFLICT, fields(own=names[0], other=names[1]), names)


def _number_of_another_paper(pieces: Sequence[str]) -> Citation | None:
    """The number in a letterhead that is none of a decision: "Số: 77/NQ-HĐND"."""
    found = (parse_any_number(piece) for piece in pieces if _is_number(piece))
    return next((one for one in found if one is not None and one.number is not None), None)


def _impossible_day(pieces: list[str]) -> str | None:
    """A whole day in a letterhead that no calendar has, as printed: what stands elsewhere does not put it right."""
    for piece in pieces:
        found = _WHOLE_DAY.search(fold(piece))
        if found is not None and parse_date(piece) is None:
            return piece[found.start() : found.end()] if len(fold(piece)) == len(piece) else piece
    return None


_WHOLE_DAY = re.compile(
    r"\bngay \d{1,2} thang \d{1,2} nam \d{3,6}\b|\bngay \d{1,2} ?/ ?\d{1,2} ?/ ?\d{3,6}\b"
)
#: "Số: 7 7/QĐ-UBND": a number that a blank tears; the piece next to the stroke is not the number.
_TORN_NUMBER = re.compile(r"\bso ?: ?\d{1,4}(?: \d{1,4})+ ?/ ?(?:\d{4} ?/ ?)?[qo]d\b")


def _conflicts(
    own: Citation | None, signed_on: date | None, said: Citation | None, flags: list[str]
) -> tuple[Question, ...]:
    """The annex names another number or day than the letterhead: which is right is a person's to say."""
    if said is None or own is None:
        return ()
    questions = []
    if said.number is not None and own.number is not None and said.number != own.number:
        flags.append("annex_number_mismatch")
        questions.append(_two_numbers(own, said))
    if said.signed_on and signed_on and said.signed_on != signed_on:
        flags.append("annex_date_mismatch")
        questions.append(
            Question(
                ReviewKind.OWN_DATE_CONFLICT,
                fields(own=signed_on, other=said.signed_on),
                (signed_on.isoformat(), said.signed_on.isoformat()),
            )
        )
    return tuple(questions)
