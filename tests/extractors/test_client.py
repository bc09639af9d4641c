import gzip
import socket
import ssl
import threading
from dataclasses import replace
from email.utils import format_datetime

import httpx
import pytest

from niemyet.extractors.fetching.addresses import normal
from niemyet.extractors.fetching.bounds import Bounds
from niemyet.extractors.fetching.client import user_agent
from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.fetching.judging import Got, is_challenge, is_cut_off, is_open_ended, request_key
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.model.errors import FetchError, UsageError
from tests.support.loopback import (
    POLITE,
    Answer,
    Asked,
    JumpingClock,
    MemoryArchive,
    client_of,
    pages,
    serving,
    source,
)

PAGE = "<html><body><p>Trang của cổng</p></body></html>"
GATE = '<html><script>document.cookie="G=ab12"+"; path=/";window.location.reload(true);</script></html>'


def failure(client, url, **how):
    with pytest.raises(FetchError) as caught:
        client.get(url, **how)
    return caught.value


# ---- raw first -----------------------------------------------------------------------------------


def test_every_exchange_is_kept_with_what_was_asked_and_answered():
    archive = MemoryArchive()
    with (
        serving(pages({"/van-ban/?p=1": PAGE})) as site,
        client_of(source("html", site.url), archive) as client,
    ):
        answer = client.get(f"{site.url}/van-ban/?p=1")
    assert answer.text == PAGE
    assert answer.sha256 in archive.bodies
    robots, page = archive.exchanges
    assert (robots.url, robots.status, robots.outcome) == (f"{site.url}/robots.txt", 404, "http_error")
    assert (page.method, page.url, page.status) == ("GET", f"{site.url}/van-ban/?p=1", 200)
    assert ("content-type", "text/html; charset=utf-8") in page.headers
    assert (page.run_id, page.source_id, page.error, page.elapsed_ms) == ("chay-1", "nguon-thu", None, 0)


def test_robots_txt_may_be_asked_for_first_and_is_asked_for_once():
    archive = MemoryArchive()
    with serving(pages({"/a": PAGE})) as site, client_of(source("html", site.url), archive) as client:
        client.ask_rules(f"{site.url}/a")
        client.ask_rules("https://la.example/b")  # where the client may not go it asks for nothing
        assert [one.url for one in archive.exchanges] == [f"{site.url}/robots.txt"]
        client.get(f"{site.url}/a")
    assert [one.url for one in archive.exchanges] == [f"{site.url}/robots.txt", f"{site.url}/a"]
    archive, fetch = MemoryArchive(), replace(POLITE, obey_robots=False)
    with serving(pages({})) as site, client_of(source("html", site.url, fetch=fetch), archive) as client:
        client.ask_rules(site.url)
    assert archive.exchanges == []


def test_certificates_are_loaded_for_the_first_address_that_needs_them(monkeypatch):
    loaded = []

    def trusted(bundle):
        loaded.append(bundle)
        return ssl.create_default_context()

    monkeypatch.setattr("niemyet.extractors.fetching.client._trusted", trusted)
    with serving(pages({"/a": PAGE})) as site:
        with client_of(source("html", site.url), MemoryArchive()) as client:
            client.get(f"{site.url}/a")
        assert loaded == []
        secure = site.url.replace("http:", "https:")
        fetch = replace(POLITE, retries=0)
        with client_of(source("html", secure, fetch=fetch), MemoryArchive()) as client:
            failure(client, f"{secure}/a")  # nobody speaks TLS there
    assert loaded == [None]


def test_a_form_is_posted_as_utf8_and_kept():
    archive = MemoryArchive()
    with (
        serving(lambda asked: Answer("[]")) as site,
        client_of(source("dvcqg", f"{site.url}/jsp/rest.jsp"), archive) as client,
    ):
        client.post(f"{site.url}/jsp/rest.jsp", {"params": '{"a":"đất đai"}'}, expect="json")
    assert site.asked[0].form == {"params": '{"a":"đất đai"}'}
    assert site.asked[0].headers["content-type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert archive.exchanges[-1].request_body == "params=%7B%22a%22%3A%22%C4%91%E1%BA%A5t+%C4%91ai%22%7D"


def test_the_client_says_who_it_is():
    with serving(pages({"/": PAGE})) as site, client_of(source("html", site.url), MemoryArchive()) as client:
        client.get(site.url)
    agent = site.asked[0].headers["user-agent"]
    assert agent.startswith("niemyet/")
    assert agent.endswith(" (+mailto:canbo@vidu.example)")
    assert site.asked[0].headers["cache-control"] == "no-cache"


def test_the_agent_is_one_ascii_line_whatever_the_contact_is():
    agent = user_agent("Sở Tư pháp\r\nX-Evil: 1")
    assert agent.isascii()
    assert "\n" not in agent


def test_a_request_of_the_unfinished_job_is_not_sent_again():
    first = MemoryArchive()
    with serving(pages({"/a": PAGE})) as site:
        settings = source("html", site.url)
        with client_of(settings, first) as client:
            fresh = client.get(f"{site.url}/a")
        replay = {request_key(e.method, e.url, e.request_body): e for e in first.exchanges}
        again = MemoryArchive()
        with client_of(settings, again, replay=replay) as client:
            repeated = client.get(f"{site.url}/a")
            failure(client, f"{site.url}/b")
    assert repeated == fresh
    assert site.paths == ["/a", "/b"]
    assert [e.url for e in again.exchanges] == [f"{site.url}/robots.txt", f"{site.url}/b"]


def test_an_earlier_failure_is_asked_again():
    with serving(pages({"/a": PAGE})) as site:
        settings = source("html", site.url)
        first = MemoryArchive()
        site.handle = lambda asked: Answer("no", 500)
        with client_of(settings, first) as client:
            failure(client, f"{site.url}/a")
        site.handle = pages({"/a": PAGE})
        replay = {request_key(e.method, e.url, e.request_body): e for e in first.exchanges}
        with client_of(settings, MemoryArchive(), replay=replay) as client:
            assert client.get(f"{site.url}/a").text == PAGE


# ---- politeness ----------------------------------------------------------------------------------


def test_a_pause_between_requests_of_one_host_over_all_clients():
    clock = JumpingClock()
    politeness = Politeness(clock)
    with serving(pages({"/": PAGE})) as site:
        settings = source("html", site.url)
        for _ in range(2):
            with client_of(settings, MemoryArchive(), clock, politeness) as client:
                client.get(site.url)
                client.get(site.url)
    assert clock.slept == [3.0, 3.0, 3.0, 3.0]  # five requests: robots.txt once, the page four times


def test_two_workers_never_call_one_host_together():
    clock = JumpingClock()
    politeness = Politeness(clock)
    inside, worst, lock = [0], [0], threading.Lock()

    def handle(asked: Asked) -> Answer:
        with lock:
            inside[0] += 1
            worst[0] = max(worst[0], inside[0])
        gone = threading.Event()
        gone.wait(0.02)
        with lock:
            inside[0] -= 1
        return Answer(PAGE)

    with serving(handle) as site:
        settings = source("html", site.url)
        clients = [client_of(settings, MemoryArchive(), clock, politeness) for _ in range(3)]
        threads = [threading.Thread(target=client.get, args=(site.url,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for client in clients:
            client.close()
    assert worst == [1]
    assert len(site.asked) == 3
    assert sum(clock.slept) == 9.0


def test_a_clock_that_is_set_back_does_not_stop_the_run():
    clock = JumpingClock()
    politeness = Politeness(clock)
    with politeness.turn("a", 3.0, 1):
        pass
    clock.time = clock.time.replace(year=2025)
    with politeness.turn("a", 3.0, 1):
        pass
    assert clock.slept == [3.0]


def test_crawl_delay_of_robots_is_honoured():
    clock = JumpingClock()
    robots = Answer("\ufeffUser-agent: *\nCrawl-delay: 5\nDisallow: /admin/\n")
    with (
        serving(pages({"/": PAGE}), robots) as site,
        client_of(source("html", site.url), MemoryArchive(), clock) as client,
    ):
        client.get(site.url)
        client.get(site.url)
    assert clock.slept == [3.0, 5.0]


# ---- robots.txt ----------------------------------------------------------------------------------


def test_robots_forbids_an_address():
    archive = MemoryArchive()
    robots = Answer("\ufeffUser-agent: *\nDisallow: /mat/\n")
    with (
        serving(pages({"/mat/1": PAGE, "/": PAGE}), robots) as site,
        client_of(source("html", site.url), archive) as client,
    ):
        client.get(site.url)
        error = failure(client, f"{site.url}/mat/1")
    assert error.outcome == "disallowed"
    assert site.paths == ["/"]
    assert archive.exchanges[-1].outcome == "disallowed"
    assert "robots.txt" in error.message("vi")


@pytest.mark.parametrize(
    ("robots", "read"),
    [
        (Answer("", 404), True),
        (Answer("", 400), True),
        (Answer("", 503), False),
        (Answer("", 429, {"Retry-After": "30"}), False),
        (Answer("<!DOCTYPE html><html><body>captcha</body></html>"), False),
        (Answer(GATE), False),
        (Answer("", 200), True),
    ],
    ids=["404", "400", "503", "429", "html", "challenge", "empty"],
)
def test_what_robots_answers_decides_whether_the_site_is_read(robots, read):
    with (
        serving(pages({"/": PAGE}), robots) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        if read:
            assert client.get(site.url).text == PAGE
        else:
            assert failure(client, site.url).outcome == "disallowed"
    assert site.paths == (["/"] if read else [])


def test_robots_may_be_set_aside_by_the_configuration():
    settings_for = replace(POLITE, obey_robots=False)
    with (
        serving(pages({"/": PAGE}), Answer("User-agent: *\nDisallow: /")) as site,
        client_of(source("html", site.url, fetch=settings_for), MemoryArchive()) as client,
    ):
        assert client.get(site.url).text == PAGE


# ---- retries -------------------------------------------------------------------------------------


def in_turn(*answers: Answer):
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def test_retry_after_is_honoured():
    clock, archive = JumpingClock(), MemoryArchive()
    busy = Answer("<html>wait</html>", 429, {"Retry-After": "60"})
    with (
        serving(in_turn(busy, Answer(PAGE))) as site,
        client_of(source("html", site.url), archive, clock) as client,
    ):
        assert client.get(site.url).text == PAGE
    assert clock.slept == [3.0, 60.0]
    assert archive.outcomes() == ["http_error", "rate_limited", "ok"]


def test_retry_after_may_be_a_date():
    clock = JumpingClock()
    at = format_datetime(clock.time.replace(minute=2), usegmt=True)
    busy = Answer("busy", 503, {"Retry-After": at})
    with (
        serving(in_turn(busy, Answer(PAGE))) as site,
        client_of(source("html", site.url), MemoryArchive(), clock) as client,
    ):
        client.get(site.url)
    assert clock.slept == [3.0, 117.0]  # two minutes less the pause after robots.txt


def test_a_host_that_asks_for_a_very_long_pause_is_left_alone():
    clock = JumpingClock()
    with (
        serving(lambda asked: Answer("", 429, {"Retry-After": "86400"})) as site,
        client_of(source("html", site.url), MemoryArchive(), clock) as client,
    ):
        assert failure(client, f"{site.url}/a").outcome == "rate_limited"
        assert failure(client, f"{site.url}/b").outcome == "unreachable"
    assert site.paths == ["/a"]
    assert sum(clock.slept) < 60


@pytest.mark.parametrize(
    ("bad", "outcome"),
    [
        (Answer("oops", 500), "http_error"),
        (Answer("", hang_up=True), "unreachable"),
        (Answer(PAGE, cut=10), "truncated"),
    ],
)
def test_passing_faults_are_tried_again_with_growing_pauses(bad, outcome):
    clock, archive = JumpingClock(), MemoryArchive()
    with (
        serving(in_turn(bad, bad, Answer(PAGE))) as site,
        client_of(source("html", site.url), archive, clock) as client,
    ):
        assert client.get(site.url).text == PAGE
    assert archive.outcomes() == ["http_error", outcome, outcome, "ok"]
    assert clock.slept == [3.0, 3.0, 6.0]


def test_a_lasting_fault_ends_and_says_so():
    archive = MemoryArchive()
    with (
        serving(lambda asked: Answer("no", 502)) as site,
        client_of(source("html", site.url), archive) as client,
    ):
        error = failure(client, f"{site.url}/x")
    assert (error.outcome, error.status, error.url) == ("http_error", 502, f"{site.url}/x")
    assert archive.outcomes() == ["http_error"] * 4
    assert "502" in error.message("vi")


def test_a_missing_page_is_asked_once():
    with serving(pages({})) as site, client_of(source("html", site.url), MemoryArchive()) as client:
        assert failure(client, f"{site.url}/x").status == 404
    assert site.paths == ["/x"]


def test_a_host_that_keeps_failing_is_left_alone():
    with serving(lambda asked: Answer("no", 500)) as site:
        fetch = replace(POLITE, retries=0)
        with client_of(source("html", site.url, fetch=fetch), MemoryArchive()) as client:
            for number in range(8):
                failure(client, f"{site.url}/{number}")
    assert len(site.asked) == 5


def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    archive = MemoryArchive()
    with client_of(source("html", url, fetch=replace(POLITE, obey_robots=False)), archive) as client:
        error = failure(client, url)
    assert error.outcome == "unreachable"
    assert error.status is None
    assert archive.outcomes() == ["unreachable"] * 3
    assert "không kết nối được" in error.message("vi")


def test_silence_ends_in_a_timeout():
    release = threading.Event()

    def handle(asked: Asked) -> Answer:
        release.wait(5)
        return Answer(PAGE)

    fetch = replace(POLITE, read_timeout=0.05, retries=0)
    with serving(handle) as site, client_of(source("html", site.url, fetch=fetch), MemoryArchive()) as client:
        assert failure(client, site.url).outcome == "timeout"
        release.set()


def test_a_source_that_used_up_its_time_is_left_for_the_next_run():
    fetch = replace(POLITE, source_deadline=7)
    with (
        serving(pages({f"/{number}": PAGE for number in range(9)})) as site,
        client_of(source("html", site.url, fetch=fetch), MemoryArchive()) as client,
    ):
        for number in range(2):  # three seconds apart, robots.txt first
            client.get(f"{site.url}/{number}")
        late = failure(client, f"{site.url}/2")
    assert late.outcome == "timeout"
    assert "source_deadline" in late.message("vi")
    assert site.paths == ["/0", "/1"]


def test_a_source_has_so_many_megabytes_of_a_run():
    """Each answer within its own bound, and all of them too much: the disk is everybody's."""
    fetch = replace(POLITE, max_source_mb=1)
    big = PAGE + "x" * 700_000
    with (
        serving(pages({f"/{number}": big for number in range(9)})) as site,
        client_of(source("html", site.url, fetch=fetch), MemoryArchive()) as client,
    ):
        for number in range(2):
            client.get(f"{site.url}/{number}")
        over = failure(client, f"{site.url}/2")
    assert over.outcome == "timeout", "the next run asks again"
    assert "max_source_mb" in over.message("vi")
    assert site.paths == ["/0", "/1"]


# ---- where it may go -----------------------------------------------------------------------------


def test_redirects_stay_on_allowed_hosts():
    archive = MemoryArchive()
    with serving(pages({"/new": PAGE})) as site:
        port = site.url.rsplit(":", 1)[1]
        there = f"http://localhost:{port}/new"
        moved = Answer("", 301, {"Location": "/new"})
        away = Answer("", 302, {"Location": there})
        site.handle = pages({"/new": PAGE, "/old": moved, "/away": away})
        with client_of(source("html", site.url), archive) as client:
            answer = client.get(f"{site.url}/old")
            error = failure(client, f"{site.url}/away")
        allowed = source("html", site.url, allowed_hosts=(f"localhost:{port}",))
        with client_of(allowed, MemoryArchive()) as client:
            inside = failure(client, f"{site.url}/away")
        trusted = replace(allowed, fetch=replace(POLITE, allow_private=("localhost",)))
        with client_of(trusted, MemoryArchive()) as client:
            assert client.get(f"{site.url}/away").final_url == there
    assert (answer.url, answer.final_url) == (f"{site.url}/old", f"{site.url}/new")
    assert error.outcome == "disallowed"
    assert "allowed_hosts" in str(error)
    assert archive.exchanges[-1].url == there
    assert inside.outcome == "disallowed"
    assert "allow_private" in str(inside)


def test_a_circle_of_redirects_ends():
    with (
        serving(
            pages({"/a": Answer("", 302, {"Location": "/b"}), "/b": Answer("", 302, {"Location": "/a"})})
        ) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        assert failure(client, f"{site.url}/a").outcome == "http_error"
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("https://tinh.example/x", False),
        ("http://tinh.example/x", False),
        ("https://tep.tinh.example/a.pdf", False),
        ("https://tinh.example.evil.example/", True),
        ("https://eviltinh.example/", True),
        ("https://tinh.example:8443/", True),
        ("file:///etc/passwd", True),
        ("https://user@169.254.169.254/", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
    ],
)
def test_the_configuration_bounds_every_address(url, refused):
    bounds = Bounds("https://tinh.example/van-ban/", ("*.tinh.example",), ("tep.tinh.example",))
    assert (bounds.refuse(url) is not None) is refused


def test_a_ca_bundle_that_is_none_is_a_wrong_configuration(tmp_path):
    (tmp_path / "ca.pem").write_text("not a certificate")
    for path in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        fetch = replace(POLITE, ca_bundle=str(path), obey_robots=False)
        client = client_of(source("html", "https://127.0.0.1:9/", fetch=fetch), MemoryArchive())
        with pytest.raises(UsageError, match="ca_bundle"):
            client.get("https://127.0.0.1:9/")


def test_an_untrusted_certificate_is_said_and_not_tried_again(monkeypatch):
    def distrust(self, request):
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", distrust)
    archive = MemoryArchive()
    fetch = replace(POLITE, obey_robots=False)
    with client_of(source("html", "https://127.0.0.1:9/", fetch=fetch), archive) as client:
        error = failure(client, "https://127.0.0.1:9/")
    assert error.outcome == "unreachable"
    assert "ca_bundle" in str(error)
    assert len(archive.exchanges) == 1


# ---- what is no content --------------------------------------------------------------------------


def test_a_challenge_stops_and_is_not_answered():
    archive = MemoryArchive()
    with serving(lambda asked: Answer(GATE)) as site, client_of(source("html", site.url), archive) as client:
        error = failure(client, site.url)
    assert error.outcome == "challenge"
    assert len(site.asked) == 1
    assert archive.bodies[list(archive.bodies)[-1]] == GATE.encode()
    assert "không vượt qua" in error.message("vi")


def test_a_page_that_sets_a_cookie_is_no_challenge():
    assert not is_challenge(b"<script>document.cookie='seen=1'</script><p>content</p>")
    assert is_challenge(b"x", [("cf-mitigated", "challenge")])


@pytest.mark.parametrize(
    ("answer", "expect", "outcome"),
    [
        (Answer("<html><body>Hệ thống bảo trì</body></html>"), "json", "not_the_page"),
        (Answer("<!DOCTYPE html><html>Không tìm thấy tệp</html>"), "file", "not_the_page"),
        (Answer("  "), "html", "not_the_page"),
        (Answer(b""), "file", "not_the_page"),
        (Answer(b"%PDF-1.4"), "html", "not_the_page"),
        (Answer("x" * (1024 * 1024 + 1)), "file", "too_large"),
        (Answer(gzip.compress(b"y" * 3_000_000), headers={"Content-Encoding": "gzip"}), "file", "too_large"),
        (
            Answer(gzip.compress(PAGE.encode())[:-9], headers={"Content-Encoding": "gzip"}),
            "html",
            "truncated",
        ),
        (Answer(PAGE, headers={"Content-Encoding": "br"}), "html", "not_the_page"),
    ],
    ids=[
        "page for json",
        "page for file",
        "blank",
        "empty",
        "file for page",
        "big",
        "bomb",
        "cut gzip",
        "br",
    ],
)
def test_what_is_not_what_was_asked_is_refused(answer, expect, outcome):
    fetch = replace(POLITE, max_response_mb=1, retries=0)
    archive = MemoryArchive()
    with (
        serving(lambda asked: answer) as site,
        client_of(source("html", site.url, fetch=fetch), archive) as client,
    ):
        assert failure(client, site.url, expect=expect).outcome == outcome
    assert archive.outcomes()[-1] == outcome
    assert len(archive.exchanges[-1].body) <= 1024 * 1024 + 70_000


def test_a_file_may_be_html_when_its_name_says_so():
    with (
        serving(lambda asked: Answer(PAGE)) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        assert client.get(f"{site.url}/tai-ve?id=1", expect="file", name="quyet-dinh.html").text == PAGE
        assert client.get(f"{site.url}/quyet-dinh.htm", expect="file").text == PAGE


def test_gzip_is_undone_and_the_stated_name_is_given():
    headers = {
        "Content-Encoding": "gzip",
        "Content-Disposition": "attachment; filename*=UTF-8''..%2FQ%C4%90%20188.docx;",
    }
    with (
        serving(lambda asked: Answer(gzip.compress(b"PK\x03\x04 docx"), headers=headers)) as site,
        client_of(source("html", site.url), MemoryArchive()) as client,
    ):
        answer = client.get(f"{site.url}/f", expect="file")
    assert answer.body == b"PK\x03\x04 docx"
    assert answer.filename == "QĐ 188.docx"


# ---- text and addresses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Quyết định".encode(), "text/html; charset=iso-8859-1", "Quyết định"),
        ("Quyết".encode("utf-8-sig"), "", "Quyết"),
        ("Đà Nẵng".encode("utf-16"), "", "Đà Nẵng"),
        ("café".encode("windows-1252"), "text/html; charset=windows-1252", "café"),
        (b"<meta charset=windows-1252>caf\xe9", "", "<meta charset=windows-1252>café"),
        ("Quyết".encode() + b"\xff", "text/html; charset=utf-8", "Quyết\ufffd"),
        (b"\xd0\xf5n", "text/html; charset=no-such", b"\xd0\xf5n".decode("windows-1258")),
    ],
)
def test_the_charset_is_sniffed(body, content_type, text):
    assert decode(body, content_type) == text


def test_addresses_are_sent_in_one_spelling():
    assert (
        normal("http://a.example/Văn bản/x%20y.pdf#p1") == "http://a.example/V%C4%83n%20b%E1%BA%A3n/x%20y.pdf"
    )
    assert normal("http://a.example") == "http://a.example/"


def got_page(body: bytes, *headers: tuple[str, str]) -> Got:
    got = Got()
    got.status, got.headers = 200, headers
    got.add(body)
    return got


def test_a_page_that_only_the_end_of_the_connection_ends_must_have_its_own_end():
    broken = b"<!DOCTYPE html><html><body><table><tr><td>12"
    assert is_cut_off(got_page(broken))
    assert not is_cut_off(got_page(broken, ("content-length", "44"))), "the server says how long it is"
    assert not is_cut_off(got_page(broken, ("transfer-encoding", "chunked")))
    assert not is_cut_off(got_page(b"<html><body>x</BODY>"))
    assert not is_cut_off(got_page(b"<ul><li>a part of a page</li>")), "a fragment has no end to miss"
    assert not is_cut_off(got_page(b"%PDF-1.7 ..."))
    assert is_open_ended(broken.decode())
    assert not is_open_ended("x" * 5_000 + "<html>"), "what a page speaks of is not how it begins"
