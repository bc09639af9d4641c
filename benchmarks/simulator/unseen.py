# ruff: noqa: E501 - pages are written as portals send them
"""Eleven lists that the probe was not written for, in our own words: cards, rows without links, blocks of dates, accordions, months
in a select, ASP.NET and SharePoint pagers, Liferay's older container, JSON in a script, scrolling without an end.

`opens`: with what is proposed the list can be read whole; where not, it must say so.
"""

import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from benchmarks.simulator.cms import Cms, _document
from benchmarks.simulator.skins import PAGE, Look, Slice
from benchmarks.simulator.store import Document
from niemyet.demo.serving import ServedRequest


class Unseen(Cms):
    """One of them; documents under /tl/, pages by `?p=`."""

    path = "/tl/"
    opens = True

    def address(self, page: int) -> str:
        return f"{self.path}?p={page}"

    def link(self, one: Document) -> str:
        """Where a document's page is."""
        return f"{self.path}bai-{one.id}.html"

    def page_of(self, asked: ServedRequest) -> int | None:
        return int(asked.query.get("p", "1")) if asked.path == self.path else None

    def shown(self, one: Document, look: Look) -> str:
        return _document(
            self._title(one, look),
            f"<article class='noi-dung'><h1>{self._title(one, look)}</h1><p>Ngày ban hành: {look.day(one.signed_on)}</p>{self._files(one, look)}</article>",
        )


class Cards(Unseen):
    """Cards; each has a "Xem thêm" to its page, and so has the list to its next one."""

    name = "cards"

    def listed(self, part: Slice, look: Look) -> str:
        cards = "".join(
            f"<div class='col-md-4'><div class='card h-100'><img class='card-img-top' src='/a/{one.id}.jpg' alt=''><div class='card-body'>"
            f"<h3 class='card-title'>{self._title(one, look)}</h3><p class='card-text'><small class='text-muted'>{look.day(one.signed_on)}</small></p>"
            f"<a href='{self.link(one)}' class='btn btn-primary'>Xem thêm</a></div></div></div>"
            for one in part.documents
        )
        more = (
            f"<div class='text-center'><a class='btn btn-more' href='{self.address(part.page + 1)}'>Xem thêm văn bản</a></div>"
            if part.page < part.pages
            else ""
        )
        return _document("Văn bản", f"<section><div class='row'>{cards}</div>{more}</section>")


class RowsByScript(Unseen):
    """Rows of a table that a script opens: `data-href`, no link at all."""

    name, opens = "rows-by-script", False

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<tr class='clickable-row' data-href='{self.link(one)}'><td>{look.says(one.number_text)}</td><td>{look.day(one.signed_on)}</td><td>{look.says(one.title_on(look.night))}</td></tr>"
            for one in part.documents
        )
        pages = "".join(
            f"<li class='page-item'><a class='page-link' href='{self.address(page)}'>{page}</a></li>"
            for page in range(1, part.pages + 1)
        )
        return _document(
            "Văn bản",
            f"<table class='table table-hover'><thead><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr></thead><tbody>{rows}</tbody></table><ul class='pagination'>{pages}</ul>",
        )


class DateBlocks(Unseen):
    """A list with its day in a block of three: 05, Th 3, 2026."""

    name = "date-blocks"

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<li><div class='date-block'><span class='d'>{one.signed_on:%d}</span><span class='m'>Th {one.signed_on.month}</span><span class='y'>{one.signed_on.year}</span></div>"
            f"<div class='txt'><a href='{self.link(one)}'>{self._title(one, look)}</a></div></li>"
            for one in part.documents
        )
        pages = "".join(
            f"<span class='cur'>{page}</span>"
            if page == part.page
            else f"<a href='{self.address(page)}'>{page}</a>"
            for page in range(1, part.pages + 1)
        )
        return _document(
            "Văn bản",
            f"<div class='main'><ul class='list-news'>{rows}</ul><div class='paging'>{pages}</div></div>",
        )


class Accordion(Unseen):
    """All on one page, a block for each month that opens."""

    name, page_size = "accordion", 1_000

    def listed(self, part: Slice, look: Look) -> str:
        blocks = "".join(
            f"<details{' open' if not place else ''}><summary>Tháng {month.month}/{month.year}</summary><ul class='vb'>"
            + "".join(
                f"<li><a href='{self.link(one)}'>{self._title(one, look)}</a> <i>({look.day(one.signed_on)})</i></li>"
                for one in held
            )
            + "</ul></details>"
            for place, (month, held) in enumerate(_by_month(part.documents))
        )
        return _document("Văn bản theo tháng", f"<div class='accordion'>{blocks}</div>")


class Months(Unseen):
    """One month at a time; the others stand in a select, and nothing is a pager."""

    name, opens, page_size = "months", False, 1_000

    def page_of(self, asked: ServedRequest) -> int | None:
        return 1 if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        months = [month for month, _ in _by_month(part.documents)]
        first = next(iter(_by_month(part.documents)))[1]
        options = "".join(
            f"<option value='{one:%Y-%m}'{' selected' if not place else ''}>Tháng {one:%m/%Y}</option>"
            for place, one in enumerate(months)
        )
        rows = "".join(
            f"<div class='item'><span class='ngay'>{look.day(one.signed_on)}</span> <a href='{self.link(one)}'>{self._title(one, look)}</a></div>"
            for one in first
        )
        return _document(
            "Văn bản",
            f"<form method='get' action='{self.path}'><label>Xem theo tháng</label><select name='thang' onchange='this.form.submit()'>{options}</select></form><div class='ds'>{rows}</div>",
        )


class YearTabs(Months):
    """One year at a time under tabs; the other years are links of their own."""

    name = "year-tabs"

    def listed(self, part: Slice, look: Look) -> str:
        years = sorted({one.signed_on.year for one in part.documents}, reverse=True)
        tabs = "".join(
            f"<li class='nav-item'><a class='nav-link{' active' if not place else ''}' href='{self.path}?nam={year}'>Năm {year}</a></li>"
            for place, year in enumerate([*years, years[-1] - 1] if len(years) == 1 else years)
        )
        rows = "".join(
            f"<li class='muc'><a href='{self.link(one)}'>{self._title(one, look)}</a> <span>{look.day(one.signed_on)}</span></li>"
            for one in part.documents
            if one.signed_on.year == years[0]
        )
        return _document("Văn bản", f"<ul class='nav nav-tabs'>{tabs}</ul><ul class='ds-vb'>{rows}</ul>")


class AspNet(Unseen):
    """A GridView without the family's own names: its pager posts the form back."""

    name = "asp-net"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path != self.path:
            return None
        wanted = asked.form.get("__EVENTARGUMENT", "").removeprefix("Page$") if asked.method == "POST" else ""
        return int(wanted) if wanted.isdigit() and asked.form.get("__VIEWSTATE") == "abc" else 1

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<tr><td>{place}</td><td><a id='ctl00_gv_ctl{place:02}_h' href='{self.link(one)}'>{self._title(one, look)}</a></td><td>{look.day(one.signed_on)}</td></tr>"
            for place, one in enumerate(part.documents, start=1)
        )
        pages = "".join(
            f"<td><span>{page}</span></td>" if page == part.page
            else f"<td><a href=\"javascript:__doPostBack('ctl00$gv','Page${page}')\">{page}</a></td>"
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        return _document(
            "Văn bản",
            f"<form method='post' action='{self.path}' id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='abc'><table id='ctl00_gv' cellspacing='0'><tr><th>TT</th><th>Trích yếu</th><th>Ngày</th></tr>{rows}"
            f"<tr class='pgr'><td colspan='3'><table><tr>{pages}</tr></table></td></tr></table></form>",
        )


class SharePoint(Unseen):
    """A list view whose next page is asked for by a script with the address in it."""

    name, opens = "sharepoint", False

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<tr class='{'ms-alternating' if place % 2 else ''}'><td class='ms-vb-title'><a onfocus='OnLink(this)' href='{self.link(one)}'>{self._title(one, look)}</a></td><td class='ms-vb2'><nobr>{look.day(one.signed_on)}</nobr></td></tr>"
            for place, one in enumerate(part.documents)
        )
        first = (part.page - 1) * PAGE + 1
        on = (
            f"<td><a href='javascript:' onclick='javascript:RefreshPageTo(event, &quot;{self.address(part.page + 1)}\\u0026Paged=TRUE&quot;);'><img src='/_layouts/images/next.gif' alt='Tiếp'></a></td>"
            if part.page < part.pages
            else ""
        )
        return _document(
            "Văn bản",
            f"<table class='ms-listviewtable'><tr class='ms-viewheadertr'><th>Tiêu đề</th><th>Ngày ban hành</th></tr>{rows}</table><table><tr><td class='ms-paging'>{first} - {first + len(part.documents) - 1}</td>{on}</tr></table>",
        )


class OlderLiferay(Unseen):
    """The search container of 6.2: `Đang hiển thị 1 - 10 trong số 34 kết quả`, links with `_cur`."""

    name = "liferay-container"

    def address(self, page: int) -> str:
        return f"{self.path}?p_p_id=vanban_WAR_ubndportlet&_vanban_WAR_ubndportlet_delta=10&_vanban_WAR_ubndportlet_cur={page}"

    def page_of(self, asked: ServedRequest) -> int | None:
        return int(asked.query.get("_vanban_WAR_ubndportlet_cur", "1")) if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<tr class='portlet-section-{'alternate alt' if place % 2 else 'body'} results-row'><td class='align-left col-1'>{look.says(one.number_text)}</td><td class='align-left col-2'>{look.day(one.signed_on)}</td><td class='align-left col-3'><a href='{self.link(one)}'>{look.says(one.title_on(look.night))}</a></td></tr>"
            for place, one in enumerate(part.documents)
        )
        first = (part.page - 1) * PAGE + 1
        on = (
            f"<a class='next' href='{self.address(part.page + 1)}' target='_self'>Tiếp theo</a>"
            if part.page < part.pages
            else "<span class='next'>Tiếp theo</span>"
        )
        back = (
            f"<a class='previous' href='{self.address(part.page - 1)}'>Trước</a>"
            if part.page > 1
            else "<span class='previous'>Trước</span>"
        )
        return _document(
            "Văn bản",
            f"<div class='lfr-search-container'><table class='taglib-search-iterator'><tr class='portlet-section-header results-header'><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>{rows}</table>"
            f"<div class='taglib-page-iterator'><div class='search-results'>Đang hiển thị {first} - {first + len(part.documents) - 1} trong số {part.total} kết quả.</div><div class='search-pages'>{back}{on}</div></div></div>",
        )


class InAScript(Unseen):
    """Nothing but a script that holds the list as JSON; a browser draws it."""

    name, opens = "json-in-script", False

    def listed(self, part: Slice, look: Look) -> str:
        rows = [
            {"id": one.id, "so": one.number_text, "trichYeu": one.title_on(look.night), "url": self.link(one)}
            for one in part.documents
        ]
        return _document(
            "Văn bản",
            f"<div id='app'></div><script>window.__DATA__ = {json.dumps({'total': part.total, 'items': rows}, ensure_ascii=False)};</script>",
        )


class Scrolls(Unseen):
    """More comes when one scrolls: the next page's address stands in an attribute of a marker."""

    name, opens = "scrolls", False

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<div class='tin'><h4><a href='{self.link(one)}'>{self._title(one, look)}</a></h4><time datetime='{one.signed_on}'>{look.day(one.signed_on)}</time></div>"
            for one in part.documents
        )
        marker = (
            f"<div class='infinite-scroll-marker' data-next-url='{self.address(part.page + 1)}'></div>"
            if part.page < part.pages
            else ""
        )
        return _document("Văn bản", f"<div class='tins'>{rows}</div>{marker}")


def _by_month(documents: Sequence[Document]) -> list[tuple[date, list[Document]]]:
    return [
        (day, list(held)) for day, held in groupby(documents, key=lambda one: one.signed_on.replace(day=1))
    ]


UNSEEN: tuple[Unseen, ...] = (
    Cards(), RowsByScript(), DateBlocks(), Accordion(), Months(), YearTabs(), AspNet(), SharePoint(), OlderLiferay(), InAScript(), Scrolls()
)  # fmt: skip
