"""The embedded portal: a real HTTP server on a free loopback port that serves the scripted province.

Two protocols over one store: the national decisions service (JSON over form POST) and a provincial HTML portal with
list, detail pages and attachments; beside them the units' own listings. What can be read depends on `portal.today`.
Every page carries noise that changes with each load. Nothing is logged but the counts in `portal.requests`.
"""

import itertools
import json
import re
import urllib.parse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from threading import Lock
from types import TracebackType
from typing import Any, Self

from jinja2 import Environment, PackageLoader, select_autoescape

from niemyet.demo.records import ScriptedDecision, short_date
from niemyet.demo.serving import LoopbackServer, Reply, ServedRequest
from niemyet.demo.units import LISTING_PLANS, ListingPlan
from niemyet.demo.world import AGENCY_IDS, PublishedCopy, World, sector_full_name, sector_ids, tells_nothing
from niemyet.model.records import Clock
from niemyet.model.words import Action, DecisionKind, Level
from niemyet.transforms.language.dates import local_day

PAGE_SIZE = 20  # rows of a list page; chosen, not measured
"""Rows on a page of the provincial list."""

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
_ROBOTS = "User-agent: *\nAllow: /\nDisallow: /quan-tri/\n"
_LEVEL_WORDS = {Level.PROVINCE: "Cấp Tỉnh", Level.DISTRICT: "Cấp Huyện", Level.COMMUNE: "Cấp Xã"}
_DETAIL = re.compile(r"/van-ban/[a-z0-9-]*-(\d+)\.html")
_FILE = re.compile(r"/tai-ve/([0-9a-f]{16})/[^/]+")

Row = dict[str, str]
Answer = tuple[int, str, bytes, str | None]
"""Status, media type, body, file name for Content-Disposition."""


class DemoPortal:
    """The server, as a context manager; `url` is its address, `today` its day.

    `clock` is a day, or a Clock whose local day is taken at each request; setting `today` overrides either.
    `dark`: sites that answer with a page about maintenance. `withdrawn`: postings that are shown no more.
    `doors`: paths, with all below them, that somebody else answers.
    """

    def __init__(
        self,
        world: World,
        clock: date | Clock,
        *,
        port: int = 0,
        doors: Mapping[str, Callable[[ServedRequest], Reply]] | None = None,
    ) -> None:
        self.world = world
        self.dark: frozenset[str] = frozenset()
        self.withdrawn: frozenset[int] = frozenset()
        self._doors = dict(doors or {})
        self._clock = clock
        self._lock = Lock()
        self._requests: Counter[str] = Counter()
        self._loads = itertools.count(1)
        self._pages = Environment(
            loader=PackageLoader("niemyet.demo"),
            autoescape=select_autoescape(default=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._procedures: dict[str, tuple[date, dict[str, Row]]] = {}
        self._server = LoopbackServer(self._respond, port)

    # -- life

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        """Address without a slash at the end: http://127.0.0.1:40123.

        Raises RuntimeError while the portal is not running.
        """
        return self._server.url

    @property
    def today(self) -> date:
        """The portal's day."""
        clock = self._clock
        return clock if isinstance(clock, date) else local_day(clock.now())

    @today.setter
    def today(self, day: date) -> None:
        self._clock = day

    @property
    def requests(self) -> Counter[str]:
        """How often each path was asked for; of the national service: path and name of the service."""
        with self._lock:
            return Counter(self._requests)

    def forget_requests(self) -> None:
        """Begin to count anew; the noise of the pages, which comes from the count of loads, begins anew too."""
        with self._lock:
            self._requests.clear()
            self._loads = itertools.count(1)

    def count(self, what: str) -> None:
        """Note one request."""
        with self._lock:
            self._requests[what] += 1

    # -- answers

    def readable(self, outlet: str) -> tuple[PublishedCopy, ...]:
        """What a site shows today, newest signing date first, without what was withdrawn."""
        shown = self.world.readable(outlet, self.today)
        return tuple(copy for copy in shown if copy.posting_id not in self.withdrawn)

    def _respond(self, asked: ServedRequest) -> Reply:
        door = next(
            (one for one in self._doors if asked.path == one or asked.path.startswith(f"{one}/")), None
        )
        if door is not None:
            return self._doors[door](asked)
        if asked.method == "POST":
            answer = self.post(asked.target, asked.body)
        else:
            if asked.method == "GET":
                self.count(asked.path)
            answer = self.get(asked.target)
        status, media, body, filename = answer
        headers = {"Cache-Control": "no-cache"}
        if filename:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{urllib.parse.quote(filename)}"
        return Reply(body, media, int(status), headers)

    def get(self, target: str) -> Answer:
        """Answer a GET."""
        parts = urllib.parse.urlsplit(target)
        query = dict(urllib.parse.parse_qsl(parts.query))
        path = urllib.parse.unquote(parts.path)
        for plan in LISTING_PLANS:
            if plan.path == path:
                return self._listing(plan)
        fixed: dict[str, Callable[[dict[str, str]], Answer]] = {
            "/robots.txt": lambda _: _ok("text", _ROBOTS),
            "/": self._home,
            "/van-ban/": self._list,
            "/p/home/dvc-tthc-quyet-dinh-cong-bo-chi-tiet.html": self._national_detail,
            "/web/jsp/download_file.jsp": self._national_file,
        }
        if "so-tu-phap" in self.dark and path.startswith(("/van-ban/", "/tai-ve/")):
            return self._page("maintenance.html")
        if path in fixed:
            return fixed[path](query)
        if match := _DETAIL.fullmatch(path):
            return self._detail(int(match[1]))
        if match := _FILE.fullmatch(path):
            return self._file(match[1])
        return self._missing()

    def post(self, target: str, body: bytes) -> Answer:
        """Answer a POST: the national service."""
        if urllib.parse.urlsplit(target).path != "/jsp/rest.jsp":
            return self._missing()
        form = urllib.parse.parse_qs(body.decode("utf-8", "replace"))
        try:
            params = json.loads(form.get("params", [""])[0])
        except json.JSONDecodeError:
            return HTTPStatus.BAD_REQUEST, _TYPES["text"], b"params: invalid JSON", None
        service = str(params.get("service", ""))
        self.count(f"/jsp/rest.jsp {service}")
        rows = self._service(service, params)
        return _ok("json", json.dumps(rows, ensure_ascii=False))

    # -- the national service

    def _service(self, service: str, params: dict[str, Any]) -> list[Row]:
        services: dict[str, Callable[[dict[str, Any]], list[Row]]] = {
            "decision_publishment_advanced_search_service_v2": self._search,
            "get_fields_by_dp_id_services_v2": self._fields,
            "get_procedures_by_dp_id_service_v2": lambda p: self._of_decision(p, "new"),
            "get_modified_procedures_by_dp_id_service_v2": lambda p: self._of_decision(p, "modified"),
            "get_rescinded_procedures_by_dp_id_service_v2": lambda p: self._of_decision(p, "rescinded"),
            "procedure_get_procedure_by_id_service_v2": self._procedure,
            "get_list_agency_service_v2": lambda _: _agencies(),
            "procedure_get_list_field_service_v2": lambda _: _all_fields(),
            "get_url_downfile": lambda _: [{"URL_DOWNLOAD": f"{self.url}/web/jsp/download_file.jsp"}],
        }
        return services[service](params) if service in services else []

    def _search(self, params: dict[str, Any]) -> list[Row]:
        agency = str(params.get("agency_id", "-1") or "-1")
        sector = str(params.get("field_id", "-1") or "-1")
        keyword = str(params.get("keyword", "") or "").lower()
        day = str(params.get("publishing_date", "") or "").replace("/", "-")
        names = {number: name for name, number in sector_ids().items()}
        found = [
            copy
            for copy in self.readable("dvcqg")
            if agency in ("-1", copy.agency_id)
            and (sector == "-1" or names.get(sector) in copy.decision.sectors)
            and (not keyword or keyword in copy.number_text.lower() or keyword in copy.decision.title.lower())
            and (not day or day == f"{copy.signed_text_day:%d-%m-%Y}")
        ]
        return _paged([_national_row(copy) for copy in found], params, 10)

    def _copy_with_id(self, outlet: str, posting_id: str) -> PublishedCopy | None:
        return next(
            (copy for copy in self.readable(outlet) if str(copy.posting_id) == posting_id),
            None,
        )

    def _fields(self, params: dict[str, Any]) -> list[Row]:
        copy = self._copy_with_id("dvcqg", str(params.get("id", "")))
        if copy is None:
            return []
        ids = sector_ids()
        return [{"ID": ids[name], "NAME": name} for name in copy.decision.sectors]

    def _of_decision(self, params: dict[str, Any], group: str) -> list[Row]:
        copy = self._copy_with_id("dvcqg", str(params.get("id", "")))
        if copy is None:
            return []
        rows = [
            {
                "ID": self.world.procedure_ids[code],
                "PROCEDURE_NAME": name,
                "PUBLISHED_AGENCY": copy.agency_name,
                "PUBLISHED_AGENCY_ID": copy.agency_id,
            }
            for code, name in _procedures_of(copy.decision, group)
        ]
        return _paged(rows, params, 5)

    def _procedure(self, params: dict[str, Any]) -> list[Row]:
        """The national record of a procedure, as it stands today: newest name, all levels it ever had."""
        wanted = str(params.get("id", ""))
        today = self.today
        with self._lock:
            known = self._procedures.get("records")
        if known is None or known[0] != today:
            known = (today, self._records(today))
            with self._lock:
                self._procedures["records"] = known
        row = known[1].get(wanted)
        return [] if row is None else [row]

    def _records(self, day: date) -> dict[str, Row]:
        records: dict[str, Row] = {}
        levels: dict[str, set[Level]] = {}
        for decision in self.world.decisions:
            if decision.readable_from > day or not decision.changes_boards:
                continue
            for line in decision.lines:
                code = self.world.misprints.get(line.true_code or "", line.true_code)
                if code not in self.world.procedure_ids:
                    continue
                levels.setdefault(code, set()).update(line.levels)
                records[self.world.procedure_ids[code]] = {
                    "ID": self.world.procedure_ids[code],
                    "PROCEDURE_CODE": code,
                    "PROCEDURE_NAME": line.name,
                    "DECISION_PUBLISHMENT_CODE": decision.number_text,
                    "IMPLEMENTATION_LEVELS": ", ".join(
                        _LEVEL_WORDS[level] for level in Level if level in levels[code]
                    ),
                    "FIELDS": line.sector,
                    "IMPLEMENTATION_AGENCIES": line.agency,
                    "PROCEDURE_TYPE": "TTHC được luật giao quy định chi tiết",
                }
        return records

    def _national_detail(self, query: dict[str, str]) -> Answer:
        copy = self._copy_with_id("dvcqg", query.get("ma_quyet_dinh", ""))
        files = [
            {"tenTep": file.filename, "code": file.key, "tepDinhKemId": f"{file.key}.{file.format}"}
            for file in (copy.files if copy else ())
        ]
        shown = f"{copy.signed_text_day:%d-%m-%Y}" if copy else ""
        return self._page("national_detail.html", copy=copy, files=_in_script(files), shown=shown)

    def _national_file(self, query: dict[str, str]) -> Answer:
        return self._file(query.get("ma", ""))

    # -- the provincial portal

    def _home(self, _: dict[str, str]) -> Answer:
        return self._page("home.html")

    def _list(self, query: dict[str, str]) -> Answer:
        rows = self.readable("so-tu-phap")
        pages = max(1, -(-len(rows) // PAGE_SIZE))
        asked = query.get("trang", "1")
        page = int(asked) if asked.isdigit() and 1 <= int(asked) <= pages else 1
        shown = [
            {
                "number": copy.number_text,
                "day": f"{copy.signed_text_day:%d/%m/%Y}",
                "title": _cut(copy.title),
                "link": _detail_path(copy),
                "files": [(file.filename, _file_path(file.key, file.filename)) for file in copy.files],
            }
            for copy in rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        ]
        first = (page - 1) * PAGE_SIZE + 1
        return self._page("list.html", rows=shown, page=page, pages=pages, total=len(rows), first=first)

    def _detail(self, posting_id: int) -> Answer:
        copy = self._copy_with_id("so-tu-phap", str(posting_id))
        if copy is None:
            return self._missing()
        decision = copy.decision
        rows = [
            ("Số ký hiệu", copy.number_text),
            ("Ngày ban hành", f"{copy.signed_text_day:%d/%m/%Y}"),
            ("Loại văn bản", "Quyết định"),
            ("Cơ quan ban hành", decision.issuer_name),
            ("Lĩnh vực", "; ".join(decision.sectors)),
            ("Ngày đăng", f"{copy.readable_from:%d/%m/%Y}"),
            ("Trích yếu", copy.title),
        ]
        files = [(file.filename, _file_path(file.key, file.filename)) for file in copy.files]
        return self._page(
            "detail.html", rows=[row for row in rows if row[1]], files=files, number=copy.number_text
        )

    def _file(self, key: str) -> Answer:
        file = self.world.file(key)
        if file is None or not self._may_show(key):
            return self._missing()
        body = self.world.document(file.decision_key, file.format)
        return HTTPStatus.OK, _TYPES[file.format], body, file.filename

    def _may_show(self, key: str) -> bool:
        today = self.today
        return any(
            copy.readable_from <= today
            and copy.posting_id not in self.withdrawn
            and any(f.key == key for f in copy.files)
            for copy in self.world.copies
        )

    # -- the units

    def _listing(self, plan: ListingPlan) -> Answer:
        if plan.kind == "xlsx":
            body = self.world.inventory(plan, self.today)
            if body is None:
                return self._missing()
            return HTTPStatus.OK, _TYPES["xlsx"], body, plan.path.rsplit("/", 1)[-1]
        listing = self.world.listing(plan.unit_id, plan.channel, self.today)
        if listing is None:
            return self._missing()
        sectors = [
            (name, list(rows)) for name, rows in itertools.groupby(listing.rows, key=lambda row: row.sector)
        ]
        template = "district_listing.html" if plan.level is Level.DISTRICT else "commune_listing.html"
        return self._page(template, listing=listing, sectors=sectors, stand=short_date(listing.stand))

    # -- pages

    def _missing(self) -> Answer:
        status, media, body, name = self._page("missing.html")
        return HTTPStatus.NOT_FOUND, media, body, name if status else None

    def _page(self, template: str, **values: Any) -> Answer:
        load = next(self._loads)
        noise = {
            "visits": 120000 + 17 * load,
            "token": f"{load * 2654435761 % 2**32:08x}",
            "today": self.today,
        }
        return _ok("html", self._pages.get_template(template).render(noise=noise, **values))


def _in_script(value: list[Row]) -> str:
    """JSON that can stand between single quotes in a script of a page."""
    return json.dumps(value, ensure_ascii=False).replace("'", "\\u0027").replace("<", "\\u003c")


def _ok(kind: str, text: str) -> Answer:
    return HTTPStatus.OK, _TYPES[kind], text.encode(), None


def _paged(rows: Sequence[Row], params: dict[str, Any], default: int) -> list[Row]:
    """One page; total and rank stand in every row, so an empty page has neither."""
    size = _whole(params.get("recordPerPage"), default)
    page = _whole(params.get("pageIndex"), 1)
    start = (page - 1) * size
    total = str(len(rows))
    return [
        {**row, "AMOUNT": total, "ROW_STT": str(start + n)}
        for n, row in enumerate(rows[start : start + size], start=1)
    ]


def _whole(value: Any, default: int) -> int:
    text = str(value or "")
    return max(1, int(text)) if text.isdigit() else default


def _national_row(copy: PublishedCopy) -> Row:
    return {
        "ID": str(copy.posting_id),
        "CODE": copy.number_text,
        "NAME": copy.title,
        "PUBLISHING_DATE": f"{copy.signed_text_day:%d-%m-%Y}",
        "AGENCY_NAME": copy.agency_name,
        "AGENCY_ID": copy.agency_id,
    }


def _procedures_of(decision: ScriptedDecision, group: str) -> list[tuple[str, str]]:
    """Code and name of what the national list shows under a decision; one procedure once."""
    if tells_nothing(decision):
        return []
    found: dict[str, str] = {}
    for line in decision.lines:
        if group == "new" and line.action in (Action.NEW, Action.REPLACE) and line.code:
            found[line.code] = line.name
        if group == "modified" and line.action in (Action.AMEND, Action.LIST) and line.code:
            found[line.code] = line.name
        if group == "rescinded" and line.action is Action.ABOLISH and line.code:
            found[line.code] = line.name
        if group == "rescinded" and line.action is Action.REPLACE and line.old_code:
            found[line.old_code] = line.old_name or ""
    return list(found.items())


def _agencies() -> list[Row]:
    names = {
        "quang-nam": ("UBND tỉnh Quảng Nam", "000.00.00.H47"),
        "da-nang": ("UBND thành phố Đà Nẵng", "000.00.00.H17"),
        "binh-dinh": ("UBND  tỉnh Bình Định", "000.00.00.H08"),
    }
    return [
        {"ID": AGENCY_IDS[key], "AGENCY_NAME": name, "NAME": name, "CODE": code}
        for key, (name, code) in names.items()
    ]


def _all_fields() -> list[Row]:
    return [{"ID": number, "FIELD_NAME": sector_full_name(name)} for name, number in sector_ids().items()]


def _detail_path(copy: PublishedCopy) -> str:
    kind = "dinh-chinh" if copy.decision.kind is DecisionKind.CORRECTION else "quyet-dinh-cong-bo"
    return f"/van-ban/{kind}-{copy.decision.number}-{copy.posting_id}.html"


def _file_path(key: str, filename: str) -> str:
    return f"/tai-ve/{key}/{urllib.parse.quote(filename)}"


def _cut(title: str) -> str:
    """Lists cut long titles; the whole one stands on the detail page."""
    return title if len(title) <= 160 else title[:157].rsplit(" ", 1)[0] + "..."
