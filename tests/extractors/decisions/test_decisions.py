"""The reading of decisions: wording samples W1-W12, column sets C1-C8, sections, effects, relations (DOMAIN §2)."""

from datetime import date

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, OnlineLevel, RelationType
from tests.support.papers import FORMATS, At, Grid, Paper, paper, read_as

P, D, X, B = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.MINISTRY
forms = pytest.mark.parametrize("form", sorted(FORMATS))
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."
LIST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính thuộc phạm vi quản lý của Sở Văn nghệ."
TITLE = "Về việc công bố Danh mục thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Văn nghệ"
C2_HEAD: list[list[str | At]] = [
    [
        At("STT", down=2),
        At("Mã TTHC", down=2),
        At("Tên TTHC", down=2),
        At("Thời hạn giải quyết", across=2),
        At("Địa điểm thực hiện", down=2),
        At("Phí, lệ phí", down=2),
        At("Căn cứ pháp lý", down=2),
    ],
    ["Theo quy định", "Sau cắt giảm"],
]
C6_HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên TTHC", "Tên VBQPPL quy định việc bãi bỏ TTHC"]


def effect_of(clause: str) -> Paper:
    return paper(TITLE, [LIST, f"Điều 2. {clause}"])


# ---- wording samples ---------------------------------------------------------------------------------------


@forms
def test_w1_new_without_code_column(form: str) -> None:
    subject = "thủ tục hành chính ban hành mới trong lĩnh vực Nuôi ong thuộc thẩm quyền giải quyết của UBND cấp huyện"
    grid = Grid(
        [
            [
                *("Số TT", "Tên TTHC", "Thời hạn giải quyết", "Địa điểm thực hiện"),
                *("Phí, lệ phí", "Căn cứ pháp lý", "Cơ quan thực hiện"),
            ],
            [
                *("1", "Hỗ trợ giống ong nội", "90 ngày, kể từ ngày nhận hồ sơ"),
                *("Bộ phận Một cửa UBND cấp huyện:\n- Trực tiếp;\n- Qua dịch vụ bưu chính", "Không"),
                *("Nghị định số 1/2024/NĐ-CP", "UBND cấp huyện"),
            ],
            [
                "2",
                "Hỗ trợ thùng ong",
                "40 ngày",
                "Bộ phận Một cửa UBND cấp huyện",
                "Không",
                "Như trên",
                "UBND cấp huyện",
            ],
        ]
    )
    reading = read_as(
        form,
        paper(
            f"VỀ VIỆC CÔNG BỐ DANH MỤC {subject.upper()}",
            [f"Điều 1. Công bố kèm theo Quyết định này Danh mục {subject} trên địa bàn tỉnh.", SIGNING],
            [f"DANH MỤC {subject.upper()}", grid],
            number="3199/QĐ-UBND",
            day="ngày 18 tháng 11 năm 2024",
        ),
    )
    assert (reading.number, reading.symbol, reading.number_text) == (3199, "QĐ-UBND", "3199/QĐ-UBND")
    assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"
    assert reading.signed_on == reading.effective_on == date(2024, 11, 18)
    assert (reading.effect_source, reading.kind) == (EffectSource.SIGNING_CLAUSE, DecisionKind.PUBLIC_LIST)
    assert reading.title == f"VỀ VIỆC CÔNG BỐ DANH MỤC {subject.upper()}"
    assert [one.number_text for one in reading.basis] == ["77/QĐ-BVN"]
    first, second = reading.items
    assert (first.action, first.levels, first.sector, first.row_no) == (Action.NEW, (D,), "Nuôi ong", "1")
    assert (first.code, first.name, first.time_local) == (
        None,
        "Hỗ trợ giống ong nội",
        "90 ngày, kể từ ngày nhận hồ sơ",
    )
    assert (first.fee, first.legal_basis, first.agency) == (
        "Không",
        "Nghị định số 1/2024/NĐ-CP",
        "UBND cấp huyện",
    )
    assert (first.by_post, second.by_post) == (True, None)
    assert second.row_no == "2"
    assert "no_code_column" in reading.flags
    assert reading.sectors == ("Nuôi ong",)


def test_w2_future_effect_and_whole_replacement() -> None:
    clause = (
        "Quyết định này có hiệu lực thi hành kể từ ngày 01/8/2022 và thay thế Quyết định số 903/QĐ-UBND ngày 15/4/2022 "
        "của Chủ tịch UBND tỉnh."
    )
    reading = read_as("text", effect_of(clause))
    assert (reading.effective_on, reading.effect_source) == (date(2022, 8, 1), EffectSource.EXPLICIT)
    (relation,) = reading.relations
    assert (relation.type, relation.scope) == (RelationType.REPLACES_DOC, None)
    assert (relation.target.number, relation.target.symbol, relation.target.signed_on) == (
        903,
        "QĐ-UBND",
        date(2022, 4, 15),
    )


def test_w3_part_of_unknown_scope_is_no_whole_repeal() -> None:
    clause = (
        "Quyết định này có hiệu lực kể từ ngày ký. Bãi bỏ nội dung đã công bố tại Quyết định số 83/QĐ-UBND ngày "
        "22/3/2021 của Chủ tịch UBND tỉnh."
    )
    reading = read_as("text", effect_of(clause))
    (relation,) = reading.relations
    assert (relation.type, relation.scope, relation.target.number) == (RelationType.REPEALS_PART, None, 83)
    assert "review_scope" in reading.flags
    assert "scope_unknown" in [one.kind for one in reading.questions]
    assert reading.items == ()


@forms
@pytest.mark.parametrize("shape", ["columns", "grouped", "inline"])
def test_w4_c8_pairs(form: str, shape: str) -> None:
    old = [("2.001111", "Báo có ong"), ("2.001112", "Báo có sáo")]
    rest: list[str | At] = ["03 ngày làm việc", "Trung tâm Phục vụ hành chính công tỉnh"]
    name = "Liên thông điện tử: báo có ong, báo có sáo"
    codes, names = "\n".join(c for c, _ in old), "; ".join(n for _, n in old)
    tail: list[str | At] = ["Thời hạn giải quyết", "Địa điểm thực hiện"]
    rows: list[list[str | At]]
    if shape == "columns":
        head = ["STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế"]
        rows = [[*head, *tail], ["1", codes, names, "3.000999", name, *rest]]
        header_rows = 1
    elif shape == "grouped":
        groups = [At("TTHC được thay thế", across=2), At("TTHC thay thế", across=2)]
        rows = [
            [At("STT", down=2), *groups, *(At(str(label), down=2) for label in tail)],
            ["Mã TTHC", "Tên TTHC", "Mã TTHC", "Tên TTHC"],
            ["1", codes, names, "3.000999", name, *rest],
        ]
        header_rows = 2
    else:
        old_text = ";\n".join(f"{c} {n}" for c, n in old)
        rows = [
            ["STT", "TTHC bị thay thế", "TTHC thay thế", *tail],
            ["1", old_text, f"{name} (Mã TTHC: 3.000999)", *rest],
        ]
        header_rows = 1
    reading = read_as(
        form,
        paper(
            "Về việc công bố Danh mục nhóm thủ tục hành chính liên thông điện tử bị thay thế",
            ["Điều 1. Công bố Danh mục nhóm thủ tục hành chính liên thông điện tử bị thay thế.", SIGNING],
            [
                "DANH MỤC NHÓM THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ",
                "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
                Grid(rows, header_rows),
            ],
        ),
    )
    assert reading.kind is DecisionKind.REPLACEMENT_GROUP
    (item,) = reading.items
    assert (item.action, item.code, item.replaces) == (Action.REPLACE, "3.000999", ("2.001111", "2.001112"))
    assert (item.name, item.levels, item.time_local) == (name, (P,), "03 ngày làm việc")


@forms
def test_w5_c6_abolished_with_code(form: str) -> None:
    grid = Grid(
        [
            C6_HEAD,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)],
            [At("LĨNH VỰC AN TOÀN KHINH KHÍ CẦU", across=4)],
            ["1.", "1.013111", "Đăng ký bay thấp", "Nghị định số 2/2026/NĐ -CP"],
            ["2.", "1.013112", "Đăng ký bay cao", "Nghị định số 2/2026/NĐ -CP ngày 16/01/2026"],
        ]
    )
    reading = read_as(
        form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (02 TTHC)", grid])
    )
    assert [(i.action, i.code, i.levels, i.sector, i.row_no) for i in reading.items] == [
        (Action.ABOLISH, "1.013111", (P,), "An toàn khinh khí cầu", "1"),
        (Action.ABOLISH, "1.013112", (P,), "An toàn khinh khí cầu", "2"),
    ]
    assert reading.items[1].legal_basis == "Nghị định số 2/2026/NĐ-CP ngày 16/01/2026"
    assert reading.items[1].name == "Đăng ký bay cao"
    assert "control_total_mismatch" not in reading.flags


def test_w6_abolished_by_name_only() -> None:
    article = (
        "Điều 1. Bãi bỏ thủ tục “Tặng bằng khen của Chủ tịch UBND cấp xã về nuôi ong” được công bố tại Quyết định số "
        "360/QĐ-UBND ngày 15/12/2021."
    )
    title = "Về việc bãi bỏ thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã"
    reading = read_as("text", paper(title, [article, SIGNING]))
    (item,) = reading.items
    assert (item.action, item.code, item.part, item.row_no) == (Action.ABOLISH, None, "Điều 1", None)
    assert (item.name, item.levels) == ("Tặng bằng khen của Chủ tịch UBND cấp xã về nuôi ong", (X,))
    assert item.note is not None
    assert "360/QĐ-UBND" in item.note
    (relation,) = reading.relations
    assert relation.type is RelationType.REPEALS_PART
    assert relation.scope == "thủ tục “Tặng bằng khen của Chủ tịch UBND cấp xã về nuôi ong”"


@forms
def test_w7_c2_two_times_counters_and_names_that_sound_like_actions(form: str) -> None:
    grid = Grid(
        [
            *C2_HEAD,
            ["I", At("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI (01 TTHC)", across=7)],
            [
                *(
                    "1.",
                    "1.116111",
                    "Thủ tục sửa đổi, bổ sung/ cấp lại Giấy phép nuôi ong",
                    "03 ngày làm việc",
                ),
                *("03 ngày làm việc", "TTPVHCC thành phố; TTPVHCC cấp xã", "800.000 đồng", "Luật Ong"),
            ],
            ["II", At("THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (02 TTHC)", across=7)],
            [
                *("1.", "1.013999", "Bãi bỏ tổ ong", "07 ngày làm việc", "3,5 ngày làm việc"),
                *("TTPVHCC thành phố", "Không", "Luật Ong"),
            ],
            [
                "2.",
                "1.0139\n98",
                "Cấp lại tổ ong",
                "07 ngày",
                "04 ngày",
                "TTPVHCC thành phố",
                "Không",
                "Luật Ong",
            ],
        ],
        header_rows=2,
        repeat_header_after=2,
    )
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI, SỬA ĐỔI, BỔ SUNG",
        "A. THỦ TỤC HÀNH CHÍNH CẤP THÀNH PHỐ",
        grid,
    ]
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], annex))
    assert [(i.action, i.code, i.time_legal, i.time_local, i.part, i.row_no) for i in reading.items] == [
        (Action.NEW, "1.116111", "03 ngày làm việc", "03 ngày làm việc", "A/I", "1"),
        (Action.AMEND, "1.013999", "07 ngày làm việc", "3,5 ngày làm việc", "A/II", "1"),
        (Action.AMEND, "1.013998", "07 ngày", "04 ngày", "A/II", "2"),
    ]
    first = reading.items[0]
    assert first.name == "Thủ tục sửa đổi, bổ sung/ cấp lại Giấy phép nuôi ong"
    assert (first.fee, first.legal_basis) == ("800.000 đồng", "Luật Ong")
    assert (first.levels, first.reception_levels) == ((P,), (X,))
    assert [i.code_repaired for i in reading.items] == [False, False, True]
    assert reading.declared_items == 3
    assert "control_total_mismatch" not in reading.flags


@forms
def test_w8_shared_levels(form: str) -> None:
    grid = Grid(
        [
            C6_HEAD,
            [At("THỦ TỤC HÀNH CHÍNH DÙNG CHUNG (CẤP BỘ, CẤP TỈNH, CẤP XÃ)", across=4)],
            [At("LĨNH VỰC CÔNG CHỨC", across=4)],
            ["1.", "1.014222", "Thủ tục tiếp nhận người nuôi ong", "Nghị định số 3/2026/NĐ-CP"],
            [At("THỦ TỤC HÀNH CHÍNH CẤP XÃ", across=4)],
            [At("LĨNH VỰC HỘ TỊCH", across=4)],
            ["1.", "1.014223", "Thủ tục công nhận tổ trưởng cấp tỉnh", "Nghị định số 3/2026/NĐ-CP"],
        ]
    )
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", grid]))
    assert [(i.action, i.levels, i.sector) for i in reading.items] == [
        (Action.ABOLISH, (B, P, X), "Công chức"),
        (Action.ABOLISH, (X,), "Hộ tịch"),
    ]


def test_w9_correction_beside_a_process() -> None:
    title = (
        "Đính chính thời gian giải quyết thủ tục hành chính sau khi cắt giảm được công bố tại Quyết định số 208/QĐ-UBND "
        "ngày 03/6/2022 của Chủ tịch Ủy ban nhân dân tỉnh và phê duyệt quy trình nội bộ giải quyết thủ tục hành chính"
    )
    article = (
        "Điều 1. Đính chính thời gian giải quyết của thủ tục hành chính “Đăng ký đàn ong” (mã số 1.014321) tại Quyết định "
        "số 208/QĐ-UBND ngày 03/6/2022: đã in là “10 ngày”, nay sửa lại là “07 ngày làm việc”."
    )
    reading = read_as("text", paper(title, [article, SIGNING]))
    assert (reading.number, reading.kind) == (412, DecisionKind.MIXED)
    assert {(one.type, one.target.number) for one in reading.relations} == {(RelationType.CORRECTS, 208)}
    (item,) = reading.items
    assert (item.action, item.code, item.name) == (Action.CORRECT, "1.014321", "Đăng ký đàn ong")
    assert (item.time_local, item.part, item.row_no) == ("07 ngày làm việc", "Điều 1", None)


def test_a_corrected_code_replaces_the_misprint() -> None:
    article = (
        "Điều 1. Đính chính mã số thủ tục hành chính tại số thứ tự 1 mục I phần A Phụ lục kèm theo Quyết định số "
        "208/QĐ-UBND ngày 03/6/2022: mã số đã in là “1.010111”, nay sửa lại là “1.010112”. Các nội dung khác tại Quyết "
        "định số 208/QĐ-UBND không thay đổi."
    )
    reading = read_as("html", paper("Về việc đính chính Quyết định số 208/QĐ-UBND ngày 03/6/2022", [article]))
    assert reading.kind is DecisionKind.CORRECTION
    (item,) = reading.items
    assert (item.code, item.replaces) == ("1.010112", ("1.010111",))
    assert [(one.type, one.target.number) for one in reading.relations] == [(RelationType.CORRECTS, 208)]


def test_w10_limited_in_time() -> None:
    reading = read_as(
        "text", effect_of("Quyết định này có hiệu lực thi hành từ ngày 01/8/2022 đến hết ngày 28/02/2023.")
    )
    assert (reading.effective_on, reading.effective_until) == (date(2022, 8, 1), date(2023, 3, 1))


def test_w11_the_document_knows_its_own_number() -> None:
    blocks = paper(TITLE, [LIST, SIGNING], number="1846/QĐ-UBND")
    reading = read_as("markdown", ["QĐ 1876 về việc công bố một danh mục", *blocks])
    assert reading.number == 1846


@forms
def test_w12_internal(form: str) -> None:
    subject = "thủ tục hành chính nội bộ giữa các cơ quan hành chính nhà nước mới ban hành"
    grid = Grid(
        [["STT", "Tên thủ tục hành chính", "Lĩnh vực"], ["1", "Điều chuyển tổ ong công", "Tài sản công"]]
    )
    reading = read_as(
        form,
        paper(
            f"Về việc công bố {subject}", [f"Điều 1. Công bố {subject}.", SIGNING], [subject.upper(), grid]
        ),
    )
    assert (reading.kind, reading.items) == (DecisionKind.INTERNAL, ())


# ---- column sets ---------------------------------------------------------------------------------------------


@forms
def test_c3_online_marks(form: str) -> None:
    grid = Grid(
        [
            [*(At(str(label), down=2) for label in ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết")),
             At("Dịch vụ công", across=2), At("Phí, lệ phí", down=2)],
            ["Toàn trình", "Một phần"],
            ["1", "1.000001", "Bay", "01 ngày", "x", "", "Không"],
            ["2", "1.000002", "Đậu", "02 ngày", "", "X", "Không"],
            ["3", "1.000003", "Ngủ", "03 ngày", "", "", "Không"],
        ],
        header_rows=2,
    )  # fmt: skip
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", "THỦ TỤC HÀNH CHÍNH CẤP XÃ", grid]
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], annex))
    assert [i.online_level for i in reading.items] == [OnlineLevel.FULL, OnlineLevel.PARTIAL, None]
    assert [(i.levels, i.fee) for i in reading.items] == [((X,), "Không")] * 3


@forms
def test_c4_ways_with_lost_spans(form: str) -> None:
    """Before July 2022: a level and post under "Cách thức thực hiện"."""
    grid = Grid(
        [
            [
                *(At(label, down=2) for label in ("TT", "Mã số TTHC", "Tên TTHC", "Thời hạn giải quyết")),
                At("Cách thức thực hiện", across=2),
                *(At(label, down=2) for label in ("Địa điểm thực hiện", "Phí, lệ phí (nếu có)")),
            ],
            ["Mức độ DVC", "Thực hiện qua BCCI"],
            ["I", At("LĨNH VỰC ONG (03 TTHC)", across=7)],
            ["I.1", At("Thủ tục hành chính áp dụng chung (02 TTHC)", across=7)],
            ["1", "2.000001", "Bay", "01 ngày", "2", "Không", "UBND cấp xã, UBND cấp huyện", "10.000 đồng"],
            ["2", "2.000002", "Đậu", "02 ngày", "3", "Có", "UBND cấp xã", "Không"],
            ["I.2", At("Thủ tục hành chính cấp huyện (01 TTHC)", across=7)],
            ["1", "", "Ngủ", "03 ngày", "", "", "UBND cấp huyện", "Không"],
        ],
        header_rows=2,
    )
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG, BÃI BỎ",
        "A. DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG",
        grid,
    ]
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], annex, day="ngày 03 tháng 8 năm 2020"))
    assert [(i.code, i.part, i.levels, i.online_level, i.by_post, i.fee) for i in reading.items] == [
        ("2.000001", "A/I/I.1", (), OnlineLevel.LEVEL_2, False, "10.000 đồng"),
        ("2.000002", "A/I/I.1", (), OnlineLevel.LEVEL_3, True, "Không"),
        (None, "A/I/I.2", (D,), None, None, "Không"),
    ]
    assert [question.item for question in reading.questions if question.kind == "level_unknown"] == [0, 1]
    assert reading.items[0].reception_levels == (D, X), "who receives is known, who holds is asked"
    assert all(item.sector == "Ong" for item in reading.items)


@forms
def test_c5_amended_parts(form: str) -> None:
    grid = Grid(
        [
            [
                *(
                    "STT",
                    "Mã TTHC",
                    "Tên thủ tục hành chính",
                    "Tên VBQPPL quy định nội dung sửa đổi, bổ sung",
                ),
                *("Nội dung sửa đổi, bổ sung", "Ghi chú"),
            ],
            [
                "01",
                "1.000001.000.00.00.H99",
                "Bay",
                "Thông tư số 5/2022/TT-BVN",
                "Thời hạn",
                "TTHC cấp tỉnh và TTHC liên thông",
            ],
        ]
    )
    reading = read_as(
        form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG", grid])
    )
    (item,) = reading.items
    assert (item.action, item.code, item.code_text) == (Action.AMEND, "1.000001", "1.000001.000.00.00.H99")
    assert item.legal_basis == "Thông tư số 5/2022/TT-BVN"
    assert item.note == "TTHC cấp tỉnh và TTHC liên thông; Thời hạn"
    assert (item.levels, item.row_no) == ((P,), "01")
    assert "level_from_note" in item.flags


@forms
def test_c7_abolished_with_sector_and_back_reference(form: str) -> None:
    grid = Grid(
        [
            [*C6_HEAD, "Lĩnh vực", "Cơ quan thực hiện", "Quyết định công bố TTHC"],
            [
                "1",
                "1.000001",
                "Bay",
                "Luật Ong",
                "Nuôi ong",
                "Sở Văn nghệ",
                "Quyết định số 12/QĐ-UBND ngày 02/3/2021",
            ],
        ]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "I. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", grid]
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], annex))
    (item,) = reading.items
    assert (item.sector, item.agency, item.legal_basis) == ("Nuôi ong", "Sở Văn nghệ", "Luật Ong")
    assert item.note == "Quyết định số 12/QĐ-UBND ngày 02/3/2021"
    assert reading.relations == ()


def test_a_second_header_row_that_repeats_what_reaches_down() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí", ""],
            ["STT", "Mã TTHC", "Tên TTHC", "Theo quy định", "Sau cắt giảm", "Phí, lệ phí"],
            ["1", "1.000001", "Nặn", "05 ngày", "03 ngày", "Không"],
        ]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid]
    (item,) = read_as("markdown", paper(TITLE, [LIST, SIGNING], annex)).items
    assert (item.time_legal, item.time_local, item.fee) == ("05 ngày", "03 ngày", "Không")


def test_a_header_that_cannot_be_placed_is_a_question() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí"],
            ["Theo quy định", "Sau cắt giảm", "Theo luật định", "", ""],
            ["1", "1.000001", "Nặn", "05 ngày", "03 ngày"],
        ]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid]
    reading = read_as("markdown", paper(TITLE, [LIST, SIGNING], annex))
    assert reading.items == ()
    assert {"header_unresolved", "table_unread"} <= set(reading.flags)


# ---- sections ------------------------------------------------------------------------------------------------

SHORT: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Địa điểm thực hiện"]


@forms
def test_level_then_sector_then_action(form: str) -> None:
    grid = Grid(
        [
            SHORT,
            ["A", At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH (02 TTHC)", across=3)],
            ["I", At("LĨNH VỰC ĐẤT SÉT", across=3)],
            ["I.1", At("Thủ tục hành chính ban hành mới", across=3)],
            ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"],
            ["I.2", At("Thủ tục hành chính bị bãi bỏ", across=3)],
            ["1", "1.000002", "Nung", "TTPVHCC tỉnh"],
            ["B", At("THỦ TỤC HÀNH CHÍNH CẤP XÃ (01 TTHC)", across=3)],
            ["I", At("Gốm sứ", across=3)],
            ["I.1", At("Thủ tục hành chính được sửa đổi, bổ sung", across=3)],
            ["1", "1.000003", "Tráng men", "TTPVHCC cấp xã"],
        ]
    )
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH", grid]))
    assert [(i.part, i.action, i.levels, i.sector) for i in reading.items] == [
        ("A/I/I.1", Action.NEW, (P,), "Đất sét"),
        ("A/I/I.2", Action.ABOLISH, (P,), "Đất sét"),
        ("B/I/I.1", Action.AMEND, (X,), "Gốm sứ"),
    ]
    assert reading.sectors == ("Đất sét", "Gốm sứ")
    assert reading.declared_items == 3


@forms
def test_parts_as_paragraphs_and_tables_without_header(form: str) -> None:
    rows: list[list[str | At]] = [
        ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"],
        ["2", "1.000002", "Nung", "TTPVHCC tỉnh"],
    ]
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
        "I. LĨNH VỰC GỐM (02 TTHC)",
        Grid([SHORT, *rows]),
        "II. LĨNH VỰC SỨ",
        Grid([["1", "1.000003", "Vẽ", "TTPVHCC tỉnh"]], header_rows=0),
    ]
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], annex))
    assert [(i.code, i.part, i.sector, i.action) for i in reading.items] == [
        ("1.000001", "A/I", "Gốm", Action.NEW),
        ("1.000002", "A/I", "Gốm", Action.NEW),
        ("1.000003", "A/II", "Sứ", Action.NEW),
    ]


def test_shared_without_levels_takes_those_of_article_one() -> None:
    article = (
        "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới thuộc thẩm quyền giải quyết của "
        "UBND cấp huyện, UBND cấp xã."
    )
    grid = Grid(
        [SHORT, [At("THỦ TỤC HÀNH CHÍNH DÙNG CHUNG", across=4)], ["1", "1.000001", "Nặn", "UBND cấp xã"]]
    )
    reading = read_as(
        "html", paper(TITLE, [article, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid])
    )
    assert reading.items[0].levels == (D, X)


def test_a_list_for_several_levels_proves_the_level_of_no_row() -> None:
    article = "Điều 1. Công bố Danh mục thủ tục hành chính ban hành mới thuộc thẩm quyền giải quyết của Sở Văn nghệ, UBND cấp xã."
    grid = Grid([SHORT, ["1", "1.000001", "Nặn", "UBND cấp xã"]])
    reading = read_as(
        "html", paper(TITLE, [article, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid])
    )
    assert reading.items[0].levels == ()
    assert "level_unknown" in [one.kind for one in reading.questions]


def test_place_never_sets_the_level() -> None:
    grid = Grid(
        [
            SHORT,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)],
            ["1", "1.000001", "Nặn", "Trung tâm PVHCC\ncấp xã"],
        ]
    )
    reading = read_as(
        "docx", paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid])
    )
    assert (reading.items[0].levels, reading.items[0].reception_levels) == ((P,), (X,))


def test_wrong_counter_is_a_flag() -> None:
    grid = Grid(
        [SHORT, ["I", At("LĨNH VỰC GỐM (03 TTHC)", across=3)], ["1", "1.000001", "Nặn", "TTPVHCC cấp xã"]]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", "THỦ TỤC HÀNH CHÍNH CẤP XÃ", grid]
    reading = read_as("markdown", paper(TITLE, [LIST, SIGNING], annex))
    assert (reading.declared_items, len(reading.items)) == (3, 1)
    assert "control_total_mismatch" in reading.flags


def test_count_of_article_one() -> None:
    article = "Điều 1. Công bố kèm theo Quyết định này 04 thủ tục hành chính, trong đó 03 TTHC mới ban hành, 01 TTHC bãi bỏ."
    reading = read_as("text", paper(TITLE, [article, SIGNING]))
    assert reading.declared_items == 4


def test_processes_and_contents_hold_no_items() -> None:
    lists = Grid(
        [
            SHORT,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH (01 TTHC)", across=4)],
            ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"],
        ]
    )
    steps = Grid(
        [["STT", "Tên thủ tục hành chính", "Mã TTHC", "Bước"], ["1", "Nặn", "1.000001", "Nhận hồ sơ"]]
    )
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        lists,
        "PHỤ LỤC II",
        "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH (01 TTHC)",
        steps,
    ]
    title = "Về việc công bố Danh mục thủ tục hành chính mới và phê duyệt quy trình nội bộ giải quyết thủ tục hành chính"
    reading = read_as("docx", paper(title, [LIST, SIGNING], annex))
    assert reading.kind is DecisionKind.MIXED
    assert [item.code for item in reading.items] == ["1.000001"]
    assert (reading.declared_items, "control_total_mismatch" in reading.flags) == (1, False)


def test_subset_and_normalised_lists() -> None:
    grid = Grid(
        [SHORT, [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)], ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"]]
    )
    subset = read_as(
        "html",
        paper(
            "Về việc công bố danh mục thủ tục hành chính thực hiện trực tuyến toàn trình",
            [LIST, SIGNING],
            ["DANH MỤC THỦ TỤC HÀNH CHÍNH TOÀN TRÌNH", grid],
        ),
    )
    assert (subset.kind, subset.items[0].action) == (DecisionKind.SUBSET, Action.LIST)
    assert "subset" in subset.flags
    normalised = read_as(
        "html",
        paper(
            "Về việc công bố Danh mục thủ tục hành chính chuẩn hóa của Sở Văn nghệ",
            [LIST, SIGNING],
            ["DANH MỤC THỦ TỤC HÀNH CHÍNH CHUẨN HÓA", grid],
        ),
    )
    assert (normalised.kind, normalised.items[0].action) == (DecisionKind.NORMALISED, Action.LIST)


def test_delegation_is_a_question() -> None:
    reading = read_as(
        "text",
        paper(
            "Về việc ủy quyền giải quyết thủ tục hành chính", ["Điều 1. Ủy quyền cho Sở Văn nghệ.", SIGNING]
        ),
    )
    assert (reading.kind, reading.items) == (DecisionKind.DELEGATION, ())
    assert "delegation" in [one.kind for one in reading.questions]


def test_list_without_its_annex_is_a_question() -> None:
    reading = read_as("text", paper(TITLE, [LIST, SIGNING]))
    assert reading.items == ()
    assert "annex_missing" in reading.flags


def test_one_row_several_codes_is_a_question() -> None:
    grid = Grid(
        [
            SHORT,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)],
            ["1", "1.000001\n1.000002", "Nặn", "TTPVHCC tỉnh"],
        ]
    )
    reading = read_as(
        "html", paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid])
    )
    assert reading.items[0].code is None
    (question,) = [one for one in reading.questions if one.kind == "several_codes"]
    assert (question.candidates, question.item) == (("1.000001", "1.000002"), 0)


def test_code_in_the_name_and_case_after_its_heading() -> None:
    head: list[str | At] = ["STT", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
    grid = Grid(
        [
            head,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=3)],
            ["1", "1.000001.000.00.00.H99- Nặn bình", "01 ngày"],
            ["2", "Nặn chén (Mã TTHC: 1.000002)", "02 ngày"],
            ["3", "Xét, cấp học bổng gốm Xét, cấp học bổng gốm đối với người học nung", "03 ngày"],
        ]
    )
    reading = read_as(
        "docx", paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid])
    )
    assert [(i.code, i.name) for i in reading.items] == [
        ("1.000001", "Nặn bình"),
        ("1.000002", "Nặn chén"),
        (None, "Xét, cấp học bổng gốm"),
    ]
    assert reading.items[2].note == "Xét, cấp học bổng gốm đối với người học nung"


# ---- continued and merged rows -----------------------------------------------------------------------------------


@forms
def test_a_row_without_number_and_code_continues_the_one_before(form: str) -> None:
    grid = Grid(
        [
            SHORT,
            ["I", At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=3)],
            ["1", "1.000001", "Nặn bình có quai và", "TTPVHCC tỉnh"],
            ["", "", "có nắp đậy", ""],
            ["2", "1.000002", "Nung", "TTPVHCC tỉnh"],
        ]
    )
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid]))
    assert [(i.code, i.name) for i in reading.items] == [
        ("1.000001", "Nặn bình có quai và có nắp đậy"),
        ("1.000002", "Nung"),
    ]


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_merged_value_holds_for_every_row_it_covers(form: str) -> None:
    grid = Grid(
        [
            SHORT,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)],
            ["1", "1.000001", "Nặn", At("TTPVHCC tỉnh; TTPVHCC cấp xã", down=2)],
            ["2", "1.000002", "Nung"],
        ]
    )
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid]))
    assert [i.place for i in reading.items] == ["TTPVHCC tỉnh; TTPVHCC cấp xã"] * 2
    assert [i.reception_levels for i in reading.items] == [(X,)] * 2


@pytest.mark.parametrize("form", ["html", "docx"])
def test_cases_of_one_merged_procedure_are_one_item(form: str) -> None:
    head: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
    grid = Grid(
        [
            head,
            [At("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=4)],
            [At("1", down=2), At("1.000001", down=2), At("Nặn", down=2), "Bình: 01 ngày"],
            ["Chén: 02 ngày"],
            ["2", "1.000002", "Nung", "03 ngày"],
        ]
    )
    reading = read_as(form, paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid]))
    assert [(i.code, i.time_local) for i in reading.items] == [
        ("1.000001", "Bình: 01 ngày"),
        ("1.000002", "03 ngày"),
    ]
    assert reading.items[0].note == "Thời hạn giải quyết: Chén: 02 ngày"  # of the second case (RULINGS 35)


# ---- effect ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "effective_on", "source"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", date(2022, 7, 5), EffectSource.SIGNING_CLAUSE),
        ("Quyết định này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2022.", date(2022, 8, 1), EffectSource.EXPLICIT),
        ("Quyết định này có hiệu lực thi hành kể từ ngày 1-8-2022.", date(2022, 8, 1), EffectSource.EXPLICIT),
        ("Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.", date(2022, 7, 5), EffectSource.DEFAULT_SIGNED),
        ("Quyết định này có hiệu lực theo ngày có hiệu lực của Nghị định số 4/2022/NĐ-CP.", None, EffectSource.INDIRECT),
        ("Quyết định này có hiệu lực kể từ ngày Nghị định số 4/2022/NĐ-CP có hiệu lực.", None, EffectSource.INDIRECT),
        ("Quyết định này được áp dụng kể từ ngày 01/8/2022.", date(2022, 8, 1), EffectSource.EXPLICIT),
        ("Quyết định này thi hành kể từ ngày ký.", date(2022, 7, 5), EffectSource.SIGNING_CLAUSE),
        ("Quyết định này được áp dụng kể từ ngày Nghị định số 4/2022/NĐ-CP có hiệu lực.", None, EffectSource.INDIRECT),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", None, EffectSource.INDIRECT),
        (
            "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 3/QĐ-UBND ngày 15/4/2022.",
            date(2022, 7, 5),
            EffectSource.SIGNING_CLAUSE,
        ),
    ],
)  # fmt: skip
def test_effect_clauses(clause: str, effective_on: date | None, source: EffectSource) -> None:
    reading = read_as("text", effect_of(clause))
    assert (reading.effective_on, reading.effect_source) == (effective_on, source)
    asked = {one.kind for one in reading.questions} & {"effect_unstated", "effect_indirect"}
    assert bool(asked) is (source in {EffectSource.DEFAULT_SIGNED, EffectSource.INDIRECT})


@pytest.mark.parametrize(
    ("exception", "own"),
    [
        ("riêng TTHC có mã số 1.000002 có hiệu lực từ ngày 01/01/2023", "1.000002"),
        ("riêng thủ tục hành chính số thứ tự 1 mục II phần A có hiệu lực từ ngày 01/01/2023", "1.000002"),
    ],
)
def test_a_row_with_an_effect_of_its_own(exception: str, own: str) -> None:
    grid = Grid(
        [
            SHORT,
            ["I", At("LĨNH VỰC GỐM", across=3)],
            ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"],
            ["II", At("LĨNH VỰC SỨ", across=3)],
            ["1", "1.000002", "Vẽ", "TTPVHCC tỉnh"],
        ]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", grid]
    clause = f"Điều 2. Quyết định này có hiệu lực kể từ ngày ký; {exception}."
    reading = read_as("docx", paper(TITLE, [LIST, clause], annex))
    assert (reading.effective_on, reading.effect_source) == (date(2022, 7, 5), EffectSource.SIGNING_CLAUSE)
    assert {i.code: i.effective_on for i in reading.items} == {
        "1.000001": None,
        "1.000002": date(2023, 1, 1),
    } | {own: date(2023, 1, 1)}


def test_rows_with_an_effect_of_their_own_in_a_sentence_of_their_own() -> None:
    grid = Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"]])
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
        "A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        grid,
        "B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
        Grid([C6_HEAD, ["1", "1.000002", "Vẽ", "Luật Gốm"]]),
    ]
    clauses = [
        "Điều 2. Hiệu lực thi hành",
        "1. Quyết định này có hiệu lực thi hành kể từ ngày 15/7/2022.",
        "2. Các TTHC tại Phần B có hiệu lực từ ngày 01/9/2022.",
    ]
    reading = read_as("html", paper(TITLE, [LIST, *clauses], annex))
    assert reading.effective_on == date(2022, 7, 15)
    assert [(i.code, i.action, i.effective_on) for i in reading.items] == [
        ("1.000001", Action.NEW, None),
        ("1.000002", Action.ABOLISH, date(2022, 9, 1)),
    ]


def test_an_effect_of_no_row_is_a_question() -> None:
    reading = read_as(
        "text",
        effect_of(
            "Quyết định này có hiệu lực kể từ ngày ký; riêng TTHC mã 1.000009 có hiệu lực từ ngày 01/01/2023."
        ),
    )
    assert "row_effect_unclear" in [one.kind for one in reading.questions]


# ---- relations -----------------------------------------------------------------------------------------------------

EARLIER = "Quyết định số 83/QĐ-UBND ngày 22/3/2021"


@pytest.mark.parametrize(
    ("sentence", "kind", "scope"),
    [
        (f"Bãi bỏ {EARLIER} của Chủ tịch UBND tỉnh.", RelationType.REPEALS_DOC, None),
        (f"Bãi bỏ toàn bộ {EARLIER}.", RelationType.REPEALS_DOC, None),
        (f"{EARLIER} hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", RelationType.REPEALS_DOC, None),
        (f"Quyết định này thay thế {EARLIER}.", RelationType.REPLACES_DOC, None),
        (
            f"Thay thế Danh mục thủ tục lĩnh vực gốm được Chủ tịch UBND tỉnh công bố tại {EARLIER}.",
            RelationType.REPLACES_PART,
            "Danh mục thủ tục lĩnh vực gốm",
        ),
        (f"Sửa đổi, bổ sung một số nội dung tại {EARLIER}.", RelationType.AMENDS, None),
        (
            f"Bãi bỏ TTHC số thứ tự 2 mục II phần A Phụ lục kèm theo {EARLIER}.",
            RelationType.REPEALS_ROW,
            "TTHC số thứ tự 2 mục II phần A Phụ lục",
        ),
    ],
)
def test_relations(sentence: str, kind: RelationType, scope: str | None) -> None:
    reading = read_as("text", paper(TITLE, [LIST, SIGNING, f"Điều 3. {sentence}"]))
    assert [(one.type, one.scope, one.target.number) for one in reading.relations] == [(kind, scope, 83)]


@pytest.mark.parametrize(
    "sentence",
    [
        f"Các nội dung khác tại {EARLIER} không thay đổi.",
        f"Các nội dung khác tại {EARLIER} vẫn giữ nguyên hiệu lực thi hành.",
        f"Quy trình nội bộ thực hiện theo {EARLIER} của Chủ tịch UBND tỉnh.",
        f"Đăng tải thủ tục được sửa đổi, bổ sung, bãi bỏ công bố tại {EARLIER} lên cổng thông tin.",
    ],
)
def test_what_acts_on_nothing(sentence: str) -> None:
    reading = read_as("text", paper(TITLE, [LIST, SIGNING, f"Điều 3. {sentence}"]))
    assert reading.relations == ()
    assert reading.items == ()


def test_a_list_of_repealed_decisions() -> None:
    articles = [
        LIST,
        SIGNING,
        "Điều 3. Bãi bỏ các Quyết định sau đây:",
        "1. Quyết định số 11/QĐ-UBND ngày 02/01/2020 của Chủ tịch UBND tỉnh;",
        "2. Quyết định số 12/QĐ-UBND ngày 03/01/2020 của Chủ tịch UBND tỉnh.",
        "Điều 4. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này.",
    ]
    reading = read_as("text", paper(TITLE, articles))
    assert [(one.type, one.target.number) for one in reading.relations] == [
        (RelationType.REPEALS_DOC, 11),
        (RelationType.REPEALS_DOC, 12),
    ]


def test_a_row_reference_is_an_item_of_its_article() -> None:
    article = f"Điều 1. Bãi bỏ thủ tục hành chính số thứ tự 1 mục I phần A Phụ lục kèm theo {EARLIER}."
    title = "Về việc bãi bỏ thủ tục hành chính"
    (item,) = read_as("html", paper(title, [article, SIGNING])).items
    assert (item.action, item.code, item.part, item.row_no) == (Action.ABOLISH, None, "Điều 1", None)
    assert "số thứ tự 1 mục I phần A" in item.raw_text
    assert "row_reference" in item.flags


def test_several_objects_of_one_verb_each_with_its_decision() -> None:
    article = (
        "Điều 1. Bãi bỏ thủ tục “Nặn bình, sửa đổi, bổ sung” công bố tại Quyết định số 58/QĐ-UBND ngày 05/3/2021 và thủ "
        "tục “Nung chén” tại Quyết định số 59/QĐ-UBND ngày 06/3/2021; thay thế Quyết định số 60/QĐ-UBND ngày 07/3/2021."
    )
    reading = read_as("html", paper("Về việc bãi bỏ thủ tục hành chính cấp xã", [article, SIGNING]))
    assert [(one.type, one.target.number) for one in reading.relations] == [
        (RelationType.REPEALS_PART, 58),
        (RelationType.REPEALS_PART, 59),
        (RelationType.REPLACES_DOC, 60),
    ]
    assert [item.name for item in reading.items] == ["Nặn bình, sửa đổi, bổ sung", "Nung chén"]
    assert "59/QĐ-UBND" in reading.items[1].raw_text
    assert "58/QĐ-UBND" not in reading.items[1].raw_text
    assert "60/QĐ-UBND" not in reading.items[1].raw_text


@pytest.mark.parametrize("rows", ["3, 4", "3 và 4", "từ 3 đến 4"])
def test_several_rows_of_one_reference_are_one_item_each(rows: str) -> None:
    article = f"Điều 1. Bãi bỏ các TTHC số thứ tự {rows} mục II phần A Phụ lục kèm theo {EARLIER}."
    items = read_as("text", paper("Về việc bãi bỏ thủ tục hành chính", [article, SIGNING])).items
    assert [item.raw_text.partition(" mục")[0] for item in items] == [
        "Bãi bỏ các TTHC số thứ tự 3",
        "Bãi bỏ các TTHC số thứ tự 4",
    ]


def test_a_list_of_abolished_procedures_under_one_opening() -> None:
    articles = [
        f"Điều 1. Bãi bỏ 02 thủ tục hành chính đã được công bố tại {EARLIER}, gồm:",
        "1. Thủ tục Nặn bình (mã số 1.000001).",
        "2. Thủ tục Nung chén (mã số TTHC: 1.000002).",
        SIGNING,
    ]
    reading = read_as("docx", paper("Về việc bãi bỏ thủ tục hành chính cấp xã", articles))
    assert [(i.action, i.code, i.name, i.levels, i.part) for i in reading.items] == [
        (Action.ABOLISH, "1.000001", "Nặn bình", (X,), "Điều 1"),
        (Action.ABOLISH, "1.000002", "Nung chén", (X,), "Điều 1"),
    ]
    assert all(item.note and "83/QĐ-UBND" in item.note for item in reading.items)


# ---- header --------------------------------------------------------------------------------------------------------


def test_number_stamped_on_paper_only_comes_from_the_annex() -> None:
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC xã"]]),
    ]
    blocks = paper(
        TITLE,
        [LIST, SIGNING],
        annex,
        number="      /QĐ-UBND",
        day="ngày    tháng 7 năm 2022",
        belongs="Quyết định số 55/QĐ-UBND ngày 06/7/2022",
    )
    reading = read_as("docx", blocks)
    assert (reading.number, reading.symbol, reading.signed_on) == (55, "QĐ-UBND", date(2022, 7, 6))
    assert {"number_from_annex", "signed_on_from_annex"} <= set(reading.flags)


def test_number_nowhere_is_none_and_never_a_cited_one() -> None:
    reading = read_as(
        "text", paper(TITLE, [LIST, SIGNING], number="      /QĐ-UBND", day="ngày    tháng    năm 2022")
    )
    assert (reading.number, reading.number_text, reading.signed_on, reading.effective_on) == (
        None,
        None,
        None,
        None,
    )
    assert {"number_missing", "signed_on_missing"} <= set(reading.flags)


def test_annex_of_another_number_is_a_question() -> None:
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC xã"]]),
    ]
    blocks = paper(TITLE, [LIST, SIGNING], annex, belongs="Quyết định số 413/QĐ-UBND ngày 05/7/2022")
    reading = read_as("html", blocks)
    assert reading.number == 412
    assert "annex_number_mismatch" in reading.flags
    (question,) = [one for one in reading.questions if one.kind == "own_number_conflict"]
    assert question.candidates == ("412/QĐ-UBND", "413/QĐ-UBND")


def test_other_issuers() -> None:
    centre = read_as(
        "html",
        paper(
            TITLE,
            [LIST, SIGNING],
            number="513/QĐ-TTPVHCC",
            issuer="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\nTHÀNH PHỐ AN BÌNH",
        ),
    )
    assert (centre.number, centre.symbol) == (513, "QĐ-TTPVHCC")
    assert centre.issuer_name == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG THÀNH PHỐ AN BÌNH"
    ministry = read_as("docx", paper(TITLE, [LIST, SIGNING], number="886/QĐ-BNV", issuer="BỘ NỘI VỤ"))
    assert (ministry.issuer_name, ministry.kind) == ("BỘ NỘI VỤ", DecisionKind.MINISTRY)


def test_an_office_below_its_committee_is_the_issuer() -> None:
    office = read_as(
        "text", paper(TITLE, [LIST, SIGNING], number="7/QĐ-VP", issuer="UBND TỈNH AN BÌNH\nVĂN PHÒNG")
    )
    assert (office.issuer_name, office.number_text) == ("VĂN PHÒNG UBND TỈNH AN BÌNH", "7/QĐ-VP")


def test_a_department_is_no_word_of_a_number() -> None:
    department = read_as(
        "docx", paper(TITLE, [LIST, SIGNING], number="7/QĐ-SVN", issuer="UBND TỈNH AN BÌNH\nSỞ VĂN NGHỆ")
    )
    assert (department.issuer_name, department.number_text) == ("SỞ VĂN NGHỆ UBND TỈNH AN BÌNH", "7/QĐ-SVN")


def test_a_page_that_wraps_every_line() -> None:
    """As sites store them: facts of the site first, cells as lines with a bar, every paragraph broken."""
    text = """Số hiệu | 999/QĐ-UBND |
Ngày ban hành | 01/01/1999 |
ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
|
Số:
412/QĐ-UBND
|
An Bình, ngày 05
tháng 7 năm 2022
|
QUYẾT ĐỊNH
VỀ VIỆC BỔ SUNG THỦ TỤC
HÀNH CHÍNH CẤP XÃ
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Căn cứ Quyết định số 77/QĐ-BVN ngày
01/6/2022 của Bộ Văn nghệ;
QUYẾT ĐỊNH:
Điều 1.
Bổ sung 04 thủ tục hành chính vào danh mục công bố kèm
theo Quyết định số 81/QĐ-UBND
ngày 17/8/2021 của UBND tỉnh.
Điều 2. Quyết định này có hiệu
lực thi hành kể từ ngày ký.
Nơi nhận:
- Như trên.
|
CHỦ TỊCH
"""
    reading = read_decision(read_document(text.encode(), None))
    assert (reading.number, reading.issuer_name) == (412, "ỦY BAN NHÂN DÂN TỈNH AN BÌNH")
    assert (reading.signed_on, reading.effect_source) == (date(2022, 7, 5), EffectSource.SIGNING_CLAUSE)
    assert reading.title == "VỀ VIỆC BỔ SUNG THỦ TỤC HÀNH CHÍNH CẤP XÃ"
    assert [(one.number, one.signed_on) for one in reading.basis] == [(77, date(2022, 6, 1))]
    assert [(one.type, one.target.number, one.target.signed_on) for one in reading.relations] == [
        (RelationType.AMENDS, 81, date(2021, 8, 17))
    ]
    assert reading.declared_items == 4


def test_typos_in_cue_words() -> None:
    grid = Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC xã"]])
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỐI, BỔ XUNG CẤP XÃ", grid]
    reading = read_as("text", paper(TITLE, [LIST, SIGNING], annex))
    assert (reading.items[0].action, reading.items[0].levels) == (Action.AMEND, (X,))


def test_an_annex_alone() -> None:
    grid = Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC xã"]])
    blocks: Paper = [
        "PHỤ LỤC",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ",
        "(Kèm theo Quyết định số 55/QĐ-UBND ngày 06/7/2022)",
        grid,
    ]
    reading = read_as("html", blocks)
    assert (reading.number, reading.signed_on) == (55, date(2022, 7, 6))
    assert [(i.code, i.action, i.levels) for i in reading.items] == [("1.000001", Action.NEW, (X,))]


def test_reading_is_deterministic() -> None:
    grid = Grid([SHORT, ["1", "1.000001", "Nặn", "TTPVHCC xã"]])
    blocks = paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid])
    assert read_as("docx", blocks) == read_as("docx", blocks)


def test_who_signed_an_earlier_decision_is_no_level() -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM\n\nSố: 2005/QĐ-UBND | Quảng Nam, ngày 26 tháng 8 năm 2022\n\nQUYẾT ĐỊNH\n\n"
        "Về việc bãi bỏ thủ tục hành chính\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Bãi bỏ thủ tục hành chính số thứ tự 1 mục I phần A Phụ lục kèm theo Quyết định số 1020/QĐ-UBND "
        "ngày 15/4/2022 của Chủ tịch UBND tỉnh Quảng Nam.\n\n"
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n"
    )
    (item,) = read_decision(read_document(text.encode(), "a.txt")).items
    assert item.levels == ()
    assert "row_reference" in item.flags
