"""A code beside a name that is none of its own: the code may be the misprint, and nothing is ended or changed."""

import csv
import itertools
import json

import pytest

from niemyet.transforms.law.code_names import share_little
from tests.support.realdata import real
from tests.transforms.law.test_acts import BOTH, NEW, A, B, Story, acting, listing


def asked(story: Story) -> set[str]:
    return {str(one.kind) for one in story.state().reviews}


@pytest.mark.parametrize("section", ["BÃI BỎ", "ĐƯỢC SỬA ĐỔI, BỔ SUNG"])
def test_a_name_that_shares_no_word_with_those_of_its_code(section: str) -> None:
    story = Story(
        (NEW, listing(120, "2022-03-01", section, (A[0], "Cấp thẻ hướng dẫn viên"), time="02 ngày"))
    )
    assert story.board("2022-05-01") == BOTH
    assert asked(story) == {"code_and_name"}
    (review,) = story.asked("code_and_name")
    assert review.question.count("“") == 2, "no other code bears the name"
    assert story.answered("code_and_name", A[0]).board("2022-05-01") != BOTH


def test_the_same_in_a_sentence_that_quotes_the_name() -> None:
    article = f"Bãi bỏ thủ tục hành chính cấp xã “Cấp thẻ hướng dẫn viên” (mã số {A[0]})."
    story = Story((NEW, acting(120, "2022-03-01", article)))
    assert story.board("2022-05-01") == BOTH
    assert asked(story) == {"code_and_name"}


@pytest.mark.parametrize(
    "name", ["Đăng ký nuôi ong mật", "Thủ tục đăng ký cơ sở nuôi ong", "Đăng kí nuôi Ong"]
)
def test_a_name_that_changed_a_little_is_its_own(name: str) -> None:
    story = Story((NEW, listing(120, "2022-03-01", "BÃI BỎ", (A[0], name))))
    assert set(story.board("2022-05-01")) == {B[0]}


def test_words_of_a_sentence_that_are_no_name_are_held_against_none() -> None:
    article = f"Bãi bỏ thủ tục hành chính lĩnh vực Trồng trọt cấp xã có mã số {A[0]}."
    assert set(Story((NEW, acting(120, "2022-03-01", article))).board("2022-05-01")) == {B[0]}


def test_a_name_that_the_code_bore_once_is_its_own() -> None:
    renamed = listing(115, "2022-02-01", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", (A[0], "Đăng ký nuôi ong, chăn tằm"))
    again = listing(117, "2022-02-10", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", (A[0], "Nuôi tằm, chăn ong lấy mật"))
    story = Story((NEW, renamed, again, listing(120, "2022-03-01", "BÃI BỎ", A)))
    assert set(story.board("2022-05-01")) == {B[0]}


@pytest.mark.realdata
def test_no_renaming_of_the_nation_is_taken_for_a_misprint() -> None:
    changed = json.loads(real("procedures/name_changes_2025_2026.json").read_text("utf-8"))
    pairs = [list(names.values()) for names in changed.values()]
    assert len(pairs) > 200
    assert not [names for names in pairs if all(itertools.starmap(share_little, itertools.pairwise(names)))]


@pytest.mark.realdata
def test_nearly_every_other_procedure_of_the_nation_is() -> None:
    with real("procedures/national_2026-07.csv").open(encoding="utf-8") as lines:
        names = [row["ten_thu_tuc"] for row in csv.DictReader(lines)]
    pairs = list(zip(names, names[500:], strict=False))
    assert sum(itertools.starmap(share_little, pairs)) > 0.9 * len(pairs)
