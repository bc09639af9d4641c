"""Parts that are installed where they are wanted: what is missing is said with the command."""

import pytest

from niemyet.model import extras
from niemyet.model.extras import Extra, command_for, is_installed, lack_of, purpose_of


@pytest.mark.parametrize("extra", list(Extra))
def test_each_part_has_a_purpose_and_a_command(extra: Extra) -> None:
    assert purpose_of(extra).text("vi") != purpose_of(extra).text("en")
    assert command_for(extra) == f"pip install 'niemyet[{extra.value}]'"


def test_a_part_is_there_when_all_of_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras._MODULES, Extra.SCANS, ("json", "một_mô_đun_không_có"))
    assert not is_installed(Extra.SCANS)
    told = lack_of(Extra.SCANS)
    assert told is not None
    assert "niemyet[scans]" in told.text("vi")
    monkeypatch.setitem(extras._MODULES, Extra.SCANS, ("json",))
    assert is_installed(Extra.SCANS)
    assert lack_of(Extra.SCANS) is None
