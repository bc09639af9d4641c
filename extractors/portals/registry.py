"""Which family reads which `kind`. A new family is one line here."""

from collections.abc import Callable, Mapping

from extractors.portals import Portal
from extractors.portals.cms14 import Cms14Portal
from extractors.portals.dvcqg import DvcqgPortal
from extractors.portals.html import HtmlPortal
from extractors.portals.inbox import InboxPortal
from extractors.portals.liferay import LiferayPortal
from extractors.portals.nukeviet_laws import NukevietLawsPortal
from extractors.portals.vnpt_articles import VnptArticlesPortal
from extractors.portals.vnpt_documents import VnptDocumentsPortal
from extractors.portals.webcenter import WebCenterPortal
from extractors.settings import SourceSettings

KINDS: Mapping[str, Callable[[SourceSettings], Portal]] = {
    "cms14": Cms14Portal,
    "dvcqg": DvcqgPortal,
    "html": HtmlPortal,
    "inbox": InboxPortal,
    "liferay": LiferayPortal,
    "nukeviet-laws": NukevietLawsPortal,
    "vnpt-articles": VnptArticlesPortal,
    "vnpt-documents": VnptDocumentsPortal,
    "webcenter": WebCenterPortal,
}
