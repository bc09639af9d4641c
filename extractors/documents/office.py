"""LibreOffice as a converter, for formats that are read too seldom to have a reader of their own here.

It runs with a profile of its own, without macros, without updating links, with a time limit, and cut off from the
network where the system allows that.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from niemyet.extractors.documents.docx import read_docx
from niemyet.model.errors import DocumentError, OverLimitError, ProgramMissingError
from niemyet.model.messages import msg
from niemyet.model.records import Document, Limits

_INSTALL = "apt-get install libreoffice-writer-nogui"
_MB = 1 << 20  # bytes, by definition
#: LibreOffice needs more address space than a reader of our own; chosen, not measured.
_ROOM_MB = 4_096
# Seconds before whoever called us is ended itself, and could end nothing any more; chosen, not measured:
_EARLIER = 15
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}


def converted(data: bytes, ending: str, limits: Limits, *, media: str) -> Document:
    """The blocks of a file that LibreOffice turned into DOCX; flagged `converted`.

    Raises ProgramMissingError where LibreOffice is not installed, OverLimitError past `limits.max_seconds`,
    DocumentError when it gives nothing.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ProgramMissingError(
            msg(
                "LibreOffice is needed to read {kind}; install it with {command}, then read again.",
                kind=ending.upper(),
                command=_INSTALL,
            )
        )
    with tempfile.TemporaryDirectory(prefix="niemyet-") as folder:
        place = Path(folder)
        source = place / f"document.{ending}"
        source.write_bytes(data)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        _run(
            [
                *_apart(),
                program,
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(place / "out"),
                str(source),
            ],
            place,
            limits,
        )
        result = place / "out" / "document.docx"
        if not result.is_file():
            raise DocumentError(
                msg(
                    "LibreOffice could not turn this {kind} file into DOCX; it may be damaged or locked by "
                    "a password. Fetch it again from its source.",
                    kind=ending.upper(),
                )
            )
        document = read_docx(result.read_bytes(), limits)
    return replace(document, media=media, flags=(*document.flags, "converted"))


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    schema = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {schema}>{items}</oor:items>\n'


def _run(command: list[str], place: Path, limits: Limits) -> None:
    process = subprocess.Popen(  # noqa: S603 - a fixed program, options of our own, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(place),
            "TMPDIR": str(place),
            "LANG": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        },
        start_new_session=True,
    )
    try:
        memory = max(limits.max_memory_mb, _ROOM_MB) * _MB
        hard = resource.prlimit(process.pid, resource.RLIMIT_AS)[1]
        bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (bound, bound))
        size = limits.max_unpacked_mb * _MB
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (limits.max_seconds, limits.max_seconds))
        process.wait(timeout=max(limits.max_seconds - _EARLIER, 1))
    except subprocess.TimeoutExpired as error:
        raise OverLimitError(
            msg(
                "LibreOffice ran for more than {most} seconds (max_seconds); stopped.",
                most=limits.max_seconds,
            )
        ) from error
    except ProcessLookupError:
        process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@lru_cache(maxsize=1)
def _apart() -> tuple[str, ...]:
    """What to put before a command so that it has no network; nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--net", "--map-root-user", "--")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False, timeout=30)  # noqa: S603
    return prefix if tried.returncode == 0 else ()
