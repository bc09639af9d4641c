"""The `niemyet.toml` with which the demo reads its own portal, as a user would write it."""

from datetime import date

from niemyet.demo.units import LISTING_PLANS, demo_successions, demo_units
from niemyet.model.tables import Unit

_HEAD = """\
# Cấu hình của cổng thực hành: một tỉnh và tỉnh kế tiếp, hai nguồn, các đơn vị của Núi Thành.
# Tên kết thúc bằng .example không phải của ai (RFC 2606). Mọi khóa: docs/niemyet.example.toml.

[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
agency_id = "H47"
successor = {{ id = "da-nang", on = 2025-07-01 }}

[policy]
post_within_working_days = 5
timezone = "Asia/Ho_Chi_Minh"

[site]
address = "https://niemyet.example"

[fetch]
contact = "mailto:demo@niemyet.example"
seconds_between_requests = 0.0
obey_robots = true

[[source]]
id = "dvcqg"
kind = "dvcqg"
url = "{base}/jsp/rest.jsp"

[[source]]
id = "so-tu-phap"
kind = "html"
url = "{base}/van-ban/"
list = {{ row = "tr.van-ban-dong", link = "a.so-ky-hieu", next = "a[rel=next]" }}
detail = {{ number = "Số ký hiệu", signed_on = "Ngày ban hành", title = "Trích yếu", files = "Tệp đính kèm" }}
"""


_NATIONAL = """
[[source]]
id = "quoc-gia"
kind = "dvc-2026"
url = "{national}"
agency_id = "H47"
"""


def demo_config(base_url: str, *, day: date, national: str | None = None) -> str:
    """The text of the configuration.

    base_url: address of the portal, without a slash at the end.
    national: address of the national service of 2026, where it is there.
    day: listings are named for the units that exist on it; units and successions are named for all days.
    """
    base = base_url.rstrip("/")
    parts = [_HEAD.format(base=base)]
    parts += [_NATIONAL.format(national=national)] if national else []
    parts += [_unit_table(unit, base, day) for unit in demo_units()]
    parts += [
        f'[[succession]]\nfrom_unit_id = "{row.from_unit_id}"\nto_unit_id = "{row.to_unit_id}"\n'
        f'kind = "{row.kind}"\non_date = {row.on_date}\n'
        for row in demo_successions()
    ]
    return "\n".join(parts)


def _unit_table(unit: Unit, base: str, day: date) -> str:
    lines = ["[[unit]]", f'id = "{unit.unit_id}"', f'kind = "{unit.kind}"', f'level = "{unit.level}"']
    lines += [f'name = "{unit.name}"']
    for key in ("gso_code", "agency_id", "parent_unit_id", "province_id"):
        value = getattr(unit, key)
        if value:
            lines.append(f'{key} = "{value}"')
    for key in ("valid_from", "valid_until"):
        value = getattr(unit, key)
        if value:
            lines.append(f"{key} = {value}")
    exists = (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_until is None or day < unit.valid_until
    )
    plans = [plan for plan in LISTING_PLANS if plan.unit_id == unit.unit_id and exists]
    if plans:
        entries = ", ".join(
            f'{{ channel = "{plan.channel}", url = "{base}{plan.path}", kind = "{plan.kind}" }}'
            for plan in plans
        )
        lines.append(f"listings = [{entries}]")
    return "\n".join(lines) + "\n"
