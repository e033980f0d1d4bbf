"""Sends files to a bucket, several at once, within a fixed share of memory."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from hocvu.errors import StorageError
from hocvu.store.base import Moved, Sent, Upload
from hocvu.store.s3.journal import Journal
from hocvu.store.s3.multipart import Multipart, part_size
from hocvu.store.s3.session import Access
from hocvu.store.s3.wire import Wire
from hocvu.store.sending import hashed_pieces

_REQUESTS: Final = 12
_PARTS: Final = 4
_BIG_AT_ONCE: Final = 2
_MEMORY: Final = 26 * 2**20


class Memory:
    """Bytes that may be held at once; one piece larger than all of it is held alone."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self._changed = threading.Condition()

    def take(self, count: int) -> None:
        """Wait until `count` more bytes may be held."""
        with self._changed:
            self._changed.wait_for(lambda: not self._used or self._used + count <= self._size)
            self._used += count

    def give(self, count: int) -> None:
        """Tell that `count` bytes are held no more."""
        with self._changed:
            self._used -= count
            self._changed.notify_all()


class Transfer:
    """One run of sending; what is small goes in one request, what is large in parts."""

    def __init__(
        self, access: Access, wire: Wire, prefix: str, journal: Journal, moved: Moved
    ) -> None:
        self._access = access
        self._wire = wire
        self._prefix = prefix
        self._journal = journal
        self._moved = moved
        self._memory = Memory(_MEMORY)

    def run(self, uploads: Sequence[Upload]) -> Iterator[Sent]:
        """Send `uploads` and yield each when it is in the store or has failed."""
        done: queue.SimpleQueue[Sent | BaseException] = queue.SimpleQueue()

        def work(send: Callable[[Upload], Sent], upload: Upload) -> None:
            try:
                done.put(send(upload))
            except StorageError as error:
                done.put(Sent(upload, error=error))
            except BaseException as error:
                done.put(error)

        requests = ThreadPoolExecutor(_REQUESTS)
        parts = ThreadPoolExecutor(_PARTS)
        files = ThreadPoolExecutor(_BIG_AT_ONCE)
        big = Multipart(self._access, self._wire, self._prefix, self._journal, self._memory, parts)
        try:
            for upload in uploads:
                if upload.size > part_size(upload.size):
                    files.submit(work, lambda one: big.send(one, self._moved), upload)
                else:
                    requests.submit(work, self._small, upload)
            for _ in uploads:
                outcome = done.get()
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
        finally:
            # Left early, by an error or by Ctrl-C: what is not begun is not begun any more.
            big.stop()
            files.shutdown(cancel_futures=True)
            requests.shutdown(cancel_futures=True)
            parts.shutdown()

    def _small(self, upload: Upload) -> Sent:
        self._memory.take(upload.size)
        try:
            data = b"".join(hashed_pieces(upload, max(upload.size, 1)))
            self._wire.put(
                self._prefix + upload.key,
                data,
                sha256=upload.sha256,
                media_type=upload.media_type,
            )
        finally:
            self._memory.give(upload.size)
        self._moved(upload, upload.size)
        return Sent(upload, upload.size)
