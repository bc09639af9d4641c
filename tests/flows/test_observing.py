"""Listings of units through the client: every kind of PORTALS §5 no. 43, and what replaces what."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.observing import observe_all
from niemyet.flows.run_context import RunContext
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from tests.support.loopback import Answer, Asked, serving

CONFIG = """
[province]
id = "thu-nghiem"
name = "Tỉnh Thử Nghiệm"

[fetch]
contact = "mailto:thu@niemyet.example"

[[unit]]
id = "xa-b"
kind = "commune"
level = "commune"
name = "Xã B"
valid_from = 2020-01-01
listings = [{{ channel = "portal", url = "{url}/niem-yet" }}]
"""
HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính")
BIRTH = ("1", "1.001193", "Đăng ký khai sinh")
MARRIAGE = ("2", "1.000894", "Đăng ký kết hôn")
DEATH = ("1", "1.000656", "Đăng ký khai tử")


def article(body: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Bộ TTHC</title></head><body><nav><a href='/mau.docx'>Biểu mẫu</a></nav>"
        f"<article><h1>Bộ thủ tục hành chính niêm yết</h1>{body}</article></body></html>"
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in (HEAD, *rows))
    return f"<table>{cells}</table>"


def docx_table(rows: Sequence[Sequence[str]]) -> bytes:
    out = docx.Document()
    grid = out.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    sink = io.BytesIO()
    out.save(sink)
    return sink.getvalue()


def pdf_scan(lines: Sequence[str]) -> bytes:
    picture = Image.new("L", (1240, 1754), 255)
    for place, line in enumerate(lines):
        ImageDraw.Draw(picture).text((120, 200 + 90 * place), line, 0, ImageFont.load_default(44))
    sink = io.BytesIO()
    picture.save(sink, "PDF", resolution=150)
    return sink.getvalue()


class Unit:
    """A commune with a web page, looked at night after night."""

    def __init__(self, root: Path, url: str) -> None:
        file = root / "niemyet.toml"
        file.write_text(CONFIG.format(url=url), encoding="utf-8")
        self.settings = load(file)
        self.folder = DataFolder(root / "data")
        self.at = datetime(2026, 11, 2, 13, tzinfo=UTC)

    def night(self) -> RunContext:
        night = RunContext(self.settings, self.folder, SetClock(self.at), command="nightly", asked={})
        observe_all(night)
        self.at += timedelta(days=1)
        return night

    def codes(self) -> dict[int, list[str | None]]:
        found: dict[int, list[str | None]] = {}
        for row in self.folder.lake.listings():
            found.setdefault(row.observed_on.day, []).append(row.code)
        return found


def pages(answers: dict[str, str | bytes]):
    def handle(asked: Asked) -> Answer:
        body = answers.get(asked.path)
        if body is None:
            return Answer("<html><body>404</body></html>", 404)
        kind = "text/html; charset=utf-8" if isinstance(body, str) else "application/octet-stream"
        return Answer(body, headers={"Content-Type": kind})

    return handle


def test_an_article_with_a_table_in_its_body(tmp_path: Path) -> None:
    with serving(pages({"/niem-yet": article(table(BIRTH, MARRIAGE))})) as site:
        unit = Unit(tmp_path, site.url)
        unit.night()
    assert unit.codes() == {2: ["1.001193", "1.000894"]}


def test_an_evolving_article_whose_attachment_is_replaced_in_place(tmp_path: Path) -> None:
    answers: dict[str, str | bytes] = {
        "/niem-yet": article("<p><a href='/tep/bo-tthc.docx'>Bộ TTHC</a></p>"),
        "/tep/bo-tthc.docx": docx_table([HEAD, BIRTH, MARRIAGE]),
    }
    with serving(pages(answers)) as site:
        unit = Unit(tmp_path, site.url)
        unit.night()
        unit.night()
        answers["/tep/bo-tthc.docx"] = docx_table([HEAD, BIRTH])
        unit.night()
    assert unit.codes() == {2: ["1.001193", "1.000894"], 3: ["1.001193", "1.000894"], 4: ["1.001193"]}
    assert "/mau.docx" not in site.paths, "a form of the site's menu is no listing"


def test_several_attachments_count_only_together(tmp_path: Path) -> None:
    answers: dict[str, str | bytes] = {
        "/niem-yet": article("<a href='/tep/1.docx'>Hộ tịch</a> <a href='/tep/2.docx'>Tư pháp</a>"),
        "/tep/1.docx": docx_table([HEAD, BIRTH, MARRIAGE]),
        "/tep/2.docx": docx_table([HEAD, DEATH]),
    }
    with serving(pages(answers)) as site:
        unit = Unit(tmp_path, site.url)
        unit.night()
        del answers["/tep/2.docx"]
        lost = unit.night()
    assert unit.codes() == {2: ["1.001193", "1.000894", "1.000656"]}, "half a listing is none"
    assert lost.result.proofs["unit:xa-b"].outcome is Outcome.DARK


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<a href='https://drive.google.com/drive/folders/x1'>Danh mục TTHC</a>", "drive.google.com"),
        ("<a href='https://dichvucong.example.vn/p/home'>Xem tại Cổng Dịch vụ công</a>", "dichvucong.example.vn"),
        ("<p>Nội dung đang được cập nhật</p>", "không thấy danh sách niêm yết nào"),
        ("<a href='/tep/ap-phich.pdf'>Áp phích</a>", "bản quét hoặc ảnh chụp"),
        ("<p>Danh mục niêm yết</p><a href='/tep/mat.xlsx'>Tải về</a>", "404"),
    ],
    ids=["Drive folder", "national portal", "nothing", "poster", "file lost"],
)  # fmt: skip
def test_what_shows_no_listing_is_dark_with_the_reason(tmp_path: Path, body: str, said: str) -> None:
    answers: dict[str, str | bytes] = {
        "/niem-yet": article(table(BIRTH)),
        "/tep/ap-phich.pdf": pdf_scan(["Danh muc thu tuc hanh chinh", "1.001193 Khai sinh"] * 5),
    }
    with serving(pages(answers)) as site:
        unit = Unit(tmp_path, site.url)
        unit.night()
        answers["/niem-yet"] = article(body)
        night = unit.night()
    proof = night.result.proofs["unit:xa-b"]
    assert proof.outcome is Outcome.DARK
    reason = proof.reason or ""
    # Without Vietnamese for Tesseract a poster is not even looked at, which is said.
    assert said in reason or ("ap-phich" in body and "vie.traineddata" in reason)
    assert unit.codes() == {2: ["1.001193"]}, "what was seen stays"
