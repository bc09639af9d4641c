"""A name, a password, a key of an address reach the portal, and nothing that is kept."""

import base64
import json
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from niemyet.extractors.fetching.credentials import Credentials, set_apart
from niemyet.flows.config import load
from niemyet.model.errors import UsageError
from tests.support.loopback import Answer, Asked, MemoryArchive, client_of, serving, source

WORD, KEY = "mat/khau:rieng", "khoa&rieng=123"


def test_a_configured_address_is_shown_without_its_secrets() -> None:
    url, credentials = set_apart("https://ai:mat%2Fkhau@a.example/l?key=${KHOA}&x=1", {"KHOA": KEY})
    assert url == "https://a.example/l?key=${KHOA}&x=1"
    assert credentials.sent(url) == "https://a.example/l?key=khoa%26rieng%3D123&x=1"
    assert (
        credentials.sent("https://a.example/l?key=$%7BKHOA%7D")
        == "https://a.example/l?key=khoa%26rieng%3D123"
    )
    assert credentials.headers(url)["Authorization"].startswith("Basic ")
    for told in (
        f"https://a.example/l?key={KEY}",
        "https://a.example/l?key=khoa%26rieng%3D123",
        "https://ai:mat/khau@a.example/",
        "mat/khau",
    ):
        shown = credentials.masked(told)
        assert not [part for part in ("khoa&rieng", "khoa%26", "mat/khau") if part in shown], shown


@pytest.mark.parametrize("secret", ['khóa<&"riêng">/=1', "mat/khau rieng"])
def test_a_page_that_prints_a_secret_back_is_kept_without_it(secret: str) -> None:
    """As addresses, pages, JSON and a page that shows its request write it."""
    credentials = Credentials("https://a.example", f"ai:{secret}", (("KHOA", secret),))
    shown = [
        secret, quote(secret), quote(secret, safe="").lower() if secret.isascii() else quote(secret, safe=""),
        quote(quote(secret, safe=""), safe=""), escape(secret), escape(secret, quote=False), json.dumps(secret)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"), base64.b64encode(f"ai:{secret}".encode()).decode(),
    ]  # fmt: skip
    for text in shown:
        kept = credentials.masked_bytes(f"<p>trước {text} sau</p>".encode()).decode()
        assert kept in {"<p>trước ${KHOA} sau</p>", "<p>trước *** sau</p>"}, (text, kept)


def test_another_origin_is_told_nothing() -> None:
    _, credentials = set_apart("https://ai:mat@a.example/l?key=${KHOA}", {"KHOA": KEY})
    for foreign in (
        "https://b.example/?k=${KHOA}",
        "http://a.example/?k=${KHOA}",
        "https://a.example:8443/?k=${KHOA}",
    ):
        assert credentials.sent(foreign) == foreign
        assert credentials.headers(foreign) == {}


@pytest.mark.parametrize("value", ["1", "ab", "abc"])
def test_a_short_value_is_masked_as_a_value_only(value: str) -> None:
    masked = Credentials("https://a.example", None, (("KHOA", value),)).masked
    assert (
        masked(f"https://a.example/{value}/?k={value}&n={value}x")
        == f"https://a.example/{value}/?k=${{KHOA}}&n={value}x"
    )


def test_what_no_secret_is_in_stays_byte_for_byte() -> None:
    _, credentials = set_apart("https://ai:mat@a.example/?key=${KHOA}", {"KHOA": KEY})
    assert credentials.masked_bytes(bytes(range(256))) == bytes(range(256))


def test_nothing_that_is_kept_holds_them() -> None:
    seen: list[Asked] = []

    def handle(asked: Asked) -> Answer:
        if asked.path.startswith("/robots"):
            return Answer("", 404)
        seen.append(asked)
        if asked.path.startswith("/l?"):
            return Answer(
                "", 302, {"Location": "/m?key=khoa%26rieng%3D123&p=2", "Set-Cookie": "phien=bi-mat; path=/"}
            )
        return Answer(
            '<a href="/m?key=khoa%26rieng%3D123&amp;p=3">3</a>', headers={"Content-Type": "text/html"}
        )

    archive = MemoryArchive()
    with serving(handle) as site:
        given = site.url.replace("://", "://ai:mat%2Fkhau%3Arieng@") + "/l?key=${KHOA}"
        url, credentials = set_apart(given, {"KHOA": KEY})
        with client_of(source("html", url, credentials=credentials), archive) as client:
            answer = client.get(url)
    assert [asked.path for asked in seen] == [
        "/l?key=khoa%26rieng%3D123",
        "/m?key=khoa%26rieng%3D123&p=2",
    ]
    assert all(asked.headers["authorization"].startswith("Basic ") for asked in seen)
    kept = repr(archive.exchanges) + repr(answer)
    for secret in ("mat/khau", "mat%2Fkhau", "khoa&rieng", "khoa%26", "bi-mat"):
        assert secret not in kept, secret


def test_the_configuration_keeps_the_name_of_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "niemyet.toml"
    file.write_text(
        """
[province]
id = "quang-nam"
name = "Quảng Nam"
[fetch]
contact = "mailto:canbo@vidu.example"
[[source]]
id = "cong"
kind = "html"
url = "https://${NGUOI}@a.example/l?key=${KHOA}"
list = { row = "tr", link = "a" }
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("NGUOI", "ai:mat-khau")
    monkeypatch.delenv("KHOA", raising=False)
    with pytest.raises(UsageError, match="KHOA"):
        load(file)
    monkeypatch.setenv("KHOA", KEY)
    (one,) = load(file).sources
    assert one.url == "https://a.example/l?key=${KHOA}"
    assert one.credentials.user == "ai:mat-khau"
