"""Sends many small files from one thread, each over a connection of its own.

A thread for each request spends more on waking up in turn than on sending 64 KiB; here one thread
sends to whichever connection has answered. What does not go well at once is left to those who try
again: a lane whose file was not taken gets no other, so that a service in trouble is asked less.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from hocvu.errors import StorageError
from hocvu.store.base import Moved, Sent, Upload
from hocvu.store.s3.wire import Begun, Wire
from hocvu.store.sending import Source

LARGEST: Final = 2**17
"""Bytes of the largest file that goes this way: no more than a connection takes without waiting."""

FEW: Final = 16
"""As many files are sent as fast without it."""

_LANES: Final = 24


class Lanes:
    """One run of sending.

    Args:
        wire: Sends the requests.
        prefix: What every key begins with.
        patience: Seconds without any reply after which what is on its way is given up.
        moved: Told of each file that is in the store.
        done: Given what became of each file that was sent, or that cannot be read.
        spare: Given each file that was not taken at once, to be tried with more care.
    """

    def __init__(
        self,
        wire: Wire,
        prefix: str,
        patience: float,
        moved: Moved,
        done: Callable[[Sent], object],
        spare: Callable[[Upload], object],
    ) -> None:
        self._wire = wire
        self._prefix = prefix
        self._patience = patience
        self._moved = moved
        self._done = done
        self._spare = spare
        self._room = bytearray(LARGEST)
        self._stopped = False

    def stop(self) -> None:
        """Begin no further file."""
        self._stopped = True

    def run(self, uploads: Sequence[Upload]) -> None:
        """Send `uploads`, none larger than `LARGEST`."""
        waiting = iter(uploads)
        with selectors.DefaultSelector() as replies:
            for _ in range(self._wire.open(min(_LANES, len(uploads)))):
                self._next(waiting, replies)
            while replies.get_map():
                ready = replies.select(self._patience)
                for key, _ in ready:
                    replies.unregister(key.fileobj)
                    upload, begun = key.data
                    if self._wire.end(begun):
                        self._moved(upload, upload.size)
                        self._done(Sent(upload, upload.size))
                        self._next(waiting, replies)
                    else:
                        self._spare(upload)
                if not ready:
                    self._give_up(replies)
        for upload in waiting:
            if self._stopped:
                return
            self._spare(upload)

    def _give_up(self, replies: selectors.BaseSelector) -> None:
        """Wait no longer for those who have not answered."""
        for key in list(replies.get_map().values()):
            replies.unregister(key.fileobj)
            upload, begun = key.data
            begun.connection.close()
            self._spare(upload)

    def _next(self, waiting: Iterator[Upload], replies: selectors.BaseSelector) -> None:
        """Send the next file that can be read."""
        for upload in waiting:
            if self._stopped:
                return
            try:
                begun = self._begin(upload)
            except StorageError as error:
                self._done(Sent(upload, error=error))
                continue
            except OSError:
                self._spare(upload)
                return
            replies.register(begun.connection, selectors.EVENT_READ, (upload, begun))
            return

    def _begin(self, upload: Upload) -> Begun:
        with Source(upload) as source:
            data = source.fill(self._room)
        return self._wire.begin(self._prefix + upload.key, data, upload.sha256, upload.media_type)
