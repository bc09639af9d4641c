"""`niemyet init`: a configuration to begin with, for a province by its name."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.messages import Message, Messages, msg

if TYPE_CHECKING:
    from datetime import date

    from niemyet.transforms.known_portals import KnownPortal
    from niemyet.transforms.units.provinces import MeantProvince, ProvinceOfDay

_AGENCY = 'agency_id = "{code}"                        # mã cơ quan trên Cổng dịch vụ công quốc gia, theo danh sách 09/12/2025'
_NO_AGENCY = '# agency_id = "H…"                       # mã cơ quan trên Cổng dịch vụ công quốc gia, nếu biết'
#: Kept in the reader's language of the file: those who edit it are the office's own people.
_FILE = """\
# Cấu hình niemyet của {name}. Mọi khóa: docs/niemyet.example.toml; ${{TÊN}} đọc biến môi trường.

[province]
id = "{id}"
name = "{name}"
{predecessors}{agency}

[policy]                                 # không nghị định nào ấn định số ngày; sửa theo quy chế của tỉnh
post_within_working_days = 5
short_within_working_days = 2

[fetch]
contact = "{contact}"    # cổng thông tin thấy địa chỉ này khi được hỏi

[releases]                               # mỗi đêm một bản phát hành; bản cũ hơn được gỡ để khỏi đầy đĩa, làm lại được từ lake/
days = 30                                # giữ mọi bản của chừng này ngày
weeks = 13                               # bản cuối của mỗi tuần trong chừng này tuần (từ thứ hai đến chủ nhật)
months = 36                              # và bản cuối của mỗi tháng trong chừng này tháng

# ---- Đơn vị: lấy từ bảng đơn vị hành chính kèm theo (niemyet units list) ----

[units]
all = ["province", "commune"]            # trung tâm của tỉnh và mọi xã, phường
since = 2025-07-01                       # từ khi bỏ cấp huyện

# [[unit]]                               # đặt mã riêng và nơi niêm yết cho một đơn vị
# id = "xa-…"
# listings = [{{ channel = "counter", path = "so-quay/xa-….xlsx" }}]

# ---- Nguồn ----

[[source]]                               # thư mục nhận quyết định gửi đến dưới dạng tệp
id = "hop-thu"
kind = "inbox"
path = "inbox/"

{sources}"""
_NO_PORTAL = """\
# Cổng thông tin của tỉnh: để chương trình tự đề xuất, chạy
#   niemyet sources probe https://…      (trang liệt kê văn bản: của UBND tỉnh, từng sở, công báo)
# rồi dán phần nó in ra vào đây, và kiểm tra bằng: niemyet sources check
{known}
# [[source]]                             # Cổng dịch vụ công quốc gia: so với danh mục trên đó (thấy {seen}; từ đây chưa hỏi)
# id = "quoc-gia"
# kind = "{kind}"
# url = "{url}"
# agency_id = "{code}"
# Chưa biết: {not_known}.
"""
_NONE_KNOWN = "# Chưa có địa chỉ nào của tỉnh này được ghi nhận ở đâu đủ chắc để ghi vào đây.\n"
_SOME_KNOWN = "# Địa chỉ đã có người ghi lại (chương trình này chưa hỏi cái nào; hãy tự xem trước):\n"


#: Stands in a new file until somebody fills it in.
_NOBODY = "mailto:"


@click.command(cls=Command)
@click.argument("province", required=False)
@click.option("--portal", "portals", multiple=True, metavar="URL",
              help="A page of the province that lists documents; it is looked at and proposed. May be given again.")  # fmt: skip
@click.option(
    "--contact",
    default=_NOBODY,
    help="Mail address, telephone or page that portals see, like mailto:ten@tinh.example.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("niemyet.toml"), show_default=True,
              metavar="FILE", help="The file to write; never overwritten.")  # fmt: skip
@click.option("--practice", is_flag=True,
              help="For the practice portal (niemyet demo --serve) and its province, with sample files to hand in.")  # fmt: skip
@common
def init(
    ui: Ui, province: str | None, portals: tuple[str, ...], contact: str, out: Path, practice: bool
) -> None:
    """Write a configuration to begin with: the province's units from the table, an inbox, portals as they look.

    Example: niemyet init "Đà Nẵng" --contact mailto:kstthc@danang.example --portal https://stp.danang.example/van-ban/

    Example: niemyet init --practice
    """
    from niemyet.flows.config import load
    from niemyet.flows.contacting import read_contact
    from niemyet.transforms.language.dates import local_day

    target = out
    if practice == (province is not None):
        raise UsageError(
            msg(
                'expected a province or --practice, one of them: niemyet init "Đà Nẵng", niemyet init --practice'
            )
        )
    if target.exists():
        raise UsageError(
            msg(
                "{file} is there already; it is not overwritten. Name another with --out FILE.",
                file=target,
            )
        )
    if province is None:
        _begin_practice(ui, target, portals)
        return
    if contact != _NOBODY:
        contact = read_contact(contact)
    elif portals:
        raise UsageError(
            msg(
                "--portal needs --contact: portals are told who asks, like --contact mailto:ten@tinh.example."
            )
        )
    meant = _meant(ui, province, local_day(datetime.now(UTC)))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_text(ui, meant, portals, contact), encoding="utf-8")
    (target.parent / "inbox").mkdir(exist_ok=True)
    units = len({unit.unit_id for unit in load(target).units})
    click.echo(str(target))
    ui.tell(msg("{name}: {count} units. Decisions that come as files go into {inbox}.", name=meant.name, count=units,
                inbox=target.parent / "inbox"))  # fmt: skip
    if contact == _NOBODY:
        ui.tell(msg("Fill in [fetch] contact before portals are asked."))
    ui.tell(msg("Next: {command}", command=_first_night(target)))


def _first_night(target: Path) -> str:
    """The command that reads a configuration from where the caller stands."""
    if target.resolve() == Path("niemyet.toml").resolve():
        return "niemyet nightly"
    if target.name == "niemyet.toml":
        return f"cd {shlex.quote(str(target.parent))} && niemyet nightly"
    return f"niemyet nightly --config {shlex.quote(str(target))}"


def _begin_practice(ui: Ui, target: Path, portals: tuple[str, ...]) -> None:
    """A folder that reads the practice portal, with sample files to hand in."""
    from niemyet.flows.practising import begin_practice

    if len(portals) > 1:
        raise UsageError(msg("--practice: there is one practice portal; name it once with --portal."))
    left = begin_practice(target, portals[0] if portals else None)
    click.echo(str(target))
    ui.tell(msg("Sample files to hand in: {files}.", files=", ".join(left)))
    ui.tell(msg("Next: {command}", command=_first_night(target)))


def _meant(ui: Ui, province: str, day: "date") -> "ProvinceOfDay":
    """The province that was named; that a former one is meant is said.

    Raises:
        UsageError: none is, or several are; it names the nearest, or these.
    """
    from niemyet.transforms.units.provinces import nearest_provinces, provinces_meant, provinces_on

    meant = provinces_meant(province, day)
    if len(meant) > 1:
        them = Messages(tuple(_candidate(one) for one in meant), "; ")
        raise UsageError(
            msg("the province {name!r} may be one of several: {them}.", name=province, them=them)
        )
    if not meant:
        near = nearest_provinces(province, day) or [one.name for one in provinces_on(day)]
        raise UsageError(msg("no province {name!r}; nearest: {near}.", name=province, near=", ".join(near)))
    if meant[0].former is not None:
        ui.tell(
            msg(
                "{former} is part of {name} today: the configuration is that of {name}, with {former} before it.",
                former=meant[0].former,
                name=meant[0].province.name,
            )
        )
    return meant[0].province


def _candidate(one: "MeantProvince") -> Message:
    if one.former is None:
        return msg("{name}", name=one.province.name)
    return msg("{former} (today {name})", former=one.former, name=one.province.name)


def _text(ui: Ui, meant: "ProvinceOfDay", portals: tuple[str, ...], contact: str) -> str:
    from niemyet.transforms.known_portals import national_codes

    named = ", ".join(f'"{one}"' for one in meant.predecessors)
    before = (
        f"predecessors = [{named}]    # quyết định của các tỉnh này còn hiệu lực trên đất cũ\n"
        if named
        else ""
    )
    sources = "\n".join(_proposal(ui, url, contact) for url in portals) or _known(ui, meant)
    code = national_codes().get(meant.province_id)
    return _FILE.format(
        id=meant.province_id,
        name=meant.name,
        predecessors=before,
        agency=_AGENCY.format(code=code) if code else _NO_AGENCY,
        contact=contact,
        sources=sources,
    )


def _known(ui: Ui, meant: "ProvinceOfDay") -> str:
    """What is known of the province's portals without asking any, as remarks; said, also where it is nothing."""
    from niemyet.transforms.known_portals import known_portals, national_codes, national_portal

    found, national = known_portals(meant.province_id), national_portal()
    if found:
        told = msg(
            "No portal was asked: {count} addresses of {name} are known from others, they stand in the file as remarks. "
            "One that you name with --portal is looked at.",
            count=len(found),
            name=meant.name,
        )
    else:
        told = msg(
            "No portal was asked, and none of {name} is known: find its list of documents, then niemyet sources probe URL",
            name=meant.name,
        )
    ui.tell(told)
    lines = [_remark(one) for one in found]
    return _NO_PORTAL.format(
        known=_SOME_KNOWN + "".join(lines) if lines else _NONE_KNOWN,
        seen=national.seen,
        kind=national.kind,
        url=national.address,
        code=national_codes().get(meant.province_id, "H…"),
        not_known=national.not_known,
    )


def _remark(one: "KnownPortal") -> str:
    """An address as a command that looks at it; where the scheme was not written down, HTTPS is what is tried."""
    address = one.address if "://" in one.address else f"https://{one.address}"
    seen = one.seen or "không rõ ngày"
    return f"#   niemyet sources probe {address}    # {one.kind}, thấy {seen}; chưa biết: {one.not_known}\n"


def _proposal(ui: Ui, url: str, contact: str) -> str:
    """What the probe proposes for an address; where it finds nothing, why, as a remark in the file."""
    from niemyet.extractors.portals.probing import as_toml, id_of
    from niemyet.extractors.settings import FetchSettings
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.page_process import PageProcess
    from niemyet.flows.probing import probe
    from niemyet.model.records import Limits

    try:
        with PageProcess(Limits()) as pages:
            found = probe(
                url,
                source_id=id_of(url),
                fetch=FetchSettings(contact=contact),
                clock=SystemClock(),
                apart=pages,
            )
    except NiemyetError as error:
        ui.tell(error.told)
        return f"# {url}: {' '.join(error.message('vi').split())}\n"
    count = len(found.proposal.page.entries)
    ui.tell(
        msg("{url}: {count} rows on page 1. Look at it with: niemyet sources check", url=url, count=count)
    )
    return as_toml(found.proposal.settings) + "\n"
