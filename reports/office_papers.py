"""Paper of a unit, by Nghị định 30/2020/NĐ-CP: the list that hangs, the notice that makes it public, the slip to take down.

The columns are those that a published list must have (Nghị định 63/2010/NĐ-CP, Đ.13.2: name, legal basis, time, place, fees)
with the body that carries the procedure out and the decision that publishes it. Content is a pure function of the rows.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from niemyet.model.words import Proof, Scope
from niemyet.reports.office import BLANK, Office, Paper, TableColumn, TableLine, day_text
from niemyet.reports.words import PROOFS
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.collation import collation_key

Row = Mapping[str, Any]

#: Stands under every list that niemyet makes. By it `observe` knows the paper for what it is: what must hang, not what was
#: seen to hang (`extractors/listing_grids.py`).
MARK = "Danh mục phải niêm yết, do niemyet lập từ các quyết định công bố đã nhận."
RECEPTION_ONLY = "(chỉ tiếp nhận)"
NO_SECTOR = "Chưa rõ lĩnh vực"

_COLUMNS = (
    TableColumn("STT", 11, centred=True),
    TableColumn("Mã số", 20, centred=True),
    TableColumn("Tên thủ tục hành chính", 60),
    TableColumn("Thời hạn giải quyết", 25),
    TableColumn("Địa điểm thực hiện", 34),
    TableColumn("Phí, lệ phí", 26),
    TableColumn("Căn cứ pháp lý", 40),
    TableColumn("Cơ quan thực hiện", 27),
    TableColumn("Quyết định công bố", 30, centred=True),
)
_SLIP = (
    TableColumn("STT", 11, centred=True),
    TableColumn("Mã số", 21, centred=True),
    TableColumn("Tên thủ tục hành chính", 62),
    TableColumn("Gỡ từ ngày", 22, centred=True),
    TableColumn("Theo quyết định", 32, centred=True),
    TableColumn("Đã gỡ (x)", 16, centred=True),
)
_CHANGES = (
    TableColumn("STT", 11, centred=True),
    TableColumn("Mã số", 21, centred=True),
    TableColumn("Tên thủ tục hành chính", 62),
    TableColumn("Thay đổi", 45),
    TableColumn("Từ ngày", 22, centred=True),
    TableColumn("Theo quyết định", 32, centred=True),
)
_SHEET = (TableColumn("Nội dung", 45), TableColumn("Quy định", 120))
#: Components of a sheet, in the order of Nghị định 63/2010/NĐ-CP, Đ.8.2, as far as decisions or the catalogue state them.
_COMPONENTS = {
    "code": "Mã số",
    "sector": "Lĩnh vực",
    "steps": "Trình tự thực hiện",
    "way": "Cách thức thực hiện",
    "dossier": "Thành phần hồ sơ",
    "time": "Thời hạn giải quyết",
    "subjects": "Đối tượng thực hiện",
    "agency": "Cơ quan thực hiện",
    "place": "Địa điểm thực hiện",
    "result": "Kết quả thực hiện",
    "fee": "Phí, lệ phí",
    "forms": "Mẫu đơn, mẫu tờ khai",
    "requirements": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "decision": "Quyết định công bố",
}
#: What stands on a sheet by the catalogue alone is marked so: it proves nothing against a decision.
BY_CATALOGUE = "(*) Theo Cơ sở dữ liệu quốc gia về thủ tục hành chính, quyết định công bố không nêu."


def posting_list(rows: Sequence[Row], *, office: Office, as_of: date) -> bytes:
    """“Danh mục thủ tục hành chính niêm yết” as DOCX, across.

    `rows`: dictionaries with code, name, sector, scope, time, place, fee, legal_basis, agency, decision (as people name it)
    and proof (a word of `Proof`).
    """
    paper = Paper(title=f"Danh mục thủ tục hành chính niêm yết, {office.issuer}", day=as_of, across=True)
    paper.letterhead(office)
    paper.title(
        "Danh mục",
        "Thủ tục hành chính niêm yết công khai",
        f"(Tính đến ngày {day_text(as_of)}: {len(rows)} thủ tục)",
    )
    paper.table(_COLUMNS, _lines(rows), size=11)
    _close(paper, rows, office)
    return paper.data()


def posting_notice(rows: Sequence[Row], *, office: Office, as_of: date) -> bytes:
    """“Thông báo công khai thủ tục hành chính” as DOCX, with the list as its annex, across."""
    paper = Paper(title=f"Thông báo công khai thủ tục hành chính, {office.issuer}", day=as_of)
    paper.letterhead(office)
    paper.title("Thông báo", "Công khai thủ tục hành chính")
    decisions = sorted({row["decision"] for row in rows})
    only = sum(row["scope"] == Scope.RECEPTION_ONLY for row in rows)
    received = f", trong đó {only} thủ tục chỉ tiếp nhận hồ sơ" if only else ""
    paper.body(
        "Căn cứ Nghị định số 63/2010/NĐ-CP của Chính phủ về kiểm soát thủ tục hành chính và các nghị định sửa đổi, bổ sung; "
        f"căn cứ {len(decisions)} quyết định công bố của Chủ tịch Ủy ban nhân dân cấp tỉnh nêu tại Phụ lục,"
    )
    paper.body(
        f"{office.issuer} công khai {len(rows)} thủ tục hành chính được niêm yết tại đơn vị tính đến ngày "
        f"{day_text(as_of)}{received} (Phụ lục kèm theo)."
    )
    paper.body(
        "Nội dung từng thủ tục được niêm yết tại nơi tiếp nhận hồ sơ và trên Cơ sở dữ liệu quốc gia về thủ tục hành chính "
        "theo mã số nêu tại Phụ lục."
    )
    paper.body(_complaints(office), straight=bool(office.complaints))
    paper.signature(office)
    symbol = office.symbol or "…………"
    paper.annex(
        "Danh mục thủ tục hành chính niêm yết công khai",
        f"Kèm theo Thông báo số         /{symbol} ngày {day_text(as_of)} của {office.issuer}",
    )
    paper.table(_COLUMNS, _lines(rows), size=11)
    paper.words(MARK, size=11, italic=True, above=6)
    return paper.data()


def removal_slip(rows: Sequence[Row], *, office: Office, as_of: date) -> bytes:
    """“Phiếu gỡ niêm yết”: what comes down, since when, on whose order, as DOCX.

    `rows`: dictionaries with code, name, effective_on, decision.
    """
    paper = Paper(title=f"Phiếu gỡ niêm yết, {office.issuer}", day=as_of)
    paper.letterhead(office)
    paper.title(
        "Phiếu gỡ niêm yết",
        "Thủ tục hành chính không còn niêm yết",
        f"(Tính đến ngày {day_text(as_of)}: {len(rows)} thủ tục)",
    )
    paper.body("Không gỡ trước ngày ghi ở cột “Gỡ từ ngày”.")
    ordered = sorted(rows, key=lambda row: (row["effective_on"] or date.max, row["code"] or "", row["name"]))
    lines = [
        TableLine((str(number), _code(row), row["name"], day_text(row["effective_on"]), row["decision"], ""))
        for number, row in enumerate(ordered, start=1)
    ]
    paper.words("", size=6)
    paper.table(_SLIP, lines)
    paper.signature(office)
    return paper.data()


def posting_changes(
    groups: Mapping[str, Sequence[Row]], *, office: Office, since: date, as_of: date
) -> bytes:
    """“Danh mục thủ tục hành chính thay đổi”: what a list that was printed on a day no longer says, as DOCX.

    `groups`: heading → dictionaries with code, name, change, effective_on, decision.
    """
    count = sum(map(len, groups.values()))
    paper = Paper(title=f"Danh mục thay đổi, {office.issuer}", day=as_of, across=True)
    paper.letterhead(office)
    paper.title(
        "Danh mục",
        "Thủ tục hành chính thay đổi",
        f"(Từ bản ngày {day_text(since)} đến bản ngày {day_text(as_of)}: {count} thủ tục)",
    )
    lines: list[TableLine] = []
    number = 0
    for heading, rows in groups.items():
        if rows:
            lines.append(TableLine(heading=f"{heading} ({len(rows)})"))
        for row in sorted(
            rows, key=lambda one: (one["effective_on"] or date.max, one["code"] or "", one["name"])
        ):
            number += 1
            told = (row["change"], day_text(row["effective_on"]), row["decision"])
            lines.append(TableLine((str(number), _code(row), row["name"], *told)))
    if lines:
        paper.table(_CHANGES, lines)
    else:
        paper.body("Không có thay đổi.")
    paper.words(MARK, size=11, italic=True, above=4, below=6)
    paper.signature(office)
    return paper.data()


def procedure_sheet(row: Row, *, office: Office, as_of: date, link: str | None) -> bytes:
    """“Bản niêm yết thủ tục hành chính”: one procedure, to hang, as DOCX; `link` stands on it in letters and as a QR code.

    `row` may hold a mapping `catalogue` of components to what the national catalogue says: it fills in what decisions do
    not state, marked. What neither states is not on it: nothing is made up.
    """
    paper = Paper(title=f"{row['name']}, {office.issuer}", day=as_of)
    paper.letterhead(office)
    only = RECEPTION_ONLY if row["scope"] == Scope.RECEPTION_ONLY else ""
    paper.title("Thủ tục hành chính", row["name"], only)
    told = {**row, "code": _code(row), "decision": _ordered_by(row)}
    more = {name: text for name, text in row.get("catalogue", {}).items() if not told.get(name)}
    lines = [
        (f"{label} (*)" if name in more else label, str(told.get(name) or more.get(name) or ""))
        for name, label in _COMPONENTS.items()
    ]
    paper.table(_SHEET, [TableLine(line) for line in lines if line[1]], size=13)
    if more:
        paper.words(BY_CATALOGUE, size=11, italic=True, above=4)
    paper.words(f"Tính đến ngày {day_text(as_of)}.", size=11, italic=True, above=4, below=6)
    if link:
        paper.code(link)
    paper.box(_complaints(office))
    paper.signature(office)
    return paper.data()


def _close(paper: Paper, rows: Sequence[Row], office: Office) -> None:
    if any(row["scope"] == Scope.RECEPTION_ONLY for row in rows):
        paper.words(
            f"{RECEPTION_ONLY}: đơn vị chỉ tiếp nhận hồ sơ, không giải quyết.", size=11, italic=True, above=4
        )
    paper.words(MARK, size=11, italic=True, above=4, below=6)
    paper.box(_complaints(office))
    paper.signature(office)


def _complaints(office: Office) -> str:
    return f"Phản ánh, kiến nghị về quy định hành chính gửi về: {office.complaints or BLANK * 2}"


def _lines(rows: Sequence[Row]) -> list[TableLine]:
    ordered = sorted(rows, key=_order)
    lines: list[TableLine] = []
    number = 0
    for sector, group in groupby(ordered, key=lambda row: row["sector"] or NO_SECTOR):
        mine = list(group)
        lines.append(TableLine(heading=f"Lĩnh vực {sector} ({len(mine)})"))
        for row in mine:
            number += 1
            name = f"{row['name']} {RECEPTION_ONLY}" if row["scope"] == Scope.RECEPTION_ONLY else row["name"]
            told = (
                row["time"],
                row["place"],
                row["fee"],
                row["legal_basis"],
                row["agency"],
                _ordered_by(row),
            )
            lines.append(TableLine((str(number), _code(row), name, *(text or "" for text in told))))
    return lines


def _ordered_by(row: Row) -> str:
    """The decision; where a row rests on less, what that is (RULINGS 45)."""
    proof = Proof(row["proof"])
    return (
        str(row["decision"])
        if proof is Proof.DECISION
        else f"{row['decision']} (mức chứng minh: {PROOFS[proof][0]})"
    )


def _order(row: Row) -> tuple[Any, ...]:
    sector = row["sector"] or ""
    return not sector, collation_key(sector), collation_key(row["name"]), row["code"]


def _code(row: Row) -> str:
    """A surrogate for "no code" (X:…) is not for print."""
    code = row["code"] or ""
    return "" if is_own_code(code) else code
