"""Objects as files of a folder; every write is whole or not at all, also when the power goes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from hocvu.errors import (
    AccessDenied,
    Conflict,
    ObjectExists,
    Origin,
    StorageError,
    Unreachable,
    reason_of,
)
from hocvu.store.base import (
    Abilities,
    Entry,
    Moved,
    Pending,
    Sent,
    Stored,
    Upload,
    nothing_moved,
)
from hocvu.store.local.files import entry_of, from_stat, replace_durably, staged, walk
from hocvu.store.local.locking import held
from hocvu.store.sending import hashed_pieces
from hocvu.store.throttle import Throttle

_LOCK: Final = ".lock"
_STAGING: Final = ".uploads"
_PIECE: Final = 2**20
_AT_ONCE: Final = 4
P = ParamSpec("P")
R = TypeVar("R")


class LocalStore:
    """A folder; it is made with the first write.

    Args:
        folder: The folder.
        url: How the user named it.
        limit: Bytes a second, or 0.
    """

    def __init__(self, folder: Path, url: str = "", limit: int = 0) -> None:
        self._root = folder
        self.url = url or folder.absolute().as_uri()
        self._throttle = Throttle(limit)

    def head(self, key: str) -> Entry | None:
        """Return the object at `key` without its bytes, or None."""
        with _clear(key):
            return entry_of(self._path(key), key)

    def get(self, key: str) -> Stored | None:
        """Return the small object at `key`, or None."""
        with _clear(key):
            try:
                with self._path(key).open("rb") as stream:
                    # The tag is that of the opened file: it may be replaced at any moment.
                    etag = from_stat(os.fstat(stream.fileno()), key).etag
                    return Stored(stream.read(), etag)
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                return None

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of the object at `key` piece by piece."""
        with _clear(key):
            try:
                stream = self._path(key).open("rb")
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                raise StorageError("store.gone", origin=Origin(file=key)) from None
            with stream:
                while piece := stream.read(_PIECE):
                    yield piece

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield every object whose key begins with `prefix`, by key."""
        with _clear(prefix):
            yield from walk(self._root, prefix, (_LOCK, _STAGING))

    def put(
        self, key: str, data: bytes, media_type: str, *, once: bool = False, match: str = ""
    ) -> str:
        """Write a small object and return its entity tag."""
        target = self._path(key)
        with _clear(key), self._new() as temporary:
            temporary.write_bytes(data)
            self._throttle.take(len(data))
            if not once and not match:
                return replace_durably(temporary, target, key)
            with held(self._root / _LOCK):
                there = entry_of(target, key)
                if once and there:
                    raise ObjectExists("store.exists", origin=Origin(file=key))
                if match and (there is None or there.etag != match):
                    raise Conflict("store.conflict", origin=Origin(file=key))
                return replace_durably(temporary, target, key)

    def send(self, uploads: Sequence[Upload], moved: Moved = nothing_moved) -> Iterator[Sent]:
        """Send files, several at once, and yield each when it is in the store or has failed."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from pool.map(lambda upload: self._send(upload, moved), uploads)

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are passed over."""
        for key in keys:
            with _clear(key), contextlib.suppress(FileNotFoundError):
                # Its folder stays: another publisher may be about to write there.
                self._path(key).unlink()

    def pending(self) -> Iterator[Pending]:
        """Yield what copies left that were broken off."""
        with _clear(_STAGING):
            for entry in walk(self._root / _STAGING, "", ()):
                yield Pending(entry.key, entry.key, entry.modified)

    def abandon(self, pending: Pending) -> None:
        """End such a copy and free what it holds."""
        with _clear(pending.key), contextlib.suppress(FileNotFoundError):
            (self._root / _STAGING / pending.id).unlink()

    def probe(self) -> Abilities:
        """Return what a folder does: conditions by its lock, digests by reading what was sent."""
        return Abilities(once=True, swap=True, checks=True, md5_tags=False)

    def _send(self, upload: Upload, moved: Moved) -> Sent:
        try:
            with _clear(upload.key), self._new() as temporary:
                with temporary.open("wb") as stream:
                    done = 0
                    for piece in hashed_pieces(upload, _PIECE):
                        self._throttle.take(len(piece))
                        stream.write(piece)
                        done += len(piece)
                        moved(upload, done)
                replace_durably(temporary, self._path(upload.key), upload.key)
        except StorageError as error:
            return Sent(upload, error=error)
        return Sent(upload, upload.size)

    def _path(self, key: str) -> Path:
        """Return the file of `key`, which must not lead out of the folder."""
        parts = key.split("/")
        if not all(parts) or any(p in (".", "..") or "\\" in p or ":" in p for p in parts):
            raise StorageError("store.key", key=key[:200])
        return self._root.joinpath(*parts)

    def _new(self) -> contextlib.AbstractContextManager[Path]:
        return staged(self._root / _STAGING)


@contextlib.contextmanager
def _clear(key: str) -> Iterator[None]:
    """Tell errors of the disk as errors of a store."""
    try:
        yield
    except OSError as error:
        raise _told(error, key) from error


def _told(error: OSError, key: str) -> StorageError:
    import errno

    place = Origin(file=str(error.filename or key))
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError("store.no_space", origin=place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return AccessDenied("store.denied", origin=place)
    reason = reason_of(error)
    return Unreachable("store.disk", origin=place, reason=reason)
