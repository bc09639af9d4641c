"""What a new user hands in by mistake: a message and an exit status, never a traceback; names as bad as names come."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError
from tests.support.house import House, build_house, decision


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


_MAIL = (
    b"From: a@b.example\r\nSubject: QD\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nKinh gui.\r\n"
)
#: Name of a file and what is in it: empty, cut off, another format, nothing of ours.
FILES: dict[str, bytes] = {
    "rong.docx": b"",
    "cut.docx": b"PK\x03\x04\x14\x00\x00\x00 cut",
    "chu.pdf": b"hello",
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "loi.pdf": b"<html><head><title>404</title></head><body>Not found</body></html>",
    "anh.docx": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "anh.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "chay.doc": b"MZ\x90\x00" + bytes(200),
    "cho.doc": "Đang cập nhật".encode(),
    "ole.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rac.xlsx": bytes(range(256)) * 8,
    "zip.zip": _zip(),
    "zip2.zip": _zip(a_docx=b"PK cut", b_pdf=b""),
    "khac.xlsx": _zip(hello_txt=b"xin chao"),
    "thu.eml": _MAIL,
    "bom.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "cot.csv": "a;b;c\n1;2;3\n".encode("utf-16"),
    "mot-dong.csv": b"x",
    "so.json": b'{"a": [1, 2',
    "trang.md": b"# xin chao\n",
    "nul.txt": bytes(500),
}
#: What is done with each of them.
WAYS: dict[str, list[str]] = {
    "ingest": ["ingest", "{file}", "--no-publish"],
    "explain": ["ingest", "--explain", "{file}"],
    "observe": ["observe", "xa-b", "{file}", "--no-publish"],
    "adopt": ["adopt", "{file}", "--unit", "xa-b", "--day", "2022-03-01", "--source", "Sổ", "--no-publish"],
    "answers": ["review", "import", "{file}"],
}
#: Words that a hurried person types.
WORDS: tuple[list[str], ...] = (
    [],
    ["bord", "xa-b"],
    ["board"],
    ["board", "xa-z"],
    ["board", "xa-b", "--as-of", "31/12/2022"],
    ["board", "xa-b", "--as-of", "2022-02-30"],
    ["board", "xa-b", "--format", "pdf"],
    ["updates", "--unit", ""],
    ["updates", "--unit", "Xã B"],
    ["done"],
    ["done", "khong-co", "--on", "2022-01-01", "--by", "A"],
    ["explain"],
    ["explain", "1001193"],
    ["explain", "9.999999"],
    ["ingest"],
    ["ingest", "khong-co.docx"],
    ["ingest", "--received", "2122-01-01", "khong-co.docx"],
    ["ingest", "--withdraw", "0" * 64, "--by", "A"],
    ["observe", "xa-b"],
    ["observe", "xa-b", "http://"],
    ["observe", "xa-b", "khong-co.xlsx"],
    ["observe", "xa-z", "khong-co.xlsx"],
    ["review", "show", "khong-co"],
    ["review", "resolve", "khong-co", "--answer", "x", "--by", "A"],
    ["export", "xa-b", "--to", "docx"],
    ["export", "xa-z", "--to", "docx", "--out", "a.docx"],
    ["export", "xa-b", "--to", "odt", "--out", "a.odt"],
    ["report", "--from", "2022-12-31", "--to", "2022-01-01"],
    ["log", "--since", "hom qua"],
    ["releases", "prune", "--keep", "-1"],
    ["diff", "a", "b"],
    ["tables", "khong-co"],
    ["site", "--out", ""],
    ["--lang", "fr", "board", "xa-b"],
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    built = build_house(tmp_path_factory.mktemp("moi") / "nhà")
    built.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(built.settings, built.folder, built.clock)
    for name, content in FILES.items():
        (built.root / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built.root)
        yield built


def _run(house: House, words: list[str]) -> Result:
    first = ["--lang", words[1]] if words[:1] == ["--lang"] else []
    own = words[len(first) :]
    return CliRunner().invoke(niemyet, [*first, *own, *(house.options if own else [])])


def _assert_said(result: Result) -> None:
    """What the entry point turns into a message and an exit status (`flows.cli.main`)."""
    raised = result.exception
    assert raised is None or isinstance(raised, NiemyetError | OSError | SystemExit), repr(raised)
    assert result.exit_code in {0, 1, 2, 3}
    assert result.output or isinstance(raised, NiemyetError | OSError)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_of_ours_gives_a_message(house: House, name: str, way: str) -> None:
    result = _run(house, [word.format(file=house.root / name) for word in WAYS[way]])
    _assert_said(result)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_words_typed_in_a_hurry_give_a_message(house: House, words: list[str]) -> None:
    _assert_said(_run(house, words))


#: Names as documents have them at their worst.
NAMES = (
    "Đăng ký \x01khai\x0b sinh \ufffe\uffff",
    "Tên có <b>thẻ</b> & “ngoặc” ]]> ' \"",
    "Tên " + "rất dài " * 400,
    "\u202eĐảo chiều\u202c \u200b\u200d\ufeff",
    "Đăng ký 😀 𝔛 \U0001fffe",
    "= 1 + 1; DROP TABLE procedures; --",
)


def test_a_list_to_post_with_the_worst_names_is_a_docx_that_opens(tmp_path: Path) -> None:
    built = build_house(tmp_path / "nhà")
    rows = tuple((f"1.00900{place}", name.replace("|", "")) for place, name in enumerate(NAMES))
    built.drop("1.md", decision(1, "10/01/2022", rows=rows))
    run_nightly(built.settings, built.folder, built.clock)
    out = tmp_path / "to.docx"
    result = _run(built, ["export", "xa-b", "--to", "docx", "--out", str(out)])
    assert result.exit_code in {0, 3}, result.output
    body = docx.Document(io.BytesIO(out.read_bytes())).element.body
    said = "".join(part.text or "" for part in body.iter(qn("w:t")))
    assert all(f"1.00900{place}" in said for place in range(len(NAMES)))
    assert not any(sign in said for sign in "\x01\x0b\ufffe\uffff\u202e\u200b")


def test_a_zip_that_was_read_exits_0_and_names_its_decision(tmp_path: Path) -> None:
    built = build_house(tmp_path / "nhà")
    packed = tmp_path / "quyet-dinh.zip"
    packed.write_bytes(_zip(qd_md=decision(77, "10/01/2022").encode()))
    result = _run(built, ["ingest", str(packed)])
    assert result.exit_code == 0, result.output
    assert "77/QĐ-UBND" in result.output
