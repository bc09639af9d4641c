"""Ruling lines → cells: every way of drawing the same table gives the same cells."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.extractors.documents import grid
from niemyet.extractors.documents.grid import GridPlace, Rule, Ruled, ruled_tables
from niemyet.model.errors import OverLimitError
from tests.support.refusals import refused

XS = (50.0, 80.0, 200.0, 300.0, 400.0)
YS = (100.0, 130.0, 160.0, 200.0)


def across(y: float, left: float, right: float) -> Rule:
    return Rule(True, y, left, right)


def down(x: float, top: float, bottom: float) -> Rule:
    return Rule(False, x, top, bottom)


def plain(xs: Iterable[float] = XS, ys: Iterable[float] = YS) -> list[Rule]:
    xs, ys = sorted(xs), sorted(ys)
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def box(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    return [
        across(top, left, right),
        across(bottom, left, right),
        down(left, top, bottom),
        down(right, top, bottom),
    ]


def spans(table: Ruled) -> list[tuple[int, int, int, int]]:
    return [(place.row, place.column, place.rowspan, place.colspan) for place in table.places]


def one(rules: list[Rule]) -> Ruled:
    tables = ruled_tables(rules)
    assert len(tables) == 1
    return tables[0]


def test_full_lines() -> None:
    table = one(plain())
    assert (table.xs, table.ys) == (XS, YS)
    assert len(table.places) == 12
    assert table.places[5] == GridPlace(1, 1, 1, 1, (80.0, 130.0, 200.0, 160.0))


def test_pieces_boxes_doubled_and_shaken_lines_are_the_same_table() -> None:
    rng = random.Random(3)
    cells = [(XS[c], YS[r], XS[c + 1], YS[r + 1]) for r in range(len(YS) - 1) for c in range(len(XS) - 1)]
    boxes = [rule for cell in cells for rule in box(*cell)]
    shaken = [
        Rule(
            r.horizontal,
            r.at + rng.uniform(-0.7, 0.7),
            r.start + rng.uniform(-1, 1),
            r.end + rng.uniform(-1, 1),
        )
        for r in boxes
    ]
    doubled = boxes + [Rule(r.horizontal, r.at + 1.4, r.start + 1.4, r.end + 1.4) for r in boxes]
    turned = [Rule(r.horizontal, r.at, r.end, r.start) for r in boxes]
    for drawn in (boxes, shaken, doubled, turned):
        rng.shuffle(drawn)
        table = one(drawn)
        assert spans(table) == spans(one(plain()))
        assert all(abs(a - b) < 1.5 for a, b in zip(table.xs + table.ys, XS + YS, strict=True))


def test_dotted_lines_are_lines() -> None:
    dots = [
        Rule(rule.horizontal, rule.at, start, start + 1.0)
        for rule in plain()
        for start in [rule.start + 2 * step for step in range(int((rule.end - rule.start) / 2) + 1)]
    ]
    assert len(one(dots).places) == 12


def test_merged_header_and_merged_column() -> None:
    # Row 0: the last two columns under one heading; column 1 reaches down over rows 1 and 2.
    rules = [
        *(across(y, 50, 400) for y in (100, 130, 200)),
        across(160, 50, 80),
        across(160, 200, 400),
        *(down(x, 100, 200) for x in (50, 80, 200, 400)),
        down(300, 130, 200),
    ]
    assert spans(one(rules)) == [
        (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 2),
        (1, 0, 1, 1), (1, 1, 2, 1), (1, 2, 1, 1), (1, 3, 1, 1),
        (2, 0, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    ]  # fmt: skip


def test_section_row_over_all_columns() -> None:
    rules = [
        *(across(y, 50, 400) for y in YS),
        down(50, 100, 200), down(400, 100, 200),
        *(down(x, 100, 130) for x in (80, 200, 300)),
        *(down(x, 160, 200) for x in (80, 200, 300)),
    ]  # fmt: skip
    assert (1, 0, 1, 4) in spans(one(rules))


def test_what_is_not_rectangular_is_parted() -> None:
    # A line is missing between two cells of a row and below one of them: an L.
    rules = [
        *(across(y, 50, 300) for y in (100, 200)),
        across(150, 200, 300),
        *(down(x, 100, 200) for x in (50, 300)),
        down(200, 150, 200),
    ]
    assert spans(one(rules)) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_crooked_edges_make_no_column_of_their_own() -> None:
    # The middle edge stands 7 points further right in the second row, as dragged borders do.
    rules = [*(across(y, 50, 400) for y in (100, 130, 160)), down(50, 100, 160), down(400, 100, 160)]
    rules += [down(200, 100, 130), down(207, 130, 160)]
    assert spans(one(rules)) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_narrow_columns_that_cells_have_to_themselves_stay() -> None:
    assert len(one(plain(xs=(50, 59, 200))).xs) == 3


def test_underlines_and_frames_are_no_tables() -> None:
    assert ruled_tables([across(100, 50, 200), across(300, 80, 500)]) == []
    assert ruled_tables(box(30, 30, 560, 800)) == []
    assert ruled_tables(box(100, 100, 109, 109)) == []  # to be ticked


def test_underline_in_a_cell_parts_nothing() -> None:
    held = [across(120, 84, 196), across(145, 210, 260)]
    assert spans(one(plain() + held)) == spans(one(plain()))


def test_one_low_box_is_given_for_the_page_that_ends_a_table() -> None:
    assert spans(one(box(50, 60, 550, 90))) == [(0, 0, 1, 1)]


def test_frame_around_a_table_goes_and_table_in_a_cell_is_part_of_it() -> None:
    framed = one(plain() + box(40, 90, 420, 210))
    assert framed.xs == XS
    outer = plain(xs=(20, 220, 500, 560), ys=(50, 300, 400))
    assert one(outer + plain(xs=(60, 100, 180), ys=(100, 150, 200))).xs == (20, 220, 500, 560)


def test_layout_box_that_holds_a_wider_table_goes() -> None:
    layout = plain(xs=(20, 500, 560), ys=(50, 300))
    assert one(layout + plain()).xs == XS


def test_open_sides_are_closed() -> None:
    no_sides = [*(across(y, 50, 400) for y in YS), *(down(x, 100, 200) for x in (80, 200, 300))]
    assert one(no_sides).xs == XS
    cut = [*(across(y, 50, 400) for y in YS[:-1]), *(down(x, 100, 200) for x in XS)]
    assert one(cut).ys == YS


def test_room_beside_a_stepped_table_is_no_cell() -> None:
    # The first row lacks its left column.
    rules = [
        across(100, 80, 300), across(130, 50, 300), across(160, 50, 300),
        down(50, 130, 160), *(down(x, 100, 160) for x in (80, 300)),
    ]  # fmt: skip
    assert spans(one(rules)) == [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_two_tables_are_given_from_top_to_bottom() -> None:
    lower, upper = plain(ys=(500, 540, 580)), plain(xs=(50, 300, 400), ys=(100, 140))
    assert [table.box.top for table in ruled_tables(lower + upper)] == [100, 500]


def test_no_rules_no_tables() -> None:
    assert ruled_tables([]) == []
    assert ruled_tables([across(10, 5, 5), down(5, 3, 3)]) == []


def test_too_many_lines_are_refused() -> None:
    lines = [across(y * 5.0, x * 20.0, x * 20.0 + 10) for y in range(400) for x in range(110)]
    with refused(OverLimitError, "đường kẻ"):
        ruled_tables(lines)
    hatch = [across(y * 3.5, 0, 4000) for y in range(1100)] + [down(x * 3.5, 0, 4000) for x in range(1100)]
    with refused(OverLimitError, "giao nhau"):
        ruled_tables(hatch)


def test_many_loose_boxes_end_soon() -> None:
    boxes = [
        rule for x in range(60) for y in range(60) for rule in box(x * 30, y * 30, x * 30 + 20, y * 30 + 20)
    ]
    assert ruled_tables(boxes) == []


_LINES = st.lists(st.tuples(*[st.integers(0, 12).map(float)] * 3), max_size=7)


@given(_LINES, _LINES, st.integers(1, 9), st.sampled_from([0.0, 1.0, 2.0]))
def test_lines_that_meet_are_found_however_many_are_held_against_each_other_at_once(
    across: grid.Lines, down: grid.Lines, at_once: int, tolerance: float
) -> None:
    down.sort()
    with pytest.MonkeyPatch.context() as held:
        held.setattr(grid, "_AT_ONCE", at_once)
        left, right = grid._crossings(across, down, tolerance)
    assert [*zip(left.tolist(), right.tolist(), strict=True)] == [
        (one, other)
        for one, (y, begin, end) in enumerate(across)
        for other, (x, top, bottom) in enumerate(down)
        if begin - tolerance <= x <= end + tolerance and top - tolerance <= y <= bottom + tolerance
    ]
