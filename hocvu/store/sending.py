"""Reads a file that is to be sent and holds it to its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from hocvu.errors import Origin, StorageError
from hocvu.store.base import Upload


def hashed_pieces(upload: Upload, size: int) -> Iterator[bytes]:
    """Yield a file's bytes in pieces of `size`; after the last one its digest is compared.

    Raises:
        StorageError: The file is gone, cannot be read, or is no longer what was verified.
    """
    digest = hashlib.sha256()
    total = 0
    for piece in _pieces(upload.path, size):
        total += len(piece)
        if total > upload.size:
            raise changed(upload)
        digest.update(piece)
        yield piece
    if total != upload.size or digest.hexdigest() != upload.sha256:
        raise changed(upload)


def changed(upload: Upload) -> StorageError:
    """Return the error for a file that is no longer what was verified."""
    return StorageError("store.changed", origin=Origin(file=str(upload.path)))


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while piece := stream.read(size):
                yield piece
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(
            "store.unreadable", origin=Origin(file=str(path)), reason=reason
        ) from error
