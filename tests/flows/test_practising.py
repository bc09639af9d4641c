"""Practising: nights against a portal that is told what to do, and the folder that reads it."""

import errno
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from benchmarks.ten_minutes import PAGE, commands_of
from niemyet.demo.practice import FIRST_DAY, PracticePortal, practice_config, sample_files
from niemyet.demo.world import build_world
from niemyet.flows import practising
from niemyet.flows.cli import niemyet
from niemyet.flows.config import load
from niemyet.flows.practising import begin_practice, serve_practice, tell_practice
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def portal() -> Iterator[PracticePortal]:
    with PracticePortal(build_world(), FIRST_DAY, 0) as opened:
        yield opened


def port_of(portal: PracticePortal) -> int:
    return int(portal.url.rpartition(":")[2])


def test_telling_it_says_how_it_stands_and_nobody_there_is_said(
    portal: PracticePortal, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ui = Ui("data", tmp_path / "niemyet.toml", "en", "table")
    tell_practice(ui, "next-day", port_of(portal))
    assert "Day of the portal: 2026-11-06" in capsys.readouterr().err
    with pytest.raises(UsageError, match="demo --serve"):
        tell_practice(ui, "next-day", 1)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"day": 3}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x" * 70_000,
        b"",
    ],
    ids=["a list", "nothing", "a number", "a page", "cut", "no such page", "another protocol", "a long head", "silence"],
)  # fmt: skip
def test_another_service_is_no_practice_portal(answer: bytes, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answered_once, args=(server, answer))
        thread.start()
        with pytest.raises(UsageError, match="no practice portal answers"):
            tell_practice(
                Ui("data", tmp_path / "niemyet.toml", "en", "table"), "dark", server.getsockname()[1]
            )
        thread.join()


def answered_once(server: socket.socket, answer: bytes) -> None:
    client = server.accept()[0]
    with client:
        client.recv(65_536)
        client.sendall(answer)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EADDRINUSE, "is taken"),
        (errno.EACCES, "from 1024 on"),
        (errno.EADDRNOTAVAIL, "nothing can listen"),
    ],
)
def test_why_a_port_cannot_be_opened_is_said(number: int, said: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PracticePortal, "__enter__", lambda self: raises(OSError(number, os.strerror(number))))
        with pytest.raises(UsageError, match=said):
            serve_practice(Ui("data", tmp_path / "x", "en", "table"), 8808, None)


def raises(error: OSError) -> None:
    raise error


def test_a_folder_to_practise_in_has_files_to_hand_in_and_overwrites_none(tmp_path: Path) -> None:
    (tmp_path / "so.xlsx").write_text("của tôi", encoding="utf-8")
    assert set(begin_practice(tmp_path / "niemyet.toml", None)) == set(sample_files())
    assert (tmp_path / "so.xlsx").read_text(encoding="utf-8") == "của tôi"
    assert [one.id for one in load(tmp_path / "niemyet.toml").sources] == ["dvcqg", "so-tu-phap", "hop-thu"]
    assert (tmp_path / "niemyet.toml").read_text(encoding="utf-8") == practice_config("http://127.0.0.1:8808")
    with pytest.raises(UsageError, match="--portal"):
        begin_practice(tmp_path / "khac.toml", 'http://a"\nb')


def test_it_is_served_until_it_is_stopped_and_a_taken_port_is_said(
    tmp_path: Path, portal: PracticePortal
) -> None:
    with pytest.raises(UsageError, match="--port"):
        serve_practice(Ui("data", tmp_path / "x", "en", "table"), port_of(portal), None)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "niemyet", "demo", "--serve", "--port", free, "--lang", "en"]
    served = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=dict(os.environ))
    assert served.stderr is not None
    assert f"http://127.0.0.1:{free}" in served.stderr.readline()
    served.stderr.readline()  # how it stands
    assert f"--portal http://127.0.0.1:{free}," in served.stderr.readline()
    assert served.stderr.readline().endswith(f"niemyet demo --tell next-day --port {free}\n")
    served.send_signal(signal.SIGINT)
    rest = served.communicate(timeout=120)[1]
    assert served.returncode == 0
    assert rest.endswith("The practice portal is closed.\n")


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--serve", "--tell", "dark"],
        ["demo", "--serve", "--out", "x"],
        ["demo", "--day", "2026-11-05"],
        ["demo", "--tell", "dark", "--day", "2026-11-05"],
        ["demo", "--port", "8808"],
        ["init"],
        ["init", "Huế", "--practice"],
        ["init", "--practice", "--portal", "http://a", "--portal", "http://b"],
    ],
    ids=" ".join,
)
def test_ways_that_do_not_go_together_are_said(words: list[str], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert isinstance(CliRunner().invoke(niemyet, words).exception, UsageError)


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    """Each command of “Ten minutes” as printed, and what each told. The portal begins in 2022: a first night reads little."""
    told: dict[str, list[str]] = {}
    folder = tmp_path_factory.mktemp("mười phút")
    with PracticePortal(build_world(), date(2022, 3, 1), 0) as portal, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(practising, "PORT", port_of(portal))
        for words in commands_of(PAGE.read_text(encoding="utf-8")):
            if words[0] == "mkdir":
                Path(words[1]).mkdir()
            elif words[0] == "cd":
                patch.chdir(words[1])
            elif words != ["niemyet", "demo", "--serve"]:
                own = ["--port", str(port_of(portal))] if "--tell" in words else []
                told.setdefault(" ".join(words[1:3]), []).append(said(*words[1:], *own))
        yield Path.cwd(), told


def said(*words: str) -> str:
    done = CliRunner().invoke(niemyet, list(words), catch_exceptions=False)
    assert done.exit_code in (0, 3), (words, done.output)
    return done.output


def test_ten_minutes_run_as_printed(practised: tuple[Path, dict[str, list[str]]]) -> None:
    _, told = practised
    first, news, dark, _, withdrawn = told["nightly"]
    assert "Đã công bố" in first
    assert "bài đăng mới hoặc thay đổi 1" in news
    assert "NGUỒN so-tu-phap" in dark
    assert all("bản công bố giữ nguyên" in one for one in told["nightly"][2:])
    assert "NGUỒN so-tu-phap" not in withdrawn  # absence is no news
    assert "304 dòng niêm yết" in told["observe tam-xuan"][0]


def test_everyday_commands_run_as_printed(practised: tuple[Path, dict[str, list[str]]]) -> None:
    """README's, in the folder that `init --practice` began; the desk, which waits, and the site have tests of their own."""
    assert practised
    everyday = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Everyday use")[2]
    lines = everyday.partition("```sh\n")[2].partition("```")[0].splitlines()
    commands = [shlex.split(line, comments=True) for line in lines]
    assert ["niemyet", "init", "--practice"] in commands
    left_out = (["source"], ["niemyet", "init"], ["niemyet", "desk"], ["niemyet", "site"])
    for words in commands:
        if words[:1] not in left_out and words[:2] not in left_out:
            assert said(*words[1:]), words


def test_a_province_by_its_name_is_asked_of_the_practice_portal(
    tmp_path: Path, portal: PracticePortal
) -> None:
    """What the probe proposes for the printed address is a source that can be read."""
    told = said("init", "tỉnh Quảng Nam", "--contact", "mailto:a@b.example", "--portal",
                f"{portal.url}/van-ban/", "--out", str(tmp_path / "niemyet.toml"))  # fmt: skip
    assert "Tỉnh Quảng Nam là một phần của Thành phố Đà Nẵng" in told
    settings = load(tmp_path / "niemyet.toml")
    assert [one.kind for one in settings.sources] == ["inbox", "html"]
    assert settings.province.predecessors == ("quang-nam",)
