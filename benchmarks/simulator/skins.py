"""Pages of portal families as PORTALS §2 describes them: list, page of a document, addresses of files.

A skin only draws; which documents are shown, and what goes wrong, is the site's business.
"""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.simulator.store import Attached, Document
from benchmarks.simulator.switches import Switch
from niemyet.demo.serving import ServedRequest

PAGE = 10


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look tonight."""

    on: frozenset[Switch]
    night: int
    load: int  # of the page: what differs at each load
    base: str

    def says(self, text: str) -> str:
        """Text as the portal stores it, escaped."""
        if Switch.DECOMPOSED in self.on:
            text = unicodedata.normalize("NFD", text).replace(" ", "  ", 2)
        return html.escape(text, quote=True)

    def cut(self, title: str) -> str:
        """A title as a list shows it."""
        return f"{title[:48]}..." if Switch.CUT_TITLES in self.on and len(title) > 52 else title

    def day(self, day: date) -> str:
        """A date of a list, or of a page where `mixed` forms are used."""
        return f"{day:%d/%m/%Y}"

    def other_day(self, day: date) -> str:
        """The same date on the document's own page."""
        if Switch.MIXED_DATES not in self.on:
            return self.day(day)
        return (f"{day:%d-%m-%Y}", f"ngày {day:%d} tháng {day.month} năm {day.year}")[day.day % 2]

    @property
    def noise(self) -> str:
        """What changes with each load."""
        if Switch.NOISE not in self.on:
            return ""
        return f"<div class='dem'>Lượt truy cập: {9000 + self.load * 13}</div><input type='hidden' name='tk' value='{self.load * 7919:x}'>"


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of the list: what stands on it, and where it stands."""

    documents: Sequence[Document]
    page: int
    pages: int
    total: int


class Skin:
    """One family. `kind` is what the configuration calls it."""

    kind: str
    path: str
    #: What its `[[source]]` says besides kind and url.
    how: str = ""
    #: Documents on a page of its list.
    page_size: int = PAGE

    def page_of(self, asked: ServedRequest) -> int | None:
        """Which page of the list a request asks for; None for a request that is none for the list."""
        raise NotImplementedError

    def document_of(self, asked: ServedRequest) -> int | None:
        """The id of the document whose page is asked for."""
        raise NotImplementedError

    def listed(self, part: Slice, look: Look) -> str:
        """A page of the list."""
        raise NotImplementedError

    def shown(self, one: Document, look: Look) -> str:
        """A document's page."""
        raise NotImplementedError

    def fragment(self, asked: ServedRequest) -> bool:
        """Whether a list request is answered with a piece of a page."""
        del asked
        return False


def file_path(one: Document, place: int) -> str:
    """Where a file of a document is."""
    return f"/tep/{one.id}/{place}/{one.files[place].name}"


def _linked(one: Document, look: Look, *, cls: str = "") -> str:
    return " ".join(_link(one, place, file, look, cls) for place, file in enumerate(one.files))


def _link(one: Document, place: int, file: Attached, look: Look, cls: str) -> str:
    if file.external:
        return f"<a class='{cls}' href='https://drive.google.com/drive/folders/{one.id}'>Nhấn vào link để tải file</a>"
    address = html.escape(file_path(one, place), quote=True).replace(" ", "%20")
    if Switch.IN_VIEWER in look.on:
        return f"<iframe src='/viewer.html?file={address}&amp;zoom=1'></iframe>"
    return f"<a class='{cls}' href='{address}'>{look.says(file.name)}</a>"


def _whole(title: str, body: str, look: Look) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{look.says(title)}</title></head><body>"
        f"<ul class='menu'><li><a href='/'>Trang chủ</a></li></ul>{body}{look.noise}</body></html>"
    )


def _table(one: Document, look: Look, files: str) -> str:
    issuer = "Bộ Tư pháp" if one.symbol == "QĐ-BTP" else "UBND tỉnh Thử Nghiệm"
    rows = (
        ("Số ký hiệu", look.says(one.number_text)),
        ("Ngày ban hành", look.other_day(one.signed_on)),
        ("Cơ quan ban hành", issuer),
        ("Trích yếu", look.says(one.title_on(look.night))),
        ("File dính kèm", files),
    )
    return "<table class='thuoc-tinh'>" + "".join(
        f"<tr><td class='col1'>{look.says(label)}:</td><td>{value}</td></tr>" for label, value in rows
    ) + "</table>"  # fmt: skip


class Plain(Skin):
    """A table and detail pages, for kind `html`."""

    kind, path = "html", "/van-ban/"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path:
            return None
        return int(asked.query.get("trang", "1"))

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.removeprefix("/van-ban/").removesuffix(".html").rpartition("-")[2]
        return int(tail) if tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        close = "" if Switch.MALFORMED in look.on else "</td>"
        rows = "".join(
            f"<tr><td>{look.says(one.number_text)}{close}<td>{look.day(one.signed_on)}{close}"
            f"<td><a href='/van-ban/quyet-dinh-{one.id}.html'>{look.says(look.cut(one.title_on(look.night)))}</a>{close}</tr>"
            for one in part.documents
        )
        pages = "".join(f"<a href='?trang={page}'>{page}</a> " for page in range(1, part.pages + 1))
        after = f"<a rel='next' href='?trang={part.page + 1}'>Sau</a>" if part.page < part.pages else ""
        head = "<tr><th>Số/ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        return _whole("Văn bản", f"<table class='ds'>{head}{rows}</table><p>{pages}{after}</p>", look)

    def shown(self, one: Document, look: Look) -> str:
        return _whole(one.number_text, _table(one, look, _linked(one, look)), look)


class Nukeviet(Skin):
    """The laws module of NukeViet."""

    kind, path = "nukeviet-laws", "/laws/"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path == self.path:
            return 1
        tail = asked.path.removeprefix("/laws/page-").rstrip("/")
        return int(tail) if asked.path.startswith("/laws/page-") and tail.isdigit() else None

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.rstrip("/").rpartition("-")[2]
        return int(tail) if asked.path.startswith("/laws/detail/") and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        first = (part.page - 1) * PAGE + 1
        rows = "".join(
            f"<div class='table-rows'><div class='c-stt'>{first + place}</div><div class='c-code'>"
            f"<span class='label-name'>Số kí hiệu:</span><a href='/laws/detail/quyet-dinh-{one.id}/'>{look.says(one.number_text)}</a></div>"
            f"<div class='c-time'><span class='label-name'>Ngày ban hành:</span>{look.day(one.signed_on)}</div>"
            f"<div class='c-intro'><a href='/laws/detail/quyet-dinh-{one.id}/'><strong>{look.says(look.cut(one.title_on(look.night)))}</strong></a></div></div>"
            for place, one in enumerate(part.documents)
        )
        pages = "".join(
            f"<li class='{'active' if page == part.page else ''}'><a rel='{'next' if page > part.page else 'prev'}' href='/laws/page-{page}/'>{page}</a></li>"
            for page in range(1, part.pages + 1)
        )
        return _whole(
            "Văn bản",
            f"<div class='flex-table-laws'><div class='table-rows table-head'><div class='c-stt'>STT</div></div>{rows}</div>"
            f"<div class='generate_page'><ul class='pagination'>{pages}</ul></div>",
            look,
        )

    def shown(self, one: Document, look: Look) -> str:
        rows = "".join(
            f"<tr class='hoatim'><td>{label}</td><td>{value}</td></tr>"
            for label, value in (
                ("Số kí hiệu", look.says(one.number_text)),
                ("Ngày ban hành", look.other_day(one.signed_on)),
                ("Cơ quan ban hành", "UBND tỉnh Thử Nghiệm"),
            )
        )
        files = (
            f"<div class='laws-download-file'><div class='list-group-item'>{_linked(one, look)}</div></div>"
        )
        title = look.says(one.title_on(look.night))
        return _whole(
            one.number_text,
            f"<h1 class='lawh3'>{title}</h1><p>{title}</p><table>{rows}</table>{files}",
            look,
        )


class VnptGrid(Skin):
    """VNPT's document grid: state in a form, pager in the table, one address for all pages."""

    kind, path = "vnpt-documents", "/van-ban-chi-dao"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path or "docid" in asked.query:
            return None
        if asked.method == "GET":
            return 1
        form = asked.form
        state = form.get("__VIEWSTATE", "")
        target = form.get("__EVENTARGUMENT", "").removeprefix("Page$")
        # A stale or missing state silently gives the first page.
        return int(target) if target.isdigit() and state.startswith(f"trang{int(target) - 1}|") else 1

    def document_of(self, asked: ServedRequest) -> int | None:
        found = asked.query.get("docid", "")
        return int(found) if asked.path == self.path and found.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        day = "".join("<span class='issued-date'>{0}</span>" for _ in range(3))
        rows = "".join(
            f"<tr><td><a href='{self.path}?pageid=27&amp;docid={one.id}'><span class='code'>{look.says(one.number_text)}</span></a></td>"
            f"<td>{day.format(look.day(one.signed_on))}</td><td><span class='substract'>{look.says(look.cut(one.title_on(look.night)))}</span></td></tr>"
            for one in part.documents
        )
        grid = f"ctrl_19{look.load % 7}_grvDocument"
        numbers = "".join(
            f"<td><span>{page}</span></td>" if page == part.page
            else f"<td><a href=\"javascript:__doPostBack('{grid}','Page${page}')\">{'...' if page == part.page + 1 and page % 3 == 0 else page}</a></td>"
            for page in range(max(1, part.page - 2), min(part.pages, part.page + 2) + 1)
        )  # fmt: skip
        last = f"<td><a href=\"javascript:__doPostBack('{grid}','Page$Last')\">Cuối</a></td>"
        pager = f"<tr class='grid-pager'><td colspan='3'><table><tr>{numbers}{last}</tr></table></td></tr>"
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        state = f"trang{part.page}|" + "A" * 4000
        info = f"<span id='document_page_info'>1 - {len(part.documents)} | {part.total}</span>"
        return _whole(
            "Văn bản",
            f"<form method='post' action='{self.path}'><input type='hidden' name='__VIEWSTATE' value='{state}'>"
            f"<input type='hidden' name='__VIEWSTATEENCRYPTED' value=''><select name='loai'><option value='0' selected>Tất cả</option></select>"
            f"{info}<table class='search-result' id='{grid}'>{head}{rows}{pager if part.pages > 1 else ''}</table></form>",
            look,
        )

    def shown(self, one: Document, look: Look) -> str:
        return _whole(one.number_text, _table(one, look, _linked(one, look)), look)


class VnptArticles(Skin):
    """VNPT's article lists: pages after the first come as fragments for a form."""

    kind, path = "vnpt-articles", "/niem-yet-tthc"
    load_path = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path == self.path:
            return 1
        if asked.path == self.load_path and asked.form.get("article_category_id") == "4410":
            return int(asked.form.get("page", "1"))
        return None

    def fragment(self, asked: ServedRequest) -> bool:
        return asked.path == self.load_path

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.rpartition("-")[2]
        return int(tail) if asked.path.startswith("/bai-viet/") and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        items = "".join(
            f"<li class='row'><h2 class='Title'><a href='/bai-viet/cong-bo-{one.id}'>{look.says(look.cut(_article(one, look)))}</a></h2>"
            f"<div class='Ngaydang'>{look.day(one.signed_on)}</div><p>Tóm tắt</p></li>"
            for one in part.documents
        )
        if part.page > 1:
            return items
        script = (
            f"<script>var maxPage = parseInt({part.pages}); var data = {{article_category_id: '4410', categoryIds: '', "
            f"site_id: 51, page_size: {PAGE}, articlelang: 'vi', is_authenticated: false}}; var url='{self.load_path}';</script>"
        )
        return _whole(
            "Niêm yết",
            f"<div class='UIArticleInMenu_Default'><ul class='ArticleList'>{items}</ul></div>{script}",
            look,
        )

    def shown(self, one: Document, look: Look) -> str:
        return _whole(
            "Cổng xã",
            f"<div class='ArticleDetailControl'><div class='ArticleHeader'>{look.says(_article(one, look))}</div>"
            f"<div class='PostDate'>{look.other_day(one.signed_on)}</div><div class='ArticleContent'>Nội dung {_linked(one, look, cls='link-download')}"
            f"{_linked(one, look, cls='link-download')}</div></div>",
            look,
        )


class Liferay(Skin):
    """Liferay 7: an asset publisher whose instance id may change, articles under several addresses."""

    kind, path = "liferay", "/web/xa-thu/niem-yet"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path:
            return None
        found = [value for name, value in asked.query.items() if name.endswith("_cur")]
        return int(found[0]) if found else 1

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.rpartition("-")[2]
        return int(tail) if "/w/" in asked.path and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        instance = f"INSTANCE_{'qrst' if Switch.NEW_INSTANCE in look.on and look.night % 4 > 1 else 'abcd'}"
        prefix = ("/vi/web/xa-thu", "", "/en/web/xa-thu") if Switch.ALIASES in look.on else ("/web/xa-thu",)
        items = "".join(
            f"<div class='asset-abstract'><a href='{prefix[(one.id + look.load) % len(prefix)]}/w/cong-bo-danh-muc-{one.id}?p_auth={look.load}'>"
            f"{look.says(look.cut(_article(one, look)))}</a><span class='date'>{look.day(one.signed_on)}</span></div>"
            for one in part.documents
        )
        name = f"com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_{instance}"
        link = f"?p_p_id={name}&amp;p_p_lifecycle=0&amp;_{name}_delta={PAGE}&amp;p_auth={look.load}&amp;_{name}_cur="
        after = f"<a href='{link}{part.page + 1}'>Tiếp theo</a>" if part.page < part.pages else ""
        numbers = "".join(
            f"<li class='{'active' if page == part.page else ''}'><a href='{link}{page}'>{page}</a></li>"
            for page in range(1, part.pages + 1)
        )
        return _whole(
            "Niêm yết",
            f"<div class='portlet-asset-publisher'>{items}<ul class='pagination'>{numbers}</ul>{after}</div>",
            look,
        )

    def shown(self, one: Document, look: Look) -> str:
        return _whole(
            "Cổng",
            f"<h1 class='title-detail'>{look.says(_article(one, look))}</h1><span class='date-post'>{look.other_day(one.signed_on)}</span>"
            f"<div class='journal-content-article'>Nội dung {_linked(one, look)}</div>",
            look,
        )


class Cms14(Skin):
    """CMS14 on DotNetNuke: single quotes, mis-nested headings, a grid that posts back."""

    kind, path = "cms14", "/van-ban"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path:
            return None
        if asked.method == "GET":
            return 1
        state = asked.form.get("__VIEWSTATE", "")
        return int(state.removeprefix("s")) + 1 if state.removeprefix("s").isdigit() else 1

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.rpartition("/nid/")[2]
        return int(tail) if "/nid/" in asked.path and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        malformed = Switch.MALFORMED in look.on
        items = "".join(
            f"<div class='QTI_tinthuong news-k7'><a href='{look.base}/tin/nid/{one.id}'><h2 class='title'>{look.says(look.cut(_article(one, look)))}"
            f"{'</a></h2>' if malformed else '</h2></a>'}<img src='/CMS14/pic/thumb/{one.id}.png'><p class='gioithieu'>Tóm tắt ...</p></div>"
            for one in part.documents
        )
        off = (
            "return false;"
            if part.page >= part.pages
            else "javascript:__doPostBack('dnn$ctr507$grid$next','')"
        )
        pager = f"<div class='rgNumPart'><a class='rgCurrentPage'><span>{part.page}</span></a></div><input type='button' class='rgPageNext' name='next' onclick=\"{off}\">"
        return _whole(
            "Văn bản",
            f"<form method='post' action='{self.path}'><input type='hidden' name='__VIEWSTATE' value='s{part.page}'>{items}{pager}</form>",
            look,
        )

    def shown(self, one: Document, look: Look) -> str:
        return _whole(
            "Cổng xã",
            f"<div class='news-detail'><h1>{look.says(_article(one, look))}</h1><div class='ngaydang'>{look.other_day(one.signed_on)}</div>"
            f"<div>Nội dung {_linked(one, look)}</div></div>",
            look,
        )


class WebCenter(Skin):
    """Oracle WebCenter: dDocName is the document, past the last page the first comes again."""

    kind, path = "webcenter", "/webcenter/portal/thu/pages_van-ban"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path or "dDocName" in asked.query:
            return None
        return int(asked.query.get("selectedPage", "1"))

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.query.get("dDocName", "").removeprefix("PORTAL")
        return int(tail) if asked.path == f"{self.path}/chi-tiet" and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<tr><td>{place}</td><td><a href='{self.path}/chi-tiet?dDocName=PORTAL{one.id}&amp;_afrLoop={look.load}'>{look.says(one.number_text)}</a></td>"
            f"<td>{look.day(one.signed_on)}</td><td><a href='{self.path}/chi-tiet?dDocName=PORTAL{one.id}'>{look.says(look.cut(one.title_on(look.night)))}</a></td></tr>"
            for place, one in enumerate(part.documents, start=1)
        )
        # It always offers one page more than there is.
        links = "".join(
            f"<a href='{self.path}?selectedPage={page}&amp;_afrLoop={look.load}'>{page}</a>"
            for page in range(1, part.pages + (2 if Switch.WRAPS in look.on else 1))
        )
        head = "<tr><th>STT</th><th>Số hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        return _whole("Văn bản", f"<table class='table table-bordered'>{head}{rows}</table>{links}", look)

    def shown(self, one: Document, look: Look) -> str:
        return _whole(one.number_text, _table(one, look, _linked(one, look)), look)


def _article(one: Document, look: Look) -> str:
    return f"Niêm yết {one.title_on(look.night)}"


SKINS: tuple[Skin, ...] = (
    Plain(),
    Nukeviet(),
    VnptGrid(),
    VnptArticles(),
    Liferay(),
    Cms14(),
    WebCenter(),
)
