"""Every stored page of a real portal gives what it should: a list, a document, or a refusal. None is left out."""

import pytest

from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.portals.nukeviet_laws import NukevietLawsPortal
from niemyet.extractors.portals.pages import Entry
from niemyet.extractors.portals.probing import recognise
from niemyet.model.errors import NotThePageError
from tests.support.loopback import source
from tests.support.realdata import ROOT, real

pytestmark = pytest.mark.realdata

FOLDER = "portals/nukeviet"
URL = "http://laws.example/laws/"
#: Rows, the page's own number, whether there is a page after it.
LISTS = {
    **dict.fromkeys(("area", "gzip", "lang-prefix-url", "list-page1", "signer", "subject"), (20, 1, True)),
    **dict.fromkeys(("ua-curl", "ua-none", "ua-python"), (20, 1, True)),
    **dict.fromkeys(("search", "search-vi"), (18, 1, True)),
    "list-page2": (20, 2, True),
    "list-page7-last": (16, 7, False),
    # Page 1 where page 99 was asked for, or a document that is not there: refused by number and place.
    "list-page99-followed": (20, 1, True),
    "detail-missing-followed": (20, 1, True),
    "search-none": (0, None, False),
}
#: Number, signing date, announced files.
DOCUMENTS = {
    "detail-drive-link": ("264/QĐ-UBND", "2024-01-25", 1),
    "detail-missing-file": ("226/QĐ-UBND", "2024-01-25", 1),
    "detail-no-file": ("304/QĐ-UBND", "2024-01-27", 0),
    "detail-pdf-and-docx": ("188/QĐ-UBND", "2024-01-25", 2),
    **dict.fromkeys(
        ("detail-pdf", "detail-pdf-second-load", "detail-querystring", "download-bad-index-followed"),
        ("2152/QĐ-UBND", "2024-06-18", 1),
    ),
    "download-missing-file-followed": ("226/QĐ-UBND", "2024-01-25", 1),
}
#: Neither a list nor a document.
REFUSED = {
    *("detail-pdf-noslash", "direct-upload-file", "download-docx", "download-pdf", "download-pdf-head"),
    *("flood-blocked", "home", "news-missing", "news-niemyet-detail", "news-niemyet-list"),
    *("news-niemyet-page2", "news-rss", "no-permission-200", "notfound-file", "nv-info-die"),
    *("robots", "rss", "sitemap-index", "sitemap-laws"),
}
ANY = Entry("1", URL, None, None, None)


def portal() -> NukevietLawsPortal:
    return NukevietLawsPortal(source("nukeviet-laws", URL))


def page(name: str) -> str:
    return decode(real(f"{FOLDER}/{name}.body").read_bytes())


def test_no_stored_page_is_left_out() -> None:
    folder = real(FOLDER)
    stored = {path.stem for path in folder.glob("*.body")}
    assert stored == {*LISTS, *DOCUMENTS, *REFUSED}
    assert ROOT in folder.parents
    print(f"{len(stored)} pages: {len(LISTS)} lists, {len(DOCUMENTS)} documents, {len(REFUSED)} refused")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list(name: str) -> None:
    found = portal().parse_list(page(name), URL)
    assert (len(found.entries), found.number, bool(found.following)) == LISTS[name]
    assert found.stated_empty == (name == "search-none")
    assert all(one.number and one.title for one in found.entries)
    with pytest.raises(NotThePageError):
        portal().parse_detail(page(name), URL, ANY)
    proposal = recognise(page(name), source("html", URL))
    assert proposal is not None
    assert (proposal.settings.kind, proposal.guessed) == ("nukeviet-laws", False)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document(name: str) -> None:
    found = portal().parse_detail(page(name), URL, ANY)
    assert (found.number, str(found.signed_on), len(found.files)) == DOCUMENTS[name]
    with pytest.raises(NotThePageError):
        portal().parse_list(page(name), URL)


@pytest.mark.parametrize("name", sorted(REFUSED))
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
def test_what_is_neither_is_refused(name: str) -> None:
    with pytest.raises(NotThePageError):
        portal().parse_list(page(name), URL)
    with pytest.raises(NotThePageError):
        portal().parse_detail(page(name), URL, ANY)
