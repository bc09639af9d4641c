"""Where a host asks for no pause, the next page is asked for while the one before is read; nothing else changes by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from niemyet.extractors.apart import begin, here
from niemyet.extractors.portals import portal_for
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Message
from niemyet.model.records import Receipt, Window
from tests.support.loopback import NOT_FOUND, POLITE, Answer, Asked, MemoryArchive, client_of, serving, source

ROW = "<tr><td>{n}/QĐ-UBND</td><td>0{n}/03/2024</td><td><a href='/vb/{n}'>Công bố danh mục {n}</a></td></tr>"
HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
LIST = f"<table>{HEAD}{''.join(ROW.format(n=n) for n in range(1, 6))}</table>"
DETAIL = """<table><tr><td>Số ký hiệu</td><td>{n}/QĐ-UBND</td></tr><tr><td>Trích yếu</td><td>Công bố danh mục {n}</td></tr>
<tr><td>Tệp đính kèm</td><td><a href='/tep/{n}.pdf'>{n}.pdf</a></td></tr></table>"""


def answer(asked: Asked) -> Answer:
    """The second page is not there, the third is a file, the fourth is about something else."""
    room, _, name = asked.path.strip("/").partition("/")
    if room == "vb" and not name:
        return Answer(LIST.encode())
    if room == "tep" or name == "3":
        return Answer(b"%PDF-1.4 " + name.encode())
    if name == "2":
        return NOT_FOUND
    return Answer(DETAIL.format(n="44" if name == "4" else name).encode())


NOON = datetime(2024, 4, 1, 12, tzinfo=UTC)


class Later:
    """Reads when the value is wanted, and notes what was begun and what was waited for."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, function: Callable[..., Any], /, *given: object) -> Any:
        return self.begin(function, *given)()

    def begin(self, function: Callable[..., Any], /, *given: object) -> Callable[[], Any]:
        page = str(given[1]).rpartition("/")[2]
        self.told.append(f"begun {page}")

        def value() -> Any:
            self.told.append(f"read {page}")
            return function(*given)

        return value


def crawled(pause: float) -> tuple[list[str], list[str], list[str]]:
    """(what the crawl hands over, what was asked, what was read), without the port and the instants."""
    with serving(answer) as site:
        settings = source("html", f"{site.url}/vb", fetch=replace(POLITE, seconds_between_requests=pause))
        apart = Later()
        with client_of(settings, MemoryArchive()) as client:
            events = list(portal_for(settings, apart).crawl(client, Window(full=True), {}))
        told = [replace(one, received_at=NOON) if isinstance(one, Receipt) else one for one in events]
        return [repr(one).replace(site.url, "") for one in told], site.paths, apart.told


def test_the_next_page_is_asked_for_while_one_is_read_and_what_is_handed_over_is_the_same() -> None:
    polite, asked_politely, _ = crawled(3.0)
    free, asked_freely, read = crawled(0.0)
    assert free == polite
    assert asked_politely == ["/vb", "/vb/1", "/tep/1.pdf", "/vb/2", "/vb/3", "/vb/4", "/vb/5", "/tep/5.pdf"]
    assert asked_freely == ["/vb", "/vb/1", "/vb/2", "/tep/1.pdf", "/vb/3", "/vb/4", "/vb/5", "/tep/5.pdf"]
    assert read[-6:] == ["begun 1", "read 1", "begun 4", "begun 5", "read 4", "read 5"]


def test_a_fault_of_reading_ahead_is_told_where_the_value_is_wanted() -> None:
    def fails() -> None:
        raise DocumentError(Message("hỏng"))

    value = begin(here, fails)
    with pytest.raises(DocumentError, match="hỏng"):
        value()
    assert begin(here, len, "ba")() == 2
