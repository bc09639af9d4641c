"""What annexes are read with, part by part: lines, tables, rows, their numbers, and what only the end proves."""

from dataclasses import replace

from niemyet.extractors.decisions.annex_lines import AnnexLines
from niemyet.extractors.decisions.annex_records import Annex
from niemyet.extractors.decisions.annex_rows import AnnexRows
from niemyet.extractors.decisions.annex_state import AnnexState
from niemyet.extractors.decisions.annex_tables import AnnexTables
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.extractors.decisions.open_row import OpenRow
from niemyet.extractors.decisions.row_drafts import Context
from niemyet.extractors.decisions.row_numbers import RowNumbers
from niemyet.extractors.decisions.sections import ListScope, Sections
from niemyet.extractors.decisions.settled_last import settle_joints, settle_replaced, settle_sectors
from niemyet.extractors.decisions.table_matter import codes_in, lists_procedures, tells_of_acts
from niemyet.model.records import Cell, Paragraph, Question, ReadItem, Row, Table, fields
from niemyet.model.words import Action, Level, ReviewKind

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính")
A = "A. THỦ TỤC HÀNH CHÍNH MỚI CẤP TỈNH"
BELOW = Context(Action.NEW, (Level.PROVINCE,), levels_stated=True, sector=None, part=None)


def row(*texts: str) -> Row:
    return Row(tuple(Cell(text, text) for text in texts), 1)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(row(*texts) for texts in rows), 1)


def item(number: str, **given: object) -> ReadItem:
    name, held = f"Thủ tục {number}", (Level.PROVINCE,)
    plain = ReadItem(Action.NEW, name, None, None, False, (), held, (), None, None, number, "")
    return replace(plain, **given)  # type: ignore[arg-type]


def sections() -> Sections:
    return Sections(ListScope(None, (), (), None), name_annexes=False)


def test_numbers_follow_each_other_or_run_down_to_one() -> None:
    up, down, jumping = RowNumbers(), RowNumbers(), RowNumbers()
    assert up.follow([1, 2, 3], None)
    assert not up.follow([5], None)
    for numbers, said in ((down, "321"), (jumping, "124")):
        items: list[ReadItem] = []
        for number in said:
            items.append(item(number))
            numbers.check(items, None, sure=True)
        numbers.settle()
    assert (up.jumps, down.jumps, jumping.jumps) == ([], [], ["sau số 2 là số 4"])


def test_numbers_that_run_down_and_do_not_end_with_one() -> None:
    numbers, items = RowNumbers(), [item("3")]
    numbers.check(items, None, sure=True)
    numbers.check([*items, item("2")], None, sure=True)
    numbers.settle()
    assert numbers.jumps == ["số cuối của danh mục đánh số ngược là 2"]


def test_what_a_table_is_about() -> None:
    listed = table(HEAD, ("1", "1.004269", "Cấp thẻ nuôi ong"))
    assert (lists_procedures(listed), codes_in(listed), tells_of_acts(listed)) == (True, 1, False)
    assert tells_of_acts(table((*HEAD, "Ghi chú"), ("1", "1.004269", "Cấp thẻ", "Bãi bỏ")))
    assert not lists_procedures(table(("Bước", "Việc"), ("1", "Tiếp nhận")))


def test_a_row_stays_open_until_it_is_closed() -> None:
    annex, above = Annex(), sections()
    open_row = OpenRow(annex, above, None)
    open_row.draft = open_row.begin(BELOW, 1, 1)
    open_row.draft.add(Column.NAME, "Cấp thẻ nuôi ong")
    assert annex.items == []
    open_row.close()
    assert [one.name for one in annex.items] == ["Cấp thẻ nuôi ong"]
    assert open_row.row_above() is not None
    open_row.close()
    assert len(annex.items) == 1


def test_lines_and_tables_share_where_reading_stands() -> None:
    state = AnnexState(sections(), None)
    AnnexLines(state).read(Paragraph(A, A, 1), 0, None)
    AnnexTables(state, None).read(table(HEAD, ("1", "1.004269", "Cấp thẻ nuôi ong")))
    state.row.close()
    found = state.annex.items[0]
    assert (found.action, found.levels, found.code) == (Action.NEW, (Level.PROVINCE,), "1.004269")
    assert [told.meaning for told in state.annex.trace] == ["section", "header", "item"]


def test_rows_are_read_at_a_glance_only_below_columns_that_are_known() -> None:
    state = AnnexState(sections(), None)
    state.open(heading_of(A), None, None, None)
    times = ("03 ngày", "05 ngày")
    names = ("Cấp thẻ nuôi ong", "Đổi thẻ nuôi ong")
    rows = [row(str(at), f"1.00427{at}", name, *times) for at, name in enumerate(names, 1)]
    reader = AnnexRows(state, None)
    assert reader.take_plain(rows, 0, 1) == 0
    state.table.columns = (Column.NUMBER, Column.CODE, Column.NAME, Column.TIME_LEGAL, Column.TIME_LOCAL)
    assert reader.take_plain(rows, 0, 1) == 2
    assert (len(state.annex.items), reader.last_page) == (1, 1)  # the second one is open


def test_a_blank_sector_is_that_of_the_whole_where_no_other_is_named() -> None:
    blank = Annex([item("1", table_no=1), item("2", table_no=1, sector="Thú y")])
    settle_sectors(blank, "Thú y", {1})
    assert [one.sector for one in blank.items] == ["Thú y", "Thú y"]
    other = Annex([item("1", table_no=1), item("2", table_no=1, sector="Lâm nghiệp")])
    settle_sectors(other, "Thú y", {1})
    assert other.items[0].sector is None


def test_what_replaces_a_list_of_its_own_is_not_asked_about() -> None:
    replaces = item("1", action=Action.REPLACE, flags=("replaced_unknown",))
    asked = [(0, Question(ReviewKind.REPLACED_UNKNOWN, fields(name="Thủ tục 1")))]
    annex = Annex([replaces], asked)
    settle_replaced(annex)
    assert (annex.items[0].flags, annex.item_questions) == ((), [])


def test_levels_of_a_joint_heading_are_given_only_where_other_headings_prove_it() -> None:
    above = sections()
    joint = above.open(heading_of("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH, CẤP XÃ"))
    annex = Annex([item("1", levels=(), flags=("level_unknown",))])
    settle_joints(annex, [(0, joint)], above)
    assert annex.items[0].flags == ("level_unknown",)
