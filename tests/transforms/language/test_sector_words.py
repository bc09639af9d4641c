"""Names of fields and offices are told from words that say what is done, with marks, in capitals and without marks."""

import pytest

from niemyet.transforms.language.sector_words import is_made_of_names, tells_of_change

FIELDS = (
    *("Người có công", "Công nghệ thông tin và chuyển đổi số", "Hồi hương", "Hàng không", "Thanh tra"),
    *("Vận chuyển hàng hóa nguy hiểm", "Phòng, chống tệ nạn xã hội", "Bến bãi xe buýt công cộng"),
    *("Các cơ sở giáo dục khác", "Sở Nông nghiệp và Môi trường", "Ban Quản lý các khu công nghiệp"),
    *("Thủ tục hành chính liên thông", "Dịch vụ công trực tuyến một phần", "Đối với hộ kinh doanh"),
)
SAID = (
    *("Dừng", "Gỡ bỏ", "Thôi thu phí", "Trả về bộ chủ quản", "Bàn giao Sở Tư pháp", "Chuyển sang cấp tỉnh"),
    *(
        "Thủ tục nay không cần nữa",
        "Tạm gác",
        "Giữ như cũ",
        "Nhập vào thủ tục số 2",
        "Đã hết giá trị",
        "Về cấp tỉnh",
    ),
)


@pytest.mark.parametrize("name", FIELDS)
def test_a_name_is_made_of_names_and_tells_of_no_change(name: str) -> None:
    for text in (name, name.upper()):
        assert is_made_of_names(text)
        assert not tells_of_change(text)


@pytest.mark.parametrize("words", SAID)
def test_what_is_done_tells_of_change(words: str) -> None:
    assert tells_of_change(words)
    assert tells_of_change(words.upper())


@pytest.mark.parametrize("words", ["Thủ tục treo", "Phần lặt vặt", "Những việc phế"])
def test_words_of_no_name_are_known_as_such(words: str) -> None:
    assert not is_made_of_names(words)


def test_a_text_without_marks_is_read_without_them() -> None:
    assert is_made_of_names("Nguoi co cong")
    assert tells_of_change("Thu tuc khong con thuc hien")


def test_a_place_is_a_name_of_its_own() -> None:
    assert is_made_of_names("Sở Tư pháp tỉnh Đắk Lắk")
    assert not is_made_of_names("Thủ tục cấp xã treo")
