"""Configurations as people get them wrong: the line, what was expected, the next step, in words of the one who wrote it."""

import re
from pathlib import Path

import pytest

from niemyet.flows.config import load
from niemyet.flows.config_text import line_of
from niemyet.model.errors import UsageError

HEAD = '[province]\nid = "quang-nam"\nname = "Tỉnh Quảng Nam"\n'
INBOX = '[[source]]\nid = "hop-thu"\nkind = "inbox"\n'
#: What is in the file, on which line it is wrong (None: nowhere), what is said.
WRONG: dict[str, tuple[str | bytes, int | None, str]] = {
    "one bracket for a unit": (f'{HEAD}[unit]\nid = "nui-thanh"\n', 4, r"hai ngoặc vuông: \[\[unit\]\]"),
    "one bracket for a source": (f'{HEAD}[source]\nid = "a"\nkind = "inbox"\n', 4, r"\[\[source\]\]"),
    "two brackets for the province": (f"[{HEAD.replace(']', ']]', 1)}", 1, r"một ngoặc vuông: \[province\]"),
    "UTF-16 by Notepad": (HEAD.encode("utf-16"), 1, "UTF-16.*Encoding: UTF-8"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), 1, "Encoding: UTF-8"),
    "a letter of another encoding": (HEAD.encode().replace("ỉ".encode(), b"\xec"), 3, "TCVN3.*UTF-8"),
    "a document of a word processor": (b"PK\x03\x04 docx", 1, "soạn thảo văn bản"),
    "a key twice": (f'{HEAD}name = "Quảng Nam"\n', 4, "khóa name .* hai lần"),
    "a table twice": (f'{HEAD}[fetch]\ncontact = "a"\n[fetch]\nretries = 2\n', 6, "fetch đã có ở dòng 4"),
    "a misspelt key": (f'{HEAD}[fetch]\ncontcat = "a"\n', 5, "có phải 'contact'"),
    "a misspelt table": (f'{HEAD}\n[fecth]\ncontact = "a"\n', 5, "có phải 'fetch'"),
    "a word for a number": (f'{HEAD}[policy]\npost_within_working_days = "năm"\n', 5, "số nguyên.*'năm'"),
    "half a day": (f"{HEAD}[policy]\npost_within_working_days = 5.5\n", 5, "số nguyên"),
    "a comma for a point": (f"{HEAD}[fetch]\nseconds_between_requests = 2,5\n", 5, "cần số dạng 5 hoặc 2.5"),
    "too large": (f"{HEAD}[policy]\npost_within_working_days = 100\n", 5, "nhiều nhất 60"),
    "too small": (f"{HEAD}[fetch]\nseconds_between_requests = -1\n", 5, "0 trở lên"),
    "not more than nothing": (f"{HEAD}[fetch]\nread_timeout = 0\n", 5, "lớn hơn 0"),
    "a day as text": (f'{HEAD}[units]\nall = true\nsince = "1/7/2025"\n', 6, "ngày dạng 2022-12-31"),
    "a day as people write it": (f"{HEAD}[units]\nall = true\nsince = 01/07/2025\n", 6, "01/07/2025"),
    "a path of Windows": (rf'{HEAD}{INBOX}path = "C:\Users\thu"', 7, "'C:.thu.inbox'"),
    "a path of Windows that reads": (rf'{HEAD}{INBOX}path = "D:\thu"', 7, "đường dẫn.*'D:.thu'"),
    "no quotation marks": ("[province]\nid = quang-nam\n", 2, 'dấu nháy, như id = "…"'),
    "curly quotation marks": ("[province]\nid = “quang-nam”\n", 2, "dấu nháy thẳng.*“"),
    "an open quotation mark": ('[province]\nid = "quang-nam\nname = "T"\n', 2, "không kết thúc"),
    "a word after a text": ('[province]\nid = "quang-nam" nhé\n', 2, "#"),
    "a colon": ('[province]\nid: "quang-nam"\n', 2, "dấu = giữa id"),
    "a sentence": ("[province]\nđây là tỉnh\n", 2, "không có dấu =.*#"),
    "a key with marks": ('[province]\ntên = "T"\n', 2, "'?“?tên"),
    "True": (f"{HEAD}[fetch]\nobey_robots = True\n", 5, "true hoặc false.*True"),
    "có": (f"{HEAD}[fetch]\nobey_robots = có\n", 5, "true hoặc false.*có"),
    "a value that is missing": ("[province]\nid =\n", 2, "thiếu giá trị"),
    "a list for a text": (f'{HEAD}{INBOX}path = ["x"]\n', 7, "dấu nháy.*danh sách"),
    "a text for a list": (f'{HEAD}predecessors = "da-nang"\n', 4, "ngoặc vuông.*'da-nang'"),
    "a list without a comma": (f'{HEAD}predecessors = ["a" "b"]\n', 4, "dấu phẩy"),
    "a table over two lines": (f'{HEAD}successor = {{ id = "da-nang",\n on = 2025-07-01 }}\n', 4, "một dòng"),
    "a text for a table": (f'{HEAD}{INBOX}list = "tr"\n', 7, "key = value"),
    "marks in an id": ('[province]\nid = "Quảng Nam"\nname = "T"\n', 2, "chữ thường không dấu.*'Quảng Nam'"),
    "an empty name": ('[province]\nid = "quang-nam"\nname = ""\n', 3, "không rỗng"),
    "no form of an address": (f'{HEAD}[cluster]\ndask = "localhost"\n', 5, "tcp://"),
    "an unknown word": (
        f'{HEAD}[[unit]]\nid = "nui-thanh"\nlistings = [{{ channel = "web", url = "https://a" }}]\n', 6,
        "'counter', 'portal'.*'web'",
    ),
    "the second of two": (f'{HEAD}{INBOX}path = "a"\n[[source]]\nid = "b"\nkind = "htm"\n', 10, "htm"),
    "a table that is not closed": ('[province\nid = "a"\n', 1, "cần ] ở cuối"),
    "a table with marks": ('[tỉnh]\nid = "a"\n', 1, r"\[province\]"),
    "no province": ('[fetch]\ncontact = "a"\n', None, r"cần bảng \[province\]"),
    "nothing": ("", None, r"cần bảng \[province\]"),
    "a letter in a number": (f"{HEAD}[fetch]\nretries = 2O\n", 5, "retries: không hiểu"),
    "an address with a bracket": (f'{HEAD}[[source]]\nid = "a"\nkind = "html"\nurl = "https://[a.example/"\n', 7, "http"),
    "a listing's address that is none": (
        f'{HEAD}[[unit]]\nid = "nui-thanh"\nlistings = [{{ channel = "portal", url = "a.example" }}]\n', 6, "http"
    ),
    "a key with a dash": (f'{HEAD}[fetch]\nretries = 2\nuser-agent = "x"\n', 6, "fetch.user-agent: "),
    "a key with a number": (f'{HEAD}{INBOX}path = "a"\n[source.list]\nrows = "tr"\npath-2 = 3\n', 10, "list.path-2"),
    "a key in quotation marks": (f'{HEAD}{INBOX}path = "a"\nlist."hàng 2" = 3\n', 8, "list.hàng 2"),
    "a table of the second": (
        f'{HEAD}{INBOX}path = "a"\n[source.list]\na = "b"\n[[source]]\nid = "b"\nkind = "inbox"\npath = "b"\n'
        "[source.list]\na = 1\n", 15, r"source\[1\].list.a",
    ),
    "after a text of several lines": (
        f'''{HEAD}agency_id = """\n[fetch]\nretries = 99 \\"""\n[policy]"""\n[fetch]\nretries = 99\n''', 9, "nhiều nhất 10"
    ),
    "after lines between single marks": (
        f"{HEAD}agency_id = '''\n[[source]]\n# '''  # xong\n{INBOX}", 7, r"source\[0\].*path"
    ),
    "a text of several lines that does not end": (f'{HEAD}agency_id = """\nretries = 2\n', 4, '"""'),
    "a receiver that nobody is told by": (f'{HEAD}[[notify]]\nid = "a"\n', 4, "smtp"),
    "an address with a tab": (f'{HEAD}[[source]]\nid = "a"\nkind = "html"\nurl = "https://a.example/\\tb"\n', 7, "http"),
    "an address over two lines": (
        f'{HEAD}[[source]]\nid = "a"\nkind = "html"\nurl = """https://a.example/\nb"""\n', 7, "http"
    ),
    "an address with a blank that does not break": (
        f'{HEAD}[[source]]\nid = "a"\nkind = "html"\nurl = "https://a.example/\u00a0b"\n', 7, "http"
    ),
    "JSON": ('{"province": {"id": "a"}}', 1, "JSON"),
}  # fmt: skip
#: Words of the libraries below; whoever runs an office's machine has no use for them.
OF_LIBRARIES = re.compile(
    r"dict|tuple|instance|pydantic|Input|input should|string should|codec|byte 0x|Invalid|Cannot|None|True\b.*None"
)


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_tells_its_line_and_what_to_write(tmp_path: Path, case: str) -> None:
    content, line, told = WRONG[case]
    file = tmp_path / "niemyet.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError) as error:
        load(file)
    said = error.value.message("vi").replace(str(file), "niemyet.toml")
    assert re.search(told, said), said
    assert (f"niemyet.toml, dòng {line}: " in said) if line else ("dòng" not in said), said
    assert OF_LIBRARIES.search(said) is None, said
    assert OF_LIBRARIES.search(error.value.message("en").replace("found True", "")) is None


def test_the_mark_that_notepad_writes_and_tabs_are_no_error(tmp_path: Path) -> None:
    file = tmp_path / "niemyet.toml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("id =", "\tid =").replace("\n", "\r\n").encode())
    assert load(file).province.province_id == "quang-nam"


def test_a_value_on_a_wrong_line_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "niemyet.toml"
    file.write_text(f'{HEAD}[[notify]]\nid = "a"\nsmtp = smtp://ten:matkhau@thu.example\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 6: smtp: ") as error:
        load(file)
    assert "matkhau" not in str(error.value)


def test_a_place_of_a_file_has_a_line() -> None:
    text = f'{HEAD}{INBOX}path = "a"\n\n[[source]]\nid = "b"\n'
    assert line_of(text, ("source", 0, "path")) == 7
    assert line_of(text, ("source", 1, "kind")) == 9  # the header of its table
    assert line_of(text, ("unit", 0)) is None
    assert line_of(text, ()) is None


def test_a_path_may_have_any_sign_but_those_that_steer(tmp_path: Path) -> None:
    """A folder on a share is called as somebody called it: with blanks that do not break, marks, signs of other scripts."""
    file = tmp_path / "niemyet.toml"
    file.write_text(f'{HEAD}{INBOX}path = "Văn\u00a0bản đến – №1 (cũ)"\n', encoding="utf-8")
    assert load(file).sources[0].path == str(tmp_path / "Văn\u00a0bản đến – №1 (cũ)")
