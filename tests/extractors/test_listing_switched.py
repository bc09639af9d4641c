"""What a listing says of its rows without a word, of its number in a line, and what its page shows from elsewhere."""

import pytest

from niemyet.extractors.documents.pale_rows import set_apart
from niemyet.extractors.listing_frames import frames_that_may_list
from niemyet.extractors.listing_html import page_of
from niemyet.extractors.listing_switched import switched_off
from niemyet.extractors.listing_words import is_switched_off
from niemyet.extractors.listings import FLAG_CODE_DIFFERS, FLAG_NOT_POSTED, read_listing
from niemyet.model.errors import DocumentError
from niemyet.transforms.language.two_names import holds_two_names

NAMES = ("Cấp thẻ thợ dệt chiếu", "Công nhận làng nghề", "Xét tặng danh hiệu nghệ nhân")


def page(*marks: str, below: str = "") -> bytes:
    rows = "".join(
        f"<tr {mark}><td>{number}</td><td>1.00060{number}</td><td>{name}</td></tr>"
        for number, (mark, name) in enumerate(zip(marks or ("", "", ""), NAMES, strict=True), start=1)
    )
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    return f"<html><body><div><table>{head}{rows}</table>{below}</div></body></html>".encode()


OFF = (
    "aria-hidden=true",
    "data-status=0",
    "data-active=false",
    "data-deleted=1",
    "data-trang-thai='Hết hiệu lực'",
    "data-state=draft",
    "class='row inactive'",
    "class='tthc-het-hieu-luc'",
    "title='Đã gỡ bỏ'",
    "disabled",
    # drawn paler than the others
    "class=text-muted",
    "class='row-gray'",
    "class='opacity-50'",
    "class=table-danger",
    "class=off",
    "class=an",
    "class=hidden-row",
    "class=sr-only",
    "style='opacity:.4'",
    "style='color:#aaa'",
    "style='color: silver'",
)


@pytest.mark.parametrize("mark", OFF)
def test_a_row_that_its_markup_switches_off_is_refused_by_its_name(mark: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_listing(page("", mark, ""), "a.html")
    assert NAMES[1] in str(refused.value)
    assert NAMES[0] not in str(refused.value)


@pytest.mark.parametrize("mark", ["data-status=0", "aria-hidden=true", "class=inactive"])
def test_what_all_rows_bear_tells_nothing(mark: str) -> None:
    assert len(read_listing(page(mark, mark, mark), "a.html")) == 3


@pytest.mark.parametrize(
    "mark",
    [
        "class='odd active'",
        "data-status=1",
        "data-id=0",
        "data-index=0",
        "aria-hidden=false",
        "class=sort-disabled",
        "title='Xem chi tiết'",
        "aria-expanded=false",
        "class=gold",
        "class=overflow-hidden",
        "class=align-middle",
        "style='color:#222'",
        "style='color:#0a58ca'",
        "style='opacity:1'",
    ],
)
def test_other_marks_of_rows_tell_nothing(mark: str) -> None:
    assert len(read_listing(page("", mark, ""), "a.html")) == 3


@pytest.mark.parametrize(
    "cell",
    [
        "<td class=text-muted>{name}</td>",
        "<td><span style='color:gray'>{name}</span></td>",
        "<td><font color='#999999'>{name}</font></td>",
        "<td title='Đã bãi bỏ theo Quyết định 12'>{name}</td>",
        "<td>{name} <i data-original-title='Hết hiệu lực'></i></td>",
    ],
)
def test_a_cell_that_its_markup_puts_apart_is_refused_by_its_name(cell: str) -> None:
    plain = f"<td>{NAMES[1]}</td>"
    told = page().decode().replace(plain, cell.format(name=NAMES[1]))
    with pytest.raises(DocumentError) as refused:
        read_listing(told.encode(), "a.html")
    assert NAMES[1] in str(refused.value)
    for name in NAMES:
        told = told.replace(f"<td>{name}</td>", cell.format(name=name))
    assert len(read_listing(told.encode(), "a.html")) == 3  # all of them: it is how the page looks


def test_a_rule_of_the_page_that_pales_a_row_is_read() -> None:
    told = page("", "class=k9", "").replace(b"<body>", b"<body><style>.k9{opacity:.35} a{color:#999}</style>")
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(told, "a.html")


def test_every_other_row_in_grey_is_a_stripe() -> None:
    rows = "".join(
        f"<tr {'class=row-gray' if n % 2 else ''}><td>{n}</td><td>1.00061{n}</td><td>Cấp thẻ loại {n}</td></tr>"
        for n in range(1, 6)
    )
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    assert len(read_listing(f"<html><body><table>{head}{rows}</table></body></html>".encode(), "a.html")) == 5


def test_only_what_some_rows_have_sets_them_apart() -> None:
    none: frozenset[int] = frozenset()
    assert set_apart([None, frozenset({1, 2}), frozenset({2}), frozenset({2})]) == [
        none,
        frozenset({1}),
        none,
        none,
    ]
    assert set_apart([frozenset({1}), none, frozenset({1}), none]) == [none] * 4


def test_a_pale_cell_beside_code_and_name_tells_nothing() -> None:
    told = page().decode().replace("<td>2</td>", "<td class=text-muted>2</td>")
    assert len(read_listing(told.encode(), "a.html")) == 3


def test_headers_are_no_rows() -> None:
    off = {"data-status": "0"}
    assert switched_off([None, off, off]) == frozenset()
    assert switched_off([None, {}, off]) == {2}


@pytest.mark.parametrize(
    "state", ["Ngừng", "Không hoạt động", "Đã khóa", "Nháp", "Chờ duyệt", "Hết hạn", "Ẩn"]
)
def test_a_state_that_is_off_is_refused(state: str) -> None:
    assert is_switched_off(state)
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(listed("Trạng thái", "Đang áp dụng", state, "Đang áp dụng"), "a.csv")


@pytest.mark.parametrize(
    "state", ["Đang hoạt động", "Không", "Đúng", "Hoạt động", "Khoa học", "Không mất phí", "Mới"]
)
def test_other_states_say_nothing(state: str) -> None:
    assert not is_switched_off(state)


def listed(label: str, *values: str, below: str = "") -> bytes:
    rows = [
        f"{number},1.00060{number},{name},{value}"
        for number, (name, value) in enumerate(zip(NAMES, values, strict=True), start=1)
    ]
    return "\n".join([f"STT,Mã TTHC,Tên thủ tục,{label}", *rows, below, ""]).encode()


@pytest.mark.parametrize(
    ("label", "on", "off"),
    [
        ("Hiển thị", "Y", "N"),
        ("Status", "On", "Off"),
        ("Khóa", "Không", "Có"),
        ("is_hidden", "false", "true"),
    ],
)
def test_a_switch_that_is_off_is_refused(label: str, on: str, off: str) -> None:
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(listed(label, on, off, on), "a.csv")
    assert len(read_listing(listed(label, on, on, on), "a.csv")) == 3


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Ngày hết hiệu lực", "01/02/2022"),
        ("deleted_at", "2026-01-02"),
        ("expiredAt", "2026-01-02"),
        ("Xóa", "x"),
        ("Hủy", "Có"),
    ],
)
def test_a_column_of_ends_that_some_rows_fill_is_asked_about(label: str, value: str) -> None:
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(listed(label, "", value, ""), "a.csv")
    assert len(read_listing(listed(label, "", "", ""), "a.csv")) == 3


@pytest.mark.parametrize(("label", "value"), [("Xóa", "x"), ("Gỡ", "Gỡ")])
def test_a_button_in_every_row_ends_none(label: str, value: str) -> None:
    assert len(read_listing(listed(label, value, value, value), "a.csv")) == 3


def test_a_day_in_every_row_ends_all() -> None:
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(listed("Ngày gỡ", "01/07/2026", "01/07/2026", "01/07/2026"), "a.csv")


@pytest.mark.parametrize(
    "name",
    [
        "Công nhận làng nghề Hết hiệu lực",
        "Công nhận làng nghề ĐÃ BÃI BỎ",
        "Công nhận làng nghề Tạm dừng tiếp nhận từ 01/3/2022",
        "Công nhận làng nghề Hiệu lực đến 31/12/2021",
        "[Hết hiệu lực] Công nhận làng nghề",
        "(Đã bãi bỏ) Công nhận làng nghề",
        "HẾT HIỆU LỰC - Công nhận làng nghề",
    ],
)
def test_an_end_beside_a_name_is_asked_about(name: str) -> None:
    with pytest.raises(DocumentError, match="làng nghề"):
        read_listing(
            listed("Lĩnh vực", "Nghề", "Nghề", "Nghề").replace(NAMES[1].encode(), name.encode()), "a.csv"
        )


@pytest.mark.parametrize(
    "name",
    [
        "Dừng thực hiện thủ tục đăng ký tổ hợp tác; Dừng thực hiện thủ tục giải thể hợp tác xã",
        "Thủ tục Chấm dứt hiệu lực và thu hồi Giấy chứng nhận làng nghề",
        "Thông báo tạm ngừng kinh doanh",
        "Cấp lại thẻ (Hết hạn)",
    ],
)
def test_ends_that_a_procedure_is_about_are_none(name: str) -> None:
    told = listed("Lĩnh vực", "Nghề", "Nghề", "Nghề").replace(NAMES[1].encode(), name.encode())
    assert len(read_listing(told, "a.csv")) == 3


@pytest.mark.parametrize(
    "heading",
    ["Danh mục thủ tục hành chính gỡ khỏi bảng niêm yết", "DỰ THẢO", "Thủ tục đưa ra khỏi danh mục"],
)
def test_a_heading_of_what_comes_down_or_is_not_settled_is_asked_about(heading: str) -> None:
    told = page().replace(b"<table>", f"<h2>{heading}</h2><table>".encode())
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(told, "a.html")


def test_the_code_in_the_link_of_a_name_is_the_code() -> None:
    told = page().decode()
    for number, name in enumerate(NAMES, start=1):
        link = f"<a href='/chi-tiet?ma=1.00060{number}&amp;v=2'>{name}</a>"
        told = told.replace(f"<td>1.00060{number}</td><td>{name}</td>", f"<td></td><td>{link}</td>")
    assert [row.code for row in read_listing(told.encode(), "a.html")] == ["1.000601", "1.000602", "1.000603"]


def test_of_a_code_and_another_in_its_link_none_is_chosen_unsaid() -> None:
    told = page().decode().replace(NAMES[1], f"<a href='/tthc/1.000699.html'>{NAMES[1]}</a>")
    rows = read_listing(told.encode(), "a.html")
    assert rows[1].code == "1.000602"
    assert FLAG_CODE_DIFFERS in rows[1].flags


def test_a_record_that_is_not_switched_on_does_not_hang() -> None:
    rows = read_listing(listed("Kích hoạt", "Có", "Không", "Có"), "a.csv")
    assert [FLAG_NOT_POSTED in row.flags for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "Số lượng: 07",
        "Số thủ tục hành chính: 7",
        "Cộng: 07 thủ tục",
        "(07 thủ tục)",
        "Số lượng TTHC niêm yết: 12",
        "Tổng: 07",
    ],
)
def test_a_line_that_counts_more_than_there_are_is_refused(line: str) -> None:
    with pytest.raises(DocumentError, match=r"\b0?(?:7|12)\b"):
        read_listing(listed("Lĩnh vực", "Nghề", "Nghề", "Nghề", below=f"{line},,,"), "a.csv")


@pytest.mark.parametrize(
    "line", ["Số lượng: 03", "Số: 611", "Tổng cộng,,,150", "Cộng: 03 thủ tục", "Tổng: 150.000"]
)
def test_other_numbers_count_nothing(line: str) -> None:
    assert len(read_listing(listed("Lĩnh vực", "Nghề", "Nghề", "Nghề", below=line), "a.csv")) == 3


@pytest.mark.parametrize(
    "below",
    [
        "<iframe src='/danh-sach-2.html'></iframe>",
        "<iframe src='/khung' title='Danh mục TTHC'></iframe>",
        "<embed src='dm-tthc.pdf'>",
        "<object data='bang.pdf' type='application/pdf'></object>",
    ],
)
def test_what_the_page_shows_from_elsewhere_may_be_more_of_the_list(below: str) -> None:
    with pytest.raises(DocumentError, match="within itself"):
        read_listing(page(below=below), "a.html")


def test_frames_are_named_by_their_address() -> None:
    shown = page_of(
        page(below="<iframe src='/tthc?trang=2'></iframe><iframe src='/thoi-tiet'></iframe>"), "a.html"
    )
    assert shown is not None
    assert list(frames_that_may_list(shown)) == ["/tthc?trang=2"]


@pytest.mark.parametrize(
    "below",
    [
        "<iframe src='https://www.youtube.com/embed/thu-tuc'></iframe>",
        "<iframe src='https://maps.example/ubnd'></iframe>",
        "<iframe src='/tthc-dem.html' width=1 height=1></iframe>",
        "<footer><iframe src='/cong-khai.html'></iframe></footer>",
        "<iframe src=''></iframe>",
    ],
)
def test_maps_films_and_meters_are_no_lists(below: str) -> None:
    assert len(read_listing(page(below=below), "a.html")) == 3


@pytest.mark.parametrize(
    "cell",
    [
        "Đăng ký kết hôn<br>Đăng ký khai tử",
        "<p>Đăng ký kết hôn</p><p>Đăng ký khai tử</p>",
        "Đăng ký kết hôn; Đăng ký khai tử",
        "Cấp thẻ thợ dệt chiếu<br>Xác nhận lò nung gốm",
        "1. Công nhận làng nghề<br>2. Cấp thẻ thợ dệt chiếu",
        "- Công nhận làng nghề<br>- Xét tặng danh hiệu",
    ],
)
def test_two_names_in_one_cell_are_refused(cell: str) -> None:
    with pytest.raises(DocumentError, match="two names"):
        read_listing(page().replace(NAMES[1].encode(), cell.encode()), "a.html")


@pytest.mark.parametrize(
    "name",
    [
        "Đăng ký kết hôn có yếu tố nước ngoài",
        "Cấp giấy phép hoạt động; Cấp lại giấy phép hoạt động",
        "Đăng ký khai sinh kết hợp Đăng ký nhận cha, mẹ, con",
        "Cấp thẻ thợ dệt chiếu Cấp thẻ thợ dệt chiếu",
        "Cấp lại thẻ (Cấp lại do mất)",
        "2",
        "",
    ],
)
def test_one_name_is_one(name: str) -> None:
    assert not holds_two_names(name)


@pytest.mark.parametrize(
    ("label", "usual", "other"),
    [
        ("TRANGTHAI", "1", "2"),
        ("Status", "ACTIVE", "REPEALED"),
        ("state", "PUBLIC", "ABOLISHED"),
        ("trangThai", "CON_HIEU_LUC", "HET_HIEU_LUC"),
        ("Hiệu lực", "Còn", "Hết"),
        ("Trạng thái", "Công khai", "Chờ công khai"),
        ("", "✅", "❌"),
    ],
)
def test_a_state_that_is_another_one_is_asked_about(label: str, usual: str, other: str) -> None:
    with pytest.raises(DocumentError, match=NAMES[1]):
        read_listing(listed(label, usual, other, usual), "a.csv")
    assert len(read_listing(listed(label, usual, usual, usual), "a.csv")) == 3


@pytest.mark.parametrize(
    ("label", "usual", "other"),
    [
        ("Trạng thái", "Đang công khai", "Đang công khai sửa đổi, bổ sung"),
        ("Trạng thái", "Toàn trình", "Một phần"),
        ("Hiệu lực", "Từ 01/7/2022", "Từ 15/8/2022"),
        ("Tình trạng", "Mới ban hành", "Sửa đổi, bổ sung"),
        ("", "Xem", "Nộp hồ sơ"),
    ],
)
def test_states_of_what_hangs_are_none(label: str, usual: str, other: str) -> None:
    assert len(read_listing(listed(label, usual, f'"{other}"', usual), "a.csv")) == 3


def test_a_group_with_its_count_is_no_row() -> None:
    head = "STT,Mã TTHC,Tên thủ tục\n1,,Nghề dệt (2)\n1.1,1.000601,Cấp thẻ thợ dệt chiếu\n1.2,1.000602,Công nhận làng nghề\n"
    assert [row.code for row in read_listing(head.encode(), "a.csv")] == ["1.000601", "1.000602"]
    items = "".join(
        f"<li>{code} - {name}</li>" for code, name in zip(("1.000601", "1.000602"), NAMES, strict=False)
    )
    told = f"<html><body><ul><li>Nghề dệt, nghề gốm (2)</li>{items}</ul></body></html>"
    assert len(read_listing(told.encode(), "a.html")) == 2


def test_the_one_code_within_a_name_is_its_code() -> None:
    told = "STT,Thủ tục hành chính\n1,Cấp thẻ thợ dệt chiếu Mã: 1.000601\n2,Công nhận làng nghề (mã số 1.000602)\n"
    rows = read_listing(told.encode(), "a.csv")
    assert [(row.code, row.name) for row in rows] == [("1.000601", NAMES[0]), ("1.000602", NAMES[1])]


@pytest.mark.parametrize(
    "note",
    ["(*) Đã có quyết định bãi bỏ.", "1 Thủ tục này ngừng thực hiện từ 01/3/2022.", "* Bãi bỏ từ 01/3/2022"],
)
def test_a_note_at_a_sign_that_ends_its_row_is_asked_about(note: str) -> None:
    with pytest.raises(DocumentError):
        read_listing(page(below=f"<p>{note}</p>"), "a.html")


def test_a_title_of_two_units_is_no_one_s() -> None:
    told = page().replace(
        b"<table>", "<h2>Niêm yết tại UBND xã Tam Ba và UBND xã Tam Tư</h2><table>".encode()
    )
    with pytest.raises(DocumentError, match="several units"):
        read_listing(told, "a.html")
