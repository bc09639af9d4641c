"""What a person says at the counter: rows that were overlooked, days nobody believes, who answered before."""

from dataclasses import replace
from pathlib import Path

import pytest

from niemyet.model.records import Question, fields
from niemyet.model.tables import Decision, Procedure, Review
from niemyet.model.words import Action, EffectSource, ReviewKind
from tests.flows.test_review_kinds import Counter
from tests.support.province import X, decision, item
from tests.support.review_stories import BASE, D1, D2, A, B, Story, papers, story

K = ReviewKind
LEFT_OVER = Story(
    story(
        item(D2, Action.AMEND, B, X, time_local="1"),
        asks=Question(K.LEFT_OVER_CODE, fields(codes=A, place="bảng 3", text="1 | …"), (A,)),
    ),
    (), "",
)  # fmt: skip
SILENT = Story(
    papers(
        (D1, replace(D2, effect_source=EffectSource.DEFAULT_SIGNED)),
        (*BASE, item(D2, Action.ABOLISH, A, X)),
    ),
    (), "",
)  # fmt: skip


def counter(root: Path, told: Story, monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = Counter(root / "nhà", told, monkeypatch)
    made.run("reprocess")
    return made


def held(desk: Counter) -> set[str]:
    release = desk.house.folder.releases.latest()
    assert release is not None
    return {one.code for one in release.rows("procedures", Procedure) if one.valid_until is None}


def decided(desk: Counter) -> dict[str, Decision]:
    release = desk.house.folder.releases.latest()
    assert release is not None
    return {one.decision_id: one for one in release.rows("decisions", Decision)}


def test_a_row_that_was_overlooked_is_written_out_and_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter(tmp_path, LEFT_OVER, monkeypatch)
    name = desk.question(K.LEFT_OVER_CODE).review_id
    assert A in held(desk)

    bare = desk.run("review", "resolve", name, A)
    assert bare.exit_code == 2
    assert f"lựa chọn ({A}" not in bare.output, "what is refused is not offered"
    assert "sửa đổi, cấp xã" in bare.output, "how a row is written out"
    assert desk.run("review", "resolve", name, f"{A}: sửa đổi, xã").exit_code == 2, (
        "what is published has a name"
    )

    said = desk.run("review", "resolve", name, f"{A}: bãi bỏ, cấp xã; 1.000077 Cấp thẻ đọc: mới, xã")
    assert said.exit_code in {0, 3}, said.output
    assert (A in held(desk), "1.000077" in held(desk)) == (False, True)
    assert [row.resolution for row in desk.kept()] == [
        f"{A}: abolish, commune; 1.000077 Cấp thẻ đọc: new, commune"
    ]


def test_that_rows_are_missing_marks_the_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = counter(tmp_path, LEFT_OVER, monkeypatch)
    before = desk.tables()
    name = desk.question(K.LEFT_OVER_CODE).review_id
    said = desk.run("review", "resolve", name, "thiếu")
    assert D2.decision_id in said.output, "what it changes is said"
    told = decided(desk)[D2.decision_id]
    assert "rows_missing" in told.flags
    assert told.needs_review, "until it is read whole"
    assert desk.tables()["listing_updates"] == before["listing_updates"], "and nothing else"
    desk.run("review", "reopen", name)
    assert desk.tables() == before


def test_a_day_that_nobody_believes_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = counter(tmp_path, SILENT, monkeypatch)
    name = desk.question(K.NO_EFFECT_CLAUSE).review_id
    for unlikely in ("1990-01-01", "2022-01-01", "01/4/2027"):
        refused = desk.run("review", "resolve", name, unlikely)
        assert (refused.exit_code, "--even-so" in refused.output) == (2, True), unlikely
    assert desk.run("review", "resolve", name, "2022-02-20").exit_code in {0, 3}, (
        "within 31 days before signing"
    )
    assert desk.run("review", "resolve", name, "1990-01-01", "--even-so").exit_code in {0, 3}
    assert len(desk.kept()) == 2


def test_who_answered_before_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = counter(tmp_path, SILENT, monkeypatch)
    name = desk.question(K.NO_EFFECT_CLAUSE).review_id
    first = desk.run("review", "resolve", name, "01/6/2022", "--by", "Bình")
    assert "Bình" not in first.output
    for words in (("--dry-run",), ("--by", "Lan")):
        second = desk.run("review", "resolve", name, "02/6/2022", *words)
        assert "Bình" in second.output
        assert "01/06/2022" in second.output
    assert [row.resolved_by for row in desk.kept()] == ["Bình", "Lan"], "a new fact, never an overwrite"


def test_a_sentence_bears_no_id_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = Story(
        story(item(D2, Action.ABOLISH, A, X), signed_on=None, number=None, number_text=None), (), ""
    )
    desk = counter(tmp_path, unknown, monkeypatch)
    release = desk.house.folder.releases.latest()
    assert release is not None
    asked = release.rows("reviews", Review)
    assert asked
    assert not [one.question for one in asked if "khong-" in one.question]
    assert K.EFFECT_UNKNOWN not in {one.kind for one in asked}, "when it was signed is asked first"


@pytest.mark.parametrize(
    ("row", "then"),
    [
        (item(D2, Action.AMEND, A, X, time_local="1"), "nội dung trước đó được áp dụng trở lại"),
        (item(D2, Action.NEW, "1.000009", X, time_local="1"), "thủ tục không còn hiệu lực"),
        (item(D2, Action.ABOLISH, A, X), "thủ tục có hiệu lực trở lại"),
    ],
)  # fmt: skip
def test_the_end_of_a_limited_effect_says_what_follows(
    row: object, then: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = decision(2, "2022-03-01", "2022-03-02", until="2022-10-01")
    desk = counter(tmp_path, Story(papers((D1, limited), (*BASE, row)), (), ""), monkeypatch)  # type: ignore[arg-type]
    assert then in desk.question(K.REVERT).question
