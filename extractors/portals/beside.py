"""What stands beside the rows of a list and says that they are not all.

Pure: a page in, words out. Nothing here is followed; it is shown to a person, who names the right address.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined, place_of
from niemyet.extractors.portals.hidden import Unseen
from niemyet.extractors.portals.labels import soup_of, text_of, whole_number
from niemyet.extractors.portals.pager import Reached, next_link, number_here, page_links, same_page
from niemyet.extractors.portals.rows import is_chrome
from niemyet.extractors.portals.symbols import may_be_one, prints_in
from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import fold


def signs_beside(
    soup: BeautifulSoup, text: str, base: str, place: Reached, rows: Collection[str]
) -> tuple[Words, ...]:
    """What beside the rows of the last page says that they are not all. `rows`: where they lead; `text`: with scripts."""
    asked = {same_page(url) for url in (*place.asked, base)}
    said = fold(soup.get_text(" "))
    found = [
        *(_frames(soup, base, asked) if _MAY_FRAME.search(text) else ()),
        *_totals_of_markup(soup, place),
        *_totals_of_scripts(text, place),
        *_without_scripts(text, base, asked),
        *(_said(soup, text) if _MAY_SAY.search(said) else ()),
        *(_totals_in_words(soup, place) if _MAY_COUNT.search(said) or _MAY_BADGE.search(text) else ()),
    ]
    if place.number == 1:
        found += [
            *_whole_lists(soup, base, asked, rows),
            *_headed_as_newest(soup, base, rows),
            *_documents_in_scripts(soup, text),
            *(_parts_by_script(soup, base) if any(name in text for name in _FETCHED) else ()),
        ]
    return tuple(one for number, one in enumerate(found) if one not in found[:number])


# ---- a list elsewhere --------------------------------------------------------------------------------------------

_WHOLE = re.compile(
    "|".join(
        (
            r"(?:xem |hien thi )?(?:tat ca|toan bo|day du|het)(?: (?:cac )?(?:van ban|quyet dinh|danh sach|tin|ket qua)?)?",
            r"xem (?:them|tiep|danh sach|day du|ban day du|trang van ban)(?: .{0,30})?",
            r"danh sach day du|(?:cac )?(?:van ban|quyet dinh) khac",
            r"(?:view|see|show) (?:all|more)(?: .{0,30})?|all documents",
            # An archive beside the newest.
            r"(?:cac )?(?:van ban|quyet dinh) (?:cu hon|truoc day|truoc do)|luu tru(?: van ban)?|kho luu tru",
            r"(?:cac )?(?:van ban|quyet dinh) (?:tu )?nam (?:19|20)\d{2} (?:tro )?ve truoc",
            r"(?:cac )?(?:van ban|quyet dinh) truoc (?:nam|ngay) .{4,14}",
        )
    )
)
_SIGNS = re.compile(r"[»›>→❯▶►⟩«‹<←.…:()\[\]+]+")


def _whole_lists(
    soup: BeautifulSoup, base: str, asked: Collection[object], rows: Collection[str]
) -> Iterator[Words]:
    """“Xem tất cả” that leads to another page, beside the rows: what they are is a box of the newest."""
    own = frozenset(same_page(url) for url in rows)
    for link in soup.find_all("a", href=True):
        words = " ".join(_SIGNS.sub(" ", fold(text_of(link) or str(link.get("title") or ""))).split())
        url = joined(base, str(link.get("href")))
        if not _WHOLE.fullmatch(words) or url is None or place_of(url) is None or is_chrome(link):
            continue
        if same_page(url) not in own and same_page(url) not in asked and _is_beside(link, base, own):
            yield f"“{text_of(link) or words}” → {url}"


def _is_beside(link: Tag, base: str, own: frozenset[object]) -> bool:
    """Whether the nearest documents are those of the rows: every box of a page has its own “Xem tất cả”.

    Where only one of several rows is near, it is what that row says of its own document.
    """
    for holder in link.parents:
        if not isinstance(holder, Tag) or holder.name in ("html", "[document]"):
            return False
        places: set[object] = set()
        speaking = 0
        for one in holder.find_all("a", href=True):
            url = joined(base, str(one.get("href")))
            if one is link or url is None:
                continue
            places.add(same_page(url))
            speaking += same_page(url) not in own and len(text_of(one)) >= _TITLE
        near = places & own
        if near:
            return len(near) > 1 or len(own) == 1
        if speaking:
            return False
    return False


_TITLE = 25  # letters of a title; menus and categories say less; chosen, not measured
_MAY_FRAME = re.compile(r"<(?:iframe|frame|object|embed)\b", re.IGNORECASE)
_FRAMES = {"iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_OF_OTHERS = re.compile(
    r"youtu|vimeo|/maps|maps\.|\bmap\b|ban do|video|facebook|zalo|tagmanager|recaptcha|analytics|doubleclick|chatbot"
    r"|livechat|/plugins/"
)
#: What may hold documents, by the address of a frame of another host.
_OF_LISTS = re.compile(
    r"van-?_?ban|vbpq|vb-?_?list|quyet-?_?dinh|thu-?_?tuc|tthc|cong-?_?bo|niem-?_?yet|danh-?_?(?:sach|muc)"
    r"|document|laws?\b"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def frames_of(soup: BeautifulSoup, base: str) -> Iterator[str]:
    """Addresses of pages that a page shows within itself and that may hold a list of documents."""
    home = place_of(base)
    for frame in soup.find_all(list(_FRAMES)):
        # Where a frame is loaded late, its own address is a blank page.
        url = joined(base, str(frame.get("data-src") or frame.get(_FRAMES[frame.name]) or "").strip())
        place = place_of(url) if url is not None else None
        if url is None or place is None or _is_unseen(frame) or is_chrome(frame):
            continue
        named = (frame.get("title"), frame.get("id"), *frame.get_attribute_list("class"))
        where = fold(" ".join([unquote(url), *(str(one) for one in named if one)]))
        if _OF_OTHERS.search(where) or _NO_PAGE.search(urlsplit(url).path):
            continue
        if (home is not None and place.host == home.host) or _OF_LISTS.search(where):
            yield url


_NO_PAGE = re.compile(r"\.(?:pdf|docx?|xlsx?|swf|mp[34]|jpe?g|png|gif|svg|webp)$|^$|^/$", re.IGNORECASE)


def _frames(soup: BeautifulSoup, base: str, asked: Collection[object]) -> Iterator[Words]:
    for url in frames_of(soup, base):
        if same_page(url) not in asked:
            yield msg("a frame shows {url}, which was not read", url=url)


def _is_unseen(frame: Tag) -> bool:
    small = any(
        str(frame.get(side) or "").strip() in {"0", "1", "0px", "1px"} for side in ("width", "height")
    )
    return small or frame.has_attr("hidden") or _UNSEEN.search(str(frame.get("style") or "")) is not None


# ---- a total that is told to scripts alone -----------------------------------------------------------------------------

_TOTAL = (
    r"(?:total|tong)[-_]?(?:so[-_]?)?(?:records?|items?|rows?|counts?|elements?|docs?|documents?|results?|hits|entries"
    r"|van[-_]?ban|ban[-_]?ghi|dong|vb|ket[-_]?qua)"
    r"|(?:records?|items?|rows?|docs?|documents?|results?)[-_]?(?:total|count|filtered)|num[-_]?(?:found|results|rows|items)|tong[-_]?so"
)
_IN_SCRIPT = re.compile(rf"(?<![\w-])(?:{_TOTAL})['\"]?\s*[:=]\s*['\"]?(\d{{1,6}})\b(?![\d.])", re.IGNORECASE)
_BARE_IN_SCRIPT = re.compile(r"(?<![\w-])total['\"]?\s*[:=]\s*['\"]?(\d{1,6})\b(?![\d.])", re.IGNORECASE)
#: What a script that pages a list speaks of, beside its total.
_PAGES = re.compile(r"page|limit|size|rows|items|records|offset|trang", re.IGNORECASE)
_VISITS = re.compile(r"visit|online|truy_?cap|luot|hits?count", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_NAMED_TOTAL = re.compile(rf"(?:data-|:|aria-|v-bind:)*(?:{_TOTAL}|total|rowcount|setsize)", re.IGNORECASE)


def _totals_of_scripts(text: str, place: Reached) -> Iterator[Words]:
    for script in _SCRIPT.findall(text):
        if _VISITS.search(script):
            continue
        patterns = (_IN_SCRIPT, _BARE_IN_SCRIPT) if _PAGES.search(script) else (_IN_SCRIPT,)
        counts = [(int(found.group(1)), found.group()) for one in patterns for found in one.finditer(script)]
        more = [said for count, said in counts if count > max(place.seen, place.rows)]
        if more:
            yield msg("a script of the page says “{said}”", said=more[0])


def _totals_of_markup(soup: BeautifulSoup, place: Reached) -> Iterator[Words]:
    """Attributes and hidden fields: `data-total="57"`, `aria-rowcount="57"`, `<input id="totalRecords" value="57">`."""
    most = max(place.seen, place.rows)
    for element in soup.find_all(True):
        if element.name == "input":
            names = f"{element.get('id') or ''} {element.get('name') or ''}"
            said = whole_number(str(element.get("value") or "").strip())
            if (
                said is not None
                and said > most
                and any(_NAMED_TOTAL.fullmatch(_last(one)) for one in names.split())
            ):
                yield f"“{_last(names.split(maxsplit=1)[0])} = {said}”"
            continue
        for name, value in element.attrs.items():
            said = whole_number(str(value).strip()) if not isinstance(value, list) else None
            # A table counts the row of its headings too.
            own = 1 if name == "aria-rowcount" else 0
            if (
                said is not None
                and said - own > most
                and _NAMED_TOTAL.fullmatch(name)
                and not is_chrome(element)
            ):
                yield f"“{name} = {said}”"


def _last(name: str) -> str:
    """`ctl00$main$hdTotalRecords` → `TotalRecords`, as ASP.NET names fields by what they stand in."""
    return re.sub(r"^(?:hd|hf|hdn|hid|txt|lbl)_?(?=[A-Z_])", "", re.split(r"[$]|_(?=hd|hf|hdn)", name)[-1])


def _documents_in_scripts(soup: BeautifulSoup, text: str) -> Iterator[Words]:
    """Decisions that only a script of the page names: rows that it has not drawn yet."""
    named = [
        one
        for script in _SCRIPT.findall(text)
        for one in prints_in(_plain(script))
        if _OF_DECISIONS.search(one)
    ]
    if not named:
        return
    shown = list(prints_in(soup.get_text(" ")))
    for number in dict.fromkeys(named):
        if not any(may_be_one(number, other) for other in shown):
            yield msg("a script of the page names {number}, which no row shows", number=number)
            return


_OF_DECISIONS = re.compile(r"[/-]\s*Q[ĐÐD]", re.IGNORECASE)


def _plain(script: str) -> str:
    """A script with the letters that JSON writes as numbers."""
    script = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), script)
    return script.replace("\\/", "/")


# ---- for whoever runs no scripts ----------------------------------------------------------------------------------------

_NOSCRIPT = re.compile(r"<noscript\b[^>]*>(.*?)</noscript>", re.IGNORECASE | re.DOTALL)


def _without_scripts(text: str, base: str, asked: Collection[object]) -> Iterator[Words]:
    """A pager that stands in `<noscript>`: the other pages for those who run no scripts."""
    for part in _NOSCRIPT.findall(text):
        if "href" not in part:
            continue
        soup = soup_of(part)
        links = page_links(soup, base)
        found = next_link(links, number_here(soup, links, base), base)
        if found is not None and found.url is not None and same_page(found.url) not in asked:
            yield found.shown


# ---- a total in words that stand alone -------------------------------------------------------------------------

_FIGURE = r"(\d{1,3}(?:[., ]\d{3})+|\d{1,6})"
_OF = r"(?:van ban|ket qua(?: tim kiem)?|ban ghi|tai lieu|quyet dinh|documents|results|records)"
_ALONE = re.compile(
    rf"(?:(?:so|tong so|so luong) )?{_OF}\s*:\s*{_FIGURE}|{_FIGURE} {_OF}(?: (?:duoc tim thay|tim thay|phu hop))?"
)
_MAY_COUNT = re.compile(_ALONE.pattern + r"|\(\d")
_BEHIND = re.compile(rf".{{2,60}}\({_FIGURE}\)")
_MAY_BADGE = re.compile(r"class\s*=\s*[\"']?[^\"'<>]*(?:badge|count|total|so-luong|tong)", re.IGNORECASE)
_BADGE = re.compile(r"(?:^|[\s_-])(?:badge|count|counter|total|so-luong|tong)(?:$|[\s_-])", re.IGNORECASE)


def _totals_in_words(soup: BeautifulSoup, place: Reached) -> Iterator[Words]:
    """“57 văn bản”, “Số bản ghi: 57” in an element of their own, “Văn bản (57)” as a heading; not the counts of a menu."""
    found = [
        (element, _figure_of(element))
        for element in soup.find_all(["p", "div", "span", "b", "strong", *_HEADS])
    ]
    told = [(element, figure) for element, figure in found if figure is not None and _is_of_the_page(element)]
    figures = {figure for _, figure in told}
    # Several figures count parts of something.
    if len(figures) == 1 and figures.pop() > max(place.seen, place.rows):
        yield f"“{text_of(told[0][0])}”"


_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend")


def _figure_of(element: Tag) -> int | None:
    words = fold(text_of(element))
    if len(words) > 60:  # a line that holds little else; chosen, not measured
        return None
    found = _ALONE.fullmatch(words) or (_BEHIND.fullmatch(words) if element.name in _HEADS else None)
    if found is None and element.name in _HEADS:
        badge = next(
            (one for one in element.find_all("span") if _BADGE.search(" ".join(one.get("class") or []))), None
        )
        found = re.fullmatch(_FIGURE, text_of(badge)) if badge is not None else None
    figure = next(filter(None, found.groups()), None) if found is not None else None
    return int(re.sub(r"[., ]", "", figure)) if figure is not None else None


def _is_of_the_page(element: Tag) -> bool:
    within = element.find_parent(["a", "li", "td", "label", "option", "button"])
    return within is None and element.find("a") is None and not is_chrome(element)


# ---- headings of boxes, and parts that come later ------------------------------------------------------------------

_NEWEST = re.compile(
    r"(?:cac )?(?:van ban|quyet dinh|thong bao|tin)(?: \w+){0,3} (?:moi(?: nhat| ban hanh| cap nhat| dang)?|gan day|noi bat)"
)
_TITLED = re.compile(r"(?:^|[\s_-])(?:title|heading|head|header|caption|tieu-?de)(?:$|[\s_-])", re.IGNORECASE)


def _headed_as_newest(soup: BeautifulSoup, base: str, rows: Collection[str]) -> Iterator[Words]:
    """“Văn bản mới nhất” as the heading right above the rows: a box of some, until somebody says that it is all."""
    own = frozenset(same_page(url) for url in rows)
    for link in soup.find_all("a", href=True):
        url = joined(base, str(link.get("href")))
        if url is not None and same_page(url) in own:
            head = link.find_previous(_is_a_heading)
            words = " ".join(_SIGNS.sub(" ", fold(text_of(head))).split()) if isinstance(head, Tag) else ""
            if isinstance(head, Tag) and _NEWEST.fullmatch(words) and not is_chrome(head):
                yield f"“{text_of(head)}”"
            return


def _is_a_heading(element: Tag) -> bool:
    if element.name in _HEADS:
        return True
    said = " ".join(element.get("class") or [])
    is_titled = element.name in ("div", "span", "p", "strong") and _TITLED.search(said) is not None
    # What stands around rows is called so too.
    return is_titled and len(text_of(element)) <= 60  # a heading's words; chosen, not measured


_FETCHED = (
    "data-url",
    "data-ajax",
    "data-ajax-url",
    "data-remote",
    "data-source",
    "data-src",
    "data-load",
    "hx-get",
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|css|js|mp[34])(?:$|[?#])", re.IGNORECASE)


def _parts_by_script(soup: BeautifulSoup, base: str) -> Iterator[Words]:
    """Empty parts of the content that a script fills: `<div data-url="/nam/2025"></div>`, an element of a framework."""
    for part in soup.find_all(["div", "section", "tbody", "ul", "ol", "table"]):
        said = next((str(part.get(name)) for name in _FETCHED if part.get(name)), None)
        if said is None or text_of(part) or part.find(["a", "img"]) is not None or _PICTURE.search(said):
            continue
        url = joined(base, said)
        if (
            url is not None
            and place_of(url) is not None
            and same_page(url) != same_page(base)
            and not is_chrome(part)
        ):
            yield msg("a part of the page comes later, from {url}", url=url)


# ---- what the page says of itself -----------------------------------------------------------------------------------------

_KIND = r"(?:van ban|quyet dinh|ket qua|ban ghi|muc)"
_SAID = re.compile(
    "|".join(
        (
            # The newest of several.
            rf"(?:hien thi|liet ke|dang xem|gom|xem) (?:toi da )?\d{{1,4}} {_KIND} (?:moi nhat|gan (?:day )?nhat|dau tien)",
            rf"\b\d{{1,4}} {_KIND} (?:moi nhat|gan (?:day )?nhat)",
            rf"(?:toi da|chi) (?:hien thi |liet ke )?\d{{1,4}} {_KIND}\b",
            # The others stand elsewhere, in words.
            rf"{_KIND} (?:truoc|tu) (?:nam|ngay) .{{4,24}} (?:xem|tra cuu|truy cap) (?:tai|o)\b",
            rf"{_KIND} (?:cu hon|truoc do|khac|nam (?:19|20)\d\d)(?: \w+){{0,6}} (?:xem|tra cuu|truy cap) (?:them )?(?:tai|o)\b",
            r"xem (?:them )?(?:day du|toan bo|danh sach day du) tai\b",
            # For members.
            r"dang nhap (?:de|moi) (?:duoc )?(?:xem|truy cap|tra cuu) (?:duoc )?"
            r"(?:them|tat ca|toan bo|day du|het|danh sach|cac van ban)",
            # It failed, or is still to come.
            r"(?:co|da xay ra|xay ra|phat sinh) loi (?:khi|trong qua trinh|xay ra|he thong|ket noi)",
            r"khong (?:the )?(?:tai|lay|truy xuat)(?: duoc)? (?:them |day du )?(?:du lieu|danh sach|van ban)",
            r"khong (?:the )?ket noi(?: duoc)? (?:(?:toi|den|voi) )?(?:may chu|co so du lieu|csdl)",
            r"het thoi gian (?:cho|ket noi)|dang tai (?:du lieu|them|danh sach)|^dang tai\W*$",
            r"dang cap nhat (?:danh sach|du lieu|them)",
            r"(?:danh sach|du lieu) (?:dang|con) (?:duoc )?(?:cap nhat|hoan thien|bo sung|nhap)",
            r"danh sach (?:nay )?(?:chua|khong) day du|con thieu \d+ van ban",
            r"timeout expired|object reference not set|server error in",
        )
    )
)
_MAY_SAY = re.compile(_SAID.pattern.replace("^dang tai\\W*$", "dang tai"))
_LONGEST = 300  # letters of a block that says it, not of a page; chosen, not measured
BLOCKS = (
    *("p", "div", "span", "li", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("small", "em", "i", "b", "strong", "label", "center", "font"),
)


def _said(soup: BeautifulSoup, text: str) -> Iterator[Words]:
    """“Chỉ hiển thị 20 văn bản mới nhất”, “Đăng nhập để xem toàn bộ”, “Có lỗi khi tải dữ liệu”."""
    unseen: Unseen | None = None
    for element in soup.find_all(list(BLOCKS)):
        words = text_of(element)
        if len(words) > _LONGEST or not _SAID.search(fold(words)) or is_of_a_row(element):
            continue
        unseen = unseen or Unseen(soup, text)  # pages keep such words ready, hidden, for when they need them
        if not is_chrome(element) and not unseen.holds(element):
            yield f"“{words[:80]}”"
            return


def is_of_a_row(element: Tag) -> bool:
    """Whether words are those of a document, which may be about portals too; a link to the former site is none of them."""
    row = element.find_parent("tr")
    return (
        element.find_parent("a") is not None
        or _is_all_link(element)
        or next(prints_in(text_of(element)), None) is not None
        or (row is not None and len(row.find_all("td", limit=2)) > 1)
    )


def _is_all_link(element: Tag) -> bool:
    return any(text_of(link) == text_of(element) for link in element.find_all("a"))
