"""Packs again when the source changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hocvu.preview.stage import Stage

INTERVAL: Final = 0.5
"""Seconds between two looks at the files; only their times and sizes are asked for."""


@contextmanager
def watching(stage: Stage) -> Iterator[None]:
    """Look at the source again and again until the end of the block."""
    end = threading.Event()

    def look() -> None:
        before = stage.source.prints()
        while not end.wait(INTERVAL):
            now = stage.source.prints()
            # Whoever writes the file may not be done: wait until it rests.
            if now == before or end.wait(INTERVAL) or stage.source.prints() != now:
                continue
            stage.rebuild()
            after = stage.source.prints()
            same = [one[0] for one in after] == [one[0] for one in now]
            before = now if same else after

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(5)
