"""A decision is meant by its key or its number, however it is written; of two with one number both are given."""

from datetime import date

import pytest

from niemyet.transforms.law.called_decisions import CalledDecision, decisions_called

KNOWN = (
    CalledDecision("quang-nam/745-QD-UBND/2021-03-02", "745/QĐ-UBND", date(2021, 3, 2)),
    CalledDecision("quang-nam/745-QD-UBND/2022-03-04", "745/QĐ-UBND", date(2022, 3, 4)),
    CalledDecision("quang-nam/512-QD-UBND/2022-03-04", "0512/QĐ-UBND.", date(2022, 3, 4)),
    CalledDecision("quang-nam/9-QD-VP/2022-05-01", "9/QĐ-VP", date(2022, 5, 1)),
    CalledDecision(None, "61/2018/NĐ-CP", date(2018, 4, 23)),
    CalledDecision("quang-nam/khong-so/2022-05-01", None, date(2022, 5, 1)),
)
OLD, NEW, ZERO, OFFICE, DECREE, _ = KNOWN


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("quang-nam/745-QD-UBND/2022-03-04", (NEW,)),
        ("745/QĐ-UBND", (OLD, NEW)),
        ("745/qd-ubnd", (OLD, NEW)),
        ("745/QD-UBND ngày 04/03/2022", (NEW,)),
        ("Quyết định số 745/QĐ-UBND ngày 2/3/2021", (OLD,)),
        ("745/QĐ-UBND ngày 05/03/2022", ()),
        ("745/QĐ-VP", ()),
        ("0512/QĐ-UBND.", (ZERO,)),
        ("512/QĐ-UBND", (ZERO,)),
        ("512", (ZERO,)),
        ("Quyết định số 512", (ZERO,)),
        ("QĐ 9", (OFFICE,)),
        ("số: 9", (OFFICE,)),
        ("61/2018/NĐ-CP", (DECREE,)),
        ("13", ()),
        ("Đăng ký khai sinh", ()),
        ("", ()),
    ],
)
def test_a_decision_is_called_in_many_ways(wanted: str, meant: tuple[CalledDecision, ...]) -> None:
    assert set(decisions_called(wanted, KNOWN)) == set(meant)
