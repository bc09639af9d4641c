"""The desk: what a clerk and an officer do in a browser is what the commands do, with the same checks."""

import io
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
import xlsxwriter
from click.testing import CliRunner
from PIL import Image
from python_calamine import CalamineWorkbook

from niemyet.flows.asked_about import AskedDocument
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.desk.acting import document, file_name
from niemyet.flows.desk.app import DeskState
from niemyet.flows.desk.pages import UnitOverview, overview
from niemyet.flows.desk.sessions import Brake, Sessions
from niemyet.flows.desk.users import Role, User, Users, hashed, with_password
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.storage.lake_rows import ConfirmationRow, ObservationRow, ResolutionRow
from niemyet.storage.verify import verify
from niemyet.transforms.language.dates import local_day
from tests.support.desk import Visitor, served
from tests.support.house import House, build_house, decision
from tests.support.paged import page_of_rows

AT = datetime(2022, 3, 1, 13, tzinfo=UTC)
ROWS = tuple((f"1.4000{number:02d}", f"Thủ tục {number} <script>alert(1)</script>") for number in range(12))


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    house.drop("2.md", decision(2, "11/01/2022", rows=(("1.500001", "Không ghi ngày"),), effect=""))
    run_nightly(house.settings, house.folder, SetClock(AT))
    return house


def ui(house: House, lang: str = "vi") -> Ui:
    return Ui(str(house.folder.root), house.root / "niemyet.toml", lang, "table")


@cache
def four_users() -> tuple[User, ...]:
    """Once for all tests of a worker: hashing a password takes a tenth of a second, on purpose."""
    return (
        with_password(User("Hoa", Role.CLERK, ("xa-b",)), "mat-khau-hoa"),
        with_password(User("Bình", Role.OFFICER), "mat-khau-binh"),
        with_password(User("Lan", Role.CLERK, ("xa-c",)), "mat-khau-lan"),
        with_password(User("An", Role.READER), "mat-khau-an-"),
    )


@pytest.fixture
def office(house: House, tmp_path: Path) -> DeskState:
    users = Users(tmp_path / "users.json")
    for user in four_users():
        users.keep(user)
    return DeskState(ui(house), users)


@pytest.fixture
def address(office: DeskState) -> Iterator[str]:
    with served(office) as found:
        yield found


def signed_in(address: str, name: str) -> Visitor:
    visitor = Visitor(address)
    passwords = {"Hoa": "mat-khau-hoa", "Bình": "mat-khau-binh", "An": "mat-khau-an-", "Lan": "mat-khau-lan"}
    assert visitor.send("/login", name=name, password=passwords[name]).status_code == 200
    return visitor


def test_a_tick_becomes_done_and_is_taken_back(house: House, address: str) -> None:
    hoa = signed_in(address, "Hoa")
    hoa.get("/u/xa-b")
    ids = hoa.all(r'name="update" value="([^"]+)"')
    assert len(ids) >= 12
    assert "<script>alert" not in hoa.page
    refused = hoa.send("/u/xa-b/done", update=ids[1:3], on="2099-01-01", what="done")
    assert refused.status_code == 400
    assert 'name="on" value="2099-01-01"' in refused.text
    assert hoa.all(r'value="([^"]+)" checked') == ids[1:3], "the ticks stay, beside the reason"
    told = hoa.send("/u/xa-b/done", update=ids[:2], on=local_day(datetime.now(UTC)).isoformat(), what="done")
    assert "Đã ghi 2 việc báo xong." in told.text
    assert {row.update_id for row in house.folder.lake.read("confirmations", ConfirmationRow)} == set(ids[:2])
    told = hoa.send("/u/xa-b/done", update=ids[:1], what="undo")
    assert "Đã rút lại 1 báo cáo." in told.text
    release = house.folder.releases.latest()
    assert release is not None
    work = release.table("listing_updates", ["update_id", "done_by"]).to_pylist()
    assert {row["update_id"] for row in work if row["done_by"] == "Hoa"} == {ids[1]}
    assert [check.wrong for check in verify(house.folder) if not check.passed] == []


def test_a_refusal_leads_back_to_the_page_that_was_sent(address: str) -> None:
    lan = signed_in(address, "Lan")
    lan.get("/u/xa-b")
    refused = lan.send(
        "/u/xa-b/observe", files={"file": ("so.csv", "bút,3000\n".encode())}, channel="counter"
    )
    assert refused.status_code == 400
    assert '<a href="/u/xa-b">' in refused.text
    lan.get("/review")
    (first, *_) = lan.all(r'href="(/review/[^"?]+)"')
    lan.get(first)
    refused = lan.send(first, answer="không có trong các lựa chọn", what="keep")
    assert refused.status_code == 400
    assert f'<a href="{unquote(first)}">' in refused.text
    assert "← " not in lan.get("/u/khong-co").text


def test_what_a_clerk_may_not_do_changes_nothing(house: House, address: str) -> None:
    hoa, an = signed_in(address, "Hoa"), signed_in(address, "An")
    hoa.get("/u/xa-b")
    (first, *_) = hoa.all(r'name="update" value="([^"]+)"')
    assert hoa.send("/u/huyen-a/done", update=[first], what="done").status_code == 400
    assert hoa.send("/ingest", files={"file": ("1.md", b"x")}).status_code == 400
    hoa.get("/review")
    (question, *_) = hoa.all(r'href="(/review/[^"?]+)"')
    assert hoa.send(question, answer="2022-02-01", what="keep").status_code == 400
    an.get("/u/xa-b")
    assert an.all(r'name="update"') == []
    assert an.send("/u/xa-b/done", update=[first], what="done").status_code == 400
    lake = house.folder.lake
    assert lake.read("confirmations", ConfirmationRow) == lake.read("resolutions", ResolutionRow) == []


def test_the_overview_counts_what_was_reported_and_is_not_yet_published(
    house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("niemyet.flows.desk.acting.is_quick", lambda release: False)
    hoa = signed_in(address, "Hoa")
    before = [int(one) for one in re.findall(r'<td class="n"[^>]*>(\d+)</td>', hoa.get("/").text)]
    hoa.get("/u/xa-b")
    (first, *_) = hoa.all(r'name="update" value="([^"]+)"')
    assert "Đã ghi 1 việc" in hoa.send("/u/xa-b/done", update=[first], what="done").text
    after = [int(one) for one in re.findall(r'<td class="n"[^>]*>(\d+)</td>', hoa.get("/").text)]
    assert sum(before) == sum(after)
    assert after[-1] == before[-1] + 1, "one more is done"


def test_the_overview_names_decisions_that_were_not_received_and_how_late_the_weeks_were(
    house: House, address: str
) -> None:
    repeal = decision(3, "14/01/2022", rows=(("1.500003", "Có trích dẫn"),))
    clause = "Điều 2. Quyết định này thay thế Quyết định số 77/QĐ-UBND ngày 05/5/2021 của Chủ tịch UBND tỉnh."
    house.drop("3.md", repeal.replace("Điều 3.", f"{clause}\n\nĐiều 3."))
    run_nightly(house.settings, house.folder, SetClock(AT))
    listing = house.root / "so.csv"
    listing.write_text("Mã;Tên thủ tục\n1.999999;Thừa\n", encoding="utf-8")
    seen = CliRunner().invoke(
        niemyet, ["observe", "xa-b", str(listing), *house.options], catch_exceptions=False
    )
    assert seen.exit_code == 0, seen.output
    binh = signed_in(address, "Bình")
    page = binh.get("/").text
    assert "Quyết định được nhắc đến nhưng chưa nhận được (1)" in page
    assert re.search(r'<th scope="row">77/QĐ-UBND</th><td>05/05/2021</td><td>3/QĐ-UBND</td>', page)
    weeks = re.findall(r'<th scope="row">([\d/]+)</th><td class="n"[^>]*>(\d+)</td><td><meter', page)
    assert len(weeks) == 13
    assert weeks[-1][0] == f"{local_day(datetime.now(UTC)):%d/%m/%Y}"
    assert int(weeks[-1][1]) == len(ROWS) + 2


def test_a_unit_of_which_nothing_is_known_is_not_called_in_order() -> None:
    for counts, right in (({}, False), ({"done": 3, "planned": 1}, True), ({"done": 3, "due": 1}, False)):
        assert UnitOverview("xa-b", "Xã B", counts, 0).is_right is right, counts


def test_a_line_of_work_leads_to_all_that_proves_it(house: House, address: str) -> None:
    hoa = signed_in(address, "Hoa")
    hoa.get("/u/xa-b")
    (path, *_) = hoa.all(r'href="(/u/xa-b/1\.4000[^"]*/evidence\.zip)"')
    packed = hoa.http.get(path)
    assert packed.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert {"README.txt", "chain.json", "boards.json", "SHA256SUMS"} <= set(archive.namelist())
    assert hoa.http.get("/u/xa-b/1.999999/evidence.zip").status_code == 400


def test_a_form_of_another_page_or_site_is_not_taken(house: House, address: str) -> None:
    hoa = signed_in(address, "Hoa")
    hoa.get("/u/xa-b")
    (first, *_) = hoa.all(r'name="update" value="([^"]+)"')
    assert hoa.send("/u/xa-b/done", word="", update=[first], what="done").status_code == 403
    assert hoa.send("/u/xa-b/done", word="đoán", update=[first], what="done").status_code == 403
    assert Visitor(address).send("/u/xa-b/done", update=[first], what="done").url.path == "/login"
    assert hoa.http.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert house.folder.lake.read("confirmations", ConfirmationRow) == []


def test_a_question_is_tried_answered_and_taken_back(house: House, address: str) -> None:
    binh = signed_in(address, "Bình")
    binh.get("/review")
    (path, *_) = binh.all(r'href="(/review/effect[^"?]*)"')
    binh.get(path)
    before = house.folder.releases.latest()
    tried = binh.send(path, answer="01/02/2022", what="try")
    assert "Câu trả lời này thay đổi" in tried.text
    assert "Chưa ghi gì" in tried.text
    assert house.folder.lake.read("resolutions", ResolutionRow) == []
    refused = binh.send(path, answer="ba mươi tháng hai", what="keep")
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert 'name="answer" id="text" value="ba mươi tháng hai"' in refused.text, "what was typed stays"
    assert binh.send(path, answer="01/02/2022", what="keep").status_code == 200
    (row,) = house.folder.lake.read("resolutions", ResolutionRow)
    assert (row.resolution, row.resolved_by) == ("2022-02-01", "Bình")
    after = house.folder.releases.latest()
    assert before is not None
    assert after is not None
    assert after.release_id != before.release_id
    assert "Bình đã trả lời" in binh.get(path).text
    said = binh.get("/log").text
    assert re.search(rf'<a href="{re.escape(path)}">Quyết định số 2/QĐ-UBND', said), (
        "to be looked at, or taken back"
    )
    assert "<td>01/02/2022</td>" in said, "as people write a day"
    assert "lại đang chờ" in binh.send(path, what="reopen").text


def test_answers_on_offer_are_named_ticked_together_and_never_passed_over(house: House, address: str) -> None:
    held_by_districts = decision(4, "10/02/2022", level="CẤP HUYỆN", rows=(("1.600001", "Cấp thẻ thủ từ"),))
    unclear = decision(5, "14/02/2022", rows=(("1.600002", "Chép sổ đình"), ("1.600003", "Chép sổ đền")))
    body = "Điều 1. Bãi bỏ thủ tục “Chép sổ” công bố tại Quyết định số 5/QĐ-UBND ngày 14/02/2022."
    repeal = decision(6, "18/02/2022", rows=(("1.600004", "Chép gia phả"),))
    house.drop("4.md", held_by_districts)
    house.drop("5.md", unclear)
    house.drop("6.md", re.sub(r"Điều 1\. .*", body, repeal))
    run_nightly(house.settings, house.folder, SetClock(datetime(2025, 8, 1, 13, tzinfo=UTC)))
    binh = signed_in(address, "Bình")

    binh.get("/review?kind=reference")
    binh.get("/review")
    (named, *_) = binh.all(r'href="(/review/reference[^"?]*)"')
    binh.get(named)
    offers = dict(
        re.findall(r'value="([^"]+)"> (?:<kbd>\d</kbd> )?<b>[^<]*</b>(?: <span>([^<]*)</span>)?', binh.page)
    )
    assert offers == {
        "1.600002": "Chép sổ đình · cấp xã · Quyết định số 5/QĐ-UBND ngày 14/02/2022",
        "1.600003": "Chép sổ đền · cấp xã · Quyết định số 5/QĐ-UBND ngày 14/02/2022",
        "none": "",
    }
    (paper,) = binh.all(r'href="(/review/reference[^"]*/document/[^"]*)">6\.md<')
    came = binh.http.get(paper)
    assert came.text == re.sub(r"Điều 1\. .*", body, repeal)
    assert came.headers["content-disposition"] == "attachment; filename*=UTF-8''6.md"
    assert binh.http.get(paper[:-64] + "0" * 64).status_code == 404, "of this question alone"
    both = binh.send(named, candidate="1.600002", answer="1.600003", what="keep")
    assert both.status_code == 400
    assert "hãy để một câu thôi" in both.text

    binh.get("/review")
    (levels, *_) = binh.all(r'href="(/review/void_level[^"?]*)"')
    binh.get(levels)
    assert binh.all(r'type="checkbox" name="candidate" value="([^"]+)"') == ["province", "commune", "none"]
    tried = binh.send(levels, candidate=["province", "commune"], what="try")
    assert re.findall(r'value="([^"]+)" checked', tried.text) == ["province", "commune"], "ticks stay"
    assert binh.send(levels, candidate=["commune", "none"], what="keep").status_code == 400, "either or"
    assert binh.send(levels, candidate=["province", "commune"], what="keep").status_code == 200
    (row,) = house.folder.lake.read("resolutions", ResolutionRow)
    assert row.resolution == "province, commune"


def test_a_document_is_called_as_its_format_is(house: House, tmp_path: Path) -> None:
    kept = {
        name: house.folder.raw.put(data) for name, data in (("pdf", b"%PDF-1.7 x"), ("strange", b"\x00\x01"))
    }
    named = {name: document(ui(house), AskedDocument(sha, "tải về.jsp"))[0] for name, sha in kept.items()}
    assert named == {"pdf": "tải về.jsp.pdf", "strange": "tải về.jsp"}
    assert document(ui(house), AskedDocument(kept["pdf"], "A.PDF"))[0] == "A.PDF"


def test_each_paper_of_a_unit_is_called_what_it_is(address: str) -> None:
    lan = signed_in(address, "Lan")
    lan.get("/u/xa-b")
    papers = dict(re.findall(r'href="(/u/xa-b/work\.docx[^"]*)">([^<]+)<', lan.page))
    assert set(papers.values()) == {"danh mục niêm yết", "thông báo", "phiếu gỡ"}
    heads = {"danh mục niêm yết": "DANH MỤC", "thông báo": "THÔNG BÁO", "phiếu gỡ": "PHIẾU GỠ NIÊM YẾT"}
    for path, name in papers.items():
        paper = docx.Document(io.BytesIO(lan.http.get(path).content))
        assert heads[name] in [one.text for one in paper.paragraphs]
    assert lan.get("/u/xa-b/work.docx?paper=../x").status_code == 400


def test_a_question_shows_the_row_that_it_is_about(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    rows = (("1.700101", "Cấp thẻ bạn đọc"), ("1.700102", "Gia hạn thẻ bạn đọc"))
    house.drop("1.pdf", page_of_rows(7, rows, section="BÃI BỎ"))
    house.drop("2.md", decision(8, "11/02/2022", section="BÃI BỎ", rows=(("1.700103", "Mất thẻ"),)))
    run_nightly(house.settings, house.folder, house.clock)
    with served(DeskState(ui(house), None, alone=User("Lan", Role.OFFICER), ticket="vào")) as address:
        lan = Visitor(address)
        lan.get("/login?ticket=vào")
        lan.get("/review")
        (of_both, of_one) = lan.all(r'href="(/review/not_in[^"?]*)"')
        lan.get(of_both)
        words = [one.split(" | ")[1] for one in lan.all(r"<blockquote><p>(.*?)</p>")]
        assert words == ["1.700101", "1.700102"], "every row of a question of several"
        assert f'src="{of_both}/picture.png"' in lan.page
        with Image.open(io.BytesIO(lan.http.get(f"{of_both}/picture.png").content)) as both:
            assert both.width > 4 * both.height, "the rows, not their page"
        lan.get(of_one)
        assert re.search(r"<footer>bảng \d+, phần \S+, dòng 1</footer>", lan.page), (
            "no pages: where it stands"
        )
        assert "picture.png" not in lan.page
        assert lan.http.get(f"{of_one}/picture.png").status_code == 404


def test_a_listing_is_compared_before_it_is_kept(house: House, address: str) -> None:
    hoa = signed_in(address, "Hoa")
    listing = "Mã;Tên thủ tục;Ngày niêm yết\n" + "".join(f"{code};{name};\n" for code, name in ROWS[:10])
    listing += "1.999999;Thừa;31/02/2022\n"
    assert "<details open>" in hoa.get("/u/xa-b").text, "where nobody has looked, the list is asked for first"
    assert "Chưa ai xem đơn vị đang niêm yết gì: hãy nộp danh mục của đơn vị, 13 việc" in hoa.page
    shown = hoa.send("/u/xa-b/observe", files={"file": ("danh mục.csv", listing.encode())}, channel="counter")
    lines = [part.split("</table>")[0] for part in shown.text.split("<h2>")[1:]]
    named = [re.findall(r"<tr><td>([^<]+)</td><td>([^<]+)</td></tr>", part) for part in lines]
    assert named[0] == [*((code, escape(name)) for code, name in ROWS[10:]), ("1.500001", "Không ghi ngày")]
    assert named[1] == [("1.999999", "Thừa")]
    assert "chỗ ghi ngày không phải là một ngày có thật" in shown.text
    assert house.folder.lake.read("observations", ObservationRow) == []
    (ticket,) = hoa.all(r'name="ticket" value="([^"]+)"')
    assert hoa.send("/u/xa-b/observe/keep", ticket=ticket, channel="counter").status_code == 200
    (row,) = house.folder.lake.read("observations", ObservationRow)
    assert row.unit_id == "xa-b"
    assert "<details open>" not in hoa.get("/u/xa-b").text
    assert '<a href="/u/xa-b">UBND xã B tại quầy</a>' in hoa.get("/log").text


def test_a_decision_of_another_province_is_told_before_it_is_kept(house: House, address: str) -> None:
    binh = signed_in(address, "Bình")
    binh.get("/ingest")
    told = "không phải Tỉnh Quảng Nam: không làm thay đổi bảng nào ở đây"
    for issuer, is_told in (("LÀO CAI", True), ("QUẢNG NAM", False)):
        paper = decision(9, "12/01/2022", issuer=issuer).encode()
        look = binh.send("/ingest", files={"file": ("9.md", paper)})
        assert (told in look.text) == is_told
        (house.root / "9.md").write_bytes(paper)
        words = ["ingest", "--explain", str(house.root / "9.md"), *house.options]
        said = CliRunner().invoke(niemyet, words, catch_exceptions=False)
        assert (told in said.stderr) == is_told


def test_a_wrong_file_says_what_it_is(house: House, address: str) -> None:
    hoa = signed_in(address, "Hoa")
    hoa.get("/u/xa-b")
    for data in (b"", b"\x89PNG\r\n\x1a\n", hoa.http.get("/u/xa-b/work.html").content):
        answer = hoa.send("/u/xa-b/observe", files={"file": ("t.html", data)}, channel="counter")
        assert answer.status_code == 400
        hoa.get("/u/xa-b")
    assert house.folder.lake.read("observations", ObservationRow) == []


def test_a_work_list_of_another_unit_is_not_taken_from_a_clerk(house: House, address: str) -> None:
    lan, binh = signed_in(address, "Lan"), signed_in(address, "Bình")
    foreign = ticked(binh.http.get("/u/xa-b/work.xlsx").content)
    lan.get("/")
    shown = lan.send("/u/xa-c/observe", files={"file": ("viec.xlsx", foreign)}, channel="counter")
    assert shown.status_code == 400
    assert "việc của đơn vị khác" in shown.text
    assert house.folder.lake.read("confirmations", ConfirmationRow) == []


def ticked(data: bytes) -> bytes:
    """A work list with a tick on its first piece of work."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    head = next(place for place, row in enumerate(rows) if "Mã việc" in row)
    first = next(place for place, row in enumerate(rows) if place > head and row[rows[head].index("Mã việc")])
    rows[first][rows[head].index("Đã làm")] = "x"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for place, row in enumerate(rows):
        page.write_row(place, 0, [str(cell) for cell in row])
    book.close()
    return out.getvalue()


def test_a_decision_is_shown_before_it_is_kept(house: House, address: str) -> None:
    binh = signed_in(address, "Bình")
    binh.get("/ingest")
    data = decision(9, "01/02/2022", rows=(("1.777777", "Thủ tục nộp tay"),)).encode()
    shown = binh.send("/ingest", files={"file": ("9.md", data)})
    assert "1.777777" in shown.text
    (ticket,) = binh.all(r'name="ticket" value="([^"]+)"')
    assert "Đã nhận 9.md." in binh.send("/ingest/keep", ticket=ticket).text
    release = house.folder.releases.latest()
    assert release is not None
    assert "1.777777" in release.table("boards", ["code"]).column(0).to_pylist()
    assert "9.md" in binh.get("/log").text


def test_two_at_once_lose_nothing(house: House, address: str) -> None:
    visitors = [signed_in(address, name) for name in ("Hoa", "Bình")]
    for one in visitors:
        one.get("/u/xa-b")
    ids = visitors[0].all(r'name="update" value="([^"]+)"')
    sent = [
        threading.Thread(target=one.send, args=("/u/xa-b/done",), kwargs={"update": mine, "what": "done"})
        for one, mine in zip(visitors, (ids[:3], ids[3:6]), strict=True)
    ]
    for one in sent:
        one.start()
    for one in sent:
        one.join()
    assert {row.update_id for row in house.folder.lake.read("confirmations", ConfirmationRow)} == set(ids[:6])


def test_guessing_is_slowed_down_and_tells_nothing(address: str) -> None:
    guess = Visitor(address)
    answers = [
        guess.send("/login", name=name, password="sai") for name in ("Hoa", "Không có") for _ in range(3)
    ]
    assert {answer.status_code for answer in answers[:5]} == {403}
    assert len({answer.text for answer in answers[:5]}) == 1
    assert guess.send("/login", name="Hoa", password="mat-khau-hoa").status_code == 429


def test_guesses_behind_a_proxy_hold_up_nobody_else(office: DeskState) -> None:
    """The proxy's address is everybody's: what its header names last is who guesses."""
    office.behind_proxy = True
    with served(office) as address:
        guess = Visitor(address)
        for number in range(6):
            guess.http.post(
                "/login",
                data={"name": f"x{number}", "password": "sai"},
                headers={"x-forwarded-for": f"10.0.0.{number}, 203.0.113.9"},
            )
        sent = {"name": "Hoa", "password": "mat-khau-hoa"}
        held = guess.http.post("/login", data=sent, headers={"x-forwarded-for": "203.0.113.9"})
        assert held.status_code == 429
        other = Visitor(address).http.post("/login", data=sent, headers={"x-forwarded-for": "203.0.113.7"})
        assert other.status_code == 200


def test_names_that_are_made_up_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.flows.desk.sessions._REMEMBERED", 3)
    brake = Brake(lambda: 0.0)
    for _ in range(6):
        brake.failed("Hoa")
    for number in range(2):
        brake.failed(f"x{number}")
    assert brake.pause("Hoa") > 0
    brake.failed("x3")
    assert len(brake._failed) == 3


def test_who_was_removed_or_has_another_role_is_so_at_once(office: DeskState, address: str) -> None:
    users = office.users
    assert users is not None
    hoa, lan, an = (signed_in(address, name) for name in ("Hoa", "Lan", "An"))
    hoa.get("/u/xa-b")
    (first, *_) = hoa.all(r'name="update" value="([^"]+)"')
    users.keep(
        with_password(User("Hoa", Role.CLERK, ("xa-c",)), "mat-khau-hoa")
    )  # another salt: signs in anew
    users.keep(replace(users.all()["Lan"], role=Role.READER, units=()))
    users.remove("An")
    assert hoa.send("/u/xa-b/done", update=[first]).url.path == "/login"
    assert an.get("/u/xa-b").url.path == "/login"
    lan.get("/u/xa-c")
    assert lan.all(r'name="update"') == []
    users.path.write_text("[]", encoding="utf-8")
    assert lan.get("/").status_code == 503, "nobody is let in by a file that is damaged"


PART = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n"
KNOWN = b"name=Hoa&password=mat-khau-hoa"
FORMS = [
    ("/login", {"sec-fetch-site": "cross-site"}, KNOWN, 403),
    ("/login", {"origin": "https://khac.example"}, KNOWN, 403),
    ("/login", {"origin": "null"}, KNOWN, 403),
    ("/login", {"origin": "http://127.0.0.1:1"}, KNOWN, 303),
    ("/login", {"content-type": "multipart/form-data; boundary=x; charset=undefined"}, PART, 400),
    ("/login", {"content-type": "multipart/form-data; boundary=x"}, b"--x\r\n\0\r\n", 400),
    ("/logout", {"content-type": "multipart/form-data"}, b"x", 400),
    ("/login", {}, b"&".join([b"a=1"] * 3_000), 403),
]


def test_a_form_that_is_none_or_of_another_site_signs_nobody_in(address: str) -> None:
    for path, headers, content, status in FORMS:
        sent = {"content-type": "application/x-www-form-urlencoded", **headers}
        answer = Visitor(address).http.post(path, headers=sent, content=content, follow_redirects=False)
        assert answer.status_code == status, (path, headers)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..", "tep"), (".", "tep"), ("", "tep"), ("a/", "tep"), ("a\0b.md", "ab.md"), ("\ud800x.md", "x.md"),
        ("C:\\thư mục\\1.md", "1.md"), ("../../1.md", "1.md"), ("1.md\r\nX: y", "1.mdX: y"),
        ("ạ" * 200 + ".docx", "ạ" * 83 + ".docx"), ("a" * 300, "a" * 255),
    ],
)  # fmt: skip
def test_a_file_is_kept_under_a_name_that_a_folder_can_hold(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
    assert len(kept.encode()) <= 255


def test_what_anybody_may_send_is_small(address: str) -> None:
    stranger = Visitor(address)
    assert stranger.send("/login", name="Hoa" * 10_000, password="x").status_code == 413
    assert stranger.http.post("/login", content=iter([b"name=Hoa"])).status_code == 413, (
        "its length is not said"
    )


def test_a_port_in_use_is_told_before_anything_is_said_to_be_open(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = CliRunner().invoke(
            niemyet, ["desk", "--port", port, "--users", str(house.root / "u"), *house.options]
        )
    assert isinstance(told.exception, UsageError)
    assert "--port" in told.exception.message("vi")
    assert "đã mở" not in told.output


def test_no_page_is_open_to_a_stranger_and_every_page_keeps_others_out(address: str) -> None:
    stranger = Visitor(address)
    for path in ("/", "/u/xa-b", "/review", "/ingest", "/log", "/u/xa-b/work.xlsx"):
        assert stranger.get(path).url.path == "/login"
    for path in ("/", "/u/xa-b", "/review", "/nothing", "/login"):
        headers = signed_in(address, "An").get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_without_users_the_ticket_opens_and_only_on_this_machine(house: House, tmp_path: Path) -> None:
    office = DeskState(ui(house), None, User("Hoa", Role.OFFICER))
    with served(office) as address:
        assert Visitor(address).get("/login?ticket=sai").status_code == 403
        assert Visitor(address).get(f"/login?ticket={office.ticket}").url.path == "/"
    options = ["--users", str(tmp_path / "không.json"), *house.options]
    for reachable in (["--host", "0.0.0.0"], ["--name", "desk.example"]):
        told = CliRunner().invoke(niemyet, ["desk", *reachable, *options])
        assert isinstance(told.exception, UsageError)
        assert "niemyet desk-user" in told.exception.message("vi")


def test_users_are_kept_with_their_passwords_hashed(house: House, tmp_path: Path) -> None:
    path = tmp_path / "u.json"
    add = ["desk-user", "Hoa", "--users", str(path), "--password-stdin", *house.options]
    told = CliRunner().invoke(niemyet, [*add, "--role", "clerk", "--unit", "xa-b"], input="mật khẩu dài\n")
    assert told.exit_code == 0, told.output
    assert "mật khẩu" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert Users(path).known("Hoa", "mật khẩu dài") == Users(path).all()["Hoa"]
    assert Users(path).known("Hoa", "khác") is None
    for wrong in (
        ["--role", "clerk"],
        ["--role", "officer", "--unit", "xa-b"],
        [],
        ["--role", "clerk", "--unit", "xa-z"],
    ):
        assert isinstance(
            CliRunner().invoke(niemyet, [*add, *wrong], input="mật khẩu dài\n").exception, UsageError
        )
    assert CliRunner().invoke(niemyet, [*add, "--remove"]).exit_code == 0
    assert Users(path).all() == {}


def test_a_session_ends_and_a_pause_doubles() -> None:
    now = [0.0]
    sessions, brake = Sessions(lambda: now[0]), Brake(lambda: now[0])
    key = sessions.open(User("Hoa", Role.READER))
    assert sessions.get(key) is not None
    now[0] = 13 * 3600
    assert sessions.get(key) is None
    for _ in range(7):
        brake.failed("Hoa")
    assert brake.pause("Hoa") == 20.0
    assert brake.pause("Bình") == 0.0
    assert hashed("a" * 9) != hashed("a" * 9)


def test_units_stand_in_vietnamese_order(tmp_path: Path) -> None:
    """Â follows A, as in a printed list; by the numbers of the letters it followed Y."""
    house = build_house(tmp_path / "nhà")
    config = house.root / "niemyet.toml"
    names = ("Yên Bái", "Âu Lâu", "Cát Thịnh", "Cam Đường")
    more = [
        f'[[unit]]\nid = "p-{n}"\nkind = "commune"\nname = "Phường {name}"\nparent_unit_id = "huyen-a"\n'
        for n, name in enumerate(names)
    ]
    config.write_text("\n".join([config.read_text(encoding="utf-8"), *more]), encoding="utf-8")
    run_nightly(house.settings, house.folder, house.clock)
    shown = [line.name for line in overview(ui(house), None) if line.name.startswith("Phường")]
    assert shown == ["Phường Âu Lâu", "Phường Cam Đường", "Phường Cát Thịnh", "Phường Yên Bái"]
