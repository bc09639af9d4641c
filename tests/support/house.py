"""A small house for tests: a province with two units, decisions in our own words, a clock that stands."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.storage.folder import DataFolder

CONFIG = """
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
successor = {{ id = "da-nang", on = 2025-07-01 }}

[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox"
{more}
[[unit]]
id = "huyen-a"
kind = "district"
name = "UBND huyện A"
{huyen_listing}

[[unit]]
id = "xa-b"
kind = "commune"
name = "UBND xã B"
parent_unit_id = "huyen-a"
"""

#: (number, signed, title words, section, level words, rows); every rendering below says the same.
BASE_ROWS = (("1.001193", "Đăng ký khai sinh"), ("2.000815", "Chứng thực bản sao từ bản chính"))


def decision(
    number: int,
    signed: str,
    *,
    section: str = "BAN HÀNH MỚI",
    level: str = "CẤP XÃ",
    rows: tuple[tuple[str, str], ...] = BASE_ROWS,
    effect: str = "kể từ ngày ký",
    issuer: str = "QUẢNG NAM",
) -> str:
    """A decision as Markdown, in our own words. `signed` is dd/mm/yyyy."""
    day, month, year = signed.split("/")
    lines = "\n".join(
        f"| {n} | {code} | {name} | 05 ngày làm việc |" for n, (code, name) in enumerate(rows, start=1)
    )
    return f"""| ỦY BAN NHÂN DÂN TỈNH {issuer} | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
|---|---|
| Số: {number}/QĐ-UBND | {issuer.title()}, ngày {day} tháng {month} năm {year} |

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính {section.lower()} lĩnh vực Hộ tịch

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH {issuer}

Căn cứ Quyết định số 99/QĐ-BTP ngày 01/01/2020 của Bộ Tư pháp về việc công bố thủ tục hành chính;

QUYẾT ĐỊNH:

Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {section.lower()} lĩnh vực Hộ tịch.

Điều 2. Quyết định này có hiệu lực thi hành {effect}.

Điều 3. Chánh Văn phòng và các cơ quan liên quan chịu trách nhiệm thi hành./.

PHỤ LỤC

(Kèm theo Quyết định số {number}/QĐ-UBND ngày {signed} của Chủ tịch UBND tỉnh)

A. THỦ TỤC HÀNH CHÍNH {section}

| STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết |
|---|---|---|---|
| I | THỦ TỤC HÀNH CHÍNH {level} | | |
| I.1 | LĨNH VỰC HỘ TỊCH | | |
{lines}
"""


@dataclass
class House:
    """A configuration, an inbox, a data folder and a clock."""

    root: Path
    clock: SetClock

    @property
    def folder(self) -> DataFolder:
        return DataFolder(self.root / "data")

    @property
    def settings(self) -> Settings:
        return load(self.root / "niemyet.toml")

    @property
    def options(self) -> list[str]:
        return ["--data", str(self.root / "data"), "--config", str(self.root / "niemyet.toml")]

    def drop(self, name: str, content: str | bytes) -> Path:
        path = self.root / "inbox" / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def at(self, text: str) -> "House":
        self.clock = SetClock(datetime.fromisoformat(text).replace(tzinfo=UTC))
        return self


def build_house(root: Path, *, more: str = "", huyen_listing: str = "") -> House:
    root.mkdir(parents=True, exist_ok=True)
    (root / "inbox").mkdir()
    (root / "niemyet.toml").write_text(
        CONFIG.format(more=more, huyen_listing=huyen_listing), encoding="utf-8"
    )
    return House(root, SetClock(datetime(2022, 12, 30, 16, 0, tzinfo=UTC)))


#: A commune more; without it every board of it is gone, and nobody took anything back.
MORE = """
[[unit]]
id = "xa-c"
kind = "commune"
name = "UBND xã C"
parent_unit_id = "huyen-a"
"""


def add_a_unit(house: House) -> None:
    """A commune more in the configuration."""
    with (house.root / "niemyet.toml").open("a", encoding="utf-8") as file:
        file.write(MORE)


def lose_a_unit(house: House) -> None:
    """It is gone from the configuration: the next release has half of its boards, and is refused where they are many."""
    config = house.root / "niemyet.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(MORE, ""), encoding="utf-8")


def without_level(text: str) -> str:
    """A decision whose heading names no level: it is asked about."""
    return text.replace("| I | THỦ TỤC HÀNH CHÍNH CẤP XÃ | | |\n", "")


def told_by(house: House, *words: str, columns: int = 200) -> str:
    """What a command says that ends well or with something to look at."""
    from click.testing import CliRunner

    from niemyet.flows.cli import niemyet

    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(niemyet, [*words, *house.options])
    assert result.exit_code in {0, 3}, (result.output, result.exception)
    return result.output
