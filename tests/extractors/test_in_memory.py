"""While a document is read nothing is searched for cycles: so what waits for a search may not grow with the document."""

import gc

import pytest

from niemyet.extractors.decisions.reading import read_whole
from niemyet.extractors.documents import read_document
from tests.golden.corpus import papers
from tests.support.papers import to_docx, to_html, to_markdown


@pytest.mark.parametrize(("make", "name"), [(to_html, "a.html"), (to_docx, "a.docx"), (to_markdown, "a.md")])
def test_reading_leaves_no_cycles_behind(make: object, name: str) -> None:
    assert callable(make)
    data = make(next(papers()))
    data = data.encode() if isinstance(data, str) else data
    assert read_whole(read_document(data, name)).reading.items  # once, so that what is kept for good is there
    gc.collect()
    gc.disable()
    try:
        assert read_whole(read_document(data, name)).reading.items
        assert gc.collect() == 0, "objects that name each other wait for a search that is held off"
    finally:
        gc.enable()
