"""What is said of a list outside its rows: days, rows named by number, days in headings, codes and columns that look alike.

Each of these was read silently wrong by papers that were made to be: the day, level or value stood in print and nothing took it.
"""

import re
from datetime import date

import pytest

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.before_and_after import now_and_was
from niemyet.extractors.decisions.effect import Effect
from niemyet.extractors.decisions.heading_patterns import heading_of, is_weakly_abolished
from niemyet.extractors.decisions.layout import Article
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.decisions.sectors_in_names import sector_above
from niemyet.extractors.decisions.sentences import sentences_of
from niemyet.extractors.decisions.unread_days import unread_days
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, EffectSource, Level, RelationType, ReviewKind
from niemyet.transforms.language.text import fold

HEAD = """\
UỶ BAN NHÂN DÂN
TỈNH HẬU GIANG

Số: 77/QĐ-UBND

Hậu Giang, ngày 02 tháng 5 năm 2024

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính {title}

CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH HẬU GIANG

QUYẾT ĐỊNH:

Điều 1. {first}

Điều 2. {second}

Điều 3. {third}

PHỤ LỤC

{annex}
"""
FIRST = "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới."
SIGNED = "Quyết định này có hiệu lực kể từ ngày ký."
LABELS = "STT | Mã TTHC | Tên thủ tục hành chính"
ROWS = ("1 | 1.000301 | Cấp thẻ người hái chè", "2 | 1.000302 | Xác nhận lò gốm")
LIST = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ"


def table(*rows: str) -> str:
    """Rows of cells as Markdown; the second line only parts the header."""
    cells = [row.count("|") + 1 for row in rows]
    return "\n".join([f"| {rows[0]} |", "|---" * cells[0] + "|", *(f"| {row} |" for row in rows[1:])])


def html(body: str, **said: str) -> Reading:
    """The same paper with its annex as HTML, for cells that reach over others."""
    lines = HEAD.format(**{**DEFAULTS, **said, "annex": ""}).split("\n\n")
    page = "".join(f"<p>{line}</p>" for line in lines)
    return read_decision(read_document(f"<html><body>{page}{body}</body></html>".encode(), None))


DEFAULTS = {
    "title": "ban hành mới",
    "first": FIRST,
    "second": "Giao các sở niêm yết công khai.",
    "third": SIGNED,
}


def paper(*, annex: str = f"{LIST}\n\n{table(LABELS, *ROWS)}", **said: str) -> Reading:
    text = HEAD.format(**{**DEFAULTS, **said, "annex": annex})
    return read_decision(read_document(text.encode(), None))


def asked(reading: Reading) -> list[str]:
    return [one.kind.value for one in reading.questions]


# ---- days that the articles name -----------------------------------------------------------------------------


def test_the_plain_paper_asks_nothing() -> None:
    reading = paper()
    assert (len(reading.items), asked(reading)) == (2, [])


@pytest.mark.parametrize(
    "words",
    [
        "Các thủ tục hành chính nêu trên được tiếp nhận, giải quyết sau 45 ngày kể từ ngày ký.",
        "Riêng Uỷ ban nhân dân cấp xã thực hiện từ ngày 01/9/2024.",
        "Việc giải quyết theo Danh mục này được triển khai từ quý IV năm 2024.",
        "Bộ phận Một cửa áp dụng các nội dung này từ ngày 15 tháng 8 năm 2024.",
        "Danh mục này áp dụng từ khi hệ thống phần mềm được nâng cấp.",
    ],
)
def test_a_time_of_effect_that_nothing_took_is_asked_about(words: str) -> None:
    assert "left_over_date" in asked(paper(second=words))


@pytest.mark.parametrize(("day", "left"), [("01/9/2024", 0), ("31/8/2024", 0), ("02/9/2024", 1)])
def test_the_first_day_without_effect_and_the_last_one_with_it_are_one_end(day: str, left: int) -> None:
    sentences = sentences_of([Article(2, [f"Các xã thực hiện Danh mục này đến hết ngày {day}."])])
    effect = Effect(date(2024, 5, 2), date(2024, 9, 1), EffectSource.EXPLICIT)
    assert len(list(unread_days(sentences, effect, (), (), (), date(2024, 5, 2)))) == left


def test_a_second_day_in_the_first_article_is_asked_about() -> None:
    assert asked(paper(first=f"{FIRST[:-1]}, áp dụng từ ngày 01/7/2024.")) == ["left_over_date"]


@pytest.mark.parametrize(
    "words",
    [
        "Sở Nội vụ cập nhật các thủ tục trên, hoàn thành trước ngày 20/5/2024.",
        "Các sở báo cáo kết quả thực hiện từ ngày 01/6/2024 đến ngày 30/6/2024.",
        "Chậm nhất sau 05 ngày kể từ ngày ký, các xã niêm yết và thực hiện.",
        "Sở Nội vụ thực hiện Quyết định số 15/QĐ-UBND ngày 03/01/2024 của Chủ tịch UBND tỉnh.",
    ],
)
def test_the_day_of_a_task_is_none_of_effect(words: str) -> None:
    assert asked(paper(second=words)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Đổi tên thủ tục số 2 Phụ lục kèm theo thành “Xác nhận lò gốm, lò gạch”.",
        "Thủ tục “Cấp thẻ người hái chè” do các phường giải quyết.",
        "Hồ sơ của thủ tục có số thứ tự 1 gồm thêm bản khai.",
        "Thủ tục mã số 1.000302 do các phường giải quyết.",
        "Thủ tục thứ hai tại Phụ lục chỉ nhận trực tuyến.",
        "Thủ tục Cấp thẻ người hái chè không làm ở các phường.",
        "Miễn lệ phí đối với các thủ tục tại Phụ lục khi nộp trực tuyến.",
    ],
)
def test_a_row_that_an_article_speaks_of_is_asked_about(words: str) -> None:
    assert "left_over_text" in asked(paper(second=words))


def test_what_ends_without_a_name_is_asked_about() -> None:
    words = "Các thủ tục hành chính đã công bố trước đây trái với Danh mục này đều bãi bỏ."
    assert "left_over_text" in asked(paper(second=words))


# ---- headings ------------------------------------------------------------------------------------------------


def test_a_heading_dates_its_rows() -> None:
    annex = (
        f"A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ\n\n{table(LABELS, ROWS[0])}\n\n"
        f"B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ (thực hiện từ ngày 01/9/2024)\n\n{table(LABELS, ROWS[1])}"
    )
    reading = paper(
        annex=annex, title="ban hành mới, bị bãi bỏ", first=FIRST.replace("mới.", "mới, bị bãi bỏ.")
    )
    assert [one.effective_on for one in reading.items] == [None, date(2024, 9, 1)]


def test_the_day_of_the_law_in_a_heading_dates_nothing() -> None:
    annex = f"A. THỦ TỤC BAN HÀNH MỚI CẤP XÃ (theo Luật X có hiệu lực từ ngày 01/9/2024)\n\n{table(LABELS, *ROWS)}"
    assert {one.effective_on for one in paper(annex=annex).items} == {None}


@pytest.mark.parametrize("words", ["TIẾP TỤC THỰC HIỆN", "ĐANG RÀ SOÁT", "ĐÃ CÔNG BỐ"])
def test_what_goes_on_is_not_new(words: str) -> None:
    annex = (
        f"A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ\n\n{table(LABELS, ROWS[0])}\n\n"
        f"B. CÁC THỦ TỤC HÀNH CHÍNH {words}\n\n{table(LABELS, ROWS[1])}"
    )
    reading = paper(annex=annex)
    assert "left_over_heading" in asked(reading)
    assert "action_unknown" in reading.items[1].flags


# ---- columns and cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ĐƯỢC GỘP VÀO THỦ TỤC KHÁC CỦA NGÀNH", "SẼ CHUYỂN VỀ SỞ", "CHỜ HƯỚNG DẪN"])
def test_what_is_done_in_words_unknown_is_asked_about(words: str) -> None:
    annex = (
        f"A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ\n\n{table(LABELS, ROWS[0])}\n\n"
        f"B. NHỮNG THỦ TỤC {words}\n\n{table(LABELS, ROWS[1])}"
    )
    assert "action_unknown" in paper(annex=annex).items[1].flags


@pytest.mark.parametrize(
    "words", ["được tiếp nhận tại Bộ phận Một cửa", "lĩnh vực Đa dạng sinh học", "về thiết bị y tế"]
)
def test_what_only_describes_a_list_is_not(words: str) -> None:
    annex = f"A. THỦ TỤC HÀNH CHÍNH CẤP XÃ {words.upper()}\n\n{table(LABELS, *ROWS)}"
    assert asked(paper(annex=annex)) == []


#: Ways to say that something is over which no list of such ways had, and names of fields that none had either.
OVER = (
    "Dừng",
    "Thôi phục vụ",
    "Trả về bộ chủ quản",
    "Gác lại",
    "Việc khai tử",
    "Gỡ khỏi cổng",
    "Nhập vào thủ tục số 1",
    "Về cấp tỉnh",
    "Thủ tục treo",
)
FIELDS = (
    "Người có công",
    "Sở Y tế",
    "Ươm tạo công nghệ",
    "Thủ tục liên thông",
    "Thủ tục không phụ thuộc địa giới hành chính",
    "Dịch vụ công trực tuyến toàn trình",
)


def _below(heading: str, form: str) -> Reading:
    """A list of new ones, and below it a heading in one of the forms in which headings stand, over the second row."""
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ"
    if form == "row":
        return paper(annex=f"{title}\n\n{table(LABELS, ROWS[0], f'II | {heading} | ', ROWS[1])}")
    line = {
        "roman": f"II. {heading}",
        "number": f"2. {heading}",
        "bare": heading.upper(),
        "dash": f"- {heading}:",
    }
    return paper(annex=f"{title}\n\n{table(LABELS, ROWS[0])}\n\n{line[form]}\n\n{table(LABELS, ROWS[1])}")


@pytest.mark.parametrize("form", ["row", "roman", "number", "bare", "dash"])
@pytest.mark.parametrize("heading", OVER)
def test_a_heading_that_nobody_foresaw_takes_no_action_from_above(heading: str, form: str) -> None:
    reading = _below(heading, form)
    assert reading.items[1].action is Action.LIST
    assert asked(reading).count("left_over_heading") == 1


@pytest.mark.parametrize("form", ["row", "roman", "number", "bare", "dash"])
@pytest.mark.parametrize("heading", FIELDS)
def test_a_heading_that_names_a_field_asks_nothing(heading: str, form: str) -> None:
    reading = _below(heading, form)
    assert asked(reading) == []
    assert {one.action for one in reading.items} == {Action.NEW}


def test_a_field_that_the_decision_names_is_none_to_ask_about() -> None:
    heading = "II. YẾN SÀO ĐẢO XA"
    annex = f"{LIST}\n\n{table(LABELS, ROWS[0])}\n\n{heading}\n\n{table(LABELS, ROWS[1])}"
    assert "left_over_heading" in asked(paper(annex=annex))
    named = FIRST.replace("mới.", "mới các lĩnh vực: Hộ tịch; Yến sào đảo xa.")
    assert asked(paper(annex=annex, first=named)) == []


@pytest.mark.parametrize("words", ["TẠM DỪNG TIẾP NHẬN", "CHƯA CÓ HIỆU LỰC", "ĐANG BỊ ĐÌNH CHỈ"])
def test_what_is_new_and_waits_is_asked_about(words: str) -> None:
    annex = (
        f"A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ\n\n{table(LABELS, ROWS[0])}\n\n"
        f"B. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI {words}\n\n{table(LABELS, ROWS[1])}"
    )
    assert "action_unknown" in paper(annex=annex).items[1].flags


def test_a_note_about_a_row_is_asked_about_though_its_code_is_read() -> None:
    note = "Ghi chú: thủ tục 1.000301 bị bãi bỏ khi có hướng dẫn của Bộ."
    reading = paper(annex=f"{LIST}\n\n{table(LABELS, *ROWS)}\n\n{note}")
    assert [kind for kind in asked(reading) if kind.startswith("left_over")] != []


def test_a_note_that_gives_a_row_levels_is_asked_about() -> None:
    note = "Ghi chú: Thủ tục số 2 làm ở cả cấp tỉnh và cấp xã."
    assert asked(paper(annex=f"{LIST}\n\n{table(LABELS, *ROWS)}\n\n{note}")) == ["left_over_note"]


@pytest.mark.parametrize("words", ["trước mắt làm tại 04 phường trung tâm", "tiến hành tại các xã đảo"])
def test_some_units_are_not_everywhere(words: str) -> None:
    assert "ground_unclear" in asked(paper(second=f"Danh mục này {words}."))


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("Tên cũ: Đổi thẻ người hái chè. Tên mới: Cấp thẻ người hái chè", "10 ngày (cũ) 06 ngày (mới)"),
        ("Đổi thẻ người hái chè → Cấp thẻ người hái chè", "10 ngày => 06 ngày"),
        ("Cấp thẻ người hái chè (tên cũ: Đổi thẻ người hái chè)", "Cũ: 10 ngày; mới: 06 ngày"),
    ],
)
def test_what_is_now_counts_and_what_was_is_noted(name: str, time: str) -> None:
    reading = paper(
        annex=f"{LIST}\n\n{table(f'{LABELS} | Thời hạn giải quyết', f'1 | 1.000301 | {name} | {time}')}"
    )
    row = reading.items[0]
    assert (row.name, row.time_local) == ("Cấp thẻ người hái chè", "06 ngày")
    assert "Đổi thẻ người hái chè" in (row.note or "")
    assert "10 ngày" in (row.note or "")


@pytest.mark.parametrize(
    "name", ["Cấp thẻ mới cho người hái chè", "Xử lý lò cũ: lò gốm, lò gạch", "Đổi thẻ cũ, cấp thẻ mới"]
)
def test_a_name_of_old_and_new_things_is_one_name(name: str) -> None:
    assert now_and_was(name) is None


def test_letterhead_and_authority_of_two_provinces_leave_the_issuer_open() -> None:
    text = HEAD.format(**DEFAULTS, annex=f"{LIST}\n\n{table(LABELS, *ROWS)}")
    other = text.replace("CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH HẬU GIANG", "CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH ĐIỆN BIÊN")
    spelt = text.replace("CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH HẬU GIANG", "CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH HẬU GIÂNG")
    assert read_decision(read_document(other.encode(), None)).issuer_name is None
    assert read_decision(read_document(spelt.encode(), None)).issuer_name == "UỶ BAN NHÂN DÂN TỈNH HẬU GIANG"


def test_what_a_name_says_that_it_replaces_is_asked_about() -> None:
    annex = f"{LIST}\n\n{table(LABELS, f'{ROWS[0]} (thay thế thủ tục “Đổi thẻ người hái chè”)')}"
    assert asked(paper(annex=annex)) == ["replaced_unknown"]


def test_columns_parted_by_tabs_are_columns() -> None:
    lines = (
        LIST,
        "STT\tMã TTHC\tTên thủ tục hành chính\tThời hạn giải quyết\tPhí",
        "1\t1.000301\tCấp thẻ người hái chè\t05 ngày\tKhông",
        "2\t1.000302\tXác nhận lò gốm\t06 ngày\tKhông",
    )
    annex = "\n".join(lines)
    text = HEAD.format(**DEFAULTS, annex=annex)
    reading = read_decision(read_document(text.replace("\n\n", "\n").encode(), None))
    assert [(one.name, one.time_local, one.fee) for one in reading.items] == [
        ("Cấp thẻ người hái chè", "05 ngày", "Không"),
        ("Xác nhận lò gốm", "06 ngày", "Không"),
    ]


def test_who_helps_holds_nothing() -> None:
    labels = f"{LABELS} | Cơ quan thực hiện | Cơ quan phối hợp"
    rows = (f"{ROWS[0]} | Sở Công Thương | UBND cấp xã", f"{ROWS[1]} | UBND cấp xã | Sở Xây dựng")
    reading = paper(annex=f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI\n\n{table(labels, *rows)}")
    assert [one.levels for one in reading.items] == [(Level.PROVINCE,), (Level.COMMUNE,)]
    assert "Sở Xây dựng" in (reading.items[1].note or "")


def test_who_receives_holds_nothing() -> None:
    labels = f"{LABELS} | Cơ quan tiếp nhận"
    reading = paper(
        annex=f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI\n\n{table(labels, f'{ROWS[0]} | UBND cấp xã')}"
    )
    assert reading.items[0].levels == ()
    assert "level_unknown" in asked(reading)


def test_an_old_code_beside_the_new_one_is_no_name() -> None:
    reading = html(
        f"<p>{LIST}</p><table><tr><td rowspan=2>STT</td><td colspan=2>Mã TTHC</td><td rowspan=2>Tên TTHC</td></tr>"
        "<tr><td>Cũ</td><td>Mới</td></tr><tr><td>1</td><td>1.000301</td><td>1.000302</td><td>Xác nhận lò gốm</td></tr></table>"
    )
    row = reading.items[0]
    assert (row.code, row.name, row.replaces) == ("1.000302", "Xác nhận lò gốm", ("1.000301",))


def test_two_names_under_one_code_are_asked_about() -> None:
    reading = html(
        f"<p>{LIST}</p><table><tr><td>STT</td><td>Mã TTHC</td><td>Tên TTHC</td></tr>"
        "<tr><td>1</td><td rowspan=2>1.000301</td><td>Cấp thẻ người hái chè</td></tr>"
        "<tr><td>2</td><td>Xác nhận lò gốm</td></tr></table>"
    )
    assert "row_doubtful" in reading.items[1].flags


def test_a_time_before_and_after() -> None:
    reading = html(
        f"<p>{LIST}</p><table><tr><td rowspan=2>STT</td><td rowspan=2>Mã TTHC</td><td rowspan=2>Tên TTHC</td>"
        "<td colspan=2>Thời hạn giải quyết</td></tr><tr><td>Trước</td><td>Sau</td></tr>"
        "<tr><td>1</td><td>1.000301</td><td>Cấp thẻ người hái chè</td><td>10 ngày</td><td>06 ngày</td></tr></table>"
    )
    assert (reading.items[0].time_local, asked(reading)) == ("06 ngày", [])


def test_who_resolves_behind_a_name_is_held_against_the_heading() -> None:
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP TỈNH\n\n{table(LABELS, f'{ROWS[0]} (UBND cấp xã giải quyết)')}"
    assert asked(paper(annex=annex)) == ["level_contradicted"]


# ---- articles ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        " Giao UBND các huyện, thị xã niêm yết công khai.",
        " Yêu cầu Uỷ ban nhân dân các xã, phường tổ chức thực hiện.",
    ],
)
def test_who_has_to_post_a_list_holds_none_of_it(words: str) -> None:
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP TỈNH\n\n{table(LABELS, *ROWS)}"
    reading = paper(first=f"{FIRST}{words}", annex=annex)
    assert ({one.levels for one in reading.items}, asked(reading)) == ({(Level.PROVINCE,)}, [])


def test_a_part_of_the_last_decision_of_a_row_is_a_part() -> None:
    third = (
        "Quyết định này có hiệu lực kể từ ngày ký; thay thế các Quyết định số 11/QĐ-UBND ngày 05/01/2023, "
        "số 12/QĐ-UBND ngày 06/01/2023 và Mục III Phụ lục kèm theo Quyết định số 13/QĐ-UBND ngày 07/01/2023."
    )
    found = {one.target.number: one.type for one in paper(third=third).relations}
    whole, part = RelationType.REPLACES_DOC, RelationType.REPLACES_PART
    assert found == {11: whole, 12: whole, 13: part}
    assert re.search(
        "Mục III", next(one.scope or "" for one in paper(third=third).relations if one.target.number == 13)
    )


def test_decisions_in_a_table_below_their_act_are_its_targets() -> None:
    words = "Các Quyết định sau đây hết hiệu lực thi hành:"
    cells = (
        "STT",
        "Số quyết định",
        "Ngày ban hành",
        "1",
        "11/QĐ-UBND",
        "05/01/2023",
        "2",
        "12/QĐ-UBND",
        "06/01/2023",
    )
    reading = paper(second="\n\n".join((words, *cells)))
    assert [(one.target.number, one.type) for one in reading.relations] == [
        (11, RelationType.REPEALS_DOC),
        (12, RelationType.REPEALS_DOC),
    ]


def test_a_day_before_a_decision_that_lapses_is_the_day_of_its_end() -> None:
    third = f"{SIGNED} Từ ngày 01/9/2024, Quyết định số 11/QĐ-UBND ngày 05/01/2023 hết hiệu lực thi hành."
    found = paper(third=third).relations
    assert [(one.type, one.effective_on) for one in found] == [(RelationType.REPEALS_DOC, date(2024, 9, 1))]


def test_a_title_that_replaces_is_an_act() -> None:
    reading = paper(title="ban hành mới (thay thế Quyết định số 11/QĐ-UBND ngày 05/01/2023)")
    assert [(one.target.number, one.type) for one in reading.relations] == [(11, RelationType.REPLACES_DOC)]


@pytest.mark.parametrize(
    "said",
    [
        {"first": "Công bố kèm theo Quyết định này ba thủ tục hành chính ban hành mới."},
        {"annex": f"{LIST}\n\n(Danh mục gồm 03 thủ tục hành chính)\n\n{table(LABELS, *ROWS)}"},
    ],
)
def test_a_count_in_words_or_on_a_line_of_its_own_is_held_against_the_rows(said: dict[str, str]) -> None:
    assert asked(paper(**said)) == ["control_total_mismatch"]


@pytest.mark.parametrize(
    ("who", "levels"),
    [
        ("Phòng Kinh tế xã", (Level.COMMUNE,)),
        ("Thuế cơ sở", ()),
        ("UBND cấp xã, Công an cấp xã, BHXH cấp huyện", (Level.COMMUNE,)),
        ("UBND cấp huyện; Chi cục Thuế huyện; Ban Chỉ huy quân sự cấp xã", (Level.DISTRICT,)),
        ("Cơ sở giáo dục, Sở Y tế", (Level.PROVINCE,)),
        ("Phòng Văn hóa - Xã hội", (Level.DISTRICT,)),
        ("Phòng Văn hóa - Xã hội phường", (Level.COMMUNE,)),
        ("UBND cấp huyện (nay là UBND cấp xã)", (Level.COMMUNE,)),
    ],
)
def test_offices_of_communes_are_of_communes(who: str, levels: tuple[Level, ...]) -> None:
    assert agency_levels(who) == levels


def test_a_list_of_what_stays_under_a_title_of_new_ones_is_asked_about() -> None:
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC CHUẨN HÓA CẤP XÃ\n\n{table(LABELS, *ROWS)}"
    assert set(asked(paper(annex=annex))) == {"action_contradicted"}


def test_an_old_code_behind_a_name_is_asked_about() -> None:
    annex = f"{LIST}\n\n{table(LABELS, '1 | 1.000302 | Xác nhận lò gốm (mã cũ: 1.000301)')}"
    assert asked(paper(annex=annex)) == ["several_codes"]


def test_of_two_agencies_the_one_that_examines_holds_nothing() -> None:
    labels = f"{LABELS} | Cơ quan thẩm định | Cơ quan quyết định"
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI\n\n{table(labels, f'{ROWS[0]} | Sở Xây dựng | UBND cấp xã')}"
    assert paper(annex=annex).items[0].levels == (Level.COMMUNE,)


def test_two_agencies_that_cannot_be_told_apart_are_asked_about() -> None:
    labels = f"{LABELS} | Cơ quan giải quyết | Cơ quan thực hiện"
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI\n\n{table(labels, f'{ROWS[0]} | Sở Xây dựng | UBND cấp xã')}"
    reading = paper(annex=annex)
    assert (reading.items[0].levels, "left_over_column" in asked(reading)) == ((), True)


def test_columns_that_changed_places_are_asked_about_whatever_the_row_does() -> None:
    annex = (
        f"DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ\n\n{table(LABELS, '1 | Xác nhận lò gốm | 1.000302')}"
    )
    reading = paper(annex=annex, title="bị bãi bỏ", first=FIRST.replace("ban hành mới", "bị bãi bỏ"))
    assert "nameless" in reading.items[0].flags


@pytest.mark.parametrize(
    "note",
    [
        "Không thực hiện tại cấp xã",
        "Chuyển về Sở Tài chính giải quyết",
        "Bãi bỏ toàn bộ thủ tục",
        "Bỏ",
        "Huỷ",
    ],
)
def test_a_note_that_gives_a_row_up_is_asked_about(note: str) -> None:
    annex = f"{LIST}\n\n{table(f'{LABELS} | Ghi chú', f'{ROWS[0]} | {note}', f'{ROWS[1]} | ')}"
    reading = paper(annex=annex)
    waits = {"row_doubtful", "action_contradicted"}
    assert [bool(waits & set(one.flags)) for one in reading.items] == [True, False]


@pytest.mark.parametrize(
    "note",
    [
        "Bãi bỏ TTHC đã công bố tại Quyết định số 11/QĐ-UBND",
        "Không thực hiện trực tuyến",
        "Bãi bỏ thành phần hồ sơ",
    ],
)
def test_a_note_of_something_else_is_not(note: str) -> None:
    annex = f"{LIST}\n\n{table(f'{LABELS} | Ghi chú', f'{ROWS[0]} | {note}')}"
    assert "row_doubtful" not in paper(annex=annex).items[0].flags


def test_labels_of_two_actions_say_none() -> None:
    labels = f"{LABELS} | Văn bản quy định nội dung sửa đổi | Văn bản quy định việc bãi bỏ"
    annex = (
        f"DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ\n\n{table(labels, f'{ROWS[0]} | Nghị định số 1/2024/NĐ-CP | ')}"
    )
    reading = paper(
        annex=annex, title="sửa đổi, bị bãi bỏ", first=FIRST.replace("ban hành mới", "sửa đổi, bị bãi bỏ")
    )
    assert "action_unknown" in reading.items[0].flags


def test_a_second_annex_of_another_decision_is_asked_about() -> None:
    own = f"{LIST}\n\n(Kèm theo Quyết định số 77/QĐ-UBND ngày 02/5/2024)\n\n{table(LABELS, ROWS[0])}"
    other = (
        f"PHỤ LỤC\n\n{LIST}\n\n(Kèm theo Quyết định số 88/QĐ-UBND ngày 12/5/2024)\n\n{table(LABELS, ROWS[1])}"
    )
    assert "own_number_conflict" in asked(paper(annex=f"{own}\n\n{other}"))
    assert "own_number_conflict" not in asked(paper(annex=own))


def test_a_day_for_the_list_below_it_is_asked_about() -> None:
    annex = f"{LIST}\n\n{table(LABELS, *ROWS)}\n\nDanh mục này có hiệu lực từ ngày 01/9/2024."
    assert asked(paper(annex=annex)) == ["left_over_text"]


@pytest.mark.parametrize("note", ["[1] Trừ xã Vị Thuỷ.", "(*) Chỉ ở các phường."])
def test_a_note_that_leaves_out_a_place_is_asked_about(note: str) -> None:
    assert asked(paper(annex=f"{LIST}\n\n{table(LABELS, *ROWS)}\n\n{note}")) == ["left_over_note"]


def test_an_amount_is_no_code() -> None:
    annex = f"{LIST}\n\n{table(LABELS, '1 |  | Cấp thẻ người hái chè (mức 1.200000 đồng)')}"
    assert paper(annex=annex).items[0].code is None


def test_a_body_of_the_grass_roots_is_no_department() -> None:
    assert heading_of("B. Thủ tục thuộc thẩm quyền giải quyết của cơ sở giáo dục").authority == ()
    assert heading_of("B. Thủ tục thuộc thẩm quyền giải quyết của Sở Giáo dục").authority == (Level.PROVINCE,)


@pytest.mark.parametrize(
    "words",
    [
        "Tạm thời chưa thu lệ phí các thủ tục tại Phụ lục.",
        "Thời hạn ghi tại Phụ lục được hiểu là ngày làm việc.",
        "Danh mục này do Công an tỉnh giữ.",
        "Nội dung tại Phụ lục thay cho nội dung tương ứng tại Quyết định số 11/QĐ-UBND ngày 05/01/2023.",
    ],
)
def test_what_an_article_says_of_the_whole_list_is_asked_about(words: str) -> None:
    assert asked(paper(second=words)) == ["left_over_text"]


@pytest.mark.parametrize(
    "words",
    [
        "Các sở phối hợp rà soát các thủ tục tại Phụ lục.",
        "Nội dung chi tiết của các thủ tục tại Phụ lục được khai thác trên Cổng Dịch vụ công quốc gia.",
        "Văn phòng xây dựng quy trình điện tử đối với thủ tục hành chính tại Phụ lục.",
    ],
)
def test_a_task_about_the_list_is_none_of_it(words: str) -> None:
    assert asked(paper(second=words)) == []


def test_a_unit_told_apart_is_not_everywhere() -> None:
    assert "ground_unclear" in asked(
        paper(second="Riêng đặc khu Hòn Khoai được thực hiện sau các xã khác 03 tháng.")
    )


@pytest.mark.parametrize(
    "words", ["BỊ BÃI BỎ MỘT PHẦN", "KHÔNG BÃI BỎ", "CHƯA ĐƯỢC SỬA ĐỔI", "THAY THẾ THỦ TỤC BỊ BÃI BỎ"]
)
def test_an_act_denied_halved_or_doubled_in_a_heading_is_asked_about(words: str) -> None:
    annex = (
        f"A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ\n\n{table(LABELS, ROWS[0])}\n\n"
        f"B. THỦ TỤC HÀNH CHÍNH {words}\n\n{table(LABELS, ROWS[1])}"
    )
    assert "action_unknown" in paper(annex=annex).items[1].flags


# ---- notes that name a level, and clauses to which the list gives way ----------------------------------------------


def starred(note: str, caption: str = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI") -> Reading:
    rows = (LABELS, "1 | 1.000301 | Cấp thẻ người hái chè (*)", "2 | 1.000302 | Xác nhận lò gốm (**)")
    cells = "".join(f"<tr><td>{row.replace(' | ', '</td><td>')}</td></tr>" for row in rows)
    return html(f"<p>{caption}</p><table>{cells}</table><p>{note}</p>")


def test_a_star_note_tells_the_level_of_the_rows_that_bear_its_mark() -> None:
    read = starred("Ghi chú: (*) TTHC cấp tỉnh; (**) Thủ tục do UBND cấp xã giải quyết.")
    assert [one.levels for one in read.items] == [(Level.PROVINCE,), (Level.COMMUNE,)]
    assert [one.name for one in read.items] == ["Cấp thẻ người hái chè", "Xác nhận lò gốm"]
    assert not read.questions


def test_a_star_note_narrows_the_levels_of_a_heading_and_never_overrules_them() -> None:
    both = starred("(*) TTHC cấp xã; (**) Không thu phí", f"{LIST}, CẤP TỈNH (ÁP DỤNG CHUNG)")
    assert [one.levels for one in both.items] == [(Level.COMMUNE,), (Level.PROVINCE, Level.COMMUNE)]
    other = starred("(*) TTHC thực hiện tại cấp tỉnh; (**) Không thu phí", LIST)
    assert [(one.kind, one.item) for one in other.questions] == [(ReviewKind.LEVEL_CONTRADICTED, 0)]


def test_a_star_note_names_who_receives() -> None:
    read = starred(
        "Ghi chú: Các TTHC đánh dấu (*) được tiếp nhận hồ sơ tại UBND cấp xã; (**) Không thu phí",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP TỈNH",
    )
    assert [one.reception_levels for one in read.items] == [(Level.COMMUNE,), ()]
    assert [one.levels for one in read.items] == [(Level.PROVINCE,), (Level.PROVINCE,)]


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        (
            "Trường hợp thời hạn tại Phụ lục khác với thời hạn trên Cổng Dịch vụ công thì áp dụng thời hạn trên Cổng.",
            True,
        ),
        (
            "Nếu nội dung Danh mục không thống nhất với Tờ trình số 9/TTr-SVN thì thực hiện theo Tờ trình.",
            True,
        ),
        ("Trường hợp Phụ lục khác với quy định của pháp luật thì áp dụng quy định của pháp luật.", False),
        ("Khi có sự khác nhau với quyết định trước đây thì thực hiện theo Quyết định này.", False),
    ],
)
def test_a_clause_to_which_the_list_gives_way_is_asked_about(clause: str, asked: bool) -> None:
    kinds = [one.kind for one in paper(third=f"{SIGNED} {clause}").questions]
    assert kinds == [ReviewKind.LEFT_OVER_TEXT] * asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Chuyển thủ tục “Cấp thẻ lái đò” từ cấp huyện về cấp xã giải quyết.", True),
        ("Sở Công thương công khai bổ sung thủ tục “Cấp thẻ lái đò” vào Danh mục.", True),
        (
            "Các thủ tục công bố tại Quyết định số 61/QĐ-UBND ngày 02/01/2023 của cấp huyện nay chuyển cho cấp xã.",
            True,
        ),
        ("Thời điểm áp dụng đối với thủ tục số 2 do Giám đốc Sở Công thương quyết định.", True),
        ("Giao Sở Công thương niêm yết công khai, tổ chức thực hiện thủ tục “Cấp thẻ lái đò”.", False),
    ],
)
def test_an_article_that_moves_a_procedure_of_no_list_is_asked_about(said: str, asked: bool) -> None:
    assert [one.kind for one in paper(second=said).questions] == [ReviewKind.LEFT_OVER_TEXT] * asked


def test_the_day_of_the_chairmans_signature_is_that_of_signing() -> None:
    read = paper(third="Quyết định này có hiệu lực từ ngày Chủ tịch UBND tỉnh ký ban hành.")
    assert (read.effective_on, read.effect_source) == (date(2024, 5, 2), EffectSource.SIGNING_CLAUSE)


def test_what_sounds_like_stopping_without_its_tones_stops_nothing() -> None:
    stops = ("Thủ tục dừng tiếp nhận", "Các thủ tục thôi thực hiện", "TTHC ngừng giải quyết")
    goes_on = ("Nội dung thực hiện thủ tục", "Đồng thời tiếp nhận thủ tục", "kịp thời giải quyết TTHC")
    assert [is_weakly_abolished(fold(one)) for one in (*stops, *goes_on)] == [True] * 3 + [False] * 3
    task = "Giao Văn phòng công khai TTHC trên Cổng để theo dõi, kiểm soát nội dung thực hiện."
    assert not paper(second=task).questions


def test_a_clause_whose_subject_stays_is_no_object_of_the_act_before_it() -> None:
    read = paper(
        third=f"{SIGNED} Quyết định này thay thế Quyết định số 61/QĐ-UBND ngày 02/01/2023; các nội dung khác của Quyết định "
        "số 62/QĐ-UBND ngày 03/01/2023 giữ nguyên."
    )
    assert [(one.type, one.target.number) for one in read.relations] == [(RelationType.REPLACES_DOC, 61)]


def test_a_row_that_begins_later_is_no_exception() -> None:
    later = "Quyết định này có hiệu lực kể từ ngày ký, riêng thủ tục hành chính có mã số 1.000302 thực hiện từ ngày 01/7/2024."
    read = paper(third=later)
    assert [one.effective_on for one in read.items] == [None, date(2024, 7, 1)]
    assert not read.questions


@pytest.mark.parametrize("above", ["Lĩnh vực Chè", "CHÈ", "Chè"])
def test_a_sector_above_the_name_in_one_cell_is_no_part_of_it(above: str) -> None:
    html = (
        "<table><tr><td>STT</td><td>Mã TTHC</td><td>Tên thủ tục hành chính</td></tr>"
        "<tr><td colspan=3>Lĩnh vực Chè</td></tr>"
        f"<tr><td>1</td><td>1.000301</td><td>{above}<br>Cấp thẻ người hái chè</td></tr></table>"
    )
    reading = read_decision(read_document(html.encode(), "a.html"))
    assert [(one.name, one.sector) for one in reading.items] == [("Cấp thẻ người hái chè", "Chè")]


def test_a_name_that_only_wraps_keeps_its_first_line() -> None:
    assert sector_above("Cấp giấy phép\nXây dựng lò", "Cấp giấy phép Xây dựng lò", "Hộ tịch") is None
    assert sector_above("Hộ tịch\nlưu động", "Hộ tịch lưu động", "Hộ tịch") is None
    assert sector_above("", "Lĩnh vực Chè: Cấp thẻ", None) == ("Chè", "Cấp thẻ")


@pytest.mark.parametrize(
    "second",
    [
        "Hủy bỏ công khai thủ tục hành chính Cấp thẻ đào ao đã niêm yết.",
        "Các thủ tục lĩnh vực Chè không còn thuộc thẩm quyền của UBND cấp xã.",
        "Xóa tên thủ tục “Cấp thẻ đào ao” trong danh mục niêm yết.",
    ],
)
def test_a_sentence_that_ends_or_moves_procedures_is_asked_about(second: str) -> None:
    assert asked(paper(second=second)) == ["left_over_text"]


def test_a_decision_that_lapses_for_a_sector_lapses_in_part() -> None:
    (one,) = paper(
        second="Quyết định số 10/QĐ-UBND ngày 02/01/2024 không còn hiệu lực đối với lĩnh vực Chè."
    ).relations
    assert (one.type, one.scope) == (RelationType.REPEALS_PART, "lĩnh vực Chè")


ENDED = "Bãi bỏ 02 thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã: "


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Cấp thẻ đào ao (1.000311) và Cấp thẻ xây lò (1.000312).", ["Cấp thẻ đào ao", "Cấp thẻ xây lò"]),
        (
            "thủ tục mã 1.000311 “Cấp thẻ đào ao” và mã 1.000312 “Cấp thẻ xây lò”.",
            ["Cấp thẻ đào ao", "Cấp thẻ xây lò"],
        ),
        ("1.000311, 1.000312.", ["1.000311", "1.000312"]),
        ("“Cấp thẻ đào ao”; “Cấp thẻ xây lò”.", ["Cấp thẻ đào ao", "Cấp thẻ xây lò"]),
    ],
)
def test_each_procedure_that_a_sentence_ends_keeps_its_name(words: str, names: list[str]) -> None:
    reading = paper(first=ENDED + words, title="bị bãi bỏ", annex="")
    assert [one.name for one in reading.items] == names
    assert "left_over_text" not in asked(reading)


def test_a_sentence_that_ends_more_than_it_names_is_asked_about() -> None:
    reading = paper(first=f"{ENDED}“Cấp thẻ đào ao” và cấp thẻ xây lò.", title="bị bãi bỏ", annex="")
    assert "left_over_text" in asked(reading)


@pytest.mark.parametrize(
    ("group", "sector", "kinds"),
    [
        ("Lĩnh vực Chè", "Chè", []),
        ("Hộ tịch", "Hộ tịch", []),
        ("Thôi phục vụ", None, ["action_contradicted"]),
    ],
)
def test_a_column_of_groups_names_sectors_or_is_asked_about(
    group: str, sector: str | None, kinds: list[str]
) -> None:
    reading = paper(annex=f"{LIST}\n\n{table(f'Nhóm | {LABELS}', f'{group} | {ROWS[0]}')}")
    assert [one.sector for one in reading.items] == [sector]
    assert asked(reading) == kinds


# ---- fields with rare words ------------------------------------------------------------------------------------


def test_the_rare_words_of_a_field_are_those_of_its_rows() -> None:
    """No list holds all fields; what is done to rows ("Ướp lạnh") is not said in their names."""
    field = (
        f"{LIST}\n\n**I. CHÈ XỨ SƯƠNG**\n\n{table(LABELS, '1 | 1.000301 | Cấp thẻ người hái chè xứ sương')}"
    )
    named = paper(annex=field)
    assert [(one.action, one.sector) for one in named.items] == [(Action.NEW, "Chè xứ sương")]
    assert asked(named) == []
    unsaid = paper(annex=field.replace("CHÈ XỨ SƯƠNG", "ƯỚP LẠNH"))
    assert "left_over_heading" in asked(unsaid)


@pytest.mark.parametrize(("marks", "action"), [(("A", "I"), Action.AMEND), (("I", "II"), Action.LIST)])
def test_what_divides_an_act_is_a_field_and_what_stands_beside_it_may_be_another_act(
    marks: tuple[str, str], action: Action
) -> None:
    first, second = marks
    annex = (
        f"DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ\n\n**{first}. THỦ TỤC ĐƯỢC SỬA ĐỔI, BỔ SUNG**\n\n"
        + (f"{table(LABELS, ROWS[0])}\n\n" if second == "II" else "")
        + f"**{second}. ƯỚP LẠNH**\n\n{table(LABELS, ROWS[1])}"
    )
    reading = paper(annex=annex, title="được sửa đổi, bổ sung và ban hành mới")
    assert reading.items[-1].action is action
    assert ("left_over_heading" in asked(reading)) == (action is Action.LIST)


@pytest.mark.parametrize("words", [
    "Danh mục tại Quyết định số 9/QĐ-UBND ngày 04/01/2024 mà giống tên thì làm như Danh mục này.",
    "Thủ tục nêu tại Quyết định số 9/QĐ-UBND ngày 04/01/2024 được chép lại thành dòng 2 Danh mục này.",
    "Thủ tục làm nón đã công bố tại Quyết định số 9/QĐ-UBND ngày 04/01/2024 ở sau thủ tục thứ nhất của Danh mục này.",
    "Mọi quyết định công bố về nghề này từ nay thôi sử dụng.",
    "Dòng thứ hai do Ủy ban nhân dân tỉnh làm.",
    "Số thứ tự 2 bỏ trống, ban hành sau.",
    "Từ 0 giờ ngày 01 tháng 8 năm 2024, nơi tiếp nhận thủ tục là Ủy ban nhân dân phường.",
    "Các xã mới niêm yết Danh mục này từ ngày 01 tháng 8 năm 2024.",
])  # fmt: skip
def test_a_sentence_in_words_that_nobody_foresaw_is_asked_about(words: str) -> None:
    assert asked(paper(second=words)) in (["left_over_text"], ["left_over_date"])


@pytest.mark.parametrize("words", [
    "Các nội dung khác tại Quyết định số 9/QĐ-UBND ngày 04/01/2024 không thay đổi.",
    "Nội dung từng thủ tục xem tại Quyết định số 9/QĐ-UBND ngày 04/01/2024.",
    "Lệ phí của thủ tục theo Quyết định số 9/QĐ-UBND ngày 04/01/2024.",
    "Việc niêm yết thủ tục theo quy chế kèm theo Quyết định số 9/QĐ-UBND ngày 04/01/2024.",
    "Danh mục được xây dựng theo Quyết định số 9/QĐ-UBND ngày 04/01/2024.",
    "Nội dung thủ tục hành chính đã được công bố tại Quyết định số 9/QĐ-UBND ngày 04/01/2024.",
])  # fmt: skip
def test_a_decision_that_is_only_referred_to_asks_nothing(words: str) -> None:
    assert asked(paper(second=words)) == []
