"""Archives: what comes out, under which label, what is left aside with its reason, and where it stops."""

import binascii
import gzip
import io
import lzma
import os
import shutil
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from niemyet.extractors.documents import archives
from niemyet.extractors.documents.archives import checked_zip, is_archive, open_archive, shown_path
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.model.errors import DocumentError, OverLimitError, ProgramMissingError
from niemyet.model.records import Limits
from tests.support.papers import to_docx, to_html
from tests.support.refusals import refused

PAPER = to_docx(["QUYẾT ĐỊNH", "Về việc công bố"])
PAGE = to_html(["QUYẾT ĐỊNH"])
needs_unar = pytest.mark.skipif(
    shutil.which("unar") is None, reason="unar is not installed (apt-get install unar)"
)


def zip_of(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in members:
            package.writestr(name, content)
    return out.getvalue()


def tar_of(*members: tuple[str, bytes], links: tuple[tuple[str, str], ...] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as package:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
        for name, target in links:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            package.addfile(entry)
    return out.getvalue()


def rar_of(*members: tuple[str, bytes], locked: bool = False) -> bytes:
    """A RAR 4 whose members are stored, written by the published layout of its blocks."""

    def block(kind: int, flags: int, body: bytes, extra: int = 0) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", binascii.crc32(rest) & 0xFFFF) + rest

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, b"\0" * 6)
    for name, content in members:
        raw = name.encode("utf-8") + b"\0" if name.isascii() else name.encode("utf-8")
        raw = raw.rstrip(b"\0")
        flags = 0x8000 | (0x04 if locked else 0) | (0x200 if not name.isascii() else 0)
        body = struct.pack(
            "<IIBIIBBHI",
            len(content), len(content), 2, binascii.crc32(content), 0x5A21_0000, 20, 0x30, len(raw), 0x20,
        )  # fmt: skip
        out += block(0x74, flags, body + raw) + content
    return out + block(0x7B, 0x4000, b"")


def seven_zip_of(*members: tuple[str, bytes], packed: bool = False) -> bytes:
    """A 7z of one folder: stored, or LZMA2, written by the published layout of its header."""

    def number(value: int) -> bytes:
        if value < 0x80:
            return bytes([value])
        return b"\xff" + struct.pack("<Q", value)

    joined = b"".join(content for _, content in members)
    coder = b"\x01\x00"
    body = joined
    if packed:
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 20}]
        body = lzma.compress(joined, lzma.FORMAT_RAW, filters=filters)
        coder = b"\x21\x21\x01" + bytes([16])
    pack = b"\x06" + number(0) + number(1) + b"\x09" + number(len(body)) + b"\x00"
    folder = b"\x07\x0b" + number(1) + b"\x00" + number(1) + coder + b"\x0c" + number(len(joined)) + b"\x00"
    sizes = b"".join(number(len(content)) for _, content in members[:-1])
    sums = b"".join(struct.pack("<I", binascii.crc32(content)) for _, content in members)
    sub = b"\x08\x0d" + number(len(members)) + b"\x09" + sizes + b"\x0a\x01" + sums + b"\x00"
    names = b"\x00" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    files = b"\x05" + number(len(members)) + b"\x11" + number(len(names)) + names + b"\x00"
    header = b"\x01\x04" + pack + folder + sub + b"\x00" + files + b"\x00"
    start = struct.pack("<QQI", len(body), len(header), binascii.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", binascii.crc32(start)) + start + body + header


MAKERS: list[object] = [
    pytest.param(zip_of, id="zip"),
    pytest.param(tar_of, id="tar"),
    pytest.param(lambda *m: gzip.compress(tar_of(*m), mtime=0), id="tar.gz"),
    pytest.param(rar_of, id="rar", marks=needs_unar),
    pytest.param(seven_zip_of, id="7z", marks=needs_unar),
    pytest.param(lambda *m: seven_zip_of(*m, packed=True), id="7z-lzma2", marks=needs_unar),
    pytest.param(lambda *m: zip_of(*m, method=zipfile.ZIP_LZMA), id="zip-lzma", marks=needs_unar),
]
Maker = Callable[..., bytes]


# ---- what comes out -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
def test_members_by_path(make: Maker) -> None:
    data = make(("b/phu-luc.html", PAGE), ("a/Quyết định 412.docx", PAPER))
    assert is_archive(data)
    opened = open_archive(data, "vb", Limits())
    prefix = "vb/" if data.startswith(b"\x1f\x8b") else ""
    assert [(m.path, m.data) for m in opened.members] == [
        (f"{prefix}a/Quyết định 412.docx", PAPER),
        (f"{prefix}b/phu-luc.html", PAGE),
    ]
    assert opened.skipped == ()


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_no_document_is_left_aside_with_its_reason(make: Maker) -> None:
    data = make(
        ("qd.docx", PAPER), ("__MACOSX/._qd.docx", b"x"), ("~$qd.docx", b"x"), ("Thumbs.db", b"x"), ("a/.DS_Store", b"x"),
        ("setup.exe", b"x"), ("qd.pdf", b"MZ\x90\x00 mot chuong trinh"), ("trong.docx", b"\0\0"),
    )  # fmt: skip
    opened = open_archive(data, None, Limits())
    assert [m.path.rpartition("/")[2] for m in opened.members] == ["qd.docx"]
    assert {
        s.path.rpartition("/")[2]: s.reason.text("vi").split(",")[0].split(" (")[0] for s in opened.skipped
    } == {
        "._qd.docx": "tệp phụ do máy tạo ra",
        "~$qd.docx": "tệp phụ do máy tạo ra",
        "Thumbs.db": "tệp phụ do máy tạo ra",
        ".DS_Store": "tệp phụ do máy tạo ra",
        "setup.exe": "là chương trình",
        "qd.pdf": "là chương trình",
        "trong.docx": "tệp rỗng",
    }


@pytest.mark.parametrize("make", MAKERS)
def test_names_are_labels_and_nothing_is_written(
    make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    names = ("../../evil.html", f"{tmp_path}/abs.html", "C:\\x\\..\\evil2.html", "ok/./x.html")
    opened = open_archive(make(*((name, PAGE) for name in names)), None, Limits())
    labels = [m.path for m in opened.members]
    assert len(labels) == len(names)
    assert not any(label.startswith("/") or ".." in label.split("/") or ":" in label[:2] for label in labels)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == [
        "a",
        "a/b",
        "a/b/c",
        "tmp",
    ]


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\a\\qd.doc", "Users/a/qd.doc"),
        ("a/../../b.doc", "a/b.doc"),
        ("qd\x00.doc\x1b[31m", "qd.doc[31m"),
        ("\u202ecod.exe", "cod.exe"),
        ("Quye\u0302\u0301t.doc", "Quyết.doc"),
        ("..", "tệp không tên"),
        ("", "tệp không tên"),
        ("x" * 300 + ".doc", ("x" * 300 + ".doc")[-200:]),
    ],
)
def test_labels(raw: str, label: str) -> None:
    assert shown_path(raw) == label


def test_the_same_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zip_of(("qd.html", PAGE), ("qd.html", PAGE + b" "), ("./qd.html", PAGE + b"  "))
    opened = open_archive(data, None, Limits())
    assert [(m.path, len(m.data) - len(PAGE)) for m in opened.members] == [
        ("qd.html", 0), ("qd.html (2)", 1), ("qd.html (3)", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_zip_names_without_the_mark_of_unicode(encoding: str) -> None:
    name = "Quyết định.docx".encode(encoding) if encoding == "utf-8" else b"\xd0i\xeau 1.docx"
    data = zip_of(("n" * len(name), PAPER)).replace(b"n" * len(name), name)
    expected = "Quyết định.docx" if encoding == "utf-8" else "Điêu 1.docx"
    assert [m.path for m in open_archive(data, None, Limits()).members] == [expected]


def test_a_document_in_gzip() -> None:
    data = gzip.compress(PAPER, mtime=0)
    assert sniff(data) is Format.GZIP
    assert [(m.path, m.data) for m in open_archive(data, "kho/qd.docx.gz", Limits()).members] == [
        ("qd.docx", PAPER)
    ]
    assert open_archive(data, None, Limits()).members[0].path == "tệp"


def test_links_are_never_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        link = zipfile.ZipInfo("mat.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
        package.writestr("qd.html", PAGE)
    for data in (out.getvalue(), tar_of(("qd.html", PAGE), links=(("mat.txt", "/etc/passwd"),))):
        opened = open_archive(data, None, Limits())
        assert [m.path for m in opened.members] == ["qd.html"]
        assert [(s.path, s.reason.text("vi")) for s in opened.skipped] == [
            ("mat.txt", "là liên kết, không phải tệp")
        ]


def test_the_same_bytes_give_the_same_answer() -> None:
    data = zip_of(("b.html", PAGE), ("a.html", PAGE), ("c.zip", zip_of(("d.html", PAGE))))
    assert open_archive(data, None, Limits()) == open_archive(data, None, Limits())


# ---- nested archives ------------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    data = zip_of(("qd.html", PAGE))
    for number in range(depth - 1):
        data = zip_of((f"lop{number}.zip", data))
    return data


def test_nested_archives_are_opened() -> None:
    data = zip_of(
        ("qd.docx", PAPER),
        ("kem.zip", zip_of(("pl.html", PAGE), ("x.tgz", gzip.compress(tar_of(("y.html", PAGE)))))),
    )
    opened = open_archive(data, "vb.zip", Limits(max_depth=4))
    assert [m.path for m in opened.members] == ["kem.zip/pl.html", "kem.zip/x.tgz/x/y.html", "qd.docx"]


def test_too_deep_a_nest_is_said() -> None:
    assert [m.path for m in open_archive(nested(3), None, Limits()).members] == ["lop1.zip/lop0.zip/qd.html"]
    with refused(OverLimitError, "lồng quá 3 lớp"):
        open_archive(nested(10), None, Limits())
    opened = open_archive(zip_of(("a.html", PAGE), ("sau.zip", nested(9))), None, Limits())
    assert [m.path for m in opened.members] == ["a.html"]
    assert "lồng quá 3 lớp" in opened.skipped[0].reason.text("vi")


def test_a_damaged_nested_archive_goes_on_to_its_reader() -> None:
    """It may be a cut-off DOCX as well: whoever reads it says why it cannot be read."""
    opened = open_archive(zip_of(("qd.html", PAGE), ("hong.zip", zip_of(("a", PAGE))[:80])), None, Limits())
    assert [m.path for m in opened.members] == ["hong.zip", "qd.html"]


# ---- where it stops ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
def test_more_bytes_than_allowed(make: Maker) -> None:
    with refused(OverLimitError, "max_unpacked_mb"):
        open_archive(make(("a.html", PAGE), ("b.bin", b"x" * 3_000_000)), "bom", Limits(max_unpacked_mb=2))


@pytest.mark.parametrize("make", MAKERS)
def test_more_files_than_allowed(make: Maker) -> None:
    with refused(OverLimitError, "max_files"):
        open_archive(make(*((f"{n}.html", PAGE) for n in range(6))), "bom", Limits(max_files=5))


def test_the_budget_holds_over_all_nested_archives() -> None:
    inner = zip_of(("a.bin", b"x" * 900_000))
    data = zip_of(*((f"{n}.zip", inner) for n in range(4)))
    with refused(OverLimitError, "max_unpacked_mb"):
        open_archive(data, None, Limits(max_unpacked_mb=2))
    with refused(OverLimitError, "max_files"):
        open_archive(data, None, Limits(max_files=6))


def test_declared_sizes_are_not_believed() -> None:
    data = bytearray(zip_of(("a.bin", b"x" * 3_000_000)))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with refused(DocumentError, "bị hỏng"):
        open_archive(bytes(data), None, Limits(max_unpacked_mb=2))


@needs_unar
def test_a_program_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "lsar"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(archives.shutil, "which", lambda _: str(slow))
    with refused(OverLimitError, "max_seconds"):
        open_archive(rar_of(("a.html", PAGE)), None, Limits(max_seconds=1))


# ---- damaged, locked, empty -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_cut_off(make: Maker, share: float) -> None:
    data = make(("a.docx", PAPER), ("b.docx", PAPER))
    try:
        opened = open_archive(data[: int(len(data) * share)], "vb.rar", Limits())
    except DocumentError:
        return
    assert all(m.data == PAPER for m in opened.members)
    assert len(opened.members) < 2 or share == 0.95


def test_one_damaged_member_costs_that_member() -> None:
    data = bytearray(zip_of(("a.html", PAGE), ("b.docx", b"x" * 500 + PAPER), method=zipfile.ZIP_STORED))
    data[data.find(b"x" * 400) + 10] = 0
    opened = open_archive(bytes(data), None, Limits())
    assert [m.path for m in opened.members] == ["a.html"]
    assert "bị hỏng" in opened.skipped[0].reason.text("vi")


@needs_unar
def test_one_damaged_member_of_a_rar_costs_that_member() -> None:
    data = bytearray(rar_of(("a.html", PAGE), ("b.docx", b"x" * 500 + PAPER), ("c.html", PAGE)))
    data[data.find(b"x" * 400) + 10] = 0
    opened = open_archive(bytes(data), None, Limits())
    assert [m.path for m in opened.members] == ["a.html", "c.html"]
    assert [(s.path, s.reason.text("vi").split(",")[0]) for s in opened.skipped] == [("b.docx", "bị hỏng")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(rar_of(("a.html", PAGE), locked=True), id="rar", marks=needs_unar),
        pytest.param(bytes.fromhex(
            # a 7z whose header is encrypted (made once, password "x")
            "377abcaf271c0004"
        ), id="7z-head-only", marks=needs_unar),
    ],
)  # fmt: skip
def test_locked_or_headless(data: bytes) -> None:
    with refused(DocumentError, r"mật khẩu|hỏng"):
        open_archive(data, "vb", Limits())


def test_a_locked_member_of_a_zip() -> None:
    data = bytearray(zip_of(("a.html", PAGE), ("b.html", PAGE), method=zipfile.ZIP_STORED))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    opened = open_archive(bytes(data), None, Limits())
    assert ([m.path for m in opened.members], opened.skipped[0].path) == (["b.html"], "a.html")
    assert "mật khẩu" in opened.skipped[0].reason.text("vi")
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with refused(DocumentError, "mật khẩu"):
        open_archive(bytes(data), None, Limits())


def test_nothing_to_read() -> None:
    with refused(DocumentError, "không có gì đọc được"):
        open_archive(zip_of(("Thumbs.db", b"x")), "vb.zip", Limits())
    with refused(DocumentError, "cần tệp nén"):
        open_archive(PAPER, "qd.docx", Limits())


def test_without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives.shutil, "which", lambda _: None)
    for data in (
        rar_of(("a.html", PAGE)),
        seven_zip_of(("a.html", PAGE)),
        zip_of(("k.rar", rar_of(("a.html", PAGE)))),
    ):
        with refused(ProgramMissingError, "apt-get install unar"):
            open_archive(data, None, Limits())


# ---- zipped documents ----------------------------------------------------------------------------------------------


def test_a_checked_zip_counts_what_comes_out() -> None:
    data = zip_of(("a.xml", b" " * 1_500_000), ("b.xml", b" " * 1_500_000))
    checked = checked_zip(data, Limits(max_unpacked_mb=2))
    assert len(checked.read("a.xml")) == 1_500_000
    with refused(OverLimitError, r"b\.xml"):
        checked.read("b.xml")


def test_a_checked_zip_refuses_rare_methods_and_locks() -> None:
    with refused(DocumentError, "cách lạ"):
        checked_zip(zip_of(("a.xml", b"x"), method=zipfile.ZIP_BZIP2), Limits()).read("a.xml")
    data = bytearray(zip_of(("a.xml", b"x")))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    with refused(DocumentError, "mật khẩu"):
        checked_zip(bytes(data), Limits()).read("a.xml")


def test_too_many_entries() -> None:
    data = zip_of(*((f"{n}", b"") for n in range(10_001)), method=zipfile.ZIP_STORED)
    with pytest.raises(OverLimitError):
        checked_zip(data, Limits())


@needs_unar
def test_unpacking_leaves_no_process_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text()
    open_archive(rar_of(("a.html", PAGE)), None, Limits())
    assert list(tmp_path.iterdir()) == []
    assert children.read_text() == before
