"""A file with other bytes under its old address: a full night finds it, the older bytes stay in raw/."""

from pathlib import Path

from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import DecisionItem
from tests.support.house import build_house, decision
from tests.support.loopback import Answer, Asked, serving

LIST = """<html><head><title>Văn bản</title></head><body><table class="vb">
<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>
<tr><td><a href="/vb/1.html">512/QĐ-UBND</a></td><td>04/03/2022</td><td>Công bố danh mục thủ tục</td></tr>
</table></body></html>"""
DETAIL = """<html><body><h1>512/QĐ-UBND</h1><table>
<tr><td>Số ký hiệu</td><td>512/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>04/03/2022</td></tr>
<tr><td>Trích yếu</td><td>Công bố danh mục thủ tục</td></tr>
<tr><td>Tệp đính kèm</td><td><a href="/tep/512.docx">512.docx</a></td></tr></table></body></html>"""


class Site:
    """A list, a detail page and a file that its editor overwrites."""

    def __init__(self) -> None:
        self.file = decision(512, "04/03/2022")

    def __call__(self, asked: Asked) -> Answer:
        answers = {"/vb/": LIST, "/vb/1.html": DETAIL}
        if asked.path == "/tep/512.docx":
            return Answer(self.file.encode(), headers={"Content-Type": "application/octet-stream"})
        return Answer(answers[asked.path]) if asked.path in answers else Answer("không có", 404)


def test_a_full_night_finds_bytes_that_changed_under_their_address(tmp_path: Path) -> None:
    site = Site()
    with serving(site) as served:
        source = f'[[source]]\nid = "cong"\nkind = "html"\nurl = "{served.url}/vb/"\nseconds_between_requests = 0.0\n'
        house = build_house(
            tmp_path / "house", more=f'{source}list = {{ row = "table.vb tr", link = "a" }}\n\n'
        )

        def codes(at: str, *, full: bool) -> set[str | None]:
            house.at(at)
            run_nightly(house.settings, house.folder, house.clock, full=full)
            release = house.folder.releases.latest()
            assert release is not None
            return {item.code for item in release.rows("decision_items", DecisionItem)}

        assert codes("2022-12-01T16:00:00", full=False) == {"1.001193", "2.000815"}
        site.file = decision(512, "04/03/2022", rows=(("1.001193", "Đăng ký khai sinh"),))
        assert codes("2022-12-02T16:00:00", full=False) == {"1.001193", "2.000815"}, (
            "the list shows no change"
        )
        assert codes("2022-12-03T16:00:00", full=True) == {"1.001193"}
        count = len(house.folder.releases.all())
        run_nightly(house.settings, house.folder, house.at("2022-12-03T16:30:00").clock, full=True)
        assert len(house.folder.releases.all()) == count, "the same bytes again are no news"
