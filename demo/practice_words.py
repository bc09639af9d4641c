"""What the portal to practise on can be told, and where it listens; apart, so that help need not load the portal."""

from enum import StrEnum

#: Beside the desk's 8765, below the ports that systems give away by themselves. Chosen, not measured.
PORT = 8808


class Practice(StrEnum):
    """What the portal can be told."""

    NEXT_DAY = "next-day"
    DARK = "dark"
    LIGHT = "light"
    WITHDRAW = "withdraw"
    PUT_BACK = "put-back"
