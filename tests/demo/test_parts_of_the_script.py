# ruff: noqa: E501 - lines of made-up papers
"""The parts of the scripted province, one by one: names, papers, their bytes, what holds, what hangs, the servers."""

import http.client
import io
import json
import urllib.request
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlsplit

import docx
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from niemyet.demo.annex import Grid, TableCell, Text, blocks_of
from niemyet.demo.listings import planted, posted
from niemyet.demo.merged import SCENES as MERGED
from niemyet.demo.merged import merged_script
from niemyet.demo.names import LEVEL_WORDS, SECTORS, names_of, sector_named
from niemyet.demo.national import Formality, National
from niemyet.demo.records import PaperLayout, PaperRow, ScriptedDecision
from niemyet.demo.render import to_docx, to_html, to_xlsx
from niemyet.demo.scenario import NAMES, SCENES
from niemyet.demo.script import COMMUNE_TARGET, DISTRICT_TARGET, script_of, write_script
from niemyet.demo.serving import LoopbackServer, Reply, ServedRequest
from niemyet.demo.truth import DISTRICTS_END, fold, misprints_of
from niemyet.demo.units import LISTING_PLANS
from niemyet.model.words import Action, DecisionKind, EffectSource, Level

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE


@pytest.fixture(scope="module")
def script() -> tuple[ScriptedDecision, ...]:
    return write_script()


# ---- names, scenario, script -----------------------------------------------------------------------


def test_names_are_the_same_every_time_and_each_once() -> None:
    for sector in SECTORS:
        names = names_of(sector)
        assert names == names_of(sector)
        assert len(set(names)) == len(names)
        assert all(name == " ".join(name.split()) and name[0].isupper() for name in names)
        assert sector_named(sector.name) is sector
    with pytest.raises(KeyError):
        sector_named("không có")
    assert set(LEVEL_WORDS) == {T, H, X}


def test_the_scenario_has_its_decisions_and_a_name_for_every_code() -> None:
    assert [scene.key for scene in SCENES] == [f"D{number:02d}" for number in range(13)]
    codes = {line.code for scene in SCENES for line in scene.lines if line.code}
    assert codes <= set(NAMES)
    assert all(scene.signed_on <= scene.readable_from for scene in SCENES)


def test_the_script_is_the_same_every_time_and_comes_to_the_official_counts(
    script: tuple[ScriptedDecision, ...],
) -> None:
    again = write_script()
    assert [(one.key, one.number, one.title) for one in script] == [
        (one.key, one.number, one.title) for one in again
    ]
    assert len({(one.issuer_id, one.symbol, one.number, one.signed_on.year) for one in script}) == len(script)
    assert list(script) == sorted(script, key=lambda one: one.signed_on)
    held = fold(script, date(2022, 12, 31))
    assert (len(held.at(H)), len(held.at(X))) == (DISTRICT_TARGET, COMMUNE_TARGET)


def test_a_story_of_its_own_has_the_details_of_a_paper() -> None:
    assert merged_script() == merged_script()
    assert len(merged_script()) == len(MERGED)
    assert {one.issuer_id for one in merged_script()} == {"quang-nam", "da-nang"}
    (one,) = script_of(MERGED[:1])
    assert all(line.name and line.sector and line.place for line in one.lines)
    assert script_of(()) == ()


# ---- what holds ------------------------------------------------------------------------------------


def row(action: Action, code: str | None, *levels: Level, **more: object) -> PaperRow:
    return PaperRow(action, levels, "Hộ tịch", code, f"Thủ tục {code}", **more)  # type: ignore[arg-type]


def paper(number: int, day: date, *rows: PaperRow, **more: object) -> ScriptedDecision:
    plain = ScriptedDecision(
        f"K{number}", "quang-nam", "UBND tỉnh Quảng Nam", number, "QĐ-UBND", day, day, None, EffectSource.SIGNING_CLAUSE, day,
        DecisionKind.PUBLIC_LIST, "Về việc công bố danh mục", ("Hộ tịch",), rows, PaperLayout(), ("Công bố.",), "có hiệu lực kể từ ngày ký", (),
        ("docx",), ("dvcqg",),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


FIRST = paper(
    1, date(2024, 1, 8), row(Action.NEW, "1.000001", X), row(Action.NEW, "1.000002", H, reception=(X,))
)


def test_what_holds_is_what_is_readable_and_in_effect() -> None:
    assert list(fold([FIRST], date(2024, 1, 7)).held) == []
    held = fold([FIRST], date(2024, 1, 8))
    assert set(held.at(X)) == {"1.000001", "1.000002"}
    assert held.at(X)["1.000002"].reception_only
    assert set(held.at(H)) == {"1.000002"}
    assert fold([FIRST], date(2024, 2, 1), known=date(2024, 1, 7)).held == {}
    limited = replace(FIRST, effective_until=date(2024, 2, 1))
    assert fold([limited], date(2024, 1, 31)).held
    assert not fold([limited], date(2024, 2, 1)).held


def test_what_a_level_no_longer_holds_nobody_receives_and_districts_end() -> None:
    gone = paper(2, date(2024, 3, 4), row(Action.ABOLISH, "1.000002", H))
    after = fold([FIRST, gone], date(2024, 3, 4))
    assert set(after.at(X)) == {"1.000001"}
    assert after.at(H) == {}
    assert [(one.held.code, one.ended_on) for one in after.ended] == [("1.000002", date(2024, 3, 4))] * 2
    assert fold([FIRST], DISTRICTS_END).at(H) == {}
    assert fold([FIRST], DISTRICTS_END - timedelta(days=1)).at(H) != {}


def test_a_replacement_names_its_successor_and_a_misprint_never_was() -> None:
    swap = paper(2, date(2024, 3, 4), row(Action.REPLACE, "2.000009", X, old_code="1.000001"))
    after = fold([FIRST, swap], date(2024, 3, 4))
    assert [one.successor for one in after.ended] == ["2.000009"]
    fix = paper(
        3,
        date(2024, 4, 1),
        row(Action.CORRECT, "2.000010", old_code="2.000009"),
        kind=DecisionKind.CORRECTION,
    )
    assert misprints_of([swap, fix]) == {"2.000009": "2.000010"}
    assert set(fold([FIRST, swap, fix], date(2024, 4, 1)).at(X)) == {"1.000002", "2.000010"}
    assert misprints_of([]) == {}


# ---- papers and their bytes ------------------------------------------------------------------------


def test_every_row_of_a_decision_stands_in_its_paper_and_merged_cells_keep_the_width(
    script: tuple[ScriptedDecision, ...],
) -> None:
    for one in script[:40]:
        blocks = blocks_of(one)
        assert blocks == blocks_of(one)
        texts = "\n".join(
            block.text
            if isinstance(block, Text)
            else "\n".join(cell.text for cells in block.rows for cell in cells)
            for block in blocks
        )
        assert one.number_text.split("/", maxsplit=1)[0] in texts
        if one.annex == "annex" and one.kind is DecisionKind.PUBLIC_LIST:
            assert all(
                line.name in texts for line in one.lines if line.action is not Action.CORRECT and line.name
            )
        for grid in (block for block in blocks if isinstance(block, Grid)):
            reached: dict[int, int] = {}
            for cells in grid.rows:
                width = sum(cell.colspan for cell in cells) + sum(1 for left in reached.values() if left > 0)
                assert width == grid.width
                column, before = 0, {place: left - 1 for place, left in reached.items()}
                for cell in cells:
                    while reached.get(column, 0) > 0:
                        column += 1
                    for place in range(column, column + cell.colspan):
                        before[place] = cell.rowspan - 1
                    column += cell.colspan
                reached = before


BLOCKS = (
    Text("Điều 1. <Công bố> & kèm", "bold center"),
    Grid(
        [
            [TableCell("STT"), TableCell("Tên")],
            [TableCell("1", rowspan=2), TableCell("a\nb")],
            [TableCell("c")],
            [TableCell("Mục", colspan=2)],
        ],
        1,
        2,
    ),
)


def test_the_same_blocks_are_the_same_bytes_and_say_the_same_in_each_format() -> None:
    assert to_html("t", BLOCKS) == to_html("t", BLOCKS)
    assert to_docx("t", BLOCKS) == to_docx("t", BLOCKS)
    page = BeautifulSoup(to_html("<t>", BLOCKS), "lxml")
    assert page.title is not None
    assert page.title.text == "<t>"
    assert page.p is not None
    assert page.p.text == "Điều 1. <Công bố> & kèm"
    word = docx.Document(io.BytesIO(to_docx("t", BLOCKS)))
    assert word.paragraphs[0].text == "Điều 1. <Công bố> & kèm"
    assert [[cell.text for cell in cells.cells] for cells in word.tables[0].rows] == [
        ["STT", "Tên"],
        ["1", "a\nb"],
        ["1", "c"],
        ["Mục", "Mục"],
    ]
    with zipfile.ZipFile(io.BytesIO(to_docx("t", BLOCKS))) as package:
        assert {one.date_time for one in package.infolist()} == {(2021, 12, 1, 0, 0, 0)}


def test_an_inventory_has_titles_a_blank_row_a_header_and_rows() -> None:
    data = to_xlsx(("Kiểm kê", "Xã A"), ("STT", "Mã", "Tên"), [(1, "1.000001", "Đăng ký")])
    assert data == to_xlsx(("Kiểm kê", "Xã A"), ("STT", "Mã", "Tên"), [(1, "1.000001", "Đăng ký")])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "Kiểm kê"
    assert sheet[3] == ["STT", "Mã", "Tên"]
    assert sheet[4] == [1, "1.000001", "Đăng ký"]


# ---- listings --------------------------------------------------------------------------------------


def test_a_listing_is_right_until_its_snapshot_and_wrong_as_planted_from_then_on(
    script: tuple[ScriptedDecision, ...],
) -> None:
    plan = LISTING_PLANS[0]
    before = posted(plan, script, plan.snapshot - timedelta(days=1))
    assert before is not None
    assert {one.code for one in before.rows} == set(
        fold(script, plan.snapshot - timedelta(days=1), plan.snapshot - timedelta(days=1)).at(plan.level)
    )
    assert planted(plan, script, plan.snapshot - timedelta(days=1)) == ()
    wrong = planted(plan, script, plan.snapshot)
    assert wrong == planted(plan, script, plan.snapshot)
    assert len({one.kind for one in wrong}) > 3
    assert posted(plan, script, plan.snapshot) == posted(plan, script, plan.snapshot + timedelta(days=400)), (
        "nobody touches it again"
    )
    with pytest.raises(ValueError, match=plan.unit_id):
        planted(plan, script, plan.snapshot + timedelta(days=2))


def test_before_its_first_day_there_is_no_page(script: tuple[ScriptedDecision, ...]) -> None:
    plan = next(one for one in LISTING_PLANS if one.first_day is not None)
    assert plan.first_day is not None
    assert posted(plan, script, plan.first_day - timedelta(days=1)) is None


# ---- servers ---------------------------------------------------------------------------------------


def answer(asked: ServedRequest) -> Reply:
    if asked.path == "/đứt":
        return Reply(b"0123456789", cut=4)
    said = {"method": asked.method, "path": asked.path, "query": asked.query, "form": asked.form}
    return Reply(json.dumps(said).encode(), "application/json", 201, {"X-A": "b"})


def test_a_server_says_what_was_asked_and_hangs_up_where_it_should() -> None:
    server = LoopbackServer(answer)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url
    with server:
        request = urllib.request.Request(f"{server.url}/{quote('thử')}?a=1&b=", data="c=đ".encode())
        with urllib.request.urlopen(request, timeout=120) as reply:
            assert (reply.status, reply.headers["X-A"]) == (201, "b")
            assert json.load(reply) == {
                "method": "POST",
                "path": "/thử",
                "query": {"a": "1", "b": ""},
                "form": {"c": "đ"},
            }
        with (
            pytest.raises(http.client.IncompleteRead),
            urllib.request.urlopen(f"{server.url}/{quote('đứt')}", timeout=120) as reply,
        ):
            reply.read()
        head = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
        head.request("HEAD", "/")
        assert head.getresponse().read() == b""
        head.close()
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url


def ask(service: National, path: str, body: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(
        service.url + path, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=120) as reply:
        read: dict[str, object] = json.load(reply)
        return read


def test_the_national_service_pages_by_a_cursor_and_tells_days_as_local_midnight() -> None:
    codes = [
        Formality(f"1.00000{number}", f"Thủ tục {number}", decided_on=date(2026, 3, 1)) for number in range(3)
    ]
    from niemyet.demo import national as module

    lists, details = module._LIST.removeprefix(module.BASE), module._DETAIL.removeprefix(module.BASE)
    with National(codes) as service:
        first = ask(service, lists, {"limit": 2})["data"]
        assert isinstance(first, dict)
        assert [one["code"] for one in first["items"]] == ["1.000000", "1.000001"]
        second = ask(service, lists, {"limit": 2, "lastId": first["lastId"]})["data"]
        assert isinstance(second, dict)
        assert ([one["code"] for one in second["items"]], second["lastId"], second["total"]) == (
            ["1.000002"],
            None,
            3,
        )
        detail = ask(service, details, {"id": codes[0].id})["data"]
        assert isinstance(detail, dict)
        moment = datetime.fromtimestamp(detail["procedureProposal"]["decisionDate"] / 1000, UTC)
        assert moment == datetime(2026, 2, 28, 17, tzinfo=UTC)
        assert ask(service, details, {"id": "không có"})["code"] == "FORMALITY_NOT_FOUND"
        assert len(service.asked) == 4
