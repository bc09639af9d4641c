# ruff: noqa: E501 - pages are written as portals send them
"""Pages as four content systems that many offices run write them: list, page of a document, pager, in our own words.

Drawn after their public templates (WordPress classic and block themes, Backdrop and Drupal 10, Joomla 4 list and blog,
NukeViet news). They are read by kind `html` with what `sources probe` proposes; nothing else is known of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.simulator.skins import PAGE, Look, Skin, Slice, file_path
from benchmarks.simulator.store import Document
from niemyet.demo.serving import ServedRequest

#: (page, pages, address of a page) → the pager's markup.
Pager = Callable[[int, int, Callable[[int], str]], str]


class Cms(Skin):
    """A content system: posts under addresses of their own, files under /tep/."""

    kind = "html"
    name: str

    def address(self, page: int) -> str:
        """Where a page of the list is."""
        raise NotImplementedError

    def _title(self, one: Document, look: Look) -> str:
        return look.says(f"Quyết định số {one.number_text} {one.title_on(look.night)}")

    def document_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.rstrip("/").removesuffix(".html").rpartition("-")[2]
        listed = asked.path.startswith(self.path) and tail.isdigit() and int(tail) > 7000
        return int(tail) if listed else None

    def _files(self, one: Document, look: Look) -> str:
        return "".join(
            f'<p><a href="{file_path(one, place).replace(" ", "%20")}">{look.says(file.name)}</a></p>'
            for place, file in enumerate(one.files)
        )


_MENU = (
    '<nav class="main-navigation" role="navigation"><ul id="menu-chinh" class="menu">'
    '<li class="menu-item"><a href="/gioi-thieu">Giới thiệu chung về văn phòng</a></li>'
    '<li class="menu-item"><a href="/van-ban">Văn bản chỉ đạo điều hành của tỉnh</a></li>'
    '<li class="menu-item"><a href="/thu-tuc">Thủ tục hành chính đã công bố</a></li>'
    '<li class="menu-item"><a href="/hoi-dap">Hỏi đáp về thủ tục hành chính</a></li></ul></nav>'
)
_SIDEBAR = (
    '<aside class="widget-area sidebar"><section class="widget widget_recent_entries"><h2>Tin mới</h2><ul>'
    '<li><a href="/tin/le-hoi">Lễ hội mùa xuân và công bố chương trình du lịch</a></li>'
    '<li><a href="/tin/hop-bao">Họp báo công bố kết quả thủ tục cải cách</a></li>'
    '<li><a href="/tin/tap-huan">Tập huấn văn bản quy phạm cho cán bộ xã</a></li>'
    '<li><a href="/tin/hoi-nghi">Hội nghị trực tuyến về niêm yết thủ tục</a></li></ul></section>'
    '<section class="widget_calendar"><table id="wp-calendar"><tr><td><a href="/2026/02/03">3</a></td><td><a href="/2026/02/12">12</a></td></tr></table>'
    '<a href="/2026/01/">« Th1</a></section></aside>'
)
_FOOTER = '<footer id="colophon"><a href="/tep-chung/huong-dan-su-dung.pdf">Hướng dẫn sử dụng</a> <a href="#dau-trang">Lên đầu trang ↑</a></footer>'


def _document(title: str, body: str, *, classes: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body class="{classes}"><div id="page"><header id="masthead"><a href="/">Cổng</a>{_MENU}</header>{body}{_FOOTER}</div></body></html>'
    )


class WordPress(Cms):
    """A classic theme: articles with the number of the post among their classes, `a.next.page-numbers`."""

    name, path = "wordpress", "/chuyen-muc/cong-bo/"
    how = """list = { row = "main article", link = "h2 a", next = "a.next.page-numbers" }\ndetail = { files = "div.entry-content a[href*='.pdf']" }\n"""

    def address(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}page/{page}/"

    def page_of(self, asked: ServedRequest) -> int | None:
        tail = asked.path.removeprefix(self.path).strip("/")
        if asked.path == self.path:
            return 1
        return int(tail.removeprefix("page/")) if tail.startswith("page/") and tail[5:].isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        posts = "".join(
            f'<article id="post-{one.id}" class="post-{one.id} post type-post status-publish format-standard hentry category-cong-bo{" sticky" if place == 0 and part.page == 1 else ""}">'
            f'<header class="entry-header"><h2 class="entry-title"><a href="{self.path}bai-{one.id}/" rel="bookmark">{self._title(one, look)}</a></h2>'
            f'<div class="entry-meta"><a href="{self.path}bai-{one.id}/"><time class="entry-date published" datetime="{one.signed_on}">{look.day(one.signed_on)}</time></a></div></header>'
            f'<div class="entry-content"><p>Nội dung tóm tắt. <a href="{self.path}bai-{one.id}/#more-{one.id}" class="more-link">Đọc tiếp</a></p></div>'
            f'<footer><a href="/tac-gia/van-thu/">Văn thư</a> <a href="{self.path}">Công bố</a></footer></article>'
            for place, one in enumerate(part.documents)
        )
        return _document(
            "Công bố",
            f'<div id="content"><main id="main">{posts}{self.pager(part)}</main>{_SIDEBAR}</div>',
            classes="archive category",
        )

    def pager(self, part: Slice) -> str:
        links = "".join(
            f'<span aria-current="page" class="page-numbers current">{page}</span>' if page == part.page
            else f'<a class="page-numbers" href="{self.address(page)}">{page}</a>'
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        back = (
            f'<a class="prev page-numbers" href="{self.address(part.page - 1)}">« Trang trước</a>'
            if part.page > 1
            else ""
        )
        on = (
            f'<a class="next page-numbers" href="{self.address(part.page + 1)}">Trang sau »</a>'
            if part.page < part.pages
            else ""
        )
        return f'<nav class="navigation pagination" aria-label="Phân trang bài viết"><h2 class="screen-reader-text">Phân trang</h2><div class="nav-links">{back}{links}{on}</div></nav>'

    def shown(self, one: Document, look: Look) -> str:
        return _document(
            self._title(one, look),
            f'<div id="content"><main><article id="post-{one.id}" class="post-{one.id} post hentry"><h1 class="entry-title">{self._title(one, look)}</h1>'
            f'<time class="entry-date">{look.day(one.signed_on)}</time><div class="entry-content"><p>Văn phòng giới thiệu toàn văn.</p>{self._files(one, look)}</div></article>'
            f'<nav class="navigation post-navigation"><div class="nav-previous"><a rel="prev" href="{self.path}bai-7003/">Bài trước</a></div>'
            f'<div class="nav-next"><a rel="next" href="{self.path}bai-7006/">Bài tiếp theo</a></div></nav></main>{_SIDEBAR}</div>',
        )


class WordPressOlder(WordPress):
    """Themes that lead to “older posts” only."""

    name = "wordpress-older"
    how = 'list = { row = "main article", link = "h2 a" }\n'

    def pager(self, part: Slice) -> str:
        older = (
            f'<div class="nav-previous"><a href="{self.address(part.page + 1)}"><span class="meta-nav">←</span> Bài viết cũ hơn</a></div>'
            if part.page < part.pages
            else ""
        )
        newer = (
            f'<div class="nav-next"><a href="{self.address(part.page - 1)}">Bài viết mới hơn <span class="meta-nav">→</span></a></div>'
            if part.page > 1
            else ""
        )
        return f'<nav class="navigation posts-navigation" role="navigation"><div class="nav-links">{older}{newer}</div></nav>'


class WordPressBlocks(WordPress):
    """A block theme: the query loop pages by `?query-1-page=2`, files are blocks with two links each."""

    name = "wordpress-blocks"
    how = 'list = { row = "li.wp-block-post", link = "h2 a", next = "a.wp-block-query-pagination-next" }\n'

    def address(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}?query-1-page={page}"

    def page_of(self, asked: ServedRequest) -> int | None:
        return int(asked.query.get("query-1-page", "1")) if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        posts = "".join(
            f'<li class="wp-block-post post-{one.id} post type-post status-publish hentry category-cong-bo">'
            f'<figure class="wp-block-post-featured-image"><a href="{self.path}bai-{one.id}/"><img alt="" src="/anh/{one.id}.png"></a></figure>'
            f'<h2 class="wp-block-post-title"><a href="{self.path}bai-{one.id}/" target="_self">{self._title(one, look)}</a></h2>'
            f'<div class="wp-block-post-date"><time datetime="{one.signed_on}">{look.day(one.signed_on)}</time></div></li>'
            for one in part.documents
        )
        numbers = "".join(
            f'<span aria-current="page" class="page-numbers current">{page}</span>' if page == part.page
            else f'<a class="page-numbers" href="{self.address(page)}">{page}</a>'
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        on = (
            f'<a href="{self.address(part.page + 1)}" class="wp-block-query-pagination-next">Trang kế<span class="wp-block-query-pagination-next-arrow is-arrow-arrow" aria-hidden="true">→</span></a>'
            if part.page < part.pages
            else ""
        )
        return _document(
            "Công bố",
            f'<main class="wp-block-group"><div class="wp-block-query"><ul class="wp-block-post-template">{posts}</ul>'
            f'<nav class="wp-block-query-pagination"><div class="wp-block-query-pagination-numbers">{numbers}</div>{on}</nav></div></main>',
        )

    def _files(self, one: Document, look: Look) -> str:
        return "".join(
            f'<div class="wp-block-file"><a href="{address}">{look.says(file.name)}</a><a href="{address}" class="wp-block-file__button" download>Tải về</a></div>'
            for place, file in enumerate(one.files)
            for address in [file_path(one, place).replace(" ", "%20")]
        )


class Backdrop(Cms):
    """A view of rows numbered in their classes, odd and even; `li.pager-next`."""

    name, path = "backdrop", "/van-ban-cong-bo"
    how = 'list = { row = "div.views-row", link = "a", next = "li.pager-next a" }\n'

    def address(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}?page={page - 1}"

    def page_of(self, asked: ServedRequest) -> int | None:
        return int(asked.query.get("page", "0")) + 1 if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f'<div class="views-row views-row-{place + 1} {"views-row-odd" if place % 2 == 0 else "views-row-even"}{" views-row-first" if place == 0 else ""}{" views-row-last" if place == len(part.documents) - 1 else ""}">'
            f'<div class="views-field views-field-title"><span class="field-content"><a href="{self.path}/bai-{one.id}">{self._title(one, look)}</a></span></div>'
            f'<div class="views-field views-field-created"><span class="field-content">{look.day(one.signed_on)}</span></div></div>'
            for place, one in enumerate(part.documents)
        )
        return _document(
            "Văn bản",
            f'<main class="l-content" role="main"><div class="view view-cong-bo"><div class="view-content">{rows}</div>{self.pager(part)}</div></main>{_SIDEBAR}',
        )

    def pager(self, part: Slice) -> str:
        numbers = "".join(
            f'<li class="pager-current">{page}</li>' if page == part.page
            else f'<li class="pager-item"><a title="Đến trang {page}" href="{self.address(page)}">{page}</a></li>'
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        on = (
            f'<li class="pager-next"><a title="Đến trang sau" href="{self.address(part.page + 1)}">tiếp ›</a></li>'
            f'<li class="pager-last"><a title="Đến trang cuối" href="{self.address(part.pages)}">cuối »</a></li>'
            if part.page < part.pages else ""
        )  # fmt: skip
        return f'<h2 class="element-invisible">Các trang</h2><div class="item-list"><ul class="pager">{numbers}{on}</ul></div>'

    def shown(self, one: Document, look: Look) -> str:
        attached = "".join(
            f'<span class="file"><img class="file-icon" alt="" src="/i/pdf.png"> <a href="{file_path(one, place).replace(" ", "%20")}" type="application/pdf; length=900">{look.says(file.name)}</a></span>'
            for place, file in enumerate(one.files)
        )
        return _document(
            self._title(one, look),
            f'<main role="main"><h1 class="page-title">{self._title(one, look)}</h1><article class="node-{one.id} node-post view-mode-full">'
            f'<div class="field field-name-body"><p>Ban hành ngày {look.day(one.signed_on)}.</p></div>'
            f'<div class="field field-name-field-tep field-type-file"><div class="field-items"><div class="field-item even">{attached}</div></div></div></article></main>{_SIDEBAR}',
        )


class Drupal(Backdrop):
    """Drupal 10: words for readers of the screen glued to the signs, `rel=next`, a table with odd and even rows."""

    name, path = "drupal", "/quyet-dinh"
    how = ""

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f'<tr class="{"odd" if place % 2 == 0 else "even"}"><td class="views-field views-field-field-so-hieu">{look.says(one.number_text)}</td>'
            f'<td class="views-field views-field-field-ngay">{look.day(one.signed_on)}</td>'
            f'<td class="views-field views-field-title"><a href="{self.path}/bai-{one.id}" hreflang="vi">{look.says(one.title_on(look.night))}</a></td></tr>'
            for place, one in enumerate(part.documents)
        )
        head = '<thead><tr><th scope="col"><a href="?order=field_so_hieu&amp;sort=asc">Số, ký hiệu</a></th><th>Ban hành</th><th>Trích yếu nội dung</th></tr></thead>'
        return _document(
            "Quyết định",
            f'<main role="main"><div class="view"><table class="cols-3 views-table"> {head}<tbody>{rows}</tbody></table>{self.pager(part)}</div></main>',
        )

    def pager(self, part: Slice) -> str:
        numbers = "".join(
            f'<li class="pager__item{" is-active pager__item--active" if page == part.page else ""}"><a href="?page={page - 1}" title="{"Trang hiện tại" if page == part.page else f"Đến trang {page}"}"><span class="visually-hidden">{"Trang hiện tại" if page == part.page else "Trang"}</span> {page}</a></li>'
            for page in range(1, part.pages + 1)
        )
        on = (
            f'<li class="pager__item pager__item--next"><a href="?page={part.page}" title="Đến trang sau" rel="next"><span class="visually-hidden">Trang sau</span><span aria-hidden="true">››</span></a></li>'
            f'<li class="pager__item pager__item--last"><a href="?page={part.pages - 1}" title="Đến trang cuối"><span class="visually-hidden">Trang cuối</span><span aria-hidden="true">Cuối »</span></a></li>'
            if part.page < part.pages else ""
        )  # fmt: skip
        return f'<nav class="pager" role="navigation" aria-labelledby="pagination-heading"><h4 id="pagination-heading" class="visually-hidden">Phân trang</h4><ul class="pager__items js-pager__items">{numbers}{on}</ul></nav>'


class JoomlaList(Cms):
    """A category as a list: `tr.cat-list-row0`, `row1`, icons with `aria-label`, `?start=10`, “Trang 1 / 4”."""

    name, path = "joomla-list", "/vb/cong-bo"
    how = 'list = { row = "table.category tbody tr", link = "a" }\n'

    def address(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}?start={(page - 1) * PAGE}"

    def page_of(self, asked: ServedRequest) -> int | None:
        return int(asked.query.get("start", "0")) // PAGE + 1 if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f'<tr class="cat-list-row{place % 2}"><th class="list-title" scope="row"><a href="{self.path}/{one.id}-bai-{one.id}">{self._title(one, look)}</a></th>'
            f'<td class="list-date small">{look.day(one.signed_on)}</td><td class="list-hits"><span class="badge">{one.id % 90}</span></td></tr>'
            for place, one in enumerate(part.documents)
        )
        sizes = "".join(f'<option value="{size}">{size}</option>' for size in (5, 10, 20, 50, 100))
        return _document(
            "Công bố",
            f'<div class="container-component"><main><div class="com-content-category category-list"><form action="{self.path}" method="post" id="adminForm">'
            f'<label for="limit">Hiển thị số dòng</label><select id="limit" name="limit" onchange="this.form.submit()">{sizes}</select>'
            f'<table class="com-content-category__table category table table-striped"><thead><tr><th>Tiêu đề</th><th>Ngày đăng</th><th>Lượt xem</th></tr></thead><tbody>{rows}</tbody></table>'
            f"{self.pager(part)}</form></div></main></div>",
        )

    def pager(self, part: Slice) -> str:
        def icon(name: str, page: int, words: str) -> str:
            glyph = f'<span class="icon-{name}" aria-hidden="true"></span>'
            if not 1 <= page <= part.pages or page == part.page:
                return f'<li class="disabled page-item"><span class="page-link">{glyph}</span></li>'
            return f'<li class="page-item"><a aria-label="{words}" href="{self.address(page)}" class="page-link">{glyph}</a></li>'

        numbers = "".join(
            f'<li class="active page-item"><span aria-current="true" aria-label="Trang {page}" class="page-link">{page}</span></li>' if page == part.page
            else f'<li class="page-item"><a aria-label="Đi đến trang {page}" href="{self.address(page)}" class="page-link">{page}</a></li>'
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        return (
            f'<div class="com-content-category__navigation w-100"><p class="counter float-end">Trang {part.page} / {part.pages}</p>'
            f'<nav class="pagination__wrapper" aria-label="Phân trang"><ul class="pagination ms-0 mb-4">{icon("angle-double-left", 1, "Đi đến trang đầu")}'
            f"{icon('angle-left', part.page - 1, 'Đi đến trang trước')}{numbers}{icon('angle-right', part.page + 1, 'Đi đến trang kế tiếp')}"
            f"{icon('angle-double-right', part.pages, 'Đi đến trang cuối')}</ul></nav></div>"
        )

    def document_of(self, asked: ServedRequest) -> int | None:
        return super().document_of(asked)

    def shown(self, one: Document, look: Look) -> str:
        return _document(
            self._title(one, look),
            f'<main><div class="com-content-article item-page" itemscope><div class="page-header"><h1 itemprop="headline">{self._title(one, look)}</h1></div>'
            f'<dl class="article-info text-muted"><dt class="article-info-term">Chi tiết</dt><dd class="published"><time datetime="{one.signed_on}">Được đăng: {look.day(one.signed_on)}</time></dd></dl>'
            f'<div class="com-content-article__body" itemprop="articleBody"><p>Toàn văn kèm theo.</p>{self._files(one, look)}</div>'
            f'<nav class="pagenavigation"><span class="pagination ms-0"><a class="btn btn-sm btn-secondary next" href="{self.path}/7006-bai-7006" rel="next"><span class="visually-hidden">Bài kế: một bài khác</span><span aria-hidden="true">Bài sau</span></a></span></nav></div></main>',
        )


class JoomlaBlog(JoomlaList):
    """A category as a blog: the first post leads in a block of its own, classes count rows and columns."""

    name, path = "joomla-blog", "/tin/niem-yet"
    how = 'list = { row = "div.blog-item", link = "h2 a" }\n'

    def listed(self, part: Slice, look: Look) -> str:
        def post(one: Document, classes: str) -> str:
            return (
                f'<div class="{classes}" itemprop="blogPost" itemscope><div class="item-content"><div class="page-header"><h2 itemprop="name">'
                f'<a href="{self.path}/{one.id}-bai-{one.id}" itemprop="url">{self._title(one, look)}</a></h2></div>'
                f'<dl class="article-info"><dd class="published"><time datetime="{one.signed_on}">{look.day(one.signed_on)}</time></dd></dl><p>Tóm tắt.</p>'
                f'<p class="readmore"><a class="btn btn-secondary" href="{self.path}/{one.id}-bai-{one.id}" aria-label="Đọc thêm">Đọc thêm</a></p></div></div>'
            )

        lead = "".join(
            post(one, f"com-content-category-blog__item blog-item leading-{place}")
            for place, one in enumerate(part.documents[:1])
        )
        rest = "".join(
            post(one, f"com-content-category-blog__item blog-item column-{place % 2 + 1}")
            for place, one in enumerate(part.documents[1:])
        )
        return _document(
            "Niêm yết",
            f'<main><div class="com-content-category-blog blog" itemscope><div class="com-content-category-blog__items blog-items items-leading">{lead}</div>'
            f'<div class="com-content-category-blog__items blog-items columns-2">{rest}</div>{self.pager(part)}</div></main>{_SIDEBAR}',
        )


class NukevietNews(Cms):
    """The news module of NukeViet: the first post in a panel of its own, all later pages with `rel=next`."""

    name, path = "nukeviet-news", "/niem-yet-cong-khai/"
    how = 'list = { row = "div.news_column", link = "h3 a" }\ndetail = { files = "#news-bodyhtml" }\n'

    def address(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}page-{page}/"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path == self.path:
            return 1
        tail = asked.path.removeprefix(f"{self.path}page-").rstrip("/")
        return int(tail) if asked.path.startswith(f"{self.path}page-") and tail.isdigit() else None

    def listed(self, part: Slice, look: Look) -> str:
        posts = "".join(
            f'<div class="news_column panel panel-default"><div class="panel-body{" featured" if place == 0 else ""}">'
            f'<a href="{self.path}bai-{one.id}.html" title="{self._title(one, look)}"><img alt="" src="/a/{one.id}.jpg" class="img-thumbnail pull-left"></a>'
            f'<h3><a href="{self.path}bai-{one.id}.html" title="{self._title(one, look)}">{self._title(one, look)}</a></h3>'
            f'<div class="text-muted"><ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o">&nbsp;</em> {look.day(one.signed_on)} 08:0{place}</li>'
            f'<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {one.id % 70}</li></ul></div><p>Tóm tắt.</p></div></div>'
            for place, one in enumerate(part.documents)
        )
        numbers = "".join(
            f'<li class="active"><a href="#">{page}</a></li>' if page == part.page
            else f'<li><a rel="{"next" if page > part.page else "prev"}" href="{self.address(page)}">{page}</a></li>'
            for page in range(1, part.pages + 1)
        )  # fmt: skip
        return _document(
            "Niêm yết",
            f'<section><div class="row"><div class="col-md-18">{posts}<div class="text-center"><ul class="pagination">{numbers}</ul></div></div>{_SIDEBAR}</div></section>',
        )

    def shown(self, one: Document, look: Look) -> str:
        return _document(
            self._title(one, look),
            f'<section><div class="news_column panel panel-default"><div class="panel-body"><h1 class="title margin-bottom-lg">{self._title(one, look)}</h1>'
            f'<span class="h5">{look.day(one.signed_on)}</span><div id="news-bodyhtml" class="bodytext margin-bottom-lg"><p>Kính gửi các xã.</p>{self._files(one, look)}</div></div></div></section>',
        )


CMS: tuple[Cms, ...] = (
    WordPress(),
    WordPressOlder(),
    WordPressBlocks(),
    Backdrop(),
    Drupal(),
    JoomlaList(),
    JoomlaBlog(),
    NukevietNews(),
)


# ---- one list, many pagers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which a list shows that it goes on. `opens`: its links are addresses, so it can be read whole."""

    name: str
    draw: Pager
    opens: bool = True
    key: str = "trang"


def _if_more(markup: Callable[[str], str]) -> Pager:
    return lambda page, pages, at: markup(at(page + 1)) if page < pages else ""


def _numbers(page: int, pages: int, at: Callable[[int], str]) -> str:
    return " ".join(
        f'<a href="{at(one)}">{one}</a>' if one != page else f"{one}" for one in range(1, pages + 1)
    )


def _all_linked(page: int, pages: int, at: Callable[[int], str]) -> str:
    del page
    return " | ".join(f'<a href="{at(one)}">{one}</a>' for one in range(1, pages + 1))


def _icons(page: int, pages: int, at: Callable[[int], str]) -> str:
    back = (
        f'<a class="page-link" aria-label="Trang trước" href="{at(page - 1)}"><i class="fa fa-chevron-left"></i></a>'
        if page > 1
        else ""
    )
    on = (
        f'<a class="page-link" aria-label="Trang kế tiếp" href="{at(page + 1)}"><i class="fa fa-chevron-right"></i></a>'
        if page < pages
        else ""
    )
    return f'<div class="phan-trang">{back}{on}</div>'


def _bare_icons(page: int, pages: int, at: Callable[[int], str]) -> str:
    on = (
        f'<a href="{at(page + 1)}"><i class="bi bi-chevron-right"></i></a><a href="{at(pages)}"><i class="bi bi-chevron-double-right"></i></a>'
        if page < pages
        else ""
    )
    return f'<div class="pager">{on}</div>'


def _counted(page: int, pages: int, at: Callable[[int], str]) -> str:
    del at
    return f"<p>Trang {page}/{pages}</p>"


def _of(page: int, pages: int, at: Callable[[int], str]) -> str:
    del at
    return f"<p class='so-trang'>Page {page} of {pages}</p>"


def _scripted(page: int, pages: int, at: Callable[[int], str]) -> str:
    del at
    return (
        "<div class='pages'>"
        + "".join(
            f"<a href='javascript:void(0)' onclick='goToPage({one})'>{one}</a>"
            for one in range(1, pages + 1)
            if one != page
        )
        + "</div>"
    )


def _dataset(page: int, pages: int, at: Callable[[int], str]) -> str:
    del at
    return (
        "<ul class='pagination'>"
        + "".join(
            f"<li class='page-item{' active' if one == page else ''}' data-page='{one}'><span>{one}</span></li>"
            for one in range(1, pages + 1)
        )
        + "</ul>"
    )


def _chosen(page: int, pages: int, at: Callable[[int], str]) -> str:
    del page
    return (
        "<select onchange='location=this.value'>"
        + "".join(f"<option value='{at(one)}'>Trang {one}</option>" for one in range(1, pages + 1))
        + "</select>"
    )


def _dots(page: int, pages: int, at: Callable[[int], str]) -> str:
    near = [one for one in range(1, pages + 1) if one in (1, pages) or abs(one - page) <= 1]
    return (
        "<div class='pagination'>"
        + " … ".join(
            f"<b class='current'>{one}</b>" if one == page else f"<a href='{at(one)}'>{one}</a>"
            for one in near
        )
        + "</div>"
    )


def _off_at_the_end(page: int, pages: int, at: Callable[[int], str]) -> str:
    off = "" if page < pages else " disabled"
    return f"<ul class='pagination'><li class='page-item{off}'><a class='page-link' href='{at(page + 1) if page < pages else '#'}'>Tiếp</a></li></ul>"


def _ranged(page: int, pages: int, at: Callable[[int], str]) -> str:
    del at
    return f"<p>Hiển thị {(page - 1) * PAGE + 1} - {page * PAGE if page < pages else 34} trong tổng số 34 văn bản</p>"


def _nothing(page: int, pages: int, at: Callable[[int], str]) -> str:
    del page, pages, at
    return ""


DRESSES: tuple[Dress, ...] = (
    Dress("numbers alone", _numbers),
    Dress("all numbers linked", _all_linked),
    Dress("numbers under an unknown key", _numbers, key="so"),
    Dress("numbers with dots", _dots),
    Dress("icons with labels", _icons),
    Dress("icons alone", _bare_icons),
    Dress("Tiếp ›", _if_more(lambda url: f"<a href='{url}'>Tiếp ›</a>")),
    Dress("Trang sau »", _if_more(lambda url: f"<p><a href='{url}'><span>Trang sau</span> »</a></p>")),
    Dress("Trang kế", _if_more(lambda url: f"<a href='{url}'>Trang kế</a>")),
    Dress("Trang kế tiếp >", _if_more(lambda url: f"<a href='{url}'>[Trang kế tiếp &gt;]</a>")),
    Dress(">>", _if_more(lambda url: f"<a href='{url}'>&gt;&gt;</a>")),
    Dress(
        "› and »",
        lambda page, pages, at: (
            f"<div class='pager'><a href='{at(pages)}'>»</a><a href='{at(page + 1)}'>›</a></div>"
            if page < pages
            else ""
        ),
    ),
    Dress(
        "li.pager-next",
        _if_more(
            lambda url: (
                f"<ul class='pager'><li class='pager-next'><a href='{url}'><img alt='' src='/mui-ten.png'></a></li></ul>"
            )
        ),
    ),
    Dress("Next Page", _if_more(lambda url: f"<a class='nextpostslink' href='{url}'>Next Page »</a>")),
    Dress(
        "older entries",
        _if_more(lambda url: f"<div class='nav-previous'><a href='{url}'>« Older Entries</a></div>"),
    ),
    Dress("Xem trang sau", _if_more(lambda url: f"<a href='{url}'>Xem trang sau…</a>")),
    Dress("off at the end", _off_at_the_end),
    Dress("link in the head", _if_more(lambda url: f"<link rel='next' href='{url}'>")),
    Dress(
        "sizes beside the numbers",
        lambda page, pages, at: (
            f"<div class='pagination'>{_numbers(page, pages, at)}</div><div class='pagination'>"
            + "".join(f"<a href='?limit={size}&start=0'>{size}</a>" for size in (20, 50, 100))
            + "</div>"
        ),
    ),
    Dress(
        "Xem thêm as a page", _if_more(lambda url: f"<p class='xem-them'><a href='{url}'>Xem thêm</a></p>")
    ),
    Dress("comma in the path", _numbers, key=","),
    Dress(
        "a picture",
        _if_more(lambda url: f"<div><a href='{url}'><img src='/mui-ten.gif'></a></div>"),
        opens=False,
    ),
    Dress("Hiển thị 10/34", lambda page, pages, at: "<p>Hiển thị 10/34 văn bản</p>", opens=False),
    Dress("Tổng số", lambda page, pages, at: "<p>Tổng số: 34 văn bản</p>", opens=False),
    Dress(
        "a field for the page",
        lambda page, pages, at: f"<p>Trang <input name='p' value='{page}'> / {pages}</p>",
        opens=False,
    ),
    Dress(
        "1/4 alone",
        lambda page, pages, at: f"<div class='pager'><span>{page}/{pages}</span></div>",
        opens=False,
    ),
    Dress(
        "data-page without a holder",
        lambda page, pages, at: "".join(
            f"<a href='#' data-page='{one}'>{one}</a>" for one in range(1, pages + 1)
        ),
        opens=False,
    ),
    Dress(
        "button with an address",
        _if_more(lambda url: f"<button onclick=\"location.href='{url}'\">Tiếp</button>"),
        opens=False,
    ),
    Dress("chosen from a list", _chosen, opens=False),
    Dress("Trang 1/4", _counted, opens=False),
    Dress("Page 1 of 4", _of, opens=False),
    Dress("Hiển thị 1 - 10", _ranged, opens=False),
    Dress("scripts", _scripted, opens=False),
    Dress("data-page", _dataset, opens=False),
    Dress("button", _if_more(lambda url: "<button type='button' class='btn'>Xem thêm</button>"), opens=False),
    Dress(
        "form",
        _if_more(
            lambda url: (
                "<form method='get'><input type='hidden' name='trang' value='2'><input type='submit' value='Trang sau'></form>"
            )
        ),
        opens=False,
    ),
    Dress(
        "load more", _if_more(lambda url: "<a href='#' class='load-more'>Tải thêm văn bản</a>"), opens=False
    ),
    Dress("scrolling", _if_more(lambda url: "<script>var infiniteScroll = true;</script>"), opens=False),
    Dress("nothing at all", _nothing, opens=False),
)


class Dressed(Cms):
    """A plain list of blocks under one pager."""

    path = "/ds/"

    def __init__(self, dress: Dress) -> None:
        self.dress = dress
        self.name = dress.name

    def address(self, page: int) -> str:
        if self.dress.key == ",":
            return f"{self.path}trang,{page}.html"
        return f"{self.path}?{self.dress.key}={page}"

    def page_of(self, asked: ServedRequest) -> int | None:
        if asked.path.startswith(f"{self.path}trang,"):
            return int(asked.path.removeprefix(f"{self.path}trang,").removesuffix(".html"))
        return int(asked.query.get(self.dress.key, "1")) if asked.path == self.path else None

    def listed(self, part: Slice, look: Look) -> str:
        rows = "".join(
            f"<div class='muc'><a class='ten' href='{self.path}bai-{one.id}.html'>{self._title(one, look)}</a> <em>{look.day(one.signed_on)}</em></div>"
            for one in part.documents
        )
        return _document(
            "Văn bản", f"<div class='khoi'>{rows}{self.dress.draw(part.page, part.pages, self.address)}</div>"
        )

    def shown(self, one: Document, look: Look) -> str:
        return _document(
            self._title(one, look),
            f"<div class='chi-tiet'><h1>{self._title(one, look)}</h1><div class='than-bai'>{self._files(one, look)}</div></div>",
        )
