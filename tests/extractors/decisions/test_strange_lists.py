"""Lists that were read silently wrong when they came from a stranger: each kind in our own words."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.words import Action

HEAD = """<p>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>Số: 41/QĐ-UBND</p><p>Quảng Nam, ngày 05 tháng 4 năm 2023</p>
<p>QUYẾT ĐỊNH</p><p>Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung lĩnh vực Nuôi tằm cấp xã</p>
<p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>QUYẾT ĐỊNH:</p>"""
TAIL = "<p>Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.</p>"


def read(body: str, head: str = HEAD):  # type: ignore[no-untyped-def]
    return read_decision(read_document(f"<html><body>{head}{body}</body></html>".encode(), None))


def test_a_name_in_a_published_list_is_no_act() -> None:
    reading = read(
        "<p>Điều 1. Công bố các thủ tục hành chính được sửa đổi, bổ sung lĩnh vực Nuôi tằm cấp xã, gồm:</p>"
        "<p>1. Bãi bỏ quyết định hỗ trợ giống tằm (Mã TTHC: 2.300001)</p>"
        "<p>2. Hỗ trợ khung nuôi tằm (Mã TTHC: 2.300002)</p>" + TAIL
    )
    assert Action.ABOLISH not in {item.action for item in reading.items}
    assert reading.questions or reading.items


@pytest.mark.parametrize("mark", ["a)", "b."])
def test_a_heading_under_a_small_letter_is_no_row(mark: str) -> None:
    reading = read(
        "<p>Điều 1. Công bố kèm theo Danh mục thủ tục hành chính được sửa đổi, bổ sung cấp xã.</p>"
        + TAIL
        + "<p>PHỤ LỤC</p>"
        "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG CẤP XÃ</p>"
        "<table><tr><td>STT</td><td>Mã TTHC</td><td>Tên thủ tục hành chính</td><td>Thời hạn giải quyết</td></tr>"
        f"<tr><td>{mark}</td><td colspan=3>LĨNH VỰC NUÔI TẰM</td></tr>"
        "<tr><td>1</td><td>2.300001</td><td>Hỗ trợ giống tằm</td><td>05 ngày</td></tr></table>"
    )
    assert [(item.code, item.name, item.sector) for item in reading.items] == [
        ("2.300001", "Hỗ trợ giống tằm", "Nuôi tằm")
    ]


def test_levels_below_a_merged_name_with_its_code_keep_their_values() -> None:
    reading = read(
        "<p>Điều 1. Công bố kèm theo Danh mục thủ tục hành chính được sửa đổi, bổ sung.</p>"
        + TAIL
        + "<p>PHỤ LỤC</p>"
        "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG</p>"
        "<table><tr><td>STT</td><td>Tên thủ tục hành chính/Mã TTHC</td><td>Cấp thực hiện</td><td>Thời hạn giải quyết</td></tr>"
        "<tr><td rowspan=2></td><td rowspan=2>Hỗ trợ giống tằm - 2.300001</td><td>Cấp tỉnh</td><td>15 ngày</td></tr>"
        "<tr><td>Cấp xã</td><td>07 ngày</td></tr></table>"
    )
    assert [(item.code, item.levels, item.time_local) for item in reading.items] == [
        ("2.300001", ("province",), "15 ngày"),
        ("2.300001", ("commune",), "07 ngày"),
    ]


@pytest.mark.parametrize(
    "stays",
    [
        "; không bãi bỏ thủ tục mang mã 2.300004",
        ", giữ nguyên thủ tục 2.300004",
        " và giữ nguyên thủ tục 2.300004",
    ],
)
def test_what_is_said_to_stay_is_not_ended(stays: str) -> None:
    reading = read(f"<p>Điều 1. Bãi bỏ thủ tục hành chính cấp xã mang mã 2.300003{stays}.</p>" + TAIL)
    assert [item.code for item in reading.items if item.action is Action.ABOLISH] == ["2.300003"]


def annexed(heads: str, *rows: str):  # type: ignore[no-untyped-def]
    """A decision that publishes new procedures of the communes, with these columns."""
    lines = "".join(f"<tr><td>{'</td><td>'.join(row.split('|'))}</td></tr>" for row in (heads, *rows))
    return read(
        "<p>Điều 1. Công bố kèm theo Danh mục thủ tục hành chính mới ban hành cấp xã.</p>"
        f"{TAIL}<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ</p><table>{lines}</table>",
        HEAD.replace("được sửa đổi, bổ sung", "mới ban hành"),
    )


def test_a_code_in_the_column_of_names_opens_no_nameless_procedure() -> None:
    reading = annexed("STT|Mã TTHC|Tên thủ tục hành chính", "1|Hỗ trợ giống tằm|2.300005")
    assert [item.flags for item in reading.items] == [("row_doubtful", "nameless")]
    assert [question.kind for question in reading.questions] == ["row_doubtful"]


@pytest.mark.parametrize("effect", ["07/2023", "Quý III/2023", "cuối năm 2023", "31/4/2023"])
def test_an_effect_that_is_no_day_is_asked_about(effect: str) -> None:
    heads = "STT|Mã TTHC|Tên thủ tục hành chính|Ngày có hiệu lực"
    reading = annexed(heads, f"1|2.300005|Hỗ trợ giống tằm|{effect}")
    assert [item.flags for item in reading.items] == [("row_doubtful", "effect_unread")]


@pytest.mark.parametrize("effect", ["", "Kể từ ngày ký", "01/7/2023", "Từ ngày 01 tháng 7 năm 2023"])
def test_an_effect_that_is_a_day_or_that_of_the_decision_is_not(effect: str) -> None:
    heads = "STT|Mã TTHC|Tên thủ tục hành chính|Ngày có hiệu lực"
    reading = annexed(heads, f"1|2.300005|Hỗ trợ giống tằm|{effect}")
    assert [item.flags for item in reading.items] == [()]
