"""The configuration: right ones load whole, wrong ones name file, key and what was expected."""

from datetime import date
from pathlib import Path

import pytest

from niemyet.extractors.portals.registry import KEYS
from niemyet.flows.config import load
from niemyet.model.errors import UsageError
from niemyet.model.words import Channel, Level, UnitKind

GOOD = """
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
successor = { id = "da-nang", on = 2025-07-01 }

[fetch]
contact = "mailto:kstthc@example.vn"

[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox"

[[source]]
id = "so-tu-phap"
kind = "html"
url = "https://stp.example.vn/van-ban/"
list = { row = "tr", link = "a" }
seconds_between_requests = 5.0

[[unit]]
id = "nui-thanh"
kind = "district"
name = "UBND huyện Núi Thành"
valid_until = 2025-07-01
listings = [{ channel = "portal", url = "https://nuithanh.example.vn/tthc" }, { channel = "counter", path = "quay.xlsx" }]
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "niemyet.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_loads_in_the_words_of_the_model(tmp_path: Path) -> None:
    settings = load(written(tmp_path, GOOD))
    assert settings.province.successor_on == date(2025, 7, 1)
    inbox, html = settings.sources
    assert inbox.path == str(tmp_path / "inbox")
    assert html.fetch.seconds_between_requests == 5.0
    assert inbox.fetch.seconds_between_requests == 3.0
    assert html.fetch.contact == "mailto:kstthc@example.vn"
    (unit,) = settings.units
    assert (unit.level, unit.province_id) == (Level.DISTRICT, "quang-nam")
    assert [listing.channel for listing in settings.listings] == [Channel.PORTAL, Channel.COUNTER]
    assert settings.listings[1].path == tmp_path / "quay.xlsx"


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ('id = "quang-nam"\n', "", r"province\.id: expected this key, found nothing"),
        ('name = "Tỉnh', 'nme = "Tỉnh', r"province\.name: .*'nme' is there: misspelt"),
        ("[[source]]", "[[sorce]]", r"sorce: unknown key; did you mean 'source'"),
        ('contact = "mailto', 'contct = "mailto', r"fetch\.contct: unknown key; did you mean 'contact'"),
        ('kind = "html"', 'kind = "htm"', r"source\[1\] \(so-tu-phap\)\.kind: expected one of .*html.*'htm'"),
        ('url = "https://stp', 'url = "stp', r"source\[1\] \(so-tu-phap\)\.url: expected an http"),
        ('path = "inbox"', "", r"source\[0\] \(hop-thu\)\.path: expected the folder"),
        ("5.0", '"soon"', r"source\[1\]\.seconds_between_requests: .*found 'soon'"),
        ('id = "so-tu-phap"', 'id = "hop-thu"', r"expected an id of its own"),
        (
            'id = "nui-thanh"\nkind = "district"\nname = "UBND huyện Núi Thành"',
            'id = "quay-5"\nname = "Quầy số 5"',
            r"unit\[0\] \(quay-5\)\.kind: expected one of .*district.* found nothing",
        ),
        ('kind = "district"', 'kind = "huyen"', r"unit\[0\]\.kind: .*'district'.*found 'huyen'"),
        ('channel = "counter", ', "", r"unit\[0\]\.listings\[1\]\.channel: expected this key"),
        (', path = "quay.xlsx"', "", r"listings\[1\]: expected either url or path, found neither"),
        ("2025-07-01 }", '"soon" }', r"province\.successor\.on"),
        ("[province]", "[province", r"line 2: expected \] at the end"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, change: str, to: str, told: str) -> None:
    assert change in GOOD
    file = written(tmp_path, GOOD.replace(change, to, 1))
    with pytest.raises(UsageError, match=told) as error:
        load(file)
    assert str(file) in str(error.value)


def test_all_wrong_keys_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('name = "Tỉnh Quảng Nam"\n', "").replace('contact = "mailto', 'contct = "mailto')
    with pytest.raises(UsageError) as error:
        load(written(tmp_path, text))
    assert "province.name" in str(error.value)
    assert "fetch.contct" in str(error.value)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"not found.*--config"):
        load(tmp_path / "nothing.toml")


def test_the_environment_fills_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = GOOD.replace("kstthc@example.vn", "${NIEMYET_TEST_MAIL}")
    monkeypatch.setenv("NIEMYET_TEST_MAIL", "a@example.vn")
    assert load(written(tmp_path, text)).fetch.contact == "mailto:a@example.vn"
    monkeypatch.delenv("NIEMYET_TEST_MAIL")
    with pytest.raises(
        UsageError, match=r"fetch\.contact: expected the environment variable NIEMYET_TEST_MAIL"
    ):
        load(written(tmp_path, text))


def test_an_unknown_unit_proposes_a_near_one(tmp_path: Path) -> None:
    settings = load(written(tmp_path, GOOD))
    assert settings.require_unit("nui-thanh") == "nui-thanh"
    with pytest.raises(UsageError, match="Nearest: nui-thanh"):
        settings.require_unit("nui-thahn")


def test_a_unit_may_be_written_with_the_columns_of_the_table(tmp_path: Path) -> None:
    text = GOOD.replace('id = "nui-thanh"\nkind = "district"', 'unit_id = "nui-thanh"\nlevel = "district"')
    (unit,) = load(written(tmp_path, text)).units
    assert (unit.unit_id, unit.kind, unit.level) == ("nui-thanh", UnitKind.DISTRICT, Level.DISTRICT)


def test_all_that_the_environment_lacks_is_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NIEMYET_TEST_A", raising=False)
    monkeypatch.delenv("NIEMYET_TEST_B", raising=False)
    text = GOOD.replace("kstthc@example.vn", "${NIEMYET_TEST_A}").replace(
        "Tỉnh Quảng Nam", "${NIEMYET_TEST_B}"
    )
    with pytest.raises(UsageError) as error:
        load(written(tmp_path, text))
    assert [name in str(error.value) for name in ("NIEMYET_TEST_A", "NIEMYET_TEST_B")] == [True, True]


def test_what_is_wrong_is_told_in_one_language(tmp_path: Path) -> None:
    text = GOOD.replace("2025-07-01 }", '"soon" }').replace('contact = "mailto', 'contct = "mailto')
    with pytest.raises(UsageError) as error:
        load(written(tmp_path, text))
    told = error.value.message("vi").replace(str(tmp_path), "")
    assert "fetch.contct: khóa không có; có phải 'contact'?" in told
    assert "province.successor.on: cần ngày dạng 2022-12-31, đang ghi 'soon'" in told
    for word in ("expected", "found", "unknown", "did you mean", "wrong"):
        assert word not in told


@pytest.mark.parametrize(("kind", "table", "key", "said"), [
    ("html", "list", "rows", r"source\[1\] \(so-tu-phap\)\.list\.rows: .*'row'"),
    ("html", "detail", "file", r"detail\.file: .*'files'"),
    ("nukeviet-laws", "list", "row", r"list\.row: .*nukeviet-laws"), ("liferay", "list", "row", r"list\.row: .*liferay.*next"),
    ("cms14", "detail", "number", r"detail\.number: .*cms14"), ("dvcqg", "list", "next", r"list\.next: .*dvcqg"),
    ("dvc-2026", "list", "row", r"list\.row: .*form"), ("webcenter", "list", "files", r"list\.files: .*webcenter"),
])  # fmt: skip
def test_a_key_that_the_family_would_pass_over_is_wrong(
    kind: str, table: str, key: str, said: str, tmp_path: Path
) -> None:
    given = f'{table} = {{ {key} = "a" }}'
    text = GOOD.replace('list = { row = "tr", link = "a" }', given).replace(
        'kind = "html"', f'kind = "{kind}"'
    )
    with pytest.raises(UsageError, match=said):
        load(written(tmp_path, text))


def test_keys_that_each_family_reads(tmp_path: Path) -> None:
    for kind, (listed, detail) in KEYS.items():
        tables = [
            f"{table} = {{ {', '.join(f'{key} = {chr(34)}a{chr(34)}' for key in keys)} }}"
            for table, keys in (("list", listed), ("detail", detail))
        ]
        text = GOOD.replace('list = { row = "tr", link = "a" }', "\n".join(tables))
        assert (
            load(written(tmp_path, text.replace('kind = "html"', f'kind = "{kind}"'))).sources[1].kind == kind
        )
