# ruff: noqa: E501 - sentences are as long as papers have them
"""The parts of reading a decision, one by one: what each promises, at its edges."""

from dataclasses import replace
from datetime import date

import pytest

from niemyet.extractors.decisions.account import Taken, account_for, is_note
from niemyet.extractors.decisions.acts import (
    NO_SPAN,
    Span,
    Verb,
    has_object,
    is_whole,
    own_words,
    span_of,
    without_exception,
)
from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.annex import read_annex
from niemyet.extractors.decisions.annex_records import Annex, HeadingText, RowPlace, UnreadLine
from niemyet.extractors.decisions.cells import Cells
from niemyet.extractors.decisions.columns import (
    Column,
    column_of,
    header_at,
    is_header,
    is_label,
    is_numbering,
    told_apart,
)
from niemyet.extractors.decisions.continuations import continues
from niemyet.extractors.decisions.corrections import in_one_sentence, read_corrections
from niemyet.extractors.decisions.dittos import is_ditto, is_money_for_time, points_elsewhere
from niemyet.extractors.decisions.drafts import FLAG as DRAFT
from niemyet.extractors.decisions.drafts import read_draft
from niemyet.extractors.decisions.effect import RowEffect, effect_clause, is_of_rows, read_effect, row_effects
from niemyet.extractors.decisions.ends import NO_END, end_of, last_day_in, names_partly
from niemyet.extractors.decisions.evidence import said_by, weigh
from niemyet.extractors.decisions.header import belonging, read_header, title_matter
from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.extractors.decisions.headings_in_lines import (
    begins_heading,
    ends_open,
    is_annex_mark,
    is_marked_end,
    leads_with_words,
    read_line,
    says_otherwise,
)
from niemyet.extractors.decisions.headings_in_rows import heading_in_row, reaches_down
from niemyet.extractors.decisions.kerning_repair import FLAG as MENDED
from niemyet.extractors.decisions.kerning_repair import mended
from niemyet.extractors.decisions.layout import Article, Layout, is_capitals, lay_out, lines_of
from niemyet.extractors.decisions.limits import is_local, names_unit, read_limits
from niemyet.extractors.decisions.listed import is_code_alone, listed_row, lists_in, points_apart
from niemyet.extractors.decisions.notes import put_notes
from niemyet.extractors.decisions.ocr_doubts import unsure_lines
from niemyet.extractors.decisions.ocr_reviews import SURE, Doubt, ask, doubt_of, joined, seen_of
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.decisions.receiving import as_received, receiving_levels, without_receivers
from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.relations import read_acts
from niemyet.extractors.decisions.row_drafts import Context, Draft, is_marked
from niemyet.extractors.decisions.row_drafts import joined as joined_texts
from niemyet.extractors.decisions.row_ways import online_level
from niemyet.extractors.decisions.rows import make_item
from niemyet.extractors.decisions.sections import ListScope, Sections
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold, sentences_of
from niemyet.extractors.decisions.several import decisions_in
from niemyet.extractors.decisions.table_columns import TableColumns
from niemyet.extractors.decisions.totals import check_totals
from niemyet.extractors.decisions.unread_acts import unread_acts
from niemyet.extractors.documents.text import read_text
from niemyet.model.records import Box, Cell, Document, Note, Paragraph, Question, ReadItem, Row, Table
from niemyet.model.words import (
    Action,
    DecisionKind,
    EffectSource,
    Level,
    Mark,
    NoteKind,
    OnlineLevel,
    RelationType,
    ReviewKind,
)
from niemyet.transforms.language.codes_in_names import codes_out_of
from niemyet.transforms.language.text import fold

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
SIGNED = date(2024, 5, 10)
NO_SCOPE = ListScope(None, (), (), None)


def sentences(*paragraphs: str, article: int = 1) -> list[Sentence]:
    return sentences_of([Article(article, list(paragraphs))])


def row(*cells: str | Cell, page: int | None = None) -> Row:
    return Row(tuple(Cell(one, one) if isinstance(one, str) else one for one in cells), page)


def item(row_no: str = "1", **given: object) -> ReadItem:
    plain = ReadItem(
        Action.NEW,
        f"Thủ tục {row_no}",
        f"1.00000{row_no}",
        None,
        False,
        (),
        (X,),
        (),
        "Hộ tịch",
        "A/I",
        row_no,
        "",
    )
    return replace(plain, **given)  # type: ignore[arg-type]


# ---- sentences -------------------------------------------------------------------------------------


def test_sentences_end_where_the_next_begins_and_not_in_quotes_or_abbreviations() -> None:
    found = sentences(
        "1. Bãi bỏ Quyết định số 1/QĐ-UBND. Giao Sở X thực hiện; Ông A ký.",
        "“Điều 2. Mới. Hai”",
        "UBND TP. Đà Nẵng",
    )
    assert [one.text for one in found] == [
        "Bãi bỏ Quyết định số 1/QĐ-UBND.", "Giao Sở X thực hiện;", "Ông A ký.", "“Điều 2. Mới. Hai”", "UBND TP. Đà Nẵng",
    ]  # fmt: skip
    assert sentences("") == sentences("  ") == []


@pytest.mark.parametrize("text", ["", "Đăng ký", "ﬁ ½ ẞ", "Đă\u0323ng", "“Ngày 1”"])
def test_folded_text_keeps_its_places(text: str) -> None:
    assert len(aligned_fold(text)) == len(text)
    assert aligned_fold("ĐĂNG KÝ") == "dang ky"


# ---- acts ------------------------------------------------------------------------------------------


def test_a_verb_acts_on_an_object_of_the_field_alone() -> None:
    assert has_object(Verb.REPEAL, " quyet dinh so 1/qd-ubnd")
    assert has_object(Verb.REPEAL, " toan bo noi dung thu tuc")
    assert not has_object(Verb.REPEAL, " tai san cong")
    assert is_whole("toan bo")
    assert not is_whole("thu tuc so 1 tai")


@pytest.mark.parametrize(("verb", "words", "span"), [
    (Verb.REPEAL, "kể từ ngày 01/7/2025", Span(date(2025, 7, 1))),
    (Verb.SUSPEND, "từ ngày 01/02/2024 đến hết ngày 28/02/2024", Span(date(2024, 2, 1), date(2024, 2, 29))),
    (Verb.REPEAL, "được ban hành kèm theo", NO_SPAN),
    (Verb.REPEAL, "kể từ ngày 31/02/2024", Span(clear=False)),
    (Verb.SUSPEND, "đến hết năm học", Span(clear=False)),
])  # fmt: skip
def test_the_time_of_an_act_is_read_or_told_unclear(verb: Verb, words: str, span: Span) -> None:
    assert span_of(verb, aligned_fold(words)) == span


def test_an_exception_is_parted_from_its_clause() -> None:
    text = "Quyết định số 1/QĐ-UBND, trừ thủ tục số 2"
    main, exception = without_exception(text, aligned_fold(text))
    assert main.rstrip(", ") == "Quyết định số 1/QĐ-UBND"
    assert exception is not None
    assert "thủ tục số 2" in exception
    assert without_exception("toàn bộ", "toan bo") == ("toàn bộ", None)


def acts(*paragraphs: str, own: tuple[int | None, date | None] = (9, SIGNED)):
    return read_acts(None, sentences(*paragraphs), own, ())


def test_relations_come_of_verbs_that_act_and_never_of_this_decision() -> None:
    found = acts("Bãi bỏ Quyết định số 12/QĐ-UBND ngày 03/4/2020 của Chủ tịch UBND tỉnh.")
    assert [(one.type, one.target.number, one.target.signed_on) for one in found.relations] == [
        (RelationType.REPEALS_DOC, 12, date(2020, 4, 3))
    ]
    assert acts("Thủ tục được sửa đổi, bổ sung tại Quyết định số 12/QĐ-UBND.").relations == []
    assert acts("Thay thế Quyết định số 9/QĐ-UBND ngày 10/5/2024.").relations == []
    assert acts().relations == []


def test_a_procedure_that_an_article_ends_is_an_item() -> None:
    (ended,) = acts("Bãi bỏ thủ tục “Đăng ký khai sinh” (mã số 1.001193).").items
    assert (ended.action, ended.code, ended.name) == (Action.ABOLISH, "1.001193", "Đăng ký khai sinh")


def test_what_is_left_of_sentences_without_their_acts_keeps_its_length() -> None:
    given = sentences(
        "Quyết định này có hiệu lực từ ngày 01/6/2024 và thay thế Quyết định số 1/QĐ-UBND ngày 02/3/2020."
    )
    acting = read_acts(None, given, (9, SIGNED), ()).acting
    (own,) = own_words(given, acting)
    assert len(own.text) == len(given[0].text)
    assert "01/6/2024" in own.text
    assert "02/3/2020" not in own.text


def test_an_act_that_no_grammar_knows_is_asked_about() -> None:
    given = sentences("Loại khỏi danh mục các nội dung của Quyết định số 77/QĐ-UBND ngày 01/01/2020.")
    assert [one.kind for one in unread_acts(given, [], [], 9)] == [ReviewKind.LEFT_OVER_TEXT]
    assert (
        list(unread_acts(sentences("Giao Sở X tham mưu bãi bỏ Quyết định số 77/QĐ-UBND."), [], [], 9)) == []
    )
    assert list(unread_acts(sentences("Căn cứ thông báo."), [], [], None)) == []


# ---- corrections -----------------------------------------------------------------------------------


def test_a_correction_says_which_field_and_what_is_right() -> None:
    said = "Đính chính mã số của thủ tục tại số thứ tự 2 mục I phần A Quyết định số 5/QĐ-UBND ngày 01/02/2024: đã in là “1.001193”, nay sửa lại là “1.001139”."
    items, asked = read_corrections(sentences(said), (X,))
    assert [(one.action, one.code, one.replaces) for one in items] == [
        (Action.CORRECT, "1.001139", ("1.001193",))
    ]
    assert asked == []
    assert read_corrections(sentences("Công bố kèm theo."), (X,)) == ([], [])


def test_three_lines_of_a_correction_are_one_sentence() -> None:
    article = Article(
        1,
        [
            "Đính chính mã số tại số thứ tự 2, cụ thể như sau:",
            "- Đã in: 1.001193",
            "- Nay sửa là: 1.001139",
            "Khác.",
        ],
    )
    (joined_article,) = in_one_sentence([article])
    assert len(joined_article.paragraphs) == 2
    assert all(code in joined_article.paragraphs[0] for code in ("1.001193", "1.001139"))
    assert in_one_sentence([]) == []


# ---- effect, ends ----------------------------------------------------------------------------------


def test_without_a_clause_a_decision_is_in_force_from_signing_flagged_and_asked() -> None:
    found = read_effect([], SIGNED)
    assert (found.effective_on, found.source) == (SIGNED, EffectSource.DEFAULT_SIGNED)
    assert found.questions
    assert found.flags
    assert read_effect([], None).effective_on is None


@pytest.mark.parametrize(("clause", "since", "until"), [
    ("Quyết định này có hiệu lực kể từ ngày ký.", SIGNED, None),
    ("Quyết định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024.", date(2024, 7, 1), None),
    ("Quyết định này có hiệu lực từ ngày 01/6/2024 đến hết ngày 28/02/2027.", date(2024, 6, 1), date(2027, 3, 1)),
    ("Quyết định này có hiệu lực từ ngày 01/6/2024 đến hết quý III/2024.", date(2024, 6, 1), date(2024, 10, 1)),
])  # fmt: skip
def test_a_clause_of_effect_is_read_half_open(clause: str, since: date, until: date | None) -> None:
    found = read_effect(sentences(clause), SIGNED)
    assert (found.effective_on, found.effective_until) == (since, until)
    assert effect_clause(sentences(clause)) == clause


@pytest.mark.parametrize("clause", [
    "Quyết định này có hiệu lực từ ngày 31/02/2024.", "Quyết định này có hiệu lực theo ngày có hiệu lực của Thông tư số 1.",
])  # fmt: skip
def test_a_clause_that_none_can_read_puts_nothing_in_force(clause: str) -> None:
    found = read_effect(sentences(clause), SIGNED)
    assert found.effective_on is None
    assert found.questions


def test_rows_with_an_effect_of_their_own_are_told_by_number_code_or_part() -> None:
    (own,) = row_effects("Thủ tục số 2 có hiệu lực từ ngày 01/7/2022", SIGNED)
    assert (own.rows, own.effective_on) == (("2",), date(2022, 7, 1))
    assert own.covers(item("2"))
    assert not own.covers(item("1"))
    assert row_effects("Thủ tục số 2 có hiệu lực", SIGNED) == []
    assert is_of_rows("cac tthc tai phan b co hieu luc tu ngay 01/7/2022")
    assert not is_of_rows("quyet dinh nay co hieu luc tu ngay 01/7/2022")
    by_code = RowEffect(("1.000003",), (), None, None, None, SIGNED, None)
    assert by_code.covers(item("3"))
    assert not by_code.covers(item("4"))


def end(text: str):
    return end_of([(text, aligned_fold(text))])


@pytest.mark.parametrize(("text", "until"), [
    ("Quyết định này có hiệu lực đến hết ngày 31/12/2026", date(2027, 1, 1)),
    ("Quyết định này hết hiệu lực từ ngày 01/01/2027", date(2027, 1, 1)),
    ("Quyết định này có hiệu lực đến hết năm 2026", date(2027, 1, 1)),
    ("Quyết định này có hiệu lực đến trước ngày 01/7/2025", date(2025, 7, 1)),
])  # fmt: skip
def test_an_end_is_the_first_day_without_effect(text: str, until: date) -> None:
    assert (end(text).until, end(text).unclear) == (until, None)


def test_an_end_that_none_can_date_is_asked_and_until_replaced_is_none() -> None:
    assert end("Quyết định này có hiệu lực trong thời gian 12 tháng").unclear is not None
    assert end("Quyết định này có hiệu lực cho đến khi có quyết định thay thế") == NO_END
    assert end_of([]) == NO_END
    assert end("Niêm yết đến hết ngày 31/12/2026 tại trụ sở").until is None, "a duty, not the effect"
    assert last_day_in("den het ngay 28/02/2027") == (date(2027, 3, 1), True)
    assert names_partly("trong nam 2024")


# ---- evidence, limits, receiving -------------------------------------------------------------------


def test_title_and_first_article_say_of_the_whole_list_what_they_say() -> None:
    said = said_by(["Công bố danh mục thủ tục hành chính mới ban hành cấp xã", "bãi bỏ cấp tỉnh"])
    assert said.actions == {Action.NEW}
    assert said.levels == {T, X}, "levels are of both: neither is the whole list's alone"
    assert said_by([]).actions == frozenset()


def test_weaker_evidence_that_no_row_bears_out_contradicts() -> None:
    rows = [item("1", action=Action.ABOLISH), item("2", action=Action.ABOLISH)]
    out, asked = weigh(
        rows, DecisionKind.PUBLIC_LIST, ["Công bố danh mục thủ tục hành chính mới ban hành"], 2
    )
    assert {question.kind for _, question in asked} == {ReviewKind.ACTION_CONTRADICTED}
    assert [one.flags for one in out] == [("action_contradicted",)] * 2
    same, none = weigh(rows, DecisionKind.PUBLIC_LIST, ["Công bố danh mục thủ tục hành chính bị bãi bỏ"], 2)
    assert (same, none) == (rows, [])
    assert weigh([], DecisionKind.PUBLIC_LIST, [], 0) == ([], [])


ROWS = [item(number, table_no=1) for number in "123"]


def limited(text: str, issuer: str = "ỦY BAN NHÂN DÂN TỈNH X"):
    return read_limits(None, sentences(text), (), ROWS, issuer)


def test_rows_that_an_article_leaves_out_are_left_out_or_asked_about() -> None:
    found = limited("Công bố danh mục kèm theo, trừ thủ tục tại số thứ tự 2.")
    held = [one.row_no for one in found.items if not one.flags]
    assert "2" not in held
    assert held == ["1", "3"]
    plain = limited("Công bố danh mục kèm theo.")
    assert (plain.items, plain.questions, plain.flags) == (ROWS, [], [])
    unclear = limited("Công bố danh mục kèm theo, trừ các thủ tục tại số thứ tự 99.")
    assert unclear.questions or unclear.item_questions


@pytest.mark.parametrize(("text", "local"), [
    ("Chỉ áp dụng tại xã Tam Hải", True), ("Thí điểm thực hiện tại một số xã đảo", True), ("Áp dụng trên địa bàn toàn tỉnh", False),
    ("Niêm yết tại xã Tam Hải", False),
])  # fmt: skip
def test_a_ground_that_is_not_the_whole_is_noticed(text: str, local: bool) -> None:
    assert is_local(text, aligned_fold(text), "UBND TỈNH X") is local


def test_a_unit_is_named_by_its_own_name() -> None:
    assert names_unit("áp dụng đối với xã Tam Hải")
    assert not names_unit("thủ tục cấp xã")


RECEIVE = "Danh mục thủ tục hành chính tiếp nhận không phụ thuộc vào địa giới hành chính tại Trung tâm Phục vụ hành chính công cấp xã"


def test_who_receives_holds_nothing_and_is_asked_nothing() -> None:
    assert receiving_levels([RECEIVE], DecisionKind.SUBSET) == (X,)
    assert (
        receiving_levels([RECEIVE], DecisionKind.PUBLIC_LIST) == ()
        or receiving_levels([], DecisionKind.SUBSET) == ()
    )
    scope = without_receivers(ListScope(Action.LIST, (X,), (), None), (X,))
    assert scope.levels == ()
    unknown = item("1", levels=(), flags=("level_unknown", "khác"))
    asked = [(0, Question(ReviewKind.LEVEL_UNKNOWN)), (0, Question(ReviewKind.SEVERAL_CODES))]
    (made,), kept = as_received([unknown], asked, DecisionKind.SUBSET, (X,))
    assert (made.reception_levels, made.flags) == ((X,), ("khác",))
    assert [question.kind for _, question in kept] == [ReviewKind.SEVERAL_CODES]
    assert as_received([unknown], asked, DecisionKind.PUBLIC_LIST, (X,)) == ([unknown], asked)


# ---- the paper's parts -----------------------------------------------------------------------------

PAPER = """ỦY BAN NHÂN DÂN TỈNH AN BÌNH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Số: 412/QĐ-UBND

An Bình, ngày 05 tháng 7 năm 2022

QUYẾT ĐỊNH

Về việc công bố danh mục thủ tục hành chính mới ban hành

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH

Căn cứ Luật Tổ chức chính quyền địa phương;

QUYẾT ĐỊNH:

Điều 1. Công bố kèm theo Quyết định này 01 thủ tục hành chính.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

PHỤ LỤC

(Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022)

I. LĨNH VỰC HỘ TỊCH

STT | Mã TTHC | Tên thủ tục | Thời hạn | Phí

1 | 1.000001 | Đăng ký khai sinh | 05 ngày | Không
"""


def document(text: str = PAPER) -> Document:
    return read_text(text.encode())


def test_a_paper_is_parted_by_the_words_that_begin_each_part() -> None:
    layout = lay_out(document())
    assert [article.number for article in layout.articles] == [1, 2]
    assert layout.title == ["Về việc công bố danh mục thủ tục hành chính mới ban hành"]
    assert layout.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH"
    assert len(layout.basis) == 1
    assert isinstance(layout.annex[-1], Table)
    bare = lay_out(document("PHỤ LỤC\n\nSTT | Tên | Mã\n1 | a | b"))
    assert bare.articles == []
    assert bare.annex


def test_the_header_is_of_the_letterhead_and_the_annex_confirms() -> None:
    layout = lay_out(document())
    header = read_header(layout)
    assert (header.number, header.symbol, header.signed_on) == (412, "QĐ-UBND", date(2022, 7, 5))
    assert header.issuer_name == "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"
    assert header.questions == ()
    other = read_header(
        lay_out(document(PAPER.replace("(Kèm theo Quyết định số 412", "(Kèm theo Quyết định số 421")))
    )
    assert other.questions, "which number is right is a person's to say"
    said = belonging(layout)
    assert said is not None
    assert said.number == 412
    assert belonging(Layout()) is None
    assert title_matter("Về việc công bố") == title_matter("V/v công bố") == "công bố"


def test_lines_and_capitals() -> None:
    assert lines_of(Paragraph("a\nb", "a b")) == ["a", "b"]
    assert is_capitals("LĨNH VỰC HỘ TỊCH (02 thủ tục)")
    assert not is_capitals("Lĩnh vực")
    assert not is_capitals("12")
    assert Article(3).label == "Điều 3"


def test_two_letterheads_are_two_decisions_and_a_repeated_annex_head_is_none() -> None:
    assert len(decisions_in(document())) == 1
    both = decisions_in(document(PAPER + "\n\n" + PAPER.replace("412/", "413/")))
    assert len(both) == 2
    assert both[0][0] == 0
    assert decisions_in(Document("text", ()))[0][0] == 0


def test_a_draft_is_one_by_its_own_marks() -> None:
    plain = document()
    assert read_draft(plain, lay_out(plain)) is None
    draft = document("DỰ THẢO\n\n" + PAPER)
    assert read_draft(draft, lay_out(draft)) is not None
    marked = replace(plain, flags=("draft_mark",))
    assert read_draft(marked, lay_out(marked)) is not None
    assert DRAFT in read_decision(draft).flags


def test_broken_syllables_are_mended_only_where_they_are_beyond_doubt() -> None:
    plain = document()
    assert mended(plain) is plain
    broken = document("v ận t ải đường b ộ\n\nd anh m ục th ủ t ục")
    fixed = mended(broken)
    assert MENDED in fixed.flags
    assert [block.text for block in fixed.blocks if isinstance(block, Paragraph)] == [
        "vận tải đường bộ",
        "danh mục thủ tục",
    ]
    assert "v ận t ải đường b ộ" in {block.raw for block in fixed.blocks if isinstance(block, Paragraph)}


# ---- columns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "column"), [
    (("STT",), Column.NUMBER), (("Số TT",), Column.NUMBER), (("Mã TTHC",), Column.CODE), (("Tên thủ tục hành chính",), Column.NAME),
    (("TÊN THỦ TỤC HÀNH CHÍNH",), Column.NAME), (("Thời hạn giải quyết", "Sau cắt giảm"), Column.TIME_LOCAL),
    (("Thời hạn giải quyết", "Theo quy định"), Column.TIME_LEGAL), (("Phí, lệ phí",), Column.FEE), (("Địa điểm thực hiện",), Column.PLACE),
    (("Căn cứ pháp lý",), Column.BASIS), (("Cơ quan thực hiện",), Column.AGENCY), (("Màu bìa",), Column.UNKNOWN), (("",), Column.UNKNOWN),
])  # fmt: skip
def test_labels_say_what_a_column_holds(path: tuple[str, ...], column: Column) -> None:
    assert column_of(*path) is column


def test_a_header_is_labels_and_no_row() -> None:
    head = row("STT", "Mã TTHC", "Tên thủ tục", "Thời hạn")
    assert is_header(head)
    assert not is_header(row("1", "1.000001", "Đăng ký", "05 ngày"))
    found = header_at([head, row("1", "1.000001", "a", "b")], 0)
    assert found is not None
    assert (found.rows, found.columns) == (1, (Column.NUMBER, Column.CODE, Column.NAME, Column.TIME))
    assert header_at([row("a", "b")], 0) is None
    assert is_numbering(row("(1)", "(2)", "(3)"))
    assert is_label("Thời hạn giải quyết")
    assert not is_label("Đăng ký khai sinh có yếu tố nước ngoài")


def test_two_labels_for_one_value_are_none() -> None:
    _, unclear = told_apart(
        (Column.NUMBER, Column.TIME, Column.TIME), ("STT", "Thời hạn", "Thời gian giải quyết")
    )
    assert unclear == (1, 2)
    columns, unclear = told_apart((Column.NUMBER, Column.NAME, Column.NAME), ("STT", "Tên", "Tên"))
    assert (columns[1:], unclear) == ((Column.NAME, Column.NAME), ()), "one label over two places"
    assert told_apart((Column.NUMBER, Column.NAME), ("STT", "Tên")) == ((Column.NUMBER, Column.NAME), ())


def test_columns_hold_for_the_table_and_go_on_without_a_header() -> None:
    table = TableColumns()
    head = header_at([row("STT", "Mã TTHC", "Tên thủ tục")], 0)
    assert head is not None
    table.take(head)
    assert table.title(2) == "Tên thủ tục"
    assert table.title(9) == ""
    assert table.text_at(row("1", "1.000001", "Đăng ký"), Column.NAME) == "Đăng ký"
    assert table.is_numbered(row("12.", "", "x"))
    assert not table.is_numbered(row("x", "", "y"))
    assert table.described() == "number | code | name"
    table.begin([row("2", "1.000002", "Cấp lại")])
    assert table.columns is not None, "the next page goes on with them"
    table.begin([row("TT", "Trình tự các bước thực hiện", "Trách nhiệm", "Biểu mẫu")])
    assert table.columns is None


# ---- rows ------------------------------------------------------------------------------------------

CONTEXT = Context(Action.NEW, (X,), True, "Hộ tịch", "A/I")


def draft(**values: str) -> Draft:
    made = Draft(CONTEXT, 1, 1)
    for name, text in values.items():
        made.add(Column[name], text)
    return made


def test_a_row_is_an_item_with_what_the_headings_say() -> None:
    made, asked = make_item(draft(NUMBER="7", CODE="1.000001", NAME="Đăng ký khai sinh", FEE="Không"), SIGNED)
    assert (made.action, made.code, made.levels, made.sector, made.part, made.row_no) == (
        Action.NEW,
        "1.000001",
        (X,),
        "Hộ tịch",
        "A/I",
        "7",
    )
    assert asked == []
    assert CONTEXT.described() == "action=new; levels=commune; sector=Hộ tịch; part=A/I"


def test_several_codes_are_asked_and_an_unknown_action_too() -> None:
    _, asked = make_item(draft(NUMBER="7", CODE="1.000001 2.000002", NAME="Đăng ký khai sinh"), SIGNED)
    assert [one.kind for one in asked] == [ReviewKind.SEVERAL_CODES]
    lost = Draft(replace(CONTEXT, action=None), 1, 1)
    lost.add(Column.NAME, "Đăng ký khai sinh")
    _, asked = make_item(lost, SIGNED)
    assert ReviewKind.ACTION_UNKNOWN in {one.kind for one in asked}


def test_a_draft_keeps_texts_once_and_pieces_of_codes_always() -> None:
    made = draft(NAME="a")
    made.add(Column.NAME, "a")
    made.add(Column.NAME, "b")
    made.add(Column.CODE, "1.0139")
    made.add(Column.CODE, "98")
    assert made.text(Column.NAME) == "a b"
    assert made.values[Column.CODE] == ["1.013998"]
    made.put_beside("Cũ", "x")
    made.put_beside("Cũ", "x")
    made.put_beside("", "")
    assert made.beside == ["Cũ: x"]
    assert made.text(Column.FEE) is None
    made.add(Column.FEE, "1O.000", Doubt("1O.000", 1, None))
    assert (made.text(Column.FEE), made.read(Column.FEE)) == (None, "1O.000")


@pytest.mark.parametrize(("text", "levels"), [
    ("Sở Tư pháp", (T,)), ("Phòng Tư pháp", (H,)), ("UBND cấp xã", (X,)), ("UBND cấp huyện, UBND cấp xã", (H, X)), ("", ()), ("Ông A", ()),
])  # fmt: skip
def test_who_carries_a_procedure_out_says_its_level(text: str, levels: tuple[Level, ...]) -> None:
    assert agency_levels(text) == levels


def test_a_place_names_who_only_receives() -> None:
    assert reception_levels("Trung tâm Phục vụ hành chính công cấp xã", (T,)) == (X,)
    assert reception_levels("UBND cấp xã", (X,)) == ()
    assert reception_levels("", (T,)) == ()


@pytest.mark.parametrize(("text", "bare", "level"), [
    ("Toàn trình", False, OnlineLevel.FULL), ("Một phần", False, OnlineLevel.PARTIAL), ("Mức độ 3", False, OnlineLevel.LEVEL_3),
    ("4", True, OnlineLevel.LEVEL_4), ("4", False, None), ("", True, None),
])  # fmt: skip
def test_the_online_level_of_a_cell(text: str, bare: bool, level: OnlineLevel | None) -> None:
    assert online_level(text, bare=bare) is level


def test_marks_codes_in_names_and_cut_syllables() -> None:
    assert [is_marked(one) for one in ("x", "X", "✓", "có", "", None, "không")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    name, codes = codes_out_of("Đăng ký khai sinh (1.000001)")
    assert (name, [code.base for code in codes]) == ("Đăng ký khai sinh", ["1.000001"])
    assert joined_texts(["Đăng ký", "khai sinh"]) == "Đăng ký khai sinh"
    assert joined_texts([]) == ""


@pytest.mark.parametrize(
    ("text", "ditto"),
    [("nt", True), ("“", True), ("Như trên", True), ("-nt-", True), ("Không", False), ("", False)],
)
def test_a_cell_that_says_as_above(text: str, ditto: bool) -> None:
    assert is_ditto(text) is ditto


def test_a_cell_that_stands_for_another_row_or_another_column() -> None:
    assert points_elsewhere("Như thủ tục số 1")
    assert not points_elsewhere("05 ngày")
    assert is_money_for_time({Column.TIME: "50.000 đồng"}, "Không")
    assert not is_money_for_time({Column.TIME: "05 ngày"}, "50.000 đồng")


def columns_for_cells() -> TableColumns:
    table = TableColumns()
    head = header_at([row("STT", "Mã TTHC", "Tên thủ tục", "Màu bìa")], 0)
    assert head is not None
    table.take(head)
    return table


def test_cells_go_where_their_columns_say_and_what_has_none_is_named_once() -> None:
    cells = Cells(columns_for_cells(), RowPlace(1, 1, 2), None, [])
    made = Draft(CONTEXT, 1, 1)
    cells.put_all(made, row("1", "1.000001", "Đăng ký", "xanh"))
    cells.put_all(Draft(CONTEXT, 1, 1), row("2", "1.000002", "Cấp lại", "đỏ"))
    assert made.text(Column.NAME) == "Đăng ký"
    assert [(one.title, one.sample) for one in cells.lost] == [("Màu bìa", "xanh")]


def test_a_row_goes_on_with_the_one_above_when_it_has_no_number_and_no_code() -> None:
    columns = (Column.NUMBER, Column.CODE, Column.NAME, Column.TIME)
    above = draft(NUMBER="1", CODE="1.000001", NAME="Đăng ký")
    assert continues(row("", "", "khai sinh", ""), above, columns, same_page=False, numbered=True)
    assert (
        continues(row("2", "1.000002", "Cấp lại", "x"), above, columns, same_page=False, numbered=True)
        is None
    )


# ---- headings --------------------------------------------------------------------------------------


def test_headings_in_lines_by_their_marks_and_words() -> None:
    assert read_line("I. LĨNH VỰC HỘ TỊCH").heading is not None
    assert read_line("I. LĨNH VỰC HỘ TỊCH").mark == "I"
    assert read_line("Đăng ký khai sinh 1.000001").heading is None
    assert is_annex_mark("PHỤ LỤC II")
    assert not is_annex_mark("Phụ lục kèm theo Quyết định nêu rõ các nội dung sau đây và những việc khác")
    assert begins_heading("A. DANH MỤC THỦ TỤC HÀNH CHÍNH")
    assert ends_open("LĨNH VỰC HỘ TỊCH (")
    assert ends_open("Thủ tục hành chính được")
    assert not ends_open("LĨNH VỰC HỘ TỊCH")
    assert leads_with_words("Ngoài ra, bãi bỏ các thủ tục sau:", fold("Ngoài ra, bãi bỏ các thủ tục sau:"))
    said = "Các thủ tục sau đây tạm dừng tiếp nhận:"
    assert says_otherwise(said, fold(said))
    assert is_marked_end("C. Nội dung khác", "C", "Nội dung khác")
    assert not is_marked_end("không có dấu", None, "không có dấu")


def test_a_row_with_one_text_across_may_be_a_heading_and_a_full_one_is_none() -> None:
    across = row(
        Cell("II. LĨNH VỰC CHỨNG THỰC", "II. LĨNH VỰC CHỨNG THỰC", colspan=3),
        Cell("", "II. LĨNH VỰC CHỨNG THỰC", merged=True),
        Cell("", "II. LĨNH VỰC CHỨNG THỰC", merged=True),
    )
    found = heading_in_row(across, [(0, across.cells[0])], None, RowPlace(1, 3, 2))
    assert isinstance(found, HeadingText)
    assert "LĨNH VỰC CHỨNG THỰC" in found.text
    full = row("1", "1.000001", "Đăng ký")
    assert heading_in_row(full, list(enumerate(full.cells)), None, RowPlace(1, 3, 2)) is None
    assert reaches_down(Row((Cell("", "x", merged=True), Cell("a", "a"))), ["a"])
    assert not reaches_down(full, ["1", "1.000001", "Đăng ký"])


def stack(*texts: str) -> Sections:
    sections = Sections(NO_SCOPE, name_annexes=False)
    for text in texts:
        sections.open(heading_of(text))
    return sections


def test_a_heading_holds_until_one_of_its_rank_follows() -> None:
    held = stack("A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", "I. LĨNH VỰC HỘ TỊCH").context(None, None)
    assert (held.action, held.sector, held.part) == (Action.NEW, "Hộ tịch", "A/I")
    nested = stack(
        "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", "I. LĨNH VỰC HỘ TỊCH", "B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"
    ).context(None, None)
    assert (nested.action, nested.sector, nested.part) == (Action.ABOLISH, None, "B")
    empty = Sections(NO_SCOPE, name_annexes=False)
    assert empty.last is None
    assert empty.context(None, None).action is None
    assert empty.path is None


def test_rows_are_counted_below_every_open_heading_and_counters_are_checked() -> None:
    sections = stack("A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)", "I. LĨNH VỰC HỘ TỊCH")
    sections.count(unsaid=False)
    assert [one.items for one in sections.all] == [1, 1]
    annex = Annex(items=[item("1")], sections=sections.all)
    check_totals(annex, None)
    assert "“A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH” ghi 2, đọc được 1" in str(annex.questions[0].fields)
    sections.count(unsaid=False)
    right = Annex(items=[item("1"), item("2")], sections=sections.all)
    assert check_totals(right, None) == 2
    assert right.questions == []
    assert check_totals(Annex(), None) is None


def test_a_count_that_differs_is_told_with_the_words_in_which_it_stands() -> None:
    article = "Công bố kèm theo Quyết định này 05 thủ tục hành chính."
    bare = stack("A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH")
    bare.count(unsaid=False)
    annex = Annex(items=[item("1")], sections=bare.all)
    check_totals(annex, 5, article)
    assert f"“{article}” ghi 5, đọc được 1" in str(annex.questions[0].fields)


def test_an_annex_is_items_of_its_tables_in_reading_order() -> None:
    layout = lay_out(document())
    annex = read_annex(layout, ListScope(Action.NEW, (X,), (), None), SIGNED)
    assert [(one.code, one.action, one.levels, one.sector) for one in annex.items] == [
        ("1.000001", Action.NEW, (X,), "Hộ tịch")
    ]
    assert annex.unread_tables == []
    assert read_annex(Layout(), NO_SCOPE, None).items == []


# ---- lists that are text ---------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code", "name"), [
    ("1. Đăng ký khai sinh (mã 1.001193)", "1.001193", "Đăng ký khai sinh"),
    ("2. 1.001193 Đăng ký khai sinh", "1.001193", "Đăng ký khai sinh"),
    ("a) Đăng ký khai sinh – 1.001193", "1.001193", "Đăng ký khai sinh"),
])  # fmt: skip
def test_a_line_is_a_row_where_number_code_and_name_can_be_told_apart(
    text: str, code: str, name: str
) -> None:
    found = listed_row(text)
    assert found is not None
    assert (found.code.base, found.name) == (code, name)


@pytest.mark.parametrize(
    "text", ["", "1. Đăng ký khai sinh", "Đăng ký (1.001193) và (1.001194)", "1. A (1.001193), B (1.001194)"]
)
def test_any_other_line_is_no_row(text: str) -> None:
    assert listed_row(text) is None


def test_lists_in_articles_and_their_points() -> None:
    said = "Công bố 02 thủ tục hành chính mới ban hành cấp xã sau: 1. Đăng ký (mã 1.000001); 2. Cấp lại (mã 1.000002)."
    (listed,) = lists_in(points_apart([Article(1, [said])]))
    assert (listed.article, listed.count, len(listed.points)) == (1, 2, 2)
    assert lists_in([Article(1, ["Công bố kèm theo Quyết định này."])]) == ()
    assert is_code_alone("Mã TTHC: 1.001193")
    assert not is_code_alone("Đăng ký 1.001193")


# ---- notes, doubts ---------------------------------------------------------------------------------


def test_a_footnote_goes_to_the_rows_that_refer_to_it_and_a_comment_lets_its_row_wait() -> None:
    notes = [
        Note(NoteKind.FOOTNOTE, "fn1", "Thủ tục này có hiệu lực từ ngày 01/7/2024"),
        Note(NoteKind.COMMENT, "cm1", "bỏ đi?"),
    ]
    found = put_notes([item("1"), item("2")], {0: ["fn1", "cm1"]}, notes, [], SIGNED)
    assert found.notes == {"fn1", "cm1"}
    assert found.items[0].effective_on == date(2024, 7, 1)
    assert "bỏ đi" not in (found.items[0].note or "")
    assert [index for index, _ in found.pinned] == [0]  # asked about: nobody knows whether the row counts
    assert found.items[1] == item("2")
    assert put_notes([], {}, [], [], None).items == []


def test_a_note_below_the_list_goes_to_the_row_that_it_names() -> None:
    line = UnreadLine("Ghi chú: thủ tục số 2 có hiệu lực từ ngày 01/7/2024", 1, "A/I", 9, False, None)
    found = put_notes([item("1"), item("2")], {}, [], [line], SIGNED)
    assert [one.effective_on for one in found.items] == [None, date(2024, 7, 1)]
    assert found.lines == {9}
    assert is_note("(*) Áp dụng")
    assert is_note("Ghi chú: a")
    assert not is_note("Đăng ký")


def scanned(text: str, sure: float | None) -> Paragraph:
    return Paragraph(text, text, page=1, box=Box(0, 0, 9, 9), confidence=sure)


def test_only_what_was_recognised_without_being_sure_is_doubted() -> None:
    assert doubt_of(scanned("Đăng ký", None), 1) is None
    assert doubt_of(scanned("Đăng ký", SURE), 1) is None
    doubt = doubt_of(scanned("Đăng ký", SURE - 0.01), 1)
    assert doubt is not None
    assert (doubt.text, doubt.page) == ("Đăng ký", 1)
    assert seen_of(scanned("a", None), 1) is None
    assert seen_of(scanned("a", 1.0), 1) is not None
    assert joined(None, None) is None
    assert joined(doubt, None) == doubt
    asked = ask(ReviewKind.OCR_TITLE, doubt)
    assert (asked.page, asked.box, asked.candidates) == (1, Box(0, 0, 9, 9), ("Đăng ký",))


def test_a_text_stands_under_the_doubt_of_a_line_that_it_holds() -> None:
    unsure = unsure_lines(
        Document(
            "scan", (scanned("Quyết định này có hiệu lực", 0.2), scanned("Điều 1. Công bố danh mục", 0.99))
        )
    )
    assert unsure.about("Điều 2. Quyết định này có hiệu lực từ ngày ký") is not None
    assert unsure.about("Điều 1. Công bố danh mục") is None
    assert unsure_lines(Document("text", ())).doubts == ()


# ---- the account -----------------------------------------------------------------------------------


def test_every_code_is_used_or_left_over_and_asked_about() -> None:
    layout = lay_out(document())
    annex = read_annex(layout, ListScope(Action.NEW, (X,), (), None), SIGNED)
    taken = Taken(annex.items, (), (), (), (), frozenset(), frozenset(), (), lists=True)
    whole = account_for(document(), layout, annex, taken)
    assert whole.questions == ()
    without = replace_items(taken)
    lost = account_for(document(), layout, annex, without)
    assert lost.questions, "a code that no row has is asked about"


def replace_items(taken: Taken) -> Taken:
    return Taken(
        (),
        taken.relations,
        taken.asked,
        taken.own_effects,
        taken.dated,
        taken.notes,
        taken.lines,
        taken.sentences,
        lists=True,
    )


def test_the_whole_paper_is_read() -> None:
    reading = read_decision(document())
    assert [(one.code, one.action) for one in reading.items] == [("1.000001", Action.NEW)]
    assert ReviewKind.LEVEL_UNKNOWN in {one.kind for one in reading.questions}, "no place names a level"
    assert reading.declared_items == 1
    struck = replace(document(), blocks=tuple(
        replace(block, marks=frozenset({Mark.STRUCK})) if isinstance(block, Paragraph) and block.text.startswith("Điều 2") else block
        for block in document().blocks
    ))  # fmt: skip
    assert read_decision(struck).effect_source is not EffectSource.SIGNING_CLAUSE, (
        "what is struck says nothing"
    )
