"""Where the links of a page lead."""

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined, place_of


def base_of(soup: BeautifulSoup, url: str) -> str:
    """What relative links of a page are relative to."""
    base = soup.find("base", href=True)
    return (joined(url, str(base["href"])) or url) if isinstance(base, Tag) else url


def href_of(link: Tag, base: str) -> str | None:
    """The absolute address of a link; None for scripts, mail, places on the same page, and what is no address."""
    href = str(link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    address = joined(base, href)
    return address if address is not None and place_of(address) is not None else None


def is_misspelt(link: Tag, base: str) -> bool:
    """Whether a link means to lead somewhere and cannot: its address is none."""
    return joined(base, str(link.get("href") or "")) is None
