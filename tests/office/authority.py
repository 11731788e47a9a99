"""A time stamping authority made on the spot: its certificates, its replies, and a server on this machine."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
NOW = datetime.now(UTC).replace(microsecond=0)
LONG = timedelta(days=3650)

SETTINGS = """\
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def root(name: str = "Root") -> Issued:
    """A root certificate that signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _built(subject, subject, key.public_key(), NOW - LONG, NOW + LONG).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    return Issued(builder.sign(key, hashes.SHA256()), key)


def between(by: Issued, name: str = "Between") -> Issued:
    """A certificate of an authority that a root lets issue others."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _built(subject, by.certificate.subject, key.public_key(), NOW - LONG, NOW + LONG).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    return Issued(builder.sign(by.key, hashes.SHA256()), key)


def signer(
    by: Issued,
    *,
    usage: x509.ObjectIdentifier | None = TIME_STAMPING,
    critical: bool = True,
    until: datetime = NOW + LONG,
) -> Issued:
    """A certificate that a root gave to an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time")])
    builder = _built(subject, by.certificate.subject, key.public_key(), NOW - LONG, until)
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=critical)
    return Issued(builder.sign(by.key, hashes.SHA256()), key)


def _built(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


@dataclass(frozen=True)
class Authority:
    """An authority at work in a folder of its own; replies are made by `openssl ts -reply`."""

    folder: Path
    above: Issued
    own: Issued
    digests: str = "sha256"

    @classmethod
    def at(cls, folder: Path, *, above: Issued | None = None, digests: str = "sha256") -> Authority:
        """An honest one, under a root."""
        above = above or root()
        return cls(folder, above, signer(above), digests)

    def reply(self, query: bytes) -> bytes:
        """The answer to a query."""
        self._lay_out()
        (self.folder / "query").write_bytes(query)
        files = ("-queryfile", "query", "-signer", "own.pem", "-inkey", "own.key", "-chain", "above.pem")
        _openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", *files, "-out", "reply"
        )
        return (self.folder / "reply").read_bytes()

    def signed(self, token_info: bytes, by: Issued) -> bytes:
        """A reply over a token's content signed with any certificate, also one that may not."""
        self._lay_out()
        (self.folder / "info").write_bytes(token_info)
        (self.folder / "by.pem").write_bytes(by.pem + by.key_pem)
        kind = ("-econtent_type", "1.2.840.113549.1.9.16.1.4", "-cades", "-md", "sha256")
        form = ("-in", "info", "-binary", "-nodetach", "-outform", "DER", "-out", "token")
        _openssl(self.folder, "cms", "-sign", *kind, *form, "-signer", "by.pem", "-certfile", "above.pem")
        return _sequence(_sequence(b"\x02\x01\x00") + (self.folder / "token").read_bytes())

    def _lay_out(self) -> None:
        if (self.folder / "tsa.cnf").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        files = {
            "own.pem": self.own.pem,
            "own.key": self.own.key_pem,
            "above.pem": self.above.pem,
            "serial": b"01\n",
            "tsa.cnf": SETTINGS.format(folder=self.folder, digests=self.digests).encode(),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)


def openssl_verifies(folder: Path, reply: bytes, text: bytes, certificates: bytes) -> bool:
    """The second judge: whether `openssl ts -verify` accepts a reply over a text under these certificates."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("r.tsr", reply), ("text", text), ("ca.pem", certificates)):
        (folder / name).write_bytes(content)
    words = ("ts", "-verify", "-data", "text", "-in", "r.tsr", "-CAfile", "ca.pem", "-untrusted", "ca.pem")
    return subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=False).returncode == 0


Answer = Callable[[bytes], tuple[int, dict[str, str], bytes]]
"""Status, headers and body for a query."""


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server on this machine that answers like this; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, headers, body = answer(query)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            thread.join()


def honest(authority: Authority) -> Answer:
    """Answers as an authority should."""
    return lambda query: (200, {"Content-Type": "application/timestamp-reply"}, authority.reply(query))


def _sequence(content: bytes) -> bytes:
    """A DER SEQUENCE."""
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return b"\x30" + length + content


def _openssl(folder: Path, *words: str) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make replies with: install it")
    subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)
