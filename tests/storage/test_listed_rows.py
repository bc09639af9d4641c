"""Rows of listings that nobody looks at are never made, and are written as if they had been."""

import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from pathlib import Path

import pytest

from niemyet.model.tables import Listing
from niemyet.model.words import Channel
from niemyet.storage import parts
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ObservationRow, ObservedRow, SeenAgainRow
from niemyet.storage.listed_rows import RowsOfLooks
from niemyet.storage.looks import Sitting, all_looks, ends_of_stretches, lines_of, standing_looks
from niemyet.storage.releases import table_bytes, table_files
from niemyet.transforms.consolidate import _each_once, _up_to
from niemyet.transforms.work.sights import stretches_of

FIRST = date(2026, 3, 2)
DECISIONS = (None, "QĐ 2", "QĐ 3", None)


def look(day: int, content: str, unit: str, channel: Channel, url: str = "a") -> ObservationRow:
    at = datetime(2026, 3, 2, 3, tzinfo=UTC) + timedelta(days=day)
    on = FIRST + timedelta(days=day)
    return ObservationRow(f"{day:03d}", unit, channel, on, at, url, f"bytes {content} {url}", content)


def history(seed: int, room: Path) -> Lake:
    """Units, channels and days as they come, contents that return, a content of no row, a number that is written twice."""
    rng = random.Random(seed)
    lake = Lake(room)
    for content in "ABCDE":
        rows = [
            ObservedRow(
                content,
                number,
                f"1.{number:06d}",
                None,
                f"Thủ tục {content}{number}",
                DECISIONS[number % 4],
                FIRST,
            )
            for number in rng.sample(range(1, 30), rng.randint(1, 20))
        ]
        lake.append("observed_rows", f"{rng.randint(0, 9):03d}", [*rows, rows[0]])
        again = ObservedRow(content, rows[0].row_no, None, "1.1", "Viết lại", "QĐ 1", None)
        lake.append("observed_rows", "900", [again])
    for day in range(rng.randint(1, 12)):
        for unit in rng.sample(["xa-b", "xa-a", "huyen"], rng.randint(0, 3)):
            for channel in rng.sample(list(Channel), rng.randint(1, 2)):
                content = rng.choice("AABCDEF")  # of F no row was ever kept
                lake.append("observations", f"{day:03d}", [look(day, content, unit, channel)])
    return lake


def joined(lake: Lake) -> list[Listing]:
    """The same, as a person would join it."""
    rows = {(row.content, row.row_no): row for row in lake.read("observed_rows", ObservedRow)}
    return [
        Listing(
            unit_id=one.unit_id,
            channel=one.channel,
            observed_on=one.observed_on,
            code=row.code,
            code_text=row.code_text,
            name=row.name,
            decision_text=row.decision_text,
            posted_on=row.posted_on,
            url=one.url,
            sha256=one.sha256,
            row_no=row.row_no,
            effective_on=row.effective_on,
        )
        for one in ends_of_stretches(standing_looks(lake.looks()))
        for (content, _), row in sorted(rows.items(), key=lambda pair: pair[0])
        if content == one.content
    ]


def written(rows: Sequence[Listing]) -> bytes:
    return table_bytes("listings", rows)[0]


@pytest.mark.parametrize("seed", range(8))
def test_they_say_what_records_say(seed: int, tmp_path: Path) -> None:
    lake = history(seed, tmp_path)
    found, expected = _each_once(lake.listings(), ()), _each_once(joined(lake), ())
    assert isinstance(found, RowsOfLooks)
    assert (len(found), list(found)) == (len(expected), list(expected))
    assert list(lake.listings()) == joined(lake)
    assert found[:3] == tuple(expected[:3])
    assert found == expected
    for days in range(-1, 13, 3):
        day = FIRST + timedelta(days=days)
        known = _up_to(found, day)
        assert isinstance(known, RowsOfLooks)
        assert list(known) == list(_up_to(expected, day))
        assert written(known) == written(_up_to(expected, day))


@pytest.mark.parametrize("seed", range(4))
def test_a_large_table_of_them_has_a_file_of_each_month(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "WHOLE", 5)
    found = _each_once(history(seed, tmp_path).listings(), ())
    assert isinstance(found, RowsOfLooks)
    files = table_files("listings", found, FIRST)
    assert files == table_files("listings", list(found), FIRST)
    assert {path.split("/")[1] for path in files} == {f"{row.observed_on:%Y-%m}.parquet" for row in found}
    months = parts.parts_of("listings", found, FIRST)
    again = parts.parts_of("listings", found, FIRST)
    assert [part.made_of for part in again] == [part.made_of for part in months]
    assert len({part.made_of for part in months}) == len(months)
    last = max(row.observed_on for row in found)
    fewer = _up_to(found, last - timedelta(days=1))
    assert isinstance(fewer, RowsOfLooks)
    assert parts.parts_of("listings", fewer, FIRST)[-1].made_of != months[-1].made_of


@pytest.mark.parametrize("seed", range(12))
def test_looks_say_since_when_as_rows_of_every_look_say(seed: int, tmp_path: Path) -> None:
    lake = history(seed, tmp_path)
    looks = lake.read("observations", ObservationRow)
    again = random.Random(seed).sample(looks, min(len(looks), 6))
    days = [FIRST + timedelta(days=20 + 3 * number) for number, _ in enumerate(again)]
    newest = {(look.unit_id, look.channel): look for look in looks}
    nights = [
        SeenAgainRow(
            f"9{number:02d}", on, datetime.combine(on, time(3), UTC),
            lines_of([Sitting(look.unit_id, str(look.channel), newest[look.unit_id, look.channel].run_id)]),
        )
        for number, (look, on) in enumerate(zip(again, days, strict=True))
    ]  # fmt: skip
    for night in nights:
        lake.append("seen_again", night.run_id, [night])
    rows = {(row.content, row.row_no): row for row in lake.read("observed_rows", ObservedRow)}
    every = [
        Listing(
            one.unit_id, one.channel, one.observed_on, row.code, row.code_text, row.name, row.decision_text,
            row.posted_on, one.url, one.sha256, row.row_no, row.effective_on,
        )
        for one in all_looks(looks, nights)
        for (content, _), row in rows.items()
        if content == one.content
    ]  # fmt: skip
    looked_beyond = {FIRST + timedelta(days=60)}  # no look is later
    for until in (FIRST + timedelta(days=5), *looked_beyond):
        found, expected = lake.listings().stretches(until), stretches_of(every, until)
        assert found.keys() == expected.keys()
        known = sorted(lake.listings().up_to(until), key=attrgetter("observed_on"))
        kept = {(row.unit_id, row.channel): row.observed_on for row in known}
        for place, one in found.items():
            other = expected[place]
            assert one.days == other.days
            assert one.newest == kept[place]
            if until in looked_beyond:
                assert one.newest == other.newest
                assert (one.files(), one.put_up()) == (other.files(), other.put_up())
                for but in ((), ("1.000001", "1.000003"), ("nobody's",)):
                    of_looks, of_rows = one.shown(frozenset(but)), other.shown(frozenset(but))
                    assert sorted(of_looks, key=repr) == sorted(of_rows, key=repr)
                    assert len(of_looks) == sum(
                        words[0] not in but for words in one.words_on(len(one.days) - 1)
                    )
            for coded in (True, False):
                assert dict(one.last_with_name(coded=coded)) == dict(other.last_with_name(coded=coded))
            shown = [words for stretch in range(len(one.days)) for words in one.words_on(stretch)]
            asked_for = [*sorted({words[0] for words in shown if words[0] is not None}), "nobody's"]
            assert list(one.last_with(asked_for)) == list(other.last_with(asked_for))
            for texts in ({"QĐ 1"}, {"QĐ 2", "QĐ 3"}, {"of no sheet"}):
                beside = {words[0] for words in shown if words[2] in texts}
                assert set(one.codes_beside(frozenset(texts))) == beside
                assert set(other.codes_beside(frozenset(texts))) == beside
            for on in range(-2, 60, 3):
                asked = FIRST + timedelta(days=on)
                assert one.codes_since(asked) == other.codes_since(asked)
            for on in range(-2, 40):
                asked = FIRST + timedelta(days=on)
                assert one.first_look(asked) == other.first_look(asked)
            for words in one.words_on(len(one.days) - 1):
                assert one.begun(words) == other.begun(words)
                for stretch in range(one.begun(words), len(one.days)):
                    assert one.place_in(stretch)(words) == other.place_in(stretch)(words)


def test_a_look_of_several_pages_is_cited_by_the_least_number_and_says_when_its_sheets_were_put_up(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path)
    put_up = FIRST - timedelta(days=3)
    rows = [
        ObservedRow("A", 1, "1.000001", None, "Một", None, None),
        ObservedRow("A", 4, "1.000002", None, "Hai", None, put_up),
        ObservedRow("B", 2, "1.000002", None, "Hai", None, put_up),
        ObservedRow("B", 3, "1.000002", None, "Hai", None, None),
    ]
    lake.append("observed_rows", "000", rows)
    pages = [look(0, content, "xa-a", Channel.COUNTER, url) for content, url in (("A", "2"), ("B", "1"))]
    lake.append("observations", "000", pages)
    (one,) = lake.listings().stretches(FIRST).values()
    (other,) = stretches_of(list(lake.listings()), FIRST).values()
    for each in (one, other):
        assert each.files() == ["bytes A 2", "bytes B 1"]
        assert each.put_up() == [(4, put_up), (2, put_up)]
        assert each.place_in(0)(("1.000002", None, None, "Hai")) == (2, "bytes B 1")
        assert each.place_in(0)(("1.000001", None, None, "Một")) == (1, "bytes A 2")
        assert {row.code for row in each.shown(frozenset({"1.000002"}))} == {"1.000001"}


def test_pages_of_the_same_bytes_stand_by_number(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    rows = [ObservedRow("A", number, None, None, f"Thủ tục {number}", None, None) for number in (1, 2)]
    lake.append("observed_rows", "000", rows)
    one = look(0, "A", "xa-a", Channel.PORTAL, "a")
    other = ObservationRow("000", "xa-a", Channel.PORTAL, FIRST, one.recorded_at, "b", one.sha256, "A")
    lake.append("observations", "000", [one, other])
    found = _each_once(lake.listings(), ())
    assert [(row.row_no, row.url) for row in found] == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]


def test_what_a_person_believed_stands_between_them(tmp_path: Path) -> None:
    lake = history(3, tmp_path)
    believed = Listing("xa-a", Channel.COUNTER, FIRST, None, None, "Tin", None, None, "z", "0" * 64, 1)
    found = _each_once(lake.listings(), {believed})
    assert list(found) == list(_each_once([*joined(lake), believed], ()))
    assert believed in found


def test_a_lake_without_looks_has_none(tmp_path: Path) -> None:
    found = Lake(tmp_path).listings()
    assert list(found) == []
    assert written(found) == written([])


def test_to_part_a_large_table_of_them_imports_no_pandas(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from tests.storage.test_listed_rows import FIRST, _each_once, history, parts
parts.WHOLE = 5
found = _each_once(history(1, Path({str(tmp_path)!r})).listings(), ())
assert all(part.table().num_rows for part in parts.parts_of("listings", found, FIRST))
print("pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
