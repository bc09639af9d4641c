"""What was read from one document and why, as facts and rows: for a terminal, for JSON, for a page with pictures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from niemyet.model.messages import Message, day_words, msg
from niemyet.model.records import Explained, Paragraph, Question, Relation, Row, Table, TracedRow
from niemyet.model.tables import ReadItem
from niemyet.model.words import EffectSource, Level, Standing
from niemyet.reports.kind_words import flag_words
from niemyet.reports.site.labels import KINDS as DECISIONS
from niemyet.reports.site.labels import RELATIONS
from niemyet.reports.traced_words import traced_words
from niemyet.reports.words import ACTIONS, LEVELS
from niemyet.transforms.law.review_kinds import sentence

MEANINGS = {
    "header": ("tiêu đề cột", "header"),
    "section": ("đề mục", "section"),
    "item": ("thủ tục", "item"),
    "continuation": ("nối dòng trên", "continuation"),
    "text": ("chữ", "text"),
    "ignored": ("bỏ qua", "left out"),
}
_LONGEST_TEXT = 160  # letters that a cell shows; chosen, not measured


def facts(explained: Explained, lang: str = "vi") -> list[tuple[str, str]]:
    """What concerns the document as a whole: label and value; what is not known is "—"."""
    document, reading = explained.document, explained.reading
    told = [
        (msg("File"), explained.name),
        (msg("Format"), _medium(explained, lang)),
        (msg("Issuer"), _or_dash(reading.issuer_name)),
        (msg("Number and symbol"), _or_dash(reading.number_text)),
        (msg("Signed on"), day_words(reading.signed_on, lang) if reading.signed_on else "—"),
        (msg("Kind"), DECISIONS[reading.kind][0 if lang == "vi" else 1]),
        (msg("What it is about"), _or_dash(reading.title)),
        (msg("Effect"), _effect(explained, lang)),
        (msg("Relations"), "; ".join(_relation(one, lang) for one in reading.relations) or "—"),
        (msg("Basis (decisions)"), "; ".join(one.number_text for one in reading.basis) or "—"),
        (msg("Sectors"), "; ".join(reading.sectors) or "—"),
        (msg("Items: declared / read"), _counts(explained)),
        (msg("Flags"), ", ".join(flag_words((*document.flags, *reading.flags), lang)) or "—"),
    ]
    return [(label.text(lang), value) for label, value in told]


def explained_rows(explained: Explained, *, vi: bool) -> list[dict[str, Any]]:
    """One row per traced row, in reading order, with the item that came of it."""
    return [_explained(explained, traced, vi=vi) for traced in explained.trace]


STANDINGS = {
    Standing.USED: ("đã dùng", "used"),
    Standing.NO_ACCOUNT: ("không tính", "of no account"),
    Standing.LEFT_OVER: ("còn lại", "left over"),
}
#: Things that an account goes through, as a person names them.
_THINGS = {
    "code": ("mã", "codes"),
    "codes": ("mã còn lại", "codes left over"),
    "table": ("bảng", "tables"),
    "line": ("dòng chữ", "lines"),
    "column": ("cột", "columns"),
    "heading": ("tiêu đề", "headings"),
    "date": ("ngày hiệu lực", "days of effect"),
    "picture": ("hình", "pictures"),
    "list": ("danh mục không kẻ ô", "lists without lines"),
    "note": ("chú thích", "notes"),
}


def account_lines(explained: Explained, *, vi: bool) -> list[str]:
    """The account of a document: how many of each thing are used, of no account, left over; and what is left over."""
    column = 0 if vi else 1
    counted: dict[str, dict[Standing, int]] = {}
    for one in explained.account:
        held = counted.setdefault(one.kind, {})
        held[one.standing] = held.get(one.standing, 0) + 1
    lines = [
        f"  {_THINGS[kind][column]}: "
        + ", ".join(
            f"{held[standing]} {STANDINGS[standing][column]}" for standing in Standing if standing in held
        )
        for kind, held in counted.items()
    ]
    left = [
        f"  ! {_THINGS[one.kind][column]} ({one.place}): {shortened(one.text)} – {one.why}"
        for one in explained.account
        if one.standing is Standing.LEFT_OVER
    ]
    return [("Sổ kê" if vi else "Account") + ":", *lines, *left] if explained.account else []


def questions(explained: Explained, *, vi: bool = True) -> list[dict[str, Any]]:
    """What the reading would not decide alone."""
    return [
        {
            "kind": question.kind,
            "page": _page_of(question, explained.reading.items),
            "row": _row_of(question, explained.reading.items),
            "question": sentence(question.kind, question.fields, vi=vi),
            "candidates": list(question.candidates),
        }
        for question in explained.reading.questions
    ]


def text_of(explained: Explained, traced: TracedRow) -> str:
    """The words of a traced row as they stand in the document."""
    found = place_of(explained, traced)
    if found is None:
        return ""
    if isinstance(found, Paragraph):
        return found.text
    return " | ".join(cell.text for cell in found.cells if cell.text and not cell.merged)


def place_of(explained: Explained, traced: TracedRow) -> Row | Paragraph | None:
    """The row, or the paragraph, that a trace speaks of."""
    blocks = explained.document.blocks
    if traced.table_no == 0:
        block = blocks[traced.row] if traced.row < len(blocks) else None
        return block if isinstance(block, Paragraph) else None
    for block in blocks:
        if isinstance(block, Table) and block.number == traced.table_no:
            return block.rows[traced.row] if traced.row < len(block.rows) else None
    return None


def item_words(item: ReadItem, *, vi: bool) -> str:
    """An item in one line: action, code, levels."""
    side = 0 if vi else 1
    levels = ", ".join(LEVELS[level][side] for level in Level if level in item.levels) or "?"
    return f"{ACTIONS[item.action][side]} · {item.code or '—'} · {levels}"


#: What a row says beside what it is of: columns of an item, and how a person calls them.
_VALUES = {
    "effective_on": msg("in effect from {value}", value=""),
    "effective_until": msg("until before {value}", value=""),
    "time_legal": msg("time by law: {value}", value=""),
    "time_local": msg("time: {value}", value=""),
    "fee": msg("fee: {value}", value=""),
    "note": msg("note: {value}", value=""),
}


def item_values(item: ReadItem, lang: str) -> list[str]:
    """What the row itself says: its own days, times, fee and note; nothing of what it leaves out."""
    return [
        Message(told.msgid, {"value": _short(value)}).text(lang)
        for name, told in _VALUES.items()
        if (value := getattr(item, name)) is not None
    ]


def _short(value: object) -> object:
    return shortened(" ".join(value.split())) if isinstance(value, str) else value


def _explained(explained: Explained, traced: TracedRow, *, vi: bool) -> dict[str, Any]:
    items = explained.reading.items
    item = items[traced.item] if traced.item is not None and traced.item < len(items) else None
    row: dict[str, Any] = {
        "where": _where(traced, vi=vi),
        "read_as": read_as(explained, traced, vi=vi),
        "page": traced.page,
        "table": traced.table_no or None,
        "row": traced.row,
        "meaning": MEANINGS[traced.meaning][0 if vi else 1],
        "detail": traced.detail,
        "text": shortened(text_of(explained, traced)),
    }
    if item is None or traced.meaning != "item":
        return row | {
            "action": None,
            "code": None,
            "levels": None,
            "sector": None,
            "name": None,
            **dict.fromkeys(_VALUES),
            "flags": None,
        }
    return row | {
        "action": item.action.value,
        "code": item.code,
        "levels": [level.value for level in item.levels],
        "sector": item.sector,
        "name": item.name,
        **{name: getattr(item, name) for name in _VALUES},
        "flags": list(item.flags),
    }


def read_as(explained: Explained, traced: TracedRow, *, vi: bool) -> str:
    """What a traced row was read as, and why, in one line."""
    items = explained.reading.items
    if traced.meaning == "item" and traced.item is not None and traced.item < len(items):
        item = items[traced.item]
        words = flag_words(item.flags, "vi" if vi else "en")
        flags = f" [{', '.join(words)}]" if words else ""
        values = "".join(f" · {one}" for one in item_values(item, "vi" if vi else "en"))
        return f"{traced.item + 1}. {item_words(item, vi=vi)}{values}{flags}"
    word = MEANINGS[traced.meaning][0 if vi else 1]
    detail = traced_words(traced.meaning, traced.detail, vi=vi)
    return f"{word}: {detail}" if detail else word


def _where(traced: TracedRow, *, vi: bool) -> str:
    """Page, table and row as people count, from 1."""
    page = f"{'tr.' if vi else 'p.'}{traced.page} " if traced.page is not None else ""
    if traced.table_no == 0:
        return f"{page}{'đoạn' if vi else 'para.'} {traced.row + 1}"
    return f"{page}{'bảng' if vi else 'table'} {traced.table_no}/{traced.row + 1}"


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _medium(explained: Explained, lang: str) -> str:
    document = explained.document
    parts = [document.media]
    if document.pages is not None:
        parts.append(msg("{count} pages", count=document.pages).text(lang))
    if document.signed:
        parts.append(msg("signed copy").text(lang))
    return ", ".join(parts)


#: Where a day of effect comes from, as a person reads it.
EFFECTS = {
    EffectSource.EXPLICIT: msg("stated as a day"),
    EffectSource.SIGNING_CLAUSE: msg("from the day of signing on, as the document says"),
    EffectSource.DEFAULT_SIGNED: msg("nothing is said of it; for now the day of signing"),
    EffectSource.INDIRECT: msg("that of another document"),
    EffectSource.UNREAD: msg("a clause that cannot be read"),
}


def _effect(explained: Explained, lang: str) -> str:
    reading = explained.reading
    if reading.effect_source is None:
        return "—"
    days = [day_words(day, lang) for day in (reading.effective_on, reading.effective_until) if day]
    return f"{' → '.join(days) or '—'} ({EFFECTS[reading.effect_source].text(lang)})"


def _relation(relation: Relation, lang: str) -> str:
    day = f" {day_words(relation.target.signed_on, lang)}" if relation.target.signed_on else ""
    scope = f" [{relation.scope}]" if relation.scope else ""
    return f"{RELATIONS[relation.type][0 if lang == 'vi' else 1]} {relation.target.number_text}{day}{scope}"


def _counts(explained: Explained) -> str:
    declared = explained.reading.declared_items
    return f"{'—' if declared is None else declared} / {len(explained.reading.items)}"


def _page_of(question: Question, items: tuple[ReadItem, ...]) -> int | None:
    if question.page is not None or question.item is None or question.item >= len(items):
        return question.page
    return items[question.item].page


def _row_of(question: Question, items: tuple[ReadItem, ...]) -> str | None:
    if question.item is None or question.item >= len(items):
        return None
    item = items[question.item]
    return "/".join(part for part in (item.part, item.row_no) if part) or None


def _or_dash(value: object) -> str:
    return str(value) if value else "—"


def marks_by_page(explained: Explained) -> Mapping[int, list[tuple[TracedRow, Row | Paragraph]]]:
    """Traced rows with their places, by page; rows of formats without pages are not among them."""
    pages: dict[int, list[tuple[TracedRow, Row | Paragraph]]] = {}
    for traced, place in _placed(explained, explained.trace):
        page = place.page or traced.page
        if page is not None:
            pages.setdefault(page, []).append((traced, place))
    return pages


def _placed(explained: Explained, trace: Iterable[TracedRow]) -> Iterator[tuple[TracedRow, Row | Paragraph]]:
    for traced in trace:
        place = place_of(explained, traced)
        if place is not None:
            yield traced, place
