"""Bytes as text: what the bytes themselves prove comes first, what anybody says about them is a hint.

One reader for pages, documents and listings: byte order mark, UTF-8 (a few broken bytes cost a sign each), UTF-16
without its mark, then of the charsets that remain the one in which the words are Vietnamese syllables.
"""

import codecs
import re
from collections.abc import Iterable
from contextlib import suppress

from niemyet.transforms.language.text import repair_legacy, vietnamese_share

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Charsets of web pages (WHATWG Encoding, §4.2), as Python names them. The rest of Python's codecs are no charsets of
#: texts (`undefined`, `base64`), or cost more than they give (`idna` and `punycode` are quadratic).
_CHARSET = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|cp(125\d|437|866|874|932|949|950)|iso8859-\d+|koi8-[rtu]|mac-(roman|cyrillic)|tis-620"
    r"|gbk|gb18030|gb2312|big5|euc_(jp|kr)|shift_jis|iso2022_(jp|kr)"
)
#: A sign of two bytes or more, well formed: other charsets make hardly one by chance.
_WHOLE_SIGN = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MANY = (
    5  # times as many whole signs as broken bytes: of TCVN3 and cp1258 texts fewer than one in ten is whole
)
_SAMPLE = 40_000  # signs that are judged; syllables repeat; chosen, not measured
#: Western and Vietnamese Windows: what a charset says that cannot be true is read as. TCVN3 and VNI come as cp1252.
_USUAL = ("cp1258", "cp1252")


def decoded(data: bytes, declared: Iterable[str] = ()) -> str:
    """Text of some bytes; never an error. `declared`: charsets that a header or the page itself names."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if b"\x00" in data[:4096] and (wide := _wide(data)) is not None:
        return wide
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    charsets = [charset for name in declared if (charset := charset_of(name)) is not None]
    nearly = data.decode("utf-8", "replace")
    whole, broken = len(_WHOLE_SIGN.findall(data)), nearly.count("\ufffd")
    if whole > _MANY * broken or ("utf-8" in charsets and whole >= broken):
        return nearly
    return _by_evidence(data, charsets)


def _by_evidence(data: bytes, declared: list[str]) -> str:
    readings: list[str] = []
    for name in (*declared, *_USUAL):
        with suppress(UnicodeError):
            readings.append(data.decode(name))
    if not readings:
        return data.decode("cp1258", "replace")
    # The first of equals: what is declared, where it reads as well as the others do.
    return max(readings, key=lambda text: vietnamese_share(repair_legacy(text[:_SAMPLE])))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its line breaks and spaces is zero."""
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, others = data[high::2].count(0), data[1 - high :: 2].count(0)
        if zeros > len(data) // 20 and others == 0:
            return data.decode(encoding, errors="replace")
    return None


def charset_of(name: str) -> str | None:
    """Python's name of a web page's charset; None for a name that is none."""
    if not name or not name.isascii():
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if _CHARSET.fullmatch(found) else None
