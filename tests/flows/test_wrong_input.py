"""Wrong input over the wire: each a clear message, the right exit status, nothing lost, no traceback."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import Decision
from niemyet.model.words import Outcome
from tests.support.house import build_house, decision

ERROR_PAGE = "<html><head><title>Lỗi</title></head><body><h1>Hệ thống đang bảo trì</h1></body></html>"

SOURCES = {
    "html": 'kind = "html"\nurl = "{base}/van-ban/"',
    "dvcqg": 'kind = "dvcqg"\nurl = "{base}/jsp/rest.jsp"',
    "nukeviet-laws": 'kind = "nukeviet-laws"\nurl = "{base}/laws/"',
}


@pytest.fixture
def error_portal() -> Iterator[str]:
    """A server that answers 200 and an error page to everything but robots.txt."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path != "/robots.txt"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(ERROR_PAGE.encode())

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def dead_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("portal", ["error page", "unreachable"])
def test_a_dark_source_withdraws_nothing_and_says_why(
    tmp_path: Path, error_portal: str, kind: str, portal: str
) -> None:
    base = error_portal if portal == "error page" else dead_address()
    source = '[[source]]\nid = "cong"\nseconds_between_requests = 0.0\n' + SOURCES[kind].format(base=base)
    house = build_house(tmp_path / "house", more=source + "\n")
    house.drop("3600.md", decision(3600, "15/12/2021"))
    result = run_nightly(house.settings, house.folder, house.clock)
    assert result.exit_status == 3
    assert result.proofs["cong"].outcome is Outcome.DARK
    assert result.proofs["cong"].reason
    assert result.release is not None
    assert len(result.release.rows("decisions", Decision)) == 1, "the other source is published all the same"


def test_a_listing_page_that_is_an_error_page_is_dark_not_empty(tmp_path: Path, error_portal: str) -> None:
    listing = f'listings = [{{ channel = "portal", url = "{error_portal}/niem-yet" }}]'
    house = build_house(tmp_path / "house", huyen_listing=listing)
    house.drop("3600.md", decision(3600, "15/12/2021", level="CẤP HUYỆN"))
    result = run_nightly(house.settings, house.folder, house.clock)
    assert result.exit_status == 3
    assert result.proofs["unit:huyen-a"].outcome is Outcome.DARK
    assert result.release is not None
    assert result.release.table("listings").num_rows == 0


def test_half_a_listing_is_no_listing(tmp_path: Path, error_portal: str) -> None:
    (tmp_path / "trang-1.csv").write_text(
        "STT,Mã TTHC,Tên TTHC\n1,1.001193,Đăng ký khai sinh\n", encoding="utf-8"
    )
    pages = f'{{ channel = "portal", path = "../trang-1.csv" }}, {{ channel = "portal", url = "{error_portal}/2" }}'
    house = build_house(tmp_path / "house", huyen_listing=f"listings = [{pages}]")
    house.drop("3600.md", decision(3600, "15/12/2021", level="CẤP HUYỆN"))
    result = run_nightly(house.settings, house.folder, house.clock)
    assert result.proofs["unit:huyen-a"].outcome is Outcome.DARK
    assert result.release is not None
    assert result.release.table("listings").num_rows == 0
