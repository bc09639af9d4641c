"""While a document is read nothing is searched for cycles: so what waits for a search may not grow with the document."""

import gc
from collections import Counter
from collections.abc import Callable

import pytest

from niemyet.extractors.decisions.reading import read_whole
from niemyet.extractors.documents import read_document
from tests.golden.corpus import papers
from tests.support.papers import to_docx, to_html, to_markdown


def waiting_after(read: Callable[[], object]) -> Counter[str]:
    """The kinds of what waits for a search once `read` is done, with their numbers."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        assert read()
        gc.collect()
        return Counter(type(found).__name__ for found in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


@pytest.mark.parametrize(("make", "name"), [(to_html, "a.html"), (to_docx, "a.docx"), (to_markdown, "a.md")])
def test_reading_leaves_no_cycles_behind(make: object, name: str) -> None:
    assert callable(make)
    data = make(next(papers()))
    data = data.encode() if isinstance(data, str) else data

    def read() -> object:
        return read_whole(read_document(data, name)).reading.items

    assert read()  # once, so that what is kept for good is there
    # A search counts for all threads: what one of another test left running once is not what reading leaves each time.
    found = [waiting_after(read) for _ in range(3)]
    assert not all(found), f"objects that name each other wait for a search that is held off: {found}"
