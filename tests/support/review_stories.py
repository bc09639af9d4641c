"""For each kind of question one small story that raises it, answers that fit in the words of a clerk, and ones that do not.

A kind without a story here fails `tests/flows/test_review_kinds.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from niemyet.model.records import (
    AdoptedRow,
    Adoption,
    Citation,
    FeeList,
    FeeRow,
    PostedFile,
    Posting,
    Question,
    Received,
    Relation,
    fields,
)
from niemyet.model.tables import Decision, DecisionItem, DoubtedListing, Listing, RelationRow
from niemyet.model.words import Action, Channel, DecisionKind, EffectSource, Level, RelationType, ReviewKind
from niemyet.transforms.law.review_kinds import KINDS, Does
from tests.support.histories import History
from tests.support.province import H, T, X, day, decision, item, noon

K = ReviewKind
A, B, C = "1.000001", "1.000002", "1.000003"
D1 = decision(1, "2022-01-03", "2022-01-04")
D2 = decision(2, "2022-03-01", "2022-03-02")
BASE = (
    item(D1, Action.NEW, A, X, row=1, time_local="5"),
    item(D1, Action.NEW, B, X, row=2, time_local="5"),
    item(D1, Action.NEW, C, H, row=3, time_local="5"),
)


@dataclass(frozen=True)
class Story:
    """What was received, and answers to the question of one kind that it raises."""

    received: tuple[Received, ...]
    right: tuple[str, ...]  # each as a person may say it
    kept: str  # what the first of them is kept as
    postings: tuple[Posting, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    doubted: tuple[DoubtedListing, ...] = ()
    fees: tuple[FeeList, ...] = ()
    wrong: str = "chưa biết"
    outside: str | None = None  # a value that needs --even-so
    changes: bool = True  # whether the first answer changes procedures, boards or work


def papers(
    decisions: tuple[Decision, ...],
    items: tuple[DecisionItem, ...],
    questions: tuple[Question, ...] = (),
    **words: object,
) -> tuple[Received, ...]:
    """Decisions as documents that were read; `questions` and other words are those of the last one."""
    from tests.transforms.test_properties import documents

    found = []
    for paper, one in zip(documents(History(decisions, items, {})), decisions, strict=True):
        assert paper.reading is not None
        reading = replace(
            paper.reading,
            effect_source=one.effect_source,
            relations=tuple(_cited(each, decisions) for each in one.relations),
        )
        found.append(replace(paper, reading=reading))
    last = found[-1].reading
    assert last is not None
    found[-1] = replace(found[-1], reading=replace(last, questions=questions, **words))  # type: ignore[arg-type]
    return tuple(found)


def _cited(relation: RelationRow, decisions: tuple[Decision, ...]) -> Relation:
    target = next((one for one in decisions if one.decision_id == relation.target_decision_id), None)
    if target is None:
        return Relation(
            relation.type, Citation(77, "QĐ-UBND", "77/QĐ-UBND", date(2021, 2, 10)), relation.scope
        )
    cited = Citation(target.number, target.symbol, target.number_text or "", target.signed_on)
    return Relation(relation.type, cited, relation.scope)


def story(
    *rows: DecisionItem, asks: Question | None = None, of: Decision = D2, **words: object
) -> tuple[Received, ...]:
    """The base and one decision more."""
    return papers((D1, of), (*BASE, *rows), (asks,) if asks else (), **words)


def row_asks(kind: ReviewKind, *candidates: str, **more: object) -> Question:
    return Question(kind, fields(name="Tên", text="chữ mờ", **more), candidates, item=0)


def related(kind: RelationType, scope: str | None = None, to: str = D1.decision_id) -> Decision:
    return decision(2, "2022-03-01", "2022-03-02", relations=(RelationRow(kind, to, scope),))


def by_name(name: str, text: str = "Bãi bỏ thủ tục") -> DecisionItem:
    return item(D2, Action.ABOLISH, None, X, part="Điều 1", row=1, name=name, raw_text=text)


def _row(kind: ReviewKind, flag: str, *candidates: str, **columns: object) -> tuple[Received, ...]:
    values: dict[str, object] = {"time_local": "1", "flags": (flag,)} | columns
    code = values.pop("code", A)
    action = values.pop("action", Action.AMEND)
    levels = values.pop("levels", (X,))
    return story(
        item(D2, action, code, *levels, **values),  # type: ignore[arg-type,misc]
        asks=row_asks(kind, *candidates),
    )


def _unread_code(kind: ReviewKind, flag: str, *candidates: str) -> tuple[Received, ...]:
    return _row(kind, flag, *candidates, code=None, action=Action.NEW, name="Tên", code_text="1.00000?")


def _heading(kind: ReviewKind) -> tuple[Received, ...]:
    row = item(D2, Action.LIST, A, time_local="1", flags=("action_unknown", "level_unknown", "ocr_doubt"))
    return story(row, asks=Question(kind, fields(text="II. THU TUC ???"), ("II. THU TUC ???",)))


def _document(
    kind: ReviewKind, *candidates: str, number: bool = True, signed: bool = True
) -> tuple[Received, ...]:
    received = story(
        item(D2, Action.AMEND, A, X, time_local="1"),
        asks=Question(kind, fields(text="S0: 2", own="2/QĐ-UBND", other="3/QĐ-UBND"), candidates)
        if kind is not K.OWN_DATE_CONFLICT
        else Question(kind, fields(own=day("2022-03-01"), other=day("2022-03-05")), candidates),
    )
    last = received[-1]
    assert last.reading is not None
    bare: dict[str, object] = {}
    if not number:
        bare |= {"number": None, "number_text": None}
    if not signed:
        bare["signed_on"] = None
    return (*received[:-1], replace(last, reading=replace(last.reading, **bare)))  # type: ignore[arg-type]


def posting(key: str, **given: object) -> Posting:
    values: dict[str, object] = {
        "source_id": "cong", "url": f"https://a.test/{key}", "received_at": noon(day("2022-03-08")),
        "sha256": f"{key:0>64}", "number_text": "512/QĐ-UBND", "title": "Công bố danh mục lĩnh vực Hộ tịch",
        "issuer_name": "UBND tỉnh Quảng Nam", "signed_on": day("2022-03-04"), "effective_on": None,
        "published_on": None, "sectors": (), "files": (), "procedures": (),
    }  # fmt: skip
    return Posting(key=key, **{**values, **given})  # type: ignore[arg-type]


def _copies() -> tuple[Received, ...]:
    received = story(item(D2, Action.ABOLISH, A, X))
    paper = received[1]
    assert paper.reading is not None
    other = replace(
        paper,
        sha256="f" * 64,
        url="inbox/2b.html",
        reading=replace(paper.reading, items=tuple(replace(row, code=B) for row in paper.reading.items)),
    )
    return (*received, other)


def _alone(read: bool) -> tuple[Received, ...]:
    (one,) = papers((D1,), BASE)
    assert one.reading is not None
    bare = replace(one.reading, number=None, symbol=None, number_text=None, signed_on=None, issuer_name=None)
    return (replace(one, reading=bare if read else None, error=None if read else "tệp hỏng"),)


def _correcting() -> tuple[Received, ...]:
    correcting = decision(
        3, "2022-03-10", "2022-03-11", kind=DecisionKind.CORRECTION,
        relations=(RelationRow(RelationType.CORRECTS, D1.decision_id, None),),
    )  # fmt: skip
    twins = tuple(
        item(D1, Action.NEW, f"1.00000{n}", X, row=n, name="Đăng ký", time_local="5") for n in (8, 9)
    )
    right = item(
        correcting, Action.CORRECT, None, part="Điều 1", row_no=None, name="Đăng ký", time_local="1",
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 03/01/2022",
    )  # fmt: skip
    return papers((D1, correcting), (*BASE, *twins, right))


def _annulled_correction() -> tuple[Received, ...]:
    correcting = decision(3, "2022-03-10", "2022-03-11", kind=DecisionKind.CORRECTION)
    right = item(
        correcting, Action.CORRECT, A, part="Điều 1", row_no=None, name="", time_local="1",
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 03/01/2022",
    )  # fmt: skip
    gone = decision(
        4, "2022-05-01", "2022-05-02",
        relations=(RelationRow(RelationType.REPEALS_DOC, correcting.decision_id, None),),
    )  # fmt: skip
    return papers((D1, correcting, gone), (*BASE, right))


def _unclear_correction() -> tuple[Received, ...]:
    correcting = decision(
        3, "2022-03-10", "2022-03-11", kind=DecisionKind.CORRECTION,
        relations=(RelationRow(RelationType.CORRECTS, D1.decision_id, None),),
    )  # fmt: skip
    right = item(
        correcting, Action.CORRECT, A, part="Điều 1", row_no=None, flags=("correction_unclear",),
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 03/01/2022",
    )  # fmt: skip
    return papers((D1, correcting), (*BASE, right), (row_asks(K.CORRECTION_UNCLEAR),))


def _undated(kind: ReviewKind) -> tuple[Received, ...]:
    source = None if kind is K.EFFECT_UNKNOWN else EffectSource.INDIRECT
    silent = replace(D2, effective_on=None, effect_source=source)
    asks = () if kind is K.EFFECT_UNKNOWN else (Question(kind, fields(text="sau khi được đăng công báo")),)
    return papers((D1, silent), (*BASE, item(D2, Action.ABOLISH, A, X)), asks)


def _waiting(kind: ReviewKind, flag: str) -> tuple[Received, ...]:
    asks = Question(kind, fields(text="chữ trong văn bản"))
    return papers((D1, D2), (*BASE, item(D2, Action.ABOLISH, A, X)), (asks,), flags=(flag,))


def _nothing_like() -> tuple[Received, ...]:
    twins = tuple(
        item(D1, Action.NEW, f"1.00000{n}", X, row=n, name="Cấp giấy phép xây dựng") for n in (8, 9)
    )
    return papers((D1, D2), (*BASE, *twins, by_name("Cấp giấy phép xây dựng")))


def _row_address() -> tuple[Received, ...]:
    rows = (
        item(D1, Action.NEW, "1.000008", X, part="A/I/Hộ tịch", row=1),
        item(D1, Action.NEW, "1.000009", X, part="A/I/Chứng thực", row=1),
    )
    text = "Bãi bỏ TTHC số 1 mục I phần A Phụ lục Quyết định số 1/QĐ-UBND ngày 03/01/2022"
    return papers((D1, D2), (*rows, by_name("Thủ tục số 1", text)))


def _not_received() -> tuple[Received, ...]:
    text = "Bãi bỏ thủ tục “Thủ tục 1.000001” tại Quyết định số 77/QĐ-UBND ngày 10/02/2021"
    return story(by_name("Thủ tục 1.000001", text))


def _ended_by_name() -> tuple[Received, ...]:
    between = decision(4, "2022-02-01", "2022-02-02")
    rows = (*BASE, item(between, Action.ABOLISH, A, X))
    text = "Bãi bỏ thủ tục “Thủ tục 1.000001” tại Quyết định số 1/QĐ-UBND ngày 03/01/2022"
    return papers((D1, between, D2), (*rows, by_name("Thủ tục 1.000001", text)))


def _amended_after_end() -> tuple[Received, ...]:
    later = decision(3, "2022-04-01", "2022-04-02")
    rows = (item(D2, Action.ABOLISH, A, X), item(later, Action.AMEND, A, X, time_local="1"))
    return papers((D1, D2, later), (*BASE, *rows))


def _late_district() -> tuple[Received, ...]:
    late = decision(2, "2025-08-01", "2025-08-02", issuer="da-nang")
    return papers((D1, late), (*BASE, item(late, Action.NEW, "1.000009", H, time_local="1")))


def _before_merger() -> Decision:
    """Signed by the province that took over, before it did, with effect after."""
    return decision(2, "2025-06-20", "2025-06-21", effective="2025-07-15", issuer="da-nang")


def _received_lists() -> tuple[Received, ...]:
    """Two lists of what the communes receive; the later one has not all of the earlier."""
    held = tuple(item(D1, Action.NEW, code, T, row=row) for row, code in enumerate((A, B), 1))
    first, later = (
        replace(decision(number, signed, signed), kind=DecisionKind.SUBSET)
        for number, signed in ((2, "2022-03-01"), (3, "2022-05-01"))
    )
    received = tuple(
        replace(item(of, Action.LIST, code, T, row=row), reception_levels=(Level.COMMUNE,))
        for of, codes in ((first, (A, B)), (later, (A,)))
        for row, code in enumerate(codes, 1)
    )
    return papers((D1, first, later), (*held, *received))


def _listed() -> tuple[Received, ...]:
    listing = decision(2, "2022-03-01", "2022-03-02", kind=DecisionKind.NORMALISED)
    base = tuple(replace(row, sector="Hộ tịch") for row in BASE)
    return papers((D1, listing), (*base, item(listing, Action.LIST, A, X, sector="Hộ tịch")))


def _two_rows() -> tuple[Received, ...]:
    return story(
        item(D2, Action.AMEND, A, X, row=1, time_local="1"),
        item(D2, Action.AMEND, A, X, row=2, time_local="2"),
    )


def _overtaken() -> tuple[Received, ...]:
    """An amendment, signed later, of what has not begun: it is over when that begins."""
    later = replace(D1, effective_on=date(2022, 6, 1))
    return papers((later, D2), (*BASE, item(D2, Action.AMEND, A, X, row=1, time_local="1")))


def _undated_act() -> tuple[Received, ...]:
    acting = related(RelationType.SUSPENDS)
    received = papers(
        (D1, acting), BASE, (Question(K.ACT_DATE_UNCLEAR, fields(text="từ ngày", target="1/QĐ-UBND")),)
    )
    last = received[-1]
    assert last.reading is not None
    relations = tuple(replace(one, undated=True) for one in last.reading.relations)
    return (*received[:-1], replace(last, reading=replace(last.reading, relations=relations)))


def _list(on: str, *rows: tuple[str, str], unit_id: str | None) -> Adoption:
    """A list taken as evidence, of the commune's own inventory or of anybody's."""
    return Adoption(
        source=f"Sổ ngày {on}",
        held_on=day(on),
        sha256=on.replace("-", "").rjust(64, "0"),
        name="so.xlsx",
        said_at=noon(day(on)),
        rows=tuple(AdoptedRow(place, code, code, name) for place, (code, name) in enumerate(rows, start=1)),
        unit_id=unit_id,
        levels=() if unit_id else (X,),
    )


_REGISTER, _BUILDING = ("1.000008", "Đăng ký khai tử"), ("1.000009", "Cấp giấy phép xây dựng")

_TITLES = (
    posting("9", number_text="40/QĐ-BYT", issuer_name="Bộ Y tế"),
    posting(
        "1", number_text="40/QĐ-BYT", issuer_name="UBND TP Cần Thơ", title="Điều chỉnh giấy phép hoạt động"
    ),
)


def _adds_rows(kind: ReviewKind) -> Story:
    """What could not be read as rows: a person has written them out, or there are none."""
    asked = Question(kind, fields(text="chữ lạ", place="trang 1", table="1", heading="I", codes=A, count=3))
    answer = KINDS[kind].choices[0].value
    told = story(item(D2, Action.AMEND, A, X, time_local="1"), asks=asked)
    return Story(told, (answer,), answer, changes=False)


STORIES: dict[ReviewKind, Callable[[], Story]] = {
    K.ACTION_UNKNOWN: lambda: Story(
        _row(K.ACTION_UNKNOWN, "action_unknown", "new", "amend", "abolish", action=Action.LIST),
        ("bãi bỏ", "abolish", "Bị bãi bỏ"), "abolish", wrong="correct",
    ),
    K.ACTION_CONTRADICTED: lambda: Story(
        _row(K.ACTION_CONTRADICTED, "action_unknown", "new", "abolish", action=Action.LIST),
        ("sửa đổi, bổ sung", "amend"), "amend",
    ),
    K.LEVEL_UNKNOWN: lambda: Story(
        _row(K.LEVEL_UNKNOWN, "level_unknown", *Level, levels=(), code="1.000009", action=Action.NEW),
        ("cấp xã", "xã", "commune", "Cấp xã"), "commune", wrong="sở",
    ),
    K.SEVERAL_CODES: lambda: Story(
        _unread_code(K.SEVERAL_CODES, "several_codes", "1.000008", "1.000009"),
        ("1.000009", "1.000009.000.00.00.H47"), "1.000009", outside="1.000007",
    ),
    K.CODE_UNCLEAR: lambda: Story(
        _unread_code(K.CODE_UNCLEAR, "code_unclear", "1.00000?"), ("1.000009",), "1.000009", wrong="1.0000"
    ),
    K.REPLACED_UNKNOWN: lambda: Story(
        _row(K.REPLACED_UNKNOWN, "replaced_unknown", code="1.000009", action=Action.REPLACE),
        (f"{A}; {B}", f"{A} {B}"), f"{A}, {B}",
    ),
    K.REPLACED_UNCLEAR: lambda: Story(
        _row(K.REPLACED_UNCLEAR, "replaced_unclear", "1.00000l", code="1.000009", action=Action.REPLACE),
        (A,), A,
    ),
    K.ROW_EFFECT_UNCLEAR: lambda: Story(
        story(
            item(D2, Action.ABOLISH, A, X, row=1),
            item(D2, Action.ABOLISH, B, X, row=2),
            asks=Question(K.ROW_EFFECT_UNCLEAR, fields(text="một số thủ tục", on=day("2022-06-01"))),
        ),
        ("số 2 mục I phần A", "A/I/2", B), f"{D2.decision_id}#{B}", wrong="số 9 mục I phần A",
    ),
    K.CORRECTION_UNCLEAR: lambda: Story(
        _unclear_correction(), ("thời hạn: 3 ngày", "time: 3 ngày"), "time_local: 3 ngày", wrong="3 ngày"
    ),
    K.OCR_CODE: lambda: Story(_unread_code(K.OCR_CODE, "ocr_doubt", "1.000008"), ("1.000009",), "1.000009"),
    K.OCR_NAME: lambda: Story(
        _row(K.OCR_NAME, "ocr_doubt", "Đăng ky khai sinh", name="Đăng ky khai sinh"),
        ("Đăng ký khai sinh",), "Đăng ký khai sinh", wrong="?",
    ),
    K.OCR_SENTENCE: lambda: Story(
        _row(K.OCR_SENTENCE, "ocr_doubt", A, code=None, code_text="?", action=Action.ABOLISH, name="Tên"), (A,), A
    ),
    K.OCR_HEADING: lambda: Story(
        _heading(K.OCR_HEADING), ("bãi bỏ, cấp xã", "xã; abolish"), "abolish, commune", wrong="II"
    ),
    K.OCR_TITLE: lambda: Story(_heading(K.OCR_TITLE), ("sửa đổi, cấp xã",), "amend, commune"),
    K.OCR_NUMBER: lambda: Story(
        _document(K.OCR_NUMBER, "2/QĐ-UBND", number=False), ("2/QĐ-UBND", "số 02/QĐ-UBND"), "2/QĐ-UBND",
    ),
    K.OCR_SIGNED_ON: lambda: Story(
        _document(K.OCR_SIGNED_ON, "2022-03-01", signed=False), ("01/3/2022", "2022-03-01"), "2022-03-01",
    ),
    K.OCR_EFFECT: lambda: Story(_undated(K.OCR_EFFECT), ("15/4/2022",), "2022-04-15", wrong="tháng sau"),
    K.NO_EFFECT_CLAUSE: lambda: Story(
        story(
            item(D2, Action.ABOLISH, A, X), of=replace(D2, effect_source=EffectSource.DEFAULT_SIGNED)
        ),
        ("ngày 01 tháng 6 năm 2022", "01/6/2022", "1.6.2022", "2022-06-01"), "2022-06-01", wrong="32/1/2022",
    ),
    K.EFFECT_INDIRECT: lambda: Story(_undated(K.EFFECT_INDIRECT), ("15/4/2022",), "2022-04-15"),
    K.EFFECT_UNREAD: lambda: Story(_undated(K.EFFECT_UNREAD), ("15/4/2022",), "2022-04-15", wrong="31/4/2022"),
    K.EFFECT_END_UNCLEAR: lambda: Story(
        _waiting(K.EFFECT_END_UNCLEAR, "effect_end_unclear"), ("31/12/2022", "2022-12-31"), "2022-12-31",
        wrong="cuối năm",
    ),
    K.DRAFT: lambda: Story(_waiting(K.DRAFT, "draft"), ("đã ban hành", "issued"), "issued"),
    K.GROUND_UNCLEAR: lambda: Story(
        _waiting(K.GROUND_UNCLEAR, "ground_unclear"), ("mọi đơn vị", "everywhere"), "everywhere"
    ),
    K.EXCEPTION_UNCLEAR: lambda: Story(
        papers(
            (D1, D2),
            (*BASE, *(item(D2, Action.ABOLISH, code, X, row=n, flags=("exception_unclear",))
                      for n, code in enumerate((A, B), 1))),
            (Question(K.EXCEPTION_UNCLEAR, fields(text="trừ một số thủ tục")),),
        ),
        (A, "Thủ tục 1.000001"), f"{D2.decision_id}#{A}", wrong="số 9 mục I phần A",
    ),
    K.EFFECT_UNKNOWN: lambda: Story(_undated(K.EFFECT_UNKNOWN), ("15-4-2022",), "2022-04-15"),
    K.KIND_UNCLEAR: lambda: Story(
        story(item(D2, Action.AMEND, A, X, time_local="1"), of=replace(D2, kind=DecisionKind.OTHER)),
        ("công bố danh mục", "public_list"), "public_list", wrong="gì đó",
    ),
    K.ISSUER_UNKNOWN: lambda: Story(
        story(item(D2, Action.ABOLISH, A, X), issuer_name=None),
        ("quang-nam",), "quang-nam", wrong="???", outside="hue",
    ),
    K.NUMBER_UNKNOWN: lambda: Story(
        story(item(D2, Action.ABOLISH, A, X), number=None, number_text=None), ("2/QĐ-UBND",), "2/QĐ-UBND",
    ),
    K.SIGNING_DATE_UNKNOWN: lambda: Story(
        story(item(D2, Action.ABOLISH, A, X), signed_on=None), ("01/3/2022",), "2022-03-01",
    ),
    K.OWN_NUMBER_CONFLICT: lambda: Story(
        _document(K.OWN_NUMBER_CONFLICT, "2/QĐ-UBND", "3/QĐ-UBND"), ("3/QĐ-UBND",), "3/QĐ-UBND", outside="4/QĐ-UBND",
    ),
    K.OWN_DATE_CONFLICT: lambda: Story(
        _document(K.OWN_DATE_CONFLICT, "2022-03-01", "2022-03-05"), ("05/3/2022",), "2022-03-05", outside="06/3/2022",
    ),
    K.SCOPE_UNKNOWN: lambda: Story(
        story(
            item(D2, Action.AMEND, A, X, time_local="1"),
            asks=Question(K.SCOPE_UNKNOWN, fields(text="bãi bỏ các nội dung liên quan", target="1/QĐ-UBND")),
        ),
        (B, f"{B}."), B, wrong="các thủ tục cũ",
    ),
    K.NOT_A_DECISION: lambda: Story(
        _alone(read=True), ("không phải quyết định", "not a decision"), "none", wrong="có lẽ", changes=False
    ),
    K.NOT_YET_READ: lambda: Story(
        _alone(read=False), ("không phải quyết định công bố", "none"), "none", changes=False
    ),
    K.SAME_NUMBER: lambda: Story(
        (), ("quang-nam/512-QD-UBND/2022-03-04~2",), "quang-nam/512-QD-UBND/2022-03-04~2",
        postings=(posting("1"), posting("2", title="Công bố quy trình karaoke")), wrong="một", changes=False,
    ),
    K.TITLE_MISMATCH: lambda: Story(
        (), ("quyết định khác", "other"), "other", postings=_TITLES, wrong="hai", changes=False
    ),
    K.COPIES_DIFFER: lambda: Story(_copies(), ("ffffffff", "f" * 64), "f" * 64, wrong="abcdef1234"),
    K.NAME_UNCLEAR: lambda: Story(_nothing_like(), ("1.000009",), "1.000009", outside=A),
    K.REFERENCE_ROW_UNCLEAR: lambda: Story(_row_address(), ("1.000009",), "1.000009", outside=A),
    K.REFERENCE_NOT_RECEIVED: lambda: Story(_not_received(), (A,), A),
    K.REFERENCE_NOT_IN_FORCE: lambda: Story(_ended_by_name(), (A,), A, outside=B, changes=False),
    K.CORRECTION_PENDING: lambda: Story(_correcting(), ("1.000009", "A/I/9"), f"{D1.decision_id}#1.000009"),
    K.NOT_IN_FORCE: lambda: Story(
        story(item(D2, Action.ABOLISH, "1.000010", X, name="Tên khác")), (A,), A, outside=B
    ),
    K.REPLACED_NOT_IN_FORCE: lambda: Story(
        story(item(D2, Action.REPLACE, "1.000030", X, replaces=("1.000010",), time_local="1")), (A,), A, outside=B
    ),
    K.LEVEL_ADDED: lambda: Story(
        story(item(D2, Action.AMEND, C, X, time_local="1")), ("đã chuyển cấp", "moved"), "moved"
    ),
    K.LEVEL_ENDED: lambda: Story(_late_district(), ("cấp xã",), "commune", outside="cấp huyện"),
    K.VOID_LEVEL: lambda: Story(story(), ("cấp xã và cấp tỉnh",), "province, commune", outside="huyện"),
    K.AMENDED_AFTER_END: lambda: Story(_amended_after_end(), ("đã hết hiệu lực", "ended"), "ended"),
    K.SAME_DECISION: lambda: Story(
        _two_rows(), ("số 1 mục I phần A", "A/I/1"), f"{D2.decision_id}#{A}", wrong="số 7 mục I phần A"
    ),
    K.OVERTAKEN: lambda: Story(_overtaken(), (f"{D2.decision_id}#{A}",), f"{D2.decision_id}#{A}", wrong="số 7 mục I phần A"),
    K.SAME_NAME: lambda: Story(
        story(item(D2, Action.NEW, None, X, name="Thủ tục 1.000001", time_local="1")), (A,), A, outside=B
    ),
    K.ORPHANED: lambda: Story(
        papers(
            (D1, related(RelationType.REPEALS_DOC)), (*BASE[:2], item(D2, Action.AMEND, A, X, time_local="1"))
        ),
        ("end",), "end", wrong=A,
    ),
    K.LEVEL_NOT_HELD: lambda: Story(
        story(
            item(D2, Action.ABOLISH, C, part="Điều 1", row_no=None, name="Tên khác", flags=()),
        ),
        ("cấp huyện", "district"), "district",
    ),
    K.CORRECTION_ANNULLED: lambda: Story(_annulled_correction(), ("trước đó", "nội dung trước đó"), "before"),
    K.NOT_IN_LIST: lambda: Story(_listed(), (B, "tất cả"), B, outside=C),
    K.GROUND_BEFORE_MERGER: lambda: Story(
        papers(
            (D1, _before_merger()),
            (*BASE, item(_before_merger(), Action.NEW, "1.000009", X, row=1)),
        ),
        ("toàn địa bàn", "tất cả"), "everywhere",
    ),
    K.CITED_NEARLY: lambda: Story(
        story(
            item(D2, Action.NEW, "1.000009", X, row=1),
            relations=(Relation(RelationType.SUSPENDS, Citation(1, "QĐ-UBND", "1/QĐ-UBND", date(2022, 1, 5))),),
        ),
        ("1/QĐ-UBND ngày 03/01/2022",), "1/QĐ-UBND ngày 2022-01-03",
    ),
    K.RECEPTION_LIST: lambda: Story(_received_lists(), ("thay thế", "có"), "replaces"),
    K.PARTIAL_REPEAL: lambda: Story(
        story(
            item(D2, Action.AMEND, A, X, time_local="1"),
            of=related(RelationType.REPEALS_PART, "lĩnh vực Hộ tịch"),
        ),
        (f"{B},{C}",), f"{B}, {C}",
    ),
    K.ROW_UNCLEAR: lambda: Story(
        story(
            item(D2, Action.AMEND, A, X, time_local="1"), of=related(RelationType.REPEALS_ROW, "số 2 mục I")
        ),
        (B,), B,
    ),
    K.REVERT: lambda: Story(
        story(
            item(D2, Action.AMEND, A, X, time_local="1"),
            of=decision(2, "2022-03-01", "2022-03-02", until="2022-10-01"),
        ),
        ("hết hiệu lực", "ended"), "ended",
    ),
    K.LEVEL_CONTRADICTED: lambda: Story(
        _row(K.LEVEL_CONTRADICTED, "level_unknown", levels=(), code="1.000009", action=Action.NEW), ("xã",), "commune"
    ),
    K.ABOLISH_WORDS: lambda: Story(
        _row(K.ABOLISH_WORDS, "action_unknown", action=Action.LIST), ("bãi bỏ", "abolish"), "abolish"
    ),
    K.ROW_DOUBTFUL: lambda: Story(_row(K.ROW_DOUBTFUL, "row_doubtful", "valid", "void"), ("valid",), "valid"),
    K.BODY_MISSING: lambda: Story(
        story(
            item(D2, Action.AMEND, A, X, time_local="1"), of=replace(D2, kind=DecisionKind.OTHER),
            asks=Question(K.BODY_MISSING, fields(count=1), ("public_list", "other")),
        ),
        ("public_list",), "public_list",
    ),
    K.SUSPENDED: lambda: Story(
        papers((D1, related(RelationType.SUSPENDS)), BASE[:1]), ("keep",), "keep"
    ),
    K.ACT_DATE_UNCLEAR: lambda: Story(
        _undated_act(), ("01/6/2022", "2022-06-01"), "2022-06-01"
    ),
    K.DATE_IMPLAUSIBLE: lambda: Story(
        papers((D1, decision(2, "2022-06-01", "2022-03-02")), (*BASE, item(decision(2, "2022-06-01", "2022-03-02"),
               Action.NEW, "1.000009", X))), ("01/3/2022",), "2022-03-01",
    ),
    K.LISTING_SHRANK: lambda: Story(
        story(), ("đúng", "right"), "right", doubted=(
            DoubtedListing("xa-b", Channel.COUNTER, day("2022-04-01"), "ab12", 20, (
                Listing("xa-b", Channel.COUNTER, day("2022-04-01"), A, A, "Thủ tục 1.000001", None, None, "quay.csv",
                        "0" * 64, 1),)),
        ),
    ),
    K.FEE_UNCLEAR: lambda: Story(
        story(), (A, f"{A}, {B}"), A, changes=False, fees=(
            FeeList("Nghị quyết số 1/2022/NQ-HĐND", day("2022-05-01"), None, "ab" * 32, "phi.docx", noon(day("2022-04-01")),
                    (FeeRow(2, 1, None, "Thủ tục không có", "1.000 đồng"),)),
        ),
    ),
    K.CODE_AND_NAME: lambda: Story(
        story(item(D2, Action.ABOLISH, A, X, name="Thủ tục 1.000002")), (B,), B
    ),
    K.ADOPTED_NOT_LISTED: lambda: Story(
        (), ("1.000009", "tất cả"), "1.000009", outside="1.000008",
        adoptions=(
            _list("2022-03-01", _REGISTER, _BUILDING, unit_id=None), _list("2022-04-01", _REGISTER, unit_id=None)
        ),
    ),
    K.ADOPTED_LEVEL: lambda: Story(
        story(item(D2, Action.NEW, "1.000008", H)), ("1.000008", "tất cả"), "1.000008", outside=A,
        adoptions=(_list("2022-04-01", _REGISTER, unit_id="xa-b"),),
    ),
    K.ADOPTED_NAME: lambda: Story(
        (), ("Đăng ký khai tử lưu động",), "Đăng ký khai tử lưu động", wrong="?",
        adoptions=(
            _list("2022-03-01", _REGISTER, unit_id=None),
            _list("2022-04-01", (_REGISTER[0], _BUILDING[1]), unit_id=None),
        ),
    ),
    **{
        kind: partial(_adds_rows, kind)
        for kind in ReviewKind
        if KINDS[kind].does is Does.ADDS_ROWS and kind is not K.ANNEX_MISSING
    },
    K.ANNEX_MISSING: lambda: Story(
        papers((D1, D2), BASE, (Question(K.ANNEX_MISSING),)),
        (KINDS[K.ANNEX_MISSING].choices[0].value,), KINDS[K.ANNEX_MISSING].choices[0].value, changes=False,
    ),
    K.FILES_NOT_ALLOWED: lambda: Story(
        (), ("đã biết",), "none", wrong="hai", changes=False,
        postings=(posting("1", files=(PostedFile("1.pdf", "https://tep.test/1.pdf", None, "ngoài cổng", refused=True),)),),
    ),
    K.NO_DOCUMENT: lambda: Story(
        (), ("cổng không đăng",), "none", wrong="hai", changes=False,
        postings=(posting("1", title="Công bố thủ tục hành chính lĩnh vực Hộ tịch"),),
    ),
    K.DOCUMENT_LOST: lambda: Story(
        (), ("không có",), "none", wrong="hai", changes=False,
        postings=(
            posting(
                "1", title="Công bố thủ tục hành chính lĩnh vực Hộ tịch",
                files=(PostedFile("1.pdf", "https://cong.test/1.pdf", None, "trả về trang báo lỗi"),),
            ),
        ),
    ),
    K.SOURCE_WITHOUT_DOCUMENTS: lambda: Story(
        (), ("none",), "none", wrong="hai", changes=False,
        postings=tuple(
            posting(key, number_text=f"51{key}/QĐ-UBND", title=f"Công bố thủ tục hành chính thứ {key}") for key in "123"
        ),
    ),
    K.PAGES_NOT_READ: lambda: Story(
        (), ("none",), "none", wrong="hai", changes=False, postings=(posting("1", flags=("detail_not_had",)),)
    ),
}  # fmt: skip


@cache
def story_of(kind: ReviewKind) -> Story:
    """The story of a kind."""
    return STORIES[kind]()
