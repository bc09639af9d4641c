"""One message an event, by mail and by webhook; never twice, and tried again where it did not go."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.commands.notify import night_of
from niemyet.flows.config import Receiver, load
from niemyet.flows.notifying import due_events, send
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.errors import NotifyError, UsageError
from niemyet.model.words import NewsKind, Outcome
from niemyet.reports.bulletin import News, Night
from niemyet.storage.lake_rows import NotificationRow
from tests.support.house import House, build_house, decision
from tests.support.mail import endless_server, mail_server, webhook_server

FIRST, SECOND = datetime(2022, 3, 1, 13, tzinfo=UTC), datetime(2022, 3, 2, 13, tzinfo=UTC)
SECRET = "bi-mat-7731"


def told(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, ["notify", *words, *house.options], catch_exceptions=False)


def with_receivers(house: House, tables: str) -> None:
    config = house.root / "niemyet.toml"
    config.write_text(f"{config.read_text('utf-8')}\n{tables}", "utf-8")


def by_mail(port: int, more: str = "") -> str:
    return (
        f'[[notify]]\nid = "phong"\nsmtp = "smtp://127.0.0.1:{port}"\n'
        f'from = "niemyet@tinh.example"\nto = ["phong@tinh.example", "hai@tinh.example"]\n{more}\n'
    )


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    return house


def news(house: House) -> None:
    """A decision that two units have to do with, and that leaves a question."""
    rows = (("1.500001", "Cấp giấy phép thử nghiệm"),)
    house.drop("2.md", decision(2, "11/02/2022", rows=rows, effect=""))
    run_nightly(house.settings, house.folder, SetClock(SECOND))


def test_a_new_receiver_is_told_where_things_stand_then_only_news_each_once(house: House) -> None:
    with mail_server() as post:
        with_receivers(house, by_mail(post.port))
        assert told(house).exit_code == 0
        (first,) = post.letters
        assert first["Subject"] == "niemyet bắt đầu báo tin"
        assert "việc chưa xong" in first.get_content()
        assert told(house).exit_code == 0
        assert len(post.letters) == 1, "nothing is new"
        news(house)
        assert told(house).exit_code == 0
        _, work, asked = post.letters
        assert work["Subject"].endswith("theo Quyết định số 2/QĐ-UBND ngày 11/02/2022")
        assert "Niêm yết mới: 1.500001 Cấp giấy phép thử nghiệm" in work.get_content()
        assert "UBND xã B:" in work.get_content()
        assert asked["Subject"] == "1 câu hỏi mới cần người trả lời"
        assert (work["To"], work["From"]) == ("phong@tinh.example, hai@tinh.example", "niemyet@tinh.example")
        assert work["Auto-Submitted"] == "auto-generated"
        assert told(house).exit_code == 0
        assert len(post.letters) == 3, "never twice"


def test_what_did_not_go_is_told_and_goes_with_the_next_run(house: House) -> None:
    with webhook_server() as post:
        with_receivers(house, f'[[notify]]\nid = "kenh"\nwebhook = "http://127.0.0.1:{post.port}/{SECRET}"\n')
        told(house)
        news(house)
        post.refuse = True
        refused = told(house)
        assert refused.exit_code == 3
        assert "chưa gửi được" in refused.output
        assert "HTTP 503" in refused.output
        assert SECRET not in refused.output
        post.refuse = False
        assert told(house).exit_code == 0
        assert [body["about"] for body in post.bodies] == ["work", "work", "questions"]
        assert len(set(post.keys)) == 3
    away = told(house)
    assert away.exit_code == 0, "nothing new: nobody is called"


def test_a_receiver_of_one_unit_hears_of_that_unit_and_of_what_it_asked_for(house: House) -> None:
    with mail_server() as post:
        with_receivers(house, by_mail(post.port, 'units = ["huyen-a"]\nabout = ["work"]'))
        told(house)
        news(house)  # of the commune alone
        told(house)
        assert len(post.letters) == 1
    lake = house.folder.lake
    assert {row.receiver for row in lake.read("notifications", NotificationRow)} == {"phong"}


def test_a_source_that_goes_dark_is_told_once_and_once_when_it_is_back(house: House) -> None:
    with mail_server() as post:
        with_receivers(house, by_mail(post.port))
        told(house)
        inbox, away = house.root / "inbox", house.root / "away"
        inbox.rename(away)
        for day in (2, 3):
            run_nightly(house.settings, house.folder, SetClock(FIRST.replace(day=day)))
            told(house)
        assert [letter["Subject"] for letter in post.letters[1:]] == ["Nguồn hop-thu: không đọc được"]
        away.rename(inbox)
        run_nightly(house.settings, house.folder, SetClock(FIRST.replace(day=4)))
        told(house)
        assert [letter["Subject"] for letter in post.letters[2:]] == ["Nguồn hop-thu: đủ"]


def test_a_dry_run_shows_and_neither_sends_nor_records(house: House) -> None:
    with mail_server() as post:
        with_receivers(house, by_mail(post.port))
        shown = told(house, "--dry-run")
        assert "phong: niemyet bắt đầu báo tin" in shown.output
        assert post.letters == []
        assert house.folder.lake.read("notifications", NotificationRow) == []


def test_a_night_tells_its_news_at_its_end(house: House) -> None:
    with mail_server() as post:
        with_receivers(house, by_mail(post.port))
        night = CliRunner().invoke(niemyet, ["nightly", *house.options], catch_exceptions=False)
        assert "Đã gửi 1 tin." in night.output
        assert len(post.letters) == 1


def test_what_a_receiver_was_told_last_of_a_source_decides_not_what_it_was_told_first() -> None:
    rows = [
        NotificationRow("r", "a", key, FIRST.replace(hour=hour))
        for hour, key in ((3, "source s complete"), (1, "started"), (2, "source s dark"))
    ]
    dark = Night(work=[], units={}, decisions={}, outcomes={"s": (Outcome.DARK, "")}, questions={})
    (again,) = due_events(Receiver("a"), dark, rows)
    assert again.keys == ("source s dark",)
    assert due_events(Receiver("a", about=(NewsKind.WORK,)), dark, rows) == []


def test_a_release_is_told_with_names_of_units_and_decisions(house: House) -> None:
    ui = Ui(str(house.folder.root), house.root / "niemyet.toml", "vi", "table")
    night = night_of(ui, ui.release())
    assert night.units["xa-b"] == "UBND xã B"
    assert "1/QĐ-UBND ngày 10/01/2022" in night.decisions.values()
    assert night.outcomes["hop-thu"][0] is Outcome.COMPLETE


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('smtp = "smtp://h"\nto = ["a@b"]', "needs `from`"),
        ('smtp = "smtp://h"\nfrom = "a@b"\nto = ["không phải"]', "mail addresses"),
        (f'smtp = "http://{SECRET}@h"\nfrom = "a@b"\nto = ["a@b"]', "smtps://"),
        (f'webhook = "ftp://{SECRET}"', "https://"),
        ('webhook = "https://h"\nsmtp = "smtp://h"\nfrom = "a@b"\nto = ["a@b"]', "one of them"),
        ('webhook = "https://h"\nunits = ["xa-c"]', "xa-c"),
        ('webhook = "https://h"\nabout = ["weather"]', "'work', 'source', 'questions', 'failure'"),
    ],
)
def test_a_wrong_receiver_is_refused_without_its_secret(house: House, table: str, expected: str) -> None:
    with_receivers(house, f'[[notify]]\nid = "a"\n{table}\n')
    with pytest.raises(UsageError, match=expected) as refused:
        load(house.root / "niemyet.toml")
    assert SECRET not in str(refused.value)


ENDLESS = {
    "smtp": (b"220-wait\r\n", "smtp://127.0.0.1:{port}"),
    "headers": (b"HTTP/1.1 200 OK\r\nX: y\r\n", "http://127.0.0.1:{port}/x"),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_answer_without_an_end_holds_no_night(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.flows.notifying._LONGEST", 0.4)
    greeting, address = ENDLESS[kind]
    with endless_server(greeting) as port:
        where = address.format(port=port)
        receiver = (
            Receiver("a", smtp=where, sender="a@b.example", to=("c@d.example",))
            if kind == "smtp"
            else Receiver("a", webhook=where)
        )
        begun = time.monotonic()
        with pytest.raises(NotifyError, match="no answer in time"):
            send(receiver, News(NewsKind.WORK, (), "một việc", ()), FIRST)
    assert time.monotonic() - begun < 60


def test_the_body_of_a_webhooks_answer_is_not_waited_for() -> None:
    with endless_server(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n") as port:
        send(
            Receiver("a", webhook=f"http://127.0.0.1:{port}/x"),
            News(NewsKind.WORK, (), "một việc", ()),
            FIRST,
        )


@pytest.mark.parametrize("line", ["\n", "\r\n", "\u2028", "\x85", "\x0b"])
def test_a_title_makes_no_header_of_its_own(line: str) -> None:
    with mail_server() as post:
        news_of = News(NewsKind.WORK, (), f"việc{line}Bcc: x@evil.example " + "dài " * 500, ("\ud800",))
        receiver = Receiver(
            "a", smtp=f"smtp://127.0.0.1:{post.port}", sender="a@b.example", to=("c@d.example",)
        )
        with pytest.raises(NotifyError, match="UnicodeEncodeError"):
            send(receiver, news_of, FIRST)
        send(receiver, replace(news_of, lines=()), FIRST)
    (letter,) = post.letters
    assert letter["Bcc"] is None
    assert letter["Subject"].startswith("việc Bcc: x@evil.example dài")
    assert len(letter["Subject"]) <= 200


def test_nobody_to_tell_is_wrong_usage(house: House) -> None:
    with pytest.raises(UsageError, match="notify"):
        told(house)


def test_that_a_service_failed_is_told_with_the_last_lines_of_its_log_each_time(house: House) -> None:
    file = house.root / "niemyet.log"
    lines = [f'2026-01-0{n}T00:00:00.000Z INFO told pid=7 text="dòng {n}"' for n in range(1, 10)] * 5
    file.write_text(
        "\n".join([*lines, f"2026-01-10T00:00:00.000Z ERROR told pid=7 text={SECRET}\n"]), "utf-8"
    )
    with mail_server() as post, webhook_server() as hook:
        house_hook = f'[[notify]]\nid = "kenh"\nwebhook = "http://127.0.0.1:{hook.port}/{SECRET}"\n'
        with_receivers(house, by_mail(post.port) + house_hook)
        for _ in range(2):
            assert told(house, "--failed", "niemyet-nightly", "--log-file", str(file)).exit_code == 0
        post.refuse = True
        refused = told(house, "--failed", "niemyet-nightly", "--log-file", str(file))
    assert refused.exit_code == 3
    assert "niemyet-nightly" in refused.stderr
    assert "phong" in refused.stderr
    assert len(post.letters) == 2
    assert len(hook.bodies) == 3
    assert len(set(hook.keys)) == 3, "each failure is told"
    letter = post.letters[0]
    assert str(letter["Subject"]).startswith("niemyet-nightly trên máy ")
    text = letter.get_content()
    assert text.count("text=") == 20, "the end of the log, and nothing of this command's own"
    assert "dòng 9" in text
    assert SECRET not in text
    assert hook.bodies[0]["about"] == "failure"


def test_a_failure_is_told_to_those_who_asked_for_it_also_without_a_log_or_a_data_folder(
    house: House,
) -> None:
    work_only = by_mail(1, 'about = ["work"]')
    with_receivers(house, work_only + by_mail(2).replace("phong", "may"))
    result = told(house, "--failed", "niemyet-desk", "--dry-run", "--data", str(house.root / "none"))
    assert result.exit_code == 0
    assert result.stdout.startswith("may: niemyet-desk trên máy ")
    assert "journalctl -u niemyet-desk" in result.stdout
    assert "phong" not in result.stdout.split(":")[0]
