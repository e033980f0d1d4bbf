"""A service behind TLS: trusted by the certificate that is named, and by no other way."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import seaweed
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from storekit import write

from hocvu.errors import Unreachable
from hocvu.store import open_store
from hocvu.store.s3 import S3Store
from hocvu.store.s3.lanes import FEW
from hocvu.store.settings import Settings


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a file with a certificate for this machine and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(place, critical=False)
        .sign(private, hashes.SHA256())
    )
    path = tmp_path / "c.pem"
    key = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(key + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(server: seaweed.Seaweed, certificate: Path) -> Iterator[str]:
    """Return the address of the server behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))

    def carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        finally:
            target.close()

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                client = context.wrap_socket(plain, server_side=True)
            except OSError:
                continue
            behind = socket.create_connection(("127.0.0.1", server.port))
            for ends in ((client, behind), (behind, client)):
                threading.Thread(target=carry, args=ends, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


def test_connections_that_were_opened_for_later_are_used(
    secure: str, place: str, certificate: Path
) -> None:
    store = open_store(place, Settings(endpoint=secure, ca_bundle=str(certificate)))
    assert isinstance(store, S3Store)
    wire = store._wire
    assert wire.open(3) == 3
    opened = list(wire._idle)
    assert not any(one.stale for one in opened)  # tickets for later sessions came meanwhile
    assert store.get("a") is None
    assert {*wire._idle} == {*opened}


@pytest.mark.parametrize("how", ["setting", "variable"])
def test_a_named_certificate_is_trusted(
    how: str,
    secure: str,
    place: str,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(endpoint=secure, ca_bundle=str(certificate) if how == "setting" else "")
    if how == "variable":
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    store = open_store(place, settings)
    uploads = [write(tmp_path / f"{n}", 100_000, n) for n in range(FEW + 1)]
    for some in (uploads[:1], uploads):  # one by one, and many from one thread
        assert [sent.error for sent in store.send(some)] == [None] * len(some)
    for upload in uploads:
        assert b"".join(store.read(upload.key)) == upload.path.read_bytes()
    assert {entry.key for entry in store.list("blobs/")} == {upload.key for upload in uploads}


def test_a_stranger_is_not(secure: str, place: str, tmp_path: Path, certificate: Path) -> None:
    with pytest.raises(Unreachable) as told:
        open_store(place, Settings(endpoint=secure)).put("a", b"x", "text/plain")
    assert told.value.code == "s3.tls"
    with pytest.raises(Unreachable) as told:
        open_store(place, Settings(endpoint=secure)).get("a")
    assert told.value.code == "s3.tls"
    missing = shutil.copy(certificate, tmp_path / "gone.pem")
    settings = Settings(endpoint=secure, ca_bundle=str(missing))
    Path(missing).unlink()
    with pytest.raises(Unreachable):
        open_store(place, settings).put("a", b"x", "text/plain")
