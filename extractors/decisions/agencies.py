"""Levels of those who carry a procedure out, as a column or a note names them (RULINGS 30)."""

import re
from datetime import date
from functools import lru_cache

from niemyet.extractors.decisions.heading_patterns import POLICE_BELOW, levels_named
from niemyet.model.words import Level
from niemyet.transforms.language.text import fold

#: A note that says nothing but who holds its rows: "TTHC cấp xã", "Thủ tục thực hiện tại cấp xã", "do UBND cấp xã giải quyết".
_LEVEL = r"(?:trung uong|tinh|thanh pho|huyen|xa|phuong|dac khu)"
_HOLDS = re.compile(
    r"(?:(?:la|cac|nhung|day) )*(?:tthc|thu tuc(?: hanh chinh)?)? ?"
    r"(?:(?:nay|duoc|do|thuoc|tham quyen|giai quyet|thuc hien|cua|tai|o|boi|ubnd|uy ban nhan dan|chi) )*"
    rf"(?:cap |(?<=ubnd )|(?<=nhan dan )){_LEVEL}(?:(?: ?, ?| va |/)(?:ubnd )?(?:cap )?{_LEVEL})*"
    r"(?: (?:thuc hien|giai quyet))?[ .;)]*"
)
_WHO_RESOLVES = re.compile(
    r"(?P<who>[^,;.]{3,60}) (?:la (?:co quan|don vi) )?(?:giai quyet|quyet dinh)[ .;)]*(?=[,;]|$)"
)
_DONE_BY = re.compile(
    r"\W*do (?P<who>(?:so|ubnd|uy ban|chu tich|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?) (?:tiep nhan(?:,| va)? )?"
    r"(?:giai quyet|thuc hien|quyet dinh)\b"
)
#: "Thuộc thẩm quyền của Sở Tư pháp".
_IN_POWER_OF = re.compile(
    r"\W*thuoc tham quyen(?: giai quyet| thuc hien| quyet dinh)*(?: cua)?"
    r" (?P<who>(?:cac |chu tich |giam doc )*(?:so|ubnd|uy ban|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?)[ .;)]*$"
)
#: "Phân cấp cho Sở Tư pháp theo Quyết định số …", "ủy quyền Chủ tịch UBND cấp xã giải quyết".
_GIVEN_TO = re.compile(
    r"\b(?:phan cap|phan quyen|uy quyen)(?: (?:giai quyet|thuc hien|tham quyen))* (?:cho |ve |xuong |toi )?"
    r"(?P<who>(?:cac |chu tich |giam doc |truong )*(?:so|ubnd|uy ban|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?)"
    r"(?= (?:giai quyet|thuc hien|theo|tai)\b|[,;.(]|$)"
)


def holders(note: str) -> tuple[Level, ...]:
    """The levels of a note that says nothing but who holds its row; none where it says anything else."""
    folded = fold(note)
    return levels_named(folded) if _HOLDS.fullmatch(folded) else ()


def resolvers(note: str) -> tuple[Level, ...]:
    """The levels of those who resolve a row, as its note says."""
    folded = fold(note)
    who = _GIVEN_TO.search(folded) or _DONE_BY.match(folded) or _IN_POWER_OF.match(folded)
    who = who or _WHO_RESOLVES.search(folded)
    return holders(note) or (agency_levels(who["who"]) if who and "tiep nhan" not in who["who"] else ())


_AGENCY_PROVINCE = re.compile(
    r"\b(?:(?<!co )so|cac so|ban quan ly|ban dan toc|ban to chuc|nganh|chi cuc|"
    r"(?:ubnd|uy ban nhan dan|chu tich ubnd|cong an|thanh tra|bhxh|bao hiem xa hoi|hdnd|buu dien) (?:cap )?tinh"
    r"|trung tam (?:phuc vu hanh chinh cong|pvhcc|hanh chinh cong)(?: cap)? (?:tinh|thanh pho)|ttpvhcc tinh)\b"
)
_AGENCY_DISTRICT = re.compile(r"^(?:cac )?phong\b(?!.*\bso\b)")
#: Since 2025-07-01 communes have offices of this name too: "Phòng Kinh tế xã", "Phòng Văn hóa - Xã hội phường".
_OF_COMMUNE = re.compile(r"\b(?:xa|phuong|dac khu)$|\b(?:cap|thuoc(?: ubnd)?|ubnd) xa\b")
_AGENCY_MINISTRY = re.compile(r"^(?:cac )?(?:bo(?! phan)|cuc|tong cuc|vu)\b")
#: Who only helps: "UBND cấp xã (phối hợp với Sở Tư pháp)"; where nobody else is named, all who work together are meant.
_BESIDE_AGENCY = re.compile(r"\(?(?:co quan |don vi )?phoi hop\b[^;\n)]*\)?")
#: Other offices of vertical branches, alone between commas: their procedures are no commune's or district's either.
_OTHER_BRANCH = re.compile(
    r"^(?:bhxh|bao hiem xa hoi|(?:co quan |chi cuc )?thue|kho bac(?: nha nuoc)?|(?:toa an|vien kiem sat)(?: nhan dan)?"
    r"|ban (?:chi huy quan su|chqs)) (?:cap )?(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b"
)


@lru_cache(maxsize=1 << 10)
def agency_levels(text: str) -> tuple[Level, ...]:
    """Levels of those who carry a procedure out (RULINGS 30): Sở → province, Phòng → district, UBND cấp xã → commune."""
    found: set[Level] = set()
    alone = _BESIDE_AGENCY.sub(" ", fold(text))
    said = alone if levels_named(alone) or _AGENCY_PROVINCE.search(alone.strip(" .:()")) else fold(text)
    for segment in re.split(r"[;,\n]|(?:^|\s)[-–+]\s", said):
        part = re.sub(r"^.*\bnay la\b", "", segment).strip(" .:()")  # "UBND cấp huyện (nay là UBND cấp xã)"
        part = re.sub(r"\bchu tich (?=ubnd|uy ban)", "", part)  # here he resolves, and signs nothing
        part = _OTHER_BRANCH.sub(" ", POLICE_BELOW.sub(" ", part))
        found.update(levels_named(part))
        if _AGENCY_PROVINCE.search(part):
            found.add(Level.PROVINCE)
        if _AGENCY_DISTRICT.search(part):
            whole = (
                part if re.search(r"[;,\n]", text) else fold(text).strip(" .:")
            )  # a dash may stand in its name
            found.add(Level.COMMUNE if _OF_COMMUNE.search(whole) else Level.DISTRICT)
        if _AGENCY_MINISTRY.search(part):
            found.add(Level.MINISTRY)
    return tuple(level for level in Level if level in found)


#: From this day on there are no districts (docs/field.md), and communes have these offices (Nghị định 150/2025/NĐ-CP).
DISTRICTS_END = date(2025, 7, 1)
_COMMUNE_OFFICES = re.compile(r"^phong (?:kinh te|van hoa\b.{0,3}\bxa hoi)\b")


def agency_levels_on(text: str, signed_on: date | None) -> tuple[Level, ...]:
    """The same by the offices of that day: what was a district's is a commune's since."""
    found = agency_levels(text)
    if Level.DISTRICT not in found or signed_on is None or signed_on < DISTRICTS_END:
        return found
    if "huyen" in fold(text) or not _COMMUNE_OFFICES.match(fold(text).strip(" .-–")):
        return found
    now = {*found, Level.COMMUNE} - {Level.DISTRICT}
    return tuple(level for level in Level if level in now)
