"""What Python's library says of a damaged ZIP is said in words of ours."""

import io
import zipfile
import zlib

import pytest

from niemyet.extractors.documents.sniff import sniff
from niemyet.extractors.listings import read_listing
from niemyet.extractors.unit_packages import names_in_package
from niemyet.extractors.zip_faults import zip_fault
from niemyet.model.errors import DocumentError

_CUT = b"PK\x03\x04\x14\x00 cut"


def test_a_cut_file_is_told_without_a_word_of_english() -> None:
    for read in (
        lambda: sniff(_CUT),
        lambda: read_listing(_CUT, "a.xlsx"),
        lambda: names_in_package(_CUT, "a.whl"),
    ):
        with pytest.raises(DocumentError) as caught:
            read()
        said = caught.value.message("vi")
        assert "thiếu phần cuối" in said
        assert "zip file" not in said
        assert "its end is missing" in caught.value.message("en")


def test_a_part_whose_bytes_were_changed_is_damaged() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"xin chao")
    data = out.getvalue().replace(b"xin chao", b"xin chaO")
    with pytest.raises(zipfile.BadZipFile) as caught, zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.read("a.txt")
    assert str(zip_fault(caught.value)) == "a part is damaged"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (zlib.error("Error -3"), "a part is damaged"),
        (
            RuntimeError("File 'a' is encrypted, password required for extraction"),
            "it is locked by a password",
        ),
        (NotImplementedError("compression type 97"), "it is packed in an unknown way"),
        (ValueError("never seen"), "never seen"),
    ],
)
def test_each_fault_has_its_words(error: Exception, said: str) -> None:
    assert str(zip_fault(error)) == said
