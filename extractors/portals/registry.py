"""Which family reads which `kind`. A new family is one line here."""

from collections.abc import Callable, Mapping

from niemyet.extractors.portals import Portal
from niemyet.extractors.portals.cms14 import Cms14Portal
from niemyet.extractors.portals.dvcqg import DvcqgPortal
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.inbox import InboxPortal
from niemyet.extractors.portals.liferay import LiferayPortal
from niemyet.extractors.portals.nukeviet_laws import NukevietLawsPortal
from niemyet.extractors.portals.vnpt_articles import VnptArticlesPortal
from niemyet.extractors.portals.vnpt_documents import VnptDocumentsPortal
from niemyet.extractors.portals.webcenter import WebCenterPortal
from niemyet.extractors.settings import SourceSettings

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
