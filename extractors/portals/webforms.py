"""ASP.NET WebForms: a page is asked for by sending the form of the page before back to it (PORTALS §2F2, §5 no. 7)."""

import re

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.links import base_of, href_of
from niemyet.extractors.portals.pages import (
    Ask,
)

_CALL = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")


def postback_of(element: Tag) -> tuple[str, str] | None:
    """(target, argument) of a link or button that posts the form back; None for any other."""
    for attribute in ("href", "onclick"):
        found = _CALL.search(str(element.get(attribute) or ""))
        if found:
            return found.group(1), found.group(2)
    if element.name in ("input", "button") and element.get("name"):
        return str(element["name"]), ""
    return None


def postback(soup: BeautifulSoup, base: str, target: str, argument: str) -> Ask:
    """The request that a browser would send: every field of the form as it stands, and what was clicked.

    Only what the page itself has rendered is ever sent: a made-up target fails the server's check of its state.
    """
    form = soup.find("form")
    fields: dict[str, str] = {}
    for field in form.find_all(["input", "select", "textarea"]) if isinstance(form, Tag) else []:
        name = str(field.get("name") or "")
        kind = str(field.get("type") or "text").lower()
        if not name or kind in ("submit", "button", "image", "reset", "file"):
            continue
        if field.has_attr("disabled"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        fields[name] = _value(field)
    fields["__EVENTTARGET"], fields["__EVENTARGUMENT"] = target, argument
    url = _action(form, base) if isinstance(form, Tag) else base
    return Ask(url, tuple(fields.items()))


def _value(field: Tag) -> str:
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen.get("value", chosen.get_text(strip=True))) if isinstance(chosen, Tag) else ""
    if field.name == "textarea":
        return field.get_text()
    ticked = str(field.get("type") or "").lower() in ("checkbox", "radio")
    return str(field.get("value", "on" if ticked else ""))


def _action(form: Tag, base: str) -> str:
    action = str(form.get("action") or "")
    holder = Tag(name="a")
    holder["href"] = action
    return (href_of(holder, base) if action else None) or base_of(BeautifulSoup("", "lxml"), base)
