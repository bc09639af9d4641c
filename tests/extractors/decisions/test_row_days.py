"""Days of effect: of a row by its note or columns, of a decision by clauses in other words (RULINGS 38)."""

from datetime import date

import pytest

from niemyet.extractors.decisions.row_days import NOTHING, RowDays, days_of_row, speaks_of_effect
from niemyet.model.records import Reading
from niemyet.model.words import EffectSource, ReviewKind
from tests.support.papers import Grid, paper, read_as

SEPTEMBER, OCTOBER = date(2022, 9, 1), date(2022, 10, 1)
UNCLEAR = RowDays(unclear=True)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Áp dụng từ ngày 01/9/2022 đến ngày 30/9/2022", RowDays(SEPTEMBER, OCTOBER)),
        ("Thực hiện từ 01 tháng 9 năm 2022 đến trước ngày 01/10/2022", RowDays(SEPTEMBER, OCTOBER)),
        ("01/9/2022 – 30/9/2022", RowDays(SEPTEMBER, OCTOBER)),
        ("Áp dụng: 01/9/2022 - 30/9/2022", RowDays(SEPTEMBER, OCTOBER)),
        ("Bắt đầu từ 01/9/2022", RowDays(SEPTEMBER)),
        ("Hiệu lực: 01/9/2022", RowDays(SEPTEMBER)),
        ("Có hiệu lực từ 01/9/2022; hết hiệu lực từ 01/10/2022", RowDays(SEPTEMBER, OCTOBER)),
        ("Ngừng tiếp nhận kể từ 01/10/2022", RowDays(None, OCTOBER)),
        ("Không thực hiện từ 01/10/2022", RowDays(None, OCTOBER)),
        ("Tạm dừng tiếp nhận từ 01/10/2022", UNCLEAR),
        ("Dừng thực hiện đến hết 30/9/2022", UNCLEAR),
        ("Chỉ áp dụng trong năm 2023", UNCLEAR),
        ("Áp dụng từ Quý III/2022", UNCLEAR),
        ("Được thực hiện tại UBND cấp xã từ 01/9/2022", UNCLEAR),
        ("Thực hiện từ 01/9/2022; áp dụng từ 01/10/2022", UNCLEAR),
        ("Áp dụng từ 01/10/2022 đến 01/9/2022", UNCLEAR),
        ("Thực hiện theo Quyết định số 12/QĐ-UBND ngày 01/9/2022", NOTHING),
        ("Thực hiện theo Luật Đất đai năm 2024", NOTHING),
        ("Nghị định số 9/2022/NĐ-CP có hiệu lực từ ngày 01/9/2022", NOTHING),
        ("Áp dụng đến khi có quy định mới", NOTHING),
    ],
)
def test_each_day_belongs_to_the_words_next_before_it(said: str, read: RowDays) -> None:
    assert days_of_row(said) == read


def test_a_day_from_which_something_else_holds_is_spoken_of() -> None:
    assert days_of_row("Nộp trực tuyến từ 01/9/2022") == NOTHING
    assert speaks_of_effect("Nộp trực tuyến từ 01/9/2022")
    assert not speaks_of_effect("Đã công bố tại Quyết định số 5/QĐ-UBND ngày 01/9/2022")


HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn"]
TITLE = "Về việc công bố Danh mục thủ tục hành chính {} lĩnh vực Chăn nuôi cấp tỉnh"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {} lĩnh vực Chăn nuôi cấp tỉnh."


def _read(
    grid: Grid,
    clause: str = "Quyết định này có hiệu lực kể từ ngày ký.",
    what: str = "mới ban hành",
) -> Reading:
    annex = [f"DANH MỤC THỦ TỤC HÀNH CHÍNH {what.upper()} LĨNH VỰC CHĂN NUÔI CẤP TỈNH", grid]
    return read_as("docx", paper(TITLE.format(what), [FIRST.format(what), f"Điều 2. {clause}"], annex))


def _row(number: str, *more: str) -> list[str]:
    return [number, f"1.00520{number}", f"Cấp giấy xác nhận trại giống {number}", "05 ngày", *more]


def test_columns_of_the_first_and_of_the_last_day_are_told_apart() -> None:
    first = Grid([[*HEAD, "Thực hiện từ ngày", "Thực hiện đến ngày"], _row("1", "01/9/2022", "30/9/2022")])
    without = Grid([[*HEAD, "Ngày có hiệu lực", "Ngày hết hiệu lực"], _row("1", "01/9/2022", "01/10/2022")])
    for grid in (first, without):
        reading = _read(grid)
        assert [(one.effective_on, one.effective_until) for one in reading.items] == [(SEPTEMBER, OCTOBER)]
        assert reading.questions == ()


def test_a_note_of_effect_without_a_day_holds_its_row_back() -> None:
    rows = [
        _row("1", "Tạm dừng từ 01/9/2022"),
        _row("2", "Chỉ áp dụng trong năm học 2022-2023"),
        _row("3", ""),
    ]
    reading = _read(Grid([[*HEAD, "Ghi chú"], *rows]))
    assert ["row_doubtful" in one.flags for one in reading.items] == [True, True, False]
    assert {q.kind for q in reading.questions} == {ReviewKind.ROW_DOUBTFUL}


def test_a_star_note_of_effect_without_a_day_holds_its_row_back() -> None:
    row = _row("1")
    row[2] += " (*)"
    annex = ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC CHĂN NUÔI CẤP TỈNH", Grid([HEAD, row])]
    articles = [FIRST.format("mới ban hành"), "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]
    said = "(*) Tạm ngưng tiếp nhận từ ngày 01/9/2022."
    reading = read_as("docx", paper(TITLE.format("mới ban hành"), articles, [*annex, said]))
    assert "row_doubtful" in reading.items[0].flags
    assert [(q.kind, q.item) for q in reading.questions] == [(ReviewKind.ROW_DOUBTFUL, 0)]


def test_the_day_of_an_abolition_in_its_note_is_when_it_acts() -> None:
    grid = Grid([[*HEAD, "Ghi chú"], _row("1", "Hết hiệu lực từ 01/9/2022")])
    (item,) = _read(grid, what="bị bãi bỏ").items
    assert (item.effective_on, item.effective_until) == (SEPTEMBER, None)


@pytest.mark.parametrize(
    ("clause", "on", "source"),
    [
        ("Danh mục này được áp dụng kể từ ngày 01/9/2022.", SEPTEMBER, EffectSource.EXPLICIT),
        (
            "Quyết định này có hiệu lực từ 0 giờ 00 phút ngày 01/9/2022.",
            SEPTEMBER,
            EffectSource.EXPLICIT,
        ),
        ("Thời gian áp dụng: từ ngày 01/9/2022.", None, EffectSource.UNREAD),
        ("Ngày có hiệu lực: 01/9/2022.", None, EffectSource.UNREAD),
        ("Các thủ tục hành chính tại Điều 1 được thực hiện từ ngày 01/9/2022.", None, EffectSource.UNREAD),
        (
            "Quyết định này có hiệu lực kể từ ngày ký, thực hiện từ ngày 01/9/2022.",
            None,
            EffectSource.UNREAD,
        ),
    ],
)
def test_a_clause_in_other_words_is_read_or_asked_about_with_its_day(
    clause: str, on: date | None, source: EffectSource
) -> None:
    reading = _read(Grid([HEAD, _row("1")]), clause)
    assert (reading.effective_on, reading.effect_source) == (on, source)
    asked = [q.candidates for q in reading.questions if q.kind is ReviewKind.EFFECT_UNREAD]
    assert asked == ([] if on else [("2022-09-01",)])


def test_a_column_of_days_is_read_in_the_order_that_it_proves() -> None:
    rows = [_row("1", "9/1/2022"), _row("2", "12/25/2022"), _row("3", "10/1/2022 9:00 AM")]
    reading = _read(Grid([[*HEAD, "Ngày có hiệu lực"], *rows]))
    assert [one.effective_on for one in reading.items] == [SEPTEMBER, date(2022, 12, 25), OCTOBER]
    assert reading.questions == ()


def test_a_column_of_days_that_contradicts_itself_is_asked_about() -> None:
    rows = [_row("1", "9/1/2022"), _row("2", "12/25/2022"), _row("3", "25/12/2022")]
    reading = _read(Grid([[*HEAD, "Ngày có hiệu lực"], *rows]))
    assert ["row_doubtful" in one.flags for one in reading.items] == [True, False, False]
