"""When the hidden words of a paragraph are kept beside those that are shown."""

import pytest

from niemyet.extractors.documents.runs import lacks_hidden_words


@pytest.mark.parametrize(
    ("shown", "lacks"),
    [
        ("Mã số: ", True),
        ("Tên thủ tục: ; Mã số: 2.410002; Thời hạn: 05 ngày", True),
        ("Tên thủ tục: Nặn tượng\nMã số: ", True),
        (": Nặn tượng", True),
        (": ", True),
        ("Mã số: 2.410002", False),
        ("Nặn tượng; phí: 5.000 đồng", False),
        ("Căn cứ Luật số 77/2015/QH13;", False),
        ("Nặn tượng", False),
    ],
)
def test_a_label_without_its_value_lacks_its_hidden_words(shown: str, lacks: bool) -> None:
    assert lacks_hidden_words(shown) is lacks
