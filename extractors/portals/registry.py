"""Which family reads which `kind`. A new family is one line here."""

from collections.abc import Callable, Mapping

from extractors.portals import Portal
from extractors.portals.dvcqg import DvcqgPortal
from extractors.portals.html import HtmlPortal
from extractors.portals.inbox import InboxPortal
from extractors.portals.nukeviet_laws import NukevietLawsPortal
from extractors.settings import SourceSettings

KINDS: Mapping[str, Callable[[SourceSettings], Portal]] = {
    "dvcqg": DvcqgPortal,
    "html": HtmlPortal,
    "inbox": InboxPortal,
    "nukeviet-laws": NukevietLawsPortal,
}
