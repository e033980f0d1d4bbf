"""A fixed share of memory for what is on its way; large pieces of it are used again and again."""

from __future__ import annotations

import threading
from typing import Final

_KEPT: Final = 2**20


class Buffers:
    """Bytes that may be held at once; one buffer larger than all of them is held alone.

    Fresh memory costs a page fault for each of its pages, so that large buffers are kept for who
    takes the same size next. Those that are kept count, too.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self._kept: list[bytearray] = []
        self._changed = threading.Condition()

    def take(self, size: int) -> bytearray:
        """Wait until `size` more bytes may be held, and return them."""
        with self._changed:
            self._changed.wait_for(lambda: not self._used or self._used + size <= self._size)
            self._used += size
            for place, buffer in enumerate(self._kept):
                if len(buffer) == size:
                    return self._kept.pop(place)
            while self._kept and self._used + sum(map(len, self._kept)) > self._size:
                self._kept.pop()
        return bytearray(size)

    def give(self, buffer: bytearray) -> None:
        """Tell that a buffer is held no more."""
        with self._changed:
            self._used -= len(buffer)
            if len(buffer) >= _KEPT:
                self._kept.append(buffer)
            self._changed.notify_all()

    def end(self) -> None:
        """Keep none of them any longer."""
        with self._changed:
            self._kept.clear()
