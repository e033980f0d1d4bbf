"""Signatures: Ed25519 with a publisher's key, or the certificate of the organisation.

What is signed is the canonical form of a document with its type in front (`_message`), so that a
signature of one kind of document is none of another.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hocvu.errors import Origin, StorageError, UsageError, reason_of
from hocvu.store.release import Envelope, Signature, canonical

_LARGEST: Final = 100_000
_SHA256: Final = hashes.SHA256()
_PSS: Final = padding.PSS(padding.MGF1(_SHA256), padding.PSS.DIGEST_LENGTH)
_SMALLEST_RSA: Final = 2048

PublicKey = Ed25519PublicKey | rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class Signer(Protocol):
    """Signs documents; an organisation's own device or service may stand behind it.

    Attributes:
        key: Digest of the public key, as in a signature.
        chosen: Somebody named this key; False where it is the user's own for want of another.
    """

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def chosen(self) -> bool: ...  # noqa: D102

    def sign(self, message: bytes) -> Signature:
        """Return the signature of `message`."""
        ...


class FileSigner:
    """Signs with a private key in memory, alone or with the certificates of its owner."""

    def __init__(
        self,
        private: Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificates: Sequence[x509.Certificate] = (),
    ) -> None:
        self._private = private
        self._scheme: Literal["ed25519", "x509"] = "x509" if certificates else "ed25519"
        public = private.public_key()
        self.key = key_digest(public)
        self.chosen = True
        pem = serialization.Encoding.PEM
        self.public = (
            "".join(one.public_bytes(pem).decode("ascii") for one in certificates)
            if certificates
            else public_pem(public)
        )

    def sign(self, message: bytes) -> Signature:
        """Return the signature of `message`."""
        match self._private:
            case Ed25519PrivateKey() as key:
                value = key.sign(message)
            case rsa.RSAPrivateKey() as key:
                value = key.sign(message, _PSS, _SHA256)
            case key:
                value = key.sign(message, ec.ECDSA(_SHA256))
        return Signature(scheme=self._scheme, key=self.key, public=self.public, value=value.hex())


def check_hand(signed_by: Sequence[str], signer: Signer, work: str) -> None:
    """Refuse to sign a work that another key signed with one that nobody named.

    A history cannot be changed: a signature by mistake would stay in it.

    Raises:
        UsageError: So it is.
    """
    if not signer.chosen and signer.key not in signed_by:
        raise UsageError("key.other_hand", origin=Origin(file=work), key=signed_by[0][:16])


def seal(document: dict[str, Any], signer: Signer) -> bytes:
    """Return the bytes of a signed document.

    Args:
        document: What to sign; JSON's values with a ``type``.
        signer: Signs it.
    """
    signature = signer.sign(_message(document))
    return Envelope(signed=document, signatures=(signature,)).to_bytes()


def check(envelope: Envelope, key: str, trusted: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the digests of the keys that signed a document.

    Args:
        envelope: The document.
        key: Where it stands, for the error.
        trusted: Digests of public keys; one of them must have signed. Without any, the signatures
            are held against the keys that came with them: the document is whole, but whose it is
            has not been shown.

    Raises:
        StorageError: A signature is wrong, or none is by a trusted key.
    """
    message = _message(envelope.signed)
    for signature in envelope.signatures:
        if not _good(signature, message):
            raise StorageError("store.signature", origin=Origin(file=key))
    signed_by = tuple(signature.key for signature in envelope.signatures)
    if trusted and not trusted.intersection(signed_by):
        raise StorageError("store.stranger", origin=Origin(file=key), key=signed_by[0][:16])
    return signed_by


def _good(signature: Signature, message: bytes) -> bool:
    """Tell if a signature is right and by the key that it names; its PEM must be canonical."""
    try:
        public, pem = _public(signature.public.encode("ascii"))
        if pem != signature.public or key_digest(public) != signature.key:
            return False
        value = bytes.fromhex(signature.value)
        match public:
            case Ed25519PublicKey():
                public.verify(value, message)
            case rsa.RSAPublicKey():
                public.verify(value, message, _PSS, _SHA256)
            case ec.EllipticCurvePublicKey():
                public.verify(value, message, ec.ECDSA(_SHA256))
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    scheme = "x509" if "CERTIFICATE" in signature.public else "ed25519"
    return scheme == signature.scheme


def _message(document: dict[str, Any]) -> bytes:
    kind = str(document.get("type", "")).encode()
    return b"hocvu\0%d\0%b\0" % (len(kind), kind) + canonical(document)


def key_digest(public: PublicKey) -> str:
    """Return the SHA-256 of a public key's DER form, which names it."""
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).hexdigest()


def public_pem(public: PublicKey) -> str:
    """Return a public key as PEM."""
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode("ascii")


def _public(data: bytes) -> tuple[PublicKey, str]:
    """Return the public key in PEM `data`, bare or in certificates, and the PEM as we write it.

    Raises:
        ValueError: There is none that is known and strong enough.
    """
    if b"CERTIFICATE" in data:
        certificates = x509.load_pem_x509_certificates(data)
        pem = "".join(
            one.public_bytes(serialization.Encoding.PEM).decode("ascii") for one in certificates
        )
        public: object = certificates[0].public_key()
    else:
        public = serialization.load_pem_public_key(data)
        pem = public_pem(public) if isinstance(public, Ed25519PublicKey) else ""
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < _SMALLEST_RSA:
        raise ValueError("a key too short")
    if not isinstance(public, Ed25519PublicKey | rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise ValueError("a kind of key that is not known")
    return public, pem


def load_public(path: Path) -> str:
    """Return the digest of the public key in a file: PEM of the key or of its certificate.

    Raises:
        UsageError: The file holds none.
    """
    try:
        return key_digest(_public(_small(path))[0])
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError("key.not_public", origin=Origin(file=str(path))) from error


def load_signer(
    path: Path, certificate: Path | None = None, password: Callable[[], str] | None = None
) -> FileSigner:
    """Return a signer with the private key in a PEM file.

    Args:
        path: The key: Ed25519, or with a certificate also RSA or ECDSA.
        certificate: The organisation's certificate for this key, with those above it.
        password: Called when the key is locked.

    Raises:
        UsageError: The file holds no such key, or the certificate is another key's.
    """
    data = _small(path)
    place = Origin(file=str(path))
    try:
        secret = None
        if b"ENCRYPTED" in data:
            if password is None:
                raise UsageError("key.locked", origin=place)
            secret = password().encode()
        private = serialization.load_pem_private_key(data, secret)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError("key.not_private", origin=place) from None
    if certificate is None:
        if not isinstance(private, Ed25519PrivateKey):
            raise UsageError("key.needs_certificate", origin=place)
        return FileSigner(private)
    kinds = Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    if not isinstance(private, kinds):
        raise UsageError("key.not_private", origin=place)
    try:
        chain = x509.load_pem_x509_certificates(_small(certificate))
        same = _public(_small(certificate))[0] == private.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError("key.not_public", origin=Origin(file=str(certificate))) from error
    if not same:
        raise UsageError("key.other_certificate", origin=Origin(file=str(certificate)))
    return FileSigner(private, chain)


def make_key(path: Path) -> FileSigner:
    """Write a new Ed25519 key to `path`, only for its owner to read, and its public half beside it.

    Raises:
        UsageError: There is a file already.
        OSError: It cannot be written.
    """
    if public_path(path).exists():
        raise UsageError("key.exists", origin=Origin(file=str(public_path(path))))
    private = Ed25519PrivateKey.generate()
    signer = FileSigner(private)
    data = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError("key.exists", origin=Origin(file=str(path))) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        public_path(path).write_text(signer.public, encoding="ascii")
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return signer


def public_path(path: Path) -> Path:
    """Return where the public half of the key at `path` is written."""
    return path.with_name(f"{path.name}.pub")


def _small(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        reason = reason_of(error)
        raise UsageError("key.unreadable", origin=Origin(file=str(path)), reason=reason) from error
