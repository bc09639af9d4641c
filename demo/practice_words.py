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


#: What the portal's page calls it, and a shorter name.
CALLED: dict[Practice, tuple[str, str]] = {
    Practice.NEXT_DAY: ("Sang ngày có văn bản mới", "ngày mới"),
    Practice.DARK: ("Để Sở Tư pháp ngừng trả lời", "ngừng trả lời"),
    Practice.LIGHT: ("Cho Sở Tư pháp trả lời lại", "trả lời lại"),
    Practice.WITHDRAW: ("Gỡ văn bản mới nhất của Sở Tư pháp", "gỡ văn bản"),
    Practice.PUT_BACK: ("Đăng lại văn bản đã gỡ", "đăng lại"),
}
