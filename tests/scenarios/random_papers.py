"""What the made-up province of `random_nights.py` writes and hangs: decisions and listings as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

NEW, AMENDED, ABOLISHED, REPLACED = "BAN HÀNH MỚI", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", "BỊ BÃI BỎ", "ĐƯỢC THAY THẾ"
LEVEL_WORDS = {"province": "CẤP TỈNH", "district": "CẤP HUYỆN", "commune": "CẤP XÃ"}


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure on a line of an annex; `old`: the one whose place it takes."""

    code: str
    name: str
    time: str = "05 ngày làm việc"
    place: str = ""
    old: "Row | None" = None


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of an annex under one heading."""

    deed: str
    level: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A decision as it was signed; what it is written of, so that it can be written again as another scan."""

    number: int
    signed_on: date
    effect: str  # what Điều 2 says; empty: there is no such clause
    sections: tuple[Section, ...] = ()
    acts: tuple[str, ...] = ()
    sector: str = "Hộ tịch"
    merged: bool = False  # signed by the successor

    @property
    def cited(self) -> str:
        """As other texts name it."""
        return f"Quyết định số {self.number}/QĐ-UBND ngày {self.signed_on:%d/%m/%Y}"

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of its annex."""
        return tuple(row for section in self.sections for row in section.rows)


def written(paper: Paper, scan: int = 0) -> str:
    """The paper as a page; another scan of it says the same in other bytes."""
    place = "THÀNH PHỐ ĐÀ NẴNG" if paper.merged else "TỈNH QUẢNG NAM"
    deeds = ", ".join(dict.fromkeys(section.deed.lower() for section in paper.sections))
    title = (
        f"Về việc công bố Danh mục thủ tục hành chính {deeds} lĩnh vực {paper.sector}"
        if paper.sections
        else "Về việc xử lý một số quyết định công bố thủ tục hành chính"
    )
    articles = list(paper.acts)
    if paper.sections:
        articles.insert(
            0, f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {deeds} lĩnh vực {paper.sector}."
        )
    if paper.effect:
        articles.append(f"Quyết định này có hiệu lực thi hành {paper.effect}.")
    head = (
        f"<table><tr><td>ỦY BAN NHÂN DÂN {place}</td>"
        "<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc</td></tr>"
        f"<tr><td>Số: {paper.number}/QĐ-UBND</td><td>{place.split(' ', 1)[1].title()}, "
        f"ngày {paper.signed_on:%d} tháng {paper.signed_on:%m} năm {paper.signed_on:%Y}</td></tr></table>"
    )
    lines = [
        "QUYẾT ĐỊNH",
        title,
        f"CHỦ TỊCH ỦY BAN NHÂN DÂN {place}",
        "QUYẾT ĐỊNH:",
        *(f"Điều {number}. {text}" for number, text in enumerate(articles, 1)),
    ]
    if paper.sections:
        lines += [
            "PHỤ LỤC",
            f"(Kèm theo Quyết định số {paper.number}/QĐ-UBND ngày {paper.signed_on:%d/%m/%Y} của Chủ tịch UBND)",
        ]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    annex = "".join(_section(mark, each) for mark, each in zip("ABCDEFG", paper.sections, strict=False))
    copy = f"<!-- {scan} -->" if scan else ""
    return f"<html><head><meta charset='utf-8'></head><body>{copy}{head}{body}{annex}</body></html>"


def _section(mark: str, section: Section) -> str:
    replaces = section.deed == REPLACED
    labels = (
        ("STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế", "Thời hạn giải quyết")
        if replaces
        else ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện")
    )  # fmt: skip
    grid = [
        _cells(labels),
        f"<td>I</td><td colspan='{len(labels) - 1}'>THỦ TỤC HÀNH CHÍNH {LEVEL_WORDS[section.level]}</td>",
    ]
    for number, row in enumerate(section.rows, 1):
        old = (row.old.code, row.old.name) if replaces and row.old else ()
        end = (row.time,) if replaces else (row.time, row.place)
        grid.append(_cells((str(number), *old, row.code, row.name, *end)))
    table = "".join(f"<tr>{line}</tr>" for line in grid)
    return f"<p>{mark}. THỦ TỤC HÀNH CHÍNH {section.deed}</p><table>{table}</table>"


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)


def listed(rows: Sequence[tuple[str, str, str]]) -> str:
    """What a unit has hung: code, name, decision."""
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th><th>Quyết định công bố</th></tr>"
    body = "".join(f"<tr>{_cells((str(place), *row))}</tr>" for place, row in enumerate(rows, 1))
    return f"<html><meta charset='utf-8'><body><table>{head}{body}</table></body></html>"
