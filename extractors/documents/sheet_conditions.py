"""Rules of a workbook by which its program draws cells while it shows them: "a line through where column E says that it is over".

An XLSX, an XLS and an ODS write them otherwise; here all are one `DrawingRule`, its formula in the letters of an XLSX.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TextAt = Callable[[int, int], str]  # the shown text of a cell, by row and column from 0
Condition = Callable[[int, int], bool]  # whether a cell is drawn, by row and column


@dataclass(frozen=True, slots=True)
class DrawingRule:
    """When cells are drawn; an empty kind is a rule that is not understood."""

    kind: str
    formula: str = ""
    text: str = ""
    operator: str = ""


#: `$E5="Hết hiệu lực"`: the one formula that is worked out here.
_EQUALS = re.compile(r'\s*(\$?)([A-Z]{1,3})(\$?)(\d{1,7})\s*(=|<>)\s*"((?:[^"]|"")*)"\s*')
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')


def condition(
    rule: DrawingRule, first: tuple[int, int], text_at: TextAt, column_of: Callable[[str], int]
) -> Condition:
    """Whether a rule draws a cell that has a text; `first`: the corner of the cells it is for.

    What is not understood may draw each of them.
    """
    said = rule.text.casefold()
    if rule.kind == "containsText" and said:
        return lambda row, column: said in text_at(row, column).casefold()
    if rule.kind == "beginsWith" and said:
        return lambda row, column: text_at(row, column).casefold().startswith(said)
    if rule.kind == "containsBlanks":
        return lambda row, column: False  # only cells with a text are asked for
    quoted, equals = _QUOTED.fullmatch(rule.formula), _EQUALS.fullmatch(rule.formula)
    if rule.kind == "cellIs" and rule.operator == "equal" and quoted is not None:
        wanted = _unquoted(quoted[1])
        return lambda row, column: text_at(row, column).casefold() == wanted
    if rule.kind == "expression" and equals is not None:
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


def rule_of_xlsx(node: Any) -> DrawingRule:
    """The rule of an element `cfDrawingRule` (ECMA-376 part 1, 18.3.1.10)."""
    formula = node.findtext("{*}formula") or ""
    return DrawingRule(node.get("type") or "", formula, node.get("text") or "", node.get("operator") or "")


_OF_ODS = (
    (re.compile(r"formula-is\((.*)\)|is-true-formula\((.*)\)", re.DOTALL), "expression", ""),
    (re.compile(r"(?:cell-content\(\))?=(\".*\")", re.DOTALL), "cellIs", "equal"),
    (re.compile(r"contains-text\(\"(.*)\"\)", re.DOTALL), "containsText", ""),
    (re.compile(r"begins-with\(\"(.*)\"\)", re.DOTALL), "beginsWith", ""),
)


def rule_of_ods(said: str) -> DrawingRule:
    """The rule of a condition of an ODS: `formula-is([.$E2]="x")`, `="x"`, `contains-text("x")` (ODF 1.3 part 3, 20.369)."""
    for form, kind, operator in _OF_ODS:
        found = form.fullmatch(said.strip())
        if found is not None:
            inner = next(part for part in found.groups() if part is not None)
            plain = re.sub(r"\[\.(\$?[A-Z]{1,3}\$?\d+)\]", r"\1", inner)
            return DrawingRule(kind, plain, inner if kind.endswith(("Text", "With")) else "", operator)
    return DrawingRule("")


_IS_CELL, _IS_FORMULA, _EQUAL = 1, 2, 3  # of the record CF ([MS-XLS] 2.4.42)
_TOKEN_TEXT, _TOKEN_EQ, _TOKEN_NE = 0x17, 0x0B, 0x0E  # [MS-XLS] 2.5.198.89, .60, .79
_TOKENS_REFERENCE, _TOKENS_OFFSET = (0x24, 0x44, 0x64), (0x2C, 0x4C, 0x6C)  # [MS-XLS] 2.5.198.84, .88


def rule_of_xls(kind: int, operator: int, formula: bytes, first: tuple[int, int]) -> DrawingRule:
    """The rule of a record CF ([MS-XLS] 2.4.42): a text that is held against the cell itself, or against one beside it."""
    if kind == _IS_CELL and operator == _EQUAL:
        text, rest = _text_token(formula)
        return (
            DrawingRule("cellIs", _quoted(text), "", "equal")
            if text is not None and not rest
            else DrawingRule("")
        )
    if kind != _IS_FORMULA or len(formula) < 5:  # bytes of a reference ([MS-XLS] 2.5.198.84)
        return DrawingRule("")
    token, row, column = formula[0], *struct.unpack_from("<HH", formula, 1)
    text, rest = _text_token(formula[5:])
    if text is None or len(rest) != 1 or rest[0] not in {_TOKEN_EQ, _TOKEN_NE}:
        return DrawingRule("")
    row_moves, column_moves, column = bool(column & 0x8000), bool(column & 0x4000), column & 0xFF
    if token in _TOKENS_OFFSET:
        row = (first[0] + row) % 0x10000 if row_moves else row
        column = (first[1] + column) % 0x100 if column_moves else column
    elif token not in _TOKENS_REFERENCE:
        return DrawingRule("")
    sign = "=" if rest[0] == _TOKEN_EQ else "<>"
    place = f"{'' if column_moves else '$'}{_letters(column)}{'' if row_moves else '$'}{row + 1}"
    return DrawingRule("expression", f"{place}{sign}{_quoted(text)}")


def _text_token(formula: bytes) -> tuple[str | None, bytes]:
    """The text with which a formula begins, and what follows it."""
    # Token, count of letters, how wide they are ([MS-XLS] 2.5.198.89).
    if len(formula) < 3 or formula[0] != _TOKEN_TEXT:
        return None, formula
    count, wide = formula[1], formula[2] & 1
    end = 3 + count * (2 if wide else 1)
    return formula[3:end].decode("utf-16-le" if wide else "latin-1", "replace"), formula[end:]


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _letters(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


# ---- what a rule draws in an XLS ---------------------------------------------------------------------------

_SETS_FONT, _SETS_NUMBER, _NUMBER_IS_TEXT = 1 << 26, 1 << 25, 1 << 0  # bits of DXFN ([MS-XLS] 2.5.91)
_STRIKES = 0x80  # of the bits of a font, and of those that it leaves as they are ([MS-XLS] 2.5.272)
_FONT_BITS, _FONT_COLOUR, _FONT_LEFT = 68, 80, 88  # places in DXFFntD ([MS-XLS] 2.5.93)
_FIRST_LEFT_AS_IT_IS = 0x7FFF  # of the numbers of colours ([MS-XLS] 2.5.161)


def drawn_in_xls(body: bytes) -> tuple[bool, int | None]:
    """Whether a record CF draws a line through the text, and the number of the colour in which it draws it."""
    if len(body) < 12:  # kind, operator, two lengths, the bits of DXFN ([MS-XLS] 2.4.42)
        return False, None
    bits, more = struct.unpack_from("<IH", body, 6)
    if not bits & _SETS_FONT:
        return False, None
    at = 12
    if bits & _SETS_NUMBER:
        at += struct.unpack_from("<H", body, at)[0] if more & _NUMBER_IS_TEXT and len(body) > at + 1 else 2
    if len(body) < at + _FONT_LEFT + 4:
        return True, None  # of another length than is written: it may be struck
    places = (_FONT_BITS, _FONT_LEFT, _FONT_COLOUR)
    drawn, left, colour = (struct.unpack_from("<I", body, at + place)[0] for place in places)
    return bool(drawn & _STRIKES) and not left & _STRIKES, colour if colour < _FIRST_LEFT_AS_IT_IS else None
