"""The account of a document: all that is printed in it is used, of no account by a rule, or left over and asked about.

A reader that knows what it did not read cannot be silently wrong about a layout that nobody has shown it. The account is
made after the reading, from the document itself: every code, table, line of an annex, column, picture, note, heading and
count. What is left over is one question a kind and section.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from niemyet.extractors.decisions.annex_records import Annex, UnreadLine
from niemyet.extractors.decisions.beside_values import speaks_of_a_numbered_row
from niemyet.extractors.decisions.glued_remarks import Where, remarks_on_its_row
from niemyet.extractors.decisions.heading_patterns import (
    actions_named,
    is_tally,
    is_weakly_abolished,
    levels_named,
)
from niemyet.extractors.decisions.layout import Layout, each_line_of, is_capitals
from niemyet.extractors.decisions.limits import is_held_to_a_place
from niemyet.extractors.decisions.row_days import is_of_another, speaks_of_effect
from niemyet.extractors.decisions.row_notes import keeps, says_of_its_row
from niemyet.extractors.decisions.said_of_procedures import says_of_procedures
from niemyet.extractors.decisions.sections import Section
from niemyet.extractors.decisions.sentences import Sentence
from niemyet.extractors.decisions.units_in_labels import counts_values
from niemyet.model.records import (
    Accounted,
    Document,
    Paragraph,
    Question,
    Relation,
    Row,
    Table,
    TracedRow,
    fields,
)
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, NoteKind, RelationType, ReviewKind, Standing
from niemyet.transforms.language.codes import Code, find_codes
from niemyet.transforms.language.dates import FULL_DAY
from niemyet.transforms.language.text import fold

_LONGEST_SHOWN = 200  # letters of a piece that a question shows; chosen, not measured
_MOST_SHOWN = 6  # pieces that one question names; chosen, not measured
# Codes that one question names: each of them may be a row that nobody read; chosen, not measured:
_MOST_CODES = 200
#: Lines of an annex that list nothing: where it belongs, letterhead and motto, signature, receipt, page numbers.
_OF_NO_ACCOUNT = re.compile(
    r"\(?(?:ban hanh )?kem theo\b|noi nhan\b|(?:kt|tm|tuq|tl|q)\. ?|(?:pho )?(?:chu tich|giam doc|chanh van phong|bo truong)\b"
    r"|cong hoa xa hoi|doc lap ?[-–—]|so ?:|ubnd |uy ban nhan dan |trang \d|[-–] ?(?:nhu dieu|luu|cac |so |van phong"
    r"|trung tam|ubnd)"
    r"|luu ?: ?vt|nguoi (?:ky|lap bieu)|(?:da ky|ky ten|dong dau)|\d{1,3}$|[^a-z]*$|phu luc\b|danh muc\b"
    r"|(?:[a-z ]+, )?ngay \d{1,2} thang \d{1,2} nam"
)
#: Words by which a line or note does something to a procedure.
_ACTS = re.compile(
    r"\b(?:bai bo|huy bo|thay the|sua doi|het hieu luc|ban hanh moi|cong bo|dinh chinh|tam (?:dung|ngung)|dinh chi"
    r"|gia han|khoi phuc"
    r"|hieu luc (?:thi hanh )?(?:ke )?tu|(?:thuc hien|ap dung) (?:ke )?(?:tu|den))\b"
)
#: A note that names the row it speaks of: "Thủ tục số 2 …", "TTHC có STT 3".
_OF_A_ROW = re.compile(
    r"\b(?:thu tuc(?: hanh chinh)?|tthc) (?:co |tai |mang )?(?:stt|so thu tu|so)\s*:?\s*\d"
)
#: A note that holds a list to a part of the ground: "[1] Trừ xã Đạ Huoai", "(*) Chỉ ở các phường".
_OF_SOME_PLACE = re.compile(
    r"[^a-z]*(?:(?:ghi chu|luu y|chu thich)\W+)?(?:ngoai tru|tru|rieng|chi|khong)\b[^.;]*"
    r"\b(?:xa|phuong|huyen|dac khu|dia ban|thon)\b"
)
_OF_PROCEDURES = re.compile(r"\b(?:thu tuc|tthc)\b")
#: A form of a process or of a procedure's full contents; it lists no procedures (wild/04).
_FORM = re.compile(
    r"\b(?:buoc (?:\d|thuc hien|cong viec)|trinh tu|ky hieu quy trinh|noi dung cong viec|trach nhiem|bieu mau"
    r"|ket qua thuc hien|don de nghi"
    r"|thanh phan ho so|so luong ho so|ban chinh|ban sao|nguoi thuc hien|lanh dao phong|chuyen vien)\b"
)
_RECEIPT = re.compile(
    r"\b(?:noi nhan|kt\. ?chu tich|tm\. ?|chu tich|giam doc|doc lap ?[-–—]? ?tu do|cong hoa xa hoi)\b"
)
_HEADS = re.compile(r"(?:(?:cac|nhung|nhom|danh muc) )*(?:tthc|thu tuc(?: hanh chinh)?)\b(?! nay\b)")
_LONGEST_TITLE = 150  # letters of a line above a table that names it; chosen, not measured
_FEWEST_WORDS = 8  # letters of a line that can name a procedure; chosen, not measured


@dataclass(frozen=True, slots=True)
class Account:
    """What became of each thing that is printed, and the questions about what is left over."""

    entries: tuple[Accounted, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reading has used, for the account."""

    items: Sequence[ReadItem]
    relations: Sequence[Relation]
    asked: Sequence[Question]
    own_effects: Iterable[str]  # codes that have an effect of their own
    dated: Iterable[str]  # clauses of articles that gave rows their own effect
    notes: frozenset[str]  # numbers of the notes that were put to rows
    lines: frozenset[int]  # blocks whose line was put to rows
    sentences: Sequence[Sentence]
    lists: bool  # the document is of a kind that lists procedures
    of_processes: bool = (
        False  # it approves how offices work: which procedures that is for changes none (DOMAIN §2.4)
    )


def account_for(
    document: Document, layout: Layout, annex: Annex, taken: Taken, *, explained: bool = True
) -> Account:
    """Go through a document and tell what became of it; where that is not asked, rows read at a glance are left out."""
    entries: list[Accounted] = []
    questions: list[Question] = []
    used = _used_codes(taken)
    if taken.lists:
        questions += _add(entries, _tables(document, layout, annex, taken))
        questions += _add(entries, _lines(layout, annex, taken, used))
        questions += _add(entries, _columns(annex))
        questions += _add(entries, _headings(annex))
        questions += _add(entries, _dates(annex))
        questions += _add(entries, _pictures(document, layout, taken))
        questions += _add(entries, _clauses(taken, used))
    questions += _add(entries, _unsaid(layout))
    questions += _add(entries, _notes(document, taken, used))
    questions += _add(entries, _stars(taken))
    questions += _add(entries, _codes(document, layout, annex, taken, used, explained=explained))
    return Account(tuple(entries), tuple(questions))


Found = tuple[Accounted, Question | None]


def _add(entries: list[Accounted], found: Iterable[Found]) -> list[Question]:
    """Keep what was found; gives the questions about it."""
    told = list(found)
    entries += [entry for entry, _ in told]
    return [question for _, question in told if question is not None]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


# ---- codes -----------------------------------------------------------------------------------------------


def _codes(
    document: Document,
    layout: Layout,
    annex: Annex,
    taken: Taken,
    used: frozenset[str],
    *,
    explained: bool,
) -> Iterator[Found]:
    """Every code printed anywhere: of a row, clause or relation; of the basis; or of nothing."""
    left: dict[str, list[str]] = {}
    forms = frozenset() if taken.lists else _process_forms(document)
    for place, text in _weighed(_places(document, layout, annex, used, forms), layout, taken):
        if place == _IN_ROW and text in used:  # a code and nothing else: of it nothing is asked
            if explained:
                yield Accounted("code", text, place, Standing.USED, _USED), None
            continue
        for code in find_codes(text):
            standing, why = _of_code(code.base, place, used)
            if standing is Standing.LEFT_OVER and code.base not in left.setdefault(place, []):
                left[place] += [code.base, _around(text, code.text)]
            yield Accounted("code", code.base, place, standing, why), None
    for place, said in left.items():
        codes, text = said[::2], said[1]
        question = Question(
            ReviewKind.LEFT_OVER_CODE,
            fields(codes=", ".join(codes[:_MOST_CODES]), place=place, text=text),
            tuple(codes[:_MOST_CODES]),
        )
        yield (
            Accounted("codes", ", ".join(codes), place, Standing.LEFT_OVER, "không thuộc dòng hay câu nào"),
            question,
        )


#: A process is approved, changed or ended, not its procedure.
_OF_PROCESS = re.compile(r"\bquy trinh (?:noi bo|dien tu|giai quyet|thuc hien|so|lien thong)\b")
_LIST_OF_PROCESSES = re.compile(r"\bdanh muc\b[^.;]{0,40}\bquy trinh\b")
_ACTS_ON_LISTS = re.compile(
    r"\b(?:danh muc|cac|\d+) ?(?:tthc|thu tuc)\b[^.;]*\b(?:bai bo|huy bo|thay the|moi ban hanh|ban hanh moi|sua doi)\b"
    r"|\b(?:bai bo|huy bo|thay the)\b[^.;]*\b(?:tthc|thu tuc)\b"
)


def _weighed(places: Iterable[tuple[str, str]], layout: Layout, taken: Taken) -> Iterator[tuple[str, str]]:
    """Texts with where they stand; those of a decision on processes that only say whose process it is are of no account.

    So is a table that a line calls a list of processes; any other list in such a decision is asked about.
    """
    lines = [fold(block.text) for block in layout.annex if isinstance(block, Paragraph)]
    acts = any(_ACTS_ON_LISTS.search(line) and not _OF_PROCESS.search(line) for line in lines)
    listed = any(_LIST_OF_PROCESSES.search(line) for line in lines)
    for place, text in places:
        of_annex = not acts and (place == "phụ lục" or (listed and place.startswith("bảng")))
        of_process = taken.of_processes and (of_annex or _names_processes(text))
        yield _PROCESS if of_process else place, text


def _names_processes(text: str) -> bool:
    """Whether each sentence of a text that names a procedure speaks of its process."""
    sentences = re.split(r"[.;]\s", text)
    return all(_OF_PROCESS.search(fold(one)) for one in sentences if find_codes(one))


def _around(text: str, code: str) -> str:
    at = max(text.find(code), 0)
    return text[max(0, at - 100) : at + 100]


def _asked_by_code(text: str, used: frozenset[str]) -> bool:
    """Whether a text is asked about by a code that is no row's. What is said of a row's code is asked about by its words."""
    return any(code.base not in used for code in find_codes(text))


def _used_codes(taken: Taken) -> frozenset[str]:
    used = {code for item in taken.items for code in (item.code, *item.replaces) if code}
    used |= {
        one.base
        for item in taken.items
        if item.code_text != item.code
        for one in find_codes(item.code_text or "")
    }
    used |= {one.base for item in taken.items for one in find_codes(item.name)}
    used |= {  # what a correction says was printed
        one.base
        for item in taken.items
        if item.action is Action.CORRECT
        for one in find_codes(item.note or "")
    }
    used |= {one.base for relation in taken.relations for one in find_codes(relation.scope or "")}
    used |= {one.base for question in taken.asked for said in question.candidates for one in find_codes(said)}
    used |= {one.base for question in taken.asked for _, said in question.fields for one in find_codes(said)}
    return frozenset(used | set(taken.own_effects))


def _of_code(base: str, place: str, used: frozenset[str]) -> tuple[Standing, str]:
    if base in used:
        return Standing.USED, _USED
    if place in _SILENT_PLACES:
        return Standing.NO_ACCOUNT, place
    return Standing.LEFT_OVER, "không thuộc dòng hay câu nào"


_USED = "của một dòng, câu hoặc câu hỏi"
_BASIS = "căn cứ"
_PROCESS = "quy trình, nội dung cụ thể"
_UNREAD = "bảng chưa đọc được (đã hỏi)"
_SILENT_PLACES = frozenset({_BASIS, _PROCESS, _UNREAD})


def _process_forms(document: Document) -> frozenset[int]:
    """Tables of steps in a decision that lists nothing: which procedures a process is for changes none (DOMAIN §2.4)."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    return frozenset(
        table.number for table in tables if len(set(_FORM.findall(fold(_text_of(table))))) >= _FEWEST_STEPS
    )


_FEWEST_STEPS = 2  # different words of a form that a table of steps has at the least; chosen, not measured


def _places(
    document: Document, layout: Layout, annex: Annex, used: frozenset[str], forms: frozenset[int]
) -> Iterator[tuple[str, str]]:
    """Texts with where they stand: basis, title, articles, rows, lines, notes."""
    yield from ((_BASIS, line) for line in layout.basis)
    yield from (("tên gọi", line) for line in (*layout.title, *layout.letterhead))
    for article in layout.articles:
        yield from ((article.label, paragraph) for paragraph in article.paragraphs)
    trace = {(one.table_no, one.row): one for one in annex.trace}
    inner = [table for _, table in layout.inner_tables]
    for block in (*inner, *layout.annex):
        if not isinstance(block, Table):
            continue
        for place, row in enumerate(block.rows):
            told = trace.get((block.number, place))
            if told is not None and (own := _own_code(told, annex, forms)) is not None:
                yield _IN_ROW, own
                continue
            codes = [code for cell in row.cells if not cell.merged for code in find_codes(cell.text)]
            if codes:  # none reaches over the edge of a cell
                yield from _places_in_row(block.number, told, row, codes, annex, used, forms)
    silent = _silent_blocks(layout, annex)
    for block, at in zip(layout.annex, layout.annex_places, strict=True):
        if isinstance(block, Paragraph):
            yield (_PROCESS if at in silent else "phụ lục"), block.text
    yield from (("chú thích", note.text) for note in document.notes)


def _own_code(told: TracedRow, annex: Annex, forms: frozenset[int]) -> str | None:
    """The code of a row that was read at a glance, which has no other; None for any other row."""
    number = told.table_no
    if told.item is None or (number, told.row) not in annex.plain or number in forms:
        return None
    return None if number in annex.unread_tables or _NO_LIST in told.detail else annex.items[told.item].code


_NO_LIST = "không có danh mục"


def _places_in_row(
    number: int,
    told: TracedRow | None,
    row: Row,
    codes: Sequence[Code],
    annex: Annex,
    used: frozenset[str],
    forms: frozenset[int],
) -> Iterator[tuple[str, str]]:
    """A row of a table, with what its codes count for; where it was read as a row, each of its codes by itself."""
    if number in forms:
        yield _PROCESS, _shown(row)
    elif number in annex.unread_tables:
        yield _UNREAD, _shown(row)
    elif told is not None and _NO_LIST in told.detail:
        yield _PROCESS, _shown(row)
    elif told is not None and told.meaning in {"item", "continuation"}:
        own = annex.items[told.item] if told.item is not None and told.item < len(annex.items) else None
        if own is not None and own.code is None:  # its code stands in a column that is not its code's
            yield f"bảng {number}", _shown(row)
        else:
            yield from _of_row(number, row, codes, used)
    else:
        yield f"bảng {number}", _shown(row)


def _shown(row: Row) -> str:
    return " | ".join(cell.text for cell in row.cells if cell.text and not cell.merged)


def _of_row(number: int, row: Row, codes: Sequence[Code], used: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The codes of a row that was read: another code in it counts where words say that something is done to it."""
    for code in codes:
        if code.base in used:
            yield _IN_ROW, code.text
            continue
        text = _shown(row)
        folded, at = fold(text), max(text.find(code.text), 0)
        before = folded[max(0, at - 80) : at] if len(folded) == len(text) else folded
        yield (f"bảng {number}" if _ACTS_ON_CODE.search(before) else _IN_ROW), code.text


_ACTS_ON_CODE = re.compile(
    r"\b(?:thay the|bai bo|huy bo|thay cho|ma (?:so |tthc |thu tuc )*moi|(?:doi|sua)(?: doi)? ma|nay la)\b"
)
_IN_ROW = "ghi chú của dòng"
_SILENT_PLACES = _SILENT_PLACES | {_IN_ROW}


def _silent_blocks(layout: Layout, annex: Annex) -> frozenset[int]:
    """Places of paragraphs below headings under which no procedures are listed."""
    headings = {one.row: one for one in annex.trace if one.table_no == 0 and one.meaning == "section"}
    silent, found = False, set()
    for at in layout.annex_places:
        if at in headings:
            silent = "lists=none" in headings[at].detail
        if silent:
            found.add(at)
    return frozenset(found)


# ---- tables ----------------------------------------------------------------------------------------------


def _tables(document: Document, layout: Layout, annex: Annex, taken: Taken) -> Iterator[Found]:
    """Every table: a list, no list by a rule, or left over."""
    meanings: dict[int, Counter[str]] = defaultdict(Counter)
    for (number, meaning), count in Counter([(one.table_no, one.meaning) for one in annex.trace]).items():
        meanings[number][meaning] = count
    details = {(one.table_no, one.detail) for one in annex.trace}
    silent = {number for number, detail in details if _NO_LIST in detail}
    read = {item.table_no for item in taken.items if item.table_no is not None}
    placed = {block.number for block in layout.annex if isinstance(block, Table)}
    placed |= {table.number for _, table in layout.inner_tables}
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        shown = f"bảng {block.number}"
        standing, why = _of_table(block, meanings[block.number], read, silent, annex, placed)
        text = _short(_text_of(block, _LONGEST_SHOWN))
        entry = Accounted("table", text, shown, standing, why, _page_of(block))
        question = None
        if standing is Standing.LEFT_OVER:
            said = fields(table=block.number, page=_page_of(block), count=len(block.rows), text=text)
            question = Question(ReviewKind.LEFT_OVER_TABLE, said)
        yield entry, question


def _of_table(
    table: Table,
    meanings: Counter[str],
    read: set[int],
    silent: set[int],
    annex: Annex,
    placed: set[int],
) -> tuple[Standing, str]:
    if table.number in read:
        return Standing.USED, f"{meanings['item']} dòng"
    if table.number in annex.unread_tables or ReviewKind.ROW_UNREAD in annex.flags:
        return Standing.NO_ACCOUNT, "đã hỏi"
    if table.number in silent:
        return Standing.NO_ACCOUNT, "dưới tiêu đề không có danh mục"
    if meanings and set(meanings) <= {"header", "section", "text", "continuation"}:
        return Standing.USED, "tiêu đề, dòng nối"
    text = _text_of(table)
    folded = fold(text)
    if table.number not in placed:
        return Standing.NO_ACCOUNT, "trong phần đầu hoặc các điều"
    if _RECEIPT.search(folded) and len(table.rows) <= _SMALL:
        return Standing.NO_ACCOUNT, "phần đầu, nơi nhận, chữ ký"
    if _FORM.search(folded) and not find_codes(text):
        return Standing.NO_ACCOUNT, "quy trình, thành phần hồ sơ hoặc biểu mẫu"
    filled = [row for row in table.rows if sum(bool(cell.text) for cell in row.cells if not cell.merged) > 1]
    if len(filled) < 2 and not find_codes(text):
        if any(map(_speaks_in_frame, each_line_of(table))):
            return Standing.LEFT_OVER, "chữ trong khung nói về thủ tục"
        return Standing.NO_ACCOUNT, "chỉ trình bày chữ"
    return Standing.LEFT_OVER, "có dòng nhưng không đọc được thành danh mục"


def _speaks_in_frame(line: str) -> bool:
    """Whether a line in a table that only frames text says something of procedures, as a line of the annex would; no title."""
    folded = fold(line)
    heads = _HEADS.match(folded) and not _has_day(folded) and not is_held_to_a_place(line)
    if is_capitals(line) or heads:
        return False
    return _of_line(UnreadLine(line, None, None, 0, numbered=False, section=None), frozenset()) is not None


_SMALL = 6  # rows of a table that only places letterhead, receipt and signature; chosen, not measured


def _text_of(table: Table, enough: int | None = None) -> str:
    """The text of a table; of a long one no more than is enough, and a sign to tell that there is more."""
    parts: list[str] = []
    length = 0
    for row in table.rows:
        said = [cell.text for cell in row.cells if cell.text and not cell.merged]
        parts += said
        length += sum(map(len, said))
        if enough is not None and length > enough:
            break
    return " | ".join(parts)


def _page_of(table: Table) -> int | None:
    return table.rows[0].page if table.rows else None


# ---- lines of an annex --------------------------------------------------------------------------------------


def _lines(layout: Layout, annex: Annex, taken: Taken, used: frozenset[str]) -> Iterator[Found]:
    """Lines of an annex that were read as nothing: one question for a section whose lines may be rows or clauses."""
    left: dict[tuple[str, ReviewKind], list[UnreadLine]] = {}
    addressees = _addressees(layout, annex)
    asked = {text for one in taken.asked for name, text in one.fields if name == "text"}
    for line in annex.lines:
        place = f"mục {line.part}" if line.part else "phụ lục"
        if line.place in taken.lines:
            yield (
                Accounted("line", _short(line.text), place, Standing.USED, "chú thích của dòng", line.page),
                None,
            )
            continue
        if is_held_to_a_place(line.text) and line.text.strip()[:300] in asked:
            yield Accounted("line", _short(line.text), place, Standing.USED, "đã hỏi", line.page), None
            continue
        kind = None if line.place in addressees else _of_line(line, used)
        values = (value for item in annex.items for value in (item.time_local, item.time_legal, item.fee))
        if kind is None and counts_values(line.text, values):
            kind = ReviewKind.LEFT_OVER_NOTE  # "Đơn vị tính: nghìn đồng" above "50"
        if kind is None:
            why = "nơi nhận" if line.place in addressees else "không nói về thủ tục nào"
            yield Accounted("line", _short(line.text), place, Standing.NO_ACCOUNT, why, line.page), None
            continue
        left.setdefault((place, kind), []).append(line)
    for (place, kind), lines in left.items():
        text = _short(" / ".join(line.text for line in lines[:_MOST_SHOWN]))
        question = Question(kind, fields(place=place, text=text, count=len(lines)))
        yield Accounted("line", text, place, Standing.LEFT_OVER, "chưa đọc được", lines[0].page), question


#: An addressee below "Nơi nhận": a dash, an office or a name, nothing that is done to a procedure.
_ADDRESSEE = re.compile(r"\s*[-–+•*]\s*\S")


def _addressees(layout: Layout, annex: Annex) -> frozenset[int]:
    """Places of the lines below "Nơi nhận:", as far as they are addressees: "- Cục Kiểm soát TTHC;" lists nothing.

    They end with the next heading or list; what acts on a procedure is none, wherever it stands.
    """
    ends = {one.row for one in annex.trace if not one.table_no}
    lists = {one.table_no for one in annex.trace if one.meaning in {"header", "item", "section"}}
    found: set[int] = set()
    begun = False
    for block, place in zip(layout.annex, layout.annex_places, strict=True):
        if isinstance(block, Table):
            cells = (cell.text for row in block.rows for cell in row.cells)
            begun = block.number not in lists and (begun or any(map(_begins_receipt, cells)))
        elif place in ends:
            begun = False
        elif _begins_receipt(block.text):
            begun = True
        elif begun and _is_addressee(block.text):
            found.add(place)
    return frozenset(found)


def _begins_receipt(text: str) -> bool:
    return fold(text).startswith("noi nhan")


def _is_addressee(text: str) -> bool:
    folded = fold(text)
    acts = _ACTS.search(folded) or is_weakly_abolished(folded) or _has_day(folded)
    return _ADDRESSEE.match(text) is not None and not acts and not find_codes(text)


def _of_line(line: UnreadLine, used: frozenset[str]) -> ReviewKind | None:
    """What a line that was read as nothing may be: a row, a clause, a note; None where a rule says that it is nothing."""
    folded = fold(line.text)
    if _asked_by_code(line.text, used):
        return None
    if find_codes(line.text) and _ACTS.search(folded):
        return ReviewKind.LEFT_OVER_TEXT
    if is_tally(line.text):
        return None
    if is_held_to_a_place(line.text):
        return ReviewKind.LEFT_OVER_NOTE
    if is_note(line.text):
        return ReviewKind.LEFT_OVER_NOTE if _notes_something(line.text, folded) else None
    if not is_capitals(line.text) and speaks_of_a_numbered_row(line.text):
        return ReviewKind.LEFT_OVER_NOTE
    dated = (
        _ACTS.search(folded) and _has_day(folded) and "kem theo" not in folded and not is_capitals(line.text)
    )
    if _OF_NO_ACCOUNT.match(folded) and not dated and not (line.numbered and _OF_PROCEDURES.search(folded)):
        return None
    if sum(map(str.isalpha, line.text)) < _FEWEST_WORDS:
        return None
    above = line.section
    empty = (
        above is not None
        and not above.items
        and len(above.heading.actions) == 1
        and not is_capitals(line.text)
    )
    if (line.numbered or empty) and not _FORM.search(folded):
        return ReviewKind.LEFT_OVER_TEXT
    if (
        len(line.text) < _LONGEST_TITLE
        and _HEADS.match(folded)
        and not line.text.rstrip().endswith((".", ";"))
    ):
        return ReviewKind.LEFT_OVER_TEXT  # what reads like a heading and was taken as none
    acts = _ACTS.search(folded) or is_weakly_abolished(folded)
    if acts and (_OF_PROCEDURES.search(folded) or _has_day(folded)) and not is_capitals(line.text):
        return ReviewKind.LEFT_OVER_TEXT
    return None


def _notes_something(text: str, folded: str) -> bool:
    """Whether a note below a list says anything of its rows."""
    of_rows = _OF_PROCEDURES.search(folded) and (levels_named(folded) or _OF_A_ROW.search(folded))
    if _ACTS.search(folded) or _has_day(folded) or of_rows or _OF_SOME_PLACE.match(folded):
        return True
    said = _NOTE_MARK.sub("", text)
    return says_of_its_row(said) or keeps(said) or remarks_on_its_row(said, Where.NAME)


#: Figures above their line, which mark notes; within a class of signs.
RAISED = "⁰¹²³⁴-⁹"
_NOTE = re.compile(
    rf"(?:ghi chu|luu y|chu thich|chu y)\b|\(?\*+\)?|\[\d{{1,2}}\]|\(\d{{1,2}}\) |[{RAISED}]{{1,2}} ?"
)


#: What stands before the words of a note: "(*)", "[1]", "Ghi chú:".
_NOTE_MARK = re.compile(r"^\W*(?:\d{1,2}\W+)?(?:(?:Ghi chú|Lưu ý|Chú thích|Chú ý)\W+)?", re.IGNORECASE)


def is_note(text: str) -> bool:
    """Whether a line is a note below a list: "Ghi chú: …", "(*) …", "[1] …"."""
    return _NOTE.match(fold(text)) is not None


def _has_day(folded: str) -> bool:
    return re.search(FULL_DAY, folded) is not None


# ---- articles --------------------------------------------------------------------------------------------------

#: How a sentence of an article begins that does something to procedures.
_ACTING = re.compile(
    r"(?:dong thoi,? |quyet dinh nay |thong nhat )?(?:bai bo|huy bo|huy|dung|ngung|cham dut|tam (?:dung|ngung)"
    r"|dinh chi|khong (?:tiep tuc )?thuc hien"
    r"|dua (?:cac |ra )?(?:thu tuc|tthc|khoi)|loai (?:bo|khoi)|rut|sua doi|thay the|thu hoi|khoi phuc|gia han|keo dai)\b"
)
_ENDED = re.compile(
    r"\b(?:thu tuc|tthc)\b.*\b(?:het hieu luc|khong con (?:hieu luc|thuc hien)|cham dut|(?:bi|duoc) (?:bai bo|huy bo"
    r"|thay the)|(?<!noi )(?<!su )(?<!ap )(?<!xay )dung thuc hien)\b"
    # "Các thủ tục đã công bố trước đây trái với Quyết định này đều bãi bỏ": the verb stands last, without an object.
    r"|\b(?:thu tuc|tthc)\b.*\b(?:bai bo|huy bo|het hieu luc)[ .;]*$"
)
_OUT_OF_LIST = re.compile(r"\b(?:dua|loai|rut)\b.*\bkhoi danh muc\b")
_DUTIES = re.compile(
    r"\b(?:trach nhiem|niem yet|cap nhat|tham muu|to chuc thuc hien|quy trinh noi bo|quy trinh dien tu|giao (?:so"
    r"|ubnd|cac)|ban hanh kem theo"
    r"|cong bo kem theo|danh muc(?! nay))\b"
)


#: "… niêm yết công khai và gỡ bỏ các thủ tục hành chính hết hiệu lực": of whichever they are, as others say.
_TIDIES = re.compile(
    r"\b(?:go|xoa|thao|ha|rut|loai)(?: bo| xuong)? (?:cac |nhung )?(?:thu tuc|tthc)(?: hanh chinh)?"
    r" (?:da |bi |duoc )*(?:het hieu luc|bai bo|huy bo|khong con hieu luc)(?! (?:ke )?tu\b)"
)


#: "Bãi bỏ 02 thủ tục hành chính tại Phụ lục II", "Ban hành mới 01 thủ tục (Phụ lục I kèm theo)": the list of this decision.
_BY_ITS_ANNEX = re.compile(
    r"(?:cong bo )?(?P<act>ban hanh moi|bo sung|sua doi(?:,? bo sung)?|bai bo|huy bo) (?:danh muc )?(?:(?P<count>\d{1,3}) |cac )?"
    r"(?:thu tuc|tthc)\b(?:(?!\b(?:doi voi|chi|tru|khong|neu|khi|rieng|tu ngay|den|quyet dinh so)\b)[^;.:])*"
    r"\bphu luc(?: (?:so )?[ivx\d]{1,4})?(?: (?:ban hanh )?(?:kem theo|dinh kem)(?: quyet dinh nay)?)?\)?[.;]?"
)


#: "Bãi bỏ 02 thủ tục hành chính.": nothing but what is done, and to how many.
_BY_ITS_COUNT = re.compile(
    r"(?:\d{1,2}[.)] ?)?(?:cong bo )?(?P<act>ban hanh moi|bo sung|sua doi(?:,? bo sung)?|bai bo|huy bo) (?P<count>\d{1,3}) "
    r"(?:thu tuc(?: hanh chinh)?|tthc)[.;]?"
)


def _is_of_read_rows(folded: str, items: Sequence[ReadItem]) -> bool:
    """Whether a sentence does to procedures of an annex what the rows of the annexes were read to do, to as many of them."""
    said = _BY_ITS_ANNEX.fullmatch(folded.strip()) or _BY_ITS_COUNT.fullmatch(folded.strip())
    if said is None:
        return False
    done = Counter(item.action for item in items if item.table_no is not None)
    acts = actions_named(said["act"])
    return len(acts) == 1 and done[acts[0]] == int(said["count"] or done[acts[0]]) > 0


def _clauses(taken: Taken, used: frozenset[str]) -> Iterator[Found]:
    """Sentences of the articles that act on procedures: read as items, relations, effects or questions, or left over."""
    said = [fold(text) for question in taken.asked for name, text in question.fields if name == "text"]
    for sentence in taken.sentences:
        rest = sentence.text
        for clause in taken.dated:
            rest = rest.replace(clause, " ")
        folded = sentence.folded if rest == sentence.text else fold(rest)
        says = says_of_procedures(rest)
        acts = says or _ACTING.match(folded) or _ENDED.search(folded)
        if not acts or not (says or _OF_PROCEDURES.search(folded)):
            continue
        place = f"Điều {sentence.article}"
        read = (
            any(
                item.part == place and item.raw_text and fold(item.raw_text) in folded for item in taken.items
            )
            or (folded.endswith(":") and any((item.part or "").startswith(place) for item in taken.items))
            or any(item.table_no is None and item.name and fold(item.name) in folded for item in taken.items)
            or any(folded in fold(item.raw_text) for item in taken.items if item.part == place)
            or any(
                relation.target.number_text and relation.target.number_text in sentence.text
                for relation in taken.relations
            )
            or any(
                relation.type is RelationType.REPEALS_ROW
                and relation.scope
                and fold(relation.scope) in folded
                for relation in taken.relations
            )
            or any(text and (text in folded or folded in text) for text in said)
            or any(one.base in taken.own_effects for one in find_codes(sentence.text))
            or _is_of_read_rows(folded, taken.items)
        )
        if read or _asked_by_code(sentence.text, used):
            yield Accounted("line", _short(sentence.text), place, Standing.USED, "câu của điều"), None
        elif (
            not says
            and (_DUTIES.search(folded) or _TIDIES.search(folded))
            and (not is_weakly_abolished(folded) or _TIDIES.search(folded))
            and not _OUT_OF_LIST.search(folded)
        ):
            yield (
                Accounted(
                    "line", _short(sentence.text), place, Standing.NO_ACCOUNT, "giao việc, công bố danh mục"
                ),
                None,
            )
        else:
            question = Question(ReviewKind.LEFT_OVER_TEXT, fields(place=place, text=_short(sentence.text)))
            yield (
                Accounted("line", _short(sentence.text), place, Standing.LEFT_OVER, "chưa đọc được"),
                question,
            )


def _unsaid(layout: Layout) -> Iterator[Found]:
    """Sentences of articles that are struck through or not seen: read as nothing, one question an article (RULINGS 37)."""
    left: dict[str, list[str]] = {}
    for place, text in layout.marked:
        if sum(map(str.isalpha, text)) >= _FEWEST_WORDS:
            left.setdefault(place, []).append(text)
    for place, texts in left.items():
        text = _short(" / ".join(texts))
        question = Question(ReviewKind.LEFT_OVER_TEXT, fields(place=place, text=text, count=len(texts)))
        why = "bị gạch ngang hoặc không nhìn thấy"
        yield Accounted("line", text, place, Standing.LEFT_OVER, why), question


# ---- columns, headings, pictures, notes ------------------------------------------------------------------------


def _columns(annex: Annex) -> Iterator[Found]:
    """Columns that hold text and are not understood, named once for tables of one header."""
    tables: dict[int, list[str]] = {}
    for one in annex.lost_columns:
        tables.setdefault(one.table_no, []).append(one.title or f"(không tên: {one.sample})")
    asked: set[tuple[str, ...]] = set()
    for number, titles in tables.items():
        page = next(one.page for one in annex.lost_columns if one.table_no == number)
        text = "; ".join(titles)
        question = None
        if tuple(titles) not in asked:
            asked.add(tuple(titles))
            question = Question(ReviewKind.LEFT_OVER_COLUMN, fields(text=text, table=number, page=page))
        why = "không rõ là cột gì"
        yield Accounted("column", text, f"bảng {number}", Standing.LEFT_OVER, why, page), question


def _headings(annex: Annex) -> Iterator[Found]:
    """Headings: what each sets; those whose words about their rows are not understood are asked about."""
    empty = _empty(annex)
    for section in annex.sections:
        if section in annex.strange or section in empty:
            continue
        yield (
            Accounted("heading", _short(section.heading.text), "phụ lục", Standing.USED, section.described()),
            None,
        )
    for section in empty:
        text = _short(section.heading.text)
        question = Question(ReviewKind.LEFT_OVER_HEADING, fields(text=text))
        yield (
            Accounted("heading", text, "phụ lục", Standing.LEFT_OVER, "không có dòng nào bên dưới"),
            question,
        )
    for section in annex.strange:
        text = _short(section.heading.text)
        question = Question(ReviewKind.LEFT_OVER_HEADING, fields(text=text))
        yield (
            Accounted("heading", text, "phụ lục", Standing.LEFT_OVER, "không rõ nói gì về các dòng"),
            question,
        )


#: "I. TTHC mới ban hành: Không", "II. Bãi bỏ (không có)": a heading that says itself that nothing stands below it.
_SAYS_NONE = re.compile(r"(?::|[-–(]) ?khong(?: co)?(?: (?:tthc|thu tuc(?: hanh chinh)?))?[ .;)]*$")


def _empty(annex: Annex) -> list[Section]:
    """Headings that say what is done to their rows, and have none; those with a count are asked about by it."""
    lined = {id(line.section) for line in annex.lines if line.section is not None}
    following = [*annex.sections[1:], None][: len(annex.sections)]
    return [
        section
        for section, after in zip(annex.sections, following, strict=True)
        if not section.items
        and not section.silent
        and len(section.heading.actions) == 1
        and section.heading.count is None
        and not _SAYS_NONE.search(fold(section.heading.text))
        and annex.items
        and id(section) not in lined
        and (after is None or after.depth <= section.depth)
        and section.doubt is None
    ]


def _dates(annex: Annex) -> Iterator[Found]:
    """Days of effect in the notes of rows: taken, or named in one question."""
    left: list[str] = []
    for item in annex.items:
        if not item.note or not speaks_of_effect(item.note):
            continue
        place = f"dòng {item.row_no or ''} {item.code or item.name}".strip()
        if item.effective_on or item.effective_until or "row_doubtful" in item.flags:
            yield (
                Accounted("date", _short(item.note), place, Standing.USED, "hiệu lực của dòng", item.page),
                None,
            )
            continue
        if not is_of_another(item.note):
            left.append(f"{place}: {item.note}")
    if left:
        text = _short("; ".join(left[:_MOST_SHOWN]))
        question = Question(ReviewKind.LEFT_OVER_DATE, fields(text=text))
        yield Accounted("date", text, "ghi chú", Standing.LEFT_OVER, "không rõ là hiệu lực của gì"), question


def _pictures(document: Document, layout: Layout, taken: Taken) -> Iterator[Found]:
    """Pictures: recognised ones are among the blocks; in letterhead and signature they hold no list."""
    first = min(layout.annex_places, default=len(document.blocks))
    for picture in document.pictures:
        place = f"trang {picture.page}" if picture.page else f"sau đoạn {picture.block}"
        if picture.recognised:
            yield (
                Accounted(
                    "picture", _short(picture.text), place, Standing.USED, "đã nhận dạng chữ", picture.page
                ),
                None,
            )
            continue
        if picture.block < first and taken.items:
            why = "ở phần đầu, các điều hoặc chữ ký"
            yield Accounted("picture", "", place, Standing.NO_ACCOUNT, why, picture.page), None
            continue
        said = fields(place=place, text=_short(picture.text) or None)
        kind = ReviewKind.LEFT_OVER_LIST if picture.unproven else ReviewKind.LEFT_OVER_PICTURE
        question = Question(kind, said, page=picture.page, box=picture.box)
        thing, why = ("list", "không rõ các cột") if picture.unproven else ("picture", "chưa đọc được")
        yield Accounted(thing, _short(picture.text), place, Standing.LEFT_OVER, why, picture.page), question


def _notes(document: Document, taken: Taken, used: frozenset[str]) -> Iterator[Found]:
    """Footnotes and comments: put to their rows, or left over where they say something of a procedure."""
    for note in document.notes:
        shown, folded = _short(note.text), fold(note.text)
        if note.number in taken.notes:
            yield Accounted("note", shown, note.number, Standing.USED, "chú thích của dòng", note.page), None
            continue
        of_body = note.kind not in {NoteKind.ANNOTATION, NoteKind.FORM_FIELD, NoteKind.MARGIN}
        speaks = bool(_ACTS.search(folded)) or (_has_day(folded) and of_body)
        speaks = speaks and (of_body or bool(_OF_PROCEDURES.search(folded)))
        if note.kind is NoteKind.MARGIN and not find_codes(note.text):
            speaks = _heads_another_list(folded, taken)
        speaks = speaks or note.kind is NoteKind.SHEET_NAME
        if not speaks or _asked_by_code(note.text, used):
            why = "không nói về thủ tục nào" if not speaks else "hỏi theo mã"
            yield Accounted("note", shown, note.number, Standing.NO_ACCOUNT, why, note.page), None
            continue
        question = Question(ReviewKind.LEFT_OVER_NOTE, fields(text=shown, place=note.number))
        yield (
            Accounted("note", shown, note.number, Standing.LEFT_OVER, "không rõ của dòng nào", note.page),
            question,
        )


def _heads_another_list(folded: str, taken: Taken) -> bool:
    """Whether a running line says what is done to procedures, and no row of this list is said to be so."""
    said = set(actions_named(folded)) - {Action.LIST, Action.CORRECT}
    return taken.lists and bool(said) and said.isdisjoint(item.action for item in taken.items)


#: A star behind a name refers to a note: "Đăng ký khai sinh (*)".
_STAR = re.compile(r"\(\*+\)|\*+$")


def _stars(taken: Taken) -> Iterator[Found]:
    """Names with a mark whose note stands nowhere: what it says of them is not known; one question for all of them."""
    names = [item.name for item in taken.items if "*" in item.name and _STAR.search(item.name)]
    if names:
        shown = _short("; ".join(names[:_MOST_SHOWN]))
        question = Question(ReviewKind.LEFT_OVER_NOTE, fields(text=shown, place="(*)", count=len(names)))
        yield Accounted("note", shown, "(*)", Standing.LEFT_OVER, "dấu (*) không có chú thích"), question
