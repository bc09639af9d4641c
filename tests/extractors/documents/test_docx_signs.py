"""What a DOCX shows and keeps in no plain text: signs between words, form fields of old Word, formulas."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from niemyet.extractors.documents import read_document
from niemyet.model.records import Paragraph, Table

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def with_run(inner: str, *, careful: bool) -> bytes:
    """A cell and a paragraph that hold the nodes between two words; `careful`: something else in it is struck."""
    made = docx.Document()
    table = made.add_table(2, 2)
    for holder in (made.add_paragraph(), table.cell(1, 1).paragraphs[0]):
        for node in ("<w:t>bếp</w:t>", inner, "<w:t>lò</w:t>"):
            holder._p.append(parse_xml(f"<w:r {nsdecls('w')} {_MATH}>{node}</w:r>"))
    made.add_paragraph("Thủ tục cấp giấy phép làm nghề rèn " * 12).runs[0].font.strike = careful
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def field(inner: str, kind: str) -> str:
    return (
        f'<w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar>'
        f'<w:instrText> {kind} </w:instrText><w:fldChar w:fldCharType="end"/>'
    )


ENTRIES = '<w:listEntry w:val=" một "/><w:listEntry w:val=" hai "/>'


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('<w:ptab w:relativeTo="margin" w:alignment="left" w:leader="none"/>', "bếp lò"),
        ("<m:oMath><m:r><m:t> và </m:t></m:r></m:oMath>", "bếp và lò"),
        (field(f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>', "FORMDROPDOWN"), "bếp hai lò"),
        (field(f"<w:ddList>{ENTRIES}</w:ddList>", "FORMDROPDOWN"), "bếp một lò"),
        (field('<w:ddList><w:result w:val="7"/></w:ddList>', "FORMDROPDOWN"), "bếplò"),
        (field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "FORMCHECKBOX"), "bếpxlò"),
        (field('<w:checkBox><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX"), "bếpxlò"),
        (
            field('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "FORMCHECKBOX"),
            "bếplò",
        ),
    ],
)
def test_what_is_shown_is_read(inner: str, shown: str, careful: bool) -> None:
    blocks = read_document(with_run(inner, careful=careful), "a.docx").blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows[1].cells[1].text == shown
    assert shown in [block.text for block in blocks if isinstance(block, Paragraph)]
