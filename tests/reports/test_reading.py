"""What was read from a document, for a person: facts, rows, the account, the page, the marks on the picture."""

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from niemyet.model.records import (
    Accounted,
    Box,
    Cell,
    Citation,
    Document,
    Explained,
    Paragraph,
    Question,
    Reading,
    ReadItem,
    Relation,
    Row,
    Table,
    TracedRow,
    fields,
)
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, RelationType, ReviewKind, Standing
from niemyet.reports.reading_page import reading_page
from niemyet.reports.reading_picture import COLOURS, DrawnMark, boxes_of, draw, marks_of, meaning_of
from niemyet.reports.reading_rows import (
    MEANINGS,
    account_lines,
    explained_rows,
    facts,
    item_values,
    item_words,
    marks_by_page,
    place_of,
    questions,
    shortened,
    text_of,
)

BOX = Box(10.0, 20.0, 60.0, 32.0)
ITEM = ReadItem(
    Action.AMEND, "Đăng ký lại khai sinh", "1.004884", "1.004884", False, (), (Level.COMMUNE, Level.PROVINCE), (),
    "Hộ tịch", "A", "7", "7 | 1.004884 | Đăng ký lại khai sinh", time_local="03\nngày", fee="", page=2, table_no=1,
)  # fmt: skip
READING = Reading(
    "pdf", None, None, None, None, None, None, None, None, None, DecisionKind.MIXED, (), (), (), None, (ITEM,)
)
TABLE = Table(
    (Row((Cell("STT", "STT"), Cell("Tên", "Tên"))),
     Row((Cell("7", "7", box=BOX), Cell("", "Đăng ký <lại>", box=BOX), Cell("", "Đăng ký <lại>", merged=True, box=BOX)), page=2)),
    number=1,
)  # fmt: skip
TRACE = (
    TracedRow(0, 0, 1, "text", ""),
    TracedRow(1, 0, 2, "header", ""),
    TracedRow(1, 1, 2, "item", "", item=0),
)
PAPER = Explained(
    "quyết định.pdf", Document("pdf", (Paragraph("Điều 1", "Điều 1", page=1, box=BOX), TABLE), pages=2, signed=True),
    READING, TRACE,
)  # fmt: skip


def told(explained: Explained, lang: str = "en") -> dict[str, str]:
    return dict(facts(explained, lang))


def test_what_is_not_known_is_a_dash_never_a_word_of_python() -> None:
    values = told(PAPER)
    assert values["Issuer"] == values["Signed on"] == values["Effect"] == values["Relations"] == "—"
    assert values["Items: declared / read"] == "— / 1"
    assert "None" not in " ".join(values.values())


def test_facts_are_said_in_the_language_that_is_asked_for() -> None:
    reading = replace(
        READING, signed_on=date(2026, 3, 4), effective_on=date(2026, 4, 1), effect_source=EffectSource.EXPLICIT,
        declared_items=0, flags=("x", "x"),
        relations=(Relation(RelationType.REPLACES_PART, Citation(1, "QĐ-UBND", "1/QĐ-UBND", date(2025, 2, 3)), "một phần"),),
    )  # fmt: skip
    paper = replace(PAPER, reading=reading)
    assert told(paper)["Signed on"] == "2026-03-04"
    assert told(paper)["Items: declared / read"] == "0 / 1", "a declared 0 is a number, not an unknown"
    assert told(paper)["Flags"] == "x"
    assert told(paper)["Relations"].endswith("1/QĐ-UBND 2025-02-03 [một phần]")
    said = dict(facts(paper, "vi"))
    assert "04/03/2026" in said.values()
    assert not set(said) & set(told(paper)), "every label is translated"


def test_each_traced_row_is_told_with_its_place_counted_from_one() -> None:
    first, header, item = explained_rows(PAPER, vi=True)
    assert (first["where"], first["text"], first["code"]) == ("tr.1 đoạn 1", "Điều 1", None)
    assert header["where"] == "tr.2 bảng 1/1"
    assert item["read_as"].startswith("1. sửa đổi, bổ sung · 1.004884 · cấp tỉnh, cấp xã")
    assert item["levels"] == ["commune", "province"]
    assert first.keys() == header.keys() == item.keys(), "a program reads one shape"
    assert item["text"] == "7 | Đăng ký <lại>", "what a merged cell repeats is not said twice"


def test_an_item_says_its_own_values_and_a_missing_level_is_a_question_mark() -> None:
    assert item_words(replace(ITEM, levels=(), code=None), vi=False) == "amended · — · ?"
    assert item_values(replace(ITEM, fee=None), "en") == ["time: 03 ngày"]
    assert item_values(replace(ITEM, time_local=None, fee=None, effective_on=date(2026, 4, 1)), "en") == [
        "in effect from 2026-04-01"
    ]


def test_a_trace_that_leads_nowhere_says_nothing() -> None:
    for lost in (
        TracedRow(9, 0, None, "text", ""),
        TracedRow(1, 99, None, "text", ""),
        TracedRow(0, 99, None, "text", ""),
    ):
        assert place_of(PAPER, lost) is None
        assert text_of(PAPER, lost) == ""
    assert place_of(PAPER, TracedRow(0, 1, None, "text", "")) is None, "a table is no paragraph"


def test_long_texts_are_cut_at_a_length_with_a_sign() -> None:
    assert shortened("ă" * 160) == "ă" * 160
    assert shortened("ă" * 161) == "ă" * 159 + "…"


def test_the_account_counts_each_thing_and_lists_what_is_left_over() -> None:
    assert account_lines(PAPER, vi=True) == []
    account = (
        Accounted("code", "1.004884", "bảng 1", Standing.USED, "dòng 7"),
        Accounted("code", "9.999999", "Điều 2", Standing.LEFT_OVER, "không thuộc dòng nào"),
        Accounted("note", "(1)", "1", Standing.NO_ACCOUNT, "trang trí"),
    )
    lines = account_lines(replace(PAPER, account=account), vi=False)
    assert lines[:3] == ["Account:", "  codes: 1 used, 1 left over", "  notes: 1 of no account"]
    assert lines[3:] == ["  ! codes (Điều 2): 9.999999 – không thuộc dòng nào"]


def test_questions_take_page_and_row_of_the_row_that_they_are_about() -> None:
    kind = ReviewKind.ACTION_UNKNOWN
    about = fields(name="Đăng ký", heading="Mục A", code="1.004884")
    asked = (
        Question(kind, about, ("a", "b"), item=0),
        Question(kind, about, item=99),
        Question(kind, about, page=5),
    )
    found = questions(replace(PAPER, reading=replace(READING, questions=asked)), vi=True)
    assert [(one["page"], one["row"]) for one in found] == [(2, "A/7"), (None, None), (5, None)]
    assert found[0]["candidates"] == ["a", "b"]
    assert all(one["question"] for one in found)


def test_rows_are_marked_on_the_page_that_they_stand_on() -> None:
    pages = marks_by_page(PAPER)
    assert {page: len(rows) for page, rows in pages.items()} == {1: 1, 2: 2}
    assert marks_by_page(replace(PAPER, trace=(TracedRow(1, 0, None, "header", ""),))) == {}


# ---- the picture ---------------------------------------------------------------------------------


def test_a_row_is_framed_by_its_own_cells_and_labelled_in_signs_that_every_font_has() -> None:
    marks = marks_of(PAPER, marks_by_page(PAPER)[2])
    assert [mark.meaning for mark in marks] == ["item"], "a row that stands nowhere cannot be drawn"
    assert marks[0].boxes == (BOX, BOX)
    assert marks[0].label == "1 amend 1.004884 comm+prov"
    section = TracedRow(1, 1, 2, "section", "Mục Đ: mark=Ấ; cấp xã")
    (drawn,) = marks_of(PAPER, [(section, TABLE.rows[1])])
    assert drawn.label.isascii()
    assert boxes_of(Paragraph("a", "a")) == ()


def test_what_is_doubtful_goes_before_what_it_means() -> None:
    doubtful = replace(PAPER, reading=replace(READING, items=(replace(ITEM, flags=("ocr_doubt",)),)))
    assert meaning_of(doubtful, TRACE[2]) == "doubt"
    assert meaning_of(PAPER, TRACE[2]) == "item"
    assert meaning_of(doubtful, replace(TRACE[2], item=7)) == "item"
    assert set(MEANINGS) | {"doubt"} == set(COLOURS)


def test_the_page_gets_a_margin_for_labels_and_the_given_picture_stays() -> None:
    image = Image.new("RGB", (100, 60), "white")
    drawn = draw(image, 1.0, [DrawnMark((BOX,), "item", "1"), DrawnMark((BOX,), "text", "")])
    assert drawn.size == (210, 60)
    assert image.getcolors() == [(6000, (255, 255, 255))]
    assert drawn.getpixel((110 + 10, 26)) != (255, 255, 255), (
        "the frame is where the cell is, beside the margin"
    )
    assert draw(image, 0.5, []).size == (320, 60)


# ---- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_needs_nothing_else_and_texts_stay_texts(lang: str) -> None:
    page = reading_page(replace(PAPER, name="<b>tên</b>.pdf"), {}, lang)
    assert f'lang="{lang}"' in page
    assert "&lt;b&gt;tên" in page
    assert "Đăng ký &lt;lại&gt;" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert page == reading_page(replace(PAPER, name="<b>tên</b>.pdf"), {}, lang)


def test_with_pictures_the_tables_are_seen_on_them() -> None:
    page = reading_page(PAPER, {2: b"\x89PNG", 1: b"\x89PNG1"})
    assert page.index("iVBORzE=") < page.index("iVBORw=="), "in the order of the pages"
    assert "<td>STT" not in page
