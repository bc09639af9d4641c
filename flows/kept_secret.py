"""What may stand in no line that is written for people or machines to read: passwords, keys, addresses that are secrets."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from niemyet.extractors.fetching.credentials import Credentials
from niemyet.flows.config import Receiver, Settings
from niemyet.flows.old_secrets import mask_of
from niemyet.model.errors import NiemyetError
from niemyet.model.messages import Words
from niemyet.storage.masking import Mask

#: Variables of the environment that hold a secret by their name, whatever the configuration says (AWS_SECRET_ACCESS_KEY,
#: PREFECT_API_AUTH_STRING, SMTP_PASSWORD, HOOK_TOKEN).
_SECRET_NAME = re.compile(r"(?:^|_)(?:SECRET|PASSWORD|PASSWD|PWD|TOKEN|KEY|AUTH_STRING)(?:_|$)")
#: The working directory, which is nobody's secret.
_NO_SECRET = frozenset({"PWD", "OLDPWD"})
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def mask_for(
    settings: Settings | None, environment: Mapping[str, str] | None = None, *, file: Path | None = None
) -> Mask:
    """What takes out of a text all that the configuration and the environment keep secret.

    `file`: the configuration, also where it is wrong and there are no settings: the variables that it names are secret
    all the same, and its errors show values.
    """
    known = os.environ if environment is None else environment
    names = {name for name in known if _SECRET_NAME.search(name) and name not in _NO_SECRET}
    if file is not None:
        names |= _named_in(file)
    values = {(name, known[name]) for name in names if known.get(name, "").strip()}
    values.update(_of_receivers(settings.receivers) if settings is not None else ())
    own = Credentials(values=tuple(sorted(values)))
    by_place = mask_of(settings)
    return lambda text: by_place(own.masked(text))


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence without what is secret, in whatever language it is said."""

    words: Words
    mask: Mask

    def text(self, lang: str) -> str:
        """The sentence in a language (`vi` or `en`)."""
        return self.mask(self.words if isinstance(self.words, str) else self.words.text(lang))

    def __str__(self) -> str:
        return self.text("en")


def told_safely(error: NiemyetError, file: Path) -> Masked:
    """What an error about a configuration says: it may show a value that was refused, and that may be a secret."""
    return Masked(error.told, mask_for(None, file=file))


def _named_in(file: Path) -> set[str]:
    """Variables that a configuration file takes values from."""
    try:
        return set(_VARIABLE.findall(file.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return set()


def _of_receivers(receivers: tuple[Receiver, ...]) -> Iterator[tuple[str, str]]:
    """A mail server's password; of a webhook all that follows its host: who knows the path may post there."""
    for one in receivers:
        mail, hook = urlsplit(one.smtp or ""), urlsplit(one.webhook or "")
        if mail.password:
            yield one.id, unquote(mail.password)
        path = hook.path.lstrip("/") + (f"?{hook.query}" if hook.query else "")
        if path:
            yield one.id, path
