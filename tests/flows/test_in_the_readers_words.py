"""What somebody who is new here reads: the next step, in the reader's language; and who may read `raw/`."""

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.extractors.fetching.bounds import NO_ADDRESS
from niemyet.extractors.fetching.client import _why as why_of_a_page
from niemyet.flows.cli import niemyet
from niemyet.flows.config import Receiver, load
from niemyet.flows.notifying import send
from niemyet.flows.repairing import HOW_WORDS, How
from niemyet.model.errors import NotifyError, UsageError
from niemyet.model.records import Exchange
from niemyet.model.words import FetchOutcome, NewsKind
from niemyet.reports.bulletin import News
from niemyet.storage.folder import DataFolder

HEAD = '[province]\nid = "quang-nam"\nname = "Tỉnh Quảng Nam"\n'

NOW = datetime(2022, 3, 1, 13, tzinfo=UTC)
SECRET = "bi-mat/7731"


def said(*words: str) -> str:
    return CliRunner().invoke(niemyet, list(words), catch_exceptions=False).output


@pytest.mark.parametrize(
    ("given", "step"),
    [((), "niemyet init PROVINCE,"), (("--config", "a/b.toml"), "niemyet init PROVINCE --out a/b.toml,")],
)
def test_without_a_configuration_the_next_step_is_named(
    given: tuple[str, ...], step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        load(Path(given[1] if given else "niemyet.toml"))
    assert step in refused.value.message("vi")
    assert step in refused.value.message("en")


@pytest.mark.parametrize("password", [SECRET, "bi-mat#7731", "bi-mat?7731"])
def test_a_password_that_ends_the_address_is_told_how_to_be_written(password: str, tmp_path: Path) -> None:
    file = tmp_path / "niemyet.toml"
    table = '[[notify]]\nid = "a"\nsmtp = "smtps://ten:{}@thu.example"\nfrom = "a@b.vn"\nto = ["c@d.vn"]\n'
    file.write_text(HEAD + table.format(password), "utf-8")
    with pytest.raises(UsageError, match="%2F") as refused:
        load(file)
    assert "7731" not in refused.value.message("vi")
    coded = password.replace("/", "%2F").replace("#", "%23").replace("?", "%3F")
    file.write_text(HEAD + table.format(coded), "utf-8")
    assert load(file).receivers[0].smtp == f"smtps://ten:{coded}@thu.example"


@pytest.mark.parametrize(
    "receiver",
    [
        Receiver("a", smtp="smtp://thu.example", sender="a@b.example", to=("c@d.example",)),
        Receiver("a", webhook="https://tin.example/x"),
    ],
)
def test_a_host_that_nobody_knows_is_said_so(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotifyError) as failed:
        send(receiver, News(NewsKind.WORK, ("k",), "Việc mới", ("1",)), NOW)
    assert "không tìm thấy máy chủ có tên này" in failed.value.message("vi")
    assert "gaierror" not in failed.value.message("en")


def test_a_page_of_a_host_that_nobody_knows_is_said_so() -> None:
    exchange = Exchange(
        run_id="r", source_id="x", url="https://x.example/", method="GET", requested_at=NOW, request_body=None,
        final_url="https://x.example/", status=None, headers=(), elapsed_ms=1, outcome=FetchOutcome.UNREACHABLE,
        body=b"", error=f"ConnectError: x.example: {NO_ADDRESS}",
    )  # fmt: skip
    told = why_of_a_page(exchange).text("vi")
    assert "không tìm thấy máy chủ có tên này" in told
    assert NO_ADDRESS not in told


def test_how_something_is_mended_is_told_in_words() -> None:
    assert set(HOW_WORDS) == set(How)
    for how, words in HOW_WORDS.items():
        assert words.text("vi") not in {how.value, words.text("en")}


def test_the_dictionary_is_told_in_the_language_that_is_asked_for() -> None:
    shown = json.loads(said("tables", "decisions", "--format", "json"))
    by_name = {row["column"]: row["description"] for row in shown}
    assert by_name["signed_on"] == "ngày ký"
    assert by_name["received_at"] == "lúc nhận bản đầu tiên, từ bất kỳ nguồn nào (giờ UTC)"
    english = json.loads(said("--lang", "en", "tables", "decisions", "--format", "json"))
    assert {row["column"]: row["description"] for row in english}["signed_on"] == "day of signing"
    assert "Asia/Ho_Chi_Minh" in said("tables", "boards")


def test_nobody_else_may_look_into_what_was_received(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder = DataFolder(tmp_path / "data")
        with folder.only_writer():
            folder.raw.put(b"x")
        assert (tmp_path / "data" / "raw").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o755, "the rest is published"
    finally:
        os.umask(before)


def test_a_folder_that_a_group_shares_stays_shared(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    raw.chmod(0o2770)
    folder = DataFolder(tmp_path / "data")
    with folder.only_writer():
        folder.raw.put(b"x")
    assert raw.stat().st_mode & 0o7777 == 0o2770
