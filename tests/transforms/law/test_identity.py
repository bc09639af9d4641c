"""One decision behind many copies: what wins, what is merged, what is asked."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.model.records import (
    Citation,
    PostedFile,
    PostedProcedure,
    Posting,
    Province,
    Question,
    Reading,
    Received,
    Relation,
    fields,
)
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, RelationType, ReviewKind
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.law.decision_sources import number_in_file_name, number_in_title, title_key
from niemyet.transforms.law.identity import identify
from tests.support.realdata import real

PROVINCE = Province("quang-nam", "Tỉnh Quảng Nam", successor_id="da-nang", successor_on=date(2025, 7, 1))
TITLE = "Về việc công bố danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Hộ tịch của Sở Tư pháp"
NOON = datetime(2022, 3, 8, 5, tzinfo=UTC)


def posting(key="7", **given) -> Posting:
    values = {
        "source_id": "so-tu-phap",
        "url": f"https://a.test/{key}",
        "received_at": NOON,
        "sha256": f"page-{given.get('source_id', '')}{key}",
        "number_text": "512/QĐ-UBND",
        "title": TITLE,
        "issuer_name": "UBND tỉnh Quảng Nam",
        "signed_on": date(2022, 3, 4),
        "effective_on": None,
        "published_on": None,
        "sectors": (),
        "files": (),
        "procedures": (),
    }
    return Posting(key=key, **{**values, **given})


def item(code="1.001193", name="Đăng ký khai sinh", row="1", **given) -> ReadItem:
    values = {
        "action": Action.AMEND,
        "name": name,
        "code": code,
        "code_text": code,
        "code_repaired": False,
        "replaces": (),
        "levels": (Level.COMMUNE,),
        "reception_levels": (),
        "sector": "Hộ tịch",
        "part": "A/I",
        "row_no": row,
        "raw_text": f"{row} {code} {name}",
    }
    return ReadItem(**{**values, **given})


def reading(**given) -> Reading:
    values = {
        "media": "docx",
        "issuer_name": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM",
        "number": 512,
        "symbol": "QĐ-UBND",
        "number_text": "512/QĐ-UBND",
        "signed_on": date(2022, 3, 4),
        "effective_on": date(2022, 3, 4),
        "effective_until": None,
        "effect_source": EffectSource.SIGNING_CLAUSE,
        "title": TITLE,
        "kind": DecisionKind.PUBLIC_LIST,
        "sectors": ("Hộ tịch",),
        "basis": (),
        "relations": (),
        "declared_items": None,
        "items": (item(),),
    }
    return Reading(**{**values, **given})


def document(sha="d1", words: Reading | None = None, **given) -> Received:
    values = {"source_id": "hop-thu", "url": f"{sha}.docx", "received_at": NOON, "posting_key": None}
    return Received(sha256=sha, reading=words, **{**values, **given})


def posted(sha="d1", words: Reading | None = None, **given) -> Received:
    return document(sha, words, **{"source_id": "so-tu-phap", "posting_key": "7", **given})


def one(*args):
    result = identify(*args, PROVINCE)
    assert len(result.decisions) == 1, [row.decision_id for row in result.decisions]
    return result.decisions[0], result.items, result.reviews


def kinds(reviews) -> list[str]:
    return sorted(review.kind for review in reviews)


# ---- what wins -----------------------------------------------------------------------------------------------


def test_a_document_alone():
    decision, items, reviews = one([], [document("d1", reading())])
    assert decision.decision_id == "quang-nam/512-QD-UBND/2022-03-04"
    assert (decision.kind, decision.extracted_items, decision.needs_review) == (
        DecisionKind.PUBLIC_LIST,
        1,
        False,
    )
    assert (decision.issuer_id, decision.number_text, decision.effective_on) == (
        "quang-nam",
        "512/QĐ-UBND",
        date(2022, 3, 4),
    )
    assert [copy.sha256 for copy in decision.copies] == ["d1"]
    assert items[0].item_id == "quang-nam/512-QD-UBND/2022-03-04#1.001193"
    assert (items[0].sha256, items[0].effective_on) == ("d1", date(2022, 3, 4))
    assert reviews == ()


def test_the_document_wins_over_the_title_and_the_file_name():
    decision, _, _ = one(
        [
            posting(
                number_text=None, title="QĐ 1877 về việc công bố danh mục TTHC", signed_on=date(2022, 5, 19)
            )
        ],
        [
            posted(
                "d1", reading(number=1847, number_text="1847/QĐ-UBND"), url="https://a.test/qd-1748-ct.docx"
            )
        ],
    )
    assert decision.decision_id == "quang-nam/1847-QD-UBND/2022-03-04"
    assert {"title_number_mismatch", "title_date_mismatch", "file_number_mismatch"} <= set(decision.flags)


def test_the_portal_fills_what_the_document_leaves_blank():
    words = reading(number=None, number_text=None, signed_on=None, effective_on=None, issuer_name=None)
    decision, items, _ = one([posting()], [posted("d1", words)])
    assert decision.decision_id == "quang-nam/512-QD-UBND/2022-03-04"
    assert decision.effective_on == items[0].effective_on == date(2022, 3, 4)
    assert not {flag for flag in decision.flags if "mismatch" in flag}


def test_number_with_its_date_and_a_title_that_says_another_day():
    decision, _, _ = one([posting(number_text="512/QĐ-UBND ngày 04/3/2022", signed_on=None)], [])
    assert decision.signed_on == date(2022, 3, 4)
    decision, _, _ = one([posting(title="Quyết định số 512/QĐ-UBND ngày 15/5/2022 về việc công bố TTHC")], [])
    assert "title_date_mismatch" in decision.flags
    assert decision.signed_on == date(2022, 3, 4)


def test_a_title_that_corrects_another_decision_is_not_numbered_by_it():
    assert number_in_title("Đính chính thời gian tại Quyết định số 2080/QĐ-UBND ngày 03/6/2026") is None
    found = number_in_title("Công khai Quyết định số: 3584/QĐ-UBND ngày 08/9/2026 của UBND về việc công bố")
    assert found is not None
    assert (found.number, found.signed_on) == (3584, date(2026, 9, 8))
    assert title_key("QUYẾT ĐỊNH\nVề việc công bố danh mục") == title_key("V/v Công bố Danh mục.")


@pytest.mark.parametrize(
    ("name", "number"),
    [("qd-3548-ct.pdf", 3548), ("2728.QD.UBND.23.06.2026.signed.pdf", 2728), ("02204_QĐ-UBND.pdf", 2204),
     ("275103.12.2025_15h07p28_signed.pdf", None), ("Q2991-20252.pdf", None), ("DTVB2991.docx", None)],
)  # fmt: skip
def test_numbers_in_file_names_are_hints_only(name, number):
    assert number_in_file_name(name) == number


# ---- who issued it ---------------------------------------------------------------------------------------------


def test_a_ministrys_symbol_decides_who_issued_it():
    home = posting("1", number_text="40/QĐ-BYT", issuer_name="Bộ Y tế")
    away = posting(
        "2", number_text="40/QĐ-BYT", issuer_name="UBND Thành phố Cần Thơ", received_at=NOON.replace(hour=1)
    )
    decision, _, reviews = one([home, away], [])
    assert decision.decision_id == "bo-y-te/40-QD-BYT/2022-03-04"
    assert decision.kind is DecisionKind.MINISTRY
    assert {"foreign_posting", "foreign_issuer"} <= set(decision.flags)
    assert len(decision.copies) == 2
    assert decision.received_at == away.received_at
    assert reviews == ()


def test_a_foreign_posting_under_a_wrong_title_is_a_copy_that_is_asked_about():
    home = posting("9", number_text="40/QĐ-BYT", issuer_name="Bộ Y tế")
    away = posting(
        "1", number_text="40/QĐ-BYT", issuer_name="UBND TP Cần Thơ", title="Điều chỉnh giấy phép hoạt động"
    )
    decision, _, reviews = one([home, away], [])
    assert decision.title == TITLE
    assert "title_mismatch" in decision.flags
    assert kinds(reviews) == ["title_mismatch"]
    assert decision.needs_review


def test_other_provinces_are_kept_and_flagged():
    decision, _, _ = one([posting(issuer_name="UBND tỉnh Bình Thuận")], [])
    assert (decision.issuer_id, "foreign_issuer" in decision.flags) == ("binh-thuan", True)
    decision, _, _ = one([posting(issuer_name="UBND Thành phố Đà Nẵng")], [])
    assert "foreign_issuer" not in decision.flags


def test_a_day_that_no_calendar_has_is_quoted_in_the_question_once():
    printed = "ngày 31 tháng 11 năm 2022"
    asked = Question(ReviewKind.SIGNING_DATE_UNKNOWN, fields(text=printed))
    _, _, reviews = one([], [document("d1", reading(signed_on=None, questions=(asked,)))])
    (found,) = [one for one in reviews if one.kind == "signing_date_unknown"]
    assert printed in found.question


def test_no_issuer_is_a_question_never_a_guess():
    decision, _, reviews = one([posting(issuer_name=None)], [])
    assert decision.issuer_id == "khong-ro"
    assert {"issuer_unknown", "foreign_issuer"} <= set(decision.flags)
    assert kinds(reviews) == ["issuer_unknown"]
    assert reviews[0].candidates == ("quang-nam", "da-nang")


@pytest.mark.parametrize(
    "name",
    [
        "UBND tỉnh Quảng Nham",
        "UBND tỉnh Quáng Nam Dộc",
        "Trung tâm Phục vụ hành chính công",
    ],
)
def test_an_issuer_that_nobody_knows_is_a_question_never_silently_foreign(name: str):
    decision, _, reviews = one([posting(issuer_name=name)], [])
    assert kinds(reviews).count("issuer_unknown") == 1
    assert decision.needs_review


@pytest.mark.parametrize(
    "name",
    [
        "UBND tỉnh Thừa Thiên Huế",
        "UBND thành phố Cần Thơ",
        "UBND huyện Núi Thành",
        "UBND thành phố Tam Kỳ",
        "Sở Y tế tỉnh Kon Tum",
        "Bộ Khoa học và Công nghệ",
        "Thủ tướng Chính phủ",
    ],
)
def test_an_issuer_that_anybody_knows_is_foreign_without_a_question(name: str):
    decision, _, reviews = one([posting(issuer_name=name)], [])
    assert "foreign_issuer" in decision.flags
    assert "issuer_unknown" not in kinds(reviews)


def test_what_one_copy_lacks_the_same_bytes_elsewhere_tell():
    nameless = posting("8", source_id="xa-x", issuer_name=None)
    decision, _, reviews = one(
        [posting(), nameless], [posted("d1", None), posted("d1", None, source_id="xa-x", posting_key="8")]
    )
    assert decision.issuer_id == "quang-nam"
    assert len(decision.copies) == 4
    assert kinds(reviews) == ["not_yet_read"]


# ---- the same and not the same -----------------------------------------------------------------------------------


def test_copies_on_many_portals_are_one_decision():
    later = posting("3", source_id="xa-x", title=f"Công khai Quyết định số 512/QĐ-UBND {TITLE.lower()}",
                    received_at=NOON.replace(day=20), published_on=date(2022, 3, 20))  # fmt: skip
    early = posting(published_on=date(2022, 3, 7))
    decision, items, _ = one(
        [later, early], [posted("d1", reading()), document("d2", reading(media="markdown"))]
    )
    assert decision.received_at == NOON
    assert decision.published_on == date(2022, 3, 7)
    assert [copy.sha256 for copy in decision.copies] == ["d2", "d1", "page-7", "page-xa-x3"]
    assert [item.sha256 for item in items] == ["d1"], "docx before markdown; copies bring no items"


def test_a_title_that_a_portal_cut_is_the_same():
    decision, _, _ = one([posting(), posting("8", title=f"{TITLE[:60]}...")], [])
    assert len(decision.copies) == 2


def test_same_number_with_different_contents_is_never_one():
    first = posting("114913", number_text="02204/QĐ-UBND")
    second = posting(
        "115041", number_text="02204/QĐ-UBND.", title="Công bố thủ tục hành chính liên thông karaoke"
    )
    result = identify([second, first], [], PROVINCE)
    ids = [row.decision_id for row in result.decisions]
    assert ids == ["quang-nam/2204-QD-UBND/2022-03-04", "quang-nam/2204-QD-UBND/2022-03-04~2"]
    assert [row.title for row in result.decisions] == [first.title, second.title]
    assert all("same_number_different_content" in row.flags and row.needs_review for row in result.decisions)
    assert kinds(result.reviews) == ["same_number"]
    assert result.reviews[0].candidates == tuple(ids)


def test_numbers_restart_every_year_and_two_provinces_have_two_series():
    result = identify(
        [posting("1"), posting("2", signed_on=date(2023, 3, 4)), posting("3", issuer_name="UBND TP Đà Nẵng")],
        [],
        PROVINCE,
    )
    assert [row.decision_id for row in result.decisions] == [
        "da-nang/512-QD-UBND/2022-03-04",
        "quang-nam/512-QD-UBND/2022-03-04",
        "quang-nam/512-QD-UBND/2023-03-04",
    ]
    assert not any("same_number_different_content" in row.flags for row in result.decisions)


def test_no_number_does_not_make_one_of_two():
    result = identify(
        [posting("1", number_text=None), posting("2", number_text=None, title="Công bố TTHC khác")],
        [],
        PROVINCE,
    )
    assert [row.decision_id for row in result.decisions] == [
        "quang-nam/khong-so/2022-03-04",
        "quang-nam/khong-so/2022-03-04~2",
    ]
    assert kinds(result.reviews) == ["number_unknown", "number_unknown"]


def test_a_second_decision_attached_to_a_posting_stands_on_its_own():
    ministry = reading(
        number=40, symbol="QĐ-BTP", number_text="40/QĐ-BTP", issuer_name="BỘ TƯ PHÁP", items=()
    )
    result = identify([posting()], [posted("d1", None), posted("d2", ministry)], PROVINCE)
    assert [row.decision_id for row in result.decisions] == [
        "bo-tu-phap/40-QD-BTP/2022-03-04",
        "quang-nam/512-QD-UBND/2022-03-04",
    ]
    assert "posted_with_another" in result.decisions[0].flags
    assert kinds(result.reviews) == ["not_yet_read"]


def test_other_papers_are_kept_and_change_nothing():
    decision, _, _ = one([posting(number_text="12/KH-UBND", title="Công bố danh mục TTHC mới")], [])
    assert (decision.decision_id, decision.kind) == ("quang-nam/12-KH-UBND/2022-03-04", DecisionKind.OTHER)
    assert "not_a_decision" in decision.flags


# ---- items ----------------------------------------------------------------------------------------------------------


def test_an_unread_document_is_asked_about_and_the_portals_list_stands_in():
    row = PostedProcedure(
        Action.AMEND, "Đăng ký khai sinh", "1.001193.000.00.00.H47", (Level.COMMUNE,), "1", "list", "raw"
    )
    bare = replace(row, name="Kết hôn", code_text="9.999999", row_no="2")
    decision, items, reviews = one(
        [posting(procedures=(row, bare), sectors=("Hộ tịch",))],
        [posted("d1", None, url="https://a.test/f/512.pdf", error="chưa đọc được PDF")],
    )
    assert kinds(reviews) == ["not_yet_read"]
    assert "512.pdf" in reviews[0].question
    assert "512/QĐ-UBND ngày 04/3/2022" in reviews[0].question
    assert [(item.code, item.sha256, item.row_no) for item in items] == [
        ("1.001193", "list", "1"),
        (None, "list", "2"),
    ]
    assert all("from_portal_list" in item.flags for item in items)
    assert {"from_portal_list", "document_not_read"} <= set(decision.flags)
    assert (decision.effective_on, decision.effect_source) == (None, None), (
        "nobody has read when it takes effect"
    )
    assert (decision.extracted_items, decision.sectors, decision.kind) == (
        2,
        ("Hộ tịch",),
        DecisionKind.PUBLIC_LIST,
    )


def test_an_unread_file_of_nobody_is_a_question_only():
    result = identify([], [document("d1", None, url="inbox/scan.pdf", error="chưa đọc được")], PROVINCE)
    assert result.decisions == ()
    assert [review.decision_id for review in result.reviews] == [None]
    assert "scan.pdf" in result.reviews[0].question


def test_a_file_that_names_no_decision_is_a_question_only():
    empty = reading(number=None, signed_on=None, issuer_name=None, items=(), symbol=None, title="Danh sách")
    result = identify([], [document("d1", empty)], PROVINCE)
    assert (result.decisions, kinds(result.reviews)) == ((), ["not_a_decision"])


def test_the_text_and_its_annex_as_two_files():
    text = reading(
        items=(), relations=(Relation(RelationType.REPLACES_DOC, Citation(9, "QĐ-UBND", "9/QĐ-UBND", None)),)
    )
    annex = reading(number=None, effect_source=EffectSource.DEFAULT_SIGNED, effective_on=None, title=None)
    decision, items, reviews = one([posting()], [posted("d2", text), posted("d1", annex)])
    assert (decision.effect_source, decision.effective_on) == (EffectSource.SIGNING_CLAUSE, date(2022, 3, 4))
    assert [row.target_decision_id for row in decision.relations] == ["quang-nam/9-QD-UBND/khong-ngay"]
    assert [item.sha256 for item in items] == ["d1"]
    assert reviews == ()


def test_articles_and_annexes_in_files_of_their_own_are_one_listing():
    text = reading(items=(item("1.000009", action=Action.ABOLISH, part="Điều 2", row=None),),
                   questions=(Question(ReviewKind.ANNEX_MISSING),), flags=("annex_missing",))  # fmt: skip
    bare = {"number": None, "effect_source": EffectSource.DEFAULT_SIGNED, "effective_on": None, "title": None}
    annexes = [
        posted("b", reading(**bare, items=(item("1.000001"), item("1.000002", row="2")), flags=("number_missing",),
                            questions=(Question(ReviewKind.LEVEL_UNKNOWN, (), (), 1),)), url="https://a.test/pl-2.docx"),
        posted("c", reading(**bare, items=(item("1.000003"),)), url="https://a.test/pl-10.docx"),
    ]  # fmt: skip
    decision, items, reviews = one([posting()], [*annexes, posted("a", text)])
    head = "quang-nam/512-QD-UBND/2022-03-04#"
    assert {row.item_id.removeprefix(head): (row.code, row.sha256) for row in items} == {
        "1.000009": ("1.000009", "a"),
        "1.000001": ("1.000001", "b"),
        "1.000002": ("1.000002", "b"),
        "1.000003": ("1.000003", "c"),
    }
    assert [(review.kind, review.item_id) for review in reviews] == [("level_unknown", f"{head}1.000002")]
    assert decision.flags == ()


def test_copies_that_differ_are_asked_about_and_the_signed_one_decides():
    typed = reading(items=(item("1.001193"),))
    signed = reading(media="pdf", items=(item("1.001194"),))
    decision, items, reviews = one([posting()], [posted("a", typed), posted("b", signed)])
    assert [row.code for row in items] == ["1.001194"]
    assert "copies_differ" in decision.flags
    assert [(row.kind, row.candidates) for row in reviews] == [("copies_differ", ("b", "a"))]


def test_a_signed_file_goes_before_a_draft_of_any_medium():
    draft = reading(media="pdf", items=(item("1.001193"),))
    signed = reading(media="docx", signed=True, items=(item("1.001194"),))
    decision, items, reviews = one([posting()], [posted("a", draft), posted("b", signed)])
    assert [row.code for row in items] == ["1.001194"]
    assert "copies_differ" in decision.flags
    assert "đã ký" in reviews[0].question


def test_a_scan_is_no_second_list_for_signs_misread_in_names():
    draft = reading(items=(item("1.001193", "Đăng ký khai sinh"),))
    scan = reading(
        media="scan", signed=True, flags=("scanned",), items=(item("1.001193", "Đăng ky khaì sinh"),)
    )
    decision, items, _ = one([posting()], [posted("a", draft), posted("b", scan)])
    assert "copies_differ" not in decision.flags
    other = reading(media="scan", signed=True, flags=("scanned",), items=(item("1.001198"),))
    decision, items, _ = one([posting()], [posted("a", draft), posted("b", other)])
    assert [row.code for row in items] == ["1.001198"]
    assert "copies_differ" in decision.flags


def test_item_ids_are_told_apart_in_reading_order():
    words = reading(
        items=(item(), item("1.000001"), item("1.001193", row=None), item(None, part=None, row="1"))
    )
    _, items, _ = one([], [document("d1", words)])
    head = "quang-nam/512-QD-UBND/2022-03-04#"
    assert {row.item_id.removeprefix(head): row.code for row in items} == {
        "1.001193": "1.001193",
        "1.000001": "1.000001",
        "1.001193:2": "1.001193",
        "n-255c6094c1": None,
    }


def test_a_rows_own_dates_go_before_the_documents():
    words = reading(
        items=(item(), item("1.000001", row="2", effective_on=date(2027, 1, 1))),
        effective_until=date(2027, 3, 1),
    )
    _, items, _ = one([], [document("d1", words)])
    assert {row.code: row.effective_on for row in items} == {
        "1.001193": date(2022, 3, 4),
        "1.000001": date(2027, 1, 1),
    }
    assert {row.effective_until for row in items} == {date(2027, 3, 1)}


# ---- questions -------------------------------------------------------------------------------------------------------


def test_questions_of_a_reading_become_reviews_with_stable_ids():
    words = reading(
        questions=(
            Question(ReviewKind.LEVEL_UNKNOWN, (), ("province",), 0),
            Question(ReviewKind.SCOPE_UNKNOWN),
        )
    )
    decision, items, reviews = one([], [document("d1", words), document("d2", replace(words, media="html"))])
    assert decision.needs_review
    assert {review.kind: review.item_id for review in reviews} == {
        "level_unknown": items[0].item_id,
        "scope_unknown": None,
    }
    assert len({review.review_id for review in reviews}) == 2
    again = identify([], [document("d1", words, received_at=NOON.replace(year=2023))], PROVINCE)
    assert {review.review_id for review in again.reviews} == {review.review_id for review in reviews}


def test_no_effect_clause_is_asked_once_and_holds_nothing_back():
    words = reading(
        effect_source=EffectSource.DEFAULT_SIGNED, questions=(Question(ReviewKind.EFFECT_UNSTATED),)
    )
    decision, _, reviews = one([], [document("d1", words)])
    assert kinds(reviews) == ["no_effect_clause"]
    assert reviews[0].candidates == ("2022-03-04",)
    assert decision.effective_on == date(2022, 3, 4)
    assert "no_effect_clause" in decision.flags
    # A correction takes effect with what it corrects (RULINGS 8).
    _, _, reviews = one([], [document("d1", replace(words, kind=DecisionKind.CORRECTION))])
    assert reviews == ()


def test_a_lost_file_is_asked_for_when_nothing_could_be_read():
    lost = PostedFile("512.pdf", "https://b.test/512.pdf", None, "máy chủ khác")
    decision, _, reviews = one([posting(files=(lost,))], [])
    assert kinds(reviews) == ["file_lost"]
    assert "file_lost" in decision.flags
    _, _, reviews = one([posting(files=(lost,))], [posted("d1", reading())])
    assert reviews == ()


def test_relations_point_at_the_decision_that_is_meant():
    cited = Citation(512, None, "512", date(2022, 3, 4))
    words = reading(number=58, number_text="58/QĐ-UBND", issuer_name="UBND TP ĐÀ NẴNG", signed_on=date(2025, 7, 1),
                    relations=(Relation(RelationType.REPEALS_DOC, cited),
                               Relation(RelationType.CORRECTS, Citation(40, "QĐ-BTP", "40/QĐ-BTP", None))))  # fmt: skip
    result = identify([], [document("d1", reading()), document("d2", words)], PROVINCE)
    by_id = {row.decision_id: row for row in result.decisions}
    assert [row.target_decision_id for row in by_id["da-nang/58-QD-UBND/2025-07-01"].relations] == [
        "quang-nam/512-QD-UBND/2022-03-04",
        "bo-tu-phap/40-QD-BTP/khong-ngay",
    ]
    alone = identify([], [document("d2", words)], PROVINCE)
    assert alone.decisions[0].relations[0].target_decision_id == "da-nang/512/2022-03-04"


def test_a_relation_aims_at_the_decision_of_the_issuer_that_is_said() -> None:
    def target(issuer: str | None) -> str:
        cited = Citation(512, None, "512", date(2022, 3, 4), issuer)
        words = reading(number=58, number_text="58/QĐ-UBND", issuer_name="UBND TP ĐÀ NẴNG", signed_on=date(2025, 7, 1),
                        relations=(Relation(RelationType.REPEALS_DOC, cited),))  # fmt: skip
        found = identify([], [document("d1", reading()), document("d2", words)], PROVINCE).decisions
        return next(one for one in found if one.relations).relations[0].target_decision_id

    assert target("quang-nam") == "quang-nam/512-QD-UBND/2022-03-04"
    assert target("da-nang") == "da-nang/512/2022-03-04"
    assert target("hai-duong") == "hai-duong/512/2022-03-04"


# ---- order means nothing -------------------------------------------------------------------------------------------------


def world() -> tuple[list[Posting], list[Received]]:
    postings = [
        posting("9", files=(PostedFile("a.pdf", "https://a.test/a.pdf", None, "lost"),)),
        posting("10", title="Công bố thủ tục hành chính khác hẳn"),
        posting("11", number_text="40/QĐ-BYT", issuer_name="Bộ Y tế"),
        posting("12", number_text="40/QĐ-BYT", issuer_name="UBND TP Huế", title="Cấp giấy phép"),
        posting("13", source_id="xa-x", issuer_name=None),
        posting("14", number_text=None, title="Một văn bản"),
        posting("15", number_text=None, title="Một văn bản khác"),
        posting("16", title=None),
    ]
    received = [
        posted("d1", reading(), posting_key="9"),
        posted("d1", reading(), source_id="xa-x", posting_key="13"),
        posted("d2", reading(media="pdf", items=(item("1.000001"),)), posting_key="9"),
        posted("d3", None, posting_key="10"),
        document("d4", reading(media="html")),
        document("d5", None),
        document("d1", reading(), source_id="khac"),
    ]
    return postings, received


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_of_arrival_gives_the_same(data):
    postings, received = world()
    expected = identify(postings, received, PROVINCE)
    assert (
        identify(data.draw(st.permutations(postings)), data.draw(st.permutations(received)), PROVINCE)
        == expected
    )
    late = st.integers(0, 1000).map(
        lambda minutes: NOON.replace(year=2023, minute=minutes % 60, hour=minutes % 24)
    )
    moved = identify(
        [replace(each, received_at=data.draw(late)) for each in postings],
        [replace(each, received_at=data.draw(late)) for each in received],
        PROVINCE,
    )
    assert [timeless(row) for row in moved.decisions] == [timeless(row) for row in expected.decisions]
    assert (moved.items, moved.reviews) == (expected.items, expected.reviews)


def timeless(decision):
    copies = tuple(replace(copy, seen_at=NOON) for copy in decision.copies)
    return replace(decision, received_at=NOON, copies=copies)


def test_the_same_copy_again_changes_nothing():
    postings, received = world()
    assert identify([*postings, *postings], [*received, *received], PROVINCE) == identify(
        postings, received, PROVINCE
    )


# ---- the real list ----------------------------------------------------------------------------------------------------------


@pytest.mark.realdata
def test_the_real_list_of_fifty():
    path = real("national-2025-12/thutuc.dichvucong.gov.vn/p/home/dvc-tthc-quyet-dinh-cong-bo/"
                "decision_publishment_advanced_search_service_v2.json")  # fmt: skip
    rows = json.loads(path.read_text(encoding="utf-8"))
    postings = [
        posting(row["ID"], source_id="dvcqg", number_text=row["CODE"], title=row["NAME"], sha256="list",
                issuer_name=row["AGENCY_NAME"], signed_on=parse_date(row["PUBLISHING_DATE"]))
        for row in rows
    ]  # fmt: skip
    result = identify(
        postings, [], replace(PROVINCE, province_id="da-nang", successor_id=None, successor_on=None)
    )
    by_id = {row.decision_id: row for row in result.decisions}
    assert len(by_id) == 48
    assert sum(len(row.copies) for row in result.decisions) == 50
    assert all(row.number and row.signed_on for row in result.decisions)

    for decision_id in ("thai-nguyen/2193-QD-UBND/2025-12-09", "lao-cai/2226-QD-UBND/2025-12-04",
                        "thanh-hoa/2998-QD-VP/2025-12-09", "ha-noi/1635-QD-TTPVHCC/2025-12-02",
                        "ca-mau/1964-QD-UBND/2025-12-03", "hue/3688-QD-UBND/2025-12-04",
                        "ho-chi-minh/3060-QD-UBND/2025-12-06", "dak-lak/2245-QD-UBND/2025-12-05"):  # fmt: skip
        assert decision_id in by_id
    own = [row for row in result.decisions if row.issuer_id == "da-nang"]
    assert len(own) == 4
    assert all("foreign_issuer" not in row.flags for row in own)

    ministry = by_id["bo-khoa-hoc-va-cong-nghe/4063-QD-BKHCN/2025-12-08"]
    assert (ministry.kind, len(ministry.copies)) == (DecisionKind.MINISTRY, 2)
    health = by_id["bo-y-te/3740-QD-BYT/2025-12-05"]
    assert (health.kind, len(health.copies)) == (DecisionKind.MINISTRY, 2)
    assert health.title is not None
    assert health.title.startswith("Quyết định công bố")
    assert {"title_mismatch", "foreign_posting"} <= set(health.flags)

    twins = [row for row in result.decisions if row.number == 2204]
    assert [row.decision_id for row in twins] == [
        "dak-lak/2204-QD-UBND/2025-12-02",
        "dak-lak/2204-QD-UBND/2025-12-02~2",
    ]
    assert [row.copies[0].url.rpartition("/")[2] for row in twins] == ["114913", "115041"]
    reviews = {review.kind: review for review in result.reviews}
    assert sorted(reviews) == ["same_number", "title_mismatch"]
    assert reviews["same_number"].candidates == tuple(row.decision_id for row in twins)
    assert {row.decision_id for row in result.decisions if row.needs_review} == {
        health.decision_id,
        *(row.decision_id for row in twins),
    }
    counted = {kind: sum(row.kind is kind for row in result.decisions) for kind in DecisionKind}
    assert {kind: count for kind, count in counted.items() if count} == {
        DecisionKind.PUBLIC_LIST: 39,
        DecisionKind.MINISTRY: 3,
        DecisionKind.MIXED: 6,
    }


def test_a_province_that_bears_another_name_today_issued_its_decisions_under_the_former_one():
    found = identify([posting(issuer_name="UBND tỉnh Thừa Thiên Huế")], [], Province("hue", "Thành phố Huế"))
    (decision,) = found.decisions
    assert decision.issuer_id == "hue"
    assert "foreign_issuer" not in decision.flags
