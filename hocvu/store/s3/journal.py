"""A note of each upload in parts, so that a run that was killed is gone on with.

One line of JSON for each thing that happened, on the disk before the next part is sent; a line
that the kill cut off is passed over. A note only saves work: each part is held against the file
and against the service's own list before it is taken as sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Note:
    """What is known of an upload.

    Attributes:
        upload: The service's name for it; empty when none is known.
        crc: Whether the service was asked to keep the checksum of the whole.
        tags: For each part its CRC-64/NVME and the entity tag that the service answered.
    """

    upload: str = ""
    crc: bool = False
    tags: dict[int, tuple[int, str]] = field(default_factory=dict)


class Journal:
    """Notes of one store's uploads.

    Args:
        folder: Where they are kept; None keeps none.
        store: Tells one store from another.
    """

    def __init__(self, folder: Path | None, store: str) -> None:
        name = hashlib.sha256(store.encode()).hexdigest()[:16]
        self._folder = folder / name if folder else None
        self._lock = threading.Lock()

    def read(self, sha256: str) -> Note:
        """Return what is noted of the upload of this content."""
        note = Note()
        path = self._path(sha256)
        if path is None:
            return note
        with contextlib.suppress(OSError):
            for line in path.read_text("utf-8").splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    if "upload" in entry:
                        note = Note(str(entry["upload"]), entry.get("crc") is True)
                    else:
                        note.tags[int(entry["part"])] = (int(entry["crc"]), str(entry["tag"]))
        return note

    def begin(self, sha256: str, upload: str, *, crc: bool) -> None:
        """Note that an upload was begun."""
        self._add(sha256, {"upload": upload, "crc": crc})

    def part(self, sha256: str, number: int, crc: int, tag: str) -> None:
        """Note that a part is in the store."""
        self._add(sha256, {"part": number, "crc": crc, "tag": tag})

    def end(self, sha256: str) -> None:
        """Forget an upload."""
        path = self._path(sha256)
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path | None:
        return self._folder / f"{sha256}.jsonl" if self._folder else None

    def _add(self, sha256: str, entry: dict[str, object]) -> None:
        path = self._path(sha256)
        if path is None:
            return
        with contextlib.suppress(OSError), self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry) + "\n")
