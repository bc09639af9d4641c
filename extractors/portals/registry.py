"""Which family reads which `kind`. A new family is one line here.

Who only checks a configuration asks for names; a family is imported when it is wanted (all of them: 0.1 s, half of it for
what reads HTML).
"""

from collections.abc import Callable, Mapping
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
#: The modules of all families: a process that reads pages loads them before it is asked.
MODULES = tuple(f"{__package__}.{module}" for module, _ in KINDS.values())


def family_of(kind: str) -> Callable[[SourceSettings], Portal]:
    """The family of a kind, imported now. Raises KeyError for a kind that is not registered."""
    module, name = KINDS[kind]
    family: Callable[[SourceSettings], Portal] = getattr(import_module(f"{__package__}.{module}"), name)
    return family
