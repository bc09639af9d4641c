"""Names, passwords and keys that versions up to 1.3 kept in logs, lake and releases: what of a text they are.

Known ones are those of the configuration as it is now. One that has been changed since is told by its place: before
the `@` of an address, after a parameter named like a key, in a header of cookies.
"""

import re
from collections.abc import Iterable

from niemyet.extractors.fetching.credentials import Credentials
from niemyet.flows.config import Settings
from niemyet.storage.masking import Mask

_PUT_OFF = r"(?!\*\*\*|\$|%24)"  # what is masked already, or stands for a variable
_END = r"[^\s&#\"'<>\\;|]"
#: RFC 3986 §3.2.1; a path may hold an `@`, what stands before the host may not hold a slash.
_USER = re.compile(r"(?<=://)[^/\s@\"'<>\\?#]+@(?=[\w\[])")
_KEY = re.compile(
    r"(?i)(?<![\w-])((?:api|app|subscription)[-_]?key|(?:access|auth)[-_]?token|client[-_]?secret|secret|passw(?:or)?d|pwd)"
    rf"(=|%3D){_PUT_OFF}{_END}+"
)
#: As a line of the log has it: ["set-cookie", "name=value; Path=/"], and what our own requests may have carried.
_COOKIE = re.compile(rf'(?i)(\["(?:set-)?cookie", ?"[^"=;]*=){_PUT_OFF}[^";]+')
_AUTHORIZATION = re.compile(rf'(?i)(\["(?:proxy-)?authorization", ?"){_PUT_OFF}[^"]+')


def mask_of(settings: Settings | None) -> Mask:
    """What masks secrets in a text, with those of the configuration where it can be read."""
    known = tuple(_known(settings)) if settings is not None else ()

    def mask(text: str) -> str:
        for one in known:
            text = one.masked(text)
        text = _USER.sub("", text) if "://" in text else text
        text = _KEY.sub(r"\1\2***", text) if "=" in text or "%3" in text else text
        if '["' in text:
            text = _AUTHORIZATION.sub(r"\1***", _COOKIE.sub(r"\1***", text))
        return text

    return mask


def _known(settings: Settings) -> Iterable[Credentials]:
    sources = [source.credentials for source in settings.sources]
    listings = [listing.credentials for listing in settings.listings]
    return [one for one in (*sources, *listings) if one.user or one.values]
