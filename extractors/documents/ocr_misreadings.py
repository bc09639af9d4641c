"""What recognition takes one Vietnamese sign for another, put right where only one reading is possible.

The small model confuses marks that differ by a few dots (ẩ and ấ, d and đ): "thấm định" is no Vietnamese, "thẩm định"
is. Two words that only make sense together decide; what could be two phrases stays as it was read. The raw text of a
block keeps what was recognised.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from niemyet.transforms.language.distance import edits
from niemyet.transforms.language.syllables import is_syllable
from niemyet.transforms.language.text import clean, fold, key, mend_spaces

#: Pairs of syllables that are the only ones of administrative Vietnamese with these letters.
_PHRASES: Final = """
    thủ tục; hành chính; sửa đổi; bổ sung; bãi bỏ; hủy bỏ; thay thế; thay đổi; cấp đổi; chuyển đổi; trao đổi; ban hành; công bố;
    danh mục; lĩnh vực; quyết định; nghị định; thông tư; nghị quyết; căn cứ; pháp lý; pháp luật; quy định; chính phủ;
    chủ tịch; ủy ban; nhân dân; hội đồng; bộ trưởng; giám đốc; văn phòng; trung tâm; phục vụ; dịch vụ; công ích; bưu chính;
    trực tiếp; trực tuyến; toàn trình; một phần; địa điểm; thời điểm; đặc điểm; thực hiện; thời hạn; thời gian; giải quyết;
    thẩm định; thẩm quyền; kiểm tra; kiểm định; kiểm dịch; kiểm soát; kiểm nghiệm; kiểm toán; kiểm lâm; tổ chức; cổ phần;
    di chuyển; chuyển nhượng; luân chuyển; nhập khẩu; xuất khẩu; tạm nhập; tái xuất; bảo hiểm; nguy hiểm;
    tổng số; lãnh thổ; biểu mẫu; sản phẩm; thực phẩm; mỹ phẩm; phẩm chất; vật phẩm;
    ấn phẩm; chế phẩm; tác phẩm; chứng nhận; chứng chỉ; hành nghề; giấy phép; đăng ký; khai sinh; kết hôn; giám hộ; hộ tịch;
    trích lục; bản sao; bản chính; hợp lệ; hồ sơ; tiếp nhận; kết quả; lệ phí; miễn phí; điều kiện; điều chỉnh; đề nghị; đề án;
    gia hạn; cấp phép; thu hồi; chấm dứt; hoạt động; khai thác; sử dụng; quản lý; môi trường; tài nguyên; khoáng sản;
    lao động; việc làm; giáo dục; đào tạo; y tế; khám bệnh; chữa bệnh; văn hóa; thể thao; du lịch; giao thông; vận tải; xây dựng;
    đầu tư; doanh nghiệp; hợp tác; tài chính; ngân sách; chứng thực; luật sư; tư vấn; đấu giá;
    yếu tố; nước ngoài; đơn vị; cá nhân; liên quan; xác nhận; thông tin; thành lập; giải thể; sáp nhập; hợp nhất;
    tỉnh ủy; quận huyện; phường xã; cấp tỉnh; cấp huyện; cấp xã; nội dung; ghi chú; tên thủ; kể từ;
    làm việc; ngày nhận; đủ điều; giảm còn; cắt giảm; mới ban; được sửa; bị bãi; thuộc thẩm; phạm vi; chức năng; cổng dịch;
    cổng thông;
    chế độ; chính sách; trợ cấp; hỗ trợ; người khuyết; khuyết tật; trẻ em; người cao; cao tuổi; thuốc lá; rượu bia; an toàn;
    chi phí; chi trả; chi tiết; chi nhánh; thi hành; thi tuyển; kinh doanh; sản xuất; thương mại; thiết kế; thiết bị; kỹ thuật;
    phương tiện; phương án; giao thông; giao dịch; đường bộ; đường sắt; đường thủy; hàng không; nông thôn; đô thị; đất đai;
    nhà ở; xã hội; bảo trợ; trợ giúp; báo cáo; thành phần; thành viên; đại diện; chấp thuận; phê duyệt; phát triển; quy hoạch;
    chất lượng; hợp đồng; động vật; thực vật; quốc tịch; quốc tế; hạ tầng; bưu điện; trách nhiệm; địa bàn; văn bản; xử lý;
    hệ thống; cụ thể; tình trạng; dụng đất; nước sạch; hòa giải; khuyến mại; khuyến khích; cấp lại; giải trí; truyền hình;
    viễn thông; bưu gửi; dược liệu; trang thiết; nuôi dưỡng; chăm sóc; câu lạc; lạc bộ;
    bảo đảm; phòng cháy; chữa cháy; hàng hải; hàng hóa; thủy sản; chăn nuôi; trồng trọt; thú y; lâm nghiệp; nông nghiệp;
    điều khiển; tập thể; vận chuyển; biểu diễn; triển khai; triển lãm; thể dục; tiểu học; tối thiểu; phổ thông; phổ biến;
    chuyển giao; chuyển tiếp; kiểm kê; cửa khẩu; hộ khẩu; thẩm tra; phẫu thuật; đại biểu; chất nổ; nổ mìn; vật liệu; đổi mới;
    thí điểm; bổ nhiệm; tuyển sinh; tuyển chọn; kinh phí; nguồn vốn; phê chuẩn; khẩn cấp; ủy quyền; hóa chất; chủ trương;
    phương pháp; tổn thất; nghĩa vụ
"""
#: Phrases that look the same with other marks: a word of one, as it was read, is never changed.
_OTHERS: Final = """
    đối với; đối tượng; đối chiếu; đối tác; thông báo; thành phố; hình thức; khấu trừ; công ty; công chúng; công chức; tư vấn;
    từ văn; chuyên gia; chuyên môn; chuyên ngành; kế toán; kế hoạch; kế thừa; số lượng; bố trí; cố định; tổng công; sổ hộ;
    có quan; phạm vi; quy định; sử dụng; tuyến dụng; phần mềm; phân tích; chính thức; chi tiết; kiến thức; đi chuyển
"""

#: Abbreviations of annexes, mostly heads of columns.
_ABBREVIATIONS: Final = (
    "TGGQ", "TTHC", "TTHCC", "TTPVHCC", "PVHCC", "DVCTT", "DVCQG", "BCCI", "DVBCCI", "CCPL", "CCCD", "KSTT", "KSTTHC", "UBND",
    "Phí/LP", "GQTTHC", "VBQPPL",
)  # fmt: skip
#: A sign that no abbreviation of capitals has: a digit, a small letter, a vowel with a mark.
_FOREIGN_SIGN: Final = re.compile(r"[^A-ZĐ]")
_TOKEN: Final = re.compile(r"[^\s.,;:()]+")
_SHORTEST_ABBREVIATION: Final = 4  # letters; chosen, not measured
# Signs: the longest abbreviation, and two that recognition put in; chosen, not measured:
_LONGEST_WITH_SIGNS: Final = 9

#: Marks at the beginning of a line that no paper has there, and what stands there.
_DASH: Final = re.compile(r"(?m)^[~¬—]+-?(?=\s)")
_STRAY: Final = re.compile(r"(?m)^[\"'“‘`ˆ|_]+\s*(?=[^\W\d_])|(?<=\w)\s+[\"'`ˆ|_]+$")
#: "AI", "BI" for the marks A1, B1: a roman numeral never begins with these letters.
_MARK: Final = re.compile(r"(?m)^([ABEGHK])[Il](?=(?:\.\d{1,2})*[.)]?(?:\s|$))")
#: "ngày" before a day in numbers, whatever marks were read; no other word of these letters stands there.
_DAY: Final = re.compile(r"\b(n)g[àáảãạăằắẳẵặâầấẩẫậ]y(?= \d{1,2}[/. ]| tháng)", re.IGNORECASE)
#: The numeral of a part or an annex, its blank not seen: "PHẦNI", "PHỤ LỤCII".
_NUMERAL: Final = re.compile(r"\b(PHẦN|PHỤ LỤC|MỤC|Phần|Phụ lục|Mục)([IVX]{1,4})\b")
#: A comma that was not seen, with the blank behind it, in the head of a column.
_FEES: Final = re.compile(r"(?i)\b(phí)[,.]?(lệ phí)\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTED: Final = re.compile(r"(?P<before>\W*)(?P<word>[^\W\d_]+)(?P<after>\W*)")


def mended(text: str) -> str:
    """A recognised text with impossible readings put right; everything else as it was read."""
    shown = _FEES.sub(r"\1, \2", _MARK.sub(r"\g<1>1", _DASH.sub("-", text)))
    shown = _NUMERAL.sub(
        r"\1 \2", _DAY.sub(lambda found: found[1] + ("GÀY" if found[0].isupper() else "gày"), shown)
    )
    if not any(quote in shown for quote in ("”", "’")) and shown.count('"') < 2:
        shown = _STRAY.sub("", shown)
    return _with_phrases(_TOKEN.sub(_abbreviated, shown))


def mended_with_spaces(text: str) -> str:
    """The same for a text as it is shown: what was parted within a syllable ("Đ ÕI") is one word first."""
    shown = clean(mended(text))
    joined = mend_spaces(shown)
    return shown if joined == shown else clean(mended(joined))


def _abbreviated(found: re.Match[str]) -> str:
    """A word as the one abbreviation that it can be: "T1GGQ" is TGGQ, "PhíứLP" is Phí/LP.

    Only what mixes capitals with signs that no abbreviation has; as many signs may differ as a third of its length.
    """
    word = found.group()
    letters = sum(sign.isupper() for sign in word)
    if (
        not _SHORTEST_ABBREVIATION <= len(word) <= _LONGEST_WITH_SIGNS
        or letters < 2
        or not _FOREIGN_SIGN.search(word)
    ):
        return word
    if sum(sign.isdigit() for sign in word) > 1 or word in _ABBREVIATIONS or is_syllable(word):
        return word
    near = [known for known in _ABBREVIATIONS if edits(word, known) <= max(1, len(word) // 3)]
    return near[0] if len(near) == 1 else word


def _with_phrases(text: str) -> str:
    words = list(_WORD.finditer(text))
    phrases, known = _by_letters(), _as_written()
    wanted: dict[int, str] = {}
    read_pairs = [(word.group().lower(), after.group().lower()) for word, after in pairwise(words)]
    safe = {place + offset for place, pair in enumerate(read_pairs) if pair in known for offset in (0, 1)}
    for place, (word, after) in enumerate(pairwise(words)):
        if text[word.end() : after.start()] not in {" ", "\n"}:
            continue
        meant = phrases.get((fold(word.group()), fold(after.group())))
        if meant is None:
            continue
        for offset, read, right in ((0, word.group(), meant[0]), (1, after.group(), meant[1])):
            if key(read) != key(right) and place + offset not in wanted and place + offset not in safe:
                wanted[place + offset] = _cased(right, read)
    out, last = [], 0
    for place, word in enumerate(words):
        if place in wanted:
            out += [text[last : word.start()], wanted[place]]
            last = word.end()
    return "".join([*out, text[last:]])


def proven(tokens: Sequence[str]) -> list[str | None]:
    """For each token of a text, one behind the other, itself as a phrase of two words proves it; None where none does.

    Whatever marks were read, and however surely: no other words of these letters stand there together.
    """
    phrases, known = _by_letters(), _as_written()
    parted = [_PARTED.fullmatch(token) for token in tokens]
    out: list[str | None] = [None] * len(tokens)
    pairs = [
        (place, one["word"], other["word"])
        for place, (one, other) in enumerate(pairwise(parted))
        if one is not None and other is not None and not one["after"] and not other["before"]
    ]
    safe = {
        place + offset
        for place, one, other in pairs
        if (one.lower(), other.lower()) in known
        for offset in (0, 1)
    }
    for place, *read in pairs:
        meant = phrases.get((fold(read[0]), fold(read[1])))
        if meant is None:
            continue
        is_as_read = (read[0].lower(), read[1].lower()) in known
        for offset in (0, 1):
            if is_as_read or key(read[offset]) == key(meant[offset]):
                out[place + offset] = out[place + offset] or tokens[place + offset]
            elif place + offset not in safe and out[place + offset] is None:
                found = parted[place + offset]
                assert found is not None
                out[place + offset] = (
                    f"{found['before']}{_cased(meant[offset], read[offset])}{found['after']}"
                )
    return out


def is_phrase(first: str, second: str) -> bool:
    """Whether two words in small letters are a phrase that is known as it is written."""
    return (first, second) in _as_written()


def _cased(right: str, read: str) -> str:
    if read.isupper() and len(read) > 1:
        return right.upper()
    return right.capitalize() if read[:1].isupper() else right


def _pairs(phrases: str) -> Iterator[tuple[str, str]]:
    for phrase in phrases.split(";"):
        first, second = phrase.split()
        yield first, second


@lru_cache(maxsize=1)
def _as_written() -> frozenset[tuple[str, str]]:
    return frozenset([*_pairs(_PHRASES), *_pairs(_OTHERS)])


@lru_cache(maxsize=1)
def _by_letters() -> dict[tuple[str, str], tuple[str, str]]:
    """Phrases by their letters without marks; letters that two phrases share decide nothing."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for first, second in _pairs(_PHRASES):
        found.setdefault((fold(first), fold(second)), set()).add((first, second))
    return {letters: next(iter(meant)) for letters, meant in found.items() if len(meant) == 1}
