"""The front door: one group, each command loaded only when it is called, so that `--help` is quick."""

import importlib
import sys
from typing import Any

import click

#: Command → (module, one line of help in Vietnamese, in English).
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": (
        "demo",
        "chạy thử toàn bộ với cổng thông tin mẫu, không cần mạng",
        "run everything against the embedded portal",
    ),
    "nightly": ("runs", "tải cái mới, đọc, hợp nhất, công bố", "fetch, read, consolidate, publish"),
    "backfill": (
        "runs",
        "như trên cho một khoảng ngày ký đã qua",
        "the same for a past range of signing dates",
    ),
    "ingest": ("ingest", "nhận quyết định dưới dạng tệp", "take decisions that came as files"),
    "observe": ("ingest", "ghi lại danh mục một đơn vị đang niêm yết", "record what a unit has posted"),
    "updates": ("queries", "danh sách việc phải làm", "the work list"),
    "done": ("ingest", "báo việc đã làm xong", "report work done"),
    "board": ("queries", "danh mục đơn vị phải niêm yết", "what a unit must have posted"),
    "explain": (
        "queries",
        "vì sao một thủ tục ở trạng thái hiện nay",
        "the decisions behind a procedure's state",
    ),
    "review": ("review", "những gì hệ thống hỏi người", "what the pipeline would not decide alone"),
    "log": ("said", "ai đã nói gì, khi nào", "who said what when"),
    "export": ("show", "xuất danh sách việc và danh mục để in", "the clerk's work list and the list to post"),
    "report": ("queries", "số liệu báo cáo", "figures of the yearly report"),
    "sources": ("sources", "các nguồn đã cấu hình và tình trạng", "the configured sources and their state"),
    "reprocess": ("runs", "đọc lại từ kho gốc, không dùng mạng", "extract again from the raw archive"),
    "serve": ("runs", "chạy hằng đêm theo lịch, qua Prefect", "the nightly run on a schedule"),
    "diff": ("stores", "khác nhau giữa hai bản công bố", "what changed between two releases"),
    "releases": ("stores", "các bản công bố, bỏ bớt bản cũ", "the releases; retention"),
    "raw": ("stores", "kho gốc: WARC, dữ liệu thừa", "the raw archive: WARC, garbage"),
    "compact": ("stores", "gộp tệp nhỏ trong lake/", "write the lake's small files as one"),
    "verify": ("maintenance", "kiểm tra thư mục dữ liệu", "check the data folder"),
    "repair": ("repair", "sửa thư mục dữ liệu bị hỏng", "mend a damaged data folder"),
    "tables": ("maintenance", "từ điển dữ liệu", "the data dictionary"),
    "doctor": ("maintenance", "đã cài gì, còn thiếu gì", "what is installed, what is missing"),
}


class Commands(click.Group):
    """A group whose commands live in `flows.commands.<module>` and are imported on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a working day, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"niemyet.flows.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, without importing them."""
        column = 2 if ctx.params.get("lang") == "en" else 1
        with formatter.section("Commands" if column == 2 else "Lệnh"):
            formatter.write_dl([(name, told[column]) for name, told in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Propose the nearest command for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; gần nhất / nearest: {near[0]}" if near else ""
            ctx.fail(f"không có lệnh / no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="niemyet", prog_name="niemyet")
@click.option("--lang", type=click.Choice(["vi", "en"]), envvar="NIEMYET_LANG", default="vi", is_eager=True,
              help="Ngôn ngữ / language.")  # fmt: skip
@click.pass_context
def niemyet(ctx: click.Context, lang: str) -> None:
    """Từ quyết định công bố của tỉnh đến việc phải làm tại từng bộ phận một cửa.

    Ví dụ: niemyet demo
    """
    ctx.obj = {"lang": lang}


def main(args: list[str] | None = None) -> Any:
    """Entry point: our own exceptions become a message and an exit status, never a traceback."""
    from niemyet.model.errors import NiemyetError, UsageError

    try:
        return niemyet.main(args=args, standalone_mode=True)
    except NiemyetError as error:
        click.echo(error.message(_language()), err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:  # a place that cannot be read or written, wherever it was met
        click.echo(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), err=True)
        sys.exit(1)


def _language() -> str:
    """The language of the messages: the option when a context is left, else the environment."""
    import os

    if "--lang" in sys.argv[:-1]:
        return sys.argv[sys.argv.index("--lang") + 1]
    asked = [word.split("=", 1)[1] for word in sys.argv if word.startswith("--lang=")]
    return asked[0] if asked else os.environ.get("NIEMYET_LANG", "vi")
