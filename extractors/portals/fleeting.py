"""What in an address differs from visit to visit and says nothing about the document (PORTALS §2C, §2E).

Two sorts: names that are always a session's, and names that are one only by what they hold ("?t=1764600000123" is a moment,
"?t=12" a document). What is taken away here may never be what tells two documents of a page apart: see `differ_by_token`.
"""

import re
from urllib.parse import parse_qsl, urlsplit

from niemyet.extractors.portals.labels import whole_number

_ALWAYS = re.compile(
    r"^(?:p_auth|p_p_auth|_afr\w*|_adf\.\S+|centerwidth|leftwidth|jsessionid|phpsessid|sid|session_?id"
    r"|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|__requestverificationtoken|authenticity_token|_?csrf(?:_?token)?)$",
    re.IGNORECASE,
)
#: Names of moments and of numbers that only keep a cache from answering.
_MOMENTS = re.compile(
    r"^(?:_?t|_?ts|_|time|timestamp|now|dt|r|rnd|rand|random|cb|no_?cache|cache_?bust(?:er)?|v|ver|version)$",
    re.IGNORECASE,
)
#: Seconds and thousandths since 1970 from 2014 on, "20261201143000", "0.8371234".
_MOMENT = re.compile(r"1[4-9]\d{8}(?:\d{3})?|20\d{12}|0\.\d{4,}")
_TOKENS = re.compile(
    r"^_?(?:token|access_?token|ticket|nonce|s|ss|sess|session|phien|ma_?phien)$", re.IGNORECASE
)
#: At least eight signs, letters and figures mixed, as no word and no document's number is; chosen, not measured.
_TOKEN = re.compile(r"(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[A-Za-z])[\w.~+/=-]{8,}")
_OF_A_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d+[/-]\D.*")
#: `;jsessionid=…` behind a path, `/(S(lit3py55t21z5v55vlm25s55))/` within it.
_IN_PATH = re.compile(
    r";(?:jsessionid|sid|phpsessid)=[^/?#;]*|/\((?:[A-Z]\([^()/]*\))+\)(?=/)", re.IGNORECASE
)


def is_fleeting(name: str, value: str) -> bool:
    """Whether a parameter says nothing about the document: a session, a moment. `sid` is one by its value only: `?sid=12`
    is a document."""
    if _ALWAYS.match(name) is not None:
        return not (name.lower() == "sid" and whole_number(value) is not None)
    return _is_by_value(name, value)


def _is_by_value(name: str, value: str) -> bool:
    if _MOMENTS.match(name) is not None:
        return _MOMENT.fullmatch(value) is not None
    return (
        _TOKENS.match(name) is not None
        and _TOKEN.fullmatch(value) is not None
        and _OF_A_DAY.fullmatch(value) is None
    )


def without_session(path: str) -> str:
    """A path without a session in it."""
    return _IN_PATH.sub("", path)


def differ_by_token(one: str, other: str) -> bool:
    """Whether two addresses of one page differ in nothing but what was taken for a session or a moment by its value."""
    own, others = set(parse_qsl(urlsplit(one).query)), set(parse_qsl(urlsplit(other).query))
    differing = own ^ others
    return bool(differing) and all(_is_by_value(name, value) for name, value in differing)
