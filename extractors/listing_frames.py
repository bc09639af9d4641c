"""Pages and files that a listing's page shows within itself, and that no saved page has with it: `<iframe src>`, `<embed>`."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from niemyet.extractors.listing_html import ListingPage, Node
from niemyet.transforms.language.text import fold

_HOLDERS = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
_BESIDE = ("nav", "aside", "footer", "header")  # parts of a page that hold no list
#: What may hold procedures, by address or title: a list, or any document.
_OF_LISTS = re.compile(
    r"danh[-_ ]?(?:sach|muc)|thu[-_ ]?tuc|tthc|niem[-_ ]?yet|cong[-_ ]?khai|dichvucong|procedure"
    r"|\.(?:pdf|docx?|xlsx?|ods|csv)\b|docs\.google|officeapps|viewer"
)
#: Maps, films, chats and meters.
_OF_OTHERS = re.compile(
    r"youtu|vimeo|/maps|maps\.|facebook|zalo|tagmanager|recaptcha|analytics|doubleclick|chatbot"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def frames_that_may_list(page: ListingPage) -> Iterator[str]:
    """Addresses of what the page shows within itself and what may hold more of its list."""
    for node in page.root.iter(*_HOLDERS):
        address = (node.get(_HOLDERS[node.tag]) or "").strip()
        if address and not _is_unseen(node) and next(node.iterancestors(*_BESIDE), None) is None:
            said = fold(unquote(" ".join([address, node.get("title") or "", node.get("name") or ""])))
            if _OF_LISTS.search(said) and not _OF_OTHERS.search(said):
                yield address


def _is_unseen(node: Node) -> bool:
    small = any((node.get(side) or "").strip() in {"0", "1", "0px", "1px"} for side in ("width", "height"))
    return small or node.get("hidden") is not None or _UNSEEN.search(node.get("style") or "") is not None
