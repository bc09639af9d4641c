import hashlib

from niemyet.extractors.portals import portal_for
from niemyet.model.records import CrawlProof, Gap, Receipt, Unchanged, Window
from tests.support.loopback import MemoryArchive, client_of, source

WHOLE = Window(full=True)


def crawl(folder, known=(), archive=None):
    archive = archive or MemoryArchive()
    settings = source("inbox", None, path=str(folder))
    with client_of(settings, archive) as client:
        return list(portal_for(settings).crawl(client, WHOLE, dict(known))), archive


def test_every_file_in_order_once(tmp_path):
    (tmp_path / "thu-2").mkdir()
    for name, data in {"b.docx": b"hai", "a.pdf": b"mot", "thu-2/c.html": b"ba"}.items():
        (tmp_path / name).write_bytes(data)
    for name in (".an", "tai.pdf.part", "~$b.docx", "x.crdownload"):
        (tmp_path / name).write_bytes(b"not a decision")
    events, archive = crawl(tmp_path)
    receipts = [e for e in events if isinstance(e, Receipt)]
    assert [r.url for r in receipts] == ["a.pdf", "b.docx", "thu-2/c.html"]
    assert events[-1] == CrawlProof("complete", 1, 3, None)
    first = receipts[0]
    sha256 = hashlib.sha256(b"mot").hexdigest()
    assert (first.key, first.fingerprint) == (f"a.pdf#{sha256[:12]}", sha256)
    assert [(p.role, p.sha256, p.filename) for p in first.parts] == [("file", sha256, "a.pdf")]
    assert archive.read(sha256) == b"mot"
    assert (archive.exchanges[0].method, archive.exchanges[0].url) == ("FILE", "a.pdf")


def test_what_is_known_is_not_taken_again_and_a_changed_file_is(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"one")
    (tmp_path / "b.pdf").write_bytes(b"two")
    events, _ = crawl(tmp_path)
    known = {e.key: e.fingerprint for e in events if isinstance(e, Receipt)}
    (tmp_path / "b.pdf").write_bytes(b"three")
    events, archive = crawl(tmp_path, known)
    assert isinstance(events[0], Unchanged)
    assert [e.url for e in events if isinstance(e, Receipt)] == ["b.pdf"]
    assert len(archive.exchanges) == 1


def test_the_file_alone_speaks(tmp_path):
    (tmp_path / "12-QD-UBND ngay 01.02.2026.pdf").write_bytes(b"%PDF")
    events, archive = crawl(tmp_path)
    posting = portal_for(source("inbox", None)).read(events[0], archive.read)
    assert (posting.number_text, posting.signed_on) == (None, None)
    assert posting.files[0].name == "12-QD-UBND ngay 01.02.2026.pdf"
    assert posting.files[0].sha256 == posting.sha256


def test_an_empty_folder_is_empty_and_a_missing_one_dark(tmp_path):
    assert crawl(tmp_path)[0] == [CrawlProof("complete", 1, 0, None)]
    gap, proof = crawl(tmp_path / "khong-co")[0]
    assert isinstance(gap, Gap)
    assert proof.outcome == "dark"
    assert "khong-co" in proof.reason


def test_a_link_out_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "inbox" / "a.pdf").symlink_to(tmp_path / "secret")
    assert crawl(tmp_path / "inbox")[0] == [CrawlProof("complete", 1, 0, None)]


def test_a_file_that_is_too_large_is_a_hole(tmp_path):
    with (tmp_path / "to.pdf").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    (tmp_path / "a.pdf").write_bytes(b"small")
    events, archive = crawl(tmp_path)
    assert [type(e) for e in events] == [Receipt, Gap, CrawlProof]
    assert events[-1].outcome == "incomplete"
    assert "max_response_mb" in events[1].reason
    assert len(archive.exchanges) == 1
