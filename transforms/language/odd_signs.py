"""Signs by which a text says more, or other, than its letters: lines drawn through them, digits of other scripts.

Editors of pages and sheets that know no formats strike a text through with a combining sign behind each letter; keyboards of
other scripts write digits, points and brackets of their own. Whoever is used to Markdown writes two waves around what is struck,
in a sheet or a text as well, and converters leave tags (`<del>so</del>`). What a person sees is the same; patterns see something
else.
"""

import re
import unicodedata

#: Drawn over the letter before them (Unicode, Combining Diacritical Marks): short and long stroke, short and long solidus.
_STROKES = "\u0335\u0336\u0337\u0338"
_STROKE = re.compile(f"[{_STROKES}]")
WAVES = "~~"
#: `~~so~~`, as in Markdown (GitHub Flavored Markdown, 6.5).
_WAVES = re.compile(r"~~(?=[^\s~])(.+?)(?<=[^\s~])~~", re.DOTALL)
#: `<del>so</del>`, as in HTML (4.7.2, 4.5.5; `strike` of its older forms).
_TAGS = re.compile(r"<(del|s|strike)(?: [^<>]*)?>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_TAG = "</"
#: Letters and signs as wide as one of Chinese (Unicode, Halfwidth and Fullwidth Forms) lie so far from those of ASCII.
_WIDER_BY = 0xFEE0
_WIDE = "\uff01-\uff5e"
#: Where the digits of other scripts stand; what else stands there is left as it is.
_OTHER = re.compile(f"[\u0660-\u0fff{_WIDE}\U0001d7ce-\U0001d7ff]")
_ODD = re.compile(f"[{_STROKES}\u0660-\u0fff{_WIDE}\U0001d7ce-\U0001d7ff]")


#: Bytes of UTF-8 with which none of these signs begins: what is left of a text without them may be one.
_OTHER_BYTES = bytes(set(range(256)) - {0xCC, *range(0xD9, 0xE1), 0xEF, 0xF0})


def holds_odd_signs(text: str) -> bool:
    """Whether a text has any of these signs; nearly none has, which its bytes tell ten times faster."""
    if WAVES in text:
        return True  # which may begin in one cell and end in another
    if _TAG in text and _TAGS.search(text) is not None:
        return True
    if not text.encode("utf-8", "replace").translate(None, _OTHER_BYTES):
        return False
    return _ODD.search(text) is not None


def plain_and_struck(text: str) -> tuple[str, bool]:
    """The text in plain letters, and whether lines are drawn through it."""
    if not holds_odd_signs(text):
        return text, False
    plain = written_plainly(text)
    return (without_strokes(plain), True) if is_struck(plain) else (plain, False)


def written_plainly(text: str) -> str:
    """The text with digits of other scripts, and wide forms of ASCII, as the signs that a person reads, each in its place."""
    return _OTHER.sub(_plain_sign, text)


def _plain_sign(found: re.Match[str]) -> str:
    sign = found.group()
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return chr(ord(sign) - _WIDER_BY) if re.match(f"[{_WIDE}]", sign) else sign


def is_struck(text: str) -> bool:
    """Whether lines are drawn through letters of a text. A sign of its own that decomposes into one ("≠") is none."""
    if _STROKE.search(unicodedata.normalize("NFC", text)) is not None or _WAVES.search(text) is not None:
        return True
    return _TAG in text and _TAGS.search(text) is not None


def without_strokes(text: str) -> str:
    """The letters below the lines, or between the waves or tags."""
    bare = _TAGS.sub(r"\2", _WAVES.sub(r"\1", unicodedata.normalize("NFC", text)))
    return unicodedata.normalize("NFC", _STROKE.sub("", bare))
