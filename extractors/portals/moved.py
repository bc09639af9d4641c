"""A list that stands elsewhere by now: the page sends its readers on, or says so in words; and what an answer's headers say.

Pure: a page in, words out. Nothing here is followed; it is shown to a person, who names the right address.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from niemyet.extractors.fetching.addresses import joined, place_of
from niemyet.extractors.portals.beside import BLOCKS, is_of_a_row
from niemyet.extractors.portals.labels import soup_of, text_of, whole_number
from niemyet.extractors.portals.pager import Reached, same_page
from niemyet.model.messages import Message, Words, msg
from niemyet.transforms.language.text import fold

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_SENDS_ON = re.compile(r"<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.IGNORECASE)
_REFRESH = re.compile(
    r"content\s*=\s*(?:\"[^\"]*?url\s*=\s*'?([^\"']+)|'[^']*?url\s*=\s*\"?([^\"']+)|[^\s>]*?url=([^\s>\"']+))",
    re.IGNORECASE,
)
_GOES = r"location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']+)[\"']"
#: `setTimeout(function(){ window.location = "…" }, 5000)`, or the bare call at the top of a script.
_LEAVES = re.compile(
    rf"setTimeout\(.{{0,120}}?{_GOES}|\A\s*(?:window\.|document\.|top\.|self\.){_GOES}",
    re.IGNORECASE | re.DOTALL,
)
_PORTAL = r"(?:cong(?: thong tin)?(?: dien tu)?|trang(?: thong tin)?(?: dien tu)?|website|web|trang web|chuyen muc|chuyen trang)"
_SITE = rf"(?:{_PORTAL}|he thong|dia chi|ten mien|danh sach|du lieu)"
_TO = r"(?:sang|den|ve|toi|qua)"
_MOVED = re.compile(
    "|".join(
        (
            rf"{_SITE}(?: (?!duoc|da|khong|tam)\w+){{0,8}} (?:nay )?(?:da duoc|da|duoc|se) (?:chuyen|doi|di chuyen)"
            rf" (?:{_TO}|thanh|dia chi|ten mien)",
            rf"{_SITE}(?: (?!duoc|da|khong|tam)\w+){{0,8}} (?:da duoc|da|duoc|se) thay the bang",
            rf"(?:da|duoc|se) chuyen {_TO} (?:{_SITE}|https?)",
            # “Địa chỉ cũ: …” is where an office stood before a merger.
            rf"{_PORTAL} (?:phien ban )?cu\b(?! hon)|phien ban cu cua {_PORTAL}",
            rf"{_SITE}(?: \w+){{0,6}} (?:da |se )?(?:ngung|dung|tam dung|khong con) "
            r"(?:cap nhat|hoat dong|duoc cap nhat|su dung|duy tri|van hanh)",
            r"(?:ngung|dung|khong con) cap nhat (?:tu|ke tu|tai|van ban|du lieu|tren)\b",
            rf"truy cap (?:vao )?(?:{_PORTAL}|dia chi) moi|{_PORTAL} moi (?:tai|la|:)",
            r"(?:site|page|portal|website) has (?:been )?moved|no longer (?:updated|maintained)",
        )
    )
)


def moved_away(text: str, url: str, *, heed_words: bool) -> Message | None:
    """That a page sends its readers on, or says that it is the old one."""
    return _sends_on(text, url) or (_says_it_moved(text, url) if heed_words else None)


def _sends_on(text: str, url: str) -> Message | None:
    """A page that leaves for another one after a while; None for one that only calls itself again."""
    refreshes = [_REFRESH.search(tag) for tag in _SENDS_ON.findall(text)]
    leaves = [_LEAVES.search(script) for script in _SCRIPT.findall(text)]
    for found in (*refreshes, *leaves):
        target = next(filter(None, found.groups()), "") if found is not None else ""
        address = joined(url, target.strip()) if target else None
        if address is not None and place_of(address) is not None and _is_elsewhere(address, url):
            return msg(
                "{url}: the page sends its readers on to {address}: has the list moved there?",
                url=url,
                address=address,
            )
    return None


def _is_elsewhere(address: str, url: str) -> bool:
    places = [place_of(one) for one in (address, url)]
    hosts = {place.host.removeprefix("www.") for place in places if place is not None}
    return len(hosts) > 1 or same_page(address) != same_page(url)


_TAGS = re.compile(r"<[^>]*>")
#: Words of which each notice has one: looking for them is cheap.
_MAY_HAVE_MOVED = re.compile(r"chuyen|thay the|\bdoi\b|\bcu\b|ngung|dung|khong con|\bmoi\b|moved|no longer")
_LONGEST = 300  # letters of a notice; chosen, not measured


def _says_it_moved(text: str, url: str) -> Message | None:
    """“Cổng cũ, đã chuyển sang …” beside the rows, in the page's own words and not in those of a row."""
    if not _MAY_HAVE_MOVED.search(fold(_TAGS.sub(" ", text))):
        return None
    for element in soup_of(text).find_all([*BLOCKS, "marquee"]):
        words = text_of(element)
        if len(words) > _LONGEST or not _MOVED.search(fold(words)) or is_of_a_row(element):
            continue
        return msg("{url}: the page says “{words}”: has the list moved?", url=url, words=words[:120])
    return None


# ---- what the answer says ------------------------------------------------------------------------------------

_TOTAL_HEADERS = ("x-total-count", "x-total", "x-wp-total", "x-pagination-total-count", "x-total-records")
_PAGES_HEADERS = ("x-wp-totalpages", "x-total-pages", "x-pagination-page-count")
_LINK_NEXT = re.compile(r"<([^<>]+)>\s*;[^,]*\brel\s*=\s*\"?next\b", re.IGNORECASE)


def signs_in_headers(headers: Mapping[str, str], base: str, place: Reached) -> tuple[Words, ...]:
    """Further pages and a larger total that only the answer's headers tell (RFC 8288 `Link`, `X-Total-Count`)."""
    found: list[Words] = []
    asked = {same_page(url) for url in (*place.asked, base)}
    led = _LINK_NEXT.search(headers.get("link", ""))
    address = joined(base, led.group(1)) if led else None
    if address is not None and same_page(address) not in asked:
        found.append(f"Link: rel=next → {address}")
    most = max(place.seen, place.rows)
    for names, least in ((_TOTAL_HEADERS, most), (_PAGES_HEADERS, place.number)):
        for name in names:
            said = whole_number(headers.get(name, "").strip())
            if said is not None and said > least:
                found.append(f"{name}: {said}")
    return tuple(found)


#: A night asks for what is there now; a cache on the way keeps a page minutes or hours. Chosen, not measured.
_OLDEST = timedelta(days=1)


def is_an_old_copy(headers: Mapping[str, str], url: str) -> Message | None:
    """A page that a cache on the way has kept for longer than a day, as its `Age` says (RFC 9111, 5.1)."""
    age = whole_number(headers.get("age", "").strip())
    if age is None or timedelta(seconds=age) <= _OLDEST:
        return None
    return msg("{url}: a cache answered with a copy that is {days} days old", url=url, days=age // 86_400)
