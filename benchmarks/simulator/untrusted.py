"""A server whose certificate nobody vouches for: it signed its own (PORTALS §5 no. 39)."""

import ssl
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from socket import create_server, socket
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


class UntrustedServer:
    """The server, as a context manager; whoever accepts its certificate is told `trusted`."""

    def __init__(self) -> None:
        self.trusted = 0
        self._listener: socket | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> "UntrustedServer":
        self._listener = create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, args=(self._listener, _own_word()), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        listener = self._listener
        if listener is not None and self._thread is not None:
            port = listener.getsockname()[1]
            self._listener = None
            with suppress(OSError):
                socket().connect(("127.0.0.1", port))  # wakes whoever waits for a guest
            self._thread.join(timeout=5)
            listener.close()

    @property
    def host(self) -> str:
        """127.0.0.1:40123. Raises RuntimeError while it is not running."""
        if self._listener is None:
            raise RuntimeError(
                "the server is not running: use it in a with statement, then ask for its host."
            )
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self, listener: socket, context: ssl.SSLContext) -> None:
        while self._listener is not None:
            guest, _ = listener.accept()
            with guest, suppress(OSError):  # SSLError is one: the guest does not trust it
                guest.settimeout(60)
                with context.wrap_socket(guest, server_side=True) as spoken:
                    if spoken.recv(1):
                        self.trusted += 1


def _own_word() -> ssl.SSLContext:
    """A certificate for this address that its own key signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cong.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        context.load_cert_chain(path)
    return context
