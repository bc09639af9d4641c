"""What exports may hold."""

from niemyet.reports.plain import csv_text, printable


def test_no_program_runs_a_cell() -> None:
    assert csv_text('=HYPERLINK("http://example.org")') == '\'=HYPERLINK("http://example.org")'
    assert csv_text("-3,5") == "-3,5"
    assert csv_text("@lệnh") == "'@lệnh"
    assert csv_text("\uff1dA1") == "'\uff1dA1"
    assert csv_text("\n=A1") == "'\n=A1"
    assert csv_text("Đăng ký khai sinh") == "Đăng ký khai sinh"


def test_no_document_holds_signs_that_are_no_text() -> None:
    assert printable("Đăng\x01 ký\ufffe\nkhai sinh") == "Đăng ký\nkhai sinh"
