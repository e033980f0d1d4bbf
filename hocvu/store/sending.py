"""Reads a file that is to be sent and holds it to its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from hocvu.errors import Origin, StorageError, reason_of
from hocvu.store.base import Upload

_SLICE: Final = 2**18


class Source:
    """A file that is read once, in order; with its last bytes its digest is compared.

    Raises:
        StorageError: The file is gone or cannot be read.
    """

    def __init__(self, upload: Upload) -> None:
        self.left = upload.size
        self._upload = upload
        self._digest = hashlib.sha256()
        try:
            self._stream = upload.path.open("rb", buffering=0)
        except OSError as error:
            raise _unreadable(upload.path, error) from error

    def __enter__(self) -> Source:  # noqa: D105
        return self

    def __exit__(  # noqa: D105
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def fill(
        self, room: bytearray | memoryview, see: Callable[[memoryview], object] | None = None
    ) -> memoryview:
        """Return the next bytes of the file, as many as `room` takes or as there are.

        Args:
            room: Where they are put.
            see: Shown each slice of them, while the processor has it at hand.

        Raises:
            StorageError: The file cannot be read, or is no longer what was verified.
        """
        piece = memoryview(room)[: self.left]
        done = 0
        try:
            while done < len(piece) and (
                count := self._stream.readinto(piece[done : done + _SLICE])
            ):
                read = piece[done : done + count]
                self._digest.update(read)
                if see:
                    see(read)
                done += count
            self.left -= done
            longer = not self.left and self._stream.read(1)
        except OSError as error:
            raise _unreadable(self._upload.path, error) from error
        wrong = not self.left and self._digest.hexdigest() != self._upload.sha256
        if done < len(piece) or longer or wrong:
            raise StorageError("store.changed", origin=Origin(file=str(self._upload.path)))
        return piece


def hashed_pieces(upload: Upload, size: int) -> Iterator[memoryview]:
    """Yield a file's bytes in pieces of `size`, each in the room of the one before.

    Raises:
        StorageError: The file is gone, cannot be read, or is no longer what was verified.
    """
    room = bytearray(min(size, upload.size))
    with Source(upload) as source:
        while True:
            yield source.fill(room)
            if not source.left:
                return


def _unreadable(path: Path, error: OSError) -> StorageError:
    reason = reason_of(error)
    return StorageError("store.unreadable", origin=Origin(file=str(path)), reason=reason)
