"""The report on a night as an operator reads it: what is to be done first, nothing that a portal prints as more than text."""

from dataclasses import replace
from datetime import date

from niemyet.model.messages import msg
from niemyet.model.words import Outcome
from niemyet.reports.night_page import (
    MOST_ROWS,
    DecisionLine,
    KindLine,
    NightReport,
    SourceLine,
    night_page,
    source_rows,
)

WHOLE = SourceLine("cong", Outcome.COMPLETE, 3, 40, 2, "", None)
DARK = SourceLine("so", Outcome.DARK, 0, 0, 0, "trang đăng nhập", date(2026, 11, 20))
DECISION = DecisionLine(
    "5/QĐ-UBND", date(2026, 11, 2), "Về <b>việc</b> | công bố [a](b)", 7, "https://cong.example/5", True
)
GOOD = NightReport(
    "done", msg("Published"), sources=(WHOLE,), decisions=(DECISION,), release="r", is_published=True
)


def test_a_good_night_says_that_nothing_is_to_be_done() -> None:
    page = night_page("nightly 2026-11-28 Quảng Nam", GOOD, "vi")
    assert page.startswith(
        "# nightly 2026-11-28 Quảng Nam\n\n**Đã công bố**\n\n## Việc cần làm\n\n1. Không có:"
    )
    assert "- Đã công bố: r\n" in page


def test_what_a_paper_prints_is_text_and_stays_in_its_cell() -> None:
    page = night_page("t", GOOD, "vi")
    assert (
        "| [5/QĐ-UBND](https://cong.example/5) | 02/11/2026 | 7 | có | "
        "Về &lt;b>việc&lt;/b> \\| công bố \\[a\\](b) |\n" in page
    )
    odd = replace(GOOD, decisions=(replace(DECISION, url="https://cong.example/) <script>"),))
    assert "| 5/QĐ-UBND | " in night_page("t", odd, "vi")
    assert "<script>" not in night_page("t", odd, "vi")


def test_a_dark_source_stands_first_with_its_reason_and_the_command() -> None:
    report = replace(GOOD, ending="source_dark", sources=(WHOLE, DARK))
    page = night_page("t", report, "vi")
    assert "1. Không đọc được nguồn so: trang đăng nhập. Những gì đã biết" in page
    assert "niemyet sources check --source so" in page
    rows = source_rows(report, "vi")
    assert [row["Nguồn"] for row in rows] == ["so", "cong"]
    assert rows[0] == {
        "Nguồn": "so",
        "Kết quả": "không đọc được",
        "Trang": "0",
        "Dòng": "0",
        "Mới hoặc đổi": "0",
        "Đọc trọn": "20/11/2026",
        "Vì sao": "trang đăng nhập",
    }
    assert source_rows(report, "en")[0]["Result"] == "dark"


def test_questions_are_counted_by_kind_and_new_ones_are_to_be_answered() -> None:
    report = replace(GOOD, questions=(KindLine("withdrawn", 5, 2), KindLine("draft", 1, 0)))
    page = night_page("t", report, "en")
    assert "1. 2 new questions for a person" in page
    assert "niemyet review list" in page
    assert "| no longer shown by its source | 5 | 2 |" in page
    assert "| draft or issued | 1 |  |" in page
    quiet = replace(report, questions=(KindLine("draft", 1, 0),))
    assert "new questions for a person" not in night_page("t", quiet, "en")


def test_a_failed_night_says_why_and_what_then_and_no_more() -> None:
    page = night_page("t", NightReport("failed", msg("Nothing new"), sources=(WHOLE,)), "vi")
    assert "Chưa công bố gì" in page
    assert "niemyet doctor" in page
    assert "## Nguồn" not in page


def test_a_long_list_is_cut_and_says_so() -> None:
    report = replace(GOOD, decisions=(DECISION,) * (MOST_ROWS + 4))
    page = night_page("t", report, "vi")
    assert page.count("5/QĐ-UBND") == MOST_ROWS
    assert "… và 4 dòng nữa." in page
