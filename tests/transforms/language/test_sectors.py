"""One sector, however its name is spelt."""

import pytest

from niemyet.transforms.language.sectors import one_spelling, sector_key, sector_name


@pytest.mark.parametrize(
    "printed",
    [
        "Hòa giải cơ sở",
        "Hoà giải cơ sở",
        "HÒA GIẢI CƠ SỞ",
        "Lĩnh vực Hòa giải cơ sở",
        "II. LĨNH VỰC HOÀ GIẢI CƠ SỞ (03 TTHC)",
    ],
)
def test_case_tone_place_and_heading_words_are_no_other_sector(printed: str) -> None:
    assert sector_key(printed) == sector_key("Hòa giải cơ sở")


@pytest.mark.parametrize("other", ["Hòa giải", "Hóa giải cơ sở", "Hòa giải cơ sở khác"])
def test_other_words_are_another_sector(other: str) -> None:
    assert sector_key(other) != sector_key("Hòa giải cơ sở")


def test_the_heading_goes_and_the_name_stays_as_printed() -> None:
    assert sector_name("1.2. Lĩnh vực Nuôi con nuôi (2 thủ tục)") == "Nuôi con nuôi"
    assert sector_name("Giáo dục (hệ chính quy)") == "Giáo dục (hệ chính quy)"


def test_the_name_is_the_spelling_of_most_rows_and_no_shouting() -> None:
    told = one_spelling({"THỦY LỢI": 9, "Thuỷ lợi": 1, "Thủy lợi": 2, "Thủy sản": 1})
    assert told == {
        "THỦY LỢI": "Thủy lợi",
        "Thuỷ lợi": "Thủy lợi",
        "Thủy lợi": "Thủy lợi",
        "Thủy sản": "Thủy sản",
    }
    assert one_spelling({"Kỹ thuật": 1, "Kĩ thuật": 1}) == one_spelling({"Kĩ thuật": 1, "Kỹ thuật": 1})
    assert one_spelling({"TÔN GIÁO": 3}) == {"TÔN GIÁO": "TÔN GIÁO"}
