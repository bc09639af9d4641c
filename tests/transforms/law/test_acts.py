"""What one decision does to another, end to end: papers in, board before and after, question, answer, board after."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Policy, Province, Received, Resolution
from niemyet.model.tables import Review
from niemyet.model.words import Level, RelationType, ReviewState, UnitKind, UpdateKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.answers import read_answer
from tests.support.province import day, unit

QUANG_NAM = Province("quang-nam", "Tỉnh Quảng Nam")
UNITS = (unit("xa-b", UnitKind.COMMUNE, "Xã B"),)
A, B = ("1.000101", "Đăng ký nuôi ong"), ("1.000102", "Xác nhận vườn ươm")
CITED = "Quyết định số 110/QĐ-UBND ngày 10/01/2022 của Chủ tịch UBND tỉnh"


def paper(
    number: int,
    signed: str,
    article: str,
    *,
    effect: str = "kể từ ngày ký",
    section: str = "",
    rows: tuple[tuple[str, str], ...] = (),
    time: str = "05 ngày làm việc",
    title: str = "công bố Danh mục thủ tục hành chính",
    after: tuple[str, tuple[tuple[str, str], ...]] | None = None,
) -> Received:
    """A decision of our own, received on its day of signing."""
    year, month, of_month = signed.split("-")
    table = ""
    if rows:
        lines = "\n".join(f"| {n} | {code} | {name} | {time} |" for n, (code, name) in enumerate(rows, 1))
        table = (
            f"PHỤ LỤC\n\nA. THỦ TỤC HÀNH CHÍNH {section}\n\nI. THỦ TỤC HÀNH CHÍNH CẤP XÃ\n\n"
            "| STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết |\n|---|---|---|---|\n" + lines
        )
    if after is not None:
        lines = "\n".join(f"| {n} | {code} | {name} | {time} |" for n, (code, name) in enumerate(after[1], 1))
        table += f"\n\n{after[0]}\n\n| STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết |\n|---|---|---|---|\n{lines}"
    text = (
        "| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        f"| Số: {number}/QĐ-UBND | Quảng Nam, ngày {of_month} tháng {month} năm {year} |\n\nQUYẾT ĐỊNH\n\n"
        f"Về việc {title}\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM\n\nQUYẾT ĐỊNH:\n\nĐiều 1. {article}\n\n"
        f"Điều 2. Quyết định này có hiệu lực thi hành {effect}.\n\nĐiều 3. Chánh Văn phòng thi hành./.\n\n{table}\n"
    )
    reading = read_decision(read_document(text.encode(), f"{number}.md"))
    assert (reading.number, reading.signed_on) == (number, day(signed))
    received = datetime(int(year), int(month), int(of_month), 3, tzinfo=UTC)
    return Received(f"{number:064d}", "hop-thu", f"inbox/{number}.md", received, reading)


def listing(number: int, signed: str, section: str, *rows: tuple[str, str], **more: str) -> Received:
    article = f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {section.lower()}."
    return paper(number, signed, article, section=section, rows=rows, **more)  # type: ignore[arg-type]


def acting(number: int, signed: str, article: str, **more: str) -> Received:
    return paper(number, signed, article, title=f"{article[:60].lower()}", **more)  # type: ignore[arg-type]


NEW = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B)
LATER = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B, effect="kể từ ngày 01/7/2022")
LIMITED = listing(
    110, "2022-01-10", "BAN HÀNH MỚI", A, B, effect="kể từ ngày 01/02/2022 đến hết ngày 30/6/2022"
)


@dataclass
class Story:
    """Papers, what the commune must post on a day, and what is asked."""

    papers: tuple[Received, ...]
    said: tuple[Resolution, ...] = ()

    def state(self, known: str = "2024-01-01", as_of: str = "2022-06-01") -> State:
        return consolidate(
            Facts(received=self.papers, units=UNITS, resolutions=self.said),
            province=QUANG_NAM,
            policy=Policy(),
            as_of=day(as_of),
            knowledge=datetime.fromisoformat(f"{known}T03:00:00+00:00"),
        )

    def board(self, on: str, known: str = "2024-01-01") -> dict[str, str | None]:
        """Code → time limit on the commune's board."""
        state = self.state(known)
        times = {(one.procedure_id, one.version): one.time_local for one in state.procedures}
        return {
            row.code: times[row.procedure_id, row.version]
            for row in state.boards
            if row.valid_from <= day(on) and (row.valid_until is None or day(on) < row.valid_until)
        }

    def asked(self, kind: str) -> list[Review]:
        return [one for one in self.state().reviews if one.kind == kind and one.state is ReviewState.OPEN]

    def answered(self, kind: str, answer: str, about: str = "") -> "Story":
        said = tuple(
            Resolution(one.review_id, answer, "Lan", datetime(2023, 1, 1, tzinfo=UTC))
            for one in self.asked(kind)
            if about in one.question
        )
        assert said
        return Story(self.papers, (*self.said, *said))


BOTH = {A[0]: "05 ngày làm việc", B[0]: "05 ngày làm việc"}


@pytest.mark.parametrize(
    "article",
    [
        f"Bãi bỏ {CITED} về việc công bố danh mục.",
        f"Hủy bỏ toàn bộ {CITED}.",
        f"Thu hồi {CITED}.",
        f"Hủy bỏ, thay thế {CITED}.",
        f"{CITED} hết hiệu lực kể từ ngày 01/5/2022.",
    ],
)
def test_what_is_annulled_before_its_effect_never_opens(article: str) -> None:
    story = Story((LATER, acting(120, "2022-03-01", article)))
    assert Story((LATER,)).board("2022-08-01") == BOTH
    assert story.board("2022-08-01") == {}
    assert story.board("2022-08-01", known="2022-02-01") == BOTH, "as was known before"
    assert story.asked("orphaned") == []


@pytest.mark.parametrize(
    "verb", ["Bãi bỏ", "Hủy bỏ", "Thu hồi", "Chấm dứt hiệu lực của", "Bãi bỏ hiệu lực thi hành"]
)
def test_what_had_effect_is_asked_of_each_procedure_and_ends_on_the_acts_day(verb: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", f"{verb} {CITED}.", effect="kể từ ngày 01/4/2022")))
    (asked,) = story.asked("orphaned")
    assert (asked.candidates, len(asked.asked)) == (("end", "keep"), 2)
    assert story.board("2022-05-01") == BOTH, "asked, nothing applied"
    ended = story.answered("orphaned", f"{A[0]}: end")
    assert ended.board("2022-05-01") == {B[0]: "05 ngày làm việc"}
    assert ended.board("2022-03-31") == BOTH, "never before the act's own day"
    assert story.answered("orphaned", "keep").board("2022-05-01") == BOTH


def test_an_annulment_from_the_signing_of_what_it_names_leaves_nothing_of_it() -> None:
    amended = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    cited = "Quyết định số 115/QĐ-UBND ngày 01/02/2022 của Chủ tịch UBND tỉnh"
    annulling = f"Hủy bỏ {cited} kể từ ngày ban hành Quyết định số 115/QĐ-UBND."
    story = Story((NEW, amended, acting(120, "2022-03-01", annulling)))
    assert story.board("2022-02-15") == BOTH
    assert story.board("2022-02-15", known="2022-02-20")[A[0]] == "02 ngày làm việc"
    assert not story.asked("orphaned")


def test_from_whose_signing_a_decision_has_no_effect_is_asked() -> None:
    amended = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    said = "Quyết định số 115/QĐ-UBND ngày 01/02/2022 không có giá trị kể từ ngày ban hành."
    story = Story((NEW, amended, acting(120, "2022-03-01", said)))
    assert story.board("2022-05-01")[A[0]] == "02 ngày làm việc"
    assert story.answered("act_date_unclear", "2022-02-01").board("2022-02-15") == BOTH


def test_what_returns_from_a_decision_that_was_annulled_meanwhile_is_asked() -> None:
    """A stood under another decision when its own was annulled; that other one is annulled in its turn."""
    amended = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    cited = "Quyết định số 115/QĐ-UBND ngày 01/02/2022 của Chủ tịch UBND tỉnh"
    annulled = acting(120, "2022-03-01", f"Bãi bỏ {CITED}.")
    story = Story((NEW, amended, annulled, acting(125, "2022-04-01", f"Bãi bỏ {cited}.")))
    assert [one.question.count(A[0]) for one in story.asked("orphaned")].count(1) == 1, "A by 115 alone"
    back = story.answered("orphaned", "before", A[0])
    assert back.board("2022-05-01")[A[0]] == "05 ngày làm việc", "nothing ends without an answer"
    (asked,) = [
        one for one in back.asked("orphaned") if A[0] in one.question and one.state is ReviewState.OPEN
    ]
    assert "01/4/2022" in asked.question, "from the day on which it is there again"
    ended = back.answered("orphaned", "end", "01/4/2022")
    assert A[0] not in ended.board("2022-05-01")
    assert ended.board("2022-03-15")[A[0]] == "02 ngày làm việc"


def test_a_later_day_of_the_act_holds_whatever_is_answered() -> None:
    story = Story((NEW, acting(120, "2022-03-01", f"{CITED} hết hiệu lực kể từ ngày 01/12/2022.")))
    ended = story.answered("orphaned", "end")
    assert ended.board("2022-11-30") == BOTH
    assert ended.board("2022-12-01") == {}


def test_an_annulled_amendment_gives_back_what_stood_before() -> None:
    amended = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    annulling = acting(120, "2022-03-01", "Hủy bỏ Quyết định số 115/QĐ-UBND ngày 01/02/2022.")
    story = Story((NEW, amended, annulling))
    assert story.board("2022-05-01")[A[0]] == "02 ngày làm việc"
    (asked,) = story.asked("orphaned")
    assert asked.candidates == ("before", "end", "keep")
    assert story.answered("orphaned", "before").board("2022-05-01") == BOTH
    assert A[0] not in story.answered("orphaned", "end").board("2022-05-01")


def test_an_annulled_abolition() -> None:
    annulling = acting(120, "2022-03-01", "Hủy bỏ Quyết định số 115/QĐ-UBND ngày 01/02/2022.")
    before = listing(115, "2022-02-01", "BÃI BỎ", A, effect="kể từ ngày 01/4/2022")
    assert Story((NEW, before)).board("2022-05-01") == {B[0]: "05 ngày làm việc"}
    assert Story((NEW, before, annulling)).board("2022-05-01") == BOTH, "before its effect it ends nothing"
    story = Story((NEW, listing(115, "2022-02-01", "BÃI BỎ", A), annulling))
    assert A[0] not in story.board("2022-05-01")
    assert [one.candidates for one in story.asked("orphaned")] == [("before", "keep")]
    assert story.answered("orphaned", "before").board("2022-05-01") == BOTH


@pytest.mark.parametrize(
    "words", ["Tạm ngưng hiệu lực thi hành", "Đình chỉ việc thi hành", "Tạm dừng thực hiện", "Tạm đình chỉ"]
)
def test_a_suspension_takes_the_sheets_down_for_its_time(words: str) -> None:
    article = f"{words} {CITED} kể từ ngày 15/3/2022 đến hết ngày 30/6/2022."
    story = Story((NEW, acting(120, "2022-03-01", article)))
    relations = [one for row in story.state().decisions for one in row.relations]
    (relation,) = [one for one in relations if one.type is RelationType.SUSPENDS]
    assert (relation.effective_on, relation.effective_until) == (day("2022-03-15"), day("2022-07-01"))
    assert [story.board(on) for on in ("2022-03-14", "2022-03-15", "2022-06-30", "2022-07-01")] == [
        BOTH, {}, {}, BOTH,
    ]  # fmt: skip
    work = [one for one in story.state().listing_updates if one.code == A[0]]
    (down,) = [one for one in work if one.kind is UpdateKind.REMOVE]
    assert (down.effective_on, down.decision_id) == (day("2022-03-15"), "quang-nam/120-QD-UBND/2022-03-01")
    assert max(one.effective_on or date.min for one in work if one.kind is UpdateKind.POST) == day(
        "2022-07-01"
    )
    (asked,) = story.asked("suspended")
    assert len(asked.asked) == 2
    assert story.answered("suspended", f"{A[0]}: keep").board("2022-05-01") == {A[0]: "05 ngày làm việc"}
    assert story.state(as_of="2022-05-01").procedures[0].valid_until is None, "the version is what it was"


def test_an_open_suspension_ends_with_a_restoration() -> None:
    suspending = acting(120, "2022-03-01", f"Đình chỉ việc thi hành {CITED}.")
    restoring = acting(130, "2022-05-10", f"Khôi phục hiệu lực thi hành {CITED} kể từ ngày 01/6/2022.")
    assert Story((NEW, suspending)).board("2023-05-01") == {}
    story = Story((NEW, suspending, restoring))
    assert [story.board(on) for on in ("2022-05-31", "2022-06-01")] == [{}, BOTH]


def test_a_suspended_amendment_is_asked_and_nothing_is_taken_down_on_a_doubt() -> None:
    amended = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    suspending = acting(
        120,
        "2022-03-01",
        "Tạm ngưng hiệu lực Quyết định số 115/QĐ-UBND ngày 01/02/2022 đến hết ngày 30/6/2022.",
    )
    story = Story((NEW, amended, suspending))
    assert story.board("2022-05-01")[A[0]] == "02 ngày làm việc"
    before = story.answered("suspended", "before")
    assert before.board("2022-05-01")[A[0]] == "05 ngày làm việc"
    assert before.board("2022-07-01")[A[0]] == "02 ngày làm việc"
    assert A[0] not in story.answered("suspended", "off").board("2022-05-01")


@pytest.mark.parametrize(
    "article",
    [
        f"Lùi thời điểm có hiệu lực của {CITED} đến ngày 01/10/2022.",
        f"Lùi hiệu lực thi hành của {CITED} từ ngày 01/7/2022 sang ngày 01/10/2022.",
        f"Lùi việc thực hiện {CITED} đến ngày 01/10/2022.",
        f"Lùi thời hạn hiệu lực thi hành {CITED} từ ngày 01/7/2022 sang ngày 01/10/2022.",
        f"Sửa đổi Điều 2 {CITED} như sau: “Điều 2. Quyết định này có hiệu lực kể từ ngày 01/10/2022”.",
        f"Đính chính ngày có hiệu lực tại Điều 2 {CITED} từ “01/7/2022” thành “01/10/2022”.",
        f"Điều chỉnh thời điểm có hiệu lực của {CITED} thành ngày 01 tháng 10 năm 2022.",
    ],
)
def test_a_postponed_effect_moves(article: str) -> None:
    act = acting(120, "2022-03-01", article)
    assert act.reading is not None
    assert act.reading.effective_on == day("2022-03-01"), "the acting decision's own day is another"
    story = Story((LATER, act))
    assert [story.board(on) for on in ("2022-08-01", "2022-10-01")] == [{}, BOTH]


def test_what_is_in_force_cannot_be_postponed_unasked() -> None:
    story = Story(
        (NEW, acting(120, "2022-03-01", f"Lùi thời điểm có hiệu lực của {CITED} đến ngày 01/10/2022."))
    )
    assert story.board("2022-04-01") == BOTH
    assert "act_too_late" in {one.kind for one in story.state().notices}


def test_an_extension_moves_the_end() -> None:
    act = acting(120, "2022-03-01", f"Kéo dài thời gian có hiệu lực của {CITED} đến hết ngày 31/12/2022.")
    assert Story((LIMITED,)).board("2022-07-01") == {}
    story = Story((LIMITED, act))
    assert [story.board(on) for on in ("2022-07-01", "2022-12-31", "2023-01-01")] == [BOTH, BOTH, {}]


def test_an_act_without_a_readable_day_does_nothing_and_is_asked() -> None:
    act = acting(120, "2022-03-01", f"Kéo dài thời gian có hiệu lực của {CITED} cho đến khi có văn bản mới.")
    story = Story((LIMITED, act))
    assert story.board("2022-07-01") == {}
    assert len(story.asked("act_date_unclear")) == 1
    assert story.answered("act_date_unclear", "2022-12-31").board("2022-12-31") == BOTH


def test_an_annulled_act_does_nothing() -> None:
    annulling = acting(120, "2022-03-01", f"Bãi bỏ {CITED}.", effect="kể từ ngày 01/6/2022")
    undone = acting(130, "2022-04-01", "Hủy bỏ Quyết định số 120/QĐ-UBND ngày 01/3/2022.")
    assert Story((LATER, annulling)).board("2022-08-01") == {}
    assert Story((LATER, annulling, undone)).board("2022-08-01") == BOTH
    for papers in ((undone, annulling, LATER), (annulling, LATER, undone)):
        assert Story(papers).board("2022-08-01") == BOTH


def annulled(number: int, signed: str, on: str) -> Received:
    year, month, of_month = on.split("-")
    cited = f"Quyết định số {number}/QĐ-UBND ngày {of_month}/{month}/{year}"
    return acting(number + 10, signed, f"Bãi bỏ {cited} của Chủ tịch UBND tỉnh.")


def test_a_postponement_lasts_as_long_as_its_decision() -> None:
    postponing = acting(120, "2022-06-01", f"Lùi thời điểm có hiệu lực của {CITED} đến ngày 01/10/2022.")
    in_time = Story((LATER, postponing, annulled(120, "2022-06-15", "2022-06-01")))
    assert in_time.board("2022-07-01") == BOTH
    assert in_time.board("2022-07-01", known="2022-06-10") == {}
    between = Story((LATER, postponing, annulled(120, "2022-08-01", "2022-06-01")))
    assert [between.board(on) for on in ("2022-07-31", "2022-08-01")] == [{}, BOTH]


def test_an_extension_lasts_as_long_as_its_decision() -> None:
    extending = acting(
        120, "2022-03-01", f"Kéo dài thời gian có hiệu lực của {CITED} đến hết ngày 31/12/2022."
    )
    in_time = Story((LIMITED, extending, annulled(120, "2022-05-01", "2022-03-01")))
    assert [in_time.board(on) for on in ("2022-06-30", "2022-07-01")] == [BOTH, {}]
    after = Story((LIMITED, extending, annulled(120, "2022-09-01", "2022-03-01")))
    assert [after.board(on) for on in ("2022-08-31", "2022-09-01")] == [BOTH, {}]


@pytest.mark.parametrize(
    "article",
    [
        f"Tạm ngưng hiệu lực thi hành {CITED}.",
        f"Tạm dừng tiếp nhận thủ tục hành chính mã {A[0]} và {B[0]} kể từ ngày 01/3/2022.",
    ],
)
def test_a_suspension_lasts_as_long_as_its_decision(article: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", article), annulled(120, "2022-05-01", "2022-03-01")))
    assert [story.board(on) for on in ("2022-04-30", "2022-05-01")] == [{}, BOTH]
    assert story.board("2022-05-01", known="2022-04-01") == {}


@pytest.mark.parametrize("cites", ["", " tại Quyết định số 120/QĐ-UBND ngày 01/3/2022"])
def test_a_suspension_that_is_taken_back_before_it_begins_never_does(cites: str) -> None:
    pausing = acting(
        120, "2022-03-01", f"Tạm dừng tiếp nhận thủ tục hành chính mã {A[0]} kể từ ngày 01/5/2022."
    )
    back = acting(130, "2022-04-01", f"Bãi bỏ việc tạm dừng tiếp nhận thủ tục hành chính mã {A[0]}{cites}.")
    story = Story((NEW, pausing, back))
    assert story.board("2022-05-01", known="2022-03-15") == {B[0]: "05 ngày làm việc"}
    assert story.board("2022-05-01") == BOTH


def test_a_restoration_ends_what_runs_and_leaves_a_later_suspension() -> None:
    spans = (("01/4/2022 đến hết ngày 30/4/2022", 120), ("01/6/2022 đến hết ngày 30/6/2022", 121))
    pausing = [
        acting(number, "2022-03-01", f"Tạm dừng tiếp nhận thủ tục hành chính mã {A[0]} từ ngày {span}.")
        for span, number in spans
    ]
    again = f"Khôi phục việc tiếp nhận thủ tục hành chính mã {A[0]} kể từ ngày 15/4/2022."
    story = Story((NEW, *pausing, acting(130, "2022-04-10", again)))
    shown = [A[0] in story.board(on) for on in ("2022-04-14", "2022-04-15", "2022-05-31", "2022-06-01")]
    assert shown == [False, True, True, False]


def test_an_earlier_end_is_no_later_beginning() -> None:
    act = acting(120, "2022-01-20", f"Điều chỉnh thời hạn có hiệu lực của {CITED} đến hết ngày 31/3/2022.")
    story = Story((LIMITED, act))
    assert story.board("2022-02-01") == BOTH
    assert story.asked("left_over_text")


def test_an_end_at_some_places_of_a_level_is_asked_about() -> None:
    at = f"Bãi bỏ thủ tục hành chính “{A[1]}” (mã số {A[0]}) cấp xã tại các phường."
    story = Story((NEW, acting(120, "2022-03-01", at)))
    assert story.board("2022-05-01") == BOTH
    assert story.asked("row_doubtful")


def test_whether_an_annulment_that_is_annulled_leaves_what_never_began_is_asked() -> None:
    annulling = acting(120, "2022-03-01", f"Bãi bỏ {CITED}.")
    story = Story((LATER, annulling, annulled(120, "2022-05-01", "2022-03-01")))
    assert story.board("2022-07-01") == {}
    assert {one.candidates for one in story.asked("orphaned")} == {("before", "keep")}
    back = story.answered("orphaned", "before")
    assert [back.board(on) for on in ("2022-06-30", "2022-07-01")] == [{}, BOTH]
    assert story.answered("orphaned", "keep").board("2022-07-01") == {}


def test_a_row_that_ends_something_is_no_procedure() -> None:
    abolishing = listing(115, "2022-02-01", "BÃI BỎ", A, effect="kể từ ngày 01/7/2022")
    row = "TTHC số thứ tự 1 mục I phần A Phụ lục kèm theo Quyết định số 115/QĐ-UBND ngày 01/02/2022"
    story = Story((NEW, abolishing, acting(120, "2022-03-01", f"Bãi bỏ {row}.")))
    assert story.board("2022-05-01") == BOTH, "that its entry falls away ends nothing"
    assert [one.candidates[0] for one in story.asked("reference_row_unclear")] == [A[0]]


def test_a_part_is_asked_about_with_the_procedures_of_that_part_and_all_of_them_may_end() -> None:
    two = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, after=("II. LĨNH VỰC THƯ VIỆN CẤP XÃ", (B,)))  # type: ignore[arg-type]
    story = Story((two, acting(120, "2022-03-01", f"Bãi bỏ mục II Phụ lục ban hành kèm theo {CITED}.")))
    assert story.board("2022-05-01") == BOTH
    assert [one.candidates for one in story.asked("partial_repeal")] == [(B[0],)]
    assert story.answered("partial_repeal", "all").board("2022-05-01") == {A[0]: "05 ngày làm việc"}


def test_a_part_that_is_left_out_is_no_part_of_what_goes() -> None:
    two = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, after=("II. LĨNH VỰC THƯ VIỆN CẤP XÃ", (B,)))  # type: ignore[arg-type]
    story = Story((two, acting(120, "2022-03-01", f"Bãi bỏ {CITED}, trừ mục II Phụ lục.")))
    assert not story.asked("partial_repeal")
    (asked,) = story.asked("orphaned")
    assert A[0] in asked.question
    assert story.answered("orphaned", "end").board("2022-05-01") == {B[0]: "05 ngày làm việc"}


def test_the_part_of_one_level_ends_at_that_level() -> None:
    district = ("II. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN", (A,))
    two = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B, after=district)  # type: ignore[arg-type]
    part = f"Bãi bỏ Danh mục thủ tục hành chính cấp huyện ban hành kèm theo {CITED}."
    story = Story((two, acting(120, "2022-03-01", part)))
    assert [one.candidates for one in story.asked("partial_repeal")] == [(A[0],)]
    ended = story.answered("partial_repeal", A[0])
    assert ended.board("2022-05-01") == BOTH
    closed = {
        (one.code, one.level) for one in ended.state().procedures if one.valid_until == day("2022-03-01")
    }
    assert closed == {(A[0], Level.DISTRICT)}


@pytest.mark.parametrize("effect", ["kể từ ngày ký", "kể từ ngày 01/7/2022"])
def test_the_part_of_a_decision_that_ends_procedures_gives_them_back(effect: str) -> None:
    abolishing = listing(115, "2022-02-01", "BÃI BỎ", A, B, effect=effect)
    part = "Bãi bỏ mục I phần A Phụ lục kèm theo Quyết định số 115/QĐ-UBND ngày 01/02/2022."
    story = Story((NEW, abolishing, acting(120, "2022-03-01", part)))
    assert story.board("2022-07-01") == {}
    given_back = story.answered("partial_repeal", A[0])
    assert given_back.board("2022-07-01") == {A[0]: "05 ngày làm việc"}
    assert not given_back.asked("effect_unknown")


def test_an_exception_is_left_alone() -> None:
    act = acting(120, "2022-03-01", f"Bãi bỏ {CITED}, trừ thủ tục “{B[1]}” (mã {B[0]}).")
    assert Story((LATER, act)).board("2022-08-01") == {B[0]: "05 ngày làm việc"}
    (asked,) = Story((NEW, act)).asked("orphaned")
    assert A[0] in asked.question


def test_a_process_hangs_on_no_board() -> None:
    act = acting(120, "2022-03-01", f"Bãi bỏ quy trình nội bộ giải quyết thủ tục hành chính tại {CITED}.")
    assert Story((NEW, act)).state().reviews == Story((NEW,)).state().reviews


def test_a_part_is_never_the_whole() -> None:
    act = acting(120, "2022-03-01", f"Một phần {CITED} hết hiệu lực.")
    assert act.reading is not None
    assert {one.type for one in act.reading.relations} == {RelationType.REPEALS_PART}


def test_the_old_entry_goes_and_the_procedure_stays() -> None:
    effect = f"kể từ ngày ký. Bãi bỏ TTHC số thứ tự 1 mục I phần A Phụ lục kèm theo {CITED}"
    anew = listing(120, "2022-03-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, effect=effect, time="02 ngày làm việc")
    assert Story((NEW, anew)).board("2022-05-01") == {A[0]: "02 ngày làm việc", B[0]: "05 ngày làm việc"}
    alone = acting(120, "2022-03-01", f"Bãi bỏ TTHC số thứ tự 1 mục I phần A Phụ lục kèm theo {CITED}.")
    assert Story((NEW, alone)).board("2022-05-01") == {B[0]: "05 ngày làm việc"}


def test_several_rows_and_several_objects_before_one_citation() -> None:
    article = (
        "Bãi bỏ thủ tục hành chính có số thứ tự 1 tại mục I, phần A; bãi bỏ thủ tục hành chính có số thứ tự 2 tại mục I, "
        f"phần A Phụ lục ban hành kèm theo {CITED}."
    )
    assert Story((NEW, acting(120, "2022-03-01", article))).board("2022-05-01") == {}
    rows = (
        "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới.\n\n"
        f"Điều 1a. Thay thế hai (02) thủ tục hành chính (TTHC số thứ tự 01, 02) được công bố tại {CITED}."
    )
    new = ("1.000103", "Cấp thẻ thợ dệt")
    replacing = paper(120, "2022-03-01", rows, section="BAN HÀNH MỚI", rows=(new,))
    assert set(Story((NEW, replacing)).board("2022-05-01")) == {new[0]}


def test_a_code_and_a_name_of_two_procedures() -> None:
    mixed = listing(120, "2022-03-01", "BÃI BỎ", (A[0], B[1]))
    story = Story((NEW, mixed))
    assert story.board("2022-05-01") == BOTH
    (asked,) = story.asked("code_and_name")
    assert asked.candidates == (A[0], B[0])
    assert story.answered("code_and_name", B[0]).board("2022-05-01") == {A[0]: "05 ngày làm việc"}
    assert story.answered("code_and_name", A[0]).board("2022-05-01") == {B[0]: "05 ngày làm việc"}


@pytest.mark.parametrize(
    ("article", "code", "name", "time"),
    [
        ("mã thủ tục hành chính “1.000101” tại {} thành “1.000191”", "1.000191", A[1], "05 ngày làm việc"),
        ("mã số 1.000101 tại {}: nay sửa lại là 1.000191", "1.000191", A[1], "05 ngày làm việc"),
        ("thời hạn “05 ngày làm việc” của TTHC mã 1.000101 tại {} thành “07 ngày”", A[0], A[1], "07 ngày"),
        ("tên thủ tục có mã 1.000101 tại {} đã in là “Đăng ký nuôi ong”, nay sửa lại là “Đăng ký nuôi dế”",
         A[0], "Đăng ký nuôi dế", "05 ngày làm việc"),
        ("tên thủ tục “Đăng ký nuôi ong” tại {} thành “Đăng ký nuôi dế”", A[0], "Đăng ký nuôi dế", "05 ngày làm việc"),
    ],
)  # fmt: skip
def test_a_correction_changes_the_field_it_names(article: str, code: str, name: str, time: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", f"Đính chính {article.format(CITED)}.")))
    versions = {one.code: (one.name, one.time_local) for one in story.state().procedures}
    assert versions == {code: (name, time), B[0]: (B[1], "05 ngày làm việc")}


@pytest.mark.parametrize("cites", ["Quyết định số 120/QĐ-UBND ngày 01/3/2022", CITED])
def test_a_correction_of_a_correction(cites: str) -> None:
    first = acting(120, "2022-03-01", f"Đính chính mã thủ tục “1.000101” tại {CITED} thành “1.000191”.")
    second = acting(130, "2022-04-01", f"Đính chính mã thủ tục “1.000191” tại {cites} thành “1.000192”.")
    story = Story((NEW, first, second))
    assert set(story.board("2022-05-01")) == {"1.000192", B[0]}
    assert Story((second, first, NEW)).board("2022-05-01") == story.board("2022-05-01")


def test_a_sentence_that_changes_a_time_limit() -> None:
    article = (
        f"Sửa đổi thời hạn giải quyết của thủ tục “{A[1]}” (mã {A[0]}) tại {CITED} từ 05 ngày thành 02 ngày."
    )
    assert Story((NEW, acting(120, "2022-03-01", article))).board("2022-05-01")[A[0]] == "02 ngày"


def test_a_revert_is_asked_of_each_procedure_and_not_of_what_is_settled() -> None:
    assert len(Story((LIMITED,)).asked("revert")) == 2
    later = listing(120, "2022-03-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    (asked,) = Story((LIMITED, later)).asked("revert")
    assert B[0] in asked.question
    stays = Story((LIMITED,)).answered("revert", "stays", A[0])
    assert stays.board("2022-08-01") == {A[0]: "05 ngày làm việc"}


def test_dates_nobody_can_believe() -> None:
    early = paper(110, "2022-01-10", "Công bố Danh mục.", section="BAN HÀNH MỚI", rows=(A,))
    ahead = Received(early.sha256, "hop-thu", early.url, datetime(2021, 12, 1, tzinfo=UTC), early.reading)
    old = listing(111, "2022-01-10", "BAN HÀNH MỚI", B, effect="kể từ ngày 01/01/2012")
    story = Story((ahead, old))
    assert story.board("2022-05-01") == {}
    assert len(story.asked("date_implausible")) == 2
    assert story.answered("date_implausible", "2022-01-10", "110/").board("2022-05-01") == {
        A[0]: "05 ngày làm việc"
    }


def test_a_number_far_from_the_days_around_it() -> None:
    around = [
        listing(number, "2022-07-12", "BAN HÀNH MỚI", (f"1.000{number}", f"Việc {number}"))
        for number in (663, 664)
    ]
    odd = listing(660, "2022-06-13", "BAN HÀNH MỚI", A)
    (asked,) = Story((odd, *around)).asked("date_implausible")
    assert "660/QĐ-UBND" in asked.question
    assert Story((odd,)).asked("date_implausible") == []


def test_levels_are_those_of_the_commune() -> None:
    assert {one.level for one in Story((NEW,)).state().procedures} == {Level.COMMUNE}
    assert date(2022, 1, 10) == min(one.valid_from for one in Story((NEW,)).state().procedures)


def test_a_reception_list_puts_the_procedure_on_the_receivers_boards() -> None:
    article = "Công bố Danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của cấp tỉnh."
    text = (
        "| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        "| Số: {number}/QĐ-UBND | Quảng Nam, ngày {of_month} tháng {month} năm 2022 |\n\nQUYẾT ĐỊNH\n\nVề việc {title}\n\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM\n\nQUYẾT ĐỊNH:\n\nĐiều 1. {article}\n\n"
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n\nPHỤ LỤC\n\n{section}I. THỦ TỤC HÀNH CHÍNH CẤP TỈNH\n\n"
        "| STT | Mã TTHC | Tên thủ tục hành chính | Địa điểm thực hiện |\n|---|---|---|---|\n"
        "| 1 | 1.000301 | Cấp phép việc xa | {place} |\n"
    )

    def received(number: int, month: str, title: str, section: str, place: str) -> Received:
        made = text.format(
            number=number,
            of_month="05",
            month=month,
            title=title,
            article=article,
            section=section,
            place=place,
        )
        reading = read_decision(read_document(made.encode(), "giay.md"))
        return Received(
            f"{number:064d}", "hop-thu", f"{number}.md", datetime(2022, int(month), 5, 3, tzinfo=UTC), reading
        )

    new = received(
        110, "01", "công bố Danh mục thủ tục hành chính mới ban hành",
        "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH\n\n", "Trung tâm Phục vụ hành chính công tỉnh",
    )  # fmt: skip
    listed = received(
        120, "03", "công bố Danh mục thủ tục hành chính thực hiện không phụ thuộc vào địa giới hành chính", "",
        "Trung tâm Phục vụ hành chính công cấp xã",
    )  # fmt: skip
    assert Story((new,)).board("2022-05-01") == {}
    story = Story((new, listed))
    assert story.board("2022-03-04") == {}
    assert set(story.board("2022-03-05")) == {"1.000301"}
    assert {row.scope.value for row in story.state().boards} == {"reception_only"}


def test_a_correction_of_what_was_not_received_looks_for_no_row_elsewhere() -> None:
    """RULINGS 9: the sentence names another decision than the one that its document corrects beside it."""
    article = (
        f"Đính chính mã thủ tục “1.000102” tại {CITED} thành “1.000192”; đính chính mã thủ tục “1.000101” tại Quyết định "
        "số 95/QĐ-UBND ngày 05/01/2022 thành “1.000191”."
    )
    story = Story((NEW, acting(120, "2022-03-01", article)))
    assert set(story.board("2022-05-01")) == {A[0], "1.000192"}
    assert len(story.asked("correction_pending")) == 1


def test_an_act_may_cite_a_code_as_it_was_printed() -> None:
    fixed = acting(120, "2022-02-01", f"Đính chính mã thủ tục “1.000101” tại {CITED} thành “1.000191”.")
    paused = acting(
        130, "2022-03-01", f"Tạm ngưng hiệu lực {CITED}, trừ thủ tục mã 1.000101, đến hết ngày 30/6/2022."
    )
    story = Story((NEW, fixed, paused))
    assert set(story.board("2022-04-01")) == {"1.000191"}
    assert set(story.board("2022-07-01")) == {"1.000191", B[0]}


def test_what_is_asked_of_a_suspension_is_what_is_open_now() -> None:
    """What stood before a later paper came is asked by nobody any more, whatever came first."""
    paused = acting(
        120, "2022-03-01", f"Tạm ngưng hiệu lực {CITED} kể từ ngày 01/4/2022 đến hết ngày 30/6/2022."
    )
    undone = acting(130, "2022-03-10", "Bãi bỏ Quyết định số 120/QĐ-UBND ngày 01/3/2022.")
    (asked,) = Story((NEW, paused)).asked("suspended")
    assert len(asked.asked) == 2
    assert Story((NEW, paused, undone)).asked("suspended") == []


def test_a_decision_that_is_nearly_named_is_asked_about_and_the_answer_aims_the_act() -> None:
    """A cited day one off: the number is received under another day (issue: one decision or a slip)."""
    slip = acting(
        130,
        "2022-05-01",
        "Tạm dừng hiệu lực Quyết định số 110/QĐ-UBND ngày 11/01/2022 đến hết ngày 31/7/2022.",
    )
    story = Story((NEW, slip))
    assert story.board("2022-06-01") == BOTH
    (asked,) = story.asked("cited_nearly")
    assert asked.candidates == ("quang-nam/110-QD-UBND/2022-01-10",)
    assert [read_answer(asked, one) for one in asked.candidates] == ["110/QĐ-UBND ngày 2022-01-10"]
    aimed = story.answered("cited_nearly", "110/QĐ-UBND ngày 2022-01-10")
    assert aimed.board("2022-06-01") == {}
    assert aimed.board("2022-08-01") == BOTH
    assert story.answered("cited_nearly", "none").board("2022-06-01") == BOTH
    far = acting(
        130,
        "2022-05-01",
        "Tạm dừng hiệu lực Quyết định số 95/QĐ-UBND ngày 11/01/2022 đến hết ngày 31/7/2022.",
    )
    assert Story((NEW, far)).asked("cited_nearly") == []


def test_day_and_month_that_have_changed_places_are_asked_about() -> None:
    slip = "Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số 110/QĐ-UBND ngày 01/10/2022"
    story = Story((NEW, acting(130, "2022-10-05", f"{slip} của Chủ tịch UBND tỉnh.")))
    (asked,) = story.asked("cited_nearly")
    assert asked.candidates == ("quang-nam/110-QD-UBND/2022-01-10",)
    aimed = story.answered("cited_nearly", "110/QĐ-UBND ngày 2022-01-10")
    (orphans,) = aimed.asked("orphaned")
    assert len(orphans.asked) == 2


def test_a_misprint_that_is_a_procedure_of_its_own_is_not_taken_down_with_the_correction() -> None:
    """The list of work carries the board: A hangs by its own decision, whatever another misprinted."""
    other = listing(120, "2022-03-01", "BAN HÀNH MỚI", (A[0], "Cấp thẻ nuôi dế"))
    article = (
        "Đính chính mã thủ tục “1.000101” tại Quyết định số 120/QĐ-UBND ngày 01/3/2022 thành “1.000191”."
    )
    story = Story((NEW, other, acting(130, "2022-04-01", article)))
    assert set(story.board("2022-05-01")) == {A[0], B[0], "1.000191"}
    (fix,) = [one for one in story.state().listing_updates if one.kind is UpdateKind.FIX_SHEET]
    assert (fix.code, fix.replaces_codes) == ("1.000191", ())
