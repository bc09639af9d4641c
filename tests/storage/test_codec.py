"""One codec for what is kept as JSON; logs of requests that earlier versions wrote are read on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.model.errors import StorageError
from niemyet.model.records import Exchange, Part
from niemyet.model.words import FetchOutcome
from niemyet.storage.codec import ShapeError, dump, load, parse
from niemyet.storage.raw import LoggedExchange, RawArchive

ASKED = Exchange(
    source_id="cong",
    method="POST",
    url="https://cong.example/tìm",
    request_body="trang=2\n",
    requested_at=datetime(2024, 2, 29, 16, 59, 59, 123456, tzinfo=UTC),
    final_url="https://cong.example/tìm?2",
    status=200,
    headers=(("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
    elapsed_ms=41,
    outcome=FetchOutcome.OK,
    error=None,
    run_id="đêm-1",
    body="nội dung".encode(),
)

#: As earlier versions wrote it: keys sorted, spaces after commas, an offset instead of Z.
FORMER = json.dumps(
    {
        "source_id": "cong",
        "method": "POST",
        "url": "https://cong.example/tìm",
        "request_body": "trang=2\n",
        "requested_at": "2024-02-29T16:59:59.123456+00:00",
        "final_url": "https://cong.example/tìm?2",
        "status": 200,
        "headers": [["content-type", "text/html"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]],
        "sha256": "0" * 64,
        "bytes": 9,
        "elapsed_ms": 41,
        "outcome": "ok",
        "error": None,
    },
    ensure_ascii=False,
    sort_keys=True,
)


def test_an_exchange_comes_back_from_its_log_without_its_bytes(tmp_path: Path) -> None:
    raw = RawArchive(tmp_path)
    digest = raw.keep(ASKED)
    (kept,) = raw.exchanges("đêm-1")
    said = {name: getattr(ASKED, name) for name in ("source_id", "url", "requested_at", "headers", "outcome")}
    assert {name: getattr(kept.exchange, name) for name in said} == said
    assert (kept.exchange.run_id, kept.exchange.body, kept.sha256, kept.size) == ("đêm-1", b"", digest, 10)
    assert raw.get(digest) == ASKED.body


def test_a_line_of_an_earlier_version_says_the_same_and_is_written_anew_in_one_way() -> None:
    logged = parse(LoggedExchange, FORMER)
    assert (logged.requested_at, logged.headers, logged.bytes) == (ASKED.requested_at, ASKED.headers, 9)
    assert parse(LoggedExchange, dump(logged)) == logged
    assert dump(parse(LoggedExchange, dump(logged))) == dump(logged)
    assert "\n" not in dump(logged)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"{}", b"\xff\xfe", FORMER.replace('"ok"', '"well"').encode()]
)
def test_a_text_of_another_shape_is_refused(text: bytes) -> None:
    with pytest.raises(ShapeError) as refused:
        parse(LoggedExchange, text)
    assert refused.value.count >= 1
    assert "\n" not in str(refused.value)


def test_in_the_lake_it_is_told_with_what_to_do() -> None:
    with pytest.raises(StorageError, match="niemyet reprocess"):
        load(LoggedExchange, "{}")


def test_half_a_letter_is_kept_as_a_question_mark_and_ends_no_run() -> None:
    part = Part("file", "https://a.example/x\ud800", "0" * 64)
    assert load(Part, dump(part)).url == "https://a.example/x?"
    assert dump(Part("file", "đ", "0" * 64)) == dump(load(Part, dump(Part("file", "đ", "0" * 64))))
