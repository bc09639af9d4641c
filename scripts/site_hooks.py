"""What the docs need to be a site (mkdocs.yml): a file outside `docs/` is named, not linked; code is never taken for markup."""

import re
from typing import Any

_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)#\s]+)[^)]*\)")

#: Python 3.11's HTML parser, through which every page goes, takes this for the beginning of a marked section.
_MARKED = re.compile(r"`([^`\n]*<!\[[^`\n]*)`")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page's text as the site takes it."""
    inside = _OUTSIDE.sub(lambda found: f"`{found[2]}`", markdown)
    return _MARKED.sub(lambda found: f"<code>{_letters(found[1])}</code>", inside)


def _letters(code: str) -> str:
    """Every sign as what it is, none as markup."""
    return "".join(sign if sign.isalnum() else f"&#{ord(sign)};" for sign in code)
