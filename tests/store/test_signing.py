"""Signatures, keys and the one form of signed documents."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import StorageError, UsageError
from hocvu.pipeline.publishing.keys import find_signer
from hocvu.store.release import canonical, open_envelope
from hocvu.store.signing import (
    FileSigner,
    check,
    load_public,
    load_signer,
    make_key,
    public_path,
    seal,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
DOCUMENT: dict[str, Any] = {"type": "hocvu-test/1", "title": "Một cửa", "n": 1}


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_organisations_certificate_signs(kind: str, tmp_path: Path) -> None:
    private = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    key, certificate = tmp_path / "k.pem", tmp_path / "c.pem"
    write_key(private, key)
    write_certificate(private, certificate)
    with pytest.raises(UsageError) as told:
        load_signer(key)
    assert told.value.code == "key.needs_certificate"
    signer = load_signer(key, certificate)
    envelope = open_envelope(seal(DOCUMENT, signer), "k")
    assert envelope.signatures[0].scheme == "x509"
    assert check(envelope, "k", frozenset({load_public(certificate)})) == (signer.key,)
    other = ec.generate_private_key(ec.SECP256R1())
    write_certificate(other, certificate)
    with pytest.raises(UsageError) as told:
        load_signer(key, certificate)
    assert told.value.code == "key.other_certificate"


def write_key(private: Any, path: Path, password: bytes = b"") -> None:
    locked = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    path.write_bytes(
        private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    )


def write_certificate(private: Any, path: Path) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sở Nội vụ")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(private, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "khoá" / "ký.pem"
    signer = make_key(path)
    assert load_signer(path).key == signer.key == load_public(public_path(path))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(UsageError) as told:
        make_key(path)
    assert told.value.code == "key.exists"
    assert path.read_bytes() == before
    path.unlink()
    with pytest.raises(UsageError) as told:
        make_key(path)
    assert (told.value.code, path.exists()) == ("key.exists", False)
    assert load_public(public_path(path)) == signer.key


def test_a_locked_key_asks_for_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = tmp_path / "k.pem"
    write_key(Ed25519PrivateKey.generate(), path, b"bi mat")
    monkeypatch.delenv("HOCVU_KEY_PASSWORD", raising=False)
    with pytest.raises(UsageError) as told:
        find_signer(path)
    assert told.value.code == "key.locked"
    monkeypatch.setenv("HOCVU_KEY_PASSWORD", "sai")
    with pytest.raises(UsageError) as told:
        find_signer(path)
    assert told.value.code == "key.not_private"
    assert "sai" not in str(told.value).split()
    monkeypatch.setenv("HOCVU_KEY_PASSWORD", "bi mat")
    signer, notices = find_signer(path)
    assert len(signer.key) == 64
    assert notices == ()


@pytest.mark.parametrize("data", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_files_that_are_no_keys(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.write_bytes(data)
    for load in (load_signer, load_public):
        with pytest.raises(UsageError):
            load(path)
        with pytest.raises(UsageError):
            load(tmp_path / "nothing")


def test_a_signature_holds_for_its_document_alone(signer: FileSigner) -> None:
    data = seal(DOCUMENT, signer)
    envelope = open_envelope(data, "k")
    assert check(envelope, "k", frozenset({signer.key})) == (signer.key,)
    for other in ({**DOCUMENT, "n": 2}, {**DOCUMENT, "type": "hocvu-other/1"}):
        with pytest.raises(StorageError) as told:
            check(envelope.model_copy(update={"signed": other}), "k")
        assert told.value.code == "store.signature"
    with pytest.raises(StorageError) as told:
        check(envelope, "k", frozenset({"0" * 64}))
    assert told.value.code == "store.stranger"


@given(VALUES)
def test_there_is_one_form_of_each_value(value: Any) -> None:
    data = canonical(value)
    assert canonical(json.loads(data)) == data
    assert b" " not in data or " " in json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"\n",
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: data.replace(b"{", b'{"a":1,', 1),
        lambda data: data.replace("Một".encode(), b"M\\u1ed9t"),
        lambda data: data.replace(b'"n":1', b'"n":1,"n":1'),
        lambda data: data.replace(b'"n":1', b'"n":1e999'),
        lambda data: b"[" * 100_000,
        lambda data: b"\xff" + data,
        lambda data: data[:-1],
        lambda data: b"null",
        lambda data: data.replace(b'"signatures":[', b'"signatures":[],"x":['),
    ],
)
def test_other_forms_of_a_document_are_refused(change: Any, signer: FileSigner) -> None:
    changed = change(seal(DOCUMENT, signer))
    with pytest.raises(StorageError) as told:
        open_envelope(changed, "k")
    assert told.value.code == "store.document"
