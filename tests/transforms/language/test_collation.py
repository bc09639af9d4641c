"""Vietnamese order: letters before tones, tones before case."""

import random

from niemyet.transforms.language.collation import collation_key


def test_letters_tones_and_words_stand_as_in_a_dictionary() -> None:
    ordered = [
        "an", "An toàn", "án", "ạn", "anh", "ăn", "âm", "ba", "bà", "bả", "bã", "bá", "bạ", "chó", "dừa", "đa", "Đất đai", "em",
        "ếch", "hòa", "hoàng", "o", "ô", "ơ", "u", "ư", "xã",
    ]  # fmt: skip
    # "An toàn" has the letters of "an" and more: the shorter word first, its tones before longer texts.
    ordered = ["an", "án", "ạn", "An toàn", *ordered[4:]]
    mixed = list(ordered)
    random.Random(5).shuffle(mixed)
    assert sorted(mixed, key=collation_key) == ordered


def test_numbers_count_as_numbers_and_punctuation_does_not() -> None:
    assert sorted(["Tam Xuân 10", "Tam Xuân 2"], key=collation_key) == ["Tam Xuân 2", "Tam Xuân 10"]
    assert collation_key("Phòng, chống")[0] == collation_key("Phòng chống")[0]
    assert collation_key("Hoà")[0] == collation_key("hòa")[0]
