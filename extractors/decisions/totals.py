"""Counters of headings and articles are control totals (R-SEC-1): a difference is said, and breaks nothing."""

import re
from collections import Counter

from niemyet.extractors.decisions.annex_records import UNSAID, Annex
from niemyet.extractors.decisions.heading_patterns import TALLIED, TALLY_OPENS, Heading, split_mark
from niemyet.extractors.decisions.sections import Section
from niemyet.model.records import Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.text import fold, key


def check_totals(annex: Annex, article_total: int | None, article: str = "") -> int | None:
    """Compare every counter with the rows below it; returns the count that the text declares for the whole.

    `article`: the words in which `article_total` stands.

    One question tells of all differences; none is ever an error (R-SEC-1).
    """
    sections = [section for section in annex.sections if not section.silent]
    wrong = [section for section in sections if section.is_miscounted]
    declared = _declared(sections)
    if declared is None and article_total is not None:
        declared = article_total
    lines = [
        f"“{section.heading.mark + '. ' if section.heading.mark else ''}{_short(section.heading)}” ghi {section.heading.count}, "
        f"đọc được {section.items}"
        for section in wrong
    ]
    counts = _counts_of(annex)
    for said in dict.fromkeys((declared, article_total)):
        if not lines and said is not None and annex.items and said not in counts:
            lines = [f"{_who_says(said, sections, article)} ghi {said}, đọc được {len(annex.items)}"]
    lines = lines or _wrong_tallies(annex)
    if lines:
        annex.flags.append("control_total_mismatch")
        annex.questions.append(
            Question(
                ReviewKind.CONTROL_TOTAL_MISMATCH,
                fields(text="; ".join(lines)),
            )
        )
    return declared


def _counts_of(annex: Annex) -> set[int]:
    """What a count of the whole may count: its rows, or its procedures, of which one may have a row for each level (R-TBL-4);
    with those that are struck through or not seen, or without them."""
    found: set[int] = set()
    for items in (annex.items, [item for item in annex.items if UNSAID.isdisjoint(item.flags)]):
        found |= {len(items), len({item.code or key(item.name) for item in items})}
    return found


_HEADINGS = 3  # headings that are quoted; chosen, not measured
_QUOTED = 120  # signs of an article that are quoted; chosen, not measured


def _who_says(count: int, sections: list[Section], article: str) -> str:
    """The headings whose counts add up to it, else the article, as printed."""
    counted = [one for one in sections if one.heading.count is not None]
    if count == _declared(sections) and counted:
        named = "; ".join(f"“{_short(one.heading)}”" for one in counted[:_HEADINGS])
        return f"{named}{'; …' if len(counted) > _HEADINGS else ''}"
    return f"“{article[:_QUOTED]}{'…' if len(article) > _QUOTED else ''}”" if article else "văn bản"


#: "Tổng cộng: 05 thủ tục"; one that counts something else of them ("… cắt giảm thời hạn: 03") is none of these.
_TALLY = re.compile(
    rf"[-–+* ]*{TALLY_OPENS}(?: (?:cong|so))*"
    rf"(?: (?:cac|danh muc|{TALLIED}|cong bo|trong danh muc|la|co|gom))*"
    rf" ?[:(–-]? ?(?:co |gom )?0*(?P<count>\d{{1,4}}) ?{TALLIED}?[ .;)]*"
)


def _wrong_tallies(annex: Annex) -> list[str]:
    """Tallies below a list that count neither its rows nor those of a table or heading."""
    tables = Counter(item.table_no for item in annex.items)
    counted = {*_counts_of(annex), *tables.values()}
    counted |= {
        count for section in annex.sections for count in (section.items, section.items - section.unsaid)
    }
    found = [(text, _TALLY.fullmatch(fold(text).strip())) for text in annex.tallies]
    return [
        f"“{text[:80]}”, đọc được {len(annex.items)}"
        for text, tally in found
        if tally is not None and annex.items and int(tally["count"]) not in counted
    ]


def _short(heading: Heading) -> str:
    text = re.sub(r"\s*\([^()]*\)\s*$", "", heading.text)
    _, _, rest = split_mark(text)
    return rest[:80]


def _declared(sections: list[Section]) -> int | None:
    """Sum of the counters nearest to the top; those below a counted heading are parts of it.

    None where rows stand below headings without any: then no sum is that of the whole.
    """
    total: int | None = None
    counted_at: int | None = None
    counted = 0
    for section in sections:
        if counted_at is not None and section.depth > counted_at:
            continue
        counted_at = None
        if section.heading.count is not None:
            total = (total or 0) + section.heading.count
            counted_at = section.depth
            counted += section.items
    return total if counted == sum(section.items for section in sections if not section.depth) else None
