"""The portal to practise on: it stands on a day, and does what a person tells it: a day on, gone dark, a document withdrawn."""

import html
import json
from dataclasses import dataclass
from datetime import date
from threading import Lock
from types import TracebackType
from typing import Any, Self

from niemyet.demo.config import demo_config
from niemyet.demo.portal import DemoPortal
from niemyet.demo.practice_words import CALLED, PORT, Practice
from niemyet.demo.serving import Reply, ServedRequest
from niemyet.demo.world import World, build_world
from niemyet.model.words import Channel

#: Its first day: four days with news follow it, the last ones of the script.
FIRST_DAY = date(2026, 11, 5)
#: Where a person tells it what to do: in a browser, or `niemyet demo --tell`.
DOOR = "/thuc-hanh"
#: The source that can go dark, and from which a document can be withdrawn.
SOURCE = "so-tu-phap"

_INBOX = """
# Thư mục nhận quyết định gửi đến dưới dạng tệp.
[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox/"
"""


@dataclass(frozen=True, slots=True)
class PortalStanding:
    """How it stands: its day, postings on both sites, whether one is dark, which documents are withdrawn."""

    day: date
    postings: int
    dark: bool
    withdrawn: tuple[str, ...]
    more_days: int  # days with news that are still to come

    def as_json(self) -> bytes:
        """For `--tell`."""
        fields = {
            "day": self.day.isoformat(),
            "postings": self.postings,
            "dark": self.dark,
            "withdrawn": list(self.withdrawn),
            "more_days": self.more_days,
        }
        return json.dumps(fields, ensure_ascii=False).encode()

    @classmethod
    def of_json(cls, text: bytes) -> "PortalStanding":
        """What `as_json` wrote. Raises ValueError where it was somebody else."""
        try:
            told = json.loads(text)
            return cls(
                date.fromisoformat(told["day"]),
                int(told["postings"]),
                bool(told["dark"]),
                tuple(str(one) for one in told["withdrawn"]),
                int(told["more_days"]),
            )
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError("no standing of a practice portal") from error


class PracticePortal:
    """The demo's portal on a port of its own, with a door for the one who practises. A context manager."""

    def __init__(self, world: World, day: date = FIRST_DAY, port: int = PORT) -> None:
        self._portal = DemoPortal(world, day, port=port, doors={DOOR: self._door})
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._portal.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._portal.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return self._portal.url

    def standing(self) -> PortalStanding:
        """How it stands now."""
        portal = self._portal
        shown = sum(len(portal.readable(outlet)) for outlet in ("dvcqg", SOURCE))
        numbers = {copy.posting_id: copy.number_text for copy in portal.world.copies}
        return PortalStanding(
            portal.today,
            shown,
            SOURCE in portal.dark,
            tuple(numbers[one] for one in sorted(portal.withdrawn)),
            len(self._days_to_come()),
        )

    def tell(self, what: Practice) -> PortalStanding:
        """Do it, and say how things stand then; what cannot be done (no day left, nothing withdrawn) changes nothing."""
        portal = self._portal
        with self._lock:
            if what is Practice.NEXT_DAY:
                portal.today = min(self._days_to_come(), default=portal.today)
            elif what is Practice.DARK:
                portal.dark = frozenset({SOURCE})
            elif what is Practice.LIGHT:
                portal.dark = frozenset()
            elif what is Practice.WITHDRAW:
                newest = portal.readable(SOURCE)[:1]
                portal.withdrawn |= {copy.posting_id for copy in newest}
            else:
                portal.withdrawn = frozenset()
            return self.standing()

    def _days_to_come(self) -> set[date]:
        today = self._portal.today
        return {copy.readable_from for copy in self._portal.world.copies if copy.readable_from > today}

    def _door(self, asked: ServedRequest) -> Reply:
        """Its page; a POST below it tells the portal something. Pages of other sites may not."""
        word = asked.path.removeprefix(DOOR).strip("/")
        if asked.method != "POST":
            return Reply(self._page().encode())
        if asked.headers.get("origin", self.url) not in {
            self.url,
            self.url.replace("127.0.0.1", "localhost"),
        }:
            return Reply(b"", "text/plain; charset=utf-8", 403)
        if word not in set(Practice):
            return Reply(b"", "text/plain; charset=utf-8", 404)
        told = self.tell(Practice(word))
        if "text/html" in asked.headers.get("accept", ""):
            return Reply(b"", status=303, headers={"Location": DOOR})
        return Reply(told.as_json(), "application/json; charset=utf-8")

    def _page(self) -> str:
        stands = self.standing()
        gone = ", ".join(stands.withdrawn) or "không có"
        facts: dict[str, Any] = {
            "Ngày của cổng": f"{stands.day:%d/%m/%Y}",
            "Số bản đăng đang đọc được": stands.postings,
            "Sở Tư pháp": "đang ngừng trả lời" if stands.dark else "đang trả lời",
            "Văn bản đã gỡ": gone,
            "Số ngày có văn bản mới còn lại": stands.more_days,
        }
        rows = "".join(
            f"<tr><th align=left>{name}</th><td>{html.escape(str(value))}</td></tr>"
            for name, value in facts.items()
        )
        forms = "".join(
            f'<form method="post" action="{DOOR}/{word.value}"><button>{label}</button></form>'
            for word, (label, _) in CALLED.items()
        )
        return (
            '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thực hành</title></head>'
            f"<body><h1>Cổng thực hành niemyet</h1><table>{rows}</table>{forms}"
            "<p>Sau mỗi lần bấm, chạy <code>niemyet nightly</code> và xem chương trình nói gì.</p></body></html>"
        )


def practice_config(base_url: str, day: date = FIRST_DAY) -> str:
    """The configuration of who practises: the demo's, with a folder for files that come by hand."""
    head, unit, rest = demo_config(base_url, day=day).partition("\n[[unit]]")
    return head + _INBOX + unit + rest


def sample_files() -> dict[str, bytes]:
    """Files as they come by hand, by name: a decision that no site has yet, what two counters have posted."""
    world = build_world()
    seen_on = FIRST_DAY
    counter = world.inventory(world.plan("tam-xuan", Channel.COUNTER), seen_on)
    list_of_old = world.inventory(world.plan("xa-nui-thanh", Channel.PORTAL), seen_on)
    assert counter is not None, "it has posted since 2025-07-01"
    assert list_of_old is not None, "it has posted since 2025-07-01"
    return {
        "3213-QD-UBND.docx": world.document("2026-038", "docx"),
        "so-quay.xlsx": counter,
        "so.xlsx": list_of_old,
    }
