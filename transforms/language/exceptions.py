"""The words by which a text leaves something out of what it says: "…, trừ thủ tục …", "… nhưng vẫn giữ thủ tục …".

In the letters of the document: without marks "trừ" is "trú", "trụ", "trữ".
"""

import re

#: "riêng" leaves out only what is said to stay; with a day of its own it is another act.
EXCEPTS = (
    r"(?<!khấu )\b(?:(?:ngoại )?trừ(?! trường hợp| cục)(?: ra)?|loại trừ|không bao gồm|không gồm|không kể|không tính"
    r"|(?:nhưng|còn|song|mà) (?:vẫn )?(?:giữ|tiếp tục|không|duy trì)(?: nguyên| lại)?|vẫn (?:giữ|duy trì)|giữ nguyên"
    r"|(?:chỉ )?giữ lại"
    r"|riêng(?=[^;]{3,200}\b(?:tiếp tục|giữ nguyên|không|vẫn|chưa)\b))(?=\s)"
)
_EXCEPTS = re.compile(EXCEPTS, re.IGNORECASE)


def part_exception(text: str) -> tuple[str, str | None]:
    """What a text speaks of, and what it leaves out of it; None without an exception."""
    found = next((one for one in _EXCEPTS.finditer(text) if not _in_quotes(text, one.start())), None)
    if found is None:
        return text, None
    return text[: found.start()].rstrip(" ,(;"), text[found.end() :].strip()


def _in_quotes(text: str, place: int) -> bool:
    return text.count("“", 0, place) > text.count("”", 0, place)
