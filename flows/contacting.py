"""Who portals are told is asking: a mail address, a telephone number or a web address, in the form of an address."""

import re

from niemyet.model.errors import UsageError
from niemyet.model.messages import msg

_MAIL = re.compile(r"[^\s@:/<>]+@[^\s@:/<>]+\.[^\s@:/<>.]{2,}")
_WEB = re.compile(r"https?://[^\s/.]+\.[^\s]+")
_TELEPHONE = re.compile(r"\+?\d[\d .()-]{6,18}\d")


def reaches_somebody(said: str) -> bool:
    """Whether a contact is one."""
    try:
        read_contact(said)
    except UsageError:
        return False
    return True


def read_contact(said: str, option: str = "--contact") -> str:
    """A contact as it goes into the User-Agent.

    Raises:
        UsageError: nobody can be reached by it.
    """
    bare = said.strip()
    mail, telephone = bare.removeprefix("mailto:"), bare.removeprefix("tel:")
    if _MAIL.fullmatch(mail):
        return f"mailto:{mail}"
    if _WEB.fullmatch(bare):
        return bare
    if _TELEPHONE.fullmatch(telephone):
        return f"tel:{''.join(sign for sign in telephone if sign.isdigit() or sign == '+')}"
    raise UsageError(
        msg(
            "{option} {said!r}: expected a mail address (ten@tinh.example), a telephone number or a web address (https://…), by "
            "which portals can reach you.",
            option=option,
            said=said,
        )
    )
