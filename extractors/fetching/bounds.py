"""Where the client may go: the addresses that the configuration names, each a host *and* a port (CONTRACT §5.7)."""

import socket
from collections.abc import Callable, Collection, Sequence

from niemyet.extractors.fetching.addresses import Endpoint, literal, place_of
from niemyet.model.messages import Message, msg

#: Host, port → the addresses that it has, as texts. Unknown names have none.
Resolve = Callable[[str, int], Sequence[str]]
_USUAL = frozenset(
    {80, 443}
)  # a site that moves to https, or is linked by its old http address, is the same site


#: How the wire's own words end where a name leads nowhere.
NO_ADDRESS = "no address is known for this name"


def resolved(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says, in its order."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Bounds:
    """The addresses that a source may call: its url's, and those of `allowed_hosts` ("host", "host:8443", "*.host").

    An entry without a port stands for 80 and 443; a url with a port of its own stands for that port only.
    """

    def __init__(
        self,
        url: str | None,
        allowed_hosts: Collection[str],
        allow_private: Collection[str],
        resolve: Resolve = resolved,
    ) -> None:
        home = place_of(url or "")
        self._credentials = {home.host: home.credentials} if home else {}
        self._exact: set[tuple[str, int]] = set()
        self._under: list[tuple[str, int]] = []
        self._trusted = {host.lower().strip("[]") for host in allow_private}
        self._resolve = resolve
        if home is not None:
            self._trusted.add(home.host)
            self._exact |= {(home.host, port) for port in (_USUAL if home.port in _USUAL else {home.port})}
        for entry in allowed_hosts:
            host, ports = _entry(entry)
            if host.startswith("*."):
                self._under += [(host[1:], port) for port in ports]
                continue
            self._exact |= {(host, port) for port in ports}
            if literal(host) is not None:
                self._trusted.add(host)

    def refuse(self, url: str) -> Message | None:
        """Why the address may not be called; None when it may."""
        place = place_of(url)
        if place is None:
            return msg("only http and https addresses are read")
        if not self._names(place):
            return msg(
                "“{host}:{port}” is not in the source's url or its allowed_hosts",
                host=place.host,
                port=place.port,
            )
        if place.credentials is not None and place.credentials != self._credentials.get(place.host):
            return msg("the address carries a name or password that the configuration does not")
        if any(not self.admits(place.host, one) for one in self.addresses(place.host, place.port)):
            return msg(
                "“{host}” leads to a private address; name it in [fetch] allow_private if that is meant",
                host=place.host,
            )
        return None

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """What a host name stands for now; a literal stands for itself."""
        own = literal(host)
        return (str(own),) if own is not None else self._resolve(host, port)

    def admits(self, host: str, address: str) -> bool:
        """Whether a host's connection may go to this address. Asked again when connecting: names change their answer."""
        if host.lower().strip("[]") in self._trusted:
            return True
        found = literal(address)
        return found is not None and found.is_global

    def meets(self, other: "Bounds") -> bool:
        """Whether both may call one host, whatever the port: the pause is a host's."""
        return any(_overlap(mine, theirs) for mine in self._hosts_named() for theirs in other._hosts_named())

    def _hosts_named(self) -> set[str]:
        """Hosts, and the ends of hosts (".example.vn"), that may be called."""
        return {host for host, _ in self._exact} | {under for under, _ in self._under}

    def _names(self, place: Endpoint) -> bool:
        if (place.host, place.port) in self._exact:
            return True
        return any(place.host.endswith(under) and place.port == port for under, port in self._under)


def _overlap(one: str, other: str) -> bool:
    """Whether two hosts, or ends of hosts, have a host in common."""
    if one == other:
        return True
    return (other.startswith(".") and one.endswith(other)) or (one.startswith(".") and other.endswith(one))


def _entry(text: str) -> tuple[str, Collection[int]]:
    """An entry of `allowed_hosts` as host and ports; an IPv6 address may stand in brackets."""
    entry = text.lower().strip()
    host, colon, port = entry.rpartition(":")
    if colon and port.isascii() and port.isdigit() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), {int(port)}
    return entry.strip("[]"), _USUAL
