"""What every portal does the same way: the account of a crawl, its proof, files that are announced."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from niemyet.extractors.fetching.stopping import StoppedError
from niemyet.extractors.portals.crawling import (
    Announced,
    Tally,
    fetch_files,
    fingerprint,
    is_known,
    is_passing,
    is_store,
    part_of,
    posted_files,
    receipt_print,
)
from niemyet.model.errors import FetchError, NotThePageError
from niemyet.model.messages import Message
from niemyet.model.records import LostPart, Part, Receipt
from niemyet.model.words import FetchOutcome, Outcome


def failed(outcome: FetchOutcome, status: int | None = None) -> FetchError:
    return FetchError(Message("hỏng"), url="https://a.example/x", outcome=outcome, status=status)


@pytest.mark.parametrize(("error", "passing"), [
    (failed(FetchOutcome.TIMEOUT), True), (failed(FetchOutcome.RATE_LIMITED, 429), True),
    (failed(FetchOutcome.TRUNCATED, 200), True),
    (failed(FetchOutcome.HTTP_ERROR, 500), True), (failed(FetchOutcome.HTTP_ERROR, 499), False),
    (failed(FetchOutcome.HTTP_ERROR, 404), False), (failed(FetchOutcome.HTTP_ERROR, 410), False),
    (NotThePageError(Message("trang chủ")), True),
])  # fmt: skip
def test_only_what_the_portal_itself_calls_missing_is_not_asked_for_again(error: Any, passing: bool) -> None:
    assert is_passing(error) is passing


def test_a_fingerprint_tells_fields_apart() -> None:
    fields: list[tuple[str | None, ...]] = [
        ("ab", "c"), ("a", "bc"), ("abc",), ("abc", None), ("abc", ""), (), ("-",), (None,), ("é",), ("e\u0301",),
    ]  # fmt: skip
    prints = [fingerprint(*one) for one in fields]
    assert len(set(prints)) == len(prints)
    assert fingerprint("ab", None) == fingerprint("ab", None)


def test_nothing_seen_and_nothing_stated_is_dark_never_empty() -> None:
    assert Tally().proof().outcome is Outcome.DARK
    assert Tally(nothing_stated=True).proof() == replace(
        Tally(nothing_stated=True).proof(), outcome=Outcome.COMPLETE, reason=None
    )
    dark = Tally()
    dark.doubt(Message("trang là trang chủ"))
    assert dark.proof().reason == "trang là trang chủ"


def test_whatever_speaks_against_a_list_makes_it_incomplete_and_is_counted_once() -> None:
    tally = Tally(pages=2, rows=3, declared=9)
    for reason in ("a", "b", "a", "c"):
        tally.doubt(Message(reason))
    proof = tally.proof()
    assert (proof.outcome, proof.doubts, proof.declared_total) == (Outcome.INCOMPLETE, 3, 9)
    assert proof.reason is not None
    assert proof.reason.startswith("a ")
    assert "2" in proof.reason


def test_a_gap_is_a_hole_of_the_list_told_in_the_language_that_is_kept() -> None:
    tally = Tally(rows=1)
    gap = tally.gap("https://a.example/x", NotThePageError(Message("trang chủ")), of_document=True)
    assert (gap.url, gap.reason, gap.of_document) == ("https://a.example/x", "trang chủ", True)
    assert tally.proof().outcome is Outcome.INCOMPLETE


# ---- files -----------------------------------------------------------------------------------------


@dataclass
class _Answer:
    sha256: str
    filename: str | None


class _Client:
    """Answers by address; refuses what is elsewhere."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def refuses(self, url: str) -> Message | None:
        return None if "cong.example" in url else Message("nơi khác")

    def get(self, url: str, *, expect: str, name: str | None) -> _Answer:
        assert (expect, name is None or bool(name)) == ("file", True)
        self.asked.append(url)
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return _Answer(answer, "từ máy chủ.pdf")


HERE = "https://cong.example/"


def test_files_are_stored_or_lost_with_the_reason_and_nothing_elsewhere_is_chased() -> None:
    client = _Client({HERE + "a": "0" * 64, HERE + "b": failed(FetchOutcome.HTTP_ERROR, 404)})
    announced = [
        Announced(HERE + "a", None), Announced(HERE + "b", "b.pdf"), Announced("https://drive.google.com/x", "d"),
        Announced("https://khac.example/x", "k"), Announced(HERE + "c", "c", lost=Message("không có địa chỉ")),
    ]  # fmt: skip
    tally = Tally(rows=1)
    found = fetch_files(client, announced, tally)  # type: ignore[arg-type]
    assert [(part.filename, part.sha256) for part in found.parts] == [("từ máy chủ.pdf", "0" * 64)]
    assert client.asked == [HERE + "a", HERE + "b"]
    assert [(lost.filename, lost.refused) for lost in found.lost] == [
        ("b.pdf", False),
        ("d", False),
        ("k", True),
        ("c", False),
    ]
    assert not found.passing
    assert tally.proof().outcome is Outcome.COMPLETE, (
        "a file that is gone speaks of the file, not of the list"
    )


def test_a_file_that_may_be_had_tomorrow_is_asked_for_again() -> None:
    tally = Tally(rows=1)
    found = fetch_files(
        _Client({HERE + "a": failed(FetchOutcome.TIMEOUT)}), [Announced(HERE + "a", "a")], tally
    )  # type: ignore[arg-type]
    assert found.passing
    assert tally.proof().outcome is Outcome.INCOMPLETE
    listed = fingerprint("x")
    assert receipt_print(listed, passing=False) == listed
    lacking = receipt_print(listed, passing=True)
    assert lacking == receipt_print(listed, passing=True) != listed
    assert not is_known({"k": lacking}, "k", listed)
    assert is_known({"k": listed}, "k", listed)
    assert not is_known({}, "k", listed)


@pytest.mark.parametrize(("url", "store"), [
    ("https://drive.google.com/file/d/1", True), ("https://tinh.sharepoint.com/x", True), ("https://sharepoint.com/x", False),
    ("https://drive.google.com.evil.example/x", False), ("khong phai dia chi", False),
])  # fmt: skip
def test_stores_of_files_are_told_by_their_host(url: str, store: bool) -> None:
    assert is_store(url) is store


def test_each_announced_file_has_its_hash_or_the_reason_why_not() -> None:
    receipt = Receipt("s", "html", "k", HERE, datetime(2026, 1, 1, tzinfo=UTC), "f", (
        Part("detail", HERE + "a", "1" * 64), Part("attachment", HERE + "a", "0" * 64, filename="a.pdf"),
    ), (LostPart("https://khac.example/x", "k", "nơi khác", refused=True),))  # fmt: skip
    files = posted_files(
        receipt,
        [Announced(HERE + "a", None), Announced("https://khac.example/x", "k"), Announced(HERE + "z", "z")],
    )
    assert [(file.name, file.sha256, file.refused) for file in files] == [
        ("a.pdf", "0" * 64, False),
        ("k", None, True),
        ("z", None, False),
    ]
    assert files[1].reason == "nơi khác"
    assert files[2].reason, "a file that nobody speaks of has a reason too"
    assert part_of(receipt, "detail") == receipt.parts[0]
    assert part_of(receipt, "list") is None


def test_what_stopped_an_answer_says_whether_another_try_may_help() -> None:
    stopped = StoppedError(FetchOutcome.TRUNCATED, "cắt ngang", again=True)
    assert (stopped.outcome, str(stopped), stopped.again) == (FetchOutcome.TRUNCATED, "cắt ngang", True)
    assert not StoppedError(FetchOutcome.TRUNCATED, "to quá").again
