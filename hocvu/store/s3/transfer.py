"""Sends files to a bucket, several at once, within a fixed share of memory."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from hocvu.errors import StorageError, Unreachable
from hocvu.store.base import Moved, Sent, Upload
from hocvu.store.s3.buffers import Buffers
from hocvu.store.s3.journal import Journal
from hocvu.store.s3.lanes import FEW, LARGEST, Lanes
from hocvu.store.s3.multipart import Multipart, part_size
from hocvu.store.s3.session import Access
from hocvu.store.s3.wire import Wire
from hocvu.store.sending import Source

_REQUESTS: Final = 12
_PARTS: Final = 4
_BIG_AT_ONCE: Final = 2
_MEMORY: Final = 26 * 2**20
_HOPELESS: Final = 12
"""Files given up one after the other, after which no other is tried: the service is gone."""


class Transfer:
    """One run of sending; what is large goes in parts, many small ones over lanes."""

    def __init__(
        self, access: Access, wire: Wire, prefix: str, journal: Journal, moved: Moved
    ) -> None:
        self._access = access
        self._wire = wire
        self._prefix = prefix
        self._journal = journal
        self._moved = moved
        self._buffers = Buffers(_MEMORY)
        self._done: queue.SimpleQueue[Sent | BaseException] = queue.SimpleQueue()
        self._failed = 0
        self._lost: Unreachable | None = None

    def run(self, uploads: Sequence[Upload]) -> Iterator[Sent]:
        """Send `uploads` and yield each when it is in the store or has failed."""
        requests = ThreadPoolExecutor(_REQUESTS)
        parts = ThreadPoolExecutor(_PARTS)
        files = ThreadPoolExecutor(_BIG_AT_ONCE)
        big = Multipart(self._access, self._wire, self._prefix, self._journal, self._buffers, parts)
        lanes = Lanes(
            self._wire,
            self._prefix,
            self._access.timeout,
            self._moved,
            self._done.put,
            lambda upload: requests.submit(self._one, self._small, upload),
        )
        small = [upload for upload in uploads if upload.size <= LARGEST]
        try:
            if len(small) > FEW:
                requests.submit(self._many, lanes, small)
            for upload in uploads:
                if upload.size > part_size(upload.size):
                    files.submit(self._one, lambda one: big.send(one, self._moved), upload)
                elif upload.size > LARGEST or len(small) <= FEW:
                    requests.submit(self._one, self._small, upload)
            for _ in uploads:
                outcome = self._done.get()
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
        finally:
            # Left early, by an error or by Ctrl-C: what is not begun is not begun any more.
            lanes.stop()
            big.stop()
            files.shutdown(cancel_futures=True)
            requests.shutdown(cancel_futures=True)
            parts.shutdown()
            self._buffers.end()

    def _one(self, send: Callable[[Upload], Sent], upload: Upload) -> None:
        """Put down what became of one file."""
        try:
            if self._lost and self._failed >= _HOPELESS:
                raise self._lost
            self._done.put(send(upload))
            self._failed = 0
        except Unreachable as error:
            self._failed, self._lost = self._failed + 1, error
            self._done.put(Sent(upload, error=error))
        except StorageError as error:
            self._done.put(Sent(upload, error=error))
        except BaseException as error:
            self._done.put(error)

    def _many(self, lanes: Lanes, uploads: Sequence[Upload]) -> None:
        try:
            lanes.run(uploads)
        except BaseException as error:
            self._done.put(error)

    def _small(self, upload: Upload) -> Sent:
        buffer = self._buffers.take(upload.size)
        try:
            with Source(upload) as source:
                data = source.fill(buffer)
            self._wire.put(
                self._prefix + upload.key,
                data,
                sha256=upload.sha256,
                media_type=upload.media_type,
            )
        finally:
            self._buffers.give(buffer)
        self._moved(upload, upload.size)
        return Sent(upload, upload.size)
