"""An annex in a file of its own joins the decision that it names (RULINGS 36); a torn issuer is asked about."""

from datetime import UTC, date, datetime

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Province, Reading, Received
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.transforms.law.identity import identify
from tests.support.papers import FORMATS, MOTTO, Grid, Paper, paper

AN_BINH = Province("an-binh", "Tỉnh An Bình")
SUBJECT = (
    "Danh mục thủ tục hành chính mới ban hành lĩnh vực Nuôi ong thuộc thẩm quyền giải quyết của UBND cấp xã"
)
BODY = paper(
    f"Về việc công bố {SUBJECT}",
    [
        f"Điều 1. Công bố kèm theo Quyết định này {SUBJECT}.",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01/9/2022.",
    ],
)
ANNEX: Paper = [
    Grid([["ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH", MOTTO]], header_rows=0),
    "PHỤ LỤC",
    "DANH MỤC THỦ TỤC HÀNH CHÍNH",
    "(Kèm theo Quyết định số 412/QĐ-UBND ngày 05 tháng 7 năm 2022 của Chủ tịch UBND tỉnh An Bình)",
    Grid(
        [
            ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn"],
            ["1", "1.000101", "Cấp giấy nuôi ong", "3 ngày"],
        ]
    ),
]


def reading_of(blocks: Paper) -> Reading:
    return read_decision(read_document(FORMATS["docx"](blocks), "a.docx"))


def received(name: str, reading: Reading) -> Received:
    return Received(name.ljust(64, "0"), "inbox", f"{name}.docx", datetime(2022, 7, 20, tzinfo=UTC), reading)


def test_an_annex_takes_kind_action_level_and_effect_from_its_decision() -> None:
    found = identify([], [received("a", reading_of(BODY)), received("b", reading_of(ANNEX))], AN_BINH)
    (decision,), (item,) = found.decisions, found.items
    assert (decision.number, decision.kind, decision.effective_on) == (
        412,
        DecisionKind.PUBLIC_LIST,
        date(2022, 9, 1),
    )
    assert (item.action, item.levels, item.effective_on) == (Action.NEW, (Level.COMMUNE,), date(2022, 9, 1))
    assert not {"action_unknown", "level_unknown"} & set(item.flags)
    doubts = {
        ReviewKind.BODY_MISSING,
        ReviewKind.ACTION_UNKNOWN,
        ReviewKind.LEVEL_UNKNOWN,
        ReviewKind.ANNEX_MISSING,
    }
    assert not doubts & {one.kind for one in found.reviews}


def test_an_annex_alone_waits_for_its_decision() -> None:
    found = identify([], [received("b", reading_of(ANNEX))], AN_BINH)
    assert ReviewKind.BODY_MISSING in {one.kind for one in found.reviews}
    assert ReviewKind.KIND_UNCLEAR not in {one.kind for one in found.reviews}  # one question about one thing
    assert found.decisions[0].kind is DecisionKind.OTHER  # changes nothing


def test_an_issuer_with_words_of_the_motto_is_asked_about() -> None:
    torn = paper(
        SUBJECT,
        ["Điều 1. Công bố.", "Điều 2. Có hiệu lực kể từ ngày ký."],
        issuer="ỦY BAN NHÂN DÂN CHỦ NGHĨA VIỆT\nTỈNH AN BÌNH NAM",
    )
    found = identify([], [received("a", reading_of(torn))], AN_BINH)
    assert ReviewKind.ISSUER_UNKNOWN in {one.kind for one in found.reviews}
