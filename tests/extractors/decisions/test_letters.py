"""Letters about a decision: they have no number of a decision, and what they put right is asked about."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import ReviewKind

_LETTER = """<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH AN BÌNH</td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr>
<tr><td>Số: {number}<br>{about}</td><td>An Bình, ngày 20 tháng 8 năm 2024</td></tr></table>
<p>Kính gửi: Ủy ban nhân dân các xã, phường.</p>{body}<p>Nơi nhận: Như trên.</p>"""


def _letter(
    body: str, number: str = "77/UBND-NC", about: str = "V/v đính chính Quyết định số 870/QĐ-UBND"
) -> Reading:
    said = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    html = _LETTER.format(number=number, about=about, body=said)
    return read_decision(read_document(html.encode(), "cong-van.html"))


@pytest.mark.parametrize(
    "about",
    [
        "V/v đính chính Quyết định số 870/QĐ-UBND ngày 12/8/2024",
        "V/v đính chính Quyết định<br>số 870/QĐ-UBND ngày 12/8/2024",
    ],
)
def test_a_letter_does_not_bear_the_number_of_the_decision_that_it_is_about(about: str) -> None:
    assert _letter("Đính chính như sau.", about=about).number is None
    assert (
        _letter(
            "Đính chính như sau.", number="&nbsp; &nbsp;/UBND-NC", about=about.partition("<br>")[0]
        ).number
        is None
    )


@pytest.mark.parametrize(
    "body",
    [
        "UBND tỉnh đính chính thời hạn của thủ tục số 3 mục I Phụ lục kèm theo Quyết định số 870/QĐ-UBND:"
        " “05 ngày” thành “03 ngày”.",
        "Ngày 12/8/2024, UBND tỉnh ban hành Quyết định số 870/QĐ-UBND. Nay UBND tỉnh đính chính như sau:\n"
        "Tại số thứ tự 3 mục I: thời hạn “05 ngày” sửa thành “03 ngày”.",
    ],
)
def test_what_a_letter_puts_right_is_asked_about(body: str) -> None:
    reading = _letter(body, about="V/v đính chính văn bản")
    assert reading.items == ()
    assert ReviewKind.LEFT_OVER_TEXT in {one.kind for one in reading.questions}


def test_a_letter_that_only_passes_a_decision_on_asks_nothing_of_it() -> None:
    body = (
        "Gửi kèm Quyết định số 870/QĐ-UBND ngày 12/8/2024 về thủ tục Đính chính Giấy chứng nhận để niêm yết."
    )
    reading = _letter(body, about="V/v gửi Quyết định số 870/QĐ-UBND")
    assert ReviewKind.LEFT_OVER_TEXT not in {one.kind for one in reading.questions}
