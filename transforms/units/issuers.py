"""Issuers that anybody knows: provinces of the old state and the new, their bodies and units, and central bodies.

A letterhead that names none of them was misread or is torn: its decision may well be our own (RULINGS 16).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files

from niemyet.transforms.language.citations import MINISTRIES, issuer_id
from niemyet.transforms.language.text import slug
from niemyet.transforms.units.country import provinces

#: Central bodies that sign decisions and have no symbol of their own in `MINISTRIES`; the list of the national portal.
_CENTRAL = frozenset(
    {
        *("chinh-phu", "thu-tuong-chinh-phu", "thu-tuong", "quoc-hoi", "uy-ban-thuong-vu-quoc-hoi"),
        *("chu-tich-nuoc", "van-phong-quoc-hoi", "van-phong-chu-tich-nuoc", "van-phong-trung-uong-dang"),
        *(
            "kiem-toan-nha-nuoc",
            "toa-an-nhan-dan",
            "toa-an-nhan-dan-toi-cao",
            "vien-kiem-sat-nhan-dan-toi-cao",
        ),
        *("ngan-hang-chinh-sach-xa-hoi", "ngan-hang-phat-trien-viet-nam", "tap-doan-dien-luc-viet-nam"),
    }
)
#: Bodies of a province or a ministry that sign in their own name; which one it is says the rest of the name.
_BODIES = re.compile(
    r"(?:so|ban-quan-ly|ban-to-chuc|ban-dan-toc|cong-an|thanh-tra|chi-cuc|cuc|tong-cuc|vu|hoi-dong-nhan-dan|hdnd"
    r"|hoi-dong-bau-cu|toa-an-nhan-dan|vien-kiem-sat-nhan-dan|bao-hiem-xa-hoi|kho-bac-nha-nuoc|thue|phong"
    r"|bo-chi-huy-quan-su|truong|ngan-hang-nha-nuoc|lien-minh|lien-doan|hoi)-[a-z]"
)


def is_known_issuer(issuer: str) -> bool:
    """Whether an `issuer_id` is that of a province, a unit or body of one, a ministry or another central body."""
    if issuer in provinces() or issuer in _central() or _BODIES.match(issuer):
        return True
    first = issuer.partition("-")[0]
    return issuer in _units_of(first) or any(issuer in _units_of(kind) for kind in _UNSAID)


@lru_cache(maxsize=1)
def _central() -> frozenset[str]:
    return _CENTRAL | frozenset(MINISTRIES.values())


#: First words of kinds that an issuer's id leaves out: "Thành phố Tam Kỳ" is `tam-ky`. All others begin their ids.
_UNSAID = ("thanh", "tinh")


@lru_cache(maxsize=64)
def _units_of(kind: str) -> frozenset[str]:
    """Ids as issuers of the units whose kind begins with a word: `huyen` of `huyen-nui-thanh`.

    Of one kind at a time: all 9,400 take 0.2 s, and whoever reads one decision asks for few.
    """
    return frozenset(map(issuer_id, _names_by_kind().get(kind, ())))


@lru_cache(maxsize=1)
def _names_by_kind() -> Mapping[str, Collection[str]]:
    """The names of all districts and communes by the first word of their kind."""
    text = files("niemyet.transforms").joinpath("data", "units.csv").read_text(encoding="utf-8")
    # Each process that reads documents does this: rows as dicts took twice as long.
    rows = csv.reader(text.splitlines())
    column = next(rows).index("name")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        name = row[column]
        found[name.partition(" ")[0]].add(name)
    return {slug(word): names for word, names in found.items()}
