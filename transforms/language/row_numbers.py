"""Numbers of rows as a sentence lists them: "số thứ tự 3, 5-7", "STT 1; 2 và từ 4 đến 6" (RULINGS 11).

One grammar for all who read such lists: one that takes a part of it ends, dates or leaves out fewer rows than the text.
"""

import re

_NUMBER = r"\d{1,4}(?![\d/]|\.\d| ?%)"
_LABEL = r"(?:stt|so thu tu(?: thu)?|dong (?:so|thu))\s*:?\s*"
#: Before a number that is not the first: "và các thủ tục hành chính số thứ tự 4", "; từ 5".
_AGAIN = rf"(?:cac )?(?:(?:thu tuc(?: hanh chinh)?|tthc) (?:co |tai )?(?:cac )?)?(?:tu )?(?:{_LABEL}|thu tu |so )?(?:tu )?"
#: What is counted or numbered otherwise is no row: "số thứ tự 3, 05 thủ tục …".
_NO_ROW = r"(?! (?:thu tuc|tthc|quyet dinh|danh muc|linh vuc|ngay|thang|quy trinh)\b)"
_RANGE = r"(?: ?[-–—] ?|,? den (?:het )?)"
#: The numbers of a list of rows, folded, behind its first label.
ROW_NUMBERS = (
    rf"(?:tu )?{_NUMBER}(?:(?:{_RANGE}|(?: ?[,;] ?(?:va )?| va | cung )){_AGAIN}{_NUMBER}{_NO_ROW})*"
)
#: A list behind its label; "số 05, 06 mục II": numbers of rows by the section behind them.
ROWS = re.compile(
    rf"(?:\b{_LABEL}|\bso\s*:?\s*(?={ROW_NUMBERS}[\s,;]+(?:thuoc |tai |o )?(?:muc|phan)\b))(?P<rows>{ROW_NUMBERS})"
)
_RANGES = re.compile(rf"(?P<first>\d+)(?P<range>{_RANGE}(?:{_LABEL}|so )?(?P<last>\d+))?")
_LONGEST_RANGE = (
    500  # rows from one number to another; a province decides less in a year; chosen, not measured
)


def row_numbers(text: str) -> tuple[str, ...]:
    """The rows of a folded list, each once, without leading noughts; of a range that cannot be one, its ends."""
    found: list[str] = []
    for one in _RANGES.finditer(text):
        first, last = int(one["first"]), int(one["last"] or one["first"])
        if 0 <= last - first < _LONGEST_RANGE:
            found += [str(number) for number in range(first, last + 1)]
        else:
            found += [str(first), str(last)]
    return tuple(dict.fromkeys(found))
