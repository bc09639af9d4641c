"""A site that changes platform, host and ids (PORTALS §5 no. 15), and a placeholder that becomes the file (no. 18)."""

import io
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import docx

from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import SKINS, Plain, Skin
from benchmarks.simulator.store import FIRST_NIGHT, Plan, write_store
from benchmarks.simulator.switches import Weather
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release
from tests.support.loopback import Answer, Asked, serving


def night(root: Path, kind: str, url: str, on: date, accepted: str | None = None) -> RunResult:
    file = root / "niemyet.toml"
    file.write_text(configuration(kind, url), encoding="utf-8")
    clock = SetClock(datetime.combine(on, time(13), UTC))
    return run_nightly(
        load(file), DataFolder(root / "data"), clock, accepted_counts={"cong": accepted} if accepted else {}
    )


def latest(root: Path) -> Release:
    found = DataFolder(root / "data").releases.latest()
    assert found is not None
    return found


def decisions(root: Path) -> list[str]:
    return latest(root).table("decisions", ["decision_id"]).column(0).to_pylist()


def test_a_new_platform_with_other_ids_makes_no_decision_new(tmp_path: Path) -> None:
    store = write_store(5, 3, Plan())
    weather = Weather(frozenset(), {})
    nuke: Skin = next(skin for skin in SKINS if skin.kind == "nukeviet-laws")
    with SimulatedPortal(
        Plain(), store, weather, SetClock(datetime.combine(FIRST_NIGHT, time(13), UTC))
    ) as site:
        night(tmp_path, "html", site.url, FIRST_NIGHT)
    before = decisions(tmp_path)
    later = [FIRST_NIGHT + timedelta(days=days) for days in (1, 8, 15, 22)]
    with SimulatedPortal(nuke, store, weather, SetClock(datetime.combine(later[0], time(13), UTC))) as site:
        night(tmp_path, nuke.kind, site.url, later[0])
        doubted = night(tmp_path, nuke.kind, site.url, later[1])
        assert "--accept-count cong=" in (doubted.proofs["cong"].reason or ""), (
            "every key is new: a person is asked"
        )
        night(tmp_path, nuke.kind, site.url, later[1], accepted="cổng đổi nền tảng")
        for on in later[2:]:
            night(tmp_path, nuke.kind, site.url, on)
    assert len(before) == len(store.on(0))
    assert decisions(tmp_path) == before
    copies = latest(tmp_path).table("decisions", ["copies"]).column(0).to_pylist()
    assert min(len({urlsplit(copy["url"]).netloc for copy in each}) for each in copies) == 2, "both are kept"
    asked = latest(tmp_path).table("reviews", ["kind"]).column(0).to_pylist()
    assert "withdrawn" not in asked


PLACEHOLDER = "Đang cập nhật file đính kèm"


def paper(*lines: str) -> bytes:
    out = docx.Document()
    for line in lines:
        out.add_paragraph(line)
    sink = io.BytesIO()
    out.save(sink)
    return sink.getvalue()


def test_a_placeholder_is_asked_for_again_until_the_file_is_there(tmp_path: Path) -> None:
    file = {"data": paper(PLACEHOLDER)}

    def handle(asked: Asked) -> Answer:
        if asked.path.startswith("/tep/"):
            return Answer(file["data"], headers={"Content-Type": "application/octet-stream"})
        links = "<a href='/tep/7.docx'>7.docx</a>" if asked.path.startswith("/van-ban/7") else ""
        rows = (
            "<table><tr><td>Số ký hiệu</td><td>7/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>01/03/2026</td></tr>"
            f"<tr><td>Tệp đính kèm</td><td>{links}</td></tr></table>"
            if links
            else "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr><tr><td>7/QĐ-UBND</td>"
            "<td>01/03/2026</td><td><a href='/van-ban/7.html'>Công bố danh mục thủ tục hành chính</a></td></tr></table>"
        )
        return Answer(
            f"<html><body>{rows}</body></html>", headers={"Content-Type": "text/html; charset=utf-8"}
        )

    body = (
        *("ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM", "Số: 7/QĐ-UBND", "QUYẾT ĐỊNH", "Công bố thủ tục hành chính"),
        *(["Căn cứ Luật Tổ chức chính quyền địa phương và Nghị định số 63/2010/NĐ-CP của Chính phủ"] * 6),
    )
    with serving(handle) as site:
        for days in range(9):
            if days == 2:
                file["data"] = paper(*body)
            night(tmp_path, "html", f"{site.url}/van-ban/", FIRST_NIGHT + timedelta(days=days))
            questions = " ".join(latest(tmp_path).table("reviews", ["question"]).column(0).to_pylist())
            if days == 0:
                assert "giữ chỗ" in questions
    assert "giữ chỗ" not in questions
