"""The page of a listing that is not itself the listing: an article whose attachment is, and gets replaced in place.

Kinds of PORTALS §5 no. 43: a table in the page is read by `read_listing`; here are the files that an article offers,
and where it leads when it offers none (a folder elsewhere, the national portal): that is for a person to look at.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.html import files_within
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.links import base_of, href_of

#: Where the text of an article stands, most exact first; menus and side bars offer files of their own.
_ARTICLES = (
    "article",
    "main",
    ".article",
    ".content-detail",
    ".detail-content",
    "#content",
    ".journal-content-article",
)
_FRAME = ("nav", "header", "footer", "aside")


@dataclass(frozen=True, slots=True)
class Offered:
    """Files that a page offers, in its order, and the other hosts that it leads to."""

    files: tuple[Announced, ...]
    elsewhere: tuple[str, ...]


def offered(data: bytes, content_type: str, url: str) -> Offered:
    """What the article of a page offers; `url` is the page's own address."""
    soup = soup_of(decode(data, content_type))
    base = base_of(soup, url)
    for tag in soup(_FRAME):
        tag.decompose()
    holder = next((one for each in _ARTICLES if (one := soup.select_one(each)) is not None), soup)
    files = {file.url: file for file in files_within(holder, base)}
    leads = (href_of(link, base) for link in holder.find_all("a", href=True))
    hosts = {urlsplit(link).hostname: link for link in leads if link}
    hosts.pop(urlsplit(url).hostname, None)
    return Offered(tuple(files.values()), tuple(hosts.values()))
