"""Small signs above their line, by where they stand."""

import numpy as np

from niemyet.extractors.documents.raised import with_raised


def test_figures_take_the_line_and_size_of_the_letters_beside_them() -> None:
    codes = np.array([*map(ord, "tử12")], dtype=np.uint32)
    at = np.array([[0, 6, 12, 15], [6, 12, 15, 18], [100, 100, 96, 96], [12, 12, 8, 8]], dtype=np.float64)
    made, placed = with_raised(codes, at, np.zeros(4, dtype=bool))
    assert "".join(map(chr, made.tolist())) == "tử¹²"
    assert (placed[2:].T == [100, 12]).all()
    assert at[2, 2] == 96  # what was handed in stays as it is


def test_signs_of_one_size_are_left_alone() -> None:
    codes, at = np.array([0x31, 0x32], dtype=np.uint32), np.ones((4, 2))
    assert with_raised(codes, at, np.zeros(2, dtype=bool))[0] is codes


def test_a_figure_behind_that_of_another_line_is_told_whole() -> None:
    codes = np.array([*map(ord, "a(1)(2)b")], dtype=np.uint32)
    lefts = [0, 6, 9, 12, 0, 3, 6, 9]
    base = [100, 96, 96, 96, 196, 196, 196, 200]
    size = [12, 8, 8, 8, 8, 8, 8, 12]
    at = np.array(
        [lefts, [one + (6 if tall == 12 else 3) for one, tall in zip(lefts, size, strict=True)], base, size],
        dtype=np.float64,
    )
    _, placed = with_raised(codes, at, np.zeros(8, dtype=bool))
    assert placed[2].tolist() == [100] * 4 + [200] * 4
