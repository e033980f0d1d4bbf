"""What every store gives to the rest of the project: objects by key, and conditions on writing.

A key is a relative path in ASCII, such as ``works/mot-cua-1a2b3c4d/current.json``. An entity tag
is opaque; two reads of an object that was not written between them give the same one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hocvu.errors import StorageError


@dataclass(frozen=True, slots=True)
class Entry:
    """An object of a store, without its bytes.

    Attributes:
        key: Its key.
        size: Bytes.
        etag: Its entity tag.
        modified: When it was written, by the store's clock, in UTC.
    """

    key: str
    size: int
    etag: str
    modified: dt.datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A small object as it was read, all of it."""

    data: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be sent.

    Attributes:
        key: Where to.
        path: The file.
        size: Bytes that it must have.
        sha256: Digest that it must have, in hexadecimal.
        media_type: What a store that serves it by HTTP says that it is.
    """

    key: str
    path: Path
    size: int
    sha256: str
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one upload.

    Attributes:
        upload: What was asked.
        sent: Bytes that went over the wire; less than the file's where an earlier try was resumed.
        error: Why it is not in the store.
    """

    upload: Upload
    sent: int = 0
    error: StorageError | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An upload in parts that was begun and never ended: its key, the store's name for it, when."""

    key: str
    id: str
    begun: dt.datetime


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a store was seen to do, by trying.

    Attributes:
        once: It refuses to write again what must be written once (``If-None-Match: *``).
        swap: It refuses to replace what has changed since it was read (``If-Match``).
        checks: It refuses bytes that do not have the digest that came with them.
        md5_tags: Its entity tags are the MD5 of what it stored.
    """

    once: bool
    swap: bool
    checks: bool
    md5_tags: bool

    @property
    def conditional(self) -> bool:
        """Whether writing can be made safe against other publishers without a lock."""
        return self.once and self.swap


Moved = Callable[[Upload, int], None]
"""Told of an upload and of how many of its bytes are in the store."""


def nothing_moved(upload: Upload, done: int) -> None:
    """Take a report of bytes and do nothing with it."""


class Store(Protocol):
    """Objects by key.

    Every call raises `StorageError` or one of its kinds: `AccessDenied`, `Unreachable`, and where
    a condition is not met `ObjectExists` or `Conflict`. A call that fails leaves the object as it
    was, or, when the reply was lost, as it was to be; never between. Calls come from any thread.

    Attributes:
        url: Where it is, as the user named it; without credentials.
    """

    @property
    def url(self) -> str: ...  # noqa: D102

    def head(self, key: str) -> Entry | None:
        """Return the object at `key` without its bytes, or None."""
        ...

    def get(self, key: str) -> Stored | None:
        """Return the small object at `key`, or None."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of the object at `key` piece by piece.

        Raises:
            StorageError: ``store.gone``, when there is no such object.
        """
        ...

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield every object whose key begins with `prefix`, in the store's own order."""
        ...

    def put(
        self, key: str, data: bytes, media_type: str, *, once: bool = False, match: str = ""
    ) -> str:
        """Write a small object and return its entity tag.

        Args:
            key: Where to.
            data: All its bytes.
            media_type: What a store that serves it by HTTP says that it is.
            once: Write only where there is no object yet.
            match: Write only over the object with this entity tag.

        Raises:
            ObjectExists: `once`, and there is an object.
            Conflict: `match`, and the object is another or gone.
        """
        ...

    def send(self, uploads: Sequence[Upload], moved: Moved = nothing_moved) -> Iterator[Sent]:
        """Send files, several at once, and yield each when it is in the store or has failed.

        What is sent is hashed while it is sent: a file that no longer has its digest does not
        become an object. An upload that was broken off is resumed.
        """
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are passed over."""
        ...

    def pending(self) -> Iterator[Pending]:
        """Yield uploads in parts that were begun and never ended."""
        ...

    def abandon(self, pending: Pending) -> None:
        """End such an upload and free what it holds; one that is gone is passed over."""
        ...

    def probe(self) -> Abilities:
        """Return what the store really does, by writing and deleting a small object.

        It is tried once for each store object; later calls return what was seen.
        """
        ...
