"""Words of which the names of fields and offices are made, and words that tell of a change (DOMAIN §2.3, RULINGS 29, 31).

A heading of an annex that says neither action nor level names a field ("Hộ tịch"), an office ("Sở Y tế") or a group
("Thủ tục liên thông"), or it says something of its rows. Which of them cannot be told by a list of the ways in which things
end: nobody foresees them all. So it is told the other way: a name is made of words that names are made of, in our own
list. What has any other word is not understood, and asked about.
"""

import re
from functools import lru_cache

from niemyet.transforms.language.text import fold, key

_OF_NAMES = """
    an anh ao ban bay bhtn bhxh bhyt bia binh biên biển biểu biện biệt bom bon buýt bà bào bác bán báo bão bình
    bí bò bón bông bơi bưu bạc bản bảng bảo bất bậc bằng bến bếp bền bệnh bồi bổ bộ bột bụi bức cai cao chi
    chiến chiếu cho chung chuyên chuẩn cháy chè chèo chí chính chùa chăm chăn chơi chương chất chế chỉ chọn
    chống chợ chủ chủng chứa chức chứng chữa con cung cà cá các cách cán cân cáo cát cây cô côi công căn cơ cư cước
    cạnh cải cảm cảng cảnh cấp cấu cầu cận cập cố cống cổ cổng cộng cụ cục cụm của cứu cửa cựu da danh di dinh
    diêm diễn do doanh du dung duyệt dành dân dòng dùng dũng dưỡng dược dạng dạy dấu dầu dệt dịch dục dụng dữ dự
    dựng em ga gia già giày giá giám giáo giúp giả giải giấy giếng giống giới gà gạch gạo gốm gồm gỗ hiểm hiện hiệp
    hiệu hoa hoá hoạch hoạt hoặc huyện hàm hàng hành hát hè hình hòa hóa hùng hđnd hương hạ hạch hạng hạt hải
    hậu hệ học hối hồ hỗ hộ hội hợp hữu in internet karaoke khai khen khiếu kho khoa khoán khoáng khoản khu
    khuyết khách khám kháng khí khinh khơi khẩu khởi kim kinh kiến kiều kiểm kiệm kiện kê kênh ký kế kết kịch kỷ kỹ lao
    liên liệt liệu luyện luật làng lá lái lâm lâu lãm lãnh lòng lý lĩnh lũ lương lường lượng lạc lập lắp lặn lễ
    lệ lịch lỏng lớp lở lợi lợn lụt lữ lựa lực ma may minh miền miễn mua muối mác máy mây mã mì mìn mía móc môi
    múa măng mương mại mạng mầm mẫu mật mặn mẹ mỏ mồ mộ mộc mục mức mỹ nam nghi nghiên nghiệm nghiện nghiệp
    nghèo nghĩa nghề nghệ nghị ngoại nguy nguyên ngành ngày ngang ngân ngói ngôn ngư người ngưỡng ngạch ngữ nhiên
    nhiếp nhiều nhiệm nhiệt nhpt nhà nhân nhãn nhóm như nhạc nhạy nhận nhỏ những nhựa ninh niêm niên niệm non
    nuôi nông nổi núi năm năng nước nại nắm nặng nếp nổ nội nợ nữ oda ong phim phiên phong phà phá pháo pháp phát phân
    phép phê phí phòng phó phúc phương phường phạm phần phẩm phận phố phổ phụ phục phủ ppp quan quy quyết quyền
    quân quả quản quảng quận quặng quốc quỹ riêng ruộng rác ráp rượu rắn rừng sinh siêu song soát su suối sàn
    sách sáng sát sân sâu sóc sông súng săn sĩ sơ sư sườn sạch sạn sạt sản sắn sắt sỏi số sống sổ sở sợi sứ sử
    sữa sự tai taxi tham than thanh thao theo thi thiên thiết thoát thuyền thuận thuật thuế thuốc thuộc thuỷ
    thành thác thám thâm thân thêm thí thôn thông thù thú thư thước thương thường thưởng thải thảo thầu thầy thẩm thẻ
    thể thị thịt thống thổ thờ thợ thụ thủ thủy thức thừa thực tin tinh tiêm tiêu tiến tiếng tiếp tiết tiền tiểu
    tiện toà toàn toán tra trang tranh tre triển trong trung truyền tràn trách trái trâu trên trình trí trò trú
    trúc trăm trường trưởng trại trạm trấn trật trắc trẻ trị trọng trọt trồng trời trợ trữ trực tthc tuyên tuyến
    tuyển tuệ tuồng tuổi ty tài tàng tàu tác tâm tân tích tín tòa tô tôm tôn tù túi túy tư tưới tưởng tượng tại
    tạo tải tần tầng tập tật tằm tặng tế tệ tỉnh tịch tố tối tồn tổ tổng tộc tờ tục tụng tủ tử tự ubnd uống uỷ
    vay vi viên viễn việc viện việt và vàng vành vào vùng văn vũ vườn vạch vấn vận vật vắc về vệ vỉa vốn vụ vừa
    vực xanh xe xi xin xiếc xuất xác xây xã xúc xăng xạ xử y yết yếu án ăn đa đai đan điều điển điện đo đo đò đong đoàn đua đào
    đá đãi đèn đê đình đô đúc đăng đơn đường được đạc đại đạn đạo đảm đảng đảo đất đấu đầu đập đẳng đặc đến đề
    địa định đốc đối đồ đồng độ đội động ưu ươm ương ước ảnh ấp ồn ở ủy ứng
"""
#: Words that tell of a change stand in names only as parts of these.
_PARTS_OF_NAMES = """
    biến áp | bò kéo | biến đổi khí hậu | bom mìn | bãi biển | bãi chôn lấp | bãi giữ | bãi tắm | bãi xe
    | bãi đỗ | bến bãi | chi trả | chuyển giao công nghệ | chuyển giao khoa học | chuyển nhượng | chuyển
    trường | chuyển đổi số | chuẩn bị | chế biến | chủng loại | các loại | cách ly | có công | có yếu tố
    | có điều kiện | công nghệ mới | cải cách | cải thiện | cải tạo | cất giữ | cứu nạn | di dân | du
    lịch khác | dân tộc nội trú | dùng chung | dịch vụ khác | dự bị | gia hạn tạm trú | gia nhập | giao
    dịch | giao khu vực biển | giao rừng | giao thông | giao đất | giáo dục khác | giảm nghèo | giảm nhẹ
    | giảm thiểu | giữ gìn | giữ trẻ | gìn giữ | hoạt động khác | hàng không | hòa nhập | hóa đơn | hạn
    mặn | hải đảo | hồi hương | hội nhập | hữu hạn | khai thác | không gian | không hoàn lại | không
    nhằm mục đích kinh doanh | không phụ thuộc vào địa giới | không phụ thuộc địa giới | khắc phục hậu
    quả | khởi nghiệp | kim loại | liên lạc | làm nghề | làm việc | lĩnh vực khác | lưu giữ | lưu hành |
    lưu thông | lưu trú | lưu trữ | lưu vực | lưu động | miễn thị thực | miễn trừ | một cửa | một lần |
    một phần | ngoài công lập | ngoài khơi | ngoài nước | ngoài tỉnh | ngoại giao | người có công |
    nhượng quyền | nhập cảnh | nhập khẩu | nông thôn mới | nước ngoài | nạn nhân | nắm giữ | nổi tiếng |
    phi chính phủ | phi địa giới | phân loại | phòng chống tham nhũng | phổ biến | phục hồi chức năng |
    quá cảnh | quá trình | ra nước ngoài | rút gọn | sau cai nghiện | sau chiến tranh | sau thu hoạch |
    sau thông quan | sau đại học | sắp xếp lại doanh nghiệp | tai nạn | tham nhũng | thiết bị | thoát
    hiểm | thoát nước | thoả thuận | thu bhxh | thu bảo hiểm | thu hút đầu tư | thu khác | thu nhập |
    thu phí | thu thuế | thường xuyên | thỏa thuận | thời hạn | thời hạn giải quyết | thừa phát lại |
    thực hiện chung | trang bị | trao đổi | trong ngày | truyền hình trả tiền | trông giữ | trả kết quả
    | trả tiền | tài chính khác | tái định cư | tăng trưởng | sản phẩm từ | tàu kéo | tạm giữ | tạm trú
    | tạm vắng | tệ nạn | từ cấp | từ thiện | từ việt nam | từ xa | việc làm | vô gia cư | vô tuyến |
    vùng kinh tế mới | vận chuyển | với cá nhân | với kinh tế | với nước ngoài | với tổ chức | xe kéo |
    xuất nhập | xúc tiến | xếp hạng | áp dụng chung | đi làm việc | đoàn ra | đoàn vào | đóng mới | đóng
    tàu | đô thị mới | địa bàn | đối ngoại | đối với | đổi mới sáng tạo
"""
#: Words of ending, changing, moving and waiting, and what denies or dates a state.
_OF_CHANGE = """
    bãi bị bỏ chuyển chưa chấm chẳng chờ còn cũ cắt dời dứt dừng ghép giảm giữ gác gộp gỡ hoán hoãn huỷ hết hồi
    hủy khép khóa khôi không khỏi loại lùi lạc lỗi mất nay nghỉ ngưng ngừng nữa quá rút sáp sẽ thay thôi
    treo trước trả tách tạm vô xoá xóa đang đã đóng đưa đổi
"""
#: Words that tell of a change only together.
_TOGETHER = (
    "bàn giao", "giao lại", "giao về", "kết thúc", "vô hiệu", "hiệu lực", "nhập vào", "nhập với", "thu về", "lưu lại",
    "để lại", "ngoài danh mục", "hạn chế", "khai tử", "kéo dài", "kéo sang", "kéo lui", "thanh lý thủ tục", "giải thể",
    "miễn thực hiện", "miễn giải quyết", "cấp trên", "lần cuối",
)  # fmt: skip
_PLACES = (
    r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu|khu(?: công nghiệp| kinh tế)?|cụm công nghiệp)"
)
#: "trên địa bàn tỉnh Lâm Đồng": names of places are words of their own.
_PLACE = re.compile(rf"(?<![Cc]ấp )\b(?i:{_PLACES})(?: [A-ZÀ-ỸĐ]\w*){{1,4}}")


def _spelt(words: str) -> str:
    """A text as it is matched: with its tones, or without where it is written without any."""
    return key(words)


def _table(words: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words by their keys, and without marks."""
    return frozenset(map(_spelt, words)), frozenset(map(fold, words))


_NAMES, _NAMES_BARE = _table(_OF_NAMES.split())
_CHANGES, _CHANGES_BARE = _table(_OF_CHANGE.split())
_PARTS = [" ".join(part.split()) for part in _PARTS_OF_NAMES.split("|")]
_PART = re.compile(rf"\b(?:{'|'.join(sorted(map(_spelt, _PARTS), key=len, reverse=True))})\b")
_PART_BARE = re.compile(rf"\b(?:{'|'.join(sorted(map(fold, _PARTS), key=len, reverse=True))})\b")
_CHANGED = re.compile(rf"\b(?:{'|'.join(map(_spelt, _TOGETHER))})\b")
_CHANGED_BARE = re.compile(rf"\b(?:{'|'.join(map(fold, _TOGETHER))})\b")
#: "Về cấp tỉnh", "Sang Sở Tư pháp": where something goes.
_SOMEWHERE_ELSE = re.compile(
    r"\W*(?:[IVX]+\.|\d+\.|[a-z]\))?\s*(?:về|sang|lên|xuống) (?:cấp|sở|bộ|ubnd|[uủ][yỷ] ban|trung ương|cơ quan|ngành)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-zđăâêôơư]{2,}\d?")


@lru_cache(maxsize=4096)
def _left_words(text: str, *, bare: bool) -> tuple[str, ...]:
    """The words of a text but for the parts of names that hold words of change; `bare`: read without its marks."""
    return tuple(_WORD.findall(_PART_BARE.sub(" ", fold(text)) if bare else _PART.sub(" ", key(text))))


def is_made_of_names(text: str) -> bool:
    """Whether a text has no words but those of which names of fields, offices and groups of procedures are made."""
    shown = text if text.isupper() else _PLACE.sub(" ", text)
    return _is_of(shown, bare=False) or (text.isascii() and _is_of(shown, bare=True))


def _is_of(text: str, *, bare: bool) -> bool:
    known = _NAMES_BARE if bare else _NAMES
    return all(word in known or _is_abbreviation(word) for word in _left_words(text, bare=bare))


def words_beyond_names(text: str) -> frozenset[str]:
    """The words of a text, as they are matched, that are not of those of which names of fields are made."""
    return frozenset(words_matched(text)) - _NAMES


def words_matched(text: str) -> tuple[str, ...]:
    """The words of a text as they are matched here, without the parts of names that hold words of change."""
    return _left_words(text, bare=False)


def tells_of_change(text: str) -> bool:
    """Whether a text has a word of ending, changing, moving or waiting that is no part of a name."""
    if _SOMEWHERE_ELSE.match(text) is not None:
        return True
    if not text.isascii():
        return _CHANGED.search(key(text)) is not None or not _CHANGES.isdisjoint(
            _left_words(text, bare=False)
        )
    if _is_of(
        text, bare=False
    ):  # "Thanh tra" has no marks of its own; "Thu tuc bi bai bo" was written without them
        return False
    return _CHANGED_BARE.search(fold(text)) is not None or not _CHANGES_BARE.isdisjoint(
        _left_words(text, bare=True)
    )


def _is_abbreviation(word: str) -> bool:
    """ "pccc", "tthc": letters that nobody can say."""
    return not re.search(r"[aăâeêioôơuưy]", word)
