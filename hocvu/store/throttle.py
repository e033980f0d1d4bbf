"""A limit on bandwidth that all senders of a store share."""

from __future__ import annotations

import threading
import time


class Throttle:
    """Lets `rate` bytes a second pass; everything when it is 0.

    Each sender is told how long its bytes must wait for those before them, so that many senders
    together keep the limit and none is starved.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._free = 0.0
        self._lock = threading.Lock()

    def take(self, count: int) -> None:
        """Wait until `count` more bytes may pass."""
        if not self.rate:
            return
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free)
            self._free = begin + count / self.rate
        if begin > now:
            time.sleep(begin - now)
