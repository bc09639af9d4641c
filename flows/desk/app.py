"""The desk's pages and forms as a Starlette application: who may, what is asked, what is shown.

Every page works without scripts. A form carries the session's word (against forms of other sites), every answer the headers
that keep other sites out; names of hosts are checked, so that no other name leads here (DNS rebinding).
"""

import functools
import re
import secrets
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from niemyet.flows.commands.drift import TICKS, gap_rows, gaps_of, unit_drift
from niemyet.flows.commands.queries import require_unit, unit_names
from niemyet.flows.commands.sources import source_rows
from niemyet.flows.desk import acting, pages
from niemyet.flows.desk.acting import Upload
from niemyet.flows.desk.sessions import COOKIE, Brake, Session, Sessions, is_own_form
from niemyet.flows.desk.users import Role, User, Users
from niemyet.flows.desk.words import said_at_desk, words_in
from niemyet.flows.ui import Ui, cell
from niemyet.model.errors import BusyError, NiemyetError, UsageError
from niemyet.model.messages import Words, msg
from niemyet.model.words import Channel
from niemyet.reports.kind_words import kind_word, said_as
from niemyet.reports.words import OUTCOMES
from niemyet.transforms.language.dates import local_day

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Bytes of an uploaded file; as max_response_mb of a fetched one, docs/contract.md.
_LARGEST = 50 * 1024 * 1024
#: … and of a form that anybody may send: a name, a password and the form's word; chosen, not measured.
_LARGEST_SIGN_IN = 16 * 1024
#: … and of a form without a file: ticks, an answer.
_LARGEST_FORM = 4 * 1024 * 1024  # chosen, not measured
#: Fields of a form: ticks of all work of a large unit; chosen, not measured.
_MOST_FIELDS = 20_000
#: Letters of a name that are remembered for the pause after wrong passwords; chosen, not measured.
_NAME = 100  # chosen, not measured
#: Files that were looked at and wait for the word to keep them; chosen, not measured.
_HELD = 20

Page = Callable[["DeskState", Request, Session], Response]


@dataclass(slots=True)
class DeskState:
    """What all pages share. `alone`: the one user of a desk on the loopback address, without a file of users."""

    ui: Ui
    users: Users | None
    alone: User | None = None
    ticket: str = field(default_factory=secrets.token_urlsafe)  # opens the door of a desk without users
    sessions: Sessions = field(default_factory=Sessions)
    brake: Brake = field(default_factory=Brake)
    over_tls: bool = False
    behind_proxy: bool = False  # every request comes from its address; who is behind it, its header says
    _uploads: dict[str, Upload] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def session(self, request: Request) -> Session | None:
        """Who is signed in, with the role and units of now: who was removed, or has another password, is not."""
        key = request.cookies.get(COOKIE)
        session = self.sessions.get(key)
        if session is None or self.users is None:
            return session
        user = self.users.still(session.user)
        if user is None:
            self.sessions.close(key)
            return None
        session.user = user
        return session

    def caller(self, request: Request) -> str | None:
        """The address that a request comes from; None where only the proxy's is known, which is everybody's."""
        if self.behind_proxy:
            return request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or None
        return request.client.host if request.client else None

    def hold(self, upload: Upload) -> str:
        """Keep a file in memory until it is said what to do with it; gives its ticket."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            while len(self._uploads) >= _HELD:
                self._uploads.pop(next(iter(self._uploads)))
            self._uploads[key] = upload
        return key

    def held(self, key: str) -> Upload:
        """A file that was looked at.

        Raises:
            UsageError: it is no longer there.
        """
        with self._lock:
            upload = self._uploads.get(key)
        if upload is None:
            raise UsageError(msg("the file is no longer at hand; choose it again."))
        return upload


def desk_app(office: DeskState, hosts: Collection[str]) -> Starlette:
    """The application. `hosts`: names by which it may be called."""
    routes = [
        _route("/", office, _overview),
        _route("/u/{unit}", office, _unit),
        _route("/u/{unit}/done", office, _done, "POST"),
        _route("/u/{unit}/observe", office, _observe_look, "POST"),
        _route("/u/{unit}/observe/keep", office, _observe_keep, "POST"),
        _route("/u/{unit}/work.{form}", office, _export),
        _route("/u/{unit}/{code}/evidence.zip", office, _evidence),
        _route("/u/{unit}/drift", office, _unit_drift),
        _route("/drift", office, _drift),
        _route("/review", office, _questions),
        _route("/review", office, _bulk, "POST"),
        _route("/review/{review_id}", office, _question),
        _route("/review/{review_id}", office, _answer, "POST"),
        _route("/review/{review_id}/picture.png", office, _picture),
        _route("/review/{review_id}/document/{sha256}", office, _document),
        _route("/ingest", office, _ingest),
        _route("/ingest", office, _ingest_look, "POST"),
        _route("/ingest/keep", office, _ingest_keep, "POST"),
        _route("/log", office, _log),
        Route("/logout", _of(office, _sign_out), methods=["POST"]),
        Route("/login", _of(office, _sign_in), methods=["GET", "POST"]),
        Route("/desk.css", _file("desk.css", "text/css")),
        Route("/desk.js", _file("desk.js", "text/javascript")),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts))],
        exception_handlers={HTTPException: functools.partial(_not_found, office)},
    )


# ---- the door ---------------------------------------------------------------------------------------------------


def _route(path: str, office: DeskState, page: Page, method: str = "GET") -> Route:
    async def handle(request: Request) -> Response:
        try:
            session = await run_in_threadpool(office.session, request)
        except NiemyetError as error:  # the file of users is damaged: nobody is let in
            return _kept_out(_wrong(office, None, error, 503, None))
        if session is None:
            return RedirectResponse("/login", 303)
        if method == "POST":
            refusal = await _foreign_form(office, request, session)
            if refusal is not None:
                return refusal
        return _kept_out(await run_in_threadpool(_safely, office, page, request, session))

    return Route(path, handle, methods=[method])


def _safely(office: DeskState, page: Page, request: Request, session: Session) -> Response:
    """The page, or what went wrong in words."""
    try:
        return page(office, request, session)
    except BusyError as error:
        return _wrong(office, session, error, 409, _way_back(request))
    except NiemyetError as error:
        return _wrong(office, session, error, 400, _way_back(request))


async def _foreign_form(office: DeskState, request: Request, session: Session) -> Response | None:
    """Why a form is not taken: too large, or not of a page of this session."""
    has_file = request.headers.get("content-type", "").startswith("multipart/")
    largest = _LARGEST if has_file else _LARGEST_FORM
    if not _is_at_most(request, largest):
        said = words_in(office.ui.lang)["too_large"].format(limit=largest // 2**20)
        return _kept_out(_render(office, "message.html", session, said=[said], status=413))
    form = await _form(request)
    request.state.form = form
    if not is_own_form(session, str(form.get("word", ""))):
        said = words_in(office.ui.lang)["stale_form"]
        return _kept_out(_render(office, "message.html", session, said=[said], status=403))
    request.state.uploads = {
        name: Upload(value.filename or "", await value.read())
        for name, value in form.multi_items()
        if isinstance(value, UploadFile)
    }
    return None


async def _form(request: Request) -> FormData:
    """The fields of a form.

    Raises:
        HTTPException: it is none: cut off, too many fields, a charset that is none.
    """
    try:
        return await request.form(max_part_size=_LARGEST, max_fields=_MOST_FIELDS)
    except (ValueError, LookupError) as error:
        raise HTTPException(400) from error


def _is_foreign(request: Request) -> bool:
    """Whether the browser says that a form was sent from a page of another site (Fetch Metadata, RFC 6454)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and _host(origin.partition("://")[2]) != _host(request.headers.get("host", ""))


def _host(netloc: str) -> str:
    """A host without its port: a proxy need not hand it on."""
    return re.sub(r":\d*$", "", netloc).lower()


def _is_at_most(request: Request, most: int) -> bool:
    """Whether a body says its length, and that it is within bounds: it is in memory before anything of it is known."""
    length = request.headers.get("content-length", "")
    # Digits of the largest whole number of 64 bits, by definition.
    return length.isascii() and length.isdigit() and int(length[:18]) <= most and len(length) <= 18


def _of(office: DeskState, page: Callable[[DeskState, Request], Any]) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        if request.method == "POST" and not _is_at_most(request, _LARGEST_SIGN_IN):
            return _kept_out(_render(office, "login.html", None, said=[], alone=False, status=413))
        if request.method == "POST" and _is_foreign(request):
            said = words_in(office.ui.lang)["stale_form"]
            return _kept_out(_render(office, "login.html", None, said=[said], alone=False, status=403))
        return _kept_out(await page(office, request))

    return handle


async def _sign_in(office: DeskState, request: Request) -> Response:
    if office.alone is not None:
        shown = request.query_params.get("ticket", "")
        if secrets.compare_digest(shown.encode("utf-8", "replace"), office.ticket.encode()):
            return _let_in(office, office.alone)
        return _render(office, "login.html", None, said=[], alone=True, status=403)
    if request.method == "GET":
        return _render(office, "login.html", None, said=[], alone=False)
    form = await _form(request)
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    caller = office.caller(request)
    who = (f"name:{name[:_NAME]}", *([f"from:{caller}"] if caller else []))
    words = words_in(office.ui.lang)
    pause = office.brake.pause(*who)
    if pause > 0:
        said = words["slow_down"].format(seconds=round(pause) + 1)
        return _render(office, "login.html", None, said=[said], alone=False, status=429)
    assert office.users is not None, "a desk has a file of users, or one user"
    user = await run_in_threadpool(office.users.known, name, password)
    if user is None:
        office.brake.failed(*who)
        return _render(office, "login.html", None, said=[words["wrong_password"]], alone=False, status=403)
    office.brake.passed(*who)
    return _let_in(office, user)


def _let_in(office: DeskState, user: User) -> Response:
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        COOKIE, office.sessions.open(user), httponly=True, samesite="strict", secure=office.over_tls
    )
    return answer


async def _sign_out(office: DeskState, request: Request) -> Response:
    session = office.sessions.get(request.cookies.get(COOKIE))
    form = await _form(request)
    if session is not None and is_own_form(session, str(form.get("word", ""))):
        office.sessions.close(request.cookies.get(COOKIE))
    return RedirectResponse("/login", 303)


# ---- units ------------------------------------------------------------------------------------------------------


def _overview(office: DeskState, request: Request, session: Session) -> Response:
    only = session.user.units if session.user.role is Role.CLERK else None
    asked = pages.questions(office.ui)
    return _render(
        office,
        "overview.html",
        session,
        units=pages.overview(office.ui, only),
        sources=source_rows(office.ui),
        asked=len(asked),
        missing=pages.missing(office.ui),
        weeks=pages.late_weeks(office.ui, only),
    )


def _unit(office: DeskState, request: Request, session: Session) -> Response:
    return _unit_page(office, session, request.path_params["unit"])


def _unit_page(
    office: DeskState,
    session: Session,
    unit: str,
    *,
    ticked: Collection[str] = (),
    on: str = "",
    refused: UsageError | None = None,
) -> Response:
    sheet = pages.unit_work(office.ui, unit)
    today = local_day(datetime.now(UTC)).isoformat()
    return _render(
        office, "unit.html", session, unit_id=unit, sheet=sheet, may_report=session.user.may_report(unit), today=today,
        on=on or today, ticked=ticked, status=400 if refused else 200, refused=_refusal(office, refused),
    )  # fmt: skip


def _done(office: DeskState, request: Request, session: Session) -> Response:
    unit = request.path_params["unit"]
    _need(session.user.may_report(unit))
    form: FormData = request.state.form
    ticked = [str(one) for one in form.getlist("update")]
    undo, given = form.get("what") == "undo", str(form.get("on", ""))
    try:
        on = None if undo else _day(given)
        told = acting.report(office.ui, unit, ticked, on=on, by=session.user.name, undo=undo)
    except UsageError as error:  # the ticks and the day stay, beside the reason
        return _unit_page(office, session, unit, ticked=ticked, on=given, refused=error)
    session.told += _said(office, told)
    return RedirectResponse(f"/u/{unit}", 303)


def _channel(form: FormData) -> Channel:
    said = form.get("channel")
    return Channel(said) if said in set(Channel) else Channel.COUNTER


def _observe_look(office: DeskState, request: Request, session: Session) -> Response:
    unit = request.path_params["unit"]
    _need(session.user.may_report(unit))
    upload = _upload(request)
    channel = _channel(request.state.form)
    look = acting.look_at_listing(office.ui, unit, upload, channel)
    return _render(
        office,
        "listing.html",
        session,
        unit_id=unit,
        look=look,
        name=upload.name,
        ticket=office.hold(upload),
        channel=channel.value,
    )


def _observe_keep(office: DeskState, request: Request, session: Session) -> Response:
    unit = request.path_params["unit"]
    _need(session.user.may_report(unit))
    form: FormData = request.state.form
    told = acting.observe(
        office.ui,
        unit,
        office.held(str(form.get("ticket", ""))),
        channel=_channel(form),
        by=session.user.name,
        accepted=str(form.get("accepted", "")).strip() or None,
    )
    session.told += _said(office, told)
    return RedirectResponse(f"/u/{unit}", 303)


def _export(office: DeskState, request: Request, session: Session) -> Response:
    from niemyet.flows.commands.show import sheet_bytes

    unit, form = request.path_params["unit"], request.path_params["form"]
    paper = request.query_params.get("paper", pages.PAPERS[0])
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
    }
    if form not in kinds or paper not in pages.PAPERS:
        raise UsageError(msg("expected work.xlsx, work.html or work.docx."))
    pages.unit_work(office.ui, unit)  # an unknown unit is told so
    name = "-".join(filter(None, (re.sub(r"[^a-z0-9-]", "", unit), paper if form == "docx" else "")))
    headers = {} if form == "html" else {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(sheet_bytes(office.ui, unit, form, paper=paper), media_type=kinds[form], headers=headers)


# ---- the national catalogue -------------------------------------------------------------------------------------


def _drift(office: DeskState, request: Request, session: Session) -> Response:
    gaps = gaps_of(office.ui)
    rows = None if gaps is None else gap_rows(office.ui, gaps, office.ui.release().as_of)
    return _render(
        office, "drift.html", session, rows=rows, none_read=words_in(office.ui.lang)["no_catalogue"]
    )


def _unit_drift(office: DeskState, request: Request, session: Session) -> Response:
    unit = request.path_params["unit"]
    require_unit(office.ui, unit)
    gaps = gaps_of(office.ui)
    found = None if gaps is None else unit_drift(office.ui, unit, gaps)
    name = unit_names(office.ui)[unit]
    return _render(
        office,
        "unit_drift.html",
        session,
        unit_id=unit,
        unit_name=name,
        found=found,
        ticks=TICKS,
        none_read=words_in(office.ui.lang)["no_catalogue"],
    )


# ---- questions --------------------------------------------------------------------------------------------------


def _evidence(office: DeskState, request: Request, session: Session) -> Response:
    from niemyet.flows.commands.evidence import evidence_of

    code, unit = request.path_params["code"], request.path_params["unit"]
    packed = evidence_of(office.ui, code, unit)
    name = re.sub(r"[^0-9A-Za-z.-]", "-", f"{unit}-{code}")
    return Response(
        packed,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


def _questions(office: DeskState, request: Request, session: Session) -> Response:
    kind, decision = request.query_params.get("kind") or None, request.query_params.get("decision") or None
    asked = pages.questions(office.ui, kind=kind, decision=decision)
    return _render(
        office,
        "questions.html",
        session,
        asked=asked,
        kind=kind,
        decision=decision,
        kinds=_counted(one.kind for one in asked),
        effects=None,
        given="",
        refused=[],
    )


def _bulk(office: DeskState, request: Request, session: Session) -> Response:
    _need(session.user.may_decide)
    form: FormData = request.state.form
    kind, decision = str(form.get("kind", "")) or None, str(form.get("decision", "")) or None
    if kind is None and decision is None:
        raise UsageError(msg("choose a kind or a decision first; all questions at once share no answer."))
    given = str(form.get("answer", "")).strip()
    asked = pages.questions(office.ui, kind=kind, decision=decision)
    told = {one.review_id: given for one in asked}
    effects, refused = None, None
    try:
        if form.get("what") == "keep":
            session.told += _said(office, acting.answer(office.ui, told, by=session.user.name))
            return RedirectResponse("/review", 303)
        effects, before = acting.try_answers(office.ui, told, by=session.user.name)
        session.told += _said(office, before)
    except UsageError as error:
        refused = error
    return _render(
        office, "questions.html", session, asked=asked, kind=kind, decision=decision,
        kinds=_counted(one.kind for one in asked), effects=effects, given=given, status=400 if refused else 200,
        refused=_refusal(office, refused),
    )  # fmt: skip


def _question(office: DeskState, request: Request, session: Session) -> Response:
    return _shown(office, session, request.path_params["review_id"])


def _shown(
    office: DeskState,
    session: Session,
    review_id: str,
    given: str = "",
    *,
    even_so: bool = False,
    effects: Any = None,
    refused: UsageError | None = None,
) -> Response:
    question = pages.question(office.ui, review_id)
    before, after = pages.beside(pages.questions(office.ui), review_id)
    return _render(
        office, "question.html", session, one=question, before=before, after=after, given=given,
        even_so=even_so, effects=effects, may_decide=session.user.may_decide, status=400 if refused else 200,
        refused=_refusal(office, refused),
    )  # fmt: skip


def _answer(office: DeskState, request: Request, session: Session) -> Response:
    _need(session.user.may_decide)
    review_id = request.path_params["review_id"]
    form: FormData = request.state.form
    what = form.get("what")
    if what == "reopen":
        session.told += _said(office, acting.reopen(office.ui, review_id, by=session.user.name))
        return RedirectResponse(f"/review/{review_id}", 303)
    given = str(form.get("answer", "")).strip() or ", ".join(map(str, form.getlist("candidate")))
    even_so = form.get("even_so") == "yes"
    _, after = pages.beside(pages.questions(office.ui), review_id)
    by = session.user.name
    try:
        _need_one_answer(form)
        if what == "keep":
            told = acting.answer(office.ui, {review_id: given}, by=by, even_so=even_so)
            session.told += _said(office, told)
            return RedirectResponse(f"/review/{after}" if after else "/review", 303)
        effects, before = acting.try_answers(office.ui, {review_id: given}, by=by, even_so=even_so)
    except UsageError as error:  # what was typed stays in the form, beside the reason
        return _shown(office, session, review_id, given, even_so=even_so, refused=error)
    session.told += _said(office, before)
    return _shown(office, session, review_id, given, even_so=even_so, effects=effects)


def _need_one_answer(form: FormData) -> None:
    """Refuse a form in which one answer is ticked and another one typed: neither may be passed over."""
    typed = str(form.get("answer", "")).strip()
    if typed and form.get("candidate"):
        raise UsageError(
            msg("An answer is chosen and another one is typed (“{typed}”); leave one of them.", typed=typed)
        )


def _picture(office: DeskState, request: Request, session: Session) -> Response:
    found = pages.picture_place(office.ui, request.path_params["review_id"])
    if found is None:
        raise HTTPException(404)
    return Response(acting.picture(office.ui, found), media_type="image/png")


def _document(office: DeskState, request: Request, session: Session) -> Response:
    """A document as it came, to be kept and not shown: what a stranger wrote is no page of the desk."""
    review_id, sha256 = request.path_params["review_id"], request.path_params["sha256"]
    found = pages.document(office.ui, review_id, sha256)
    if found is None:
        raise HTTPException(404)
    name, data = acting.document(office.ui, found)
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


# ---- decisions handed in, and the log ---------------------------------------------------------------------------


def _ingest(office: DeskState, request: Request, session: Session) -> Response:
    return _render(office, "ingest.html", session, looks=None, ticket="", name="")


def _ingest_look(office: DeskState, request: Request, session: Session) -> Response:
    _need(session.user.may_decide)
    upload = _upload(request)
    looks = acting.look_at_decision(office.ui, upload)
    return _render(office, "ingest.html", session, looks=looks, ticket=office.hold(upload), name=upload.name)


def _ingest_keep(office: DeskState, request: Request, session: Session) -> Response:
    _need(session.user.may_decide)
    upload = office.held(str(request.state.form.get("ticket", "")))
    session.told += _said(office, acting.ingest(office.ui, upload, by=session.user.name))
    return RedirectResponse("/review", 303)


def _log(office: DeskState, request: Request, session: Session) -> Response:
    return _render(office, "log.html", session, rows=pages.log(office.ui))


# ---- what they share --------------------------------------------------------------------------------------------


def _need(allowed: bool) -> None:
    if not allowed:
        raise UsageError(msg("Your account may not do this."))


def _upload(request: Request) -> Upload:
    upload: Upload | None = request.state.uploads.get("file")
    if upload is None or not upload.data:
        raise UsageError(msg("choose a file first; an empty one says nothing."))
    return upload


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            msg("{value!r}: expected a day like 2022-12-31 or 31/12/2022", value=text)
        ) from error


def _counted(names: Any) -> dict[str, int]:
    from collections import Counter

    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


def _said(office: DeskState, told: Sequence[Words]) -> list[str]:
    return said_at_desk([office.ui.words(one) for one in told], office.ui.lang)


def _refusal(office: DeskState, error: UsageError | None) -> list[str]:
    """Why a form was not taken, in lines, above the form that keeps what was given."""
    return said_at_desk(error.message(office.ui.lang).splitlines(), office.ui.lang) if error else []


def _wrong(
    office: DeskState, session: Session | None, error: NiemyetError, status: int, back: str | None
) -> Response:
    said = said_at_desk(error.message(office.ui.lang).splitlines(), office.ui.lang)
    return _render(office, "message.html", session, said=said, status=status, back=back)


def _way_back(request: Request) -> str | None:
    """The page whose form was sent: a unit's, a question's; none where a page was only asked for."""
    if request.method != "POST":
        return None
    parts = request.url.path.split("/")
    return "/".join(parts[:3])


async def _not_found(office: DeskState, request: Request, error: HTTPException) -> Response:
    session = office.sessions.get(request.cookies.get(COOKIE))
    said = words_in(office.ui.lang)["nothing_found"]
    return _kept_out(_render(office, "message.html", session, said=[said], status=error.status_code))


@functools.lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("niemyet.flows.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(
    office: DeskState, template: str, session: Session | None, *, status: int = 200, **context: Any
) -> Response:
    lang = office.ui.lang
    told = list(session.told) if session else []
    if session:
        session.told.clear()
    page = _templates().get_template(template).render(
        **context,
        lang=lang,
        w=words_in(lang),
        told=told,
        user=session.user if session else None,
        word=session.word if session else "",
        said_as=functools.partial(said_as, lang=lang, units=functools.partial(unit_names, office.ui)),
        kind_word=functools.partial(kind_word, lang=lang),
        outcomes={one.value: office.ui.say(told) for one, told in OUTCOMES.items()},
        cell=functools.partial(cell, lang=lang),
        names=functools.cache(lambda: unit_names(office.ui)),  # asked for by few pages
    )  # fmt: skip
    return HTMLResponse(page, status)


def _kept_out(answer: Response) -> Response:
    for name, value in _HEADERS.items():
        answer.headers[name] = value
    return answer


def _file(name: str, kind: str) -> Callable[[Request], Response]:
    data = (resources.files("niemyet.flows.desk") / "templates" / name).read_bytes()

    def handle(_: Request) -> Response:
        return Response(data, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    return handle
