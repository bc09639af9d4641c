"""A contact is one by which somebody can be reached."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.contacting import read_contact
from niemyet.model.errors import UsageError


@pytest.mark.parametrize(
    ("said", "contact"),
    [
        ("mailto:kstthc@danang.example", "mailto:kstthc@danang.example"),
        ("kstthc@danang.example ", "mailto:kstthc@danang.example"),
        ("https://danang.example/lien-he", "https://danang.example/lien-he"),
        ("0235 3812 345", "tel:02353812345"),
        ("tel:+84 236 3881 888", "tel:+842363881888"),
    ],
)
def test_a_mail_address_a_telephone_or_a_page_is_a_contact(said: str, contact: str) -> None:
    assert read_contact(said) == contact


@pytest.mark.parametrize(
    "said", ["abc", "mailto:", "mailto:abc", "a@b", "", "12345", "https://", "Phòng KSTTHC"]
)
def test_what_reaches_nobody_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="expected a mail address"):
        read_contact(said)


def test_no_configuration_is_written_with_a_contact_that_reaches_nobody(tmp_path: Path) -> None:
    file = tmp_path / "niemyet.toml"
    told = CliRunner().invoke(niemyet, ["init", "Đà Nẵng", "--contact", "abc", "--out", str(file)])
    assert isinstance(told.exception, UsageError)
    assert not file.exists()
    looked = CliRunner().invoke(niemyet, ["sources", "probe", "https://a.example/", "--contact", "abc"])
    assert isinstance(looked.exception, UsageError)
    assert "--contact 'abc'" in str(looked.exception)
