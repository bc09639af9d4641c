"""Which family reads which `kind`. A new family is one line here.

Who only checks a configuration asks for names; a family is imported when it is wanted (all of them: 0.1 s, half of it for
what reads HTML).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module

from niemyet.extractors.portals import Portal
from niemyet.extractors.settings import SourceSettings

#: Kind → (module beside this one, its class), in the order in which an unknown page is held against them
#: (`probing.recognise`): the most particular first, `html`, which reads any table, last; then the sources that are no list pages.
KINDS: Mapping[str, tuple[str, str]] = {
    "nukeviet-laws": ("nukeviet_laws", "NukevietLawsPortal"),
    "vnpt-documents": ("vnpt_documents", "VnptDocumentsPortal"),
    "vnpt-articles": ("vnpt_articles", "VnptArticlesPortal"),
    "liferay": ("liferay", "LiferayPortal"),
    "cms14": ("cms14", "Cms14Portal"),
    "webcenter": ("webcenter", "WebCenterPortal"),
    "html": ("html", "HtmlPortal"),
    "dvc-2026": ("dvc2026", "Dvc2026Portal"),
    "dvcqg": ("dvcqg", "DvcqgPortal"),
    "inbox": ("inbox", "InboxPortal"),
}
LIST_KEYS = ("row", "link", "next", "number", "signed_on", "title", "files")
DETAIL_KEYS = (
    *("number", "signed_on", "files", "title", "issuer", "effective_on", "published_on", "sectors"),
)
#: Kind → the keys of `list` and of `detail` that the family reads; of the others none.
KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "html": (LIST_KEYS, DETAIL_KEYS),
    "vnpt-documents": (LIST_KEYS, DETAIL_KEYS),
    "webcenter": (tuple(key for key in LIST_KEYS if key != "files"), DETAIL_KEYS),
    # Articles: what they say stands in their files.
    "vnpt-articles": (("row", "next"), ()),
    "liferay": (("next",), ()),
    "cms14": (("next",), ()),
    "dvc-2026": (("form",), ()),
}
#: The modules of all families: a process that reads pages loads them before it is asked.
MODULES = tuple(f"{__package__}.{module}" for module, _ in KINDS.values())


def family_of(kind: str) -> Callable[[SourceSettings], Portal]:
    """The family of a kind, imported now. Raises KeyError for a kind that is not registered."""
    module, name = KINDS[kind]
    family: Callable[[SourceSettings], Portal] = getattr(import_module(f"{__package__}.{module}"), name)
    return family


def unread_keys(
    kind: str, listed: Iterable[str], detail: Iterable[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(table, key, the keys that are read) of every key of a source that its family would pass over without a word."""
    for table, given, known in zip(
        ("list", "detail"), (listed, detail), KEYS.get(kind, ((), ())), strict=True
    ):
        yield from ((table, key, known) for key in given if key not in known)
