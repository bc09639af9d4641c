"""Real decisions, read in place: what three provinces published, with all their oddities."""

from datetime import date

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, OnlineLevel, RelationType
from tests.support.realdata import real

pytestmark = pytest.mark.realdata


def _read(name: str) -> Reading:
    path = real(f"decisions/{name}")
    return read_decision(read_document(path.read_bytes(), path.name))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return _read("1766-QD-UBND-2020-BinhThuan.md")


class TestBinhThuan1766:
    def test_header_is_its_own(self, reading: Reading) -> None:
        assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN"
        assert (reading.number, reading.symbol, reading.number_text) == (1766, "QĐ-UBND", "1766/QĐ-UBND")
        assert reading.signed_on == date(2020, 8, 3)
        assert (reading.effective_on, reading.effect_source) == (
            date(2020, 8, 3),
            EffectSource.SIGNING_CLAUSE,
        )
        assert reading.title is not None
        assert reading.title.startswith(
            "VỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG, BÃI BỎ"
        )
        assert reading.title.endswith("NGÀNH TƯ PHÁP TRÊN ĐỊA BÀN TỈNH")
        assert reading.kind is DecisionKind.PUBLIC_LIST
        assert len(reading.basis) == 6
        assert reading.relations == ()

    def test_counts_and_codes(self, reading: Reading) -> None:
        amended = [item for item in reading.items if item.action is Action.AMEND]
        abolished = [item for item in reading.items if item.action is Action.ABOLISH]
        assert (len(reading.items), len(amended), len(abolished)) == (71, 50, 21)
        assert [item.code_text for item in amended if item.code is None] == [None]
        assert [item.code_text for item in abolished if item.code is None] == ["Không có mã số"]
        coded = [item.code for item in reading.items if item.code]
        assert len(coded) == len(set(coded)) == 69
        assert not any(item.code_repaired for item in reading.items)

    def test_sectors_and_levels(self, reading: Reading) -> None:
        assert all(item.sector for item in reading.items)
        assert reading.sectors == (
            "Chứng thực",
            "Quốc tịch",
            "Luật sư",
            "Tư vấn pháp luật",
            "Đăng ký biện pháp bảo đảm",
            "Phổ biến, giáo dục pháp luật",
        )
        by_part = {item.part: item.levels for item in reading.items if (item.part or "").startswith("A")}
        assert by_part == {
            "A/I/I.1": (),
            "A/I/I.2": (Level.DISTRICT,),
            "A/I/I.3": (Level.COMMUNE,),
            "A/II/II.1": (Level.PROVINCE,),
            "A/III/III.1": (Level.PROVINCE,),
            "A/IV/IV.1": (Level.PROVINCE,),
            "A/V/V.1": (Level.PROVINCE, Level.DISTRICT),
        }
        in_b = [item for item in reading.items if (item.part or "").startswith("B")]
        assert [item.levels for item in in_b] == [(Level.PROVINCE,)] * 19 + [(Level.DISTRICT,)] * 2

    def test_levels_that_no_heading_states_are_asked(self, reading: Reading) -> None:
        asked = [question.item for question in reading.questions if question.kind == "level_unknown"]
        assert asked == [0, 1, 2, 3, 4, 5]
        assert all("level_unknown" in reading.items[index].flags for index in range(6))

    def test_every_column_of_a_row(self, reading: Reading) -> None:
        item = reading.items[16]
        assert item.row_no == "1"
        assert item.name == "Thủ tục cấp Giấy xác nhận là người gốc Việt Nam"
        assert (item.time_local, item.time_legal) == ("05 ngày", None)
        assert item.online_level is OnlineLevel.LEVEL_2
        assert item.by_post is True
        assert item.place is not None
        assert item.place.startswith("- Tiếp nhận và trả kết quả tại Trung tâm HCC tỉnh")
        assert item.fee == "100.000 đồng/trường hợp"
        assert item.legal_basis is not None
        assert item.legal_basis.startswith("- Luật Quốc tịch Việt Nam 2008;")
        assert item.reception_levels == ()
        assert item.table_no == 3

    def test_online_level_and_post_of_all_rows(self, reading: Reading) -> None:
        amended = reading.items[:50]
        levels = [item.online_level for item in amended]
        assert (levels.count(OnlineLevel.LEVEL_2), levels.count(OnlineLevel.LEVEL_3)) == (29, 19)
        assert (levels.count(OnlineLevel.LEVEL_4), levels.count(None)) == (1, 1)
        posts = [item.by_post for item in amended]
        assert (posts.count(False), posts.count(True), posts.count(None)) == (16, 33, 1)
        assert (amended[17].online_level, amended[17].by_post) == (None, None)

    def test_control_totals(self, reading: Reading) -> None:
        assert reading.declared_items == 72
        assert "control_total_mismatch" in reading.flags
        (question,) = [one for one in reading.questions if one.kind == "control_total_mismatch"]
        assert "ghi 51, đọc được 50" in dict(question.fields)["text"]
        assert "ghi 17, đọc được 16" in dict(question.fields)["text"]

    def test_rows_keep_their_evidence(self, reading: Reading) -> None:
        unnumbered = reading.items[51]
        assert unnumbered.raw_text.startswith("2 | Không có mã số | Chứng thực chữ ký")
        assert unnumbered.note is not None
        assert "1329/QĐ-BTP" in unnumbered.note


def test_quang_binh_3218() -> None:
    reading = _read("3218-QD-UBND-2024-QuangBinh.txt")
    assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH QUẢNG BÌNH"
    assert (reading.number, reading.symbol) == (3218, "QĐ-UBND")
    assert reading.signed_on == reading.effective_on == date(2024, 11, 18)
    assert reading.effect_source is EffectSource.SIGNING_CLAUSE
    assert [one.number_text for one in reading.basis] == ["2972/QĐ-BNN-CN"]
    assert [(item.action, item.code, item.levels, item.row_no, item.sector) for item in reading.items] == [
        (Action.NEW, None, (Level.DISTRICT,), "1", "Chăn nuôi"),
        (Action.NEW, None, (Level.DISTRICT,), "2", "Chăn nuôi"),
    ]
    first = reading.items[0]
    assert first.time_local == "90 ngày, kể từ ngày nhận được hồ sơ hợp lệ"
    assert (first.fee, first.agency) == ("Không", "UBND cấp huyện")
    assert first.place is not None
    assert "Trực tuyến tại địa chỉ" in first.place
    assert "\n- Trực tiếp.\n" in first.raw_text
    assert "no_code_column" in reading.flags
    assert not [one for one in reading.questions if one.kind == "level_unknown"]


def test_quang_ngai_1351() -> None:
    reading = _read("1351-QD-UBND-2022-QuangNgai.md")
    assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"
    assert (reading.number, reading.signed_on) == (1351, date(2022, 10, 4))
    assert reading.effective_on == date(2022, 10, 4)
    assert reading.kind is DecisionKind.MIXED
    assert reading.title is not None
    assert reading.title.startswith("CÔNG BỐ DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC CHUẨN HÓA")
    assert reading.items == ()
    assert [one.type for one in reading.relations] == [RelationType.REPLACES_PART] * 4
    assert [one.target.number for one in reading.relations] == [2196, 1741, 501, 2552]
    assert reading.relations[3].target.signed_on == date(2017, 12, 29)
    assert all(one.scope and "người có công" in one.scope for one in reading.relations)
    assert all(one.scope and one.scope.endswith("UBND cấp huyện và UBND cấp xã") for one in reading.relations)
    assert 19 in [one.number for one in reading.basis]
