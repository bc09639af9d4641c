"""The order of Vietnamese words: a ă â b c d đ e ê …, then the tone (không dấu, huyền, hỏi, ngã, sắc, nặng).

Letters decide before tones and tones before case, over the whole text, as in Vietnamese dictionaries and in the
collation `vi` of CLDR.
"""

import re
import unicodedata
from functools import lru_cache

from niemyet.transforms.language.syllables import split_tone

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: number for number, letter in enumerate(_ALPHABET, start=100)}
#: `split_tone` names the tones by their keys; this is the order in which a dictionary has them.
_TONE = {"": 0, "2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
_DIGITS = re.compile(r"\d+")

#: Figures of the longest number that is taken for one: Python itself reads no more than 4,300, whoever wrote them.
_FIGURES = 18

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


@lru_cache(maxsize=1 << 15)
def collation_key(text: str) -> Key:
    """What to sort by: letters, then tones, then the text itself. Punctuation and case do not count before that."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    plain = unicodedata.normalize("NFC", text).lower()
    position = 0
    while position < len(plain):
        digits = _DIGITS.match(plain, position)
        if digits:
            letters.append((50, _shortened(digits[0])))  # a number is one sign: 2 comes before 10
            tones.append(0)
            position = digits.end()
            continue
        letter, tone = split_tone(plain[position])
        position += 1
        if letter in _LETTER:
            letters.append((_LETTER[letter], 0))
            tones.append(_TONE.get(tone, 0))
        elif letter.isspace():
            letters.append((0, 0))
            tones.append(0)
        elif letter.isalpha():
            letters.append((200, ord(letter[0])))
            tones.append(0)
    return tuple(letters), tuple(tones), text


def size_of(figures: str) -> tuple[int, str]:
    """What sorts figures as numbers, however many there are: `9` before `10`, `007` as `7`."""
    bare = figures.lstrip("0")
    return len(bare), bare


def _shortened(figures: str) -> int:
    return int(figures) if len(figures) <= _FIGURES else 10**_FIGURES
