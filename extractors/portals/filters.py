"""Filters that are set on a list though its address chose none: a box that is ticked, words that were searched for.

Portals keep them in a session, or set them from the start: “Còn hiệu lực” alone, the field of the last visitor.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.labels import text_of
from niemyet.extractors.portals.rows import is_chrome
from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import fold

#: What a tick box or button filters by, in its name, its words or the heading of its group.
_BY = re.compile(
    r"linh ?_?vuc|loai ?_?(?:van ?_?ban|vb)|the ?_?loai|co ?_?quan|don ?_?vi|sector|category|^lv\b|^loai\b"
    r"|tinh ?_?trang|hieu ?_?luc|trang ?_?thai|status|^cap\b|cap ?_?(?:ban|thuc|hanh|tinh|xa)|^nam\b|\bnam (?:19|20)\d{2}"
)
_EVERYTHING = re.compile(r"^(?:tat ca|toan bo|all\b)")
_KEYWORD = re.compile(
    r"tu ?-?_?khoa|key ?-?_?words?|^q$|^s$|search|tim ?-?_?kiem|trich ?-?_?yeu|so ?-?_?(?:ky|ki) ?-?_?hieu|noi ?-?_?dung"
)
#: Words that stand in an empty field until somebody writes in it.
_INVITES = re.compile(r"^(?:nhap|tu khoa|tim|search|keyword|go|so ky hieu|trich yeu|noi dung|\W*$)")
_APPLIED = re.compile(
    r"(?:dang|da) loc(?: theo)?\b.{0,3}:|bo loc (?:dang|da) (?:ap dung|chon)|loc theo\b.{0,3}: \w"
    r"|ket qua (?:tim kiem )?(?:cho|voi|theo) (?:tu khoa )?[“\"':]"
)
_MAY_APPLY = re.compile(r"\bloc\b|ket qua")  # words of which each such line has one
_LONGEST = 200  # letters of a line that names filters; chosen, not measured


def filters_set(soup: BeautifulSoup, asked: Collection[str]) -> Iterator[Words]:
    """What says that a filter is set, in words. `asked`: the parameters of the list's own address."""
    yield from _ticked(soup, asked)
    yield from _searched(soup, asked)
    if not asked:
        yield from _applied(soup)


def _ticked(soup: BeautifulSoup, asked: Collection[str]) -> Iterator[Words]:
    groups: dict[str, list[Tag]] = {}
    for one in soup.find_all("input", type=re.compile(r"^(?:radio|checkbox)$", re.IGNORECASE)):
        groups.setdefault(str(one.get("name") or "").removesuffix("[]"), []).append(one)
    for name, boxes in groups.items():
        ticked = [one for one in boxes if one.has_attr("checked")]
        if not ticked or len(ticked) == len(boxes) or name in asked or is_chrome(boxes[0]):
            continue
        said = [_words_of(soup, one) for one in boxes]
        chosen = [words for one, words in zip(boxes, said, strict=True) if one.has_attr("checked")]
        others = [words for words in said if words not in chosen]
        if (
            not _are_filters(name, said, boxes[0])
            or any(_EVERYTHING.search(fold(one)) for one in chosen)
            or not others
        ):
            continue
        yield msg("only “{shown}” is shown, “{other}” is not", shown=chosen[0] or name, other=others[0])


def _are_filters(name: str, said: Sequence[str], first: Tag) -> bool:
    """Whether boxes choose documents: one of them stands for all, or they are called as filters are. Polls are not."""
    group = first.find_parent("fieldset")
    legend = group.find("legend") if group is not None else None
    called = [name, *said, text_of(legend) if isinstance(legend, Tag) else ""]
    return any(_EVERYTHING.search(fold(one)) for one in said) or any(_BY.search(fold(one)) for one in called)


def _words_of(soup: BeautifulSoup, box: Tag) -> str:
    """What stands beside a box: its label, or the words behind it."""
    around = box.find_parent("label")
    own = str(box.get("id") or "")
    label = around or (soup.find("label", attrs={"for": own}) if own else None)
    if isinstance(label, Tag):
        return text_of(label)
    behind = box.next_sibling
    return text_of(behind) if isinstance(behind, Tag) else " ".join(str(behind or "").split())


def _searched(soup: BeautifulSoup, asked: Collection[str]) -> Iterator[Words]:
    for one in soup.find_all("input", value=True):
        value = str(one["value"]).strip()
        kind = str(one.get("type") or "text").lower()
        if (
            kind not in ("text", "search")
            or not value
            or str(one.get("name") or "") in asked
            or is_chrome(one)
        ):
            continue
        called = (one.get("name"), one.get("id"), one.get("placeholder"), one.get("aria-label"))
        is_invitation = value == str(one.get("placeholder") or "") or _INVITES.search(fold(value))
        if not is_invitation and any(_KEYWORD.search(fold(str(words))) for words in called if words):
            yield msg("only what was found for “{words}” is shown", words=value[:80])


def _applied(soup: BeautifulSoup) -> Iterator[Words]:
    if not _MAY_APPLY.search(fold(soup.get_text(" "))):
        return
    for one in soup.find_all(["p", "div", "span", "h1", "h2", "h3", "h4", "li"]):
        words = text_of(one)
        if len(words) <= _LONGEST and _APPLIED.search(fold(words)) and not is_chrome(one):
            yield f"“{words[:80]}”"
            return
