"""What the server of the processes that read documents loads before it forks any (`extraction.context`).

To import this module is all that the server is told, so that is when it happens.
"""

import gc
from importlib import import_module

from niemyet.model.records import Limits

#: What every process needs that reads documents. The server loads it once a run; each of its children has it at once, where
#: loading PDFium and what goes with it would cost each some 0.2 s (measured, docs/measurements.md). What reads pages has a
#: server of its own (`page_server.py`), which is there sooner.
_READERS = (
    "niemyet.extractors.decisions.reading",
    "niemyet.extractors.documents",
    "niemyet.extractors.documents.pdf",
    "niemyet.extractors.documents.spreadsheet",
    "niemyet.extractors.listings",
    "niemyet.flows.extraction",
    "niemyet.flows.text_time",
    "niemyet.storage.raw",
    "pebble",
    "pyarrow",  # what unpacks the archive
)

#: Of no province: what readers work out with their first paper (names of all units, patterns) every child then has, where
#: it took each 0.05 of the 0.08 s of processor that it lived for one short decision (measured, 2026-11-30).
PAPER = """
| ỦY BAN NHÂN DÂN TỈNH A | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
|---|---|
| Số: 1/QĐ-UBND | A, ngày 10 tháng 01 năm 2022 |

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính ban hành mới, sửa đổi, bổ sung và bị bãi bỏ lĩnh vực Hộ tịch

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A

Căn cứ Quyết định số 2/QĐ-BTP ngày 01/01/2020 của Bộ Tư pháp về việc công bố thủ tục hành chính;

QUYẾT ĐỊNH:

Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Hộ tịch.

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số 3/QĐ-UBND ngày 01/02/2021.

Điều 3. Chánh Văn phòng và các cơ quan liên quan chịu trách nhiệm thi hành./.

PHỤ LỤC

(Kèm theo Quyết định số 1/QĐ-UBND ngày 10/01/2022 của Chủ tịch UBND tỉnh)

A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI

| STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết | Địa điểm thực hiện | Phí, lệ phí | Căn cứ pháp lý |
|---|---|---|---|---|---|---|
| I | THỦ TỤC HÀNH CHÍNH CẤP XÃ | | | | | |
| 1 | 1.000001 | Đăng ký khai sinh | 05 ngày làm việc | Bộ phận Một cửa | Không | Luật Hộ tịch |

B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ

| STT | Mã TTHC | Tên thủ tục hành chính | Tên VBQPPL quy định việc bãi bỏ |
|---|---|---|---|
| I | THỦ TỤC HÀNH CHÍNH CẤP HUYỆN | | |
| 1 | 1.000002 | Đăng ký khai tử | Luật Hộ tịch |
"""


def _load() -> None:
    for name in _READERS:
        import_module(name)
    from niemyet.extractors.decisions.reading import read_decision
    from niemyet.extractors.documents import read_document

    read_decision(read_document(PAPER.encode(), None, Limits()))


gc.disable()  # nothing of it is garbage
_load()
gc.freeze()  # else each child would look through it, and have a copy of its own of every page that it marks
gc.enable()
