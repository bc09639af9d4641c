"""Documents that are still read silently wrong, by name and format, with the reason.

A test holds both sides: a silent one that is not here fails, and so does one here that is silent no more.
"""

from enum import StrEnum


class Why(StrEnum):
    """What is not asked about."""

    AGENCY = "who resolves it says another level than Điều 1 (RULINGS 30: asked once for the section)"
    REPLACED_NOTE = "a note in a list of what is replaced makes its row one that replaces"
    ROW_OF_GROUP = "a line of its own below a row of a group is taken for a procedure"
    BELOW = "a line below the list that names a row of a group by its number"
    LINE_OF_CARD = "a line of its own behind a card, or under “Ghi chú” of one"
    GOES_ON = "words by which an abolished row goes on, elsewhere than as a note or at the end of a name"
    BEHIND_NAME = "words by which a row is taken out, behind its name in cards"


_OF: dict[Why, tuple[tuple[str, str], ...]] = {
    Why.AGENCY: (
        ("who resolves it, against the level", "html"),
        ("who resolves it, against the level", "markdown"),
    ),
    Why.REPLACED_NOTE: (("grouped/as a note/begins/Bãi bỏ từ 01/7/2026", "html"),),
    Why.ROW_OF_GROUP: (("grouped/in a row below/asks/đã thay bằng thủ tục khá", "html"),),
    Why.BELOW: (("grouped/below the list/asks/Số 1.1: chuyển về cơ qua", "html"),),
    Why.LINE_OF_CARD: (("terms/across a row below/asks/Không còn hiệu lực", "html"),),
    Why.GOES_ON: (
        ("turned/in a line of the name/asks/Chỉ bãi bỏ thành phần hồ", "html"),
        ("turned/in place of the time/asks/còn hiệu lực", "html"),
        ("turned/in a footnote/asks/Nhầm", "html"),
        ("side by side/behind the name/asks/đưa ra khỏi phụ lục", "html"),
        ("downwards/in a footnote/asks/giữ nguyên", "html"),
        ("turned/in a footnote/asks/Nhầm", "xlsx"),
        ("downwards/in a footnote/asks/giữ nguyên", "xlsx"),
    ),
    Why.BEHIND_NAME: (
        ("cards/behind the name/asks/đã huỷ theo ý kiến Sở Tư", "html"),
        ("cards of one line/behind the name/asks/huỷ", "html"),
        ("terms/behind the name/asks/đã huỷ theo ý kiến Sở Tư", "html"),
    ),
}
KNOWN: dict[tuple[str, str], str] = {one: why.value for why, held in _OF.items() for one in held}
