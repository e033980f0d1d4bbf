"""A lock between processes that a killed process does not leave behind."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_WAIT: Final = 0.02
_THREADS: Final = threading.Lock()


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of the file at `path`; wait for whoever holds it."""
    # Locks of files are a process's: its threads are kept apart by one of their own.
    with _THREADS:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(descriptor)
            yield
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    import msvcrt

    windows: Any = msvcrt
    while True:
        try:
            windows.locking(descriptor, windows.LK_NBLCK, 1)
            return
        except OSError:
            time.sleep(_WAIT)
