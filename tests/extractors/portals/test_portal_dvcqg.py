import json
from dataclasses import replace
from datetime import date

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.dvcqg import LIST, PROCEDURES, attachments_of
from niemyet.model.records import CrawlProof, Gap, Receipt, Unchanged, Window
from tests.support.loopback import (
    POLITE,
    Answer,
    Asked,
    JumpingClock,
    MemoryArchive,
    client_of,
    serving,
    source,
)
from tests.support.realdata import real

FILES = {"URL_DOWNLOAD": "http://tep.vidu.example/tai"}


class Service:
    """A made-up decisions service: decisions, their procedures, codes and switches for its faults."""

    def __init__(self, count: int) -> None:
        self.rows = [
            {
                "ID": str(900 + n),
                "CODE": f"{n:02d}/QĐ-UBND",
                "NAME": f"công bố danh mục số {n}",
                "PUBLISHING_DATE": f"{28 - n:02d}-02-2026",
                "AGENCY_NAME": "UBND tỉnh Thử Nghiệm",
                "AGENCY_ID": "77",
            }
            for n in range(1, count + 1)
        ]
        self.procedures: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.fields = [{"ID": "1", "NAME": "Hộ  tịch"}]
        self.files: list[dict[str, str]] = []
        self.downloads: list[dict[str, str]] = []
        self.broken: dict[str, Answer] = {}
        self.broken_page: int | None = None

    def __call__(self, asked: Asked) -> Answer:
        if asked.method == "GET" and "ma_quyet_dinh=" in asked.path:
            return self._page(asked.path.rpartition("=")[2])
        if asked.method == "GET":
            return Answer(b"PK\x03\x04 made up")
        params = json.loads(asked.form["params"])
        assert (params["provider"], params["type"]) == ("dvcquocgia", "ref")
        service = params["service"]
        if service in self.broken:
            return self.broken[service]
        return self._json(self._answer(service, params))

    def _answer(self, service, params):
        if service == LIST:
            if params["pageIndex"] == self.broken_page:
                return "<html>bảo trì</html>"
            return self._paged(self.rows, params)
        if service == "get_fields_by_dp_id_services_v2":
            return self.fields
        if service == "procedure_get_procedure_by_id_service_v2":
            return [self.codes[str(params["id"])]] if str(params["id"]) in self.codes else []
        if service == "get_url_downfile":
            return self.downloads
        for role, (name, _) in PROCEDURES.items():
            if service == name:
                return self._paged(self.procedures.get((str(params["id"]), role), []), params)
        return []

    def _paged(self, rows, params):
        size, page = params["recordPerPage"], params["pageIndex"]
        ranked = [{**row, "AMOUNT": str(len(rows)), "ROW_STT": str(n)} for n, row in enumerate(rows, 1)]
        return ranked[(page - 1) * size : page * size]

    def _page(self, key: str) -> Answer:
        row = next(row for row in self.rows if row["ID"] == key)
        return Answer(
            f"""<html><body><table><tr><td>Số quyết định</td><td>{row["CODE"]}</td></tr></table>
            <script>function f() {{ var str = '{json.dumps(self.files)}';//$("#x").html();
            }}</script></body></html>"""
        )

    @staticmethod
    def _json(rows) -> Answer:
        return Answer(rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False))


WHOLE = Window(full=True)


def crawl(service, window=WHOLE, known=(), **more):
    archive = MemoryArchive()
    with serving(service) as site:
        settings = source("dvcqg", f"{site.url}/jsp/rest.jsp", **more)
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, window, dict(known)))
    posted = [portal_for(settings).read(e, archive.read) for e in events if isinstance(e, Receipt)]
    return events, posted, site


def proof_of(events) -> CrawlProof:
    assert isinstance(events[-1], CrawlProof)
    assert not any(isinstance(event, CrawlProof) for event in events[:-1])
    return events[-1]


def test_all_rows_over_all_pages_and_a_proof():
    service = Service(7)
    events, posted, site = crawl(service, page_size=3)
    assert [p.number_text for p in posted] == [f"{n:02d}/QĐ-UBND" for n in range(1, 8)]
    assert posted[0].signed_on == date(2026, 2, 27)
    assert posted[0].issuer_name == "UBND tỉnh Thử Nghiệm"
    assert posted[0].sectors == ("Hộ tịch",)
    assert posted[0].flags == ()
    assert proof_of(events) == CrawlProof("complete", 3, 7, 7)
    asked = [json.loads(a.form["params"]) for a in site.asked if a.form]
    assert asked[0] == {
        "service": LIST,
        "provider": "dvcquocgia",
        "type": "ref",
        "recordPerPage": 3,
        "pageIndex": 1,
        "keyword": "",
        "agency_id": "-1",
        "field_id": "-1",
        "publishing_date": "",
    }


def test_the_agency_is_asked_for():
    _, _, site = crawl(Service(1), agency_id="77")
    assert json.loads(site.asked[0].form["params"])["agency_id"] == "77"


def test_procedures_with_codes_levels_and_files():
    service = Service(1)
    service.procedures = {
        ("901", "new"): [{"ID": "51", "PROCEDURE_NAME": "Đăng  ký thử"}],
        ("901", "amended"): [{"ID": str(60 + n), "PROCEDURE_NAME": f"Thủ tục {n}"} for n in range(5)],
        ("901", "rescinded"): [{"ID": "51", "PROCEDURE_NAME": "Đăng ký thử"}],
    }
    service.codes = {"51": {"PROCEDURE_CODE": "1.000001", "IMPLEMENTATION_LEVELS": "Cấp Tỉnh; Cấp Xã"}}
    service.files = [{"tenTep": "ký.docx", "code": "ab12"}]
    archive = MemoryArchive()
    with serving(service) as site:
        service.downloads = [{"URL_DOWNLOAD": f"{site.url}/tai"}]
        settings = source("dvcqg", f"{site.url}/jsp/rest.jsp", page_size=2)
        with client_of(settings, archive) as client:
            *_, receipt, proof = portal_for(settings).crawl(client, Window(full=True), {})
    posting = portal_for(settings).read(receipt, archive.read)
    assert proof.outcome == "complete"
    assert [(p.action, p.name, p.code_text, p.row_no) for p in posting.procedures[:2]] == [
        ("new", "Đăng ký thử", "1.000001", "1"),
        ("amend", "Thủ tục 0", None, "1"),
    ]
    assert posting.procedures[0].levels == ("province", "commune")
    assert [p.action for p in posting.procedures] == ["new"] + ["amend"] * 5 + ["abolish"]
    assert posting.procedures[-1].code_text == "1.000001"
    (file,) = posting.files
    assert (file.name, file.url) == ("ký.docx", f"{site.url}/tai?ma=ab12")
    assert archive.read(file.sha256) == b"PK\x03\x04 made up"
    asked = [json.loads(a.form["params"])["service"] for a in site.asked if a.form]
    assert asked.count("procedure_get_procedure_by_id_service_v2") == 6  # 51 is asked for once


def test_files_on_a_host_that_is_not_allowed_are_named_not_fetched():
    service = Service(1)
    service.files = [{"tenTep": "a.pdf", "code": "ff01"}]
    service.downloads = [FILES]
    events, (posting,), _ = crawl(service)
    assert posting.files[0].url == "http://tep.vidu.example/tai?ma=ff01"
    assert posting.files[0].sha256 is None
    assert "allowed_hosts" in posting.files[0].reason
    assert proof_of(events).outcome == "complete"


def test_without_the_download_address_the_file_is_lost_but_named():
    service = Service(1)
    service.files = [{"tenTep": "a.pdf", "code": "ff01"}]
    _, (posting,), _ = crawl(service)
    (file,) = posting.files
    assert (file.name, file.sha256) == ("a.pdf", None)
    assert file.url.endswith("ma_quyet_dinh=901#ma=ff01")
    assert "không lấy được địa chỉ tải tệp" in file.reason


def test_what_fails_is_a_hole_and_the_decision_stays():
    service = Service(1)
    service.procedures = {("901", "new"): [{"ID": "51", "PROCEDURE_NAME": "Đăng ký thử"}]}
    service.broken = {
        "get_modified_procedures_by_dp_id_service_v2": Answer("no", 503),
        "procedure_get_procedure_by_id_service_v2": Answer("<html>lỗi</html>"),
        "get_fields_by_dp_id_services_v2": Answer("{}"),
    }
    events, (posting,), _ = crawl(service, fetch=replace(POLITE, retries=0))
    assert [p.name for p in posting.procedures] == ["Đăng ký thử"]
    assert posting.procedures[0].code_text is None
    assert posting.flags == ("procedures_not_had", "sectors_not_had")
    assert len([e for e in events if isinstance(e, Gap)]) == 3
    proof = proof_of(events)
    assert proof.outcome == "incomplete"
    assert "2 chỗ khác" in proof.reason


def test_what_may_be_had_tomorrow_is_asked_again_tomorrow():
    service = Service(1)
    first, _, _ = crawl(service)
    service.broken = {"get_fields_by_dp_id_services_v2": Answer("no", 503)}
    lacking, _, _ = crawl(service, fetch=replace(POLITE, retries=0))
    whole, partial = (next(e for e in events if isinstance(e, Receipt)) for events in (first, lacking))
    assert whole.fingerprint != partial.fingerprint
    service.broken = {}
    again, _, _ = crawl(service, known={"901": partial.fingerprint})
    assert next(e for e in again if isinstance(e, Receipt)).fingerprint == whole.fingerprint
    quiet, _, site = crawl(service, known={"901": whole.fingerprint})
    assert quiet[0] == Unchanged("901")
    assert len(site.asked) == 1


def test_a_changed_row_is_fetched_again():
    service = Service(2)
    events, _, _ = crawl(service)
    known = {e.key: e.fingerprint for e in events if isinstance(e, Receipt)}
    service.rows[1]["NAME"] += " (đính chính)"
    events, _, _ = crawl(service, known=known)
    assert [type(e) for e in events] == [Unchanged, Receipt, CrawlProof]


def test_a_page_about_another_decision_is_not_believed():
    service = Service(2)
    real_page = service._page
    service._page = lambda key: real_page("902")
    events, posted, _ = crawl(service)
    gaps = [e for e in events if isinstance(e, Gap)]
    assert len(gaps) == 1
    assert gaps[0].url.endswith("ma_quyet_dinh=901")
    assert [p.number_text for p in posted] == ["01/QĐ-UBND", "02/QĐ-UBND"]
    assert posted[0].flags == ("detail_not_had",)


def test_the_window_stops_behind_its_days_and_finds_what_is_backdated():
    service = Service(9)
    service.rows[2]["PUBLISHING_DATE"] = "01-01-2020"
    events, posted, site = crawl(
        service, Window(since=date(2026, 2, 24), until=date(2026, 2, 27)), page_size=2
    )
    assert [p.number_text for p in posted] == ["02/QĐ-UBND", "04/QĐ-UBND"]
    assert proof_of(events).outcome == "complete"
    lists = [a for a in site.asked if a.form and LIST in a.form["params"]]
    assert len(lists) == 3  # the third page is wholly older


def test_a_failed_page_is_a_hole_not_the_end():
    service = Service(7)
    service.broken_page = 2
    events, posted, _ = crawl(service, page_size=2)
    assert [p.number_text[:2] for p in posted] == ["01", "02", "05", "06", "07"]
    assert proof_of(events).outcome == "incomplete"
    assert isinstance(events[0], Gap)


def test_rows_that_vanish_while_paging_are_noticed():
    service = Service(4)
    service.rows.append(dict(service.rows[0]))  # a repeated row in the count
    events, _, _ = crawl(service, page_size=2)
    proof = proof_of(events)
    assert (proof.outcome, proof.rows, proof.declared_total) == ("incomplete", 4, 5)


@pytest.mark.parametrize(
    "answer",
    [
        Answer("[]"),
        Answer("<html>Hệ thống đang bảo trì</html>"),
        Answer("no", 503),
        Answer('{"error": 1}'),
        Answer('[{"ID": "1"}]'),
        Answer("[1, 2]"),
        Answer("[{"),
    ],
)
def test_nothing_or_something_else_is_dark_never_empty(answer):
    events, _, _ = crawl(lambda asked: answer, fetch=replace(POLITE, retries=0))
    proof = proof_of(events)
    assert (proof.outcome, proof.rows) == ("dark", 0)
    assert proof.reason


def test_a_503_on_robots_is_a_dark_source():
    archive = MemoryArchive()
    with serving(Service(1), Answer("", 503)) as site:
        settings = source("dvcqg", f"{site.url}/jsp/rest.jsp")
        with client_of(settings, archive) as client:
            gap, proof = portal_for(settings).crawl(client, Window(full=True), {})
    assert isinstance(gap, Gap)
    assert proof.outcome == "dark"
    assert "robots.txt" in proof.reason
    assert site.asked == []


def test_the_same_answers_give_the_same_receipts():
    with serving(Service(3)) as site:
        settings = source("dvcqg", f"{site.url}/jsp/rest.jsp")
        seen = []
        for _ in range(2):
            with client_of(settings, MemoryArchive(), JumpingClock()) as client:
                seen.append(list(portal_for(settings).crawl(client, Window(full=True), {})))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("var str = '[]';", []),
        ('var str = "";', []),
        ('var s = 1; var str = \'[{"tenTep":"a\\u0301.pdf","code":"c"}]\';//x', [("á.pdf", "c")]),
        ('var str = \'[{"tenTep":"l\\\'a.pdf","code":"c"}]\';', [("l'a.pdf", "c")]),
        ("no script here", None),
        ("var str = 'hello';", None),
    ],
)
def test_attachments_stand_in_a_script(script, files):
    assert attachments_of(script) == files


# ---- the real answers --------------------------------------------------------------------------------

FOLDER = "national-2025-12/thutuc.dichvucong.gov.vn/p/home/dvc-tthc-quyet-dinh-cong-bo"


class Replay:
    """The stored answers over HTTP; services that nobody stored answer with an empty array."""

    def __init__(self) -> None:
        folder = real(FOLDER)
        self.list = (folder / f"{LIST}.json").read_bytes()
        self.one = folder / "ma_quyet_dinh=115010"
        known = json.loads(real("national-2025-12/decisions_crawled_to_the_bottom.json").read_text())
        self.deep = {each["ID"]: each for each in known}

    def __call__(self, asked: Asked) -> Answer:
        if asked.method == "GET":
            key = asked.path.rpartition("ma_quyet_dinh=")[2]
            if key == "115010":
                return Answer((self.one / "details.html").read_bytes())
            return Answer("<html><body>không có trang này</body></html>", 404)
        params = json.loads(asked.form["params"])
        service, key = params["service"], str(params.get("id", ""))
        if service == LIST:
            return Answer(self.list if params["pageIndex"] == 1 else b"[]")
        if service == "get_url_downfile":
            return Answer('[{"URL_DOWNLOAD":"https://csdl.dichvucong.gov.vn/web/jsp/download_file.jsp"}]')
        if key == "115010" and (self.one / f"{service}.json").exists():
            return Answer((self.one / f"{service}.json").read_bytes())
        if key in self.deep:
            return Answer(json.dumps(self._deep(self.deep[key], service), ensure_ascii=False))
        return Answer("[]")

    @staticmethod
    def _deep(decision, service):
        names = {"new": "NEW", "amended": "MODIFIED", "rescinded": "RESCINDED"}
        for role, (name, _) in PROCEDURES.items():
            if service == name:
                return decision["PROCEDURES"][names[role]]
        return decision["FIELDS"] if service.startswith("get_fields") else []


@pytest.fixture(scope="module")
def replayed():
    archive = MemoryArchive()
    with serving(Replay()) as site:
        settings = source("dvcqg", f"{site.url}/jsp/rest.jsp")
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, Window(full=True), {}))
        portal = portal_for(settings)
        postings = {e.key: portal.read(e, archive.read) for e in events if isinstance(e, Receipt)}
    return events, postings


@pytest.mark.realdata
def test_all_fifty_rows_as_printed(replayed):
    events, postings = replayed
    rows = json.loads(real(f"{FOLDER}/{LIST}.json").read_text())
    assert len(postings) == len(rows) == 50
    for row in rows:
        posting = postings[row["ID"]]
        day, month, year = (int(part) for part in row["PUBLISHING_DATE"].split("-"))
        assert posting.signed_on == date(year, month, day)
        assert posting.number_text == " ".join(row["CODE"].split())
        assert posting.issuer_name == " ".join(row["AGENCY_NAME"].split())
        assert posting.title
        assert posting.title.isprintable()
    numbers = {posting.number_text for posting in postings.values()}
    assert {"2193/QĐ-UBND.", "2226/QĐ-UBND ngày 04/12/2025", "02204/QĐ-UBND", "02204/QĐ-UBND."} <= numbers
    proof = proof_of(events)
    assert (proof.outcome, proof.rows, proof.declared_total) == ("incomplete", 50, 23039)


@pytest.mark.realdata
def test_decision_115010_to_the_bottom(replayed):
    posting = replayed[1]["115010"]
    assert [p.action for p in posting.procedures] == ["amend"] * 4
    assert [p.row_no for p in posting.procedures] == ["1", "2", "3", "4"]
    assert posting.sectors == ("Thiết bị y tế",)
    (file,) = posting.files
    assert file.name == "275103.12.2025_15h07p28_signed.pdf"
    assert file.url == "https://csdl.dichvucong.gov.vn/web/jsp/download_file.jsp?ma=3fd9456cb33031aa"
    assert posting.flags == ()


@pytest.mark.realdata
def test_procedures_of_the_three_decisions(replayed):
    found = [p for key in ("115010", "115187", "115178") for p in replayed[1][key].procedures]
    actions = [p.action for p in found]
    assert (actions.count("amend"), actions.count("new"), len(actions)) == (83, 2, 85)
    assert len({(p.action, p.raw_text) for p in found}) == 85
