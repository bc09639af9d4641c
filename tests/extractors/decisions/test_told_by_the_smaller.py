"""What an annex, a column, an office or a text of its own says goes before what is said of the whole list."""

import pytest

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.basis_days import abolished_before_basis
from niemyet.extractors.decisions.heading_patterns import levels_named, names_several_sectors
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.sentences import Sentence
from niemyet.extractors.decisions.unknown_matters import unknown_matters
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.transforms.language.text import fold

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
NEW = "mới ban hành lĩnh vực Nuôi ong thuộc thẩm quyền giải quyết của UBND cấp xã"
ENDED = NEW.replace("mới ban hành", "bị bãi bỏ")


def table(*rows: str) -> str:
    lines = "".join(f"<tr><td>{'</td><td>'.join(row.split('|'))}</td></tr>" for row in rows)
    return f"<table>{lines}</table>"


def read(
    title: str, first: str, annex: str, *, effect: str = "kể từ ngày ký", signed: str = "20 tháng 6 năm 2026"
) -> Reading:
    return read_decision(
        read_document(
            f"""<html><body><p>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>Số: 41/QĐ-UBND</p><p>Quảng Nam, ngày {signed}</p>
<p>QUYẾT ĐỊNH</p><p>{title}</p><p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>QUYẾT ĐỊNH:</p><p>Điều 1. {first}</p>
<p>Điều 2. Quyết định này có hiệu lực {effect}.</p><p>Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành./.</p>{annex}
</body></html>""".encode(),
            None,
        )
    )


def listed(of: str, *rows: str, **more: str) -> Reading:
    act = "MỚI BAN HÀNH" if of == NEW else "BỊ BÃI BỎ"
    annex = f"<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH {act} CẤP XÃ</p>{table(*rows)}"
    title, first = (
        f"Về việc công bố Danh mục thủ tục hành chính {of}",
        f"Công bố kèm theo Danh mục thủ tục {of}.",
    )
    return read(title, first, annex, **more)


SECTORS = "STT|Mã TTHC|Tên thủ tục hành chính|Lĩnh vực|Thời hạn giải quyết"
SHORT = "STT|Mã TTHC|Tên thủ tục hành chính|Thời hạn giải quyết"


def test_a_blank_cell_beside_other_sectors_is_of_no_sector() -> None:
    reading = listed(
        NEW, SECTORS, "1|1.700001|Hỗ trợ thùng ong|Nuôi ong|05 ngày", "2|1.700002|Hỗ trợ kén|Nuôi tằm|05 ngày",
        "3|1.700003|Khai báo đàn||05 ngày",
    )  # fmt: skip
    assert [item.sector for item in reading.items] == ["Nuôi ong", "Nuôi tằm", None]


def test_a_blank_cell_beside_that_sector_alone_is_of_the_decisions_sector() -> None:
    reading = listed(
        NEW, SECTORS, "1|1.700001|Hỗ trợ thùng ong|Nuôi ong|05 ngày", "2|1.700002|Khai báo đàn||05 ngày"
    )
    assert [item.sector for item in reading.items] == ["Nuôi ong", "Nuôi ong"]


def _two_annexes(first: str, marks: tuple[str, str], signed: str = "20 tháng 6 năm 2022") -> Reading:
    heading = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"
    annex = "".join(
        f"<p>PHỤ LỤC {mark}</p><p>{heading}</p>{table(SHORT, f'1|1.70000{n}|Hỗ trợ lồng {n}|05 ngày')}"
        for n, mark in enumerate(marks, 1)
    )
    return read("Về việc công bố Danh mục thủ tục hành chính mới ban hành", first, annex, signed=signed)


def test_article_1_gives_each_annex_its_sector() -> None:
    reading = _two_annexes(
        "Công bố kèm theo Quyết định này 02 thủ tục hành chính mới ban hành của UBND cấp xã, gồm: 01 thủ tục lĩnh vực Nuôi ong "
        "(Phụ lục I); 01 thủ tục lĩnh vực Nuôi tằm (Phụ lục II).",
        ("I", "II"),
    )
    assert [item.sector for item in reading.items] == ["Nuôi ong", "Nuôi tằm"]


def test_article_1_gives_each_annex_its_level() -> None:
    reading = _two_annexes(
        "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành lĩnh vực Nuôi ong: cấp tỉnh tại Phụ lục 01, "
        "cấp huyện tại Phụ lục 02.",
        ("01", "02"),
    )
    assert [item.levels for item in reading.items] == [(T,), (H,)]


def test_two_sectors_are_none_of_the_whole_list() -> None:
    assert names_several_sectors("02 thủ tục lĩnh vực Nuôi ong; 01 thủ tục lĩnh vực Nuôi tằm")
    assert not names_several_sectors("lĩnh vực Nuôi ong, Danh mục thủ tục lĩnh vực nuôi ong")
    assert not names_several_sectors("từ lĩnh vực Nuôi ong sang lĩnh vực Nuôi tằm")


def test_levels_from_one_to_another_are_those_between_too() -> None:
    assert levels_named("tu cap tinh den cap xa") == (T, H, X)
    assert levels_named("tu cap xa den cap huyen") == (H, X)


@pytest.mark.parametrize(
    ("signed", "levels"), [("20 tháng 6 năm 2022", (T, H, X)), ("20 tháng 6 năm 2026", (T, X))]
)
def test_between_province_and_commune_stand_districts_while_there_were_any(
    signed: str, levels: tuple[Level, ...]
) -> None:
    annex = f"<p>PHỤ LỤC</p><p>I. THỦ TỤC HÀNH CHÍNH TỪ CẤP TỈNH ĐẾN CẤP XÃ</p>{table(SHORT, '1|1.700001|Hỗ trợ kén|05 ngày')}"
    act = "mới ban hành lĩnh vực Nuôi tằm"
    reading = read(
        f"Về việc công bố thủ tục hành chính {act}", f"Công bố kèm theo thủ tục {act}.", annex, signed=signed
    )
    assert [item.levels for item in reading.items] == [levels]


def test_an_office_of_the_police_is_no_evidence_of_a_level() -> None:
    assert agency_levels("Công an cấp xã") == ()
    assert agency_levels("Công an cấp xã; UBND cấp xã") == (X,)
    assert agency_levels("Công an tỉnh") == (T,)


@pytest.mark.parametrize(
    ("place", "levels"),
    [
        ("Trung tâm PVHCC tỉnh hoặc bất kỳ Trung tâm PVHCC xã, phường nào trên địa bàn tỉnh", (X,)),
        ("Trung tâm Phục vụ hành chính công các xã, phường, đặc khu", (X,)),
        ("Trung tâm Phục vụ hành chính công xã Bình An", ()),
    ],
)
def test_the_centres_of_all_communes_receive(place: str, levels: tuple[Level, ...]) -> None:
    assert reception_levels(place, (T,)) == levels


def test_a_row_marked_as_both_whole_and_part_online_is_asked_about() -> None:
    reading = listed(
        NEW, "STT|Mã TTHC|Tên thủ tục hành chính|Toàn trình|Một phần", "1|1.700001|Hỗ trợ thùng ong|x|x",
        "2|1.700002|Hỗ trợ kén|x|",
    )  # fmt: skip
    assert [item.online_level for item in reading.items] == [None, "full"]
    assert [one.kind for one in reading.questions] == [ReviewKind.LEFT_OVER_COLUMN]


BASIS = "STT|Mã TTHC|Tên thủ tục hành chính|{}"


@pytest.mark.parametrize("label", ["Tên VBQPPL quy định việc bãi bỏ", "Căn cứ bãi bỏ"])
def test_an_abolition_before_its_text_is_in_force_is_asked_about(label: str) -> None:
    text = "Nghị định số 7/2026/NĐ-CP ngày 05/6/2026 (có hiệu lực từ ngày {})"
    early = listed(ENDED, BASIS.format(label), f"1|1.700001|Hỗ trợ thùng ong|{text.format('01/8/2026')}")
    assert [one.kind for one in early.questions] == [ReviewKind.ROW_DOUBTFUL]
    assert "row_doubtful" in early.items[0].flags
    late = listed(ENDED, BASIS.format(label), f"1|1.700001|Hỗ trợ thùng ong|{text.format('20/6/2026')}")
    assert not late.questions


def test_without_a_day_of_the_decision_nothing_is_early() -> None:
    assert abolished_before_basis((), None) == ([], [])


def test_a_column_of_the_day_of_abolition_is_the_rows_own_day() -> None:
    reading = listed(
        ENDED, BASIS.format("Thời điểm bãi bỏ"), "1|1.700001|Hỗ trợ thùng ong|Từ ngày 01/10/2026"
    )
    assert not reading.questions
    assert str(reading.items[0].effective_on) == "2026-10-01"


def test_an_abolition_on_a_condition_waits() -> None:
    reading = read(
        "Về việc bãi bỏ thủ tục hành chính",
        "Bãi bỏ thủ tục hành chính số 2 mục B Phụ lục kèm theo Quyết định số 40/QĐ-UBND ngày 10/3/2026 khi Nghị quyết số "
        "12/2026/NQ-HĐND có hiệu lực.",
        "",
    )
    assert ReviewKind.ROW_DOUBTFUL in {one.kind for one in reading.questions}


def test_an_old_code_beside_the_new_one_is_asked_about() -> None:
    reading = listed(NEW, SHORT, "1|1.700001 (mã cũ: 2.700009)|Hỗ trợ thùng ong|05 ngày")
    assert [(item.code, item.note) for item in reading.items] == [("1.700001", "Mã cũ: 2.700009")]
    assert [(one.kind, one.candidates) for one in reading.questions] == [
        (ReviewKind.REPLACED_UNKNOWN, ("2.700009",))
    ]


def test_the_items_of_a_numbered_list_of_a_page_are_rows() -> None:
    annex = "<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ</p><ol>{}</ol>"
    items = "<li>Hỗ trợ thùng ong (1.700001)</li><li>Hỗ trợ kén tằm (1.700002)</li>"
    title, first = (
        f"Về việc công bố Danh mục thủ tục hành chính {NEW}",
        f"Công bố kèm theo Danh mục thủ tục {NEW}.",
    )
    reading = read(title, first, annex.format(items))
    assert [(item.row_no, item.code) for item in reading.items] == [("1", "1.700001"), ("2", "1.700002")]


@pytest.mark.parametrize(("said", "on"), [("01/8/26", "2026-08-01"), ("01/8/16", "None")])
def test_a_year_of_two_digits_is_that_of_the_days_around_the_signing(said: str, on: str) -> None:
    reading = listed(NEW, SHORT, "1|1.700001|Hỗ trợ thùng ong|05 ngày", effect=f"kể từ ngày {said}")
    assert str(reading.effective_on) == on


def test_a_heading_of_the_police_is_asked_about() -> None:
    rows = table(SHORT, "1|1.700001|Khai báo tạm vắng|05 ngày")
    annex = f"<p>PHỤ LỤC</p><p>I. THỦ TỤC HÀNH CHÍNH THỰC HIỆN TẠI CÔNG AN CẤP XÃ</p>{rows}"
    act = "mới ban hành lĩnh vực Cư trú"
    reading = read(f"Về việc công bố thủ tục hành chính {act}", f"Công bố kèm theo thủ tục {act}.", annex)
    assert ReviewKind.LEVEL_UNKNOWN in {one.kind for one in reading.questions}


def test_what_a_level_was_is_no_level() -> None:
    assert levels_named("thu tuc hanh chinh cap huyen (nay la cap xa)") == (X,)


def test_a_matter_that_nobody_knows_is_asked_about_where_it_names_a_code() -> None:
    text = "Gộp thủ tục hành chính mã số 1.700001 vào thủ tục mã số 1.700002."
    sentence = Sentence(1, text, fold(text), listed=False)
    title = "Về việc gộp thủ tục hành chính"
    assert [one.kind for one in unknown_matters(title, [sentence], ())] == [ReviewKind.LEFT_OVER_TEXT]
    assert not list(unknown_matters("Về việc thành lập Tổ công tác", [sentence], ()))


#: What clerks write of a row, wherever there is room.
SAID = [
    "tạm thời chưa áp dụng", "chờ hướng dẫn của Bộ", "chuyển về Sở Nông nghiệp", "đã giao cho cơ quan Thuế thực hiện",
    "trùng với thủ tục số 2", "hết thời hạn áp dụng", "gộp từ hai thủ tục", "đang xin ý kiến", "dự kiến",
    "lùi thời hạn thực hiện",
    "xóa", "dỡ bỏ", "kiểm tra lại", "không niêm yết", "nghỉ",
]  # fmt: skip


def _waits(reading: Reading) -> bool:
    """Whether the first row waits for a person, or the list does."""
    return bool(reading.questions) and (
        "row_doubtful" in reading.items[0].flags or reading.items[0].action != "new"
    )


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_of_a_row_in_a_bracket_or_a_cell_is_asked_about(said: str) -> None:
    plain = "2|1.700002|Hỗ trợ kén|05 ngày"
    assert _waits(listed(NEW, SHORT, f"1|1.700001|Hỗ trợ thùng ong ({said})|05 ngày", plain))
    assert _waits(listed(NEW, SHORT, f"1|1.700001 ({said})|Hỗ trợ thùng ong|05 ngày", plain))
    assert _waits(listed(NEW, SHORT, f"1|1.700001|Hỗ trợ thùng ong|{said.capitalize()}", plain))


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_in_a_bracket_behind_a_heading_is_asked_about(said: str) -> None:
    annex = (
        f"<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ ({said.upper()})</p>"
        f"{table(SHORT, '1|1.700001|Hỗ trợ thùng ong|05 ngày')}"
    )
    title, first = (
        f"Về việc công bố Danh mục thủ tục hành chính {NEW}",
        f"Công bố kèm theo Danh mục thủ tục {NEW}.",
    )
    assert read(title, first, annex).questions


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_in_a_note_below_is_put_to_its_row_or_asked_about(said: str) -> None:
    rows = table(SHORT, "1|1.700001|Hỗ trợ thùng ong [1]|05 ngày", "2|1.700002|Hỗ trợ kén|05 ngày")
    heading = "<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ</p>"
    title, first = (
        f"Về việc công bố Danh mục thủ tục hành chính {NEW}",
        f"Công bố kèm theo Danh mục thủ tục {NEW}.",
    )
    noted = read(title, first, f"{heading}{rows}<p>[1] {said.capitalize()}.</p>")
    assert _waits(noted)
    assert "row_doubtful" not in noted.items[1].flags
    loose = read(title, first, f"{heading}{rows.replace(' [1]', '')}<p>* {said.capitalize()}.</p>")
    assert [one.kind for one in loose.questions] == [ReviewKind.LEFT_OVER_NOTE]


@pytest.mark.parametrize(
    "name",
    [
        "Hỗ trợ thùng ong (trong trường hợp bị sai sót)",
        "Hỗ trợ thùng ong (đối với tuyến đường chưa bàn giao)",
        "Hỗ trợ thùng ong (có yếu tố nước ngoài)",
        "Hỗ trợ thùng ong (khai tử; thay đổi hộ tịch)",
        "Hỗ trợ thùng ong (cấp lại)",
        "Cấp lại thẻ nuôi ong (bị mất, hỏng)",
        "Cấp lại thẻ nuôi ong (do hết hạn)",
    ],
)
def test_a_bracket_that_says_of_which_case_a_name_is(name: str) -> None:
    assert not listed(NEW, SHORT, f"1|1.700001|{name}|05 ngày").questions


def test_a_day_in_a_bracket_behind_a_name_is_asked_about() -> None:
    assert _waits(listed(NEW, SHORT, "1|1.700001|Hỗ trợ thùng ong (áp dụng từ ngày 01/9/2026)|05 ngày"))


def test_a_name_that_ends_another_procedure_is_asked_about() -> None:
    assert _waits(listed(NEW, SHORT, "1|1.700001|Hỗ trợ thùng ong (bãi bỏ thủ tục Hỗ trợ kén)|05 ngày"))


STEPS = table("Bước|Nội dung công việc|Người thực hiện", "1|Tiếp nhận|Công chức", "2|Thẩm định|Chuyên viên")


def _on_processes(first: str, annex: str = "") -> Reading:
    title = "Về việc phê duyệt quy trình nội bộ giải quyết thủ tục hành chính lĩnh vực Nuôi ong"
    reading = read(title, first, annex)
    assert reading.kind is DecisionKind.PROCESS
    return reading


def test_codes_of_processes_ask_nothing() -> None:
    approved = "Phê duyệt quy trình nội bộ giải quyết thủ tục hành chính “Hỗ trợ thùng ong” (mã 1.700001)."
    assert not _on_processes(approved).questions
    rows = table("STT|Mã TTHC|Tên thủ tục hành chính", "1|1.700001|Hỗ trợ thùng ong")
    listed_too = f"<p>PHỤ LỤC</p><p>DANH MỤC QUY TRÌNH NỘI BỘ</p>{rows}"
    assert not _on_processes("Phê duyệt 01 quy trình nội bộ tại Phụ lục.", listed_too).questions
    annex = f"<p>PHỤ LỤC</p><p>1. Hỗ trợ thùng ong (Mã TTHC: 1.700001)</p>{STEPS}"
    assert not _on_processes("Phê duyệt 01 quy trình nội bộ tại Phụ lục.", annex).questions


def test_an_act_beside_processes_is_asked_about() -> None:
    annex = f"<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ</p><p>1. Hỗ trợ thùng ong (Mã TTHC: 1.700001)</p>{STEPS}"
    assert _on_processes("Phê duyệt 01 quy trình nội bộ tại Phụ lục.", annex).questions
    reading = _on_processes("Phê duyệt quy trình nội bộ. Thôi áp dụng thủ tục mã 1.700001.")
    assert reading.questions or Action.ABOLISH in {item.action for item in reading.items}
