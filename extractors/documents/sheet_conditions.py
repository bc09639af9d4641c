"""Rules of an XLSX by which its program draws cells while it shows them: "a line through where column E says that it is over"."""

import re
from collections.abc import Callable
from typing import Any

TextAt = Callable[[int, int], str]  # the shown text of a cell, by row and column from 0

#: `$E5="Hết hiệu lực"`: the one formula that is worked out here.
_EQUALS = re.compile(r'\s*(\$?)([A-Z]{1,3})(\$?)(\d{1,7})\s*(=|<>)\s*"((?:[^"]|"")*)"\s*')
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')


def condition(
    rule: Any, first: tuple[int, int], text_at: TextAt, column_of: Callable[[str], int]
) -> Callable[[int, int], bool]:
    """Whether a rule (`cfRule`) draws a cell that has a text, by row and column; `first`: the corner of the cells it is for.

    What is not understood may draw each of them.
    """
    kind, formula = rule.get("type"), rule.findtext("{*}formula") or ""
    said = (rule.get("text") or "").casefold()
    if kind == "containsText" and said:
        return lambda row, column: said in text_at(row, column).casefold()
    if kind == "beginsWith" and said:
        return lambda row, column: text_at(row, column).casefold().startswith(said)
    if kind == "containsBlanks":
        return lambda row, column: False  # only cells with a text are asked for
    quoted, equals = _QUOTED.fullmatch(formula), _EQUALS.fullmatch(formula)
    if kind == "cellIs" and rule.get("operator") == "equal" and quoted is not None:
        wanted = _unquoted(quoted[1])
        return lambda row, column: text_at(row, column).casefold() == wanted
    if kind == "expression" and equals is not None:
        fixed_column, letters, fixed_row, number, sign, words = equals.groups()
        at, there, wanted = int(number) - 1, column_of(letters), _unquoted(words)

        def expression(row: int, column: int) -> bool:
            seen = text_at(
                at if fixed_row else at + row - first[0], there if fixed_column else there + column - first[1]
            )
            return (seen.casefold() == wanted) is (sign == "=")

        return expression
    return lambda row, column: True


def _unquoted(words: str) -> str:
    return words.replace('""', '"').casefold()
