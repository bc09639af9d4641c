"""The law of a release, read by code, beside the same rows in memory."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from niemyet.model.law_rows import LawInMemory
from niemyet.model.tables import TABLES, DecisionItem, Procedure, Suspension
from niemyet.model.words import Action, Level, Proof
from niemyet.storage.folder import DataFolder
from niemyet.storage.law_rows import ReleaseLaw
from niemyet.storage.release import Release
from niemyet.transforms.law.history import fold_history
from tests.support.province import QUANG_NAM, decision, item

_DAY = date(2026, 3, 1)
_OPENED = decision(11, "2024-03-01", "2024-03-02")
_CHANGED = decision(22, "2025-02-01", "2025-02-03")
_ENDED = decision(33, "2026-02-01", "2026-02-03")


def _items() -> list[DecisionItem]:
    codes = [f"1.0000{number:02d}" for number in range(20)]
    rows = [item(_OPENED, Action.NEW, code, *Level, row=number) for number, code in enumerate(codes, 1)]
    rows += [
        item(_CHANGED, Action.AMEND, codes[1], Level.COMMUNE, name="Tên khác"),
        item(_CHANGED, Action.REPLACE, "2.000001", *Level, row=2, replaces=(codes[2], codes[3])),
        item(_ENDED, Action.ABOLISH, codes[4], *Level),
        item(_ENDED, Action.ABOLISH, "3.000001", *Level, row=2),
    ]
    return rows


def _release(folder: Path, procedures: Sequence[Procedure], items: Sequence[DecisionItem]) -> Release:
    decisions = [_OPENED, _CHANGED, _ENDED]
    rows = {"decisions": decisions, "decision_items": items, "procedures": procedures}
    made = DataFolder(folder).releases.publish(
        {name: rows.get(name, []) for name in TABLES},
        as_of=_DAY,
        knowledge=datetime(2026, 3, 1, 2, tzinfo=UTC),
        about={"version": "this one"},
    )
    assert made is not None
    return made


@pytest.mark.parametrize("whole", [0, 5_000])
def test_a_release_says_what_its_rows_say(
    tmp_path: Path, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", whole)
    items = sorted(_items(), key=lambda one: one.item_id)
    folded = fold_history([_OPENED, _CHANGED, _ENDED], items, QUANG_NAM, _DAY, _DAY)
    off = Suspension(_ENDED.decision_id, _DAY, None)
    procedures = [
        replace(one, suspensions=(off,) if one.code == "1.000007" else None, proof=Proof.DECISION)
        for one in folded.procedures
    ]
    release = _release(tmp_path, procedures, items)
    assert (len(release.files("procedures")) > 1) == (whole == 0)
    read, held = ReleaseLaw(release), LawInMemory([_OPENED, _CHANGED, _ENDED], items, procedures)
    assert list(read.procedures) == list(held.procedures)
    assert list(read.items) == list(held.items)
    assert [one.decision_id for one in read.decisions] == [one.decision_id for one in held.decisions]
    assert read.suspended() == held.suspended() == {"1.000007"}
    assert set(read.names()) == set(held.names())
    assert sorted(set(read.successions())) == sorted(set(held.successions()))
    assert ("1.000002", "2.000001") in set(read.successions())
    assert not read.is_by_ground()
    rng = random.Random(3)
    codes = sorted({one.code for one in items if one.code})
    ids = [one.item_id for one in items]
    for count in (0, 1, 3, len(codes)):
        some, named = frozenset(rng.sample(codes, count)), frozenset(rng.sample(ids, count))
        assert list(read.procedures_of(some)) == list(held.procedures_of(some))
        assert list(read.items_of(some, named)) == list(held.items_of(some, named))
    for orders in ((), (_CHANGED.decision_id,), (_ENDED.decision_id, _OPENED.decision_id), ("none",)):
        assert _set(read.ordered_by(orders)) == _set(held.ordered_by(orders))
    assert "1.000002" in read.ordered_by((_CHANGED.decision_id,)), "what it replaced it has ended"


def _set(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(codes)


@pytest.mark.parametrize(
    "where", [{"ground": "da-nang"}, {"only_units": ("xa-1",)}, {"not_units": ("xa-1",)}]
)
def test_what_holds_for_a_part_of_the_province_is_found(tmp_path: Path, where: dict[str, object]) -> None:
    folded = fold_history([_OPENED, _CHANGED, _ENDED], _items(), QUANG_NAM, _DAY, _DAY).procedures
    versions = [replace(folded[0], **where), *folded[1:]]  # type: ignore[arg-type]
    assert ReleaseLaw(_release(tmp_path, versions, _items())).is_by_ground()
    assert LawInMemory((), (), versions).is_by_ground()
