"""Codes that stand within names, and what is left of the names (RULINGS 32)."""

import re

from niemyet.transforms.language.codes import Code, find_codes
from niemyet.transforms.language.text import clean, fold

#: Words before a code in a name by which it is another procedure's: "(liên thông với 1.001193)", "thay cho mã 1.001193".
#: In brackets of their own with the code, or right before it: "Cấp, thay thế giấy phép/1.001193" is a name.
_LINKS = (
    r"(?:lien thong (?:voi|cung)|lien quan(?: den)?|cung voi|kem theo|thay (?:the|cho)|truoc day|xem(?: them)?|tach (?:tu|ra)"
    r"|gop (?:tu|vao)|sau khi|ghep (?:tu|voi))"
)
_OF_ANOTHER = re.compile(
    rf"[(\[][^()\[\]]*\b(?:{_LINKS}|ma cu)\b[^()\[\]]*$|\b{_LINKS}(?: cho)?(?: (?:ma|so|thu tuc|tthc|co))*[ :]*$"
)


def is_of_another(name: str, code: str) -> bool:
    """Whether the words before a code in a name give it to another procedure."""
    before = name[: max(name.find(code), 0)]
    return _OF_ANOTHER.search(fold(before)) is not None


#: What stands around a code in a name: "(Mã TTHC: 1.001193)", "- 1.001193", "; mã số 1.001193", "/ 1.001193.H14".
_AROUND = (
    r"[\s\-–—/;,.:|]*[(\[]?\s*(?:(?:[Cc]ó\s+)?(?:[Mm]ã|MÃ|[Ss]ố|SỐ)(?:\s*(?:số|SỐ|hồ\s*sơ|HỒ\s*SƠ|định\s*danh))*"
    r"(?:\s*(?:T\s?T\s?H\s?C|tthc|thủ\s*tục(?:\s*hành\s*chính)?|THỦ\s*TỤC(?:\s*HÀNH\s*CHÍNH)?|DVC))*\s*(?:là|LÀ)?\s*[:\-–]?\s*)?"
)


def code_and_name(text: str) -> tuple[Code | None, str]:
    """The one code that stands somewhere in a name, and the name without it; no code where its words give it to another."""
    bare, codes = codes_out_of(text)
    if len({one.base for one in codes}) != 1 or is_of_another(text, codes[0].text):
        return None, text
    return codes[0], bare


#: What is left of "(Mã số TTHC: 1.001193)" where a line broke its words.
_WORDS_OF_CODE_LEFT = re.compile(r"[\s\x00\-–—/;,:|]*[(\[]\s*[Mm]ã\b[^()\[\]]{0,30}$")

_PRINTED = re.compile(
    rf"{_AROUND}(?P<code>(?<![\d.,])[1-9]\.\d{{6}}(?:\.\d+)*(?:\.[HG]\d{{2}})?)\s*(?:[)\]]|(?=[;,/]))?"
)


def codes_out_of(name: str) -> tuple[str, tuple[Code, ...]]:
    """A name without the codes that stand in it, wherever they stand, and those codes (RULINGS 32)."""
    codes = find_codes(name)
    if not codes:
        return clean(name), ()
    printed = {code.text for code in codes}
    bare = _PRINTED.sub(lambda found: " \x00 " if found["code"] in printed else found.group(), clean(name))
    if codes:
        bare = re.sub(r"^[\s\x00\-–—/;,.:|)(]+|[\s\x00\-–—/;,:|(]+$", "", bare)
        bare = _WORDS_OF_CODE_LEFT.sub("", bare)
        bare = re.sub(r"\s*\x00[\s\x00\-–—/;:|]*", " ", bare).replace(" ,", ",").rstrip(" _,;-–")
    return clean(bare), codes
