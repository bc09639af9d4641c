"""One bad answer costs that answer: addresses, headers, charsets, packings, names that lead elsewhere."""

import gzip
import random
import ssl
import time
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from niemyet.extractors.fetching.addresses import joined, normal, place_of, remembered
from niemyet.extractors.fetching.bounds import Bounds
from niemyet.extractors.fetching.client import FORM, _retry_after
from niemyet.extractors.fetching.decoding import Unpacker, decode, stated_filename
from niemyet.extractors.fetching.judging import Got, Request, judge
from niemyet.extractors.fetching.robots import LONGEST_PAUSE, rules_in
from niemyet.extractors.fetching.wire import Deadline, _Network
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.links import base_of, href_of
from niemyet.model.errors import FetchError, NotThePageError
from tests.support.loopback import POLITE, Answer, MemoryArchive, client_of, pages, serving, source

PAGE = "<html><body><p>Trang của cổng</p></body></html>"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
BAD = ("http://[::1", "http://a\u2100b.example/", "http://a.example:x/", "http://a.example:99999/")


def failed(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_address_is_told_so(bad):
    assert normal(bad) is None
    assert joined("http://a.example/", bad) is None
    soup = BeautifulSoup(f'<base href="{bad}"><a href="{bad}">x</a>', "lxml")
    assert base_of(soup, "http://a.example/l/") == "http://a.example/l/"
    assert href_of(soup.a, "http://a.example/") is None


@pytest.mark.parametrize("bad", BAD)
def test_a_redirect_to_no_address_costs_that_page(bad):
    moved = Answer("", 302, {"Location": bad.encode("utf-8").decode("latin-1")})
    with (
        serving(pages({"/a": moved, "/b": PAGE})) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        assert failed(client, f"{site.url}/a").outcome == "not_the_page"
        assert client.get(f"{site.url}/b").text == PAGE


def test_a_row_with_a_bad_link_is_a_hole_in_the_list():
    head = "<table><tr><th>Số ký hiệu</th><th>Trích yếu</th></tr>"
    rows = "<tr><td><a href='/1'>1/QĐ-UBND</a></td><td>Một</td></tr><tr><td><a href='http://[::1'>2</a></td><td>Hai</td></tr>"
    page = HtmlPortal(source("html", "http://a.example/")).parse_list(
        f"{head}{rows}</table>", "http://a.example/"
    )
    assert [one.url for one in page.entries] == ["http://a.example/1"]
    assert len(page.broken) == 1


def test_a_backslash_is_read_as_browsers_read_it():
    assert joined("http://a.example/vb/", "\\tep\\512.pdf") == "http://a.example/tep/512.pdf"
    assert joined("http://a.example/vb/", "x?a=\\b") == "http://a.example/vb/x?a=\\b"


@pytest.mark.parametrize("value", ["²", "1e9", "", "Mon, 99 Foo", "x" * 500])
def test_a_retry_after_that_says_nothing_is_none(value):
    assert _retry_after(value, NOW) is None


@pytest.mark.parametrize("name", ["undefined", "base64", "idna", "punycode", "rot13", "no-such"])
def test_a_charset_that_is_none_is_passed_over(name):
    assert decode(b"\xd0\xf5n", f"text/html; charset={name}") == b"\xd0\xf5n".decode("windows-1258")
    assert stated_filename(f"attachment; filename*={name}''a%FF.pdf") is not None


@pytest.mark.parametrize(
    "line", ["Crawl-delay: 1e300", "Request-rate: 1/9999999d", "Crawl-delay: 86400", "Crawl-delay: inf"]
)
def test_a_pause_that_no_night_can_keep_leaves_the_host_alone(line):
    rules = rules_in(f"User-agent: *\n{line}\n")
    assert rules.refusal is not None or rules.pause() <= LONGEST_PAUSE


@pytest.mark.parametrize("label", ["none", "UTF-8", "gzip", "identity"])
def test_a_body_that_is_not_packed_is_read_whatever_its_label(label):
    answer = Answer(PAGE, headers={"Content-Encoding": label})
    with (
        serving(pages({"/": answer})) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        assert client.get(f"{site.url}/").text == PAGE


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_several_members_are_read_whole(step):
    data = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
    unpack = Unpacker("gzip", 1000)
    assert b"".join(unpack.feed(data[at : at + step]) for at in range(0, len(data), step)) == b"one two"
    assert unpack.whole


def test_what_is_remembered_of_addresses_holds_no_megabytes():
    asked: list[str] = []

    @remembered
    def told(base: str, link: str) -> str:
        asked.append(link)
        return base + link

    long = "data:" + "x" * 10_000
    for link in ("a", "a", long, long):
        assert told("http://a.example/", link) == "http://a.example/" + link
    assert asked == ["a", long, long]
    assert joined("http://a.example/l/", "?p=" + "1" * 20_000) == "http://a.example/l/?p=" + "1" * 20_000


def test_a_session_goes_on_with_the_cookie_that_was_set_and_a_form_says_what_it_is():
    first = Answer(PAGE, headers={"Set-Cookie": "phien=a1; path=/van-ban"})
    with (
        serving(pages({"/van-ban/a": first, "/van-ban/b": PAGE, "/khac": PAGE})) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        client.get(f"{site.url}/van-ban/a")
        client.post(f"{site.url}/van-ban/b", {"so": "7"})
        client.get(f"{site.url}/khac")
    assert [asked.headers.get("cookie") for asked in site.asked] == [None, "phien=a1", None]
    form = site.asked[1].headers
    assert (form["content-type"], form["content-length"]) == (FORM, "4")
    usual = {
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
        "cache-control": "no-cache",
    }
    assert all(usual.items() <= asked.headers.items() for asked in site.asked)
    assert all(asked.headers["host"] in site.url for asked in site.asked)
    assert all(asked.headers["user-agent"].startswith("niemyet/") for asked in site.asked)


def test_a_name_and_password_of_an_address_become_its_header():
    with serving(pages({"/a": PAGE})) as site:
        url = site.url.replace("://", "://lan:m%E1%BA%ADt@")
        with client_of(source("html", url), MemoryArchive()) as client:
            client.get(f"{url}/a")
    [asked] = site.asked
    assert asked.headers["authorization"] == "Basic " + b64encode("lan:mật".encode()).decode()


def test_a_cookie_beyond_ascii_does_not_end_the_session():
    first = Answer(PAGE, headers={"Set-Cookie": "phien=Quy\u00ea; path=/"})
    with (
        serving(pages({"/a": first, "/b": PAGE})) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        client.get(f"{site.url}/a")
        assert client.get(f"{site.url}/b").text == PAGE


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("http://a.example:8080/x", False),
        ("http://a.example/x", True),
        ("https://tep.example:8443/", False),
        ("https://tep.example/", True),
        ("http://a.example:8443/", True),
        ("http://ai:mat@a.example:8080/", True),
    ],
)
def test_an_address_is_host_and_port_and_carries_no_foreign_credentials(url, refused):
    bounds = Bounds("http://a.example:8080/", ("tep.example:8443",), ("tep.example",), lambda *_: ())
    assert (bounds.refuse(url) is not None) is refused


def test_a_name_that_changes_its_answer_is_not_connected_to():
    import httpcore

    answers = iter([("93.184.216.34",), ("127.0.0.1",)])
    bounds = Bounds("http://a.example/", ("b.example",), (), lambda *_: next(answers))
    assert bounds.refuse("http://b.example/") is None
    with pytest.raises(httpcore.ConnectError, match="private"):
        _Network(bounds, Deadline(), ssl.create_default_context).connect_tcp("b.example", 80)


def test_headers_that_trickle_end_with_the_time_of_the_answer():
    import socket
    import threading

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()

        def trickle() -> None:
            line, _ = door.accept()
            with line:
                try:
                    for _ in range(200):
                        line.sendall(b"HTTP/1.1 103 Early\r\nX: y\r\n\r\n")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=trickle, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{door.getsockname()[1]}/"
        fetch = replace(POLITE, obey_robots=False, retries=0, total_timeout=1)
        with client_of(source("html", url, fetch=fetch), MemoryArchive()) as client:
            assert failed(client, url).outcome == "timeout"
        thread.join(60)
        assert not thread.is_alive()


def test_each_table_is_asked_for_its_heading_once(monkeypatch):
    from niemyet.extractors.portals import html

    asked, found = [], html._header
    monkeypatch.setattr(html, "_header", lambda table: asked.append(1) or found(table))
    row = "<tr><td><a href='/{n}'>{n}/QĐ-UBND</a></td><td>Việc</td></tr>"
    text = "<table><tr><th>Số ký hiệu</th><th>Trích yếu</th></tr>" + "".join(
        row.format(n=n) for n in range(300)
    )
    page = HtmlPortal(source("html", "http://a.example/")).parse_list(text + "</table>", "http://a.example/")
    assert len(page.entries) == 300
    assert len(asked) <= 2


@pytest.mark.parametrize("text", ["<div>" * 600, "<p>x" * 300_001])
def test_a_tree_too_deep_or_too_large_is_not_read(text):
    with pytest.raises(NotThePageError):
        soup_of(text)


def test_nothing_that_is_written_raises():
    """Addresses, names, dates, charsets and rules put together at random: 10,000 cases."""
    dice = random.Random(12)
    bits = [
        "http://",
        "https:",
        "//",
        "[",
        "]",
        "::1",
        "\u2100",
        "\\",
        "@",
        ":",
        "²",
        "%",
        "\ud800",
        "\0",
        "é",
        "a.example",
    ]
    bits += [
        "?",
        "#",
        "1e300",
        "inf",
        "/9999999d",
        "charset=",
        "undefined",
        "filename*=",
        "''",
        ";",
        "Mon, ",
        "GMT",
        "\n",
    ]
    for _ in range(10_000):
        text = "".join(dice.choices(bits, k=dice.randint(1, 9)))
        joined("http://a.example/", text)
        normal(text)
        place_of(text)
        _retry_after(text, NOW)
        decode(b"\xff\xfe\xd0"[dice.randint(0, 2) :], text)
        stated_filename("attachment; filename*=" + text)
        rules_in(f"User-agent: *\nCrawl-delay: {text}\nRequest-rate: 1{text}\nDisallow: {text}\n").allows(
            "http://a.example/"
        )


@pytest.mark.parametrize(("stated", "name"), [
    ('attachment; filename="=?UTF-8?B?UXV54bq/dCDEkeG7i25oLnBkZg==?="', "Quyết định.pdf"),
    ("attachment; filename=Quyet dinh; so 5.pdf", "Quyet dinh; so 5.pdf"),
    ("attachment; filename=a.pdf; size=12", "a.pdf"),
    ("attachment; filename=Quy%E1%BA%BFt.pdf", "Quyết.pdf"),
    ("attachment; filename=100%.pdf;", "100%.pdf"),
    ('attachment; filename="=?none?X?x?="', "=?none?X?x?="),
])  # fmt: skip
def test_a_name_as_mail_or_addresses_encode_it(stated, name):
    assert stated_filename(stated) == name


@pytest.mark.parametrize("body", [
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html></html>',
    b"<!-- trang loi -->\r\n<html><body>404</body></html>", b"<div>L\xe1\xbb\x97i</div>",
    b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', b'{"code": 404, "message": "file not found"}',
    "Tập tin không tồn tại".encode(),
])  # fmt: skip
@pytest.mark.parametrize("media", ["application/pdf", "application/octet-stream", "text/plain"])
def test_a_message_about_a_file_is_no_file(body, media):
    assert of_file(body, media)[0] == "not_the_page"


@pytest.mark.parametrize(("body", "address"), [
    (b"\r\n%PDF-1.4 %%EOF", "/tep"), (b"{\\rtf1 quyet dinh}", "/tep"), (b"Rar!\x1a\x07\x00", "/tep"),
    (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "/tep"),
    (b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>x</body></html>', "/tep.doc"),
    (b"ma,ten\n1.000001,a\n", "/tep.csv"), (b'{"a": 1}', "/tep.json"), (b"a b c " * 200, "/tep"),
])  # fmt: skip
def test_what_is_a_file_however_it_begins(body, address):
    assert of_file(body, "application/octet-stream", address)[0] == "ok"


def test_a_part_that_nobody_asked_for_is_not_the_file():
    assert of_file(b"%PDF-1.4 ", "application/pdf", status=206)[0] == "truncated"


def of_file(body, media, address="/tep/12.pdf", status=200):
    got = Got()
    got.status, got.headers = status, (("content-type", media),)
    got.add(body)
    return judge(got, Request("GET", f"https://cong.example{address}", None, "file"))
