"""Issuers that anybody knows: found kind by kind, they are those of all units together."""

import csv
from importlib.resources import files

import pytest

from niemyet.transforms.language.citations import issuer_id
from niemyet.transforms.units.issuers import is_known_issuer


def test_each_unit_of_the_country_is_known() -> None:
    text = files("niemyet.transforms").joinpath("data", "units.csv").read_text(encoding="utf-8")
    names = {row["name"] for row in csv.DictReader(text.splitlines())}
    assert len(names) > 9000
    assert [name for name in sorted(names) if not is_known_issuer(issuer_id(name))] == []


@pytest.mark.parametrize("issuer", ["tinh", "ubnd", "chu-tich", "xa-khong-co", "thanh", "nui-thanh-xa", ""])
def test_what_no_unit_is_called_is_not_known(issuer: str) -> None:
    assert not is_known_issuer(issuer)
