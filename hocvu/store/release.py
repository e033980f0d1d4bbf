"""The signed documents of a store: what a version consists of, and which one readers get.

Their bytes are canonical: JSON with sorted keys and no space, in UTF-8, so that a document has
one form only and a byte that was changed is seen even where it would mean the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field, ValidationError

from hocvu.errors import Origin, StorageError
from hocvu.lesson.nodes import Frozen
from hocvu.lesson.record import LanguageMap, RevisionKind
from hocvu.store import layout

MEDIA_TYPE: Final = "application/json"
LARGEST: Final = 16 * 2**20
"""Bytes of the largest signed document that is read."""

Model = TypeVar("Model", bound=Frozen)
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
State = Literal["published", "superseded", "withdrawn"]
Action = Literal["publish", "rollback", "supersede", "withdraw"]


class ReleaseFile(Frozen):
    """A file of a release.

    Attributes:
        name: Its name for people; unique in the release.
        size: Bytes.
        sha256: Digest of its content, which also says where in the store it is.
        media_type: What it is.
        standard: The packaging standard; empty for what is no package.
    """

    name: Annotated[str, Field(min_length=1, max_length=1024)]
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256
    media_type: str
    standard: str = ""

    @property
    def key(self) -> str:
        """The key of its content."""
        return layout.blob(self.sha256)


class Release(Frozen):
    """One immutable version of a work.

    Attributes:
        work: Identifier of the work.
        version: Its version.
        code: The course's code.
        title: The course's title by language.
        published: When it was first published, in UTC.
        files: Its packages and its record, by name.
        record: The master record (JSON-LD), the same as in the file ``….metadata.json``.
    """

    type: Literal["hocvu-release/1"] = "hocvu-release/1"
    work: str
    version: str
    code: str
    title: LanguageMap
    published: dt.datetime
    files: tuple[ReleaseFile, ...]
    record: dict[str, Any]

    @property
    def key(self) -> str:
        """The key of this manifest."""
        return layout.release(self.work, self.version)

    def same_content(self, other: Release) -> bool:
        """Tell if `other` is the same version with the same files, whenever it was published."""
        return self.model_copy(update={"published": other.published}) == other


class Relation(Frozen):
    """How another work changes this one: sửa đổi, bổ sung, cập nhật or thay thế."""

    kind: RevisionKind
    work: str


class Pointer(Frozen):
    """What a work is now.

    Attributes:
        work: Identifier of the work.
        serial: Number of this pointer in the work's history, from 1.
        state: ``withdrawn`` is a tombstone: readers must not offer the work any more.
        action: What was done.
        version: The version that readers get; of a withdrawn work, the last one.
        release: SHA-256 of the bytes of that version's manifest.
        previous: SHA-256 of the bytes of the pointer before; empty for the first.
        at: When it was set, in UTC, by the publisher's clock.
        reason: Why, in the publisher's words.
        relation: The work that supersedes this one.
    """

    type: Literal["hocvu-pointer/1"] = "hocvu-pointer/1"
    work: str
    serial: Annotated[int, Field(ge=1)]
    state: State
    action: Action
    version: str
    release: Sha256
    previous: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    at: dt.datetime
    reason: str = ""
    relation: Relation | None = None


class Signature(Frozen):
    """A signature over the canonical bytes of a document's ``signed``.

    Attributes:
        scheme: ``ed25519``, or with an organisation's certificate ``x509``.
        key: The public key's digest: SHA-256 of its DER form (SubjectPublicKeyInfo).
        public: The public key, or the certificates from the signer's own upwards; PEM.
        value: The signature, in hexadecimal.
    """

    scheme: Literal["ed25519", "x509"]
    key: Sha256
    public: Annotated[str, Field(max_length=100_000)]
    value: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=20_000)]


class Envelope(Frozen):
    """A signed document as it stands in the store."""

    signed: dict[str, Any]
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1, max_length=8)]

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that stand in the store."""
        return canonical(self.model_dump(mode="json"))


def canonical(value: Any) -> bytes:
    """Return the one form of `value` as JSON: keys sorted, no space, UTF-8."""
    shown = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return shown.encode()


def open_envelope(data: bytes, key: str) -> Envelope:
    """Return the signed document in `data`, whose signatures are not looked at.

    Raises:
        StorageError: It is not one, or not in its canonical form.
    """
    place = Origin(file=key)
    if len(data) > LARGEST:
        raise StorageError("store.document", origin=place)
    try:
        envelope = Envelope.model_validate(json.loads(data))
        same = envelope.to_bytes() == data
    except (ValueError, RecursionError):  # pydantic's ValidationError is a ValueError
        same = False
    if not same:
        raise StorageError("store.document", origin=place)
    return envelope


def read_release(envelope: Envelope, key: str) -> Release:
    """Return the release manifest of an envelope that stands at `key`.

    Raises:
        StorageError: It is not one, or it belongs to another key.
    """
    release = _model(Release, envelope, key)
    if release.key != key:
        raise StorageError("store.document", origin=Origin(file=key))
    return release


def read_pointer(envelope: Envelope, key: str) -> Pointer:
    """Return the pointer of an envelope that stands at `key`.

    Raises:
        StorageError: It is not one, or it belongs to another key.
    """
    pointer = _model(Pointer, envelope, key)
    if key not in (layout.current(pointer.work), layout.history(pointer.work, pointer.serial)):
        raise StorageError("store.document", origin=Origin(file=key))
    return pointer


def _model(model: type[Model], envelope: Envelope, key: str) -> Model:
    try:
        return model.model_validate(envelope.signed)
    except ValidationError as error:
        raise StorageError("store.document", origin=Origin(file=key)) from error


def digest(data: bytes) -> str:
    """Return the SHA-256 of a document's bytes, by which another document names it."""
    return hashlib.sha256(data).hexdigest()
