"""What a portal may answer, whatever it is, costs that answer or that source: the inbox, another portal and the release go on.

Each case is an answer in raw bytes to one address of a small portal: its robots.txt, its list, or a document's page.
"""

import gzip
import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import Decision
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.verify import verify
from tests.support.house import decision

Piece = bytes | float
"""Bytes that are sent, or seconds that pass."""


def page(body: str | bytes, *headers: str, status: str = "200 OK", stated: bool = True) -> list[Piece]:
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    if stated:
        lines.append(f"Content-Length: {len(data)}")
    return [("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1", "replace") + data]


HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"


def row(number: int, link: str | None = None, day: str = "10/02/2022", more: str = "") -> str:
    href = link if link is not None else f"/vb/{number}"
    return f"<tr><td>{number}/QĐ-UBND</td><td>{day}</td><td><a href='{href}'>Công bố danh mục {number}</a>{more}</td></tr>"


def table(*rows: str) -> str:
    return f"<html><body><table>{HEAD}{''.join(rows)}</table></body></html>"


LIST = table(row(1), row(2))


def detail(number: str, more: str = "") -> str:
    return (
        f"<table><tr><td>Số ký hiệu</td><td>{number}/QĐ-UBND</td></tr>"
        f"<tr><td>Trích yếu</td><td>Công bố danh mục {number}</td></tr>{more}</table>"
    )


def moved(where: str) -> list[Piece]:
    return page("", f"Location: {where}", status="302 Found")


def trickled(start: bytes, piece: bytes, times: int = 60, pause: float = 0.2) -> list[Piece]:
    return [start, *(each for _ in range(times) for each in (pause, piece))]


@dataclass(frozen=True)
class Case:
    name: str
    at: str  # /robots.txt, /vb or /vb/2
    answer: list[Piece]
    harmless: bool = False  # it is read all the same

    @property
    def seconds(self) -> int:
        """How long an answer may take: short where it has no end, long where a slow machine must come to its end."""
        return 4 if any(isinstance(piece, float) for piece in self.answer) else 60


def robots(text: str | bytes) -> list[Piece]:
    return page(text, "Content-Type: text/plain")


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
BAD_ADDRESSES = {
    "an open bracket": "http://[::1",
    "a host that NFKC forbids": "http://a\u2100.example/x",
    "a port that is none": "http://127.0.0.1:99999999/x",
    "a NUL": "http://127.0.0.1/\x00x",
}

CASES = [
    *(Case(f"a row links to {name}", "/vb", page(table(row(1), row(2, link)))) for name, link in BAD_ADDRESSES.items()),
    *(Case(f"redirected to {name}", "/vb", moved(link)) for name, link in BAD_ADDRESSES.items()),
    Case("the base is no address", "/vb", page(f"<base href='http://[::1'>{LIST}"), harmless=True),
    Case("redirected to a file", "/vb", moved("file:///etc/passwd")),
    Case("redirected to a script", "/vb", moved("javascript:alert(1)")),
    Case("redirected to the machine's own ports", "/vb", moved("http://127.0.0.1:22/")),
    Case("redirected to another host", "/vb", moved("http://169.254.169.254/latest/meta-data/")),
    Case("redirected with credentials", "/vb", moved("http://a:b@127.0.0.1/vb")),
    Case("redirected to itself for ever", "/vb", moved("/vb")),
    Case("Retry-After is a superscript", "/vb", page("", "Retry-After: \u00b2", status="429 Too Many Requests")),
    Case("Retry-After is for ever", "/vb", page("", "Retry-After: 1e300", status="503 Service Unavailable")),
    Case("Retry-After is no date", "/vb", page("", "Retry-After: Mon, 99 Foo 0000", status="503 Service Unavailable")),
    *(Case(f"the charset is {name}", "/vb", page(LIST, f"Content-Type: text/html; charset={name}"), harmless=True)
      for name in ("undefined", "idna", "base64", "no-such", "\u00e9")),
    Case("the charset is a lie", "/vb", page(LIST, "Content-Type: text/html; charset=utf-16"), harmless=True),
    *(Case(f"robots.txt asks for {line}", "/robots.txt", robots(f"User-agent: *\n{line}\n"))
      for line in ("Crawl-delay: 1e300", "Crawl-delay: 86400", "Request-rate: 1/9999999d")),
    *(Case(f"robots.txt holds {line!r}", "/robots.txt", robots(f"User-agent: *\n{line}\n"), harmless=True)
      for line in ("Crawl-delay: nan", "Crawl-delay: \u00b2", "Disallow: %zz\x00[", "\x00" * 100)),
    Case("robots.txt is refused", "/robots.txt", page("", status="500 Oops")),
    Case("robots.txt is redirected for ever", "/robots.txt", moved("/robots.txt")),
    Case("headers trickle", "/vb", trickled(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")),
    Case("103 after 103", "/vb", trickled(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
    Case("a chunk's extension trickles", "/vb", trickled(CHUNKED + b"5;a=", b"x")),
    Case("a body trickles", "/vb", trickled(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x")),
    Case("a chunk of 2^64 bytes", "/vb", [CHUNKED + b"ffffffffffffffff\r\n" + LIST.encode()]),
    Case("a chunk of less than nothing", "/vb", [CHUNKED + b"-5\r\n" + LIST.encode()]),
    Case("less than was announced", "/vb", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n" + LIST.encode()]),  # noqa: E501
    Case("more than was announced", "/vb", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n" + LIST.encode()]),  # noqa: E501
    Case("a length that is no number", "/vb", page(LIST, "Content-Length: \u00b2", stated=False)),
    Case("two lengths", "/vb", page(LIST, "Content-Length: 5")),
    Case("called packed and is not", "/vb", page(LIST, "Content-Encoding: gzip"), harmless=True),
    Case("packed in several members", "/vb", page(gzip.compress(LIST.encode()[:50]) + gzip.compress(LIST.encode()[50:]),
                                                  "Content-Encoding: gzip"), harmless=True),
    Case("packed and cut", "/vb", page(gzip.compress(LIST.encode() * 50)[:-200], "Content-Encoding: gzip")),
    Case("a bomb", "/vb", page(gzip.compress(bytes(64 << 20)), "Content-Encoding: gzip")),
    Case("an encoding that is none", "/vb", page(b"\x1b\x02garbage", "Content-Encoding: br")),
    Case("100,000 headers", "/vb", page(LIST, *(f"X-{n}: y" for n in range(100_000)))),
    Case("a header of a megabyte", "/vb", page(LIST, "X-A: " + "y" * (1 << 20))),
    Case("headers of control characters", "/vb", [b"HTTP/1.1 200 OK\r\nX\x00: \x1b]0;t\x07\r\n\xff\xfe: 1\r\n\r\n" + LIST.encode()]),  # noqa: E501
    Case("a status that is a word", "/vb", [b"HTTP/1.1 abc OK\r\n\r\n" + LIST.encode()]),
    Case("a status of 999", "/vb", page(LIST, status="999 What")),
    Case("no word at all", "/vb", []),
    Case("no HTTP", "/vb", [b"SSH-2.0-OpenSSH_9.2p1\r\n"]),
    Case("10 MB of nested tags", "/vb", page("<div>" * 2_000_000)),
    Case("a million flat tags", "/vb", page("<p>x" * 1_000_000)),
    Case("tables in tables", "/vb", page("<table><tr><td>" * 600)),
    Case("NUL and lone surrogates", "/vb", page("\x00" + LIST.replace("Công", "C\ud800\x00\u202eông")), harmless=True),
    Case("a cookie beyond ASCII", "/vb", page(LIST, "Set-Cookie: \u00e9=\u00ff; Path=/\u00e9"), harmless=True),
    Case("a stated name that leads out", "/vb", page(LIST, "Content-Disposition: attachment; filename*=UTF-8''..%2f..%2fx%00"), harmless=True),  # noqa: E501
    Case("a check of the browser", "/vb", page("<title>Just a moment...</title><script>document.cookie='a=b';location.reload()</script>")),  # noqa: E501
    Case("days that are none", "/vb", page(table(row(1, day="99/99/9999"), row(2, day="00/00/0000"))), harmless=True),
    Case("a day of ten thousand digits", "/vb", page(table(row(1, day="9" * 10_000 + "/1/1"), row(2))), harmless=True),
    Case("an address of a megabyte", "/vb", page(table(row(1), row(2, "/vb/" + "2" * (1 << 20))))),
    Case("an address of broken percents", "/vb", page(table(row(1), row(2, "/vb/%zz%ff%00?%=%&;")))),
    Case("cells over a million columns", "/vb", page(LIST.replace("<td>", "<td colspan=99999999 rowspan=99999999>")), harmless=True),  # noqa: E501
    Case("a page that counts to infinity", "/vb", page(LIST + "<div class='pagination'><a href='/vb?page=" + "9" * 5000 + "'>" + "9" * 5000 + "</a></div>"), harmless=True),  # noqa: E501
    Case("a document's page says nothing", "/vb/2", []),
    Case("a document's page of nested tags", "/vb/2", page("<b>" * 1_000_000)),
    Case("a document's page that is redirected out", "/vb/2", moved("http://127.0.0.1:22/")),
    Case("files that lead out", "/vb/2", page(detail("2", "<tr><td>File đính kèm</td><td><a href='file:///etc/passwd'>a.pdf</a>"
         "<a href='http://[::1'>b.pdf</a><a href='../../../../etc/passwd.pdf'>c.pdf</a></td></tr>")), harmless=True),
]  # fmt: skip


@contextmanager
def portal(at: str, answer: list[Piece]) -> Iterator[str]:
    """A server that answers in raw bytes, as long as the block lasts."""
    ear = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve(link: socket.socket) -> None:
        with link, suppress(OSError):
            link.settimeout(60)
            asked = b""
            while b"\r\n\r\n" not in asked:
                got = link.recv(65536)
                if not got:
                    return
                asked += got
            path = asked.split(b" ", 2)[1].decode("latin-1")
            for piece in answer if path == at else usual(path):
                if stop.is_set():
                    return
                if isinstance(piece, float):
                    time.sleep(piece)
                else:
                    link.sendall(piece)

    def listen() -> None:
        while not stop.is_set():
            with suppress(OSError):
                threading.Thread(target=serve, args=(ear.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{ear.getsockname()[1]}"
    finally:
        stop.set()
        ear.shutdown(socket.SHUT_RDWR)
        ear.close()
        thread.join()


def usual(path: str) -> list[Piece]:
    if path == "/vb":
        return page(LIST)
    number = path.rpartition("/")[2]
    return page(detail(number)) if number in ("1", "2") else page("không có", status="404 Not Found")


def configured(root: Path, bad: str, good: str, *, seconds: int = 60) -> Path:
    """The configuration of a night that lets one answer take so many seconds."""
    (root / "inbox").mkdir()
    (root / "inbox" / "1.md").write_text(decision(7, "10/02/2022"))
    sources = "".join(
        f'[[source]]\nid = "{name}"\nkind = "html"\nurl = "{url}/vb"\n'
        for name, url in (("xau", bad), ("tot", good))
    )
    file = root / "niemyet.toml"
    file.write_text(
        '[province]\nid = "quang-nam"\nname = "Tỉnh Quảng Nam"\n'
        '[fetch]\ncontact = "mailto:a@b.example"\nseconds_between_requests = 0.0\nmax_response_mb = 16\n'
        f"total_timeout = {seconds}\nretries = 1\nsource_deadline = 120\n"
        f'{sources}[[source]]\nid = "hop-thu"\nkind = "inbox"\npath = "inbox"\n'
        '[[unit]]\nid = "xa-b"\nkind = "commune"\nname = "UBND xã B"\n'
    )
    return file


def test_there_are_at_least_as_many_as_were_tried_once() -> None:
    assert len(CASES) >= 47
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_answer_costs_its_source_only(case: Case, tmp_path: Path) -> None:
    begun = time.monotonic()
    with portal(case.at, case.answer) as bad, portal("", []) as good:
        settings = load(configured(tmp_path, bad, good, seconds=case.seconds))
        folder = DataFolder(tmp_path / "data")
        result = run_nightly(settings, folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    assert time.monotonic() - begun < 180
    assert result.release is not None
    assert 7 in {row.number for row in result.release.rows("decisions", Decision)}, "the inbox was read"
    assert result.proofs["tot"].outcome is Outcome.COMPLETE
    proof = result.proofs["xau"]
    if case.harmless:
        assert proof.outcome is Outcome.COMPLETE, proof.reason
        assert proof.rows == 2
    else:
        assert proof.outcome is not Outcome.COMPLETE
        assert proof.reason
    assert [check.wrong for check in verify(folder) if not check.passed] == []


#: How many nights of 100 random rows each are crawled here; `NIEMYET_FUZZ_NIGHTS=100` makes 10,000 cases of it.
_NIGHTS = int(os.environ.get("NIEMYET_FUZZ_NIGHTS", "2"))
_BITS = (
    "http://", "https:", "//", "[", "]", "::1", "\u2100", "\\", "@", ":", "\u00b2", "%", "%zz", "\x00", "\u00e9", "a.example",
    "?", "#", "&", "1e300", "inf", "9" * 5000, "-1", "charset=", "undefined", "utf-7", "filename*=", "''", ";", "Mon, ", "GMT",
    "\x1b]0;t\x07", "\u202e", "javascript:", "data:", "file:///", "../", "<", ">", "<table>", "</table>", "<td colspan=99>",
    "<a href=", "12/12/2021", "31/02/2022", "QĐ-UBND", "số", "Trang", "127.0.0.1", "mailto:", "\ufdd0", "\U0001f600", " ",
)  # fmt: skip
_HEADERS = (
    "Retry-After",
    "Content-Type",
    "Content-Disposition",
    "Set-Cookie",
    "Location",
    "Link",
    "Last-Modified",
)


def test_whatever_links_dates_names_and_headers_are_no_night_is_lost(tmp_path: Path) -> None:
    dice = random.Random(int(os.environ.get("NIEMYET_FUZZ_SEED", "5")))

    def said(most: int = 5) -> str:
        return "".join(dice.choices(_BITS, k=dice.randint(0, most)))

    for number in range(_NIGHTS):
        rows = (row(dice.randint(1, 9999), said(), said(3), said()) for _ in range(100))
        status = dice.choice(("200 OK",) * 6 + ("302 Found", "429 Slow", "503 Away", "404 None"))
        plain = [f"{dice.choice(_HEADERS)}: {said()}".replace("\x00", "") for _ in range(dice.randint(0, 3))]
        answer = page(table(*rows), *plain, status=status)
        place = tmp_path / str(number)
        place.mkdir()
        with portal("/vb", answer) as bad, portal("", []) as good:
            folder = DataFolder(place / "data")
            settings = load(configured(place, bad, good))
            result = run_nightly(settings, folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
        assert result.release is not None, number
        assert result.proofs["tot"].outcome is Outcome.COMPLETE
        assert 7 in {each.number for each in result.release.rows("decisions", Decision)}
