"""Questions of the pipeline, and people's answers."""

from functools import partial
from pathlib import Path

import click

from niemyet.flows.manual_input import new_run, publish_option, record_and_publish
from niemyet.flows.ui import Ui, cell, common
from niemyet.model.errors import UsageError


@click.group()
def review() -> None:
    """Những gì hệ thống không tự quyết: xem (list) và trả lời (resolve).

    Ví dụ: niemyet review list
    """


@review.command("list")
@click.option("--kind", default=None, help="Chỉ loại câu hỏi này / only this kind.")
@click.option("--all", "everything", is_flag=True, help="Cả câu đã trả lời / answered ones too.")
@common
def list_reviews(ui: Ui, kind: str | None, everything: bool) -> None:
    """Các câu hỏi đang chờ.

    Ví dụ: niemyet review list --kind not_yet_read
    """
    rows = ui.release().table("reviews").to_pylist()
    rows = [row for row in rows if (everything or row["state"] == "open") and kind in (None, row["kind"])]
    ui.print_rows(
        rows,
        shown={
            "review_id": ui.say("Mã", "Id"),
            "kind": ui.say("Loại", "Kind"),
            "decision_id": ui.say("Quyết định", "Decision"),
            "question": ui.say("Câu hỏi", "Question"),
            "candidates": ui.say("Lựa chọn", "Candidates"),
        },
    )
    ui.tell(f"{len(rows)} câu hỏi.", f"{len(rows)} questions.")


@review.command("show")
@click.argument("review_id")
@click.option(
    "--picture",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Ghi hình cắt từ trang văn bản vào tệp PNG này / write the cropped picture here.",
)
@common
def show(ui: Ui, review_id: str, picture: Path | None) -> None:
    """Một câu hỏi, và hình cắt từ trang văn bản mà câu hỏi nói đến.

    Ví dụ: niemyet review show ocr_doubt:5c1d9e0f2a34 --picture o.png
    """
    from niemyet.transforms.law.questions import parse_picture

    rows = [row for row in ui.release().table("reviews").to_pylist() if row["review_id"] == review_id]
    if not rows:
        raise _unknown(review_id)
    if ui.format == "table":
        click.echo("\n".join(f"{name}: {cell(value)}" for name, value in rows[0].items()))
    else:
        ui.print_rows(rows)
    place = parse_picture(rows[0]["picture"] or "")
    if picture is None:
        return
    if place is None:
        raise UsageError(
            f"the question {review_id} is about no place on a page; there is no picture of it.",
            vi=f"câu hỏi {review_id} không nói về một chỗ trên trang nào nên không có hình.",
        )
    from niemyet.flows.explaining import crop
    from niemyet.model.records import Limits
    from niemyet.storage.files import write_atomic

    limits = ui.settings().limits if ui.config.is_file() else Limits()
    sha256, page, box = place
    write_atomic(picture, crop(ui.folder().raw.get(sha256), page, box, limits))
    ui.tell(f"Đã ghi {picture} (trang {page}).", f"Wrote {picture} (page {page}).")


@review.command("resolve")
@click.argument("review_id")
@click.argument("resolution")
@click.option("--by", "by", default=None, metavar="NAME", help="Người trả lời / who answers.")
@publish_option
@common
def resolve(ui: Ui, review_id: str, resolution: str, by: str | None, no_publish: bool) -> None:
    """Trả lời một câu hỏi. Chỉ ghi thêm, không sửa ghi chép cũ.

    Ví dụ: niemyet review resolve 5c1d9e0f2a34 "confirmed" --by "Trần Văn B"
    """
    from niemyet.storage.lake import ResolutionRow

    run = new_run(ui, "review", {"review": review_id, "resolution": resolution, "by": by})
    known = set(ui.release().table("reviews", ["review_id"]).column(0).to_pylist())
    if review_id not in known:
        raise _unknown(review_id)
    row = ResolutionRow(run.run_id, review_id, resolution, by, run.started_at)
    record_and_publish(ui, run, {"resolve": partial(run.append, "resolutions", [row])}, no_publish=no_publish)


def _unknown(review_id: str) -> UsageError:
    return UsageError(
        f"no question with id {review_id}. The ids stand in `niemyet review list`.",
        vi=f"không có câu hỏi mang mã {review_id}. Mã có trong `niemyet review list`.",
    )
