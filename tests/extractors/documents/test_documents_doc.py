"""Word 97-2003: the same blocks as the DOCX gives, and what only hand-made files show."""

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from niemyet.extractors.documents import office, read_document
from niemyet.extractors.documents.doc import read_doc
from niemyet.extractors.documents.wordfile import sprms
from niemyet.model.errors import DocumentError, ProgramMissingError
from niemyet.model.records import Cell, Document, Limits, Paragraph, Table
from niemyet.model.words import Mark
from tests.extractors.documents.test_documents import grid, texts
from tests.support.papers import At, Grid, Paper, paper, to_docx
from tests.support.refusals import refused
from tests.support.wordmaker import (
    IN_TABLE,
    Run,
    Word,
    cell,
    font,
    ole2,
    one_list,
    par,
    row_end,
    sprm,
    style_sheet,
)

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (soffice)"
)


def read(*paragraphs: object, **options: object) -> Document:
    return read_doc(Word(list(paragraphs), **options).build(), Limits())  # type: ignore[arg-type]


def shape(document: Document, number: int = 1) -> list[list[tuple[str, int, bool]]]:
    table = next(b for b in document.blocks if isinstance(b, Table) and b.number == number)
    return [[(one.text, one.colspan, one.merged) for one in row.cells] for row in table.rows]


# ---- the same as DOCX --------------------------------------------------------------------------------------


def annex(header_rows: int = 2) -> Grid:
    head: list[list[str | At]] = [
        [
            At("STT", down=2),
            At("Mã TTHC", down=2),
            At("Tên", down=2),
            At("Thời hạn", across=2),
            At("Phí", down=2),
        ],
        ["Theo quy định", "Sau cắt giảm"],
    ]
    return Grid(
        [
            *head,
            [At("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", across=6)],
            ["1", "1.000001", "Cấp giấy phép\nnặn tượng", "10 ngày", "05 ngày", At("Không", down=3)],
            ["2", "1.000002", "Vẽ tranh", "3 ngày", "2 ngày"],
            [At("LĨNH VỰC SƠN MÀI", across=5)],
            ["3", "1.00\n0003", "Sơn", "", "2 ngày", "1.000.000 đồng"],
        ],
        header_rows=header_rows,
    )


PAPERS: dict[str, Paper] = {
    "decision": paper(
        "Về việc công bố danh mục", ["Điều 1. Công bố.", "Điều 2. Hiệu lực."], ["DANH MỤC", annex()]
    ),
    "no header marked": ["Trước", annex(0), "Giữa", annex(0), "Sau"],
    "pages": [
        Grid([["STT", "Tên"], *[[str(n), f"Thủ tục {n}"] for n in range(1, 60)]], repeat_header_after=20),
        "x",
    ],
}


@pytest.fixture(scope="module")
def converted_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doc")
    for name, blocks in PAPERS.items():
        (folder / f"{name}.docx").write_bytes(to_docx(blocks))
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(folder),
        *files,
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return folder


@needs_office
@pytest.mark.parametrize("name", PAPERS)
def test_the_same_blocks_as_the_docx(converted_papers: Path, name: str) -> None:
    docx = read_document((converted_papers / f"{name}.docx").read_bytes(), None)
    doc = read_document((converted_papers / f"{name}.doc").read_bytes(), None)
    assert (doc.media, doc.flags) == ("doc", ())
    assert _plain(doc) == _plain(docx)


def _plain(document: Document) -> list[object]:
    out: list[object] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            out.append(block.header_rows)
            out += [[(one.text, one.colspan, one.merged) for one in row.cells] for row in block.rows]
    return out


# ---- text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("narrow", [False, True])
def test_paragraphs_and_signs(narrow: bool) -> None:
    document = read(
        par("QU\u00cbT \u0093x\u0094" if not narrow else "QU\u00cbT \u201cx\u201d"),
        par("N\u0110\x1eCP a\x0bb\tc\x1fd" if not narrow else "ND\x1eCP a\x0bb\tc\x1fd"),
        par("trang\x0csau"),
        narrow=narrow,
    )
    assert texts(document)[1:] == ["NĐ-CP a b cd" if not narrow else "ND-CP a b cd", "trang sau"]
    assert document.flags == ()


def test_fonts_from_before_unicode() -> None:
    document = read(
        par(Run("Thñ tôc ", font(1)), Run("hành chính ", font(0)), Run("®\u00adîc söa", font(1))),
        par(Run("®\x1fîc", font(1)), " a\x1fb"),  # converters write the ư of TCVN3 as an optional hyphen
        par(Run("ñy ban nh©n d©n", font(2))),
        par(Run("Thuû tuïc haønh chính", font(3))),
    )
    assert texts(document) == [
        "Thủ tục hành chính được sửa",
        "được ab",
        "ỦY BAN NHÂN DÂN",
        "Thủ tục hành chính",
    ]


def test_font_of_a_style_and_of_the_document() -> None:
    styled = par("QuyÕt ®Þnh")
    styled.style = 2
    document = read(styled, styles=style_sheet(None, 1, None))
    assert texts(document) == ["Quyết định"]
    assert texts(read(par("QuyÕt ®Þnh"), styles=style_sheet(None, default=1))) == ["Quyết định"]


def test_what_is_not_shown_is_left_out() -> None:
    document = read(
        par(
            "thấy",
            Run("xóa", sprm(0x0800)),
            Run(" thêm", sprm(0x0801)),
            Run("ẩn", sprm(0x083C)),
            Run(" hiện", sprm(0x083C, 0)),
        ),
        par("ngày \x13 DATE \\@ \x1405\x15 tháng \x13 PAGE \x15 \x13 IF \x13 X \x14y\x15 \x14z\x15"),
        par("\x01\x02\x05\x08 hình"),
    )
    assert texts(document) == ["thấy thêm hiện", "ngày 05 tháng z", "hình"]


def test_ticks_are_an_x() -> None:
    symbol = sprm(0x0855) + struct.pack("<HHH", 0x6A09, 4, 0xF0FC)
    document = read(
        par(Run("(", symbol), " a"), par(Run("\uf0fe", font(4)), " b"), par(Run("\uf06f", font(4)), " c")
    )
    assert texts(document) == ["x a", "x b", "c"]


def test_an_embedded_sheet_is_told() -> None:
    assert read(par("\x13 EMBED Excel.Sheet.8 \x14\x01\x15 Danh mục")).flags == ("embedded_object",)
    assert read(par("\x13 EMBED Equation.3 \x14\x01\x15 x")).flags == ()


def test_automatic_numbers() -> None:
    lists, overrides = one_list(1, "\0.")
    numbered = sprm(0x460B, 1)
    document = read(
        par("a", properties=numbered), par("x"), par("b", properties=numbered), par("c", properties=sprm(0x460B, 0)),
        cell(), row_end([0, 1000]),
        lists=lists, overrides=overrides,
    )  # fmt: skip
    assert texts(document) == ["I. a", "x", "II. b", "c"]
    rows = []
    for name in ("a", "b"):
        rows += [par("", properties=IN_TABLE + numbered, mark="\x07"), cell(name), row_end([0, 500, 2000])]
    assert grid(read(*rows, lists=lists, overrides=overrides)) == [["I.", "a"], ["II.", "b"]]


def test_letters_outside_the_first_plane() -> None:
    assert texts(read(par("😀 a"), par("b"))) == ["😀 a", "b"]


def test_pieces_of_a_fast_saved_file() -> None:
    assert texts(read(par("một hai"), par("ba"), cuts=[4, 9])) == ["một hai", "ba"]
    # Prm0: isprm 0x5C is "hidden"; Prm1: the first group of sprms.
    (hidden,) = read(par("ẩn"), piece_prm=(0x5C << 1) | 0x100).blocks
    assert isinstance(hidden, Paragraph)
    assert hidden.marks == frozenset({Mark.HIDDEN})
    assert texts(read(par("Thñ tôc"), piece_prm=1, groups=[font(1)])) == ["Thủ tục"]


# ---- tables ------------------------------------------------------------------------------------------------------


def test_merges_down_and_across() -> None:
    document = read(
        cell("a"), cell("b"), cell("c"), row_end([0, 1000, 2000, 3000], [0x60, 0, 0], header=True),
        cell(""), cell("d"), row_end([0, 1000, 3000], [0x20, 0]),
        cell("e"), cell("f"), cell("g"), row_end([0, 1000, 2000, 3000]),
        par("sau"),
    )  # fmt: skip
    assert shape(document) == [
        [("a", 1, False), ("b", 1, False), ("c", 1, False)],
        [("a", 1, True), ("d", 2, False), ("d", 2, True)],
        [("e", 1, False), ("f", 1, False), ("g", 1, False)],
    ]
    block = document.blocks[0]
    assert isinstance(block, Table)
    assert (block.header_rows, texts(document), document.flags) == (1, ["sau"], ())


@pytest.mark.parametrize("marks", [[1, 2, 2], [2, 1, 1], [3, 1, 1]])
def test_cells_merged_across_by_their_flags(marks: list[int]) -> None:
    document = read(
        cell("a"), cell(""), cell(""), cell("b"), row_end([0, 1000, 2000, 3000, 4000], [*marks, 0]),
        cell("c"), cell("d"), cell("e"), cell("f"), row_end([0, 1000, 2000, 3000, 4000]),
    )  # fmt: skip
    assert shape(document)[0] == [("a", 3, False), ("a", 3, True), ("a", 3, True), ("b", 1, False)]
    assert document.flags == ()


def test_merges_that_come_after_the_definition() -> None:
    across = struct.pack("<HBB", 0x5624, 0, 2)
    down = [struct.pack("<HBBB", 0xD62B, 2, 2, kind) for kind in (3, 1)]
    document = read(
        cell("a"), cell(""), cell("b"), row_end([0, 1000, 2000, 3000], more=across + down[0]),
        cell("c"), cell("d"), cell(""), row_end([0, 1000, 2000, 3000], more=down[1]),
    )  # fmt: skip
    assert shape(document) == [
        [("a", 2, False), ("a", 2, True), ("b", 1, False)],
        [("c", 1, False), ("d", 1, False), ("b", 1, True)],
    ]


def test_edges_that_nearly_meet_are_one() -> None:
    document = read(
        cell("a"), cell("b"), row_end([-108, 1000, 3000]),
        cell("c"), cell("d"), row_end([-100, 1040, 2990]),
        cell("e"), cell("f"), row_end([1010, 2000, 3000]),
    )  # fmt: skip
    assert shape(document) == [
        [("a", 1, False), ("b", 2, False), ("b", 2, True)],
        [("c", 1, False), ("d", 2, False), ("d", 2, True)],
        [("", 1, False), ("e", 1, False), ("f", 1, False)],
    ]


def test_paragraphs_in_a_cell_and_tables_in_tables() -> None:
    document = read(
        cell("a"),
        par("trước", properties=IN_TABLE),
        cell("m", depth=2), cell("n", depth=2), row_end([0, 500, 1000], depth=2),
        cell("sau"),
        row_end([0, 1000, 3000]),
    )  # fmt: skip
    assert grid(document) == [["a", "trước m n sau"]]
    block = document.blocks[0]
    assert isinstance(block, Table)
    assert block.rows[0].cells[1].raw == "trước\nm n\nsau"
    assert document.flags == ()


def test_a_frame_is_read_in_its_order() -> None:
    document = read(
        par("đầu", properties=IN_TABLE),
        cell("m", depth=2), cell("n", depth=2), cell("o", depth=2), row_end([0, 500, 1000, 1500], depth=2),
        cell("cuối"),
        row_end([0, 3000]),
    )  # fmt: skip
    assert (texts(document), grid(document)) == (["đầu", "cuối"], [["m", "n", "o"]])


def test_a_row_defined_in_the_data_stream() -> None:
    """A wide row does not fit into its page of properties: they stand in the stream "Data" (sprmPHugePapx)."""
    edges = [100 * n for n in range(41)]
    whole = row_end(edges)
    more = struct.pack("<H", len(whole.properties)) + whole.properties
    end = par(properties=IN_TABLE + sprm(0x2417) + sprm(0x6646, 0), mark="\x07")
    document = read(*[cell(str(n)) for n in range(40)], end, data=more)
    assert (grid(document), document.flags) == ([[str(n) for n in range(40)]], ())


# ---- what does not fit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param([cell("a"), cell("b"), row_end([0, 1000, 2000, 3000])], id="fewer cells than defined"),
        pytest.param([cell("a"), cell("b"), row_end([0, 1000])], id="more cells than defined"),
        pytest.param([cell("a"), par(properties=IN_TABLE + sprm(0x2417), mark="\x07")], id="no definition"),
        pytest.param([cell("a"), cell("b"), par("hết")], id="no end of the row"),
        pytest.param(
            [cell("a"), row_end([0, 1000], more=sprm(0x7621, 1))], id="changed in a way not understood"
        ),
        pytest.param(
            [cell("a"), cell("b"), row_end([0, 1000, 2000], [1, 1])], id="merged across, unclear which"
        ),
        pytest.param([par("a", mark="\x07")], id="a cell outside of a table"),
    ],
)
def test_doubtful_structures_are_flagged(paragraphs: list[object]) -> None:
    document = read(*paragraphs)
    assert document.flags == ("doc_structure_doubtful",)
    assert any(
        "a" in (one.text if isinstance(one, Paragraph) else one.rows[0].cells[0].text)
        for one in document.blocks
    )


def test_locked_files() -> None:
    with refused(DocumentError, "mật khẩu"):
        read(par("x"), flags=0x0300)


def test_older_files_need_a_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with refused(ProgramMissingError, "libreoffice-writer-nogui"):
        read(par("x"), version=0x65)


def test_the_streams_must_be_there() -> None:
    streams = Word([par("x")]).streams()
    with refused(DocumentError, "WordDocument"):
        read_doc(ole2({"1Table": streams["1Table"]}), Limits())
    with refused(DocumentError, "luồng bảng"):
        read_doc(ole2({"WordDocument": streams["WordDocument"]}), Limits())


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_cut_off(share: float) -> None:
    data = Word([par("Quyết định"), cell("a"), cell("b"), row_end([0, 1000, 2000])]).build()
    with refused(DocumentError, "hỏng"):
        read_doc(data[: int(len(data) * share)], Limits())


@pytest.mark.parametrize(
    ("stream", "at", "value"),
    [
        ("WordDocument", 76, struct.pack("<i", 1 << 30)),  # ccpText
        ("WordDocument", 76, struct.pack("<i", -5)),
        ("WordDocument", 0x1A2, struct.pack("<I", 1 << 30)),  # fcClx
        ("WordDocument", 0xFA, struct.pack("<I", 1 << 20)),  # fcPlcfBteChpx
        ("WordDocument", 32, b"\xff\xff"),  # csw
    ],
)
def test_offsets_outside_of_the_file(stream: str, at: int, value: bytes) -> None:
    streams = Word([par("Quyết định")]).streams()
    changed = bytearray(streams[stream])
    changed[at : at + len(value)] = value
    with refused(DocumentError, "hỏng"):
        read_doc(ole2({**streams, stream: bytes(changed)}), Limits())


def test_sprms_end_where_the_bytes_do() -> None:
    assert list(sprms(sprm(0x2416) + struct.pack("<HH", 0xD608, 500) + b"\1")) == [(0x2416, b"\1")]
    assert list(sprms(b"\x16")) == []


def test_cells_carry_their_raw_text() -> None:
    block = read(cell("®îc"), row_end([0, 1000])).blocks[0]
    assert isinstance(block, Table)
    assert block.rows[0].cells[0] == Cell(raw="®îc", text="®îc")


@needs_office
def test_rtf_through_the_converter() -> None:
    rtf = rb"{\rtf1\ansi Quy\u7871?t \u273?\u7883?nh\par\trowd\cellx2000\cellx4000\intbl a\cell b\cell\row\pard x\par}"
    document = read_document(rtf, "qd.doc")
    assert (document.media, document.flags) == ("rtf", ("converted",))
    assert (texts(document), grid(document)) == (["Quyết định", "x"], [["a", "b"]])


# ---- what nobody sees (RULINGS 37) ---------------------------------------------------------------------------

HIDDEN, DELETED, WHITE_INK, WHITE_NUMBER, TINY = (
    sprm(0x083C), sprm(0x0800), sprm(0x6870, 0x00FFFFFF), sprm(0x2A42, 8), sprm(0x4A43, 3),
)  # fmt: skip
NAVY = struct.pack("<HB", 0xD612, 10) + bytes.fromhex("000000ff 1f386400 0000".replace(" ", ""))


@pytest.mark.parametrize(
    "look", [HIDDEN, WHITE_INK, WHITE_NUMBER, TINY], ids=["hidden", "white", "no 8", "tiny"]
)
def test_text_that_nobody_sees_is_kept_and_marked(look: bytes) -> None:
    document = read(
        cell(Run("1.012301", look)), cell("Cấp giấy phép"), row_end([0, 2000, 4000]),
        par(Run("Bãi bỏ thủ tục", look)), par("Nơi nhận"),
    )  # fmt: skip
    table, hidden, plain = document.blocks
    assert isinstance(table, Table)
    assert isinstance(hidden, Paragraph)
    assert isinstance(plain, Paragraph)
    cells = table.rows[0].cells
    assert [(one.text, one.marks) for one in cells] == [
        ("1.012301", frozenset({Mark.HIDDEN})), ("Cấp giấy phép", frozenset()),
    ]  # fmt: skip
    assert (hidden.text, hidden.marks) == ("Bãi bỏ thủ tục", frozenset({Mark.HIDDEN}))
    assert plain.marks == frozenset()


def test_deleted_text_is_gone_and_hidden_text_beside_seen_text_too() -> None:
    document = read(par(Run("cũ", DELETED)), par("Cấp ", Run("chú thích", HIDDEN), "giấy phép"))
    assert [(one.text, one.marks) for one in document.blocks if isinstance(one, Paragraph)] == [
        ("Cấp giấy phép", frozenset())
    ]


@pytest.mark.parametrize(
    ("ground", "marks"), [(b"", {Mark.HIDDEN}), (NAVY, set())], ids=["on white", "on a ground of its own"]
)
def test_white_letters_are_seen_on_a_ground_of_their_own(ground: bytes, marks: set[Mark]) -> None:
    document = read(cell(Run("Tên TTHC", WHITE_INK)), row_end([0, 2000], more=ground))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].marks == marks


def test_a_shaded_paragraph_or_run_shows_white_letters() -> None:
    shade = struct.pack("<HB", 0xCA71, 10) + bytes.fromhex("000000ff1f3864000000")
    document = read(
        par(Run("trên nền", WHITE_INK), properties=sprm(0x442D, 2 << 5)), par(Run("tô", WHITE_INK + shade))
    )
    assert [one.marks for one in document.blocks if isinstance(one, Paragraph)] == [frozenset(), frozenset()]
