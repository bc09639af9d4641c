"""Which family reads which `kind`. A new family is one line here."""

from collections.abc import Callable, Mapping

from niemyet.extractors.portals import Portal
from niemyet.extractors.portals.cms14 import Cms14Portal
from niemyet.extractors.portals.dvc2026 import Dvc2026Portal
from niemyet.extractors.portals.dvcqg import DvcqgPortal
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.inbox import InboxPortal
from niemyet.extractors.portals.liferay import LiferayPortal
from niemyet.extractors.portals.nukeviet_laws import NukevietLawsPortal
from niemyet.extractors.portals.vnpt_articles import VnptArticlesPortal
from niemyet.extractors.portals.vnpt_documents import VnptDocumentsPortal
from niemyet.extractors.portals.webcenter import WebCenterPortal
from niemyet.extractors.settings import SourceSettings

#: In the order in which an unknown page is held against them (`probing.recognise`): the most particular first, `html`,
#: which reads any table, last; then the sources that are no list pages.
KINDS: Mapping[str, Callable[[SourceSettings], Portal]] = {
    "nukeviet-laws": NukevietLawsPortal,
    "vnpt-documents": VnptDocumentsPortal,
    "vnpt-articles": VnptArticlesPortal,
    "liferay": LiferayPortal,
    "cms14": Cms14Portal,
    "webcenter": WebCenterPortal,
    "html": HtmlPortal,
    "dvc-2026": Dvc2026Portal,
    "dvcqg": DvcqgPortal,
    "inbox": InboxPortal,
}
